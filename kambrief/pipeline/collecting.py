"""Read calendars and settle which meetings there are. Plans nothing: that is `pipeline.before`'s.

Only what was read is looked at: a pass in which nothing changed loads no meeting, one change loads a handful.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from kambrief.core import identity
from kambrief.core.calendar_read import touched
from kambrief.core.model import Meeting
from kambrief.core.samecall import NEAR
from kambrief.core.work import Hint, HintKind, SourceState
from kambrief.errors import ProviderError
from kambrief.ports import CalendarRead, Meetings, Platform, Store

HISTORY = dt.timedelta(days=180)
"""How far back calendars are read: past occurrences count as history."""
AHEAD = dt.timedelta(days=90)
"""How far ahead: well beyond the planning horizon, so that a meeting moved by weeks is moved and not gone."""


@dataclass(frozen=True, slots=True)
class Collecting:
    """The calendars and the store."""

    store: Store
    meetings: Sequence[Meetings]
    own_domains: tuple[str, ...]
    new_id: Callable[[], str]
    log: Callable[..., object]

    def settle(self, now: dt.datetime, counts: Counter[str]) -> tuple[Meeting, ...]:
        """Read everything, compare with what is known, save. Returns the meetings that are new or changed."""
        states = self.store.source_states()
        reads, _ = self._reads([(source, None) for source in self.meetings], states, now, counts)
        return self._settled(reads, states, now, counts)

    def heed(self, hints: Sequence[Hint], now: dt.datetime, counts: Counter[str]) -> tuple[tuple[Meeting, ...], bool]:
        """As `settle`, but only the calendars that ``hints`` are about; and whether all of them could be read."""
        states = self.store.source_states()
        about = {source.name: _keys(hints, source.name) for source in self.meetings if isinstance(source, Platform)}
        named = [(source, about[source.name]) for source in self.meetings if about.get(source.name)]
        reads, whole = self._reads(named, states, now, counts)
        changed = self._settled(reads, states, now, counts) if reads else ()
        return changed, whole and all(read.complete for read in reads)

    def _settled(
        self, reads: Sequence[CalendarRead], states: Mapping[str, SourceState], now: dt.datetime, counts: Counter[str]
    ) -> tuple[Meeting, ...]:
        start, end = now - HISTORY, now + AHEAD
        known = self.store.meetings_of(touched(reads, NEAR), start, end)
        settled = identity.reconcile(known, reads, start, end, now, self.new_id, self.own_domains)
        for fault in settled.faults:
            self.log("calendar fault", fault=str(fault))
            counts["faults"] += 1
        if settled.meetings:
            self.store.save_meetings(settled.meetings, now)
        unbelieved = {(fault.provider, fault.calendar) for fault in settled.faults}
        for read in reads:
            self._tell(read, states)
            before = states.get(_source_name(read))
            state = _state(read, states, now)
            if (read.provider, read.calendar) in unbelieved:  # not taken in, so it must all be said again
                state = replace(state, cursor={**(before.cursor if before else {}), **read.aside})
            if before is None or replace(before, last_ok=state.last_ok) != state or _is_old(before, now):
                self.store.save_source_state(state)
            counts["problems"] += len(read.problems)
        counts["meetings_changed"] += len(settled.meetings)
        return settled.meetings

    def _reads(
        self, sources: Sequence[tuple[Meetings, frozenset[str] | None]], states: Mapping[str, SourceState],
        now: dt.datetime, counts: Counter[str],
    ) -> tuple[list[CalendarRead], bool]:  # fmt: skip
        """All sources side by side, so that a slow one holds up no other; of one with keys only what they name. And
        whether none of them failed as a whole.
        """
        if not sources:
            return [], True
        with ThreadPoolExecutor(len(sources), "collecting") as pool:
            found = list(pool.map(lambda one: self._read(one[0], one[1], states, now), sources))
        failed = sum(reads is None for reads in found)
        counts.update({"faults": failed} if failed else {})
        return [read for reads in found for read in reads or ()], not failed

    def _read(
        self, source: Meetings, keys: frozenset[str] | None, states: Mapping[str, SourceState], now: dt.datetime
    ) -> Sequence[CalendarRead] | None:
        """None: the source failed as a whole."""
        start, end = now - HISTORY, now + AHEAD
        cursors = {
            name.partition("/")[2]: state.cursor
            for name, state in states.items()
            if name.startswith(f"{source.name}/") and state.last_ok
        }
        try:
            if keys is not None and isinstance(source, Platform):
                return source.read_only(keys, start, end, cursors, now)
            return source.read(start, end, cursors, now)
        except Exception as error:  # noqa: BLE001 one provider's bug must not stop the other calendars
            said = error.reason if isinstance(error, ProviderError) else type(error).__name__
            self.log("calendar not read", provider=source.name, error=said, exc_info=True)
            return None

    def _tell(self, read: CalendarRead, states: Mapping[str, SourceState]) -> None:
        """Log what is wrong with a calendar, once and not at every poll."""
        before = states.get(_source_name(read))
        for problem in read.problems:
            if before is None or problem not in before.problems:
                self.log("calendar problem", calendar=read.calendar, problem=problem)


def _keys(hints: Sequence[Hint], provider: str) -> frozenset[str]:
    return frozenset(hint.key for hint in hints if hint.kind is HintKind.CALENDAR and hint.provider == provider)


def _source_name(read: CalendarRead) -> str:
    return f"{read.provider}/{read.calendar}"


def _is_old(state: SourceState, now: dt.datetime) -> bool:
    """Whether "last read at" must be written anew, though nothing else has changed."""
    return state.last_ok is None or now - state.last_ok >= dt.timedelta(minutes=30)


def _state(read: CalendarRead, states: Mapping[str, SourceState], now: dt.datetime) -> SourceState:
    """What to remember of a read: its cursor when it was good, its problems always."""
    name = _source_name(read)
    before = states.get(name, SourceState(name))
    if not read.complete:
        said = "; ".join(read.problems)[:500] or "not read"
        return SourceState(name, before.cursor, before.last_ok, said, read.problems)
    if read.unchanged:
        known = () if before.last_error else before.problems  # of the events; those of a failed read are over
        return SourceState(name, {**(read.cursor or before.cursor), **read.aside}, now, "", known)
    return SourceState(name, {**read.cursor, **read.aside}, now, "", read.problems)
