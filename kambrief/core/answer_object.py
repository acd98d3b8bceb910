"""A model's answer as a JSON object, read forgivingly: fences, talk around it, wrong types and
missing keys break nothing.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

MAX_CHARS = 60_000
_MAX_TRIES = 50
"""Opening braces at which an object may begin; more is no answer but noise."""
_MAX_TEXT = 2_000
_NUMBER = re.compile(r"\d{1,6}")


def parse(text: str, keys: Collection[str]) -> Mapping[str, Any] | None:
    """The first JSON object with one of these keys, wherever it stands."""
    text = text[:MAX_CHARS]
    decoder = json.JSONDecoder()
    for start in _braces(text):
        try:
            found, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and any(key in found for key in keys):
            return found
    return None


def _braces(text: str) -> Iterator[int]:
    start = -1
    for _ in range(_MAX_TRIES):
        start = text.find("{", start + 1)
        if start < 0:
            return
        yield start


def rows(said: object, most: int) -> list[Mapping[str, Any]]:
    """A list of objects; one object alone counts as a list of one."""
    several = [said] if isinstance(said, dict) else said if isinstance(said, list) else []
    return [one for one in several[:most] if isinstance(one, dict)]


def text_of(row: Mapping[str, Any], key: str) -> str:
    """Words on one line; empty where there are none."""
    said = row.get(key)
    return " ".join(said[:_MAX_TEXT].split()) if isinstance(said, str) else ""


def number_of(row: Mapping[str, Any], key: str) -> int:
    """A cue's number, also as ``"12"`` or ``"cue 12"``; 0 where there is none."""
    said = row.get(key)
    return next(iter(_numbers(said)), 0)


def numbers_of(row: Mapping[str, Any], key: str, most: int = 12) -> list[int]:
    """Several of them."""
    said = row.get(key)
    several = said[:most] if isinstance(said, list) else [said]
    return list(dict.fromkeys(number for one in several for number in _numbers(one)))[:most]


def _numbers(said: object) -> Iterator[int]:
    if isinstance(said, bool):
        return
    if isinstance(said, int):
        yield said
    elif isinstance(said, float) and said.is_integer():
        yield int(said)
    elif isinstance(said, str):
        yield from (int(found) for found in _NUMBER.findall(said[:100]))


def names_of(said: object, form: re.Pattern[str], most: int = 40) -> list[str]:
    """Short names (``P1``) in a list or a text."""
    several = [said] if isinstance(said, str) else said[:most] if isinstance(said, list) else []
    found = [name for one in several if isinstance(one, str) for name in form.findall(one[:200])]
    return list(dict.fromkeys(found))[:most]


def shown(text: str, most: int = 120) -> str:
    """A model's words within a complaint of ours."""
    kept = "".join(letter if letter.isprintable() else " " for letter in text[:most])
    return f'"{kept}…"' if len(text) > most else f'"{kept}"'
