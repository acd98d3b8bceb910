"""Webhooks of Zoom over real HTTP: who is believed, what is kept, and how fast it is answered."""

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from kambrief.web import hooks
from kambrief.web.hooks import Secrets
from tests.parts.fake_zoom import FakeZoom
from tests.web.serving import NOW, ZOOM, Site, running

HOST, MEETING, SESSION = "xyz789", 1234567890, "aDYlohsHRtCd4ii1uC2+hA=="
AT = int(NOW.timestamp())


def event(name: str = "meeting.updated", event_ts: int = 1795766400123, **thing: Any) -> bytes:
    about = {"id": MEETING, "uuid": SESSION, "host_id": HOST} | thing
    return json.dumps({"event": name, "event_ts": event_ts, "payload": {"object": about}}).encode()


def post(site: Site, body: bytes, *, at: int = 0, secret: str = ZOOM, signed: bytes | None = None) -> httpx.Response:
    headers = FakeZoom.sign(signed or body, at or int(site.clock.now.timestamp()), secret)
    return site.client.post("/hooks/zoom", content=body, headers={**headers, "content-type": "application/json"})


def refused(answer: httpx.Response) -> bool:
    """With no word on why."""
    return (answer.status_code, answer.content) == (401, b"")


def test_an_event_is_kept_as_a_hint_and_wakes_the_engine(site: Site) -> None:
    answer = post(site, event("meeting.ended"))
    assert (answer.status_code, answer.content) == (200, b"")
    assert sorted(site.hints()) == [
        ("meetings.zoom", "calendar", f"{HOST}#{MEETING}", ""), ("meetings.zoom", "call", str(MEETING), SESSION)
    ]  # fmt: skip
    assert len(site.woken) == 1
    assert site.store.hints(1)[0].received_at == NOW


def test_what_zoom_has_not_signed_now_and_as_it_came_is_not_believed(site: Site) -> None:
    body = event()
    assert refused(post(site, body, secret="another"))
    assert refused(post(site, body, at=AT - 301))
    assert refused(post(site, body, at=AT + 301))
    assert refused(post(site, json.dumps(json.loads(body), indent=1).encode(), signed=body))
    assert refused(site.client.post("/hooks/zoom", content=body))
    assert refused(site.client.post("/hooks/zoom", content=body, headers={"x-zm-signature": "v0=00"}))
    assert site.hints() == []
    assert site.woken == []


def test_the_same_event_twice_and_events_out_of_order_count_once_each(site: Site) -> None:
    later, earlier = event(event_ts=2), event(event_ts=1)
    for body in (later, earlier, later, earlier):
        assert post(site, body).status_code == 200
    assert len(site.hints()) == 2
    assert len(site.woken) == 2


def test_a_copied_request_is_not_worked_again_but_a_new_event_is(site: Site) -> None:
    post(site, event(event_ts=1))
    site.work()
    site.clock.now += timedelta(minutes=4)
    assert post(site, event(event_ts=1), at=AT).status_code == 200
    assert site.hints() == []
    assert post(site, event(event_ts=2)).status_code == 200
    assert len(site.hints()) == 1


def test_when_hints_cannot_be_kept_zoom_is_told_to_send_again_and_then_they_are(site: Site) -> None:
    site.frail.break_down()
    with capture_logs() as logs:
        answer = post(site, event())
    assert (answer.status_code, answer.content) == (503, b"")
    assert [line["event"] for line in logs] == ["hints not kept"]
    assert site.woken == []
    site.frail.down = None
    assert post(site, event()).status_code == 200
    assert len(site.hints()) == 1


def test_an_error_nobody_thought_of_is_a_503_too(site: Site) -> None:
    site.frail.down = RuntimeError("odd")
    assert post(site, event()).status_code == 503


def test_events_that_do_not_concern_us_are_accepted_and_nothing_is_kept(site: Site) -> None:
    assert post(site, event("meeting.participant_joined")).status_code == 200
    assert post(site, b'{"event": "user.deleted"}').status_code == 200
    assert post(site, b"no json").status_code == 400
    assert site.hints() == []
    assert site.woken == []


@pytest.mark.corpus
def test_every_example_of_the_contract_is_accepted(site: Site, corpora: Path) -> None:
    examples = sorted((corpora / "contracts" / "zoom" / "examples").glob("webhook-*.json"))
    assert examples
    for path in examples:
        assert post(site, path.read_bytes()).status_code == 200, path.name
    assert {kind for _, kind, _, _ in site.hints()} == {"calendar", "call"}


# --- the challenge -------------------------------------------------------------------------------------------------

CHALLENGE = (
    b'{"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6U"}, "event_ts": 1654503849680}'
)


def test_the_challenge_is_answered_in_time(site: Site) -> None:
    begun = time.monotonic()
    answer = post(site, CHALLENGE)
    assert time.monotonic() - begun < 1
    assert answer.status_code == 200
    expected = hmac.new(ZOOM.encode(), b"qgg8vlvZRS6U", hashlib.sha256).hexdigest()
    assert answer.json() == {"plainToken": "qgg8vlvZRS6U", "encryptedToken": expected}
    assert site.woken == []


def test_a_challenge_that_is_not_signed_is_not_answered(site: Site) -> None:
    forging = json.dumps({"event": "endpoint.url_validation", "payload": {"plainToken": f"v0:{AT}:{{}}"}}).encode()
    for body in (CHALLENGE, forging):
        assert refused(site.client.post("/hooks/zoom", content=body))
        assert refused(post(site, body, secret="another"))


def test_the_challenge_does_not_wait_for_a_slow_store(site: Site) -> None:
    site.frail.released.clear()
    slow = [threading.Thread(target=post, args=(site, event(event_ts=number + 1))) for number in range(3)]
    for one in slow:
        one.start()
    for _ in slow:
        assert site.frail.waiting.acquire(timeout=10)
    begun = time.monotonic()
    assert post(site, CHALLENGE).status_code == 200
    assert site.client.get("/health/live").status_code == 200
    assert time.monotonic() - begun < 2
    site.frail.released.set()
    for one in slow:
        one.join(10)
    assert len(site.hints()) == 3


# --- hostile -------------------------------------------------------------------------------------------------------


def test_a_body_of_more_than_a_megabyte_is_refused_unread(site: Site) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 50_000

    assert post(site, b"x" * 1_000_001).status_code == 413
    headers = FakeZoom.sign(b"", AT, ZOOM)
    try:
        answer = site.client.post("/hooks/zoom", content=endless(), headers=headers)
    except httpx.TransportError:
        pass  # the line was closed while we still spoke
    else:
        assert answer.status_code == 413
    assert site.client.get("/health/live").status_code == 200


@pytest.mark.slow
def test_a_body_that_does_not_come_is_not_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "PATIENCE_SECONDS", 0.2)
    asked = b"POST /hooks/zoom HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{"
    with socket.create_connection(("127.0.0.1", site.server.port), 5) as line:
        line.sendall(asked)
        assert line.recv(1000).startswith(b"HTTP/1.1 408")


def test_who_hangs_up_half_way_does_no_harm(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_connection(("127.0.0.1", site.server.port), 5) as line:
        line.sendall(b"POST /hooks/zoom HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{")
    assert post(site, event()).status_code == 200
    assert caplog.records == []


@pytest.mark.slow
def test_many_wrong_signatures_do_not_fill_the_log_and_nothing_sent_is_told(site: Site) -> None:
    with capture_logs() as logs:
        for _ in range(205):
            post(site, event(topic="Secret deal"), secret="wrong")
    assert [line["so_far"] for line in logs] == [1, 100, 200]
    assert {line["event"] for line in logs} == {"hook refused"}
    assert "Secret deal" not in str(logs)
    assert ZOOM not in str(logs)
    assert "127.0.0.1" not in str(logs)


def test_without_a_secret_there_is_no_hook() -> None:
    with running(Secrets(zoom="", graph="x")) as site:
        assert post(site, event(), secret="").status_code == 404
        assert post(site, CHALLENGE, secret="").status_code == 404
