"""When a model's guess at an unvoiced need may be asked (domain facts I12): evidence of two kinds, one of it the
customer's own, and nothing they have just turned down.
"""

import re
from collections.abc import Iterable, Sequence

from kambrief.core.evidence import Audience, Fact, Text

_WORD = re.compile(r"[^\W\d_]{5,}")
_STEM = 5
"""So many letters in common are taken for the same word: inflection changes the end."""


def why_not(prose: str, cited: Sequence[Fact], refused: Sequence[str]) -> str:
    """What is wrong with the guess, in words for the model; empty when it may be asked. ``refused``: names of what they
    have turned down.
    """
    records = {(fact.source.table, fact.source.record_id) for fact in cited}
    if len(records) < 2:
        return "rests on a single record: name facts of two that point to it, or leave it null"
    if not any(fact.audience is Audience.CUSTOMER or fact.source.table in _THEIR_OWN for fact in cited):
        return "rests on nothing that comes from the customer"
    if any(_is_lost(fact) for fact in cited) or _stems(prose) & {stem for name in refused for stem in _stems(name)}:
        return "brings up what the customer turned down"
    return ""


def turned_down(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The names of lost deals."""
    return tuple(fact.text for fact in facts if _is_lost(fact))


_THEIR_OWN = frozenset({"tickets", "surveys"})


def _is_lost(fact: Fact) -> bool:
    status = fact.values.get("status")
    return fact.source.table == "deals" and isinstance(status, Text) and status.text == "lost"


def _stems(text: str) -> set[str]:
    return {word.casefold()[:_STEM] for word in _WORD.findall(text)}
