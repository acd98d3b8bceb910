"""The follow-up's way from draft to sent mail: one state machine, wherever it is edited.

    drafted → edited → approved → sent → logged        any of the first three → dropped

A version is a text somebody saw. Whoever changes it says which version was looked at: two changes of one version are
shown side by side and never silently overwritten.
"""

import datetime as dt
import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kambrief.errors import UserError


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
    ``conflict`` until a person chooses. What was approved is not any more. Raises `UserError` when the follow-up is
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
    return replace(kept, state=FollowupState.EDITED, conflict=conflict, approved_by="", approved_at=None, note="")


def chosen(record: FollowupRecord, number: int, at: dt.datetime) -> FollowupRecord:
    """With one of the versions in conflict as the newest: it is kept once more, on top. Raises `UserError`."""
    _refuse_closed(record)
    version = record.version(number)
    if version is None:
        there = ", ".join(str(one.number) for one in record.versions)
        raise UserError(f"There is no version {number}; there are {there}")
    if record.current is version and not record.conflict:
        return record
    if record.current is not version:
        record = _added(record, replace(version, place=Place.EDITOR, at=at, base=number))
    return replace(record, state=FollowupState.EDITED, conflict=(), approved_by="", approved_at=None, note="")


def redrafted(record: FollowupRecord, text: Version, *, source: str) -> FollowupRecord:
    """Drafted anew from a better source, or by a better rule. Raises `UserError` when a person has touched it: what
    they wrote is never replaced.
    """
    if not is_untouched(record) and record.state is not FollowupState.DROPPED:
        raise UserError("the draft has been edited: it is not drafted anew")
    if record.current is None or not same_text(record.current, text):
        record = _added(record, replace(text, place=Place.CODE, base=len(record.versions)))
    if record.note == DELETED:  # it lies nowhere any more, and is to be laid anew
        record = placed(record, 0, ref="", content="")
    return replace(record, state=FollowupState.DRAFTED, source=source, conflict=(), note="")


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

    Raises `UserError` with all that stands against it: what is open (``blocked``: nobody can overrule it), ``warnings``
    unless they are ``overruled``, two texts to choose from, or a text that came after the one that was looked at.
    """
    if record.state is FollowupState.APPROVED and record.current and record.current.number == number:
        return record
    _refuse_closed(record)
    if not by:
        raise ValueError("nobody approves it")
    problems = list(blocked)
    if record.conflict:
        numbers = " and ".join(map(str, record.conflict))
        problems.append(f"It was changed in two places (versions {numbers}): choose one with --keep")
    elif record.current is None or record.current.number != number:
        problems.append(f"It was changed since version {number}: look at it again")
    if not overruled:
        problems += [f"{one} (--overrule if it is right)" for one in warnings]
    if problems:
        raise UserError(*problems)
    note = "warnings were overruled" if warnings else ""
    return replace(record, state=FollowupState.APPROVED, approved_by=by, approved_at=at, note=note)


def sending(record: FollowupRecord) -> FollowupRecord:
    """Handed to the mailbox that sends. Raises `UserError` unless a person has approved it."""
    if record.state is not FollowupState.APPROVED or not record.approved_by:
        raise UserError("it is not approved: nothing goes to a customer unapproved")
    return replace(record, state=FollowupState.SENDING)


def not_sent(record: FollowupRecord, why: str) -> FollowupRecord:
    """Sending failed for certain: it is approved as before."""
    return replace(record, state=FollowupState.APPROVED, note=why) if record.state is FollowupState.SENDING else record


def sent(record: FollowupRecord, text: Version, at: dt.datetime) -> FollowupRecord:
    """It was found among the manager's sent mail, as ``text``: final, whatever was approved or in conflict before. That
    the manager has sent it is the approval where there is no other. Once; a dropped one that was sent after all counts.
    """
    if record.state in OUT:
        return record
    record = _added(record, replace(text, place=Place.SENT, base=record.mailbox_version or len(record.versions)))
    return replace(
        record, state=FollowupState.SENT, sent_at=at, conflict=(), note="",
        approved_by=record.approved_by or record.manager, approved_at=record.approved_at or at,
    )  # fmt: skip


def logged(record: FollowupRecord, note: str = "") -> FollowupRecord:
    """What was agreed is handed on to the CRM, or ``note`` says why it cannot be."""
    return replace(record, state=FollowupState.LOGGED, note=note) if record.state is FollowupState.SENT else record


def dropped(record: FollowupRecord, note: str) -> FollowupRecord:
    """No follow-up is wanted. Raises `UserError` when it has left, or is leaving."""
    if record.state is FollowupState.DROPPED:
        return record
    _refuse_closed(record)
    return replace(record, state=FollowupState.DROPPED, note=note)


def _refuse_closed(record: FollowupRecord) -> None:
    why = {
        FollowupState.SENDING: "it is on its way",
        FollowupState.SENT: "it has been sent",
        FollowupState.LOGGED: "it has been sent",
        FollowupState.DROPPED: "it was dropped; draft it anew first",
    }
    if record.state in why:
        raise UserError(f"The follow-up cannot be changed: {why[record.state]}")


def _added(record: FollowupRecord, text: Version) -> FollowupRecord:
    number = max((one.number for one in record.versions), default=0) + 1
    return replace(record, versions=(*record.versions, replace(text, number=number)))
