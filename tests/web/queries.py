"""How many queries a page makes: asserted to be the same with few rows and with many."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

from kambrief.app import App


@dataclass
class Queries:
    """The statements that the database was asked, without the beginning and the end of transactions."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)

    def __str__(self) -> str:
        """One a line, shortened: what a failed assertion shows."""
        return "\n".join(f"{number}. {' '.join(one.split())[:300]}" for number, one in enumerate(self.statements, 1))


def engine_of(app: App) -> Engine:
    """The engine of an installation's database."""
    found = getattr(app.store, "_database").engine  # noqa: B009 - private to all but this
    assert isinstance(found, Engine)
    return found


@contextmanager
def counted(app: App) -> Iterator[Queries]:
    """Every statement within the block, whichever thread makes it."""
    engine, found = engine_of(app), Queries()

    def noted(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:  # noqa: ARG001 - as the event has it
        if not statement.upper().startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            found.statements.append(statement)

    event.listen(engine, "before_cursor_execute", noted)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", noted)


def made_by(app: App, ask: Callable[[], object]) -> Queries:
    """The queries of one call: ``made_by(app, lambda: browser.get("/"))``."""
    with counted(app) as found:
        ask()
    return found
