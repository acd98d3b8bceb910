"""Numbers, days and times in a text, as checks of a model's words compare them. An utterance is looked at for each
proposal that rests on it, so that what was found is kept.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from kambrief.core.agreed_types import Correction
from kambrief.core.spoken import days as spoken_days
from kambrief.core.spoken import numbers as spoken_numbers
from kambrief.core.spoken import times as spoken_times
from kambrief.core.spoken.values import Doubt, SpokenDay, SpokenNumber, SpokenTime

_SPAN = re.compile(
    r"\b(?:month|week|day|year|hour|kuukau|viiko|viikk|päiv|vuo[dst]|tunt|tunn|månad|veck|dag|år|timm|monat|woche|tag|jahr|"
    r"stunde)",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?:one|yksi|yhde\w*|yhte\w*|yhtä|ykkö[ns]\w*|ykköstä|en|ett|ettan|ein(?:e[mnrs]?|s)?)\b", re.IGNORECASE
)
_CROWNS = frozenset({"SEK", "NOK", "DKK"})
_MONEY = (
    (re.compile(r"€|\beuro(?!p|v)\w*|\beur\b", re.IGNORECASE), frozenset({"EUR"})),
    (re.compile(r"\$|\bdollar\w*|\busd\b|\bbucks\b", re.IGNORECASE), frozenset({"USD"})),
    (re.compile(r"£|\b(?:pounds?|pun(?:ta|na|ti)\w*|pfund|pund|gbp|quid)\b", re.IGNORECASE), frozenset({"GBP"})),
    (re.compile(r"\bfran(?:c|cs|ken|gia|gin)\b|\bchf\b", re.IGNORECASE), frozenset({"CHF"})),
    (re.compile(r"\bkron(?:or|a|an|er|en|e)\b|\bkr\b|\bkruun\w*", re.IGNORECASE), _CROWNS),
    *((re.compile(rf"\b{code}\b", re.IGNORECASE), frozenset({code})) for code in sorted(_CROWNS)),
)  # fmt: skip
CURRENCIES = frozenset(code for _, codes in _MONEY for code in codes)
"""ISO 4217 codes that a text may write for a currency that was said in words."""
_HOME = {"fi": "EUR", "de": "EUR"}
"""The currency a call in a language means where nobody names one."""


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


def corrected(corrections: Iterable[Correction], language: str) -> frozenset[Decimal]:
    """Final figures of what was corrected in a call."""
    rows = list(corrections)
    read = {number for one in rows for number, _ in figures(one.right, language)}
    return frozenset(read | {one.right_number for one in rows if one.right_number is not None})


def says_one(texts: Iterable[str]) -> bool:
    """Whether a one was said in words: ``line one``, ``linja yksi``; an article counts as one too."""
    return any(_ONE.search(text) for text in texts)


def money(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The currencies a text names, as written, each with the codes it may stand for: ``kr`` for three."""
    for pattern, codes in _MONEY:
        if found := pattern.search(text):
            yield found[0], codes


def strange_money(text: str, sources: Iterable[str], said: Iterable[str], language: str) -> Iterator[str]:
    """Currencies in a text that its sources do not name. Where they name none, the one that is meant in the whole call
    (``said``) may be written: the only one that is named there, else that of the language.
    """
    told = [codes for source in sources for _, codes in money(source)]
    if not told:
        told = [codes for one in said for _, codes in money(one)]
        if told and not frozenset.intersection(*told):
            told = []
        elif not told and language in _HOME:
            told = [frozenset({_HOME[language]})]
    yield from (words for words, codes in money(text) if not any(codes & each for each in told))


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
