"""The one thing: what decides this call, and the outcome to leave with.

Priority (domain facts §2.2): our overdue promise, a notice day within 45 days, an unresolved high ticket, a decider
who is new or a sponsor who has gone quiet, what the customer asked for this meeting, our promise that falls due by it,
the step of the account plan.
"""

import re

from kambrief.core import lexicon, sentences, telling
from kambrief.core.brief import Line, Sentence
from kambrief.core.customer import DECIDES, ActivityKind, Role, Ticket
from kambrief.core.evidence import Count, Day, Person, Text, Value
from kambrief.core.insight.coverage import Quiet
from kambrief.core.names import called
from kambrief.core.saying import named, quote, value
from kambrief.core.situation import Situation

NOTICE_DAYS = 45
REQUEST_DAYS = 14
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}: ")
"""How a next step begins that was written after a call."""
HIGH = {"high", "critical", "urgent", "blocker", "korkea", "kriittinen"}


def open_high_tickets(situation: Situation) -> list[Ticket]:
    """Unresolved and severe, reopened ones first, then the oldest."""
    rows = [row for row in situation.data.tickets if row.is_open and (row.severity or "").casefold() in HIGH]
    return sorted(rows, key=lambda row: (not row.reopened, row.opened, row.id))


def _overdue(situation: Situation) -> list[Sentence]:
    late = situation.commitments.ours_overdue
    if not late:
        return []
    row = late[0].commitment
    slots: dict[str, Value] = {"what": named(row.text), "days": Count(late[0].days_late)}
    if row.due:
        slots["due"] = Day(row.due)
    return [value("one_overdue", (f"commitments/{row.id}",), **slots), *_their_words(situation, row.text)]


def _their_words(situation: Situation, promise: str) -> list[Sentence]:
    """What somebody who comes has said of it lately: why it matters on this call."""
    coming = {join.contact.id: join.contact for join in situation.joins if join.contact}
    for touch in situation.touches:
        contact = coming.get(touch.contact_id)
        if contact is None or situation.now - touch.activity.at > telling.FRESH:
            continue
        rows = situation.said.get(touch.activity.id, ())
        about = " ".join((touch.activity.subject, *(fact.text for fact in rows)))
        if not lexicon.same_matter(about, promise):
            continue
        fresh = [fact for fact in rows if not lexicon.same_matter(fact.text, promise)]
        pick = telling.of_person(contact, fresh, touch.activity, situation.people)
        if pick:
            said = value("one_said", (pick.fact.id,), name=Person(called(contact), contact.id))
            words = telling.without_speaker(pick.fact.text, contact)
            return [said, quote(words, pick.fact.id)] if sentences.words(words) > 2 else []
    return []


def _notice(situation: Situation) -> list[Sentence]:
    for dates in situation.contracts:
        if dates.notice_day is None or dates.days_to_notice is None or not 0 <= dates.days_to_notice <= NOTICE_DAYS:
            continue
        evidence = (f"contracts/{dates.contract.id}",)
        slots: dict[str, Value] = {"notice_day": Day(dates.notice_day), "days": Count(dates.days_to_notice)}
        if dates.on_free_day and dates.act_by:
            return [value("one_notice_free_day", evidence, act_by=Day(dates.act_by), **slots)]
        return [value("one_notice", evidence, **slots)]
    return []


def _ticket(situation: Situation) -> list[Sentence]:
    for ticket in open_high_tickets(situation):
        phrase = "one_ticket_reopened" if ticket.reopened else "one_ticket"
        evidence = (f"tickets/{ticket.id}",)
        return [value(phrase, evidence, subject=named(ticket.subject), id=Text(ticket.id), opened=Day(ticket.opened))]
    return []


def _new_decider(situation: Situation) -> list[Sentence]:
    if not situation.data.activities:
        return []
    for join in situation.joins:
        contact = join.contact
        if contact is None or contact.role not in DECIDES or contact.id not in situation.people:
            continue
        if not any(touch.contact_id == contact.id for touch in situation.touches):
            return [
                value(
                    "one_new_decider",
                    (f"contacts/{contact.id}",),
                    name=Person(contact.name, contact.id),
                    title=Text(contact.title),
                )
            ]
    return []


def _silent(situation: Situation) -> list[Sentence]:
    """The sponsor has not been heard of for longer than is usual with them."""
    for one in situation.insights.silences:
        contact = situation.people.get(one.contact_id)
        if contact and one.role is Role.SPONSOR and one.state is Quiet.SILENT and one.days and one.last_touch:
            slots: dict[str, Value] = {"name": Person(contact.name, contact.id), "on": Day(one.last_touch)}
            return [value("one_silent", (f"contacts/{contact.id}",), days=Count(one.days), **slots)]
    return []


def _plan_step(situation: Situation) -> list[Sentence]:
    step = situation.plan
    return [value("one_plan", (f"plans/{step.id}",), step=named(step.step))] if step else []


def _request(situation: Situation) -> list[Sentence]:
    """What an attendee asked for within the last two weeks, in their words."""
    coming = {join.contact.id: join.contact for join in situation.joins if join.contact}
    for touch in situation.touches:
        contact = coming.get(touch.contact_id)
        if (
            contact is None
            or (situation.today - touch.day).days > REQUEST_DAYS
            or touch.activity.kind is ActivityKind.MEETING
        ):
            continue
        rows = situation.said.get(touch.activity.id, ())
        pick = telling.of_person(contact, rows, touch.activity, situation.people)
        if pick and lexicon.WISH.search(pick.fact.text):
            said = value("one_request", (pick.fact.id,), name=Person(contact.name, contact.id), on=Day(touch.day))
            return [said, quote(telling.without_speaker(pick.fact.text, contact), pick.fact.id)]
    return []


def _due_by_meeting(situation: Situation) -> list[Sentence]:
    day = situation.local_start.date()
    for item in situation.commitments.ours:
        due = item.commitment.due
        if due is not None and situation.today <= due <= day:
            evidence = (f"commitments/{item.commitment.id}",)
            return [value("one_due", evidence, what=named(item.commitment.text), due=Day(due))]
    return []


def the_one_thing(situation: Situation) -> tuple[Line, ...]:
    """The matter that leads, a close second where there is one, what to leave with; none where nothing does."""
    ranked = [
        ("overdue", _overdue(situation)),
        ("notice", _notice(situation)),
        ("ticket", _ticket(situation)),
        ("new_decider", _new_decider(situation)),
        ("silent", _silent(situation)),
        ("request", _request(situation)),
        ("due", _due_by_meeting(situation)),
        ("plan", _plan_step(situation)),
    ]
    found = [(name, said) for name, said in ranked if said]
    if not found:
        return ()
    lead, said = found[0]
    second = next((item for item in found[1:] if item[0] == "notice"), None)
    evidence = tuple(fact for sentence in said for fact in sentence.facts)
    outcome = f"outcome_{lead}_{second[0]}" if second and (lead, second[0]) in _JOINT_OUTCOMES else f"outcome_{lead}"
    all_said = [*said, *(second[1] if second else []), value(outcome, evidence), *_next_step(situation)]
    return (Line("one_thing", tuple(all_said), weight=10, pinned=True),)


def _next_step(situation: Situation) -> list[Sentence]:
    """What the largest open deal waits for, where the CRM says so: the second thing to leave with. A promise of a call
    that was written there is told among the promises, as it stands by now.
    """
    promised = {row.text.casefold() for row in situation.data.commitments}
    deals = [row for row in situation.data.deals if row.status == "open" and row.kind != "renewal" and row.next_step]
    if not deals:
        return []
    deal = max(deals, key=lambda row: (row.amount or 0, row.id))
    if _DAY.sub("", deal.next_step or "").casefold() in promised:
        return []
    return [value("outcome_next", (f"deals/{deal.id}",), step=named(deal.next_step or ""))]


_JOINT_OUTCOMES = {("overdue", "notice"), ("ticket", "notice")}
