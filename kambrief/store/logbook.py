"""The logbook: rows of records that the CRM is to hold. What becomes of a row is decided in `core.logbook`."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select, update

from kambrief.core import logbook
from kambrief.core.crm import Entry, EntryKind
from kambrief.core.logbook import Approval, Ended, Write, WriteState
from kambrief.errors import LeaseLostError
from kambrief.store.codec import Codec
from kambrief.store.database import chunks, database_time, insert_or_ignore
from kambrief.store.tables import LogbookRow, MeetingRow

ENTRY = Codec(Entry)
_state = col(LogbookRow.state)
_WAITING = (WriteState.PLANNED, WriteState.WRITING, WriteState.FAILED)


def approve(session: Session, approval: Approval) -> Sequence[Write]:
    """Insert or change the rows of one meeting; all of this provider and account manager as they are then."""
    # Two approvals of one meeting at once, of different records, would not see each other's rows.
    session.exec(select(MeetingRow.id).where(col(MeetingRow.id) == approval.meeting_id).with_for_update()).all()
    mine = (
        col(LogbookRow.provider) == approval.provider,
        col(LogbookRow.meeting_id) == approval.meeting_id,
        col(LogbookRow.manager) == approval.manager,
    )
    # All at once, so that two approvals never wait in a circle.
    waiting = and_(col(LogbookRow.provider) == approval.provider, _state.in_(_WAITING))
    steps = any(entry.kind is EntryKind.NEXT_STEP for entry in approval.entries)
    locked = _locked(session, or_(and_(*mine), waiting) if steps else and_(*mine))
    known = [row for row in locked if (row.meeting_id, row.manager) == (approval.meeting_id, approval.manager)]
    wanted = {entry.key: ENTRY.decode(ENTRY.encode(entry)) for entry in approval.entries}
    for key in sorted(wanted):
        new = logbook.approved(None, wanted[key], approval)
        old = None
        if not insert_or_ignore(session, LogbookRow, _values(new)):
            old = _one(session, approval.provider, key)
            _change(session, old, logbook.approved(old, wanted[key], approval))
        if old is None or old.wanted != new.wanted:
            for row in locked:
                if logbook.is_overtaken(row, wanted[key]):
                    _change(session, row, logbook.overtaken(row))
    for row in known:
        if row.entry.key in approval.withdrawn or (approval.whole and row.entry.key not in wanted):
            _change(session, row, logbook.withdrawn(row))
    return load(session, *mine)


def of_meeting(session: Session, meeting_id: str) -> Sequence[Write]:
    """The whole logbook, or one meeting's part."""
    return load(session, *((col(LogbookRow.meeting_id) == meeting_id,) if meeting_id else ()))


def of_meetings(session: Session, meeting_ids: Collection[str]) -> Sequence[Write]:
    """The parts of these meetings."""
    return [
        write for some in chunks(sorted(meeting_ids)) for write in load(session, col(LogbookRow.meeting_id).in_(some))
    ]


def load(session: Session, *conditions: ColumnElement[bool]) -> Sequence[Write]:
    """Rows, those approved first before others."""
    wanted = select(LogbookRow).where(*conditions).order_by(col(LogbookRow.approved_at), col(LogbookRow.key))
    return [_write(row) for row in session.exec(wanted.execution_options(populate_existing=True))]


def _locked(session: Session, *conditions: ColumnElement[bool]) -> Sequence[Write]:
    """Rows that nobody else changes until this transaction ends; in key order, so that two never wait in a circle."""
    wanted = select(LogbookRow).where(*conditions).order_by(col(LogbookRow.provider), col(LogbookRow.key))
    wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return [_write(row) for row in session.exec(wanted)]


def claim(
    session: Session, worker: str, now: dt.datetime, provider: str, lease: dt.timedelta, meeting_id: str
) -> Write | None:
    """The earliest due row becomes ``writing``. A row that another worker has locked is his: it is passed over."""
    mine = col(LogbookRow.provider) == provider
    if meeting_id:
        mine = and_(mine, col(LogbookRow.meeting_id) == meeting_id)
    lost = and_(_state == WriteState.WRITING, col(LogbookRow.lease_until) < database_time(session))
    for row in _locked(session, mine, lost, col(LogbookRow.wanted) == ""):
        _change(session, row, logbook.expired(row))
    not_before = col(LogbookRow.not_before)
    planned = and_(
        _state == WriteState.PLANNED,
        col(LogbookRow.due_at) <= now,
        or_(not_before.is_(None), not_before <= now),
    )
    due = and_(mine, or_(planned, lost))
    first = select(LogbookRow.key).where(due).order_by(col(LogbookRow.due_at), col(LogbookRow.key)).limit(1)
    key = session.exec(first.with_for_update(skip_locked=True)).one_or_none()
    if key is None:
        return None
    taken = {
        "state": WriteState.WRITING,
        "claimed_by": worker,
        "lease_until": database_time(session, lease),
        "attempt": col(LogbookRow.attempt) + 1,
        "written": "",
    }
    if session.exec(update(LogbookRow).where(due, col(LogbookRow.key) == key).values(**taken)).rowcount != 1:
        return None
    return _one(session, provider, key)


def settle(session: Session, claimed: Write, ended: Ended) -> Write:
    """Store how a try ended, for a claim that is still ours, else raise `LeaseLostError`."""
    row = _one(session, claimed.provider, claimed.entry.key)
    new = logbook.settled(row, ended, claimed.entry.content)
    ours = (
        _state == WriteState.WRITING,
        col(LogbookRow.claimed_by) == claimed.claimed_by,
        col(LogbookRow.attempt) == claimed.attempt,
    )
    if not _change(session, row, new, *ours):
        raise LeaseLostError(f"{claimed.entry.key} is no longer claimed by {claimed.claimed_by}")
    return new


def retry(session: Session, now: dt.datetime) -> int:
    """Rows that failed or wait become due now; how many."""
    waiting = _state.in_([WriteState.FAILED, WriteState.PLANNED])
    return sum(_change(session, row, logbook.planned_again(row, now)) for row in _locked(session, waiting))


def _one(session: Session, provider: str, key: str) -> Write:
    (row,) = _locked(session, col(LogbookRow.provider) == provider, col(LogbookRow.key) == key)
    return row


def _change(session: Session, old: Write, new: Write, *conditions: ColumnElement[bool]) -> bool:
    this = col(LogbookRow.provider) == old.provider, col(LogbookRow.key) == old.entry.key
    return session.exec(update(LogbookRow).where(*this, *conditions).values(**_values(new))).rowcount == 1


def _values(write: Write) -> dict[str, object]:
    return {
        "provider": write.provider,
        "key": write.entry.key,
        "meeting_id": write.meeting_id,
        "manager": write.manager,
        "body": ENTRY.encode(write.entry),
        "state": write.state,
        "due_at": write.due_at,
        "wanted": write.wanted,
        "written": write.written,
        "remote_id": write.remote_id,
        "claimed_by": write.claimed_by,
        "lease_until": write.lease_until,
        "attempt": write.attempt,
        "tries": write.tries,
        "not_before": write.not_before,
        "note": write.note,
        "approved_by": write.approved_by,
        "approved_at": write.approved_at,
        "written_at": write.written_at,
    }


def _write(row: LogbookRow) -> Write:
    return Write(
        provider=row.provider,
        meeting_id=row.meeting_id,
        manager=row.manager,
        entry=ENTRY.decode(row.body),
        state=WriteState(row.state),
        due_at=row.due_at,
        wanted=row.wanted,
        written=row.written,
        remote_id=row.remote_id,
        claimed_by=row.claimed_by,
        lease_until=row.lease_until,
        attempt=row.attempt,
        tries=row.tries,
        not_before=row.not_before,
        note=row.note,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        written_at=row.written_at,
    )
