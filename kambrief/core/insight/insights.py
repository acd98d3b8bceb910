"""All insights of one customer and one meeting, computed together (I1–I15 of the domain facts §4)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kambrief.core import lexicon
from kambrief.core.customer import DECIDES, Account, Activity, CrmData, Role
from kambrief.core.evidence import Fact
from kambrief.core.insight.anniversaries import Anniversary, anniversaries
from kambrief.core.insight.commitments import Commitments
from kambrief.core.insight.contracts import ContractDates
from kambrief.core.insight.coverage import Coverage, Quiet, Silence, coverage, silences
from kambrief.core.insight.engagement import Engagement, engagement
from kambrief.core.insight.meeting_time import MeetingTime, meeting_time
from kambrief.core.insight.money import Rates, sums_of
from kambrief.core.insight.needs import Need, NeedInputs, needs
from kambrief.core.insight.revenue import Month, Revenue, cagr, monthly, revenue, unknown_currencies, yearly
from kambrief.core.insight.risk import Factor, Risk, RiskInputs, risk
from kambrief.core.insight.satisfaction import Satisfaction, satisfaction
from kambrief.core.insight.standing import Standing
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.tip import TipInputs, tip
from kambrief.core.insight.touches import Touch
from kambrief.core.insight.windows import windows
from kambrief.core.match import Join
from kambrief.core.model import Meeting, Response

NEW_SPONSOR_DAYS = 90


@dataclass(frozen=True, slots=True)
class Insights:
    """Every value with its reasons. Promises, contracts, freshness (I9, I10, I15) stand beside it in the situation."""

    standing: Standing
    revenue: Revenue | None
    unknown_currencies: tuple[str, ...]
    """Why the revenue is unknown: codes without a rate."""
    monthly: tuple[Month, ...]
    coverage: Coverage
    silences: tuple[Silence, ...]
    satisfaction: Satisfaction
    engagement: Engagement
    risk: Risk
    anniversaries: tuple[Anniversary, ...]
    needs: tuple[Need, ...]
    meeting_time: MeetingTime
    tip: str | None

    @property
    def hypothesis(self) -> Need | None:
        """The one need that may be asked about."""
        return next((need for need in self.needs if not need.suppressed), None)


@dataclass(frozen=True, slots=True)
class InsightInputs:
    """What `compute` looks at: one group's data as known at ``now``."""

    data: CrmData
    account: Account | None
    touches: tuple[Touch, ...]
    facts: Mapping[str, Fact]
    commitments: Commitments
    contracts: tuple[ContractDates, ...]
    meeting: Meeting
    joins: tuple[Join, ...]
    standing: Standing
    rates: Rates
    limits: Thresholds
    zone: str
    tips_shown: Mapping[str, dt.date]


def compute(inputs: InsightInputs, now: dt.datetime, today: dt.date) -> Insights:
    """All of them. ``today`` is the date of ``now`` where the account manager is."""
    data, limits = inputs.data, inputs.limits
    country = inputs.account.country if inputs.account else None
    months = windows(today)
    # The comparison may be of the month before, in the hours when the months turn at different times.
    sums = inputs.standing.sums if inputs.standing.months == months else sums_of(data.orders, months)
    found_revenue = revenue(sums, months, inputs.rates, limits)
    if found_revenue:
        grown = cagr(yearly(data.orders, months, inputs.rates))
        found_revenue = dataclasses.replace(found_revenue, cagr=grown)
    if found_revenue:
        found_revenue = dataclasses.replace(found_revenue, cagr=cagr(yearly(data.orders, months, inputs.rates)))
    covered = coverage(data.contacts, inputs.touches, today, limits, history=bool(data.activities))
    quiet = silences(data.contacts, inputs.touches, today, limits)
    satisfied = satisfaction(data.surveys, data.contacts, today, limits)
    engaged = engagement(data.activities, now, inputs.zone, country, limits)
    score = risk(
        RiskInputs(
            revenue=found_revenue, satisfaction=satisfied, silences=quiet, coverage=covered, engagement=engaged,
            contacts=data.contacts, tickets=data.tickets, contracts=inputs.contracts, deals=data.deals,
            commitments=inputs.commitments, activities=data.activities, missing=data.missing, zone=inputs.zone,
        ),
        now, today, limits,
    )  # fmt: skip
    hypotheses = needs(
        NeedInputs(
            account=inputs.account, accounts=data.accounts, white_space=inputs.standing.white_space,
            products=data.products, tickets=data.tickets, sums=sums, deals=data.deals, activities=data.activities,
            facts=tuple(inputs.facts.values()),
        ),
        now, today, limits,
    )  # fmt: skip
    hour = meeting_time(inputs.meeting, inputs.joins, limits)
    return Insights(
        standing=inputs.standing,
        revenue=found_revenue,
        unknown_currencies=unknown_currencies(sums, inputs.rates),
        monthly=monthly(data.orders, months, inputs.rates),
        coverage=covered,
        silences=quiet,
        satisfaction=satisfied,
        engagement=engaged,
        risk=score,
        anniversaries=anniversaries(inputs.account, data.contacts, today, score.score, limits),
        needs=hypotheses,
        meeting_time=hour,
        tip=tip(
            _tip_inputs(inputs, score, covered, quiet, satisfied, hypotheses, hour, now, today),
            inputs.tips_shown,
            today,
            limits.tip_days,
        ),
    )


def _tip_inputs(  # noqa: PLR0913, PLR0917 the rules look at everything
    inputs: InsightInputs, score: Risk, covered: Coverage, quiet: tuple[Silence, ...], satisfied: Satisfaction,
    hypotheses: tuple[Need, ...], hour: MeetingTime, now: dt.datetime, today: dt.date,
) -> TipInputs:  # fmt: skip
    coming = [join.contact for join in inputs.joins if join.contact and join.attendee.response is not Response.DECLINED]
    notice = [row.days_to_notice for row in inputs.contracts if row.days_to_notice is not None]
    return TipInputs(
        ours_overdue=bool(inputs.commitments.ours_overdue),
        days_to_notice=min((days for days in notice if days >= 0), default=None),
        risk_score=score.score,
        detractor_attends=any(contact.id in satisfied.detractors for contact in coming),
        new_sponsor=any(_is_new_sponsor(inputs, contact.id, today) for contact in coming),
        sponsor_silent=any(one.role is Role.SPONSOR and one.state is not Quiet.OK for one in quiet),
        threading=str(covered.label) if not covered.missing else "",
        price_talk=_price_talk(inputs.data.activities, score, now, inputs.limits),
        hypothesis_shown=any(not need.suppressed for need in hypotheses),
        external=len([join for join in inputs.joins if join.attendee.response is not Response.DECLINED]),
        executive_attends=any(contact.role in DECIDES for contact in coming),
        outside_office_hours=bool(hour.outside),
    )


def _is_new_sponsor(inputs: InsightInputs, contact_id: str, today: dt.date) -> bool:
    contact = next((row for row in inputs.data.contacts if row.id == contact_id), None)
    if contact is None or contact.role is not Role.SPONSOR or contact.since is None:
        return False
    met = any(touch.contact_id == contact_id and touch.activity.kind == "meeting" for touch in inputs.touches)
    return not met and 0 <= (today - contact.since).days <= NEW_SPONSOR_DAYS


def _price_talk(activities: Iterable[Activity], score: Risk, now: dt.datetime, limits: Thresholds) -> bool:
    """A competitor, or the customer's own word on price, lately."""
    if any(part.factor is Factor.COMPETITOR for part in score.contributions):
        return True
    since = now - dt.timedelta(days=limits.touch_days)
    return any(
        row.inbound and row.at >= since and lexicon.PRICE.search(f"{row.subject}. {row.body}") for row in activities
    )
