"""``kambrief crm fields``: what the CRM has, and which of it is read."""

import sqlite3

from tests.cli.office import Office


def listed(office: Office, *more: str) -> list[tuple[str, ...]]:
    rows = office.ok("crm", "fields", "--json", *more).json
    return [(row["source"], row["table"], row["object"], row["name"], row["column"]) for row in rows]


def test_the_headers_of_each_file_are_told_with_the_column_that_is_read_from_them(office: Office) -> None:
    (office.folder / "crm" / "contacts.csv").write_text(
        "id;account_id;Sähköposti;Shoe size\nC1;A01;a@x.fi;43\n", "utf-8"
    )
    office.config["crm"] += '\n[crm.files.headers.contacts]\nemail = "sähköposti"'
    assert listed(office, "--table", "contacts") == [
        ("crm.files", "contacts", "contacts.csv", "id", "id"),
        ("crm.files", "contacts", "contacts.csv", "account_id", "account_id"),
        ("crm.files", "contacts", "contacts.csv", "Sähköposti", "email"),
        ("crm.files", "contacts", "contacts.csv", "Shoe size", ""),
    ]


def test_the_table_says_the_same(office: Office) -> None:
    head, *rows = office.ok("crm", "fields").out.splitlines()
    assert head.split("\t") == ["source", "table", "object", "field", "label", "type", "custom", "our column", "values"]
    assert "crm.files\tactivities\tactivities.csv\ttype\t\t\t\ttype\t" in rows


def test_of_several_sources_each_tells_its_own(office: Office) -> None:
    with sqlite3.connect(office.folder / "bi.db") as bi:
        bi.execute("CREATE TABLE sales (customer, sold, kind, net, money, rep)")
    bi.close()
    query = "SELECT customer AS account_id, sold AS day, kind AS category, net AS net_amount, money AS currency, rep FROM sales"
    office.config["crm"] += f'\n[crm.sql]\nurl = "sqlite:///bi.db"\n[crm.sql.queries]\norders = "{query}"'
    assert listed(office, "--table", "orders") == [
        ("crm.sql", "orders", "queries.orders", "account_id", "account_id"),
        ("crm.sql", "orders", "queries.orders", "day", "month"),
        ("crm.sql", "orders", "queries.orders", "category", "category"),
        ("crm.sql", "orders", "queries.orders", "net_amount", "net_amount"),
        ("crm.sql", "orders", "queries.orders", "currency", "currency"),
        ("crm.sql", "orders", "queries.orders", "rep", ""),
    ]


def test_a_source_that_cannot_be_asked_is_named_and_the_others_tell(office: Office) -> None:
    office.config["crm"] += '\n[crm.sql]\nurl = "sqlite:///nowhere.db"\n[crm.sql.queries]\norders = "SELECT 1 AS x"'
    done = office.ok("crm", "fields", "--json")
    assert {row["source"] for row in done.json} == {"crm.files"}
    assert "crm.sql: " in done.err


def test_nothing_to_ask_is_a_problem_that_is_told(office: Office) -> None:
    office.config["crm"] = '[crm.files]\nfolder = "nowhere"'
    done = office.run("crm", "fields")
    assert (done.code, "nowhere" in done.err) == (1, True)
    office.config["crm"] = ""
    done = office.run("crm", "fields")
    assert (done.code, "No CRM is configured" in done.err) == (1, True)


def test_a_table_that_there_is_not_is_wrong_usage(office: Office) -> None:
    done = office.run("crm", "fields", "--table", "sales")
    assert done.code == 2
    assert "there is no 'sales'" in done.err
