"""A day's meetings in one mail: which ones and when, what becomes of it, and what it says."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core import digest
from kambrief.core.brief import Block, Brief, Line, Section
from kambrief.core.customer import Contact, CrmData, Gap, Role, Side
from kambrief.core.evidence import Count, Listing, Person, Text
from kambrief.core.floor import compose as whole
from kambrief.core.model import AccountManager, BriefMode, Meeting, Response
from kambrief.core.saying import value
from kambrief.core.situation import Situation
from kambrief.core.work import BriefRecord, Delivery, DeliveryState, MailKind, Step, StepKind, StepState
from tests.builders import ELINA, at, attendee, havulinna, markku, meeting, petri, promise, situation, words_in

DAILY = dataclasses.replace(ELINA, mode=BriefMode.DIGEST)
TUESDAY = dt.date(2026, 10, 6)
PLANNED, SENT, FAILED = DeliveryState.PLANNED, DeliveryState.SENT, DeliveryState.FAILED
REPLACED, UNKNOWN = DeliveryState.REPLACED, DeliveryState.UNKNOWN


def row(
    state: DeliveryState, kind: MailKind = MailKind.DIGEST, *, copies: int = 0, starts: str = "6.10. 9.00"
) -> Delivery:
    return Delivery(
        1, "digest:2026-10-06", ELINA.email, ELINA.email, "r", kind, at("6.10. 7.00"), at(starts), "<x@y>", state=state,
        copies=copies,
    )  # fmt: skip


def step(state: StepState) -> Step:
    return Step(1, StepKind.DIGEST, at("6.10. 6.50"), "digest:2026-10-06", ELINA.email, state)


# --- which day, which meetings -------------------------------------------------------------------------------------


def test_a_days_name_leads_back_to_the_day_and_no_meetings_id_does() -> None:
    assert digest.day_of(digest.digest_id(TUESDAY)) == TUESDAY
    for name in ("m0000001", "digest:", "digest:yesterday", "2026-10-06", ""):
        assert digest.day_of(name) is None


@pytest.mark.parametrize(
    ("day", "clock", "when"),
    [
        (TUESDAY, dt.time(7), "2026-10-06T04:00"),
        (dt.date(2026, 10, 25), dt.time(7), "2026-10-25T05:00"),  # the clock was put back that night
        (dt.date(2027, 3, 28), dt.time(7), "2027-03-28T04:00"),  # and forward
        (dt.date(2026, 10, 25), dt.time(3, 30), "2026-10-25T00:30"),  # this time comes twice: the first
        (dt.date(2027, 3, 28), dt.time(3, 30), "2027-03-28T01:30"),  # and this one never: when the clock is past it
    ],
)
def test_it_is_due_at_its_local_time_which_exists_once_a_day(day: dt.date, clock: dt.time, when: str) -> None:
    found = digest.moment(day, dataclasses.replace(DAILY, digest_at=clock))
    assert found.tzinfo is dt.UTC
    assert found.isoformat().startswith(when)


def test_a_day_has_as_many_hours_as_its_clock_shows() -> None:
    def hours(day: dt.date) -> float:
        begin, end = digest.hours_of(day, DAILY)
        return (end - begin).total_seconds() / 3600

    assert [hours(TUESDAY), hours(dt.date(2026, 10, 25)), hours(dt.date(2027, 3, 28))] == [24, 25, 23]


@pytest.mark.parametrize(
    ("start", "now", "covered"),
    [
        ("6.10. 9.00", "6.10. 6.50", True),
        ("6.10. 7.05", "6.10. 6.50", True),
        ("6.10. 7.04", "6.10. 6.50", False),  # over before it could be read
        ("6.10. 6.30", "5.10. 23.00", False),
        ("7.10. 0.30", "6.10. 6.50", False),
        ("6.10. 23.59", "6.10. 6.50", True),
        ("6.10. 9.05", "6.10. 9.00", True),
        ("6.10. 9.04", "6.10. 9.00", False),
    ],
)
def test_it_covers_the_days_meetings_that_begin_five_minutes_after_it_or_later(
    start: str,
    now: str,
    covered: bool,  # noqa: FBT001 - a table
) -> None:
    assert digest.covers(meeting(start), DAILY, TUESDAY, at(now)) is covered


def test_the_day_is_the_account_managers_own() -> None:
    tokyo = dataclasses.replace(DAILY, timezone="Asia/Tokyo")
    assert digest.local_day(at("5.10. 22.00"), tokyo) == TUESDAY
    assert digest.covers(meeting("6.10. 2.00"), tokyo, TUESDAY, at("5.10. 20.00"))


# --- what becomes of it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "found", "over"),
    [
        pytest.param([], None, False, id="not planned yet"),
        pytest.param([], step(StepState.PLANNED), False, id="to be written"),
        pytest.param([], step(StepState.CLAIMED), False, id="being written"),
        pytest.param([], step(StepState.DROPPED), True, id="nothing to tell"),
        pytest.param([row(PLANNED)], step(StepState.DONE), False, id="waits for its time"),
        pytest.param([row(SENT)], step(StepState.DONE), True, id="out"),
        pytest.param([row(UNKNOWN)], step(StepState.DONE), True, id="perhaps out"),
        pytest.param([row(PLANNED, copies=1)], step(StepState.DONE), True, id="a first copy may be out"),
        pytest.param([row(FAILED)], step(StepState.DONE), True, id="refused"),
        pytest.param([row(REPLACED)], step(StepState.PLANNED), False, id="taken back to be written anew"),
        pytest.param([row(REPLACED), row(PLANNED)], step(StepState.DONE), False, id="written anew"),
    ],
)
def test_single_briefs_wait_for_it_until_it_has_had_its_turn(
    rows: list[Delivery],
    found: Step | None,
    over: bool,  # noqa: FBT001 - a table
) -> None:
    assert digest.has_had_its_turn(rows, found) is over
    assert (digest.waits_until(meeting("6.10. 9.00"), DAILY, rows, found) is None) is over


@pytest.mark.parametrize(
    ("start", "until"),
    [("6.10. 9.00", "6.10. 7.15"), ("6.10. 7.15", "6.10. 7.10"), ("6.10. 7.05", "6.10. 7.00"), ("6.10. 7.04", None)],
)
def test_they_wait_a_quarter_of_an_hour_and_never_beyond_five_minutes_before_the_start(
    start: str, until: str | None
) -> None:
    assert digest.waits_until(meeting(start), DAILY, [], None) == (at(until) if until else None)


@pytest.mark.parametrize("mode", [BriefMode.SINGLE, BriefMode.BOTH])
def test_whoever_gets_single_briefs_anyway_waits_for_no_digest(mode: BriefMode) -> None:
    assert digest.waits_until(meeting(), dataclasses.replace(ELINA, mode=mode), [], None) is None


def stale(waits: Delivery, carried: str, on: str, wanted: str, now: str = "6.10. 6.55", left_out: str = "") -> bool:
    """Meetings by letters."""
    return digest.is_stale(waits, set(carried), set(carried + left_out), set(on), set(wanted), at(now))


def test_one_that_waits_is_written_anew_when_its_list_is_another_one() -> None:
    assert not stale(row(PLANNED), "ab", "ab", "ab")
    assert stale(row(PLANNED), "ab", "abc", "abc")
    assert stale(row(PLANNED), "ab", "a", "a")
    assert not stale(row(PLANNED), "ab", "abc", "abc", left_out="c"), "c was tried and cannot be written"
    assert not stale(row(PLANNED), "ab", "ab", "b"), "time alone takes nothing out before its first meeting begins"
    assert stale(row(PLANNED), "ab", "ab", "b", now="6.10. 9.00")
    assert not stale(row(PLANNED), "a", "a", "", now="6.10. 9.00"), "nothing is left to tell: a stated miss"


@pytest.mark.parametrize("gone", [row(SENT), row(UNKNOWN), row(FAILED), row(REPLACED), row(PLANNED, copies=1)])
def test_one_that_left_or_may_have_left_is_never_written_anew(gone: Delivery) -> None:
    assert not stale(gone, "ab", "c", "c")


@pytest.mark.parametrize(
    ("mails", "held"),
    [
        ([], False),
        ([row(SENT)], True),
        ([row(PLANNED)], True),
        ([row(FAILED)], False),
        ([row(REPLACED)], False),
        ([row(REPLACED, copies=1)], True),
        ([row(SENT, MailKind.OVERVIEW)], False),
        ([row(SENT), row(SENT, MailKind.VOID)], False),
        ([row(SENT), row(FAILED, MailKind.VOID)], True),
        ([row(SENT), row(SENT, MailKind.VOID), row(SENT)], True),
    ],
)
def test_a_digest_holds_the_brief_of_a_meeting_until_that_is_called_off(mails: list[Delivery], held: bool) -> None:  # noqa: FBT001 - a table
    assert digest.holds(mails) is held


def test_its_record_tells_what_it_carries_and_odd_ones_tell_nothing() -> None:
    record = BriefRecord(
        "digest:2026-10-06", ELINA.email, "r", MailKind.DIGEST, at("6.10. 6.50"), "", "", "", "floor", "fi"
    )
    kept = dataclasses.replace(record, material=digest.as_contents(["m1", "m2"], ["m3"]))
    assert digest.contents(kept) == (frozenset({"m1", "m2"}), frozenset({"m3"}))
    assert digest.contents(record) == (frozenset(), frozenset())
    assert digest.contents(dataclasses.replace(record, material={"carried": "m1"})) == (frozenset(), frozenset())


# --- what it says --------------------------------------------------------------------------------------------------


def pair(data: CrmData | None = None, call: Meeting | None = None, **changes: Any) -> tuple[Brief, Situation]:
    found = situation(data, now="6.10. 6.50", call_=call, manager=DAILY)
    return dataclasses.replace(whole(found), **changes), found


def made(*pairs: tuple[Brief, Situation], manager: AccountManager = DAILY) -> digest.Digest:
    return digest.compose(TUESDAY, manager, pairs)


def test_meetings_stand_in_the_order_of_their_start() -> None:
    late, early = (pair(call=meeting(when, id=when)) for when in ("6.10. 13.00", "6.10. 9.00"))
    found = made(late, early)
    assert [entry.meeting_id for entry in found.entries] == ["6.10. 9.00", "6.10. 13.00"]
    assert [brief.meeting_id for brief in found.briefs] == ["6.10. 9.00", "6.10. 13.00"]
    assert found.subject.slots["count"] == Count(2)
    assert found.subject.slots["first"] == early[0].subject.slots["at"]


def test_an_entry_opens_with_time_customer_and_title() -> None:
    (entry,) = made(pair()).entries
    assert entry.head.phrase == "digest_entry"
    assert entry.head.slots["account"] == Text("Havulinna Levyteollisuus")
    assert entry.head.slots["title"] == Text("Kuorimon tilanne")


def test_of_a_customer_nobody_knows_the_title_is_enough() -> None:
    stranger = attendee("somebody@gmail.com")
    (entry,) = made(pair(CrmData(), meeting(attendees=(stranger,)))).entries
    assert entry.head.phrase == "digest_entry_plain"
    assert entry.deciders is None


def test_the_one_thing_stands_there_as_in_the_brief_internal_marks_too() -> None:
    brief, found = pair(havulinna(commitments=(promise("Raportti", dt.date(2026, 9, 25)),)))
    lead = brief.block(Section.ONE_THING)
    assert lead is not None
    inside = tuple(dataclasses.replace(line, internal=True) for line in lead.lines)
    blocks = tuple(dataclasses.replace(one, lines=inside) if one is lead else one for one in brief.blocks)
    (entry,) = made((dataclasses.replace(brief, blocks=blocks), found)).entries
    assert entry.one_thing == inside


def test_late_promises_of_ours_are_told_unless_the_one_thing_tells_them() -> None:
    rows = (
        promise("Juurisyyraportti", dt.date(2026, 9, 1), id="CM1"), promise("Varaosalista", dt.date(2026, 9, 25), id="CM2"),
        promise("Kutsu", dt.date(2026, 10, 20), id="CM3"), promise("Mitat", dt.date(2026, 9, 20), id="CM4", side=Side.THEM),
    )  # fmt: skip
    (entry,) = made(pair(havulinna(commitments=rows))).entries
    assert "commitments/CM1" in {fact for line in entry.one_thing for fact in line.facts}
    assert [line.id for line in entry.promises] == ["promises/CM2"]


def test_a_promise_that_the_brief_says_twice_stands_once_in_the_overview() -> None:
    brief, found = pair(havulinna(commitments=(promise("Raportti", dt.date(2026, 9, 1), id="CM1"),)))
    late = Line("promises/CM1", (value("promise_us_late", ("commitments/CM1",)),))
    other = Line("promises/CM2", (value("promise_us_late", ("commitments/CM2",)),))
    blocks = [one for one in brief.blocks if one.section is not Section.PROMISES]
    (entry,) = made(
        (dataclasses.replace(brief, blocks=(*blocks, Block(Section.PROMISES, (late, other)))), found)
    ).entries
    assert entry.promises == (other,)


def decider(number: int, role: Role = Role.SPONSOR) -> Contact:
    return petri(id=f"D{number}", first_name="Päättäjä", last_name=f"Numero {number}", email=f"d{number}@havulinna.example", role=role)  # fmt: skip


def test_of_those_who_decide_three_are_named_and_the_others_counted() -> None:
    five = tuple(decider(number) for number in range(5))
    data = havulinna(contacts=(petri(), *five))
    (entry,) = made(pair(data, meeting(attendees=tuple(attendee(one) for one in (petri(), *five))))).entries
    assert entry.deciders is not None
    names = entry.deciders.slots["names"]
    assert isinstance(names, Listing)
    assert len(names.items) == 3
    assert entry.deciders.slots["more"] == Count(2)
    assert Person("Petri Vuolle", "C01") not in names.items


def test_whoever_decides_and_has_declined_does_not_come() -> None:
    off = meeting(attendees=(attendee(petri()), attendee(markku(), Response.DECLINED)))
    (entry,) = made(pair(call=off)).entries
    assert entry.deciders is None


def test_words_from_outside_are_cut_to_what_can_be_read() -> None:
    long = meeting(title="sana " * 400)
    (entry,) = made(pair(call=long)).entries
    assert all(len(text.split()) < 60 for text in words_in([entry.head]))


def test_beside_single_briefs_it_holds_no_whole_brief_and_each_gap_once() -> None:
    gap, other = Gap("gap_no_crm"), Gap("gap_rows", {"count": "3"})
    beside = dataclasses.replace(ELINA, mode=BriefMode.BOTH)
    found = made(
        pair(gaps=(gap, other)), pair(call=meeting("6.10. 13.00", id="m2"), gaps=(dataclasses.replace(gap, detail="x"),)),
        manager=beside,
    )  # fmt: skip
    assert found.briefs == ()
    assert found.gaps == (gap, other)
    assert made(pair(gaps=(gap,))).gaps == (), "the brief itself says it"


def test_of_a_meeting_whose_brief_the_reader_has_the_overview_is_enough() -> None:
    gap = Gap("gap_no_crm")
    one, other = pair(gaps=(gap,)), pair(call=meeting("6.10. 13.00", id="m2"))
    found = digest.compose(TUESDAY, DAILY, [one, other], told=["m1"])
    assert [entry.meeting_id for entry in found.entries] == ["m1", "m2"]
    assert [brief.meeting_id for brief in found.briefs] == ["m2"]
    assert found.gaps == (gap,)


@given(st.lists(st.integers(0, 900), min_size=1, max_size=6))
def test_however_the_briefs_come_every_meeting_is_there_once_and_in_order(minutes: list[int]) -> None:
    starts = [at("6.10. 8.00") + dt.timedelta(minutes=number) for number in minutes]
    calls = [meeting("6.10. 8.00", id=f"m{place}") for place, _ in enumerate(starts)]
    pairs = [put_to(dataclasses.replace(call, start=start)) for call, start in zip(calls, starts, strict=True)]
    found = made(*pairs)
    assert sorted(entry.meeting_id for entry in found.entries) == sorted(call.id for call in calls)
    order = {brief.meeting_id: known.meeting.start for brief, known in pairs}
    assert [order[entry.meeting_id] for entry in found.entries] == sorted(starts)


BASE = pair()


def put_to(call: Meeting) -> tuple[Brief, Situation]:
    """One brief, put to another meeting: composing each anew would take the test's time."""
    return dataclasses.replace(BASE[0], meeting_id=call.id), dataclasses.replace(BASE[1], meeting=call)
