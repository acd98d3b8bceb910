"""Which meeting it is: what calendars show now, settled against the meetings we know.

A meeting's id is ours and never changes. Rules, in this order (each leaves an `Explanation`):

1. The same source key is the same meeting. A single event that moves keeps its key.
2. A series all of whose coming recurrence ids changed under the same UID has moved: paired with the old ones, equal
   starts first, then by order. A single event that became a series, and the other way round, too.
3. Re-issued under a new UID while the old event went or was cancelled in the same read: same organiser, a shared
   external attendee, starts within 5 minutes.
4. The same call in a second calendar: same UID, and the same recurrence id or starts within 5 minutes; or the same
   organiser, a shared external attendee and starts within 5 minutes. A join link proves nothing by itself; but two
   links into different calls prove that it is not one.
5. The video platform's own record of the call that an entry's link leads to (`samecall.same_link`), if there is exactly
   one such entry in each calendar. A record that stood alone joins its entry when that gets the link.
6. Else it is a new meeting.

What is missing from a complete read and still ahead is gone, and so is what a vendor says has gone. Calendars that were
read in part or not at all, or had nothing new to say, take nothing away; past meetings are never touched by vanishing,
because feeds age out.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kambrief.core.address import domain_of
from kambrief.core.calendar_read import (
    Calendar,
    Fault,
    Read,
    Window,
    calendar_of,
    shown_by_key,
    sortable,
    suddenly_empty,
)
from kambrief.core.linking import Links
from kambrief.core.meeting import as_copy, merged
from kambrief.core.model import Authority, Meeting, Occurrence, SourceKey
from kambrief.core.samecall import (
    Call,
    is_live,
    near,
    organizers_own,
    paired,
    same_people,
    start_of,
)

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a meeting is what it is now.

    ``rule``: new, series_moved, reissued, same_uid, same_people, same_link, gone, cancelled, back, left.
    """

    meeting_id: str
    rule: str
    source: SourceKey | None = None
    detail: str = ""
    """What else there is to say: the owner who left, the recurrence id it had."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What changed. ``meetings`` are new or different from what was known: all of them must be saved."""

    meetings: tuple[Meeting, ...] = ()
    faults: tuple[Fault, ...] = ()
    explanations: tuple[Explanation, ...] = ()


def reconcile(
    known: Sequence[Meeting],
    reads: Sequence[Read],
    window_start: dt.datetime,
    window_end: dt.datetime,
    now: dt.datetime,
    new_id: Callable[[], str],
    own_domains: Sequence[str] = (),
) -> Reconciled:
    """Settle ``reads`` (of the window) against ``known``, with their copies: whatever may be the same call as something
    read (of one of the calendars read, with a UID read, or starting near it).

    The order of reads and of what they hold makes no difference; the same reads again change nothing. Without
    ``own_domains`` the owners' mail domains are ours.
    """
    window = Window(window_start, window_end, now)
    faults = [fault for read in reads if (fault := suddenly_empty(known, read, window))]
    unbelieved = {(fault.provider, fault.calendar) for fault in faults}
    store = {meeting.id: meeting for meeting in known}
    told: dict[Explanation, None] = {}
    changed: set[str] = set()
    for _ in range(_ROUNDS):  # what one calendar's change uncovers in another is settled now, not at the next read
        board = _Board(list(store.values()), reads, unbelieved, window, new_id, own_domains)
        board.settle()
        meetings, explanations = board.outcome()
        if not meetings:
            break
        store |= {meeting.id: meeting for meeting in meetings}
        changed |= {meeting.id for meeting in meetings}
        told |= dict.fromkeys(explanations)
    before = {meeting.id: meeting for meeting in known}
    different = [store[key] for key in changed if is_different(store[key], before.get(key))]
    saved = sorted(different, key=lambda meeting: (meeting.start, meeting.id))
    return Reconciled(tuple(saved), tuple(sorted(faults, key=str)), tuple(told))


class _Board:
    """All calls of one reconciliation."""

    def __init__(
        self,
        known: Sequence[Meeting],
        reads: Sequence[Read],
        unbelieved: set[Calendar],
        window: Window,
        new_id: Callable[[], str],
        own_domains: Sequence[str],
    ) -> None:
        believed = [read for read in reads if (read.provider, read.calendar) not in unbelieved]
        self.window = window
        self.new_id = new_id
        self.told: list[Explanation] = []
        self.owner_of: dict[Calendar, str] = {(read.provider, read.calendar): read.owner for read in reads}
        self.calls = [Call(one.id, self._whole(one)) for one in sorted(known, key=lambda one: one.id)]
        self.full = {
            (read.provider, read.calendar): read.unread
            for read in believed
            if read.complete and not read.unchanged and not read.partial
        }
        self.removed = {(read.provider, read.calendar, one) for read in believed for one in read.removed}
        self.partial = {(read.provider, read.calendar) for read in believed if read.partial}
        self.shown = shown_by_key(occurrence for read in believed for occurrence in read.occurrences)
        self.owners = {*self.owner_of.values(), *(owner for meeting in known for owner in meeting.owners)}
        self.own_domains = tuple(own_domains) or tuple(sorted({domain_of(owner) for owner in self.owners}))
        self.links = Links(self.owners, self.own_domains, self._tell)

    def _whole(self, meeting: Meeting) -> Meeting:
        """The same meeting in a fixed order, which means nothing and must not look like a change; with copies, where it
        was kept without them."""
        meeting = in_order(meeting)
        if meeting.copies or meeting.cancelled:
            return meeting
        first = meeting.owners[0] if meeting.owners else ""
        owners = {key: self.owner_of.get(calendar_of(key), first) for key in meeting.sources}
        return replace(meeting, copies=tuple(as_copy(meeting, key, owner) for key, owner in owners.items()))

    # --- linking -----------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Give every occurrence its call, rule by rule."""
        loose = self._same_keys()
        loose = self._moved_series(loose)
        loose = [occurrence for occurrence in loose if not self._reissued(occurrence)]
        for call in self.calls:
            self.links.add(call)
        for occurrence in loose:
            call = self.links.find(occurrence) or self._new()
            call.shown[occurrence.source] = occurrence
            self.links.add(call)
        self._join_lone_records()

    def _same_keys(self) -> list[Occurrence]:
        """Rule 1, and what has gone. Returns the occurrences with unknown keys, in an order of their own."""
        by_key = {
            key: call
            for call in sorted(self.calls, key=_dead_first)
            for key in (call.known.sources if call.known else ())
        }
        loose = []
        for key, occurrence in self.shown.items():
            if key in by_key:
                by_key[key].shown[key] = occurrence
            else:
                loose.append(occurrence)
        for call in self.calls:
            if call.known and self.window.ahead(call.known.start, call.known.end):
                call.gone = {key for key in call.known.sources if self._missing(key)}
        return sorted(loose, key=lambda one: (one.start, sortable(one.source)))

    def _missing(self, key: SourceKey) -> bool:
        """Not shown by a calendar that was read in full and had no trouble with this event; or said to have gone."""
        if key in self.shown:
            return False
        return (*calendar_of(key), key.external_id) in self.removed or key.uid not in self.full.get(
            calendar_of(key), {key.uid}
        )

    def _stands(self, key: SourceKey, call: Call) -> bool:
        """Whether this calendar still shows this coming event: now, or when it last told all it had."""
        if key in self.shown:
            return is_live(self.shown[key]) and self.shown[key].start > self.window.now
        if calendar_of(key) not in self.partial or self._missing(key):
            return False
        return call.known is not None and not call.known.cancelled and call.known.start > self.window.now

    def _moved_series(self, loose: Sequence[Occurrence]) -> list[Occurrence]:
        """Rule 2."""
        series: defaultdict[tuple[Calendar, str], list[Occurrence]] = defaultdict(list)
        for occurrence in loose:
            series[(calendar_of(occurrence.source), occurrence.source.uid)].append(occurrence)
        known: defaultdict[tuple[Calendar, str], list[tuple[SourceKey, Call]]] = defaultdict(list)
        for call in self.calls:
            for key in call.known.sources if call.known else ():
                known[(calendar_of(key), key.uid)].append((key, call))
        rest: list[Occurrence] = []
        for name, occurrences in series.items():
            rest.extend(self._pair(occurrences, known[name]) if name in known else occurrences)
        return sorted(rest, key=lambda one: (one.start, sortable(one.source)))

    def _pair(self, occurrences: Sequence[Occurrence], known: Sequence[tuple[SourceKey, Call]]) -> list[Occurrence]:
        """Pair new recurrence ids of one UID with vanished ones; returns what belongs to no known meeting."""
        now = self.window.now
        coming = [one for one in occurrences if one.start > now]
        # A moved series shows its past moved as well. We were there: what was known of the past stays true.
        rewritten = any(self._missing(key) and self.window.start <= start_of(call) <= now for key, call in known)
        past = [one for one in occurrences if one.start <= now and not rewritten]
        if any(self._stands(key, call) for key, call in known):
            return [*past, *coming]
        old = sorted(
            (pair for pair in known if pair[0] in pair[1].gone and pair[1].known and not pair[1].known.cancelled),
            key=lambda pair: (start_of(pair[1]), pair[1].id),
        )
        live = [one for one in coming if is_live(one)]
        pairs = paired(old, live)
        for (old_key, call), occurrence in pairs:
            call.shown[occurrence.source] = occurrence
            self._tell(call, "series_moved", occurrence, old_key.recurrence_id)
        taken = {occurrence.source for _, occurrence in pairs}
        return [*past, *(one for one in coming if one.source not in taken)]

    def _reissued(self, occurrence: Occurrence) -> bool:
        """Rule 3. Whether ``occurrence`` took an old event's place."""
        calendar = calendar_of(occurrence.source)
        if calendar not in self.full or not is_live(occurrence):
            return False
        fits = [
            call
            for call in self.calls
            if call.known
            and near(call.known.start, occurrence.start)
            and self._lost(call, calendar, occurrence.source.uid)
            and self._same_people(call.known, occurrence)
        ]
        if not fits:
            return False
        call = min(fits, key=lambda one: (abs(start_of(one) - occurrence.start), one.id))
        call.shown[occurrence.source] = occurrence
        self._tell(call, "reissued", occurrence)
        return True

    def _lost(self, call: Call, calendar: Calendar, uid: str) -> bool:
        """Whether this calendar has just taken its event of this meeting away, under another UID than ``uid``."""
        here = [copy for key, copy in call.shown.items() if calendar_of(key) == calendar]
        if any(is_live(copy) for copy in here):
            return False
        alive = call.known is not None and not call.known.cancelled
        gone = [key for key in call.gone if alive and calendar_of(key) == calendar]
        return any(key.uid != uid for key in [*gone, *(copy.source for copy in here)])

    def _join_lone_records(self) -> None:
        """A platform's record that was a meeting of its own belongs to the entry that has got its link since."""
        for call in self.calls:
            copies = [*call.shown.values(), *call.kept().values()]
            if call.known is None or len(copies) != 1 or copies[0].authority is not Authority.PLATFORM:
                continue
            target = self.links.by_record(copies[0])
            if target is not None and target is not call:
                target.shown[copies[0].source] = copies[0]
                call.shown.pop(copies[0].source, None)
                call.moved.add(copies[0].source)

    def _same_people(self, one: Meeting | Occurrence, other: Meeting | Occurrence) -> bool:
        return same_people(one, other, self.owners, self.own_domains)

    def _new(self) -> Call:
        call = Call(self.new_id(), None)
        self.calls.append(call)
        return call

    # --- what came of it ---------------------------------------------------------------------------------------

    def outcome(self) -> tuple[tuple[Meeting, ...], tuple[Explanation, ...]]:
        """Meetings that are new or changed, by start; and why."""
        changed = []
        for call in self.calls:
            meeting = self._meeting(call)
            if is_different(meeting, call.known):
                changed.append(meeting)
                self._tell_change(call, meeting)
        changed.sort(key=lambda meeting: (meeting.start, meeting.id))
        ids = {meeting.id for meeting in changed}
        told = [explanation for explanation in self.told if explanation.meeting_id in ids]
        return tuple(changed), tuple(told)

    def _meeting(self, call: Call) -> Meeting:
        """The call as it is now."""
        if call.known and not (call.shown or call.gone or call.moved):
            return call.known
        meeting = self._assembled(call)
        late = {key for key in meeting.sources if self._missing(key)}
        if not meeting.cancelled and late and self.window.ahead(meeting.start, meeting.end):
            call.gone |= late  # only its new time shows that the old copy should have been there
            return self._assembled(call)
        return meeting

    def _assembled(self, call: Call) -> Meeting:
        copies = {**call.kept(), **call.shown}
        live = [copy for copy in copies.values() if is_live(copy)]
        calendars = {calendar_of(copy.source) for copy in live}
        called_off = any(
            organizers_own(copy) and not is_live(copy) and calendar_of(key) not in calendars
            for key, copy in copies.items()
        )
        called_off = called_off or self._left_to_its_record(call, live)
        all_copies = tuple(sorted(copies.values(), key=lambda copy: sortable(copy.source)))
        if call.known and (called_off or not live):
            owners = {*call.known.owners, *(copy.owner for copy in copies.values())}
            sources = {key: key for key in (*copies, *call.known.sources) if key not in call.moved}
            everybody = tuple(owners)
            return in_order(
                replace(call.known, cancelled=True, copies=all_copies, sources=tuple(sources), owners=everybody)
            )
        voices = live if live and not called_off else list(copies.values())
        return in_order(
            replace(
                merged(call.id, voices),
                cancelled=called_off or not live,
                copies=all_copies,
                sources=tuple(copies),
                owners=tuple({copy.owner for copy in voices}),
            )
        )

    def _left_to_its_record(self, call: Call, live: Sequence[Occurrence]) -> bool:
        """Whether somebody has taken a call out of their calendar, and only the platform still has it for them: it is
        off, and a record alone brings nothing back.
        """
        if call.known is None or not live or any(copy.authority is not Authority.PLATFORM for copy in live):
            return False
        hosts, platforms = {copy.owner for copy in live}, {copy.source.provider for copy in live}
        said = {copy.source: copy.owner for copy in call.known.copies}
        entries = [key for key in call.known.sources if key.provider not in platforms and key not in call.moved]
        return any((said.get(key) or self.owner_of.get(calendar_of(key), key.calendar)) in hosts for key in entries)

    def _tell(self, call: Call, rule: str, occurrence: Occurrence, detail: str = "") -> None:
        self.told.append(Explanation(call.id, rule, occurrence.source, detail))

    def _tell_change(self, call: Call, meeting: Meeting) -> None:
        before = call.known
        if before is None:
            self.told.append(Explanation(meeting.id, "new", meeting.sources[0] if meeting.sources else None))
        elif meeting.cancelled and not before.cancelled:
            rule = "cancelled" if call.shown else "gone"
            self.told.append(Explanation(meeting.id, rule, meeting.sources[0] if meeting.sources else None))
        elif before.cancelled and not meeting.cancelled:
            self.told.append(Explanation(meeting.id, "back", meeting.sources[0]))
        else:
            left = sorted(set(before.owners) - set(meeting.owners))
            self.told.extend(Explanation(meeting.id, "left", None, owner) for owner in left)


def _dead_first(call: Call) -> tuple[bool, str]:
    """Of two meetings that claim one key the live one wins (the later entry of a mapping)."""
    return not (call.known and call.known.cancelled), call.id


def is_different(meeting: Meeting, before: Meeting | None) -> bool:
    """Whether it must be saved: also when a vendor calls the same occurrence by another name."""
    return meeting != before or [key.external_id for key in meeting.sources] != [
        key.external_id for key in before.sources
    ]


def in_order(meeting: Meeting) -> Meeting:
    """The same meeting with sources and owners in a fixed order."""
    return replace(meeting, sources=tuple(sorted(meeting.sources, key=sortable)), owners=tuple(sorted(meeting.owners)))
