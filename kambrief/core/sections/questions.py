"""What to ask: two or three open questions, each tied to a fact; at most one hypothesis, marked as such (I12)."""

from collections.abc import Iterator

from kambrief.core import history, sentences, telling
from kambrief.core.brief import Line
from kambrief.core.customer import Contact, Deal, Role
from kambrief.core.evidence import Count, Day, Listing, Number, Person, Text, Value, Word
from kambrief.core.insight.coverage import Quiet
from kambrief.core.insight.needs import Clue, NeedEvidence
from kambrief.core.insight.revenue import Momentum
from kambrief.core.model import Response
from kambrief.core.names import called, category_name, within_group
from kambrief.core.saying import SHORT_QUOTE, named, quote, value
from kambrief.core.situation import Situation

MAX_QUESTIONS = 3
RENEWAL_DAYS = 120
CLUE_WORDS = 5


def questions(situation: Situation) -> tuple[Line, ...]:
    """The strongest two, and the hypothesis behind them; without a hypothesis the strongest three."""
    guess = _hypothesis(situation)
    asked = list(_asked(situation))[: MAX_QUESTIONS - bool(guess)]
    return (*asked, *([guess] if guess else []))


def _asked(situation: Situation) -> Iterator[Line]:
    """By priority: the renewal, who decides, what moved, who is unhappy, who went quiet, what is open."""
    for find in (_renewal, _decider, _drop, _unhappy, _quiet, _deal):
        line = find(situation)
        if line:
            yield line


def _line(topic: str, phrase: str, facts: tuple[str, ...], weight: int, **slots: Value) -> Line:
    return Line(f"questions/{topic}", (value(phrase, facts, **slots),), weight=weight)


def _coming(situation: Situation) -> list[Contact]:
    return [
        join.contact
        for join in situation.joins
        if join.contact and join.contact.id in situation.people and join.attendee.response is not Response.DECLINED
    ]


def _renewal(situation: Situation) -> Line | None:
    """While notice can still be given, or the end is near: what would make going on easy."""
    for dates in situation.contracts:
        fact = (f"contracts/{dates.contract.id}",)
        if dates.notice_day and dates.days_to_notice is not None and 0 <= dates.days_to_notice <= RENEWAL_DAYS:
            return _line("renewal", "ask_before_notice", fact, 6, day=Day(dates.notice_day))
        if dates.days_to_end <= RENEWAL_DAYS:
            return _line("renewal", "ask_before_end", fact, 6, day=Day(dates.end))
    return None


def _decider(situation: Situation) -> Line | None:
    """The economic buyer is not known at all, and there is something to decide."""
    known = any(row.role is Role.ECONOMIC_BUYER and not row.left for row in situation.people.values())
    open_deal = _largest_open(situation)
    if known or open_deal is None or not any(row.role for row in situation.people.values()):
        return None
    return _line("decider", "ask_decider", (f"deals/{open_deal.id}",), 5, deal=named(open_deal.name))


def _drop(situation: Situation) -> Line | None:
    """What is behind the change: the company that fell most, else the category that makes up the last quarter."""
    found = situation.insights.revenue
    if found is None:
        return None
    group = situation.account.name if situation.account else ""
    names = {account.id: within_group(account.name, group) for account in situation.data.accounts}
    moved = [part for part in found.parts if part.yoy is not None and names.get(part.account_id)]
    fallen = [part for part in moved if (part.yoy or 0) <= -situation.limits.trend_share]
    if fallen:
        worst = min(fallen, key=lambda part: (part.yoy or 0, part.account_id))
        return _line("drop", "ask_drop_part", ("insight/revenue",), 5, name=Text(names[worst.account_id]))
    if found.momentum is Momentum.RECENT_DROP and found.cause and found.cause.category and found.cause.delta < 0:
        category = category_name(situation.data, found.cause.category)
        return _line("drop", "ask_drop_category", ("insight/revenue",), 5, category=category)
    return None


def _unhappy(situation: Situation) -> Line | None:
    """Somebody with a poor score attends: their own words, and what would be good enough."""
    found = situation.insights.satisfaction
    unhappy = [contact for contact in _coming(situation) if contact.id in found.detractors]
    for contact in sorted(unhappy, key=lambda one: (found.latest[one.id].score, one.id)):
        answer = found.latest[contact.id]
        fact = situation.facts.get(f"surveys/{answer.id}")
        slots: dict[str, Value] = {"name": Person(called(contact), contact.id), "score": Number(answer.score)}
        if not answer.comment or fact is None or not fact.usable:
            return _line("unhappy", "ask_unhappy", (f"surveys/{answer.id}",), 5, **slots)
        return Line(
            "questions/unhappy",
            (
                value("ask_unhappy_about", (fact.id,), **slots),
                quote(answer.comment, fact.id, SHORT_QUOTE),
                value("ask_good_enough", (fact.id,)),
            ),
            weight=5,
        )
    return None


def _quiet(situation: Situation) -> Line | None:
    """A decider who has been silent and comes."""
    coming = {contact.id: contact for contact in _coming(situation)}
    for one in situation.insights.silences:
        contact = coming.get(one.contact_id)
        if contact and one.state is Quiet.SILENT and one.last_touch:
            slots: dict[str, Value] = {"name": Person(called(contact), contact.id), "since": Day(one.last_touch)}
            return _line("quiet", "ask_quiet", ("insight/coverage",), 5, **slots)
    return None


def _deal(situation: Situation) -> Line | None:
    """The largest open deal: what is missing for a decision."""
    deal = _largest_open(situation)
    return _line("deal", "ask_deal", (f"deals/{deal.id}",), 4, deal=named(deal.name)) if deal else None


def _largest_open(situation: Situation) -> Deal | None:
    deals = [row for row in situation.data.deals if row.status == "open"]
    return max(deals, key=lambda row: (row.amount or 0, row.id), default=None)


# --- the hypothesis ------------------------------------------------------------------------------------------------


def _hypothesis(situation: Situation) -> Line | None:
    """The need nobody has voiced, as a question, with what makes us ask."""
    need = situation.insights.hypothesis
    if need is None:
        return None
    category = category_name(situation.data, need.category)
    known = {name for name, fact in situation.facts.items() if fact.usable}
    facts = tuple(dict.fromkeys(fact for clue in need.evidence for fact in clue.facts if fact in known))
    said = value(
        "hypothesis",
        facts,
        question=Word(f"need_{need.topic}", {"category": category}),
        clues=Listing(tuple(_clue(situation, clue) for clue in need.evidence)),
    )
    return Line("questions/hypothesis", (said,), weight=8)


def _clue(situation: Situation, clue: NeedEvidence) -> Word:
    """A clue in a few words; a ticket by its subject, an announcement by its figure."""
    if clue.clue is Clue.PEERS:
        return Word("clue_peers", {"count": Count(clue.count), "of": Count(clue.of)})
    if clue.clue in {Clue.TICKETS, Clue.CAPACITY, Clue.ORDERS}:
        return Word(f"clue_{clue.clue}", {"count": Count(clue.count)})
    on = {"on": Day(clue.on)} if clue.on else {}
    words = _clue_words(situation, clue)
    return (
        Word(f"clue_{clue.clue}_said", {**on, "words": Text(words)})
        if words and on
        else Word(f"clue_{clue.clue}", {**on})
    )


def _clue_words(situation: Situation, clue: NeedEvidence) -> str:
    fact = situation.facts.get(clue.facts[0]) if clue.facts else None
    if fact is None or not fact.usable:
        return ""
    if fact.source.table == "tickets":
        return sentences.short(fact.text, CLUE_WORDS)
    said = sentences.quotable(telling.heart(fact.text), CLUE_WORDS)
    return said if clue.clue is Clue.STATEMENT and history.has_number(said) else ""
