"""What is remembered of Zoom's lists of meetings, to see what has changed.

A list names meetings without host address, invitees and occurrences; those cost one call a meeting. So the list's rows
are remembered, and details are asked for only of what is new, what has another row, what an event has named, and what
is `Known.due`:

- an occurrence begins in a day, in some hours, in an hour: invitees, the end of a long agenda or what has been called
  off of a series may have changed without a change of row;
- an occurrence comes into the window; a series may have more occurrences than Zoom tells at once.

A row that is missing proves nothing: details are asked for, and only Zoom's word that there is no such meeting counts.

No network here: `Reading` says what to ask for and is told the answers.
"""

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from kambrief.core.model import Occurrence
from kambrief.ports import CalendarRead
from kambrief.providers.zoom_meetings import NAME, SERIES, Calendar, Json, hashed, moment, occurrences_of, text_of

_STABLE = ("topic", "type", "duration", "timezone", "agenda", "join_url", "pmi", "host_id")
"""A row's other fields change with each call that has been (uuid), or tell nothing."""
_DAY = 24 * 3600
_LOOKS = (_DAY, 4 * 3600, 75 * 60)
"""So long before a start its details are read once more, in seconds. The last one is for a brief that goes out an hour
before."""
_SOON = 120
"""What starts within these seconds is not taken away: it may begin while we read, and leaves the list by that."""
_MOST_OCCURRENCES = 50
"""Zoom tells no more of one series."""
_ID = re.compile(r"\d{6,19}\Z")


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
    """One calendar's list, compared with what was known of it. ``told_of``: ids of which an event said that they have
    changed, whatever their rows say.
    """

    def __init__(
        self, calendar: Calendar, memory: Memory, rows: Sequence[Json], window: Window,
        told_of: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self._calendar, self._memory, self._window = calendar, memory, window
        self._now = int(window.now.timestamp())
        self._end = int(window.end.timestamp())
        self._before = dict(memory.meetings or {})
        self._after: dict[str, Known] = {}
        self._listed = _grouped(rows)
        self._host_id = next((one for row in rows if (one := text_of(row.get("host_id")))), memory.host_id)
        self._shown: list[Occurrence] = []
        self._removed: set[str] = set()
        self._unread: set[str] = set()
        self._gone = dict(memory.gone)
        self._problems: list[str] = []
        self._told_of = told_of
        missing = [number for number in self._before if number not in self._listed and self._is_coming(number)]
        self._asked = [*(number for number in self._listed if self._must_ask(number)), *missing]

    @property
    def to_ask(self) -> tuple[str, ...]:
        """The ids whose details are needed; each wants one of `answered`, `gone`, `failed`."""
        return tuple(self._asked)

    def answered(self, number: str, detail: Json) -> None:
        """The details are there. Raises ValueError when they cannot be used: then `failed` is for the caller to say."""
        if str(detail.get("id")) != number:
            raise ValueError("the answer is of another meeting, or of none")
        if number not in self._listed and self._is_anothers(detail):
            self.gone(number)
            return
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
            before = self._before[number]
            # Neither row nor time would call for them again, only the event did.
            self._after[number] = replace(before, due=self._now) if number in self._told_of else before
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
        if known is None or number in self._told_of or (known.due is not None and known.due <= self._now):
            return True
        new = any(known.rows.get(start) != mark for start, mark in rows.items())
        return new or any(start not in rows and _seconds(start) > self._now for start in known.rows)

    def _is_coming(self, number: str) -> bool:
        return any(start > self._now for start in self._before[number].shown.values())

    def _is_anothers(self, detail: Json) -> bool:
        """Whether it has gone over to another host."""
        host_id = text_of(detail.get("host_id"))
        return bool(host_id and self._host_id) and host_id != self._host_id

    def _kept(self, number: str) -> Known:
        return replace(self._before[number], rows=self._listed[number])

    def _touches_window(self, one: Occurrence) -> bool:
        return one.end > self._window.start and one.start <= self._window.end

    def _remove(self, shown: Mapping[str, int]) -> None:
        """What has begun has not gone, it has passed. Beyond the window nobody would believe it yet."""
        for key, start in shown.items():
            if self._now + _SOON <= start < self._end:
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
        times = [start - before for start in shown for before in _LOOKS if start - before > self._now]
        times += [max(start - ahead, self._now + 1) for start in later if start > self._now]
        if capped:
            times.append(self._now + _DAY)
        return min(times, default=None)


def _grouped(rows: Sequence[Json]) -> dict[str, dict[str, str]]:
    """Id → start → mark, of all that may have a time. A series has one row an occurrence, or one in all."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        number = str(row.get("id") or "")
        if _ID.match(number) and (row.get("start_time") or row.get("type") == SERIES):
            start = str(row.get("start_time") or "")
            mark = hashed([str(row.get(key)) for key in _STABLE])
            same = found[number].get(start)
            found[number][start] = mark if same is None else hashed(sorted((same, mark)))
    return dict(found)


def _seconds(start: str) -> int:
    found = moment(start)
    return int(found.timestamp()) if found else 0


def _first(problems: Sequence[str], most: int = 5) -> tuple[str, ...]:
    more = len(problems) - most
    return (*problems[:most], *((f"and {more} more meetings not read",) if more > 0 else ()))


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
