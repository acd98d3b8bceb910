"""The commands about single meetings in words for the operator. The doing is in `desk.meetings`."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from typing import Any

from kambrief.app import App, guests
from kambrief.desk.meetings import Corrected, Standing, upcoming
from kambrief.pipeline.writing import Written


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting of one account manager, as listed."""

    id: str
    start: dt.datetime
    when: str
    title: str
    manager: str
    guests: tuple[str, ...]
    platform: str
    state: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "id": self.id, "start": self.start.isoformat(), "title": self.title, "account_manager": self.manager,
            "guests": list(self.guests), "platform": self.platform, "brief": self.state, "reason": self.reason,
        }  # fmt: skip


def listed(app: App, start: dt.datetime, end: dt.datetime) -> list[Row]:
    """Meetings from ``start`` (now) to ``end``, one row for each account manager in them."""
    rows = []
    for one in upcoming(app, start, end):
        meeting = one.meeting
        local = meeting.start.astimezone(zoneinfo.ZoneInfo(one.manager.timezone))
        rows.append(
            Row(
                meeting.id, meeting.start, f"{local:%a %d.%m. %H:%M}", meeting.title, one.manager.email,
                tuple(guests(app, meeting)), str(meeting.join.platform) if meeting.join else "", _state(one),
                one.verdict.sentence,
            )
        )  # fmt: skip
    return rows


def _state(one: Standing) -> str:
    """What became of the brief, or when it will be in the mailbox."""
    if not one.verdict.brief:
        return f"none: {one.verdict.reason}"
    shown = f"{one.mail.kind} {one.mail.state}" if one.mail else ""
    if one.is_told:
        return shown
    told = f"{shown}, " if shown else ""
    if one.step is not None:
        return told + f"{one.step.state}: {one.step.note}".rstrip(": ")
    if one.due is None:
        return f"{told}none: begun"
    when = f"{one.due.astimezone(zoneinfo.ZoneInfo(one.manager.timezone)):%d.%m. %H:%M}"
    return f"planned {when}, digest" if one.in_digest else f"{told}planned {when}"


def brief_json(written: Written) -> dict[str, Any]:
    """The brief for scripts: its lines with their evidence, the words, the gaps."""
    brief = written.brief
    return {
        "meeting": brief.meeting_id,
        "account_manager": brief.manager,
        "language": brief.language,
        "written_by": brief.written_by,
        "subject": written.rendered.subject,
        "text": written.rendered.text,
        "sections": [
            {
                "section": str(block.section),
                "lines": [
                    {
                        "id": line.id,
                        "internal": line.internal,
                        "kinds": [str(sentence.kind) for sentence in line.sentences],
                        "facts": list(line.facts),
                    }
                    for line in block.lines
                ],
            }
            for block in brief.blocks
        ],
        "gaps": [{"gap": gap.key, **dict(gap.values)} for gap in brief.gaps],
        "left_out": [{"what": item.what, "rule": item.rule} for item in brief.dropped],
    }


def corrected(one: Corrected) -> str:
    """Who an attendee is from now on, as a sentence."""
    if one.contact:
        return f"{one.email} is {one.contact} ({one.account}) from now on."
    if one.account:
        return f"{one.email} belongs to {one.account} from now on."
    return f"{one.email} is joined by the rules again." if one.forgotten else f"There was no correction of {one.email}."
