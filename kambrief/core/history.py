"""The history of one account as facts: each statement with its source, audience and rank, and what was superseded."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from kambrief.core import lexicon, sensitive, sentences
from kambrief.core.customer import Activity, ActivityKind, Commitment, Contact, CrmData, Side, Ticket
from kambrief.core.evidence import Audience, Count, Day, Fact, Moment, Money, Person, Rank, Source, Text, Value
from kambrief.core.insight.contracts import ContractDates
from kambrief.core.model import Meeting

_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s?(?:%|per ?cent|prosent\w*|procent|prozent)", re.IGNORECASE)
_QUARTER = re.compile(r"\bQ([1-4])[\s/-]?((?:20)?\d\d)\b", re.IGNORECASE)
_DATE = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2}\.(?:\d{4})?)")
_MONEY = re.compile(r"(?:€|EUR|USD|\$|£|GBP|SEK|NOK)\s?\d|\d\s?(?:€|euro|EUR|kr\b)", re.IGNORECASE)
_NUMBER = re.compile(r"\d")
_LABEL = re.compile(
    r"(?<!\w)(?!viik|week|veck|kw|kello|klo|\w+kuu|jan|feb|mar|mär|apr|may|maj|mai|jun|jul|aug|sep|o[ck]t|nov|de[cz])([^\W\d_]{3,})\s(\d{1,4})(?![\d%€.,:/]|\s?(?:%|€|per|pros|proc|proz|eur|k?€|kpl|t\b|h\b))",
    re.IGNORECASE,
)


def link(data: CrmData, table: str, record_id: str) -> str:
    """The record's address in the vendor's own pages; empty when the config tells none."""
    source, known_as = data.origin(table, record_id)
    template = data.links.get(source, data.link_template)
    return template.replace("{table}", table).replace("{id}", quote(known_as, safe=""))


def changes_said(text: str) -> dict[str, frozenset[str]]:
    """Values in a text by kind (percent, quarter, date): where two statements differ in one, one replaced the other."""
    return {
        kind: found
        for kind, found in {
            "percent": frozenset(match.replace(",", ".") for match in _PERCENT.findall(text)),
            "quarter": frozenset(f"{q}/{year[-2:]}" for q, year in _QUARTER.findall(text)),
            "date": frozenset(_DATE.findall(text)),
        }.items()
        if found
    }


def has_value(text: str) -> bool:
    """Whether a text holds a number that means something: an amount, a share, a date, a quarter."""
    return bool(_PERCENT.search(text) or _QUARTER.search(text) or _DATE.search(text) or _MONEY.search(text))


def has_figure(text: str) -> bool:
    """Whether a text holds an amount, a share or a quarter: what is compared, other than a day."""
    return bool(_PERCENT.search(text) or _QUARTER.search(text) or _MONEY.search(text))


def has_number(text: str) -> bool:
    """Whether a text holds any digit."""
    return bool(_NUMBER.search(text))


def _kept_back(text: str, people: Sequence[Contact], *, personal: bool = False) -> str | None:
    """The rule that keeps a record of ours out of every brief."""
    if lexicon.OFF_RECORD.search(text):
        return "off-the-record"
    return sensitive.rule(text, people, personal=personal)


# --- facts of records ----------------------------------------------------------------------------------------------


def commitment_facts(data: CrmData, today: dt.date) -> list[Fact]:
    """A promise was exchanged with the customer; ``by`` is the side that made it. Roles: what, owner, due, made_on,
    days_late, done_on, status.
    """
    facts = []
    everybody = data.contacts
    for row in data.commitments:
        values: dict[str, Value] = {"what": Text(row.text), "owner": Person(row.owner), "status": Text(row.status)}
        if row.due:
            values["due"] = Day(row.due)
            if row.status == "open" and row.due < today:
                values["days_late"] = Count((today - row.due).days)
        if row.made_on:
            values["made_on"] = Day(row.made_on)
        if row.done_on:
            values["done_on"] = Day(row.done_on)
        facts.append(
            Fact(
                id=f"commitments/{row.id}",
                account_id=row.account_id,
                text=row.text,
                source=Source(
                    "commitments", row.id, row.heard or row.id, "" if row.heard else link(data, "commitments", row.id)
                ),
                audience=Audience.INTERNAL if lexicon.NOT_FOR_CUSTOMER.search(row.text) else Audience.CUSTOMER,
                rank=Rank.DECISION,
                values=values,
                people=_owners(row, everybody),
                by=str(row.side),
                guarded=bool(lexicon.NOT_FOR_CUSTOMER.search(row.text)),
                superseded_by=None if row.status in {"open", "done"} else f"status:{row.status}",
                withheld=_kept_back(row.text, everybody),
            )
        )
    return facts


def _owners(row: Commitment, contacts: Iterable[Contact]) -> tuple[str, ...]:
    """The customer's person who promised: CRMs write names, addresses or ids."""
    owner = row.owner.casefold()
    if row.side is Side.US or not owner:
        return ()
    return tuple(one.id for one in contacts if owner in {one.id.casefold(), one.email.casefold(), one.name.casefold()})


def contract_facts(data: CrmData) -> list[Fact]:
    """What both sides signed. Roles: end, notice_day and act_by are added by the floor from I10."""
    return [
        Fact(
            id=f"contracts/{row.id}",
            account_id=row.account_id,
            text=row.name,
            source=Source("contracts", row.id, row.id, link(data, "contracts", row.id)),
            audience=Audience.CUSTOMER,
            rank=Rank.CONTRACT,
            values={
                **({"end": Day(row.end)} if row.end else {}),
                **({"value": Money(row.annual_value, row.currency)} if row.annual_value and row.currency else {}),
            },
        )
        for row in data.contracts
    ]


def with_contract_dates(facts: Mapping[str, Fact], dates: Iterable[ContractDates]) -> dict[str, Fact]:
    """The contracts' facts with what follows from them: the last day for notice, and the day to act by."""
    found = dict(facts)
    for row in dates:
        fact = found.get(f"contracts/{row.contract.id}")
        if fact and row.notice_day and row.act_by:
            more: dict[str, Value] = {"notice_day": Day(row.notice_day), "act_by": Day(row.act_by)}
            found[fact.id] = dataclasses.replace(fact, values={**fact.values, **more})
    return found


def record_facts(data: CrmData) -> list[Fact]:
    """Deals, tickets, surveys and contacts with their notes: ours alone to see."""
    return [
        *_deal_facts(data),
        *_ticket_facts(data),
        *_survey_facts(data),
        *_contact_facts(data),
        *_plan_facts(data),
        *_account_facts(data),
    ]


def _record(
    data: CrmData, table: str, record_id: str, account_id: str, text: str, values: Mapping[str, Value],
    *, people: tuple[str, ...] = (), withheld: str | None = None,
) -> Fact:  # fmt: skip
    return Fact(
        id=f"{table}/{record_id}",
        account_id=account_id,
        text=text,
        source=Source(table, record_id, record_id, link(data, table, record_id.removesuffix("#note"))),
        audience=Audience.INTERNAL,
        rank=Rank.NOTE,
        values=dict(values),
        people=people,
        withheld=withheld,
    )


def _deal_facts(data: CrmData) -> Iterator[Fact]:
    for deal in data.deals:
        values: dict[str, Value] = {"name": Text(deal.name), "status": Text(deal.status)}
        if deal.stage and deal.status == "open":
            values["stage"] = Text(deal.stage)
        if deal.close_date:
            values["close"] = Day(deal.close_date)
        if deal.amount is not None and deal.currency:
            values["amount"] = Money(deal.amount, deal.currency)
        held_back = _kept_back(deal.name, data.contacts)
        yield _record(data, "deals", deal.id, deal.account_id, deal.name, values, withheld=held_back)


def _ticket_facts(data: CrmData) -> Iterator[Fact]:
    for ticket in data.tickets:
        held_back = _kept_back(ticket.subject, data.contacts)
        values: dict[str, Value] = {"opened": Day(ticket.opened), "status": Text(_ticket_status(ticket))}
        if ticket.closed:
            values["closed"] = Day(ticket.closed)
        if ticket.severity:
            values["severity"] = Text(ticket.severity)
        yield _record(data, "tickets", ticket.id, ticket.account_id, ticket.subject, values, withheld=held_back)


def _ticket_status(ticket: Ticket) -> str:
    return "reopened" if ticket.reopened and not ticket.closed else ticket.status


def _survey_facts(data: CrmData) -> Iterator[Fact]:
    people = {contact.id: contact for contact in data.contacts}
    for answer in data.surveys:
        who = people.get(answer.contact_id or "")
        values: dict[str, Value] = {"score": Count(int(answer.score)), "on": Day(answer.at)}
        yield _record(
            data, "surveys", answer.id, answer.account_id, answer.comment, values,
            people=(answer.contact_id,) if answer.contact_id else (),
            withheld=_kept_back(answer.comment, [who] if who else []),
        )  # fmt: skip


def _account_facts(data: CrmData) -> Iterator[Fact]:
    for row in data.accounts:
        since: dict[str, Value] = {"since": Day(row.customer_since)} if row.customer_since else {}
        yield _record(data, "accounts", row.id, row.id, row.name, since)


def _plan_facts(data: CrmData) -> Iterator[Fact]:
    """Our own intentions: never the customer's to see."""
    for row in data.plans:
        text = ". ".join(part for part in (row.our_goal, row.customer_goal, row.step) if part)
        values: dict[str, Value] = {"step": Text(row.step)}
        if row.due:
            values["due"] = Day(row.due)
        held_back = _kept_back(text, data.contacts)
        yield _record(data, "plans", row.id, row.account_id, text, values, withheld=held_back)


def _contact_facts(data: CrmData) -> Iterator[Fact]:
    for contact in data.contacts:
        about = f"{contact.name}, {contact.title}".strip(", ")
        name = {"name": Person(contact.name, contact.id)}
        yield _record(data, "contacts", contact.id, contact.account_id, about, name, people=(contact.id,))
        if contact.notes:
            held_back = "contact-left" if contact.left else _kept_back(contact.notes, [contact], personal=True)
            yield _record(
                data, "contacts", f"{contact.id}#note", contact.account_id, contact.notes, {},
                people=(contact.id,), withheld=held_back,
            )  # fmt: skip


# --- facts of activities: one a sentence ---------------------------------------------------------------------------


def _names(people: Iterable[Contact]) -> frozenset[str]:
    return frozenset(
        part.casefold() for person in people for name in (person.first_name, person.last_name) for part in name.split()
    )


def _spoken(activity: Activity, own_names: frozenset[str], people: Mapping[str, Contact]) -> str:
    if activity.kind is not ActivityKind.EMAIL:
        return activity.body
    sender = [people[activity.sender]] if activity.sender and activity.sender in people else []
    theirs, ours = _names(sender), own_names
    return sentences.speech(activity.body, ours if activity.inbound else _names(people.values()), theirs | ours)


def _rank(activity: Activity, text: str) -> Rank:
    if lexicon.DRAFT.search(text) and not lexicon.decided(text):
        return Rank.DRAFT
    if activity.kind is ActivityKind.EMAIL and activity.inbound:
        return Rank.CUSTOMER_WORD
    if activity.kind is ActivityKind.NEWS:
        return Rank.CUSTOMER_WORD
    return Rank.DECISION if lexicon.decided(text) else Rank.NOTE


def _audience(activity: Activity, text: str) -> Audience:
    if lexicon.OFF_RECORD.search(text):
        return Audience.MANAGER_ONLY
    if activity.kind is ActivityKind.NOTE or "internal" in activity.tags or lexicon.NOT_FOR_CUSTOMER.search(text):
        return Audience.INTERNAL
    if activity.kind is ActivityKind.MEETING and not activity.attended and not activity.contacts:
        return Audience.INTERNAL
    return Audience.CUSTOMER


def _names_of_the_gone(people: Iterable[Contact]) -> list[str]:
    """Names of those who have left; a name that somebody who stayed has too says nothing."""
    people = list(people)
    still_here = {name for person in people if not person.left for name in (person.first_name, person.last_name)}
    names = {name for person in people if person.left for name in (person.first_name, person.last_name) if name}
    return sorted(names - still_here)


def _withheld(activity: Activity, sentence: str, people: Mapping[str, Contact], gone: Sequence[str]) -> str | None:
    if lexicon.mentions(sentence, gone) or (
        activity.sender and activity.sender in people and people[activity.sender].left
    ):
        return "contact-left"
    return None


def _by(activity: Activity) -> str:
    """A mail has an author; a note is ours; of a call or meeting our notes tell both sides."""
    if activity.kind is ActivityKind.EMAIL:
        return "them" if activity.inbound else "us"
    return {ActivityKind.NOTE: "us", ActivityKind.NEWS: "them"}.get(activity.kind, "")


def _event_fact(data: CrmData, activity: Activity, held_back: str | None, zone: dt.tzinfo) -> Fact:
    """That it took place, and when: the evidence of "last contact"."""
    return Fact(
        id=f"activities/{activity.id}",
        account_id=activity.account_id,
        text=activity.subject,
        source=Source("activities", activity.id, activity.subject, link(data, "activities", activity.id)),
        audience=_audience(activity, f"{activity.subject}. {activity.body}"),
        rank=Rank.NOTE,
        values={"on": Day(activity.at.astimezone(zone).date())},
        people=tuple(dict.fromkeys((*activity.contacts, *activity.attended))),
        withheld=held_back,
    )


def _came_to_nothing(activity: Activity) -> bool:
    """A meeting that was called off, a call nobody took: no touch (`insight.touches`), and nothing was said."""
    met = activity.kind in {ActivityKind.MEETING, ActivityKind.CALL}
    return met and activity.status in {"cancelled", "voicemail"}


def activity_facts(data: CrmData, own_names: frozenset[str], now: dt.datetime, zone: dt.tzinfo = dt.UTC) -> list[Fact]:
    """One fact a sentence, verbatim, oldest first. ``own_names``: first and last names of our people, case-folded;
    ``zone`` is the reader's, for the days.
    """
    people = {contact.id: contact for contact in data.contacts}
    gone = _names_of_the_gone(data.contacts)
    facts = []
    for activity in sorted(data.activities, key=lambda row: (row.at, row.id)):
        if activity.at > now or _came_to_nothing(activity):
            continue
        whole = f"{activity.subject}. {activity.body}"
        held_back = sensitive.rule_of_activity(activity, data.contacts)
        facts.append(_event_fact(data, activity, held_back, zone))
        body = _spoken(activity, own_names, people)
        correction = lexicon.CORRECTION.search(body)
        audience = _audience(activity, whole)
        for number, sentence in enumerate(sentences.split(body), start=1):
            facts.append(
                Fact(
                    id=f"activities/{activity.id}#{number}",
                    account_id=activity.account_id,
                    text=sentence,
                    source=Source("activities", activity.id, activity.subject, link(data, "activities", activity.id)),
                    audience=audience,
                    rank=_rank(activity, f"{activity.subject}. {sentence}"),
                    values={"on": Day(activity.at.astimezone(zone).date())},
                    guarded=bool(lexicon.NOT_FOR_CUSTOMER.search(whole)),
                    at=activity.at,
                    by=_by(activity),
                    people=tuple(
                        dict.fromkeys((*filter(None, [activity.sender]), *activity.contacts, *activity.attended))
                    ),
                    superseded_by=f"activities/{activity.id}:correction" if correction else None,
                    withheld=held_back or _withheld(activity, sentence, people, gone),
                )
            )
    return facts


COMPARED = 600
"""So many statements with a value are compared, the newest; what is older counts as superseded by its age (each pair is
looked at, and nobody wants to be told a figure from six hundred figures ago)."""


def supersede(facts: Sequence[Fact], subjects: Mapping[str, str]) -> list[Fact]:
    """Mark statements that another one on the same matter replaced.

    Same matter: at least two content words in common (of subject and sentence), no other number behind the same word
    (line 2 is not line 3, nor 2027 2028), and a value of the same kind that differs. Of the two the higher rank
    wins, then the newer (design §5). ``facts`` come oldest first; ``subjects``:
    fact id → its record's subject.
    What is withheld still replaces: its words stay unsaid, but the older value is no longer true.
    """
    said = {fact.id: changes_said(fact.text) for fact in facts if fact.superseded_by is None and fact.at is not None}
    with_value = [fact for fact in facts if said.get(fact.id)]
    unchecked = frozenset(fact.id for fact in with_value[:-COMPARED])
    current = with_value[-COMPARED:]
    about = {fact.id: lexicon.content_stems(f"{subjects.get(fact.id, '')} {fact.text}") for fact in current}
    labels = {fact.id: _labels(fact.text) for fact in current}
    losers: dict[str, str] = {}
    for i, older in enumerate(current):
        for newer in current[i + 1 :]:
            if older.source.record_id == newer.source.record_id or len(about[older.id] & about[newer.id]) < 2:
                continue
            if not _disagree(said[older.id], said[newer.id]) or _other(labels[older.id], labels[newer.id]):
                continue
            loser, winner = (newer, older) if newer.rank < older.rank else (older, newer)
            losers.setdefault(loser.id, winner.id)
    return [_replace(fact, "age" if fact.id in unchecked else losers.get(fact.id)) for fact in facts]


def _labels(text: str) -> dict[str, frozenset[str]]:
    """``linjan 2`` → linja: 2. What a number behind a word tells apart; weeks and months are values."""
    found: dict[str, set[str]] = {}
    for word, number in _LABEL.findall(text):
        found.setdefault(word[:4].casefold(), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _other(older: Mapping[str, frozenset[str]], newer: Mapping[str, frozenset[str]]) -> bool:
    return any(word in newer and numbers.isdisjoint(newer[word]) for word, numbers in older.items())


def _disagree(older: Mapping[str, frozenset[str]], newer: Mapping[str, frozenset[str]]) -> bool:
    return any(kind in newer and values != newer[kind] for kind, values in older.items())


def _replace(fact: Fact, winner: str | None) -> Fact:
    return fact if winner is None else dataclasses.replace(fact, superseded_by=winner)


def meeting_fact(meeting: Meeting) -> Fact:
    """The invitation itself: time, place, who was asked and what they answered."""
    return Fact(
        id=f"meeting/{meeting.id}",
        account_id="",
        text=meeting.title,
        source=Source("meeting", meeting.id, meeting.title),
        audience=Audience.CUSTOMER,
        rank=Rank.CUSTOMER_WORD,
        values={"start": Moment(meeting.start, meeting.timezone or "UTC"), "title": Text(meeting.title)},
    )


def facts_of(
    data: CrmData, own_names: frozenset[str], now: dt.datetime, today: dt.date, zone: dt.tzinfo = dt.UTC
) -> dict[str, Fact]:
    """Every fact about an account group, by id, superseded and withheld ones marked."""
    spoken = activity_facts(data, own_names, now, zone)
    spoken = supersede(spoken, {fact.id: fact.source.label for fact in spoken})
    return {
        fact.id: fact for fact in (*commitment_facts(data, today), *contract_facts(data), *record_facts(data), *spoken)
    }
