"""The SMTP server behaves as servers do, and fails as told."""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from tests.parts.smtp import Fault, SmtpServer, Stage
from tests.parts.tls import TlsFiles

USERS = {"laura@example.test": "sana"}
Start = Callable[..., SmtpServer]


def mail(body: str = "Hei Laura,\n.\nterveisin") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "kambrief@example.test"
    message["To"] = "laura@example.test"
    message["Subject"] = "Kone: näin valmistaudut"
    message.set_content(body)
    return message


def connect(server: SmtpServer, tls: TlsFiles, seconds: float = 5) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=seconds, context=tls.client_context())
    client = smtplib.SMTP(server.host, server.port, timeout=seconds)
    if server.security == "starttls":
        client.starttls(context=tls.client_context())
    return client


def test_a_message_arrives_byte_for_byte(smtp_server: Start) -> None:
    server = smtp_server()
    with smtplib.SMTP(server.host, server.port, timeout=5) as client:
        client.sendmail("a@example.test", ["laura@example.test"], b"Subject: x\r\n\r\n.one\r\n..two\r\n")
    (received,) = server.wait_for(1)
    assert received.content == b"Subject: x\r\n\r\n.one\r\n..two\r\n"
    assert (received.sender, received.recipients) == ("a@example.test", ("laura@example.test",))
    assert not received.secure


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_a_password_opens_an_encrypted_session(
    smtp_server: Start, tls: TlsFiles, security: str, mechanism: str
) -> None:
    server = smtp_server(security=security, tls=tls, users=USERS, mechanisms=(mechanism,))
    with connect(server, tls) as client:
        client.login("laura@example.test", "sana")
        client.send_message(mail())
    (received,) = server.wait_for(1)
    assert received.secure
    assert received.user == "laura@example.test"
    assert received.message["Subject"] == "Kone: näin valmistaudut"


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_a_wrong_password_is_refused_at_once(smtp_server: Start, tls: TlsFiles, mechanism: str) -> None:
    server = smtp_server(security="starttls", tls=tls, users=USERS, mechanisms=(mechanism,))
    with connect(server, tls) as client, pytest.raises(smtplib.SMTPAuthenticationError) as caught:
        client.login("laura@example.test", "wrong")
    assert caught.value.smtp_code == 535


@pytest.mark.parametrize(("token", "code"), [("good-token", 235), ("old-token", 535)])
def test_a_bearer_token_is_checked(smtp_server: Start, tls: TlsFiles, token: str, code: int) -> None:
    server = smtp_server(security="tls", tls=tls, tokens={"laura@example.test": "good-token"})
    with connect(server, tls) as client:
        client.ehlo()
        assert "XOAUTH2" in client.esmtp_features["auth"]
        words = f"user=laura@example.test\x01auth=Bearer {token}\x01\x01"
        if code == 235:
            assert client.auth("XOAUTH2", lambda _=None: words)[0] == code
        else:
            with pytest.raises(smtplib.SMTPAuthenticationError):
                client.auth("XOAUTH2", lambda _=None: words)


def test_without_a_password_nothing_is_taken(smtp_server: Start, tls: TlsFiles) -> None:
    server = smtp_server(security="starttls", tls=tls, users=USERS)
    with connect(server, tls) as client, pytest.raises(smtplib.SMTPSenderRefused):
        client.send_message(mail())


def test_without_encryption_nothing_is_taken(smtp_server: Start, tls: TlsFiles) -> None:
    server = smtp_server(security="starttls", tls=tls)
    with smtplib.SMTP(server.host, server.port, timeout=5) as client, pytest.raises(smtplib.SMTPSenderRefused):
        client.send_message(mail())


def test_a_client_that_trusts_others_does_not_connect(smtp_server: Start, tls: TlsFiles) -> None:
    server = smtp_server(security="tls", tls=tls)
    with pytest.raises(ssl.SSLCertVerificationError):
        smtplib.SMTP_SSL(server.host, server.port, timeout=5, context=ssl.create_default_context())


def test_recipients_are_answered_one_by_one(smtp_server: Start) -> None:
    server = smtp_server()
    server.behaviour.recipients = {"busy@example.test": "451 4.3.0 later", "gone@example.test": "550 5.1.1 nobody"}
    with smtplib.SMTP(server.host, server.port, timeout=5) as client:
        refused = client.sendmail(
            "a@example.test", ["laura@example.test", "busy@example.test", "gone@example.test"], "Subject: x\n\nhei"
        )
    assert {name: code for name, (code, _) in refused.items()} == {"busy@example.test": 451, "gone@example.test": 550}
    assert server.wait_for(1)[0].recipients == ("laura@example.test",)


def test_a_421_for_a_recipient_ends_the_session(smtp_server: Start) -> None:
    server = smtp_server()
    server.behaviour.recipients = {"laura@example.test": "421 4.3.2 closing"}
    with smtplib.SMTP(server.host, server.port, timeout=5) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.send_message(mail())
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.noop()


def test_a_refused_message_is_not_kept(smtp_server: Start) -> None:
    server = smtp_server()
    server.behaviour.message = "554 5.7.1 looks like spam"
    with smtplib.SMTP(server.host, server.port, timeout=5) as client, pytest.raises(smtplib.SMTPDataError) as caught:
        client.send_message(mail())
    assert caught.value.smtp_code == 554
    assert server.received == []


@pytest.mark.parametrize("security", ["plain", "starttls", "tls"])
def test_a_connection_dropped_after_the_final_dot_leaves_the_message_with_us(
    smtp_server: Start, tls: TlsFiles, security: str
) -> None:
    server = smtp_server(security=security, tls=tls)
    server.behaviour.faults[Stage.RECEIVED] = Fault.DROP
    client = connect(server, tls)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError, ssl.SSLError)):
        client.send_message(mail())
    client.close()
    assert len(server.received) == 1
    assert Stage.ANSWERED not in [stage for stage, _ in server.stages]


@pytest.mark.slow
@pytest.mark.parametrize("stage", [Stage.CONNECTED, Stage.EHLO, Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.RECEIVED])
def test_a_hanging_server_is_left_by_a_client_with_patience_at_an_end(smtp_server: Start, stage: Stage) -> None:
    server = smtp_server()
    server.behaviour.faults[stage] = Fault.HANG
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        smtplib.SMTP(server.host, server.port, timeout=0.5).send_message(mail())
    server.wait_for_stage(stage)
    assert len(server.received) == (stage is Stage.RECEIVED)


@pytest.mark.parametrize("stage", [Stage.CONNECTED, Stage.EHLO, Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.RECEIVED])
def test_a_server_may_go_away_at_any_stage(smtp_server: Start, stage: Stage) -> None:
    server = smtp_server()
    server.behaviour.faults[stage] = Fault.GO_AWAY
    with pytest.raises(smtplib.SMTPException), smtplib.SMTP(server.host, server.port, timeout=5) as client:
        client.send_message(mail())


def test_a_listener_hears_each_stage_in_order(smtp_server: Start) -> None:
    server = smtp_server()
    heard: list[Stage] = []
    server.behaviour.on_stage = lambda stage, _: heard.append(stage)
    with smtplib.SMTP(server.host, server.port, timeout=5) as client:
        client.send_message(mail())
    assert heard == [
        Stage.CONNECTED,
        Stage.EHLO,
        Stage.MAIL,
        Stage.RCPT,
        Stage.DATA,
        Stage.RECEIVED,
        Stage.ANSWERED,
        Stage.QUIT,
    ]
