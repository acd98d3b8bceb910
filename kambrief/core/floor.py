"""The floor: the complete brief that code alone writes. One function a section, in the order in which it is read.

Good enough that an account manager would keep the product without a model; a model may pick, order and add to it.
Anatomy and limits: domain facts §2.2. What is not known is left out or named as a gap, never filled.
"""

import dataclasses
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kambrief.core import history, lexicon, people, telling
from kambrief.core.brief import Block, Brief, Dropped, Line, Section, Sentence
from kambrief.core.customer import ActivityKind, Side, Ticket
from kambrief.core.eligibility import without_prefix
from kambrief.core.evidence import Audience, Count, Day, Fact, Listing, Moment, Money, Person, Text, Value, Word
from kambrief.core.insight.commitments import OpenCommitment
from kambrief.core.insight.contracts import ContractDates
from kambrief.core.insight.freshness import known_at
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.one_thing import open_high_tickets, the_one_thing
from kambrief.core.people import named, quote, value
from kambrief.core.situation import Situation

MAX_SINCE = 4
MIN_NEWS = 4
"""A sentence below this score (`telling.of_change`) is no news."""
MAX_NEWS_WEIGHT = 7
MAX_PROMISES = 3
"""A side; the rest is counted."""
DECLINED_DAYS = 365
OFFICE_HOURS = (8, 18)
TOLD_TABLES = frozenset({"contacts", "activities", "commitments", "contracts", "tickets", "surveys"})
"""Tables whose absence the reader is told of: they would have found something of it in the brief."""

_LEGAL_FORMS = {
    "&", "and", "und", "ja", "och",
    "oy", "oyj", "ab", "abp", "ky", "tmi", "osk", "ry", "inc", "inc.", "ltd", "ltd.", "plc", "llc", "gmbh", "ag", "kg",
    "se", "as", "asa", "a/s", "aps", "b.v.", "bv", "n.v.", "nv", "s.a.", "sa", "pte.", "pte", "co.", "corp.", "corp",
}  # fmt: skip


def short_name(name: str) -> str:
    """A company's name as people say it: without its legal form."""
    parts = name.split()
    while len(parts) > 1 and parts[-1].casefold().strip(",") in _LEGAL_FORMS:
        parts.pop()
    return " ".join(parts).rstrip(",")


# --- subject and header --------------------------------------------------------------------------------------------


def subject(situation: Situation) -> Sentence:
    """``[Brief] 9.00 Account – purpose``; without an account the customer's side goes by its domain."""
    meeting = situation.meeting
    key = (f"meeting/{meeting.id}",)
    at = Moment(meeting.start, situation.manager.timezone)
    who = short_name(situation.account.name) if situation.account else _outside(situation)
    if not who:
        return value("subject_plain", key, at=at, title=Text(meeting.title))
    return value("subject", key, at=at, account=Text(who), title=Text(meeting.title))


def notice_line(meeting: Meeting, manager: AccountManager, account: str) -> Sentence:
    """Which meeting a notice is about: day and time too, because it may not be today's. ``account`` may be empty."""
    at = Moment(meeting.start, manager.timezone)
    day = Day(meeting.start.astimezone(_zone(manager.timezone)).date())
    slots: dict[str, Value] = {"at": at, "day": day, "title": Text(without_prefix(meeting.title))}
    if account:
        slots["account"] = Text(short_name(account))
    return value("notice_line", (f"meeting/{meeting.id}",), **slots)


def _outside(situation: Situation) -> str:
    domains = [join.attendee.email.rpartition("@")[2] for join in situation.joins if join.rule != "free_mail"]
    return next((domain for domain in domains if domain), "")


def header(situation: Situation) -> tuple[Sentence, ...]:
    """When and where; everybody's local time if there is more than one zone, odd hours marked."""
    meeting, manager = situation.meeting, situation.manager
    key = (f"meeting/{meeting.id}",)
    at = Moment(meeting.start, manager.timezone)
    who = short_name(situation.account.name) if situation.account else _outside(situation)
    said = [
        value("headline", key, at=at, account=Text(who)) if who else value("headline_plain", key, at=at),
        value("when", key, day=Day(situation.local_start.date()), minutes=Count(meeting.minutes)),
    ]
    if meeting.join:
        said.append(value("platform", key, platform=Word(f"platform_{meeting.join.platform}")))
    told = {meeting.start.astimezone(_zone(manager.timezone)).utcoffset()}
    for zone, contact in _zones(situation).items():
        local = meeting.start.astimezone(_zone(zone))
        if local.utcoffset() in told:
            continue
        told.add(local.utcoffset())
        hour = "early" if local.hour < OFFICE_HOURS[0] else "late" if local.hour >= OFFICE_HOURS[1] else "usual"
        city = Text(zone.rpartition("/")[2].replace("_", " "))
        evidence = (*key, f"contacts/{contact}")
        said.append(value(f"local_time_{hour}", evidence, at=Moment(meeting.start, zone), city=city))
    return tuple(said)


def _zones(situation: Situation) -> dict[str, str]:
    """The guests' time zones and whose each is; what is no time zone is left out, not guessed."""
    zones: dict[str, str] = {}
    for join in situation.joins:
        if join.contact and join.contact.timezone and _is_zone(join.contact.timezone):
            zones.setdefault(join.contact.timezone, join.contact.id)
    return zones


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name if _is_zone(name) else "UTC")


def spare(sentence: Sentence) -> Sentence:
    """Worth saying, and the first to go when room is short."""
    return dataclasses.replace(sentence, spare=1)


# --- sections ------------------------------------------------------------------------------------------------------


def since(situation: Situation, taken: frozenset[str]) -> tuple[Line, ...]:
    """At most four dated statements since the last held meeting, newest first, none that is quoted elsewhere."""
    start = situation.last_meeting.at if situation.last_meeting else None
    rows = {activity.id: activity for activity in situation.data.activities}
    best: dict[str, telling.Pick] = {}
    for fact in situation.facts.values():
        activity = rows.get(fact.source.record_id)
        if activity is None or fact.at is None or "#" not in fact.id or fact.id in taken or not fact.usable:
            continue
        if (start and activity.at <= start) or (not start and situation.now - activity.at > telling.FRESH):
            continue
        if fact.audience is Audience.MANAGER_ONLY or fact.guarded:
            continue
        if activity.kind is ActivityKind.EMAIL and not activity.inbound:
            continue
        score = telling.of_change(fact, activity)
        if score >= MIN_NEWS and (activity.id not in best or score > best[activity.id].score):
            best[activity.id] = telling.Pick(fact, score)
    strongest = sorted(best.values(), key=lambda p: (-p.score, -(p.fact.at or situation.now).timestamp(), p.fact.id))[
        :MAX_SINCE
    ]
    newest = sorted(strongest, key=lambda pick: (pick.fact.at or situation.now, pick.fact.id), reverse=True)
    return tuple(
        Line(
            f"since/{pick.fact.id}",
            (
                value("dated", (pick.fact.id,), on=pick.fact.values["on"]),
                *_speaker(situation, pick.fact),
                quote(pick.fact.text, pick.fact.id),
            ),
            weight=min(pick.score, MAX_NEWS_WEIGHT),
            internal=False,
        )
        for pick in newest
    )


def _speaker(situation: Situation, fact: Fact) -> tuple[Sentence, ...]:
    """Who wrote it, where it was a mail and the words don't say."""
    activity = next(row for row in situation.data.activities if row.id == fact.source.record_id)
    sender = situation.people.get(activity.sender or "")
    if sender is None or lexicon.mentions(fact.text, telling.names_of(sender)):
        return ()
    return (
        value("speaker", (f"contacts/{sender.id}", fact.id), name=Person(sender.first_name or sender.name, sender.id)),
    )


def promises(situation: Situation) -> tuple[Line, ...]:
    """Ours first, the late ones at the top of each side; what was kept since the last meeting as a count."""
    found = situation.commitments
    lines = [
        *_side(situation, found.ours, Side.US),
        *_side(situation, found.theirs, Side.THEM),
    ]
    if found.done:
        evidence = tuple(f"commitments/{row.id}" for row in found.done)
        lines.append(Line("promises/done", (value("promises_done", evidence, count=Count(len(found.done))),), weight=0))
    return tuple(lines)


def _side(situation: Situation, items: tuple[OpenCommitment, ...], side: Side) -> list[Line]:
    lines = []
    for item in items[:MAX_PROMISES]:
        row = item.commitment
        slots: dict[str, Value] = {"what": named(row.text)}
        owner = _owner(situation, row.owner)
        if owner:
            slots["owner"] = Person(owner)
        state = "undated"
        if row.due:
            slots["due"], state = Day(row.due), "open"
        if item.overdue:
            slots["days"], state = Count(item.days_late), "late"
        lines.append(
            Line(
                f"promises/{row.id}",
                (value(f"promise_{side}_{state}", (f"commitments/{row.id}",), **slots),),
                weight=9 if side is Side.US else 5 + item.overdue,
                pinned=side is Side.US or item.overdue,
            )
        )
    more = items[MAX_PROMISES:]
    if more:
        evidence = tuple(f"commitments/{item.commitment.id}" for item in more)
        lines.append(
            Line(f"promises/more-{side}", (value(f"promises_more_{side}", evidence, count=Count(len(more))),), weight=1)
        )
    return lines


def _owner(situation: Situation, owner: str) -> str:
    """Who promised, by name; nothing where it is the reader. CRMs write names, addresses or ids."""
    manager = situation.manager
    if owner.casefold() == manager.name.casefold() or manager.is_address(owner):
        return ""
    for contact in situation.people.values():
        if owner == contact.id or (contact.email and owner.casefold() == contact.email.casefold()):
            return contact.name
    invited = {one.email: one.name for one in situation.meeting.attendees if one.name}
    return invited.get(owner.casefold(), owner)


def relationship(situation: Situation) -> tuple[Line, ...]:
    """How things stand. Today: what is broken. Relationship, satisfaction and retention take their place beside it."""
    tickets = open_high_tickets(situation)
    return tuple(
        Line(f"relationship/{ticket.id}", (_ticket(ticket),), weight=8 - place)
        for place, ticket in enumerate(tickets[:3])
    )


def _ticket(ticket: Ticket) -> Sentence:
    phrase = "ticket_reopened" if ticket.reopened else "ticket_open"
    return value(
        phrase, (f"tickets/{ticket.id}",), id=Text(ticket.id), subject=named(ticket.subject), opened=Day(ticket.opened)
    )


def business(situation: Situation) -> tuple[Line, ...]:
    """Contract dates: one line a contract that runs."""
    return tuple(_contract(dates) for dates in situation.contracts[:2])


def _contract(dates: ContractDates) -> Line:
    row = dates.contract
    evidence = (f"contracts/{row.id}",)
    said = [value("contract_until", evidence, contract=Text(row.id), end=Day(dates.end))]
    # A notice day years away is no news: it is told from half a year before.
    if dates.notice_day and dates.days_to_notice is not None and 0 <= dates.days_to_notice <= 180:
        slots: dict[str, Value] = {"notice_day": Day(dates.notice_day), "days": Count(dates.days_to_notice)}
        if dates.on_free_day and dates.act_by:
            said.append(value("notice_on_free_day", evidence, act_by=Day(dates.act_by), **slots))
        else:
            said.append(value("notice_by", evidence, **slots))
        if row.auto_renew_months:
            said.append(spare(value("renews", evidence, months=Count(row.auto_renew_months))))
    if dates.alert and row.annual_value is not None and row.currency:
        said.append(spare(value("contract_value", evidence, amount=Money(row.annual_value, row.currency))))
    return Line(f"business/{row.id}", tuple(said), weight=8 if dates.alert else 3, pinned=bool(dates.alert))


def mind(situation: Situation, taken: frozenset[str]) -> tuple[Line, ...]:
    """The pricing line in force and the limit (both INTERNAL), then what they declined within a year."""
    lines = []
    notes = [row for row in situation.data.activities if row.kind is ActivityKind.NOTE and row.at <= situation.now]
    notes.sort(key=lambda row: (row.at, row.id), reverse=True)
    said: list[Sentence] = []
    for limit in (False, True):
        fact = _pricing(situation, [row.id for row in notes], taken, limit=limit)
        if fact:
            said += [quote(fact.text, fact.id), value("as_of", (fact.id,), on=fact.values["on"])]
    if said:
        lines.append(Line("mind/pricing", tuple(said), weight=8, internal=True))
    lost = [
        deal
        for deal in situation.data.deals
        if deal.status == "lost" and deal.close_date and 0 <= (situation.today - deal.close_date).days <= DECLINED_DAYS
    ]
    if lost:
        deal = max(lost, key=lambda row: (row.close_date, row.id))
        slots: dict[str, Value] = {"name": named(deal.name), "on": Day(deal.close_date)} if deal.close_date else {}
        lines.append(Line("mind/declined", (value("declined", (f"deals/{deal.id}",), **slots),), weight=5))
    return tuple(lines)


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


# --- footer --------------------------------------------------------------------------------------------------------


def footer(situation: Situation) -> tuple[Sentence, ...]:
    """Sources and their age, how many were recognised, and how to find this meeting again."""
    meeting = situation.meeting
    key = (f"meeting/{meeting.id}",)
    said = []
    if situation.account:
        names = [Word("source_calendar")]
        if situation.data.provider:
            names.append(Word("source_crm"))
        true_at = known_at(situation.data)
        if true_at:
            at = Moment(true_at, situation.manager.timezone)
            day = Day(true_at.astimezone(_zone(at.zone)).date())
            said.append(value("sources_at", key, names=Listing(tuple(names)), day=day, at=at))
        else:
            said.append(value("sources", key, names=Listing(tuple(names))))
        said += _freshness(situation, key)
    said.append(value("machine_written", key, id=Text(meeting.id[:8])))
    return tuple(said)


def _freshness(situation: Situation, key: tuple[str, ...]) -> list[Sentence]:
    """I15: what is old, what is not there at all, and how many guests were recognised."""
    fresh, said = situation.freshness, []
    told = any(gap.key.startswith("gap_crm") for gap in situation.gaps)  # "could not be reached" has said its age
    if fresh.crm_stale and fresh.crm_age and not told:
        hours = round(fresh.crm_age.total_seconds() / 3600)
        unit, number = ("hours", hours) if hours <= 48 else ("days", hours // 24)
        said.append(value(f"crm_stale_{unit}", key, count=Count(number)))
    if fresh.orders_stale and fresh.last_order_month:
        said.append(value("orders_until", key, month=Day(fresh.last_order_month)))
    missing = [table for table in situation.data.missing if table in TOLD_TABLES]
    if missing:
        said.append(value("missing_tables", key, names=Listing(tuple(Word(f"table_{table}") for table in missing))))
    if fresh.joined < fresh.external:
        said.append(value("joined", key, joined=Count(fresh.joined), external=Count(fresh.external)))
    return said


# --- all of it -----------------------------------------------------------------------------------------------------


def compose(situation: Situation) -> Brief:
    """The whole floor, before the budget (`core.budget`) makes it fit."""
    one_thing = the_one_thing(situation)
    people_ = people.unless_said(people.people_lines(situation), people.quoted(one_thing))
    taken = people.quoted((*one_thing, *people_))
    mind_ = mind(situation, taken)
    taken |= {fact for line in mind_ for fact in line.facts}
    sections = {
        Section.ONE_THING: one_thing,
        Section.PEOPLE: people_,
        Section.SINCE: since(situation, taken),
        Section.PROMISES: promises(situation),
        Section.RELATIONSHIP: relationship(situation),
        Section.BUSINESS: business(situation),
        Section.MIND: mind_,
    }
    return Brief(
        meeting_id=situation.meeting.id,
        manager=situation.manager.email,
        language=situation.manager.language,
        subject=subject(situation),
        header=header(situation),
        blocks=tuple(Block(section, sections[section]) for section in Section if sections.get(section)),
        footer=footer(situation),
        gaps=situation.gaps,
        facts=situation.facts,
        dropped=left_out(situation),
        join_url=situation.meeting.join.url if situation.meeting.join else "",
        written_at=situation.now,
    )


def left_out(situation: Situation) -> tuple[Dropped, ...]:
    """Facts no section may use, each with its rule; text is not repeated here."""
    dropped = []
    for fact in situation.facts.values():
        if fact.withheld:
            dropped.append(Dropped(fact.id, f"withheld:{fact.withheld}"))
        elif fact.superseded_by:
            dropped.append(Dropped(fact.id, f"superseded by {fact.superseded_by}"))
        elif fact.audience is Audience.MANAGER_ONLY:
            dropped.append(Dropped(fact.id, "off the record"))
    return tuple(dropped)
