"""Who may open a customer's page, and what is on it."""

import dataclasses
import datetime as dt

import pytest

from kambrief.core.customer import Account, Contact, CrmData
from kambrief.core.model import Scope
from kambrief.desk.customer_page import customer
from kambrief.errors import NotFoundError, ProviderError
from tests.builders import ELINA, OTTO, at, attendee, call, deal, havulinna, occurrence, petri, promise
from tests.desk.shop import NOW, TUULI, VESALA, VESALA_SE, TellingCrm, shop

OWNED = CrmData(accounts=(VESALA, VESALA_SE), contacts=(TUULI,), provider="crm.fake")
BOTH = CrmData(
    accounts=(*havulinna().accounts, VESALA, VESALA_SE), contacts=(*havulinna().contacts, TUULI), provider="crm.fake"
)  # fmt: skip
NARROW = dataclasses.replace(OTTO, crm_scope=Scope.OWN)


def test_the_owner_opens_it_without_any_meeting() -> None:
    app, _ = shop(OWNED)
    found = customer(app, "V1", OTTO, NOW)
    assert (found.root, found.ahead) == ("V1", False)
    assert {one.id for one in found.situation.data.accounts} == {"V1", "V2"}


def test_who_neither_owns_nor_meets_it_learns_no_more_than_of_one_that_is_not_there() -> None:
    app, _ = shop(OWNED)
    told = []
    for account_id in ("V1", "X9"):
        with pytest.raises(NotFoundError) as error:
            customer(app, account_id, ELINA, NOW)
        told.append(str(error.value).replace(account_id, "?"))
    assert told[0] == told[1]


def test_a_meeting_past_or_ahead_opens_it_for_whoever_has_it() -> None:
    app, _ = shop(BOTH, occurrence())
    found = customer(app, "A01", ELINA, NOW)
    assert (found.ahead, found.situation.meeting.title) == (True, "Kuorimon tilanne")
    with pytest.raises(NotFoundError):
        customer(app, "A01", OTTO, NOW)
    past, _ = shop(BOTH, occurrence("1.9. 9.00"))
    assert not customer(past, "A01", ELINA, NOW).ahead


def test_a_cancelled_meeting_opens_nothing() -> None:
    from kambrief.core.model import EventStatus

    app, _ = shop(BOTH, occurrence(status=EventStatus.CANCELLED))
    with pytest.raises(NotFoundError):
        customer(app, "A01", ELINA, NOW)


def test_a_part_of_an_id_or_a_name_opens_nothing() -> None:
    app, _ = shop(BOTH, occurrence())
    for said in ("A", "A0", "Havulinna", "a01", "", "C01"):
        with pytest.raises(NotFoundError):
            customer(app, said, ELINA, NOW)


def test_a_company_within_a_group_opens_the_group() -> None:
    app, _ = shop(OWNED)
    assert customer(app, "V2", OTTO, NOW).root == "V1"


def test_crm_scope_hides_a_customer_that_is_met_but_not_owned() -> None:
    narrow = dataclasses.replace(ELINA, crm_scope=Scope.OWN)
    app, _ = shop(BOTH, occurrence(), managers=(narrow, OTTO))
    with pytest.raises(NotFoundError):
        customer(app, "A01", narrow, NOW)


def test_what_scope_leaves_of_a_group_is_shown_and_the_page_says_that_something_is_left_out() -> None:
    part = dataclasses.replace(VESALA, owner="Somebody Else")
    data = dataclasses.replace(OWNED, accounts=(part, VESALA_SE), deals=(deal(id="D9", account_id="V1"),))
    app, _ = shop(data, managers=(ELINA, NARROW))
    found = customer(app, "V2", NARROW, NOW)
    assert (found.root, found.hidden, found.compared) == ("V2", True, False)
    assert found.situation.data.deals == ()
    with pytest.raises(NotFoundError):
        customer(app, "V1", NARROW, NOW)


def test_a_deputy_sees_what_both_may_see() -> None:
    everything = dataclasses.replace(ELINA, crm_scope=Scope.ALL)
    narrow = dataclasses.replace(ELINA, crm_scope=Scope.OWN)
    app, _ = shop(OWNED, managers=(everything, OTTO))
    assert customer(app, "V1", OTTO, NOW, deputy=everything).root == "V1"
    with pytest.raises(NotFoundError):
        customer(app, "V1", OTTO, NOW, deputy=narrow)


def test_a_private_meeting_opens_the_page_for_nobody_but_its_owner() -> None:
    app, _ = shop(BOTH, occurrence(private=True))
    assert customer(app, "A01", ELINA, NOW).root == "A01"
    with pytest.raises(NotFoundError):
        customer(app, "A01", ELINA, NOW, deputy=OTTO)


def test_nothing_of_another_customer_is_on_it() -> None:
    data = dataclasses.replace(BOTH, activities=(
        call(petri(), "1.10. 9.00", "Havulinna asks for an offer."),
        call(TUULI, "1.10. 10.00", "Vesala's secret price is 7 %."),
    ))  # fmt: skip
    app, _ = shop(data, occurrence())
    situation = customer(app, "A01", ELINA, NOW).situation
    assert {one.account_id for one in situation.data.activities} == {"A01"}
    assert not any("Vesala" in fact.text for fact in situation.facts.values())


def test_kept_records_that_are_fresh_are_used_and_no_vendor_is_asked() -> None:
    app, crm = shop(BOTH, occurrence())
    kept = dataclasses.replace(havulinna(), fetched_at=NOW - dt.timedelta(minutes=20))
    app.store.save_snapshot(crm.name, "A01", kept)
    found = customer(app, "A01", ELINA, NOW)
    assert crm.calls == ["figures"]  # once, because nobody's sums were kept
    assert found.read_at == kept.fetched_at
    crm.calls.clear()
    customer(app, "A01", ELINA, NOW)
    assert crm.calls == []


def test_old_ones_are_read_again() -> None:
    app, crm = shop(BOTH, occurrence())
    app.store.save_snapshot(crm.name, "A01", dataclasses.replace(havulinna(), fetched_at=NOW - dt.timedelta(hours=2)))
    found = customer(app, "A01", ELINA, NOW)
    assert "histories" in crm.calls
    assert found.read_at == NOW


def test_while_the_crm_is_down_the_last_known_records_are_shown_as_such() -> None:
    app, crm = shop(BOTH, occurrence())
    read_at = NOW - dt.timedelta(days=2)
    app.store.save_snapshot(crm.name, "A01", dataclasses.replace(havulinna(), fetched_at=read_at))
    crm.down = True
    found = customer(app, "A01", ELINA, NOW)
    assert (found.current, found.read_at) == (False, read_at)


def test_with_nothing_kept_the_page_says_that_the_crm_is_away_and_not_that_there_is_no_customer() -> None:
    app, crm = shop(BOTH, occurrence())
    crm.down = True
    with pytest.raises(ProviderError):
        customer(app, "A01", ELINA, NOW)


def test_promises_and_people_come_with_it() -> None:
    data = dataclasses.replace(
        BOTH, commitments=(promise("Root cause report", dt.date(2026, 9, 25)),),
        activities=(call(petri(), "1.10. 9.00", our_people=("Elina Saarikko",)),),
    )  # fmt: skip
    app, _ = shop(data, occurrence())
    found = customer(app, "A01", ELINA, NOW)
    assert found.situation.commitments.ours_overdue[0].days_late == 10
    petris = found.relations.of("C01")
    assert petris is not None
    assert [one.ours for one in petris.links] == ["elina saarikko"]


def test_an_address_that_another_customer_has_too_is_no_meeting_with_both() -> None:
    twin = Contact("C99", "B01", "Petra", "Vuolle", email="petra@other.example")
    data = dataclasses.replace(
        BOTH, accounts=(*BOTH.accounts, Account("B01", "Other Oy", domains=("other.example",))),
        contacts=(*BOTH.contacts, twin),
    )  # fmt: skip
    app, _ = shop(data, occurrence(attendees=(attendee(petri()),)))
    with pytest.raises(NotFoundError):
        customer(app, "B01", ELINA, NOW)


def test_without_figures_the_page_is_there_all_the_same() -> None:
    from tests.fakes import FakeCrm

    app, _ = shop(BOTH, occurrence(), crm=FakeCrm(BOTH))
    found = customer(app, "A01", ELINA, at("5.10. 12.00"))
    assert (found.root, found.compared) == ("A01", False)
    assert isinstance(shop(BOTH)[1], TellingCrm)
