"""What every store must do for what is written to the CRM. Subclass as `tests.contracts.store`."""

import datetime as dt
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from kambrief.core.crm import Entry, EntryKind
from kambrief.core.logbook import MAY_STAND, NEVER_WRITTEN, OVERTAKEN, Approval, Ended, Write, WriteState
from kambrief.errors import LeaseLostError
from kambrief.ports import Store
from kambrief.store.sql import SqlStore
from tests.contracts.store import ANNA, ENDED, HOUR, NOW, meeting

MINUTE = dt.timedelta(minutes=1)
CRM = "crm.fake"
OK = Ended(WriteState.WRITTEN, NOW, remote_id="T1")


def entry(name: str = "a", subject: str = "Send the report", **changes: object) -> Entry:
    plain = Entry(
        f"kambrief-{name}",
        EntryKind.TASK,
        "A01",
        subject,
        contact_ids=("C1", "C2"),
        due=dt.date(2026, 12, 1),
        owner=ANNA,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def step(name: str, subject: str, deal_id: str) -> Entry:
    return entry(name, subject, kind=EntryKind.NEXT_STEP, deal_id=deal_id)


def approval(
    *entries: Entry, at: dt.datetime = NOW, whole: bool = True, meeting_id: str = "m1", **more: object
) -> Approval:
    plain = Approval(CRM, meeting_id, ANNA, entries, ANNA, at, whole)
    return replace(plain, **more)  # type: ignore[arg-type]


def claimed(store: Store, lease: dt.timedelta = HOUR, now: dt.datetime = NOW, worker: str = "w1") -> Write:
    row = store.claim_write(worker, now, CRM, lease)
    assert row is not None
    return row


def states(store: Store) -> dict[str, str]:
    return {row.entry.key.removeprefix("kambrief-"): str(row.state) for row in store.writes()}


class LogbookContract:
    def test_what_was_approved_comes_back_as_it_was(self, store: Store) -> None:
        full = entry(text="line\r\n\x00 – \U0001f600", start=NOW, end=NOW + HOUR, deal_id="D1", done=True)
        (row,) = store.approve(approval(full))
        assert row.entry == full
        assert (row.state, row.wanted, row.due_at, row.approved_by, row.approved_at) == (
            WriteState.PLANNED,
            full.content,
            NOW,
            ANNA,
            NOW,
        )
        assert store.writes("m1") == [row] == store.writes()
        assert store.writes("m2") == []

    def test_text_that_no_database_holds_is_approved_written_and_not_due_again(self, store: Store) -> None:
        odd = entry(subject="x\ud800", text="y\ud800")
        store.approve(approval(odd))
        store.settle_write(claimed(store), OK)
        (row,) = store.approve(approval(odd))
        assert row.state is WriteState.WRITTEN

    def test_the_earliest_due_row_is_claimed_once(self, store: Store) -> None:
        store.approve(approval(entry("a"), at=NOW))
        store.approve(approval(entry("b"), at=NOW - MINUTE, meeting_id="m2"))
        store.approve(approval(entry("c"), at=NOW + MINUTE, meeting_id="m3"))
        first, second = claimed(store), claimed(store)
        assert [first.entry.key, second.entry.key] == ["kambrief-b", "kambrief-a"]
        assert (first.state, first.claimed_by, first.attempt) == (WriteState.WRITING, "w1", 1)
        assert store.claim_write("w1", NOW, CRM, HOUR) is None

    def test_other_providers_and_other_meetings_rows_are_left(self, store: Store) -> None:
        store.approve(approval(entry("a")))
        assert store.claim_write("w1", NOW, "crm.other", HOUR) is None
        assert store.claim_write("w1", NOW, CRM, HOUR, "m2") is None
        assert store.claim_write("w1", NOW, CRM, HOUR, "m1") is not None

    def test_one_key_is_a_row_for_each_provider(self, store: Store) -> None:
        store.approve(approval(entry("a")))
        store.approve(approval(entry("a"), provider="crm.other"))
        assert [row.provider for row in store.writes()] == [CRM, "crm.other"]

    def test_what_was_written_is_not_due_and_not_written_again_until_it_is_edited(self, store: Store) -> None:
        store.approve(approval(entry()))
        done = store.settle_write(claimed(store), OK)
        assert (done.state, done.remote_id, done.written, done.claimed_by) == (
            WriteState.WRITTEN,
            "T1",
            entry().content,
            "",
        )
        store.approve(approval(entry()))
        assert store.claim_write("w1", NOW, CRM, HOUR) is None
        store.approve(approval(entry(subject="Other words")))
        assert (claimed(store).entry.subject, store.writes()[0].remote_id) == ("Other words", "T1")

    def test_an_edit_while_it_is_written_is_due_when_that_has_ended(self, store: Store) -> None:
        store.approve(approval(entry()))
        before = claimed(store)
        store.approve(approval(entry(subject="Other words")))
        assert store.claim_write("w2", NOW, CRM, HOUR) is None
        store.settle_write(before, OK)
        again = claimed(store)
        assert (again.entry.subject, again.remote_id, again.attempt) == ("Other words", "T1", 2)

    def test_a_writer_that_does_not_come_back_loses_the_row_and_cannot_settle_it(self, store: Store) -> None:
        store.approve(approval(entry()))
        dead = claimed(store, ENDED)
        again = claimed(store, worker="w2")
        assert (again.claimed_by, again.attempt, again.remote_id) == ("w2", 2, "")
        with pytest.raises(LeaseLostError):
            store.settle_write(dead, OK)
        assert store.settle_write(again, replace(OK, remote_id="T2")).remote_id == "T2"

    def test_a_settled_claim_cannot_be_settled_again(self, store: Store) -> None:
        store.approve(approval(entry()))
        row = claimed(store)
        store.settle_write(row, OK)
        with pytest.raises(LeaseLostError):
            store.settle_write(row, OK)

    def test_what_failed_for_now_is_due_later(self, store: Store) -> None:
        store.approve(approval(entry()))
        store.settle_write(claimed(store), Ended(WriteState.PLANNED, NOW, due_at=NOW + MINUTE, note="down"))
        assert store.claim_write("w1", NOW, CRM, HOUR) is None
        row = claimed(store, now=NOW + MINUTE)
        assert (row.tries, row.note) == (1, "down")

    def test_nobody_is_in_such_a_hurry_that_a_record_is_made_twice(self, store: Store) -> None:
        store.approve(approval(entry()))
        store.settle_write(claimed(store), Ended(WriteState.FAILED, NOW, not_before=NOW + MINUTE))
        assert store.retry_writes(NOW) == 1
        store.approve(approval(entry(subject="Other words")))
        assert store.claim_write("w1", NOW, CRM, HOUR) is None
        assert store.claim_write("w1", NOW + MINUTE, CRM, HOUR) is not None

    def test_what_is_no_longer_part_of_it_is_withdrawn(self, store: Store) -> None:
        store.approve(approval(entry("a"), entry("b")))
        store.approve(approval(entry("c"), meeting_id="m2"))
        store.approve(approval(entry("d"), manager="otto@example.test"))
        rows = store.approve(approval(entry("b")))
        assert [(row.entry.key, row.state, row.note) for row in rows] == [
            ("kambrief-a", WriteState.WITHDRAWN, NEVER_WRITTEN),
            ("kambrief-b", WriteState.PLANNED, ""),
        ]
        assert states(store) == {"a": "withdrawn", "b": "planned", "c": "planned", "d": "planned"}

    def test_a_part_leaves_the_rest_but_for_what_it_names(self, store: Store) -> None:
        store.approve(approval(entry("a"), entry("b")))
        store.approve(approval(entry("c"), whole=False, withdrawn=frozenset({"kambrief-a"})))
        assert states(store) == {"a": "withdrawn", "b": "planned", "c": "planned"}

    def test_what_was_withdrawn_while_its_writer_died_is_not_claimed(self, store: Store) -> None:
        store.approve(approval(entry()))
        claimed(store, ENDED)
        store.approve(approval())
        assert store.claim_write("w2", NOW, CRM, HOUR) is None
        (row,) = store.writes()
        assert (row.state, row.note) == (WriteState.WITHDRAWN, MAY_STAND)

    def test_what_failed_or_waits_is_tried_again_on_demand_and_nothing_else(self, store: Store) -> None:
        store.approve(approval(*(entry(name) for name in "abcd")))
        store.settle_write(claimed(store), Ended(WriteState.FAILED, NOW, note="refused"))
        store.settle_write(claimed(store), Ended(WriteState.PLANNED, NOW, due_at=NOW + HOUR))
        store.settle_write(claimed(store), Ended(WriteState.GONE, NOW))
        store.settle_write(claimed(store), OK)
        assert store.retry_writes(NOW) == 2
        assert [claimed(store).entry.key for _ in range(2)] == ["kambrief-a", "kambrief-b"]
        assert store.claim_write("w1", NOW, CRM, HOUR) is None

    def test_a_next_step_that_waits_gives_way_to_a_newer_one_of_the_same_deal(self, store: Store) -> None:
        store.approve(approval(step("old", "Offer", "D1"), step("other", "Visit", "D2")))
        store.approve(approval(step("new", "Contract", "D1"), meeting_id="m2", at=NOW + MINUTE))
        assert states(store) == {"old": "withdrawn", "other": "planned", "new": "planned"}
        assert {row.note for row in store.writes("m1")} == {OVERTAKEN, ""}

    def test_nor_is_one_that_is_under_way_tried_again_after_a_newer_one(self, store: Store) -> None:
        store.approve(approval(step("old", "Offer", "D1")))
        old = claimed(store)
        store.approve(approval(step("new", "Contract", "D1"), meeting_id="m2", at=NOW + MINUTE))
        store.settle_write(old, Ended(WriteState.PLANNED, NOW, due_at=NOW + HOUR))
        assert states(store) == {"old": "withdrawn", "new": "planned"}

    def test_a_next_step_that_was_approved_before_and_is_so_again_takes_no_newer_ones_place(self, store: Store) -> None:
        store.approve(approval(step("old", "Offer", "D1")))
        store.settle_write(claimed(store), OK)
        store.approve(approval(step("new", "Contract", "D1"), meeting_id="m2", at=NOW + MINUTE))
        store.approve(approval(step("old", "Offer", "D1"), at=NOW + HOUR))
        assert states(store) == {"old": "written", "new": "planned"}


class SharedLogbookContract(LogbookContract):
    @pytest.fixture
    def store(self, url: str) -> Iterator[SqlStore]:
        opened = SqlStore.open(url)
        yield opened
        opened.close()

    def test_two_threads_claim_each_row_once(self, store: SqlStore) -> None:
        store.approve(approval(*(entry(f"{number:02}") for number in range(40))))
        both = threading.Barrier(2)

        def work(worker: str) -> list[str]:
            both.wait()
            found = []
            while row := store.claim_write(worker, NOW, CRM, HOUR):
                found.append(row.entry.key)
            return found

        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(work, ["w1", "w2"])
        assert sorted(first + second) == [f"kambrief-{number:02}" for number in range(40)]

    def test_two_approvals_at_once_leave_one_of_them_whole(self, store: SqlStore) -> None:
        store.save_meetings([meeting("m1")], NOW)
        both = threading.Barrier(2)

        def work(names: str) -> None:
            both.wait()
            for _ in range(10):
                store.approve(approval(*(entry(name, subject=names) for name in names)))

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, ["abc", "cde"]))
        live = "".join(key for key, state in states(store).items() if state == "planned")
        assert "".join(sorted(live)) in {"abc", "cde"}
