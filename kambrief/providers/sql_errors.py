"""What a database says when it fails, as an error that tells what to do and holds neither password nor parameter."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.exc import (
    CompileError,
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)

from kambrief.errors import ProviderError

_LONGEST = 300
"""Characters of the database's own words."""
_TIMEOUTS = re.compile(r"^interrupted$|statement timeout|maximum statement execution time|query execution was interr")
_GONE_CLASSES = ("08", "28", "3D", "53", "57")
"""SQLSTATE: connection, sign-in, no such database, no resources, shut down by an administrator."""
_WAIT_CLASSES = ("40", "55")
"""SQLSTATE: deadlock or serialization, lock not available."""
_MISTAKES = re.compile(
    r"no such (?:table|column|function)|syntax error|ambiguous column|wrong number of arguments|unrecognized token"
    r"|not a database|readonly database|misuse of aggregate|do not have the same number",
)
"""How SQLite says what others have codes for."""
_MYSQL_MISTAKES = range(1040, 1400)
_MYSQL_WAITS = frozenset({1040, 1203, 1205, 1213})
_ALWAYS = (ProgrammingError, DataError, NotSupportedError, IntegrityError, CompileError)
_SIGN_IN = re.compile(
    r"authentication failed|no password|access denied|login failed|pg_hba|does not exist|unknown data"
)


class QueryError(ProviderError):
    """One table's query failed; the others may not."""


class Translator:
    """Turns the driver's errors into ours."""

    def __init__(self, provider: str, secrets: Iterable[str], seconds: float) -> None:
        """``secrets``: what no message may hold. ``seconds``: the limit of one query."""
        self._provider = provider
        self._secrets = tuple(sorted({one for one in secrets if one}, key=len, reverse=True))
        self._seconds = seconds

    def connecting(self, error: Exception) -> ProviderError:
        """No connection came about."""
        words = self._words(error)
        if _SIGN_IN.search(words.casefold()):
            reason = f"the database refuses us ({words}): check user, password and database in [{self._provider}] url"
            return ProviderError(self._provider, reason, permanent=True)
        return ProviderError(
            self._provider, f"the database is not reached ({words}): check that it runs, and [{self._provider}] url"
        )

    def asking(self, error: Exception, table: str) -> ProviderError:
        """A query failed: `QueryError`, unless the connection is gone and with it every further answer."""
        words, state = self._words(error), _state(error)
        if state == "57014" or _TIMEOUTS.search(words.casefold()):
            return self.late(table)
        if (isinstance(error, DBAPIError) and error.connection_invalidated) or state.startswith(_GONE_CLASSES):
            return ProviderError(self._provider, f"the connection was lost while asking for {table} ({words})")
        reason = f"the query of {table} fails ({words}): mend it in [{self._provider}.queries]"
        if _is_mistake(error, state, words):
            return QueryError(self._provider, reason, permanent=True)
        return QueryError(self._provider, f"the query of {table} failed ({words})")

    def late(self, table: str) -> QueryError:
        """A query took too long."""
        return QueryError(
            self._provider,
            f"the query of {table} took more than {self._seconds:g} s: make it faster (an index, a view), or raise "
            "timeout_seconds",
        )

    def too_many(self, table: str, most: int) -> QueryError:
        """A query gave more rows than anybody wants in memory."""
        reason = f"the query of {table} gives more than {most} rows: narrow it, or raise max_rows"
        return QueryError(self._provider, reason, permanent=True)

    def _words(self, error: Exception) -> str:
        """The first line of what the driver said. Values of ours in it are people's data: they go."""
        origin = error.orig if isinstance(error, DBAPIError) and error.orig else error
        lines = str(origin).strip().splitlines()
        words = lines[0] if lines else type(origin).__name__
        parameters = _texts(error.params) if isinstance(error, DBAPIError) else ()
        for hidden in (*self._secrets, *sorted({one for one in parameters if len(one) > 2}, key=len, reverse=True)):
            words = words.replace(hidden, "…")
        return words[:_LONGEST]


def _texts(parameters: Any) -> Iterator[str]:
    match parameters:
        case None:
            return
        case str():
            yield parameters
        case Mapping():
            yield from _texts(list(parameters.values()))
        case Sequence():
            for one in parameters:
                yield from _texts(one)
        case _:
            yield str(parameters)


def _state(error: Exception) -> str:
    """The SQLSTATE, where the driver tells it."""
    origin = getattr(error, "orig", None)
    return str(getattr(origin, "sqlstate", None) or getattr(origin, "pgcode", None) or "")


def _is_mistake(error: Exception, state: str, words: str) -> bool:
    """Whether the same query will fail again."""
    if state:
        return not state.startswith(_WAIT_CLASSES)
    if _MISTAKES.search(words.casefold()):
        return True
    arguments = getattr(getattr(error, "orig", None), "args", ())
    number = arguments[0] if arguments and isinstance(arguments[0], int) else 0
    if number in _MYSQL_MISTAKES:
        return number not in _MYSQL_WAITS
    return isinstance(error, _ALWAYS) or not isinstance(error, SQLAlchemyError)
