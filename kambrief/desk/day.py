"""What waits for an account manager: the meetings of the coming days with their briefs, follow-ups, promises.

Everything comes out of the store, each kind of row at once: however many meetings and customers there are, the number
of queries is the same, and no vendor is asked. One who stands in sees no more than their own rights show.
"""

import datetime as dt
import zoneinfo
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kambrief.app import App
from kambrief.core import digest
from kambrief.core.customer import Side
from kambrief.core.drafting import OPEN, FollowupRecord, FollowupState
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.promises import PromiseRecord, late
from kambrief.core.work import BriefRecord
from kambrief.desk.meetings import Standing, standings
from kambrief.desk.scope import covered

DAYS = 7
"""Days that one page shows."""
MOST = 60
"""Meetings on one page; the day on which they are exceeded is the first of the next page, and of one day alone so many
are shown."""
OVERDUE = dt.timedelta(hours=24)
"""A follow-up that has waited so long since its call is late: the customer wonders."""
FURTHEST = dt.timedelta(days=366)
"""How far ahead or back one may leaf."""


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting of the day."""

    standing: Standing
    account: str = ""
    """The customer's name, as its newest brief had it."""
    has_page: bool = False
    """Whether a brief of it is kept."""
    followup: FollowupState | None = None

    @property
    def meeting(self) -> Meeting:
        """The meeting itself."""
        return self.standing.meeting


@dataclass(frozen=True, slots=True)
class OfDay:
    """One day's meetings: those that get a brief, and the others."""

    day: dt.date
    rows: tuple[Row, ...]
    others: tuple[Row, ...] = ()
    more: int = 0
    """Meetings that are not shown."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A follow-up that is not out yet."""

    record: FollowupRecord
    meeting: Meeting
    account: str
    late: bool
    """`OVERDUE`."""


@dataclass(frozen=True, slots=True)
class Due:
    """A promise that is due, or late."""

    row: PromiseRecord
    account: str
    meeting: Meeting | None
    days_late: int
    """0: due today."""

    @property
    def ours(self) -> bool:
        """Whether we have promised it."""
        return self.row.side is Side.US


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything on one page. Days are the account manager's."""

    first: dt.date
    days: tuple[OfDay, ...]
    earlier: dt.date
    later: dt.date
    waiting: tuple[Waiting, ...] = ()
    due: tuple[Due, ...] = ()
    soon: tuple[Due, ...] = ()
    """Ours of the next days."""
    kept_back: int = 0
    """Meetings that are private, or of customers that the one who stands in may not see."""


def agenda(
    app: App, manager: AccountManager, now: dt.datetime, first: dt.date | None = None,
    deputy: AccountManager | None = None, *, private: bool = True,
) -> Agenda:  # fmt: skip
    """The page that begins on ``first`` (today). ``deputy``: who looks in the manager's place. ``private``: with
    meetings that are marked so, which are the manager's alone.
    """
    zone = zoneinfo.ZoneInfo(manager.timezone)
    today = now.astimezone(zone).date()
    first = min(max(first or today, today - FURTHEST), today + FURTHEST)
    start, _ = digest.hours_of(first, manager)
    _, end = digest.hours_of(first + dt.timedelta(days=DAYS - 1), manager)
    mine = [one for one in app.store.meetings(start, end) if manager.email in one.owners]
    # What began the day before and goes on is today's business no more than an all-day entry of last week.
    mine = [one for one in mine if one.start.astimezone(zone).date() >= first]
    waiting = app.store.followups(OPEN, manager.email)
    promises: list[PromiseRecord] = [
        one for one in app.store.promises(manager.email) if one.is_open and one.due is not None
    ]
    promises = [one for one in promises if one.due and one.due <= today + dt.timedelta(days=DAYS)]
    calls = app.store.meetings_named({*(one.meeting_id for one in waiting), *(one.meeting_id for one in promises)})
    told = _told(app, {one.id for one in (*mine, *calls)}, manager)
    shown = _shown(app, [one for one in (*mine, *calls) if private or not one.private], manager, deputy, now)
    rows = _rows(app, [one for one in mine if one.id in shown], manager, now, told)
    days, later = _by_day(rows, zone, first)
    known = {one.id: one for one in calls}
    dues = [
        _due(row, told, known.get(row.meeting_id), today)
        for row in promises
        if row.meeting_id in shown or (private and deputy is None)
    ]
    ordered = sorted(dues, key=lambda one: (not one.ours, one.row.due or today, one.row.meeting_id, one.row.id))
    return Agenda(
        first, days, first - dt.timedelta(days=DAYS), later,
        tuple(_waiting([one for one in waiting if one.meeting_id in shown], known, told, now)),
        tuple(one for one in ordered if one.row.due and one.row.due <= today),
        tuple(one for one in ordered if one.ours and one.row.due and one.row.due > today),
        len({one.id for one in mine} - shown),
    )  # fmt: skip


def _told(app: App, ids: Collection[str], manager: AccountManager) -> Mapping[str, BriefRecord]:
    """Each meeting's newest record that names a customer."""
    return {one.meeting_id: one for one in app.store.briefs_of(ids, manager.email) if account_of(one)}


def account_of(record: BriefRecord | None) -> str:
    """The customer's name as a brief had it."""
    account = record.why.get("account") if record else None
    return str(account.get("name") or "") if isinstance(account, Mapping) else ""


def _shown(
    app: App, meetings: Iterable[Meeting], manager: AccountManager, deputy: AccountManager | None, now: dt.datetime
) -> frozenset[str]:
    """What whoever looks may see."""
    some = list({one.id: one for one in meetings}.values())
    if deputy is None:
        return frozenset(one.id for one in some)
    return covered(app, some, deputy, manager, now)


# --- meetings --------------------------------------------------------------------------------------------------------


def _rows(
    app: App, meetings: Sequence[Meeting], manager: AccountManager, now: dt.datetime, told: Mapping[str, BriefRecord]
) -> list[Row]:
    ids = [one.id for one in meetings]
    followups = {one.meeting_id: one.state for one in app.store.followups_of(ids, manager.email)}
    return [
        Row(one, account_of(told.get(one.meeting.id)), one.meeting.id in told, followups.get(one.meeting.id))
        for one in standings(app, meetings, manager, now)
    ]


def _by_day(rows: Sequence[Row], zone: zoneinfo.ZoneInfo, first: dt.date) -> tuple[tuple[OfDay, ...], dt.date]:
    """Grouped, and the day on which the next page begins."""
    by_day: dict[dt.date, list[Row]] = {}
    for row in rows:
        by_day.setdefault(row.meeting.start.astimezone(zone).date(), []).append(row)
    found: list[OfDay] = []
    count = 0
    for day, some in sorted(by_day.items()):
        if found and count + len(some) > MOST:
            return tuple(found), day
        shown = some[:MOST]
        count += len(shown)
        briefed = [row for row in shown if row.standing.verdict.brief]
        found.append(
            OfDay(day, tuple(briefed), tuple(row for row in shown if row not in briefed), len(some) - len(shown))
        )
    return tuple(found), first + dt.timedelta(days=DAYS)


# --- follow-ups and promises -----------------------------------------------------------------------------------------


def _waiting(
    records: Iterable[FollowupRecord], calls: Mapping[str, Meeting], told: Mapping[str, BriefRecord], now: dt.datetime
) -> list[Waiting]:
    """The oldest call first."""
    found = [
        Waiting(one, calls[one.meeting_id], account_of(told.get(one.meeting_id)), _is_late(one, calls, now))
        for one in records
        if one.meeting_id in calls
    ]
    return sorted(found, key=lambda one: (one.meeting.end, one.meeting.id))


def _is_late(record: FollowupRecord, calls: Mapping[str, Meeting], now: dt.datetime) -> bool:
    """What has a time at which it goes does not wait for anybody."""
    return record.send_at is None and now - calls[record.meeting_id].end > OVERDUE


def _due(row: PromiseRecord, told: Mapping[str, BriefRecord], meeting: Meeting | None, today: dt.date) -> Due:
    days = (today - row.due).days if row.due and late(row, today) else 0
    return Due(row, account_of(told.get(row.meeting_id)), meeting, days)


def promise_of(app: App, manager: AccountManager, meeting_id: str, promise_id: str) -> PromiseRecord | None:
    """One row of this manager's ledger."""
    rows = app.store.promises(manager.email, meeting_id=meeting_id)
    return next((one for one in rows if one.id == promise_id), None)
