"""How an SMTP connection signs in: by a password, or by an app's token (SASL XOAUTH2).

Microsoft 365 is switching passwords off for SMTP. There an app gets a token from the directory and hands it over as
``user=…^Aauth=Bearer …^A^A``; which mailboxes it may send for, Exchange decides by the rights of its service principal.
"""

import base64
import json
import re
import smtplib
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from kambrief.providers.graph import GraphSection
from kambrief.settings import Section

NEED = "the application permission SMTP.SendAsApp (of Office 365 Exchange Online), with admin consent"
APP_ADVICE = (
    "check that username is the mailbox's address, that the app has SMTP.SendAsApp with admin consent, that Exchange "
    "knows its service principal (New-ServicePrincipal) and gives it the mailbox (Add-MailboxPermission, FullAccess), "
    "and that authenticated SMTP is on for the mailbox (Set-CASMailbox -SmtpClientAuthenticationDisabled $false)"
)
_SIGNED_IN = frozenset({235, 503})
"""Done, and "you are already"."""
_GO_ON = 334
_STATUS = re.compile(r"[A-Za-z0-9_]{1,40}")


class SignInSection(Section):
    """The keys that say how to sign in."""

    auth: Literal["password", "xoauth2"] = "password"
    username: str = ""
    password_env: str | None = None
    password_file: Path | None = None
    tenant: str = ""
    client_id: str = ""
    client_secret_env: str | None = None
    client_secret_file: Path | None = None
    certificate_file: Path | None = None
    """PEM with the certificate and its private key."""
    login_url: str = "https://login.microsoftonline.com"
    token_scope: str = Field(default="https://outlook.office365.com/.default", min_length=1)

    def check_sign_in(self) -> None:
        """Raises ValueError for keys that do not go together."""
        has_password = bool(self.password_env or self.password_file)
        if self.auth == "xoauth2":
            if has_password:
                raise ValueError("auth = 'xoauth2' needs no password: leave out password_env and password_file")
            missing = [key for key in ("username", "tenant", "client_id") if not getattr(self, key)]
            if missing:
                raise ValueError(f"auth = 'xoauth2' needs {' and '.join(missing)} too")
            self.app()
            return
        if bool(self.username) != has_password:
            raise ValueError("username and password_env (or password_file) belong together: set both or neither")
        strange = [key for key in _OF_APPS if getattr(self, key)]
        if strange:
            raise ValueError(f"{', '.join(strange)} need auth = 'xoauth2': add it, or leave them out")

    def app(self) -> GraphSection:
        """How the app signs in to the directory. Raises ValueError."""
        try:
            return GraphSection(login_url=self.login_url, **{key: getattr(self, key) for key in _OF_APPS})
        except ValidationError as error:
            told = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}".lstrip(": ") for one in error.errors())
            raise ValueError("; ".join(told)) from None


_OF_APPS = ("tenant", "client_id", "client_secret_env", "client_secret_file", "certificate_file")


def by_password(connection: smtplib.SMTP, username: str, password: str) -> None:
    """By the strongest way that the server offers."""
    if (username + password).isascii():
        connection.login(username, password)
        return
    # smtplib writes ASCII only; RFC 4616 says UTF-8.
    if "PLAIN" not in _offered(connection):
        raise smtplib.SMTPNotSupportedError("a password with letters beyond ASCII needs AUTH PLAIN")
    token = base64.b64encode(f"\0{username}\0{password}".encode()).decode()
    code, answer = connection.docmd("AUTH", f"PLAIN {token}")
    if code not in _SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(code, answer)


def by_token(connection: smtplib.SMTP, username: str, token: str) -> None:
    """By a token. A refusal may come in two steps: 334 with the reason as JSON, and after our empty answer the 535."""
    if "XOAUTH2" not in _offered(connection):
        raise smtplib.SMTPNotSupportedError("the server does not offer AUTH XOAUTH2")
    code, answer = connection.docmd("AUTH", f"XOAUTH2 {_response(username, token)}")
    reason = ""
    if code == _GO_ON:
        reason = _status(answer)
        code, answer = connection.docmd("")
    if code not in _SIGNED_IN:
        # Cut out here, where the answer is still whole: half a token would not be recognised later.
        words = without(answer.decode("utf-8", "replace"), token, username)
        raise smtplib.SMTPAuthenticationError(code, f"{words}{reason}".encode())


def without(text: str, secret: str, username: str = "") -> str:
    """A server may repeat what it was told."""
    if not secret:
        return text
    for form in (_response(username, secret), secret, base64.b64encode(secret.encode()).decode()):
        text = text.replace(form, "…")
    return text


def _response(username: str, token: str) -> str:
    return base64.b64encode(f"user={username}\x01auth=Bearer {token}\x01\x01".encode()).decode()


def _status(answer: bytes) -> str:
    """The status in a 334; the rest of it is the server's."""
    with suppress(ValueError):
        found = json.loads(base64.b64decode(answer, validate=True))
        if isinstance(found, dict) and _STATUS.fullmatch(str(found.get("status", ""))):
            return f", status {found['status']}"
    return ""


def _offered(connection: smtplib.SMTP) -> list[str]:
    return connection.esmtp_features.get("auth", "").upper().split()
