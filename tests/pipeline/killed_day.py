"""A day at work that is killed after the n-th call to the outside, then started again: run as a program by its test.

    killed_day.py FOLDER SMTP_PORT CA_FILE POLICY DAY [CALL …]

A first day is lived to its end and its calls of the ports (store, mail, calendar, CRM) are counted: each is a point where
it may die (each that changes something), a new one included without anybody adding it here. Then,
for each point (or those after the calls named), one process lives the day until there, is killed (SIGKILL, nothing is
tidied up), and a second one goes on. Each has a database and an account manager of its own, so that the mail server can
tell them apart. Prints number → the call it died after.
"""

import dataclasses
import datetime as dt
import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from kambrief.core.model import AccountManager, BriefMode, EventStatus, Occurrence
from kambrief.providers.mail import smtp
from kambrief.store.sql import SqlStore
from tests.builders import ELINA, World, at, havulinna, occurrence, promise
from tests.fakes import FakeCrm
from tests.pipeline.in_child import in_child

READS = frozenset({
    "briefs", "briefs_since", "corrections", "deliveries", "feedback", "figures", "find", "histories", "meeting", "meetings",
    "meetings_of", "read", "receipts_since", "snapshots", "source_states", "steps",
})  # fmt: skip
"""They change nothing: to die after one of them is to die after what was called before it."""
SEEKS = frozenset({"claim", "claim_delivery", "drop", "expire_sending", "plan", "replace_planned"})
"""They change nothing when they come back with nothing."""
IN_VAIN = " in vain"


@dataclasses.dataclass(frozen=True)
class Day:
    """When the passes are, and when the meeting of nine moves to one o'clock and is called off."""

    mode: BriefMode
    passes: tuple[str, ...]
    moved: str
    cancelled: str
    beside: tuple[tuple[str, Occurrence], ...] = ()
    """Meetings to which nothing happens, each from when on it is known."""
    changes_only: bool = False
    """Nobody dies after a call that changed nothing, to spare time."""


DAYS = {
    "single": Day(
        BriefMode.SINGLE,
        ("5.10. 8.00", "6.10. 7.50", "6.10. 8.00", "6.10. 8.05", "6.10. 8.10", "6.10. 8.15", "6.10. 8.20", "6.10. 8.25"),
        "6.10. 8.05", "6.10. 8.15",
        changes_only=True,
    ),
    # While the digest waits it is written anew, with one meeting more. In the last passes the briefs of these two alone
    # would be written and sent, were there any.
    "digest": Day(
        BriefMode.DIGEST,
        ("5.10. 8.00", "6.10. 6.50", "6.10. 6.55", "6.10. 7.00", "6.10. 7.05", "6.10. 7.10", "6.10. 7.15", "6.10. 8.20", "6.10. 8.45"),
        "6.10. 7.05", "6.10. 7.15",
        (
            ("5.10. 8.00", occurrence("6.10. 9.30", uid="uid-2", title="Sahalinjan sopimus")),
            ("6.10. 6.55", occurrence("6.10. 9.45", uid="uid-3", title="Varaosat")),
        ),
        changes_only=True,
    ),
}  # fmt: skip


class Deadly:
    """A port that kills its process after the n-th call of all ports together."""

    def __init__(self, port: Any, fuse: "Fuse") -> None:
        self._port, self._fuse = port, fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not callable(found):
            return found

        def called(*args: Any, **kwargs: Any) -> Any:
            result = found(*args, **kwargs)
            self._fuse.burn(name + IN_VAIN if name in SEEKS and not result else name)
            return result

        return called


@dataclasses.dataclass
class Fuse:
    """Counts down; at zero the process is gone."""

    left: int
    seen: list[str] = dataclasses.field(default_factory=list)

    def burn(self, call: str) -> None:
        """One more call done."""
        self.seen.append(call)
        if len(self.seen) == self.left:
            os.kill(os.getpid(), signal.SIGKILL)


def live(folder: Path, number: int, port: int, ca: str, policy: str, day: Day, kill_at: int) -> None:
    """The day from where it stopped; ``kill_at`` 0: to its end."""
    me = dataclasses.replace(ELINA, email=f"am{number}@kuura.example", mode=day.mode)
    fuse = Fuse(kill_at)
    mail = smtp.Provider(smtp.Config(host="localhost", port=port, ca_file=Path(ca), timeout_seconds=10))
    crm = FakeCrm(havulinna(commitments=(promise("Juurisyyraportti", dt.date(2026, 9, 25)),)))
    database = folder / f"{number}.db"
    if not database.exists():
        shutil.copy(folder / "empty.db", database)
    store = SqlStore(f"sqlite:///{database}")
    world = World(
        managers=(me,), mail=Deadly(mail, fuse), crm=Deadly(crm, fuse), store=Deadly(store, fuse), on_unknown=policy
    )
    world.before = dataclasses.replace(
        world.before,
        meetings=[Deadly(world.calendar, fuse)],
        timing=dataclasses.replace(world.before.timing, lease=dt.timedelta(0)),
        outgoing=dataclasses.replace(world.before.outgoing, lease=dt.timedelta(0)),
    )
    progress = folder / f"{number}.progress"
    for index in range(int(progress.read_text()) if progress.exists() else 0, len(day.passes)):
        progress.write_text(str(index))
        when = day.passes[index]
        status = EventStatus.CANCELLED if at(when) >= at(day.cancelled) else EventStatus.CONFIRMED
        start = "6.10. 13.00" if at(when) >= at(day.moved) else "6.10. 9.00"
        beside = [whose(me, one) for since, one in day.beside if at(when) >= at(since)]
        world.show(occurrence(start, owner=me, status=status, sequence=index), *beside)
        world.run(when)
    store.close()
    (folder / f"{number}.calls").write_text(json.dumps(fuse.seen))


def whose(me: AccountManager, one: Occurrence) -> Occurrence:
    """The same meeting in another calendar."""
    return dataclasses.replace(one, owner=me.email, source=dataclasses.replace(one.source, calendar=me.email))


def main() -> None:
    """All points, one after another."""
    folder, port, ca, policy, name, *only = Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]
    day = DAYS[name]
    SqlStore.open(f"sqlite:///{folder / 'empty.db'}").close()
    if not in_child(live, folder, 0, port, ca, policy, day, 0):
        raise SystemExit("the first day was killed without a reason")
    calls = json.loads((folder / "0.calls").read_text())
    idle = {call for call in calls if call in READS or call.endswith(IN_VAIN)} if day.changes_only else set()
    wanted = set(only) or set(calls) - idle
    points = {number: call for number, call in enumerate(calls, start=1) if call in wanted}
    for number in points:
        if in_child(live, folder, number, port, ca, policy, day, number):
            raise SystemExit(f"{number}: the day went another way and was not killed")
        if not in_child(live, folder, number, port, ca, policy, day, 0):
            raise SystemExit(f"{number}: the second life was killed too")
    sys.stdout.write(json.dumps(points))


if __name__ == "__main__":
    main()
