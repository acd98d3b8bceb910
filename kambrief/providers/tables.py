"""Tables out of files: bytes → rows of named cells, whatever encoding, separator or damage the export has.

Nothing here knows what the columns mean. A row that cannot be read is named by its line and skipped; a file that
cannot be read at all is `Table.unreadable`. Cells stay text: what looks like a formula is never evaluated.
"""

import codecs
import csv
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Cell = str | Decimal | tuple[str, ...]
"""Text, a number that JSON already understood, or a list."""

DELIMITERS = ",;\t|"
MAX_PROBLEMS = 200
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAX_CELL = 1_000_000
"""Characters: a longer cell is a lost quotation mark."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``place`` is how to find it again (``line 14``, ``entry 3``)."""

    place: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """What a file held. ``columns`` in their own spelling; the keys of cells are `header_key` of them."""

    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    unreadable: bool = False


def header_key(text: str) -> str:
    """The form in which headers are compared: surrounding blanks and case don't count."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def capped(problems: Sequence[str]) -> tuple[str, ...]:
    """The problems of one file, not more than a person can use."""
    if len(problems) <= MAX_PROBLEMS:
        return tuple(problems)
    return (*problems[:MAX_PROBLEMS], f"and {len(problems) - MAX_PROBLEMS} more problems of this kind")


def read_json(data: bytes, encoding: str | None = None) -> Table:
    """A list of objects, or an object with one such list in it."""
    text, problems = _decoded(data, encoding)
    if text is None:
        return Table(problems=problems, unreadable=True)
    try:
        content = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=str)
    except RecursionError:
        return Table(problems=("is nested too deeply",), unreadable=True)
    except (ValueError, ArithmeticError) as error:
        return Table(problems=(f"is not valid JSON ({error}): cut short, perhaps",), unreadable=True)
    entries = _list_in(content)
    if entries is None:
        return Table(problems=("holds no list of objects",), unreadable=True)
    return _json_table(entries, problems)


def _list_in(content: Any) -> list[Any] | None:
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        content = lists[0] if len(lists) == 1 else None
    return content if isinstance(content, list) else None


def _json_table(entries: list[Any], problems: tuple[str, ...]) -> Table:
    rows, found, columns = [], list(problems), dict[str, str]()
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            found.append(f"entry {number}: is no object; left out")
            continue
        columns.update({header_key(key): key for key in entry if header_key(key) not in columns})
        rows.append(Row(f"entry {number}", {header_key(key): _json_cell(value) for key, value in entry.items()}))
    return Table(tuple(rows), tuple(columns.values()), capped(found))


def _json_cell(value: Any) -> Cell:
    match value:
        case None:
            return ""
        case str() | Decimal():
            return value
        case bool():
            return "true" if value else "false"
        case list():
            return tuple(_plain(item) for item in value if item is not None)
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)


def _plain(item: Any) -> str:
    cell = _json_cell(item)
    return cell if isinstance(cell, str) else str(cell)


def read_csv(
    data: bytes, known: Collection[str] = (), encoding: str | None = None, delimiter: str | None = None
) -> Table:
    """Rows under a header. ``known`` headers (as keys) help to tell the delimiter."""
    text, problems = _decoded(data, encoding)
    if text is None:
        return Table(problems=problems, unreadable=True)
    lines = io.StringIO(text, newline="").readlines()
    skipped = 0
    if lines and lines[0].casefold().startswith("sep=") and len(lines[0].strip()) == len("sep=;"):
        delimiter, skipped = delimiter or lines[0].strip()[-1], 1  # Excel's own hint to itself
    delimiter = delimiter or _likeliest_delimiter(lines, known)
    records = _records(lines, skipped, delimiter)
    header = next((cells for _, cells in records if isinstance(cells, list) and any(map(str.strip, cells))), None)
    if header is None:
        return Table(problems=("is empty",), unreadable=True)
    return _csv_table(header, records, list(problems))


def _csv_table(header: list[str], records: Iterator[tuple[int, list[str] | str]], problems: list[str]) -> Table:
    keys = [header_key(name) for name in header]
    doubles = sorted(key for key, count in Counter(keys).items() if key and count > 1)
    if doubles:
        problems.append(f"has the column {', '.join(map(repr, doubles))} more than once: the first is used")
    first = {key: index for index, key in reversed(list(enumerate(keys))) if key}
    rows = []
    for line, cells in records:
        if isinstance(cells, str):
            problems.append(f"line {line}: {cells}; left out")
        elif not any(cell.strip() for cell in cells):
            continue
        elif len(cells) < len(keys) or any(cell.strip() for cell in cells[len(keys) :]):
            problems.append(f"line {line}: has {len(cells)} columns where the header has {len(keys)}; left out")
        else:
            rows.append(Row(f"line {line}", {key: cells[index] for key, index in first.items()}))
    return Table(tuple(rows), tuple(header), capped(problems))


def _records(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Line number and cells of each record, or what is wrong with it; reading goes on in the line after.

    Strict, because a lost quotation mark would otherwise swallow every row up to the next one unseen.
    """
    csv.field_size_limit(_MAX_CELL)
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=delimiter, strict=True)
        done = start
        try:
            for cells in reader:
                yield done + 1, cells
                done = start + reader.line_num
            return
        except csv.Error as error:
            yield done + 1, f"cannot be read ({error})"
            start = done + 1


def _likeliest_delimiter(lines: list[str], known: Collection[str]) -> str:
    header = next((line for line in lines if line.strip()), "")

    def score(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        return sum(header_key(cell) in known for cell in cells), len(cells)

    return max(DELIMITERS, key=score)


def _decoded(data: bytes, encoding: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The text, with a word on what had to be replaced; None when it is no text."""
    encoding = encoding or next((name for bom, name in _BOMS if data.startswith(bom)), None)
    try:
        text, problems = (data.decode(encoding), ()) if encoding else _guessed(data)
    except UnicodeDecodeError:
        return None, (f"is not text in {encoding or 'UTF-8 or Windows-1252'}: name its encoding, or export it again",)
    if "\0" in text:
        return None, ("is no text file; export it as CSV or JSON",)
    return text.removeprefix("\ufeff"), problems


def _guessed(data: bytes) -> tuple[str, tuple[str, ...]]:
    """UTF-8, or Windows-1252 where nothing speaks for UTF-8. One damaged byte must not turn every ä into Ã¤."""
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        lenient = data.decode("utf-8", errors="replace")
    lost = lenient.count("�")
    if sum(not character.isascii() for character in lenient) > 2 * lost:
        return lenient, (f"holds {lost} bytes that are not UTF-8; they are shown as �",)
    return data.decode("cp1252"), ()
