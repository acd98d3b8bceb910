"""The ways of naming a day, found in a text's words: `tongue.Rule` patterns and what their slots read."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kambrief.core.spoken.numerals import numeral, parts
from kambrief.core.spoken.tokens import Token
from kambrief.core.spoken.tongue import Rule, Tongue
from kambrief.core.spoken.tongues import tongue_of

Held = int | tuple[int, ...]
"""What a slot holds: a number, or the numbers of a date in figures."""


@dataclass(frozen=True, slots=True)
class Match:
    rule: Rule
    first: int
    last: int
    """The token behind it."""
    held: Mapping[str, Held] = field(default_factory=dict)

    def get(self, slot: str) -> int | None:
        value = self.held.get(slot)
        return value if isinstance(value, int) else None


@dataclass(frozen=True, slots=True)
class _Element:
    words: frozenset[str]
    slot: str
    optional: bool


@functools.lru_cache(maxsize=8)
def _compiled(code: str) -> tuple[Mapping[str, tuple[int, ...]], tuple[tuple[Rule, tuple[_Element, ...]], ...]]:
    """The rules by what they can begin with: a word, or ``{slot}``."""
    rules = tuple((rule, tuple(_element(one) for one in rule.pattern.split())) for rule in tongue_of(code).rules)
    begins: dict[str, list[int]] = {}
    for number, (_, elements) in enumerate(rules):
        for element in elements:
            for word in element.words or {f"{{{element.slot}}}"}:
                begins.setdefault(word, []).append(number)
            if not element.optional:
                break
    return {word: tuple(numbers) for word, numbers in begins.items()}, rules


@functools.lru_cache(maxsize=8)
def _openers(code: str) -> frozenset[str]:
    tongue = tongue_of(code)
    weekdays = {f"{day}s" for day in tongue.weekdays}
    known = (tongue.weekdays, tongue.weekdays_short, tongue.months, tongue.units, tongue.articles, tongue.values)
    return frozenset(weekdays.union(*known, (words[0] for words in tongue.half_of), _WORKING, {"morgen"}))


_WORKING = frozenset({"working", "business", "calendar"})


def _element(text: str) -> _Element:
    optional = text.endswith("?")
    bare = text.removesuffix("?")
    if bare.startswith("{"):
        return _Element(frozenset(), bare.strip("{}"), optional)
    return _Element(frozenset(bare.split("|")), "", optional)


class Phrases:
    """The matches in one text; what a slot reads at a token is read once."""

    def __init__(self, said: Sequence[Token], tongue: Tongue) -> None:
        self._said, self._tongue = said, tongue
        self._begins, self._rules = _compiled(tongue.code)
        self._slots = sorted({word for word in self._begins if word.startswith("{")})
        self._read: dict[tuple[str, int], tuple[Held, int] | None] = {}

    def at(self, first: int) -> list[Match]:
        """All that match at a token, the longest first."""
        found = []
        candidates = set(self._begins.get(self._said[first].low, ()))
        for slot in self._slots if self._opens(self._said[first]) else ():
            if self.slot(slot.strip("{}"), first):
                candidates.update(self._begins[slot])
        for number in sorted(candidates):
            rule, elements = self._rules[number]
            if match := self._match(elements, first):
                found.append(Match(rule, first, *match))
        return sorted(found, key=lambda one: -one.last)

    def _opens(self, one: Token) -> bool:
        """Whether any slot can begin with a word: most words of a talk are none of these, and are passed by."""
        if one.kind != "word":
            return one.kind != "sign"
        return one.low in _openers(self._tongue.code) or parts(one.low, self._tongue.code) is not None

    def _match(self, elements: Sequence[_Element], at: int) -> tuple[int, dict[str, Held]] | None:
        if not elements:
            return at, {}
        element, rest = elements[0], elements[1:]
        read: tuple[Held, int] | None = None
        if at < len(self._said):
            if element.slot:
                read = self.slot(element.slot, at)
            elif self._said[at].low in element.words:
                read = (0, at + 1)
        if read is not None and (behind := self._match(rest, read[1])) is not None:
            return behind[0], ({element.slot: read[0]} if element.slot else {}) | behind[1]
        return self._match(rest, at) if element.optional else None

    def slot(self, name: str, at: int) -> tuple[Held, int] | None:
        key = (name, at)
        if key not in self._read:
            self._read[key] = _READERS[name](self._said, at, self._tongue)
        return self._read[key]


_Read = tuple[Held, int] | None


def _figures(said: Sequence[Token], at: int, lowest: int, highest: int) -> _Read:
    one = said[at]
    fits = one.kind == "num" and len(one.text) <= 4 and one.text.isdecimal() and lowest <= int(one.text) <= highest
    return (int(one.text), at + 1) if fits else None


def _digits(said: Sequence[Token], at: int, _: Tongue) -> _Read:
    return _figures(said, at, 1, 31)


def _ordinal(said: Sequence[Token], at: int, tongue: Tongue, highest: int = 31) -> _Read:
    one = said[at]
    if one.kind == "num":
        figures = one.low[:2].rstrip("abcdefghijklmnopqrstuvwxyz:")
        marked = figures.isdecimal() and one.low.removeprefix(figures) in tongue.ordinal_marks
        return (int(figures), at + 1) if marked and 1 <= int(figures) <= highest else None
    found = numeral(said, at, tongue)
    return (int(found.value), found.last) if found and found.ordinal and 1 <= found.value <= highest else None


def _cardinal(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    if figures := _figures(said, at, 1, 31):
        return figures
    found = numeral(said, at, tongue)
    whole = found and not found.ordinal and not found.article and found.value == int(found.value)
    return (int(found.value), found.last) if found and whole and 1 <= found.value <= 31 else None


def _day_of_month(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    return _ordinal(said, at, tongue) or _cardinal(said, at, tongue)


def _count(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    if figures := _figures(said, at, 1, 999):
        return figures
    found = numeral(said, at, tongue)
    if found is None and said[at].low in tongue.articles:
        return 1, at + 1
    whole = found and not found.ordinal and found.value == int(found.value) and 1 <= found.value <= 999
    return (int(found.value), found.last) if found and whole else None


def _week_number(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    if figures := _figures(said, at, 1, 53):
        return figures
    found = numeral(said, at, tongue)
    fits = found and not found.ordinal and found.value == int(found.value) and 1 <= found.value <= 53
    return (int(found.value), found.last) if found and fits else None


def _year(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    if figures := _figures(said, at, 1990, 2100):
        return figures
    found = numeral(said, at, tongue)
    return (int(found.value), found.last) if found and not found.ordinal and 1990 <= found.value <= 2100 else None


def _weekday(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    one = said[at]
    if one.low in tongue.weekdays:
        number, strong = tongue.weekdays[one.low]
        behind = said[at + 2 : at + 3] if said[at + 1 : at + 2] and said[at + 1].low == "-" else ()
        joined = bool(behind) and behind[0].low.startswith(("aamu", "ilta")) and said[at + 1].start == one.end
        if joined:
            return number * 2 + (strong or behind[0].low.endswith(("na", "nä", "ksi"))), at + 3
        return number * 2 + strong, at + 1
    if one.low not in tongue.weekdays_short or at + 1 >= len(said):
        return None
    behind = said[at + 1 : at + 3]
    dotted = behind[0].low in {".", ","} and len(behind) > 1
    date = behind[1] if dotted else behind[0]
    figures = date.kind in {"dmy", "iso", "slash"} or (date.kind == "num" and date.low[:1].isdecimal())
    return (tongue.weekdays_short[one.low] * 2, at + (2 if dotted else 1)) if figures else None


def _weekday_past(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    word = said[at].low
    found = tongue.weekdays.get(word.removesuffix("s")) if word.endswith("s") else None
    return (found[0] * 2 + 1, at + 1) if found else None


def _month(said: Sequence[Token], at: int, tongue: Tongue, endings: tuple[str, ...] = ()) -> _Read:
    one = said[at]
    number = tongue.months.get(one.low)
    if number is None or (endings and not one.low.endswith(endings)):
        return None
    if tongue.code == "en" and one.text in {"may", "march", "mar", "sun"} and not _about_dates(said, at, tongue):
        return None  # verbs, in text without capitals
    dotted = len(one.low) < 5 and at + 1 < len(said) and said[at + 1].low == "." and said[at + 1].start == one.end
    return number, at + (2 if dotted and at + 2 < len(said) and said[at + 2].kind == "num" else 1)


def _about_dates(said: Sequence[Token], at: int, tongue: Tongue) -> bool:
    before = said[at - 1] if at else None
    here = at + 1 + (at + 1 < len(said) and said[at + 1].low == "the")
    if before is not None and (before.low == "of" or _figures(said, at - 1, 1, 31)):
        return True
    if here >= len(said):
        return False
    opens = before is None or before.kind == "sign" or before.low in tongue.strong or before.low in tongue.weekdays
    return _ordinal(said, here, tongue) is not None or (opens and _figures(said, here, 1, 31) is not None)


def _month_of(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    return _month(said, at, tongue, ("n",) if tongue.code == "fi" else ())


def _month_after(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    return _month(said, at, tongue, ("ta", "kuu") if tongue.code == "fi" else ())


def _month_in(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    return _month(said, at, tongue, ("ssa", "hun", "lle"))


def _month_number(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    """The month in ``der neunte zehnte``, ``yhdeksäs kymmenettä``, ``nionde i tionde``."""
    found = _ordinal(said, at, tongue, 12)
    if found and tongue.code == "fi" and not said[found[1] - 1].low.endswith(("tta", "ttä", "toista")):
        return None
    return found


def _unit(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    if said[at].low in _WORKING and at + 1 < len(said):
        if tongue.code == "en" and tongue.units.get(said[at + 1].low) == "day":
            return UNITS.index("day" if said[at].low == "calendar" else "workday"), at + 2
        return None
    unit = tongue.units.get(said[at].low)
    return (UNITS.index(unit), at + 1) if unit else None


UNITS = ("day", "workday", "week", "fortnight", "month", "year")


def _iso(said: Sequence[Token], at: int, _: Tongue) -> _Read:
    if said[at].kind != "iso":
        return None
    year, month, day = said[at].text.split("-")
    return (int(year), int(month), int(day)), at + 1


def _dmy(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    if said[at].kind != "dmy" or not tongue.dotted:
        return None
    day, month, year = (part.strip() for part in said[at].text.split("."))
    return (int(year or 0), int(month), int(day)), at + 1


def _slash(said: Sequence[Token], at: int, _: Tongue) -> _Read:
    if said[at].kind != "slash":
        return None
    day, month, *year = said[at].text.split("/")
    return (int(year[0]) if year else 0, int(month), int(day)), at + 1


_NO_TOMORROW = frozenset(
    ("guten", "gut", "am", "jeden", "jedem", "heute", "gestern", "den", "vom", "zum", "schönen", "einen")
)


def _morgen(said: Sequence[Token], at: int, tongue: Tongue) -> _Read:
    """``morgen`` as tomorrow: no greeting, no morning."""
    if said[at].low != "morgen" or tongue.code != "de":
        return None
    before = said[at - 1].low if at else ""
    if before in _NO_TOMORROW or before in tongue.weekdays:
        return None
    begins = before in {"", ".", "!", "?"}
    if said[at].text == "Morgen" and (not begins or at + 1 >= len(said) or said[at + 1].kind == "sign"):
        return None
    behind = said[at + 1].low if at + 1 < len(said) else ""
    parts = {"früh", "vormittag", "mittag", "nachmittag", "abend"}
    return (1, at + 2) if behind in parts else (1, at + 1)


_READERS: Mapping[str, Callable[[Sequence[Token], int, Tongue], _Read]] = {
    "iso": _iso, "dmy": _dmy, "slash": _slash, "dig": _digits, "ord": _ordinal, "card": _cardinal,
    "dom": _day_of_month, "dom2": _day_of_month, "num": _count, "wk": _week_number, "year": _year, "wd": _weekday,
    "wds": _weekday_past, "mon": _month_after, "mongen": _month_of, "monin": _month_in, "ordmon": _month_number,
    "unit": _unit, "morgen": _morgen,
    "wkord": lambda said, at, tongue: _ordinal(said, at, tongue, 53),
}  # fmt: skip
