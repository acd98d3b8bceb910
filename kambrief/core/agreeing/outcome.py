"""What matters to the customer, in one sentence of theirs that they would recognise."""

import re
from collections.abc import Iterator, Sequence

from kambrief.core import lexicon, wording
from kambrief.core.agreed_types import Point
from kambrief.core.agreeing.corrections import Corrected
from kambrief.core.agreeing.said import Heard, Said
from kambrief.core.agreeing.words_spoken import SPEECH, TASK
from kambrief.core.agreeing.written import clean_of, finished, holds, quoted, relative
from kambrief.core.customer import Side
from kambrief.core.reading_names import said_in

MOST_WORDS = 20
_WISH = re.compile(r"(?<!\w)(?:would (?:like|want|need)|'d like)(?!\w)", re.IGNORECASE)
_ANSWER = {0: 0, 1: 7, 2: 4, 3: 3}
"""Points of an answer by how many utterances lie between it and the question."""
ENOUGH = 5
"""Points below which no sentence says it."""


def found(heard: Heard, corrected: Sequence[Corrected]) -> Point | None:
    """The best sentence, or None: then the mail names the topic only."""
    rated = [
        (points, -one.index, one) for one in heard.sentences if (points := _points(heard, one, corrected)) >= ENOUGH
    ]
    for _, _, one in sorted(rated, key=lambda each: each[:2], reverse=True):
        text = _text(heard, one)
        if 3 <= wording.word_count(text) <= MOST_WORDS:
            return Point(f"outcome-{one.number}", text, (one.number,), one.who, "criterion")
    return None


def _points(heard: Heard, one: Said, corrected: Sequence[Corrected]) -> int:
    if one.side is not Side.THEM or one.asks or holds(one, corrected) or _barred(heard, one):
        return 0
    cues, speech, text = heard.cues, SPEECH[heard.language], one.text
    points = 4 * bool(cues.wants.search(text)) + 2 * bool(cues.criterion.search(text)) + _ANSWER[_answers(heard, one)]
    if not points:
        return 0
    if speech.anaphora.match(text) or speech.points_back.search(text):
        points -= 3
    if any(char.isdigit() for char in text) or one.numbers:
        points -= 1
    person = heard.people.get(one.who)
    points += bool(person and cues.senior.search(person.title))
    points += 6 <= wording.word_count(text) <= 14
    return points + _echoed(heard, one)


def _barred(heard: Heard, one: Said) -> bool:
    """Prices, refusals, diaries, threats, vague words and what is promised are no outcome."""
    cues, text = heard.cues, one.text
    never = (cues.price, cues.threat, cues.refuses_topic, cues.refuse, cues.meet_next)
    return (
        not 3 <= wording.word_count(text) <= MOST_WORDS + 3
        or any(pattern.search(text) for pattern in never)
        or bool(cues.doubt.search(_WISH.sub("", text)))
        or one.number in heard.promised_in
        or any(relative(heard, day) for day in one.days if day.day)
        or bool(TASK.match(text))
        or (bool(tongues := said_in(re.findall(r"[^\W\d_]+", text.casefold()))) and heard.language not in tongues)
        or not clean_of(heard, text)
    )


def _answers(heard: Heard, one: Said) -> int:
    """Whether it answers our question what they need: 1 for the next utterance, up to 3 where several do, else 0."""
    for back in range(1, 4):
        turn = heard.turn(one.turn - back)
        if turn and turn[0].side is not Side.THEM:
            return back if any(part.asks and heard.cues.wants_asked.search(part.text) for part in turn) else 0
    return 0


def _echoed(heard: Heard, one: Said) -> bool:
    """Whether somebody comes back to it."""
    mine = lexicon.content_stems(one.text)
    later = (other for other in _later(heard, one) if len(mine & lexicon.content_stems(other.text)) >= 2)
    return len(mine) >= 2 and next(later, None) is not None


def _later(heard: Heard, one: Said) -> Iterator[Said]:
    return (other for other in heard.sentences if other.turn > one.turn and other.who != one.who)


def _text(heard: Heard, one: Said) -> str:
    """With the short sentence behind it, which often says the form (``One page.``)."""
    text = quoted(heard, one)
    rest = heard.rest(one)
    if rest and wording.word_count(rest[0].text) <= 3 and not rest[0].asks and clean_of(heard, rest[0].text):
        both = f"{text} {finished(rest[0].text)}"
        if wording.word_count(both) <= MOST_WORDS:
            return both
    return text
