"""What vendors hint at is looked into at once, and only that; what they don't hint at the next poll finds."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from kambrief.core.heard import Heard
from kambrief.core.model import Meeting, Occurrence
from kambrief.core.transcript import Transcript, Turn
from kambrief.core.work import Hint, HintKind, StepKind, StepState
from kambrief.errors import ProviderError
from kambrief.ports import CalendarRead
from tests.builders import ELINA, OTTO, World, at, occurrence
from tests.fakes import FakeMeetings

MINUTE = dt.timedelta(minutes=1)


@dataclass
class FakePlatform(FakeMeetings):
    """Calendars that can be read one by one, and a platform that tells what was said when ``told`` has it."""

    told: dict[str, Heard] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    read_for: list[str] = field(default_factory=list)
    down: bool = False

    def read_only(
        self, keys: frozenset[str], start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]],
        now: dt.datetime,
    ) -> Sequence[CalendarRead]:  # fmt: skip
        reads = [one for one in self.read(start, end, cursors, now) if one.owner in keys]
        self.read_for += [one.owner for one in reads]
        return reads

    def hear(self, meeting: Meeting, beside: Sequence[Meeting], now: dt.datetime) -> Heard | None:
        del beside, now
        self.asked.append(meeting.id)
        if self.down:
            raise ProviderError(self.name, "no answer")
        found = self.told.get(meeting.sources[0].uid)
        return dataclasses.replace(found, meeting_id=meeting.id) if found else None

    def is_of(self, meeting: Meeting, key: str) -> bool:
        return any(source.uid == key for source in meeting.sources)


def world(*calls: Occurrence) -> tuple[World, FakePlatform]:
    platform = FakePlatform()
    return World(*calls, managers=(ELINA, OTTO), calendar=platform), platform


def hint(key: str, kind: HintKind = HintKind.CALENDAR, number: int = 1) -> Hint:
    return Hint(f"h{number}", "meetings.fake", kind, key, at("5.10. 9.00"))


def pending() -> Heard:
    return Heard("", "meetings.fake", pending=("transcript",))


def whole() -> Heard:
    said = Transcript((Turn("Petri Vuolle", "Sovitaan niin.", 0.0, 2.0, "#1"),), "fake")
    return Heard("", "meetings.fake", transcript=said)


def test_a_hinted_calendar_is_read_at_once_and_the_others_wait_for_the_poll() -> None:
    made, platform = world(occurrence("6.10. 9.00"))
    made.run("5.10. 9.00")
    platform.calendars[ELINA.email] = [occurrence("6.10. 11.00")]
    made.tick("5.10. 9.01")
    assert made.starts() == [at("6.10. 9.00")]
    made.store.add_hints([hint(ELINA.email)])
    made.tick("5.10. 9.02")
    assert (made.starts(), platform.read_for) == ([at("6.10. 11.00")], [ELINA.email])
    assert made.store.hints(10) == []


def test_hints_do_not_put_off_the_poll() -> None:
    made, platform = world(occurrence("6.10. 9.00"))
    made.run("5.10. 9.00")
    for minute in (1, 2, 3, 4):
        made.store.add_hints([hint("somebody", number=minute)])
        made.tick(f"5.10. 9.0{minute}")
    before = platform.reads
    made.tick("5.10. 9.05")
    assert platform.reads == before + 1


def test_a_call_that_is_over_is_asked_about_until_all_has_been_told() -> None:
    made, platform = world(occurrence("6.10. 9.00", uid="z1"))
    platform.told["z1"] = pending()
    made.run("6.10. 8.00")
    made.tick("6.10. 9.46")
    assert platform.asked == []
    made.tick("6.10. 9.52")
    (heard,) = made.store.heard(platform.asked[0])
    assert heard.pending == ("transcript",)
    platform.told["z1"] = whole()
    made.tick("6.10. 9.53")
    assert len(platform.asked) == 1
    made.tick("6.10. 9.55")
    (heard,) = made.store.heard(platform.asked[0])
    assert (heard.transcript is not None, heard.pending) == (True, ())
    made.tick("6.10. 18.00")
    assert len(platform.asked) == 2


@pytest.mark.slow
def test_when_nothing_comes_the_asking_ends_after_a_day() -> None:
    made, platform = world(occurrence("6.10. 9.00", uid="z1"))
    platform.told["z1"] = pending()
    made.run("6.10. 8.00")
    for hours in range(1, 40):
        made.tick(at("6.10. 9.00") + dt.timedelta(hours=hours))
    (step,) = [one for one in made.store.steps() if one.kind is StepKind.HEAR]
    assert step.state is StepState.DONE
    assert 5 <= len(platform.asked) <= 10


def test_a_call_that_ended_early_is_asked_about_when_the_vendor_says_so() -> None:
    made, platform = world(occurrence("6.10. 9.00", uid="z1"), occurrence("6.10. 13.00", uid="z2"))
    platform.told["z1"] = whole()
    made.run("6.10. 8.00")
    made.store.add_hints([hint("z1", HintKind.CALL), hint("z9", HintKind.CALL, 2)])
    made.tick("6.10. 9.20")
    assert len(platform.asked) == 1
    assert made.store.heard(platform.asked[0])[0].transcript


def test_calls_with_nobody_from_outside_are_not_listened_to() -> None:
    made, platform = world(occurrence("6.10. 9.00", attendees=()))
    made.run("6.10. 8.00")
    made.tick("6.10. 12.00")
    assert platform.asked == []


def test_a_platform_that_is_down_is_asked_again() -> None:
    made, platform = world(occurrence("6.10. 9.00", uid="z1"))
    made.run("6.10. 8.00")
    platform.down = True
    made.tick("6.10. 9.52")
    platform.down, platform.told["z1"] = False, whole()
    made.tick("6.10. 9.55")
    assert made.store.heard(platform.asked[0])[0].transcript


@pytest.mark.slow
def test_many_calls_at_once_are_asked_about_one_batch_a_run_and_after_the_mails() -> None:
    calls = [occurrence("6.10. 9.00", uid=f"z{number}", title=f"Palaveri {number}") for number in range(25)]
    calls = [
        dataclasses.replace(one, start=one.start + number * MINUTE * 7, end=one.end + number * MINUTE * 7)
        for number, one in enumerate(calls)
    ]
    made, platform = world(*calls)
    made.run("6.10. 8.00")
    made.tick("6.10. 15.00")
    assert len(platform.asked) == 20
    made.tick("6.10. 15.01")
    assert len(platform.asked) == 25


@pytest.mark.slow
def test_a_call_put_off_after_it_was_asked_about_is_asked_about_again() -> None:
    made, platform = world(occurrence("6.10. 9.00", uid="z1"))
    platform.told["z1"] = whole()
    made.run("6.10. 8.00")
    made.tick("6.10. 9.50")
    assert len(platform.asked) == 1
    platform.calendars[ELINA.email] = [occurrence("6.10. 13.00", uid="z1")]
    made.tick("6.10. 9.56")
    made.tick("6.10. 13.50")
    assert len(platform.asked) == 2


@pytest.mark.slow
def test_what_is_deleted_at_the_platform_days_later_is_not_kept_here() -> None:
    made, platform = world(occurrence("6.10. 9.00", uid="z1"))
    platform.told["z1"] = whole()
    made.run("6.10. 8.00")
    made.tick("6.10. 9.50")
    (before,) = made.store.heard(platform.asked[0])
    assert before.transcript
    platform.told["z1"] = Heard("", "meetings.fake", problems=("deleted there",))
    made.store.add_hints([hint("z1", HintKind.CALL)])
    made.tick("9.10. 12.00")
    (after,) = made.store.heard(platform.asked[0])
    assert (after.transcript, after.problems) == (None, ("deleted there",))


def test_what_cannot_be_had_for_now_keeps_what_was_had_before() -> None:
    made, platform = world(occurrence("6.10. 9.00", uid="z1"))
    platform.told["z1"] = dataclasses.replace(whole(), pending=("summary",))
    made.run("6.10. 8.00")
    made.tick("6.10. 9.50")
    platform.told["z1"] = Heard("", "meetings.fake", pending=("transcript", "summary"))
    made.tick("6.10. 9.56")
    (heard,) = made.store.heard(platform.asked[0])
    assert heard.transcript
    assert len(platform.asked) == 2


def test_a_hint_about_a_calendar_that_cannot_be_read_waits_until_it_can() -> None:
    made, platform = world(occurrence("6.10. 9.00"))
    made.run("5.10. 9.00")
    platform.broken.add(ELINA.email)
    platform.calendars[ELINA.email] = [occurrence("6.10. 11.00")]
    made.store.add_hints([hint(ELINA.email)])
    made.tick("5.10. 9.01")
    assert len(made.store.hints(10)) == 1
    platform.broken.clear()
    made.tick("5.10. 9.02")
    assert (made.starts(), made.store.hints(10)) == ([at("6.10. 11.00")], [])
