"""Drafts through Graph, against a stateful fake that keeps to the vendor's contract."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import pytest

from kambrief.errors import CallError, DeliveryUnknownError, DraftChangedError, GoneError, ProviderError
from kambrief.ports import Placed
from kambrief.providers.drafts.graph import Config, Provider
from tests.contracts.drafts import ANNA, MESSAGE_ID, NOW, PETRI, TEXT, DraftsContract, mail
from tests.parts.fake_graph import FakeGraph

pytestmark = pytest.mark.server
LAURA = "laura@vendor.example"
CREATE, CHANGE, SEND = "POST /users", "PATCH /users", "/send"


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPH_SECRET", "fake~secret-of-the-app")


class GraphDesk:
    """See `contracts.drafts.Desk`."""

    mailbox = LAURA

    def __init__(self, server: FakeGraph, **options: Any) -> None:
        self.server, self.options = server, options
        self.now = NOW
        self._opened: list[Provider] = []
        self.provider = self.another()

    def another(self, **options: Any) -> Provider:
        server = self.server
        given: dict[str, Any] = {
            "tenant": server.tenant, "client_id": server.client_id, "client_secret_env": "GRAPH_SECRET",
            "base_url": server.base_url, "login_url": server.login_url, "mailboxes": (LAURA,),
            "scope": "https://graph.microsoft.com/.default",
        }  # fmt: skip
        provider = Provider(Config(**{**given, **self.options, **options}))
        api = provider._graph.api
        api.policy = replace(api.policy, first_pause=0.01)
        self._opened.append(provider)
        return provider

    def close(self) -> None:
        for one in self._opened:
            one.close()

    def rows(self, folder: str = "drafts") -> list[dict[str, Any]]:
        return self.server.drafts(LAURA) if folder == "drafts" else self.server.sent(LAURA)

    def texts(self, folder: str) -> list[str]:
        return [str(row["body"]["content"]) for row in self.rows(folder)]

    def edit(self, old: str, new: str, *, anew: bool = False, html: bool = False) -> None:
        (row,) = self.rows()
        text = str(row["body"]["content"]).replace("\r\n", "\n").replace(old, new)
        lines = "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.split("\n"))
        draft = str(row["id"])
        if anew:
            draft = self.server.mail.copy(LAURA, draft)
        kind, content = ("html", f"<html><body>{lines}</body></html>") if html else ("text", text)
        self.server.mail.edit(LAURA, draft, text=content, kind=kind)

    def send(self, *, anew: bool = False) -> None:
        (row,) = self.rows()
        self.server.mail.send_by_hand(LAURA, str(row["id"]), anew=anew)

    def discard(self) -> None:
        (row,) = self.rows()
        self.server.mail.discard(LAURA, str(row["id"]))

    def write(self, subject: str, text: str, *, to: str = ANNA) -> None:
        self.server.mail.write(LAURA, to=to, subject=subject, body=text)


@pytest.fixture
def graph(corpora: Path) -> Iterator[FakeGraph]:
    """A tenant with one mailbox; what it and we say to each other keeps to the vendor's contract."""
    with FakeGraph(corpora / "contracts" / "graph" / "graph.openapi.json", clock=lambda: NOW) as server:
        server.user(LAURA)
        yield server
        assert server.violations == []


@pytest.fixture
def desk(graph: FakeGraph) -> Iterator[GraphDesk]:
    found = GraphDesk(graph)
    yield found
    found.close()


class TestGraphDraftsAsMime(DraftsContract):
    @pytest.fixture
    def desk(self, graph: FakeGraph) -> Iterator[GraphDesk]:
        found = GraphDesk(graph)
        yield found
        found.close()


class TestGraphDraftsAsJson(DraftsContract):
    @pytest.fixture
    def desk(self, graph: FakeGraph) -> Iterator[GraphDesk]:
        found = GraphDesk(graph, draft_format="json")
        yield found
        found.close()


def put(desk: GraphDesk, text: str = TEXT, placed: Placed | None = None) -> Placed:
    return desk.another().put(LAURA, mail(text), placed)


# --- how it lies there ---------------------------------------------------------------------------------------------


def test_as_mime_a_draft_answers_what_it_follows(desk: GraphDesk) -> None:
    put(desk)
    (row,) = desk.rows()
    raw = desk.server.mime(LAURA, row["id"]) or b""
    assert b"In-Reply-To: <invitation@customer.example>\r\n" in raw
    assert b"Auto-Submitted" not in raw
    assert row["internetMessageId"] == MESSAGE_ID


def test_recipients_keep_their_names(desk: GraphDesk) -> None:
    put(desk)
    (row,) = desk.rows()
    assert row["toRecipients"] == [{"emailAddress": {"name": "Räsälä, Anna", "address": ANNA}}]
    assert [one["emailAddress"]["address"] for one in row["ccRecipients"]] == [PETRI]


def test_a_draft_that_was_moved_to_another_folder_is_still_one(desk: GraphDesk) -> None:
    placed = put(desk)
    (row,) = desk.rows()
    desk.server.mail.move(LAURA, str(row["id"]), "inbox")
    assert desk.provider.look(LAURA, placed, MESSAGE_ID, NOW).state == "draft"


def test_a_draft_deleted_for_good_is_gone(desk: GraphDesk) -> None:
    placed = put(desk)
    (row,) = desk.rows()
    desk.server.mail.discard(LAURA, str(row["id"]), for_good=True)
    assert desk.provider.look(LAURA, placed, MESSAGE_ID, NOW).state == "gone"


# --- when it goes wrong --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["lost-answer", "truncated", "html", "reset", "500", "504"])
@pytest.mark.parametrize("draft_format", ["mime", "json"])
def test_whatever_happens_to_the_call_that_writes_there_is_one_draft(
    desk: GraphDesk, kind: str, draft_format: str
) -> None:
    desk.options = {"draft_format": draft_format}
    desk.server.fault(kind, op=CREATE)
    with suppress(ProviderError):
        put(desk)
    put(desk)
    assert [row["internetMessageId"] for row in desk.rows()] == [MESSAGE_ID]


@pytest.mark.parametrize("kind", ["lost-answer", "reset", "500", "504"])
def test_a_change_whose_answer_was_lost_is_not_taken_for_a_persons(desk: GraphDesk, kind: str) -> None:
    placed = put(desk)
    desk.server.fault(kind, op=CHANGE)
    new = put(desk, TEXT.replace("9.10.", "16.10."), placed)
    (text,) = desk.texts("drafts")
    assert "16.10." in text
    assert desk.provider.look(LAURA, new, MESSAGE_ID, NOW).state == "draft"


def test_a_person_who_saves_between_our_look_and_our_change_keeps_their_words(desk: GraphDesk) -> None:
    placed = put(desk)
    provider = desk.another()
    read = provider._messages.one

    def then_edited(mailbox: str, message: str) -> dict[str, Any]:
        found = read(mailbox, message)
        provider._messages.one = read  # type: ignore[method-assign]
        desk.edit("perjantaina", "torstaina")
        return found

    provider._messages.one = then_edited  # type: ignore[method-assign]
    with pytest.raises(DraftChangedError):
        provider.put(LAURA, mail(TEXT.replace("9.10.", "16.10.")), placed)
    (text,) = desk.texts("drafts")
    assert "torstaina 9.10." in text


def test_without_the_right_it_says_which_one_is_needed(desk: GraphDesk) -> None:
    desk.server.roles = set(desk.server.roles) - {"Mail.ReadWrite"}
    with pytest.raises(ProviderError, match=r"Application Mail\.ReadWrite.*laura@vendor\.example") as caught:
        put(desk)
    assert not caught.value.permanent
    (health,) = desk.another().check(NOW)
    assert not health.ok
    assert "Mail.ReadWrite" in health.advice


def test_a_check_says_that_it_may_not_send(desk: GraphDesk) -> None:
    (health,) = desk.provider.check(NOW)
    assert "no right to send" in health.summary
    (health,) = desk.another(send=True).check(NOW)
    assert "sending itself is not tried" in health.summary


# --- sending -------------------------------------------------------------------------------------------------------


def test_a_draft_is_sent_once_however_often_it_is_asked_for(desk: GraphDesk) -> None:
    placed = put(desk)
    provider = desk.another(send=True)
    provider.send(LAURA, placed, MESSAGE_ID)
    provider.send(LAURA, placed, MESSAGE_ID)
    assert (len(desk.rows("sent")), desk.rows()) == (1, [])
    assert desk.provider.look(LAURA, placed, MESSAGE_ID, NOW).state == "sent"


@pytest.mark.parametrize("kind", ["lost-answer", "reset", "500", "504"])
def test_whatever_happens_to_the_sending_one_mail_leaves(desk: GraphDesk, kind: str) -> None:
    placed = put(desk)
    provider = desk.another(send=True)
    desk.server.fault(kind, op=SEND)
    with suppress(ProviderError):
        provider.send(LAURA, placed, MESSAGE_ID)
    provider.send(LAURA, placed, MESSAGE_ID)
    assert len(desk.rows("sent")) == 1


def test_a_mail_that_is_nowhere_for_a_while_is_unknown(desk: GraphDesk) -> None:
    placed = put(desk)
    desk.server.mail.sent_delay = dt.timedelta(minutes=1)
    desk.server.fault("lost-answer", op=SEND)
    with pytest.raises(DeliveryUnknownError):
        desk.another(send=True).send(LAURA, placed, MESSAGE_ID)


def test_a_deleted_draft_is_not_sent(desk: GraphDesk) -> None:
    placed = put(desk)
    desk.discard()
    with pytest.raises(GoneError):
        desk.another(send=True).send(LAURA, placed, MESSAGE_ID)
    assert desk.rows("sent") == []


def test_sending_wants_to_be_allowed(desk: GraphDesk) -> None:
    placed = put(desk)
    assert not desk.provider.can_send
    with pytest.raises(ProviderError, match="send = true"):
        desk.provider.send(LAURA, placed, MESSAGE_ID)
    desk.server.roles = set(desk.server.roles) - {"Mail.Send"}
    with pytest.raises(ProviderError, match=r"Application Mail\.Send") as caught:
        desk.another(send=True).send(LAURA, placed, MESSAGE_ID)
    assert not isinstance(caught.value, (DeliveryUnknownError, CallError))
    assert len(desk.rows()) == 1


# --- what it answers -----------------------------------------------------------------------------------------------


def thread(desk: GraphDesk, *people: str) -> tuple[str, ...]:
    return desk.provider.thread_of(LAURA, "uid", frozenset(people), NOW - dt.timedelta(days=30))


def test_a_follow_up_answers_the_last_mail_with_these_people(desk: GraphDesk) -> None:
    receive = desk.server.receive
    receive(
        LAURA, sender=(ANNA, "Anna"), subject="Ajankohta", internet_message_id="<b@x.example>",
        headers=[("References", "<a@x.example>"), ("In-Reply-To", "<a@x.example>")],
    )  # fmt: skip
    receive(
        LAURA, sender=(ANNA, "Anna"), subject="Poissa", internet_message_id="<away@x.example>",
        headers=[("Auto-Submitted", "auto-replied")],
    )  # fmt: skip
    receive(LAURA, sender=("other@else.example", "O"), subject="x", internet_message_id="<c@x.example>")
    assert thread(desk, ANNA) == ("<a@x.example>", "<b@x.example>")


def test_with_strangers_there_is_nothing_to_answer(desk: GraphDesk) -> None:
    assert thread(desk, "nobody@else.example", 'x" OR body:"secret') == ()
    assert thread(desk) == ()
