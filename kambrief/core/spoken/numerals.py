"""Number words: cut into their parts, and the parts put together.

One grammar for four languages: units, teens, tens, hundreds, thousands, millions, in one word or in several, ordinals
at the end. What the parts are: `core.spoken.words_*`.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kambrief.core.spoken.tokens import Token
from kambrief.core.spoken.tongue import Part, Tongue
from kambrief.core.spoken.tongues import tongue_of

HYPHENS = "-\u2010\u2011"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words from token ``first`` up to ``last`` (not included)."""

    first: int
    last: int
    value: Decimal
    ordinal: bool = False
    article: bool = False
    """Only a word like ``ein`` or ``one``, which may be no number."""


@dataclass(frozen=True, slots=True)
class _State:
    """What has been read: ``done`` in thousands and up, ``now`` below."""

    done: int = 0
    now: int = 0
    last: str = ""
    limit: int = 10**12
    ordinal: bool = False

    @property
    def value(self) -> int:
        return self.done + self.now


@functools.lru_cache(maxsize=8192)
def parts(word: str, code: str) -> tuple[Part, ...] | None:
    """The parts of a number word, longest first; None when it is no number word."""
    tongue = tongue_of(code)
    if len(word) > tongue.longest:
        return None
    found = _cut(word, tongue)
    if found is None:
        for clitic in tongue.clitics:
            if word.endswith(clitic) and len(word) > len(clitic) + 2:
                found = _cut(word.removesuffix(clitic), tongue)
                if found is not None:
                    break
    return found


def _cut(word: str, tongue: Tongue) -> tuple[Part, ...] | None:
    known = tongue.parts
    lengths = _lengths(tongue.code)
    ends: dict[int, tuple[Part, ...] | None] = {len(word): ()}

    def rest(at: int) -> tuple[Part, ...] | None:
        if at not in ends:
            ends[at] = None
            for length in lengths:
                part = known.get(word[at : at + length]) if at + length <= len(word) else None
                if part is not None and (behind := rest(at + length)) is not None:
                    whole = (part, *behind)
                    if at or _adds_up(whole, tongue):
                        ends[at] = whole
                        break
        return ends[at]

    return rest(0)


@functools.lru_cache(maxsize=8)
def _lengths(code: str) -> tuple[int, ...]:
    return tuple(sorted({len(part) for part in tongue_of(code).parts}, reverse=True))


def _adds_up(whole: Sequence[Part], tongue: Tongue) -> bool:
    """Whether a word alone is a number, or a part that goes on from a word before it."""
    return len(whole) == 1 or _read(_State(), whole, tongue, inside=False) is not None


def _read(state: _State, whole: Sequence[Part], tongue: Tongue, *, inside: bool) -> _State | None:
    current: _State | None = state
    for part in whole:
        if current is None:
            return None
        current = _step(current, part, tongue, inside=inside)
        inside = True
    return current


def _step(  # noqa: C901, PLR0911 - one for each kind of part
    state: _State, part: Part, tongue: Tongue, *, inside: bool
) -> _State | None:
    if state.ordinal and not part.ordinal and not (inside and tongue.code == "fi"):
        return None
    ordinal = state.ordinal or part.ordinal
    match part.kind:
        case "unit":
            open_ = state.now % 100 == 0 or (state.last == "tens" and state.now % 10 == 0 and tongue.code != "de")
            if not open_ or state.last in {"unit", "ten"}:
                return None
            return _State(state.done, state.now + part.value, "unit", state.limit, ordinal)
        case "ten" | "tens":
            if state.now % 100 or state.last in {"unit", "ten", "tens"}:
                return None
            return _State(state.done, state.now + part.value, part.kind, state.limit, ordinal)
        case "toista" | "kymmenen" | "kymmentä":
            return _finnish(state, part, ordinal=ordinal, inside=inside)
        case "hundred":
            if state.ordinal or state.now >= 100 or (state.now == 0 and state.last == "ten"):
                return None
            return _State(state.done, max(state.now, 1) * 100, "hundred", state.limit, ordinal)
        case "scale":
            if state.ordinal or part.value >= state.limit or (state.now == 0 and state.last not in {"", "scale"}):
                return None
            return _State(state.done + max(state.now, 1) * part.value, 0, "scale", part.value, ordinal)
        case _:  # "und" between parts of one word
            return _State(state.done, state.now, "und", state.limit, ordinal) if inside and state.last != "" else None


def _finnish(state: _State, part: Part, *, ordinal: bool, inside: bool) -> _State | None:
    unit = state.now % 100
    joins = inside or (part.kind != "kymmenen" and not part.ordinal)  # "kuudes kymmenes" are two
    if state.last == "unit" and unit < 10 and joins:
        value = unit + 10 if part.kind == "toista" else unit * 10
        kind = "ten" if part.kind == "toista" else "tens"
        return _State(state.done, state.now - unit + value, kind, state.limit, ordinal)
    if part.kind == "toista" or unit or state.last in {"unit", "ten", "tens"}:
        return None
    return _State(state.done, state.now + 10, "ten", state.limit, ordinal)


def numeral(said: Sequence[Token], at: int, tongue: Tongue) -> Numeral | None:
    """The longest number in words that begins at token ``at``; None when none does."""
    whole = said[at].low
    if said[at].kind != "word":
        return None
    if whole in tongue.values:
        return _scaled(said, Numeral(at, at + 1, tongue.values[whole]), tongue)
    for words in tongue.half_of if whole in _half_openers(tongue.code) else ():
        if follows(said, at, words) and (scale := _scale(said, at + len(words), tongue)):
            return Numeral(at, at + len(words) + 1, Decimal(scale) / 2)
        behind = at + len(words)
        if follows(said, at, words) and behind < len(said) and said[behind].low in tongue.measures:
            return Numeral(at, behind, Decimal("0.5"))
    found = _integer(said, at, tongue)
    if found is None or found.ordinal:
        return found
    return _scaled(said, _fraction(said, found, tongue), tongue)


@functools.lru_cache(maxsize=8)
def _half_openers(code: str) -> frozenset[str]:
    return frozenset(words[0] for words in tongue_of(code).half_of)


def _integer(said: Sequence[Token], at: int, tongue: Tongue, *, years: bool = True) -> Numeral | None:
    state, here = _State(), at
    if said[at].low in tongue.articles and at + 1 < len(said):
        behind = parts(said[at + 1].low, tongue.code) if said[at + 1].kind == "word" else None
        if behind and behind[0].kind in {"hundred", "scale"} and not behind[0].ordinal:
            here = at + 1
    first = True
    while here < len(said) and said[here].kind == "word":
        cut = parts(said[here].low, tongue.code)
        if cut is None or (first and not _begins(cut)):
            break
        gone_on = _read(state, cut, tongue, inside=False)
        if gone_on is None:
            year = _year(said, here, state, cut, tongue) if years else None
            return Numeral(at, year[1], Decimal(year[0])) if year else _made(said, at, here, state, tongue)
        state, first = gone_on, False
        here += 1
        step = _joint(said, here, state, tongue)
        if step is None:
            return _made(said, at, here, state, tongue)
        here = step
    while here > at and (said[here - 1].kind != "word" or said[here - 1].low in tongue.joiners):
        here -= 1  # the joint led nowhere
    return _made(said, at, here, state, tongue) if state.last else None


def _begins(cut: Sequence[Part]) -> bool:
    return cut[0].kind != "und" and (len(cut) > 1 or (cut[0].alone and cut[0].kind != "toista"))


def _made(said: Sequence[Token], at: int, here: int, state: _State, tongue: Tongue) -> Numeral | None:
    if not state.last or here == at:
        return None
    while here > at + 1 and (said[here - 1].kind != "word" or said[here - 1].low in tongue.joiners):
        here -= 1
    article = here == at + 1 and said[at].low in tongue.articles
    return Numeral(at, here, Decimal(state.value), state.ordinal, article)


def _joint(said: Sequence[Token], here: int, state: _State, tongue: Tongue) -> int | None:
    """Where the number may go on: the next word, over a hyphen inside a word, or over ``and``."""
    if here + 1 >= len(said):
        return here if here < len(said) else None
    if said[here].low in HYPHENS and said[here].start == said[here - 1].end and said[here + 1].start == said[here].end:
        return here + 1
    if said[here].low in tongue.joiners and state.last in {"hundred", "scale"} and not state.ordinal:
        behind = parts(said[here + 1].low, tongue.code)
        small = behind is not None and behind[0].kind in {"unit", "ten", "tens"}
        one_of = said[here + 1].low in tongue.articles and follows(said, here + 2, ("of",))
        return here + 1 if small and not one_of else None
    return here if said[here].kind == "word" else None


def _year(
    said: Sequence[Token], here: int, state: _State, cut: Sequence[Part], tongue: Tongue
) -> tuple[int, int] | None:
    """``twenty twenty-seven`` as 2027."""
    if tongue.code != "en" or state.done or state.now not in {19, 20} or cut[0].kind not in {"ten", "tens"}:
        return None
    rest = _integer(said, here, tongue, years=False)
    if rest is None or rest.ordinal or not 10 <= rest.value < 100:
        return None
    return state.now * 100 + int(rest.value), rest.last


def _fraction(said: Sequence[Token], found: Numeral, tongue: Tongue) -> Numeral:
    for words in tongue.halves:
        if follows(said, found.last, words):
            return Numeral(found.first, found.last + len(words), found.value + Decimal("0.5"))
    at = found.last
    if at + 1 < len(said) and said[at].low in tongue.points:
        digits, here = "", at + 1
        while one := _decimals(said, here, tongue):
            digits, here = digits + str(one.value), one.last
            if one.value >= 10 or len(digits) > 5:
                break
        if digits:
            return Numeral(found.first, here, Decimal(f"{found.value}.{digits}"))
    return found


def _decimals(said: Sequence[Token], at: int, tongue: Tongue) -> Numeral | None:
    """A number behind the point; ``million`` behind it is not its own."""
    end = next((n for n in range(at, min(at + 4, len(said))) if _scale(said, n, tongue)), min(at + 4, len(said)))
    found = _integer(said[at:end], 0, tongue) if end > at else None
    if found is None or found.ordinal or found.value >= 1000:
        return None
    return Numeral(at, at + found.last, found.value)


def _scaled(said: Sequence[Token], found: Numeral, tongue: Tongue) -> Numeral:
    """``two and a half million``."""
    if found.value == found.value.to_integral_value() or not (scale := _scale(said, found.last, tongue)):
        return found
    return Numeral(found.first, found.last + 1, found.value * scale)


def _scale(said: Sequence[Token], at: int, tongue: Tongue) -> int:
    """The scale or hundred at a token; 0 when there is none."""
    cut = parts(said[at].low, tongue.code) if at < len(said) and said[at].kind == "word" else None
    fits = cut is not None and len(cut) == 1 and cut[0].kind in {"hundred", "scale"} and not cut[0].ordinal
    return cut[0].value if cut and fits else 0


def follows(said: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    """Whether these words stand at a token."""
    return at + len(words) <= len(said) and all(said[at + n].low == word for n, word in enumerate(words))
