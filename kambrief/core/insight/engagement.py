"""I7, engagement: how recently and how often they are in touch, how fast they reply, what waits for an answer."""

import datetime as dt
import enum
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kambrief.core.customer import Activity, ActivityKind
from kambrief.core.groups import id_order
from kambrief.core.insight.contracts import working_days_after
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.touches import touched


class Recency(enum.StrEnum):
    """By days since the last touch."""

    ACTIVE = "active"
    WARM = "warm"
    COOLING = "cooling"
    COLD = "cold"


@dataclass(frozen=True, slots=True)
class Engagement:
    """Of one group. Touch *events* count, whoever of the account was touched, people who have left too."""

    recency_days: int | None
    """None: never in touch."""
    label: Recency
    events: int
    """Within the last 90 days."""
    events_before: int
    """Within days 90–179."""
    change: Decimal | None
    """events / events_before − 1, with at least three before."""
    dropping: bool
    reply_hours: Decimal | None
    """Median over inbound mail of the last 90 days."""
    reply_hours_before: Decimal | None
    slowed: bool
    unanswered: tuple[str, ...]
    """Ids of our mails that expected a reply, more than five business days ago, oldest first."""
    last_event: str | None = None
    """Activity id of the newest touch."""
    missing: tuple[str, ...] = ()
    """``activities`` when there is no history, ``threads`` when mail that expects a reply belongs to no thread: nobody
    can tell whether it was answered."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """An inbound mail's day, and the time since the mail of ours that it answers."""

    day: dt.date
    after: dt.timedelta


def engagement(
    activities: Iterable[Activity], now: dt.datetime, zone: str, country: str | None, limits: Thresholds
) -> Engagement:
    """``zone`` is the account manager's, for days; ``country`` (ISO 3166) for public holidays in business days.

    Reply time, per mail thread: inbound minus the latest earlier outbound that has not been answered yet.
    """
    local = zoneinfo.ZoneInfo(zone)
    rows = sorted((row for row in dict.fromkeys(activities) if row.at <= now), key=_age)
    today = now.astimezone(local).date()
    days = [(today - row.at.astimezone(local).date()).days for row in rows if touched(row)]
    events, before = _count(days, 0, limits), _count(days, 1, limits)
    replies = _replies(rows, local)
    reply, reply_before = _median(replies, today, 0, limits), _median(replies, today, 1, limits)
    waiting = [row for row in rows if row.kind is ActivityKind.EMAIL and row.inbound is False and row.expects_reply]
    return Engagement(
        recency_days=days[-1] if days else None,
        label=_recency(days[-1] if days else None, limits),
        events=events,
        events_before=before,
        change=Decimal(events) / before - 1 if before >= limits.dropping_events else None,
        dropping=before >= limits.dropping_events and before - events >= limits.dropping_share * before,
        reply_hours=_hours(reply),
        reply_hours_before=_hours(reply_before),
        slowed=_slowed(reply, reply_before, limits),
        unanswered=tuple(row.id for row in _unanswered(waiting, rows, today, local, country, limits)),
        last_event=next((row.id for row in reversed(rows) if touched(row)), None),
        missing=_missing(rows, waiting),
    )


def _age(activity: Activity) -> tuple[dt.datetime, bool, tuple[int, str]]:
    """In UTC, because Python compares times of one zone by their clocks. A mail in the same second is no reply."""
    return activity.at.astimezone(dt.UTC), activity.inbound is False, id_order(activity.id)


def _in_window(days: int, which: int, limits: Thresholds) -> bool:
    """Window 0 is the last 90 days, window 1 days 90–179."""
    return which * limits.touch_days <= days < (which + 1) * limits.touch_days


def _count(days: Iterable[int], which: int, limits: Thresholds) -> int:
    return sum(_in_window(one, which, limits) for one in days)


def _recency(days: int | None, limits: Thresholds) -> Recency:
    if days is None:
        return Recency.COLD
    steps = (
        (limits.active_days, Recency.ACTIVE),
        (limits.warm_days, Recency.WARM),
        (limits.cooling_days, Recency.COOLING),
    )
    return next((label for most, label in steps if days <= most), Recency.COLD)


def _replies(rows: Iterable[Activity], local: dt.tzinfo) -> list[_Reply]:
    """``rows`` from old to new. One reply answers all that was sent before it, and is timed from the newest of that."""
    open_since: dict[str, dt.datetime] = {}
    found = []
    for row in rows:
        if row.kind is not ActivityKind.EMAIL or not row.thread_id:
            continue
        at = row.at.astimezone(dt.UTC)
        if row.inbound is False:
            open_since[row.thread_id] = at
        elif row.inbound and (sent := open_since.pop(row.thread_id, None)):
            found.append(_Reply(row.at.astimezone(local).date(), at - sent))
    return found


def _median(replies: Iterable[_Reply], today: dt.date, which: int, limits: Thresholds) -> dt.timedelta | None:
    """Of the replies that came within a window."""
    waits = sorted(one.after for one in replies if _in_window((today - one.day).days, which, limits))
    if not waits:
        return None
    return (waits[(len(waits) - 1) // 2] + waits[len(waits) // 2]) / 2


def _hours(wait: dt.timedelta | None) -> Decimal | None:
    return Decimal(wait // dt.timedelta(seconds=1)) / 3600 if wait is not None else None


def _slowed(wait: dt.timedelta | None, before: dt.timedelta | None, limits: Thresholds) -> bool:
    if wait is None or before is None:
        return False
    moment = dt.timedelta(microseconds=1)
    return wait // moment >= limits.slowed_factor * (before // moment) and wait - before >= dt.timedelta(
        hours=limits.slowed_hours
    )


def _unanswered(
    waiting: Iterable[Activity],
    rows: Iterable[Activity],
    today: dt.date,
    local: dt.tzinfo,
    country: str | None,
    limits: Thresholds,
) -> list[Activity]:
    """Mails of a thread in which nothing came after them, once more than the given business days have passed."""
    last_in = {row.thread_id: _age(row)[0] for row in rows if row.kind is ActivityKind.EMAIL and row.inbound}
    return [
        row
        for row in waiting
        if row.thread_id
        and (row.thread_id not in last_in or last_in[row.thread_id] <= _age(row)[0])
        and today >= working_days_after(row.at.astimezone(local).date(), limits.unanswered_business_days + 1, country)
    ]


def _missing(rows: Sequence[Activity], waiting: Iterable[Activity]) -> tuple[str, ...]:
    if not rows:
        return ("activities",)
    return ("threads",) if any(not row.thread_id for row in waiting) else ()
