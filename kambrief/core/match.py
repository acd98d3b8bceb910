"""Who the attendees are: attendee → contact → account → group, by address and never by name.

The rules, in order: the account manager's correction, the exact address, the address without its plus-tag, an alias
the CRM holds, and last the domain, which leads to an account but to no person. What is not certain is stated, with the
choice made and the alternatives; nothing of an alternative is ever mixed in.
"""

import datetime as dt
import enum
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kambrief.core.address import address_key, domain_key, domain_of, is_under, owned_chain, without_tag
from kambrief.core.customer import Contact, CrmData
from kambrief.core.freemail import FREE_MAIL
from kambrief.core.groups import Groups, groups, id_order
from kambrief.core.model import Attendee
from kambrief.core.work import Correction

_LONG_AGO = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


class Rule(enum.StrEnum):
    """Which rule made the join."""

    CORRECTED = "corrected"
    EMAIL = "email"
    EMAIL_PLUS_TAG = "email_plus_tag"
    ALIAS = "alias"
    DOMAIN = "domain"
    """The company is known, the person is not in the CRM."""
    AMBIGUOUS = "ambiguous"
    """Several records have an equal claim; ``alternatives`` holds those not chosen."""
    FREE_MAIL = "free_mail"
    NONE = "none"


class Note(enum.StrEnum):
    """What else is worth knowing about a join; each has a phrase of its own."""

    NOTHING = ""
    LEFT = "left"
    """The CRM says this contact has left, yet here they are."""
    NO_ADDRESS = "no_address"
    SAME_CUSTOMER = "same_customer"
    """The address stands on several contacts of one group."""
    SEVERAL_CUSTOMERS = "several_customers"
    """The address, or the domain, stands on records of different groups."""
    CORRECTION_GONE = "correction_gone"
    """The correction points to a record that is not in the data: nobody is joined rather than the wrong one."""


@dataclass(frozen=True, slots=True)
class Join:
    """One external attendee and what we know of them."""

    attendee: Attendee
    contact: Contact | None = None
    account_id: str | None = None
    rule: Rule = Rule.NONE
    alternatives: tuple[str, ...] = ()
    """Records with an equal claim: ``contacts/C05``, ``accounts/A02``."""
    note: Note = Note.NOTHING
    rivals: frozenset[str] = frozenset()
    """Accounts of the alternatives."""


@dataclass(frozen=True, slots=True)
class Matched:
    """All external attendees of one meeting, and the customers it is about."""

    joins: tuple[Join, ...]
    roots: tuple[str, ...]
    """Group roots, the one with most attendees first: the brief is about that one, and names the others."""
    groups: Groups

    def group_of(self, root: str) -> frozenset[str]:
        """Every account of the group."""
        return self.groups.members(root)

    def joins_of(self, root: str) -> tuple[Join, ...]:
        """The attendees who belong to this group."""
        return tuple(join for join in self.joins if join.account_id and self.groups.root(join.account_id) == root)

    @property
    def concerned(self) -> frozenset[str]:
        """Every account of every group that was chosen or has an equal claim.

        What to fetch: without the rivals a second look would take for certain what is not.
        """
        joined = {join.account_id for join in self.joins if join.account_id}
        return self.groups.whole(joined.union(*(join.rivals for join in self.joins)))

    @property
    def several_customers(self) -> bool:
        """Whether the meeting is about more than one customer: to be stated in the brief."""
        return len(self.roots) > 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask the CRM for, so that every rule of `match` has what it needs."""

    emails: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    """Contacts and accounts that corrections point to."""


def wanted(
    attendees: Iterable[Attendee],
    corrections: Iterable[Correction],
    own_domains: Iterable[str],
    free_mail: frozenset[str] = FREE_MAIL,
    own_addresses: Iterable[str] = (),
) -> Wanted:
    """The lookups for these attendees (of any number of meetings)."""
    corrected = _by_address(corrections)
    people = external(attendees, own_domains, own_addresses, corrected.values())
    keys = {_key(attendee) for attendee in people} - {""}
    relevant = [corrected[key] for key in keys if key in corrected]
    return Wanted(
        emails=frozenset(keys | {without_tag(key) for key in keys}),
        domains=frozenset(
            part for key in keys if not is_under(domain_of(key), free_mail) for part in owned_chain(domain_of(key))
        ),
        ids=frozenset(one for each in relevant for one in (each.contact_id, each.account_id) if one),
    )


def external(
    attendees: Iterable[Attendee],
    own_domains: Iterable[str],
    own_addresses: Iterable[str] = (),
    corrections: Iterable[Correction] = (),
) -> tuple[Attendee, ...]:
    """People from outside, each address once. A correction makes anybody a customer.

    Own domains that anybody can have an address at (a consultant's Gmail) don't make colleagues of the others there.
    """
    ours = {domain_key(domain) for domain in own_domains}
    ours = {domain for domain in ours if owned_chain(domain) and not is_under(domain, FREE_MAIL)}
    own = {address_key(address) for address in own_addresses}
    customers = {address_key(correction.email) for correction in corrections}
    found: dict[str, Attendee] = {}
    for index, attendee in enumerate(attendees):
        key = _key(attendee)
        colleague = bool(key) and (key in own or is_under(domain_of(key), ours)) and key not in customers
        if not attendee.is_resource and not colleague:
            found.setdefault(key or f"#{index}", attendee)
    return tuple(found.values())


def match(
    attendees: Sequence[Attendee],
    data: CrmData,
    corrections: Sequence[Correction],
    own_domains: Iterable[str],
    free_mail: frozenset[str] = FREE_MAIL,
    own_addresses: Iterable[str] = (),
) -> Matched:
    """Join each external attendee, and say whom the meeting is about. ``data`` is what `wanted` asked for."""
    people = external(attendees, own_domains, own_addresses, corrections)
    book = _Book(data, corrections, free_mail)
    certain = [book.certain(attendee) for attendee in people]
    known = frozenset(book.groups.root(join.account_id) for join in certain if join and join.account_id)
    joins = tuple(join or book.choose(one, known) for one, join in zip(people, certain, strict=True))
    counts = Counter(book.groups.root(join.account_id) for join in joins if join.account_id)
    roots = sorted(counts, key=lambda root: (-counts[root], id_order(root)))
    return Matched(joins, tuple(roots), book.groups)


def _key(attendee: Attendee) -> str:
    return address_key(attendee.email)


def _by_address(corrections: Iterable[Correction]) -> dict[str, Correction]:
    """The newest correction of each address."""
    oldest_first = sorted(corrections, key=lambda one: (one.made_at or _LONG_AGO, one.contact_id, one.account_id))
    return {key: one for one in oldest_first if (key := address_key(one.email))}


class _Book:
    """The CRM's records, indexed by what the rules ask for."""

    def __init__(self, data: CrmData, corrections: Iterable[Correction], free_mail: frozenset[str]) -> None:
        self.groups = groups(data.accounts)
        self._free_mail = free_mail
        self._corrections = _by_address(corrections)
        # A correction may point to a record that has been merged into another one since.
        merged = {former: contact for contact in data.contacts for former in contact.former_ids}
        self._contacts = merged | {contact.id: contact for contact in data.contacts}
        self._accounts = {former: account.id for account in data.accounts for former in account.former_ids}
        self._accounts |= {one: one for one in [contact.account_id for contact in data.contacts]}
        self._accounts |= {account.id: account.id for account in data.accounts}
        self._emails: dict[str, list[Contact]] = defaultdict(list)
        self._aliases: dict[str, list[Contact]] = defaultdict(list)
        for contact in data.contacts:
            self._emails[address_key(contact.email)].append(contact)
            for alias in {address_key(alias) for alias in contact.aliases}:
                self._aliases[alias].append(contact)
        self._owners: dict[str, set[str]] = defaultdict(set)
        for account in data.accounts:
            for domain in account.domains:
                self._owners[domain_key(domain)].add(account.id)
        self._newest: dict[str, dt.datetime] = {}
        for activity in data.activities:
            for one in {*activity.contacts, *activity.attended}:
                self._newest[one] = max(activity.at, self._newest.get(one, _LONG_AGO))

    def certain(self, attendee: Attendee) -> Join | None:
        """The join where one record alone has a claim; None where a choice is left to `choose`."""
        key = _key(attendee)
        if not key:
            return Join(attendee, note=Note.NO_ADDRESS)
        if key in self._corrections:
            return self._corrected(attendee, self._corrections[key])
        rule, candidates = self._candidates(key)
        if not candidates:
            return self._by_domain(attendee, domain_of(key))
        return _joined(attendee, candidates[0], rule) if len(candidates) == 1 else None

    def choose(self, attendee: Attendee, known: frozenset[str]) -> Join:
        """Pick among several contacts with one address, and state it. ``known``: groups of the other attendees."""
        _, candidates = self._candidates(_key(attendee))
        one_customer = len({self.groups.root(contact.account_id) for contact in candidates}) == 1
        chosen, *others = sorted(
            candidates, key=self._nearest_first if one_customer else lambda one: self._likeliest_first(one, known)
        )
        return Join(
            attendee,
            chosen,
            chosen.account_id,
            Rule.AMBIGUOUS,
            tuple(f"contacts/{other.id}" for other in others),
            Note.SAME_CUSTOMER if one_customer else Note.SEVERAL_CUSTOMERS,
            frozenset(other.account_id for other in others),
        )

    def _candidates(self, key: str) -> tuple[Rule, list[Contact]]:
        bare = without_tag(key)
        for rule, found in (
            (Rule.EMAIL, self._emails.get(key)),
            (Rule.EMAIL_PLUS_TAG, self._emails.get(bare)),
            (Rule.ALIAS, self._aliases.get(key)),
            (Rule.ALIAS, self._aliases.get(bare)),
        ):
            if found:
                return rule, found
        return Rule.NONE, []

    def _nearest_first(self, contact: Contact) -> tuple[bool, int, float, tuple[int, str]]:
        """Active before left, then near the root, then newest activity, then lowest id."""
        return contact.left, self.groups.depth(contact.account_id), self._age(contact), id_order(contact.id)

    def _likeliest_first(self, contact: Contact, known: frozenset[str]) -> tuple[bool, bool, float, tuple[int, str]]:
        """Active before left, then a customer others here belong to, then newest activity, then lowest id."""
        stranger = self.groups.root(contact.account_id) not in known
        return contact.left, stranger, self._age(contact), id_order(contact.id)

    def _age(self, contact: Contact) -> float:
        return -(self._newest.get(contact.id, _LONG_AGO) - _LONG_AGO).total_seconds()

    def _corrected(self, attendee: Attendee, correction: Correction) -> Join:
        contact = self._contacts.get(correction.contact_id)
        if contact:
            return _joined(attendee, contact, Rule.CORRECTED)
        account_id = self._accounts.get(correction.account_id)
        if account_id is None:
            gone = bool(correction.contact_id or correction.account_id)
            return Join(attendee, rule=Rule.CORRECTED, note=Note.CORRECTION_GONE if gone else Note.NOTHING)
        if correction.contact_id:
            return Join(attendee, None, account_id, Rule.CORRECTED, note=Note.CORRECTION_GONE)
        group = self.groups.members(self.groups.root(account_id))
        here = [one for one in self._candidates(_key(attendee))[1] if one.account_id in group]
        if here:
            return _joined(attendee, min(here, key=self._nearest_first), Rule.CORRECTED)
        return Join(attendee, None, account_id, Rule.CORRECTED)

    def _by_domain(self, attendee: Attendee, domain: str) -> Join:
        if is_under(domain, self._free_mail):
            return Join(attendee, rule=Rule.FREE_MAIL)
        owners = next((self._owners[part] for part in owned_chain(domain) if part in self._owners), set())
        nearest = sorted(owners, key=lambda one: (self.groups.depth(one), id_order(one)))
        if not nearest:
            return Join(attendee)
        if len({self.groups.root(one) for one in nearest}) > 1:
            rivals = tuple(f"accounts/{one}" for one in nearest)
            return Join(attendee, None, None, Rule.AMBIGUOUS, rivals, Note.SEVERAL_CUSTOMERS, frozenset(nearest))
        return Join(attendee, None, nearest[0], Rule.DOMAIN)


def _joined(attendee: Attendee, contact: Contact, rule: Rule) -> Join:
    return Join(attendee, contact, contact.account_id, rule, note=Note.LEFT if contact.left else Note.NOTHING)
