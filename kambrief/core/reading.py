"""The checks on a model's prose: what may stand in a brief as a reading, and what is wrong with the rest.

A reading says nothing that code has not put there or a cited fact does not hold: no digit, number word or date (values
are slots, ``{F12.due}``), no name of a person (people are references, ``[[C02|Markun]]``), no other name that no cited
fact has, no link, no markup, in the reader's language. A question is said to the customer, so it is held to more.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core import lexicon, sensitive
from kambrief.core.brief import Kind, Sentence
from kambrief.core.evidence import Audience, Count, Day, Fact, Listing, Moment, Money, Number, Percent, Person, Value
from kambrief.core.inflection import accepts
from kambrief.core.reading_words import ALWAYS_CAPITAL, TONGUES, Tongue

MAX_WORDS = 30
MIN_WORDS = 3
_MAX_CHARS = 600
_MAX_WORD = 40
_MAX_NAME, _MAX_NAME_WORDS = 60, 6
_COPIED = 5
"""So many words in a row, the same as in an internal fact or in the instructions, are a quotation of it."""

_PUNCTUATION = frozenset(" .,;:?'’()–—-&/…")
"""No quotation marks: words in them would look like somebody's own."""
_MARK = re.compile(
    r"\{(?P<fact>[A-Z]\d{1,4})\.(?P<role>[^{}\s]{1,40})\}|\[\[(?P<person>[A-Z]\d{1,4})(?:\|(?P<surface>[^\[\]{}|]{1,80}))?\]\]"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_SENTENCE_START = re.compile(r"([.?…]\s+)([^\W\d_])")
_LINK = re.compile(r"\w\.\w{2}|\bwww\b|//|\b(?:https?|ftp|mailto|javascript|data|file|tel)\s*:", re.IGNORECASE)
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
    """Short names of the facts whose values are shown."""

    @property
    def prose(self) -> str:
        """The model's own words; a mark counts as the end of a word."""
        return " ".join(part for part in self.parts if isinstance(part, str))


def read(text: str, cited: Sequence[str], grounds: Grounds, *, question: bool = False) -> Reading:
    """Check one text with the short names of the facts it cites. Never raises, whatever the text."""
    tongue = TONGUES.get(grounds.language)
    if tongue is None:
        return Reading(None, (f"readings in '{grounds.language}' cannot be checked",))
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(text) > _MAX_CHARS:
        return Reading(None, (f"is too long: at most {MAX_WORDS} words",))
    draft = _cut(text, {alias: grounds.facts[alias] for alias in cited if alias in grounds.facts}, grounds)
    problems = [*draft.problems, *_of_form(draft, text), *_of_evidence(draft)]
    if not problems:
        problems = [
            *_of_words(draft, tongue),
            *_of_names(draft, grounds, tongue),
            *_of_person(draft),
            *_of_told(draft, grounds),
        ]
    if question and not problems:
        problems = list(_of_question(draft, text, grounds))
    if problems:
        return Reading(None, tuple(dict.fromkeys(problems)))
    return Reading(_sentence(draft), (), not grounds.guarded.isdisjoint(draft.cited))


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
    end = 0
    for mark in _MARK.finditer(text):
        parts += [text[end : mark.start()]] if mark.start() > end else []
        end = mark.end()
        if _glued(text, mark):
            problems.append(f"{mark[0]} must stand apart from letters; put the whole inflected form into the reference")
        value = _slot(mark, cited, problems) if mark["fact"] else _person(mark, grounds, problems)
        if value is None:
            continue
        if mark["fact"]:
            slots.append(mark["fact"])
        elif surface := _surface(mark, value, grounds):
            surfaces[len(parts)] = surface
        parts.append(value)
    parts += [text[end:]] if end < len(text) else []
    return _Draft(tuple(parts), surfaces, cited, tuple(problems), tuple(slots))


def _glued(text: str, mark: re.Match[str]) -> bool:
    return text[mark.end() : mark.end() + 1].isalnum() or text[max(0, mark.start() - 1) : mark.start()].isalnum()


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
    """The inflected form, if it is one of this person's name and of nobody else's; else none: the name is shown."""
    surface = (mark["surface"] or "").strip()
    if not surface or not isinstance(person, Person) or not accepts(person.name, surface, grounds.language):
        return ""
    others = (other.name for other in grounds.people.values() if other.name != person.name)
    return "" if any(accepts(other, surface, grounds.language) for other in others) else surface


# --- form and evidence ---------------------------------------------------------------------------------------------


def _of_form(draft: _Draft, text: str) -> Iterator[str]:
    prose = draft.prose
    strange = {letter for letter in prose if letter not in _PUNCTUATION and not _is_latin(letter)}
    if any(unicodedata.category(letter).startswith("N") for letter in strange):
        yield "holds a digit: use a slot of a cited fact"
        strange = {letter for letter in strange if not unicodedata.category(letter).startswith("N")}
    if strange:
        yield f"holds characters that are not plain text: {' '.join(sorted(map(_named, strange)))}"
    if _LINK.search(prose):
        yield "holds an address or a link"
    if _LIST_MARK.match(text):
        yield "starts like a list"
    count = len(_WORD.findall(prose)) + sum(not isinstance(part, str) for part in draft.parts)
    if count > MAX_WORDS:
        yield f"is too long: {count} words, at most {MAX_WORDS}"
    elif count < MIN_WORDS:
        yield "says too little"
    if any(len(word) > _MAX_WORD for word in _LETTERS.findall(prose)):
        yield "holds a word nobody can read"


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN ")


def _named(letter: str) -> str:
    return letter if letter.isprintable() and letter.isascii() else unicodedata.name(letter, f"U+{ord(letter):04X}")


def _of_evidence(draft: _Draft) -> Iterator[str]:
    if not draft.cited:
        yield "cites no fact that exists"


# --- words and names -----------------------------------------------------------------------------------------------


def _of_words(draft: _Draft, tongue: Tongue) -> Iterator[str]:
    prose = draft.prose
    counted = tongue.harmless.sub(" ", prose.casefold())
    pieces = _LETTERS.findall(counted)
    tongues = (tongue, TONGUES["en"])
    if numbers := [piece for piece in pieces if any(one.number.match(piece) for one in tongues)]:
        yield f"holds a number word ({', '.join(numbers)}): use a slot of a cited fact, or do without"
    if days := [piece for piece in pieces if any(one.calendar.match(piece) for one in tongues)]:
        yield f"names a day or month ({', '.join(days)}): use a slot of a cited fact, or do without"
    if any(one.phrases.search(prose) for one in tongues):
        yield "holds a number or date in words: use a slot of a cited fact, or do without"
    if not _in_language(pieces, tongue):
        yield "is not in the language asked for"


def _in_language(pieces: Sequence[str], tongue: Tongue) -> bool:
    """Little words (and endings) of the language are there, and none of the others has more of its own."""
    own = sum(piece in tongue.small or bool(tongue.endings.match(piece)) for piece in pieces)
    foreign = max(
        sum(piece in other.small and piece not in tongue.small for piece in pieces)
        for other in TONGUES.values()
        if other is not tongue
    )
    return own * 5 >= len(pieces) and own > 0 and own >= foreign


def _of_names(draft: _Draft, grounds: Grounds, tongue: Tongue) -> Iterator[str]:
    """Capitals are names. People's never stand in prose; others only as a cited fact has them."""
    known = frozenset(_WORD.findall(" ".join(fact.text for fact in draft.cited.values())))
    shown = {word.casefold() for person in grounds.people.values() for word in person.name.split()}
    for position, part in enumerate(draft.parts):
        if not isinstance(part, str):
            continue
        for word in _WORD.finditer(part):
            said = word[0]
            starts = _starts_sentence(part[: word.start()], first=position == 0)
            common = said.casefold() in tongue.small
            if said in ALWAYS_CAPITAL.get(grounds.language, ()) or (common and (said.islower() or starts)):
                continue
            if said.casefold() in shown or (not said.islower() and _names_somebody(said, grounds)):
                yield f"names a person ({said}): use the reference"
            elif not said.islower() and not _is_known(said, known, grounds.language):
                yield f"holds a name no cited fact has ({said}); ordinary words are written in lower case"


def _starts_sentence(before: str, *, first: bool) -> bool:
    stripped = before.rstrip(" '’(")
    return stripped.endswith((".", "?", "…", ":")) or (first and not stripped)


def _names_somebody(said: str, grounds: Grounds) -> bool:
    return any(accepts(name, piece, grounds.language) for piece in {said, *said.split("-")} for name in grounds.names)


def _is_known(said: str, known: frozenset[str], language: str) -> bool:
    """Inflection and compounds allowed: CRM-järjestelmän where the fact has CRM."""
    pieces = [piece for piece in said.split("-") if not piece.islower()]
    return any(accepts(name, said, language) for name in known) or all(
        any(accepts(name, piece, language) for name in known) for piece in pieces
    )


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
    if lexicon.PRICE.search(draft.prose) and not any(lexicon.PRICE.search(words) for words in theirs):
        yield "brings up prices, which no cited fact shared with the customer does"
    if _copies(draft.prose, (fact.text for fact in grounds.facts.values() if fact.audience is not Audience.CUSTOMER)):
        yield "repeats an internal fact word for word"


def _copies(prose: str, texts: Iterable[str]) -> bool:
    said = _runs(prose)
    return any(not said.isdisjoint(_runs(text)) for text in texts)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in _LETTERS.findall(text)]
    return {tuple(words[start : start + _COPIED]) for start in range(len(words) - _COPIED + 1)}


# --- the sentence --------------------------------------------------------------------------------------------------


def _sentence(draft: _Draft) -> Sentence:
    parts = tuple(_capitalised(part, first=index == 0) for index, part in enumerate(draft.parts))
    facts = tuple(dict.fromkeys(fact.id for fact in draft.cited.values()))
    return Sentence(Kind.READING, "reading", {}, facts, parts, dict(draft.surfaces))


def _capitalised(part: str | Value, *, first: bool) -> str | Value:
    """Capitals are ours to set: at the start, and after a full stop within one part."""
    if not isinstance(part, str):
        return part
    part = _SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), part)
    return part[:1].upper() + part[1:] if first else part
