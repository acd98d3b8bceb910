"""Times of day as they are said.

An hour from one to six without "in the morning" is taken for the afternoon, as meetings are: ``two o'clock`` is 14:00.
A quarter whose hour is unsaid (``varttia vaille``) is no time.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from kambrief.core.spoken.numerals import follows, numeral
from kambrief.core.spoken.tokens import Token, tokens
from kambrief.core.spoken.tongue import Tongue
from kambrief.core.spoken.tongues import tongue_of
from kambrief.core.spoken.values import SpokenTime


class _Hour(NamedTuple):
    minutes: int
    """Since midnight."""
    last: int
    """The token behind it."""
    sure: bool
    """Said on the 24-hour clock: no afternoon has to be guessed."""


def times(text: str, language: str) -> tuple[SpokenTime, ...]:
    """The times in a text, in its order. ``language``: as in `days.days`."""
    tongue = tongue_of(language)
    said = tokens(text)
    found: list[SpokenTime] = []
    at = 0
    while at < len(said):
        read = _read(said, at, tongue)
        if read is None:
            at += 1
            continue
        time, last = read
        last, place = _place(said, last, tongue)
        start, end = said[at].start, said[last - 1].end
        found.append(SpokenTime(start, end, text[start:end], time, place))
        at = last
    return tuple(found)


def _read(said: Sequence[Token], at: int, tongue: Tongue) -> tuple[dt.time, int] | None:
    clock, low = tongue.clock, said[at].low
    if low in clock.named:
        return dt.time(clock.named[low]), at + 1
    marked = low in clock.before or low in clock.before_weak
    here = at + 1 if marked else at
    if low in clock.before and here < len(said) and said[here].low == ".":
        here += 1  # "kl. 13"
    if here >= len(said):
        return None
    strong = low in clock.before
    hour = _fractioned(said, here, tongue, marked=marked) or _plain(said, here, tongue, strong=strong, weak=marked)
    if hour is None:
        return None
    return _of_day(said, hour, tongue)


def _of_day(said: Sequence[Token], hour: _Hour, tongue: Tongue) -> tuple[dt.time, int] | None:
    """The half of the day: as said, else the afternoon for one to six."""
    minutes, last = hour.minutes, hour.last
    if last < len(said) and said[last].low in tongue.clock.after:
        last += 1
    for halves, later in ((tongue.clock.morning, False), (tongue.clock.afternoon, True)):
        for words in halves:
            if follows(said, last, words):
                last += len(words)
                if last < len(said) and words[-1] in {"m", "a.m", "p.m"} and said[last].low == ".":
                    last += 1
                if later and minutes < 720:
                    minutes += 720
                elif not later and minutes >= 720 and minutes < 780 and tongue.code == "en":
                    minutes -= 720
                return _time(minutes), last
    if not hour.sure and 30 <= minutes < 420:
        minutes += 720
    return _time(minutes), last


def _time(minutes: int) -> dt.time:
    return dt.time(minutes // 60 % 24, minutes % 60)


def _fractioned(said: Sequence[Token], at: int, tongue: Tongue, *, marked: bool) -> _Hour | None:
    """``puoli kymmenen``, ``half past nine``, ``Viertel vor zehn``, ``ten to two``."""
    clock, low = tongue.clock, said[at].low
    if low in clock.half:
        hour = _number(said, at + 1, tongue, 12)
        if hour is None or not (marked or _alone(said, hour[1], tongue) or _ablative(said, hour, tongue)):
            return None
        return _Hour(hour[0] * 60 - 30, hour[1], sure=False)
    if low == "dreiviertel" and tongue.code == "de" and (hour := _number(said, at + 1, tongue, 12)):
        return _Hour(hour[0] * 60 - 15, hour[1], sure=False)
    hour = _number(said, at + 1, tongue, 12) if low == "half" and tongue.code == "en" else None
    if hour and hour[0] and _alone(said, hour[1], tongue):
        return _Hour(hour[0] * 60 + 30, hour[1], sure=False)  # "half two" is half past two
    return _to_or_past(said, at, tongue, marked=marked)


def _to_or_past(said: Sequence[Token], at: int, tongue: Tongue, *, marked: bool) -> _Hour | None:
    part = _part_of_hour(said, at, tongue)
    if part is None:
        return None
    minutes, here, named = part
    if here + 1 >= len(said) or said[here].low not in tongue.clock.to | tongue.clock.past:
        return None
    past = said[here].low in tongue.clock.past
    hour = _number(said, here + 1, tongue, 24)
    loose = not (named or past or marked or tongue.code == "fi")  # "ten to eleven lines", "fem i sex fall"
    if hour is None or loose or not (marked or _alone(said, hour[1], tongue)):
        return None
    return _Hour(hour[0] * 60 + (minutes if past else -minutes), hour[1], sure=hour[0] > 12)


def _part_of_hour(said: Sequence[Token], at: int, tongue: Tongue) -> tuple[int, int, bool] | None:
    """The minutes before ``to`` or ``past``, the token behind them, and whether they are a half or a quarter."""
    clock = tongue.clock
    here = at + (said[at].low == "a" and at + 1 < len(said) and said[at + 1].low in clock.quarter)
    if said[here].low in clock.quarter:
        return 15, here + 1, True
    if said[here].low in clock.half_past:
        past = here + 1 < len(said) and said[here + 1].low in clock.past
        return (30, here + 1, True) if past else None
    count = _number(said, at, tongue, 29)
    if count is None:
        return None
    last = count[1]
    return count[0], last + (last < len(said) and said[last].low in clock.minutes), False


def _plain(said: Sequence[Token], at: int, tongue: Tongue, *, strong: bool, weak: bool) -> _Hour | None:
    """An hour, with minutes or without, that something says to be one."""
    figures = _figures(said, at, tongue, marked=strong or weak)
    if figures is not None:
        return figures
    hour = _number(said, at, tongue, 24)
    if hour is None:
        return None
    value, last = hour
    after = last < len(said) and said[last].low in tongue.clock.after
    half_day = _half_day(said, last, tongue)
    minute = _number(said, last, tongue, 59) if tongue.code == "en" and value <= 12 else None
    if (
        minute
        and minute[0] >= 10
        and (_half_day(said, minute[1], tongue) or (weak and _alone(said, minute[1], tongue)))
    ):
        return _Hour(value * 60 + minute[0], minute[1], sure=False)  # "two thirty p.m."
    if tongue.code == "fi" and not strong:
        by = (
            last < len(said)
            and said[last].low == "mennessä"
            and said[last - 1].low.endswith(("en", "an", "än", "toista"))
        )
        into = by and not said[at].low.endswith(("s", "nteen"))
        return _Hour(value * 60, last, sure=value > 12) if _ablative(said, hour, tongue) or into else None
    if not (strong or after or half_day or (weak and _alone(said, last, tongue))):
        return None
    return _minutes(said, value, last, tongue)


def _minutes(said: Sequence[Token], hour: int, last: int, tongue: Tongue) -> _Hour:
    """The minutes said behind an hour: ``kello kolmetoista kolmekymmentä``, ``zehn Uhr dreißig``."""
    after = last < len(said) and said[last].low in tongue.clock.after
    here = last + after
    here += here < len(said) and tongue.code == "sv" and said[here].low == "och"
    found = _number(said, here, tongue, 59) if here < len(said) and (after or tongue.code in {"fi", "sv"}) else None
    zero = here + 1 < len(said) and said[here].low in {"nolla", "noll"} and said[here + 1].low in {"nolla", "noll"}
    if zero:
        return _Hour(hour * 60, here + 2, sure=True)
    if found and found[0] >= 10 and _alone(said, found[1], tongue):
        return _Hour(hour * 60 + found[0], found[1], sure=hour > 12)
    return _Hour(hour * 60, last + after, sure=hour > 12)


def _figures(  # noqa: PLR0911 - each form, and each that is none
    said: Sequence[Token], at: int, tongue: Tongue, *, marked: bool
) -> _Hour | None:
    """``14:00``, ``klo 13.00``, ``9am``, ``13 Uhr``."""
    one = said[at]
    behind = said[at + 1].low if at + 1 < len(said) else ""
    if one.kind == "clock" or (one.kind == "num" and "." in one.low):
        hour, _, minute = one.low.partition(":" if one.kind == "clock" else ".")
        suffix = minute.lstrip("0123456789")
        minute = minute.removesuffix(suffix)
        if not (
            hour.isdecimal()
            and len(hour) <= 2
            and len(minute) == 2
            and minute.isdecimal()
            and suffix in {"", "am", "pm", "h"}
        ):
            return None
        half_day = _half_day(said, at + 1, tongue)
        if one.kind != "clock" and not (marked or behind in tongue.clock.after or suffix or half_day):
            return None
        if int(hour) > 24 or int(minute) > 59:
            return None
        total = int(hour) * 60 + int(minute)
        if suffix in {"am", "pm"}:
            return _twelve(total, suffix, at + 1)
        return _Hour(total, at + 1, sure=tongue.code != "en" or hour.startswith("0") or int(hour) > 12)
    if one.kind != "num":
        return None
    figures = one.low[:2].rstrip("amph")
    suffix = one.low.removeprefix(figures)
    if not figures.isdecimal() or int(figures) > 24:
        return None
    if suffix in {"am", "pm"} and int(figures) <= 12:
        return _twelve(int(figures) * 60, suffix, at + 1)
    half_day = _half_day(said, at + 1, tongue)
    known = behind in tongue.clock.after or half_day or (marked and _alone(said, at + 1, tongue))
    return _Hour(int(figures) * 60, at + 1, sure=int(figures) > 12) if not suffix and known else None


def _twelve(minutes: int, half: str, last: int) -> _Hour:
    return _Hour(minutes % 720 + (720 if half == "pm" else 0), last, sure=True)


def _number(said: Sequence[Token], at: int, tongue: Tongue, highest: int) -> tuple[int, int] | None:
    if at >= len(said):
        return None
    one = said[at]
    if one.kind == "num" and one.low.isdecimal() and len(one.low) <= 2 and int(one.low) <= highest:
        return int(one.low), at + 1
    found = numeral(said, at, tongue)
    if found is None or found.ordinal or found.value != int(found.value) or not 0 <= found.value <= highest:
        return None
    return int(found.value), found.last


def _ablative(said: Sequence[Token], hour: tuple[int, int], tongue: Tongue) -> bool:
    """``perjantaina kahdelta``: at two, unless the word goes with a noun (``kahdelta asiakkaalta``)."""
    if tongue.code != "fi":
        return False
    word = said[hour[1] - 1].low.removesuffix("toista")
    behind = said[hour[1]].low if hour[1] < len(said) else ""
    return word.endswith(("lta", "ltä")) and not behind.endswith(("lta", "ltä")) and hour[0] > 0


def _alone(said: Sequence[Token], at: int, tongue: Tongue) -> bool:
    """Whether a number counts nothing: what follows is no noun."""
    if at >= len(said):
        return True
    low = said[at].low
    if said[at].kind != "word":
        return low not in {"%", "€", "$", "£"} and said[at].kind == "sign"
    known = (tongue.plain, tongue.clock.after, tongue.clock.place, tongue.leading)
    half_day = _half_day(said, at, tongue)
    named = said[at].text[:1].isupper() and tongue.code != "de"
    return half_day or named or any(low in words for words in known) or low in tongue.weekdays


def _half_day(said: Sequence[Token], at: int, tongue: Tongue) -> bool:
    return any(follows(said, at, words) for words in tongue.clock.morning + tongue.clock.afternoon)


def _place(said: Sequence[Token], last: int, tongue: Tongue) -> tuple[int, str]:
    """The place whose time it is: ``Hamburg``, ``Hamburg time``, ``Suomen aikaa``."""
    if last >= len(said) or said[last].kind != "word":
        return last, ""
    for words in (2, 1):
        end = last + words
        if (
            end < len(said)
            and said[end].low in tongue.clock.place
            and all(one.kind == "word" for one in said[last:end])
        ):
            return end + 1, said[last].text if words == 1 else f"{said[last].text} {said[last + 1].text}"
    if said[last].low in {
        "cet",
        "cest",
        "eet",
        "eest",
        "gmt",
        "utc",
        "bst",
        "est",
        "edt",
        "cst",
        "cdt",
        "pst",
        "pdt",
        "sgt",
    }:
        return last + 1, said[last].text
    named = said[last].text[:1].isupper() and said[last].text != "I" and tongue.code == "en"
    known = said[last].low in tongue.weekdays or said[last].low in tongue.months or said[last].low in tongue.plain
    ends = last + 1 >= len(said) or said[last + 1].kind == "sign"
    return (last + 1, said[last].text) if named and not known and ends else (last, "")
