"""Retention risk, computed anew (I8): a sum of points, each with its factor. It is no probability."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kambrief.evaluation.arithmetic import day
from kambrief.evaluation.bonds import Coverage, Engagement, Satisfaction, Silence
from kambrief.evaluation.scenario import Row

BANDS: Final = (("low", 25), ("watch", 50), ("high", 75), ("critical", 101))
_REVENUE: Final = ((Decimal("-0.3"), 16), (Decimal("-0.15"), 10), (Decimal("-0.05"), 5))
_THREADING: Final = {"silent": 12, "single": 8, "thin": 4, "multi": -4}
_LOW, _HIGH = 6, 9
_OLD_TICKET_DAYS: Final = 14
_NEAR_END, _FAR_END = 120, 365
_NOTICE_DAYS: Final = 30
_EARLY_STAGES: Final = frozenset({"", "discovery"})
_RIVAL: Final = re.compile(
    r"compet|\btender|\brf[pq]\b|other (?:bids|quotes|suppliers|vendors)|kilpail|tarjouksia pyyd|pyyt\w+ tarjouks|"
    r"konkurr|upphandl|andra (?:offerter|anbud|leverantörer)|wettbewerb|ausschreib|mitbewerb|andere(?:n|r)? "
    r"(?:angebote|anbieter|lieferanten)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Risk:
    """Points by factor; the score is their sum within 0 to 100."""

    points: dict[str, int]

    @property
    def score(self) -> int:
        return min(100, max(0, sum(self.points.values())))

    @property
    def band(self) -> str:
        return next(name for name, below in BANDS if self.score < below)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the risk is made of. None: not known, which adds nothing."""

    today: dt.date
    quarter: Decimal | None
    satisfaction: Satisfaction
    deciders: frozenset[str]
    """Sponsor, economic buyer and champion: whose scores count."""
    sponsor: str | None
    """State of the sponsor, else of the economic buyer: ``ok``, ``silent``, ``no_contact``."""
    coverage: Coverage | None
    engagement: Engagement
    tickets: Sequence[Row]
    """Open ones."""
    ends: Sequence[dt.date]
    notices: Sequence[dt.date]
    renewals: Sequence[Row]
    """Open renewal deals."""
    rival: bool
    late_promises: int


def risk(given: Inputs) -> Risk:
    """The table of I8, factor by factor; what adds nothing is not in it."""
    points = (
        ("base", 5),
        ("revenue", _revenue(given.quarter)),
        *_scores(given),
        ("sponsor", {"no_contact": 12, "silent": 10}.get(given.sponsor or "", 0)),
        ("threading", _THREADING[given.coverage.label] if given.coverage else 0),
        *_tickets(given),
        ("renewal", _renewal(given)),
        ("notice", 5 if any(0 <= (one - given.today).days <= _NOTICE_DAYS for one in given.notices) else 0),
        ("recency", {"cooling": 4, "cold": 8}.get(given.engagement.label, 0)),
        ("frequency", 4 * given.engagement.dropping),
        ("reply", 3 * given.engagement.slowed),
        ("competitor", 6 * given.rival),
        ("our_overdue", 4 * min(2, given.late_promises)),
    )
    return Risk({factor: value for factor, value in points if value})


def names_rival(text: str) -> bool:
    """Whether a text speaks of a competitor, a tender or other bids."""
    return bool(_RIVAL.search(text))


def sponsor_state(sponsors: Sequence[Silence], buyers: Sequence[Silence]) -> str:
    """The best state among the sponsors, else among the economic buyers; nobody is no contact."""
    states = {one.state for one in (sponsors or buyers)}
    return next((state for state in ("ok", "silent") if state in states), "no_contact")


def _revenue(quarter: Decimal | None) -> int:
    if quarter is None:
        return 0
    return next((points for most, points in _REVENUE if quarter <= most), -5 if quarter >= Decimal("0.05") else 0)


def _scores(given: Inputs) -> Iterator[tuple[str, int]]:
    lowest = min((score for who, score in given.satisfaction.latest.items() if who in given.deciders), default=None)
    if lowest is not None:
        yield "nps", 12 if lowest <= _LOW else -8 if lowest >= _HIGH else 0
    yield "nps_trend", 5 * (given.satisfaction.trend == "falling")


def _tickets(given: Inputs) -> Iterator[tuple[str, int]]:
    old = [
        row for row in given.tickets
        if row["severity"] == "high" and (given.today - day(row["opened"], given.today)).days > _OLD_TICKET_DAYS
    ]  # fmt: skip
    yield "tickets", 5 * min(2, len(old))
    yield "ticket_reopened", 4 * any(str(row.get("reopened")) in {"1", "True", "true"} for row in given.tickets)


def _renewal(given: Inputs) -> int:
    """By the contract that ends next."""
    left = min(((end - given.today).days for end in given.ends if end >= given.today), default=None)
    if left is None or _NEAR_END < left <= _FAR_END:
        return 0
    if left > _FAR_END:
        return -5
    return 3 if any(row["stage"] not in _EARLY_STAGES for row in given.renewals) else 8
