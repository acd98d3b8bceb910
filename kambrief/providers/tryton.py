"""Tryton's REST interface: how a database is signed in to, how records are searched, read and written.

Tryton says "you may not" with 400, and with 500 that it has no such field or model. Lists are read to their end in the
order of their ids, each page after the last id of the one before, so that no record is lost between two pages.
"""

import datetime as dt
import html
import json
import re
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import quote, urlencode

import httpx
from pydantic import Field, model_validator

from kambrief.errors import CallError
from kambrief.providers.cells import clean
from kambrief.providers.crm_mapping import MappedSection
from kambrief.providers.endpoints import WebAddress
from kambrief.providers.http import Api, Policy, Reply, client
from kambrief.providers.oauth import StoredKey
from kambrief.providers.tryton_json import decoded, encoded, packed

NAME = "crm.tryton"
OLDEST = (8, 0)
"""Series whose interface we know: from this one …"""
NEWEST = (8, 2)
"""… to this one, which the tests run against."""
UNKNOWN = "unknown-name"
"""Code of a refusal: there is no such field or model."""
DENIED = "denied"
"""Code of a refusal: Tryton's access rights, or a rule of its own."""
PAGE = 500
IDS = 150
"""Ids in one question: it stands in the address, which must not be too long for what stands before Tryton."""
_MOST_PAGES = 5000
_KEPT = 1800.0
"""Seconds that the list of fields is believed."""
_SAID = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_NO_NAME = re.compile(r"\A'([\w.]{1,80})'\Z|has no attribute '(\w{1,80})'\Z")

Row = Mapping[str, Any]
Domain = Sequence[Any]
Item = TypeVar("Item")


class TrytonSection(MappedSection):
    """The part of the section that says how to sign in."""

    url: WebAddress
    """Of the server: ``https://tryton.example.com``."""
    database: str = Field(min_length=1, pattern=r"^[^/\s?#]+$")
    key_env: str | None = None
    key_file: Path | None = None
    """A user application key of the kind REST."""
    timeout_seconds: float = Field(default=20, gt=0, le=120)

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if (self.key_env is None) == (self.key_file is None):
            raise ValueError("needs exactly one of key_env, key_file")
        return self


class _TrytonApi(Api):
    """Understands how Tryton words its refusals."""

    def _refusal(self, op: str, reply: Reply, key: str = "") -> CallError:
        error = super()._refusal(op, reply, key)
        code, detail, permanent = error.code, clean(error.detail), error.permanent
        if reply.status == httpx.codes.INTERNAL_SERVER_ERROR and (name := _unknown_name(reply)):
            code, detail, permanent = UNKNOWN, name, True
            told = f"{op}: Tryton has no '{name}' there"
        elif reply.status in {httpx.codes.BAD_REQUEST, httpx.codes.FORBIDDEN}:
            code = DENIED
            told = f"{op}: refused" + (f", Tryton says: {detail}" if detail else "")
        else:
            told = f"{op}: answered {reply.status}"
        return CallError(
            self.name, told, status=reply.status, code=code, detail=detail, permanent=permanent,
            reached=error.reached and not permanent, retry_after=error.retry_after,
        )  # fmt: skip


def _unknown_name(reply: Reply) -> str:
    found = _SAID.search(reply.body.decode("utf-8", errors="replace"))
    hit = _NO_NAME.search(html.unescape(found[1]).strip()) if found else None
    return (hit[1] or hit[2]) if hit else ""


class Tryton:
    """A way to one database. Thread-safe. Raises `CallError` for everything that was not answered."""

    def __init__(
        self, section: TrytonSection, *, transport: httpx.BaseTransport | None = None, policy: Policy | None = None
    ) -> None:
        http, auth = client(transport), StoredKey(NAME, "key", lambda: section.secret("key"))
        policy = policy or Policy(per_second={"call": 25}, concurrent=4, timeout=section.timeout_seconds)
        base = f"{section.url}/{quote(section.database, safe='')}/rest/model"
        self._api = _TrytonApi(NAME, base, auth, policy, http)
        self._root = Api(NAME, section.url, None, policy, http)
        self._lock = threading.Lock()
        self._models: dict[str, tuple[float, dict[str, Row]]] = {}
        self._date = ""
        self.calls = 0

    def close(self) -> None:
        """Close the connections."""
        self._api.close()

    @property
    def at(self) -> dt.datetime | None:
        """The server's time of its latest answer."""
        with suppress(ValueError, TypeError):
            return parsedate_to_datetime(self._date)
        return None

    def version(self) -> str:
        """The server's series and patch level; needs no key."""
        self._count()
        ask = {"id": 1, "method": "common.server.version", "params": []}
        return str(self._root.call("ask version", "POST", "rpc/", body=ask, repeatable=True).json().get("result") or "")

    def search(self, model: str, domain: Domain, fields: Iterable[str], most: int = 0) -> list[Row]:
        """All records (or the first ``most``) that meet the conditions, by id. Fields of linked records by dots."""
        rows: list[Row] = []
        wanted = list(dict.fromkeys(fields))
        last = 0
        for _ in range(_MOST_PAGES):
            size = min(PAGE, most - len(rows)) if most else PAGE
            page = self._page(model, [*domain, ["id", ">", last]], wanted, size)
            rows += page
            if len(page) < size or (most and len(rows) >= most):
                return rows
            newest = max(int(row["id"]) for row in page)
            if newest <= last:
                break
            last = newest
        raise CallError(NAME, f"read {model}: the pages do not end", permanent=True)

    def in_parts(
        self, model: str, field: str, values: Iterable[Any], fields: Iterable[str], *more: Any, size: int = IDS
    ) -> list[Row]:
        """All records whose ``field`` is one of these, in several calls where they are many; ``more`` conditions."""
        wanted = list(fields)
        return [row for part in parts(values, size) for row in self.search(model, [[field, "in", part], *more], wanted)]

    def get(self, model: str, one: int, fields: Iterable[str]) -> Row | None:
        """One record; None where there is none."""
        query = urlencode([("f", name) for name in fields])
        try:
            row = decoded(self._call(f"read {model}", "GET", f"{model}/{one}?{query}").json())
        except CallError as error:
            if error.status == httpx.codes.NOT_FOUND:
                return None
            raise
        return row if isinstance(row, dict) and row.get("id") == one else None

    def create(self, model: str, values: Row) -> int:
        """A new record's id. Not sent twice: the caller looks whether it is there."""
        op = f"create {model}"
        row = self._call(op, "POST", model, body=encoded(values)).json()
        if not isinstance(row.get("id"), int):
            raise CallError(NAME, f"{op}: the answer holds no record", reached=True)
        return int(row["id"])

    def update(self, model: str, one: int, values: Row) -> None:
        """Set fields of a record."""
        self._call(f"change {model}", "PUT", f"{model}/{one}", body=encoded(values))

    def fields_of(self, model: str) -> Mapping[str, Row]:
        """The fields of a model by name; empty where the database has no such model (its module is not activated)."""
        with self._lock:
            kept = self._models.get(model)
        if kept and time.monotonic() - kept[0] < _KEPT:
            return kept[1]
        rows = self.search("ir.model.field", [["model", "=", model]], ["name", "string", "ttype", "relation", "module"])
        found = {str(row.get("name")): row for row in rows}
        with self._lock:
            self._models[model] = (time.monotonic(), found)
        return found

    def has(self, model: str, path: str) -> bool:
        """Whether a field, by dots also one of a linked record, can be read of a model."""
        for name in path.split("."):
            fields = self.fields_of(model) if model else {}
            if name not in fields and name not in {"id", "create_date", "write_date", "create_uid", "write_uid"}:
                return False
            model = "res.user" if name.endswith("_uid") else str((fields.get(name) or {}).get("relation") or "")
        return True

    def forget(self) -> None:
        """Believe nothing that was asked before."""
        with self._lock:
            self._models.clear()

    def _page(self, model: str, domain: Domain, fields: Sequence[str], size: int) -> list[Row]:
        op = f"read {model}"
        query = [*(("f", name) for name in fields), ("d", packed(domain)), ("o", packed([["id", "ASC"]]))]
        reply = self._call(op, "GET", f"{model}?{urlencode([*query, ('s', str(size))])}")
        rows = _list(reply)
        if rows is None:
            raise CallError(NAME, f"{op}: the answer holds no list; are url and database right?")
        if not all(isinstance(row, dict) and isinstance(row.get("id"), int) for row in rows):
            raise CallError(NAME, f"{op}: the answer holds records without an id")
        return [decoded(row) for row in rows]

    def _call(self, op: str, method: str, path: str, **options: Any) -> Reply:
        self._count()
        reply = self._api.call(op, method, path, label="call", **options)
        self._date = reply.headers.get("date", self._date)
        return reply

    def _count(self) -> None:
        with self._lock:
            self.calls += 1


def _list(reply: Reply) -> list[Any] | None:
    with suppress(ValueError):
        found = json.loads(reply.body)
        if isinstance(found, list):
            return found
    return None


def denied(error: CallError) -> bool:
    """Whether the key's user may not do it."""
    return error.code == DENIED


def parts(items: Iterable[Item], size: int = IDS) -> list[list[Item]]:
    """Parts of a list that one question may hold, nothing twice."""
    whole = list(dict.fromkeys(items))
    return [whole[at : at + size] for at in range(0, len(whole), size)]


def numbers(ids: Iterable[str]) -> list[int]:
    """Those that Tryton may have called a record."""
    return sorted({int(one) for one in ids if one.isascii() and one.isdecimal() and len(one) <= 9} - {0})


def since(moment: dt.datetime) -> list[Any]:
    """Condition for what is new or changed since; a record that was never changed has no time of change."""
    return ["OR", ["write_date", ">=", moment], ["create_date", ">=", moment]]


ANY_STATE = ["active", "in", [True, False]]
"""Condition for inactive records too, which are left out otherwise."""
