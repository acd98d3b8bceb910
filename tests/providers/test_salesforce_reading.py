"""What makes Salesforce hard: hidden fields, merged people, groups, archives, long lists, and what it counts."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kambrief.core.customer import Account, Contact, CrmData, Role
from kambrief.errors import CallError, SuddenlyEmptyError
from kambrief.providers import soql
from kambrief.providers.crm.salesforce import Config, Provider
from tests.parts.fake_salesforce import Served
from tests.parts.salesforce_asking import Asking
from tests.parts.salesforce_soql import parse
from tests.providers.salesforce_sample import NOW, Sample, settings

NONE: frozenset[str] = frozenset()


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESFORCE_SECRET", "salesforce-secret")


def small(*accounts: Account, contacts: Sequence[Contact] = ()) -> Sample:
    return Sample().load(CrmData(accounts=accounts, contacts=tuple(contacts)))


KOIVU = Account("A1", "Koivu Oy", domains=("nordlift.example",))
ANNA = Contact("C1", "A1", "Anna", "Mäkelä", "anna@nordlift.example")


# who is who


def test_a_domain_within_a_longer_one_is_not_it() -> None:
    one = small(
        KOIVU,
        Account("A2", "Other", domains=("xnordlift.example",)),
        Account("A3", "Third", domains=("nordlift.example.org",)),
    )
    found = one.mapped().find(NONE, frozenset({"nordlift.example"}))
    assert [account.name for account in found.accounts] == ["Koivu Oy"]


@pytest.mark.parametrize("address", ["o'brien@nordlift.example", "a_b%c@nordlift.example", "anna\\x@nordlift.example"])
def test_an_address_with_marks_of_the_query_language_finds_its_contact_alone(address: str) -> None:
    other = Contact("C2", "A2", "Other", "One", "axb99c@nordlift.example")
    one = small(KOIVU, Account("A2", "Other"), contacts=[Contact("C1", "A1", "Pekka", "O'Brien", address), other])
    assert [contact.last_name for contact in one.mapped().find(frozenset({address}), NONE).contacts] == ["O'Brien"]


def test_every_field_for_addresses_is_an_alias_without_being_configured() -> None:
    one = small(KOIVU, contacts=[dataclasses.replace(ANNA, aliases=("anna@kr.example",))])
    one.org.add_fields("Contact", "Old_Email__c:email")
    person = one.loader.names["contacts"]["C1"]
    one.org.change("Contact", person, Old_Email__c="am@old.example")
    found = one.provider().find(frozenset({"am@old.example"}), NONE).contacts
    assert found[0].aliases == ("anna@kr.example", "am@old.example")


def test_who_was_merged_is_found_by_their_former_id_through_several_merges() -> None:
    one = small(KOIVU, contacts=[ANNA, Contact("C2", "A1", last_name="Twin"), Contact("C3", "A1", last_name="Third")])
    anna, twin, third = (one.loader.names["contacts"][key] for key in ("C1", "C2", "C3"))
    one.org.merge("Contact", third, twin)
    one.org.merge("Contact", twin, anna)
    found = one.mapped().find(NONE, NONE, frozenset({third}))
    assert [(contact.id, contact.former_ids) for contact in found.contacts] == [(anna, (twin, third))]


def test_who_was_deleted_and_not_merged_is_not_there() -> None:
    one = small(KOIVU, contacts=[ANNA])
    one.org.delete("Contact", one.loader.names["contacts"]["C1"])
    assert one.mapped().find(frozenset({"anna@nordlift.example"}), NONE).contacts == ()


def test_the_fifteen_letters_of_a_page_s_address_are_the_same_id() -> None:
    one = small(KOIVU, contacts=[ANNA])
    short = one.loader.names["accounts"]["A1"][:15]
    assert [account.name for account in one.mapped().find(NONE, NONE, frozenset({short})).accounts] == ["Koivu Oy"]


@pytest.mark.parametrize("stranger", ["001KB0000000001XXX", "' OR Id != '", "42", "003KB0000000001AAAA", ""])
def test_an_id_that_is_none_of_salesforce_s_finds_nobody_and_spoils_nothing(stranger: str) -> None:
    one = small(KOIVU, contacts=[ANNA])
    found = one.mapped().find(frozenset({"anna@nordlift.example"}), NONE, frozenset({stranger}))
    assert len(found.contacts) == 1


def test_a_customer_number_finds_its_account() -> None:
    one = small(dataclasses.replace(KOIVU, key="40017"))
    assert [account.key for account in one.mapped().find(NONE, NONE, frozenset({"40017"})).accounts] == ["40017"]


def test_accounts_that_are_each_other_s_parents_are_read_once() -> None:
    one = small(
        dataclasses.replace(KOIVU, parent_id="A3"),
        Account("A2", "B", parent_id="A1"),
        Account("A3", "C", parent_id="A2"),
    )
    found = one.mapped().find(NONE, frozenset({"nordlift.example"}))
    assert {account.name for account in found.accounts} == {"Koivu Oy", "B", "C"}


def test_a_parent_that_we_may_not_see_ends_the_group() -> None:
    one = small(KOIVU)
    one.org.change("Account", one.loader.names["accounts"]["A1"], ParentId="001KB0000009999AAA")
    assert len(one.mapped().find(NONE, frozenset({"nordlift.example"})).accounts) == 1


def test_a_deal_says_a_contact_s_role_where_nothing_else_does() -> None:
    one = small(KOIVU, contacts=[ANNA])
    deal = one.org.put("Opportunity", AccountId=one.loader.names["accounts"]["A1"], Name="Deal")
    one.org.put(
        "OpportunityContactRole",
        OpportunityId=deal,
        ContactId=one.loader.names["contacts"]["C1"],
        Role="Economic Buyer",
    )
    found = one.provider().find(frozenset({"anna@nordlift.example"}), NONE).contacts
    assert [contact.role for contact in found] == [Role.ECONOMIC_BUYER]


def test_who_has_opted_out_of_calls_is_not_to_be_contacted() -> None:
    one = small(KOIVU, contacts=[ANNA])
    one.org.change("Contact", one.loader.names["contacts"]["C1"], DoNotCall=True)
    assert one.mapped().find(frozenset({"anna@nordlift.example"}), NONE).contacts[0].do_not_contact


# what is hidden


def test_a_field_that_is_hidden_from_us_is_left_out_and_the_rest_is_read() -> None:
    one = small(dataclasses.replace(KOIVU, city="Oulu"), contacts=[ANNA])
    one.org.hidden_fields = {("Account", "Industry"), ("Contact", "HasOptedOutOfEmail"), ("Account", "OwnerId")}
    found = one.mapped().find(frozenset({"anna@nordlift.example"}), NONE)
    assert [(account.city, account.owner) for account in found.accounts] == [("Oulu", None)]


def test_a_field_that_is_hidden_after_it_was_described_is_noticed_by_the_next_question() -> None:
    one = small(KOIVU, contacts=[ANNA])
    crm = one.mapped()
    crm.find(frozenset({"anna@nordlift.example"}), NONE)
    one.org.hidden_fields = {("Contact", "Title")}
    assert crm.find(frozenset({"anna@nordlift.example"}), NONE).contacts


def test_a_configured_field_that_is_not_there_is_named_with_those_called_alike() -> None:
    one = small(KOIVU)
    crm = one.provider({"fields": {"accounts": {"crm_class": "Clas__c"}}})
    assert crm.find(NONE, NONE).problems == ("accounts: Account has no field Clas__c (configured as crm_class)",)
    told = [line for line in crm.check(NOW) if not line.ok]
    assert any(
        "Class__c" in line.summary and "[crm.salesforce.fields.accounts] crm_class" in line.advice for line in told
    )


def test_objects_that_are_not_there_are_stated_gaps() -> None:
    one = Sample(own_fields=False)
    for used in ("Product2", "Contract", "Order", "Case"):
        one.org.put(used)
    one.org.hidden_objects = {"Case", "Order"}
    missing = one.provider().find(NONE, NONE).missing
    assert missing == ("commitments", "orders", "surveys", "tickets")


def test_an_object_that_holds_nothing_at_all_is_a_stated_gap_and_not_an_empty_list() -> None:
    one = Sample(own_fields=False)
    one.org.put("Case")
    crm = one.provider()
    assert crm.find(NONE, NONE).missing == ("products", "contracts", "commitments", "orders", "surveys")
    told = {line.lacks: line.advice for line in crm.check(NOW)}
    assert "holds nothing" in told["orders"]


# what happened


def test_activities_that_were_archived_after_a_year_are_part_of_the_history() -> None:
    one = small(KOIVU)
    account = one.loader.names["accounts"]["A1"]
    one.org.put(
        "Event", WhatId=account, Subject="Long ago", StartDateTime=NOW - dt.timedelta(days=800), DurationInMinutes=30
    )
    one.org.delete(
        "Event", one.org.put("Event", WhatId=account, Subject="Deleted", StartDateTime=NOW, DurationInMinutes=30)
    )
    assert [activity.subject for activity in one.mapped().histories(frozenset({account})).activities] == ["Long ago"]


def test_an_open_task_is_a_step_of_ours_and_one_with_our_key_a_promise() -> None:
    one = small(KOIVU)
    one.org.external_id()
    account = one.loader.names["accounts"]["A1"]
    one.org.put("Task", WhatId=account, Subject="Call them", ActivityDate=dt.date(2026, 10, 7), Status="Not Started")
    one.org.put(
        "Task",
        WhatId=account,
        Subject="Send the report",
        ActivityDate=dt.date(2026, 10, 8),
        Status="Not Started",
        Kambrief_Id__c="kambrief-1",
    )
    found = one.provider().histories(frozenset({account}))
    assert [(step.step, step.due, step.status) for step in found.plans] == [("Call them", dt.date(2026, 10, 7), "open")]
    assert [(one.text, one.side, one.due) for one in found.commitments] == [
        ("Send the report", "us", dt.date(2026, 10, 8))
    ]


def test_the_day_of_a_call_is_the_same_in_every_zone() -> None:
    one = small(KOIVU)
    account = one.loader.names["accounts"]["A1"]
    one.org.put(
        "Task", WhatId=account, Subject="Call", ActivityDate=dt.date(2026, 9, 1), Status="Completed", TaskSubtype="Call"
    )
    for zone in ("America/New_York", "Asia/Tokyo"):
        found = one.mapped(timezone=zone).histories(frozenset({account})).activities
        assert [activity.at.date() for activity in found] == [dt.date(2026, 9, 1)]


def test_a_deal_without_an_amount_has_no_currency_and_one_with_has_the_organisation_s() -> None:
    one = small(KOIVU)
    account = one.loader.names["accounts"]["A1"]
    for amount in (None, Decimal("48000.5")):
        one.org.put("Opportunity", AccountId=account, Name="Deal", Amount=amount)
    found = one.mapped().histories(frozenset({account})).deals
    assert [(deal.amount, deal.currency) for deal in found] == [(None, None), (Decimal("48000.5"), "EUR")]


def test_in_several_currencies_deals_keep_theirs_and_sums_are_in_the_organisation_s() -> None:
    one = small(KOIVU)
    one.org.several_currencies({"EUR": "1", "SEK": "0.1"})
    account = one.loader.names["accounts"]["A1"]
    one.org.put("Opportunity", AccountId=account, Name="Deal", Amount=Decimal(100), CurrencyIsoCode="SEK")
    one.org.put(
        "Order",
        AccountId=account,
        EffectiveDate=dt.date(2026, 8, 3),
        TotalAmount=Decimal(1000),
        CurrencyIsoCode="SEK",
        StatusCode="Activated",
    )
    one.org.put(
        "Order",
        AccountId=account,
        EffectiveDate=dt.date(2026, 8, 30),
        TotalAmount=Decimal(5),
        CurrencyIsoCode="EUR",
        StatusCode="Activated",
    )
    one.org.put(
        "Order",
        AccountId=account,
        EffectiveDate=dt.date(2026, 8, 30),
        TotalAmount=Decimal(7),
        CurrencyIsoCode="EUR",
        StatusCode="Draft",
    )
    found = one.provider().histories(frozenset({account}))
    assert [deal.currency for deal in found.deals] == ["SEK"]
    assert [(order.amount, order.currency, order.count) for order in found.orders] == [(Decimal(105), "EUR", 2)]


def test_a_contract_s_end_follows_from_its_term_and_a_draft_is_none() -> None:
    one = small(KOIVU)
    account = one.loader.names["accounts"]["A1"]
    shared = {"AccountId": account, "StartDate": dt.date(2026, 1, 31), "OwnerExpirationNotice": "30"}
    one.org.put("Contract", ContractNumber="00000100", ContractTerm=12, StatusCode="Activated", **shared)
    one.org.put("Contract", ContractNumber="00000101", ContractTerm=12, StatusCode="Draft", **shared)
    found = one.provider().histories(frozenset({account})).contracts
    # The notice in Salesforce is when its owner is reminded, not what was agreed.
    assert [(told.name, told.end, told.notice_period_months) for told in found] == [
        ("00000100", dt.date(2027, 1, 30), None)
    ]


def test_a_note_of_the_old_kind_is_an_activity_too() -> None:
    one = small(KOIVU)
    account = one.loader.names["accounts"]["A1"]
    one.org.put("Note", ParentId=account, Title="Price", Body="They ask for a price.")
    assert [told.body for told in one.mapped().histories(frozenset({account})).activities] == ["They ask for a price."]


# pages, lists, calls


def test_all_pages_are_read() -> None:
    one = small(
        *(Account(f"A{at}", f"Name {at}", parent_id="A0" if at else None, domains=("k.example",)) for at in range(45))
    )
    one.fake.page = 10
    assert len(one.mapped().find(NONE, frozenset({"k.example"})).accounts) == 45


def test_one_question_of_several_that_is_refused_is_an_error_and_not_an_empty_list() -> None:
    one = small(KOIVU, contacts=[ANNA])
    crm = one.mapped()
    crm.find(NONE, NONE)
    one.fake.faults.add("500", op="inner /services/data/v67.0/query?q=SELECT%20Id,%20AccountId")
    one.fake.faults.add("500", times=10, op="GET /services/data/v67.0/query")
    with pytest.raises(CallError, match="find contacts"):
        crm.find(frozenset({"anna@nordlift.example"}), frozenset({"nordlift.example"}))


def test_a_question_that_fails_in_passing_is_asked_once_more() -> None:
    one = small(KOIVU, contacts=[ANNA])
    crm = one.mapped()
    crm.find(NONE, NONE)
    one.fake.faults.add("500", times=1, op="inner ")
    assert crm.find(frozenset({"anna@nordlift.example"}), frozenset({"nordlift.example"})).contacts


def test_a_token_that_has_ended_is_renewed_once() -> None:
    one = small(KOIVU, contacts=[ANNA])
    crm = one.mapped()
    crm.find(NONE, NONE)
    one.fake.expire_tokens()
    assert crm.find(frozenset({"anna@nordlift.example"}), NONE).contacts


def test_after_the_day_s_calls_are_used_up_nobody_asks_for_a_while() -> None:
    one = small(KOIVU)
    crm = one.mapped()
    crm.find(NONE, NONE)
    one.fake.faults.add("limit")
    counts = []
    for _ in range(2):
        with pytest.raises(CallError, match="used up") as told:
            crm.find(NONE, frozenset({"nordlift.example"}))
        assert not told.value.permanent
        counts.append(one.fake.count)
    assert counts[0] == counts[1]


@pytest.mark.slow
def test_what_a_pass_over_many_customers_costs() -> None:
    accounts = tuple(Account(f"A{at}", f"Name {at}", domains=(f"name{at}.example",)) for at in range(400))
    people = tuple(
        Contact(f"C{at}", f"A{at % 400}", "N", str(at), f"n{at}.longer-name@name{at % 400}.example")
        for at in range(3000)
    )
    one = small(*accounts, contacts=people)
    org, ids = one.org, list(one.loader.names["accounts"].values())
    for account in ids:
        for at in range(40):
            if at % 2:
                org.put(
                    "Event",
                    WhatId=account,
                    Subject=f"Meeting {at}",
                    StartDateTime=NOW - dt.timedelta(days=at),
                    DurationInMinutes=30,
                )
            else:
                org.put(
                    "Task",
                    WhatId=account,
                    Subject=f"Mail {at}",
                    ActivityDate=NOW.date(),
                    Status="Completed",
                    TaskSubtype="Email" if at % 4 else "Call",
                )
        for _ in range(4):
            org.put("Opportunity", AccountId=account, Name="Deal", Amount=Decimal(1))
        for _ in range(2):
            org.put("Case", AccountId=account, Subject="Case")
    crm = one.mapped()
    found = crm.find(frozenset(person.email for person in people), NONE)
    first = one.fake.count
    whole = crm.histories(frozenset(account.id for account in found.accounts))
    assert (len(found.contacts), len(whole.activities), len(whole.deals), len(whole.tickets)) == (
        3000,
        16000,
        1600,
        800,
    )
    described = sum(told.path.endswith("/describe") for told in one.fake.calls)
    assert (described, first - described, one.fake.count - first) == (17, 11, 13)
    org.clock = lambda: NOW + dt.timedelta(days=1)
    crm.find(NONE, frozenset({"name1.example"}))
    cursor = crm.changes({}, NOW + dt.timedelta(days=1)).cursor
    before = one.fake.count
    assert crm.changes(cursor, NOW + dt.timedelta(days=1, minutes=5)).accounts == NONE
    assert one.fake.count - before <= 3


def test_records_that_are_suddenly_all_hidden_are_a_fault_and_not_an_empty_answer() -> None:
    one = small(KOIVU, contacts=[ANNA])
    crm = one.mapped()
    account = one.loader.names["accounts"]["A1"]
    assert crm.histories(frozenset({account})).contacts
    one.org.table["Account"].clear()
    one.org.table["Contact"].clear()
    with pytest.raises(SuddenlyEmptyError, match="accounts"):
        crm.histories(frozenset({account}))


def test_an_organisation_that_tells_no_currency_needs_one_configured() -> None:
    one = small(KOIVU)
    one.org.hidden_fields = {("Organization", "DefaultCurrencyIsoCode")}
    account = one.loader.names["accounts"]["A1"]
    one.org.put("Opportunity", AccountId=account, Name="Deal", Amount=Decimal(1))
    assert [deal.currency for deal in one.mapped().histories(frozenset({account})).deals] == [None]
    assert [deal.currency for deal in one.mapped(currency="SEK").histories(frozenset({account})).deals] == ["SEK"]
    assert [line.ok for line in one.mapped().check(NOW) if line.name.endswith("currency")] == [False]


def test_it_is_the_same_over_a_real_connection() -> None:
    one = small(KOIVU, contacts=[ANNA])
    served = Served(one.fake)
    crm = Provider(Config.model_validate(settings(instance_url=served.base_url)), Path())
    try:
        assert crm.find(frozenset({"anna@nordlift.example"}), NONE).contacts
    finally:
        crm.close()
        served.stop()


# the query language


@given(st.text(max_size=200))
def test_a_text_in_a_query_is_what_it_was(told: str) -> None:
    query = parse(soql.select("Id", "Contact", f"Email = {soql.text(told)} AND Name = 'x'"))
    assert query.where is not None
    assert query.where.parts[0].value == told.replace("\0", "")  # type: ignore[union-attr]


@given(st.text(max_size=60), st.text(max_size=80))
def test_a_pattern_fits_where_its_part_stands_and_nowhere_else(part: str, whole: str) -> None:
    bare = part.replace("\0", "")
    query = parse(soql.select("Id", "Account", f"Website LIKE {soql.like(part)}"))
    pattern = query.where.value  # type: ignore[union-attr]
    assert pattern.fullmatch(f"x{bare}y")
    assert bool(pattern.fullmatch(whole)) == (bare.casefold() in whole.casefold()) or not (bare + whole).isascii()


@given(st.lists(st.text(min_size=1, max_size=80), max_size=300), st.integers(min_value=1500, max_value=12_000))
def test_lists_are_cut_to_what_an_address_may_hold_and_nothing_is_lost(values: list[str], room: int) -> None:
    made = soql.within("Email", values, room)
    assert all(soql.size(one) <= room for one in made)
    found = [one for told in made for one in parse(soql.select("Id", "Contact", told)).where.value]  # type: ignore[union-attr]
    assert found == [value.replace("\0", "") for value in values]


def test_the_fake_refuses_what_the_vendor_refuses() -> None:
    one = small(KOIVU)
    asking = Asking(one.org)
    for query, code in (
        ("SELECT Nope FROM Account", "INVALID_FIELD"),
        ("SELECT Id FROM Nope", "INVALID_TYPE"),
        ("SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", "MALFORMED_QUERY"),
        ("SELECT Id, COUNT(Id) n FROM Account", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account WHERE Description LIKE '%a%'", "INVALID_FIELD"),
        ("SELECT Id FROM Account WHERE Name = 'it's'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account WHERE SystemModstamp >= '2026-01-01'", "INVALID_FIELD"),
    ):
        with pytest.raises(Exception, match=r".") as told:
            asking.run(query)
        assert getattr(told.value, "code", "") == code, query
