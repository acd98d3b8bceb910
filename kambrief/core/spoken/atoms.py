"""The pieces that name a day, before they are put together: ``Friday``, ``next week``, ``the twenty-fifth``.

An atom holds what was said; `core.spoken.days` joins atoms and reckons the date.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kambrief.core.spoken import reckoning
from kambrief.core.spoken.phrases import UNITS, Match, Phrases
from kambrief.core.spoken.tokens import Token
from kambrief.core.spoken.tongue import Tongue


@dataclass(frozen=True, slots=True)
class Atom:
    first: int
    last: int
    """The token behind it."""
    kind: str
    """``weekday``, ``week``, ``weekof``, ``date``, ``ordinal``, ``day`` (already reckoned), ``in``, ``vague``."""
    weekday: int | None = None
    strong: bool = False
    """A weekday that says "on that day"; an ordinal that can be nothing but a day."""
    which: str = ""
    number: int | None = None
    """The day of the month."""
    month: int | None = None
    year: int | None = None
    until: "Atom | None" = None
    weeks: int | None = None
    """ISO weeks from the meeting's."""
    week: int | None = None
    """The number of an ISO week."""
    day: dt.date | None = None
    exact: bool = True
    weak: bool = False
    """A day only together with a weekday."""
    doubtful: bool = False
    """Day and month may be meant the other way round."""


def atoms(said: Sequence[Token], day: dt.date, tongue: Tongue) -> list[Atom]:
    """All pieces in a text, in their order, none over another."""
    phrases = Phrases(said, tongue)
    found: list[Atom] = []
    at = 0
    while at < len(said):
        made = next((one for match in phrases.at(at) if (one := _made(match, phrases, said, day, tongue))), None)
        if made is not None and not _habit(said, made, tongue):
            found.append(made)
        at = made.last if made is not None else at + 1
    return found


def _made(match: Match, phrases: Phrases, said: Sequence[Token], day: dt.date, tongue: Tongue) -> Atom | None:
    atom = _atom(match, said, day, tongue)
    if atom is None:
        return None
    before = said[atom.first - 1].low if atom.first else ""
    if atom.kind == "vague" and (before in _TOO or (atom.last < len(said) and said[atom.last].low in _THAN)):
        return None
    if match.rule.kind == "slash" and said[atom.first].text in _FRACTIONS and before not in tongue.leading:
        return None
    if atom.kind in {"vague", "ordinal"} and any(
        _dated(phrases, at, atom.last) for at in range(atom.first + 1, atom.last)
    ):
        return None  # "by October ninth" is more than "by October"
    last = atom.last
    while last - 1 > atom.first and said[last - 1].low == ",":
        last -= 1  # where a year might have stood
    return replace(atom, last=last)


_FRACTIONS = frozenset({"1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "1/10"})
_TOO = frozenset({"too", "as", "liian", "för", "zu", "so", "så"})
_THAN = frozenset({"than", "kuin", "än", "als"})


def _dated(phrases: Phrases, at: int, last: int) -> bool:
    return any(match.rule.kind == "date" and match.last > last for match in phrases.at(at))


def _habit(said: Sequence[Token], atom: Atom, tongue: Tongue) -> bool:
    """``every Friday``."""
    return atom.kind == "weekday" and atom.first > 0 and said[atom.first - 1].low in tongue.every


def _atom(  # noqa: PLR0911 - one for each kind of rule
    match: Match, said: Sequence[Token], day: dt.date, tongue: Tongue
) -> Atom | None:
    kind, value, which = match.rule.kind, match.rule.value, match.rule.which
    base = Atom(match.first, match.last, "day", which=which)
    match kind:
        case "iso" | "dmy" | "slash":
            return _in_figures(match, base, tongue)
        case "date":
            return _of_month(match, base)
        case "ordinal":
            return _ordinal(match, said, base, tongue)
        case "weekday":
            held = match.get("wd") if match.get("wd") is not None else match.get("wds")
            number, strong = divmod(held or 0, 2)
            weeks = match.get("num") if which == "weeks" else (value or 1 if which == "week" else None)
            return replace(base, kind="weekday", weekday=number, strong=bool(strong), weeks=weeks)
        case "week":
            number_said = match.get("wk") or match.get("wkord")
            return replace(base, kind="week", weeks=None if number_said else value, week=number_said, exact=False)
        case "weekof" | "vague":
            return replace(base, kind=kind)
        case "day":
            return replace(base, day=reckoning.plus_days(day, value))
        case "in" | "ago":
            return _measured(match, base, day)
        case _:
            return replace(base, day=_end(match, day))


def _end(match: Match, day: dt.date) -> dt.date:
    """The last day of a month, a quarter or a year."""
    value, month = match.rule.value, match.get("mon") or match.get("mongen")
    if match.rule.kind == "quarterend":
        return reckoning.quarter_end(day, value or None)
    if match.rule.kind == "yearend":
        return dt.date(min(day.year + value, 9999), 12, 31)
    if month is None:
        ahead = reckoning.plus_months(day.replace(day=1), value)
        return reckoning.month_end(ahead.year, ahead.month)
    year = match.get("year") or day.year
    end = reckoning.month_end(year, month)
    if match.get("year") is None:
        if end < day and match.rule.which != "past" and year < 9999:
            end = reckoning.month_end(year + 1, month)
        elif end >= day and match.rule.which == "past" and year > 1:
            end = reckoning.month_end(year - 1, month)
    return end


def _measured(match: Match, base: Atom, day: dt.date) -> Atom:
    count = match.get("num") or match.rule.value or 1
    unit = UNITS[match.get("unit") or 0]
    sign = -1 if match.rule.kind == "ago" else 1
    if unit in {"month", "year"}:
        reckoned = reckoning.plus_months(day, sign * count * (12 if unit == "year" else 1))
    elif unit == "workday" and sign > 0:
        reckoned = reckoning.plus_workdays(day, count)
    else:
        reckoned = reckoning.plus_days(day, sign * count * {"week": 7, "fortnight": 14}.get(unit, 1))
    weeks = count * {"week": 1, "fortnight": 2}.get(unit, 0) if sign > 0 else 0
    return replace(base, kind="in", day=reckoned, weeks=weeks or None, exact=match.rule.which != "about")


def _in_figures(match: Match, base: Atom, tongue: Tongue) -> Atom | None:
    held = next((one for one in match.held.values() if isinstance(one, tuple)), None)
    if held is None:
        return None
    year, month, number = held
    doubtful = match.rule.kind == "slash" and tongue.code == "en" and month != number and max(month, number) <= 12
    if match.rule.kind == "slash" and month > 12 >= number and tongue.code == "en":
        month, number = number, month
    if not 1 <= month <= 12 or not 1 <= number <= 31 or (year and not 1990 <= year <= 2100):
        return None
    date = replace(
        base, kind="date", number=number, month=month, year=year or None, doubtful=doubtful,
        weak=match.rule.kind == "slash" and not year and base.which != "sure",
    )  # fmt: skip
    begins = match.get("dig")
    return replace(date, number=begins, until=replace(date, until=None)) if begins else date


def _of_month(match: Match, base: Atom) -> Atom | None:
    number = match.get("dom") or match.get("ord") or match.get("card")
    month = match.get("mon") or match.get("mongen") or match.get("ordmon")
    date = replace(base, kind="date", number=number, month=month, year=match.get("year"))
    last = match.get("dom2")
    return replace(date, until=replace(date, number=last)) if last else date


def _ordinal(match: Match, said: Sequence[Token], base: Atom, tongue: Tongue) -> Atom | None:
    number = match.get("ord") or match.get("dig") or match.get("card")
    if number is None:
        return None
    atom = replace(base, kind="ordinal", number=number, strong=base.which == "sure")
    if atom.strong:
        return atom
    size = 1 if match.get("ord") is None else number  # a cardinal counts whatever it can
    of_year = match.first > 0 and said[match.first - 1].low in _OF_YEARS
    if of_year or not _goes_on(said, match.last, size, tongue):
        return None
    if base.which in {"weak", "figures"}:
        return replace(atom, weak=True)
    if not _case(said[match.last - 1].low, tongue):
        return None
    needed = bool(tongue.article_needed) and base.which != "the"
    small = number < 13 and base.which != "the" and (tongue.code != "fi" or number < 3)
    return replace(atom, weak=needed or small)


_OF_YEARS = frozenset({"vuoden", "vuonna", "vuodelle", "vuodesta", "vuoteen", "vuosi"})


def _case(word: str, tongue: Tongue) -> bool:
    """Finnish: the cases in which people say a day; the others belong to a noun behind them."""
    if tongue.code != "fi":
        return True
    stem = word.removesuffix("kin").removesuffix("toista").removesuffix("toist")
    return not stem.endswith(("nnen", "sen", "nnessa", "nnessä", "nnella", "nnellä", "nnelle", "nnelta", "nneltä"))


def _goes_on(said: Sequence[Token], at: int, number: int, tongue: Tongue) -> bool:
    """Whether what follows lets an ordinal be a day: it must not count a thing, as in ``the third quarter``."""
    if at >= len(said) or said[at].kind != "word":
        return at >= len(said) or said[at].low not in {"%", "€", "$"}
    low = said[at].low
    if low in tongue.things or low in {"of", "av", "von"}:
        return False
    known = (tongue.plain, tongue.joints, tongue.to, tongue.trailing, tongue.leading)
    if any(low in words for words in known) or low in tongue.weekdays or low in tongue.clock.before:
        return True
    if tongue.code == "de" and said[at].text[:1].isupper():
        return low in tongue.months
    return number >= 13 and tongue.code in {"fi", "sv", "en"}
