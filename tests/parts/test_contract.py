"""The contract names what a request or an answer breaks."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.parts.contract import Contract, Events

JSON = {"Content-Type": "application/json; charset=utf-8"}


def text(**more: Any) -> dict[str, Any]:
    return {"type": "string", **more}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented contract with the shapes the vendors' have."""
    thing = {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "integer", "format": "int64"},
            "at": text(format="date-time"),
            "next": {"$ref": "#/components/schemas/Thing"},
        },
    }
    ref = {"$ref": "#/components/schemas/Thing"}
    body = {"application/json": {"schema": ref}}
    path_id = {"name": "thing-id", "in": "path", "required": True, "schema": text(maxLength=8)}
    query = [
        {"name": "$top", "in": "query", "schema": {"type": "integer", "maximum": 5}},
        {
            "name": "$select",
            "in": "query",
            "explode": False,
            "schema": {"type": "array", "items": text(enum=["id", "at"])},
        },
        {"name": "from", "in": "query", "required": True, "schema": text(format="date")},
        {"name": "Prefer", "in": "header", "schema": text(pattern="^odata")},
    ]
    gone = {"description": "gone", "content": body, "headers": {"Wait": {"schema": {"type": "integer"}}}}
    document = {
        "openapi": "3.1.0",
        "paths": {
            "/things": {
                "get": {"parameters": query, "responses": {"200": {"content": body}, "4XX": {"$ref": "#/components/responses/Gone"}}},
                "post": {"requestBody": {"required": True, "content": body}, "responses": {"204": {"description": "done"}}},
            },
            "/things/{thing-id}": {"parameters": [path_id], "get": {"responses": {"200": {"content": body}}}},
            "/things/newest": {"get": {"responses": {"200": {"content": body}}}},
            "/things/between(a='{a}',b={b})": {"get": {"responses": {"default": {"content": {"text/*": {}}}}}},
            "/$batch": {"post": {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": ref}}}, "responses": {"200": {}}}},
        },
        "components": {"schemas": {"Thing": thing}, "responses": {"Gone": gone}},
    }  # fmt: skip
    path = tmp_path_factory.mktemp("contract") / "small.json"
    path.write_text(json.dumps(document))
    return path


@pytest.fixture(scope="module")
def contract(small: Path) -> Contract:
    return Contract(small, "/v1")


def asked(contract: Contract, *query: tuple[str, str], **headers: str) -> list[str]:
    return contract.check_request("GET", "/v1/things", [("from", "2026-11-27"), *query], headers, None)


def answered(contract: Contract, status: int, body: object, **headers: str) -> list[str]:
    return contract.check_response("GET", "/v1/things", status, {**JSON, **headers}, json.dumps(body).encode())


def test_a_good_request_has_no_breaches(contract: Contract) -> None:
    assert asked(contract, ("$top", "5"), ("$select", "id,at"), prefer="odata.maxpagesize=5", accept="*/*") == []


def test_a_misspelt_query_parameter_is_a_breach(contract: Contract) -> None:
    assert asked(contract, ("$tpo", "5")) == ["GET /things: unknown query parameter '$tpo'."]


@pytest.mark.parametrize(
    ("pair", "words"),
    [(("$top", "6"), "maximum of 5"), (("$top", "many"), "not of type 'integer'"), (("$select", "id,name"), "'name'"), (("from", "2026-11-28"), "2 times")],
)  # fmt: skip
def test_a_query_parameter_must_fit_its_schema(contract: Contract, pair: tuple[str, str], words: str) -> None:
    assert words in " ".join(asked(contract, pair))


def test_a_header_must_fit_its_schema(contract: Contract) -> None:
    assert "header parameter 'Prefer'" in asked(contract, PREFER="outlook")[0]


def test_a_required_parameter_must_be_there(contract: Contract) -> None:
    assert contract.check_request("GET", "/v1/things", [], {}, None) == [
        "GET /things: query parameter 'from' is missing."
    ]


def test_an_unknown_path_is_a_breach_and_has_no_name(contract: Contract) -> None:
    assert contract.operation("GET", "/v1/thing") == ""
    assert contract.operation("DELETE", "/v1/things") == ""
    assert contract.operation("GET", "/things") == ""
    assert contract.check_request("GET", "/v1/thing", [], {}, None) == ["The contract has no GET /v1/thing."]
    assert contract.check_response("GET", "/v1/thing", 200, {}, b"") == ["The contract has no GET /v1/thing."]


def test_the_path_with_more_literal_text_wins(contract: Contract) -> None:
    assert contract.operation("get", "/v1/things/newest") == "GET /things/newest"
    assert contract.operation("GET", "/v1/things/oldest") == "GET /things/{thing-id}"
    between = "/v1/things/between(a='x',b=2026-01-01T00:00:00Z)"
    assert contract.operation("GET", between) == "GET /things/between(a='{a}',b={b})"
    assert contract.operation("GET", between.replace("'", "%27")) == "GET /things/between(a='{a}',b={b})"
    assert contract.operation("POST", "/v1/$batch") == "POST /$batch"


def test_a_path_parameter_is_decoded_once_within_its_segment(contract: Contract) -> None:
    assert contract.check_request("GET", "/v1/things/%2Fa%2F%2Fb%3D%3D", [], {}, None) == []
    assert "too long" in contract.check_request("GET", "/v1/things/%252Fa%252F%252Fb", [], {}, None)[0]
    assert contract.operation("GET", "/v1/things//a") == ""


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [(b"", "", "body is missing"), (b'{"id": 1}', "text/plain", "content type"), (b"{", "application/json", "no JSON"), (b'{"id": "1"}', "application/json", "body: id: '1' is not of type 'integer'")],
)  # fmt: skip
def test_a_body_must_be_what_was_agreed(contract: Contract, body: bytes, kind: str, words: str) -> None:
    assert words in contract.check_request("POST", "/v1/things", [], {"content-type": kind}, body)[0]
    assert "the contract has none" in contract.check_request("GET", "/v1/things/1", [], {}, b"{}")[0]


def test_a_form_is_read_as_an_object(contract: Contract) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert "'id' is a required property" in contract.check_request("POST", "/v1/$batch", [], form, b"a=b")[0]


@pytest.mark.parametrize(
    ("body", "words"),
    [({}, "'id' is a required property"), ({"id": 2**63}, "int64"), ({"id": 1, "at": "2026-11-27T10:00:00"}, "date-time"), ({"id": 1, "next": {"id": "x"}}, "body: next/id:")],
)  # fmt: skip
def test_an_answer_must_fit_its_schema(contract: Contract, body: object, words: str) -> None:
    assert answered(contract, 200, {"id": 1, "at": "2026-11-27T10:00:00.1234567Z", "other": 1}) == []
    assert words in answered(contract, 200, body)[0]


def test_an_answer_must_have_a_status_a_kind_and_headers_of_the_contract(contract: Contract) -> None:
    assert answered(contract, 418, {"id": 1}, Wait="3") == []
    assert "header 'Wait'" in answered(contract, 418, {"id": 1}, wait="soon")[0]
    assert answered(contract, 500, {}) == ["GET /things: the contract has no answer 500."]
    assert "content type 'text/html'" in answered(contract, 200, {}, **{"Content-Type": "text/html"})[0]
    assert contract.check_response("POST", "/v1/things", 204, {}, b"") == []
    assert "a body where" in contract.check_response("POST", "/v1/things", 204, JSON, b"{}")[0]
    assert (
        contract.check_response("GET", "/v1/things/between(a='1',b=2)", 200, {"content-type": "text/vtt"}, b"x") == []
    )


def test_a_closed_contract_lets_no_field_be_invented(small: Path) -> None:
    closed = Contract(small, "/v1", closed=True)
    assert answered(closed, 200, {"id": 1, "next": {"id": 2}}) == []
    assert "'other' was unexpected" in answered(closed, 200, {"id": 1, "next": {"id": 2, "other": 3}})[0]


@pytest.mark.corpus
def test_the_examples_of_the_vendor_keep_its_contract(corpora: Path) -> None:
    folder = corpora / "contracts" / "zoom"
    contract = Contract(folder / "zoom.openapi.json", "/v2", closed=True)
    paths = {"users": "users", "user": "users/a", "users_userId_meetings": "users/a/meetings", "meetings_meetingId_": "meetings/1", "meetings_meetingId_recordings": "meetings/a/recordings"}  # fmt: skip
    started = time.monotonic()
    for name, path in paths.items():
        body = (folder / "examples" / f"get_{name}.json").read_bytes()
        for _ in range(20):
            assert contract.check_response("GET", f"/v2/{path}", 200, JSON, body) == []
    assert time.monotonic() - started < 5
    events = Events(folder / "zoom-webhooks.schema.json", closed=True)
    for name in ("meeting.created", "meeting.updated", "meeting.ended", "meeting.summary_completed"):
        event = json.loads((folder / "examples" / f"webhook-{name}.json").read_text())
        assert events.check(event) == []
    assert events.check({"event": "meeting.created", "payload": {}})
    assert events.check({"event": "meeting.lost"}) == ["The contract has no event 'meeting.lost'."]
