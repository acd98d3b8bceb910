"""What becomes of a row of the logbook: approved, edited, withdrawn, tried."""

import datetime as dt
from dataclasses import replace

import pytest

from kambrief.core.crm import Entry, EntryKind
from kambrief.core.logbook import (
    MAY_STAND,
    NEVER_WRITTEN,
    PAUSES,
    SETTLES,
    STAYS,
    Approval,
    Ended,
    Write,
    WriteState,
    approved,
    failed,
    named,
    planned_again,
    settled,
    withdrawn,
)
from kambrief.errors import CallError, GoneError, ProviderError

NOW = dt.datetime(2026, 10, 6, 8, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=5)
MINUTE = dt.timedelta(minutes=1)
OLD = Entry("kambrief-abcdef12", EntryKind.TASK, "A01", "Send the report")
NEW = replace(OLD, subject="Send the whole report")


def approval(*entries: Entry, at: dt.datetime = NOW) -> Approval:
    return Approval("crm.fake", "m1", "otto@kuura.example", entries, "otto@kuura.example", at)


def row(state: WriteState = WriteState.PLANNED, **more: object) -> Write:
    return replace(approved(None, OLD, approval(OLD)), state=state, **more)  # type: ignore[arg-type]


WRITTEN = row(WriteState.WRITTEN, written=OLD.content, remote_id="T1", attempt=1, written_at=NOW)
WRITING = row(WriteState.WRITING, claimed_by="w1", attempt=1)


def test_what_is_approved_first_is_planned_at_once() -> None:
    new = approved(None, OLD, approval(OLD))
    assert (new.state, new.due_at, new.wanted, new.approved_by) == (
        WriteState.PLANNED,
        NOW,
        OLD.content,
        "otto@kuura.example",
    )


def test_the_same_content_approved_again_is_not_written_again() -> None:
    again = approved(WRITTEN, OLD, approval(OLD, at=LATER))
    assert (again.state, again.remote_id, again.approved_at) == (WriteState.WRITTEN, "T1", LATER)


def test_other_content_is_planned_for_the_same_record() -> None:
    edited = approved(WRITTEN, NEW, approval(NEW, at=LATER))
    assert (edited.state, edited.due_at, edited.remote_id, edited.entry) == (WriteState.PLANNED, LATER, "T1", NEW)


def test_an_edit_that_is_taken_back_before_it_was_written_needs_no_write() -> None:
    edited = approved(WRITTEN, NEW, approval(NEW))
    assert approved(edited, OLD, approval(OLD)).state is WriteState.WRITTEN


def test_after_a_try_without_a_clear_end_the_old_content_is_written_again() -> None:
    unclear = replace(approved(WRITTEN, NEW, approval(NEW)), written="")
    assert approved(unclear, OLD, approval(OLD)).state is WriteState.PLANNED


def test_what_was_refused_is_tried_again_when_it_is_approved_again() -> None:
    again = approved(row(WriteState.FAILED, tries=3, note="no such field"), OLD, approval(OLD, at=LATER))
    assert (again.state, again.due_at, again.tries, again.note) == (WriteState.PLANNED, LATER, 0, "")


def test_what_somebody_deleted_in_the_crm_is_not_made_again() -> None:
    assert approved(row(WriteState.GONE, remote_id="T1"), NEW, approval(NEW)).state is WriteState.GONE


def test_an_edit_while_it_is_written_leaves_the_writer_his_claim_and_is_due_afterwards() -> None:
    edited = approved(WRITING, NEW, approval(NEW, at=LATER))
    assert (edited.state, edited.claimed_by, edited.attempt) == (WriteState.WRITING, "w1", 1)
    after = settled(edited, Ended(WriteState.WRITTEN, LATER, remote_id="T1"), OLD.content)
    assert (after.state, after.due_at, after.written, after.remote_id) == (WriteState.PLANNED, LATER, OLD.content, "T1")


def test_an_edit_while_the_old_words_are_refused_is_tried() -> None:
    edited = approved(WRITING, NEW, approval(NEW))
    after = settled(edited, failed(WRITING, ProviderError("crm", "too long", permanent=True), LATER), OLD.content)
    assert (after.state, after.due_at, after.not_before) == (WriteState.PLANNED, LATER, LATER + SETTLES)


@pytest.mark.parametrize(
    ("before", "note"),
    [
        (row(), NEVER_WRITTEN),
        (row(attempt=1, tries=1), MAY_STAND),
        (row(WriteState.FAILED, attempt=1), MAY_STAND),
        (WRITTEN, STAYS),
    ],
)
def test_what_is_withdrawn_says_whether_it_stands_in_the_crm(before: Write, note: str) -> None:
    after = withdrawn(before)
    assert (after.state, after.note, after.wanted) == (WriteState.WITHDRAWN, note, "")


def test_what_is_withdrawn_while_it_is_written_stays_withdrawn_and_says_that_it_stands_there() -> None:
    after = settled(withdrawn(WRITING), Ended(WriteState.WRITTEN, NOW, remote_id="T1"), OLD.content)
    assert (after.state, after.note, after.remote_id) == (WriteState.WITHDRAWN, STAYS, "T1")
    again = approved(after, OLD, approval(OLD))
    assert (again.state, again.remote_id) == (WriteState.WRITTEN, "T1")


def test_what_is_withdrawn_while_its_try_fails_is_not_tried_again() -> None:
    after = settled(withdrawn(WRITING), failed(WRITING, ProviderError("crm", "down"), NOW), OLD.content)
    assert (after.state, after.note) == (WriteState.WITHDRAWN, MAY_STAND)


def test_pauses_grow_up_to_a_day_and_never_end() -> None:
    down = ProviderError("crm", "down")
    waits = [failed(row(WriteState.WRITING, tries=tries), down, NOW).due_at for tries in (*range(len(PAUSES)), 50)]
    assert waits == [NOW + pause for pause in (*PAUSES, PAUSES[-1])]
    assert list(PAUSES) == sorted(PAUSES)
    assert (PAUSES[0], PAUSES[-1]) == (MINUTE, dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("wish", "pause"),
    [(None, MINUTE), (30, MINUTE), (600, 10 * MINUTE), (-5, MINUTE), (10**9, dt.timedelta(days=1))],
)
def test_the_vendors_wish_is_kept_within_reason(wish: float | None, pause: dt.timedelta) -> None:
    ended = failed(WRITING, CallError("crm", "slow down", status=429, retry_after=wish), NOW)
    assert ended.due_at == NOW + pause


def test_a_record_that_may_have_been_made_is_left_alone_for_a_minute_whoever_is_in_a_hurry() -> None:
    after = settled(WRITING, failed(WRITING, CallError("crm", "no answer", reached=True), NOW), OLD.content)
    assert after.not_before == NOW + SETTLES
    assert planned_again(after, NOW).not_before == NOW + SETTLES
    assert approved(after, NEW, approval(NEW)).not_before == NOW + SETTLES


def test_a_record_whose_id_is_known_need_not_wait_to_be_found() -> None:
    known = replace(WRITING, remote_id="T1")
    assert failed(known, CallError("crm", "no answer", reached=True), NOW).not_before is None


def test_what_is_refused_for_good_waits_for_a_person() -> None:
    after = settled(WRITING, failed(WRITING, CallError("crm", "no such\n field", permanent=True), NOW), OLD.content)
    assert (after.state, after.note, after.claimed_by) == (WriteState.FAILED, "no such field", "")
    again = planned_again(after, LATER)
    assert (again.state, again.due_at, again.tries) == (WriteState.PLANNED, LATER, 0)


def test_a_deleted_record_ends_it() -> None:
    known = replace(WRITING, remote_id="T1")
    after = settled(known, failed(known, GoneError("crm", "deleted", permanent=True), NOW), OLD.content)
    assert after.state is WriteState.GONE
    assert planned_again(after, LATER) is after
    assert withdrawn(after) is after


@pytest.mark.parametrize("name", ["abcdef", "kambrief-abcdef", "ABCD", " abcdef12 "])
def test_a_record_is_named_by_the_beginning_of_its_key(name: str) -> None:
    other = replace(row(), entry=replace(OLD, key="kambrief-123456"))
    assert [one.short for one in named([row(), other], name)] == ["abcdef"]


@pytest.mark.parametrize("name", ["", "kambrief-", "bcdef"])
def test_nothing_names_no_record(name: str) -> None:
    assert named([row()], name) == []
