"""What each line of a follow-up rests on, as it stands now: also after a person has changed it.

A line that is as it was drafted rests on what it was drafted from. One that was changed a little still shows it, and
that it was changed. A line that a person wrote rests on nothing, and says so.
"""

import difflib
import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kambrief.core import lexicon
from kambrief.core.followup import DraftLine, Followup, PartKind
from kambrief.core.rechecking import open_points

_BULLET = re.compile(r"^\s*(?:[-*•–·]|\d{1,2}[.)])\s+(?=\S)")
_CUE = "cue:"
_ALIKE = 0.6
"""So alike are a line and the one that it was made from."""
_FEW_WORDS = 2
"""So many words beside a drafted line make no other line of it."""
_MOST_ROWS = 200


class Standing(enum.StrEnum):
    """Where a line's words come from."""

    DRAFTED = "drafted"
    CHANGED = "changed"
    """By a person, after it was drafted from what it shows."""
    WRITTEN = "written"
    """By a person."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the text that says something. ``number`` counts these lines from 1."""

    number: int
    text: str
    standing: Standing
    cues: tuple[int, ...] = ()
    """Numbers of utterances."""
    records: tuple[tuple[str, str], ...] = ()
    """Records of the CRM: table and id."""
    by_model: bool = False
    about_meeting: bool = False
    """It says what the meeting was about, as the calendar has it."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something that a person has to settle: what is asked, as it stands in the text, and in which line."""

    text: str
    asked: str
    line: str


def rows_of(body: str, followup: Followup) -> tuple[Row, ...]:
    """The lines of ``body`` down to the closing, without titles, greeting and courtesies as they were drafted."""
    drafted = [line for _, line in followup.lines()]
    courtesies = {_plain(line.text) for line in drafted if not line.evidence}
    titles = {_plain(part.title) for part in followup.parts if part.title}
    closing = {_plain(line.text) for kind, line in followup.lines() if kind is PartKind.CLOSING}
    rows: list[Row] = []
    for raw in body.splitlines():
        text = _plain(_BULLET.sub("", raw))
        if text and (text in closing or lexicon.CLOSING.fullmatch(text)):
            break
        if text and text not in titles and text not in courtesies and len(rows) < _MOST_ROWS:
            rows.append(_row(len(rows) + 1, text, [line for line in drafted if line.evidence]))
    return tuple(rows)


def points_of(subject: str, body: str) -> tuple[Point, ...]:
    """Every ``[confirm: …]`` that is left."""
    found = []
    for line in (subject, *body.splitlines()):
        for point in open_points(line):
            asked = point.strip("[] ").partition(":")[2].strip() or point.strip("[] ")
            rest = _plain(_BULLET.sub("", line.replace(point, "…")))
            found.append(Point(point, asked, rest))
    return tuple(dict.fromkeys(found))


def _row(number: int, text: str, drafted: Sequence[DraftLine]) -> Row:
    within = [line for line in drafted if _plain(line.text) in text]
    if within:
        rest = text
        for line in within:
            rest = rest.replace(_plain(line.text), " ")
        more = len(re.findall(r"\w+", rest)) > _FEW_WORDS
        return _resting(number, text, Standing.CHANGED if more else Standing.DRAFTED, within)
    best = max(drafted, key=lambda line: _likeness(text, line.text), default=None)
    if best is not None and _likeness(text, best.text) >= _ALIKE:
        return _resting(number, text, Standing.CHANGED, [best])
    return Row(number, text, Standing.WRITTEN)


def _resting(number: int, text: str, standing: Standing, lines: Iterable[DraftLine]) -> Row:
    lines = tuple(lines)
    evidence = list(dict.fromkeys(one for line in lines for one in line.evidence))
    cues = sorted({int(one[len(_CUE) :]) for one in evidence if re.fullmatch(rf"{_CUE}\d{{1,6}}", one)})
    records = [one for one in evidence if not one.startswith((_CUE, "promise:")) and one != "meeting"]
    return Row(
        number, text, standing, tuple(cues), tuple(dict.fromkeys(map(_record, records))),
        by_model=any(line.by not in {"code", "manager"} for line in lines), about_meeting="meeting" in evidence,
    )  # fmt: skip


def _record(fact: str) -> tuple[str, str]:
    """``contracts/HS-1#2``: the second sentence of a record."""
    table, _, name = fact.removeprefix("fact:").partition("#")[0].rpartition("/")
    return table, name


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False).ratio()


def _plain(text: str) -> str:
    return " ".join(text.split())
