"""Numbers as they are said: found with what they count, and written as figures."""

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kambrief.core.spoken.days import days
from kambrief.core.spoken.numerals import HYPHENS, numeral, parts
from kambrief.core.spoken.times import times
from kambrief.core.spoken.tokens import Token, tokens
from kambrief.core.spoken.tongue import Tongue
from kambrief.core.spoken.tongues import tongue_of
from kambrief.core.spoken.values import SpokenNumber

_ANY_DAY = dt.date(2024, 1, 1)
"""Only where days stand matters here, not which they are."""
_SIGNS = {"%": "%", "€": "EUR", "$": "USD", "£": "GBP"}
_CODES = frozenset({"eur", "usd", "sek", "nok", "dkk", "gbp", "chf"})
_SPANS = frozenset({"day", "workday", "week", "fortnight", "month", "year"})
_FIGURES = re.compile(r"[\d.,\u00a0\u202f ]*\d")
_WRITTEN_SCALES = {
    "k": 1000, "m": 10**6, "milj": 10**6, "mio": 10**6, "mrd": 10**9, "mn": 10**6, "bn": 10**9, "tkr": 1000,
    "mkr": 10**6, "t€": 1000,
}  # fmt: skip


def numbers(text: str, language: str) -> tuple[SpokenNumber, ...]:
    """The numbers in a text, in its order, those in days and times left out. Ordinals are none.

    ``language``: as in `days.days`.
    """
    tongue = tongue_of(language)
    said = tokens(text)
    taken = [(one.start, one.end) for one in days(text, _ANY_DAY, language) if not one.bare]
    taken += [(one.start, one.end) for one in times(text, language)]
    return tuple(_ratios([one for one in _all(text, said, tongue) if not _inside(one, taken)], text, tongue))


def _inside(one: SpokenNumber, taken: Sequence[tuple[int, int]]) -> bool:
    return any(one.start < end and start < one.end for start, end in taken)


def _all(text: str, said: Sequence[Token], tongue: Tongue) -> list[SpokenNumber]:
    found: list[SpokenNumber] = []
    at = floor = 0
    while at < len(said):
        read = _figures(said, at, tongue) or _words(said, at, tongue)
        if read is None:
            at += 1
            continue
        value, last = read
        if value is not None:
            found.append(_measured(text, said, (floor, at, last), value, tongue))
            while last < len(said) and said[last].start < found[-1].end:
                last += 1  # its unit
        at = floor = last
    return found


def _words(said: Sequence[Token], at: int, tongue: Tongue) -> tuple[Decimal | None, int] | None:
    found = numeral(said, at, tongue)
    if found is None:
        return None
    if found.ordinal:
        return None, found.last
    article = found.article and tongue.code != "fi"
    if article and not _measure(said, found.last, tongue):
        return (found.value, found.last) if _counts_one(said, found.last, at, tongue) else (None, found.last)
    return found.value, found.last


def _counts_one(said: Sequence[Token], last: int, at: int, tongue: Tongue) -> bool:
    """English ``one`` before a noun is a number; ``that one`` is none, and articles of other languages are not."""
    if tongue.code != "en" or said[at].low != "one" or last >= len(said) or said[last].kind != "word":
        return False
    before = said[at - 1].low if at else ""
    return said[last].low not in tongue.plain | {"of", "more", "thing"} and before not in {
        "this",
        "that",
        "which",
        "no",
    }


def _figures(  # noqa: PLR0911 - each thing that is no number
    said: Sequence[Token], at: int, tongue: Tongue
) -> tuple[Decimal | None, int] | None:
    """The number, or None for figures that are none, and the token behind it."""
    one = said[at]
    if one.kind == "dmy" and not tongue.dotted:
        decimal = one.text.rstrip(".").replace(" ", "")  # "up by 3.5." is the end of a sentence
        return (Decimal(decimal), at + 1) if decimal.count(".") == 1 else (None, at + 1)
    if one.kind in {"iso", "dmy", "clock", "slash"}:
        return None, at + 1
    if one.kind != "num":
        return None
    if _coded(said, at, tongue) or _counted_off(said, at, tongue):
        return None, at + 1
    figures = _FIGURES.match(one.low)
    value = _value(figures.group(), tongue) if figures else None
    if figures is None or value is None:
        return None, at + 1
    suffix = one.low[figures.end() :]
    if suffix and suffix not in _WRITTEN_SCALES and suffix not in tongue.measures:
        return None, at + 1
    last = at + 1
    scale = _WRITTEN_SCALES.get(suffix, 1)
    if not suffix and last < len(said):
        scale = _scale_behind(said[last].low, tongue)
        if scale > 1:
            last += 1
            last += said[last - 1].low in _WRITTEN_SCALES and _stop_inside(said, last, tongue)
    return value * scale, last


def _coded(said: Sequence[Token], at: int, tongue: Tongue) -> bool:
    """Figures of a code: ``KEL-882``."""
    if at < 2 or said[at - 1].low not in HYPHENS or said[at - 2].end != said[at - 1].start:
        return False
    return said[at - 2].kind == "word" and parts(said[at - 2].low, tongue.code) is None


def _counted_off(said: Sequence[Token], at: int, tongue: Tongue) -> bool:
    """Finnish ``6. asia``: an ordinal in figures."""
    if tongue.code != "fi" or at + 2 >= len(said) or not said[at].low.isdecimal():
        return False
    stop, word = said[at + 1], said[at + 2]
    return stop.low == "." and stop.start == said[at].end and word.kind == "word" and word.text.islower()


def _stop_inside(said: Sequence[Token], at: int, tongue: Tongue) -> bool:
    """The stop of an abbreviation before its unit: ``1,3 milj. euroa``."""
    return at + 1 < len(said) and said[at].low == "." and _measure(said, at + 1, tongue) is not None


def _scale_behind(word: str, tongue: Tongue) -> int:
    if word in _WRITTEN_SCALES and word not in {"m", "k"}:
        return _WRITTEN_SCALES[word]
    cut = parts(word, tongue.code)
    return cut[0].value if cut and len(cut) == 1 and cut[0].kind == "scale" else 1


def _value(figures: str, tongue: Tongue) -> Decimal | None:
    """Figures as the language writes them; three digits behind a sign that end in nought are thousands all the same,
    because recognisers write the English way.
    """
    plain = re.sub(r"[\u00a0\u202f ]", "", figures)
    grouping = "," if tongue.decimal == "." else "."
    groups = re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(grouping)}\d{{3}})+", plain.split(tongue.decimal)[0])
    if groups:
        plain = plain.replace(grouping, "")
    elif re.fullmatch(r"[1-9]\d{0,2}[.,]\d\d0", plain):
        plain = re.sub(r"[.,]", "", plain)
    plain = plain.replace(",", ".")
    if plain.count(".") > 1 or len(plain) > 30:
        return None
    return Decimal(plain) if plain.strip(".") else None


def _measure(said: Sequence[Token], at: int, tongue: Tongue) -> tuple[str, int] | None:
    """The unit behind a number: its code, and the token behind it."""
    if at >= len(said):
        return None
    low = said[at].low
    if low in _SIGNS and not _leads(said, at):
        return _SIGNS[low], at + 1
    if low == "per" and at + 1 < len(said) and said[at + 1].low == "cent":
        return "%", at + 2
    if low == "kr" and said[at].text != "KR":
        return "SEK", at + 1
    if said[at].kind == "word" and low in tongue.measures:
        return tongue.measures[low], at + 1
    unit = tongue.units.get(low)
    return (unit, at + 1) if unit else None


def _leads(said: Sequence[Token], at: int) -> bool:
    """A sign that belongs to the number behind it: ``from 3 to €5``."""
    if said[at].low == "%" or at + 1 >= len(said) or said[at - 1].end == said[at].start:
        return False
    return said[at + 1].kind == "num" and said[at + 1].start == said[at].end


def _measured(
    text: str, said: Sequence[Token], place: tuple[int, int, int], value: Decimal, tongue: Tongue
) -> SpokenNumber:
    """``place``: the token behind the number before, the first of this one, the one behind it."""
    floor, at, last = place
    start = said[at].start
    unit, noun = "", ""
    figures = said[at].kind == "num"
    suffix = _FIGURES.sub("", said[at].low, count=1) if figures else ""
    if figures and at > floor and (said[at - 1].low in _SIGNS and said[at - 1].low != "%"):
        unit, start = _SIGNS[said[at - 1].low], said[at - 1].start
    elif figures and at > floor and said[at - 1].low in _CODES:
        unit, start = said[at - 1].text.upper(), said[at - 1].start
    elif suffix in tongue.measures:
        unit = noun = tongue.measures[suffix]
    end = said[last - 1].end
    if not unit and (found := _measure(said, last, tongue)):
        unit = found[0]
        noun = text[said[last].start : said[found[1] - 1].end]
        end = said[found[1] - 1].end
    elif not unit and last < len(said) and said[last].kind == "word" and _noun(said[last], tongue):
        unit = noun = said[last].text
    return SpokenNumber(start, end, text[start:end], value.normalize() + 0, unit, noun=noun)


def _noun(word: Token, tongue: Tongue) -> bool:
    """Whether a word behind a number may be what it counts."""
    function = (tongue.plain, tongue.joints, tongue.leading, tongue.strong, tongue.points, tongue.joiners)
    if any(word.low in words for words in function) or word.low in {
        "of",
        "out",
        "av",
        "von",
        "per",
        "and",
        "ja",
        "und",
    }:
        return False
    return parts(word.low, tongue.code) is None and word.low not in tongue.weekdays and word.low not in tongue.months


def _ratios(found: Sequence[SpokenNumber], text: str, tongue: Tongue) -> list[SpokenNumber]:
    """``twelve of fourteen lines`` as one."""
    done: list[SpokenNumber] = []
    for one in found:
        before = done[-1] if done else None
        if before and before.of is None and _ratio(before, one, text, tongue):
            words = text[before.start : one.end]
            done[-1] = replace(
                before, end=one.end, words=words, of=one.number, unit=before.unit if before.noun else one.unit,
                noun=before.noun or one.noun,
            )  # fmt: skip
        else:
            done.append(one)
    return done


def _ratio(a: SpokenNumber, b: SpokenNumber, text: str, tongue: Tongue) -> bool:
    between = text[a.end : b.start]
    if len(between) > 40 or b.number < a.number or _measured_by(a):
        return False
    gap = tuple(between.lower().split())
    if a.noun and a.unit == a.noun and gap[:1] == (a.noun.lower(),):
        gap = gap[1:]  # "zwölf Linien von vierzehn"
    if tongue.code == "fi":
        first = text[b.start : b.end].lower().split()[0] if b.words else ""
        return not gap and _elative(first)
    return bool(gap) and gap in tongue.ratio


def _elative(word: str) -> bool:
    """``neljästätoista``: out of fourteen."""
    return word.removesuffix("toista").endswith(("sta", "stä"))


def as_digits(text: str, language: str) -> str:
    """A text with its spoken numbers in figures, as the language writes them.

    Words stay where a native writer leaves them: up to twelve without a unit, in days and times, and in numbers said
    one after the other (``ten thirty``), of which nobody can tell what they are.
    """
    tongue = tongue_of(language)
    found = numbers(text, language)
    figures = [_written(one, tongue) for one in found]
    for n, (one, other) in enumerate(itertools.pairwise(found)):
        between = text[one.end : other.start].strip(" -")
        if not between and not one.unit and _said(one) and _said(other):
            figures[n] = figures[n + 1] = None
        elif between.lower() in _RANGES and figures[n + 1] and not one.unit and _said(one):
            figures[n] = figures_of(one.number, tongue)  # "nine or ten percent"
    done, at = [], 0
    for one, written in zip(found, figures, strict=True):
        if written is not None:
            done += [text[at : one.start], written]
            at = one.end
    return "".join(done) + text[at:]


_RANGES = frozenset({"or", "to", "and", "tai", "ja", "viiva", "eller", "till", "och", "oder", "bis", "und", "–"})


def _said(one: SpokenNumber) -> bool:
    return not any(letter.isdecimal() for letter in one.words)


def _written(one: SpokenNumber, tongue: Tongue) -> str | None:
    """A number in figures with its unit; None where the words stay."""
    if not _said(one) or _stays(one, tongue):
        return None
    figures = figures_of(one.number, tongue)
    if one.of is not None:
        return _of_written(one, figures, tongue)
    if one.unit == "%":
        return figures + tongue.percent + (_percent_case(one.noun) if tongue.code == "fi" else "")
    tail = one.words.split()[-1] if _measured_by(one) else ""
    return f"{figures}\u00a0{tail}" if tail else figures


def _measured_by(one: SpokenNumber) -> bool:
    """Whether it is so much of a unit, not so many things."""
    return bool(one.unit) and one.unit != one.noun


def _stays(one: SpokenNumber, tongue: Tongue) -> bool:
    if one.of is not None:
        return False
    if one.number == Decimal("0.5") and one.unit != "%":
        return True  # "half an hour"
    counted = not _measured_by(one) or one.unit in _SPANS  # "six months" is as people write it
    if one.number <= 12 and counted and one.number == int(one.number):
        return True
    # "viiteentoista" would have to be "15:een"
    return tongue.code == "fi" and not one.unit and one.words.lower().removesuffix("toista").endswith(_CASES)


_CASES = (
    "een", "ään", "aan", "teen", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ssa", "ssä", "den", "na", "nä",
)  # fmt: skip


def _percent_case(noun: str) -> str:
    """``15 %:n`` for ``viidentoista prosentin``."""
    low = noun.lower()
    endings = {"prosentin": ":n", "prosenttiin": ":iin", "prosentilla": ":lla", "prosentista": ":sta"}
    return endings.get(low, "")


def _of_written(one: SpokenNumber, figures: str, tongue: Tongue) -> str:
    of = {"en": "of", "sv": "av", "de": "von"}.get(tongue.code)
    whole = figures_of(one.of or Decimal(0), tongue)
    return f"{figures} {of} {whole}" if of else f"{figures}/{whole}"


def figures_of(number: Decimal, tongue: Tongue) -> str:
    """The number in the language's written form; years without a gap."""
    whole, _, rest = f"{number:f}".partition(".")
    year = 1900 <= number <= 2100 and not rest and tongue.code != "de"
    grouped = whole if len(whole) < 5 and (year or tongue.code in {"fi", "sv", "de"}) else f"{int(whole):,}"
    grouped = grouped.replace(",", tongue.thousands)
    return f"{grouped}{tongue.decimal}{rest}" if rest else grouped
