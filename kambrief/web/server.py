"""The web part put together and run: uvicorn in a thread beside the engine, or alone.

It listens on the loopback unless told otherwise: a reverse proxy with a certificate stands before it.
"""

import errno
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
from fastapi import FastAPI
from pydantic import ConfigDict

from kambrief.app import App
from kambrief.desk.running import Pulse
from kambrief.errors import UserError
from kambrief.settings import Section, Settings, anchored, section
from kambrief.web.hooks import Secrets, hooks_app
from kambrief.web.operating import Operation
from kambrief.web.site import Site, add_pages

_START_SECONDS = 10.0
_END_SECONDS = 5
_MOST_CONNECTIONS = 200


class _HookSection(Section):
    """The part of a provider's section that concerns its hook; the rest is the provider's own."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    webhook_secret_env: str | None = None
    webhook_secret_file: Path | None = None


class WebServer:
    """An application on an address. Raises `UserError` from `start` when the address cannot be had."""

    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        self.host, self.port = host, port
        config = uvicorn.Config(
            app, loop="asyncio", http="h11", ws="none", lifespan="off", log_config=None, log_level="error",
            access_log=False, server_header=False, proxy_headers=False, limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=_END_SECONDS,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Listen; returns when requests are answered."""
        listening = _listen(self.host, self.port)
        self.port = listening.getsockname()[1]
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, name="web", daemon=True
        )
        self._thread.start()
        until = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > until:
                listening.close()
                raise UserError(f"web: the server on {self.address} did not start; the log tells why")
            time.sleep(0.01)

    def stop(self) -> None:
        """Answer what was asked already, then no more."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(2 * _END_SECONDS)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        advice = "another program listens there; stop it or choose another port" if taken else "check host and port"
        raise UserError(f"web: cannot listen on {host} port {port} ({error.strerror or error}): {advice}") from None


def web_server(current: Callable[[], App], wake: Callable[[], None], pulse: Pulse | None = None) -> WebServer:
    """The web part as configured, not started yet. ``current`` gives the app of the day (`App.renewed`), ``pulse``
    tells of the engine in this process, if there is one. Raises `UserError` when it is not configured, or wrongly.
    """
    app = current()
    web = app.settings.web
    if web is None:
        raise UserError("web: is not configured; add [web] to the configuration, config.example.toml shows how")
    try:
        web.secret("metrics_token")
    except UserError as error:
        raise UserError(*(f"web.{problem}" for problem in error.problems)) from None
    try:
        _ = web.oidc and web.oidc.secret("client_secret")
    except UserError as error:
        raise UserError(*(f"web.oidc.{problem}" for problem in error.problems)) from None
    served = hooks_app(app.store, hook_secrets(app.settings), wake, app.clock)
    operation = Operation(pulse, refused=served.state.refused)
    add_pages(served, Site(current, app.store.site, app.clock, wake, web.public_url, operation))
    return WebServer(served, web.host, web.port)


def hook_secrets(settings: Settings) -> Secrets:
    """The secrets of the vendors whose hooks are wanted. Raises `UserError` for all that cannot be read."""
    problems: list[str] = []
    found = {}
    for hook, name in (("zoom", "zoom"), ("graph", "teams")):
        data = settings.meetings.get(name)
        try:
            found[hook] = _secret(settings, name, data) if data else ""
        except UserError as error:
            problems += error.problems
    if problems:
        raise UserError(*problems)
    return Secrets(**found)


def _secret(settings: Settings, name: str, data: dict[str, Any]) -> str:
    where = f"meetings.{name}"
    config = section(_HookSection, anchored(data, settings.base_dir), where)
    try:
        secret = config.secret("webhook_secret")
    except UserError as error:
        raise UserError(*(f"{where}.{problem}" for problem in error.problems)) from None
    if not secret.strip() and (config.webhook_secret_env or config.webhook_secret_file):
        # By an empty secret anybody could sign.
        raise UserError(f"{where}.webhook_secret: is empty; put the secret where it points to")
    return secret
