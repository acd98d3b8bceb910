"""Tryton's typed JSON: decimals, dates and times say what they are, in answers and in conditions alike.

Times are in UTC and carry no zone there; ours always do.
"""

import base64
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

_WILD = str.maketrans({one: f"\\{one}" for one in "\\%_"})


def encoded(value: Any) -> Any:
    """A value as Tryton takes it. Raises `ValueError` for a time without a zone."""
    match value:
        case Decimal():
            return {"__class__": "Decimal", "decimal": str(value)}
        case dt.datetime():
            if value.tzinfo is None:
                raise ValueError("a time without a zone")
            at = value.astimezone(dt.UTC)
            return {
                "__class__": "datetime", "year": at.year, "month": at.month, "day": at.day, "hour": at.hour,
                "minute": at.minute, "second": at.second, "microsecond": at.microsecond,
            }  # fmt: skip
        case dt.date():
            return {"__class__": "date", "year": value.year, "month": value.month, "day": value.day}
        case Mapping():
            return {key: encoded(one) for key, one in value.items()}
        case str() | int() | float() | None:
            return value
        case Iterable():
            return [encoded(one) for one in value]
    raise ValueError(f"{type(value).__name__} has no form in Tryton's JSON")


def decoded(value: Any) -> Any:
    """What Tryton has said, as plain values; what cannot be understood is None."""
    if isinstance(value, list):
        return [decoded(one) for one in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("__class__")
    if kind is None:
        return {key: decoded(one) for key, one in value.items()}
    try:
        return _typed(kind, value)
    except (KeyError, TypeError, ValueError, InvalidOperation, OverflowError):
        return None


def _typed(kind: object, value: Mapping[str, Any]) -> Any:
    if kind == "Decimal":
        return Decimal(value["decimal"])
    if kind == "date":
        return dt.date(value["year"], value["month"], value["day"])
    if kind == "datetime":
        names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        return dt.datetime(**{name: value[name] for name in names}, tzinfo=dt.UTC)
    return None


def packed(value: Any) -> str:
    """A condition or an order as it stands in an address."""
    text = json.dumps(encoded(value), ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def literal(text: str) -> str:
    """Text within a pattern that matches itself alone."""
    return text.translate(_WILD)


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A record's fields under their dotted names: a link to another record is its id, with what was read of it under
    ``link.field``; of several records each field is a list.
    """
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name in {"__name__", "rec_name"}:
            continue
        match value:
            case dict() if "id" in value:
                found[name] = value["id"]
                found |= {f"{name}.{inner}": each for inner, each in flat(value).items()}
            case [{"id": _}, *_]:
                rows = [flat(one) for one in value if isinstance(one, dict)]
                found[name] = [one.get("id") for one in rows]
                for inner in dict.fromkeys(key for one in rows for key in one):
                    found[f"{name}.{inner}"] = [one.get(inner) for one in rows]
            case _:
                found[name] = value
    return found
