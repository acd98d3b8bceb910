"""Revenue, added up by Salesforce: never a row of an order.

An answer with sums holds at most 2,000 rows and has no further pages, so what is longer is asked for again from the
last account on. Sums of currency fields come in the organisation's own currency, whatever the rows are in: that is the
vendor's rule (SOQL reference, "Querying Currency Fields in Multi-Currency Orgs"). Other numbers stand as they are, with
the configured currency field beside them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from kambrief.core.insight.money import Sums
from kambrief.core.insight.windows import Windows, plus_months
from kambrief.errors import CallError
from kambrief.providers import soql
from kambrief.providers.salesforce import NAME, Query, Row, Salesforce
from kambrief.providers.salesforce_fields import Schema
from kambrief.providers.tables import header_key

MOST = 2_000
"""Rows of an answer with sums."""
_ROUNDS = 5_000
_NO_CATEGORY = "other"


@dataclass(frozen=True, slots=True)
class _Part:
    """One sum by account, with what it is asked for in full."""

    select: str
    where: str
    group: str


class Orders:
    """The object that revenue is read from; `known` is False where there is none."""

    def __init__(self, salesforce: Salesforce, schema: Schema) -> None:
        self._salesforce = salesforce
        self.object = "" if "orders" in schema.missing else schema.object_of("orders")
        self.known = bool(self.object)
        described = schema.objects.get(self.object)

        def named(column: str) -> str:
            return schema.field_of("orders", column) if self.known else ""

        self.account, self.month, self.amount = named("account_id"), named("month"), named("amount")
        self.category, self._number = named("category"), named("count")
        in_own = bool(described) and described is not None and described.kind(self.amount) == "currency"
        self.currency = "" if in_own else named("currency")
        self._timed = bool(described) and described is not None and described.kind(self.month) == "datetime"
        counts = schema.has(self.object, "StatusCode") and not schema.own_object("orders")
        self.only = "StatusCode = 'Activated'" if counts else ""
        self._words = schema.map.values.get("orders", {}).get("category", {})

    # --- by month, for histories -------------------------------------------------------------------------------------

    def monthly(self, accounts: Sequence[str]) -> Iterable[Row]:
        """Account, month, category and currency, with their sums."""
        if not self.known or not accounts:
            return ()
        year, month = f"CALENDAR_YEAR({self.month})", f"CALENDAR_MONTH({self.month})"
        by = ", ".join([self.account, year, month, *self._more()])
        select = f"{self.account} account, {year} y, {month} m, {self._named()}{self._sums()}"
        room = soql.LONGEST - soql.size(soql.select(select, self.object)) - soql.size(by) - 400
        some = soql.within(self.account, accounts, room)
        rows = self._all([_Part(select, self._where(one, f"{self.month} != null"), by) for one in some])
        return [
            {
                **row, "month_start": f"{int(row['y']):04d}-{int(row['m']):02d}", "number": _count(row),
                "category": self._category(row),
            }
            for _, row in rows
        ]  # fmt: skip

    # --- by window, for figures --------------------------------------------------------------------------------------

    def sums(self, months: Windows, currency: str) -> tuple[tuple[Sums, ...], int]:
        """Every account's sums over the compared months, and how many rows were left out."""
        if not self.known:
            return (), 0
        spans = (
            ("t12m", months.t12m_from, months.last),
            ("p12m", months.p12m_from, plus_months(months.t12m_from, -1)),
            ("last3", months.last3_from, months.last),
            ("before3", months.before3_from, months.before3_to),
        )
        by = ", ".join([self.account, *self._more()])
        some = f"{self.account} != null"
        first = f"{self.account} account, {self._named()}MIN({self.month}) first"
        parts = [_Part(first, self._where(some, f"{self.month} != null"), by)]
        select = f"{self.account} account, {self._named()}{self._sums()}"
        for _, begin, last in spans:
            within = f"{self.month} >= {self._day(begin)} AND {self.month} < {self._day(plus_months(last, 1))}"
            parts.append(_Part(select, self._where(some, within), by))
        found: dict[tuple[str, str, str], dict[str, Any]] = {}
        left_out = 0
        for at, row in self._all(parts):
            key = (str(row["account"]), self._category(row), str(row.get("currency") or currency).upper())
            kept = found.setdefault(key, {})
            try:
                if at == 0:
                    first_month = dt.date.fromisoformat(str(row["first"])[:10]).replace(day=1)
                    kept["first_month"] = min(first_month, kept.get("first_month", first_month))
                else:  # several of their categories may be one of ours
                    name = spans[at - 1][0]
                    amount = Decimal(str(row["amount"] if row.get("amount") is not None else 0))
                    kept[name] = kept.get(name, Decimal()) + amount
                    if name in {"t12m", "p12m"}:
                        before, more = kept.get(f"orders_{name}", 0), _count(row)
                        kept[f"orders_{name}"] = None if before is None or more is None else before + more
            except (ValueError, InvalidOperation):
                left_out += 1
        made = (Sums(*key, **{"orders_t12m": 0, "orders_p12m": 0, **kept}) for key, kept in sorted(found.items()))
        return tuple(made), left_out

    # --- the parts of a query ----------------------------------------------------------------------------------------

    def _category(self, row: Row) -> str:
        said = str(row.get("category") or "").strip()
        return self._words.get(header_key(said), said) or _NO_CATEGORY

    def _more(self) -> list[str]:
        return [one for one in (self.category, self.currency) if one]

    def _named(self) -> str:
        pairs = ((self.category, "category"), (self.currency, "currency"))
        return "".join(f"{name} {alias}, " for name, alias in pairs if name)

    def _sums(self) -> str:
        counted = f"SUM({self._number}) number, COUNT({self._number}) counted, " if self._number else ""
        return f"SUM({self.amount}) amount, {counted}COUNT(Id) lines"

    def _where(self, *conditions: str) -> str:
        return " AND ".join(one for one in (*conditions, self.only) if one)

    def _day(self, day: dt.date) -> str:
        return f"{day.isoformat()}T00:00:00Z" if self._timed else day.isoformat()

    def _all(self, parts: Sequence[_Part]) -> list[tuple[int, Row]]:
        """All rows of each, with its number."""
        found: list[tuple[int, Row]] = []
        todo = [(at, "") for at in range(len(parts))]
        for _ in range(_ROUNDS):
            if not todo:
                return found
            queries = [self._query(parts[at], after) for at, after in todo]
            following: list[tuple[int, str]] = []
            for (at, _after), rows in zip(todo, self._salesforce.ask(queries), strict=True):
                if len(rows) < MOST:
                    found += [(at, row) for row in rows]
                    continue
                last = str(rows[-1]["account"])
                whole = [row for row in rows if str(row["account"]) != last]
                if not whole:
                    raise CallError(NAME, f"add up orders: one account has {MOST} sums and more", permanent=True)
                found += [(at, row) for row in whole]
                following.append((at, last))
            todo = following
        raise CallError(NAME, "add up orders: the answers have no end", permanent=True)

    def _query(self, part: _Part, after: str) -> Query:
        where = part.where + (f" AND {self.account} >= {soql.text(after)}" if after else "")
        tail = f"GROUP BY {part.group} ORDER BY {self.account} LIMIT {MOST}"
        return Query("add up orders", soql.select(part.select, self.object, where, tail))


def _count(row: Row) -> int | None:
    """How many orders; None where some rows don't say."""
    if "counted" not in row:
        return int(row.get("lines") or 0)
    told = row.get("number")
    return None if told is None or row["counted"] != row.get("lines") else int(told)
