"""A real SMTP server on the loopback that keeps what it receives and fails on command.

It speaks plain SMTP, STARTTLS or implicit TLS, offers AUTH PLAIN, LOGIN, CRAM-MD5 and XOAUTH2, and can be told, also
while it runs, to refuse single recipients, to refuse the message, or to drop, hang or go away at any stage.
"""

import asyncio
import base64
import hmac
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from types import TracebackType
from typing import Any, Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.parts.common import LOOPBACK, wait_until
from tests.parts.tls import TlsFiles

Security = Literal["plain", "starttls", "tls"]
_LONGEST_AUTH = 12_288


class Stage(StrEnum):
    """Where the client has got to. Each is reached just before the server answers, except ANSWERED."""

    CONNECTED = "connected"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"  # the command; no byte of the message yet
    RECEIVED = "received"  # the final dot is here and the message kept, the client does not know
    ANSWERED = "answered"  # the client has been told the fate of its message
    QUIT = "quit"


class Fault(StrEnum):
    """What to do at a stage in place of answering."""

    DROP = "drop"  # close the connection, no word
    HANG = "hang"  # never answer
    GO_AWAY = "go away"  # 421 and close


@dataclass(frozen=True)
class Received:
    """One message as it came over the wire, and how it came."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    secure: bool
    user: str | None

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, _class=EmailMessage, policy=policy.SMTP)


@dataclass
class Behaviour:
    """What the server does beside accepting; change it while it runs."""

    recipients: dict[str, str] = field(default_factory=dict)
    """Recipient → answer to RCPT, such as "451 4.3.0 try later"; a 421 closes the connection."""
    explains: bool = False
    """Whether a token is refused in two steps: 334 with the reason as JSON, and 535 after the client's empty answer."""
    repeats: bool = False
    """Whether a refusal of a token repeats it."""
    message: str = "250 2.0.0 accepted"
    """The answer to the final dot; only after a 2xx is the message kept."""
    faults: dict[Stage, Fault] = field(default_factory=dict)
    on_stage: Callable[[Stage, str], None] | None = None
    """Called at each stage with what the client said; it may block, or end a process."""


class SmtpServer:
    """The server. `received` grows as messages come; `stages` tells what was said."""

    def __init__(
        self,
        *,
        security: Security = "plain",
        tls: TlsFiles | None = None,
        users: dict[str, str] | None = None,
        tokens: dict[str, str] | None = None,
        mechanisms: tuple[str, ...] = ("CRAM-MD5", "PLAIN", "LOGIN", "XOAUTH2"),
        smtputf8: bool = True,
        size_limit: int = 32 * 1024 * 1024,
    ) -> None:
        """`users` maps name to password, `tokens` name to bearer token; with either, AUTH is required."""
        if security != "plain" and tls is None:
            raise ValueError("STARTTLS and TLS need certificates: tls=make_tls(folder)")
        self.behaviour = Behaviour()
        self.received: list[Received] = []
        self.stages: list[tuple[Stage, str]] = []
        self.security = security
        self.users = users or {}
        self.tokens = tokens or {}
        self._tls = tls
        self._options: dict[str, Any] = {
            "enable_SMTPUTF8": smtputf8,
            "data_size_limit": size_limit,
            "hostname": "mail.kambrief.test",
            "authenticator": self._password_fits,
            "auth_require_tls": security == "starttls",
            "require_starttls": security == "starttls",
            "tls_context": tls.server_context() if tls and security == "starttls" else None,
            "auth_exclude_mechanism": {"CRAM-MD5", "PLAIN", "LOGIN", "XOAUTH2"} - set(mechanisms),
        }
        self._loop = asyncio.new_event_loop()
        self._connections: set[_Connection] = set()
        self._server = self._loop.run_until_complete(
            self._loop.create_server(
                lambda: _Connection(self),
                LOOPBACK,
                0,
                ssl=tls.server_context() if tls and security == "tls" else None,
            )
        )
        self.host = "localhost"
        """The name in the certificate."""
        self.port: int = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"smtp:{self.port}", daemon=True)
        self._thread.start()

    def wait_for(self, count: int, seconds: float = 10.0) -> list[Received]:
        """The messages, once there are that many."""
        wait_until(lambda: len(self.received) >= count, f"{count} messages at the SMTP server", seconds)
        return list(self.received)

    def wait_for_stage(self, stage: Stage, seconds: float = 10.0) -> None:
        wait_until(lambda: any(seen is stage for seen, _ in self.stages), f"the SMTP stage {stage}", seconds)

    def stop(self) -> None:
        if not self._loop.is_closed():
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
            self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        for connection in list(self._connections):
            connection.abort()
        mine = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not mine]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)  # the transports' own farewells

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # What the connections ask.

    def _password_fits(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        del server, session, envelope, mechanism
        name, password = data.login.decode(), data.password.decode()
        return _verdict(fits=self.users.get(name) == password, user=name)

    def _keep(self, session: Session, envelope: Envelope) -> None:
        user: Any = session.auth_data
        self.received.append(
            Received(
                sender=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                content=envelope.original_content or b"",
                secure=session.ssl is not None or self.security == "tls",
                user=user if isinstance(user, str) else None,
            )
        )


def _verdict(*, fits: bool, user: str) -> AuthResult:
    # handled=False makes the server itself answer 535; with True a refused client would wait for an answer for ever.
    return AuthResult(success=fits, handled=False, auth_data=user if fits else None)


class _Connection(SMTP):
    """One client: aiosmtpd's protocol, with a stop at each stage."""

    def __init__(self, owner: SmtpServer) -> None:
        self._owner = owner
        # A token makes a line longer than any other (RFC 4954 §4); lines of a message stay as they are limited.
        self.line_length_limit = _LONGEST_AUTH
        super().__init__(_Hooks(owner), loop=owner._loop, **owner._options)
        del self.line_length_limit
        self.command_size_limits["AUTH"] = _LONGEST_AUTH
        # Set here because the constructor warns, rightly, of passwords without its own STARTTLS.
        self._auth_required = bool(owner.users or owner.tokens)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._owner._connections.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._owner._connections.discard(self)
        super().connection_lost(error)

    def abort(self) -> None:
        for transport in (self.transport, self._original_transport):
            if isinstance(transport, asyncio.WriteTransport) and not transport.is_closing():
                transport.abort()

    async def reach(self, stage: Stage, said: str = "") -> None:
        """Notes the stage, tells the listener, and fails here if told so."""
        self._owner.stages.append((stage, said))
        behaviour = self._owner.behaviour
        if behaviour.on_stage:
            behaviour.on_stage(stage, said)
        match behaviour.faults.get(stage):
            case None:
                return
            case Fault.DROP:
                self.abort()
            case Fault.GO_AWAY:
                await self.go_away("421 4.3.2 going down")
            case Fault.HANG:
                pass
        await asyncio.Event().wait()  # until the connection's end cancels us

    async def go_away(self, answer: str) -> None:
        await self.push(answer)
        if self.transport:
            self.transport.close()
        await asyncio.Event().wait()

    async def _handle_client(self) -> None:
        await self.reach(Stage.CONNECTED)
        await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's names, here and below
        await self.reach(Stage.EHLO, hostname)
        await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        await self.reach(Stage.STARTTLS)
        await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        await self.reach(Stage.AUTH, arg.partition(" ")[0])
        await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        await self.reach(Stage.MAIL, arg or "")
        await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        await self.reach(Stage.RCPT, arg or "")
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        await self.reach(Stage.DATA)
        before = len(self._owner.received)
        await super().smtp_DATA(arg)
        if len(self._owner.received) > before:
            await self.reach(Stage.ANSWERED)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        await self.reach(Stage.QUIT)
        await super().smtp_QUIT(arg)


class _Hooks:
    """What aiosmtpd asks of a handler."""

    def __init__(self, owner: SmtpServer) -> None:
        self._owner = owner

    async def handle_RCPT(  # noqa: N802
        self, server: _Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del session
        answer = self._owner.behaviour.recipients.get(address, "250 2.1.5 recipient fine")
        if answer.startswith("421"):
            await server.go_away(answer)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return answer

    async def handle_DATA(self, server: _Connection, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self._owner.behaviour.message
        if answer.startswith("2"):
            self._owner._keep(session, envelope)
        await server.reach(Stage.RECEIVED)
        if answer.startswith("421"):
            await server.go_away(answer)
        return answer

    async def auth_CRAM__MD5(self, server: _Connection, args: list[str]) -> AuthResult:  # noqa: N802
        del args
        challenge = f"<{secrets.token_hex(8)}@mail.kambrief.test>"
        answer = await server.challenge_auth(challenge, encode_to_b64=True)
        name, _, digest = (answer if isinstance(answer, bytes) else b"").decode().rpartition(" ")
        password = self._owner.users.get(name)
        expected = hmac.new((password or "").encode(), challenge.encode(), "md5").hexdigest()
        return _verdict(fits=password is not None and hmac.compare_digest(expected, digest), user=name)

    async def auth_XOAUTH2(self, server: _Connection, args: list[str]) -> AuthResult:  # noqa: N802
        if len(args) > 1:
            answer = base64.b64decode(args[1])
        else:
            given = await server.challenge_auth("")
            answer = given if isinstance(given, bytes) else b""
        fields = dict(part.split("=", 1) for part in answer.decode().split("\x01") if "=" in part)
        user, token = fields.get("user", ""), fields.get("auth", "").removeprefix("Bearer ")
        fits = bool(token) and self._owner.tokens.get(user) == token
        behaviour = self._owner.behaviour
        if not fits and behaviour.explains:
            reason = {"status": "401", "schemes": "bearer", "scope": "https://outlook.office365.com/"}
            if await server.challenge_auth(json.dumps(reason)) != b"":
                return AuthResult(success=False, handled=False, message="501 5.5.2 an empty answer was due")
        if not fits and behaviour.repeats:
            return AuthResult(success=False, handled=False, message=f"535 5.7.3 {args[-1]} {token} unsuccessful")
        return _verdict(fits=fits, user=user)
