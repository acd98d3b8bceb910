"""All customers side by side: groups rolled up to their roots, and what cannot be told."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.insight.money import Rates, Sums
from kambrief.core.insight.portfolio import portfolio
from tests.core.insight.business_parts import CENTS, EURO, MONTHS, customer, sums

DOLLARS = Rates("EUR", {"USD": Decimal("0.9")})


def test_a_group_is_rolled_up_to_its_root() -> None:
    accounts = (customer("G2", parent_id="G1"), customer("G1", parent_id="G0"), customer("G0"), customer("B"))
    found = portfolio(accounts, (sums("G1", 100), sums("G2", 50, currency="USD"), sums("B", 7)), MONTHS, DOLLARS)
    assert found.root_of == {"G0": "G0", "G1": "G0", "G2": "G0", "B": "B"}
    assert found.members == {"G0": ("G0", "G1", "G2"), "B": ("B",)}
    assert found.revenue == {"G0": Decimal("145.0"), "B": 7}
    assert found.sums["G0"] == (sums("G1", 100), sums("G2", 50, currency="USD"))


def test_the_root_stands_first_and_then_the_ids_as_people_count() -> None:
    accounts = (*(customer(one, parent_id="Z") for one in ("C10", "C2", "A1")), customer("Z"))
    assert portfolio(accounts, (), MONTHS, EURO).members["Z"] == ("Z", "A1", "C2", "C10")


def test_a_customer_without_orders_has_brought_nothing() -> None:
    found = portfolio((customer("A"),), (), MONTHS, EURO)
    assert found.revenue == {"A": 0}
    assert found.sums == {"A": ()}


def test_a_group_with_a_currency_without_rate_is_unknown_and_not_zero() -> None:
    accounts = (customer("G0"), customer("G1", parent_id="G0"), customer("B"))
    found = portfolio(accounts, (sums("G0", 100), sums("G1", 50, currency="SEK"), sums("B", 7)), MONTHS, DOLLARS)
    assert found.unknown == {"G0"}
    assert found.revenue == {"B": 7}


def test_a_currency_without_rate_of_another_year_leaves_this_year_known() -> None:
    found = portfolio((customer("A"),), (sums("A", 0, p12m=50, currency="SEK"),), MONTHS, DOLLARS)
    assert not found.unknown
    assert found.revenue == {"A": 0}


def test_sums_of_a_customer_who_is_not_there_are_left_out() -> None:
    found = portfolio((customer("A"),), (sums("A", 1), sums("gone", 100)), MONTHS, EURO)
    assert found.revenue == {"A": 1}
    assert found.sums == {"A": (sums("A", 1),)}


def test_a_parent_who_is_not_there_is_none() -> None:
    found = portfolio((customer("A", parent_id="0"), customer("B", parent_id="0")), (), MONTHS, EURO)
    assert set(found.members) == {"A", "B"}


def test_a_circle_of_parents_ends_at_its_smallest_id() -> None:
    accounts = (customer("C3", parent_id="C2"), customer("C2", parent_id="C1"), customer("C1", parent_id="C3"))
    found = portfolio(accounts, (sums("C2", 5),), MONTHS, EURO)
    assert found.members == {"C1": ("C1", "C2", "C3")}
    assert found.revenue == {"C1": 5}


PARENTS = st.dictionaries(st.sampled_from("abcdefgh"), st.none() | st.sampled_from("abcdefghx"), max_size=8)
ROWS = st.lists(st.builds(lambda one, amount: sums(one, str(amount)), st.sampled_from("abcdefghx"), CENTS), max_size=20)


@given(PARENTS, ROWS)
def test_whatever_the_parents_each_sum_of_a_known_account_counts_once(
    parents: dict[str, str | None], rows: list[Sums]
) -> None:
    accounts = tuple(customer(one, parent_id=parent) for one, parent in parents.items())
    found = portfolio(accounts, tuple(rows), MONTHS, EURO)
    assert sum(found.revenue.values()) == sum(row.t12m for row in rows if row.account_id in parents)
    assert sorted(member for members in found.members.values() for member in members) == sorted(parents)
