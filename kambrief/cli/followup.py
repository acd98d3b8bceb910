"""What ``kambrief followup`` does: draft one, show it, edit, approve, send or drop it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kambrief.app import App
from kambrief.cli.crm_log import held, read_note
from kambrief.cli.followup_words import Desk, as_sheet, crossed, findings, read_sheet
from kambrief.core import after, drafting
from kambrief.core.drafting import OUT, FollowupRecord, FollowupState
from kambrief.core.heard import Heard
from kambrief.core.rechecking import Severity
from kambrief.core.transcript import Transcript
from kambrief.core.work import StepKind, StepPlan
from kambrief.errors import DeliveryUnknownError, KambriefError, ProviderError, UserError
from kambrief.pipeline.after import Held
from kambrief.pipeline.changing import change
from kambrief.pipeline.followup_text import restored_in, why_of
from kambrief.pipeline.watching import placed_in

MAX_FILE = 20_000_000
"""Bytes: more is no transcript of a call."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was asked for on the command line."""

    transcript: str = ""
    notes: str = ""
    edit: bool = False
    approve: bool = False
    send: bool = False
    sent: bool = False
    drop: bool = False
    restore: tuple[str, ...] = ()
    keep: int = 0
    overrule: bool = False
    by: str = ""


def desk(app: App, name: str, manager: str, now: dt.datetime) -> Desk:
    """The meeting by id, title or ``last``, and whose follow-up it is. Raises `UserError`."""
    meeting = held(app, name, now)
    readers = [one for one in app.readers(meeting) if not manager or one.is_address(manager)]
    if len(readers) > 1 and not manager:
        drafted = [one for one in readers if app.store.followup(meeting.id, one.email)]
        readers = drafted if len(drafted) == 1 else readers
    if len(readers) != 1:
        who = ", ".join(one.email for one in app.readers(meeting)) or "nobody: no account manager's calendar has it"
        raise UserError(f"Whose follow-up is it? Say --for, one of {who}")
    return Desk(app, meeting, readers[0], now)


def work(place: Desk, said: Said) -> FollowupRecord:
    """Everything that was asked for, in order: take in, draft, restore, look in the mailbox, choose, edit, approve,
    send or drop. Raises `UserError`; what was done before stands.
    """
    _take_in(place, said)
    record = _drafted(place, said)
    record = _looked(place, record)
    if said.keep:
        record = _change(place, lambda one: drafting.chosen(one, said.keep, place.now))
    if said.edit:
        record = _edited(place, record)
    if said.drop:
        record = _change(place, lambda one: drafting.dropped(one, "dropped by command"))
    if said.sent:
        record = _left(place, record)
    elif said.send:
        record = _sent(place, record, said)
    elif said.approve:
        record = _approved(place, record, said)
    return _laid(place, record)


# --- what it is drafted from -----------------------------------------------------------------------------------------


def _take_in(place: Desk, said: Said) -> None:
    """Files that were named, kept like what a platform tells."""
    if said.transcript and said.notes:
        raise UserError("Say --transcript or --notes, not both: a transcript goes before notes")
    heard: Heard | None = None
    if said.transcript:
        transcript = read_transcript(Path(said.transcript))
        heard = after.file_of(place.meeting.id, place.manager, transcript, place.now)
    elif said.notes:
        heard = after.notes_of(place.meeting.id, place.manager, read_note(said.notes), place.now)
    if heard is not None:
        place.app.store.save_heard(heard, place.now)


def read_transcript(path: Path) -> Transcript:
    """A ``.vtt`` file. Raises `UserError` for what is none."""
    from kambrief.providers.vtt import NotATranscriptError, read_vtt

    try:
        if path.stat().st_size > MAX_FILE:
            raise UserError(f"{path} is too large for a transcript")
        found = read_vtt(path.read_bytes(), after.FILE)
    except OSError as error:
        raise UserError(f"Cannot read {path} ({error.strerror or error})") from error
    except NotATranscriptError as error:
        raise UserError(f"{path} is no WebVTT transcript ({error}); plain text goes with --notes") from error
    if not found.turns:
        raise UserError(f"Nothing is said in {path}: is it the transcript of a call?")
    return found


def _drafted(place: Desk, said: Said) -> FollowupRecord:
    """The follow-up, drafted now where there is none, or from what was taken in; an edited one stays."""
    record = place.record()
    asked = bool(said.transcript or said.notes or said.restore)
    if record is not None and not asked:
        return record
    found = place.flow.what_now(place.meeting, place.manager, place.now)
    if not isinstance(found, after.Draft):
        raise UserError(_why_none(found))
    if place.about.several:
        names = ", ".join(name or "another" for name in place.about.several)
        raise UserError(
            f"The meeting was with several customers ({names}): one mail would mix them, nothing is drafted"
        )
    restored = _restored(record, said) if record is None or record.source == found.name else frozenset[str]()
    if said.restore and record is not None and record.source != found.name:
        place.notes.append("It is drafted anew from what has come since: nothing of it was let in, look at it first")
    changed = record is None or record.source != found.name or restored != restored_in(record)
    if record is not None and changed and record.is_open and not drafting.is_untouched(record):
        raise UserError("The draft has been edited and stays as it is; --drop it first to have it drafted anew")
    if record is not None and changed and not record.is_open and record.state is not FollowupState.DROPPED:
        raise UserError("The follow-up has been sent: it is not drafted anew")
    job = Held(place.meeting, place.manager, found, place.about, restored)
    if changed or (record is not None and record.state is FollowupState.DROPPED):
        record = place.flow.draft(job, place.now)
    assert record is not None  # noqa: S101 drafted where it was not there
    place.flow.follow(record, job, place.now, recap=False)
    return place.there()


def _why_none(found: object) -> str:
    how = "hand it in with --transcript FILE, or write what was said with --notes FILE"
    if isinstance(found, after.Wait):
        return f"Nothing to draft from yet: {found.why}; {how}"
    if isinstance(found, after.Tell):
        why = {
            "no_show": "nobody from outside seems to have been in the call",
            "summary": "the platform's own summary is all there is, and no evidence",
        }.get(found.key, "no transcript has come")
        return f"Nothing to draft from: {why}; {how}"
    return f"No follow-up: {found.why}" if isinstance(found, after.Nothing) else how


def _restored(record: FollowupRecord | None, said: Said) -> frozenset[str]:
    before = restored_in(record) if record else frozenset()
    if not said.restore:
        return before
    if record is None:
        raise UserError("There is no follow-up yet: draft it first, then see what was kept back")
    rows = why_of(record).get("withheld")
    known = {str(row.get("id")) for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()
    if strange := sorted(set(said.restore) - known - before):
        there = ", ".join(sorted(known)) or "nothing"
        raise UserError(f"Nothing kept back is called {', '.join(strange)}; there is {there}")
    return before | frozenset(said.restore)


# --- the mailbox -----------------------------------------------------------------------------------------------------


def _looked(place: Desk, record: FollowupRecord) -> FollowupRecord:
    """With what the manager has done in the mailbox meanwhile, as far as it can be reached."""
    if not record.mailbox_ref or record.state is FollowupState.LOGGED:
        return record
    return _at_mailbox(place, record)


def _laid(place: Desk, record: FollowupRecord) -> FollowupRecord:
    """The mailbox holds the newest version, and what has left is handed on; what cannot be done now is done later."""
    if record.is_open:
        record = _at_mailbox(place, record)
    if record.state is FollowupState.SENT:
        place.flow.watching.handing.hand_on(record, place.meeting, place.manager, place.now)
        if place.app.before.recording is not None:
            place.app.before.recording.work(place.now, Counter(), place.meeting.id)
    elif record.state is not FollowupState.LOGGED and place.flow.watching.serves(place.manager):
        step = StepPlan(StepKind.WATCH, place.now, record.meeting_id, record.manager, again=True)
        place.app.store.plan([step])
    return place.there()


def _at_mailbox(place: Desk, record: FollowupRecord) -> FollowupRecord:
    try:
        return place.flow.watching.look(record, place.meeting, place.manager, place.now, Counter())
    except ProviderError as error:
        place.notes.append(f"The mailbox is not reached ({error.reason}): what was done there is not known here yet")
        return place.there()


# --- editing ---------------------------------------------------------------------------------------------------------


def _edited(place: Desk, record: FollowupRecord) -> FollowupRecord:
    import click

    base = record.current
    if base is None:
        raise UserError("There is nothing to edit")
    if not record.is_open:
        raise UserError(f"It cannot be edited any more: it is {record.state}")
    sheet = as_sheet(place, record, base)
    typed = click.edit(sheet, extension=".txt", require_save=True)
    if typed is None or not typed.strip() or typed == sheet:
        place.notes.append("Nothing was changed")
        return record
    text = read_sheet(typed, base, place.now)
    try:
        new = _change(place, lambda one: drafting.edited(one, text))
    except KambriefError:
        kept = Path(f"followup-{place.meeting.id[:8]}.txt")
        kept.write_text(typed, encoding="utf-8")
        place.notes.append(f"What you wrote is in {kept}")
        raise
    if new.conflict:
        place.notes.append(crossed(new))
    return new


def _change(place: Desk, decide: Callable[[FollowupRecord], FollowupRecord]) -> FollowupRecord:
    new = change(place.app.store, place.meeting.id, place.manager.email, decide)
    return new if new is not None else place.there()


# --- approving and sending -------------------------------------------------------------------------------------------


def _approved(place: Desk, record: FollowupRecord, said: Said) -> FollowupRecord:
    version = record.current
    if version is None:
        raise UserError("There is nothing to approve")
    found = findings(place, record, version)
    blocked = [one.text for one in found if one.severity is Severity.BLOCK]
    warnings = [one.text for one in found if one.severity is Severity.WARN]
    by = said.by or place.manager.email
    return _change(
        place,
        lambda one: drafting.approve(
            one, by, place.now, number=version.number, blocked=blocked, warnings=warnings, overruled=said.overrule
        ),
    )


def _sent(place: Desk, record: FollowupRecord, said: Said) -> FollowupRecord:
    """Approve, have it lie in the mailbox as approved, and let the mailbox send it. Once."""
    if record.state in OUT:
        place.notes.append("It has been sent already")
        return record
    mailbox = place.flow.watching.mailbox_of(place.manager)
    if mailbox is None:
        raise UserError("No mailbox is configured for drafts: copy the text, send it yourself, and say --sent")
    if not mailbox.can_send:
        raise UserError(f"{mailbox.name} lays drafts and sends nothing: send it from your mailbox")
    _approved(place, record, said)
    record = place.flow.watching.look(place.there(), place.meeting, place.manager, place.now, Counter())
    if record.state is not FollowupState.APPROVED or record.current is None:
        raise UserError("It was changed in the mailbox meanwhile: look at it again")
    if record.mailbox_version != record.current.number:
        raise UserError("The mailbox does not hold what was approved yet: try again")
    record = _change(place, drafting.sending)
    placed = placed_in(record)
    try:
        mailbox.send(place.manager.email, placed, record.message_id)
    except DeliveryUnknownError as error:
        place.app.store.plan([StepPlan(StepKind.WATCH, place.now, record.meeting_id, record.manager, again=True)])
        raise UserError(
            f"Nobody can tell whether it left ({error.reason}): look in Sent before anything else"
        ) from error
    except ProviderError as error:
        why = error.reason
        _change(place, lambda one: drafting.not_sent(one, why))
        raise
    return place.flow.watching.look(record, place.meeting, place.manager, place.now, Counter())


def _left(place: Desk, record: FollowupRecord) -> FollowupRecord:
    """The manager has sent the text by other means: it counts as it stands here."""
    version = record.current
    if version is None:
        raise UserError("There is nothing that could have been sent")
    if record.conflict:
        raise UserError(crossed(record))
    return _change(place, lambda one: drafting.sent(one, version, place.now))
