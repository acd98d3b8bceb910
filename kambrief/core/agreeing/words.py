"""What the rules of this package listen for, one `Cues` a language. Data: nothing of it is printed but `cause_nouns`,
`agreed` and `justified`.

A phrase that is missing costs a missed point, never a wrong one: each finding needs more than one sign.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple


def said(*phrases: str) -> re.Pattern[str]:
    """Any of these as whole words, whatever their case; one that ends in "any letters" is a stem."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)


def opening(*phrases: str) -> re.Pattern[str]:
    """Any of these at the beginning of a sentence."""
    return re.compile(rf"(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)


class Cues(NamedTuple):
    """One language. Patterns are searched in one sentence unless said otherwise; `opening` ones match its beginning."""

    accept: re.Pattern[str]
    """Beginning of an answer that takes on what was proposed or said."""
    refuse: re.Pattern[str]
    """A proposal does not suit: a no, or something else at that time."""
    concede: re.Pattern[str]
    """The speaker was wrong, or the other is right."""
    dispute: re.Pattern[str]
    """A figure is doubted."""
    own_figure: re.Pattern[str]
    """The speaker's own figure follows."""
    repair: re.Pattern[str]
    """Between two values: the second instead of the first ("seven, sorry, nine")."""
    contrast: re.Pattern[str]
    """Groups ``wrong`` and ``right`` name which is which; searched where the values are ``#0#``, ``#1#``."""
    recount: re.Pattern[str]
    """The speaker counts again."""
    outdated: re.Pattern[str]
    """A figure that holds no longer."""
    propose: re.Pattern[str]
    """What leads to a proposal; what stands behind it can stand alone."""
    agreed: str
    """In front of values that were agreed on without a sentence."""
    readback: re.Pattern[str]
    """The chair says what is noted."""
    meet_next: re.Pattern[str]
    """The talk turns to the next meeting."""
    meet_weak: re.Pattern[str]
    """The same by words that are said of much else too: a day must follow soon."""
    same_time: re.Pattern[str]
    later: re.Pattern[str]
    """A day told from the one before: groups ``count``, ``unit`` (by its first letters in `units`) and ``earlier``."""
    units: Mapping[str, int]
    """Days in a unit of `later`."""
    following: re.Pattern[str]
    """A weekday told from a day before it: ``the Tuesday after``."""
    busy: re.Pattern[str]
    """With the proposed day: something else is then. `free` says the opposite."""
    free: re.Pattern[str]
    daypart: re.Pattern[str]
    """A part of the day: what is refused with it may not be the day."""
    counter: re.Pattern[str]
    """Something else is offered: ``better``, ``how about``, ``but``."""
    move: re.Pattern[str]
    """Something settled is moved."""
    invite: re.Pattern[str]
    deadline: re.Pattern[str]
    """The last day for notice and the like."""
    cause_asked: re.Pattern[str]
    cause_nouns: Mapping[str, str]
    """The word for cause in a question, in its forms → how the answer is headed."""
    cause: re.Pattern[str]
    criteria_asked: re.Pattern[str]
    criterion: re.Pattern[str]
    process: re.Pattern[str]
    """A body that decides."""
    threat: re.Pattern[str]
    objections: tuple[tuple[int, re.Pattern[str]], ...]
    """What an objection sounds like, each with its weight."""
    rival: re.Pattern[str]
    price: re.Pattern[str]
    justify: re.Pattern[str]
    """A price that is hard to justify; group ``when`` is the circumstance, kept as it is."""
    justified: str
    """The same, neutral, in front of the circumstance."""
    mood: re.Pattern[str]
    wants: re.Pattern[str]
    wants_asked: re.Pattern[str]
    refuses_topic: re.Pattern[str]
    """What somebody will not talk about: no outcome."""
    blame: re.Pattern[str]
    about: re.Pattern[str]
    """A figure that is rounded."""
    doubt: re.Pattern[str]
    """Not settled: perhaps, about, let me check."""
    senior: re.Pattern[str]
    """In a title."""
