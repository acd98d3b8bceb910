"""HubSpot's API: how a portal is signed in to, and its questions: read in batches, search, associations, write.

All values come as text. Lists are complete or an error is raised: half a list would look like lost records.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from kambrief.errors import CallError
from kambrief.providers.http import Policy, Reply, client
from kambrief.providers.hubspot_api import NAME, RATES, VERSION, HubspotApi, HubspotSection
from kambrief.providers.oauth import AppToken, Ask, StoredKey

BATCH = 100
_LINKED = 1000
_FOUND = 200
_MOST_PAGES = 5000
_WORKERS = 6
_NOT_THERE = frozenset({"OBJECT_NOT_FOUND", "NO_ASSOCIATIONS_FOUND"})
_KEPT = 1800.0
"""Seconds that owners, stages and the list of properties are believed."""

Row = Mapping[str, Any]
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Link:
    """An association: the id at the other end, and whether HubSpot calls it the primary one."""

    to: str
    primary: bool = False


class Hubspot:
    """A way to one portal. Thread-safe. Raises `CallError` for everything that was not answered."""

    def __init__(
        self, section: HubspotSection, *, transport: httpx.BaseTransport | None = None, policy: Policy | None = None
    ) -> None:
        """``transport`` and ``policy`` are for tests."""
        self._section = section
        http = client(transport)
        rates = Policy(per_second=RATES[section.plan], timeout=section.timeout_seconds, patience=60.0)
        chosen = policy or rates
        auth: httpx.Auth = StoredKey(NAME, "token", lambda: section.secret("token"))
        if section.client_id:
            url = f"{section.base_url.rstrip('/')}/oauth/{VERSION}/token"
            auth = AppToken(NAME, url, self._ask, http, pause=chosen.pause)
        self._api = HubspotApi(NAME, section.base_url, auth, chosen, http)
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, ...], tuple[float, Any]] = {}
        self.calls = 0
        """How many calls were made, the ones that failed included."""
        self.date = ""
        """HubSpot's own time of its last answer, as HTTP writes it."""

    def close(self) -> None:
        """Close the connections."""
        self._api.close()

    def forget(self) -> None:
        """Ask anew for what changes rarely."""
        with self._lock:
            self._kept.clear()

    # --- reading ---------------------------------------------------------------------------------------------------

    def read(self, kind: str, ids: Iterable[str], properties: Sequence[str], by: str = "") -> list[Row]:
        """Those of these records that are there, in order; ``by``: a property with unique values that the ids are of.
        A record that was merged into another comes under the other's id.
        """
        body = {"properties": list(properties), "propertiesWithHistory": [], **({"idProperty": by} if by else {})}

        def one(some: Sequence[str]) -> list[Row]:
            told = self._post(f"read {kind}", _objects(kind, "batch/read"), {**body, "inputs": _inputs(some)})
            return _whole(told, f"read {kind}")

        rows = [row for rows in self.side_by_side(_chunks(dict.fromkeys(ids), BATCH), one) for row in rows]
        return list({str(row["id"]): row for row in rows}.values())

    def search(
        self, kind: str, groups: Sequence[Sequence[Row]], properties: Sequence[str], most: int = _MOST_PAGES * _FOUND
    ) -> list[Row]:
        """Every record that one of the groups of filters fits, by id. Paged by the id itself: HubSpot shows no more
        than 10 000 of one search, and thousands may change in one moment. Raises `TooManyError` beyond ``most``.
        """
        rows: list[Row] = []
        last = "0"
        for _ in range(_MOST_PAGES):
            beyond = filter_("hs_object_id", "GT", last)
            told = self.search_page(kind, [[*group, beyond] for group in groups] or [[beyond]], properties)
            page = _rows(told, f"search {kind}")
            rows += page
            if len(rows) > most:
                raise TooManyError(kind)
            if len(page) < _FOUND and not _after(told):  # a page may be shorter than was asked for
                return rows
            newest = max((str(row["id"]) for row in page), key=_number, default=last)
            if _number(newest) <= _number(last):
                break
            last = newest
        raise CallError(NAME, f"search {kind}: the pages do not end", permanent=True)

    def search_page(
        self, kind: str, groups: Sequence[Sequence[Row]], properties: Sequence[str],
        sort: tuple[str, str] = ("hs_object_id", "ASCENDING"), limit: int = _FOUND,
    ) -> Row:  # fmt: skip
        """One page, with the ``total``."""
        body = {
            "filterGroups": [{"filters": list(group)} for group in groups],
            "sorts": [{"propertyName": sort[0], "direction": sort[1]}],
            "properties": list(properties),
            "limit": limit,
            "after": "0",
        }
        return self._post(f"search {kind}", _objects(kind, "search"), body, label="search")

    def listed(self, kind: str, properties: Sequence[str], most: int = 0) -> list[Row]:
        """All records, or the first ``most``."""
        query = {"limit": str(min(most or BATCH, BATCH)), "properties": ",".join(properties)}
        return self._pages(f"list {kind}", _objects(kind), query, most)

    def linked(self, of: str, to: str, ids: Iterable[str]) -> dict[str, list[Link]]:
        """The ``to`` that each of these ``of`` is associated with, by id."""
        found: dict[str, list[Link]] = {one: [] for one in ids}
        for some in self.side_by_side(_chunks(found, _LINKED), lambda part: self._linked(of, to, part)):
            for one, links in some.items():
                found.setdefault(one, []).extend(links)
        return {one: sorted(set(links), key=lambda link: _number(link.to)) for one, links in found.items() if links}

    def _linked(self, of: str, to: str, ids: Sequence[str]) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = {}
        inputs: list[dict[str, str]] = _inputs(ids)
        path, op = f"crm/associations/{VERSION}/{_part(of)}/{_part(to)}/batch/read", f"read {to} of {of}"
        for _ in range(_MOST_PAGES):
            more: list[dict[str, str]] = []
            for row in _whole(self._post(op, path, {"inputs": inputs}), op):
                one = str(row.get("from", {}).get("id", ""))
                links = [_link(each) for each in row.get("to", ()) if isinstance(each, dict)]
                found.setdefault(one, []).extend(links)
                if after := _after(row):
                    more.append({"id": one, "after": after})
            if not more:
                return found
            if more == inputs:
                break
            inputs = more
        raise CallError(NAME, f"{op}: the pages do not end", permanent=True)

    def owners(self) -> Sequence[Row]:
        """Everybody who owns records, those who have left included."""

        def ask() -> list[Row]:
            query = {"limit": str(BATCH)}
            now = self._pages("list owners", f"crm/owners/{VERSION}", query)
            return [*now, *self._pages("list owners", f"crm/owners/{VERSION}", {**query, "archived": "true"})]

        return self.kept(("owners",), ask)

    def pipelines(self, kind: str) -> Sequence[Row]:
        """The pipelines of deals or tickets, with their stages."""
        path = f"crm/pipelines/{VERSION}/{_part(kind)}"
        op = f"list pipelines of {kind}"
        return self.kept(("pipelines", kind), lambda: _rows(self._get(op, path), op))

    def properties(self, kind: str) -> Sequence[Row]:
        """What an object has."""
        path, op = f"crm/properties/{VERSION}/{_part(kind)}", f"list properties of {kind}"
        return self.kept(("properties", kind), lambda: _rows(self._get(op, path), op, id_="name"))

    def kept(self, key: tuple[str, ...], ask: Callable[[], Result]) -> Result:
        """What was answered a while ago, else what is answered now."""
        with self._lock:
            until, known = self._kept.get(key, (0.0, None))
            if until > time.monotonic():
                kept: Result = known
                return kept
        found = ask()
        with self._lock:
            self._kept[key] = (time.monotonic() + _KEPT, found)
        return found

    def side_by_side(self, items: Sequence[Item], ask: Callable[[Item], Result]) -> list[Result]:
        """Some questions at once; the first that fails fails all."""
        if len(items) < 2:
            return [ask(item) for item in items]
        with ThreadPoolExecutor(min(_WORKERS, len(items)), "hubspot") as pool:
            return list(pool.map(ask, items))

    # --- writing ---------------------------------------------------------------------------------------------------

    def create(self, kind: str, properties: Mapping[str, str], company: str = "", type_: int = 0) -> str:
        """A new record; its id. Never sent twice. ``company`` is associated at once, by that type of association."""
        body: dict[str, Any] = {"properties": dict(properties)}
        if company:
            types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_}]
            body["associations"] = [{"to": {"id": company}, "types": types}]
        told = self._call(f"create {kind}", "POST", _objects(kind), body=body).json()
        return _id_of(told, f"create {kind}")

    def update(self, kind: str, one: str, properties: Mapping[str, str]) -> str:
        """Set values of a record; its id, another one where it was merged."""
        path = _objects(kind, _part(one))
        told = self._call(f"change {kind}", "PATCH", path, body={"properties": dict(properties)}).json()
        return _id_of(told, f"change {kind}")

    def upsert(self, kind: str, by: str, key: str, properties: Mapping[str, str]) -> tuple[str, bool]:
        """The record whose unique property ``by`` is ``key``, created where there is none; its id, and whether it is
        new.
        """
        op = f"write {kind}"
        body = {"inputs": [{"id": key, "idProperty": by, "properties": {**properties, by: key}}]}
        rows = _whole(self._post(op, _objects(kind, "batch/upsert"), body), op)
        if len(rows) != 1:
            raise CallError(NAME, f"{op}: the answer holds no record", reached=True)
        return str(rows[0]["id"]), rows[0].get("new") is True

    def associate(self, kind: str, one: str, to: str, other: str) -> None:
        """Associate two records; done twice it is the same."""
        path = _objects(kind, f"{_part(one)}/associations/default/{_part(to)}/{_part(other)}")
        self._call(f"associate {kind} with {to}", "PUT", path)

    # --- one call --------------------------------------------------------------------------------------------------

    def _pages(self, op: str, path: str, query: Mapping[str, str], most: int = 0) -> list[Row]:
        rows: list[Row] = []
        asked = dict(query)
        for _ in range(_MOST_PAGES):
            told = self._get(op, path, asked)
            rows += _rows(told, op)
            after = _after(told)
            if not after or (most and len(rows) >= most):
                return rows[: most or None]
            if after == asked.get("after"):
                break
            asked["after"] = after
        raise CallError(NAME, f"{op}: the pages do not end", permanent=True)

    def _get(self, op: str, path: str, query: Mapping[str, str] | None = None) -> Row:
        return self._call(op, "GET", path, params=query).json()

    def _post(self, op: str, path: str, body: Row, label: str = "call") -> Row:
        """A question that takes a body, or a write that may be sent twice."""
        return self._call(op, "POST", path, body=body, label=label, repeatable=True).json()

    def _call(self, op: str, method: str, path: str, **options: Any) -> Reply:
        with self._lock:
            self.calls += 1
        reply = self._api.call(op, method, path, **{"label": "call", **options})
        self.date = reply.headers.get("date", self.date)
        return reply

    def _ask(self) -> Ask:
        form = {
            "grant_type": "refresh_token",
            "client_id": self._section.client_id,
            "client_secret": self._section.secret("client_secret"),
            "refresh_token": self._section.secret("refresh_token"),
        }
        return Ask(form)


class TooManyError(Exception):
    """More records than were asked for."""


def filter_(name: str, operator: str, value: str | Sequence[str]) -> dict[str, Any]:
    """One condition of a search."""
    if isinstance(value, str):
        return {"propertyName": name, "operator": operator, "value": value}
    return {"propertyName": name, "operator": operator, "values": list(value)}


def chunks(items: Iterable[str], size: int = BATCH) -> list[list[str]]:
    """Parts of a list that one call may hold."""
    return _chunks(dict.fromkeys(items), size)


def is_id(text: str) -> bool:
    """Whether HubSpot may have called a record so."""
    return text.isascii() and text.isdecimal() and len(text) <= 18 and text != "0"


def _chunks(items: Iterable[str], size: int) -> list[list[str]]:
    whole = list(items)
    return [whole[at : at + size] for at in range(0, len(whole), size)]


def _number(one: str) -> tuple[int, str]:
    return len(one), one


def _inputs(ids: Iterable[str]) -> list[dict[str, str]]:
    return [{"id": one} for one in ids]


def _objects(kind: str, rest: str = "") -> str:
    return f"crm/objects/{VERSION}/{_part(kind)}" + (f"/{rest}" if rest else "")


def _part(text: str) -> str:
    return quote(text, safe="")


def _after(told: Row) -> str:
    with suppress(AttributeError):
        return str(((told.get("paging") or {}).get("next") or {}).get("after") or "")
    return ""


def _rows(told: Row, op: str, id_: str = "id") -> list[Row]:
    """The rows of an answer: a list that is not there must not be taken for an empty one."""
    rows = told.get("results")
    if not isinstance(rows, list):
        raise CallError(NAME, f"{op}: the answer holds no list; is base_url right?")
    found: list[Row] = [row for row in rows if isinstance(row, dict)]
    if id_ == "id" and any("from" not in row and not row.get("id") for row in found):
        raise CallError(NAME, f"{op}: the answer holds records without an id")
    return found


def _whole(told: Row, op: str) -> list[Row]:
    """The rows of a batch. With 200 or 207, what failed stands beside them; that nothing is there is no failure."""
    errors = told.get("errors")
    failed = [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    for one in failed:
        category = str(one.get("category") or one.get("subCategory") or "")
        if not any(word in f"{category} {one.get('subCategory')}" for word in _NOT_THERE):
            detail = str(one.get("message") or "")[:1000]
            code = category if category.replace("_", "").isalnum() else ""
            raise CallError(
                NAME, f"{op}: a part of the batch failed ({code or 'no reason'})", status=207, code=code, detail=detail,
                permanent=code == "VALIDATION_ERROR",
            )  # fmt: skip
    return _rows(told, op)


def _link(each: Mapping[str, Any]) -> Link:
    types = each.get("associationTypes")
    primary = any(
        str(one.get("label") or "").casefold() == "primary"
        for one in (types if isinstance(types, list) else ())
        if isinstance(one, dict)
    )
    return Link(str(each.get("toObjectId") or ""), primary)


def _id_of(told: Row, op: str) -> str:
    one = str(told.get("id") or "")
    if not one:
        raise CallError(NAME, f"{op}: the answer holds no record", reached=True)
    return one
