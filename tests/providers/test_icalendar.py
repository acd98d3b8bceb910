"""Calendars as iCalendar: what their text means, and how a feed is fetched. The input stands in each test."""

import datetime as dt
import http.server
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.model import AccountManager, EventStatus, Occurrence, Platform, Response
from kambrief.errors import UserError
from kambrief.ports import CalendarRead
from kambrief.providers.guarded_http import CheckedTransport, Limits, RefusedError, fetch, is_public
from kambrief.providers.meetings.icalendar import Config, Provider
from kambrief.settings import section

HELSINKI = ZoneInfo("Europe/Helsinki")
ELINA = AccountManager(email="elina@kuura.example", name="Elina Saarikko", aliases=("e.s@kuura.example",))
OTTO = AccountManager(email="otto@kuura.example")
START = dt.datetime(2026, 3, 1, tzinfo=HELSINKI)
END = dt.datetime(2026, 12, 1, tzinfo=HELSINKI)
URL = "https://calendar.example/secret-token/basic.ics"

HELSINKI_RULES = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def calendar(*events: str, head: str = "") -> str:
    """A calendar of these events; each gets a UID unless it has one."""
    texts = []
    for number, event in enumerate(events, start=1):
        uid = "" if "UID" in event else f"UID:e{number}\n"
        texts.append(f"BEGIN:VEVENT\n{uid}{event.strip()}\nEND:VEVENT\n")
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head.strip()}\n{''.join(texts)}END:VCALENDAR\n"


def read_file(path: Path, start: dt.datetime = START, end: dt.datetime = END, **more: Any) -> CalendarRead:
    """What the provider makes of a file or folder."""
    (found,) = Provider(section(Config, {"calendars": [{"path": path, **more}]}, "x"), [ELINA], path).read(
        start, end, {}, START
    )
    return found


Reader = Callable[..., CalendarRead]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Reads a calendar text."""

    def reader(text: str | bytes, start: dt.datetime = START, end: dt.datetime = END, **more: Any) -> CalendarRead:
        file = tmp_path / "calendar.ics"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_file(file, start, end, **more)

    return reader


def starts(found: CalendarRead) -> list[str]:
    """Starts in UTC."""
    return [f"{one.start.astimezone(dt.UTC):%Y-%m-%d %H:%M}" for one in found.occurrences]


def only(found: CalendarRead) -> Occurrence:
    assert found.problems == ()
    (one,) = found.occurrences
    return one


# --- one event -------------------------------------------------------------------------------------------------------


def test_an_invitation_is_read_with_people_answers_rooms_and_the_way_in(read: Reader) -> None:
    one = only(
        read(
            calendar(
                "ORGANIZER;CN=Elina Saarikko:mailto:Elina@kuura.example\n"
                'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN="Vuolle, Petri":MAILTO:Petri@havulinna.example\n'
                "ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=DECLINED;CN=markku@havulinna.example:mailto:markku@havulinna.example\n"
                "ATTENDEE;CUTYPE=ROOM;CN=Saimaa:mailto:saimaa@kuura.example\n"
                "ATTENDEE;CN=Nobody:invalid:nomail\n"
                "ATTENDEE;CN=Google;EMAIL=g@havulinna.example:urn:uuid:1\n"
                "DTSTART;TZID=Europe/Helsinki:20261006T090000\nDTEND;TZID=Europe/Helsinki:20261006T094500\n"
                "SUMMARY:Kuorimon tilanne\\, viikko 41\nLOCATION:Microsoft Teams -kokous\nSEQUENCE:3\n"
                "DTSTAMP:20260901T000000Z\nLAST-MODIFIED:20260902T000000Z\n"
                "DESCRIPTION:Asialista:\\n1. Kuljetin\\nLiity <https://acme.zoom.us/j/81234567890?pwd=a>\n"
            )
        )
    )
    assert (one.title, one.location, one.sequence, one.timezone) == (
        "Kuorimon tilanne, viikko 41", "Microsoft Teams -kokous", 3, "Europe/Helsinki",
    )  # fmt: skip
    assert (one.start, one.end) == (
        dt.datetime(2026, 10, 6, 6, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 6, 6, 45, tzinfo=dt.UTC),
    )
    assert one.stamp == dt.datetime(2026, 9, 2, tzinfo=dt.UTC)
    assert one.organizer is not None
    assert one.organizer.email == "elina@kuura.example"
    assert [(p.email, p.name, p.response, p.optional, p.is_resource) for p in one.attendees] == [
        ("petri@havulinna.example", "Vuolle, Petri", Response.ACCEPTED, False, False),
        ("markku@havulinna.example", "", Response.DECLINED, True, False),
        ("saimaa@kuura.example", "Saimaa", Response.NONE, False, True),
        ("", "Nobody", Response.NONE, False, False),
        ("g@havulinna.example", "Google", Response.NONE, False, False),
    ]
    assert one.join is not None
    assert (one.join.platform, one.join.external_id) == (Platform.ZOOM, "81234567890")
    assert one.agenda.startswith("Asialista:\n1. Kuljetin\n")


def test_status_class_and_transparency_are_told(read: Reader) -> None:
    one = only(read(calendar("DTSTART:20261006T060000Z\nSTATUS:TENTATIVE\nCLASS:CONFIDENTIAL\nTRANSP:TRANSPARENT")))
    assert (one.status, one.private, one.free) == (EventStatus.TENTATIVE, True, True)
    assert only(read(calendar("DTSTART:20261006T060000Z\nX-MICROSOFT-CDO-BUSYSTATUS:FREE"))).free


@pytest.mark.parametrize(
    ("times", "minutes", "all_day"),
    [
        ("DTSTART:20261006T060000Z\nDTEND:20261006T063000Z", 30, False),
        ("DTSTART:20261006T060000Z\nDURATION:PT45M", 45, False),
        ("DTSTART:20261006T060000Z", 0, False),
        ("DTSTART:20261006T060000Z\nDTEND:20261006T050000Z", 0, False),
        ("DTSTART;VALUE=DATE:20261006", 1440, True),
        ("DTSTART;VALUE=DATE:20261006\nDTEND;VALUE=DATE:20261008", 2880, True),
        ("DTSTART;VALUE=DATE:20261006\nDTEND;VALUE=DATE:20261006", 1440, True),
        ("DTSTART:20261006T000000\nDTEND:20261007T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE", 1440, True),
        ("DTSTART;TZID=Europe/Helsinki:20261024T120000\nDURATION:P1D", 1500, False),
        ("DTSTART;TZID=Europe/Helsinki:20261024T120000\nDURATION:PT24H", 1440, False),
        ("DTSTART;TZID=Europe/Helsinki:20261006T090000\nDTEND:20261006T070000Z", 60, False),
    ],
)
def test_every_form_of_an_end_gives_the_length(read: Reader, times: str, minutes: int, all_day: bool) -> None:  # noqa: FBT001
    one = only(read(calendar(times)))
    assert ((one.end - one.start).total_seconds() / 60, one.all_day) == (minutes, all_day)


def test_a_day_begins_at_the_managers_midnight(read: Reader) -> None:
    assert only(read(calendar("DTSTART;VALUE=DATE:20261006"))).start == dt.datetime(2026, 10, 6, tzinfo=HELSINKI)


def test_titles_and_names_become_one_line_and_keep_every_letter(read: Reader) -> None:
    one = only(
        read(
            calendar(
                "DTSTART:20261006T060000Z\nSUMMARY:Q1\\nBcc: x\\, Päivä\u202e 👨‍👩‍👧 日本\x07\nORGANIZER;CN=A^nB:mailto:a@b.example"
            )
        )
    )
    assert one.title == "Q1 Bcc: x, Päivä 👨‍👩‍👧 日本"
    assert one.organizer is not None
    assert one.organizer.name == "A B"


def test_html_descriptions_become_text_and_links_are_found_in_their_attributes(read: Reader) -> None:
    one = only(
        read(
            calendar(
                "DTSTART:20261006T060000Z\n"
                "X-ALT-DESC;FMTTYPE=text/html:<html><head><style>p{}</style></head><body><p>Hei &amp; tervetuloa</p>"
                '<ul><li>Yksi</li><li>Kaksi</li></ul><a href="https://acme.zoom.us/j/81234567890?pwd=a&amp;x=1">Liity</a>'
                "<script>alert(1)</script></body></html>"
            )
        )
    )
    assert one.agenda.split() == ["Hei", "&", "tervetuloa", "Yksi", "Kaksi", "Liity"]
    assert one.join is not None
    assert one.join.url == "https://acme.zoom.us/j/81234567890?pwd=a&x=1"


def test_a_plain_description_with_angle_brackets_stays_as_it_is(read: Reader) -> None:
    one = only(read(calendar("DTSTART:20261006T060000Z\nDESCRIPTION:Liity <https://teams.microsoft.com/meet/1> x < y")))
    assert one.agenda == "Liity <https://teams.microsoft.com/meet/1> x < y"


def test_conference_properties_come_before_location_and_text(read: Reader) -> None:
    one = only(
        read(
            calendar(
                "DTSTART:20261006T060000Z\nLOCATION:https://acme.zoom.us/j/81234567890\n"
                "CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+358401234567\n"
                "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://meet.google.com/abc-defg-hij"
            )
        )
    )
    assert one.join is not None
    assert one.join.platform is Platform.MEET
    assert [link.platform for link in one.other_links] == [Platform.ZOOM]


def test_a_configured_host_counts_as_join_link(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text(calendar("DTSTART:20261006T060000Z\nLOCATION:https://video.acme.example/room/7"))
    config = section(
        Config,
        {"calendars": [{"path": "a.ics"}], "join_hosts": [{"host": "video.acme.example", "platform": "webex"}]},
        "x",
    )
    (found,) = Provider(config, [ELINA], tmp_path).read(START, END, {}, START)
    assert found.occurrences[0].join is not None
    assert found.occurrences[0].join.platform is Platform.WEBEX


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", [b"\r\n", b"\n", b"\r"])
def test_lines_folded_inside_a_letter_are_joined_before_they_are_decoded(read: Reader, newline: bytes) -> None:
    text = calendar("DTSTART:20261006T060000Z\nSUMMARY:Päivä").encode().replace(b"\n", newline)
    assert only(read(text.replace(b"P\xc3\xa4", b"P\xc3" + newline + b" \xa4"))).title == "Päivä"


def test_a_byte_order_mark_and_old_encodings_are_read(read: Reader) -> None:
    text = calendar("DTSTART:20261006T060000Z\nSUMMARY:Päivä")
    assert only(read(b"\xef\xbb\xbf" + text.encode())).title == "Päivä"
    assert only(read(text.encode("cp1252"))).title == "Päivä"
    assert only(read(text.encode("utf-16"))).title == "Päivä"


def test_one_broken_event_is_named_and_the_rest_lives(read: Reader) -> None:
    found = read(
        calendar(
            "UID:bad-1\nSUMMARY:secret\nDTSTART:2026-10-06",
            "UID:bad-2\nDTSTART:20261006T060000Z\nDURATION:tomorrow",
            "UID:bad-3\nSUMMARY:no start",
            "UID:bad-4\nDTSTART:20261306T060000Z",
            "UID:bad-5\nDTSTART:20261006T060000Z\nRRULE:FREQ=NEVER",
            "UID:good\nDTSTART:20261006T060000Z\nthis is no line\nX-BROKEN;;=:x",
        )
    )
    assert [one.source.uid for one in found.occurrences] == ["good"]
    assert found.complete
    assert found.unread == {f"bad-{number}" for number in range(1, 6)}
    assert len(found.problems) == 5
    assert "secret" not in " ".join(found.problems)
    assert "bad-" not in " ".join(found.problems)


def test_a_text_that_ends_too_early_is_incomplete(read: Reader) -> None:
    found = read(calendar("DTSTART:20261006T060000Z").removesuffix("END:VCALENDAR\n"))
    assert starts(found) == ["2026-10-06 06:00"]
    assert not found.complete


def test_an_event_without_a_uid_is_the_same_at_the_next_read(read: Reader) -> None:
    event = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTAMP:{}\nDTSTART:20261006T060000Z\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    first, second = (only(read(event.format(stamp))) for stamp in ("20260101T000000Z", "20260102T000000Z"))
    assert first.source == second.source


@given(st.binary(max_size=400), st.integers(0, 300))
def test_no_bytes_whatever_break_the_reading(noise: bytes, place: int) -> None:
    text = calendar(
        "DTSTART;TZID=Europe/Helsinki:20261006T090000\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20261013T060000Z"
    ).encode()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=text[:place] + noise + text[place:]))
    config = section(Config, {"calendars": [{"url": URL}]}, "x")
    with httpx.Client(transport=transport) as client:
        (found,) = Provider(config, [ELINA], Path(), client).read(START, END, {}, START)
    assert not any("unexpected" in problem for problem in found.problems)


# --- time zones ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tzid", "utc"),
    [
        ("Europe/Helsinki", "06:00"),
        ("europe/helsinki", "06:00"),
        ("FLE Standard Time", "06:00"),
        ('"W. Europe Standard Time"', "07:00"),
        ("Eastern Standard Time 1", "13:00"),
        ("/freeassociation.sourceforge.net/Europe/Helsinki", "06:00"),
        ("/softwarestudio.org/Olson_20011030_5/America/Argentina/Buenos_Aires", "12:00"),
        ('"(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius"', "06:00"),
        ('"(UTC-05:00) Eastern Time (US & Canada)"', "13:00"),
        ("UTC+05", "04:00"),
        ("Europe/Kiev", "06:00"),
    ],
)
def test_zone_names_of_every_kind_are_understood_without_a_definition(read: Reader, tzid: str, utc: str) -> None:
    one = only(read(calendar(f"DTSTART;TZID={tzid}:20261006T090000")))
    assert f"{one.start:%H:%M}" == utc
    assert one.notes == ()


@pytest.mark.parametrize(
    "tzid", ["tzone://Microsoft/Custom", '"tzone://Microsoft/Custom"', "Customized Time Zone", "Nowhere 1"]
)
def test_a_zone_that_nobody_knows_is_read_as_the_managers_and_says_so(read: Reader, tzid: str) -> None:
    one = only(read(calendar(f"DTSTART;TZID={tzid}:20261006T090000")))
    assert f"{one.start:%H:%M}" == "06:00"
    assert len(one.notes) == 1
    assert one.notes[0].startswith("time zone unknown")


@pytest.mark.parametrize("name", ["Customized Time Zone", "tzone://Microsoft/Custom", "Eastern Standard Time 1"])
def test_the_files_own_definition_counts_for_names_that_are_only_its_own(read: Reader, name: str) -> None:
    text = calendar(f'DTSTART;TZID="{name}":20261006T090000', head=HELSINKI_RULES.format(name=name))
    one = only(read(text))
    assert (f"{one.start:%H:%M}", one.notes) == ("06:00", ())


def test_one_files_definition_says_nothing_about_another_file(read: Reader) -> None:
    event = "DTSTART;TZID=Plant Time:20261006T090000"
    read(
        calendar(
            event, head=HELSINKI_RULES.format(name="Plant Time").replace("+0300", "+0900").replace("+0200", "+0800")
        )
    )
    assert only(read(calendar(event))).notes


def test_a_definition_that_would_never_end_is_not_used(read: Reader) -> None:
    rules = HELSINKI_RULES.format(name="Bomb").replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=SECONDLY")
    assert only(read(calendar("DTSTART;TZID=Bomb:20261006T090000", head=rules))).notes


def test_floating_times_are_in_the_calendars_zone_else_in_the_managers(read: Reader) -> None:
    event = "DTSTART:20261006T090000"
    assert starts(read(calendar(event))) == ["2026-10-06 06:00"]
    assert starts(read(calendar(event, head="X-WR-TIMEZONE:America/New_York"))) == ["2026-10-06 13:00"]
    assert starts(read(calendar(event), timezone="Europe/Berlin")) == ["2026-10-06 07:00"]
    assert starts(read(calendar("DTSTART:20261006T090000Z", head="X-WR-TIMEZONE:America/New_York"))) == [
        "2026-10-06 09:00"
    ]


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "Plant Time"])
def test_a_time_that_happens_twice_is_the_first_and_one_that_does_not_exist_keeps_the_old_offset(
    read: Reader, zone: str
) -> None:
    rules = HELSINKI_RULES.format(name="Plant Time")
    twice = calendar(f"DTSTART;TZID={zone}:20261025T033000", head=rules)
    never = calendar(f"DTSTART;TZID={zone}:20260329T033000", head=rules)
    assert starts(read(twice)) == ["2026-10-25 00:30"]
    assert starts(read(never)) == ["2026-03-29 01:30"]


# --- recurrence ------------------------------------------------------------------------------------------------------

WEEKLY = "UID:w\nDTSTART;TZID=Europe/Helsinki:20261013T090000\nDTEND;TZID=Europe/Helsinki:20261013T100000\nRRULE:FREQ=WEEKLY;COUNT=4"


def test_a_series_keeps_its_wall_clock_across_the_change_of_clocks(read: Reader) -> None:
    found = read(calendar(WEEKLY))
    assert starts(found) == ["2026-10-13 06:00", "2026-10-20 06:00", "2026-10-27 07:00", "2026-11-03 07:00"]
    assert [one.source.recurrence_id for one in found.occurrences] == [
        "20261013T060000Z", "20261020T060000Z", "20261027T070000Z", "20261103T070000Z",
    ]  # fmt: skip
    assert all(one.recurring for one in found.occurrences)


def test_a_single_event_has_no_recurrence_id(read: Reader) -> None:
    assert only(read(calendar("DTSTART:20261006T060000Z"))).source.recurrence_id == ""


@pytest.mark.parametrize(
    ("until", "count"),
    [
        ("20261027T070000Z", 3),
        ("20261027T065959Z", 2),
        ("20261027", 3),
        ("20261027T090000", 3),
    ],
)
def test_until_is_read_in_every_form(read: Reader, until: str, count: int) -> None:
    assert len(read(calendar(WEEKLY.replace("COUNT=4", f"UNTIL={until}"))).occurrences) == count


@pytest.mark.parametrize(
    "exdate",
    [
        "EXDATE;TZID=Europe/Helsinki:20261020T090000",
        "EXDATE:20261020T060000Z",
        "EXDATE;TZID=America/New_York:20261020T020000",
        "EXDATE;VALUE=DATE:20261020",
        "EXDATE:20261020T060000Z,20300101T000000Z",
        "EXDATE:20300101T000000Z\nEXDATE:20261020T060000Z",
        "EXDATE:20261020T090000",
    ],
)
def test_exceptions_are_matched_by_instant_in_every_form(read: Reader, exdate: str) -> None:
    assert starts(read(calendar(f"{WEEKLY}\n{exdate}"))) == ["2026-10-13 06:00", "2026-10-27 07:00", "2026-11-03 07:00"]


def test_an_exception_at_the_same_wall_clock_elsewhere_excludes_nothing(read: Reader) -> None:
    assert len(read(calendar(f"{WEEKLY}\nEXDATE:20261020T090000Z")).occurrences) == 4


def test_extra_dates_and_periods_are_added(read: Reader) -> None:
    found = read(
        calendar(
            "DTSTART:20261006T060000Z\nDTEND:20261006T070000Z\nRDATE:20261008T060000Z\n"
            "RDATE;VALUE=PERIOD:20261009T060000Z/20261009T080000Z,20261010T060000Z/PT30M"
        )
    )
    assert starts(found) == ["2026-10-06 06:00", "2026-10-08 06:00", "2026-10-09 06:00", "2026-10-10 06:00"]
    assert [int((one.end - one.start).total_seconds() / 60) for one in found.occurrences] == [60, 60, 120, 30]


def override(recurrence_id: str, rest: str) -> str:
    return f"UID:w\nRECURRENCE-ID{recurrence_id}\n{rest}"


def test_an_override_replaces_its_instance_in_any_zone(read: Reader) -> None:
    found = read(
        calendar(
            WEEKLY,
            override(
                ";TZID=America/New_York:20261020T020000", "DTSTART;TZID=America/New_York:20261021T030000\nSUMMARY:moved"
            ),
        )
    )
    assert starts(found) == ["2026-10-13 06:00", "2026-10-21 07:00", "2026-10-27 07:00", "2026-11-03 07:00"]
    assert [one.source.recurrence_id for one in found.occurrences if one.title == "moved"] == ["20261020T060000Z"]


def test_an_override_may_name_its_instance_by_the_day_alone(read: Reader) -> None:
    found = read(calendar(WEEKLY, override(";VALUE=DATE:20261020", "DTSTART:20261021T070000Z")))
    assert starts(found) == ["2026-10-13 06:00", "2026-10-21 07:00", "2026-10-27 07:00", "2026-11-03 07:00"]


def test_an_instance_moved_into_the_window_is_shown_and_one_moved_out_is_not(read: Reader) -> None:
    first, last = dt.datetime(2026, 10, 19, tzinfo=HELSINKI), dt.datetime(2026, 10, 25, tzinfo=HELSINKI)
    into = calendar(WEEKLY, override(":20261103T070000Z", "DTSTART:20261022T070000Z"))
    assert starts(read(into, first, last)) == ["2026-10-20 06:00", "2026-10-22 07:00"]
    out = calendar(WEEKLY, override(":20261020T060000Z", "DTSTART:20261110T070000Z"))
    assert starts(read(out, first, last)) == []


def test_cancelled_instances_say_so_and_cancelled_series_too(read: Reader) -> None:
    one_off = read(calendar(WEEKLY, override(":20261020T060000Z", "DTSTART:20261020T060000Z\nSTATUS:CANCELLED")))
    assert [one.status is EventStatus.CANCELLED for one in one_off.occurrences] == [False, True, False, False]
    all_off = read(calendar(f"{WEEKLY}\nSTATUS:CANCELLED"))
    assert {one.status for one in all_off.occurrences} == {EventStatus.CANCELLED}
    by_method = read(calendar("DTSTART:20261006T060000Z", head="METHOD:CANCEL"))
    assert by_method.occurrences[0].status is EventStatus.CANCELLED


def test_an_answer_to_an_invitation_is_no_meeting(read: Reader) -> None:
    found = read(calendar("DTSTART:20261006T060000Z", head="METHOD:REPLY"))
    assert found.occurrences == ()
    assert found.problems


def test_an_exception_without_its_series_is_a_meeting(read: Reader) -> None:
    one = only(read(calendar(override(":20261020T060000Z", "DTSTART:20261020T070000Z"))))
    assert one.source.recurrence_id == "20261020T060000Z"


def test_this_and_future_moves_what_follows(read: Reader) -> None:
    later = override(
        ";RANGE=THISANDFUTURE;TZID=Europe/Helsinki:20261020T090000",
        "DTSTART;TZID=Europe/Helsinki:20261021T100000\nDTEND;TZID=Europe/Helsinki:20261021T103000\nSUMMARY:new",
    )
    found = read(calendar(WEEKLY, later))
    assert starts(found) == ["2026-10-13 06:00", "2026-10-21 07:00", "2026-10-28 08:00", "2026-11-04 08:00"]
    assert [one.title for one in found.occurrences] == ["", "new", "new", "new"]


def test_the_newest_of_several_versions_counts(read: Reader) -> None:
    found = read(
        calendar(
            "UID:x\nSEQUENCE:1\nDTSTART:20261007T060000Z",
            "UID:x\nSEQUENCE:2\nDTSTAMP:20260901T000000Z\nDTSTART:20261008T060000Z",
            "UID:x\nSEQUENCE:2\nDTSTAMP:20260902T000000Z\nDTSTART:20261009T060000Z",
        )
    )
    assert starts(found) == ["2026-10-09 06:00"]


def test_different_events_under_one_uid_are_not_dropped_silently(read: Reader) -> None:
    found = read(calendar("UID:x\nDTSTART:20261007T060000Z", "UID:x\nDTSTART:20261008T060000Z"))
    assert len(found.occurrences) == 1
    assert found.problems
    assert found.unread == {"x"}


def test_an_override_older_than_a_series_that_moved_is_stale(read: Reader) -> None:
    moved = WEEKLY.replace("T090000", "T110000") + "\nSEQUENCE:2"
    found = read(calendar(moved, override(":20261020T060000Z", "SEQUENCE:1\nDTSTART:20261020T100000Z")))
    assert starts(found) == ["2026-10-13 08:00", "2026-10-20 08:00", "2026-10-27 09:00", "2026-11-03 09:00"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=1",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,10,20,30,40,50",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;BYSETPOS=400",
        "FREQ=DAILY;COUNT=10000000",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
@pytest.mark.parametrize("first", ["19700101T000000Z", "20260901T000000Z"])
def test_rules_that_would_never_end_are_bounded(read: Reader, rule: str, first: str) -> None:
    found = read(calendar(f"UID:bomb\nDTSTART:{first}\nRRULE:{rule}", "DTSTART:20261006T060000Z\nSUMMARY:good"))
    assert "good" in [one.title for one in found.occurrences]
    assert len(found.occurrences) <= 5_001
    assert found.problems or len(found.occurrences) < 1_000


def test_a_feed_that_shows_only_busy_times_is_named(read: Reader) -> None:
    busy = [f"DTSTART:202610{day:02}T060000Z\nSUMMARY:Varattu" for day in range(1, 9)]
    assert any("free and busy" in problem for problem in read(calendar(*busy)).problems)


# --- files and folders -----------------------------------------------------------------------------------------------


def test_in_a_folder_each_file_is_read_by_itself_and_the_newest_version_counts_across_files(tmp_path: Path) -> None:
    (tmp_path / "1 invitation.ics").write_text(
        calendar("UID:x\nSEQUENCE:0\nDTSTART:20261007T060000Z", head="METHOD:REQUEST")
    )
    (tmp_path / "2 moved.ics").write_text(
        calendar("UID:x\nSEQUENCE:1\nDTSTART:20261008T060000Z", head="METHOD:REQUEST")
    )
    (tmp_path / "notes.txt").write_text("nothing")
    assert starts(read_file(tmp_path)) == ["2026-10-08 06:00"]
    (tmp_path / "3 off.ICS").write_text(calendar("UID:x\nSEQUENCE:2\nDTSTART:20261008T060000Z", head="METHOD:CANCEL"))
    assert [one.status for one in read_file(tmp_path).occurrences] == [EventStatus.CANCELLED]
    (tmp_path / "broken.ics").write_text("<html>")
    found = read_file(tmp_path)
    assert (len(found.occurrences), found.complete) == (1, False)
    assert found.problems[0].startswith("broken.ics: ")


def test_a_missing_path_is_a_problem_and_not_an_empty_calendar(tmp_path: Path) -> None:
    found = read_file(tmp_path / "gone.ics")
    assert not found.complete
    assert "check the path" in found.problems[0]


def test_a_file_larger_than_allowed_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "big.ics").write_text(calendar("DTSTART:20261006T060000Z\nX:" + "x" * 2_000))
    assert not read_file(tmp_path / "big.ics", max_bytes=1_000).complete


# --- configuration ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("calendar_section", "word"),
    [
        ({}, "exactly one"),
        ({"path": "a", "url": URL}, "exactly one"),
        ({"path": "a", "timezone": "Mars/Olympus"}, "IANA"),
        ({"path": "a", "colour": "red"}, "spelling"),
    ],
)
def test_mistakes_in_the_configuration_are_told(calendar_section: dict[str, Any], word: str) -> None:
    with pytest.raises(UserError, match=word) as caught:
        section(Config, {"calendars": [calendar_section]}, "meetings.icalendar")
    assert "secret-token" not in str(caught.value)


def test_every_calendar_needs_an_owner_and_a_name_of_its_own() -> None:
    config = section(
        Config,
        {"calendars": [{"path": "a"}, {"path": "b", "owner": "x@y.example"}, {"path": "c", "owner": OTTO.email}]},
        "x",
    )
    with pytest.raises(UserError) as caught:
        Provider(config, [ELINA, OTTO], Path())
    assert len(caught.value.problems) == 2
    same = section(Config, {"calendars": [{"path": "a", "name": "n"}, {"path": "b", "name": "n"}]}, "x")
    with pytest.raises(UserError, match="taken"):
        Provider(same, [ELINA], Path())


def test_calendars_without_a_name_are_called_after_their_owner(tmp_path: Path) -> None:
    calendars = [
        {"path": "a", "owner": "E.S@kuura.example"},
        {"path": "b", "owner": ELINA.email},
        {"path": "c", "owner": OTTO.email},
    ]
    reads = Provider(section(Config, {"calendars": calendars}, "x"), [ELINA, OTTO], tmp_path).read(
        START, END, {}, START
    )
    assert [one.calendar for one in reads] == [ELINA.email, f"{ELINA.email}#2", OTTO.email]
    assert [one.owner for one in reads] == [ELINA.email, ELINA.email, OTTO.email]


def test_the_address_does_not_show_in_the_configurations_own_words() -> None:
    assert "secret-token" not in repr(section(Config, {"calendars": [{"url": URL}]}, "x"))


# --- feeds -----------------------------------------------------------------------------------------------------------

FEED = calendar(WEEKLY)


def feed(
    handler: Callable[[httpx.Request], httpx.Response],
    cursors: Mapping[str, Mapping[str, str]] | None = None,
    **more: Any,
) -> CalendarRead:
    config = section(Config, {"calendars": [{"url": URL, "name": "elina", **more}]}, "x")
    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        end = more.pop("end", END)
        (found,) = Provider(config, [ELINA], Path(), client).read(START, end, cursors or {}, START)
    assert "secret-token" not in repr(found)
    return found


def test_a_feed_is_read_and_asked_only_for_what_is_new() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.headers.get("If-None-Match") == '"v1"':
            return httpx.Response(304)
        return httpx.Response(
            200, text=FEED, headers={"ETag": '"v1"', "Last-Modified": "Mon, 05 Oct 2026 09:00:00 GMT"}
        )

    first = feed(handler)
    assert (len(first.occurrences), first.complete, first.unchanged) == (4, True, False)
    second = feed(handler, {"elina": first.cursor})
    assert (second.unchanged, second.complete, second.occurrences) == (True, True, ())
    assert asked[1].headers["If-Modified-Since"] == "Mon, 05 Oct 2026 09:00:00 GMT"


def test_a_feed_is_read_anew_once_the_window_has_moved_past_the_last_reading() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert "If-None-Match" not in request.headers
        return httpx.Response(200, text=FEED, headers={"ETag": '"v1"'})

    cursor = {**feed(handler).cursor, "until": (END - dt.timedelta(days=1)).isoformat()}
    assert not feed(handler, {"elina": cursor}).unchanged
    assert not feed(handler, {"elina": {**feed(handler).cursor, "reading": "another"}}).unchanged


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (httpx.Response(200, text="<html>Sign in</html>"), "BEGIN:VCALENDAR missing"),
        (httpx.Response(404, text="gone"), "publish it again"),
        (httpx.Response(500), "500"),
        (httpx.Response(304), "304"),
        (httpx.Response(200, text=FEED + "X" * 2_000), "larger"),
        (httpx.Response(302, headers={"Location": "http://plain.example/"}), "https"),
        (httpx.Response(302, headers={"Location": "https://127.0.0.1/"}), "private"),
        (httpx.Response(302, headers={"Location": "https://169.254.169.254/latest"}), "private"),
        (httpx.Response(302, headers={"Location": URL}), "circles"),
    ],
)
def test_an_answer_that_is_no_calendar_is_an_incomplete_read_with_a_reason(answer: httpx.Response, word: str) -> None:
    found = feed(lambda _: answer, max_bytes=1_500)
    assert not found.complete
    assert word in found.problems[0]
    assert found.occurrences == ()


def test_a_server_that_does_not_answer_is_an_incomplete_read() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"cannot connect to {request.url}")

    assert feed(handler).problems == ("not read: the server cannot be reached",)


def test_webcal_means_https_and_a_redirect_loses_the_password() -> None:
    asked: list[tuple[str, bool]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append((str(request.url), "Authorization" in request.headers))
        if request.url.host == "calendar.example":
            return httpx.Response(301, headers={"Location": "https://other.example/x.ics"})
        return httpx.Response(200, text=FEED)

    config = section(Config, {"calendars": [{"url": "webcal://u:p@calendar.example/secret-token.ics"}]}, "x")
    with httpx.Client(transport=httpx.MockTransport(handler)) as client:
        (found,) = Provider(config, [ELINA], Path(), client).read(START, END, {}, START)
    assert asked == [("https://calendar.example/secret-token.ics", True), ("https://other.example/x.ics", False)]
    assert len(found.occurrences) == 4


def test_the_address_comes_from_a_variable_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELINA_CALENDAR", URL)
    (tmp_path / "address").write_text(f"{URL}\n")
    sections = [{"url_env": "ELINA_CALENDAR"}, {"url_file": "address"}, {"url_env": "NOT_SET"}]
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, text=FEED))) as client:
        provider = Provider(section(Config, {"calendars": sections}, "x"), [ELINA], tmp_path, client)
        by_variable, by_file, missing = provider.read(START, END, {}, START)
    assert by_variable.complete
    assert by_file.complete
    assert "NOT_SET" in missing.problems[0]


def test_one_failing_calendar_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.ics").write_text(FEED)
    provider = Provider(
        section(Config, {"calendars": [{"path": "gone.ics"}, {"path": "good.ics"}]}, "x"), [ELINA], tmp_path
    )
    assert [one.complete for one in provider.read(START, END, {}, START)] == [False, True]
    assert [one.ok for one in provider.check(START)] == [False, True]


# --- the inner network -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
        "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "nonsense",
    ],
)  # fmt: skip
def test_inner_addresses_are_not_public_however_they_are_written(address: str) -> None:
    assert not is_public(address)


def test_the_connection_goes_to_the_address_that_was_checked_under_the_name_that_was_asked() -> None:
    seen: list[httpx.Request] = []

    def inner(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, text=FEED)

    transport = CheckedTransport(httpx.MockTransport(inner), lambda _host, _port: ("93.184.216.34",))
    with httpx.Client(transport=transport) as client:
        assert fetch(client, URL, {}, Limits()).status == 200
    assert (seen[0].url.host, seen[0].headers["Host"], seen[0].extensions["sni_hostname"]) == (
        "93.184.216.34", "calendar.example", "calendar.example",
    )  # fmt: skip


@pytest.mark.parametrize("addresses", [("10.0.0.1",), ("93.184.216.34", "10.0.0.1"), ()])
def test_a_name_that_leads_inside_is_refused(addresses: tuple[str, ...]) -> None:
    transport = CheckedTransport(httpx.MockTransport(lambda _: httpx.Response(200)), lambda _host, _port: addresses)
    with httpx.Client(transport=transport) as client, pytest.raises(RefusedError, match="private"):
        fetch(client, URL, {}, Limits())


@pytest.fixture
def local_server() -> Iterator[str]:
    """A calendar on this machine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(FEED.encode())

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/calendar.ics"
        server.shutdown()
        thread.join()


def test_a_calendar_in_the_own_network_is_read_only_when_that_is_allowed(local_server: str) -> None:
    def read_it(**more: Any) -> CalendarRead:
        config = section(Config, {"calendars": [{"url": local_server, **more}]}, "x")
        return Provider(config, [ELINA], Path()).read(START, END, {}, START)[0]

    assert not read_it().complete
    assert len(read_it(allow_private=True).occurrences) == 4
