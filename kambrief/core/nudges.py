"""When an account manager is told of promises that are due, and of which. All decisions, no action."""

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Iterable, Sequence

from babel.core import get_global

from kambrief.core.customer import Side
from kambrief.core.insight.contracts import working_day_on_or_before
from kambrief.core.model import AccountManager
from kambrief.core.promises import PromiseRecord, by_urgency

_PREFIX = "nudge/"
AHEAD = dt.timedelta(days=2)
"""So far ahead steps are planned; the calendar is read often enough for the rest."""


def nudge_id(day: dt.date) -> str:
    """What stands for a meeting's id in the step, the record and the mail of a day."""
    return f"{_PREFIX}{day.isoformat()}"


def day_of(name: str) -> dt.date | None:
    """The inverse of `nudge_id`; None for another name."""
    if not name.startswith(_PREFIX):
        return None
    try:
        return dt.date.fromisoformat(name.removeprefix(_PREFIX))
    except ValueError:
        return None


def country_of(manager: AccountManager) -> str | None:
    """Whose holidays this manager has, by their time zone."""
    found = get_global("zone_territories").get(manager.timezone)
    return str(found) if found else None


def nudge_day(row: PromiseRecord, manager: AccountManager) -> dt.date | None:
    """The working day on whose morning this promise is told: its due day, else the last working day before. None for
    what is not ours, not open, undated, or made on that very day: then the call is fresh.
    """
    if row.side is not Side.US or not row.is_open or row.due is None:
        return None
    day = working_day_on_or_before(row.due, country_of(manager))
    return day if day > row.made_on else None


def moment(day: dt.date, at: dt.time, manager: AccountManager) -> dt.datetime:
    """That morning, in UTC."""
    return dt.datetime.combine(day, at, zoneinfo.ZoneInfo(manager.timezone)).astimezone(dt.UTC)


def end_of(day: dt.date, manager: AccountManager) -> dt.datetime:
    """When the day is over for this manager: a mail of it is of no use afterwards."""
    return moment(day + dt.timedelta(days=1), dt.time(), manager)


def today_of(manager: AccountManager, now: dt.datetime) -> dt.date:
    """The manager's date."""
    return now.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()


def days_to_plan(rows: Iterable[PromiseRecord], manager: AccountManager, now: dt.datetime) -> Sequence[dt.date]:
    """The days from today on that a step is wanted for."""
    today = today_of(manager, now)
    days = {nudge_day(row, manager) for row in rows}
    return sorted(day for day in days if day is not None and today <= day <= today + AHEAD)


def due_on(rows: Iterable[PromiseRecord], day: dt.date, manager: AccountManager) -> list[PromiseRecord]:
    """What is told that morning; not again what has been told for its day."""
    mine = [row for row in rows if nudge_day(row, manager) == day and row.nudged_on in {None, day}]
    return by_urgency(mine)


def revision(day: dt.date, manager: AccountManager, ledger: Iterable[PromiseRecord]) -> str:
    """Of the one mail of a day. ``ledger``: all of the manager's promises; the eldest one's meeting goes into it, whose
    id is random: the mail's Message-ID is what a reply is believed by, so nobody may be able to reckon it.
    """
    eldest = min(((row.made_on, row.meeting_id) for row in ledger), default=(day, ""))[1]
    told = f"{nudge_id(day)}\0{manager.email.casefold()}\0{eldest}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
