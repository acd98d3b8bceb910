"""What this process knows of its own work beside the store: passes, requests, work in the background."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kambrief.desk.rehearsal import Rehearsal
from kambrief.desk.running import Pulse

_log = structlog.get_logger("kambrief.web")

OTHER = "other"
"""Any address that is none of ours: strangers' addresses are no labels."""


class Background:
    """Work that takes longer than a page may: each name once at a time, in a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[str, threading.Thread] = {}

    def start(self, name: str, work: Callable[[], object]) -> bool:
        """Begin it; False when it is under way already."""
        with self._lock:
            if name in self._running:
                return False
            thread = threading.Thread(target=self._do, args=(name, work), name=name, daemon=True)
            self._running[name] = thread
            thread.start()
            return True

    def is_running(self, name: str) -> bool:
        """Whether it is under way."""
        return name in self._running

    def wait(self, name: str, seconds: float) -> bool:
        """Until it has ended, or so long; whether it has."""
        thread = self._running.get(name)
        if thread is not None:
            thread.join(seconds)
        return name not in self._running

    def _do(self, name: str, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 - nobody waits for it: the log alone can tell
            _log.exception("work in the background failed", work=name)
        finally:
            with self._lock:
                self._running.pop(name, None)


@dataclass
class Operation:
    """``pulse`` is there where this process runs the engine."""

    pulse: Pulse | None = None
    background: Background = field(default_factory=Background)
    rehearsal: Rehearsal = field(default_factory=Rehearsal)
    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    """Method, address as in the table of routes, status → how often."""
    refused: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Hook, why → how often a vendor's word was not believed."""


class Counting:
    """Counts every answer by the address as it stands in the table of routes, never as it was asked for."""

    def __init__(self, app: ASGIApp, served: FastAPI, operation: Operation) -> None:
        self._app, self._served, self._operation = app, served, operation
        self._paths: dict[object, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                key = self._method(scope), self._path(scope), int(message["status"])
                self._operation.requests[key] += 1
            await send(message)

        await self._app(scope, receive, counted)

    @staticmethod
    def _method(scope: Scope) -> str:
        method = str(scope["method"])
        return method if method in {"GET", "HEAD", "POST"} else OTHER

    def _path(self, scope: Scope) -> str:
        if not self._paths:
            for route in self._served.routes:
                self._paths.setdefault(getattr(route, "endpoint", None), str(getattr(route, "path", OTHER)))
        return self._paths.get(scope.get("endpoint"), OTHER)
