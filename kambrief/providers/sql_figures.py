"""All customers' revenue out of a database, and only what changed since the last time.

What changed is told by a column of the query (``[crm.sql.changed]``). It tells nothing of rows that were deleted or
committed late, so everything is read anew once a day.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from kambrief.core.customer import Account
from kambrief.core.insight.money import Sums
from kambrief.core.insight.windows import Windows
from kambrief.errors import SuddenlyEmptyError
from kambrief.ports import Figures
from kambrief.providers import cells
from kambrief.providers.sql_reader import CHUNK, Source
from kambrief.providers.sql_tables import Tables
from kambrief.providers.sql_values import cell, from_mark, mark
from kambrief.providers.tables import header_key

_MOST_CHANGED = 10 * CHUNK
"""With more changed accounts all are read at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The port's question."""

    months: Windows
    cursor: Mapping[str, str]
    now: dt.datetime


@dataclass(slots=True)
class FiguresReader:
    """One answer to `kambrief.ports.Portfolios.figures`."""

    tables: Tables
    changed: Mapping[str, str]
    """Table → the column that tells when a row last changed."""
    asked: Asked
    left_out: int = 0

    def figures(self) -> Figures:
        """Unchanged, the changes, or everything."""
        before, now = self.asked.cursor, {**self._frame(), **self._marks()}
        if not self._comparable(before, now):
            return self._everything(now)
        moved = [table for table in self.changed if before[table] != now[table]]
        if not moved:
            return Figures(complete=False, unchanged=True, cursor=dict(before), counted=self._counted())
        return (_forwards(moved, before, now) and self._changes(moved, now)) or self._everything(now)

    # What to read

    def _frame(self) -> dict[str, str]:
        """What makes sums of yesterday comparable with those of today."""
        configured = self.tables.configured
        said = repr((sorted(configured.queries.items()), sorted(self.changed.items()), configured.how))
        return {
            "queries": hashlib.sha256(said.encode()).hexdigest()[:16],
            "month": f"{self.asked.months.last:%Y-%m}",
            "day": f"{self.asked.now.astimezone(configured.how.zone):%Y-%m-%d}",
        }

    def _marks(self) -> dict[str, str]:
        """The newest change of each table that tells it."""
        marks = {}
        for table in self.changed:
            source = self.tables.source(table)
            marks[table] = mark(self.tables.questions.one(table, func.max(self._column(source)), source=source)[0])
        return marks

    def _column(self, source: Source) -> ColumnElement[Any]:
        found = source.first(header_key(self.changed[source.table]))
        if found is None:
            raise self.tables.mistake(
                source.table, f"gives no column '{self.changed[source.table]}', said to tell changes"
            )
        return found

    def _comparable(self, before: Mapping[str, str], now: Mapping[str, str]) -> bool:
        told = "orders" in self.changed or ("orders" not in self.tables.configured.queries and self.changed)
        same = all(before.get(key) == now[key] for key in ("queries", "month", "day"))
        return bool(told) and same and all(before.get(table) and now[table] for table in self.changed)

    # Everything

    def _everything(self, now: Mapping[str, str]) -> Figures:
        accounts = self._accounts(None)
        sums = self._sums(None)
        if "accounts" not in self.tables.configured.queries:
            accounts = tuple(Account(one, one) for one in dict.fromkeys(row.account_id for row in sums))
        self._believe("accounts", len(accounts))
        self._believe("orders", len({row.account_id for row in sums}))
        known = {"known_accounts": str(len(accounts)), "known_orders": str(len({row.account_id for row in sums}))}
        return Figures(accounts, sums, cursor={**now, **known}, counted=self._counted())

    def _believe(self, table: str, number: int) -> None:
        """Nothing where there was much is a fault of the source."""
        if not number and self.asked.cursor.get(f"known_{table}", "0") != "0":
            raise SuddenlyEmptyError(self.tables.configured.name, f"all {table} are suddenly gone")

    # What changed

    def _changes(self, moved: Collection[str], now: Mapping[str, str]) -> Figures | None:
        """None when so much changed that everything is read more easily."""
        ids: frozenset[str] = frozenset()
        if "orders" in moved:
            source = self.tables.source("orders")
            rows = self.tables.questions.ask(
                "orders", select(source["account_id"]).where(self._newer(source)).distinct()
            )
            ids = frozenset(code for row in rows if (code := cells.code(cell(row[0]), self.tables.configured.how)))
        if len(ids) > _MOST_CHANGED:
            return None
        known = {key: value for key, value in self.asked.cursor.items() if key.startswith("known_")}
        return Figures(
            accounts=self._changed_accounts(ids, newer="accounts" in moved),
            sums=self._sums(ids) if ids else (),
            complete=False,
            changed=ids,
            cursor={**known, **now},
            counted=self._counted(),
        )

    def _newer(self, source: Source) -> ColumnElement[bool]:
        newer: ColumnElement[bool] = self._column(source) > from_mark(self.asked.cursor[source.table])
        return newer

    def _changed_accounts(self, ids: Collection[str], *, newer: bool) -> tuple[Account, ...]:
        """Those whose rows changed, and those whose sums did: a new one may be among them."""
        if "accounts" not in self.tables.configured.queries:
            return tuple(Account(one, one) for one in sorted(ids))
        accounts: dict[str, Account] = {}
        if ids:
            accounts |= {account.id: account for account in self._accounts(ids)}
        if newer:
            found = self.tables.read("accounts", lambda source: [self._newer(source)])
            accounts |= {account.id: account for account in found}
        return tuple(accounts.values())

    # Asking

    def _accounts(self, ids: Collection[str] | None) -> tuple[Account, ...]:
        found = self.tables.whole("accounts") if ids is None else self.tables.of_accounts("accounts", ids)
        if "accounts" in self.tables.failed:
            raise self.tables.failed["accounts"]
        return found

    def _sums(self, ids: Collection[str] | None) -> tuple[Sums, ...]:
        if "orders" not in self.tables.configured.queries:
            return ()
        source = self.tables.source("orders")
        orders = self.tables.orders(source)
        if orders is None:
            return ()
        conditions = [None] if ids is None else self.tables.questions.among(source, "account_id", ids)
        rows = [
            row
            for condition in conditions
            for row in self.tables.questions.ask("orders", orders.by_window(self.asked.months, condition))
        ]
        sums, left_out = orders.sums(rows, self.tables.configured.how)
        self.left_out += left_out
        return sums if ids is None else tuple(one for one in sums if one.account_id in ids)

    def _counted(self) -> dict[str, int]:
        questions = self.tables.questions
        return {"queries": questions.queries, "rows": questions.rows, "left_out": self.left_out}


def _forwards(moved: Collection[str], before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether the newest changes are newer than before. Older ones mean that rows were deleted."""
    try:
        return all(from_mark(now[table]) > from_mark(before[table]) for table in moved)
    except (ValueError, TypeError):
        return False
