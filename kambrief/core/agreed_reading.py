"""What a model proposes beside promises: corrections, points, the outcome, the concern, the next meeting; verified like
them. Used by `core.promise_reading`.
"""

import datetime as dt
import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kambrief.core import grounded, grounded_values, matter, quoted_cues, tone_words
from kambrief.core.agreed_types import Concern, Correction, Point
from kambrief.core.agreeing import values, written
from kambrief.core.agreeing.words_spoken import SPEECH
from kambrief.core.answer_object import number_of, numbers_of, rows, text_of
from kambrief.core.cue_reading import CueReader
from kambrief.core.customer import Side
from kambrief.core.spoken import numbers as spoken_numbers
from kambrief.core.spoken.values import SpokenNumber
from kambrief.core.talk import Utterance

MAX_POINTS, MAX_CORRECTIONS, MAX_OTHERS, MAX_CUES = 24, 12, 3, 6
POINT_WORDS, OUTCOME_WORDS, CONCERN_WORDS = 30, 24, 25
LEAST_WORDS = 3
NEEDED = 3
"""What has this weight is asked for again where it does not hold."""
KINDS = ("decision", "fact", "criterion", "process", "risk", "mood")
INTERNAL_KINDS = ("risk", "mood")

Verified = TypeVar("Verified")


@dataclass(frozen=True, slots=True)
class Weighed(Generic[Verified]):
    """Something verified, with what the model thinks of its weight (1 to 3)."""

    one: Verified
    weight: int


class AgreedReader(CueReader):
    """One answer's rest."""

    def corrections(self, said: object) -> Iterator[Correction]:
        """Values said first and corrected later: both stand in the utterances named."""
        for number, row in enumerate(rows(said, MAX_CORRECTIONS), 1):
            where = f"corrections[{number}] of {number_of(row, 'wrong_cue')}"
            first, last = self.shown.get(number_of(row, "wrong_cue")), self.shown.get(number_of(row, "right_cue"))
            wrong, right = text_of(row, "wrong"), text_of(row, "right")
            if first is None or last is None or last.number <= first.number:
                self.wrong(where, wrong, "needs two utterances that were shown, the wrong value's first")
                continue
            places = quoted_cues.span(wrong, first, self.task), quoted_cues.span(right, last, self.task)
            if places[0] is None or places[1] is None:
                self.wrong(where, wrong, "is not in the utterances named: copy the words exactly")
                continue
            corrected = self._corrected((first, places[0]), (last, places[1]))
            if corrected is None:
                self.wrong(where, wrong, "corrects no number and no day", mend=False)
            else:
                yield corrected

    def _corrected(
        self, first: tuple[Utterance, tuple[int, int]], last: tuple[Utterance, tuple[int, int]]
    ) -> Correction | None:
        """Both values as code reads them: two days, or two numbers of one kind."""
        cues = first[0].number, last[0].number
        days = [self.days_at(place, one) for one, place in (first, last)]
        if all(day is not None and day.day is not None for day in days):
            was, now = (day.day for day in days if day is not None)
            if was is None or now is None or was == now:
                return None
            return Correction(was.isoformat(), now.isoformat(), cues, wrong_day=was, right_day=now)
        language = self.talk.language
        found = [spoken_numbers.numbers(quoted_cues.words(place, one), language) for one, place in (first, last)]
        if not found[0] or not found[1]:
            return None
        wrong, right = found[0][0], found[1][0]
        if (wrong.number, wrong.of) == (right.number, right.of) or not _one_kind(wrong, right):
            return None
        return Correction(
            values.shown(wrong, language), values.shown(right, language), cues,
            wrong_number=wrong.number, right_number=right.number, unit=right.unit or wrong.unit,
        )  # fmt: skip

    def points(self, said: object) -> Iterator[Weighed[Point]]:
        """What was settled, stated or learned; rivals, risks and moods for the CRM's note alone."""
        for number, row in enumerate(rows(said, MAX_POINTS), 1):
            text, mend = self.task.restored(text_of(row, "text")), _weight(row) >= NEEDED
            cues = tuple(one for one in numbers_of(row, "cues", MAX_CUES) if one in self.shown)
            where = f"points[{number}] of {','.join(map(str, cues))}"
            kind = text_of(row, "kind")
            kind = kind if kind in KINDS else "fact"
            internal = kind in INTERNAL_KINDS
            told = functools.partial(
                grounded.problems, text, cues, self.ground, most=POINT_WORDS, least=LEAST_WORDS, share=0.5
            )
            wrong = told(customer=not internal)
            if kind == "mood" and not wrong:
                text, wrong = self._verbatim(text, cues)
            if not internal and (tone_words.ACT.search(text) or "?" in text):
                self.wrong(where, text, "takes on an act or asks: only what was settled is a point", mend=mend)
                continue
            if wrong and not internal and not told(customer=False):
                internal, wrong = True, ()  # true, and nothing for the customer
            if wrong:
                for why in wrong:
                    self.wrong(where, text, why, mend=mend)
                continue
            who = self.ground.spoken[cues[-1]].who
            yield Weighed(Point(_point_id(cues, text), text, cues, who, kind, internal), _weight(row))

    def _verbatim(self, text: str, cues: Iterable[int]) -> tuple[str, tuple[str, ...]]:
        """Words of one of the utterances, as they are written: the note has them between quotation marks."""
        for number in cues:
            one = self.shown[number]
            if place := quoted_cues.span(text, one, self.task):
                return self._written(quoted_cues.words(place, one)), ()
        return text, ("is no mood in their own words: copy them exactly",)

    def outcomes(self, said: object) -> Iterator[Weighed[Point]]:
        """What matters to the customer, in their own words: a model's must not stand between quotation marks."""
        for row in rows(said, MAX_OTHERS):
            found = self.quoted(row, "outcome")
            if found is None:
                continue
            cue, place = found
            text, mend = self._written(quoted_cues.words(place, cue)), _weight(row) >= NEEDED
            if not self._theirs(cue):
                self.wrong("outcome", text, "is not said by the customer", mend=mend)
                continue
            wrong = grounded.problems(text, [cue.number], self.ground, most=OUTCOME_WORDS, least=LEAST_WORDS, share=0.5)
            if "?" in text:
                wrong = (*wrong, "is a question")
            if wrong:
                for why in wrong:
                    self.wrong("outcome", text, why, mend=mend)
                continue
            yield Weighed(
                Point(_point_id((cue.number,), text), text, (cue.number,), cue.who, "criterion"), _weight(row)
            )

    def concerns(self, said: object) -> Iterator[Weighed[Concern]]:
        """What the customer objected to; the neutral words fit to be sent, or none."""
        for row in rows(said, MAX_OTHERS):
            found = self.quoted(row, "concern")
            if found is None:
                continue
            cue, place = found
            quote = quoted_cues.words(place, cue)
            if not self._theirs(cue) or len(quote.split()) > CONCERN_WORDS:
                why = f"is not the customer's, or longer than {CONCERN_WORDS} words"
                self.wrong("concern", quote, why, mend=_weight(row) >= NEEDED)
                continue
            neutral = self.task.restored(text_of(row, "neutral"))
            if neutral:
                wrong = grounded.problems(
                    neutral, [cue.number], self.ground, most=CONCERN_WORDS, least=LEAST_WORDS, share=0.34, near=1
                )
                if any(unit == "%" for _, unit in grounded_values.figures(neutral, self.talk.language)):
                    wrong = (*wrong, "has a percentage")
                for why in wrong:
                    self.wrong(f"concern.neutral of {cue.number}", neutral, why, mend=_weight(row) >= NEEDED)
                neutral = "" if wrong else neutral
            answer = number_of(row, "answer_cue")
            ours = self.shown.get(answer)
            theirs = ours is None or self._theirs(ours)
            cues = (cue.number,) if theirs else (cue.number, answer)
            yield Weighed(Concern(cue.who, quote, cues, neutral, ""), _weight(row))

    def meetings(self, said: object) -> Iterator[tuple[int, dt.date]]:
        """Utterances that are said to agree the next meeting, with the day that the quoted words hold."""
        for row in rows(said, MAX_OTHERS):
            found = self.quoted(row, "next_meeting")
            if found is None:
                continue
            day = self.days_at(found[1], found[0])
            if day is not None and day.day is not None and day.day > self.talk.day:
                yield found[0].number, day.day
            else:
                self.wrong("next_meeting", text_of(row, "quote"), "names no day to come", mend=False)

    def _written(self, words: str) -> str:
        """Somebody's words as they are written: no fillers, standard forms, numbers in digits; nothing added."""
        language = self.talk.language
        speech = SPEECH.get(language)
        text = spoken_numbers.as_digits(words, language)
        return written.finished(written.spelled(text, speech) if speech else text)

    def _theirs(self, cue: Utterance) -> bool:
        return self.talk.side_of(cue.who) is Side.THEM


def _one_kind(one: SpokenNumber, other: SpokenNumber) -> bool:
    """Whether two numbers can be about one thing: the same unit or noun, or one of them alone."""
    mine, theirs = (matter.evened(matter.folded(each.unit or each.noun)) for each in (one, other))
    return not mine or not theirs or mine == theirs or matter.same_word(mine, theirs)


def _point_id(cues: Iterable[int], text: str) -> str:
    return f"m{hashlib.sha256(repr((tuple(cues), text)).encode()).hexdigest()[:11]}"


def _weight(row: Mapping[str, Any]) -> int:
    return min(3, max(1, number_of(row, "weight")))
