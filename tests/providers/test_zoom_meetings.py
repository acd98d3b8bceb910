"""What Zoom's JSON of meetings means, and what a reading remembers of it."""

import datetime as dt
from typing import Any

import pytest

from kambrief.core.model import Attendee, JoinLink, Meeting, Platform
from kambrief.providers.zoom import ATTENDANCE, LIST, uuid_part
from kambrief.providers.zoom_calls import attendance_of, instance_of, transcript_url
from kambrief.providers.zoom_meetings import Calendar, moment, occurrences_of
from kambrief.providers.zoom_reading import Known, Memory, Reading, Window
from tests.providers.collected import HOUR, NOW

CALENDAR = Calendar("elina@kuura.example", "elina@zoom.example")
DAY = 24 * HOUR
WINDOW = Window(NOW - 180 * DAY, NOW + 90 * DAY, NOW)
NUMBER = 81234567890


def detail(**more: Any) -> dict[str, Any]:
    return {
        "id": NUMBER, "type": 2, "topic": "Palaveri", "start_time": "2026-10-06T06:00:00Z", "duration": 30,
        "timezone": "Europe/Helsinki", "host_email": "Elina@zoom.example",
        "join_url": f"https://us02web.zoom.us/j/{NUMBER}?pwd=hush.1", **more,
    }  # fmt: skip


def row(start: str = "2026-10-06T06:00:00Z", **more: Any) -> dict[str, Any]:
    return {"id": NUMBER, "type": 2, "topic": "Palaveri", "start_time": start, "host_id": "h", **more}


def series(*starts: dt.datetime, **more: Any) -> dict[str, Any]:
    parts = [
        {"occurrence_id": str(int(one.timestamp()) * 1000), "start_time": f"{one:%Y-%m-%dT%H:%M:%SZ}", "duration": 30,
         "status": "available"}
        for one in starts
    ]  # fmt: skip
    return detail(type=8, start_time=None, occurrences=parts, **more)


def reading(memory: Memory | None = None, *rows: dict[str, Any], window: Window = WINDOW, told_of: str = "") -> Reading:
    return Reading(CALENDAR, memory or Memory(CALENDAR.fingerprint()), rows, window, frozenset({told_of} - {""}))


def remembered(*details: dict[str, Any], rows: tuple[dict[str, Any], ...] = (), window: Window = WINDOW) -> Memory:
    """What is known after a first reading."""
    first = reading(None, *(rows or [row()]), window=window)
    for number, one in zip(first.to_ask, details, strict=True):
        first.answered(number, one)
    return Memory.load(first.result().cursor, CALENDAR)


def later(by: dt.timedelta) -> Window:
    return Window(WINDOW.start + by, WINDOW.end + by, NOW + by)


# --- one meeting ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "zone", "found"),
    [
        ("2026-10-06T06:00:00Z", "", "2026-10-06T06:00:00+00:00"),
        ("2026-10-06T09:00:00", "Europe/Helsinki", "2026-10-06T06:00:00+00:00"),
        ("2026-10-06T09:00:00.123+03:00", "", "2026-10-06T06:00:00.123000+00:00"),
        ("9999-12-31T23:59:59-12:00", "", None),
        ("0001-01-01T00:00:00+12:00", "", None),
        ("soon", "", None),
        ("", "", None),
        (1790000000, "", None),
    ],
)
def test_a_moment_is_read_or_is_none(text: object, zone: str, found: str | None) -> None:
    read = moment(text, zone)
    assert (read.isoformat() if read else None) == found


def test_a_time_that_cannot_be_read_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="time"):
        occurrences_of(detail(start_time="soon"), CALENDAR)
    with pytest.raises(ValueError, match="time"):
        occurrences_of(detail(type=8, occurrences=[{"occurrence_id": "1", "start_time": "?"}]), CALENDAR)


@pytest.mark.parametrize("kind", [1, 3, 10, 99])
def test_what_has_no_time_is_no_meeting_here(kind: int) -> None:
    assert occurrences_of(detail(type=kind, start_time=None), CALENDAR) == ()
    assert len(occurrences_of(detail(type=kind), CALENDAR)) == 1


def test_a_series_whose_occurrences_are_over_has_none() -> None:
    assert occurrences_of(detail(type=8), CALENDAR) == ()
    assert occurrences_of(detail(type=8, occurrences=None), CALENDAR) == ()


def test_a_moved_occurrence_keeps_its_name() -> None:
    data = series(NOW + DAY)
    before = occurrences_of(data, CALENDAR)[0]
    data["occurrences"][0]["start_time"] = "2026-10-09T10:30:00Z"
    after = occurrences_of(data, CALENDAR)[0]
    assert after.source == before.source
    assert after.source.external_id == before.source.external_id
    assert after.start == dt.datetime(2026, 10, 9, 10, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("odd", [None, "", "x", "9" * 40, [1]])
def test_an_occurrence_without_a_usable_name_goes_by_its_start(odd: object) -> None:
    data = detail(type=8, occurrences=[{"occurrence_id": odd, "start_time": "2026-10-06T06:00:00Z"}])
    (one,) = occurrences_of(data, CALENDAR)
    assert one.source.recurrence_id == "20261006T060000Z"


def test_people_are_each_named_once_by_the_address_calendars_know() -> None:
    elina = Attendee("elina@kuura.example", "Elina Saarikko")
    calendar = Calendar("elina@kuura.example", "elina@zoom.example", {"elina@zoom.example": elina})
    settings = {
        "alternative_hosts": "Otto@kuura.example; elina@zoom.example;hQ7zId",
        "meeting_invitees": [{"email": "P@x.example"}, {"email": ""}, None, {"email": "p@x.example"}],
    }
    (one,) = occurrences_of(detail(settings=settings), calendar)
    assert one.organizer == elina
    assert [person.email for person in one.attendees] == ["elina@kuura.example", "otto@kuura.example", "p@x.example"]


def test_without_a_host_there_is_no_organizer() -> None:
    (one,) = occurrences_of(detail(host_email=None, settings={"alternative_hosts": "otto@kuura.example"}), CALENDAR)
    assert one.organizer is None
    assert [person.email for person in one.attendees] == ["otto@kuura.example"]


@pytest.mark.parametrize(
    ("more", "external_id", "personal"),
    [
        ({}, str(NUMBER), False),
        ({"join_url": "https://join.intra.example/x"}, str(NUMBER), False),
        ({"join_url": None}, str(NUMBER), False),
        ({"join_url": "https://zoom.us/meeting/register/abc"}, str(NUMBER), False),
        ({"pmi": "4111111111"}, str(NUMBER), False),
        ({"pmi": str(NUMBER)}, str(NUMBER), True),
        ({"type": 4}, str(NUMBER), True),
        ({"settings": {"use_pmi": True}, "join_url": "https://zoom.us/j/4111111111"}, "4111111111", True),
        ({"join_url": "https://zoom.us/my/elina"}, str(NUMBER), True),
    ],
)
def test_the_link_bears_zooms_number_and_says_if_the_room_is_personal(
    more: dict[str, Any],
    external_id: str,
    personal: bool,  # noqa: FBT001 - a case
) -> None:
    join = occurrences_of(detail(**more), CALENDAR)[0].join
    assert join
    assert (join.platform, join.external_id, join.personal_room) == (Platform.ZOOM, external_id, personal)


def test_odd_values_do_no_harm() -> None:
    (one,) = occurrences_of(
        detail(topic="a\0b\ud800", agenda=5, timezone="../etc/passwd", duration=10**9, settings=[1]), CALENDAR
    )  # fmt: skip
    assert one.title.startswith("ab\ufffd")
    assert one.title.encode()
    assert (one.agenda, one.timezone, one.end - one.start) == ("", "", 7 * DAY)
    assert occurrences_of(detail(duration="x"), CALENDAR)[0].end == occurrences_of(detail(), CALENDAR)[0].start + HOUR


# --- what is remembered --------------------------------------------------------------------------------------------


def test_a_first_reading_asks_for_all_and_is_whole() -> None:
    first = reading(None, row(), row(id=5123456789, start_time=None, type=3), row(id="odd"))
    assert first.to_ask == (str(NUMBER),)
    first.answered(str(NUMBER), detail())
    found = first.result()
    assert (found.partial, found.complete, len(found.occurrences)) == (False, True, 1)


def test_the_cursor_says_all_that_is_remembered() -> None:
    memory = remembered(detail())
    assert memory.host_id == "h"
    assert memory.meetings
    known = memory.meetings[str(NUMBER)]
    assert known == Known(known.rows, {f"{NUMBER}/": 1791266400}, 1791266400 - 4 * 3600)  # begins in a day already
    assert Memory.load(memory.dump(), CALENDAR) == memory
    assert Memory.load(memory.dump(), Calendar("elina@kuura.example", "e.saarikko@zoom.example")).meetings is None


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({}, False),
        ({"uuid": "another"}, False),
        ({"topic": "Toinen"}, True),
        ({"start_time": "2026-10-06T07:00:00Z"}, True),
        ({"duration": 45}, True),
        ({"join_url": "https://zoom.us/j/1?pwd=new"}, True),
    ],
)
def test_only_what_tells_of_a_change_is_asked_for(changed: dict[str, Any], asked: bool) -> None:  # noqa: FBT001 - a case
    again = reading(remembered(detail()), row(**changed))
    assert bool(again.to_ask) is asked
    if not asked:
        assert again.result().unchanged


def test_a_row_that_has_begun_is_no_change_when_it_leaves_the_list() -> None:
    window = later(2 * DAY)
    again = reading(remembered(detail()), window=window)
    assert again.result().unchanged


def test_a_series_in_one_row_is_read_anew_when_the_row_shows_the_next_start() -> None:
    memory = remembered(series(NOW + DAY, NOW + 8 * DAY), rows=(row(type=8),))
    again = reading(memory, row("2026-10-13T06:00:00Z", type=8), window=later(2 * DAY))
    assert again.to_ask == (str(NUMBER),)
    again.answered(str(NUMBER), series(NOW + 8 * DAY))
    found = again.result()
    assert (len(found.occurrences), found.removed) == (1, frozenset())


def test_a_meeting_that_became_a_series_is_told_as_both() -> None:
    again = reading(remembered(detail()), row(type=8), row("2026-10-13T06:00:00Z", type=8))
    again.answered(str(NUMBER), series(NOW + DAY, NOW + 8 * DAY))
    found = again.result()
    assert (len(found.occurrences), {*found.removed}) == (2, {f"{NUMBER}/"})


def test_a_full_series_is_read_again_each_day_because_it_may_go_on() -> None:
    days = [NOW + day * DAY for day in range(1, 51)]
    rows = tuple(row(f"{one:%Y-%m-%dT%H:%M:%SZ}", type=8) for one in days)
    memory = remembered(series(*days), rows=rows)
    assert reading(memory, *rows).result().unchanged
    assert reading(memory, *rows[1:], window=later(DAY + HOUR)).to_ask == (str(NUMBER),)


@pytest.mark.parametrize("answer", [{}, {"id": 5}, detail(start_time="?")])
def test_an_answer_that_is_none_leaves_what_was_known(answer: dict[str, Any]) -> None:
    memory = remembered(detail())
    again = reading(memory, row(topic="Toinen"))
    with pytest.raises(ValueError):  # noqa: PT011 - any of its words will do
        again.answered(str(NUMBER), answer)
    again.failed(str(NUMBER), "why")
    found = again.result()
    assert ({*found.removed}, {*found.unread}) == (set(), {str(NUMBER)})
    assert found.problems == (f"meeting {NUMBER} not read: why",)
    kept = Memory.load(found.cursor, CALENDAR)
    assert kept.meetings == memory.meetings
    assert reading(kept, row(topic="Toinen")).to_ask == (str(NUMBER),)


def test_many_problems_are_told_in_short() -> None:
    rows = [row(id=8000000000 + at) for at in range(9)]
    first = reading(None, *rows)
    for number in first.to_ask:
        first.failed(number, "why")
    assert first.result().problems[-1] == "and 4 more meetings not read"


def test_what_is_missing_from_the_list_is_asked_for_first() -> None:
    again = reading(remembered(detail()))
    assert again.to_ask == (str(NUMBER),)
    again.answered(str(NUMBER), detail())
    assert again.result().removed == frozenset()
    again = reading(remembered(detail()))
    again.gone(str(NUMBER))
    assert again.result().removed == {f"{NUMBER}/"}


def test_what_is_missing_and_cannot_be_asked_for_stays_and_is_told() -> None:
    again = reading(remembered(detail()))
    again.failed(str(NUMBER), "why")
    found = again.result()
    assert ({*found.removed}, {*found.unread}) == (set(), {str(NUMBER)})
    assert found.problems == (f"meeting {NUMBER} not read: why",)
    assert reading(Memory.load(found.cursor, CALENDAR)).to_ask == (str(NUMBER),)


def test_what_has_gone_over_to_another_host_is_no_longer_in_this_calendar() -> None:
    again = reading(remembered(detail(host_id="h")))
    again.answered(str(NUMBER), detail(host_id="another"))
    found = again.result()
    assert (found.occurrences, {*found.removed}) == ((), {f"{NUMBER}/"})


@pytest.mark.parametrize(("seconds", "removed"), [(-1, False), (60, False), (119, False), (121, True)])
def test_what_begins_while_we_read_has_not_gone(seconds: int, removed: bool) -> None:  # noqa: FBT001 - a case
    start = dt.datetime(2026, 10, 6, 6, 0, tzinfo=dt.UTC)
    again = reading(remembered(detail()), window=later(start - NOW - dt.timedelta(seconds=seconds)))
    if again.to_ask:
        again.gone(str(NUMBER))
    assert bool(again.result().removed) is removed


def test_an_occurrence_that_begins_while_we_read_has_not_gone_from_its_series() -> None:
    rows = (row(type=8), row("2026-10-13T06:00:00Z", type=8))
    memory = remembered(series(NOW + DAY, NOW + 8 * DAY), rows=rows)
    again = reading(memory, rows[1], window=later(DAY - dt.timedelta(seconds=30)))
    assert again.to_ask == (str(NUMBER),)
    again.answered(str(NUMBER), series(NOW + 8 * DAY))
    assert again.result().removed == frozenset()


def test_details_come_again_three_times_in_the_last_day_and_each_time_once() -> None:
    start = NOW + 3 * DAY
    at = f"{start:%Y-%m-%dT%H:%M:%SZ}"
    memory, asked = remembered(detail(start_time=at), rows=(row(at),)), []
    for minutes in range(0, 3 * 24 * 60, 5):
        again = reading(memory, row(at), window=later(dt.timedelta(minutes=minutes)))
        for number in again.to_ask:
            asked.append(start - NOW - dt.timedelta(minutes=minutes))
            again.answered(number, detail(start_time=at))
        memory = Memory.load(again.result().cursor, CALENDAR)
    assert asked == [DAY, 4 * HOUR, 1.25 * HOUR]


def test_what_an_event_has_named_is_read_again_whatever_its_row_says() -> None:
    memory = remembered(series(NOW + DAY, NOW + 8 * DAY), rows=(row(type=8),))
    again = reading(memory, row(type=8), told_of=str(NUMBER))
    assert again.to_ask == (str(NUMBER),)
    again.answered(str(NUMBER), series(NOW + DAY))
    assert again.result().removed == {f"{NUMBER}/{int((NOW + 8 * DAY).timestamp()) * 1000}"}
    assert reading(memory, row(type=8), told_of="5").to_ask == ()


def test_what_an_event_has_named_and_cannot_be_read_is_asked_for_until_it_can() -> None:
    again = reading(remembered(detail()), row(), told_of=str(NUMBER))
    again.failed(str(NUMBER), "why")
    memory = Memory.load(again.result().cursor, CALENDAR)
    again = reading(memory, row())
    assert again.to_ask == (str(NUMBER),)
    again.answered(str(NUMBER), detail())
    assert reading(Memory.load(again.result().cursor, CALENDAR), row()).to_ask == ()


def test_only_a_managers_own_addresses_have_all_of_theirs_read_anew() -> None:
    elina, otto = Attendee("elina@kuura.example", "Elina"), Attendee("otto@kuura.example", "Otto")
    people = {"elina@kuura.example": elina, "e@kuura.example": elina, "otto@kuura.example": otto}
    mark = Calendar("elina@kuura.example", "elina@zoom.example", people).fingerprint()

    def marked(**more: Attendee) -> str:
        changed = people | {f"{key}@kuura.example": one for key, one in more.items()}
        return Calendar("elina@kuura.example", "elina@zoom.example", changed).fingerprint()

    renamed = Attendee("elina@kuura.example", "Elina S.")
    assert marked(uusi=Attendee("uusi@kuura.example", "Uusi")) == mark
    assert marked(otto=Attendee("otto@kuura.example", "Otto S.")) == mark
    assert marked(elina=renamed, e=renamed) == mark
    assert marked(es=elina) != mark


# --- after the call ------------------------------------------------------------------------------------------------


def test_a_uuid_is_encoded_twice_only_where_zoom_wants_it() -> None:
    assert uuid_part("a+b/c==") == "a%2Bb%2Fc%3D%3D"
    assert uuid_part("/ab==") == "%252Fab%253D%253D"
    assert uuid_part("a//b") == "a%252F%252Fb"


def test_scopes_have_two_names() -> None:
    assert LIST.held({"meeting:read:admin"})
    assert LIST.held({"meeting:read:list_meetings:admin"})
    assert LIST.held({"meeting:read:list_meetings:master"})
    assert not LIST.held({"meeting:read:meeting:admin"})
    assert "meeting:read:admin" in ATTENDANCE.lacking()


def test_whoever_comes_back_is_one_and_whoever_waited_was_not_there() -> None:
    rows: list[dict[str, Any]] = [
        {"name": "Petri", "user_email": "", "duration": 60},
        {"name": "petri ", "user_email": "", "duration": 30},
        {"name": "Elina", "user_email": "Elina@x.example", "duration": 90},
        {"name": "Elina S", "user_email": "elina@x.example", "duration": None},
        {"name": "Iida", "user_email": "", "duration": 60, "status": "in_waiting_room"},
        {"name": "", "user_email": ""},
    ]
    found = attendance_of(rows)
    assert [(one.name, one.email, one.seconds) for one in found] == [
        ("Petri", "", 90.0), ("Elina", "elina@x.example", 90.0),
    ]  # fmt: skip


def test_the_transcript_is_the_finished_one_of_the_files() -> None:
    file = {"file_type": "TRANSCRIPT", "status": "completed", "download_url": "u"}
    assert transcript_url(file) == "u"
    assert transcript_url({**file, "status": "processing"}) == ""
    assert transcript_url({**file, "file_type": "CC"}) == ""
    assert transcript_url({"file_type": "TRANSCRIPT"}) == ""


def test_an_instance_may_begin_an_hour_early_and_not_after_the_end() -> None:
    meeting = Meeting("m", "", NOW, NOW + HOUR)

    def at(minutes: int) -> dict[str, str]:
        return {"uuid": str(minutes), "start_time": f"{NOW + minutes * HOUR / 60:%Y-%m-%dT%H:%M:%SZ}"}

    assert instance_of([at(-61), at(61)], meeting) == ""
    assert instance_of([at(-50), at(-5), at(20), None, {"uuid": "x"}], meeting) == "-5"


def call(minutes: int) -> dict[str, str]:
    return {"uuid": str(minutes), "start_time": f"{NOW + minutes * HOUR / 60:%Y-%m-%dT%H:%M:%SZ}"}


def planned(minutes: int, name: str = "", *, room: bool = False, **more: Any) -> Meeting:
    start = NOW + minutes * HOUR / 60
    join = JoinLink(f"https://zoom.us/j/{NUMBER}", Platform.ZOOM, str(NUMBER), room)
    return Meeting(name or f"m{minutes}", "", start, start + HOUR, join=join, **more)


@pytest.mark.parametrize(
    ("began", "ours", "theirs"),
    [(0, "0", ""), (29, "29", ""), (30, "", ""), (31, "", "31"), (58, "", "58"), (65, "", "65")],
)
def test_a_call_is_the_meeting_to_which_it_began_nearer(began: int, ours: str, theirs: str) -> None:
    first, second = planned(0), planned(60)
    assert instance_of([call(began)], first, [second]) == ours
    assert instance_of([call(began)], second, [first]) == theirs


def test_a_meeting_that_was_called_off_had_no_call() -> None:
    assert instance_of([call(50)], planned(0), [planned(60, cancelled=True)]) == "50"


def test_two_records_of_one_start_hear_the_same_call() -> None:
    assert instance_of([call(5)], planned(0), [planned(0, "copy")]) == "5"


@pytest.mark.parametrize(("began", "found"), [(-16, ""), (-15, "-15"), (0, "0"), (15, "15"), (16, ""), (50, "")])
def test_a_call_in_a_personal_room_is_the_meeting_only_if_it_began_on_time(began: int, found: str) -> None:
    assert instance_of([call(began)], planned(0, room=True)) == found


def test_none_of_the_calls_in_a_personal_room_is_taken_when_in_doubt() -> None:
    room = planned(0, room=True)
    assert instance_of([call(-5), call(10)], room) == ""
    assert instance_of([call(2)], room, [planned(15, room=True)]) == ""
    assert instance_of([call(2)], room, [planned(0, "another", room=True)]) == ""
    assert instance_of([call(2)], room, [planned(30, room=True)]) == "2"
