"""Further customers in the same call: what decides with each, from its own data, and a warning not to mix."""

import dataclasses
from collections.abc import Iterable, Iterator

from kambrief.core.brief import Line, Section
from kambrief.core.evidence import Listing, Person, Text, Value, Word
from kambrief.core.names import short_name
from kambrief.core.one_thing import the_one_thing
from kambrief.core.saying import value
from kambrief.core.sections.promises import promises
from kambrief.core.situation import Situation

MAX_LINES = 2
"""A customer: what decides, and what was promised if that is another matter."""


def others(situation: Situation) -> tuple[Line, ...]:
    """The warning, then at most two lines a customer, each beginning with its name; whoever has none is named."""
    if not situation.other_accounts:
        return ()
    key = (f"meeting/{situation.meeting.id}",)
    lines = [Line("others/warning", (value("others_warning", key),), weight=9, pinned=True)]
    told = [_of(other) for other in situation.others]
    for place, name in enumerate(situation.other_accounts):
        known = told[place] if place < len(told) else []
        named = value("other_named", key, name=Text(short_name(name)))
        lines += known or [Line(f"others/{place}/name", (named,), pinned=True)]
    return tuple(lines)


def _of(other: Situation) -> list[Line]:
    """What decides with one customer. ``other`` is its own situation, with nothing of anybody else's in it."""
    if other.account is None:
        return []
    head = value("other_customer", (f"accounts/{other.account.id}",), name=Text(short_name(other.account.name)))
    leading = the_one_thing(other)
    told = frozenset(fact for line in leading for fact in line.facts)
    promised = [line for line in promises(other) if line.pinned and told.isdisjoint(line.facts)]
    lines = [dataclasses.replace(line, weight=8) for line in leading] + [
        dataclasses.replace(line, weight=5) for line in promised
    ]
    return [
        dataclasses.replace(
            line, id=f"others/{other.account.id}/{line.id}", sentences=(head, *line.sentences), pinned=False
        )
        for line in lines[:MAX_LINES]
    ]


def is_own(situation: Situation, section: Section, line: Line) -> bool:
    """Whether a line rests on this customer's data alone and names nobody of a further one: what a model may see."""
    if section is Section.OTHERS or any(fact not in situation.facts for fact in line.facts):
        return False
    named = {name for sentence in line.sentences for name in _names(sentence.slots.values())}
    return named.isdisjoint(_names_elsewhere(situation))


def _names_elsewhere(situation: Situation) -> frozenset[str]:
    """What the guests of further customers are called."""
    own = {account.id for account in situation.data.accounts}
    away = [join for join in situation.joins if join.account_id and join.account_id not in own]
    names = {name for join in away for name in (join.attendee.name, join.attendee.email)}
    return frozenset({*names, *(join.contact.name for join in away if join.contact)} - {""})


def _names(slots: Iterable[Value]) -> Iterator[str]:
    for slot in slots:
        if isinstance(slot, Person):
            yield slot.name
        elif isinstance(slot, Listing):
            yield from _names(slot.items)
        elif isinstance(slot, Word):
            yield from _names(slot.slots.values())
