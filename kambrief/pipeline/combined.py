"""What several sources together can do besides `kambrief.ports.Crm`: only what can be done rightly.

A combination has the abilities its parts have: it tells changes if all of them do, rights, teams and
fields if one does, and is written to if one can be.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kambrief.core.combine import PEOPLE, By, all_filled, pair
from kambrief.core.crm import Entry, EntryKind
from kambrief.core.customer import TABLES, CrmData
from kambrief.core.insight.windows import Windows
from kambrief.core.model import AccountManager
from kambrief.core.rights import Hidden, together
from kambrief.errors import ProviderError
from kambrief.pipeline.combining import Combining, Source, stand_ins
from kambrief.ports import Changes, Changing, Figures, Log, Logged, Portfolios, Rights, Teams

_NONE: frozenset[str] = frozenset()


class Combined(Combining):
    """A combination with figures, and with the abilities that its parts have."""

    def __init__(
        self,
        sources: Sequence[Source],
        tables: Mapping[str, tuple[str, ...]] | None = None,
        log: Callable[..., object] = lambda *_, **__: None,
    ) -> None:
        """See `Combining`. What the parts cannot do is no attribute of this, so that whoever asks goes without."""
        super().__init__(sources, tables, log)
        if all(_can(source, Changing) for source in sources):
            self.changes = self._changes
        if any(_can(source, Rights) for source in sources):
            self.hidden = self._hidden
        if any(_can(source, Teams) for source in sources):
            self.team = self._team
        if self._writable():
            self.log = self._logged

    @property
    def signature(self) -> str:
        """Of how the sources are read and put together: under another one, what was kept does not hold."""
        read = [(source.name, source.by, getattr(source.crm, "signature", "")) for source in self.sources]
        return hashlib.sha256(repr((read, sorted(self.plan.tables.items()))).encode()).hexdigest()[:16]

    # --- figures -----------------------------------------------------------------------------------------------

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        """See `kambrief.ports.Portfolios.figures`: the main source's accounts with the sums of whom orders come from.

        A source whose accounts have other ids counts only where the main one can tell all of its accounts.
        """
        asked = self._figured()
        if not asked:
            return Figures()
        read = {source.name: _of(source).figures(months, _part(cursor, source), now) for source in asked}
        counted = _added(*(one.counted for one in read.values()))
        cursors = _cursors(read)
        if len(asked) == 1:
            return replace(read[asked[0].name], cursor=cursors)
        if all(one.unchanged for one in read.values()):
            return Figures(unchanged=True, cursor=cursors, counted=counted)
        if any(one.unchanged or not one.complete for one in read.values()):
            # Part of one and part of the other cannot be put together: all are read whole.
            read = {source.name: _of(source).figures(months, {}, now) for source in asked}
            counted = _added(counted, *(one.counted for one in read.values()))
        return replace(self._put_together(read), cursor=_cursors(read), counted=counted)

    def _figured(self) -> list[Source]:
        """Who is asked for figures, the main source first."""
        main = [self.main] if _can(self.main, Portfolios) else []
        tellers = self.plan.may_tell("orders")
        others = [
            source
            for name in tellers
            for source in self.others
            if source.name == name and _can(source, Portfolios) and (main or source.by is By.ID)
        ]
        return [*main, *others]

    def _put_together(self, read: Mapping[str, Figures]) -> Figures:
        ours = read[self.main.name].accounts if self.main.name in read else ()
        by_name = {source.name: source for source in self.sources}
        pairs: dict[str, Mapping[str, str]] = {}
        told: dict[str, tuple[Any, ...]] = {}
        for name in (one for one in self.plan.order if one in read):
            source, figures = by_name[name], read[name]
            if source is self.main or not ours:
                ids = {one.account_id for one in figures.sums} | {account.id for account in figures.accounts}
                pairs[name] = {one: one for one in ids}
            else:
                unlisted = frozenset(one.account_id for one in figures.sums) - {one.id for one in figures.accounts}
                pairs[name] = pair(source.by, ours, (*figures.accounts, *stand_ins(unlisted))).ours
            mapped = [(pairs[name].get(one.account_id), one) for one in figures.sums]
            told[name] = tuple(replace(one, account_id=mine) for mine, one in mapped if mine)
        tellers = [name for name in self.plan.may_tell("orders") if name in told]
        chosen = tellers if "orders" in self.plan.tables else [name for name in tellers if told[name]][:1]
        others = [(read[name].accounts, pairs[name]) for name in pairs if name != self.main.name]
        every = ours or tuple({account.id: account for theirs, _ in others for account in theirs}.values())
        return Figures(all_filled(every, others), tuple(one for name in chosen for one in told[name]))

    # --- changes -----------------------------------------------------------------------------------------------

    def _changes(self, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        """See `kambrief.ports.Changing.changes`. What cannot be told of one source cannot be told; nor of one out of
        reach, and that the main one is so is a failure. What was read while a source was out of reach counts as changed
        until it has been read whole.
        """
        told = [(source, self._asked_for_changes(source, _part(cursor, source), now)) for source in self.sources]
        cursors = {f"{source.name}.{key}": value for source, one in told for key, value in one.cursor.items()}
        accounts = [self._ours(source, one.accounts) if one.complete else None for source, one in told]
        known = [ids for ids in accounts if ids is not None]
        if len(known) < len(accounts):
            return Changes(complete=False, cursor=cursors)
        records = [one.records for _, one in told]
        records += [frozenset(f"{source.name}:{record}" for record in one.records) for source, one in told]
        return Changes(
            accounts=frozenset(self.in_part).union(*known),
            emails=frozenset().union(*(one.emails for _, one in told)),
            domains=frozenset().union(*(one.domains for _, one in told)),
            records=frozenset().union(*records),
            cursor=cursors,
        )

    def _asked_for_changes(self, source: Source, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        try:
            return _changing(source).changes(cursor, now)
        except ProviderError as error:
            if source is self.main:
                raise
            self.warn("changes not told", provider=source.crm.name, error=error.reason)
            return Changes(complete=False, cursor=cursor)

    def _ours(self, source: Source, ids: frozenset[str]) -> frozenset[str] | None:
        """The main source's ids of another's accounts; None where it cannot be told of one of them."""
        if source is self.main or source.by is By.ID or not ids:
            return ids
        theirs = source.crm.find(_NONE, _NONE, ids).accounts if source.may_tell("accounts") else stand_ins(ids)
        if ids - {one for account in theirs for one in (account.id, *account.former_ids)}:
            return None  # gone there: whose it was is not known any more
        keys = frozenset(one for account in theirs for one in (account.id, account.key) if one)
        domains = frozenset(domain for account in theirs for domain in account.domains)
        by_key = source.by is By.KEY
        ours = self.main.crm.find(_NONE, _NONE if by_key else domains, keys if by_key else _NONE).accounts
        pairs = pair(source.by, ours, theirs).ours
        if by_key and ids - pairs.keys():
            return None
        return frozenset(pairs.values())

    # --- rights and teams --------------------------------------------------------------------------------------

    def _hidden(self, manager: AccountManager, data: CrmData) -> Hidden | None:
        """See `kambrief.ports.Rights.hidden`. Each source is asked for its own records; those of one that cannot tell
        of this person follow their account.
        """
        found = []
        for source in self.sources:
            if not isinstance(source.crm, Rights):
                continue
            told = source.crm.hidden(manager, self._only(source, data))
            if told is not None:
                found.append(self._under_our_ids(source, told))
        return together(*found) if found else None

    def _only(self, source: Source, data: CrmData) -> CrmData:
        """The records that are from one source, as they are called there."""

        def mine(table: str, row: Any) -> bool:
            return (data.origin(table, getattr(row, "id", ""))[0] or self.main.name) == source.name

        rows: dict[str, Any] = {
            table: tuple(
                replace(row, id=data.origin(table, row.id)[1]) if hasattr(row, "id") else row
                for row in getattr(data, table)
                if mine(table, row)
            )
            for table in TABLES
        }
        return replace(data, **rows, told_by={}, links={})

    def _under_our_ids(self, source: Source, told: Hidden) -> Hidden:
        marked = self.plan.marked(source.name)
        tables = {table: ids for table, ids in told.items() if source is self.main or table not in PEOPLE}
        return {
            table: frozenset(f"{source.name}:{one}" for one in ids) if table in marked else ids
            for table, ids in tables.items()
        }

    def _team(self, manager: AccountManager) -> frozenset[str]:
        """See `kambrief.ports.Teams.team`."""
        return frozenset().union(*(one.crm.team(manager) for one in self.sources if isinstance(one.crm, Teams)))

    # --- writing back ------------------------------------------------------------------------------------------

    def _writable(self) -> Source | None:
        """The first source that can be written to and calls accounts and contacts as the main one does."""
        able = [source for source in self.sources if _can(source, Log)]
        return next((source for source in able if source is self.main or source.by is By.ID), None)

    def _logged(self, entry: Entry, remote_id: str = "") -> Logged:
        """See `kambrief.ports.Log.log`."""
        source = self._writable()
        told: object = source.crm if source else None
        if source is None or not isinstance(told, Log):
            raise TypeError("no source can be written to")
        deal_id = self._deal_there(source, entry)
        if entry.kind is EntryKind.NEXT_STEP and not deal_id:
            raise ProviderError(
                source.crm.name, "the deal is kept elsewhere: its next step is not written", permanent=True
            )
        entry = replace(entry, deal_id=deal_id)
        return told.log(entry, remote_id)

    def _deal_there(self, source: Source, entry: Entry) -> str:
        """What a source calls the deal of an entry; empty where it is not its own. Raises `ProviderError`."""
        tellers, prefix = self.plan.may_tell("deals"), f"{source.name}:"
        if not entry.deal_id or source.name not in tellers:
            return ""
        if "deals" in self.plan.marked(source.name):
            return entry.deal_id.removeprefix(prefix) if entry.deal_id.startswith(prefix) else ""
        if any(entry.deal_id.startswith(f"{one}:") for one in tellers if "deals" in self.plan.marked(one)):
            return ""
        if "deals" in self.plan.tables or len(tellers) == 1:
            return entry.deal_id
        # Whose deals count shows only when all are asked: two sources may call different deals by the same id.
        told = self.histories(frozenset({entry.account_id})).told_by.get("deals", ())
        if not told:
            raise ProviderError(
                source.crm.name, "for now nobody tells deals, so that it is not known whose this one is"
            )
        return entry.deal_id if told == (source.name,) else ""


def _can(source: Source, ability: type) -> bool:
    return isinstance(source.crm, ability)


def _of(source: Source) -> Portfolios:
    told: object = source.crm
    if not isinstance(told, Portfolios):
        raise TypeError(source.name)
    return told


def _changing(source: Source) -> Changing:
    told: object = source.crm
    if not isinstance(told, Changing):
        raise TypeError(source.name)
    return told


def _part(cursor: Mapping[str, str], source: Source) -> dict[str, str]:
    prefix = f"{source.name}."
    return {key.removeprefix(prefix): value for key, value in cursor.items() if key.startswith(prefix)}


def _cursors(read: Mapping[str, Figures]) -> dict[str, str]:
    return {f"{name}.{key}": value for name, one in read.items() for key, value in one.cursor.items()}


def _added(*several: Mapping[str, int]) -> dict[str, int]:
    keys = {key for one in several for key in one}
    return {key: sum(one.get(key, 0) for one in several) for key in sorted(keys)}
