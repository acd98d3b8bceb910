"""What must survive a crash."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

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
from kambrief.ports.numbers import Numbers
from kambrief.ports.site import SiteStore


class Store(Protocol):
    """Everything that must survive a crash. No method keeps a transaction open after it returned; each write is one
    transaction. Leases run on the database's own clock; ``now`` is the run's decision time.
    """

    @property
    def site(self) -> SiteStore:
        """What the pages keep, in the same database."""
        ...

    @property
    def numbers(self) -> Numbers:
        """Counts over all of it."""
        ...

    # meetings

    def meetings(self, start: dt.datetime, end: dt.datetime) -> Sequence[Meeting]:
        """Meetings that touch the window, cancelled ones too, by start."""
        ...

    def meetings_of(self, what: Touched, start: dt.datetime, end: dt.datetime) -> Sequence[Meeting]:
        """Every meeting that ``what`` speaks of, with its copies, by start: of any time, but of whole calendars only
        what touches the window.
        """
        ...

    def meeting(self, meeting_id: str) -> Meeting | None:
        """One meeting by its whole id."""
        ...

    def meetings_named(self, ids: Collection[str]) -> Sequence[Meeting]:
        """Those with these whole ids that there are, by start."""
        ...

    def save_meetings(self, meetings: Sequence[Meeting], now: dt.datetime) -> None:
        """Insert or replace, sources with their copies included. A source key points to one meeting: the last write
        wins it; a new meeting all of whose keys another one has is left out (two processes read one calendar, the
        first has named it).
        """
        ...

    # what we remember of sources

    def source_states(self, names: frozenset[str] | None = None) -> Mapping[str, SourceState]:
        """By name; all, or those named."""
        ...

    def save_source_state(self, state: SourceState) -> None:
        """Insert or replace by name."""
        ...

    def save_snapshot(self, provider: str, root_account_id: str, data: CrmData) -> None:
        """Keep the last known customer data of one group (root account), for when the CRM is down."""
        ...

    def snapshots(self, provider: str) -> Sequence[CrmData]:
        """All kept groups of a provider, each with its own ``fetched_at``."""
        ...

    def save_snapshots(self, provider: str, by_root: Mapping[str, CrmData]) -> Mapping[str, str]:
        """As `save_snapshot`, many in one transaction; their stamps by root."""
        ...

    def snapshots_of(self, provider: str, roots: frozenset[str] | None = None) -> Mapping[str, Snapshot]:
        """Kept groups by root, with the stamps that `save_snapshots` told: all, or those named that are there."""
        ...

    def account_names(self, provider: str) -> Mapping[str, str]:
        """Account id → name, of all kept groups of a provider."""
        ...

    def kept(self, provider: str) -> Kept:
        """Which answers of a CRM still hold; empty when nothing is kept, or nothing that can be read."""
        ...

    def save_kept(self, provider: str, kept: Kept) -> None:
        """Replace it. The snapshots it vouches for are stored first: without them it vouches for nothing."""
        ...

    def purge_snapshots(self, provider: str, keep: frozenset[str], older_than: dt.datetime) -> int:
        """Delete kept groups not in ``keep`` and fetched before ``older_than``; how many."""
        ...

    def figures(self, provider: str) -> Sequence[AccountFigures]:
        """Every customer's sums as last read from a provider, by account id."""
        ...

    def save_figures(self, provider: str, rows: Sequence[AccountFigures], gone: frozenset[str] | None) -> None:
        """Replace the sums of these accounts and delete the ``gone`` ones; ``gone`` None: replace everything."""
        ...

    # hints and what was heard

    def add_hints(self, hints: Sequence[Hint]) -> int:
        """Keep those whose id is not kept already; how many."""
        ...

    def hints(self, limit: int) -> Sequence[Hint]:
        """The oldest first."""
        ...

    def drop_hints(self, hints: Sequence[Hint]) -> None:
        """They have been looked into."""
        ...

    def save_heard(self, heard: Heard, at: dt.datetime) -> None:
        """Insert, or replace what was kept of the same session of the same meeting; a named session replaces what was
        kept while none was known.
        """
        ...

    def heard(self, meeting_id: str) -> Sequence[Heard]:
        """What is kept of one meeting, one a session."""
        ...

    # steps

    def plan(self, steps: Sequence[StepPlan]) -> int:
        """Insert missing steps; a planned one gets the new ``due_at``; a finished one stays unless ``again``; a claimed
        one stays as it is. Returns how many rows were inserted or changed.
        """
        ...

    def drop(self, kind: StepKind, meeting_id: str, manager: str, note: str) -> bool:
        """Planned → dropped (a claimed one is left to its worker)."""
        ...

    def claim(self, worker: str, now: dt.datetime, kind: StepKind, limit: int, lease: dt.timedelta) -> Sequence[Step]:
        """Claim up to ``limit`` due steps, earliest first: planned and ``due_at <= now``, or claimed with an expired
        lease. Each by an UPDATE that must change exactly one row; sets ``claimed_by``, ``lease_until`` (database clock)
        and ``attempt + 1``.
        """
        ...

    def finish(self, step: Step, state: StepState, note: str = "", due_at: dt.datetime | None = None) -> None:
        """Store a claimed step's outcome (PLANNED with ``due_at`` = try again then). Raises `LeaseLostError` when
        ``claimed_by`` or ``attempt`` no longer match.
        """
        ...

    def steps(self, meeting_id: str = "") -> Sequence[Step]:
        """All steps, or those of one meeting."""
        ...

    def steps_of(self, meeting_ids: Collection[str], manager: str) -> Sequence[Step]:
        """One manager's steps of these meetings (or days of digests), by due time."""
        ...

    # briefs and the ledger

    def save_brief(
        self,
        record: BriefRecord,
        deliveries: Sequence[Delivery],
        replace_planned: bool,  # noqa: FBT001 always given by name
        step: Step | None = None,
        covered: Sequence[BriefRecord] = (),
    ) -> bool:
        """In one transaction: keep the brief, put its mails into the ledger as planned (``Delivery.id`` is ignored),
        mark older planned rows of the same meeting and recipient ``replaced`` if told so, and finish ``step`` as DONE
        (`LeaseLostError` rolls everything back). ``covered``: the records of the meetings that a digest carries, kept
        with it; they have its revision, and where they are of kind DIGEST, planned single briefs are replaced. False
        when a (meeting, manager, revision) was there already: then only the step is finished.
        """
        ...

    def briefs(self, meeting_id: str, manager: str = "") -> Sequence[BriefRecord]:
        """All revisions, oldest first."""
        ...

    def briefs_of(self, meeting_ids: Collection[str], manager: str) -> Sequence[BriefRecord]:
        """One manager's briefs of these meetings, oldest first; without text and pages."""
        ...

    def briefs_since(self, manager: str, since: dt.datetime) -> Sequence[BriefRecord]:
        """One manager's briefs of all meetings written at ``since`` or later, oldest first; without text and page."""
        ...

    def receipts_since(self, since: dt.datetime) -> Sequence[Mapping[str, object]]:
        """Everybody's: what ``why`` keeps of calls of a model made at ``since`` or later, for briefs and follow-ups."""
        ...

    def deliveries(self, meeting_id: str = "") -> Sequence[Delivery]:
        """The ledger, or one meeting's part with the digests that carry it, oldest first."""
        ...

    def deliveries_of(self, meeting_ids: Collection[str], manager: str) -> Mapping[str, Sequence[Delivery]]:
        """Of each of these meetings what `deliveries` tells of one manager, without the mails' bytes."""
        ...

    def deliveries_by_id(self, message_ids: frozenset[str]) -> Sequence[Delivery]:
        """The rows of the ledger with these Message-IDs: which of our mails somebody answers."""
        ...

    def replace_planned(self, meeting_id: str, manager: str, note: str) -> int:
        """Planned → replaced; how many."""
        ...

    def claim_delivery(self, worker: str, now: dt.datetime, lease: dt.timedelta) -> Delivery | None:
        """The earliest planned row with ``due_at <= now`` becomes ``sending`` (same rules as `claim`); its bytes are
        already stored. ``copies`` grows by one in the same UPDATE.
        """
        ...

    def expire_sending(self) -> Sequence[Delivery]:
        """Rows in ``sending`` whose lease ran out become ``unknown``; returns all rows now ``unknown`` that are not yet
        resolved (state ``unknown``).
        """
        ...

    def reclaim_unknown(self, delivery: Delivery, worker: str, lease: dt.timedelta) -> Delivery | None:
        """``unknown`` → ``sending`` for the identical bytes; None when another worker was faster. ``copies`` + 1."""
        ...

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
        """Store the outcome. PLANNED with ``due_at`` = try again then. From ``sending``, ``claimed_by`` and ``attempt``
        must match (`LeaseLostError`); from ``planned`` or ``unknown`` the state must be unchanged. With PLANNED or
        FAILED and ``certain`` (nothing left) ``copies`` shrinks by one again.
        """
        ...

    # the logbook: what is written to the CRM

    def approve(self, approval: Approval) -> Sequence[Write]:
        """Insert or change what is to be written for one meeting, in one transaction: content that stands in the CRM is
        not written again, other content is due, what is not wanted any more is withdrawn. All rows of the meeting, the
        provider and the account manager as they are then.
        """
        ...

    def writes(self, meeting_id: str = "") -> Sequence[Write]:
        """The logbook, or one meeting's part, by time of approval."""
        ...

    def writes_of(self, meeting_ids: Collection[str]) -> Sequence[Write]:
        """The parts of these meetings."""
        ...

    def claim_write(
        self, worker: str, now: dt.datetime, provider: str, lease: dt.timedelta, meeting_id: str = ""
    ) -> Write | None:
        """The earliest row of a provider that is due at ``now``, or whose writer did not come back, becomes ``writing``
        (same rules as `claim`). What the record says counts as unknown from here on.
        """
        ...

    def settle_write(self, write: Write, ended: Ended) -> Write:
        """Store how a try ended; the row then. ``claimed_by`` and ``attempt`` must match (`LeaseLostError`). A row that
        was approved anew meanwhile is due again.
        """
        ...

    def retry_writes(self, now: dt.datetime) -> int:
        """What failed or waits becomes due now; how many."""
        ...

    # corrections

    def corrections(self) -> Sequence[Correction]:
        """All, one an address."""
        ...

    def save_correction(self, correction: Correction) -> None:
        """Insert or replace by address."""
        ...

    def forget_correction(self, email: str) -> bool:
        """Delete the correction of one address; False when there is none."""
        ...

    # feedback

    def feedback(self, manager: str = "") -> Sequence[Feedback]:
        """What one account manager (or everybody) has said of sections, oldest first."""
        ...

    def save_feedback(self, feedback: Feedback) -> None:
        """Insert, or replace by (manager, meeting, section) what was said there earlier; what was said later stays."""
        ...

    def forget_feedback(self, manager: str, meeting_id: str, section: Section) -> bool:
        """Delete one; False when there is none."""
        ...

    # follow-ups

    def followup(self, meeting_id: str, manager: str) -> FollowupRecord | None:
        """One, with all its versions."""
        ...

    def followups(
        self, states: frozenset[FollowupState] = frozenset(), manager: str = "", meeting_id: str = ""
    ) -> Sequence[FollowupRecord]:
        """Those in one of these states (none named: in any), of one manager or meeting where named, oldest first."""
        ...

    def followups_of(self, meeting_ids: Collection[str], manager: str) -> Sequence[FollowupRecord]:
        """One manager's of these meetings."""
        ...

    def save_followup(self, record: FollowupRecord) -> bool:
        """Insert (``revision`` 0), or replace the row of this very revision; ``revision`` grows by one in it. False
        when somebody else was faster: then nothing is stored.
        """
        ...

    # the ledger of promises

    def promises(
        self, manager: str = "", accounts: frozenset[str] | None = None, meeting_id: str = ""
    ) -> Sequence[PromiseRecord]:
        """Those of one manager, of these accounts, of one meeting; by due day, undated ones last."""
        ...

    def save_promises(self, rows: Sequence[PromiseRecord]) -> None:
        """Insert or replace by (meeting, manager, id), in one transaction."""
        ...

    # voices

    def voices(self, manager: str) -> Sequence[Voice]:
        """One a language and form of address."""
        ...

    def save_voice(self, voice: Voice) -> None:
        """Insert or replace by (manager, language, form of address)."""
        ...

    def forget_voice(self, manager: str, language: str = "", address_form: str = "") -> int:
        """Delete a manager's voices and the edits they were learned from (of one language and form where named); how
        many voices.
        """
        ...

    def edits(self, manager: str) -> Sequence[Edited]:
        """What was drafted and what was sent, oldest first."""
        ...

    def save_edit(self, manager: str, meeting_id: str, edited: Edited) -> None:
        """Insert or replace by (manager, meeting)."""
        ...
