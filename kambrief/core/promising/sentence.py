"""The sentences of a talk that may be used, each with its language and the days in it."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kambrief.core import reading_names, sentences
from kambrief.core.promising import de, en, fi, sv
from kambrief.core.promising.tongue import Tongue
from kambrief.core.spoken.days import days as spoken_days
from kambrief.core.spoken.values import Doubt, SpokenDay
from kambrief.core.talk import Talk, Utterance

TONGUES = {one.language: one for one in (fi.TONGUE, en.TONGUE, sv.TONGUE, de.TONGUE)}


_WORD = re.compile(r"[^\W\d_]+")


_TAG = re.compile(
    r",?\s*(?:ok(?:ay|ei|ej)?|right|alright|all right|sopiiko(?: se)?|käykö(?: se)?|eikö(?: niin)?|passt das|"
    r"in ordnung|går det bra|eller hur|oder|deal|"
    r"is that (?:ok(?:ay)?|fine|acceptable|good)|does that work|onko hyvä|onko ok|fungerar det|"
    r"ist das (?:ok(?:ay)?|gut))\s*\?+\s*$",
    re.IGNORECASE,
)
"""A question that only asks for a nod."""


NEAR = 3
"""A day of the month without its month is read by a day named in one of so many utterances before."""
PAST = {
    "fi": re.compile(
        r"(?<!\w)(?:mä|mää|minä|me|sä|te|se|hän|ne)\s+(?:\w+\s+)?(?:kävin|kävi|kävit|tulin|tuli|tein|teki|vaihdoin|"
        r"vaihtoi|laitoin|laitto|laittoi|lähetin|lähetti|soitin|soitti|sain|sai|otin|otti|katoin|katsoin|käytiin|"
        r"tehtiin|laitettiin|lähetettiin|olin|oltiin|\w+(?<!i)sin)(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?<![\w’'])(?:I|we|he|she|they|you)\s+(?:already\s+|just\s+)?(?:sent|had|was|were|did|got|went|came|saw|spoke|"
        r"swapped|replaced|looked|checked|talked|called|fixed|installed|shipped|delivered|wrote)\b",
        re.IGNORECASE,
    ),
    "sv": re.compile(
        r"(?<!\w)(?:(?:jag|vi|han|hon|de|ni|du)\s+(?:skickade|bytte|var|hade|fick|gjorde|pratade|ringde|tittade|kollade|"
        r"mejlade|kom|såg|la|lade|tog)|(?:bytte|skickade|fick|gjorde|hade|kollade|pratade|ringde)\s+(?:jag|vi|han|hon|de))"
        r"(?!\w)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"(?<!\w)(?:ich|wir|er|sie|Sie)\s+(?:hab(?:e|en|t)?|hat|war|waren|bin|sind)\s[^.!?]*?(?<!\w)(?:ge\w+(?:t|en)|"
        r"\w+ge\w+(?:t|en)|ver\w+t|be\w+t)(?=\s*(?:[.,!]|$))",
        re.IGNORECASE,
    ),
}
"""Somebody tells what they did: its day is no day to come, however a bare weekday would be read."""
MIN_WORDS_TO_TELL = 4
LONGEST = 400
"""Characters of a sentence that are read at once."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an utterance that may be used. ``at``: the utterance's place among those; ``part``: its own place
    in the utterance.
    """

    at: int
    part: int
    utterance: Utterance
    text: str
    tongue: Tongue
    days: tuple[SpokenDay, ...]
    day: dt.date
    """The meeting's."""

    @property
    def asks(self) -> bool:
        """A question, but for one that only asks for a nod."""
        return self.text.rstrip().endswith("?") and not _TAG.search(self.text)

    @property
    def dated(self) -> tuple[SpokenDay, ...]:
        """The days that can be told."""
        return tuple(one for one in self.days if one.day is not None and one.doubt is not Doubt.PAST)

    @property
    def words(self) -> int:
        """How many."""
        return len(_WORD.findall(self.text))


def sentences_of(talk: Talk) -> list[Sentence]:
    """All sentences that may be used, in order."""
    found: list[Sentence] = []
    spoken_of: tuple[int, dt.date | None] = (-NEAR, None)
    for at, one in enumerate(talk.spoken()):
        tongue = TONGUES[_language(one.text, talk.language)]
        for part, text in enumerate(_pieces(one.text)):
            near = spoken_of[1] if at - spoken_of[0] <= NEAR else None
            days = _to_come(text, spoken_days(text, talk.day, tongue.language, near=near), tongue)
            found.append(Sentence(at, part, one, text, tongue, days, talk.day))
            named = [each.day for each in days if each.day is not None and not each.bare]
            spoken_of = (at, named[-1]) if named else spoken_of
    return found


def _to_come(text: str, days: tuple[SpokenDay, ...], tongue: Tongue) -> tuple[SpokenDay, ...]:
    """Without the days of a clause that tells what somebody did."""
    past = PAST[tongue.language].search(text) if days else None
    if past is None:
        return days
    begin = max(text.rfind(mark, 0, past.start()) for mark in ",;:")
    end = min((place for mark in ",;:" if (place := text.find(mark, past.end())) >= 0), default=len(text))
    return tuple(one for one in days if not begin < one.start < end)


def _pieces(text: str) -> Iterator[str]:
    """Sentences; what runs on without a full stop (not every recogniser sets them) is cut at a space."""
    for one in sentences.split(text):
        start = 0
        while len(one) - start > LONGEST:
            cut = one.rfind(" ", start + LONGEST // 2, start + LONGEST)
            end = cut if cut > 0 else start + LONGEST
            if piece := one[start:end].strip():
                yield piece
            start = end
        if piece := one[start:].strip():
            yield piece


def _language(text: str, usual: str) -> str:
    """The language of one utterance: another than the talk's only where its little words say so."""
    usual = usual if usual in TONGUES else "en"
    words = _WORD.findall(text.casefold())
    if len(words) < MIN_WORDS_TO_TELL:
        return usual
    said = [one for one in reading_names.said_in(words) if one in TONGUES]
    return usual if not said or usual in said else said[0]
