"""Values that were said and then corrected.

Seven ways in which people correct a value, each needing its own words and an earlier value of the same kind: a contrast
("not seven but nine"), a repair in one breath ("seven, sorry, nine"), a concession ("you're right, it is nine"), a
dispute that the other side gives in to, another value that the first speaker then says back, a recount whose sum comes
out ("fourteen … three of them planned … so eleven"), and a figure that is said to be out of date. Moved days come from
the promises and the next meeting. Chains end in the last value.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kambrief.core import wording
from kambrief.core.agreed_types import Correction
from kambrief.core.agreeing.said import Heard, Mention, Said, close, same_kind, scaled
from kambrief.core.agreeing.values import shown
from kambrief.core.agreeing.words_spoken import SPEECH
from kambrief.core.spoken.values import SpokenNumber

BACK = 14
"""Utterances back to the value that somebody takes back."""
SOON = 6
"""Utterances within which an answer belongs to what it answers."""
SHORT = 6
"""Words of a sentence that says little but a value."""
LARGE = 100
"""From here on a number is known by itself; a smaller one without unit or noun only right where it was said."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction with the values as spoken; ``wrong`` None: it is of days."""

    told: Correction
    wrong: SpokenNumber | None = None
    right: SpokenNumber | None = None
    right_said: Said | None = None
    said_by: frozenset[str] = frozenset()
    """Who stated the one or the other: their sentences may be told with the right value, a comment on it may not.
    Nobody where the wrong value was true of something else (a slide, last year).
    """

    def covers(self, value: SpokenNumber) -> bool:
        """Whether a value is the one that no longer holds."""
        return self.wrong is not None and value.number == self.wrong.number and same_kind(value, self.wrong)


@dataclass(frozen=True, slots=True)
class _Pair:
    wrong: Mention
    right: Mention
    cues: tuple[int, ...] = ()
    replaces: bool = True


def found(heard: Heard, moved: Iterable[tuple[dt.date, dt.date, tuple[int, ...]]] = ()) -> tuple[Corrected, ...]:
    """All corrections, in the order in which they were made. ``moved``: days of the next meeting, old and new."""
    pairs: list[_Pair] = []
    for one in heard.sentences:
        for rule in (_contrast, _repair, _concession, _recount, _outdated):
            pairs += rule(heard, one)
        pairs += _dispute(heard, one)
        pairs += _counter(heard, one)
    return (*_final(heard, pairs), *_days(heard, moved))


# --- the rules -----------------------------------------------------------------------------------------------------


def _before(heard: Heard, one: Said, like: SpokenNumber, back: int = BACK) -> Iterator[Mention]:
    """Other values of that kind said before, the newest first."""
    for mention in reversed(heard.mentions):
        distance = one.turn - mention.said.turn
        if distance > back:
            return
        if mention.said.index >= one.index or not _other(mention.value, like):
            continue
        if distance <= SOON or abs(like.number) >= LARGE or (_named(mention.value) and _named(like)):
            yield mention


def _other(value: SpokenNumber, like: SpokenNumber) -> bool:
    if not same_kind(value, like):
        return False
    number = scaled(like.number, value.number)
    return number != value.number and close(number, value.number)


def _named(value: SpokenNumber) -> bool:
    return bool(value.unit or value.noun)


def _contrast(heard: Heard, one: Said) -> Iterator[_Pair]:
    """``Not seven but nine``; the first has been said by somebody, or else it is a figure of speech."""
    if len(one.numbers) < 2:
        return
    marked = _marked(one)
    for match in heard.cues.contrast.finditer(marked):
        groups = {name: int(place) for name, place in match.groupdict().items() if place is not None}
        wrong = next((place for name, place in groups.items() if name.startswith("wrong")), None)
        right = next((place for name, place in groups.items() if name.startswith("right")), None)
        if wrong is None or right is None:
            continue
        values = one.numbers[wrong], one.numbers[right]
        said = [other for other in heard.mentions if other.said.index < one.index and _same(other.value, values[0])]
        if (
            (said or heard.cues.concede.search(one.text))
            and same_kind(*values)
            and values[0].number != values[1].number
        ):
            first = max(
                said, key=lambda other: (_named(other.value), other.said.index), default=Mention(one, values[0])
            )
            yield _Pair(first, Mention(one, values[1]))


def _marked(one: Said) -> str:
    """The sentence with ``#0#`` for its first value, and so on."""
    text = one.text
    for place in reversed(range(min(len(one.numbers), 10))):
        value = one.numbers[place]
        text = f"{text[: value.start]}#{place}#{text[value.end :]}"
    return text


def _same(value: SpokenNumber, other: SpokenNumber) -> bool:
    return value.number == other.number and same_kind(value, other)


_BETWEEN = 30
"""Characters between two values in one breath."""


def _repair(heard: Heard, one: Said) -> Iterator[_Pair]:
    """``Seven, sorry, nine outages``."""
    for wrong, right in zip(one.numbers, one.numbers[1:], strict=False):
        between = one.text[wrong.end : right.start]
        if len(between) > _BETWEEN or not re.match(r"\W*[,.…–—-]", between) or not _other(wrong, right):
            continue
        words = heard.cues.repair.search(between)
        if words and not re.search(r"\w", between[: words.start()]):
            yield _Pair(Mention(one, wrong), Mention(one, right))


def _concession(heard: Heard, one: Said) -> Iterator[_Pair]:
    """``You're right, it is nine``: said by whom the wrong value is from, or with the other value just named."""
    if not heard.cues.concede.search(one.text):
        return
    for other in (one, *heard.rest(one)):
        if heard.cues.contrast.search(_marked(other)):
            continue
        for value in other.numbers:
            if other.text[value.end :].lstrip()[:1].isalnum() and _goes_on(other, value):
                continue  # "thirty-eight four hundred"
            for mention in _before(heard, one, value):
                if mention.said.who != one.who and not _said_back(heard, mention):
                    continue
                yield _Pair(mention, Mention(other, replace(value, number=scaled(value.number, mention.number))))
                return
    yield from _conceded(heard, one)


def _conceded(heard: Heard, one: Said) -> Iterator[_Pair]:
    """``You're right``, to the value that the other has just named instead of the speaker's own."""
    for theirs in reversed(heard.mentions):
        if theirs.said.index >= one.index or theirs.said.who == one.who or theirs.said.asks:
            continue
        if one.turn - theirs.said.turn > 2:
            return
        if abs(theirs.number) < LARGE and not _named(theirs.value):
            continue
        for own in _before(heard, theirs.said, theirs.value, SOON):
            if own.said.who == one.who:
                yield _Pair(own, theirs, (one.number,))
                return


def _counter(heard: Heard, one: Said) -> Iterator[_Pair]:
    """``Eleven rooms. – Seventeen. – Yes, seventeen.``: said back by whoever said the other."""
    if not one.numbers or one.asks or wording.word_count(one.text) > SHORT + 2:
        return
    value = one.numbers[0]
    if not _only(heard, one.text[: value.start]) or len(one.numbers) > 1:
        return
    claims = [
        mention
        for mention in heard.mentions
        if 0 < one.turn - mention.said.turn <= 2 and mention.said.who != one.who and _other(mention.value, value)
    ]
    latest = [mention for mention in claims if mention.said.turn == claims[-1].said.turn]
    if len({mention.number for mention in latest}) != 1:
        return
    for turn in heard.after(one, 3):
        sure = _named(value) or _named(latest[0].value) or abs(value.number) >= LARGE
        if turn[0].who == latest[0].said.who and _says_back(heard, turn, value, sure=sure):
            yield _Pair(latest[0], Mention(one, value), (turn[0].number,))
            return


def _only(heard: Heard, lead: str) -> bool:
    """Whether nothing stands before a value but a no and words that carry nothing."""
    cues, text = heard.cues, lead.strip(" ,.…–—-")
    for _ in range(4):
        opener = SPEECH[heard.language].openers.match(text) or cues.repair.match(text)
        if not opener:
            break
        text = text[opener.end() :].strip(" ,.…–—-")
    ends = any(found.end() == len(text) for found in cues.repair.finditer(text))
    return not text or ends or (len(text.split()) <= 4 and bool(cues.own_figure.search(text)))


def _says_back(heard: Heard, turn: tuple[Said, ...], value: SpokenNumber, *, sure: bool) -> bool:
    """``sure``: the values can be told from others, so that an echo is enough; else a yes must go with it."""
    told = [one for one in turn if not one.asks and any(_same(said, value) for said in one.numbers)]
    cues = heard.cues
    if not told or any(cues.refuse.search(one.text) or cues.dispute.search(one.text) for one in turn):
        return False
    short = sure and any(wording.word_count(one.text) <= SHORT for one in told)
    return short or any(heard.agrees(one) or cues.concede.search(one.text) for one in turn)


def _goes_on(one: Said, value: SpokenNumber) -> bool:
    return any(other.start > value.end and not one.text[value.end : other.start].strip() for other in one.numbers)


def _said_back(heard: Heard, mention: Mention) -> bool:
    """``You said twelve``: the other quotes the value."""
    return bool(heard.cues.own_figure.search(mention.said.text)) and len(mention.said.text.split()) <= 8


def _dispute(heard: Heard, one: Said) -> Iterator[_Pair]:
    """``I have another figure``, the figure, and a yes from the other side."""
    if not heard.cues.dispute.search(one.text):
        return
    claims = [
        mention
        for mention in heard.mentions
        if mention.said.index < one.index and one.turn - mention.said.turn <= 3 and mention.said.who != one.who
    ]
    if not claims:
        return
    for turn in (tuple(heard.rest(one)), *heard.after(one, SOON)):
        for other in turn:
            if other.who != one.who:
                continue
            for value in other.numbers:
                claim = next((claim for claim in reversed(claims) if _other(claim.value, value)), None)
                if claim and _given_in(heard, other, value):
                    right = replace(value, number=scaled(value.number, claim.number))
                    yield _Pair(claim, Mention(other, right), (one.number,))
                    return


def _given_in(heard: Heard, other: Said, value: SpokenNumber) -> bool:
    for turn in heard.after(other, 4):
        if turn[0].who == other.who:
            continue
        if any(heard.cues.concede.search(one.text) for one in turn):
            return True
        if any(
            same_kind(said, value) and scaled(value.number, said.number) == said.number
            for one in turn
            for said in one.numbers
        ):
            return True
    return False


def _recount(heard: Heard, one: Said) -> Iterator[_Pair]:
    """``Fourteen … that includes three planned … so eleven``: the sum must come out."""
    turn = heard.turns[one.turn]
    if not one.first or not any(heard.cues.recount.search(part.text) for part in turn):
        return
    values = [Mention(part, value) for part in turn for value in part.numbers]
    for place, part in enumerate(values):
        for result in values[place + 1 :]:
            if not same_kind(part.value, result.value):
                continue
            for mention in _before(heard, one, result.value, SOON):
                if mention.number in {result.number + part.number, result.number - part.number}:
                    yield _Pair(mention, result)
                    return


def _outdated(heard: Heard, one: Said) -> Iterator[_Pair]:
    """``Twenty-two … that was the preliminary one … eighteen is what was signed``."""
    if not heard.cues.outdated.search(one.text) or one.asks:
        return
    stale = [Mention(one, value) for value in one.numbers] or [
        mention for mention in heard.mentions if mention.said.index < one.index and one.turn - mention.said.turn <= 1
    ]
    for mention in reversed(stale):
        for right in _current(heard, one, mention):
            yield _Pair(mention, right, (one.number,), replaces=False)
            return


def _current(heard: Heard, one: Said, stale: Mention) -> Iterator[Mention]:
    """The value that holds instead: said after it by whoever calls the other outdated, else before."""
    turn = [Mention(part, value) for part in heard.rest(one) for value in part.numbers]
    before = [
        mention
        for mention in reversed(heard.mentions)
        if mention.said.index < one.index and one.turn - mention.said.turn <= SOON
    ]
    for mention in (*turn, *before):
        if _other(stale.value, mention.value) and (_named(mention.value) or _named(stale.value)):
            yield mention


# --- what comes of them --------------------------------------------------------------------------------------------


def _final(heard: Heard, pairs: list[_Pair]) -> Iterator[Corrected]:
    """One for each wrong value, with the value that was right in the end and the fullest words for both."""
    pairs = sorted(pairs, key=lambda pair: pair.right.said.index)
    seen: list[SpokenNumber] = []
    for pair in pairs:
        right, cues = pair.right, [*pair.cues]
        for other in pairs:
            if other.right.said.index > right.said.index and _same(other.wrong.value, right.value):
                right = other.right
                cues.append(pair.right.said.number)
        if any(_same(one, pair.wrong.value) for one in seen) or right.number == pair.wrong.number:
            continue
        seen.append(pair.wrong.value)
        wrong_value, right_value = _fullest(heard, pair.wrong, right.value), _fullest(heard, right, pair.wrong.value)
        cues += [pair.wrong.said.number, right.said.number]
        cues += [
            one.said.number
            for one in heard.mentions
            if abs(one.said.turn - right.said.turn) <= 3 and _same(one.value, right_value)
        ]
        unit = right_value.unit or right_value.noun or wrong_value.unit or wrong_value.noun
        yield Corrected(
            Correction(
                shown(wrong_value, heard.language),
                shown(right_value, heard.language),
                tuple(sorted(set(cues))),
                wrong_value.number,
                right_value.number,
                unit,
            ),
            wrong_value,
            right_value,
            right.said,
            frozenset({pair.wrong.said.who, right.said.who} if pair.replaces else ()),
        )


def _fullest(heard: Heard, mention: Mention, like: SpokenNumber) -> SpokenNumber:
    """The value with a unit, a noun, a whole: from itself, else from the same value elsewhere, else from its twin."""
    near = [one.value for one in heard.mentions if _same(one.value, mention.value)]
    unit = next((one.unit for one in (mention.value, *near, like) if one.unit), "")
    noun = next((one.noun for one in (mention.value, like, *near) if one.noun), "")
    whole = next((one.of for one in (mention.value, *near, like) if one.of is not None), None)
    return replace(mention.value, unit=unit, noun=noun, of=whole)


def _days(heard: Heard, moved: Iterable[tuple[dt.date, dt.date, tuple[int, ...]]]) -> Iterator[Corrected]:
    promises = [
        (promise.supersedes, promise.due, promise.cues)
        for promise in heard.promised
        if promise.supersedes and promise.due and promise.supersedes != promise.due
    ]
    seen: set[tuple[dt.date, dt.date]] = set()
    for old, new, cues in (*promises, *moved):
        if (old, new) not in seen:
            seen.add((old, new))
            yield Corrected(
                Correction(old.isoformat(), new.isoformat(), tuple(cues), wrong_day=old, right_day=new),
            )
