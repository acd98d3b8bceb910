"""How sentences are made: a phrase of ours with typed values, or somebody's own words; what is too long is cut."""

from kambrief.core import sentences
from kambrief.core.brief import Kind, Sentence
from kambrief.core.evidence import Listing, Person, Text, Value, Word

PERSON_WORDS = 8
NAME_WORDS = 14
SHORT_QUOTE = 10
"""Words of a quote that stands within a sentence of ours."""


def value(phrase: str, facts: tuple[str, ...] = (), **slots: Value) -> Sentence:
    """A sentence whose words are ours. Words from outside fill its slots, cut where too long to be read."""
    return Sentence(Kind.VALUE, phrase, {name: _cut(slot) for name, slot in slots.items()}, facts)


def _cut(slot: Value) -> Value:
    match slot:
        case Text(text):
            return Text(sentences.short(text))
        case Person(name, contact_id):
            return Person(sentences.short(name, PERSON_WORDS), contact_id)
        case Listing(items):
            return Listing(tuple(_cut(item) for item in items))
        case Word(key, slots) if slots:
            return Word(key, {name: _cut(inner) for name, inner in slots.items()})
        case _:
            return slot


def named(text: str) -> Text:
    """What a record calls a thing, no longer than is read at a glance."""
    return Text(sentences.short(text, NAME_WORDS))


def quote(text: str, fact_id: str, most: int = sentences.MAX_WORDS) -> Sentence:
    """Somebody's own words, within the longest length."""
    return Sentence(Kind.QUOTE, "quote", {"text": Text(sentences.quotable(sentences.unquoted(text), most))}, (fact_id,))
