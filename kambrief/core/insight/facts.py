"""Insights as facts: what a sentence about a computed value rests on, with the figures by role.

Internal all of them: scores and comparisons are for the account manager's eyes (P4).
"""

from collections.abc import Iterator, Mapping

from kambrief.core.evidence import Audience, Count, Day, Fact, Money, Number, Rank, Source, Text, Value
from kambrief.core.insight.coverage import REQUIRED
from kambrief.core.insight.insights import Insights
from kambrief.core.rounding import percent, rounded, tenth


def insight_facts(found: Insights, account_id: str) -> dict[str, Fact]:
    """By id (``insight/revenue``); those that could not be computed are not there."""
    facts = (
        *_standing(found),
        *_revenue(found),
        *_people(found),
        ("insight/risk", f"retention risk: {found.risk.band}", {"score": Count(found.risk.score)}),
        *_needs(found),
        *((("insight/tip", f"coaching tip {found.tip}", {}),) if found.tip else ()),
    )
    return {
        name: Fact(
            id=name,
            account_id=account_id,
            text=text,
            source=Source("insight", name.partition("/")[2]),
            audience=Audience.INTERNAL,
            rank=Rank.NOTE,
            values=values,
        )
        for name, text, values in facts
    }


_Row = tuple[str, str, Mapping[str, Value]]


def _standing(found: Insights) -> Iterator[_Row]:
    standing = found.standing
    if standing.tier and standing.rank:
        values = {"rank": Count(standing.rank), "accounts": Count(standing.accounts)}
        yield "insight/tier", f"tier {standing.tier}", values
    if standing.classified:
        yield "insight/class", f"class {standing.classified.label}", {}
    if standing.white_space and standing.white_space.peers:
        yield "insight/white_space", "white space against peers", {"peers": Count(standing.white_space.peers)}


def _revenue(found: Insights) -> Iterator[_Row]:
    row = found.revenue
    if row is None:
        return
    values: dict[str, Value] = {"t12m": Money(rounded(row.t12m), row.currency)}
    if row.yoy is not None:
        values["change"] = percent(row.yoy)
    if row.q is not None:
        values["quarter"] = percent(row.q)
    yield "insight/revenue", f"revenue trend: {row.label}", values


def _people(found: Insights) -> Iterator[_Row]:
    covered = found.coverage
    if not covered.missing:
        values: dict[str, Value] = {"covered": Count(covered.covered), "required": Count(len(REQUIRED))}
        yield "insight/coverage", f"relationship: {covered.label}", values
    scores = found.satisfaction
    if scores.latest and scores.mean is not None:
        values = {"mean": Number(tenth(scores.mean)), "answers": Count(len(scores.latest))}
        yield "insight/satisfaction", f"satisfaction: {scores.trend or 'no trend'}", values
    if found.engagement.recency_days is not None:
        days: dict[str, Value] = {"days": Count(found.engagement.recency_days)}
        yield "insight/engagement", f"engagement: {found.engagement.label}", days


def _needs(found: Insights) -> Iterator[_Row]:
    need = found.hypothesis
    if need:
        values: dict[str, Value] = {"category": Text(need.category.replace("_", " "))}
        dates = [clue.on for clue in need.evidence if clue.on]
        if dates:
            values["on"] = Day(max(dates))
        yield "insight/need", f"need not voiced: {need.topic}", values
