"""``kambrief promises``: the ledger with the CRM's own commitments, and its corrections."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from kambrief.core.promises import PromiseRecord, PromiseState
from kambrief.store.sql import SqlStore
from tests.cli.office import AFTER, CRM, Office
from tests.core.promise_rows import promised, theirs

OTTO = "otto@kuura.example"
AT = "2026-10-12T09:00:00+03:00"
ROWS = (
    promised("spare part quotation", id="a1b2c3d4e5", manager=OTTO, quote="I'll have it by Friday", language="en"),
    promised(
        "response time table",
        id="a1b2c3d4ff",
        manager=OTTO,
        due=dt.date(2026, 10, 16),
        owner="Otto Salmi",
        owner_email=OTTO,
    ),
    theirs("list of critical devices", id="ffee000011", manager=OTTO, due=None, quote="you'll get the list"),
    promised(
        "old offer",
        id="0000000001",
        manager=OTTO,
        state=PromiseState.DONE,
        done_on=dt.date(2026, 10, 8),
        closed_by="reply x",
    ),
)


@pytest.fixture
def store(office: Office) -> Iterator[SqlStore]:
    office.ok("once", "--at", AFTER)
    found = SqlStore.open(f"sqlite:///{office.folder}/kambrief.db")
    found.save_promises(ROWS)
    yield found
    found.close()


def listed(office: Office, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.ok("promises", "--at", AT, "--json", *words).json
    return found


def row_of(store: SqlStore, name: str) -> PromiseRecord:
    return next(row for row in store.promises() if row.id == name)


def test_ours_come_first_the_late_ones_marked_and_the_crms_beside_them(office: Office, store: SqlStore) -> None:
    del store
    head, *rows = [line.split("\t") for line in office.ok("promises", "--at", AT).out.splitlines()]
    assert head == ["id", "whose", "owner", "what", "customer", "due", "state", "heard"]
    assert [(row[0], row[1], row[3], row[6]) for row in rows] == [
        ("crm:CM1", "ours", "Root cause report", "17 days late"),
        ("a1b2c3d4e", "ours", "spare part quotation", "3 days late"),
        ("a1b2c3d4f", "ours", "response time table", "open"),
        ("ffee0000", "theirs", "list of critical devices", "open"),
    ]
    assert rows[1][4] == "Havulinna Oy"
    assert rows[1][7] == "cue 50 12:31: I'll have it by Friday"


def test_json_tells_where_each_was_heard(office: Office, store: SqlStore) -> None:
    del store
    told = {row["id"]: row for row in listed(office)}
    assert told["a1b2c3d4e5"] | {"customer": "", "account_manager": ""} == {
        "id": "a1b2c3d4e5", "side": "us", "owner": "Ville Nurmela", "what": "spare part quotation", "customer": "",
        "due": "2026-10-09", "state": "open", "days_late": 3, "source": "call", "meeting": "m1", "account_manager": "",
        "account": "A01", "made_on": "2026-10-06", "cue": 50, "at": 751.0, "quote": "I'll have it by Friday", "was_due": [],
        "confirmed": False, "done_on": None, "closed_by": "", "maybe_done": "", "replaced_by": "", "nudged_on": None,
    }  # fmt: skip
    assert told["crm:CM1"]["source"] == "crm"


def test_all_shows_what_is_closed_too(office: Office, store: SqlStore) -> None:
    del store
    assert "0000000001" not in {row["id"] for row in listed(office)}
    assert {row["id"]: row["state"] for row in listed(office, "--all")}["0000000001"] == "done"


def test_what_the_crm_knows_as_well_is_shown_once(office: Office, store: SqlStore) -> None:
    store.save_promises([promised("root cause report", id="77", manager=OTTO)])
    assert [row["id"] for row in listed(office) if "oot cause" in row["what"]] == ["77"]


def test_one_customer_by_a_part_of_its_name(office: Office, store: SqlStore) -> None:
    store.save_promises([promised("price list of the saw line", id="99", account_id="A02", manager=OTTO)])
    assert [row["id"] for row in listed(office, "--account", "metsola")] == ["99"]
    assert "99" not in {row["id"] for row in listed(office, "--account", "Havulinna")}
    done = office.run("promises", "--account", "Nobody Oy", "--at", AT)
    assert (done.code, "No customer answers to 'Nobody Oy'" in done.err) == (1, True)


def test_one_manager(office: Office, store: SqlStore) -> None:
    store.save_promises([promised("price list", id="99", manager="elina@kuura.example")])
    assert "99" in {row["id"] for row in listed(office)}
    assert "99" not in {row["id"] for row in listed(office, "--for", OTTO)}
    assert "there are otto@kuura.example" in office.run("promises", "--for", "nobody@kuura.example").err


def test_a_promise_is_closed_by_the_beginning_of_its_id(office: Office, store: SqlStore) -> None:
    assert office.ok("promises", "--done", "ffee", "--at", AT).out == "list of critical devices (Petri Vuolle): done.\n"
    row = row_of(store, "ffee000011")
    assert (row.state, row.done_on, row.closed_by, row.confirmed) == (
        PromiseState.DONE,
        dt.date(2026, 10, 12),
        "command",
        True,
    )
    assert "it is done already; nothing was changed" in office.ok("promises", "--done", "ffee", "--at", AT).out


def test_a_promise_gets_another_day(office: Office, store: SqlStore) -> None:
    assert "moved to 2026-10-16" in office.ok("promises", "--move", "a1b2c3d4e", "--to", "2026-10-16", "--at", AT).out
    row = row_of(store, "a1b2c3d4e5")
    assert (row.due, row.was_due) == (dt.date(2026, 10, 16), (dt.date(2026, 10, 9),))


def test_a_promise_is_dropped(office: Office, store: SqlStore) -> None:
    office.ok("promises", "--drop", "a1b2c3d4f", "--at", AT)
    assert row_of(store, "a1b2c3d4ff").state is PromiseState.DROPPED


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--done", "a1b2"), "'a1b2' fits 2 promises: m1/a1b2c3d4e5 (otto@kuura.example), m1/a1b2c3d4ff"),
        (("--done", "zzz"), "No promise has an id that begins with 'zzz'"),
        (("--done", "crm:CM1"), "is the CRM's own record: change it there"),
        (("--move", "ffee"), "say --to, for example --to 2026-10-16"),
        (("--move", "ffee", "--to", "tomorrow"), "'tomorrow' is no day"),
        (("--to", "2026-10-16"), "say --move ID as well"),
    ],
)
def test_what_cannot_be_meant_is_answered_with_what_can(
    office: Office, store: SqlStore, words: tuple[str, ...], says: str
) -> None:
    before = store.promises()
    done = office.run("promises", *words, "--at", AT)
    assert done.code == 1
    assert says in done.err
    assert store.promises() == before


def test_what_the_crm_shows_to_be_sent_is_no_open_promise(office: Office, store: SqlStore) -> None:
    del store
    sent = {"id": "act-9", "account_id": "A01", "type": "email", "at": "2026-10-09T15:00:00+03:00", "direction": "out", "contacts": "C01",
            "subject": "Quotation", "body": "Hi Petri, attached is the spare part quotation."}  # fmt: skip
    office.know({**CRM, "activities": [sent]})
    assert "a1b2c3d4e5" not in {row["id"] for row in listed(office)}
    (row,) = [one for one in listed(office, "--all") if one["id"] == "a1b2c3d4e5"]
    assert (row["state"], row["closed_by"], row["done_on"]) == ("done", "activities/act-9", "2026-10-09")


@pytest.mark.slow
def test_a_crm_that_is_down_costs_only_its_own_commitments(office: Office, store: SqlStore) -> None:
    del store
    office.config["crm"] = '[crm.hubspot]\nbase_url = "http://127.0.0.1:9"\ntoken_env = "NO_TOKEN"'
    done = office.run("promises", "--at", AT, NO_TOKEN="x")
    assert done.code == 0
    assert "its own commitments are not shown" in done.err
    assert "spare part quotation" in done.out


def test_nothing_promised_is_said(office: Office) -> None:
    office.know({**CRM, "commitments": []})
    assert office.ok("promises", "--at", AT).out == "No promises are open.\n"


def test_they_return_in_the_next_brief(office: Office) -> None:
    store = SqlStore.open(f"sqlite:///{office.folder}/kambrief.db")
    store.save_promises(
        [
            promised(
                "root cause report",
                id="77",
                manager=OTTO,
                meeting_id="m0",
                made_on=dt.date(2026, 9, 28),
                due=dt.date(2026, 10, 2),
            ),
            ROWS[2],
        ]
    )
    store.close()
    told = office.ok("brief", "next", "--text", "--at", "2026-10-06T08:00:00+03:00").out
    assert "Root cause report" in told
    assert "4\N{NO-BREAK SPACE}days late (due 2 Oct)" in told
    assert told.casefold().count("root cause report") <= 2
    assert "ist of critical devices" in told
