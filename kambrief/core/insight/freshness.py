"""I15, freshness: how old each source is, and how well the attendees were joined."""

import calendar
import datetime as dt
from dataclasses import dataclass

from kambrief.core.customer import CrmData
from kambrief.core.insight.thresholds import Thresholds

_DEFAULTS = Thresholds()


@dataclass(frozen=True, slots=True)
class Freshness:
    """Ages at ``now``; None where unknown or not there."""

    crm_age: dt.timedelta | None
    crm_stale: bool
    last_order_month: dt.date | None
    orders_stale: bool
    joined: int
    external: int


def known_at(data: CrmData) -> dt.datetime | None:
    """When the data were true: an export's own time where it has one, else when it was read."""
    return data.as_of or data.fetched_at


def freshness(data: CrmData, now: dt.datetime, joined: int, external: int, limits: Thresholds = _DEFAULTS) -> Freshness:
    """CRM older than 24 h and orders that end more than 45 days before ``now`` are stale (domain facts, I15).

    A month of orders counts as known up to its last day.
    """
    true_at = known_at(data)
    age = now - true_at if true_at else None
    last = max((order.month for order in data.orders), default=None)
    orders_stale = False
    if last is not None:
        month_end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
        orders_stale = now.date() - month_end > dt.timedelta(days=limits.orders_stale_days)
    crm_stale = age is not None and age > dt.timedelta(hours=limits.crm_stale_hours)
    return Freshness(age, crm_stale, last, orders_stale, joined, external)
