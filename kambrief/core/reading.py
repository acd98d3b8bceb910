"""The checks on a model's prose: what may stand in a brief as a reading, and what is wrong with the rest.

A reading says nothing that code has not put there or a cited fact does not hold: no digit, number word or date (values
are slots, ``{F12.due}``), no name of a person (people are references, ``[[C02|Markun]]``), no other name that no cited
fact has, no link, no markup, in the reader's language. A question is said to the customer, so it is held to more.
"""

import enum
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core import claims, lexicon, quoting, reading_names, sensitive
from kambrief.core.brief import Kind, Sentence
from kambrief.core.evidence import (
    Audience,
    Count,
    Day,
    Fact,
    Listing,
    Moment,
    Money,
    Number,
    Percent,
    Person,
    Text,
    Value,
)
from kambrief.core.inflection import accepts
from kambrief.core.pseudonyms import Told
from kambrief.core.reading_words import TONGUES, Tongue


class Place(enum.Enum):
    """Where a reading stands."""

    ONE_THING = "one_thing"
    PERSON = "person"
    REMARK = "remark"
    QUESTION = "question"
    NEED = "need"

    @property
    def is_asked(self) -> bool:
        """Said to the customer as it stands."""
        return self in {Place.QUESTION, Place.NEED}


LIMITS = {Place.ONE_THING: 20, Place.PERSON: 9, Place.REMARK: 11, Place.QUESTION: 12, Place.NEED: 14}
"""Words asked for in English; half as many more are forgiven."""
_LENGTH = {"fi": 0.75, "de": 0.9}
"""Words that say the same, beside English."""
MIN_WORDS = 3


def limit(place: Place, language: str) -> int:
    """Words asked for in a language."""
    return round(LIMITS[place] * _LENGTH.get(language, 1.0))


_MAX_CHARS = 600
_MAX_WORD = 40
_MAX_NAME, _MAX_NAME_WORDS = 60, 6
_MAX_CITED = 6
"""What rests on everything rests on nothing."""
_TOLD = 3
"""Content words in common with a secret."""
_CHEAP = re.compile(r"\b(?:cheap|halve|halvem|edullis|billig|günstig)", re.IGNORECASE)
_COPIED = 5
"""So many words in a row, the same as in an internal fact or in the instructions, are a quotation of it."""

_PUNCTUATION = frozenset(" .,;:?'’()–—-&/…")
"""No quotation marks: words in them would look like somebody's own."""
_MARK = re.compile(
    r"\{(?P<fact>[A-Z]\d{1,4})\.(?P<role>[^{}\s]{1,40})\}|\{(?P<said>[A-Z]\d{1,4})(?::(?P<words>[^{}]{1,320}))?\}|\[\[(?P<person>[A-Z]\d{1,4})(?:\|(?P<surface>[^\[\]{}|]{1,80}))?\]\]"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE_START = re.compile(r"([.?…]\s+)([^\W\d_])")
_LINK = re.compile(r"\w\.\w{2}|\bwww\b|//|\b(?:https?|ftp|mailto|javascript|data|file|tel)\s*:", re.IGNORECASE)
_SINGLE_QUOTES = re.compile(r"(?<!\w)['’]|(?<=[^\Ws])['’](?!\w)")
"""An apostrophe has a letter before it, and one behind it unless it follows an s."""
_LIST_MARK = re.compile(r"^\s*[-–—•]")


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a reading may rest on: what the model was shown, by the short names it was shown under."""

    language: str
    facts: Mapping[str, Fact]
    people: Mapping[str, Person]
    names: frozenset[str] = frozenset()
    """Single words of the names of people, shown or not: none may stand in prose."""
    guarded: frozenset[str] = frozenset()
    """Short names of the facts that must not come up in front of the customer."""
    called: Mapping[str, str] = field(default_factory=dict)
    """What colleagues call these people, by the same short names: shown where no inflected form was accepted."""
    words: Mapping[str, Told] = field(default_factory=dict)
    """Each fact's words as the model was told them: what it may quote."""
    about: Person | None = None
    """Whose line the reading stands on: they are its subject where it names nobody."""
    told: str = ""
    """The instructions the model had: weak models say their example again, as if it were about this customer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A checked text: a sentence, or what is wrong with it."""

    sentence: Sentence | None
    problems: tuple[str, ...] = ()
    guarded: bool = False
    """It rests on a fact that must not be said to the customer."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text cut at its marks, while it is checked."""

    parts: tuple[str | Value, ...]
    surfaces: Mapping[int, str]
    cited: Mapping[str, Fact]
    problems: tuple[str, ...]
    slots: tuple[str, ...] = ()
    """Short names of the facts whose values or words are shown."""
    marks: tuple[tuple[int, str, Fact], ...] = ()
    """Places in ``parts`` with the role and fact of their value; the role of quoted words is empty."""

    @property
    def prose(self) -> str:
        """The model's own words; a mark counts as the end of a word."""
        return " ".join(part for part in self.parts if isinstance(part, str))


def read(text: str, cited: Sequence[str], grounds: Grounds, place: Place = Place.ONE_THING) -> Reading:
    """Check one text with the short names of the facts it cites. Never raises, whatever the text."""
    tongue = TONGUES.get(grounds.language)
    if tongue is None:
        return Reading(None, (f"readings in '{grounds.language}' cannot be checked",))
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(text) > _MAX_CHARS:
        return Reading(None, (f"is too long: at most {limit(place, grounds.language)} words",))
    draft = _cut(text, {alias: grounds.facts[alias] for alias in cited if alias in grounds.facts}, grounds)
    problems = [*draft.problems, *_of_form(draft, text, limit(place, grounds.language)), *_of_evidence(draft)]
    if not problems:
        problems = [
            *_of_words(draft, tongue),
            *reading_names.problems(draft.parts, tuple(draft.cited.values()), _shown(grounds), grounds.names, tongue),
            *_of_person(draft),
            *_of_told(draft, grounds),
            *_of_subject(draft, grounds.about),
            *claims.problems(
                _claimed(draft, grounds.about), tuple(draft.cited.values()), grounds.language, question=place.is_asked
            ),
        ]
    if place.is_asked and not problems:
        problems = list(_of_question(draft, text, grounds))
    if problems:
        return Reading(None, tuple(dict.fromkeys(problems)))
    alone = place not in {Place.PERSON, Place.REMARK}
    secret = not grounds.guarded.isdisjoint(draft.cited) or _tells_secrets(draft, grounds)
    return Reading(_sentence(draft, alone=alone), (), secret)


def showable(value: Value) -> bool:
    """Whether a value may fill a slot in prose: what code formats. Words from outside stay in quotes of the floor's."""
    match value:
        case Money() | Day() | Moment() | Count() | Number() | Percent():
            return True
        case Listing(items):
            return bool(items) and all(showable(item) for item in items)
        case _:
            return False


def presentable(name: str) -> bool:
    """Whether something given as a name is one to look at: letters, few words, no address, no sentence."""
    return (
        1 < len(name) <= _MAX_NAME
        and len(name.split()) <= _MAX_NAME_WORDS
        and all(letter.isalpha() or letter in " .'’-" for letter in name)
        and not _LINK.search(name)
    )


# --- cutting -------------------------------------------------------------------------------------------------------


def _cut(text: str, cited: Mapping[str, Fact], grounds: Grounds) -> _Draft:
    parts: list[str | Value] = []
    surfaces: dict[int, str] = {}
    problems: list[str] = []
    slots: list[str] = []
    marks: list[tuple[int, str, Fact]] = []
    end = 0
    for mark in _MARK.finditer(text):
        parts += [text[end : mark.start()]] if mark.start() > end else []
        end = mark.end()
        if _glued(text, mark):
            problems.append(f"{mark[0]} must stand apart from letters; put the whole inflected form into the reference")
        value = _valued(mark, cited, grounds, problems)
        if value is None:
            continue
        if alias := mark["fact"] or mark["said"]:
            slots.append(alias)
            marks.append((len(parts), mark["role"] or "", cited[alias]))
        elif surface := _surface(mark, value, grounds):
            surfaces[len(parts)] = surface
        parts.append(value)
    parts += [text[end:]] if end < len(text) else []
    return _Draft(tuple(parts), surfaces, cited, tuple(problems), tuple(slots), tuple(marks))


def _glued(text: str, mark: re.Match[str]) -> bool:
    return text[mark.end() : mark.end() + 1].isalnum() or text[max(0, mark.start() - 1) : mark.start()].isalnum()


def _valued(mark: re.Match[str], cited: Mapping[str, Fact], grounds: Grounds, problems: list[str]) -> Value | None:
    if mark["person"]:
        return _person(mark, grounds, problems)
    return _slot(mark, cited, problems) if mark["fact"] else _quote(mark, cited, grounds, problems)


def _quote(mark: re.Match[str], cited: Mapping[str, Fact], grounds: Grounds, problems: list[str]) -> Value | None:
    """A fact's own words: of a replaced or cited fact only, whole or from one comma or full stop to the next."""
    alias = mark["said"]
    if alias not in cited:
        problems.append(f"{{{alias}}} quotes a fact that is not cited in 'facts', or does not exist")
        return None
    found = quoting.part(grounds.words.get(alias, Told(cited[alias].text)), mark["words"] or "")
    if found.problem:
        problems.append(f"{{{alias}}} {found.problem}")
        return None
    return Text(found.words)


def _slot(mark: re.Match[str], cited: Mapping[str, Fact], problems: list[str]) -> Value | None:
    fact = cited.get(mark["fact"])
    if fact is None:
        problems.append(f"{mark[0]} is a slot of a fact that is not cited in 'facts', or does not exist")
        return None
    value = fact.values.get(mark["role"])
    if value is None or not showable(value):
        problems.append(f"{mark[0]}: {mark['fact']} has no such slot")
        return None
    return value


def _person(mark: re.Match[str], grounds: Grounds, problems: list[str]) -> Person | None:
    person = grounds.people.get(mark["person"])
    if person is None:
        problems.append(f"[[{mark['person']}]] refers to nobody in the list of people")
    return person


def _surface(mark: re.Match[str], person: Value, grounds: Grounds) -> str:
    """The inflected form, if it is one of this person's name and of nobody else's; else what they are called, if nobody
    else is; else none: the whole name is shown.
    """
    if not isinstance(person, Person):
        return ""
    others = [other.name for other in grounds.people.values() if other.name != person.name]
    for surface in ((mark["surface"] or "").strip(), grounds.called.get(mark["person"], "")):
        mine = surface and accepts(person.name, surface, grounds.language)
        if mine and not any(accepts(other, surface, grounds.language) for other in others):
            return surface
    return ""


# --- form and evidence ---------------------------------------------------------------------------------------------


def _of_form(draft: _Draft, text: str, most: int) -> Iterator[str]:
    prose = draft.prose
    strange = {letter for letter in prose if letter not in _PUNCTUATION and not _is_latin(letter)}
    if any(unicodedata.category(letter).startswith("N") for letter in strange):
        yield "holds a digit: use a slot of a cited fact"
        strange = {letter for letter in strange if not unicodedata.category(letter).startswith("N")}
    if strange:
        yield f"holds characters that are not plain text: {' '.join(sorted(map(_named, strange)))}"
    if _SINGLE_QUOTES.search(prose):
        yield "holds a quotation mark: use a quote slot"
    if _LINK.search(prose):
        yield "holds an address or a link"
    if _LIST_MARK.match(text):
        yield "starts like a list"
    count = len(_WORD.findall(prose)) + sum(_length(part) for part in draft.parts if not isinstance(part, str))
    if count > most * 3 // 2:
        yield f"is too long: {count} words, at most {most}"
    elif count < MIN_WORDS:
        yield "says too little"
    if any(len(word) > _MAX_WORD for word in _LETTERS.findall(prose)):
        yield "holds a word nobody can read"


def _length(value: Value) -> int:
    return len(value.text.split()) if isinstance(value, Text) else 1


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN ")


def _named(letter: str) -> str:
    return letter if letter.isprintable() and letter.isascii() else unicodedata.name(letter, f"U+{ord(letter):04X}")


def _of_evidence(draft: _Draft) -> Iterator[str]:
    if not draft.cited:
        yield "cites no fact that exists"
    elif len(draft.cited) > _MAX_CITED:
        yield f"cites {len(draft.cited)} facts: name the few it rests on"


# --- words and names -----------------------------------------------------------------------------------------------


def _of_words(draft: _Draft, tongue: Tongue) -> Iterator[str]:
    prose = draft.prose
    counted = tongue.harmless.sub(" ", prose).casefold()
    pieces = _LETTERS.findall(counted)
    tongues = (tongue, TONGUES["en"])
    if numbers := [piece for piece in pieces if any(one.number.match(piece) for one in tongues)]:
        yield f"holds a number word ({', '.join(numbers)}): use a slot of a cited fact, or do without"
    if days := [piece for piece in pieces if any(one.calendar.match(piece) for one in tongues)]:
        yield f"names a day or month ({', '.join(days)}): use a slot of a cited fact, or do without"
    if any(one.phrases.search(prose) for one in tongues):
        yield "holds a number or date in words: use a slot of a cited fact, or do without"
    if not reading_names.in_language(_LETTERS.findall(prose.casefold()), tongue):
        yield "is not in the language asked for"


def _shown(grounds: Grounds) -> frozenset[str]:
    """Words of the names of the people in the request, case-folded."""
    return frozenset(word.casefold() for person in grounds.people.values() for word in person.name.split())


def _of_person(draft: _Draft) -> Iterator[str]:
    """What is nobody's business is no reading either, not even as a guess."""
    about = " ".join(part if isinstance(part, str) else _pronoun(part) for part in draft.parts)
    if rule := sensitive.rule(about, ()):
        yield f"touches on what is private ({rule})"


def _pronoun(part: Value) -> str:
    """A person in the sentence makes it one about a person for `sensitive.rule`."""
    return "she" if isinstance(part, Person) else ""


def _of_told(draft: _Draft, grounds: Grounds) -> Iterator[str]:
    if _copies(draft.prose, [grounds.told]):
        yield "repeats the instructions or their example"


# --- questions -----------------------------------------------------------------------------------------------------


def _of_question(draft: _Draft, text: str, grounds: Grounds) -> Iterator[str]:
    """It will be said to the customer: no internal fact's value or wording, no price that is not theirs."""
    if not text.endswith("?") or text.count("?") > 1:
        yield "must be one question, ending in a question mark"
    if draft.cited.keys() & grounds.guarded or any(
        fact.audience is Audience.MANAGER_ONLY for fact in draft.cited.values()
    ):
        yield "rests on a fact that must not be said to the customer"
    if any(draft.cited[alias].audience is not Audience.CUSTOMER for alias in draft.slots):
        yield "shows the customer a value of an internal fact"
    theirs = [fact.text for fact in draft.cited.values() if fact.audience is Audience.CUSTOMER]
    if _tells_secrets(draft, grounds):
        yield "tells what must not be said to the customer"
    if (lexicon.PRICE.search(draft.prose) or _CHEAP.search(draft.prose)) and not any(
        lexicon.PRICE.search(words) for words in theirs
    ):
        yield "brings up prices, which no cited fact shared with the customer does"
    if _copies(draft.prose, (fact.text for fact in grounds.facts.values() if fact.audience is not Audience.CUSTOMER)):
        yield "repeats an internal fact word for word"


def _tells_secrets(draft: _Draft, grounds: Grounds) -> bool:
    """Whether the prose shares so many words with a secret that it tells it, whatever it cites."""
    shared = {
        stem
        for fact in draft.cited.values()
        if fact.audience is Audience.CUSTOMER
        for stem in lexicon.content_stems(fact.text)
    }
    said = lexicon.content_stems(draft.prose) - shared
    return any(len(said & lexicon.content_stems(grounds.facts[one].text)) >= _TOLD for one in grounds.guarded)


def _copies(prose: str, texts: Iterable[str]) -> bool:
    said = _runs(prose)
    return any(not said.isdisjoint(_runs(text)) for text in texts)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in _LETTERS.findall(text)]
    return {tuple(words[start : start + _COPIED]) for start in range(len(words) - _COPIED + 1)}


# --- the sentence --------------------------------------------------------------------------------------------------


def _sentence(draft: _Draft, *, alone: bool) -> Sentence:
    """``alone``: it begins a line, and so with a capital."""
    parts = tuple(_capitalised(part, first=alone and index == 0) for index, part in enumerate(draft.parts))
    facts = tuple(dict.fromkeys(fact.id for fact in draft.cited.values()))
    forms = {index: quoting.form(fact) for index, role, fact in draft.marks if not role}
    return Sentence(Kind.READING, "reading", {}, facts, parts, {**draft.surfaces, **forms})


def _of_subject(draft: _Draft, about: Person | None) -> Iterator[str]:
    """What is said of a person rests on something about them, or about nobody in particular."""
    if about is None or not about.contact_id:
        return
    if all(fact.people and about.contact_id not in fact.people for fact in draft.cited.values()):
        yield "rests on facts about other people only: cite one about this person"


def _claimed(draft: _Draft, about: Person | None) -> tuple[str | claims.Slot, ...]:
    """The parts as `claims` looks at them: each value with its role and its fact, the subject that is understood put in
    front.
    """
    marked = {index: (role, fact) for index, role, fact in draft.marks}
    found: list[str | claims.Slot] = [claims.Slot(about), " "] if about else []
    for index, part in enumerate(draft.parts):
        role, fact = marked.get(index, ("", None))
        found.append(part if isinstance(part, str) else claims.Slot(part, role, fact, draft.surfaces.get(index, "")))
    return tuple(found)


def _capitalised(part: str | Value, *, first: bool) -> str | Value:
    """Capitals are ours to set: at the start, and after a full stop within one part."""
    if not isinstance(part, str):
        return part
    part = _SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), part)
    return part[:1].upper() + part[1:] if first else part
