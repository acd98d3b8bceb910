"""What account managers say of a brief's sections, and what it changes."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kambrief.app import App
from kambrief.core.brief import SECTION_ORDER, Section
from kambrief.core.feedback import Feedback, Opinion, Tuning, tuning
from kambrief.core.model import AccountManager, Meeting
from kambrief.errors import UserError
from kambrief.pipeline.feedback import say, take_back

UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Judged:
    """What was done with a verdict. ``said`` None: it was taken back, or (``undone`` False) there was none."""

    section: Section
    said: Feedback | None = None
    undone: bool = False


def judge(app: App, meeting: Meeting, reader: AccountManager, section: str, verdict: str, now: dt.datetime) -> Judged:
    """Keep a verdict (`core.feedback.Opinion`), or take it back (``undo``). Raises `UserError` for words that mean
    nothing, and where no brief was written.
    """
    part = _section(section)
    if verdict == UNDO:
        return Judged(part, undone=take_back(app.store, meeting, reader, part))
    if verdict not in set(Opinion):
        known = ", ".join([*Opinion, UNDO])
        raise UserError(f"'{verdict}' is no verdict; say one of {known}")
    return Judged(part, say(app.store, meeting, reader, part, Opinion(verdict), now))


def _section(name: str) -> Section:
    if name not in set(Section):
        raise UserError(f"'{name or '(nothing)'}' is no section of a brief; say one of {', '.join(Section)}")
    return Section(name)


def listed(app: App, managers: list[AccountManager], now: dt.datetime) -> list[dict[str, Any]]:
    """For each account manager what was said, oldest first, and what it changes now. JSON-ready.

    Raises `UserError` when there is none to tell of.
    """
    if not managers:
        raise UserError(f"None of the account managers has this address; they are {', '.join(app.managers)}")
    found = []
    for manager in managers:
        rows = app.store.feedback(manager.email)
        said = [{"meeting": row.meeting_id, "title": _title(app, row), **as_data(row)} for row in rows]
        found.append({"account_manager": manager.email, "said": said, "changes": _changes(tuning(rows, now))})
    return found


def as_data(row: Feedback) -> dict[str, Any]:
    """One verdict, JSON-ready."""
    return {
        "section": str(row.section), "verdict": str(row.verdict), "at": row.at.isoformat(), "facts": list(row.facts),
    }  # fmt: skip


def _title(app: App, row: Feedback) -> str:
    meeting = app.store.meeting(row.meeting_id)
    return meeting.title if meeting else ""


def _changes(found: Tuning) -> dict[str, Any]:
    return {
        "order": [str(section) for section in found.order] if found.order != SECTION_ORDER else [],
        "more": [str(section) for section, step in found.depth.items() if step > 0],
        "less": [str(section) for section, step in found.depth.items() if step < 0 and section not in found.left_out],
        "left_out": [str(section) for section in SECTION_ORDER if section in found.left_out],
    }
