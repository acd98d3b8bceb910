"""Values as database drivers give them, into cells as our readers take them, and ids back into what a column holds."""

import datetime as dt
import json
import uuid
from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from kambrief.providers.tables import Cell

_CENT = Decimal("0.01")
_FLOAT_STEP = Decimal("0.0001")
_BIGGEST_DIGITS = 18


def cell(value: Any) -> Cell:
    """One value as a cell; NULL is an empty one. Floats lose what they only seem to know: 4 decimals stay."""
    made: Cell
    match value:
        case None:
            made = ""
        case str():
            made = value
        case bool():
            made = "true" if value else "false"
        case int() | float() | Decimal():
            made = _whole(_rounded(value, _FLOAT_STEP) if isinstance(value, float) else Decimal(value))
        case dt.date() | dt.time():
            made = value.isoformat()
        case bytes() | bytearray() | memoryview():
            made = _text(bytes(value))
        case list() | tuple():
            made = tuple(_plain(item) for item in value if item is not None)
        case dict():
            made = json.dumps(value, ensure_ascii=False, default=str)
        case _:
            made = str(value)
    return made


def money(value: Any) -> Decimal:
    """A sum: exact where the database is, to cents where it counts in floats. Raises `ValueError` for what is none."""
    amount = _rounded(value, _CENT) if isinstance(value, float) else value
    if isinstance(amount, int):
        amount = Decimal(amount)
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise ValueError("is no amount")
    return amount


def keys_for(sample: Any, ids: Collection[str], *, loose: bool) -> list[Any] | None:
    """These ids as values of a column that holds things like ``sample``: a number is not compared with a text, which
    some databases refuse. None: nothing is known of the column, compare it as text. ``loose``: columns of this database
    may hold numbers and texts at once, so both are asked for.
    """
    numbers = [int(one) for one in ids if one.isdecimal() and len(one) <= _BIGGEST_DIGITS and str(int(one)) == one]
    if loose:
        return [*sorted(ids), *sorted(numbers)]
    match sample:
        case bool():
            return None
        case int() | Decimal():
            return sorted(numbers)
        case uuid.UUID():
            return [found for one in sorted(ids) if (found := _uuid(one))]
        case str():
            return sorted(ids)
        case _:
            return None


def mark(value: Any) -> str:
    """The newest change as text that `from_mark` understands, the same for the same moment in any zone."""
    match value:
        case None:
            return ""
        case dt.datetime():
            return f"time {(value.astimezone(dt.UTC) if value.tzinfo else value).isoformat()}"
        case dt.date():
            return f"day {value.isoformat()}"
        case bytes() | bytearray() | memoryview():
            return f"bytes {bytes(value).hex()}"
        case str():
            return f"text {value}"
        case _:
            return f"number {Decimal(str(value))}"


def from_mark(text: str) -> Any:
    """What `mark` was made from. Raises `ValueError` for anything else."""
    kind, _, rest = text.partition(" ")
    try:
        match kind:
            case "time":
                return dt.datetime.fromisoformat(rest)
            case "day":
                return dt.date.fromisoformat(rest)
            case "bytes":
                return bytes.fromhex(rest)
            case "text":
                return rest
            case "number":
                number = Decimal(rest)
                return int(number) if number == number.to_integral_value() else number
    except InvalidOperation:
        pass
    raise ValueError("is no mark of ours")


def _rounded(value: float, step: Decimal) -> Decimal:
    """``repr`` is the shortest number that gives this float: what somebody wrote, as a rule."""
    exact = Decimal(repr(value))
    if not exact.is_finite() or abs(exact.adjusted()) > _BIGGEST_DIGITS:
        return exact
    return _whole(exact.quantize(step))


def _whole(number: Decimal) -> Decimal:
    """``7.00`` as 7: it may be an id."""
    if not number.is_finite() or abs(number.adjusted()) > _BIGGEST_DIGITS or number != number.to_integral_value():
        return number
    return Decimal(int(number))


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()


def _plain(item: Any) -> str:
    made = cell(item)
    if isinstance(made, Decimal):
        return f"{made:f}"
    return made if isinstance(made, str) else json.dumps(made, ensure_ascii=False)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def texts(values: Sequence[Any]) -> tuple[Cell, ...]:
    """A whole row."""
    return tuple(cell(value) for value in values)
