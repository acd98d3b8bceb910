"""Salesforce's query language, as far as we speak it, read strictly.

What the vendor refuses is refused: fields it does not show, AND beside OR without brackets, bare columns beside sums.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:\\.|[^'\\])*')
    | (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))
    | (?P<day>\d{4}-\d\d-\d\d)
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<last>LAST_N_DAYS:\d+)
    | (?P<name>[A-Za-z_][A-Za-z0-9_.]*)
    | (?P<sign>!=|<=|>=|[=<>(),])
    )""",
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "'": "'", '"': '"', "\\": "\\"}
SUMS = {"SUM", "COUNT", "MIN", "MAX"}
PARTS = {"CALENDAR_YEAR", "CALENDAR_MONTH"}


class RefusedError(Exception):
    """As the vendor words it."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


@dataclass(frozen=True)
class Item:
    """One thing after SELECT, GROUP BY or ORDER BY."""

    path: str = ""
    function: str = ""
    alias: str = ""
    below: "Select | None" = None

    @property
    def key(self) -> str:
        return f"{self.function}({self.path})" if self.function else self.path


@dataclass
class Select:
    items: list[Item] = field(default_factory=list)
    sobject: str = ""
    where: "Condition | None" = None
    group: list[Item] = field(default_factory=list)
    order: list[tuple[Item, bool]] = field(default_factory=list)
    limit: int | None = None


@dataclass(frozen=True)
class Compare:
    item: Item
    sign: str
    value: Any


@dataclass(frozen=True)
class Joined:
    word: str
    parts: tuple["Condition", ...]


Condition = Compare | Joined


def malformed(told: str) -> RefusedError:
    return RefusedError("MALFORMED_QUERY", told)


def parse(query: str) -> Select:
    """Raises `RefusedError`."""
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(query.rstrip()):
        found = _TOKEN.match(query, at)
        if found is None:
            raise malformed(f"unexpected token at {at}: {query[at : at + 20]!r}")
        kind = str(found.lastgroup)
        tokens.append((kind, found[kind]))
        at = found.end()
    reader = _Reader(tokens)
    made = reader.select()
    if reader.at != len(tokens):
        raise malformed(f"unexpected token: {reader.peek()!r}")
    return made


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def word(self) -> str:
        return self.peek().upper() if self.at < len(self.tokens) and self.tokens[self.at][0] == "name" else ""

    def take(self, wanted: str = "") -> str:
        told = self.peek()
        if not told or (wanted and told.upper() != wanted):
            raise malformed(f"expecting {wanted or 'more'}, found {told!r}")
        self.at += 1
        return told

    def name(self) -> str:
        if self.at >= len(self.tokens) or self.tokens[self.at][0] != "name":
            raise malformed(f"expecting a name, found {self.peek()!r}")
        return self.take()

    def select(self) -> Select:
        self.take("SELECT")
        made = Select([self.item(alias=True)])
        while self.peek() == ",":
            self.take()
            made.items.append(self.item(alias=True))
        self.take("FROM")
        made.sobject = self.name()
        if self.word() == "WHERE":
            self.take()
            made.where = self.condition()
        if self.word() == "GROUP":
            self.take()
            self.take("BY")
            made.group = self.listed()
        if self.word() == "ORDER":
            self.take()
            self.take("BY")
            made.order = [(self.item(alias=False), self.down())]
            while self.peek() == ",":
                self.take()
                made.order.append((self.item(alias=False), self.down()))
        if self.word() == "LIMIT":
            self.take()
            made.limit = int(self.take())
        return made

    def down(self) -> bool:
        if self.word() in {"ASC", "DESC"}:
            return self.take().upper() == "DESC"
        return False

    def listed(self) -> list[Item]:
        found = [self.item(alias=False)]
        while self.peek() == ",":
            self.take()
            found.append(self.item(alias=False))
        return found

    def item(self, *, alias: bool) -> Item:
        if self.peek() == "(":
            self.take()
            below = self.select()
            self.take(")")
            return Item(below=below)
        path, function = self.name(), ""
        if self.peek() == "(":
            function = path.upper()
            if function not in SUMS | PARTS:
                raise malformed(f"no such function: {path}")
            self.take()
            path = "" if self.peek() == ")" else self.name()
            self.take(")")
        named = self.name() if alias and self.word() and self.word() != "FROM" else ""
        return Item(path, function, named)

    def condition(self) -> Condition:
        parts, words = [self.single()], set()
        while self.word() in {"AND", "OR"}:
            words.add(self.take().upper())
            parts.append(self.single())
        if len(words) > 1:
            raise malformed("AND and OR need brackets between them")
        return parts[0] if len(parts) == 1 else Joined(words.pop(), tuple(parts))

    def single(self) -> Condition:
        if self.peek() == "(":
            self.take()
            found = self.condition()
            self.take(")")
            return found
        item = self.item(alias=False)
        sign = self.take().upper()
        if sign == "IN":
            self.take("(")
            values = [self.value()]
            while self.peek() == ",":
                self.take()
                values.append(self.value())
            self.take(")")
            return Compare(item, "IN", values)
        if sign not in {"=", "!=", "<", ">", "<=", ">=", "LIKE"}:
            raise malformed(f"unexpected token: {sign!r}")
        return Compare(item, sign, self.value(pattern=sign == "LIKE"))

    def value(self, *, pattern: bool = False) -> Any:
        if self.at >= len(self.tokens):
            raise malformed("unexpected end")
        kind, told = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return _pattern(told[1:-1]) if pattern else _plain(told[1:-1])
        if kind == "time":
            return dt.datetime.fromisoformat(told)
        if kind == "day":
            return dt.date.fromisoformat(told)
        if kind == "number":
            return Decimal(told)
        if kind == "last":
            return dt.timedelta(days=int(told.partition(":")[2]))
        words: dict[str, Any] = {"TRUE": True, "FALSE": False, "NULL": None}
        if kind == "name" and told.upper() in words:
            return words[told.upper()]
        raise malformed(f"unexpected token: {told!r}")


def _plain(told: str) -> str:
    def one(found: re.Match[str]) -> str:
        if found[1] not in _ESCAPES:
            raise malformed(f"illegal string escape: \\{found[1]}")
        return _ESCAPES[found[1]]

    made = re.sub(r"\\(.)", one, told, flags=re.DOTALL)
    if len(made) > 4000:
        raise malformed("a string of more than 4000 characters")
    return made


def _pattern(told: str) -> re.Pattern[str]:
    made = ""
    for found in re.finditer(r"\\(.)|(.)", told, re.DOTALL):
        if found[1]:
            made += re.escape(found[1] if found[1] in "%_" else _ESCAPES.get(found[1], found[1]))
        else:
            made += {"%": ".*", "_": "."}.get(found[2], re.escape(found[2]))
    return re.compile(made, re.IGNORECASE | re.DOTALL)
