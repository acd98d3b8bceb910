"""Days and times as a follow-up has them: with the weekday, several days as one, everybody's own clock."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence

from babel.dates import format_date, get_timezone_location

from kambrief.core import wording
from kambrief.core.evidence import Moment

_LOCALES = {"fi": "fi", "en": "en_GB", "sv": "sv", "de": "de"}
_MONTH = {"fi": "d.M.", "en": "d MMMM", "sv": "d MMMM", "de": "dd.MM."}
_DAY_OF_MONTH = {"fi": "d.", "en": "d", "sv": "d", "de": "dd."}
_WITH_YEAR = {"fi": "d.M.y", "en": "d MMMM y", "sv": "d MMMM y", "de": "dd.MM.y"}


def day(date: dt.date, language: str, today: dt.date) -> str:
    """``pe 9.10.``, ``Fri 9 October``, ``fre 9 oktober``, ``Fr 09.10.``; with the year where it is not today's."""
    pattern = (_MONTH if date.year == today.year else _WITH_YEAR)[language]
    return f"{_weekday(date, language)} {format_date(date, pattern, locale=_LOCALES[language])}"


def days(first: dt.date, last: dt.date | None, language: str, today: dt.date) -> str:
    """One day, or several: ``ma–ke 26.–28.10.``, ``Mon–Wed 26–28 October``."""
    if last is None or last <= first:
        return day(first, language, today)
    if (first.year, first.month) != (last.year, last.month):
        return f"{day(first, language, today)} – {day(last, language, today)}"
    pattern = (_MONTH if last.year == today.year else _WITH_YEAR)[language]
    begin = format_date(first, _DAY_OF_MONTH[language], locale=_LOCALES[language])
    end = format_date(last, pattern, locale=_LOCALES[language])
    return f"{_weekday(first, language)}–{_weekday(last, language)} {begin}–{end}"


def bare_days(first: dt.date, last: dt.date | None, language: str, today: dt.date) -> str:
    """The same without weekdays, where words are few."""
    told = days(first, last, language, today)
    weekdays = (_weekday(date, language) for date in (first, last) if date)
    for weekday in weekdays:
        told = told.replace(f"{weekday}–", "", 1).replace(f"{weekday} ", "", 1)
    return told


def clock(at: dt.datetime, zone: str, language: str, today: dt.date) -> str:
    """A time of day as it is said in a sentence: ``klo 13.00``, ``13:00 Uhr``."""
    return wording.show(Moment(at, zone), language, today=today, zone=zone)


def clocks(at: dt.datetime, zones: Sequence[str], places: dict[str, str], language: str, today: dt.date) -> str:
    """The time in each zone, each offset once: ``14:00 Hamburg, 15:00 Helsinki``. ``places``: what a zone is called
    where somebody named a place; else its city. A zone where it is another day has the day too. Empty for one offset.
    """
    told: dict[dt.timedelta | None, str] = {}
    home: dt.date | None = None
    for zone in zones:
        if (there := local(at, zone)) is None or there.utcoffset() in told:
            continue
        home = home or there.date()
        shown = wording.show(Moment(at, zone), language, today=today, zone=zone, form="bare")
        other_day = f"{day(there.date(), language, today)} " if there.date() != home else ""
        told[there.utcoffset()] = f"{other_day}{shown} {places.get(zone) or city(zone, language)}"
    return ", ".join(told.values()) if len(told) > 1 else ""


def local(at: dt.datetime, zone: str) -> dt.datetime | None:
    """The moment in a zone; None where there is no such zone."""
    try:
        return at.astimezone(zoneinfo.ZoneInfo(zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return None


def city(zone: str, language: str) -> str:
    """A zone's city in a language: ``Europe/Helsinki`` is ``Helsingfors`` in Swedish."""
    try:
        name = get_timezone_location(zoneinfo.ZoneInfo(zone), locale=_LOCALES[language], return_city=True)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError, LookupError):
        name = ""
    return name or zone.rpartition("/")[2].replace("_", " ")


def distinct(zones: Iterable[str]) -> tuple[str, ...]:
    """Zones in order, each once, empty ones left out."""
    return tuple(dict.fromkeys(zone for zone in zones if zone))


def _weekday(date: dt.date, language: str) -> str:
    return format_date(date, "ccc", locale=_LOCALES[language])
