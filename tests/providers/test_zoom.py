"""Zoom meetings: what changes there is known here, one list a user tells that nothing has, and calls are heard."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kambrief.core.heard import Heard
from kambrief.core.joinlink import read_link
from kambrief.core.model import Attendee, Authority, Meeting, Occurrence, Platform, SourceKey
from kambrief.errors import CallError, UserError
from kambrief.ports import CalendarRead, Meetings
from kambrief.ports import Platform as VideoPlatform
from kambrief.providers import find
from kambrief.providers.meetings import zoom as module
from kambrief.providers.meetings.zoom import Config, Provider
from kambrief.providers.zoom import Zoom
from kambrief.settings import section
from tests.parts.fake_zoom import FakeZoom
from tests.parts.fake_zoom_model import secret
from tests.providers.collected import ELINA, HOUR, NOW, OTTO, QUICK, Clock, Collected

pytestmark = pytest.mark.corpus

DAY = 24 * HOUR
TUESDAY = NOW + DAY
WEEKS = [TUESDAY + week * 7 * DAY for week in range(1, 5)]
LISTS, DETAILS = "GET /users/{userId}/meetings", "GET /meetings/{meetingId}"
PETRI = "petri@havulinna.example"
VTT = (
    b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nElina Saarikko: Tervetuloa.\n\n"
    b"2\n00:00:05.000 --> 00:00:09.000\nPetri Vuolle: Kiitos, aloitetaan.\n"
)
PEOPLE = [
    {"name": "Elina Saarikko", "user_email": ELINA.email, "duration": 2400},
    {"name": "Petri Vuolle", "user_email": PETRI, "duration": 600},
    {"name": "Petri Vuolle", "user_email": PETRI, "duration": 900},
]
_OPEN: list[Provider] = []


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def zoom(corpora: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeZoom]:
    """An account whose every question and answer keeps to the vendor's contract."""
    with FakeZoom(corpora / "contracts" / "zoom", clock=clock) as server:
        monkeypatch.setenv("ZOOM_SECRET", server.client_secret)
        server.user(ELINA.email, name=ELINA.name)
        server.user(OTTO.email, name=OTTO.name)
        server.token_seconds = 10**8  # the clock leaps, and each leap would cost a call
        yield server
        while _OPEN:
            _OPEN.pop().close()
        assert server.violations == []


def config(server: FakeZoom, **more: Any) -> Config:
    data = {
        "account_id": server.account_id, "client_id": server.client_id, "client_secret_env": "ZOOM_SECRET",
        "base_url": server.base_url, "oauth_url": server.oauth_url, **more,
    }  # fmt: skip
    return section(Config, data, "meetings.zoom")


def provider(server: FakeZoom, managers: Sequence[Any] = (ELINA, OTTO), policy: Any = QUICK, **more: Any) -> Provider:
    made = Provider(config(server, **more), managers, Path(), policy=policy, clock=server.clock)
    _OPEN.append(made)
    return made


def passes(server: FakeZoom, *managers: Any, **more: Any) -> Collected:
    return Collected([provider(server, managers or (ELINA,), **more)])


def counts(server: FakeZoom) -> tuple[int, int]:
    """Lists and details asked for since the last time."""
    found = sum(one.op == LISTS for one in server.requests), sum(one.op == DETAILS for one in server.requests)
    server.forget_requests()
    return found


def read_once(server: FakeZoom, cursor: Any = None, now: dt.datetime = NOW, **more: Any) -> CalendarRead:
    cursors = {ELINA.email: cursor} if cursor else {}
    (found,) = provider(server, [ELINA], **more).read(now - 180 * DAY, now + 90 * DAY, cursors, now)
    return found


def test_it_is_both_a_source_of_meetings_and_a_platform(zoom: FakeZoom) -> None:
    made = provider(zoom)
    assert isinstance(made, Meetings)
    assert isinstance(made, VideoPlatform)
    assert find("meetings", "zoom") is module


# --- what a meeting is ---------------------------------------------------------------------------------------------


def test_a_meeting_is_the_platforms_own_record(zoom: FakeZoom) -> None:
    number = zoom.schedule(
        ELINA.email, "Havulinna: kevät", TUESDAY, 45, agenda="a" * 900, invitees=[PETRI],
        alternative_hosts=[OTTO.email],
    )  # fmt: skip
    read = read_once(zoom)
    (one,) = read.occurrences
    assert one.source == SourceKey("meetings.zoom", ELINA.email, str(number))
    assert one.source.external_id == f"{number}/"
    assert (one.owner, one.title, one.agenda) == (ELINA.email, "Havulinna: kevät", "a" * 900)
    assert (one.start, one.end, one.timezone) == (TUESDAY, TUESDAY + dt.timedelta(minutes=45), "Europe/Helsinki")
    assert one.authority is Authority.PLATFORM
    assert one.organizer
    assert (one.organizer.email, one.organizer.name) == (ELINA.email, ELINA.name)
    assert [person.email for person in one.attendees] == [ELINA.email, OTTO.email, PETRI]
    assert one.join
    assert (one.join.platform, one.join.external_id, one.join.personal_room) == (Platform.ZOOM, str(number), False)
    assert "pwd=" in one.join.url
    assert (read.partial, read.complete, read.problems) == (False, True, ())


def test_each_occurrence_of_a_series_keeps_its_first_start(zoom: FakeZoom) -> None:
    number = zoom.schedule(ELINA.email, "Viikko", None, occurrences=WEEKS)
    zoom.cancel(number, WEEKS[1])
    found = read_once(zoom).occurrences
    assert [one.start for one in found] == [WEEKS[0], *WEEKS[2:]]
    assert {one.source.uid for one in found} == {str(number)}
    assert found[0].source.recurrence_id == WEEKS[0].strftime("%Y%m%dT%H%M%SZ")
    assert found[0].source.external_id == f"{number}/{int(WEEKS[0].timestamp()) * 1000}"
    assert all(one.recurring for one in found)


def test_a_meeting_without_a_time_is_none_and_a_personal_room_is_no_proof(zoom: FakeZoom) -> None:
    zoom.schedule(ELINA.email, "Milloin vain", None, type=3)
    zoom.schedule(ELINA.email, "Huoneessani", TUESDAY, pmi=True, private=True)
    (one,) = read_once(zoom).occurrences
    assert (one.title, one.private) == ("Huoneessani", True)
    assert one.join
    assert one.join.personal_room
    assert counts(zoom) == (1, 1)


def test_another_address_at_zoom_is_the_account_managers_own_here(zoom: FakeZoom) -> None:
    zoom.user("elina@zoom.example", name="Elina S.")
    zoom.schedule("elina@zoom.example", "Palaveri", TUESDAY)
    (one,) = read_once(zoom, users={ELINA.email: "Elina@Zoom.example"}).occurrences
    assert one.organizer
    assert (one.organizer.email, one.source.calendar, one.owner) == (ELINA.email, ELINA.email, ELINA.email)
    with pytest.raises(UserError, match="not among the account_managers"):
        provider(zoom, users={"nobody@kuura.example": "x@zoom.example"})


# --- what it costs -------------------------------------------------------------------------------------------------


def test_a_quiet_pass_is_one_list_a_user_and_a_change_one_detail_more(zoom: FakeZoom) -> None:
    seen = passes(zoom, ELINA, OTTO)
    first = zoom.schedule(ELINA.email, "Eka", TUESDAY + DAY, invitees=[PETRI])
    zoom.schedule(ELINA.email, "Viikko", None, occurrences=WEEKS)
    zoom.schedule(OTTO.email, "Toka", TUESDAY + DAY)
    assert len(seen.look()) == 6
    assert counts(zoom) == (2, 3)
    states = seen.store.source_states()
    assert (seen.look(NOW + HOUR / 2), counts(zoom)) == ([], (2, 0))
    assert {name: one.cursor for name, one in seen.store.source_states().items()} == {
        name: one.cursor for name, one in states.items()
    }
    zoom.move(first, TUESDAY + 2 * DAY)
    (moved,) = seen.look(NOW + HOUR / 2)
    assert (moved.start, counts(zoom)) == (TUESDAY + 2 * DAY, (2, 1))
    zoom.cancel(first)
    (gone,) = seen.look(NOW + HOUR / 2)
    assert (gone.cancelled, gone.id, counts(zoom)) == (True, moved.id, (2, 1))


def test_occurrences_that_pass_cost_nothing_and_are_not_gone(zoom: FakeZoom, clock: Clock) -> None:
    seen = passes(zoom)
    zoom.schedule(ELINA.email, "Viikko", None, occurrences=WEEKS)
    zoom.schedule(ELINA.email, "Kerran", WEEKS[0])
    seen.look()
    clock.now = WEEKS[0] - HOUR
    seen.look(clock.now)
    counts(zoom)
    clock.now = WEEKS[0] + 3 * HOUR
    assert seen.look(clock.now) == []
    assert counts(zoom) == (1, 0)
    assert not any(one.cancelled for one in seen.store.meetings(NOW, NOW + 80 * DAY))
    assert len(seen.coming(clock.now)) == 3


def test_in_the_last_day_details_are_read_three_times_more(zoom: FakeZoom, clock: Clock) -> None:
    seen = passes(zoom)
    start = NOW + 3 * DAY
    number = zoom.schedule(ELINA.email, "Palaveri", start)
    seen.look()
    counts(zoom)
    for times, left in enumerate((24 * HOUR, 4 * HOUR, 1.25 * HOUR)):
        zoom.update(number, invitees=[PETRI, f"{times}@havulinna.example"], agenda="")
        clock.now = start - left - HOUR / 12
        assert (seen.look(clock.now), counts(zoom)) == ([], (1, 0))
        clock.now = start - left
        (changed,) = seen.look(clock.now)
        assert f"{times}@havulinna.example" in [one.email for one in changed.attendees]
        assert counts(zoom) == (1, 1)
        clock.now += HOUR / 12
        assert (seen.look(clock.now), counts(zoom)) == ([], (1, 0))


def test_what_lies_beyond_the_window_is_told_when_it_comes_into_it(zoom: FakeZoom, clock: Clock) -> None:
    seen = passes(zoom)
    number = zoom.schedule(ELINA.email, "Kaukana", NOW + 95 * DAY)
    near = zoom.schedule(ELINA.email, "Lähellä", TUESDAY)
    seen.look()
    counts(zoom)
    assert (seen.look(NOW), counts(zoom)) == ([], (1, 0))
    clock.now = NOW + 6 * DAY
    (found,) = seen.look(clock.now)
    assert (found.title, counts(zoom)) == ("Kaukana", (1, 1))
    assert (seen.look(clock.now), counts(zoom)) == ([], (1, 0))
    # Moved out of the window and then called off: only when it would come back can that be told.
    zoom.move(number, clock.now + 120 * DAY)
    assert seen.look(clock.now)[0].start == clock.now + 120 * DAY
    zoom.cancel(number)
    assert seen.look(clock.now) == []
    zoom.schedule(ELINA.email, "Muu", clock.now + DAY)
    assert len(seen.look(clock.now)) == 1
    clock.now += 31 * DAY
    (gone,) = seen.look(clock.now)
    assert (gone.cancelled, gone.id) == (True, found.id)
    assert near


class Lagging(httpx.HTTPTransport):
    """Lists lack these meetings."""

    def __init__(self, *numbers: int) -> None:
        super().__init__()
        self.numbers = numbers

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if not request.url.path.endswith("/meetings"):
            return response
        response.read()
        response.close()
        body = response.json()
        body["meetings"] = [row for row in body["meetings"] if row["id"] not in self.numbers]
        return httpx.Response(200, json=body, request=request)


@pytest.mark.slow
def test_a_row_that_is_merely_missing_cancels_nothing(zoom: FakeZoom) -> None:
    seen = passes(zoom)
    number = zoom.schedule(ELINA.email, "Palaveri", TUESDAY)
    zoom.schedule(ELINA.email, "Muu", TUESDAY + DAY)
    seen.look()
    counts(zoom)
    whole = seen.providers
    lagging = Provider(config(zoom), [ELINA], Path(), policy=QUICK, transport=Lagging(number), clock=zoom.clock)
    _OPEN.append(lagging)
    seen.providers = [lagging]
    assert (seen.look(), counts(zoom)) == ([], (1, 1))
    zoom.fault("500", times=4, op=DETAILS)
    assert seen.look() == []
    assert seen.problems() == [f"meeting {number} not read: read meeting: answered 500 (500)"]
    counts(zoom)
    seen.providers = whole
    assert (seen.look(), counts(zoom)) == ([], (1, 1))
    assert (seen.look(), seen.problems(), counts(zoom)) == ([], [], (1, 0))
    zoom.cancel(number)
    assert [one.cancelled for one in seen.look()] == [True]
    assert counts(zoom) == (1, 1)


def test_a_meeting_that_goes_over_to_a_colleague_is_in_their_calendar_only(zoom: FakeZoom) -> None:
    seen = passes(zoom, ELINA, OTTO)
    number = zoom.schedule(ELINA.email, "Palaveri", TUESDAY)
    zoom.schedule(ELINA.email, "Muu", TUESDAY + DAY)
    seen.look()
    zoom.update(number, host_email=OTTO.email)
    seen.look()
    (one,) = (one for one in seen.coming() if one.title == "Palaveri")
    assert one.owners == (OTTO.email,)
    counts(zoom)
    assert (seen.look(), counts(zoom)) == ([], (2, 0))


def test_many_meetings_come_in_pages_and_what_slips_between_two_is_asked_for(zoom: FakeZoom) -> None:
    zoom.largest_page = 2
    seen = passes(zoom)
    numbers = [zoom.schedule(ELINA.email, f"P{day}", TUESDAY + day * DAY) for day in range(5)]
    assert len(seen.look()) == 5
    assert counts(zoom) == (3, 5)
    zoom.cancel(numbers[2])
    assert [one.cancelled for one in seen.look()] == [True]
    assert counts(zoom) == (2, 1)


# --- what does not go well -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["429-second", "429-daily", "500", "503", "reset", "html", "truncated", "lost", "slow"]
)
@pytest.mark.parametrize("op", ["POST /oauth/token", LISTS, DETAILS])
def test_whatever_one_call_suffers_the_truth_is_known_after_a_later_pass(zoom: FakeZoom, kind: str, op: str) -> None:
    if op.endswith("token") and kind.startswith("429"):
        return  # the vendor's contract knows no such answer there
    seen = passes(zoom, ELINA, OTTO)
    kept = zoom.schedule(ELINA.email, "Pysyy", TUESDAY)
    gone = zoom.schedule(ELINA.email, "Perutaan", TUESDAY + HOUR)
    zoom.schedule(OTTO.email, "Oton", TUESDAY)
    seen.look()
    zoom.move(kept, TUESDAY + 2 * HOUR)
    zoom.cancel(gone)
    zoom.expire_tokens()
    zoom.fault(kind, times=9, op=op, seconds=3.0)
    seen.look()
    assert len(seen.coming()) in {2, 3}
    zoom.calm()
    seen.providers = [provider(zoom, (ELINA, OTTO))]
    seen.look()
    assert seen.titles() == [("06.10. 06.00", "Oton"), ("06.10. 08.00", "Pysyy")]


@pytest.mark.slow
def test_chaos_takes_nothing_away_and_ends_in_the_truth(zoom: FakeZoom) -> None:
    seen = passes(zoom, ELINA, OTTO)
    numbers = [zoom.schedule(ELINA.email, f"P{day}", TUESDAY + day * DAY) for day in range(6)]
    seen.look()
    zoom.chaos(random.Random(7), 0.4, ["500", "503", "reset", "html", "truncated", "lost"])  # noqa: S311 - dice
    for number in numbers[:3]:
        zoom.move(number, NOW + 30 * DAY + number % 7 * HOUR)
        seen.look()
        assert len(seen.coming()) == 6
    zoom.calm()
    seen.providers = [provider(zoom, (ELINA, OTTO))]
    seen.look()
    assert {one.start for one in seen.coming()} == {one.start for one in zoom.meetings.values()}


def test_one_meeting_that_cannot_be_read_costs_no_other(zoom: FakeZoom) -> None:
    bad = zoom.schedule(ELINA.email, "Rikki", TUESDAY)
    zoom.schedule(ELINA.email, "Ehjä", TUESDAY + HOUR)
    zoom.fault("500", times=4, op=DETAILS)
    read = read_once(zoom)
    assert [one.title for one in read.occurrences] == ["Ehjä"]
    assert (read.complete, {*read.unread}) == (True, {str(bad)})
    assert read.problems == (f"meeting {bad} not read: read meeting: answered 500 (500)",)
    counts(zoom)
    again = read_once(zoom, read.cursor)
    assert ([one.title for one in again.occurrences], again.partial, counts(zoom)) == (["Rikki"], True, (1, 1))


def test_a_problem_that_is_over_is_told_no_more(zoom: FakeZoom) -> None:
    bad = zoom.schedule(ELINA.email, "Rikki", TUESDAY)
    zoom.fault("500", times=4, op=DETAILS)
    seen = passes(zoom)
    seen.look()
    assert seen.problems() != []
    zoom.cancel(bad)
    seen.look()
    assert seen.problems() == []


def test_a_meeting_that_goes_between_list_and_details_is_gone(zoom: FakeZoom, monkeypatch: pytest.MonkeyPatch) -> None:
    number = zoom.schedule(ELINA.email, "Palaveri", TUESDAY)
    cursor = read_once(zoom).cursor
    zoom.move(number, TUESDAY + HOUR)
    listed = Zoom.rows

    def and_then_cancelled(*args: Any) -> Any:
        found = listed(*args)
        zoom.cancel(number)
        return found

    monkeypatch.setattr(Zoom, "rows", and_then_cancelled)
    read = read_once(zoom, cursor)
    assert (read.occurrences, {*read.removed}, read.problems) == ((), {f"{number}/"}, ())


def test_a_list_that_breaks_off_changes_nothing(zoom: FakeZoom) -> None:
    zoom.largest_page = 1
    seen = passes(zoom)
    first = zoom.schedule(ELINA.email, "Eka", TUESDAY)
    zoom.schedule(ELINA.email, "Toka", TUESDAY + HOUR)
    seen.look()
    before = seen.store.source_states()[f"meetings.zoom/{ELINA.email}"].cursor
    zoom.cancel(first)
    zoom.schedule(ELINA.email, "Kolmas", TUESDAY + 2 * HOUR)
    read = Pages(zoom).read(before)
    assert (read.complete, read.occurrences, read.removed) == (False, (), frozenset())
    assert read.problems == ("not read: list meetings: answered 500 (500)",)
    seen.look()
    assert [title for _, title in seen.titles()] == ["Toka", "Kolmas"]


class Pages:
    """A provider whose second page fails."""

    def __init__(self, server: FakeZoom) -> None:
        self.server = server

    def read(self, cursor: Any) -> CalendarRead:
        class Second(httpx.HTTPTransport):
            def handle_request(self, request: httpx.Request) -> httpx.Response:
                if "next_page_token" in request.url.params:
                    return httpx.Response(500, json={"code": 500, "message": "?"}, request=request)
                return super().handle_request(request)

        made = Provider(config(self.server), [ELINA], Path(), policy=QUICK, transport=Second(), clock=self.server.clock)
        _OPEN.append(made)
        (found,) = made.read(NOW - 180 * DAY, NOW + 90 * DAY, {ELINA.email: cursor}, NOW)
        return found


def test_an_account_manager_without_a_zoom_user_is_told_once_and_asked_for_once_a_day(zoom: FakeZoom) -> None:
    stranger = type(ELINA)("uusi@kuura.example", "Uusi")
    seen = passes(zoom, stranger)
    seen.look()
    assert seen.problems() == ["uusi@kuura.example has no Zoom user in this account"]
    assert counts(zoom) == (1, 0)
    seen.look(NOW + HOUR)
    assert (len(seen.problems()), counts(zoom)) == (1, (0, 0))
    seen.look(NOW + DAY)
    assert counts(zoom) == (1, 0)
    assert len([one for one, _ in seen.said if one == "calendar problem"]) == 1
    zoom.user("uusi@kuura.example")
    zoom.schedule("uusi@kuura.example", "Eka", NOW + 3 * DAY)
    assert len(seen.look(NOW + 2 * DAY)) == 1
    assert seen.problems() == []


def test_a_user_who_is_gone_takes_no_meeting_along(zoom: FakeZoom) -> None:
    seen = passes(zoom)
    zoom.schedule(ELINA.email, "Palaveri", TUESDAY)
    seen.look()
    user = zoom.users.pop(zoom.user(ELINA.email))
    seen.look()
    assert (len(seen.coming()), len(seen.problems())) == (1, 1)
    zoom.users[user.id] = user
    assert seen.look(NOW + HOUR) == []
    seen.look(NOW + DAY - HOUR)
    assert seen.problems() == []


def test_a_suddenly_empty_list_cancels_nothing(zoom: FakeZoom) -> None:
    seen = passes(zoom)
    for day in range(4):
        zoom.schedule(ELINA.email, f"P{day}", TUESDAY + day * DAY)
    seen.look()
    held = dict(zoom.meetings)
    zoom.meetings.clear()
    assert seen.look() == []
    zoom.meetings.update(held)
    seen.look()
    assert len(seen.coming()) == 4


def test_a_spoilt_cursor_is_no_cursor(zoom: FakeZoom) -> None:
    zoom.schedule(ELINA.email, "Palaveri", TUESDAY)
    cursor = dict(read_once(zoom).cursor)
    for spoilt in ("{", "[1]", '{"1": 3}'):
        read = read_once(zoom, {**cursor, "meetings": spoilt})
        assert (read.partial, len(read.occurrences)) == (False, 1)
    assert not read_once(zoom, {**cursor, "calendar": "another"}).partial


@pytest.mark.slow
def test_no_secret_and_no_join_link_is_in_a_problem(zoom: FakeZoom, caplog: pytest.LogCaptureFixture) -> None:
    number = zoom.schedule(ELINA.email, "Palaveri", TUESDAY)
    for op in ("POST /oauth/token", LISTS, DETAILS):
        zoom.fault("503", times=4, op=op)
        told = repr(read_once(zoom).problems) + caplog.text
        assert secret("pwd", number) not in told
        assert zoom.client_secret not in told
    cursor = str(read_once(zoom).cursor)
    assert secret("pwd", number) not in cursor


class Entries:
    """A calendar with one entry."""

    name = "meetings.icalendar"

    def __init__(self, entry: Occurrence) -> None:
        self.entry = entry

    def read(self, *_: Any) -> list[CalendarRead]:
        return [CalendarRead(self.name, ELINA.email, ELINA.email, (self.entry,))]

    def check(self, now: dt.datetime) -> list[Any]:
        del now
        return []


@pytest.mark.parametrize("room", [False, True])
def test_the_record_and_the_calendars_entry_are_one_meeting(zoom: FakeZoom, room: bool) -> None:  # noqa: FBT001
    number = zoom.schedule(ELINA.email, "Zoom-palaveri", TUESDAY, pmi=room)
    entry = Occurrence(
        SourceKey("meetings.icalendar", ELINA.email, "uid-1"), ELINA.email, "Havulinna", TUESDAY, TUESDAY + HOUR,
        organizer=Attendee(ELINA.email), attendees=(Attendee(PETRI),), join=read_link(f"https://zoom.us/j/{number}"),
        authority=Authority.CALENDAR,
    )  # fmt: skip
    seen = Collected([provider(zoom, [ELINA]), Entries(entry)])
    seen.look()
    assert [title for _, title in seen.titles()] == (["Havulinna", "Zoom-palaveri"] if room else ["Havulinna"])
    if not room:
        (one,) = seen.coming()
        assert {key.provider for key in one.sources} == {"meetings.icalendar", "meetings.zoom"}
        assert provider(zoom).is_of(one, str(number))


def test_after_a_daily_limit_nobody_asks_until_it_is_over(zoom: FakeZoom, clock: Clock) -> None:
    clock.now = dt.datetime.now(dt.UTC) + DAY  # the fake's answers bear the real date, and the limit must lie after it
    made = provider(zoom, [ELINA])
    zoom.fault("429-daily", op=LISTS)
    told: list[str] = []
    for asked in (1, 0):
        (read,) = made.read(clock.now - DAY, clock.now + DAY, {}, clock.now)
        assert (read.complete, counts(zoom)) == (False, (asked, 0))
        told += read.problems
    assert told[1] == "not read: Zoom is left alone for a while, it failed or refused too often"


# --- what events name ----------------------------------------------------------------------------------------------


def test_only_the_named_calendars_are_read(zoom: FakeZoom) -> None:
    seen = passes(zoom, ELINA, OTTO)
    number = zoom.schedule(ELINA.email, "Palaveri", TUESDAY)
    seen.look()
    counts(zoom)
    for times, key in enumerate((zoom.user(ELINA.email), ELINA.email.upper(), f"meeting:{number}"), start=1):
        zoom.move(number, TUESDAY + times * HOUR)
        (changed,) = seen.heed("meetings.zoom", key)
        assert (changed.start, counts(zoom)) == (TUESDAY + times * HOUR, (1, 1))
    assert seen.heed("meetings.zoom", "nobody", "meeting:5") == []
    assert counts(zoom) == (0, 0)


def test_an_event_names_the_meeting_whose_details_are_read_whatever_its_row_says(zoom: FakeZoom) -> None:
    seen = passes(zoom, ELINA, OTTO)
    host = zoom.user(ELINA.email)
    series = zoom.schedule(ELINA.email, "Viikko", None, occurrences=WEEKS)
    number = zoom.schedule(ELINA.email, "Palaveri", TUESDAY)
    zoom.schedule(OTTO.email, "Oton", TUESDAY)
    seen.look()
    counts(zoom)
    zoom.update(number, invitees=[PETRI])
    assert (seen.look(), counts(zoom)) == ([], (2, 0))
    for times, key in enumerate((f"{host}#{number}", f"{ELINA.email}#{number}", f"meeting:{number}")):
        zoom.update(number, invitees=[PETRI, f"{times}@havulinna.example"])
        assert (seen.heed("meetings.zoom", host), counts(zoom)) == ([], (1, 0))
        (changed,) = seen.heed("meetings.zoom", key)
        assert (changed.attendees[-1].email, counts(zoom)) == (f"{times}@havulinna.example", (1, 1))
    assert (seen.heed("meetings.zoom", f"{host}#5"), counts(zoom)) == ([], (1, 0))
    zoom.cancel(series, WEEKS[1])
    (gone,) = seen.heed("meetings.zoom", f"{host}#{series}", f"{host}#{number}")
    assert (gone.cancelled, gone.start, counts(zoom)) == (True, WEEKS[1], (1, 2))


def test_a_new_account_manager_has_nobodys_meetings_read_anew(zoom: FakeZoom) -> None:
    seen = passes(zoom, ELINA)
    zoom.schedule(ELINA.email, "Palaveri", TUESDAY)
    seen.look()
    counts(zoom)
    seen.providers = [provider(zoom, [replace(ELINA, name="Elina S."), OTTO])]
    assert (seen.look(), counts(zoom)) == ([], (2, 0))


def test_a_call_is_of_a_meeting_by_our_record_or_by_its_link(zoom: FakeZoom) -> None:
    number = zoom.schedule(ELINA.email, "Palaveri", TUESDAY)
    (one,) = read_once(zoom).occurrences
    made = provider(zoom)
    ours = Meeting("m", "", one.start, one.end, sources=(one.source,))
    linked = Meeting("m", "", one.start, one.end, join=one.join)
    assert made.is_of(ours, str(number))
    assert made.is_of(linked, str(number))
    assert not made.is_of(ours, "1")
    assert not made.is_of(Meeting("m", "", one.start, one.end), "")


# --- any sequence of changes ---------------------------------------------------------------------------------------


def truth(server: FakeZoom, now: dt.datetime, end: dt.datetime) -> set[tuple[str, dt.datetime]]:
    return {
        (meeting.topic, start)
        for meeting in server.meetings.values()
        for start in (
            [one.start for one in meeting.occurrences if not one.deleted] if meeting.occurrences else [meeting.start]
        )
        if start and now < start < end
    }


@pytest.mark.slow
@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.lists(st.sampled_from("ssrmmMcCx.."), min_size=1, max_size=25))
def test_after_any_changes_what_is_known_is_what_zoom_holds(
    corpora: Path, rng: random.Random, steps: list[str]
) -> None:
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch, FakeZoom(corpora / "contracts" / "zoom", clock=clock) as server:
        patch.setenv("ZOOM_SECRET", server.client_secret)
        server.user(ELINA.email)
        server.token_seconds = 10**9
        made = provider(server, [ELINA])
        seen = Collected([made])
        server.schedule(ELINA.email, "Pysyy", NOW + 80 * DAY)  # or an empty calendar would not be believed
        for step in steps:
            change(server, step, rng, clock)
            if step == "." or rng.random() < 0.5:
                seen.look(clock.now)
                known = {
                    (one.title, one.start)
                    for one in seen.coming(clock.now, days=90)
                    if clock.now < one.start < clock.now + 90 * DAY
                }
                assert known == truth(server, clock.now, clock.now + 90 * DAY)
        seen.look(clock.now)
        server.forget_requests()
        assert seen.look(clock.now) == []
        assert [one.op for one in server.requests] == [LISTS]
        made.close()
        assert server.violations == []


def change(server: FakeZoom, step: str, rng: random.Random, clock: Clock) -> None:
    """One thing that somebody does, or that time passes; at most two meetings go between two looks."""
    soon = clock.now + rng.randint(1, 110 * 24) * HOUR
    singles = [one.id for one in server.meetings.values() if not one.occurrences and one.topic != "Pysyy"]
    series = [
        (one.id, part.start)
        for one in server.meetings.values()
        for part in one.occurrences
        if not part.deleted and part.start > clock.now
    ]
    if step == "s":
        server.schedule(ELINA.email, f"S{len(server.posted)}", soon)
    elif step == "r":
        first = clock.now + rng.randint(1, 20) * DAY
        server.schedule(
            ELINA.email, f"R{len(server.posted)}", None, occurrences=[first + week * 7 * DAY for week in range(8)]
        )  # fmt: skip
    elif step == "m" and singles:
        server.move(rng.choice(singles), soon)
    elif step == "M" and series:
        number, start = rng.choice(series)
        server.move(number, start + rng.choice([-2, 3, 50]) * HOUR + dt.timedelta(minutes=7), occurrence_start=start)
    elif step == "c" and singles:
        server.cancel(rng.choice(singles))
    elif step == "C" and series:
        number, start = rng.choice(series)
        server.cancel(number, start)
    elif step == "x" and series:
        server.cancel(rng.choice(series)[0])
    elif step == ".":
        clock.now += rng.choice([1, 30, 24 * 8]) * HOUR


# --- after the call ------------------------------------------------------------------------------------------------


def held(server: FakeZoom, start: dt.datetime = NOW, **more: Any) -> tuple[Meeting, str]:
    """A call that has been: as we know it, and its uuid."""
    number = server.schedule(ELINA.email, "Palaveri", start + HOUR)
    one: Occurrence = next(one for one in read_once(server).occurrences if one.source.uid == str(number))
    uuid = server.end(number, start, start + HOUR, PEOPLE, **more)
    meeting = Meeting("m1", one.title, start, start + HOUR, join=one.join, sources=(one.source,))
    return meeting, uuid


def heard(
    server: FakeZoom,
    meeting: Meeting,
    *beside: Meeting,
    now: dt.datetime = NOW + 2 * HOUR,
    made: Provider | None = None,
) -> Heard | None:
    return (made or provider(server, transcripts=True)).hear(meeting, beside, now)


@pytest.mark.slow
def test_everything_of_a_call_is_heard(zoom: FakeZoom) -> None:
    for _ in range(3):  # uuids of all kinds: some must be encoded twice
        meeting, uuid = held(zoom, transcript=VTT, summary="## Sovittu\n- tarjous")
        found = heard(zoom, meeting)
        assert found
        assert (found.meeting_id, found.provider, found.session) == ("m1", "meetings.zoom", uuid)
        assert (found.started, found.ended) == (NOW, NOW + HOUR)
        assert found.transcript
        assert [turn.speaker for turn in found.transcript.turns] == ["Elina Saarikko", "Petri Vuolle"]
        assert [(one.name, one.email, one.seconds) for one in found.attendance] == [
            ("Elina Saarikko", ELINA.email, 2400.0), ("Petri Vuolle", "", 1500.0),
        ]  # fmt: skip
        assert [one.text for one in found.summaries] == ["## Sovittu\n- tarjous"]
        assert (found.pending, found.problems) == ((), ())


def test_the_instance_that_began_nearest_is_the_meeting(zoom: FakeZoom) -> None:
    meeting, uuid = held(zoom, transcript=VTT)
    number = int(meeting.sources[0].uid)
    zoom.end(number, NOW - 3 * HOUR, NOW - 2 * HOUR, PEOPLE)
    zoom.end(number, NOW + 50 * dt.timedelta(minutes=1), NOW + 2 * HOUR, PEOPLE)
    found = heard(zoom, meeting)
    assert found
    assert found.session == uuid
    elsewhere = Meeting("m2", "", NOW + 9 * HOUR, NOW + 10 * HOUR, join=meeting.join)
    assert heard(zoom, elsewhere, now=NOW + 11 * HOUR) == waited_for(elsewhere)


def waited_for(meeting: Meeting) -> Heard:
    return Heard(meeting.id, "meetings.zoom", pending=("transcript",))


def never_held(meeting: Meeting) -> Heard:
    return Heard(meeting.id, "meetings.zoom", problems=("no call took place under this number at that time",))


@pytest.mark.parametrize("known_by", ["record", "link"])
def test_whoever_did_not_come_does_not_hear_the_next_call_under_the_number(zoom: FakeZoom, known_by: str) -> None:
    now = NOW + 6 * HOUR
    meeting, uuid = held(zoom, transcript=VTT)
    before = Meeting("m0", "", NOW - 0.75 * HOUR, NOW + 0.25 * HOUR)
    before = replace(before, sources=meeting.sources) if known_by == "record" else replace(before, join=meeting.join)
    found = heard(zoom, before, now=now)
    assert found
    assert found.session == uuid  # nobody else is known to have the number
    assert heard(zoom, before, before, meeting, now=now) == never_held(before)
    assert heard(zoom, before, meeting, now=NOW + HOUR) == waited_for(before)
    found = heard(zoom, meeting, before, now=now)
    assert found
    assert found.transcript
    other_number = Meeting("m9", "", meeting.start, meeting.end)
    found = heard(zoom, before, other_number, now=now)
    assert found
    assert found.session == uuid


def test_in_a_personal_room_only_a_call_on_time_is_taken(zoom: FakeZoom) -> None:
    meeting, uuid = held(zoom, transcript=VTT)
    assert meeting.join
    room = replace(meeting, join=replace(meeting.join, personal_room=True))
    found = heard(zoom, room)
    assert found
    assert found.session == uuid
    late = replace(room, start=NOW - HOUR / 2, end=NOW + HOUR / 2)
    assert heard(zoom, late) == waited_for(late)
    found = heard(zoom, late, now=NOW + 6 * HOUR)
    assert found
    assert found.problems == ("which call in the personal room it was is in doubt, so none is taken",)
    assert (found.session, found.transcript, found.pending) == ("", None, ())


@pytest.mark.slow
def test_a_call_that_is_not_listed_yet_is_waited_for_and_then_did_not_take_place(zoom: FakeZoom) -> None:
    number = zoom.schedule(ELINA.email, "Palaveri", NOW)
    (one,) = read_once(zoom, now=NOW - HOUR).occurrences
    meeting = Meeting("m1", one.title, NOW, NOW + HOUR, join=one.join, sources=(one.source,))
    for known in (meeting, replace(meeting, sources=())):
        assert heard(zoom, known, now=meeting.end + HOUR / 30) == waited_for(known)
        assert heard(zoom, known, now=meeting.end + 2.9 * HOUR) == waited_for(known)
        assert heard(zoom, known, now=meeting.end + 3 * HOUR) == never_held(known)
    uuid = zoom.end(number, NOW, NOW + HOUR, PEOPLE, VTT, "Sovittu.")
    found = heard(zoom, meeting)
    assert found
    assert (found.session, found.pending) == (uuid, ())
    zoom.instances.clear()
    zoom.meetings.clear()  # to Zoom it is unknown, and to us it is our own
    assert heard(zoom, meeting) == waited_for(meeting)
    assert heard(zoom, meeting, now=NOW + 9 * HOUR) == never_held(meeting)


def test_an_answer_without_the_list_of_calls_is_no_proof_that_nobody_came(
    zoom: FakeZoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, _ = held(zoom, transcript=VTT)
    monkeypatch.setattr(Zoom, "get", lambda *_: {"page_size": 30})
    with pytest.raises(CallError, match="holds no list") as caught:
        heard(zoom, meeting)
    assert not caught.value.permanent


@pytest.mark.parametrize("hours", [2, 9])
def test_a_transcript_that_was_deleted_is_heard_no_more_and_not_waited_for(zoom: FakeZoom, hours: int) -> None:
    meeting, uuid = held(zoom, transcript=VTT, summary="Sovittu.")
    found = heard(zoom, meeting)
    assert found
    assert found.transcript
    zoom.restrict(uuid, "DELETED_OR_TRASHED")
    found = heard(zoom, meeting, now=NOW + hours * HOUR)
    assert found
    assert (found.transcript, found.pending) == (None, ())
    assert found.problems == ("no transcript: deleted at Zoom",)


@pytest.mark.parametrize("part", ["transcript", "summary"])
def test_what_zoom_no_longer_finds_after_having_told_it_was_deleted(
    zoom: FakeZoom, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    meeting, uuid = held(zoom, transcript=VTT, summary="Sovittu.")
    made = provider(zoom, transcripts=True)
    heard(zoom, meeting, made=made)
    if part == "summary":
        zoom.instances[uuid].summary = ""
    else:

        def missing(*_: Any) -> Any:
            raise CallError("meetings.zoom", "answered 404", status=404, permanent=True)

        monkeypatch.setattr(Zoom, "download", missing)
    for _ in range(2):
        found = heard(zoom, meeting, made=made)
        assert found
        assert (found.pending, found.problems) == ((), (f"no {part}: deleted at Zoom",))
        assert (found.transcript is None, found.summaries == ()) == (part == "transcript", part == "summary")
    found = heard(zoom, meeting)  # whoever has not seen it waits for a while
    assert found
    assert found.pending == (part,)
    found = heard(zoom, meeting, now=NOW + 4 * HOUR)
    assert found
    assert found.pending == ()


def test_what_is_not_ready_is_pending_and_comes_later(zoom: FakeZoom) -> None:
    meeting, uuid = held(zoom, pending=True)
    found = heard(zoom, meeting)
    assert found
    assert (found.pending, found.problems) == (("attendance", "transcript", "summary"), ())
    zoom.finish(uuid, VTT, "Sovittu.")
    found = heard(zoom, meeting)
    assert found
    assert (found.pending, len(found.attendance), len(found.summaries)) == ((), 2, 1)


def test_what_will_never_come_is_said_and_not_waited_for(zoom: FakeZoom) -> None:
    meeting, _ = held(zoom)
    found = heard(zoom, meeting)
    assert found
    assert found.pending == ("summary",)
    assert found.problems == ("no transcript: nothing was recorded, or nothing was said",)
    late = heard(zoom, meeting, now=NOW + 4 * HOUR)
    assert late
    assert late.pending == ()
    assert late.problems[1] == "no summary: Zoom made none of this call (is AI Companion's summary on?)"


def test_a_file_that_is_no_transcript_is_a_problem(zoom: FakeZoom) -> None:
    meeting, _ = held(zoom, transcript=b"<!doctype html><html></html>", summary="Sovittu.")
    late = heard(zoom, meeting, now=NOW + 5 * HOUR)
    assert late
    assert (late.transcript, late.pending) == (None, ())
    assert late.problems == ("no transcript: a web page and no transcript",)


@pytest.mark.parametrize("url", ["do", "ftp://zoom.us/x", "https://zoom.us.attacker.example/x", ""])
def test_a_file_elsewhere_is_not_fetched(zoom: FakeZoom, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    meeting, _ = held(zoom, transcript=VTT, summary="Sovittu.")
    monkeypatch.setattr("kambrief.providers.zoom_calls.transcript_url", lambda _: url or "nowhere")
    found = heard(zoom, meeting)
    assert found
    assert found.transcript is None
    assert found.problems[0].startswith("no transcript: download transcript: the ")
    assert "attacker" not in found.problems[0]
    assert zoom.count("/rec/") == 0


@pytest.mark.parametrize(
    ("scope", "word"),
    [
        ("meeting:read:list_past_participants:admin", "no attendance"),
        ("meeting:read:summary:admin", "no summary"),
        ("meeting:read:past_meeting:admin", "no times of the call"),
    ],
)
def test_a_missing_right_is_named_and_costs_only_its_part(zoom: FakeZoom, scope: str, word: str) -> None:
    zoom.scopes -= {scope}
    meeting, _ = held(zoom, transcript=VTT, summary="Sovittu.")
    found = heard(zoom, meeting)
    assert found
    (problem,) = found.problems
    assert problem.startswith(f"{word}: the app lacks the scope {scope}")
    assert (found.transcript is not None, found.pending) == (True, ())


@pytest.mark.slow
def test_either_way_to_the_transcript_will_do(zoom: FakeZoom) -> None:
    meeting, uuid = held(zoom, transcript=VTT, summary="Sovittu.")
    both = {"cloud_recording:read:list_recording_files:admin", "cloud_recording:read:meeting_transcript:admin"}
    for scope in sorted(both):
        zoom.scopes -= {scope}
        found = heard(zoom, meeting)
        assert found
        assert (found.transcript is not None, found.problems) == (True, ())
        zoom.scopes |= {scope}
    zoom.scopes -= both
    found = heard(zoom, meeting)
    assert found
    assert found.problems[0].startswith("no transcript: the app lacks the scope cloud_recording")
    zoom.scopes = (zoom.scopes | both) - {"meeting:read:list_past_instances:admin"}
    found = heard(zoom, meeting)
    assert found
    assert found.session == uuid  # the latest call, found without the list
    zoom.scopes -= {"meeting:read:past_meeting:admin"}
    found = heard(zoom, meeting)
    assert found
    assert found.problems[0].startswith("nothing can be heard: the app lacks the scope")


@pytest.mark.parametrize("kind", ["429-second", "500", "reset", "html", "truncated", "slow"])
@pytest.mark.parametrize("op", ["participants", "recordings", "GET /rec/", "meeting_summary", "instances"])
def test_a_part_that_fails_for_now_is_waited_for(zoom: FakeZoom, kind: str, op: str) -> None:
    meeting, _ = held(zoom, transcript=VTT, summary="Sovittu.")
    made = provider(zoom, transcripts=True)
    zoom.fault(kind, times=9, op=op, seconds=3.0)
    if op == "instances":  # without it nothing can be said of the call
        with pytest.raises(CallError) as caught:
            made.hear(meeting, (), NOW + 2 * HOUR)
        assert not caught.value.permanent
    else:
        found = made.hear(meeting, (), NOW + 2 * HOUR)
        assert found
        parts = {"transcript": found.transcript, "summary": found.summaries, "attendance": found.attendance}
        (pending,) = found.pending
        assert [part for part, content in parts.items() if not content] == [pending]
    zoom.calm()
    found = heard(zoom, meeting)
    assert found
    assert (found.pending, found.problems) == ((), ())


def test_without_transcripts_or_without_a_zoom_id_nothing_is_asked(zoom: FakeZoom) -> None:
    meeting, _ = held(zoom, transcript=VTT)
    zoom.forget_requests()
    assert provider(zoom).hear(meeting, (), NOW + 2 * HOUR) is None
    assert heard(zoom, Meeting("m", "", NOW, NOW + HOUR)) is None
    assert zoom.requests == []


def test_a_call_of_somebody_elses_account_is_none_of_ours(zoom: FakeZoom) -> None:
    meeting, _ = held(zoom)
    assert meeting.join
    theirs = Meeting(
        "m", "", NOW, NOW + HOUR, join=type(meeting.join)("https://zoom.us/j/99", Platform.ZOOM, "99900011122")
    )
    assert heard(zoom, theirs) is None


# --- check ---------------------------------------------------------------------------------------------------------


def checked(server: FakeZoom, **more: Any) -> dict[str, tuple[bool, str, str]]:
    found = provider(server, transcripts=True, **more).check(NOW + 3 * HOUR)
    return {one.name.removeprefix("meetings.zoom/"): (one.ok, one.summary, one.advice) for one in found}


def test_check_tries_each_right(zoom: FakeZoom, clock: Clock) -> None:
    held(zoom, transcript=VTT, summary="Sovittu.")
    zoom.schedule(ELINA.email, "Tuleva", NOW + 5 * DAY)
    clock.now = NOW + 3 * HOUR
    zoom.scopes = {scope for scope in zoom.scopes if ":write" not in scope}
    found = checked(zoom)
    assert [name for name, line in found.items() if not line[0]] == []
    assert list(found) == [
        "sign-in", "scopes", "rights", "users", "meetings", "details", "past calls", "attendance", "recordings",
        "transcripts", "summaries",
    ]  # fmt: skip
    assert found["rights"][1] == "the app can change no meeting"
    assert found["meetings"][1].endswith("1 to come")


def test_check_says_what_is_missing_and_what_is_too_much(zoom: FakeZoom) -> None:
    zoom.users.pop(zoom.user(OTTO.email))
    zoom.scopes -= {"meeting:read:meeting:admin"}
    zoom.schedule(ELINA.email, "Tuleva", NOW + 5 * DAY)
    found = checked(zoom)
    assert found["scopes"][1] == "the app lacks meeting:read:meeting:admin (to read meeting)"
    assert "Scopes" in found["scopes"][2]
    assert found["details"][1].startswith("the app lacks the scope meeting:read:meeting:admin")
    assert found["users"][1] == f"{OTTO.email}: no active Zoom user of that address"
    assert found["calls"] == (True, "not tried: no past meeting, by their names the scopes suffice", "")
    assert "meeting:write:meeting:admin" in found["rights"][1]


def test_check_takes_the_older_names_of_scopes(zoom: FakeZoom) -> None:
    zoom.scopes = {"meeting:read:admin", "user:read:admin", "recording:read:admin", "meeting_summary:read:admin"}
    found = checked(zoom)
    assert [name for name, line in found.items() if not line[0]] == []


def test_check_goes_without_the_right_to_list_users(zoom: FakeZoom) -> None:
    zoom.scopes -= {"user:read:list_users:admin"}
    found = checked(zoom)
    assert found["users"][0]
    assert found["users"][1].startswith("not tried")
    assert found["meetings"][0]


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"client_id": "another"}, "compare client_id"),
        ({"account_id": "another"}, "compare account_id"),
        ({"client_secret_env": "NOT_THERE"}, "set the secret"),
    ],
)
def test_check_explains_a_refused_sign_in(zoom: FakeZoom, more: dict[str, str], word: str) -> None:
    ((name, line),) = checked(zoom, **more).items()
    assert (name, line[0]) == ("sign-in", False)
    assert word in line[2]


# --- the connection ------------------------------------------------------------------------------------------------


def answers(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/oauth/token":
        body = {"access_token": "t", "expires_in": 3600, "scope": "", "api_url": "https://api-eu.zoom.us"}
        return httpx.Response(200, json=body)
    assert request.url.host == "api-eu.zoom.us"
    return httpx.Response(200, json={"meetings": [], "next_page_token": ""})


def test_an_account_of_another_region_is_asked_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOOM_SECRET", "s")
    data = {"account_id": "account", "client_id": "client", "client_secret_env": "ZOOM_SECRET"}
    made = Provider(section(Config, data, "meetings.zoom"), [ELINA], Path(), transport=httpx.MockTransport(answers))
    (read,) = made.read(NOW, NOW + DAY, {}, NOW)
    made.close()
    assert (read.complete, read.problems) == (True, ())


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({"client_secret_env": None}, "exactly one"),
        ({"client_secret_file": "x"}, "exactly one"),
        ({"base_url": "zoom"}, "no http"),
        ({"plan": "huge"}, "pro"),
        ({"webhook_secret_env": "A", "webhook_secret_file": "b"}, "not both"),
        ({"colour": "red"}, "spelling"),
    ],
)
def test_mistakes_in_the_configuration_are_told(zoom: FakeZoom, data: dict[str, Any], word: str) -> None:
    with pytest.raises(UserError, match=word):
        config(zoom, **data)


def test_the_secret_may_be_in_a_file_beside_the_configuration(zoom: FakeZoom, tmp_path: Path) -> None:
    (tmp_path / "zoom-secret.txt").write_text(f"{zoom.client_secret}\n")
    data = config(zoom, client_secret_env=None, client_secret_file="zoom-secret.txt")
    made = Provider(data, [ELINA], tmp_path, policy=QUICK)
    _OPEN.append(made)
    assert made.read(NOW, NOW + DAY, {}, NOW)[0].complete
