"""What changes in Salesforce, who may see it, and what is written to it: once, whatever happens on the way."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from kambrief.core.crm import Entry, EntryKind
from kambrief.core.customer import Account, Contact, CrmData, Deal
from kambrief.core.model import AccountManager
from kambrief.errors import CallError, GoneError
from kambrief.providers.crm.salesforce import Provider
from tests.providers.salesforce_sample import NOW, Sample

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESFORCE_SECRET", "salesforce-secret")


@pytest.fixture
def one() -> Sample:
    return Sample().load(
        CrmData(
            accounts=(
                Account("A1", "Koivu Oy", domains=("koivu.example",), owner="elina@kuura.example"),
                Account("A2", "Haapa Oy", parent_id="A1"),
            ),
            contacts=(Contact("C1", "A1", "Anna", "Mäkelä", "anna@koivu.example", ("a@old.example",)),),
            deals=(Deal("D1", "A2", "Renewal"),),
        )
    )


def manager(address: str) -> AccountManager:
    return AccountManager(email=address, name="Elina")


# changes


def started(one: Sample) -> tuple[Provider, dict[str, str]]:
    """A CRM that was looked at, and time for what was there before to be old."""
    crm = one.mapped()
    one.org.clock = lambda: NOW + DAY
    for rows in one.org.table.values():
        for row in rows.values():
            row["SystemModstamp"] = row["LastModifiedDate"] = NOW - DAY
    first = crm.changes({}, NOW + DAY)
    assert not first.complete
    return crm, dict(first.cursor)


def test_when_nothing_has_changed_it_takes_three_calls(one: Sample) -> None:
    crm, cursor = started(one)
    before = one.fake.count
    found = crm.changes(cursor, NOW + DAY + 5 * MINUTE)
    assert (found.complete, found.accounts, found.emails, found.domains) == (
        True,
        frozenset(),
        frozenset(),
        frozenset(),
    )
    assert one.fake.count - before == 3


def test_what_changed_is_told_by_its_account_address_and_domain(one: Sample) -> None:
    crm, cursor = started(one)
    names = one.loader.names
    one.org.change("Contact", names["contacts"]["C1"], Title="CEO")
    one.org.change("Account", names["accounts"]["A2"], Domains__c="haapa.example")
    found = crm.changes(cursor, NOW + DAY + 5 * MINUTE)
    assert found.accounts == {names["accounts"]["A1"], names["accounts"]["A2"]}
    assert (found.emails, found.domains) == (
        frozenset({"anna@koivu.example", "a@old.example"}),
        frozenset({"haapa.example"}),
    )


@pytest.mark.parametrize(
    "table", ["Task", "Event", "Opportunity", "Case", "Contract", "Monthly_Order__c", "Note", "ContentNote"]
)
def test_a_new_row_of_any_kind_is_told_by_its_account(one: Sample, table: str) -> None:
    crm, cursor = started(one)
    account = one.loader.names["accounts"]["A1"]
    key = {"Task": "WhatId", "Event": "WhatId", "Monthly_Order__c": "Account__c", "Note": "ParentId"}.get(
        table, "AccountId"
    )
    if table == "ContentNote":
        note = one.org.put(table, Title="Note")
        one.org.put("ContentDocumentLink", ContentDocumentId=note, LinkedEntityId=account)
    else:
        one.org.put(table, **{key: account})
    assert crm.changes(cursor, NOW + DAY + 5 * MINUTE).accounts == {account}


def test_what_was_deleted_is_told(one: Sample) -> None:
    crm, cursor = started(one)
    one.org.delete("Opportunity", one.loader.names["deals"]["D1"])
    assert crm.changes(cursor, NOW + DAY + 5 * MINUTE).accounts == {one.loader.names["accounts"]["A2"]}


def test_what_was_committed_late_is_told_too(one: Sample) -> None:
    crm, cursor = started(one)
    one.org.clock = lambda: NOW + DAY - 9 * MINUTE  # before the last look
    one.org.change("Opportunity", one.loader.names["deals"]["D1"], NextStep="Call")
    assert crm.changes(cursor, NOW + DAY + 5 * MINUTE).accounts == {one.loader.names["accounts"]["A2"]}


def test_thousands_of_rows_with_one_stamp_are_all_told(one: Sample) -> None:
    crm, cursor = started(one)
    made = {one.org.put("Account", Name=str(at)) for at in range(4500)}
    assert crm.changes(cursor, NOW + DAY + 5 * MINUTE).accounts == made


def test_more_than_can_be_told_and_another_day_mean_that_all_is_read_anew(one: Sample) -> None:
    crm, cursor = started(one)
    assert not crm.changes(cursor, NOW + 2 * DAY).complete
    for at in range(10_001):
        one.org.put("Account", Name=str(at))
    assert not crm.changes(cursor, NOW + DAY + 5 * MINUTE).complete


# rights


def test_what_a_person_may_not_see_is_told(one: Sample) -> None:
    crm = one.mapped()
    data = crm.histories(frozenset(one.loader.names["accounts"].values()))
    user = next(iter(one.org.table["User"]))
    one.org.withheld[user] = {one.loader.names["accounts"]["A2"], one.loader.names["deals"]["D1"]}
    hidden = crm.hidden(manager("elina@kuura.example"), data)
    assert hidden is not None
    assert {table: set(some) for table, some in hidden.items() if some} == {
        "accounts": {one.loader.names["accounts"]["A2"]}, "deals": {one.loader.names["deals"]["D1"]},
    }  # fmt: skip


def test_of_somebody_without_an_active_user_nothing_can_be_told(one: Sample) -> None:
    crm = one.mapped()
    assert crm.hidden(manager("nobody@kuura.example"), CrmData()) is None
    one.org.change("User", next(iter(one.org.table["User"])), IsActive=False)
    assert crm.hidden(manager("elina@kuura.example"), CrmData()) is None


def test_a_thousand_records_are_asked_of_in_one_call(one: Sample) -> None:
    accounts = tuple(Account(one.org.put("Account", Name="x"), "x") for _ in range(1000))
    crm = one.mapped()
    crm.hidden(manager("elina@kuura.example"), CrmData())
    before = one.fake.count
    crm.hidden(manager("elina@kuura.example"), CrmData(accounts=accounts))
    assert one.fake.count - before == 2


def test_the_fields_can_be_listed_with_what_is_read_from_them(one: Sample) -> None:
    told = {(field.table, field.name): field for field in one.mapped().fields()}
    assert (told["accounts", "Class__c"].column, told["accounts", "Class__c"].custom) == ("crm_class", True)
    assert told["activities", "Outcome__c"].object == "Event"


# writing


def entry(one: Sample, kind: EntryKind, **more: Any) -> Entry:
    start = dt.datetime(2026, 10, 5, 8, tzinfo=dt.UTC)
    made = Entry(
        f"kambrief-{kind.value.replace('_', '-')}", kind, one.loader.names["accounts"]["A1"], "Steering group", "They want\na pilot.",
        (one.loader.names["contacts"]["C1"],), "", start, start + dt.timedelta(hours=1), owner="elina@kuura.example",
    )  # fmt: skip
    return replace(made, **more)


def rows(one: Sample, sobject: str) -> list[Mapping[str, Any]]:
    return list(one.org.table[sobject].values())


@pytest.fixture(params=["with a field for our key", "without"])
def keyed(one: Sample, request: pytest.FixtureRequest) -> Sample:
    if request.param != "without":
        one.org.external_id()
    return one


def test_a_meeting_becomes_an_event_with_its_people(keyed: Sample) -> None:
    made = keyed.mapped().log(entry(keyed, EntryKind.NOTE))
    event = keyed.org.table["Event"][made.remote_id]
    assert made.created
    assert (event["Subject"], event["WhoId"], event["WhatId"]) == (
        "Steering group", keyed.loader.names["contacts"]["C1"], keyed.loader.names["accounts"]["A1"],
    )  # fmt: skip
    assert event["Description"].startswith("They want\na pilot.")
    assert event["EndDateTime"] - event["StartDateTime"] == dt.timedelta(hours=1)
    assert keyed.org.table["User"][event["OwnerId"]]["Email"] == "elina@kuura.example"


@pytest.mark.parametrize("kind", [EntryKind.NOTE, EntryKind.TASK])
@pytest.mark.parametrize("method", ["PATCH", "POST"])
def test_an_answer_that_is_lost_makes_no_second_record(keyed: Sample, kind: EntryKind, method: str) -> None:
    crm = keyed.mapped()
    crm.fields()
    keyed.fake.faults.add("lost", op=f"{method} /services/data/v67.0/sobjects")
    told = entry(keyed, kind)
    with suppress(CallError):  # what cannot be sent twice is tried again later, and looked for first
        crm.log(told)
    again = crm.log(replace(told, text="Edited"))
    found = rows(keyed, "Event" if kind is EntryKind.NOTE else "Task")
    assert [(row["Id"], row["Description"].startswith("Edited")) for row in found] == [(again.remote_id, True)]


def test_an_edit_changes_the_record_that_is_there(keyed: Sample) -> None:
    crm = keyed.mapped()
    first = crm.log(entry(keyed, EntryKind.TASK, due=dt.date(2026, 10, 9)))
    again = crm.log(entry(keyed, EntryKind.TASK, due=dt.date(2026, 10, 12), done=True), first.remote_id)
    assert (again.remote_id, again.created) == (first.remote_id, False)
    assert [(row["ActivityDate"], row["Status"]) for row in rows(keyed, "Task")] == [
        (dt.date(2026, 10, 12), "Completed")
    ]


def test_a_status_that_a_person_has_set_stays(keyed: Sample) -> None:
    crm = keyed.mapped()
    first = crm.log(entry(keyed, EntryKind.TASK))
    keyed.org.change("Task", first.remote_id, Status="In Progress")
    crm.log(entry(keyed, EntryKind.TASK, text="Edited"), first.remote_id)
    assert [row["Status"] for row in rows(keyed, "Task")] == ["In Progress"]


@pytest.mark.parametrize("kind", [EntryKind.NOTE, EntryKind.TASK])
@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("purged", [True, False])
def test_what_a_person_has_deleted_is_not_made_again(
    keyed: Sample, kind: EntryKind, *, known: bool, purged: bool
) -> None:
    crm, sobject = keyed.mapped(), "Event" if kind is EntryKind.NOTE else "Task"
    first = crm.log(entry(keyed, kind))
    keyed.org.delete(sobject, first.remote_id)
    if purged:
        keyed.org.purge(sobject, first.remote_id)
    if purged and not known:
        assert crm.log(entry(keyed, kind)).created  # nobody can tell that there was one
        return
    with pytest.raises(GoneError, match="deleted in Salesforce"):
        crm.log(entry(keyed, kind), first.remote_id if known else "")


def test_the_next_step_is_a_field_of_the_deal(one: Sample) -> None:
    crm, deal = one.mapped(), one.loader.names["deals"]["D1"]
    made = crm.log(entry(one, EntryKind.NEXT_STEP, deal_id=deal, subject="x" * 300))
    assert (made.remote_id, made.created, one.org.table["Opportunity"][deal]["NextStep"]) == (deal, False, "x" * 255)
    one.org.delete("Opportunity", deal)
    with pytest.raises(GoneError):
        crm.log(entry(one, EntryKind.NEXT_STEP, deal_id=deal), deal)


def test_a_promise_that_is_longer_than_a_subject_is_whole_in_the_description(keyed: Sample) -> None:
    promise = "We send " + "a very long report " * 30
    keyed.mapped().log(entry(keyed, EntryKind.TASK, subject=promise, text=""))
    task = rows(keyed, "Task")[0]
    assert (len(task["Subject"]), promise.strip() in task["Description"]) == (255, True)


def test_a_note_of_any_length_is_written_and_found_again(keyed: Sample) -> None:
    crm = keyed.mapped()
    for _ in range(2):
        crm.log(entry(keyed, EntryKind.NOTE, text="word " * 20_000))
    assert [len(row["Description"]) <= 32_000 for row in rows(keyed, "Event")] == [True]


@pytest.mark.parametrize("code", ["FIELD_CUSTOM_VALIDATION_EXCEPTION", "DUPLICATES_DETECTED"])
def test_a_rule_that_forbids_it_is_told_in_the_vendor_s_words(keyed: Sample, code: str) -> None:
    keyed.org.rules["Event"] = lambda _row: (code, "Meetings need a purpose.")
    with pytest.raises(CallError, match=r"Meetings need a purpose\.") as told:
        keyed.mapped().log(entry(keyed, EntryKind.NOTE))
    assert told.value.permanent


def test_a_row_that_another_holds_is_tried_again_later(keyed: Sample) -> None:
    crm = keyed.mapped()
    crm.fields()
    keyed.fake.faults.add("locked", times=1, op="/sobjects/Event")
    with pytest.raises(CallError) as told:
        crm.log(entry(keyed, EntryKind.NOTE))
    assert not told.value.permanent


def test_two_records_with_our_key_are_no_reason_for_a_third(one: Sample) -> None:
    one.org.external_id()
    told = entry(one, EntryKind.TASK)
    for _ in range(2):
        one.org.put("Task", Status="Not Started", Kambrief_Id__c=told.key)
    first = one.mapped().log(told)
    assert (len(rows(one, "Task")), first.remote_id) == (2, rows(one, "Task")[0]["Id"])


def test_without_a_user_of_that_address_the_record_is_the_integration_s(keyed: Sample) -> None:
    keyed.mapped().log(entry(keyed, EntryKind.TASK, owner="nobody@kuura.example"))
    assert "OwnerId" not in rows(keyed, "Task")[0]


def test_an_account_of_another_crm_is_refused_before_anything_is_written(keyed: Sample) -> None:
    with pytest.raises(CallError, match="no id of Salesforce") as told:
        keyed.mapped().log(entry(keyed, EntryKind.NOTE, account_id="' OR Id != '"))
    assert told.value.permanent
    assert rows(keyed, "Event") == []
