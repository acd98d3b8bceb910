"""A CRM with a BI beside it: each table from one of them, and neither stops the other."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from kambrief.app import build
from kambrief.core.customer import CrmData, Order
from kambrief.core.insight.money import sums_of
from kambrief.core.insight.windows import Windows, windows
from kambrief.errors import UserError
from kambrief.pipeline.beside import WithBi
from kambrief.ports import Figures, Health
from kambrief.settings import given
from tests.builders import deal, havulinna
from tests.fakes import FakeCrm

NOW = dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)
MONTHS = windows(NOW.date())
ORDERS = (Order("A01", dt.date(2026, 9, 1), "service", Decimal(1000), "EUR"),)
ALL = frozenset({"A01"})


@dataclass
class FakeFigures(FakeCrm):
    """A source that tells sums too; ``state`` is its cursor, ``partly`` makes it tell changes alone."""

    state: str = "1"
    partly: bool = False
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


def source(bi: FakeFigures | None = None, crm: FakeFigures | None = None) -> WithBi:
    crm = crm or FakeFigures(havulinna(deals=(deal(),), missing=("orders",)), name="crm.files")
    bi = bi or FakeFigures(CrmData(orders=ORDERS, missing=("contacts", "deals")), name="crm.sql")
    return WithBi(crm, bi, frozenset({"orders"}))


def test_orders_come_from_the_bi_and_everything_else_from_the_crm() -> None:
    data = source().histories(ALL)
    assert data.orders == ORDERS
    assert [row.id for row in data.deals] == ["D1"]
    assert [row.id for row in data.contacts] == ["C01", "C02"]
    assert data.missing == ()


def test_the_bi_being_down_costs_its_tables_and_is_named() -> None:
    bi = FakeFigures(CrmData(orders=ORDERS), down=True, name="crm.sql")
    data = source(bi).histories(ALL)
    assert (data.orders, data.missing, data.problems) == ((), ("orders",), ("crm.sql: connection refused",))


@dataclass
class CheckedFigures(FakeFigures):
    """A source whose check says what it is told to say."""

    said: tuple[Health, ...] = ()

    def check(self, now: dt.datetime) -> list[Health]:
        del now
        return list(self.said)


def test_a_check_leaves_out_what_one_lacks_and_the_other_tells_and_no_error_of_either() -> None:
    def lacks(name: str, table: str) -> Health:
        return Health(name, ok=True, summary=f"no {table} to be read", lacks=table)

    crm = CheckedFigures(name="crm.files", said=(lacks("crm.files", "orders"), lacks("crm.files", "surveys")))
    broken = Health("crm.sql", ok=False, summary="no table in /bi could be read", advice="Check the export.")
    bi = CheckedFigures(name="crm.sql", said=(broken, lacks("crm.sql", "orders"), lacks("crm.sql", "contacts")))
    found = source(bi, crm).check(NOW)
    assert [(row.name, row.summary) for row in found] == [
        ("crm.files", "no surveys to be read"),
        ("crm.sql", "no table in /bi could be read"),
        ("crm.sql", "no orders to be read"),
    ]


def test_people_are_the_crms_business_alone() -> None:
    bi = FakeFigures(CrmData(orders=ORDERS), down=True)
    assert source(bi).find(frozenset({"petri@havulinna.example"}), frozenset()).contacts


def test_the_crms_accounts_meet_the_bis_sums() -> None:
    read = source().figures(MONTHS, {}, NOW)
    assert [account.id for account in read.accounts] == ["A01"]
    assert [(one.account_id, one.t12m, one.last3) for one in read.sums] == [("A01", Decimal(1000), Decimal(1000))]
    assert (read.complete, dict(read.counted)) == (True, {"queries": 4, "rows": 2})


def test_unchanged_means_both_and_costs_a_question_each() -> None:
    both = source()
    cursor = both.figures(MONTHS, {}, NOW).cursor
    again = both.figures(MONTHS, cursor, NOW)
    assert (again.unchanged, again.cursor, dict(again.counted)) == (True, cursor, {"queries": 2})


@pytest.mark.parametrize("changed", ["crm", "bi"])
def test_a_change_of_one_reads_both_whole(changed: str) -> None:
    both = source()
    cursor = both.figures(MONTHS, {}, NOW).cursor
    moved = both.crm if changed == "crm" else both.bi
    assert isinstance(moved, FakeFigures)
    moved.state, moved.partly = "2", True
    read = both.figures(MONTHS, cursor, NOW)
    assert (read.complete, read.unchanged, len(read.accounts), len(read.sums)) == (True, False, 1, 1)
    assert both.figures(MONTHS, read.cursor, NOW).unchanged


def test_a_crm_without_figures_leaves_them_to_the_bi() -> None:
    plain = WithBi(FakeCrm(havulinna()), FakeFigures(CrmData(orders=ORDERS)), frozenset({"orders"}))
    assert len(plain.figures(MONTHS, {}, NOW).sums) == 1


@pytest.mark.parametrize(
    ("queries", "said"),
    [
        ({"contacts": "SELECT 1 AS id"}, "both tell who people are"),
        ({"orders": "SELECT 1 AS id"}, ""),
    ],
)
def test_two_sources_are_one_crm_and_one_bi(tmp_path: Path, queries: dict[str, str], said: str) -> None:
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
        }
    )
    if said:
        with pytest.raises(UserError) as raised:
            build(settings)
        assert said in str(raised.value)
        return
    app = build(settings)
    assert isinstance(app.crm, WithBi)
    assert (app.crm.name, app.crm.tables) == ("crm.files", frozenset({"orders"}))
    app.close()
