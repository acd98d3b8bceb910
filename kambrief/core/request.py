"""How a request to a model is worded: data as plain lines, one a fact, under the record it comes from.

Nothing from outside can look like anything else than words: it stays on its line, behind a short name of ours, without
brackets, links, addresses and what nobody can see.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

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
from kambrief.core.pseudonyms import unmarked
from kambrief.core.reading import LIMITS, limit, showable
from kambrief.core.task import WritingTask, letter

SYSTEM_PROMPT = "brief.system"
"""Prompt file, filled with `system_data`: the same for every brief in one language."""
USER_PROMPT = "brief.user"
"""Prompt file, filled with `user_data`: this meeting."""

CHARS_A_TOKEN = 3.1
"""Of Finnish requests, measured with a current tokenizer; of English ones it is 3.5."""
MAX_QUESTIONS, MAX_PEOPLE, MAX_REMARKS = 3, 2, 2
MAX_TURNED_DOWN = 5
FACT_CHARS, LINE_CHARS, AGENDA_CHARS, TITLE_CHARS = 320, 200, 600, 160

_LANGUAGE_NAMES = {"en": "English", "fi": "Finnish", "sv": "Swedish", "de": "German"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_LINK = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)\S+", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>(),;]+@[^\s@<>(),;]+")
_DOOR = re.compile(
    r"\b(?:tel|sip|callto|skype|webex):\S+|\b[\w-]+(?:\.[\w-]+)+/\S*|\+\d[\d ()-]{5,}\d(?:,+\S*)?|"
    r"\b(?:pass ?code|password|pwd|pin|access code|code|meeting id|conference id|kenncode|passwort|kennwort|"
    r"zugangscode|besprechungs-?id|konferenz-?id|salasana|tunnuskoodi|pääsykoodi|koodi|kokouksen tunnus|"
    r"kokoustunnus|lösenord|kod|mötes-?id|konferens-?id)\b ?[:=#] ?(?:[\d ]{6,}|\S+)",
    re.IGNORECASE,
)
"""What lets somebody into a call: numbers to dial, codes to say, addresses without a scheme."""
_PLAIN_ROLE = re.compile(r"\w{1,40}\Z")
_STATES = ("status", "stage", "severity")
"""Words of the record that tell how things stand: told, but no slots."""


def system_data(language: str) -> dict[str, Any]:
    """What `SYSTEM_PROMPT` is filled with."""
    return {
        "language": _LANGUAGE_NAMES.get(language, language),
        "words": {place.value: limit(place, language) for place in LIMITS},
        "max_questions": MAX_QUESTIONS,
        "max_people": MAX_PEOPLE,
        "max_remarks": MAX_REMARKS,
    }


def user_data(task: WritingTask, problems: Sequence[str] = ()) -> dict[str, Any]:
    """What `USER_PROMPT` is filled with. ``problems`` of the last answer ask for a better one."""
    return {
        "data": "\n".join(rows(task)),
        "room": task.room,
        "problems": [task.pseudonyms.hide(_one_line(problem)).text for problem in problems],
    }


def repair_prompt(task: WritingTask, problems: Sequence[str]) -> dict[str, Any]:
    """`user_data` for the one more call that may mend what was wrong with the first answer."""
    return user_data(task, problems)


def schema() -> dict[str, Any]:
    """JSON schema of the answer, in the subset every server with strict schemas knows: no lengths, nothing optional.

    The same for every brief: servers that keep a prompt's beginning count the schema as part of it.
    """
    words = {"type": "string"}
    several = {"type": "array", "items": words}
    reading = {"text": words, "facts": several}
    return _object(
        {
            "one_thing": _or_null(_object(reading)),
            "people": {"type": "array", "items": _object({"person": words, **reading})},
            "remarks": {"type": "array", "items": _object({"line": words, **reading})},
            "questions": {"type": "array", "items": _object(reading)},
            "need": _or_null(_object(reading)),
            "order": several,
            "cut": several,
        }
    )


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [dict(one), {"type": "null"}]}


# --- the data ------------------------------------------------------------------------------------------------------


def rows(task: WritingTask) -> Iterator[str]:
    """The whole data, line by line."""
    yield f"MEETING {task.pseudonyms.hide(task.title).text}"
    if task.agenda:
        yield f"AGENDA {task.pseudonyms.hide(task.agenda).text}"
    if task.turned_down:
        refused = "; ".join(task.pseudonyms.hide(clean(name, 60)).text for name in task.turned_down[:MAX_TURNED_DOWN])
        yield f"TURNED DOWN {refused}"
    yield "PEOPLE"
    for alias, person in task.people.items():
        name = alias if alias in task.pseudonyms.tokens.values() else unmarked(person.name)
        yield f"{alias} {name}, {'customer' if person.contact_id else 'ours or unknown'}"
    yield "LINES"
    for shown in task.lines:
        said = [task.pseudonyms.hide(piece).text for piece in shown.pieces]
        loose = shown.loose
        told = " ".join(
            f"({name}) {piece}" if (name := letter(index)) and f"{shown.alias}{name}" in loose else piece
            for index, piece in enumerate(said)
        )
        mark = "*" if shown.stays else ""
        yield f"{shown.alias}{mark} {shown.section}: {'INTERNAL ' if shown.line.internal else ''}{told}"
    yield "FACTS"
    record = ""
    for alias, fact in task.facts.items():
        head = header(fact, task)
        if head != record:
            yield head
            record = head
        yield fact_row(alias, fact, task)


def header(fact: Fact, task: WritingTask) -> str:
    """What record a fact comes from: table, day, whose words, who is concerned, who may hear it."""
    concerned = {*fact.people, *(person.contact_id for person in persons(fact.values.values()))}
    people = [alias for alias, person in task.people.items() if person.contact_id and person.contact_id in concerned]
    day = fact.at.date().isoformat() if fact.at else ""
    whose = {"us": "ours", "them": "theirs"}.get(fact.by, "")
    audience = "secret" if fact.id in task.secret else "shared" if fact.audience is Audience.CUSTOMER else "internal"
    parts = [fact.source.table, day, whose, *people, audience]
    return "-- " + " ".join(part for part in parts if part)


def fact_row(alias: str, fact: Fact, task: WritingTask) -> str:
    """The words, then the slots, then how things stand."""
    told = task.told[alias].text if alias in task.told else task.pseudonyms.hide(clean(fact.text, FACT_CHARS)).text
    slots = ", ".join(
        f"{role}={_shown(value)}"
        for role, value in fact.values.items()
        if showable(value) and _PLAIN_ROLE.match(role) and not (role == "on" and fact.at)
    )
    states = [f"{role} {clean(value.text, 40)}" for role in _STATES if isinstance(value := fact.values.get(role), Text)]
    owner = fact.values.get("owner")
    if isinstance(owner, Person):
        states.append(f"owner {task.pseudonyms.hide(clean(owner.name, 60)).text}")
    return " ".join(
        part
        for part in (alias, told, f"{{{slots}}}" if slots else "", f"({', '.join(states)})" if states else "")
        if part
    )


def persons(values: Iterable[Value]) -> Iterator[Person]:
    """Every person among values, in lists too."""
    for value in values:
        if isinstance(value, Person):
            yield value
        elif isinstance(value, Listing):
            yield from persons(value.items)


def _shown(value: Value) -> str:  # noqa: PLR0911 - one line a type
    """A value for the model's eyes: plain and exact, the same in every language."""
    match value:
        case Money(amount, currency):
            return f"{amount:f} {currency}"
        case Day(date):
            return date.isoformat()
        case Moment(at):
            return at.isoformat(timespec="minutes")
        case Count(number):
            return str(number)
        case Number(number):
            return f"{number:f}"
        case Percent(number):
            return f"{number:f} %"
        case Person(name) | Text(name) | Word(name):
            return clean(name, 60)
        case Listing(items):
            return ", ".join(_shown(item) for item in items)


def clean(text: str, longest: int) -> str:
    """Words from outside on one line, without links, addresses, our brackets and what nobody can see; cut where a word
    ends.

    A link is no use to the model, and some open a door: a join link with its password goes to nobody.
    """
    text = unicodedata.normalize(
        "NFC", "".join(" " if letter.isspace() else letter for letter in text if _is_seen(letter))
    )
    for door in (_LINK, _ADDRESS, _DOOR):
        text = door.sub(" ", text)
    text = unmarked(" ".join(text.split()))
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0] + " …"


def _one_line(problem: str) -> str:
    """A complaint of ours with the model's own words in it: the names of places and marks keep their brackets."""
    seen = "".join(" " if one.isspace() else one for one in problem if _is_seen(one))
    return " ".join(seen.replace("<", "(").replace(">", ")").split())[:FACT_CHARS]


def _is_seen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in _UNSEEN
