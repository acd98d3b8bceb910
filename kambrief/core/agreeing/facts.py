"""Figures that both sides confirmed, and causes: which sentence says them best, with the final values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kambrief.core import wording
from kambrief.core.agreed_types import Point
from kambrief.core.agreeing.corrections import LARGE, Corrected
from kambrief.core.agreeing.next_meeting import Found
from kambrief.core.agreeing.said import Heard, Mention, Said, same_kind
from kambrief.core.agreeing.words_spoken import SPEECH
from kambrief.core.agreeing.written import finished, holds, sentence
from kambrief.core.customer import Side
from kambrief.core.spoken.values import SpokenNumber

_CLEFT = re.compile(
    r"(?:det (?:är|var)|it (?:is|was)|es (?:ist|sind|war|waren))\b.*\b(?:som|that|who|which|die|der|das)\b",
    re.IGNORECASE,
)
"""``Det var sjutton rum som …``: a subject that says of what, further on."""
AROUND = 8
"""Utterances within which sentences speak of one value."""
NAMED_WITHIN = 3
"""Utterances before and after a figure in which the thing is named that it is of."""
STEM = 6
_WORD = re.compile(r"[^\W\d_]+")
_COMMENT = re.compile(
    r"\b(?:on|oli|is|was|are|were|that's|it's|är|var|ist|sind|war|waren) (?:\w+ )?"
    r"(?:paljon|liikaa|vähän|a lot|too (?:much|many|little)|a little|mycket|för mycket|lite|viel|zu viel|wenig)\b",
    re.IGNORECASE,
)
"""What somebody thinks of a figure."""
LEAST = 4
"""Words of a sentence that stands alone."""


@dataclass(frozen=True, slots=True)
class Fact:
    point: Point
    corrected: bool


def figures(heard: Heard, corrected: Sequence[Corrected], meeting: Found) -> Iterator[Fact]:
    """A point for each figure that was corrected, or said by one side and repeated or affirmed by the other."""
    done: list[SpokenNumber] = []
    for each in corrected:
        if each.right and each.wrong:
            done.append(each.right)
            asserted = each.said_by
            around = [
                one
                for one in heard.mentions
                if _is(one, each.right) or (each.covers(one.value) and one.said.who in asserted and _before(one, each))
            ]
            point = _best(heard, around, each.right, corrected, meeting, done) or _best(
                heard, around, each.right, corrected, meeting, done, verbless=True
            )
            if point:
                yield Fact(point, corrected=True)
    for mention in heard.mentions:
        value = mention.value
        if not (value.unit or value.noun) or any(each.covers(value) for each in corrected) or abs(value.number) <= 2:
            continue
        if any(one.number == value.number and same_kind(one, value) for one in done) or not _confirmed(heard, mention):
            continue
        done.append(value)
        around = [one for one in heard.mentions if _is(one, value) and abs(one.said.turn - mention.said.turn) <= AROUND]
        if point := _best(heard, around, value, corrected, meeting, done):
            yield Fact(point, corrected=False)


def _before(mention: Mention, each: Corrected) -> bool:
    """Said before the correction: later it is spoken of as something else's."""
    return each.right_said is None or mention.said.index <= each.right_said.index


def _is(mention: Mention, value: SpokenNumber) -> bool:
    """The value, and said so that it can be told from another of its size."""
    named = bool(mention.unit) or mention.value.of is not None or abs(mention.number) >= LARGE
    return mention.number == value.number and same_kind(mention.value, value) and (named or bool(mention.said.last))


def _confirmed(heard: Heard, mention: Mention) -> bool:
    """Repeated by the other side soon after, in a sentence that asks and doubts nothing, and not taken back."""
    said = mention.said
    if said.asks or said.side is None or heard.cues.doubt.search(said.text):
        return False
    for turn in heard.after(said, 4):
        for one in turn:
            if one.side is None or one.side == said.side or one.asks or heard.cues.dispute.search(one.text):
                continue
            if any(_repeated(one, value, mention) for value in one.numbers):
                return True
    return False


def _repeated(one: Said, value: SpokenNumber, mention: Mention) -> bool:
    """The same value; a small one alone ("nine") only where the sentence says little else."""
    if value.number != mention.number or not same_kind(value, mention.value):
        return False
    named = bool(value.unit or value.noun) or value.of is not None
    return named or abs(value.number) >= LARGE or wording.word_count(one.text) <= 6


def _best(
    heard: Heard,
    around: Sequence[Mention],
    value: SpokenNumber,
    corrected: Sequence[Corrected],
    meeting: Found,
    done: Sequence[SpokenNumber],
    *,
    verbless: bool = False,
) -> Point | None:
    """The sentence that says the figure most fully; one with a vague subject gets what is promised there in front.
    ``verbless``: one without a verb will do, because the figure has to be told.
    """
    rated: list[tuple[float, int, Said, str]] = []
    for one in {mention.said.index: mention.said for mention in around}.values():
        cues = heard.cues
        if one.number in meeting.spoken_in or any(
            pattern.search(one.text) for pattern in (cues.price, cues.doubt, cues.dispute, cues.outdated, _COMMENT)
        ):
            continue
        speech, bare = SPEECH[heard.language], _bare(heard, one)
        cleft = bool(_CLEFT.match(bare))
        vague = not cleft and not speech.resumed.match(bare) and speech.total.match(bare)
        text = sentence(heard, one, corrected, anaphora=cleft or bool(vague), key=value)
        if not text or not any(char.isdigit() for char in text):
            continue
        if vague:
            topic = _topic(heard, one)
            if not topic:
                continue
            text = (
                f"{finished(topic).rstrip('.')}: {text[:1].lower()}{text[1:]}"
                if not _noun_first(heard)
                else f"{finished(topic).rstrip('.')}: {text}"
            )
        text = _led(heard, one, text)
        words = wording.word_count(text)
        if words < LEAST or not (verbless or speech.verb.search(text)):
            continue
        worth = _worth(heard, one, text, value, words)
        others = [other for other in one.numbers if other.number != value.number]
        told = any(other.number == each.number and same_kind(other, each) for other in others for each in done)
        worth -= 3 * bool(vague) + 3 * told
        rated.append((worth, -one.index, one, text))
    if not rated:
        return None
    _, _, one, text = max(rated, key=lambda each: each[:2])
    rests_on = {one.number, *(mention.said.number for mention in around if mention.number == value.number)}
    return Point(f"fact-{one.number}", text, tuple(sorted(rests_on)), one.who, "fact")


def _worth(heard: Heard, one: Said, text: str, value: SpokenNumber, words: int) -> float:
    worth = float(min(words, 14))
    if words > 16:
        worth -= words - 16
    if any(other.noun or other.unit for other in one.numbers if other.number == value.number):
        worth += 2
    if one.number in heard.promised_in:
        worth -= 6  # it stands among the promises
    if SPEECH[heard.language].points_back.search(text):
        worth -= 5
    if heard.cues.about.search(text):
        worth -= 4
    return worth - text.count(", ")


def _bare(heard: Heard, one: Said) -> str:
    text = one.text
    for _ in range(3):
        opener = SPEECH[heard.language].openers.match(text)
        if not opener or not text[opener.end() :].lstrip(" ,."):
            return text
        text = text[opener.end() :].lstrip(" ,.:")
    return text


def _noun_first(heard: Heard) -> bool:
    return heard.language == "de"


def _topic(heard: Heard, one: Said) -> str:
    """What the figure is of: a thing that is promised, and named where the figure is told."""
    around = heard.turns[max(0, one.turn - NAMED_WITHIN) : one.turn + NAMED_WITHIN + 1]
    spoken = {_stem(word) for turn in around for part in turn for word in _WORD.findall(part.text.casefold())}
    for promise in heard.promised:
        words = [word for word in _WORD.findall(promise.what.casefold()) if len(word) > 3]
        if words and wording.word_count(promise.what) <= 5 and {_stem(word) for word in words} <= spoken:
            return promise.what
    return ""


def _stem(word: str) -> str:
    return word[:STEM]


def _led(heard: Heard, one: Said, text: str) -> str:
    """With the short phrase said just in front, where it only names what the figure is of (``Lines 1 and 2: …``)."""
    turn = heard.turns[one.turn]
    place = turn.index(one)
    if not place:
        return text
    before = turn[place - 1]
    words = wording.word_count(before.text)
    if (
        not before.numbers
        or not 2 <= words <= 6
        or before.asks
        or len({value.number for value in before.numbers}) != len(before.numbers)
    ):
        return text
    lead = sentence(heard, before)
    if not lead or not any(value.noun or value.unit for value in before.numbers):
        return text
    return (
        f"{lead.rstrip('.')}: {text[:1].lower()}{text[1:]}" if not _noun_first(heard) else f"{lead.rstrip('.')}: {text}"
    )


# --- causes --------------------------------------------------------------------------------------------------------


def causes(heard: Heard, corrected: Sequence[Corrected]) -> Iterator[tuple[bool, Point]]:
    """Answers of ours to a customer's question for the cause; the word for it that they used stands in front.

    True for those where they asked for it by that word.
    """
    for one in heard.sentences:
        if one.side is not Side.THEM or not heard.cues.cause_asked.search(one.text):
            continue
        if not one.asks and (_noun_of(heard, one) or not heard.cues.wants.search(one.text)):
            continue
        for turn in heard.after(one, 2):
            if turn[0].side is not Side.US:
                continue
            telling = next((part for part in turn if wording.word_count(_bare(heard, part)) >= LEAST - 1), turn[0])
            answer = _cause(heard, telling, corrected)
            if answer:
                said_in = one.number, turn[0].number
                point = Point(f"fact-{turn[0].number}", _headed(heard, one, answer), said_in, turn[0].who)
                yield bool(_noun_of(heard, one)), point
            break


def _cause(heard: Heard, one: Said, corrected: Sequence[Corrected]) -> str:
    if any(day.day for day in one.days) or holds(one, corrected) or heard.cues.doubt.search(one.text):
        return ""
    text = sentence(heard, one, corrected)
    return text if wording.word_count(text) >= LEAST - 1 else ""


def _headed(heard: Heard, question: Said, answer: str) -> str:
    """``Syy: häiriö …`` where the answer is no sentence that says itself that it is the cause."""
    if heard.cues.cause.search(answer):
        return answer
    head = _noun_of(heard, question)
    if not head:
        return answer
    return f"{head}: {answer}" if _noun_first(heard) else f"{head}: {answer[:1].lower()}{answer[1:]}"


def _noun_of(heard: Heard, question: Said) -> str:
    """How an answer to it is headed: the word for cause that it uses."""
    words = set(re.findall(r"[^\W\d_]+", question.text.casefold()))
    return next((head for noun, head in heard.cues.cause_nouns.items() if not words.isdisjoint(noun.split())), "")
