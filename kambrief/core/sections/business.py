"""Business: class and trend (I1–I3), contract dates (I10), what is open, and the plan's step."""

from decimal import Decimal

from kambrief.core.brief import Line, Sentence
from kambrief.core.evidence import Count, Day, Listing, Money, Text, Value, Word
from kambrief.core.insight.account_class import AccountClass
from kambrief.core.insight.contracts import ContractDates
from kambrief.core.insight.revenue import Momentum, Revenue, Trend
from kambrief.core.insight.risk import Factor
from kambrief.core.insight.windows import windows
from kambrief.core.names import category_name, within_group
from kambrief.core.rounding import percent, rounded
from kambrief.core.saying import named, value
from kambrief.core.sections.relationship import spare
from kambrief.core.situation import Situation

NOTICE_TOLD_DAYS = 180
"""A notice day years away is no news: it is told from half a year before."""
EXPLAINS = Decimal("0.5")
"""A category that makes up less of the change explains nothing."""
EXPLAINS_ALL = Decimal("0.95")
SHARPER = Decimal("1.5")
"""A quarter that moved so many times the year is worth telling beside it."""
MAX_PARTS = 3
MIN_COMPARED = 3
"""A tier among fewer customers says nothing."""
MAX_CONTRACTS = 2


def business(situation: Situation, told: frozenset[str] = frozenset()) -> tuple[Line, ...]:
    """One line on the money, one a contract that runs, one for the largest open deal, one for the plan.

    ``told``: contracts (fact ids) whose notice day stands above already.
    """
    lines = [_trend(situation), *(_contract(situation, dates, told) for dates in situation.contracts[:MAX_CONTRACTS])]
    return tuple(line for line in (*lines, _deal(situation), _plan(situation)) if line)


# --- revenue -------------------------------------------------------------------------------------------------------


def _trend(situation: Situation) -> Line | None:
    found = situation.insights.revenue
    if found is None or (found.t12m <= 0 and found.p12m <= 0):
        return None
    said = [*_class(situation), *_year(found), *_quarter(situation, found), *_parts(situation, found)]
    moving = found.label is not Trend.FLAT or found.momentum is not Momentum.STEADY or bool(_moving(situation, found))
    return Line("business/revenue", tuple(said), weight=9 if moving else 6)


def _class(situation: Situation) -> list[Sentence]:
    """Class and tier as one word each; nothing for an ordinary customer."""
    standing = situation.insights.standing
    label = standing.classified.label if standing.classified else AccountClass.STANDARD
    if standing.tier is None or standing.accounts < MIN_COMPARED:
        return [] if label is AccountClass.STANDARD else [spare(value("class", ("insight/class",), name=Text(label)))]
    if label is AccountClass.STANDARD:
        return [spare(value("tier", ("insight/tier",), tier=Text(standing.tier)))]
    slots: dict[str, Value] = {"name": Text(label), "tier": Text(standing.tier)}
    return [spare(value("class_and_tier", ("insight/class", "insight/tier"), **slots))]


def _year(found: Revenue) -> list[Sentence]:
    amount = Money(rounded(found.t12m), found.currency)
    if found.yoy is None:
        return [value("year_new", ("insight/revenue",), amount=amount)]
    return [value("year", ("insight/revenue",), amount=amount, change=percent(found.yoy))]


def _quarter(situation: Situation, found: Revenue) -> list[Sentence]:
    """The last three months where they tell something the year does not, and the category behind it."""
    if found.q is None or found.momentum is Momentum.STEADY:
        return []
    slots: dict[str, Value] = {"change": percent(found.q)}
    cause = found.cause
    if cause is None or not cause.category or cause.share < EXPLAINS or (cause.delta < 0) is not (found.q < 0):
        return [value("quarter", ("insight/revenue",), **slots)]
    slots["category"] = category_name(situation.data, cause.category)
    phrase = "quarter_all" if cause.share >= EXPLAINS_ALL else "quarter_mostly"
    return [value(phrase, ("insight/revenue",), **slots)]


def _moving(situation: Situation, found: Revenue) -> list[tuple[str, Decimal, bool]]:
    """Companies of the group beyond ±5 %, the largest first: name, change, whether the last quarter was sharper."""
    group = situation.account.name if situation.account else ""
    names = {account.id: within_group(account.name, group) for account in situation.data.accounts}
    moving = [
        (names[part.account_id], part.yoy, part.q is not None and part.q / part.yoy >= SHARPER)
        for part in found.parts
        if part.yoy and abs(part.yoy) >= situation.limits.trend_share and names.get(part.account_id)
    ]
    return sorted(moving, key=lambda item: (-abs(item[1]), item[0]))[:MAX_PARTS]


def _parts(situation: Situation, found: Revenue) -> list[Sentence]:
    since = Day(windows(situation.today).last3_from)
    parts = tuple(
        Word("part_lately", {"name": Text(name), "change": percent(change), "since": since})
        if faster
        else Word("part", {"name": Text(name), "change": percent(change)})
        for name, change, faster in _moving(situation, found)
    )
    return [value("parts", ("insight/revenue",), parts=Listing(parts))] if parts else []


# --- contracts, deals, plan ----------------------------------------------------------------------------------------


def _contract(situation: Situation, dates: ContractDates, told: frozenset[str]) -> Line:
    row = dates.contract
    evidence = (f"contracts/{row.id}",)
    said = [value("contract_until", evidence, contract=Text(row.id), end=Day(dates.end))]
    if dates.notice_day and dates.days_to_notice is not None and 0 <= dates.days_to_notice <= NOTICE_TOLD_DAYS:
        slots: dict[str, Value] = {"notice_day": Day(dates.notice_day), "days": Count(dates.days_to_notice)}
        if dates.on_free_day and dates.act_by:
            notice = value("notice_on_free_day", evidence, act_by=Day(dates.act_by), **slots)
        else:
            notice = value("notice_by", evidence, **slots)
        said.append(spare(notice, 4) if evidence[0] in told else notice)
        if row.auto_renew_months:
            said.append(spare(value("renews", evidence, months=Count(row.auto_renew_months)), 3))
    offer = next((part for part in situation.insights.risk.contributions if part.factor is Factor.RENEWAL), None)
    stalled = (
        [fact for fact in offer.evidence if fact.startswith("deals/")] if offer and offer.state == "no_offer" else []
    )
    if offer and stalled and evidence[0] in offer.evidence:  # without a renewal in the CRM nothing is known of an offer
        said.append(value("no_offer_yet", (*evidence, *stalled)))
    if dates.alert and row.annual_value and row.currency:
        said.append(spare(value("contract_value", evidence, amount=Money(row.annual_value, row.currency))))
    return Line(f"business/{row.id}", tuple(said), weight=8 if dates.alert else 5, pinned=bool(dates.alert))


def _deal(situation: Situation) -> Line | None:
    """The largest open expansion: a renewal stands with its contract."""
    deals = [row for row in situation.data.deals if row.status == "open" and row.kind != "renewal"]
    if not deals:
        return None
    deal = max(deals, key=lambda row: (row.amount or 0, row.id))
    slots: dict[str, Value] = {"name": named(deal.name)}
    if deal.stage:
        slots["stage"] = Text(deal.stage)
    if deal.amount and deal.currency:
        slots["amount"] = Money(deal.amount, deal.currency)
    return Line(f"business/{deal.id}", (value("open_deal", (f"deals/{deal.id}",), **slots),), weight=5)


def _plan(situation: Situation) -> Line | None:
    """What we want, what they gain, and the step this meeting serves."""
    step = situation.plan
    if step is None:
        return None
    evidence = (f"plans/{step.id}",)
    said = [value("plan_step", evidence, step=named(step.step))]
    if step.our_goal:
        said.append(spare(value("plan_ours", evidence, goal=named(step.our_goal)), 2))
    if step.customer_goal:
        said.append(value("plan_theirs", evidence, goal=named(step.customer_goal)))
    return Line(f"business/plan-{step.id}", tuple(said), weight=6)
