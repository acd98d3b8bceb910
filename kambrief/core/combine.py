"""Several sources of customer data as one: which account is which, whose people they are, and which table counts.

One source is the main one: it tells who people are, and its ids are everybody's. Nothing of an account that cannot be
told for certain is ever taken over: what fits two customers is named and left out.
"""

import dataclasses
import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kambrief.core.address import domain_key, is_under
from kambrief.core.customer import TABLES, Account, Activity, Commitment, Contact, CrmData
from kambrief.core.freemail import FREE_MAIL
from kambrief.core.groups import Groups, addresses, groups, id_order

PEOPLE = frozenset({"accounts", "contacts"})
"""Tables that are the main source's alone."""
_FILLED = ("industry", "country", "city", "employees", "customer_since", "crm_class", "language")
"""What another source may tell of an account. Not its owner: who may see it is the main source's to say."""


class By(enum.StrEnum):
    """How an account of another source is found to be one of the main source's."""

    ID = "id"
    """Both call it by the same id."""
    KEY = "key"
    """What the main source calls `Account.key` is its id or its key there."""
    DOMAIN = "domain"
    """Both have one of the mail domains."""


@dataclass(frozen=True, slots=True)
class Paired:
    """Which accounts of another source are which of ours."""

    ours: Mapping[str, str] = field(default_factory=dict)
    """Id there → id in the main source."""
    problems: tuple[str, ...] = ()


def marks(account: Account, by: By, *, ours: bool) -> frozenset[str]:
    """By what an account is recognised, as compared. ``ours``: an account of the main source."""
    if by is By.DOMAIN:
        keys = {domain_key(domain) for domain in account.domains}
        return frozenset(key for key in keys if key and not is_under(key, FREE_MAIL))
    told = (account.key,) if ours else (account.id, account.key)
    return frozenset(key for one in told if one and (key := one.strip().casefold()))


def pair(by: By, ours: Sequence[Account], theirs: Sequence[Account]) -> Paired:
    """Each of ``theirs`` with the one of ``ours`` that it is, if it is one. Of several of ours in one group that it may
    be, the uppermost. Whatever leads to two groups, on either side, is a problem and leads nowhere.
    """
    if by is By.ID:
        ids = {former: account.id for account in ours for former in account.former_ids}
        return Paired(ids | {account.id: account.id for account in ours})
    ours_in, theirs_in = groups(ours), groups(theirs)
    our_marks, their_marks = _by_mark(ours, by, ours=True), _by_mark(theirs, by, ours=False)
    found: dict[str, set[str]] = defaultdict(set)
    unsure: set[str] = set()
    problems = []
    for mark in sorted(our_marks.keys() & their_marks.keys()):
        here, there = our_marks[mark], their_marks[mark]
        if _one_group(ours_in, here) and _one_group(theirs_in, there):
            for one in there:
                found[one].update(here)
        else:
            unsure.update(there)
            problems.append(f"{by} {mark}: fits {_listed(here)} here and {_listed(there)} there; nothing of it is used")
    for one in sorted(found.keys() - unsure, key=id_order):
        if not _one_group(ours_in, found[one]):
            unsure.add(one)
            problems.append(f"account {one} fits {_listed(found[one])} by {by}; nothing of it is used")
    pairs = {one: _uppermost(ours_in, found[one]) for one in found.keys() - unsure}
    if by is By.DOMAIN:
        pairs |= _below(theirs, pairs, unsure)
    return Paired(pairs, tuple(problems))


def _by_mark(accounts: Iterable[Account], by: By, *, ours: bool) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for account in accounts:
        for mark in marks(account, by, ours=ours):
            found[mark].add(account.id)
    return found


def _one_group(known: Groups, ids: Iterable[str]) -> bool:
    return len({known.root(one) for one in ids}) == 1


def _uppermost(known: Groups, ids: Iterable[str]) -> str:
    return min(ids, key=lambda one: (known.depth(one), *id_order(one)))


def _listed(ids: Iterable[str]) -> str:
    return " and ".join(sorted(ids, key=id_order))


def _below(theirs: Sequence[Account], pairs: Mapping[str, str], unsure: set[str]) -> dict[str, str]:
    """Subsidiaries without a domain of their own belong to whom their parent belongs to."""
    parents = {account.id: account.parent_id for account in theirs}
    found = {}
    for account in theirs:
        if account.id in pairs or account.id in unsure or marks(account, By.DOMAIN, ours=False):
            continue
        above, seen = account.parent_id, {account.id}
        while above in parents and above not in pairs and above not in unsure and above not in seen:
            seen.add(above)
            above = parents[above]
        if above is not None and above in pairs:
            found[account.id] = pairs[above]
    return found


def same_people(by: By, ours: Sequence[Contact], theirs: CrmData, accounts: Mapping[str, str]) -> Mapping[str, str]:
    """Contact id there → the one of ``ours`` with the same address. A source without contacts of its own calls them as
    the main one does, where it does so with accounts. ``accounts``: id there → ours.
    """
    ids = {former: contact.id for contact in ours for former in contact.former_ids}
    ids |= {contact.id: contact.id for contact in ours}
    if not theirs.contacts:
        return ids if by is By.ID else {}
    owners: dict[str, list[Contact]] = defaultdict(list)
    for contact in ours:
        for address in addresses(contact):
            owners[address].append(contact)
    found = {}
    for contact in theirs.contacts:
        keys = addresses(contact)
        hits = {hit.id: hit for key in keys for hit in owners.get(key, ())}
        if len(hits) > 1:
            hits = {one: hit for one, hit in hits.items() if hit.account_id == accounts.get(contact.account_id)}
        if len(hits) == 1:
            found[contact.id] = next(iter(hits))
        elif not keys and by is By.ID and contact.id in ids:
            found[contact.id] = ids[contact.id]
    return found


def translated(theirs: CrmData, accounts: Mapping[str, str], contacts: Mapping[str, str]) -> CrmData:
    """The other source's records under the main one's ids of accounts and contacts. What belongs to no account of ours
    is left out; a person who is none of ours is nobody, never somebody else.
    """

    def row(one: Any) -> Any:
        changed: dict[str, Any] = {"account_id": accounts[one.account_id]}
        if isinstance(one, Activity):
            changed |= {
                "contacts": _people(one.contacts, contacts),
                "attended": _people(one.attended, contacts),
                "recipients": _people(one.recipients, contacts),
                "sender": next(iter(_people((one.sender,) if one.sender else (), contacts)), None),
            }
        elif getattr(one, "contact_id", None):
            changed["contact_id"] = contacts.get(one.contact_id)
        return dataclasses.replace(one, **changed)

    rows: dict[str, Any] = {
        table: tuple(row(one) for one in getattr(theirs, table) if one.account_id in accounts)
        for table in TABLES
        if table not in PEOPLE | {"products"}
    }
    return dataclasses.replace(theirs, **rows)


def _people(ids: Iterable[str], contacts: Mapping[str, str]) -> tuple[str, ...]:
    """Addresses (our people's) stay as they are."""
    return tuple(dict.fromkeys(one if "@" in one else contacts[one] for one in ids if "@" in one or one in contacts))


def filled(account: Account, others: Iterable[Account]) -> Account:
    """The account with what it lacks from ``others``, the first that tells. What it spends comes with its currency."""
    for other in others:
        more = {name: told for name in _FILLED if not getattr(account, name) and (told := getattr(other, name))}
        if account.currency is None and account.wallet is None and other.currency:
            more["currency"] = other.currency
        same_money = more.get("currency", account.currency) == other.currency
        if account.wallet is None and other.wallet is not None and same_money:
            more |= {"wallet": other.wallet, "wallet_on": other.wallet_on}
        more |= {"strategic": True} if other.strategic else {}
        account = dataclasses.replace(account, **more) if more else account
    return account


def all_filled(
    accounts: Sequence[Account], others: Iterable[tuple[Sequence[Account], Mapping[str, str]]]
) -> tuple[Account, ...]:
    """`filled` for each, from each other source's accounts and what they are in ours, in order of precedence."""
    told: dict[str, list[Account]] = defaultdict(list)
    for theirs, pairs in others:
        known = groups(theirs)
        for one in sorted(theirs, key=lambda one: (known.depth(one.id), *id_order(one.id))):
            if one.id in pairs:
                told[pairs[one.id]].append(one)
    return tuple(filled(account, told.get(account.id, ())) for account in accounts)


# --- tables --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """Which source counts for which table."""

    order: tuple[str, ...]
    """All sources, the one that counts most first."""
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """As configured: one source, or several whose records are put together."""
    declared: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Source → the tables it tells, for those that say so beforehand."""

    def may_tell(self, table: str) -> tuple[str, ...]:
        """Who is to be asked for a table, in order."""
        named = self.tables.get(table, self.order)
        return tuple(name for name in named if table in self.declared.get(name, TABLES))

    def tellers(self, table: str, answers: Mapping[str, CrmData]) -> tuple[str, ...]:
        """Whose records count, of the sources that have answered; empty where nobody tells. While a source is out of
        reach, what it may tell comes from no source after it: other records would be taken for news.
        """
        if table in self.tables:
            return tuple(one for one in self.tables[table] if one in answers and table not in answers[one].missing)
        for name in self.may_tell(table):
            if name not in answers:
                return ()
            if table not in answers[name].missing:
                return (name,)
        return ()

    def marked(self, name: str) -> frozenset[str]:
        """The tables in which this source's record ids get its name before them."""
        return frozenset(table for table, named in self.tables.items() if name in named[1:])


def joined(main: str, answers: Mapping[str, CrmData], plan: Plan) -> CrmData:
    """The main source's accounts and contacts with each table from whom the plan says. ``answers``: source → its
    data, under the main source's ids.

    Where several tell a table, the records of all but the first have ids with their source's name before them
    (``files:T1``), always: an id must not depend on what else is there.
    """
    base = answers[main]
    rows: dict[str, Any] = {}
    told_by: dict[str, tuple[str, ...]] = {}
    problems = list(base.problems)
    for name in (one for one in plan.order if one in answers and one != main):
        problems += [f"{name}: {problem}" for problem in answers[name].problems]
    for table in (one for one in TABLES if one not in PEOPLE and one != "products"):
        names = plan.tellers(table, answers)
        rows[table] = tuple(
            _marked(row, table, name, plan.marked(name)) for name in names for row in getattr(answers[name], table)
        )
        named = plan.tables.get(table, names)
        told_by |= {table: named} if names else {}
        problems += [f"{one}: tells no {table}" for one in named if names and one in answers and one not in names]
    wares = _products(plan, answers, told_by)
    rows["products"] = answers[wares].products if wares else ()
    told_by |= {"products": (wares,)} if wares else {}
    told_by |= dict.fromkeys(PEOPLE, (main,))
    missing = tuple(table for table in TABLES if table not in told_by or (table in PEOPLE and table in base.missing))
    links = {name: data.link_template for name, data in answers.items()}
    return dataclasses.replace(
        base, **rows, missing=missing, problems=tuple(dict.fromkeys(problems)), told_by=told_by, links=links
    )


def _products(plan: Plan, answers: Mapping[str, CrmData], told_by: Mapping[str, tuple[str, ...]]) -> str:
    """Products come with what is sold: of whom the orders are, then the deals."""
    named = plan.tables.get("products", ())
    with_orders = [name for table in ("orders", "deals") for name in told_by.get(table, ())]
    able = named or (*with_orders, *plan.may_tell("products"))
    return next((one for one in able if one in answers and "products" not in answers[one].missing), "")


def _marked(row: Any, table: str, name: str, marked: frozenset[str]) -> Any:
    changed: dict[str, Any] = {}
    if table in marked:
        names = ("id", "thread_id") if isinstance(row, Activity) else ("id",)
        changed |= {one: f"{name}:{told}" for one in names if (told := getattr(row, one, None))}
    if isinstance(row, Commitment) and row.source and "activities" in marked:
        changed["source"] = f"{name}:{row.source}"
    return dataclasses.replace(row, **changed) if changed else row
