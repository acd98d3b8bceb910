"""The hooks that vendors call: each looks whether the vendor has said it, keeps a hint, and answers.

    body → too large? → signed by the vendor? → hints kept → engine woken → answer

Nothing is fetched and nothing is worked here: vendors wait three seconds, and some ask back while they wait. Who is not
believed learns nothing. When the hints cannot be kept the answer is 503, and the vendor sends them again.
"""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kambrief.core.work import Hint
from kambrief.errors import ProviderError
from kambrief.ports import Store
from kambrief.providers import graph_hooks, zoom_hooks

MAX_BYTES = 1_000_000
PATIENCE_SECONDS = 10.0
"""For a body to arrive."""
TELL_EVERY = 100
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)

_log = structlog.get_logger("kambrief.web")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the vendors' words are held against. A hook without one is not there."""

    zoom: str = field(default="", repr=False)
    graph: str = field(default="", repr=False)


def hooks_app(store: Store, secrets: Secrets, wake: Callable[[], None], clock: Callable[[], dt.datetime]) -> FastAPI:
    """The application. ``wake`` is called, from any thread, when there is something new in the store."""
    app = FastAPI(title="Kambrief", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.add_middleware(_SafeHeaders)
    app.add_exception_handler(_RefusedError, _refused)
    app.add_api_route("/health/live", _live, methods=["GET"])
    hooks = _Hooks(store, secrets, wake, clock)
    app.state.refused = hooks.refusals.counts
    if secrets.zoom:
        app.add_api_route("/hooks/zoom", hooks.zoom, methods=["POST"])
    if secrets.graph:
        for path in ("/hooks/graph", "/hooks/graph/lifecycle"):
            app.add_api_route(path, hooks.graph, methods=["POST"])
    return app


async def _live() -> Response:
    return PlainTextResponse("ok")


class _RefusedError(Exception):
    """Answered with this status and nothing else."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(str(status))


async def _refused(request: Request, error: Exception) -> Response:
    del request
    return Response(status_code=error.status if isinstance(error, _RefusedError) else 500)


class _Hooks:
    """The vendors' hooks. Everything but the store's work runs in the event loop's one thread."""

    def __init__(
        self, store: Store, secrets: Secrets, wake: Callable[[], None], clock: Callable[[], dt.datetime]
    ) -> None:
        self._store, self._secrets, self._wake, self._clock = store, secrets, wake, clock
        self.refusals = Refusals()
        self._recent = Recent(zoom_hooks.WINDOW)

    async def zoom(self, request: Request) -> Response:
        """Webhooks of Zoom, and the challenge by which it checks the address."""
        body, now = await _body(request), self._clock()
        timestamp = request.headers.get("x-zm-request-timestamp", "")
        signature = request.headers.get("x-zm-signature", "")
        if not zoom_hooks.is_signed(self._secrets.zoom, timestamp, signature, body, now):
            self.refusals.note("zoom", "signature")
            raise _RefusedError(401)
        event = zoom_hooks.event_of(body)
        if event is None:
            self.refusals.note("zoom", "body")
            raise _RefusedError(400)
        if token := zoom_hooks.challenge(event):
            return JSONResponse(zoom_hooks.answer(self._secrets.zoom, token))
        new = self._recent.unknown(zoom_hooks.hints(event, timestamp, now), now)
        await self._keep(new)
        self._recent.add(new, now)
        return Response(status_code=200)

    async def graph(self, request: Request) -> Response:
        """Change and lifecycle notifications of Graph, and the validation of both addresses."""
        token = request.query_params.get("validationToken")
        if token is not None:
            said = graph_hooks.echo(token)
            if said is None:
                self.refusals.note("graph", "validation token")
                raise _RefusedError(400)
            return PlainTextResponse(said)
        rows = graph_hooks.notifications(await _body(request))
        if rows is None:
            self.refusals.note("graph", "body")
            raise _RefusedError(400)
        hints, strange = graph_hooks.hints(rows, self._secrets.graph, self._clock())
        if strange:
            self.refusals.note("graph", "client state", strange)
        await self._keep(hints)
        return Response(status_code=202)

    async def _keep(self, hints: Sequence[Hint]) -> None:
        if not hints:
            return
        try:
            await run_in_threadpool(self._store_and_wake, hints)
        except Exception as error:
            why = error.reason if isinstance(error, ProviderError) else type(error).__name__
            _log.warning("hints not kept", hints=len(hints), error=why)
            raise _RefusedError(503) from error

    def _store_and_wake(self, hints: Sequence[Hint]) -> None:
        if self._store.add_hints(hints):
            self._wake()


async def _body(request: Request) -> bytes:
    """The raw body, whose bytes are what was signed."""
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > MAX_BYTES:
                    raise _RefusedError(413)
    except TimeoutError:
        raise _RefusedError(408) from None
    except ClientDisconnect:
        raise _RefusedError(400) from None
    return bytes(body)


class Refusals:
    """Counts who was not believed, and tells of the first and of every hundredth: a stranger must not fill the log."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()

    def note(self, hook: str, why: str, number: int = 1) -> None:
        """So many more. Nothing of what was sent is told."""
        before = self.counts[hook, why]
        self.counts[hook, why] += number
        so_far = self.counts[hook, why]
        if not before or before // TELL_EVERY != so_far // TELL_EVERY:
            _log.warning("hook refused", hook=hook, why=why, so_far=so_far)


class Recent:
    """Hints kept within the window in which a copied request would be believed: a hint that has been worked is not in
    the store any more, and a copy must not have it worked again and again.
    """

    def __init__(self, window: dt.timedelta, most: int = 10_000) -> None:
        self._window, self._most = 2 * window, most  # a signature may be good from five minutes ahead to five behind
        self._kept: dict[str, dt.datetime] = {}

    def unknown(self, hints: Sequence[Hint], now: dt.datetime) -> list[Hint]:
        """Those that were not kept lately."""
        return [hint for hint in hints if (at := self._kept.get(hint.id)) is None or now - at > self._window]

    def add(self, hints: Sequence[Hint], now: dt.datetime) -> None:
        """These are in the store."""
        for hint in hints:
            self._kept.pop(hint.id, None)  # so that the order is that of time
            self._kept[hint.id] = now
        for name in list(self._kept):
            if len(self._kept) <= self._most and now - self._kept[name] <= self._window:
                break
            del self._kept[name]


class _SafeHeaders:
    """Sets the headers that keep a browser from making more of an answer than text, where nobody has set others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [*message.get("headers", ())]
                names = {name.lower() for name, _ in given}
                message = {**message, "headers": [*given, *(one for one in _HEADERS if one[0] not in names)]}
            await send(message)

        await self._app(scope, receive, safely)
