"""Meetings and the sources that point to them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, delete, or_, select

from kambrief.core.model import Meeting, SourceKey
from kambrief.store.codec import MEETING
from kambrief.store.database import chunks, upsert
from kambrief.store.tables import MeetingRow, SourceRow

OWN_COLUMNS = frozenset({"id", "start", "end", "sources"})
SOURCE_KEY = ("provider", "calendar", "uid", "recurrence_id")


def touching(session: Session, start: dt.datetime, end: dt.datetime) -> Sequence[Meeting]:
    """Meetings that touch the window, by start. One without length touches it where it starts."""
    begins, ends = col(MeetingRow.start_at), col(MeetingRow.end_at)
    return _load(session, [and_(begins < end, or_(ends > start, begins >= start))])


def of_sources(session: Session, provider: str, calendar: str, uids: frozenset[str]) -> Sequence[Meeting]:
    """Every meeting that this calendar has shown under one of the UIDs, by start."""
    here = and_(col(SourceRow.provider) == provider, col(SourceRow.calendar) == calendar)
    ids: set[str] = set()
    for some in chunks(sorted(uids)):
        ids.update(session.exec(select(SourceRow.meeting_id).where(here, col(SourceRow.uid).in_(some))))
    return _load(session, [col(MeetingRow.id).in_(some) for some in chunks(sorted(ids))])


def one(session: Session, meeting_id: str) -> Meeting | None:
    """The meeting with exactly this id."""
    return next(iter(_load(session, [col(MeetingRow.id) == meeting_id])), None)


def save(session: Session, meetings: Sequence[Meeting], now: dt.datetime) -> None:
    """Insert or replace. Meetings by id, so that two savers at once wait for each other, never in a circle."""
    meetings = [meeting for meeting in meetings if not _taken(session, meeting)]
    for meeting in sorted(meetings, key=lambda meeting: meeting.id):
        upsert(session, MeetingRow, ["id"], _columns(meeting, now))
        session.exec(delete(SourceRow).where(col(SourceRow.meeting_id) == meeting.id))
    for meeting in meetings:  # in the given order: the last write wins a key that two of them claim
        for position, source in enumerate(meeting.sources):
            upsert(session, SourceRow, SOURCE_KEY, _source_columns(source, meeting.id, position))


def _taken(session: Session, meeting: Meeting) -> bool:
    """A meeting that is new here while another one has all its sources: two processes read one calendar at once, and
    the first to save has named it."""
    if not meeting.sources or session.get(MeetingRow, meeting.id) is not None:
        return False
    keys = [(one.provider, one.calendar, one.uid, one.recurrence_id) for one in meeting.sources]
    return all(session.get(SourceRow, key) is not None for key in keys)


def _columns(meeting: Meeting, now: dt.datetime) -> dict[str, object]:
    return {
        "id": meeting.id,
        "start_at": meeting.start,
        "end_at": meeting.end,
        "body": MEETING.encode(meeting, without=OWN_COLUMNS),
        "saved_at": now,
    }


def _source_columns(source: SourceKey, meeting_id: str, position: int) -> dict[str, object]:
    return {
        "provider": source.provider,
        "calendar": source.calendar,
        "uid": source.uid,
        "recurrence_id": source.recurrence_id,
        "meeting_id": meeting_id,
        "position": position,
    }


def _load(session: Session, conditions: Iterable[ColumnElement[bool]]) -> Sequence[Meeting]:
    rows = [row for condition in conditions for row in session.exec(select(MeetingRow).where(condition))]
    sources = _sources(session, [row.id for row in rows])
    found = [_meeting(row, sources.get(row.id, ())) for row in rows]
    return sorted(found, key=lambda meeting: (meeting.start, meeting.id))


def _sources(session: Session, ids: Iterable[str]) -> dict[str, Sequence[SourceKey]]:
    found: dict[str, list[SourceKey]] = defaultdict(list)
    for some in chunks(ids):
        wanted = select(SourceRow).where(col(SourceRow.meeting_id).in_(some)).order_by(col(SourceRow.position))
        for row in session.exec(wanted):
            found[row.meeting_id].append(SourceKey(row.provider, row.calendar, row.uid, row.recurrence_id))
    return dict(found)


def _meeting(row: MeetingRow, sources: Sequence[SourceKey]) -> Meeting:
    own = {"id": row.id, "start": row.start_at, "end": row.end_at, "sources": tuple(sources)}
    return MEETING.decode(row.body, own)
