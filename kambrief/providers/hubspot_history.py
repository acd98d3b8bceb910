"""Everything that HubSpot knows of some companies: associations tell what, batches tell the rest.

A record counts for the company that it is associated with. One that is associated with contacts alone counts for
theirs; one that names another company does not, whoever took part. What took place with several customers is each
one's; a deal, a ticket and the like are the primary company's, else the oldest one's. Never does it matter who else is
asked for.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from kambrief.core.customer import Account, CrmData
from kambrief.core.groups import groups, id_order
from kambrief.errors import CallError
from kambrief.providers.hubspot import Link, Row
from kambrief.providers.hubspot_api import denied
from kambrief.providers.hubspot_fields import ACTIVITIES, COMPANIES, CONTACTS, PARENT, TASKS
from kambrief.providers.hubspot_portal import People, Portal, reason
from kambrief.providers.hubspot_rows import Reader, Whose, addresses_of, in_order, is_ours, properties, text_of

_OF_PEOPLE = frozenset({"accounts", "contacts", "products"})
Owned = tuple[Row, Whose]


@dataclass(slots=True)
class History:
    """One answer to `kambrief.ports.Crm.histories`."""

    portal: Portal
    people: People = field(default_factory=People)
    problems: list[str] = field(default_factory=list)
    roots: Mapping[str, str] = field(default_factory=dict)
    """Company → the root of its group."""

    def of(self, account_ids: frozenset[str]) -> CrmData:
        """Complete tables, cut to these companies."""
        portal = self.portal
        portal.lacking()
        self.people = portal.companies(account_ids)
        self.roots = groups(
            Account(one, one, text_of(properties(row), PARENT) or None) for one, row in self.people.companies.items()
        ).roots
        portal.add_contacts(self.people)
        self.people.contacts = {
            one: row
            for one, row in self.people.contacts.items()
            if self.people.account_of(one) in self.people.companies
        }
        kinds = [kind for kind in portal.shape.objects if kind not in portal.lacking() and self._is_owned(kind)]
        owned = {kind: rows for kind in kinds if (rows := self._tried(kind)) is not None}
        addresses = {key: one for one, row in self.people.contacts.items() for key in addresses_of(row)}
        reader = portal.reader(self.problems, addresses)
        tables: dict[str, tuple[object, ...]] = {**dict.fromkeys(portal.shape.tables, ()), **self._people(reader)}
        for table in portal.shape.tables:
            if table not in _OF_PEOPLE:
                tables[table] = tuple(self._table(reader, table, owned))
        found = portal.data(reader, **tables).only(account_ids)
        gone = {kind for kind in kinds if kind not in owned}
        lost = [one for one in portal.shape.tables if (own := portal.readable(one)) and gone.issuperset(own)]
        return replace(found, missing=(*found.missing, *lost)) if lost else found

    def _is_owned(self, kind: str) -> bool:
        return any(table not in _OF_PEOPLE for table in self.portal.shape.tables_of(kind))

    def _people(self, reader: Reader) -> dict[str, tuple[object, ...]]:
        companies = [(row, Whose("")) for row in self.people.companies.values()]
        contacts = [(row, Whose(self.people.account_of(one))) for one, row in self.people.contacts.items()]
        products = [
            (row, Whose(""))
            for kind in self.portal.readable("products")
            for row in self.portal.hubspot.kept(("products", kind), self._all(kind))
        ]
        kind = next(iter(self.portal.readable("products")), "products")
        return {
            "accounts": reader.read("accounts", COMPANIES, companies),
            "contacts": reader.read("contacts", CONTACTS, contacts),
            "products": reader.read("products", kind, products),
        }

    def _all(self, kind: str) -> Callable[[], list[Row]]:
        return lambda: self.portal.hubspot.listed(kind, self.portal.shape.properties(kind))

    def _table(self, reader: Reader, table: str, owned: Mapping[str, list[Owned]]) -> Iterable[object]:
        for kind in self.portal.readable(table):
            rows = owned.get(kind, [])
            if kind == TASKS and table in {"commitments", "plans"}:
                ours = [is_ours(row, self.portal.shape.unique) for row, _ in rows]
                mine = [one for one, our in zip(rows, ours, strict=True) if our is (table == "commitments")]
                yield from reader.promises(mine) if table == "commitments" else reader.read(table, kind, mine)
            elif table == "orders":
                yield from reader.orders(kind, rows)
            else:
                for some in _each_once(rows):
                    yield from reader.read(table, kind, some)

    def _tried(self, kind: str) -> list[Owned] | None:
        """None where HubSpot does not let these records be read for companies: a gap that is named."""
        try:
            return self._owned(kind)
        except CallError as error:
            if not (denied(error) or error.status == 400):
                raise
            self.problems.append(f"{kind} of companies cannot be read: {error.reason}; {reason(error)}")
            return None

    # --- whose it is -----------------------------------------------------------------------------------------------

    def _owned(self, kind: str) -> list[Owned]:
        """All records of one object that count for these companies."""
        hubspot = self.portal.hubspot
        companies, contacts = in_order(self.people.companies), in_order(self.people.contacts)
        by_company = _turned(self._linked(COMPANIES, kind, companies))
        by_contact = _turned(self._linked(CONTACTS, kind, contacts))
        owners = self._owners(kind, by_company)
        unsure = in_order(by_contact.keys() - by_company.keys())
        elsewhere = self._linked(kind, COMPANIES, unsure)
        for one in unsure:
            if one not in elsewhere:
                theirs = [Link(self.people.account_of(link.to)) for link in by_contact[one]]
                owners[one] = self._one_a_group(theirs) if kind in ACTIVITIES else (theirs[0].to,)
        rows = hubspot.read(kind, in_order(one for one, of in owners.items() if of), self.portal.shape.properties(kind))
        found = []
        for row in rows:
            one = str(row["id"])
            # Without an owner it was merged meanwhile, and the other record is read by its own association.
            people = in_order(link.to for link in by_contact.get(one, ()))
            found += [(row, Whose(owner, people)) for owner in owners.get(one, ())]
        return found

    def _owners(self, kind: str, by_company: Mapping[str, list[Link]]) -> dict[str, tuple[str, ...]]:
        """Record → the companies, of those that are asked for, that it counts for."""
        if kind in ACTIVITIES:
            return {one: self._one_a_group(links) for one, links in by_company.items()}
        unsure = in_order(one for one, links in by_company.items() if not any(link.primary for link in links))
        everybody = {**by_company, **self._linked(kind, COMPANIES, unsure)}
        return {
            one: tuple({_best(everybody[one])} & self.people.companies.keys()) for one in by_company
        }  # fmt: skip

    def _one_a_group(self, links: list[Link]) -> tuple[str, ...]:
        """Of each group that has a part in it, one company."""
        by_root: dict[str, list[Link]] = {}
        for link in links:
            by_root.setdefault(self.roots.get(link.to, link.to), []).append(link)
        return in_order(_best(some) for some in by_root.values())

    def _linked(self, of: str, to: str, ids: Iterable[str]) -> dict[str, list[Link]]:
        """Some objects cannot be associated with some others."""
        wanted = list(ids)
        if not wanted:
            return {}
        try:
            return self.portal.hubspot.linked(of, to, wanted)
        except CallError as error:
            # Answers to surveys may have no company of their own; else companies are what everything hangs on, both
            # ways: of whom nobody tells whether another company has it, a record is not taken for the contact's.
            beside = CONTACTS in {of, to} or not {of, to}.isdisjoint(self.portal.shape.tables["surveys"])
            if beside and (denied(error) or error.status == 400):
                return {}
            raise


def _turned(links: Mapping[str, list[Link]]) -> dict[str, list[Link]]:
    """The same associations from the other end."""
    found: dict[str, list[Link]] = {}
    for one, others in links.items():
        for link in others:
            found.setdefault(link.to, []).append(Link(one, link.primary))
    return {one: sorted(ends, key=lambda end: id_order(end.to)) for one, ends in found.items()}


def _each_once(rows: list[Owned]) -> list[list[Owned]]:
    """Rows so that none stands twice in one part: what is several customers' comes once for each."""
    parts: list[list[Owned]] = []
    seen: dict[str, int] = {}
    for row, whose in rows:
        at = seen[str(row["id"])] = seen.get(str(row["id"]), -1) + 1
        if at == len(parts):
            parts.append([])
        parts[at].append((row, whose))
    return parts


def _best(links: list[Link]) -> str:
    """The company that HubSpot calls primary, else the oldest."""
    return min(links, key=lambda link: (not link.primary, id_order(link.to))).to
