"""What orders, places and tickets say of needs (I12), whatever the customer said."""

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from decimal import Decimal

from babel import Locale

from kambrief.core import lexicon
from kambrief.core.customer import Account, Product, Ticket
from kambrief.core.evidence import Fact
from kambrief.core.insight import need_words
from kambrief.core.insight.money import Sums
from kambrief.core.insight.need_signs import Sign, plain

GROWTH = Decimal("0.50")
SAME_MONEY = Decimal("0.10")
"""G2: so many more orders while the value stays within this: many small orders ask for stock."""
_LANGUAGES = ("fi", "en", "sv", "de")


def key_of(category: str | None) -> str:
    """A category without case and the blanks around it."""
    return (category or "").strip().casefold()


def small_orders(sums: Iterable[Sums]) -> dict[str, int]:
    """Categories with at least half as many orders again for the same money, and how many more in percent."""
    by_category: dict[str, list[Sums]] = {}
    for one in sums:
        by_category.setdefault(key_of(one.category), []).append(one)
    found = {}
    for key, rows in by_category.items():
        now, before = _total(one.orders_t12m for one in rows), _total(one.orders_p12m for one in rows)
        if key and now and before and before > 0 and now >= before * (1 + GROWTH) and _same_money(rows):
            found[key] = int((Decimal(now) / before - 1) * 100)
    return found


def _total(counts: Iterable[int | None]) -> int | None:
    """None where one is not known."""
    listed = list(counts)
    known = [count for count in listed if count is not None]
    return sum(known) if len(known) == len(listed) else None


def _same_money(rows: Iterable[Sums]) -> bool:
    """In each currency by itself: no rate is needed."""
    now: dict[str, Decimal] = {}
    before: dict[str, Decimal] = {}
    for row in rows:
        now[row.currency] = now.get(row.currency, Decimal(0)) + row.t12m
        before[row.currency] = before.get(row.currency, Decimal(0)) + row.p12m
    return all(before[code] > 0 and abs(now[code] - before[code]) <= SAME_MONEY * before[code] for code in now)


def recent_tickets(tickets: Iterable[Ticket], facts: Iterable[Fact], today: dt.date, days: int) -> list[Ticket]:
    """Opened within so many days, newest first, without those that are held back."""
    kept_back = {fact.source.record_id for fact in facts if fact.source.table == "tickets" and not fact.usable}
    rows = [row for row in tickets if 0 <= (today - row.opened).days <= days and row.id not in kept_back]
    return sorted(rows, key=lambda row: (row.opened, row.id), reverse=True)


def is_service(products: Iterable[Product]) -> bool:
    """Whether one of these is something that people come for, or stand by for."""
    return any(need_words.SERVICE.search(f"{row.name} {plain(row.category)}") for row in products)


def served_places(
    accounts: Iterable[Account], sums: Iterable[Sums], products: Mapping[str, tuple[Product, ...]]
) -> tuple[str, ...]:
    """Cities and countries where the group buys service already. ``products`` go by `key_of` their category."""
    paying = {one.account_id for one in sums if one.t12m > 0 and is_service(products.get(key_of(one.category), ()))}
    return tuple(place for row in accounts if row.id in paying for place in _places(row.city, row.country))


@functools.lru_cache(maxsize=256)
def _places(city: str | None, country: str | None) -> tuple[str, ...]:
    """As the four languages call them."""
    called = (Locale(language).territories.get((country or "").upper()) for language in _LANGUAGES)
    return tuple(dict.fromkeys(place for place in (city, *called) if place))


def elsewhere(sign: Sign, served: tuple[str, ...]) -> Sign:
    """A new site in a place with service is none that lacks it."""
    if "site" not in sign.topics or not lexicon.mentions(sign.text, served):
        return sign
    return dataclasses.replace(sign, topics=sign.topics - {"site"})
