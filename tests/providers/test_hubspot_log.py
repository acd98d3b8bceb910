"""What was approved reaches HubSpot once, whatever happens on the way, and changes with what is approved later."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.crm import Entry, EntryKind, Outcome, Promise, entries
from kambrief.core.customer import Side
from kambrief.errors import CallError, GoneError, ProviderError
from kambrief.providers.crm.hubspot import Provider
from tests.parts.fake_hubspot import FakeHubspot
from tests.parts.hubspot_load import owner
from tests.parts.hubspot_portals import Clock, portal, provider

pytestmark = pytest.mark.corpus
KEY = "kambrief-0123456789abcdef0123"
START = dt.datetime(2026, 10, 5, 8, 0, tzinfo=dt.UTC)


@dataclasses.dataclass
class Office:
    fake: FakeHubspot
    crm: Provider
    clock: Clock
    account: str
    contact: str
    deal: str

    def note(self, **changed: Any) -> Entry:
        told = Entry(
            KEY, EntryKind.NOTE, self.account, "Ohjausryhmä", "Sovittu: hinta < 5 %.\nSeuraava: raportti", (self.contact,),
            self.deal, START, START + dt.timedelta(hours=1), owner="Elina@kuura.example",
        )  # fmt: skip
        return dataclasses.replace(told, **changed)

    def task(self, **changed: Any) -> Entry:
        told = self.note(kind=EntryKind.TASK, subject="Lähetä raportti", text="", end=None, due=dt.date(2026, 10, 9))
        return dataclasses.replace(told, **changed)

    def live(self, kind: str) -> dict[str, dict[str, str]]:
        return {one: row.said for one, row in self.fake.records[kind].items() if not row.archived}


@pytest.fixture(params=["unique", "mark"])
def office(request: pytest.FixtureRequest, corpora: Path, tmp_path: Path) -> Iterator[Office]:
    """Once with the property that holds our key, once without."""
    clock = Clock()
    fake, _ = portal(corpora, clock=clock)
    fake.owners.append(owner("41", "elina@kuura.example"))
    if request.param == "unique":
        for kind in ("meetings", "tasks", "notes"):
            fake.custom[kind]["kambrief_id"] = True
    account = fake.put("companies", {"name": "Koivu"})
    contact, deal = fake.put("contacts", {"email": "a@a.example"}), fake.put("deals", {"dealname": "Jatko"})
    for kind, one in (("contacts", contact), ("deals", deal)):
        fake.link(kind, one, "companies", account, primary=True)
    clock.pass_(hours=1)
    yield Office(fake, provider(fake, tmp_path), clock, account, contact, deal)
    assert fake.violations == []


def test_a_note_becomes_the_meeting_with_company_contacts_and_deal(office: Office) -> None:
    logged = office.crm.log(office.note())
    assert logged.created
    said = office.live("meetings")[logged.remote_id]
    assert (said["hs_meeting_title"], said["hs_meeting_outcome"], said["hubspot_owner_id"]) == (
        "Ohjausryhmä",
        "COMPLETED",
        "41",
    )
    assert (said["hs_meeting_start_time"], said["hs_meeting_end_time"]) == (
        "2026-10-05T08:00:00.000Z",
        "2026-10-05T09:00:00.000Z",
    )
    assert said["hs_internal_meeting_notes"].startswith("Sovittu: hinta &lt; 5 %.<br>Seuraava: raportti")
    for to, other in (("companies", office.account), ("contacts", office.contact), ("deals", office.deal)):
        assert other in office.fake.links["meetings", to][logged.remote_id]


def test_what_is_written_is_read_again_without_our_mark(office: Office) -> None:
    office.crm.log(office.note())
    office.crm.log(office.task(key=KEY[:-1] + "4"))
    found = office.crm.histories(frozenset({office.account}))
    (meeting,), (promise,) = found.activities, found.commitments
    assert (meeting.body, meeting.tags, meeting.status) == (
        "Sovittu: hinta < 5 %.\nSeuraava: raportti",
        ("internal",),
        "held",
    )
    assert (promise.side, promise.text, promise.due, promise.owner) == (
        Side.US,
        "Lähetä raportti",
        dt.date(2026, 10, 9),
        "elina@kuura.example",
    )
    assert found.plans == ()


@pytest.mark.parametrize("kind", ["meetings", "tasks"])
@pytest.mark.parametrize("lag", [0, 60])
def test_a_lost_answer_makes_no_second_record_also_while_the_search_lags(office: Office, kind: str, lag: int) -> None:
    entry = office.note() if kind == "meetings" else office.task()
    office.fake.lag = dt.timedelta(seconds=lag)
    unique = "kambrief_id" in office.fake.custom[kind]
    office.fake.fault("lost", 1, "batch/upsert" if unique else f"POST objects/2026-09/{kind} ")
    if not unique:  # with the property the question may simply be sent again
        with pytest.raises(CallError) as caught:
            office.crm.log(entry)
        assert not caught.value.permanent
    logged = [office.crm.log(entry).remote_id for _ in range(3)]
    assert [struck for struck, _ in office.fake.faults.struck] == ["lost"]
    assert [*office.live(kind)] * 3 == logged
    assert office.account in office.fake.links[kind, "companies"][logged[0]]


def test_an_association_that_failed_is_made_by_the_next_try(office: Office) -> None:
    office.fake.fault("500", 3, "associations/default")
    with pytest.raises(CallError) as caught:
        office.crm.log(office.note())
    assert not caught.value.permanent
    office.fake.faults.calm()
    logged = office.crm.log(office.note())
    assert (logged.created, len(office.live("meetings"))) == (False, 1)
    assert office.account in office.fake.links["meetings", "companies"][logged.remote_id]


def test_what_is_edited_later_changes_the_same_record(office: Office) -> None:
    first = office.crm.log(office.task())
    edited = office.task(subject="Lähetä raportti ja lista", due=dt.date(2026, 10, 12), done=True)
    for remote_id in (first.remote_id, ""):
        again = office.crm.log(edited, remote_id)
        assert (again.remote_id, again.created) == (first.remote_id, False)
    (said,) = office.live("tasks").values()
    assert (said["hs_task_subject"], said["hs_task_status"], said["hs_timestamp"]) == (
        "Lähetä raportti ja lista",
        "COMPLETED",
        "2026-10-12T09:00:00.000Z",
    )


def test_a_record_that_a_person_deleted_is_not_made_again(office: Office) -> None:
    logged = office.crm.log(office.task())
    office.fake.delete("tasks", logged.remote_id)
    with pytest.raises(GoneError, match="has been deleted in HubSpot"):
        office.crm.log(office.task(), logged.remote_id)
    assert office.live("tasks") == {}


@pytest.mark.parametrize("deal", ["there", "gone", "none"])
def test_the_next_step_is_a_field_of_the_deal(office: Office, deal: str) -> None:
    step = office.note(
        kind=EntryKind.NEXT_STEP, subject="Soita 9.10.", contact_ids=(), deal_id="" if deal == "none" else office.deal
    )
    if deal == "gone":
        office.fake.delete("deals", office.deal)
    if deal == "there":
        assert (office.crm.log(step).remote_id, office.live("deals")[office.deal]["hs_next_step"]) == (
            office.deal,
            "Soita 9.10.",
        )
        return
    with pytest.raises(GoneError if deal == "gone" else ProviderError) as caught:
        office.crm.log(step)
    assert caught.value.permanent


def test_a_rule_of_the_portal_is_told_in_its_own_words_and_not_tried_again(office: Office) -> None:
    office.fake.required["meetings"] = {"hs_activity_type"}
    with pytest.raises(CallError, match=r"required properties were not set: hs_activity_type") as caught:
        office.crm.log(office.note())
    assert caught.value.permanent
    # Without the property once more, because the association might have been what was wrong.
    assert sum(one.endswith(("meetings", "upsert")) and one.startswith("POST") for one in office.fake.requests) <= 2
    assert office.live("meetings") == {}


def test_a_promise_without_a_day_gets_none_even_where_the_portal_wants_one(office: Office) -> None:
    office.fake.required["tasks"] = {"hs_timestamp"}
    logged = office.crm.log(office.task(due=None))
    assert "hs_timestamp" in office.live("tasks")[logged.remote_id]
    (promise,) = office.crm.histories(frozenset({office.account})).commitments
    assert promise.due is None


def test_a_contact_who_is_gone_costs_only_the_association(office: Office) -> None:
    logged = office.crm.log(office.note(contact_ids=("999999", office.contact, "C-not-theirs")))
    assert [*office.fake.links["meetings", "contacts"][logged.remote_id]] == [office.contact]


def test_a_scope_that_is_lacking_is_named(office: Office) -> None:
    office.fake.denied.add("tasks")
    with pytest.raises(CallError, match="the token lacks the scope"):
        office.crm.log(office.task())


def test_a_note_without_a_time_is_a_note(office: Office) -> None:
    logged = office.crm.log(office.note(start=None, end=None))
    said = office.live("notes")[logged.remote_id]
    assert said["hs_note_body"].startswith("Ohjausryhmä<br><br>Sovittu")
    assert dt.datetime.fromisoformat(said["hs_timestamp"]) == office.clock.now


def test_a_whole_outcome_written_twice_stands_there_once_and_nobody_is_created(office: Office) -> None:
    outcome = Outcome(
        "m1", office.account, "Kokous", START, START + dt.timedelta(hours=1), "Muistio", (Promise("p1", "Yksi"), Promise("p2", "Kaksi")),
        "Tarjous", office.deal, (office.contact,), "elina@kuura.example",
    )  # fmt: skip
    people = {kind: office.live(kind).keys() for kind in ("companies", "contacts", "deals")}
    first = [office.crm.log(entry) for entry in entries(outcome)]
    second = [office.crm.log(entry) for entry in entries(outcome)]
    assert [one.remote_id for one in first] == [one.remote_id for one in second]
    assert not any(one.created for one in second)
    assert (len(office.live("meetings")), len(office.live("tasks"))) == (1, 2)
    assert {kind: office.live(kind).keys() for kind in people} == people
