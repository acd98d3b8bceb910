"""SMTP against a real server on the loopback: every stage at which a connection can fail."""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from kambrief.errors import DeliveryUnknownError, ProviderError, UserError
from kambrief.providers.mail.smtp import Config, Provider
from kambrief.settings import section
from tests.contracts.mail import NOW, RECIPIENT, SENDER, MailContract, letter
from tests.parts.common import free_port
from tests.parts.smtp import Fault, SmtpServer, Stage
from tests.parts.tls import TlsFiles, make_tls

USER = "kambrief@vendor.example"
PASSWORD = "correct horse"
Start = Callable[..., SmtpServer]


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", PASSWORD)


def plain(server: SmtpServer, **options: Any) -> Provider:
    return Provider(Config(**{"host": server.host, "port": server.port, "security": "none", **options}))


def signed_in(server: SmtpServer, tls: TlsFiles, **options: Any) -> Provider:
    given = {
        "host": server.host,
        "port": server.port,
        "security": server.security,
        "username": USER,
        "password_env": "SMTP_PASSWORD",
        "ca_file": tls.ca,
    }
    return Provider(Config(**{**given, **options}))


def fails(provider: Provider, message: bytes | None = None) -> ProviderError:
    """The error of a mail that certainly did not leave."""
    with pytest.raises(ProviderError) as caught:
        provider.send(message or letter(), SENDER, RECIPIENT)
    assert not isinstance(caught.value, DeliveryUnknownError)
    return caught.value


class TestSmtp(MailContract):
    @pytest.fixture
    def server(self, smtp_server: Start) -> SmtpServer:
        return smtp_server()

    @pytest.fixture
    def provider(self, server: SmtpServer) -> Provider:
        return plain(server)

    @pytest.fixture
    def broken(self) -> Provider:
        return Provider(Config(host="127.0.0.1", port=free_port(), security="none"))

    @pytest.fixture
    def delivered(self, server: SmtpServer) -> Callable[[], Sequence[bytes]]:
        return lambda: [received.content for received in server.received]


# --- all well ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_a_mail_leaves_encrypted_and_signed_in(
    smtp_server: Start, tls: TlsFiles, security: str, mechanism: str
) -> None:
    server = smtp_server(security=security, tls=tls, users={USER: PASSWORD}, mechanisms=(mechanism,))
    assert signed_in(server, tls).send(letter(), SENDER, RECIPIENT) == "250 2.0.0 accepted"
    (received,) = server.wait_for(1)
    assert received.secure
    assert (received.user, received.sender, received.recipients) == (USER, SENDER, (RECIPIENT,))
    assert received.content == letter()


def test_a_password_beyond_ascii_works(smtp_server: Start, tls: TlsFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "sälä–sana")
    server = smtp_server(security="tls", tls=tls, users={USER: "sälä–sana"}, mechanisms=("PLAIN", "LOGIN"))
    signed_in(server, tls).send(letter(), SENDER, RECIPIENT)
    assert server.wait_for(1)[0].user == USER


def test_a_password_beyond_ascii_where_it_cannot_be_sent_is_explained_without_it(
    smtp_server: Start, tls: TlsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "sälä–sana")
    server = smtp_server(security="tls", tls=tls, users={USER: "sälä–sana"}, mechanisms=("LOGIN",))
    error = fails(signed_in(server, tls))
    assert not error.permanent
    assert "sälä" not in str(error)


def test_the_password_may_lie_in_a_file(smtp_server: Start, tls: TlsFiles, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(PASSWORD + "\n", encoding="utf-8")
    server = smtp_server(security="starttls", tls=tls, users={USER: PASSWORD})
    signed_in(server, tls, password_env=None, password_file=tmp_path / "secret").send(letter(), SENDER, RECIPIENT)
    assert len(server.wait_for(1)) == 1


def test_a_farewell_that_fails_is_no_failure(smtp_server: Start) -> None:
    for fault in (Fault.DROP, Fault.GO_AWAY):
        server = smtp_server()
        server.behaviour.faults[Stage.QUIT] = fault
        assert plain(server).send(letter(), SENDER, RECIPIENT).startswith("250")
        assert len(server.received) == 1


def test_a_connection_that_breaks_after_the_answer_is_no_failure(smtp_server: Start) -> None:
    server = smtp_server()
    server.behaviour.faults[Stage.ANSWERED] = Fault.DROP
    assert plain(server).send(letter(), SENDER, RECIPIENT).startswith("250")


def test_smtputf8_is_asked_for_only_when_an_address_needs_it(smtp_server: Start) -> None:
    server = smtp_server()
    plain(server).send(letter(), SENDER, RECIPIENT)
    plain(server).send(letter("r-2"), SENDER, "päivi@vendor.example")
    said = [text for stage, text in server.stages if stage is Stage.MAIL]
    assert ["SMTPUTF8" in text for text in said] == [False, True]
    assert server.received[1].recipients == ("päivi@vendor.example",)


def test_a_server_without_smtputf8_refuses_such_an_address_for_good(smtp_server: Start) -> None:
    server = smtp_server(smtputf8=False)
    with pytest.raises(ProviderError, match="ASCII") as caught:
        plain(server).send(letter(), SENDER, "päivi@vendor.example")
    assert caught.value.permanent


# --- nobody can tell -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["plain", "starttls", "tls"])
@pytest.mark.parametrize("fault", [Fault.DROP, Fault.HANG])
def test_after_the_final_dot_no_answer_means_that_nobody_can_tell(
    smtp_server: Start, tls: TlsFiles, security: str, fault: Fault
) -> None:
    server = smtp_server(security=security, tls=tls)
    server.behaviour.faults[Stage.RECEIVED] = fault
    patience = 0.5 if fault is Fault.HANG else 10
    provider = plain(server, security=security.replace("plain", "none"), ca_file=tls.ca, timeout_seconds=patience)
    with pytest.raises(DeliveryUnknownError) as caught:
        provider.send(letter(), SENDER, RECIPIENT)
    assert caught.value.provider == "mail.smtp"
    assert not caught.value.permanent
    assert len(server.received) == 1


def test_after_the_final_dot_a_senseless_answer_means_that_nobody_can_tell(smtp_server: Start) -> None:
    server = smtp_server()
    server.behaviour.message = "what?"
    with pytest.raises(DeliveryUnknownError, match="no sense"):
        plain(server).send(letter(), SENDER, RECIPIENT)


# --- certainly not sent --------------------------------------------------------------------------------------------

BEFORE = [Stage.CONNECTED, Stage.EHLO, Stage.MAIL, Stage.RCPT, Stage.DATA]


@pytest.mark.parametrize("stage", BEFORE)
@pytest.mark.parametrize("fault", [Fault.DROP, Fault.HANG, Fault.GO_AWAY])
def test_whatever_happens_before_the_final_dot_may_be_tried_again(
    smtp_server: Start, stage: Stage, fault: Fault
) -> None:
    server = smtp_server()
    server.behaviour.faults[stage] = fault
    error = fails(plain(server, timeout_seconds=0.3 if fault is Fault.HANG else 10))
    assert not error.permanent
    assert server.received == []


@pytest.mark.parametrize("stage", [Stage.STARTTLS, Stage.AUTH])
@pytest.mark.parametrize("fault", [Fault.DROP, Fault.HANG, Fault.GO_AWAY])
def test_a_broken_start_of_tls_or_sign_in_may_be_tried_again(
    smtp_server: Start, tls: TlsFiles, stage: Stage, fault: Fault
) -> None:
    server = smtp_server(security="starttls", tls=tls, users={USER: PASSWORD})
    server.behaviour.faults[stage] = fault
    assert not fails(signed_in(server, tls, timeout_seconds=0.5 if fault is Fault.HANG else 10)).permanent


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [("451 4.3.0 later", False), ("452 4.2.2 full", False), ("421 4.3.2 closing", False), ("550 5.1.1 nobody", True)],
)
def test_a_refused_recipient_is_permanent_by_its_code(smtp_server: Start, answer: str, permanent: bool) -> None:  # noqa: FBT001
    server = smtp_server()
    server.behaviour.recipients[RECIPIENT] = answer
    error = fails(plain(server))
    assert error.permanent is permanent
    assert answer in error.reason


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [("451 4.3.0 later", False), ("421 4.3.2 closing", False), ("554 5.7.1 looks like spam", True)],
)
def test_a_refused_mail_is_permanent_by_its_code(smtp_server: Start, answer: str, permanent: bool) -> None:  # noqa: FBT001
    server = smtp_server()
    server.behaviour.message = answer
    error = fails(plain(server))
    assert error.permanent is permanent
    assert server.received == []


def test_a_mail_too_big_for_the_server_is_refused_for_good(smtp_server: Start) -> None:
    server = smtp_server(size_limit=2000)
    assert fails(plain(server), letter(text="x" * 5000)).permanent


def test_nobody_listening_may_be_mended_in_time() -> None:
    error = fails(Provider(Config(host="127.0.0.1", port=free_port(), security="none")))
    assert not error.permanent
    assert "connection refused: check host and port" in error.reason


def test_a_server_that_wants_a_sign_in_may_be_given_one_in_time(smtp_server: Start, tls: TlsFiles) -> None:
    server = smtp_server(security="starttls", tls=tls, users={USER: PASSWORD})
    error = fails(signed_in(server, tls, username="", password_env=None))
    assert not error.permanent
    assert "530" in error.reason


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_a_wrong_password_may_be_mended_in_time_and_is_told_nowhere(
    smtp_server: Start, tls: TlsFiles, monkeypatch: pytest.MonkeyPatch, mechanism: str
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "tell-nobody")
    server = smtp_server(security="tls", tls=tls, users={USER: PASSWORD}, mechanisms=(mechanism,))
    error = fails(signed_in(server, tls))
    assert not error.permanent
    assert "535" in error.reason
    assert "check username and the password" in error.reason
    for secret in (
        b"tell-nobody",
        base64.b64encode(b"tell-nobody"),
        base64.b64encode(f"\0{USER}\0tell-nobody".encode()),
    ):
        assert secret.decode() not in f"{error!r} {error.__cause__!r}"


def test_a_password_that_a_server_repeats_is_cut_out(smtp_server: Start, tls: TlsFiles) -> None:
    server = smtp_server(security="tls", tls=tls, users={USER: "another"}, mechanisms=("PLAIN",))
    provider = signed_in(server, tls)
    repeated = provider._unreached("signing in", OSError(f"bad password {PASSWORD}"), PASSWORD)
    assert PASSWORD not in str(repeated)
    assert "bad password …" in str(repeated)


def test_a_missing_password_may_be_mended_in_time(
    smtp_server: Start, tls: TlsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SMTP_PASSWORD")
    server = smtp_server(security="tls", tls=tls, users={USER: PASSWORD})
    error = fails(signed_in(server, tls))
    assert not error.permanent
    assert "SMTP_PASSWORD" in error.reason


# --- by an app's token ---------------------------------------------------------------------------------------------

TOKEN = "eyJ0eXAi." + "long" * 400 + ".token"


class Directory:
    """Gives tokens, one after the other; the last one for ever."""

    def __init__(self, *tokens: str) -> None:
        self.tokens, self.forms = list(tokens), list[dict[str, str]]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.forms.append(dict(parse_qsl(request.content.decode())))
        token = self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0]
        return httpx.Response(200, json={"access_token": token, "expires_in": 3599})


def by_app(
    server: SmtpServer, tls: TlsFiles, directory: Callable[[httpx.Request], httpx.Response], **options: Any
) -> Provider:
    given: dict[str, Any] = {
        "host": server.host, "port": server.port, "security": server.security, "ca_file": tls.ca, "auth": "xoauth2",
        "username": USER, "tenant": "vendor.example", "client_id": "app", "client_secret_env": "SMTP_PASSWORD",
    }  # fmt: skip
    return Provider(Config(**{**given, **options}), transport=httpx.MockTransport(directory))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_leaves_signed_in_by_a_token(smtp_server: Start, tls: TlsFiles, security: str) -> None:
    server = smtp_server(security=security, tls=tls, tokens={USER: TOKEN})
    directory = Directory(TOKEN)
    provider = by_app(server, tls, directory)
    for revision in ("r-1", "r-2"):
        provider.send(letter(revision), SENDER, RECIPIENT)
    assert [received.user for received in server.wait_for(2)] == [USER, USER]
    (form,) = directory.forms  # one token for both
    assert form["scope"] == "https://outlook.office365.com/.default"
    assert form["client_secret"] == PASSWORD
    provider.close()


def test_a_check_by_a_token_signs_in(smtp_server: Start, tls: TlsFiles) -> None:
    server = smtp_server(security="starttls", tls=tls, tokens={USER: TOKEN})
    (health,) = by_app(server, tls, Directory(TOKEN)).check(NOW)
    assert health.ok
    assert health.summary == f"localhost:{server.port} (starttls) as {USER}"


@pytest.mark.parametrize("explains", [False, True])
def test_a_token_that_is_refused_once_is_asked_for_anew(smtp_server: Start, tls: TlsFiles, explains: bool) -> None:  # noqa: FBT001
    server = smtp_server(security="tls", tls=tls, tokens={USER: TOKEN})
    server.behaviour.explains = explains
    directory = Directory("an-old-token", TOKEN)
    by_app(server, tls, directory).send(letter(), SENDER, RECIPIENT)
    assert len(server.wait_for(1)) == 1
    assert len(directory.forms) == 2


@pytest.mark.parametrize("explains", [False, True])
@pytest.mark.parametrize("repeats", [False, True])
def test_a_refused_token_may_be_mended_in_time_and_is_told_nowhere(
    smtp_server: Start,
    tls: TlsFiles,
    caplog: pytest.LogCaptureFixture,
    explains: bool,  # noqa: FBT001
    repeats: bool,  # noqa: FBT001
) -> None:
    caplog.set_level("DEBUG", logger="kambrief")
    server = smtp_server(security="tls", tls=tls, tokens={USER: "another"})
    server.behaviour.explains, server.behaviour.repeats = explains, repeats
    directory = Directory(TOKEN)
    error = fails(by_app(server, tls, directory))
    assert not error.permanent
    assert len(directory.forms) == 2  # not a third time
    assert "535" in error.reason
    assert ("status 401" in error.reason) is explains
    for part in ("SMTP.SendAsApp", "New-ServicePrincipal", "Add-MailboxPermission"):
        assert part in error.reason
    said = f"{error!r} {error.__cause__!r} {caplog.text}"
    whole = base64.b64encode(f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01".encode()).decode()
    for secret in (TOKEN, whole, "longlong", whole[60:100], PASSWORD):
        assert secret not in said


def test_a_refused_app_may_be_mended_in_time(smtp_server: Start, tls: TlsFiles) -> None:
    server = smtp_server(security="tls", tls=tls, tokens={USER: TOKEN})

    def refuse(_: httpx.Request) -> httpx.Response:
        told = {"error": "invalid_client", "error_description": "AADSTS7000222: expired, secret-of-theirs"}
        return httpx.Response(401, json=told)

    error = fails(by_app(server, tls, refuse))
    assert not error.permanent
    assert "the client secret has expired" in error.reason
    assert "secret-of-theirs" not in str(error)
    assert server.stages == []


def test_an_apps_secret_that_is_not_there_is_named(
    smtp_server: Start, tls: TlsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SMTP_PASSWORD")
    server = smtp_server(security="tls", tls=tls, tokens={USER: TOKEN})
    assert "SMTP_PASSWORD" in fails(by_app(server, tls, Directory(TOKEN))).reason


def test_a_server_that_takes_no_tokens_gets_none(smtp_server: Start, tls: TlsFiles) -> None:
    server = smtp_server(security="tls", tls=tls, users={USER: PASSWORD}, mechanisms=("PLAIN",))
    directory = Directory(TOKEN)
    assert "does not offer" in fails(by_app(server, tls, directory)).reason
    assert Stage.AUTH not in [stage for stage, _ in server.stages]
    assert len(directory.forms) == 1


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.GO_AWAY])
def test_a_line_that_breaks_while_signing_in_costs_no_second_token(
    smtp_server: Start, tls: TlsFiles, fault: Fault
) -> None:
    server = smtp_server(security="tls", tls=tls, tokens={USER: TOKEN})
    server.behaviour.faults[Stage.AUTH] = fault
    directory = Directory(TOKEN)
    assert not fails(by_app(server, tls, directory)).permanent
    assert len(directory.forms) == 1


# --- TLS -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_is_not_accepted(smtp_server: Start, tls: TlsFiles, security: str) -> None:
    server = smtp_server(security=security, tls=tls, users={USER: PASSWORD})
    error = fails(signed_in(server, tls, ca_file=None))
    assert not error.permanent
    assert "certificate not trusted" in error.reason
    assert "ca_file" in error.reason


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_for_another_host_is_not_accepted(smtp_server: Start, tmp_path: Path, security: str) -> None:
    other = make_tls(tmp_path, names=("other.example",))
    server = smtp_server(security=security, tls=other, users={USER: PASSWORD})
    assert "certificate not trusted" in fails(signed_in(server, other)).reason


def test_an_expired_certificate_is_not_accepted(smtp_server: Start, tmp_path: Path) -> None:
    old = make_tls(tmp_path, valid_days=-1)
    server = smtp_server(security="tls", tls=old, users={USER: PASSWORD})
    assert "expired" in fails(signed_in(server, old)).reason


def test_a_server_that_offers_no_starttls_gets_nothing(smtp_server: Start, tls: TlsFiles) -> None:
    server = smtp_server()
    error = fails(signed_in(server, tls, security="starttls"))
    assert "compare security" in error.reason
    assert {stage for stage, _ in server.stages} <= {Stage.CONNECTED, Stage.EHLO, Stage.QUIT}


def test_tls_where_none_is_spoken_is_explained(smtp_server: Start, tls: TlsFiles) -> None:
    error = fails(signed_in(smtp_server(), tls, security="tls"))
    assert "no TLS spoken here" in error.reason


def test_a_missing_authority_file_is_explained(smtp_server: Start, tls: TlsFiles, tmp_path: Path) -> None:
    error = fails(signed_in(smtp_server(security="tls", tls=tls), tls, ca_file=tmp_path / "none.pem"))
    assert "check ca_file" in error.reason


# --- nothing slips in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "", "aino", "a@b.example\r\nRCPT TO:<x@evil.example>", "a@b.example> NOTIFY=NEVER <",
        "a@b.example,x@evil.example", "<a@b.example><x@evil.example>", "-oQ/x -X/y a@b.example", "a@b.example\x00",
        'a"b@c.example',
    ],
)  # fmt: skip
def test_an_address_that_is_more_than_one_is_refused_before_any_connection(address: str) -> None:
    nobody = Provider(Config(host="127.0.0.1", port=free_port(), security="none"))
    for sender, recipient in ((SENDER, address), (address, RECIPIENT)):
        with pytest.raises(ProviderError, match="no single mail address") as caught:
            nobody.send(letter(), sender, recipient)
        assert caught.value.permanent


@pytest.mark.parametrize("smuggled", [b"\n.\n", b"\r.\r\n", b"\n.\r\n", b"\r\n.\n"])
def test_a_mail_that_ends_early_for_some_servers_is_refused(smtp_server: Start, smuggled: bytes) -> None:
    server = smtp_server()
    with pytest.raises(ProviderError, match="CRLF") as caught:
        plain(server).send(b"Subject: x\r\n\r\nhei" + smuggled + b"MAIL FROM:<x@evil.example>\r\n", SENDER, RECIPIENT)
    assert caught.value.permanent
    assert server.stages == []


def test_a_dot_alone_on_a_line_does_not_end_the_mail(smtp_server: Start) -> None:
    server = smtp_server()
    message = b"Subject: x\r\n\r\nhei\r\n.\r\nRCPT TO:<x@evil.example>\r\n..\r\n"
    plain(server).send(message, SENDER, RECIPIENT)
    assert server.received[0].content == message


# --- check and configuration ---------------------------------------------------------------------------------------


def test_a_check_signs_in_and_says_so(smtp_server: Start, tls: TlsFiles) -> None:
    server = smtp_server(security="starttls", tls=tls, users={USER: PASSWORD})
    (health,) = signed_in(server, tls).check(NOW)
    assert health.ok
    assert health.summary == f"localhost:{server.port} (starttls) as {USER}"
    assert Stage.AUTH in [stage for stage, _ in server.stages]
    assert Stage.MAIL not in [stage for stage, _ in server.stages]


def test_a_check_says_what_to_mend(smtp_server: Start, tls: TlsFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "wrong")
    server = smtp_server(security="starttls", tls=tls, users={USER: PASSWORD})
    (health,) = signed_in(server, tls).check(NOW)
    assert not health.ok
    assert "535" in health.summary
    assert health.advice == "check username and the password that password_env or password_file names"


def test_the_port_follows_from_the_kind_of_security() -> None:
    assert Config(host="mail.vendor.example").effective_port == 587
    assert Config(host="mail.vendor.example", security="tls").effective_port == 465
    assert Config(host="mail.vendor.example", security="tls", port=2465).effective_port == 2465


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]"])
def test_no_encryption_is_fine_within_this_machine(host: str) -> None:
    assert Config(host=host, security="none").effective_port == 25


def test_no_encryption_in_a_network_of_ones_own_can_be_allowed() -> None:
    assert Config(host="relay.vendor.example", security="none", allow_insecure=True).effective_port == 25


APP = {
    "host": "h.example", "auth": "xoauth2", "username": USER, "tenant": "vendor.example", "client_id": "app",
    "client_secret_env": "SMTP_PASSWORD",
}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"host": "mail.vendor.example", "security": "none"}, "readable to mail.vendor.example"),
        ({"host": "localhost.evil.example", "security": "none"}, "readable"),
        ({"host": "mail.vendor.example", "username": "u"}, "belong together"),
        ({"host": "mail.vendor.example", "password_env": "X"}, "belong together"),
        ({"host": "mail.vendor.example", "secruity": "tls"}, "no known key"),
        ({"host": "h.example", "auth": "xoauth2"}, "needs username and tenant and client_id"),
        ({**APP, "client_secret_env": None}, "exactly one of client_secret_env"),
        ({**APP, "password_env": "X"}, "needs no password"),
        ({**APP, "tenant": "common"}, "tenant"),
        ({**APP, "auth": "password", "username": ""}, "need auth = 'xoauth2'"),
        ({**APP, "login_url": "ftp://x"}, "http"),
        ({}, "host: is missing"),
        ({"host": "mail.vendor.example", "hello_name": "a b"}, "hello_name"),
    ],
)
def test_a_mistake_in_the_configuration_is_explained(data: dict[str, Any], problem: str) -> None:
    with pytest.raises(UserError, match=problem):
        section(Config, data, "mail.smtp")
