"""I15: how old the sources are."""

import datetime as dt
from decimal import Decimal

import pytest

from kambrief.core.customer import CrmData, Order
from kambrief.core.insight.freshness import freshness
from tests.builders import at

NOW = at("5.10. 15.00")


@pytest.mark.parametrize(("hours", "stale"), [(0, False), (24, False), (24.1, True), (400, True)])
def test_a_crm_is_stale_after_a_day(hours: float, stale: bool) -> None:  # noqa: FBT001
    found = freshness(CrmData(fetched_at=NOW - dt.timedelta(hours=hours)), NOW, 2, 3)
    assert found.crm_age == dt.timedelta(hours=hours)
    assert found.crm_stale is stale
    assert (found.joined, found.external) == (2, 3)


@pytest.mark.parametrize(
    ("month", "stale"),
    [
        ("2026-09-01", False),
        ("2026-08-01", False),  # known up to 31 August: 34 days
        ("2026-07-01", True),  # 65 days
        ("2025-12-01", True),
    ],
)
def test_orders_are_stale_45_days_after_the_end_of_their_last_month(month: str, stale: bool) -> None:  # noqa: FBT001
    row = Order("A01", dt.date.fromisoformat(month), "huolto", Decimal(1), "EUR")
    found = freshness(CrmData(orders=(row,)), NOW, 0, 0)
    assert found.orders_stale is stale
    assert found.last_order_month == row.month


def test_nothing_known_is_neither_fresh_nor_stale() -> None:
    found = freshness(CrmData(), NOW, 0, 0)
    assert (found.crm_age, found.crm_stale, found.last_order_month, found.orders_stale) == (None, False, None, False)
