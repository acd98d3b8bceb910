"""Time zones of calendar files: every TZID is looked up here, never guessed silently.

Order: IANA name; Windows name (CLDR windowsZones, shipped with `icalendar`); the file's own VTIMEZONE; then what is
wrapped around a known name: a path (``/freeassociation.sourceforge.net/Europe/Helsinki``), a number ("Eastern Standard
Time 1"), a display name ("(UTC+02:00) Helsinki, Kyiv, …"). A known name wins over its VTIMEZONE because exporters ship
old rules. What stays unknown is read as floating, and the occurrence says so.
"""

import datetime as dt
import functools
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass

from icalendar import Timezone
from icalendar.timezone.tzp import TZP
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from kambrief.providers.ics_text import Component, Line, one_line

_DAY = dt.timedelta(days=1)
_NUMBERED = re.compile(r"(.*\S)\s+\d{1,3}")
_DISPLAY = re.compile(r"\(?(?:UTC|GMT)\s*(?:([+-])\s*(\d{1,2})(?::?(\d{2}))?)?\)?\s*(.*)", re.IGNORECASE | re.DOTALL)
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DATE_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(?:\.\d+)?(Z?)", re.IGNORECASE)
# Rules of a VTIMEZONE that could make the expansion run for hours are not honest ones.
_ZONE_RULE = re.compile(
    r"FREQ=YEARLY(;(INTERVAL=1|BYMONTH=\d{1,2}|BYDAY=[+-]?\d?[A-Z]{2}|BYMONTHDAY=-?\d{1,2}(,\d{1,2}){0,6}|WKST=\w{2}"
    r"|BYHOUR=\d{1,2}|BYMINUTE=\d{1,2}|BYSECOND=\d{1,2}|UNTIL=\w{8,16}|COUNT=\d{1,3}))*"
)
# Names that Windows shows for zones whose display name holds no city.
_DISPLAY_NAMES = {
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "atlantic time": "America/Halifax",
    "coordinated universal time": "UTC",
}


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone and how it was found. ``name`` is its IANA name, empty for a zone that only the file defines."""

    tz: dt.tzinfo
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A point of a calendar: a day, or a local time with its zone."""

    at: dt.date | dt.datetime
    zone: str = ""
    note: str = ""

    @property
    def is_day(self) -> bool:
        """A DATE: it is that day everywhere."""
        return not isinstance(self.at, dt.datetime)


class Zones:
    """The zones one file speaks of. ``floating`` is the zone of times that name none."""

    def __init__(self, definitions: Mapping[str, Component], floating: zoneinfo.ZoneInfo) -> None:
        self._definitions = definitions
        self.floating = floating
        self._found: dict[str, Zone] = {}

    def find(self, tzid: str) -> Zone:
        """The zone of a TZID; for an unknown one the floating zone, with a note."""
        if tzid not in self._found:
            self._found[tzid] = self._find(tzid)
        return self._found[tzid]

    def _find(self, tzid: str) -> Zone:
        name = tzid.strip()
        known = _known(name.strip("/"))
        if known:
            return _iana(known)
        tail = _tail(name)
        if tail:
            return _iana(tail)
        definition = self._definitions.get(tzid) or self._definitions.get(name)
        own = _from_definition(definition) if definition else None
        if own is not None:
            return Zone(own)
        numbered = _NUMBERED.fullmatch(name)
        known = _known(numbered[1]) if numbered else ""
        if known:
            return _iana(known)
        return _displayed(name) or self._unknown(name)

    def _unknown(self, name: str) -> Zone:
        here = self.floating.key
        return Zone(self.floating, here, f'time zone unknown ("{one_line(name, 60)}"): read as {here}')

    def read(self, line: Line, value: str | None = None) -> When:
        """A DATE or DATE-TIME value of ``line``. Raises `ValueError` for anything else."""
        text = (line.value if value is None else value).strip()
        day = _DATE.fullmatch(text)
        if day:
            return When(dt.date(*(int(part) for part in day.groups())))
        match = _DATE_TIME.fullmatch(text)
        if match is None:
            raise ValueError(f"{line.name} is no date")
        if line.params.get("VALUE", "").upper() == "DATE":
            return When(dt.date(int(match[1]), int(match[2]), int(match[3])))
        local = _clock(match)
        if match[7]:
            return When(local.replace(tzinfo=dt.UTC))
        zone = self.find(line.params["TZID"]) if line.params.get("TZID") else Zone(self.floating, self.floating.key)
        return When(local.replace(tzinfo=zone.tz), zone.name, zone.note)


def instant(local: dt.datetime) -> dt.datetime:
    """The moment in UTC.

    A time that happens twice is the first one; one that does not exist is read with the offset before the gap
    (RFC 5545 §3.3.5).
    """
    moment = local.astimezone(dt.UTC)
    if isinstance(local.tzinfo, zoneinfo.ZoneInfo | dt.timezone):
        return moment
    wall = local.replace(tzinfo=None)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) == wall:
        return moment
    before = (local - _DAY).utcoffset() or dt.timedelta(0)  # zones out of VTIMEZONE take the offset after the gap
    return (wall - before).replace(tzinfo=dt.UTC)


def _clock(match: re.Match[str]) -> dt.datetime:
    year, month, day, hour, minute = (int(match[part]) for part in range(1, 6))
    second = min(int(match[6] or 0), 59)  # leap seconds
    if hour == 24 and minute == 0:  # ISO 8601: the end of a day
        return dt.datetime(year, month, day) + _DAY  # noqa: DTZ001 the caller knows the zone
    return dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001


def _iana(name: str) -> Zone:
    return Zone(zoneinfo.ZoneInfo(name), name)


@functools.cache
def _iana_names() -> Mapping[str, str]:
    return {name.casefold(): name for name in zoneinfo.available_timezones()}


@functools.cache
def _windows_names() -> Mapping[str, str]:
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@functools.cache
def _cities() -> Mapping[str, str]:
    """Last part of an IANA name, as written on maps → that name."""
    places: dict[str, str] = {}
    for name in sorted(zoneinfo.available_timezones()):
        area, slash, _ = name.partition("/")
        if slash and area not in ("Etc", "posix", "right", "SystemV", "US"):
            places.setdefault(name.rpartition("/")[2].replace("_", " ").casefold(), name)
    return places


def _known(name: str) -> str:
    """IANA name for an IANA or Windows name; empty for others."""
    key = name.casefold()
    return _iana_names().get(key) or _windows_names().get(key, "")


def known_zone(name: str) -> str:
    """IANA name for an IANA or Windows name; empty for others."""
    return _known(name.strip())


def _tail(name: str) -> str:
    """``/vendor.org/Tzfile/Europe/Helsinki`` → ``Europe/Helsinki``: the longest end that is an IANA name."""
    if "://" in name:
        return ""
    parts = name.strip("/").split("/")
    ends = ("/".join(parts[at:]) for at in range(1, len(parts) - 1))
    return next((found for end in ends if (found := _iana_names().get(end.casefold(), ""))), "")


def _from_definition(definition: Component) -> dt.tzinfo | None:
    """The VTIMEZONE as a zone; None when it cannot be read."""
    rules = [line.value.strip().upper() for child in definition.children for line in child.all("RRULE", "EXRULE")]
    if not definition.children or not all(_ZONE_RULE.fullmatch(rule) for rule in rules):
        return None
    try:
        zone = Timezone.from_ical("\r\n".join(definition.raw))
        if not isinstance(zone, Timezone):
            return None
        tz: dt.tzinfo = zone.to_tz(TZP(), lookup_tzid=False)
        dt.datetime(2026, 1, 1, tzinfo=tz).utcoffset()
    except Exception:  # noqa: BLE001 whatever a broken VTIMEZONE makes of two libraries, it is only not usable
        return None
    return tz


def _displayed(name: str) -> Zone | None:
    """Of names like "(UTC+02:00) Helsinki, Kyiv" or "Amsterdam, Berlin": the first city that fits, else the offset."""
    match = _DISPLAY.fullmatch(name)
    words = (match[4] if match else name).strip()
    offset = _offset(match) if match else None
    for word in re.split(r"[,/(&]", words):
        found = _DISPLAY_NAMES.get(word.strip().casefold()) or _cities().get(word.strip().casefold())
        if found and (offset is None or _winter_offset(found) == offset):
            return _iana(found)
    if offset is None:
        return None
    note = f'time zone "{one_line(name, 60)}" names no place: read as a fixed offset' if words else ""
    return Zone(dt.timezone(offset), "", note)


def _offset(match: re.Match[str]) -> dt.timedelta | None:
    if match[1] is None:
        return dt.timedelta(0) if not match[4].strip() else None
    size = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return (-size if match[1] == "-" else size) if size < _DAY else None


def _winter_offset(name: str) -> dt.timedelta:
    """Offset without summer time, which is what display names show."""
    zone = zoneinfo.ZoneInfo(name)
    offsets = [dt.datetime(2026, month, 1, tzinfo=zone).utcoffset() or dt.timedelta(0) for month in (1, 7)]
    return min(offsets)
