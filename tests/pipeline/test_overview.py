"""The portfolio and one customer for whoever asks: figures of the insights, one question for all, nothing changed."""

import contextlib
import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from kambrief.cli import accounts as printed
from kambrief.core.customer import Account, CrmData, Order
from kambrief.core.insight.money import Rates, sums_of
from kambrief.core.insight.report_words import money, share
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.windows import Windows, plus_months
from kambrief.core.model import AccountManager, Scope
from kambrief.core.work import Correction
from kambrief.errors import NotFoundError, UserError
from kambrief.evaluation.play import SCENARIOS, staged
from kambrief.evaluation.scenario import load
from kambrief.pipeline import overview
from kambrief.pipeline.comparing import Comparing
from kambrief.pipeline.overview import Listed, Told
from kambrief.pipeline.seeing import Seeing
from kambrief.ports import Crm, Figures
from tests.builders import (
    ELINA,
    OTTO,
    World,
    at,
    attendee,
    call,
    contract,
    mail_in,
    markku,
    meeting,
    nps,
    occurrence,
    petri,
    promise,
    ticket,
)
from tests.fakes import FakeCrm
from tests.providers.sql_sample import asked, provider, sqlite_url

NOW = at("5.10. 15.00")
ANNA = petri(id="C11", account_id="A02", first_name="Anna", last_name="Metso", email="anna@metsola.example")
HAVULINNA = Account("A01", "Havulinna Oy", domains=("havulinna.example",), country="FI", owner="elina@kuura.example")
SAW = Account("A05", "Havulinna Saha", parent_id="A01", country="FI")
METSOLA = Account("A02", "Metsola Oy", domains=("metsola.example",), country="FI", owner="AM7")
SILENT = Account("B01", "Hiljainen Oy", country="FI")


@dataclass
class FakeBi(FakeCrm):
    """A CRM that tells all customers' sums too, and what has changed by whether its data are another object."""

    told: dict[str, CrmData] = field(default_factory=dict)

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        """See `ports.Portfolios`."""
        del now
        self._ask("figures")
        if self.told.get(cursor.get("version", "")) is self.data:
            return Figures(complete=False, unchanged=True, cursor=cursor, counted={"queries": 1, "rows": 0})
        version = str(len(self.told))
        self.told[version] = self.data
        rows = len(self.data.accounts) + len(self.data.orders)
        counted = {"queries": 2, "rows": rows}
        return Figures(
            self.data.accounts, sums_of(self.data.orders, months), cursor={"version": version}, counted=counted
        )


def invoiced(account_id: str, monthly: int, lately: int | None = None, months: int = 30) -> tuple[Order, ...]:
    """One category, the same each month, the last three as given, up to September 2026."""
    amounts = [monthly] * (months - 3) + [monthly if lately is None else lately] * 3
    first = plus_months(dt.date(2026, 9, 1), 1 - months)
    return tuple(
        Order(account_id, plus_months(first, number), "service", Decimal(amount), "EUR")
        for number, amount in enumerate(amounts)
    )


def office(**more: object) -> CrmData:
    """Three customers: one with all kinds of records, one with little, one with nothing."""
    return CrmData(**{
        "accounts": (HAVULINNA, METSOLA, SILENT, SAW), "contacts": (petri(), markku(), ANNA),
        "orders": (*invoiced("A01", 9_000, 5_000), *invoiced("A05", 1_000), *invoiced("A02", 3_000)),
        "surveys": (nps(markku(), 6, dt.date(2026, 6, 2)),), "tickets": (ticket(),),
        "contracts": (contract(dt.date(2026, 12, 31)),), "commitments": (promise("Report", dt.date(2026, 9, 25)),),
        "activities": (call(petri(), "1.10. 9.00"), mail_in(ANNA, "2.10. 9.00", "Thanks.", account_id="A02")),
        "provider": "crm.fake", **more,
    })  # type: ignore[arg-type]  # fmt: skip


def world(crm: Crm | None = None, *, managers: Sequence[AccountManager] = (ELINA,), compare: bool = True) -> World:
    """The flow with everybody's sums compared, calendars read once."""
    made = World(occurrence(), crm=crm or FakeBi(office()), managers=managers)
    log = made.before.log
    source = made.crm if compare else None
    comparing = Comparing(source, made.store, Rates(), Thresholds(), None, log)  # type: ignore[arg-type]
    customers = dataclasses.replace(made.before.customers, comparing=comparing, zone="Europe/Helsinki")
    made.before = dataclasses.replace(made.before, customers=customers)
    made.before.refresh(NOW)
    return made


def listed(made: World, limit: int = 0, whose: str = "", days: int = 90) -> Listed:
    return overview.accounts(made.before, NOW, days, limit, whose)


def told(made: World, name: str, whose: str = "") -> Told:
    return overview.account(made.before, name, NOW, whose)


def names(found: Listed) -> list[str]:
    return [row.account.id for row in found.rows]


# --- the portfolio -------------------------------------------------------------------------------------------------


def test_groups_are_listed_by_tier_and_then_revenue_with_their_whole_groups_revenue() -> None:
    found = listed(world())
    assert names(found) == ["A01", "A02", "B01"]
    havulinna = found.rows[0]
    assert havulinna.t12m == 9 * 9_000 + 3 * 5_000 + 12 * 1_000
    assert havulinna.trend
    assert havulinna.trend.q == Decimal(18_000) / 30_000 - 1
    assert [str(row.tier) for row in found.rows] == ["A", "A", "C"]
    assert found.rows[2].t12m == 0
    assert "orders" in found.rows[2].missing


def test_the_list_and_the_single_customer_tell_the_same_risk() -> None:
    made = world()
    for row in listed(made).rows:
        one = told(made, row.account.id)
        assert row.risk == one.situation.insights.risk
    assert listed(made).rows[0].risk is not None


def test_the_calendars_past_counts_in_the_list_as_for_a_single_customer() -> None:
    made = world()
    made.show(occurrence("1.9. 9.00", uid="past", attendees=(attendee(markku()),)), occurrence())
    made.before.refresh(NOW)
    one = told(made, "A01").situation
    assert any(touch.contact_id == "C02" for touch in one.touches)
    assert listed(made).rows[0].risk == one.insights.risk


def test_the_next_meeting_is_the_first_that_gets_a_brief() -> None:
    made = world()
    made.show(
        occurrence("6.10. 8.00", uid="off", title="Peruttu: Aamu"),
        occurrence("6.10. 12.00", uid="second", title="Toinen"),
        occurrence("6.10. 9.00", uid="first", title="Ensimmäinen"),
        occurrence("5.10. 9.00", uid="past", title="Aamun"),
        occurrence("5.10. 14.45", uid="running", title="Menossa"),
    )
    made.before.refresh(NOW)
    ahead = listed(made).rows[0].ahead
    assert ahead
    assert (ahead.meeting.title, ahead.manager) == ("Ensimmäinen", ELINA)
    assert listed(made).rows[1].ahead is None


def test_days_say_how_far_ahead_meetings_are_looked_for() -> None:
    made = world()
    made.show(occurrence("20.10. 9.00"))
    made.before.refresh(NOW)
    assert listed(made, days=30).rows[0].ahead
    assert listed(made, days=7).rows[0].ahead is None


def test_a_correction_decides_whose_meeting_it_is() -> None:
    made = world()
    for who in (petri(), markku()):
        made.store.save_correction(Correction(who.email, account_id="A02", made_at=NOW))
    assert {row.account.id: bool(row.ahead) for row in listed(made).rows} == {"A01": False, "A02": True, "B01": False}


def test_however_many_customers_the_crm_is_asked_once_each_and_only_of_those_shown() -> None:
    crm = FakeBi(office())
    made = world(crm)
    crm.calls.clear()
    found = listed(made, limit=1)
    assert crm.calls == ["figures", "find", "histories"]
    assert names(found) == ["A01"]
    assert found.fitting == 3


def test_without_a_meeting_ahead_nobody_is_looked_up() -> None:
    crm = FakeBi(office())
    made = world(crm)
    made.show()
    made.before.refresh(NOW)
    crm.calls.clear()
    listed(made)
    assert crm.calls == ["figures", "histories"]


def test_a_second_look_with_nothing_changed_reads_no_rows_of_orders() -> None:
    made = world()
    assert listed(made).compared.counted == (2, 4 + 90)
    again = listed(made)
    assert again.compared.counted == (1, 0)
    assert names(again) == ["A01", "A02", "B01"]


def test_whose_customers_they_are_is_told_by_the_crms_owner() -> None:
    made = world()
    assert names(listed(made, whose="Elina Saarikko")) == names(listed(made, whose="ELINA@kuura.example")) == ["A01"]
    assert names(listed(made, whose="am7")) == ["A02"]
    with pytest.raises(UserError, match=r"AM7, elina@kuura\.example: say --for"):
        listed(made, whose="nobody")


def test_one_customers_odd_rows_do_not_cost_the_others_their_risk() -> None:
    timeless = call(ANNA, "2.10. 9.00", at=dt.datetime(2026, 10, 2, 9))  # noqa: DTZ001 such a row is the point
    made = world(FakeBi(office(activities=(call(petri(), "1.10. 9.00"), timeless))))
    rows = {row.account.id: row for row in listed(made).rows}
    assert rows["A02"].risk is None
    assert "broken" in rows["A02"].missing
    assert rows["A01"].risk is not None
    with pytest.raises(UserError, match="records of A02 hold something"):
        told(made, "A02")


def test_a_missing_rate_is_named_and_no_revenue_is_guessed() -> None:
    dollars = tuple(dataclasses.replace(row, currency="USD") for row in invoiced("A02", 3_000))
    found = listed(world(FakeBi(office(orders=(*invoiced("A01", 9_000), *dollars)))))
    row = next(row for row in found.rows if row.account.id == "A02")
    assert (row.t12m, row.tier, row.trend) == (None, None, None)
    assert "rate" in row.missing
    assert any("[company.rates]: 1" in one for one in found.notes)


def test_without_any_orders_there_is_a_list_without_figures() -> None:
    found = listed(world(FakeBi(office(orders=(), missing=("orders",)))))
    assert {row.t12m for row in found.rows} == {None}
    assert all("orders" in row.missing for row in found.rows)
    assert found.rows[0].risk is not None


def test_with_the_crm_down_the_last_known_figures_are_listed_and_the_note_says_so() -> None:
    crm = FakeBi(office())
    made = world(crm)
    listed(made)
    crm.down = True
    found = listed(made)
    assert names(found) == ["A01", "A02", "B01"]
    assert [row.risk for row in found.rows] == [None, None, None]
    assert all("crm" in row.missing for row in found.rows)
    assert any("Revenue as of 2026-10-05" in one for one in found.notes)
    assert any("was not reached" in one for one in found.notes)


def test_a_crm_that_never_answered_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(UserError, match="connection refused; 'kambrief check'"):
        listed(world(FakeBi(office(), down=True)))


def test_no_crm_and_one_that_tells_no_figures_are_errors_that_say_what_to_do() -> None:
    made = world()
    bare = dataclasses.replace(made.before, customers=dataclasses.replace(made.before.customers, crm=None))
    with pytest.raises(UserError, match=r"add \[crm\.files\]"):
        overview.accounts(bare, NOW, 90, 0)
    with pytest.raises(UserError, match="cannot list all customers; 'kambrief account ID'"):
        listed(world(FakeCrm(office()), compare=False))


# --- one customer --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["A01", "a01", "A05", "havulinna oy", "VULINNA S", "Havulinna"])
def test_a_customer_answers_to_id_and_name_and_a_company_to_its_whole_group(name: str) -> None:
    found = told(world(), name)
    assert found.situation.account == HAVULINNA
    assert {row.id for row in found.situation.data.accounts} == {"A01", "A05"}


def test_the_beginning_of_an_id_that_is_unique_will_do() -> None:
    assert told(world(), "b").situation.account == SILENT


def test_a_name_that_fits_several_lists_them_and_one_nobody_has_says_where_to_look() -> None:
    with pytest.raises(NotFoundError, match="'oy' fits 3 customers: A01 Havulinna Oy, A02 Metsola Oy, B01"):
        told(world(), "oy")
    with pytest.raises(NotFoundError, match="kambrief accounts"):
        told(world(), "nothing of that kind")
    with pytest.raises(NotFoundError):
        told(world(), " ")


def test_a_crm_that_cannot_list_all_customers_still_knows_one_by_its_id() -> None:
    found = told(world(FakeCrm(office()), compare=False), "A02")
    assert found.situation.account == METSOLA
    assert found.insights[0].missing == ("figures",)
    assert found.insights[2].value == 0


def test_the_tip_is_told_only_when_it_is_clear_who_asks() -> None:
    both = world(managers=(ELINA, OTTO))
    assert told(world(), "A01").insights[12].value == "T01"
    assert told(both, "A01").insights[12].missing == ("asker",)
    assert told(both, "A01", OTTO.email).insights[12].value == "T01"
    with pytest.raises(UserError, match=r"elina@kuura\.example, otto@kuura\.example"):
        told(both, "A01", "nobody@kuura.example")


def test_for_somebody_means_with_what_the_crm_shows_them() -> None:
    narrow = dataclasses.replace(OTTO, crm_scope=Scope.OWN)
    owned = dataclasses.replace(METSOLA, owner="Otto Salmi")
    made = world(FakeBi(office(accounts=(HAVULINNA, owned, SILENT, SAW))), managers=(ELINA, narrow))
    made.before = dataclasses.replace(made.before, seeing=Seeing(made.before.customers, made.before.log))
    assert told(made, owned.id, OTTO.email).situation.account == owned
    assert told(made, "A01", ELINA.email).situation.account == HAVULINNA
    with pytest.raises(NotFoundError, match="may not see A01"):
        told(made, "A01", OTTO.email)
    assert told(made, "A01").situation.account == HAVULINNA, "whoever runs the command alone sees all"


def test_a_customer_is_seen_in_its_owners_zone() -> None:
    tokyo = AccountManager(email="yuki@kuura.example", name="Yuki", timezone="Asia/Tokyo")
    made = world(FakeBi(office(accounts=(dataclasses.replace(HAVULINNA, owner="Yuki"),))), managers=(ELINA, tokyo))
    late = at("5.10. 23.30")
    assert overview.account(made.before, "A01", late).situation.today == dt.date(2026, 10, 6)


@pytest.mark.slow
def test_meeting_time_and_joins_are_those_of_the_next_meeting() -> None:
    found = told(world(), "A01")
    assert found.ahead
    assert found.insights[13].inputs["meeting"] == found.ahead.meeting.id
    assert found.insights[14].inputs["recognised"] == 2
    silent = told(world(), "B01")
    assert silent.ahead is None
    assert silent.insights[13].missing == ("meeting",)
    assert silent.insights[14].inputs["recognised"] is None


def test_with_the_crm_down_a_customer_met_lately_is_told_from_what_is_kept() -> None:
    crm = FakeBi(office())
    made = world(crm)
    made.before.customers.fetch([meeting(attendees=(attendee(ANNA),))], at("4.10. 9.00"))
    made.before.customers.fetch([meeting()], at("5.10. 9.00"))
    crm.down = True
    found = told(made, "A01")
    assert found.notes == ("crm.fake was not reached: this is what was known before",)
    assert found.insights[14].value == 6
    assert told(made, "A02").insights[14].value == 30
    with pytest.raises(UserError, match="no records of B01, or was not reached"):
        told(made, "B01")


def test_looking_changes_nothing_but_the_sums() -> None:
    made = world()
    before = (made.store.steps(), made.store.deliveries(), made.store.snapshots("crm.fake"))
    listed(made)
    told(made, "A01")
    assert (made.store.steps(), made.store.deliveries(), made.store.snapshots("crm.fake")) == before
    assert made.store.figures("crm.fake")


# --- the sample meetings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", sorted(path.name for path in SCENARIOS.iterdir() if path.is_dir()))
def test_what_is_printed_are_the_figures_of_the_brief(folder: str) -> None:
    scenario = load(SCENARIOS / folder)
    with staged(scenario) as app:
        now = app.clock()
        app.before.refresh(now)
        call_ = app.find_meeting("next", now)
        known = app.before.customers.fetch([call_], now)
        reader, past = app.readers(call_)[0], app.store.meetings(now - dt.timedelta(180), now)
        matched = app.before.customers.match(call_, known)
        records = app.store.briefs_since(reader.email, now - dt.timedelta(180))
        expected = app.before.writing.situation(call_, reader, matched, known, past, now, records).insights
        found = overview.account(app.before, scenario.raw.meta["account_id"], now)
        rows = overview.accounts(app.before, now, 90, 0).rows
    assert found.situation.insights == expected
    text = "\n".join(printed.lines(found))
    assert expected.revenue
    assert money(expected.revenue.t12m, expected.revenue.currency) in text
    assert money(expected.revenue.p12m, expected.revenue.currency) in text
    assert f"{expected.risk.score} of 100, {expected.risk.band}" in text
    assert expected.standing.share is not None
    assert f"with {share(expected.standing.share)} of it" in text
    assert f"{expected.tip}, " in text
    row = next(one for one in rows if one.account.id == scenario.raw.meta["account_id"])
    assert (row.risk, row.t12m, row.trend and row.trend.yoy) == (
        expected.risk, expected.revenue.t12m, expected.revenue.yoy,
    )  # fmt: skip


# --- many customers ------------------------------------------------------------------------------------------------


def database(file: Path, customers: int) -> None:
    """Accounts with one contact and two years of orders each, all of them last changed yesterday."""
    first = dt.date(2024, 10, 1)
    months = [plus_months(first, number).isoformat() for number in range(24)]
    with contextlib.closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE accounts (id TEXT PRIMARY KEY, name TEXT, domains TEXT, updated TEXT)")
        db.execute("CREATE TABLE contacts (id TEXT, account_id TEXT, first_name TEXT, email TEXT)")
        db.execute(
            "CREATE TABLE orders (account_id TEXT, month TEXT, category TEXT, amount INT, currency TEXT, updated TEXT)"
        )
        numbers = range(customers)
        db.executemany(
            "INSERT INTO accounts VALUES (?, ?, ?, '2026-10-04')",
            ((f"A{one}", f"Customer {one}", f"c{one}.example") for one in numbers),
        )
        db.executemany(
            "INSERT INTO contacts VALUES (?, ?, 'Petri', ?)",
            ((f"C{one}", f"A{one}", f"petri@c{one}.example") for one in numbers),
        )
        db.executemany(
            "INSERT INTO orders VALUES (?, ?, 'service', ?, 'EUR', '2026-10-04')",
            ((f"A{one}", month, 100 + one % 977) for one in numbers for month in months),
        )
        db.execute("CREATE INDEX of_accounts ON orders (account_id)")
        db.execute("CREATE INDEX of_changes ON orders (updated)")
        db.commit()


def looked(folder: Path, made: World, name: str = "bi.db") -> tuple[Listed, list[str]]:
    """The list as a new process would make it: nothing is remembered but what the store keeps."""
    queries = {table: f"SELECT * FROM {table}" for table in ("accounts", "contacts", "orders")}  # noqa: S608
    crm = provider(sqlite_url(folder, name), queries, changed={"accounts": "updated", "orders": "updated"})
    comparing = Comparing(crm, made.store, Rates(), Thresholds(), None, made.before.log)
    customers = dataclasses.replace(made.before.customers, crm=crm, comparing=comparing)
    with asked(crm) as statements:
        found = overview.accounts(dataclasses.replace(made.before, customers=customers), NOW, 90, 20)
    return found, statements


@pytest.mark.slow
def test_ten_thousand_customers_take_no_more_questions_than_a_hundred(tmp_path: Path) -> None:
    questions: dict[int, list[int]] = {}
    rows: dict[int, list[int]] = {}
    for customers in (100, 10_000):
        name = f"{customers}.db"
        database(tmp_path / name, customers)
        made = world()
        made.show(occurrence(attendees=(attendee("petri@c7.example"),)))
        made.before.refresh(NOW)
        first, statements = looked(tmp_path, made, name)
        again, later = looked(tmp_path, made, name)
        assert first.fitting == customers
        assert first.compared.counted[1] > 2 * customers
        assert [row.account.id for row in again.rows] == [row.account.id for row in first.rows]
        with contextlib.closing(sqlite3.connect(tmp_path / name)) as db:
            db.execute("INSERT INTO orders VALUES ('A7', '2026-09-01', 'service', 9000000, 'EUR', '2026-10-05')")
            db.commit()
        changed, more = looked(tmp_path, made, name)
        questions[customers] = [len(statements), len(later), len(more)]
        rows[customers] = [again.compared.counted[1], changed.compared.counted[1]]
        assert changed.rows[0].account.id == "A7"
        assert changed.rows[0].ahead
    assert questions[100] == questions[10_000]
    assert rows[100] == rows[10_000]
    assert rows[100][0] == 2, "the newest change of each of two tables, and no row of orders"
