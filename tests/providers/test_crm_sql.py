import datetime as dt
import math
import os
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.customer import TABLES, CrmData
from kambrief.errors import ProviderError, SuddenlyEmptyError, UserError
from kambrief.ports import Crm
from kambrief.providers.crm.sql import Provider
from kambrief.providers.sql_reader import _Watch
from tests.contracts.crm import NONE, NOW, SAMPLE, CrmContract
from tests.parts.postgres import Postgres
from tests.providers.sql_sample import ALL, asked, execute, load, provider, sqlite_url

SLEEPY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS id FROM n"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path)


def sample(url: str, **config: Any) -> Provider:
    return provider(url, load(url, SAMPLE), **config)


class TestSqliteKeepsTheContract(CrmContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.url = sqlite_url(tmp_path)

    def make(self, data: CrmData) -> Crm:
        return provider(self.url, load(self.url, data))

    def broken(self) -> Crm:
        return provider(self.url + ".not", ALL)


@pytest.mark.server
class TestPostgresKeepsTheContract(TestSqliteKeepsTheContract):
    @pytest.fixture(autouse=True)
    def _database(self, bi: str) -> None:
        self.url = bi


# The configuration


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ({"url_env": "BI"}, "exactly one of url, url_env and url_file"),
        ({"url": None}, "exactly one of url"),
        ({"queries": {}}, "queries: none is configured"),
        ({"queries": {"people": "SELECT 1"}}, "no table is called people; there are accounts"),
        ({"queries": {"contacts": "DROP TABLE contacts"}}, r"queries\.contacts: must be one SELECT"),
        ({"as_of": "DELETE FROM loads"}, "as_of: must be one SELECT"),
        ({"changed": {"orders": "at"}}, "changed: there is no query of orders"),
        ({"changed": {"contacts": "at"}}, "changed: is asked for accounts and orders only, not for contacts"),
        ({"link_template": "https://crm.example/{secret}"}, "no other braces"),
        ({"timezone": "Mars/Base"}, "no IANA time zone"),
        ({"url": "bi"}, "no database address"),
        ({"url": "martian://bi/x"}, "no database is known by that address"),
        ({"url": "sqlite://"}, "in memory holds nothing"),
        ({"url": "mysql+pymysql://bi/x"}, "needs pymysql, which is not installed"),
        ({"url": "sqlite+aiosqlite:///bi.db"}, "aiosqlite"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_before_anything_is_asked(
    config: dict[str, Any], complaint: str
) -> None:
    whole = {"url": "sqlite:///bi.db", "queries": {"contacts": "SELECT 1 AS id"}, **config}
    with pytest.raises(UserError, match=complaint):
        provider(**whole)


def test_all_bad_queries_are_told_at_once() -> None:
    with pytest.raises(UserError) as caught:
        provider("sqlite:///bi.db", {"contacts": "DROP TABLE x", "orders": "SELECT 1; SELECT 2", "deals": "SELECT 1"})
    assert [problem.partition(":")[0] for problem in caught.value.problems] == [
        "crm.sql.queries.contacts",
        "crm.sql.queries.orders",
    ]


def test_the_address_may_come_from_the_environment_and_a_path_starts_at_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kambrief.providers.crm.sql import Config

    load(sqlite_url(tmp_path), SAMPLE)
    monkeypatch.setenv("BI", "sqlite:///bi.db")
    crm = Provider(Config(url_env="BI", queries=ALL), tmp_path)
    assert crm.find(NONE, frozenset({"kr.example"})).accounts
    monkeypatch.delenv("BI")
    with pytest.raises(UserError, match=r"crm\.sql: url_env names BI, but that environment variable is not set"):
        Provider(Config(url_env="BI", queries=ALL), tmp_path)


# Secrets


@pytest.mark.server
@pytest.mark.parametrize(
    "there", ["127.0.0.1:1/warehouse", "{host}/nowhere", "{host}/nowhere?sslpassword=hunter2&options=-c%20x%3Dhunter2"]
)
def test_no_error_and_no_check_tells_a_password(postgres: Postgres, there: str) -> None:
    host = postgres.url().partition("@")[2].partition("/")[0]
    crm = provider(f"postgresql://reader:hunter2@{there.format(host=host)}", ALL)
    with pytest.raises(ProviderError) as caught:
        crm.find(frozenset({"anna@kr.example"}), NONE)
    assert "hunter2" not in f"{caught.value} {caught.value.__cause__} {crm.check(NOW)} {crm._config}"


@pytest.mark.server
def test_what_was_asked_for_is_in_no_error(bi: str) -> None:
    execute(bi, "CREATE TABLE contacts (id text, account_id text, email integer)")
    crm = provider(bi, {"contacts": "SELECT * FROM contacts", "accounts": "SELECT 'A1' AS id"})
    data = crm.find(frozenset({"anna.salainen@koivu.example"}), NONE)
    assert data.missing[0] == "contacts"
    assert "salainen" not in str(data.problems)


def test_a_check_names_the_database_without_its_address(url: str) -> None:
    line = sample(url).check(NOW)[0]
    assert line.ok
    assert re.search(r"sqlite .*bi\.db: 4 accounts, 4 contacts, 2 products, 2 deals", line.summary)


# Nothing is written


@pytest.mark.parametrize(
    "query", ["PRAGMA user_version = 5", "CREATE TABLE made (id)", "INSERT INTO contacts (id) VALUES (1)"]
)
def test_a_sqlite_file_is_opened_for_reading_only(url: str, query: str) -> None:
    crm = sample(url)
    with crm._reader.engine.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql(query)


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match="there is no file"):
        provider(sqlite_url(tmp_path), ALL).find(NONE, NONE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.server
def test_a_postgresql_transaction_cannot_write_and_sees_one_state(bi: str) -> None:
    query = "SELECT 'A1' AS id, current_setting('transaction_read_only') AS name, current_setting('transaction_isolation') AS city"
    data = provider(bi, {"accounts": query}).histories(frozenset({"A1"}))
    assert [(account.name, account.city) for account in data.accounts] == [("on", "repeatable read")]


@pytest.mark.server
def test_a_query_that_writes_through_a_function_fails(bi: str) -> None:
    execute(bi, "CREATE SEQUENCE numbers")
    crm = provider(bi, {"accounts": "SELECT nextval('numbers') AS id"})
    with pytest.raises(ProviderError, match=r"the query of accounts fails .*read-only transaction") as caught:
        crm.find(NONE, NONE)
    assert caught.value.permanent


# What may stand in a query


@pytest.mark.parametrize(
    "name", ["12:30", ":name :other", "100 %", "%s %(x)s", "what?", r"C:\x", "a::b", "--", "/*;*/"]
)
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def test_odd_characters_in_a_query_stay_what_they_are(
    name: str, database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = sqlite_url(tmp_path) if database == "sqlite" else request.getfixturevalue("bi")
    execute(url, "SELECT 1")
    crm = provider(url, {"accounts": f"SELECT 'A1' AS id, '{name}' AS name -- the end: 100 % of it"})
    assert [account.name for account in crm.histories(frozenset({"A1"})).accounts] == [name]


def test_columns_may_be_in_any_case_and_others_are_not_read(url: str) -> None:
    execute(
        url, 'CREATE TABLE firms ("Nimi" text, "ID" text, secret text)', "INSERT INTO firms VALUES ('Koivu', 'A1', 'x')"
    )
    crm = provider(url, {"accounts": 'SELECT "ID", "Nimi" AS "Name", secret FROM firms'})
    with asked(crm) as statements:
        assert crm.histories(frozenset({"A1"})).accounts[0].name == "Koivu"
    assert not [one for one in statements if "q.secret" in one]


@pytest.mark.server
def test_ids_may_be_numbers_texts_or_uuids_and_differ_from_table_to_table(bi: str) -> None:
    key = uuid.UUID(int=7)
    queries = {
        "accounts": f"SELECT 7 AS id, 'Koivu' AS name, '{key}'::uuid AS parent_id",
        "contacts": "SELECT 1::numeric AS id, '7'::text AS account_id, 'anna@koivu.example' AS email",
        "tickets": "SELECT 1 AS id, 7::bigint AS account_id, DATE '2026-10-01' AS opened",
        "contracts": "SELECT 1 AS id, CAST(7 AS numeric(9)) AS account_id",
        "deals": f"SELECT '{key}'::uuid AS id, '7'::char(5) AS account_id",
    }
    crm = provider(bi, queries)
    assert [one.id for one in crm.find(frozenset({"anna@koivu.example"}), NONE, frozenset({"x", "007"})).contacts] == [
        "1"
    ]
    data = crm.histories(frozenset({"7", "not a number"}))
    assert (data.problems, [len(getattr(data, table)) for table in queries]) == ((), [1, 1, 1, 1, 1])
    assert data.accounts[0].parent_id == str(key)
    assert crm.find(NONE, NONE, frozenset({str(key), "7"})).contacts


def test_an_id_written_as_a_text_with_zeros_is_not_a_number(url: str) -> None:
    execute(
        url,
        "CREATE TABLE people (id, account_id, email)",
        "INSERT INTO people VALUES (1, '007', 'anna@a.example'), (2, 7, 'ari@a.example'), (3, '7', 'olli@a.example')",
    )
    crm = provider(url, {"contacts": "SELECT * FROM people"})
    assert [one.id for one in crm.histories(frozenset({"007"})).contacts] == ["1"]
    assert [one.id for one in crm.histories(frozenset({"7"})).contacts] == ["2", "3"]


# Who somebody is


@pytest.mark.parametrize(
    ("kept", "asked_for"),
    [
        ("Anna.M@Koivu.Example", "anna.m@koivu.example"),
        ("  anna@koivu.example ", "ANNA@koivu.example"),
        ("anna@xn--hkkinen-5wa.example", "anna@häkkinen.example"),
        ("anna@häkkinen.example", "anna@xn--hkkinen-5wa.example"),
        ("Åke@koivu.example", "åke@koivu.example"),
    ],
)
@pytest.mark.parametrize("column", ["email", "aliases"])
def test_an_address_is_found_however_it_is_kept(url: str, kept: str, asked_for: str, column: str) -> None:
    execute(
        url, f"CREATE TABLE people AS SELECT 'C1' AS id, 'A1' AS account_id, '{kept}' AS {column}",
    )  # fmt: skip
    found = provider(url, {"contacts": "SELECT * FROM people"}).find(frozenset({asked_for}), NONE)
    assert [one.id for one in found.contacts] == ["C1"]
    assert [one.id for one in found.accounts] == ["A1"]
    assert found.problems[0].startswith("accounts: 1 known from contacts only (A1)")


@pytest.mark.parametrize(
    "aliases", ["x@a.example;anna@a.example", "x@a.example, anna@a.example", "anna@a.example x@a.example"]
)
def test_an_alias_is_found_in_a_list_and_no_part_of_it_is_taken_for_it(url: str, aliases: str) -> None:
    execute(
        url,
        "CREATE TABLE people (id, account_id, aliases)",
        f"INSERT INTO people VALUES ('C1', 'A1', '{aliases}'), ('C2', 'A2', 'johanna@a.example'), ('C3', 'A3', 'annaxa@a.example')",  # noqa: S608 words of ours
    )
    crm = provider(url, {"contacts": "SELECT * FROM people"})
    assert [one.id for one in crm.find(frozenset({"anna@a.example", "ann_@a.example"}), NONE).contacts] == ["C1"]


@pytest.mark.server
def test_aliases_may_be_an_array(bi: str) -> None:
    query = "SELECT 'C1' AS id, 'A1' AS account_id, ARRAY['x@a.example', 'Anna@a.example'] AS aliases"
    found = provider(bi, {"contacts": query}).find(frozenset({"anna@a.example"}), NONE)
    assert [one.aliases for one in found.contacts] == [("x@a.example", "anna@a.example")]


@pytest.mark.parametrize("written", ["a.example,b.example", "a.example; b.example", "https://www.a.example b.example"])
def test_domains_are_a_text_with_whatever_between_them(url: str, written: str) -> None:
    execute(url, f"CREATE TABLE firms AS SELECT 'A1' AS id, '{written}' AS domains")
    crm = provider(url, {"accounts": "SELECT * FROM firms"})
    assert [one.id for one in crm.find(NONE, frozenset({"b.example"})).accounts] == ["A1"]


def test_of_many_contacts_only_those_of_the_customer_are_read(url: str) -> None:
    execute(url, "CREATE TABLE people (id integer, account_id text, email text)")
    rows = [{"id": one, "account": f"A{one // 10}", "email": f"p{one}@x.example"} for one in range(5000)]
    execute(url, "INSERT INTO people VALUES (:id, :account, :email)", rows=rows)
    crm = provider(url, {"contacts": "SELECT * FROM people"})
    read = crm._reader.run(lambda questions: (crm._tables(questions).of_accounts("contacts", {"A7"}), questions.rows))
    assert read[1] < 50
    assert len(crm.find(frozenset({"p70@x.example"}), NONE).contacts) == 10


def test_hundreds_of_addresses_and_accounts_are_asked_for_in_parts(url: str) -> None:
    execute(url, "CREATE TABLE people (id integer, account_id text, email text)")
    rows = [{"id": one, "account": f"A{one}", "email": f"p{one}@x.example"} for one in range(1200)]
    execute(url, "INSERT INTO people VALUES (:id, :account, :email)", rows=rows)
    crm = provider(url, {"contacts": "SELECT * FROM people"})
    found = crm.find(frozenset(f"p{one}@x.example" for one in range(1200)), NONE)
    assert (len(found.contacts), len(found.problems)) == (1200, 1)
    assert len(crm.histories(frozenset(f"A{one}" for one in range(1200))).contacts) == 1200


# Accounts are kept as long as a column says so


def test_accounts_are_read_again_only_after_a_change(url: str) -> None:
    execute(
        url,
        "CREATE TABLE firms (id text, name text, touched text)",
        "INSERT INTO firms VALUES ('A1', 'Old', '2026-10-01'), ('A2', 'Other', '2026-10-01')",
    )
    crm = provider(url, {"accounts": "SELECT * FROM firms"}, changed={"accounts": "touched"})

    def names() -> tuple[list[str], int]:
        with asked(crm) as statements:
            found = crm.find(NONE, NONE, frozenset({"A1", "A2"}))
        return [one.name for one in found.accounts], len([one for one in statements if "q.name" in one])

    assert names() == (["Old", "Other"], 1)
    assert names() == (["Old", "Other"], 0)
    execute(url, "UPDATE firms SET name = 'New', touched = '2026-10-02' WHERE id = 'A1'")
    assert names() == (["New", "Other"], 1)
    execute(url, "DELETE FROM firms WHERE id = 'A2'")
    assert names() == (["New"], 1)


# What is broken


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("SELECT * FROM nowhere", "the query of tickets fails .*nowhere"),
        ("SELECT wrong FROM tickets", "the query of tickets fails .*wrong"),
        ("SELECT id FROM tickets WHERE", "the query of tickets fails "),
        (
            "SELECT id, account_id AS client FROM tickets",
            "gives no column 'account_id', 'opened'; it gives 'id', 'client'",
        ),
    ],
)
def test_a_query_that_fails_costs_its_own_table_and_is_named(
    query: str, complaint: str, database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = sqlite_url(tmp_path) if database == "sqlite" else request.getfixturevalue("bi")
    crm = provider(url, {**load(url, SAMPLE), "tickets": query})
    data = crm.histories(frozenset({"010"}))
    assert data.missing == ("tickets",)
    assert re.search(complaint, data.problems[0])
    assert (len(data.contacts), len(data.orders), len(data.surveys)) == (1, 1, 1)
    lines = crm.check(NOW)
    assert [line.ok for line in lines] == [True, False, True]
    assert re.search(complaint, lines[1].advice)


@pytest.mark.slow
def test_when_every_query_fails_that_is_an_error_that_stays(url: str) -> None:
    load(url, SAMPLE)
    crm = provider(url, {"contacts": "SELECT * FROM nowhere", "deals": "SELECT x FROM deals"})
    with pytest.raises(ProviderError, match=r"the query of contacts fails .*nowhere.*mend it") as caught:
        crm.histories(frozenset({"010"}))
    assert caught.value.permanent
    assert [line.ok for line in crm.check(NOW)] == [False]


def test_contacts_that_worked_before_and_fail_now_are_an_error_and_not_a_gap(url: str) -> None:
    crm = sample(url)
    assert crm.find(frozenset({"anna@kr.example"}), NONE).contacts
    execute(url, "ALTER TABLE contacts RENAME TO people")
    with pytest.raises(ProviderError, match="the query of contacts fails"):
        crm.find(frozenset({"anna@kr.example"}), NONE)
    execute(url, "ALTER TABLE people RENAME TO contacts")
    assert crm.find(frozenset({"anna@kr.example"}), NONE).contacts


@pytest.mark.parametrize("lost", ["accounts", "contacts"])
def test_people_who_were_there_and_are_suddenly_gone_are_a_fault_and_not_a_fact(url: str, lost: str) -> None:
    crm = sample(url)
    assert crm.find(frozenset({"anna@kr.example"}), NONE).contacts
    execute(url, f"DELETE FROM {lost}")  # noqa: S608 names of ours
    with pytest.raises(SuddenlyEmptyError, match=f"all {lost} are suddenly gone"):
        crm.find(frozenset({"anna@kr.example"}), NONE)
    with pytest.raises(SuddenlyEmptyError, match=f"all {lost} are suddenly gone"):
        crm.histories(frozenset({"010"}))
    load(url, SAMPLE)
    assert crm.find(frozenset({"anna@kr.example"}), NONE).contacts


def test_an_account_without_contacts_is_no_fault(url: str) -> None:
    crm = sample(url)
    crm.find(frozenset({"anna@kr.example"}), NONE)
    execute(url, "DELETE FROM contacts WHERE account_id = '020'")
    assert crm.histories(frozenset({"020"})).contacts == ()
    assert crm.find(NONE, frozenset({"koivulehto.example"})).contacts == ()


def test_rows_and_values_that_cannot_be_read_are_named_by_table_and_id(url: str) -> None:
    execute(
        url,
        "CREATE TABLE cases (id, account_id, opened, status)",
        "INSERT INTO cases VALUES (1, 'A1', '2026-10-01', 'parked'), (2, 'A1', 'soon', 'open'), (NULL, 'A1', '2026-10-01', '')",
    )
    data = provider(url, {"tickets": "SELECT * FROM cases"}).histories(frozenset({"A1"}))
    assert [(one.id, one.status) for one in data.tickets] == [("1", "open")]
    assert [problem.split(";")[0] for problem in data.problems] == [
        "tickets row 1 (id 1): status 'parked' is none of open, closed, solved, resolved",
        "tickets row 2 (id 2): opened 'soon' is no date",
        "tickets row 3: id missing",
    ]


def test_of_two_rows_with_one_id_the_first_counts_and_a_row_that_a_join_repeats_is_one(url: str) -> None:
    execute(
        url,
        "CREATE TABLE people (id, account_id, first_name)",
        "INSERT INTO people VALUES (1, 'A1', 'Anna'), (1, 'A1', 'Other'), (2, 'A1', 'Ari'), (2, 'A1', 'Ari')",
    )
    data = provider(url, {"contacts": "SELECT * FROM people"}).histories(frozenset({"A1"}))
    assert [(one.id, one.first_name) for one in data.contacts] == [("1", "Anna"), ("2", "Ari")]
    assert data.problems[0] == "contacts row 2 (id 1): id '1' stands at row 1 (id 1) already; row left out"


def test_one_damaged_byte_does_not_cost_the_table(url: str) -> None:
    execute(
        url,
        "CREATE TABLE firms (id, name)",
        "INSERT INTO firms VALUES ('A1', CAST(X'4BFF6976' AS text)), ('A2', 'Mäki')",
    )
    data = provider(url, {"accounts": "SELECT * FROM firms"}).histories(frozenset({"A1", "A2"}))
    assert [one.name for one in data.accounts] == ["K�iv", "Mäki"]


def test_more_rows_than_allowed_cost_the_table(url: str) -> None:
    data = sample(url, max_rows=3).find(frozenset({"anna@kr.example"}), NONE)
    assert data.missing == ("accounts",)
    assert data.problems[0] == "the query of accounts gives more than 3 rows: narrow it, or raise max_rows"
    assert [one.id for one in data.contacts] == ["7"]


def test_a_file_that_is_no_database_is_an_error_that_stays(tmp_path: Path) -> None:
    (tmp_path / "bi.db").write_bytes(b"PK\x03\x04" * 400)
    with pytest.raises(ProviderError, match="not a database") as caught:
        provider(sqlite_url(tmp_path), ALL).find(NONE, NONE)
    assert caught.value.permanent


# Time


def test_a_query_that_takes_too_long_costs_its_table_and_passes(url: str) -> None:
    load(url, SAMPLE)
    crm = provider(url, {**ALL, "products": SLEEPY}, timeout_seconds=0.3)
    data = crm.histories(frozenset({"010"}))
    assert data.missing == ("products",)
    assert data.problems == (
        "the query of products took more than 0.3 s: make it faster (an index, a view), or raise timeout_seconds",
    )


def test_who_somebody_is_and_takes_too_long_is_an_error_that_passes(url: str) -> None:
    load(url, SAMPLE)
    crm = provider(url, {**ALL, "accounts": SLEEPY}, timeout_seconds=0.3)
    with pytest.raises(ProviderError, match="the query of accounts took more than") as caught:
        crm.find(frozenset({"anna@kr.example"}), NONE)
    assert not caught.value.permanent


@pytest.mark.server
def test_a_slow_query_on_postgresql_is_ended_by_the_server(bi: str) -> None:
    crm = provider(
        bi,
        {**load(bi, SAMPLE), "products": "SELECT pg_sleep(9)::text AS id"},
        timeout_seconds=0.3,
    )
    data = crm.histories(frozenset({"010"}))
    assert data.problems[0].startswith("the query of products took more than 0.3 s")
    assert data.contacts


@pytest.fixture
def frozen(postgres: Postgres) -> Iterator[Postgres]:
    yield postgres
    postgres.thaw()


@pytest.mark.server
def test_a_server_that_says_nothing_any_more_is_not_waited_for(frozen: Postgres) -> None:
    url = frozen.create_database()
    crm = provider(url, load(url, SAMPLE), timeout_seconds=0.5)
    frozen.freeze()
    with pytest.raises(ProviderError, match=r"says nothing for more than 0\.5 s"):
        crm.find(frozenset({"anna@kr.example"}), NONE)
    frozen.thaw()
    assert provider(url, ALL).find(frozenset({"anna@kr.example"}), NONE).contacts


def test_while_we_work_on_what_was_read_the_database_may_be_silent(url: str) -> None:
    watch = _Watch(0.1)
    left = sample(url)._reader._in_transaction(lambda questions: (questions.rows, watch.left), watch)
    assert left == (0, math.inf)
    assert watch.left < 2


@pytest.mark.server
def test_a_connection_that_breaks_in_the_middle_is_an_error_that_passes(bi: str) -> None:
    queries = {
        **load(bi, SAMPLE),
        "products": "SELECT pg_terminate_backend(pg_backend_pid())::text AS id",
    }
    with pytest.raises(ProviderError, match="the connection was lost while asking for products") as caught:
        provider(bi, queries).histories(frozenset({"010"}))
    assert not caught.value.permanent


@pytest.mark.server
def test_no_connection_stays_open(bi: str) -> None:
    crm = sample(bi)
    crm.find(frozenset({"anna@kr.example"}), NONE)
    others = "SELECT count(*)::text || ' others' AS id FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    assert [one.id for one in provider(bi, {"products": others}).histories(NONE).products] == ["0 others"]


# When the data were true


def test_a_file_is_as_old_as_its_last_change(url: str, tmp_path: Path) -> None:
    crm = sample(url)
    os.utime(tmp_path / "bi.db", (86_400, 86_400))
    assert crm.find(NONE, NONE).as_of == dt.datetime(1970, 1, 2, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("query", "as_of"),
    [
        (
            "SELECT max(loaded) FROM (SELECT '2026-10-04 03:00' AS loaded)",
            dt.datetime(2026, 10, 4, 0, 0, tzinfo=dt.UTC),
        ),
        ("SELECT '2026-10-04T03:00:00Z'", dt.datetime(2026, 10, 4, 3, 0, tzinfo=dt.UTC)),
        ("SELECT 'yesterday'", None),
        ("SELECT NULL", None),
        ("SELECT x FROM nowhere", None),
    ],
)
def test_a_query_may_tell_when_the_data_were_loaded(url: str, query: str, as_of: dt.datetime | None) -> None:
    data = sample(url, as_of=query).find(NONE, NONE)
    assert data.as_of == as_of
    assert bool([one for one in data.problems if "as_of" in one]) == (as_of is None)


@pytest.mark.server
def test_a_server_is_asked_for_its_own_time(bi: str) -> None:
    as_of = sample(bi).find(NONE, NONE).as_of
    assert as_of is not None
    assert abs(as_of - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=2)


# Check


def test_check_counts_and_tells_what_is_missing_and_cannot_be_read(url: str) -> None:
    execute(
        url,
        "CREATE TABLE people (id, account_id, role)",
        "INSERT INTO people VALUES (1, 'A1', 'boss'), (2, 'A1', 'user')",
        "CREATE TABLE invoices (account_id, day, category, amount, currency)",
        "INSERT INTO invoices VALUES ('A1', '2026-09-01', 'x', 5, 'EUR'), ('A1', 'soon', 'x', 5, 'EUR')",
    )
    lines = provider(url, {"contacts": "SELECT * FROM people", "orders": "SELECT * FROM invoices"}).check(NOW)
    assert lines[0].summary.split(": ", 1)[1].startswith("2 contacts, 2 orders; as of")
    assert "contacts row 1 (id 1): role 'boss' is none of" in lines[1].advice
    assert "orders 1 rows without an account, a month" in lines[1].advice
    assert {line.summary: line.ok for line in lines[2:]} == {
        f"no {table} to be read": True for table in TABLES if table not in {"contacts", "orders"}
    }


def test_check_tells_ids_that_would_not_be_found(url: str) -> None:
    execute(url, "CREATE TABLE people (id, account_id)", "INSERT INTO people VALUES ('C1', ' A1'), ('C2', 'A1')")
    lines = provider(url, {"contacts": "SELECT * FROM people"}).check(NOW)
    assert lines[1].advice == "contacts account_id has blanks around it in 1 rows: TRIM it in the query"


def test_what_is_wrong_with_a_value_is_to_be_mended_in_the_query(url: str) -> None:
    execute(
        url, "CREATE TABLE sales AS SELECT 'D1' AS id, 'A1' AS account_id, '1.234' AS amount, '10/05/26' AS close_date"
    )
    assert provider(url, {"deals": "SELECT * FROM sales"}).histories(frozenset({"A1"})).problems == (
        "deals row 1 (id D1): amount '1.234' may be thousands or decimals: make it a number in the query; value left out",
        "deals row 1 (id D1): close_date '10/05/26' is no date; write 2026-10-05 or 5.10.2026, or make it a date in the query; value left out",
    )


def test_check_says_that_without_contacts_nobody_is_known(url: str) -> None:
    execute(url, "CREATE TABLE firms AS SELECT 'A1' AS id")
    lines = {line.summary: line for line in provider(url, {"accounts": "SELECT * FROM firms"}).check(NOW)}
    assert not lines["no contacts to be read"].ok
    assert lines["no contacts to be read"].advice == "Write its query in [crm.sql.queries] contacts, or mend it."
