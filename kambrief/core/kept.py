"""What is kept of a CRM's answers, and for how long it holds: what to ask, what to read again, what to let go.

An address, a domain or an id that was asked leads to the groups that were found by it, or to none. Whatever changed in
the CRM takes with it the groups that hold it and all questions that led there: they are unknown again, so they are
asked again before anybody uses them. Forgetting and the cursor that made us forget are one record, so a crash between
any two steps costs a second reading and never a change. Names are kept as hashes: most of those that lead nowhere are
people who are nobody's business here.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

from kambrief.core.address import address_key, domain_key
from kambrief.core.customer import TABLES, CrmData
from kambrief.core.directory import by_root
from kambrief.core.groups import addresses, groups, id_order
from kambrief.core.match import Wanted

EMAIL, DOMAIN, ID, PARENT, RECORD = "email", "domain", "id", "parent", "record"
"""Kinds of names: what can be asked, and what else tells that a group is concerned by a change."""

DOUBT = dt.timedelta(hours=1)
"""How long data hold that came with problems: what could not be read may be readable by then."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The last known data of one group as they stand in the store; ``stamp`` differs where anything in them does."""

    data: CrmData
    stamp: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question's answer: the roots of the groups found by it."""

    roots: tuple[str, ...]
    day: dt.date
    """When a meeting last called for it."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group whose snapshot still says what the CRM says."""

    stamp: str
    """Of that snapshot: with another one somebody else has written it, and it is not what was vouched for."""
    book: str
    """Hash of its accounts and contacts as they were found."""
    marks: frozenset[str]
    """Hashes of the names of all it holds."""
    day: dt.date
    """When a meeting last called for it."""
    until: dt.datetime | None = None
    """To be read again then, whatever changes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What holds of one CRM's answers as of ``confirmed_at``."""

    signature: str = ""
    """Of the configuration under which it was read."""
    cursor: Mapping[str, str] = field(default_factory=dict)
    confirmed_at: dt.datetime | None = None
    frame: CrmData = field(default_factory=CrmData)
    """What was said beside the records when they were read: tables the CRM does not have, links."""
    nobody: CrmData = field(default_factory=CrmData)
    """The same when people were last looked for: all there is to say where nobody is known."""
    asked: Mapping[str, Asked] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    tidied: dt.date | None = None

    def unknown(self, wish: Wanted) -> Wanted:
        """The part of a wish that must be asked."""
        return Wanted(
            emails=frozenset(one for one in wish.emails if mark(EMAIL, one) not in self.asked),
            domains=frozenset(one for one in wish.domains if mark(DOMAIN, one) not in self.asked),
            ids=frozenset(one for one in wish.ids if mark(ID, one) not in self.asked),
        )

    def roots_of(self, wish: Wanted) -> frozenset[str]:
        """The groups that the known part of a wish leads to."""
        return frozenset(root for one in _marks_of(wish) if one in self.asked for root in self.asked[one].roots)

    def without(self, roots: AbstractSet[str], names: AbstractSet[str] = frozenset()) -> "Kept":
        """These groups, the questions that led to them and the questions with these marks are unknown again."""
        if not roots and names.isdisjoint(self.asked):
            return self
        return replace(
            self,
            groups={root: group for root, group in self.groups.items() if root not in roots},
            asked={
                name: asked
                for name, asked in self.asked.items()
                if name not in names and roots.isdisjoint(asked.roots)
            },
        )  # fmt: skip

    def changed(
        self, accounts: Iterable[str], emails: Iterable[str], domains: Iterable[str], records: Iterable[str] = ()
    ) -> "Kept":
        """After these have changed. An account that appears may be the parent somebody named long before."""
        names = {mark(kind, one) for one in accounts for kind in (ID, PARENT)}
        names |= {mark(kind, one) for one in records for kind in (ID, RECORD)}
        names |= {mark(EMAIL, key) for one in emails if (key := address_key(one))}
        names |= {mark(DOMAIN, key) for one in domains if (key := domain_key(one))}
        return self.without(self._holding(names), names)

    def expired(self, now: dt.datetime) -> "Kept":
        """Without what is to be read again by now."""
        return self.without({root for root, group in self.groups.items() if group.until and group.until <= now})

    def compared(self, found: Mapping[str, CrmData]) -> "Kept":
        """Without the groups of which `find` has just said something else than they hold (a change that came after the
        last question for changes): merged, split, or with other people.
        """
        gone: set[str] = set()
        for root, part in found.items():
            known = self.groups.get(root)
            if known is None or known.book != book(part):
                gone |= {root} if known else set()
                gone |= self._holding(_held(part))
        return self.without(gone)

    def read(
        self, parts: Mapping[str, CrmData], found: Mapping[str, CrmData], stamps: Mapping[str, str], now: dt.datetime
    ) -> "Kept":
        """With groups just read (at once) and stored. When the CRM has other tables than before, the others are read
        anew; where it could not tell some, what it told holds for this pass alone.
        """
        if not parts:
            return self
        part = next(iter(parts.values()))
        told = frame(part)
        poorer = bool(part.unreached) or (bool(part.problems) and _is_poorer(told, self.frame))
        base = self
        if told != self.frame and not poorer:
            base = replace(self.without(set(self.groups)), frame=told)
        until = now if poorer else now + DOUBT if part.problems else None
        new = {
            root: Group(
                stamp=stamps[root],
                book=book(found[root]),
                marks=marks(part) | marks(found[root]),
                day=now.date(),
                until=until,
            )
            for root, part in parts.items()
        }
        return replace(base, groups={**base.groups, **new})

    def answered(self, wish: Wanted, found: Mapping[str, CrmData], now: dt.datetime) -> "Kept":
        """With the questions answered whose groups are all kept."""
        leads: dict[str, list[str]] = {one: [] for one in _marks_of(wish)}
        for root, part in found.items():
            for one in _answers(part) & leads.keys():
                leads[one].append(root)
        new = {
            one: Asked(tuple(sorted(roots, key=id_order)), now.date())
            for one, roots in leads.items()
            if all(root in self.groups for root in roots)
        }
        return replace(self, asked={**self.asked, **new})

    def called_for(self, wish: Wanted, now: dt.datetime) -> "Kept":
        """After a meeting has called for these; itself when that is known."""
        today = now.date()
        old = [one for one in _marks_of(wish) if one in self.asked and self.asked[one].day < today]
        if not old:
            return self
        roots = [root for root in self.roots_of(wish) if root in self.groups]
        return replace(
            self,
            asked={**self.asked, **{one: replace(self.asked[one], day=today) for one in old}},
            groups={**self.groups, **{root: replace(self.groups[root], day=today) for root in roots}},
        )

    def tidy(self, now: dt.datetime, keep: dt.timedelta) -> "Kept":
        """Without what no meeting has called for in so long; once a day."""
        first = (now - keep).date()
        left = self.without({root for root, group in self.groups.items() if group.day < first})
        return replace(
            left, asked={name: one for name, one in left.asked.items() if one.day >= first}, tidied=now.date()
        )

    def _holding(self, names: AbstractSet[str]) -> set[str]:
        return {root for root, group in self.groups.items() if not group.marks.isdisjoint(names)}


def mark(kind: str, name: str) -> str:
    """The hash of a name: an e-mail address, a domain, the id of a record."""
    return hashlib.sha256(f"{kind}\x1f{name}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


def frame(data: CrmData) -> CrmData:
    """What was said beside the records, whenever that was."""
    empty: dict[str, Any] = dict.fromkeys(TABLES, ())
    return replace(data, **empty, problems=(), unreached=(), as_of=None, fetched_at=None)


def confirmed(data: CrmData, at: dt.datetime) -> CrmData:
    """Data of which the CRM has just said that they still hold: as if they had been read then."""
    lag = data.fetched_at - data.as_of if data.as_of and data.fetched_at else None
    return replace(data, fetched_at=at, as_of=at - lag if lag is not None else None)


def led_to(wish: Wanted, found: CrmData) -> dict[str, CrmData]:
    """The groups in ``found`` that a question of the wish leads to, by root."""
    asked = _marks_of(wish)
    parts = by_root(found, groups(found.accounts).roots)
    return {root: part for root, part in parts.items() if not asked.isdisjoint(_answers(part))}


def book(data: CrmData) -> str:
    """Hash of accounts and contacts, whatever their order."""
    rows = (*sorted(map(repr, data.accounts)), *sorted(map(repr, data.contacts)))
    return hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def marks(data: CrmData) -> frozenset[str]:
    """All names by which a change may concern this group: what it is found by, the parents it names, and the records
    that can move to another account.
    """
    tables = (data.contacts, data.deals, data.contracts, data.commitments, data.tickets, data.plans)
    moving = {mark(RECORD, row.id) for table in tables for row in table}
    parents = {mark(PARENT, account.parent_id) for account in data.accounts if account.parent_id}
    return frozenset(_answers(data) | moving | parents)


def _is_poorer(told: CrmData, before: CrmData) -> bool:
    """Whether tables are missing that were there, or one of several sources."""
    return set(told.missing) > set(before.missing) or told.links.keys() < before.links.keys()


def _answers(data: CrmData) -> set[str]:
    """What can be asked so that `find` tells of this group."""
    ids = {one for account in data.accounts for one in (account.id, *account.former_ids, account.key or account.id)}
    ids |= {one for contact in data.contacts for one in (contact.id, contact.account_id, *contact.former_ids)}
    emails = {address for contact in data.contacts for address in addresses(contact)}
    domains = {key for account in data.accounts for one in account.domains if (key := domain_key(one))}
    return (
        {mark(ID, one) for one in ids}
        | {mark(EMAIL, one) for one in emails}
        | {mark(DOMAIN, one) for one in domains}
    )  # fmt: skip


def _held(data: CrmData) -> set[str]:
    """The records that no two groups can hold."""
    return {mark(ID, row.id) for table in (data.accounts, data.contacts) for row in table}


def _marks_of(wish: Wanted) -> set[str]:
    return (
        {mark(EMAIL, one) for one in wish.emails}
        | {mark(DOMAIN, one) for one in wish.domains}
        | {mark(ID, one) for one in wish.ids}
    )
