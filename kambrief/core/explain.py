"""P6, always explained: what ``why`` tells of a brief, as plain data, kept with it."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence

from kambrief.core.brief import Brief
from kambrief.core.eligibility import Verdict
from kambrief.core.match import Join, Matched
from kambrief.core.sections.relationship import is_telling
from kambrief.core.situation import Earlier, Situation
from kambrief.core.work import BriefRecord


def why(
    brief: Brief,
    situation: Situation,
    matched: Matched,
    verdict: Verdict,
    receipt: Sequence[Mapping[str, object]],
    problems: Sequence[str],
    answer: Mapping[str, str] | None = None,
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
        "tip": next((line.id.partition("/")[2] for _, line in brief.lines() if line.id.startswith("tip/")), ""),
        "insights": insight_rows(situation),
        "written_by": brief.written_by,
        "model": [dict(item) for item in receipt],
        "model_problems": list(problems),
        "answer": dict(answer or {}),
    }


def tips_shown(records: Iterable[BriefRecord], timezone: str) -> dict[str, dt.date]:
    """Tip → the day on which its reader last got it, by what was kept with each brief."""
    zone = zoneinfo.ZoneInfo(timezone)
    return {
        str(record.why["tip"]): record.created_at.astimezone(zone).date() for record in records if record.why.get("tip")
    }


def earlier_of(records: Iterable[BriefRecord], account_id: str, meeting_id: str) -> Earlier | None:
    """What the newest brief on this customer, of another meeting, said. ``records``: oldest first."""
    for record in reversed([*records]):
        account = record.why.get("account")
        if record.meeting_id == meeting_id or not isinstance(account, Mapping) or account.get("id") != account_id:
            continue
        stages, insights = record.material.get("stages"), record.why.get("insights")
        return Earlier(
            record.created_at,
            {deal: _stage(str(said)) for deal, said in stages.items()} if isinstance(stages, Mapping) else {},
            _told_score(insights.get("risk")) if isinstance(insights, Mapping) else None,
        )
    return None


def _told_score(risk: object) -> int | None:
    """The score that a brief had; None where too little was known for it to be told."""
    score = risk.get("score") if isinstance(risk, Mapping) and risk.get("told", True) else None
    return score if isinstance(score, int) else None


def _stage(said: str) -> str:
    """The stage of an open deal, the status of one that is not (`delivery.material` keeps stage, status, name)."""
    stage, status, *_ = [*said.split("\n"), ""]
    return stage if status == "open" else status


def insight_rows(situation: Situation) -> dict[str, object]:
    """What was computed, in short, so that the next brief can tell what has moved."""
    found = situation.insights
    return {
        "tier": str(found.standing.tier) if found.standing.tier else None,
        "risk": {"score": found.risk.score, "band": str(found.risk.band), "told": is_telling(found.risk)},
        "needs": [
            {"category": need.category, "topic": need.topic, "left_out": need.suppressed} for need in found.needs
        ],
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
    fact = brief.facts.get(fact_id) or brief.other_facts.get(fact_id)
    if fact is None:
        return {}
    return {
        "source": fact.source.label or fact.source.record_id,
        "audience": str(fact.audience),
        "rank": fact.rank.name.lower(),
    }
