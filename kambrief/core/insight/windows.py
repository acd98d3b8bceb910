"""The months that revenue is compared in (domain facts §4, common rules): full ones, never the running one."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Windows:
    """First days of months, both ends included."""

    last: dt.date
    """The last full month."""
    t12m_from: dt.date
    p12m_from: dt.date
    last3_from: dt.date
    before3_from: dt.date
    """The same three months a year before."""
    before3_to: dt.date


def plus_months(month: dt.date, months: int) -> dt.date:
    """The first day of the month so many months later (earlier when negative)."""
    year, index = divmod(month.year * 12 + month.month - 1 + months, 12)
    return dt.date(year, index + 1, 1)


def windows(today: dt.date) -> Windows:
    """T12M ends with the month before ``today``'s; P12M is the twelve months before it."""
    last = plus_months(today.replace(day=1), -1)
    return Windows(
        last=last,
        t12m_from=plus_months(last, -11),
        p12m_from=plus_months(last, -23),
        last3_from=plus_months(last, -2),
        before3_from=plus_months(last, -14),
        before3_to=plus_months(last, -12),
    )
