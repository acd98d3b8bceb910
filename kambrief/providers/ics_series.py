"""Events of one UID → its instances within a window: rules, extra dates, exceptions, overrides, cancellations.

Everything is matched by instant, never by wall clock. The newest version counts: highest SEQUENCE, then LAST-MODIFIED
or DTSTAMP.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kambrief.providers.ics_rules import MAX_INSTANCES, Rule, Start, parse_rule, starts
from kambrief.providers.ics_text import Component, Line
from kambrief.providers.ics_zones import When, Zones, instant

_DAY = dt.timedelta(days=1)
_NONE = dt.timedelta(0)
_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)
_MAX_LENGTH = 366 * _DAY
_DURATION = re.compile(
    r"([+-])?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.IGNORECASE
)
_SAFE_YEARS = (1900, 2200)  # farther off, arithmetic with zones may leave the calendar's end


@dataclass(frozen=True, slots=True)
class Length:
    """How long: days on the calendar, then hours on the clock (P1D is a day, PT24H is 24 hours, also across DST)."""

    nominal: dt.timedelta = _NONE
    exact: dt.timedelta = _NONE

    def end(self, start: Start) -> Start:
        """The end of what begins at ``start``."""
        if isinstance(start, dt.datetime):
            return instant(start + self.nominal) + self.exact
        return start + self.nominal

    @property
    def most(self) -> dt.timedelta:
        """No instance lasts longer."""
        return self.nominal + self.exact + _DAY


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT, its times read."""

    component: Component
    uid: str
    start: Start
    zone: str
    length: Length
    recurrence: When | None = None
    """Of an override: the original start of the instance it stands for."""
    and_following: bool = False
    rules: tuple[Rule, ...] = ()
    not_rules: tuple[Rule, ...] = ()
    extra: tuple[tuple[Start, Length], ...] = ()
    excluded: tuple[Start, ...] = ()
    sequence: int = 0
    stamp: dt.datetime | None = None
    cancelled: bool = False
    notes: tuple[str, ...] = ()

    @property
    def recurring(self) -> bool:
        """Whether it has, or belongs to, several instances."""
        return bool(self.rules or self.extra or self.recurrence)

    @property
    def age(self) -> tuple[int, dt.datetime]:
        """For finding the newest version."""
        return self.sequence, self.stamp or _EARLIEST


@dataclass(frozen=True, slots=True)
class Instance:
    """One occurrence: the event that describes it, and its own times. Days when all-day, else moments in UTC."""

    event: Event
    start: Start
    end: Start
    recurrence_id: str
    recurring: bool


@dataclass(slots=True)
class Series:
    """What became of one UID."""

    instances: list[Instance] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    broken: bool = False
    """Not all of it could be read."""


def read_event(component: Component, zones: Zones, *, called_off: bool) -> Event:
    """Read the times of one VEVENT. Raises `ValueError` with the reason when it has none that can be used."""
    line = component.first("DTSTART")
    if line is None:
        raise ValueError("DTSTART is missing")
    start = zones.read(line)
    if not _SAFE_YEARS[0] <= start.at.year <= _SAFE_YEARS[1]:
        raise ValueError("DTSTART is out of range")
    recurrence = component.first("RECURRENCE-ID")
    return Event(
        component=component,
        uid=uid_of(component),
        start=start.at,
        zone=start.zone,
        length=_length(component, zones, start.at),
        recurrence=zones.read(recurrence) if recurrence else None,
        and_following=recurrence is not None and recurrence.params.get("RANGE", "").upper() == "THISANDFUTURE",
        rules=_rules(component, "RRULE", start.at),
        not_rules=_rules(component, "EXRULE", start.at),
        extra=tuple(_extra(component, zones, start.at)),
        excluded=tuple(_values(component.all("EXDATE"), zones)),
        sequence=_whole(component.value("SEQUENCE")),
        stamp=_stamp(component, zones),
        cancelled=called_off or component.value("STATUS").upper() == "CANCELLED",
        notes=(start.note,) if start.note else (),
    )


def uid_of(component: Component) -> str:
    """The UID; without one, an id out of the event's own lines, so that it is the same at the next read."""
    uid = component.text("UID").strip()
    if uid:
        return uid[:1_000]
    times = ("DTSTAMP", "LAST-MODIFIED", "CREATED")
    lines = sorted(f"{line.name}:{line.value}" for line in component.lines if line.name not in times)
    return "without-uid-" + hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:32]


def expand(events: Sequence[Event], after: dt.datetime, before: dt.datetime, floating: dt.tzinfo) -> Series:
    """All instances of one UID that touch the window. ``floating``: where a DATE begins and ends."""
    masters = [event for event in events if event.recurrence is None]
    master = max(masters, key=lambda event: event.age) if masters else None
    series = Series()
    if len({event.start for event in masters if master and event.age == master.age}) > 1:
        series.problems.append("shares its UID and version with another: only one of them was read")
        series.broken = True
    overrides = _overrides([event for event in events if event.recurrence is not None], master)
    window = _Span(after, before, floating)
    if master is not None and not (master.cancelled and _is_older(overrides, master)):
        _add_master(series, master, overrides, window)
    for key, event in overrides.items():
        if not _is_stale(event, key, master):
            _add(series, window, event, event.start, event.length, key, recurring=True)
    return series


@dataclass(frozen=True, slots=True)
class _Span:
    after: dt.datetime
    before: dt.datetime
    floating: dt.tzinfo

    def touches(self, start: Start, end: Start) -> bool:
        first, last = self.moment(start), self.moment(end)
        return first < self.before and (last > self.after or (first == last == self.after))

    def moment(self, at: Start) -> dt.datetime:
        if isinstance(at, dt.datetime):
            return instant(at)
        return instant(dt.datetime.combine(at, dt.time(), self.floating))

    def around(self, start: Start, reach: dt.timedelta) -> tuple[Start, Start]:
        """The window, ``reach`` wider, in the kind and zone of ``start``."""
        first, last = self.after - reach, self.before + reach
        if isinstance(start, dt.datetime):
            return first.astimezone(start.tzinfo), last.astimezone(start.tzinfo)
        return first.date() - _DAY, last.date() + _DAY


def _add(
    series: Series, window: _Span, event: Event, start: Start, length: Length, key: str, *, recurring: bool
) -> None:
    end = length.end(start)
    if window.touches(start, end) and len(series.instances) < MAX_INSTANCES:
        moments = (instant(start), end) if isinstance(start, dt.datetime) else (start, end)
        series.instances.append(Instance(event, *moments, key, recurring))


def _add_master(series: Series, master: Event, overrides: Mapping[str, Event], window: _Span) -> None:
    if not master.recurring and not overrides:
        _add(series, window, master, master.start, master.length, "", recurring=False)
        return
    following = sorted((event for event in overrides.values() if event.and_following), key=_original)
    reach = max([master.length.most, *(event.length.most + abs(_shift(event)) for event in following)])
    first, last = window.around(master.start, reach)
    # "Delete this and all following" on the first instance leaves a rule that ended before it began.
    over = bool(master.rules) and all(rule.ended_before(master.start) for rule in master.rules)
    lengths: dict[Start, Length] = {} if over else {master.start: master.length}
    for rule in master.rules:
        found, whole = starts(master.start, rule, first, last)
        lengths |= dict.fromkeys(found, master.length)
        if not whole:
            series.problems.append("repeats so often that only the first instances were read")
            series.broken = True
    lengths |= dict(master.extra)
    out = _Excluded(master, first, last)
    for start in sorted(lengths, key=window.moment):
        key = recurrence_key(start)
        if key in overrides or out.has(start):
            continue
        event = next((event for event in reversed(following) if _original(event) <= window.moment(start)), None)
        if event is None:
            _add(series, window, master, start, lengths[start], key, recurring=True)
        else:
            _add(series, window, event, start + _shift(event), event.length, key, recurring=True)


class _Excluded:
    """EXDATE, by instant or by day; and EXRULE, which RFC 5545 dropped and old files have."""

    def __init__(self, master: Event, first: Start, last: Start) -> None:
        gone = set(master.excluded)
        for rule in master.not_rules:
            gone |= {*starts(master.start, rule, first, last)[0]} - {master.start}
        self.keys = {recurrence_key(at) for at in gone if isinstance(at, dt.datetime)}
        self.days = {at for at in gone if not isinstance(at, dt.datetime)}
        if not isinstance(master.start, dt.datetime):  # a series of days may be thinned out by times
            self.days |= {at.date() for at in gone if isinstance(at, dt.datetime)}

    def has(self, start: Start) -> bool:
        day = start.date() if isinstance(start, dt.datetime) else start
        return day in self.days or recurrence_key(start) in self.keys


def _overrides(events: Sequence[Event], master: Event | None) -> dict[str, Event]:
    """The newest override of each instance, by the instance's key."""
    newest: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: event.age):
        newest[_override_key(event, master)] = event
    return newest


def _override_key(event: Event, master: Event | None) -> str:
    original = event.recurrence.at if event.recurrence else event.start
    if master is not None and isinstance(master.start, dt.datetime) and not isinstance(original, dt.datetime):
        # The instance is named by its day alone: at the series' own time.
        original = dt.datetime.combine(original, master.start.time(), master.start.tzinfo)
    elif master is not None and not isinstance(master.start, dt.datetime) and isinstance(original, dt.datetime):
        original = original.date()
    return recurrence_key(original)


def _is_stale(event: Event, key: str, master: Event | None) -> bool:
    """An override that the series has no place for any more: its instance was excluded, or moved with the series."""
    if master is None:
        return False
    original = _parse_key(key)
    local = original
    if isinstance(original, dt.datetime) and isinstance(master.start, dt.datetime):
        local = original.astimezone(master.start.tzinfo)
    first, last = _neighbours(local)
    if _Excluded(master, first, last).has(local):
        return True
    if event.sequence >= master.sequence or not master.recurring:
        return False
    found = {master.start, *(at for at, _ in master.extra)}
    for rule in master.rules:
        found |= {*starts(master.start, rule, first, last)[0]}
    return key not in {recurrence_key(at) for at in found}


def _is_older(overrides: Mapping[str, Event], master: Event) -> bool:
    """A cancelled series with live instances of a later version: the series is off, these are not."""
    return any(not event.cancelled and event.age > master.age for event in overrides.values())


def _neighbours(at: Start) -> tuple[Start, Start]:
    return at - _DAY, at + _DAY


def _original(event: Event) -> dt.datetime:
    at = event.recurrence.at if event.recurrence else event.start
    return instant(at) if isinstance(at, dt.datetime) else dt.datetime.combine(at, dt.time(), dt.UTC)


def _shift(event: Event) -> dt.timedelta:
    """How far THISANDFUTURE moves the instances that follow."""
    original = event.recurrence.at if event.recurrence else event.start
    if isinstance(original, dt.datetime) and isinstance(event.start, dt.datetime):
        return event.start.astimezone(original.tzinfo).replace(tzinfo=None) - original.replace(tzinfo=None)
    if isinstance(original, dt.datetime) or isinstance(event.start, dt.datetime):
        return _NONE
    return event.start - original


def recurrence_key(at: Start) -> str:
    """``20261006T060000Z``, or the day alone: a day begins elsewhere in each zone."""
    return f"{instant(at):%Y%m%dT%H%M%SZ}" if isinstance(at, dt.datetime) else f"{at:%Y%m%d}"


def _parse_key(key: str) -> Start:
    day = dt.date(int(key[:4]), int(key[4:6]), int(key[6:8]))
    if "T" not in key:
        return day
    return dt.datetime.combine(day, dt.time(int(key[9:11]), int(key[11:13]), int(key[13:15])), dt.UTC)


# --- values --------------------------------------------------------------------------------------------------------


def _length(component: Component, zones: Zones, start: Start) -> Length:
    """DTEND or DURATION; neither: a day, or nothing. An end before the start counts as none."""
    end, duration = component.first("DTEND"), component.first("DURATION")
    if end is not None:
        return _until_end(start, zones.read(end).at)
    if duration is not None:
        return duration_of(duration.value)
    return Length(nominal=_DAY) if not isinstance(start, dt.datetime) else Length()


def _until_end(start: Start, end: Start) -> Length:
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        if start.tzinfo is end.tzinfo:
            length = Length(nominal=end.replace(tzinfo=None) - start.replace(tzinfo=None))
        else:
            length = Length(exact=instant(end) - instant(start))
    else:
        first = start.date() if isinstance(start, dt.datetime) else start
        last = end.date() if isinstance(end, dt.datetime) else end
        length = Length(nominal=last - first)
        if not isinstance(start, dt.datetime):
            length = replace(length, nominal=max(length.nominal, _DAY))  # DTEND on the same day: that one day
    total = length.nominal + length.exact
    return length if _NONE <= total <= _MAX_LENGTH else Length(nominal=min(max(total, _NONE), _MAX_LENGTH))


def duration_of(value: str) -> Length:
    """A DURATION. Raises `ValueError` for what is none."""
    match = _DURATION.fullmatch(value.strip())
    if match is None or not any(match.groups()[1:]):
        raise ValueError("DURATION is not understood")
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in match.groups()[1:])
    length = Length(dt.timedelta(weeks=weeks, days=days), dt.timedelta(hours=hours, minutes=minutes, seconds=seconds))
    return Length() if match[1] == "-" or length.most > _MAX_LENGTH else length


def _rules(component: Component, name: str, start: Start) -> tuple[Rule, ...]:
    return tuple(parse_rule(line.value, start) for line in component.all(name) if line.value.strip())


def _values(lines: Iterator[Line], zones: Zones) -> Iterator[Start]:
    for line in lines:
        for value in line.value.split(","):
            if value.strip():
                yield zones.read(line, value).at


def _extra(component: Component, zones: Zones, start: Start) -> Iterator[tuple[Start, Length]]:
    """RDATE: days, times, or periods with an end of their own."""
    length = _length(component, zones, start)
    for line in component.all("RDATE"):
        for value in line.value.split(","):
            first, slash, end = (part.strip() for part in value.partition("/"))
            if not first:
                continue
            at = zones.read(Line(line.name, {k: v for k, v in line.params.items() if k != "VALUE"}, first)).at
            if isinstance(start, dt.datetime) and not isinstance(at, dt.datetime):
                at = dt.datetime.combine(at, start.time(), start.tzinfo)
            elif not isinstance(start, dt.datetime) and isinstance(at, dt.datetime):
                at = at.date()
            if not slash:
                yield at, length
            elif end.upper().lstrip("+-").startswith("P"):
                yield at, duration_of(end)
            else:
                yield at, _until_end(at, zones.read(line, end).at)


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else 0


def _stamp(component: Component, zones: Zones) -> dt.datetime | None:
    """LAST-MODIFIED before DTSTAMP: published feeds stamp every event with the time of publishing."""
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        line = component.first(name)
        try:
            at = zones.read(line).at if line else None
        except ValueError:
            continue
        if isinstance(at, dt.datetime):
            return instant(at)
    return None
