"""One pass over due work, last week's rehearsal, and the database's own commands."""

import stat

import pytest

from tests.cli.office import AFTER, DUE, EARLY, Office, event, text_of

NEXT_WEEK = "2026-10-08T08:00:00+03:00"


def test_nothing_due_says_so(office: Office) -> None:
    assert office.ok("once", "--at", EARLY).out == "meetings changed 1\n"
    assert office.ok("once", "--at", EARLY).out == "nothing to do\n"


def test_a_due_brief_goes_out_once(office: Office) -> None:
    assert office.ok("once", "--at", DUE, "--json").json["sent"] == 1
    assert office.ok("once", "--at", DUE, "--json").json.get("sent", 0) == 0
    assert len(office.mails()) == 1


def test_counts_are_words_and_numbers(office: Office) -> None:
    assert "sent 1" in office.ok("once", "--at", DUE).out


def test_a_calendar_that_cannot_be_read_is_said_on_standard_error_with_its_reason(office: Office) -> None:
    office.ok("once", "--at", EARLY)
    (office.folder / "calendar.ics").unlink()
    done = office.ok("once", "--at", DUE)
    assert "check the path" in done.err
    assert len(office.mails()) == 1, "the last known calendar counts"


def test_the_same_problem_is_not_told_at_every_poll(office: Office) -> None:
    office.show("BEGIN:VEVENT\nUID:x\nDTSTART:never\nEND:VEVENT\n", event())
    first, second = office.ok("once", "--at", EARLY), office.ok("once", "--at", DUE)
    assert "DTSTART" in first.err
    assert "DTSTART" not in second.err


def test_a_crm_that_is_gone_costs_no_brief(office: Office) -> None:
    (office.folder / "crm").rename(office.folder / "elsewhere")
    done = office.ok("once", "--at", DUE)
    assert "crm" in done.err
    assert len(office.mails()) == 1


def test_log_lines_can_be_json(office: Office) -> None:
    import json

    (office.folder / "crm").rename(office.folder / "elsewhere")
    done = office.ok("--log-json", "once", "--at", DUE)
    assert json.loads(done.err.splitlines()[0])["level"] == "warning"


# --- rehearse ---


def test_a_rehearsal_writes_last_weeks_briefs_and_sends_nothing(office: Office) -> None:
    done = office.ok("rehearse", "--at", NEXT_WEEK)
    [page] = (office.folder / "rehearsal").glob("*.html")
    assert page.name in done.out
    assert "1 brief in rehearsal/. Nothing was sent." in done.out
    assert "Root cause report" in page.with_suffix(".txt").read_text()
    assert not (office.folder / "outbox").exists()


def test_a_rehearsal_leaves_nothing_in_the_services_database(office: Office) -> None:
    office.ok("rehearse", "--at", NEXT_WEEK)
    for name in ("Debarker", "next"):
        office.show()
        done = office.run("why", name, "--at", NEXT_WEEK)
        assert done.code == 1, "the service has never heard of the meeting"


def test_a_rehearsed_brief_is_as_old_as_it_would_have_been(office: Office) -> None:
    office.ok("rehearse", "--at", NEXT_WEEK, "--out", "then")
    office.ok("once", "--at", DUE)
    [text] = (office.folder / "then").glob("*.txt")
    sent = text_of(office.mails()[0]).partition("\n-- \n")[0].strip()
    assert text.read_text().partition("\n\n")[2].partition("\n-- \n")[0].strip() == sent


def test_meetings_without_a_brief_are_listed_with_their_reason(office: Office) -> None:
    office.show(event(), event("20261007T090000", "CN=Ville:mailto:ville@kuura.example", uid="own", title="Our own"))
    rows = office.ok("rehearse", "--at", NEXT_WEEK, "--json").json
    assert [(row["title"], bool(row["file"])) for row in rows] == [("Debarker review", True), ("Our own", False)]
    assert "our own people" in rows[1]["reason"]
    assert rows[0]["when"] == "2026-10-06 09:00", "in the account manager's zone"


def test_days_say_how_far_back(office: Office) -> None:
    assert office.ok("rehearse", "--at", "2026-10-20T08:00:00+03:00", "--json").json == []
    assert len(office.ok("rehearse", "--at", "2026-10-20T08:00:00+03:00", "--days", "30", "--json").json) == 1


# --- db ---


def test_the_database_is_made_where_the_configuration_lies_and_is_private(office: Office) -> None:
    assert "up to date" in office.ok("db", "upgrade").out
    assert stat.S_IMODE((office.folder / "kambrief.db").stat().st_mode) == 0o600
    assert "up to date" in office.ok("db", "upgrade").out


def test_what_was_backed_up_comes_back(office: Office) -> None:
    office.ok("once", "--at", DUE)
    office.ok("db", "backup", "copy.db")
    office.ok("match", "petri@havulinna.example", "--to", "C11")
    refused = office.run("db", "restore", "copy.db")
    assert refused.code == 1
    assert "--force" in refused.err
    office.ok("db", "restore", "copy.db", "--force")
    told = office.ok("why", "Debarker", "--at", AFTER, "--json").json["account_managers"][0]
    assert told["matches"][0]["rule"] == "email", "the correction came after the copy"
    assert office.ok("once", "--at", AFTER, "--json").json.get("sent", 0) == 0, "the ledger came back too"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["backup", "kambrief.db"], "another file"),
        (["restore", "nowhere.db"], "nowhere.db"),
        (["restore", "calendar.ics"], "calendar.ics"),
    ],
    ids=str,
)
def test_copies_that_make_no_sense_are_refused(office: Office, words: list[str], said: str) -> None:
    office.ok("db", "upgrade")
    done = office.run("db", *words)
    assert done.code == 1
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_backup_without_a_database_is_refused(office: Office) -> None:
    done = office.run("db", "backup", "copy.db")
    assert done.code == 1
    assert "There is no database" in done.err


def test_postgresql_is_pointed_to_its_own_tools(office: Office) -> None:
    office.config["database"] = '[database]\nurl = "postgresql://nobody@127.0.0.1:1/none"'
    done = office.run("db", "backup", "copy.db")
    assert done.code == 1
    assert "pg_dump" in done.err
