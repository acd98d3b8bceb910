"""From an approval to a record in the CRM: once, changed by an edit, again after a failure, seen when it is refused."""

import dataclasses
import datetime as dt
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kambrief.core.crm import Outcome, Promise, entries
from kambrief.core.logbook import Write, WriteState
from kambrief.errors import CallError, ProviderError
from kambrief.pipeline.recording import Recording
from kambrief.ports import Log
from kambrief.store.sql import SqlStore
from tests.builders import World, at, havulinna, occurrence
from tests.fakes import FakeCrm
from tests.pipeline.written_to import WrittenTo, lost_answer

NOW = dt.datetime(2026, 10, 6, 8, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
OUTCOME = Outcome(
    "m1", "A01", "Debarker review", NOW - dt.timedelta(hours=1), NOW, note="They want figures.",
    promises=(Promise("p1", "Send the report", dt.date(2026, 10, 12)),), next_step="Offer", deal_id="D1",
    manager="Otto@kuura.example", approved_by="Otto@kuura.example",
)  # fmt: skip
NOTE_ALONE = dataclasses.replace(OUTCOME, promises=(), next_step="")


class Desk:
    """A logbook and a CRM; says what happened."""

    def __init__(self, crm: FakeCrm | None = None, store: SqlStore | None = None) -> None:
        self.crm = crm if crm is not None else WrittenTo()
        self.store = store if store is not None else SqlStore.open("sqlite://")
        self.said: list[str] = []
        self.recording = Recording(self.store, self.crm, "w1", lambda event, **_: self.said.append(event))

    def approve(self, outcome: Outcome = OUTCOME, now: dt.datetime = NOW) -> None:
        self.recording.approve(outcome, now)

    def work(self, now: dt.datetime = NOW) -> dict[str, int]:
        counts: Counter[str] = Counter()
        self.recording.work(now, counts)
        return dict(counts)

    def row(self) -> Write:
        (row,) = self.store.writes()
        return row


def contents(outcome: Outcome) -> list[str]:
    return sorted(entry.content for entry in entries(outcome))


def edited(outcome: Outcome = NOTE_ALONE, note: str = "They want prices.") -> Outcome:
    return dataclasses.replace(outcome, note=note)


def test_the_stand_in_is_a_crm_that_can_be_written_to_and_the_other_is_not() -> None:
    assert isinstance(WrittenTo(), Log)
    assert not isinstance(FakeCrm(), Log)


def test_what_was_approved_becomes_records_once() -> None:
    crm = WrittenTo()
    desk = Desk(crm)
    desk.approve()
    assert desk.work() == {"logged": 3}
    assert desk.work(NOW + MINUTE) == {}
    assert crm.contents() == contents(OUTCOME)
    assert {row.state for row in desk.store.writes()} == {WriteState.WRITTEN}
    assert {(row.manager, row.approved_by) for row in desk.store.writes()} == {
        ("otto@kuura.example", "Otto@kuura.example")
    }


def test_nothing_is_written_that_nobody_approved() -> None:
    crm = WrittenTo()
    desk = Desk(crm)
    with pytest.raises(ValueError, match="nobody has approved"):
        desk.approve(dataclasses.replace(OUTCOME, approved_by=""))
    assert desk.work() == {}
    assert crm.calls == []


def test_approved_twice_it_is_written_once() -> None:
    crm = WrittenTo()
    desk = Desk(crm)
    desk.approve()
    desk.work()
    desk.approve(now=NOW + MINUTE)
    assert desk.work(NOW + MINUTE) == {}
    assert crm.calls == ["log"] * 3


def test_an_edit_changes_the_record_that_is_there() -> None:
    crm = WrittenTo()
    desk = Desk(crm)
    desk.approve(NOTE_ALONE)
    desk.work()
    desk.approve(edited())
    assert desk.work() == {"logged": 1}
    assert crm.contents() == contents(edited())


def test_an_edit_while_it_is_written_is_written_afterwards() -> None:
    crm = WrittenTo()
    desk = Desk(crm)
    desk.approve(NOTE_ALONE)
    changes = iter([edited()])

    def edit() -> None:
        for one in changes:
            desk.approve(one)

    crm.meanwhile = edit
    assert desk.work() == {"logged": 2}
    assert crm.contents() == contents(edited())
    assert desk.row().state is WriteState.WRITTEN


def test_after_a_lost_answer_the_record_is_found_and_not_made_again() -> None:
    crm = WrittenTo(failures=[lost_answer()], loses=True, now=NOW)
    desk = Desk(crm)
    desk.approve(NOTE_ALONE)
    assert desk.work() == {"log_retries": 1}
    assert desk.row().remote_id == ""
    desk.approve(edited())  # somebody is in a hurry: the vendor's search does not know the record yet
    assert desk.work(NOW + MINUTE / 2) == {}
    crm.now = NOW + 2 * MINUTE
    assert desk.work(crm.now) == {"logged": 1}
    assert crm.contents() == contents(edited())


def test_a_crm_that_is_down_gets_it_later_and_the_reason_is_kept() -> None:
    crm = WrittenTo(failures=[ProviderError("crm.fake", "connection refused"), ProviderError("crm.fake", "still down")])
    desk = Desk(crm)
    desk.approve(NOTE_ALONE)
    assert desk.work() == {"log_retries": 1}
    assert (desk.row().state, desk.row().note) == (WriteState.PLANNED, "connection refused")
    assert desk.work(NOW + MINUTE / 2) == {}
    assert desk.work(NOW + 2 * MINUTE) == {"log_retries": 1}
    assert desk.work(NOW + 3 * MINUTE) == {}, "the second pause is longer"
    assert desk.work(NOW + 5 * MINUTE) == {"logged": 1}
    assert desk.row().note == ""


def test_what_is_refused_is_seen_and_the_other_records_go_on() -> None:
    refusal = CallError("crm.fake", "the field 'Region' must be filled", status=400, permanent=True)
    crm = WrittenTo(failures=[refusal])
    desk = Desk(crm)
    desk.approve()
    assert desk.work() == {"log_failed": 1, "logged": 2}
    (failed,) = [row for row in desk.store.writes() if row.state is WriteState.FAILED]
    assert failed.note == "the field 'Region' must be filled"
    assert desk.work(NOW + dt.timedelta(days=7)) == {}, "never by itself"
    assert desk.store.retry_writes(NOW + dt.timedelta(days=7)) == 1
    assert desk.work(NOW + dt.timedelta(days=7)) == {"logged": 1}
    assert crm.contents() == contents(OUTCOME)


def test_a_providers_bug_costs_the_other_records_nothing_and_is_tried_again() -> None:
    crm = WrittenTo(failures=[ValueError("secret words")])
    desk = Desk(crm)
    desk.approve()
    assert desk.work() == {"log_retries": 1, "logged": 2}
    (waiting,) = [row for row in desk.store.writes() if row.state is WriteState.PLANNED]
    assert "ValueError" in waiting.note
    assert "secret" not in waiting.note
    assert "crm write failed" in desk.said
    assert desk.work(NOW + 2 * MINUTE) == {"logged": 1}


def test_a_record_that_somebody_deleted_is_not_made_again() -> None:
    crm = WrittenTo()
    desk = Desk(crm)
    desk.approve(NOTE_ALONE)
    desk.work()
    crm.records.clear()
    desk.approve(edited())
    assert desk.work() == {"log_failed": 1}
    desk.approve(edited(note="Once more"))
    assert desk.store.retry_writes(NOW) == 0
    assert desk.work(NOW + dt.timedelta(days=7)) == {}
    assert (desk.row().state, crm.records) == (WriteState.GONE, {})


def test_a_vendor_that_wants_to_be_left_alone_is() -> None:
    crm = WrittenTo(failures=[CallError("crm.fake", "too many calls", status=429, retry_after=300)])
    desk = Desk(crm)
    desk.approve()
    assert desk.work() == {"log_retries": 1}
    assert crm.calls == ["log"]


def test_a_crm_that_cannot_be_written_to_keeps_it_waiting_and_says_why() -> None:
    desk = Desk(FakeCrm())
    desk.approve(NOTE_ALONE)
    assert desk.work() == {}
    assert (desk.row().state, desk.row().note) == (WriteState.PLANNED, "crm.fake cannot be written to")


def test_once_it_can_be_written_to_what_waited_is_written() -> None:
    before = Desk(FakeCrm())
    before.approve(NOTE_ALONE)
    desk = Desk(WrittenTo(), before.store)
    assert desk.work() == {"logged": 1}
    assert desk.row().note == ""


def test_what_is_no_longer_part_of_it_stays_in_the_crm_and_that_is_said() -> None:
    crm = WrittenTo()
    desk = Desk(crm)
    desk.approve()
    desk.work()
    desk.approve(NOTE_ALONE)
    assert desk.work() == {}
    assert len(crm.records) == 3
    notes = {row.note for row in desk.store.writes() if row.state is WriteState.WITHDRAWN}
    assert notes == {"no longer part of what was approved; the record stays in the CRM as it is"}


def test_a_worker_that_lost_its_lease_changes_nothing_afterwards() -> None:
    crm = WrittenTo()
    slow = Desk(crm)
    slow.recording = dataclasses.replace(slow.recording, lease=dt.timedelta(seconds=-1))
    slow.approve(NOTE_ALONE)
    other = dataclasses.replace(slow.recording, worker="w2", lease=dt.timedelta(hours=1))
    overtaking = iter([other])

    def overtake() -> None:
        for one in overtaking:
            one.work(NOW, Counter())

    crm.meanwhile = overtake
    assert slow.work() == {}
    assert "lease lost" in slow.said
    assert (slow.row().state, slow.row().claimed_by, len(crm.records)) == (WriteState.WRITTEN, "", 1)


def test_two_workers_at_once_write_each_record_once(tmp_path: Path) -> None:
    crm = WrittenTo()
    desk = Desk(crm, SqlStore.open(f"sqlite:///{tmp_path / 'kambrief.db'}"))
    promises = tuple(Promise(f"p{number}", f"Task {number}") for number in range(20))
    desk.approve(dataclasses.replace(OUTCOME, promises=promises))
    both = threading.Barrier(2)

    def work(worker: str) -> int:
        counts: Counter[str] = Counter()
        both.wait()
        dataclasses.replace(desk.recording, worker=worker).work(NOW, counts)
        return counts["logged"]

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(work, ["w1", "w2"])) == 22
    assert crm.calls == ["log"] * 22
    assert len(crm.records) == 22
    desk.store.close()


def test_nothing_new_is_begun_once_it_is_to_stop() -> None:
    crm = WrittenTo()
    desk = Desk(crm)
    desk.recording = dataclasses.replace(desk.recording, stopping=lambda: len(crm.calls) == 1)
    desk.approve()
    assert desk.work() == {"logged": 1}


def test_a_pass_of_the_service_writes_what_is_due_and_counts_it() -> None:
    crm = WrittenTo(havulinna())
    world = World(occurrence("6.10. 9.00"), crm=crm)
    world.before = dataclasses.replace(world.before, recording=Recording(world.store, crm, "w1", world.before.log))
    assert world.before.recording is not None
    world.before.recording.approve(OUTCOME, at("6.10. 10.00"))
    assert "logged" not in world.run("6.10. 8.00"), "it is not due before it was approved"
    assert world.run("6.10. 10.00")["logged"] == 3
    assert "logged" not in world.run("6.10. 10.05")
