"""I4: what comparable customers buy and this one does not. The worked example is that of the domain facts."""

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Account, Deal
from kambrief.core.insight.money import Rates, Sums
from kambrief.core.insight.portfolio import portfolio
from kambrief.core.insight.white_space import Opening, WhiteSpace, two_digits, white_space
from tests.builders import deal
from tests.core.insight.business_parts import CENTS, EURO, LIMITS, MONTHS, TODAY, customer, sums

OURS = customer("A", employees=310)
BOUGHT = sums("A", 397_000, "maintenance")


def peer(number: int, employees: int | None = 300, **bought: int) -> tuple[Account, tuple[Sums, ...]]:
    """Another customer who buys maintenance, and what is given."""
    name = f"P{number}"
    rows = tuple(sums(name, amount, category) for category, amount in {"maintenance": 1000, **bought}.items())
    return customer(name, employees=employees), rows


def found_for(
    *peers: tuple[Account, tuple[Sums, ...]],
    ours: Account = OURS,
    bought: tuple[Sums, ...] = (BOUGHT,),
    deals: tuple[Deal, ...] = (),
    rates: Rates = EURO,
) -> WhiteSpace:
    accounts = (ours, *(account for account, _ in peers))
    rows = (*bought, *(row for _, rows in peers for row in rows))
    return white_space(portfolio(accounts, rows, MONTHS, rates), "A", deals, TODAY, LIMITS)


THREE = (peer(1, 180, energy=13_800), peer(2, 260, energy=22_800), peer(3, 420))
"""Two of three buy energy monitoring."""


def test_the_worked_example_25_000_and_94_per_cent() -> None:
    found = found_for(*THREE)
    assert found.peers == 3
    assert found.gaps == (Opening("energy", 2, 3, Decimal(25_000)),)
    assert round(found.gaps[0].adoption, 4) == Decimal("0.6667")
    assert found.share_of_wallet is not None
    assert round(found.share_of_wallet, 2) == Decimal("0.94")
    assert (found.estimated, found.missing) == (True, ())


@pytest.mark.parametrize(("buying", "is_gap"), [(1, False), (2, True), (3, True)])
def test_exactly_half_of_the_peers_make_a_gap(buying: int, is_gap: bool) -> None:  # noqa: FBT001
    peers = [peer(number, training=600 if number < buying else 0) for number in range(4)]
    assert [gap.buying for gap in found_for(*peers).gaps] == ([buying] if is_gap else [])


@pytest.mark.parametrize(
    ("employees", "counts"),
    [(1, False), (49, False), (50, True), (249, True), (250, True), (999, True), (1000, True), (9000, True)],
)
def test_peers_are_of_the_same_or_an_adjacent_size(employees: int, counts: bool) -> None:  # noqa: FBT001
    assert found_for(*THREE, peer(4, employees)).peers == (4 if counts else 3)


@pytest.mark.parametrize(("employees", "peers"), [(49, 4), (50, 4), (249, 4), (250, 5), (999, 5), (1000, 2)])
def test_our_own_size_decides_what_is_adjacent(employees: int, peers: int) -> None:
    others = [peer(number, size) for number, size in enumerate((10, 60, 60, 60, 1500, 1500))]
    assert found_for(*others, ours=customer("A", employees=employees)).peers == peers


def test_peers_are_of_the_same_industry_and_buy_something() -> None:
    stranger = (customer("P4", industry="metal"), (sums("P4", 1000),))
    nothing = (customer("P5"), (sums("P5", 0),))
    credited = (customer("P6"), (sums("P6", -1),))
    unsaid = (customer("P7", industry=None), (sums("P7", 1000),))
    headless = peer(8, None)
    empty = peer(9, 0)
    unknown = (customer("P10"), (sums("P10", 1000, currency="SEK"),))
    spelt = (customer("P11", industry=" Wood "), (sums("P11", 1000),))
    assert found_for(*THREE, stranger, nothing, credited, unsaid, headless, empty, unknown, spelt).peers == 4


def test_companies_of_our_own_group_are_no_peers() -> None:
    sister = (customer("A2", parent_id="A"), (sums("A2", 1000, "training"),))
    assert found_for(*THREE, sister).peers == 3


def test_a_peer_is_its_whole_group_with_the_employees_of_its_root() -> None:
    daughter = (customer("P1b", parent_id="P1", employees=5000), (sums("P1b", 20_000, "training"),))
    others = (peer(1, 100), peer(2, 100, training=10_000), peer(3, 100))
    found = found_for(daughter, *others, ours=customer("A", employees=100))
    assert found.peers == 3
    assert found.gaps == (Opening("training", 2, 3, Decimal(15_000)),)


def test_our_potential_is_for_our_roots_own_employees() -> None:
    sister = (customer("A2", parent_id="A", employees=10_000), ())
    assert found_for(*THREE, sister).gaps[0].potential == 25_000


def test_what_any_company_of_our_group_buys_is_no_gap() -> None:
    sister = (customer("A2", parent_id="A"), (sums("A2", 1, "energy"),))
    assert found_for(*THREE, sister).gaps == ()


@pytest.mark.parametrize("amount", [0, -500])
def test_what_was_given_back_is_not_bought(amount: int) -> None:
    assert [gap.category for gap in found_for(*THREE, bought=(BOUGHT, sums("A", amount, "energy"))).gaps] == ["energy"]


def test_amounts_of_peers_are_converted() -> None:
    dollars = (customer("P1", employees=180), (sums("P1", 27_600, "energy", currency="USD"),))
    found = found_for(dollars, *THREE[1:], rates=Rates("EUR", {"USD": Decimal("0.5")}))
    assert found.gaps == (Opening("energy", 2, 3, Decimal(25_000)),)


def test_gaps_are_sorted_by_potential_and_then_by_name() -> None:
    peers = [peer(number, 310, training=900, safety=500, energy=500) for number in range(3)]
    assert [gap.category for gap in found_for(*peers).gaps] == ["training", "energy", "safety"]


def test_a_row_without_a_category_is_no_offering() -> None:
    assert found_for(*((one, (*rows, sums(one.id, 5, ""))) for one, rows in THREE)).gaps == found_for(*THREE).gaps


def test_the_median_of_thirds_is_exact() -> None:
    """245 for 3 people is 81.666…; for 3 people again it is 245, which rounds up to 250."""
    peers = [peer(number, 3, training=245) for number in range(3)]
    (gap,) = found_for(*peers, ours=customer("A", employees=3)).gaps
    assert gap.potential == 250


def lost(closed: dt.date | None, **more: Any) -> Deal:
    return deal(**{"category": "energy", "status": "lost", "close_date": closed, **more})


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def test_an_open_deal_is_in_the_pipeline_and_no_gap() -> None:
    found = found_for(*THREE, deals=(deal(category="energy"),))
    assert (found.gaps, found.in_pipeline, found.declined) == ((), ("energy",), ())
    assert found.share_of_wallet == 1


def test_a_deal_may_write_the_category_in_other_letters_than_the_orders_do() -> None:
    peers = [peer(number, Energy=500, TRAINING=500) for number in range(3)]
    found = found_for(*peers, deals=(deal(category="ENERGY"), lost(TODAY, category="training")))
    assert (found.gaps, found.in_pipeline, found.declined) == ((), ("Energy",), ("TRAINING",))


@pytest.mark.parametrize(
    ("closed", "declined"),
    [(0, True), (364, True), (365, True), (366, False), (-60, True)],  # the last: lost before the day hoped for
)
def test_a_deal_lost_within_365_days_is_declined(closed: int, declined: bool) -> None:  # noqa: FBT001
    found = found_for(*THREE, deals=(lost(days_ago(closed)),))
    assert found.declined == (("energy",) if declined else ())
    assert bool(found.gaps) != declined


def test_a_lost_deal_without_a_day_counts_by_its_last_change_and_else_as_lately_lost() -> None:
    assert found_for(*THREE, deals=(lost(None),)).declined == ("energy",)
    assert found_for(*THREE, deals=(lost(None, updated_at=days_ago(10)),)).declined == ("energy",)
    assert found_for(*THREE, deals=(lost(None, updated_at=days_ago(400)),)).declined == ()


def test_declined_wins_over_an_open_deal() -> None:
    found = found_for(*THREE, deals=(deal(category="energy"), lost(days_ago(10))))
    assert (found.in_pipeline, found.declined) == ((), ("energy",))


def test_deals_matter_only_where_there_would_be_a_gap() -> None:
    deals = (
        deal(category="maintenance"),  # bought already
        deal(category="robots"),  # no peer buys it
        lost(days_ago(10), category="robots"),
        deal(category=None),
        deal(category="energy", status="won"),
    )
    found = found_for(*THREE, deals=deals)
    assert (found.in_pipeline, found.declined) == ((), ())
    assert [gap.category for gap in found.gaps] == ["energy"]


def test_with_fewer_than_three_peers_nothing_is_computed() -> None:
    found = found_for(*THREE[:2])
    assert found == WhiteSpace(2, missing=("peers",))
    assert found.share_of_wallet is None


@pytest.mark.parametrize(
    ("unknown", "missing"),
    [
        ({"industry": None}, ("industry",)),
        ({"industry": " "}, ("industry",)),
        ({"employees": None}, ("employees",)),
        ({"employees": 0}, ("employees",)),
        ({"employees": -5}, ("employees",)),
        ({"industry": "", "employees": None}, ("industry", "employees")),
    ],
)
def test_what_is_not_known_of_us_is_named(unknown: dict[str, Any], missing: tuple[str, ...]) -> None:
    assert found_for(*THREE, ours=customer("A", **unknown)) == WhiteSpace(0, missing=missing)


def test_without_a_rate_for_our_own_revenue_nothing_is_computed() -> None:
    assert found_for(*THREE, bought=(sums("A", 5, currency="SEK"),)) == WhiteSpace(0, missing=("revenue",))


def test_a_customer_who_is_not_there_has_no_white_space() -> None:
    everyone = portfolio((OURS,), (BOUGHT,), MONTHS, EURO)
    found = white_space(everyone, "B", (), TODAY, LIMITS)
    assert found == WhiteSpace(0, missing=("industry", "employees", "revenue"))


def test_a_customer_who_bought_nothing_yet_has_all_gaps_and_no_share() -> None:
    found = found_for(*THREE, bought=())
    assert [gap.category for gap in found.gaps] == ["energy", "maintenance"]
    assert found.share_of_wallet == 0


def test_negative_revenue_is_no_share_of_anything() -> None:
    assert found_for(*THREE, bought=(sums("A", -5, "maintenance"),)).share_of_wallet is None


def with_wallet(amount: str | int, on: dt.date | None, **more: Any) -> WhiteSpace:
    ours = customer("A", employees=310, wallet=Decimal(amount), wallet_on=on, **more)
    return found_for(*THREE, ours=ours, rates=Rates("EUR", {"USD": Decimal("0.5")}))


@pytest.mark.parametrize(
    ("on", "estimated"),
    [("2026-10-05", False), ("2025-04-06", False), ("2025-04-05", False), ("2025-04-04", True), ("2026-12-31", False)],
)
def test_the_crms_wallet_counts_up_to_18_months(on: str, estimated: bool) -> None:  # noqa: FBT001
    found = with_wallet(794_000, dt.date.fromisoformat(on))
    assert found.estimated is estimated
    assert (found.share_of_wallet == Decimal("0.5")) != estimated


def test_a_wallet_is_in_the_accounts_currency() -> None:
    assert with_wallet(1_588_000, TODAY, currency="USD").share_of_wallet == Decimal("0.5")


@pytest.mark.parametrize(
    ("amount", "on", "more"),
    [(0, TODAY, {}), (-5, TODAY, {}), (794_000, None, {}), (794_000, TODAY, {"currency": "SEK"})],
)
def test_a_wallet_that_cannot_be_used_leaves_the_estimate(
    amount: int, on: dt.date | None, more: dict[str, Any]
) -> None:
    found = with_wallet(amount, on, **more)
    assert found.estimated
    assert found.share_of_wallet == found_for(*THREE).share_of_wallet


def test_nobody_has_more_than_the_whole_wallet() -> None:
    assert with_wallet(100_000, TODAY).share_of_wallet == 1


def test_the_crms_wallet_needs_no_peers() -> None:
    ours = customer("A", wallet=Decimal(794_000), wallet_on=TODAY)
    found = found_for(ours=ours)
    assert (found.share_of_wallet, found.estimated, found.missing) == (Decimal("0.5"), False, ("peers",))


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("25476.0744", "25000"),
        ("25500", "26000"),
        ("25499.99", "25000"),
        ("99500", "100000"),
        ("99.4", "99"),
        ("10", "10"),
        ("7", "7"),
        ("0.01249", "0.012"),
        ("0.0125", "0.013"),
        ("0", "0"),
        ("-25500", "-26000"),
    ],
)
def test_an_estimate_has_two_digits(amount: str, rounded: str) -> None:
    assert two_digits(Decimal(amount)) == Decimal(rounded)


def test_a_rounded_estimate_is_written_out() -> None:
    assert str(two_digits(Decimal(25_476))) == "25000"


@given(CENTS.filter(bool))
def test_rounding_to_two_digits_changes_at_most_one_part_in_twenty(amount: Decimal) -> None:
    rounded = two_digits(amount)
    assert abs(rounded - amount) * 20 <= abs(amount)
    assert two_digits(rounded) == rounded


PEERS = st.lists(
    st.tuples(
        st.integers(1, 3000),
        st.dictionaries(st.sampled_from(["energy", "training", "safety"]), st.integers(-100, 100_000)),
    ),
    max_size=6,
)


@given(PEERS, st.integers(1, 3000), st.randoms(use_true_random=False))
def test_a_gap_is_bought_by_half_of_at_least_three_peers_in_whatever_order(
    others: list[tuple[int, dict[str, int]]], employees: int, chance: Random
) -> None:
    peers = [peer(number, size, **bought) for number, (size, bought) in enumerate(others)]
    ours = customer("A", employees=employees)
    found = found_for(*peers, ours=ours)
    chance.shuffle(peers)
    assert found_for(*peers, ours=ours) == found
    for gap in found.gaps:
        assert gap.peers == found.peers >= 3
        assert gap.adoption >= Decimal("0.5")
        assert gap.potential is not None
        assert gap.potential > 0
    assert found.share_of_wallet is None or 0 < found.share_of_wallet <= 1
