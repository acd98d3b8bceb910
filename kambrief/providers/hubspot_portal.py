"""What one portal has: which objects may be read, who owns records, what stages are called, and who is a customer."""

import datetime as dt
import email.utils
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kambrief.core.address import address_key, domain_key
from kambrief.core.customer import CrmData
from kambrief.errors import CallError, SuddenlyEmptyError
from kambrief.providers.customers import SHOWN, domain_spellings, spellings, stand_ins
from kambrief.providers.hubspot import Hubspot, Row, chunks, filter_, is_id
from kambrief.providers.hubspot_api import NAME, denied, scopes_of
from kambrief.providers.hubspot_fields import COMPANIES, CONTACTS, DEALS, PARENT, TICKETS, Shape
from kambrief.providers.hubspot_rows import (
    Directory,
    Reader,
    Stage,
    Whose,
    addresses_of,
    domains_of,
    in_order,
    properties,
    stages_of,
    text_of,
)

_MOST_LEVELS = 50
_BELIEVED = 1800.0
"""Seconds that a list is taken for one that cannot be searched."""
_TWO_LISTS = {CONTACTS: ("email", "hs_additional_emails"), COMPANIES: ("domain", "hs_additional_domains")}


@dataclass(frozen=True, slots=True)
class Told:
    """How times and links are written, and the words that records themselves do not tell."""

    timezone: str
    link_template: str
    currency: str
    category: str


@dataclass(slots=True)
class People:
    """Companies and contacts, by id, with each contact's company."""

    companies: dict[str, Row] = field(default_factory=dict)
    contacts: dict[str, Row] = field(default_factory=dict)
    company_of: dict[str, str] = field(default_factory=dict)
    """Contact → company, where only an association tells."""

    def account_of(self, contact: str) -> str:
        """The company that a contact counts for: the primary one."""
        own = text_of(properties(self.contacts.get(contact, {})), "associatedcompanyid")
        return own or self.company_of.get(contact, "")


class Portal:
    """One portal. Thread-safe."""

    def __init__(self, hubspot: Hubspot, shape: Shape, told: Told) -> None:
        self.hubspot, self.shape, self.told = hubspot, shape, told
        self._had: set[str] = set()
        """Objects of people that were seen to hold something."""
        self._one_list: dict[str, float] = {}
        """Objects whose second list of addresses cannot be searched, and until when that is believed."""
        self._lock = threading.Lock()

    # --- what there is ---------------------------------------------------------------------------------------------

    def lacking(self) -> Mapping[str, str]:
        """The objects that cannot be read, each with the reason; asked for now and then. Raises `CallError` where
        companies or contacts are among them.
        """
        return self.hubspot.kept(("lacking",), self._look)

    def missing(self) -> tuple[str, ...]:
        """The tables that nothing is read for."""
        gone = self.lacking()
        return tuple(table for table, kinds in self.shape.tables.items() if all(kind in gone for kind in kinds))

    def partly(self) -> list[str]:
        """Tables of which a part cannot be read."""
        gone = self.lacking()
        return [
            f"{table}: {kind} cannot be read: {gone[kind]}"
            for table, kinds in self.shape.tables.items()
            for kind in kinds
            if kind in gone and table not in self.missing() and table == "activities"
        ]

    def readable(self, table: str) -> tuple[str, ...]:
        """The objects that a table is read from."""
        gone = self.lacking()
        return tuple(kind for kind in self.shape.tables[table] if kind not in gone)

    def _look(self) -> dict[str, str]:
        kinds = self.shape.objects
        people = {*self.shape.tables["accounts"], *self.shape.tables["contacts"]}
        lost = []

        def one(kind: str) -> str:
            try:
                there = bool(self.hubspot.listed(kind, ["hs_object_id"], 1))
            except CallError as error:
                if not denied(error) or kind in people:
                    raise
                return reason(error)
            with self._lock:
                if there and kind in people:
                    self._had.add(kind)
                elif kind in self._had:
                    lost.append(kind)
            return ""

        found = dict(zip(kinds, self.hubspot.side_by_side(kinds, one), strict=True))
        if lost:
            raise SuddenlyEmptyError(NAME, f"all {' and '.join(sorted(lost))} are suddenly gone")
        return {kind: why for kind, why in found.items() if why}

    def directory(self, problems: list[str]) -> Directory:
        """Owners and stages; what may not be read is named."""
        owners: dict[str, str] = {}
        stages: dict[tuple[str, str], Stage] = {}
        try:
            for row in self.hubspot.owners():
                if key := address_key(str(row.get("email") or "")):
                    owners.setdefault(str(row["id"]), key)
        except CallError as error:
            if not denied(error):
                raise
            problems.append(f"owners cannot be read, so that nobody is known to own anything: {reason(error)}")
        gone = self.lacking()
        for kind in (DEALS, TICKETS):
            if kind not in self.shape.objects or kind in gone:
                continue
            try:
                stages |= stages_of(kind, self.hubspot.pipelines(kind))
            except CallError as error:
                if not denied(error):
                    raise
                problems.append(f"{kind}: the stages' names cannot be read: {reason(error)}")
        return Directory(owners, stages, self.told.currency, self.told.category)

    def reader(self, problems: list[str], addresses: Mapping[str, str] | None = None) -> Reader:
        """What turns rows into records."""
        return Reader(self.shape, self.directory(problems), self.told.timezone, addresses or {}, problems)

    def as_of(self) -> dt.datetime | None:
        """HubSpot's own time of its last answer."""
        try:
            found = email.utils.parsedate_to_datetime(self.hubspot.date)
        except (ValueError, TypeError):
            return None
        return found if found.tzinfo else found.replace(tzinfo=dt.UTC)

    def data(self, reader: Reader, **tables: Any) -> CrmData:
        """Records with what is to be said of them."""
        extra, problems = stand_ins(tables.get("accounts", ()), tables.get("contacts", ()))
        tables["accounts"] = (*tables.get("accounts", ()), *extra)
        return CrmData(
            **tables,
            missing=self.missing(),
            problems=tuple(dict.fromkeys([*self.partly(), *reader.told(), *problems])),
            provider=NAME,
            as_of=self.as_of(),
            link_template=self.told.link_template,
        )

    def further(self, kind: str) -> tuple[str, bool] | None:
        """Tried with one record: its further address or domain, and whether the record is found by it; None where no
        record has one. Raises `CallError`.
        """
        second = _TWO_LISTS[kind][1]
        with_one = {"propertyName": second, "operator": "HAS_PROPERTY"}
        rows = self.hubspot.search_page(kind, [[with_one]], [second], limit=1).get("results")
        row: Row = rows[0] if isinstance(rows, list) and rows else {}
        said = next((one.strip() for one in text_of(properties(row), second).split(";") if one.strip()), "")
        if not said:
            return None
        self._one_list.pop(kind, None)
        return said, str(row.get("id")) in {str(one["id"]) for one in self.among(kind, [said.casefold()])}

    # --- who is there ----------------------------------------------------------------------------------------------

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str]) -> CrmData:
        """See `kambrief.ports.Crm.find`."""
        self.lacking()
        people = People()
        problems: list[str] = []
        hits = self._by_address({key for email in emails if (key := address_key(email))}, people)
        numbers = sorted(one for one in ids if is_id(one))
        hits |= self._add(people.contacts, self._read(CONTACTS, numbers))
        self._add(people.companies, self._read(COMPANIES, numbers))
        self._add(people.companies, self._with_key(ids, problems))
        self._add(people.companies, self._owning({key for one in domains if (key := domain_key(one))}))
        problems += self._unsearched()
        self._add(people.companies, self._read(COMPANIES, self._companies_of(hits, people, problems)))
        self.whole_groups(people)
        self.add_contacts(people)
        if not people.companies and not people.contacts and (emails or domains):
            self._still_there()
        return self._told(people, problems)

    def _told(self, people: People, problems: list[str]) -> CrmData:
        reader = self.reader(problems)
        accounts = reader.read("accounts", COMPANIES, [(row, Whose("")) for row in people.companies.values()])
        ours = [
            (row, Whose(account))
            for one, row in people.contacts.items()
            if (account := people.account_of(one)) in people.companies
        ]
        return self.data(reader, accounts=accounts, contacts=reader.read("contacts", CONTACTS, ours))

    def _read(self, kind: str, ids: Iterable[str], by: str = "") -> list[Row]:
        return self.hubspot.read(kind, [one for one in ids if by or is_id(one)], self.shape.properties(kind), by)

    @staticmethod
    def _add(to: dict[str, Row], rows: Iterable[Row]) -> set[str]:
        new = {str(row["id"]): row for row in rows}
        to.update(new)
        return set(new)

    def _by_address(self, keys: set[str], people: People) -> set[str]:
        """Contacts with one of the addresses. The primary one is found at once; whether others are, HubSpot does not
        say, so that those nobody was found for are searched.
        """
        hits = self._add(people.contacts, self._read(CONTACTS, _spelt(keys), by="email"))
        known = {key for row in people.contacts.values() for key in addresses_of(row)}
        return hits | self._add(people.contacts, self.among(CONTACTS, _spelt(keys - known)))

    def _with_key(self, ids: Iterable[str], problems: list[str]) -> list[Row]:
        """Companies by what our other systems call them, where a property tells that."""
        name = self.shape.fields.fields["accounts"].get("key")
        wanted = {one: one.casefold() for one in ids if one.strip()}
        if not name or not wanted:
            return []

        def ask(some: Sequence[str]) -> list[Row]:
            return self.hubspot.search(COMPANIES, [[filter_(name, "IN", some)]], self.shape.properties(COMPANIES))

        try:
            rows = [row for rows in self.hubspot.side_by_side(chunks(wanted.values()), ask) for row in rows]
        except CallError as error:
            if error.status != 400:
                raise
            problems.append(f"companies: '{name}' (configured as key) cannot be searched, so nobody is found by it")
            return []
        return [row for row in rows if text_of(properties(row), name) in wanted]

    def _owning(self, keys: set[str]) -> list[Row]:
        return self.among(COMPANIES, sorted({one for key in keys for one in domain_spellings(key)}))

    def _unsearched(self) -> list[str]:
        """Whose further addresses nobody is found by at present."""
        now = time.monotonic()
        return [
            f"{kind}: {_TWO_LISTS[kind][1]} cannot be searched, so nobody is found by what stands there alone"
            for kind in _TWO_LISTS
            if self._one_list.get(kind, 0.0) > now
        ]

    def among(self, kind: str, keys: Sequence[str]) -> list[Row]:
        """Records that have one of these among their addresses or domains. Texts are compared in lower case."""

        def ask(some: Sequence[str]) -> list[Row]:
            first, second = _TWO_LISTS[kind]
            one = [filter_(first, "IN", some)]
            properties_ = self.shape.properties(kind)
            if self._one_list.get(kind, 0.0) > time.monotonic():
                return self.hubspot.search(kind, [one], properties_)
            try:
                return self.hubspot.search(kind, [one, [filter_(second, "IN", some)]], properties_)
            except CallError as error:
                if error.status != 400:
                    raise
            found = self.hubspot.search(kind, [one], properties_)  # another refusal is none of the second list's
            self._one_list[kind] = time.monotonic() + _BELIEVED
            return found

        return [row for rows in self.hubspot.side_by_side(chunks(keys), ask) for row in rows]

    def _companies_of(self, contacts: Iterable[str], people: People, problems: list[str]) -> list[str]:
        """The companies of these contacts that are not read yet; who has none is named."""
        unsure = [one for one in contacts if not people.account_of(one)]
        for one, links in (self.hubspot.linked(CONTACTS, COMPANIES, unsure) if unsure else {}).items():
            people.company_of[one] = min(links, key=lambda link: (not link.primary, len(link.to), link.to)).to
        alone = [one for one in unsure if not people.account_of(one)]
        if alone:
            named = ", ".join(in_order(alone)[:SHOWN]) + (", …" if len(alone) > SHOWN else "")
            problems.append(f"contacts: {named} have no company in HubSpot, so nobody can be joined to them")
        wanted = {people.account_of(one) for one in contacts} - {""} - people.companies.keys()
        return list(in_order(wanted))

    def whole_groups(self, people: People) -> None:
        """Adds every company above and below those that are there. Rings come to an end by themselves."""
        self.parents(people)
        asked: set[str] = set()
        while new := in_order(people.companies.keys() - asked):
            asked.update(new)

            def below(some: Sequence[str]) -> list[Row]:
                group = [filter_(PARENT, "IN", some)]
                return self.hubspot.search(COMPANIES, [group], self.shape.properties(COMPANIES))

            for rows in self.hubspot.side_by_side(chunks(new), below):
                self._add(people.companies, rows)

    def parents(self, people: People) -> None:
        """Adds every company above those that are there; a link to one that is gone counts as none."""
        tried: set[str] = set()
        for _ in range(_MOST_LEVELS):
            above = {text_of(properties(row), PARENT) for row in people.companies.values()}
            wanted = above - {""} - people.companies.keys() - tried
            if not wanted:
                return
            tried |= wanted
            self._add(people.companies, self._read(COMPANIES, in_order(wanted)))

    def add_contacts(self, people: People) -> None:
        """Adds all contacts of the companies that are there."""
        links = self.hubspot.linked(COMPANIES, CONTACTS, in_order(people.companies))
        for company, found in links.items():
            for link in found:
                people.company_of.setdefault(link.to, company)
        wanted = {link.to for found in links.values() for link in found} - people.contacts.keys()
        self._add(people.contacts, self._read(CONTACTS, in_order(wanted)))

    def companies(self, ids: Iterable[str]) -> People:
        """These companies, as far as they go by these ids."""
        wanted = {one for one in ids if is_id(one)}
        people = People()
        for row in self._read(COMPANIES, in_order(wanted)):
            if str(row["id"]) in wanted:
                people.companies[str(row["id"])] = row
        return people

    def _still_there(self) -> None:
        """Nothing was found. That all companies are gone must not be taken for that."""
        if self._had:
            self._look()


def _spelt(keys: Iterable[str]) -> list[str]:
    return sorted({one for key in keys for one in spellings(key)})


def reason(error: CallError) -> str:
    """Why an object cannot be read, for the operator."""
    scopes = scopes_of(error)
    if scopes:
        return f"the token lacks the scope {scopes}"
    if error.code == "MISSING_SCOPES" or error.status == 403:
        return "the token lacks the scope for it, or the subscription does not have it"
    return "this portal has no such object"


def company_addresses(people: People) -> tuple[frozenset[str], frozenset[str]]:
    """Addresses of the contacts and domains of the companies that are there."""
    emails = {key for row in people.contacts.values() for key in addresses_of(row)}
    return frozenset(emails), frozenset(one for row in people.companies.values() for one in domains_of(row))
