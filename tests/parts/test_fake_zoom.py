"""The fake Zoom keeps the vendor's contract and sets the vendor's traps."""

import hashlib
import hmac
import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.parts.fake_zoom import KINDS, FakeZoom

pytestmark = pytest.mark.corpus
NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
VTT = b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\nAino Laine: Tervetuloa.\n"
PEOPLE = [
    {"name": "Aino Laine", "user_email": "aino@kone.example", "duration": 2400},
    {"name": "Guest", "user_email": "guest@customer.example", "duration": 600},
    {"name": "Guest", "user_email": "guest@customer.example", "duration": 900},
]


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def zoom(corpora: Path, clock: Clock) -> Iterator[FakeZoom]:
    with FakeZoom(corpora / "contracts" / "zoom", clock=clock) as server:
        server.user("aino@kone.example", name="Aino Laine")
        yield server


def login(zoom: FakeZoom, secret: str = "") -> httpx.Response:
    form = {"grant_type": "account_credentials", "account_id": zoom.account_id}
    return httpx.post(zoom.oauth_url, data=form, auth=(zoom.client_id, secret or zoom.client_secret))


@pytest.fixture
def api(zoom: FakeZoom) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {login(zoom).json()['access_token']}"}
    with httpx.Client(base_url=zoom.base_url, headers=headers, timeout=5) as client:
        yield client


def get(api: httpx.Client, path: str, status: int = 200, between: tuple[str, str] = ("", ""), **query: Any) -> Any:
    days = dict(zip(("from", "to"), between, strict=True)) if between[0] else {}
    answer = api.get(path, params=query | days)
    assert answer.status_code == status, answer.text
    return answer.json()


def once(uuid: str) -> str:
    return quote(uuid, safe="")


def escaped(uuid: str) -> str:
    return once(once(uuid)) if uuid.startswith("/") or "//" in uuid else once(uuid)


def held(zoom: FakeZoom, **more: Any) -> tuple[int, str]:
    """A call that has just ended: the meeting's id, the instance's uuid."""
    number = zoom.schedule("aino@kone.example", "Review", NOW - timedelta(hours=2))
    options: dict[str, Any] = {"participants": PEOPLE, "transcript": VTT, "summary": "## Agreed\n- More lifts"}
    started = NOW - timedelta(hours=2)
    return number, zoom.end(number, started, started + timedelta(minutes=41), **(options | more))


def test_a_token_needs_the_right_secret_and_tells_its_scopes(zoom: FakeZoom) -> None:
    good = login(zoom).json()
    assert good["expires_in"] == 3599
    assert "meeting:read:list_meetings:admin" in good["scope"].split()
    bad = login(zoom, "guess")
    assert (bad.status_code, bad.json()["error"]) == (400, "invalid_client")
    assert zoom.violations == []


def test_an_expired_token_is_refused_with_124(zoom: FakeZoom, clock: Clock, api: httpx.Client) -> None:
    get(api, "/users")
    clock.now += timedelta(seconds=3599)
    assert get(api, "/users", 401)["code"] == 124
    api.headers["Authorization"] = f"Bearer {login(zoom).json()['access_token']}"
    get(api, "/users")
    zoom.expire_tokens()
    assert get(api, "/users", 401)["code"] == 124
    assert zoom.violations == []


def test_a_missing_scope_is_named(zoom: FakeZoom, api: httpx.Client) -> None:
    zoom.scopes = {"user:read:list_users:admin", "recording:read:admin"}
    api.headers["Authorization"] = f"Bearer {login(zoom).json()['access_token']}"
    get(api, "/users")
    refused = get(api, "/users/aino@kone.example/meetings", 400)
    assert refused["code"] == 4711
    assert "[meeting:read:list_meetings:admin]" in refused["message"]
    assert get(api, "/meetings/1/recordings", 404)["code"] == 3001  # a classic scope will do


def test_a_list_shows_less_than_the_meeting(zoom: FakeZoom, api: httpx.Client) -> None:
    soon = NOW + timedelta(days=1)
    number = zoom.schedule(
        "aino@kone.example", "Renewal", soon, agenda="a" * 300, invitees=["buyer@customer.example"],
        alternative_hosts=["b@kone.example", "c@kone.example"], private=True, pmi=True,
    )  # fmt: skip
    zoom.schedule("aino@kone.example", "Drop in", None, type=3)
    rows = get(api, "/users/aino%40kone.example/meetings", type="upcoming")["meetings"]
    assert [row["topic"] for row in rows] == ["Drop in", "Renewal"]
    assert "start_time" not in rows[0]
    assert rows[1]["agenda"] == "a" * 250
    assert not {"host_email", "occurrences", "settings"} & rows[1].keys()
    whole = get(api, f"/meetings/{number}")
    assert len(str(number)) in {10, 11}
    assert (whole["host_email"], whole["start_time"], len(whole["agenda"])) == (
        "aino@kone.example",
        "2026-11-28T08:00:00Z",
        300,
    )
    assert whole["settings"]["alternative_hosts"] == "b@kone.example;c@kone.example"
    assert whole["settings"]["meeting_invitees"] == [{"email": "buyer@customer.example", "internal_user": False}]
    assert whole["settings"]["private_meeting"] is True
    assert zoom.violations == []


def test_upcoming_is_not_scheduled_and_one_hosts_only_ones_own(zoom: FakeZoom, api: httpx.Client) -> None:
    ben = zoom.user("ben@kone.example")
    over = zoom.schedule("aino@kone.example", "Yesterday", NOW - timedelta(days=1))
    mine = zoom.schedule("aino@kone.example", "Tomorrow", NOW + timedelta(hours=23), invitees=["ben@kone.example"])
    far = zoom.schedule("aino@kone.example", "In a year", NOW + timedelta(days=365))
    path = "/users/aino@kone.example/meetings"
    assert [row["id"] for row in get(api, path)["meetings"]] == [over, mine, far]
    assert [row["id"] for row in get(api, path, type="upcoming")["meetings"]] == [mine]
    assert [row["id"] for row in get(api, path, between=("2026-11-28", "2026-11-28"))["meetings"]] == [mine]
    assert get(api, path, type="live")["meetings"] == []
    zoom.begin(mine, NOW)
    assert [row["id"] for row in get(api, path, type="live")["meetings"]] == [mine]
    assert get(api, f"/users/{ben}/meetings")["meetings"] == []
    invited = get(api, f"/users/{ben}/upcoming_meetings")["meetings"]
    assert [(row["id"], row["is_host"]) for row in invited] == [(mine, False)]
    assert zoom.violations == []


def test_a_series_is_one_row_per_occurrence_and_one_may_be_deleted(zoom: FakeZoom, api: httpx.Client) -> None:
    starts = [NOW + timedelta(days=7 * week) for week in (-1, 1, 2, 3)]
    number = zoom.schedule("aino@kone.example", "Weekly", starts[0], occurrences=starts)
    path = "/users/aino@kone.example/meetings"
    rows = get(api, path)["meetings"]
    assert [row["id"] for row in rows] == [number] * 3
    zoom.cancel(number, starts[2])
    assert len(get(api, path)["meetings"]) == 2
    whole = get(api, f"/meetings/{number}")
    assert [one["status"] for one in whole["occurrences"]] == ["available", "deleted", "available"]
    assert "start_time" not in whole
    assert len(get(api, f"/meetings/{number}", show_previous_occurrences="true")["occurrences"]) == 4
    one = whole["occurrences"][0]
    single = get(api, f"/meetings/{number}", occurrence_id=one["occurrence_id"])
    assert single["start_time"] == one["start_time"]
    zoom.cancel(number)
    assert get(api, f"/meetings/{number}", 404)["code"] == 3001
    deleted = [event for event in zoom.webhooks_since(0) if event["event"] == "meeting.deleted"]
    assert [event["payload"]["operation"] for event in deleted] == ["single", "all"]
    assert [len(event["payload"]["object"].get("occurrences", [])) for event in deleted] == [1, 0]
    assert zoom.violations == []


def test_pages_follow_each_other_for_a_quarter_of_an_hour(zoom: FakeZoom, clock: Clock, api: httpx.Client) -> None:
    for number in range(6):
        zoom.user(f"user{number}@kone.example")
    zoom.largest_page = 3
    first = get(api, "/users", page_size=300)
    second = get(api, "/users", page_size=300, next_page_token=first["next_page_token"])
    third = get(api, "/users", page_size=300, next_page_token=second["next_page_token"])
    seen = [user["email"] for page in (first, second, third) for user in page["users"]]
    assert len(set(seen)) == first["total_records"] == 7
    assert third["next_page_token"] == ""
    clock.now += timedelta(minutes=16)
    assert get(api, "/users", 400, page_size=300, next_page_token=first["next_page_token"])["code"] == 300


def test_unknown_users_and_meetings_are_told_apart(zoom: FakeZoom, api: httpx.Client) -> None:
    assert get(api, "/users/nobody@kone.example/meetings", 404)["code"] == 1001
    assert get(api, "/meetings/123456789", 404)["code"] == 3001
    assert zoom.violations == []


def test_some_uuids_must_be_encoded_twice(zoom: FakeZoom, api: httpx.Client) -> None:
    uuids = [held(zoom)[1] for _ in range(6)]
    kinds = {(uuid.startswith("/"), "//" in uuid) for uuid in uuids}
    assert len(kinds) >= 3
    for uuid in uuids:
        assert get(api, f"/past_meetings/{escaped(uuid)}")["uuid"] == uuid
    assert zoom.violations == []
    awkward = next(uuid for uuid in uuids if uuid.startswith("/"))
    assert get(api, f"/past_meetings/{once(awkward)}", 404)["code"] == 3001
    assert "must be encoded twice" in zoom.violations[0]


def test_a_past_call_tells_who_was_there_but_no_strangers_address(zoom: FakeZoom, api: httpx.Client) -> None:
    number, uuid = held(zoom)
    past = get(api, f"/past_meetings/{number}")
    assert (past["uuid"], past["duration"], past["has_meeting_summary"]) == (uuid, 41, True)
    people = get(api, f"/past_meetings/{escaped(uuid)}/participants")["participants"]
    assert [(one["user_email"], one["duration"]) for one in people] == [
        ("aino@kone.example", 2400),
        ("", 600),
        ("", 900),
    ]
    report = get(api, f"/report/meetings/{escaped(uuid)}/participants")["participants"]
    assert len({one["user_id"] for one in report}) == 3
    month = ("2026-11-01", "2026-11-30")
    assert [row["uuid"] for row in get(api, "/report/users/aino@kone.example/meetings", between=month)["meetings"]] == [
        uuid
    ]
    alone, quiet = held(zoom, participants=PEOPLE[:1])
    assert get(api, f"/past_meetings/{escaped(quiet)}/participants")["participants"] == []
    assert len(get(api, "/report/users/aino@kone.example/meetings", between=month)["meetings"]) == 1
    assert [one["uuid"] for one in get(api, f"/past_meetings/{alone}/instances")["meetings"]] == [quiet]
    assert get(api, f"/report/meetings/{alone}")["participants_count"] == 1
    assert zoom.violations == []


def test_a_transcript_is_downloaded_with_a_token_over_a_redirect(zoom: FakeZoom, api: httpx.Client) -> None:
    _, uuid = held(zoom)
    files = get(api, f"/meetings/{escaped(uuid)}/recordings", include_fields="download_access_token", ttl=60)
    assert [one["file_type"] for one in files["recording_files"]] == ["MP4", "TRANSCRIPT"]
    address = files["recording_files"][1]["download_url"]
    assert httpx.get(address, follow_redirects=True).status_code == 401
    assert api.get(address).status_code == 302
    for token in (files["download_access_token"], zoom.webhooks_since(-2)[0]["download_token"]):
        got = httpx.get(address, headers={"Authorization": f"Bearer {token}"}, follow_redirects=True)
        assert got.content == VTT
    ready = get(api, f"/meetings/{escaped(uuid)}/transcript")
    assert (ready["can_download"], ready["download_url"]) == (True, address)
    assert len(get(api, "/users/aino@kone.example/recordings")["meetings"]) == 1
    assert zoom.violations == []


def test_what_is_not_ready_comes_later_or_never(zoom: FakeZoom, api: httpx.Client) -> None:
    number, uuid = held(zoom, pending=True)
    path = f"/meetings/{escaped(uuid)}"
    assert get(api, f"{path}/transcript")["download_restriction_reason"] == "NOT_READY"
    assert get(api, f"{path}/recordings", 404)["code"] == 3301
    assert get(api, f"{path}/meeting_summary", 404)["code"] == 3001
    assert {one["duration"] for one in get(api, f"/past_meetings/{escaped(uuid)}/participants")["participants"]} == {0}
    zoom.finish(uuid, summary="## Agreed")
    assert get(api, f"{path}/transcript")["download_restriction_reason"] == "NO_TRANSCRIPT_DATA"
    assert get(api, f"{path}/meeting_summary")["summary_content"] == "## Agreed"
    assert [one["meeting_uuid"] for one in get(api, "/meetings/meeting_summaries")["summaries"]] == [uuid]
    get(api, f"/meetings/{number}/meeting_summary", 404)  # by uuid only
    assert zoom.violations == []


def test_every_change_leaves_the_event_zoom_would_post(zoom: FakeZoom) -> None:
    number = zoom.schedule("aino@kone.example", "Review", NOW + timedelta(days=1), agenda="As before")
    zoom.update(number, topic="Renewal", invitees=["buyer@customer.example"])
    zoom.update(number, topic="Renewal")
    zoom.move(number, NOW + timedelta(days=2))
    zoom.end(number, NOW, NOW + timedelta(minutes=30), PEOPLE, VTT, "## Agreed")
    zoom.cancel(number)
    events = zoom.webhooks_since(0)
    assert [event["event"] for event in events] == [
        "meeting.created", "meeting.updated", "meeting.updated", "meeting.started", "meeting.ended",
        "recording.transcript_completed", "meeting.summary_completed", "meeting.deleted",
    ]  # fmt: skip
    updated = events[1]["payload"]
    assert updated["object"] == {
        "id": number,
        "topic": "Renewal",
        "settings": {"meeting_invitees": [{"email": "buyer@customer.example"}]},
    }
    assert updated["old_object"] == {"id": number, "topic": "Review", "settings": {"meeting_invitees": []}}
    assert events[2]["payload"]["object"] == {"id": number, "start_time": "2026-11-29T08:00:00Z"}
    assert [events[at]["payload"]["object"]["id"] for at in (3, 4)] == [str(number)] * 2
    assert events[3]["payload"]["object"]["uuid"] == events[4]["payload"]["object"]["uuid"]
    assert zoom.webhooks_since(7) == events[7:]
    assert zoom.violations == []


def test_a_signature_is_made_over_time_and_raw_body() -> None:
    headers = FakeZoom.sign(b'{"event": 1}', 1_790_000_000, "s")
    wanted = hmac.new(b"s", b'v0:1790000000:{"event": 1}', hashlib.sha256).hexdigest()
    assert headers == {"x-zm-signature": f"v0={wanted}", "x-zm-request-timestamp": "1790000000"}


@pytest.mark.parametrize("path", ["/users?pagesize=3", "/users/me/meetings", "/users/a/meeting", "/meetings/abc"])
def test_a_request_against_the_contract_is_refused_and_remembered(zoom: FakeZoom, api: httpx.Client, path: str) -> None:
    assert api.get(path).status_code == 400
    assert len(zoom.violations) == 1


def test_faults_strike_the_operation_they_are_meant_for(zoom: FakeZoom, api: httpx.Client) -> None:
    zoom.fault("429-second", op="/meetings")
    zoom.fault("429-daily", op="/meetings")
    zoom.fault("503", times=2, op="/meetings")
    get(api, "/users")
    second, daily, *busy = (api.get("/users/aino@kone.example/meetings") for _ in range(4))
    assert second.headers["X-RateLimit-Reset"] == str(int(NOW.timestamp()) + 1)
    assert daily.headers["Retry-After"] == "2026-11-28T00:00:00Z"
    assert [one.status_code for one in (second, daily, *busy)] == [429, 429, 503, 503]
    get(api, "/users/aino@kone.example/meetings")
    assert (zoom.count("/meetings"), zoom.count("oauth")) == (5, 1)
    last = zoom.requests[-1]
    assert (last.op, last.status, last.user) == ("GET /users/{userId}/meetings", 200, "aino@kone.example")
    zoom.forget_requests()
    assert zoom.requests == []
    assert zoom.violations == []


@pytest.mark.parametrize(
    ("kind", "error"),
    [("reset", httpx.ReadError), ("lost", httpx.ReadError), ("truncated", httpx.RemoteProtocolError), ("slow", httpx.ReadTimeout)],
)  # fmt: skip
def test_a_connection_can_fail_in_every_way(
    zoom: FakeZoom, api: httpx.Client, kind: str, error: type[Exception]
) -> None:
    zoom.fault(kind, op="/users", seconds=20)
    with pytest.raises(error):
        api.get("/users", timeout=0.2)
    get(api, "/users")
    zoom.fault("slow", seconds=0.1)
    get(api, "/users")
    zoom.fault("html")
    assert api.get("/users").headers["content-type"].startswith("text/html")
    with pytest.raises(ValueError, match="no such fault"):
        zoom.fault("404")


def test_chaos_ends_when_told_and_nothing_is_corrupted_by_many_at_once(zoom: FakeZoom, api: httpx.Client) -> None:
    zoom.chaos(random.Random(7), 0.5, KINDS, seconds=0.05)  # noqa: S311 - dice, not secrets

    def one_user() -> None:
        for number in range(15):
            zoom.schedule("aino@kone.example", f"Call {number}", NOW + timedelta(hours=number + 1))
            try:
                api.get("/users/aino@kone.example/meetings", params={"page_size": 5})
            except httpx.TransportError:
                continue

    threads = [threading.Thread(target=one_user) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({kind for kind, _ in zoom.faults.struck}) == len(KINDS)
    zoom.calm()
    assert get(api, "/users/aino@kone.example/meetings")["total_records"] == 60
    assert zoom.violations == []
