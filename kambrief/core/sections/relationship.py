"""How things stand: relationship, satisfaction, retention (I5, I6, I8), and what is broken."""

import dataclasses
from decimal import Decimal

from kambrief.core.brief import Line, Sentence
from kambrief.core.customer import Contact, SurveyAnswer, Ticket
from kambrief.core.evidence import Count, Day, Listing, Number, Person, Text, Value, Word
from kambrief.core.insight.coverage import REQUIRED, Threading
from kambrief.core.insight.risk import Band, Contribution, Factor, Risk
from kambrief.core.insight.satisfaction import Direction, Satisfaction, previous
from kambrief.core.names import called
from kambrief.core.one_thing import open_high_tickets
from kambrief.core.rounding import tenth
from kambrief.core.saying import named, value
from kambrief.core.situation import Situation

MAX_TICKETS = 2
MAX_SCORES = 4
MIN_COMPLETENESS = Decimal("0.5")
"""With less of its inputs a risk score would say more about our data than about the customer."""
LEVERS = frozenset({Factor.SPONSOR, Factor.TICKETS, Factor.RENEWAL, Factor.OUR_OVERDUE})
"""What an account manager can change within days."""


def relationship(situation: Situation) -> tuple[Line, ...]:
    """At most one line each, and the serious tickets; what nothing is known of has no line."""
    found = (_retention, _coverage, _satisfaction, _tickets, _anniversary)
    return tuple(line for make in found if (line := make(situation)))


def is_telling(found: Risk) -> bool:
    """Whether enough was known for a risk score to be told."""
    return found.completeness >= MIN_COMPLETENESS


def spare(sentence: Sentence, rank: int = 1) -> Sentence:
    """Worth saying, and the first to go when room is short."""
    return dataclasses.replace(sentence, spare=rank)


def _coverage(situation: Situation) -> Line | None:
    found = situation.insights.coverage
    if found.missing or not any(role.contacts for role in found.roles):
        return None
    slots: dict[str, Value] = {
        "state": Word(f"threading_{found.label}"), "covered": Count(found.covered), "required": Count(len(REQUIRED)),
    }  # fmt: skip
    top = situation.people.get(found.top_contact or "")
    if top and found.threads > 1 and found.label is not Threading.MULTI:
        slots |= {"name": Person(called(top), top.id), "most": Count(found.top_touches), "all": Count(found.touches)}
    elif found.threads:
        slots["people"] = Count(found.threads)
    return Line(
        "relationship/coverage",
        (value("coverage", ("insight/coverage",), **slots),),
        weight=7 if found.label is not Threading.MULTI else 4,
    )


def _satisfaction(situation: Situation) -> Line | None:
    found = situation.insights.satisfaction
    if not found.latest or found.mean is None:
        return None
    phrase, slots = _score(situation, found)
    evidence = ("insight/satisfaction", *(f"surveys/{answer.id}" for answer in found.latest.values()))
    weight = 8 if found.trend is Direction.FALLING else 5  # whoever is unhappy and comes has it in their own line
    return Line("relationship/satisfaction", (value(phrase, evidence, **slots),), weight=weight)


def _score(situation: Situation, found: Satisfaction) -> tuple[str, dict[str, Value]]:
    """With five answers their NPS, below that the single scores: one more answer would turn a percentage round."""
    slots: dict[str, Value] = {"state": Word(f"satisfaction_{found.trend or 'unknown'}")}
    if found.nps is not None and found.mean is not None:
        slots |= {"nps": Number(found.nps), "answers": Count(len(found.latest)), "mean": Number(tenth(found.mean))}
        return "satisfaction_nps", slots
    people = [situation.people[contact] for contact in found.latest if contact in situation.people]
    scores = sorted(people, key=lambda one: (found.latest[one.id].score, one.id))
    listed = tuple(_scored(situation, one, found.latest[one.id]) for one in scores[:MAX_SCORES])
    return "satisfaction_scores", {**slots, "scores": Listing(listed)}


def _scored(situation: Situation, contact: Contact, latest: SurveyAnswer) -> Word:
    """``Markku 9→6``: the score, and the one before it where there was one."""
    before = previous(situation.data.surveys, latest)
    slots: dict[str, Value] = {"name": Person(called(contact), contact.id), "score": Number(latest.score)}
    return Word("scored_from", {**slots, "before": Number(before.score)}) if before else Word("scored", slots)


def _retention(situation: Situation) -> Line | None:
    """Score, band, the three heaviest reasons; and, where we could do something about one, what that would change."""
    found = situation.insights.risk
    if not is_telling(found) or situation.account is None:
        return None
    # A low score has its heaviest reason only: told for completeness, not to alarm.
    reasons = tuple(_reason(part) for part in found.top(1 if found.band is Band.LOW else 3))
    slots: dict[str, Value] = {"score": Count(found.score), "band": Word(f"band_{found.band}")}
    reasoned = [fact for part in found.top() for fact in part.evidence if fact in situation.facts]
    evidence = ("insight/risk", *dict.fromkeys(reasoned))
    said = [value("retention", evidence, **slots)]
    if reasons:
        said.append(value("retention_because", evidence, reasons=Listing(reasons), count=Count(len(reasons))))
    said += _lever(situation)
    return Line("relationship/retention", tuple(said), weight=9, internal=True)


def _reason(part: Contribution) -> Value:
    """A reason in a word or two. Its figure stands elsewhere: with the person, the ticket, the contract."""
    days = part.values.get("days") if part.factor is Factor.RECENCY else None
    return Word(
        f"reason_{part.factor}_{part.state}" if part.state else f"reason_{part.factor}", {"days": days} if days else {}
    )


def _lever(situation: Situation) -> list[Sentence]:
    """What of it is ours to change, by the points it would take off; the heaviest that can be done in days."""
    ours = [part for part in situation.insights.risk.contributions if part.factor in LEVERS and part.points > 0]
    ours = [part for part in ours if part.factor is not Factor.RENEWAL or part.state == "no_offer"]
    if not ours or situation.insights.risk.score < situation.limits.watch_score:
        return []
    best = max(ours, key=lambda part: (part.points, -list(Factor).index(part.factor)))
    return [spare(value(f"lever_{best.factor}", ("insight/risk",), points=Count(best.points)))]


def _anniversary(situation: Situation) -> Line | None:
    found = next((one for one in situation.insights.anniversaries if not one.contact_id and not one.muted), None)
    if found is None or situation.account is None:
        return None
    slots: dict[str, Value] = {"years": Count(found.years), "on": Day(found.on)}
    return Line(
        "relationship/anniversary", (value("anniversary", (f"accounts/{situation.account.id}",), **slots),), weight=3
    )


def _tickets(situation: Situation) -> Line | None:
    """The serious ones that are open, in one line; the rest as a count."""
    rows = open_high_tickets(situation)
    if not rows:
        return None
    evidence = tuple(f"tickets/{row.id}" for row in rows)
    slots: dict[str, Value] = {"tickets": Listing(tuple(map(_ticket, rows[:MAX_TICKETS])))}
    if len(rows) > MAX_TICKETS:
        slots["more"] = Count(len(rows) - MAX_TICKETS)
    return Line("relationship/tickets", (value("tickets", evidence, **slots),), weight=9)


def _ticket(ticket: Ticket) -> Word:
    key = "ticket_reopened" if ticket.reopened else "ticket_open"
    return Word(key, {"id": Text(ticket.id), "subject": named(ticket.subject), "opened": Day(ticket.opened)})
