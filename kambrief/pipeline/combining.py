"""Several sources of customer data as one to the flow: deals in a CRM, orders in a BI, tickets elsewhere.

    find       the main source alone: it tells who people are, and its ids are everybody's
    histories  the main source → which accounts of the others are these? → their records → each table from whom it is
               to come (`core.combine`)

A source that fails costs its tables, which are named; without the main one there is nothing to go by, so its failing is
a failure. What a source can do besides (`kambrief.ports`) is looked for in each, see `kambrief.pipeline.combined`.
"""

import datetime as dt
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from kambrief.core.combine import PEOPLE, By, Paired, Plan, all_filled, joined, marks, pair, same_people, translated
from kambrief.core.customer import TABLES, Account, CrmData
from kambrief.core.groups import groups
from kambrief.errors import ProviderError
from kambrief.ports import Crm, Health

NAME = "crm"
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """One of several. ``name`` is that of its section, ``by`` how its accounts are found."""

    name: str
    crm: Crm
    by: By = By.ID
    tables: frozenset[str] | None = None
    """What it tells, where it says so beforehand."""

    def may_tell(self, table: str) -> bool:
        """Whether a table may come from here."""
        return self.tables is None or table in self.tables


@dataclass(frozen=True, slots=True)
class _Asked:
    """What another source answered, under the main one's ids, or why not."""

    source: Source
    data: CrmData | None = None
    accounts: tuple[Account, ...] = ()
    """Under the ids they have there."""
    paired: Paired = field(default_factory=Paired)
    problem: str = ""


class Combining:
    """`kambrief.ports.Crm` of several sources. The main one's name is the name of all: its ids are known by it."""

    def __init__(
        self,
        sources: Sequence[Source],
        tables: Mapping[str, tuple[str, ...]] | None = None,
        log: Callable[..., object] = lambda *_, **__: None,
    ) -> None:
        """``sources`` in order of precedence; the first that tells contacts is the main one. ``tables``: table → the
        source or sources it comes from; others come from the first that has them.
        """
        self.sources = tuple(sources)
        self.main = next(source for source in sources if source.may_tell("contacts"))
        self.others = tuple(source for source in sources if source is not self.main)
        self.name = self.main.crm.name
        declared = {source.name: source.tables for source in sources if source.tables is not None}
        self.plan = Plan(tuple(source.name for source in sources), dict(tables or {}), declared)
        self.warn = log
        self._asking = threading.Lock()
        """One question to the main source at a time, while the others are asked side by side."""
        self._lacks: dict[str, frozenset[str]] = {}
        self.in_part: set[str] = set()
        """Accounts that were read while a source was out of reach, until they have been read again."""

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = _NONE) -> CrmData:
        """See `kambrief.ports.Crm.find`: people are the main source's business alone."""
        return self.main.crm.find(emails, domains, ids)

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        """See `kambrief.ports.Crm.histories`."""
        known = self.main.crm.histories(account_ids)
        claims = self._with_rivals(known.accounts)
        with ThreadPoolExecutor(max(1, len(self.others)), "combining") as pool:
            asked = list(pool.map(lambda source: self._of_other(source, known, claims), self.others))
        told = {one.source.name: one for one in asked if one.data is not None}
        answers = {self.main.name: known} | {name: one.data for name, one in told.items() if one.data is not None}
        data = joined(self.main.name, answers, self._plan_for(answers))
        ranked = [told[name] for name in self.plan.order if name in told]
        accounts = all_filled(data.accounts, [(one.accounts, one.paired.ours) for one in ranked])
        failed = [one.problem for one in asked if one.problem]
        self.in_part = self.in_part | account_ids if failed else self.in_part - account_ids
        return replace(data, accounts=accounts, unreached=tuple(failed))

    def _plan_for(self, answers: Mapping[str, CrmData]) -> Plan:
        """The plan, for a source out of reach without the tables that it did not tell when it was last asked."""
        self._lacks.update({name: frozenset(data.missing) for name, data in answers.items()})
        known = {name: lacks for name, lacks in self._lacks.items() if name not in answers}
        may = {name: self.plan.declared.get(name, frozenset(TABLES)) - lacks for name, lacks in known.items()}
        return replace(self.plan, declared={**self.plan.declared, **may})

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """All sources, and what comes from which. A table that one lacks and another tells is nobody's lack."""
        rows = {source.name: list(source.crm.check(now)) for source in self.sources}
        lacks = {name: {row.lacks for row in found} for name, found in rows.items()}

        def counts(name: str, table: str) -> bool:
            if table in PEOPLE:
                return name == self.main.name
            if table in self.plan.tables:
                return name in self.plan.tables[table]
            able = self.plan.may_tell(table)
            return all(table in lacks[one] for one in able) and name == next(iter(able), self.main.name)

        kept = [row for name, found in rows.items() for row in found if not row.lacks or counts(name, row.lacks)]
        return [*kept, Health(NAME, ok=True, summary=self._summary(lacks))]

    def _summary(self, lacks: Mapping[str, set[str]]) -> str:
        """``people from hubspot; orders from sql (by key)``."""
        found: dict[str, list[str]] = {}
        for table in (one for one in TABLES if one not in PEOPLE):
            able = [name for name in self.plan.may_tell(table) if table not in lacks[name]]
            for name in able if table in self.plan.tables else able[:1]:
                found.setdefault(name, []).append(table)
        how = {source.name: "" if source is self.main else f" (accounts by {source.by})" for source in self.sources}
        parts = [f"{', '.join(tables)} from {name}{how[name]}" for name, tables in found.items()]
        return "; ".join((f"people from {self.main.name}", *parts))

    # Which account is which

    def _with_rivals(self, accounts: Sequence[Account]) -> tuple[Account, ...]:
        """The accounts, and every other of the main source that has an equal claim to what another source has. Raises
        `ProviderError`: without knowing them, records of one customer might be shown with another.
        """
        ways = {source.by for source in self.others}
        keys = frozenset(account.key.strip() for account in accounts if account.key) if By.KEY in ways else _NONE
        domains = _domains(accounts) if By.DOMAIN in ways else _NONE
        if not keys and not domains:
            return tuple(accounts)
        found = self.main.crm.find(_NONE, domains, keys).accounts
        return tuple({account.id: account for account in (*accounts, *found)}.values())

    def _with_theirs(self, source: Source, claims: Sequence[Account], theirs: Sequence[Account]) -> Sequence[Account]:
        """Also whom else of ours an account of the other source fits, by a mark that none of ``claims`` has: whether
        it is taken must not depend on who is asked about. Raises `ProviderError`.
        """
        if source.by is By.ID:
            return claims
        known = {mark for account in claims for mark in marks(account, source.by, ours=True)}
        more = [one for one in theirs if marks(one, source.by, ours=False) - known]
        if not more:
            return claims
        keys = frozenset(key for one in more for key in (one.id, one.key) if key) if source.by is By.KEY else _NONE
        domains = _domains(more) if source.by is By.DOMAIN else _NONE
        with self._asking:
            found = self.main.crm.find(_NONE, domains, keys).accounts
        return tuple({account.id: account for account in (*claims, *found)}.values())

    def _of_other(self, source: Source, known: CrmData, claims: Sequence[Account]) -> _Asked:
        try:
            theirs = self._candidates(source, known.accounts)
            paired = pair(source.by, self._with_theirs(source, claims, theirs), theirs)
            wanted = {account.id for account in known.accounts}
            ours = {one: mine for one, mine in paired.ours.items() if mine in wanted}
            data = source.crm.histories(frozenset(ours))
        except ProviderError as error:
            return _Asked(source, problem=f"{source.crm.name}: {error.reason}")
        except Exception as error:  # noqa: BLE001 a fault of one source is no reason to do without the others
            self.warn("source failed", provider=source.crm.name, error=type(error).__name__, exc_info=True)
            return _Asked(source, problem=f"{source.crm.name}: {type(error).__name__}")
        people = same_people(source.by, known.contacts, data, ours)
        problems = (*data.problems, *paired.problems, *_unknowable(source, known.accounts))
        told = replace(translated(data, ours, people), problems=problems)
        return _Asked(source, told, data.accounts, Paired(ours))

    def _candidates(self, source: Source, ours: Sequence[Account]) -> Sequence[Account]:
        """The accounts of another source that may be these."""
        if source.by is By.ID:
            return ()
        keys = frozenset(account.key.strip() for account in ours if account.key)
        domains = _domains(ours)
        if source.by is By.DOMAIN:
            return source.crm.find(_NONE, domains).accounts if domains else ()
        if not keys or not source.may_tell("accounts"):
            return stand_ins(keys)
        found = source.crm.find(_NONE, _NONE, keys)
        return stand_ins(keys) if "accounts" in found.missing else found.accounts


def of_a_bi(sources: Sequence[Source]) -> dict[str, tuple[str, ...]]:
    """Which tables come from a BI when nothing is configured: a source that says what it tells, and tells no people, is
    there for just that.
    """
    found: dict[str, tuple[str, ...]] = {}
    for source in sources:
        if source.tables is not None and "contacts" not in source.tables:
            found |= {table: (source.name,) for table in sorted(source.tables - PEOPLE) if table not in found}
    return found


def stand_ins(ids: frozenset[str]) -> tuple[Account, ...]:
    """Accounts of a source that has no table of them: only their ids are known."""
    return tuple(Account(one, one) for one in sorted(ids))


def parts_of(crm: Crm) -> tuple[Crm, ...]:
    """The single sources behind what the flow takes for one."""
    return tuple(source.crm for source in crm.sources) if isinstance(crm, Combining) else (crm,)


def _domains(accounts: Sequence[Account]) -> frozenset[str]:
    return frozenset(mark for account in accounts for mark in marks(account, By.DOMAIN, ours=True))


def _unknowable(source: Source, ours: Sequence[Account]) -> tuple[str, ...]:
    """Customers without a key: what is not found of them is not known to be nothing."""
    if source.by is not By.KEY:
        return ()
    known = groups(ours)
    keyed = {known.root(account.id) for account in ours if account.key}
    without = sorted({known.root(account.id) for account in ours} - keyed)
    return (f"no key for {', '.join(without[:5])}: nothing can be looked up of them",) if without else ()
