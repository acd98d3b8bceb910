"""Days, months, working days and amounts: the arithmetic that the oracle's definitions share."""

import calendar
import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import holidays

_FRIDAY: Final = 4


def day(text: str | None, default: dt.date | None = None) -> Any:
    """An ISO date, or ``default`` for a cell that is empty or holds none."""
    try:
        return dt.date.fromisoformat(text[:10]) if text else default
    except ValueError:
        return default


def amount(cell: object) -> Decimal | None:
    """A number out of a cell; None for a cell that is empty or holds none."""
    try:
        value = Decimal(str(cell))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def add_months(date: dt.date, months: int) -> dt.date:
    """The same day so many months on, clamped to the month's end."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def month_before(today: dt.date, months: int) -> str:
    """``2026-09``: the month so many months before this one."""
    return add_months(today.replace(day=1), -months).isoformat()[:7]


def working_day(date: dt.date, country: str) -> dt.date:
    """The last working day up to ``date``."""
    try:
        free = holidays.country_holidays(country)
    except NotImplementedError:
        free = holidays.HolidayBase()
    while date.weekday() > _FRIDAY or date in free:
        date -= dt.timedelta(days=1)
    return date


def business_days(start: dt.date, end: dt.date) -> int:
    """Working days after ``start`` up to ``end``, public holidays not looked at."""
    return sum((start + dt.timedelta(days=n)).weekday() <= _FRIDAY for n in range(1, (end - start).days + 1))
