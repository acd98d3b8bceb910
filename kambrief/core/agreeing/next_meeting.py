"""The next meeting: the day and time that stood when nobody objected any more.

The talk turns to it by its own words ("next review", "milloin jatketaan"); from there each day that is named is a
proposal, a refusal strikes the last one out, an acceptance settles it, and once settled only words about moving it open
it again. "One week later", "same time" and a weekday alone are told from the proposal before them. What was read back
otherwise than agreed is to be confirmed.
"""

import datetime as dt
from dataclasses import dataclass, field

from kambrief.core import wording
from kambrief.core.agreed_types import NextMeeting
from kambrief.core.agreeing import meeting_days
from kambrief.core.agreeing.said import Heard, Said
from kambrief.core.agreeing.written import relative
from kambrief.core.agreeing.zones import zone_of
from kambrief.core.spoken.values import Doubt, SpokenDay

WITHIN = 16
"""Utterances after the turn to the next meeting in which days are still about it."""
NEAR = 3
"""The same where the turn is told by weaker words, and where a day stands without a time."""
SOON = 4
"""Utterances after a proposal in which a yes or a no is about it."""
SHORT = 6
"""Words of a sentence that says little but a day or a time."""
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
    """Who made the last open offer of it."""
    turn: int
    """Where it was spoken of last."""
    time: dt.time | None = None
    place: str = ""
    asked: bool = False
    doubt: bool = False
    disputed: bool = False
    """Read back otherwise than it was agreed."""
    carried: bool = False
    """The time is the one of the day before it."""
    refused: bool = False
    accepted: bool = False


@dataclass(slots=True)
class _State:
    proposals: list[_Proposal] = field(default_factory=list)
    until: int = -1
    touched: int = -1
    """The utterance that was about it last."""
    weak: bool = False
    """The talk turned to it by words that are said of much else too."""
    asked: bool = False
    """The turn to it was a question: an answer says little but a day."""
    about: set[int] = field(default_factory=set)
    choices: tuple[dt.date, ...] = ()
    chooser: str = ""
    """Who asked which of them."""
    week: dt.date | None = None
    """A day of the week that is spoken of."""

    @property
    def open(self) -> _Proposal | None:
        """The newest that was not refused."""
        return next((one for one in reversed(self.proposals) if not one.refused), None)

    def near(self, one: Said) -> bool:
        return one.turn - self.touched <= NEAR


def found(heard: Heard) -> Found:
    """The next meeting as agreed last."""
    state = _State()
    for one in heard.sentences:
        _opened(heard, state, one)
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
    unsure = last.doubt or last.disputed or last.carried or not last.accepted or start is None
    meeting = NextMeeting(start, last.day, tuple(sorted(set(last.cues))), confirm=unsure)
    return Found(meeting, moved, frozenset(state.about))


def _opened(heard: Heard, state: _State, one: Said) -> None:
    """Whether the talk turns to it here."""
    cues = heard.cues
    if cues.deadline.search(one.text):
        return
    if cues.meet_next.search(one.text):
        state.until, state.touched = max(state.until, one.turn + WITHIN), one.turn
        state.weak, state.asked = False, one.asks
    elif cues.meet_weak.search(one.text) and not (one.number in heard.promised_in or _some_day(heard, one)):
        state.weak = state.weak or one.turn > state.until
        state.until, state.touched = max(state.until, one.turn + NEAR), one.turn
        state.asked = one.asks


def _some_day(heard: Heard, one: Said) -> bool:
    """``Palataan siihen joskus``: no meeting is meant."""
    return not one.asks and not one.days and bool(heard.cues.doubt.search(one.text))


def _hear(heard: Heard, state: _State, one: Said) -> None:
    cues, last = heard.cues, state.open
    soon = last is not None and one.turn - last.turn <= SOON
    if last and soon and one.who != last.who and _refuses(heard, state, last, one):
        state.about.add(one.number)
        state.touched = last.turn = one.turn
        last.cues.append(one.number)
        last.accepted = False
        timely = bool(one.times or cues.daypart.search(one.text))
        other = _other_day(heard, state, one, last)
        last.refused = not timely or other is not None
        last.time, last.carried = (None, False) if timely else (last.time, last.carried)
        if other and (cues.counter.search(one.text) or meeting_days.other_words(heard, one) <= 1):
            _propose(heard, state, one, other, doubt=False)
        return
    if cues.deadline.search(one.text):
        return
    if cues.invite.search(one.text) and not _dated(heard, one):
        if last and soon and last.time and not last.accepted and one.who != last.who and not one.asks:
            _accept(state, last, one)
        return
    if (day := _day(heard, state, one)) is not None:
        _propose(heard, state, one, day[0], doubt=day[1])
    elif last and soon and _retimed(heard, state, last, one):
        state.touched = one.turn
    elif last and soon and last.who != one.who and one.who and not one.asks and heard.agrees(one):
        _accept(state, last, one)


def _accept(state: _State, last: _Proposal, one: Said) -> None:
    last.accepted = True
    last.cues.append(one.number)
    last.turn = state.touched = one.turn
    state.about.add(one.number)


def _refuses(heard: Heard, state: _State, last: _Proposal, one: Said) -> bool:
    """A no to the open proposal; also ``Wednesday I have the board``, where that day was proposed."""
    cues = heard.cues
    if one.asks:
        return False
    if cues.refuse.search(one.text):
        said_again = any(_resolved(heard, state, day, last) == last.day for day in meeting_days.named(heard, one))
        return not (last.disputed and said_again)  # "no, the fourteenth", to a slip
    if cues.free.search(one.text) or heard.agrees(one) or not cues.busy.search(one.text):
        return False
    return any(_resolved(heard, state, day, last) == last.day for day in meeting_days.named(heard, one))


def _other_day(heard: Heard, state: _State, one: Said, last: _Proposal) -> dt.date | None:
    days = [_resolved(heard, state, day, last) for day in meeting_days.named(heard, one)]
    return next((day for day in days if day != last.day), None)


def _resolved(heard: Heard, state: _State, day: SpokenDay, last: _Proposal | None) -> dt.date:
    """A weekday alone is told from the proposal before it, or from the week that is spoken of."""
    told = day.day or heard.talk.day
    if not meeting_days.plain_weekday(heard, day) or day.weekday is None:
        return told
    tomorrow = heard.talk.day + dt.timedelta(days=1)
    anchor = last.day if last else state.week
    if anchor is None:
        return max(told, meeting_days.in_week_of(tomorrow, day.weekday, tomorrow))
    return meeting_days.in_week_of(anchor, day.weekday, tomorrow)


def _day(heard: Heard, state: _State, one: Said) -> tuple[dt.date, bool] | None:
    """The day that a sentence proposes, and whether it is doubtful."""
    last = state.proposals[-1] if state.proposals else None
    if last and (shift := _shift(heard, one)) and last.day + shift >= heard.talk.day:
        return last.day + shift, False
    if (day := _in_span(heard, state, one)) is not None:
        return day, True
    days = meeting_days.named(heard, one)
    if meeting_days.alternatives(one, days) and one.asks:
        state.choices = tuple(_resolved(heard, state, day, last) for day in days)
        state.chooser, state.touched = one.who, one.turn
        return None
    told = meeting_days.fullest(days)
    if told is None or not _can_be_meant(heard, state, one, told):
        return None
    day = _resolved(heard, state, told, last)
    plain = meeting_days.plain_weekday(heard, told)
    if plain and last and heard.cues.following.search(one.text) and told.weekday is not None:
        day = meeting_days.after(last.day, told.weekday)
    return _against(heard, state, one, told, day)


def _in_span(heard: Heard, state: _State, one: Said) -> dt.date | None:
    """A week that is spoken of, for the weekdays to come; ``same time next week`` is a day by itself."""
    for span in one.days:
        if span.day is not None and not span.exact and span.weekday is None:
            state.week, state.touched = span.day, one.turn
            if heard.cues.same_time.search(one.text):
                return meeting_days.in_week_of(span.day, heard.talk.day.weekday(), heard.talk.day)
    return None


def _can_be_meant(heard: Heard, state: _State, one: Said, told: SpokenDay) -> bool:
    """Whether a sentence offers its day for a meeting, or tells that of something else (``the delivery comes``)."""
    cues = heard.cues
    if told.day == heard.talk.day and not one.times and not told.bare:
        return False  # "today"
    if cues.meet_next.search(one.text):
        return True
    bare = told.bare and not one.times
    if bare and not state.proposals and not state.choices and not state.week:
        return False
    if not one.times and not state.near(one):
        return False
    little = meeting_days.other_words(heard, one) <= (1 if heard.language == "fi" else 3)
    leads = (cues.propose.match, cues.meet_weak.search, cues.counter.search)
    if any(lead(one.text) for lead in leads) or (
        little and (one.asks or state.asked or bool(state.proposals or state.choices))
    ):
        return True
    return not state.weak and (state.near(one) or one.asks)


def _against(heard: Heard, state: _State, one: Said, told: SpokenDay, day: dt.date) -> tuple[dt.date, bool] | None:
    """The day, beside what is proposed or settled already."""
    cues = heard.cues
    last = state.proposals[-1] if state.proposals else None
    settled = state.open
    if settled and settled.day != day and told.doubt is Doubt.WEEKDAY and _slip(settled, told):
        settled.disputed = settled.disputed or settled.accepted
        return settled.day, True
    same = settled is not None and settled.day == day
    if settled and settled.accepted and not same and not _reopens(heard, settled, one):
        settled.disputed = settled.disputed or (bool(one.times) and _reads_back(heard, settled, one))
        return None
    answers = one.turn - state.touched <= 1 and wording.word_count(one.text) <= SHORT
    if one.number in heard.promised_in and not (one.times or same or answers or cues.meet_next.search(one.text)):
        return None
    untimed = meeting_days.plain_weekday(heard, told) and not one.times and not same
    wish = untimed and not one.asks and not cues.propose.match(one.text)
    if last and wish and wording.word_count(one.text) > SHORT and not cues.counter.search(one.text):
        return None  # "Wednesday afternoon would do" is a wish, and the day is named next
    return day, told.doubt is not None or (untimed and last is None and state.week is None)


def _slip(settled: _Proposal, told: SpokenDay) -> bool:
    """A date and a weekday that do not fit, one of them the agreed day's."""
    near = told.day is not None and abs((told.day - settled.day).days) <= 10
    return near and (told.weekday == settled.day.weekday() or told.day == settled.day)


def _reads_back(heard: Heard, settled: _Proposal, one: Said) -> bool:
    time = meeting_days.time_of(heard, one)
    known = time is not None and settled.time is not None and meeting_days.afternoon(time) == settled.time
    return known or bool(heard.cues.meet_next.search(one.text) or heard.cues.readback.search(one.text))


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


def _reopens(heard: Heard, settled: _Proposal, one: Said) -> bool:
    """Words by which a settled day is moved: they name a time, and ask or propose; or they move or correct it."""
    cues = heard.cues
    asked = one.asks or cues.propose.match(one.text) or cues.meet_next.search(one.text)
    if one.times and asked:
        return True
    soon = one.turn - settled.turn <= SOON
    if soon and (cues.move.search(one.text) or (asked and cues.counter.search(one.text))):
        return True
    corrects = any(pattern.search(one.text) for pattern in (cues.repair, cues.concede, cues.dispute))
    return soon and corrects and wording.word_count(one.text) <= 2 * SHORT


def _dated(heard: Heard, one: Said) -> bool:
    return any(day.day and not relative(heard, day) for day in one.days) and bool(one.times)


def _propose(heard: Heard, state: _State, one: Said, day: dt.date, *, doubt: bool) -> None:
    state.about.add(one.number)
    state.touched, state.until = one.turn, max(state.until, one.turn + NEAR)
    same = next((other for other in reversed(state.proposals) if other.day == day and not other.refused), None)
    if same:
        same.cues.append(one.number)
        same.turn = one.turn
        same.doubt = same.doubt and doubt
        if (time := meeting_days.time_of(heard, one)) is not None or same.time is None:
            if time and same.time and not same.carried and meeting_days.afternoon(time) != same.time:
                _new_time(heard, same, one)
                return
            _timed(heard, state, same, one)
        if one.who != same.who and one.who and not one.asks:
            same.accepted, same.disputed = True, same.disputed and doubt
        return
    new = _Proposal(day, [one.number], one.who, one.turn, asked=one.asks, doubt=doubt)
    _timed(heard, state, new, one)
    if last := state.open:
        last.refused = True  # another day was named instead
    before = next((other for other in reversed(state.proposals) if other.time), None)
    if before and new.time is None and one.turn - before.turn <= SOON:
        new.time, new.place, new.carried = before.time, before.place, True
    new.accepted = day in state.choices and one.who != state.chooser and not one.asks
    state.proposals.append(new)


def _new_time(heard: Heard, last: _Proposal, one: Said) -> bool:
    """Another time than the one that was offered: a proposal; once settled, only if somebody asks for it."""
    time = meeting_days.time_of(heard, one)
    if time is None:
        return False
    moves = heard.cues.counter.search(one.text) or heard.cues.move.search(one.text)
    short = wording.word_count(one.text) <= SHORT
    if last.accepted and not (moves and (one.asks or short)) and not (one.asks and short):
        last.disputed = last.disputed or _reads_back(heard, last, one)
        return False
    if not (one.asks or moves or short):
        return False
    last.time, last.place, last.carried = meeting_days.afternoon(time), time.place or last.place, False
    last.who, last.turn, last.asked, last.accepted = one.who, one.turn, one.asks, False
    last.cues.append(one.number)
    return True


def _retimed(heard: Heard, state: _State, last: _Proposal, one: Said) -> bool:
    """A sentence that names only a time."""
    same_time = bool(heard.cues.same_time.search(one.text))
    time = meeting_days.time_of(heard, one)
    if time is None and not (same_time and (last.time is None or last.carried)):
        return False
    if last.time is None or last.carried:
        answers = last.asked and one.who != last.who and bool(one.who) and not one.asks
        _timed(heard, state, last, one)
        last.cues.append(one.number)
        last.turn = one.turn
        if one.asks:
            last.who, last.asked, last.accepted = one.who, True, False
        elif answers:
            last.accepted = True
        return True
    if time is not None and meeting_days.afternoon(time) == last.time:
        last.cues.append(one.number)
        last.turn = one.turn
        if one.who != last.who and one.who and not one.asks:
            last.accepted, last.disputed = True, False
        return True
    return _new_time(heard, last, one)


def _timed(heard: Heard, state: _State, proposal: _Proposal, one: Said) -> None:
    time = meeting_days.time_of(heard, one)
    if time:
        proposal.time, proposal.carried = meeting_days.afternoon(time), False
        proposal.place = time.place or proposal.place
        return
    if heard.cues.same_time.search(one.text):
        before = next((other for other in reversed(state.proposals) if other is not proposal and other.time), None)
        proposal.carried = False
        if before:
            proposal.time, proposal.place = before.time, before.place or proposal.place
        else:
            proposal.time = heard.talk.start.astimezone(heard.talk.tzinfo).time()


def _start(heard: Heard, proposal: _Proposal) -> dt.datetime | None:
    if proposal.time is None:
        return None
    zone = zone_of(heard, proposal.place)
    if zone is None:
        proposal.doubt = True
        zone = heard.talk.tzinfo
    return dt.datetime.combine(proposal.day, proposal.time, tzinfo=zone)
