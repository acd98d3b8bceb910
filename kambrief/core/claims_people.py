"""Whether a prose gives a promise to the wrong side, or words and wishes to somebody no cited fact tells them of."""

import re
from collections.abc import Iterable, Iterator, Sequence

from kambrief.core.claim_words import FAMILIES
from kambrief.core.claim_words_frames import FRAMES
from kambrief.core.claim_words_people import ATTRIBUTIONS, SIDES, Attribution
from kambrief.core.claims_text import Clause, Slot, plain
from kambrief.core.evidence import Fact, Listing, Person, Value
from kambrief.core.inflection import accepts

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OURS, _THEIRS = "us", "them"


def wrong_owners(clauses: Sequence[Clause], cited: Sequence[Fact], language: str, *, question: bool) -> Iterator[str]:
    """Promises that the prose gives to the side that did not make them."""
    sides = {fact.by for fact in cited if fact.source.table == "commitments"}
    if sides not in ({_OURS}, {_THEIRS}) or language not in SIDES:
        return
    (side,) = sides
    words = SIDES[language]
    right, wrong = (words.ours, words.theirs) if side == _OURS else (words.theirs, words.ours)
    for clause in clauses:
        said = _sided(clause, language, question=question)
        found = wrong.search(said)
        if found and not right.search(said) and not _negated(said, found.start(), language) and not _other(cited, side):
            whose = "ours, not the customer's" if side == _OURS else "the customer's, not ours"
            yield f"gives a promise to the wrong side: the cited one is {whose}; say who owes whom as the fact does"


def wrong_persons(clauses: Sequence[Clause], cited: Sequence[Fact], language: str) -> Iterator[str]:
    """People who are told to say, want or decide something, with no cited fact about them."""
    words = ATTRIBUTIONS.get(language)
    if words is None:
        return
    for clause in clauses:
        for place, slot, person in clause.persons():
            if clause.asked or _wondered(clause, place, language) or any(_concerns(fact, person) for fact in cited):
                continue
            acts = _acts(slot, person, language) and _does(words, clause.text, place)
            if acts or (words.view and words.view.match(clause.text, place)):
                yield (
                    f"tells what {person.name} says, wants or does, and no cited fact is about {person.name}: "
                    "cite one, or name who it is about"
                )


def _does(words: Attribution, text: str, place: int) -> bool:
    """Whether a verb of saying, wanting or deciding stands behind the person, or before as some word orders have it."""
    inverted = any(hit.start() <= place < hit.end() for hit in words.before.finditer(text))
    return inverted or bool(words.after.match(text, place))


def _sided(clause: Clause, language: str, *, question: bool) -> str:
    """The clause with people and "you" as sides: in a note that is one of us, in a question the customer."""
    text = clause.text
    for place, slot, person in clause.persons():
        customer = "qthey" if _acts(slot, person, language) else "qthem"
        text = text.replace(clause.text[place], customer if person.contact_id else "qwe")
    for you, (ours, theirs) in SIDES[language].you.items():
        text = re.sub(rf"(?<!\w){re.escape(you)}(?!\w)", theirs if question else ours, text)
    return text


def _acts(slot: Slot, person: Person, language: str) -> bool:
    """Whether the name stands as the one who does something: in Finnish its form tells."""
    return language != "fi" or not slot.surface or slot.surface.casefold() in _parts(person.name)


def _parts(name: str) -> set[str]:
    pieces = name.casefold().split()
    return {name.casefold(), *(" ".join(pieces[:end]) for end in range(1, len(pieces))), *pieces}


def _negated(text: str, place: int, language: str) -> bool:
    return bool(FRAMES[language].negated.search(text[:place]))


def _other(cited: Iterable[Fact], side: str) -> bool:
    """Whether another fact tells of a promise by the other side: in a mail of theirs, say."""
    promised = FAMILIES["promised"]
    return any(
        fact.source.table != "commitments"
        and fact.by != side
        and any(words.search(plain(fact.text)) for words in (promised.cues, *promised.done.values()))
        for fact in cited
    )


def _wondered(clause: Clause, place: int, language: str) -> bool:
    """Part of an indirect question ("ask what Anna wants"), a condition or a wish. "What Anna wants is…" is none."""
    frame = FRAMES[language]
    before, behind = clause.text[:place], clause.text[place:]
    if frame.wondered.search(before):
        starts = frame.wondered.match(before)
        return not (language == "en" and starts and re.search(r"(?<!\w)(?:is|are|was) ", behind))
    return bool(frame.open.search(before))


# --- whom a fact is about ------------------------------------------------------------------------------------------


def _concerns(fact: Fact, person: Person) -> bool:
    if person.contact_id and person.contact_id in fact.people:
        return True
    if any(_same(other, person) for value in fact.values.values() for other in _people(value)):
        return True
    words = _WORD.findall(fact.text)
    names = [name for name in person.name.split() if len(name) > 1]
    return any(accepts(name, word, language) for name in names for word in words for language in FRAMES)


def _people(value: Value) -> Iterator[Person]:
    match value:
        case Person():
            yield value
        case Listing(items):
            for item in items:
                yield from _people(item)
        case _:
            return


def _same(one: Person, other: Person) -> bool:
    if one.contact_id and other.contact_id:
        return one.contact_id == other.contact_id
    return one.name.casefold() == other.name.casefold()
