"""Bear in mind: the pricing line in force and the limit, marked INTERNAL, and what they declined."""

import dataclasses

from kambrief.core import history, lexicon
from kambrief.core.brief import Line, Sentence
from kambrief.core.customer import ActivityKind
from kambrief.core.evidence import Audience, Day, Fact, Value
from kambrief.core.saying import named, quote, value
from kambrief.core.situation import Situation

MAX_MIND = 2
DECLINED_DAYS = 365
PRICE_WORDS = 10
"""Words of a quoted pricing line."""


def agreed(situation: Situation, taken: frozenset[str]) -> tuple[Line, ...]:
    """The price that was agreed with the customer, newest note first: no secret, so it stands with the business."""
    fact = _pricing(situation, _note_ids(situation), taken, limit=False)
    if fact is None or not _is_agreement(situation, fact):
        return ()
    return (Line("business/agreed", (value("agreed", (fact.id,)), _as_noted(fact)), weight=9),)


def _is_agreement(situation: Situation, fact: Fact) -> bool:
    """A note that tells of an agreement by its number or by name: both sides have signed what it says."""
    whole = f"{fact.source.label} {fact.text}"
    return bool(lexicon.AGREEMENT.search(whole)) or any(row.id and row.id in whole for row in situation.data.contracts)


def _note_ids(situation: Situation) -> list[str]:
    notes = [row for row in situation.data.activities if row.kind is ActivityKind.NOTE and row.at <= situation.now]
    return [row.id for row in sorted(notes, key=lambda row: (row.at, row.id), reverse=True)]


def mind(situation: Situation, taken: frozenset[str]) -> tuple[Line, ...]:
    """The pricing line in force and the limit (both INTERNAL), then what they declined within a year; at most two."""
    lines = []
    note_ids = _note_ids(situation)
    for name, limit, weight in (("pricing", False, 9), ("limit", True, 6)):
        fact = _pricing(situation, note_ids, taken, limit=limit)
        if fact and (limit or not _is_agreement(situation, fact)):
            words = _as_noted(fact)
            dated = history.changes_said(fact.text).keys() & {"date"}  # a day in the words themselves tells enough
            when = () if dated else (value("as_of", (fact.id,), on=fact.values["on"]),)
            lines.append(Line(f"mind/{name}", (words, *when), weight=weight, internal=True))
    lost = [
        deal
        for deal in situation.data.deals
        if deal.status == "lost" and deal.close_date and 0 <= (situation.today - deal.close_date).days <= DECLINED_DAYS
    ]
    if lost:
        deal = max(lost, key=lambda row: (row.close_date, row.id))
        slots: dict[str, Value] = {"name": named(deal.name), "on": Day(deal.close_date)} if deal.close_date else {}
        lines.append(Line("mind/declined", (value("declined", (f"deals/{deal.id}",), **slots),), weight=5))
    return tuple(lines[:MAX_MIND])


def _as_noted(fact: Fact) -> Sentence:
    """Our own note as it stands: nobody has said it, so it has no quotation marks."""
    words = quote(_heart(fact.text), fact.id, PRICE_WORDS)
    return dataclasses.replace(words, phrase="noted_line")


def _heart(text: str) -> str:
    """``The board confirmed: index 3.5 %`` without who said so, where the line itself stands behind the colon."""
    _, colon, rest = text.partition(": ")
    return rest if colon and lexicon.PRICE.search(rest) and history.has_number(rest) else text


def _pricing(situation: Situation, note_ids: list[str], taken: frozenset[str], *, limit: bool) -> Fact | None:
    """Newest note sentence on price with a value in it: the line in force, or (``limit``) what must not be said."""
    subjects = {row.id: row for row in situation.data.activities}
    for note_id in note_ids:
        whole = f"{subjects[note_id].subject}. {subjects[note_id].body}"
        if bool(lexicon.NOT_FOR_CUSTOMER.search(whole)) is not limit:
            continue
        for fact in situation.said.get(note_id, ()):
            if not fact.usable or fact.audience is Audience.MANAGER_ONLY or fact.id in taken:
                continue
            if lexicon.PRICE.search(fact.text if not limit else whole) and (history.has_number(fact.text) or limit):
                return fact
    return None
