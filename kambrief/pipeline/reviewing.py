"""A brief exists: has anything on the material-change list changed? Then an update, or a brief written anew.

Compared is what is known now with what has gone out, or waits to go. What counts as a change is in `core.delivery`.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kambrief.core import delivery
from kambrief.core.eligibility import Verdict
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.work import (
    OF_A_DAY,
    BriefRecord,
    Delivery,
    DeliveryState,
    MailKind,
    Step,
    StepKind,
    StepPlan,
    StepState,
)
from kambrief.pipeline.customers import Customers, Known
from kambrief.pipeline.digests import Digests
from kambrief.pipeline.outgoing import Outgoing
from kambrief.pipeline.writing import Writing
from kambrief.ports import Store

TRIED = frozenset({DeliveryState.PLANNED, DeliveryState.FAILED})


@dataclass(frozen=True, slots=True)
class Job:
    """One claimed step with all it needs; the customer data are shared by the batch."""

    step: Step
    meeting: Meeting
    manager: AccountManager
    known: Known
    past: Sequence[Meeting]
    now: dt.datetime
    rounds: int = 1
    """How many jobs one after another share the time that is left."""


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The comparison, with what it shares with the writing of briefs handed in."""

    store: Store
    customers: Customers
    writing: Writing
    outgoing: Outgoing
    digests: Digests
    write_ahead: dt.timedelta
    verdict: Callable[[Meeting, AccountManager], Verdict]
    seen: Callable[[Known, Meeting, AccountManager], Known]
    write: Callable[[Job], str]
    """Writes a brief; ``written`` when it did."""
    added: Callable[[Known, AccountManager, dt.datetime], Known] | None = None
    """What a brief knows beside the CRM: compared with the same knowledge that was told."""

    def review(self, job: Job) -> str:
        """Look for changes on the material-change list since what was sent (or is about to be), and tell them."""
        meeting, manager = job.meeting, job.manager
        records = self.store.briefs(meeting.id, manager.email)
        mails = [row for row in self.store.deliveries(meeting.id) if row.manager == manager.email]
        gone = delivery.newest(records, [row for row in mails if delivery.reached(row)])
        waiting = [row for row in mails if row.state is DeliveryState.PLANNED]
        base = gone or delivery.newest(records, waiting)
        wanted = self.verdict(meeting, manager).brief and meeting.start > job.now
        if base is None or base.kind is MailKind.VOID or not wanted:
            self.store.finish(job.step, StepState.DONE)
            return ""
        job = replace(job, known=self.seen(job.known, meeting, manager))
        matched = self.customers.match(meeting, job.known)
        if self.added:
            job = replace(job, known=self.added(job.known, manager, job.now))
        situation = self.writing.situation(meeting, manager, matched, job.known, job.past, job.now)
        old = delivery.Material.from_data(base.material)
        new = delivery.merged(old, delivery.material(situation), crm_known=job.known.current)
        said = delivery.changes(old, new, manager, crm_known=job.known.current)
        for row in waiting:
            if row.kind in OF_A_DAY and self._is_stale(row, records, new, job):
                self.digests.anew(row, job.now)
        if gone is None:
            stale = [row for row in waiting if row.kind not in OF_A_DAY and self._is_stale(row, records, new, job)]
            return self._renew(job) if stale else self._unchanged(job)
        tried = delivery.newest(records, [row for row in mails if row.kind is MailKind.UPDATE and row.state in TRIED])
        if tried and delivery.Material.from_data(tried.material) == new:
            return self._unchanged(job)  # on its way, or refused: it would be again
        if not said:
            if any(row.kind is MailKind.UPDATE for row in waiting):  # changed back before it left
                self.store.replace_planned(meeting.id, manager.email, "changed back")
            return self._unchanged(job)
        self.outgoing.update(job.step, situation, records, new, said, job.now)
        return "updates"

    def _is_stale(self, row: Delivery, records: Sequence[BriefRecord], new: delivery.Material, job: Job) -> bool:
        """Whether a mail that waits says of this meeting what is no longer so."""
        record = delivery.newest(records, [row])
        if record is None:
            return False
        told = delivery.Material.from_data(record.material)
        return bool(delivery.changes(told, new, job.manager, crm_known=job.known.current))

    def _unchanged(self, job: Job) -> str:
        self.store.finish(job.step, StepState.DONE)
        return ""

    def _renew(self, job: Job) -> str:
        """Nothing has left yet: the brief is written anew, now or when its new time comes."""
        due = delivery.write_at(job.meeting, job.manager, job.now, self.write_ahead)
        if due <= job.now:
            return "rewritten" if self.write(job) == "written" else "dropped"
        self.store.replace_planned(job.meeting.id, job.manager.email, "to be written anew")
        self.store.plan([StepPlan(StepKind.BRIEF, due, job.meeting.id, job.manager.email, again=True)])
        return self._unchanged(job)
