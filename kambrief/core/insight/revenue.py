"""I3, revenue trend: the year, the quarter, and what explains the change."""

import dataclasses
import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kambrief.core.customer import Order
from kambrief.core.groups import id_order
from kambrief.core.insight.money import Rates, Sums
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.windows import Windows, plus_months


class Trend(enum.StrEnum):
    """By the change of T12M against P12M."""

    GROWING = "growing"
    FLAT = "flat"
    DECLINING = "declining"
    NEW = "new"
    """Nothing was invoiced in the year before."""


class Momentum(enum.StrEnum):
    """By the last three months against the same a year before."""

    RECENT_DROP = "recent_drop"
    STEADY = "steady"
    RECENT_RISE = "recent_rise"


@dataclass(frozen=True, slots=True)
class Cause:
    """The category with the largest change of the last three months."""

    category: str
    delta: Decimal
    share: Decimal
    """Of the whole change: 1 means all of it. May exceed 1 when others went the other way."""


@dataclass(frozen=True, slots=True)
class Part:
    """One company of the group."""

    account_id: str
    t12m: Decimal
    yoy: Decimal | None
    q: Decimal | None = None
    """The last three months against the same a year before."""


@dataclass(frozen=True, slots=True)
class Month:
    """What was invoiced in one month, for the picture."""

    month: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Revenue:
    """Amounts in ``currency`` (the base); ratios as they are (0.05 is 5 %)."""

    currency: str
    t12m: Decimal
    p12m: Decimal
    yoy: Decimal | None
    last3: Decimal
    before3: Decimal
    q: Decimal | None
    """None with less than 15 months of history, or nothing to compare with."""
    label: Trend
    momentum: Momentum | None
    cause: Cause | None
    parts: tuple[Part, ...]
    """Of a group with more than one company that is invoiced: largest first."""
    cagr: Decimal | None = None
    """Yearly growth over full calendar years, where there are at least three."""
    missing: tuple[str, ...] = ()
    """``first_month``: nobody says how far back the orders go, so no quarter is compared."""


def revenue(sums: Iterable[Sums], months: Windows, rates: Rates, limits: Thresholds) -> Revenue | None:
    """The trend of one group from its sums. None when nothing was invoiced in the compared months, or a rate is missing
    (see `unknown_currencies`).
    """
    given = tuple(sums)
    if unknown_currencies(given, rates) or not any(map(_amounts, given)):
        return None
    rows = [_in_base(row, rates) for row in given]
    t12m, p12m, last3, before3 = _added(rows)
    yoy = _change(t12m, p12m)
    first = min((row.first_month for row in rows if row.first_month), default=None)
    q = _change(last3, before3) if first and first <= plus_months(months.last, 1 - limits.history_months) else None
    return Revenue(
        currency=rates.base,
        t12m=t12m,
        p12m=p12m,
        yoy=yoy,
        last3=last3,
        before3=before3,
        q=q,
        label=_trend(yoy, limits.trend_share),
        momentum=None if q is None else _momentum(q, limits.momentum_share),
        cause=None if q is None else _cause(rows),
        parts=_parts(rows),
        missing=() if first else ("first_month",),
    )


def unknown_currencies(sums: Iterable[Sums], rates: Rates) -> tuple[str, ...]:
    """Codes without a rate, sorted: why the revenue is unknown. Amounts of 0 need none."""
    return tuple(
        sorted({
            row.currency for row in sums for amount in _amounts(row) if rates.convert(amount, row.currency) is None
        })
    )  # fmt: skip


def _amounts(row: Sums) -> tuple[Decimal, ...]:
    """What was invoiced, as far as it is not 0."""
    return tuple(amount for amount in (row.t12m, row.p12m, row.last3, row.before3) if amount)


def _in_base(row: Sums, rates: Rates) -> Sums:
    """The same amounts in the base currency; call it only when there is a rate."""

    def base(amount: Decimal) -> Decimal:
        return rates.convert(amount, row.currency) or Decimal(0)

    return dataclasses.replace(
        row,
        currency=rates.base,
        t12m=base(row.t12m),
        p12m=base(row.p12m),
        last3=base(row.last3),
        before3=base(row.before3),
    )


def _added(rows: Iterable[Sums]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    columns = zip(*((row.t12m, row.p12m, row.last3, row.before3) for row in rows), strict=True)
    t12m, p12m, last3, before3 = (sum(column, Decimal(0)) for column in columns)
    return t12m, p12m, last3, before3


def _change(now: Decimal, before: Decimal) -> Decimal | None:
    return now / before - 1 if before > 0 else None


def _trend(yoy: Decimal | None, share: Decimal) -> Trend:
    if yoy is None:
        return Trend.NEW
    if yoy >= share:
        return Trend.GROWING
    return Trend.DECLINING if yoy <= -share else Trend.FLAT


def _momentum(q: Decimal, share: Decimal) -> Momentum:
    if q >= share:
        return Momentum.RECENT_RISE
    return Momentum.RECENT_DROP if q <= -share else Momentum.STEADY


def _cause(rows: Iterable[Sums]) -> Cause | None:
    """None when nothing changed on the whole. Of equal changes the one that goes the way of the whole, then by name."""
    deltas: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        deltas[row.category] += row.last3 - row.before3
    whole = sum(deltas.values(), Decimal(0))
    if not whole:
        return None
    category, delta = min(deltas.items(), key=lambda item: (-abs(item[1]), -item[1] / whole, item[0]))
    return Cause(category, delta, delta / whole)


def _parts(rows: Iterable[Sums]) -> tuple[Part, ...]:
    """One that was invoiced in either year is a part: that it buys nothing any more is worth knowing."""
    by_account: dict[str, list[Sums]] = defaultdict(list)
    for row in rows:
        by_account[row.account_id].append(row)
    added = {account_id: _added(own) for account_id, own in by_account.items()}
    parts = [
        Part(one, t12m, _change(t12m, p12m), _change(last3, before3))
        for one, (t12m, p12m, last3, before3) in added.items()
        if t12m or p12m
    ]
    return tuple(sorted(parts, key=lambda part: (-part.t12m, id_order(part.account_id)))) if len(parts) > 1 else ()


def monthly(orders: Iterable[Order], months: Windows, rates: Rates) -> tuple[Month, ...]:
    """The 24 compared months, oldest first, 0 where nothing was invoiced; empty when a rate is missing or no order is
    there.
    """
    window = [plus_months(months.p12m_from, index) for index in range(24)]
    rows = [order for order in orders if window[0] <= order.month.replace(day=1) <= window[-1]]
    totals = _by_month(rows, rates)
    return tuple(Month(month, totals.get(month, Decimal(0))) for month in window) if totals else ()


def _by_month(orders: Sequence[Order], rates: Rates) -> dict[dt.date, Decimal]:
    """Empty when a rate is missing."""
    totals: dict[dt.date, Decimal] = defaultdict(Decimal)
    for order in orders:
        amount = rates.convert(order.amount, order.currency)
        if amount is None:
            return {}
        totals[order.month.replace(day=1)] += amount
    return totals


def yearly(orders: Iterable[Order], months: Windows, rates: Rates) -> dict[int, Decimal]:
    """What was invoiced in each full calendar year, for `cagr`. The first order's year is full if that was in January.
    Empty when a rate is missing.
    """
    totals = _by_month(tuple(orders), rates)
    first = min(totals, default=months.last)
    years = range(first.year + (first.month > 1), plus_months(months.last, 1).year)
    return {
        year: sum((totals.get(dt.date(year, month, 1), Decimal(0)) for month in range(1, 13)), Decimal(0))
        for year in years
    }


def cagr(yearly: Mapping[int, Decimal]) -> Decimal | None:
    """(V_n / V_0)^(1/n) − 1 over the full years given.

    None with fewer than three, a gap, a first year of 0 or less, or a last one below 0.
    """
    years = sorted(yearly)
    if len(years) < 3 or years[-1] - years[0] != len(years) - 1:
        return None
    first, last = yearly[years[0]], yearly[years[-1]]
    if first <= 0 or last < 0:
        return None
    growth = (last / first) ** (Decimal(1) / (years[-1] - years[0])) - 1
    return round(growth, 12)  # the root of a rounded exponent: its last digits mean nothing
