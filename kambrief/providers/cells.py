"""Cells into values. Each reader takes one cell that is not empty; a `ValueError` says what is wrong with it."""

import datetime as dt
import functools
import re
import unicodedata
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import list_currencies

from kambrief.core.address import address_key, domain_key
from kambrief.providers.tables import Cell

_BLANKS = str.maketrans("", "", " \u00a0\u2009\u202f'\u2019")
_MONEY_WORD = re.compile(r"^([^\W\d_]+\.?|[€$£¥])\s*(?=[-(\d])|(?<=[\d)])\s*([^\W\d_]+\.?|[€$£¥])$")
_MONEY_SIGNS = frozenset({"€", "$", "£", "¥", "kr", "kr.", "Kr", "Kr."})
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+(?:[.,]\d+)?|\d[\d.,]*")
_MAX_DIGITS = 18
_YEARS = range(1900, 2201)
_TRUE = frozenset({"1", "true", "t", "yes", "y", "x", "kyllä", "ja", "on"})
_FALSE = frozenset({"0", "false", "f", "no", "n", "ei", "nej", "nein", "off"})


@dataclass(frozen=True, slots=True)
class Conventions:
    """How one column was written. ``decimal`` empty: not known, so ``1.234`` cannot be read."""

    decimal: str = ""
    date_format: str = ""
    timezone: str = "Europe/Helsinki"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """Where times without an offset were written."""
        return zoneinfo.ZoneInfo(self.timezone)


def clean(text: str) -> str:
    """The text as it is, but in NFC, with one kind of line end, without control characters and lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (one for one in text if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept))


def text(cell: Cell, _: Conventions) -> str:
    """Words."""
    if isinstance(cell, tuple):
        return clean("; ".join(cell))
    return clean(cell if isinstance(cell, str) else f"{cell:f}")


def code(cell: Cell, how: Conventions) -> str:
    """An id or a key: never a number, so that ``007`` stays."""
    return text(cell, how).strip()


def lowered(cell: Cell, how: Conventions) -> str:
    """One of a few words, case ignored."""
    return code(cell, how).casefold()


def listing(cell: Cell, how: Conventions) -> tuple[str, ...]:
    """Several codes: a list, or separated by semicolons or commas."""
    parts = cell if isinstance(cell, tuple) else re.split(r"[;,]", text(cell, how))
    return tuple(part for part in (clean(one).strip() for one in parts) if part)


def address(cell: Cell, _: Conventions) -> str:
    """One bare mail address."""
    key = address_key(cell) if isinstance(cell, str) else ""
    if not key or key != "".join(one for one in key if unicodedata.category(one) not in {"Cc", "Cs"}):
        raise ValueError("is no mail address")
    return key


def addresses(cell: Cell, how: Conventions) -> tuple[str, ...]:
    """Several mail addresses."""
    parts = cell if isinstance(cell, tuple) else re.split(r"[;,\s]+", str(cell))
    return tuple(address(part, how) for part in parts if part)


def domains(cell: Cell, _: Conventions) -> tuple[str, ...]:
    """Domains, also when written as web addresses."""
    parts = cell if isinstance(cell, tuple) else re.split(r"[;,\s]+", str(cell))
    keys = {part: domain_key(_host(part)) for part in parts if part}
    if not all(keys.values()):
        raise ValueError("is no list of domains")
    return tuple(dict.fromkeys(keys.values()))


def _host(part: str) -> str:
    host = re.sub(r"^[a-z]+://", "", part.strip(), flags=re.IGNORECASE)
    return re.sub(r"[/:?#].*$", "", host).removeprefix("@").removeprefix("www.")


def number(cell: Cell, how: Conventions) -> Decimal:
    """An amount: spaces or points between thousands, decimal comma or point, a currency beside it."""
    if isinstance(cell, Decimal):
        if not cell.is_finite() or abs(cell.adjusted()) > _MAX_DIGITS:
            raise ValueError("is no number")
        return cell
    bare, negative = _unsigned(str(cell))
    if not _GROUPED.fullmatch(bare) or sum(one.isdigit() for one in bare) > _MAX_DIGITS:
        raise ValueError("is no number")
    digits = bare.translate(_BLANKS)
    separator = how.decimal or decimal_of([cell])
    if not separator and not digits.isdecimal():
        raise ValueError("may be thousands or decimals: set decimal to ',' or '.'")
    value = _decimal(digits, separator or ".")
    return -value if negative else value


def _decimal(digits: str, separator: str) -> Decimal:
    thousands = "." if separator == "," else ","
    whole, point, fraction = digits.partition(separator)
    grouped = re.fullmatch(rf"\d+|\d{{1,3}}(?:\{thousands}\d{{3}})+", whole)
    if not grouped or (point and not fraction.isdecimal()):
        raise ValueError(f"is no number with '{separator}' for decimals")
    return Decimal(f"{whole.replace(thousands, '')}{point and '.'}{fraction}")


def _unsigned(cell: str) -> tuple[str, bool]:
    bare = _without_currency(cell.replace("\u2212", "-").strip())
    negative = bare.startswith("-")
    bare = bare.removeprefix("-").removeprefix("+").strip()
    if bare.startswith("(") and bare.endswith(")"):  # accountants' minus
        bare, negative = bare[1:-1].strip(), True
    return _without_currency(bare), negative


def _without_currency(bare: str) -> str:
    """Only what is certainly a currency goes: ``1.2 mln`` must not become 1.2."""

    def drop(found: re.Match[str]) -> str:
        word = found[1] or found[2]
        return "" if word in _MONEY_SIGNS or word in _currencies() else found[0]

    return _MONEY_WORD.sub(drop, bare)


@functools.cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def decimal_of(cells: Iterable[Cell]) -> str:
    """Which sign these numbers use for decimals; empty when nothing tells, or they contradict each other.

    ``1.234`` tells nothing: one column's thousands are another's decimals, and a guess is wrong a thousandfold.
    """
    found = {sign for cell in cells if isinstance(cell, str) and (sign := _decimal_sign(_unsigned(cell)[0]))}
    return found.pop() if len(found) == 1 else ""


def _decimal_sign(bare: str) -> str:
    signs = [one for one in bare if one in ".,"]
    if not signs:
        return ""
    last, other = signs[-1], "," if signs[-1] == "." else "."
    if len(set(signs)) > 1:
        return last if signs.count(last) == 1 else ""
    if len(signs) > 1:
        return other  # 1.234.567: the sign groups thousands
    whole, _, tail = bare.partition(last)
    grouped = len(tail) == 3 and 1 <= len(whole) <= 3 and whole != "0"
    return "" if grouped else last


def integer(cell: Cell, how: Conventions) -> int:
    """A whole number; ``310.0`` is one."""
    value = number(cell, how)
    if value != value.to_integral_value():
        raise ValueError("is no whole number")
    return int(value)


def flag(cell: Cell, how: Conventions) -> bool:
    """Yes or no."""
    word = lowered(cell, how)
    if word not in _TRUE | _FALSE:
        raise ValueError("is neither yes nor no")
    return word in _TRUE


def moment(cell: Cell, how: Conventions) -> dt.datetime:
    """A point in time; without an offset, in the configured zone."""
    found = _parsed(code(cell, how), how)
    try:
        aware = found if found.tzinfo else found.replace(tzinfo=how.zone)
        aware.astimezone(dt.UTC)
    except (OverflowError, ValueError):
        raise ValueError("is no date in our time") from None
    return aware


def day(cell: Cell, how: Conventions) -> dt.date:
    """A date; of a time with an offset, the date it was in the configured zone."""
    found = _parsed(code(cell, how), how)
    return found.astimezone(how.zone).date() if found.tzinfo else found.date()


def month(cell: Cell, how: Conventions) -> dt.date:
    """First day of a month written as ``2024-10``, ``10/2024``, ``10.2024`` or any date in it."""
    bare = code(cell, how)
    if found := re.fullmatch(r"(\d{4})[-/]?(\d{2})", bare):
        year, number_ = found.groups()
    elif found := re.fullmatch(r"(\d{1,2})[/.](\d{4})", bare):
        number_, year = found.groups()
    else:
        return day(cell, how).replace(day=1)
    if int(year) not in _YEARS or not 1 <= int(number_) <= 12:
        raise ValueError("is no month")
    return dt.date(int(year), int(number_), 1)


def _parsed(bare: str, how: Conventions) -> dt.datetime:
    try:
        found = _by_format(bare, how.date_format)
    except (ValueError, OverflowError):
        raise ValueError("is no date; write 2026-10-05 or 5.10.2026, or set date_format") from None
    if found.year not in _YEARS:
        raise ValueError("is no date in our time")
    return found


def _by_format(bare: str, date_format: str) -> dt.datetime:
    if re.match(r"\d{4}-\d{2}-\d{2}(?:$|[T ])", bare):
        return dt.datetime.fromisoformat(bare)
    if date_format:
        return dt.datetime.strptime(bare, date_format)  # noqa: DTZ007 (the zone is added by who knows it)
    parts = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? (?:klo )?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?", bare)
    if not parts:
        raise ValueError
    day_, month_, year, hour, minute, second = (int(part or 0) for part in parts.groups())
    return dt.datetime(year, month_, day_, hour, minute, second)  # noqa: DTZ001 (as above)


def zone(cell: Cell, how: Conventions) -> str:
    """An IANA time zone."""
    name = code(cell, how)
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is no IANA time zone, such as Europe/Helsinki") from None
    return name


def currency(cell: Cell, how: Conventions) -> str:
    """An ISO 4217 code."""
    bare = code(cell, how).upper()
    if bare not in _currencies():
        raise ValueError("is no currency code, such as EUR")
    return bare
