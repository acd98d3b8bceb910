"""Orders that a database adds up: by month for a customer, by window for all, and only what changed."""

import dataclasses
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import column, text
from sqlalchemy.dialects import mssql, mysql, oracle

from kambrief.core.customer import CrmData, Order
from kambrief.core.insight.money import sums_of
from kambrief.errors import ProviderError
from kambrief.providers.crm.sql import Provider
from kambrief.providers.sql_orders import Orders
from kambrief.providers.sql_reader import Source
from tests.contracts.crm import NOW
from tests.contracts.portfolios import MONTHS, ORDERS, SALES, order
from tests.draws import draws
from tests.providers.sql_sample import ALL, asked, execute, load, provider, sqlite_url

DIALECTS: dict[str, Any] = {"mysql": mysql.dialect, "mssql": mssql.dialect, "oracle": oracle.dialect}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path)


# Orders, by month


def orders_of(url: str, create: str, *inserts: str, query: str = "SELECT * FROM invoices", **config: Any) -> CrmData:
    execute(url, create, *inserts)
    return provider(url, {"orders": query}, **config).histories(frozenset({"A1", "A2"}))


INVOICES = "CREATE TABLE invoices (account_id text, day text, category text, amount numeric(12, 2), currency text)"
DATED = INVOICES.replace("day text", "day date")


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
@pytest.mark.parametrize("create", [INVOICES, DATED, INVOICES.replace("day text", "day timestamp")])
def test_single_orders_come_summed_by_month_and_counted(
    create: str, database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = sqlite_url(tmp_path) if database == "sqlite" else request.getfixturevalue("bi")
    data = orders_of(
        url,
        create,
        "INSERT INTO invoices VALUES ('A1', '2026-09-01', 'service', 10.50, 'EUR'), ('A1', '2026-09-30', 'service', 0.25, 'EUR'),"
        " ('A1', '2026-09-15', 'service', 7, 'SEK'), ('A1', '2026-10-01', 'service', 1, 'EUR'), ('A2', '2026-09-01', 'parts', -3, 'EUR'),"
        " ('B1', '2026-09-01', 'service', 99, 'EUR')",
    )
    september, october = dt.date(2026, 9, 1), dt.date(2026, 10, 1)
    assert set(data.orders) == {
        Order("A1", september, "service", Decimal("10.75"), "EUR", 2),
        Order("A1", september, "service", Decimal(7), "SEK", 1),
        Order("A1", october, "service", Decimal(1), "EUR", 1),
        Order("A2", september, "parts", Decimal(-3), "EUR", 1),
    }
    assert data.problems == ()


@pytest.mark.server
def test_the_month_of_a_moment_is_the_one_it_was_here(bi: str) -> None:
    query = "SELECT 'A1' AS account_id, TIMESTAMPTZ '2026-08-31 22:30+00' AS day, 'x' AS category, 5 AS amount, 'EUR' AS currency"
    crm = provider(bi, {"orders": query}, timezone="Europe/Helsinki")
    assert [one.month for one in crm.histories(frozenset({"A1"})).orders] == [dt.date(2026, 9, 1)]
    there = provider(bi, {"orders": query}, timezone="America/Chicago")
    assert [one.month for one in there.histories(frozenset({"A1"})).orders] == [dt.date(2026, 8, 1)]


@pytest.mark.server
@pytest.mark.parametrize(("timezone", "last_year"), [("Europe/Helsinki", 0), ("America/Chicago", 5)])
def test_so_is_the_month_in_which_the_year_ends(bi: str, timezone: str, last_year: int) -> None:
    query = "SELECT 'A1' AS account_id, TIMESTAMPTZ '2026-09-30 21:30+00' AS day, 'x' AS category, 5 AS amount, 'EUR' AS currency"
    found = provider(bi, {"orders": query}, timezone=timezone).figures(MONTHS, {}, NOW)
    assert [one.t12m for one in found.sums] == [Decimal(last_year)]


@pytest.mark.server
def test_numeric_amounts_stay_exact_and_floats_are_rounded_to_cents(bi: str) -> None:
    query = "SELECT 'A1' AS account_id, DATE '2026-09-01' AS day, kind AS category, amount{} AS amount, 'EUR' AS currency FROM (VALUES ('a', 0.1), ('a', 0.2), ('b', 12345678901.0001)) AS v(kind, amount)"
    exact = provider(bi, {"orders": query.format("")}).histories(frozenset({"A1"}))
    assert {one.category: one.amount for one in exact.orders} == {"a": Decimal("0.3"), "b": Decimal("12345678901.0001")}
    floats = provider(bi, {"orders": query.format("::float8")}).histories(frozenset({"A1"}))
    assert {one.category: one.amount for one in floats.orders} == {"a": Decimal("0.30"), "b": Decimal("12345678901.00")}


def test_a_row_of_a_month_is_not_taken_for_one_order(url: str) -> None:
    create = "CREATE TABLE invoices (account_id, month, category, net_amount, currency)"
    data = orders_of(
        url, create, "INSERT INTO invoices VALUES ('A1', '2026-09', 'x', 5, 'EUR'), ('A1', '2026-09-01', 'x', 6, 'eur')"
    )
    assert [(one.amount, one.currency, one.count) for one in data.orders] == [
        (Decimal(5), "EUR", None),
        (Decimal(6), "EUR", None),
    ]


def test_orders_that_cannot_be_added_up_are_left_out_and_counted(url: str) -> None:
    data = orders_of(
        url,
        "CREATE TABLE invoices (account_id, day, category, amount, currency)",
        "INSERT INTO invoices VALUES ('A1', '2026-09-01', 'x', 5, 'EUR'), ('A1', '5.9.2026', 'x', 5, 'EUR'), ('A1', NULL, 'x', 5, 'EUR'),"
        " ('A1', '2026-09-01', 'x', '12,5', 'EUR'), ('A1', '2026-09-01', 'x', NULL, 'EUR'), ('A1', '2026-09-01', NULL, 5, 'EUR'),"
        " ('A1', '2026-9-01', 'x', 5, 'EUR'), ('A2', '2026-09-01', 'x', 5, 'euros'), ('A1', '2026-13-01', 'x', 5, 'EUR'), ('A1', '0001-01-01', 'x', 5, 'EUR'), ('A1', '1899-12-30', 'x', 5, 'EUR')",
    )
    assert [(one.account_id, one.amount) for one in data.orders] == [("A1", Decimal(5))]
    assert sorted(problem.split(";")[0] for problem in data.problems) == [
        "orders 9 rows without an account, a month (a date or an ISO text), a category, an amount that is a number, and a currency",
        "orders A2 2026-09: currency 'euros' is no currency code, such as EUR",
    ]
    figures = provider(url, {"orders": "SELECT * FROM invoices"}).figures(MONTHS, {}, NOW)
    assert figures.sums == sums_of(data.orders, MONTHS)


@pytest.mark.server
def test_dates_that_mean_no_date_are_no_first_order(bi: str) -> None:
    execute(
        bi,
        DATED,
        "INSERT INTO invoices VALUES ('A1', '0001-01-01', 'x', 5, 'EUR'), ('A1', '1899-12-30', 'x', 5, 'EUR'), ('A1', '2026-09-01', 'x', 7, 'EUR')",
    )
    crm = provider(bi, {"orders": "SELECT * FROM invoices"})
    figures, history = crm.figures(MONTHS, {}, NOW), crm.histories(frozenset({"A1"}))
    assert [(one.t12m, one.first_month) for one in figures.sums] == [(Decimal(7), dt.date(2026, 9, 1))]
    assert (sums_of(history.orders, MONTHS), len(history.problems)) == (figures.sums, 1)


@pytest.mark.parametrize("column", ["day", "month"])
def test_months_that_are_numbers_are_refused_with_advice(url: str, column: str) -> None:
    execute(
        url,
        f"CREATE TABLE invoices AS SELECT 'A1' AS account_id, 202609 AS {column}, 'x' AS category, 5 AS amount, 'EUR' AS currency",
    )
    with pytest.raises(ProviderError, match=f"{column} 202609 is neither a date nor an ISO text: make it a DATE"):
        provider(url, {"orders": "SELECT * FROM invoices"}).histories(frozenset({"A1"}))


@pytest.mark.server
def test_amounts_that_are_texts_are_refused_with_advice(bi: str) -> None:
    query = "SELECT 'A1' AS account_id, DATE '2026-09-01' AS day, 'x' AS category, '5,00'::text AS amount, 'EUR' AS currency"
    with pytest.raises(ProviderError, match="the amount is a text"):
        provider(bi, {"orders": query}).histories(frozenset({"A1"}))


def test_the_database_adds_up_and_rows_are_not_pulled(url: str) -> None:
    execute(url, INVOICES)
    rows = [{"day": f"2026-{1 + one % 9:02d}-{1 + one % 28:02d}"} for one in range(9000)]
    execute(url, "INSERT INTO invoices VALUES ('A1', :day, 'x', 1, 'EUR')", rows=rows)
    crm = provider(url, {"orders": "SELECT * FROM invoices"})
    orders, read = crm._reader.run(
        lambda questions: (crm._tables(questions).of_accounts("orders", {"A1"}), questions.rows)
    )
    assert [one.count for one in orders] == [1000] * 9
    assert read < 50


@pytest.mark.parametrize("kind", ["mysql", "mssql", "oracle"])
@pytest.mark.parametrize("dates", [True, False])
def test_other_databases_are_asked_in_words_they_have(kind: str, dates: bool) -> None:  # noqa: FBT001 a case
    names = ("account_id", "day", "category", "amount", "currency")
    query = text("SELECT 1").columns(*(column(name) for name in names)).subquery("q")
    source = Source("orders", {name: name for name in names}, query)
    orders = Orders(source, source["amount"], source["day"], None, daily=True, dates=dates, dialect=kind)
    dialect = DIALECTS[kind]()
    for statement in (orders.by_month(source["account_id"].in_(["A1"])), orders.by_window(MONTHS)):
        written = str(statement.limit(5).compile(dialect=dialect))
        assert ("LIMIT" in written) == (kind == "mysql")
        assert "substr(" not in written or kind != "mssql"
        assert "EXTRACT" not in written or kind != "mssql"


# All customers' revenue


MANY = st.lists(
    st.builds(
        Order,
        account_id=st.sampled_from(["A1", "A2", "7", "007", "ä"]),
        month=st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 31)).map(lambda day: day.replace(day=1)),
        category=st.sampled_from(["service", "parts", "Öljy"]),
        amount=st.decimals(-(10**7), 10**7, places=2),
        currency=st.sampled_from(["EUR", "SEK"]),
        count=st.none() | st.integers(0, 50),
    ),
    max_size=40,
)


@pytest.mark.slow
@settings(max_examples=draws(25))
@given(orders=MANY)
def test_the_database_adds_up_as_we_do(tmp_path_factory: pytest.TempPathFactory, orders: list[Order]) -> None:
    url = sqlite_url(tmp_path_factory.mktemp("sums"))
    crm = provider(url, load(url, dataclasses.replace(SALES, orders=tuple(orders))))
    expected = sums_of(orders, MONTHS)
    assert crm.figures(MONTHS, {}, NOW).sums == expected
    assert sums_of(crm.histories(frozenset({one.account_id for one in orders})).orders, MONTHS) == expected


CHANGED = {"orders": "changed_at", "accounts": "changed_at"}


def watched(url: str, changed: dict[str, str] | None = None) -> Provider:
    """Accounts and orders whose rows say when they last changed; A3 has no order."""
    load(url, SALES)
    kind = "timestamp with time zone" if url.startswith("postgresql") else "text"
    for table in ("accounts", "orders"):
        execute(
            url,
            f"ALTER TABLE {table} ADD COLUMN changed_at {kind}",
            f"UPDATE {table} SET changed_at = '2026-10-01 08:00:00+00:00'",  # noqa: S608 names of ours
        )
    return provider(
        url, {table: ALL[table] for table in ("accounts", "orders")}, changed=CHANGED if changed is None else changed
    )


class TestOnlyWhatChanged:
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.url = sqlite_url(tmp_path)

    def change(self, *statements: str) -> None:
        execute(self.url, *statements)

    def test_when_nothing_changed_no_order_is_read(self) -> None:
        crm = watched(self.url)
        cursor = crm.figures(MONTHS, {}, NOW).cursor
        with asked(crm) as statements:
            found = crm.figures(MONTHS, cursor, NOW)
        assert (found.unchanged, found.accounts, found.sums, found.cursor) == (True, (), (), cursor)
        assert (len(statements), found.counted["queries"], found.counted["rows"]) == (2, 2, 2)

    def test_with_orders_alone_one_question_is_enough(self) -> None:
        crm = watched(self.url, {"orders": "changed_at"})
        cursor = crm.figures(MONTHS, {}, NOW).cursor
        found = crm.figures(MONTHS, cursor, NOW)
        assert (found.unchanged, found.counted["queries"], found.counted["rows"]) == (True, 1, 1)

    def test_a_new_process_needs_no_order_either(self) -> None:
        cursor = watched(self.url).figures(MONTHS, {}, NOW).cursor
        fresh = provider(self.url, {table: ALL[table] for table in ("accounts", "orders")}, changed=CHANGED)
        found = fresh.figures(MONTHS, cursor, NOW)
        assert (found.unchanged, found.counted["queries"], found.counted["rows"]) == (True, 4, 2)

    def test_of_one_changed_account_only_its_sums_are_read(self) -> None:
        crm = watched(self.url)
        cursor = crm.figures(MONTHS, {}, NOW).cursor
        self.change(
            "UPDATE orders SET amount = 7000, changed_at = '2026-10-05 09:00:00+00:00' WHERE account_id = 'A2' AND category = 'service'"
        )
        found = crm.figures(MONTHS, cursor, NOW)
        assert (found.complete, found.changed) == (False, frozenset({"A2"}))
        assert [(one.account_id, one.category, one.t12m) for one in found.sums] == [
            ("A2", "oil", Decimal(0)),
            ("A2", "service", Decimal(7000)),
        ]
        assert [one.id for one in found.accounts] == ["A2"]
        assert found.counted["rows"] == 2 + 1 + 2 + 1  # newest changes, the account's id, its sums, itself
        assert crm.figures(MONTHS, found.cursor, NOW).unchanged

    def test_an_account_that_changed_comes_without_sums(self) -> None:
        crm = watched(self.url)
        cursor = crm.figures(MONTHS, {}, NOW).cursor
        self.change("UPDATE accounts SET name = 'Pihlaja', changed_at = '2026-10-05 09:00:00+00:00' WHERE id = 'A3'")
        found = crm.figures(MONTHS, cursor, NOW)
        assert ([one.name for one in found.accounts], found.sums, found.changed) == (["Pihlaja"], (), frozenset())

    def test_deleted_rows_are_noticed_the_next_day(self) -> None:
        crm = watched(self.url)
        cursor = crm.figures(MONTHS, {}, NOW).cursor
        self.change("DELETE FROM orders WHERE account_id = 'A2'")
        assert crm.figures(MONTHS, cursor, NOW).unchanged
        found = crm.figures(MONTHS, cursor, NOW + dt.timedelta(days=1))
        assert (found.complete, {one.account_id for one in found.sums}) == (True, {"A1"})

    def test_when_the_newest_rows_are_gone_everything_is_read(self) -> None:
        crm = watched(self.url)
        self.change("UPDATE orders SET changed_at = '2026-10-05 09:00:00+00:00' WHERE account_id = 'A2'")
        cursor = crm.figures(MONTHS, {}, NOW).cursor
        self.change("DELETE FROM orders WHERE account_id = 'A2'")
        found = crm.figures(MONTHS, cursor, NOW)
        assert (found.complete, {one.account_id for one in found.sums}) == (True, {"A1"})

    def test_with_other_queries_everything_is_read(self) -> None:
        cursor = watched(self.url).figures(MONTHS, {}, NOW).cursor
        queries = {"accounts": ALL["accounts"], "orders": "SELECT * FROM orders WHERE category = 'service'"}
        assert provider(self.url, queries, changed=CHANGED).figures(MONTHS, cursor, NOW).complete

    def test_a_cursor_that_was_spoilt_is_no_obstacle(self) -> None:
        crm = watched(self.url)
        cursor = {**crm.figures(MONTHS, {}, NOW).cursor, "orders": "nonsense"}
        assert crm.figures(MONTHS, cursor, NOW).complete

    def test_without_a_column_that_tells_changes_everything_is_read_each_time(self) -> None:
        crm = watched(self.url, {})
        cursor = crm.figures(MONTHS, {}, NOW).cursor
        assert crm.figures(MONTHS, cursor, NOW).complete

    def test_a_column_that_is_not_there_is_an_error_and_named_by_check(self) -> None:
        crm = watched(self.url, {"orders": "Modified"})
        with pytest.raises(ProviderError, match="the query of orders gives no column 'Modified'"):
            crm.figures(MONTHS, {}, NOW)
        assert "gives no column 'Modified'" in crm.check(NOW)[1].advice


@pytest.mark.server
class TestOnlyWhatChangedOnPostgres(TestOnlyWhatChanged):
    @pytest.fixture(autouse=True)
    def _database(self, bi: str) -> None:
        self.url = bi


@pytest.mark.slow
def test_when_half_of_all_accounts_changed_all_are_read(url: str) -> None:
    execute(url, "CREATE TABLE invoices (account_id, day, category, amount, currency, at)")
    rows = [{"account": f"A{one}"} for one in range(6000)]
    execute(url, "INSERT INTO invoices VALUES (:account, '2026-09-01', 'x', 1, 'EUR', 1)", rows=rows)
    crm = provider(url, {"orders": "SELECT * FROM invoices"}, changed={"orders": "at"})
    cursor = crm.figures(MONTHS, {}, NOW).cursor
    execute(url, "UPDATE invoices SET at = 2")
    found = crm.figures(MONTHS, cursor, NOW)
    assert (found.complete, len(found.accounts), len(found.sums)) == (True, 6000, 6000)


def test_orders_that_fail_are_an_error_and_never_no_revenue(url: str) -> None:
    load(url, SALES)
    crm = provider(url, {"accounts": ALL["accounts"], "orders": "SELECT * FROM nowhere"})
    with pytest.raises(ProviderError, match="the query of orders fails"):
        crm.figures(MONTHS, {}, NOW)


def test_sums_that_nobody_understands_are_counted(url: str) -> None:
    load(
        url,
        dataclasses.replace(
            SALES, orders=(*ORDERS, dataclasses.replace(order("A1", "2026-09", "5"), currency="euros"))
        ),
    )
    found = provider(url, {"accounts": ALL["accounts"], "orders": ALL["orders"]}).figures(MONTHS, {}, NOW)
    assert (found.sums, found.counted["left_out"]) == (sums_of(ORDERS, MONTHS), 1)


def test_two_spellings_of_a_currency_are_one(url: str) -> None:
    load(
        url,
        dataclasses.replace(SALES, orders=(*ORDERS, dataclasses.replace(order("A1", "2026-09", "5"), currency="eur"))),
    )
    found = provider(url, {"orders": ALL["orders"]}).figures(MONTHS, {}, NOW)
    assert found.sums == sums_of((*ORDERS, order("A1", "2026-09", "5")), MONTHS)


def test_without_a_query_of_accounts_whoever_was_invoiced_is_a_customer(url: str) -> None:
    load(url, SALES)
    found = provider(url, {"orders": ALL["orders"]}).figures(MONTHS, {}, NOW)
    assert [account.id for account in found.accounts] == ["A1", "A2"]


def many(url: str, accounts: int) -> Provider:
    """So many accounts with two categories over 24 months, 48 rows an account."""
    execute(
        url,
        "CREATE TABLE firms (id text PRIMARY KEY, name text, at integer)",
        "CREATE TABLE invoices (account_id text, month text, category text, amount real, currency text, at integer)",
    )
    months = [f"{2024 + (9 + one) // 12}-{(9 + one) % 12 + 1:02d}" for one in range(24)]
    execute(
        url,
        "CREATE TABLE numbers (i integer)",
        "INSERT INTO numbers VALUES (:i)",
        rows=[{"i": one} for one in range(accounts)],
    )
    execute(
        url,
        "CREATE TABLE months (month text)",
        "INSERT INTO months VALUES (:month)",
        rows=[{"month": one} for one in months],
    )
    execute(
        url,
        "INSERT INTO firms SELECT 'A' || i, 'A' || i, 1 FROM numbers",
        "INSERT INTO invoices SELECT 'A' || i, month, kind, 1.5, 'EUR', 1"
        " FROM numbers, months, (SELECT 'service' AS kind UNION SELECT 'parts') AS kinds",
    )
    execute(url, "CREATE INDEX invoices_account ON invoices (account_id)", "CREATE INDEX invoices_at ON invoices (at)")
    queries = {"accounts": "SELECT * FROM firms", "orders": "SELECT * FROM invoices"}
    return provider(url, queries, changed={"orders": "at", "accounts": "at"})


@pytest.mark.slow
def test_ten_thousand_accounts_need_no_more_queries_than_a_hundred(tmp_path: Path) -> None:
    few, lots = (many(sqlite_url(tmp_path, f"{number}.db"), number) for number in (100, 10_000))
    small, large = few.figures(MONTHS, {}, NOW), lots.figures(MONTHS, {}, NOW)
    assert small.counted["queries"] == large.counted["queries"]
    assert large.counted["rows"] < 3 * 10_000 + 50  # an account and two sums each, of 480 000 rows
    assert (len(large.sums), large.sums[0].t12m) == (20_000, Decimal(18))
    found = lots.figures(MONTHS, large.cursor, NOW)
    assert (found.unchanged, found.counted["rows"]) == (True, 2)
    execute(
        sqlite_url(tmp_path, "10000.db"),
        "UPDATE invoices SET amount = 100, at = 2 WHERE account_id = 'A77' AND month = '2026-09'",
    )
    found = lots.figures(MONTHS, large.cursor, NOW)
    assert (found.changed, found.counted["rows"]) == (frozenset({"A77"}), 2 + 1 + 2 + 1)
    assert [one.t12m for one in found.sums] == [Decimal("216.50") - 100, Decimal("216.50") - 100]
