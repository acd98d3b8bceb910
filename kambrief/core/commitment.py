"""Promises heard in a call (domain facts, I9): types, and the rules by which they are found."""

import datetime as dt
import enum
from dataclasses import dataclass

from kambrief.core.customer import Side


class Confirm(enum.StrEnum):
    """What a person has to confirm before a follow-up can be approved."""

    DATE = "date"
    """Said, but it can mean two days, or none that can be told."""
    WEEKDAY = "weekday"
    """Weekday and date do not agree."""
    OWNER = "owner"
    """Whose promise it is rests on a suggestion."""
    WHAT = "what"
    """What was promised is not said in words that can stand alone ("I'll do that")."""


@dataclass(frozen=True, slots=True)
class Promised:
    """One promise, final: corrections and moved dates are applied. ``id`` is stable for the same talk and the same
    promise, however its words or date are edited later.
    """

    id: str
    side: Side
    owner: str
    """A participant's key."""
    what: str
    """What is to be done, as a short noun phrase or clause in the talk's language, without owner and date."""
    due: dt.date | None = None
    until: dt.date | None = None
    """The last day of an event of several days; ``due`` is its first."""
    due_words: str = ""
    """The day as it was said."""
    to: tuple[str, ...] = ()
    """Keys of those who get it; empty: everybody, or nobody in particular."""
    cues: tuple[int, ...] = ()
    """Numbers of the utterances it rests on."""
    quote: str = ""
    """Verbatim, from the utterance in which the act is taken on."""
    quoted_from: int = 0
    supersedes: dt.date | None = None
    """The day it was promised for before it was moved."""
    confirm: tuple[Confirm, ...] = ()
    minor: bool = False
    """Real, but of a kind that stands in no list: a call if something fails, a copy, a thing to keep an eye on."""
    by: str = "rules"
    """``rules``, or ``model`` where a model proposed it and code verified it."""
