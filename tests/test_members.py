"""A group's members get briefs: from a vendor's directory, kept, renewed daily, and not lost when the vendor is down."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kambrief.app import App, build
from kambrief.errors import UserError
from kambrief.settings import Settings, given
from kambrief.store.sql import SqlStore
from tests.parts.fake_graph import FakeGraph
from tests.providers.collected import NOW, Clock

pytestmark = pytest.mark.corpus

ANNA, BO, ELINA = "anna@kuura.example", "bo@kuura.example", "elina@kuura.example"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def graph(corpora: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGraph]:
    with FakeGraph(corpora / "contracts" / "graph" / "graph.openapi.json", clock=clock) as server:
        monkeypatch.setenv("GRAPH_SECRET", server.client_secret)
        for email, language in ((ANNA, "sv-SE"), (BO, "nl-NL"), (ELINA, "fi-FI")):
            server.user(
                email, name=email.partition("@")[0].title(), timezone="W. Europe Standard Time", language=language
            )
        server.group("g1", [ANNA, ELINA])
        yield server


def configured(graph: FakeGraph, tmp_path: Path, **more: Any) -> Settings:
    teams = {
        "tenant": graph.tenant, "client_id": graph.client_id, "client_secret_env": "GRAPH_SECRET", "group": "g1",
        "base_url": graph.base_url, "login_url": graph.login_url, "scope": "https://graph.microsoft.com/.default",
    }  # fmt: skip
    return given(
        {
            "account_managers": [{"email": ELINA, "name": "Elina Saarikko", "lead_minutes": 15}],
            "meetings": {"teams": teams | more}, "mail": {"outbox": {"folder": "out"}}, "base_dir": tmp_path,
        }
    )  # fmt: skip


@pytest.fixture
def store() -> Iterator[SqlStore]:
    made = SqlStore.open("sqlite://")
    yield made
    made.close()


def parts_closed(app: App) -> None:
    for part in (app.mail, *app.meetings):
        if hasattr(part, "close"):
            part.close()


def test_members_join_those_who_are_listed_and_these_keep_what_is_written(
    graph: FakeGraph, tmp_path: Path, clock: Clock, store: SqlStore
) -> None:
    app = build(configured(graph, tmp_path), store=store, clock=clock)
    parts_closed(app)
    assert {email: (one.language, one.timezone, one.lead_minutes) for email, one in app.managers.items()} == {
        ELINA: ("en", "Europe/Helsinki", 15),
        ANNA: ("sv", "Europe/Berlin", 60),
    }


def test_a_day_later_a_new_member_is_found_and_a_language_we_do_not_write_is_left_to_the_default(
    graph: FakeGraph, tmp_path: Path, clock: Clock, store: SqlStore
) -> None:
    app = build(configured(graph, tmp_path), store=store, clock=clock)
    graph.group("g1", [ANNA, BO])
    graph.forget_requests()
    assert app.renewed() is app
    assert graph.requests == []
    clock.now = NOW + dt.timedelta(days=1, minutes=1)
    renewed = app.renewed()
    parts_closed(renewed)
    assert (sorted(renewed.managers), renewed.managers[BO].language) == ([ANNA, BO, ELINA], "en")
    assert renewed.stopping is app.stopping


def test_a_vendor_that_is_down_takes_nobody_away_and_is_asked_again_an_hour_later(
    graph: FakeGraph, tmp_path: Path, clock: Clock, store: SqlStore
) -> None:
    app = build(configured(graph, tmp_path), store=store, clock=clock)
    clock.now = NOW + dt.timedelta(days=2)
    graph.expire_secret()
    assert app.renewed() is app
    graph.forget_requests()
    assert app.renewed() is app
    assert graph.requests == []
    again = build(configured(graph, tmp_path), store=store, clock=clock)
    parts_closed(again)
    parts_closed(app)
    assert sorted(again.managers) == [ANNA, ELINA]


def test_a_group_that_is_suddenly_empty_takes_nobody_away(
    graph: FakeGraph, tmp_path: Path, clock: Clock, store: SqlStore
) -> None:
    parts_closed(build(configured(graph, tmp_path), store=store, clock=clock))
    graph.group("g1", [])
    clock.now = NOW + dt.timedelta(days=2)
    app = build(configured(graph, tmp_path), store=store, clock=clock)
    parts_closed(app)
    assert ANNA in app.managers


def test_a_group_that_never_could_be_read_is_a_problem_that_is_told(
    graph: FakeGraph, tmp_path: Path, clock: Clock, store: SqlStore
) -> None:
    graph.expire_secret()
    with pytest.raises(UserError, match=r"meetings\.teams\.group: its members cannot be read"):
        build(configured(graph, tmp_path), store=store, clock=clock)
