"""What the CRM knows of the people in a pass: two calls, the last known data when it is down, faults told from facts."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from kambrief.core.customer import Account, Contact, CrmData
from kambrief.core.match import Rule
from kambrief.core.work import Correction
from kambrief.errors import ProviderError
from kambrief.pipeline.customers import KEEP, Customers, age_gap
from kambrief.store.sql import SqlStore
from tests.builders import OWN, at, attendee, call, havulinna, markku, meeting, petri
from tests.fakes import FakeCrm

NOW = at("6.10. 8.00")
CALLED = havulinna(activities=(call(petri(), "1.10. 15.00", "Petri toivoo lukuja."),))
METSOLA = Account("A02", "Metsola Oy", domains=("metsola.example",))
ANNA = Contact("C11", "A02", "Anna", "Metso", "anna@metsola.example")


class Desk:
    """The CRM, the database and what was logged."""

    def __init__(self, data: CrmData = CALLED, **options: Any) -> None:
        self.crm = FakeCrm(data, **options)
        self.store = SqlStore.open("sqlite://")
        self.log: list[str] = []
        self.customers = Customers(self.crm, self.store, OWN, (), lambda event, **_: self.log.append(event))


def both() -> CrmData:
    return dataclasses.replace(
        CALLED, accounts=(*CALLED.accounts, METSOLA), contacts=(*CALLED.contacts, ANNA),
        activities=(*CALLED.activities, call(ANNA, "2.10. 9.00", "Anna kysyi hinnasta.")),
    )  # fmt: skip


def test_without_a_crm_the_gap_is_named() -> None:
    customers = Customers(None, SqlStore.open("sqlite://"), OWN, (), lambda *_, **__: None)
    known = customers.fetch([meeting()], NOW)
    assert known.data == CrmData()
    assert [gap.key for gap in known.gaps] == ["gap_no_crm"]


def test_many_meetings_cost_two_calls() -> None:
    desk = Desk(both())
    meetings = [meeting(), meeting("6.10. 11.00", id="m2", attendees=(attendee(ANNA),))]
    known = desk.customers.fetch(meetings, NOW)
    assert desk.crm.calls == ["find", "histories"]
    assert {row.account_id for row in known.data.activities} == {"A01", "A02"}


def test_guests_nobody_knows_cost_one_call_and_are_no_fault() -> None:
    desk = Desk()
    known = desk.customers.fetch([meeting(attendees=(attendee("x@elsewhere.example"),))], NOW)
    assert desk.crm.calls == ["find"]
    assert known.current
    assert known.gaps == ()
    assert desk.log == []


def test_down_after_it_was_up_gives_the_last_known_and_its_age() -> None:
    desk = Desk()
    desk.customers.fetch([meeting()], NOW)
    desk.crm.down = True
    known = desk.customers.fetch([meeting()], NOW + dt.timedelta(hours=5))
    assert known.data.activities == CALLED.activities
    assert not known.current
    assert known.ages == {"A01": NOW}
    assert desk.customers.match(meeting(), known).joins[0].contact == petri()


def test_down_from_the_start_says_that_nothing_is_known() -> None:
    known = Desk(down=True).customers.fetch([meeting()], NOW)
    assert [gap.key for gap in known.gaps] == ["gap_crm_gone"]
    assert not known.current


def test_what_failed_is_remembered_with_the_last_time_it_worked() -> None:
    desk = Desk()
    desk.customers.fetch([meeting()], NOW)
    desk.crm.down = True
    desk.customers.fetch([meeting()], NOW + dt.timedelta(hours=1))
    state = desk.store.source_states()["crm.fake"]
    assert state.last_ok == NOW
    assert state.last_error == "connection refused"


def test_several_groups_come_back_each_with_its_own_records_and_its_own_age() -> None:
    desk = Desk(both())
    desk.customers.fetch([meeting(attendees=(attendee(ANNA),))], NOW - dt.timedelta(hours=30))
    desk.customers.fetch([meeting()], NOW)
    desk.crm.down = True
    known = desk.customers.fetch([meeting(attendees=(attendee(petri()), attendee(ANNA)))], NOW)
    assert {row.id for row in known.data.accounts} == {"A01", "A02"}
    assert len(known.data.activities) == 2
    assert known.ages == {"A01": NOW, "A02": NOW - dt.timedelta(hours=30)}


def test_a_crm_that_knew_these_people_and_now_knows_nobody_is_a_fault() -> None:
    desk = Desk()
    desk.customers.fetch([meeting()], NOW)
    desk.crm.data = CrmData()
    known = desk.customers.fetch([meeting()], NOW + dt.timedelta(hours=1))
    assert known.data.activities == CALLED.activities
    assert not known.current
    assert desk.log == ["crm not reached"]


def test_other_people_unknown_to_the_crm_do_not_make_it_faulty() -> None:
    desk = Desk()
    desk.customers.fetch([meeting()], NOW)
    known = desk.customers.fetch([meeting(attendees=(attendee("x@elsewhere.example"),))], NOW)
    assert known.current


@pytest.mark.parametrize(
    "error", [KeyError("x"), RuntimeError("x"), ZeroDivisionError(), ProviderError("crm.fake", "500")]
)
def test_whatever_the_provider_raises_the_flow_goes_on(error: Exception) -> None:
    class Broken(FakeCrm):
        def find(self, *_: object, **__: object) -> CrmData:
            raise error

    customers = Customers(Broken(CALLED), SqlStore.open("sqlite://"), OWN, (), lambda *_, **__: None)
    assert [gap.key for gap in customers.fetch([meeting()], NOW).gaps] == ["gap_crm_gone"]


def test_rows_that_could_not_be_read_are_counted_in_the_brief_and_detailed_for_the_operator() -> None:
    known = Desk(havulinna(problems=("contacts.csv line 3: x", "contacts.csv line 9: y"))).customers.fetch(
        [meeting()], NOW
    )
    [gap] = known.gaps
    assert (gap.key, dict(gap.values)) == ("gap_rows", {"count": "2"})
    assert "contacts.csv line 9" in gap.detail


def test_a_correction_leads_to_the_record_it_names() -> None:
    desk = Desk()
    desk.store.save_correction(Correction("p.v@gmail.example", "C01", "A01", NOW))
    call_ = meeting(attendees=(attendee("p.v@gmail.example"),))
    known = desk.customers.fetch([call_], NOW)
    [join] = desk.customers.match(call_, known).joins
    assert (join.rule, join.contact) == (Rule.CORRECTED, petri())
    assert known.data.activities == CALLED.activities


def test_kept_data_of_a_customer_we_no_longer_meet_are_deleted_after_a_month() -> None:
    desk = Desk(both())
    desk.customers.fetch([meeting(attendees=(attendee(ANNA),))], NOW)
    desk.customers.fetch([meeting()], NOW + KEEP - dt.timedelta(days=1))
    assert len(desk.store.snapshots("crm.fake")) == 2
    desk.customers.fetch([meeting()], NOW + KEEP + dt.timedelta(days=1))
    assert [kept.accounts[0].id for kept in desk.store.snapshots("crm.fake")] == ["A01"]


def test_what_is_kept_of_one_group_holds_nothing_of_another() -> None:
    desk = Desk(both())
    desk.customers.fetch([meeting(attendees=(attendee(petri()), attendee(markku()), attendee(ANNA)))], NOW)
    kept = {data.accounts[0].id: data for data in desk.store.snapshots("crm.fake")}
    assert {row.account_id for row in kept["A01"].activities} == {"A01"}
    assert {row.id for row in kept["A02"].contacts} == {"C11"}


@pytest.mark.parametrize(
    ("hours", "key", "count"),
    [(0.1, "hours", "1"), (1.4, "hours", "1"), (48, "hours", "48"), (49, "days", "2"), (100, "days", "4")],
)
def test_an_age_is_told_in_hours_up_to_two_days_and_then_in_days(hours: float, key: str, count: str) -> None:
    gap = age_gap("gap_crm_down", NOW - dt.timedelta(hours=hours), NOW)
    assert (gap.key, dict(gap.values)) == (f"gap_crm_down_{key}", {"count": count})
