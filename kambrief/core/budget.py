"""Two minutes on a phone: a brief within its words (domain facts §2.1).

First lines get shorter (sentences that can be spared), then lines go, by rank and not whole sections at once.

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


def shorter(brief: Brief, rule: str) -> Brief | None:
    """The brief without the sentence that can best be spared; None when every one is needed."""
    spare = [
        (-sentence.spare, -position, line.id, sentence)
        for position, (_, line) in enumerate(brief.lines())
        for sentence in line.sentences
        if sentence.spare and len(line.sentences) > 1
    ]
    if not spare:
        return None
    _, _, line_id, gone = min(spare, key=lambda item: item[:3])
    blocks = tuple(
        Block(
            block.section,
            tuple(
                dataclasses.replace(line, sentences=tuple(one for one in line.sentences if one is not gone))
                if line.id == line_id
                else line
                for line in block.lines
            ),
        )
        for block in brief.blocks
    )
    return dataclasses.replace(
        brief, blocks=blocks, dropped=(*brief.dropped, Dropped(f"{line_id}: {gone.phrase}", rule))
    )


def fit(brief: Brief, measure: Callable[[Brief], tuple[int, int]], *, max_words: int | None = None) -> Brief:
    """Shorten, then drop the lightest lines, until words and characters fit.

    ``measure`` counts a rendered brief without subject and footer: (words, characters). What must stay may exceed the
    budget; that is said in ``dropped`` as a rule.
    """
    limit = max_words or MAX_WORDS.get(brief.language, 250)
    while True:
        count, chars = measure(brief)
        if count <= limit and chars <= MAX_CHARS:
            return brief
        rule = f"budget: {count} words, limit {limit}"
        less = shorter(brief, rule)
        if less is not None:
            brief = less
            continue
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
        brief = without(brief, min(loose, key=lambda item: item[:3])[3], rule)
