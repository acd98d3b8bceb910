"""A Zoom account on the loopback: tokens, the API, downloads, and everything that can go wrong on the way.

Requests and answers are held against the vendor's contract; what breaks it is in `violations`. A request that breaks it
is refused with 400 besides, so that its sender notices. Webhooks are only written down, never posted.
"""

import base64
import hashlib
import hmac
import json
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.parts.common import LOOPBACK
from tests.parts.contract import Contract, Events
from tests.parts.fake_faults import DONE, UNDONE, Answer, Fault, Faults, misbehave, send
from tests.parts.fake_zoom_model import ACCOUNT, Json, secret, stamp
from tests.parts.fake_zoom_state import ZoomState
from tests.parts.fake_zoom_views import Ask, Refused, ZoomViews

_LIMITS = {"LIGHT": "30", "MEDIUM": "20", "HEAVY": "10"}
_TOKEN = "POST /oauth/token"
_DOWNLOAD, _FILE = "GET /rec/download", "GET /rec/file"
KINDS = ("429-second", "429-daily", "500", "503", *sorted(UNDONE), *sorted(DONE))
"""Every fault there is."""


@dataclass(frozen=True)
class Seen:
    """One request, and how it was answered; status 0: not at all."""

    method: str
    op: str
    """Such as "GET /users/{userId}/meetings"; "" where the contract has none."""
    path: str
    status: int
    user: str
    """The user of the path, by e-mail when known; "" where it names none."""


class FakeZoom(ZoomState):
    """The server. `contracts` is the folder of the contract files; `clock` is its only clock."""

    def __init__(self, contracts: Path, *, clock: Callable[[], datetime], validate: bool = True) -> None:
        super().__init__(Events(contracts / "zoom-webhooks.schema.json", closed=True), clock)
        self.client_id, self.client_secret, self.account_id = "zoom-client", "zoom-secret", ACCOUNT
        self.token_seconds = 3599
        self.requests: list[Seen] = []
        self.faults = Faults()
        self.views = ZoomViews(self)
        self._validate = validate
        self._api = Contract(contracts / "zoom.openapi.json", "/v2", closed=True)
        self._oauth = Contract(contracts / "zoom-oauth.openapi.json", closed=True)
        self._rules = _rules(contracts / "zoom.openapi.json")
        self.scopes = {rule.scopes[0] for rule in self._rules.values()}
        """What new tokens may do; classic names will do as well."""
        self._tokens: dict[str, tuple[datetime, frozenset[str]]] = {}
        self._issued = 0
        self._released = threading.Event()
        self._server = _Http((LOOPBACK, 0), _Handler)
        self._server.owner = self
        self.base = self.api_url = f"http://{LOOPBACK}:{self._server.server_port}"
        """`api_url` is what token answers tell; "" leaves it out."""
        self.base_url, self.oauth_url = f"{self.base}/v2", f"{self.base}/oauth/token"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="fake-zoom", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # What tests do to it.

    @property
    def largest_page(self) -> int:
        """No page holds more rows. Zoom's own limit is 300; lowered, a few rows are many pages."""
        return self.views.largest_page

    @largest_page.setter
    def largest_page(self, rows: int) -> None:
        self.views.largest_page = rows

    def expire_tokens(self) -> None:
        """All tokens given so far are worthless."""
        with self.lock:
            self._tokens.clear()

    def fault(self, kind: str, times: int = 1, op: str = "", *, seconds: float = 1.0) -> None:
        """The next requests whose operation holds `op` go wrong. `seconds` is how long a "slow" answer takes."""
        _known(kind)
        self.faults.add(kind, times, op, seconds=seconds)

    def chaos(self, rng: random.Random, rate: float, kinds: Sequence[str] = KINDS, *, seconds: float = 1.0) -> None:
        """Every request goes wrong with probability `rate`, until `calm()`."""
        _known(*kinds)
        self.faults.chaos(rng, rate, kinds, seconds=seconds)

    def calm(self) -> None:
        self.faults.calm()

    def count(self, op_substring: str) -> int:
        """How many requests there were of such operations."""
        with self.lock:
            return sum(op_substring in one.op for one in self.requests)

    def forget_requests(self) -> None:
        with self.lock:
            self.requests.clear()

    @staticmethod
    def sign(body: bytes, timestamp: int, secret: str) -> dict[str, str]:
        """The headers of a webhook with that body."""
        message = f"v0:{timestamp}:".encode() + body
        signature = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
        return {"x-zm-signature": f"v0={signature}", "x-zm-request-timestamp": str(timestamp)}

    # What the handler asks.

    def _handle(self, handler: "_Handler", method: str) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        url = urlsplit(handler.path)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        query = parse_qsl(url.query, keep_blank_values=True)
        op = self._operation(method, url.path)
        fault = None
        with self.lock:
            breaches = self._breaches(method, url.path, query, headers, body)
            if breaches:
                self.violations.extend(breaches)
                answer = _error(400, 300, " ".join(breaches))
            else:
                fault = self.faults.take(op)
                answer = self._answer(op, fault, url.path, dict(query), headers, body)
                if fault is None or fault.kind.startswith("429"):
                    self._check_answer(op, method, url.path, answer)
            silent = fault is not None and fault.kind in {"reset", "lost"}
            status = 0 if silent else 200 if fault and fault.kind == "html" else answer.status
            self.requests.append(Seen(method, op, handler.path, status, self._who(op, url.path)))
        if fault and fault.kind in UNDONE | DONE:
            misbehave(handler, fault, answer, self._released)
        else:
            send(handler, answer)

    def _operation(self, method: str, path: str) -> str:
        for op in (_DOWNLOAD, _FILE):
            if f"{method} {path}".startswith(f"{op}/"):
                return op
        return self._api.operation(method, path) or self._oauth.operation(method, path)

    def _breaches(
        self, method: str, path: str, query: Sequence[tuple[str, str]], headers: Mapping[str, str], body: bytes
    ) -> list[str]:
        op = self._operation(method, path)
        if op in {_DOWNLOAD, _FILE}:
            return [f"{op}: a token in the query."] if "access_token" in dict(query) else []
        if "/users/{userId}" in op and _key(op, path) == "me":
            return [f"{op}: an account's token must not ask for 'me'."]
        if not self._validate:
            return []
        return (self._oauth if op == _TOKEN else self._api).check_request(method, path, query, headers, body)

    def _check_answer(self, op: str, method: str, path: str, answer: Answer) -> None:
        if self._validate and op and op not in {_DOWNLOAD, _FILE}:
            contract = self._oauth if op == _TOKEN else self._api
            headers = {"content-type": answer.kind, **answer.headers}
            self.violations.extend(contract.check_response(method, path, answer.status, headers, answer.body))

    def _who(self, op: str, path: str) -> str:
        if "/users/{userId}" not in op:
            return ""
        key = _key(op, path)
        user = self.find_user(key)
        return user.email if user else key

    def _answer(
        self, op: str, fault: Fault | None, path: str, query: dict[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """What is said, or would be."""
        if fault and fault.kind not in DONE:
            return self._failure(op, fault.kind)
        if op == _TOKEN:
            return self._token(headers, dict(parse_qsl(body.decode())))
        if op in {_DOWNLOAD, _FILE}:
            return self._download(op, path, query, headers)
        return self._refuse(op, headers) or self._view(op, path, query)

    def _view(self, op: str, path: str, query: dict[str, str]) -> Answer:
        view = self.views.routes.get(op)
        if not view:
            self.violations.append(f"The fake does not know {op or path}.")
            return _error(404, 404, f"The fake does not know {op or path}.")
        try:
            return _json(200, view(Ask(op, _key(op, path), query)))
        except Refused as error:
            return _json(error.status, error.body)

    def _failure(self, op: str, kind: str) -> Answer:
        """An error that has nothing to do with the request."""
        if not kind.startswith("429"):
            return _error(int(kind), int(kind), "Internal error.") if kind.isdecimal() else _error(500, 500, "")
        label, now = self._rules[op].label if op in self._rules else "LIGHT", self.clock()
        daily = kind == "429-daily"
        headers = {
            "X-RateLimit-Category": label.title(),
            "X-RateLimit-Type": "Daily-limit" if daily else "QPS",
            "X-RateLimit-Limit": "30000" if daily else _LIMITS.get(label, "30"),
            "X-RateLimit-Remaining": "0",
        }
        if daily:
            tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            headers["Retry-After"] = stamp(tomorrow)
        else:
            headers["X-RateLimit-Reset"] = str(int(now.timestamp()) + 1)
        limit = "daily" if daily else "per-second"
        words = (
            f"You have reached the maximum {limit} rate limit for this API. Refer to the response header for details."
        )
        body = {"reason": words, "error": "too_many_requests"} if op == _TOKEN else {"code": 429, "message": words}
        return _json(429, body, headers)

    # Tokens.

    def _token(self, headers: Mapping[str, str], form: Mapping[str, str]) -> Answer:
        login = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if headers.get("authorization") != f"Basic {login}":
            return _json(400, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"})
        if form.get("account_id") != self.account_id:
            return _json(400, {"reason": "Invalid account_id", "error": "invalid_request"})
        self._issued += 1
        token = secret("token", self._issued)
        self._tokens[token] = (self.clock() + timedelta(seconds=self.token_seconds), frozenset(self.scopes))
        body: Json = {
            "access_token": token, "token_type": "bearer", "expires_in": self.token_seconds,
            "scope": " ".join(sorted(self.scopes)),
        }  # fmt: skip
        return _json(200, body | ({"api_url": self.api_url} if self.api_url else {}))

    def _granted(self, headers: Mapping[str, str]) -> frozenset[str] | None:
        """What the request's token may do; None: it is no good."""
        kind, _, token = headers.get("authorization", "").partition(" ")
        until, scopes = self._tokens.get(token, (self.clock(), frozenset()))
        return scopes if kind == "Bearer" and self.clock() < until else None

    def _refuse(self, op: str, headers: Mapping[str, str]) -> Answer | None:
        granted = self._granted(headers)
        if granted is None:
            return _error(
                401, 124, "Access token is expired." if headers.get("authorization") else "Invalid access token."
            )
        rule = self._rules.get(op)
        if rule and not granted.intersection(rule.scopes):
            return _error(400, 4711, f"Invalid access token, does not contain scopes:[{rule.scopes[0]}].")
        return None

    def _download(self, op: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        key = path.rpartition("/")[2]
        content = self.views.download(key)
        signature = secret("signed", key)
        if op == _FILE:  # whoever has the signed address may read it
            if content is None or query.get("signature") != signature:
                return _error(403, 403, "Forbidden.")
            return Answer(200, content, {"Content-Disposition": 'attachment; filename="audio.vtt"'}, "text/vtt")
        kind, _, token = headers.get("authorization", "").partition(" ")
        only_download = kind == "Bearer" and self.downloads.get(token, self.clock()) > self.clock()
        if not only_download and self._granted(headers) is None:
            return _error(401, 124, "Invalid access token.")
        if content is None:
            return _error(404, 3301, "There is no recording for this meeting.")
        return Answer(302, headers={"Location": f"{self.base}/rec/file/{key}?signature={signature}"})


@dataclass(frozen=True)
class _Rule:
    scopes: tuple[str, ...]
    """Any of them will do; the first is the one to ask for."""
    label: str


def _rules(path: Path) -> dict[str, _Rule]:
    """Scopes and weight of every operation. An account's token only ever holds the scopes of an administrator."""
    found = {}
    for template, item in json.loads(path.read_text(encoding="utf-8"))["paths"].items():
        for method, rules in item.items():
            granular, classic = rules.get("x-granular-scopes", []), rules.get("x-scopes", [])
            # The contract's classic scope for recordings is that of the telephone.
            scopes = [one.replace("phone_recording:", "recording:") for one in [*granular, *classic]]
            names = tuple(one for one in scopes if one.endswith(":admin"))
            found[f"{method.upper()} {template}"] = _Rule(names, rules.get("x-rate-limit-label", "LIGHT"))
    return found


def _key(op: str, path: str) -> str:
    """What stands in the path for the operation's parameter, decoded once; "" where it has none."""
    template = op.partition(" ")[2].split("/")
    at = next((at for at, one in enumerate(template) if one.startswith("{")), None)
    return unquote(path.removeprefix("/v2").split("/")[at]) if at else ""


def _known(*kinds: str) -> None:
    for kind in kinds:
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}")


def _json(status: int, body: Json, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status, json.dumps(body, ensure_ascii=False).encode(), dict(headers or {}))


def _error(status: int, code: int, message: str) -> Answer:
    return _json(status, {"code": code, "message": message})


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    owner: FakeZoom

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone away is no error here."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body go out apart, and would wait for each other

    def _any(self) -> None:
        try:
            self.server.owner._handle(self, self.command)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the test must hear of it
            self.server.owner.violations.append(f"The fake failed at {self.command} {self.path}: {error!r}")
            send(self, _error(500, 500, "The fake failed."))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815 - the base class's names

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing: the requests are in `requests`."""
