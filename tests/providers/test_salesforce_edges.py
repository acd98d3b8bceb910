"""Salesforce at its edges: what moves, what is hidden, what adds up, and what an invitation can bring."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kambrief.core.crm import Entry, EntryKind
from kambrief.core.customer import Account, Contact, CrmData, Deal
from kambrief.core.evidence import Audience
from kambrief.core.history import activity_facts
from kambrief.core.insight.windows import windows
from kambrief.errors import CallError
from kambrief.providers.crm.salesforce import Provider
from tests.providers.salesforce_sample import NOW, Sample

NONE: frozenset[str] = frozenset()
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESFORCE_SECRET", "salesforce-secret")


@pytest.fixture
def one() -> Sample:
    return Sample().load(
        CrmData(
            accounts=(Account("A1", "Koivu Oy", domains=("koivu.example",)), Account("A2", "Haapa Oy")),
            contacts=(Contact("C1", "A1", "Anna", "Mäkelä", "anna@koivu.example"),),
            deals=(Deal("D1", "A1", "Renewal"),),
        )
    )


def started(one: Sample) -> tuple[Provider, dict[str, str]]:
    """A CRM that was looked at, and time for what was there before to be old."""
    crm = one.mapped()
    one.org.clock = lambda: NOW + DAY
    for rows in one.org.table.values():
        for row in rows.values():
            row["SystemModstamp"] = row["LastModifiedDate"] = NOW - DAY
    return crm, dict(crm.changes({}, NOW + DAY).cursor)


def entry(one: Sample, kind: EntryKind = EntryKind.NOTE, **more: Any) -> Entry:
    start = dt.datetime(2026, 10, 5, 8, tzinfo=dt.UTC)
    made = Entry(
        "kambrief-0123456789abcdef0123", kind, one.loader.names["accounts"]["A1"], "Steering group",
        "They do not know our floor price.", (one.loader.names["contacts"]["C1"],), "", start,
        start + dt.timedelta(hours=1),
    )  # fmt: skip
    return replace(made, **more)


# what is written comes back


@pytest.mark.parametrize("by_field", [True, False])
def test_the_note_that_we_wrote_ourselves_stays_internal_when_it_is_read_again(one: Sample, *, by_field: bool) -> None:
    if by_field:
        one.org.external_id()
    crm = one.mapped()
    crm.log(entry(one))
    account = one.loader.names["accounts"]["A1"]
    found = crm.histories(frozenset({account}))
    assert [(row.body, row.tags) for row in found.activities] == [("They do not know our floor price.", ("internal",))]
    facts = activity_facts(found, NONE, NOW + DAY)
    assert {fact.audience for fact in facts if "floor" in fact.text} == {Audience.INTERNAL}


@pytest.mark.parametrize("by_field", [True, False])
@pytest.mark.parametrize("gone", ["contact", "deal"])
@pytest.mark.parametrize("again", [True, False])
def test_a_contact_or_deal_that_is_gone_costs_only_itself(
    one: Sample, *, by_field: bool, gone: str, again: bool
) -> None:
    if by_field:
        one.org.external_id()
    crm, names = one.mapped(), one.loader.names
    told = entry(one, deal_id=names["deals"]["D1"])
    first = crm.log(told).remote_id if again else ""
    table, key = ("Contact", names["contacts"]["C1"]) if gone == "contact" else ("Opportunity", names["deals"]["D1"])
    one.org.delete(table, key)
    made = crm.log(replace(told, text="Edited"), first)
    for _ in range(2):
        assert crm.log(replace(told, text="Edited")).remote_id == made.remote_id
    (event,) = one.org.table["Event"].values()
    assert (event["AccountId"], event["Description"].startswith("Edited")) == (names["accounts"]["A1"], True)


@pytest.mark.parametrize("kind", [EntryKind.NOTE, EntryKind.TASK])
def test_a_field_for_our_key_that_is_made_between_two_tries_makes_no_second_record(
    one: Sample, kind: EntryKind
) -> None:
    first = one.mapped().log(entry(one, kind))  # its answer was lost
    one.org.external_id()
    crm = one.mapped()
    for _ in range(2):
        assert crm.log(entry(one, kind)).remote_id == first.remote_id
    assert len(one.org.table["Event"]) + len(one.org.table["Task"]) == 1


# revenue


def test_several_of_their_categories_that_are_one_of_ours_are_added_up(one: Sample) -> None:
    account = one.loader.names["accounts"]["A1"]
    words = {"orders": {"category": {"Paper A": "paper", "Paper B": "paper"}}}
    for kind, amount, day in (("Paper A", 100, dt.date(2026, 8, 3)), ("Paper B", 23, dt.date(2026, 7, 3))):
        one.org.put(
            "Order", AccountId=account, EffectiveDate=day, TotalAmount=amount, Type=kind, StatusCode="Activated"
        )
    crm = one.provider({"values": words})
    (told,) = crm.figures(windows(NOW.date()), {}, NOW).sums
    assert (told.category, told.t12m, told.orders_t12m, told.first_month) == (
        "paper", Decimal(123), 2, dt.date(2026, 7, 1),
    )  # fmt: skip


def test_a_configured_currency_that_is_not_the_organisation_s_is_noticed(one: Sample) -> None:
    lines = [line for line in one.mapped(currency="SEK").check(NOW) if line.name.endswith("/currency")]
    assert [(line.ok, "EUR" in line.summary) for line in lines] == [(False, True)]


# changes


@pytest.mark.parametrize("table", ["Note", "ContentNote"])
def test_a_note_on_a_deal_is_told_by_the_deal_s_account(one: Sample, table: str) -> None:
    crm, cursor = started(one)
    deal = one.loader.names["deals"]["D1"]
    if table == "Note":
        one.org.put("Note", ParentId=deal)
    else:
        note = one.org.put("ContentNote", Title="Note")
        one.org.put("ContentDocumentLink", ContentDocumentId=note, LinkedEntityId=deal)
    assert crm.changes(cursor, NOW + DAY + 5 * MINUTE).accounts == {one.loader.names["accounts"]["A1"]}


@pytest.mark.parametrize(("sobject", "table", "key"), [("Contact", "contacts", "C1"), ("Opportunity", "deals", "D1")])
def test_what_has_left_an_account_is_named_so_that_its_old_one_is_read_again(
    one: Sample, sobject: str, table: str, key: str
) -> None:
    crm, cursor = started(one)
    names = one.loader.names
    one.org.change(sobject, names[table][key], AccountId=names["accounts"]["A2"])
    told = crm.changes(cursor, NOW + DAY + 5 * MINUTE)
    assert told.accounts == {names["accounts"]["A2"]}
    assert names[table][key] in told.records


def test_a_further_address_among_several_in_one_field_is_told(one: Sample) -> None:
    one.org.add_fields("Contact", "Others__c")
    crm = one.provider({"fields": {"contacts": {"aliases": "Others__c"}}})
    one.org.clock = lambda: NOW + DAY
    cursor = crm.changes({}, NOW + DAY - 60 * MINUTE).cursor
    one.org.change("Contact", one.loader.names["contacts"]["C1"], Others__c="am@old.example;am@kr.example")
    assert {"am@old.example", "am@kr.example"} <= crm.changes(cursor, NOW + DAY).emails


@pytest.mark.parametrize("hidden", ["object", "field"])
def test_an_object_or_field_that_is_hidden_from_now_on_means_to_read_everything(one: Sample, hidden: str) -> None:
    crm, cursor = started(one)
    if hidden == "object":
        one.org.hidden_objects.add("Case")
    else:
        one.org.hidden_fields.add(("Opportunity", "NextStep"))
    assert not one.mapped().changes(cursor, NOW + DAY + 5 * MINUTE).complete
    assert crm.name


def test_what_changes_while_our_clock_is_ahead_is_told(one: Sample) -> None:
    crm, ahead = one.mapped(), 20 * MINUTE
    for rows in one.org.table.values():
        for row in rows.values():
            row["SystemModstamp"] = NOW - DAY
    cursor = crm.changes({}, NOW + ahead).cursor
    one.org.clock = lambda: NOW + 2 * MINUTE
    account = one.loader.names["accounts"]["A1"]
    one.org.change("Account", account, Name="Other")
    assert crm.changes(cursor, NOW + ahead + 5 * MINUTE).accounts == {account}


# who is who


@pytest.mark.parametrize("odd", [f"{'x' * 5000}@k.example", "\ud800@k.example", f"a@{'ä' * 3000}.example"])
def test_an_address_that_is_none_costs_nobody_else(one: Sample, odd: str) -> None:
    domains = frozenset({odd.rpartition("@")[2]})
    found = one.mapped().find(frozenset({"anna@koivu.example", odd}), domains)
    assert [contact.first_name for contact in found.contacts] == ["Anna"]


def test_addresses_that_are_hidden_from_us_are_a_gap_and_not_nobody(one: Sample) -> None:
    one.org.hidden_fields = {("Contact", "Email")}
    crm = one.mapped()
    assert "contacts" in crm.find(frozenset({"anna@koivu.example"}), NONE).missing
    told = [line for line in crm.check(NOW) if not line.ok]
    assert any(line.lacks == "contacts" for line in told)
    assert any("Contact: Email" in line.summary for line in told)


def test_hidden_fields_are_said_and_a_hidden_opt_out_is_a_fault(one: Sample) -> None:
    one.org.hidden_fields = {("Account", "Industry"), ("Contact", "HasOptedOutOfEmail")}
    told = {
        line.summary.partition(":")[0]: line.ok for line in one.mapped().check(NOW) if line.name.endswith("/fields")
    }
    assert told == {"Account": True, "Contact": False}


# what Salesforce refuses


def test_too_many_calls_at_once_are_not_the_day_s_calls(one: Sample) -> None:
    crm = one.mapped()
    crm.find(NONE, NONE)
    one.fake.refused = (403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.")
    with pytest.raises(CallError, match="at once") as told:
        crm.find(frozenset({"anna@koivu.example"}), NONE)
    assert not told.value.permanent
    one.fake.refused = None
    assert crm.find(frozenset({"anna@koivu.example"}), NONE).contacts


def test_a_description_that_names_no_fields_is_a_fault_and_no_missing_object(one: Sample) -> None:
    one.org.describe = lambda name: {"name": name}  # type: ignore[method-assign]
    with pytest.raises(CallError, match="names no fields"):
        one.mapped().find(frozenset({"anna@koivu.example"}), NONE)
