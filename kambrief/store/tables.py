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
