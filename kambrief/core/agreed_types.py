"""What a call came to beside its promises: the types. How they are found: `core.agreed`."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """Something settled, stated or learned. ``text`` is a plain sentence in the talk's language: verbatim words where
    they can stand alone, values as digits, final ones only.
    """

    id: str
    text: str
    cues: tuple[int, ...]
    who: str = ""
    """Key of the participant whose words decide it."""
    kind: str = "fact"
    """``decision`` (both sides settled it), ``fact`` (a final figure or cause), ``criterion`` (how the customer
    decides), ``process`` (who decides what by when), ``risk``, ``mood`` (quoted words)."""
    internal: bool = False
    """For the note in the CRM alone: rivals, mood, risks."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A value said first and corrected in the call. ``wrong`` must not stand in any text as valid."""

    wrong: str
    """The words, as digits: ``420 000``, ``12,400``, ``7 katkoa``, ``2026-10-20``."""
    right: str
    cues: tuple[int, ...]
    wrong_number: Decimal | None = None
    """The same as values, for checks of other texts: a number with its unit or noun, or a day."""
    right_number: Decimal | None = None
    unit: str = ""
    """``%``, an ISO 4217 code, ``h``, or the noun as said; empty for none."""
    wrong_day: dt.date | None = None
    right_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Concern:
    """What the customer objected to: their words, and the step of ours that answers it, if one was said."""

    who: str
    quote: str
    """Verbatim, at most 25 words; may name rivals and figures, so it is for the note in the CRM."""
    cues: tuple[int, ...]
    neutral: str = ""
    """The same without rival, price or percentage, fit to be sent; empty where it cannot be told so."""
    answer: str = ""
    """Id of the promise, or our words, that answer it."""


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next meeting as agreed last."""

    start: dt.datetime | None
    """Aware; None where only a day was agreed (see ``day``)."""
    day: dt.date
    cues: tuple[int, ...]
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """All of it."""

    points: tuple[Point, ...] = ()
    corrections: tuple[Correction, ...] = ()
    concern: Concern | None = None
    next_meeting: NextMeeting | None = None
    outcome: Point | None = None
    """What matters to the customer, in their own words: one sentence they would recognise."""
