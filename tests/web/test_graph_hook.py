"""Change notifications of Graph over real HTTP, with a fake of Graph that calls back while we subscribe."""

import datetime as dt
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from kambrief.providers.graph import Graph, GraphSection
from kambrief.providers.graph_hooks import client_state
from kambrief.providers.graph_subscriptions import Subscriptions, in_doubt
from kambrief.web.hooks import Secrets
from tests.parts.fake_graph import FakeGraph
from tests.web.serving import GRAPH, NOW, Site, running

ANNA = "anna@kone.example"
GUID = "8ee44408-0679-472c-bc2a-692812af3437"
PATHS = pytest.mark.parametrize("path", ["/hooks/graph", "/hooks/graph/lifecycle"])


def notified(site: Site, *rows: dict[str, Any], path: str = "/hooks/graph") -> httpx.Response:
    return site.client.post(path, json={"value": list(rows)})


def row(etag: str = "1", secret: str = GRAPH) -> dict[str, Any]:
    data = {"id": "AAMk1", "@odata.etag": f'W/"{etag}"'}
    return {
        "subscriptionId": "7f105c7d", "clientState": client_state(secret, GUID), "changeType": "updated",
        "resource": f"Users/{GUID}/Events/AAMk1", "resourceData": data,
    }  # fmt: skip


# --- validation ----------------------------------------------------------------------------------------------------


@PATHS
def test_a_validation_gets_its_token_back_as_plain_text(site: Site, path: str) -> None:
    token = "Validation: Testing client application reachability for subscription Request-Id: 6f9619ff+8b86/d011=&"
    answer = site.client.post(path, params={"validationToken": token}, content=b"")
    assert (answer.status_code, answer.text) == (200, token)
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"


@PATHS
@pytest.mark.parametrize(
    "token",
    ["<script>alert(1)</script>", "x" * 10_000, "a%0d%0aSet-Cookie:%20x=1", "%00", "%ff%fe", "", "%3Cb%3E", "%1b[2J"],
)
def test_a_hostile_token_is_told_back_to_nobody(site: Site, path: str, token: str) -> None:
    answer = site.client.post(f"{path}?validationToken={token}")
    assert (answer.status_code, answer.content) == (400, b"")
    assert "set-cookie" not in answer.headers


def test_the_hook_answers_no_browser(site: Site) -> None:
    assert site.client.get("/hooks/graph", params={"validationToken": "x"}).status_code == 405


# --- notifications -------------------------------------------------------------------------------------------------


def test_notifications_are_kept_as_hints_and_answered_with_202(site: Site) -> None:
    begun = time.monotonic()
    answer = notified(site, row("1"), row("2"), row("1"))
    assert time.monotonic() - begun < 1
    assert (answer.status_code, answer.content) == (202, b"")
    assert site.hints() == [("meetings.teams", "calendar", GUID, "")] * 2
    assert len(site.woken) == 1


def test_the_same_notifications_again_and_in_another_order_add_nothing_while_they_wait(site: Site) -> None:
    for rows in ((row("1"), row("2")), (row("2"),), (row("2"), row("1"))):
        assert notified(site, *rows).status_code == 202
    assert len(site.hints()) == 2
    assert len(site.woken) == 1


def test_a_hint_that_was_worked_does_not_hide_a_later_change(site: Site) -> None:
    notified(site, row("1"))
    site.work()
    notified(site, row("2"))
    assert len(site.hints()) == 1


def test_a_wrong_client_state_is_ignored_counted_and_still_answered_with_202(site: Site) -> None:
    with capture_logs() as logs:
        answers = [notified(site, row(secret="wrong"), row(secret="other")) for _ in range(60)]
    assert {answer.status_code for answer in answers} == {202}
    assert [line["so_far"] for line in logs] == [2, 100]
    assert site.hints() == []
    assert site.woken == []


def test_a_strange_row_does_not_hide_the_good_ones(site: Site) -> None:
    assert notified(site, row(secret="wrong"), row()).status_code == 202
    assert len(site.hints()) == 1


def test_a_body_that_is_no_delivery_is_refused(site: Site) -> None:
    assert site.client.post("/hooks/graph", content=b"<html>").status_code == 400
    assert site.client.post("/hooks/graph", content=b"x" * 1_000_001).status_code == 413


def test_when_hints_cannot_be_kept_graph_is_told_to_send_again(site: Site) -> None:
    site.frail.break_down()
    assert notified(site, row()).status_code == 503
    site.frail.down = None
    assert notified(site, row()).status_code == 202
    assert len(site.hints()) == 1


def test_without_a_secret_there_is_no_hook() -> None:
    with running(Secrets(zoom="x")) as site:
        assert notified(site, row(secret="")).status_code == 404
        assert notified(site, row(secret=""), path="/hooks/graph/lifecycle").status_code == 404
        assert site.client.post("/hooks/graph", params={"validationToken": "x"}).status_code == 404


# --- with Graph ----------------------------------------------------------------------------------------------------


@pytest.fixture
def graph(corpora: Path, site: Site) -> Iterator[FakeGraph]:
    with FakeGraph(corpora / "contracts" / "graph" / "graph.openapi.json", clock=site.clock) as server:
        server.user(ANNA)
        yield server
        assert server.violations == []


@pytest.fixture
def subscriptions(graph: FakeGraph, site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Subscriptions]:
    monkeypatch.setenv("GRAPH_SECRET", graph.client_secret)
    section = GraphSection(
        tenant=graph.tenant, client_id=graph.client_id, client_secret_env="GRAPH_SECRET", base_url=graph.base_url,
        login_url=graph.login_url, scope="https://graph.microsoft.com/.default",
    )  # fmt: skip
    made = Graph("meetings.teams", section)
    yield Subscriptions(made.api, f"{site.server.address}/hooks/graph", GRAPH)
    made.close()


@pytest.mark.slow
@pytest.mark.corpus
def test_graph_subscribes_us_and_what_it_then_tells_is_kept(
    graph: FakeGraph, subscriptions: Subscriptions, site: Site
) -> None:
    anna = graph.user_id(ANNA)
    cursor, problem = subscriptions.ensure(anna, {}, NOW)
    assert problem == ""
    event = graph.put_event(ANNA, subject="Review", start=NOW + dt.timedelta(days=1))
    graph.move(ANNA, event, NOW + dt.timedelta(days=2))
    graph.remove(ANNA, event)
    bodies = graph.notifications_since(0)
    assert len(bodies) >= 3
    for body in [*reversed(bodies), bodies[0]]:
        assert site.client.post("/hooks/graph", content=json.dumps(body).encode()).status_code == 202
    assert site.hints() == [("meetings.teams", "calendar", anna, "")] * len(bodies)
    assert subscriptions.due(cursor, NOW + dt.timedelta(hours=60))


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.parametrize("event", ["reauthorizationRequired", "subscriptionRemoved"])
def test_a_lifecycle_event_leads_to_the_calendar_and_to_a_subscription_that_lives(
    graph: FakeGraph, subscriptions: Subscriptions, site: Site, event: str
) -> None:
    anna = graph.user_id(ANNA)
    cursor, _ = subscriptions.ensure(anna, {}, NOW)
    body = graph.lifecycle(cursor["sub"], event)
    assert site.client.post("/hooks/graph/lifecycle", json=body).status_code == 202
    assert sorted(key for _, _, key, _ in site.hints()) == [anna, f"renew:{anna}"]
    after, problem = subscriptions.ensure(anna, in_doubt(cursor), NOW)
    assert problem == ""
    assert (after["sub"] == cursor["sub"]) == (event == "reauthorizationRequired")


@pytest.mark.corpus
def test_missed_notifications_lead_to_the_calendar_alone(
    graph: FakeGraph, subscriptions: Subscriptions, site: Site
) -> None:
    anna = graph.user_id(ANNA)
    cursor, _ = subscriptions.ensure(anna, {}, NOW)
    site.client.post("/hooks/graph/lifecycle", json=graph.lifecycle(cursor["sub"], "missed"))
    assert [key for _, _, key, _ in site.hints()] == [anna]


@pytest.mark.slow
@pytest.mark.corpus
def test_what_was_subscribed_with_another_secret_is_not_believed(
    graph: FakeGraph, subscriptions: Subscriptions
) -> None:
    subscriptions.ensure(graph.user_id(ANNA), {}, NOW)
    graph.put_event(ANNA, subject="Review", start=NOW + dt.timedelta(days=1))
    with running(Secrets(graph="another")) as other:
        for body in graph.notifications_since(0):
            assert other.client.post("/hooks/graph", json=body).status_code == 202
        assert other.hints() == []
