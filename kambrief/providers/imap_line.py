"""One connection to an IMAP server (RFC 9051, RFC 3501): encrypted, signed in, and asked for little at a time.

Names of folders are in people's own languages; what a folder is for, its flags in LIST say (RFC 6154). Servers tell
what they can do after the sign-in only, so nothing here goes by what they announce before.
"""

import datetime as dt
import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError
from pydantic import Field

from kambrief.errors import CallError, ProviderError, UserError
from kambrief.providers.graph import advice, app_token
from kambrief.providers.http import client
from kambrief.providers.mail_text import date_of
from kambrief.providers.oauth import AppToken, Token
from kambrief.providers.smtp_auth import SignInSection, without

_PORTS = {"tls": 993, "starttls": 143}
_CHUNK = 20
_NEED = "the application permission IMAP.AccessAsApp (of Office 365 Exchange Online), with admin consent"
_APP_ADVICE = (
    "check that username is the mailbox's address, that the app has IMAP.AccessAsApp with admin consent, that Exchange "
    "knows its service principal (New-ServicePrincipal) and gives it the mailbox (Add-MailboxPermission, FullAccess)"
)
_UID = re.compile(rb"\bUID (\d+)")
_INTERNAL = re.compile(rb'INTERNALDATE "([^"]*)"')
_FLAGS = re.compile(rb"FLAGS \(([^)]*)\)")
_APPENDED = re.compile(rb"\[APPENDUID (\d+) (\d+)\]")
_SAFE = re.compile(r"[ !#-\[\]-~]+")
"""What may stand between quotes in a command."""


class ImapSection(SignInSection):
    """How a server is reached. ``port`` follows from ``security`` unless given."""

    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Literal["tls", "starttls"] = "tls"
    timeout_seconds: float = Field(default=20, gt=0, le=300)
    ca_file: Path | None = None

    @property
    def effective_port(self) -> int:
        """The port given, else the usual one of this kind of security."""
        return self.port or _PORTS[self.security]

    @property
    def where(self) -> str:
        """Host and port."""
        return f"{self.host}:{self.effective_port}"


class ImapError(ProviderError):
    """The server was not reached, or did not do what it was asked. Never permanent: all of it can be mended in time."""

    def __init__(self, name: str, what: str, to_do: str = "", *, refused: bool = False) -> None:
        self.what = what
        self.advice = to_do or "try again; if it stays so, ask who runs the server"
        self.refused = refused
        """The sign-in itself was refused."""
        super().__init__(name, f"{what}: {self.advice}")


@dataclass(frozen=True, slots=True)
class Lying:
    """A message in a folder."""

    uid: int
    raw: bytes
    at: dt.datetime | None
    """When the server got it."""
    flags: frozenset[str]


class Box:
    """A mailbox that is open. Every method raises `ImapError`."""

    def __init__(self, name: str, where: str, connection: BaseMailBox) -> None:
        self._name, self._where, self._mailbox = name, where, connection
        self._client = connection.client
        self.validity = ""
        """UIDVALIDITY of the folder that is open."""
        self._lasting = frozenset[str]()
        self._abilities: frozenset[str] | None = None

    def able(self, ability: str) -> bool:
        """Whether the server, now that we are signed in, says that it can do this."""
        if self._abilities is None:
            with self._told("asking what it can do"):
                _, said = self._client.capability()
            self._abilities = frozenset(b" ".join(said).decode("ascii", "replace").upper().split())
        return ability in self._abilities

    def folder_for(self, flag: str, otherwise: str) -> str:
        """The folder with this special use, else the one named in the configuration; empty where there is neither."""
        with self._told("listing the folders"):
            folders = self._mailbox.folder.list()
        usable = [one for one in folders if "\\noselect" not in {flag.lower() for flag in one.flags}]
        flagged = [one.name for one in usable if flag.lower() in {mine.lower() for mine in one.flags}]
        named = [one.name for one in usable if otherwise and one.name.casefold() == otherwise.casefold()]
        return next(iter((*flagged, *named)), "")

    def select(self, folder: str, *, readonly: bool = False) -> None:
        """Open a folder. ``readonly``: nothing in it changes by our looking."""
        try:
            with self._told(f"opening the folder {_shown(folder)}"):
                self._mailbox.folder.set(folder, readonly=readonly)
                _, values = self._client.response("UIDVALIDITY")
                _, flags = self._client.response("PERMANENTFLAGS")
        except _Refused as refused:
            raise ImapError(
                self._name, f"{self._where}: no folder {_shown(folder)} can be opened ({refused.words})",
                "compare the folder's name with the mailbox",
            ) from None  # fmt: skip
        self.validity = _last(values)
        self._lasting = frozenset(_last(flags).lower().strip("()").split())

    def keeps(self, keyword: str) -> bool:
        """Whether a keyword set on a message in the open folder stays (PERMANENTFLAGS)."""
        return "\\*" in self._lasting or keyword.lower() in self._lasting

    def uids(self, criteria: str) -> list[int]:
        """Those that a search finds, oldest first."""
        with self._told("searching"):
            return sorted(int(uid) for uid in self._mailbox.uids(criteria, charset=None))

    def fetch(self, uids: Sequence[int], *, headers: bool = False, most: int = 2_000_000) -> Iterator[Lying]:
        """These messages in the order of their uids, of each at most so many bytes (0: all). None becomes seen."""
        wanted = f"BODY.PEEK[{'HEADER' if headers else ''}]" + (f"<0.{most}>" if most else "")
        for begin in range(0, len(uids), _CHUNK):
            some = sorted(uids[begin : begin + _CHUNK])
            with self._told("fetching"):
                kind, rows = self._client.uid("FETCH", ",".join(map(str, some)), f"(UID FLAGS INTERNALDATE {wanted})")
                _check(kind, rows)
            yield from sorted(_messages(rows), key=lambda one: one.uid)

    def append(self, folder: str, message: bytes, flags: Sequence[str], at: dt.datetime) -> int:
        """Put a message into a folder; gives its uid, 0 where the server does not tell it."""
        with self._told(f"writing into the folder {_shown(folder)}"):
            _, said = self._mailbox.append(message, folder, dt=at, flag_set=list(flags))
        found = _APPENDED.search(b" ".join(part for part in said if isinstance(part, bytes)))
        return int(found[2]) if found else 0

    def flag(self, uid: int, flag: str, *, on: bool = True) -> None:
        """Set or take away a flag or keyword."""
        with self._told("marking a message"):
            kind, said = self._client.uid("STORE", str(uid), "+FLAGS.SILENT" if on else "-FLAGS.SILENT", f"({flag})")
            _check(kind, said)

    def delete(self, uid: int) -> None:
        """Delete this one message. What others have marked for deletion stays (UID EXPUNGE, RFC 4315); a server that
        cannot do that keeps it marked.
        """
        self.flag(uid, "\\Deleted")
        if self.able("UIDPLUS") or self.able("IMAP4REV2"):
            with self._told("deleting a message"):
                kind, said = self._client.uid("EXPUNGE", str(uid))
                _check(kind, said)

    @contextmanager
    def _told(self, stage: str) -> Iterator[None]:
        """Whatever the libraries raise, as one of our errors."""
        try:
            yield
        except MailboxFolderSelectError as error:
            raise _Refused(_words(error.command_result[1])) from None
        except (imaplib.IMAP4.error, ImapToolsError, OSError, ValueError) as error:
            what, to_do = explained(error)
            raise ImapError(self._name, f"{self._where}, {stage}: {what}", to_do) from None


class _Refused(Exception):  # noqa: N818 not an error for anybody outside
    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


class Imap:
    """Opens mailboxes at one server. ``transport`` is for tests; it leads to where tokens come from."""

    def __init__(self, name: str, section: ImapSection, transport: httpx.BaseTransport | None = None) -> None:
        self._name, self._section = name, section
        self._http = client(transport) if section.auth == "xoauth2" else None
        self._tokens = app_token(name, section.app(), section.token_scope, self._http) if self._http else None

    def close(self) -> None:
        """Close the connections to where tokens come from."""
        if self._http:
            self._http.close()

    @contextmanager
    def open(self, username: str, secret: Callable[[], str]) -> Iterator[Box]:
        """The mailbox of this user while the block runs. ``secret`` gives the password; with an app's token it is not
        asked. Raises `ImapError`.
        """
        connection = self._signed_in(username, secret)
        try:
            yield Box(self._name, self._section.where, connection)
        finally:
            with suppress(imaplib.IMAP4.error, ImapToolsError, OSError):
                connection.client.sock.settimeout(2.0)  # a farewell that fails changes nothing any more
                connection.logout()
            with suppress(OSError):
                connection.client.shutdown()

    def _signed_in(self, username: str, secret: Callable[[], str]) -> BaseMailBox:
        where = self._section.where
        if self._tokens is None:
            try:
                return self._opened(username, secret())
            except UserError as error:
                raise ImapError(self._name, f"{where}, no password", str(error)) from None
        token = self._token(self._tokens)
        try:
            return self._opened(username, token.value)
        except ImapError as error:
            if not error.refused:
                raise
        # It may have been taken back, or lack a right granted since.
        return self._opened(username, self._token(self._tokens, stale=token).value)

    def _token(self, tokens: AppToken, stale: Token | None = None) -> Token:
        try:
            return tokens.token(stale)
        except CallError as error:
            told = f"{self._section.where}, no token: {error.reason}"
            raise ImapError(self._name, told, advice(error, _NEED)) from None

    def _opened(self, username: str, secret: str) -> BaseMailBox:
        stage, connection = "connecting", None
        try:
            connection = self._connected()
            stage = f"signing in as {_shown(username)}"
            if not username.isprintable() or not secret.isprintable():
                raise UnicodeError
            if self._tokens is not None:
                _by_token(connection, username, secret)
            elif (username + secret).isascii():
                connection.login(username, secret, initial_folder=None)
            else:
                connection.login_utf8(username, secret, initial_folder=None)
        except (imaplib.IMAP4.error, ImapToolsError, OSError, ValueError) as error:
            if connection is not None:
                with suppress(OSError):
                    connection.client.shutdown()
            what, to_do = explained(error)
            refused = stage != "connecting" and isinstance(error, (imaplib.IMAP4.error, ImapToolsError))
            if isinstance(error, imaplib.IMAP4.abort):
                refused = False
            told = without(f"{self._section.where}, {stage}: {what}", secret, username)
            raise ImapError(self._name, told, self._sign_in_advice() if refused else to_do, refused=refused) from None
        return connection

    def _connected(self) -> BaseMailBox:
        section = self._section
        context = ssl.create_default_context(cafile=str(section.ca_file) if section.ca_file else None)
        kind = MailBox if section.security == "tls" else _StartTls
        return kind(section.host, section.effective_port, timeout=section.timeout_seconds, ssl_context=context)

    def _sign_in_advice(self) -> str:
        if self._tokens is not None:
            return _APP_ADVICE
        return "check username and the password that password_env or password_file names"


class _StartTls(MailBoxStartTls):
    """The library's, with the connection closed where TLS does not come about."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        plain = imaplib.IMAP4(self._host, self._port, self._timeout)
        try:
            plain.starttls(self._ssl_context)
        except BaseException:
            with suppress(OSError):
                plain.shutdown()
            raise
        return plain


def _by_token(connection: BaseMailBox, username: str, token: str) -> None:
    """SASL XOAUTH2. A refusal comes in two steps: a challenge with the reason, and the NO after our empty answer."""
    answers = iter([f"user={username}\x01auth=Bearer {token}\x01\x01".encode()])
    connection.client.authenticate("XOAUTH2", lambda _: next(answers, b""))


def quoted(text: str) -> str:
    """A text as a quoted string in a search. Raises ValueError for what cannot stand there; nothing is escaped, so that
    no server can see an end where we see none.
    """
    if not _SAFE.fullmatch(text):
        raise ValueError("not to be searched for")
    return f'"{text}"'


def searchable(text: str) -> bool:
    """Whether `quoted` takes it."""
    return bool(_SAFE.fullmatch(text))


def day(moment: dt.datetime) -> str:
    """A date in a search. Servers go by their own zone, so ask for one day more."""
    there = moment.astimezone(dt.UTC)
    return f"{there.day}-{_MONTHS[there.month - 1]}-{there.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _messages(rows: Sequence[object]) -> Iterator[Lying]:
    """The answers to a FETCH; each is a head, a literal and a tail, in this order."""
    for number, row in enumerate(rows):
        if isinstance(row, tuple):
            tail = rows[number + 1] if number + 1 < len(rows) else b""
            about, raw = bytes(row[0]) + (tail if isinstance(tail, bytes) else b""), bytes(row[1])
        elif isinstance(row, bytes) and b'] ""' in row.replace(b'> ""', b'] ""'):  # empty: no literal
            about, raw = row, b""
        else:
            continue
        uid = _UID.search(about)
        if uid:
            flags = _FLAGS.search(about)
            words = flags[1].decode("ascii", "replace").lower().split() if flags else []
            yield Lying(int(uid[1]), raw, _moment(about), frozenset(words))


def _last(values: Sequence[object] | None) -> str:
    found = values[-1] if values else b""
    return found.decode("ascii", "replace") if isinstance(found, bytes) else ""


def _moment(about: bytes) -> dt.datetime | None:
    found = _INTERNAL.search(about)
    return date_of(found[1].decode("ascii", "replace").strip()) if found else None


def _check(kind: str, said: Sequence[object]) -> None:
    if kind != "OK":
        raise imaplib.IMAP4.error(_words(said))


def explained(error: Exception) -> tuple[str, str]:
    """What happened and what to do about it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        what = f"certificate not trusted ({error.verify_message})"
        return what, "check host; if the server has a certificate of your own authority, set ca_file"
    for kind, what, to_do in _EXPLAINED:
        if isinstance(error, kind):
            return what, to_do
    if isinstance(error, imaplib.IMAP4.abort):
        return "the connection was lost", ""
    said = getattr(error, "command_result", (None, error.args))[1]
    return _words(said) or type(error).__name__, ""


_EXPLAINED: tuple[tuple[type[Exception], str, str], ...] = (
    (ssl.SSLError, "no TLS spoken here", "compare security and port: tls is for 993, starttls for 143"),
    (socket.gaierror, "host name not found", "check host"),
    (ConnectionRefusedError, "connection refused", "check host and port, and that no firewall is between"),
    (TimeoutError, "no answer in time", "check host and port, and that no firewall is between"),
    (FileNotFoundError, "file not found", "check ca_file"),
    (UnicodeError, "name or password holds what cannot be sent", "check both for line ends and control characters"),
    (ConnectionError, "the connection was lost", ""),
)


def _words(said: object) -> str:
    """A server's words as one short line that does no harm in a terminal or log."""
    parts = said if isinstance(said, (list, tuple)) else [said]
    text = " ".join(
        part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part) for part in parts if part is not None
    )
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:200]


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:100])
