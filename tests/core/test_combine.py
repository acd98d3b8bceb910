"""Which account of another source is which of ours, whose people they are, and which table counts."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.combine import By, Plan, all_filled, filled, joined, pair, same_people, translated
from kambrief.core.customer import Account, Commitment, Contact, CrmData, Order, Product, Side, Ticket
from kambrief.core.groups import groups
from tests.builders import havulinna, held, mail_in, markku, note, petri, ticket

DAY = dt.date(2026, 9, 1)


def account(one: str, **more: Any) -> Account:
    return dataclasses.replace(Account(one, f"{one} Oy"), **more)


def paired(by: By, ours: Sequence[Account], theirs: Sequence[Account]) -> tuple[dict[str, str], int]:
    found = pair(by, ours, theirs)
    return dict(found.ours), len(found.problems)


# --- which account is which ----------------------------------------------------------------------------------------


def test_the_same_id_is_the_same_account_and_so_is_one_that_was_merged_into_it() -> None:
    assert paired(By.ID, [account("A1", former_ids=("A9",))], []) == ({"A1": "A1", "A9": "A1"}, 0)


@pytest.mark.parametrize("theirs", [account("1001"), account("x", key="1001"), account("x", key=" 1001 ")])
def test_our_key_is_their_id_or_their_key(theirs: Account) -> None:
    assert paired(By.KEY, [account("A1", key="1001"), account("A2")], [theirs]) == ({theirs.id: "A1"}, 0)


def test_our_id_is_no_key() -> None:
    assert paired(By.KEY, [account("1001")], [account("1001")]) == ({}, 0)


def test_a_shared_domain_is_the_same_account_and_free_mail_is_nobodys() -> None:
    ours = [account("A1", domains=("Havulinna.example",)), account("A2", domains=("gmail.com",))]
    theirs = [account("x", domains=("havulinna.example", "old.example")), account("y", domains=("gmail.com",))]
    assert paired(By.DOMAIN, ours, theirs) == ({"x": "A1"}, 0)


@pytest.mark.parametrize("by", [By.KEY, By.DOMAIN])
def test_what_two_customers_of_ours_have_leads_to_neither(by: By) -> None:
    ours = [account(one, key="1", domains=("a.example",)) for one in ("A1", "A2")]
    assert paired(by, ours, [account("x", key="1", domains=("a.example",))]) == ({}, 1)


@pytest.mark.parametrize("by", [By.KEY, By.DOMAIN])
def test_what_two_customers_of_theirs_have_leads_nowhere(by: By) -> None:
    theirs = [account(one, key="1", domains=("a.example",)) for one in ("x", "y")]
    assert paired(by, [account("A1", key="1", domains=("a.example",))], theirs) == ({}, 1)


def test_an_account_whose_domains_lead_to_two_customers_is_left_out() -> None:
    ours = [account("A1", domains=("a.example",)), account("A2", domains=("b.example",))]
    assert paired(By.DOMAIN, ours, [account("x", domains=("a.example", "b.example"))]) == ({}, 1)


def test_within_one_group_it_is_the_uppermost() -> None:
    ours = [account("A1", parent_id="A2", domains=("a.example",)), account("A2", domains=("a.example",))]
    theirs = [account("x", domains=("a.example",)), account("y", parent_id="x", domains=("a.example",))]
    assert paired(By.DOMAIN, ours, theirs) == ({"x": "A2", "y": "A2"}, 0)


def test_a_subsidiary_without_a_domain_belongs_to_whom_its_parent_belongs() -> None:
    theirs = [account("x", domains=("a.example",)), account("y", parent_id="x"), account("z", parent_id="y")]
    assert paired(By.DOMAIN, [account("A1", domains=("a.example",))], theirs) == ({"x": "A1", "y": "A1", "z": "A1"}, 0)


def test_a_subsidiary_with_a_domain_nobody_of_ours_has_belongs_to_nobody() -> None:
    theirs = [account("x", domains=("a.example",)), account("y", parent_id="x", domains=("b.example",))]
    assert paired(By.DOMAIN, [account("A1", domains=("a.example",))], theirs) == ({"x": "A1"}, 0)


def test_below_an_unsure_account_nobody_is_sure() -> None:
    ours = [account("A1", domains=("a.example",)), account("A2", domains=("a.example",))]
    theirs = [account("x", domains=("a.example",)), account("y", parent_id="x")]
    assert paired(By.DOMAIN, ours, theirs) == ({}, 1)


NAMES = st.sampled_from("ABCDE")
ACCOUNTS = st.lists(
    st.builds(
        lambda one, parent, key, domains: account(one, parent_id=parent, key=key, domains=tuple(sorted(domains))),
        NAMES, st.none() | NAMES, st.none() | st.sampled_from("ABC12"), st.sets(st.sampled_from(["a.fi", "b.fi", "c.fi"])),
    ),
    unique_by=lambda one: one.id,
    max_size=5,
)  # fmt: skip


@given(ACCOUNTS, ACCOUNTS, st.sampled_from([By.KEY, By.DOMAIN]))
def test_whatever_the_data_an_account_leads_to_one_group_and_no_mark_to_two(
    ours: list[Account], theirs: list[Account], by: By
) -> None:
    found = pair(by, ours, theirs).ours
    here, there = groups(ours), groups(theirs)

    def told(one: Account, *, mine: bool) -> set[str]:
        if by is By.DOMAIN:
            return {*one.domains}
        return {key.casefold() for key in ((one.key,) if mine else (one.id, one.key)) if key}

    for one in theirs:
        rivals = {here.root(mine.id) for mine in ours if told(one, mine=False) & told(mine, mine=True)}
        if one.id in found and told(one, mine=False):
            assert rivals == {here.root(found[one.id])}
        likes = {there.root(other.id) for other in theirs if told(other, mine=False) & told(one, mine=False)}
        if len(rivals) == 1 and likes == {there.root(one.id)}:
            assert one.id in found


# --- people --------------------------------------------------------------------------------------------------------


def test_a_person_is_the_one_with_the_same_address_whatever_the_ids() -> None:
    theirs = CrmData(
        contacts=(petri(id="C02", account_id="x"), markku(id="77", account_id="x", email="mh@old.example"))
    )
    ours = [petri(), markku(aliases=("MH@old.example",))]
    assert dict(same_people(By.ID, ours, theirs, {"x": "A01"})) == {"C02": "C01", "77": "C02"}


def test_nobody_is_somebody_else_because_of_the_same_id() -> None:
    theirs = CrmData(contacts=(Contact("C01", "x", email="somebody@havulinna.example"),))
    assert dict(same_people(By.ID, [petri()], theirs, {"x": "A01"})) == {}


@pytest.mark.parametrize(("by", "known"), [(By.ID, {"C01": "C01", "C9": "C01"}), (By.KEY, {}), (By.DOMAIN, {})])
def test_a_source_without_contacts_means_ours_only_where_it_means_our_accounts(by: By, known: dict[str, str]) -> None:
    assert dict(same_people(by, [petri(former_ids=("C9",))], CrmData(), {})) == known


def test_an_address_that_two_of_ours_have_is_the_one_of_the_same_account_or_nobodys() -> None:
    ours = [petri(), petri(id="C09", account_id="A02")]
    theirs = CrmData(contacts=(petri(id="9", account_id="x"), petri(id="8", account_id="y")))
    assert dict(same_people(By.KEY, ours, theirs, {"x": "A02"})) == {"9": "C09"}


def test_records_get_our_ids_and_those_of_nobody_are_left_out() -> None:
    theirs = CrmData(
        activities=(
            held([petri(id="1"), markku(id="2")], "1.9. 9.00", recipients=("1", "elina@kuura.example", "2")),
            mail_in(markku(id="2"), "2.9. 9.00", "Kiitos."),
            note("3.9. 9.00", "Ei meidän.", account_id="other"),
        ),
        tickets=(ticket(contact_id="1"), ticket(id="KT-2", contact_id="2")),
    )
    found = translated(theirs, {"A01": "X1"}, {"1": "C01"})
    assert [(row.account_id, row.contacts, row.attended, row.recipients, row.sender) for row in found.activities] == [
        ("X1", ("C01",), ("C01",), ("C01", "elina@kuura.example"), None),
        ("X1", (), (), (), None),
    ]
    assert [(row.account_id, row.contact_id) for row in found.tickets] == [("X1", "C01"), ("X1", None)]


# --- accounts ------------------------------------------------------------------------------------------------------


def test_what_an_account_lacks_comes_from_the_first_that_tells_and_what_it_has_stays() -> None:
    mine = account("A1", crm_class="A", city=None)
    found = filled(mine, [account("x", crm_class="C", city="Oulu"), account("y", city="Espoo", industry="steel")])
    assert (found.id, found.crm_class, found.city, found.industry) == ("A1", "A", "Oulu", "steel")


def test_whose_an_account_is_is_the_main_sources_to_say() -> None:
    assert filled(account("A1"), [account("x", owner="otto@kuura.example", key="5", domains=("x.fi",))]) == account(
        "A1"
    )


@pytest.mark.parametrize(
    ("mine", "wallet"),
    [(None, Decimal(5)), ("SEK", Decimal(5)), ("EUR", None)],
    ids=["its currency comes along", "the same currency", "another currency"],
)
def test_what_a_customer_spends_is_not_taken_over_in_other_money(mine: str | None, wallet: Decimal | None) -> None:
    found = filled(account("A1", currency=mine), [account("x", wallet=Decimal(5), currency="SEK", wallet_on=DAY)])
    assert (found.wallet, found.wallet_on) == (wallet, DAY if wallet else None)
    assert found.currency == (mine or "SEK")


def test_of_several_that_are_one_of_ours_the_uppermost_tells_first() -> None:
    theirs = (account("1", parent_id="2", city="Oulu"), account("2", city="Espoo"))
    assert all_filled((account("A1"),), [(theirs, {"1": "A1", "2": "A1"})])[0].city == "Espoo"


# --- tables --------------------------------------------------------------------------------------------------------

CRM = havulinna(tickets=(ticket(id="1"),), missing=("orders", "products"), link_template="https://crm.example/{id}")
BI = CrmData(
    orders=(Order("A01", DAY, "service", Decimal(1), "EUR"),),
    products=(Product("P1", "service", "Huolto"),),
    tickets=(ticket(id="1", subject="BI"),),
    missing=("contacts", "deals"),
    problems=("orders.csv line 2: bad",),
    link_template="https://bi.example/{table}/{id}",
)
ORDER = ("crm", "bi")


def test_a_table_comes_from_the_first_that_has_it_and_what_nobody_has_is_missing() -> None:
    data = joined("crm", {"crm": CRM, "bi": BI}, Plan(ORDER))
    assert (data.orders, data.products, [row.subject for row in data.tickets]) == (
        BI.orders,
        BI.products,
        ["Valvonta putoaa"],
    )
    assert data.missing == ()
    assert data.problems == ("bi: orders.csv line 2: bad",)
    assert data.told_by["orders"] == ("bi",)


def test_a_table_comes_from_whom_the_configuration_names() -> None:
    data = joined("crm", {"crm": CRM, "bi": BI}, Plan(ORDER, {"tickets": ("bi",), "deals": ("bi",)}))
    assert [row.subject for row in data.tickets] == ["BI"]
    assert data.missing == ("deals",)


def test_records_of_the_second_source_of_a_table_have_its_name_and_both_are_kept() -> None:
    said = Commitment("K1", "A01", Side.US, "Otto", "Raportti", source="n1")
    first = dataclasses.replace(CRM, activities=(note("1.9. 9.00", "A", id="n1", thread_id="t"),))
    second = dataclasses.replace(BI, activities=(note("2.9. 9.00", "B", id="n1", thread_id="t"),), commitments=(said,))
    plan = Plan(ORDER, {"tickets": ORDER, "activities": ORDER, "commitments": ("bi",)})
    data = joined("crm", {"crm": first, "bi": second}, plan)
    assert [row.id for row in data.tickets] == ["1", "bi:1"]
    assert [(row.id, row.thread_id) for row in data.activities] == [("n1", "t"), ("bi:n1", "bi:t")]
    assert data.commitments[0].source == "bi:n1"
    assert [data.origin("tickets", one) for one in ("1", "bi:1")] == [("crm", "1"), ("bi", "1")]


def test_ids_stay_the_same_when_the_first_source_is_out_of_reach() -> None:
    data = joined("crm", {"crm": CRM, "bi": BI}, Plan(("crm", "desk", "bi"), {"tickets": ("desk", "bi")}))
    assert [row.id for row in data.tickets] == ["bi:1"]
    assert data.origin("tickets", "bi:1") == ("bi", "1")


def test_one_of_several_that_does_not_have_the_table_is_named() -> None:
    plan = Plan(ORDER, {"surveys": ORDER})
    lacking = dataclasses.replace(BI, missing=("surveys",))
    data = joined("crm", {"crm": CRM, "bi": lacking}, plan)
    assert "bi: tells no surveys" in data.problems
    assert "surveys" not in data.missing


def test_a_table_only_a_source_out_of_reach_is_known_to_have_comes_from_nobody_else() -> None:
    plan = Plan(("crm", "bi", "old"), declared={"bi": frozenset({"orders"})})
    data = joined("crm", {"crm": CRM, "old": BI}, plan)
    assert (data.orders, data.missing) == ((), ("orders",))


def test_products_come_with_the_orders() -> None:
    mine = dataclasses.replace(CRM, products=(Product("P9", "x", "X"),), missing=("orders",))
    assert joined("crm", {"crm": mine, "bi": BI}, Plan(ORDER)).products == BI.products
    assert joined("crm", {"crm": mine, "bi": BI}, Plan(ORDER, {"products": ("crm",)})).products == mine.products
    bare = dataclasses.replace(BI, missing=("products",))
    assert joined("crm", {"crm": mine, "bi": bare}, Plan(ORDER)).products == mine.products


def test_a_source_alone_has_no_name_before_its_ids() -> None:
    assert CRM.origin("tickets", "crm:1") == ("", "crm:1")
    assert Ticket("1", "A01", "x", DAY) == ticket(id="1", subject="x", opened=DAY, severity=None)
