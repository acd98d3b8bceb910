"""A follow-up that is to be sent at a time, killed after the n-th call to the outside, then started again: run by its test.

    killed_sending.py FOLDER

It is drafted and approved for ten o'clock; the pass of ten sends it and hands it on. As in `killed_followup`, for each
call that changes something one process lives until there and is killed, and a second one goes on. Prints for each point
the call it died after and what there is then.
"""

import dataclasses
import datetime as dt
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from kambrief.core import drafting
from kambrief.core.after import mails_id
from kambrief.core.heard import Heard
from kambrief.pipeline.changing import change
from kambrief.pipeline.sending import plan
from kambrief.ports.mailbox import Placed
from kambrief.providers.mail import outbox
from kambrief.store.sql import SqlStore
from tests.builders import ELINA, World, at, occurrence
from tests.pipeline.after_parts import LIST, REPORT, WORDS, said
from tests.pipeline.in_child import at_every_point
from tests.pipeline.killed_day import IN_VAIN, Deadly, Fuse
from tests.pipeline.killed_followup import IDLE, CrmOnDisk, DraftsOnDisk, M
from tests.pipeline.killed_writes import OnDisk

WHEN = at("6.10. 10.00")
PASSES = ("6.10. 9.46", "6.10. 9.50", "6.10. 10.00", "6.10. 10.00", "6.10. 10.05", "6.10. 10.12", "6.10. 10.20")
"""The meeting becomes known; it is drafted; it is sent. The others are what a service does after a restart."""


class SendingDrafts(DraftsOnDisk):
    """A mailbox that sends, too."""

    can_send = True

    def send(self, mailbox: str, placed: Placed, message_id: str) -> None:
        """See `kambrief.ports.Drafts`."""
        box = self.box()
        box.can_send = True
        box.send(mailbox, placed, message_id)
        self.keep(box)


def approve(store: SqlStore) -> None:
    """What a person does in the browser."""
    record = store.followup(M, ELINA.email)
    assert record is not None
    change(
        store, M, ELINA.email,
        lambda one: drafting.scheduled(drafting.approve(one, ELINA.email, at("6.10. 9.52"), number=1), WHEN, ELINA.email),
    )  # fmt: skip
    plan(store, record, WHEN)


def live(folder: Path, number: int, kill_at: int) -> None:
    """From where it stopped; ``kill_at`` 0: to the end. What comes before the approval is not killed."""
    fuse = Fuse(kill_at)
    database = folder / f"{number}.db"
    if not database.exists():
        shutil.copy(folder / "begun.db", database)
        shutil.copy(folder / "begun.box", folder / f"{number}.box")
    world, store = _world(folder, str(number), fuse)
    progress = folder / f"{number}.progress"
    for index in range(int(progress.read_text()) if progress.exists() else 2, len(PASSES)):
        progress.write_text(str(index))
        world.run(PASSES[index])
    store.close()
    (folder / f"{number}.calls").write_text(json.dumps(fuse.seen))


def _world(folder: Path, name: str, fuse: Fuse) -> tuple[World, SqlStore]:
    store = SqlStore(f"sqlite:///{folder / f'{name}.db'}")
    mail = outbox.Provider(outbox.Config(folder=folder / f"{name}.mails"))
    world = World(
        occurrence(), store=Deadly(store, fuse), mail=Deadly(mail, fuse), crm=CrmOnDisk(folder / f"{name}.crm"),
        drafts=Deadly(SendingDrafts(folder / f"{name}.box"), fuse), promised=(REPORT, LIST), follow_up=True,
    )  # fmt: skip
    lease = dt.timedelta(0)
    world.recording = dataclasses.replace(world.recording, crm=Deadly(world.crm, fuse), lease=lease)
    handing = dataclasses.replace(world.after.watching.handing, recording=world.recording)
    watching = dataclasses.replace(world.after.watching, handing=handing)
    flow = dataclasses.replace(world.after, lease=lease, watching=watching)
    world.before = dataclasses.replace(
        world.before, after=flow, recording=world.recording,
        timing=dataclasses.replace(world.before.timing, lease=lease),
        outgoing=dataclasses.replace(world.before.outgoing, lease=lease),
    )  # fmt: skip
    return world, store


def begin(folder: Path) -> None:
    """Until it is approved."""
    SqlStore.open(f"sqlite:///{folder / 'begun.db'}").close()
    world, store = _world(folder, "begun", Fuse(0))
    world.run(PASSES[0])
    store.save_heard(Heard(M, "teams", "s1", transcript=said(*WORDS)), world.now)
    world.run(PASSES[1])
    approve(store)
    store.close()


def outcome(folder: Path, number: int) -> dict[str, Any]:
    """What there is in the end."""
    store = SqlStore(f"sqlite:///{folder / f'{number}.db'}")
    record = store.followup(M, ELINA.email)
    box = SendingDrafts(folder / f"{number}.box").box()
    assert record is not None
    found = {
        "state": str(record.state),
        "unsent": str(record.unsent or ""),
        "sends": box.calls.count("send"),
        "sent": len(box.sent),
        "drafts": len(box.drafts),
        "told": len({row.message_id for row in store.deliveries(mails_id(M)) if row.kind == "reminder"}),
        "promises": sorted((row.id, str(row.state), row.confirmed) for row in store.promises()),
        "crm": [key for key, _ in OnDisk(folder / f"{number}.crm").records()],
    }
    store.close()
    return found


def main() -> None:
    """All points, one after another."""
    folder = Path(sys.argv[1])
    begin(folder)
    points = at_every_point(live, folder, lambda call: call in IDLE or call.endswith(IN_VAIN))
    told = [(f"{number} {call}" if number else "", outcome(folder, number)) for number, call in points]
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
