"""I10: the last day for giving notice, by real calendars. The worked examples are those of the domain facts."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.insight.contracts import (
    contract_dates,
    is_working_day,
    months_before,
    working_day_on_or_before,
    working_days_after,
)
from tests.builders import contract

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))
COUNTRIES = st.sampled_from([None, "FI", "fi", "SE", "DE", "US", "GB", "SG", "XX", "", "Finland"])


def test_the_worked_example_notice_on_a_saturday_means_acting_on_friday() -> None:
    (found,) = contract_dates([contract(dt.date(2026, 12, 31))], dt.date(2026, 10, 5), "FI")
    assert found.notice_day == dt.date(2026, 10, 31)
    assert found.on_free_day
    assert found.act_by == dt.date(2026, 10, 30)
    assert found.days_to_notice == 26
    assert found.alert == 30


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-08-31", 6, "2026-02-28"),
        ("2028-08-31", 6, "2028-02-29"),
        ("2026-12-31", 2, "2026-10-31"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_months_end(day: str, months: int, before: str) -> None:
    assert months_before(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(before)


@pytest.mark.parametrize(
    ("day", "country", "working"),
    [
        ("2026-12-25", "FI", "2026-12-23"),  # Christmas Eve is a public holiday in Finland
        ("2026-12-26", "FI", "2026-12-23"),
        ("2026-05-01", "FI", "2026-04-30"),
        ("2026-05-01", None, "2026-05-01"),
        ("2026-07-04", "US", "2026-07-02"),  # a Saturday: observed on the Friday
        ("2026-10-31", "FI", "2026-10-30"),
        ("2026-10-30", "FI", "2026-10-30"),
        ("2026-06-20", "fi", "2026-06-18"),  # Midsummer, country in small letters
    ],
)
def test_one_acts_on_the_working_day_before_a_free_day(day: str, country: str | None, working: str) -> None:
    assert working_day_on_or_before(dt.date.fromisoformat(day), country) == dt.date.fromisoformat(working)


@pytest.mark.parametrize(
    ("today", "alert"),
    [
        ("2026-04-01", None),
        ("2026-05-03", None),  # 181 days
        ("2026-05-04", 180),
        ("2026-07-02", 180),
        ("2026-07-03", 120),
        ("2026-08-01", 120),
        ("2026-08-02", 90),
        ("2026-09-30", 90),
        ("2026-10-01", 30),
        ("2026-10-31", 30),
    ],
)
def test_the_alert_is_the_tightest_threshold_passed(today: str, alert: int | None) -> None:
    (found,) = contract_dates([contract(dt.date(2026, 12, 31))], dt.date.fromisoformat(today), "FI")
    assert found.alert == alert


def test_after_the_notice_day_the_end_is_what_counts() -> None:
    (found,) = contract_dates([contract(dt.date(2026, 12, 31))], dt.date(2026, 11, 1), "FI")
    assert found.days_to_notice == -1
    assert found.alert == 90


@pytest.mark.parametrize("months", [None, 0, -3, 100_000])
def test_a_contract_without_a_sensible_notice_period_has_no_notice_day(months: int | None) -> None:
    (found,) = contract_dates(
        [contract(dt.date(2026, 12, 31), notice_period_months=months)], dt.date(2026, 10, 5), "FI"
    )
    assert (found.notice_day, found.act_by, found.days_to_notice) == (None, None, None)
    assert not found.on_free_day
    assert found.days_to_end == 87


@pytest.mark.parametrize(
    ("day", "count", "country", "then"),
    [
        ("2026-09-29", 5, "FI", "2026-10-06"),  # Tuesday to Tuesday
        ("2026-10-02", 1, "FI", "2026-10-05"),
        ("2026-10-03", 1, "FI", "2026-10-05"),
        ("2026-12-23", 1, "FI", "2026-12-28"),
        ("2026-12-23", 1, None, "2026-12-24"),
        ("2026-12-23", 1, "Finland", "2026-12-24"),  # no code: weekends alone
        ("2026-10-03", 0, "FI", "2026-10-03"),
        ("2026-10-03", -4, "FI", "2026-10-03"),
    ],
)
def test_working_days_are_counted_from_the_day_after(day: str, count: int, country: str | None, then: str) -> None:
    assert working_days_after(dt.date.fromisoformat(day), count, country) == dt.date.fromisoformat(then)


def test_contracts_that_do_not_run_today_say_nothing() -> None:
    rows = [
        contract(dt.date(2026, 10, 4), id="over"),
        contract(dt.date(2026, 12, 31), id="future", start=dt.date(2026, 11, 1)),
        dataclasses.replace(contract(dt.date(2026, 12, 31)), id="open end", end=None),
        contract(dt.date(2026, 10, 5), id="last day"),
        contract(dt.date(2027, 12, 31), id="no start", start=None),
    ]
    assert [one.contract.id for one in contract_dates(rows, dt.date(2026, 10, 5), "FI")] == ["last day", "no start"]


@given(DAYS, st.integers(0, 240))
def test_months_before_clamps_to_a_real_day_of_the_right_month(day: dt.date, months: int) -> None:
    found = months_before(day, months)
    assert (day.year * 12 + day.month) - (found.year * 12 + found.month) == months
    assert found.day == day.day or (found.day < day.day and (found + dt.timedelta(days=1)).day == 1)


@given(DAYS, st.integers(0, 120), st.integers(0, 120))
def test_counting_back_further_is_never_later(day: dt.date, one: int, more: int) -> None:
    assert months_before(day, one + more) <= months_before(day, one) <= day


@given(DAYS, COUNTRIES)
def test_a_working_day_is_no_weekend_and_never_after_the_day(day: dt.date, country: str | None) -> None:
    found = working_day_on_or_before(day, country)
    assert found <= day
    assert found.weekday() < 5
    assert working_day_on_or_before(found, country) == found
    assert day - found < dt.timedelta(days=14)


@given(DAYS, st.integers(1, 30), COUNTRIES)
def test_so_many_working_days_lie_between(day: dt.date, count: int, country: str | None) -> None:
    then = working_days_after(day, count, country)
    between = [day + dt.timedelta(days=days) for days in range(1, (then - day).days + 1)]
    assert is_working_day(then, country)
    assert sum(is_working_day(one, country) for one in between) == count


@given(DAYS, DAYS, st.one_of(st.none(), st.integers(-5, 400)), COUNTRIES)
def test_notice_is_never_after_the_end_nor_acting_after_notice(
    end: dt.date, today: dt.date, months: int | None, country: str | None
) -> None:
    for found in contract_dates([contract(end, start=None, notice_period_months=months)], today, country):
        assert found.days_to_end >= 0
        if found.notice_day is not None:
            assert found.act_by is not None
            assert found.act_by <= found.notice_day <= found.end
