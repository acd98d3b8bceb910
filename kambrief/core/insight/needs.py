"""I12, needs not yet voiced: shown only with at least two pieces of evidence of two kinds, as an open question."""

import dataclasses
import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kambrief.core import lexicon
from kambrief.core.customer import Account, Activity, Deal, Product, Ticket
from kambrief.core.evidence import Fact
from kambrief.core.insight.money import Sums
from kambrief.core.insight.need_signs import Sign, Voice, by_topic, called, signs, topics_of_category, topics_of_ticket
from kambrief.core.insight.need_sources import (
    elsewhere,
    is_service,
    key_of,
    recent_tickets,
    served_places,
    small_orders,
)
from kambrief.core.insight.risk_words import is_renewal
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.white_space import Opening, WhiteSpace

MAX_SHOWN = 2
MAX_FACTS = 3
"""So many facts stand for one piece of evidence, the newest."""
TICKET_PATTERN = 2
"""So many tickets make a pattern; a single one is a remark."""


class Clue(enum.StrEnum):
    """Kinds of evidence."""

    PEERS = "peers"
    """Comparable customers buy it."""
    TICKETS = "tickets"
    ORDERS = "orders"
    CAPACITY = "capacity"
    STATEMENT = "statement"
    """The customer said it in public."""
    REGULATION = "regulation"
    REMARK = "remark"
    """Said in passing, about something else."""


@dataclass(frozen=True, slots=True)
class NeedEvidence:
    """One piece. ``facts`` are fact ids; ``on`` its day; ``own``: it comes from this account."""

    clue: Clue
    facts: tuple[str, ...]
    on: dt.date | None = None
    own: bool = True
    count: int = 0
    """Peers that buy, tickets, growth of orders in %, capacity in use in %."""
    of: int = 0
    """Peers in all."""


@dataclass(frozen=True, slots=True)
class Need:
    """A hypothesis. ``topic`` names the question to ask (`TOPICS`), ``category`` what we would offer."""

    category: str
    topic: str
    evidence: tuple[NeedEvidence, ...]
    suppressed: str = ""
    """Why it is not shown: ``declined``, ``asked``, ``in_pipeline``, ``evidence`` (too little), ``old``, ``others``
    (they are better supported, or ask the same); empty: shown."""

    @property
    def confidence(self) -> str:
        """``medium`` with three pieces, else ``low``."""
        return "medium" if len(self.evidence) >= 3 else "low"


TOPICS: tuple[str, ...] = (
    "energy",
    "emissions",
    "water",
    "waste",
    "safety",
    "uptime",
    "quality",
    "stock",
    "capacity",
    "site",
    "skills",
    "other",
)
"""What a question is about; each has a phrase of its own in every language."""


@dataclass(frozen=True, slots=True)
class NeedInputs:
    """One group's own data, and the comparison with peers."""

    account: Account | None
    accounts: tuple[Account, ...]
    white_space: WhiteSpace | None
    products: Iterable[Product]
    tickets: Iterable[Ticket]
    sums: Iterable[Sums]
    deals: Iterable[Deal]
    activities: Iterable[Activity]
    facts: Iterable[Fact]
    """Sentences of the activities (``activities/a#1``); only ``usable`` ones count."""


def needs(inputs: NeedInputs, now: dt.datetime, today: dt.date, limits: Thresholds) -> tuple[Need, ...]:
    """At most two that are shown, the best supported first, then the suppressed ones with the reason (for ``why``).

    Without any orders nobody knows what they buy from us already, so nothing is supposed.
    """
    known = _read(inputs, now, today, limits)
    if not known.sums:
        return ()
    best: dict[str, Need] = {}
    for category, topic in sorted(set(_candidates(known)), key=lambda one: (one[0], TOPICS.index(one[1]))):
        need = _judged(known, category, topic)
        if need and (category not in best or _weight(need) > _weight(best[category])):
            best[category] = need
    order = [key_of(gap.category) for gap in known.gaps.values()]
    ranked = sorted(best.values(), key=lambda need: _rank(need, order))
    shown: list[Need] = []
    rest: list[Need] = []
    for need in ranked:
        double = need.topic != "other" and need.topic in {one.topic for one in shown}
        if need.suppressed or double or len(shown) == MAX_SHOWN:
            rest.append(dataclasses.replace(need, suppressed=need.suppressed or "others"))
        else:
            shown.append(need)
    return (*shown, *rest)


def _weight(need: Need) -> tuple[bool, int]:
    return (not need.suppressed, len(need.evidence))


def _rank(need: Need, order: list[str]) -> tuple[bool, int, int, int, str]:
    """Shown ones first, then by evidence, by how new the customer's own is, by what peers spend on it."""
    newest = max((one.on.toordinal() for one in need.evidence if one.own and one.on), default=0)
    place = order.index(key_of(need.category)) if key_of(need.category) in order else len(order)
    return (bool(need.suppressed), -len(need.evidence), -newest, place, need.category)


# --- what is known -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """The inputs read once. Categories go by their key: case and blanks around them are ignored."""

    sums: tuple[Sums, ...]
    bought: frozenset[str]
    names: Mapping[str, str]
    """Key → the category as it is written."""
    products: Mapping[str, tuple[Product, ...]]
    topics: Mapping[str, frozenset[str]]
    gaps: Mapping[str, Opening]
    space: WhiteSpace | None
    called: Mapping[str, tuple[frozenset[str], ...]]
    """Key → what its products and itself are called, as stems."""
    tickets: tuple[tuple[Ticket, frozenset[str]], ...]
    """Of the last 180 days with their topics, newest first."""
    deals: tuple[Deal, ...]
    orders: Mapping[str, int]
    """Categories with many more orders for the same money, and how many more in %."""
    signs: Mapping[str, tuple[Sign, ...]]
    """By topic; of the last 365 days, newest first."""
    full: tuple[Sign, ...]
    """Recent ones of a capacity that is nearly used up, newest first."""
    today: dt.date
    limits: Thresholds

    def recent(self, day: dt.date) -> bool:
        return 0 <= (self.today - day).days <= self.limits.need_days


def _read(inputs: NeedInputs, now: dt.datetime, today: dt.date, limits: Thresholds) -> _Known:
    facts, sums, space = tuple(inputs.facts), tuple(inputs.sums), inputs.white_space
    products: dict[str, tuple[Product, ...]] = {}
    for product in inputs.products:
        if key_of(product.category):
            products[key_of(product.category)] = (*products.get(key_of(product.category), ()), product)
    listed = [*(row.category for rows in products.values() for row in rows), *(one.category for one in sums)]
    listed += [*(gap.category for gap in space.gaps), *space.declined, *space.in_pipeline] if space else []
    names = {key_of(category): category for category in reversed(listed) if key_of(category)}
    found = signs(
        (one for one in facts if one.at is None or one.at <= now), inputs.activities, today, limits.declined_days
    )
    served = served_places(inputs.accounts, sums, products)
    return _Known(
        sums=sums,
        bought=frozenset(key_of(one.category) for one in sums if one.t12m > 0),
        names=names,
        products=products,
        topics={key: topics_of_category(products.get(key, ()), name) for key, name in names.items()},
        gaps={key_of(gap.category): gap for gap in space.gaps} if space else {},
        space=space,
        called={key: tuple(called(products.get(key, ()), name)) for key, name in names.items()},
        tickets=tuple(
            (row, topics_of_ticket(row)) for row in recent_tickets(inputs.tickets, facts, today, limits.need_days)
        ),
        deals=tuple(inputs.deals),
        orders=small_orders(sums),
        signs=by_topic(elsewhere(sign, served) for sign in found),
        full=tuple(sign for sign in found if _is_full(sign, today, limits)),
        today=today,
        limits=limits,
    )


def _is_full(sign: Sign, today: dt.date, limits: Thresholds) -> bool:
    enough = sign.capacity is not None and sign.capacity >= limits.capacity_share * 100
    return enough and (today - sign.on).days <= limits.need_days


# --- candidates ----------------------------------------------------------------------------------------------------


def _candidates(known: _Known) -> Iterator[tuple[str, str]]:
    """Category and topic: everything they do not buy (G1, G5), and the needs behind orders, capacity, sites (G2–G4)."""
    new = [key for key in known.names if key not in known.bought]
    for key in new:
        yield from ((key, topic) for topic in known.topics[key] - {"site"} or {"other"})
    stocked = [key for key in new if "stock" in known.topics[key]]
    if not stocked:
        yield from ((key, "stock") for key in known.orders)
    for sign in known.full:
        said = lexicon.content_stems(sign.text)
        yield from ((key, "capacity") for key in known.products if _named(known, key, said))
    yield from ((key, "site") for key, products in known.products.items() if is_service(products))


def _named(known: _Known, key: str, said: frozenset[str]) -> bool:
    """Whether a text's words hold all of a product's name, or of its category."""
    return any(words <= said for words in known.called.get(key, ()))


# --- evidence ------------------------------------------------------------------------------------------------------


def _evidence(known: _Known, category: str, topic: str) -> tuple[NeedEvidence, ...]:
    """At most one piece a kind, and no record in two of them; the customer's own first."""
    solved, alike = _tickets(known, category, topic)
    used: set[str] = set()
    found = [
        *_capacity(known, topic, used),
        *_pattern(solved),
        *([_of_orders(known, category)] if topic == "stock" and known.orders else []),
        *_said(known, Clue.REGULATION, lambda sign: sign.regulation, topic, used),
        *_said(known, Clue.STATEMENT, _is_statement, topic, used),
        *_remark(known, topic, used, alike if len(solved) < TICKET_PATTERN else ()),
        *_peers(known, category),
    ]
    return tuple(sorted(found, key=lambda one: not one.own))


def _peers(known: _Known, category: str) -> list[NeedEvidence]:
    """A category that was declined or is in the pipeline has no numbers: it is suppressed anyway."""
    facts = ("insight/white_space",)
    if gap := known.gaps.get(category):
        return [NeedEvidence(Clue.PEERS, facts, own=False, count=gap.buying, of=gap.peers)]
    space = known.space
    if space and category in map(key_of, (*space.declined, *space.in_pipeline)):
        return [NeedEvidence(Clue.PEERS, facts, own=False, of=space.peers)]
    return []


def _tickets(known: _Known, category: str, topic: str) -> tuple[list[Ticket], list[Ticket]]:
    """Recent ones of a category that the product solves, and all that are about the topic."""
    codes = {key_of(code) for product in known.products.get(category, ()) for code in product.solves} - {""}
    solved = [row for row, _ in known.tickets if key_of(row.category) in codes]
    return solved, [row for row, topics in known.tickets if topic in topics or key_of(row.category) in codes]


def _pattern(solved: list[Ticket]) -> list[NeedEvidence]:
    if len(solved) < TICKET_PATTERN:
        return []
    facts = tuple(f"tickets/{row.id}" for row in solved[:MAX_FACTS])
    return [NeedEvidence(Clue.TICKETS, facts, solved[0].opened, count=len(solved))]


def _of_orders(known: _Known, category: str) -> NeedEvidence:
    """Known up to the end of the last full month."""
    until = known.today.replace(day=1) - dt.timedelta(days=1)
    growth = known.orders.get(category) or max(known.orders.values())
    return NeedEvidence(Clue.ORDERS, ("insight/revenue",), until, count=growth)


def _capacity(known: _Known, topic: str, used: set[str]) -> list[NeedEvidence]:
    if topic != "capacity" or not known.full:
        return []
    used |= {sign.record for sign in known.full}
    newest = known.full[0]
    return [NeedEvidence(Clue.CAPACITY, (newest.fact,), newest.on, count=newest.capacity or 0)]


def _said(known: _Known, clue: Clue, counts: Callable[[Sign], bool], topic: str, used: set[str]) -> list[NeedEvidence]:
    """A regulation is nobody's own wish, whoever speaks of it."""
    found = [sign for sign in known.signs.get(topic, ()) if sign.record not in used and counts(sign)]
    if not found:
        return []
    used |= {sign.record for sign in found}
    facts = tuple(sign.fact for sign in found[:MAX_FACTS])
    return [NeedEvidence(clue, facts, found[0].on, own=clue is not Clue.REGULATION, count=len(found))]


def _is_statement(sign: Sign) -> bool:
    return sign.voice is Voice.PUBLIC and (sign.goal or "site" in sign.topics)


def _remark(known: _Known, topic: str, used: set[str], tickets: Iterable[Ticket]) -> list[NeedEvidence]:
    """Something said in passing, or a single ticket: not a wish, not a no, and not that all is well."""

    def counts(sign: Sign) -> bool:
        plainly = not (sign.wish or sign.refusal or sign.well) and sign.capacity is None
        return sign.voice is Voice.THEIRS and plainly and known.recent(sign.on)

    said = _said(known, Clue.REMARK, counts, topic, used)
    dated = [(row.opened, f"tickets/{row.id}") for row in tickets]
    dated += [(one.on, fact) for one in said for fact in one.facts if one.on]
    if not dated:
        return []
    dated.sort(reverse=True)
    facts = tuple(fact for _, fact in dated[:MAX_FACTS])
    return [NeedEvidence(Clue.REMARK, facts, dated[0][0], count=len(dated))]


# --- the rules -----------------------------------------------------------------------------------------------------


def _judged(known: _Known, category: str, topic: str) -> Need | None:
    """With its evidence and the reason against it; None where nothing but a remark speaks for it, or no new site is
    there to be served.
    """
    evidence = _evidence(known, category, topic)
    clues = {one.clue for one in evidence}
    if clues <= {Clue.REMARK} or (topic == "site" and not _speaks_of_a_site(evidence)):
        return None
    own = [one for one in evidence if one.own]
    fresh = any(one.on and known.recent(one.on) for one in own)
    reasons = (
        ("declined", _is_declined(known, category, topic)),
        ("in_pipeline", _is_in_pipeline(known, category)),
        ("asked", _is_asked(known, category, topic)),
        ("evidence", len(clues) < 2 or not own),
        ("old", not fresh),
    )
    why = next((name for name, holds in reasons if holds), "")
    return Need(known.names.get(category, category), topic, evidence, why)


def _speaks_of_a_site(evidence: Iterable[NeedEvidence]) -> bool:
    return any(fact.startswith("activities/") for one in evidence for fact in one.facts)


def _lately(known: _Known, day: dt.date | None) -> bool:
    """Within 365 days; a deal without a day counts: better not to propose than to propose again."""
    return day is None or (known.today - day).days <= known.limits.declined_days


def _deals(known: _Known, category: str) -> list[Deal]:
    """Of this category, or without one and named like it. The renewal of what they buy already is no answer."""

    def is_meant(deal: Deal) -> bool:
        key = key_of(deal.category)
        return key == category or (not key and _named(known, category, lexicon.content_stems(deal.name)))

    return [deal for deal in known.deals if is_meant(deal) and not (category in known.bought and is_renewal(deal))]


def _is_declined(known: _Known, category: str, topic: str) -> bool:
    lost = [deal for deal in _deals(known, category) if deal.status == "lost"]
    said = any(sign.refusal and sign.voice is Voice.THEIRS for sign in _about(known, category, topic))
    in_space = known.space is not None and category in map(key_of, known.space.declined)
    return in_space or said or any(_lately(known, deal.close_date or deal.updated_at) for deal in lost)


def _is_in_pipeline(known: _Known, category: str) -> bool:
    """Open, or won and not invoiced yet."""
    rows = _deals(known, category)
    won = any(deal.status == "won" and _lately(known, deal.close_date or deal.updated_at) for deal in rows)
    in_space = known.space is not None and category in map(key_of, known.space.in_pipeline)
    return in_space or won or any(deal.status == "open" for deal in rows)


def _is_asked(known: _Known, category: str, topic: str) -> bool:
    return any(sign.wish and sign.voice is Voice.THEIRS for sign in _about(known, category, topic))


def _about(known: _Known, category: str, topic: str) -> list[Sign]:
    """Of what they buy already they speak all the time: there only the topic counts."""
    buys = topic == "site" or category in known.bought
    topics = {topic} if buys else known.topics.get(category, frozenset()) | {topic}
    return [sign for one in topics for sign in known.signs.get(one, ())]
