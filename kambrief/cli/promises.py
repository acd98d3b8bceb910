"""``kambrief promises`` in words for the operator. The doing is in `desk.promises`."""

import datetime as dt
from typing import Any

from kambrief.app import App
from kambrief.core.customer import Side
from kambrief.core.promises import PromiseRecord, PromiseState
from kambrief.core.returning import clock
from kambrief.desk import promises as ledger
from kambrief.desk.promises import Shown
from kambrief.errors import UserError


def cells(one: Shown) -> tuple[str, ...]:
    """A row of the table."""
    state = f"{one.days_late} {'day' if one.days_late == 1 else 'days'} late" if one.days_late else one.state
    return (
        one.id, "ours" if one.side is Side.US else "theirs", one.owner, one.what, one.account,
        one.due.isoformat() if one.due else "no day", state, _heard(one),
    )  # fmt: skip


def _heard(one: Shown) -> str:
    if one.row is None:
        return one.commitment.source or "CRM" if one.commitment else ""
    place = f"cue {one.row.cue}" if one.row.cue else one.row.made_on.isoformat()
    at = f" {clock(one.row.at)}" if one.row.at is not None else ""
    return f"{place}{at}: {one.row.quote}" if one.row.quote else f"{place}{at}"


def as_data(one: Shown) -> dict[str, Any]:
    """JSON-ready."""
    row = one.row
    told: dict[str, Any] = {
        "id": one.id, "side": str(one.side), "owner": one.owner, "what": one.what, "customer": one.account,
        "due": one.due.isoformat() if one.due else None, "state": one.state, "days_late": one.days_late,
        "source": "crm" if row is None else "call",
    }  # fmt: skip
    if row is None:
        return told
    return told | {
        "id": row.id, "meeting": row.meeting_id, "account_manager": row.manager, "account": row.account_id,
        "state": str(row.state), "made_on": row.made_on.isoformat(), "cue": row.cue or None, "at": row.at,
        "quote": row.quote, "was_due": [day.isoformat() for day in row.was_due], "confirmed": row.confirmed,
        "done_on": row.done_on.isoformat() if row.done_on else None, "closed_by": "" if row.maybe else row.closed_by,
        "maybe_done": row.maybe, "replaced_by": row.replaced_by,
        "nudged_on": row.nudged_on.isoformat() if row.nudged_on else None,
    }  # fmt: skip


# --- corrections ---------------------------------------------------------------------------------------------------


def change(built: App, done: str, drop: str, move: str, to: str, whose: str, now: dt.datetime) -> list[str]:
    """Carry out what was asked for; what was done, as sentences."""
    if not (done or drop or move):
        return []
    rows = ledger.rows_of(built, whose)
    said = []
    if done:
        row = ledger.named(rows, done)
        said.append(_told(row, "done", changed=ledger.close(built, row, "command", now)))
    if drop:
        row = ledger.named(rows, drop)
        said.append(_told(row, "dropped", changed=ledger.drop(built, row, "command", now)))
    if move:
        row, day = ledger.named(rows, move), _day(to)
        said.append(_told(row, f"moved to {day.isoformat()}", changed=ledger.move(built, row, day, now)))
    return said


def _told(row: PromiseRecord, what: str, *, changed: bool) -> str:
    if changed:
        return f"{row.what} ({row.owner}): {what}."
    if row.state is PromiseState.OPEN:
        return f"{row.what} ({row.owner}): it is due then already; nothing was changed."
    return f"{row.what} ({row.owner}): it is {row.state} already; nothing was changed."


def _day(text: str) -> dt.date:
    if not text:
        raise UserError("--move needs the new day: say --to, for example --to 2026-10-16")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UserError(f"'{text}' is no day; write it as 2026-10-16") from None
