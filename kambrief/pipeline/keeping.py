"""A CRM that tells what has changed is asked for that, and for what nobody has asked before; the rest is kept.

    pass begins → changes since the last one → forget what they concern → ask what is unknown → read those groups → keep

What is decided is in `core.kept`. Each step is stored by itself, and what is kept vouches for single snapshots by their
stamps: a crash, or another process on the same database, costs a second reading and never mixes two states.
"""

import dataclasses
import datetime as dt
import threading
from collections.abc import Iterable, Sequence
from typing import Any

from kambrief.core import kept as rules
from kambrief.core.customer import TABLES, CrmData
from kambrief.core.directory import by_root
from kambrief.core.groups import find_in, id_order
from kambrief.core.kept import Kept
from kambrief.core.match import Wanted
from kambrief.errors import SuddenlyEmptyError
from kambrief.ports import Changing, Crm, Store

FRESH = dt.timedelta(seconds=60)
"""How long, within one pass, what was told of changes is good enough."""
ROUNDS = 4
"""How often one question is pursued while the CRM changes under our eyes."""


class Keeping:
    """One CRM's answers, kept in the store and confirmed once a pass."""

    def __init__(self, crm: Crm, changing: Changing, store: Store, signature: str, keep: dt.timedelta) -> None:
        """``signature`` of the configuration: under another one nothing that was kept holds. ``keep``: how long data
        outlive the last meeting that called for them.
        """
        self._crm = crm
        self._changing = changing
        self._store = store
        self._signature = signature
        self._keep = keep
        self._now: Kept | None = None
        self._lock = threading.RLock()

    def begin(self) -> None:
        """A pass begins: what has changed is asked anew before anything is used."""
        with self._lock:
            self._now = None

    def ahead(self, wish: Wanted, now: dt.datetime) -> None:
        """Read what is not known yet of all these, so that it need not be asked piece by piece. Raises `ProviderError`
        and whatever the provider raises.
        """
        with self._lock:
            kept = self._confirmed(now)
            for _ in range(ROUNDS):
                if kept.unknown(wish) == Wanted():
                    break
                kept = self._ask(kept, wish, now)
            self._called_for(kept, wish, now)

    def data(self, wish: Wanted, now: dt.datetime) -> CrmData | None:
        """The groups this wish leads to, with everything about them, as they are now. None when the CRM does not come
        to rest: then it must be asked directly. Raises `ProviderError` and whatever the provider raises.
        """
        with self._lock:
            kept = self._confirmed(now)
            for _ in range(ROUNDS):
                kept = self._ask(kept, wish, now)
                if kept.unknown(wish) != Wanted():
                    continue
                roots = kept.roots_of(wish)
                stored = self._store.snapshots_of(self._crm.name, roots)
                odd = {root for root in roots if root not in stored or stored[root].stamp != kept.groups[root].stamp}
                if not odd:
                    kept = self._called_for(kept, wish, now)
                    told = [stored[root].data for root in sorted(roots, key=id_order)]
                    return rules.confirmed(together(told) if told else kept.nobody, kept.confirmed_at or now)
                kept = kept.without(odd)
            self._save(kept)
            return None

    def last_known(self) -> Sequence[CrmData]:
        """All that is kept, each group with the time at which it was last known to be so."""
        with self._lock:
            kept = self._store.kept(self._crm.name)
            holds = kept.groups if kept.signature == self._signature else {}
            return [
                rules.confirmed(one.data, kept.confirmed_at)
                if kept.confirmed_at and root in holds and holds[root].stamp == one.stamp
                else one.data
                for root, one in self._store.snapshots_of(self._crm.name).items()
            ]

    def _confirmed(self, now: dt.datetime) -> Kept:
        """What still holds. The cursor is stored together with what its changes made us forget."""
        known = self._now
        if known and known.confirmed_at and known.confirmed_at <= now < known.confirmed_at + FRESH:
            return known
        before = self._store.kept(self._crm.name)
        if before.signature != self._signature:
            before = Kept(self._signature)
        told = self._changing.changes(before.cursor, now)
        after = Kept(self._signature, nobody=before.nobody, tidied=before.tidied)
        if told.complete and before.cursor:
            after = before.changed(told.accounts, told.emails, told.domains, told.records).expired(now)
        after = dataclasses.replace(after, cursor=told.cursor, confirmed_at=now)
        if after.tidied != now.date():
            after = after.tidy(now, self._keep)
            self._store.purge_snapshots(self._crm.name, frozenset(after.groups), now - self._keep)
        self._save(after)
        return after

    def _ask(self, kept: Kept, wish: Wanted, now: dt.datetime) -> Kept:
        """Have the unknown part of a wish answered: one question for all, one reading of all groups that are new."""
        unknown = kept.unknown(wish)
        if unknown == Wanted():
            return kept
        answer = self._crm.find(unknown.emails, unknown.domains, unknown.ids)
        found = rules.led_to(unknown, answer)
        if not found and not kept.groups:
            self._expect_nobody(wish)
        kept = kept.compared(found)
        parts = self._read({root: part for root, part in found.items() if root not in kept.groups}, now)
        stamps = self._store.save_snapshots(self._crm.name, parts) if parts else {}
        kept = kept.read(parts, found, stamps, now).answered(unknown, found, now)
        kept = dataclasses.replace(kept, nobody=rules.frame(answer))
        self._save(kept)
        return kept

    def _read(self, new: dict[str, CrmData], now: dt.datetime) -> dict[str, CrmData]:
        """Everything about these groups, as far as they are still there."""
        root_of = {account.id: root for root, part in new.items() for account in part.accounts}
        root_of |= {contact.account_id: root for root, part in new.items() for contact in part.contacts}
        if not root_of:
            return {}
        data = self._crm.histories(frozenset(root_of))
        data = dataclasses.replace(data, fetched_at=now, provider=data.provider or self._crm.name)
        return {root: part for root, part in by_root(data, root_of).items() if root in new}

    def _expect_nobody(self, wish: Wanted) -> None:
        """A CRM that knew these people yesterday and nobody today has a fault; believing it would blank the brief."""
        known = together([one.data for one in self._store.snapshots_of(self._crm.name).values()])
        once = find_in(known, wish.emails, wish.domains, wish.ids)
        if once.accounts or once.contacts:
            raise SuddenlyEmptyError(self._crm.name, "knows none of the attendees any more, although it did before")

    def _called_for(self, kept: Kept, wish: Wanted, now: dt.datetime) -> Kept:
        touched = kept.called_for(wish, now)
        if touched is not kept:
            self._save(touched)
        return touched

    def _save(self, kept: Kept) -> None:
        self._store.save_kept(self._crm.name, kept)
        self._now = kept


def keeping(crm: Crm | None, store: Store, signature: str, keep: dt.timedelta) -> Keeping | None:
    """For a CRM that tells changes; None for others, which are asked everything each time."""
    told: object = crm
    if crm is None or not isinstance(told, Changing):
        return None
    return Keeping(crm, told, store, f"{signature} {getattr(crm, 'signature', '')}", keep)


def together(parts: Sequence[CrmData]) -> CrmData:
    """Several groups' data as one; products, which every group has, from the newest reading. A table that could not be
    told of one group is not known of all.
    """
    if not parts:
        return CrmData()
    newest = max(parts, key=_read_at)
    tables = [table for table in TABLES if table != "products"]
    rows: dict[str, Any] = {table: tuple(row for part in parts for row in getattr(part, table)) for table in tables}
    return dataclasses.replace(
        newest,
        fetched_at=min((part.fetched_at for part in parts if part.fetched_at), default=None),
        as_of=min((part.as_of for part in parts if part.as_of), default=None),
        missing=tuple(dict.fromkeys(table for part in parts for table in part.missing)),
        unreached=tuple(dict.fromkeys(one for part in parts for one in part.unreached)),
        problems=tuple(dict.fromkeys(problem for part in parts for problem in part.problems)),
        **rows,
    )


def newest_of_each(parts: Iterable[CrmData]) -> list[CrmData]:
    """Each account in the newest of the parts that hold it: one that has moved to another group is kept twice."""
    seen: set[str] = set()
    found = []
    for part in sorted(parts, key=_read_at, reverse=True):
        ids = {account.id for account in part.accounts} | {contact.account_id for contact in part.contacts}
        if new := ids - seen:
            found.append(part if new == ids else part.only(frozenset(new)))
        seen |= ids
    return found


def _read_at(part: CrmData) -> tuple[bool, float]:
    return (part.fetched_at is not None, part.fetched_at.timestamp() if part.fetched_at else 0.0)
