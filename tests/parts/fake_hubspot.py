"""A HubSpot portal, as a transport of httpx in this process or as a server on the loopback.

Requests and answers are held against the contract; what breaks it is in `violations`, and a request that breaks it is
refused with 400 besides. Objects of the portal's own (``2-…``) are judged as deals are, since no contract names them.
"""

import datetime as dt
import email.utils
import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.parts.common import LOOPBACK
from tests.parts.contract import Contract
from tests.parts.fake_faults import DONE, UNDONE, Answer, Fault, Faults, misbehave, send
from tests.parts.hubspot_store import STANDARD, Json, Refused, Store, stamp

TOKEN = "pat-eu1-fake"
KINDS = ("400", "423", "429", "429-daily", "500", "503", "521", *sorted(UNDONE), *sorted(DONE))
_OBJECTS = re.compile(r"/crm/objects/2026-09/([^/]+)(?:/(.*))?")
_ASSOCIATIONS = re.compile(r"/crm/associations/2026-09/([^/]+)/([^/]+)/batch/read")
_OWN = re.compile(r"/2-\d+(?=/|$)")
_TYPES = {188: "meetings", 190: "notes", 192: "tasks"}
"""Type of an association with a company → from which object."""
_SCOPES = {"tickets": "tickets", "feedback_submissions": "crm.objects.feedback_submissions.read"}


class FakeHubspot(Store):
    """The portal. ``contract`` is the OpenAPI file; ``clock`` is its only clock."""

    def __init__(self, contract: Path, *, clock: Callable[[], dt.datetime]) -> None:
        super().__init__(clock)
        self.violations: list[str] = []
        self.requests: list[str] = []
        """Each call by its operation, the object in place of its parameter."""
        self.faults = Faults()
        self.denied: set[str] = set()
        """Objects, "owners", "pipelines" or "properties" that the token may not read."""
        self.token = TOKEN
        self.expired = False
        self.portal = "62515"
        self.refresh_token = "refresh-me"
        self._contract = Contract(contract)
        self._server: _Http | None = None
        self._thread: threading.Thread | None = None
        self._released = threading.Event()

    # As a server.

    def __enter__(self) -> Self:
        self._server = _Http((LOOPBACK, 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._released.set()
        if self._server and self._thread:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join(10)

    @property
    def base_url(self) -> str:
        assert self._server
        return f"http://{LOOPBACK}:{self._server.server_port}"

    # As a transport.

    def transport(self) -> httpx.BaseTransport:
        return _Transport(self)

    # What tests do to it.

    def fault(self, kind: str, times: int = 1, op: str = "") -> None:
        """The next requests whose operation holds ``op`` go wrong; a blank at its end is the end of the path."""
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}")
        self.faults.add(kind, times, op)

    def count(self, op: str = "") -> int:
        with self.lock:
            return sum(op in one for one in self.requests)

    def forget_requests(self) -> None:
        with self.lock:
            self.requests.clear()

    # What it answers.

    def handle(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> tuple[Answer, Fault | None]:
        url = urlsplit(target)
        query = parse_qsl(url.query, keep_blank_values=True)
        judged = _OWN.sub("/deals", url.path)
        op = f"{method} {url.path.removeprefix('/crm/')}"
        with self.lock:
            self.requests.append(op)
            breaches = self._contract.check_request(method, judged, query, headers, body or None)
            if breaches:
                self.violations.extend(breaches)
                return self._json(400, {"status": "error", "message": " ".join(breaches)}), None
            fault = self.faults.take(f"{op} ")
            if fault and fault.kind not in DONE:
                return self._failure(fault.kind), fault
            answer = self._answer(method, url.path, dict(query), headers, body)
            kind = {"content-type": "application/json"}
            self.violations.extend(self._contract.check_response(method, judged, answer.status, kind, answer.body))
            return answer, fault

    def _answer(self, method: str, path: str, query: dict[str, str], headers: Mapping[str, str], body: bytes) -> Answer:
        try:
            if path.endswith("/token"):
                return self._json(200, self._token(dict(parse_qsl(body.decode()))))
            self._authorized(headers.get("authorization", ""))
            sent: Json = json.loads(body) if body else {}
            return self._json(*self._routed(method, path, query, sent))
        except Refused as refused:
            return self._json(refused.status, refused.body)

    def _token(self, form: Mapping[str, str]) -> Json:
        if form.get("refresh_token") != self.refresh_token:
            raise Refused(400, "BAD_REFRESH_TOKEN", "missing or invalid refresh token")
        return {
            "access_token": self.token,
            "refresh_token": self.refresh_token,
            "expires_in": 1800,
            "token_type": "bearer",
        }

    def _authorized(self, header: str) -> None:
        if header != f"Bearer {self.token}":
            raise Refused(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
        if self.expired:
            raise Refused(
                401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired 12 second(s) ago."
            )

    def _allowed(self, *kinds: str) -> None:
        for kind in kinds:
            if kind in self.denied:
                scope = _SCOPES.get(kind, f"crm.objects.{kind}.read")
                error = {
                    "message": "One or more of the following scopes are required.",
                    "context": {"requiredGranularScopes": [scope]},
                }
                raise Refused(
                    403, "MISSING_SCOPES", "This app hasn't been granted all required scopes.", errors=[error]
                )
            if kind not in STANDARD and kind not in self.custom and kind not in {"owners", "pipelines", "properties"}:
                raise Refused(400, "VALIDATION_ERROR", f"Unable to infer object type from: {kind}")

    def _routed(self, method: str, path: str, query: dict[str, str], sent: Json) -> tuple[int, Json]:
        if found := _ASSOCIATIONS.fullmatch(path):
            self._allowed(found[1], found[2])
            if (found[1], found[2]) in self.unlinkable:
                raise Refused(400, "VALIDATION_ERROR", f"No association type exists between {found[1]} and {found[2]}")
            if len(sent["inputs"]) > 1000:
                raise Refused(400, "VALIDATION_ERROR", "Too many inputs")
            told = self.associations(found[1], found[2], sent["inputs"])
            return (207 if "errors" in told else 200), told
        if found := _OBJECTS.fullmatch(path):
            self._allowed(found[1])
            return self._object(method, found[1], found[2] or "", query, sent)
        area, kind = path.removeprefix("/crm/").split("/2026-09")
        self._allowed(area)
        kind = kind.strip("/")
        if area == "owners":
            archived = query.get("archived") == "true"
            return 200, self._page([one for one in self.owners if one["archived"] is archived], query)
        if area == "pipelines":
            return 200, {"results": self.pipelines[kind]}
        self._allowed(kind)
        return 200, {"results": [self._property(kind, name) for name in sorted(self.names(kind))]}

    def _property(self, kind: str, name: str) -> Json:
        own = name in self.custom[kind]
        return {
            "name": name, "label": name.replace("_", " ").capitalize(), "type": "string", "fieldType": "text",
            "hasUniqueValue": self.custom[kind].get(name, False), "hubspotDefined": not own,
            "options": [{"label": "Päättäjä", "value": "DECISION_MAKER"}] if name == "hs_buying_role" else [],
        }  # fmt: skip

    def _object(  # noqa: C901, PLR0911 - a table of routes
        self, method: str, kind: str, rest: str, query: dict[str, str], sent: Json
    ) -> tuple[int, Json]:
        names = query.get("properties", "").split(",")
        times = {"startedAt": stamp(self.clock()), "completedAt": stamp(self.clock())}
        match method, rest.split("/"):
            case "GET", [""]:
                rows = [one for one in self.records[kind].values() if not one.archived]
                rows.sort(key=lambda one: int(one.id))
                views = [
                    {
                        **self.view(kind, one, names),
                        "url": f"https://app.hubspot.com/contacts/{self.portal}/record/0-1/{one.id}",
                    }
                    for one in rows
                ]
                return 200, self._page(views, query)
            case "POST", ["batch", "read"]:
                ids = [one["id"] for one in sent["inputs"]]
                told = self.batch(kind, ids, sent.get("idProperty", ""), sent["properties"]) | times
                return (207 if "errors" in told else 200), told
            case "POST", ["batch", "upsert"]:
                rows_ = [self.upsert(kind, one["idProperty"], one["id"], one["properties"]) for one in sent["inputs"]]
                return 200, {"status": "COMPLETE", "results": rows_, **times}
            case "POST", ["search"]:
                if missing := {"after", "filterGroups", "limit", "properties", "sorts"} - sent.keys():
                    raise Refused(400, "VALIDATION_ERROR", f"missing {missing}")
                return 200, self.search(kind, sent)
            case "POST", [""]:
                ends = [(one["to"]["id"], one["types"][0]["associationTypeId"]) for one in sent.get("associations", ())]
                if any(_TYPES.get(type_) != kind or not self.live("companies", other) for other, type_ in ends):
                    raise Refused(400, "VALIDATION_ERROR", "invalid association type")
                record = self.write(kind, "", sent["properties"])
                for other, _ in ends:
                    self.link(kind, record.id, "companies", other)
                return 201, self.view(kind, record, sent["properties"])
            case "PATCH", [one]:
                return 200, self.view(kind, self.write(kind, one, sent["properties"]), sent["properties"])
            case "PUT", [one, "associations", "default", to, other]:
                self._allowed(to)
                if not self.live(kind, one) or not self.live(to, other):
                    raise Refused(400, "VALIDATION_ERROR", "One or more of the objects do not exist")
                self.link(kind, one, to, other)
                return 200, {"status": "COMPLETE", "results": [], **times}
            case _:
                raise Refused(404, "NOT_FOUND", f"the fake knows no {method} {rest}")

    @staticmethod
    def _page(rows: Sequence[Json], query: Mapping[str, str]) -> Json:
        limit, after = int(query.get("limit", 10)), int(query.get("after") or 0)
        rest = [row for row in rows if int(row["id"]) > after] if after else list(rows)
        rest.sort(key=lambda row: int(row["id"]))
        page = rest[:limit]
        found: Json = {"results": page}
        if len(rest) > len(page):
            found["paging"] = {"next": {"after": page[-1]["id"], "link": "https://api.hubapi.com/next"}}
        return found

    def _failure(self, kind: str) -> Answer:
        if kind.startswith("429"):
            policy = "DAILY" if kind == "429-daily" else "TEN_SECONDLY_ROLLING"
            body = {
                "status": "error", "message": f"You have reached your {policy} limit.", "errorType": "RATE_LIMIT",
                "policyName": policy, "correlationId": "c",
            }  # fmt: skip
            more = {"X-HubSpot-RateLimit-Max": "190", "X-HubSpot-RateLimit-Remaining": "0"}
            return self._json(429, body, more)
        status = int(kind) if kind.isdecimal() else 500
        return self._json(status, {"status": "error", "message": "internal error", "correlationId": "c"})

    def _json(self, status: int, body: Json, more: Mapping[str, str] | None = None) -> Answer:
        date = {"Date": email.utils.format_datetime(self.clock().astimezone(dt.UTC), usegmt=True)}
        return Answer(status, json.dumps(body, ensure_ascii=False).encode(), {**date, **(more or {})})


class _Transport(httpx.BaseTransport):
    """The portal without a network; what would break the connection is raised."""

    def __init__(self, portal: FakeHubspot) -> None:
        self._portal = portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer, fault = self._portal.handle(request.method, request.url.raw_path.decode(), headers, request.read())
        if fault and fault.kind in {"reset", "lost"}:
            raise httpx.ReadError("reset", request=request)
        if fault and fault.kind == "truncated":
            raise httpx.RemoteProtocolError("cut short", request=request)
        if fault and fault.kind == "slow":
            raise httpx.ReadTimeout("slow", request=request)
        if fault and fault.kind == "html":
            page = b"<!doctype html><title>Gateway</title>"
            return httpx.Response(200, content=page, headers={"content-type": "text/html"}, request=request)
        kind = {"content-type": "application/json;charset=utf-8"}
        return httpx.Response(answer.status, content=answer.body, headers={**answer.headers, **kind}, request=request)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    owner: FakeHubspot

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone away is no error here."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _any(self) -> None:
        owner = self.server.owner
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer, fault = owner.handle(self.command, self.path, headers, body)
        if fault and fault.kind in UNDONE | DONE:
            misbehave(self, fault, answer, owner._released)
        else:
            send(self, answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815 - the base class's names

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing: the requests are in `requests`."""
