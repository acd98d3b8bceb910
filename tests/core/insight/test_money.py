"""Amounts in one currency and sums over the compared months: exact, and unknown rather than 0."""

import dataclasses
import datetime as dt
from collections import defaultdict
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Order
from kambrief.core.insight.money import Rates, Sums, sums_of
from kambrief.core.insight.windows import plus_months
from tests.core.insight.business_parts import CENTS, MONTHS, order

RATES = Rates("EUR", {"USD": Decimal("0.9"), "XXX": Decimal(0), "YYY": Decimal(-1)})
ORDERS = st.lists(
    st.builds(
        Order,
        account_id=st.sampled_from(["A", "B"]),
        month=st.integers(-30, 3).map(lambda months: plus_months(MONTHS.last, months)),
        category=st.sampled_from(["service", "parts"]),
        amount=CENTS,
        currency=st.sampled_from(["EUR", "USD"]),
        count=st.none() | st.integers(0, 9),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("amount", "currency", "base"),
    [
        ("100", "USD", "90.0"),
        ("100", "usd", "90.0"),
        ("100", "EUR", "100"),
        ("100", "eur", "100"),
        ("-0.10", "USD", "-0.090"),
    ],
)
def test_an_amount_is_converted_exactly(amount: str, currency: str, base: str) -> None:
    assert RATES.convert(Decimal(amount), currency) == Decimal(base)


def test_the_base_currency_needs_no_rate_however_it_is_written() -> None:
    assert Rates("eur").convert(Decimal(5), "EUR") == 5


@pytest.mark.parametrize("currency", ["SEK", "", "XXX", "YYY"])
def test_without_a_rate_above_zero_an_amount_is_unknown(currency: str) -> None:
    assert RATES.convert(Decimal(100), currency) is None
    assert RATES.total([(Decimal(5), "EUR"), (Decimal(100), currency)]) is None


def test_nothing_is_nothing_in_every_currency() -> None:
    assert RATES.convert(Decimal(0), "SEK") == 0
    assert RATES.total([(Decimal(5), "EUR"), (Decimal(0), "SEK")]) == 5
    assert RATES.total([]) == 0


def test_each_month_counts_in_its_own_windows() -> None:
    (found,) = sums_of(
        [
            order("2026-10", 1),  # running
            order("2026-09", 2),
            order("2026-07", 4),
            order("2026-06", 8),
            order("2025-10", 16),
            order("2025-09", 32),
            order("2025-07", 64),
            order("2025-06", 128),
            order("2024-10", 256),
            order("2024-09", 512),
        ],
        MONTHS,
    )
    assert found.t12m == 2 + 4 + 8 + 16
    assert found.p12m == 32 + 64 + 128 + 256
    assert found.last3 == 2 + 4
    assert found.before3 == 32 + 64
    assert found.first_month == dt.date(2024, 9, 1)


def test_a_day_within_the_month_counts_for_the_month() -> None:
    late = dataclasses.replace(order("2026-09", 7), month=dt.date(2026, 9, 30))
    (found,) = sums_of([late], MONTHS)
    assert found.t12m == 7
    assert found.first_month == dt.date(2026, 9, 1)


def test_sums_are_sorted_by_account_category_and_currency() -> None:
    rows = [
        order("2026-09", 1, "B"),
        order("2026-09", 2, "A", "service", currency="usd"),
        order("2026-09", 3, "A", "service"),
        order("2026-09", 4, "A", "parts"),
        order("2026-08", 5, "A", "service", currency="USD"),
    ]
    assert [(one.account_id, one.category, one.currency, one.t12m) for one in sums_of(rows, MONTHS)] == [
        ("A", "parts", "EUR", Decimal(4)),
        ("A", "service", "EUR", Decimal(3)),
        ("A", "service", "USD", Decimal(7)),
        ("B", "service", "EUR", Decimal(1)),
    ]


def test_orders_are_counted_only_where_every_row_tells_how_many() -> None:
    (found,) = sums_of([order("2026-09", 1, count=2), order("2026-08", 1, count=3), order("2025-09", 1)], MONTHS)
    assert (found.orders_t12m, found.orders_p12m) == (5, None)


def test_no_orders_are_no_sums() -> None:
    assert sums_of([], MONTHS) == ()


def added(*parts: tuple[Sums, ...]) -> dict[tuple[str, str, str], tuple[object, ...]]:
    """Sums of several sources put together by hand."""
    rows: dict[tuple[str, str, str], list[Sums]] = defaultdict(list)
    for part in parts:
        for one in part:
            rows[one.account_id, one.category, one.currency].append(one)

    def count(counts: list[int | None]) -> int | None:
        return None if None in counts else sum(one or 0 for one in counts)

    return {
        key: (
            sum(one.t12m for one in ones),
            sum(one.p12m for one in ones),
            sum(one.last3 for one in ones),
            sum(one.before3 for one in ones),
            count([one.orders_t12m for one in ones]),
            count([one.orders_p12m for one in ones]),
            min(one.first_month for one in ones if one.first_month),
        )
        for key, ones in rows.items()
    }


@given(ORDERS, st.integers(0, 30))
def test_the_sums_of_two_parts_add_up_to_those_of_the_whole(orders: list[Order], cut: int) -> None:
    assert added(sums_of(orders[:cut], MONTHS), sums_of(orders[cut:], MONTHS)) == added(sums_of(orders, MONTHS))


@given(ORDERS, st.randoms(use_true_random=False))
def test_the_sums_do_not_depend_on_the_order_of_the_rows(orders: list[Order], chance: Random) -> None:
    shuffled = list(orders)
    chance.shuffle(shuffled)
    assert sums_of(shuffled, MONTHS) == sums_of(orders, MONTHS)


@given(ORDERS)
def test_the_two_years_hold_every_order_of_the_24_months_once(orders: list[Order]) -> None:
    compared = [one.amount for one in orders if MONTHS.p12m_from <= one.month <= MONTHS.last]
    assert sum(one.t12m + one.p12m for one in sums_of(orders, MONTHS)) == sum(compared)
