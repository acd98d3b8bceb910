"""`SqlStore`: the store on SQLite or PostgreSQL. Each method is one transaction; what it does is in its topic's module.

Topics: `meetings`, `memory` (sources, snapshots, corrections, feedback), `hints` (and what was heard), `steps`,
`ledger` (briefs and mails), `logbook` (what is written to the CRM), `followups` (and promises, and how people write).
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Self

from kambrief.core.brief import Section
from kambrief.core.calendar_read import Touched
from kambrief.core.customer import CrmData
from kambrief.core.drafting import FollowupRecord, FollowupState
from kambrief.core.feedback import Feedback
from kambrief.core.heard import Heard
from kambrief.core.insight.figures import AccountFigures
from kambrief.core.kept import Kept, Snapshot
from kambrief.core.logbook import Approval, Ended, Write
from kambrief.core.model import Meeting
from kambrief.core.promises import PromiseRecord
from kambrief.core.voice import Edited, Voice
from kambrief.core.work import (
    BriefRecord,
    Correction,
    Delivery,
    DeliveryState,
    Hint,
    SourceState,
    Step,
    StepKind,
    StepPlan,
    StepState,
)
from kambrief.errors import ProviderError, UserError
from kambrief.store import figures, followups, ledger, logbook, memory, schema
from kambrief.store import hints as hint_rows
from kambrief.store import meetings as meeting_rows
from kambrief.store import steps as step_rows
from kambrief.store.database import Database
from kambrief.store.numbers import SqlNumbers
from kambrief.store.site import SqlSite


class SqlStore:
    """Implements `ports.Store`; see there for what each method promises.

    Any method may raise `ProviderError` ("database") when the database cannot be reached or refuses.
    """

    def __init__(self, url: str) -> None:
        """``sqlite:///path`` or ``postgresql://…``; connects only when first used. Raises `UserError` for others."""
        self._database = Database(url)
        self.site = SqlSite(self._database)
        """What the pages keep."""
        self.numbers = SqlNumbers(self._database)
        """Counts over all of it."""

    @classmethod
    def open(cls, url: str) -> Self:
        """A store whose tables are up to date: made or migrated where needed.

        Raises `UserError` when the database cannot be opened or was written by a newer Kambrief.
        """
        store = cls(url)
        try:
            store.upgrade()
        except ProviderError as error:
            store.close()
            raise UserError(
                f"Cannot open the database ({error.reason}): check [database] url, that it is reachable,"
                " and that its folder exists and may be written"
            ) from error
        except UserError:
            store.close()
            raise
        return store

    def upgrade(self) -> None:
        """Bring the tables to this version. Does nothing when they are. Raises `UserError` when they are newer."""
        self._database.prepare()
        schema.upgrade(self._database)

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    # meetings

    def meetings(self, start: dt.datetime, end: dt.datetime) -> Sequence[Meeting]:
        with self._database.read() as session:
            return meeting_rows.touching(session, start, end)

    def meetings_of(self, what: Touched, start: dt.datetime, end: dt.datetime) -> Sequence[Meeting]:
        with self._database.read() as session:
            return meeting_rows.of(session, what, start, end)

    def meeting(self, meeting_id: str) -> Meeting | None:
        with self._database.read() as session:
            return meeting_rows.one(session, meeting_id)

    def meetings_named(self, ids: Collection[str]) -> Sequence[Meeting]:
        with self._database.read() as session:
            return meeting_rows.named(session, ids)

    def save_meetings(self, meetings: Sequence[Meeting], now: dt.datetime) -> None:
        with self._database.write() as session:
            meeting_rows.save(session, meetings, now)

    # what we remember of sources

    def source_states(self, names: frozenset[str] | None = None) -> Mapping[str, SourceState]:
        with self._database.read() as session:
            return memory.source_states(session, names)

    def save_source_state(self, state: SourceState) -> None:
        with self._database.write() as session:
            memory.save_source_state(session, state)

    def save_snapshot(self, provider: str, root_account_id: str, data: CrmData) -> None:
        with self._database.write() as session:
            memory.save_snapshot(session, provider, root_account_id, data)

    def snapshots(self, provider: str) -> Sequence[CrmData]:
        with self._database.read() as session:
            return memory.snapshots(session, provider)

    def save_snapshots(self, provider: str, by_root: Mapping[str, CrmData]) -> Mapping[str, str]:
        with self._database.write() as session:
            return memory.save_snapshots(session, provider, by_root)

    def snapshots_of(self, provider: str, roots: frozenset[str] | None = None) -> Mapping[str, Snapshot]:
        with self._database.read() as session:
            return memory.snapshots_of(session, provider, roots)

    def account_names(self, provider: str) -> Mapping[str, str]:
        with self._database.read() as session:
            return memory.account_names(session, provider)

    def kept(self, provider: str) -> Kept:
        with self._database.read() as session:
            return memory.kept(session, provider)

    def save_kept(self, provider: str, kept: Kept) -> None:
        with self._database.write() as session:
            memory.save_kept(session, provider, kept)

    def purge_snapshots(self, provider: str, keep: frozenset[str], older_than: dt.datetime) -> int:
        with self._database.write() as session:
            return memory.purge_snapshots(session, provider, keep, older_than)

    def figures(self, provider: str) -> Sequence[AccountFigures]:
        with self._database.read() as session:
            return figures.figures(session, provider)

    def save_figures(self, provider: str, rows: Sequence[AccountFigures], gone: frozenset[str] | None) -> None:
        with self._database.write() as session:
            figures.save(session, provider, rows, gone)

    # hints and what was heard

    def add_hints(self, hints: Sequence[Hint]) -> int:
        with self._database.write() as session:
            return hint_rows.add(session, hints)

    def hints(self, limit: int) -> Sequence[Hint]:
        with self._database.read() as session:
            return hint_rows.load(session, limit)

    def drop_hints(self, hints: Sequence[Hint]) -> None:
        with self._database.write() as session:
            hint_rows.drop(session, hints)

    def save_heard(self, heard: Heard, at: dt.datetime) -> None:
        with self._database.write() as session:
            hint_rows.save_heard(session, heard, at)

    def heard(self, meeting_id: str) -> Sequence[Heard]:
        with self._database.read() as session:
            return hint_rows.heard(session, meeting_id)

    # steps

    def plan(self, steps: Sequence[StepPlan]) -> int:
        with self._database.write() as session:
            return step_rows.plan(session, steps)

    def drop(self, kind: StepKind, meeting_id: str, manager: str, note: str) -> bool:
        with self._database.write() as session:
            return step_rows.drop(session, kind, meeting_id, manager, note)

    def claim(self, worker: str, now: dt.datetime, kind: StepKind, limit: int, lease: dt.timedelta) -> Sequence[Step]:
        with self._database.write() as session:
            return step_rows.claim(session, worker, now, kind, limit, lease)

    def finish(self, step: Step, state: StepState, note: str = "", due_at: dt.datetime | None = None) -> None:
        with self._database.write() as session:
            step_rows.finish(session, step, state, note, due_at)

    def steps(self, meeting_id: str = "") -> Sequence[Step]:
        with self._database.read() as session:
            return step_rows.load(session, meeting_id)

    def steps_of(self, meeting_ids: Collection[str], manager: str) -> Sequence[Step]:
        with self._database.read() as session:
            return step_rows.of_meetings(session, meeting_ids, manager)

    # briefs and the ledger

    def save_brief(
        self,
        record: BriefRecord,
        deliveries: Sequence[Delivery],
        replace_planned: bool,  # noqa: FBT001 - as in ports.Store
        step: Step | None = None,
        covered: Sequence[BriefRecord] = (),
    ) -> bool:
        with self._database.write() as session:
            if step is not None:
                step_rows.finish(session, step, StepState.DONE, "", None)
            if not ledger.keep_briefs(session, (record, *covered)):
                return False
            ledger.replace_briefs(session, covered, record.revision)
            ledger.enter(session, deliveries, replace=replace_planned, revision=record.revision)
            return True

    def briefs(self, meeting_id: str, manager: str = "") -> Sequence[BriefRecord]:
        with self._database.read() as session:
            return ledger.briefs(session, meeting_id, manager)

    def briefs_of(self, meeting_ids: Collection[str], manager: str) -> Sequence[BriefRecord]:
        with self._database.read() as session:
            return ledger.briefs_of(session, meeting_ids, manager)

    def briefs_since(self, manager: str, since: dt.datetime) -> Sequence[BriefRecord]:
        with self._database.read() as session:
            return ledger.briefs_since(session, manager, since)

    def receipts_since(self, since: dt.datetime) -> Sequence[Mapping[str, object]]:
        with self._database.read() as session:
            return [receipt for _, receipt in ledger.receipts_since(session, since)]

    def deliveries(self, meeting_id: str = "") -> Sequence[Delivery]:
        with self._database.read() as session:
            return ledger.of_meeting(session, meeting_id)

    def deliveries_of(self, meeting_ids: Collection[str], manager: str) -> Mapping[str, Sequence[Delivery]]:
        with self._database.read() as session:
            return ledger.of_meetings(session, meeting_ids, manager)

    def deliveries_by_id(self, message_ids: frozenset[str]) -> Sequence[Delivery]:
        with self._database.read() as session:
            return ledger.by_message_id(session, message_ids)

    def replace_planned(self, meeting_id: str, manager: str, note: str) -> int:
        with self._database.write() as session:
            return ledger.replace_planned(session, meeting_id, manager, note)

    def claim_delivery(self, worker: str, now: dt.datetime, lease: dt.timedelta) -> Delivery | None:
        with self._database.write() as session:
            return ledger.claim(session, worker, now, lease)

    def expire_sending(self) -> Sequence[Delivery]:
        with self._database.write() as session:
            return ledger.expire_sending(session)

    def reclaim_unknown(self, delivery: Delivery, worker: str, lease: dt.timedelta) -> Delivery | None:
        with self._database.write() as session:
            return ledger.reclaim_unknown(session, delivery, worker, lease)

    def settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        note: str,
        *,
        due_at: dt.datetime | None = None,
        sent_at: dt.datetime | None = None,
        certain: bool = True,
    ) -> None:
        with self._database.write() as session:
            ledger.settle(session, delivery, state, note, due_at=due_at, sent_at=sent_at, certain=certain)

    # the logbook

    def approve(self, approval: Approval) -> Sequence[Write]:
        with self._database.write() as session:
            return logbook.approve(session, approval)

    def writes(self, meeting_id: str = "") -> Sequence[Write]:
        with self._database.read() as session:
            return logbook.of_meeting(session, meeting_id)

    def writes_of(self, meeting_ids: Collection[str]) -> Sequence[Write]:
        with self._database.read() as session:
            return logbook.of_meetings(session, meeting_ids)

    def claim_write(
        self, worker: str, now: dt.datetime, provider: str, lease: dt.timedelta, meeting_id: str = ""
    ) -> Write | None:
        with self._database.write() as session:
            return logbook.claim(session, worker, now, provider, lease, meeting_id)

    def settle_write(self, write: Write, ended: Ended) -> Write:
        with self._database.write() as session:
            return logbook.settle(session, write, ended)

    def retry_writes(self, now: dt.datetime) -> int:
        with self._database.write() as session:
            return logbook.retry(session, now)

    # corrections

    def corrections(self) -> Sequence[Correction]:
        with self._database.read() as session:
            return memory.corrections(session)

    def save_correction(self, correction: Correction) -> None:
        with self._database.write() as session:
            memory.save_correction(session, correction)

    def forget_correction(self, email: str) -> bool:
        with self._database.write() as session:
            return memory.forget_correction(session, email)

    # feedback

    def feedback(self, manager: str = "") -> Sequence[Feedback]:
        with self._database.read() as session:
            return memory.feedback(session, manager)

    def save_feedback(self, feedback: Feedback) -> None:
        with self._database.write() as session:
            memory.save_feedback(session, feedback)

    def forget_feedback(self, manager: str, meeting_id: str, section: Section) -> bool:
        with self._database.write() as session:
            return memory.forget_feedback(session, manager, meeting_id, section)

    # follow-ups

    def followup(self, meeting_id: str, manager: str) -> FollowupRecord | None:
        with self._database.read() as session:
            return followups.followup(session, meeting_id, manager)

    def followups(
        self, states: frozenset[FollowupState] = frozenset(), manager: str = "", meeting_id: str = ""
    ) -> Sequence[FollowupRecord]:
        with self._database.read() as session:
            return followups.followups(session, states, manager, meeting_id)

    def followups_of(self, meeting_ids: Collection[str], manager: str) -> Sequence[FollowupRecord]:
        with self._database.read() as session:
            return followups.followups_of(session, meeting_ids, manager)

    def save_followup(self, record: FollowupRecord) -> bool:
        with self._database.write() as session:
            return followups.save_followup(session, record)

    # the ledger of promises

    def promises(
        self, manager: str = "", accounts: frozenset[str] | None = None, meeting_id: str = ""
    ) -> Sequence[PromiseRecord]:
        with self._database.read() as session:
            return followups.promises(session, manager, accounts, meeting_id)

    def save_promises(self, rows: Sequence[PromiseRecord]) -> None:
        with self._database.write() as session:
            followups.save_promises(session, rows)

    # voices

    def voices(self, manager: str) -> Sequence[Voice]:
        with self._database.read() as session:
            return followups.voices(session, manager)

    def save_voice(self, voice: Voice) -> None:
        with self._database.write() as session:
            followups.save_voice(session, voice)

    def forget_voice(self, manager: str, language: str = "", address_form: str = "") -> int:
        with self._database.write() as session:
            return followups.forget_voice(session, manager, language, address_form)

    def edits(self, manager: str) -> Sequence[Edited]:
        with self._database.read() as session:
            return followups.edits(session, manager)

    def save_edit(self, manager: str, meeting_id: str, edited: Edited) -> None:
        with self._database.write() as session:
            followups.save_edit(session, manager, meeting_id, edited)
