"""Relationship, silence, satisfaction, engagement, computed anew (I5 to I7).

A touch is two-way: attending a held meeting, taking a call, writing to us. What we send, and what did not happen, is
none.
"""

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kambrief.evaluation.scenario import Row

WINDOW: Final = 90
YEAR: Final = 365
ROLES: Final = ("sponsor", "economic_buyer", "champion", "procurement", "technical")
_ENOUGH_TOUCHES: Final = 4
_TOP_SHARE: Final = Decimal("0.7")
_LEAST, _MOST = 45, 90
_PROMOTER: Final = 9
_DETRACTOR: Final = 6
_ENOUGH_ANSWERS: Final = 5
_RECENT: Final = (("active", 14), ("warm", 30), ("cooling", 60))
_DROP: Final = Decimal("-0.4")
_COMPARABLE: Final = 3
_SLOWED_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Touch:
    """One person's part in one two-way contact."""

    day: dt.date
    contact: str
    activity: str
    met: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How broad the relationship is (I5). ``shares``: touches of the last 90 days by active contact."""

    roles: Mapping[str, frozenset[str]]
    """Required role → its active contacts; empty when nobody is known."""
    covered: frozenset[str]
    shares: Counter[str]

    @property
    def touches(self) -> int:
        return self.shares.total()

    @property
    def top_share(self) -> Decimal:
        return Decimal(max(self.shares.values(), default=0)) / Decimal(self.touches or 1)

    @property
    def label(self) -> str:
        threads = len(self.shares)
        if threads < 2:
            return "single" if threads else "silent"
        lopsided = self.touches >= _ENOUGH_TOUCHES and self.top_share >= _TOP_SHARE
        return "thin" if threads == 2 or lopsided else "multi"


@dataclass(frozen=True, slots=True)
class Silence:
    """When somebody was last in touch, and from when on that is unusual. ``gap``: their usual distance in days."""

    last: dt.date | None
    days: int | None
    gap: Decimal | None
    threshold: Decimal

    @property
    def state(self) -> str:
        if self.days is None:
            return "no_contact"
        return "silent" if self.days > self.threshold else "ok"


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The latest NPS of each active contact within a year (I6), and how it has changed since their answers before."""

    latest: Mapping[str, int]
    changes: tuple[int, ...]

    @property
    def nps(self) -> int | None:
        """Promoters less detractors in percent, from five answers on."""
        scores = self.latest.values()
        if len(scores) < _ENOUGH_ANSWERS:
            return None
        lead = sum(score >= _PROMOTER for score in scores) - len(self.detractors)
        return round(Decimal(100 * lead) / len(scores))

    @property
    def mean(self) -> Decimal | None:
        return Decimal(sum(self.latest.values())) / len(self.latest) if self.latest else None

    @property
    def detractors(self) -> tuple[str, ...]:
        return tuple(who for who, score in self.latest.items() if score <= _DETRACTOR)

    @property
    def change(self) -> Decimal | None:
        """Mean change of those who answered twice, from two pairs on."""
        return Decimal(sum(self.changes)) / len(self.changes) if len(self.changes) > 1 else None

    @property
    def trend(self) -> str:
        """falling, rising, stable; empty when too few answered twice."""
        if self.change is None:
            return ""
        return "falling" if self.change <= -1 else "rising" if self.change >= 1 else "stable"


@dataclass(frozen=True, slots=True)
class Engagement:
    """How alive the contact is (I7). Hours are of the customer's replies."""

    days: int | None
    events: int
    events_before: int
    reply_hours: Decimal | None
    reply_hours_before: Decimal | None

    @property
    def label(self) -> str:
        if self.days is None:
            return ""
        return next((name for name, most in _RECENT if self.days <= most), "cold")

    @property
    def change(self) -> Decimal | None:
        if self.events_before < _COMPARABLE:
            return None
        return Decimal(self.events) / self.events_before - 1

    @property
    def dropping(self) -> bool:
        return self.change is not None and self.change <= _DROP

    @property
    def slowed(self) -> bool:
        now, before = self.reply_hours, self.reply_hours_before
        return now is not None and before is not None and now >= 2 * before and now - before >= _SLOWED_HOURS


def touched(row: Row) -> tuple[str, ...]:
    """Whom an activity brought us in touch with."""
    kind = row["type"]
    if kind == "meeting" and row.get("status") == "held":
        return tuple(row.get("attended") or ())
    if kind == "call" and row.get("status") == "connected":
        return tuple(row.get("contacts") or ())
    if kind == "email" and row.get("direction") == "in" and row.get("from"):
        return (row["from"],)
    return ()


def coverage(active: Mapping[str, str], touches: Iterable[Touch], today: dt.date) -> Coverage:
    """``active``: contact → role, of those who have not left."""
    recent = Counter(one.contact for one in touches if one.contact in active and 0 <= (today - one.day).days < WINDOW)
    roles = {role: frozenset(who for who, has in active.items() if has == role) for role in ROLES}
    return Coverage(roles, frozenset(role for role, people in roles.items() if people & recent.keys()), recent)


def silence(days: Sequence[dt.date], today: dt.date) -> Silence:
    """From the days somebody was in touch, oldest first."""
    if not days:
        return Silence(None, None, None, Decimal(_MOST))
    year = [one for one in days if (days[-1] - one).days <= YEAR]
    gap, threshold = None, Decimal(_MOST)
    if len(year) >= _ENOUGH_TOUCHES:
        gap = Decimal(str(statistics.median((later - one).days for one, later in pairwise(year))))
        threshold = min(Decimal(_MOST), max(Decimal(_LEAST), 2 * gap))
    return Silence(days[-1], (today - days[-1]).days, gap, threshold)


def satisfaction(answers: Mapping[str, Sequence[tuple[dt.date, int]]], today: dt.date) -> Satisfaction:
    """``answers``: active contact → their NPS answers, oldest first."""
    latest = {who: given for who, given in answers.items() if given and (today - given[-1][0]).days <= YEAR}
    return Satisfaction(
        {who: given[-1][1] for who, given in latest.items()},
        tuple(given[-1][1] - given[-2][1] for given in latest.values() if len(given) > 1),
    )


def engagement(touches: Sequence[Touch], mails: Sequence[tuple[dt.datetime, Row]], today: dt.date) -> Engagement:
    """``touches`` oldest first, of everybody; ``mails`` with their local times, oldest first."""
    ages = {one.activity: (today - one.day).days for one in touches}
    spans = [[age for age in ages.values() if start <= age < start + WINDOW] for start in (0, WINDOW)]
    replies = list(_replies(mails, today))
    hours = [[taken for age, taken in replies if start <= age < start + WINDOW] for start in (0, WINDOW)]
    medians = [Decimal(str(statistics.median(taken))) if taken else None for taken in hours]
    return Engagement(min(ages.values(), default=None), len(spans[0]), len(spans[1]), *medians)


def _replies(mails: Sequence[tuple[dt.datetime, Row]], today: dt.date) -> Iterable[tuple[int, float]]:
    """Age in days and hours taken of each inbound mail that answers one of ours."""
    waiting: dict[str, dt.datetime] = {}
    for at, row in mails:
        thread = row.get("thread_id")
        if not thread:
            continue
        if row.get("direction") == "out":
            waiting[thread] = at
        elif thread in waiting:
            yield (today - at.date()).days, (at - waiting.pop(thread)).total_seconds() / 3600
