"""How commands say figures and reasons: English and in code, because operators read it (briefs have their phrases)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from kambrief.core.evidence import Count, Day, Percent, Person, Text, Value
from kambrief.core.insight.needs import Clue, NeedEvidence
from kambrief.core.insight.risk import Contribution, Factor
from kambrief.core.rounding import percent

BROKEN = Decimal(1_000_000)
"""A ratio from here on is a broken row's: shown as it is, not as so many percent."""
MISSING: Mapping[str, str] = {
    "accounts": "no table of accounts",
    "activities": "no history of contacts",
    "asker": "several account managers are configured and a tip is private: say whose with --for",
    "broken": "the customer's records could not be understood; kambrief check names the rows",
    "commitments": "no table of promises",
    "company_revenue": "our company's revenue is not known",
    "contacts": "no table of contacts",
    "contracts": "no contract in force with an end",
    "country": "a company that is invoiced has no known country",
    "crm": "the CRM was not reached",
    "crm_class": "the CRM's class is none of GAM, SAM, KAM and standard",
    "deals": "no table of deals",
    "employees": "the number of employees is not known",
    "figures": "the CRM tells no other customers' revenue to compare with",
    "first_month": "nobody says how far back the orders go",
    "history": "too little history to compare a quarter with the year before",
    "industry": "the industry is not known",
    "meeting": "no meeting with this customer lies ahead",
    "orders": "no orders",
    "peers": "too few comparable customers",
    "plans": "no table of account plans",
    "products": "no table of products",
    "rate": "a currency has no rate: add it to [company.rates]",
    "revenue": "the revenue is not known",
    "roles": "no contact has a role",
    "surveys": "no survey answer of the last year",
    "threads": "mails that expect a reply belong to no thread, so nobody can tell whether they were answered",
    "tickets": "no table of tickets",
    "tips_off": "this account manager wants no tips",
    "wallet": "what the customer spends with others is not known",
}
"""Code of what was missing → words. Codes are stable, words may change."""

RISKS: Mapping[tuple[Factor, str], str] = {
    (Factor.BASE, ""): "where every customer begins",
    (Factor.REVENUE, ""): "revenue of the last three months {share} against a year before",
    (Factor.NPS, ""): "{name} gave {score} of 10 on {on}",
    (Factor.NPS_TREND, ""): "scores are falling, by {count} who answered twice",
    (Factor.SPONSOR, "silent"): "{name} has been silent for {days} days, since {on}",
    (Factor.SPONSOR, "no_contact"): "never in touch with {name}",
    (Factor.SPONSOR, "vacant"): "{name} has left and no successor is known",
    (Factor.SPONSOR, "none"): "neither a sponsor nor an economic buyer is known",
    (Factor.THREADING, "silent"): "nobody is in touch",
    (Factor.THREADING, "single"): "one person alone is in touch",
    (Factor.THREADING, "thin"): "{count} people in touch, the weight on one of them or too few",
    (Factor.THREADING, "multi"): "{count} people in touch",
    (Factor.TICKETS, ""): "serious tickets open for long: {count}, the oldest {id} for {days} days, {subject}",
    (Factor.TICKET_REOPENED, ""): "reopened tickets still open: {count}, {id} {subject}",
    (Factor.RENEWAL, "no_offer"): "a contract ends on {end}, in {days} days, and no renewal offer is out",
    (Factor.RENEWAL, "offer_out"): "a contract ends on {end}, in {days} days; the renewal offer is out",
    (Factor.RENEWAL, "offer_unknown"): "a contract ends on {end}, in {days} days; whether an offer is out is not known",
    (Factor.RENEWAL, "far"): "no contract ends before {end}, in {days} days",
    (Factor.NOTICE, ""): "notice can be given until {on}, {days} days from now",
    (Factor.RECENCY, "cooling"): "last contact {days} days ago",
    (Factor.RECENCY, "cold"): "last contact {days} days ago",
    (Factor.RECENCY, "never"): "never in touch",
    (Factor.FREQUENCY, ""): "{events} contacts lately, {before} in the same time before",
    (Factor.REPLY, ""): "replies take {hours} hours, {before} before",
    (Factor.COMPETITOR, ""): "a competitor was spoken of on {on}",
    (Factor.OUR_OVERDUE, ""): "promises of ours that are late: {count}, the longest by {days} days",
}
"""Every reason there is (`risk.VALUES`) → words."""

SUPPRESSED: Mapping[str, str] = {
    "declined": "a deal for it was lost within a year",
    "asked": "they have asked for it themselves",
    "in_pipeline": "a deal for it is open",
    "evidence": "too little evidence",
    "old": "nothing recent from the customer itself",
    "others": "other questions are better supported",
}
"""Why a need is not shown (`needs.Need.suppressed`) → words."""

TIPS: Mapping[str, tuple[str, str]] = {
    "T01": ("a promise of ours is late", "open with it and give a new date, no excuse"),
    "T02": ("the notice day is near and the risk high", "ask who decides, how and when before any price is named"),
    "T03": ("somebody dissatisfied attends", "let them describe the last bad week and listen for five minutes"),
    "T04": ("the sponsor is new", "ask for their goals in the first months, no product"),
    "T05": ("the sponsor is silent", "ask the champion for fifteen minutes with the three of you"),
    "T06": ("few people carry the relationship", "ask to meet one more role"),
    "T07": ("a competitor or the price is spoken of", "the price of the problem comes before the price of the product"),
    "T08": ("there is a need nobody has voiced", "teach one fact from their data, then ask"),
    "T09": ("many attend", "name an owner and minutes for each topic"),
    "T10": ("somebody who decides attends", "the decision belongs into the first three minutes; end early"),
    "T11": ("last time you spoke most", "count to three before answering"),
    "T12": ("it is an odd hour for somebody", "thank them and take their topic first"),
    "T13": ("always", "read back at the end who does what by when"),
}
"""Tip → the condition it rests on, and what to do (domain facts §4, I13)."""


def money(amount: Decimal, currency: str) -> str:
    """``397 000 EUR``: whole units."""
    return f"{whole(amount)} {currency}"


def whole(amount: Decimal) -> str:
    """``397 000``."""
    if not amount.is_finite():
        return str(amount)
    return f"{int(amount.to_integral_value(ROUND_HALF_UP)):,}".replace(",", " ")


def share(ratio: Decimal) -> str:
    """A part of a whole: ``94 %``, ``8.7 %``."""
    if not abs(ratio) < BROKEN:
        return f"{ratio:.2E}"
    return f"{percent(ratio).number} %"


def change(ratio: Decimal) -> str:
    """A difference: ``+12 %``, ``-8.7 %``."""
    said = share(ratio)
    return said if said.startswith("-") or said == "0 %" else f"+{said}"


def plural(number: int, noun: str) -> str:
    """``1 customer``, ``2 customers``; ``1 person``, ``2 people``."""
    many = {"person": "people", "touch": "touches"}.get(noun, f"{noun}s")
    return f"{number} {noun if number == 1 else many}"


def listed(words: Iterable[str], most: int = 8) -> str:
    """``a, b``; beyond ``most`` they are counted."""
    every = list(words)
    return ", ".join(every[:most]) + (f" and {len(every) - most} more" if len(every) > most else "")


def name_of(code: str) -> str:
    """A code of ours or of the CRM as words: ``spare_parts`` is spare parts."""
    return code.replace("_", " ")


def reason(part: Contribution) -> str:
    """One contribution to the risk, without its points."""
    return RISKS[part.factor, part.state].format_map({key: said(one) for key, one in part.values.items()})


def said(value: Value) -> str:
    """A typed value of a reason (`risk.VALUES`) as operators read it."""
    match value:
        case Day(what) | Count(what) | Person(what) | Text(what):
            return str(what)
        case Percent(number):
            return f"{number:+} %"
        case _:
            return ""


def clue(one: NeedEvidence, days: int) -> str:
    """One piece of evidence of a need; ``days`` is how far back it counts."""
    on = f" of {one.on}" if one.on else ""
    words = {
        Clue.PEERS: f"{one.count or 'most'} of {one.of} comparable customers buy it",
        Clue.TICKETS: f"{plural(one.count, 'ticket')} in {days} days, the newest{on}",
        Clue.ORDERS: f"{one.count} % more orders of the same value",
        Clue.CAPACITY: f"{one.count} % of what was agreed is in use",
        Clue.STATEMENT: f"their public statement{on}",
        Clue.REGULATION: f"a regulation{on}",
        Clue.REMARK: f"a remark{on}",
    }
    return words[one.clue]


def age(span: dt.timedelta) -> str:
    """``3 hours``, from two days on ``4 days``."""
    hours = max(0, int(span.total_seconds() // 3600))
    if not hours:
        return "less than an hour"
    return plural(hours, "hour") if hours < 48 else plural(hours // 24, "day")
