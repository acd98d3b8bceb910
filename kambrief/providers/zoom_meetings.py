"""Zoom's JSON of meetings to come → occurrences; and what is remembered of it, to see what has changed.

A list names meetings without host address, invitees and occurrences; those cost one call a meeting. So the list's rows
are remembered, and details are asked for only of what is new, what has another row, and what is `Known.due`:

- an occurrence begins within a day: invitees or the end of a long agenda may have changed without a change of row;
- an occurrence comes into the window; a series may have more occurrences than Zoom tells at once.

No network here: `Reading` says what to ask for and is told the answers.
"""

import datetime as dt
import hashlib
import json
import re
import zoneinfo
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Self

from kambrief.core.joinlink import read_link
from kambrief.core.model import Attendee, Authority, JoinLink, Occurrence, Platform, SourceKey
from kambrief.ports import CalendarRead

NAME = "meetings.zoom"
_VERSION = "1"
"""Of this reading: raise it when the same JSON shall give other occurrences, and everything is read anew."""
_SERIES, _PERSONAL = 8, 4
_STABLE = ("topic", "type", "duration", "timezone", "agenda", "join_url", "pmi", "host_id")
"""A row's other fields change with each call that has been (uuid), or tell nothing."""
_DAY = 24 * 3600
_MOST_OCCURRENCES = 50
"""Zoom tells no more of one series."""
_LONGEST = 7 * 24 * 60
_USUAL_MINUTES = 60
_MAX_TEXT = 20_000
_ID = re.compile(r"\d{6,19}\Z")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Calendar:
    """One account manager's meetings at Zoom."""

    name: str
    """The manager's own address, lower-cased."""
    user: str
    """The address of the Zoom user."""
    people: Mapping[str, Attendee] = field(default_factory=dict)
    """Zoom address, lower-cased → the account manager it is; calendars know the manager by the other address."""

    def fingerprint(self) -> str:
        """Of all that decides what the same JSON means."""
        people = sorted(f"{key}={one.email}/{one.name}" for key, one in self.people.items())
        return _hash((_VERSION, self.name, self.user, *people))


# --- one meeting ---------------------------------------------------------------------------------------------------


def occurrences_of(detail: Json, calendar: Calendar) -> tuple[Occurrence, ...]:
    """Every occurrence that stands and has a time; none of a meeting without a fixed time. Raises ValueError when one
    has a time that cannot be read: silence would mean that it is gone.
    """
    parts = detail.get("occurrences")
    if detail.get("type") == _SERIES:  # its own start is that of the first occurrence, or not there
        rows = parts if isinstance(parts, list) else []
        live = [part for part in rows if isinstance(part, dict) and part.get("status") != "deleted"]
        return tuple(_occurrence(detail, calendar, part) for part in live)
    if not detail.get("start_time"):
        return ()
    return (_occurrence(detail, calendar, {}),)


def _occurrence(detail: Json, calendar: Calendar, part: Json) -> Occurrence:
    number = str(detail["id"])
    settings = _mapping(detail.get("settings"))
    zone = _zone(detail.get("timezone"))
    start = moment(part.get("start_time") or detail.get("start_time"), zone)
    if start is None:
        raise ValueError("its time cannot be read")
    occurrence_id = str(part.get("occurrence_id") or int(start.timestamp() * 1000)) if part else ""
    people = {one.email: one for one in _people(detail, settings, calendar)}
    return Occurrence(
        source=SourceKey(NAME, calendar.name, number, _recurrence_id(part, start), f"{number}/{occurrence_id}"),
        owner=calendar.name,
        title=_text(detail.get("topic")),
        start=start,
        end=start + dt.timedelta(minutes=_minutes(part.get("duration"), detail.get("duration"))),
        timezone=zone,
        organizer=_person(_text(detail.get("host_email")), calendar),
        attendees=tuple(people.values()),
        join=_join(detail, settings, number),
        agenda=_text(detail.get("agenda")),
        private=settings.get("private_meeting") is True,
        authority=Authority.PLATFORM,
        recurring=detail.get("type") == _SERIES,
    )


def _recurrence_id(part: Json, start: dt.datetime) -> str:
    """The id of an occurrence is its first start in milliseconds, and stays when it moves."""
    if not part:
        return ""
    with suppress(ValueError, OverflowError, OSError, TypeError, KeyError):
        start = dt.datetime.fromtimestamp(int(part["occurrence_id"]) // 1000, dt.UTC)
    return start.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _people(detail: Json, settings: Json, calendar: Calendar) -> Iterator[Attendee]:
    """The host first. Alternative hosts may be told by their ids, which name nobody."""
    invitees = settings.get("meeting_invitees")
    rows = invitees if isinstance(invitees, list) else []
    addresses = [
        _text(detail.get("host_email")),
        *re.split(r"[;,]", _text(settings.get("alternative_hosts"))),
        *(_text(_mapping(row).get("email")) for row in rows),
    ]
    yield from (one for address in addresses if (one := _person(address, calendar)))


def _person(address: str, calendar: Calendar) -> Attendee | None:
    email = address.strip().lower()
    return (calendar.people.get(email) or Attendee(email)) if "@" in email else None


def _join(detail: Json, settings: Json, number: str) -> JoinLink | None:
    """The link is the vendor's own word, so the id in it is sure; a personal room has an id of its own."""
    link = read_link(_text(detail.get("join_url"))) or JoinLink(f"https://zoom.us/j/{number}", Platform.ZOOM, number)
    personal = (
        detail.get("type") == _PERSONAL
        or settings.get("use_pmi") is True
        or link.personal_room
        or str(detail.get("pmi") or "none") in {number, link.external_id}
    )
    return replace(
        link, external_id=link.external_id if personal and link.external_id else number, personal_room=personal
    )


def moment(value: object, zone: str = "") -> dt.datetime | None:
    """A moment of Zoom's: UTC with a Z, or the local time of ``zone`` without; None when it cannot be read."""
    if not isinstance(value, str):
        return None
    try:
        found = dt.datetime.fromisoformat(value)
        if found.tzinfo is None:
            found = found.replace(tzinfo=zoneinfo.ZoneInfo(zone) if zone else dt.UTC)
        found = found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return found if 1990 < found.year < 2200 else None


def _zone(value: object) -> str:
    with suppress(ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return zoneinfo.ZoneInfo(_text(value)).key if value else ""
    return ""


def _minutes(*values: object) -> int:
    return next((min(one, _LONGEST) for one in values if isinstance(one, int) and one > 0), _USUAL_MINUTES)


def _text(value: object) -> str:
    """As it may be kept: JSON may hold half a character, which no UTF-8 can."""
    if not isinstance(value, str):
        return ""
    whole = value[:_MAX_TEXT].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return whole.replace("\0", "").replace("\r\n", "\n").strip()


def _mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


# --- what is remembered --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """One meeting as last read. Times are seconds, as in Unix time."""

    rows: Mapping[str, str] = field(default_factory=dict)
    """Start, as the list writes it → a mark of the row's other fields."""
    shown: Mapping[str, int] = field(default_factory=dict)
    """What the calendar knows of it: external id → start."""
    due: int | None = None
    """When the details must be read again even if no row changes."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What one reading hands on to the next."""

    calendar: str
    """`Calendar.fingerprint`."""
    host_id: str = ""
    """What Zoom's events call the user."""
    meetings: Mapping[str, Known] | None = None
    """None: never read."""
    gone: Mapping[str, int] = field(default_factory=dict)
    """What went while it lay beyond the window, where nothing can be told of it yet: external id → start."""
    problems: bool = False
    """Whether there was something to tell that may be over."""
    absent: str = ""
    """The day on which Zoom did not know the user."""

    @classmethod
    def load(cls, cursor: Mapping[str, str], calendar: Calendar) -> Self:
        """What a cursor holds; nothing when it is another one's, or spoilt."""
        mark = calendar.fingerprint()
        if cursor.get("calendar") != mark:
            return cls(mark)
        try:
            rows = json.loads(cursor["meetings"]) if "meetings" in cursor else None
            meetings = None if rows is None else {key: Known(*one) for key, one in rows.items()}
            gone = {str(key): int(one) for key, one in json.loads(cursor.get("gone", "{}")).items()}
        except (ValueError, TypeError, AttributeError):
            return cls(mark)
        return cls(mark, cursor.get("host", ""), meetings, gone, bool(cursor.get("told")), cursor.get("absent", ""))

    def dump(self) -> dict[str, str]:
        """As a cursor."""
        rows = {key: [dict(one.rows), dict(one.shown), one.due] for key, one in (self.meetings or {}).items()}
        parts = {
            "calendar": self.calendar,
            "host": self.host_id,
            "gone": _compact(self.gone) if self.gone else "",
            "told": "yes" if self.problems else "",
            "absent": self.absent,
        }
        found = {key: value for key, value in parts.items() if value}
        return found if self.meetings is None else {**found, "meetings": _compact(rows)}


@dataclass(frozen=True, slots=True)
class Window:
    start: dt.datetime
    end: dt.datetime
    now: dt.datetime


# --- one reading ---------------------------------------------------------------------------------------------------


class Reading:
    """One calendar's list, compared with what was known of it. ``paged``: the list took several answers, between which
    a row may have slipped through, so what is missing from it is asked for by itself.
    """

    def __init__(
        self, calendar: Calendar, memory: Memory, rows: Sequence[Json], window: Window, *, paged: bool = False
    ) -> None:
        self._calendar, self._memory, self._window = calendar, memory, window
        self._now = int(window.now.timestamp())
        self._end = int(window.end.timestamp())
        self._before = dict(memory.meetings or {})
        self._after: dict[str, Known] = {}
        self._listed = _grouped(rows)
        self._host_id = next((one for row in rows if (one := _text(row.get("host_id")))), memory.host_id)
        self._shown: list[Occurrence] = []
        self._removed: set[str] = set()
        self._unread: set[str] = set()
        self._gone = dict(memory.gone)
        self._problems: list[str] = []
        self._asked = [number for number in self._listed if self._must_ask(number)]
        for number in self._before.keys() - self._listed.keys():
            if not paged:
                self.gone(number)
            elif any(start > self._now for start in self._before[number].shown.values()):
                self._asked.append(number)

    @property
    def to_ask(self) -> tuple[str, ...]:
        """The ids whose details are needed; each wants one of `answered`, `gone`, `failed`."""
        return tuple(self._asked)

    def answered(self, number: str, detail: Json) -> None:
        """The details are there. Raises ValueError when they cannot be used: then `failed` is for the caller to say."""
        if str(detail.get("id")) != number:
            raise ValueError("the answer is of another meeting, or of none")
        found = occurrences_of(detail, self._calendar)
        old = self._before.get(number, Known())
        starts = {one.source.external_id: int(one.start.timestamp()) for one in found}
        told = [one for one in found if self._touches_window(one) or one.source.external_id in old.shown]
        self._shown += told
        for key in starts:
            self._gone.pop(key, None)
        self._remove({key: start for key, start in old.shown.items() if key not in starts})
        shown = {one.source.external_id: starts[one.source.external_id] for one in told}
        later = [start for key, start in starts.items() if key not in shown]
        ahead = {key: start for key, start in shown.items() if start > self._now}
        capped = len(detail.get("occurrences") or ()) >= _MOST_OCCURRENCES
        due = self._due([*ahead.values()], later, capped=capped)
        self._after[number] = Known(self._listed.get(number, {}), ahead, due)

    def gone(self, number: str) -> None:
        """There is no such meeting any more."""
        self._remove(self._before.get(number, Known()).shown)

    def failed(self, number: str, why: str) -> None:
        """The details could not be had: what was known stays, and they are asked for again next time."""
        if number in self._before:
            self._after[number] = self._before[number]
        self._unread.add(number)
        self._problems.append(f"meeting {number} not read: {why}")

    def result(self) -> CalendarRead:
        """What came of it."""
        self._tell_of_late()
        first = self._memory.meetings is None
        quiet = not (self._asked or self._removed or self._memory.problems or self._memory.absent)
        kept = {number: self._kept(number) for number in self._listed if number not in self._asked}
        memory = replace(
            self._memory, host_id=self._host_id, meetings={**kept, **self._after}, gone=self._gone,
            problems=bool(self._problems), absent="",
        )  # fmt: skip
        if not first and quiet:
            # What has passed since stays in the cursor until something happens: a quiet pass writes nothing.
            unchanged = self._memory.host_id == self._host_id
            cursor = (self._memory if unchanged else memory).dump()
            return CalendarRead(NAME, self._calendar.name, self._calendar.name, unchanged=True, cursor=cursor)
        return CalendarRead(
            NAME, self._calendar.name, self._calendar.name,
            tuple(self._shown), problems=_first(self._problems), unread=frozenset(self._unread), partial=not first,
            removed=frozenset() if first else frozenset(self._removed), cursor=memory.dump(),
        )  # fmt: skip

    def _must_ask(self, number: str) -> bool:
        known, rows = self._before.get(number), self._listed[number]
        if known is None or (known.due is not None and known.due <= self._now):
            return True
        new = any(known.rows.get(start) != mark for start, mark in rows.items())
        return new or any(start not in rows and _seconds(start) > self._now for start in known.rows)

    def _kept(self, number: str) -> Known:
        return replace(self._before[number], rows=self._listed[number])

    def _touches_window(self, one: Occurrence) -> bool:
        return one.end > self._window.start and one.start <= self._window.end

    def _remove(self, shown: Mapping[str, int]) -> None:
        """What has begun has not gone, it has passed. Beyond the window nobody would believe it yet."""
        for key, start in shown.items():
            if self._now < start < self._end:
                self._removed.add(key)
            elif start >= self._end:
                self._gone[key] = start

    def _tell_of_late(self) -> None:
        """What went beyond the window and has come into it by now."""
        late = {key: start for key, start in self._gone.items() if start < self._end}
        self._gone = {key: start for key, start in self._gone.items() if key not in late}
        self._remove(late)

    def _due(self, shown: Sequence[int], later: Sequence[int], *, capped: bool) -> int | None:
        ahead = self._end - self._now
        times = [start - _DAY for start in shown if start - _DAY > self._now]
        times += [max(start - ahead, self._now + 1) for start in later if start > self._now]
        if capped:
            times.append(self._now + _DAY)
        return min(times, default=None)


def _grouped(rows: Sequence[Json]) -> dict[str, dict[str, str]]:
    """Id → start → mark, of all that may have a time. A series has one row an occurrence, or one in all."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        number = str(row.get("id") or "")
        if _ID.match(number) and (row.get("start_time") or row.get("type") == _SERIES):
            start = str(row.get("start_time") or "")
            mark = _hash([str(row.get(key)) for key in _STABLE])
            same = found[number].get(start)
            found[number][start] = mark if same is None else _hash(sorted((same, mark)))
    return dict(found)


def _seconds(start: str) -> int:
    found = moment(start)
    return int(found.timestamp()) if found else 0


def _first(problems: Sequence[str], most: int = 5) -> tuple[str, ...]:
    more = len(problems) - most
    return (*problems[:most], *((f"and {more} more meetings not read",) if more > 0 else ()))


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _hash(parts: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
