"""After a call: ask the platforms what was said in it, until they have told all there is.

a call has ended (by the clock, or a vendor hints) → a step → ask → keep what came → pending? ask again later
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kambrief.core.heard import Heard, next_look
from kambrief.core.model import Meeting
from kambrief.core.work import Hint, HintKind, Step, StepKind, StepPlan, StepState
from kambrief.errors import LeaseLostError, ProviderError
from kambrief.ports import Platform, Store

BATCH = 20
AFTER = dt.timedelta(minutes=2)
"""So long after the planned end the first question: calls end late, and platforms need a moment."""
RECENT = dt.timedelta(hours=25)


@dataclass(frozen=True, slots=True)
class Hearing:
    """The platforms that may know, and the store."""

    store: Store
    platforms: Sequence[Platform]
    is_wanted: Callable[[Meeting], bool]
    """Whether anybody gets briefs of this meeting: only those are listened to."""
    worker: str
    lease: dt.timedelta
    log: Callable[..., object]
    counts: Counter[str]

    def plan(self, now: dt.datetime) -> None:
        """A step for each wanted call that is over; those that have had one keep it."""
        if not self.platforms:
            return
        over = [one for one in self.store.meetings(now - RECENT, now) if one.end <= now and self._was_held(one)]
        self.store.plan([StepPlan(StepKind.HEAR, one.end + AFTER, one.id, only_new=True) for one in over])

    def heed(self, hints: Sequence[Hint], now: dt.datetime) -> None:
        """Calls that vendors say something of are asked about now, even if they ended early or were asked about."""
        about = [hint for hint in hints if hint.kind is HintKind.CALL]
        if not about:
            return
        around = [one for one in self.store.meetings(now - RECENT, now) if one.start <= now and self._was_held(one)]
        named = [
            one
            for one in around
            if any(hint.provider == platform.name and platform.is_of(one, hint.key)
                   for platform in self.platforms for hint in about)
        ]  # fmt: skip
        self.store.plan([StepPlan(StepKind.HEAR, now, one.id, again=True) for one in named])

    def _was_held(self, meeting: Meeting) -> bool:
        return not meeting.cancelled and self.is_wanted(meeting)

    def work(self, now: dt.datetime) -> int:
        """One batch of due steps; how many there were."""
        steps = self.store.claim(self.worker, now, StepKind.HEAR, BATCH, self.lease)
        for step in steps:
            try:
                self._hear(step, now)
            except LeaseLostError:
                self.log("lease lost", meeting=step.meeting_id)
            except Exception as error:  # noqa: BLE001 one call's odd record must not cost the others theirs
                self.log("call not heard", meeting=step.meeting_id, error=type(error).__name__, exc_info=True)
                self._finish(step, StepState.PLANNED, type(error).__name__, now + AFTER)
        return len(steps)

    def _hear(self, step: Step, now: dt.datetime) -> None:
        meeting = self.store.meeting(step.meeting_id)
        if meeting is None or meeting.cancelled:
            self._finish(step, StepState.DROPPED, "meeting gone")
            return
        found: list[Heard] = []
        problem = ""
        for platform in self.platforms:
            try:
                heard = platform.hear(meeting, "", now)
            except ProviderError as error:
                problem = error.reason
                self.log("call not heard", meeting=meeting.id, provider=platform.name, error=error.reason)
                continue
            if heard is not None:
                self.store.save_heard(heard, now)
                found.append(heard)
        ended = max([meeting.end, *(one.ended for one in found if one.ended)])
        again = next_look(found, step.attempt, ended, now) if found or problem else None
        self.counts["heard"] += sum(one.transcript is not None for one in found)
        if again is None:
            self._finish(step, StepState.DONE, "; ".join([problem] if problem else [])[:500])
        else:
            self._finish(step, StepState.PLANNED, problem[:500], again)

    def _finish(self, step: Step, state: StepState, note: str, due_at: dt.datetime | None = None) -> None:
        self.store.finish(step, state, note, due_at=due_at)
