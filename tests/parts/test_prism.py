"""Prism answers as the vendor's contract says, and refuses what the contract does not allow."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.parts.common import PartMissingError
from tests.parts.prism import Prism

pytestmark = [pytest.mark.node, pytest.mark.corpus]

_DAY = {"startDateTime": "2026-01-07T00:00:00Z", "endDateTime": "2026-01-08T00:00:00Z"}
_TOKEN = {"Authorization": "Bearer any"}


@pytest.fixture
def graph(corpora: Path, prism: Callable[[Path], Prism]) -> Iterator[httpx.Client]:
    server = prism(corpora / "contracts" / "graph" / "graph.openapi.json")
    with httpx.Client(base_url=server.base_url, headers=_TOKEN, timeout=20) as client:
        yield client


@pytest.fixture
def zoom(corpora: Path, prism: Callable[[Path], Prism]) -> Iterator[httpx.Client]:
    server = prism(corpora / "contracts" / "zoom" / "zoom.openapi.json")
    with httpx.Client(base_url=server.base_url, headers=_TOKEN, timeout=20) as client:
        yield client


def test_a_right_request_gets_the_contract_s_example(graph: httpx.Client) -> None:
    answer = graph.get("/users/u1/calendarView", params=_DAY)
    assert answer.status_code == 200
    assert answer.json()["value"][0]["subject"]
    assert "sl-violations" not in answer.headers


def test_a_draft_that_fits_the_contract_is_taken(graph: httpx.Client) -> None:
    answer = graph.post(
        "/users/u1/messages", json={"subject": "Hei", "body": {"contentType": "html", "content": "Hei"}}
    )
    assert answer.status_code == 201
    assert answer.json()["id"]


def test_a_misspelt_field_in_a_draft_is_refused(graph: httpx.Client) -> None:
    answer = graph.post("/users/u1/messages", json={"subjct": "Hei"})
    assert answer.status_code == 422
    assert "found 'subjct'" in answer.headers["sl-violations"]


def test_a_misspelt_field_deep_in_a_draft_is_refused(graph: httpx.Client) -> None:
    answer = graph.post("/users/u1/messages", json={"toRecipients": [{"emailAddress": {"adress": "a@example.test"}}]})
    assert answer.status_code == 422
    assert json.loads(answer.headers["sl-violations"])[0]["location"] == [
        "request", "body", "toRecipients", "0", "emailAddress",
    ]  # fmt: skip


def test_a_calendar_view_without_its_start_is_refused(graph: httpx.Client) -> None:
    answer = graph.get("/users/u1/calendarView", params={"endDateTime": _DAY["endDateTime"]})
    assert answer.status_code == 422
    assert "'startdatetime'" in answer.headers["sl-violations"]


def test_a_request_without_a_token_is_refused(graph: httpx.Client) -> None:
    del graph.headers["Authorization"]
    answer = graph.get("/users")
    assert answer.status_code == 401
    assert "sl-violations" in answer.headers


def test_too_many_requests_come_when_asked_for(graph: httpx.Client) -> None:
    answer = graph.get("/users/u1/calendarView", params=_DAY, headers={"Prefer": "code=429"})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "10"
    assert "sl-violations" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        [("Prefer", 'IdType="ImmutableId", outlook.timezone="FLE Standard Time", code=429')],
        [("Prefer", 'IdType="ImmutableId", outlook.timezone="FLE Standard Time"'), ("Prefer", "code=429")],
    ],
    ids=["one header", "two headers"],
)
def test_the_answer_asked_for_stands_beside_graph_s_own_preferences(
    graph: httpx.Client, headers: list[tuple[str, str]]
) -> None:
    assert graph.get("/users/u1/calendarView", params=_DAY, headers=headers).status_code == 429


def test_the_query_asks_for_an_answer_only_where_there_is_no_prefer(graph: httpx.Client) -> None:
    asked = {**_DAY, "__code": "429"}
    assert graph.get("/users/u1/calendarView", params=asked).status_code == 429
    own = {"Prefer": 'outlook.timezone="UTC"'}
    assert graph.get("/users/u1/calendarView", params=asked, headers=own).status_code == 200


def test_a_wrong_request_is_refused_whatever_answer_it_asks_for(graph: httpx.Client) -> None:
    assert graph.get("/users/u1/calendarView", headers={"Prefer": "code=429"}).status_code == 422


def test_a_filter_may_hold_quotes_and_encoded_addresses(graph: httpx.Client) -> None:
    join = "https://teams.example.test/19%3ameeting_x@thread.v2/0?context=%7b%22Tid%22%3a%22O''Brien%22%7d"
    answer = graph.get("/users/u1/onlineMeetings", params={"$filter": f"JoinWebUrl eq '{join}'"})
    assert answer.status_code == 200
    assert "sl-violations" not in answer.headers


def test_zoom_lists_a_user_s_meetings(zoom: httpx.Client) -> None:
    answer = zoom.get("/users/u1/meetings", params={"type": "scheduled"})
    assert answer.status_code == 200
    assert answer.json()["meetings"]


def test_zoom_refuses_a_kind_of_meeting_that_it_does_not_have(zoom: httpx.Client) -> None:
    answer = zoom.get("/users/u1/meetings", params={"type": "sometimes"})
    assert answer.status_code == 400
    assert "allowed values: scheduled, live" in answer.headers["sl-violations"]


@pytest.mark.parametrize("times", [1, 2])
def test_a_zoom_uuid_with_slashes_arrives_encoded_once_or_twice(zoom: httpx.Client, times: int) -> None:
    uuid = "/ajXp//QmuoKj+4854875=="
    for _ in range(times):
        uuid = quote(uuid, safe="")
    assert zoom.get(f"/past_meetings/{uuid}/participants").status_code == 200


def test_a_contract_is_served_by_one_server_that_is_started_again_when_it_has_ended(
    corpora: Path, prism: Callable[[Path], Prism]
) -> None:
    contract = corpora / "contracts" / "zoom" / "zoom-oauth.openapi.json"
    first = prism(contract)
    assert prism(contract) is first
    first.server.kill()
    second = prism(contract)
    assert second is not first
    assert second.answers()


def test_a_contract_that_is_not_there_is_a_missing_part(tmp_path: Path) -> None:
    with pytest.raises(PartMissingError, match="no contract at"):
        Prism(tmp_path / "none.json")
