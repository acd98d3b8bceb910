"""The footer: sources, their age, and what was not there (I15)."""

from kambrief.core.brief import Sentence
from kambrief.core.evidence import Count, Day, Listing, Moment, Text, Word
from kambrief.core.insight.freshness import known_at
from kambrief.core.saying import value
from kambrief.core.sections.header import zone_of
from kambrief.core.situation import Situation

TOLD_TABLES = frozenset({"contacts", "activities", "commitments", "contracts", "tickets", "surveys"})
"""Tables whose absence the reader is told of: they would have found something of it in the brief."""


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
            day = Day(true_at.astimezone(zone_of(at.zone)).date())
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
