"""The insights of a brief in the form of a scenario's reference, so that both can be compared figure by figure."""

from typing import Any

from kambrief.core.insight.account_class import Classified
from kambrief.core.insight.coverage import REQUIRED, Coverage
from kambrief.core.insight.engagement import Engagement
from kambrief.core.insight.revenue import Revenue
from kambrief.core.insight.risk import Risk
from kambrief.core.insight.satisfaction import Satisfaction
from kambrief.core.insight.white_space import WhiteSpace
from kambrief.core.situation import Situation
from kambrief.pipeline.customers import Known


def found(situation: Situation, known: Known) -> dict[str, Any]:
    """Every part of the reference's ``insights`` that was computed."""
    insights = situation.insights
    return {
        "abc": _tiers(situation, known),
        "class": _class(insights.standing.classified),
        "revenue": _revenue(situation, insights.revenue),
        "white_space": _white_space(insights.standing.white_space),
        "coverage": _coverage(insights.coverage),
        "sponsor": [
            {"contact": one.contact_id, "role": str(one.role), "state": str(one.state), "days": one.days,
             "threshold": one.threshold}
            for one in insights.silences
        ],
        "nps": _satisfaction(insights.satisfaction),
        "engagement": _engagement(insights.engagement),
        "commitments": {
            "open": sorted(item.commitment.id for item in (*situation.commitments.ours, *situation.commitments.theirs)),
            "overdue_us": [item.commitment.id for item in situation.commitments.ours_overdue],
            "overdue_them": [item.commitment.id for item in situation.commitments.theirs if item.overdue],
        },
        "contracts": [
            {
                "id": row.contract.id,
                "end": row.end.isoformat(),
                "days_to_end": row.days_to_end,
                "notice_deadline": row.notice_day.isoformat() if row.notice_day else None,
                "days_to_notice": row.days_to_notice,
            }
            for row in situation.contracts
        ],
        "risk": _risk(insights.risk),
    }  # fmt: skip


def _tiers(situation: Situation, known: Known) -> dict[str, Any]:
    if known.compared is None:
        return {}
    names = {root: account.name for root, account in known.compared.portfolio.accounts.items()}
    standing = situation.insights.standing
    return {
        "tier": standing.tier, "rank": standing.rank, "accounts": standing.accounts,
        "share_of_portfolio": standing.share, "k80": standing.k80,
        "tiers": {names[root]: tier for root, tier in known.compared.tiers.of.items()},
    }  # fmt: skip


def _class(row: Classified | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "class": str(row.label),
        "share_of_company_revenue": row.share,
        "regions": [str(region) for region in row.regions],
    }


def _revenue(situation: Situation, row: Revenue | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = {account.id: account.name for account in situation.data.accounts}
    return {
        "t12m": row.t12m, "p12m": row.p12m, "yoy": row.yoy, "last3": row.last3, "last3_py": row.before3,
        "q_yoy": row.q, "label": str(row.label), "momentum": str(row.momentum) if row.momentum else None,
        "by_account": {names[part.account_id]: {"t12m": part.t12m, "yoy": part.yoy} for part in row.parts},
    }  # fmt: skip


def _white_space(row: WhiteSpace | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "peers": row.peers,
        "gaps": [
            {"category": gap.category, "adoption": gap.adoption, "peers": gap.peers, "buying": gap.buying,
             "potential": gap.potential}
            for gap in row.gaps
        ],
        "in_pipeline": list(row.in_pipeline),
        "declined": list(row.declined),
        "sow_estimate": row.share_of_wallet,
    }  # fmt: skip


def _coverage(row: Coverage) -> dict[str, Any]:
    return {
        "covered": row.covered, "required": len(REQUIRED),
        "roles": {
            str(role.role): {
                "contacts": list(role.contacts),
                "last_touch": role.last_touch.isoformat() if role.last_touch else None,
                "covered": role.covered,
            }
            for role in row.roles
        },
        "threads": row.threads, "touches_90d": row.touches, "top_contact": row.top_contact,
        "top_share": row.top_share, "label": str(row.label),
    }  # fmt: skip


def _satisfaction(row: Satisfaction) -> dict[str, Any]:
    return {
        "n": len(row.latest), "latest": {contact: answer.score for contact, answer in row.latest.items()},
        "nps": row.nps, "mean": row.mean, "paired_change": row.change, "pairs": row.pairs,
        "trend": str(row.trend) if row.trend else None, "detractors": list(row.detractors),
    }  # fmt: skip


def _engagement(row: Engagement) -> dict[str, Any]:
    return {
        "recency_days": row.recency_days, "label": str(row.label), "f90": row.events, "f90_prev": row.events_before,
        "change": row.change, "dropping": row.dropping, "median_reply_h": _tenth(row.reply_hours),
        "median_reply_h_prev": _tenth(row.reply_hours_before), "slowed": row.slowed,
        "unanswered": list(row.unanswered),
    }  # fmt: skip


def _tenth(hours: Any) -> Any:
    """The reference has hours to one decimal."""
    return None if hours is None else round(hours, 1)


def _risk(row: Risk) -> dict[str, Any]:
    return {
        "score": row.score,
        "band": str(row.band),
        "contributions": [{"factor": str(part.factor), "points": part.points} for part in row.contributions],
    }
