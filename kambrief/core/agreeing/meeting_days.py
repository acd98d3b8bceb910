"""Which day and which time a sentence proposes, as one hears it: repairs, alternatives, days told from another day."""

import datetime as dt
import itertools
import re

from kambrief.core.agreeing.said import Heard, Said
from kambrief.core.agreeing.words_spoken import SPEECH
from kambrief.core.spoken.values import Doubt, SpokenDay, SpokenTime

FARTHEST = dt.timedelta(days=200)
"""A day beyond is of something else."""
EARLIEST = 7
"""A bare "two o'clock" is in the afternoon: nobody meets before this hour unless they say so."""
_WEEK = 7
_MORNING = re.compile(r"a\.?\s?m\b|morning|aamu|yö|morgon|natt|morgen|früh|nacht|nollaa|noll", re.IGNORECASE)
_OR = re.compile(r"(?<!\w)(?:or|vai|tai|eller|oder)(?!\w)", re.IGNORECASE)
_NOT = re.compile(
    r"(?<!\w)(?:not|ei|eikä|inte|nicht|instead of|rather than|i stället för|istället för|statt)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?<!\w)(?:from|från|von|vom)\W+(?:the |den |der |dem )?$", re.IGNORECASE)
_OUT_OF = re.compile(r"(?:lta|ltä|sta|stä|ltatoista|stätoista|ltätoista|statoista)$", re.IGNORECASE)
_THIS = re.compile(r"(?<!\w)(?:this|tänä|tämän|den här|diese[nrsm]?|kommande|kommenden?)(?!\w)", re.IGNORECASE)
_BOUND = re.compile(
    r"(?<!\w)(?:after|before|by|until|till|between|latest|efter|före|innan|senast|mellan|nach|vor|bis|ab|zwischen)\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)  # fmt: skip
_BOUND_BEHIND = re.compile(r"\W+(?:jälkeen|mennessä|asti|saakka|mennes|jälkee)(?!\w)", re.IGNORECASE)


def plain_weekday(heard: Heard, day: SpokenDay) -> bool:
    """``Thursday``, ``on Thursday``: a weekday with nothing that says which week."""
    if day.weekday is None or day.day is None or day.doubt or not day.exact or len(day.words.split()) > 2:
        return False
    near = dt.timedelta() <= day.day - heard.talk.day < dt.timedelta(days=_WEEK)
    return near and not _THIS.search(day.words) and not any(char.isdigit() for char in day.words)


def named(heard: Heard, one: Said) -> list[SpokenDay]:
    """The days of a sentence that can be a meeting's and are meant: without what is taken back, denied or moved away
    from. A span such as ``next week`` is none.
    """
    found: list[SpokenDay] = []
    for day in one.days:
        if day.day is None or day.doubt is Doubt.PAST or not day.exact or not _ahead(heard, day.day):
            continue
        lead = one.text[max(0, day.start - 30) : day.start]
        if _NOT.search(lead):
            continue
        if found and _repaired(heard, one.text[found[-1].end : day.start]):
            found.pop()
        found.append(day)
    moved = [
        day
        for day in found
        if not _FROM.search(f"{one.text[max(0, day.start - 12) : day.start]}")
        and not re.match(r"(?:from|från|von|vom)\b", day.words, re.IGNORECASE)
        and not (heard.language == "fi" and _OUT_OF.search(day.words))
    ]
    return moved or found


def _ahead(heard: Heard, day: dt.date) -> bool:
    return dt.timedelta() <= day - heard.talk.day <= FARTHEST


def _repaired(heard: Heard, between: str) -> bool:
    return len(between) <= 30 and bool(heard.cues.repair.search(between))


def alternatives(one: Said, days: list[SpokenDay]) -> bool:
    """``Tuesday or Wednesday?``."""
    if len(days) < 2:
        return False
    return any(_OR.search(one.text[a.end : b.start]) for a, b in itertools.pairwise(days))


def fullest(days: list[SpokenDay]) -> SpokenDay | None:
    """The day that is said most fully, the first of such."""
    return max(days, key=lambda day: (len(day.words), -day.start), default=None)


def in_week_of(day: dt.date, weekday: int, first: dt.date) -> dt.date:
    """That weekday in the week of a day, or in the next one if it lies before ``first``."""
    found = day + dt.timedelta(days=weekday - day.weekday())
    return found if found >= first else found + dt.timedelta(days=_WEEK)


def after(day: dt.date, weekday: int) -> dt.date:
    """The first such weekday after a day."""
    return day + dt.timedelta(days=(weekday - day.weekday() - 1) % _WEEK + 1)


def other_words(heard: Heard, one: Said) -> int:
    """How many words a sentence has beside its days and times, and what carries nothing in front."""
    text = one.text
    spans = [(day.start, day.end) for day in one.days] + [(time.start, time.end) for time in one.times]
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    if opener := SPEECH[heard.language].openers.match(text.lstrip()):
        text = text.lstrip()[opener.end() :]
    return len(re.findall(r"\w{2,}", text))


def time_of(heard: Heard, one: Said) -> SpokenTime | None:
    """The time a sentence proposes; None for a bound (``after ten``) and for a choice (``ten or eleven``)."""
    found: list[SpokenTime] = []
    for time in one.times:
        lead = one.text[max(0, time.start - 24) : time.start]
        if _NOT.search(lead) or _BOUND.search(lead) or _BOUND_BEHIND.match(one.text, time.end):
            continue
        if found and _repaired(heard, one.text[found[-1].end : time.start]):
            found.pop()
        found.append(time)
    if any(_OR.search(one.text[a.end : b.start]) for a, b in itertools.pairwise(found)):
        return None
    return next((time for time in found if time.place), found[0] if found else None)


def afternoon(time: SpokenTime) -> dt.time:
    """The time, in the afternoon where nothing else was said."""
    if 0 < time.time.hour < EARLIEST and not _MORNING.search(time.words):
        return time.time.replace(hour=time.time.hour + 12)
    return time.time
