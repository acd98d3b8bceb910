"""A follow-up, worked on by a person: taken in, drafted, edited, approved, sent, dropped; what stands against it.

Each function does one thing and leaves the follow-up as it is stored then. What cannot be done raises `RefusedError`
with the name of the reason; nothing that a person wrote is lost by it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from kambrief.core import after, drafting
from kambrief.core.drafting import OUT, FollowupRecord, FollowupState, Version
from kambrief.core.rechecking import Finding, Known, Severity, check
from kambrief.core.sending import FURTHEST
from kambrief.core.transcript import Transcript
from kambrief.core.work import StepKind, StepPlan
from kambrief.desk.place import Desk
from kambrief.errors import DeliveryUnknownError, ProviderError, RefusedError
from kambrief.pipeline.about import About
from kambrief.pipeline.after import Held
from kambrief.pipeline.changing import change
from kambrief.pipeline.followup_text import agreed_in, followup_of, promised_in, restored_in, why_of
from kambrief.pipeline.sending import plan
from kambrief.providers.vtt import NotATranscriptError, read_vtt

# --- what it is drafted from -----------------------------------------------------------------------------------------


MAX_TRANSCRIPT = 20_000_000
"""Bytes: more is no transcript of a call."""


def transcript_in(data: bytes) -> Transcript:
    """What a WebVTT file holds. Raises `RefusedError`: ``too_large``, ``no_transcript`` (with ``why``), ``silent``."""
    if len(data) > MAX_TRANSCRIPT:
        raise RefusedError("too_large", "It is too large for a transcript")
    try:
        found = read_vtt(data, after.FILE)
    except NotATranscriptError as error:
        raise RefusedError("no_transcript", f"It is no WebVTT transcript ({error})", why=str(error)) from error
    if not found.turns:
        raise RefusedError("silent", "Nothing is said in it: is it the transcript of a call?")
    return found


def take_in_transcript(place: Desk, transcript: Transcript) -> None:
    """A transcript that the manager hands in, kept like what a platform tells. Draft from it with ``anew``."""
    heard = after.file_of(place.meeting.id, place.manager, transcript, place.now)
    place.app.store.save_heard(heard, place.now)


def take_in_notes(place: Desk, text: str) -> None:
    """The manager's own notes, kept like a transcript. Draft from them with ``anew``."""
    heard = after.notes_of(place.meeting.id, place.manager, text, place.now)
    place.app.store.save_heard(heard, place.now)


def drafted(place: Desk, *, anew: bool = False, restore: Sequence[str] = ()) -> FollowupRecord:
    """The follow-up, drafted now where there is none. ``anew``: also from what was taken in since; ``restore``: with
    these exchanges let in that were kept back. An edited one stays. Raises `RefusedError`.
    """
    record = place.record()
    if record is not None and not anew and not restore:
        return record
    found = place.flow.what_now(place.meeting, place.manager, place.now)
    if not isinstance(found, after.Draft):
        raise _none_to_draft_from(found)
    if place.about.several:
        names = ", ".join(name or "another" for name in place.about.several)
        raise RefusedError(
            "several",
            f"The meeting was with several customers ({names}): one mail would mix them, nothing is drafted",
        )
    same = record is None or record.source == found.name
    let_in = _let_in(record, restore) if same else frozenset[str]()
    if restore and not same:
        place.notes.append("It is drafted anew from what has come since: nothing of it was let in, look at it first")
    changed = record is None or not same or let_in != restored_in(record)
    if record is not None and changed:
        _refuse_touched(record)
    job = Held(place.meeting, place.manager, found, place.about, let_in)
    if changed or (record is not None and record.state is FollowupState.DROPPED):
        record = place.flow.draft(job, place.now)
    assert record is not None  # noqa: S101 drafted where it was not there
    place.flow.follow(record, job, place.now, recap=False)
    return place.there()


def restored(place: Desk, ids: Sequence[str]) -> FollowupRecord:
    """Drafted anew with exchanges that were kept back. Raises `RefusedError` when it has been edited meanwhile."""
    return drafted(place, restore=ids)


def _refuse_touched(record: FollowupRecord) -> None:
    if record.is_open and not drafting.is_untouched(record):
        raise RefusedError(
            "edited", "The draft has been edited and stays as it is; --drop it first to have it drafted anew"
        )
    if not record.is_open and record.state is not FollowupState.DROPPED:
        raise RefusedError("closed", "The follow-up has been sent: it is not drafted anew", state=str(record.state))


def _none_to_draft_from(found: object) -> RefusedError:
    how = "hand it in with --transcript FILE, or write what was said with --notes FILE"
    if isinstance(found, after.Wait):
        return RefusedError("wait", f"Nothing to draft from yet: {found.why}; {how}", until=found.until)
    if isinstance(found, after.Tell):
        why = {
            "no_show": "nobody from outside seems to have been in the call",
            "summary": "the platform's own summary is all there is, and no evidence",
        }.get(found.key, "no transcript has come")
        return RefusedError(found.key, f"Nothing to draft from: {why}; {how}")
    if isinstance(found, after.Nothing):
        return RefusedError("unwanted", f"No follow-up: {found.why}", why=found.why)
    return RefusedError("unwanted", how)


def _let_in(record: FollowupRecord | None, restore: Sequence[str]) -> frozenset[str]:
    before = restored_in(record) if record else frozenset()
    if not restore:
        return before
    if record is None:
        raise RefusedError("none", "There is no follow-up yet: draft it first, then see what was kept back")
    rows = why_of(record).get("withheld")
    known = {str(row.get("id")) for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()
    if strange := sorted(set(restore) - known - before):
        there = ", ".join(sorted(known)) or "nothing"
        raise RefusedError("not_kept_back", f"Nothing kept back is called {', '.join(strange)}; there is {there}")
    return before | frozenset(restore)


# --- the mailbox -----------------------------------------------------------------------------------------------------


def looked(place: Desk, record: FollowupRecord) -> FollowupRecord:
    """With what the manager has done in the mailbox meanwhile, as far as it can be reached."""
    if not record.mailbox_ref or record.state is FollowupState.LOGGED:
        return record
    return _at_mailbox(place, record)


def laid(place: Desk, record: FollowupRecord) -> FollowupRecord:
    """The mailbox holds the newest version, and what has left is handed on; what cannot be done now is done later."""
    if record.is_open:
        record = _at_mailbox(place, record)
    if record.state is FollowupState.SENT:
        place.flow.watching.handing.hand_on(record, place.meeting, place.manager, place.now)
        if place.app.before.recording is not None:
            place.app.before.recording.work(place.now, Counter(), place.meeting.id)
    elif record.state is not FollowupState.LOGGED and place.flow.watching.serves(place.manager):
        watch_soon(place, record)
    return place.there()


def watch_soon(place: Desk, record: FollowupRecord) -> None:
    """Have the running service look at the mailbox next: in place of `laid` where nobody should wait for a mailbox."""
    step = StepPlan(StepKind.WATCH, place.now, record.meeting_id, record.manager, again=True)
    place.app.store.plan([step])


def _at_mailbox(place: Desk, record: FollowupRecord) -> FollowupRecord:
    try:
        return place.flow.watching.look(record, place.meeting, place.manager, place.now, Counter())
    except ProviderError as error:
        place.notes.append(f"The mailbox is not reached ({error.reason}): what was done there is not known here yet")
        return place.there()


# --- its text --------------------------------------------------------------------------------------------------------


def edited(place: Desk, version: Version) -> FollowupRecord:
    """With a text that somebody has made out of version ``version.base``; two changes of one version stand side by side
    (``conflict``). The same text again changes nothing. Raises `RefusedError` when it is closed.
    """
    return _change(place, lambda one: drafting.edited(one, version))


def chosen(place: Desk, number: int) -> FollowupRecord:
    """Of two texts side by side the one that holds; also an earlier version taken up again. Raises `RefusedError`."""
    return _change(place, lambda one: drafting.chosen(one, number, place.now))


def dropped(place: Desk, note: str) -> FollowupRecord:
    """No follow-up is wanted, for this reason. Raises `RefusedError` when it has left, or is leaving."""
    return _change(place, lambda one: drafting.dropped(one, note))


def _change(place: Desk, decide: Callable[[FollowupRecord], FollowupRecord]) -> FollowupRecord:
    new = change(place.app.store, place.meeting.id, place.manager.email, decide)
    return new if new is not None else place.there()


# --- approving and sending -------------------------------------------------------------------------------------------


def findings(place: Desk, record: FollowupRecord, version: Version) -> tuple[Finding, ...]:
    """What stands against sending a version, what blocks first."""
    about = place.about
    talk = place.flow.writing.talk_of(record, place.meeting, place.manager, about)
    if talk is None:
        place.notes.append("What it was drafted from is not kept any more: the text cannot be checked against it")
        return ()
    known = Known(
        followup_of(record, version.body), talk, promised_in(record), agreed_in(record), about.facts,
        _others(place, about), about.limits,
    )  # fmt: skip
    return check(version.subject, version.body, known, (*version.to, *version.cc))


def _others(place: Desk, about: About) -> tuple[str, ...]:
    """Names of other customers, as far as they are known here."""
    crm = place.app.crm
    mine = {about.account_name, *(row.name for row in about.data.accounts)}
    kept = place.app.store.snapshots(crm.name) if crm is not None else ()
    return tuple(sorted({row.name for data in kept for row in data.accounts if row.name} - mine))


def approved(place: Desk, number: int, by: str, *, overrule: bool = False) -> FollowupRecord:
    """Approved by a person who looked at version ``number``. Raises `RefusedError` with all that stands against it."""
    record = place.there()
    version = record.version(number)
    if version is None:
        raise RefusedError("no_text", "There is nothing to approve")
    found = findings(place, record, version)
    blocked = [one.text for one in found if one.severity is Severity.BLOCK]
    warnings = [one.text for one in found if one.severity is Severity.WARN]
    return _change(
        place,
        lambda one: drafting.approve(
            one, by, place.now, number=number, blocked=blocked, warnings=warnings, overruled=overrule
        ),
    )


def can_send(place: Desk) -> bool:
    """Whether the manager's mailbox sends for them, now or later."""
    mailbox = place.flow.watching.mailbox_of(place.manager)
    return mailbox is not None and mailbox.can_send


def send(place: Desk, number: int, by: str, *, overrule: bool = False) -> FollowupRecord:
    """Approve, have it lie in the mailbox as approved, and let the mailbox send it. Once, now: nobody can take it back.

    Raises `RefusedError` for what stands against it, `ProviderError` where it surely has not left.
    """
    record = place.there()
    if record.state in OUT:
        place.notes.append("It has been sent already")
        return record
    sending = place.flow.sending
    sending.mailbox_of(place.manager)
    approved(place, number, by, overrule=overrule)
    try:
        return sending.hand_over(place.there(), place.meeting, place.manager, place.now)
    except DeliveryUnknownError as error:
        watch_soon(place, record)
        told = f"Nobody can tell whether it left ({error.reason}): look in Sent before anything else"
        raise RefusedError("unknown", told) from error


def send_later(place: Desk, number: int, by: str, at: dt.datetime, *, overrule: bool = False) -> FollowupRecord:
    """Approve it, and have its mailbox send it at a time (one that is over: at once); until then `undo` takes it back.
    Another time takes the place of an earlier one. Raises `RefusedError` for what stands against it.
    """
    record = place.there()
    if at > place.now + FURTHEST:
        raise RefusedError("too_far", f"It can be put off for {FURTHEST.days} days at most", days=FURTHEST.days)
    place.flow.sending.mailbox_of(place.manager)
    approved(place, number, by, overrule=overrule)
    # Before and after: whoever dies in between leaves no time without a step, and a step at work has missed nothing.
    plan(place.app.store, record, at)
    record = _change(place, lambda one: drafting.scheduled(_as_looked_at(one, number), at, by))
    plan(place.app.store, record, at)
    return record


def _as_looked_at(record: FollowupRecord, number: int) -> FollowupRecord:
    if record.current is None or record.current.number != number:
        raise RefusedError("changed", f"It was changed since version {number}: look at it again", number=number)
    return record


def undo(place: Desk) -> FollowupRecord:
    """Take it back: it is not sent, not approved any more, and its text stays. Raises `RefusedError` (``closed``, with
    its ``state``) when it is too late.
    """
    return _change(place, drafting.unapproved)  # the step that would have sent it finds nothing to do


def left(place: Desk) -> FollowupRecord:
    """The manager has sent the text by other means: it counts as it stands here. Raises `RefusedError`."""
    record = place.there()
    version = record.current
    if version is None:
        raise RefusedError("no_text", "There is nothing that could have been sent")
    if record.conflict:
        raise RefusedError("conflict", crossed(record), numbers=record.conflict)
    return _change(place, lambda one: drafting.sent(one, version, place.now))


def crossed(record: FollowupRecord) -> str:
    """Two texts of one follow-up, for operators."""
    numbers = " and ".join(map(str, record.conflict))
    return f"It was changed in two places (versions {numbers}): compare them, and choose one with --keep NUMBER"
