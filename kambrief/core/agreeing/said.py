"""A talk cut into sentences with their values: what all rules of this package read, made once."""

import datetime as dt
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kambrief.core import sentences
from kambrief.core.agreeing import words_de, words_en, words_fi, words_sv
from kambrief.core.agreeing.words import Cues
from kambrief.core.agreeing.words_spoken import SPEECH
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.spoken.days import days
from kambrief.core.spoken.numbers import numbers
from kambrief.core.spoken.times import times
from kambrief.core.spoken.values import Doubt, SpokenDay, SpokenNumber, SpokenTime
from kambrief.core.talk import Participant, Talk

CUES: dict[str, Cues] = {"fi": words_fi.CUES, "en": words_en.CUES, "sv": words_sv.CUES, "de": words_de.CUES}
"""Another language is read as English, as `core.spoken` does."""

LONGEST = 500
"""Characters of one piece: speech without full stops is cut there, between words, so that no pattern runs for long."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence. Two are equal only if they are the same place of the talk."""

    index: int
    """Its place among all sentences."""
    turn: int
    """Its utterance's place among all that may be used: neighbours differ by one."""
    number: int
    """Its utterance's number: what a quote points to."""
    who: str
    side: Side | None
    text: str
    """Verbatim."""
    numbers: tuple[SpokenNumber, ...] = ()
    days: tuple[SpokenDay, ...] = ()
    times: tuple[SpokenTime, ...] = ()
    first: bool = False
    """Of its utterance."""
    last: bool = False

    @property
    def asks(self) -> bool:
        return self.text.rstrip("\"”'’ ").endswith("?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number said in a sentence."""

    said: Said
    value: SpokenNumber

    @property
    def number(self) -> Decimal:
        return self.value.number

    @property
    def unit(self) -> str:
        return self.value.unit or self.value.noun


class Heard:
    """A talk as the rules read it, in its language's `cues`."""

    def __init__(self, talk: Talk, promised: tuple[Promised, ...] = ()) -> None:
        self.talk = talk
        self.promised = promised
        self.language = talk.language if talk.language in CUES else "en"
        self.cues = CUES[self.language]
        self.people: dict[str, Participant] = dict(talk.by_key)
        self.sentences: tuple[Said, ...] = tuple(_in_full(list(self._cut())))
        turns: dict[int, list[Said]] = {}
        for one in self.sentences:
            turns.setdefault(one.turn, []).append(one)
        self.turns: tuple[tuple[Said, ...], ...] = tuple(tuple(turns[turn]) for turn in sorted(turns))
        self.mentions: tuple[Mention, ...] = tuple(
            Mention(one, value) for one in self.sentences for value in one.numbers
        )
        self.promised_in = frozenset(cue for promise in promised for cue in promise.cues)

    def _cut(self) -> Iterator[Said]:
        index = turn = 0
        month = _Month(self.talk.day, self.language, self.cues)
        for utterance in self.talk.spoken():
            parts = [piece for part in _whole(sentences.split(utterance.text)) for piece in _pieces(part)]
            if not parts:
                continue
            side = self.talk.side_of(utterance.who)
            for place, part in enumerate(parts):
                found_days = month.days(part, turn)
                found_times = times(part, self.language)
                taken = [(one.start, one.end) for one in found_days if not one.bare]
                taken += [(one.start, one.end) for one in found_times]
                found = tuple(
                    one
                    for one in map(_counted, numbers(part, self.language))
                    if not any(one.start < end and start < one.end for start, end in taken)
                )
                yield Said(
                    index, turn, utterance.number, utterance.who, side, part, found, found_days, found_times,
                    place == 0, place == len(parts) - 1,
                )  # fmt: skip
                index += 1
            turn += 1

    def turn(self, place: int) -> tuple[Said, ...]:
        """The sentences of an utterance by its place; none beyond the ends."""
        return self.turns[place] if 0 <= place < len(self.turns) else ()

    def after(self, one: Said, count: int) -> Iterator[tuple[Said, ...]]:
        """The next utterances."""
        return (self.turns[place] for place in range(one.turn + 1, min(one.turn + 1 + count, len(self.turns))))

    def rest(self, one: Said) -> Sequence[Said]:
        """What follows in the same utterance."""
        return [other for other in self.turns[one.turn] if other.index > one.index]

    def agrees(self, one: Said) -> bool:
        """A yes, whatever stands before it (``Öö, joo``; ``Anna, fine``)."""
        text = one.text
        for _ in range(3):
            if self.cues.accept.match(text):
                return True
            opener = SPEECH[self.language].openers.match(text)
            name, _, behind = text.partition(", ")
            rest = text[opener.end() :] if opener else behind if len(name.split()) <= 2 else ""
            if not (text := rest.lstrip(" ,.:–-")):
                return False
        return False

    def accepted(self, one: Said, within: int = 2) -> Said | None:
        """The sentence by which somebody of the other side takes on what was said, if one of the next does."""
        for turn in self.after(one, within):
            first = turn[0]
            if first.side is None or first.side == one.side:
                continue
            if self.cues.accept.match(first.text) and not first.asks and not self.cues.refuse.search(first.text):
                return first
        return None


KEPT = 6
"""Utterances for which a month that was named goes on."""
SOONEST = dt.timedelta(days=75)
"""A month farther away is of something else."""


class _Month:
    """The days of a talk's sentences, a day of the month alone in the month that was named shortly before."""

    def __init__(self, day: dt.date, language: str, cues: Cues) -> None:
        self._day, self._language, self._cues = day, language, cues
        self._near: dt.date | None = None
        self._turn = 0

    def days(self, text: str, turn: int) -> tuple[SpokenDay, ...]:
        found = days(text, self._day, self._language)
        if self._near is not None and turn - self._turn <= KEPT and any(one.day for one in found):
            carried = days(text, self._day, self._language, near=self._near)
            if not any(one.doubt is Doubt.WEEKDAY for one in carried) or not found:
                found = carried
        if not self._cues.deadline.search(text):
            for one in found:
                if one.day is not None and one.exact and one.doubt is None and self._dated(one):
                    self._near, self._turn = one.day, turn
        return found

    def _dated(self, one: SpokenDay) -> bool:
        """Whether it is a day of some month, and not of this one, near enough to go on with."""
        if one.day is None or not dt.timedelta() < one.day - self._day <= SOONEST:
            return False
        again = days(one.words, self._day + dt.timedelta(days=1), self._language)
        return bool(again) and again[0].day == one.day and len(one.words.split()) > 1


MEMORY = 40
"""Utterances for which a large number can be said in short."""


def _in_full(said: list[Said]) -> Iterator[Said]:
    """``Thirty-eight four hundred`` where 38 400 was said before: one number."""
    known: dict[Decimal, int] = {}
    for one in said:
        found = list(one.numbers)
        for place in reversed(range(len(found) - 1)):
            first, second = found[place], found[place + 1]
            if first.unit or first.noun or one.text[first.end : second.start].strip(" ,") or first.number <= 0:
                continue
            for whole in (first.number * 1000 + second.number, first.number * 1000 + second.number * 100):
                if one.turn - known.get(whole, -MEMORY - 1) <= MEMORY and second.number < 1000:
                    words = one.text[first.start : second.end]
                    found[place : place + 2] = [replace(second, start=first.start, words=words, number=whole)]
                    break
        known.update({value.number: one.turn for value in found if abs(value.number) >= 1000})
        yield replace(one, numbers=tuple(found)) if len(found) != len(one.numbers) else one


_HALF_DAY = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"(?:utan|inte|och|men|vaan|eikä|ja|mutta|but|not|and|or|sondern|nicht|und|oder|aber|eller|tai|vai|sorry|förlåt|anteeksi|apiece|each|now|then|altogether|jetzt|jeweils|insgesamt|nu|nyt|yhteensä|totalt|sammanlagt|styck|kipale|installed|delivered|plus|net|gross|inklusive|exklusive|netto|brutto|zuzüglich|pauschal|levererat|installerat|\w+t(?:una|ynä))",
    re.IGNORECASE,
)
"""Stands behind a number and is not what it counts."""


def _counted(value: SpokenNumber) -> SpokenNumber:
    if not _NO_NOUN.fullmatch(value.noun):
        return value
    return replace(value, noun="", unit="" if value.unit == value.noun else value.unit)


def _whole(parts: list[str]) -> Iterator[str]:
    """``At nine a.m. Chicago time?`` is one sentence."""
    held = ""
    for part in parts:
        if held:
            part = f"{held} {part}"  # noqa: PLW2901 - they belong together
        held = part if _HALF_DAY.search(part) else ""
        if not held:
            yield part
    if held:
        yield held


def _pieces(text: str) -> Iterator[str]:
    while len(text) > LONGEST:
        cut = max(text.rfind(" ", 0, LONGEST), LONGEST // 2)
        yield text[:cut].strip()
        text = text[cut:].strip()
    if text:
        yield text


# --- what is counted -----------------------------------------------------------------------------------------------

_KNOWN = frozenset({"%", "h"})


def same_kind(one: SpokenNumber, other: SpokenNumber) -> bool:
    """Whether two numbers can be of one quantity: the same unit or noun, or one of them said without."""
    if _measured(one.unit) and _measured(other.unit):
        return one.unit == other.unit
    mine, theirs = one.noun or one.unit, other.noun or other.unit
    if not mine or not theirs:
        return True
    return same_noun(mine, theirs)


def _measured(unit: str) -> bool:
    return unit in _KNOWN or (len(unit) == 3 and unit.isupper())


@functools.lru_cache(maxsize=4096)
def same_noun(one: str, other: str) -> bool:
    """``yhteyskatkoa`` and ``katkot``; ``line`` and ``lines``: one word, or the end of a compound."""
    mine, theirs = one.casefold().split()[-1:], other.casefold().split()[-1:]
    if not mine or not theirs:
        return True
    short, long = sorted((mine[0], theirs[0]), key=len)
    stem = short[: max(4, len(short) - 3)] if len(short) > 4 else short[:4].rstrip("s") or short
    return stem in long


def close(one: Decimal, other: Decimal) -> bool:
    """Whether one can have been said for the other: of one order of magnitude."""
    low, high = sorted((abs(one), abs(other)))
    return low > 0 and high / low <= 3


def scaled(number: Decimal, like: Decimal) -> Decimal:
    """``412`` said for 412 000, where 420 000 was spoken of."""
    for factor in (Decimal(1000), Decimal(1_000_000)):
        if abs(like) >= factor and 0 < abs(number) < factor and close(number * factor, like):
            return number * factor
    return number
