"""What we remember between runs: the state of sources, the last known customer data, corrected joins, feedback."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, or_, select, update

from kambrief.core.brief import Section
from kambrief.core.customer import CrmData
from kambrief.core.feedback import Feedback, Opinion
from kambrief.core.kept import Kept, Snapshot
from kambrief.core.work import Correction, SourceState
from kambrief.store.codec import CRM_DATA, KEPT, SOURCE_STATE, encode_plain
from kambrief.store.database import chunks, insert_or_ignore, upsert, upsert_all
from kambrief.store.tables import CorrectionRow, FeedbackRow, SnapshotRow, SourceStateRow


def source_states(session: Session, names: frozenset[str] | None = None) -> Mapping[str, SourceState]:
    """By name; all, or those named."""
    wanted = [select(SourceStateRow)]
    if names is not None:
        wanted = [select(SourceStateRow).where(col(SourceStateRow.name).in_(some)) for some in chunks(sorted(names))]
    rows = [row for query in wanted for row in session.exec(query)]
    return {row.name: SOURCE_STATE.decode(row.body) for row in rows}


def save_source_state(session: Session, state: SourceState) -> None:
    """Insert or replace by name."""
    upsert(session, SourceStateRow, ["name"], {"name": state.name, "body": SOURCE_STATE.encode(state)})


def snapshots(session: Session, provider: str) -> Sequence[CrmData]:
    """All kept groups of a provider, by root account."""
    mine = select(SnapshotRow.body).where(col(SnapshotRow.provider) == provider)
    return [CRM_DATA.decode(body) for body in session.exec(mine.order_by(col(SnapshotRow.root_account_id)))]


def save_snapshot(session: Session, provider: str, root_account_id: str, data: CrmData) -> None:
    """Insert or replace by group."""
    values = {
        "provider": provider,
        "root_account_id": root_account_id,
        "fetched_at": data.fetched_at,
        "body": CRM_DATA.encode(data),
    }
    upsert(session, SnapshotRow, ["provider", "root_account_id"], values)


def save_snapshots(session: Session, provider: str, by_root: Mapping[str, CrmData]) -> Mapping[str, str]:
    """Insert or replace by group; the stamps by root."""
    bodies = {root: CRM_DATA.encode(data) for root, data in by_root.items()}
    rows = [
        {"provider": provider, "root_account_id": root, "fetched_at": data.fetched_at, "body": bodies[root]}
        for root, data in by_root.items()
    ]
    upsert_all(session, SnapshotRow, ["provider", "root_account_id"], rows)
    return {root: _stamp(body) for root, body in bodies.items()}


def snapshots_of(session: Session, provider: str, roots: frozenset[str] | None) -> Mapping[str, Snapshot]:
    """By root account; all, or those named."""
    mine = select(SnapshotRow).where(col(SnapshotRow.provider) == provider)
    root = col(SnapshotRow.root_account_id)
    queries = [mine] if roots is None else [mine.where(root.in_(some)) for some in chunks(sorted(roots))]
    rows = [row for query in queries for row in session.exec(query)]
    return {row.root_account_id: Snapshot(CRM_DATA.decode(row.body), _stamp(row.body)) for row in rows}


def account_names(session: Session, provider: str) -> Mapping[str, str]:
    """By account id. Only the accounts are read, which come first in a snapshot: the rest of it is long."""
    found: dict[str, str] = {}
    for body in session.exec(select(SnapshotRow.body).where(col(SnapshotRow.provider) == provider)):
        place = body.find(_ACCOUNTS)
        if place >= 0:
            rows, _ = json.JSONDecoder().raw_decode(body, place + len(_ACCOUNTS))
            found |= {row["id"]: row["name"] for row in rows}
    return found


_ACCOUNTS = '"accounts":'


def kept(session: Session, provider: str) -> Kept:
    """Which of these hold. What another version has written in a way of its own counts as nothing: all is asked anew.

    It lies among the snapshots, under a name that no provider has.
    """
    mine = col(SnapshotRow.provider) == _kept_name(provider)
    body = session.exec(select(SnapshotRow.body).where(mine)).first()
    try:
        return KEPT.decode(body) if body else Kept()
    except ValueError:
        return Kept()


def save_kept(session: Session, provider: str, kept: Kept) -> None:
    """Insert or replace."""
    values = {
        "provider": _kept_name(provider),
        "root_account_id": "",
        "fetched_at": kept.confirmed_at,
        "body": KEPT.encode(kept),
    }
    upsert(session, SnapshotRow, ["provider", "root_account_id"], values)


def _kept_name(provider: str) -> str:
    return f"{provider}/kept"


def _stamp(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:20]


def purge_snapshots(session: Session, provider: str, keep: frozenset[str], older_than: dt.datetime) -> int:
    """Delete groups not kept and fetched before; one of unknown age counts as old."""
    mine = col(SnapshotRow.provider) == provider
    fetched = col(SnapshotRow.fetched_at)
    old = or_(fetched.is_(None), fetched < older_than)
    roots = [root for root in session.exec(select(SnapshotRow.root_account_id).where(mine, old)) if root not in keep]
    deleted = 0
    for some in chunks(roots):
        # `old` again: another process may have fetched the group anew in between.
        gone = delete(SnapshotRow).where(mine, old, col(SnapshotRow.root_account_id).in_(some))
        deleted += session.exec(gone).rowcount
    return deleted


def corrections(session: Session) -> Sequence[Correction]:
    """All, by address."""
    rows = session.exec(select(CorrectionRow).order_by(col(CorrectionRow.email)))
    return [Correction(row.email, row.contact_id, row.account_id, row.made_at) for row in rows]


def save_correction(session: Session, correction: Correction) -> None:
    """Insert or replace by address, case ignored."""
    values = {
        "email": correction.email.casefold(),
        "contact_id": correction.contact_id,
        "account_id": correction.account_id,
        "made_at": correction.made_at,
    }
    upsert(session, CorrectionRow, ["email"], values)


def forget_correction(session: Session, email: str) -> bool:
    """Whether there was one."""
    gone = delete(CorrectionRow).where(col(CorrectionRow.email) == email.casefold())
    return session.exec(gone).rowcount == 1


def feedback(session: Session, manager: str) -> Sequence[Feedback]:
    """One account manager's or everybody's, oldest first. What a newer version called by other names is left out."""
    wanted = select(FeedbackRow).order_by(
        col(FeedbackRow.at), col(FeedbackRow.manager), col(FeedbackRow.meeting_id), col(FeedbackRow.section)
    )
    if manager:
        wanted = wanted.where(col(FeedbackRow.manager) == manager.casefold())
    known = [row for row in session.exec(wanted) if row.section in set(Section) and row.verdict in set(Opinion)]
    return [
        Feedback(
            row.manager,
            row.meeting_id,
            Section(row.section),
            Opinion(row.verdict),
            row.at,
            tuple(json.loads(row.facts)),
        )
        for row in known
    ]


def save_feedback(session: Session, said: Feedback) -> None:
    """Insert, or replace what was said earlier of the same section: in whichever order they arrive, the newer stays."""
    key = {"manager": said.manager.casefold(), "meeting_id": said.meeting_id, "section": said.section}
    content = {"verdict": said.verdict, "at": said.at, "facts": encode_plain(list(said.facts))}
    if not insert_or_ignore(session, FeedbackRow, key | content):
        older = col(FeedbackRow.at) <= said.at
        session.exec(update(FeedbackRow).where(*_is_feedback(**key), older).values(**content))


def forget_feedback(session: Session, manager: str, meeting_id: str, section: Section) -> bool:
    """Whether there was one."""
    gone = delete(FeedbackRow).where(*_is_feedback(manager.casefold(), meeting_id, section))
    return session.exec(gone).rowcount == 1


def _is_feedback(manager: str, meeting_id: str, section: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(FeedbackRow.manager) == manager,
        col(FeedbackRow.meeting_id) == meeting_id,
        col(FeedbackRow.section) == section,
    )
