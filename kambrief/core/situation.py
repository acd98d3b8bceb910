"""All that is known when a brief is written, gathered once: the meeting, who comes, the account's data and insights."""

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core import history
from kambrief.core.asof import known_at
from kambrief.core.customer import Account, Activity, Contact, CrmData, Gap, PlanStep
from kambrief.core.evidence import Fact
from kambrief.core.insight.commitments import Commitments, commitments
from kambrief.core.insight.contracts import ContractDates, contract_dates
from kambrief.core.insight.facts import insight_facts
from kambrief.core.insight.freshness import Freshness, freshness
from kambrief.core.insight.insights import InsightInputs, Insights, compute
from kambrief.core.insight.money import Rates
from kambrief.core.insight.standing import Standing
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.touches import Touch, last_held_meeting, touches
from kambrief.core.match import Join, Matched
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.plan import step_for


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the last brief on this customer said, for telling what has moved."""

    at: dt.datetime
    stages: Mapping[str, str] = field(default_factory=dict)
    """Deal id → stage as it was then."""
    risk_score: int | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What stands beside the customer's own data: how it compares with all, our rules, what the reader has seen."""

    standing: Standing = field(default_factory=Standing)
    rates: Rates = field(default_factory=Rates)
    limits: Thresholds = field(default_factory=Thresholds)
    tips_shown: Mapping[str, dt.date] = field(default_factory=dict)
    """Tip → when this account manager last read it."""
    earlier: Earlier | None = None


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
    insights: Insights
    gaps: tuple[Gap, ...] = ()
    other_accounts: tuple[str, ...] = ()
    """Names of further customers in the same meeting: named as a warning, their data is not here."""
    people: Mapping[str, Contact] = field(default_factory=dict)
    said: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    """Activity id → its sentences, in order: so that long histories are not searched again for each person."""
    past: tuple[Meeting, ...] = ()
    """Earlier meetings in this manager's calendar, oldest first."""
    plan: PlanStep | None = None
    """The step of the account plan that this meeting serves."""
    limits: Thresholds = field(default_factory=Thresholds)
    earlier: Earlier | None = None
    """The last brief on this customer, where there was one."""
    hidden: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Table → ids of the records that the reader may not see."""
    others: tuple["Situation", ...] = ()
    """Further customers in the same call, each with its own data and nothing of anybody else's."""

    @property
    def today(self) -> dt.date:
        """The date of ``now`` in the account manager's zone."""
        return self.now.astimezone(zoneinfo.ZoneInfo(self.manager.timezone)).date()

    @property
    def local_start(self) -> dt.datetime:
        """The meeting's start in the account manager's zone."""
        return self.meeting.start.astimezone(zoneinfo.ZoneInfo(self.manager.timezone))

    def of(self, join: Join) -> "Situation":
        """The situation that knows this attendee: their own customer's."""
        contact = join.contact
        if contact is None or contact.id in self.people:
            return self
        return next((other for other in self.others if contact.id in other.people), self)

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
    known: Knowledge | None = None,
) -> Situation:
    """Cut ``data`` to the group of ``root`` and compute what the sections need. ``root`` None: nobody was joined."""
    known = known or Knowledge()
    group = matched.group_of(root) if root else frozenset()
    zone = zoneinfo.ZoneInfo(manager.timezone)
    today = now.astimezone(zone).date()
    mine = known_at(data.only(group), now, today)
    account = next((account for account in mine.accounts if account.id == root), None)
    held = last_held_meeting(mine.activities, now)
    own = own_name_parts((*own_people, manager.name), meeting, matched.joins)
    recognised = sum(1 for join in matched.joins if join.contact is not None)
    names = {account.id: account.name for account in data.accounts}
    dates = contract_dates(mine.contracts, today, account.country if account else None)
    facts = history.with_contract_dates(history.facts_of(mine, own, now, today, zone), dates)
    mine = _without_withheld(mine, facts)
    met = touches(mine.activities, now, manager.timezone)
    promised = commitments(mine.commitments, today, held.at.astimezone(zone).date() if held else None)
    found = compute(
        InsightInputs(
            data=mine, account=account, touches=met, facts=facts, commitments=promised, contracts=dates,
            meeting=meeting, joins=matched.joins, standing=known.standing, rates=known.rates, limits=known.limits,
            zone=manager.timezone, tips_shown=known.tips_shown,
        ),
        now,
        today,
    )  # fmt: skip
    if account:
        facts |= insight_facts(found, account.id)
    return Situation(
        meeting=meeting,
        manager=manager,
        now=now,
        account=account,
        data=mine,
        joins=matched.joins,
        facts={f"meeting/{meeting.id}": history.meeting_fact(meeting), **facts},
        touches=met,
        last_meeting=held,
        commitments=promised,
        contracts=dates,
        freshness=freshness(mine, now, recognised, len(matched.joins)),
        insights=found,
        gaps=tuple(gaps),
        other_accounts=tuple(names.get(other, other) for other in matched.roots if other != root),
        people={contact.id: contact for contact in mine.contacts},
        said=_by_activity(facts),
        past=tuple(past),
        plan=step_for(mine.plans, f"{meeting.title} {meeting.agenda}", meeting.start.astimezone(zone).date()),
        limits=known.limits,
        earlier=known.earlier,
    )


def _without_withheld(data: CrmData, facts: Mapping[str, Fact]) -> CrmData:
    """Without the promises, tickets and deals whose words may not be said: their facts remain, marked, for ``why``."""
    return dataclasses.replace(
        data,
        commitments=tuple(row for row in data.commitments if not facts[f"commitments/{row.id}"].withheld),
        tickets=tuple(row for row in data.tickets if not facts[f"tickets/{row.id}"].withheld),
        deals=tuple(row for row in data.deals if not facts[f"deals/{row.id}"].withheld),
        plans=tuple(row for row in data.plans if not facts[f"plans/{row.id}"].withheld),
    )


def _by_activity(facts: Mapping[str, Fact]) -> dict[str, tuple[Fact, ...]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts.values():
        if fact.source.table == "activities" and fact.at is not None:  # the event itself has no sentence
            found.setdefault(fact.source.record_id, []).append(fact)
    return {record: tuple(rows) for record, rows in found.items()}
