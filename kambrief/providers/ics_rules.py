"""Recurrence rules (RFC 5545 §3.3.10): the starts of a series within a window, at bounded cost.

`recurring-ical-events` does the arithmetic. It is handed one rule at a time, cleaned, because it reads a DATE in UNTIL
as that day's midnight in UTC, and because a rule that repeats every second, or never fits, would keep it busy for
hours. EXDATE and overrides are matched by instant in `ics_series`; it would match them by wall clock, too.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import icalendar
import recurring_ical_events  # type: ignore[import-untyped] # it ships none

from kambrief.providers.ics_zones import instant

Start = dt.date | dt.datetime

MAX_INSTANCES = 5_000
MAX_STEPS = 400_000
"""How many repetitions of one rule may lie between its start and the window's end."""

_DAY = dt.timedelta(days=1)
_PER_DAY = {"SECONDLY": 86_400.0, "MINUTELY": 1_440.0, "HOURLY": 24.0, "DAILY": 1.0, "WEEKLY": 1 / 7, "MONTHLY": 1 / 28}
_PER_DAY["YEARLY"] = 1 / 365
_FREQUENCIES = frozenset(_PER_DAY)
_WITHIN_DAY = ("SECONDLY", "MINUTELY", "HOURLY")
_NUMBERS = {
    "BYSECOND": (0, 60), "BYMINUTE": (0, 59), "BYHOUR": (0, 23), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53), "BYMONTH": (1, 12), "BYSETPOS": (-366, 366),
}  # fmt: skip
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{8})(?:T(\d{4})(\d{2})?(Z)?)?")


@dataclass(frozen=True, slots=True)
class Rule:
    """A checked RRULE or EXRULE."""

    frequency: str
    interval: int
    count: int | None
    until: Start | None
    lists: Mapping[str, tuple[str, ...]]
    """BYDAY and the like."""
    week_start: str = "MO"

    def text(self) -> str:
        """As RRULE value, for the library."""
        parts = [f"FREQ={self.frequency}", f"INTERVAL={self.interval}", f"WKST={self.week_start}"]
        if self.until is not None:
            parts.append(f"UNTIL={_ical(self.until)}")
        elif self.count is not None:
            parts.append(f"COUNT={self.count}")
        return ";".join([*parts, *(f"{name}={','.join(values)}" for name, values in self.lists.items())])

    def ended_before(self, at: Start) -> bool:
        """Whether UNTIL lies before ``at``."""
        if isinstance(self.until, dt.datetime) and isinstance(at, dt.datetime):
            return self.until < at
        return self.until is not None and _day(self.until) < _day(at)

    def per_day(self) -> float:
        """At most this many instances a day, on average over a period."""
        lists = self.lists
        times = _many(lists, "BYSECOND")
        if self.frequency not in ("SECONDLY", "MINUTELY"):
            times *= _many(lists, "BYMINUTE")
        if self.frequency not in _WITHIN_DAY:
            times *= _many(lists, "BYHOUR")
        days = _PER_DAY[self.frequency] / self.interval
        if any(name in lists for name in ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYMONTH", "BYWEEKNO")):
            days = max(days, min(1.0, days * 366))
        return days * times


def parse_rule(value: str, start: Start) -> Rule:
    """Check one RRULE value. Raises `ValueError` saying what is wrong with it."""
    # "FREQ=DAILY\;UNTIL=…": some exporters escape what needs no escape.
    pairs = [part.partition("=") for part in value.replace("\\", "").upper().split(";") if part.strip()]
    parts = {name.strip(): text.strip() for name, _, text in pairs}
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES or parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise ValueError("repeats by a rule that is not understood")
    try:
        return Rule(
            frequency=frequency,
            interval=_whole(parts.get("INTERVAL", "1"), 1, 10_000),
            count=_count(parts.get("COUNT", "")),
            until=_until(parts["UNTIL"], start) if parts.get("UNTIL") else None,
            lists=_lists(parts, frequency),
            week_start=parts["WKST"] if parts.get("WKST") in _DAYS else "MO",
        )
    except ValueError as error:
        raise ValueError("repeats by a rule that is not understood") from error


def starts(start: Start, rule: Rule, after: Start, before: Start) -> tuple[list[Start], bool]:
    """The rule's instances from ``after`` until ``before`` (both like ``start``: days, or times of its zone).

    And whether these are all of them: at most `MAX_INSTANCES` are returned. Raises `ValueError` when the rule repeats
    so often that following it up to the window would take too long.
    """
    if rule.ended_before(after) or rule.ended_before(start):
        return [], True
    if not _may_match(rule, after, before):
        return [], True
    whole, often = True, rule.per_day()
    latest = _later(after, start) + dt.timedelta(days=MAX_INSTANCES / often)
    if _day(latest) < _day(before):
        whole, before = False, latest
    steps = max(0, (_day(before) - _day(start)).days + 1) * often
    if min(steps, rule.count or steps) > MAX_STEPS:
        raise ValueError("repeats too often to be followed")
    return _expand(start, rule, after, before), whole


def _expand(start: Start, rule: Rule, after: Start, before: Start) -> list[Start]:
    event = icalendar.Event()
    event.add("UID", "rule")
    event.add("DTSTART", start)
    event.add("RRULE", icalendar.vRecur.from_ical(rule.text()))
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    found = recurring_ical_events.of(calendar).between(after, before)
    return sorted({component["DTSTART"].dt for component in found})


def _may_match(rule: Rule, after: Start, before: Start) -> bool:
    """False when no day near the window is in the right month and has the right number: 30 February never comes."""
    months, days = rule.lists.get("BYMONTH"), rule.lists.get("BYMONTHDAY")
    if not (months or days or rule.lists.get("BYYEARDAY")) or rule.frequency == "YEARLY":
        return True
    first, last = _day(after) - _DAY, _day(before) + _DAY
    candidates = (first + _DAY * at for at in range(min((last - first).days + 1, 1_000)))
    return any(
        (not months or str(day.month) in months)
        and (not days or {str(day.day), str(day.day - _month_length(day) - 1)} & {*days})
        for day in candidates
    )


def _month_length(day: dt.date) -> int:
    return ((day.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY).day


def _count(text: str) -> int | None:
    """COUNT=-1 is how some say "for ever"."""
    return _whole(text, 1, 10_000_000) if text and not text.startswith("-") else None


def _lists(parts: Mapping[str, str], frequency: str) -> dict[str, tuple[str, ...]]:
    if frequency in _WITHIN_DAY and any(parts.get(name) for name in ("BYSETPOS", "BYWEEKNO", "BYYEARDAY")):
        raise ValueError(frequency)  # no meeting repeats like that, and such a rule can be searched for ever
    lists = {}
    for name, (low, high) in _NUMBERS.items():
        if parts.get(name):
            numbers = {_whole(item, low, high) for item in parts[name].split(",") if item.strip()}
            lists[name] = tuple(str(number) for number in sorted(numbers) if number != 0 or low == 0)
    if parts.get("BYDAY"):
        days = [item.strip() for item in parts["BYDAY"].split(",") if item.strip()]
        if not all(_BY_DAY.fullmatch(day) for day in days):
            raise ValueError("BYDAY")
        lists["BYDAY"] = tuple(dict.fromkeys(days))
    return {name: values for name, values in lists.items() if values}


def _whole(text: str, low: int, high: int) -> int:
    number = int(text)
    if not low <= number <= high:
        raise ValueError(text)
    return number


def _until(text: str, start: Start) -> Start:
    """UNTIL in the kind of the start: a day, or a moment in UTC. A day means its end, a time without Z is local."""
    match = _UNTIL.fullmatch(text)
    if match is None:
        raise ValueError("UNTIL")
    day = dt.datetime.strptime(match[1], "%Y%m%d").date()  # noqa: DTZ007 a day has no zone
    if not isinstance(start, dt.datetime):
        return day
    clock = dt.time(int(match[2][:2]), int(match[2][2:]), int(match[3] or 0)) if match[2] else dt.time(23, 59, 59)
    return instant(dt.datetime.combine(day, clock, dt.UTC if match[4] else start.tzinfo))


def _later(one: Start, other: Start) -> Start:
    if isinstance(one, dt.datetime) and isinstance(other, dt.datetime):
        return max(one, other)
    return max(_day(one), _day(other))


def _day(at: Start) -> dt.date:
    return at.date() if isinstance(at, dt.datetime) else at


def _ical(at: Start) -> str:
    return at.strftime("%Y%m%dT%H%M%SZ") if isinstance(at, dt.datetime) else at.strftime("%Y%m%d")


def _many(lists: Mapping[str, Iterable[str]], name: str) -> int:
    return max(1, len(tuple(lists.get(name, ()))))
