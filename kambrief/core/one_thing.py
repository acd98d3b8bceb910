"""The one thing: what decides this call, and the outcome to leave with.

Priority (domain facts §2.2): our overdue promise, a notice day within 45 days, an unresolved high ticket, a decider
who is new, what the customer asked for this meeting, our promise that falls due by it.
"""

from kambrief.core import lexicon, people, telling
from kambrief.core.brief import Line, Sentence
from kambrief.core.customer import ActivityKind, Ticket
from kambrief.core.evidence import Count, Day, Person, Text, Value
from kambrief.core.people import named, quote, value
from kambrief.core.situation import Situation

NOTICE_DAYS = 45
REQUEST_DAYS = 14
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
    slots: dict[str, Value] = {"what": named(row.text), "days": Count(late[0].days_late), "owner": Person(row.owner)}
    if row.due:
        slots["due"] = Day(row.due)
    return [value("one_overdue", (f"commitments/{row.id}",), **slots)]


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
        if contact is None or contact.role not in people.DECIDES or contact.id not in situation.people:
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
        ("request", _request(situation)),
        ("due", _due_by_meeting(situation)),
    ]
    found = [(name, said) for name, said in ranked if said]
    if not found:
        return ()
    lead, said = found[0]
    second = next((item for item in found[1:] if item[0] == "notice"), None)
    evidence = tuple(fact for sentence in said for fact in sentence.facts)
    outcome = f"outcome_{lead}_{second[0]}" if second and (lead, second[0]) in _JOINT_OUTCOMES else f"outcome_{lead}"
    all_said = [*said, *(second[1] if second else []), value(outcome, evidence)]
    return (Line("one_thing", tuple(all_said), weight=10, pinned=True),)


_JOINT_OUTCOMES = {("overdue", "notice"), ("ticket", "notice")}
