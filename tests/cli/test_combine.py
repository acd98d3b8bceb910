"""Several sources of customer data and a scope, as an account manager's office has them: from the files to the brief."""

import sqlite3

from tests.cli.office import CRM, DUE, EARLY, Office, read_mail, text_of

ROWS = {
    "accounts": [{**CRM["accounts"][0], "key": "1001", "owner": "otto@kuura.example"}, CRM["accounts"][1]],
    **{table: rows for table, rows in CRM.items() if table != "accounts"},
}
"""The first customer has a number and an owner, the second has neither."""


def with_a_desk(office: Office) -> None:
    """A ticket system that knows customers by number: a ticket of 1001, and one of somebody else's customer A01."""
    office.know(ROWS)
    with sqlite3.connect(office.folder / "desk.db") as desk:
        desk.execute("CREATE TABLE cases (id, firm, subject, opened, level)")
        desk.execute("INSERT INTO cases VALUES ('T1', '1001', 'Debarker sensor drops out', '2026-09-20', 'high')")
        desk.execute("INSERT INTO cases VALUES ('T2', 'A01', 'Crane of another firm', '2026-09-21', 'high')")
    desk.close()
    query = "SELECT id, firm AS account_id, subject, opened, level AS severity FROM cases"
    office.config["crm"] += f'\n[crm.sql]\nurl = "sqlite:///desk.db"\n[crm.sql.queries]\ntickets = "{query}"'
    office.config["combine"] = '[combine]\ntables = { tickets = "sql" }\nmatch = { sql = "key" }'


def brief(office: Office) -> str:
    office.ok("once", "--at", EARLY)
    office.ok("once", "--at", DUE)
    (mail,) = (office.folder / "outbox").glob("*.eml")
    return text_of(read_mail(mail))


def test_a_ticket_found_by_the_customers_number_is_in_the_brief_and_nobody_elses(office: Office) -> None:
    with_a_desk(office)
    text = brief(office)
    assert "Debarker sensor drops out" in text
    assert "Crane" not in text


def test_a_ticket_system_that_is_gone_costs_its_tickets_alone(office: Office) -> None:
    with_a_desk(office)
    (office.folder / "desk.db").unlink()
    text = brief(office)
    assert "Petri Vuolle" in text
    assert "Part of the customer data could not be reached." in text
    assert "gap: gap_source_down, crm.sql: " in office.ok("why", "next", "--at", DUE).out


def test_a_check_tells_what_comes_from_where_and_who_sees_what(office: Office) -> None:
    with_a_desk(office)
    office.config["manager"] += '\ncrm_scope = "own"'
    told = {row["name"]: row["summary"] for row in office.run("check", "--json").json["connections"]}
    assert told["crm"].startswith("people from files; ")
    assert "tickets from sql (accounts by key)" in told["crm"]
    assert told["crm.files/rights"] == "otto@kuura.example: own, as configured: crm.files does not tell rights"


def test_of_customers_without_an_owner_nothing_is_told_to_who_sees_only_their_own(office: Office) -> None:
    office.config["manager"] += '\ncrm_scope = "own"'
    text = brief(office)
    assert "CRM records you’re not allowed to see are left out." in text
    assert "Root cause report" not in text
    assert "Havulinna" not in text
    told = office.ok("why", "next", "--at", DUE).out
    assert "gap: gap_hidden, 1 accounts, 1 contacts, 1 commitments, 1 activities: crm_scope = own" in told


def test_ones_own_customer_is_told_of_as_always(office: Office) -> None:
    office.know(ROWS)
    office.config["manager"] += '\ncrm_scope = "own"'
    text = brief(office)
    assert "Root cause report" in text
    assert "allowed to see" not in text
