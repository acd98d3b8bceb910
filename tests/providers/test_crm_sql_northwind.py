"""Northwind as a BI: 91 companies, 830 orders of 1996 to 1998, read by the very queries that the documentation shows.

What tier, class and trend each company has is computed a second time here, in plain Python over the files.
"""

import csv
import datetime as dt
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from kambrief.core.insight.account_class import classify
from kambrief.core.insight.money import Rates, Sums, sums_of
from kambrief.core.insight.portfolio import Portfolio, portfolio
from kambrief.core.insight.revenue import revenue
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.tier import tiers
from kambrief.core.insight.windows import windows
from kambrief.providers.crm.sql import Provider
from tests.contracts.crm import NONE
from tests.providers.sql_sample import provider, sqlite_url

pytestmark = pytest.mark.corpus
NOW = dt.datetime(1998, 5, 6, 12, 0, tzinfo=dt.UTC)
MONTHS = windows(NOW.date())
YEARS = {"t12m": ("1997-05", "1998-04"), "p12m": ("1996-05", "1997-04")}
QUARTERS = {"last3": ("1998-02", "1998-04"), "before3": ("1997-02", "1997-04")}
DOCUMENT = Path(__file__).parents[2] / "docs" / "providers.md"
COLUMNS = {
    "customers": "CustomerID CompanyName ContactName ContactTitle City Country",
    "categories": "CategoryID CategoryName",
    "products": "ProductID ProductName CategoryID",
    "orders": "OrderID CustomerID OrderDate",
    "order_details": "OrderID ProductID UnitPrice Quantity Discount",
}
TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "OrderDate": sa.DateTime(), "UnitPrice": sa.Numeric(12, 4), "Discount": sa.Numeric(6, 4), "Quantity": sa.Integer(),
    "OrderID": sa.Integer(), "ProductID": sa.Integer(), "CategoryID": sa.Integer(),
}  # fmt: skip


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def typed(column: str, text: str) -> object:
    match TYPES.get(column):
        case sa.DateTime():
            return dt.datetime.fromisoformat(text)
        case sa.Integer():
            return int(text)
        case sa.Numeric():
            return Decimal(text)
        case _:
            return text


def fill(url: str, folder: Path) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    made = sa.MetaData()
    for table, columns in COLUMNS.items():
        sa.Table(table, made, *(sa.Column(snake(one), TYPES.get(one, sa.Text())) for one in columns.split()))
    made.create_all(engine)
    with engine.begin() as connection:
        for table, columns in COLUMNS.items():
            values = [{snake(one): typed(one, row[one]) for one in columns.split()} for row in rows(folder, table)]
            connection.execute(made.tables[table].insert(), values)


def documented() -> dict[str, str]:
    """The queries of the example in the documentation."""
    blocks = re.findall(r"^```toml\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    found = [tomllib.loads(block)["crm"]["sql"] for block in blocks if "[crm.sql.queries]" in block]
    queries: dict[str, str] = found[0]["queries"]
    return queries


# The second computation


@dataclass(frozen=True)
class Line:
    customer: str
    month: str
    category: str
    order: str
    amount: Decimal


def lines(folder: Path) -> list[Line]:
    categories = {row["CategoryID"]: row["CategoryName"] for row in rows(folder, "categories")}
    kinds = {row["ProductID"]: categories[row["CategoryID"]] for row in rows(folder, "products")}
    orders = {row["OrderID"]: row for row in rows(folder, "orders")}
    return [
        Line(
            orders[row["OrderID"]]["CustomerID"],
            orders[row["OrderID"]]["OrderDate"][:7],
            kinds[row["ProductID"]],
            row["OrderID"],
            Decimal(row["UnitPrice"]) * int(row["Quantity"]) * (1 - Decimal(row["Discount"])),
        )
        for row in rows(folder, "order_details")
    ]


def total(of: list[Line], window: tuple[str, str]) -> Decimal:
    return sum((line.amount for line in of if window[0] <= line.month <= window[1]), Decimal(0))


def by_customer(folder: Path) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {row["CustomerID"]: [] for row in rows(folder, "customers")}
    for line in lines(folder):
        found[line.customer].append(line)
    return found


def tier_of_all(folder: Path) -> dict[str, str]:
    years = {customer: total(own, YEARS["t12m"]) for customer, own in by_customer(folder).items()}
    whole = sum(years.values())
    found, before = {}, Decimal(0)
    for customer in sorted(years, key=lambda one: (-years[one], one)):
        below = "A" if before < whole * Decimal("0.8") else "B" if before < whole * Decimal("0.95") else "C"
        found[customer] = below if years[customer] > 0 else "C"
        before += years[customer]
    return found


def label(now: Decimal, before: Decimal) -> str:
    if before <= 0:
        return "new"
    change = now / before - 1
    return "growing" if change >= Decimal("0.05") else "declining" if change <= Decimal("-0.05") else "flat"


def momentum(own: list[Line]) -> str | None:
    now, before = (total(own, QUARTERS[name]) for name in ("last3", "before3"))
    if before <= 0 or min(line.month for line in own) > "1997-02":
        return None
    change = now / before - 1
    return "recent_rise" if change >= Decimal("0.15") else "recent_drop" if change <= Decimal("-0.15") else "steady"


def sums_by_hand(folder: Path) -> Iterator[Sums]:
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines(folder):
        groups[line.customer, line.category].append(line)
    for (customer, category), own in sorted(groups.items()):
        amounts = {name: total(own, window) for name, window in {**YEARS, **QUARTERS}.items()}
        orders = [len({line.order for line in own if first <= line.month <= last}) for first, last in YEARS.values()]
        first = dt.date.fromisoformat(f"{min(line.month for line in own)}-01")
        yield Sums(
            customer, category, "USD", **amounts, orders_t12m=orders[0], orders_p12m=orders[1], first_month=first
        )


class TestNorthwindInSqlite:
    """It counts in floats: each sum is right to the cent, and what is added up from months to a cent a month."""

    tolerance = Decimal("0.06")

    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return sqlite_url(tmp_path)

    @pytest.fixture
    def folder(self, corpora: Path) -> Path:
        return corpora / "data" / "crm" / "northwind"

    @pytest.fixture
    def crm(self, url: str, folder: Path) -> Provider:
        fill(url, folder)
        return provider(url, documented())

    @pytest.fixture
    def all_customers(self, crm: Provider) -> Portfolio:
        figures = crm.figures(MONTHS, {}, NOW)
        return portfolio(figures.accounts, figures.sums, MONTHS, Rates("USD"))

    def test_check_finds_nothing_to_complain_of(self, crm: Provider) -> None:
        lines = crm.check(NOW)
        assert [line.summary for line in lines if not line.ok] == []
        assert "91 accounts, 91 contacts, 77 products, " in lines[0].summary

    def test_a_guest_is_recognised(self, crm: Provider) -> None:
        found = crm.find(frozenset({"Info@WILMK.example"}), NONE)
        assert [(one.name, one.country) for one in found.accounts] == [("Wilman Kala", "FI")]
        assert [(one.name, one.title) for one in found.contacts] == [("Matti Karttunen", "Owner/Marketing Assistant")]

    def test_the_sums_of_all_91_companies_are_those_of_their_order_lines(self, crm: Provider, folder: Path) -> None:
        found = crm.figures(MONTHS, {}, NOW)
        expected = tuple(sums_by_hand(folder))
        assert len(found.accounts) == 91
        self.assert_same(found.sums, expected)

    def test_a_customers_own_orders_add_up_to_the_same(self, crm: Provider) -> None:
        figures = crm.figures(MONTHS, {}, NOW)
        for customer in ("SAVEA", "WILMK", "FISSA"):
            orders = crm.histories(frozenset({customer})).orders
            self.assert_same(sums_of(orders, MONTHS), [one for one in figures.sums if one.account_id == customer])

    def test_every_company_has_the_tier_that_its_orders_give_it(self, all_customers: Portfolio, folder: Path) -> None:
        found = tiers(all_customers, Thresholds())
        assert {customer: tier.value for customer, tier in found.of.items()} == tier_of_all(folder)
        assert (found.accounts, set(found.of.values())) == (91, {"A", "B", "C"})

    def test_every_company_has_the_class_that_its_orders_give_it(self, all_customers: Portfolio, folder: Path) -> None:
        tier, limits = tiers(all_customers, Thresholds()), Thresholds()
        own = by_customer(folder)
        years = {customer: total(own[customer], YEARS["t12m"]) for customer in own}
        by_tier = tier_of_all(folder)
        expected = {
            customer: "SAM" if year * 10 >= sum(years.values()) else "KAM" if by_tier[customer] == "A" else "standard"
            for customer, year in years.items()
        }
        found = {one: classify(all_customers, one, tier.of[one], limits) for one in all_customers.accounts}
        assert {customer: one.label.value for customer, one in found.items()} == expected
        assert not [one for one in found.values() if one.missing]

    def test_every_company_has_the_trend_that_its_orders_show(self, all_customers: Portfolio, folder: Path) -> None:
        expected: dict[str, tuple[str, str | None] | None] = {}
        for customer, own in by_customer(folder).items():
            now, before = (total(own, YEARS[name]) for name in ("t12m", "p12m"))
            expected[customer] = (label(now, before), momentum(own)) if now or before else None
        found = {
            customer: revenue(sums, MONTHS, all_customers.rates, Thresholds())
            for customer, sums in all_customers.sums.items()
        }
        said = {
            one: (it.label.value, it.momentum.value if it.momentum else None) if it else None
            for one, it in found.items()
        }
        assert said == expected
        assert {one[0] for one in said.values() if one} >= {"growing", "declining", "new"}

    def assert_same(self, found: Sequence[Sums], expected: Sequence[Sums]) -> None:
        assert [self.without_amounts(one) for one in found] == [self.without_amounts(one) for one in expected]
        for mine, theirs in zip(found, expected, strict=True):
            for name in (*YEARS, *QUARTERS):
                assert abs(getattr(mine, name) - getattr(theirs, name)) <= self.tolerance, (mine, theirs)

    @staticmethod
    def without_amounts(one: Sums) -> tuple[object, ...]:
        return one.account_id, one.category, one.currency, one.orders_t12m, one.orders_p12m, one.first_month


@pytest.mark.server
class TestNorthwindInPostgres(TestNorthwindInSqlite):
    """Exact."""

    tolerance = Decimal(0)

    @pytest.fixture
    def url(self, bi: str) -> str:
        return bi
