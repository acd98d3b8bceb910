"""The version of the tables, and how they get to ours.

Alembic takes a third of a second to import, so it is asked only when there is something to do.
"""

from pathlib import Path

from sqlalchemy import inspect, text
from sqlmodel import Session

from kambrief.errors import UserError
from kambrief.store.database import Database, is_sqlite

HEAD = "0007"
"""The newest file in ``migrations/versions``. Versions are numbered: a higher one is newer."""
MIGRATIONS = Path(__file__).parent / "migrations"
UPGRADE_LOCK = 7_233_102
"""Any number that no other program on the same PostgreSQL database uses for its own advisory lock."""


def version(session: Session) -> str:
    """The version of the tables in the database; empty when there are none."""
    if not inspect(session.connection()).has_table("alembic_version"):
        return ""
    return str(session.connection().scalar(text("SELECT version_num FROM alembic_version")) or "")


def refuse_newer(found: str) -> None:
    """Raises `UserError` for tables that a newer Kambrief has made: writing to them could lose what it keeps there."""
    if found > HEAD:
        raise UserError(
            f"The database has schema version {found}, this Kambrief knows up to {HEAD}:"
            " install the newer Kambrief again, or restore a backup made before its upgrade"
        )


def upgrade(database: Database) -> None:
    """Bring the tables to `HEAD`, in one transaction; of several processes starting at once one does it."""
    with database.read() as session:
        found = version(session)
    refuse_newer(found)
    if found == HEAD:
        return
    with database.write() as session:
        if not is_sqlite(session):
            session.connection().execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        _run_migrations(session)


def _run_migrations(session: Session) -> None:
    from alembic import command  # noqa: PLC0415 - see the module's docstring
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": session.connection()})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")
