"""What every store must do, whatever lies beneath it.

Subclass `StoreContract` and give it a `store` fixture; give `SharedStoreContract` a `url` fixture for a database that
several processes can open.
"""

import dataclasses
import datetime as dt
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from multiprocessing.synchronize import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kambrief.core.brief import Section
from kambrief.core.calendar_read import Touched
from kambrief.core.customer import (
    Account,
    Activity,
    ActivityKind,
    Commitment,
    Contact,
    Contract,
    CrmData,
    Deal,
    Order,
    Product,
    Role,
    Side,
    SurveyAnswer,
    Ticket,
)
from kambrief.core.feedback import Feedback, Opinion
from kambrief.core.heard import Heard
from kambrief.core.kept import Asked, Group, Kept
from kambrief.core.model import (
    Attendee,
    Authority,
    EventStatus,
    JoinLink,
    Meeting,
    Occurrence,
    Platform,
    Response,
    SourceKey,
)
from kambrief.core.transcript import Transcript, Turn
from kambrief.core.work import (
    BriefRecord,
    Correction,
    Delivery,
    DeliveryState,
    Hint,
    HintKind,
    MailKind,
    SourceState,
    Step,
    StepKind,
    StepPlan,
    StepState,
)
from kambrief.errors import LeaseLostError
from kambrief.ports import Store
from kambrief.store.sql import SqlStore
from tests.contracts.followups import FollowupContract

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
START, END = NOW - 24 * HOUR, NOW + 24 * HOUR
ENDED = dt.timedelta(seconds=-1)
"""A lease that has run out as soon as it is given: no test needs to wait."""
ANNA = "anna@example.test"


def meeting(meeting_id: str = "m1", start: dt.datetime = NOW, **changes: Any) -> Meeting:
    source = SourceKey("icalendar", "anna", f"uid-{meeting_id}")
    plain = Meeting(meeting_id, "Review", start, start + HOUR, sources=(source,), owners=(ANNA,))
    return replace(plain, **changes)


def brief_plan(meeting_id: str = "m1", due_at: dt.datetime = NOW, *, again: bool = False) -> StepPlan:
    return StepPlan(StepKind.BRIEF, due_at, meeting_id, ANNA, again)


def brief(meeting_id: str = "m1", revision: str = "r1", **changes: Any) -> BriefRecord:
    plain = BriefRecord(
        meeting_id, ANNA, revision, MailKind.BRIEF, NOW, "Subject", "Text", "<p>Text</p>", "floor", "fi"
    )
    return replace(plain, **changes)


def mail(meeting_id: str = "m1", revision: str = "r1", due_at: dt.datetime = NOW, **changes: Any) -> Delivery:
    plain = Delivery(
        id=0,
        meeting_id=meeting_id,
        manager=ANNA,
        recipient=ANNA,
        revision=revision,
        kind=MailKind.BRIEF,
        due_at=due_at,
        expires_at=NOW + HOUR,
        message_id=f"<{meeting_id}.{revision}@kambrief.test>",
        message=b"Subject: x\r\n\r\n\x00\xff",
    )
    return replace(plain, **changes)


def planned_mail(store: Store, meeting_id: str = "m1", revision: str = "r1", **changes: Any) -> Delivery:
    record = brief(meeting_id, revision)
    assert store.save_brief(record, [mail(meeting_id, revision, **changes)], replace_planned=False)
    return store.deliveries(meeting_id)[-1]


def sending_mail(store: Store, lease: dt.timedelta = HOUR) -> Delivery:
    planned_mail(store)
    claimed = store.claim_delivery("w1", NOW, lease)
    assert claimed is not None
    return claimed


def claimed_step(store: Store, lease: dt.timedelta = HOUR) -> Step:
    store.plan([brief_plan()])
    (step,) = store.claim("w1", NOW, StepKind.BRIEF, 1, lease)
    return step


def everything() -> CrmData:
    """One row of each table, with the values that are easily lost."""
    day = dt.date(2026, 3, 1)
    helsinki = dt.datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
    return CrmData(
        accounts=(Account("a1", "Työmaa Oy", parent_id=None, domains=("tyomaa.test",), customer_since=day),),
        contacts=(Contact("c1", "a1", "Äijä", "Öst", "a@tyomaa.test", role=Role.SPONSOR, left_on=day),),
        products=(Product("p1", "Logistics", "Route", solves=("delay",)),),
        deals=(Deal("d1", "a1", "Renewal", amount=Decimal("1250000.10"), currency="EUR", close_date=day),),
        contracts=(Contract("k1", "a1", "Frame", notice_period_months=0, auto_renew_months=None),),
        commitments=(Commitment("o1", "a1", Side.THEM, "c1", "will call", due=day),),
        activities=(Activity("x1", "a1", ActivityKind.EMAIL, helsinki, body="line\r\n\x00end", inbound=False),),
        orders=(Order("a1", day, "Logistics", Decimal("0.30"), "EUR", count=None),),
        surveys=(SurveyAnswer("s1", "a1", "nps", Decimal(9), day),),
        tickets=(Ticket("t1", "a1", "Broken", day, reopened=True),),
        missing=("tickets",),
        problems=("deals.csv line 3: no amount",),
        provider="crm.files",
        as_of=NOW,
        fetched_at=NOW,
        link_template="https://crm.test/{table}/{id}",
    )


class MeetingsContract:
    def test_a_new_meeting_whose_sources_another_has_is_left_out(self, store: Store) -> None:
        first = meeting("m1")
        store.save_meetings([first], NOW)
        store.save_meetings([dataclasses.replace(first, id="m2")], NOW)
        assert store.meeting("m2") is None
        assert store.meeting("m1") == first

    def test_a_meeting_comes_back_as_it_was_saved(self, store: Store) -> None:
        join = JoinLink("https://zoom.us/j/1", Platform.ZOOM, "1", personal_room=True)
        guest = Attendee("liisa@tyomaa.test", "Liisa", Response.TENTATIVE, optional=True)
        full = meeting(
            title="Katselmus – \x7f\U0001f600",
            cancelled=True,
            organizer=Attendee(ANNA, "Anna"),
            attendees=(guest, Attendee("", "Room 4", is_resource=True)),
            join=join,
            other_links=(join,),
            agenda="line\nline",
            notes=("time zone unknown",),
            sources=(SourceKey("icalendar", "b", "2"), SourceKey("icalendar", "a", "1", "20261006T060000Z")),
            timezone="Europe/Helsinki",
            sequence=3,
        )
        store.save_meetings([full], NOW)
        assert store.meeting("m1") == full

    def test_times_written_in_any_zone_come_back_in_utc(self, store: Store) -> None:
        start = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Helsinki"))
        store.save_meetings([meeting(start=start)], NOW)
        found = store.meeting("m1")
        assert found is not None
        assert found.start == NOW
        assert found.start.tzinfo == dt.UTC

    def test_an_unknown_meeting_is_none_and_a_prefix_is_not_enough(self, store: Store) -> None:
        store.save_meetings([meeting("m10")], NOW)
        assert store.meeting("m1") is None

    def test_the_window_holds_what_touches_it_by_start(self, store: Store) -> None:
        nine, ten, eleven = (NOW + n * HOUR for n in (1, 2, 3))
        store.save_meetings(
            [
                meeting("after", eleven),
                meeting("before", NOW),
                meeting("no-length", nine, end=nine),
                meeting("long", NOW - HOUR, end=eleven),
                meeting("inside", nine + HOUR / 2, cancelled=True),
            ],
            NOW,
        )
        assert [found.id for found in store.meetings(nine, ten)] == ["long", "no-length", "inside"]

    def test_saving_again_replaces_and_forgets_old_sources(self, store: Store) -> None:
        store.save_meetings([meeting(title="Old")], NOW)
        moved = meeting(title="New", sources=(SourceKey("icalendar", "anna", "other"),))
        store.save_meetings([moved], NOW)
        assert store.meeting("m1") == moved
        assert store.meetings_of(Touched(uids=frozenset({"uid-m1"})), START, END) == []

    def test_meetings_are_found_by_uid_in_every_calendar_and_at_any_time(self, store: Store) -> None:
        def occurrence(day: int) -> Meeting:
            source = SourceKey("icalendar", "anna", "series", f"2020010{day}T000000Z")
            return meeting(f"s{day}", NOW - day * 24 * HOUR * 300, sources=(source,))

        series = [occurrence(day) for day in (1, 2, 3)]
        elsewhere = meeting("other-calendar", sources=(SourceKey("icalendar", "bert", "series"),))
        store.save_meetings([*series, elsewhere, meeting("m9")], NOW)
        found = store.meetings_of(Touched(uids=frozenset({"series", "unknown"})), START, END)
        assert found == sorted([*series, elsewhere], key=lambda each: each.start)

    def test_meetings_are_found_by_what_the_vendor_calls_them_by_calendar_and_by_start(self, store: Store) -> None:
        store.save_meetings(
            [
                meeting("m1", sources=(SourceKey("teams", "anna", "u1", "", "AAMk=1"),)),
                meeting("m2", sources=(SourceKey("teams", "bert", "u2", "", "AAMk=1"),)),
                meeting("m3", NOW + 3 * HOUR, sources=(SourceKey("teams", "anna", "u3", "", "aamk=1"),)),
                meeting("m4", NOW + 900 * HOUR, sources=(SourceKey("teams", "anna", "u4"),)),
            ],
            NOW,
        )

        def found(**what: Any) -> list[str]:
            return [one.id for one in store.meetings_of(Touched(**what), NOW - HOUR, NOW + 9 * HOUR)]

        assert found(removed=frozenset({("teams", "anna", "AAMk=1"), ("teams", "anna", "unknown")})) == ["m1"]
        assert found(whole=frozenset({("teams", "anna")})) == ["m1", "m3"]
        three = NOW + 3 * HOUR
        assert found(starts=((three - HOUR / 12, three),)) == ["m3"]
        assert found() == []

    def test_what_each_source_said_comes_back_where_meetings_are_settled(self, store: Store) -> None:
        key = SourceKey("teams", "anna", "u1", "", "AAMk=1")
        copy = Occurrence(
            key, ANNA, "Kuorimo", NOW, NOW + HOUR, attendees=(Attendee("a@b.example", response=Response.ACCEPTED),),
            authority=Authority.CALENDAR, status=EventStatus.TENTATIVE,
        )  # fmt: skip
        store.save_meetings([meeting("m1", sources=(key,), copies=(copy,))], NOW)
        settled = store.meetings_of(Touched(uids=frozenset({"u1"})), START, END)
        assert settled[0].copies == (copy,)
        assert settled[0].copies[0].source.external_id == settled[0].sources[0].external_id == "AAMk=1"
        assert [one.copies for one in store.meetings(NOW - HOUR, NOW + HOUR)] == [()]


class HintContract:
    """What vendors hint at, and what was heard."""

    def test_the_same_hint_counts_once_until_it_is_looked_into(self, store: Store) -> None:
        hint = Hint("zoom:meeting.updated:1", "meetings.zoom", HintKind.CALENDAR, "host-1", NOW)
        later = replace(
            hint, id="zoom:meeting.ended:2", kind=HintKind.CALL, key="85", session="s==", received_at=NOW + HOUR
        )
        assert store.add_hints([later, hint, hint]) == 2
        assert store.add_hints([hint]) == 0
        assert store.hints(10) == [hint, later]
        assert store.hints(1) == [hint]
        store.drop_hints([hint])
        assert store.hints(10) == [later]

    def test_what_was_heard_is_kept_by_session_and_replaced_when_more_is_known(self, store: Store) -> None:
        turn = Turn("Petri Vuolle", "Kiitos, sovitaan niin.", 1.5, 3.0, "#1")
        first = Heard("m1", "meetings.zoom", "s==", NOW, NOW + HOUR, pending=("transcript",))
        other = replace(first, session="t==", pending=())
        store.save_heard(other, NOW)
        store.save_heard(first, NOW)
        whole = replace(first, transcript=Transcript((turn,), "zoom", "fi"), pending=())
        store.save_heard(whole, NOW + HOUR)
        assert store.heard("m1") == [whole, other]
        store.save_heard(replace(first, session=""), NOW)
        store.save_heard(other, NOW)
        assert store.heard("m1") == [whole, other]
        assert store.heard("m2") == []

    def test_more_uids_than_one_query_takes_are_all_found(self, store: Store) -> None:
        many = [meeting(f"m{number:04}") for number in range(1201)]
        store.save_meetings(many, NOW)
        uids = frozenset(f"uid-m{number:04}" for number in range(1201))
        assert len(store.meetings_of(Touched(uids=uids), START, END)) == 1201

    def test_a_source_key_points_to_the_meeting_that_wrote_it_last(self, store: Store) -> None:
        shared = SourceKey("icalendar", "anna", "shared")
        store.save_meetings([meeting("m2", sources=(shared,)), meeting("m1", sources=(shared,))], NOW)
        assert [found.id for found in store.meetings_of(Touched(uids=frozenset({"shared"})), START, END)] == ["m1"]
        loser = store.meeting("m2")
        assert loser is not None
        assert loser.sources == ()


class MemoryContract:
    def test_source_states_are_kept_by_name(self, store: Store) -> None:
        anna = SourceState("meetings.icalendar/anna", {"etag": '"1"'}, NOW, "", ("skipped: no start",))
        store.save_source_state(SourceState("crm.files"))
        store.save_source_state(replace(anna, cursor={}, last_error="timeout"))
        store.save_source_state(anna)
        assert store.source_states() == {"crm.files": SourceState("crm.files"), anna.name: anna}

    def test_a_snapshot_comes_back_whole(self, store: Store) -> None:
        store.save_snapshot("crm.files", "a1", everything())
        (found,) = store.snapshots("crm.files")
        assert found == everything()
        assert str(found.deals[0].amount) == "1250000.10"

    def test_a_newer_snapshot_replaces_the_group_and_no_other(self, store: Store) -> None:
        newer = replace(everything(), fetched_at=NOW + HOUR)
        store.save_snapshot("crm.files", "a1", everything())
        store.save_snapshot("crm.files", "a2", everything())
        store.save_snapshot("crm.other", "a1", everything())
        store.save_snapshot("crm.files", "a1", newer)
        assert store.snapshots("crm.files") == [newer, everything()]

    def test_text_that_no_database_can_hold_does_not_stop_a_save(self, store: Store) -> None:
        odd = Activity("x", "a1", ActivityKind.NOTE, NOW, body="half \ud83d of a pair")
        store.save_snapshot("crm.files", "a1", CrmData(activities=(odd,)))
        store.save_meetings([meeting("nul\x00", title="a\x00b")], NOW)
        assert store.snapshots("crm.files")[0].activities[0].body == "half ? of a pair"
        assert [found.title for found in store.meetings(NOW, NOW + HOUR)] == ["a\x00b"]
        assert store.meeting("nul\x00") is not None

    def test_old_snapshots_go_unless_kept(self, store: Store) -> None:
        for root, fetched in (("kept", NOW), ("old", NOW), ("undated", None), ("new", NOW + 2 * HOUR)):
            store.save_snapshot("crm.files", root, CrmData(provider=root, fetched_at=fetched))
        store.save_snapshot("crm.other", "old", CrmData(fetched_at=NOW))
        assert store.purge_snapshots("crm.files", frozenset({"kept"}), NOW + HOUR) == 2
        assert {found.provider for found in store.snapshots("crm.files")} == {"kept", "new"}
        assert len(store.snapshots("crm.other")) == 1

    def test_snapshots_of_some_groups_come_with_the_stamps_that_saving_told(self, store: Store) -> None:
        stamps = store.save_snapshots("crm.files", {"a1": everything(), "a2": CrmData(provider="x")})
        found = store.snapshots_of("crm.files", frozenset({"a1", "none"}))
        assert {root: one.stamp for root, one in found.items()} == {"a1": stamps["a1"]}
        assert found["a1"].data == everything()
        assert store.snapshots_of("crm.files").keys() == {"a1", "a2"}
        assert store.save_snapshots("crm.files", {"a2": everything()})["a2"] == stamps["a1"] != stamps["a2"]

    def test_what_is_kept_comes_back_whole_and_is_no_snapshot(self, store: Store) -> None:
        group = Group("stamp", "book", frozenset({"m1", "m2"}), NOW.date(), NOW)
        kept = Kept(
            "s",
            {"since": "1"},
            NOW,
            CrmData(missing=("plans",)),
            CrmData(),
            {"q": Asked(("a1",), NOW.date())},
            {"a1": group},
        )
        assert store.kept("crm.files") == Kept()
        store.save_kept("crm.files", Kept("older"))
        store.save_kept("crm.files", kept)
        assert store.kept("crm.files") == kept
        assert store.snapshots("crm.files") == []
        assert store.purge_snapshots("crm.files", frozenset(), NOW + HOUR) == 0
        assert store.kept("crm.files") == kept

    def test_a_correction_is_one_an_address_whatever_its_case(self, store: Store) -> None:
        store.save_correction(Correction("Liisa@Tyomaa.test", contact_id="c1"))
        store.save_correction(Correction("liisa@tyomaa.test", account_id="a1", made_at=NOW))
        assert store.corrections() == [Correction("liisa@tyomaa.test", account_id="a1", made_at=NOW)]

    def test_a_correction_can_be_forgotten_once(self, store: Store) -> None:
        store.save_correction(Correction("liisa@tyomaa.test", contact_id="c1"))
        store.save_correction(Correction("pekka@tyomaa.test", contact_id="c2"))
        assert [store.forget_correction("Liisa@Tyomaa.test"), store.forget_correction("liisa@tyomaa.test")] == [
            True,
            False,
        ]
        assert [one.email for one in store.corrections()] == ["pekka@tyomaa.test"]


class StepsContract:
    def test_a_missing_step_is_planned_once(self, store: Store) -> None:
        assert store.plan([brief_plan(), brief_plan()]) == 1
        assert store.plan([brief_plan()]) == 0
        (step,) = store.steps()
        assert step == Step(step.id, StepKind.BRIEF, NOW, "m1", ANNA)

    def test_a_planned_step_gets_the_new_time(self, store: Store) -> None:
        store.plan([brief_plan()])
        assert store.plan([brief_plan(due_at=NOW + HOUR)]) == 1
        assert [step.due_at for step in store.steps()] == [NOW + HOUR]

    def test_a_finished_step_stays_unless_wanted_again(self, store: Store) -> None:
        store.finish(claimed_step(store), StepState.DONE, "sent")
        assert store.plan([brief_plan(due_at=NOW + HOUR)]) == 0
        assert store.steps()[0].state is StepState.DONE
        assert store.plan([brief_plan(due_at=NOW + HOUR, again=True)]) == 1
        (step,) = store.steps()
        assert (step.state, step.due_at, step.note) == (StepState.PLANNED, NOW + HOUR, "")

    def test_a_step_that_is_only_wanted_if_new_is_left_as_it_is(self, store: Store) -> None:
        wish = StepPlan(StepKind.HEAR, NOW, "m1", only_new=True)
        assert store.plan([wish]) == 1
        assert store.plan([replace(wish, due_at=NOW + HOUR)]) == 0
        assert [step.due_at for step in store.steps("m1")] == [NOW]

    def test_a_dropped_step_can_be_wanted_again(self, store: Store) -> None:
        store.plan([brief_plan()])
        assert store.drop(StepKind.BRIEF, "m1", ANNA, "cancelled")
        assert store.steps()[0].note == "cancelled"
        assert store.claim("w1", NOW, StepKind.BRIEF, 5, HOUR) == []
        assert store.plan([brief_plan(again=True)]) == 1
        assert len(store.claim("w1", NOW, StepKind.BRIEF, 5, HOUR)) == 1

    def test_a_claimed_step_is_neither_planned_nor_dropped(self, store: Store) -> None:
        step = claimed_step(store)
        assert store.plan([brief_plan(due_at=NOW + HOUR, again=True)]) == 0
        assert not store.drop(StepKind.BRIEF, "m1", ANNA, "cancelled")
        assert store.steps() == [step]

    def test_dropping_what_is_not_there_says_so(self, store: Store) -> None:
        assert not store.drop(StepKind.BRIEF, "m1", ANNA, "cancelled")

    def test_a_claim_takes_due_steps_of_one_kind_earliest_first(self, store: Store) -> None:
        store.plan([brief_plan("late", NOW), brief_plan("early", NOW - HOUR), brief_plan("future", NOW + HOUR)])
        store.plan([StepPlan(StepKind.COLLECT, NOW - 2 * HOUR), brief_plan("earliest", NOW - 3 * HOUR)])
        first = store.claim("w1", NOW, StepKind.BRIEF, 2, HOUR)
        second = store.claim("w2", NOW, StepKind.BRIEF, 2, HOUR)
        assert [step.meeting_id for step in first] == ["earliest", "early"]
        assert [step.meeting_id for step in second] == ["late"]
        assert {(step.claimed_by, step.attempt, step.state) for step in first} == {("w1", 1, StepState.CLAIMED)}

    def test_a_lease_ends_by_the_clock_of_the_database(self, store: Store) -> None:
        step = claimed_step(store)
        now = dt.datetime.now(dt.UTC)  # the run's NOW is in another year; the lease must not care
        assert step.lease_until is not None
        assert now + HOUR / 2 < step.lease_until < now + 2 * HOUR

    def test_a_running_lease_keeps_others_out_even_far_in_the_future(self, store: Store) -> None:
        claimed_step(store)
        assert store.claim("w2", NOW + 1000 * HOUR, StepKind.BRIEF, 5, HOUR) == []

    def test_an_expired_lease_is_due_again_and_the_old_claim_is_worthless(self, store: Store) -> None:
        old = claimed_step(store, lease=ENDED)
        (new,) = store.claim("w2", NOW, StepKind.BRIEF, 5, HOUR)
        assert (new.id, new.attempt, new.claimed_by) == (old.id, 2, "w2")
        with pytest.raises(LeaseLostError):
            store.finish(old, StepState.DONE)
        store.finish(new, StepState.DONE)
        assert store.steps()[0].state is StepState.DONE

    def test_an_expired_lease_nobody_took_may_still_be_finished(self, store: Store) -> None:
        store.finish(claimed_step(store, lease=ENDED), StepState.DONE)
        assert store.steps()[0].state is StepState.DONE

    def test_the_same_worker_claiming_twice_is_told_apart_by_attempt(self, store: Store) -> None:
        old = claimed_step(store, lease=ENDED)
        store.claim("w1", NOW, StepKind.BRIEF, 5, HOUR)
        with pytest.raises(LeaseLostError):
            store.finish(old, StepState.DONE)

    def test_attempts_count_on_through_replanning(self, store: Store) -> None:
        old = claimed_step(store)
        store.finish(old, StepState.DONE)
        store.plan([brief_plan(again=True)])
        (new,) = store.claim("w1", NOW, StepKind.BRIEF, 5, HOUR)
        assert new.attempt == 2
        with pytest.raises(LeaseLostError):
            store.finish(old, StepState.DONE)

    def test_try_again_later_is_an_outcome(self, store: Store) -> None:
        store.finish(claimed_step(store), StepState.PLANNED, "CRM down", NOW + HOUR)
        assert store.claim("w1", NOW, StepKind.BRIEF, 5, HOUR) == []
        (step,) = store.claim("w1", NOW + HOUR, StepKind.BRIEF, 5, HOUR)
        assert (step.attempt, step.note, step.due_at) == (2, "CRM down", NOW + HOUR)

    def test_an_outcome_is_stored_once(self, store: Store) -> None:
        step = claimed_step(store)
        store.finish(step, StepState.DONE)
        with pytest.raises(LeaseLostError):
            store.finish(step, StepState.DROPPED)
        assert store.steps()[0].state is StepState.DONE

    def test_only_who_claimed_a_step_may_finish_it(self, store: Store) -> None:
        store.plan([brief_plan()])
        with pytest.raises(LeaseLostError):
            store.finish(store.steps()[0], StepState.DONE)
        (step,) = store.claim("w1", NOW, StepKind.BRIEF, 1, HOUR)
        with pytest.raises(LeaseLostError):
            store.finish(replace(step, claimed_by="w2"), StepState.DONE)
        assert store.steps() == [step]

    def test_steps_of_one_meeting(self, store: Store) -> None:
        store.plan([brief_plan("m1"), brief_plan("m2"), StepPlan(StepKind.COLLECT, NOW)])
        assert [step.meeting_id for step in store.steps("m2")] == ["m2"]
        assert len(store.steps()) == 3


class BriefsContract:
    def test_a_brief_its_mail_and_the_end_of_its_step_are_one_write(self, store: Store) -> None:
        step = claimed_step(store)
        record = brief(material={"start": "x", "deals": [["d1", "won"]]}, why={"facts": ["F1"], "cost": None})
        assert store.save_brief(record, [mail()], replace_planned=True, step=step)
        assert store.briefs("m1") == [record]
        (delivery,) = store.deliveries("m1")
        assert delivery == mail(id=delivery.id)
        assert store.steps()[0].state is StepState.DONE

    def test_receipts_are_everybodys_and_not_older_than_asked_for(self, store: Store) -> None:
        told = [("m1", ANNA, NOW - HOUR, [{"cost": 1.0}]), ("m2", ANNA, NOW, [{"cost": 2.0}, {"error": "x"}])]
        told += [("m2", "bert@example.test", NOW + HOUR, [{"cost": 0.5}])]
        for meeting, manager, when, receipts in told:
            why = {"model": receipts, "facts": [{"id": "F1"}]}
            store.save_brief(brief(meeting, manager=manager, created_at=when, why=why), [], replace_planned=False)
        store.save_brief(brief("m3", created_at=NOW, why={}), [], replace_planned=False)
        assert store.receipts_since(NOW) == [{"cost": 2.0}, {"error": "x"}, {"cost": 0.5}]
        assert store.receipts_since(NOW + HOUR * 2) == []

    def test_a_lost_lease_saves_nothing(self, store: Store) -> None:
        old = claimed_step(store, lease=ENDED)
        store.claim("w2", NOW, StepKind.BRIEF, 1, HOUR)
        planned_mail(store, revision="r0")
        with pytest.raises(LeaseLostError):
            store.save_brief(brief(), [mail()], replace_planned=True, step=old)
        assert [record.revision for record in store.briefs("m1")] == ["r0"]
        assert [delivery.state for delivery in store.deliveries()] == [DeliveryState.PLANNED]

    def test_a_revision_kept_already_only_finishes_the_step(self, store: Store) -> None:
        planned_mail(store)
        step = claimed_step(store)
        again = brief(text="other words")
        assert not store.save_brief(again, [mail(message_id="<other@x>")], replace_planned=True, step=step)
        assert [record.text for record in store.briefs("m1")] == ["Text"]
        assert [delivery.message_id for delivery in store.deliveries()] == ["<m1.r1@kambrief.test>"]
        assert store.steps()[0].state is StepState.DONE

    def test_a_second_mail_for_one_revision_and_recipient_saves_nothing(self, store: Store) -> None:
        twice = [mail(), mail(message_id="<second@x>")]
        with pytest.raises(Exception, match=r"(?i)unique"):
            store.save_brief(brief(), twice, replace_planned=False)
        assert store.briefs("m1") == []
        assert store.deliveries() == []

    def test_a_message_id_is_used_once(self, store: Store) -> None:
        planned_mail(store)
        with pytest.raises(Exception, match=r"(?i)unique"):
            store.save_brief(brief("m2"), [mail("m2", message_id="<m1.r1@kambrief.test>")], replace_planned=False)
        assert store.briefs("m2") == []

    def test_a_new_revision_replaces_planned_mail_to_the_same_reader_only(self, store: Store) -> None:
        planned_mail(store, "m1", "r1")
        planned_mail(store, "m2", "r1")
        bert = brief(manager="bert@example.test")
        to_bert = mail(recipient="bert@example.test", manager="bert@example.test", message_id="<bert@x>")
        store.save_brief(bert, [to_bert], replace_planned=True)
        store.save_brief(brief(revision="r2"), [mail(revision="r2")], replace_planned=True)
        states = {(each.meeting_id, each.recipient, each.revision): each.state for each in store.deliveries()}
        assert states == {
            ("m1", ANNA, "r1"): DeliveryState.REPLACED,
            ("m2", ANNA, "r1"): DeliveryState.PLANNED,
            ("m1", "bert@example.test", "r1"): DeliveryState.PLANNED,
            ("m1", ANNA, "r2"): DeliveryState.PLANNED,
        }

    def test_mail_being_sent_is_never_replaced(self, store: Store) -> None:
        sending_mail(store)
        store.save_brief(brief(revision="r2"), [mail(revision="r2")], replace_planned=True)
        assert [each.state for each in store.deliveries()] == [DeliveryState.SENDING, DeliveryState.PLANNED]

    def test_without_being_told_nothing_is_replaced(self, store: Store) -> None:
        planned_mail(store, revision="r1")
        planned_mail(store, revision="r2")
        assert [each.state for each in store.deliveries()] == [DeliveryState.PLANNED] * 2

    def test_revisions_come_oldest_first_and_by_manager(self, store: Store) -> None:
        for revision in ("z", "a"):
            store.save_brief(brief(revision=revision), [], replace_planned=False)
        store.save_brief(brief(revision="z", manager="bert@example.test"), [], replace_planned=False)
        assert [each.revision for each in store.briefs("m1")] == ["z", "a", "z"]
        assert [each.revision for each in store.briefs("m1", ANNA)] == ["z", "a"]


class LedgerContract:
    def test_the_earliest_due_mail_is_claimed_with_its_bytes(self, store: Store) -> None:
        planned_mail(store, "m1", due_at=NOW)
        planned_mail(store, "m2", due_at=NOW - HOUR)
        claimed = store.claim_delivery("w1", NOW, HOUR)
        assert claimed is not None
        assert claimed.message == mail().message
        assert (claimed.meeting_id, claimed.state, claimed.claimed_by) == ("m2", DeliveryState.SENDING, "w1")
        assert (claimed.attempt, claimed.copies) == (1, 1)

    def test_nothing_due_is_none(self, store: Store) -> None:
        planned_mail(store, due_at=NOW + HOUR)
        assert store.claim_delivery("w1", NOW, HOUR) is None

    def test_a_claimed_mail_is_nobody_elses_even_when_its_lease_ran_out(self, store: Store) -> None:
        sending_mail(store, lease=ENDED)
        assert store.claim_delivery("w2", NOW, HOUR) is None

    def test_sent_is_final(self, store: Store) -> None:
        claimed = sending_mail(store)
        store.settle(claimed, DeliveryState.SENT, "250 ok", sent_at=NOW)
        (row,) = store.deliveries()
        assert (row.state, row.note, row.sent_at, row.copies) == (DeliveryState.SENT, "250 ok", NOW, 1)
        with pytest.raises(LeaseLostError):
            store.settle(claimed, DeliveryState.FAILED, "late")

    def test_a_refusal_for_now_is_tried_again_and_counts_no_copy(self, store: Store) -> None:
        store.settle(sending_mail(store), DeliveryState.PLANNED, "451 later", due_at=NOW + HOUR)
        (row,) = store.deliveries()
        assert (row.state, row.copies, row.due_at) == (DeliveryState.PLANNED, 0, NOW + HOUR)
        again = store.claim_delivery("w2", NOW + HOUR, HOUR)
        assert again is not None
        assert (again.attempt, again.copies) == (2, 1)

    def test_an_uncertain_try_keeps_its_copy(self, store: Store) -> None:
        store.settle(sending_mail(store), DeliveryState.PLANNED, "?", due_at=NOW, certain=False)
        assert store.deliveries()[0].copies == 1

    def test_retiming_a_planned_mail_counts_no_copy_away(self, store: Store) -> None:
        store.settle(sending_mail(store), DeliveryState.PLANNED, "?", certain=False)
        store.settle(store.deliveries()[0], DeliveryState.PLANNED, "later", due_at=NOW + HOUR)
        assert store.deliveries()[0].copies == 1

    def test_a_planned_mail_can_be_given_up(self, store: Store) -> None:
        row = planned_mail(store)
        store.settle(row, DeliveryState.FAILED, "the meeting began")
        assert store.deliveries()[0].state is DeliveryState.FAILED

    def test_a_planned_mail_that_somebody_claimed_meanwhile_cannot_be_given_up(self, store: Store) -> None:
        row = planned_mail(store)
        store.claim_delivery("w1", NOW, HOUR)
        with pytest.raises(LeaseLostError):
            store.settle(row, DeliveryState.FAILED, "the meeting began")

    def test_running_sends_do_not_expire(self, store: Store) -> None:
        sending_mail(store)
        assert store.expire_sending() == []

    def test_a_dead_senders_mail_becomes_unknown_and_stays_listed_until_settled(self, store: Store) -> None:
        dead = sending_mail(store, lease=ENDED)
        (unknown,) = store.expire_sending()
        assert (unknown.id, unknown.state, unknown.copies) == (dead.id, DeliveryState.UNKNOWN, 1)
        assert store.expire_sending() == [unknown]
        with pytest.raises(LeaseLostError):
            store.settle(dead, DeliveryState.SENT, "back from the dead")
        store.settle(unknown, DeliveryState.SENT, "found in Sent", sent_at=NOW)
        assert store.expire_sending() == []

    def test_a_sender_who_does_not_know_may_say_so(self, store: Store) -> None:
        store.settle(sending_mail(store), DeliveryState.UNKNOWN, "line broke after the last byte")
        assert [row.note for row in store.expire_sending()] == ["line broke after the last byte"]

    def test_an_unknown_mail_is_sent_again_with_identical_bytes_by_one_worker(self, store: Store) -> None:
        sending_mail(store, lease=ENDED)
        (unknown,) = store.expire_sending()
        resent = store.reclaim_unknown(unknown, "w2", HOUR)
        assert resent is not None
        assert (resent.message, resent.message_id) == (unknown.message, unknown.message_id)
        assert (resent.state, resent.copies, resent.attempt) == (DeliveryState.SENDING, 2, 2)
        assert store.reclaim_unknown(unknown, "w3", HOUR) is None

    def test_a_mail_that_became_unknown_twice_is_not_taken_for_the_first_time(self, store: Store) -> None:
        sending_mail(store, lease=ENDED)
        (first,) = store.expire_sending()
        store.reclaim_unknown(first, "w2", ENDED)
        (second,) = store.expire_sending()
        assert store.reclaim_unknown(first, "w3", HOUR) is None
        with pytest.raises(LeaseLostError):
            store.settle(first, DeliveryState.FAILED, "seen long ago")
        store.settle(second, DeliveryState.PLANNED, "looked up: it never left", due_at=NOW)
        assert store.deliveries()[0].copies == 1

    def test_mails_are_found_by_the_message_ids_that_others_answer(self, store: Store) -> None:
        first, second = planned_mail(store), planned_mail(store, "m2", "r2")
        asked = frozenset({second.message_id, first.message_id, "<strange@elsewhere.example>"})
        assert [row.meeting_id for row in store.deliveries_by_id(asked)] == ["m1", "m2"]
        assert store.deliveries_by_id(frozenset()) == []

    def test_planned_mail_of_a_cancelled_meeting_never_leaves(self, store: Store) -> None:
        planned_mail(store, "m1")
        planned_mail(store, "m2")
        assert store.replace_planned("m1", ANNA, "cancelled") == 1
        assert store.replace_planned("m1", ANNA, "cancelled") == 0
        assert store.replace_planned("m2", "bert@example.test", "cancelled") == 0
        assert [(row.state, row.note) for row in store.deliveries("m1")] == [(DeliveryState.REPLACED, "cancelled")]
        assert store.deliveries("m2")[0].state is DeliveryState.PLANNED


DAY = "digest:2026-11-23"


def keep_digest(
    store: Store, revision: str = "d1", *meetings: str, kind: MailKind = MailKind.DIGEST, step: Step | None = None
) -> bool:
    """A digest that carries some meetings, with its mail."""
    covered = [brief(one, revision, kind=kind, text=f"{one} in {revision}") for one in meetings or ("m1", "m2")]
    whole = brief(DAY, revision, kind=kind)
    return store.save_brief(whole, [mail(DAY, revision, kind=kind)], replace_planned=True, step=step, covered=covered)


class DigestsContract:
    def test_a_digest_its_meetings_records_and_the_end_of_its_step_are_one_write(self, store: Store) -> None:
        store.plan([StepPlan(StepKind.DIGEST, NOW, DAY, ANNA)])
        (step,) = store.claim("w1", NOW, StepKind.DIGEST, 1, HOUR)
        assert keep_digest(store, step=step)
        assert [one.text for one in store.briefs("m2", ANNA)] == ["m2 in d1"]
        assert [one.kind for one in store.briefs(DAY)] == [MailKind.DIGEST]
        assert store.steps(DAY)[0].state is StepState.DONE

    def test_a_lost_lease_saves_nothing_of_a_digest(self, store: Store) -> None:
        store.plan([StepPlan(StepKind.DIGEST, NOW, DAY, ANNA)])
        (old,) = store.claim("w1", NOW, StepKind.DIGEST, 1, ENDED)
        store.claim("w2", NOW, StepKind.DIGEST, 1, HOUR)
        with pytest.raises(LeaseLostError):
            keep_digest(store, step=old)
        assert [*store.briefs(DAY), *store.briefs("m1"), *store.deliveries()] == []

    def test_the_mails_of_a_meeting_are_its_own_and_the_digests_that_carry_it(self, store: Store) -> None:
        planned_mail(store, "m1", "r1")
        keep_digest(store, "d1", "m1", "m2", kind=MailKind.OVERVIEW)
        planned_mail(store, "m1", "r2")
        assert [row.revision for row in store.deliveries("m1")] == ["r1", "d1", "r2"]
        assert [row.revision for row in store.deliveries("m2")] == ["d1"]
        assert [row.meeting_id for row in store.deliveries(DAY)] == [DAY]
        assert store.deliveries("m3") == []

    def test_a_newer_digest_of_the_day_takes_the_place_of_one_that_waits(self, store: Store) -> None:
        keep_digest(store, "d1", "m1", "m2")
        keep_digest(store, "d2", "m2", "m3")
        states = {row.revision: row.state for row in store.deliveries(DAY)}
        assert states == {"d1": DeliveryState.REPLACED, "d2": DeliveryState.PLANNED}
        assert [row.revision for row in store.deliveries("m2")] == ["d1", "d2"]

    def test_when_one_of_its_records_is_there_already_nothing_of_it_is_kept(self, store: Store) -> None:
        store.plan([StepPlan(StepKind.DIGEST, NOW, DAY, ANNA)])
        (step,) = store.claim("w1", NOW, StepKind.DIGEST, 1, HOUR)
        store.save_brief(brief("m2", "d1"), [], replace_planned=False)
        assert not keep_digest(store, "d1", "m1", "m2", step=step)
        assert [*store.briefs(DAY), *store.briefs("m1"), *store.deliveries()] == []
        assert store.steps(DAY)[0].state is StepState.DONE

    def test_a_digest_replaces_single_briefs_that_wait_and_nothing_else(self, store: Store) -> None:
        planned_mail(store, "m1", "r1")
        planned_mail(store, "m2", "r1", kind=MailKind.UPDATE)
        planned_mail(store, "m3", "r1")
        keep_digest(store, "d1", "m1", "m2")
        states = {(row.meeting_id, row.revision): row.state for row in store.deliveries()}
        assert states[("m1", "r1")] is DeliveryState.REPLACED
        assert states[("m2", "r1")] is DeliveryState.PLANNED
        assert states[("m3", "r1")] is DeliveryState.PLANNED

    def test_an_overview_leaves_the_single_briefs_alone(self, store: Store) -> None:
        planned_mail(store, "m1", "r1")
        keep_digest(store, "d1", "m1", kind=MailKind.OVERVIEW)
        assert store.deliveries("m1")[0].state is DeliveryState.PLANNED


def said(section: Section = Section.TIP, verdict: Opinion = Opinion.USEFUL, **changes: Any) -> Feedback:
    return replace(Feedback(ANNA, "m1", section, verdict, NOW), **changes)


class FeedbackContract:
    def test_feedback_comes_back_as_it_was_said_oldest_first(self, store: Store) -> None:
        wrong = said(Section.SINCE, Opinion.WRONG, facts=("activities/a1#1", "tickets/T1"))
        earlier = said(at=NOW - HOUR, meeting_id="m0")
        for row in (wrong, earlier):
            store.save_feedback(row)
        assert store.feedback(ANNA) == [earlier, wrong]

    def test_the_newer_verdict_on_a_section_of_a_meeting_stays(self, store: Store) -> None:
        newer = said(verdict=Opinion.NOT_USEFUL, at=NOW + HOUR)
        store.save_feedback(said(Section.MIND))
        for row in (said(), newer, said()):
            store.save_feedback(row)
        assert store.feedback(ANNA) == [said(Section.MIND), newer]

    def test_what_is_forgotten_is_gone_and_nothing_else_is(self, store: Store) -> None:
        store.save_feedback(said())
        store.save_feedback(said(meeting_id="m2"))
        assert store.forget_feedback(ANNA, "m1", Section.TIP)
        assert not store.forget_feedback(ANNA, "m1", Section.TIP)
        assert not store.forget_feedback(ANNA, "m2", Section.MIND)
        assert [row.meeting_id for row in store.feedback(ANNA)] == ["m2"]

    def test_each_account_manager_has_feedback_of_their_own_whatever_the_case(self, store: Store) -> None:
        store.save_feedback(said(manager="Bert@Example.test"))
        store.save_feedback(said())
        assert [row.manager for row in store.feedback("BERT@example.test")] == ["bert@example.test"]
        assert len(store.feedback()) == 2
        assert store.forget_feedback("bert@EXAMPLE.test", "m1", Section.TIP)


class StoreContract(
    MeetingsContract,
    HintContract,
    MemoryContract,
    StepsContract,
    BriefsContract,
    LedgerContract,
    DigestsContract,
    FeedbackContract,
    FollowupContract,
):
    """Everything `ports.Store` promises to one process; the subclass has a `store` fixture."""


class SharedStoreContract(StoreContract):
    """What several workers on one database can rely on; the subclass has a `url` fixture."""

    @pytest.fixture
    def store(self, url: str) -> Iterator[SqlStore]:
        opened = SqlStore.open(url)
        yield opened
        opened.close()

    def test_two_threads_claim_each_step_once(self, store: SqlStore) -> None:
        store.plan([brief_plan(f"m{number}") for number in range(60)])
        both = threading.Barrier(2)

        def work(worker: str) -> list[str]:
            both.wait()
            return _until_empty(lambda: [s.meeting_id for s in store.claim(worker, NOW, StepKind.BRIEF, 3, HOUR)])

        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(work, ["w1", "w2"])
        assert sorted(first + second) == sorted(f"m{number}" for number in range(60))

    def test_two_threads_resend_an_unknown_mail_once(self, store: SqlStore) -> None:
        sending_mail(store, lease=ENDED)
        (unknown,) = store.expire_sending()
        both = threading.Barrier(2)

        def resend(worker: str) -> bool:
            both.wait()
            return store.reclaim_unknown(unknown, worker, HOUR) is not None

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(resend, ["w1", "w2"])) == [False, True]
        assert store.deliveries()[0].copies == 2

    def test_two_processes_claim_each_step_and_each_mail_once(self, store: SqlStore, url: str) -> None:
        names = sorted(f"m{number:03}" for number in range(200))
        store.plan([brief_plan(name) for name in names])
        for name in names:
            planned_mail(store, name)
        spawn = multiprocessing.get_context("spawn")
        together = ProcessPoolExecutor(2, spawn, _meet_at, (spawn.Barrier(2),))
        with together as pool:
            first, second = pool.map(_claim_everything, [url, url], ["w1", "w2"])
        assert sorted(first[0] + second[0]) == names
        assert sorted(first[1] + second[1]) == names
        assert {step.attempt for step in store.steps()} == {1}
        assert {(row.attempt, row.copies) for row in store.deliveries()} == {(1, 1)}


_meeting_point: list[Barrier] = []


def _meet_at(barrier: Barrier) -> None:
    _meeting_point.append(barrier)


def _claim_everything(url: str, worker: str) -> tuple[list[str], list[str]]:
    """Runs in a process of its own: meeting ids of all the steps and of all the mails it could claim."""
    store = SqlStore.open(url)

    def one_mail() -> list[str]:
        claimed = store.claim_delivery(worker, NOW, HOUR)
        return [claimed.meeting_id] if claimed else []

    _meeting_point[0].wait(timeout=30)
    steps = _until_empty(lambda: [step.meeting_id for step in store.claim(worker, NOW, StepKind.BRIEF, 3, HOUR)])
    mails = _until_empty(one_mail)
    store.close()
    return steps, mails


def _until_empty(claim: Callable[[], list[str]]) -> list[str]:
    claimed: list[str] = []
    while some := claim():
        claimed += some
    return claimed
