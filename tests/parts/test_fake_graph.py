"""The fake Graph keeps the vendor's contract on both sides, and the vendor's traps."""

import base64
import datetime as dt
import json
import random
import secrets
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from tests.parts.fake_graph import FakeGraph

pytestmark = pytest.mark.corpus

NOW = dt.datetime(2026, 1, 7, 6, 0, tzinfo=dt.UTC)
ANNA, BO = "anna@firma.example", "bo@firma.example"
IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}
WINDOW = {"startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2026-02-01T00:00:00Z"}


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def graph(corpora: Path, clock: Clock) -> Iterator[FakeGraph]:
    with FakeGraph(corpora / "contracts" / "graph" / "graph.openapi.json", clock=clock) as server:
        server.user(ANNA, name="Anna Aalto")
        server.user(BO, name="Bo Berg")
        yield server


@pytest.fixture
def client(graph: FakeGraph) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=graph.base_url, timeout=5) as client:
        sign_in(graph, client)
        yield client


def ask_token(graph: FakeGraph, **fields: str) -> httpx.Response:
    tenant = fields.pop("tenant", graph.tenant)
    form = {
        "grant_type": "client_credentials",
        "scope": "https://graph.microsoft.com/.default",
        "client_id": graph.client_id,
        **fields,
    }
    return httpx.post(f"{graph.login_url}/{tenant}/oauth2/v2.0/token", data=form)


def sign_in(graph: FakeGraph, client: httpx.Client) -> None:
    answer = ask_token(graph, client_secret=graph.client_secret).json()
    client.headers["Authorization"] = f"Bearer {answer['access_token']}"


def delta_round(client: httpx.Client, url: str, size: int = 2, **query: Any) -> tuple[list[dict[str, Any]], str]:
    """The rows of one round, and the link to the next."""
    rows: list[dict[str, Any]] = []
    answer = client.get(url, headers={"Prefer": f"odata.maxpagesize={size}"}, **query)
    while True:
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["value"]) <= size
        rows.extend(page["value"])
        if "@odata.deltaLink" in page:
            return rows, page["@odata.deltaLink"]
        answer = client.get(page["@odata.nextLink"], headers={"Prefer": f"odata.maxpagesize={size}"})


def code(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


def test_a_token_is_had_by_secret_and_refused_as_entra_does(graph: FakeGraph, client: httpx.Client) -> None:
    def number(answer: httpx.Response) -> int:
        told = answer.json()
        [found] = told["error_codes"]
        assert told["error_description"].startswith(f"AADSTS{found}: ")
        return int(found)

    assert client.get("/users").status_code == 200
    assert number(ask_token(graph, client_secret="wrong")) == 7000215
    assert number(ask_token(graph, client_secret=graph.client_secret, client_id="other")) == 700016
    assert number(ask_token(graph, client_secret=graph.client_secret, tenant="other")) == 90002
    graph.expire_tokens()
    answer = client.get("/users")
    assert (answer.status_code, code(answer)) == (401, "InvalidAuthenticationToken")
    graph.expire_secret()
    assert number(ask_token(graph, client_secret=graph.client_secret)) == 7000222


def test_a_token_is_had_by_an_assertion_signed_with_a_registered_key(graph: FakeGraph) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kambrief")])
    made = x509.CertificateBuilder().issuer_name(name).subject_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(NOW).not_valid_after(NOW + dt.timedelta(days=9))
    certificate = made.sign(key, hashes.SHA256())

    def coded(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).decode().rstrip("=")

    def assertion(**changed: Any) -> str:
        head = {"alg": "PS256", "typ": "JWT", "x5t#S256": coded(certificate.fingerprint(hashes.SHA256()))}
        claims = {
            "aud": f"{graph.login_url}/{graph.tenant}/oauth2/v2.0/token",
            "iss": graph.client_id,
            "sub": graph.client_id,
            "jti": secrets.token_hex(),
            "exp": int(NOW.timestamp()) + 300,
        } | changed
        text = f"{coded(json.dumps(head).encode())}.{coded(json.dumps(claims).encode())}"
        pss = padding.PSS(padding.MGF1(hashes.SHA256()), salt_length=32)
        return f"{text}.{coded(key.sign(text.encode(), pss, hashes.SHA256()))}"

    def answer(text: str) -> httpx.Response:
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return ask_token(graph, client_assertion=text, client_assertion_type=kind)

    assert answer(assertion()).json()["error_codes"] == [700027]  # not registered yet
    graph.register_certificate(certificate.public_bytes(serialization.Encoding.PEM))
    assert "access_token" in answer(assertion()).json()
    assert answer(assertion(exp=int(NOW.timestamp()) - 1)).json()["error_codes"] == [700024]
    assert answer(assertion(aud="https://elsewhere.example")).json()["error_codes"] == [700023]
    assert answer(assertion()[:-8] + "AAAAAAAA").json()["error_codes"] == [700027]


def test_each_service_refuses_a_missing_role_in_its_own_words(graph: FakeGraph, client: httpx.Client) -> None:
    graph.roles -= {"Calendars.Read", "User.Read.All"}
    answer = client.get(f"/users/{ANNA}/calendarView", params=WINDOW)
    assert (answer.status_code, code(answer)) == (403, "ErrorAccessDenied")
    assert code(client.get("/users")) == "Authorization_RequestDenied"
    graph.roles.add("User.Read.All")
    graph.roles.add("Calendars.Read")
    sign_in(graph, client)
    assert client.get(f"/users/{ANNA}/calendarView", params=WINDOW).status_code == 200
    graph.scope = {BO}
    assert code(client.get(f"/users/{ANNA}/calendarView", params=WINDOW)) == "ErrorAccessDenied"
    assert graph.violations == []


def test_users_and_groups_come_in_pages(graph: FakeGraph, client: httpx.Client) -> None:
    graph.group("6f9619ff-8b86-d011-b42d-00cf4fc964aa", [ANNA, BO])
    for path in ("/users", "/groups/6f9619ff-8b86-d011-b42d-00cf4fc964aa/transitiveMembers/microsoft.graph.user"):
        first = client.get(path, params={"$top": "1", "$select": "id,mail"}).json()
        second = client.get(first["@odata.nextLink"]).json()
        assert [row["mail"] for row in first["value"] + second["value"]] == [ANNA, BO]
        assert "@odata.nextLink" not in second
    assert client.get(f"/users/{ANNA}/mailboxSettings").json()["timeZone"] == "FLE Standard Time"
    assert code(client.get("/users/nobody@firma.example")) == "Request_ResourceNotFound"
    assert graph.violations == []


def test_the_view_has_occurrences_in_full_and_no_master(graph: FakeGraph, client: httpx.Client) -> None:
    days = [NOW + dt.timedelta(days=7 * n) for n in range(3)]
    master = graph.put_event(
        ANNA, subject="Weekly", start=days[0], occurrences=days, attendees=[(BO, "Bo Berg", "accepted", "required")]
    )
    moved = graph.move_occurrence(ANNA, master, days[1], days[1] + dt.timedelta(hours=2))
    page = client.get(f"/users/{ANNA}/calendarView", params=WINDOW | {"$top": "2"}).json()
    rows = page["value"] + client.get(page["@odata.nextLink"]).json()["value"]
    assert [row["type"] for row in rows] == ["occurrence", "exception", "occurrence"]
    assert {row["subject"] for row in rows} == {"Weekly"}
    assert rows[1]["id"] == moved
    assert rows[1]["originalStart"] == "2026-01-14T06:00:00Z"
    assert rows[1]["start"] == {"dateTime": "2026-01-14T08:00:00.0000000", "timeZone": "UTC"}
    assert rows[0]["attendees"][0]["status"]["time"] == "0001-01-01T00:00:00Z"
    assert len({row["iCalUId"] for row in rows}) == 3
    zoned = client.get(f"/users/{ANNA}/events/{moved}", headers={"Prefer": 'outlook.timezone="FLE Standard Time"'})
    assert zoned.json()["start"]["dateTime"] == "2026-01-14T10:00:00.0000000"
    instances = client.get(f"/users/{ANNA}/events/{master}/instances", params=WINDOW).json()["value"]
    assert [row["id"] for row in instances] == graph.occurrences(ANNA, master)
    copy = graph.copy_event(master, ANNA, BO)
    theirs = client.get(f"/users/{BO}/events/{copy}").json()
    assert (theirs["isOrganizer"], theirs["responseStatus"]["response"]) == (False, "accepted")
    assert client.get(f"/users/{BO}/events/{master}").status_code == 404
    assert graph.violations == []


def test_a_delta_round_is_sparse_for_occurrences_and_later_rounds_tell_changes_only(
    graph: FakeGraph, client: httpx.Client
) -> None:
    single = graph.put_event(ANNA, subject="Single", start=NOW)
    days = [NOW + dt.timedelta(days=7 * n) for n in range(3)]
    master = graph.put_event(ANNA, subject="Weekly", start=days[0], occurrences=days)
    old = graph.occurrences(ANNA, master)
    rows, link = delta_round(client, f"/users/{ANNA}/calendarView/delta", params=WINDOW)
    by_id = {row["id"]: row for row in rows}
    assert set(by_id) == {single, master, *old}
    assert set(by_id[old[0]]) == {"@odata.type", "id", "type", "seriesMasterId", "start", "end"}
    assert by_id[master]["subject"] == "Weekly"
    assert delta_round(client, link)[0] == []

    graph.remove(ANNA, single)
    far = graph.put_event(ANNA, subject="Far", start=NOW + dt.timedelta(days=90))
    new = graph.move_series(ANNA, master, dt.timedelta(hours=1))
    again, later = delta_round(client, link)
    assert {row["id"] for row in again if "@removed" in row} == {single, far, *old}
    assert {row["id"] for row in again if "@removed" not in row} == {master, *new}
    assert not set(old) & set(new)
    assert delta_round(client, later)[0] == []

    graph.cancel(ANNA, master)
    told = {row["id"]: row for row in delta_round(client, later)[0]}
    assert (told[master]["isCancelled"], told[master]["subject"]) == (True, "Peruttu: Weekly")
    graph.expire_delta(ANNA)
    gone = client.get(later)
    assert (gone.status_code, code(gone)) == (410, "SyncStateNotFound")
    assert client.get(gone.headers["Location"]).status_code == 200
    assert graph.violations == []


def test_pages_may_be_empty_ids_differ_by_case_and_enums_come_in_any_case(
    graph: FakeGraph, client: httpx.Client
) -> None:
    ids = [graph.put_event(ANNA, subject="One of many", start=NOW) for _ in range(12)]
    assert len({one.lower() for one in ids}) < len(set(ids)) == 12
    lengths, shown = [], set()
    for _ in range(2):
        link = f"/users/{ANNA}/calendarView/delta?startDateTime=2026-01-01&endDateTime=2026-02-01"
        while link:
            page = client.get(link).json()
            lengths.append(len(page["value"]))
            shown |= {row["showAs"] for row in page["value"]}
            link = page.get("@odata.nextLink", "")
    assert sorted(lengths) == [0, 2, 2, 10, 10]
    assert shown == {"busy", "Busy"}
    assert graph.violations == []


def test_a_batch_answers_in_any_order_each_part_with_its_own_status(graph: FakeGraph, client: httpx.Client) -> None:
    graph.fault("429", op="/mailboxSettings")
    parts: list[dict[str, Any]] = [{"id": str(n), "method": "GET", "url": f"/users/{ANNA}"} for n in range(5)]
    parts.append({"id": "missing", "method": "GET", "url": f"/users/{ANNA}/events/none"})
    parts.append({"id": "after", "method": "GET", "url": "/users", "dependsOn": ["missing"]})
    parts.append({"id": "busy", "method": "GET", "url": f"/users/{BO}/mailboxSettings"})
    answer = client.post("/$batch", json={"requests": parts})
    told = {one["id"]: one for one in answer.json()["responses"]}
    assert list(told) != [part["id"] for part in parts]
    assert {key: one["status"] for key, one in told.items()} == dict.fromkeys("01234", 200) | {
        "missing": 404,
        "after": 424,
        "busy": 429,
    }
    assert told["busy"]["headers"]["Retry-After"] == "2.128"
    assert graph.violations == []
    assert client.post("/$batch", json={"requests": parts * 3}).status_code == 400
    assert len(graph.violations) == 1


def test_only_the_organizer_finds_a_meeting_by_its_address(graph: FakeGraph, client: httpx.Client) -> None:
    anna, bo = graph.user_id(ANNA), graph.user_id(BO)
    days = [NOW, NOW + dt.timedelta(days=7)]
    master = graph.put_event(ANNA, subject="Weekly", start=days[0], occurrences=days)
    first, second = graph.occurrences(ANNA, master)
    for event, day in ((first, days[0]), (second, days[1])):
        graph.transcript(ANNA, event, "WEBVTT\n\n0:0:0.0 --> 0:0:5.320\n<v Anna Aalto>Hei.</v>\n", day)
    graph.attendance(ANNA, first, [(BO, "Bo Berg", "Attendee", 1800), ("", "Guest", "Attendee", 60)], NOW)
    graph.insight(ANNA, first, NOW, notes=[("Price", "The price was agreed.")])
    url = client.get(f"/users/{ANNA}/events/{first}").json()["onlineMeeting"]["joinUrl"]
    query = {"$filter": f"JoinWebUrl eq '{url}'"}
    [meeting] = client.get(f"/users/{anna}/onlineMeetings", params=query).json()["value"]
    place = f"/users/{anna}/onlineMeetings/{meeting['id']}"
    assert code(client.get(f"/users/{bo}/onlineMeetings", params=query)) == "Forbidden"
    assert client.get(f"/users/{ANNA}/onlineMeetings", params=query).status_code == 400

    transcripts = client.get(f"{place}/transcripts").json()["value"]
    assert [row["createdDateTime"][:10] for row in transcripts] == ["2026-01-07", "2026-01-14"]
    content = client.get(f"{place}/transcripts/{transcripts[0]['id']}/content", headers={"Accept": "text/vtt"})
    assert "<v Anna Aalto>Hei.</v>" in content.text
    metadata = client.get(f"{place}/transcripts/{transcripts[0]['id']}/metadataContent?$format=text/vtt")
    assert '"speakerName": "Anna Aalto"' in metadata.text
    [report] = client.get(f"{place}/attendanceReports").json()["value"]
    assert "attendanceRecords" not in report
    expanded = client.get(f"{place}/attendanceReports/{report['id']}?$expand=attendanceRecords").json()
    assert [one["emailAddress"] for one in expanded["attendanceRecords"]] == [BO, ""]
    [insight] = client.get(f"/copilot{place}/aiInsights").json()["value"]
    assert client.get(f"/copilot{place}/aiInsights/{insight['id']}").json()["meetingNotes"][0]["title"] == "Price"
    every = f"getAllTranscripts(meetingOrganizerUserId='{anna}',startDateTime={NOW:%Y-%m-%dT%H:%M:%SZ},endDateTime=2026-01-08T00:00:00Z)"
    assert client.get(f"/users/{anna}/onlineMeetings/{every}").json()["@odata.count"] == 1
    graph.policy = set()
    refused = client.get(f"/users/{anna}/onlineMeetings", params=query)
    assert (refused.status_code, "is not authorized to" in refused.text) == (403, True)
    assert graph.violations == []


def test_a_draft_keeps_its_immutable_id_when_it_is_sent(graph: FakeGraph, client: httpx.Client, clock: Clock) -> None:
    draft = {"subject": "Hei", "body": {"contentType": "HTML", "content": "<p>Kiitos</p>"}}
    made = client.post(f"/users/{ANNA}/messages", json=draft, headers=IMMUTABLE)
    assert (made.status_code, made.json()["isDraft"]) == (201, True)
    lasting, mark = made.json()["id"], made.json()["internetMessageId"]
    passing = client.get(f"/users/{ANNA}/messages/{lasting}").json()["id"]
    assert passing != lasting
    assert client.post(f"/users/{ANNA}/messages/{lasting}/send").status_code == 400  # to nobody
    to = {"toRecipients": [{"emailAddress": {"address": BO}}]}
    assert client.patch(f"/users/{ANNA}/messages/{lasting}", json=to).status_code == 200
    graph.mail.sent_delay = dt.timedelta(seconds=5)
    sent = client.post(f"/users/{ANNA}/messages/{lasting}/send")
    assert (sent.status_code, sent.content) == (202, b"")
    assert client.get(f"/users/{ANNA}/messages/{lasting}").status_code == 404
    clock.now += dt.timedelta(seconds=5)
    assert client.get(f"/users/{ANNA}/messages/{lasting}", headers=IMMUTABLE).json()["isDraft"] is False
    assert client.get(f"/users/{ANNA}/messages/{passing}").status_code == 404
    query = {"$filter": f"internetMessageId eq '{mark}'"}
    assert len(client.get(f"/users/{ANNA}/mailFolders/sentitems/messages", params=query).json()["value"]) == 1
    assert client.patch(f"/users/{ANNA}/messages/{lasting}", json={"subject": "x"}).status_code == 400
    assert (len(graph.sent(ANNA)), graph.drafts(ANNA)) == (1, [])
    assert graph.violations == []
    assert client.post(f"/users/{ANNA}/messages", json={"subjct": "misspelt"}).status_code == 400
    assert "subjct" in graph.violations[0]


def test_mime_keeps_its_message_id_and_a_lost_answer_has_done_the_work(graph: FakeGraph, client: httpx.Client) -> None:
    mime = EmailMessage()
    mime["Subject"], mime["To"], mime["Message-ID"] = "Tärkeä", f"Bo Berg <{BO}>", "<brief-1@kambrief.example>"
    mime.set_content("Hei Bo")
    mime.add_alternative("<p>Hei Bo</p>", subtype="html")
    mime.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="a.ics")
    content, headers = base64.b64encode(bytes(mime)), {"Content-Type": "text/plain", **IMMUTABLE}
    graph.fault("lost-answer", op="POST /users/{user-id}/messages")
    with pytest.raises(httpx.TransportError):
        client.post(f"/users/{ANNA}/messages", content=content, headers=headers)
    query = {"$filter": "internetMessageId eq '<brief-1@kambrief.example>' and isDraft eq true"}
    [found] = client.get(f"/users/{ANNA}/messages", params=query, headers=IMMUTABLE).json()["value"]
    assert (found["subject"], found["body"]["contentType"], found["hasAttachments"]) == ("Tärkeä", "html", True)
    assert graph.mime(ANNA, found["id"]) == bytes(mime)
    assert client.post(f"/users/{ANNA}/sendMail", content=content, headers=headers).status_code == 202
    assert [one["attachments"][0]["name"] for one in graph.sent(ANNA)] == ["a.ics"]
    inbox = graph.receive(ANNA, sender=(BO, "Bo Berg"), subject="Question", body="When?")
    reply = client.post(f"/users/{ANNA}/messages/{inbox}/createReply", json={"comment": "Now."}).json()
    assert (reply["subject"], reply["toRecipients"][0]["emailAddress"]["address"]) == ("RE: Question", BO)
    assert client.delete(f"/users/{ANNA}/messages/{reply['id']}").status_code == 204
    assert client.post(f"/users/{ANNA}/messages", content=b"!", headers=headers).status_code == 400
    assert graph.violations == []


class _Echo(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        [token] = parse_qs(urlsplit(self.path).query)["validationToken"]
        self.send_response(200)
        self.send_header("Content-Type", "text/plain" if self.path.startswith("/good") else "text/html")
        self.end_headers()
        self.wfile.write(token.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing."""


@pytest.fixture
def listener() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Echo) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_subscription_is_validated_while_it_is_made_and_hears_of_changes(
    graph: FakeGraph, client: httpx.Client, clock: Clock, listener: str
) -> None:
    anna = graph.user_id(ANNA)
    asked = {
        "changeType": "created,updated,deleted",
        "notificationUrl": f"{listener}/good",
        "lifecycleNotificationUrl": f"{listener}/good?x=1",
        "resource": f"users/{anna}/events",
        "expirationDateTime": (NOW + dt.timedelta(minutes=4200)).isoformat(),
        "clientState": "secret",
    }
    assert client.post("/subscriptions", json=asked | {"notificationUrl": f"{listener}/bad"}).status_code == 400
    late = (NOW + dt.timedelta(minutes=4300)).isoformat()
    assert client.post("/subscriptions", json=asked | {"expirationDateTime": late}).status_code == 400
    made = client.post("/subscriptions", json=asked)
    assert made.status_code == 201, made.text
    key = made.json()["id"]
    event = graph.put_event(ANNA, subject="New", start=NOW)
    graph.put_event(BO, subject="Elsewhere", start=NOW)
    graph.remove(ANNA, event)
    told = [body["value"][0] for body in graph.notifications_since(0)]
    assert [(one["changeType"], one["resourceData"]["id"]) for one in told] == [("created", event), ("deleted", event)]
    assert {(one["subscriptionId"], one["clientState"], one["tenantId"]) for one in told} == {
        (key, "secret", graph.tenant)
    }
    assert graph.lifecycle(key, "reauthorizationRequired")["value"][0]["subscriptionId"] == key
    assert client.post(f"/subscriptions/{key}/reauthorize").status_code == 204
    clock.now += dt.timedelta(minutes=4201)
    sign_in(graph, client)
    assert client.get("/subscriptions").json()["value"] == []
    assert client.patch(f"/subscriptions/{key}", json={"expirationDateTime": late}).status_code == 404
    assert graph.violations == []


@pytest.mark.parametrize("kind", ["429", "503", "500", "504", "html"])
def test_a_fault_with_an_answer_strikes_once_and_before_the_work(
    graph: FakeGraph, client: httpx.Client, kind: str
) -> None:
    graph.fault(kind, op="calendarView")
    answer = client.get(f"/users/{ANNA}/calendarView", params=WINDOW)
    assert answer.status_code == (200 if kind == "html" else int(kind))
    assert answer.headers["Content-Type"].startswith("text/html" if kind == "html" else "application/json")
    assert answer.headers.get("Retry-After") == (None if kind in {"html", "500"} else "2.128")
    assert client.get(f"/users/{ANNA}/calendarView", params=WINDOW).json()["value"] == []
    assert [(one.status, one.mailbox) for one in graph.requests if "calendarView" in one.op][-1] == (200, ANNA)
    assert graph.count("calendarView") == 2


@pytest.mark.parametrize("kind", ["reset", "truncated", "lost-answer"])
def test_a_broken_line_is_an_error_of_transport(graph: FakeGraph, client: httpx.Client, kind: str) -> None:
    graph.chaos(random.Random(1), 1.0, [kind])  # noqa: S311 - dice
    with pytest.raises(httpx.TransportError):
        client.get(f"/users/{ANNA}")
    graph.calm()
    assert client.get(f"/users/{ANNA}").json()["displayName"] == "Anna Aalto"


def test_a_slow_answer_comes_whole_in_the_end(graph: FakeGraph, client: httpx.Client) -> None:
    graph.fault("slow", op="GET /users/{user-id}", seconds=0.4)
    with pytest.raises(httpx.TimeoutException), client.stream("GET", f"/users/{ANNA}", timeout=0.01) as answer:
        answer.read()
    graph.fault("slow", op="GET /users/{user-id}", seconds=0.2)
    assert client.get(f"/users/{ANNA}").json()["mail"] == ANNA


@pytest.mark.slow
def test_a_fifth_request_at_one_mailbox_is_throttled(graph: FakeGraph, client: httpx.Client) -> None:
    graph.latency = 0.8

    def status(_number: int) -> int:
        return client.get(f"/users/{ANNA}/calendarView", params=WINDOW).status_code

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(status, range(5))) == [200, 200, 200, 200, 429]
    assert graph.max_concurrent == {ANNA: 5}
    assert graph.violations == []
