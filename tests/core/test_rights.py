"""What lies outside an account manager's scope, and that nothing of it is left."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Account, CrmData
from kambrief.core.model import Scope
from kambrief.core.rights import counted, names_of, outside, together, without
from tests.builders import ELINA, deal, havulinna, note, nps, petri, promise, ticket
from tests.core.full_data import customers
from tests.core.test_combine import DAY

MINE = frozenset({"elina@kuura.example"})
TEAM = frozenset({"otto@kuura.example"})


def owned(owner: str | None, one: str = "A01", parent: str | None = None) -> Account:
    return Account(one, one, owner=owner, parent_id=parent)


def hidden(data: CrmData, scope: Scope = Scope.OWN) -> dict[str, set[str]]:
    return {table: set(ids) for table, ids in outside(data, scope, MINE, TEAM).items()}


@pytest.mark.parametrize(
    ("owner", "scope", "seen"),
    [
        ("elina@kuura.example", Scope.OWN, True),
        (" Elina@Kuura.example", Scope.OWN, True),
        ("otto@kuura.example", Scope.OWN, False),
        ("otto@kuura.example", Scope.TEAM, True),
        ("iida@kuura.example", Scope.TEAM, False),
        ("iida@kuura.example", Scope.ALL, True),
        (None, Scope.OWN, False),
        ("", Scope.TEAM, False),
        (None, Scope.ALL, True),
    ],
)
def test_an_account_is_seen_by_its_owner_and_their_team(owner: str | None, scope: Scope, seen: bool) -> None:  # noqa: FBT001
    assert hidden(CrmData(accounts=(owned(owner),)), scope) == ({} if seen else {"accounts": {"A01"}})


@pytest.mark.parametrize(("above", "seen"), [("elina@kuura.example", True), ("iida@kuura.example", False)])
def test_an_account_without_an_owner_follows_the_nearest_above_it_that_has_one(above: str, seen: bool) -> None:  # noqa: FBT001
    rows = (owned(None, "C", "B"), owned(None, "B", "A"), owned(above, "A", "Z"), owned("elina@kuura.example", "Z"))
    assert hidden(CrmData(accounts=rows)) == ({} if seen else {"accounts": {"A", "B", "C"}})


def test_parents_of_each_other_without_an_owner_are_hidden() -> None:
    rows = (owned(None, "A", "B"), owned(None, "B", "A"))
    assert hidden(CrmData(accounts=rows)) == {"accounts": {"A", "B"}}


def test_a_deal_of_somebody_else_is_hidden_and_one_without_an_owner_follows_its_account() -> None:
    deals = (deal(id="D1", owner="iida@kuura.example"), deal(id="D2"), deal(id="D3", owner="elina@kuura.example"))
    data = havulinna(accounts=(owned("elina@kuura.example"),), deals=deals)
    assert hidden(data) == {"deals": {"D1"}}


def test_records_of_an_account_that_is_not_there_are_nobodys_to_see() -> None:
    assert hidden(CrmData(tickets=(ticket(),))) == {"accounts": {"A01"}}


def test_everything_of_a_hidden_account_is_hidden_with_it_a_deal_of_ones_own_too() -> None:
    data = havulinna(
        accounts=(owned("iida@kuura.example"), owned("elina@kuura.example", "A02")),
        deals=(deal(owner="elina@kuura.example"),),
        activities=(note("1.9. 9.00", "x"), note("2.9. 9.00", "y", account_id="A02")),
        surveys=(nps(petri(), 3, DAY),),
        commitments=(promise("z", None),),
    )
    seen = without(data, outside(data, Scope.OWN, MINE))
    assert [account.id for account in seen.accounts] == ["A02"]
    assert [row.id for row in seen.activities] == ["note-2.9. 9.00"]
    assert (seen.contacts, seen.deals, seen.surveys, seen.commitments) == ((), (), (), ())
    assert counted(data, seen) == "1 accounts, 2 contacts, 1 deals, 1 commitments, 1 activities, 1 surveys"


def test_single_records_may_be_hidden_and_the_rest_stays() -> None:
    data = havulinna(deals=(deal(id="D1"), deal(id="D2")), tickets=(ticket(),))
    seen = without(data, {"deals": frozenset({"D1"}), "contacts": frozenset({"C01"})})
    assert ([row.id for row in seen.deals], [row.id for row in seen.contacts]) == (["D2"], ["C02"])
    assert seen.tickets == data.tickets


def test_what_any_rule_hides_is_hidden() -> None:
    one, other = {"deals": frozenset({"D1"})}, {"deals": frozenset({"D2"}), "accounts": frozenset({"A1"})}
    assert together(one, {}, other) == {"deals": frozenset({"D1", "D2"}), "accounts": frozenset({"A1"})}


def test_an_owner_may_be_named_by_address_alias_or_name() -> None:
    elina = dataclasses.replace(ELINA, aliases=("es@kuura.example",))
    assert names_of(elina) == {"elina@kuura.example", "es@kuura.example", "elina saarikko"}
    assert names_of(dataclasses.replace(elina, name="")) == {"elina@kuura.example", "es@kuura.example"}


@given(customers("A01", mark="µ"), customers("A02", mark="ß"), st.sampled_from([Scope.OWN, Scope.TEAM]))
def test_nothing_of_a_hidden_customer_is_left_and_nothing_of_a_seen_one_is_lost(
    theirs: CrmData, ours: CrmData, scope: Scope
) -> None:
    theirs, ours = (
        dataclasses.replace(one, accounts=tuple(dataclasses.replace(row, owner=who) for row in one.accounts), deals=())
        for one, who in ((theirs, "iida@kuura.example"), (ours, "elina@kuura.example"))
    )
    tables = ("accounts", "contacts", "contracts", "commitments", "activities", "orders", "surveys", "tickets", "plans")
    both = dataclasses.replace(ours, **{one: getattr(theirs, one) + getattr(ours, one) for one in tables})
    seen = without(both, outside(both, scope, MINE, TEAM))
    assert seen == ours
    assert "µ" not in str(seen)
