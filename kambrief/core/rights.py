"""What an account manager may not see in the CRM is not in the brief.

Where the CRM tells what it shows them, that counts (`kambrief.ports.Rights`). A scope narrows it, by owners:

- An account is visible to its owner (``own``), or to whoever is in a team with them (``team``).
- An account without an owner follows the nearest company above it that has one; where none has, it is hidden: that
  nobody has said whose it is must not open it.
- A deal with an owner is judged by that; every other record, and a deal without one, follows its account.
- All records of a hidden account are hidden with it.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from kambrief.core.customer import TABLES, Account, CrmData
from kambrief.core.model import AccountManager, Scope

Hidden = Mapping[str, frozenset[str]]
"""Table → ids of the records that are not to be seen."""

HIDING = frozenset({"gap_hidden", "gap_rights_unknown"})
"""Gaps that tell that something is left out: who is not found may be in the CRM all the same."""


def names_of(manager: AccountManager) -> frozenset[str]:
    """What a CRM may call this owner by."""
    return frozenset(key for name in (manager.email, *manager.aliases, manager.name) if (key := _key(name)))


def outside(data: CrmData, scope: Scope, mine: Iterable[str], team: Iterable[str] = ()) -> Hidden:
    """What lies outside a scope. ``mine`` and ``team`` are owners as the CRM names them, case ignored."""
    if scope is Scope.ALL:
        return {}
    seeing = {_key(name) for name in (*mine, *(team if scope is Scope.TEAM else ()))} - {""}
    accounts = {account.id: account for account in data.accounts}
    hidden = {one for one in accounts if _owner(one, accounts) not in seeing}
    deals = {deal.id for deal in data.deals if _key(deal.owner) and _key(deal.owner) not in seeing}
    # Of an account that is not there nobody can tell whose it is.
    hidden |= {row.account_id for row in _rows(data)} - accounts.keys()
    return {table: frozenset(ids) for table, ids in (("accounts", hidden), ("deals", deals)) if ids}


def together(*several: Hidden) -> dict[str, frozenset[str]]:
    """What any of them hides."""
    tables = {table for one in several for table in one}
    return {table: frozenset().union(*(one.get(table, ()) for one in several)) for table in sorted(tables)}


def without(data: CrmData, hidden: Hidden) -> CrmData:
    """The data without these records, and without everything of hidden accounts."""
    accounts = hidden.get("accounts", frozenset())
    rows: dict[str, Any] = {
        table: tuple(
            row
            for row in getattr(data, table)
            if getattr(row, "account_id", None) not in accounts
            and getattr(row, "id", None) not in hidden.get(table, frozenset())
        )
        for table in TABLES
        if table != "products"
    }
    return dataclasses.replace(data, **rows)


def counted(before: CrmData, after: CrmData) -> str:
    """How much of each table is left out: "1 accounts, 3 deals"; empty for nothing."""
    lost = {table: len(getattr(before, table)) - len(getattr(after, table)) for table in TABLES}
    return ", ".join(f"{number} {table}" for table, number in lost.items() if number)


def _owner(account_id: str, accounts: Mapping[str, Account]) -> str:
    """Of the account, or of the nearest one above it that has one; empty where none has."""
    seen: set[str] = set()
    node: str | None = account_id
    while node is not None and node in accounts and node not in seen:
        seen.add(node)
        if owner := _key(accounts[node].owner):
            return owner
        node = accounts[node].parent_id
    return ""


def _rows(data: CrmData) -> Iterable[Any]:
    return (row for table in TABLES if table not in {"accounts", "products"} for row in getattr(data, table))


def _key(name: str | None) -> str:
    return " ".join((name or "").casefold().split())
