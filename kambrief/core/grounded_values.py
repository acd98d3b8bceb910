"""Numbers, days and times in a text, as checks of a model's words compare them. An utterance is looked at for each
proposal that rests on it, so that what was found is kept.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterator
from decimal import Decimal

from kambrief.core.spoken import days as spoken_days
from kambrief.core.spoken import numbers as spoken_numbers
from kambrief.core.spoken import times as spoken_times
from kambrief.core.spoken.values import Doubt, SpokenDay, SpokenNumber, SpokenTime

_SPAN = re.compile(
    r"\b(?:month|week|day|year|hour|kuukau|viiko|viikk|päiv|vuo[dst]|tunt|tunn|månad|veck|dag|år|timm|monat|woche|tag|jahr|"
    r"stunde)",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=4096)
def spoken_days_in(text: str, day: dt.date, language: str) -> tuple[SpokenDay, ...]:
    """As `core.spoken.days`: the same utterance is looked at for each proposal that rests on it."""
    return spoken_days.days(text, day, language)


@functools.lru_cache(maxsize=4096)
def numbers_in(text: str, language: str) -> tuple[SpokenNumber, ...]:
    return spoken_numbers.numbers(text, language)


@functools.lru_cache(maxsize=4096)
def times_in(text: str, language: str) -> tuple[SpokenTime, ...]:
    return spoken_times.times(text, language)


def figures(text: str, language: str) -> Iterator[tuple[Decimal, str]]:
    """Numbers in a text with the unit or noun they have."""
    for one in numbers_in(text, language):
        yield one.number, one.unit or one.noun
        if one.of is not None:
            yield one.of, one.unit or one.noun


def days_in(text: str, day: dt.date, language: str, *, bare: bool = False) -> frozenset[dt.date]:
    """Every day a text names; of several days the first and the last. ``bare``: a number that may be none, too."""
    return frozenset(
        found
        for one in spoken_days_in(text, day, language)
        for found in (one.day, one.until)
        if found is not None and one.doubt is not Doubt.VAGUE and (not one.bare or one.weekday is not None or bare)
    )


def dates(text: str, day: dt.date, language: str) -> list[SpokenDay]:
    """What a text names as days. A number alone is none, and ``within 18 months`` may be a span as well: its number is
    looked at instead.
    """
    return [
        one
        for one in spoken_days_in(text, day, language)
        if one.doubt is not Doubt.VAGUE and (not one.bare or one.weekday is not None) and not _is_span(one, language)
    ]


def _is_span(one: SpokenDay, language: str) -> bool:
    """``within 18 months``, ``18 kuukauden kuluessa``: beside the word that makes it a day stands a number of units."""
    return one.weekday is None and bool(_SPAN.search(one.words)) and any(figures(_inner(one.words, language), language))


def _inner(words: str, language: str) -> str:
    """The words without the first or the last, as long as they were."""
    first, last = len(words.partition(" ")[0]), len(words.rpartition(" ")[2])
    kept = (" " * first + words[first:], words[: len(words) - last] + " " * last)
    return next((each for each in kept if any(figures(each, language))), words)


def without_days(text: str, day: dt.date, language: str) -> str:
    """The text with spoken days and times taken out: their digits are no numbers."""
    spans = [(one.start, one.end) for one in dates(text, day, language)]
    spans += [(one.start, one.end) for one in times_in(text, language)]
    for one in spoken_days_in(text, day, language):
        if _is_span(one, language):  # its number counts, which it does not where it is read as a day
            text = text[: one.start] + _inner(one.words, language) + text[one.end :]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " * (end - start) + text[end:]
    return text
