"""I1: who brings most. The worked example is that of the domain facts."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.insight.portfolio import portfolio
from kambrief.core.insight.tier import Tier, Tiers, k80_of, tiers
from tests.core.insight.business_parts import CENTS, EURO, LIMITS, MONTHS, customer, customers, sums

REVENUES = st.dictionaries(st.sampled_from([f"C{number}" for number in range(1, 13)]), CENTS, max_size=12)


def tiers_of(revenue: Mapping[str, str | int | Decimal]) -> Tiers:
    return tiers(customers(revenue), LIMITS)


def letters(revenue: Mapping[str, str | int | Decimal]) -> str:
    """The tiers in the order the customers are given."""
    found = tiers_of(revenue)
    return "".join(found.of[one] for one in revenue)


def test_the_worked_example_three_of_six_bring_87_per_cent() -> None:
    revenue = {"a": 500, "b": 250, "c": 120, "d": 80, "e": 30, "f": 20}
    found = tiers_of(revenue)
    assert letters(revenue) == "AAABCC"
    assert (found.k80, found.accounts, found.k80_share) == (3, 6, Decimal("0.87"))
    assert found.rank == {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6}
    assert found.share["c"] == Decimal("0.12")


@pytest.mark.parametrize(
    ("revenue", "expected"),
    [
        (["79.99", "20.01"], "AA"),  # the one that crosses 80 % is A
        (["80.00", "20.00"], "AB"),  # exactly 80 % before it
        (["80.01", "19.99"], "AB"),
        (["80", "14.99", "5.01"], "ABB"),
        (["80", "15.00", "5.00"], "ABC"),  # exactly 95 % before it
        (["80", "15.01", "4.99"], "ABC"),
        (["100"], "A"),
        (["0.01"], "A"),
        (["100", "0"], "AC"),
        (["100", "-30"], "AC"),
    ],
)
def test_each_boundary_is_exact(revenue: list[str], expected: str) -> None:
    assert letters({f"C{place}": amount for place, amount in enumerate(revenue)}) == expected


def test_boundaries_stay_exact_where_shares_have_no_end() -> None:
    """Exactly 80 % lie before the last of five equals, whatever their amounts are as shares."""
    assert letters(dict.fromkeys("abcde", "0.333333333333333333")) == "AAAAB"


def test_who_cost_more_than_they_brought_counts_nothing_in_the_whole() -> None:
    found = tiers_of({"a": 80, "b": 20, "c": -1000})
    assert (found.of["a"], found.of["b"], found.of["c"]) == (Tier.A, Tier.B, Tier.C)
    assert (found.share["a"], found.share["c"]) == (Decimal("0.8"), Decimal(0))
    assert (found.k80, found.k80_share) == (1, Decimal("0.8"))


@pytest.mark.parametrize("revenue", [{}, {"a": 0}, {"a": 0, "b": 0}, {"a": -5, "b": 0}])
def test_without_any_revenue_nobody_has_a_tier(revenue: dict[str, int]) -> None:
    found = tiers_of(revenue)
    assert found == Tiers({}, {}, {}, accounts=len(revenue), k80=0, k80_share=Decimal(0))


def test_equals_are_ranked_by_id_as_people_count() -> None:
    assert tiers_of({"C10": 5, "C2": 5, "C1": 7}).rank == {"C1": 1, "C2": 2, "C10": 3}


def test_a_group_is_one_customer() -> None:
    accounts = (customer("G0"), customer("G1", parent_id="G0"), customer("B"))
    found = tiers(portfolio(accounts, (sums("G0", 10), sums("G1", 90), sums("B", 95)), MONTHS, EURO), LIMITS)
    assert (found.accounts, found.rank) == (2, {"G0": 1, "B": 2})


def test_a_customer_without_a_rate_has_no_tier_and_is_named() -> None:
    rows = (sums("C10", 100, currency="SEK"), sums("C2", 100, currency="SEK"), sums("B", 7))
    found = tiers(portfolio((customer("C10"), customer("C2"), customer("B")), rows, MONTHS, EURO), LIMITS)
    assert found.of == {"B": Tier.A}
    assert found.accounts == 1
    assert found.missing == ("C2", "C10")


def test_exactly_80_per_cent_is_enough_for_k80() -> None:
    share = Decimal("0.80")
    assert k80_of({"a": Decimal(80), "b": Decimal(20)}, share) == (1, Decimal("0.8"))
    assert k80_of({"a": Decimal("79.99"), "b": Decimal("20.01")}, share) == (2, Decimal(1))
    assert k80_of({}, share) == (0, Decimal(0))


@given(REVENUES, st.randoms(use_true_random=False))
def test_a_tier_never_depends_on_the_order_of_the_input(revenue: dict[str, Decimal], chance: Random) -> None:
    rows = list(revenue.items())
    chance.shuffle(rows)
    assert tiers_of(dict(rows)) == tiers_of(revenue)


@given(REVENUES, st.decimals("0.01", 1000, places=2))
def test_in_another_currency_all_tiers_are_the_same(revenue: dict[str, Decimal], rate: Decimal) -> None:
    scaled = tiers_of({one: amount * rate for one, amount in revenue.items()})
    found = tiers_of(revenue)
    assert (scaled.of, scaled.rank, scaled.k80) == (found.of, found.rank, found.k80)


@given(REVENUES)
def test_one_more_customer_without_revenue_changes_no_others_tier(revenue: dict[str, Decimal]) -> None:
    more, found = tiers_of({**revenue, "new": 0}), tiers_of(revenue)
    assert {one: tier for one, tier in more.of.items() if one != "new"} == found.of
    assert more.of.get("new", Tier.C) is Tier.C
    assert (more.k80, more.k80_share) == (found.k80, found.k80_share)


@given(REVENUES)
def test_nobody_with_more_revenue_has_a_lower_tier(revenue: dict[str, Decimal]) -> None:
    found = tiers_of(revenue)
    ranked = sorted(found.of, key=lambda one: found.rank[one])
    assert [found.of[one] for one in ranked] == sorted(found.of.values())
    assert sorted(found.rank.values()) == list(range(1, len(found.of) + 1))


@given(REVENUES)
def test_the_k80_largest_bring_80_per_cent_and_one_less_does_not(revenue: dict[str, Decimal]) -> None:
    largest = sorted((max(amount, Decimal(0)) for amount in revenue.values()), reverse=True)
    number, _ = k80_of(revenue, Decimal("0.80"))
    if not sum(largest):
        assert number == 0
    else:
        assert sum(largest[:number]) >= Decimal("0.80") * sum(largest) > sum(largest[: number - 1])
