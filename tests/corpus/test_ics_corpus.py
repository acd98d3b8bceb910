"""Real calendars that broke parsers, invitations made by hand, and join links: read as expected, or differently for a
reason that stands here.
"""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kambrief.core.eligibility import external_attendees, judge
from kambrief.core.identity import reconcile
from kambrief.core.joinlink import Place, find_links
from kambrief.core.model import AccountManager, EventStatus, Meeting, Occurrence, Platform
from kambrief.ports import CalendarRead
from kambrief.providers.meetings.icalendar import Config, Provider
from kambrief.settings import section

pytestmark = pytest.mark.corpus

HELSINKI = ZoneInfo("Europe/Helsinki")
LAURA = AccountManager(email="laura.nieminen@kam.example", name="Laura Nieminen")
OWN = ("kam.example",)
OURS = {
    "zoom": Platform.ZOOM,
    "zoom_native": Platform.ZOOM,
    "teams": Platform.TEAMS,
    "webex": Platform.WEBEX,
    "meet": Platform.MEET,
}

FRAGMENT = "only a VEVENT, without BEGIN:VCALENDAR: for us that is no calendar, but a sign-in page or a torn file"
LEAKED = "its time zone is not defined in this file; the reference had it from a file read before"
DIFFERENT = {
    "allenporter__vcalendar_emoji.ics": FRAGMENT,
    "icalendar__issue_178_custom_component_contains_other.ics": FRAGMENT,
    "icalendar_ev__event_with_recurrence.ics": FRAGMENT,
    "icalendar_ev__issue_101_icalendar_chokes_on_umlauts_in_organizer.ics": FRAGMENT,
    "icalendar_ev__issue_112_missing_tzinfo_on_exdate.ics": FRAGMENT,
    "icalendar_ev__issue_156_RDATE_with_PERIOD_list.ics": FRAGMENT,
    "icalendar_ev__issue_184_broken_representation_of_period.ics": FRAGMENT,
    "icalendar_ev__issue_53_description_parsed_properly.ics": FRAGMENT,
    "icalendar_ev__rfc_7265_example_4.ics": FRAGMENT,
    "icalendar_ev__rfc_9074_example_1.ics": FRAGMENT,
    "icalendar_ev__rfc_9074_example_3.ics": FRAGMENT,
    "icalendar__issue_526_calendar_with_different_events.ics": LEAKED,
    "icalendar__issue_526_calendar_with_events.ics": LEAKED,
    "icalendar__issue_1633_rdate_with_dates.ics": "RDATE gives a day, DTSTART a time: the instance is at that time of the day",
    "ical4j__classify.ics": "two versions of one UID in two calendars: SEQUENCE 1 replaces SEQUENCE 0",
    "ical4j__friday13-NOT.ics": "EXRULE (RFC 2445): the reference shows the excluded Fridays",
    "ical4j__phpicalendar_sample.ics": "one broken event; the reference shows nothing, we show all others",
    "nodeical__Office-2012-owa.ics": 'display names as TZID ("(GMT+10:00) Canberra, …"): the reference read them as floating',
    "nodeical__biweekly-exdate-until.ics": "a series written in UTC stays in UTC: X-WR-TIMEZONE must not shift it",
    "nodeical__non-utc-until-ny.ics": "UNTIL without Z is local and includes the last day",
    "nodeical__test_with_int_tzid.ics": 'TZID " 1" is defined in the file: the reference read it as floating',
    "recurring__issue_201_mixed_datetime_and_date.ics": "DTSTART is a date, DTEND a time: all-day, not midnight in UTC",
}
"""File → why our occurrences are not those of the reference."""


def read(path: Path, start: dt.datetime, end: dt.datetime) -> CalendarRead:
    config = section(Config, {"calendars": [{"path": path, "name": "laura"}]}, "meetings.icalendar")
    (found,) = Provider(config, [LAURA], path).read(start, end, {}, start)
    return found


def local(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(day).replace(tzinfo=HELSINKI)


def as_told(pair: Sequence[str]) -> tuple[str, str]:
    """A reference's ``[start, summary]``: instants in UTC, days as days, floating times in Helsinki."""
    start, summary = pair
    title = " ".join(summary.split())[:60].rstrip()
    if len(start) == len("2026-10-06"):
        return start, title
    moment = dt.datetime.fromisoformat(start)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=HELSINKI)
    return aware.astimezone(dt.UTC).isoformat(), title


def as_read(one: Occurrence) -> tuple[str, str]:
    title = one.title[:60].rstrip()
    if one.all_day:
        return one.start.astimezone(HELSINKI).date().isoformat(), title
    return one.start.astimezone(dt.UTC).isoformat(), title


def same(found: CalendarRead, expected: dict[str, Any]) -> bool:
    """As many, the same starts at both ends, and every title the reference names at its start."""
    mine = [as_read(one) for one in found.occurrences]
    first, last = [as_told(pair) for pair in expected["first"]], [as_told(pair) for pair in expected["last"]]
    return (
        len(mine) == expected["n"]
        and sorted(start for start, _ in mine[: len(first)]) == sorted(start for start, _ in first)
        and sorted(start for start, _ in mine[-len(last) :]) == sorted(start for start, _ in last)
        and {*first, *last} <= {*mine}
    )


@pytest.mark.slow
def test_every_calendar_is_read_as_by_the_reference_or_differently_for_a_reason(corpora: Path) -> None:
    folder = corpora / "data" / "ics"
    files = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["files"]
    assert len(files) == 240
    differing = set()
    for name, expected in files.items():
        told = expected.get("occurrences_400_days") or {}
        # One day earlier, because the reference's window began at a floating midnight.
        start, end = local(told.get("from", "2026-01-01")) - dt.timedelta(days=1), local(told.get("to", "2027-02-05"))
        found = read(folder / "files" / name, start, end)
        assert not any("unexpected" in problem or "(Type" in problem for problem in found.problems), (
            name,
            found.problems,
        )
        if not (same(found, told) if "n" in told else not found.occurrences):
            differing.add(name)
        assert found.occurrences or found.problems or not told.get("n"), f"{name}: nothing read and nothing said"
    assert differing == set(DIFFERENT)


@pytest.fixture
def invitations(corpora: Path) -> Path:
    return corpora / "data" / "ics" / "invites_made"


def invitation(folder: Path, name: str) -> Occurrence:
    found = read(folder / name, local("2026-01-01"), local("2027-01-01"))
    assert found.problems == ()
    (one,) = found.occurrences
    return one


def met(one: Occurrence) -> Meeting:
    found = CalendarRead(one.source.provider, one.source.calendar, one.owner, (one,))
    now = local("2026-01-02")
    (meeting,) = reconcile([], [found], now, local("2027-01-01"), now, lambda: "m1", OWN).meetings
    return meeting


def test_the_invitations_made_by_hand_are_read_exactly(invitations: Path) -> None:
    files = json.loads((invitations / "expected.json").read_text(encoding="utf-8"))["files"]
    for name, expected in files.items():
        one = invitation(invitations, name)
        said = {
            "start_utc": f"{one.start.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
            "end_utc": f"{one.end.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
            "uid": one.source.uid,
            "sequence": one.sequence,
            "organizer": one.organizer.email if one.organizer else None,
            "external": [person.email for person in external_attendees(met(one), OWN)],
            "rooms": [person.email for person in one.attendees if person.is_resource],
            "join_url": one.join.url if one.join else None,
            "meeting_id": one.join.external_id if one.join else None,
        }
        for key in expected.keys() & said.keys():
            assert said[key] == expected[key], (name, key)
        if expected.get("platform") in ("teams", "zoom"):
            assert one.join is not None
            assert one.join.platform == expected["platform"], name


def test_a_cancelled_invitation_gets_no_brief(invitations: Path) -> None:
    one = invitation(invitations, "teams_cancel_fi.ics")
    assert one.status is EventStatus.CANCELLED
    assert not judge(met(one), LAURA, OWN).brief


def test_of_two_links_the_one_from_the_better_place_is_shown_and_both_are_kept(invitations: Path) -> None:
    one = invitation(invitations, "google_with_zoom_in_location.ics")
    assert one.join is not None
    assert (one.join.platform, [link.platform for link in one.other_links]) == (Platform.MEET, [Platform.ZOOM])


def test_a_host_that_only_looks_like_teams_is_no_join_link(invitations: Path) -> None:
    one = invitation(invitations, "lookalike_join_link.ics")
    assert (one.join, one.other_links) == (None, ())


def test_request_move_and_cancellation_in_one_folder_are_one_cancelled_meeting(invitations: Path) -> None:
    found = read(invitations, local("2026-01-01"), local("2027-01-01"))
    teams = [one for one in found.occurrences if one.source.uid.endswith("00000001")]
    assert [(one.status, one.sequence) for one in teams] == [(EventStatus.CANCELLED, 2)]
    assert len(found.occurrences) == 4


def test_every_join_link_is_known_for_what_it_is(corpora: Path) -> None:
    links = json.loads((corpora / "data" / "ics" / "join_links.json").read_text(encoding="utf-8"))
    for entry in links:
        found = find_links([(Place.DESCRIPTION, f"Join here: {entry['url']} (or call)")])
        assert [link.platform for link in found] == ([OURS[entry["service"]]] if entry["service"] in OURS else []), (
            entry
        )
        assert all(link.url.startswith("https://") for link in found)
