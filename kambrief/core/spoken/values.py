"""The values that `core.spoken` finds in words."""

import datetime as dt
import enum
from dataclasses import dataclass
from decimal import Decimal


class Doubt(enum.StrEnum):
    """Why a spoken day has to be confirmed by a person."""

    AMBIGUOUS = "ambiguous"
    """``next Friday``, ``ensi perjantai``: this week's or the week after's."""
    WEEKDAY = "weekday"
    """The weekday that was said is not the date's."""
    PAST = "past"
    """The day lies before the meeting."""
    VAGUE = "vague"
    """A time without a day: ``soon``, ``after the board``, ``ensi kuussa``."""


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """A day as it was said. ``day`` None: it is no day that can be told (`Doubt.VAGUE`)."""

    start: int
    """Where the words begin and end in the text."""
    end: int
    words: str
    day: dt.date | None
    doubt: Doubt | None = None
    until: dt.date | None = None
    """The last day of several: ``twenty-sixth to twenty-eighth``."""
    weekday: int | None = None
    """0 is Monday; where one was said."""
    exact: bool = True
    """False for what names a span and is taken for its last working day: ``next week``, ``viikolla 42``."""
    bare: bool = False
    """A number or weekday alone, which may be no date at all (``the third``, ``perjantai``): to be believed where the
    talk is about dates."""


@dataclass(frozen=True, slots=True)
class SpokenTime:
    """A time of day as it was said; ``place`` where one was named (``two o'clock Hamburg``)."""

    start: int
    end: int
    words: str
    time: dt.time
    place: str = ""


@dataclass(frozen=True, slots=True)
class SpokenNumber:
    """A number as it was said, in digits or words.

    ``unit``: ``%``, an ISO 4217 code, ``h``, ``min``, ``day``, ``workday``, ``week``, ``fortnight``, ``month`` or
    ``year``, else the word behind it as it was said; empty for none. Only a unit belongs to ``words``.
    """

    start: int
    end: int
    words: str
    number: Decimal
    unit: str = ""
    of: Decimal | None = None
    """``twelve of fourteen``."""
    noun: str = ""
    """What it counts, as said: ``katkoa``, ``lines``."""
