"""The one client for vendors' APIs: limits, retries, a breaker, and logs that hold no secret.

    call → left alone? → a place at the vendor, and at the mailbox → its turn by the rate limit → send → answer
         → 429, 5xx, no answer: again after the vendor's wish, while there is time → else `CallError`

A call is named by its ``op`` ("list meetings"), and that name alone goes into logs and errors: addresses hold people's
names, join links and tokens. All clients of httpx are made in this module, so that a change of library is one edit.
"""

import datetime as dt
import json
import logging
import queue
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import stamina
import structlog
from pyrate_limiter import Duration, Limiter, Rate

from kambrief.errors import CallError, UserError
from kambrief.providers import guarded_http
from kambrief.providers.breaker import Breaker
from kambrief.providers.waiting import Places, retry_after

_TALKATIVE = ("httpx", "httpx2", "httpcore", "httpcore2", "pyrate_limiter")
"""Loggers that would tell addresses and headers to whoever turns logging up."""
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_ILL = frozenset({500, 502, 503, 504})
_SAFE = frozenset({"GET", "HEAD", "PATCH", "PUT", "DELETE"})
"""Methods that may be sent twice. PATCH counts because we only ever set values with it."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,60}\Z")
_MAX_REDIRECTS = 3
LEFT_ALONE = "left-alone"
"""The code of a call that was not even sent."""
NOT_SIGNED_IN = "not-signed-in"
"""The code of a call that found no token, where the vendor named none of its own."""
CONFIGURATION = "configuration"
"""The code of a call that our own configuration does not allow for."""
_LONGEST_FOR_ONE = 3600.0
_LONGEST_FOR_ALL = 24 * 3600.0
_SIGN_IN = "sign in: "

_log = structlog.get_logger("kambrief.http")


@dataclass(frozen=True, slots=True)
class Policy:
    """What one vendor may be asked, and how patiently."""

    per_second: Mapping[str, int] = field(default_factory=dict)
    """Label of a call → calls a second; a label that is not here has no limit."""
    concurrent: int = 8
    """Calls at once, in all."""
    concurrent_per_key: int = 8
    """Calls at once with the same key (a mailbox)."""
    attempts: int = 4
    timeout: float = 15.0
    """Seconds for one attempt, its whole answer included."""
    patience: float = 30.0
    """Seconds for a call with all its attempts and waits."""
    first_pause: float = 0.5
    """Seconds before the second attempt, where the vendor names none; doubled each time, with jitter."""
    max_bytes: int = 50_000_000
    failures: int = 8
    """So many failures in a row, and the vendor is left alone …"""
    pause: float = 60.0
    """… for so many seconds."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that says "done"; ``headers`` in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def json(self) -> dict[str, Any]:
        """The body as an object; empty where it is none (callers look at what they take)."""
        with suppress(ValueError):
            found = json.loads(self.body)
            if isinstance(found, dict):
                return found
        return {}


class _TimeUpError(Exception):
    """The time of one attempt passed between two pieces of an answer."""


class Api:
    """One vendor's API at one address. Thread-safe. Raises `CallError` for every call that was not done."""

    def __init__(
        self,
        name: str,
        base_url: str,
        auth: httpx.Auth | None,
        policy: Policy,
        client: httpx.Client,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        """``name`` is the section in the configuration. ``clock`` is only for vendors that send a date and no Date."""
        self.name, self.policy = name, policy
        self.base_url = base_url.rstrip("/")
        self._origin = origin(base_url)
        self._auth, self._client, self._clock = auth, client, clock
        self._breaker = Breaker(policy.failures, policy.pause)
        self._places = Places(policy.concurrent)
        self._quiet: dict[str, float] = {}
        """Mailboxes that the vendor wants left alone, and until when."""
        self._keyed: defaultdict[str, Places] = defaultdict(lambda: Places(policy.concurrent_per_key))
        self._keys = threading.Lock()
        self._rates = {
            label: Limiter(Rate(number, Duration.SECOND)) for label, number in policy.per_second.items() if number
        }

    def close(self) -> None:
        """Close the connections and the rate limits' threads."""
        self._client.close()
        for limiter in self._rates.values():
            limiter.close()

    def get(self, op: str, url: str, **options: Any) -> Reply:
        """See `call`."""
        return self.call(op, "GET", url, **options)

    def call(  # noqa: PLR0913 what a call may need
        self,
        op: str,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        label: str = "",
        key: str = "",
        repeatable: bool | None = None,
        redirect: bool = False,
    ) -> Reply:
        """One call, done; an answer of 2xx (or, with ``redirect``, 3xx).

        ``url``: a path below the base URL, or a whole address of the same host (next links are followed as they are; a
        link to another host would carry our token there, and is refused). ``label``: which rate limit counts.
        ``key``: whose places are taken. ``repeatable``: whether it may be sent twice; by default by its method.
        """
        address = self._address(op, url)
        again = method in _SAFE if repeatable is None else repeatable
        # `params={}` would erase the query that a next link has.
        options: dict[str, Any] = {"params": dict(params)} if params else {}
        if body is not None:
            options["json"] = body
        if content is not None:
            options["content"] = content
        deadline = time.monotonic() + self.policy.patience
        request = self._client.build_request(method, address, headers=dict(headers or {}), **options)

        def wait(error: Exception) -> bool | float:
            return isinstance(error, CallError) and self._wait(error, again=again, deadline=deadline)

        for attempt in stamina.retry_context(
            on=wait, attempts=self.policy.attempts, timeout=None, wait_initial=self.policy.first_pause,
            wait_jitter=self.policy.first_pause,
        ):  # fmt: skip
            with attempt:
                return self._attempt(op, request, label, key, deadline, redirect=redirect)
        raise AssertionError("unreachable")  # pragma: no cover - the loop returns or raises

    def download(self, op: str, url: str, *, hosts: tuple[str, ...], headers: Mapping[str, str] | None = None) -> bytes:
        """A file that the vendor keeps elsewhere. Our token goes to ``hosts`` (and those below them) and to the API's
        own host only; where these redirect to, it does not, and no address of an inner network is followed.
        """
        if self._origin_of(op, url) != self._origin and not _is_of(url, hosts):
            raise CallError(self.name, f"{op}: the file lies on a host that is not the vendor's", permanent=True)
        deadline = time.monotonic() + self.policy.patience
        for _ in range(_MAX_REDIRECTS + 1):
            request = self._client.build_request("GET", url, headers={"Accept": "*/*", **(headers or {})})
            reply = self._attempt(op, request, "", "", deadline, redirect=True)
            if reply.status not in _REDIRECTS:
                return reply.body
            before, url = url, self._joined(op, request, reply.headers.get("location", ""))
            if self._origin_of(op, url) != origin(before):
                return self._elsewhere(op, url, deadline)
        raise CallError(self.name, f"{op}: redirected in circles", permanent=True)

    def _origin_of(self, op: str, url: str) -> tuple[str, str, int]:
        """Of an address that the vendor has named: what is wrong with it is no mistake of the configuration."""
        try:
            return origin(url)
        except UserError:
            raise CallError(self.name, f"{op}: the vendor named an address that is none", permanent=True) from None

    def _joined(self, op: str, request: httpx.Request, location: str) -> str:
        try:
            return str(request.url.join(location))
        except httpx.InvalidURL:
            raise CallError(self.name, f"{op}: the vendor named an address that is none", permanent=True) from None

    def _elsewhere(self, op: str, url: str, deadline: float) -> bytes:
        inner = self._origin[0] == "http"  # our own network is spoken to already
        limits = guarded_http.Limits(self.policy.max_bytes, max(1.0, deadline - time.monotonic()), allow_private=inner)
        try:
            with guarded_http.client(limits) as http:
                answer = guarded_http.fetch(http, url, {"User-Agent": "kambrief"}, limits)
        except guarded_http.RefusedError as error:
            raise CallError(self.name, f"{op}: {error.reason}") from None
        if answer.status != 200:
            raise CallError(
                self.name, f"{op}: where the file lies, the answer was {answer.status}", status=answer.status
            )
        return answer.body

    # --- one attempt -----------------------------------------------------------------------------------------------

    def _attempt(
        self, op: str, request: httpx.Request, label: str, key: str, deadline: float, *,
        redirect: bool,
    ) -> Reply:  # fmt: skip
        left_alone = max(self._breaker.wait(), self._quiet.get(key, 0.0) - time.monotonic())
        if left_alone > 0:
            reason = f"{op}: not asked, the vendor failed or refused too often; next try in {left_alone:.0f} s"
            raise CallError(self.name, reason, code=LEFT_ALONE, retry_after=left_alone)
        begun = time.monotonic()
        with ExitStack() as stack:
            self._take_turn(op, stack, label, key, deadline)
            until = min(deadline, time.monotonic() + self.policy.timeout)
            try:
                reply = self._send(request, until)
            except _TimeUpError:
                raise self._silent(op, "no complete answer in time", reached=True) from None
            except httpx.TimeoutException as error:
                sent = not isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout)
                raise self._silent(op, "no answer in time", reached=sent) from None
            except httpx.ConnectError as error:
                tls = "CERTIFICATE" in str(error).upper() or "SSL" in str(error).upper()
                told = "the server's certificate is not valid" if tls else "the server cannot be reached"
                raise self._silent(op, told, reached=False) from None
            except httpx.HTTPError as error:
                raise self._silent(op, f"the connection failed ({type(error).__name__})", reached=True) from None
        self._note(op, reply, time.monotonic() - begun)
        fine = reply.status < 300 or (redirect and reply.status in _REDIRECTS)
        if not fine:
            raise self._refusal(op, reply, key)
        if reply.body and "json" not in reply.headers.get("content-type", "json") and _wants_json(request):
            # It may be the vendor's, spoilt on its way: what cannot be done twice is not tried again.
            told = f"{op}: the answer is no JSON; is base_url right?"
            raise CallError(self.name, told, status=reply.status, reached=True)
        return reply

    def _take_turn(self, op: str, stack: ExitStack, label: str, key: str, deadline: float) -> None:
        with self._keys:
            places = [self._places, *([self._keyed[key]] if key else [])]
        for place in reversed(places):  # the mailbox's first: whoever waits for one must not hold one of the vendor's
            if not stack.enter_context(place.one(deadline)):
                raise CallError(self.name, f"{op}: waited too long for a place among the calls under way")
        limiter = self._rates.get(label)
        if limiter is not None and not limiter.try_acquire(label, timeout=max(0.0, deadline - time.monotonic())):
            raise CallError(self.name, f"{op}: waited too long for its turn ({label} calls a second)")

    def _send(self, request: httpx.Request, until: float) -> Reply:
        """The answer by ``until``, whatever the server does: httpx's own limits begin anew with each byte. A thread
        that is left behind ends when the server lets go of it.
        """
        outcome: queue.SimpleQueue[Reply | BaseException] = queue.SimpleQueue()

        def talk() -> None:
            try:
                outcome.put(self._talk(request, until))
            except BaseException as error:  # noqa: BLE001 handed over to the caller's thread
                outcome.put(error)

        threading.Thread(target=talk, name="call", daemon=True).start()
        try:
            found = outcome.get(timeout=max(0.1, until - time.monotonic() + 0.5))
        except queue.Empty:
            raise _TimeUpError from None
        if isinstance(found, BaseException):
            raise found
        return found

    def _talk(self, request: httpx.Request, until: float) -> Reply:
        request.extensions["timeout"] = httpx.Timeout(max(0.1, until - time.monotonic())).as_dict()
        response = self._client.send(request, auth=self._auth, stream=True, follow_redirects=False)
        try:
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > self.policy.max_bytes:
                    raise httpx.DecodingError("too large")
                if time.monotonic() > until:
                    raise _TimeUpError
        finally:
            response.close()
        return Reply(
            response.status_code, bytes(body), {name.lower(): value for name, value in response.headers.items()}
        )

    # --- what became of it -----------------------------------------------------------------------------------------

    def _silent(self, op: str, told: str, *, reached: bool) -> CallError:
        opened = self._breaker.failed()
        _log.warning("no answer", provider=self.name, op=op, why=told, left_alone=opened)
        return CallError(self.name, f"{op}: {told}", reached=reached)

    def _note(self, op: str, reply: Reply, seconds: float) -> None:
        if reply.status in _ILL:
            self._breaker.failed()
        else:
            self._breaker.succeeded()
        ids = {name: reply.headers[name] for name in ("request-id", "x-zm-trackingid") if name in reply.headers}
        tell = _log.debug if reply.status < 400 else _log.warning
        tell("call", provider=self.name, op=op, status=reply.status, ms=round(seconds * 1000), **ids)

    def _leave_alone(self, key: str, seconds: float) -> None:
        """Nobody asks before the vendor's limit is over: of one mailbox, or of the whole account (a daily limit)."""
        if key:
            self._quiet[key] = time.monotonic() + min(seconds, _LONGEST_FOR_ONE)
        else:
            self._breaker.close_until(min(seconds, _LONGEST_FOR_ALL))

    def _refusal(self, op: str, reply: Reply, key: str = "") -> CallError:
        code, detail = said(reply)
        wish = retry_after(reply.headers, self._clock and self._clock())
        passing = reply.status in _PASSING
        if reply.status == 429 and wish is not None and wish > self.policy.patience:
            self._leave_alone(key, wish)
        told = f"{op}: answered {reply.status}" + (f" ({code})" if code else "")
        return CallError(
            self.name, told, status=reply.status, code=code, detail=detail, permanent=not passing, retry_after=wish,
            reached=reply.status in _ILL and reply.status != 503,
        )  # fmt: skip

    def _wait(self, error: CallError, *, again: bool, deadline: float) -> bool | float:
        """Whether to try again, and after how many seconds if the vendor has named them."""
        if error.permanent or error.code == LEFT_ALONE or (error.reached and not again):
            return False
        if error.reason.startswith(_SIGN_IN):  # tried again there, and believed for a while
            return False
        left = deadline - time.monotonic()
        if not error.retry_after:  # a wish of no seconds: its date has just passed, and at once is too soon
            return left > self.policy.first_pause
        return error.retry_after if error.retry_after < left else False

    def _address(self, op: str, url: str) -> str:
        if "://" not in url:
            return f"{self.base_url}/{url.lstrip('/')}"
        if self._origin_of(op, url) != self._origin:
            raise CallError(self.name, "a link to another host was not followed", permanent=True)
        return url


def client(transport: httpx.BaseTransport | None = None, *, connections: int = 20) -> httpx.Client:
    """A client for vendors' APIs; redirects are ours to judge. ``transport`` is for tests."""
    stamina.instrumentation.set_on_retry_hooks([])  # ours are the log lines
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    limits = httpx.Limits(max_connections=connections * 2, max_keepalive_connections=connections)
    headers = {"User-Agent": "kambrief", "Accept": "application/json"}
    return httpx.Client(transport=transport, limits=limits, follow_redirects=False, headers=headers)


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port. Raises `UserError` for what is no http or https address."""
    with suppress(httpx.InvalidURL, ValueError, TypeError):
        parts = httpx.URL(url)
        if parts.scheme in {"http", "https"} and parts.host:
            return parts.scheme, parts.host.lower(), parts.port or (443 if parts.scheme == "https" else 80)
    raise UserError("base_url: is no http or https address; write for example https://api.vendor.example/v1")


def said(reply: Reply) -> tuple[str, str]:
    """The vendor's short code and its words, in the forms that APIs use; both empty where there is neither."""
    data = reply.json() or _first(reply.body)
    inner = data.get("error")
    if isinstance(inner, dict):  # Microsoft Graph
        found = (inner.get("code"), inner.get("message"))
    elif "errorCode" in data:  # Salesforce
        found = (data["errorCode"], data.get("message"))
    else:  # Zoom's API; OAuth (RFC 6749 §5.2), Zoom's form of it
        found = (data.get("code", inner), data.get("message", data.get("error_description", data.get("reason"))))
    code, words = (str(part) if isinstance(part, str | int) else "" for part in found)
    return (code if _CODE.match(code) else ""), words[:1000]


def _first(body: bytes) -> dict[str, Any]:
    """The first of a list of errors."""
    with suppress(ValueError):
        found = json.loads(body)
        if isinstance(found, list) and found and isinstance(found[0], dict):
            return found[0]
    return {}


def _is_of(url: str, hosts: tuple[str, ...]) -> bool:
    scheme, host, _ = origin(url)
    return scheme == "https" and any(host == one or host.endswith(f".{one}") for one in hosts)


def _wants_json(request: httpx.Request) -> bool:
    return "json" in request.headers.get("accept", "")
