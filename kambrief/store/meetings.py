"""Meetings and the sources that point to them."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, literal
from sqlalchemy import select as sql_select
from sqlmodel import Session, and_, col, delete, or_, select

from kambrief.core.calendar_read import Touched
from kambrief.core.model import Meeting, Occurrence, SourceKey
from kambrief.store.codec import MEETING, OCCURRENCE
from kambrief.store.database import chunks, upsert_all
from kambrief.store.tables import MeetingRow, SourceRow

OWN_COLUMNS = frozenset({"id", "start", "end", "sources", "copies"})
SOURCE_KEY = ("provider", "calendar", "uid", "recurrence_id")


def touching(session: Session, start: dt.datetime, end: dt.datetime) -> Sequence[Meeting]:
    """Meetings that touch the window, by start. One without length touches it where it starts."""
    begins, ends = col(MeetingRow.start_at), col(MeetingRow.end_at)
    return _load(session, [and_(begins < end, or_(ends > start, begins >= start))])


def of(session: Session, what: Touched, start: dt.datetime, end: dt.datetime) -> Sequence[Meeting]:
    """Every meeting that ``what`` speaks of, with copies, by start; calendars as a whole only within the window."""
    begins, ends = col(MeetingRow.start_at), col(MeetingRow.end_at)
    ids: set[str] = set()
    for provider, calendar in sorted(what.whole):
        inside = and_(begins < end, or_(ends > start, begins >= start))
        mine = select(SourceRow.meeting_id).join(MeetingRow, col(MeetingRow.id) == col(SourceRow.meeting_id))
        ids.update(session.exec(mine.where(_of_calendar(provider, calendar), inside)))
    for some in chunks(sorted(what.uids)):
        ids.update(session.exec(select(SourceRow.meeting_id).where(col(SourceRow.uid).in_(some))))
    for (provider, calendar), removed in itertools.groupby(sorted(what.removed), key=lambda one: one[:2]):
        for some in chunks([one for _, _, one in removed]):
            here = and_(_of_calendar(provider, calendar), col(SourceRow.external_id).in_(some))
            ids.update(session.exec(select(SourceRow.meeting_id).where(here)))
    for first, last in what.starts:
        ids.update(session.exec(select(MeetingRow.id).where(begins >= first, begins <= last)))
    return _load(session, [col(MeetingRow.id).in_(some) for some in chunks(sorted(ids))], copies=True)


def _of_calendar(provider: str, calendar: str) -> ColumnElement[bool]:
    return and_(col(SourceRow.provider) == provider, col(SourceRow.calendar) == calendar)


def one(session: Session, meeting_id: str) -> Meeting | None:
    """The meeting with exactly this id."""
    return next(iter(_load(session, [col(MeetingRow.id) == meeting_id])), None)


def named(session: Session, ids: Collection[str]) -> Sequence[Meeting]:
    """Those with these ids that there are, by start."""
    return _load(session, [col(MeetingRow.id).in_(some) for some in chunks(sorted(ids))])


def save(session: Session, meetings: Sequence[Meeting], now: dt.datetime) -> None:
    """Insert or replace. Meetings by id, so that two savers at once wait for each other, never in a circle."""
    taken = _taken(session, meetings)
    meetings = [meeting for meeting in meetings if meeting.id not in taken]
    ordered = sorted(meetings, key=lambda meeting: meeting.id)
    upsert_all(session, MeetingRow, ["id"], [_columns(meeting, now) for meeting in ordered])
    for some in chunks(meeting.id for meeting in ordered):
        session.exec(delete(SourceRow).where(col(SourceRow.meeting_id).in_(some)))
    # In the given order: the last write wins a key that two of them claim.
    upsert_all(session, SourceRow, SOURCE_KEY, [row for meeting in meetings for row in _source_columns(meeting)])


def _taken(session: Session, meetings: Sequence[Meeting]) -> frozenset[str]:
    """Meetings that are new here while others have all their sources: two processes read one calendar at once, and the
    first to save has named it."""
    known: set[str] = set()
    for some in chunks(meeting.id for meeting in meetings):
        known.update(session.exec(select(MeetingRow.id).where(col(MeetingRow.id).in_(some))))
    new = [meeting for meeting in meetings if meeting.id not in known and meeting.sources]
    held: set[SourceKey] = set()
    for uids in chunks(sorted({source.uid for meeting in new for source in meeting.sources})):
        wanted = select(SourceRow.provider, SourceRow.calendar, SourceRow.uid, SourceRow.recurrence_id)
        held.update(SourceKey(*key) for key in session.exec(wanted.where(col(SourceRow.uid).in_(uids))))
    return frozenset(meeting.id for meeting in new if held.issuperset(meeting.sources))


def _columns(meeting: Meeting, now: dt.datetime) -> dict[str, object]:
    return {
        "id": meeting.id,
        "start_at": meeting.start,
        "end_at": meeting.end,
        "body": MEETING.encode(meeting, without=OWN_COLUMNS),
        "saved_at": now,
    }


def _source_columns(meeting: Meeting) -> Iterator[dict[str, object]]:
    said = {one.source: OCCURRENCE.encode(one) for one in meeting.copies}
    for position, source in enumerate(meeting.sources):
        yield {
            "provider": source.provider,
            "calendar": source.calendar,
            "uid": source.uid,
            "recurrence_id": source.recurrence_id,
            "meeting_id": meeting.id,
            "position": position,
            "external_id": source.external_id,
            "body": said.get(source, ""),
        }


def _load(session: Session, conditions: Iterable[ColumnElement[bool]], *, copies: bool = False) -> Sequence[Meeting]:
    rows: list[MeetingRow] = []
    sources: dict[str, tuple[list[SourceKey], list[Occurrence]]] = {}
    for condition in conditions:
        rows += session.exec(select(MeetingRow).where(condition)).all()
        sources |= _sources(session, condition, copies=copies)
    found = [_meeting(row, *sources.get(row.id, ([], []))) for row in rows]
    return sorted(found, key=lambda meeting: (meeting.start, meeting.id))


def _sources(
    session: Session, condition: ColumnElement[bool], *, copies: bool
) -> dict[str, tuple[list[SourceKey], list[Occurrence]]]:
    """Of each meeting its sources and, if asked for, what they said. One query, however many meetings there are."""
    found: dict[str, tuple[list[SourceKey], list[Occurrence]]] = defaultdict(lambda: ([], []))
    said = col(SourceRow.body) if copies else literal("")
    names = ("meeting_id", *SOURCE_KEY, "external_id")
    wanted = sql_select(*(col(getattr(SourceRow, name)) for name in names), said)
    here = select(MeetingRow.id).where(condition)
    mine = wanted.where(col(SourceRow.meeting_id).in_(here)).order_by(col(SourceRow.position))
    for meeting_id, *key, body in session.exec(mine):  # type: ignore[call-overload]
        found[meeting_id][0].append(SourceKey(*key))
        if body:
            found[meeting_id][1].append(OCCURRENCE.decode(body))
    return dict(found)


def _meeting(row: MeetingRow, sources: Sequence[SourceKey], copies: Sequence[Occurrence]) -> Meeting:
    own = {
        "id": row.id,
        "start": row.start_at,
        "end": row.end_at,
        "sources": tuple(sources),
        "copies": tuple(copies),
    }
    return MEETING.decode(row.body, own)
