"""HubSpot at its edges: what moves, what may be read no longer, what is refused, and what an invitation can bring."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.crm import Entry, EntryKind
from kambrief.errors import CallError, ProviderError
from kambrief.providers.crm.hubspot import Provider
from tests.parts.fake_hubspot import FakeHubspot
from tests.parts.hubspot_portals import NOW, Clock, portal, provider

pytestmark = pytest.mark.corpus
NONE: frozenset[str] = frozenset()
KEY = "kambrief-0123456789abcdef0123"
Made = tuple[FakeHubspot, Provider]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(corpora: Path, tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Made]]:
    fakes: list[FakeHubspot] = []

    def made(**options: Any) -> Made:
        fake, _ = portal(corpora, clock=clock)
        fakes.append(fake)
        return fake, provider(fake, tmp_path, **options)

    yield made
    for fake in fakes:
        assert fake.violations == []


def company(fake: FakeHubspot, name: str = "Koivu", **said: str) -> str:
    return fake.put("companies", {"name": name, **said})


def of(fake: FakeHubspot, kind: str, at: str, **said: str) -> str:
    one = fake.put(kind, said)
    fake.link(kind, one, "companies", at, primary=True)
    return one


# --- what has changed ----------------------------------------------------------------------------------------------


def test_a_deal_that_has_left_a_company_is_named_so_that_its_old_one_is_read_again(
    make: Callable[..., Made], clock: Clock
) -> None:
    fake, crm = make()
    old, new = company(fake, "old"), company(fake, "new")
    deal = of(fake, "deals", old, dealname="d")
    cursor = crm.changes({}, clock.pass_(hours=1)).cursor
    clock.pass_(minutes=30)
    fake.links["deals", "companies"].pop(deal)
    fake.links["companies", "deals"].pop(old)
    fake.link("deals", deal, "companies", new, primary=True)
    fake.change("deals", deal, amount="5")
    told = crm.changes(cursor, clock.pass_(minutes=1))
    assert told.accounts == {new}
    assert told.records == {deal}


@pytest.mark.parametrize("refused", [{("notes", "contacts")}, {("notes", "companies"), ("notes", "contacts")}])
def test_an_association_that_cannot_exist_does_not_stop_the_changes(
    make: Callable[..., Made], clock: Clock, refused: set[tuple[str, str]]
) -> None:
    fake, crm = make()
    at = company(fake)
    fake.unlinkable = refused
    cursor = crm.changes({}, clock.pass_(hours=1)).cursor
    clock.pass_(minutes=30)
    fake.put("notes", {"hs_note_body": "alone"})
    fake.change("companies", at, city="Oulu")
    assert crm.changes(cursor, clock.pass_(minutes=1)).accounts == {at}


@pytest.mark.parametrize("known", [True, False])
def test_a_scope_that_is_taken_away_means_to_read_everything(
    make: Callable[..., Made], clock: Clock, tmp_path: Path, *, known: bool
) -> None:
    fake, crm = make()
    company(fake)
    cursor = crm.changes({}, clock.pass_(hours=1)).cursor
    fake.denied.add("deals")
    if not known:  # another process, or half an hour later
        crm = provider(fake, tmp_path)
    assert not crm.changes(cursor, clock.pass_(minutes=1)).complete
    after = crm.changes(crm.changes(cursor, clock.pass_(minutes=1)).cursor, clock.pass_(minutes=1))
    assert after.complete
    fake.denied.clear()
    assert not provider(fake, tmp_path).changes(after.cursor, clock.pass_(minutes=1)).complete


def test_what_changes_while_our_clock_is_ahead_is_told(make: Callable[..., Made], clock: Clock) -> None:
    fake, crm = make()
    at, ahead = company(fake), dt.timedelta(minutes=20)
    cursor = crm.changes({}, clock.pass_(hours=1) + ahead).cursor
    fake.change("companies", at, city="Oulu")
    clock.pass_(minutes=2)
    assert crm.changes(cursor, clock.now + ahead).accounts == {at}


# --- who somebody is -----------------------------------------------------------------------------------------------


def test_pages_that_are_shorter_than_was_asked_for_are_not_the_last(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.page = 3
    ids = {company(fake, str(number), domain="k.example") for number in range(10)}
    assert {row.id for row in crm.find(NONE, frozenset({"k.example"})).accounts} == ids


def test_a_refusal_of_another_kind_does_not_end_the_search_for_further_addresses(make: Callable[..., Made]) -> None:
    fake, crm = make()
    at = company(fake)
    one = fake.put("contacts", {"email": "a@k.example", "hs_additional_emails": "b@old.example"})
    fake.link("contacts", one, "companies", at, primary=True)
    fake.fault("400", 2, "contacts/search")
    with pytest.raises(CallError):
        crm.find(frozenset({"b@old.example"}), NONE)
    assert [row.id for row in crm.find(frozenset({"b@old.example"}), NONE).contacts] == [one]


def test_that_further_addresses_cannot_be_searched_is_a_named_problem(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.lists_searchable = False
    company(fake, domain="k.example")
    found = crm.find(frozenset({"b@old.example"}), frozenset({"k.example"}))
    assert [problem.partition(":")[0] for problem in found.problems] == ["contacts", "companies"]
    assert all("cannot be searched" in problem for problem in found.problems)


@pytest.mark.parametrize("kept", ["a@häkkinen.example", "a@xn--hkkinen-5wa.example"])
def test_an_address_with_other_letters_is_found_in_both_of_its_spellings(make: Callable[..., Made], kept: str) -> None:
    fake, crm = make()
    at = company(fake, domain=kept.partition("@")[2])
    one = fake.put("contacts", {"email": kept})
    fake.link("contacts", one, "companies", at, primary=True)
    found = crm.find(frozenset({"a@häkkinen.example"}), NONE)
    assert [row.email for row in found.contacts] == ["a@häkkinen.example"]
    assert [row.id for row in crm.find(NONE, frozenset({"häkkinen.example"})).accounts] == [at]


@pytest.mark.parametrize("odd", [f"{'x' * 5000}@k.example", "\ud800@k.example", f"a@{'ä' * 300}.example"])
def test_an_address_that_is_none_costs_nobody_else(make: Callable[..., Made], odd: str) -> None:
    fake, crm = make()
    one = fake.put("contacts", {"email": "a@k.example"})
    fake.link("contacts", one, "companies", company(fake), primary=True)
    domains = frozenset({odd.rpartition("@")[2]})
    assert [row.id for row in crm.find(frozenset({"a@k.example", odd}), domains).contacts] == [one]
    assert not any("xxxxxx" in request for request in fake.requests)


def test_a_property_for_keys_that_is_not_there_is_a_problem_and_no_failure(make: Callable[..., Made]) -> None:
    fake, crm = make(fields={"accounts": {"key": "no_such_property"}})
    one = company(fake, domain="k.example")
    found = crm.find(NONE, frozenset({"k.example"}), frozenset({"40017"}))
    assert [row.id for row in found.accounts] == [one]
    assert [problem for problem in found.problems if "no_such_property" in problem]


# --- whose a record is ---------------------------------------------------------------------------------------------


def test_where_nobody_tells_whose_a_note_is_it_is_not_taken_for_the_contacts(make: Callable[..., Made]) -> None:
    fake, crm = make()
    mine, other = company(fake, "mine"), company(fake, "other")
    one = fake.put("contacts", {"email": "a@mine.example"})
    fake.link("contacts", one, "companies", mine, primary=True)
    theirs = of(fake, "notes", other, hs_note_body="theirs", hs_timestamp="2026-10-01T08:00:00Z")
    fake.link("notes", theirs, "contacts", one)
    fake.unlinkable = {("notes", "companies")}
    found = crm.histories(frozenset({mine}))
    assert found.activities == ()
    assert [problem for problem in found.problems if problem.startswith("notes of companies cannot be read")]


# --- writing back --------------------------------------------------------------------------------------------------


def task(at: str, **changed: Any) -> Entry:
    told = Entry(
        KEY, EntryKind.TASK, at, "Lähetä raportti", start=NOW - dt.timedelta(hours=3), due=dt.date(2026, 10, 9)
    )
    return dataclasses.replace(told, **changed)


@pytest.mark.parametrize("unique", [True, False])
@pytest.mark.parametrize("known", [True, False])
def test_a_day_that_is_taken_back_is_none_any_more(make: Callable[..., Made], *, unique: bool, known: bool) -> None:
    fake, crm = make()
    if unique:
        fake.custom["tasks"]["kambrief_id"] = True
    at = company(fake)
    first = crm.log(task(at))
    crm.log(task(at, due=None), first.remote_id if known else "")
    (promise,) = crm.histories(frozenset({at})).commitments
    assert promise.due is None
    crm.log(task(at, due=dt.date(2026, 10, 12)), first.remote_id)
    (promise,) = crm.histories(frozenset({at})).commitments
    assert promise.due == dt.date(2026, 10, 12)


def test_a_promise_without_a_day_has_none_after_an_edit_either(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.required["tasks"] = {"hs_timestamp"}
    at = company(fake)
    first = crm.log(task(at, due=None))
    crm.log(task(at, due=None, subject="Lähetä kaksi raporttia"), first.remote_id)
    (promise,) = crm.histories(frozenset({at})).commitments
    assert (promise.text, promise.due) == ("Lähetä kaksi raporttia", None)


@pytest.mark.parametrize(("status", "done", "after"), [
    ("IN_PROGRESS", False, "IN_PROGRESS"), ("WAITING", True, "COMPLETED"), ("COMPLETED", False, "COMPLETED"),
])  # fmt: skip
def test_a_status_that_a_person_has_set_stays_but_for_a_promise_that_was_kept(
    make: Callable[..., Made],
    status: str,
    done: bool,  # noqa: FBT001 - a row of a table
    after: str,
) -> None:
    fake, crm = make()
    first = crm.log(task(company(fake)))
    fake.change("tasks", first.remote_id, hs_task_status=status)
    crm.log(task(company(fake), text="Edited", done=done), first.remote_id)
    assert fake.records["tasks"][first.remote_id].said["hs_task_status"] == after


def test_an_account_of_another_crm_is_refused_before_anything_is_written(make: Callable[..., Made]) -> None:
    fake, crm = make()
    with pytest.raises(ProviderError, match="no id of HubSpot's") as told:
        crm.log(task("001KB000001AAAAYA4"))
    assert told.value.permanent
    assert not fake.records["tasks"]


@pytest.mark.parametrize("status", ["423", "521"])
def test_a_portal_that_is_locked_or_behind_a_broken_gateway_is_tried_again(
    make: Callable[..., Made], status: str
) -> None:
    fake, crm = make()
    at = company(fake)
    fake.fault(status, 1, "companies/search")
    fake.put("companies", {"domain": "k.example"})
    assert crm.find(NONE, frozenset({"k.example"})).accounts
    fake.fault(status, 100, "POST objects/2026-09/tasks ")
    with pytest.raises(CallError) as told:
        crm.log(task(at))
    assert not told.value.permanent


# --- check ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("searchable", [True, False])
def test_whether_further_addresses_are_found_is_tried_with_one(make: Callable[..., Made], *, searchable: bool) -> None:
    fake, crm = make()
    fake.put("contacts", {"email": "a@k.example", "hs_additional_emails": "b@old.example"})
    company(fake, hs_additional_domains="old.example")
    fake.lists_searchable = searchable
    lines = {line.summary: line.ok for line in crm.check(NOW) if line.name == "crm.hubspot/addresses"}
    assert set(lines.values()) == {searchable}
    assert len(lines) == 2
    assert "b@old.example" not in repr(lines)


# --- records of several companies ----------------------------------------------------------------------------------


def test_what_took_place_with_several_customers_is_each_one_s_whoever_else_is_asked_for(
    make: Callable[..., Made],
) -> None:
    fake, crm = make()
    first, second = company(fake, "first"), company(fake, "second")
    mail = of(fake, "emails", first, hs_email_subject="Both", hs_timestamp="2026-10-01T08:00:00Z")
    fake.link("emails", mail, "companies", second)
    for asked in ({first}, {second}, {first, second}):
        found = crm.histories(frozenset(asked))
        assert [(row.id, row.account_id) for row in found.activities] == [(mail, one) for one in sorted(asked)]
        assert found.problems == ()


def test_what_took_place_with_two_companies_of_one_group_is_told_once(make: Callable[..., Made]) -> None:
    fake, crm = make()
    top = company(fake, "top")
    low = company(fake, "low", hs_parent_company_id=top)
    mail = fake.put("emails", {"hs_email_subject": "Both", "hs_timestamp": "2026-10-01T08:00:00Z"})
    for one in (top, low):
        fake.link("emails", mail, "companies", one)
    assert [row.account_id for row in crm.histories(frozenset({top, low})).activities] == [top]


@pytest.mark.parametrize("primary", [True, False])
def test_a_deal_is_one_company_s_whoever_else_is_asked_for(make: Callable[..., Made], *, primary: bool) -> None:
    fake, crm = make()
    first, second = company(fake, "first"), company(fake, "second")
    deal = fake.put("deals", {"dealname": "d"})
    fake.link("deals", deal, "companies", first)
    fake.link("deals", deal, "companies", second, primary=primary)
    owner = second if primary else first
    for asked in ({first}, {second}, {first, second}):
        found = crm.histories(frozenset(asked)).deals
        assert [row.account_id for row in found] == ([owner] if owner in asked else [])
