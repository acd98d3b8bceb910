"""What a calendar showed when it was read, and whether to believe it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kambrief.core.meeting import newest
from kambrief.core.model import Meeting, Occurrence, SourceKey

Calendar = tuple[str, str]
"""Provider and calendar."""

_MANY_STARTS = 100
UNREAD = dt.timedelta(hours=1)
"""A calendar that could not be read for longer is told in the brief."""
MANY = 3
"""From this many known meetings on, a calendar without any is a fault and not a fact."""


class Read(Protocol):
    """One calendar's answer, as in `kambrief.ports.CalendarRead`."""

    @property
    def provider(self) -> str: ...
    @property
    def calendar(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def occurrences(self) -> tuple[Occurrence, ...]: ...
    @property
    def complete(self) -> bool: ...
    @property
    def unchanged(self) -> bool: ...
    @property
    def unread(self) -> frozenset[str]: ...
    @property
    def partial(self) -> bool: ...
    @property
    def removed(self) -> frozenset[str]: ...


class State(Protocol):
    """What is remembered of a calendar, as in `kambrief.core.work.SourceState`."""

    @property
    def last_ok(self) -> dt.datetime | None: ...
    @property
    def last_error(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """A calendar whose answer was not believed; for the operator."""

    provider: str
    calendar: str
    text: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.provider}/{self.calendar}: {self.text}"


@dataclass(frozen=True, slots=True)
class Window:
    start: dt.datetime
    end: dt.datetime
    now: dt.datetime

    def ahead(self, start: dt.datetime, end: dt.datetime) -> bool:
        """Still to come, and certain to be shown if it were still there."""
        return self.now < start < self.end and end > self.start


@dataclass(frozen=True, slots=True)
class Touched:
    """Which known meetings what was read may speak of: all others stay as they are and need not be looked at."""

    whole: frozenset[Calendar] = frozenset()
    """Calendars of which every known meeting of the window counts: they may have lost any."""
    uids: frozenset[str] = frozenset()
    """In whichever calendar."""
    removed: frozenset[tuple[str, str, str]] = frozenset()
    """Provider, calendar, external id."""
    starts: tuple[tuple[dt.datetime, dt.datetime], ...] = ()
    """Spans, both ends included: whatever starts in one may be the same call."""


def touched(reads: Iterable[Read], near: dt.timedelta) -> Touched:
    """See `Touched`; ``near`` is how far apart the starts of one call may be."""
    told = [read for read in reads if not read.unchanged and (read.occurrences or read.removed or read.complete)]
    told = [read for read in told if read.occurrences or read.removed or not read.partial]
    whole = {(read.provider, read.calendar) for read in told if not read.partial or len(read.removed) >= MANY}
    starts = [occurrence.start for read in told for occurrence in read.occurrences]
    return Touched(
        frozenset(whole),
        frozenset(occurrence.source.uid for read in told for occurrence in read.occurrences),
        frozenset((read.provider, read.calendar, one) for read in told if read.partial for one in read.removed),
        tuple(_spans(starts, near)),
    )


def _spans(starts: Iterable[dt.datetime], near: dt.timedelta) -> list[tuple[dt.datetime, dt.datetime]]:
    """Around each start; those that overlap become one, and where they are many, neighbours do."""
    spans: list[tuple[dt.datetime, dt.datetime]] = []
    ordered = sorted(starts)
    gap = near if len(ordered) <= _MANY_STARTS else dt.timedelta(days=3)
    for start in ordered:
        if spans and start - near <= spans[-1][1] + gap:
            spans[-1] = (spans[-1][0], start + near)
        else:
            spans.append((start - near, start + near))
    return spans


def suddenly_empty(known: Sequence[Meeting], read: Read, window: Window) -> Fault | None:
    """A calendar that shows nothing to come, although many of its coming meetings are known.

    One that tells what went one by one is believed as long as anything is left, or as few series went: whoever deletes
    a weekly series means it.
    """
    if not read.complete or read.unchanged or any(occurrence.start > window.now for occurrence in read.occurrences):
        return None
    calendar = (read.provider, read.calendar)
    # A calendar without a single entry, past ones included, stays unbelieved when the meetings it hides have passed.
    coming = [
        source
        for meeting in known
        if not meeting.cancelled
        and (window.ahead(meeting.start, meeting.end) or not (read.occurrences or read.partial))
        for source in meeting.sources
        if calendar_of(source) == calendar and source.uid not in read.unread
    ]
    if read.partial and any(source.external_id not in read.removed for source in coming):
        return None
    if len({source.uid for source in coming} if read.partial else coming) < MANY:
        return None
    text = f"suddenly empty: {len(coming)} coming meetings were known and none is shown; nothing was changed"
    return Fault(read.provider, read.calendar, text)


def unread_since(meeting: Meeting, states: Mapping[str, State], now: dt.datetime) -> dt.datetime | None:
    """Since when nobody has been able to read where this meeting stands, if it is long enough to be told: then its
    time and guests may have changed. One calendar that can be read is enough.
    """
    mine = [state for key in meeting.sources if (state := states.get(f"{key.provider}/{key.calendar}"))]
    last = max((state.last_ok for state in mine if state.last_ok), default=None)
    if last is None or not all(state.last_error for state in mine) or now - last < UNREAD:
        return None
    return last


def shown_by_key(occurrences: Iterable[Occurrence]) -> dict[SourceKey, Occurrence]:
    """Of several versions under one key the newest."""
    versions: defaultdict[SourceKey, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        versions[occurrence.source].append(occurrence)
    return {key: newest(versions[key]) for key in sorted(versions, key=sortable)}


def calendar_of(key: SourceKey) -> Calendar:
    return key.provider, key.calendar


def sortable(key: SourceKey) -> tuple[str, str, str, str]:
    return key.provider, key.calendar, key.uid, key.recurrence_id
