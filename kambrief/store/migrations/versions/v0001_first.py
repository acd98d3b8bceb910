"""The first tables. They are spelt out, not taken from `store.tables`, which will move on."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _string(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _claim_columns() -> tuple[sa.Column[str], sa.Column[str], sa.Column[object], sa.Column[int]]:
    return _string("state"), _string("claimed_by"), sa.Column("lease_until", TIME), _number("attempt")


def upgrade() -> None:
    _meetings()
    _memory()
    _steps()
    _briefs()
    _ledger()


def _meetings() -> None:
    op.create_table(
        "meeting",
        _text("id"),
        sa.Column("start_at", TIME, nullable=False),
        sa.Column("end_at", TIME, nullable=False),
        _text("body"),
        sa.Column("saved_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_meeting_start_at", "meeting", ["start_at"])
    op.create_table(
        "meeting_source",
        _text("provider"),
        _text("calendar"),
        _text("uid"),
        _text("recurrence_id"),
        _text("meeting_id"),
        _number("position"),
        sa.PrimaryKeyConstraint("provider", "calendar", "uid", "recurrence_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_meeting_source_meeting_id", "meeting_source", ["meeting_id"])


def _memory() -> None:
    op.create_table("source_state", _text("name"), _text("body"), sa.PrimaryKeyConstraint("name"))
    op.create_table(
        "snapshot",
        _text("provider"),
        _text("root_account_id"),
        sa.Column("fetched_at", TIME),
        _text("body"),
        sa.PrimaryKeyConstraint("provider", "root_account_id"),
    )
    op.create_table(
        "correction",
        _text("email"),
        _text("contact_id"),
        _text("account_id"),
        sa.Column("made_at", TIME),
        sa.PrimaryKeyConstraint("email"),
    )


def _steps() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), primary_key=True),
        _string("kind"),
        _text("meeting_id"),
        _text("manager"),
        sa.Column("due_at", TIME, nullable=False),
        *_claim_columns(),
        _text("note"),
        sa.UniqueConstraint("kind", "meeting_id", "manager", name="uq_step"),
    )
    op.create_index("ix_step_due", "step", ["kind", "state", "due_at"])
    op.create_index("ix_step_meeting_id", "step", ["meeting_id"])


def _briefs() -> None:
    op.create_table(
        "brief",
        sa.Column("id", sa.Integer(), primary_key=True),
        _text("meeting_id"),
        _text("manager"),
        _string("revision"),
        _string("kind"),
        sa.Column("created_at", TIME, nullable=False),
        _text("subject"),
        _text("text"),
        _text("html"),
        _text("written_by"),
        _string("language"),
        _text("material"),
        _text("why"),
        sa.UniqueConstraint("meeting_id", "manager", "revision", name="uq_brief"),
    )


def _ledger() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), primary_key=True),
        _text("meeting_id"),
        _text("manager"),
        _text("recipient"),
        _string("revision"),
        _string("kind"),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        _string("message_id"),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        *_claim_columns(),
        _number("copies"),
        _text("note"),
        sa.Column("sent_at", TIME),
        sa.UniqueConstraint("meeting_id", "revision", "recipient", name="uq_delivery"),
        sa.UniqueConstraint("message_id", name="uq_delivery_message_id"),
    )
    op.create_index("ix_delivery_due", "delivery", ["state", "due_at"])
