"""HubSpot where it behaves in ways that have surprised others: each trap with the records that set it."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.customer import Account, ActivityKind, Contact, CrmData, Deal, Role, Side
from kambrief.core.model import AccountManager
from kambrief.errors import CallError, ProviderError, SuddenlyEmptyError, UserError
from kambrief.ports import crm as ports
from kambrief.providers.crm.hubspot import Config, Provider
from kambrief.providers.hubspot_text import html, plain
from kambrief.settings import section
from tests.parts.fake_hubspot import FakeHubspot
from tests.parts.hubspot_load import owner
from tests.parts.hubspot_portals import AT_ONCE, NOW, Clock, portal, provider

pytestmark = pytest.mark.corpus
NONE: frozenset[str] = frozenset()
Made = tuple[FakeHubspot, Provider]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(corpora: Path, tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Made]]:
    """A portal, and a provider with these options."""
    fakes: list[FakeHubspot] = []

    def made(data: CrmData | None = None, **options: Any) -> Made:
        fake, _ = portal(corpora, data, clock)
        fakes.append(fake)
        return fake, provider(fake, tmp_path, **options)

    yield made
    for fake in fakes:
        assert fake.violations == []


def company(fake: FakeHubspot, name: str = "Koivu", **said: str) -> str:
    return fake.put("companies", {"name": name, **said})


def person(fake: FakeHubspot, at: str, email: str, **said: str) -> str:
    one = fake.put("contacts", {"email": email, **said})
    if at:
        fake.link("contacts", one, "companies", at, primary=True)
    return one


def of(fake: FakeHubspot, kind: str, at: str, **said: str) -> str:
    one = fake.put(kind, said)
    fake.link(kind, one, "companies", at, primary=True)
    return one


def history(crm: Provider, *accounts: str) -> CrmData:
    return crm.histories(frozenset(accounts))


# --- who somebody is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("finds_secondary", [True, False])
def test_a_secondary_address_finds_its_contact_whether_or_not_a_batch_knows_it(
    make: Callable[..., Made],
    finds_secondary: bool,  # noqa: FBT001 - one of two portals
) -> None:
    fake, crm = make()
    fake.finds_secondary = finds_secondary
    one = person(fake, company(fake), "aino@nordlift.example", hs_additional_emails="aino@old.example;a.v@old.example")
    found = crm.find(frozenset({"A.V@old.example"}), NONE)
    assert [(row.id, row.email, row.aliases) for row in found.contacts] == [
        (one, "aino@nordlift.example", ("aino@old.example", "a.v@old.example"))
    ]
    assert fake.count("POST objects/2026-09/contacts/search") == (0 if finds_secondary else 1)


def test_where_the_second_lists_cannot_be_searched_the_first_ones_are(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.lists_searchable = False
    one = company(fake, domain="koivu.example")
    for _ in range(2):
        assert [row.id for row in crm.find(frozenset({"who@else.example"}), frozenset({"koivu.example"})).accounts] == [
            one
        ]
    assert fake.count("companies/search") == 2 + 1 + 2  # the domains, once more after the refusal; the groups


def test_a_merged_contact_is_found_by_its_old_id_and_names_it(make: Callable[..., Made]) -> None:
    fake, crm = make()
    at = company(fake)
    old, new = person(fake, at, "a@old.example"), person(fake, at, "a@new.example")
    fake.merge("contacts", old, new)
    (found,) = crm.find(NONE, NONE, frozenset({old})).contacts
    assert (found.id, found.former_ids, found.aliases) == (new, (old,), ("a@old.example",))


def test_a_group_is_found_from_its_middle_upwards_and_downwards_at_all_levels(make: Callable[..., Made]) -> None:
    fake, crm = make()
    ids = [company(fake, "root", domain="root.example")]
    for level in range(1, 7):
        ids.append(company(fake, f"level {level}", hs_parent_company_id=ids[-1]))
    beside = company(fake, "beside", hs_parent_company_id=ids[1])
    at = person(fake, ids[4], "x@x.example")
    found = crm.find(frozenset({"x@x.example"}), NONE)
    assert {row.id for row in found.accounts} == {*ids, beside}
    assert [row.id for row in found.contacts] == [at]


def test_a_ring_of_parents_and_a_parent_that_is_gone_do_no_harm(make: Callable[..., Made]) -> None:
    fake, crm = make()
    first = company(fake, domain="ring.example", hs_parent_company_id="999999")
    second = company(fake, hs_parent_company_id=first)
    assert len(crm.find(NONE, frozenset({"ring.example"})).accounts) == 2
    fake.change("companies", first, hs_parent_company_id=second)
    assert {row.id for row in crm.find(NONE, frozenset({"ring.example"})).accounts} == {first, second}


def test_a_contact_without_a_company_is_named_and_costs_nobody_else(make: Callable[..., Made]) -> None:
    fake, crm = make()
    alone = person(fake, "", "alone@gmail.example")
    person(fake, company(fake), "a@koivu.example")
    found = crm.find(frozenset({"alone@gmail.example", "a@koivu.example"}), NONE)
    assert [row.email for row in found.contacts] == ["a@koivu.example"]
    assert found.problems == (f"contacts: {alone} have no company in HubSpot, so nobody can be joined to them",)


def test_a_contact_of_two_companies_counts_for_the_primary_one(make: Callable[..., Made]) -> None:
    fake, crm = make()
    main, other = company(fake, "main"), company(fake, "other", domain="other.example")
    one = person(fake, main, "a@main.example")
    fake.link("contacts", one, "companies", other)
    assert [row.account_id for row in crm.find(frozenset({"a@main.example"}), NONE).contacts] == [main]
    assert crm.find(NONE, frozenset({"other.example"})).contacts == ()
    assert history(crm, other).contacts == ()


def test_more_than_a_batch_holds_and_more_than_a_page_of_associations_are_read_whole(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.association_page = 7
    at = company(fake, domain="big.example")
    for number in range(230):
        person(fake, at, f"p{number}@big.example")
        of(fake, "deals", at, dealname=str(number))
    found = crm.find(frozenset(f"p{number}@big.example" for number in range(120)), NONE)
    assert len(found.contacts) == 230
    assert len(history(crm, at).deals) == 230


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("EXECUTIVE_SPONSOR", Role.SPONSOR),
        ("INFLUENCER;BUDGET_HOLDER;CHAMPION", Role.ECONOMIC_BUYER),
        ("END_USER", Role.USER),
        ("BLOCKER", None),
        ("OTHER;LEGAL_AND_COMPLIANCE", None),
    ],
)
def test_the_buying_role_is_the_weightiest_of_several(make: Callable[..., Made], said: str, role: Role | None) -> None:
    fake, crm = make()
    person(fake, company(fake), "a@a.example", hs_buying_role=said, hs_email_optout="true", hs_language="en-gb")
    found = crm.find(frozenset({"a@a.example"}), NONE)
    assert [(row.role, row.do_not_contact, row.language) for row in found.contacts] == [(role, True, "en")]
    assert found.problems == ()


def test_a_role_nobody_knows_is_a_named_problem(make: Callable[..., Made]) -> None:
    fake, crm = make()
    one = person(fake, company(fake), "a@a.example", hs_buying_role="TASTER")
    (problem,) = crm.find(frozenset({"a@a.example"}), NONE).problems
    assert f"contacts {one}: role 'TASTER'" in problem


# --- histories -----------------------------------------------------------------------------------------------------


def test_bodies_of_html_become_text(make: Callable[..., Made]) -> None:
    fake, crm = make()
    at = company(fake)
    body = "<div><p>Hei&nbsp;&amp; kiitos</p><ul><li>yksi</li><li>kaksi</li></ul><style>p{}</style>a &lt; b</div>"
    of(fake, "notes", at, hs_note_body=body, hs_timestamp="2026-10-01T08:00:00Z")
    (note,) = history(crm, at).activities
    assert (note.kind, note.body) == (ActivityKind.NOTE, "Hei & kiitos\n\n- yksi\n- kaksi\na < b")


def test_text_comes_back_as_it_was_written() -> None:
    for text in ("a < b & c", "one\ntwo\n\nthree", '"<script>alert(1)</script>"', "=1+1", "&amp;"):
        assert plain(html(text)) == text


def test_a_moment_in_milliseconds_is_understood(make: Callable[..., Made]) -> None:
    fake, crm = make()
    at = company(fake)
    of(fake, "notes", at, hs_note_body="x", hs_timestamp="1790841600000")
    of(fake, "deals", at, dealname="d", closedate="2026-12-31T22:30:00Z")
    found = history(crm, at)
    assert found.activities[0].at == dt.datetime(2026, 10, 1, 8, tzinfo=dt.UTC)
    assert found.deals[0].close_date == dt.date(2027, 1, 1)  # half past midnight in Helsinki


def test_texts_of_mails_that_are_held_back_are_a_problem_and_no_text(make: Callable[..., Made]) -> None:
    fake, crm = make()
    at = company(fake)
    of(
        fake,
        "emails",
        at,
        hs_email_subject="Hei",
        hs_email_text="Email content has been redacted.",
        hs_timestamp="2026-10-01T08:00:00Z",
    )
    found = history(crm, at)
    assert [(row.subject, row.body) for row in found.activities] == [("Hei", "")]
    assert [problem for problem in found.problems if "sales-email-read" in problem]


def test_internal_meeting_notes_are_internal(make: Callable[..., Made]) -> None:
    fake, crm = make()
    at = company(fake)
    of(fake, "meetings", at, hs_meeting_title="1", hs_meeting_body="Agenda", hs_timestamp="2026-10-01T08:00:00Z")
    of(
        fake,
        "meetings",
        at,
        hs_meeting_title="2",
        hs_internal_meeting_notes="Hinta on raja",
        hs_timestamp="2026-10-01T08:00:00Z",
    )
    of(fake, "calls", at, hs_call_title="3", hs_call_body="Ei lämpene", hs_timestamp="2026-10-01T08:00:00Z")
    assert {row.subject: row.tags for row in history(crm, at).activities} == {
        "1": (),
        "2": ("internal",),
        "3": (),
    }


def test_an_activity_with_contacts_alone_is_their_companys_and_one_of_another_company_is_not(
    make: Callable[..., Made],
) -> None:
    fake, crm = make()
    mine, other = company(fake, "mine"), company(fake, "other")
    one = person(fake, mine, "a@mine.example")
    alone = fake.put("notes", {"hs_note_body": "alone", "hs_timestamp": "2026-10-01T08:00:00Z"})
    theirs = of(fake, "notes", other, hs_note_body="theirs", hs_timestamp="2026-10-01T08:00:00Z")
    for note in (alone, theirs):
        fake.link("notes", note, "contacts", one)
    found = history(crm, mine)
    assert [(row.id, row.account_id, row.contacts) for row in found.activities] == [(alone, mine, (one,))]


def test_a_stage_closes_a_deal_only_where_the_pipeline_says_so(make: Callable[..., Made]) -> None:
    fake, crm = make()
    stages = [("s1", "Tarjous", "false", "0.9"), ("s2", "Voitettu", "true", "1.0"), ("s3", "Hävitty", "true", "0.0")]
    fake.pipelines["deals"] = [
        {
            "id": "default",
            "stages": [
                {"id": one, "label": label, "metadata": {"isClosed": closed, "probability": chance}}
                for one, label, closed, chance in stages
            ],
        }
    ]
    at = company(fake)
    for stage in ("s1", "s2", "s3", "unknown"):
        of(fake, "deals", at, dealname=stage, dealstage=stage)
    of(fake, "deals", at, dealname="flag", dealstage="gone", hs_is_closed="true", hs_is_closed_won="true")
    assert {row.name: (row.stage, row.status) for row in history(crm, at).deals} == {
        "s1": ("Tarjous", "open"), "s2": ("Voitettu", "won"), "s3": ("Hävitty", "lost"), "unknown": ("unknown", "open"),
        "flag": ("gone", "won"),
    }  # fmt: skip


def test_a_currency_is_never_guessed(make: Callable[..., Made]) -> None:
    amounts = [
        Deal("D1", "A", "euros", amount=Decimal("1.5"), currency="EUR"),
        Deal("D2", "A", "none", amount=Decimal(7)),
    ]
    data = CrmData(accounts=(Account("A", "A"),), deals=tuple(amounts))
    for options, currency in ({}, None), ({"currency": "sek"}, "SEK"):
        fake, crm = make(data, **options)
        deals = history(crm, *fake.records["companies"]).deals
        assert {row.name: (row.amount, row.currency) for row in deals} == {
            "euros": (Decimal("1.5"), "EUR"),
            "none": (Decimal(7), currency),
        }


def test_an_owner_who_has_left_is_still_named(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.owners += [owner("1", "here@kuura.example"), owner("2", "left@kuura.example", archived=True)]
    first, second = (
        company(fake, hubspot_owner_id="2", domain="a.example"),
        company(fake, hubspot_owner_id="77", domain="b.example"),
    )
    found = {row.id: row.owner for row in crm.find(NONE, frozenset({"a.example", "b.example"})).accounts}
    assert found == {first: "left@kuura.example", second: None}


def test_drafts_and_voided_invoices_are_no_revenue(make: Callable[..., Made]) -> None:
    fake, crm = make(fields={"orders": {}})
    at = company(fake)
    for status, amount in ("paid", "10.10"), ("open", "5"), ("draft", "1000"), ("voided", "1000"):
        of(
            fake,
            "invoices",
            at,
            hs_invoice_date="2026-08-03T00:00:00Z",
            hs_amount_billed=amount,
            hs_currency="EUR",
            hs_invoice_status=status,
        )
    (order,) = history(crm, at).orders
    assert (order.month, order.amount, order.count, order.category) == (
        dt.date(2026, 8, 1),
        Decimal("15.10"),
        2,
        "invoiced",
    )


def test_a_task_is_a_step_of_ours_and_one_we_wrote_back_a_promise(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.owners.append(owner("1", "elina@kuura.example"))
    at, key = company(fake), "kambrief-0123456789abcdef0123"
    fake.custom["tasks"]["kambrief_id"] = True
    task = {"hs_task_status": "NOT_STARTED", "hs_timestamp": "2026-10-09T09:00:00Z", "hubspot_owner_id": "1"}
    step = of(fake, "tasks", at, hs_task_subject="Soita", **task)
    by_property = of(fake, "tasks", at, hs_task_subject="Lähetä raportti", kambrief_id=key, **task)
    by_mark = of(
        fake, "tasks", at, hs_task_subject="Lähetä lista", hs_task_body=f"Tekstiä<br><br>[{key} undated]", **task
    )
    found = history(crm, at)
    assert [(row.id, row.step, row.due, row.owner) for row in found.plans] == [
        (step, "Soita", dt.date(2026, 10, 9), "elina@kuura.example")
    ]
    assert {(row.id, row.side, row.text, row.due) for row in found.commitments} == {
        (by_property, Side.US, "Lähetä raportti", dt.date(2026, 10, 9)), (by_mark, Side.US, "Lähetä lista", None)
    }  # fmt: skip


# --- rights, and what is not there ---------------------------------------------------------------------------------


def test_a_scope_that_is_lacking_makes_a_gap_and_no_empty_table(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.denied |= {"deals", "calls"}
    found = history(crm, company(fake))
    assert "deals" in found.missing
    assert "activities" not in found.missing
    assert found.problems == ("activities: calls cannot be read: the token lacks the scope crm.objects.calls.read",)


@pytest.mark.parametrize("kind", ["contacts", "companies"])
def test_without_people_nothing_can_be_told(make: Callable[..., Made], kind: str) -> None:
    fake, crm = make()
    fake.denied.add(kind)
    with pytest.raises(CallError, match="MISSING_SCOPES"):
        crm.find(frozenset({"a@a.example"}), NONE)


def test_owners_that_may_not_be_read_are_named(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.denied.add("owners")
    company(fake, domain="a.example", hubspot_owner_id="1")
    (problem,) = crm.find(NONE, frozenset({"a.example"})).problems
    assert problem.startswith("owners cannot be read")


def test_a_portal_that_is_suddenly_empty_is_a_fault(make: Callable[..., Made]) -> None:
    fake, crm = make()
    person(fake, company(fake, domain="a.example"), "a@a.example")
    crm.find(NONE, frozenset({"a.example"}))
    for kind in ("companies", "contacts"):
        fake.records[kind].clear()
    with pytest.raises(SuddenlyEmptyError, match="all companies and contacts are suddenly gone"):
        crm.find(NONE, frozenset({"a.example"}))


@pytest.mark.parametrize("fault", ["429", "500", "503", "reset", "truncated", "slow"])
def test_a_passing_fault_is_tried_again_also_in_questions_that_are_posted(
    make: Callable[..., Made], fault: str
) -> None:
    fake, crm = make()
    person(fake, company(fake, domain="a.example"), "a@a.example")
    for op in ("batch/read", "search", "associations", "owners"):
        fake.fault(fault, 1, op)
    assert len(crm.find(frozenset({"a@a.example", "b@b.example"}), NONE).contacts) == 1


def test_a_day_whose_calls_are_used_up_is_left_alone(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.fault("429-daily", 100)
    with pytest.raises(CallError, match="RATE_LIMIT"):
        crm.find(NONE, frozenset({"a.example"}))
    before = fake.count()
    with pytest.raises(CallError, match="not asked"):
        crm.find(NONE, frozenset({"a.example"}))
    assert fake.count() == before


def test_a_page_of_somebody_in_between_is_no_empty_answer(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.fault("html", 100)
    with pytest.raises(CallError, match="no JSON; is base_url right"):
        crm.find(NONE, frozenset({"a.example"}))


def test_the_token_is_in_no_error_and_no_repr(make: Callable[..., Made], capsys: pytest.CaptureFixture[str]) -> None:
    fake, crm = make(token="pat-hush-hush")
    with pytest.raises(ProviderError) as caught:
        crm.find(NONE, frozenset({"a.example"}))
    told = f"{caught.value!r} {caught.value} {crm!r} {vars(crm)} {capsys.readouterr()}"
    assert "hush" not in told
    assert fake.count() > 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"token_env": "A", "token_file": "b"}, "one way in"),
        ({}, "one way in"),
        ({"token_env": "A", "client_id": "c"}, "one way in"),
        ({"client_id": "c", "client_secret_env": "S"}, "refresh_token_env"),
        ({"token_env": "A", "base_url": "hubspot"}, "no http or https address"),
        ({"token_env": "A", "objects": {"contacts": "2-1"}}, "HubSpot's own objects"),
        ({"token_env": "A", "fields": {"deals": {"prize": "x"}}}, "no column prize"),
        ({"token_env": "A", "currency": "Taler"}, "no currency code"),
        ({"token_env": "A", "link_template": "https://x.example/{portal}"}, "braces"),
    ],
)
def test_a_wrong_configuration_is_told(options: dict[str, Any], told: str) -> None:
    with pytest.raises(UserError, match=told):
        section(Config, options, "crm.hubspot")


def test_oauth_signs_in_with_the_refresh_token(make: Callable[..., Made], tmp_path: Path) -> None:
    fake, _ = make()
    for name in ("secret", "refresh"):
        (tmp_path / name).write_text("refresh-me", encoding="utf-8")
    data = {"client_id": "c", "client_secret_file": "secret", "refresh_token_file": "refresh"}
    crm = Provider(section(Config, data, "crm.hubspot"), tmp_path, transport=fake.transport())
    one = company(fake, domain="a.example")
    assert [row.id for row in crm.find(NONE, frozenset({"a.example"})).accounts] == [one]
    assert fake.count("token") == 1
    crm.close()


# --- what has changed ----------------------------------------------------------------------------------------------


def test_what_has_changed_is_told_with_parents_addresses_and_domains(make: Callable[..., Made], clock: Clock) -> None:
    fake, crm = make()
    top = company(fake, "top")
    low = company(fake, "low", hs_parent_company_id=top, domain="low.example")
    still = company(fake, "still")
    one = person(fake, low, "a@low.example", hs_additional_emails="b@low.example")
    deal = of(fake, "deals", still, dealname="d")
    first = crm.changes({}, clock.pass_(hours=1))
    assert (first.complete, first.accounts) == (False, NONE)
    clock.pass_(minutes=30)
    fake.change("contacts", one, jobtitle="CEO")
    told = crm.changes(first.cursor, clock.pass_(minutes=1))
    assert (told.complete, told.accounts, told.emails) == (
        True,
        frozenset({low, top}),
        frozenset({"a@low.example", "b@low.example"}),
    )
    clock.pass_(minutes=30)
    fake.change("deals", deal, amount="5")
    fake.change("companies", low, city="Oulu")
    again = crm.changes(told.cursor, clock.pass_(minutes=1))
    assert (again.accounts, again.domains) == (frozenset({low, top, still}), frozenset({"low.example"}))


def test_a_record_that_the_search_learns_of_late_is_told_all_the_same(make: Callable[..., Made], clock: Clock) -> None:
    fake, crm = make()
    fake.lag = dt.timedelta(seconds=40)
    at = company(fake)
    cursor = crm.changes({}, clock.pass_(hours=1)).cursor
    clock.pass_(minutes=20)
    fake.change("companies", at, city="Oulu")
    before = crm.changes(cursor, clock.pass_(seconds=5))
    assert before.accounts == NONE
    assert crm.changes(before.cursor, clock.pass_(minutes=5)).accounts == {at}


@pytest.mark.parametrize("cursor", [{}, {"since": "x"}, {"since": "1", "day": "2020-01-01"}])
def test_a_cursor_that_tells_nothing_means_to_read_everything(
    make: Callable[..., Made], cursor: dict[str, str]
) -> None:
    _, crm = make()
    assert crm.changes(cursor, NOW).complete is False


def test_too_much_change_and_a_new_day_mean_to_read_everything(make: Callable[..., Made], clock: Clock) -> None:
    fake, crm = make()
    at = company(fake)
    cursor = crm.changes({}, clock()).cursor
    assert crm.changes(cursor, NOW + dt.timedelta(days=1)).complete is False
    for number in range(2001):
        of(fake, "notes", at, hs_note_body=str(number))
    assert crm.changes(cursor, clock.pass_(minutes=1)).complete is False


@pytest.mark.slow
def test_more_than_ten_thousand_with_one_moment_are_read_whole(make: Callable[..., Made]) -> None:
    fake, crm = make()
    for number in range(10_250):
        fake.put("companies", {"name": str(number), "hs_parent_company_id": "77"}, str(200_000 + number))
    found = crm._hubspot.search(
        "companies", [[{"propertyName": "hs_parent_company_id", "operator": "IN", "values": ["77"]}]], ["name"]
    )
    assert len({row["id"] for row in found}) == 10_250
    assert fake.count("search") == 52


# --- teams, fields -------------------------------------------------------------------------------------------------


def test_a_team_is_who_shares_one(make: Callable[..., Made]) -> None:
    fake, crm = make()
    fake.owners += [
        owner("1", "elina@kuura.example", teams=["fi"]), owner("2", "ville@kuura.example", teams=["fi", "key"]),
        owner("3", "sven@kuura.example", teams=["se"]), owner("4", "none@kuura.example"),
    ]  # fmt: skip
    assert crm.team(AccountManager("Elina@kuura.example")) == {"ville@kuura.example"}
    assert crm.team(AccountManager("none@kuura.example")) == NONE
    assert crm.team(AccountManager("stranger@kuura.example")) == NONE


def test_fields_are_told_with_what_they_are_read_as(make: Callable[..., Made]) -> None:
    _, crm = make()
    told = {(one.table, one.name): one for one in crm.fields()}
    assert told["accounts", "abc_class"] == ports.CrmField(
        "accounts", "companies", "abc_class", "Abc class", "string", custom=True, column="crm_class"
    )
    assert (told["contacts", "hs_buying_role"].column, told["contacts", "hs_buying_role"].values) == (
        "role",
        ("DECISION_MAKER",),
    )
    assert told["deals", "hubspot_owner_id"].column == "owner"


def test_it_speaks_over_a_real_connection_that_breaks(make: Callable[..., Made], tmp_path: Path) -> None:
    fake, _ = make()
    one = person(fake, company(fake), "a@a.example")
    with fake:
        config = section(Config, {"token_file": "token", "base_url": fake.base_url}, "crm.hubspot")
        (tmp_path / "token").write_text(fake.token, encoding="utf-8")
        crm = Provider(config, tmp_path, policy=AT_ONCE)
        for fault, op in (("reset", "contacts/batch/read"), ("lost", "companies/search"), ("truncated", "owners")):
            fake.fault(fault, 1, op)
        assert [row.id for row in crm.find(frozenset({"a@a.example"}), NONE).contacts] == [one]
        assert fake.faults.waiting == 0
        crm.close()


def test_it_is_every_port_that_it_says(make: Callable[..., Made]) -> None:
    _, crm = make()
    for port in (ports.Portfolios, ports.Changing, ports.Teams, ports.Fields, ports.Log):
        assert isinstance(crm, port)


def test_a_contact_counts_for_the_account_that_bears_a_key_of_another_system(make: Callable[..., Made]) -> None:
    data = CrmData(
        accounts=(Account("A", "A", key="Asiakas-77"), Account("B", "B")),
        contacts=(Contact("1", "A", email="a@a.example"),),
    )
    _, crm = make(data)
    found = crm.find(NONE, NONE, frozenset({"Asiakas-77", "nobody"}))
    assert [dataclasses.replace(row, id="").key for row in found.accounts] == ["Asiakas-77"]
