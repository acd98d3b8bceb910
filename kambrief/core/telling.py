"""Which of many sentences says most: for a person, and for what happened since the last meeting."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kambrief.core import history, lexicon, sentences
from kambrief.core.customer import Activity, ActivityKind, Contact
from kambrief.core.evidence import Audience, Fact

FRESH = dt.timedelta(days=90)
"""Words older than this no longer say what a person wants now."""

_OUR_NOTE = re.compile(r"^\w+: \S* ?[0-9a-f]{16}\s*\Z", re.MULTILINE)
"""The last line of a note of ours (`following_note`), in any language: where it is from, and our id of the meeting."""

MATTER_WORDS = 2
"""So many words of content tell what a figure is of."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A sentence that was chosen, and how strongly."""

    fact: Fact
    score: int


def names_of(person: Contact) -> tuple[str, ...]:
    """What a text may call somebody."""
    return tuple(part for part in (person.first_name, person.last_name) if part)


def is_about(fact: Fact, person: Contact, people: Mapping[str, Contact], activity: Activity) -> bool:
    """Whether a sentence may stand in this person's line: they wrote it, it names them, or it names nobody else
    and they are the only one the record is about. In the note that we wrote of a call ourselves, names stand in lists.
    """
    if activity.sender == person.id:
        return True
    if activity.kind is ActivityKind.EMAIL or _OUR_NOTE.search(activity.body):
        return False
    if lexicon.mentions(fact.text, names_of(person)):
        return True
    others = [name for other in people.values() if other.id != person.id for name in names_of(other)]
    only = set(activity.attended or activity.contacts) == {person.id}
    return only and not lexicon.mentions(fact.text, others)


def _form(text: str) -> int:
    """What the shape of a sentence adds: direct speech and numbers say more, stumps and long periods less."""
    score = 2 * any(mark in text for mark in '"“”„') + 2 * history.has_number(text)
    count = sentences.words(text)
    return score - 4 * (count < 3) - (count > sentences.MAX_WORDS)


def of_person(person: Contact, facts: Iterable[Fact], activity: Activity, people: Mapping[str, Contact]) -> Pick | None:
    """The most telling sentence of one activity about one person."""
    best: Pick | None = None
    for fact in facts:
        if (
            not fact.usable
            or fact.guarded
            or fact.audience is Audience.MANAGER_ONLY
            or not is_about(fact, person, people, activity)
        ):
            continue
        score = (
            _form(fact.text)
            + 3 * bool(lexicon.WISH.search(fact.text))
            + fact.text.startswith(person.first_name or "\0")
        )
        if score >= 0 and (best is None or score > best.score):
            best = Pick(fact, score)
    return best


def of_change(fact: Fact, activity: Activity) -> int:
    """How much a sentence matters as news since last time: a changed or confirmed value, the customer's own words, what
    they will decide by; then that somebody thought it worth a tag.
    """
    text = fact.text
    score = _form(text)
    score += 3 * history.has_value(text) + 2 * lexicon.decided(text) + 2 * bool(lexicon.COMPETITION.search(text))
    score += 2 * (activity.kind is ActivityKind.NEWS) + 2 * bool(
        activity.kind is ActivityKind.EMAIL and activity.inbound
    )
    return score + bool(lexicon.WISH.search(text)) + bool(activity.tags)


def heart(text: str) -> str:
    """What stands behind a colon, where the value or decision is there: who reported it can be left out of a quote.

    A bare figure (``The price is confirmed: 3.5 %``) says nothing without what it is of.
    """
    lead, colon, rest = text.partition(": ")
    whole = len(lexicon.content_stems(rest)) >= MATTER_WORDS
    return rest if colon and whole and history.has_value(rest) and not history.has_value(lead) else text


_GERMAN = re.compile(r"\b(?:der|die|das|und|nicht|ist|für|mit|wird|ein|eine|bis|über)\b")


def lowered(text: str, names: frozenset[str]) -> str:
    """A note's first letter as within a sentence, unless its first word is a name (``names``, case-folded), an
    abbreviation, or the note is in German, where it may be a noun.
    """
    first = text.split(" ", 1)[0].strip(",.:;")
    plain = first[:1].isupper() and first[1:].islower() and len(first) > 1
    if not plain or first.casefold() in names or _GERMAN.search(text):
        return text
    return text[0].lower() + text[1:]


def without_speaker(text: str, person: Contact) -> str:
    """``Johanna: tarjouksia pyydetään …`` and ``Denise supports …`` need no name in their own line; still verbatim."""
    for name in (person.name, *names_of(person)):
        for after in (": ", " "):
            rest = text.removeprefix(f"{name}{after}") if name else text
            if rest != text and (after == ": " or rest[:1].islower()):
                return rest
    return text
