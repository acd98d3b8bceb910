"""The follow-up's way from draft to sent mail: one state machine, wherever it is edited.

    drafted → edited → approved → sending → sent → logged        any of the first three → dropped

A version is a text somebody saw. Whoever changes it says which version was looked at: two changes of one version are
shown side by side and never silently overwritten. An approved one may have a time at which it is sent (`core.sending`).
"""

import datetime as dt
import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kambrief.errors import RefusedError


class FollowupState(enum.StrEnum):
    """Where a follow-up stands."""

    DRAFTED = "drafted"
    EDITED = "edited"
    APPROVED = "approved"
    """A person has said that it may go; it goes from the manager's own mailbox."""
    SENDING = "sending"
    """Handed to the mailbox that sends; not known yet whether it left."""
    SENT = "sent"
    LOGGED = "logged"
    """Sent, and what was agreed stands in the CRM (or there is no CRM that can be written to)."""
    DROPPED = "dropped"


class Place(enum.StrEnum):
    """Where a version came from."""

    CODE = "code"
    MAILBOX = "mailbox"
    EDITOR = "editor"
    BROWSER = "browser"
    SENT = "sent"
    """Found in the manager's sent mail: final."""


class Unsent(enum.StrEnum):
    """Why a follow-up was not sent at the time that a person had said."""

    CHANGED = "changed"
    """It was changed in the mailbox after it had been approved."""
    MISSING = "missing"
    """It is not in the mailbox any more."""
    UNCLEAR = "unclear"
    """It was being sent when something broke off, and lies in Drafts: it may have left, and is not sent again."""
    UNREACHED = "unreached"
    """The mailbox did not take it, for longer than it makes sense to try."""
    LATE = "late"
    """Nobody was there to send it, until too long after."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text, never changed once stored. ``number`` counts from 1 within one follow-up."""

    number: int
    place: Place
    at: dt.datetime
    subject: str
    body: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    base: int = 0
    """The version it was made from."""


@dataclass(frozen=True, slots=True)
class FollowupRecord:
    """One follow-up of one meeting for one account manager. ``(meeting_id, manager)`` is unique; ``revision`` grows
    with each change of the row, and a change is stored only on the revision it was made from.
    """

    meeting_id: str
    manager: str
    account_id: str
    state: FollowupState
    created_at: dt.datetime
    language: str
    versions: tuple[Version, ...] = ()
    conflict: tuple[int, ...] = ()
    """Numbers of versions changed in two places; a person chooses."""
    source: str = ""
    """What it was drafted from: ``transcript`` or ``notes``, and after a colon a hash of it."""
    composed: str = ""
    """`core.followup.Followup` as JSON: lines with evidence, recap, note."""
    translated: tuple[str, ...] = ()
    """The same in other languages that somebody had it said in, as JSON: a text in one of them is read by it."""
    promised: str = ""
    """The promises (`core.commitment.Promised`) it was drafted from, as JSON."""
    agreed: str = ""
    """What else the call came to (`core.agreed.Agreed`), as JSON: edited texts are held against it."""
    why: str = ""
    """JSON-ready text for ``kambrief why``: source, promises found by whom, what was kept back, receipts."""
    message_id: str = ""
    """Of the draft that lies in the mailbox, and so of the mail that is sent from it."""
    mailbox_ref: str = ""
    """Where the draft lies, in the provider's words."""
    mailbox_version: int = 0
    """Which version lies there."""
    mailbox_message_id: str = ""
    """The mailbox's own where it does not keep ours."""
    mailbox_content: str = ""
    """Hash of what lies there, in the provider's words."""
    conversation: str = ""
    approved_by: str = ""
    approved_at: dt.datetime | None = None
    send_at: dt.datetime | None = None
    """When the mailbox is to send it: a person has said so. Only of an approved one."""
    send_by: str = ""
    """Who has said so."""
    sending_at: dt.datetime | None = None
    """Since when it is being handed to the mailbox; None when nobody is at it."""
    unsent: Unsent | None = None
    """Why it was not sent although a person had said when."""
    unsent_at: dt.datetime | None = None
    """For when that was."""
    sent_at: dt.datetime | None = None
    reminded: tuple[str, ...] = ()
    """Which reminders went out: ``evening``, ``last``."""
    note: str = ""
    """Why it stands where it stands, for people."""
    revision: int = 0

    @property
    def current(self) -> Version | None:
        """The newest version."""
        return self.versions[-1] if self.versions else None

    @property
    def is_open(self) -> bool:
        """Whether it can still be edited, approved or dropped."""
        return self.state in OPEN

    @property
    def heads(self) -> tuple[int, ...]:
        """Numbers of the versions that nothing was made out of yet: the newest, or those in conflict."""
        return self.conflict or ((self.versions[-1].number,) if self.versions else ())

    def version(self, number: int) -> Version | None:
        """A version by its number."""
        return next((one for one in self.versions if one.number == number), None)


OPEN = frozenset({FollowupState.DRAFTED, FollowupState.EDITED, FollowupState.APPROVED})
"""States in which a text may change."""
OUT = frozenset({FollowupState.SENT, FollowupState.LOGGED})
"""States after the mail has left."""
DELETED = "deleted in the mailbox"
"""Why it was dropped: the manager has thrown the draft away."""
_ITEM = re.compile(r"(?:[-–—•*·]|\d{1,2}[.)])\s")


# --- texts -----------------------------------------------------------------------------------------------------------


def same_text(one: Version, other: Version) -> bool:
    """Whether two versions say the same to the same people: spaces and line breaks alone make no other text."""
    return _plain(one) == _plain(other)


def _plain(version: Version) -> tuple[object, ...]:
    people = (frozenset(one.casefold() for one in some) for some in (version.to, version.cc))
    return " ".join(version.subject.split()), _paragraphs(version.body), *people


def _paragraphs(body: str) -> tuple[str, ...]:
    """What stands between blank lines, a list item each for itself: where a mail program breaks lines says nothing."""
    blocks: list[str] = []
    fresh = True
    for line in body.splitlines():
        words = " ".join(line.split())
        if words and (fresh or not blocks or _ITEM.match(words)):
            blocks.append(words)
        elif words:
            blocks[-1] += f" {words}"
        fresh = not words
    return tuple(blocks)


def is_untouched(record: FollowupRecord) -> bool:
    """Whether nobody has changed or approved anything: every version is ours."""
    return record.state is FollowupState.DRAFTED and all(one.place is Place.CODE for one in record.versions)


# --- what happens to it ----------------------------------------------------------------------------------------------


def edited(record: FollowupRecord, text: Version) -> FollowupRecord:
    """With a text that somebody has made out of version ``text.base``; its ``number`` is given here.

    Nothing new: the record as it is. Made out of another version than the newest: both are kept and stand in
    ``conflict`` until a person chooses. What was approved is not any more. Raises `RefusedError` when the follow-up is
    closed (sent, on its way, or dropped).
    """
    base = record.version(text.base)
    heads = [one for number in record.heads if (one := record.version(number))]
    if any(same_text(one, text) for one in (*heads, *((base,) if base else ()))):
        return record
    _refuse_closed(record)
    kept = _added(record, text)
    heads_now = (*(number for number in record.heads if number != text.base), kept.versions[-1].number)
    conflict = heads_now if len(heads_now) > 1 else ()
    kept = _not_planned(kept, Unsent.CHANGED if text.place is Place.MAILBOX else None)
    return replace(kept, state=FollowupState.EDITED, conflict=conflict, approved_by="", approved_at=None, note="")


def chosen(record: FollowupRecord, number: int, at: dt.datetime) -> FollowupRecord:
    """With one of the versions in conflict as the newest: it is kept once more, on top. Raises `RefusedError`."""
    _refuse_closed(record)
    version = record.version(number)
    if version is None:
        there = ", ".join(str(one.number) for one in record.versions)
        raise RefusedError("no_version", f"There is no version {number}; there are {there}", number=number)
    if record.current is version and not record.conflict:
        return record
    if record.current is not version:
        record = _added(record, replace(version, place=Place.EDITOR, at=at, base=number))
    record = _not_planned(record)
    return replace(record, state=FollowupState.EDITED, conflict=(), approved_by="", approved_at=None, note="")


def redrafted(record: FollowupRecord, text: Version, *, source: str) -> FollowupRecord:
    """Drafted anew from a better source, or by a better rule. Raises `RefusedError` when a person has touched it: what
    they wrote is never replaced.
    """
    if not is_untouched(record) and record.state is not FollowupState.DROPPED:
        raise RefusedError("edited", "the draft has been edited: it is not drafted anew")
    if record.current is None or not same_text(record.current, text):
        record = _added(record, replace(text, place=Place.CODE, base=len(record.versions)))
    if record.note == DELETED:  # it lies nowhere any more, and is to be laid anew
        record = placed(record, 0, ref="", content="")
    return replace(
        record, state=FollowupState.DRAFTED, source=source, conflict=(), note="", unsent=None, unsent_at=None
    )


def placed(
    record: FollowupRecord, number: int, *, ref: str, content: str, message_id: str = "", conversation: str = ""
) -> FollowupRecord:
    """A version lies in the mailbox now."""
    return replace(
        record, mailbox_ref=ref, mailbox_version=number, mailbox_content=content, mailbox_message_id=message_id,
        conversation=conversation or record.conversation,
    )  # fmt: skip


def approve(
    record: FollowupRecord, by: str, at: dt.datetime, *, number: int, blocked: Sequence[str] = (),
    warnings: Sequence[str] = (), overruled: bool = False,
) -> FollowupRecord:  # fmt: skip
    """Approved by a person who looked at version ``number``.

    Raises `RefusedError` with all that stands against it: what is open (``blocked``: nobody can overrule it),
    ``warnings`` unless they are ``overruled``, two texts to choose from, or a text that came after the one that was
    looked at. Its key is the first of ``blocked``, ``conflict``, ``changed``, ``warnings``.
    """
    if record.state is FollowupState.APPROVED and record.current and record.current.number == number:
        return record
    _refuse_closed(record)
    if not by:
        raise ValueError("nobody approves it")
    problems = list(blocked)
    keys = ["blocked"] if blocked else []
    if record.conflict:
        numbers = " and ".join(map(str, record.conflict))
        problems.append(f"It was changed in two places (versions {numbers}): choose one with --keep")
        keys.append("conflict")
    elif record.current is None or record.current.number != number:
        problems.append(f"It was changed since version {number}: look at it again")
        keys.append("changed")
    if warnings and not overruled:
        problems += [f"{one} (--overrule if it is right)" for one in warnings]
        keys.append("warnings")
    if problems:
        raise RefusedError(keys[0], *problems, numbers=record.conflict, number=number)
    note = "warnings were overruled" if warnings else ""
    return replace(
        record, state=FollowupState.APPROVED, approved_by=by, approved_at=at, note=note, unsent=None, unsent_at=None
    )


def scheduled(record: FollowupRecord, at: dt.datetime, by: str) -> FollowupRecord:
    """To be sent at a time, by whoever works then; another time takes the place of an earlier one. Raises
    `RefusedError` unless it is approved.
    """
    if record.state is not FollowupState.APPROVED or not record.approved_by:
        _refuse_closed(record)
        raise _unapproved()
    return replace(record, send_at=at, send_by=by, unsent=None, unsent_at=None)


def unapproved(record: FollowupRecord) -> FollowupRecord:
    """Taken back before it left: it is a draft again, with its text. Raises `RefusedError` when it has left, or is
    leaving. Nothing was approved: the record as it is.
    """
    if record.state is not FollowupState.APPROVED:
        _refuse_closed(record)
        return record
    record = _not_planned(record)
    return replace(record, state=FollowupState.EDITED, approved_by="", approved_at=None, note="")


def _unapproved() -> RefusedError:
    return RefusedError("not_approved", "it is not approved: nothing goes to a customer unapproved")


def sending(
    record: FollowupRecord, at: dt.datetime | None = None, *, number: int = 0, send_at: dt.datetime | None = None
) -> FollowupRecord:  # fmt: skip
    """Handed to the mailbox that sends, from ``at`` on. Raises `RefusedError` unless a person has approved it: this
    very version where ``number`` says one, and for this very time where it is sent because that has come.
    """
    if record.state is not FollowupState.APPROVED or not record.approved_by:
        raise _unapproved()
    other = number and (record.current is None or record.current.number != number)
    if other or (send_at is not None and record.send_at != send_at):
        raise RefusedError("changed", "it was changed, or taken back, a moment ago: look at it again")
    return replace(record, state=FollowupState.SENDING, sending_at=at)


def handed_over(record: FollowupRecord) -> FollowupRecord:
    """Nobody is at it any more, and nobody can tell whether it left: the next look into the mailbox will."""
    return replace(record, sending_at=None) if record.state is FollowupState.SENDING else record


def not_sent(record: FollowupRecord, why: str, unsent: Unsent | None = None) -> FollowupRecord:
    """It did not leave: it is approved as before. ``unsent``: nor is it sent by itself any more, where it was to be."""
    if record.state is not FollowupState.SENDING:
        return record
    back = replace(record, state=FollowupState.APPROVED, note=why, sending_at=None)
    return _not_planned(back, unsent) if unsent else back


def given_up(record: FollowupRecord, unsent: Unsent, send_at: dt.datetime) -> FollowupRecord:
    """Its time (``send_at``) has passed in vain: it stays approved, and a person has to send it."""
    if record.state is not FollowupState.APPROVED or record.send_at != send_at:
        return record
    return _not_planned(record, unsent)


def _not_planned(record: FollowupRecord, unsent: Unsent | None = None) -> FollowupRecord:
    """Without its time. ``unsent``: why, where it is not what a person wanted."""
    if record.send_at is None:
        return record
    told = (unsent, record.send_at) if unsent else (None, None)
    return replace(record, send_at=None, send_by="", unsent=told[0], unsent_at=told[1])


def sent(record: FollowupRecord, text: Version, at: dt.datetime) -> FollowupRecord:
    """It was found among the manager's sent mail, as ``text``: final, whatever was approved or in conflict before. That
    the manager has sent it is the approval where there is no other. Once; a dropped one that was sent after all counts.
    """
    if record.state in OUT:
        return record
    record = _added(record, replace(text, place=Place.SENT, base=record.mailbox_version or len(record.versions)))
    return replace(
        record, state=FollowupState.SENT, sent_at=at, conflict=(), note="", send_at=None, sending_at=None, unsent=None,
        unsent_at=None, approved_by=record.approved_by or record.manager, approved_at=record.approved_at or at,
    )  # fmt: skip


def logged(record: FollowupRecord, note: str = "") -> FollowupRecord:
    """What was agreed is handed on to the CRM, or ``note`` says why it cannot be."""
    return replace(record, state=FollowupState.LOGGED, note=note) if record.state is FollowupState.SENT else record


def dropped(record: FollowupRecord, note: str) -> FollowupRecord:
    """No follow-up is wanted. Raises `RefusedError` when it has left, or is leaving."""
    if record.state is FollowupState.DROPPED:
        return record
    _refuse_closed(record)
    record = _not_planned(record, Unsent.MISSING if note == DELETED else None)
    return replace(record, state=FollowupState.DROPPED, note=note)


def _refuse_closed(record: FollowupRecord) -> None:
    why = {
        FollowupState.SENDING: "it is on its way",
        FollowupState.SENT: "it has been sent",
        FollowupState.LOGGED: "it has been sent",
        FollowupState.DROPPED: "it was dropped; draft it anew first",
    }
    if record.state in why:
        raise RefusedError("closed", f"The follow-up cannot be changed: {why[record.state]}", state=str(record.state))


def _added(record: FollowupRecord, text: Version) -> FollowupRecord:
    number = max((one.number for one in record.versions), default=0) + 1
    return replace(record, versions=(*record.versions, replace(text, number=number)))
