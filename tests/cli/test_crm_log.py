"""`kambrief crm log` and `crm writes`: what is shown, stored, written, and what a person can do about it."""

import dataclasses
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest

from kambrief.app import App, build
from kambrief.cli import crm_log
from kambrief.cli.why import lines
from kambrief.core.logbook import Write, WriteState
from kambrief.core.model import Meeting
from kambrief.core.work import Correction
from kambrief.desk import crm
from kambrief.desk.crm import Said
from kambrief.desk.finding import held
from kambrief.desk.why import explain
from kambrief.errors import CallError, NotFoundError, UserError
from kambrief.settings import load
from tests.cli.office import AFTER, ANNA, EARLY, PETRI, VILLE, Office, event
from tests.pipeline.written_to import WrittenTo

HELD = "2026-10-06T10:00:00+03:00"
NOW = dt.datetime.fromisoformat(HELD)
DEAL = {"id": "D1", "account_id": "A01", "name": "Debarker", "status": "open"}


@pytest.fixture
def note(office: Office) -> str:
    (office.folder / "note.txt").write_text("They want figures.\nAnd soon.\n", encoding="utf-8")
    return "note.txt"


def log(office: Office, *words: str, ok: bool = True) -> Any:
    done = office.run("crm", "log", "Debarker", *words, "--at", HELD)
    assert (done.code == 0) is ok, done.err or done.out
    return done


def writes(office: Office) -> Any:
    return office.ok("crm", "writes", "--all", "--json").json


# --- through the command, on a CRM that cannot be written to ----------------------------------------------------------


def test_a_dry_run_shows_every_record_and_stores_nothing(office: Office, note: str) -> None:
    office.know({"deals": [DEAL]})
    done = log(office, "--note", note, "--task", "2026-10-12: Send the report", "--next-step", "Offer", "--dry-run")
    assert done.out.count("create: ") == 3
    for told in ("account: A01", "contacts: C01", "subject: Debarker review", "They want figures.\n    And soon.",
                 "due: 2026-10-12", "owner: otto@kuura.example", "subject: Offer", "deal: D1", "Nothing was stored"):  # fmt: skip
        assert told in done.out, told
    assert "only open deal, D1 (Debarker)" in done.err
    assert writes(office) == []


def test_what_a_crm_cannot_take_waits_and_says_what_to_do(office: Office, note: str) -> None:
    done = log(office, "--note", note, "--task", "Call Petri")
    assert "approved by otto@kuura.example" in done.out
    assert done.out.count("waits: crm.files cannot be written to") == 2
    assert "or write it there by hand" in done.err
    assert sorted((row["kind"], row["state"]) for row in writes(office)) == [("note", "planned"), ("task", "planned")]
    listed = office.ok("crm", "writes").out
    assert "crm.files cannot be written to" in listed
    assert "Call Petri" in listed


def test_the_note_is_read_from_standard_input_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("From a pipe.\n"))
    log(office, "--note", "-")
    assert [row["text"] for row in writes(office)] == ["From a pipe."]


def test_somebody_else_can_approve(office: Office, note: str) -> None:
    log(office, "--note", note, "--by", "elina@kuura.example")
    assert [row["approved_by"] for row in writes(office)] == ["elina@kuura.example"]


def test_why_tells_what_was_written_of_the_meeting(office: Office, note: str) -> None:
    log(office, "--note", note)
    told = office.ok("why", "Debarker", "--at", HELD)
    assert "crm note " in told.out
    assert "approved by otto@kuura.example" in told.out
    [row] = office.ok("why", "Debarker", "--at", HELD, "--json").json["crm"]
    assert (row["kind"], row["state"]) == ("note", "planned")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Nothing to write"),
        (("--note", "missing.txt"), "Cannot read the note"),
        (("--note", "empty.txt"), "The note is empty"),
        (("--note", "binary.txt"), "no text in UTF-8"),
        (("--task", "2026-13-45: x"), "is no date"),
        (("--task", "2026-10-12: "), "is no task"),
        (("--task", "2026-10-12 Send it"), "begins with a date that is not read as one"),
        (("--task", "12.10.2026: Send it"), "begins with a date that is not read as one"),
        (("--task", "abcdef=2026-10-12: x"), "No record begins with 'abcdef'; there is nothing yet"),
        (("--done", "abcdef"), "No record begins with"),
        (("--next-step", "Offer"), "Say --deal; none is open"),
        (("--task", "x", "--deal", "D9"), "no deal 'D9'"),
        (("--task", "x", "--account", "A09"), "no account 'A09'"),
        (("--task", "x", "--for", "elina@kuura.example"), "Say --for, one of otto@kuura.example"),
    ],
)
def test_what_cannot_be_meant_is_answered_with_what_can(office: Office, words: tuple[str, ...], says: str) -> None:
    (office.folder / "empty.txt").write_text(" \n")
    (office.folder / "binary.txt").write_bytes(b"\xff\xfe\x00")
    office.know({"deals": [{**DEAL, "status": "won"}]})
    assert says in log(office, *words, ok=False).err
    assert writes(office) == []


@pytest.mark.parametrize(("name", "at"), [("Debarker", EARLY), ("next", HELD), ("nothing", HELD), ("Debarker", AFTER)])
def test_only_a_meeting_that_has_begun_has_an_outcome(office: Office, name: str, at: str) -> None:
    done = office.run("crm", "log", name, "--task", "x", "--at", at)
    assert done.code == 1
    assert "begun" in done.err


def test_last_is_the_last_call_with_a_customer_and_not_the_colleague_after_it(office: Office) -> None:
    office.show(event(), event("20261006T094500", VILLE, uid="call-2", title="Coffee", minutes=10))
    office.ok("crm", "log", "last", "--task", "x", "--at", HELD)
    [row] = writes(office)
    assert row["account"] == "A01"


def test_without_a_crm_there_is_nothing_to_write_to(office: Office, note: str) -> None:
    office.config["crm"] = ""
    assert "No CRM is configured" in log(office, "--note", note, ok=False).err
    assert "No CRM is configured" in office.run("crm", "writes").err


def test_with_nothing_to_tell_the_list_says_so(office: Office) -> None:
    assert office.ok("crm", "writes").out == "Nothing waits and nothing failed.\n"
    assert office.ok("crm", "writes", "--all").out == "Nothing was ever approved.\n"
    assert office.ok("crm", "writes", "--json").json == []
    assert "Nothing is to be tried again" in office.ok("crm", "writes", "--retry").err


def test_a_retry_that_cannot_be_says_why(office: Office, note: str) -> None:
    log(office, "--note", note)
    said = office.ok("crm", "writes", "--retry", "--at", HELD).err
    assert "1 record to be tried again: crm.files cannot be written to" in said


# --- on a CRM that can be written to -----------------------------------------------------------------------------------


class Desk:
    """The office's app with a CRM that can be written to."""

    def __init__(self, office: Office) -> None:
        office.know({"deals": [DEAL]})
        office.write_config()
        self.app: App = build(load(Path(office.folder / "config.toml")))
        self.crm = WrittenTo()
        recording = self.app.before.recording
        assert recording is not None
        self.app.before = dataclasses.replace(self.app.before, recording=dataclasses.replace(recording, crm=self.crm))
        self.app.before.refresh(NOW)

    @property
    def meeting(self) -> Meeting:
        return held(self.app, "Debarker", NOW)

    def log(self, now: dt.datetime = NOW, **said: Any) -> list[Write]:
        (reader,) = self.app.readers(self.meeting)
        asked, _ = crm.approval(self.app, self.meeting, reader, Said(**said), now)
        return crm.log_now(self.app, asked, now)

    def foreseen(self, **said: Any) -> list[str]:
        (reader,) = self.app.readers(self.meeting)
        asked, _ = crm.approval(self.app, self.meeting, reader, Said(**said), NOW)
        steps = crm.foreseen(crm.mine(self.app, self.meeting, reader), asked)
        return list(crm_log.foreseen_lines(steps))

    def subjects(self) -> list[str]:
        return [row.entry.subject for row in self.app.store.writes() if row.state is WriteState.WRITTEN]


@pytest.fixture
def desk(office: Office) -> Any:
    found = Desk(office)
    yield found
    found.app.close()


def test_it_is_written_at_once_and_told(desk: Desk) -> None:
    rows = desk.log(note="They want figures.", tasks=("2026-10-12: Send the report",), next_step="Offer")
    assert [row.state for row in rows] == [WriteState.WRITTEN] * 3
    assert len(desk.crm.records) == 3
    assert all("written, crm.fake calls it R" in crm.told(row) for row in rows)
    assert sum("crm " in line for line in lines(explain(desk.app, desk.meeting, NOW))) == 3


def test_the_same_command_twice_changes_nothing(desk: Desk) -> None:
    for _ in range(2):
        desk.log(note="They want figures.", tasks=("2026-10-12: Send the report",))
    assert desk.crm.calls.count("log") == 2
    assert desk.foreseen(note="They want figures.")[0].startswith("leave as it is: note")


def test_what_is_not_mentioned_stays(desk: Desk) -> None:
    desk.log(note="They want figures.")
    desk.log(tasks=("Call Petri",))
    assert sorted(desk.subjects()) == ["Call Petri", "Debarker review"]


def test_a_task_with_the_same_words_gets_another_date(desk: Desk) -> None:
    desk.log(tasks=("2026-10-12: Send the report",))
    (row,) = desk.log(tasks=("2026-10-14: send  the report",))
    assert row.entry.due == dt.date(2026, 10, 14)
    assert len(desk.crm.records) == 1


def test_a_task_gets_other_words_by_its_id_and_its_old_words_are_another_task(desk: Desk) -> None:
    (row,) = desk.log(tasks=("2026-10-12: Send the report",))
    desk.log(tasks=(f"{row.short}=2026-10-12: Send the whole report",))
    assert desk.subjects() == ["Send the whole report"]
    desk.log(tasks=("2026-10-12: Send the report", "Send the report"))
    assert sorted(desk.subjects()) == ["Send the report", "Send the whole report"]
    assert len(desk.crm.records) == 2


def test_several_tasks_in_one_command_keep_their_ids_apart(desk: Desk) -> None:
    (first,) = desk.log(tasks=("One",))
    desk.log(tasks=("Two", f"{first.short}=One and a half", "Three"))
    assert sorted(desk.subjects()) == ["One and a half", "Three", "Two"]


def test_a_task_that_is_done_says_so(desk: Desk) -> None:
    (row,) = desk.log(tasks=("Call Petri",))
    assert "  done: yes   (was: )" in desk.foreseen(done=(row.short,))
    (row,) = desk.log(done=(row.short,))
    assert (row.entry.done, row.state) == (True, WriteState.WRITTEN)


def test_a_note_cannot_be_done(desk: Desk) -> None:
    (row,) = desk.log(note="x")
    with pytest.raises(UserError, match="is no task"):
        desk.log(done=(row.short,))


def test_what_is_withdrawn_stays_in_the_crm_and_can_come_back(desk: Desk) -> None:
    (row,) = desk.log(tasks=("Call Petri",))
    (gone,) = desk.log(withdraw=(row.short,))
    assert (gone.state, len(desk.crm.records)) == (WriteState.WITHDRAWN, 1)
    assert "the record stays in the CRM" in crm.told(gone)
    with pytest.raises(NotFoundError):
        desk.log(done=(row.short,))
    (back,) = desk.log(tasks=("Call Petri",))
    assert (back.state, back.entry.key, len(desk.crm.records)) == (WriteState.WRITTEN, row.entry.key, 1)


def test_a_dry_run_of_an_edit_shows_what_it_was(desk: Desk) -> None:
    desk.log(next_step="Offer")
    shown = desk.foreseen(next_step="Contract")
    assert shown[0].startswith("change: next step")
    assert "  subject: Contract   (was: Offer)" in shown
    assert desk.subjects() == ["Offer"]


def test_a_refusal_is_told_with_what_to_do(desk: Desk) -> None:
    desk.crm.failures = [CallError("crm.fake", "the field 'Region' must be filled", permanent=True)]
    (row,) = desk.log(note="x")
    assert "failed: the field 'Region' must be filled" in crm.told(row)
    assert "--retry" in crm_log.advice(row, crm.recording(desk.app))


def test_a_crm_that_is_down_is_told_with_when_it_is_tried_again(desk: Desk) -> None:
    desk.crm.failures = [CallError("crm.fake", "connection refused")]
    (row,) = desk.log(note="x")
    assert "waits, tried again from 2026-10-06 07:01Z: connection refused" in crm.told(row)


def test_a_deleted_record_is_told_and_left(desk: Desk) -> None:
    desk.log(note="x")
    desk.crm.records.clear()
    (row,) = desk.log(note="y")
    assert crm_log.advice(row, crm.recording(desk.app)) == "somebody has deleted it in the CRM: it is not made again"
    assert desk.foreseen(note="z")[0].startswith("leave deleted: note")


def test_each_of_two_customers_in_a_meeting_has_a_note_and_tasks_of_its_own(office: Office) -> None:
    office.show(event("20261006T090000", PETRI, ANNA))
    desk = Desk(office)
    for account, note in (
        ("A01", "Havulinna's prices."),
        ("A02", "Metsola's prices."),
        ("A01", "Havulinna's figures."),
    ):
        desk.log(note=note, tasks=("Send the offer",), account=account)
    rows = [(row.entry.kind, row.entry.account_id, row.entry.text) for row in desk.app.store.writes()]
    assert sorted(rows) == [
        ("note", "A01", "Havulinna's figures."), ("note", "A02", "Metsola's prices."), ("task", "A01", ""),
        ("task", "A02", ""),
    ]  # fmt: skip
    assert len(desk.crm.records) == 4
    theirs = next(
        row.short for row in desk.app.store.writes() if row.entry.kind == "task" and row.entry.account_id == "A02"
    )
    with pytest.raises(NotFoundError, match="No record begins"):
        desk.log(tasks=(f"{theirs}=Call",), account="A01")


def test_a_note_that_went_to_the_wrong_customer_is_not_moved_and_it_is_said(desk: Desk) -> None:
    desk.log(note="They want figures.")
    desk.app.store.save_correction(Correction("petri@havulinna.example", account_id="A02", made_at=NOW))
    (reader,) = desk.app.readers(desk.meeting)
    asked, notes = crm.approval(desk.app, desk.meeting, reader, Said(note="They want figures."), NOW)
    crm.log_now(desk.app, asked, NOW)
    assert sorted(row.entry.account_id for row in desk.app.store.writes()) == ["A01", "A02"]
    assert "the note at A01 is another record, and stays" in notes


def test_one_meetings_command_leaves_other_meetings_to_the_service(desk: Desk) -> None:
    desk.crm.failures = [CallError("crm.fake", "down")]
    desk.log(note="x")
    waiting = desk.app.store.writes()[0]
    later = NOW + dt.timedelta(hours=1)
    assert desk.app.store.claim_write("w", later, "crm.fake", dt.timedelta(hours=1), "another") is None
    assert desk.app.store.claim_write("w", later, "crm.fake", dt.timedelta(hours=1), waiting.meeting_id) is not None
