"""The mailbox that replies come to: at a real Dovecot, and through Graph against a stateful fake."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kambrief.errors import ProviderError, UserError
from kambrief.providers.inbox import graph as by_graph
from kambrief.providers.inbox import imap as by_imap
from kambrief.settings import section
from tests.contracts.inbox import LAURA, InboxContract
from tests.parts.dovecot import Dovecot
from tests.parts.fake_graph import FakeGraph

if TYPE_CHECKING:
    from imap_tools import MailBox

pytestmark = pytest.mark.server
NOW = dt.datetime(2026, 10, 6, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INBOX", "sana")
    monkeypatch.setenv("GRAPH_SECRET", "fake~secret-of-the-app")


class ImapPost:
    """See `contracts.inbox.Post`."""

    def __init__(self, server: Dovecot, **options: Any) -> None:
        self.server = server
        self.address = server.user()
        self.now = dt.datetime.now(dt.UTC)
        self.inbox = self.again(**options)
        self._open = ExitStack()
        self._box: MailBox | None = None

    def again(self, **options: Any) -> by_imap.Provider:
        given = {
            "host": "localhost", "port": self.server.tls_port, "ca_file": self.server.tls.ca, "username": self.address,
            "password_env": "INBOX", "trusted_authserv": "mx.vendor.example",
        }  # fmt: skip
        return by_imap.Provider(section(by_imap.Config, {**given, **options}, "inbox.imap"))

    def receive(
        self, text: str, *, headers: tuple[tuple[str, str], ...] = (), sender: str = LAURA, html: bool = False,
        subject: str = "Re: Brief", message_id: str = "",
    ) -> None:  # fmt: skip
        mail = EmailMessage()
        for name, value in headers:
            mail[name] = value
        mail["From"], mail["To"], mail["Subject"] = sender, self.address, subject
        mail["Message-ID"] = message_id or make_msgid()
        mail.set_content(text, subtype="html" if html else "plain")
        self.raw(mail.as_bytes())

    def raw(self, message: bytes, at: dt.datetime | None = None) -> None:
        if self._box is None:  # kept open: a sign-in for each of hundreds would take long
            self._box = self._open.enter_context(self.server.client(self.address))
        self._box.append(message, "INBOX", dt=at)

    def close(self) -> None:
        self._open.close()

    def seen(self) -> int:
        with self.server.client(self.address, folder="INBOX") as box:
            return len(box.uids("SEEN"))


class GraphPost:
    """See `contracts.inbox.Post`."""

    address = "kambrief@vendor.example"

    def __init__(self, server: FakeGraph, clock: list[dt.datetime]) -> None:
        self.server, self.now, self.clock = server, NOW, clock
        self.pause = dt.timedelta(seconds=1)
        """Between two mails."""
        config = by_graph.Config(
            tenant=server.tenant, client_id=server.client_id, client_secret_env="GRAPH_SECRET",
            base_url=server.base_url, login_url=server.login_url, scope="https://graph.microsoft.com/.default",
            mailbox=self.address,
        )  # fmt: skip
        self.inbox = by_graph.Provider(config)

    def receive(
        self, text: str, *, headers: tuple[tuple[str, str], ...] = (), sender: str = LAURA, html: bool = False,
        subject: str = "Re: Brief", message_id: str = "",
    ) -> None:  # fmt: skip
        self.clock[0] += self.pause
        self.server.receive(
            self.address, sender=(sender, ""), subject=subject, body=text, internet_message_id=message_id or None,
            headers=headers, kind="html" if html else "text",
        )  # fmt: skip

    def seen(self) -> int:
        return sum("PATCH" in one.op for one in self.server.requests)


@pytest.fixture
def imap_post(dovecot: Dovecot) -> Iterator[ImapPost]:
    found = ImapPost(dovecot)
    yield found
    found.close()


@pytest.fixture
def graph_post(corpora: Path) -> Iterator[GraphPost]:
    contract = corpora / "contracts" / "graph" / "graph.openapi.json"
    clock = [NOW]
    with FakeGraph(contract, clock=lambda: clock[0]) as server:
        server.user(GraphPost.address)
        found = GraphPost(server, clock)
        yield found
        found.inbox.close()
        assert server.violations == []


class TestImapInbox(InboxContract):
    @pytest.fixture
    def post(self, imap_post: ImapPost) -> ImapPost:
        return imap_post


class TestGraphInbox(InboxContract):
    @pytest.fixture
    def post(self, graph_post: GraphPost) -> GraphPost:
        return graph_post


# --- IMAP ----------------------------------------------------------------------------------------------------------


def texts(post: ImapPost, cursor: dict[str, str] | None = None) -> list[str]:
    return [one.text.strip() for one in post.inbox.read(cursor or {}, post.now).mails]


def test_at_first_only_the_last_two_days_are_read(imap_post: ImapPost) -> None:
    imap_post.raw(b"Subject: old\r\n\r\nold\r\n", imap_post.now - dt.timedelta(days=3))
    imap_post.raw(b"Subject: new\r\n\r\nnew\r\n", imap_post.now - dt.timedelta(days=1))
    assert texts(imap_post) == ["new"]


def test_numbers_given_anew_lose_nothing_and_double_nothing(imap_post: ImapPost) -> None:
    imap_post.receive("one")
    first = imap_post.inbox.read({}, imap_post.now)
    imap_post.receive("two")
    imap_post.server.renumber(imap_post.address, "INBOX", 4711)
    again = imap_post.inbox.read(dict(first.cursor), imap_post.now)
    ids = {one.id for one in first.mails}
    assert [one.text.strip() for one in again.mails if one.id not in ids] == ["two"]
    assert imap_post.inbox.read(dict(again.cursor), imap_post.now).mails == ()


def test_our_own_servers_word_is_believed_and_no_other(imap_post: ImapPost) -> None:
    for server in ("mx.vendor.example", "mx.evil.example"):
        imap_post.receive(
            "x", headers=(("Authentication-Results", f"{server}; dmarc=pass header.from=vendor.example"),)
        )
    imap_post.receive("x", headers=(("Authentication-Results", "mx.vendor.example; dmarc=fail"),))
    found = [one.authentic for one in imap_post.inbox.read({}, imap_post.now).mails]
    assert found == [True, None, False]


def test_a_mail_that_cannot_be_read_is_named_and_the_others_come(imap_post: ImapPost) -> None:
    imap_post.raw(b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(3000)))
    imap_post.receive("fine")
    found = imap_post.inbox.read({}, imap_post.now)
    assert [one.text.strip() for one in found.mails] == ["fine"]
    assert "message 1: parts within parts" in found.problems[0]
    assert imap_post.inbox.read(dict(found.cursor), imap_post.now).problems == ()


def test_an_attachment_of_many_megabytes_is_not_fetched(imap_post: ImapPost) -> None:
    head = b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\n1 ok\r\n--m\r\nContent-Type: application/x\r\n\r\n"
    imap_post.raw(
        b"From: laura@vendor.example\r\n" + head + b"x" * 70 + b"\r\n" + b"y" * 78 * 60_000 + b"\r\n--m--\r\n"
    )
    assert texts(imap_post) == ["1 ok"]


def test_where_a_mail_was_delivered_to_counts_as_a_recipient(imap_post: ImapPost) -> None:
    imap_post.receive("x", headers=(("Delivered-To", "replies+abc@vendor.example"),))
    (mail,) = imap_post.inbox.read({}, imap_post.now).mails
    assert mail.recipients == (imap_post.address, "replies+abc@vendor.example")


def test_a_check_says_whose_word_could_be_trusted(imap_post: ImapPost) -> None:
    imap_post.receive("x", headers=(("Authentication-Results", "mx.real.example; dmarc=pass"),))
    (health,) = imap_post.inbox.check(imap_post.now)
    assert (health.ok, "mx.real.example" in health.advice) == (False, True)
    (health,) = imap_post.again(trusted_authserv=()).check(imap_post.now)
    assert (health.ok, "mx.real.example" in health.advice) == (True, True)
    (health,) = imap_post.again(trusted_authserv=["mx.real.example"]).check(imap_post.now)
    assert (health.ok, health.advice) == (True, "")


def test_a_folder_that_is_not_there_is_named(imap_post: ImapPost) -> None:
    with pytest.raises(ProviderError, match="no folder Vastaukset can be opened"):
        imap_post.again(folder="Vastaukset").read({}, imap_post.now)


def test_the_sign_in_belongs_to_the_section() -> None:
    with pytest.raises(UserError, match="needs username"):
        section(by_imap.Config, {"host": "imap.vendor.example"}, "inbox.imap")


# --- Graph ---------------------------------------------------------------------------------------------------------


def authentic(post: GraphPost, **headers: str) -> bool | None:
    post.receive("x", headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()))
    return post.inbox.read({}, NOW).mails[-1].authentic


def test_what_exchange_says_of_a_sender_counts(graph_post: GraphPost) -> None:
    passed = "spf=pass smtp.mailfrom=vendor.example; dmarc=pass action=none header.from=vendor.example;compauth=pass"
    assert authentic(graph_post, Authentication_Results=passed) is True
    assert (
        authentic(graph_post, Authentication_Results="spf=fail; dkim=none; dmarc=fail header.from=vendor.example")
        is False
    )
    assert authentic(graph_post) is None
    assert authentic(graph_post, X_MS_Exchange_Organization_AuthAs="Internal") is True
    assert authentic(graph_post, X_MS_Exchange_Organization_AuthAs="Anonymous") is None


def test_a_mail_that_shows_late_is_not_lost(graph_post: GraphPost) -> None:
    graph_post.receive("first")
    read = graph_post.inbox.read({}, NOW)
    graph_post.pause = dt.timedelta(seconds=-300)
    graph_post.receive("late")
    again = graph_post.inbox.read(dict(read.cursor), NOW)
    assert [one.text for one in again.mails] == ["late"]


@pytest.mark.slow
def test_hundreds_of_one_second_are_all_read(graph_post: GraphPost) -> None:
    graph_post.pause = dt.timedelta()
    for number in range(340):
        graph_post.receive(f"{number}")
    read = graph_post.inbox.read({}, NOW)
    rest = graph_post.inbox.read(dict(read.cursor), NOW)
    assert sorted(int(one.text) for one in (*read.mails, *rest.mails)) == list(range(340))
    assert graph_post.inbox.read(dict(rest.cursor), NOW).mails == ()


def test_without_the_right_the_need_is_named(graph_post: GraphPost) -> None:
    graph_post.server.roles = set(graph_post.server.roles) - {"Mail.Read", "Mail.ReadWrite"}
    api = graph_post.inbox._graph.api
    api.policy = replace(api.policy, first_pause=0.01)
    with pytest.raises(ProviderError, match=r"Application Mail\.Read"):
        graph_post.inbox.read({}, NOW)
    (health,) = graph_post.inbox.check(NOW)
    assert (health.ok, "Mail.Read" in health.advice) == (False, True)
