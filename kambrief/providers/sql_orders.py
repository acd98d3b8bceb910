"""Orders as sums: statements that let the database add up, by month for one customer, by window for all of them.

A row counts when it has an account, a category, a currency, an amount that is a number, and a month: a date, or a text
that begins as ISO 8601 does. The same rows are left out everywhere, so that both ways to add up agree.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, literal_column, or_, select, true

from kambrief.core.insight.money import Sums
from kambrief.core.insight.windows import Windows, plus_months
from kambrief.providers import cells
from kambrief.providers.cells import Conventions
from kambrief.providers.sql_reader import Questions, Source
from kambrief.providers.sql_values import cell, money
from kambrief.providers.tables import Cell, Row, Table

AMOUNT = ("net_amount", "amount")
COUNT = ("orders_count", "count")
WHEN = ("day", "month")
_KEYS = ("account_id", "category", "currency")
_MONTH_COLUMNS = ("account_id", "month", "category", "currency", "amount", "count")
_YEARS = (dt.date(1900, 1, 1), dt.date(2200, 12, 1))
"""Months in our time. Programs write ``0001-01-01`` or ``1899-12-30`` for no date."""
_ONE: ColumnElement[int] = literal_column("1")
_ZERO: ColumnElement[int] = literal_column("0")


class OrdersError(ValueError):
    """The query of orders cannot be added up; says what to write instead."""


@dataclass(frozen=True, slots=True)
class Orders:
    """The configured query of orders, understood. Made by `orders_in`."""

    source: Source
    amount: ColumnElement[Any]
    when: ColumnElement[Any]
    count: ColumnElement[Any] | None
    daily: bool
    """Each row is an order of one day, so rows can be counted; a row of a month may be many orders."""
    dates: bool
    """Dates; else ISO texts."""
    dialect: str

    # What counts

    @property
    def good(self) -> ColumnElement[bool]:
        """Rows that count."""
        there: list[ColumnElement[bool]] = [self.source[key].is_not(None) for key in _KEYS]
        if self.dialect == "sqlite":  # it would add up texts, as 0 or as what their first digits say
            there.append(func.typeof(self.amount).in_(["integer", "real"]))
        if not self.dates:
            there.append(or_(self.when.like("____-__"), self.when.like("____-__-__%")))
            there.append(self._cut("6", "2").between("01", "12"))
        return and_(*there, self.amount.is_not(None), self.within(*_YEARS))

    @property
    def bad(self) -> ColumnElement[bool]:
        """Rows that do not. NULL is neither true nor false, hence the CASE."""
        return case((self.good, _ZERO), else_=_ONE) == _ONE

    def within(self, first: dt.date, last: dt.date) -> ColumnElement[bool]:
        """Rows of these months, both included."""
        if self.dates:
            return and_(self.when >= first, self.when < plus_months(last, 1))
        return and_(self._month >= f"{first:%Y-%m}", self._month <= f"{last:%Y-%m}")

    @property
    def _month(self) -> ColumnElement[Any]:
        """``2026-10`` of a text."""
        return self._cut("1", "7")

    def _cut(self, start: str, length: str) -> ColumnElement[Any]:
        """A part of a text. Plain numbers, because equal parameters are different to GROUP BY."""
        cut = func.substring if self.dialect == "mssql" else func.substr
        return cut(self.when, literal_column(start), literal_column(length))

    # By month

    def by_month(self, condition: ColumnElement[bool]) -> Select[Any]:
        """Account, category, currency, amount, how many orders, how many rows told it, how many rows, month."""
        months = [extract("year", self.when), extract("month", self.when)] if self.dates else [self._month]
        keys = [self.source[key] for key in _KEYS]
        told = (
            (func.sum(self.count), func.count(self.count)) if self.count is not None else (func.count(), func.count())
        )
        sums = (func.sum(self.amount), *told, func.count())
        return select(*keys, *sums, *months).where(self.good, condition).group_by(*keys, *months)

    def months(self, rows: Iterable[Sequence[Any]]) -> Table:
        """What `by_month` gave, as a table of orders."""
        return Table(tuple(self._order(row) for row in rows), _MONTH_COLUMNS)

    def _order(self, row: Sequence[Any]) -> Row:
        account, category, currency, amount, total, told, number, *when = row
        month: Cell = f"{int(when[0]):04d}-{int(when[1]):02d}" if self.dates else cell(when[0])
        count = self._counted(total, told, number)
        values = (cell(account), month, cell(category), cell(currency), _amount(amount), cell(count))
        return Row(f"{account} {month}", dict(zip(_MONTH_COLUMNS, values, strict=True)))

    # By window

    def by_window(self, months: Windows, condition: ColumnElement[bool] | None = None) -> Select[Any]:
        """Account, category, currency, first month, four sums, and the counts of both years."""
        years = [
            self.within(months.t12m_from, months.last),
            self.within(months.p12m_from, plus_months(months.t12m_from, -1)),
        ]
        quarters = [self.within(months.last3_from, months.last), self.within(months.before3_from, months.before3_to)]
        sums = [func.sum(case((window, self.amount), else_=_ZERO)) for window in (*years, *quarters)]
        counts = [one for window in years for one in self._counts(window)]
        keys = [self.source[key] for key in _KEYS]
        first = func.min(self.when if self.dates else self._month)
        wanted = true() if condition is None else condition
        return select(*keys, first, *sums, *counts).where(self.good, wanted).group_by(*keys)

    def _counts(self, window: ColumnElement[bool]) -> list[ColumnElement[Any]]:
        rows = func.sum(case((window, _ONE), else_=_ZERO))
        if self.count is None:
            return [rows, rows, rows]
        told = and_(window, self.count.is_not(None))
        return [
            func.sum(case((told, self.count), else_=_ZERO)), func.sum(case((told, _ONE), else_=_ZERO)), rows,
        ]  # fmt: skip

    def sums(self, rows: Iterable[Sequence[Any]], how: Conventions) -> tuple[tuple[Sums, ...], int]:
        """What `by_window` gave, sorted, and how many of its rows could not be understood. Spellings of one key that
        the database told apart are added up.
        """
        found: dict[tuple[str, str, str], Sums] = {}
        left_out = 0
        for row in rows:
            try:
                one = self._sums(row, how)
            except ValueError:
                left_out += 1
                continue
            key = (one.account_id, one.category, one.currency)
            found[key] = _together(found[key], one) if key in found else one
        return tuple(found[key] for key in sorted(found)), left_out

    def _sums(self, row: Sequence[Any], how: Conventions) -> Sums:
        account, category = (cells.code(cell(value), how) for value in row[:2])
        if not account or not category:
            raise ValueError("has no account or category")
        t12m, p12m, last3, before3 = (money(value) for value in row[4:8])
        return Sums(
            account,
            category,
            cells.currency(cell(row[2]), how),
            *(t12m, p12m, last3, before3),
            orders_t12m=self._counted(*row[8:11]),
            orders_p12m=self._counted(*row[11:14]),
            first_month=cells.month(cell(row[3]), how),
        )

    def _counted(self, total: Any, told: Any, rows: Any) -> int | None:
        """How many orders; None when a row does not tell: the rest would be too few."""
        if not rows:
            return 0
        known = told == rows and (self.daily or self.count is not None)
        return int(money(total)) if known else None


def orders_in(questions: Questions, source: Source) -> Orders | None:
    """The query of orders, understood; None when no row says when it was. Raises `OrdersError`."""
    amount, when = source.first(*AMOUNT), source.first(*WHEN)
    if amount is None or when is None or any(key not in source for key in _KEYS):
        raise OrdersError(_no_column(source))
    moment = questions.sample(source, _when(source))
    if moment is None:
        moment = questions.scalar(source.table, select(when).where(when.is_not(None)).limit(1))
    if moment is None:
        return None
    if not isinstance(moment, dt.date | str):
        raise OrdersError(
            f"{_when(source)} {cell(moment)} is neither a date nor an ISO text: make it a DATE in the query"
        )
    sample = questions.sample(source, next(name for name in AMOUNT if name in source))
    if isinstance(sample, str) and questions.dialect != "sqlite":
        raise OrdersError("the amount is a text: make it a number in the query, CAST(… AS NUMERIC)")
    count = source.first(*COUNT)
    return Orders(source, amount, when, count, _when(source) == "day", isinstance(moment, dt.date), questions.dialect)


def absent(source: Source) -> list[str]:
    """Columns that orders cannot do without."""
    needed: Mapping[str, tuple[str, ...]] = {
        **{key: (key,) for key in _KEYS}, "month or day": WHEN, "net_amount": AMOUNT
    }  # fmt: skip
    return [name for name, columns in needed.items() if source.first(*columns) is None]


def _no_column(source: Source) -> str:
    return f"gives no column {', '.join(absent(source))}"


def _when(source: Source) -> str:
    return next(name for name in WHEN if name in source)


def _amount(value: Any) -> Cell:
    """A sum as a cell; what is no number is shown as it is, and refused by who reads it."""
    try:
        return money(value)
    except ValueError:
        return cell(value)


def _together(one: Sums, other: Sums) -> Sums:
    def both(first: int | None, second: int | None) -> int | None:
        return None if first is None or second is None else first + second

    return dataclasses.replace(
        one,
        t12m=one.t12m + other.t12m,
        p12m=one.p12m + other.p12m,
        last3=one.last3 + other.last3,
        before3=one.before3 + other.before3,
        orders_t12m=both(one.orders_t12m, other.orders_t12m),
        orders_p12m=both(one.orders_p12m, other.orders_p12m),
        first_month=min((month for month in (one.first_month, other.first_month) if month), default=None),
    )
