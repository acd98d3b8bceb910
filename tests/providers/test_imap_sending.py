"""Drafts sent from a real Dovecot by a real SMTP server, what they answer, and the configuration of both."""

import datetime as dt
from collections.abc import Iterator
from email import policy
from typing import Any

import pytest

from kambrief.errors import DeliveryUnknownError, GoneError, ProviderError, UserError
from kambrief.providers.drafts.imap import Config
from kambrief.settings import section
from tests.contracts.drafts import ANNA, MESSAGE_ID, PETRI, mail
from tests.parts.dovecot import Dovecot
from tests.parts.smtp import Fault, SmtpServer, Stage
from tests.providers.imap_desk import ImapDesk, attach, files

pytestmark = pytest.mark.server


@pytest.fixture(autouse=True)
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAURA", "sana")


@pytest.fixture
def desk(dovecot: Dovecot) -> ImapDesk:
    return ImapDesk(dovecot)


# --- sending -------------------------------------------------------------------------------------------------------


@pytest.fixture
def smtp(dovecot: Dovecot, desk: ImapDesk) -> Iterator[SmtpServer]:
    with SmtpServer(security="starttls", tls=dovecot.tls, users={desk.mailbox: "sana"}) as server:
        desk.options = {"smtp": {"host": "localhost", "port": server.port, "timeout_seconds": 5}}
        desk.provider = desk.another()
        yield server


def test_a_draft_is_sent_as_it_lies_there_and_moves_to_sent(desk: ImapDesk, smtp: SmtpServer) -> None:
    assert desk.provider.can_send
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    with desk.program() as box:
        (there,) = list(box.fetch(mark_seen=False))
        lay = there.obj.as_bytes(policy=policy.SMTP)
    desk.provider.send(desk.mailbox, placed, MESSAGE_ID)
    (received,) = smtp.received
    assert (received.sender, received.recipients) == (desk.mailbox, (ANNA, PETRI))
    assert received.content == lay
    assert (received.user, received.secure) == (desk.mailbox, True)
    assert desk.texts("drafts") == []
    assert len(desk.texts("sent")) == 1
    found = desk.provider.look(desk.mailbox, placed, MESSAGE_ID, desk.now)
    assert (found.state, found.how) == ("sent", "its Message-ID")


@pytest.mark.slow
def test_a_file_of_megabytes_is_sent_whole(desk: ImapDesk, smtp: SmtpServer) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    attach(desk, b"x" * 4_000_000)
    desk.provider.send(desk.mailbox, placed, MESSAGE_ID)
    (received,) = smtp.received
    assert files(received.message) == [("tarjous ä.pdf", b"x" * 4_000_000)]
    assert files(desk.messages("sent")[0]) == files(received.message)


def test_what_has_left_does_not_leave_again(desk: ImapDesk, smtp: SmtpServer) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    desk.provider.send(desk.mailbox, placed, MESSAGE_ID)
    desk.another().send(desk.mailbox, placed, MESSAGE_ID)
    assert len(smtp.received) == 1


def test_a_persons_hidden_recipient_gets_it_and_stays_hidden(desk: ImapDesk, smtp: SmtpServer) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    with desk.program() as box:
        (there,) = list(box.fetch(mark_seen=False))
        raw = b"Bcc: Pomo\r\n <pomo@vendor.example>\r\n" + there.obj.as_bytes(policy=policy.SMTP)
        box.append(raw, "Luonnokset", flag_set=["\\Draft"])
        box.delete([str(there.uid)])
    desk.provider.send(desk.mailbox, placed, MESSAGE_ID)
    (received,) = smtp.received
    assert received.recipients == (ANNA, PETRI, "pomo@vendor.example")
    assert b"pomo" not in received.content.lower()


def test_a_refused_recipient_leaves_the_draft_and_nobody_gets_it(desk: ImapDesk, smtp: SmtpServer) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    smtp.behaviour.recipients[PETRI] = "550 5.1.1 no such user"
    with pytest.raises(ProviderError, match=r"petri@customer\.example refused: 550") as caught:
        desk.provider.send(desk.mailbox, placed, MESSAGE_ID)
    assert caught.value.permanent
    assert not isinstance(caught.value, DeliveryUnknownError)
    assert (smtp.received, len(desk.texts("drafts"))) == ([], 1)
    smtp.behaviour.recipients.clear()
    desk.provider.send(desk.mailbox, placed, MESSAGE_ID)
    assert len(smtp.received) == 1


def test_nobody_can_tell_whether_it_left_and_it_is_not_sent_again(desk: ImapDesk, smtp: SmtpServer) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    smtp.behaviour.faults[Stage.RECEIVED] = Fault.DROP
    with pytest.raises(DeliveryUnknownError):
        desk.provider.send(desk.mailbox, placed, MESSAGE_ID)
    smtp.behaviour.faults.clear()
    with pytest.raises(DeliveryUnknownError, match="see whether it has arrived"):
        desk.another().send(desk.mailbox, placed, MESSAGE_ID)
    assert (len(smtp.received), len(desk.texts("drafts"))) == (1, 1)


def test_a_death_after_the_mail_left_is_followed_by_filing_only(desk: ImapDesk, smtp: SmtpServer) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    with desk.program() as box:  # what the dead process had noted
        box.client.uid("STORE", box.uids()[0], "+FLAGS", "($SubmitPending $Submitted)")
    desk.provider.send(desk.mailbox, placed, MESSAGE_ID)
    assert (smtp.received, desk.texts("drafts"), len(desk.texts("sent"))) == ([], [], 1)


def test_a_server_that_files_by_itself_is_not_doubled(desk: ImapDesk, smtp: SmtpServer) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))

    def files(stage: Stage, said: str) -> None:
        del said
        if stage is Stage.RECEIVED:
            with desk.program() as box:
                (there,) = list(box.fetch(mark_seen=False))
                box.append(there.obj.as_bytes(), "Lähetetyt")

    smtp.behaviour.on_stage = files
    desk.provider.send(desk.mailbox, placed, MESSAGE_ID)
    assert (len(smtp.received), len(desk.texts("sent")), desk.texts("drafts")) == (1, 1, [])


def test_a_deleted_draft_is_not_sent(desk: ImapDesk, smtp: SmtpServer) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    desk.discard()
    with pytest.raises(GoneError):
        desk.provider.send(desk.mailbox, placed, MESSAGE_ID)
    assert smtp.received == []


def test_without_a_way_out_there_is_no_sending(desk: ImapDesk) -> None:
    placed = desk.provider.put(desk.mailbox, mail(at=desk.now))
    assert not desk.provider.can_send
    with pytest.raises(ProviderError, match=r"\[drafts.imap.smtp\]"):
        desk.provider.send(desk.mailbox, placed, MESSAGE_ID)


# --- what it answers -----------------------------------------------------------------------------------------------

_INVITATION = """\
From: {sender}
To: {to}
Subject: =?utf-8?q?Kutsu=3A_katselmus?=
Message-ID: <invitation-{uid}@customer.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="x"

--x
Content-Type: text/plain; charset=utf-8

Tervetuloa
--x
Content-Type: text/calendar; method=REQUEST; charset=utf-8

BEGIN:VCALENDAR
BEGIN:VEVENT
UID:{uid}
END:VEVENT
END:VCALENDAR
--x--
"""


def receive(desk: ImapDesk, content: str, folder: str = "INBOX") -> None:
    with desk.server.client(desk.mailbox) as box:
        box.append("\r\n".join(content.splitlines()).encode() + b"\r\n", folder)


def thread(desk: ImapDesk, uid: str = "", people: frozenset[str] = frozenset({ANNA})) -> tuple[str, ...]:
    return desk.provider.thread_of(desk.mailbox, uid, people, desk.now - dt.timedelta(days=30))


def test_a_follow_up_answers_the_invitation_to_its_meeting(desk: ImapDesk) -> None:
    for uid in ("one", "two"):
        receive(desk, _INVITATION.format(sender=ANNA, to=desk.mailbox, uid=uid))
    receive(desk, f"From: {ANNA}\nTo: {desk.mailbox}\nMessage-ID: <later@customer.example>\n\nHei\n")
    assert thread(desk, "one") == ("<invitation-one@customer.example>",)


def test_an_invitation_that_we_had_sent_counts_too(desk: ImapDesk) -> None:
    receive(desk, _INVITATION.format(sender=desk.mailbox, to=ANNA, uid="own"), "Lähetetyt")
    assert thread(desk, "own") == ("<invitation-own@customer.example>",)


def test_without_an_invitation_it_answers_the_last_mail_with_these_people(desk: ImapDesk) -> None:
    receive(desk, f"From: {ANNA}\nMessage-ID: <a@x.example>\n\nHei\n")
    receive(
        desk,
        f"From: {desk.mailbox}\nTo: {ANNA}\nMessage-ID: <b@x.example>\nIn-Reply-To: <a@x.example>\nReferences: <a@x.example>\n\nHei\n",
        "Lähetetyt",
    )
    receive(desk, f"From: {ANNA}\nMessage-ID: <away@x.example>\nAuto-Submitted: auto-replied\n\nLomalla\n")
    receive(desk, "From: other@else.example\nMessage-ID: <c@x.example>\n\nHei\n")
    assert thread(desk, "nothing") == ("<a@x.example>", "<b@x.example>")


def test_with_strangers_there_is_nothing_to_answer(desk: ImapDesk) -> None:
    assert thread(desk, people=frozenset({'x" OR ALL "@evil.example', "nobody@else.example"})) == ()
    assert thread(desk, people=frozenset()) == ()


# --- the configuration ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "needs mailboxes with their passwords"),
        (
            {"mailboxes": [{"manager": "laura@vendor.example"}]},
            "laura@vendor.example needs password_env or password_file",
        ),
        ({"username": "kambrief", "password_env": "X"}, "username must hold {mailbox}"),
        (
            {"auth": "xoauth2", "tenant": "t.example", "client_id": "abc", "client_secret_env": "S"},
            "needs username too",
        ),
        (
            {
                "mailboxes": [
                    {"manager": "a@b.example", "password_env": "X"},
                    {"manager": "A@b.example", "password_env": "X"},
                ]
            },
            "stands there twice",
        ),
        ({"mailboxes": [{"manager": "a@b.example", "password": "x"}]}, "no known key"),
    ],
)
def test_what_is_wrong_with_a_configuration_is_said(given: dict[str, Any], told: str) -> None:
    with pytest.raises(UserError) as caught:
        section(Config, {"host": "imap.vendor.example", **given}, "drafts.imap")
    assert told in str(caught.value)
