"""Microsoft Graph and its token endpoint on the loopback, for one tenant whose state the tests set.

It keeps the vendor's traps: sparse occurrences, removals of unknown ids, links that bear no touching, two ids for one
message, answers that get lost. Each request and answer is held against the vendor's contract.
"""

import datetime as dt
import random
import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

from tests.parts import fake_faults
from tests.parts.common import LOOPBACK
from tests.parts.graph_calendar import Calendar
from tests.parts.graph_core import Call, World
from tests.parts.graph_events import Event, Events
from tests.parts.graph_mail import Mail
from tests.parts.graph_meetings import Meetings
from tests.parts.graph_people import People, User
from tests.parts.graph_routes import Routes
from tests.parts.graph_service import GRAPH, STATUSES, VERSION, Service, contract_at
from tests.parts.graph_subscriptions import Subscriptions
from tests.parts.graph_tokens import Tokens

_LINE = {"reset": "reset", "slow": "slow", "html": "html", "truncated": "truncated", "lost-answer": "lost"}


class FakeGraph(Service):
    """The tenant and its server. Faults: "429", "500", "503", "504", "reset", "slow", "html", "truncated",
    "lost-answer" (the work is done, then the connection reset).
    """

    def __init__(self, contract: Path, *, clock: Callable[[], dt.datetime], validate: bool = True) -> None:
        world = World(clock)
        self.people = People(world)
        self.subscriptions = Subscriptions(world, self.people)
        self.events = Events(world, self.people, self._event_told)
        self.calendar = Calendar(world, self.events)
        self.meetings = Meetings(world, self.people, self.events)
        self.meetings.transcript_made = self._transcript_told
        self.mail = Mail(world, self.people, self._mail_told)
        routes = Routes(self.people, self.calendar, self.meetings, self.mail, self.subscriptions)
        super().__init__(world, Tokens(world), routes, contract_at(contract) if validate else None)
        self._name_state()
        self._server = _Http((LOOPBACK, 0), _Handler)
        self._server.owner = self
        world.login_url = f"http://{LOOPBACK}:{self._server.server_port}"
        world.base_url = f"{world.login_url}{VERSION}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="fake-graph", daemon=True
        )
        self._thread.start()

    def _name_state(self) -> None:
        """What the tests say to the tenant, under one roof."""
        self.user, self.user_id = self.people.user, self.people.user_id
        self.remove_user, self.group = self.people.remove_user, self.people.group
        self.register_certificate = self.tokens.register_certificate
        self.expire_secret, self.renew_secret = self.tokens.expire_secret, self.tokens.renew_secret
        self.expire_tokens = self.tokens.expire_tokens
        self.put_event, self.copy_event = self.events.put_event, self.events.copy_event
        self.move, self.move_series = self.events.move, self.events.move_series
        self.move_occurrence, self.change = self.events.move_occurrence, self.events.change
        self.cancel, self.remove = self.events.cancel, self.events.remove
        self.occurrences, self.expire_delta = self.events.occurrences, self.calendar.expire_delta
        self.transcript, self.attendance = self.meetings.transcript, self.meetings.attendance
        self.insight, self.meeting_id = self.meetings.insight, self.meetings.meeting_id
        self.receive, self.mime = self.mail.receive, self.mail.mime
        self.sent, self.drafts = self.mail.sent, self.mail.drafts
        self.notifications_since = self.subscriptions.notifications_since
        self.lifecycle = self.subscriptions.lifecycle

    @property
    def base_url(self) -> str:
        return self._world.base_url

    @property
    def login_url(self) -> str:
        return self._world.login_url

    @property
    def tenant(self) -> str:
        return self._world.tenant

    @property
    def client_id(self) -> str:
        return self._world.client_id

    @property
    def client_secret(self) -> str:
        return self._world.client_secret

    @property
    def roles(self) -> set[str]:
        """The permissions granted. One granted later shows in new tokens only, one taken away is gone at once."""
        return self.tokens.roles

    @roles.setter
    def roles(self, roles: set[str]) -> None:
        self.tokens.roles = roles

    @property
    def policy(self) -> set[str] | None:
        """The application access policy for online meetings: object ids of users; None: all."""
        return self.meetings.policy

    @policy.setter
    def policy(self, users: set[str] | None) -> None:
        self.meetings.policy = users

    @property
    def scope(self) -> set[str] | None:
        """The mailboxes the app may reach for calendar and mail; None: all."""
        return self.routes.scope

    @scope.setter
    def scope(self, mailboxes: set[str] | None) -> None:
        self.routes.scope = mailboxes

    def fault(self, kind: str, times: int = 1, op: str = "", *, seconds: float = 1.0) -> None:
        """The next `times` requests whose operation contains `op` go wrong. The token endpoint only when named."""
        self.faults.add(_known(kind), times, op or GRAPH, seconds=seconds)

    def chaos(self, rng: random.Random, rate: float, kinds: Sequence[str], *, seconds: float = 1.0) -> None:
        """From now on any request goes wrong with this probability, those for tokens too."""
        self.faults.chaos(rng, rate, [_known(kind) for kind in kinds], seconds=seconds)

    def calm(self) -> None:
        self.faults.calm()

    def count(self, op: str = "") -> int:
        return sum(op in one.op for one in list(self.requests))

    def forget_requests(self) -> None:
        with self._lock:
            self.requests.clear()
            self.max_concurrent.clear()

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

    # What the mailboxes tell.

    def _event_told(self, user: User, change: str, event: Event) -> None:
        self.subscriptions.told(user, "events", change, event.id, event.etag)

    def _mail_told(self, user: User, change: str, item: str, etag: str) -> None:
        self.subscriptions.told(user, "messages", change, item, etag)

    def _transcript_told(self, user: User, item: str) -> None:
        self.subscriptions.told(user, "getalltranscripts", "created", item)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    owner: FakeGraph

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone away is no error here."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _answer(self) -> None:
        owner = self.server.owner
        path, _, query = self.path.partition("?")
        call = Call(
            self.command,
            path,
            tuple(parse_qsl(query, keep_blank_values=True)),
            # Preferences may come in several headers.
            {name.lower(): ", ".join(self.headers.get_all(name) or []) for name in self.headers},
            self.rfile.read(int(self.headers.get("content-length") or 0)),
        )
        answer, fault = owner._reply(call)
        if fault:
            fake_faults.misbehave(self, fault, answer, owner._released)
        else:
            fake_faults.send(self, answer)

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _answer  # noqa: N815 - the base class's names

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing: the requests are in `requests`."""


def _known(kind: str) -> str:
    """The fault's name in the common parts."""
    if kind not in STATUSES and kind not in _LINE:
        raise ValueError(f"no such fault: {kind}")
    return _LINE.get(kind, kind)
