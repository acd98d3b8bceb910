"""What a model is asked for: to order the floor's lines, to make room, and to add readings. What becomes of it:
`core.answer`.

    brief, spoken lines, facts → `writing_task` → `request` → (the model) → `answer.apply`

The model sees short names only (F1, C1, L1), so that no id from outside steers it. What a fact's audience forbids is
not in the request: neither the fact nor a line that rests on it.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from kambrief.core import lexicon, sentences
from kambrief.core.brief import Brief, Dropped, Section
from kambrief.core.evidence import Audience, Day, Fact, Person
from kambrief.core.pseudonyms import Pseudonyms
from kambrief.core.reading import presentable
from kambrief.core.request import (
    AGENDA_CHARS,
    CHARS_A_TOKEN,
    FACT_CHARS,
    LINE_CHARS,
    TITLE_CHARS,
    clean,
    fact_row,
    header,
    persons,
    user_data,
)
from kambrief.core.task import Shown, WritingTask
from kambrief.core.unvoiced import turned_down

_FACT_WORDS = 3
_RECENT, _LATELY = dt.timedelta(days=120), dt.timedelta(days=365)
_NOT_FOR_A_MODEL = frozenset({"insight/tip", "insight/class", "insight/tier"})
"""What is between the product and its reader, and what no customer is told of their standing."""
_NAMES_ONLY = frozenset({"contacts", "accounts", "meeting"})
"""Tables whose bare record says no more than a line or the people's list does."""


def writing_task(  # noqa: PLR0913 - all that a request is made of
    brief: Brief,
    spoken: Mapping[str, Sequence[str]],
    facts: Mapping[str, Fact],
    title: str,
    agenda: str,
    language: str,
    *,
    max_tokens: int = 2000,
    names: Collection[str] = (),
    called: Mapping[str, str] | None = None,
    hide_names: bool = False,
    room: int = 0,
) -> WritingTask:
    """Choose what the model may see. ``spoken``: line id → its sentences as they are read; a line without is not shown.

    ``facts`` are this account's (other customers' must not be among them); ``max_tokens`` is the limit of `user_data`,
    counted as characters / 3.1; ``names`` are whole names of further people that must never stand in prose (all
    contacts); ``called``: contact id → what colleagues call them; ``hide_names``: persons by pseudonym; ``room``: words
    by which the brief may grow, or must shrink.
    """
    known = {**facts, **brief.facts}
    lines = _lines(brief, spoken, known)
    people = _people(brief, lines)
    draft = WritingTask(
        language,
        clean(title, TITLE_CHARS),
        clean(agenda, AGENDA_CHARS),
        {},
        people,
        lines,
        {alias: name for alias, one in people.items() if (name := (called or {}).get(one.contact_id))},
        turned_down(known.values()),
        names=_name_words(known.values(), people.values(), names),
        secret=_secret(brief, known),
        pseudonyms=_pseudonyms(people, known.values(), names) if hide_names else Pseudonyms({}),
        room=room,
    )
    budget = int(max_tokens * CHARS_A_TOKEN) - len(user_data(draft)["data"])
    while budget < 0 and draft.lines:
        draft = dataclasses.replace(draft, lines=draft.lines[:-1])
        budget = int(max_tokens * CHARS_A_TOKEN) - len(user_data(draft)["data"])
    chosen, left_out = _choose(known, draft, brief, budget)
    told = {alias: draft.pseudonyms.hide(clean(fact.text, FACT_CHARS)) for alias, fact in chosen.items()}
    return dataclasses.replace(draft, facts=chosen, told=told, left_out=left_out)


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
    if fact.id in _NOT_FOR_A_MODEL:
        return "not for a model"
    bare_name = fact.source.table in _NAMES_ONLY and "#" not in fact.id
    if fact.id in places and not bare_name:
        return ""
    bare_event = fact.source.table == "activities" and "#" not in fact.id
    stump = "#" in fact.id and sentences.words(fact.text) < _FACT_WORDS
    return "says too little" if bare_event or bare_name or stump or not fact.text.strip() else ""


def _lines(brief: Brief, spoken: Mapping[str, Sequence[str]], facts: Mapping[str, Fact]) -> tuple[Shown, ...]:
    seen = [
        (section, line)
        for section, line in brief.lines()
        if section is not Section.TIP
        and any(piece.strip() for piece in spoken.get(line.id, ()))
        and not any(_hidden(facts.get(fact_id)) for fact_id in line.facts)
    ]
    return tuple(
        Shown(f"L{number}", section, line, tuple(clean(piece, LINE_CHARS) for piece in spoken[line.id]))
        for number, (section, line) in enumerate(seen, 1)
    )


def _people(brief: Brief, lines: Iterable[Shown]) -> dict[str, Person]:
    """Whom the brief names where the model can see it, in reading order: nobody else may come up in a reading."""
    said = [*brief.header, *(sentence for shown in lines for sentence in shown.line.sentences)]
    named = [person for sentence in said for person in persons(sentence.slots.values()) if presentable(person.name)]
    by_name = {person.name: person for person in named if person.contact_id}
    found: dict[str, Person] = {}
    for one in named:
        person = by_name.get(one.name, one)
        key = person.contact_id or person.name
        if key not in found or len(person.name) > len(found[key].name):
            found[key] = person  # "Leena" in one line, "Leena Aalto" in another: the whole name says more
    return {f"C{number}": person for number, person in enumerate(found.values(), 1)}


def _name_words(facts: Iterable[Fact], people: Iterable[Person], names: Iterable[str]) -> frozenset[str]:
    """Words of at least two letters with a capital: "von" and "de" name nobody."""
    known = [*people, *(person for fact in facts for person in persons(fact.values.values()))]
    words = {word for name in (*names, *(person.name for person in known)) for word in re.split(r"[\s,]+", name)}
    return frozenset(word for word in words if len(word) > 1 and word[:1].isupper())


def _pseudonyms(people: Mapping[str, Person], facts: Iterable[Fact], names: Iterable[str]) -> Pseudonyms:
    """The people of the request keep their short names in texts, too; everybody else gets one of another kind."""
    tokens = {person.name: alias for alias, person in people.items()}
    others = [*names, *(person.name for fact in facts for person in persons(fact.values.values()))]
    for name in dict.fromkeys(others):
        tokens.setdefault(name, f"P{len(tokens) + 1}")
    return Pseudonyms(tokens)


def _choose(
    facts: Mapping[str, Fact], task: WritingTask, brief: Brief, budget: int
) -> tuple[dict[str, Fact], tuple[Dropped, ...]]:
    """The facts that fit, most useful first: what the brief rests on, then what is recent, about those who come, by
    rank of the source and by time. They are told record by record.
    """
    places = _places(brief)
    rules = {fact.id: _hidden(fact) or _empty(fact, places) for fact in facts.values()}
    left_out = [Dropped(fact_id, rule) for fact_id, rule in rules.items() if rule]
    coming = {person.contact_id for person in task.people.values() if person.contact_id}
    newest = max((fact.at for fact in facts.values() if fact.at), default=None)

    def worth(fact: Fact) -> tuple[int, int, bool, int, float, str]:
        at = _when(fact)
        age = newest - at if newest and at else None
        old = 1 if age is None else 0 if age <= _RECENT else 1 if age <= _LATELY else 2
        place = places.get(fact.id, len(places))
        absent = bool(fact.people) and coming.isdisjoint(fact.people)
        return place, old, absent, -fact.rank, -(at.timestamp() if at else 0.0), fact.id

    chosen: list[Fact] = []
    headers: set[str] = set()
    for fact in sorted((fact for fact in facts.values() if not rules[fact.id]), key=worth):
        head = header(fact, task)
        cost = len(fact_row("F100", fact, task)) + 1 + (0 if head in headers else len(head) + 1)
        if cost <= budget:
            chosen.append(fact)
            headers.add(head)
            budget -= cost
        else:
            left_out.append(Dropped(fact.id, "model budget"))
    return {f"F{number}": fact for number, fact in enumerate(_by_record(chosen, task), 1)}, tuple(left_out)


def _by_record(facts: Iterable[Fact], task: WritingTask) -> list[Fact]:
    """Facts with the same header side by side, in the order in which the headers first came."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(header(fact, task), []).append(fact)
    return [fact for group in groups.values() for fact in group]


def _when(fact: Fact) -> dt.datetime | None:
    """When it was said, or the newest of its days."""
    if fact.at:
        return fact.at
    days = [value.date for role, value in fact.values.items() if isinstance(value, Day) and role in _PAST_ROLES]
    return dt.datetime.combine(max(days), dt.time(), dt.UTC) if days else None


_PAST_ROLES = frozenset({"on", "opened", "closed", "close", "made_on", "done_on", "due"})


def _places(brief: Brief) -> dict[str, int]:
    """Fact → where the brief first rests on it."""
    places: dict[str, int] = {}
    for place, (_, line) in enumerate(brief.lines()):
        for fact_id in line.facts:
            places.setdefault(fact_id, place)
    return places


def _secret(brief: Brief, facts: Mapping[str, Fact]) -> frozenset[str]:
    """Facts that must not be said to the customer.

    What is to be minded and what we computed, where its line is marked INTERNAL; internal talk of prices, and what says
    so itself; and all else in the same internal record: the sentence beside "our lowest price" may be the one with the
    exception.
    """
    marked = {
        fact_id
        for section, line in brief.lines()
        if line.internal
        for fact_id in line.facts
        if fact_id in facts
        and facts[fact_id].audience is not Audience.CUSTOMER
        and (section is Section.MIND or fact_id == line.facts[0])
    }
    secret = {fact.id for fact in facts.values() if fact.id in marked or _says_so(fact)}
    records = {_record(facts[fact_id]) for fact_id in secret if facts[fact_id].audience is not Audience.CUSTOMER}
    beside = {fact.id for fact in facts.values() if fact.audience is not Audience.CUSTOMER and _record(fact) in records}
    return frozenset(marked | secret | beside)


def _record(fact: Fact) -> tuple[str, str]:
    return fact.source.table, fact.source.record_id


def _says_so(fact: Fact) -> bool:
    priced = fact.audience is not Audience.CUSTOMER and lexicon.PRICE.search(fact.text)
    return bool(priced or lexicon.NOT_FOR_CUSTOMER.search(fact.text) or lexicon.OFF_RECORD.search(fact.text))
