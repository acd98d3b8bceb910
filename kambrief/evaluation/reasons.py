"""What stands behind a state: the reasons of a risk, the category behind a change, class and tier, a deal's stage."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kambrief.evaluation.clauses import Clause, named
from kambrief.evaluation.derived import Derived
from kambrief.evaluation.figures import account_words
from kambrief.evaluation.people import Directory
from kambrief.evaluation.promises import Wrong
from kambrief.evaluation.standing import categories_in
from kambrief.evaluation.state_words import ALL_OF_IT, BECAUSE, FACTORS, LABELS, MOST_OF_IT, TIER, words
from kambrief.evaluation.states import Segment, denied, lead, segments
from kambrief.evaluation.stems import stems

_CLASS: Final = re.compile(r"\b(GAM|KAM|SAM)\b(?!-)")
_STAGES: Final = re.compile(r"(?:^|[,(])\s*(discovery|proposal|negotiation|verbal)\s*(?=[,).]|$)", re.IGNORECASE)
_ALL, _MOST = Decimal("0.95"), Decimal("0.5")
"""The part of a change from which one category is all of it, or most of it."""


def wrong_standing(clause: Clause, derived: Derived, _directory: Directory) -> Iterator[Wrong]:
    """Reasons, causes, classes and stages that are not so."""
    yield from _reasons(clause, derived)
    yield from _classes(clause, derived)
    yield from _stages(clause, derived)
    for segment in segments(clause, derived):
        yield from _causes(segment, clause, derived)


def _reasons(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """What a risk is put down to is among its factors. A low one may also be so because of what lowers it."""
    tail, found = _reasons_given(clause), derived.risk
    either = found.band == "low" and not words(BECAUSE, clause.language).search(clause.text)
    raising = {factor for factor, points in found.points.items() if points > 0 or either}
    exact = {f"{factor} {points}" for factor, points in found.points.items()}
    for factors, table in FACTORS.items():
        match = words(table, clause.language).search(tail)
        if match and not (raising | exact) & set(factors):
            yield match.group(), f"no reason of this risk: it has no points of {' or '.join(factors)}"


def _reasons_given(clause: Clause) -> str:
    """What follows a risk's score after a colon, or a "because" in its line."""
    about = words(LABELS["retention"], clause.language).search(clause.text)
    if about is None and lead(clause.line, clause.language) != "retention":
        return ""
    because = words(BECAUSE, clause.language).search(clause.text)
    if because:
        return clause.text[because.end() :]
    scores = [token.end for token in clause.tokens if token.kind in {"ratio", "number"}] if about else []
    return clause.text[scores[0] :].partition(":")[2] if scores else ""


def _causes(segment: Segment, clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """The category that a change is put down to is the one that makes it up, or most of it."""
    about = words(LABELS["revenue"], clause.language).search(clause.text)
    if not (about or segment.topic == "revenue") or stems(segment.text) & account_words(derived):
        return
    for table, least in ((ALL_OF_IT, _ALL), (MOST_OF_IT, _MOST)):
        match = words(table, clause.language).search(segment.text)
        if match is None or denied(segment.text, match.start(), clause.language):
            continue
        before, after = segment.text[: match.start()], segment.text[match.end() :]
        said = categories_in(after, derived) or categories_in(before, derived)
        explains = not before.strip() and bool(re.search(r"%\W*$", clause.text[: segment.start]))
        if not said and not explains:
            continue
        cause = derived.sales.cause
        share = cause.share if cause and cause.category in said and cause.share is not None else Decimal(0)
        if share < least:
            yield segment.text.strip(" .,:;"), f"the change is of {cause.category if cause else 'nothing known'}"
        return


def _classes(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    titles = " ".join(str(row.get("title")) for row in (*derived.raw.managers, *derived.raw.meta.get("own_people", ())))
    for match in _CLASS.finditer(clause.text):
        if match[1] != derived.sales.account_class and match[1] not in titles:
            yield match[1], f"the class is {derived.sales.account_class}"
    tier = derived.sales.portfolio.tier if derived.sales.portfolio else "not known"
    for match in words(TIER, clause.language).finditer(clause.text):
        if (match["a"] or match["b"]).upper() != tier:
            yield match.group(), f"the tier is {tier}"


def _stages(clause: Clause, derived: Derived) -> Iterator[Wrong]:
    """An open deal's stage, where it stands by itself beside the deal's name."""
    found = stems(clause.text)
    deals = [
        row for row in derived.rows("deals")
        if row["status"] == "open" and len(stems(row["name"]) & found) >= min(2, len(stems(row["name"])) or 1)
    ]  # fmt: skip
    for match in _STAGES.finditer(clause.text):
        if deals and match[1].casefold() not in {row["stage"] for row in deals}:
            yield match[1], f"not the stage of {named(deals)}"
