"""One model at one server that speaks OpenAI's chat completions: asked within a time limit, again where that may help.

The client library is used for the wire only: its retries are off (it also repeats a used-up quota, and waits without a
limit of ours), its parsing is not used (a gateway's page or an odd answer ends in a TypeError there).

Nothing here waits beyond the time given: the talking is done in a thread of its own, which is left behind when time is
up, because no timeout of an HTTP client ends an answer that comes one byte at a time.
"""

import contextlib
import datetime as dt
import hashlib
import logging
import os
import queue
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import httpx

from kambrief.errors import FailedCall, ModelError, UnusableAnswerError, UserError
from kambrief.ports import Answer, Prompt
from kambrief.providers.chat_answer import Reply, Usage, read
from kambrief.providers.chat_dialect import Dialect, request
from kambrief.providers.waiting import Places, retry_after
from kambrief.settings import ModelSection

if TYPE_CHECKING:
    import openai

LEAST_SECONDS = 0.2
"""A call is not begun with less time left."""
_MAX_TRIES = 4
_FIRST_PAUSE = 0.5
_CONNECT_SECONDS = 10.0
_KEEP_SECONDS = 60.0
"""How long an unused connection stays open; briefs come in bursts."""
_MAX_BYTES = 4_000_000
_CODE = re.compile(r"[a-z][a-z_]{2,40}\Z")
_TALKATIVE = ("openai", "httpx", "httpx2", "httpcore", "httpcore2")
"""Loggers that would tell a request's address, headers and body to whoever turns logging up."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer, and how it was had."""

    answer: Answer
    usage: Usage
    dialect: Dialect


class _TimeUpError(Exception):
    """The deadline passed between two pieces of an answer."""


class Server:
    """Raises `UserError` when its key or a header is named but not there; knows nothing of the prompts' content."""

    def __init__(
        self,
        name: str,
        section: ModelSection,
        http: httpx.Client,
        places: Places,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        self.name, self.section = name, section
        self.host = host_of(section.base_url)
        self._key, self._headers = section.secret("api_key"), _headers(section)
        if section.api_key_header and not self._key:
            raise UserError("api_key_header is set, but no key: set api_key_env or api_key_file too")
        if not _can_be_sent(self._key):
            raise UserError("api_key_env or api_key_file: the key has line ends or other characters no header may hold")
        self._http, self._places, self._clock = http, places, clock
        self._openai: openai.OpenAI | None = None
        self._opening = threading.Lock()
        self._dialect = Dialect()

    def write(self, prompt: Prompt, timeout: float) -> Heard:
        """One answer within ``timeout`` seconds in all.

        Raises `UnusableAnswerError` when the server answered and there is nothing to use, else `ModelError`; ``failed``
        holds this call. No message holds the key, the prompt or the server's own words.
        """
        started = time.monotonic()
        outcome: queue.SimpleQueue[Heard | BaseException] = queue.SimpleQueue()

        def talk() -> None:
            try:
                outcome.put(self._converse(prompt, started, started + timeout))
            except BaseException as error:  # noqa: BLE001 - handed over to the caller's thread
                outcome.put(error)

        threading.Thread(target=talk, name="llm", daemon=True).start()
        try:
            result = outcome.get(timeout=max(0.0, timeout))
        except queue.Empty:
            raise self._late(started, timeout) from None
        if isinstance(result, ModelError):
            raise result
        if isinstance(result, BaseException):
            raise self._failed(f"the call failed ({type(result).__name__})", started) from None
        return result

    # --- in the thread ---------------------------------------------------------------------------------------------

    def _converse(self, prompt: Prompt, started: float, deadline: float) -> Heard:
        """Ask until there is an answer, an error that will not pass, or no time for another call."""
        tries = 0
        while True:
            if deadline - time.monotonic() < LEAST_SECONDS:
                raise self._late(started, deadline - started)
            dialect = self._dialect
            with self._places.one(deadline - LEAST_SECONDS) as found:
                if not found:
                    told = f"{self.section.max_concurrent} calls at {self.host} took the time (max_concurrent)"
                    raise self._failed(told, started)
                try:
                    return self._ask(prompt, dialect, started, deadline)
                except _Refused as refused:
                    if refused.instead:
                        self._dialect = refused.instead
                        continue
                    failure = refused.failure
            tries += 1
            pause = failure.retry_after if failure.retry_after is not None else _FIRST_PAUSE * 2 ** (tries - 1)
            no_time = time.monotonic() + pause + LEAST_SECONDS >= deadline
            if failure.permanent or tries >= _MAX_TRIES or no_time:
                raise failure
            time.sleep(pause)

    def _ask(self, prompt: Prompt, dialect: Dialect, started: float, deadline: float) -> Heard:
        import openai  # noqa: PLC0415 - takes long, and most commands ask no model

        try:
            body, sent = self._call(prompt, dialect, deadline)
        except openai.APIStatusError as error:
            raise _Refused(self._refusal(error, started), dialect.after(error.status_code, _said(error))) from None
        except (openai.APITimeoutError, httpx.TimeoutException, _TimeUpError):
            raise self._late(started, deadline - started) from None
        except (openai.APIConnectionError, httpx.HTTPError):
            raise _Refused(self._failed(f"no connection to {self.host}", started)) from None
        except openai.OpenAIError as error:
            told = f"the client refused the call ({type(error).__name__})"
            raise self._failed(told, started, permanent=True) from None
        return self._heard(read(body), hashlib.sha256(sent).hexdigest(), started, dialect)

    def _call(self, prompt: Prompt, dialect: Dialect, deadline: float) -> tuple[bytes, bytes]:
        """The raw answer and the raw request; read piece by piece, so that the deadline holds between pieces too."""
        import openai  # noqa: PLC0415

        remaining = max(LEAST_SECONDS, deadline - time.monotonic())
        timeout = openai.Timeout(remaining, connect=min(_CONNECT_SECONDS, remaining))
        completions = self._client().chat.completions.with_streaming_response
        headers: dict[str, Any] = dict(self._headers)
        if self.section.api_key_header:
            headers |= {self.section.api_key_header: self._key, "Authorization": openai.Omit()}
        asked = request(self.section, prompt, dialect)
        with completions.create(**asked, extra_headers=headers, timeout=timeout) as response:
            pieces = bytearray()
            for piece in response.iter_bytes():
                pieces += piece
                if len(pieces) > _MAX_BYTES:
                    return b"", response.http_request.content
                if time.monotonic() > deadline:
                    raise _TimeUpError
            return bytes(pieces), response.http_request.content

    def _client(self) -> "openai.OpenAI":
        import openai  # noqa: PLC0415

        with self._opening:
            if self._openai is None:
                for name in _TALKATIVE:
                    logging.getLogger(name).setLevel(logging.WARNING)
                client = openai.OpenAI(
                    base_url=self.section.base_url,
                    api_key=self._key or "none",  # a local server asks for none; the library insists
                    max_retries=0,
                    http_client=cast("Any", self._http),
                    default_query=dict(self.section.query),
                )
                # The library would send what the environment says of another account to whatever server this is.
                client.organization = client.project = None
                self._openai = client
            return self._openai

    # --- what became of it -----------------------------------------------------------------------------------------

    def _heard(self, reply: Reply | None, request_hash: str, started: float, dialect: Dialect) -> Heard:
        if reply is None:
            told = f"{self.host} answered with something that is no JSON: is base_url right?"
            reply = Reply(problem=told)
        usage, seconds = reply.usage, time.monotonic() - started
        tokens = (usage.prompt, usage.completion)
        cost = self.section.cost(*tokens) if usage.told else None
        model = reply.model or self.section.model
        if reply.problem:
            call = FailedCall(
                self.host, model, reply.problem, *tokens, cached_tokens=usage.cached, seconds=seconds,
                request_hash=request_hash, cost=cost,
            )  # fmt: skip
            raise UnusableAnswerError(
                self.name, reply.problem, prompt_tokens=tokens[0], completion_tokens=tokens[1], failed=(call,)
            )
        answer = Answer(
            reply.text, model, self.host, *tokens, seconds=seconds, request_hash=request_hash,
            cached_tokens=usage.cached, cost=cost,
        )  # fmt: skip
        return Heard(answer, usage, dialect)

    def _late(self, started: float, seconds: float) -> ModelError:
        return self._failed(f"no complete answer from {self.host} within {seconds:.3g} s", started)

    def _failed(
        self, reason: str, started: float, *, permanent: bool = False, wait: float | None = None, sent: bytes = b""
    ) -> ModelError:
        request_hash = hashlib.sha256(sent).hexdigest() if sent else ""
        seconds = time.monotonic() - started
        call = FailedCall(self.host, self.section.model, reason, seconds=seconds, request_hash=request_hash)
        return ModelError(self.name, reason, permanent=permanent, retry_after=wait, failed=(call,))

    def _refusal(self, error: "openai.APIStatusError", started: float) -> ModelError:
        """The status and the server's short code; its message may repeat the key or the prompt."""
        codes = [code for code in (error.code, error.type) if isinstance(code, str) and _CODE.match(code)]
        told = f"{self.host} answered {error.status_code}" + (f" ({codes[0]})" if codes else "")
        passes = error.status_code in {408, 429} or error.status_code >= 500
        permanent = not passes or "insufficient_quota" in codes
        wait = retry_after(error.response.headers, self._clock and self._clock())
        return self._failed(told, started, permanent=permanent, wait=wait, sent=error.request.content)


class _Refused(Exception):  # noqa: N818 - not shown to anybody
    """One call failed: with what, and which dialect to try instead."""

    def __init__(self, failure: ModelError, instead: Dialect | None = None) -> None:
        super().__init__()
        self.failure = failure
        self.instead = instead


def client_for(places: int) -> httpx.Client:
    """Connections that are used again, as many as calls may be on their way at once."""
    limits = httpx.Limits(max_keepalive_connections=places, keepalive_expiry=_KEEP_SECONDS)
    return httpx.Client(follow_redirects=False, limits=limits)


def host_of(base_url: str) -> str:
    """Host and port, without a user's name or a path. Raises `UserError` for what is no address."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(base_url)
        if parts.scheme in {"http", "https"} and parts.hostname:
            return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    raise UserError("base_url: is no http or https address; write for example https://api.openai.com/v1")


def _headers(section: ModelSection) -> dict[str, str]:
    """Headers as they are sent: those of the file, and those whose values the environment holds."""
    lacking = [variable for variable in section.headers_env.values() if variable not in os.environ]
    if lacking:
        raise UserError(*(f"headers_env names {one}, but that environment variable is not set" for one in lacking))
    headers = dict(section.headers) | {name: os.environ[variable] for name, variable in section.headers_env.items()}
    held = {"authorization", (section.api_key_header or "").lower()}
    if any(name.lower() in held for name in headers):
        raise UserError("headers must not hold the key: name it with api_key_env, and its header with api_key_header")
    if odd := [name for name, value in headers.items() if not _can_be_sent(value)]:
        raise UserError(f"headers_env: the value of {', '.join(odd)} has characters that no header may hold")
    return headers


def _can_be_sent(value: str) -> bool:
    return value.isascii() and value.isprintable()


def _said(error: "openai.APIStatusError") -> str:
    """The server's words, to look for a reason in; never shown. Some say them outside of the protocol's fields."""
    return f"{error.message} {error.body}"[:4000]
