"""What vendors hint at, until it is looked into; and what was heard in calls."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from kambrief.core.heard import Heard
from kambrief.core.work import Hint, HintKind
from kambrief.store.codec import HEARD
from kambrief.store.database import chunks, insert_or_ignore, upsert
from kambrief.store.tables import HeardRow, HintRow


def add(session: Session, hints: Sequence[Hint]) -> int:
    """How many were not there yet."""
    return sum(
        insert_or_ignore(
            session,
            HintRow,
            {
                "id": hint.id,
                "provider": hint.provider,
                "kind": hint.kind,
                "key": hint.key,
                "session": hint.session,
                "received_at": hint.received_at,
            },
        )
        for hint in hints
    )


def load(session: Session, limit: int) -> Sequence[Hint]:
    """The oldest first."""
    wanted = select(HintRow).order_by(col(HintRow.received_at), col(HintRow.id)).limit(limit)
    return [
        Hint(row.id, row.provider, HintKind(row.kind), row.key, row.received_at, row.session)
        for row in session.exec(wanted)
    ]


def drop(session: Session, hints: Sequence[Hint]) -> None:
    """They have been looked into."""
    for some in chunks(hint.id for hint in hints):
        session.exec(delete(HintRow).where(col(HintRow.id).in_(some)))


def save_heard(session: Session, heard: Heard, at: dt.datetime) -> None:
    """Insert or replace by meeting, provider and session."""
    if heard.session:  # what was waited for before anybody knew which session it was
        waiting = (col(HeardRow.meeting_id) == heard.meeting_id, col(HeardRow.provider) == heard.provider)
        session.exec(delete(HeardRow).where(*waiting, col(HeardRow.session) == ""))
    key = {"meeting_id": heard.meeting_id, "provider": heard.provider, "session": heard.session}
    upsert(session, HeardRow, list(key), key | {"at": at, "body": HEARD.encode(heard)})


def heard(session: Session, meeting_id: str) -> Sequence[Heard]:
    """All sessions of one meeting, in the order of their names."""
    wanted = select(HeardRow.body).where(col(HeardRow.meeting_id) == meeting_id)
    rows = session.exec(wanted.order_by(col(HeardRow.provider), col(HeardRow.session)))
    return [HEARD.decode(body) for body in rows]
