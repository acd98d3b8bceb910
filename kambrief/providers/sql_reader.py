"""Questions to somebody else's database: read-only, within a time limit, with errors that say what to do.

Each question is one transaction on a connection of its own, talked by a thread that is left behind when the database
says nothing for too long: no driver ends every kind of waiting by itself, and a brief is due.
"""

import math
import queue
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    NullPool,
    Select,
    String,
    Subquery,
    cast,
    column,
    create_engine,
    event,
    literal_column,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from kambrief.errors import ProviderError, UserError
from kambrief.providers.sql_errors import QueryError, Translator
from kambrief.providers.sql_values import keys_for
from kambrief.providers.tables import header_key

CHUNK = 500
"""Values in one IN (…)."""
_GRACE = (0.5, 5.0)
"""Seconds, at least and at most, that the database's own time limit gets to come first: its word says more than our
silence.
"""
_CONNECT_SECONDS = 10
_BUSY_MILLISECONDS = 5_000
_SAMPLE = 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """One configured query, ready to stand in a FROM. ``source["id"]`` is its column of that name."""

    table: str
    names: Mapping[str, str]
    """`header_key` of a column → the column's own name."""
    rows: Subquery

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> ColumnElement[Any]:
        return self.rows.c[self.names[name]]

    def first(self, *names: str) -> ColumnElement[Any] | None:
        """The first of these columns that there is."""
        return next((self[name] for name in names if name in self), None)


@dataclass(slots=True)
class _Known:
    """What has been learnt of the configured queries; forgotten when one of them fails."""

    sources: dict[str, Source] = field(default_factory=dict)
    samples: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def forget(self, table: str) -> None:
        self.sources.pop(table, None)
        self.samples.pop(table, None)


@dataclass(slots=True)
class _Watch:
    """How long the database may still be silent. Told anew before each statement; while we work it may be."""

    seconds: float
    until: float = math.inf

    def start(self) -> None:
        self.until = time.monotonic() + self.seconds

    def rest(self) -> None:
        self.until = math.inf

    @property
    def left(self) -> float:
        """Seconds until we stop waiting."""
        least, most = _GRACE
        return self.until + min(most, max(least, self.seconds / 5)) - time.monotonic()


class Reader:
    """The database behind one provider. Connects when asked."""

    def __init__(self, name: str, url: URL, seconds: float, most: int, zone: str) -> None:
        """``seconds``: for one statement. ``most``: rows of one query. Raises `UserError` for an unusable address."""
        self._name, self._most, self._seconds = name, most, seconds
        self.engine = _engine(name, url, seconds, zone)
        self._translate = Translator(name, _secrets(self.engine.url), seconds)
        self._known = _Known()

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file, if it is one."""
        path = self.engine.url.database or ""
        return Path(path) if self.is_sqlite and path and path != ":memory:" and not path.startswith("file:") else None

    @property
    def place(self) -> str:
        """What and where, without anything secret."""
        url = self.engine.url
        host = f" {url.host or 'this machine'}/{url.database or ''}" if not self.is_sqlite else f" {url.database}"
        return f"{self.engine.dialect.name}{host}"

    def run(self, job: Callable[["Questions"], T]) -> T:
        """The job's outcome, or its error. `ProviderError` when the database is silent for too long."""
        watch = _Watch(self._seconds)
        watch.start()
        outcome: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

        def talk() -> None:
            try:
                outcome.put((self._in_transaction(job, watch), None))
            except BaseException as error:  # noqa: BLE001 handed over to the caller's thread
                outcome.put((None, error))

        threading.Thread(target=talk, name=self._name, daemon=True).start()
        result, error = self._waited_for(outcome, watch)
        if error is not None:
            raise error
        return result  # type: ignore[return-value]  # no error, so it is the job's

    def _waited_for(self, outcome: "queue.SimpleQueue[T]", watch: _Watch) -> T:
        while True:
            left = watch.left
            if left <= 0:
                raise ProviderError(
                    self._name, f"the database says nothing for more than {self._seconds:g} s: check that it runs"
                )
            try:
                return outcome.get(timeout=min(left, 1.0))
            except queue.Empty:
                continue

    def _in_transaction(self, job: Callable[["Questions"], T], watch: _Watch) -> T:
        if self.file and not self.file.exists():
            raise ProviderError(self._name, f"there is no file {self.file}: check [{self._name}] url")
        try:
            connection = self.engine.connect()
        except (SQLAlchemyError, OSError) as error:
            raise self._translate.connecting(error) from None
        with connection:
            _interrupt_when_late(connection, watch)
            watch.rest()
            try:
                return job(Questions(connection, self._known, self._translate, self._most, watch))
            finally:
                watch.start()  # of good-byes, too, there may be no answer


class Questions:
    """One read-only transaction."""

    def __init__(self, connection: Connection, known: _Known, translate: Translator, most: int, watch: _Watch) -> None:
        """Made by `Reader.run`."""
        self._connection, self._known, self._translate = connection, known, translate
        self._most, self._watch = most, watch
        self.queries = 0
        self.rows = 0

    @property
    def dialect(self) -> str:
        """Which kind of database."""
        return self._connection.dialect.name

    def ask(self, table: str, statement: Select[Any], most: int | None = None) -> list[tuple[Any, ...]]:
        """All rows, at most ``most``. Raises `QueryError` when this query fails, or there are more than configured."""
        return self._ask(table, statement.limit(most or self._most + 1))[1]

    def one(self, table: str, *values: ColumnElement[Any], source: Source) -> tuple[Any, ...]:
        """The single row of an aggregate over a whole query."""
        return self._ask(table, select(*values).select_from(source.rows))[1][0]

    def scalar(self, what: str, statement: Select[Any]) -> Any:
        """The first value of the first row; None when there is none."""
        rows = self._ask(what, statement)[1]
        return rows[0][0] if rows and rows[0] else None

    def source(self, table: str, query: str) -> Source:
        """A configured query; the database is asked once what its columns are called."""
        known = self._known.sources.get(table)
        if known is None:
            bare = _as_text(query)
            nothing: Select[Any] = (
                select(literal_column("*")).select_from(bare.columns().subquery("q")).where(text("1 = 0"))
            )
            columns, _ = self._ask(table, nothing)
            names = {header_key(name): name for name in columns}
            known = Source(table, names, bare.columns(*(column(name) for name in names.values())).subquery("q"))
            self._known.sources[table] = known
        return known

    def sample(self, source: Source, name: str) -> Any:
        """Some value of a column, which shows what it holds; None when nothing is known."""
        if source.table not in self._known.samples:
            names = list(source.names)
            rows = self.ask(source.table, select(*(source[one] for one in names)), _SAMPLE)
            columns = zip(names, zip(*rows, strict=True), strict=True) if rows else ()
            self._known.samples[source.table] = {
                one: next((value for value in values if value is not None), None) for one, values in columns
            }
        return self._known.samples[source.table].get(name)

    def among(self, source: Source, name: str, ids: Collection[str]) -> list[ColumnElement[bool]]:
        """Conditions, each for a part of the ids: the column holds one of them."""
        if not ids:
            return []
        loose = self.dialect == "sqlite"
        keys = keys_for(None if loose else self.sample(source, name), ids, loose=loose)
        if keys is None:
            return [cast(source[name], String).in_(part) for part in chunks(sorted(ids))]
        return [source[name].in_(part) for part in chunks(keys)]

    def is_empty(self, source: Source) -> bool:
        """Whether a query gives no row at all."""
        return not self.ask(source.table, select(literal_column("1")).select_from(source.rows), 1)

    def _ask(self, table: str, statement: Select[Any]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        self._watch.start()
        self.queries += 1
        try:
            result = self._connection.execute(statement)
            columns, rows = tuple(result.keys()), [tuple(row) for row in result]
        except (SQLAlchemyError, ValueError, ArithmeticError) as error:
            self._known.forget(table)
            raise self._after(error, table) from None
        finally:
            self._watch.rest()
        self.rows += len(rows)
        if len(rows) > self._most:
            raise self._translate.too_many(table, self._most)
        return columns, rows

    def _after(self, error: Exception, table: str) -> ProviderError:
        """The error; the transaction it spoilt is given up, so that other tables can still be asked."""
        ours = self._translate.asking(error, table)
        if isinstance(ours, QueryError):
            try:
                self._connection.rollback()
            except SQLAlchemyError as lost:
                return self._translate.connecting(lost)
        return ours


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """Pieces short enough for one IN (…)."""
    rest = list(items)
    for start in range(0, len(rest), CHUNK):
        yield rest[start : start + CHUNK]


def address(name: str, url: str, base_dir: Path) -> URL:
    """The address; a relative SQLite path starts at ``base_dir``. Raises `UserError` without repeating it."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise UserError(
            f"{name}.url: is no database address; write for example 'postgresql://reader@bi.example/warehouse'"
        ) from None
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    path = parsed.database or ""
    if parsed.get_backend_name() == "sqlite":
        if path in {"", ":memory:"}:
            raise UserError(f"{name}.url: a SQLite database in memory holds nothing; write the path of its file")
        if not path.startswith("file:"):
            return parsed.set(database=str(base_dir.resolve() / path))
    return parsed


def _as_text(query: str) -> Any:
    """Colons are the query's own, not names of parameters. The line end closes a comment in the last line."""
    return text(query.replace(":", r"\:") + "\n")


def _secrets(url: URL) -> Sequence[str]:
    values = [one for value in url.query.values() for one in ((value,) if isinstance(value, str) else value)]
    return [str(url.password or ""), *(one for one in values if len(one) > 3)]


def _engine(name: str, url: URL, seconds: float, zone: str) -> Engine:
    try:
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=_options(url))
    except ModuleNotFoundError as error:
        hint = (
            "pip install 'kambrief[postgres]'"
            if error.name == "psycopg"
            else f"pip install the package of {error.name}"
        )
        raise UserError(f"{name}.url: this database needs {error.name}, which is not installed: {hint}") from None
    except (SQLAlchemyError, TypeError, ValueError):
        raise UserError(f"{name}.url: no database is known by that address; check its first word") from None
    if engine.dialect.is_async:
        raise UserError(f"{name}.url: {engine.driver} is a driver for asynchronous programs; name another one")
    _prepare(engine, seconds, zone)
    return engine


def _options(url: URL) -> dict[str, Any]:
    if url.drivername.partition("+")[2] in {"psycopg", "psycopg2"}:
        return {"application_name": "kambrief", "connect_timeout": str(_CONNECT_SECONDS), **url.query}
    return {}


def _prepare(engine: Engine, seconds: float, zone: str) -> None:
    """Read-only, one view of the data for all queries, and a time limit: as far as each kind of database can."""

    def begin(connection: Connection) -> None:
        for statement in beginning:
            connection.exec_driver_sql(statement)

    def connect(raw: Any, record: object) -> None:
        del record
        cursor = raw.cursor()
        for statement in connecting:
            cursor.execute(statement)
        cursor.close()

    connecting: tuple[str, ...] = ()
    beginning: tuple[str, ...] = ()
    match engine.dialect.name:
        case "postgresql":
            beginning = (
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
                f"SET LOCAL statement_timeout = {round(seconds * 1000)}",
                f"SET LOCAL TIME ZONE '{zone}'",
            )
        case "sqlite":
            event.listen(engine, "connect", _forgiving_sqlite)
            connecting = ("PRAGMA query_only = ON", f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
            beginning = ("BEGIN",)
        case "mysql" | "mariadb":
            connecting = ("SET SESSION TRANSACTION READ ONLY",)
        case "oracle":
            beginning = ("SET TRANSACTION READ ONLY",)
    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", begin)


def _forgiving_sqlite(raw: Any, record: object) -> None:
    """One damaged byte must not cost a whole table. We say BEGIN ourselves: the driver would only before a write."""
    del record
    raw.isolation_level = None
    raw.text_factory = lambda data: data.decode("utf-8", errors="replace")


def _interrupt_when_late(connection: Connection, watch: _Watch) -> None:
    """SQLite counts no time; it asks us now and then whether to go on."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.set_progress_handler(lambda: time.monotonic() > watch.until, 10_000)
