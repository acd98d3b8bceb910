"""Rows of many meetings at once: the same as asked one by one, in a number of queries that does not grow."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import event

from kambrief.core.drafting import FollowupRecord, FollowupState
from kambrief.core.model import Meeting, SourceKey
from kambrief.core.work import BriefRecord, Delivery, MailKind, StepKind, StepPlan
from kambrief.store.sql import SqlStore

NOW = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)
ANNA, OTTO = "anna@kone.example", "otto@kone.example"


@pytest.fixture
def store() -> Iterator[SqlStore]:
    made = SqlStore.open("sqlite://")
    yield made
    made.close()


def meeting(number: int) -> Meeting:
    start = NOW + dt.timedelta(hours=number)
    source = SourceKey("ics", "anna", f"uid-{number}")
    return Meeting(
        f"m{number}", f"Call {number}", start, start + dt.timedelta(minutes=30), sources=(source,), owners=(ANNA,)
    )


def record(name: str, revision: str, manager: str = ANNA, kind: MailKind = MailKind.BRIEF) -> BriefRecord:
    return BriefRecord(
        name, manager, revision, kind, NOW, "subject", "text", "<p>html</p>", "floor", "en",
        why={"account": {"id": "A1", "name": "Kone"}}, page={"form": 1},
    )  # fmt: skip


def mail(name: str, revision: str, manager: str = ANNA, kind: MailKind = MailKind.BRIEF) -> Delivery:
    identifier = f"<{name}.{revision}.{manager}>"
    return Delivery(0, name, manager, manager, revision, kind, NOW, NOW + dt.timedelta(days=1), identifier, b"bytes")


def keep(store: SqlStore, *names: str, manager: str = ANNA) -> None:
    for name in names:
        store.save_brief(record(name, "r1", manager), [mail(name, "r1", manager)], replace_planned=True)


def test_mails_are_those_that_each_meeting_has_without_their_bytes(store: SqlStore) -> None:
    keep(store, "m1", "m2")
    keep(store, "m1", manager=OTTO)
    covered = [record(name, "d1", kind=MailKind.DIGEST) for name in ("m2", "m3")]
    day = record("digest:2026-11-27", "d1", kind=MailKind.DIGEST)
    store.save_brief(day, [mail(day.meeting_id, "d1", kind=MailKind.DIGEST)], replace_planned=True, covered=covered)
    ids = ["m1", "m2", "m3", "m4", day.meeting_id]
    found = store.deliveries_of(ids, ANNA)
    for name in ids:
        alone = [replace(row, message=b"") for row in store.deliveries(name) if row.manager == ANNA]
        assert list(found[name]) == alone, name
    assert [row.kind for row in found["m2"]] == [MailKind.BRIEF, MailKind.DIGEST]
    assert found["m4"] == []


def test_briefs_come_without_text_and_page_and_are_one_managers(store: SqlStore) -> None:
    keep(store, "m1", "m2")
    keep(store, "m2", manager=OTTO)
    found = store.briefs_of({"m1", "m2", "m9"}, ANNA)
    assert [(one.meeting_id, one.manager, one.text, one.html, dict(one.page)) for one in found] == [
        ("m1", ANNA, "", "", {}),
        ("m2", ANNA, "", "", {}),
    ]
    assert dict(store.briefs("m1", ANNA)[0].page) == {"form": 1}


def test_steps_meetings_and_follow_ups_by_many_ids(store: SqlStore) -> None:
    store.save_meetings([meeting(number) for number in range(4)], NOW)
    store.plan([StepPlan(StepKind.BRIEF, NOW, f"m{number}", who) for number in range(3) for who in (ANNA, OTTO)])
    for name in ("m0", "m1"):
        store.save_followup(FollowupRecord(name, ANNA, "A1", FollowupState.DRAFTED, NOW, "en"))
    assert [(one.meeting_id, one.manager) for one in store.steps_of({"m1", "m2"}, ANNA)] == [("m1", ANNA), ("m2", ANNA)]
    assert [one.id for one in store.meetings_named({"m3", "m0", "gone"})] == ["m0", "m3"]
    assert store.meetings_named({"m3"})[0].sources == meeting(3).sources
    assert [one.meeting_id for one in store.followups_of({"m1", "m2"}, ANNA)] == ["m1"]
    assert store.steps_of([], ANNA) == []
    assert store.deliveries_of([], ANNA) == {}


@pytest.mark.slow
def test_a_window_full_of_meetings_takes_as_many_queries_as_an_almost_empty_one(store: SqlStore) -> None:
    asked: list[str] = []
    event.listen(
        store._database.engine, "before_cursor_execute", lambda *all_of_it: asked.append(str(all_of_it[2]))
    )  # fmt: skip
    counts = []
    for number in (2, 1500):
        store.save_meetings([meeting(one) for one in range(number)], NOW)
        asked.clear()
        assert len(store.meetings(NOW, NOW + dt.timedelta(days=90))) == number
        counts.append(len(asked))
    assert counts[0] == counts[1]
