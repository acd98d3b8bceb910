"""Configured queries as our tables: what could be read in one go, what could not, and why.

One table's mistake costs that table. It costs everything when it concerns who somebody is and may pass, or was fine
before: the last known customers are better than none.
"""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true

from kambrief.core.customer import TABLES
from kambrief.errors import ProviderError, SuddenlyEmptyError
from kambrief.providers import sql_orders
from kambrief.providers.cells import Conventions
from kambrief.providers.customers import PEOPLE
from kambrief.providers.records import SPECS, Read, read_records
from kambrief.providers.sql_errors import QueryError
from kambrief.providers.sql_orders import Orders, OrdersError, orders_in
from kambrief.providers.sql_reader import Questions, Source
from kambrief.providers.sql_values import texts
from kambrief.providers.tables import Cell, Row, Table

Where = Callable[[Source], Sequence[ColumnElement[bool]]]
"""A table → conditions that are asked one after the other, each for a part of what is wanted."""


_INSTEAD = {
    "set date_format": "make it a date in the query",
    "set decimal to ',' or '.'": "make it a number in the query",
}


@dataclass(frozen=True, slots=True)
class Configured:
    """What the configuration says of the tables."""

    name: str
    queries: Mapping[str, str]
    how: Conventions


@dataclass(slots=True)
class Tables:
    """The tables during one question of the flow."""

    configured: Configured
    questions: Questions
    seen: set[str]
    """Tables of people that held something before; outlives the question."""
    problems: list[str] = field(default_factory=list)
    failed: dict[str, ProviderError] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    @property
    def missing(self) -> tuple[str, ...]:
        """Tables there is nothing to be had from."""
        return tuple(table for table in TABLES if table not in self.configured.queries or table in self.failed)

    def expect_one(self) -> None:
        """Raises the first error when no table could be asked."""
        if self.failed and not self.done:
            raise next(iter(self.failed.values()))

    def source(self, table: str) -> Source:
        """A table's query. Raises `QueryError` when it has not what makes a record."""
        source = self.questions.source(table, self.configured.queries[table])
        spec = [column for column in SPECS[table].columns if column.required]
        absent = [column.names[0] for column in spec if source.first(*column.names) is None]
        if table == "orders":
            absent = sql_orders.absent(source)
        if absent:
            given = ", ".join(repr(name) for name in list(source.names.values())[:30])
            raise self.mistake(
                table, f"gives no column {', '.join(map(repr, absent))}; it gives {given}: name it with AS"
            )
        return source

    def mistake(self, table: str, what: str) -> QueryError:
        """A query that is of no use as it is."""
        return QueryError(self.configured.name, f"the query of {table} {what}", permanent=True)

    def attempt(self, table: str, job: Callable[[Source], Any]) -> Any:
        """What the job makes of a table; None when the table is not to be had, which is then said."""
        if table not in self.configured.queries:
            return None
        try:
            found = job(self.source(table))
        except QueryError as error:
            if table in PEOPLE and (not error.permanent or table in self.seen):
                raise
            self.failed[table] = error
            self.problems.append(error.reason)
            return None
        self.done.add(table)
        return found

    def read(self, table: str, where: Where) -> tuple[Any, ...]:
        """The records of a table that fulfil one of the conditions; empty when it is not to be had."""
        read = self.attempt(table, lambda source: self.records(source, where(source)))
        return () if read is None else self.noted(table, read)

    def whole(self, table: str) -> tuple[Any, ...]:
        """All records of a table."""
        return self.read(table, lambda source: [true()])  # noqa: ARG005

    def of_accounts(self, table: str, ids: Collection[str]) -> tuple[Any, ...]:
        """The records of these accounts; orders by month."""
        if table == "orders":
            read = self.attempt(table, lambda source: self._orders(source, ids))
            return () if read is None else self.noted(table, read)
        key = "id" if table == "accounts" else "account_id"
        return self.read(table, lambda source: self.questions.among(source, key, ids))

    def orders(self, source: Source) -> Orders | None:
        """The query of orders, understood. Raises `QueryError`."""
        try:
            return orders_in(self.questions, source)
        except OrdersError as error:
            raise self.mistake("orders", str(error)) from None

    def sample(self, source: Source, most: int) -> Read:
        """The first rows of a table, as records."""
        headers = {"month": "day"} if source.table == "orders" and "day" in source else {}
        return read_records(source.table, self._table(source, [true()], most), headers, self.configured.how)

    def records(self, source: Source, conditions: Sequence[ColumnElement[bool]]) -> Read:
        """The rows that fulfil one of the conditions, as records. Raises `SuddenlyEmptyError`."""
        table = self._table(source, conditions)
        if conditions:
            self._believe(source, found=bool(table.rows))
        return read_records(source.table, table, {}, self.configured.how)

    def _table(self, source: Source, conditions: Sequence[ColumnElement[bool]], most: int | None = None) -> Table:
        names = [name for name in source.names if name in {*SPECS[source.table].headers, "day"}]
        wanted: Select[Any] = select(*(source[name] for name in names))
        # A record that fulfils two conditions comes twice.
        rows = dict.fromkeys(
            texts(row)
            for condition in conditions
            for row in self.questions.ask(source.table, wanted.where(condition), most)
        )
        return Table(tuple(_row(names, row, number) for number, row in enumerate(rows, 1)), tuple(names))

    def _orders(self, source: Source, ids: Collection[str]) -> Read:
        orders = self.orders(source)
        if orders is None:
            return Read()
        rows, left_out = [], 0
        for condition in self.questions.among(source, "account_id", ids):
            rows += self.questions.ask("orders", orders.by_month(condition))
            left_out += self.questions.scalar("orders", _count(source).where(condition, orders.bad)) or 0
        read = read_records("orders", orders.months(rows), {}, self.configured.how)
        return dataclasses.replace(read, problems=(*read.problems, *left_out_rows(left_out)))

    def _believe(self, source: Source, *, found: bool) -> None:
        """A table of people that held something and is empty now has a fault."""
        if source.table not in PEOPLE:
            return
        if found:
            self.seen.add(source.table)
        elif source.table in self.seen and self.questions.is_empty(source):
            raise SuddenlyEmptyError(self.configured.name, f"all {source.table} are suddenly gone")

    def noted(self, table: str, read: Read) -> tuple[Any, ...]:
        """The records; what could not be read is kept."""
        self.note(table, read.problems)
        return read.records

    def note(self, table: str, problems: Iterable[str]) -> None:
        """Keep what could not be read. Here values are mended in the query, and not by settings of how to read them."""
        for one in problems:
            for setting, instead in _INSTEAD.items():
                one = one.replace(setting, instead)  # noqa: PLW2901
            self.problems.append(f"{table} {one}")


def left_out_rows(number: int) -> list[str]:
    """The words for orders that cannot be added up."""
    what = "an account, a month (a date or an ISO text), a category, an amount that is a number, and a currency"
    return [f"{number} rows without {what}; left out"] if number else []


def _count(source: Source) -> Select[Any]:
    return select(func.count()).select_from(source.rows)


def _row(names: Sequence[str], values: Sequence[Cell], number: int) -> Row:
    cells = dict(zip(names, values, strict=True))
    own = cells.get("id", "")
    return Row(f"row {number}" if own in ("", ()) else f"row {number} (id {own})", cells)
