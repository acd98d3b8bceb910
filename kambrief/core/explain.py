"""P6, always explained: what ``why`` tells of a brief, as plain data, kept with it."""

from collections.abc import Mapping, Sequence

from kambrief.core.brief import Brief
from kambrief.core.eligibility import Verdict
from kambrief.core.match import Join, Matched
from kambrief.core.situation import Situation


def why(
    brief: Brief,
    situation: Situation,
    matched: Matched,
    verdict: Verdict,
    receipt: Sequence[Mapping[str, object]],
    problems: Sequence[str],
) -> dict[str, object]:
    """Which match rule, which facts went in and where, what was left out and by which rule, and the egress receipt.

    Held-back texts are named by record and rule; their words are not repeated.
    """
    used = [(section, line, fact) for section, line in brief.lines() for fact in line.facts]
    return {
        "verdict": verdict.reason,
        "account": {"id": situation.account.id, "name": situation.account.name} if situation.account else None,
        "other_accounts": list(situation.other_accounts),
        "matches": [match_row(join) for join in matched.joins],
        "facts": [
            {"id": fact, "section": str(section), "line": line.id, **_source(brief, fact)}
            for section, line, fact in used
        ],
        "left_out": [{"what": item.what, "rule": item.rule} for item in brief.dropped],
        "gaps": [
            {"gap": gap.key, **dict(gap.values), **({"detail": gap.detail} if gap.detail else {})} for gap in brief.gaps
        ],
        "written_by": brief.written_by,
        "model": [dict(item) for item in receipt],
        "model_problems": list(problems),
    }


def match_row(join: Join) -> dict[str, object]:
    """Who an attendee is taken for, and by which rule."""
    return {
        "attendee": join.attendee.email or join.attendee.name,
        "rule": str(join.rule),
        "contact": join.contact.id if join.contact else None,
        "account": join.account_id,
        "note": str(join.note),
        "alternatives": list(join.alternatives),
    }


def _source(brief: Brief, fact_id: str) -> dict[str, object]:
    fact = brief.facts.get(fact_id)
    if fact is None:
        return {}
    return {
        "source": fact.source.label or fact.source.record_id,
        "audience": str(fact.audience),
        "rank": fact.rank.name.lower(),
    }
