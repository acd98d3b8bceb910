"""I8, retention risk: 0–100, additive and explained. Not a probability, and never called one."""

import datetime as dt
import enum
import zoneinfo
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from kambrief.core.customer import Activity, Contact, Deal, Role, Ticket
from kambrief.core.evidence import Count, Day, Person, Text, Value
from kambrief.core.insight.commitments import Commitments
from kambrief.core.insight.contracts import ContractDates
from kambrief.core.insight.coverage import Coverage, Quiet, Silence, Threading
from kambrief.core.insight.engagement import Engagement, Recency
from kambrief.core.insight.revenue import Revenue
from kambrief.core.insight.risk_words import SERIOUS, offer_of, speaks_of_competition
from kambrief.core.insight.satisfaction import Direction, Satisfaction
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.touches import touched
from kambrief.core.rounding import percent


class Band(enum.StrEnum):
    """< 25 low, < 50 watch, < 75 high, else critical."""

    LOW = "low"
    WATCH = "watch"
    HIGH = "high"
    CRITICAL = "critical"


class Factor(enum.StrEnum):
    """What the score is made of, in the order of the table in domain facts §4 (I8)."""

    BASE = "base"
    REVENUE = "revenue"
    NPS = "nps"
    NPS_TREND = "nps_trend"
    SPONSOR = "sponsor"
    THREADING = "threading"
    TICKETS = "tickets"
    TICKET_REOPENED = "ticket_reopened"
    RENEWAL = "renewal"
    NOTICE = "notice"
    RECENCY = "recency"
    FREQUENCY = "frequency"
    REPLY = "reply"
    COMPETITOR = "competitor"
    OUR_OVERDUE = "our_overdue"


VALUES: Mapping[tuple[Factor, str], tuple[str, ...]] = {
    (Factor.BASE, ""): (),
    (Factor.REVENUE, ""): ("share",),
    (Factor.NPS, ""): ("name", "score", "on"), (Factor.NPS_TREND, ""): ("count",),
    (Factor.SPONSOR, "silent"): ("name", "days", "on"), (Factor.SPONSOR, "no_contact"): ("name",),
    (Factor.SPONSOR, "vacant"): ("name",), (Factor.SPONSOR, "none"): (),
    (Factor.THREADING, "silent"): (), (Factor.THREADING, "single"): ("count",),
    (Factor.THREADING, "thin"): ("count",), (Factor.THREADING, "multi"): ("count",),
    (Factor.TICKETS, ""): ("count", "days", "id", "subject"),
    (Factor.TICKET_REOPENED, ""): ("count", "id", "subject"),
    (Factor.RENEWAL, "no_offer"): ("days", "end"), (Factor.RENEWAL, "offer_out"): ("days", "end"),
    (Factor.RENEWAL, "offer_unknown"): ("days", "end"), (Factor.RENEWAL, "far"): ("days", "end"),
    (Factor.NOTICE, ""): ("days", "on"),
    (Factor.RECENCY, "cooling"): ("days",), (Factor.RECENCY, "cold"): ("days",), (Factor.RECENCY, "never"): (),
    (Factor.FREQUENCY, ""): ("events", "before"), (Factor.REPLY, ""): ("hours", "before"),
    (Factor.COMPETITOR, ""): ("on",), (Factor.OUR_OVERDUE, ""): ("count", "days"),
}  # fmt: skip
"""Every reason there is, as factor and state, and the values each always has: what phrases are written for."""
BASE = 5
STEEP_DROP = Decimal("0.30")
"""The last step of the revenue's row; the others are I3's own limits."""
PROMOTER = 9
HEARD = frozenset({Role.SPONSOR, Role.ECONOMIC_BUYER, Role.CHAMPION})
"""Whose survey answers count."""
INPUTS = ("orders", "surveys", "contacts", "tickets", "contracts", "activities", "commitments")
"""What completeness counts."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """Points for one reason. ``state`` tells reasons of one factor apart (``silent``, ``none``, ``thin`` …), ``values``
    are what a phrase needs: `VALUES` lists them all.
    """

    factor: Factor
    points: int
    state: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    """Fact ids: ``surveys/S4``, ``tickets/KT-1``, ``contracts/HS-1``, ``activities/act-33``, ``commitments/CM1``,
    ``insight/revenue``."""


@dataclass(frozen=True, slots=True)
class Risk:
    """The score and its parts."""

    score: int
    band: Band
    contributions: tuple[Contribution, ...]
    """In the order of `Factor`; those of 0 points are left out."""
    completeness: Decimal
    """The part of the inputs that was there (revenue, surveys, contacts with roles, tickets, contracts, activities,
    commitments)."""
    missing: tuple[str, ...] = ()
    """The inputs that were not, by table name."""

    def top(self, most: int = 3) -> tuple[Contribution, ...]:
        """The heaviest reasons that raise the score, the base left out; of equal weight the earlier in the table."""
        raising = [part for part in self.contributions if part.points > 0 and part.factor is not Factor.BASE]
        return tuple(sorted(raising, key=lambda part: -part.points)[: max(0, most)])


@dataclass(frozen=True, slots=True)
class RiskInputs:
    """What the score rests on; None or empty where the source has none of it."""

    revenue: Revenue | None
    satisfaction: Satisfaction
    silences: tuple[Silence, ...]
    coverage: Coverage
    engagement: Engagement
    contacts: Iterable[Contact]
    tickets: Iterable[Ticket]
    contracts: tuple[ContractDates, ...]
    deals: Iterable[Deal]
    commitments: Commitments
    activities: Iterable[Activity]
    missing: tuple[str, ...] = ()
    """Tables that the source does not have."""
    zone: str = ""
    """IANA, the account manager's: whose days count. Empty: the zone of ``now``."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The inputs, read once, and what is not among them."""

    given: RiskInputs
    contacts: Mapping[str, Contact]
    tickets: tuple[Ticket, ...]
    deals: tuple[Deal, ...]
    activities: tuple[Activity, ...]
    """Up to ``now``, newest first."""
    missing: frozenset[str]
    zone: dt.tzinfo | None
    today: dt.date
    limits: Thresholds

    def person(self, contact_id: str) -> Person:
        """By name; a contact that is not there by its id."""
        contact = self.contacts.get(contact_id)
        return Person(contact.name if contact else contact_id, contact_id)


def risk(inputs: RiskInputs, now: dt.datetime, today: dt.date, limits: Thresholds) -> Risk:
    """Add up (domain facts §4, I8), clamp to 0–100, band. Missing input adds 0 and lowers completeness."""
    known = _read(inputs, now, today, limits)
    parts = (Contribution(Factor.BASE, BASE), *filter(None, (find(known) for find in _FACTORS)))
    score = min(100, max(0, sum(part.points for part in parts)))
    missing = tuple(table for table in INPUTS if table in known.missing)
    complete = Decimal(len(INPUTS) - len(missing)) / len(INPUTS)
    return Risk(score, band(score, limits), parts, complete.quantize(Decimal("0.01"), ROUND_HALF_UP), missing)


def band(score: int, limits: Thresholds) -> Band:
    """< 25 low, < 50 watch, < 75 high, else critical."""
    if score < limits.watch_score:
        return Band.LOW
    if score < limits.high_score:
        return Band.WATCH
    return Band.HIGH if score < limits.critical_score else Band.CRITICAL


def _read(inputs: RiskInputs, now: dt.datetime, today: dt.date, limits: Thresholds) -> _Known:
    contacts = {contact.id: contact for contact in inputs.contacts}
    past = [row for row in inputs.activities if row.at <= now]
    return _Known(
        given=inputs,
        contacts=contacts,
        tickets=tuple(inputs.tickets),
        deals=tuple(inputs.deals),
        activities=tuple(sorted(past, key=lambda row: (row.at, row.id), reverse=True)),
        missing=_missing(inputs, contacts.values(), there=bool(past)),
        zone=zoneinfo.ZoneInfo(inputs.zone) if inputs.zone else now.tzinfo,
        today=today,
        limits=limits,
    )


def _missing(inputs: RiskInputs, contacts: Iterable[Contact], *, there: bool) -> frozenset[str]:
    """No tickets and no promises is good news; no orders, answers, roles, contracts or history is no news."""
    no_roles = "roles" in inputs.coverage.missing or not any(row.role for row in contacts)
    lacks = {
        "orders": inputs.revenue is None or inputs.revenue.q is None,
        "surveys": not inputs.satisfaction.latest,
        "contacts": no_roles,
        "contracts": not inputs.contracts,
        "activities": not there,
    }
    return frozenset(inputs.missing) | frozenset(table for table, is_lacking in lacks.items() if is_lacking)


# --- the factors, one function a row of the table ------------------------------------------------------------------


def _revenue(known: _Known) -> Contribution | None:
    found = known.given.revenue
    if found is None or found.q is None:
        return None
    small, large = known.limits.trend_share, known.limits.momentum_share
    steps = ((-STEEP_DROP, 16), (-large, 10), (-small, 5))
    points = next((points for limit, points in steps if found.q <= limit), -5 if found.q >= small else 0)
    return _part(Factor.REVENUE, points, {"share": percent(found.q)}, ("insight/revenue",))


def _nps(known: _Known) -> Contribution | None:
    """The lowest answer among those who decide or speak for us; what the others say does not count here."""
    latest = known.given.satisfaction.latest
    heard = [one.id for one in known.contacts.values() if one.role in HEARD and not one.left]
    answers = [latest[contact] for contact in heard if contact in latest]
    if not answers:
        return None
    worst = min(answers, key=lambda answer: (answer.score, answer.contact_id or ""))
    points = 12 if worst.score <= known.limits.detractor_score else -8 if worst.score >= PROMOTER else 0
    name, score = known.person(worst.contact_id or ""), Count(int(worst.score))
    values: dict[str, Value] = {"name": name, "score": score, "on": Day(worst.at)}
    return _part(Factor.NPS, points, values, (f"surveys/{worst.id}",))


def _nps_trend(known: _Known) -> Contribution | None:
    found = known.given.satisfaction
    if found.trend is not Direction.FALLING:
        return None
    evidence = tuple(f"surveys/{answer.id}" for answer in found.latest.values())
    return _part(Factor.NPS_TREND, 5, {"count": Count(found.pairs)}, evidence)


def _sponsor(known: _Known) -> Contribution | None:
    """The worst of the sponsors decides; the economic buyer only where no sponsor is known at all."""
    if "contacts" in known.missing:
        return None
    sponsors = [one for one in known.given.silences if one.role is Role.SPONSOR]
    entries = sponsors or [one for one in known.given.silences if one.role is Role.ECONOMIC_BUYER]
    if not entries:
        return _part(Factor.SPONSOR, 12, {}, (), "none")
    by_state = {one.state: one for one in reversed(entries)}
    left, never = by_state.get(Quiet.VACANT), by_state.get(Quiet.NO_CONTACT)
    if "activities" in known.missing:  # then nobody can be called silent
        never, entries = None, []
    if one := left or never:
        name, evidence = known.person(one.contact_id), (f"contacts/{one.contact_id}",)
        return _part(Factor.SPONSOR, 12, {"name": name}, evidence, one.state)
    quiet = [one for one in entries if one.state is Quiet.SILENT and one.days is not None]
    return _silent(known, max(quiet, key=lambda one: one.days or 0)) if quiet else None


def _silent(known: _Known, one: Silence) -> Contribution:
    days = one.days or 0
    on = one.last_touch or known.today - dt.timedelta(days=days)
    last = [f"activities/{row.id}" for row in known.activities if one.contact_id in touched(row)]
    values: dict[str, Value] = {"name": known.person(one.contact_id), "days": Count(days), "on": Day(on)}
    return Contribution(Factor.SPONSOR, 10, "silent", values, (f"contacts/{one.contact_id}", *last[:1]))


def _threading(known: _Known) -> Contribution | None:
    if "activities" in known.missing or "contacts" in known.given.missing:
        return None
    found = known.given.coverage
    points = {Threading.SILENT: 12, Threading.SINGLE: 8, Threading.THIN: 4, Threading.MULTI: -4}[found.label]
    values: dict[str, Value] = {} if found.label is Threading.SILENT else {"count": Count(found.threads)}
    return _part(Factor.THREADING, points, values, ("insight/coverage",), found.label)


def _tickets(known: _Known) -> Contribution | None:
    serious = [row for row in _open(known) if (row.severity or "").casefold() in SERIOUS]
    old = [row for row in serious if (known.today - row.opened).days > known.limits.old_ticket_days]
    if not old:
        return None
    days = Count((known.today - old[0].opened).days)
    return _part(Factor.TICKETS, 5 * min(2, len(old)), {**_ticket(old), "days": days}, _ids(old))


def _reopened(known: _Known) -> Contribution | None:
    rows = [row for row in _open(known) if row.reopened]
    return _part(Factor.TICKET_REOPENED, 4, _ticket(rows), _ids(rows)) if rows else None


def _open(known: _Known) -> list[Ticket]:
    """The oldest first."""
    return sorted((row for row in known.tickets if row.is_open), key=lambda row: (row.opened, row.id))


def _ticket(rows: list[Ticket]) -> dict[str, Value]:
    return {"count": Count(len(rows)), "id": Text(rows[0].id), "subject": Text(rows[0].subject)}


def _ids(rows: list[Ticket]) -> tuple[str, ...]:
    return tuple(f"tickets/{row.id}" for row in rows)


def _renewal(known: _Known) -> Contribution | None:
    """The contract that ends first decides."""
    if not known.given.contracts:
        return None
    first = min(known.given.contracts, key=lambda row: (row.end, row.contract.id))
    values: dict[str, Value] = {"days": Count(first.days_to_end), "end": Day(first.end)}
    evidence = (f"contracts/{first.contract.id}",)
    if first.days_to_end > known.limits.far_end_days:
        return _part(Factor.RENEWAL, -5, values, evidence, "far")
    if first.days_to_end > known.limits.renewal_days:
        return None
    state, deals = _offer(known)
    points = 8 if state == "no_offer" else 3
    return _part(Factor.RENEWAL, points, values, (*evidence, *(f"deals/{deal.id}" for deal in deals)), state)


def _offer(known: _Known) -> tuple[str, list[Deal]]:
    """How far the renewal is, and the deals that tell. An offer that may be out adds what is certain and no more."""
    if "deals" in known.given.missing:
        return "offer_unknown", []
    lately = known.today - dt.timedelta(days=known.limits.renewal_days)
    said = [(deal, offer_of(deal, lately, known.today)) for deal in known.deals]
    for state in ("offer_out", "offer_unknown", "no_offer"):
        if deals := [deal for deal, says in said if says == state]:
            return state, deals
    return "no_offer", []


def _notice(known: _Known) -> Contribution | None:
    near = [
        (row.days_to_notice, row.notice_day, row.contract.id)
        for row in known.given.contracts
        if row.days_to_notice is not None and row.notice_day and 0 <= row.days_to_notice <= known.limits.notice_days
    ]
    if not near:
        return None
    days, on, contract = min(near)
    return _part(Factor.NOTICE, 5, {"days": Count(days), "on": Day(on)}, (f"contracts/{contract}",))


def _recency(known: _Known) -> Contribution | None:
    found = known.given.engagement
    points = {Recency.COOLING: 4, Recency.COLD: 8}.get(found.label, 0)
    if "activities" in known.missing:
        return None
    evidence = (f"activities/{found.last_event}",) if found.last_event else ()
    if found.recency_days is None:
        return _part(Factor.RECENCY, points, {}, evidence, "never")
    return _part(Factor.RECENCY, points, {"days": Count(found.recency_days)}, evidence, found.label)


def _frequency(known: _Known) -> Contribution | None:
    found = known.given.engagement
    values: dict[str, Value] = {"events": Count(found.events), "before": Count(found.events_before)}
    return _part(Factor.FREQUENCY, 4 if found.dropping else 0, values, ("insight/engagement",))


def _reply(known: _Known) -> Contribution | None:
    found = known.given.engagement
    hours, before = found.reply_hours, found.reply_hours_before
    if not found.slowed or hours is None or before is None:
        return None
    values: dict[str, Value] = {"hours": Count(round(hours)), "before": Count(round(before))}
    return _part(Factor.REPLY, 3, values, ("insight/engagement",))


def _competitor(known: _Known) -> Contribution | None:
    for row in known.activities:
        day = row.at.astimezone(known.zone).date()
        if (known.today - day).days >= known.limits.touch_days:
            break
        if (known.today - day).days >= 0 and speaks_of_competition(row):
            return _part(Factor.COMPETITOR, 6, {"on": Day(day)}, (f"activities/{row.id}",))
    return None


def _our_overdue(known: _Known) -> Contribution | None:
    late = known.given.commitments.ours_overdue
    if not late:
        return None
    values: dict[str, Value] = {"count": Count(len(late)), "days": Count(max(item.days_late for item in late))}
    evidence = tuple(f"commitments/{item.commitment.id}" for item in late)
    return _part(Factor.OUR_OVERDUE, 4 * min(2, len(late)), values, evidence)


def _part(
    factor: Factor, points: int, values: Mapping[str, Value], evidence: tuple[str, ...], state: str = ""
) -> Contribution | None:
    return Contribution(factor, points, str(state), values, evidence) if points else None


_FACTORS: tuple[Callable[[_Known], Contribution | None], ...] = (
    _revenue, _nps, _nps_trend, _sponsor, _threading, _tickets, _reopened, _renewal, _notice, _recency, _frequency,
    _reply, _competitor, _our_overdue,
)  # fmt: skip
