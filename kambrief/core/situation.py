"""All that is known when a brief is written, gathered once: the meeting, who comes, the account's data and insights."""

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core import history
from kambrief.core.asof import known_at
from kambrief.core.customer import Account, Activity, Contact, CrmData, Gap
from kambrief.core.evidence import Fact
from kambrief.core.insight.commitments import Commitments, commitments
from kambrief.core.insight.contracts import ContractDates, contract_dates
from kambrief.core.insight.freshness import Freshness, freshness
from kambrief.core.insight.touches import Touch, last_held_meeting, touches
from kambrief.core.match import Join, Matched
from kambrief.core.model import AccountManager, Meeting


@dataclass(frozen=True, slots=True)
class Situation:
    """Built with `gather`. ``data`` holds this account's group and nothing else."""

    meeting: Meeting
    manager: AccountManager
    now: dt.datetime
    account: Account | None
    data: CrmData
    joins: tuple[Join, ...]
    """The external attendees."""
    facts: Mapping[str, Fact]
    touches: tuple[Touch, ...]
    last_meeting: Activity | None
    commitments: Commitments
    contracts: tuple[ContractDates, ...]
    freshness: Freshness
    gaps: tuple[Gap, ...] = ()
    other_accounts: tuple[str, ...] = ()
    """Names of further customers in the same meeting: named as a warning, their data is not here."""
    people: Mapping[str, Contact] = field(default_factory=dict)
    said: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    """Activity id → its sentences, in order: so that long histories are not searched again for each person."""
    past: tuple[Meeting, ...] = ()
    """Earlier meetings in this manager's calendar, oldest first."""

    @property
    def today(self) -> dt.date:
        """The date of ``now`` in the account manager's zone."""
        return self.now.astimezone(zoneinfo.ZoneInfo(self.manager.timezone)).date()

    @property
    def local_start(self) -> dt.datetime:
        """The meeting's start in the account manager's zone."""
        return self.meeting.start.astimezone(zoneinfo.ZoneInfo(self.manager.timezone))

    def first_contact(self, contact_id: str) -> Touch | None:
        """The newest touch of one person."""
        return next((touch for touch in self.touches if touch.contact_id == contact_id), None)


def own_name_parts(own_people: Sequence[str], meeting: Meeting, external: Sequence[Join]) -> frozenset[str]:
    """First and last names of our people, case-folded: from config and from the invitation's internal attendees."""
    outside = {join.attendee.email for join in external}
    invited = [a.name for a in meeting.attendees if a.email not in outside and not a.is_resource]
    return frozenset(part.casefold() for name in (*own_people, *invited) for part in name.replace(",", " ").split())


def gather(  # noqa: PLR0913 all that is known meets here
    meeting: Meeting,
    manager: AccountManager,
    now: dt.datetime,
    matched: Matched,
    data: CrmData,
    root: str | None,
    *,
    past: Sequence[Meeting] = (),
    own_people: Sequence[str] = (),
    gaps: Sequence[Gap] = (),
) -> Situation:
    """Cut ``data`` to the group of ``root`` and compute what the sections need. ``root`` None: nobody was joined."""
    group = matched.group_of(root) if root else frozenset()
    today = now.astimezone(zoneinfo.ZoneInfo(manager.timezone)).date()
    mine = known_at(data.only(group), now, today)
    account = next((account for account in mine.accounts if account.id == root), None)
    zone = zoneinfo.ZoneInfo(manager.timezone)
    held = last_held_meeting(mine.activities, now)
    own = own_name_parts((*own_people, manager.name), meeting, matched.joins)
    known = sum(1 for join in matched.joins if join.contact is not None)
    names = {account.id: account.name for account in data.accounts}
    dates = contract_dates(mine.contracts, today, account.country if account else None)
    facts = history.with_contract_dates(history.facts_of(mine, own, now, today, zone), dates)
    mine = _without_withheld(mine, facts)
    return Situation(
        meeting=meeting,
        manager=manager,
        now=now,
        account=account,
        data=mine,
        joins=matched.joins,
        facts={f"meeting/{meeting.id}": history.meeting_fact(meeting), **facts},
        touches=touches(mine.activities, now, manager.timezone),
        last_meeting=held,
        commitments=commitments(mine.commitments, today, held.at.astimezone(zone).date() if held else None),
        contracts=dates,
        freshness=freshness(mine, now, known, len(matched.joins)),
        gaps=tuple(gaps),
        other_accounts=tuple(names.get(other, other) for other in matched.roots if other != root),
        people={contact.id: contact for contact in mine.contacts},
        said=_by_activity(facts),
        past=tuple(past),
    )


def _without_withheld(data: CrmData, facts: Mapping[str, Fact]) -> CrmData:
    """Without the promises, tickets and deals whose words may not be said: their facts remain, marked, for ``why``."""
    return dataclasses.replace(
        data,
        commitments=tuple(row for row in data.commitments if not facts[f"commitments/{row.id}"].withheld),
        tickets=tuple(row for row in data.tickets if not facts[f"tickets/{row.id}"].withheld),
        deals=tuple(row for row in data.deals if not facts[f"deals/{row.id}"].withheld),
    )


def _by_activity(facts: Mapping[str, Fact]) -> dict[str, tuple[Fact, ...]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts.values():
        if fact.source.table == "activities" and fact.at is not None:  # the event itself has no sentence
            found.setdefault(fact.source.record_id, []).append(fact)
    return {record: tuple(rows) for record, rows in found.items()}
