"""Customers and their invoicing in short: everything not said is ordinary."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from kambrief.core.customer import Account, Order
from kambrief.core.insight.money import Rates, Sums
from kambrief.core.insight.portfolio import Portfolio, portfolio
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.windows import windows

TODAY = dt.date(2026, 10, 5)
MONTHS = windows(TODAY)
"""T12M is October 2025 to September 2026."""
EURO = Rates()
LIMITS = Thresholds()
CENTS = st.decimals(-(10**7), 10**7, places=2)


def customer(account_id: str, **more: Any) -> Account:
    """A Finnish company of 300 people."""
    ordinary: dict[str, Any] = {
        "id": account_id,
        "name": account_id,
        "country": "FI",
        "industry": "wood",
        "employees": 300,
    }
    return Account(**{**ordinary, **more})


def sums(account_id: str, t12m: str | int, category: str = "service", **more: Any) -> Sums:
    """What one bought in a year, in euros; other amounts as text or whole numbers."""
    amounts: dict[str, Any] = {key: Decimal(more.pop(key)) for key in ("p12m", "last3", "before3") if key in more}
    return Sums(**{"account_id": account_id, "category": category, "currency": "EUR", "t12m": Decimal(t12m),
                   "first_month": dt.date(2020, 1, 1), **amounts, **more})  # fmt: skip


def order(month: str, amount: str | int, account_id: str = "A", category: str = "service", **more: Any) -> Order:
    """An invoice of ``2026-09``."""
    return Order(**{"account_id": account_id, "month": dt.date.fromisoformat(f"{month}-01"), "category": category,
                    "amount": Decimal(amount), "currency": "EUR", **more})  # fmt: skip


def customers(revenue: Mapping[str, str | int | Decimal], **more: Any) -> Portfolio:
    """Single companies with this T12M each."""
    accounts = tuple(customer(one) for one in revenue)
    rows = tuple(sums(one, str(amount)) for one, amount in revenue.items())
    return portfolio(accounts, rows, MONTHS, EURO, **more)
