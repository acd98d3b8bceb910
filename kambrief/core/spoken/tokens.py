"""Text as words, figures and signs, each with its place. One pass, whatever the text is."""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2}(?!\d))"
    r"|(?P<dmy>\d{1,2}\.[ \u00a0]?\d{1,2}\.(?:[ \u00a0]?\d{4})?(?!\d))"
    r"|(?P<slash>\d{1,2}/\d{1,2}(?:/\d{4})?(?![\d/]))"
    r"|(?P<clock>\d{1,2}:\d{2}(?!\d))"
    r"|(?P<num>(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)(?::?[^\W\d_]{1,8}(?!\w))?)"
    r"|(?P<word>[^\W\d_]\w*(?:['’][^\W\d_]+)*)"
    r"|(?P<sign>\S)"
)


class Token(NamedTuple):
    start: int
    end: int
    text: str
    low: str
    kind: str
    """``word``, ``num`` (figures, with what is written together with them), ``iso``, ``dmy``, ``slash``, ``clock``, or
    ``sign``."""


def tokens(text: str) -> list[Token]:
    found = []
    for one in _TOKEN.finditer(text):
        said = one.group()
        found.append(Token(one.start(), one.end(), said, said.lower().replace("’", "'"), one.lastgroup or "sign"))
    return found
