"""Zoom's published contract, served by Prism: every request of ours fits it, every example answer is understood."""

import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from kambrief.core.model import JoinLink, Meeting, Platform
from kambrief.errors import CallError
from kambrief.providers.http import Policy
from kambrief.providers.meetings.zoom import Config, Provider
from kambrief.providers.vtt import read_zoom_summary
from kambrief.providers.zoom_calls import Calls, attendance_of, instance_of, transcript_url
from kambrief.providers.zoom_meetings import Calendar, moment, occurrences_of
from kambrief.providers.zoom_reading import Memory, Reading, Window
from kambrief.settings import section
from tests.parts.prism import Prism
from tests.providers.collected import ELINA, HOUR

pytestmark = [pytest.mark.node, pytest.mark.corpus]

NOW = dt.datetime(2022, 3, 20, 6, 0, tzinfo=dt.UTC)
"""Before the meetings of the examples."""
DAY = 24 * HOUR
NUMBER = "97763643886"
UUIDS = ("aDYlohsHRtCd4ii1uC2+hA==", "/ajXp112QmuoKj4854875==", "ab//cd+ef==")
ONE_TRY = Policy(attempts=1, timeout=20.0, patience=20.0, failures=1000)
PARTS = {"past_meetings", "participants", "recordings", "transcript", "meeting_summary", "instances"}


class Watched(httpx.HTTPTransport):
    """What was asked and what was said of it; ``prefer`` asks Prism for another answer than the example."""

    def __init__(self) -> None:
        super().__init__()
        self.prefer = ""
        self.asked: list[str] = []
        self.breaches: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.prefer and not request.url.path.endswith("/token"):
            request.headers["Prefer"] = self.prefer
        response = super().handle_request(request)
        self.asked.append(f"{request.method} {request.url.raw_path.decode()}")
        # Random answers that break their own schema are Prism's own breaches.
        told = [one for one in _violations(response) if one["location"][0] == "request"]
        self.breaches += [f"{self.asked[-1]}: {one['message']}" for one in told]
        return response


def _violations(response: httpx.Response) -> list[dict[str, Any]]:
    try:
        return list(json.loads(response.headers.get("sl-violations", "[]")))
    except ValueError:
        return []


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def zoom(
    corpora: Path, prism: Callable[[Path], Prism], watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Provider]:
    monkeypatch.setenv("ZOOM_SECRET", "hush")
    contracts = corpora / "contracts" / "zoom"
    data = {
        "account_id": "EPeQtiABC000VYxHMA", "client_id": "client", "client_secret_env": "ZOOM_SECRET",
        "base_url": prism(contracts / "zoom.openapi.json").base_url, "transcripts": True,
        "oauth_url": f"{prism(contracts / 'zoom-oauth.openapi.json').base_url}/oauth/token",
    }  # fmt: skip
    made = Provider(section(Config, data, "meetings.zoom"), [ELINA], Path(), transport=watched, policy=ONE_TRY)
    yield made
    made.close()
    assert watched.breaches == []


def a_call(start: dt.datetime = NOW) -> Meeting:
    return Meeting("m1", "", start, start + HOUR, join=JoinLink("https://zoom.us/j/1", Platform.ZOOM, NUMBER))


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has the call be the instance of that uuid, whatever the list of them says."""
    row = {"start_time": f"{NOW:%Y-%m-%dT%H:%M:%SZ}"}
    return lambda uuid: monkeypatch.setattr(Calls, "_instances", lambda *_: ([{"uuid": uuid, **row}], ""))


def test_the_examples_are_read_as_a_calendar(zoom: Provider, watched: Watched) -> None:
    (read,) = zoom.read(NOW - DAY, NOW + 90 * DAY, {}, NOW)
    assert (read.complete, read.problems) == (True, ())
    (one,) = read.occurrences
    assert (one.source.uid, one.title, one.start) == (NUMBER, "My Meeting", moment("2022-03-25T07:29:29Z"))
    assert watched.asked == [
        "POST /oauth/token", f"GET /users/{ELINA.email}/meetings?page_size=300&type=upcoming", f"GET /meetings/{NUMBER}",
    ]  # fmt: skip
    (again,) = zoom.read(NOW - DAY, NOW + 90 * DAY, {ELINA.email: read.cursor}, NOW)
    assert again.unchanged


@pytest.mark.parametrize("uuid", UUIDS)
def test_all_that_is_asked_after_a_call_fits_the_contract(
    zoom: Provider, watched: Watched, held: Callable[[str], None], uuid: str
) -> None:
    held(uuid)
    found = zoom.hear(a_call(), (), NOW + DAY)
    assert found
    assert {part for part in PARTS for asked in watched.asked if part in asked} == PARTS - {"instances"}
    assert found.attendance
    assert found.summaries
    # The files of the examples lie on a host that is not Zoom's: no token goes there.
    assert "not the vendor's" in " ".join(found.problems)


def test_instances_and_what_check_tries_fit_the_contract(zoom: Provider, watched: Watched) -> None:
    zoom.hear(a_call(dt.datetime(2022, 3, 26, 6, 0, tzinfo=dt.UTC)), (), NOW + 9 * DAY)
    lines = zoom.check(NOW + 365 * DAY)
    assert [one for one in lines if one.summary.startswith("not tried")] == []
    assert {part for part in PARTS for asked in watched.asked if part in asked} == PARTS


@pytest.mark.parametrize("seed", range(6))
def test_whatever_fits_the_contract_is_understood_or_told(
    zoom: Provider, watched: Watched, held: Callable[[str], None], seed: int
) -> None:
    watched.prefer = f"dynamic=true, seed={random.Random(seed).randint(1, 10**6)}"  # noqa: S311 - dice
    (read,) = zoom.read(NOW - DAY, NOW + 90 * DAY, {}, NOW)
    assert "unexpected" not in " ".join(read.problems)
    with suppress(CallError):
        zoom.hear(a_call(), (), NOW + DAY)
    held("abc==")
    zoom.hear(a_call(), (), NOW + DAY)
    assert zoom.check(NOW)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429])
def test_every_refusal_of_the_contract_is_told(
    zoom: Provider, watched: Watched, held: Callable[[str], None], status: int
) -> None:
    watched.prefer = f"code={status}"
    (read,) = zoom.read(NOW - DAY, NOW + 90 * DAY, {}, NOW)
    assert read.problems
    assert read.removed == frozenset()
    with suppress(CallError):
        found = zoom.hear(a_call(), (), NOW + DAY)
        assert found is None or found.problems or found.pending
    held("abc==")
    with suppress(CallError):
        found = zoom.hear(a_call(), (), NOW + DAY)
        assert found
        assert found.problems or found.pending


# --- the example files, as they are --------------------------------------------------------------------------------


@pytest.fixture
def example(corpora: Path) -> Callable[[str], dict[str, Any]]:
    folder = corpora / "contracts" / "zoom" / "examples"
    return lambda name: dict(json.loads((folder / f"get_{name}.json").read_text(encoding="utf-8")))


def test_the_example_files_are_understood(example: Callable[[str], dict[str, Any]]) -> None:
    calendar = Calendar("jchill@example.com", "jchill@example.com")
    rows = example("users_userId_meetings")["meetings"]
    window = Window(NOW - DAY, NOW + 90 * DAY, NOW)
    reading = Reading(calendar, Memory(calendar.fingerprint()), rows, window)
    assert reading.to_ask == tuple({str(row["id"]): None for row in rows})
    (one,) = occurrences_of(example("meetings_meetingId_"), calendar)
    assert [person.email for person in one.attendees][:2] == ["jchill@example.com", "thill@example.com"]
    assert one.join
    assert one.join.external_id == NUMBER
    (person,) = attendance_of(example("past_meetings_meetingId_participants")["participants"])
    assert (person.email, person.seconds) == ("jchill@example.com", 259.0)
    assert all(
        isinstance(transcript_url(file), str) for file in example("meetings_meetingId_recordings")["recording_files"]
    )
    assert read_zoom_summary(example("meetings_meetingId_meeting_summary"))
    past = example("past_meetings_meetingId_")
    start = moment(past["start_time"])
    assert start
    assert moment(past["end_time"])
    assert instance_of([past], Meeting("m", "", start, start + HOUR)) == past["uuid"]
