"""A sample meeting as a running installation: the brief was mailed, the call has been, and the follow-up waits.

For ``kambrief demo --serve``, and for the tests of the pages. Its clock goes on from a few minutes after the call.
"""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kambrief.app import App
from kambrief.core import after, delivery
from kambrief.core.model import AccountManager, Meeting
from kambrief.evaluation import calls
from kambrief.evaluation.play import staged
from kambrief.evaluation.sample_mailbox import SampleMailbox
from kambrief.evaluation.scenario import Scenario
from kambrief.settings import LlmSection

READ_AT = dt.timedelta(minutes=20)
"""How long after the call somebody opens the pages."""


class SampleClock:
    """Stands still until it is let go; then it goes as all clocks do. ``now`` can be set."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self._let_go: float | None = None

    def __call__(self) -> dt.datetime:
        """The present time of the sample."""
        gone = 0.0 if self._let_go is None else time.monotonic() - self._let_go
        return self.now + dt.timedelta(seconds=gone)

    def go(self) -> None:
        """From here on it goes."""
        self._let_go = time.monotonic()


@dataclass(frozen=True)
class House:
    """The installation with all that there is to look at."""

    app: App
    clock: SampleClock
    meeting: Meeting
    manager: AccountManager
    mailbox: SampleMailbox


@contextmanager
def house(
    scenario: Scenario, out: Path, llm: LlmSection | None = None, *, web: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
) -> Iterator[House]:  # fmt: skip
    """Play one scenario up to `READ_AT` after its call. ``web`` and ``more``: sections of the configuration."""
    clock = SampleClock(scenario.as_of)
    mailbox = SampleMailbox(out / "mailbox", clock)
    sections: dict[str, Any] = {"web": {"admins": [scenario.managers[0].email], **(web or {})}, **(more or {})}
    with staged(scenario, out, llm, clock=clock, laid=[mailbox], more=sections) as app:
        app.run_once(clock.now)
        meeting = next(iter(app.store.meetings(clock.now, clock.now + dt.timedelta(days=14))))
        manager = app.readers(meeting)[0]
        clock.now = delivery.due_at(meeting, manager)
        app.run_once(clock.now)
        transcript = calls.transcript_of(scenario)
        clock.now = meeting.end + calls.LATER
        if transcript is not None:
            app.store.save_heard(after.file_of(meeting.id, manager, transcript, clock.now), clock.now)
        app.run_once(clock.now)
        clock.now = meeting.end + READ_AT
        yield House(app, clock, meeting, manager, mailbox)
