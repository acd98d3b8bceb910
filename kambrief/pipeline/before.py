"""Before the call: from calendars to a brief in the mailbox. The whole flow.

    collect   read calendars → settle which meetings there are → for each meeting and account manager:
              eligible?  plan its brief   |   not (any more)?  drop the plan, void what has gone out
    write     claim what is due → look up everybody together → floor → model → words → brief and mail into the ledger
    review    claim → look up → compare with what was sent → nothing, an update, or a brief written anew
    deliver   settle what nobody can vouch for → claim a mail → hand it over → sent | again later | stated miss

Each step is a claimed row, each outcome one transaction: a crash anywhere loses nothing, a second worker does no harm.
What to do is decided in ``core``; this file only carries it out. The run's ``now`` is handed in once.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from kambrief.core import delivery, identity
from kambrief.core.eligibility import Verdict, judge
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.work import (
    Delivery,
    DeliveryState,
    MailKind,
    SourceState,
    Step,
    StepKind,
    StepPlan,
    StepState,
)
from kambrief.errors import KambriefError, LeaseLostError, ProviderError
from kambrief.pipeline.customers import Customers, Known
from kambrief.pipeline.outgoing import Outgoing
from kambrief.pipeline.writing import Writing, Written
from kambrief.ports import CalendarRead, Meetings, Store

HISTORY = dt.timedelta(days=180)
"""How far back calendars are read: past occurrences count as history."""
AHEAD = dt.timedelta(days=90)
"""How far ahead: well beyond the planning horizon, so that a meeting moved by weeks is moved and not gone."""
BATCH = 20
PARALLEL = 4
"""Briefs written at a time: most of that time is waiting for a model."""
RETRY_WRITING = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Timing:
    """From ``[briefs]``."""

    horizon: dt.timedelta = dt.timedelta(days=14)
    poll: dt.timedelta = dt.timedelta(minutes=5)
    write_ahead: dt.timedelta = dt.timedelta(minutes=10)
    lease: dt.timedelta = dt.timedelta(minutes=10)
    """How long a worker may hold a step before others take it for dead."""


@dataclass(frozen=True, slots=True)
class Job:
    """One claimed step with all it needs; the customer data are shared by the batch."""

    step: Step
    meeting: Meeting
    manager: AccountManager
    known: Known
    past: Sequence[Meeting]
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Before:
    """The flow with its surroundings handed in."""

    store: Store
    meetings: Sequence[Meetings]
    customers: Customers
    writing: Writing
    outgoing: Outgoing
    managers: Mapping[str, AccountManager]
    own_domains: tuple[str, ...]
    timing: Timing
    worker: str
    new_id: Callable[[], str]
    log: Callable[..., object]
    stopping: Callable[[], bool] = lambda: False
    """Looked at between two steps: once True, nothing new is begun."""
    counts: Counter[str] = field(default_factory=Counter)
    """What this run did, for ``once``."""

    def run(self, now: dt.datetime, *, collect_now: bool = False) -> Counter[str]:
        """One pass over everything that is due at ``now``; ``collect_now`` reads the calendars whatever their turn."""
        if collect_now:
            self.store.plan([StepPlan(StepKind.COLLECT, now)])
        for step in self.store.claim(self.worker, now, StepKind.COLLECT, 1, self.timing.lease):
            self.collect(now)
            self.store.finish(step, StepState.PLANNED, due_at=now + self.timing.poll)
        self.work(now)
        if not self.stopping():
            self.outgoing.deliver(now, self.counts)
        return self.counts

    # --- collect -----------------------------------------------------------------------------------------------

    def collect(self, now: dt.datetime) -> None:
        """Read every calendar, settle the meetings, plan what follows."""
        start, end = now - HISTORY, now + AHEAD
        states = self.store.source_states()
        reads = [read for source in self.meetings for read in self._read(source, start, end, states, now)]
        known = {meeting.id: meeting for meeting in self.store.meetings(start, end)}
        for read in reads:
            uids = frozenset(occurrence.source.uid for occurrence in read.occurrences)
            known |= {m.id: m for m in self.store.meetings_of_sources(read.provider, read.calendar, uids)}
        settled = identity.reconcile(list(known.values()), reads, start, end, now, self.new_id, self.own_domains)
        for fault in settled.faults:
            self.log("calendar fault", fault=str(fault))
            self.counts["faults"] += 1
        self.store.save_meetings(settled.meetings, now)
        for read in reads:
            self._tell(read, states)
            self.store.save_source_state(_state(read, states, now))
            self.counts["problems"] += len(read.problems)
        self.counts["meetings_changed"] += len(settled.meetings)
        soon = {meeting.id: meeting for meeting in self.store.meetings(now, now + self.timing.horizon)}
        soon |= {meeting.id: meeting for meeting in settled.meetings if meeting.start > now}
        for meeting in sorted(soon.values(), key=lambda one: (one.start, one.id)):
            # Also whoever has left the meeting since a mail was written for them.
            owners = dict.fromkeys((*meeting.owners, *(row.manager for row in self.store.deliveries(meeting.id))))
            for owner in owners:
                if owner in self.managers:
                    self.settle(meeting, self.managers[owner], now)

    def _read(
        self,
        source: Meetings,
        start: dt.datetime,
        end: dt.datetime,
        states: Mapping[str, SourceState],
        now: dt.datetime,
    ) -> Sequence[CalendarRead]:
        # A feed that answers "unchanged" is still read in full once a day: its series reach new days all the time.
        cursors = {
            name.partition("/")[2]: state.cursor
            for name, state in states.items()
            if name.startswith(f"{source.name}/")
            and state.last_ok
            and state.cursor.get("day") == now.date().isoformat()
        }
        try:
            return source.read(start, end, cursors, now)
        except ProviderError as error:
            self.log("calendar not read", provider=source.name, error=error.reason)
            self.counts["faults"] += 1
            return ()

    def _tell(self, read: CalendarRead, states: Mapping[str, SourceState]) -> None:
        """Log what is wrong with a calendar, once and not at every poll."""
        before = states.get(_source_name(read))
        for problem in read.problems:
            if before is None or problem not in before.problems:
                self.log("calendar problem", calendar=read.calendar, problem=problem)

    def settle(self, meeting: Meeting, manager: AccountManager, now: dt.datetime) -> None:
        """Plan the brief of one meeting, or take it back."""
        verdict = self.verdict(meeting, manager)
        mails = [row for row in self.store.deliveries(meeting.id) if row.manager == manager.email]
        if not verdict.brief:
            self._take_back(meeting, manager, verdict, mails, now)
            return
        plan = delivery.plan(meeting, manager, now, self.timing.write_ahead)
        if plan.write_at is None or plan.send_at is None:
            self.store.drop(StepKind.BRIEF, meeting.id, manager.email, plan.reason)
            return
        # It had been called off (told, or before anything left) and is on again: that wants a brief of its own.
        again = bool(mails) and (mails[-1].kind is MailKind.VOID or delivery.nothing_left(mails))
        self.store.plan([StepPlan(StepKind.BRIEF, plan.write_at, meeting.id, manager.email, again=again)])
        if mails:
            self.store.plan([StepPlan(StepKind.REVIEW, now, meeting.id, manager.email, again=True)])

    def verdict(self, meeting: Meeting, manager: AccountManager) -> Verdict:
        """Whether this manager gets a brief of this meeting, and why not."""
        return judge(meeting, manager, self.own_domains)

    def _take_back(
        self, meeting: Meeting, manager: AccountManager, verdict: Verdict, mails: Sequence[Delivery], now: dt.datetime
    ) -> None:
        for kind in (StepKind.BRIEF, StepKind.REVIEW):
            self.store.drop(kind, meeting.id, manager.email, verdict.reason)
        gone_out = [row for row in mails if row.state in delivery.REACHED]
        if mails and mails[-1].kind is MailKind.VOID and delivery.is_live(mails[-1]):
            return
        self.store.replace_planned(meeting.id, manager.email, verdict.reason)
        if gone_out and verdict.reason in delivery.VOIDING and meeting.start > now:
            self.outgoing.void(meeting, manager, gone_out, now)
            self.counts["voided"] += 1

    # --- write and review --------------------------------------------------------------------------------------

    def work(self, now: dt.datetime) -> None:
        """All briefs and reviews that are due, in batches, so that the CRM is asked once for all of them."""
        for kind in (StepKind.BRIEF, StepKind.REVIEW):
            while not self.stopping() and (steps := self.store.claim(self.worker, now, kind, BATCH, self.timing.lease)):
                found = [(step, self.store.meeting(step.meeting_id), self.managers.get(step.manager)) for step in steps]
                known = self.customers.fetch([meeting for _, meeting, manager in found if meeting and manager], now)
                past = self.store.meetings(now - HISTORY, now)
                with ThreadPoolExecutor(PARALLEL, "writing") as pool:  # a slow model must not make them queue
                    doing = [
                        pool.submit(self._do, Job(step, meeting, manager, known, past, now))
                        if meeting and manager
                        else pool.submit(self._drop, step)
                        for step, meeting, manager in found
                    ]
                self.counts.update(outcome for one in doing if (outcome := one.result()))
                self.outgoing.deliver(now, self.counts)  # what is due goes out between two batches

    def _drop(self, step: Step) -> str:
        self._finish(step, StepState.DROPPED, "meeting or account manager gone")
        return "dropped"

    def _do(self, job: Job) -> str:
        """One claimed step; whatever goes wrong with it, the others go on. Returns what to count."""
        step = job.step
        try:
            return self._write(job) if step.kind is StepKind.BRIEF else self._review(job)
        except LeaseLostError:
            self.log("lease lost", meeting=step.meeting_id)  # another worker did it: fine
            return ""
        except Exception as error:  # noqa: BLE001 one meeting's bad data must not cost another its brief
            said = str(error) if isinstance(error, KambriefError) else type(error).__name__
            self.log("step failed", meeting=step.meeting_id, kind=str(step.kind), error=said, exc_info=True)
            self._finish(step, StepState.PLANNED, said[:500], job.now + RETRY_WRITING)
            return "failed"

    def _finish(self, step: Step, state: StepState, note: str, due_at: dt.datetime | None = None) -> None:
        try:
            self.store.finish(step, state, note, due_at=due_at)
        except LeaseLostError:
            self.log("lease lost", meeting=step.meeting_id)

    def _write(self, job: Job) -> str:
        """Write the brief and put its mail into the ledger, in one transaction with the step's end."""
        verdict = self.verdict(job.meeting, job.manager)
        plan = delivery.plan(job.meeting, job.manager, job.now, self.timing.write_ahead)
        if not verdict.brief or plan.send_at is None:
            self.store.finish(job.step, StepState.DROPPED, plan.reason if verdict.brief else verdict.reason)
            return "dropped"
        written = self.compose(job.meeting, job.manager, job.known, job.past, job.now, plan.send_at)
        records = self.store.briefs(job.meeting.id, job.manager.email)
        self.outgoing.brief(job.step, written, records, verdict, plan.send_at, job.now)
        return "written"

    def compose(
        self, meeting: Meeting, manager: AccountManager, known: Known, past: Sequence[Meeting], now: dt.datetime,
        send_at: dt.datetime | None = None,
    ) -> Written:  # fmt: skip
        """The brief as it is now; nothing is stored or sent. The model has until the brief is due, and when that has
        passed a part of what remains.
        """
        matched = self.customers.match(meeting, known)
        situation = self.writing.situation(meeting, manager, matched, known, past, now)
        left = max((send_at or now) - now, (meeting.start - now) / 4)
        return self.writing.write(situation, matched, left)

    def _review(self, job: Job) -> str:
        """Look for changes on the material-change list since what was sent (or is about to be), and tell them."""
        meeting, manager = job.meeting, job.manager
        records = self.store.briefs(meeting.id, manager.email)
        mails = [row for row in self.store.deliveries(meeting.id) if row.manager == manager.email]
        gone = delivery.newest(records, mails, manager.email, delivery.REACHED)
        planned = delivery.newest(records, mails, manager.email, {DeliveryState.PLANNED})
        base = gone or planned
        wanted = self.verdict(meeting, manager).brief and meeting.start > job.now
        if base is None or base.kind is MailKind.VOID or not wanted:
            self.store.finish(job.step, StepState.DONE)
            return ""
        matched = self.customers.match(meeting, job.known)
        situation = self.writing.situation(meeting, manager, matched, job.known, job.past, job.now)
        old = delivery.Material.from_data(base.material)
        new = delivery.merged(old, delivery.material(situation), crm_known=job.known.current)
        said = delivery.changes(old, new, manager, crm_known=job.known.current)
        if gone is None and said:
            # Nothing has left yet: the brief is written anew and takes the planned one's place.
            return "rewritten" if self._write(job) == "written" else "dropped"
        if gone is None or (planned and delivery.Material.from_data(planned.material) == new):
            self.store.finish(job.step, StepState.DONE)
            return ""
        if not said:  # changed back before the update left
            self.store.replace_planned(meeting.id, manager.email, "changed back")
            self.store.finish(job.step, StepState.DONE)
            return ""
        self.outgoing.update(job.step, situation, records, new, said, job.now)
        return "updates"


def _source_name(read: CalendarRead) -> str:
    return f"{read.provider}/{read.calendar}"


def _state(read: CalendarRead, states: Mapping[str, SourceState], now: dt.datetime) -> SourceState:
    """What to remember of a read: its cursor when it was good, its problems always."""
    name = _source_name(read)
    before = states.get(name, SourceState(name))
    if not read.complete:
        return SourceState(
            name, before.cursor, before.last_ok, "; ".join(read.problems)[:500] or "not read", read.problems
        )
    if read.unchanged:
        return SourceState(name, before.cursor, now, "", before.problems)
    return SourceState(name, {**read.cursor, "day": now.date().isoformat()}, now, "", read.problems)
