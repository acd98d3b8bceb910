"""I15: how old the sources are."""

import datetime as dt
from decimal import Decimal

import pytest

from kambrief.core.customer import CrmData, Order
from kambrief.core.insight.freshness import freshness
from kambrief.core.insight.thresholds import Thresholds
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
        ("2026-08-01", False),  # known up to 31 August: 35 days
        ("2026-07-01", True),  # 66 days
        ("2025-12-01", True),
    ],
)
def test_orders_are_stale_45_days_after_the_end_of_their_last_month(month: str, stale: bool) -> None:  # noqa: FBT001
    row = Order("A01", dt.date.fromisoformat(month), "huolto", Decimal(1), "EUR")
    found = freshness(CrmData(orders=(row,)), NOW, 0, 0)
    assert found.orders_stale is stale
    assert found.last_order_month == row.month


@pytest.mark.parametrize(("today", "stale"), [("15.10. 9.00", False), ("16.10. 9.00", True)])
def test_the_46th_day_after_the_last_known_one_is_stale(today: str, stale: bool) -> None:  # noqa: FBT001
    row = Order("A01", dt.date(2026, 8, 1), "huolto", Decimal(1), "EUR")
    assert freshness(CrmData(orders=(row,)), at(today), 0, 0).orders_stale is stale


def test_the_limits_are_those_of_the_configuration() -> None:
    row = Order("A01", dt.date(2026, 8, 1), "huolto", Decimal(1), "EUR")
    data = CrmData(orders=(row,), fetched_at=NOW - dt.timedelta(hours=25))
    patient = Thresholds(crm_stale_hours=48, orders_stale_days=30)
    found = freshness(data, NOW, 1, 2, patient)
    assert (found.crm_stale, found.orders_stale) == (False, True)


def test_nothing_known_is_neither_fresh_nor_stale() -> None:
    found = freshness(CrmData(), NOW, 0, 0)
    assert (found.crm_age, found.crm_stale, found.last_order_month, found.orders_stale) == (None, False, None, False)
