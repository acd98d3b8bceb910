"""Claims of due work against plain inserts on the same disk: `.venv/bin/python benchmarks/bench_claims.py`.

Every claim is a transaction that reaches the disk, so the floor under it is what one plain insert costs here. Each step
is claimed by itself, the dearest way; the service claims them twenty at a time.
"""

import datetime as dt
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kambrief.core.work import StepKind, StepPlan, StepState
from kambrief.store.sql import SqlStore

COUNT = 500
NOW = dt.datetime(2026, 10, 5, 6, 0, tzinfo=dt.UTC)
LEASE = dt.timedelta(minutes=10)


def rate(act: Callable[[], None]) -> float:
    """How many of `COUNT` a second."""
    start = time.perf_counter()
    act()
    return COUNT / (time.perf_counter() - start)


def plain_inserts(path: Path) -> None:
    """One row a transaction, written to the disk as surely as the store does it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, text TEXT)")
    for number in range(COUNT):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO row (text) VALUES (?)", (f"step {number}",))
        connection.execute("COMMIT")
    connection.close()


def claims(store: SqlStore) -> None:
    """Claim one step after the other."""
    for _ in range(COUNT):
        assert len(store.claim("bench", NOW, StepKind.BRIEF, 1, LEASE)) == 1


def claims_and_ends(store: SqlStore) -> None:
    """Claim each step and store its outcome: two transactions."""
    for _ in range(COUNT):
        (step,) = store.claim("bench", NOW, StepKind.BRIEF, 1, LEASE)
        store.finish(step, StepState.DONE)


def planned(path: Path, prefix: str) -> SqlStore:
    """A store with `COUNT` steps that are due."""
    store = SqlStore.open(f"sqlite:///{path}")
    store.plan([StepPlan(StepKind.BRIEF, NOW, f"{prefix}{number}", "elina@kuura.example") for number in range(COUNT)])
    return store


def main() -> None:
    """Print the rates and their ratios."""
    with tempfile.TemporaryDirectory(prefix="kambrief-") as folder:
        place = Path(folder)
        inserts = rate(lambda: plain_inserts(place / "plain.db"))
        store = planned(place / "claims.db", "m")
        claimed = rate(lambda: claims(store))
        store.close()
        store = planned(place / "ends.db", "n")
        ended = rate(lambda: claims_and_ends(store))
        store.close()
        print(f"plain inserts     {inserts:8.0f} a second")
        print(f"claims            {claimed:8.0f} a second  {inserts / claimed:5.1f} plain inserts each")
        print(f"claims and ends   {ended:8.0f} a second  {inserts / ended:5.1f} plain inserts each")


if __name__ == "__main__":
    main()
