"""Words of a record that stand in a brief without quotation marks: the numbers among them and their day are its own.

A number after the same three words as in a record, or between the same two and two, is that record's number; a day
right after three words of a record, or right before them at the beginning of a line, is one of that record's days.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kambrief.evaluation.arithmetic import day
from kambrief.evaluation.clauses import Clause, means
from kambrief.evaluation.derived import Derived
from kambrief.evaluation.numerals import NUMBER
from kambrief.evaluation.promises import Wrong
from kambrief.evaluation.scenario import Row
from kambrief.evaluation.tokens import PartDate

_ITEM: Final = re.compile(rf"[^\W\d_]+|{NUMBER}")
_RUN: Final = 3
_AROUND: Final = 2
_LETTERS: Final = 8
"""Words with fewer letters ("as of the") may stand anywhere."""
_DAYS: Final = ("opened", "closed", "sla_due", "made_on", "due", "done_on", "close_date", "updated_at", "start", "end")
_NUMBERS: Final = frozenset({"number", "percent", "year", "months", "ratio", "money", "quarter", "minutes"})

Run = tuple[str, ...]
"""Three words in their order, or two and two around a place, lower case; ``#`` is any number."""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """The records, by every three words in a row."""

    numbers: Mapping[Run, frozenset[str]]
    """The numbers that stand right after three, or between two and two."""
    days: Mapping[Run, frozenset[dt.date]]
    """The days of the records that hold them."""


def verbatim(records: Iterable[tuple[Row, str]], derived: Derived) -> Verbatim:
    """Read all records that a brief may take words from."""
    numbers: dict[Run, set[str]] = defaultdict(set)
    days: dict[Run, set[dt.date]] = defaultdict(set)
    for row, text in records:
        own = _days_of(row, derived)
        items = _ITEM.findall(text)
        for place in range(_RUN, len(items) + 1):
            run = _run(items[place - _RUN : place])
            if own:
                days[run] |= own
        for place in (place for place, item in enumerate(items) if item[0].isdigit()):
            for run in _runs(items[:place], items[place + 1 :]):
                numbers[run].add(_plain(items[place]))
    return Verbatim(
        {run: frozenset(found) for run, found in numbers.items()},
        {run: frozenset(found) for run, found in days.items()},
    )


def wrong_words(clause: Clause, held: Verbatim, derived: Derived) -> Iterator[Wrong]:
    """Numbers and days that are not those of the record whose words stand beside them."""
    for token in clause.tokens:
        before = _ITEM.findall(clause.text[: token.start].casefold())
        after = _ITEM.findall(clause.text[token.end :].casefold())
        if isinstance(token.value, PartDate):
            beside = _run(before[-_RUN:] or after[:_RUN])
            days = held.days.get(beside, frozenset())
            if days and _is_telling(beside) and not means(token, set(days), derived):
                yield token.text, "not the day of the record with these words"
        elif token.kind in _NUMBERS and (said := _ITEM.findall(token.text)):
            runs = [run for run in _runs(before, after) if _is_telling(run)]
            numbers = frozenset[str]().union(*(held.numbers.get(run, frozenset()) for run in runs))
            if numbers and _plain(said[0]) not in numbers:
                yield token.text, "another number than in the record with these words"


def _runs(before: Sequence[str], after: Sequence[str]) -> tuple[Run, Run]:
    """What tells a number's place: three words before it, and two on either side."""
    return _run(before[-_RUN:]), _run([*before[-_AROUND:], *after[:_AROUND]])


def _run(items: Iterable[str]) -> Run:
    return tuple("#" if item[0].isdigit() else item for item in items)


def _is_telling(items: Iterable[str]) -> bool:
    words = [item for item in items if item[0].isalpha()]
    return len(words) > 1 and sum(map(len, words)) >= _LETTERS


def _plain(number: str) -> str:
    return number.replace(" ", "").replace(",", ".")


def _days_of(row: Row, derived: Derived) -> frozenset[dt.date]:
    if row["id"] == "meeting":
        return frozenset({derived.meeting_day})
    told = [derived.local(row["at"])] if row.get("at") else []
    return frozenset([*told, *(found for field in _DAYS if (found := day(row.get(field))))])
