"""Our web part on the loopback, with a store in memory."""

import contextlib
import datetime as dt
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import httpx

from kambrief.core.work import Hint
from kambrief.errors import ProviderError
from kambrief.ports import Store
from kambrief.store.sql import SqlStore
from kambrief.web.hooks import Secrets, hooks_app
from kambrief.web.server import WebServer

NOW = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)
ZOOM, GRAPH = "zoom's secret token", "graph's long random text"


class Clock:
    """Stands still unless told otherwise."""

    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


class FrailStore:
    """A store that can be down, or slow: then it waits until `released` is set."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.down: Exception | None = None
        self.released = threading.Event()
        self.released.set()
        self.waiting = threading.Semaphore(0)

    def add_hints(self, hints: Sequence[Hint]) -> int:
        """See `ports.Store`."""
        self.waiting.release()
        assert self.released.wait(20)
        if self.down:
            raise self.down
        return self._store.add_hints(hints)

    def break_down(self) -> None:
        self.down = ProviderError("database", "the disk is full")


@dataclass
class Site:
    """What runs, and how to speak to it."""

    store: SqlStore
    frail: FrailStore
    clock: Clock
    server: WebServer
    client: httpx.Client
    woken: list[str] = field(default_factory=list)
    """The names of the threads that woke the engine."""

    def hints(self) -> list[tuple[str, str, str, str]]:
        """What is kept, oldest first: provider, kind, key, session."""
        return [(hint.provider, str(hint.kind), hint.key, hint.session) for hint in self.store.hints(1000)]

    def work(self) -> None:
        """As if everything had been looked into."""
        self.store.drop_hints(self.store.hints(1000))


@contextlib.contextmanager
def running(secrets: Secrets | None = None) -> Iterator[Site]:
    """The web part, on a port of its own."""
    store, clock = SqlStore.open("sqlite://"), Clock()
    frail = FrailStore(store)
    woken: list[str] = []
    app = hooks_app(
        frail,  # type: ignore[arg-type] # the hooks use one method only
        secrets or Secrets(ZOOM, GRAPH),
        lambda: woken.append(threading.current_thread().name),
        clock,
    )
    with WebServer(app, "127.0.0.1", 0) as server:
        with httpx.Client(base_url=server.address, timeout=10, trust_env=False) as client:
            yield Site(store, frail, clock, server, client, woken)
        frail.released.set()
    store.close()
