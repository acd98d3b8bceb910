"""Whether a prose tells the right thing about a value: which way it moved, and what it is a day or an amount of."""

import re
from collections.abc import Iterator, Sequence

from kambrief.core.claim_words_frames import FRAMES
from kambrief.core.claim_words_values import ELSEWHERE, JOINING, LABELS, ROLES, SCORES, STILL, TOPICS, WAYS
from kambrief.core.claims_text import Clause, Slot, plain
from kambrief.core.evidence import Fact, Money, Number, Percent

_MOVING = frozenset({"change", "quarter", "yoy", "q", "delta", "growth"})
"""Roles of figures that say how much something moved, so that their sign is a direction."""
_UP, _DOWN, _STILL = 1, -1, 0
_TRENDS = {"growing": _UP, "rising": _UP, "declining": _DOWN, "falling": _DOWN, "flat": _STILL, "stable": _STILL}
_TOPICS = {
    "insight/revenue": "revenue",
    "insight/satisfaction": "satisfaction",
    "insight/risk": "risk",
    "insight/coverage": "coverage",
    "insight/engagement": "engagement",
}


def wrong_directions(clauses: Sequence[Clause], cited: Sequence[Fact], language: str) -> Iterator[str]:
    """A direction against a figure's sign, or against the label of a cited insight."""
    for clause in clauses:
        yield from _of_signs(clause, language)
        if not clause.asked:
            yield from _of_trends(clause, cited, language)
            yield from _of_labels(clause, cited, language)


def wrong_roles(clauses: Sequence[Clause], language: str) -> Iterator[str]:
    """A value called by the name of another: the notice day as the contract's end."""
    if language not in FRAMES:
        return
    for clause in clauses:
        for slot, around in _own_words(clause):
            rule = SCORES.get(_table(slot)) if slot.role == "score" else ROLES.get(slot.role)
            if rule is None:
                continue
            own, rivals = rule
            if own.search(around) or _as_the_fact(around, slot, rivals):
                continue
            if any(rival.search(around) for rival in rivals):
                yield f"calls the value '{slot.role}' something else: say what it is, or use the slot that is meant"


# --- directions ----------------------------------------------------------------------------------------------------


def _of_signs(clause: Clause, language: str) -> Iterator[str]:
    ways = WAYS.get(language)
    if ways is None:
        return
    for slot, around in _own_words(clause):
        way = _sign(slot)
        up = bool(ways.up.search(around) or ways.base_up.search(around))
        down = bool(ways.down.search(around) or ways.base.search(around))
        if _idle(around, language) or up == down:
            continue
        if (way == _UP and down) or (way == _DOWN and up):
            yield f"says that something went {'up' if up else 'down'}, and the value '{slot.role}' says the contrary"


def _sign(slot: Slot) -> int:
    match slot.value:
        case Percent(number) | Number(number) | Money(number, _):
            if number < 0:
                return _DOWN
            return _UP if number > 0 and slot.role in _MOVING else _STILL
        case _:
            return _STILL


def _of_trends(clause: Clause, cited: Sequence[Fact], language: str) -> Iterator[str]:
    if language not in WAYS or any(_sign(slot) for slot in clause.slots.values()) or _idle(clause.text, language):
        return
    up, down = (bool(words.search(clause.text)) for words in (WAYS[language].up, WAYS[language].down))
    still = bool(STILL[language].search(clause.text))
    if up + down + still != 1:
        return
    said = _UP if up else _DOWN if down else _STILL
    for fact in cited:
        allowed = _trend(fact)
        if allowed and said not in allowed and _is_about(clause, fact, cited):
            yield f"says which way something moves, and the cited fact says the contrary ({fact.text})"


def _trend(fact: Fact) -> frozenset[int]:
    """The directions a fact tells: its label's, and those of its figures (a year down may have a good quarter)."""
    way = _TRENDS.get(fact.text.partition(": ")[2]) if fact.id in _TOPICS else None
    if way is None:
        return frozenset()
    figures = {_sign(Slot(value, role)) for role, value in fact.values.items() if role in _MOVING}
    return frozenset({way, *(figures - {_STILL})})


def _of_labels(clause: Clause, cited: Sequence[Fact], language: str) -> Iterator[str]:
    for fact in cited:
        label = fact.text.partition(": ")[2]
        for rule in LABELS:
            if _TOPICS.get(fact.id) != rule.topic or label not in rule.labels:
                continue
            rest, named = TOPICS[rule.topic].subn("", clause.text)  # "the risk of" is a frame's word too
            if named and rule.said.search(rest) and not _idle(rest, language):
                yield f"{rule.problem} ({fact.text})"


def _is_about(clause: Clause, fact: Fact, cited: Sequence[Fact]) -> bool:
    """Whether a clause speaks of this insight: it names its topic, or nothing else when this is all that is cited."""
    topic = TOPICS[_TOPICS[fact.id]]
    others = (words for name, words in TOPICS.items() if name != _TOPICS[fact.id])
    if topic.search(clause.text):
        return not ELSEWHERE.search(clause.text)
    return len(cited) == 1 and not ELSEWHERE.search(clause.text) and not any(one.search(clause.text) for one in others)


def _idle(text: str, language: str) -> bool:
    """Denied, or a condition, wish or guess."""
    frame = FRAMES[language]
    return bool(frame.negated.search(text) or frame.open.search(text) or frame.wondered.match(text))


# --- roles ---------------------------------------------------------------------------------------------------------


def _own_words(clause: Clause) -> Iterator[tuple[Slot, str]]:
    """Each value of a clause with the words that are about it: all, unless "and" parts two values."""
    marks = list(clause.slots)
    pieces = [piece for piece in JOINING.split(clause.text) if piece.strip()]
    apart = len(pieces) > 1 and sum(any(mark in piece for mark in marks) for piece in pieces) > 1
    for mark, slot in clause.slots.items():
        if slot.fact is not None or slot.role:
            yield slot, next((piece for piece in pieces if mark in piece), "") if apart else clause.text


def _table(slot: Slot) -> str:
    return slot.fact.source.table if slot.fact else ""


def _as_the_fact(around: str, slot: Slot, rivals: Sequence[re.Pattern[str]]) -> bool:
    """Whether the word that looks like another role's is the fact's own: a promise to send "the notice terms"."""
    if slot.fact is None:
        return False
    own = {word[:5] for word in plain(slot.fact.text).split() if len(word) > 3}
    said = [hit[0] for rival in rivals for hit in rival.finditer(around)]
    return bool(said) and all(any(word[:5] in own for word in words.split()) for words in said)
