"""What ``kambrief followup`` does, in its order. The doing is in `desk.followups`, the words in `followup_words`."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from kambrief.cli.followup_words import as_sheet, read_sheet
from kambrief.cli.notes import read_note
from kambrief.core.drafting import FollowupRecord, Version
from kambrief.core.rewording import Wish
from kambrief.core.transcript import Transcript
from kambrief.desk import followups
from kambrief.desk.place import Desk
from kambrief.desk.rewording import reword
from kambrief.errors import KambriefError, RefusedError, UserError


@dataclass(frozen=True, slots=True)
class Said:
    """What was asked for on the command line."""

    transcript: str = ""
    notes: str = ""
    edit: bool = False
    reword: str = ""
    approve: bool = False
    send: bool = False
    sent: bool = False
    drop: bool = False
    restore: tuple[str, ...] = ()
    keep: int = 0
    overrule: bool = False
    by: str = ""


def work(place: Desk, said: Said) -> FollowupRecord:
    """Everything that was asked for, in order: take in, draft, restore, look in the mailbox, choose, edit, reword,
    approve, send or drop. Raises `UserError`; what was done before stands.
    """
    _take_in(place, said)
    record = followups.drafted(place, anew=bool(said.transcript or said.notes), restore=said.restore)
    record = followups.looked(place, record)
    if said.keep:
        record = followups.chosen(place, said.keep)
    if said.edit:
        record = _edited(place, record)
    if said.reword:
        record = _reworded(place, record, said.reword)
    if said.drop:
        record = followups.dropped(place, "dropped by command")
    number = record.current.number if record.current else 0
    by = said.by or place.manager.email
    if said.sent:
        record = followups.left(place)
    elif said.send:
        record = followups.send(place, number, by, overrule=said.overrule)
    elif said.approve:
        record = followups.approved(place, number, by, overrule=said.overrule)
    return followups.laid(place, record)


def _take_in(place: Desk, said: Said) -> None:
    """Files that were named, kept like what a platform tells."""
    if said.transcript and said.notes:
        raise UserError("Say --transcript or --notes, not both: a transcript goes before notes")
    if said.transcript:
        followups.take_in_transcript(place, read_transcript(Path(said.transcript)))
    elif said.notes:
        followups.take_in_notes(place, read_note(said.notes))


def read_transcript(path: Path) -> Transcript:
    """A ``.vtt`` file. Raises `UserError` for what is none."""
    try:
        if path.stat().st_size > followups.MAX_TRANSCRIPT:
            raise UserError(f"{path} is too large for a transcript")
        return followups.transcript_in(path.read_bytes())
    except OSError as error:
        raise UserError(f"Cannot read {path} ({error.strerror or error})") from error
    except RefusedError as error:
        if error.key == "silent":
            raise UserError(f"Nothing is said in {path}: is it the transcript of a call?") from error
        why = error.values.get("why", "too large")
        raise UserError(f"{path} is no WebVTT transcript ({why}); plain text goes with --notes") from error


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
        new = followups.edited(place, text)
    except KambriefError:
        kept = Path(f"followup-{place.meeting.id[:8]}.txt")
        kept.write_text(typed, encoding="utf-8")
        place.notes.append(f"What you wrote is in {kept}")
        raise
    if new.conflict:
        place.notes.append(followups.crossed(new))
    return new


def _reworded(place: Desk, record: FollowupRecord, wish: str) -> FollowupRecord:
    """The newest text said otherwise by the model, as a version of its own; what changed is told."""
    base = record.current
    if base is None:
        raise UserError("There is nothing to say otherwise")
    if record.conflict:
        raise UserError(followups.crossed(record))
    found = reword(place, base, _wish(wish))
    place.notes += found.problems
    if found.version is None:
        place.notes.append("Nothing of it could be said otherwise: the text is as it was")
        return place.there()
    place.notes += [
        line
        for line in difflib.ndiff(_rows(base), _rows(found.version))
        if line.startswith(("- ", "+ ")) and line[2:].strip()
    ]
    new = followups.edited(place, found.version)
    place.notes.append(f"Take it back with --keep {base.number}")
    return new


def _wish(name: str) -> Wish:
    try:
        return Wish(name.casefold())
    except ValueError:
        raise UserError(f"--reword is one of {', '.join(map(str, Wish))}, not {name}") from None


def _rows(version: Version) -> list[str]:
    return [f"Subject: {version.subject}", *version.body.splitlines()]
