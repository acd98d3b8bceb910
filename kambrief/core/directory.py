"""Many groups' records apart, each row looked at once: ten thousand customers are not searched for each meeting."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from kambrief.core.address import domain_key
from kambrief.core.customer import TABLES, CrmData
from kambrief.core.groups import addresses, groups
from kambrief.core.match import Wanted

_OWN = tuple(table for table in TABLES if table != "products")


def by_root(data: CrmData, root_of: Mapping[str, str]) -> dict[str, CrmData]:
    """The records of each group. Products are everybody's; an account without a root is its own."""
    parts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for table in _OWN:
        for row in getattr(data, table):
            account_id = row.id if table == "accounts" else row.account_id
            parts[root_of.get(account_id, account_id)][table].append(row)
    return {root: _with(data, rows) for root, rows in parts.items()}


def _with(data: CrmData, rows: Mapping[str, list[Any]]) -> CrmData:
    tables: dict[str, Any] = {table: tuple(rows.get(table, ())) for table in _OWN}
    return dataclasses.replace(data, **tables)


class Directory:
    """Accounts and contacts, found again as `kambrief.ports.Crm.find` finds them."""

    def __init__(self, data: CrmData) -> None:
        """Builds the indexes."""
        self._data = data
        root_of = groups(data.accounts).roots
        self._parts = by_root(data, root_of)
        self._emails: dict[str, set[str]] = defaultdict(set)
        self._domains: dict[str, set[str]] = defaultdict(set)
        self._ids: dict[str, set[str]] = defaultdict(set)
        for contact in data.contacts:
            root = root_of.get(contact.account_id, contact.account_id)
            self._ids[contact.id].add(root)
            self._ids[contact.account_id].add(root)
            for address in addresses(contact):
                self._emails[address].add(root)
        for account in data.accounts:
            self._ids[account.id].add(root_of[account.id])
            for domain in filter(None, map(domain_key, account.domains)):
                self._domains[domain].add(root_of[account.id])

    def of(self, wish: Wanted) -> CrmData:
        """The whole groups that a wish is about; its addresses and domains are keys already."""
        indexes = ((self._emails, wish.emails), (self._domains, wish.domains), (self._ids, wish.ids))
        roots = {root for index, keys in indexes for key in keys for root in index.get(key, ())}
        rows: dict[str, list[Any]] = defaultdict(list)
        for part in (self._parts[root] for root in sorted(roots)):
            for table in _OWN:
                rows[table] += getattr(part, table)
        return _with(self._data, rows)
