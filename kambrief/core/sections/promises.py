"""Promises on both sides: ours first, the late ones on top."""

import datetime as dt

from kambrief.core import sentences
from kambrief.core.brief import Line
from kambrief.core.customer import Commitment, Side
from kambrief.core.evidence import Count, Day, Person, Text, Value
from kambrief.core.insight.commitments import OpenCommitment
from kambrief.core.names import owner_name
from kambrief.core.saying import named, value
from kambrief.core.situation import Situation

SHORT_WORDS = 2
"""Of a promise that stands above in full."""
MAX_PROMISES = 3
"""A side; the rest is counted."""


def promises(situation: Situation, told: frozenset[str] = frozenset()) -> tuple[Line, ...]:
    """Ours first, the late ones at the top of each side; of what was kept since the last meeting one.

    ``told``: promises (fact ids) that stand above already: they are not said twice.
    """
    found = situation.commitments
    lines = [
        *_above(situation, found.ours, told),
        *_side(situation, found.ours, Side.US, told),
        *_side(situation, found.theirs, Side.THEM, told),
    ]
    if found.done:
        lines.append(_kept(situation, found.done))
    return tuple(lines)


def _above(situation: Situation, ours: tuple[OpenCommitment, ...], told: frozenset[str]) -> list[Line]:
    """Whoever looks for our promises finds that a late one leads the brief, and whose it is."""
    late = next((item for item in ours if f"commitments/{item.commitment.id}" in told and item.overdue), None)
    if late is None:
        return []
    what = Text(sentences.short(late.commitment.text, SHORT_WORDS))
    slots: dict[str, Value] = {"what": what, "days": Count(late.days_late)}
    if owner := owner_name(situation, late.commitment.owner):
        slots["owner"] = Person(owner)
    said = value("promises_above", (f"commitments/{late.commitment.id}",), **slots)
    return [Line("promises/above", (said,), weight=8)]


def _kept(situation: Situation, done: tuple[Commitment, ...]) -> Line:
    """Theirs first, because a thank-you is due; of several the newest."""
    row = min(done, key=lambda one: (one.side is Side.US, -(one.done_on or dt.date.min).toordinal(), one.id))
    slots: dict[str, Value] = {"what": named(row.text)}
    if row.done_on:
        slots["on"] = Day(row.done_on)
    if owner := owner_name(situation, row.owner):
        slots["owner"] = Person(owner)
    return Line("promises/done", (value(f"promises_kept_{row.side}", (f"commitments/{row.id}",), **slots),), weight=7)


def _side(situation: Situation, items: tuple[OpenCommitment, ...], side: Side, told: frozenset[str]) -> list[Line]:
    lines = []
    for item in [item for item in items if f"commitments/{item.commitment.id}" not in told][:MAX_PROMISES]:
        row = item.commitment
        slots: dict[str, Value] = {"what": named(row.text)}
        owner = owner_name(situation, row.owner)
        if owner:
            slots["owner"] = Person(owner)
        state = "undated"
        if row.due:
            slots["due"], state = Day(row.due), "open"
        if item.overdue:
            slots["days"], state = Count(item.days_late), "late"
        lines.append(
            Line(
                f"promises/{row.id}",
                (value(f"promise_{side}_{state}", (f"commitments/{row.id}",), **slots),),
                weight=9 if side is Side.US else 5 + item.overdue,
                pinned=side is Side.US or item.overdue,
            )
        )
    more = [item for item in items if f"commitments/{item.commitment.id}" not in told][MAX_PROMISES:]
    if more:
        evidence = tuple(f"commitments/{item.commitment.id}" for item in more)
        lines.append(
            Line(f"promises/more-{side}", (value(f"promises_more_{side}", evidence, count=Count(len(more))),), weight=1)
        )
    return lines
