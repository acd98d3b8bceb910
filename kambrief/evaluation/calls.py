"""Plays the call of a scenario: its transcript through the whole flow after the call, nothing stored or sent."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kambrief.app import App
from kambrief.core import after
from kambrief.core.followup import PartKind, text
from kambrief.core.model import Meeting
from kambrief.core.transcript import Transcript
from kambrief.errors import UserError
from kambrief.evaluation.after import Claimed, commitments, crm_note, followup, missed
from kambrief.evaluation.scenario import Scenario
from kambrief.pipeline.after import Held
from kambrief.pipeline.followup_text import followup_in
from kambrief.pipeline.writing_up import WrittenUp
from kambrief.providers import vtt

DRAFT, NOTE = "followup-draft.txt", "crm-note.txt"
LATER = dt.timedelta(minutes=5)
"""How long after the call its transcript is there."""


def transcript_of(scenario: Scenario) -> Transcript | None:
    """What was said; None where the scenario ends before the call. Raises `UserError` for a file that is none."""
    path = scenario.folder / "transcript.vtt"
    if not path.exists():
        return None
    provider = str(scenario.raw.meta.get("provider", "file"))
    try:
        return vtt.read_vtt(path.read_bytes(), provider)
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read as a transcript: {error}") from error


def written_up(app: App, scenario: Scenario, meeting: Meeting) -> WrittenUp | None:
    """The follow-up of the scenario's call, as its manager would find it."""
    transcript = transcript_of(scenario)
    if transcript is None or app.before.after is None:
        return None
    flow, manager, now = app.before.after, app.readers(meeting)[0], meeting.end + LATER
    held = Held(meeting, manager, after.Draft("transcript", transcript), flow.whom.about(meeting, manager, now))
    return flow.write_up(held, now)


def held(app: App, scenario: Scenario, meeting: Meeting, place: Path) -> None:
    """The call has been: its transcript is there, and the service does what it does then. What is no mail of ours (the
    draft, the note for the CRM) is written into ``place``.
    """
    transcript = transcript_of(scenario)
    if transcript is None:
        return
    manager, now = app.readers(meeting)[0], meeting.end + LATER
    app.store.save_heard(after.file_of(meeting.id, manager, transcript, now), now)
    app.run_once(now)
    record = app.store.followup(meeting.id, manager.email)
    if record is None or record.current is None:
        return
    text_now = record.current
    draft = _mail(text_now.to, text_now.cc, text_now.subject, text_now.body)
    (place / DRAFT).write_text(draft, encoding="utf-8")
    (place / NOTE).write_text(followup_in(record).note + "\n", encoding="utf-8")


def _mail(to: Sequence[str], cc: Sequence[str], subject: str, body: str) -> str:
    return "\n".join([f"To: {', '.join(to)}", f"Cc: {', '.join(cc)}", f"Subject: {subject}", "", body, ""])


def counted(written: WrittenUp) -> str:
    """The body without its signature: what limits of length are measured on."""
    return text(tuple(part for part in written.followup.parts if part.kind is not PartKind.SIGNATURE))


def claimed(written: WrittenUp) -> list[Claimed]:
    """The promises as they are reported; minor ones stand in no list."""
    names = {one.key: one.name for one in written.talk.participants}
    return [
        Claimed(str(one.side), names.get(one.owner, one.owner), one.due, one.cues, one.what)
        for one in written.promised
        if not one.minor
    ]


def scored(written: WrittenUp, reference: dict[str, Any]) -> dict[str, Any]:
    """The parts of ``kambrief eval --json`` that are about what comes after the call."""
    mail = written.followup
    return {
        "commitments": commitments(claimed(written), reference),
        "followup": followup(mail.subject, mail.body, counted(written), reference),
        "crm_note": crm_note(mail.note, reference),
    }


def keep(written: WrittenUp, out: Path, name: str) -> None:
    """The mail, the note and the recap into ``out``."""
    mail = written.followup
    to, cc = ([one.email for one in some if one.ticked] for some in (mail.to, mail.cc))
    (out / f"{name}.followup.txt").write_text(_mail(to, cc, mail.subject, mail.body), encoding="utf-8")
    (out / f"{name}.crm_note.txt").write_text(mail.note + "\n", encoding="utf-8")
    (out / f"{name}.recap.txt").write_text("\n".join([*mail.recap, ""]), encoding="utf-8")


def lacking(written: WrittenUp, reference: dict[str, Any]) -> list[str]:
    """What the patterns of the reference miss or catch: for whoever mends the rules."""
    return missed(written.followup.subject, written.followup.body, reference)
