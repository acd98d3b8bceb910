"""After a meeting: what a person has approved becomes records in the CRM, each once.

    an outcome is approved → rows of the logbook, due → claim → the CRM writes or changes one record → settle
                                                              failed for now? again later   for good? a person looks

Nothing gets here that nobody has approved. Between the claim and its end no transaction is open; whoever dies in
between leaves a row whose lease runs out, and the next one looks in the CRM before it makes the record again.
"""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kambrief.core.crm import Outcome, entries
from kambrief.core.logbook import Approval, Ended, Write, WriteState, failed
from kambrief.errors import LeaseLostError, ProviderError
from kambrief.ports import Log, Logged, Store

SECONDS = 30.0
"""After these nothing further is begun in this run."""
LEASE = dt.timedelta(minutes=10)
"""Longer than one record may take with all tries of the vendor's calls, and than a vendor's search lags behind."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The CRM that is written to, and the logbook. ``crm``: the CRM's provider, whether it can be written to or not."""

    store: Store
    crm: object
    worker: str
    log: Callable[..., object]
    lease: dt.timedelta = LEASE
    stopping: Callable[[], bool] = lambda: False

    @property
    def provider(self) -> str:
        """Under whose name rows are kept."""
        return str(getattr(self.crm, "name", ""))

    @property
    def hindrance(self) -> str:
        """Why nothing can be written, for people; empty when it can."""
        if isinstance(self.crm, Log):
            return ""
        return f"{self.provider} cannot be written to" if self.crm else "no CRM is configured"

    def approve(self, outcome: Outcome, now: dt.datetime) -> Sequence[Write]:
        """What a meeting came to, as a whole: records of it that are not part of it any more are withdrawn. Raises
        `ValueError` for what names nobody who approved it.
        """
        if not outcome.approved_by:
            raise ValueError("nobody has approved this outcome")
        return self.keep(
            Approval(
                self.provider, outcome.meeting_id, outcome.manager.casefold(), entries(outcome), outcome.approved_by,
                outcome.approved_at or now, note=self.hindrance,
            )
        )  # fmt: skip

    def keep(self, approval: Approval) -> Sequence[Write]:
        """An approval, whole or in part, into the logbook."""
        return self.store.approve(approval)

    def work(self, now: dt.datetime, counts: Counter[str], meeting_id: str = "") -> None:
        """Write what is due, as far as there is time; of one meeting alone where it is named."""
        crm = self.crm
        if not isinstance(crm, Log):
            return
        begun = time.monotonic()
        passed = dt.timedelta()
        while passed.total_seconds() < SECONDS and not self.stopping():
            row = self.store.claim_write(self.worker, now + passed, self.provider, self.lease, meeting_id)
            if row is None:
                return
            ended, wish = self._write(crm, row, lambda: now + dt.timedelta(seconds=time.monotonic() - begun))
            try:
                self.store.settle_write(row, ended)
            except LeaseLostError:
                self.log("lease lost", meeting=row.meeting_id)  # somebody else has it: the logbook knows
            else:
                counts[_COUNTED[ended.state]] += 1
            if wish:
                return  # the vendor wants to be left alone
            passed = dt.timedelta(seconds=time.monotonic() - begun)

    def _write(self, crm: Log, row: Write, clock: Callable[[], dt.datetime]) -> tuple[Ended, float]:
        """One record; how it ended, and for how many seconds the vendor wants to be left alone."""
        try:
            logged: Logged = crm.log(row.entry, row.remote_id)
        except ProviderError as error:
            problem = error
        except Exception as error:  # noqa: BLE001 a provider's bug must not cost the other records theirs
            self.log("crm write failed", meeting=row.meeting_id, error=type(error).__name__, exc_info=True)
            problem = ProviderError(self.provider, f"an unforeseen error ({type(error).__name__}): see the log")
        else:
            return Ended(WriteState.WRITTEN, clock(), remote_id=logged.remote_id), 0
        self.log(
            "not written to the crm", meeting=row.meeting_id, kind=str(row.entry.kind), error=problem.reason,
            permanent=problem.permanent,
        )  # fmt: skip
        return failed(row, problem, clock()), problem.retry_after or 0


_COUNTED = {
    WriteState.WRITTEN: "logged",
    WriteState.PLANNED: "log_retries",
    WriteState.FAILED: "log_failed",
    WriteState.GONE: "log_failed",
}
