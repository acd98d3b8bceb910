"""The logbook: what is to be written to the CRM, what has been, and what becomes of a try.

One row a record (provider and key). A row is approved, claimed, written, and settled; these are the decisions, the rows
are kept by the store. What an approval changes while a write is under way is never lost: the write settles what it has
written, and what is wanted by then differs from it, so the row is due again.
"""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kambrief.core.crm import KEY_PREFIX, Entry, EntryKind
from kambrief.errors import GoneError, ProviderError

PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 180, 360, 720, 1440))
"""After the first failure, the second, …; the last one for all that follow: what was approved is never given up."""
SETTLES = dt.timedelta(seconds=60)
"""So long after a failed try nobody looks for the record it may have made: vendors' searches lag behind."""
SHORT_KEY = 6
NOTE_LENGTH = 500

NEVER_WRITTEN = "taken back before it was written"
OVERTAKEN = "a newer next step of the deal was approved"
STAYS = "no longer part of what was approved; the record stays in the CRM as it is"
MAY_STAND = "no longer part of what was approved; a try had no clear end, so the record may stand in the CRM"


class WriteState(enum.StrEnum):
    """Where a record stands. ``writing`` with an expired lease is due again."""

    PLANNED = "planned"
    WRITING = "writing"
    WRITTEN = "written"
    FAILED = "failed"
    """Refused for good: a person has to look."""
    GONE = "gone"
    """It was written, and somebody has deleted it in the CRM since: it is not made again."""
    WITHDRAWN = "withdrawn"
    """Not wanted any more. What was written stays in the CRM: ``note`` says whether that may be."""


@dataclass(frozen=True, slots=True)
class Write:
    """A row of the logbook. ``(provider, entry.key)`` is unique."""

    provider: str
    meeting_id: str
    manager: str
    entry: Entry
    state: WriteState
    due_at: dt.datetime
    wanted: str = ""
    """Hash of the content that was approved last; empty when nothing is wanted any more."""
    written: str = ""
    """Hash of what the record is known to say. Empty from the moment a write begins until it is known how it ended."""
    remote_id: str = ""
    claimed_by: str = ""
    lease_until: dt.datetime | None = None
    attempt: int = 0
    """Only ever grows: it tells an old claim from a new one."""
    tries: int = 0
    """Failures in a row since it was approved or written last."""
    not_before: dt.datetime | None = None
    """Whoever wants it at once waits until then all the same (`SETTLES`)."""
    note: str = ""
    approved_by: str = ""
    approved_at: dt.datetime | None = None
    written_at: dt.datetime | None = None

    @property
    def short(self) -> str:
        """The beginning of its key, for people."""
        return self.entry.key.removeprefix(KEY_PREFIX)[:SHORT_KEY]


@dataclass(frozen=True, slots=True)
class Approval:
    """What a person has approved for one meeting of one account manager."""

    provider: str
    meeting_id: str
    manager: str
    entries: Sequence[Entry]
    by: str
    at: dt.datetime
    whole: bool = True
    """Everything there is to be: records of this meeting that are not among ``entries`` are withdrawn."""
    withdrawn: frozenset[str] = frozenset()
    """Keys of records that are not wanted any more."""
    note: str = ""
    """Why nothing of it can be written for now."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a try to write ended."""

    state: WriteState
    """WRITTEN, PLANNED (again at ``due_at``), FAILED or GONE."""
    at: dt.datetime
    remote_id: str = ""
    due_at: dt.datetime | None = None
    not_before: dt.datetime | None = None
    note: str = ""


def approved(row: Write | None, entry: Entry, approval: Approval) -> Write:
    """The row for an approved entry, given the one that is there."""
    if row is None:
        row = Write(
            approval.provider, approval.meeting_id, approval.manager, entry, WriteState.PLANNED, approval.at
        )  # fmt: skip
    wanted = entry.content
    now = replace(row, entry=entry, wanted=wanted, approved_by=approval.by, approved_at=approval.at)
    if row.state in {WriteState.GONE, WriteState.WRITING}:
        return now
    if row.written == wanted:
        return replace(now, state=WriteState.WRITTEN, note="", tries=0)
    return replace(now, state=WriteState.PLANNED, due_at=approval.at, note=approval.note, tries=0)


def withdrawn(row: Write) -> Write:
    """The row when its record is not wanted any more. Nothing is deleted in the CRM: it may hold others' work."""
    if row.state in {WriteState.GONE, WriteState.WITHDRAWN}:
        return row
    if row.state is WriteState.WRITING:
        return replace(row, wanted="")
    return _withdrawn(replace(row, wanted=""))


def is_overtaken(row: Write, step: Entry) -> bool:
    """Whether a next step that waits must not be written any more, now that ``step`` has been approved for the same
    deal, perhaps after another meeting: tried again later, it would replace the newer one.
    """
    waits = row.state in {WriteState.PLANNED, WriteState.WRITING, WriteState.FAILED}
    steps = row.entry.kind is step.kind is EntryKind.NEXT_STEP
    return waits and steps and row.entry.deal_id == step.deal_id and row.entry.key != step.key


def overtaken(row: Write) -> Write:
    """The row of a next step that is not to be written any more. One that is under way cannot be called back."""
    gone = withdrawn(row)
    return replace(gone, note=OVERTAKEN) if gone.state is WriteState.WITHDRAWN else gone


def expired(row: Write) -> Write:
    """A row whose writer did not come back although nothing is wanted any more."""
    return _withdrawn(replace(row, claimed_by="", lease_until=None))


def planned_again(row: Write, now: dt.datetime) -> Write:
    """A row that failed or waits, when a person says: try it now."""
    if row.state not in {WriteState.FAILED, WriteState.PLANNED}:
        return row
    return replace(row, state=WriteState.PLANNED, due_at=now, tries=0)


def settled(row: Write, ended: Ended, content: str) -> Write:
    """The row when a try to write ``content`` has ended; ``row`` as it is by then, perhaps approved anew meanwhile."""
    now = replace(row, claimed_by="", lease_until=None, not_before=ended.not_before, note=ended.note)
    if ended.state is WriteState.GONE:
        return replace(now, state=WriteState.GONE)
    if ended.state is WriteState.WRITTEN:
        now = replace(now, written=content, remote_id=ended.remote_id, written_at=ended.at, tries=0)
    else:
        now = replace(now, tries=row.tries + 1)
    if not row.wanted:
        return _withdrawn(now)
    if row.wanted != content:  # edited while it was written: what was refused before may be right now
        return replace(now, state=WriteState.PLANNED, due_at=ended.at, tries=0, note="")
    return replace(now, state=ended.state, due_at=ended.due_at or row.due_at)


def failed(row: Write, error: ProviderError, now: dt.datetime) -> Ended:
    """What follows from a failure: again later, or never by itself. ``row`` as it was claimed."""
    note = " ".join(error.reason.split())[:NOTE_LENGTH]
    if isinstance(error, GoneError):
        return Ended(WriteState.GONE, now, note=note)
    # A record without a known id may have been made all the same, and has to be found before the next try.
    not_before = None if row.remote_id else now + SETTLES
    if error.permanent:
        return Ended(WriteState.FAILED, now, note=note, not_before=not_before)
    pause = max(PAUSES[min(row.tries, len(PAUSES) - 1)], _wish(error))
    return Ended(WriteState.PLANNED, now, due_at=now + pause, note=note, not_before=not_before)


def _wish(error: ProviderError) -> dt.timedelta:
    """How long the vendor wants to be left alone, within reason."""
    return min(dt.timedelta(seconds=max(error.retry_after or 0, 0)), PAUSES[-1])


def _withdrawn(row: Write) -> Write:
    unwritten = MAY_STAND if row.attempt else NEVER_WRITTEN
    return replace(row, state=WriteState.WITHDRAWN, note=STAYS if row.remote_id else unwritten)


def named(rows: Sequence[Write], name: str) -> Sequence[Write]:
    """The rows whose key begins so; with or without what all keys begin with."""
    begun = name.strip().casefold().removeprefix(KEY_PREFIX)
    return [row for row in rows if begun and row.entry.key.removeprefix(KEY_PREFIX).startswith(begun)]
