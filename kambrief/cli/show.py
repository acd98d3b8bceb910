"""What the commands print: tables for people, JSON for scripts; progress and colour only on a terminal."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

SHORT = 20
"""So long a cell of a table on a terminal may be and still never be broken."""


def as_json(data: Any) -> None:
    """Clean JSON on standard output."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


def line(text: str = "") -> None:
    """One line of output."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """One line beside the output: never in the way of a script."""
    sys.stderr.write(text + "\n")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table. On a terminal as wide as that, else plain columns that ``cut`` and ``grep`` can read."""
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            line("\t".join(" ".join(str(cell).split()) for cell in row))
        return
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for number, column in enumerate(columns):  # ids, times and states stay in one piece, longer words give way
        longest = max((len(row[number]) for row in rows), default=0)
        shown.add_column(column, no_wrap=longest <= SHORT, overflow="fold")
    for row in rows:
        shown.add_row(*(escape(str(cell)) for cell in row))
    Console().print(shown)


def count(number: int, noun: str) -> str:
    """``1 mail``, ``2 mails``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def counts(done: Mapping[str, int]) -> str:
    """``sent 1, written 1``; empty when nothing was done."""
    return ", ".join(f"{what.replace('_', ' ')} {number}" for what, number in sorted(done.items()) if number)


def first(names: Sequence[str], shown: int = 3) -> str:
    """Some names of many; semicolons, because names may hold commas."""
    more = f" +{len(names) - shown}" if len(names) > shown else ""
    return "; ".join(names[:shown]) + more


def mark(ok: bool) -> str:
    """A word and a sign: the colour is only an addition."""
    text = "ok  " if ok else "FAIL"
    if not sys.stdout.isatty():
        return text
    return f"\x1b[{32 if ok else 31}m{text}\x1b[0m"


@contextmanager
def progress(what: str) -> Iterator[None]:
    """A spinner on a terminal for work over a second; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
