"""The ledger of promises in the flow: what closes, moves or drops rows, and their return in the next brief.

a mail, a held meeting, the calendar, the CRM → rows done, or "maybe" → nudges and briefs know
a reply, a command → rows done, moved, dropped → the task in the CRM follows
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kambrief.core.crm import Entry, key_of
from kambrief.core.customer import CrmData, Side
from kambrief.core.fulfilment import fulfilled
from kambrief.core.logbook import Approval, Write, WriteState
from kambrief.core.matter import is_invitation
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.promises import PromiseRecord, done, dropped, moved
from kambrief.core.returning import with_promises
from kambrief.pipeline.customers import Known
from kambrief.pipeline.recording import Recording
from kambrief.ports import Store

LOOK_AHEAD = dt.timedelta(days=120)
"""So far ahead the calendar is searched for a meeting that was promised."""
LOOK_BACK = dt.timedelta(days=60)

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows and what follows from a change of them. ``recording`` None: nothing is written to a CRM."""

    store: Store
    recording: Recording | None = None
    log: Callable[..., object] = lambda *_, **__: None

    # --- the next brief ------------------------------------------------------------------------------------------

    def added(self, known: Known, manager: AccountManager, now: dt.datetime) -> Known:
        """What is known of some customers, with the promises of the ledger. ``known`` is already cut to what this
        manager may see: a promise to a customer they may not see is not looked up. Never raises.
        """
        accounts = frozenset(account.id for account in known.data.accounts)
        try:
            rows = self.store.promises(accounts=accounts) if accounts else ()
            if not rows:
                return known
            data = with_promises(
                known.data,
                rows,
                now,
                manager=manager.email,
                meetings=self.meetings(rows, now),
                written=self.written(rows),
            )
        except Exception as error:  # noqa: BLE001 a brief without the ledger is better than none
            self.log("promises not added", manager=manager.email, error=type(error).__name__, exc_info=True)
            return known
        return replace(known, data=data)

    # --- what came later -----------------------------------------------------------------------------------------

    def refreshed(
        self, rows: Sequence[PromiseRecord], data: CrmData, now: dt.datetime
    ) -> Sequence[PromiseRecord]:  # fmt: skip
        """The rows with what has become of them by what the CRM and the calendars tell; changes are kept."""
        changed = fulfilled(rows, data, now, self.meetings(rows, now), self.written(rows))
        if changed:
            self.store.save_promises(changed)
            self._tell([row for row in changed if not row.is_open], now)
        news = {row.key: row for row in changed}
        return [news.get(row.key, row) for row in rows]

    def meetings(self, rows: Sequence[PromiseRecord], now: dt.datetime) -> Sequence[Meeting]:
        """The calls of the open ones; and where one is to invite, whatever the calendars hold."""
        still = [row for row in rows if row.is_open]
        if any(row.side is Side.US and is_invitation(row.what) for row in still):
            return self.store.meetings(now - LOOK_BACK, now + LOOK_AHEAD)
        return self.store.meetings_named(sorted({row.meeting_id for row in still}))

    def written(self, rows: Iterable[PromiseRecord]) -> Mapping[Key, str]:
        """Row → id in the CRM of the task that was made of it."""
        by_key = {self._task_key(row): row.key for row in rows if row.side is Side.US}
        found: dict[Key, str] = {}
        for write in self.store.writes_of({row.meeting_id for row in rows}):
            if write.remote_id and write.entry.key in by_key:
                found[by_key[write.entry.key]] = write.remote_id
        return found

    # --- what a person says --------------------------------------------------------------------------------------

    def close(self, rows: Iterable[PromiseRecord], by: str, on: dt.date, now: dt.datetime) -> list[PromiseRecord]:
        """These are done. Those that are closed already stay as they are; returns what changed."""
        return self._keep([(row, done(row, by, on, now)) for row in rows], now)

    def drop(self, rows: Iterable[PromiseRecord], by: str, now: dt.datetime) -> list[PromiseRecord]:
        """These are not wanted any more."""
        return self._keep([(row, dropped(row, by, now)) for row in rows], now)

    def move(self, row: PromiseRecord, to: dt.date, now: dt.datetime) -> list[PromiseRecord]:
        """This one has another day."""
        return self._keep([(row, moved(row, to, now))], now)

    def _keep(self, pairs: Iterable[tuple[PromiseRecord, PromiseRecord]], now: dt.datetime) -> list[PromiseRecord]:
        changed = [replace(new, confirmed=True) for old, new in pairs if new != old]
        if changed:
            self.store.save_promises(changed)
            self._tell(changed, now)
        return changed

    # --- the CRM's task follows ----------------------------------------------------------------------------------

    def _tell(self, rows: Sequence[PromiseRecord], now: dt.datetime) -> None:
        """Tasks that were made of these promises say the same; where none was made, none is."""
        if self.recording is None:
            return
        for row in rows:
            write = next((one for one in self.store.writes(row.meeting_id) if self._is_task(one, row)), None)
            if write is None or write.state in {WriteState.WITHDRAWN, WriteState.GONE}:
                continue
            gone = not row.is_open and row.done_on is None
            entry: Entry = replace(write.entry, due=row.due, done=row.done_on is not None)
            if gone or entry != write.entry:
                self.recording.keep(
                    Approval(
                        write.provider, row.meeting_id, write.manager, () if gone else (entry,), row.manager, now,
                        whole=False, withdrawn=frozenset({entry.key}) if gone else frozenset(),
                        note=self.recording.hindrance,
                    )
                )  # fmt: skip

    def _is_task(self, write: Write, row: PromiseRecord) -> bool:
        provider = self.recording.provider if self.recording else ""
        return write.provider == provider and write.entry.key == self._task_key(row)

    @staticmethod
    def _task_key(row: PromiseRecord) -> str:
        return key_of(row.meeting_id, row.manager.casefold(), "task", row.id)
