"""What must not stand in a text for the customer: words of what was kept back, and values that were corrected.

The last gate behind the rules that find promises and points: it reads the finished words, whoever made them.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kambrief.core import lexicon, sensitive
from kambrief.core.agreed import Agreed
from kambrief.core.commitment import Promised
from kambrief.core.customer import Contact
from kambrief.core.rivals import rivals
from kambrief.core.spoken.days import days
from kambrief.core.spoken.numbers import numbers
from kambrief.core.talk import Talk

_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[ .,\u00a0\u202f'’]\d{3})+(?![\d])|(?<![\w.,])\d+(?:[.,]\d+)?")
_PERCENT = re.compile(r"\d\s?(?:%|prosent|per ?cent|procent|prozent)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NEAR = 30
"""A noun stands within so many characters of its number."""
_SHORTEST = 4
LONGEST_STEM = 6
"""Content words are cut to so many letters, so that inflected forms meet."""


def digits(text: str) -> tuple[tuple[int, int, str], ...]:
    """The numbers of a text in one form (``412 000`` and ``412,000`` are ``412000``), with their places."""
    return tuple((found.start(), found.end(), bare(found[0])) for found in _NUMBER.finditer(text))


def bare(number: str) -> str:
    """A written number without separators of thousands, with a point for decimals."""
    number = re.sub(r"[ \u00a0\u202f'’]", "", number)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number):
        return re.sub(r"[.,]", "", number)
    return number.replace(",", ".")


def rivals_figure(text: str) -> bool:
    """A percentage beside a word for competition or price: never sent, whoever said it."""
    return bool(_PERCENT.search(text) and lexicon.COMPETITION.search(text))


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that was corrected: its numbers, and the nouns it was said with, as stems; ``%`` for a percentage."""

    numbers: frozenset[str]
    nouns: frozenset[str]
    words: str
    right: str


def wrongs(agreed: Agreed) -> tuple[Wrong, ...]:
    """The corrected values in a form that can be looked for. What has the same numbers as its correction is none."""
    found = []
    for one in agreed.corrections:
        if one.wrong_day or iso_day(one.wrong):
            continue
        right = {number for _, _, number in digits(one.right)}
        figures = frozenset(number for _, _, number in digits(one.wrong)) - right
        nouns = lexicon.content_stems(f"{one.wrong} {one.right}")
        if figures:
            found.append(Wrong(figures, nouns | {"%"} if "%" in one.wrong else nouns, one.wrong, one.right))
    return tuple(found)


def iso_day(text: str) -> dt.date | None:
    """A value that is a day alone: ``2026-10-20``."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def wrong_days(promised: Sequence[Promised], agreed: Agreed) -> frozenset[dt.date]:
    """Days that were said and moved, unless something else is due on them."""
    old = {one.supersedes for one in promised if one.supersedes}
    old |= {day for one in agreed.corrections if (day := one.wrong_day or iso_day(one.wrong))}
    valid = {day for one in promised for day in (one.due, one.until) if day}
    if agreed.next_meeting:
        valid.add(agreed.next_meeting.day)
    return frozenset(old - valid)


def superseded(text: str, wrong: Sequence[Wrong]) -> Wrong | None:
    """The first corrected value that stands in a text as valid. A short number counts only beside the noun it was said
    with: 7 occurs everywhere.
    """
    figures = digits(text)
    for one in wrong:
        for start, end, number in figures:
            if number not in one.numbers:
                continue
            around = text[max(0, start - _NEAR) : end + _NEAR].casefold()
            percent = "%" in one.nouns and bool(_PERCENT.match(text[end - 1 : end + 12]))
            if len(number) > 3 or percent or any(noun in around for noun in one.nouns - {"%"}):
                return one
    return None


def hidden_stems(talk: Talk) -> frozenset[str]:
    """Stems of words that were said only in what is kept back; names of those present are no secret."""
    kept = " ".join(line.text for line in talk.utterances if line.withheld)
    open_words = " ".join(line.text for line in talk.spoken())
    names = " ".join(f"{one.name} {one.called}" for one in talk.participants)
    known = stems(f"{open_words} {talk.title} {names}")
    return stems(kept) - known


def hidden_numbers(talk: Talk) -> frozenset[str]:
    """Numbers in digits that were said only in what is kept back."""
    kept = {number for line in talk.utterances if line.withheld for _, _, number in digits(line.text)}
    return frozenset(kept - {number for line in talk.spoken() for _, _, number in digits(line.text)})


def numbered(text: str, language: str) -> frozenset[tuple[str, Decimal]]:
    """Things that a number tells apart, as stem and number: ``line three``, ``linjalla 3``."""
    found = set()
    for number in numbers(text, language):
        words = _WORD.findall(text[: number.start])
        beside = text[: number.start].rstrip().endswith(words[-1]) if words else False
        if beside and len(words[-1]) >= _SHORTEST and words[-1].casefold() not in lexicon.STOPWORDS:
            found.add((words[-1][:_SHORTEST].casefold(), number.number))
    return frozenset(found)


def hidden_things(talk: Talk) -> frozenset[tuple[str, Decimal]]:
    """Such things that were named only in what is kept back."""
    kept = (numbered(line.text, talk.language) for line in talk.utterances if line.withheld)
    told = (numbered(line.text, talk.language) for line in talk.spoken())
    return frozenset().union(*kept) - frozenset().union(*told)


def stems(text: str) -> frozenset[str]:
    """Content words cut so that inflected forms meet, one letter longer than where matters are compared."""
    return frozenset(
        word[:LONGEST_STEM].casefold()
        for word in _WORD.findall(text)
        if len(word) >= _SHORTEST and word.casefold() not in lexicon.STOPWORDS
    )


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether words may stand in a text for the customer."""

    hidden: frozenset[str]
    hidden_numbers: frozenset[str]
    hidden_things: frozenset[tuple[str, Decimal]]
    wrong: tuple[Wrong, ...]
    old_days: frozenset[dt.date]
    people: tuple[Contact, ...]
    day: dt.date
    language: str
    others: tuple[str, ...] = ()
    """Names of other customers."""
    rivals: tuple[str, ...] = ()
    """Names of those who offer the same, as this customer said."""

    @classmethod
    def of(cls, talk: Talk, promised: Sequence[Promised], agreed: Agreed) -> "Gate":
        """For one call."""
        people = tuple(
            Contact(one.key, "", first_name=one.called or one.name.split(" ")[0], last_name=one.name.split(" ")[-1])
            for one in talk.participants
            if one.name
        )
        return cls(
            hidden_stems(talk), hidden_numbers(talk), hidden_things(talk), wrongs(agreed),
            wrong_days(promised, agreed), people, talk.day, talk.language, talk.others,
            rivals(talk),
        )  # fmt: skip

    def refuses(self, text: str, *, internal: bool = False) -> str:
        """The rule that keeps a text out; empty for none. ``internal``: for the note in the CRM, where a rival may be
        named but nothing kept back, private or superseded stands.
        """
        if self.holds_back(text):
            return "kept back"
        if superseded(text, self.wrong) or self._old_day(text):
            return "superseded"
        if rule := sensitive.rule(text, self.people):
            return rule
        if self.others and lexicon.mentions_company(text, self.others):
            return "another customer"
        if not internal and (rivals_figure(text) or lexicon.mentions_company(text, self.rivals)):
            return "rival"
        return ""

    def holds_back(self, text: str) -> bool:
        """Whether a text holds what was kept back: two of its rare words, a number or a numbered thing of it."""
        words = self.hidden & stems(text)
        if len(words) > 1 and any(len(word) == LONGEST_STEM for word in words):
            return True
        things = self.hidden_things & numbered(text, self.language)
        return bool(things or self.hidden_numbers & {number for _, _, number in digits(text)})

    def _old_day(self, text: str) -> bool:
        return bool(self.old_days) and any(one.day in self.old_days for one in days(text, self.day, self.language))
