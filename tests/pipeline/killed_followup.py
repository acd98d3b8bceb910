"""The way of a follow-up that is killed after the n-th call to the outside, then started again: run by its test.

    killed_followup.py FOLDER

A call is over and heard; it is drafted, the manager edits the draft in the mailbox and sends it, it is handed on to the
ledger and the CRM. A first life counts the calls of store, mailbox, mail and CRM; then, for each of them that changes
something, one process lives until there and is killed (SIGKILL, nothing is tidied up), and a second one goes on. Prints
for each point the call it died after and what there is then.
"""

import dataclasses
import datetime as dt
import json
import pickle
import shutil
import sys
from pathlib import Path
from typing import Any

from kambrief.core.after import mails_id
from kambrief.core.heard import Heard
from kambrief.ports.mailbox import DraftMail, Found, Placed
from kambrief.providers.mail import outbox
from kambrief.store.sql import SqlStore
from tests.builders import ELINA, World, at, havulinna, occurrence
from tests.fakes import FakeCrm, FakeDrafts
from tests.pipeline.after_parts import LIST, REPORT, WORDS, said
from tests.pipeline.in_child import at_every_point
from tests.pipeline.killed_day import IN_VAIN, READS, Deadly, Fuse
from tests.pipeline.killed_writes import OnDisk

IDLE = READS | {
    "edits", "followup", "followups", "heard", "hints", "look", "promises", "serves", "thread_of", "voices", "was_sent",
    "writes", "kept", "snapshots_of",
}  # fmt: skip
"""They change nothing: to die after one of them is to die after what was called before it."""
M = "m0000001"


class CrmOnDisk(FakeCrm):
    """Customers in memory, what is written to it in files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(havulinna())
        self._disk = OnDisk(folder)

    def log(self, entry: Any, remote_id: str = "") -> Any:
        """See `kambrief.ports.Log`."""
        return self._disk.log(entry, remote_id)


class DraftsOnDisk:
    """A mailbox that outlives whoever writes to it."""

    name = "drafts.disk"
    can_send = False

    def __init__(self, file: Path) -> None:
        self._file = file

    def serves(self, mailbox: str) -> bool:
        """See `kambrief.ports.Drafts`."""
        return bool(mailbox)

    def put(self, mailbox: str, mail: DraftMail, placed: Placed | None = None) -> Placed:
        """See `kambrief.ports.Drafts`."""
        box = self.box()
        done = box.put(mailbox, mail, placed)
        self.keep(box)
        return done

    def look(self, mailbox: str, placed: Placed, message_id: str, since: dt.datetime) -> Found:
        """See `kambrief.ports.Drafts`."""
        return self.box().look(mailbox, placed, message_id, since)

    def thread_of(self, *_: object) -> tuple[str, ...]:
        """See `kambrief.ports.Drafts`."""
        return ()

    def box(self) -> FakeDrafts:
        """What is in it."""
        if not self._file.exists():
            return FakeDrafts()
        found: FakeDrafts = pickle.loads(self._file.read_bytes())  # noqa: S301 our own file
        return found

    def keep(self, box: FakeDrafts) -> None:
        """In one move, as a server does."""
        beside = self._file.with_suffix(".new")
        beside.write_bytes(pickle.dumps(box))
        beside.replace(self._file)


def edit(drafts: DraftsOnDisk) -> None:
    """The manager greets in their own way, once."""
    box = drafts.box()
    box.edit(box.drafts[0].text.replace("Hei Petri", "Moi Petri"))
    drafts.keep(box)


def send(drafts: DraftsOnDisk) -> None:
    """And sends it."""
    box = drafts.box()
    box.send_by_hand(at("6.10. 10.00"))
    drafts.keep(box)


# Further passes at the same time are what a service does after a restart, when leases have run out.
PASSES = (
    ("6.10. 9.46", None), ("6.10. 9.50", None), ("6.10. 9.56", edit), ("6.10. 9.59", None), ("6.10. 10.02", send),
    ("6.10. 10.08", None), ("6.10. 10.14", None),
)  # fmt: skip


def live(folder: Path, number: int, kill_at: int) -> None:
    """From where it stopped; ``kill_at`` 0: to the end."""
    fuse = Fuse(kill_at)
    database = folder / f"{number}.db"
    if not database.exists():
        shutil.copy(folder / "empty.db", database)
    store = SqlStore(f"sqlite:///{database}")
    drafts = DraftsOnDisk(folder / f"{number}.box")
    mail = outbox.Provider(outbox.Config(folder=folder / f"{number}.mails"))
    world = World(
        occurrence(), store=Deadly(store, fuse), mail=Deadly(mail, fuse), crm=CrmOnDisk(folder / f"{number}.crm"),
        drafts=Deadly(drafts, fuse), promised=(REPORT, LIST), follow_up=True,
    )  # fmt: skip
    lease = dt.timedelta(0)
    world.recording = dataclasses.replace(world.recording, crm=Deadly(world.crm, fuse), lease=lease)
    handing = dataclasses.replace(world.after.watching.handing, recording=world.recording)
    flow = dataclasses.replace(
        world.after, lease=lease, watching=dataclasses.replace(world.after.watching, handing=handing)
    )
    world.before = dataclasses.replace(
        world.before, after=flow, recording=world.recording,
        timing=dataclasses.replace(world.before.timing, lease=lease),
        outgoing=dataclasses.replace(world.before.outgoing, lease=lease),
    )  # fmt: skip
    progress = folder / f"{number}.progress"
    for index in range(int(progress.read_text()) if progress.exists() else 0, len(PASSES)):
        when, by_hand = PASSES[index]
        done = folder / f"{number}.{index}"
        if by_hand and not done.exists():
            by_hand(drafts)
            done.touch()
        progress.write_text(str(index))
        world.run(when)
        if index == 0:  # only now is the meeting known, and heard
            store.save_heard(Heard(M, "teams", "s1", transcript=said(*WORDS)), world.now)
    store.close()
    (folder / f"{number}.calls").write_text(json.dumps(fuse.seen))


def outcome(folder: Path, number: int) -> dict[str, Any]:
    """What there is in the end."""
    store = SqlStore(f"sqlite:///{folder / f'{number}.db'}")
    record = store.followup(M, ELINA.email)
    box = DraftsOnDisk(folder / f"{number}.box").box()
    assert record is not None
    found = {
        "state": str(record.state),
        "versions": [str(one.place) for one in record.versions],
        "drafts": len(box.drafts),
        "sent": len(box.sent),
        "text": box.sent[0].text if box.sent else "",
        "recaps": len({row.message_id for row in store.deliveries(mails_id(M))}),
        "mails": len(list((folder / f"{number}.mails").glob("*.eml"))),
        "promises": sorted((row.id, str(row.state), row.confirmed) for row in store.promises()),
        "crm": [key for key, _ in OnDisk(folder / f"{number}.crm").records()],
        "edits": len(store.edits(ELINA.email)),
    }
    store.close()
    return found


def main() -> None:
    """All points, one after another."""
    folder = Path(sys.argv[1])
    SqlStore.open(f"sqlite:///{folder / 'empty.db'}").close()
    points = at_every_point(live, folder, lambda call: call in IDLE or call.endswith(IN_VAIN))
    told = [(f"{number} {call}" if number else "", outcome(folder, number)) for number, call in points]
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
