"""The compared months: full ones, never the running one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.insight.windows import plus_months, windows

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))


def month(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01")


@pytest.mark.parametrize("today", ["2026-10-01", "2026-10-05", "2026-10-31"])
def test_the_twelve_months_end_with_the_month_before_todays(today: str) -> None:
    found = windows(dt.date.fromisoformat(today))
    assert (found.t12m_from, found.last) == (month("2025-10"), month("2026-09"))
    assert found.p12m_from == month("2024-10")
    assert found.last3_from == month("2026-07")
    assert (found.before3_from, found.before3_to) == (month("2025-07"), month("2025-09"))


def test_in_january_the_year_before_is_compared_with_the_one_before_it() -> None:
    found = windows(dt.date(2027, 1, 1))
    assert (found.p12m_from, found.t12m_from, found.last) == (month("2025-01"), month("2026-01"), month("2026-12"))
    assert found.last3_from == month("2026-10")


@pytest.mark.parametrize(
    ("start", "months", "then"),
    [("2026-01", -1, "2025-12"), ("2026-12", 1, "2027-01"), ("2026-10", -23, "2024-11"), ("2026-05", 0, "2026-05")],
)
def test_months_are_counted_over_the_turn_of_the_year(start: str, months: int, then: str) -> None:
    assert plus_months(month(start), months) == month(then)


@given(DAYS, st.integers(-240, 240))
def test_going_some_months_and_back_leads_home(day: dt.date, months: int) -> None:
    first = day.replace(day=1)
    assert plus_months(plus_months(first, months), -months) == first


@given(DAYS)
def test_the_windows_are_twelve_twelve_three_and_three_months_and_all_over(today: dt.date) -> None:
    found = windows(today)
    assert found.last < today.replace(day=1)
    assert plus_months(found.p12m_from, 12) == found.t12m_from
    assert plus_months(found.t12m_from, 12) == plus_months(found.last, 1) == today.replace(day=1)
    assert plus_months(found.last3_from, 2) == found.last
    assert plus_months(found.before3_from, 2) == found.before3_to == plus_months(found.last, -12)
