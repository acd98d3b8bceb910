"""Whether a notification belongs to a subscription of ours, and what there is to look into then."""

import datetime as dt
import json
from typing import Any

import pytest

from kambrief.core.work import HintKind
from kambrief.providers import graph_hooks
from kambrief.providers.graph_hooks import client_state, echo, notifications, user_of

NOW = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)
SECRET = "long random text"
ANNA, BO = "8ee44408-0679-472c-bc2a-692812af3437", "24d3b144-21ae-4080-943f-7067b395b913"
CALENDAR, CALL = HintKind.CALENDAR, HintKind.CALL


def row(user: str = ANNA, **more: Any) -> dict[str, Any]:
    data = {"@odata.type": "#Microsoft.Graph.Event", "@odata.etag": 'W/"CQAAA1"', "id": "AAMk1"}
    return {
        "subscriptionId": "7f105c7d", "clientState": client_state(SECRET, user), "changeType": "updated",
        "resource": f"Users/{user}/Events/AAMk1", "tenantId": "84bd8158", "resourceData": data,
    } | more  # fmt: skip


def version(etag: str | None, item: str = "AAMk1") -> dict[str, Any]:
    return {"id": item} | ({"@odata.etag": etag} if etag else {})


def keys(*rows: dict[str, Any]) -> list[tuple[HintKind, str]]:
    return [(hint.kind, hint.key) for hint in graph_hooks.hints(rows, SECRET, NOW)[0]]


def ids(*rows: dict[str, Any], now: dt.datetime = NOW) -> list[str]:
    return [hint.id for hint in graph_hooks.hints(rows, SECRET, now)[0]]


# --- the client state ----------------------------------------------------------------------------------------------


def test_the_client_state_tells_the_user_and_keeps_the_secret() -> None:
    state = client_state(SECRET, ANNA)
    assert user_of(SECRET, state) == ANNA
    assert len(state) <= 128
    assert SECRET not in state
    assert state != client_state("other", ANNA)


@pytest.mark.parametrize(
    "state",
    [
        None, "", ".", 5, ANNA, f"{ANNA}.", client_state("other", ANNA), "secretClientValue",
        client_state(SECRET, ANNA).replace(ANNA, BO), client_state(SECRET, ANNA) + "A", "\ud800.x", "x.\ud800",
    ],
)  # fmt: skip
def test_any_other_client_state_is_none_of_ours_and_counted(state: object) -> None:
    assert user_of(SECRET, state) is None
    assert graph_hooks.hints([row(clientState=state)], SECRET, NOW) == ([], 1)


def test_one_strange_notification_does_not_hide_the_others() -> None:
    found, strange = graph_hooks.hints([row(clientState="x"), row(), {}], SECRET, NOW)
    assert [hint.key for hint in found] == [ANNA]
    assert strange == 2


# --- what it says --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["created", "updated", "deleted"])
def test_a_changed_event_is_a_word_on_its_users_calendar(change: str) -> None:
    [hint] = graph_hooks.hints([row(changeType=change)], SECRET, NOW)[0]
    assert (hint.provider, hint.kind, hint.key, hint.received_at) == ("meetings.teams", CALENDAR, ANNA, NOW)


def test_the_resource_may_name_the_tenant_too() -> None:
    assert keys(row(resource=f"users/{ANNA}@84bd8158/events/AAMk1")) == [(CALENDAR, ANNA)]


@pytest.mark.parametrize(
    "resource",
    [
        f"Users/{ANNA}/getAllTranscripts/T1",
        f"users/{ANNA}/onlineMeetings('MSo1')/transcripts('T1')",
        "communications/onlineMeetings('MSo1')/transcripts('T1')",
    ],
)
def test_a_transcript_is_a_word_on_calls_of_its_user(resource: str) -> None:
    assert keys(row(resource=resource)) == [(CALL, ANNA)]


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("communications/onlineMeetings('MSo1')/transcripts('T1')", [(CALL, "MSo1")]),
        ("communications/onlineMeetings/MSo1/transcripts/T1", [(CALL, "MSo1")]),
        ("communications/onlineMeetings/getAllTranscripts", []),
        (f"users/{ANNA}/events/AAMk1", []),
    ],
)
def test_of_a_subscription_to_the_whole_tenant_the_meeting_is_named(
    resource: str, expected: list[tuple[HintKind, str]]
) -> None:
    assert keys(row("", resource=resource)) == expected


@pytest.mark.parametrize("more", [{"resource": "users/x/messages/1"}, {"resource": None}, {"resource": ["/events"]}])
def test_what_does_not_concern_us_is_no_hint_and_not_strange(more: dict[str, Any]) -> None:
    found, strange = graph_hooks.hints([row(**more)], SECRET, NOW)
    assert [hint.kind for hint in found] in ([], [CALENDAR])
    assert strange == 0


@pytest.mark.parametrize("data", [None, [], "x", {"id": None}, {"id": {}, "@odata.etag": 5}])
def test_broken_resource_data_still_leads_to_the_calendar(data: object) -> None:
    assert keys(row(resourceData=data)) == [(CALENDAR, ANNA)]


def lifecycle(event: object, user: str = ANNA) -> dict[str, Any]:
    """Without a resource: the vendor names none."""
    return {"subscriptionId": "7f105c7d", "clientState": client_state(SECRET, user), "lifecycleEvent": event}


@pytest.mark.parametrize("event", ["reauthorizationRequired", "subscriptionRemoved"])
def test_a_subscription_in_doubt_is_a_word_on_the_calendar_and_on_itself(event: str) -> None:
    assert keys(lifecycle(event)) == [(CALENDAR, ANNA), (CALENDAR, f"renew:{ANNA}")]


def test_notifications_that_were_missed_are_a_word_on_the_calendar() -> None:
    assert keys(lifecycle("missed")) == [(CALENDAR, ANNA)]


def test_lifecycle_events_nobody_knows_and_those_of_the_tenant_are_nothing() -> None:
    assert keys(lifecycle("somethingNew"), lifecycle(["missed"]), lifecycle("missed", user="")) == []


def test_a_lifecycle_event_counts_each_time() -> None:
    assert ids(lifecycle("missed")) != ids(lifecycle("missed"), now=NOW + dt.timedelta(seconds=1))


# --- the same and another ------------------------------------------------------------------------------------------


def test_the_same_version_told_twice_counts_once_whenever_it_comes() -> None:
    assert len(ids(row(), row(subscriptionId="another"))) == 1
    assert ids(row()) == ids(row(), now=NOW + dt.timedelta(hours=4))


def test_another_version_event_user_or_change_is_another_hint() -> None:
    rows = [
        row(), row(changeType="deleted"), row(resourceData=version('W/"CQAAA2"')),
        row(resourceData=version('W/"CQAAA1"', "AAMk2")), row(BO),
    ]  # fmt: skip
    assert len(set(ids(*rows))) == 5


def test_without_a_version_each_delivery_counts_and_within_one_each_event_once() -> None:
    bare = row(resourceData=version(None))
    assert len(ids(bare, bare)) == 1
    assert ids(bare) != ids(bare, now=NOW + dt.timedelta(milliseconds=20))


# --- bodies and validation -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"value": {}}', b"\xff", b"[" * 50_000, b"9" * 9000])
def test_a_body_that_is_no_delivery_is_none(body: bytes) -> None:
    assert notifications(body) is None


def test_rows_that_are_no_objects_are_left_out() -> None:
    assert notifications(json.dumps({"value": [5, None, {"a": 1}]}).encode()) == [{"a": 1}]


def test_graphs_own_token_is_told_back_as_it_is() -> None:
    token = "Validation: Testing client application reachability for subscription Request-Id: 6f9619ff-8b86"
    assert echo(token) == token


@pytest.mark.parametrize(
    "token", ["", "<b>x</b>", "a\r\nSet-Cookie: x", "a\nb", "a\tb", "\x00", "\x1b[2J", "ä", "\u202e", "x" * 10_000]
)
def test_what_is_more_than_plain_text_is_told_back_to_nobody(token: str) -> None:
    assert echo(token) is None


def test_of_a_delivery_without_end_only_the_beginning_is_looked_at() -> None:
    body = json.dumps({"value": [{"clientState": ""}] * 5000}).encode()
    rows = notifications(body)
    assert rows is not None
    assert len(rows) == 1000
