"""Whom a call was with: the one customer that a follow-up may go to, and what of theirs it may rest on."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kambrief.core import history
from kambrief.core.asof import known_at
from kambrief.core.customer import CrmData
from kambrief.core.evidence import Audience, Fact
from kambrief.core.match import Matched
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.names import short_name
from kambrief.core.outcome import Concerned, concerned, still_unsure
from kambrief.core.situation import own_name_parts
from kambrief.errors import UserError
from kambrief.pipeline.customers import Customers
from kambrief.pipeline.seeing import Seeing

SHORTEST = 4
"""Letters of another customer's name: shorter ones are words of any text."""


@dataclass(frozen=True, slots=True)
class About:
    """The customer of one call, as its account manager may see them."""

    matched: Matched
    data: CrmData
    """Of that customer's companies alone."""
    concerned: Concerned
    """What records in the CRM hang on; without an account where nobody is known for certain."""
    account_name: str = ""
    facts: tuple[Fact, ...] = ()
    """What was exchanged with this customer, is current and may be said to them: nothing else."""
    limits: tuple[str, ...] = ()
    """What they must not hear of what is known: to hold an edited text against."""
    several: tuple[str, ...] = ()
    """Names of the customers where there are several, empty for one that may not be seen: then nothing is drafted."""
    others: tuple[str, ...] = ()
    """Names of all further customers that are known: none may stand in a text to this one."""
    notes: tuple[str, ...] = ()
    """Why something is not certain, for the operator."""
    current: bool = True

    @property
    def account_id(self) -> str:
        """Empty where no account is certain."""
        return self.concerned.account_id


@dataclass(frozen=True, slots=True)
class Whom:
    """Who finds it out. ``seeing`` None: every account manager may see everything."""

    customers: Customers
    seeing: Seeing | None
    own_people: Sequence[str] = ()

    def about(self, meeting: Meeting, manager: AccountManager, now: dt.datetime) -> About:
        """Never raises for a CRM that fails: then the last known data, or none."""
        fetched = self.customers.fetch([meeting], now)
        known = self.seeing.seen_by(fetched, meeting, manager) if self.seeing else fetched
        whole = self.customers.match(meeting, fetched)
        matched = still_unsure(self.customers.match(meeting, known), whole)
        names = {account.id: account.name for account in known.data.accounts}
        if len(whole.roots) > 1:  # also one that this manager may not see: what is written would go to both
            several = tuple(names.get(root, "") for root in whole.roots)
            return About(matched, CrmData(), Concerned(""), several=several, current=known.current)
        root = matched.roots[0] if matched.roots else ""
        group = matched.group_of(root) if root else frozenset()
        mine = known.data.only(group)
        notes: tuple[str, ...] = ()
        try:
            found = concerned(matched, known.data)
        except UserError as error:
            found, notes = Concerned(""), error.problems
        facts = self._facts(meeting, manager, matched, mine, group, now)
        return About(
            matched, mine, found, names.get(found.account_id or root, ""),
            tuple(one for one in facts if one.audience is Audience.CUSTOMER and one.usable and not one.guarded),
            tuple(one.text for one in facts if one.guarded and one.usable),
            others=self._others({one: name for one, name in names.items() if one not in group}, mine, meeting),
            notes=notes, current=known.current,
        )  # fmt: skip

    def _others(self, known: Mapping[str, str], mine: CrmData, meeting: Meeting) -> tuple[str, ...]:
        """Names of other customers, as people say them. What is a name in this call too is none: a person's, a part of
        the customer's, our own company's.
        """
        group = {account.id for account in mine.accounts}
        names = {name for one, name in {**self.customers.names(), **known}.items() if one not in group}
        here = " ".join(
            (
                meeting.title,
                *self.own_people,
                *self.customers.own_domains,
                *(account.name for account in mine.accounts),
                *(contact.name for contact in mine.contacts),
                *(f"{one.name} {one.email}" for one in meeting.attendees),
            )
        ).casefold()
        short = {short_name(name).strip() for name in names}
        return tuple(sorted(name for name in short if len(name) >= SHORTEST and name.split()[0].casefold() not in here))

    def _facts(
        self, meeting: Meeting, manager: AccountManager, matched: Matched, mine: CrmData, group: frozenset[str],
        now: dt.datetime,
    ) -> tuple[Fact, ...]:  # fmt: skip
        zone = zoneinfo.ZoneInfo(manager.timezone)
        today = now.astimezone(zone).date()
        own = own_name_parts((*self.own_people, manager.name), meeting, matched.joins)
        facts = history.facts_of(known_at(mine, now, today), own, now, today, zone)
        return tuple(fact for fact in facts.values() if fact.account_id in group)


def with_deal(about: About) -> Concerned:
    """As `About.concerned`, with the deal that a next step goes to where exactly one is open."""
    if not about.account_id:
        return about.concerned
    try:
        return concerned(about.matched, about.data, about.account_id, wants_deal=True)
    except UserError:
        return replace(about.concerned, deal_id="")
