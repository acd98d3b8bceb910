"""Follow-ups with their versions, promises made in calls, and how account managers write."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, or_, select, update

from kambrief.core.drafting import FollowupRecord, FollowupState, Version
from kambrief.core.promises import PromiseRecord
from kambrief.core.voice import Edited, Voice
from kambrief.store.codec import EDITED, FOLLOWUP, PROMISE, VERSION, VOICE
from kambrief.store.database import chunks, insert_or_ignore, upsert, upsert_all
from kambrief.store.tables import EditRow, FollowupRow, FollowupVersionRow, PromiseRow, VoiceRow

# --- follow-ups ------------------------------------------------------------------------------------------------------

APART = frozenset({"meeting_id", "manager", "state", "created_at", "revision", "versions"})
"""Fields that have a column, or a table, of their own."""


def followup(session: Session, meeting_id: str, manager: str) -> FollowupRecord | None:
    """One, with all its versions."""
    return next(iter(_followups(session, *_is_followup(meeting_id, manager))), None)


def followups(
    session: Session, states: frozenset[FollowupState], manager: str, meeting_id: str
) -> Sequence[FollowupRecord]:
    """Those in one of the states (none named: in any), of one manager or meeting where named, oldest first."""
    conditions: list[ColumnElement[bool]] = []
    if states:
        conditions.append(col(FollowupRow.state).in_(sorted(states)))
    if manager:
        conditions.append(col(FollowupRow.manager) == manager)
    if meeting_id:
        conditions.append(col(FollowupRow.meeting_id) == meeting_id)
    return _followups(session, *conditions)


def followups_of(session: Session, meeting_ids: Collection[str], manager: str) -> Sequence[FollowupRecord]:
    """One manager's of these meetings, oldest first."""
    mine = col(FollowupRow.manager) == manager
    pieces = [_followups(session, mine, col(FollowupRow.meeting_id).in_(some)) for some in chunks(sorted(meeting_ids))]
    return [one for piece in pieces for one in piece]


def save_followup(session: Session, record: FollowupRecord) -> bool:
    """Insert, or replace the row of this revision; False when it is another by now. Versions are only ever added."""
    content: dict[str, object] = {
        "state": record.state,
        "created_at": record.created_at,
        "revision": record.revision + 1,
        "body": FOLLOWUP.encode(record, without=APART),
    }
    key = {"meeting_id": record.meeting_id, "manager": record.manager}
    if record.revision == 0:
        stored = insert_or_ignore(session, FollowupRow, key | content)
    else:
        same = (*_is_followup(record.meeting_id, record.manager), col(FollowupRow.revision) == record.revision)
        stored = session.exec(update(FollowupRow).where(*same).values(**content)).rowcount == 1
    if stored:
        for version in record.versions:
            insert_or_ignore(
                session, FollowupVersionRow, key | {"number": version.number, "body": VERSION.encode(version)}
            )
    return stored


def _followups(session: Session, *conditions: ColumnElement[bool]) -> Sequence[FollowupRecord]:
    order = col(FollowupRow.created_at), col(FollowupRow.meeting_id), col(FollowupRow.manager)
    rows = session.exec(select(FollowupRow).where(*conditions).order_by(*order)).all()
    versions: dict[tuple[str, str], list[Version]] = {}
    for some in chunks(sorted({row.meeting_id for row in rows})):
        wanted = select(FollowupVersionRow).where(col(FollowupVersionRow.meeting_id).in_(some))
        for one in session.exec(wanted.order_by(col(FollowupVersionRow.number))):
            versions.setdefault((one.meeting_id, one.manager), []).append(VERSION.decode(one.body))
    return [replace(_followup(row), versions=tuple(versions.get((row.meeting_id, row.manager), ()))) for row in rows]


def _followup(row: FollowupRow) -> FollowupRecord:
    columns = {
        "meeting_id": row.meeting_id,
        "manager": row.manager,
        "state": row.state,
        "created_at": row.created_at,
        "revision": row.revision,
    }
    return FOLLOWUP.decode(row.body, columns)


def _is_followup(meeting_id: str, manager: str) -> tuple[ColumnElement[bool], ...]:
    return col(FollowupRow.meeting_id) == meeting_id, col(FollowupRow.manager) == manager


# --- promises --------------------------------------------------------------------------------------------------------


def promises(
    session: Session, manager: str, accounts: frozenset[str] | None, meeting_id: str
) -> Sequence[PromiseRecord]:
    """By due day, undated ones last."""
    conditions: list[ColumnElement[bool]] = []
    if manager:
        conditions.append(col(PromiseRow.manager) == manager)
    if meeting_id:
        conditions.append(col(PromiseRow.meeting_id) == meeting_id)
    if accounts is not None:
        pieces = [col(PromiseRow.account_id).in_(some) for some in chunks(sorted(accounts))]
        if not pieces:
            return []
        conditions.append(or_(*pieces))
    found = [PROMISE.decode(body) for body in session.exec(select(PromiseRow.body).where(*conditions))]
    return sorted(found, key=lambda one: (one.due is None, one.due or one.made_on, one.meeting_id, one.manager, one.id))


def save_promises(session: Session, rows: Sequence[PromiseRecord]) -> None:
    """Insert or replace by (meeting, manager, id); in key order, so that two writers never wait in a circle."""
    ordered = sorted(rows, key=lambda one: (one.meeting_id, one.manager, one.id))
    upsert_all(
        session,
        PromiseRow,
        ["meeting_id", "manager", "id"],
        [
            {
                "meeting_id": one.meeting_id,
                "manager": one.manager,
                "id": one.id,
                "account_id": one.account_id,
                "state": one.state,
                "due": one.due,
                "body": PROMISE.encode(one),
            }
            for one in ordered
        ],
    )


# --- voices ----------------------------------------------------------------------------------------------------------


def voices(session: Session, manager: str) -> Sequence[Voice]:
    """One a language and form of address."""
    mine = select(VoiceRow.body).where(col(VoiceRow.manager) == manager)
    return [
        VOICE.decode(body) for body in session.exec(mine.order_by(col(VoiceRow.language), col(VoiceRow.address_form)))
    ]


def save_voice(session: Session, voice: Voice) -> None:
    """Insert or replace."""
    key = {"manager": voice.manager, "language": voice.language, "address_form": voice.address_form}
    upsert(session, VoiceRow, list(key), key | {"body": VOICE.encode(voice)})


def forget_voice(session: Session, manager: str, language: str, address_form: str) -> int:
    """Delete voices and the edits behind them; how many voices."""
    gone = 0
    for table in (EditRow, VoiceRow):
        conditions = [col(table.manager) == manager]
        if language:
            conditions.append(col(table.language) == language)
        if address_form:
            conditions.append(col(table.address_form) == address_form)
        gone = session.exec(delete(table).where(*conditions)).rowcount
    return gone


def edits(session: Session, manager: str) -> Sequence[Edited]:
    """Oldest first."""
    mine = select(EditRow.body).where(col(EditRow.manager) == manager)
    return [EDITED.decode(body) for body in session.exec(mine.order_by(col(EditRow.at), col(EditRow.meeting_id)))]


def save_edit(session: Session, manager: str, meeting_id: str, edited: Edited) -> None:
    """Insert or replace."""
    key = {"manager": manager, "meeting_id": meeting_id}
    content = {
        "language": edited.language,
        "address_form": edited.address_form,
        "at": edited.at,
        "body": EDITED.encode(edited),
    }
    upsert(session, EditRow, list(key), key | content)
