"""The next meeting: the day and time that stood when nobody objected any more.

The talk turns to it by its own words ("next review", "milloin jatketaan"); from there each day that is named is a
proposal, a refusal strikes the last one out, an acceptance settles it, and once settled only words about moving it open
it again. "One week later" and "same time" are told from the proposal before them.
"""

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass, field

from kambrief.core.agreed_types import NextMeeting
from kambrief.core.agreeing.said import Heard, Said
from kambrief.core.agreeing.words_cities import ZONES
from kambrief.core.agreeing.written import relative
from kambrief.core.spoken.values import Doubt, SpokenDay, SpokenTime

WITHIN = 16
"""Utterances after the turn to the next meeting in which days are still about it."""
FARTHEST = dt.timedelta(days=200)
"""A day beyond is of something else."""
SOON = 4
"""Utterances after a proposal in which a yes or a no is about it."""
EARLIEST = 7
"""A bare "two o'clock" is in the afternoon: nobody meets before this hour unless they say so."""
_MORNING = re.compile(r"a\.?\s?m\b|morning|aamu|yö|morgon|natt|morgen|früh|nacht|nollaa|noll", re.IGNORECASE)
_NUMBERS = {
    "one": 1, "a": 1, "two": 2, "three": 3, "1": 1, "2": 2, "3": 3,
    "yhtä": 1, "kahta": 2, "kahden": 2, "kaksi": 2, "kolmea": 3, "kolme": 3,
    "en": 1, "två": 2, "tre": 3, "eine": 1, "einen": 1, "zwei": 2, "drei": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """``moved``: days that were proposed and given up, each with the day that was agreed and the cues of both."""

    agreed: NextMeeting | None = None
    moved: tuple[tuple[dt.date, dt.date, tuple[int, ...]], ...] = ()
    spoken_in: frozenset[int] = frozenset()
    """Numbers of the utterances about it: they are nothing else."""


@dataclass(slots=True)
class _Proposal:
    day: dt.date
    cues: list[int]
    who: str
    turn: int
    """Where it was named last."""
    time: dt.time | None = None
    place: str = ""
    doubt: bool = False
    refused: bool = False
    accepted: bool = False


@dataclass(slots=True)
class _State:
    proposals: list[_Proposal] = field(default_factory=list)
    until: int = -1
    about: set[int] = field(default_factory=set)

    @property
    def open(self) -> _Proposal | None:
        """The newest that was not refused."""
        return next((one for one in reversed(self.proposals) if not one.refused), None)


def found(heard: Heard) -> Found:
    """The next meeting as agreed last."""
    state = _State()
    for one in heard.sentences:
        if one.side is None and not one.who:
            continue
        if heard.cues.meet_next.search(one.text) and not heard.cues.deadline.search(one.text):
            state.until = max(state.until, one.turn + WITHIN)
        if one.turn <= state.until:
            _hear(heard, state, one)
    last = state.open
    if last is None:
        return Found()
    moved = tuple(
        (other.day, last.day, tuple(sorted({*other.cues, *last.cues})))
        for other in {one.day: one for one in state.proposals if one.refused and one.day != last.day}.values()
        if last.accepted
    )
    start = _start(heard, last)
    meeting = NextMeeting(
        start, last.day, tuple(sorted(set(last.cues))), confirm=last.doubt or not last.accepted or start is None
    )
    return Found(meeting, moved, frozenset(state.about))


def _hear(heard: Heard, state: _State, one: Said) -> None:
    cues, last = heard.cues, state.open
    refuses = bool(cues.refuse.search(one.text)) and not one.asks and bool(state.proposals)
    if refuses and last and (not last.accepted or one.turn - last.turn <= SOON) and one.who != last.who:
        last.refused = True
        last.cues.append(one.number)
        state.about.add(one.number)
        return
    if cues.deadline.search(one.text) or (cues.invite.search(one.text) and not _dated(heard, one)):
        return
    if (day := _day(heard, state, one)) is not None:
        _propose(heard, state, one, *day)
    elif last and last.time is None and one.turn - last.turn <= SOON and (one.times or cues.same_time.search(one.text)):
        last.cues.append(one.number)
        last.turn = one.turn
        _timed(heard, state, last, one)
    elif last and last.who != one.who and one.turn - last.turn <= SOON and cues.accept.match(one.text) and not one.asks:
        last.accepted = True
        last.cues.append(one.number)
        state.about.add(one.number)


def _day(heard: Heard, state: _State, one: Said) -> tuple[dt.date, bool] | None:
    """The day that a sentence proposes, and whether it is doubtful."""
    last = state.proposals[-1] if state.proposals else None
    if last and (shift := _shift(heard, one)) and last.day + shift >= heard.talk.day:
        return last.day + shift, False
    day = _named(heard, state, one)
    if day is None or day.day is None:
        return None
    settled = state.open
    same = settled is not None and settled.day == day.day
    if settled and settled.accepted and not same and not _reopens(heard, one):
        return None
    promised = one.number in heard.promised_in and not one.times and not heard.cues.meet_next.search(one.text)
    if promised and not same:
        return None
    by_weekday = _weekday_only(heard, one) and not one.times
    if last and by_weekday and day.day != last.day:
        return None  # "Wednesday afternoon would do" is a wish, and the day is named next
    return day.day, day.doubt is not None or not day.exact or by_weekday


def _shift(heard: Heard, one: Said) -> dt.timedelta | None:
    """``One week later``."""
    later = heard.cues.later.search(one.text)
    if not later:
        return None
    groups = later.groupdict()
    unit = next((value for name, value in groups.items() if name.startswith("unit") and value), "").casefold()
    count = next((value for name, value in groups.items() if name.startswith("count") and value), "").casefold()
    length = next((days for stem, days in heard.cues.units.items() if unit.startswith(stem)), 0)
    shift = dt.timedelta(days=length * _NUMBERS.get(count, 1))
    return -shift if groups.get("earlier") else shift


def _named(heard: Heard, state: _State, one: Said) -> SpokenDay | None:
    """The day that is said most fully, if it can be a meeting's."""
    spoken = [day for day in one.days if day.day is not None and day.doubt is not Doubt.PAST]
    day = max(spoken, key=lambda other: (len(other.words), -other.start), default=None)
    if day is None or day.day is None or not dt.timedelta() <= day.day - heard.talk.day <= FARTHEST:
        return None
    return None if day.bare and not state.proposals and not one.times else day


def _reopens(heard: Heard, one: Said) -> bool:
    """Words by which a settled day is moved: they name a time, and ask or propose."""
    cues = heard.cues
    moves = one.asks or cues.propose.match(one.text) or cues.meet_next.search(one.text)
    return bool(one.times and moves)


def _weekday_only(heard: Heard, one: Said) -> bool:
    return all(relative(heard, day) for day in one.days if day.day)


def _dated(heard: Heard, one: Said) -> bool:
    return any(day.day and not relative(heard, day) for day in one.days) and bool(one.times)


def _propose(heard: Heard, state: _State, one: Said, day: dt.date, doubt: bool) -> None:  # noqa: FBT001 - from `_day`
    state.about.add(one.number)
    same = next((other for other in reversed(state.proposals) if other.day == day and not other.refused), None)
    if same:
        same.cues.append(one.number)
        same.turn = one.turn
        if one.who != same.who and not one.asks:
            same.accepted = True
        same.doubt = same.doubt and doubt
        _timed(heard, state, same, one)
        return
    new = _Proposal(day, [one.number], one.who, one.turn, doubt=doubt)
    _timed(heard, state, new, one)
    if last := state.open:
        last.refused = True  # another day was named instead
    state.proposals.append(new)


def _timed(heard: Heard, state: _State, proposal: _Proposal, one: Said) -> None:
    time = _time(one.times)
    if time:
        proposal.time, place = _afternoon(time), time.place
        proposal.place = place or proposal.place
        return
    if heard.cues.same_time.search(one.text):
        before = next((other for other in reversed(state.proposals) if other is not proposal and other.time), None)
        if before:
            proposal.time, proposal.place = before.time, before.place or proposal.place
        else:
            proposal.time = heard.talk.start.astimezone(heard.talk.tzinfo).time()


def _time(times: tuple[SpokenTime, ...]) -> SpokenTime | None:
    return next((one for one in times if one.place), times[0] if times else None)


def _afternoon(time: SpokenTime) -> dt.time:
    if 0 < time.time.hour < EARLIEST and not _MORNING.search(time.words):
        return time.time.replace(hour=time.time.hour + 12)
    return time.time


def _start(heard: Heard, proposal: _Proposal) -> dt.datetime | None:
    if proposal.time is None:
        return None
    zone = _zone(heard, proposal.place)
    if zone is None:
        proposal.doubt = True
        zone = heard.talk.tzinfo
    return dt.datetime.combine(proposal.day, proposal.time, tzinfo=zone)


def _zone(heard: Heard, place: str) -> zoneinfo.ZoneInfo | None:
    """The zone of a place as named; the talk's own where none was; None for a place that nobody knows."""
    if not place.strip():
        return heard.talk.tzinfo
    wanted = re.sub(r"\s+(?:time|tid|zeit|aikaa|aika)$", "", place.strip(), flags=re.IGNORECASE).casefold()
    known = {person.timezone for person in heard.talk.participants if person.timezone} | {heard.talk.zone}
    for name in sorted(known):
        if name.rpartition("/")[2].replace("_", " ").casefold() == wanted:
            return _load(name)
    for ending in ("", "n", "in", "s"):
        if wanted.endswith(ending) and (name := ZONES.get(wanted.removesuffix(ending) if ending else wanted, "")):
            return _load(name)
    for person in heard.talk.participants:
        if person.timezone and wanted in {person.called.casefold(), person.name.casefold()}:
            return _load(person.timezone)
    return None


def _load(name: str) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
