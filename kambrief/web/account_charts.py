"""The charts of a customer's page in the reader's words, each with the rows of the table that stands below it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from kambrief.core.customer import SurveyAnswer
from kambrief.core.evidence import Count, Listing, Money, Number, Text, Value
from kambrief.core.insight.revenue import Month
from kambrief.core.insight.satisfaction import DETRACTOR, PROMOTER, on_scale
from kambrief.core.relations import Link, Relations, Theirs
from kambrief.core.situation import Situation
from kambrief.desk.account_risk import Explained, Reason
from kambrief.web import charts
from kambrief.web.charts import Dot, DotRow, Edge, Node, Pair, Part
from kambrief.web.shown import Words

UNITS = ((Decimal(10_000_000), 1_000_000), (Decimal(10_000), 1_000))
"""From which amount on figures at bars are in which unit: they are four digits at most."""
_STEPS = (2, 4, 8, 16)
"""Days in touch within a year from which on a line is thicker."""


@dataclass(frozen=True, slots=True)
class RevenueChart:
    """Twelve months beside the twelve before."""

    svg: Markup
    unit: str
    """The phrase that names the unit of the figures."""
    rows: tuple[tuple[dt.date, Money, Money], ...]
    """First day of the month, now, a year before."""
    now: Money
    before: Money


@dataclass(frozen=True, slots=True)
class SurveyChart:
    """Every answer, a row a person."""

    svg: Markup
    rows: tuple[tuple[str, dt.date, str], ...]
    """Who, when, the score; newest first."""


# --- revenue -------------------------------------------------------------------------------------------------------


def revenue(months: Sequence[Month], currency: str, words: Words) -> RevenueChart | None:
    """``months`` as `Insights.monthly` has them: twice twelve, oldest first. None where nothing can be drawn."""
    half = len(months) // 2
    before, now = months[:half], months[half:]
    amounts = [month.amount for month in months]
    if not half or not any(amounts) or not all(map(charts.usable, amounts)):
        return None
    unit = next((unit for least, unit in UNITS if max(map(abs, amounts)) >= least), 1)
    whole, earlier = (_money(sum((one.amount for one in some), Decimal(0)), currency) for some in (now, before))
    pairs = [
        Pair(str(one.month.month), one.amount, old.amount, _figure(one.amount, unit))
        for one, old in zip(now, before, strict=True)
    ]
    svg = charts.bars(
        "revenue",
        words.text("revenue_chart", first=now[0].month, last=now[-1].month),
        words.text("revenue_chart_says", amount=whole, before=earlier),
        pairs,
    )
    rows = tuple(
        (one.month, _money(one.amount, currency), _money(old.amount, currency))
        for one, old in zip(now, before, strict=True)
    )
    return RevenueChart(svg, f"unit_{unit}", rows, whole, earlier)


def _money(amount: Decimal, currency: str) -> Money:
    """In whole units: cents say nothing about a month."""
    return Money(amount.to_integral_value(), currency)


def _figure(amount: Decimal, unit: int) -> str:
    said = f"{(amount / unit).to_integral_value():f}"
    return ("0" if said == "-0" else said).replace("-", "\N{MINUS SIGN}")


# --- retention risk ------------------------------------------------------------------------------------------------


def risk(explained: Explained, words: Words) -> Markup:
    """One stacked bar; its letters are those of the list below (`charts.letter` by place)."""

    def said(reasons: Sequence[Reason]) -> Listing:
        return Listing(tuple(Text(f"{_factor(one, words)} {one.points:+d}") for one in reasons))

    raising = [one for one in explained.reasons if one.points > 0]
    lowering = [one for one in explained.reasons if one.points < 0]
    return charts.stack(
        "risk",
        words.text("risk_chart"),
        words.text("risk_chart_says", score=explained.risk.score, raising=said(raising), lowering=said(lowering)),
        [Part(_factor(one, words), one.points) for one in explained.reasons],
        explained.risk.score,
    )


def _factor(reason: Reason, words: Words) -> str:
    return words.text(f"factor_{reason.factor}")


# --- satisfaction --------------------------------------------------------------------------------------------------


def surveys(situation: Situation, words: Words) -> SurveyChart | None:
    """All answers on a scale up to today, of those who have not left and of nobody by name. Who answered last comes
    first. None without any.
    """
    gone = {one.id for one in situation.data.contacts if one.left}
    known = [row for row in situation.data.surveys if row.at <= situation.today and on_scale(row)]
    by_who: dict[tuple[str, str], list[SurveyAnswer]] = {}
    for row in sorted(known, key=lambda one: (one.at, one.id)):
        if row.contact_id not in gone:
            by_who.setdefault((row.contact_id or "", row.kind), []).append(row)
    if not by_who:
        return None
    several = len({kind for _, kind in by_who}) > 1
    order = sorted(by_who.items(), key=lambda one: (not one[0][0], -one[1][-1].at.toordinal(), one[0]))
    rows = [
        DotRow(_who(situation, key, words, several=several), tuple(_dot(row, words) for row in some))
        for key, some in order
    ]
    days = [row.at for some in by_who.values() for row in some]
    first, last = min(days), max(days)
    names = [Text(row.label) for row in rows[: charts.MAX_ROWS]]
    svg = charts.dots(
        "satisfaction",
        words.text("satisfaction_chart"),
        words.text("satisfaction_chart_says", answers=len(days), people=Listing(tuple(names))),
        rows,
        first,
        last,
        (words.text("month", day=first), words.text("month", day=last) if last != first else ""),
    )
    told = [
        (_who(situation, key, words, several=several), row.at, words.shown(Number(row.score)))
        for key, some in order for row in some
    ]  # fmt: skip
    return SurveyChart(svg, tuple(sorted(told, key=lambda one: -one[1].toordinal())))


def _who(situation: Situation, key: tuple[str, str], words: Words, *, several: bool) -> str:
    contact = situation.people.get(key[0])
    name = contact.name if contact else words.text("anonymous")
    return words.text("of_kind", name=name, kind=words.text(f"state_{key[1]}")) if several else name


def _dot(row: SurveyAnswer, words: Words) -> Dot:
    if row.kind == "csat":
        height, mood = (row.score - 1) / 4, (1 if row.score >= 5 else 0 if row.score >= 4 else -1)
    else:
        height = row.score / 10
        mood = 1 if row.score >= PROMOTER else -1 if row.score <= DETRACTOR else 0
    return Dot(row.at, height, words.shown(Number(row.score)), mood)


# --- people --------------------------------------------------------------------------------------------------------


def people(found: Relations, words: Words) -> Markup:
    """The map for wide screens; empty where nobody of ours is named anywhere, because then it shows no relation."""
    if not any(one.links for one in found.theirs):
        return Markup("")
    theirs = [one for one in found.theirs if one.links or one.decides][: charts.MAX_THEIRS]
    quiet: tuple[Value, ...] = tuple(Text(one.contact.name) for one in theirs if one.gone_quiet)
    return charts.people(
        "people",
        words.text("people_chart"),
        words.text(
            "people_chart_says", ours=Count(len(found.ours)), theirs=Count(len(theirs)), quiet=Listing(quiet)
        ),
        [Node(one.key, one.name) for one in found.ours],
        [Node(one.contact.id, one.contact.name, _note(one, words), faded=one.gone_quiet) for one in theirs],
        [_edge(link) for one in theirs for link in one.links],
    )  # fmt: skip


def _note(one: Theirs, words: Words) -> str:
    said = [words.text(f"role_{one.contact.role}")] if one.contact.role else []
    if one.gone_quiet:
        said.append(words.text("gone_quiet" if one.last else "never_met"))
    return ", ".join(said)


def _edge(link: Link) -> Edge:
    weight = 1 + sum(link.year >= least for least in _STEPS)
    return Edge(link.ours, link.contact_id, weight, f"{link.recent}/{link.year}", old=not link.recent)
