"""I11: round years as a customer and in a role. Worked examples: domain facts §4."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Account, Contact
from kambrief.core.insight.anniversaries import Anniversary, anniversaries
from kambrief.core.insight.thresholds import Thresholds
from tests.builders import markku, petri

LIMITS = Thresholds()
TODAY = dt.date(2026, 10, 5)


def customer(since: str | None) -> Account:
    return Account("A01", "Havulinna", customer_since=dt.date.fromisoformat(since) if since else None)


def round_years(since: str, today: dt.date = TODAY) -> list[tuple[int, int]]:
    return [(one.years, one.days) for one in anniversaries(customer(since), (), today, None, LIMITS)]


def test_the_worked_example_ten_years_in_fifteen_days() -> None:
    assert anniversaries(customer("2016-10-20"), (), TODAY, 20, LIMITS) == (
        Anniversary(10, dt.date(2026, 10, 20), 15, "", muted=False),
    )


@pytest.mark.parametrize(
    ("since", "found"),
    [
        ("2016-11-04", [(10, 30)]),
        ("2016-11-05", []),
        ("2016-09-28", [(10, -7)]),
        ("2016-09-27", []),
        ("2016-10-05", [(10, 0)]),
        ("2025-10-05", [(1, 0)]),
        ("2024-10-05", []),  # two years are not round
        ("2021-10-05", [(5, 0)]),
        ("2011-10-05", [(15, 0)]),
        ("2001-10-05", [(25, 0)]),
        ("1999-10-05", []),
        ("1926-10-05", [(100, 0)]),
        ("1921-10-05", []),  # 105 years: a typing error
        ("2026-10-05", []),
        ("2027-10-05", []),
        ("9999-12-31", []),
        ("0001-01-01", []),
    ],
)
def test_round_years_near_today(since: str, found: list[tuple[int, int]]) -> None:
    assert round_years(since) == found


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2025-02-28", [(1, 0)]),
        ("2025-03-01", [(1, -1)]),
        ("2029-02-28", [(5, 0)]),
        ("2044-02-28", [(20, 1)]),  # a leap year: the 29th itself
        ("2044-02-29", [(20, 0)]),
    ],
)
def test_the_29th_of_february_is_the_28th_in_other_years(today: str, found: list[tuple[int, int]]) -> None:
    assert round_years("2024-02-29", dt.date.fromisoformat(today)) == found


def test_new_year_lies_within_the_window() -> None:
    assert round_years("2017-01-10", dt.date(2026, 12, 20)) == [(10, 21)]
    assert round_years("2015-12-28", dt.date(2026, 1, 2)) == [(10, -5)]
    assert round_years("2015-12-28", dt.date(2026, 1, 5)) == []


def test_a_contact_in_role_comes_after_the_company_and_who_left_does_not() -> None:
    people = (
        petri(since=dt.date(2021, 10, 20)),
        markku(since=dt.date(2025, 10, 6)),
        Contact("C06", "A01", since=dt.date(2016, 10, 10), left=True),
        Contact("C10", "A01", since=dt.date(2025, 10, 6)),
        Contact("C07", "A01"),
    )
    found = anniversaries(customer("2016-11-01"), people, TODAY, None, LIMITS)
    assert [(one.contact_id, one.years) for one in found] == [("", 10), ("C02", 1), ("C10", 1), ("C01", 5)]


@pytest.mark.parametrize(("score", "muted"), [(None, False), (0, False), (49, False), (50, True), (83, True)])
def test_no_cake_during_an_outage(score: int | None, muted: bool) -> None:  # noqa: FBT001
    (found,) = anniversaries(customer("2016-10-20"), (), TODAY, score, LIMITS)
    assert found.muted is muted


@pytest.mark.parametrize("day", ["1970-01-01", "1900-01-01", "1899-12-30", "1899-12-31"])
def test_what_a_spreadsheet_writes_for_no_date_is_none(day: str) -> None:
    never = dt.date.fromisoformat(day)
    for year in range(1900, 2001):
        assert anniversaries(customer(day), (petri(since=never),), never.replace(year=year), None, LIMITS) == ()


def test_nothing_known_is_no_anniversary() -> None:
    assert anniversaries(None, (), TODAY, None, LIMITS) == ()
    assert anniversaries(customer(None), (petri(),), TODAY, None, LIMITS) == ()


def test_a_window_of_years_finds_each_of_them() -> None:
    wide = dataclasses.replace(LIMITS, anniversary_before_days=6 * 366)
    found = anniversaries(customer("2016-10-20"), (), TODAY, None, wide)
    assert [one.years for one in found] == [10, 15]


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)), st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)))
def test_every_anniversary_is_near_and_round(since: dt.date, today: dt.date) -> None:
    found = anniversaries(Account("A01", "x", customer_since=since), (), today, None, LIMITS)
    assert len(found) <= 1
    for one in found:
        assert -7 <= one.days <= 30
        assert one.on == today + dt.timedelta(days=one.days)
        assert one.years == 1 or one.years % 5 == 0
        assert one.on.year - since.year == one.years
        assert (one.on.month, one.on.day) in {(since.month, since.day), (2, 28)}
