"""I11, anniversaries: round years as a customer, and years in role where that is business."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kambrief.core.customer import Account, Contact
from kambrief.core.groups import id_order
from kambrief.core.insight.thresholds import Thresholds

MAX_YEARS = 100
"""More is a typing error: no anniversary is better than a wrong one."""
_PLACEHOLDERS = frozenset({dt.date(1899, 12, 30), dt.date(1899, 12, 31), dt.date(1900, 1, 1), dt.date(1970, 1, 1)})
"""What spreadsheets and databases write where there is no date."""


@dataclass(frozen=True, slots=True)
class Anniversary:
    """``days`` until it: negative once past."""

    years: int
    on: dt.date
    days: int
    contact_id: str = ""
    """Empty: the company's years as a customer."""
    muted: bool = False
    """Risk is 50 or more: no cake during an outage."""


def anniversaries(
    account: Account | None, contacts: Iterable[Contact], today: dt.date, risk_score: int | None, limits: Thresholds
) -> tuple[Anniversary, ...]:
    """Customer years in {1, 5, 10, 15, …} within −7…+30 days, then active contacts' years in role (``since``), too.

    29 February counts as the 28th in other years.
    """
    muted = risk_score is not None and risk_score >= limits.mute_anniversary_score
    since = [("", account.customer_since)] if account else []
    people = [(contact.id, contact.since) for contact in contacts if not contact.left]
    found = [
        Anniversary(years, on, (on - today).days, person, muted)
        for person, start in (*since, *people)
        for years, on in _round_years(start, today, limits)
    ]
    return tuple(sorted(found, key=lambda one: (one.contact_id != "", one.on, id_order(one.contact_id))))


def _round_years(start: dt.date | None, today: dt.date, limits: Thresholds) -> list[tuple[int, dt.date]]:
    """The round years whose day is near ``today``."""
    if start is None or start in _PLACEHOLDERS:
        return []
    first = today - dt.timedelta(days=limits.anniversary_after_days)
    last = today + dt.timedelta(days=limits.anniversary_before_days)
    years = (year - start.year for year in range(first.year, last.year + 1))
    days = [(count, _years_after(start, count)) for count in years if _is_round(count)]
    return [(count, on) for count, on in days if first <= on <= last]


def _is_round(years: int) -> bool:
    return years == 1 or (0 < years <= MAX_YEARS and years % 5 == 0)


def _years_after(start: dt.date, years: int) -> dt.date:
    year = start.year + years
    leap_day = (start.month, start.day) == (2, 29) and not calendar.isleap(year)
    return start.replace(year=year, day=28) if leap_day else start.replace(year=year)
