"""A consistent copy of the SQLite file while it is in use, and its return."""

import contextlib
import os
import sqlite3
import tempfile
from pathlib import Path

from kambrief.errors import UserError
from kambrief.store.database import in_memory, make_private, parse_url
from kambrief.store.schema import refuse_newer


def backup(url: str, target: Path) -> None:
    """Copy the database to ``target``, readable by its owner only: it holds customers' data.

    An older copy of that name is replaced at the end, in one move. Raises `UserError`.
    """
    source = _file(url, "pg_dump --format=custom --file=kambrief.dump DATABASE")
    if not source.exists():
        raise UserError(f"There is no database {source}: check [database] url")
    if target.exists() and target.samefile(source):
        raise UserError(f"{target} is the database itself: name another file for the copy")
    try:
        _copy_beside(source, target)
    except (OSError, sqlite3.Error) as error:
        raise UserError(
            f"Cannot copy {source} to {target} ({error}): check the path, its rights and the space"
        ) from error


def restore(source: Path, url: str, *, force: bool = False) -> None:
    """Put a copy in the database's place.

    Raises `UserError` for what is no copy of ours, is of a newer version or damaged, and, without ``force``, when there
    is a database already.
    """
    target = _file(url, "pg_restore --clean --dbname=DATABASE kambrief.dump")
    _check_copy(source)
    if target.exists() and target.samefile(source):
        raise UserError(f"{source} is the database itself: name the copy")
    if target.exists() and target.stat().st_size and not force:
        raise UserError(f"{target} exists and would be lost: make a backup of it, then restore with --force")
    try:
        # Into the file, not over it: a write-ahead log beside it would otherwise be applied to the wrong database.
        make_private(target)
        _copy(source, target)
    except (OSError, sqlite3.Error) as error:
        raise UserError(
            f"Cannot restore to {target} ({error}): stop Kambrief first, and check path and rights"
        ) from error


def _file(url: str, instead: str) -> Path:
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise UserError(f"This copies SQLite files only; for PostgreSQL use its own tool: {instead}")
    if in_memory(parsed):
        raise UserError("The database is in memory only: there is no file to copy")
    return Path(str(parsed.database))


def _copy_beside(source: Path, target: Path) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    draft = Path(name)
    try:
        _copy(source, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    with (
        contextlib.closing(_open_to_read(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def _open_to_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _check_copy(source: Path) -> None:
    if not source.is_file():
        raise UserError(f"There is no file {source}")
    try:
        with contextlib.closing(_open_to_read(source)) as copy:
            found = copy.execute("SELECT version_num FROM alembic_version").fetchone()
            verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        raise UserError(f"{source} is no copy of a Kambrief database ({error})") from error
    if not found or verdict != "ok":
        raise UserError(f"{source} is damaged ({verdict}): choose another copy")
    refuse_newer(str(found[0]))
