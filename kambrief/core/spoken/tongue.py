"""What a language needs for its spoken numbers, days and times to be read. Data only, filled by ``words_*``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple


class Part(NamedTuple):
    """A part of a number word: ``kaksi``, ``hundred``, ``zwanzigste``."""

    kind: str
    """``unit`` 1–9, ``ten`` 10–19 and 0, ``tens`` 20–99, ``hundred``, ``scale``; Finnish also ``toista``, ``kymmenen``
    and ``kymmentä``, which make teens and tens of the unit before them; ``und`` inside a German word."""
    value: int
    ordinal: bool = False
    alone: bool = True
    """False for what is no number by itself: ``sataa`` is also the rain, ``ein`` an article."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A way of naming a day.

    ``pattern``: elements with a space between them. ``a|b`` is any of these words, ``?`` behind it means it may be
    missing, ``{slot}`` is what `core.spoken.slots` reads.
    """

    kind: str
    """``date``, ``ordinal``, ``weekday``, ``week``, ``weekof``, ``day``, ``in``, ``ago``, ``monthend``, ``yearend``,
    ``quarterend``, ``vague``."""
    pattern: str
    value: int = 0
    which: str = ""
    """For weekdays: ``next``, ``last``, ``week`` (a week later)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How a language says the time. Lists of words; each is matched in lower case."""

    before: frozenset[str]
    """``kello``, ``klockan``: a number behind it is an hour."""
    before_weak: frozenset[str]
    """``at``, ``um``: a number behind it is an hour unless it counts something."""
    after: frozenset[str]
    """``o'clock``, ``Uhr``."""
    half: frozenset[str] = frozenset()
    """``halb zehn``: the half before the hour."""
    half_past: frozenset[str] = frozenset()
    """``half``: with ``past``, the half behind the hour."""
    quarter: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    minutes: frozenset[str] = frozenset()
    """Words that may stand between: ``ten minutes to``."""
    morning: tuple[tuple[str, ...], ...] = ()
    afternoon: tuple[tuple[str, ...], ...] = ()
    named: Mapping[str, int] = field(default_factory=dict)
    """``noon``."""
    place: frozenset[str] = frozenset()
    """``time`` in ``Hamburg time``."""


@dataclass(frozen=True, slots=True)
class Tongue:
    code: str
    parts: Mapping[str, Part]
    values: Mapping[str, Decimal]
    """Words that are whole numbers by themselves: ``puolitoista``."""
    halves: tuple[tuple[str, ...], ...]
    """``and a half``."""
    half_of: tuple[tuple[str, ...], ...]
    """``half a`` (million, percent)."""
    points: frozenset[str]
    """``point``, ``pilkku``, ``Komma``."""
    joiners: frozenset[str]
    """``and`` in ``a hundred and twenty``."""
    articles: frozenset[str]
    """Words for one that are articles too: a number only before a unit or a scale."""
    ratio: tuple[tuple[str, ...], ...]
    """``of``, ``out of``."""
    weekdays: Mapping[str, tuple[int, bool]]
    """Form → the weekday, and whether the form alone says "on that day"."""
    weekdays_short: Mapping[str, int]
    """``pe``, ``Fri``: only before a date in figures."""
    months: Mapping[str, int]
    units: Mapping[str, str]
    """``weeks`` → ``week``; also ``day``, ``workday``, ``month``, ``year``."""
    rules: tuple[Rule, ...]
    leading: frozenset[str]
    """Prepositions and articles before a day that belong to its words."""
    strong: frozenset[str]
    """Those of them that make a weekday a date: ``on``, ``by``."""
    trailing: frozenset[str]
    later: tuple[tuple[str, ...], ...]
    """``after``: what follows is no day that can be promised."""
    since: frozenset[str]
    joints: frozenset[str]
    """What may stand between a weekday and its date: ``the``, ``eli``, ``den``."""
    to: frozenset[str]
    """Between the first and the last day."""
    every: frozenset[str]
    """``every`` Friday is no day."""
    plain: frozenset[str]
    """Words that do not make an ordinal before them count something: ``is``, ``and``, ``we``."""
    things: frozenset[str]
    """What large ordinals count."""
    article_needed: frozenset[str]
    """An ordinal alone is a date only behind one of these; empty: no such thing."""
    ordinal_marks: frozenset[str]
    """Behind figures: ``th``."""
    measures: Mapping[str, str]
    """Units of numbers: ``percent`` → ``%``, ``euros`` → ``EUR``, ``hours`` → ``h``."""
    clock: Clock
    clitics: tuple[str, ...] = ()
    dotted: bool = True
    """``9.10.`` is a date."""
    thousands: str = "\u00a0"
    decimal: str = ","
    percent: str = "\u00a0%"
    longest: int = 96
    """Longer words are no numbers."""
