"""A process that approves what a meeting came to and writes it to the CRM; run by its test.

    write_and_die.py SETTINGS OUTCOME DIES_AT

Its settings and the outcome are JSON files. It is killed (SIGKILL, nothing is tidied up) right after the CRM has answered
for the DIES_AT-th record, before anything of it is stored; 0: never. Prints the counts.
"""

import dataclasses
import datetime as dt
import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path

from pydantic import TypeAdapter

from kambrief.app import build, configure_logging
from kambrief.core.crm import Entry, Outcome
from kambrief.ports import Log, Logged
from kambrief.settings import given


class Dying:
    """A CRM whose caller dies of an answer."""

    def __init__(self, crm: Log, at: int) -> None:
        self.name, self._crm, self._left = crm.name, crm, at

    def log(self, entry: Entry, remote_id: str = "") -> Logged:
        """See `kambrief.ports.Log`."""
        done = self._crm.log(entry, remote_id)
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)
        return done


def main() -> None:
    configure_logging()
    settings, outcome, dies_at = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]), int(sys.argv[3])
    app = build(given({**settings, "base_dir": Path(settings["base_dir"])}))
    crm: object = app.crm
    assert isinstance(crm, Log)
    assert app.before.recording is not None
    recording = dataclasses.replace(app.before.recording, crm=Dying(crm, dies_at))
    counts: Counter[str] = Counter()
    now = dt.datetime.now(dt.UTC)
    recording.approve(TypeAdapter(Outcome).validate_json(outcome.read_bytes()), now)
    recording.work(now, counts)
    app.close()
    sys.stdout.write(json.dumps(counts))


if __name__ == "__main__":
    main()
