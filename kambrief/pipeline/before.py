"""Before the call: from calendars to a brief in the mailbox. The whole flow.

    collect   read calendars → settle which meetings there are → for each meeting and account manager:
              eligible?  plan its brief   |   not (any more)?  drop the plan, void what has gone out
    ahead     a CRM that tells changes is asked for them, and for whoever is new in a meeting (`pipeline.keeping`)
    heed      the same for the calendars that vendors have hinted at, between two polls
    digest    the same for a day's meetings at once, for those who want one mail a day (`pipeline.digests`)
    write     claim what is due → look up everybody together → floor → model → words → brief and mail into the ledger
    review    claim → look up → compare with what was sent → nothing, an update, or a brief written anew
    hear      claim → ask the platforms what was said in a call that is over (`pipeline.hearing`)
    after     claim → draft the follow-up, look at the drafts, bring them to mind (`pipeline.after`)
    deliver   settle what nobody can vouch for → claim a mail → hand it over → sent | again later | stated miss
    record    claim what was approved after a call → write it to the CRM (`pipeline.recording`)

Each step is a claimed row, each outcome one transaction: a crash anywhere loses nothing, a second worker does no harm.
What to do is decided in ``core``; this file only carries it out. The run's ``now`` is handed in once.
"""

import datetime as dt
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Protocol

from kambrief.core import delivery, digest, feedback
from kambrief.core.agenda import needs
from kambrief.core.customer import CrmData, Gap
from kambrief.core.eligibility import Verdict, judge
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.work import ASKED, Hint, HintKind, MailKind, Step, StepKind, StepPlan, StepState
from kambrief.errors import KambriefError, LeaseLostError
from kambrief.pipeline.after import After
from kambrief.pipeline.collecting import HISTORY, Collecting
from kambrief.pipeline.customers import Customers, Known
from kambrief.pipeline.digests import Digests
from kambrief.pipeline.hearing import Hearing
from kambrief.pipeline.outgoing import Outgoing
from kambrief.pipeline.recording import Recording
from kambrief.pipeline.reviewing import Job, Reviewing
from kambrief.pipeline.seeing import Seeing
from kambrief.pipeline.writing import Writing, Written
from kambrief.ports import Meetings, Platform, Store

BATCH = 20
PARALLEL = 8
"""Briefs written at a time: most of that time is waiting for a model."""
HINTS = 500
"""Looked into at a time; more wait for the next run."""
DAY = dt.timedelta(days=1)
RETRY_WRITING = dt.timedelta(minutes=1)
TOLD = frozenset({MailKind.BRIEF, MailKind.UPDATE, MailKind.VOID, MailKind.DIGEST})
"""Mails after which the reader knows a brief. What an overview left out has not been read."""


@dataclass(frozen=True, slots=True)
class Timing:
    """From ``[briefs]``."""

    horizon: dt.timedelta = dt.timedelta(days=14)
    poll: dt.timedelta = dt.timedelta(minutes=5)
    write_ahead: dt.timedelta = dt.timedelta(minutes=10)
    lease: dt.timedelta = dt.timedelta(minutes=15)
    """How long a worker may hold a step before others take it for dead: longer than a whole batch may take."""


class Beside(Protocol):
    """A flow of its own that has its turn in each run."""

    def plan(self, now: dt.datetime) -> object:
        """When the calendars were read: what is to be done at which time."""
        ...

    def work(self, now: dt.datetime) -> object:
        """What is due."""
        ...


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
    seeing: Seeing | None = None
    """None: every account manager may see everything."""
    recording: Recording | None = None
    after: After | None = None
    """None: nothing is drafted after calls."""
    beside: Sequence[Beside] = ()
    """Further flows that run with this one: replies, what is due of promises."""
    added: Callable[[Known, AccountManager, dt.datetime], Known] | None = None
    """What a brief knows beside the CRM: the ledger of promises."""
    stopping: Callable[[], bool] = lambda: False
    """Looked at between two steps: once True, nothing new is begun."""
    counts: Counter[str] = field(default_factory=Counter)
    """What this run did, for ``once``."""

    def run(self, now: dt.datetime, *, collect_now: bool = False) -> Counter[str]:
        """One pass over everything that is due at ``now``; ``collect_now`` reads the calendars whatever their turn.

        Time that passes within the run counts from ``now`` on.
        """
        begun = time.monotonic()

        def later() -> dt.datetime:
            return now + dt.timedelta(seconds=time.monotonic() - begun)

        doubtful = self.outgoing.doubtful()
        hints = self.store.hints(HINTS)
        self.customers.begin()
        ahead = self._collect_if_due(hints, now, collect_now=collect_now)
        # Who comes within a day is looked up together before the first brief is written, all others once all is out.
        self.customers.ahead([one for one in ahead if one.start < now + DAY], later())
        # Digests first, so that no single brief is written of what they carry; and once more, because a review may find
        # that one is stale.
        for kind in (StepKind.DIGEST, StepKind.BRIEF, StepKind.REVIEW, StepKind.DIGEST):
            while not self.stopping() and self.work(kind, later()):
                self.outgoing.deliver(later(), self.counts)  # what is due goes out between two batches
        if not self.stopping():
            self.outgoing.resolve(doubtful, later(), self.counts)
            self.outgoing.deliver(later(), self.counts)
        if not self.stopping():
            self._hearing().work(later())
            self._after(later)
            self.customers.ahead(ahead, later())
        if self.recording and not self.stopping():
            self.recording.work(later(), self.counts)
        return self.counts

    def _after(self, later: Callable[[], dt.datetime]) -> None:
        """What comes after calls, and its mails."""
        for flow in self.beside:
            flow.work(later())
        if self.after and not self.stopping():
            self.after.work(later(), self.counts)
        if self.after or self.beside:
            self.outgoing.deliver(later(), self.counts)

    # --- collect -----------------------------------------------------------------------------------------------

    def _collect_if_due(self, hints: Sequence[Hint], now: dt.datetime, *, collect_now: bool) -> list[Meeting]:
        """Read all calendars, or those that are hinted at. Returns all meetings ahead that get a brief, if all are."""
        ahead: list[Meeting] = []
        if collect_now or hints:
            self.store.plan([StepPlan(StepKind.COLLECT, now)])
        for step in self.store.claim(self.worker, now, StepKind.COLLECT, 1, self.timing.lease):
            poll_at = dt.datetime.fromisoformat(step.note) if step.note else now
            if collect_now or poll_at <= now:
                ahead = self._briefed(self.collect(now), now)
                poll_at = now + self.timing.poll
            elif not self.heed(hints, now):
                # Not read: the poll will, and until then each tick tries again.
                hints = [hint for hint in hints if hint.kind is HintKind.CALL]
            self._hearing().heed(hints, now)
            self.store.drop_hints(hints)
            self._finish(step, StepState.PLANNED, poll_at.isoformat(), poll_at)
        return ahead

    def refresh(self, now: dt.datetime) -> None:
        """Settle the meetings for a command that only looks: nothing is planned, and nothing is read while another
        process is reading.
        """
        self.store.plan([StepPlan(StepKind.COLLECT, now)])
        for step in self.store.claim(self.worker, now, StepKind.COLLECT, 1, self.timing.lease):
            self._collecting().settle(now, self.counts)
            self._finish(step, StepState.PLANNED, "", now)  # the service plans what follows, at its next tick

    def collect(self, now: dt.datetime) -> Sequence[Meeting]:
        """Settle the meetings and plan what follows for each account manager in each of them. Returns those ahead."""
        changed = self._collecting().settle(now, self.counts)
        soon = {meeting.id: meeting for meeting in self.store.meetings(now, now + self.timing.horizon)}
        soon |= {meeting.id: meeting for meeting in changed if meeting.start > now}
        self._plan_all(soon.values(), now)
        self._hearing().plan(changed, now)
        if self.after:
            self.after.plan(now)
        for flow in self.beside:
            flow.plan(now)
        return tuple(soon.values())

    def _briefed(self, meetings: Iterable[Meeting], now: dt.datetime) -> list[Meeting]:
        """Those in the horizon that get a brief."""
        found = []
        for meeting in meetings:
            try:
                if now < meeting.start <= now + self.timing.horizon and self._is_wanted(meeting):
                    found.append(meeting)
            except Exception as error:  # noqa: BLE001 an odd meeting is looked up when its own turn comes
                self.log("meeting not looked at", meeting=meeting.id, error=type(error).__name__, exc_info=True)
        return found

    def heed(self, hints: Sequence[Hint], now: dt.datetime) -> bool:
        """As `collect`, but only the calendars that vendors have said something of, and only what changed in them.
        Whether all of them could be read.
        """
        changed, whole = self._collecting().heed(hints, now, self.counts)
        self._plan_all([meeting for meeting in changed if meeting.start > now], now)
        return whole

    def _plan_all(self, meetings: Iterable[Meeting], now: dt.datetime) -> None:
        for meeting in sorted(meetings, key=lambda one: (one.start, one.id)):
            # Also whoever has left the meeting since a mail was written for them.
            owners = dict.fromkeys((*meeting.owners, *(row.manager for row in self.store.deliveries(meeting.id))))
            for manager in (self.managers[owner] for owner in owners if owner in self.managers):
                try:
                    self.plan(meeting, manager, now)
                except Exception as error:  # noqa: BLE001 one odd meeting must not cost the others their plan
                    self.log("meeting not planned", meeting=meeting.id, error=type(error).__name__, exc_info=True)
                    self.counts["failed"] += 1
        self._digests().plan(now)

    def _collecting(self) -> Collecting:
        return Collecting(self.store, self.meetings, self.own_domains, self.new_id, self.log)

    def _hearing(self) -> Hearing:
        platforms = [one for one in self.meetings if isinstance(one, Platform)]
        return Hearing(
            self.store, platforms, self._is_wanted, self.worker, self.timing.lease, self.log, self.counts,
            self.after.wake if self.after else None,
        )  # fmt: skip

    def _is_wanted(self, meeting: Meeting) -> bool:
        return any(
            self.verdict(meeting, self.managers[owner]).brief for owner in meeting.owners if owner in self.managers
        )

    def _digests(self) -> Digests:
        return Digests(
            self.store, self.customers, self.outgoing, self.managers, self.timing.write_ahead, self.timing.lease,
            self.worker, self.verdict, self._composed, self.log, self.counts,
        )  # fmt: skip

    def _reviewing(self) -> Reviewing:
        return Reviewing(
            self.store, self.customers, self.writing, self.outgoing, self._digests(), self.timing.write_ahead,
            self.verdict, self.seen, self._write, self.added,
        )  # fmt: skip

    def seen(self, known: Known, meeting: Meeting, manager: AccountManager) -> Known:
        """What this manager may see of what is known of a meeting's customers."""
        return self.seeing.seen_by(known, meeting, manager) if self.seeing else known

    def digest_due(self, meeting: Meeting, manager: AccountManager, now: dt.datetime) -> dt.datetime | None:
        """When the digest that is to bring this meeting's brief goes out; None where the brief comes by itself."""
        day = digest.local_day(meeting.start, manager)
        coming = digest.covers(meeting, manager, day, now) and self._digests().waits_until(meeting, manager)
        return max(digest.moment(day, manager), now) if coming else None

    def verdict(self, meeting: Meeting, manager: AccountManager) -> Verdict:
        """Whether this manager gets a brief of this meeting, and why not."""
        return judge(meeting, manager, self.own_domains)

    def plan(self, meeting: Meeting, manager: AccountManager, now: dt.datetime) -> None:
        """Carry out what one meeting needs now (`core.agenda`)."""
        verdict = self.verdict(meeting, manager)
        mails = [row for row in self.store.deliveries(meeting.id) if row.manager == manager.email]
        steps = [row for row in self.store.steps(meeting.id) if row.manager == manager.email]
        known_before = any(row.kind is StepKind.BRIEF for row in steps)
        need = needs(
            meeting, manager, verdict, mails, now, self.timing.write_ahead, known_before=known_before,
            not_before=self._digests().waits_until(meeting, manager),
        )  # fmt: skip
        if need.take_back:
            self.store.replace_planned(meeting.id, manager.email, need.reason or "on again")
        if need.void:
            gone = [row for row in mails if delivery.reached(row)]
            self.outgoing.void(meeting, manager, gone, now)
            self.counts["voided"] += 1
        waiting = [row for row in steps if row.kind is StepKind.BRIEF and row.state is StepState.PLANNED]
        asked = any(row.note == ASKED for row in waiting)
        if need.write_at and not asked:
            self.store.plan([StepPlan(StepKind.BRIEF, need.write_at, meeting.id, manager.email, again=True)])
        elif not need.write_at and need.reason:
            self.store.drop(StepKind.BRIEF, meeting.id, manager.email, need.reason)
        if need.review:
            self.store.plan([StepPlan(StepKind.REVIEW, now, meeting.id, manager.email, again=True)])
        elif need.reason:
            self.store.drop(StepKind.REVIEW, meeting.id, manager.email, need.reason)

    # --- write and review --------------------------------------------------------------------------------------

    def work(self, kind: StepKind, now: dt.datetime) -> int:
        """One batch of due steps of a kind, the CRM asked once for all of it; how many steps there were."""
        if kind is StepKind.DIGEST:
            return self._digests().work(now)
        steps = self.store.claim(self.worker, now, kind, BATCH, self.timing.lease)
        if not steps:
            return 0
        try:
            jobs = self._jobs(steps, now)
        except Exception as error:  # noqa: BLE001 the steps must not lie claimed until their lease ends
            self.log("batch failed", error=type(error).__name__, exc_info=True)
            for step in steps:
                self._finish(step, StepState.PLANNED, type(error).__name__, now + RETRY_WRITING)
            self.counts["failed"] += len(steps)
            return 0
        with ThreadPoolExecutor(PARALLEL, "writing") as pool:  # a slow model must not make them queue
            self.counts.update(outcome for outcome in pool.map(self._do, jobs) if outcome)
        return len(steps)

    def _jobs(self, steps: Sequence[Step], now: dt.datetime) -> list[Job]:
        found = []
        for step in steps:
            meeting, manager = self.store.meeting(step.meeting_id), self.managers.get(step.manager)
            if meeting and manager:
                found.append((step, meeting, manager))
            else:
                self._finish(step, StepState.DROPPED, "meeting or account manager gone")
                self.counts["dropped"] += 1
        known = self.customers.fetch([meeting for _, meeting, _ in found], now) if found else Known(CrmData())
        past = self.store.meetings(now - HISTORY, now)
        rounds = math.ceil(len(found) / PARALLEL)
        return [Job(step, meeting, manager, known, past, now, rounds) for step, meeting, manager in found]

    def _do(self, job: Job) -> str:
        """One claimed step; whatever goes wrong with it, the others go on. Returns what to count."""
        step = job.step
        try:
            return self._write(job) if step.kind is StepKind.BRIEF else self._reviewing().review(job)
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
        meeting, manager = job.meeting, job.manager
        verdict = self.verdict(meeting, manager)
        if not verdict.brief or meeting.start <= job.now:
            self.store.finish(job.step, StepState.DROPPED, "begun" if verdict.brief else verdict.reason)
            return "dropped"
        if digest.holds([row for row in self.store.deliveries(meeting.id) if row.manager == manager.email]):
            self.store.finish(job.step, StepState.DROPPED, "in the day's digest")
            return ""
        if self._digests().comes_first(meeting, manager, job.now):
            self.store.finish(job.step, StepState.PLANNED, "after the day's digest", job.now + RETRY_WRITING)
            return ""
        send_at = delivery.send_at(meeting, manager, job.now)
        before = self.store.briefs(meeting.id, manager.email)
        written = self._composed(meeting, manager, job.known, job.past, job.now, send_at, job.rounds)
        records = self.store.briefs(meeting.id, manager.email)
        if len(records) != len(before):  # somebody else wrote it meanwhile ("brief --send")
            self.store.finish(job.step, StepState.DONE, "written elsewhere")
            return ""
        self.outgoing.brief(job.step, written, records, verdict, send_at, job.now)
        return "written"

    def _composed(
        self, meeting: Meeting, manager: AccountManager, known: Known, past: Sequence[Meeting], now: dt.datetime,
        send_at: dt.datetime, rounds: int,
    ) -> Written:  # fmt: skip
        """The brief; and where the customer's data break it, what the calendar knows, and that it is all."""
        try:
            return self.compose(meeting, manager, known, past, now, send_at, rounds=rounds)
        except KambriefError:
            raise
        except Exception as error:  # noqa: BLE001 a row nobody thought of is no reason to be without a brief
            self.log("customer data broke the brief", meeting=meeting.id, error=type(error).__name__, exc_info=True)
            bare = Known(CrmData(), (Gap("gap_data_broken", detail=type(error).__name__),), current=False)
            return self.compose(meeting, manager, bare, past, now, send_at, rounds=rounds)

    def compose(
        self,
        meeting: Meeting,
        manager: AccountManager,
        known: Known,
        past: Sequence[Meeting],
        now: dt.datetime,
        send_at: dt.datetime | None = None,
        *,
        rounds: int = 1,
    ) -> Written:
        """The brief as it is now; nothing is stored or sent. The model has until the brief is due, and when that has
        passed a part of what remains, shared with the jobs that wait behind it.
        """
        known = self.seen(known, meeting, manager)
        matched = self.customers.match(meeting, known)
        known = self.added(known, manager, now) if self.added else known
        known = replace(known, gaps=(*known.gaps, *self.customers.calendar_gap(meeting, now)))
        earlier = self.store.briefs_since(manager.email, now - HISTORY)
        records = [record for record in earlier if record.kind in TOLD]
        situation = self.writing.situation(meeting, manager, matched, known, past, now, records)
        left = max((send_at or now) - now, (meeting.start - now) / 8)
        tuning = feedback.tuning(self.store.feedback(manager.email), now)
        mine = [record for record in records if record.meeting_id == meeting.id]
        return self.writing.write(situation, matched, left / rounds, tuning, mine)
