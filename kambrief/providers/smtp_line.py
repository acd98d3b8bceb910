"""SMTP submission (RFC 5321, RFC 6409; STARTTLS RFC 3207, implicit TLS RFC 8314), whoever's mail it is.

What decides everything is the final dot. Before it nothing can have been delivered; once it may have left and no answer
came back, nobody can tell. So the dot is sent by itself, after all other bytes.
"""

import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Container, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, Self

import httpx
from pydantic import Field, model_validator

from kambrief.errors import CallError, DeliveryUnknownError, ProviderError, UserError
from kambrief.providers.graph import advice, app_token
from kambrief.providers.http import client
from kambrief.providers.oauth import AppToken, Token
from kambrief.providers.smtp_auth import APP_ADVICE, NEED, SignInSection, by_password, by_token, without

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_FAREWELL_SECONDS = 2.0
_FINE = 250
_SIGN_IN_CODES = {530, 534, 535, 538}
"""Refusals that mean "sign in first" or "not like this" (RFC 4954): the operator can mend them."""
_ADDRESS = re.compile(r"[^\s<>,;:\"\\()\[\]@\x00-\x1f\x7f-\x9f]+@[^\s<>,;:\"\\()\[\]@\x00-\x1f\x7f-\x9f]+")
_BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")


class SmtpSection(SignInSection):
    """How a server is reached. ``port`` follows from ``security`` unless given; ``hello_name`` is what EHLO calls us.

    ``security = "none"`` (no encryption) is for a relay on this machine; ``allow_insecure`` lifts that.
    """

    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    allow_insecure: bool = False
    timeout_seconds: float = Field(default=20, gt=0, le=300)
    ca_file: Path | None = None
    hello_name: str = Field(default="", pattern=r"^[A-Za-z0-9.:\[\]-]*$")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.security == "none" and not self.allow_insecure and not _is_loopback(self.host):
            raise ValueError(
                f"security = 'none' would send mail and password readable to {self.host}; "
                "use 'starttls' or 'tls', or set allow_insecure = true if the network between is yours"
            )
        self.check_sign_in()
        return self

    @property
    def effective_port(self) -> int:
        """The port given, else the usual one of this kind of security."""
        return self.port or _PORTS[self.security]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


class UnreachedError(ProviderError):
    """No connection ready for mail: nothing of the mail itself can be wrong yet, so it is never permanent."""

    def __init__(self, name: str, what: str, advice: str, *, refused: bool = False) -> None:
        self.what = what
        self.advice = advice or "try again; if it stays so, ask who runs the server"
        self.refused = refused
        """The sign-in itself was refused."""
        super().__init__(name, f"{what}: {self.advice}")


class Submission:
    """One connection a mail: mails are few, and a kept one would be found dead when it matters."""

    name = "smtp"

    def __init__(self, config: SmtpSection, *, name: str = "", transport: httpx.BaseTransport | None = None) -> None:
        """``name``: the section in the configuration. ``transport``, for tests, leads to where tokens are."""
        self.name = name or self.name
        self._config = config
        self._http = client(transport) if config.auth == "xoauth2" else None
        self._tokens = app_token(self.name, config.app(), config.token_scope, self._http) if self._http else None

    def close(self) -> None:
        """Close the connections to where tokens come from."""
        if self._http:
            self._http.close()

    def submit(self, message: bytes, sender: str, recipients: Sequence[str]) -> str:
        """These bytes to all of these recipients, or, where one is refused, to none; returns the server's words.

        Raises as `ports.Mail.send` does. A refused sign-in, certificate or connection is not permanent: it can be
        mended in time.
        """
        self._check_input(message, sender, recipients)
        connection = self._open()
        try:
            self._envelope(connection, message, sender, recipients)
            return self._hand_over(connection, message)
        finally:
            _leave(connection)

    def say_noop(self) -> None:
        """Connects, encrypts, signs in and says NOOP. Raises `UnreachedError`."""
        connection = self._open()
        try:
            code, answer = connection.noop()
        except (smtplib.SMTPException, OSError) as error:
            raise self._unreached("saying NOOP", error) from None
        finally:
            _leave(connection)
        if code != _FINE:
            raise UnreachedError(self.name, f"{self.where}, saying NOOP: {code} {_words(answer)}", "")

    # --- before the mail -------------------------------------------------------------------------------------------

    def _open(self) -> smtplib.SMTP:
        """A connection ready for mail. A token may have been taken back, or lack a right granted since: one that is
        refused is asked for anew, once.
        """
        if self._tokens is None:
            return self._opened(self._password())
        token = self._token(self._tokens)
        try:
            return self._opened(token.value)
        except UnreachedError as error:
            if not error.refused:
                raise
        return self._opened(self._token(self._tokens, stale=token).value)

    def _password(self) -> str:
        try:
            return self._config.secret("password")
        except UserError as error:
            raise UnreachedError(self.name, f"{self.where}, no password", str(error)) from None

    def _token(self, tokens: AppToken, stale: Token | None = None) -> Token:
        try:
            return tokens.token(stale)
        except CallError as error:
            raise UnreachedError(self.name, f"{self.where}, no token: {error.reason}", advice(error, NEED)) from None

    def _opened(self, secret: str) -> smtplib.SMTP:
        config = self._config
        stage, connection = "connecting", None
        try:
            context = ssl.create_default_context(cafile=str(config.ca_file) if config.ca_file else None)
            connection = self._connect(context)
            stage = "saying EHLO"
            connection.ehlo_or_helo_if_needed()
            if config.security == "starttls":
                stage = "starting TLS"
                connection.starttls(context=context)
                connection.ehlo()
            if config.username:
                stage = "signing in"
                sign_in = by_password if self._tokens is None else by_token
                sign_in(connection, config.username, secret)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            if connection is not None:
                connection.close()
            raise self._unreached(stage, error, secret) from None
        return connection

    def _connect(self, context: ssl.SSLContext) -> smtplib.SMTP:
        config = self._config
        if config.security == "tls":
            return smtplib.SMTP_SSL(
                config.host, config.effective_port, _hello(config), timeout=config.timeout_seconds, context=context
            )
        return smtplib.SMTP(config.host, config.effective_port, _hello(config), timeout=config.timeout_seconds)

    @property
    def where(self) -> str:
        """Host and port."""
        return f"{self._config.host}:{self._config.effective_port}"

    def _unreached(self, stage: str, error: Exception, secret: str = "") -> UnreachedError:
        what, to_do = _explained(error, self._config)
        told = without(f"{self.where}, {stage}: {what}", secret, self._config.username)
        refused = isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= 500
        return UnreachedError(self.name, told, to_do, refused=refused)

    # --- the mail --------------------------------------------------------------------------------------------------

    def _envelope(self, connection: smtplib.SMTP, message: bytes, sender: str, recipients: Sequence[str]) -> None:
        """Sender, recipients and the start of the data; all of it may fail, nothing is delivered then."""
        options = self._options(connection, message, sender, recipients)
        try:
            self._expect("the sender", {_FINE}, *connection.mail(sender, options))
            for recipient in recipients:
                told = "the recipient" if len(recipients) == 1 else f"the recipient {recipient}"
                self._expect(told, {_FINE, 251}, *connection.rcpt(recipient))  # 251: will forward
            connection.putcmd("DATA")
            self._expect("the mail", {354}, *connection.getreply())
        except (smtplib.SMTPException, OSError) as error:
            raise self._lost("before the mail was sent", error) from None

    def _hand_over(self, connection: smtplib.SMTP, message: bytes) -> str:
        body = re.sub(rb"(?m)^\.", b"..", message)
        try:
            connection.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        except (smtplib.SMTPException, OSError) as error:
            raise self._lost("while the mail was sent", error) from None
        try:
            connection.send(b".\r\n")
            code, answer = connection.getreply()
        except (smtplib.SMTPException, OSError) as error:
            reason = (
                f"{self.where}: the mail was handed over, but no answer came ({_explained(error, self._config)[0]})"
            )
            raise DeliveryUnknownError(self.name, reason) from None
        if not 200 <= code < 600:
            reason = f"{self.where}: the mail was handed over, but the answer makes no sense ({_words(answer)})"
            raise DeliveryUnknownError(self.name, reason)
        self._expect("the mail", range(200, 300), code, answer)
        return f"{code} {_words(answer)}"

    def _lost(self, when: str, error: Exception) -> ProviderError:
        return ProviderError(self.name, f"{self.where}: connection lost {when} ({_explained(error, self._config)[0]})")

    def _check_input(self, message: bytes, sender: str, recipients: Sequence[str]) -> None:
        """Nothing that could be read as another command, recipient or mail."""
        for role, given in (("sender", sender), *(("recipient", one) for one in recipients)):
            if not _ADDRESS.fullmatch(given):
                raise ProviderError(self.name, f"the {role} {given[:80]!a} is no single mail address", permanent=True)
        if _BARE_LINE_END.search(message):
            raise ProviderError(
                self.name, "the mail has line ends other than CRLF", permanent=True
            )  # servers disagree on them

    def _options(self, connection: smtplib.SMTP, message: bytes, sender: str, recipients: Sequence[str]) -> list[str]:
        if "".join((sender, *recipients)).isascii():
            return ["BODY=8BITMIME"] if not message.isascii() and connection.has_extn("8bitmime") else []
        if not connection.has_extn("smtputf8"):
            raise ProviderError(
                self.name,
                "this server cannot carry addresses with letters beyond ASCII: use an ASCII alias",
                permanent=True,
            )
        return ["SMTPUTF8", "BODY=8BITMIME"]

    def _expect(self, what: str, wanted: Container[int], code: int, answer: bytes) -> None:
        if code in wanted:
            return
        permanent = 500 <= code < 600 and code not in _SIGN_IN_CODES
        raise ProviderError(self.name, f"{what} refused: {code} {_words(answer)}", permanent=permanent)


def _hello(config: SmtpSection) -> str:
    """A name for EHLO; smtplib would ask the DNS for our name, which can take longer than the mail."""
    name = config.hello_name or socket.gethostname()
    return name if config.hello_name or re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", name) else "[127.0.0.1]"


def _leave(connection: smtplib.SMTP) -> None:
    """A farewell that fails changes nothing any more."""
    with suppress(smtplib.SMTPException, OSError):
        if connection.sock:
            connection.sock.settimeout(_FAREWELL_SECONDS)
            connection.docmd("QUIT")
    connection.close()


def _explained(error: Exception, config: SmtpSection) -> tuple[str, str]:
    """What happened and what to do about it."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return (
            f"sign-in as {config.username} refused ({error.smtp_code} {_words(error.smtp_error)})",
            APP_ADVICE
            if config.auth == "xoauth2"
            else "check username and the password that password_env or password_file names",
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error.smtp_error)}", ""
    if isinstance(error, ssl.SSLCertVerificationError):
        what = f"certificate not trusted ({error.verify_message})"
        return what, "check host; if the server has a certificate of your own authority, set ca_file"
    for kind, what, to_do in _EXPLAINED:
        if isinstance(error, kind):
            return what, to_do
    return _words(str(error)) or type(error).__name__, ""


_EXPLAINED: tuple[tuple[type[Exception], str, str], ...] = (
    (
        smtplib.SMTPNotSupportedError,
        "the server does not offer what is asked for",
        "compare security, port and username with what the provider of the mailbox says",
    ),
    (ssl.SSLError, "no TLS spoken here", "compare security and port: tls is for 465, starttls for 587"),
    (socket.gaierror, "host name not found", "check host"),
    (ConnectionRefusedError, "connection refused", "check host and port, and that no firewall is between"),
    (TimeoutError, "no answer in time", "check host and port, and that no firewall is between"),
    (FileNotFoundError, "file not found", "check ca_file"),
    (UnicodeError, "name or password not in ASCII", "use one of ASCII letters with this server"),
)


def _words(answer: bytes | str) -> str:
    """A server's words as one short line that does no harm in a terminal or log."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:200]
