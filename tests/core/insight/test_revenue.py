"""I3: the year, the quarter, and what explains the change. The worked example is that of the domain facts."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Order
from kambrief.core.insight.money import Rates, Sums, sums_of
from kambrief.core.insight.revenue import (
    Cause,
    Momentum,
    Month,
    Part,
    Revenue,
    Trend,
    cagr,
    monthly,
    revenue,
    unknown_currencies,
    yearly,
)
from kambrief.core.insight.windows import plus_months, windows
from tests.core.insight.business_parts import CENTS, EURO, LIMITS, MONTHS, order, sums

DOLLARS = Rates("EUR", {"USD": Decimal("0.9")})
ENOUGH = dt.date(2025, 7, 1)
"""Fifteen months up to September 2026, both included."""


def trend(*rows: Sums, rates: Rates = EURO) -> Revenue:
    found = revenue(rows, MONTHS, rates, LIMITS)
    assert found is not None
    return found


def test_the_worked_example_spare_parts_explain_all() -> None:
    found = trend(
        sums("A", 240_000, "maintenance", p12m=240_000, last3=60_000, before3=60_000),
        sums("A", 157_000, "spare parts", p12m=194_600, last3=18_000, before3=48_000),
    )
    assert [found.t12m, found.p12m, found.last3, found.before3] == [397_000, 434_600, 78_000, 108_000]
    assert found.yoy is not None
    assert round(found.yoy, 4) == Decimal("-0.0865")
    assert found.q is not None
    assert round(found.q, 3) == Decimal("-0.278")
    assert (found.label, found.momentum) == (Trend.DECLINING, Momentum.RECENT_DROP)
    assert found.cause == Cause("spare parts", Decimal(-30_000), Decimal(1))
    assert (found.currency, found.parts, found.missing) == ("EUR", (), ())


@pytest.mark.parametrize(
    ("t12m", "label"),
    [("105.00", "growing"), ("104.99", "flat"), ("100", "flat"), ("95.01", "flat"), ("95.00", "declining"), ("0", "declining"),
     ("-5", "declining")],
)  # fmt: skip
def test_a_year_grows_or_declines_from_exactly_5_per_cent_on(t12m: str, label: str) -> None:
    assert trend(sums("A", t12m, p12m=100)).label == label


@pytest.mark.parametrize(
    ("last3", "momentum"),
    [
        ("115.00", "recent_rise"),
        ("114.99", "steady"),
        ("85.01", "steady"),
        ("85.00", "recent_drop"),
        ("0", "recent_drop"),
    ],
)
def test_a_quarter_drops_or_rises_from_exactly_15_per_cent_on(last3: str, momentum: str) -> None:
    assert trend(sums("A", 100, p12m=100, last3=last3, before3=100)).momentum == momentum


@pytest.mark.parametrize("p12m", ["0", "-100"])
def test_who_was_not_invoiced_the_year_before_is_new(p12m: str) -> None:
    found = trend(sums("A", 100, p12m=p12m))
    assert (found.label, found.yoy) == (Trend.NEW, None)


@pytest.mark.parametrize(("first", "compared"), [(ENOUGH, True), (plus_months(ENOUGH, 1), False)])
def test_a_quarter_is_compared_from_15_months_of_history_on(first: dt.date, compared: bool) -> None:  # noqa: FBT001
    found = trend(sums("A", 100, p12m=50, last3=50, before3=20, first_month=first))
    assert (found.q is not None) == (found.momentum is not None) == (found.cause is not None) == compared
    assert found.missing == ()


def test_the_history_is_that_of_the_whole_group() -> None:
    found = trend(
        sums("A", 100, p12m=50, last3=50, before3=20, first_month=plus_months(ENOUGH, 3)),
        sums("B", 100, p12m=50, last3=50, before3=20, first_month=ENOUGH),
        sums("C", 100, first_month=None),
    )
    assert found.q == Decimal("1.5")


def test_where_nobody_says_how_old_the_orders_are_no_quarter_is_compared() -> None:
    found = trend(sums("A", 100, p12m=100, last3=50, before3=20, first_month=None))
    assert (found.q, found.momentum, found.cause, found.missing) == (None, None, None, ("first_month",))


@pytest.mark.parametrize("before3", ["0", "-20"])
def test_a_quarter_is_not_compared_with_nothing(before3: str) -> None:
    found = trend(sums("A", 100, p12m=100, last3=50, before3=before3))
    assert (found.q, found.momentum, found.cause) == (None, None, None)


def changes(**deltas: int) -> Revenue:
    """The quarter's change by category, from 100 each."""
    return trend(*(sums("A", 400, one, p12m=400, last3=100 + delta, before3=100) for one, delta in deltas.items()))


def test_the_cause_may_be_larger_than_the_whole_change() -> None:
    assert changes(parts=-60, service=20, training=0).cause == Cause("parts", Decimal(-60), Decimal("1.5"))


def test_of_equal_changes_the_one_that_goes_the_way_of_the_whole_is_the_cause() -> None:
    assert changes(parts=30, service=-30, training=-10).cause == Cause("service", Decimal(-30), Decimal(3))
    assert changes(service=30, parts=-30, training=10).cause == Cause("service", Decimal(30), Decimal(3))


def test_of_changes_equal_in_all_the_first_by_name_is_the_cause() -> None:
    assert changes(service=-30, parts=-30).cause == Cause("parts", Decimal(-30), Decimal("0.5"))


def test_where_nothing_changed_on_the_whole_nothing_explains_it() -> None:
    found = changes(parts=30, service=-30)
    assert found.q == 0
    assert (found.momentum, found.cause) == (Momentum.STEADY, None)


def test_one_category_of_two_companies_is_one_cause() -> None:
    found = trend(
        sums("A", 100, "parts", last3=10, before3=30),
        sums("B", 100, "parts", last3=10, before3=30),
        sums("B", 100, "service", last3=10, before3=40),
    )
    assert found.cause is not None
    assert (found.cause.category, found.cause.delta) == ("parts", Decimal(-40))


def test_the_parts_are_the_companies_that_are_invoiced_largest_first() -> None:
    found = trend(
        sums("G0", 0),
        sums("G1", 60, "parts", p12m=100),
        sums("G1", 40, "service"),
        sums("G2", 200),
        sums("G3", 0, p12m=10),
    )
    assert found.parts == (
        Part("G2", Decimal(200), None),
        Part("G1", Decimal(100), Decimal(0)),
        Part("G3", Decimal(0), Decimal(-1)),
    )


def test_a_group_of_which_one_company_is_invoiced_has_no_parts() -> None:
    assert trend(sums("G0", 0), sums("G1", 100, p12m=100)).parts == ()


def test_amounts_are_converted_before_they_are_compared() -> None:
    found = trend(sums("A", 100, p12m=50), sums("B", 100, p12m=50, currency="USD"), rates=DOLLARS)
    assert [found.t12m, found.p12m] == [190, 95]
    assert [part.t12m for part in found.parts] == [100, 90]


def test_a_missing_rate_makes_the_trend_unknown_and_is_named() -> None:
    rows = (
        sums("A", 100),
        sums("A", 1, currency="SEK"),
        sums("A", 0, p12m=1, currency="NOK"),
        sums("A", 1, currency="USD"),
    )
    assert revenue(rows, MONTHS, DOLLARS, LIMITS) is None
    assert unknown_currencies(rows, DOLLARS) == ("NOK", "SEK")


def test_a_currency_in_which_nothing_was_invoiced_lately_needs_no_rate() -> None:
    rows = (sums("A", 100, p12m=100), sums("A", 0, currency="SEK"))
    assert unknown_currencies(rows, EURO) == ()
    assert trend(*rows).t12m == 100


@pytest.mark.parametrize("rows", [(), (sums("A", 0),), (sums("A", 0), sums("B", 0))])
def test_where_nothing_was_invoiced_in_two_years_there_is_no_trend(rows: tuple[Sums, ...]) -> None:
    assert revenue(rows, MONTHS, EURO, LIMITS) is None


def test_the_picture_has_24_months_with_zero_where_nothing_was_invoiced() -> None:
    found = monthly(
        [order("2024-09", 9), order("2024-10", 1), order("2026-09", 2), order("2026-09", 3, "B", currency="USD"), order("2026-10", 9)],
        MONTHS,
        DOLLARS,
    )  # fmt: skip
    assert len(found) == 24
    assert found[0] == Month(dt.date(2024, 10, 1), Decimal(1))
    assert found[1] == Month(dt.date(2024, 11, 1), Decimal(0))
    assert found[-1] == Month(dt.date(2026, 9, 1), Decimal("4.7"))


@pytest.mark.parametrize(
    "orders",
    [[], [order("2024-09", 9)], [order("2026-10", 9)], [order("2026-09", 1), order("2026-08", 1, currency="SEK")]],
)
def test_without_orders_or_a_rate_there_is_no_picture(orders: list[Order]) -> None:
    assert monthly(orders, MONTHS, EURO) == ()


def test_a_day_within_the_month_counts_for_the_month() -> None:
    late = dataclasses.replace(order("2026-09", 7), month=dt.date(2026, 9, 30))
    assert monthly([late], MONTHS, EURO)[-1] == Month(dt.date(2026, 9, 1), Decimal(7))
    assert yearly([order("2024-01", 1), dataclasses.replace(late, month=dt.date(2025, 2, 28))], MONTHS, EURO)[2025] == 7


def test_an_order_of_long_ago_needs_no_rate_for_the_picture() -> None:
    assert len(monthly([order("2026-09", 1), order("2019-08", 1, currency="SEK")], MONTHS, EURO)) == 24


def amounts(*values: str | int, since: int = 2022) -> dict[int, Decimal]:
    return {since + index: Decimal(value) for index, value in enumerate(values)}


@pytest.mark.parametrize(
    ("years", "growth"),
    [
        (amounts(100, 110, 121), "0.1"),
        (amounts(100, 7, 121), "0.1"),  # only the first and the last count
        (amounts(100, 50, 25), "-0.5"),
        (amounts(1, 9, 9, 8), "1"),
        (amounts(100, 100, 0), "-1"),
        (amounts(100, 100), None),
        (amounts(100), None),
        ({}, None),
        (amounts(0, 100, 200), None),
        (amounts(-5, 100, 200), None),
        (amounts(100, 100, -1), None),
        ({2022: Decimal(100), 2023: Decimal(110), 2025: Decimal(121)}, None),
    ],
)
def test_yearly_growth_needs_three_full_years_without_a_gap(years: dict[int, Decimal], growth: str | None) -> None:
    assert cagr(years) == (None if growth is None else Decimal(growth))


@pytest.mark.parametrize(("today", "is_full"), [("2026-12-31", False), ("2027-01-01", True)])
def test_a_year_is_full_from_the_first_of_january_on(today: str, is_full: bool) -> None:  # noqa: FBT001
    months = windows(dt.date.fromisoformat(today))
    assert (2026 in yearly([order("2024-01", 1)], months, EURO)) == is_full


def test_a_year_is_full_when_it_has_ended_and_the_orders_reach_back_to_its_january() -> None:
    rows = [order("2023-02", 1), order("2024-03", 10), order("2024-04", 5), order("2026-01", 99)]
    assert yearly(rows, MONTHS, EURO) == {2024: 15, 2025: 0}
    assert yearly([order("2023-01", 1), *rows], MONTHS, EURO) == {2023: 2, 2024: 15, 2025: 0}


@pytest.mark.parametrize(
    "orders", [[], [order("2026-01", 1)], [order("2027-01", 1)], [order("2020-01", 1, currency="SEK")]]
)
def test_without_a_full_year_there_is_none(orders: list[Order]) -> None:
    assert yearly(orders, MONTHS, EURO) == {}


ROWS = st.lists(
    st.builds(
        lambda one, category, t12m, p12m, last3, before3, currency: sums(
            one, t12m, category, p12m=p12m, last3=last3, before3=before3, currency=currency
        ),
        st.sampled_from(["A", "B"]), st.sampled_from(["parts", "service"]), CENTS.map(str), CENTS.map(str), CENTS.map(str),
        CENTS.map(str), st.sampled_from(["EUR", "USD", "SEK"]),
    ),
    max_size=8,
)  # fmt: skip


@given(ROWS)
def test_a_trend_is_told_exactly_when_every_rate_is_there(rows: list[Sums]) -> None:
    found = revenue(rows, MONTHS, DOLLARS, LIMITS)
    if found is None:
        assert unknown_currencies(rows, DOLLARS) or not any(r.t12m or r.p12m or r.last3 or r.before3 for r in rows)
        return
    assert (found.yoy is None) == (found.label is Trend.NEW) == (found.p12m <= 0)
    if found.parts:
        assert sum(part.t12m for part in found.parts) == found.t12m
    if found.cause:
        whole = found.last3 - found.before3
        assert abs(found.cause.share * whole - found.cause.delta) < Decimal("1e-9")


@given(
    st.lists(
        st.builds(order, st.sampled_from(["2024-12", "2025-08", "2026-03", "2026-09"]), CENTS.map(str)), min_size=1
    )
)
def test_the_picture_and_the_trend_show_the_same_money(orders: list[Order]) -> None:
    found = revenue(sums_of(orders, MONTHS), MONTHS, EURO, LIMITS)
    shown = sum(month.amount for month in monthly(orders, MONTHS, EURO))
    assert shown == (found.t12m + found.p12m if found else 0)
