"""Subscriptions at a stateful fake of Graph: made, renewed in time, made anew when gone; a refusal stops nothing."""

import datetime as dt
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kambrief.providers.graph import Graph, GraphSection
from kambrief.providers.graph_hooks import user_of
from kambrief.providers.graph_subscriptions import Subscriptions, in_doubt
from kambrief.providers.http import Policy
from tests.parts.common import free_port
from tests.parts.fake_graph import FakeGraph

pytestmark = pytest.mark.corpus
NOW = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)
ANNA, SECRET = "anna@kone.example", "long random text"
MAKE, RENEW, END = "POST /subscriptions", "PATCH /subscriptions", "DELETE /subscriptions"
DELTA = {"user": "x", "delta": "https://graph.microsoft.com/v1.0/…"}
"""What else a mailbox's cursor holds."""


class Clock:
    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def graph(corpora: Path, clock: Clock) -> Iterator[FakeGraph]:
    with FakeGraph(corpora / "contracts" / "graph" / "graph.openapi.json", clock=clock) as server:
        server.user(ANNA)
        yield server
        assert server.violations == []


class _Listener(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        token = parse_qs(urlsplit(self.path).query)["validationToken"][0].encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(token)))
        self.end_headers()
        self.wfile.write(token)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing."""


@pytest.fixture
def hook() -> Iterator[str]:
    """An address that validates, whatever its path."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Listener)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hooks/graph"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def way(graph: FakeGraph, monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    monkeypatch.setenv("GRAPH_SECRET", graph.client_secret)
    section = GraphSection(
        tenant=graph.tenant, client_id=graph.client_id, client_secret_env="GRAPH_SECRET", base_url=graph.base_url,
        login_url=graph.login_url, scope="https://graph.microsoft.com/.default",
    )  # fmt: skip
    made = Graph("meetings.teams", section, policy=Policy(first_pause=0.01, attempts=2))
    yield made
    made.close()


def rows(graph: FakeGraph) -> list[dict[str, Any]]:
    """The subscriptions that live, as the tenant sees them."""
    return [one.row for one in graph.subscriptions._alive()]


def done(graph: FakeGraph, op: str) -> int:
    """How many such requests did their work."""
    return sum(op in one.op and one.status < 300 for one in graph.requests)


def ensured(
    subscriptions: Subscriptions, graph: FakeGraph, cursor: Mapping[str, str], now: dt.datetime
) -> dict[str, str]:
    cursor, problem = subscriptions.ensure(graph.user_id(ANNA), cursor, now)
    assert problem == ""
    assert not subscriptions.due(cursor, now)
    return dict(cursor)


def test_a_mailbox_without_a_subscription_gets_one_and_keeps_the_rest_of_its_cursor(
    graph: FakeGraph, way: Graph, hook: str
) -> None:
    subscriptions = Subscriptions(way.api, hook, SECRET)
    assert subscriptions.due(DELTA, NOW)
    cursor = ensured(subscriptions, graph, DELTA, NOW)
    [row] = rows(graph)
    assert cursor["sub"] == row["id"]
    assert cursor["sub_until"] == "2026-11-30T06:00:00Z"
    assert DELTA.items() <= cursor.items()
    assert SECRET not in str(cursor)
    assert row["resource"] == f"users/{graph.user_id(ANNA)}/events"
    assert (row["notificationUrl"], row["lifecycleNotificationUrl"]) == (hook, f"{hook}/lifecycle")
    assert user_of(SECRET, row["clientState"]) == graph.user_id(ANNA)
    assert row["changeType"] == "created,deleted,updated"


def test_it_is_renewed_when_less_than_a_day_is_left_and_not_before(
    graph: FakeGraph, way: Graph, hook: str, clock: Clock
) -> None:
    subscriptions = Subscriptions(way.api, hook, SECRET)
    cursor = ensured(subscriptions, graph, {}, NOW)
    for _ in range(4):
        key, until = cursor["sub"], dt.datetime.fromisoformat(cursor["sub_until"])
        assert not subscriptions.due(cursor, until - dt.timedelta(hours=24))
        clock.now = until - dt.timedelta(hours=23)
        assert subscriptions.due(cursor, clock.now)
        cursor = ensured(subscriptions, graph, cursor, clock.now)
        assert cursor["sub"] == key
    assert (done(graph, MAKE), done(graph, RENEW)) == (1, 4)


def test_one_that_has_ended_is_made_anew(graph: FakeGraph, way: Graph, hook: str, clock: Clock) -> None:
    subscriptions = Subscriptions(way.api, hook, SECRET)
    before = ensured(subscriptions, graph, {}, NOW)
    clock.now += dt.timedelta(days=30)
    after = ensured(subscriptions, graph, before, clock.now)
    assert after["sub"] != before["sub"]
    assert [row["id"] for row in rows(graph)] == [after["sub"]]
    assert graph.count(RENEW) == 0


def test_one_that_the_vendor_has_removed_is_made_anew_when_it_says_so(graph: FakeGraph, way: Graph, hook: str) -> None:
    subscriptions = Subscriptions(way.api, hook, SECRET)
    before = ensured(subscriptions, graph, DELTA, NOW)
    graph.lifecycle(before["sub"], "subscriptionRemoved")
    assert not subscriptions.due(before, NOW), "nobody has told us"
    assert subscriptions.due(in_doubt(before), NOW)
    after = ensured(subscriptions, graph, in_doubt(before), NOW)
    assert [row["id"] for row in rows(graph)] == [after["sub"]]
    assert graph.count(RENEW) == 1
    assert DELTA.items() <= after.items()


def test_one_that_wants_a_new_authorization_is_renewed_at_once(graph: FakeGraph, way: Graph, hook: str) -> None:
    subscriptions = Subscriptions(way.api, hook, SECRET)
    cursor = ensured(subscriptions, graph, {}, NOW)
    assert ensured(subscriptions, graph, in_doubt(cursor), NOW)["sub"] == cursor["sub"]
    assert (done(graph, MAKE), done(graph, RENEW)) == (1, 1)


@pytest.mark.parametrize("what", ["address", "secret"])
def test_with_another_address_or_secret_it_is_made_anew_and_the_old_one_ended(
    graph: FakeGraph, way: Graph, hook: str, what: str
) -> None:
    before = ensured(Subscriptions(way.api, hook, SECRET), graph, {}, NOW)
    other = Subscriptions(way.api, hook + "2" * (what == "address"), SECRET + "2" * (what == "secret"))
    assert other.due(before, NOW)
    after = ensured(other, graph, before, NOW)
    assert [row["id"] for row in rows(graph)] == [after["sub"]]


def test_a_hook_that_cannot_be_reached_is_told_with_what_to_do_and_left_alone_for_an_hour(
    graph: FakeGraph, way: Graph
) -> None:
    subscriptions = Subscriptions(way.api, f"http://127.0.0.1:{free_port()}/hooks/graph", SECRET)
    cursor, problem = subscriptions.ensure(graph.user_id(ANNA), DELTA, NOW)
    assert "kambrief serve" in problem
    assert graph.user_id(ANNA) not in problem
    assert DELTA.items() <= cursor.items()
    assert "sub" not in cursor
    assert not subscriptions.due(cursor, NOW + dt.timedelta(minutes=59))
    assert subscriptions.due(cursor, NOW + dt.timedelta(minutes=61))


def test_without_the_right_the_problem_names_it(graph: FakeGraph, way: Graph, hook: str) -> None:
    graph.roles = {"User.Read.All"}
    _, problem = Subscriptions(way.api, hook, SECRET).ensure(graph.user_id(ANNA), {}, NOW)
    assert "Calendars.Read" in problem


def test_a_passing_fault_is_a_problem_now_and_tried_again_with_the_next_read(
    graph: FakeGraph, way: Graph, hook: str
) -> None:
    subscriptions = Subscriptions(way.api, hook, SECRET)
    graph.fault("500", op=MAKE)
    cursor, problem = subscriptions.ensure(graph.user_id(ANNA), DELTA, NOW)
    assert problem
    assert cursor == DELTA
    ensured(subscriptions, graph, cursor, NOW)


@pytest.mark.slow
def test_a_renewal_that_fails_keeps_the_subscription(graph: FakeGraph, way: Graph, hook: str, clock: Clock) -> None:
    subscriptions = Subscriptions(way.api, hook, SECRET)
    before = ensured(subscriptions, graph, {}, NOW)
    clock.now += dt.timedelta(hours=50)
    graph.fault("503", times=2, op=RENEW)
    cursor, problem = subscriptions.ensure(graph.user_id(ANNA), before, clock.now)
    assert problem
    assert cursor == before
    assert ensured(subscriptions, graph, cursor, clock.now)["sub"] == before["sub"]


def test_one_that_is_not_wanted_any_more_is_ended_and_forgotten(graph: FakeGraph, way: Graph, hook: str) -> None:
    subscriptions = Subscriptions(way.api, hook, SECRET)
    cursor = ensured(subscriptions, graph, DELTA, NOW)
    assert subscriptions.end(cursor) == DELTA
    assert rows(graph) == []
    assert subscriptions.end(cursor) == DELTA, "gone already"
    assert graph.count(END) == 2


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "2026-11-30T06:00:00"])
def test_a_cursor_that_cannot_be_read_makes_it_due_or_is_taken_for_utc(
    graph: FakeGraph, way: Graph, hook: str, text: str
) -> None:
    subscriptions = Subscriptions(way.api, hook, SECRET)
    cursor = ensured(subscriptions, graph, {}, NOW) | {"sub_until": text}
    assert subscriptions.due(cursor, NOW) is not text.startswith("2026-11")
    ensured(subscriptions, graph, cursor, NOW)
