"""`SqlSite`: what the pages keep, on SQLite or PostgreSQL. Each method is one transaction."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func
from sqlmodel import Session as Transaction
from sqlmodel import SQLModel, col, delete, or_, select, update

from kambrief.core.access import StandIn
from kambrief.core.preferences import Preferences
from kambrief.core.site import Act, Audit, AuditFilter, Autosave, Panel, Session, SignIn
from kambrief.store.codec import AUTOSAVE, PREFERENCES, encode_plain
from kambrief.store.database import Database, insert_or_ignore
from kambrief.store.tables import (
    AttemptRow,
    AuditRow,
    AutosaveRow,
    PanelRow,
    PreferenceRow,
    SessionRow,
    SignInRow,
    StandInRow,
)

KEEP_ATTEMPTS = dt.timedelta(days=1)
KEEP_TYPED = dt.timedelta(days=30)


class SqlSite:
    """Implements `ports.SiteStore`; see there for what each method promises."""

    def __init__(self, database: Database) -> None:
        """On a database whose tables are up to date (`SqlStore.open`)."""
        self._database = database

    # sign-in by link

    def add_sign_in(
        self, token_hash: str, email: str, next_path: str, expires_at: dt.datetime, now: dt.datetime
    ) -> None:
        row = SignInRow(
            token_hash=token_hash, email=email.casefold(), next_path=next_path, made_at=now, expires_at=expires_at
        )
        with self._database.write() as session:
            session.add(row)

    def sign_in(self, token_hash: str, now: dt.datetime) -> SignIn | None:
        with self._database.read() as session:
            return _sign_in(session.exec(select(SignInRow).where(*_is_usable(token_hash, now))).first())

    def use_sign_in(self, token_hash: str, now: dt.datetime) -> SignIn | None:
        with self._database.write() as session:
            used = update(SignInRow).where(*_is_usable(token_hash, now)).values(used_at=now)
            if session.exec(used).rowcount != 1:
                return None
            return _sign_in(session.exec(select(SignInRow).where(col(SignInRow.token_hash) == token_hash)).one())

    # sessions

    def add_session(self, session: Session) -> None:
        row = SessionRow(
            id_hash=session.id_hash, email=session.email.casefold(), created_at=session.created_at,
            seen_at=session.seen_at, expires_at=session.expires_at, agent=session.agent,
        )  # fmt: skip
        with self._database.write() as transaction:
            transaction.add(row)

    def session(self, id_hash: str, now: dt.datetime) -> Session | None:
        holds = col(SessionRow.id_hash) == id_hash, col(SessionRow.expires_at) > now
        with self._database.read() as session:
            row = session.exec(select(SessionRow).where(*holds)).first()
            return None if row is None else _session(row)

    def touch(self, id_hash: str, now: dt.datetime) -> None:
        older = col(SessionRow.id_hash) == id_hash, col(SessionRow.seen_at) < now
        with self._database.write() as session:
            session.exec(update(SessionRow).where(*older).values(seen_at=now))

    def sessions(self, email: str, now: dt.datetime) -> Sequence[Session]:
        mine = col(SessionRow.email) == email.casefold(), col(SessionRow.expires_at) > now
        order = col(SessionRow.seen_at).desc(), col(SessionRow.id_hash)
        with self._database.read() as session:
            return [_session(row) for row in session.exec(select(SessionRow).where(*mine).order_by(*order))]

    def revoke_session(self, id_hash: str, email: str = "") -> bool:
        wanted = delete(SessionRow).where(col(SessionRow.id_hash) == id_hash)
        if email:
            wanted = wanted.where(col(SessionRow.email) == email.casefold())
        with self._database.write() as session:
            return session.exec(wanted).rowcount == 1

    def revoke_sessions(self, email: str, but: str = "") -> int:
        mine = email.casefold()
        with self._database.write() as session:
            session.exec(delete(SignInRow).where(col(SignInRow.email) == mine, col(SignInRow.used_at).is_(None)))
            theirs = delete(SessionRow).where(col(SessionRow.email) == mine, col(SessionRow.id_hash) != but)
            return session.exec(theirs).rowcount

    # how often

    def count_attempt(self, key: str, window_start: dt.datetime) -> int:
        hashed = _hashed(key)
        same = col(AttemptRow.key_hash) == hashed, col(AttemptRow.window_start) == window_start
        with self._database.write() as session:
            insert_or_ignore(session, AttemptRow, {"key_hash": hashed, "window_start": window_start, "count": 0})
            session.exec(update(AttemptRow).where(*same).values(count=col(AttemptRow.count) + 1))
            return session.exec(select(AttemptRow.count).where(*same)).one()

    # stand-ins

    def add_stand_in(self, stand_in: StandIn) -> StandIn:
        row = StandInRow(
            manager=stand_in.manager.casefold(), deputy=stand_in.deputy.casefold(), first_day=stand_in.first_day,
            last_day=stand_in.last_day, made_by=stand_in.made_by.casefold(), made_at=stand_in.made_at,
            ended_at=stand_in.ended_at,
        )  # fmt: skip
        with self._database.write() as session:
            session.add(row)
            session.flush()
            return _stand_in(row)

    def end_stand_in(self, stand_in_id: int, at: dt.datetime) -> bool:
        running = col(StandInRow.id) == stand_in_id, col(StandInRow.ended_at).is_(None)
        if not _is_id(stand_in_id):
            return False
        with self._database.write() as session:
            return session.exec(update(StandInRow).where(*running).values(ended_at=at)).rowcount == 1

    def stand_in(self, stand_in_id: int) -> StandIn | None:
        if not _is_id(stand_in_id):
            return None
        with self._database.read() as session:
            row = session.exec(select(StandInRow).where(col(StandInRow.id) == stand_in_id)).first()
            return None if row is None else _stand_in(row)

    def stand_ins(self, manager: str = "", deputy: str = "") -> Sequence[StandIn]:
        wanted = select(StandInRow).order_by(col(StandInRow.first_day).desc(), col(StandInRow.id).desc())
        if manager:
            wanted = wanted.where(col(StandInRow.manager) == manager.casefold())
        if deputy:
            wanted = wanted.where(col(StandInRow.deputy) == deputy.casefold())
        with self._database.read() as session:
            return [_stand_in(row) for row in session.exec(wanted)]

    # the trail

    def add_audit(self, entry: Audit) -> bool:
        bucket = entry.bucket()
        values = {
            "at": entry.at,
            "who": entry.who.casefold(),
            "act": entry.act,
            "meeting_id": entry.meeting_id,
            "account_id": entry.account_id,
            "manager": entry.manager.casefold(),
            "detail": entry.detail,
            "bucket": _hashed(bucket.casefold()) if bucket else None,
        }
        with self._database.write() as session:
            return insert_or_ignore(session, AuditRow, values)

    def audit(self, wanted: AuditFilter, limit: int, before: int = 0) -> Sequence[Audit]:
        acts = wanted.acts or frozenset(Act)
        conditions: list[ColumnElement[bool]] = [col(AuditRow.act).in_(sorted(acts))]
        if _is_id(before):
            conditions.append(col(AuditRow.id) < before)
        for column, value in (
            (AuditRow.who, wanted.who.casefold()),
            (AuditRow.manager, wanted.manager.casefold()),
            (AuditRow.meeting_id, wanted.meeting_id),
            (AuditRow.account_id, wanted.account_id),
        ):
            if value:
                conditions.append(col(column) == value)
        newest = select(AuditRow).where(*conditions).order_by(col(AuditRow.id).desc()).limit(limit)
        with self._database.read() as session:
            return [_audit(row) for row in session.exec(newest)]

    # preferences

    def preferences(self, manager: str) -> Preferences | None:
        mine = select(PreferenceRow.body).where(col(PreferenceRow.manager) == manager.casefold())
        with self._database.read() as session:
            body = session.exec(mine).first()
        return None if body is None else _preferences(body)

    def save_preferences(self, manager: str, preferences: Preferences, now: dt.datetime) -> None:
        mine = manager.casefold()
        content = {"changed_at": now, "body": PREFERENCES.encode(preferences)}
        with self._database.write() as session:
            if not insert_or_ignore(session, PreferenceRow, {"manager": mine, "revision": 1, **content}):
                # Never a revision that was there before: `preferences_stamp` rests on that.
                again = update(PreferenceRow).where(col(PreferenceRow.manager) == mine)
                session.exec(again.values(revision=col(PreferenceRow.revision) + 1, **content))

    def all_preferences(self) -> Mapping[str, Preferences]:
        with self._database.read() as session:
            rows = session.exec(select(PreferenceRow).order_by(col(PreferenceRow.manager))).all()
        return {row.manager: found for row in rows if (found := _preferences(row.body)) is not None}

    def preferences_stamp(self) -> str:
        told = select(func.count(), func.coalesce(func.sum(col(PreferenceRow.revision)), 0)).select_from(PreferenceRow)
        with self._database.read() as session:
            count, revisions = session.exec(told).one()
        return f"{count}/{revisions}"

    # the panel

    def panel(self, meeting_id: str, manager: str) -> Panel | None:
        with self._database.read() as session:
            row = session.exec(select(PanelRow).where(*_is_panel(meeting_id, manager))).first()
            if row is None:
                return None
            return Panel(row.meeting_id, row.manager, frozenset(json.loads(row.ticks)), row.notes, row.revision)

    def save_panel(self, panel: Panel) -> bool:
        key = {"meeting_id": panel.meeting_id, "manager": panel.manager.casefold()}
        content = {"ticks": encode_plain(sorted(panel.ticks)), "notes": panel.notes, "revision": panel.revision + 1}
        with self._database.write() as session:
            if panel.revision == 0:
                return insert_or_ignore(session, PanelRow, {**key, **content})
            same = (*_is_panel(panel.meeting_id, panel.manager), col(PanelRow.revision) == panel.revision)
            return session.exec(update(PanelRow).where(*same).values(**content)).rowcount == 1

    # what is typed

    def autosave(self, meeting_id: str, manager: str, who: str) -> Autosave | None:
        mine = *_is_draft(meeting_id, manager), col(AutosaveRow.who) == who.casefold()
        with self._database.read() as session:
            row = session.exec(select(AutosaveRow).where(*mine)).first()
            return None if row is None else _autosave(row)

    def autosaves(self, meeting_id: str, manager: str) -> Sequence[Autosave]:
        order = col(AutosaveRow.at).desc(), col(AutosaveRow.who)
        with self._database.read() as session:
            rows = session.exec(select(AutosaveRow).where(*_is_draft(meeting_id, manager)).order_by(*order))
            return [_autosave(row) for row in rows]

    def save_autosave(self, autosave: Autosave) -> None:
        meeting_id, manager, who = autosave.meeting_id, autosave.manager.casefold(), autosave.who.casefold()
        key = {"meeting_id": meeting_id, "manager": manager, "who": who}
        content = {"at": autosave.at, "body": AUTOSAVE.encode(autosave, frozenset({*key, "at"}))}
        with self._database.write() as session:
            if not insert_or_ignore(session, AutosaveRow, {**key, **content}):
                mine = *_is_draft(meeting_id, manager), col(AutosaveRow.who) == who
                not_later = col(AutosaveRow.at) <= autosave.at
                session.exec(update(AutosaveRow).where(*mine, not_later).values(**content))

    def drop_autosave(self, meeting_id: str, manager: str, who: str, until: dt.datetime | None = None) -> bool:
        gone = delete(AutosaveRow).where(*_is_draft(meeting_id, manager), col(AutosaveRow.who) == who.casefold())
        if until is not None:
            gone = gone.where(col(AutosaveRow.at) <= until)
        with self._database.write() as session:
            return session.exec(gone).rowcount == 1

    # its end

    def purge(self, now: dt.datetime, audit_before: dt.datetime | None = None) -> int:
        old: list[tuple[type[SQLModel], ColumnElement[bool]]] = [
            (SignInRow, or_(col(SignInRow.expires_at) <= now, col(SignInRow.used_at).is_not(None))),
            (SessionRow, col(SessionRow.expires_at) <= now),
            (AttemptRow, col(AttemptRow.window_start) <= now - KEEP_ATTEMPTS),
            (AutosaveRow, col(AutosaveRow.at) <= now - KEEP_TYPED),
        ]
        if audit_before is not None:
            old.append((AuditRow, col(AuditRow.at) < audit_before))
        with self._database.write() as session:
            return sum(_deleted(session, table, condition) for table, condition in old)


def _deleted(session: Transaction, table: type[SQLModel], condition: ColumnElement[bool]) -> int:
    return session.exec(delete(table).where(condition)).rowcount


def _is_id(number: int) -> bool:
    """Whether a row can have it: what comes out of an address may be any number, and databases refuse great ones."""
    return 0 < number < 2**31


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _is_usable(token_hash: str, now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(SignInRow.token_hash) == token_hash,
        col(SignInRow.used_at).is_(None),
        col(SignInRow.expires_at) > now,
    )


def _is_panel(meeting_id: str, manager: str) -> tuple[ColumnElement[bool], ...]:
    return col(PanelRow.meeting_id) == meeting_id, col(PanelRow.manager) == manager.casefold()


def _is_draft(meeting_id: str, manager: str) -> tuple[ColumnElement[bool], ...]:
    return col(AutosaveRow.meeting_id) == meeting_id, col(AutosaveRow.manager) == manager.casefold()


def _sign_in(row: SignInRow | None) -> SignIn | None:
    return None if row is None else SignIn(row.token_hash, row.email, row.next_path, row.expires_at, row.used_at)


def _session(row: SessionRow) -> Session:
    return Session(row.id_hash, row.email, row.created_at, row.seen_at, row.expires_at, row.agent)


def _stand_in(row: StandInRow) -> StandIn:
    return StandIn(
        row.manager, row.deputy, row.first_day, row.last_day, row.made_by, row.made_at, row.ended_at, row.id or 0
    )


def _audit(row: AuditRow) -> Audit:
    return Audit(row.at, row.who, Act(row.act), row.meeting_id, row.account_id, row.manager, row.detail, row.id or 0)


def _preferences(body: str) -> Preferences | None:
    """None for what a newer version has written in a way of its own: then the configuration holds."""
    try:
        return PREFERENCES.decode(body)
    except ValueError:
        return None


def _autosave(row: AutosaveRow) -> Autosave:
    columns = {"meeting_id": row.meeting_id, "manager": row.manager, "who": row.who, "at": row.at}
    return AUTOSAVE.decode(row.body, columns)
