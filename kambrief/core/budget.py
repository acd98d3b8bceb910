"""Two minutes on a phone: a brief within its words (domain facts §2.1). Lines go by rank, not sections at once.

Never dropped: the one thing, the people with a line of their own, the promises (ours, and theirs that are late).
"""

import dataclasses
from collections.abc import Callable

from kambrief.core.brief import Block, Brief, Dropped, Line, Section

MAX_WORDS = {"en": 280, "sv": 280, "de": 250, "fi": 220}
MAX_CHARS = 2000
POOR_WORDS = 80
"""A meeting of which nothing but the calendar is known."""

_DROP_ORDER = {
    section: rank
    for rank, section in enumerate(
        (
            Section.TIP,
            Section.MIND,
            Section.BUSINESS,
            Section.SINCE,
            Section.RELATIONSHIP,
            Section.QUESTIONS,
            Section.PROMISES,
            Section.PEOPLE,
        )
    )
}
"""Where two lines weigh the same, the one whose section stands earlier here goes first."""


def without(brief: Brief, line: Line, rule: str) -> Brief:
    """The brief without one line; a section left empty goes with it."""
    blocks = tuple(
        Block(block.section, tuple(kept for kept in block.lines if kept.id != line.id)) for block in brief.blocks
    )
    return dataclasses.replace(
        brief,
        blocks=tuple(block for block in blocks if block.lines),
        dropped=(*brief.dropped, Dropped(line.id, rule)),
    )


def fit(brief: Brief, measure: Callable[[Brief], tuple[int, int]], *, max_words: int | None = None) -> Brief:
    """Drop the lightest lines until words and characters fit. ``measure`` counts a rendered brief without subject and
    footer: (words, characters). What must stay may exceed the budget; that is said in ``dropped`` as a rule.
    """
    limit = max_words or MAX_WORDS.get(brief.language, 250)
    while True:
        count, chars = measure(brief)
        if count <= limit and chars <= MAX_CHARS:
            return brief
        loose = [
            (line.weight, _DROP_ORDER.get(section, 99), -position, line)
            for position, (section, line) in enumerate(brief.lines())
            if not line.pinned and section is not Section.ONE_THING
        ]
        if not loose:
            return dataclasses.replace(
                brief,
                dropped=(*brief.dropped, Dropped("budget", f"{count} words, limit {limit}: only pinned lines left")),
            )
        brief = without(brief, min(loose, key=lambda item: item[:3])[3], f"budget: {count} words, limit {limit}")
