"""The tables. What is queried has a column; the rest of a record is JSON text in ``body``.

Times are UTC (SQLModel's datetime type refuses naive ones). JSON is kept as text, not as the database's JSON type:
PostgreSQL's refuses the character NUL, which mail from outside may hold. Every uniqueness the code relies on is a
constraint here, so that no race can get around it. A change here needs a new file in ``migrations/versions``.
"""

import datetime as dt

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlmodel import Field, SQLModel

UNSTORABLE = {0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}
"""NUL (PostgreSQL has no such text) and lone surrogates (no UTF-8 has them): kept as the replacement character."""


class OutsideText(TypeDecorator[str]):
    """Text that may come from outside: what no database can hold is replaced, in values and in comparisons alike."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else value.translate(UNSTORABLE)


class MeetingRow(SQLModel, table=True):
    """A meeting; its sources are rows of their own."""

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_start_at", "start_at"),)

    id: str = Field(primary_key=True, sa_type=OutsideText)
    start_at: dt.datetime
    end_at: dt.datetime
    body: str = Field(sa_type=Text)
    saved_at: dt.datetime


class SourceRow(SQLModel, table=True):
    """Where a meeting stands in the outside world; ``position`` keeps the order of `Meeting.sources`, ``body`` what
    this source said of it (empty: not known)."""

    __tablename__ = "meeting_source"
    __table_args__ = (
        Index("ix_meeting_source_meeting_id", "meeting_id"),
        Index("ix_meeting_source_uid", "uid"),
    )

    provider: str = Field(primary_key=True, sa_type=OutsideText)
    calendar: str = Field(primary_key=True, sa_type=OutsideText)
    uid: str = Field(primary_key=True, sa_type=OutsideText)
    recurrence_id: str = Field(primary_key=True, sa_type=OutsideText)
    meeting_id: str = Field(sa_type=OutsideText, sa_column_args=[ForeignKey("meeting.id", ondelete="CASCADE")])
    position: int
    external_id: str = Field(default="", sa_type=OutsideText)
    body: str = Field(default="", sa_type=Text)


class SourceStateRow(SQLModel, table=True):
    """What we remember of one calendar or CRM between reads."""

    __tablename__ = "source_state"

    name: str = Field(primary_key=True, sa_type=OutsideText)
    body: str = Field(sa_type=Text)


class SnapshotRow(SQLModel, table=True):
    """The last known customer data of one group."""

    __tablename__ = "snapshot"

    provider: str = Field(primary_key=True, sa_type=OutsideText)
    root_account_id: str = Field(primary_key=True, sa_type=OutsideText)
    fetched_at: dt.datetime | None = None
    body: str = Field(sa_type=Text)


class FiguresRow(SQLModel, table=True):
    """What one customer company bought, as sums: see `core.insight.figures.AccountFigures`."""

    __tablename__ = "figures"

    provider: str = Field(primary_key=True, sa_type=OutsideText)
    account_id: str = Field(primary_key=True, sa_type=OutsideText)
    body: str = Field(sa_type=Text)


class StepRow(SQLModel, table=True):
    """A step of work: see `core.work.Step`."""

    __tablename__ = "step"
    __table_args__ = (
        UniqueConstraint("kind", "meeting_id", "manager", name="uq_step"),
        Index("ix_step_due", "kind", "state", "due_at"),
        Index("ix_step_meeting_id", "meeting_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    meeting_id: str = Field(sa_type=OutsideText)
    manager: str = Field(sa_type=OutsideText)
    due_at: dt.datetime
    state: str
    claimed_by: str = ""
    lease_until: dt.datetime | None = None
    attempt: int = 0
    note: str = Field(default="", sa_type=OutsideText)


class BriefRow(SQLModel, table=True):
    """A brief that was written: see `core.work.BriefRecord`."""

    __tablename__ = "brief"
    __table_args__ = (UniqueConstraint("meeting_id", "manager", "revision", name="uq_brief"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: str = Field(sa_type=OutsideText)
    manager: str = Field(sa_type=OutsideText)
    revision: str
    kind: str
    created_at: dt.datetime
    subject: str = Field(sa_type=OutsideText)
    text: str = Field(sa_type=OutsideText)
    html: str = Field(sa_type=OutsideText)
    written_by: str = Field(sa_type=OutsideText)
    language: str
    material: str = Field(sa_type=Text)
    why: str = Field(sa_type=Text)
    page: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    """`core.brief_data`; empty: none."""


class DeliveryRow(SQLModel, table=True):
    """A row of the mail ledger: see `core.work.Delivery`."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("meeting_id", "revision", "recipient", name="uq_delivery"),
        UniqueConstraint("message_id", name="uq_delivery_message_id"),
        Index("ix_delivery_due", "state", "due_at"),
        Index("ix_delivery_revision", "revision"),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: str = Field(sa_type=OutsideText)
    manager: str = Field(sa_type=OutsideText)
    recipient: str = Field(sa_type=OutsideText)
    revision: str
    kind: str
    due_at: dt.datetime
    expires_at: dt.datetime
    message_id: str
    message: bytes = Field(sa_type=LargeBinary)
    state: str
    claimed_by: str = ""
    lease_until: dt.datetime | None = None
    attempt: int = 0
    copies: int = 0
    note: str = Field(default="", sa_type=OutsideText)
    sent_at: dt.datetime | None = None


class CorrectionRow(SQLModel, table=True):
    """A corrected join, by lower-cased address."""

    __tablename__ = "correction"

    email: str = Field(primary_key=True, sa_type=OutsideText)
    contact_id: str = Field(default="", sa_type=OutsideText)
    account_id: str = Field(default="", sa_type=OutsideText)
    made_at: dt.datetime | None = None


class HintRow(SQLModel, table=True):
    """A vendor's word that something changed, not yet looked into: see `core.work.Hint`."""

    __tablename__ = "hint"

    id: str = Field(primary_key=True, sa_type=OutsideText)
    provider: str = Field(sa_type=OutsideText)
    kind: str
    key: str = Field(sa_type=OutsideText)
    session: str = Field(default="", sa_type=OutsideText)
    received_at: dt.datetime


class HeardRow(SQLModel, table=True):
    """What one platform knows of one call that has been: see `core.heard.Heard`."""

    __tablename__ = "heard"

    meeting_id: str = Field(primary_key=True, sa_type=OutsideText)
    provider: str = Field(primary_key=True, sa_type=OutsideText)
    session: str = Field(primary_key=True, sa_type=OutsideText)
    at: dt.datetime
    body: str = Field(sa_type=Text)


class FeedbackRow(SQLModel, table=True):
    """What an account manager said of one section of one brief: see `core.feedback.Feedback`."""

    __tablename__ = "feedback"

    manager: str = Field(primary_key=True, sa_type=OutsideText)
    meeting_id: str = Field(primary_key=True, sa_type=OutsideText)
    section: str = Field(primary_key=True)
    verdict: str
    at: dt.datetime
    facts: str = Field(sa_type=Text)


class LogbookRow(SQLModel, table=True):
    """A record that the CRM is to hold: see `core.logbook.Write`."""

    __tablename__ = "logbook"
    __table_args__ = (
        Index("ix_logbook_due", "provider", "state", "due_at"),
        Index("ix_logbook_meeting_id", "meeting_id"),
    )

    provider: str = Field(primary_key=True, sa_type=OutsideText)
    key: str = Field(primary_key=True, sa_type=OutsideText)
    meeting_id: str = Field(sa_type=OutsideText)
    manager: str = Field(sa_type=OutsideText)
    body: str = Field(sa_type=Text)
    state: str
    due_at: dt.datetime
    wanted: str = ""
    written: str = ""
    remote_id: str = Field(default="", sa_type=OutsideText)
    claimed_by: str = ""
    lease_until: dt.datetime | None = None
    attempt: int = 0
    tries: int = 0
    not_before: dt.datetime | None = None
    note: str = Field(default="", sa_type=OutsideText)
    approved_by: str = Field(default="", sa_type=OutsideText)
    approved_at: dt.datetime | None = None
    written_at: dt.datetime | None = None


class FollowupRow(SQLModel, table=True):
    """A follow-up without its texts: see `core.drafting.FollowupRecord`."""

    __tablename__ = "followup"
    __table_args__ = (Index("ix_followup_state", "state", "manager"),)

    meeting_id: str = Field(primary_key=True, sa_type=OutsideText)
    manager: str = Field(primary_key=True, sa_type=OutsideText)
    state: str
    created_at: dt.datetime
    revision: int
    body: str = Field(sa_type=Text)


class FollowupVersionRow(SQLModel, table=True):
    """One text of a follow-up, never changed: see `core.drafting.Version`."""

    __tablename__ = "followup_version"

    meeting_id: str = Field(primary_key=True, sa_type=OutsideText)
    manager: str = Field(primary_key=True, sa_type=OutsideText)
    number: int = Field(primary_key=True)
    body: str = Field(sa_type=Text)


class PromiseRow(SQLModel, table=True):
    """A promise made in a call: see `core.promises.PromiseRecord`."""

    __tablename__ = "promise"
    __table_args__ = (
        Index("ix_promise_manager", "manager", "state", "due"),
        Index("ix_promise_account_id", "account_id"),
    )

    meeting_id: str = Field(primary_key=True, sa_type=OutsideText)
    manager: str = Field(primary_key=True, sa_type=OutsideText)
    id: str = Field(primary_key=True, sa_type=OutsideText)
    account_id: str = Field(sa_type=OutsideText)
    state: str
    due: dt.date | None = None
    body: str = Field(sa_type=Text)


class VoiceRow(SQLModel, table=True):
    """How an account manager writes in one language: see `core.voice.Voice`."""

    __tablename__ = "voice"

    manager: str = Field(primary_key=True, sa_type=OutsideText)
    language: str = Field(primary_key=True)
    address_form: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)


class EditRow(SQLModel, table=True):
    """What was drafted and what was sent: see `core.voice.Edited`."""

    __tablename__ = "edit"

    manager: str = Field(primary_key=True, sa_type=OutsideText)
    meeting_id: str = Field(primary_key=True, sa_type=OutsideText)
    language: str
    address_form: str
    at: dt.datetime
    body: str = Field(sa_type=Text)


class SignInRow(SQLModel, table=True):
    """A link that lets one person in, once: see `core.site.SignIn`."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_email", "email"), Index("ix_sign_in_expires_at", "expires_at"))

    token_hash: str = Field(primary_key=True)
    email: str = Field(sa_type=OutsideText)
    next_path: str = Field(sa_type=OutsideText)
    made_at: dt.datetime
    expires_at: dt.datetime
    used_at: dt.datetime | None = None


class SessionRow(SQLModel, table=True):
    """Somebody signed in on one device: see `core.site.Session`. Revoked ones are gone."""

    __tablename__ = "web_session"
    __table_args__ = (Index("ix_web_session_email", "email"), Index("ix_web_session_expires_at", "expires_at"))

    id_hash: str = Field(primary_key=True)
    email: str = Field(sa_type=OutsideText)
    created_at: dt.datetime
    seen_at: dt.datetime
    expires_at: dt.datetime
    agent: str = Field(default="", sa_type=OutsideText)


class AttemptRow(SQLModel, table=True):
    """How often something was tried in one stretch of time."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_window_start", "window_start"),)

    key_hash: str = Field(primary_key=True)
    window_start: dt.datetime = Field(primary_key=True)
    count: int


class StandInRow(SQLModel, table=True):
    """Who stands in for whom on which days: see `core.access.StandIn`."""

    __tablename__ = "stand_in"
    __table_args__ = (Index("ix_stand_in_manager", "manager"), Index("ix_stand_in_deputy", "deputy"))

    id: int | None = Field(default=None, primary_key=True)
    manager: str = Field(sa_type=OutsideText)
    deputy: str = Field(sa_type=OutsideText)
    first_day: dt.date
    last_day: dt.date
    made_by: str = Field(sa_type=OutsideText)
    made_at: dt.datetime
    ended_at: dt.datetime | None = None


class AuditRow(SQLModel, table=True):
    """Who did what: see `core.site.Audit`. ``bucket`` is a hash, and null for what is counted each time."""

    __tablename__ = "audit"
    __table_args__ = (
        UniqueConstraint("bucket", name="uq_audit_bucket"),
        Index("ix_audit_who", "who", "id"),
        Index("ix_audit_meeting_id", "meeting_id", "id"),
        Index("ix_audit_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: dt.datetime
    who: str = Field(sa_type=OutsideText)
    act: str
    meeting_id: str = Field(default="", sa_type=OutsideText)
    account_id: str = Field(default="", sa_type=OutsideText)
    manager: str = Field(default="", sa_type=OutsideText)
    detail: str = ""
    bucket: str | None = None


class PreferenceRow(SQLModel, table=True):
    """What an account manager has chosen: see `core.preferences.Preferences`. Never deleted: see `store.site.stamp`."""

    __tablename__ = "preference"

    manager: str = Field(primary_key=True, sa_type=OutsideText)
    revision: int
    changed_at: dt.datetime
    body: str = Field(sa_type=Text)


class PanelRow(SQLModel, table=True):
    """What was ticked off and noted during a call: see `core.site.Panel`."""

    __tablename__ = "panel"

    meeting_id: str = Field(primary_key=True, sa_type=OutsideText)
    manager: str = Field(primary_key=True, sa_type=OutsideText)
    ticks: str = Field(sa_type=Text)
    notes: str = Field(sa_type=OutsideText)
    revision: int


class AutosaveRow(SQLModel, table=True):
    """What is typed and not yet a version: see `core.site.Autosave`."""

    __tablename__ = "autosave"

    meeting_id: str = Field(primary_key=True, sa_type=OutsideText)
    manager: str = Field(primary_key=True, sa_type=OutsideText)
    who: str = Field(primary_key=True, sa_type=OutsideText)
    at: dt.datetime
    body: str = Field(sa_type=Text)
