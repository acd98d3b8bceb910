"""Calendar texts for tests, and what the provider makes of them."""

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kambrief.core.model import AccountManager, Occurrence
from kambrief.ports import CalendarRead
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


WEEKLY = "UID:w\nDTSTART;TZID=Europe/Helsinki:20261013T090000\nDTEND;TZID=Europe/Helsinki:20261013T100000\nRRULE:FREQ=WEEKLY;COUNT=4"


def starts(found: CalendarRead) -> list[str]:
    """Starts in UTC."""
    return [f"{one.start.astimezone(dt.UTC):%Y-%m-%d %H:%M}" for one in found.occurrences]


def only(found: CalendarRead) -> Occurrence:
    assert found.problems == ()
    (one,) = found.occurrences
    return one


FEED = calendar(WEEKLY)
