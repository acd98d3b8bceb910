"""Read every calendar and settle which meetings there are. Plans nothing: that is `pipeline.before`'s."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core import identity
from kambrief.core.model import Meeting
from kambrief.core.work import SourceState
from kambrief.errors import ProviderError
from kambrief.ports import CalendarRead, Meetings, Store

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
        """Read, compare with what is known, save. Returns the meetings that are new or changed."""
        start, end = now - HISTORY, now + AHEAD
        states = self.store.source_states()
        reads = [read for source in self.meetings for read in self._read(source, start, end, states, now, counts)]
        known = {meeting.id: meeting for meeting in self.store.meetings(start, end)}
        for read in reads:
            uids = frozenset(occurrence.source.uid for occurrence in read.occurrences)
            known |= {m.id: m for m in self.store.meetings_of_sources(read.provider, read.calendar, uids)}
        settled = identity.reconcile(list(known.values()), reads, start, end, now, self.new_id, self.own_domains)
        for fault in settled.faults:
            self.log("calendar fault", fault=str(fault))
            counts["faults"] += 1
        self.store.save_meetings(settled.meetings, now)
        for read in reads:
            self._tell(read, states)
            self.store.save_source_state(_state(read, states, now))
            counts["problems"] += len(read.problems)
        counts["meetings_changed"] += len(settled.meetings)
        return settled.meetings

    def _read(
        self, source: Meetings, start: dt.datetime, end: dt.datetime, states: Mapping[str, SourceState],
        now: dt.datetime, counts: Counter[str],
    ) -> Sequence[CalendarRead]:  # fmt: skip
        # A feed that answers "unchanged" is still read in full once a day: its series reach new days all the time.
        day = now.date().isoformat()
        cursors = {
            name.partition("/")[2]: state.cursor
            for name, state in states.items()
            if name.startswith(f"{source.name}/") and state.last_ok and state.cursor.get("day") == day
        }
        try:
            return source.read(start, end, cursors, now)
        except Exception as error:  # noqa: BLE001 one provider's bug must not stop the other calendars
            said = error.reason if isinstance(error, ProviderError) else type(error).__name__
            self.log("calendar not read", provider=source.name, error=said)
            counts["faults"] += 1
            return ()

    def _tell(self, read: CalendarRead, states: Mapping[str, SourceState]) -> None:
        """Log what is wrong with a calendar, once and not at every poll."""
        before = states.get(_source_name(read))
        for problem in read.problems:
            if before is None or problem not in before.problems:
                self.log("calendar problem", calendar=read.calendar, problem=problem)


def _source_name(read: CalendarRead) -> str:
    return f"{read.provider}/{read.calendar}"


def _state(read: CalendarRead, states: Mapping[str, SourceState], now: dt.datetime) -> SourceState:
    """What to remember of a read: its cursor when it was good, its problems always."""
    name = _source_name(read)
    before = states.get(name, SourceState(name))
    if not read.complete:
        said = "; ".join(read.problems)[:500] or "not read"
        return SourceState(name, before.cursor, before.last_ok, said, read.problems)
    if read.unchanged:
        return SourceState(name, before.cursor, now, "", before.problems)
    return SourceState(name, {**read.cursor, "day": now.date().isoformat()}, now, "", read.problems)
