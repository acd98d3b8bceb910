"""I6, satisfaction: the newest score of each active contact, and where it is going."""

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kambrief.core.customer import Contact, SurveyAnswer
from kambrief.core.groups import id_order
from kambrief.core.insight.thresholds import Thresholds

PROMOTER, DETRACTOR = 9, 6
"""NPS is defined by these, whatever score an account manager wants to be alerted at: % of 9–10 minus % of 0–6."""
_SCALES = {"nps": (0, 10), "csat": (1, 5)}


class Direction(enum.StrEnum):
    """The mean change of those who answered twice."""

    FALLING = "falling"
    STABLE = "stable"
    RISING = "rising"


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """NPS answers of one group. Anonymous answers count in ``anonymous`` only."""

    latest: Mapping[str, SurveyAnswer]
    """Contact id → their newest NPS answer within 365 days, oldest first."""
    nps: Decimal | None
    """% of 9–10 minus % of 0–6, rounded to a whole number; None with fewer than five answers."""
    mean: Decimal | None
    change: Decimal | None
    """Mean of newest minus previous, over those who answered before; None without pairs."""
    pairs: int
    trend: Direction | None
    """None with fewer than two pairs."""
    detractors: tuple[str, ...]
    """Contacts whose newest score is 6 or less, by id."""
    csat: Decimal | None = None
    """Mean of the newest CSAT (1–5) a contact within 365 days."""
    csat_answers: int = 0
    anonymous: int = 0
    missing: tuple[str, ...] = ()


def satisfaction(
    surveys: Iterable[SurveyAnswer], contacts: Iterable[Contact], today: dt.date, limits: Thresholds
) -> Satisfaction:
    """Of active contacts only; answers after ``today`` are not known yet, those off the scale are none.

    ``missing`` says ``surveys`` when there is no NPS answer to go by.
    """
    active = {contact.id for contact in contacts if not contact.left}
    known = [answer for answer in surveys if answer.at <= today and on_scale(answer)]
    answers = _by_person(known, "nps", active)
    latest = _latest(answers, today, limits)
    scores = [answer.score for answer in latest.values()]
    changes = [rows[0].score - rows[1].score for one in latest if len(rows := answers[one]) > 1]
    csat = [answer.score for answer in _latest(_by_person(known, "csat", active), today, limits).values()]
    low = [one for one, answer in latest.items() if answer.score <= limits.detractor_score]
    return Satisfaction(
        latest=latest,
        nps=_nps(scores) if len(scores) >= limits.nps_answers else None,
        mean=_mean(scores),
        change=_mean(changes),
        pairs=len(changes),
        trend=_trend(changes, limits),
        detractors=tuple(sorted(low, key=id_order)),
        csat=_mean(csat),
        csat_answers=len(csat),
        anonymous=sum(one.kind == "nps" and not one.contact_id and _recent(one, today, limits) for one in known),
        missing=() if latest else ("surveys",),
    )


def on_scale(answer: SurveyAnswer) -> bool:
    """Whether its score is one that the question allows."""
    low, high = _SCALES.get(answer.kind, (1, 0))
    return answer.score.is_finite() and low <= answer.score <= high


def previous(answers: Iterable[SurveyAnswer], latest: SurveyAnswer) -> SurveyAnswer | None:
    """What the same person answered to the same kind of survey the time before."""
    earlier = [
        row for row in answers
        if row.contact_id == latest.contact_id and row.kind == latest.kind and row.at < latest.at and on_scale(row)
    ]  # fmt: skip
    return max(earlier, key=lambda row: (row.at, row.id), default=None)


def _recent(answer: SurveyAnswer, today: dt.date, limits: Thresholds) -> bool:
    return (today - answer.at).days < limits.survey_days


def _by_person(answers: Iterable[SurveyAnswer], kind: str, active: set[str]) -> dict[str, list[SurveyAnswer]]:
    """Each one's answers, newest first; of several on one day the last, which corrects the others, counts."""
    found: dict[str, dict[dt.date, SurveyAnswer]] = {}
    for answer in sorted(answers, key=lambda one: (one.at, id_order(one.id))):
        if answer.kind == kind and answer.contact_id in active:
            found.setdefault(answer.contact_id, {})[answer.at] = answer
    return {person: list(reversed(rows.values())) for person, rows in found.items()}


def _latest(answers: Mapping[str, list[SurveyAnswer]], today: dt.date, limits: Thresholds) -> dict[str, SurveyAnswer]:
    newest = {person: rows[0] for person, rows in answers.items() if _recent(rows[0], today, limits)}
    return dict(sorted(newest.items(), key=lambda one: (one[1].at, id_order(one[0]))))


def _nps(scores: list[Decimal]) -> Decimal:
    balance = sum(score >= PROMOTER for score in scores) - sum(score <= DETRACTOR for score in scores)
    return (Decimal(100 * balance) / len(scores)).quantize(Decimal(1), ROUND_HALF_UP)


def _mean(numbers: list[Decimal]) -> Decimal | None:
    return sum(numbers, Decimal()) / len(numbers) if numbers else None


def _trend(changes: list[Decimal], limits: Thresholds) -> Direction | None:
    if len(changes) < limits.survey_pairs:
        return None
    total, enough = sum(changes, Decimal()), limits.survey_change * len(changes)
    if total <= -enough:
        return Direction.FALLING
    return Direction.RISING if total >= enough else Direction.STABLE
