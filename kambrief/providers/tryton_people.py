"""Who is who in Tryton: parties that are companies, parties that work for one, and which companies belong together.

Tryton has one kind of party for all of them. Who works for whom, and which company is part of which, say the relation
types that the configuration names; a party that works for nobody is an account. One without people that has addresses
of its own (a sole trader) is its own contact.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kambrief.core.address import address_key, domain_key, domain_of, is_under
from kambrief.core.customer import Account, Contact
from kambrief.core.freemail import FREE_MAIL
from kambrief.providers import cells
from kambrief.providers.cells import Conventions
from kambrief.providers.tables import Cell
from kambrief.providers.tryton import ANY_STATE, Domain, Row, numbers, parts
from kambrief.providers.tryton_base import Reading, Types, day_in
from kambrief.providers.tryton_fields import MECHANISM, PARTY, RELATION
from kambrief.providers.tryton_json import flat, literal

_PATTERNS = 25
"""Addresses or domains in one question."""
_GENERATIONS = 30
_MECHANISMS = ("contact_mechanisms.type", "contact_mechanisms.value")
_RELATION = ("from_", "to", "type", "start_date", "end_date")


@dataclass(frozen=True, slots=True)
class Job:
    """That a person works, or has worked, for a company."""

    person: int
    company: int
    since: dt.date | None
    until: dt.date | None
    current: bool

    @property
    def rank(self) -> tuple[bool, dt.date, int]:
        """Of several the highest counts: a current one, then the newest."""
        return self.current, self.since or dt.date.min, -self.company


@dataclass(slots=True)
class People:
    """Companies and people of one answer, and who belongs to whom."""

    reading: Reading
    jobs: dict[int, Job] = field(default_factory=dict)
    """Person → the job that counts."""
    parents: dict[int, int] = field(default_factory=dict)
    """Company → the one it is part of."""
    _asked: set[int] = field(default_factory=set)

    def find(self, emails: Iterable[str], domains: Iterable[str], ids: Iterable[str]) -> set[int]:
        """The companies that one of these leads to, with their whole groups."""
        keys = {address_key(email) for email in emails} - {""}
        owned = {domain_key(domain) for domain in domains} - {""}
        hits = self._with_addresses(keys)
        hits |= self._with_ids([*ids])
        owners = self._with_domains(owned)
        self.ask(hits | owners)
        companies = self.accounts_of(hits) | {one for one in owners if one not in self.jobs}
        return self.group(companies - self.reading.base.own())

    def accounts_of(self, parties: Iterable[int]) -> set[int]:
        """The companies of these parties: those they work for, or they themselves."""
        return {self.jobs[one].company if one in self.jobs else one for one in parties}

    def account_of(self, party: int) -> int:
        """The company of one party."""
        return self.jobs[party].company if party in self.jobs else party

    def people_of(self, companies: Iterable[int]) -> set[int]:
        """Everybody who works for one of these, as far as that is their job that counts."""
        wanted = {*companies}
        rows = self._relations("to", wanted, self._types.works_for)
        self.ask({row.person for row in rows})
        return {row.person for row in rows if self.account_of(row.person) in wanted}

    def ask(self, parties: Iterable[int]) -> None:
        """Learn for whom these work."""
        new = {*parties} - self._asked
        self._asked |= new
        for job in self._relations("from_", new, self._types.works_for):
            if job.company != job.person and (job.person not in self.jobs or job.rank > self.jobs[job.person].rank):
                self.jobs[job.person] = job

    def group(self, companies: Iterable[int]) -> set[int]:
        """These with everything above and below them."""
        found = {*companies}
        above = self._walk(found, "from_", "to")
        return found | above | self._walk(found | above, "to", "from_")

    def parents_of(self, companies: Iterable[int]) -> set[int]:
        """Everything above these."""
        return self._walk({*companies}, "from_", "to")

    def _walk(self, start: set[int], by: str, to: str) -> set[int]:
        seen, edge, types = {*start}, {*start}, self._types.part_of
        for _ in range(_GENERATIONS):
            links = self._relations(by, edge, types)
            for link in links:
                if link.current and link.person != link.company:
                    self.parents.setdefault(link.person, link.company)
            edge = {link.company if to == "to" else link.person for link in links if link.current} - seen
            seen |= edge
            if not edge:
                break
        return seen - start

    # --- records ---------------------------------------------------------------------------------------------------

    def records(self, companies: set[int]) -> tuple[tuple[Account, ...], tuple[Contact, ...]]:
        """Accounts and contacts of these companies, complete."""
        people = self.people_of(companies)
        self._walk(companies, "from_", "to")
        rows = {int(row["id"]): row for row in self._parties(companies | people)}
        former = self._former({*rows})
        accounts = [self._account(rows[one], former) for one in sorted(companies & rows.keys())]
        staffed = {self.account_of(one) for one in people}
        alone = [one for one in sorted(companies & rows.keys()) if one not in staffed and _addresses(rows[one])]
        contacts = [self._contact(rows[one], former) for one in sorted(people & rows.keys())]
        contacts += [self._contact(rows[one], former) for one in alone]
        reading = self.reading
        return reading.records("accounts", accounts), reading.records("contacts", contacts)

    def _account(self, row: Row, former: Mapping[int, list[str]]) -> tuple[str, Mapping[str, Cell]]:
        one = int(row["id"])
        made = self.reading.base.cells("accounts", row)
        made["id"] = str(one)
        if one in self.parents:
            made["parent_id"] = str(self.parents[one])
        made.setdefault("domains", self._domains(row))
        made["former_ids"] = tuple(former.get(one, ()))
        return str(one), made

    def _contact(self, row: Row, former: Mapping[int, list[str]]) -> tuple[str, Mapping[str, Cell]]:
        one, job = int(row["id"]), self.jobs.get(int(row["id"]))
        made = self.reading.base.cells("contacts", row)
        first, _, last = str(row.get("name") or "").strip().rpartition(" ")
        if job is None:  # a company that stands for itself
            first, last = "", str(row.get("name") or "")
        own, *others = _addresses(row) or [""]
        made |= {"id": str(one), "account_id": str(self.account_of(one)), "former_ids": tuple(former.get(one, ()))}
        for name, value in (("first_name", first), ("last_name", last), ("email", own), ("aliases", tuple(others))):
            made.setdefault(name, value)
        left = row.get("active") is False or (job is not None and not job.current)
        made.setdefault("left", "true" if left else "false")
        if job and job.since:
            made.setdefault("since", job.since.isoformat())
        if job and job.until and left:
            made.setdefault("left_on", job.until.isoformat())
        return str(one), made

    def _domains(self, row: Row) -> tuple[str, ...]:
        said = _said(row, "website")
        found: list[str] = []
        for one in said:
            try:
                found += cells.domains(one, Conventions())
            except ValueError:
                self.reading.problems.append(f"accounts {row['id']}: website '{one[:40]}' is no web address; left out")
        own = [domain_of(key) for key in _addresses(row)]
        return tuple(dict.fromkeys([*found, *(one for one in own if not is_under(one, FREE_MAIL))]))

    # --- questions -------------------------------------------------------------------------------------------------

    @property
    def _types(self) -> Types:
        return self.reading.base.types()

    def _parties(self, ids: set[int]) -> list[Row]:
        base = self.reading.base
        self.reading.problems += [*base.problems("accounts"), *base.problems("contacts")]
        names = ("name", "active", *_MECHANISMS, *base.fields("accounts"), *base.fields("contacts"))
        return base.tryton.in_parts(PARTY, "id", sorted(ids), names, ANY_STATE)

    def _former(self, ids: set[int]) -> Mapping[int, list[str]]:
        """Party → those that were merged into it, whatever was merged into them included."""
        merged: dict[int, list[str]] = defaultdict(list)
        owner = {one: one for one in ids}
        edge = {*ids}
        for _ in range(_GENERATIONS):
            rows = self.reading.base.tryton.in_parts(PARTY, "replaced_by", sorted(edge), ["replaced_by"], ANY_STATE)
            edge = set()
            for row in (flat(one) for one in rows):
                if row["id"] not in owner:
                    owner[row["id"]] = owner[row["replaced_by"]]
                    merged[owner[row["id"]]].append(str(row["id"]))
                    edge.add(row["id"])
            if not edge:
                break
        return merged

    def _relations(self, by: str, parties: Iterable[int], types: frozenset[int]) -> list[Job]:
        if not types:
            return []
        base = self.reading.base
        today = day_in(base.tryton.at, base.told.zone) or dt.date.max
        kinds = ["type", "in", sorted(types)]
        rows = base.tryton.in_parts(RELATION, by, sorted(parties), _RELATION, kinds, ANY_STATE)
        return [_job(row, today) for row in rows]

    def _with_addresses(self, keys: set[str]) -> set[int]:
        spelled = sorted({one for key in keys for one in _spellings(key)})
        rows = self._mechanisms("email", [literal(one) for one in spelled])
        return {int(row["party"]) for row in rows if address_key(str(row.get("value") or "")) in keys}

    def _with_domains(self, owned: set[str]) -> set[int]:
        spelled = sorted({one for key in owned for one in _spelled_domain(key)})
        rows = self._mechanisms("website", [f"%{literal(one)}%" for one in spelled])
        found = {int(row["party"]) for row in rows if owned & _hosts(str(row.get("value") or ""))}
        mails = [one for one in spelled if not is_under(domain_key(one), FREE_MAIL)]
        rows = self._mechanisms("email", [f"%@{literal(one)}" for one in mails])
        return found | {
            int(row["party"]) for row in rows if domain_of(address_key(str(row.get("value") or ""))) in owned
        }

    def _mechanisms(self, kind: str, patterns: list[str]) -> list[Row]:
        base = self.reading.base
        found: list[Row] = []
        for part in parts(patterns, _PATTERNS):
            any_of = ["OR", *(["value", "ilike", pattern] for pattern in part)]
            rows = base.tryton.search(MECHANISM, [["type", "=", kind], any_of], ["value", "party"])
            found += [flat(row) for row in rows if row.get("party")]
        return found

    def _with_ids(self, ids: list[str]) -> set[int]:
        """By id, by customer number, and by the id of a party that was merged."""
        if not ids:
            return set()
        tryton = self.reading.base.tryton
        rows = tryton.in_parts(PARTY, "id", numbers(ids), ["replaced_by"], ANY_STATE)
        if self.reading.base.map.fields["accounts"].get("key") == "code":
            rows += tryton.in_parts(PARTY, "code", sorted({*ids}), ["replaced_by"], ANY_STATE)
        found: dict[int, Any] = {}
        for _ in range(_GENERATIONS):
            found |= {int(row["id"]): flat(row).get("replaced_by") for row in rows}
            next_ = {int(one) for one in found.values() if one and int(one) not in found}
            if not next_:
                break
            rows = tryton.in_parts(PARTY, "id", sorted(next_), ["replaced_by"], ANY_STATE)
        return {one for one, heir in found.items() if not heir}


def everybody(reading: Reading, domain: Domain = ()) -> list[Row]:
    """All active parties, for figures."""
    base = reading.base
    names = ("name", "active", *_MECHANISMS, *base.fields("accounts"))
    own = base.own()
    return [row for row in base.tryton.search(PARTY, list(domain), names) if int(row["id"]) not in own]


def _job(row: Row, today: dt.date) -> Job:
    said = flat(row)
    since, until = said.get("start_date"), said.get("end_date")
    over = isinstance(until, dt.date) and until < today and today != dt.date.max
    return Job(
        int(said["from_"]), int(said["to"]), since if isinstance(since, dt.date) else None,
        until if isinstance(until, dt.date) else None, not over,
    )  # fmt: skip


def _said(row: Row, kind: str) -> list[str]:
    return [
        str(one.get("value") or "").strip()
        for one in row.get("contact_mechanisms") or ()
        if isinstance(one, dict) and one.get("type") == kind and one.get("value")
    ]


def _addresses(row: Row) -> list[str]:
    return list(dict.fromkeys(key for one in _said(row, "email") if (key := address_key(one))))


def _hosts(website: str) -> set[str]:
    try:
        return set(cells.domains(website, Conventions()))
    except ValueError:
        return set()


def _spelled_domain(key: str) -> set[str]:
    try:
        return {key, key.encode("idna").decode("ascii")}
    except UnicodeError:
        return {key}


def _spellings(key: str) -> set[str]:
    local = key.removesuffix(domain_of(key))
    return {f"{local}{one}" for one in _spelled_domain(domain_of(key))}
