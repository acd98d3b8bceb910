"""I10, contract dates: the end, the last day for giving notice, and the working day before it.

Real calendar arithmetic: the notice day is the end minus whole months, the day clamped to the month's end; weekends and
public holidays (library `holidays`, by country) move the day one must act on, never the day itself.
"""

import calendar
import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass

import holidays

from kambrief.core.customer import Contract

MAX_NOTICE_MONTHS = 240
"""More is a typing error: no date is better than a wrong one."""
ALERT_DAYS = (180, 120, 90, 30)


@dataclass(frozen=True, slots=True)
class ContractDates:
    """One contract's dates as of ``today``. Days are negative once past; None where the contract does not say."""

    contract: Contract
    end: dt.date
    days_to_end: int
    notice_day: dt.date | None
    days_to_notice: int | None
    act_by: dt.date | None
    """Last working day on or before the notice day; equal to it when that is a working day."""
    alert: int | None
    """The tightest threshold of `ALERT_DAYS` that the notice day (else the end) has passed."""

    @property
    def on_free_day(self) -> bool:
        """The notice day is a weekend day or a public holiday."""
        return self.act_by != self.notice_day


def months_before(day: dt.date, months: int) -> dt.date:
    """``day`` minus whole months, clamped to the month's end: 31 August minus 6 is 28 or 29 February."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@functools.lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> frozenset[dt.date]:
    if country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))


def is_working_day(day: dt.date, country: str | None) -> bool:
    """Neither weekend nor a public holiday of ``country`` (ISO 3166; with any other word weekends alone count)."""
    return day.weekday() < 5 and not (country and day in _holidays(country.upper(), day.year))


def working_day_on_or_before(day: dt.date, country: str | None) -> dt.date:
    """The last working day of ``country`` on or before ``day``."""
    while not is_working_day(day, country):
        day -= dt.timedelta(days=1)
    return day


def working_days_after(day: dt.date, count: int, country: str | None) -> dt.date:
    """The ``count``-th working day after ``day``: the fifth after a Tuesday is the next Tuesday in an ordinary week."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= is_working_day(day, country)
    return day


def contract_dates(rows: Iterable[Contract], today: dt.date, country: str | None) -> tuple[ContractDates, ...]:
    """Contracts in force on ``today`` that have an end, the one to act on soonest first."""
    found = []
    for row in rows:
        if row.end is None or row.end < today or (row.start is not None and row.start > today):
            continue
        months = row.notice_period_months or 0
        notice = months_before(row.end, months) if 0 < months <= MAX_NOTICE_MONTHS else None
        days_to_end, days_to_notice = (row.end - today).days, (notice - today).days if notice else None
        deadline = days_to_notice if days_to_notice is not None and days_to_notice >= 0 else days_to_end
        found.append(
            ContractDates(
                contract=row,
                end=row.end,
                days_to_end=days_to_end,
                notice_day=notice,
                days_to_notice=days_to_notice,
                act_by=working_day_on_or_before(notice, country) if notice else None,
                alert=min((days for days in ALERT_DAYS if deadline <= days), default=None),
            )
        )
    return tuple(sorted(found, key=lambda item: (item.notice_day or item.end, item.contract.id)))
