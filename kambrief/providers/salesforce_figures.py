"""All customers' revenue out of Salesforce, and whether anything has changed since the last time.

What changed is told by the number of rows and the newest change of accounts and orders: one call when nothing did.
Deleted and late rows may escape that, so everything is read anew once a day.
"""

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field

from kambrief.core.insight.windows import Windows
from kambrief.errors import SuddenlyEmptyError
from kambrief.ports import Figures
from kambrief.providers import soql
from kambrief.providers.salesforce import NAME, Query, Salesforce
from kambrief.providers.salesforce_fields import Schema
from kambrief.providers.salesforce_orders import Orders
from kambrief.providers.salesforce_rows import Rows


@dataclass
class FiguresReader:
    """One call of `kambrief.ports.Portfolios.figures`."""

    salesforce: Salesforce
    schema: Schema
    rows: Rows
    months: Windows
    cursor: Mapping[str, str]
    now: dt.datetime
    counted: dict[str, int] = field(default_factory=lambda: {"queries": 0, "rows": 0, "left_out": 0})

    def figures(self) -> Figures:
        """Unchanged, or everything."""
        calls = self.salesforce.calls
        orders = Orders(self.salesforce, self.schema)
        state = {**self._frame(orders), **self._marks(orders)}
        if state and all(self.cursor.get(key) == value for key, value in state.items()):
            self.counted["queries"] = self.salesforce.calls - calls
            return Figures(complete=False, unchanged=True, cursor=dict(self.cursor), counted=self.counted)
        told = self.salesforce.rows(
            Query("read accounts", soql.select(self.schema.selected("accounts"), "Account", tail="ORDER BY Id"))
        )
        read = self.rows.read("accounts", [self.rows.account(row, ()) for row in told])
        sums, left_out = orders.sums(self.months, self.rows.currency)
        bought = len({one.account_id for one in sums})
        self._believe("accounts", len(read.records))
        self._believe("orders", bought)
        self.counted.update(
            queries=self.salesforce.calls - calls, rows=len(told) + len(sums), left_out=left_out + len(read.problems)
        )
        known = {"known_accounts": str(len(read.records)), "known_orders": str(bought)}
        return Figures(read.records, sums, cursor={**state, **known}, counted=self.counted)

    def _frame(self, orders: Orders) -> dict[str, str]:
        """What makes sums of yesterday comparable with those of today."""
        told = (sorted(self.schema.map.fields.items()), orders.object, orders.only, self.rows.currency)
        return {
            "mapping": hashlib.sha256(repr(told).encode()).hexdigest()[:16],
            "month": f"{self.months.last:%Y-%m}",
            "day": f"{self.now.astimezone(zoneinfo.ZoneInfo(self.rows.timezone)):%Y-%m-%d}",
        }

    def _marks(self, orders: Orders) -> dict[str, str]:
        objects = ["Account", *([orders.object] if orders.known else [])]
        queries = [
            Query("look for changes", soql.select("COUNT(Id) number, MAX(SystemModstamp) newest", one))
            for one in objects
        ]
        answers = self.salesforce.ask(queries)
        return {
            f"state_{one}": f"{rows[0].get('number')} {rows[0].get('newest')}" if rows else "none"
            for one, rows in zip(objects, answers, strict=True)
        }

    def _believe(self, table: str, number: int) -> None:
        """Nothing where there was much is a fault of the source."""
        if not number and self.cursor.get(f"known_{table}", "0") not in {"0", ""}:
            raise SuddenlyEmptyError(NAME, f"all {table} are suddenly gone")
