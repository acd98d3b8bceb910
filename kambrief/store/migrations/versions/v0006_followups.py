"""What comes after a call: follow-ups with their versions, promises, how account managers write."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "followup",
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("manager", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", "manager"),
    )
    op.create_index("ix_followup_state", "followup", ["state", "manager"])
    op.create_table(
        "followup_version",
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("manager", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", "manager", "number"),
    )
    op.create_table(
        "promise",
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("manager", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", "manager", "id"),
    )
    op.create_index("ix_promise_manager", "promise", ["manager", "state", "due"])
    op.create_index("ix_promise_account_id", "promise", ["account_id"])
    op.create_table(
        "voice",
        sa.Column("manager", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("address_form", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("manager", "language", "address_form"),
    )
    op.create_table(
        "edit",
        sa.Column("manager", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("address_form", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("manager", "meeting_id"),
    )
