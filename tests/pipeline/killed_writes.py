"""Work on the logbook that is killed after the n-th call to the outside, then started again: run by its test.

    killed_writes.py FOLDER

An outcome is approved, worked on, edited and worked on again. A first life counts the calls of store and CRM; then, for
each of them, one process lives until there and is killed (SIGKILL, nothing is tidied up), and a second one goes on.
Prints for each point the call it died after and what the CRM holds then: key and content of each record.
"""

import dataclasses
import datetime as dt
import json
import shutil
import sys
from collections import Counter
from pathlib import Path

from kambrief.core.crm import Entry, Outcome, Promise
from kambrief.pipeline.recording import Recording
from kambrief.ports import Logged
from kambrief.store.sql import SqlStore
from tests.pipeline.in_child import at_every_point
from tests.pipeline.killed_day import Deadly, Fuse

NOW = dt.datetime(2026, 10, 6, 8, 0, tzinfo=dt.UTC)
FIRST = Outcome(
    "m1",
    "A01",
    "Review",
    NOW,
    NOW,
    "One",
    (Promise("p1", "Two"),),
    "Three",
    "D1",
    manager="otto@kuura.example",
    approved_by="otto@kuura.example",
)
EDITED = dataclasses.replace(FIRST, note="One and a half")


class OnDisk:
    """A CRM that outlives whoever writes to it: each record is a file."""

    name = "crm.disk"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def log(self, entry: Entry, remote_id: str = "") -> Logged:
        """See `kambrief.ports.Log`."""
        there = sorted(path.name for path in self._folder.glob(f"{entry.key}.*"))
        place = remote_id or (there[0] if there else f"{entry.key}.{len(list(self._folder.iterdir()))}")
        (self._folder / place).write_text(entry.content)
        return Logged(place, created=not there)

    def records(self) -> list[tuple[str, str]]:
        """Key and content."""
        return sorted((path.name.partition(".")[0], path.read_text()) for path in self._folder.iterdir())


def live(folder: Path, number: int, kill_at: int) -> None:
    """Everything from its beginning: what was done already is found done."""
    fuse = Fuse(kill_at)
    database = folder / f"{number}.db"
    if not database.exists():
        shutil.copy(folder / "empty.db", database)
    store = SqlStore(f"sqlite:///{database}")
    deadly = Deadly(OnDisk(folder / f"{number}.crm"), fuse)
    recording = Recording(Deadly(store, fuse), deadly, "w1", lambda *_, **__: None, dt.timedelta(0))
    stage = folder / f"{number}.stage"
    for index, outcome in enumerate((FIRST, EDITED)):
        if stage.exists() and int(stage.read_text()) > index:
            continue
        recording.approve(outcome, NOW)
        for _ in range(2):
            recording.work(NOW + dt.timedelta(hours=index), Counter())
        stage.write_text(str(index + 1))
    store.close()
    (folder / f"{number}.calls").write_text(json.dumps(fuse.seen))


def main() -> None:
    """All points, one after another."""
    folder = Path(sys.argv[1])
    SqlStore.open(f"sqlite:///{folder / 'empty.db'}").close()
    told = [(call, OnDisk(folder / f"{number}.crm").records()) for number, call in at_every_point(live, folder)]
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
