"""The connection: SQLite or PostgreSQL, short transactions, and the few words in which the two differ."""

import contextlib
import datetime as dt
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    URL,
    ColumnElement,
    Engine,
    QueuePool,
    create_engine,
    event,
    func,
    inspect,
    literal_column,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlmodel import Session, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

from kambrief.errors import ProviderError, UserError

NAME = "database"
WRITES = "kambrief_writes"
WAL_PAUSE_SECONDS = 0.01
BUSY_MILLISECONDS = 30_000
CHUNK = 500
"""Values in one IN (…): old SQLite builds take 999 parameters."""

ItemT = TypeVar("ItemT")


class Database:
    """Engine and transactions. Each `read` and `write` is one transaction, closed at the end of its block."""

    def __init__(self, url: str) -> None:
        """Raises `UserError` for an address that cannot be used. Connects only when first used."""
        self.url = parse_url(url)
        self.engine = _engine(self.url)
        self._writing = self.engine.execution_options(**{WRITES: True})

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view; nothing written in it stays."""
        with _said_plainly(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back by any error."""
        with _said_plainly(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def prepare(self) -> None:
        """Make the SQLite file if there is none, its owner's only: it will hold customers' data.

        Raises `UserError` when it cannot be made.
        """
        if self.url.get_backend_name() == "sqlite" and not in_memory(self.url):
            make_private(Path(str(self.url.database)))

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        self.engine.dispose()


def parse_url(url: str) -> URL:
    """The address with its driver.

    Raises `UserError` for other databases; never repeats the address: it may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise UserError("[database] url is no database address; write for example 'sqlite:///kambrief.db'") from None
    kind = parsed.drivername.partition("+")[0]
    if kind in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and (parsed.database or "").startswith("file:"):
        raise UserError("[database] url: write the file's path after sqlite:///, not a file: address")
    if kind == "sqlite":
        return parsed.set(drivername="sqlite+pysqlite")
    raise UserError(f"[database] url: '{kind}' is not supported; use sqlite:///… or postgresql://…")


def in_memory(url: URL) -> bool:
    """Whether this SQLite database has no file."""
    return not url.database or url.database == ":memory:"


def make_private(path: Path) -> None:
    """An empty file that others cannot read; what SQLite puts beside it later gets the same rights.

    A file that exists keeps its rights. Raises `UserError`.
    """
    try:
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise UserError(
            f"Cannot write {path} ({error.strerror}): check that its folder exists and its rights"
        ) from error


def is_sqlite(session: Session) -> bool:
    """Whether this session speaks to SQLite, else it is PostgreSQL."""
    return session.get_bind().dialect.name == "sqlite"


def database_time(session: Session, ahead: dt.timedelta = dt.timedelta()) -> ColumnElement[dt.datetime]:
    """The database's own clock, so that workers whose clocks differ agree on leases."""
    if is_sqlite(session):
        # Three decimals and three zeros: SQLAlchemy keeps six, and SQLite compares times as text.
        moment = func.strftime("%Y-%m-%d %H:%M:%f", "now", f"{ahead.total_seconds():+.3f} seconds")
        return moment.op("||", return_type=UTCDateTime())(literal_column("'000'"))
    return func.now(type_=UTCDateTime()) + ahead


def insert_or_ignore(session: Session, table: type[SQLModel], values: Mapping[str, object]) -> bool:
    """Insert a row unless one of the table's unique keys is taken; whether it was inserted."""
    statement = _insert(session, table, values).on_conflict_do_nothing()
    return session.exec(statement, execution_options={"preserve_rowcount": True}).rowcount == 1


def upsert(session: Session, table: type[SQLModel], keys: Sequence[str], values: Mapping[str, object]) -> None:
    """Insert a row or replace the one with the same key."""
    changes = {name: value for name, value in values.items() if name not in keys}
    session.exec(_insert(session, table, values).on_conflict_do_update(index_elements=keys, set_=changes))


def upsert_all(
    session: Session, table: type[SQLModel], keys: Sequence[str], rows: Sequence[Mapping[str, object]]
) -> None:
    """As `upsert`, many rows in one go, in this order; all have the same columns."""
    if not rows:
        return
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    statement = insert(inspect(table).local_table)
    changes = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    statement = statement.on_conflict_do_update(index_elements=list(keys), set_=changes)
    session.connection().execute(statement, [dict(row) for row in rows])


def chunks(items: Iterable[ItemT]) -> Iterator[list[ItemT]]:
    """Pieces short enough for one IN (…), in a stable order of sets too."""
    rest = list(items)
    for start in range(0, len(rest), CHUNK):
        yield rest[start : start + CHUNK]


def _insert(session: Session, table: type[SQLModel], values: Mapping[str, object]) -> sqlite.Insert | postgresql.Insert:
    if is_sqlite(session):
        return sqlite.insert(table).values(**values)
    return postgresql.insert(table).values(**values)


def _engine(url: URL) -> Engine:
    # Parameters are people's data: they stay out of error messages.
    common: dict[str, Any] = {"hide_parameters": True}
    if url.get_backend_name() == "sqlite":
        try:
            engine = create_engine(url, **common, **_memory_options(url))
        except ArgumentError:
            raise UserError("[database] url: write sqlite:/// with three slashes and the path of the file") from None
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    options = {"application_name": "kambrief", "connect_timeout": "10", **url.query}
    try:
        return create_engine(url, pool_pre_ping=True, connect_args=options, **common)
    except ModuleNotFoundError as error:
        raise UserError(f"PostgreSQL needs {error.name}: run pip install 'kambrief[postgres]'") from error


def _memory_options(url: URL) -> dict[str, Any]:
    """A database in memory lives in one connection, which all threads share in turn."""
    if not in_memory(url):
        return {}
    return {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0, "connect_args": {"check_same_thread": False}}


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    del record
    connection.isolation_level = None  # we say BEGIN ourselves: see _begin_sqlite
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys = ON")
    # With WAL anything less than FULL may lose the last commits in a power cut, and with them that a mail has left.
    connection.execute("PRAGMA synchronous = FULL")
    _use_wal(connection)


def _use_wal(connection: sqlite3.Connection) -> None:
    """SQLite does not wait for others when it switches to WAL, whatever its timeout: so this does.

    Several processes that start at once on a new database meet here.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")  # a database in memory keeps its own mode, and says so
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(WAL_PAUSE_SECONDS)
        else:
            return


def _begin_sqlite(connection: Any) -> None:
    """A write takes the lock at its first word: a read that became a write could fail half way as busy."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextlib.contextmanager
def _said_plainly() -> Iterator[None]:
    """What the driver reports becomes a `ProviderError`; a broken constraint is our mistake and stays as it is."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise ProviderError(NAME, str(error.orig).strip()) from error
