"""Whether a query that somebody wrote into the configuration is one statement that only reads.

This is a help against mistakes, told before anything is asked. What keeps us from writing is the transaction, which is
read-only where the database can do that, and the rights of the user we sign in as.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKENS = re.compile(
    r"""
    (?P<comment> --[^\n]* | /\*.*?\*/ )
  | (?P<quoted> '(?:[^']|'')*' | "(?:[^"]|"")*" | `[^`]*` | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$ )
  | (?P<word> [^\W\d]\w* )
  | (?P<open> ['"`] | /\* )
  | (?P<sign> \S )
    """,
    re.VERBOSE | re.DOTALL,
)
_WRITING = frozenset({
    "alter", "attach", "create", "delete", "drop", "exec", "execute", "grant", "insert", "into", "merge", "pragma",
    "revoke", "truncate", "update",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


def select_only(query: str) -> str:
    """The query without a semicolon at its end. Raises `ValueError` with all that is wrong with it."""
    tokens = list(_tokens(query))
    if tokens and tokens[-1].text == ";":
        query, tokens = query[: tokens[-1].start], tokens[:-1]
    problems = list(_problems(tokens))
    if problems:
        raise ValueError("; ".join(problems))
    return query.strip()


def _tokens(query: str) -> Iterator[_Token]:
    for found in _TOKENS.finditer(query):
        kind = str(found.lastgroup)
        if kind != "comment":
            yield _Token(kind, found[0], found.start())


def _problems(tokens: list[_Token]) -> Iterator[str]:
    words = [token for token in tokens if token.kind == "word"]
    if not words or words[0].text.casefold() not in {"select", "with"}:
        yield "must be one SELECT (or WITH … SELECT)"
        return
    if any(token.kind == "open" for token in tokens):
        yield "has a quotation mark or a comment that is not closed"
    if any(token.text == ";" for token in tokens):
        yield "holds more than one statement; one SELECT is allowed"
    if not _balanced(tokens):
        yield "has parentheses that do not match"
    for word in dict.fromkeys(_writing(tokens)):
        yield f"holds {word}, and only reading is allowed (put a column that is called so in quotation marks)"


def _balanced(tokens: list[_Token]) -> bool:
    depth = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth < 0:
            return False
    return depth == 0


def _writing(tokens: list[_Token]) -> Iterator[str]:
    """Words that change data. After a point they are columns: ``log.update``."""
    before = ""
    for token in tokens:
        if token.kind == "word" and token.text.casefold() in _WRITING and before != ".":
            yield token.text.upper()
        before = token.text
