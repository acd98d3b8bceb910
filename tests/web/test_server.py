"""The server itself: what is there and what is not, its port, its end, beside the engine and as a command."""

import datetime as dt
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from kambrief.app import App
from kambrief.engine.local import LocalEngine
from kambrief.errors import UserError
from kambrief.settings import Settings, given
from kambrief.store.sql import SqlStore
from kambrief.web.hooks import Secrets, hooks_app
from kambrief.web.server import WebServer, hook_secrets, web_server
from tests.cli.office import Done, environment, in_a_process
from tests.parts.common import free_port, wait_until
from tests.parts.fake_zoom import FakeZoom
from tests.web.serving import NOW, Site

BODY = b'{"event": "meeting.updated", "event_ts": 5, "payload": {"object": {"id": 5, "host_id": "anna"}}}'


def bare(port: int = 0, host: str = "127.0.0.1") -> WebServer:
    store = cast("SqlStore", None)
    return WebServer(hooks_app(store, Secrets(), lambda: None, lambda: NOW), host, port)


# --- what is there -------------------------------------------------------------------------------------------------


def test_it_tells_that_it_lives_and_nothing_about_itself(site: Site) -> None:
    answer = site.client.get("/health/live")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert "server" not in answer.headers
    for name in ("x-content-type-options", "content-security-policy", "referrer-policy", "cache-control"):
        assert name in answer.headers


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/redoc", "/openapi.json", "/hooks", "/hooks/zoom/", "/health", "/%2e%2e"]
)
def test_there_is_no_other_page(site: Site, path: str) -> None:
    answer = site.client.post(path)
    assert answer.status_code == 404
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_is_no_http_is_refused_and_not_logged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), socket.create_connection(("127.0.0.1", site.server.port), 5) as line:
        line.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        assert b"400" in line.recv(1000)
    assert caplog.records == []
    assert site.client.get("/health/live").status_code == 200


# --- port, start and end -------------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_said_plainly() -> None:
    with bare() as first, pytest.raises(UserError) as caught, bare(first.port):
        pass
    assert "another program listens there" in str(caught.value)
    assert str(first.port) in str(caught.value)


def test_a_host_that_is_not_ours_is_said_plainly() -> None:
    with pytest.raises(UserError, match=r"cannot listen on 203\.0\.113\.5"), bare(free_port(), "203.0.113.5"):
        pass


@pytest.mark.slow
def test_when_it_has_stopped_the_port_is_free_even_with_a_line_left_open() -> None:
    port = free_port()
    with httpx.Client(trust_env=False) as client:
        for _ in range(2):
            with bare(port) as server:
                assert client.get(f"{server.address}/health/live").status_code == 200
                begun = time.monotonic()
            assert time.monotonic() - begun < 4
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 1)


def test_stopping_twice_or_before_the_start_does_no_harm() -> None:
    server = bare()
    server.stop()
    with bare() as other:
        other.stop()


def test_an_address_of_the_new_kind_will_do() -> None:
    try:
        with bare(host="::1") as server:
            assert server.address.startswith("http://[::1]:")
            assert httpx.get(f"{server.address}/health/live", trust_env=False).status_code == 200
    except UserError:
        pytest.skip("no IPv6 here")


# --- put together --------------------------------------------------------------------------------------------------


def settings(**more: Any) -> Settings:
    return given({"account_managers": [{"email": "anna@kuura.example"}]} | more)


def site_of(**more: Any) -> App:
    """What the web part needs of an `App`."""
    store = SqlStore.open("sqlite://")
    return cast("App", SimpleNamespace(settings=settings(**more), store=store, clock=lambda: dt.datetime.now(dt.UTC)))


def test_hooks_are_there_for_vendors_whose_sections_name_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOOM_HOOK", "one")
    (tmp_path / "graph.txt").write_text("two\n")
    zoom = {"account_id": "x", "webhook_secret_env": "ZOOM_HOOK"}
    teams = {"tenant": "y", "webhook_secret_file": "graph.txt"}
    assert hook_secrets(settings()) == Secrets()
    assert hook_secrets(settings(meetings={"zoom": {"account_id": "x"}})) == Secrets()
    assert hook_secrets(settings(meetings={"zoom": zoom, "teams": teams}, base_dir=tmp_path)) == Secrets("one", "two")
    assert "one" not in repr(Secrets("one", "two"))


def test_secrets_that_are_empty_or_not_there_are_all_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOOM_HOOK", " ")
    monkeypatch.delenv("NOT_THERE", raising=False)
    sections = {"zoom": {"webhook_secret_env": "ZOOM_HOOK"}, "teams": {"webhook_secret_env": "NOT_THERE"}}
    with pytest.raises(UserError) as caught:
        hook_secrets(settings(meetings=sections))
    first, second = caught.value.problems
    assert first.startswith("meetings.zoom.webhook_secret: is empty")
    assert second.startswith("meetings.teams.webhook_secret_env names NOT_THERE")


def test_without_a_section_there_is_no_web_part() -> None:
    with pytest.raises(UserError, match=r"add \[web\]"):
        web_server(site_of, lambda: None)


@pytest.mark.parametrize("url", ["https://kambrief.kuura.example/", "http://127.0.0.1:8080", "https://a.example/deep"])
def test_a_public_address_gives_those_of_the_hooks(url: str) -> None:
    web = settings(web={"public_url": url}).web
    assert web is not None
    assert web.hook("graph") == url.rstrip("/") + "/hooks/graph"
    assert (web.host, web.port) == ("127.0.0.1", 8080)


def test_without_a_public_address_hooks_have_none() -> None:
    web = settings(web={}).web
    assert web is not None
    assert web.hook("graph") == ""


@pytest.mark.parametrize(
    "url", ["http://kambrief.kuura.example", "kambrief", "https://", "https://a?b=c", "https://u:p@a", "https://[x"]
)
def test_a_public_address_that_is_none_is_said(url: str) -> None:
    with pytest.raises(UserError, match="https address") as caught:
        settings(web={"public_url": url})
    assert "web.public_url" in str(caught.value)


def test_a_hook_wakes_the_engine_beside_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOOM_HOOK", "one")
    port = free_port()
    app = site_of(web={"port": port}, meetings={"zoom": {"webhook_secret_env": "ZOOM_HOOK"}})
    worked: list[str] = []
    first = threading.Event()

    def tick() -> None:
        waiting = app.store.hints(10)
        worked.extend(hint.key for hint in waiting)
        app.store.drop_hints(waiting)
        first.set()

    engine = LocalEngine(tick, 3600, app.clock)
    runs = threading.Thread(target=engine.run_forever)
    with web_server(lambda: app, engine.wake) as server:
        runs.start()
        assert first.wait(10)
        headers = FakeZoom.sign(BODY, int(time.time()), "one")
        assert httpx.post(f"{server.address}/hooks/zoom", content=BODY, headers=headers).status_code == 200
        wait_until(lambda: worked == ["anna#5"], "the hint to be worked")
        engine.stop()
        runs.join(10)
        assert not runs.is_alive()
        assert httpx.post(f"{server.address}/hooks/zoom", content=BODY, headers=headers).status_code == 200
    cast("SqlStore", app.store).close()


# --- the commands --------------------------------------------------------------------------------------------------


def configured(folder: Path, port: int | None) -> Path:
    web = f"[web]\nport = {port}\n" if port else ""
    (folder / "calendar.ics").write_text("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n")
    path = folder / "config.toml"
    path.write_text(
        f'{web}[[account_managers]]\nemail = "anna@kuura.example"\n[[meetings.icalendar.calendars]]\n'
        'path = "calendar.ics"\n[mail.outbox]\nfolder = "outbox"\n'
    )
    return path


@pytest.fixture(params=["run", "serve"])
def started(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    port = free_port()
    command = [sys.executable, "-m", "kambrief", "-v", request.param, "--config", str(configured(tmp_path, port))]
    process = subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True)
    yield process, port
    if process.poll() is None:
        process.kill()
    process.communicate()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health/live", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_service_answers_beside_its_work_and_ends_in_good_order(
    started: tuple["subprocess.Popen[str]", int], number: signal.Signals
) -> None:
    process, port = started
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if "engine.started" in line:
            break
    assert any(f"answered on http://127.0.0.1:{port}" in line for line in said)
    assert answers(port), "before the first tick"
    process.send_signal(number)
    _, rest = process.communicate(timeout=20)
    assert process.returncode == 0, rest
    assert "Traceback" not in rest
    assert not answers(port)


@pytest.mark.slow
def test_a_taken_port_ends_the_service_with_a_word_and_without_a_traceback(tmp_path: Path) -> None:
    with bare() as first:
        done = command("run", configured(tmp_path, first.port))
    assert done.code == 1
    assert "another program listens there" in done.err
    assert "Traceback" not in done.err


@pytest.mark.slow
def test_the_web_part_alone_needs_its_section(tmp_path: Path) -> None:
    done = command("serve", configured(tmp_path, None))
    assert done.code == 1
    assert "add [web]" in done.err


def command(name: str, config: Path) -> Done:
    return in_a_process(name, "--config", str(config), cwd=config.parent)
