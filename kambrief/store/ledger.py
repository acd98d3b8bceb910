"""Briefs that were written, and the mail ledger: what is to be sent, is being sent, was sent, and what nobody knows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement
from sqlalchemy.orm import defer
from sqlmodel import Session, and_, case, col, or_, select, update

from kambrief.core.work import OF_A_DAY, BriefRecord, Delivery, DeliveryState, MailKind
from kambrief.errors import LeaseLostError
from kambrief.store.codec import decode_plain, encode_plain
from kambrief.store.database import chunks, database_time, insert_or_ignore
from kambrief.store.tables import BriefRow, DeliveryRow, FollowupRow

_state = col(DeliveryRow.state)


def keep_brief(session: Session, record: BriefRecord) -> bool:
    """Insert the brief; False when this (meeting, manager, revision) is there already."""
    values: dict[str, object] = {
        "meeting_id": record.meeting_id,
        "manager": record.manager,
        "revision": record.revision,
        "kind": record.kind,
        "created_at": record.created_at,
        "subject": record.subject,
        "text": record.text,
        "html": record.html,
        "written_by": record.written_by,
        "language": record.language,
        "material": encode_plain(dict(record.material)),
        "why": encode_plain(dict(record.why)),
        "page": encode_plain(dict(record.page)) if record.page else "",
    }
    return insert_or_ignore(session, BriefRow, values)


def keep_briefs(session: Session, records: Sequence[BriefRecord]) -> bool:
    """Insert all of them, or none and False when one is there already."""
    with session.begin_nested() as together:
        if all(keep_brief(session, record) for record in records):
            return True
        together.rollback()
    return False


def briefs(session: Session, meeting_id: str, manager: str) -> Sequence[BriefRecord]:
    """All revisions, oldest first."""
    wanted = select(BriefRow).where(col(BriefRow.meeting_id) == meeting_id).order_by(col(BriefRow.id))
    if manager:
        wanted = wanted.where(col(BriefRow.manager) == manager)
    return [_brief(row) for row in session.exec(wanted)]


def briefs_since(session: Session, manager: str, since: dt.datetime) -> Sequence[BriefRecord]:
    """One manager's, oldest first; texts and pages stay where they are."""
    wanted = (
        select(BriefRow)
        .where(col(BriefRow.manager) == manager, col(BriefRow.created_at) >= since)
        .order_by(col(BriefRow.id))
        .options(*_short())
    )
    return [_brief(row, whole=False) for row in session.exec(wanted)]


def briefs_of(session: Session, meeting_ids: Collection[str], manager: str) -> Sequence[BriefRecord]:
    """One manager's briefs of these meetings, oldest first; texts and pages stay where they are."""
    mine = select(BriefRow).where(col(BriefRow.manager) == manager).options(*_short())
    pieces = [mine.where(col(BriefRow.meeting_id).in_(some)) for some in chunks(sorted(meeting_ids))]
    rows = sorted((row for wanted in pieces for row in session.exec(wanted)), key=lambda row: row.id or 0)
    return [_brief(row, whole=False) for row in rows]


def _short() -> Sequence[Any]:
    """What is long and seldom asked for."""
    return [defer(cast("Any", one)) for one in (BriefRow.text, BriefRow.html, BriefRow.page)]


REWORDED_WITHIN = dt.timedelta(days=30)
"""So long after it was drafted a follow-up may still cost something: somebody has it worded anew."""


def receipts_since(session: Session, since: dt.datetime) -> Sequence[tuple[dt.datetime, Mapping[str, object]]]:
    """What is kept of calls of a model, with the time: of briefs and drafts that of their record, of rewording the
    call's own, which stands in the follow-up.
    """
    found: list[tuple[dt.datetime, Mapping[str, object]]] = []
    briefs = select(BriefRow.created_at, BriefRow.why).where(col(BriefRow.created_at) >= since)
    for at, why in session.exec(briefs.order_by(col(BriefRow.id))):
        found += [(at, receipt) for receipt in _receipts(why)]
    drafted = select(FollowupRow.body).where(col(FollowupRow.created_at) >= since - REWORDED_WITHIN)
    for body in session.exec(drafted.order_by(col(FollowupRow.created_at), col(FollowupRow.meeting_id))):
        for receipt in _receipts(str(decode_plain(body).get("why") or "{}")):
            told = receipt.get("at")
            if isinstance(told, str) and (made := dt.datetime.fromisoformat(told)) >= since:
                found.append((made, receipt))
    return found


def _receipts(why: str) -> Sequence[Mapping[str, object]]:
    kept = decode_plain(why).get("model")
    return kept if isinstance(kept, list) else []


def enter(session: Session, deliveries: Sequence[Delivery], *, replace: bool, revision: str) -> None:
    """Put mails into the ledger as planned; with ``replace`` older planned ones to the same recipient are replaced."""
    for mail in deliveries:
        if replace:
            older = (
                col(DeliveryRow.meeting_id) == mail.meeting_id,
                col(DeliveryRow.recipient) == mail.recipient,
                _state == DeliveryState.PLANNED,
            )
            _set_replaced(session, older, f"replaced by revision {revision}")
    for mail in deliveries:  # afterwards: two mails of one revision must not replace each other
        session.add(_planned(mail))
    session.flush()


def replace_briefs(session: Session, covered: Sequence[BriefRecord], revision: str) -> None:
    """A digest stands for the single briefs that have not left; an overview stands beside them."""
    for record in covered:
        if record.kind is MailKind.DIGEST:
            single = col(DeliveryRow.kind) == MailKind.BRIEF
            waiting = (*_planned_of(record.meeting_id, record.manager), single)
            _set_replaced(session, waiting, f"replaced by digest {revision}")


def load(session: Session, *conditions: ColumnElement[bool]) -> Sequence[Delivery]:
    """Rows of the ledger, oldest first."""
    wanted = select(DeliveryRow).where(*conditions).order_by(col(DeliveryRow.id))
    return [_delivery(row) for row in session.exec(wanted)]


def of_meeting(session: Session, meeting_id: str) -> Sequence[Delivery]:
    """The whole ledger, or one meeting's part: its own mails and the digests that carry it."""
    if not meeting_id:
        return load(session)
    own = col(DeliveryRow.meeting_id) == meeting_id
    in_digests = col(BriefRow.meeting_id) == meeting_id, col(BriefRow.kind).in_(OF_A_DAY)
    carriers = session.exec(select(BriefRow.revision).where(*in_digests)).all()
    if not carriers:
        return load(session, own)
    digest = and_(col(DeliveryRow.kind).in_(OF_A_DAY), col(DeliveryRow.revision).in_(carriers))
    return load(session, or_(own, digest))


def of_meetings(
    session: Session, meeting_ids: Collection[str], manager: str
) -> Mapping[str, Sequence[Delivery]]:  # fmt: skip
    """Each meeting's mails to one manager, digests that carry it among them, oldest first; without their bytes."""
    found: dict[str, list[DeliveryRow]] = {one: [] for one in meeting_ids}
    light = select(DeliveryRow).where(col(DeliveryRow.manager) == manager)
    light = light.options(defer(cast("Any", DeliveryRow.message)))
    for some in chunks(sorted(meeting_ids)):
        for row in session.exec(light.where(col(DeliveryRow.meeting_id).in_(some))):
            found[row.meeting_id].append(row)
        in_digests = (
            col(BriefRow.meeting_id).in_(some), col(BriefRow.manager) == manager, col(BriefRow.kind).in_(OF_A_DAY),
        )  # fmt: skip
        revisions = select(BriefRow.revision).where(*in_digests)
        digests = light.where(col(DeliveryRow.kind).in_(OF_A_DAY), col(DeliveryRow.revision).in_(revisions))
        by_revision: dict[str, list[DeliveryRow]] = defaultdict(list)
        for row in session.exec(digests):
            by_revision[row.revision].append(row)
        for meeting_id, revision in session.exec(select(BriefRow.meeting_id, BriefRow.revision).where(*in_digests)):
            found[meeting_id] += by_revision[revision]
    return {
        one: [_delivery(row, whole=False) for row in sorted({row.id or 0: row for row in rows}.values(), key=_age)]
        for one, rows in found.items()
    }


def _age(row: DeliveryRow) -> int:
    return row.id or 0


def by_message_id(session: Session, message_ids: frozenset[str]) -> Sequence[Delivery]:
    """Rows with these Message-IDs, oldest first."""
    pieces = [load(session, col(DeliveryRow.message_id).in_(some)) for some in chunks(sorted(message_ids))]
    return sorted((row for rows in pieces for row in rows), key=lambda row: row.id)


def replace_planned(session: Session, meeting_id: str, manager: str, note: str) -> int:
    """Planned → replaced; how many."""
    return _set_replaced(session, _planned_of(meeting_id, manager), note)


def claim(session: Session, worker: str, now: dt.datetime, lease: dt.timedelta) -> Delivery | None:
    """The earliest due mail becomes ``sending``. A row that another worker has locked is his: it is passed over."""
    due = _state == DeliveryState.PLANNED, col(DeliveryRow.due_at) <= now
    first = select(DeliveryRow.id).where(*due).order_by(col(DeliveryRow.due_at), col(DeliveryRow.id))
    found = session.exec(first.limit(1).with_for_update(skip_locked=True)).one_or_none()
    return _take(session, (col(DeliveryRow.id) == found, *due), found, worker, lease)


def reclaim_unknown(session: Session, delivery: Delivery, worker: str, lease: dt.timedelta) -> Delivery | None:
    """``unknown`` → ``sending``, unless somebody has touched the row since it was read."""
    untouched = (
        col(DeliveryRow.id) == delivery.id,
        _state == DeliveryState.UNKNOWN,
        col(DeliveryRow.attempt) == delivery.attempt,
    )
    return _take(session, untouched, delivery.id, worker, lease)


def expire_sending(session: Session) -> Sequence[Delivery]:
    """``sending`` with an expired lease → ``unknown``; all rows that are unknown now."""
    overdue = _state == DeliveryState.SENDING, col(DeliveryRow.lease_until) < database_time(session)
    note = "the worker did not come back: the mail may or may not have left"
    expired = update(DeliveryRow).where(*overdue)
    session.exec(expired.values(state=DeliveryState.UNKNOWN, note=note, claimed_by="", lease_until=None))
    return load(session, _state == DeliveryState.UNKNOWN)


def settle(
    session: Session,
    delivery: Delivery,
    state: DeliveryState,
    note: str,
    *,
    due_at: dt.datetime | None,
    sent_at: dt.datetime | None,
    certain: bool,
) -> None:
    """Store the outcome for a row that is as it was when read, else raise `LeaseLostError`."""
    if state is DeliveryState.SENDING:
        raise ValueError("a delivery becomes sending by a claim only")
    outcome: dict[str, object] = {"state": state, "note": note, "claimed_by": "", "lease_until": None}
    if due_at is not None:
        outcome["due_at"] = due_at
    if sent_at is not None:
        outcome["sent_at"] = sent_at
    nothing_left = certain and state in {DeliveryState.PLANNED, DeliveryState.FAILED}
    if nothing_left and delivery.state is not DeliveryState.PLANNED:
        copies = col(DeliveryRow.copies)
        outcome["copies"] = case((copies > 0, copies - 1), else_=0)
    if session.exec(update(DeliveryRow).where(*_as_read(delivery)).values(**outcome)).rowcount != 1:
        raise LeaseLostError(f"delivery {delivery.id} is no longer {delivery.state} as it was read")


def _as_read(delivery: Delivery) -> tuple[ColumnElement[bool], ...]:
    """`attempt` tells apart a row that went round and came back to the same state."""
    return (
        col(DeliveryRow.id) == delivery.id,
        _state == delivery.state,
        col(DeliveryRow.claimed_by) == delivery.claimed_by,
        col(DeliveryRow.attempt) == delivery.attempt,
    )


def _take(
    session: Session,
    condition: tuple[ColumnElement[bool], ...],
    row_id: int | None,
    worker: str,
    lease: dt.timedelta,
) -> Delivery | None:
    taken = {
        "state": DeliveryState.SENDING,
        "claimed_by": worker,
        "lease_until": database_time(session, lease),
        "attempt": col(DeliveryRow.attempt) + 1,
        "copies": col(DeliveryRow.copies) + 1,
    }
    if row_id is None or session.exec(update(DeliveryRow).where(*condition).values(**taken)).rowcount != 1:
        return None
    return load(session, col(DeliveryRow.id) == row_id)[0]


def _planned_of(meeting_id: str, manager: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(DeliveryRow.meeting_id) == meeting_id,
        col(DeliveryRow.manager) == manager,
        _state == DeliveryState.PLANNED,
    )


def _set_replaced(session: Session, condition: tuple[ColumnElement[bool], ...], note: str) -> int:
    replaced = update(DeliveryRow).where(*condition).values(state=DeliveryState.REPLACED, note=note)
    return session.exec(replaced).rowcount


def _planned(mail: Delivery) -> DeliveryRow:
    return DeliveryRow(
        meeting_id=mail.meeting_id,
        manager=mail.manager,
        recipient=mail.recipient,
        revision=mail.revision,
        kind=mail.kind,
        due_at=mail.due_at,
        expires_at=mail.expires_at,
        message_id=mail.message_id,
        message=mail.message,
        state=DeliveryState.PLANNED,
        note=mail.note,
    )


def _delivery(row: DeliveryRow, *, whole: bool = True) -> Delivery:
    return Delivery(
        id=row.id or 0,
        meeting_id=row.meeting_id,
        manager=row.manager,
        recipient=row.recipient,
        revision=row.revision,
        kind=MailKind(row.kind),
        due_at=row.due_at,
        expires_at=row.expires_at,
        message_id=row.message_id,
        message=row.message if whole else b"",
        state=DeliveryState(row.state),
        claimed_by=row.claimed_by,
        lease_until=row.lease_until,
        attempt=row.attempt,
        copies=row.copies,
        note=row.note,
        sent_at=row.sent_at,
    )


def _brief(row: BriefRow, *, whole: bool = True) -> BriefRecord:
    return BriefRecord(
        meeting_id=row.meeting_id,
        manager=row.manager,
        revision=row.revision,
        kind=MailKind(row.kind),
        created_at=row.created_at,
        subject=row.subject,
        text=row.text if whole else "",
        html=row.html if whole else "",
        written_by=row.written_by,
        language=row.language,
        material=decode_plain(row.material),
        why=decode_plain(row.why),
        page=decode_plain(row.page) if whole and row.page else {},
    )
