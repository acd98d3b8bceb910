"""What the customer objects to: their words for the note in the CRM, neutral ones for the mail, and our answer."""

from collections.abc import Sequence

from kambrief.core import lexicon, wording
from kambrief.core.agreed_types import Concern
from kambrief.core.agreeing.corrections import Corrected
from kambrief.core.agreeing.said import Heard, Said
from kambrief.core.agreeing.words_spoken import SPEECH
from kambrief.core.agreeing.written import clean_of, finished, holds, sentence, spelled
from kambrief.core.customer import Side

MOST_WORDS = 25
ENOUGH = 4
NEAR, FAR = 16, 45
"""Utterances after it within which a promise of ours answers it: any, or one that speaks of the same matter."""


def found(heard: Heard, corrected: Sequence[Corrected]) -> Concern | None:
    """The weightiest objection, or None."""
    rated = [
        (points, -turn[0].turn, turn)
        for turn in heard.turns
        if turn[0].side is Side.THEM and (points := _points(heard, turn)) >= ENOUGH
    ]
    if not rated:
        return None
    turn = max(rated, key=lambda each: each[:2])[2]
    parts = _quoted(heard, turn)
    if not parts:
        return None
    quote = " ".join(part.text for part in parts)
    cues = sorted({turn[0].number, *(one.number for one in _goes_on(heard, turn))})
    return Concern(turn[0].who, quote, tuple(cues), _neutral(heard, turn, corrected), _answer(heard, turn[0], quote))


def _weight(heard: Heard, one: Said) -> int:
    return sum(weight for weight, pattern in heard.cues.objections if pattern.search(one.text))


def _points(heard: Heard, turn: tuple[Said, ...]) -> int:
    if any(not clean_of(heard, one.text, internal=True) for one in turn):
        return 0
    points = sum(_weight(heard, one) for one in turn)
    if points and len(turn) == 1 and turn[0].asks and points < 4:
        return 0
    return points + (1 if points and len(turn) > 1 else 0)


def _quoted(heard: Heard, turn: tuple[Said, ...]) -> list[Said]:
    """The run of sentences that says most of it in so many words."""
    best: list[Said] = []
    best_points = 0
    for start in range(len(turn)):
        run: list[Said] = []
        for one in turn[start:]:
            if wording.word_count(" ".join(part.text for part in (*run, one))) > MOST_WORDS:
                break
            run.append(one)
            points = sum(_weight(heard, part) for part in run)
            if points > best_points:
                best, best_points = list(run), points
    if best and best[-1].index < turn[-1].index:
        more = [*best, turn[turn.index(best[-1]) + 1]]
        if wording.word_count(" ".join(part.text for part in more)) <= MOST_WORDS:
            return more
    return best


def _goes_on(heard: Heard, turn: tuple[Said, ...]) -> list[Said]:
    """The same person's next utterances, within three of others."""
    return [
        one
        for later in heard.after(turn[0], 3)
        for one in later
        if one.who == turn[0].who and (_weight(heard, one) or one.numbers)
    ]


def _neutral(heard: Heard, turn: tuple[Said, ...], corrected: Sequence[Corrected]) -> str:
    cues, speech = heard.cues, SPEECH[heard.language]
    for one in sorted(turn, key=lambda part: -_weight(heard, part)):
        if not _weight(heard, one) or holds(one, corrected):
            continue
        if found := cues.justify.search(one.text):
            when = (found.groupdict().get("when") or "").rstrip(".!? ")
            if when and (
                cues.price.search(when) or cues.rival.search(when) or "%" in when or speech.first.search(when)
            ):
                when = ""
            comma = "" if not when or when.startswith(",") or heard.language in {"en", "sv"} else ","
            return finished(
                spelled(
                    f"{cues.justified}{comma} {when.strip()}"
                    if not when.startswith(",")
                    else f"{cues.justified}{when}",
                    speech,
                )
            )
        if (
            cues.rival.search(one.text)
            or cues.price.search(one.text)
            or any(value.unit == "%" for value in one.numbers)
        ):
            continue
        if text := sentence(heard, one, corrected):
            return text
    return ""


def _answer(heard: Heard, one: Said, quote: str) -> str:
    """The promise of ours that speaks of it, else the next one we gave."""
    places = {part.number: part.turn for part in heard.sentences}
    ours = []
    for promise in heard.promised:
        if promise.side is not Side.US:
            continue
        after = sorted(places[cue] - one.turn for cue in promise.cues if cue in places and places[cue] > one.turn)
        if after:
            ours.append((after[0], promise))
    ours.sort(key=lambda each: each[0])
    words = lexicon.content_stems(quote)
    for distance, promise in ours:
        if distance <= FAR and not words.isdisjoint(lexicon.content_stems(f"{promise.what} {promise.quote}")):
            return promise.id
    return next((promise.id for distance, promise in ours if distance <= NEAR and not promise.minor), "")
