"""Every request to Graph keeps the vendor's contract, and every answer the contract shows is understood.

The contract stands by itself here, in a server that is not ours: paths, parameters, headers and bodies are checked by
it, and its examples come back.
"""

import json
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from kambrief.core.model import Attendee, Meeting
from kambrief.errors import CallError
from kambrief.providers.graph_calls import Calls
from kambrief.providers.graph_delta import Mailbox
from kambrief.providers.graph_events import OddEventError, kind_of, occurrence
from kambrief.providers.graph_people import Directory
from kambrief.providers.graph_subscriptions import Subscriptions
from kambrief.providers.http import Api, client
from kambrief.providers.ics_event import Reading
from kambrief.providers.vtt import read_vtt
from tests.builders import TEAMS
from tests.parts.prism import Prism
from tests.providers.collected import ELINA, HOUR, NOW, QUICK

pytestmark = [pytest.mark.corpus, pytest.mark.node]

READING = Reading("meetings.teams", ELINA.email, ELINA.email, zoneinfo.ZoneInfo("Europe/Helsinki"))
ELSEWHERE = "a link to another host was not followed"
"""The contract's examples lead to the vendor's own address."""


class Watched(httpx.BaseTransport):
    """Notes what the contract's server finds wrong, and what was asked."""

    def __init__(self) -> None:
        self.inner, self.asked, self.violations = httpx.HTTPTransport(), list[str](), list[str]()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self.inner.handle_request(request)
        self.asked.append(f"{request.method} {request.url.path}")
        if "sl-violations" in response.headers:
            self.violations.append(f"{request.method} {request.url}: {response.headers['sl-violations']}")
        return response

    def close(self) -> None:
        self.inner.close()


class Bearer(httpx.Auth):
    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["Authorization"] = "Bearer any"
        yield request


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def api(corpora: Path, prism: Callable[[Path], Prism], watched: Watched) -> Iterator[Api]:
    server = prism(corpora / "contracts" / "graph" / "graph.openapi.json")
    made = Api("meetings.teams", server.base_url, Bearer(), QUICK, client(watched))
    yield made
    made.close()
    assert watched.violations == []


def people(api: Api) -> Directory:
    """The examples of people have no ids."""
    known = Directory(api)
    known._ids[ELINA.email] = "a5c8d1f0-0000-0000-0000-000000000000"
    return known


def meeting() -> Meeting:
    return Meeting("m1", "Kuorimo", NOW, NOW + HOUR, organizer=Attendee(ELINA.email, ELINA.name), join=TEAMS)


def test_reading_a_mailbox_keeps_the_contract(api: Api, watched: Watched) -> None:
    box = Mailbox(api, ELINA.email, READING)
    for cursor in (
        {},
        {"delta": f"{api.base_url}/users/{ELINA.email}/calendarView/delta?%24deltatoken=abc", "day": "x"},
    ):
        try:
            assert box.read(NOW - HOUR, NOW + HOUR, cursor, NOW).complete
        except CallError as error:
            assert error.reason == ELSEWHERE  # noqa: PT017 the example's next link
    assert box._instances_of(
        "AAMk+/=", {"startDateTime": "2026-10-05T06:00:00Z", "endDateTime": "2026-10-06T06:00:00Z"}
    )
    assert set(box._masters(["AAMk+/=", "b"])) == {"AAMk+/=", "b"}  # one by one: the example's batch has other parts
    assert {"POST /$batch", f"GET /users/{ELINA.email}/calendarView/delta"} <= set(watched.asked)


def test_looking_people_up_keeps_the_contract(api: Api) -> None:
    found = Directory(api)
    found._by_name(ELINA.email)
    found._by_mail("o'neill@kuura.example")
    assert found._settings(ELINA.email)


def test_asking_what_was_said_keeps_the_contract(api: Api, watched: Watched) -> None:
    calls = Calls(api, people(api), ai_insights=True)
    heard = calls.hear(meeting(), (), NOW + 30 * HOUR)
    assert not [problem for problem in heard.problems if "answered" in problem]
    path = calls._found(people(api).known_id(ELINA.email), TEAMS.url)
    assert calls._content(f"{path}/transcripts/MSMjMCMj", meeting()).source == "teams"
    for kind in ("onlineMeetings", "transcripts", "attendanceReports", "aiInsights"):
        assert any(kind in asked for asked in watched.asked), kind


def test_keeping_a_subscription_keeps_the_contract(api: Api) -> None:
    hooks = Subscriptions(api, "https://kambrief.example/hooks/graph", "s" * 32)
    for cursor in ({}, {"sub": "7f105c7d-2dc5-4530-97cd-4e7ae6534c07", "sub_until": NOW.isoformat()}):
        found, problem = hooks.ensure("a5c8d1f0-0000-0000-0000-000000000000", cursor, NOW)
        assert problem == ""
        assert found["sub"]


@pytest.mark.parametrize("code", ["410", "429", "503"])
def test_the_contracts_errors_are_understood(api: Api, code: str) -> None:
    headers = {"Prefer": f"code={code}"}
    with pytest.raises(CallError) as told:
        api.get(
            "read",
            f"users/{ELINA.email}/calendarView/delta",
            params={"startDateTime": "a", "endDateTime": "b"},
            headers=headers,
        )
    assert (told.value.status, bool(told.value.code), told.value.permanent) == (int(code), True, code == "410")


def test_every_example_event_and_transcript_is_understood(corpora: Path) -> None:
    """The documentation's own examples; some are fragments, and what those lack is said."""
    folder = corpora / "contracts" / "graph" / "examples"
    understood, odd = 0, list[str]()
    for file in sorted(folder.glob("*.json")):
        data = json.loads(file.read_text(encoding="utf-8"))
        rows = data["value"] if isinstance(data, dict) and isinstance(data.get("value"), list) else [data]
        for row in rows:
            if not (isinstance(row, dict) and isinstance(row.get("start"), dict)) or kind_of(row) == "seriesmaster":
                continue
            try:
                found = occurrence({"iCalUId": "made up", **row}, READING)
            except OddEventError as error:
                odd.append(f"{file.name}: {error}")
            else:
                understood += 1
                assert found.start <= found.end
                assert found.start.tzinfo is not None
    assert understood >= 10
    assert odd == []
    turns = read_vtt((folder / "calltranscript-content--1.vtt").read_bytes(), "teams").turns
    assert turns
    assert all(turn.speaker for turn in turns)
