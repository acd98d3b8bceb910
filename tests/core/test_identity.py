"""Which meeting it is: every rule, and what must hold whatever calendars do."""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kambrief.core.identity import Reconciled, reconcile
from kambrief.core.model import (
    AccountManager,
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
from kambrief.core.samecall import why_one
from kambrief.ports import CalendarRead
from tests.builders import ELINA, OTTO, at, occurrence

NOW = at("5.10. 12.00")
START, END = NOW - dt.timedelta(days=30), NOW + dt.timedelta(days=30)
PETRI = Attendee("petri@havulinna.example", "Petri Vuolle")
CANCELLED = EventStatus.CANCELLED


def ids(first: int = 1) -> Callable[[], str]:
    numbers = itertools.count(first)
    return lambda: f"m{next(numbers)}"


def read(*occurrences: Occurrence, owner: AccountManager = ELINA, **more: Any) -> CalendarRead:
    return dataclasses.replace(CalendarRead("meetings.fake", owner.email, owner.email, occurrences), **more)


def settle(known: Sequence[Meeting], *reads: CalendarRead, now: dt.datetime = NOW) -> Reconciled:
    return reconcile(known, reads, START, END, now, ids(len(known) + 1))


def after(known: Sequence[Meeting], result: Reconciled) -> list[Meeting]:
    """What the store holds once the result is saved."""
    return list(
        ({meeting.id: meeting for meeting in known} | {meeting.id: meeting for meeting in result.meetings}).values()
    )


def known(*reads: CalendarRead) -> list[Meeting]:
    return list(settle([], *reads).meetings)


def only(result: Reconciled) -> Meeting:
    (meeting,) = result.meetings
    return meeting


def rules(result: Reconciled) -> list[str]:
    return [explanation.rule for explanation in result.explanations]


def series(*starts: str, uid: str = "weekly", **more: Any) -> list[Occurrence]:
    return [
        occurrence(
            start, uid=uid, recurrence_id=f"{at(start).astimezone(dt.UTC):%Y%m%dT%H%M%SZ}", recurring=True, **more
        )
        for start in starts
    ]


# --- one calendar ----------------------------------------------------------------------------------------------------


def test_an_unknown_event_is_a_new_meeting_with_all_it_says() -> None:
    result = settle([], read(occurrence("6.10. 9.00", agenda="Kuljetin 3")))
    meeting = only(result)
    assert (meeting.id, meeting.start, meeting.agenda, meeting.owners) == (
        "m1",
        at("6.10. 9.00"),
        "Kuljetin 3",
        (ELINA.email,),
    )
    assert rules(result) == ["new"]


def test_a_single_event_that_moves_keeps_its_id() -> None:
    before = known(read(occurrence("6.10. 9.00")))
    meeting = only(settle(before, read(occurrence("8.10. 14.00", sequence=1))))
    assert (meeting.id, meeting.start) == ("m1", at("8.10. 14.00"))


def test_a_series_that_moved_is_paired_with_the_old_one_by_order() -> None:
    before = known(read(*series("6.10. 9.00", "13.10. 9.00", "20.10. 9.00")))
    result = settle(before, read(*series("7.10. 10.00", "14.10. 10.00", "21.10. 10.00", "28.10. 10.00")))
    assert [(m.id, m.start) for m in result.meetings[:3]] == [
        ("m1", at("7.10. 10.00")), ("m2", at("14.10. 10.00")), ("m3", at("21.10. 10.00")),
    ]  # fmt: skip
    assert rules(result).count("series_moved") == 3
    assert not any(meeting.cancelled for meeting in result.meetings)


def test_a_series_of_which_one_instance_went_has_not_moved() -> None:
    before = known(read(*series("6.10. 9.00", "13.10. 9.00")))
    result = settle(before, read(*series("6.10. 9.00", "15.10. 9.00")))
    assert sorted((m.start, m.cancelled) for m in result.meetings) == [
        (at("13.10. 9.00"), True),
        (at("15.10. 9.00"), False),
    ]


def test_the_past_of_a_moved_series_stays_what_it_was() -> None:
    before = known(read(*series("29.9. 9.00", "6.10. 9.00")))
    result = settle(before, read(*series("30.9. 9.00", "7.10. 9.00")))
    assert [(m.id, m.start) for m in result.meetings] == [("m2", at("7.10. 9.00"))]


def test_a_single_event_that_became_a_series_is_the_instance_at_its_time() -> None:
    before = known(read(occurrence("13.10. 9.00", uid="weekly")))
    result = settle(before, read(*series("6.10. 9.00", "13.10. 9.00", "20.10. 9.00")))
    meeting = next(meeting for meeting in result.meetings if meeting.start == at("13.10. 9.00"))
    assert meeting.sources[0].recurrence_id == "20261013T060000Z"
    assert "series_moved" in rules(result)
    assert len(after(before, result)) == 3


def test_a_series_that_became_a_single_event_keeps_the_id_of_that_day() -> None:
    before = known(read(*series("6.10. 9.00", "13.10. 9.00")))
    result = settle(before, read(occurrence("13.10. 9.00", uid="weekly")))
    assert {m.id: m.cancelled for m in after(before, result)} == {"m1": True, "m2": False}


def test_an_event_re_issued_under_a_new_uid_keeps_its_id() -> None:
    before = known(read(occurrence("6.10. 9.00", uid="old")))
    result = settle(before, read(occurrence("6.10. 9.05", uid="new")))
    assert (only(result).id, [source.uid for source in only(result).sources]) == ("m1", ["new"])
    assert rules(result) == ["reissued"]


def test_a_re_issue_is_seen_when_the_old_event_is_shown_as_cancelled() -> None:
    before = known(read(occurrence("6.10. 9.00", uid="old")))
    both = read(occurrence("6.10. 9.00", uid="old", status=CANCELLED), occurrence("6.10. 9.00", uid="new"))
    result = settle(before, both)
    assert (only(result).id, only(result).cancelled) == ("m1", False)
    assert not settle(after(before, result), both).meetings


def test_an_event_with_other_people_or_at_another_time_is_no_re_issue() -> None:
    before = known(read(occurrence("6.10. 9.00", uid="old")))
    others = occurrence("6.10. 9.00", uid="new", attendees=(Attendee("somebody@else.example"),))
    assert {m.id: m.cancelled for m in after(before, settle(before, read(others)))}["m1"]
    assert {m.id: m.cancelled for m in after(before, settle(before, read(occurrence("6.10. 10.00", uid="new"))))}["m1"]


def test_what_is_gone_and_still_ahead_is_cancelled_and_comes_back_with_its_id() -> None:
    before = known(read(occurrence("6.10. 9.00"), occurrence("7.10. 9.00", uid="other")))
    gone = settle(before, read(occurrence("6.10. 9.00")))
    assert (only(gone).id, only(gone).cancelled, only(gone).title) == ("m2", True, "Kuorimon tilanne")
    assert only(gone).owners == (ELINA.email,)
    back = settle(after(before, gone), read(occurrence("6.10. 9.00"), occurrence("7.10. 9.00", uid="other")))
    assert (only(back).id, only(back).cancelled, rules(back)) == ("m2", False, ["back"])


def test_past_meetings_age_out_of_the_feed_unchanged() -> None:
    before = known(read(occurrence("1.10. 9.00"), occurrence("6.10. 9.00", uid="other")))
    assert not settle(before, read(occurrence("6.10. 9.00", uid="other"))).meetings


def test_a_meeting_beyond_the_window_is_not_gone() -> None:
    before = known(read(occurrence("6.10. 9.00"), occurrence("5.11. 9.00", uid="far")))
    assert not settle(before, read(occurrence("6.10. 9.00"))).meetings


def test_a_read_that_is_incomplete_or_unchanged_takes_nothing_away() -> None:
    before = known(read(occurrence("6.10. 9.00")))
    assert not settle(before, read(complete=False)).meetings
    assert not settle(before, read(unchanged=True)).meetings
    assert not settle(before).meetings


def test_an_event_that_could_not_be_read_is_not_gone() -> None:
    before = known(read(occurrence("6.10. 9.00"), occurrence("7.10. 9.00", uid="other")))
    assert not settle(before, read(occurrence("7.10. 9.00", uid="other"), unread=frozenset({"uid-1"}))).meetings


def test_a_calendar_that_is_suddenly_empty_is_a_fault_and_changes_nothing() -> None:
    before = known(read(*series("6.10. 9.00", "13.10. 9.00", "20.10. 9.00")))
    result = settle(before, read())
    assert not result.meetings
    assert [(fault.calendar, "suddenly empty: 3" in fault.text) for fault in result.faults] == [(ELINA.email, True)]


def test_two_meetings_may_go_at_once() -> None:
    before = known(read(*series("6.10. 9.00", "13.10. 9.00")))
    result = settle(before, read())
    assert [meeting.cancelled for meeting in result.meetings] == [True, True]
    assert not result.faults


def test_a_fault_in_one_calendar_does_not_stop_another() -> None:
    mine = read(*series("6.10. 9.00", "13.10. 9.00", "20.10. 9.00"))
    theirs = read(occurrence("6.10. 13.00", uid="o", owner=OTTO), owner=OTTO)
    before = known(mine, theirs)
    result = settle(before, read(), read(occurrence("6.10. 14.00", uid="o", owner=OTTO), owner=OTTO))
    assert only(result).start == at("6.10. 14.00")
    assert len(result.faults) == 1


def test_of_two_versions_the_higher_sequence_counts_then_the_later_stamp() -> None:
    versions = [
        occurrence("6.10. 9.00", sequence=1, stamp=at("1.10. 9.00")),
        occurrence("7.10. 9.00", sequence=1, stamp=at("2.10. 9.00")),
        occurrence("8.10. 9.00", sequence=0, stamp=at("3.10. 9.00")),
    ]
    for order in itertools.permutations(versions):
        assert only(settle([], read(*order))).start == at("7.10. 9.00")


# --- two calendars ---------------------------------------------------------------------------------------------------


def copy_of(start: str = "6.10. 9.00", **more: Any) -> Occurrence:
    """Elina's call as it stands in Otto's calendar."""
    return dataclasses.replace(
        occurrence(start, owner=OTTO, organizer=Attendee(ELINA.email, ELINA.name)),
        **more,
    )


def named(uid: str, calendar: str = OTTO.email, recurrence_id: str = "") -> SourceKey:
    return SourceKey("meetings.fake", calendar, uid, recurrence_id)


def test_one_uid_in_two_calendars_is_one_meeting_with_two_owners() -> None:
    result = settle([], read(occurrence("6.10. 9.00")), read(copy_of(), owner=OTTO))
    assert only(result).owners == (ELINA.email, OTTO.email)
    assert len(only(result).sources) == 2
    assert rules(result) == ["same_uid", "new"]


def test_same_organiser_same_customer_and_nearly_the_same_start_is_one_meeting() -> None:
    result = settle([], read(occurrence("6.10. 9.00")), read(copy_of("6.10. 9.05", source=named("zoom-1")), owner=OTTO))
    assert len(only(result).sources) == 2
    assert "same_people" in rules(result)


def test_these_are_two_meetings() -> None:
    room = JoinLink("https://zoom.us/my/elina", Platform.ZOOM, personal_room=True)
    other = JoinLink("https://teams.microsoft.com/meet/2", Platform.TEAMS, "2")
    cases = {
        "more than five minutes apart": copy_of("6.10. 9.06", source=named("x")),
        "another organiser": copy_of(source=named("x"), organizer=Attendee("boss@kuura.example")),
        "no organiser": copy_of(source=named("x"), organizer=None),
        "another customer": copy_of(source=named("x"), attendees=(Attendee("eva@toinen.example"),)),
        "only colleagues shared": copy_of(source=named("x"), attendees=(Attendee(OTTO.email),)),
        "only a personal room shared": copy_of(
            source=named("x"), join=room, attendees=(Attendee("eva@toinen.example"),)
        ),
        "links into different calls": copy_of(source=named("x"), join=other),
    }
    for why, theirs in cases.items():
        assert len(settle([], read(occurrence("6.10. 9.00")), read(theirs, owner=OTTO)).meetings) == 2, why


def test_a_customer_who_calls_two_of_us_at_once_holds_two_meetings() -> None:
    mine = occurrence("6.10. 9.00", organizer=PETRI, attendees=(PETRI,))
    theirs = copy_of(source=named("x"), organizer=PETRI, attendees=(PETRI, Attendee(OTTO.email)))
    assert len(settle([], read(mine), read(theirs, owner=OTTO)).meetings) == 2


def test_two_entries_of_one_calendar_are_never_one_meeting() -> None:
    assert len(settle([], read(occurrence("6.10. 9.00"), occurrence("6.10. 9.00", uid="double"))).meetings) == 2


def test_a_known_meeting_gets_the_second_calendar_when_it_appears_there() -> None:
    before = known(read(occurrence("6.10. 9.00")))
    result = settle(before, read(occurrence("6.10. 9.00")), read(copy_of(), owner=OTTO))
    assert (only(result).id, only(result).owners) == ("m1", (ELINA.email, OTTO.email))


def test_when_one_copy_goes_that_owner_leaves_and_the_meeting_stays() -> None:
    before = known(read(occurrence("6.10. 9.00")), read(copy_of(), owner=OTTO))
    result = settle(before, read(occurrence("6.10. 9.00")), read(owner=OTTO))
    assert (only(result).id, only(result).cancelled, only(result).owners) == ("m1", False, (ELINA.email,))
    assert rules(result) == ["left"]


def test_when_an_attendees_copy_is_cancelled_that_owner_leaves() -> None:
    before = known(read(occurrence("6.10. 9.00")), read(copy_of(), owner=OTTO))
    reads = (read(occurrence("6.10. 9.00")), read(copy_of(status=CANCELLED), owner=OTTO))
    result = settle(before, *reads)
    assert (only(result).cancelled, only(result).owners) == (False, (ELINA.email,))
    unchanged = (reads[0], read(unchanged=True, owner=OTTO))
    assert not settle(after(before, result), *unchanged).meetings


def test_when_the_organisers_copy_says_cancelled_the_meeting_is_off() -> None:
    before = known(read(occurrence("6.10. 9.00")), read(copy_of(), owner=OTTO))
    result = settle(before, read(occurrence("6.10. 9.00", status=CANCELLED)), read(copy_of(), owner=OTTO))
    assert (only(result).cancelled, only(result).owners) == (True, (ELINA.email, OTTO.email))


def test_when_all_copies_go_the_meeting_is_off() -> None:
    before = known(read(occurrence("6.10. 9.00")), read(copy_of(), owner=OTTO))
    assert only(settle(before, read(), read(owner=OTTO))).cancelled


def test_a_copy_in_a_calendar_that_was_not_read_still_counts() -> None:
    before = known(read(occurrence("6.10. 9.00")), read(copy_of(), owner=OTTO))
    for quiet in ((), (read(owner=OTTO, complete=False),), (read(owner=OTTO, unchanged=True),)):
        result = settle(before, read(), *quiet)
        assert (only(result).cancelled, only(result).owners) == (False, (OTTO.email,))


def test_the_newest_version_sets_the_time_and_people_are_everybodys() -> None:
    eva = Attendee("eva@havulinna.example", "Eva", Response.ACCEPTED)
    mine = occurrence("6.10. 9.00", sequence=2, attendees=(PETRI,))
    theirs = copy_of("6.10. 8.00", sequence=1, attendees=(dataclasses.replace(PETRI, response=Response.ACCEPTED), eva))
    meeting = only(settle([], read(mine), read(theirs, owner=OTTO)))
    assert meeting.start == at("6.10. 9.00")
    assert {
        person.email: person.response for person in meeting.attendees if person.email.endswith("havulinna.example")
    } == {
        "petri@havulinna.example": Response.ACCEPTED,
        "eva@havulinna.example": Response.ACCEPTED,
    }


def test_each_managers_own_calendar_knows_their_own_answer_best() -> None:
    otto_unanswered = Attendee(OTTO.email, response=Response.ACCEPTED)
    mine = occurrence("6.10. 9.00", sequence=5, attendees=(PETRI, otto_unanswered))
    theirs = copy_of(attendees=(PETRI, Attendee(OTTO.email, response=Response.DECLINED)))
    meeting = only(settle([], read(mine), read(theirs, owner=OTTO)))
    assert [person.response for person in meeting.attendees if person.email == OTTO.email] == [Response.DECLINED]


def test_what_one_manager_marked_private_does_not_reach_the_other() -> None:
    mine = occurrence("6.10. 9.00", private=True, sequence=3, agenda="between us", title="secret")
    meeting = only(settle([], read(mine), read(copy_of(), owner=OTTO)))
    assert (meeting.private, meeting.agenda, meeting.title) == (False, "", "Kuorimon tilanne")


# --- whatever calendars do -------------------------------------------------------------------------------------------

PEOPLE = (PETRI, Attendee("eva@toinen.example"), Attendee(OTTO.email), Attendee(ELINA.email))


@st.composite
def events(draw: st.DrawFn, owner: AccountManager) -> Occurrence:
    recurrence_id = draw(st.sampled_from(["", "", "20261006T060000Z", "20261013T060000Z"]))
    start = NOW + dt.timedelta(minutes=draw(st.sampled_from([-3000, -5, 1200, 1203, 1206, 3000, 50_000])))
    return dataclasses.replace(
        occurrence("6.10. 9.00", owner=owner),
        source=SourceKey("meetings.fake", owner.email, draw(st.sampled_from("abc")), recurrence_id),
        start=start,
        end=start + dt.timedelta(minutes=30),
        organizer=draw(st.sampled_from([None, *PEOPLE])),
        attendees=tuple(draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True))),
        status=draw(st.sampled_from([EventStatus.CONFIRMED, EventStatus.CONFIRMED, CANCELLED])),
        sequence=draw(st.integers(0, 2)),
        private=draw(st.booleans()),
        title=draw(st.sampled_from(["x", "y"])),
    )


@st.composite
def passes(draw: st.DrawFn) -> list[CalendarRead]:
    return [
        read(
            *draw(st.lists(events(owner), max_size=5)),
            owner=owner,
            complete=draw(st.sampled_from([True, True, False])),
            unread=draw(st.sampled_from([frozenset(), frozenset("a")])),
        )
        for owner in (ELINA, OTTO)
    ]


def saved(history: Sequence[Sequence[CalendarRead]]) -> list[Meeting]:
    new_id = ids()
    store: dict[str, Meeting] = {}
    for reads in history:
        for meeting in reconcile(list(store.values()), reads, START, END, NOW, new_id).meetings:
            store[meeting.id] = meeting
    return list(store.values())


@given(st.lists(passes(), max_size=3), passes())
def test_the_same_reads_again_change_nothing(history: list[list[CalendarRead]], last: list[CalendarRead]) -> None:
    before = saved(history)
    first = reconcile(before, last, START, END, NOW, ids(100))
    assume(not first.faults)  # a disbelieved calendar is judged anew each time
    store = after(before, first)
    assert not reconcile(store, last, START, END, NOW, ids(200)).meetings


@given(st.lists(passes(), max_size=2), passes())
def test_the_order_of_reads_and_events_makes_no_difference(
    history: list[list[CalendarRead]], last: list[CalendarRead]
) -> None:
    before = saved(history)
    mixed = [dataclasses.replace(one, occurrences=tuple(reversed(one.occurrences))) for one in reversed(last)]
    assert settle(before, *last).meetings == settle(list(reversed(before)), *mixed).meetings


@given(st.lists(passes(), max_size=2), passes())
def test_no_known_meeting_loses_its_id_or_its_past(history: list[list[CalendarRead]], last: list[CalendarRead]) -> None:
    before = saved(history)
    result = reconcile(before, last, START, END, NOW, ids(100))
    shown = {one.source for read_ in last for one in read_.occurrences}
    store = {meeting.id: meeting for meeting in after(before, result)}
    assert {meeting.id for meeting in before} <= set(store)
    for meeting in before:
        if (
            meeting.start <= NOW
            and not set(meeting.sources) & shown
            and set(store[meeting.id].sources) == set(meeting.sources)
        ):
            assert store[meeting.id].cancelled == meeting.cancelled


@given(passes())
def test_every_event_belongs_to_exactly_one_meeting_and_two_are_one_only_by_a_rule(reads: list[CalendarRead]) -> None:
    result = settle([], *reads)
    keys = [source for meeting in result.meetings for source in meeting.sources]
    assert sorted(map(repr, keys)) == sorted({repr(one.source) for read_ in reads for one in read_.occurrences})
    for meeting in result.meetings:
        assert len({source.calendar for source in meeting.sources}) == len(meeting.sources)
        if len(meeting.sources) == 2:
            versions = [
                [one for read_ in reads for one in read_.occurrences if one.source == source]
                for source in meeting.sources
            ]
            assert any(by_a_rule(one, other) for one in versions[0] for other in versions[1])


def by_a_rule(one: Occurrence, other: Occurrence) -> bool:
    """The rules, said a second time."""
    near = abs(one.start - other.start) <= dt.timedelta(minutes=5)
    if one.source.uid == other.source.uid and (near or one.source.recurrence_id == other.source.recurrence_id):
        return True
    outside = [
        {person.email for person in side.attendees if not person.email.endswith("@kuura.example")}
        for side in (one, other)
    ]
    same = one.organizer is not None and other.organizer is not None and one.organizer.email == other.organizer.email
    return near and same and bool(outside[0] & outside[1])


# --- the platform's own record ---------------------------------------------------------------------------------------

ZOOM = JoinLink("https://kuura.zoom.us/j/85012345678?pwd=x", Platform.ZOOM, "85012345678")


def record(start: str = "6.10. 9.00", owner: AccountManager = ELINA, **more: Any) -> Occurrence:
    """Zoom's own word of a call: its host and its link, and nobody invited."""
    host = more.pop("host", owner)
    return dataclasses.replace(
        occurrence(start, owner=owner, attendees=(), organizer=Attendee(host.email, host.name)),
        **{
            "source": SourceKey("meetings.zoom", owner.email, "85012345678", "", "85012345678/"), "join": ZOOM,
            "attendees": (), "authority": Authority.PLATFORM, "title": "Zoom Meeting", **more,
        },
    )  # fmt: skip


def from_zoom(*records: Occurrence, owner: AccountManager = ELINA, **more: Any) -> CalendarRead:
    return CalendarRead("meetings.zoom", owner.email, owner.email, records, **more)


def entry(start: str = "6.10. 9.00", **more: Any) -> Occurrence:
    return occurrence(start, **{"join": ZOOM, "authority": Authority.CALENDAR, **more})


@pytest.mark.parametrize("first", ["zoom", "calendar", "both"])
def test_a_call_and_the_platforms_record_of_it_are_one_meeting_whichever_comes_first(first: str) -> None:
    reads = {"zoom": [from_zoom(record())], "calendar": [read(entry())], "both": [from_zoom(record()), read(entry())]}
    before = known(*reads[first])
    (meeting,) = after(before, settle(before, *reads["both"]))
    assert (meeting.title, meeting.join, len(meeting.sources), meeting.id) == (
        "Kuorimon tilanne",
        ZOOM,
        2,
        before[0].id,
    )
    assert [one.email for one in meeting.attendees][1:] == ["petri@havulinna.example", "markku@havulinna.example"]


def test_a_record_that_stood_alone_joins_the_entry_that_gets_its_link_later() -> None:
    before = known(read(entry(join=None)), from_zoom(record()))
    assert len(before) == 2
    store = after(before, settle(before, read(entry()), from_zoom(unchanged=True)))
    live = [meeting for meeting in store if not meeting.cancelled]
    assert [len(meeting.sources) for meeting in live] == [2]
    assert [meeting.sources for meeting in store if meeting.cancelled] == [()]
    assert not settle(store, read(entry()), from_zoom(record())).meetings


def test_these_are_not_the_call_of_the_record() -> None:
    personal = dataclasses.replace(ZOOM, personal_room=True)
    cases = {
        "another time": (record("6.10. 9.10"), entry()),
        "a personal room": (record(join=personal), entry()),
        "another id": (record(), entry(join=dataclasses.replace(ZOOM, external_id="999"))),
        "a host who has no part in it": (record(host=OTTO, owner=OTTO), entry()),
        "other customers": (record(attendees=(Attendee("eva@toinen.example"),)), entry()),
    }
    for why, (zoom, calendar) in cases.items():
        owner = OTTO if zoom.owner == OTTO.email else ELINA
        result = settle([], from_zoom(zoom, owner=owner), read(calendar))
        assert len([one for one in result.meetings if not one.cancelled]) == 2, why


def test_two_customers_at_one_time_with_one_pasted_link_stay_two_and_the_record_takes_neither_side() -> None:
    other = entry(uid="second", attendees=(Attendee("eva@toinen.example"),))
    meetings = settle([], read(entry(), other), from_zoom(record())).meetings
    assert len(meetings) == 3
    assert all(len(one.sources) == 1 for one in meetings)


def test_a_personal_room_used_for_two_customers_in_a_row_is_two_meetings() -> None:
    room = dataclasses.replace(ZOOM, personal_room=True)
    first, then = (
        entry("6.10. 9.00", minutes=30),
        entry("6.10. 9.30", uid="next", attendees=(Attendee("eva@toinen.example"),)),
    )
    meetings = settle([], read(first, then), from_zoom(record("6.10. 9.00", join=room))).meetings
    assert [{person.email.partition("@")[2] for person in one.attendees} - {"kuura.example"} for one in meetings if one.attendees] == [
        {"havulinna.example"}, {"toinen.example"},
    ]  # fmt: skip


def test_time_and_title_come_from_the_calendar_and_a_feed_stands_behind_it() -> None:
    feed = dataclasses.replace(
        entry("6.10. 8.30", authority=Authority.FEED, sequence=9, title="Vanha"),
        source=SourceKey("meetings.icalendar", ELINA.email, "uid-1"),
    )
    live = entry()
    meeting = only(
        settle(
            [], CalendarRead("meetings.icalendar", ELINA.email, ELINA.email, (feed,)), read(live), from_zoom(record())
        )
    )
    assert (meeting.title, meeting.start, len(meeting.sources)) == ("Kuorimon tilanne", at("6.10. 9.00"), 3)
    for quiet in ("feed", "calendar"):
        again = feed if quiet == "calendar" else live
        name = "meetings.icalendar" if quiet == "calendar" else "meetings.fake"
        changed = dataclasses.replace(again, agenda="uusi")
        result = settle([meeting], CalendarRead(name, ELINA.email, ELINA.email, (changed,), partial=True))
        assert (only(result).title, only(result).start) == ("Kuorimon tilanne", at("6.10. 9.00"))


def test_a_call_taken_out_of_the_calendar_is_off_though_its_record_stays_and_nothing_but_an_entry_brings_it_back() -> (
    None
):
    invited = record(attendees=(PETRI,))
    before = known(read(entry()), from_zoom(invited))
    off = after(before, settle(before, read(), from_zoom(unchanged=True)))
    assert [one.cancelled for one in off] == [True]
    for again in (from_zoom(invited), from_zoom(dataclasses.replace(invited, title="Changed"), partial=True)):
        off = after(off, settle(off, read(), again))
        assert [one.cancelled for one in off] == [True]
    back = after(off, settle(off, read(entry()), from_zoom(unchanged=True)))
    assert [(one.cancelled, one.id) for one in back] == [(False, before[0].id)]


def test_a_call_cancelled_and_then_deleted_stays_off_though_its_record_stays() -> None:
    before = known(read(entry()), from_zoom(record(attendees=(PETRI,))))
    off = after(before, settle(before, read(entry(status=CANCELLED)), from_zoom(unchanged=True)))
    gone = after(off, settle(off, read(), from_zoom(unchanged=True)))
    assert [one.cancelled for one in gone] == [True]


def test_a_colleague_who_leaves_takes_no_call_along_that_stands_in_zoom_alone() -> None:
    theirs = entry(owner=OTTO, organizer=Attendee(ELINA.email))
    theirs = dataclasses.replace(theirs, source=dataclasses.replace(theirs.source, calendar=OTTO.email))
    before = known(read(theirs, owner=OTTO), from_zoom(record(attendees=(PETRI,))))
    left = after(before, settle(before, read(owner=OTTO), from_zoom(unchanged=True)))
    assert [(one.cancelled, one.owners) for one in left] == [(False, (ELINA.email,))]


def test_the_platforms_record_has_no_say_in_who_is_invited_or_what_is_private() -> None:
    meeting = only(
        settle(
            [],
            read(entry(private=True, free=True)),
            from_zoom(record(attendees=(Attendee("gone@havulinna.example"), PETRI))),
        )
    )
    assert (meeting.private, meeting.free) == (True, True)
    open_one = only(settle([], read(entry()), from_zoom(record(attendees=(Attendee("gone@havulinna.example"), PETRI)))))
    assert "gone@havulinna.example" not in [one.email for one in open_one.attendees]


# --- told bit by bit -------------------------------------------------------------------------------------------------


def told(*occurrences: Occurrence, gone: tuple[str, ...] = (), owner: AccountManager = ELINA) -> CalendarRead:
    return read(*occurrences, owner=owner, partial=True, removed=frozenset(gone))


def with_id(name: str, start: str, **more: Any) -> Occurrence:
    one = occurrence(start, uid=more.pop("uid", name), **more)
    return dataclasses.replace(one, source=dataclasses.replace(one.source, external_id=name))


def test_what_a_partial_read_does_not_speak_of_stays_as_it_is() -> None:
    before = known(read(with_id("a", "6.10. 9.00"), with_id("b", "7.10. 9.00")))
    result = settle(before, told(with_id("a", "6.10. 11.00")))
    assert [(one.id, one.start) for one in result.meetings] == [("m1", at("6.10. 11.00"))]
    gone = settle(before, told(gone=("b", "nobody-knows-this")))
    assert [(one.id, one.cancelled) for one in gone.meetings] == [("m2", True)]


def test_an_id_that_the_vendor_changed_is_kept_so_that_its_end_is_understood() -> None:
    before = known(read(with_id("a", "6.10. 9.00", uid="same")))
    renamed = after(before, settle(before, told(with_id("a2", "6.10. 9.00", uid="same"))))
    assert not settle(renamed, told(gone=("a",))).meetings
    assert only(settle(renamed, told(gone=("a2",)))).cancelled


def test_a_series_of_which_one_instance_was_replaced_has_not_moved() -> None:
    instances = [dataclasses.replace(one, source=dataclasses.replace(one.source, external_id=str(number)))
                 for number, one in enumerate(series("6.10. 9.00", "13.10. 9.00", "20.10. 9.00"))]  # fmt: skip
    before = known(read(*instances))
    extra = series("14.10. 9.00")[0]
    result = settle(before, told(extra, gone=("1",)))
    assert sorted((one.start, one.cancelled) for one in result.meetings) == [
        (at("13.10. 9.00"), True), (at("14.10. 9.00"), False),
    ]  # fmt: skip


def test_all_that_goes_one_by_one_at_once_is_not_believed_but_one_series_is() -> None:
    names = ("a", "b", "c")
    before = known(read(*(with_id(name, f"{day}.10. 9.00") for day, name in enumerate(names, 6))))
    result = settle(before, told(gone=names))
    assert (len(result.faults), result.meetings) == (1, ())
    weekly = [dataclasses.replace(one, source=dataclasses.replace(one.source, external_id=str(number)))
              for number, one in enumerate(series("6.10. 9.00", "13.10. 9.00", "20.10. 9.00"))]  # fmt: skip
    store = known(read(*weekly))
    assert len(settle(store, told(gone=("0", "1", "2"))).meetings) == 3


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        (copy_of(), "same_uid"),
        (copy_of("6.10. 9.04", source=named("x")), "same_people"),
        (copy_of(source=named("x"), attendees=(Attendee("eva@toinen.example"),)), ""),
    ],
)
def test_why_two_copies_are_one_call_can_be_told_afterwards(other: Occurrence, rule: str) -> None:
    assert why_one(other, [occurrence("6.10. 9.00")], ("kuura.example",)) == rule


def test_that_the_platform_vouches_for_a_link_can_be_told_afterwards() -> None:
    assert why_one(record(), [entry()], ("kuura.example",)) == "same_link"
    assert why_one(entry(), [record()], ("kuura.example",)) == "same_link"
