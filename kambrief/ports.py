"""What the core's surroundings must offer. One Protocol a kind of provider; the concrete ones meet in `app.py` only.

Every method may raise `ProviderError`; none returns half a truth silently: what could not be had is data
(``problems``, ``missing``). Secrets never appear in errors.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from kambrief.core.brief import Section
from kambrief.core.calendar_read import Touched
from kambrief.core.customer import Account, CrmData
from kambrief.core.feedback import Feedback
from kambrief.core.heard import Heard
from kambrief.core.insight.figures import AccountFigures
from kambrief.core.insight.money import Sums
from kambrief.core.insight.windows import Windows
from kambrief.core.model import Meeting, Occurrence
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
from kambrief.errors import FailedCall


@dataclass(frozen=True, slots=True)
class Health:
    """What ``kambrief check`` prints of one connection."""

    name: str
    ok: bool
    summary: str
    advice: str = ""
    """What to do about it; empty when all is well."""
    lacks: str = ""
    """The table that is not there, where this is all that the line says."""


# --- meetings ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """One calendar, read once. ``complete`` is False when the source could not be read to its end (or not at all):
    then nothing that is missing from it counts as gone. ``unchanged``: the server said 304, all as last time.
    """

    provider: str
    calendar: str
    """Which calendar, without secrets: the section's name or a masked address."""
    owner: str
    occurrences: tuple[Occurrence, ...] = ()
    complete: bool = True
    unchanged: bool = False
    problems: tuple[str, ...] = ()
    """Events that were skipped and why; a failed read, and why."""
    unread: frozenset[str] = frozenset()
    """UIDs of skipped events: that they are missing from ``occurrences`` does not mean that they are gone."""
    partial: bool = False
    """``occurrences`` are only what is new or changed since the cursor; all else that was known still stands, but for
    what is in ``removed``."""
    removed: frozenset[str] = frozenset()
    """What has gone, by ``external_id``; ids that nobody knows mean nothing."""
    cursor: Mapping[str, str] = field(default_factory=dict)
    """What to hand in next time (ETag, Last-Modified, delta link)."""
    aside: Mapping[str, str] = field(default_factory=dict)
    """What to hand in with it, also when what was read is not believed (a subscription that was made)."""


@runtime_checkable
class Meetings(Protocol):
    """A source of meetings."""

    name: str

    def read(
        self, start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]], now: dt.datetime
    ) -> Sequence[CalendarRead]:
        """Every configured calendar's occurrences that touch the window, recurrences expanded, one broken calendar or
        event never hiding the rest. ``cursors``: calendar → what the last read returned.
        """
        ...

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """One line a calendar."""
        ...


@dataclass(frozen=True, slots=True)
class Member:
    """An account manager out of a vendor's directory; zone (IANA) and language are empty where it does not say."""

    email: str
    name: str = ""
    timezone: str = ""
    language: str = ""


@runtime_checkable
class Platform(Protocol):
    """A source of meetings that is told of changes, or knows what was said in calls: a video platform."""

    name: str

    def read_only(
        self, keys: frozenset[str], start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]],
        now: dt.datetime,
    ) -> Sequence[CalendarRead]:  # fmt: skip
        """As `Meetings.read`, but only the calendars that hints with these keys are about; none for unknown keys."""
        ...

    def hear(self, meeting: Meeting, beside: Sequence[Meeting], now: dt.datetime) -> Heard | None:
        """What the platform knows of a call that has been; None when it took place elsewhere, or is none of ours.
        ``beside``: other meetings around that time; what was said in one that has the same link must not be taken for
        this one's. What is not ready yet is ``pending`` in the answer.
        """
        ...

    def is_of(self, meeting: Meeting, key: str) -> bool:
        """Whether a hint about a call with this key is about this meeting."""
        ...


# --- CRM -----------------------------------------------------------------------------------------------------------


class Crm(Protocol):
    """A source of customer data. Answers in batches: one call for all meetings of a pass."""

    name: str

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        """Accounts and contacts only: whoever has one of these addresses (case ignored, aliases too), every account
        that owns one of the domains, every contact or account with one of the ``ids`` (corrections point to them), and
        the whole groups (root and descendants) these belong to, with all their contacts.
        """
        ...

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        """Everything about these accounts: complete tables cut to them, products whole."""
        ...

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """What is there, what is missing, which rows could not be read."""
        ...


@dataclass(frozen=True, slots=True)
class Figures:
    """What a CRM or BI knows of all customers' revenue: sums, never rows."""

    accounts: tuple[Account, ...] = ()
    """All accounts, or those that changed."""
    sums: tuple[Sums, ...] = ()
    """Of all accounts, or of those in ``changed``."""
    complete: bool = True
    """False: only what changed since the cursor."""
    unchanged: bool = False
    """Nothing changed since the cursor: accounts and sums are empty, what was read before still holds."""
    changed: frozenset[str] = frozenset()
    """Unless complete: the account ids whose sums are replaced by ``sums``; some may have none left."""
    cursor: Mapping[str, str] = field(default_factory=dict)
    """What to hand in next time."""
    counted: Mapping[str, int] = field(default_factory=dict)
    """What it took: ``queries`` asked (or files parsed), ``rows`` read, ``left_out`` that could not be understood."""


@runtime_checkable
class Portfolios(Protocol):
    """A CRM that can also tell all customers' revenue at once."""

    name: str

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        """All accounts with their sums over the compared months; given what the last call returned as ``cursor``, only
        what changed since, or that nothing did. Everything is read anew when the months change, and at the first call
        of a day where changes are told by a column (deleted rows change nothing). Raises `SuddenlyEmptyError` when all
        accounts or all orders known to the cursor are gone.
        """
        ...


# --- mail ----------------------------------------------------------------------------------------------------------


class Mail(Protocol):
    """A way out for mail to account managers."""

    name: str
    can_look_up: bool
    """Whether `was_sent` can know."""

    def send(self, message: bytes, sender: str, recipient: str) -> str:
        """Hand over exactly these bytes for exactly one recipient; returns the server's own words.

        Raises `DeliveryUnknownError` when the connection died after the last byte and before the answer, else
        `ProviderError` with ``permanent`` set rightly: nothing has been delivered then.
        """
        ...

    def was_sent(self, message_id: str, sender: str) -> bool | None:
        """Whether a mail with this Message-ID left ``sender``'s hands; None when this provider cannot know (yet)."""
        ...

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Connects and signs in, sends nothing."""
        ...


# --- the language model --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request to a model: system and user text, the JSON schema of the answer, limits."""

    system: str
    user: str
    schema: Mapping[str, object]
    name: str
    version: str
    """Hash of the prompt files it was made from."""
    max_tokens: int = 1500


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said, and the receipt."""

    text: str
    model: str
    destination: str
    """Host it was sent to."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    request_hash: str = ""
    cached_tokens: int = 0
    """Of the prompt's; the server had read them before."""
    cost: float | None = None
    """In the unit of the configured prices; None without them."""
    failed: tuple[FailedCall, ...] = ()
    """Models asked before this one, in vain."""


class Writer(Protocol):
    """A language model."""

    name: str

    def write(self, prompt: Prompt, timeout: float) -> Answer:
        """One answer within ``timeout`` seconds in all, retries and a second model included; `ProviderError` for every
        kind of failure. Where models were asked it is a `ModelError`, whose ``failed`` tells what each cost.
        """
        ...

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """One tiny call a model: what its server can do."""
        ...


# --- the store -----------------------------------------------------------------------------------------------------


class Store(Protocol):
    """Everything that must survive a crash. No method keeps a transaction open after it returned; each write is one
    transaction. Leases run on the database's own clock; ``now`` is the run's decision time.
    """

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

    def briefs_since(self, manager: str, since: dt.datetime) -> Sequence[BriefRecord]:
        """One manager's briefs of all meetings written at ``since`` or later, oldest first; without text and page."""
        ...

    def receipts_since(self, since: dt.datetime) -> Sequence[Mapping[str, object]]:
        """Everybody's: what ``why`` keeps of each call of a model, for briefs written at ``since`` or later."""
        ...

    def deliveries(self, meeting_id: str = "") -> Sequence[Delivery]:
        """The ledger, or one meeting's part with the digests that carry it, oldest first."""
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
