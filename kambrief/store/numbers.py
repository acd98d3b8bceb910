"""`SqlNumbers`: counts over whole tables, each a question or two however much they hold."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, SQLModel, and_, case, col, or_, select

from kambrief.core.logbook import WriteState
from kambrief.core.numbers import LATE, SOON, Call, Holding, MailCount, SignedIn, Trouble, WorkCount
from kambrief.core.site import Act
from kambrief.core.work import AFTER_CALLS, DeliveryState, StepKind, StepState
from kambrief.store import schema, tables
from kambrief.store.database import Database, database_time
from kambrief.store.ledger import receipts_since
from kambrief.store.tables import AuditRow, BriefRow, DeliveryRow, LogbookRow, SessionRow, StepRow

_HOLDINGS: tuple[tuple[str, type[SQLModel], Any], ...] = (
    ("meeting", tables.MeetingRow, tables.MeetingRow.start_at),
    ("brief", BriefRow, BriefRow.created_at),
    ("delivery", DeliveryRow, DeliveryRow.due_at),
    ("heard", tables.HeardRow, tables.HeardRow.at),
    ("followup", tables.FollowupRow, tables.FollowupRow.created_at),
    ("followup_version", tables.FollowupVersionRow, None),
    ("promise", tables.PromiseRow, None),
    ("logbook", LogbookRow, LogbookRow.approved_at),
    ("snapshot", tables.SnapshotRow, tables.SnapshotRow.fetched_at),
    ("figures", tables.FiguresRow, None),
    ("correction", tables.CorrectionRow, tables.CorrectionRow.made_at),
    ("feedback", tables.FeedbackRow, tables.FeedbackRow.at),
    ("voice", tables.VoiceRow, None),
    ("edit", tables.EditRow, tables.EditRow.at),
    ("step", StepRow, StepRow.due_at),
    ("hint", tables.HintRow, tables.HintRow.received_at),
    ("preference", tables.PreferenceRow, tables.PreferenceRow.changed_at),
    ("stand_in", tables.StandInRow, tables.StandInRow.made_at),
    ("panel", tables.PanelRow, None),
    ("autosave", tables.AutosaveRow, tables.AutosaveRow.at),
    ("session", SessionRow, SessionRow.created_at),
    ("sign_in", tables.SignInRow, tables.SignInRow.made_at),
    ("audit", AuditRow, AuditRow.at),
)


class SqlNumbers:
    """Implements `ports.Numbers`; see there for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def schema(self) -> tuple[str, str]:
        with self._database.read() as session:
            return schema.version(session), schema.HEAD

    def work(self, now: dt.datetime) -> Sequence[WorkCount]:
        state, due_at = col(StepRow.state), col(StepRow.due_at)
        planned, claimed = state == StepState.PLANNED, state == StepState.CLAIMED
        due = and_(planned, due_at <= now)
        with self._database.read() as session:
            stuck = and_(claimed, col(StepRow.lease_until) < database_time(session))
            told = session.exec(
                select(  # type: ignore[call-overload] # more columns than the stubs foresee
                    col(StepRow.kind), _sum(planned), _sum(due), _sum(planned, due_at <= now - LATE),
                    _sum(planned, due_at <= now + SOON),
                    _sum(planned, *_tried_in_vain()),
                    _sum(claimed), _sum(stuck), _sum(state == StepState.DONE), _sum(state == StepState.DROPPED),
                    func.min(case((due, due_at))),
                ).group_by(col(StepRow.kind)).order_by(col(StepRow.kind))
            ).all()  # fmt: skip
        return [WorkCount(*row) for row in told]

    def mails(self, now: dt.datetime) -> Sequence[MailCount]:
        kind, state = col(DeliveryRow.kind), col(DeliveryRow.state)
        late = _sum(state == DeliveryState.PLANNED, col(DeliveryRow.due_at) <= now - LATE)
        told = select(kind, state, func.count(), late).group_by(kind, state).order_by(kind, state)
        with self._database.read() as session:
            return [MailCount(*row) for row in session.exec(told)]

    def written(self) -> Mapping[str, int]:
        who = col(BriefRow.written_by)
        told = select(who, func.count()).where(col(BriefRow.kind).not_in(sorted(AFTER_CALLS))).group_by(who)
        with self._database.read() as session:
            return dict(session.exec(told.order_by(who)).all())

    def calls(self, since: dt.datetime) -> Sequence[Call]:
        with self._database.read() as session:
            return [Call(at, receipt) for at, receipt in receipts_since(session, since)]

    def troubles(self, since: dt.datetime, limit: int) -> Sequence[Trouble]:
        with self._database.read() as session:
            found = [*_steps(session, since, limit), *_mails(session, since, limit), *_writes(session, since, limit)]
        return sorted(found, key=lambda one: one.at, reverse=True)

    def kept(self) -> Sequence[Holding]:
        found = []
        with self._database.read() as session:
            for name, table, time in _HOLDINGS:
                oldest = func.min(col(time)) if time is not None else func.min(None)
                count, at = session.exec(select(func.count(), oldest).select_from(table)).one()
                found.append(Holding(name, count, at))
        return found

    def signed_in(self, now: dt.datetime) -> Sequence[SignedIn]:
        email, seen = col(SessionRow.email), func.max(col(SessionRow.seen_at))
        holds = col(SessionRow.expires_at) > now
        who, entered = col(AuditRow.who), col(AuditRow.act) == Act.SIGNED_IN
        with self._database.read() as session:
            held = session.exec(select(email, func.count(), seen).where(holds).group_by(email)).all()
            last = session.exec(select(who, func.max(col(AuditRow.at))).where(entered).group_by(who)).all()
        at = dict(last)
        found = {mail: SignedIn(mail, count, when, at.get(mail)) for mail, count, when in held}
        found |= {mail: SignedIn(mail, last_sign_in=when) for mail, when in last if mail not in found}
        return [found[mail] for mail in sorted(found)]

    def sessions(self, now: dt.datetime) -> int:
        holds = col(SessionRow.expires_at) > now
        with self._database.read() as session:
            return session.exec(select(func.count()).select_from(SessionRow).where(holds)).one()


_WRITING = (StepKind.BRIEF, StepKind.REVIEW, StepKind.DIGEST, StepKind.NUDGE)
"""Steps that are done at once or have failed; the others come again and again, or wait with a note that says so."""
_WAITS = ("after the day's digest",)


def _sum(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows fulfil all of them."""
    return func.coalesce(func.sum(case((and_(*conditions), 1), else_=0)), 0)


def _tried_in_vain() -> tuple[ColumnElement[bool], ...]:
    """Of a planned step: it was tried, and something went wrong."""
    note = col(StepRow.note)
    return col(StepRow.kind).in_(_WRITING), col(StepRow.attempt) > 0, note != "", note.not_in(_WAITS)


def _steps(session: Session, since: dt.datetime, limit: int) -> Sequence[Trouble]:
    state = col(StepRow.state)
    stuck = and_(state == StepState.CLAIMED, col(StepRow.lease_until) < database_time(session))
    again = and_(state == StepState.PLANNED, *_tried_in_vain())
    left = and_(state == StepState.DROPPED, col(StepRow.kind) == StepKind.WATCH, col(StepRow.note) != "")
    wanted = select(StepRow).where(or_(stuck, again, left), col(StepRow.due_at) >= since)
    rows = session.exec(wanted.order_by(col(StepRow.due_at).desc(), col(StepRow.id).desc()).limit(limit))
    return [
        Trouble("step", row.kind, row.state, row.due_at, row.meeting_id, row.manager, row.note, row.attempt)
        for row in rows
    ]


def _mails(session: Session, since: dt.datetime, limit: int) -> Sequence[Trouble]:
    state = col(DeliveryRow.state)
    lost = state.in_((DeliveryState.FAILED, DeliveryState.UNKNOWN))
    again = and_(state == DeliveryState.PLANNED, col(DeliveryRow.attempt) > 0)
    shown = (
        DeliveryRow.kind, DeliveryRow.state, DeliveryRow.due_at, DeliveryRow.meeting_id, DeliveryRow.manager,
        DeliveryRow.note, DeliveryRow.attempt,
    )  # fmt: skip
    wanted = select(*shown).where(or_(lost, again), col(DeliveryRow.due_at) >= since)  # type: ignore[call-overload] # seven
    rows = session.exec(wanted.order_by(col(DeliveryRow.due_at).desc(), col(DeliveryRow.id).desc()).limit(limit))
    return [Trouble("mail", *row) for row in rows]


def _writes(session: Session, since: dt.datetime, limit: int) -> Sequence[Trouble]:
    state = col(LogbookRow.state)
    again = and_(state == WriteState.PLANNED, col(LogbookRow.tries) > 0)
    failed = state == WriteState.FAILED
    wanted = select(LogbookRow).where(or_(failed, again), col(LogbookRow.due_at) >= since)
    rows = session.exec(wanted.order_by(col(LogbookRow.due_at).desc(), col(LogbookRow.key)).limit(limit))
    return [
        Trouble("crm", "crm", row.state, row.due_at, row.meeting_id, row.manager, row.note, row.tries) for row in rows
    ]
