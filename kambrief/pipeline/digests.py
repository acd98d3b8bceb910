"""The day's digest: planned for today and tomorrow, written for its time, written anew while it waits and is stale.

    plan    for each account manager who wants digests: a step a day; a digest that waits and is stale: once more
    write   claim → the day's meetings → look up everybody together → each brief as always → one mail into the ledger

The step's row is also the memory that a day's digest has had its turn. What is decided is in `core.digest`.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from kambrief.core import delivery, digest
from kambrief.core.eligibility import Verdict
from kambrief.core.model import AccountManager, BriefMode, Meeting
from kambrief.core.work import Delivery, DeliveryState, Step, StepKind, StepPlan, StepState
from kambrief.errors import LeaseLostError
from kambrief.pipeline.collecting import HISTORY
from kambrief.pipeline.customers import Customers, Known
from kambrief.pipeline.outgoing import Outgoing
from kambrief.pipeline.writing import Written
from kambrief.ports import Store

BATCH = 20
PARALLEL = 8
RETRY = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A claimed step with the meetings that its digest is to cover, by start."""

    step: Step
    day: dt.date
    manager: AccountManager
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Digests:
    """The flow of digests, with what it shares with that of single briefs handed in."""

    store: Store
    customers: Customers
    outgoing: Outgoing
    managers: Mapping[str, AccountManager]
    write_ahead: dt.timedelta
    lease: dt.timedelta
    worker: str
    verdict: Callable[[Meeting, AccountManager], Verdict]
    compose: Callable[[Meeting, AccountManager, Known, Sequence[Meeting], dt.datetime, dt.datetime, int], Written]
    log: Callable[..., object]
    counts: Counter[str]

    # --- plan --------------------------------------------------------------------------------------------------

    def plan(self, now: dt.datetime) -> None:
        """Today and tomorrow: a digest due early in the day is written the day before."""
        for manager in self.managers.values():
            if manager.mode is BriefMode.SINGLE:
                continue
            today = digest.local_day(now, manager)
            for day in (today, today + DAY):
                try:
                    self._plan(day, manager, now)
                except Exception as error:  # noqa: BLE001 one odd day must not cost the others their digest
                    self.log("digest not planned", manager=manager.email, error=type(error).__name__, exc_info=True)
                    self.counts["failed"] += 1

    def _plan(self, day: dt.date, manager: AccountManager, now: dt.datetime) -> None:
        due = digest.moment(day, manager) - self.write_ahead
        self.store.plan([StepPlan(StepKind.DIGEST, due, digest.digest_id(day), manager.email)])
        rows, step = self._state(day, manager)
        last = rows[-1] if rows else None
        if last and last.state is DeliveryState.PLANNED:
            if self._is_stale(last, day, manager, now):
                self.anew(last, now)
        elif step and step.state is StepState.DONE and not digest.has_had_its_turn(rows, step):
            # It was taken back, and whoever did that did not come to write the next.
            self.store.plan([StepPlan(StepKind.DIGEST, max(due, now), step.meeting_id, manager.email, again=True)])

    def _is_stale(self, row: Delivery, day: dt.date, manager: AccountManager, now: dt.datetime) -> bool:
        record = delivery.newest(self.store.briefs(row.meeting_id, row.manager), [row])
        if record is None:
            return False
        carried, left_out = digest.contents(record)
        on = self._on(day, manager)
        wanted = [one.id for one in on if digest.covers(one, manager, day, now)]
        return digest.is_stale(row, carried, carried | left_out, {one.id for one in on}, wanted, now)

    def anew(self, row: Delivery, now: dt.datetime) -> None:
        """What waits is not to leave as it is; once a copy may have arrived, changes are told by themselves."""
        self.store.replace_planned(row.meeting_id, row.manager, "to be written anew")
        self.store.plan([StepPlan(StepKind.DIGEST, now, row.meeting_id, row.manager, again=True)])

    def waits_until(self, meeting: Meeting, manager: AccountManager) -> dt.datetime | None:
        """Until when this meeting's single brief waits for a digest; None where none will come."""
        if manager.mode is not BriefMode.DIGEST:
            return None
        return digest.waits_until(meeting, manager, *self._state(digest.local_day(meeting.start, manager), manager))

    def comes_first(self, meeting: Meeting, manager: AccountManager, now: dt.datetime) -> bool:
        """Whether somebody is writing the digest of this meeting at this moment, and there is time to wait for it."""
        if self.waits_until(meeting, manager) is None or meeting.start - now <= delivery.LATEST:
            return False
        _, step = self._state(digest.local_day(meeting.start, manager), manager)
        return step is not None and step.state is StepState.CLAIMED

    def _state(self, day: dt.date, manager: AccountManager) -> tuple[list[Delivery], Step | None]:
        """The day's mails to this account manager, and its step."""
        name = digest.digest_id(day)
        rows = [row for row in self.store.deliveries(name) if row.manager == manager.email]
        return rows, next((step for step in self.store.steps(name) if step.manager == manager.email), None)

    def _on(self, day: dt.date, manager: AccountManager) -> list[Meeting]:
        """The day's meetings that get a brief, by start."""
        return [
            meeting
            for meeting in self.store.meetings(*digest.hours_of(day, manager))
            if manager.email in meeting.owners
            and digest.local_day(meeting.start, manager) == day
            and self.verdict(meeting, manager).brief
        ]

    # --- write -------------------------------------------------------------------------------------------------

    def work(self, now: dt.datetime) -> int:
        """One batch of due digests, the CRM asked once for all of it; how many there were."""
        steps = self.store.claim(self.worker, now, StepKind.DIGEST, BATCH, self.lease)
        if not steps:
            return 0
        try:
            self._write([asked for step in steps if (asked := self._asked(step, now))], now)
        except Exception as error:  # noqa: BLE001 the steps must not lie claimed until their lease ends
            self.log("batch failed", error=type(error).__name__, exc_info=True)
            for step in steps:
                self._finish(step, StepState.PLANNED, type(error).__name__, now + RETRY)
            self.counts["failed"] += len(steps)
            return 0
        return len(steps)

    def _asked(self, step: Step, now: dt.datetime) -> Asked | None:
        """What a step asks for; None when it is settled by that."""
        day, manager = digest.day_of(step.meeting_id), self.managers.get(step.manager)
        if day is None or manager is None or manager.mode is BriefMode.SINGLE:
            self._finish(step, StepState.DROPPED, "no digest is wanted")
            return None
        rows, _ = self._state(day, manager)
        if digest.has_had_its_turn(rows, None):
            self._finish(step, StepState.DONE, "it is out")
            return None
        meetings = tuple(one for one in self._on(day, manager) if digest.covers(one, manager, day, now))
        if not meetings:
            self.store.replace_planned(step.meeting_id, step.manager, "nothing left to tell")
            self._finish(step, StepState.DROPPED, "no meeting to tell of")
            return None
        return Asked(step, day, manager, meetings)

    def _write(self, asked: Sequence[Asked], now: dt.datetime) -> None:
        if not asked:
            return
        known = self.customers.fetch([meeting for one in asked for meeting in one.meetings], now)
        past = self.store.meetings(now - HISTORY, now)
        jobs = [(one, meeting) for one in asked for meeting in one.meetings]
        rounds = math.ceil(len(jobs) / PARALLEL)
        with ThreadPoolExecutor(PARALLEL, "digests") as pool:
            written = list(pool.map(lambda job: self._one(job[0], job[1], known, past, now, rounds), jobs))
        for one in asked:
            mine = [
                (meeting, text) for (owner, meeting), text in zip(jobs, written, strict=True) if owner.step is one.step
            ]
            self._keep(one, mine, now)

    def _one(
        self, asked: Asked, meeting: Meeting, known: Known, past: Sequence[Meeting], now: dt.datetime, rounds: int
    ) -> Written | None:
        """One meeting's brief; None costs the others nothing, and the meeting gets its own brief as always."""
        try:
            return self.compose(meeting, asked.manager, known, past, now, self._send_at(asked, now), rounds)
        except Exception as error:  # noqa: BLE001 one meeting's bad data must not cost the others their digest
            self.log("meeting left out of the digest", meeting=meeting.id, error=type(error).__name__, exc_info=True)
            self.counts["failed"] += 1
            return None

    def _send_at(self, asked: Asked, now: dt.datetime) -> dt.datetime:
        return max(digest.moment(asked.day, asked.manager), now)

    def _keep(self, asked: Asked, texts: Sequence[tuple[Meeting, Written | None]], now: dt.datetime) -> None:
        """The mail and its meetings' records, in one transaction with the step's end."""
        written = [(text, self.verdict(meeting, asked.manager)) for meeting, text in texts if text]
        left_out = [meeting.id for meeting, text in texts if text is None]
        if not written:
            self._finish(asked.step, StepState.PLANNED, "no brief could be written", now + RETRY)
            return
        try:
            self.outgoing.digest(
                asked.step, asked.day, asked.manager, written, left_out, self._send_at(asked, now), now
            )
        except LeaseLostError:
            self.log("lease lost", meeting=asked.step.meeting_id)  # another worker did it: fine
        except Exception as error:  # noqa: BLE001 one digest's fault must not cost another account manager theirs
            self.log("step failed", meeting=asked.step.meeting_id, kind="digest", error=str(error), exc_info=True)
            self._finish(asked.step, StepState.PLANNED, type(error).__name__, now + RETRY)
            self.counts["failed"] += 1
        else:
            self.counts["digests"] += 1

    def _finish(self, step: Step, state: StepState, note: str, due_at: dt.datetime | None = None) -> None:
        try:
            self.store.finish(step, state, note, due_at=due_at)
        except LeaseLostError:
            self.log("lease lost", meeting=step.meeting_id)
