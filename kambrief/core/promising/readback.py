"""What somebody reads back at the end of a call: whose item, what, until when. Its owners and days are final."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kambrief.core.customer import Side
from kambrief.core.named import Mention
from kambrief.core.promising import phrase
from kambrief.core.promising.hearing import Heard
from kambrief.core.promising.sentence import Sentence
from kambrief.core.spoken.values import SpokenDay

NEAR = 4
"""So many utterances behind ``let me read back`` its speaker may still be at it."""
MANY = 4
"""With so many items what stands in none of them and has no day is a lesser thing."""
_START = 3
_COLON = re.compile(r"\s*[:–-]\s*|\s*,\s*")
_ABLATIVE = ("lta", "ltä")


@dataclass(frozen=True, slots=True)
class Item:
    """One item. ``owner`` is empty where only the thing and the day were said."""

    owner: str
    what: str
    day: SpokenDay
    sentence: Sentence
    to: tuple[str, ...] = ()


def items(heard: Heard) -> tuple[Item, ...]:
    """Every item of every reading back, in order. Two items in one utterance are one without the words for it."""
    found: list[Item] = []
    reading: tuple[str, int] = ("", -NEAR)
    side: Side | None = None
    for at, turn in enumerate(heard.turns):
        who = heard.who(at)
        if any(one.tongue.recap.search(one.text) for one in turn):
            reading, side = (who, at), None
        announced = heard.talk.source == "notes" or (reading[0] == who and at - reading[1] <= NEAR)
        own: list[Item] = []
        for sentence in turn:
            parsed, side = _of_sentence(heard, sentence, side if announced else None, announced=announced)
            own += parsed
        listed = [one for one in own if one.owner and (announced or _is_listed(one, heard))]
        if announced and own:
            reading = (who, at)
            found += own
        elif len(listed) > 1 and len({one.owner for one in listed}) > 1:
            reading = (who, at)
            found += listed
    return tuple(found)


def _is_listed(one: Item, heard: Heard) -> bool:
    """``Ville: raportti perjantaina``: an item without the words around it."""
    mentions = heard.roster.find(one.sentence.text)
    return (
        bool(mentions)
        and mentions[0].start <= _START
        and one.sentence.text[mentions[0].end :].lstrip()[:1] in {":", ",", "–", "-"}
    )


def _of_sentence(
    heard: Heard, sentence: Sentence, side: Side | None, *, announced: bool
) -> tuple[list[Item], Side | None]:
    tongue, who = sentence.tongue, sentence.utterance.who
    text = sentence.text
    if sentence.asks:
        return [], side
    owner, owes, begin = "", False, 0
    lead = tongue.ands.match(text)
    begin = lead.end() if lead else 0
    mine = heard.side(who)
    for pattern, stands in ((tongue.of_them, _other(mine)), (tongue.of_us, mine)):
        if (match := pattern.match(text)) and announced:
            begin, side = match.end(), stands
    if match := tongue.owing.match(text):
        begin, owner, owes = match.end(), who, True
    elif (match := tongue.myself.match(text)) and announced:
        owner = who
        begin = _after_myself(match, text)
    elif match := tongue.myself.match(text):
        owner, begin = who, _after_myself(match, text)
    if not sentence.dated:
        return [], side
    found = list(_segments(heard, sentence, _Frame(owner, owes, begin, side)))
    act = heard.act_in(sentence)
    if act is not None and act.named and len(found) == 1 and found[0].owner in {"", act.who}:
        return [], side  # a sentence of its own: an act like any other
    return found, side


def _after_myself(match: re.Match[str], text: str) -> int:
    colon = _COLON.match(text, match.end())
    return colon.end() if colon else match.end()


def _other(side: Side | None) -> Side | None:
    return {Side.US: Side.THEM, Side.THEM: Side.US}.get(side) if side else None


@dataclass(frozen=True, slots=True)
class _Frame:
    owner: str
    owes: bool
    """``I owe``: names are those who get it."""
    begin: int
    side: Side | None
    """Only people of this side are meant, where it was said."""


def _segments(heard: Heard, sentence: Sentence, frame: _Frame) -> Iterator[Item]:
    """The sentence cut behind each of its days."""
    owner, to = frame.owner, tuple[str, ...]()
    place = frame.begin
    days = [one for one in sentence.dated if one.start >= frame.begin]
    for index, day in enumerate(days):
        segment = sentence.text[place : day.start]
        place = day.end
        owner, to, what = _read(heard, sentence, segment, frame, (owner, to))
        if not what:
            following = days[index + 1].start if index + 1 < len(days) else len(sentence.text)
            owner, to, what = _read(heard, sentence, sentence.text[day.end : following], frame, (owner, to))
        if what and not sentence.tongue.meeting.search(segment):
            yield Item(owner, what, day, sentence, to)


def _read(
    heard: Heard, sentence: Sentence, segment: str, frame: _Frame, before: tuple[str, tuple[str, ...]]
) -> tuple[str, tuple[str, ...], str]:
    """Owner, who gets it, and what, of the words before a day."""
    tongue = sentence.tongue
    owner, to = before
    lead = tongue.ands.match(segment)
    rest = segment[lead.end() :] if lead else segment
    one = next((each for each in heard.roster.find(rest) if each.start <= _START), None)
    if one is not None and (one.plain or one.surface.endswith(_ABLATIVE)) and _is_side(heard, one, frame):
        rest = rest[one.end :]
        if frame.owes:
            to = (one.key,)
        else:
            owner, to = one.key, ()
            verb = tongue.third.match(rest)
            rest = rest[verb.end() :] if verb else rest
        colon = _COLON.match(rest)
        rest = rest[colon.end() :] if colon else rest
    elif match := tongue.myself.match(rest):
        owner, to, rest = sentence.utterance.who, (), rest[_after_myself(match, rest) :]
    rest, gets = _without_people(heard, rest, owner)
    return owner, gets or to, phrase.clean(rest, tongue)


def _is_side(heard: Heard, one: Mention, frame: _Frame) -> bool:
    return frame.side is None or frame.owes or heard.side(one.key) is frame.side


def _without_people(heard: Heard, text: str, owner: str) -> tuple[str, tuple[str, ...]]:
    """The words without those to whom it goes."""
    keys: list[str] = []
    for one in reversed(heard.roster.find(text)):
        before = text[: one.start]
        short = re.sub(
            r"(?:(?<!\w)(?:to|for|till|åt|an|für|and|ja|och|und|Herrn?|Frau)\s+)+$", "", before, flags=re.IGNORECASE
        )
        if short != before or one.surface.endswith(("lle", "ll")):
            text = f"{short} {text[one.end :]}"
            keys.append(one.key)
    return text, tuple(one for one in dict.fromkeys(reversed(keys)) if one != owner)


def places(found: Sequence[Item]) -> frozenset[tuple[int, int]]:
    """The sentences that are read back: no new promises."""
    return frozenset((one.sentence.at, one.sentence.part) for one in found)
