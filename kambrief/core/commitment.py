"""Promises heard in a call (domain facts, I9): types, and the rules by which they are found.

It is a promise only if a person takes an act on, or accepts a request. Wishes, conditions, refusals, the past and what
was said off the record or among ourselves are none. What is said has to be in one of the four languages; the words and
rules of each are in `core.promising`.
"""

import datetime as dt
import enum
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kambrief.core.customer import Side
from kambrief.core.promising import asking, drafts, hearing, moving, phrase, readback, reopening
from kambrief.core.promising.drafts import Draft
from kambrief.core.promising.hearing import Heard
from kambrief.core.promising.readback import Item
from kambrief.core.promising.tongue import Verb
from kambrief.core.spoken.values import Doubt
from kambrief.core.talk import Talk


class Confirm(enum.StrEnum):
    """What a person has to confirm before a follow-up can be approved."""

    DATE = "date"
    """Said, but it can mean two days, or none that can be told."""
    WEEKDAY = "weekday"
    """Weekday and date do not agree."""
    OWNER = "owner"
    """Whose promise it is rests on a suggestion."""
    WHAT = "what"
    """What was promised is not said in words that can stand alone ("I'll do that")."""


@dataclass(frozen=True, slots=True)
class Promised:
    """One promise, final: corrections and moved dates are applied. ``id`` is stable for the same talk and the same
    promise, however its words or date are edited later.
    """

    id: str
    side: Side
    owner: str
    """A participant's key."""
    what: str
    """What is to be done, as a short noun phrase or clause in the talk's language, without owner and date."""
    due: dt.date | None = None
    until: dt.date | None = None
    """The last day of an event of several days; ``due`` is its first."""
    due_words: str = ""
    """The day as it was said."""
    to: tuple[str, ...] = ()
    """Keys of those who get it; empty: everybody, or nobody in particular."""
    cues: tuple[int, ...] = ()
    """Numbers of the utterances it rests on."""
    quote: str = ""
    """Verbatim, from the utterance in which the act is taken on."""
    quoted_from: int = 0
    supersedes: dt.date | None = None
    """The day it was promised for before it was moved."""
    confirm: tuple[Confirm, ...] = ()
    minor: bool = False
    """Real, but of a kind that stands in no list: a call if something fails, a copy, a thing to keep an eye on."""
    by: str = "rules"
    """``rules``, or ``model`` where a model proposed it and code verified it."""


def promises(talk: Talk) -> tuple[Promised, ...]:
    """Every promise of the talk by rules alone, in the order in which they were made; moved days are final.

    Nothing is taken from utterances that are kept back or were said among ourselves, nor from speakers who stand on no
    side. Raises nothing: text that no rule understands gives no promise.
    """
    heard = hearing.hear(talk)
    if not heard.turns:
        return ()
    items = readback.items(heard)
    places = readback.places(items)
    acts = [act for turn in heard.acts for act in turn if (act.sentence.at, act.sentence.part) not in places]
    acts += [
        act
        for act in (*asking.answers(heard), *asking.late(heard), *drafts.visits(heard))
        if (act.sentence.at, act.sentence.part) not in places
    ]
    made = drafts.collect(heard, acts)
    for one in made:
        one.supersedes = one.supersedes or moving.proposed_before(heard, one)
    moving.settle(heard, made, places)
    reopening.reopened(heard, made)
    drafts.set_beside(made)
    made = drafts.reduced(made)
    made = _read_back(heard, made, items)
    kept = [one for one in made if _is_one(heard, one)]
    many = len(items) >= readback.MANY
    return tuple(_promised(heard, one, many=many) for one in sorted(kept, key=lambda one: (one.at, one.sentence.part)))


def _is_one(heard: Heard, one: Draft) -> bool:
    """Whether a draft is a promise at all: it has a day, or is of a kind that needs none and names something."""
    if heard.side(one.who) is None:
        return False
    dated = one.due.day is not None or bool(one.due.words)
    if one.read_back:
        return True
    if one.verb.kind == "weak":
        return one.due.day is not None and bool(one.what)
    return dated or _stands_without_day(heard, one)


def _stands_without_day(heard: Heard, one: Draft) -> bool:
    """A visit needs a day; an offer needs to be taken; a condition is none."""
    if one.conditional or one.temporal or one.verb.kind == "visit":
        return False
    return bool(one.what or one.topic) and (one.how != "offer" or asking.is_welcome(heard, one.at))


# --- Read back -----------------------------------------------------------------------------------------------------


def _read_back(heard: Heard, made: list[Draft], items: Sequence[Item]) -> list[Draft]:
    """The promises with what was read back of them. An item nobody was heard to take on is one of its owner's, where
    they, or whoever reads, are in the call: it was read out and nobody said no.
    """
    for item in items:
        one = _meant(made, item)
        if one is None and item.owner and heard.side(item.owner) is not None:
            one = _of_item(heard, item)
            made.append(one)
        if one is None:
            continue
        drafts.settle_by(one, drafts.due_of([item.day]))
        one.read_back = True
        one.cues.append(item.sentence.utterance.number)
        one.to += [key for key in item.to if key not in one.to]
        if not one.what and item.what:
            if one.verb.kind == "reply":
                one.topic = item.what
            else:
                one.what = item.what
                one.verb = one.verb if one.verb.kind in {"give", "do"} else Verb("give")
        elif one.verb.kind == "reply" and not one.topic:
            one.topic = item.what
    return made


def _meant(made: Sequence[Draft], item: Item) -> Draft | None:
    """The promise that an item reads back: the owner's, by its thing and its day."""
    due = drafts.due_of([item.day])
    best: tuple[float, int, Draft] | None = None
    for place, one in enumerate(made):
        if item.owner and one.who != item.owner:
            continue
        alike = phrase.alike(one.what or one.topic, item.what, one.tongue)
        same_day = drafts.agree(one.due, due)
        if not item.owner and not (alike and same_day):
            continue
        score = alike + (1.0 if same_day else 0.0) + (0.25 if one.due.day is None and not one.conditional else 0.0)
        if one.read_back and not (alike >= drafts.ALIKE and same_day):
            continue
        if score >= drafts.ALIKE and (best is None or score >= best[0]):
            best = (score, place, one)
    return best[2] if best else None


def _of_item(heard: Heard, item: Item) -> Draft:
    """A promise known from the reading back alone. Where the owner spoke of that day, it rests on these words too."""
    due = drafts.due_of([item.day])
    cues: list[int] = []
    for turn in heard.turns[: item.sentence.at]:
        for one in turn:
            if one.utterance.who == item.owner and any(drafts.agree(drafts.due_of([day]), due) for day in one.dated):
                cues.append(one.utterance.number)
    return Draft(item.owner, Verb("give"), item.what, item.sentence, "recap", due, list(dict.fromkeys(cues))[-3:])


# --- The promise ---------------------------------------------------------------------------------------------------


def _promised(heard: Heard, one: Draft, *, many: bool) -> Promised:
    owner = heard.talk.by_key[one.who]
    side = heard.side(one.who) or Side.US
    due, what = one.due, _what(heard, one)
    confirm = []
    if due.day is None and due.words:
        confirm.append(Confirm.DATE)
    if due.doubt is Doubt.WEEKDAY:
        confirm.append(Confirm.WEEKDAY)
    if owner.unsure:
        confirm.append(Confirm.OWNER)
    if not what:
        confirm.append(Confirm.WHAT)
    return Promised(
        id=_id(heard, one),
        side=side,
        owner=one.who,
        what=what,
        due=due.day,
        until=due.until if due.until != due.day else None,
        due_words=due.words,
        to=tuple(key for key in one.to if key != one.who and heard.side(key) is not None),
        cues=tuple(sorted(set(one.cues))),
        quote=one.sentence.text,
        quoted_from=one.sentence.utterance.number,
        supersedes=one.supersedes if one.supersedes != due.day else None,
        confirm=tuple(confirm),
        minor=_is_minor(one, many=many),
    )


def _what(heard: Heard, one: Draft) -> str:
    return _uncapital(heard, _listed(one), one)


def _uncapital(heard: Heard, what: str, one: Draft) -> str:
    """Without the capital that only begins a sentence. Nouns of German and names keep theirs."""
    word = what.split(" ", 1)[0]
    if one.tongue.language == "de" and one.verb.kind != "visit":
        return what
    if not (word[:1].isupper() and word[1:].islower()) or heard.roster.find(word):
        return what
    inside = re.compile(rf"(?<=[\w,;:] ){re.escape(word)}(?!\w)")
    is_name = any(inside.search(each.text) for turn in heard.turns for each in turn)
    return what if is_name else what[:1].lower() + what[1:]


def _listed(one: Draft) -> str:
    if one.verb.kind == "reply":
        return phrase.listed(one.what or one.topic, one.verb, one.tongue)
    return phrase.listed(one.what, one.verb, one.tongue)


def _is_minor(one: Draft, *, many: bool) -> bool:
    """Of a kind that stands in no list, unless it was read back."""
    if one.read_back:
        return False
    undated = one.due.day is None and not one.due.words
    return (
        one.conditional
        or one.verb.kind in {"watch", "call"}
        or bool(one.tongue.copy.search(one.what))
        or (undated and (one.beside or many))
    )


def _id(heard: Heard, one: Draft) -> str:
    """By what was said and who took it on: editing words or day later changes nothing."""
    said = "\n".join((heard.talk.meeting_id, one.who, str(one.sentence.utterance.number), one.sentence.text, one.what))
    return "p" + hashlib.sha256(said.encode()).hexdigest()[:12]
