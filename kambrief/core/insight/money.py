"""Amounts in one currency, and what one account bought in the compared months. Exact decimals, no floats.

A currency without a rate makes what rests on it *unknown*, never 0 (domain facts §4, common rules).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kambrief.core.customer import Order
from kambrief.core.insight.windows import Windows, plus_months


@dataclass(frozen=True, slots=True)
class Rates:
    """``to_base``: one unit of a currency (ISO 4217, upper case) is so much of ``base``."""

    base: str = "EUR"
    to_base: Mapping[str, Decimal] = field(default_factory=dict)

    def convert(self, amount: Decimal, currency: str) -> Decimal | None:
        """In ``base``; None when there is no rate, or none above 0. Zero is zero in every currency."""
        code = currency.upper()
        if not amount or code == self.base.upper():
            return amount
        rate = self.to_base.get(code)
        return amount * rate if rate is not None and rate > 0 else None

    def total(self, amounts: Iterable[tuple[Decimal, str]]) -> Decimal | None:
        """Amounts with their currencies, added up in ``base``; None when one of them has no rate."""
        total = Decimal(0)
        for amount, currency in amounts:
            converted = self.convert(amount, currency)
            if converted is None:
                return None
            total += converted
        return total


@dataclass(frozen=True, slots=True)
class Sums:
    """Net invoicing of one account in one category and currency, over the compared months (`windows`).

    What a BI computes in its database, and what `sums_of` computes from rows.
    """

    account_id: str
    category: str
    currency: str
    t12m: Decimal = Decimal(0)
    p12m: Decimal = Decimal(0)
    last3: Decimal = Decimal(0)
    before3: Decimal = Decimal(0)
    orders_t12m: int | None = None
    """How many orders; None when the source does not count them."""
    orders_p12m: int | None = None
    first_month: dt.date | None = None
    """The earliest month with an order, of any time."""


def sums_of(orders: Iterable[Order], months: Windows) -> tuple[Sums, ...]:
    """The sums of single rows, by account, category and currency, in that order. The running month and what lies before
    P12M count for ``first_month`` only.
    """
    rows: dict[tuple[str, str, str], list[Order]] = defaultdict(list)
    for order in orders:
        rows[order.account_id, order.category, order.currency.upper()].append(order)
    return tuple(_sums(key, rows[key], months) for key in sorted(rows))


def _sums(key: tuple[str, str, str], rows: Sequence[Order], months: Windows) -> Sums:
    def within(first: dt.date, last: dt.date) -> list[Order]:
        end = plus_months(last, 1)
        return [row for row in rows if first <= row.month < end]

    t12m = within(months.t12m_from, months.last)
    p12m = within(months.p12m_from, plus_months(months.t12m_from, -1))
    return Sums(
        *key,
        t12m=_amount(t12m),
        p12m=_amount(p12m),
        last3=_amount(within(months.last3_from, months.last)),
        before3=_amount(within(months.before3_from, months.before3_to)),
        orders_t12m=_count(t12m),
        orders_p12m=_count(p12m),
        first_month=min(row.month for row in rows).replace(day=1),
    )


def _amount(rows: Iterable[Order]) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))


def _count(rows: Iterable[Order]) -> int | None:
    """None when a row does not tell: the rest would be too few."""
    counts = [row.count for row in rows]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
