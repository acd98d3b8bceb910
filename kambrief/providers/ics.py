"""iCalendar texts → occurrences. What any source of iCalendar needs: a feed, a file, a folder of invitations.

Text → components (`ics_text`) → events with their times (`ics_zones`, `ics_series`) → all versions of one UID together
→ instances within the window (`ics_rules`, `ics_series`) → occurrences (`ics_event`).
"""

import datetime as dt
import time
import zoneinfo
from collections import Counter, defaultdict

from kambrief.core.model import Occurrence
from kambrief.providers.ics_event import Reading, another, occurrence
from kambrief.providers.ics_series import Event, expand, read_event, uid_of
from kambrief.providers.ics_text import Component, calendars
from kambrief.providers.ics_zones import Zones

EXPAND_SECONDS = 60.0
"""So much processor time may the recurrences of one calendar take; what is left then is named and not read."""
_NO_EVENTS = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})
_SHOWN_PROBLEMS = 50


class Gathered:
    """What one calendar says, text by text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._events: defaultdict[str, list[tuple[Event, bool]]] = defaultdict(list)
        self.problems: list[str] = []
        self.unread: set[str] = set()
        """UIDs of events that could not be read, or not wholly."""
        self.complete = True

    def fail(self, problem: str) -> None:
        """Part of the calendar, nobody knows which, could not be read."""
        self.problems.append(problem)
        self.complete = False

    def add(self, data: bytes, label: str = "") -> None:
        """All events of one text; ``label`` says in problems which text it was ("july.ics: ")."""
        roots = calendars(data)
        if not roots:
            self.fail(f"{label}not read: BEGIN:VCALENDAR missing, so this is no calendar (a sign-in page, perhaps)")
        elif not all(root.closed for root in roots):
            self.fail(f"{label}ends too early: END:VCALENDAR missing")
        for root in roots:
            self._add_calendar(root, label)

    def _add_calendar(self, root: Component, label: str) -> None:
        method = root.value("METHOD").upper()
        components = [child for child in root.children if child.name == "VEVENT"]
        if method in _NO_EVENTS and components:
            self.problems.append(f"{label}left out: an answer to an invitation (METHOD:{method}), not a meeting")
            return
        zones = _zones(root, self._reading.floating)
        from_exchange = "microsoft" in root.value("PRODID").lower()
        for component in components:
            try:
                event = read_event(component, zones, called_off=method == "CANCEL")
            except Exception as error:  # noqa: BLE001 one broken event must not hide the rest
                self._skip(uid_of(component), error, label)
            else:
                self._events[event.uid].append((event, from_exchange))

    def occurrences(self, start: dt.datetime, end: dt.datetime) -> tuple[Occurrence, ...]:
        """Everything within the window; a series that cannot be followed is named and costs only itself."""
        deadline = time.thread_time() + EXPAND_SECONDS
        found: list[Occurrence] = []
        late = 0
        for uid, versions in self._events.items():
            if time.thread_time() > deadline:
                late += 1
                self.unread.add(uid)
                continue
            try:
                found.extend(self._series(uid, versions, start, end))
            except Exception as error:  # noqa: BLE001 as above
                self._skip(uid, error, "")
        if late:
            self.problems.append(f"{late} events were not read: the calendar's recurrences take too long")
        return tuple(sorted(found, key=lambda one: (one.start, one.source.uid, one.source.recurrence_id)))

    def _series(
        self, uid: str, versions: list[tuple[Event, bool]], start: dt.datetime, end: dt.datetime
    ) -> list[Occurrence]:
        from_exchange = {id(event): exchange for event, exchange in versions}
        series = expand([event for event, _ in versions], start, end, self._reading.floating)
        if series.broken:
            self.unread.add(uid)
        self.problems.extend(f"one event {problem}" for problem in series.problems)
        first: dict[int, Occurrence] = {}
        found = []
        for one in series.instances:
            same = first.get(id(one.event))
            if same is None:
                same = occurrence(one, self._reading, from_exchange=from_exchange[id(one.event)])
                first[id(one.event)] = same
            found.append(another(same, one, self._reading))
        return found

    def _skip(self, uid: str, error: Exception, label: str) -> None:
        """Says what was wrong, not with which event: UIDs and titles are the customer's business."""
        reason = str(error) if type(error) is ValueError else f"cannot be read ({type(error).__name__})"
        self.unread.add(uid)
        self.problems.append(f"{label}one event was skipped: {reason}")

    def told(self) -> tuple[str, ...]:
        """The problems; equal ones once, with their number, and not more than a person reads."""
        counts = Counter(self.problems).items()
        lines = [problem if count == 1 else f"{problem} ({count} times)" for problem, count in counts]
        rest = len(lines) - _SHOWN_PROBLEMS
        return (*lines[:_SHOWN_PROBLEMS], *((f"and {rest} more problems",) if rest > 0 else ()))


def _zones(root: Component, fallback: zoneinfo.ZoneInfo) -> Zones:
    """Floating times are in X-WR-TIMEZONE where that names a zone, else in the calendar's own."""
    definitions = {child.text("TZID").strip(): child for child in root.children if child.name == "VTIMEZONE"}
    named = root.value("X-WR-TIMEZONE")
    floating = Zones(definitions, fallback).find(named).tz if named else fallback
    return Zones(definitions, floating if isinstance(floating, zoneinfo.ZoneInfo) else fallback)
