"""Mail through Graph, against a stateful fake: whatever dies and whenever, exactly one mail leaves."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from kambrief.errors import CallError, DeliveryUnknownError, ProviderError, UserError
from kambrief.mime import Letter, build
from kambrief.providers.mail.graph import Config, Provider
from kambrief.settings import section
from tests.contracts.mail import NOW, RECIPIENT, SENDER, MailContract, letter, own_id
from tests.parts.common import free_port
from tests.parts.fake_graph import FakeGraph
from tests.parts.tls import make_tls

CREATE, SEND, LOOK_UP = "POST /users", "/send", "GET /users"
FORMATS = pytest.mark.parametrize("draft_format", ["json", "mime"])


_opened: list[Provider] = []


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GRAPH_SECRET", "fake~secret-of-the-app")
    yield
    while _opened:
        _opened.pop().close()


def opened(provider: Provider) -> Provider:
    """Closed when the test ends, and impatient between its attempts."""
    api = provider._graph.api
    api.policy = replace(api.policy, first_pause=0.01)
    _opened.append(provider)
    return provider


@pytest.fixture
def graph(corpora: Path) -> Iterator[FakeGraph]:
    """A tenant with two mailboxes; what it and we say to each other keeps to the vendor's contract."""
    with FakeGraph(corpora / "contracts" / "graph" / "graph.openapi.json", clock=lambda: NOW) as server:
        server.user(SENDER)
        server.user(RECIPIENT)
        yield server
        assert server.violations == []


def at(server: FakeGraph, **options: Any) -> Provider:
    """One process's provider."""
    given: dict[str, Any] = {
        "tenant": server.tenant,
        "client_id": server.client_id,
        "client_secret_env": "GRAPH_SECRET",
        "base_url": server.base_url,
        "login_url": server.login_url,
        "scope": "https://graph.microsoft.com/.default",
        "sender": SENDER,
    }
    return opened(Provider(Config(**{**given, **options})))


def ops(server: FakeGraph) -> list[str]:
    """What was asked of Graph: method and the last word of the path."""
    calls = [one.op for one in server.requests if "oauth2" not in one.op]
    return [f"{op.split()[0]} {'send' if op.endswith('/send') else 'mail'}" for op in calls]


def ids(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [str(row["internetMessageId"]) for row in rows]


def fails(provider: Provider, message: bytes | None = None, recipient: str = RECIPIENT) -> ProviderError:
    """The error of a mail that certainly did not leave."""
    with pytest.raises(ProviderError) as caught:
        provider.send(message or letter(), SENDER, recipient)
    assert not isinstance(caught.value, DeliveryUnknownError)
    return caught.value


@pytest.mark.server
class TestGraphMail(MailContract):
    """MIME, because the contract wants the very bytes."""

    @pytest.fixture
    def provider(self, graph: FakeGraph) -> Provider:
        return at(graph, draft_format="mime")

    @pytest.fixture
    def broken(self) -> Provider:
        nobody = f"http://127.0.0.1:{free_port()}"
        config = Config(
            tenant="vendor.example", client_id="app", client_secret_env="GRAPH_SECRET", base_url=f"{nobody}/v1.0",
            login_url=nobody,
        )  # fmt: skip
        return opened(Provider(config))

    @pytest.fixture
    def delivered(self, graph: FakeGraph) -> Callable[[], Sequence[bytes]]:
        return lambda: [graph.mime(SENDER, row["id"]) or b"" for row in graph.sent(SENDER)]


# --- all well ------------------------------------------------------------------------------------------------------


@FORMATS
def test_a_mail_costs_a_look_up_a_draft_and_its_sending(graph: FakeGraph, draft_format: str) -> None:
    assert at(graph, draft_format=draft_format).send(letter(), SENDER, RECIPIENT) == f"202 accepted, from {SENDER}"
    assert ops(graph) == ["GET mail", "POST mail", "POST send"]
    assert ids(graph.sent(SENDER)) == [own_id("r-1")]
    assert graph.drafts(SENDER) == []


def test_as_json_subject_page_recipient_and_id_are_the_mails(graph: FakeGraph) -> None:
    at(graph).send(letter(text="Hei ä\n"), SENDER, RECIPIENT)
    (row,) = graph.sent(SENDER)
    mail = message_from_bytes(letter(text="Hei ä\n"), _class=EmailMessage, policy=policy.SMTP)
    page = mail.get_body(("html",))
    assert page is not None
    assert row["subject"] == "[Brief] 9.00 Havuharju – näin valmistaudut"
    assert row["body"] == {"contentType": "html", "content": page.get_content()}
    assert [one["emailAddress"]["address"] for one in row["toRecipients"]] == [RECIPIENT]
    assert row["internetMessageId"] == own_id("r-1")
    assert row["internetMessageHeaders"] == [{"name": "X-Auto-Response-Suppress", "value": "All"}]


def test_as_json_a_subject_is_cut_to_what_exchange_keeps(graph: FakeGraph) -> None:
    at(graph, draft_format="json").send(letter(subject="x" * 2000), SENDER, RECIPIENT)
    assert graph.sent(SENDER)[0]["subject"] == "x" * 255


def test_without_a_mailbox_for_all_each_mails_own_sender_sends(graph: FakeGraph) -> None:
    provider = at(graph, sender="")
    message = build(
        Letter(
            sender=RECIPIENT, recipient=RECIPIENT, subject="s", text="t", html="<p>t</p>", language="en", date=NOW,
            message_id=own_id("r-1"),
        )
    )  # fmt: skip
    provider.send(message, RECIPIENT, RECIPIENT)
    assert ids(graph.sent(RECIPIENT)) == [own_id("r-1")]
    assert at(graph, sender="").was_sent(own_id("r-1"), RECIPIENT) is True


def test_another_sender_than_the_mailbox_is_named_in_the_draft(graph: FakeGraph) -> None:
    at(graph, sender=RECIPIENT, draft_format="json").send(letter(), SENDER, RECIPIENT)
    (row,) = graph.sent(RECIPIENT)
    assert row["from"]["emailAddress"]["address"] == SENDER


def test_an_address_beyond_ascii_is_the_same_in_both_spellings(graph: FakeGraph) -> None:
    message = build(
        Letter(
            sender=SENDER, recipient="päivi@sähkö.example", subject="s", text="t", html="<p>t</p>", language="fi",
            date=NOW, message_id=own_id("r-1"),
        )
    )  # fmt: skip
    at(graph).send(message, SENDER, "Päivi@sähkö.example")
    assert graph.sent(SENDER)[0]["toRecipients"][0]["emailAddress"]["address"] == "päivi@xn--shk-qla6g.example"


# --- death at every point ------------------------------------------------------------------------------------------


@FORMATS
@pytest.mark.parametrize("kind", ["lost-answer", "truncated", "html", "reset", "500", "504"])
@pytest.mark.parametrize("op", [CREATE, SEND])
def test_whatever_happens_to_one_call_exactly_one_mail_leaves(
    graph: FakeGraph, draft_format: str, op: str, kind: str
) -> None:
    graph.fault(kind, op=op)
    # What the ledger does after an error that is not permanent; each time another process.
    while not at(graph, draft_format=draft_format).was_sent(own_id("r-1"), SENDER):
        assert graph.count(LOOK_UP) < 8
        with suppress(ProviderError):
            at(graph, draft_format=draft_format).send(letter(), SENDER, RECIPIENT)
    assert ids(graph.sent(SENDER)) == [own_id("r-1")]
    assert graph.drafts(SENDER) == []


def test_a_lost_answer_to_create_leaves_a_draft_that_the_next_try_sends(graph: FakeGraph) -> None:
    graph.fault("lost-answer", op=CREATE)
    assert not fails(at(graph)).permanent
    (draft,) = graph.drafts(SENDER)
    at(graph).send(letter(), SENDER, RECIPIENT)
    assert [row["id"] for row in graph.sent(SENDER)] == [draft["id"]]
    assert ops(graph) == ["GET mail", "POST mail", "GET mail", "POST send"]


def test_a_process_that_died_after_the_draft_is_followed_by_one_that_sends_it(
    graph: FakeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> str:
        raise KeyboardInterrupt

    first = at(graph)
    monkeypatch.setattr(first, "_send", die)
    with pytest.raises(KeyboardInterrupt):
        first.send(letter(), SENDER, RECIPIENT)
    (draft,) = graph.drafts(SENDER)
    assert at(graph).was_sent(own_id("r-1"), SENDER) is False
    at(graph).send(letter(), SENDER, RECIPIENT)
    assert [row["id"] for row in graph.sent(SENDER)] == [draft["id"]]
    assert graph.drafts(SENDER) == []


def test_a_lost_answer_to_send_is_looked_up_at_once(graph: FakeGraph) -> None:
    graph.fault("lost-answer", op=SEND)
    assert "found there by its Message-ID" in at(graph).send(letter(), SENDER, RECIPIENT)
    assert ops(graph) == ["GET mail", "POST mail", "POST send", "GET mail"]


def test_a_sending_that_failed_before_it_was_done_may_be_tried_again(graph: FakeGraph) -> None:
    graph.fault("500", op=SEND)
    assert not fails(at(graph)).permanent
    assert len(graph.drafts(SENDER)) == 1
    assert at(graph).was_sent(own_id("r-1"), SENDER) is False


def test_a_mail_that_has_left_does_not_leave_again(graph: FakeGraph) -> None:
    at(graph).send(letter(), SENDER, RECIPIENT)
    assert "before" in at(graph).send(letter(), SENDER, RECIPIENT)
    assert len(graph.sent(SENDER)) == 1


def test_a_mail_between_drafts_and_sent_items_is_unknown_until_it_shows(corpora: Path) -> None:
    moments = [NOW]
    contract = corpora / "contracts" / "graph" / "graph.openapi.json"
    with FakeGraph(contract, clock=lambda: moments[0]) as graph:
        graph.user(SENDER)
        graph.mail.sent_delay = dt.timedelta(minutes=1)
        graph.fault("lost-answer", op=SEND)
        with pytest.raises(DeliveryUnknownError, match="neither in Drafts"):
            at(graph).send(letter(), SENDER, RECIPIENT)
        assert at(graph).was_sent(own_id("r-1"), SENDER) is None
        moments[0] += dt.timedelta(minutes=2)
        assert at(graph).was_sent(own_id("r-1"), SENDER) is True
        assert graph.violations == []


def test_when_the_look_up_fails_too_nobody_can_tell() -> None:
    first: list[httpx.Response | str] = [_listed(), _created()]
    with pytest.raises(DeliveryUnknownError):
        _mocked(lambda _: first.pop(0) if first else "silence").send(letter(), SENDER, RECIPIENT)


def test_a_draft_that_somebody_else_has_sent_meanwhile_is_found() -> None:
    """A first try that was given up for lost gets through while the second is under way."""
    seen = [_listed(draft=True), httpx.Response(400, json=_error("ErrorInvalidRequest")), _listed(draft=False)]
    assert "found there" in _mocked(lambda _: seen.pop(0)).send(letter(), SENDER, RECIPIENT)


# --- answers made up -----------------------------------------------------------------------------------------------


def _listed(*, draft: bool | None = None) -> httpx.Response:
    return httpx.Response(200, json={"value": [] if draft is None else [{"id": "AAk=", "isDraft": draft}]})


def _created(message_id: str = "") -> httpx.Response:
    return httpx.Response(201, json={"id": "AA/k=", "internetMessageId": message_id or own_id("r-1"), "isDraft": True})


def _error(code: str) -> dict[str, object]:
    return {"error": {"code": code, "message": "words that may repeat an address"}}


def _mocked(answer: Callable[[httpx.Request], httpx.Response | str], **options: Any) -> Provider:
    """A provider whose token is granted and whose calls are answered by ``answer``; "silence" is none."""

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/oauth2/v2.0/token"):
            return httpx.Response(200, json={"access_token": "a-token", "expires_in": 3599})
        found = answer(request)
        if isinstance(found, str):
            raise httpx.ReadTimeout(found)
        return found

    given: dict[str, Any] = {"tenant": "t.example", "client_id": "app", "client_secret_env": "GRAPH_SECRET"}
    return opened(Provider(Config(**{**given, "sender": SENDER, **options}), transport=httpx.MockTransport(handle)))


def test_ids_and_mailboxes_are_escaped_in_paths() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path.decode())
        return {"GET": _listed(), "POST": _created()}[request.method] if len(asked) < 3 else httpx.Response(202)

    _mocked(answer, sender="guest#EXT#@vendor.example").send(letter(), SENDER, RECIPIENT)
    assert asked[0].startswith("/v1.0/users/guest%23EXT%23@vendor.example/messages?")
    assert asked[2].endswith("/messages/AA%2Fk%3D/send")


def test_another_id_on_the_draft_is_replaced_before_it_is_sent() -> None:
    asked: list[tuple[str, bytes]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.method, request.content))
        made = [_listed(), _created("<vendors-own@x>"), httpx.Response(200, json={}), httpx.Response(202)]
        return made[len(asked) - 1]

    _mocked(answer).send(letter(), SENDER, RECIPIENT)
    assert [method for method, _ in asked] == ["GET", "POST", "PATCH", "POST"]
    assert own_id("r-1").encode() in asked[2][1]


def test_a_draft_that_cannot_get_our_id_is_deleted_and_not_sent() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        refused = httpx.Response(400, json=_error("ErrorInvalidPropertySet"))
        return [_listed(), _created("<vendors-own@x>"), refused, httpx.Response(204)][len(asked) - 1]

    fails(_mocked(answer))
    assert asked == ["GET", "POST", "PATCH", "DELETE"]


@pytest.mark.parametrize("body", [b"{}", b'{"value": null}', b"[]"])
def test_an_answer_without_a_list_is_not_taken_for_an_empty_one(body: bytes) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        return httpx.Response(200, content=body, headers={"content-type": "application/json"})

    assert not fails(_mocked(answer)).permanent
    assert "POST" not in asked


@pytest.mark.parametrize(
    ("status", "code", "permanent", "told"),
    [
        (400, "ErrorInvalidRecipients", True, "the mail itself is not accepted"),
        (413, "RequestEntityTooLarge", True, "the mail itself is not accepted"),
        (403, "ErrorAccessDenied", False, 'the role "Application Mail.Send"'),
        (403, "ErrorSendAsDenied", False, "Add-RecipientPermission"),
        (400, "ErrorQuotaExceeded", False, ""),
        (429, "ApplicationThrottled", False, ""),
    ],
)
def test_a_refused_sending_is_permanent_where_the_mail_is_at_fault(
    status: int,
    code: str,
    permanent: bool,  # noqa: FBT001
    told: str,
) -> None:
    deleted: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            deleted.append(request.url.path)
            return httpx.Response(204)
        if request.url.path.endswith("/send"):
            return httpx.Response(status, json=_error(code), headers={"retry-after": "90"})
        return _listed(draft=True)

    error = fails(_mocked(answer))
    assert error.permanent is permanent
    assert bool(deleted) is permanent  # nobody would find it again
    assert told in error.reason
    assert "words that may" not in error.reason
    assert status != 429 or error.retry_after == 90


def test_a_missing_right_to_write_is_named(graph: FakeGraph) -> None:
    graph.roles = graph.roles - {"Mail.ReadWrite", "Mail.Read"}
    error = fails(at(graph))
    assert not error.permanent
    assert 'the role "Application Mail.ReadWrite"' in error.reason


def test_a_right_granted_after_a_refusal_counts_at_the_next_try(graph: FakeGraph) -> None:
    provider = at(graph)
    graph.roles = graph.roles - {"Mail.Send"}
    assert 'the role "Application Mail.Send"' in fails(provider).reason
    graph.roles = graph.roles | {"Mail.Send"}
    provider.send(letter(), SENDER, RECIPIENT)
    assert len(graph.sent(SENDER)) == 1


def test_a_refused_sign_in_may_be_mended_in_time(graph: FakeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPH_SECRET", "wrong-one")
    error = fails(at(graph))
    assert not error.permanent
    assert "client secret is wrong" in error.reason
    assert "wrong-one" not in str(error)
    monkeypatch.delenv("GRAPH_SECRET")
    assert not fails(at(graph)).permanent


def test_a_vendor_that_is_left_alone_is_no_failure_for_good() -> None:
    provider = _mocked(lambda _: "silence")
    errors = [fails(provider) for _ in range(4)]
    assert not any(error.permanent for error in errors)
    assert errors[-1].retry_after


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (b"Subject: x\r\nTo: aino@vendor.example\r\n\r\nhei\r\n", "no Message-ID"),
        (b"Message-ID: <a@b.example>\r\n\r\nhei\r\n", "others than"),
        (b"Message-ID: <a@b.example>\r\nTo: x@evil.example\r\n\r\nhei\r\n", "others than"),
        (b"Message-ID: <a@b.example>\r\nTo: aino@vendor.example\r\nBcc: x@evil.example\r\n\r\nhei\r\n", "others than"),
        (b"Message-ID: <a@b.example>\r\nTo: \xff\r\n\r\nhei\r\n", "UTF-8"),
    ],
)
def test_a_mail_that_is_not_for_its_one_recipient_is_refused_before_any_call(message: bytes, told: str) -> None:
    error = fails(_mocked(lambda _: pytest.fail("nothing may be asked")), message)
    assert error.permanent
    assert told in error.reason


def test_a_look_up_that_fails_says_so() -> None:
    with pytest.raises(CallError):
        _mocked(lambda _: httpx.Response(403, json=_error("ErrorAccessDenied"))).was_sent(own_id("r-1"), SENDER)


# --- check and configuration ---------------------------------------------------------------------------------------


def test_a_check_writes_a_draft_and_deletes_it(graph: FakeGraph) -> None:
    (health,) = at(graph).check(NOW)
    assert health.ok
    assert health.summary == f"signed in, a draft written and deleted in {SENDER}; sending itself is not tried"
    assert graph.drafts(SENDER) == graph.sent(SENDER) == []


def test_without_a_mailbox_for_all_a_check_tries_those_that_mails_are_sent_from(graph: FakeGraph) -> None:
    made = opened(Provider(at(graph, sender="")._config, mailboxes=[SENDER, RECIPIENT]))
    (health,) = made.check(NOW)
    assert health.summary == "signed in, a draft written and deleted in 2 mailboxes; sending itself is not tried"
    graph.scope = {SENDER}
    (refused,) = made.check(NOW)
    assert refused.summary.startswith(f"{RECIPIENT}: ")
    assert "Mail.ReadWrite" in refused.advice
    (none,) = at(graph, sender="").check(NOW)
    assert "no mailbox was tried" in none.summary


def test_a_check_says_which_right_is_missing_and_how_to_grant_it(graph: FakeGraph) -> None:
    graph.roles = graph.roles - {"Mail.ReadWrite"}
    (health,) = at(graph).check(NOW)
    assert not health.ok
    assert "403" in health.summary
    for part in ("Application Mail.ReadWrite", "New-ManagementScope", "New-ManagementRoleAssignment", SENDER):
        assert part in health.advice


def test_a_check_outside_the_scope_or_tenant_says_so(graph: FakeGraph) -> None:
    graph.scope = {RECIPIENT}
    assert "Application Mail.ReadWrite" in at(graph).check(NOW)[0].advice
    graph.scope = None
    assert "not known in this tenant" in at(graph, sender="nobody@vendor.example").check(NOW)[0].advice


@pytest.mark.parametrize(("days", "warned"), [(29, True), (31, False)])
def test_a_check_warns_of_a_certificate_that_ends_soon(tmp_path: Path, days: int, warned: bool) -> None:  # noqa: FBT001
    certificate = make_tls(tmp_path, valid_days=40).cert
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=40 - days)
    provider = _mocked(lambda _: _created(), client_secret_env=None, certificate_file=certificate)
    provider._graph.sign_in._ask = _mocked(lambda _: _created())._graph.sign_in._ask  # this certificate signs nothing
    (health,) = provider.check(ends)
    assert health.ok
    assert ("the certificate ends on" in health.summary) is warned
    assert bool(health.advice) is warned


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"sender": "a b"}, "sender"),
        ({"draft_format": "html"}, "draft_format"),
        ({"client_secret_env": None}, "exactly one"),
        ({"save_sent": True}, "no known key"),
    ],
)
def test_a_mistake_in_the_configuration_is_explained(change: dict[str, object], told: str) -> None:
    data: dict[str, Any] = {"tenant": "t.example", "client_id": "app", "client_secret_env": "X"}
    with pytest.raises(UserError, match=told):
        section(Config, {**data, **change}, "mail.graph")
