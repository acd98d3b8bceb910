"""On the morning a promise of ours is due: one mail a manager and day, and what can go to the customer with it.

    plan   a promise is due today or tomorrow → a step for that morning
    work   claim → see what has become of the promises → still open: a draft in the mailbox, a mail into the ledger

Each part can be done twice: drafts are found again by their Message-ID, the mail has one revision a day.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kambrief.core import nudges
from kambrief.core.crm import key_of
from kambrief.core.model import AccountManager
from kambrief.core.promises import PromiseRecord
from kambrief.core.work import MailKind, Step, StepKind, StepPlan, StepState
from kambrief.errors import KambriefError, LeaseLostError, ProviderError
from kambrief.mime import message_id
from kambrief.nudge_words import Due, ready_draft, render_nudge
from kambrief.pipeline.letters import Letters
from kambrief.ports import Store
from kambrief.ports.mailbox import Drafts

BATCH = 20
AGAIN = dt.timedelta(minutes=5)

Look = Callable[[AccountManager, Sequence[PromiseRecord], dt.datetime], Sequence[PromiseRecord]]
"""The rows with what has become of them since."""


@dataclass(frozen=True, slots=True)
class Nudging:
    """With its surroundings handed in."""

    store: Store
    letters: Letters
    managers: Mapping[str, AccountManager]
    worker: str
    lease: dt.timedelta
    log: Callable[..., object]
    counts: Counter[str]
    at: dt.time = dt.time(8)
    """Local time of each manager."""
    drafts: Sequence[Drafts] = ()
    look: Look = lambda _, rows, __: rows
    about: Callable[[PromiseRecord], str] | None = None
    """The customer's name; without it the meeting's title is told."""
    pages: str = ""
    """How people reach our pages, for the link in the mail; empty: there is none."""

    def plan(self, now: dt.datetime) -> None:
        """A step for each morning soon on which something is due."""
        steps = []
        for manager in self._nudged():
            rows = self.store.promises(manager.email)
            for day in nudges.days_to_plan(rows, manager, now):
                at = nudges.moment(day, self.at, manager)
                steps.append(StepPlan(StepKind.NUDGE, at, nudges.nudge_id(day), manager.email, only_new=True))
        if steps:
            self.store.plan(steps)

    def _nudged(self) -> list[AccountManager]:
        return [manager for manager in self.managers.values() if manager.followups]

    def work(self, now: dt.datetime) -> None:
        """One batch of due steps."""
        for step in self.store.claim(self.worker, now, StepKind.NUDGE, BATCH, self.lease):
            try:
                self._do(step, now)
            except LeaseLostError:
                self.log("lease lost", meeting=step.meeting_id)
            except Exception as error:  # noqa: BLE001 one manager's odd row must not cost the others their mail
                said = str(error) if isinstance(error, KambriefError) else type(error).__name__
                self.log("nudge failed", manager=step.manager, error=said, exc_info=True)
                self._finish(step, StepState.PLANNED, said[:500], now + AGAIN)
                self.counts["failed"] += 1

    def _do(self, step: Step, now: dt.datetime) -> None:
        manager, day = self.managers.get(step.manager), nudges.day_of(step.meeting_id)
        if manager is None or day is None or not manager.followups:
            self._finish(step, StepState.DROPPED, "account manager gone")
            return
        if now >= nudges.end_of(day, manager):
            self._finish(step, StepState.DROPPED, "the day is over")
            return
        ledger = self.store.promises(manager.email)
        rows = nudges.due_on(ledger, day, manager)
        if rows:
            # All that is open: what was kept late, or by the calendar, is closed for the CRM's task too.
            seen = self.look(manager, [row for row in ledger if row.is_open], now)
            rows = nudges.due_on(seen, day, manager)
        if not rows:
            self._finish(step, StepState.DONE, "nothing is due any more")
            return
        due = [self._due(row, manager, now) for row in rows]
        self.store.save_promises([replace(row, nudged_on=day) for row in rows])
        self.letters.put(
            MailKind.NUDGE, step.meeting_id, nudges.revision(day, manager, ledger), manager,
            render_nudge(due, day, manager, f"{self.pages}/" if self.pages else ""),
            now=now, expires_at=nudges.end_of(day, manager), why={"promises": [[*row.key] for row in rows]}, step=step,
        )  # fmt: skip
        self.counts["nudged"] += 1

    def _due(self, row: PromiseRecord, manager: AccountManager, now: dt.datetime) -> Due:
        about = self.about(row) if self.about else ""
        if not about:
            meeting = self.store.meeting(row.meeting_id)
            about = meeting.title if meeting else ""
        name = key_of(row.meeting_id, row.id, row.due.isoformat() if row.due else "")
        draft = ready_draft(
            row, manager, message_id(manager.email.rpartition("@")[2], name, manager.email, "ready"), now
        )
        if draft is None:
            return Due(row, about)
        for one in self.drafts:
            try:
                if one.serves(manager.email):
                    one.put(manager.email, draft)
                    return Due(row, about, draft, placed=True)
            except ProviderError as error:
                self.log("draft not placed", manager=manager.email, provider=error.provider, error=error.reason)
        return Due(row, about, draft)

    def _finish(self, step: Step, state: StepState, note: str, due_at: dt.datetime | None = None) -> None:
        try:
            self.store.finish(step, state, note, due_at=due_at)
        except LeaseLostError:
            self.log("lease lost", meeting=step.meeting_id)
