"""Days as they are said, reckoned from the meeting's day (domain facts, I9).

- A weekday is the next one, the meeting's own day included; with ``next`` before it, it can be two days: the nearer one
  is given, with `Doubt.AMBIGUOUS`.
- A week is its Friday (``exact`` is False), unless a weekday is named. The end of a month, quarter or
  year is its last day.
- A day of the month is the nearest that is not past; with a month, the year is found the same way, up to eleven months
  ahead. A weekday beside it is compared: where they differ, the date stands, with `Doubt.WEEKDAY`.
- What names a past day is found too, with `Doubt.PAST`; a time without a day, and ``after …``, with `Doubt.VAGUE`.
- Durations (``two weeks of lead time``) and counted things (``the third quarter``) are no days.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from kambrief.core.spoken import reckoning
from kambrief.core.spoken.atoms import Atom, atoms
from kambrief.core.spoken.tokens import Token, tokens
from kambrief.core.spoken.tongue import Tongue
from kambrief.core.spoken.tongues import tongue_of
from kambrief.core.spoken.values import Doubt, SpokenDay

_FRIDAY = 4
_LOOSE = 5
"""Words, at most, between a weekday and its date."""
_MOVES = (
    "mov", "shift", "push", "chang", "postpon", "resched", "siirr", "siirt", "vaihd", "muut", "flytt", "skjut", "ändr",
    "verschieb", "verleg", "verschob", "änder",
)  # fmt: skip
"""``move it from Monday to Thursday`` names two days, no range."""


def days(text: str, day: dt.date, language: str, *, near: dt.date | None = None) -> tuple[SpokenDay, ...]:
    """The days that a text names, in its order.

    ``day``: the meeting's, in the speaker's zone. ``language``: a tag such as ``fi``; one that is not known is read as
    English. ``near``: a day just spoken of; a day of the month without a month is then the one nearest to it that is
    not past (after "the twelfth of October", said in September, "the nineteenth" is October's).
    """
    tongue = tongue_of(language)
    said = tokens(text)
    named = atoms(said, day, tongue)
    if near is not None and near > day:
        named = [_in_month_of(one, near, day) for one in named]
    pieces = _folded(named, said, day, tongue, _together)
    pieces = _folded(pieces, said, day, tongue, _range)
    found = []
    end = 0
    for piece in pieces:
        if (one := _spoken(piece, text, said, day, tongue, end)) is not None:
            found.append(one)
            end = piece.last
    return tuple(found)


def _in_month_of(atom: Atom, near: dt.date, day: dt.date) -> Atom:
    """A day of the month alone, nearest to a day that was spoken of."""
    if atom.kind != "ordinal" or atom.number is None:
        return atom
    date = reckoning.of_day(day, atom.number)
    around = [reckoning.of_day(one, atom.number) for one in (near, max(day, reckoning.plus_months(near, -1)))]
    dates = [one for one in (date, *around) if one]
    best = min(dates, key=lambda one: abs((one - near).days), default=None)
    return replace(atom, month=best.month, year=best.year) if best and best != date else atom


_Join = Callable[[Atom, Atom, Sequence[Token], dt.date, Tongue], Atom | None]


def _folded(pieces: Sequence[Atom], said: Sequence[Token], day: dt.date, tongue: Tongue, join: _Join) -> list[Atom]:
    """Each piece joined with the one before it, where they are one."""
    done: list[Atom] = []
    for piece in pieces:
        joined = join(done[-1], piece, said, day, tongue) if done else None
        if joined is not None:
            done[-1] = joined
        else:
            done.append(piece)
    return done


def _between(a: Atom, b: Atom, said: Sequence[Token], words: frozenset[str]) -> list[str] | None:
    """The words between two pieces; None where there are others than these, or too many."""
    if b.first - a.last > _LOOSE:
        return None
    gap = [one.low for one in said[a.last : b.first]]
    return gap if all(word in words for word in gap) else None


def _together(  # noqa: PLR0911 - each pair that can be one day
    a: Atom, b: Atom, said: Sequence[Token], day: dt.date, tongue: Tongue
) -> Atom | None:
    gap = _between(a, b, said, tongue.joints | tongue.strong | tongue.trailing)
    if gap is None:
        return None
    if "eod" in {a.which, b.which} and "," not in gap and {a.kind, b.kind} <= {"day", "weekday", "date", "ordinal"}:
        return replace(b if a.which == "eod" else a, first=a.first, last=b.last, strong=True)
    pair = (a.kind, b.kind)
    if pair in {("weekday", "week"), ("week", "weekday")}:
        return _weekday_of_week(a, b, gap)
    if a.kind == "weekof" and b.kind in {"date", "ordinal"} and not b.weak:
        start = _date(b, day)
        return start if start is None else replace(
            a, kind="day", last=b.last, exact=False,
            day=reckoning.of_week(start, 1 if start.weekday() > _FRIDAY else 0, _FRIDAY),
        )  # fmt: skip
    if b.kind in {"date", "ordinal"} and a.kind in {"weekday", "week", "day", "in"}:
        return _with_date(a, b, gap, day)
    if pair in {("weekday", "in"), ("in", "weekday")} and "," not in gap:
        weekday, measured = (a, b) if a.kind == "weekday" else (b, a)
        if measured.weeks and weekday.weekday is not None:
            return replace(
                weekday,
                kind="day",
                first=a.first,
                last=b.last,
                day=reckoning.of_week(day, measured.weeks, weekday.weekday),
            )
    if b.kind == "weekday" and not b.which and a.kind in {"date", "ordinal", "day"} and not a.weak:
        return replace(a, last=b.last, weekday=b.weekday) if _same(a, b, day) else _clash(a, b, gap)
    if pair in {("weekday", "day"), ("weekday", "in"), ("day", "day"), ("in", "day")} and _same(a, b, day):
        return replace(b, first=a.first, weekday=a.weekday)
    return None


def _clash(a: Atom, b: Atom, gap: Sequence[str]) -> Atom | None:
    """``huomenna perjantaina`` on a Tuesday."""
    return replace(a, last=b.last, weekday=b.weekday) if a.kind == "day" and not gap and a.weekday is None else None


def _same(a: Atom, b: Atom, day: dt.date) -> bool:
    one, other = _date(a, day), _date(b, day)
    return one is not None and one == other


def _weekday_of_week(a: Atom, b: Atom, gap: Sequence[str]) -> Atom | None:
    weekday, week = (a, b) if a.kind == "weekday" else (b, a)
    if weekday.which in {"last", "week", "weeks"} or weekday.weeks is not None or weekday.week is not None:
        return None
    if week.weekday is not None or ("," in gap and a.kind == "weekday"):
        return None
    return replace(weekday, first=a.first, last=b.last, weeks=week.weeks, week=week.week, which="", strong=True)


def _with_date(a: Atom, b: Atom, gap: Sequence[str], day: dt.date) -> Atom | None:
    """A weekday or another way of saying the day, and the date behind it."""
    if b.weak and gap not in ([], [","]):
        return None
    if a.number is not None or (b.weak and not _fits(a, b, day)):
        return None
    if a.kind == "week" and a.weekday is None:
        date, friday = _date(b, day), _date(a, day)
        inside = date and friday and reckoning.of_week(date, 0, _FRIDAY) == reckoning.of_week(friday, 0, _FRIDAY)
        return replace(b, first=a.first, weekday=b.weekday, strong=True, weak=False) if inside else None
    if a.kind in {"day", "in"} and a.weekday is None:
        return replace(b, first=a.first, strong=True, weak=False) if _same(a, b, day) else None
    shifted = a.weeks is not None or a.week is not None
    target = _date(a, day) if shifted else None
    if shifted and "," in gap and b.kind == "ordinal" and not _near(_date(b, day), target):
        return None
    return replace(
        b, first=a.first, weekday=a.weekday, strong=True, weak=False, which="last" if a.which == "last" else "",
        until=b.until,
    )  # fmt: skip


def _near(one: dt.date | None, other: dt.date | None) -> bool:
    return one is not None and other is not None and abs((one - other).days) <= 21


def _fits(a: Atom, b: Atom, day: dt.date) -> bool:
    """A number alone behind a weekday is a date when it is that weekday's, or too large for a time."""
    if b.number is None or a.kind != "weekday":
        return False
    date = _date(b, day)
    return b.which != "weak" or b.number > 24 or (b.number > 12 and date is not None and date.weekday() == a.weekday)


def _range(a: Atom, b: Atom, said: Sequence[Token], _day: dt.date, tongue: Tongue) -> Atom | None:
    kinds = {"date", "ordinal", "weekday"}
    if (
        a.kind not in kinds
        or b.kind not in kinds
        or a.until
        or b.until
        or (a.kind == "weekday") != (b.kind == "weekday")
    ):
        return None
    if a.weak and b.weak and (a.which == "weak" or b.which == "weak"):
        return None
    gap = [one.low for one in said[a.last : b.first] if one.low not in tongue.joints - {","}]
    gap = [word for word in gap if word not in {"the", "den", "zum", "dem"}]
    adjacent = not gap and tongue.code == "fi" and _from_to(said[a.first : a.last], said[b.first : b.last])
    if not (adjacent or (len(gap) == 1 and gap[0] in tongue.to)) or b.first - a.last > 3:
        return None
    if any(one.low.startswith(_MOVES) for one in (*said[max(0, a.first - 6) : a.first], *said[b.last : b.last + 3])):
        return None
    last = replace(b, year=b.year or a.year, month=b.month or a.month, weak=False)
    first = replace(a, month=a.month or b.month, year=a.year or b.year, weak=False)
    if a.month and not b.month and b.number and a.number and b.number < a.number:
        last = replace(last, month=a.month % 12 + 1, year=None)
    strong = a.strong or b.strong or not (a.weak and b.weak)
    return replace(first, last=b.last, strong=strong, until=last, kind="date" if first.month else a.kind)


def _from_to(first: Sequence[Token], last: Sequence[Token]) -> bool:
    """``maanantaista keskiviikkoon``."""
    into = ("hin", "koon", "nteen", "nteentoista", "seen")
    begins = any(one.low.removesuffix("toista").endswith(("sta", "stä")) for one in first)
    return begins and any(one.low.endswith(into) for one in last)


def _date(atom: Atom, day: dt.date) -> dt.date | None:  # noqa: PLR0911 - each way of naming it
    """The date that a piece means."""
    if atom.kind in {"day", "in"}:
        return atom.day
    if atom.number is not None:
        return _numbered(atom, day)
    weekday = _FRIDAY if atom.weekday is None else atom.weekday
    if atom.week is not None:
        return reckoning.of_week_number(day, atom.week, weekday)
    if atom.kind == "weekday" and atom.which in {"week", "weeks"}:
        return reckoning.plus_days(reckoning.next_weekday(day, weekday), 7 * (atom.weeks or 0))
    if atom.weeks is not None:
        if atom.weekday is None:
            weekday = {"early": 1, "mid": 2}.get(atom.which, _FRIDAY)
            friday = reckoning.of_week(day, atom.weeks, weekday)
            return max(friday, day) if atom.weeks == 0 else friday
        return reckoning.of_week(day, atom.weeks, weekday)
    if atom.weekday is None:
        return None
    if atom.which == "last":
        return reckoning.last_weekday(day, weekday)
    if atom.which == "next" and weekday == day.weekday():
        return reckoning.plus_days(day, 7)
    return reckoning.next_weekday(day, weekday)


def _numbered(atom: Atom, day: dt.date) -> dt.date | None:
    number = atom.number or 0
    if atom.month is not None:
        date = reckoning.of_month(day, atom.month, number, atom.year)
        past = reckoning.in_month(day.year, atom.month, number) if atom.year is None else None
        if past and past >= day:
            past = reckoning.in_month(day.year - 1, atom.month, number) if day.year > 1 else None
    else:
        date, past = reckoning.of_day(day, number), reckoning.before_day(day, number)
    if atom.which == "last":
        return past or date
    if date and past and atom.weekday is not None and date.weekday() != atom.weekday == past.weekday():
        return past if (day - past).days <= 200 else date
    return date


def _spoken(atom: Atom, text: str, said: Sequence[Token], day: dt.date, tongue: Tongue, floor: int) -> SpokenDay | None:
    if atom.kind == "weekof" or (atom.weak and not (atom.kind == "date" and atom.month)):
        return None
    first, last = atom.first, atom.last
    while first > floor and said[first - 1].low in tongue.leading and atom.first - first < 4:
        first -= 1
    while last < len(said) and said[last].low in tongue.trailing and last - atom.last < 2:
        last += 1
    words = text[said[first].start : said[last - 1].end]
    date = _date(atom, day)
    found = SpokenDay(said[first].start, said[last - 1].end, words, date, weekday=atom.weekday, exact=atom.exact)
    if atom.kind == "vague" or _after(said, first, last, atom, tongue):
        return replace(found, day=None, doubt=Doubt.VAGUE)
    before = {one.low for one in said[first : atom.first + 2]}
    if any(one.low in tongue.since for one in said[max(0, first - 1) : first]) and atom.kind == "weekday":
        return replace(found, day=_date(replace(atom, which="last"), day), doubt=Doubt.PAST)
    if date is None:
        return None  # the thirty-first of September
    if atom.until is not None:
        until = _date(atom.until, date)
        found = replace(found, until=until if until and until >= date else None)
    return replace(found, doubt=_doubt(atom, date, day), bare=last == atom.last and _bare(atom, before, tongue))


def _after(said: Sequence[Token], first: int, last: int, atom: Atom, tongue: Tongue) -> bool:
    """``after Friday``, ``perjantain jälkeen``: a day, but none to be held to."""
    low = [one.low for one in said[max(0, first - 3) : first]] + [one.low for one in said[first : atom.first]]
    while low and low[-1] in tongue.leading and (low[-1],) not in tongue.later and low[-2:] != ["nicht", "vor"]:
        if tuple(low[-2:]) in tongue.later:
            break
        low.pop()
    if any(low[-len(words) :] == list(words) for words in tongue.later if low):
        return True
    return tongue.code == "fi" and last < len(said) and (said[last].low,) in tongue.later


def _doubt(atom: Atom, found: dt.date, day: dt.date) -> Doubt | None:
    if atom.weekday is not None and found.weekday() != atom.weekday:
        return Doubt.WEEKDAY
    if found < day:
        return Doubt.PAST
    if atom.doubtful or (atom.kind == "weekday" and atom.which == "next"):
        return Doubt.AMBIGUOUS
    return None


def _bare(atom: Atom, before: set[str], tongue: Tongue) -> bool:
    led = bool(before & tongue.strong)
    if atom.kind == "weekday":
        return not (atom.strong or led or atom.which)
    if atom.kind == "ordinal":
        return not (atom.strong or (led and (atom.number or 0) > 3))
    return atom.kind == "date" and atom.weak
