"""A Salesforce organisation that answers as the vendor does, within the process or on the loopback.

Requests and answers are held against our description of the vendor's API; what breaks it is in `violations`.
"""

import datetime as dt
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx

from tests.parts.common import LOOPBACK
from tests.parts.contract import Contract
from tests.parts.fake_faults import Answer, Faults
from tests.parts.salesforce_asking import Asking
from tests.parts.salesforce_org import Org
from tests.parts.salesforce_soql import RefusedError

HOST = "https://kuura.my.salesforce.example"
VERSION = "/services/data/v67.0"
LONGEST_ADDRESS = 16_384
_PAGE = b"<!doctype html><html><body><h1>Login</h1></body></html>"
KINDS = ("401", "limit", "500", "503", "html", "reset", "lost", "locked")


@dataclass(frozen=True)
class Seen:
    """One call."""

    method: str
    path: str
    status: int
    inner: tuple[str, ...] = ()
    """Of a composite call."""


class FakeSalesforce(httpx.BaseTransport):
    """``contract`` is the folder of the description; None: nothing is held against it."""

    def __init__(self, org: Org, contract: Path | None = None) -> None:
        self.org = org
        self.client_id, self.client_secret = "salesforce-app", "salesforce-secret"
        self.key: Any = None
        """The public key of the app's certificate, for assertions."""
        self.instance_url = HOST
        self.versions = ["66.0", "67.0"]
        self.page = 2000
        self.used, self.most = 18, 5000
        self.token_error: tuple[str, str] | None = None
        self.refused: tuple[int, str, str] | None = None
        """What every call is answered with: status, code, words."""
        self.calls: list[Seen] = []
        self.violations: list[str] = []
        self.faults = Faults()
        self._contract = Contract(contract / "openapi.json") if contract else None
        self._tokens: set[str] = set()
        self._issued = 0
        self._cursors: dict[str, list[dict[str, Any]]] = {}
        self._lock = threading.RLock()

    def expire_tokens(self) -> None:
        self._tokens.clear()

    @property
    def count(self) -> int:
        """Calls that the vendor counts: a composite one is one, signing in is none."""
        return sum(not one.path.endswith("/token") for one in self.calls)

    # --- the call ----------------------------------------------------------------------------------------------------

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        headers = {name.lower(): value for name, value in request.headers.items()}
        try:
            answer = self.answer(request.method, path, headers, request.read())
        except ConnectionResetError:
            raise httpx.ReadError("reset", request=request) from None
        return httpx.Response(
            answer.status, content=answer.body, headers={"content-type": answer.kind, **answer.headers}, request=request
        )

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Raises `ConnectionResetError` for a fault of the line."""
        with self._lock:
            url = urlsplit(target)
            query = parse_qsl(url.query, keep_blank_values=True)
            if self._contract:
                self.violations += self._contract.check_request(method, url.path, query, headers, body or None)
            fault = self.faults.take(f"{method} {url.path}")
            kind = fault.kind if fault else ""
            if kind == "reset":
                raise ConnectionResetError
            answer = self._failure(kind) or self._told(method, target, dict(query), headers, body)
            inner = (
                tuple(one["url"] for one in json.loads(body)["compositeRequest"])
                if url.path.endswith("/composite")
                else ()
            )
            self.calls.append(Seen(method, url.path, answer.status, inner))
            if kind == "lost":
                raise ConnectionResetError
            if self._contract and kind == "" and answer.kind == "application/json" and answer.status != 414:
                self.violations += self._contract.check_response(
                    method, url.path, answer.status, {"content-type": answer.kind}, answer.body
                )
            usage = {"Sforce-Limit-Info": f"api-usage={self.used}/{self.most}"}
            stamp = self.org.clock().strftime("%a, %d %b %Y %H:%M:%S GMT")
            return Answer(answer.status, answer.body, {**usage, "Date": stamp, **answer.headers}, answer.kind)

    def _failure(self, kind: str) -> Answer | None:
        if kind == "html":
            return Answer(200, _PAGE, kind="text/html; charset=utf-8")
        errors = {
            "401": (401, "INVALID_SESSION_ID", "Session expired or invalid"),
            "limit": (403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
            "500": (500, "UNKNOWN_EXCEPTION", "An unexpected error occurred."),
            "503": (503, "SERVER_UNAVAILABLE", "The server is busy."),
            "locked": (400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record"),
        }
        return _error(*errors[kind]) if kind in errors else None

    def _told(  # noqa: PLR0911 one a kind
        self, method: str, target: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answer:
        path = urlsplit(target).path
        if len(target) + sum(len(name) + len(value) + 4 for name, value in headers.items()) > LONGEST_ADDRESS:
            return _error(414, "URI_TOO_LONG", "URI too long")
        if path == "/services/oauth2/token":
            return self._token(dict(parse_qsl(body.decode())))
        if path == "/services/data":
            return _json(
                200, [{"version": one, "label": one, "url": f"/services/data/v{one}"} for one in self.versions]
            )
        if headers.get("authorization", "").removeprefix("Bearer ") not in self._tokens:
            return _error(401, "INVALID_SESSION_ID", "Session expired or invalid")
        if self.refused:
            return _error(*self.refused)
        if not path.startswith(f"{VERSION}/"):
            return _error(404, "NOT_FOUND", "The requested resource does not exist")
        try:
            if path == f"{VERSION}/composite":
                return _json(200, {"compositeResponse": self._composite(json.loads(body))})
            return self._one(method, path.removeprefix(f"{VERSION}/"), query, json.loads(body) if body else {})
        except RefusedError as error:
            return _error(error.status, error.code, error.message)

    # --- tokens ------------------------------------------------------------------------------------------------------

    def _token(self, form: Mapping[str, str]) -> Answer:
        if self.token_error:
            return _json(400, {"error": self.token_error[0], "error_description": self.token_error[1]})
        if form.get("grant_type") == "client_credentials":
            if form.get("client_id") != self.client_id:
                return _json(400, {"error": "invalid_client_id", "error_description": "client identifier invalid"})
            if form.get("client_secret") != self.client_secret:
                return _json(400, {"error": "invalid_client", "error_description": "invalid client credentials"})
        elif not self._is_signed(form.get("assertion", "")):
            return _json(400, {"error": "invalid_grant", "error_description": "invalid assertion"})
        self._issued += 1
        token = f"00DKB!{self._issued}"
        self._tokens.add(token)
        told = {"access_token": token, "instance_url": self.instance_url, "token_type": "Bearer", "scope": "api"}
        return _json(200, told)

    def _is_signed(self, assertion: str) -> bool:
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            claims = jwt.decode(assertion, self.key, algorithms=["RS256"]).claims
        except (JoseError, ValueError):
            return False
        return claims.get("iss") == self.client_id and claims.get("aud") == "https://login.salesforce.com"

    # --- what is asked -----------------------------------------------------------------------------------------------

    def _composite(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        parts = body["compositeRequest"]
        asked = sum("/query" in one["url"] for one in parts)
        if len(parts) > 25 or asked > 5:
            raise RefusedError("LIMIT_EXCEEDED", "too many subrequests")
        told = []
        for one in parts:
            url = urlsplit(one["url"])
            if len(one["url"]) > LONGEST_ADDRESS:
                answer = _error(414, "URI_TOO_LONG", "URI too long")
            elif fault := next(
                (self._failure(one.kind) for one in [self.faults.take(f"inner {one['url']}")] if one), None
            ):
                answer = fault
            else:
                try:
                    path = url.path.removeprefix(f"{VERSION}/")
                    answer = self._one(one["method"], path, dict(parse_qsl(url.query)), one.get("body") or {})
                except RefusedError as error:
                    answer = _error(error.status, error.code, error.message)
            told.append(
                {
                    "body": json.loads(answer.body) if answer.body else None,
                    "httpHeaders": {},
                    "httpStatusCode": answer.status,
                    "referenceId": one["referenceId"],
                }
            )
        return told

    def _one(self, method: str, path: str, query: Mapping[str, str], body: Mapping[str, Any]) -> Answer:  # noqa: PLR0911 one a kind
        if found := re.fullmatch(r"query/(\w+)-(\d+)", path):
            return self._paged(found[1], int(found[2]))
        if path in {"query", "queryAll"}:
            return self._query(query["q"], gone_too=path == "queryAll")
        if path == "limits":
            return _json(200, {"DailyApiRequests": {"Max": self.most, "Remaining": self.most - self.used}})
        parts = [unquote(one) for one in path.split("/")]
        if method == "GET" and len(parts) == 3 and parts[2] == "describe":
            told = self.org.describe(parts[1])
            return _json(200, told) if told else _error(404, "NOT_FOUND", "The requested resource does not exist")
        if method == "POST" and len(parts) == 2:
            return _json(201, {"id": self.org.write(parts[1], body), "success": True, "errors": [], "created": True})
        if method == "PATCH" and len(parts) == 3:
            return self._changed(parts[1], parts[2], body)
        if method == "PATCH" and len(parts) == 4:
            return self._upsert(parts[1], parts[2], parts[3], body)
        return _error(404, "NOT_FOUND", "The requested resource does not exist")

    def _query(self, told: str, *, gone_too: bool) -> Answer:
        if (
            "FROM ContentDocumentLink" in told
            and "ContentDocumentId" not in told.partition("WHERE")[2]
            and "LinkedEntityId" not in told.partition("WHERE")[2]
        ):
            raise RefusedError("MALFORMED_QUERY", "ContentDocumentLink requires a filter by a single Id")
        rows = Asking(self.org, self.org.currency_of).run(told, gone_too=gone_too)
        cursor = f"01gKB{len(self._cursors):013d}"
        self._cursors[cursor] = rows
        return self._paged(cursor, 0)

    def _paged(self, cursor: str, at: int) -> Answer:
        rows = self._cursors.get(cursor)
        if rows is None:
            return _error(404, "INVALID_QUERY_LOCATOR", "invalid query locator")
        done = at + self.page >= len(rows)
        more = {} if done else {"nextRecordsUrl": f"{VERSION}/query/{cursor}-{at + self.page}"}
        return _json(200, {"totalSize": len(rows), "done": done, **more, "records": rows[at : at + self.page]})

    def _changed(self, sobject: str, record_id: str, body: Mapping[str, Any]) -> Answer:
        row = self.org.table[sobject].get(record_id)
        if row is None:
            raise RefusedError("NOT_FOUND", "Provided external ID field does not exist or is not accessible: Id", 404)
        if row["IsDeleted"]:
            raise RefusedError("ENTITY_IS_DELETED", "entity is deleted", 404)
        self.org.write(sobject, body, record_id)
        return Answer(204, b"", {})

    def _upsert(self, sobject: str, field: str, value: str, body: Mapping[str, Any]) -> Answer:
        rows = self.org.table[sobject]
        if not self.org.described.get(sobject, {}).get(field, {}).get("externalId"):
            raise RefusedError(
                "NOT_FOUND", f"Provided external ID field does not exist or is not accessible: {field}", 404
            )
        found = [one for one, row in rows.items() if row.get(field) == value and not row["IsDeleted"]]
        if len(found) > 1:
            return _json(300, [f"{VERSION}/sobjects/{sobject}/{one}" for one in found])
        if found:
            self.org.write(sobject, body, found[0])
            return _json(200, {"id": found[0], "success": True, "errors": [], "created": False})
        made = self.org.write(sobject, {**body, field: value})
        return _json(201, {"id": made, "success": True, "errors": [], "created": True})


def _json(status: int, body: object) -> Answer:
    return Answer(status, json.dumps(body).encode())


def _error(status: int, code: str, words: str) -> Answer:
    return _json(status, [{"message": words, "errorCode": code}])


class Served:
    """The same on the loopback, for whole services in other processes."""

    def __init__(self, fake: FakeSalesforce) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _do(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                try:
                    answer = fake.answer(self.command, self.path, headers, body)
                except ConnectionResetError:
                    self.close_connection = True
                    return
                self.send_response_only(answer.status)
                for name, value in {
                    **answer.headers,
                    "Content-Type": answer.kind,
                    "Content-Length": str(len(answer.body)),
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            do_GET = do_POST = do_PATCH = _do  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
        self.base_url = fake.instance_url = f"http://{LOOPBACK}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


def ticking(start: dt.datetime) -> Callable[[], dt.datetime]:
    """A clock that goes on by a second each time it is looked at."""
    state = [start]

    def now() -> dt.datetime:
        state[0] += dt.timedelta(seconds=1)
        return state[0]

    return now
