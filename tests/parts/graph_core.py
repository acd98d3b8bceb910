"""What the parts of the fake Graph share: a call, an answer, a refusal, ids, times, and the little of OData they know."""

import base64
import datetime as dt
import hashlib
import json
import re
import threading
import uuid
import zoneinfo
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

Json = dict[str, Any]

NEVER = "0001-01-01T00:00:00Z"
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NAMESPACE = uuid.UUID("6f9619ff-8b86-d011-b42d-00cf4fc964ff")


@dataclass(frozen=True)
class Call:
    """One request, or one part of a batch. `path` is as sent, percent-encoded, without the version."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = b""
    roles: frozenset[str] = frozenset()
    """What the caller may do, once that is known."""

    def value(self, name: str) -> str | None:
        return next((value for key, value in self.query if key == name), None)

    def number(self, name: str, default: int) -> int:
        text = self.value(name) or ""
        return int(text) if text.isdigit() else default

    @property
    def prefer(self) -> dict[str, str]:
        """The preferences, names in lower case: `Prefer: IdType="ImmutableId", odata.maxpagesize=3`."""
        found = re.findall(r"([\w.-]+)\s*=\s*(\"[^\"]*\"|[^,;\s]+)", self.headers.get("prefer", ""))
        return {name.lower(): value.strip('"') for name, value in found}

    def data(self) -> Json:
        if not self.body:
            return {}
        try:
            found = json.loads(self.body)
        except ValueError:
            raise RefusedError(400, "BadRequest", "Unable to read JSON request payload.") from None
        if not isinstance(found, dict):
            raise RefusedError(400, "BadRequest", "The payload is no object.")
        return found


@dataclass
class Answer:
    """What goes back. `data` becomes JSON; `raw` is sent as it is, with `kind` as its content type."""

    status: int = 200
    data: Json | None = None
    raw: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    loose: Callable[[Json], Json] | None = None
    """Made of the data after it was checked: what the service does although its metadata says otherwise."""

    def payload(self) -> bytes:
        return self.raw if self.data is None else json.dumps(self.data, ensure_ascii=False).encode()


class RefusedError(Exception):
    """An error as Graph gives it."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, dict(headers or {})


def not_found() -> RefusedError:
    return RefusedError(404, "ErrorItemNotFound", "The specified object was not found in the store.")


class World:
    """The tenant: its clock, its lock, and the counters ids are made of."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.base_url = ""
        self.login_url = ""
        self.tenant = guid("tenant")
        self.client_id = guid("client")
        self.client_secret = "fake~secret-of-the-app"
        self._counters: dict[str, int] = {}

    def now(self) -> dt.datetime:
        return self.clock().astimezone(dt.UTC)

    def count(self, name: str) -> int:
        with self.lock:
            self._counters[name] = self._counters.get(name, 0) + 1
            return self._counters[name]

    def item_id(self, kind: str, mailbox: str) -> str:
        """An id as Exchange makes them. In a mailbox each second one of a kind differs from the one before in the case
        of its letters only.
        """
        number = self.count(f"{kind} of {mailbox}") - 1
        core = base64.urlsafe_b64encode(hashlib.sha256(f"{kind} {number // 2}".encode()).digest()).decode().rstrip("=")
        owner = base64.urlsafe_b64encode(hashlib.sha256(mailbox.encode()).digest()[:9]).decode()
        return f"AAkALg{owner}{core.swapcase() if number % 2 else core}AAA="

    def guid(self, kind: str) -> str:
        return guid(f"{kind} {self.count(kind)}")


def guid(name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, name))


def is_guid(text: str) -> bool:
    return bool(_GUID.fullmatch(text))


def utc(moment: dt.datetime, digits: int = 0) -> str:
    """As in createdDateTime: UTC with a Z, and up to seven decimals."""
    there = moment.astimezone(dt.UTC)
    decimals = f".{there.microsecond:06d}0"[: digits + 1] if digits else ""
    return f"{there:%Y-%m-%dT%H:%M:%S}{decimals}Z"


def in_zone(moment: dt.datetime, zone: str) -> Json:
    """As in event.start: seven decimals, no offset, and the zone beside it."""
    there = moment.astimezone(zone_of(zone))
    return {"dateTime": f"{there:%Y-%m-%dT%H:%M:%S}.{there.microsecond:06d}0", "timeZone": zone}


def zone_of(name: str) -> dt.tzinfo:
    """An IANA or a Windows name; the service takes both."""
    try:
        return zoneinfo.ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise RefusedError(400, "TimeZoneNotSupportedException", f"Time zone '{name}' is not supported.") from None


def moment(text: str | None, name: str) -> dt.datetime:
    """A time of a query: without an offset it is UTC."""
    try:
        found = dt.datetime.fromisoformat((text or "").replace("z", "Z"))
    except ValueError:
        raise RefusedError(400, "ErrorInvalidParameter", f"The parameter {name} is not a date and time.") from None
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found


def selected(rows: Iterable[Json], names: str | None, always: Sequence[str] = ("id", "@odata.etag")) -> list[Json]:
    """$select: only the members asked for, and those that always come."""
    if not names:
        return list(rows)
    wanted = {name.strip() for name in names.split(",")} | set(always)
    return [{name: value for name, value in row.items() if name in wanted} for row in rows]


def paged(call: Call, rows: Sequence[Json], base_url: str, *, default: int = 10, most: int = 1000) -> Json:
    """$top and $skip, with a link to the next page that repeats the rest of the query."""
    size, start = min(call.number("$top", default), most), call.number("$skip", 0)
    page: Json = {"value": list(rows[start : start + size])}
    if call.value("$count") == "true":
        page["@odata.count"] = len(rows)
    if start + size < len(rows):
        again = [(name, value) for name, value in call.query if name != "$skip"]
        page["@odata.nextLink"] = link(base_url, call.path, [*again, ("$skip", str(start + size))])
    return page


def link(base_url: str, path: str, query: Iterable[tuple[str, str]]) -> str:
    """An absolute link in which everything that may be encoded is: decoding it once more would break it."""
    return f"{base_url}{path}?" + "&".join(f"{quote(name, safe='$')}={quote(value, safe='')}" for name, value in query)


# $filter: comparisons joined by `and`, which is all that is asked of the fake.

_WORD = r"'(?:[^']|'')*'|[^\s']+"
_COMPARED = re.compile(rf"\s*([\w/]+)\s+(eq|ne|ge|gt|le|lt)\s+({_WORD})\s*")
_STARTS = re.compile(rf"\s*startswith\(\s*([\w/]+)\s*,\s*({_WORD})\s*\)\s*")


def filtered(rows: Iterable[Json], text: str | None) -> list[Json]:
    conditions = [_condition(part) for part in _clauses(text)] if text else []
    return [row for row in rows if all(holds(row) for holds in conditions)]


def compared(text: str | None, name: str) -> str | None:
    """The value of a filter that is nothing but `name eq '…'`."""
    found = _COMPARED.fullmatch(text or "")
    return _literal(found[3]) if found and found[1].lower() == name.lower() and found[2] == "eq" else None


def _clauses(text: str) -> list[str]:
    # An `and` with an even number of quotes after it stands outside of them.
    return re.split(r"\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)", text.strip())


def _condition(text: str) -> Callable[[Json], bool]:
    if starts := _STARTS.fullmatch(text):
        name, start = starts[1], _literal(starts[2]).lower()
        return lambda row: str(_inside(row, name) or "").lower().startswith(start)
    found = _COMPARED.fullmatch(text)
    if not found:
        raise RefusedError(400, "BadRequest", f"Invalid filter clause: {text}")
    name, sign, wanted = found[1], found[2], _literal(found[3])

    def holds(row: Json) -> bool:
        there = _inside(row, name)
        value = str(there).lower() if isinstance(there, bool) else str(there or "")
        # ISO times of one form sort as text; other names are compared as Exchange does, whatever their case.
        left, right = value.lower(), wanted.lower()
        less, same = left < right, left == right
        signs = {"eq": same, "ne": not same, "lt": less, "le": less or same, "gt": not (less or same), "ge": not less}
        return signs[sign]

    return holds


def _literal(text: str) -> str:
    return text[1:-1].replace("''", "'") if text.startswith("'") else text


def _inside(row: Json, name: str) -> object:
    found: object = row
    for step in name.split("/"):
        found = found.get(step) if isinstance(found, dict) else None
    return found
