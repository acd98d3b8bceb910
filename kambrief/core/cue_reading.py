"""What readers of a model's answer about a call have in common: utterances shown, quotations held against them."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kambrief.core import quoted_cues, tone_words
from kambrief.core.answer_object import number_of, shown, text_of
from kambrief.core.grounded import Ground
from kambrief.core.grounded_values import spoken_days_in
from kambrief.core.inflection import accepts
from kambrief.core.promise_request import ListeningTask, Part
from kambrief.core.spoken.values import Doubt, SpokenDay
from kambrief.core.talk import Participant, Utterance

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass
class CueReader:
    """Reads one answer and collects what is wrong with it."""

    task: ListeningTask
    part: Part
    ground: Ground

    def __post_init__(self) -> None:
        self.talk = self.task.talk
        spoken = self.ground.spoken
        self.shown = {number: spoken[number] for number in self.part.numbers if number in spoken}
        self.problems: list[str] = []
        self.mendable = False

    def wrong(self, where: str, text: str, why: str, *, mend: bool = True) -> None:
        """One complaint; ``mend``: the model can do better."""
        self.problems.append(f"{where} {shown(text)} {why}")
        self.mendable = self.mendable or mend

    def quoted(self, row: Mapping[str, Any], where: str) -> tuple[Utterance, tuple[int, int]] | None:
        """The utterance and the place of the quotation in it."""
        quote, number = text_of(row, "quote"), number_of(row, "cue")
        cue = self.shown.get(number)
        if cue is None:
            self.wrong(where, quote, f"names an utterance that was not shown ({number})")
            return None
        place = quoted_cues.span(quote, cue, self.task)
        if place is None:
            self.wrong(where, quote, f"is not in utterance {number}: copy the words exactly")
            return None
        if tone_words.MACHINE.search(cue.text) or tone_words.ODD.search(cue.text):
            self.wrong(where, quote, "is said to a machine, or holds a link, a code or an account", mend=False)
            return None
        return cue, place

    def days(self, utterance: Utterance) -> tuple[SpokenDay, ...]:
        """Every day an utterance names."""
        return spoken_days_in(utterance.text, self.talk.day, self.talk.language)

    def days_at(self, place: tuple[int, int], utterance: Utterance) -> SpokenDay | None:
        """The day that the words at a place name."""
        return one_day([one for one in self.days(utterance) if one.start < place[1] and place[0] < one.end])


def names(text: str, person: Participant, language: str) -> bool:
    """Whether a text names somebody, inflected or not."""
    called = [name for name in (person.called, person.name, *person.name.split()) if len(name) > 1]
    said = _WORD.findall(text)
    runs = [*said, *map(" ".join, itertools.pairwise(said))]
    return any(accepts(name, one, language) for one in runs if one[:1].isupper() for name in called)


def one_day(found: Sequence[SpokenDay]) -> SpokenDay | None:
    """One day of several ways to say it (``by Thursday, the day after tomorrow``); in doubt where they disagree."""
    told = [one for one in found if one.day is not None and one.doubt is not Doubt.PAST]
    if not told:
        return None
    sure = [one for one in told if one.doubt is None] or told
    exact = [one for one in sure if one.exact] or sure
    whole = [one for one in exact if not one.bare] or exact
    if len({one.day for one in whole}) > 1:
        last = whole[-1]
        return SpokenDay(last.start, last.end, last.words, last.day, Doubt.AMBIGUOUS)
    return next((one for one in whole if one.until is not None), whole[-1])
