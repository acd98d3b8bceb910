"""The customers of one account manager."""

import dataclasses
import datetime as dt

import pytest

from kambrief.core.customer import Account, CrmData, Order
from kambrief.core.model import EventStatus, Scope
from kambrief.desk.account_list import PAGE, Accounts, accounts
from kambrief.errors import UserError
from tests.builders import ELINA, OTTO, havulinna, occurrence
from tests.desk.shop import NOW, VESALA, VESALA_SE, euros, shop
from tests.fakes import FakeCrm

HAVULINNA = havulinna().accounts[0]


def order(account_id: str, amount: int, month: dt.date = dt.date(2026, 8, 1)) -> Order:
    return Order(account_id, month, "service", euros(amount), "EUR")


DATA = CrmData(
    accounts=(HAVULINNA, VESALA, VESALA_SE, Account("Z9", "Nobody’s Oy", domains=("nobody.example",))),
    orders=(order("V1", 5_000), order("V2", 1_000), order("A01", 90_000)), provider="crm.fake",
)  # fmt: skip


def ids(found: Accounts) -> list[str]:
    return [row.account.id for row in found.rows]


def test_those_owned_and_those_met_are_listed_by_revenue_and_nobody_elses() -> None:
    app, _ = shop(DATA, occurrence(owner=OTTO))
    found = accounts(app, OTTO, NOW)
    assert ids(found) == ["A01", "V1"]
    assert [(row.owned, row.ahead is not None, row.t12m) for row in found.rows] == [
        (False, True, euros(90_000)), (True, False, euros(6_000)),
    ]  # fmt: skip
    assert ids(accounts(app, ELINA, NOW)) == []


def test_a_cancelled_meeting_and_a_private_one_of_somebody_else_list_nothing() -> None:
    app, _ = shop(DATA, occurrence(status=EventStatus.CANCELLED))
    assert ids(accounts(app, ELINA, NOW)) == []
    private, _ = shop(DATA, occurrence(private=True))
    assert ids(accounts(private, ELINA, NOW)) == ["A01"]
    assert ids(accounts(private, ELINA, NOW, deputy=OTTO)) == []


def test_a_domain_that_two_customers_have_lists_neither() -> None:
    twin = Account("B01", "Twin Oy", domains=("havulinna.example",))
    app, _ = shop(dataclasses.replace(DATA, accounts=(*DATA.accounts, twin)), occurrence())
    assert ids(accounts(app, ELINA, NOW)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [("vesala", ["V1"]), ("kemi VESALA", ["V1"]), ("sverige", ["V1"]), ("V2", ["V1"]), ("levy", []), ("  ", ["V1"])],
)  # fmt: skip
def test_a_search_looks_at_every_company_of_a_group(query: str, found: list[str]) -> None:
    app, _ = shop(DATA)
    assert ids(accounts(app, OTTO, NOW, query)) == found


def test_a_sum_that_holds_a_hidden_part_is_not_shown() -> None:
    narrow = dataclasses.replace(OTTO, crm_scope=Scope.OWN)
    part = dataclasses.replace(VESALA_SE, owner="Somebody Else")
    app, _ = shop(dataclasses.replace(DATA, accounts=(HAVULINNA, VESALA, part)), managers=(ELINA, narrow))
    assert ids(accounts(app, narrow, NOW)) == []
    assert ids(accounts(app, OTTO, NOW)) == ["V1"]
    assert ids(accounts(app, OTTO, NOW, deputy=narrow)) == []


def test_fifty_at_a_time() -> None:
    many = tuple(Account(f"M{number:03}", f"Mänty {number}", owner="Otto Salmi") for number in range(120))
    app, _ = shop(CrmData(accounts=many, orders=(order("M000", 1),), provider="crm.fake"))
    shown = [accounts(app, OTTO, NOW, number=number) for number in (1, 2, 3, 9)]
    assert [len(one.rows) for one in shown] == [PAGE, PAGE, 20, 20]
    assert (shown[0].fitting, shown[0].pages, shown[3].number) == (120, 3, 3)
    assert len({one for page in shown[:3] for one in ids(page)}) == 120


def test_a_crm_that_cannot_list_customers_is_said_to_be_one() -> None:
    app, _ = shop(DATA, crm=FakeCrm(DATA))
    assert not accounts(app, OTTO, NOW).known


def test_the_list_asks_the_source_once_and_never_again() -> None:
    app, crm = shop(DATA)
    accounts(app, OTTO, NOW)
    accounts(app, OTTO, NOW)
    assert crm.calls == ["figures"]


def test_without_a_crm_there_is_no_list() -> None:
    app, _ = shop(DATA)
    app.before = dataclasses.replace(app.before, customers=dataclasses.replace(app.before.customers, crm=None))
    with pytest.raises(UserError):
        accounts(app, OTTO, NOW)
