"""What a model is asked for: to order the floor's lines and add readings. What becomes of it: `core.answer`.

    brief, spoken lines, facts → `writing_task` → `system_data`, `user_data`, `schema` → (the model) → `answer.apply`

The model sees short names only (F1, C1, L1), so that no id from outside steers it. What a fact's audience forbids is
not in the request: neither the fact nor a line that rests on it.
"""

import dataclasses
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kambrief.core import lexicon, sentences
from kambrief.core.brief import Brief, Dropped, Line, Section
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
    Word,
)
from kambrief.core.reading import MAX_WORDS, Grounds, presentable, showable

SYSTEM_PROMPT = "brief.system"
"""Prompt file, filled with `system_data`: the same for every brief in one language."""
USER_PROMPT = "brief.user"
"""Prompt file, filled with `user_data`: this meeting."""

MAX_QUESTIONS = 3
CHARS_A_TOKEN = 3
"""Measured: Finnish 3.2, Swedish 3.7, German 4.9, English 5.4 characters a token; the lowest is the safe one."""

_LANGUAGE_NAMES = {"en": "English", "fi": "Finnish", "sv": "Swedish", "de": "German"}
_FACT_CHARS, _LINE_CHARS, _AGENDA_CHARS, _TITLE_CHARS = 320, 420, 600, 160
_FACT_WORDS = 3
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_LINK = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)\S+", re.IGNORECASE)
_PLAIN_ROLE = re.compile(r"[^{}\s]{1,40}\Z")


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the floor as the model sees it."""

    alias: str
    section: Section
    line: Line
    text: str

    @property
    def movable(self) -> bool:
        """Pinned lines keep their places: they are told, not ordered."""
        return not self.line.pinned and self.section is not Section.ONE_THING


@dataclass(frozen=True, slots=True)
class WritingTask:
    """One request: everything the model may know, by short name, and what was kept from it."""

    language: str
    title: str
    agenda: str
    facts: Mapping[str, Fact]
    people: Mapping[str, Person]
    lines: tuple[Shown, ...]
    names: frozenset[str] = frozenset()
    """Single words of the names of people, shown or not."""
    secret: frozenset[str] = frozenset()
    """Ids of the facts that must not come up in front of the customer."""
    left_out: tuple[Dropped, ...] = ()
    """Facts that are not in the request, by the rule that kept them out (for ``why``)."""

    @property
    def grounds(self) -> Grounds:
        """The same, as the checks on readings need it."""
        guarded = frozenset(alias for alias, fact in self.facts.items() if fact.id in self.secret)
        return Grounds(self.language, self.facts, self.people, self.names, guarded)

    def movable(self) -> Mapping[Section, tuple[Shown, ...]]:
        """The lines whose order is the model's, where there is one to choose."""
        found: dict[Section, list[Shown]] = {}
        for shown in self.lines:
            if shown.movable:
                found.setdefault(shown.section, []).append(shown)
        return {section: tuple(lines) for section, lines in found.items() if len(lines) > 1}


def writing_task(
    brief: Brief,
    spoken: Mapping[str, str],
    facts: Mapping[str, Fact],
    title: str,
    agenda: str,
    language: str,
    *,
    max_tokens: int = 4000,
    names: Collection[str] = (),
) -> WritingTask:
    """Choose what the model may see. ``spoken``: line id → the line as it is read; a line without is not shown.

    ``facts`` are this account's (other customers' must not be among them); ``max_tokens`` is the limit of `user_data`,
    counted as characters / 3; ``names`` are names of further people that must never stand in prose (all contacts).
    """
    known = {**facts, **brief.facts}
    lines = _lines(brief, spoken, known)
    people = _people(brief, lines)
    draft = WritingTask(
        language,
        _clean(title, _TITLE_CHARS),
        _clean(agenda, _AGENDA_CHARS),
        {},
        people,
        lines,
        _name_words(known.values(), people.values(), names),
        _secret(brief, known),
    )
    budget = max_tokens * CHARS_A_TOKEN - len(user_data(draft)["data"])
    while budget < 0 and draft.lines:
        draft = dataclasses.replace(draft, lines=draft.lines[:-1])
        budget = max_tokens * CHARS_A_TOKEN - len(user_data(draft)["data"])
    chosen, left_out = _choose(known, draft, brief, budget)
    return dataclasses.replace(draft, facts=chosen, left_out=left_out)


def system_data(language: str) -> dict[str, Any]:
    """What `SYSTEM_PROMPT` is filled with."""
    return {
        "language": _LANGUAGE_NAMES.get(language, language),
        "max_words": MAX_WORDS,
        "max_questions": MAX_QUESTIONS,
    }


def user_data(task: WritingTask, problems: Sequence[str] = ()) -> dict[str, Any]:
    """What `USER_PROMPT` is filled with: JSON, one object a line.

    No angle brackets and no unseen characters, so that nothing in it can look like its end. ``problems`` of the last
    answer ask for a better one.
    """
    return {
        "data": "\n".join(_json(row) for row in _rows(task)),
        "problems": [_json(_clean(problem, _FACT_CHARS)) for problem in problems],
    }


def repair_prompt(task: WritingTask, problems: Sequence[str]) -> dict[str, Any]:
    """`user_data` for the one more call that may mend what was wrong with the first answer."""
    return user_data(task, problems)


def schema(task: WritingTask) -> dict[str, Any]:
    """JSON schema of the answer, in the subset every server with strict schemas knows: no lengths, nothing optional."""
    reading = _object(
        {"text": {"type": "string"}, "facts": {"type": "array", "items": _one_of(task.facts)}},
    )
    order = {
        section.value: {"type": "array", "items": _one_of(shown.alias for shown in lines)}
        for section, lines in task.movable().items()
    }
    return _object(
        {
            "one_thing": {"anyOf": [reading, {"type": "null"}]},
            "questions": {"type": "array", "items": reading},
            "order": _object(order),
        }
    )


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(names: Iterable[str]) -> dict[str, Any]:
    allowed = list(names)
    return {"type": "string", "enum": allowed} if allowed else {"type": "string"}


# --- what may be seen ----------------------------------------------------------------------------------------------


def _hidden(fact: Fact | None) -> str:
    """The rule that keeps a fact from the model; empty when it may see it."""
    if fact is None:
        return "unknown"
    if fact.withheld:
        return fact.withheld
    if fact.superseded_by:
        return "superseded"
    return "manager-only" if fact.audience is Audience.MANAGER_ONLY else ""


def _empty(fact: Fact, places: Mapping[str, int]) -> str:
    """A stump ("Attached.") supports no claim, a mail's subject none that its text does not: they dilute the rest."""
    if fact.id in places:
        return ""
    bare_event = fact.source.table == "activities" and "#" not in fact.id
    stump = "#" in fact.id and sentences.words(fact.text) < _FACT_WORDS
    return "says too little" if bare_event or stump else ""


def _lines(brief: Brief, spoken: Mapping[str, str], facts: Mapping[str, Fact]) -> tuple[Shown, ...]:
    seen = [
        (section, line)
        for section, line in brief.lines()
        if spoken.get(line.id, "").strip() and not any(_hidden(facts.get(fact_id)) for fact_id in line.facts)
    ]
    return tuple(
        Shown(f"L{number}", section, line, _clean(spoken[line.id], _LINE_CHARS))
        for number, (section, line) in enumerate(seen, 1)
    )


def _people(brief: Brief, lines: Iterable[Shown]) -> dict[str, Person]:
    """Whom the brief names where the model can see it, in reading order: nobody else may come up in a reading."""
    sentences = [*brief.header, *(sentence for shown in lines for sentence in shown.line.sentences)]
    named = [
        person for sentence in sentences for person in _persons(sentence.slots.values()) if presentable(person.name)
    ]
    by_name = {person.name: person for person in named if person.contact_id}
    found: dict[str, Person] = {}
    for one in named:
        person = by_name.get(one.name, one)
        key = person.contact_id or person.name
        if key not in found or len(person.name) > len(found[key].name):
            found[key] = person  # "Leena" in one line, "Leena Aalto" in another: the whole name says more
    return {f"C{number}": person for number, person in enumerate(found.values(), 1)}


def _persons(values: Iterable[Value]) -> Iterator[Person]:
    for value in values:
        if isinstance(value, Person):
            yield value
        elif isinstance(value, Listing):
            yield from _persons(value.items)


def _name_words(facts: Iterable[Fact], people: Iterable[Person], names: Iterable[str]) -> frozenset[str]:
    """Words of at least two letters with a capital: "von" and "de" name nobody."""
    persons = [*people, *(person for fact in facts for person in _persons(fact.values.values()))]
    words = {word for name in (*names, *(person.name for person in persons)) for word in re.split(r"[\s,]+", name)}
    return frozenset(word for word in words if len(word) > 1 and word[:1].isupper())


def _choose(
    facts: Mapping[str, Fact], task: WritingTask, brief: Brief, budget: int
) -> tuple[dict[str, Fact], tuple[Dropped, ...]]:
    """The facts that fit, most useful first: what the brief rests on, then by rank of the source, then newest."""
    places = _places(brief)
    rules = {fact.id: _hidden(fact) or _empty(fact, places) for fact in facts.values()}
    left_out = [Dropped(fact_id, rule) for fact_id, rule in rules.items() if rule]
    ranked = sorted(
        (fact for fact in facts.values() if not rules[fact.id]),
        key=lambda fact: (
            places.get(fact.id, len(places)),
            -fact.rank,
            -(fact.at.timestamp() if fact.at else 0.0),
            fact.id,
        ),
    )
    chosen: dict[str, Fact] = {}
    for fact in ranked:
        alias = f"F{len(chosen) + 1}"
        cost = len(_json(_fact_row(alias, fact, task))) + 1
        if cost <= budget:
            chosen[alias], budget = fact, budget - cost
        else:
            left_out.append(Dropped(fact.id, "model budget"))
    return chosen, tuple(left_out)


def _places(brief: Brief) -> dict[str, int]:
    """Fact → where the brief first rests on it."""
    places: dict[str, int] = {}
    for place, (_, line) in enumerate(brief.lines()):
        for fact_id in line.facts:
            places.setdefault(fact_id, place)
    return places


def _secret(brief: Brief, facts: Mapping[str, Fact]) -> frozenset[str]:
    """Facts that must not be said to the customer.

    What a line marked INTERNAL rests on, internal talk of prices, and what says so itself; and all else that stands in
    the same internal record, since the sentence beside "our lowest price" may be the one with the exception.
    """
    marked = {fact_id for _, line in brief.lines() if line.internal for fact_id in line.facts}
    secret = {fact.id for fact in facts.values() if fact.id in marked or _says_so(fact)}
    records = {_record(facts[fact_id]) for fact_id in secret if facts[fact_id].audience is not Audience.CUSTOMER}
    beside = {fact.id for fact in facts.values() if fact.audience is not Audience.CUSTOMER and _record(fact) in records}
    return frozenset(marked | secret | beside)


def _record(fact: Fact) -> tuple[str, str]:
    return fact.source.table, fact.source.record_id


def _says_so(fact: Fact) -> bool:
    priced = fact.audience is not Audience.CUSTOMER and lexicon.PRICE.search(fact.text)
    return bool(priced or lexicon.NOT_FOR_CUSTOMER.search(fact.text) or lexicon.OFF_RECORD.search(fact.text))


# --- how it is told ------------------------------------------------------------------------------------------------


def _rows(task: WritingTask) -> Iterator[dict[str, Any]]:
    yield {"meeting": task.title, "agenda": task.agenda}
    for alias, person in task.people.items():
        yield {"person": alias, "name": person.name, "of": "customer" if person.contact_id else "us or unknown"}
    for shown in task.lines:
        place = {} if shown.movable else {"fixed": True}
        yield {"line": shown.alias, "section": shown.section.value, **place, "text": shown.text}
    for alias, fact in task.facts.items():
        yield _fact_row(alias, fact, task)


def _fact_row(alias: str, fact: Fact, task: WritingTask) -> dict[str, Any]:
    concerned = {*fact.people, *(person.contact_id for person in _persons(fact.values.values()))}
    row = {
        "fact": alias,
        "from": fact.source.table,
        "at": fact.at.date().isoformat() if fact.at else "",
        "audience": "secret" if fact.id in task.secret else fact.audience.value,
        "by": fact.by,
        "text": _clean(fact.text, _FACT_CHARS),
        "people": [
            short for short, person in task.people.items() if person.contact_id and person.contact_id in concerned
        ],
        "slots": {
            f"{{{alias}.{role}}}": _told(value)
            for role, value in fact.values.items()
            if showable(value) and _PLAIN_ROLE.match(role)
        },
    }
    return {key: value for key, value in row.items() if value}


def _told(value: Value) -> str:  # noqa: PLR0911 - one line a type
    """A value for the model's eyes: plain and exact, the same in every language."""
    match value:
        case Money(amount, currency):
            return f"{amount} {currency}"
        case Day(date):
            return date.isoformat()
        case Moment(at):
            return at.isoformat(timespec="minutes")
        case Count(number):
            return str(number)
        case Number(number):
            return str(number)
        case Percent(number):
            return f"{number} %"
        case Person(name) | Text(name) | Word(name):
            return name
        case Listing(items):
            return ", ".join(_told(item) for item in items)


def _clean(text: str, longest: int) -> str:
    """Words from outside on one line, without links and what nobody can see, cut where a word ends.

    A link is no use to the model, and some open a door: a join link with its password goes to nobody.
    """
    text = unicodedata.normalize(
        "NFC", "".join(" " if letter.isspace() else letter for letter in text if _is_seen(letter))
    )
    text = " ".join(_LINK.sub(" ", text).split())
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0] + " …"


def _is_seen(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in _UNSEEN


def _json(data: object) -> str:
    """One line of JSON; the angle brackets of the fence around it cannot occur, nor can unseen characters."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = "".join(letter for letter in text if unicodedata.category(letter) not in _UNSEEN)
    return text.replace("<", "\\u003c").replace(">", "\\u003e")
