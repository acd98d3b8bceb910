"""What iCalendar text means. The input stands in each test."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.model import EventStatus, Platform, Response
from kambrief.ports import CalendarRead
from kambrief.providers.meetings.icalendar import Config, Provider
from kambrief.settings import section
from tests.providers.ics_sample import (
    ELINA,
    END,
    HELSINKI,
    HELSINKI_RULES,
    START,
    URL,
    WEEKLY,
    calendar,
    only,
    read_file,
    starts,
)

Reader = Callable[..., CalendarRead]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Reads a calendar text."""

    def reader(text: str | bytes, start: dt.datetime = START, end: dt.datetime = END, **more: Any) -> CalendarRead:
        file = tmp_path / "calendar.ics"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_file(file, start, end, **more)

    return reader


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
