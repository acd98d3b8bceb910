"""The calendar server keeps events, gives them as one feed, and asks for a password."""

import httpx
import icalendar
import pytest

from tests.parts.radicale import Radicale

pytestmark = pytest.mark.server

EVENT = """\
BEGIN:VEVENT
UID:1@example.test
DTSTAMP:20261123T080000Z
DTSTART;TZID=Europe/Helsinki:20261124T100000
DTEND;TZID=Europe/Helsinki:20261124T110000
SUMMARY:Kone: näin jatketaan
END:VEVENT
"""


def titles(feed: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(feed).walk("VEVENT")]


def test_events_put_changed_and_deleted_show_in_the_feed(radicale: Radicale) -> None:
    calendar = radicale.calendar("changing")
    first = calendar.put(EVENT, "one")
    calendar.put(EVENT.replace("1@example", "2@example").replace("Kone: näin jatketaan", "Toinen"), "two")
    assert sorted(titles(calendar.get())) == ["Kone: näin jatketaan", "Toinen"]
    assert calendar.put(EVENT.replace("T100000", "T120000"), "one") != first
    calendar.delete("two")
    assert titles(calendar.get()) == ["Kone: näin jatketaan"]
    assert "20261124T120000" in calendar.get()


def test_a_feed_has_an_address_that_ends_as_feeds_do(radicale: Radicale) -> None:
    calendar = radicale.calendar("feed")
    calendar.put(EVENT)
    assert calendar.url.startswith("http://127.0.0.1:")


def test_without_the_password_there_is_no_calendar(radicale: Radicale) -> None:
    calendar = radicale.calendar("private")
    assert httpx.get(calendar.url).status_code == 401
    assert httpx.get(calendar.url, auth=(radicale.user, "wrong")).status_code == 401
