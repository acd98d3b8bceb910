"""What a calendar showed when it was read, and whether to believe it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kambrief.core.meeting import newest
from kambrief.core.model import Meeting, Occurrence, SourceKey

Calendar = tuple[str, str]
"""Provider and calendar."""

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


def suddenly_empty(known: Sequence[Meeting], read: Read, window: Window) -> Fault | None:
    """A calendar that shows nothing to come, although many of its coming meetings are known."""
    if not read.complete or read.unchanged or any(occurrence.start > window.now for occurrence in read.occurrences):
        return None
    calendar = (read.provider, read.calendar)
    # A calendar without a single entry, past ones included, stays unbelieved when the meetings it hides have passed.
    coming = sum(
        not meeting.cancelled
        and (window.ahead(meeting.start, meeting.end) or not read.occurrences)
        and any(calendar_of(source) == calendar and source.uid not in read.unread for source in meeting.sources)
        for meeting in known
    )
    if coming < MANY:
        return None
    text = f"suddenly empty: {coming} coming meetings were known and none is shown; nothing was changed"
    return Fault(read.provider, read.calendar, text)


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
