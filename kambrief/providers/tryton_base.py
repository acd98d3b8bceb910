"""What all that is read from one Tryton database shares: which tables it tells, by which fields, what it has not."""

import datetime as dt
import time
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kambrief.core.customer import TABLES, CrmData
from kambrief.errors import CallError
from kambrief.providers.crm_mapping import FieldMap, records
from kambrief.providers.tables import Cell, header_key
from kambrief.providers.tryton import NAME, Row, Tryton, denied
from kambrief.providers.tryton_fields import (
    COMPLAINT,
    DEAL,
    INVOICES,
    MODULE,
    NEEDS,
    NOTE,
    PARTY,
    PRODUCT,
    RELATION_TYPE,
    Orders,
    cells_of,
    wanted,
)
from kambrief.providers.tryton_json import flat

_KEPT = 1800.0
"""Seconds that rights and relation types are believed."""
_OWN = ("accounts", "contacts", "activities")
"""Tables whose model is Tryton's own and no other's."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the configuration says."""

    timezone: str
    objects: Mapping[str, str]
    works_for: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    orders: Orders = INVOICES
    order_category: str = "invoiced"
    link_template: str = ""

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """Where days begin."""
        return zoneinfo.ZoneInfo(self.timezone)

    def model(self, table: str) -> str:
        """The model that a table is read from; empty for none."""
        own = {
            "accounts": PARTY, "contacts": PARTY, "activities": NOTE, "commitments": NOTE, "deals": DEAL,
            "tickets": COMPLAINT, "products": PRODUCT, "orders": self.orders.line,
        }  # fmt: skip
        return self.objects.get(table, own.get(table, ""))


@dataclass(frozen=True, slots=True)
class Types:
    """Relation types by what they mean."""

    works_for: frozenset[int] = frozenset()
    part_of: frozenset[int] = frozenset()
    unknown: tuple[str, ...] = ()
    """Configured, and not there."""
    there: tuple[str, ...] = ()
    """All of them, for the operator: "1 Employee of"."""


@dataclass(slots=True)
class Base:
    """One database as we read it."""

    tryton: Tryton
    map: FieldMap
    told: Told
    _types: tuple[float, Types] | None = None
    _gone: tuple[float, dict[str, str]] | None = None
    _wrong: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _own: tuple[float, frozenset[int]] | None = None

    def forget(self) -> None:
        """Believe nothing that was asked before."""
        self.tryton.forget()
        self._types = self._gone = self._own = None
        self._wrong.clear()

    # --- what is there ---------------------------------------------------------------------------------------------

    def types(self) -> Types:
        """Which relation types lead from a person to their company, and from a company to the one it belongs to."""
        if self._types and time.monotonic() - self._types[0] < _KEPT:
            return self._types[1]
        told = self.told
        rows = self.tryton.search(RELATION_TYPE, [], ["name"]) if self._has(RELATION_TYPE) else []
        named: dict[str, set[int]] = {}
        for row in rows:
            for name in (str(row["id"]), header_key(str(row.get("name") or ""))):
                named.setdefault(name, set()).add(int(row["id"]))
        unknown = tuple(one for one in (*told.works_for, *told.part_of) if header_key(one) not in named)

        def ids(names: Iterable[str]) -> frozenset[int]:
            return frozenset(one for name in names for one in named.get(header_key(name), ()))

        there = tuple(f"{row['id']} {row.get('name') or ''}".strip() for row in rows)
        found = Types(ids(told.works_for), ids(told.part_of), unknown, there)
        self._types = (time.monotonic(), found)
        return found

    def own(self) -> frozenset[int]:
        """Parties that are ourselves: our companies and their employees are no customers."""
        if self._own and time.monotonic() - self._own[0] < _KEPT:
            return self._own[1]
        found: set[int] = set()
        for model in ("company.company", "company.employee"):
            try:
                rows = self.tryton.search(model, [], ["party"]) if self._has(model) else []
            except CallError as error:
                if not denied(error):
                    raise
                rows = []
            found |= {one for row in rows if isinstance(one := row.get("party"), int)}
        self._own = (time.monotonic(), frozenset(found))
        return self._own[1]

    def gone(self) -> Mapping[str, str]:
        """Tables that cannot be told → why. Raises `CallError`, above all when parties cannot be read."""
        if self._gone and time.monotonic() - self._gone[0] < _KEPT:
            return self._gone[1]
        self.tryton.search(PARTY, [], ["name"], 1)
        found: dict[str, str] = {}
        for table in TABLES:
            model = self.told.model(table)
            if not model:
                found[table] = "Tryton has no place of its own for it"
            elif table in self.told.objects and "account_id" not in self.map.fields.get(table, {}):
                found[table] = f"[{NAME}.fields.{table}] account_id does not say which field leads to the party"
            elif table not in _OWN and model != NOTE and (why := self._closed(model)):
                found[table] = why
        self._gone = (time.monotonic(), found)
        return found

    def missing(self) -> tuple[str, ...]:
        """Tables that cannot be told."""
        return tuple(self.gone())

    def _closed(self, model: str) -> str:
        if not self._has(model):
            module = MODULE.get(model)
            return f"the module {module} is not activated" if module else f"there is no model {model}"
        try:
            self.tryton.search(model, [], ["id"], 1)
        except CallError as error:
            if denied(error):
                return f"the key's user may not read {model}"
            raise
        return ""

    def _has(self, model: str) -> bool:
        return bool(self.tryton.fields_of(model))

    # --- fields ----------------------------------------------------------------------------------------------------

    def wrong(self, table: str) -> tuple[str, ...]:
        """Configured fields that the model has not: they are left out, so that the rest can be read."""
        if table not in self._wrong:
            model = self.told.model(table)
            self._wrong[table] = tuple(
                name
                for name in self.map.names(table)
                if not all(self.tryton.has(model, real) for real in wanted((name,)))
                and (not name.startswith("#") or name not in NEEDS)
            )
        return self._wrong[table]

    def problems(self, table: str) -> tuple[str, ...]:
        """What is wrong with a table's mapping."""
        model = self.told.model(table)
        return tuple(
            f"{table}.{self.map.column_of(table, name)} = '{name}': {model} has no such field; left out"
            for name in self.wrong(table)
        )

    def fields(self, table: str) -> tuple[str, ...]:
        """Tryton's fields that a table is read from, as far as they are there."""
        model, lost = self.told.model(table), {*self.wrong(table)}
        names = wanted(tuple(name for name in self.map.names(table) if name not in lost))
        return tuple(name for name in names if self.tryton.has(model, name))

    def cells(self, table: str, row: Row) -> dict[str, Cell]:
        """One record under our columns' names."""
        return cells_of(self.map, table, flat(row), self.told.zone)


@dataclass(slots=True)
class Reading:
    """The problems of one answer, and its records."""

    base: Base
    problems: list[str] = field(default_factory=list)

    def records(self, table: str, rows: Sequence[tuple[str, Mapping[str, Cell]]]) -> tuple[Any, ...]:
        """Our records; what could not be read of them is noted."""
        read = records(table, rows, self.base.told.timezone)
        self.problems += [f"{table}: {one}" if read.unreadable else one for one in read.problems]
        return read.records

    def data(self, **tables: Any) -> CrmData:
        """The answer."""
        return CrmData(
            **tables,
            missing=self.base.missing(),
            problems=tuple(dict.fromkeys(self.problems)),
            provider=NAME,
            as_of=self.base.tryton.at,
            link_template=self.base.told.link_template,
        )


def day_in(moment: dt.datetime | None, zone: zoneinfo.ZoneInfo) -> dt.date | None:
    """The day that a moment falls on."""
    return moment.astimezone(zone).date() if moment else None
