"""What account managers say of sections (useful, not, wrong), and what it changes in their next briefs.

It tunes the order of sections and how much each may say, for the one who said it. It is counted over 90 days and
nothing else is remembered, so that whatever is taken back, or grows old, is as if it had never been said. The one
thing, the people and the promises keep their places and their lines, and a pinned line is never lost by it.
"""

import dataclasses
import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core.brief import SECTION_ORDER, Block, Brief, Dropped, Line, Section

WINDOW = dt.timedelta(days=90)
IN_A_ROW = 2
"""So many equal verdicts, one after another, change how much a section may say."""
TOO_OFTEN = 3
"""So many more "not" than "useful": the section is left out."""
FIXED = frozenset({Section.ONE_THING, Section.PEOPLE, Section.PROMISES})
RULE = "feedback:not_useful"
"""In `Brief.dropped`, so that ``why`` tells."""


class Opinion(enum.StrEnum):
    """What may be said of a section."""

    USEFUL = "useful"
    NOT_USEFUL = "not"
    WRONG = "wrong"
    """Something in it is not true: for the operator to look into. It changes no order and no length."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One account manager's verdict on one section of one meeting's brief."""

    manager: str
    meeting_id: str
    section: Section
    verdict: Opinion
    at: dt.datetime
    facts: tuple[str, ...] = ()
    """Wrong: what the section's lines rested on then."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """What feedback changes. Without any: nothing."""

    order: tuple[Section, ...] = SECTION_ORDER
    depth: Mapping[Section, int] = field(default_factory=dict)
    """+1: its lines weigh more over budget. -1: they weigh less, and there is one fewer."""
    left_out: frozenset[Section] = frozenset()


def tuning(rows: Iterable[Feedback], now: dt.datetime) -> Tuning:
    """What one account manager's feedback amounts to at ``now``."""
    said = _said(rows, now)
    net = {section: verdicts.count(Opinion.USEFUL) - verdicts.count(Opinion.NOT_USEFUL) for section, verdicts in said}
    depth = {section: step for section, verdicts in said if (step := _step(verdicts))}
    out = frozenset(section for section, score in net.items() if score <= -TOO_OFTEN and section not in FIXED)
    return Tuning(_order(net), depth, out)


def _said(rows: Iterable[Feedback], now: dt.datetime) -> list[tuple[Section, list[Opinion]]]:
    """Section → what was said of its usefulness, oldest first, once a meeting."""
    newest: dict[tuple[Section, str], Feedback] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.meeting_id, row.verdict)):
        if now - WINDOW < row.at <= now:
            newest[row.section, row.meeting_id] = row
    counted = sorted(
        (row for row in newest.values() if row.verdict is not Opinion.WRONG), key=lambda row: (row.at, row.meeting_id)
    )
    found = ((section, [row.verdict for row in counted if row.section is section]) for section in SECTION_ORDER)
    return [(section, verdicts) for section, verdicts in found if verdicts]


def _step(verdicts: Sequence[Opinion]) -> int:
    """What the last two say, if they say the same."""
    last = verdicts[-IN_A_ROW:]
    if len(last) < IN_A_ROW or len(set(last)) > 1:
        return 0
    return 1 if last[0] is Opinion.USEFUL else -1


def _order(net: Mapping[Section, int]) -> tuple[Section, ...]:
    """The movable sections by their usefulness, in the places of movable sections."""
    movable = iter(sorted((one for one in SECTION_ORDER if one not in FIXED), key=lambda one: -net.get(one, 0)))
    return tuple(section if section in FIXED else next(movable) for section in SECTION_ORDER)


# --- applied to a brief --------------------------------------------------------------------------------------------


def tuned(brief: Brief, tuning: Tuning) -> Brief:
    """The composed brief in this reader's order and depth: for the time before the budget."""
    blocks = [(block, _spared(block, tuning.depth.get(block.section, 0))) for block in brief.blocks]
    gone = [line for block, kept in blocks for line in block.lines if line.id not in {one.id for one in kept}]
    deeper = dataclasses.replace(
        brief,
        blocks=tuple(Block(block.section, kept) for block, kept in blocks),
        dropped=(*brief.dropped, *(Dropped(line.id, RULE) for line in gone)),
    )
    return arranged(deeper, tuning)


def arranged(brief: Brief, tuning: Tuning) -> Brief:
    """The sections in order and without those that are left out: also for what a model has added since."""
    if tuning == Tuning():
        return brief
    gone = [line for section, line in brief.lines() if section in tuning.left_out and not line.pinned]
    kept = (
        Block(block.section, tuple(line for line in block.lines if line.pinned))
        if block.section in tuning.left_out
        else block
        for block in brief.blocks
    )
    return dataclasses.replace(
        brief,
        blocks=tuple(
            sorted((block for block in kept if block.lines), key=lambda block: tuning.order.index(block.section))
        ),
        dropped=(*brief.dropped, *(Dropped(line.id, RULE) for line in gone)),
    )


def _spared(block: Block, depth: int) -> tuple[Line, ...]:
    """The lines with their weights changed, and one fewer below zero; one always stays."""
    lines = block.lines
    loose = [place for place, line in enumerate(lines) if not line.pinned]
    if depth < 0 and loose and len(lines) > 1 and block.section not in FIXED:
        lightest = min(loose, key=lambda place: (lines[place].weight, -place))
        lines = (*lines[:lightest], *lines[lightest + 1 :])
    return tuple(dataclasses.replace(line, weight=line.weight + depth) for line in lines) if depth else lines
