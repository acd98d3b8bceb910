"""What Alembic runs: migrations on the connection, and in the transaction, that the caller hands in."""

from alembic import context
from sqlmodel import SQLModel

import kambrief.store.tables  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
)
context.run_migrations()
