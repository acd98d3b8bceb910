"""After a call: ask the platforms what was said in it, until they have told all there is.

    a call has ended (by the clock, or a vendor hints) → a step → ask → keep what came → pending? ask again later

Nothing here is urgent and briefs are: one batch a run, after the mails, for a bounded time.
"""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kambrief.core.calendar_read import Touched
from kambrief.core.heard import Heard, kept, next_look
from kambrief.core.model import Meeting
from kambrief.core.work import Hint, HintKind, Step, StepKind, StepPlan, StepState
from kambrief.errors import LeaseLostError, ProviderError
from kambrief.ports import Platform, Store

BATCH = 20
SECONDS = 30.0
"""After these no further call is asked about in this run."""
AFTER = dt.timedelta(minutes=2)
"""So long after the planned end the first question: calls end late, and platforms need a moment."""
RECENT = dt.timedelta(hours=25)
BESIDE = dt.timedelta(hours=12)


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
    heard: Callable[..., object] | None = None
    """Told of each meeting with a transcript (`pipeline.after.After.wake`), and whether it is new."""

    def plan(self, changed: Sequence[Meeting], now: dt.datetime) -> None:
        """A step for each wanted call that is over; those that have had one keep it, unless their time has changed."""
        if not self.platforms:
            return
        over = [one for one in self.store.meetings(now - RECENT, now) if one.end <= now and self._was_held(one)]
        self.store.plan([StepPlan(StepKind.HEAR, one.end + AFTER, one.id, only_new=True) for one in over])
        late = [one for one in changed if one.end > now - RECENT and self._was_held(one) and self._asked_about(one)]
        self.store.plan([StepPlan(StepKind.HEAR, max(now, one.end + AFTER), one.id, again=True) for one in late])

    def _asked_about(self, meeting: Meeting) -> bool:
        return any(step.kind is StepKind.HEAR for step in self.store.steps(meeting.id))

    def heed(self, hints: Sequence[Hint], now: dt.datetime) -> None:
        """Calls that vendors say something of are asked about now: one that ended early, and one of long ago whose
        transcript or summary somebody has deleted there.
        """
        about = [hint for hint in hints if hint.kind is HintKind.CALL]
        if not about or not self.platforms:
            return
        recent = [one for one in self.store.meetings(now - RECENT, now) if one.start <= now and self._was_held(one)]
        known = {one.id for one in recent}
        uids = Touched(uids=frozenset(hint.key for hint in about))
        older = [one for one in self.store.meetings_of(uids, now, now) if one.id not in known and one.start <= now]
        kept_of = [one for one in older if self.store.heard(one.id)]
        named = [one for one in (*recent, *kept_of) if any(self._is_about(hint, one) for hint in about)]
        self.store.plan([StepPlan(StepKind.HEAR, now, one.id, again=True) for one in named])

    def _is_about(self, hint: Hint, meeting: Meeting) -> bool:
        return any(hint.provider == one.name and one.is_of(meeting, hint.key) for one in self.platforms)

    def _was_held(self, meeting: Meeting) -> bool:
        return not meeting.cancelled and self.is_wanted(meeting)

    def work(self, now: dt.datetime) -> None:
        """One batch of due steps, as far as there is time."""
        until = time.monotonic() + SECONDS
        for step in self.store.claim(self.worker, now, StepKind.HEAR, BATCH, self.lease):
            if time.monotonic() > until:
                self._finish(step, StepState.PLANNED, "no time left in this run", now + AFTER)
                continue
            try:
                self._hear(step, now)
            except LeaseLostError:
                self.log("lease lost", meeting=step.meeting_id)
            except Exception as error:  # noqa: BLE001 one call's odd record must not cost the others theirs
                self.log("call not heard", meeting=step.meeting_id, error=type(error).__name__, exc_info=True)
                self._finish(step, StepState.PLANNED, type(error).__name__, now + AFTER)

    def _hear(self, step: Step, now: dt.datetime) -> None:
        meeting = self.store.meeting(step.meeting_id)
        if meeting is None or meeting.cancelled:
            self._finish(step, StepState.DROPPED, "meeting gone")
            return
        around = self.store.meetings(meeting.start - BESIDE, meeting.end + BESIDE)
        beside = [one for one in around if one.id != meeting.id and not one.cancelled]
        known = {(one.provider, one.session): one.transcript for one in self.store.heard(meeting.id)}
        found: list[Heard] = []
        problem = ""
        for platform in self.platforms:
            try:
                heard = platform.hear(meeting, beside, now)
            except ProviderError as error:
                problem = error.reason
                self.log("call not heard", meeting=meeting.id, provider=platform.name, error=error.reason)
                continue
            if heard is not None:
                found.append(self._keep(heard, now))
        ended = max([meeting.end, *(one.ended for one in found if one.ended)])
        again = next_look(found, step.attempt, ended, now) if found or problem else None
        if said := [one for one in found if one.transcript]:
            self.counts["heard"] += 1
            if self.heard:
                news = any(known.get((one.provider, one.session)) != one.transcript for one in said)
                self.heard(meeting, now, changed=news)
        if again is None:
            self._finish(step, StepState.DONE, problem[:500])
        else:
            self._finish(step, StepState.PLANNED, problem[:500], again)

    def _keep(self, heard: Heard, now: dt.datetime) -> Heard:
        """What was had before and cannot be had for now stays."""
        before = [one for one in self.store.heard(heard.meeting_id) if one.provider == heard.provider]
        same = next((one for one in before if one.session == heard.session), None)
        whole = kept(same, heard) if same else heard
        self.store.save_heard(whole, now)
        return whole

    def _finish(self, step: Step, state: StepState, note: str, due_at: dt.datetime | None = None) -> None:
        self.store.finish(step, state, note, due_at=due_at)
