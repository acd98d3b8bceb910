"""Salesforce's query language: values written so that they stay values, and lists cut to what an address may hold.

Everything that came from outside goes through `text`, `like` or `ids`; nothing else is ever put into a query.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

LONGEST = 12_000
"""Characters of an encoded query: one within a composite call is an address too, and 16,384 bytes are refused."""
LONGEST_GET = 1_800
"""The same for a query that is the address of a call of its own; the vendor advises 2,000 for all of it."""
_LONGEST_TEXT = 4_000
_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?\Z")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}(?:\.[A-Za-z][A-Za-z0-9_]{0,79}){0,5}\Z")
_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_ESCAPES = str.maketrans(
    {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\0": ""}
)


def select(fields: str, sobject: str, where: str = "", tail: str = "") -> str:
    """A query. ``fields`` and ``sobject`` are names that the vendor has described, ``where`` is made of the rest."""
    parts = (f"SELECT {fields} FROM {sobject}", where and f"WHERE {where}", tail)  # noqa: S608 - as said
    return " ".join(part for part in parts if part)


def text(value: str) -> str:
    """A text in quotes. Raises `ValueError` for one that no query may hold."""
    if len(value) > _LONGEST_TEXT:
        raise ValueError("is too long for a query")
    return f"'{value.translate(_ESCAPES)}'"


def like(part: str) -> str:
    """The pattern of everything that holds this part, its own ``%`` and ``_`` meant as they stand."""
    bare = part.translate(_ESCAPES).replace("%", "\\%").replace("_", "\\_")
    return f"'%{bare}%'"


def name(told: str) -> str:
    """A field or object as the configuration names it. Raises `ValueError` for what can be none."""
    if not is_name(told):
        raise ValueError(f"'{told}' is no field or object of Salesforce")
    return told


def is_name(told: str) -> bool:
    """Whether it may be a field, along relationships too, or an object."""
    return bool(_NAME.match(told))


def moment(at: dt.datetime) -> str:
    """A point in time, in UTC."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def is_id(told: str, prefix: str = "") -> bool:
    """Whether it may be a record's id, of an object with this key prefix. One whose last three letters don't fit the
    rest would spoil the whole query.
    """
    return bool(_ID.match(told)) and told.startswith(prefix) and long_id(told[:15]).startswith(told)


def long_id(told: str) -> str:
    """The 18 characters that answers have, of an id that may be the 15 that pages show."""
    if len(told) != 15:
        return told
    parts = (told[at : at + 5] for at in (0, 5, 10))
    return told + "".join(
        _SUFFIX[sum(1 << number for number, one in enumerate(part) if one.isupper())] for part in parts
    )


def size(query: str) -> int:
    """Characters that a query takes as a part of an address."""
    return len(encoded(query))


def encoded(query: str) -> str:
    """A query as a part of an address."""
    return quote(query, safe="(),'=*.:<>!~")


def within(field: str, values: Iterable[str], room: int) -> list[str]:
    """Conditions "field is one of these", as many as it takes for each to need at most ``room`` encoded characters."""
    return lists((text(value) for value in values), f"{field} IN (", ",", ")", room)


def any_like(fields: Sequence[str], parts: Iterable[str], room: int) -> list[str]:
    """Conditions "one of the fields holds one of these", cut in the same way."""
    told = (" OR ".join(f"{field} LIKE {like(part)}" for field in fields) for part in parts)
    return lists(told, "(", " OR ", ")", room)


def lists(items: Iterable[str], head: str, between: str, tail: str, room: int) -> list[str]:
    """Items joined, cut where the next one would need more than ``room`` encoded characters."""
    frame, gap = size(head) + size(tail), size(between)
    made: list[str] = []
    part: list[str] = []
    used = frame
    for item in items:
        needs = size(item) + gap
        if part and used + needs > room:
            made.append(f"{head}{between.join(part)}{tail}")
            part, used = [], frame
        part.append(item)
        used += needs
    if part:
        made.append(f"{head}{between.join(part)}{tail}")
    return made
