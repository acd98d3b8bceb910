"""Where meetings come from."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from kambrief.core.heard import Heard
from kambrief.core.model import Meeting, Occurrence
from kambrief.ports.health import Health


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """One calendar, read once. ``complete`` is False when the source could not be read to its end (or not at all):
    then nothing that is missing from it counts as gone. ``unchanged``: the server said 304, all as last time.
    """

    provider: str
    calendar: str
    """Which calendar, without secrets: the section's name or a masked address."""
    owner: str
    occurrences: tuple[Occurrence, ...] = ()
    complete: bool = True
    unchanged: bool = False
    problems: tuple[str, ...] = ()
    """Events that were skipped and why; a failed read, and why."""
    unread: frozenset[str] = frozenset()
    """UIDs of skipped events: that they are missing from ``occurrences`` does not mean that they are gone."""
    partial: bool = False
    """``occurrences`` are only what is new or changed since the cursor; all else that was known still stands, but for
    what is in ``removed``."""
    removed: frozenset[str] = frozenset()
    """What has gone, by ``external_id``; ids that nobody knows mean nothing."""
    cursor: Mapping[str, str] = field(default_factory=dict)
    """What to hand in next time (ETag, Last-Modified, delta link)."""
    aside: Mapping[str, str] = field(default_factory=dict)
    """What to hand in with it, also when what was read is not believed (a subscription that was made)."""


@runtime_checkable
class Meetings(Protocol):
    """A source of meetings."""

    name: str

    def read(
        self, start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]], now: dt.datetime
    ) -> Sequence[CalendarRead]:
        """Every configured calendar's occurrences that touch the window, recurrences expanded, one broken calendar or
        event never hiding the rest. ``cursors``: calendar → what the last read returned.
        """
        ...

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """One line a calendar."""
        ...


@dataclass(frozen=True, slots=True)
class Member:
    """An account manager out of a vendor's directory; zone (IANA) and language are empty where it does not say."""

    email: str
    name: str = ""
    timezone: str = ""
    language: str = ""


@runtime_checkable
class Platform(Protocol):
    """A source of meetings that is told of changes, or knows what was said in calls: a video platform."""

    name: str

    def read_only(
        self, keys: frozenset[str], start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]],
        now: dt.datetime,
    ) -> Sequence[CalendarRead]:  # fmt: skip
        """As `Meetings.read`, but only the calendars that hints with these keys are about; none for unknown keys."""
        ...

    def hear(self, meeting: Meeting, beside: Sequence[Meeting], now: dt.datetime) -> Heard | None:
        """What the platform knows of a call that has been; None when it took place elsewhere, or is none of ours.
        ``beside``: other meetings around that time; what was said in one that has the same link must not be taken for
        this one's. What is not ready yet is ``pending`` in the answer.
        """
        ...

    def is_of(self, meeting: Meeting, key: str) -> bool:
        """Whether a hint about a call with this key is about this meeting."""
        ...
