"""Two minutes on a phone: a brief within its words (domain facts §2.1).

First lines get shorter (sentences that can be spared), then lines go, by rank and not whole sections at once; room that
is left in the end is given back.

Never dropped: the one thing, the people with a line of their own, the promises (ours, and theirs that are late).
"""

import dataclasses
from collections.abc import Callable, Mapping
from decimal import Decimal

from kambrief.core.brief import Block, Brief, Dropped, Line, PictureKind, Section
from kambrief.core.insight.account_class import AccountClass
from kambrief.core.insight.tier import Tier
from kambrief.core.situation import Situation

MAX_WORDS = {"en": 280, "sv": 280, "de": 250, "fi": 220}
MAX_CHARS = 2000
POOR_WORDS = 80
"""A meeting of which nothing but the calendar is known."""

DEPTH = {Tier.A: Decimal(1), Tier.B: Decimal("0.8"), Tier.C: Decimal("0.6")}
"""The part of the words that a customer's tier is worth (domain facts §1, row 16)."""
OTHER_WORDS = 40
"""More for each further customer in the call."""

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


SECTION_WORDS = {
    Section.SINCE: 60,
    Section.RELATIONSHIP: 45,
    Section.BUSINESS: 35,
    Section.QUESTIONS: 45,
    Section.MIND: 25,
    Section.TIP: 35,
}
"""Domain facts §2.2; the one thing, people and promises are kept short by how they are made."""

Measure = Callable[[Brief], tuple[int, int]]
"""A rendered brief without subject and footer: (words, characters)."""
_Key = tuple[str, int]
"""A line, or one of its sentences: line id and index, `_WHOLE` for the line."""
_WHOLE = -1
_SPARED = 6
"""A spared sentence comes back as a line of this weight, less its rank, would."""


_SHOWN_WITH = {PictureKind.MONTHS: "business/revenue", PictureKind.REASONS: "relationship/retention"}
"""A picture shows again what a line says: without the line it goes, too."""


def limit_of(situation: Situation) -> int:
    """Words for this brief: the language's, less for small customers, more for each further customer in the call.

    A strategic or key customer gets all of them whatever its tier, and so does one whose tier is not known.
    """
    most = MAX_WORDS.get(situation.manager.language, 250)
    return int(most * depth_of(situation)) + OTHER_WORDS * len(situation.others)


def depth_of(situation: Situation) -> Decimal:
    """The part of words and tokens that this customer is worth."""
    standing = situation.insights.standing
    ordinary = standing.classified is None or standing.classified.label is AccountClass.STANDARD
    return DEPTH[standing.tier] if standing.tier and ordinary else Decimal(1)


def fit(brief: Brief, measure: Measure, *, max_words: int | None = None) -> Brief:
    """Shorten, then drop the lightest lines, until each section and the whole fit; what then still has room comes back,
    the weightiest first.

    What must stay may exceed the budget; that is said in ``dropped`` as a rule.
    """
    limit = max_words or MAX_WORDS.get(brief.language, 250)
    gone: dict[_Key, str] = {}
    for section, most in SECTION_WORDS.items():
        _shorten(brief, section, most, measure, gone)
    count, chars = measure(_pruned(brief, gone))
    rule = f"budget: {count} words, limit {limit}"
    while count > limit or chars > MAX_CHARS:
        key = _next(brief, gone)
        if key is None:
            note = Dropped("budget", f"{count} words, limit {limit}: only pinned lines left")
            return _told(brief, gone, note)
        gone[key] = rule
        count, chars = measure(_pruned(brief, gone))
        rule = f"budget: {count} words, limit {limit}"
    return _told(brief, _given_back(brief, gone, measure, limit))


def _shorten(brief: Brief, section: Section, most: int, measure: Measure, gone: dict[_Key, str]) -> None:
    """One section to its own limit."""
    block = brief.block(section)
    if block is None:
        return
    whole = dataclasses.replace(brief, blocks=(block,))
    bare = measure(dataclasses.replace(brief, blocks=()))[0]
    while (words := measure(_pruned(whole, gone))[0] - bare) > most:
        key = _next(whole, gone)
        if key is None:
            return
        gone[key] = f"section: {words} words, limit {most}"


def _given_back(brief: Brief, gone: Mapping[_Key, str], measure: Measure, limit: int) -> dict[_Key, str]:
    """Without those cuts that were not needed in the end; a section's own limit stays."""
    places = {line.id: (position, section, line) for position, (section, line) in enumerate(brief.lines())}

    def worth(key: _Key) -> tuple[int, int, int, int]:
        position, section, line = places[key[0]]
        weight = line.weight if key[1] == _WHOLE else line.sentences[key[1]].weight
        if weight or key[1] == _WHOLE:
            return (0, -weight, -_DROP_ORDER.get(section, 99), position)
        return (0, line.sentences[key[1]].spare - _SPARED, -_DROP_ORDER.get(section, 99), position)

    left = dict(gone)
    for key in sorted(gone, key=worth):
        if gone[key].startswith("section"):
            continue
        trial = {other: rule for other, rule in left.items() if other != key}
        count, chars = measure(_pruned(brief, trial))
        if count <= limit and chars <= MAX_CHARS:
            left = trial
    return left


def _next(brief: Brief, gone: Mapping[_Key, str]) -> _Key | None:
    """What goes next: the sentence that can best be spared, else the lightest line; None when nothing may."""
    lines = [
        (position, section, line)
        for position, (section, line) in enumerate(brief.lines())
        if (line.id, _WHOLE) not in gone
    ]
    spare = [
        (-sentence.spare, -position, index, (line.id, index))
        for position, _, line in lines
        for index, sentence in enumerate(line.sentences)
        if sentence.spare and (line.id, index) not in gone and _left(line, gone) > 1
    ]
    if spare:
        return min(spare)[3]
    loose = [
        (line.weight, _DROP_ORDER.get(section, 99), -position, (line.id, _WHOLE))
        for position, section, line in lines
        if not line.pinned and section is not Section.ONE_THING
    ]
    loose += [
        (sentence.weight, _DROP_ORDER.get(section, 99), -position, (line.id, index))
        for position, section, line in lines
        for index, sentence in enumerate(line.sentences)
        if sentence.weight and (line.id, index) not in gone
    ]
    return min(loose)[3] if loose else None


def _left(line: Line, gone: Mapping[_Key, str]) -> int:
    return sum((line.id, index) not in gone for index in range(len(line.sentences)))


def _pruned(brief: Brief, gone: Mapping[_Key, str]) -> Brief:
    """The brief without what is gone; a section left empty goes with it."""
    if not gone:
        return brief
    blocks = []
    for block in brief.blocks:
        kept = tuple(
            dataclasses.replace(
                line, sentences=tuple(one for index, one in enumerate(line.sentences) if (line.id, index) not in gone)
            )
            for line in block.lines
            if (line.id, _WHOLE) not in gone
        )
        if kept:
            blocks.append(Block(block.section, kept))
    return dataclasses.replace(brief, blocks=tuple(blocks))


def _told(brief: Brief, gone: Mapping[_Key, str], *more: Dropped) -> Brief:
    """The pruned brief, and what went by which rule (for ``why``)."""
    lines = {line.id: line for _, line in brief.lines()}
    said = [
        Dropped(name if index == _WHOLE else f"{name}: {lines[name].sentences[index].phrase}", rule)
        for (name, index), rule in gone.items()
    ]
    kept = _pruned(brief, gone)
    told = {line.id for _, line in kept.lines()}
    pictures = tuple(one for one in brief.pictures if _SHOWN_WITH.get(one.kind, "") in {*told, ""})
    return dataclasses.replace(kept, pictures=pictures, dropped=(*brief.dropped, *said, *more))
