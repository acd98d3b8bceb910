"""Queries of Salesforce's language answered from rows in memory."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from tests.parts.salesforce_soql import (
    PARTS,
    SUMS,
    Compare,
    Condition,
    Item,
    Joined,
    RefusedError,
    Select,
    malformed,
    parse,
)

Row = Mapping[str, Any]
MOST_SUMS = 2000


class Tables(Protocol):
    """What queries are asked of."""

    def rows(self, sobject: str, *, gone_too: bool) -> Sequence[Row]: ...

    def kind(self, sobject: str, name: str) -> str: ...

    def can_be_asked(self, sobject: str, name: str) -> bool: ...

    def parent(self, sobject: str, relation: str) -> tuple[str, str]: ...

    def child(self, sobject: str, relation: str) -> tuple[str, str]: ...

    def get(self, sobject: str, record_id: str) -> Row | None: ...

    def today(self) -> dt.datetime: ...


@dataclass
class Asking:
    """One query against the tables."""

    tables: Tables
    currency_of: Callable[[Row], Decimal] = lambda _row: Decimal(1)
    """What a row's currency is worth in the organisation's own."""
    _lists: dict[int, set[Any]] = field(default_factory=dict)

    def run(self, query: str, *, gone_too: bool = False) -> list[dict[str, Any]]:
        """Rows as they are told, in nested form."""
        return self.select(parse(query), gone_too=gone_too)

    def select(
        self, asked: Select, *, gone_too: bool, only: Callable[[Row], bool] | None = None
    ) -> list[dict[str, Any]]:
        where = asked.where
        self._allowed(asked)
        rows = [
            row
            for row in self.tables.rows(asked.sobject, gone_too=gone_too)
            if (only is None or only(row)) and (where is None or self._true(asked.sobject, where, row))
        ]
        if asked.group or any(item.function in SUMS for item in asked.items):
            return self._summed(asked, rows)
        for item, down in reversed(asked.order):
            rows.sort(key=lambda row, item=item: _sortable(self._of(asked.sobject, item, row)), reverse=down)  # type: ignore[misc]
        rows = rows[: asked.limit]
        return [self._shown(asked, row, gone_too=gone_too) for row in rows]

    def _allowed(self, asked: Select) -> None:
        self.tables.rows(asked.sobject, gone_too=False)  # refuses an object that is not there
        for item in (*asked.items, *asked.group, *(one for one, _ in asked.order)):
            if item.path:
                self._kind(asked.sobject, item.path)
        for compare in _compares(asked.where):
            sobject, name = self._leads(asked.sobject, compare.item.path)
            if not self.tables.can_be_asked(sobject, name):
                raise RefusedError("INVALID_FIELD", f"field '{name}' can not be filtered in a query call")
            self._comparable(sobject, name, compare)

    def _comparable(self, sobject: str, name: str, compare: Compare) -> None:
        kind = self.tables.kind(sobject, name)
        values = compare.value if isinstance(compare.value, list) else [compare.value]
        for value in values:
            wrong = (
                (kind == "date" and isinstance(value, str | dt.datetime | bool | Decimal))
                or (kind == "datetime" and (isinstance(value, str | bool | Decimal) or type(value) is dt.date))
                or (kind == "boolean" and not isinstance(value, bool))
                or (
                    kind in {"string", "email", "picklist", "id", "reference", "url"}
                    and isinstance(value, bool | Decimal | dt.date)
                )
            )
            if wrong:
                raise RefusedError(
                    "INVALID_FIELD", f"value of filter criterion for field '{name}' must be of type {kind}"
                )
            if (
                kind in {"id", "reference"}
                and isinstance(value, str)
                and not re.fullmatch(r"[A-Za-z0-9]{15}|[A-Za-z0-9]{18}", value)
            ):
                raise RefusedError("INVALID_QUERY_FILTER_OPERATOR", f"invalid ID field: {value}")

    def _leads(self, sobject: str, path: str) -> tuple[str, str]:
        while "." in path:
            relation, _, path = path.partition(".")
            sobject = self.tables.parent(sobject, relation)[1]
        return sobject, path

    def _kind(self, sobject: str, path: str) -> str:
        return self.tables.kind(*self._leads(sobject, path))

    def _value(self, sobject: str, path: str, row: Row) -> Any:
        while "." in path:
            relation, _, path = path.partition(".")
            key, sobject = self.tables.parent(sobject, relation)
            found = self.tables.get(sobject, str(row.get(key))) if row.get(key) else None
            if found is None:
                return None
            row = found
        return row.get(path)

    def _of(self, sobject: str, item: Item, row: Row) -> Any:
        value = self._value(sobject, item.path, row)
        if item.function in PARTS:
            day = value if isinstance(value, dt.date) else None
            return None if day is None else day.year if item.function.endswith("YEAR") else day.month
        return value

    def _true(self, sobject: str, where: Condition, row: Row) -> bool:  # noqa: PLR0911 one a kind
        if isinstance(where, Joined):
            parts = (self._true(sobject, one, row) for one in where.parts)
            return all(parts) if where.word == "AND" else any(parts)
        value, sign, wanted = self._of(sobject, where.item, row), where.sign, where.value
        if sign == "IN":
            return self._among(value, where)
        if isinstance(wanted, dt.timedelta):
            return bool(value is not None and value >= self.tables.today() - wanted)
        if isinstance(wanted, re.Pattern):
            return isinstance(value, str) and bool(wanted.fullmatch(value))
        if sign in {"=", "!="}:
            return _same(value, wanted) == (sign == "=")
        if value is None or wanted is None:
            return False
        return bool({"<": value < wanted, ">": value > wanted, "<=": value <= wanted, ">=": value >= wanted}[sign])

    def _among(self, value: Any, where: Compare) -> bool:
        """Long lists against thousands of rows: the list is made ready once."""
        known = self._lists.get(id(where))
        if known is None:
            known = self._lists[id(where)] = {one.casefold() if isinstance(one, str) else one for one in where.value}
        if not isinstance(value, str):
            return value in known
        folded = value.casefold()
        return folded in known or (len(folded) == 18 and folded[:15] in known)

    def _shown(self, asked: Select, row: Row, *, gone_too: bool) -> dict[str, Any]:
        made: dict[str, Any] = {"attributes": {"type": asked.sobject}}
        for item in asked.items:
            if item.below is not None:
                made[item.below.sobject] = self._below(asked.sobject, item.below, row, gone_too=gone_too)
                continue
            place, sobject, rest, at = made, asked.sobject, item.path, row
            while "." in rest and place is not None:
                relation, _, rest = rest.partition(".")
                key, sobject = self.tables.parent(sobject, relation)
                found = self.tables.get(sobject, str(at.get(key))) if at.get(key) else None
                if found is None:
                    place.setdefault(relation, None)
                    place = None  # type: ignore[assignment]
                    break
                at = found
                place = place.setdefault(relation, {"attributes": {"type": sobject}})
            if place is not None:
                place[rest] = said(at.get(rest))
        return made

    def _below(self, sobject: str, below: Select, row: Row, *, gone_too: bool) -> Any:
        child, key = self.tables.child(sobject, below.sobject)
        inner = Select(below.items, child, below.where, [], below.order, below.limit)
        rows = self.select(inner, gone_too=gone_too, only=lambda one: one.get(key) == row["Id"])
        return {"totalSize": len(rows), "done": True, "records": rows} if rows else None

    def _summed(self, asked: Select, rows: Sequence[Row]) -> list[dict[str, Any]]:
        grouped = {item.key for item in asked.group}
        for item in asked.items:
            if item.function not in SUMS and item.key not in grouped:
                raise malformed(f"Field must be grouped or aggregated: {item.key}")
        for item, _ in asked.order:
            if item.key not in grouped:
                raise malformed(f"Ordered field must be grouped or aggregated: {item.key}")
        parts: dict[tuple[Any, ...], list[Row]] = {} if asked.group else {(): list(rows)}
        for row in rows if asked.group else ():
            parts.setdefault(tuple(self._of(asked.sobject, item, row) for item in asked.group), []).append(row)
        told = []
        for key, some in parts.items():
            values = {item.key: value for item, value in zip(asked.group, key, strict=True)}
            made: dict[str, Any] = {"attributes": {"type": "AggregateResult"}}
            for number, item in enumerate(asked.items):
                value = self._sum(asked.sobject, item, some) if item.function in SUMS else values[item.key]
                made[item.alias or (f"expr{number}" if item.function else item.path)] = said(value)
            told.append((values, made))
        for item, down in reversed(asked.order):
            told.sort(key=lambda one, item=item: _sortable(one[0][item.key]), reverse=down)  # type: ignore[misc]
        told = told[: asked.limit]
        if len(told) > MOST_SUMS:
            raise RefusedError(
                "EXCEEDED_ID_LIMIT",
                "Aggregate query does not support queryMore(). Use LIMIT to restrict the results to a single batch",
            )
        return [made for _, made in told]

    def _sum(self, sobject: str, item: Item, rows: Sequence[Row]) -> Any:
        if item.function == "COUNT":
            return len(rows) if not item.path else sum(self._value(sobject, item.path, row) is not None for row in rows)
        money = self._kind(sobject, item.path) == "currency"
        values = [
            value * self.currency_of(row) if money else value
            for row in rows
            if (value := self._value(sobject, item.path, row)) is not None
        ]
        if not values:
            return None
        return sum(values) if item.function == "SUM" else min(values) if item.function == "MIN" else max(values)


def _compares(where: Condition | None) -> list[Compare]:
    if where is None:
        return []
    return [where] if isinstance(where, Compare) else [one for part in where.parts for one in _compares(part)]


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        if re.fullmatch(r"[A-Za-z0-9]{18}", value) and re.fullmatch(r"[A-Za-z0-9]{15}", wanted):
            return value[:15] == wanted
        return value.casefold() == wanted.casefold()
    return bool(value == wanted) or (wanted is None and value == "")


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)


def said(value: Any) -> Any:
    """A value as JSON tells it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
