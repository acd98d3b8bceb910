"""Days on which anything may happen: whatever the order, each meeting is told of once, in time, and as it is."""

import dataclasses
import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kambrief.core.delivery import Material, newest, reached
from kambrief.core.model import BriefMode, EventStatus, Meeting, Occurrence
from kambrief.core.work import OF_A_DAY, Delivery, MailKind
from kambrief.errors import ProviderError
from tests.builders import ELINA, World, at, occurrence
from tests.fakes import FakeMail

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

STEP = dt.timedelta(minutes=20)
EVENING = at("5.10. 18.00")
PASSES = [at("6.10. 6.10") + place * STEP for place in range(16)]
"""From ten past six to ten past eleven."""
STARTS = [at("6.10. 7.00") + place * dt.timedelta(minutes=35) for place in range(9)]
LEAD = dt.timedelta(minutes=60)


@dataclass(frozen=True)
class Event:
    """Before the n-th pass something happens to one of three meetings: it is on, at this time, or off."""

    before: int
    meeting: int
    start: dt.datetime | None


events = st.builds(Event, st.integers(0, len(PASSES) - 1), st.integers(0, 2), st.none() | st.sampled_from(STARTS))
days = st.lists(events, max_size=7)
modes = st.sampled_from([BriefMode.DIGEST, BriefMode.BOTH])


def shown(states: dict[int, dt.datetime | None], last_start: dict[int, dt.datetime], sequence: int) -> list[Occurrence]:
    """What the calendar holds: a meeting that is off stays in it as cancelled."""
    found = []
    for number, start in states.items():
        begin = start or last_start[number]
        status = EventStatus.CONFIRMED if start else EventStatus.CANCELLED
        plain = occurrence(
            "6.10. 9.00", uid=f"uid-{number}", title=f"Palaveri {number}", status=status, sequence=sequence
        )
        found.append(dataclasses.replace(plain, start=begin, end=begin + dt.timedelta(minutes=30)))
    return found


def mails(world: World, meeting: Meeting) -> list[Delivery]:
    return [row for row in world.store.deliveries(meeting.id) if reached(row)]


def check_now(world: World, now: dt.datetime) -> None:
    """Of a meeting that is ahead a reader last heard how it is; of one that is off, that it is off. One that is on again
    has its new brief at its time.
    """
    for meeting in world.store.meetings(at("6.10. 0.00"), at("7.10. 0.00")):
        told = mails(world, meeting)
        if meeting.start <= now or not told:
            continue
        last = newest(world.store.briefs(meeting.id, ELINA.email), told)
        assert last is not None
        if meeting.cancelled:
            assert last.kind is MailKind.VOID
        elif last.kind is not MailKind.VOID:
            assert dt.datetime.fromisoformat(Material.from_data(last.material).start) == meeting.start


def check_in_time(world: World, states: dict[int, dt.datetime | None], settled: dict[int, dt.datetime]) -> None:
    """What was known at its lead time, and not changed since, has been briefed before it began."""
    known = {meeting.title: meeting for meeting in world.store.meetings(at("6.10. 0.00"), at("7.10. 0.00"))}
    for number, start in states.items():
        if start and start <= PASSES[-1] and settled[number] <= start - LEAD - STEP:
            told = mails(world, known[f"Palaveri {number}"])
            in_time = [row.kind for row in told if row.sent_at and row.sent_at < start]
            assert {MailKind.BRIEF, MailKind.DIGEST} & set(in_time), (number, start)


def check_day(world: World, mode: BriefMode) -> None:
    """One mail of the day at most; no meeting has two briefs unless it was off in between, and none after a digest."""
    of_the_day = [row for row in world.store.deliveries() if row.kind in OF_A_DAY and reached(row)]
    assert len(of_the_day) <= 1
    assert all((row.kind is MailKind.DIGEST) is (mode is BriefMode.DIGEST) for row in of_the_day)
    for meeting in world.store.meetings(at("6.10. 0.00"), at("7.10. 0.00")):
        briefs = 0
        for row in mails(world, meeting):
            if row.kind is MailKind.VOID:
                briefs = 0
            elif row.kind is MailKind.BRIEF:
                assert briefs == 0, "a second brief, or one after the digest that brought it"
                briefs += 1
            elif row.kind is MailKind.DIGEST:
                briefs += 1


def live(day: list[Event], mode: BriefMode, failures: int = 0) -> World:
    """The day from the evening before; where the mail server does not stumble, checked after each pass."""
    mail = FakeMail(failures=[ProviderError("mail.fake", "451 try later")] * failures)
    world = World(managers=(dataclasses.replace(ELINA, mode=mode),), mail=mail)
    states: dict[int, dt.datetime | None] = {0: STARTS[4], 1: STARTS[8]}
    last_start: dict[int, dt.datetime] = {0: STARTS[4], 1: STARTS[8]}
    settled = dict.fromkeys(states, EVENING)
    for place, now in enumerate((EVENING, *PASSES), -1):
        for event in (one for one in day if one.before == place):
            if event.meeting in states or event.start:
                states[event.meeting] = event.start
                last_start[event.meeting] = event.start or last_start[event.meeting]
                settled[event.meeting] = now
        world.show(*shown(states, last_start, place + 1))
        world.before.run(now, collect_now=True)
        if not failures:
            check_now(world, now)
    if not failures:
        check_in_time(world, states, settled)
    return world


@settings(max_examples=12, deadline=None)
@given(days, modes)
def test_whatever_happens_to_a_days_meetings_each_is_told_once_in_time_and_as_it_is(
    day: list[Event], mode: BriefMode
) -> None:
    check_day(live(day, mode), mode)


@settings(max_examples=6, deadline=None)
@given(days, modes, st.integers(1, 3))
def test_a_mail_server_that_stumbles_now_and_then_doubles_nothing(
    day: list[Event], mode: BriefMode, failures: int
) -> None:
    check_day(live(day, mode, failures), mode)
