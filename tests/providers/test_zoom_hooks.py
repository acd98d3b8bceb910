"""Whether Zoom has said it, and what there is to look into then."""

import datetime as dt
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.work import Hint, HintKind
from kambrief.providers import zoom_hooks
from tests.parts.fake_zoom import FakeZoom

NOW = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)
AT = int(NOW.timestamp())
SECRET = "aVerySecretToken"
HOST, MEETING, SESSION = "30R7kT7bTIKSNUFEuH_Qlg", 97763643886, "/aDYlohsHRt+d4ii1uC2=="
CALENDAR, CALL = HintKind.CALENDAR, HintKind.CALL


def body_of(name: str = "meeting.ended", **more: Any) -> bytes:
    """As Zoom would send it: a space after colons, and letters as they are."""
    return json.dumps(event_of(name, **more), ensure_ascii=False).encode()


def event_of(name: str = "meeting.ended", *, event_ts: int | None = 1795766400123, **thing: Any) -> dict[str, Any]:
    about = {"id": str(MEETING), "uuid": SESSION, "host_id": HOST, "topic": "Työpaja"} | thing
    kept = {key: value for key, value in about.items() if value is not None}
    event: dict[str, Any] = {"event": name, "payload": {"account_id": "abc", "object": kept}}
    return event | ({"event_ts": event_ts} if event_ts else {})


def signed(body: bytes, sent_as: bytes | None = None, at: int = AT, secret: str = SECRET) -> bool:
    headers = FakeZoom.sign(body, at, secret)
    return zoom_hooks.is_signed(
        SECRET, headers["x-zm-request-timestamp"], headers["x-zm-signature"], sent_as or body, NOW
    )


def hints(event: dict[str, Any], timestamp: str = str(AT), now: dt.datetime = NOW) -> tuple[Hint, ...]:
    return zoom_hooks.hints(event, timestamp, now)


def about(event: dict[str, Any]) -> list[tuple[HintKind, str, str]]:
    return [(hint.kind, hint.key, hint.session) for hint in hints(event)]


# --- signatures ----------------------------------------------------------------------------------------------------


def test_what_zoom_has_signed_is_believed() -> None:
    assert signed(body_of())


def test_another_secret_another_body_or_another_time_is_not() -> None:
    body = body_of()
    assert not signed(body, secret="another")
    assert not signed(body, sent_as=body.replace(b"ended", b"start"))
    right = FakeZoom.sign(body, AT, SECRET)["x-zm-signature"]
    assert not zoom_hooks.is_signed(SECRET, str(AT + 1), right, body, NOW)


def test_the_same_json_written_anew_is_not_what_was_signed() -> None:
    body = body_of()
    again = json.dumps(json.loads(body)).encode()
    assert again != body
    assert not signed(body, sent_as=again)


@pytest.mark.parametrize(("seconds", "believed"), [(-301, False), (-299, True), (299, True), (301, False)])
def test_five_minutes_either_way_are_the_limit(seconds: int, believed: bool) -> None:  # noqa: FBT001 - a table
    assert signed(body_of(), at=AT + seconds) is believed


def test_a_time_in_milliseconds_will_do() -> None:
    assert signed(body_of(), at=AT * 1000 + 5)
    assert not signed(body_of(), at=(AT - 301) * 1000)


@pytest.mark.parametrize("timestamp", ["", "soon", "-5", "1e9", " 1", "²", "9" * 5000, str(AT) + "\n", "nan"])
def test_a_time_that_is_none_is_never_believed(timestamp: str) -> None:
    message = f"v0:{timestamp}:".encode() + body_of()
    signature = f"v0={hmac.new(SECRET.encode(), message, hashlib.sha256).hexdigest()}"
    assert not zoom_hooks.is_signed(SECRET, timestamp, signature, body_of(), NOW)


@pytest.mark.parametrize("signature", ["", "v0=", "v1=" + "0" * 64, "v0=ä", "v0=\udcff"])
def test_a_signature_that_is_none_is_never_believed(signature: str) -> None:
    assert not zoom_hooks.is_signed(SECRET, str(AT), signature, body_of(), NOW)


def test_the_challenge_is_answered_by_its_hmac() -> None:
    event = {"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}}
    token = zoom_hooks.challenge(event)
    assert token == "qgg8vlvZRS6UYooatFL8Aw"
    expected = hmac.new(SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
    assert zoom_hooks.answer(SECRET, token) == {"plainToken": token, "encryptedToken": expected}


@pytest.mark.parametrize("payload", [None, {}, [], {"plainToken": 5}, {"plainToken": None}])
def test_a_challenge_without_a_token_is_none(payload: object) -> None:
    assert zoom_hooks.challenge({"event": "endpoint.url_validation", "payload": payload}) == ""
    assert zoom_hooks.challenge({"event": "meeting.ended", "payload": {"plainToken": "x"}}) == ""


# --- what it says --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["created", "updated", "deleted", "started"])
def test_a_meeting_that_changes_is_a_word_on_its_hosts_calendar_and_names_itself(name: str) -> None:
    assert about(event_of(f"meeting.{name}", id=MEETING)) == [(CALENDAR, f"{HOST}#{MEETING}", "")]


def test_a_meeting_that_has_ended_is_a_word_on_the_calendar_and_on_the_call() -> None:
    assert about(event_of("meeting.ended")) == [
        (CALENDAR, f"{HOST}#{MEETING}", ""), (CALL, str(MEETING), SESSION),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "what", ["completed", "transcript_completed", "trashed", "deleted", "transcript_deleted", "recovered"]
)
def test_a_recording_is_a_word_on_the_call_when_it_comes_and_when_it_goes(what: str) -> None:
    assert about(event_of(f"recording.{what}", id=MEETING)) == [(CALL, str(MEETING), SESSION)]


@pytest.mark.parametrize("what", ["completed", "updated", "trashed", "deleted", "recovered"])
def test_a_summary_names_its_meeting_in_words_of_its_own(what: str) -> None:
    thing = {"meeting_id": MEETING, "meeting_uuid": SESSION, "meeting_host_id": HOST}
    event = {"event": f"meeting.summary_{what}", "event_ts": 5, "payload": {"object": thing}}
    assert about(event) == [(CALL, str(MEETING), SESSION)]


def test_an_update_that_does_not_name_the_host_names_the_meeting() -> None:
    assert about(event_of("meeting.updated", host_id=None)) == [(CALENDAR, f"meeting:{MEETING}", "")]


def test_who_made_the_change_is_not_taken_for_the_host() -> None:
    event = event_of("meeting.updated", host_id=None)
    event["payload"] |= {"operator": "assistant@kone.example", "operator_id": "someone"}
    assert about(event) == [(CALENDAR, f"meeting:{MEETING}", "")]


def test_a_hosts_address_will_do_without_an_id() -> None:
    event = event_of("meeting.created", host_id=None, host_email="a@b.example")
    assert about(event) == [(CALENDAR, f"a@b.example#{MEETING}", "")]


@pytest.mark.parametrize(
    ("key", "calendar", "number"),
    [
        (f"{HOST}#5", HOST, "5"), (HOST, HOST, ""), ("a@b.example#5", "a@b.example", "5"), ("a@b.example", "a@b.example", ""),
        ("a#b@c.example", "a#b@c.example", ""), ("a#b@c.example#5", "a#b@c.example", "5"), ("meeting:5", "meeting:5", "5"),
        ("#", "#", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_a_key_names_a_calendar_and_perhaps_a_meeting_in_it(key: str, calendar: str, number: str) -> None:
    assert zoom_hooks.named(key) == (calendar, number)


@pytest.mark.parametrize(
    "event",
    [
        {"event": "meeting.participant_joined", "payload": {"object": {"id": 5}}},
        {"event": "", "payload": {}},
        {"event": "meeting.ended"},
        {"event": "meeting.ended", "payload": None},
        {"event": "meeting.ended", "payload": {"object": []}},
        {"event": "meeting.ended", "payload": {"object": {"id": True}}},
        {"event": "meeting.ended", "payload": {"object": {"id": {"a": 1}}}},
    ],
)
def test_what_is_unknown_or_broken_is_nothing_to_look_into(event: dict[str, Any]) -> None:
    assert hints(event) == ()


@pytest.mark.parametrize("body", [b"", b"[]", b"5", b"{}", b'{"event": 5}', b"\xff", b"[" * 50_000, b"9" * 9000])
def test_a_body_that_is_no_event_is_none(body: bytes) -> None:
    assert zoom_hooks.event_of(body) is None


@pytest.mark.corpus
def test_every_example_of_the_contract_is_understood(corpora: Path) -> None:
    understood = {}
    for path in sorted((corpora / "contracts" / "zoom" / "examples").glob("webhook-*.json")):
        event = zoom_hooks.event_of(path.read_bytes())
        assert event is not None
        understood[str(event["event"])] = sorted({str(hint.kind) for hint in zoom_hooks.hints(event, "5", NOW)})
    assert understood == {
        "endpoint.url_validation": [],
        "meeting.created": ["calendar"],
        "meeting.ended": ["calendar", "call"],
        "meeting.participant_joined": [],
        "meeting.started": ["calendar"],
        "meeting.summary_completed": ["call"],
        "meeting.updated": ["calendar"],
    }


@pytest.mark.corpus
def test_a_meetings_whole_life_at_zoom_is_understood(corpora: Path) -> None:
    start = NOW + dt.timedelta(hours=1)
    with FakeZoom(corpora / "contracts" / "zoom", clock=lambda: NOW) as zoom:
        host = zoom.user("aino@kone.example", name="Aino Laine")
        meeting = zoom.schedule("aino@kone.example", "Review", start)
        zoom.move(meeting, start + dt.timedelta(hours=1))
        ended = start + dt.timedelta(hours=2)
        session = zoom.end(meeting, start, ended, transcript=b"WEBVTT\n", summary="All is well.")
        zoom.cancel(meeting)
        events = zoom.webhooks_since(0)
    call, calendar = (CALL, str(meeting), session), (CALENDAR, f"{host}#{meeting}", "")
    assert [(event["event"], about(event)) for event in events] == [
        ("meeting.created", [calendar]),
        ("meeting.updated", [(CALENDAR, f"meeting:{meeting}", "")]),
        ("meeting.started", [calendar]),
        ("meeting.ended", [calendar, call]),
        ("recording.transcript_completed", [call]),
        ("meeting.summary_completed", [call]),
        ("meeting.deleted", [calendar]),
    ]
    found = [hint.id for event in events for hint in hints(event)]
    assert len(set(found)) == len(found)


# --- the same and another ------------------------------------------------------------------------------------------


def test_the_same_event_has_the_same_id_whenever_and_however_it_is_sent() -> None:
    first = hints(event_of(), str(AT))
    later = hints(event_of(id=MEETING), str(AT + 60), NOW + dt.timedelta(minutes=1))
    assert [hint.id for hint in first] == [hint.id for hint in later]
    assert len({hint.id for hint in first}) == 2


def test_another_moment_meeting_session_or_kind_is_another_event() -> None:
    events = [
        event_of(), event_of(event_ts=1795766400124), event_of(id="5"), event_of(uuid="other"),
        event_of("meeting.started"), event_of("meeting.updated"),
    ]  # fmt: skip
    updated = event_of("meeting.updated")
    updated["payload"]["time_stamp"] = 1795766400000
    ids = [hint.id for event in [*events, updated] for hint in hints(event)]
    assert len(set(ids)) == len(ids)


def test_without_a_time_of_its_own_a_later_event_is_not_taken_for_an_earlier_one() -> None:
    event = event_of("meeting.updated", event_ts=None)
    assert hints(event, "100")[0].id == hints(event, "100")[0].id
    assert hints(event, "100")[0].id != hints(event, "105")[0].id
