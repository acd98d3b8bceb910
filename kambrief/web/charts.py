"""Charts as inline SVG: each is read without colour, in the light and in the dark, on a phone and on a desk.

Places along the width are in percent, sizes in CSS pixels: a chart fills any width and its writing keeps its size.
Everything is drawn in the colour of the text around it (classes in ``account.css``); what belongs together is told by
patterns, shapes and numbers. No style, no script, no link. Numbers come with the words the page says of them: a table
with the same numbers stands below each chart. Words from outside are escaped, and cut where they would not fit.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from kambrief.web.svg import crossed, cut, hatch, line, percent, points, px, signed, svg, tag, text, within, words

MAX_PAIRS, MAX_PARTS, MAX_ROWS, MAX_DOTS, MAX_OURS, MAX_THEIRS, MAX_EDGES = 24, 20, 8, 8, 6, 12, 30
"""What is beyond stands in the table alone. With these a chart stays under 20 kB, whatever the words."""
NAME, SHORT = 26, 7
"""Longest texts, in characters."""
_DIGITS = 40
"""Of an amount; beyond them it is a broken row (`core.wording` draws the same line)."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Pair:
    """One month beside the same a year before. None: not known, which is not 0."""

    label: str
    now: Decimal | None
    before: Decimal | None
    figure: str = ""
    """What stands at the bar of now: a number of a few digits."""


@dataclass(frozen=True, slots=True)
class Part:
    """One reason and its points; the segment carries its letter (`letter`)."""

    label: str
    points: int


@dataclass(frozen=True, slots=True)
class Dot:
    """One answer. ``mood`` -1, 0 or 1 is its shape: a diamond, a square, a circle."""

    on: dt.date
    height: Decimal
    """From 0 (the scale's lowest) to 1."""
    figure: str
    mood: int = 0


@dataclass(frozen=True, slots=True)
class DotRow:
    """Answers of one person."""

    label: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A person. ``mark`` says in a word or two what is special about them, ``faded`` that they have gone quiet."""

    key: str
    label: str
    note: str = ""
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """Who knows whom. ``weight`` (1 to 5) is the line's width; ``old``: dashed."""

    ours: str
    theirs: str
    weight: int
    figure: str
    old: bool = False


def letter(place: int) -> str:
    """What a part of the stacked chart is called: A, B … Z, then nothing."""
    return _LETTERS[place] if place < len(_LETTERS) else ""


def usable(amount: Decimal | None) -> bool:
    """Whether an amount can be drawn: a finite number of a sane length."""
    return amount is not None and amount.is_finite() and (not amount or amount.adjusted() <= _DIGITS)


# --- revenue: pairs of bars ----------------------------------------------------------------------------------------

_TOP, _PLOT, _BOTTOM = 18, 130, 20


def bars(name: str, title: str, desc: str, pairs: Sequence[Pair]) -> Markup:
    """Pairs of bars, now solid, before hatched; below the zero line what was credited, a dash where nothing is known.
    Empty when there is nothing to draw.
    """
    shown = pairs[-MAX_PAIRS:]
    every = [amount for pair in shown for amount in (pair.now, pair.before) if amount is not None and usable(amount)]
    high, low = max([*every, Decimal(0)]), min([*every, Decimal(0)])
    if not high - low:
        return Markup("")
    scale = Decimal(_PLOT) / (high - low)
    zero = _TOP + high * scale
    below = 14 if low < 0 else 0  # room for the figures under bars that point down
    foot = _TOP + _PLOT + below + _BOTTOM
    step = Decimal(100) / len(shown)
    inner = [hatch(name), line(0, zero, 100, zero, "chart-axis")]
    for place, pair in enumerate(shown):
        left = step * place
        end = zero
        for amount, at, part, kind in (
            (pair.before, Decimal("0.08"), Decimal("0.34"), "chart-before"),
            (pair.now, Decimal("0.46"), Decimal("0.48"), "chart-now"),
        ):
            x, width = left + step * at, step * part
            if amount is None or not usable(amount):
                inner.append(words(x + width / 2, zero - 3, "–", "chart-unknown", anchor="middle"))
                continue
            tall = abs(amount) * scale
            top = zero - tall if amount > 0 else zero
            end = top if amount >= 0 else zero + tall
            fill = {"fill": f"url(#{name}-hatch)"} if kind == "chart-before" else {}
            inner.append(
                tag("rect", x=percent(x), y=px(top), width=percent(width), height=px(tall), class_=kind, **fill)
            )
        middle = left + step * Decimal("0.7")
        if usable(pair.now):
            y = end + 12 if pair.now is not None and pair.now < 0 else end - 4
            inner.append(words(middle, y, cut(pair.figure, SHORT), "chart-figure chart-halo", anchor="middle"))
        inner.append(words(left + step / 2, foot - 5, cut(pair.label, SHORT), "chart-label", anchor="middle"))
    return svg(name, title, desc, foot, inner)


# --- retention risk: one stacked bar -------------------------------------------------------------------------------


_TALL, _WIDE, _NARROW = 42, 8, 3
"""A segment's height; from which width (in percent) on it shows its points, and its letter."""


def stack(name: str, title: str, desc: str, parts: Sequence[Part], score: int) -> Markup:
    """What raises the score laid end to end, below it what lowers it, leading back to the score. Segments are told by
    their letters; wide ones show their points. Empty when nothing raises it.
    """
    some = [(letter(place), part) for place, part in enumerate(parts[:MAX_PARTS]) if part.points]
    raising = [(key, part) for key, part in some if part.points > 0]
    lowering = [(key, part) for key, part in some if part.points < 0]
    total = sum(part.points for _, part in raising)
    if not total:
        return Markup("")
    whole = Decimal(max(100, total))
    inner = [hatch(name), points(name), crossed(name)]
    at = Decimal(0)
    for place, (key, part) in enumerate(raising):
        width = part.points * 100 / whole
        inner += _segment(name, at, width, 22, key, part, place)
        at += width
    for place, (key, part) in enumerate(lowering):
        width = min(abs(part.points) * 100 / whole, at)
        at -= width
        inner += _segment(name, at, width, 70, key, part, place, lowers=True)
    mark = min(Decimal(100), max(0, score) * 100 / whole)
    foot = 116 if lowering else 68
    inner.append(line(mark, 16, mark, foot, "chart-score"))
    anchor = "end" if mark > 90 else "start" if mark < 10 else "middle"
    inner.append(words(mark, 12, str(score), "chart-figure chart-strong", anchor=anchor))
    inner.append(line(0, foot, 100, foot, "chart-axis"))
    for tick in (0, 25, 50, 75, 100):
        x = tick * 100 / whole
        inner.append(line(x, foot, x, foot + 4, "chart-axis"))
        where = "start" if not tick else "end" if x == 100 else "middle"
        inner.append(words(x, foot + 16, str(tick), "chart-label", anchor=where))
    return svg(name, title, desc, foot + 20, inner)


def _segment(
    name: str, at: Decimal, width: Decimal, top: int, key: str, part: Part, place: int, *, lowers: bool = False
) -> Iterator[str]:
    fills = ("none", f"url(#{name}-hatch)", f"url(#{name}-points)", f"url(#{name}-crossed)")
    kind = "chart-part chart-lowers" if lowers else "chart-part"
    tip = f"<title>{text(f'{key} {part.label}: {part.points:+d}', 80)}</title>"
    yield f"<g>{tip}"
    fill = fills[place % len(fills)]
    yield tag("rect", x=percent(at), y=px(top), width=percent(width), height=px(_TALL), class_=kind, fill=fill)
    middle = at + width / 2
    if fill != "none" and width >= _NARROW:  # letters stand on paper, not on a pattern
        wide = width >= _WIDE
        half = 12 if wide else 6
        paper = tag("rect", x=px(-half), y=px(top + 5 if wide else top + 13), width=px(2 * half),
                    height=px(32 if wide else 16), class_="chart-paper")  # fmt: skip
        yield within(middle, paper)
    if width >= _WIDE:
        yield words(middle, top + 18, key, "chart-figure", anchor="middle")
        yield words(middle, top + 33, signed(part.points), "chart-figure", anchor="middle")
    elif width >= _NARROW:
        yield words(middle, top + 26, key, "chart-figure", anchor="middle")
    yield "</g>"


# --- satisfaction: answers over time -------------------------------------------------------------------------------

_ROW, _SWING, _NEAR = 76, 26, Decimal(9)


def dots(
    name: str, title: str, desc: str, rows: Sequence[DotRow], first: dt.date, last: dt.date, ends: tuple[str, str]
) -> Markup:
    """A row a person, time from left to right, each answer's number in its mark; higher is better. ``ends``: the words
    for the first and the last day. Empty without answers.
    """
    shown = [row for row in rows if row.dots][:MAX_ROWS]
    if not shown:
        return Markup("")
    span = max(1, (last - first).days)
    inner = []
    for place, row in enumerate(shown):
        top = place * _ROW
        inner.append(words(0, top + 13, cut(row.label, NAME), "chart-name"))
        answers = sorted(row.dots, key=lambda dot: dot.on)[-MAX_DOTS:]
        places = _apart([6 + Decimal((dot.on - first).days) * 88 / span for dot in answers])
        spots = [(x, top + 34 + _SWING * (1 - _unit(dot.height))) for x, dot in zip(places, answers, strict=True)]
        inner.append(line(0, top + _ROW - 3, 100, top + _ROW - 3, "chart-rule"))
        for (x1, y1), (x2, y2) in itertools.pairwise(spots):
            inner.append(line(x1, y1, x2, y2, "chart-path"))
        for (x, y), dot in zip(spots, answers, strict=True):
            inner.append(within(x, _shape(dot.mood, y) + words(None, y + 4, cut(dot.figure, 4), "chart-figure",
                                                                 anchor="middle")))  # fmt: skip
    foot = len(shown) * _ROW + 16
    inner.append(words(0, foot - 2, cut(ends[0], NAME), "chart-label"))
    inner.append(words(100, foot - 2, cut(ends[1], NAME), "chart-label", anchor="end"))
    return svg(name, title, desc, foot, inner)


def _unit(height: Decimal) -> Decimal:
    return min(Decimal(1), max(Decimal(0), height)) if height.is_finite() else Decimal(0)


def _apart(places: Iterable[Decimal]) -> list[Decimal]:
    """Marks that would lie on each other, moved as little as needed."""
    found: list[Decimal] = []
    for place in places:
        found.append(max(place, found[-1] + _NEAR) if found else max(Decimal(6), place))
    most = Decimal(94)
    for index in range(len(found) - 1, -1, -1):
        found[index] = min(found[index], most)
        most = found[index] - _NEAR
    return found


def _shape(mood: int, y: Decimal) -> str:
    if mood > 0:
        return tag("circle", cx="0", cy=px(y), r="11", class_="chart-dot")
    if mood < 0:
        corners = f"0,{px(y - 14)} 14,{px(y)} 0,{px(y + 14)} -14,{px(y)}"
        return tag("polygon", points=corners, class_="chart-dot")
    return tag("rect", x="-10", y=px(y - 10), width="20", height="20", class_="chart-dot")


# --- the people map ------------------------------------------------------------------------------------------------

_LEFT, _RIGHT, _GAP = Decimal(30), Decimal(62), 44


def people(name: str, title: str, desc: str, ours: Sequence[Node], theirs: Sequence[Node],
           edges: Sequence[Edge]) -> Markup:  # fmt: skip
    """Ours on the left, theirs on the right; the thicker the line the more days in touch, dashed where long ago.
    Empty without anybody of theirs.
    """
    left, right = ours[:MAX_OURS], theirs[:MAX_THEIRS]
    if not right:
        return Markup("")
    foot = max(len(left), len(right)) * _GAP
    heights = {("o", one.key): y for one, y in zip(left, _spread(len(left), foot), strict=True)}
    heights |= {("t", one.key): y for one, y in zip(right, _spread(len(right), foot), strict=True)}
    inner, figures = [], []
    known = [one for one in edges if ("o", one.ours) in heights and ("t", one.theirs) in heights]
    for edge in known[:MAX_EDGES]:
        y1, y2 = heights["o", edge.ours], heights["t", edge.theirs]
        wide = f"{min(5, max(1, edge.weight))}"
        kind = "chart-edge chart-old" if edge.old else "chart-edge"
        inner.append(tag("line", x1=percent(_LEFT + 1), y1=px(y1), x2=percent(_RIGHT - 1), y2=px(y2), class_=kind,
                          stroke_width=wide))  # fmt: skip
        # Nearer to theirs, where the lines have parted.
        x, y = _LEFT + (_RIGHT - _LEFT) * Decimal("0.84"), y1 + (y2 - y1) * Decimal("0.84")
        figures.append(words(x, y + 4, cut(edge.figure, SHORT), "chart-figure chart-halo", anchor="middle"))
    inner += figures
    for one in left:
        inner.append(words(_LEFT, heights["o", one.key] + 4, cut(one.label, NAME), "chart-name", anchor="end"))
    for one in right:
        y = heights["t", one.key]
        kind = "chart-name chart-faded" if one.faded else "chart-name"
        inner.append(words(_RIGHT, y - 2 if one.note else y + 4, cut(one.label, NAME), kind))
        if one.note:
            inner.append(words(_RIGHT, y + 13, cut(one.note, NAME + 10), "chart-label"))
    return svg(name, title, desc, foot, inner)


def _spread(count: int, foot: int) -> list[Decimal]:
    return [Decimal(foot) * (2 * place + 1) / (2 * count) for place in range(count)]
