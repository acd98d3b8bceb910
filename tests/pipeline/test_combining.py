"""Several sources as one: each table from whom it is to come, nobody's records with somebody else's, and none of the
others stops the rest.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kambrief.app import build
from kambrief.core.combine import By
from kambrief.core.crm import Entry, EntryKind
from kambrief.core.customer import Account, CrmData, Order
from kambrief.core.history import link
from kambrief.core.insight.money import sums_of
from kambrief.core.insight.windows import Windows, windows
from kambrief.core.model import AccountManager
from kambrief.errors import ProviderError, UserError
from kambrief.pipeline.combined import Combined
from kambrief.pipeline.combining import Source, parts_of
from kambrief.ports import Changes, Changing, Figures, Health, Log, Logged, Rights, Teams
from kambrief.settings import given
from tests.builders import ELINA, World, deal, havulinna, nps, occurrence, petri, ticket
from tests.fakes import FakeCrm

NOW = dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)
MONTHS = windows(NOW.date())
ORDERS = (Order("A01", dt.date(2026, 9, 1), "service", Decimal(1000), "EUR"),)
ALL = frozenset({"A01"})
NO: frozenset[str] = frozenset()


@dataclass
class FakeFigures(FakeCrm):
    """A source that tells sums too; ``state`` is its cursor, ``partly`` makes it tell changes alone."""

    state: str = "1"
    partly: bool = False
    said: tuple[Health, ...] = ()
    asked: list[Mapping[str, str]] = field(default_factory=list)

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        del now
        self._ask("figures")
        self.asked.append(dict(cursor))
        told = {"state": self.state}
        if cursor == told:
            return Figures(unchanged=True, cursor=told, counted={"queries": 1})
        sums = sums_of(self.data.orders, months)
        whole = not (self.partly and cursor)
        return Figures(self.data.accounts, sums, complete=whole, cursor=told, counted={"queries": 2, "rows": 1})

    def check(self, now: dt.datetime) -> list[Health]:
        del now
        return list(self.said)


def crm_of(**more: Any) -> FakeFigures:
    return FakeFigures(havulinna(**{"deals": (deal(),), "missing": ("orders",), **more}), name="crm.files")


def bi_of(**more: Any) -> FakeFigures:
    return FakeFigures(CrmData(**{"orders": ORDERS, "missing": ("contacts", "deals"), **more}), name="crm.sql")


def both(bi: FakeCrm | None = None, crm: FakeCrm | None = None, by: By = By.ID, **tables: tuple[str, ...]) -> Combined:
    """A CRM, and beside it a source that says it tells orders alone, unless ``tables`` says more."""
    only = frozenset(tables or {"orders": ()})
    sources = [Source("files", crm or crm_of()), Source("sql", bi or bi_of(), by, only)]
    return Combined(sources, tables or {"orders": ("sql",)})


# --- records -------------------------------------------------------------------------------------------------------


def test_orders_come_from_the_bi_and_everything_else_from_the_crm() -> None:
    data = both().histories(ALL)
    assert data.orders == ORDERS
    assert [row.id for row in data.deals] == ["D1"]
    assert [row.id for row in data.contacts] == ["C01", "C02"]
    assert data.missing == ()


def test_the_bi_being_down_costs_its_tables_and_is_named() -> None:
    bi = FakeFigures(CrmData(orders=ORDERS), down=True, name="crm.sql")
    data = both(bi).histories(ALL)
    assert (data.orders, data.missing, data.unreached) == ((), ("orders",), ("crm.sql: connection refused",))


class Broken(FakeCrm):
    """A source with a bug."""

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        raise KeyError(str(account_ids))


def test_a_bug_of_one_source_costs_its_tables_and_tells_no_data() -> None:
    data = both(Broken(name="crm.sql")).histories(ALL)
    assert (data.missing, data.unreached) == (("orders",), ("crm.sql: KeyError",))


def test_without_the_main_source_there_is_nothing_to_go_by() -> None:
    with pytest.raises(ProviderError):
        both(crm=FakeCrm(havulinna(), down=True)).histories(ALL)


def test_people_are_the_crms_business_alone() -> None:
    bi = FakeFigures(CrmData(orders=ORDERS), down=True)
    assert both(bi).find(frozenset({"petri@havulinna.example"}), NO).contacts


def test_what_an_account_lacks_the_other_tells() -> None:
    known = (Account("A01", "HAVULINNA", crm_class="A", owner="otto@kuura.example"),)
    (account,) = both(bi_of(accounts=known)).histories(ALL).accounts
    assert (account.name, account.crm_class, account.owner) == ("Havulinna Levyteollisuus Oy", "A", None)


KEYED = dataclasses.replace(havulinna().accounts[0], key="1001")
DESK = CrmData(
    accounts=(Account("7", "Havulinna", key="1001", domains=("havulinna.example",)), Account("A01", "Somebody else")),
    contacts=(petri(id="C02", account_id="7"),),
    tickets=(ticket(account_id="7", contact_id="C02"), ticket(id="KT-9", account_id="A01", subject="Somebody else's")),
    surveys=(dataclasses.replace(nps(petri(), 9, dt.date(2026, 9, 1)), account_id="7", contact_id="C99"),),
    link_template="https://desk.example/{table}/{id}",
)


@pytest.mark.parametrize("by", [By.KEY, By.DOMAIN])
def test_accounts_with_other_ids_are_found_and_people_by_their_address(by: By) -> None:
    desk = FakeCrm(DESK, name="crm.desk")
    crm = crm_of(accounts=(KEYED,), link_template="https://crm.example/{id}")
    tables = {"tickets": ("desk",), "surveys": ("desk",)}
    data = Combined([Source("files", crm), Source("desk", desk, by)], tables).histories(ALL)
    assert [(row.id, row.account_id, row.contact_id) for row in data.tickets] == [("KT-1", "A01", "C01")]
    assert [(row.account_id, row.contact_id) for row in data.surveys] == [("A01", None)]
    assert [row.id for row in data.contacts] == ["C01", "C02"]
    assert "Somebody else" not in str(data)
    # By key once more: what the desk calls them may be somebody else's key.
    asked = ["histories", "find", "find"] if by is By.KEY else ["histories", "find"]
    assert (crm.calls, desk.calls) == (asked, ["find", "histories"])
    assert link(data, "tickets", "KT-1") == "https://desk.example/tickets/KT-1"
    assert link(data, "deals", "D1") == "https://crm.example/D1"


def test_a_bi_without_accounts_may_call_them_by_our_key() -> None:
    bi = bi_of(orders=(dataclasses.replace(ORDERS[0], account_id="1001"), dataclasses.replace(ORDERS[0], category="x")))
    data = both(bi, crm_of(accounts=(KEYED,)), By.KEY).histories(ALL)
    assert data.orders == ORDERS
    assert bi.calls == ["histories"]


def test_a_customer_without_a_key_is_named_because_nothing_is_known_of_them() -> None:
    data = both(by=By.KEY).histories(ALL)
    assert data.orders == ()
    assert data.problems == ("sql: no key for A01: nothing can be looked up of them",)


def test_a_domain_of_two_customers_is_named_and_nothing_is_shown_of_it_although_one_alone_was_asked_for() -> None:
    rival = Account("A09", "Havulinna Energia Oy", domains=("havulinna.example",))
    crm = crm_of(accounts=(KEYED, rival))
    data = Combined([Source("files", crm), Source("desk", FakeCrm(DESK), By.DOMAIN)], {"tickets": ("desk",)}).histories(
        ALL
    )
    assert (data.tickets, [row.id for row in data.accounts]) == ((), ["A01"])
    assert any("havulinna.example: fits A01 and A09 here" in problem for problem in data.problems)


def test_orders_of_an_account_that_was_merged_into_this_one_are_its_own() -> None:
    merged = dataclasses.replace(KEYED, former_ids=("A00",))
    bi = bi_of(orders=(dataclasses.replace(ORDERS[0], account_id="A00"),))
    assert both(bi, crm_of(accounts=(merged,))).histories(ALL).orders == ORDERS


def test_tickets_of_two_sources_are_put_together() -> None:
    crm, desk = crm_of(tickets=(ticket(),)), FakeCrm(CrmData(tickets=(ticket(subject="Toinen"),)), name="crm.desk")
    data = Combined([Source("files", crm), Source("desk", desk)], {"tickets": ("desk", "files")}).histories(ALL)
    assert [(row.id, row.subject) for row in data.tickets] == [("KT-1", "Toinen"), ("files:KT-1", "Valvonta putoaa")]


# --- check ---------------------------------------------------------------------------------------------------------


def lacks(name: str, table: str) -> Health:
    return Health(name, ok=True, summary=f"no {table} to be read", lacks=table)


def test_a_check_leaves_out_what_one_lacks_and_the_other_tells_and_no_error_of_either() -> None:
    crm = FakeFigures(name="crm.files", said=(lacks("crm.files", "orders"), lacks("crm.files", "surveys")))
    broken = Health("crm.sql", ok=False, summary="no table in /bi could be read", advice="Check the export.")
    bi = FakeFigures(name="crm.sql", said=(broken, lacks("crm.sql", "orders"), lacks("crm.sql", "contacts")))
    found = both(bi, crm).check(NOW)
    assert [(row.name, row.summary) for row in found[:-1]] == [
        ("crm.files", "no surveys to be read"),
        ("crm.sql", "no table in /bi could be read"),
        ("crm.sql", "no orders to be read"),
    ]


def test_a_check_tells_what_comes_from_where() -> None:
    crm = FakeFigures(name="crm.files", said=tuple(lacks("crm.files", one) for one in ("orders", "products", "plans")))
    desk = FakeFigures(name="crm.desk", said=(lacks("crm.desk", "plans"),))
    sources = [Source("files", crm), Source("desk", desk, By.DOMAIN)]
    found = Combined(sources, {"tickets": ("desk", "files")}).check(NOW)
    others = "deals, contracts, commitments, activities, surveys, tickets"
    assert [row.summary for row in found] == [
        "no plans to be read",
        f"people from files; products, orders, tickets from desk (accounts by domain); {others} from files",
    ]


# --- figures -------------------------------------------------------------------------------------------------------


def test_the_crms_accounts_meet_the_bis_sums() -> None:
    read = both().figures(MONTHS, {}, NOW)
    assert [account.id for account in read.accounts] == ["A01"]
    assert [(one.account_id, one.t12m, one.last3) for one in read.sums] == [("A01", Decimal(1000), Decimal(1000))]
    assert (read.complete, dict(read.counted)) == (True, {"queries": 4, "rows": 2})


def test_unchanged_means_both_and_costs_a_question_each() -> None:
    source = both()
    cursor = source.figures(MONTHS, {}, NOW).cursor
    again = source.figures(MONTHS, cursor, NOW)
    assert (again.unchanged, again.cursor, dict(again.counted)) == (True, cursor, {"queries": 2})


@pytest.mark.parametrize("changed", [0, 1])
def test_a_change_of_one_reads_both_whole(changed: int) -> None:
    source = both()
    cursor = source.figures(MONTHS, {}, NOW).cursor
    moved = parts_of(source)[changed]
    assert isinstance(moved, FakeFigures)
    moved.state, moved.partly = "2", True
    read = source.figures(MONTHS, cursor, NOW)
    assert (read.complete, read.unchanged, len(read.accounts), len(read.sums)) == (True, False, 1, 1)
    assert source.figures(MONTHS, read.cursor, NOW).unchanged


def test_a_crm_without_figures_leaves_them_to_the_bi() -> None:
    source = both(FakeFigures(CrmData(orders=ORDERS)), FakeCrm(havulinna()))
    assert len(source.figures(MONTHS, {}, NOW).sums) == 1


def test_sums_under_other_ids_become_our_accounts_and_those_of_nobody_are_left_out() -> None:
    rows = tuple(dataclasses.replace(ORDERS[0], account_id=one) for one in ("1001", "A01", "2002"))
    known = (Account("1001", "x", crm_class="A"), Account("A01", "y"))
    read = both(bi_of(orders=rows, accounts=known), crm_of(accounts=(KEYED,)), By.KEY).figures(MONTHS, {}, NOW)
    assert [(one.account_id, one.t12m) for one in read.sums] == [("A01", Decimal(1000))]
    assert [(one.id, one.crm_class) for one in read.accounts] == [("A01", "A")]


def test_other_ids_without_the_crms_accounts_tell_nothing() -> None:
    assert both(bi_of(), FakeCrm(havulinna()), By.DOMAIN).figures(MONTHS, {}, NOW) == Figures()


# --- what a source may be able to do besides -----------------------------------------------------------------------


@dataclass
class Able(FakeCrm):
    """A source that can do everything."""

    told: Changes = field(default_factory=Changes)
    not_shown: Mapping[str, frozenset[str]] | None = None
    shown: list[CrmData] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def changes(self, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        del now
        self._ask("changes")
        return dataclasses.replace(self.told, cursor={"at": cursor.get("at", "") + "x"})

    def hidden(self, manager: AccountManager, data: CrmData) -> Mapping[str, frozenset[str]] | None:
        del manager
        self.shown.append(data)
        return self.not_shown

    def team(self, manager: AccountManager) -> frozenset[str]:
        return frozenset({f"{self.name} {manager.name}"})

    def log(self, entry: Entry, remote_id: str = "") -> Logged:
        self.entries.append(entry)
        return Logged(remote_id or "1", created=not remote_id)


def able(one: Able, other: FakeCrm, by: By = By.ID, tables: Mapping[str, tuple[str, ...]] | None = None) -> Combined:
    return Combined([Source("hub", one), Source("desk", other, by)], tables)


def changed(*ids: str, complete: bool = True) -> Able:
    return Able(DESK, name="crm.desk", told=Changes(frozenset(ids), complete=complete))


def told(other: Able, by: By = By.ID) -> Changes:
    some = Changes(frozenset({"A05"}), frozenset({"a@x.fi"}), frozenset({"x.fi"}), records=frozenset({"T1"}))
    crm = Able(havulinna(accounts=(KEYED,)), told=some)
    source: object = able(crm, other, by)
    assert isinstance(source, Changing)
    first = source.changes({}, NOW)
    assert dict(source.changes(first.cursor, NOW).cursor) == {"hub.at": "xx", "desk.at": "xx"}
    return first


def test_abilities_that_no_source_has_are_not_there() -> None:
    source: object = both()
    assert not any(isinstance(source, kind) for kind in (Changing, Rights, Teams, Log))


def test_changes_are_told_only_if_all_sources_tell_them() -> None:
    source: object = able(Able(), FakeCrm())
    assert not isinstance(source, Changing)
    assert isinstance(source, Rights)
    assert isinstance(source, Teams)
    assert isinstance(source, Log)


def test_changes_of_all_sources_are_told_together() -> None:
    found = told(changed("A01"))
    assert found.accounts == {"A05", "A01"}
    assert found.emails == {"a@x.fi"}
    assert found.domains == {"x.fi"}
    assert found.records == {"T1", "hub:T1"}


@pytest.mark.parametrize("by", [By.KEY, By.DOMAIN])
def test_changes_under_other_ids_are_those_of_our_accounts(by: By) -> None:
    assert told(changed("7"), by).accounts == {"A05", "A01"}


def test_what_changed_of_nobody_of_ours_is_nothing_where_all_of_ours_can_be_looked_up() -> None:
    assert told(changed("A01"), By.DOMAIN).accounts == {"A05"}


@pytest.mark.parametrize(
    ("other", "by"),
    [
        (changed(complete=False), By.ID),
        (changed("gone"), By.DOMAIN),
        (changed("gone"), By.KEY),
        (changed("A01"), By.KEY),
    ],
    ids=["it cannot tell", "an account is gone", "the same, by key", "nobody has that key"],
)
def test_what_cannot_be_told_of_one_source_cannot_be_told(other: Able, by: By) -> None:
    found = told(other, by)
    assert (found.complete, found.accounts) == (False, NO)


def test_a_source_out_of_reach_costs_what_was_kept_and_continues_where_it_was() -> None:
    other = changed()
    source: object = able(Able(havulinna()), other)
    assert isinstance(source, Changing)
    first = source.changes({}, NOW)
    other.down = True
    found = source.changes(first.cursor, NOW)
    assert (found.complete, dict(found.cursor)) == (False, {"hub.at": "xx", "desk.at": "x"})


def test_the_main_source_out_of_reach_is_a_failure() -> None:
    source: object = able(Able(havulinna(), down=True), changed())
    assert isinstance(source, Changing)
    with pytest.raises(ProviderError):
        source.changes({}, NOW)


def test_what_was_read_while_a_source_was_out_of_reach_counts_as_changed_until_it_is_read_whole() -> None:
    other = changed()
    source: object = able(Able(havulinna()), other)
    assert isinstance(source, Combined)
    assert isinstance(source, Changing)
    other.down = True
    source.histories(ALL)
    other.down = False
    assert [set(source.changes({}, NOW).accounts) for _ in range(2)] == [{"A01"}, {"A01"}]
    source.histories(ALL)
    assert not source.changes({}, NOW).accounts


def test_what_was_kept_does_not_hold_when_sources_are_put_together_in_another_way() -> None:
    made = [able(Able(), Able(), by, {"tickets": names}) for by in By for names in (("hub",), ("hub", "desk"))]
    assert len({one.signature for one in made}) == len(made)
    assert able(Able(), Able()).signature == able(Able(), Able()).signature


def test_each_source_is_asked_what_it_hides_of_its_own_records_under_its_own_ids() -> None:
    crm = Able(havulinna(tickets=(ticket(),)), not_shown={"contacts": frozenset({"C01"})})
    desk = Able(
        CrmData(tickets=(ticket(subject="Toinen"),)),
        not_shown={"tickets": frozenset({"KT-1"}), "accounts": frozenset({"A01"})},
    )
    source: object = able(crm, desk, tables={"tickets": ("hub", "desk")})
    assert isinstance(source, Rights)
    assert isinstance(source, Combined)
    data = source.histories(ALL)
    assert source.hidden(ELINA, data) == {"contacts": frozenset({"C01"}), "tickets": frozenset({"desk:KT-1"})}
    assert [[row.subject for row in one.tickets] for one in (*crm.shown, *desk.shown)] == [
        ["Valvonta putoaa"],
        ["Toinen"],
    ]
    assert [len(one.contacts) for one in (*crm.shown, *desk.shown)] == [2, 0]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (None, None, None),
        ({"deals": frozenset({"D1"})}, None, {"deals": {"D1"}}),
        (None, {"tickets": frozenset({"1"})}, {"tickets": {"1"}}),
    ],
)
def test_who_does_not_know_this_person_leaves_it_to_the_others(one: Any, other: Any, found: Any) -> None:
    source: object = able(Able(not_shown=one), Able(not_shown=other))
    assert isinstance(source, Rights)
    assert source.hidden(ELINA, CrmData()) == found


def test_teams_are_those_of_all_sources() -> None:
    source: object = able(Able(name="a"), Able(name="b"))
    assert isinstance(source, Teams)
    assert source.team(ELINA) == {"a Elina Saarikko", "b Elina Saarikko"}


def entry(deal_id: str, kind: EntryKind = EntryKind.NEXT_STEP) -> Entry:
    return Entry("k", kind, "A01", "Tarjous", deal_id=deal_id)


def test_what_was_agreed_is_written_to_the_first_source_that_can_be() -> None:
    one, other = Able(), Able()
    source: object = able(one, other)
    assert isinstance(source, Log)
    assert source.log(entry("D1"), "r1") == Logged("r1")
    assert (one.entries, other.entries) == ([entry("D1")], [])


def test_a_source_with_other_ids_is_not_written_to() -> None:
    source: object = Combined([Source("files", FakeCrm(havulinna())), Source("desk", Able(), By.KEY)])
    assert not isinstance(source, Log)


@pytest.mark.parametrize(
    ("tables", "deal_id", "written"),
    [
        ({"deals": ("desk", "hub")}, "hub:D1", "D1"),
        ({"deals": ("desk", "hub")}, "D1", None),
        ({"deals": ("hub", "desk")}, "D1", "D1"),
        ({"deals": ("hub", "desk")}, "desk:D1", None),
        ({"deals": ("desk",)}, "D1", None),
    ],
)
def test_a_deal_of_another_source_is_never_taken_for_one_of_this(
    tables: dict[str, tuple[str, ...]], deal_id: str, written: str | None
) -> None:
    crm = Able()
    source: object = able(crm, FakeCrm(), tables=tables)
    assert isinstance(source, Log)
    source.log(entry(deal_id, EntryKind.NOTE))
    if written is None:
        with pytest.raises(ProviderError, match="kept elsewhere") as refused:
            source.log(entry(deal_id))
        assert refused.value.permanent
    else:
        source.log(entry(deal_id))
    assert [one.deal_id for one in crm.entries] == ([""] if written is None else [written, written])


# --- configuration -------------------------------------------------------------------------------------------------


def configured(tmp_path: Path, queries: Mapping[str, str], combine: Mapping[str, Any] | None = None) -> Combined:
    settings = given(
        {
            "account_managers": [{"email": "elina@kuura.example"}],
            "meetings": {"icalendar": {"calendars": [{"path": str(tmp_path)}]}},
            "crm": {
                "files": {"folder": str(tmp_path)},
                "sql": {"url": f"sqlite:///{tmp_path}/bi.db", "queries": queries},
            },
            "mail": {"outbox": {"folder": str(tmp_path)}},
            "database": {"url": "sqlite://"},
            **({"combine": combine} if combine else {}),
        }
    )
    app = build(settings)
    app.close()
    assert isinstance(app.crm, Combined)
    return app.crm


SELECT = "SELECT 1 AS id"


def test_a_bi_beside_a_crm_tells_its_tables_without_more_being_said(tmp_path: Path) -> None:
    source = configured(tmp_path, {"orders": SELECT, "accounts": SELECT})
    assert (source.name, dict(source.plan.tables)) == ("crm.files", {"orders": ("sql",)})
    assert [one.by for one in source.sources] == [By.ID, By.ID]


def test_order_tables_and_how_accounts_are_found_can_be_said(tmp_path: Path) -> None:
    combine = {
        "order": ["sql"],
        "tables": {"orders": "files", "tickets": ["sql", "files"]},
        "match": {"files": "domain"},
    }
    source = configured(tmp_path, {"contacts": SELECT, "accounts": SELECT, "tickets": SELECT}, combine)
    assert (source.name, source.plan.order) == ("crm.sql", ("sql", "files"))
    assert source.plan.tables == {"orders": ("files",), "tickets": ("sql", "files")}
    assert [(one.name, one.by) for one in source.others] == [("files", By.DOMAIN)]


@pytest.mark.parametrize(
    ("queries", "combine", "said"),
    [
        ({"orders": SELECT}, {"order": ["hubspot"]}, "combine.order: there is no [crm.hubspot]; there are files, sql"),
        ({"orders": SELECT}, {"match": {"bi": "id"}}, "combine.match: there is no [crm.bi]"),
        ({"orders": SELECT}, {"tables": {"deals": "bi"}}, "combine.tables.deals: there is no [crm.bi]"),
        ({"orders": SELECT}, {"tables": {"sales": "sql"}}, "no table is called sales"),
        ({"orders": SELECT}, {"tables": {"contacts": "sql"}}, "contacts come from the first source in order"),
        ({"orders": SELECT}, {"tables": {"deals": []}}, "combine.tables.deals"),
        ({"orders": SELECT}, {"match": {"sql": "name"}}, "combine.match.sql"),
        ({"orders": SELECT}, {"tables": {"orders": ["sql", "sql"]}}, "combine.tables.orders: names sql twice"),
        ({"orders": SELECT}, {"match": {"files": "key"}}, "combine.match: files is the main source"),
        ({"orders": SELECT}, {"match": {"sql": "domain"}}, "sql tells no accounts"),
        ({"orders": SELECT}, {"tables": {"deals": "sql"}}, "combine.tables.deals: [crm.sql] tells no deals"),
    ],
)
def test_a_mistake_in_it_is_told(
    tmp_path: Path, queries: Mapping[str, str], combine: Mapping[str, Any], said: str
) -> None:
    with pytest.raises(UserError) as raised:
        configured(tmp_path, queries, combine)
    assert said in str(raised.value)


def test_somebody_must_tell_who_people_are() -> None:
    from kambrief.sources import uncombinable

    nobody: Sequence[Source] = [Source("a", FakeCrm(name="crm.a"), tables=frozenset({"orders"}))]
    assert uncombinable(nobody, {}) == ["crm: none of crm.a tells who people are: have one of them tell contacts"]


@pytest.mark.parametrize("by", [By.KEY, By.DOMAIN])
def test_an_account_that_fits_another_customer_too_is_used_for_neither_whoever_is_asked_about(by: By) -> None:
    ours = (
        Account("A01", "Havulinna", domains=("havulinna.example",), key="100"),
        Account("B01", "Metsola", domains=("metsola.example",), key="200"),
    )
    theirs = Account("100", "Who?", domains=("havulinna.example", "metsola.example"), key="200")
    crm = crm_of(accounts=ours)
    bi = FakeFigures(
        CrmData(accounts=(theirs,), orders=(dataclasses.replace(ORDERS[0], account_id="100"),)), name="crm.sql"
    )
    source = both(bi, crm, by, orders=("sql",), accounts=("sql",))
    for asked in ({"A01"}, {"B01"}, {"A01", "B01"}):
        data = source.histories(frozenset(asked))
        assert data.orders == ()
        assert "nothing of it is used" in " ".join(data.problems)


# --- sources that do not say what they tell -----------------------------------------------------------------------------


def three(second: FakeCrm) -> Combined:
    third = FakeCrm(CrmData(tickets=(ticket(id="T9"),), deals=(deal(id="D1", name="Another"),)), name="crm.three")
    crm = crm_of(missing=("orders", "tickets", "deals", "plans"))
    return Combined([Source("files", crm), Source("two", second), Source("three", third)])


def test_while_a_source_is_down_its_table_comes_from_no_other() -> None:
    second = FakeCrm(CrmData(tickets=(ticket(),), missing=("deals",)), name="crm.two")
    crm = three(second)
    assert [row.id for row in crm.histories(ALL).tickets] == [ticket().id]
    second.down = True
    data = crm.histories(ALL)
    assert (data.tickets, "tickets" in data.missing, "deals" in data.missing) == ((), True, False)


def test_before_a_source_has_ever_answered_it_may_tell_anything() -> None:
    second = FakeCrm(CrmData(missing=("deals",)), down=True, name="crm.two")
    assert "deals" in three(second).histories(ALL).missing


def test_a_next_step_goes_to_no_deal_of_the_same_id_in_another_source() -> None:
    writable = Able(dataclasses.replace(havulinna(), missing=("deals",)), name="crm.files")
    other = FakeCrm(CrmData(deals=(deal(id="D1", name="Another"),)), name="crm.two")
    both_of = Combined([Source("files", writable), Source("two", other)])
    assert isinstance(both_of, Log)
    step = Entry("kambrief-a", EntryKind.NEXT_STEP, "A01", "Offer", deal_id="D1")
    with pytest.raises(ProviderError, match="kept elsewhere") as refused:
        both_of.log(step)
    assert refused.value.permanent
    writable.data = havulinna(deals=(deal(),))
    assert both_of.log(step).remote_id
    writable.data, other.down = dataclasses.replace(havulinna(), missing=("deals",)), True
    with pytest.raises(ProviderError, match="nobody tells deals") as waits:
        both_of.log(step)
    assert not waits.value.permanent


# --- in the brief --------------------------------------------------------------------------------------------------


def test_a_source_that_comes_back_after_the_brief_makes_no_news_of_what_was_there() -> None:
    desk = FakeFigures(CrmData(tickets=(ticket(),), missing=("contacts",)), down=True, name="crm.sql")
    crm = crm_of(missing=("orders", "tickets"))
    world = World(occurrence(), crm=both(desk, crm, tickets=("sql",)))
    world.run("6.10. 8.00")
    desk.down = False
    world.run("6.10. 8.20")
    assert len(world.inbox) == 1


def test_a_source_that_goes_and_comes_back_makes_no_news_and_what_came_meanwhile_is_told() -> None:
    desk = FakeFigures(CrmData(tickets=(ticket(),), missing=("contacts",)), name="crm.sql")
    crm = crm_of(missing=("orders", "tickets"))
    world = World(occurrence(), crm=both(desk, crm, tickets=("sql",)))
    world.run("6.10. 8.00")
    desk.down = True
    crm.data = dataclasses.replace(crm.data, deals=(deal(stage="proposal"),))  # so that what is told is kept anew
    world.run("6.10. 8.10")
    desk.down = False
    world.run("6.10. 8.20")
    assert len(world.inbox) == 2
    desk.data = dataclasses.replace(desk.data, tickets=(ticket(), ticket(id="T2", subject="Saha seis")))
    world.run("6.10. 8.30")
    assert "Saha seis" in world.texts()[2]
    assert ticket().subject not in world.texts()[2]
