"""A CRM whose records have ids of the vendor's own, under the ids of the data that were put into it.

Vendors choose their ids themselves (numbers, 18 letters); the contracts speak of those in the sample.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kambrief.core.customer import TABLES, CrmData
from kambrief.core.insight.windows import Windows
from kambrief.ports import Crm, Figures, Health, Portfolios

POINTING: Mapping[str, Mapping[str, str]] = {
    "accounts": {"id": "accounts", "parent_id": "accounts", "former_ids": "accounts", "owner": "owners"},
    "contacts": {"id": "contacts", "account_id": "accounts", "former_ids": "contacts"},
    "products": {"id": "products"},
    "deals": {"id": "deals", "account_id": "accounts", "owner": "owners"},
    "contracts": {"id": "contracts", "account_id": "accounts"},
    "commitments": {"id": "commitments", "account_id": "accounts", "source": "activities", "owner": "owners"},
    "activities": {
        "id": "activities", "account_id": "accounts", "contacts": "contacts", "attended": "contacts",
        "sender": "contacts", "author": "owners", "our_people": "owners", "recipients": "owners",
    },
    "orders": {"account_id": "accounts"},
    "surveys": {"id": "surveys", "account_id": "accounts", "contact_id": "contacts"},
    "tickets": {"id": "tickets", "account_id": "accounts", "contact_id": "contacts"},
    "plans": {"id": "plans", "account_id": "accounts", "owner": "owners"},
}  # fmt: skip
"""Table → field → whose ids stand in it. ``owners`` are our own people, whatever they are called by."""

Names = Mapping[str, Mapping[str, str]]
"""Kind of record → one id → the other. What is not in it stays as it is."""


def turned(names: Names) -> Names:
    """The way back."""
    return {kind: {theirs: ours for ours, theirs in pairs.items()} for kind, pairs in names.items()}


def renamed(data: CrmData, names: Names) -> CrmData:
    """The same data with other ids."""

    def one(value: Any, kind: str) -> Any:
        pairs = names.get(kind, {})
        if isinstance(value, tuple):
            return tuple(pairs.get(each, each) for each in value)
        return pairs.get(value, value)

    def rows(table: str) -> Iterable[Any]:
        for row in getattr(data, table):
            new = {field: one(getattr(row, field), kind) for field, kind in POINTING[table].items()}
            yield dataclasses.replace(row, **new)

    tables: dict[str, Any] = {table: tuple(rows(table)) for table in TABLES}
    return dataclasses.replace(data, **tables)


class Renamed:
    """`kambrief.ports.Crm` over another one. ``names``: the sample's ids → the vendor's."""

    def __init__(self, crm: Crm, names: Names) -> None:
        self.crm, self.names, self.back = crm, names, turned(names)
        self.name = crm.name

    def _theirs(self, ids: Iterable[str], *kinds: str) -> frozenset[str]:
        return frozenset(self.names.get(kind, {}).get(one, one) for one in ids for kind in kinds)

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        return renamed(self.crm.find(emails, domains, self._theirs(ids, "accounts", "contacts")), self.back)

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        return renamed(self.crm.histories(self._theirs(account_ids, "accounts")), self.back)

    def check(self, now: dt.datetime) -> Sequence[Health]:
        return self.crm.check(now)


class RenamedWithFigures(Renamed):
    """The same of a CRM that is `kambrief.ports.Portfolios` too."""

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        assert isinstance(self.crm, Portfolios)
        told = self.crm.figures(months, cursor, now)
        accounts = renamed(CrmData(accounts=told.accounts), self.back).accounts
        names = self.back["accounts"]
        sums = tuple(
            dataclasses.replace(one, account_id=names.get(one.account_id, one.account_id)) for one in told.sums
        )
        changed = frozenset(names.get(one, one) for one in told.changed)
        return dataclasses.replace(told, accounts=accounts, sums=sums, changed=changed)
