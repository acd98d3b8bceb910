"""Steps of work: planned, claimed, finished. `attempt` only ever grows: it tells an old claim from a new one."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, case, col, or_, select, update

from kambrief.core.work import Step, StepKind, StepPlan, StepState
from kambrief.errors import LeaseLostError
from kambrief.store.database import chunks, database_time, insert_or_ignore
from kambrief.store.tables import StepRow

FINISHED = (StepState.DONE, StepState.DROPPED)


def plan(session: Session, steps: Sequence[StepPlan]) -> int:
    """Insert or retime; how many rows changed. In key order, so that two planners at once never wait in a circle."""
    ordered = sorted(steps, key=lambda step: (step.kind, step.meeting_id, step.manager))
    return sum(_plan(session, step) for step in ordered)


def drop(session: Session, kind: StepKind, meeting_id: str, manager: str, note: str) -> bool:
    """Planned → dropped."""
    wanted = _is(kind, meeting_id, manager), col(StepRow.state) == StepState.PLANNED
    return session.exec(update(StepRow).where(*wanted).values(state=StepState.DROPPED, note=note)).rowcount == 1


def claim(
    session: Session, worker: str, now: dt.datetime, kind: StepKind, limit: int, lease: dt.timedelta
) -> Sequence[Step]:
    """Claim due steps, earliest first. A row that another worker has locked is his: it is passed over."""
    due = _due(session, now)
    first = select(StepRow.id).where(col(StepRow.kind) == kind, due).order_by(col(StepRow.due_at), col(StepRow.id))
    candidates = session.exec(first.limit(limit).with_for_update(skip_locked=True)).all()
    taken = {
        "state": StepState.CLAIMED,
        "claimed_by": worker,
        "lease_until": database_time(session, lease),
        "attempt": col(StepRow.attempt) + 1,
    }
    won = [
        row_id
        for row_id in candidates
        if session.exec(update(StepRow).where(col(StepRow.id) == row_id, due).values(**taken)).rowcount == 1
    ]
    return _load(session, won)


def finish(session: Session, step: Step, state: StepState, note: str, due_at: dt.datetime | None) -> None:
    """Store the outcome of a claim that is still ours, else raise `LeaseLostError`."""
    if state is StepState.CLAIMED:
        raise ValueError("a step is claimed by claim() only")
    ours = (
        col(StepRow.id) == step.id,
        col(StepRow.state) == StepState.CLAIMED,
        col(StepRow.claimed_by) == step.claimed_by,
        col(StepRow.attempt) == step.attempt,
    )
    outcome: dict[str, object] = {"state": state, "note": note, "claimed_by": "", "lease_until": None}
    if due_at is not None:
        outcome["due_at"] = due_at
    if session.exec(update(StepRow).where(*ours).values(**outcome)).rowcount != 1:
        raise LeaseLostError(f"step {step.id} ({step.kind}) is no longer claimed by {step.claimed_by}")


def load(session: Session, meeting_id: str) -> Sequence[Step]:
    """All steps, or those of one meeting, by due time."""
    wanted = select(StepRow).order_by(col(StepRow.due_at), col(StepRow.id))
    if meeting_id:
        wanted = wanted.where(col(StepRow.meeting_id) == meeting_id)
    return [_step(row) for row in session.exec(wanted)]


def of_meetings(session: Session, meeting_ids: Collection[str], manager: str) -> Sequence[Step]:
    """One manager's steps of these meetings, by due time."""
    mine = select(StepRow).where(col(StepRow.manager) == manager)
    pieces = [mine.where(col(StepRow.meeting_id).in_(some)) for some in chunks(sorted(meeting_ids))]
    rows = [row for wanted in pieces for row in session.exec(wanted)]
    return [_step(row) for row in sorted(rows, key=lambda row: (row.due_at, row.id or 0))]


def _plan(session: Session, wish: StepPlan) -> bool:
    values: dict[str, object] = {
        "kind": wish.kind,
        "meeting_id": wish.meeting_id,
        "manager": wish.manager,
        "due_at": wish.due_at,
        "state": StepState.PLANNED,
        "claimed_by": "",
        "attempt": 0,
        "note": wish.note,
    }
    if insert_or_ignore(session, StepRow, values):
        return True
    if wish.only_new:
        return False
    state = col(StepRow.state)
    changes: ColumnElement[bool] = and_(state == StepState.PLANNED, col(StepRow.due_at) != wish.due_at)
    if wish.note:
        changes = state == StepState.PLANNED
    if wish.again:
        changes = or_(changes, state.in_(FINISHED))
    anew = {
        "state": StepState.PLANNED,
        "due_at": wish.due_at,
        "note": wish.note or case((state == StepState.PLANNED, col(StepRow.note)), else_=""),
    }
    known = _is(wish.kind, wish.meeting_id, wish.manager)
    return session.exec(update(StepRow).where(known, changes).values(**anew)).rowcount == 1


def _is(kind: StepKind, meeting_id: str, manager: str) -> ColumnElement[bool]:
    return and_(col(StepRow.kind) == kind, col(StepRow.meeting_id) == meeting_id, col(StepRow.manager) == manager)


def _due(session: Session, now: dt.datetime) -> ColumnElement[bool]:
    state = col(StepRow.state)
    return or_(
        and_(state == StepState.PLANNED, col(StepRow.due_at) <= now),
        and_(state == StepState.CLAIMED, col(StepRow.lease_until) < database_time(session)),
    )


def _load(session: Session, ids: Sequence[int | None]) -> Sequence[Step]:
    rows = [row for some in chunks(ids) for row in session.exec(select(StepRow).where(col(StepRow.id).in_(some)))]
    return [_step(row) for row in sorted(rows, key=lambda row: (row.due_at, row.id))]


def _step(row: StepRow) -> Step:
    return Step(
        id=row.id or 0,
        kind=StepKind(row.kind),
        due_at=row.due_at,
        meeting_id=row.meeting_id,
        manager=row.manager,
        state=StepState(row.state),
        claimed_by=row.claimed_by,
        lease_until=row.lease_until,
        attempt=row.attempt,
        note=row.note,
    )
