"""The desk of the fake Graph: faults, the contract, who may, how many at once, batches, and the notes of it all."""

import dataclasses
import functools
import json
import random
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.parts import fake_faults
from tests.parts.contract import Contract
from tests.parts.graph_core import Answer, Call, Json, RefusedError, World, utc
from tests.parts.graph_routes import Route, Routes, parts_of
from tests.parts.graph_tokens import Tokens

VERSION = "/v1.0"
_TOKEN_OP = "POST /{tenant}/oauth2/v2.0/token"
_BATCH_OP = "POST /$batch"
GRAPH = "graph: "
"""Before the names of Graph's operations, so that a fault for any of them leaves the token endpoint alone."""
_MOST_AT_ONCE = 4
_LARGEST = 4 * 1024 * 1024
STATUSES: Mapping[str, tuple[str, str]] = {
    "429": ("TooManyRequests", "Please retry again later."),
    "500": ("generalException", "An unexpected error has occurred."),
    "503": ("serviceNotAvailable", "The service is temporarily unavailable."),
    "504": ("gatewayTimeout", "The gateway has timed out."),
}


@dataclass(frozen=True)
class Seen:
    """One request, or one part of a batch. Status 0: the connection was reset without an answer."""

    method: str
    op: str
    path: str
    status: int
    mailbox: str


class Service:
    def __init__(self, world: World, tokens: Tokens, routes: Routes, contract: Contract | None) -> None:
        self.tokens, self.routes = tokens, routes
        self.requests: list[Seen] = []
        self.violations: list[str] = []
        """What requests and answers broke of the contract, and slips of the fake itself."""
        self.max_concurrent: dict[str, int] = {}
        """By mailbox, how many requests were under way at once."""
        self.latency = 0.0
        """Seconds each answer takes."""
        self.retry_after: str | None = "2.128"
        self.faults = fake_faults.Faults()
        self._world, self._contract = world, contract
        self._busy: dict[str, int] = {}
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._shuffle = random.Random(20)  # noqa: S311 - any order will do

    def _reply(self, call: Call) -> tuple[fake_faults.Answer, fake_faults.Fault | None]:
        """What is to be sent, and what goes wrong with it on the way."""
        if call.path.endswith("/oauth2/v2.0/token") and call.method == "POST":
            op, mailbox = _TOKEN_OP, ""
            fault = self.faults.take(op)
        else:
            op, mailbox = self._op(call), self.routes.mailbox(call.path.removeprefix(VERSION))
            fault = self.faults.take(f"{GRAPH}{op}")
        kind = fault.kind if fault else ""
        if kind in STATUSES:
            answer, fault = self._broken(kind), None
        elif kind in fake_faults.UNDONE:
            answer = Answer()
        elif op == _TOKEN_OP:
            answer = self.tokens.answer(call, unquote(call.path.split("/")[1]))
        elif not call.path.startswith(f"{VERSION}/"):
            answer = self._error(RefusedError(404, "BadRequest", "Invalid version."))
        else:
            answer = self._served(dataclasses.replace(call, path=call.path.removeprefix(VERSION)))
        status = 0 if kind in {"reset", "lost"} else 200 if kind == "html" else answer.status
        # Before it is sent: who has the answer may count on the request being here.
        self._note(call, op, status, mailbox)
        data = answer.loose(answer.data) if answer.loose and answer.data else answer.data
        answer = dataclasses.replace(answer, data=data)
        headers = {**answer.headers, "request-id": self._world.guid("request")}
        if asked := call.headers.get("client-request-id"):
            headers["client-request-id"] = asked
        return fake_faults.Answer(answer.status, answer.payload(), headers, answer.kind), fault

    def _op(self, call: Call) -> str:
        path = call.path.removeprefix(VERSION)
        if call.method == "POST" and path == "/$batch":
            return _BATCH_OP
        found = self.routes.find(call.method, path)
        return found[0].op if found else f"{call.method} {path}"

    def _served(self, call: Call) -> Answer:
        """The answer to a call, checked on both sides."""
        found = self.routes.find(call.method, call.path)
        is_batch = self._op(call) == _BATCH_OP
        try:
            breaches = self._breaches(call, found[0] if found else None)
            call = dataclasses.replace(call, roles=self.tokens.roles_of(call))
            if breaches:
                raise RefusedError(400, "BadRequest", "; ".join(breaches))  # noqa: TRY301 - refusals are answered below
            answer = self._batch(call) if is_batch else self._worked(call, found)
        except RefusedError as error:
            answer = self._error(error, call)
        except Exception:  # noqa: BLE001 - a slip of the fake's own must be seen by the test, not by the client only
            self._note_breach(traceback.format_exc())
            answer = self._error(RefusedError(500, "generalException", "The fake has failed."), call)
        if self._contract and not _unknown_to_contract(found):
            # The contract has whole seconds, the service decimals.
            headers = {"content-type": answer.kind, **answer.headers}
            headers.pop("Retry-After", None)
            payload = answer.payload()
            for breach in self._contract.check_response(
                call.method, VERSION + call.path, answer.status, headers, payload
            ):
                self._note_breach(breach)
        return answer

    def _breaches(self, call: Call, route: Route | None) -> list[str]:
        if len(call.body) > _LARGEST:
            raise RefusedError(413, "RequestEntityTooLarge", "The request is larger than 4 MB.")
        if not self._contract or (route and route.op.startswith("GET /groups/")):
            return []
        headers, body = dict(call.headers), call.body
        if route and headers.get("content-type", "").startswith("text/plain") and _takes_mime(route.op):
            # The contract knows JSON only; MIME is judged by whoever reads it.
            headers["content-type"] = "application/json"
            body = b'{"message": {}}' if route.op.endswith("sendMail") else b"{}"
        found = self._contract.check_request(call.method, VERSION + call.path, call.query, headers, body)
        for breach in found:
            self._note_breach(breach)
        return found

    def _worked(self, call: Call, found: tuple[Route, list[str]] | None) -> Answer:
        if found is None:
            raise RefusedError(400, "BadRequest", f"Resource not found for {call.method} {call.path}.")
        route, parameters = found
        mailbox = self.routes.mailbox(call.path)
        with self._one_more(mailbox):
            if self.latency:
                self._released.wait(self.latency)
            self.routes.allow(route, call, mailbox)
            if not route.locked:
                return route.handle(call, *parameters)
            with self._world.lock:
                return route.handle(call, *parameters)

    @contextmanager
    def _one_more(self, mailbox: str) -> Iterator[None]:
        """Counts who is at the mailbox, and sends the fifth one away."""
        with self._lock:
            now = self._busy[mailbox] = self._busy.get(mailbox, 0) + 1
            if mailbox:
                self.max_concurrent[mailbox] = max(now, self.max_concurrent.get(mailbox, 0))
        try:
            if mailbox and now > _MOST_AT_ONCE:
                headers = {"Retry-After": self.retry_after} if self.retry_after else {}
                words = "Application is over its MailboxConcurrency limit."
                raise RefusedError(429, "ApplicationThrottled", words, headers)
            yield
        finally:
            with self._lock:
                self._busy[mailbox] -= 1

    def _batch(self, call: Call) -> Answer:
        answers: dict[str, Json] = {}
        for part in parts_of(call.data()):
            key = str(part["id"])
            needed = [answers.get(str(one)) for one in part.get("dependsOn", [])]
            if any(one is None or one["status"] >= 400 for one in needed):
                failed = RefusedError(424, "FailedDependency", "A request this one depends on has failed.")
                answers[key] = _as_part(key, self._error(failed))
            else:
                answers[key] = _as_part(key, self._part(call, part))
        shuffled = list(answers.values())
        self._shuffle.shuffle(shuffled)
        return Answer(data={"responses": shuffled})

    def _part(self, whole: Call, part: Json) -> Answer:
        target = urlsplit(str(part["url"]))
        headers = {str(name).lower(): str(value) for name, value in part.get("headers", {}).items()}
        body, mime = part.get("body"), isinstance(part.get("body"), str)
        call = Call(
            str(part["method"]),
            target.path if target.path.startswith("/") else f"/{target.path}",
            tuple(parse_qsl(target.query, keep_blank_values=True)),
            {"authorization": whole.headers.get("authorization", ""), **headers},
            b"" if body is None else str(body).encode() if mime else json.dumps(body).encode(),
        )
        op = self._op(call)
        fault = self.faults.take(f"{GRAPH}{op}")
        if target.scheme or target.path.startswith(VERSION) or op == _BATCH_OP:
            answer = self._error(RefusedError(400, "BadRequest", f"Invalid url in a batch: {part['url']}"))
        elif body is not None and "content-type" not in headers:
            answer = self._error(RefusedError(400, "BadRequest", "A request with a body needs a Content-Type header."))
        elif fault and fault.kind in STATUSES:
            answer = self._broken(fault.kind)
        elif fault and fault.kind in fake_faults.UNDONE:
            answer = self._broken("503")
        else:
            answer = self._served(call)
            # A part has no connection of its own to lose.
            answer = self._broken("504") if fault and fault.kind != "slow" else answer
        self._note(call, op, answer.status, self.routes.mailbox(call.path))
        return answer

    def _broken(self, kind: str) -> Answer:
        code, words = STATUSES[kind]
        headers = {"Retry-After": self.retry_after} if self.retry_after and kind in {"429", "503", "504"} else {}
        return self._error(RefusedError(int(kind), code, words, headers))

    def _error(self, error: RefusedError, call: Call | None = None) -> Answer:
        asked = call.headers.get("client-request-id") if call else None
        request = self._world.guid("error")
        inner = {
            "date": utc(self._world.now()).rstrip("Z"),
            "request-id": request,
            "client-request-id": asked or request,
        }
        told = {"code": error.code, "message": error.message, "innerError": inner}
        return Answer(error.status, {"error": told}, headers=error.headers)

    def _note(self, call: Call, op: str, status: int, mailbox: str) -> None:
        with self._lock:
            self.requests.append(Seen(call.method, op, call.path.removeprefix(VERSION), status, mailbox))

    def _note_breach(self, breach: str) -> None:
        with self._lock:
            self.violations.append(breach)


@functools.cache
def contract_at(path: Path) -> Contract:
    return Contract(path, prefix=VERSION)


def _takes_mime(op: str) -> bool:
    return op in {"POST /users/{user-id}/messages", "POST /users/{user-id}/sendMail"}


def _unknown_to_contract(found: tuple[Route, list[str]] | None) -> bool:
    return found is not None and found[0].op.startswith("GET /groups/")


def _as_part(key: str, answer: Answer) -> Json:
    data = answer.loose(answer.data) if answer.loose and answer.data else answer.data
    headers = dict(answer.headers)
    if data is not None or answer.raw:
        headers["Content-Type"] = answer.kind
    told: Json = {"id": key, "status": answer.status, "headers": headers}
    if data is not None or answer.raw:
        told["body"] = answer.raw.decode() if data is None else data
    return told
