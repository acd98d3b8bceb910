"""What a meeting came to as records: which, under which keys, and when their content counts as the same."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from kambrief.core.crm import Entry, EntryKind, Outcome, Promise, entries
from kambrief.store.logbook import ENTRY

START = dt.datetime(2026, 10, 6, 6, 0, tzinfo=dt.UTC)
OUTCOME = Outcome(
    "m1", "A01", "Debarker review", START, START + dt.timedelta(minutes=45), note="They want figures.",
    promises=(Promise("p1", "Send the report", dt.date(2026, 10, 12)), Promise("p2", "Call Petri")),
    next_step="Offer in week 42", deal_id="D1", contact_ids=("C01",), manager="otto@kuura.example",
)  # fmt: skip


def kinds(outcome: Outcome) -> list[str]:
    return [str(entry.kind) for entry in entries(outcome)]


def keys(outcome: Outcome) -> list[str]:
    return [entry.key for entry in entries(outcome)]


def test_an_outcome_is_a_note_a_task_for_each_promise_and_a_next_step() -> None:
    note, report, call, step = entries(OUTCOME)
    assert (note.kind, note.subject, note.text, note.end) == (
        EntryKind.NOTE,
        "Debarker review",
        "They want figures.",
        OUTCOME.end,
    )
    assert (report.kind, report.subject, report.due, report.owner) == (
        EntryKind.TASK,
        "Send the report",
        dt.date(2026, 10, 12),
        "otto@kuura.example",
    )
    assert (call.subject, call.due) == ("Call Petri", None)
    assert (step.kind, step.subject, step.deal_id, step.contact_ids) == (
        EntryKind.NEXT_STEP,
        "Offer in week 42",
        "D1",
        (),
    )


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"note": " \n"}, ["task", "task", "next_step"]),
        ({"deal_id": ""}, ["note", "task", "task"]),
        ({"next_step": ""}, ["note", "task", "task"]),
        ({"promises": (Promise("p1", "  "),)}, ["note", "next_step"]),
    ],
)
def test_what_has_no_words_or_no_deal_is_no_record(change: dict[str, object], left: list[str]) -> None:
    assert kinds(replace(OUTCOME, **change)) == left  # type: ignore[arg-type]


def test_whatever_is_edited_the_keys_stay() -> None:
    edited = replace(
        OUTCOME, title="New title", note="Other words", start=START + dt.timedelta(hours=1), account_id="A02",
        promises=(Promise("p1", "Other words", None, done=True), Promise("p2", "Call Anna")), next_step="Wait",
        contact_ids=(), manager="Otto@Kuura.example",
    )  # fmt: skip
    assert keys(edited) == keys(OUTCOME)


def test_meetings_managers_promises_and_deals_have_keys_of_their_own() -> None:
    others = [
        replace(OUTCOME, meeting_id="m2"),
        replace(OUTCOME, manager="elina@kuura.example"),
        replace(OUTCOME, promises=(Promise("p3", "Send the report"),), note="", next_step=""),
        replace(OUTCOME, promises=(), note="", deal_id="D2"),
    ]
    seen = [key for outcome in (OUTCOME, *others) for key in keys(outcome)]
    assert len(seen) == len(set(seen))
    assert all(key.replace("-", "").isalnum() for key in seen)


def test_content_is_the_same_for_the_same_moment_in_another_zone_and_after_it_was_stored() -> None:
    note = entries(OUTCOME)[0]
    assert note.start is not None
    elsewhere = replace(note, start=note.start.astimezone(ZoneInfo("Europe/Helsinki")))
    assert elsewhere.content == note.content
    assert ENTRY.decode(ENTRY.encode(elsewhere)).content == note.content


@pytest.mark.parametrize(
    "change",
    [
        {"account_id": "A02"}, {"subject": "x"}, {"text": "x"}, {"contact_ids": ()}, {"contact_ids": ("C01", "C02")},
        {"deal_id": ""}, {"start": None}, {"end": None}, {"due": dt.date(2026, 1, 1)}, {"done": True}, {"owner": ""},
        {"kind": EntryKind.TASK},
    ],
    ids=str,
)  # fmt: skip
def test_whatever_is_written_makes_other_content(change: dict[str, object]) -> None:
    note = entries(OUTCOME)[0]
    assert replace(note, **change).content != note.content  # type: ignore[arg-type]


def test_the_key_is_no_content() -> None:
    assert Entry("a", EntryKind.NOTE, "A01", "x").content == Entry("b", EntryKind.NOTE, "A01", "x").content


def test_text_that_no_encoding_has_makes_keys_and_content_all_the_same() -> None:
    odd = replace(OUTCOME, note="x\ud800\x00", promises=(Promise("p\ud800", "y"),))
    assert len({entry.content for entry in entries(odd)}) == 3
