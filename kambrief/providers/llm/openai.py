"""A language model behind any server that speaks OpenAI's chat completions.

The client library is used for the wire only: its retries are off (it also repeats a used-up quota, and waits without a
limit of ours), its parsing is not used (a gateway's page or an odd answer ends in a TypeError there). What comes back
is read as plain data and every type is looked at.

Nothing here waits beyond the time given: the talking is done in a thread of its own, which is left behind when time is
up, because no timeout of an HTTP client ends an answer that comes one byte at a time.
"""

import contextlib
import dataclasses
import datetime as dt
import hashlib
import json
import queue
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import httpx

from kambrief.errors import ProviderError, UnusableAnswerError, UserError
from kambrief.ports import Answer, Health, Prompt
from kambrief.settings import LlmSection

if TYPE_CHECKING:
    import openai

Config = LlmSection

NAME = "llm.openai"
_MAX_TRIES = 4
_FIRST_PAUSE = 0.5
_CONNECT_SECONDS = 10.0
_LEAST_SECONDS = 0.2
"""A call is not begun with less time left."""
_MAX_BYTES = 4_000_000
_FORMATS = ("json_schema", "json_object", "text")
_ABOUT_FORMAT = re.compile(r"response_format|json_schema|json_object|structured.?output|schema|grammar", re.IGNORECASE)
_FORMAT_STATUS = frozenset({400, 404, 415, 422, 500, 501})
_CODE = re.compile(r"[a-z][a-z_]{2,40}\Z")
_MODEL = re.compile(r"[\w.:/@+-]{1,100}\Z")

_ADVICE = {
    400: "the server did not understand the request: check model and extra in [llm]",
    401: "check the key that api_key_env or api_key_file of [llm] points to",
    403: "the key may not use this model: check its rights, or model in [llm]",
    404: "check base_url (it usually ends in /v1) and model in [llm]",
    429: "the server limits or has used up what this key may ask: check the plan behind it",
}
_ADVICE_SERVER = "the model's server has a problem of its own: try again later"
_ADVICE_CONNECTION = "check base_url in [llm] and that the server is running and can be reached from here"


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What the server was found to understand; the first one that works is kept."""

    format: str = _FORMATS[0]
    tokens: str = "max_tokens"
    temperature: bool = True

    def after(self, status: int, said: str) -> "_Dialect | None":
        """What to try instead when the server refused this one; None when the refusal is about something else."""
        if status not in _FORMAT_STATUS:
            return None
        if self.tokens == "max_tokens" and "max_completion_tokens" in said:
            return dataclasses.replace(self, tokens="max_completion_tokens")
        if self.temperature and "temperature" in said:
            return dataclasses.replace(self, temperature=False)
        if self.format != _FORMATS[-1] and _ABOUT_FORMAT.search(said):
            return dataclasses.replace(self, format=_FORMATS[_FORMATS.index(self.format) + 1])
        return None


class _TimeUpError(Exception):
    """The deadline passed between two pieces of an answer."""


class Provider:
    """A `Writer`. Raises `UserError` when its key is named but not there; knows nothing of the prompts' content."""

    name = NAME

    def __init__(self, section: Config, client: httpx.Client | None = None) -> None:
        self._section = section
        self._key = section.secret("api_key")
        self._host = _host(section.base_url)
        self._http = client or httpx.Client(follow_redirects=False)
        self._openai: openai.OpenAI | None = None
        self._opening = threading.Lock()
        self._dialect = _Dialect()

    def write(self, prompt: Prompt, timeout: float) -> Answer:
        """One answer within ``timeout`` seconds in all.

        Raises `UnusableAnswerError` with the tokens used when the server answered and there is nothing to use, else
        `ProviderError`. No message holds the key, the prompt or the server's own words.
        """
        started = time.monotonic()
        outcome: queue.SimpleQueue[Answer | BaseException] = queue.SimpleQueue()

        def talk() -> None:
            try:
                outcome.put(self._converse(prompt, started, started + timeout))
            except BaseException as error:  # noqa: BLE001 - handed over to the caller's thread
                outcome.put(error)

        threading.Thread(target=talk, name="llm", daemon=True).start()
        try:
            result = outcome.get(timeout=max(0.0, timeout))
        except queue.Empty:
            raise self._late(timeout) from None
        if isinstance(result, ProviderError):
            raise result
        if isinstance(result, BaseException):
            raise ProviderError(NAME, f"the call failed ({type(result).__name__})") from None
        return result

    def close(self) -> None:
        """Give back the connections; the next call would fail."""
        self._http.close()

    def check(self, now: dt.datetime) -> Sequence[Health]:  # noqa: ARG002 - the port's signature
        """One tiny call: whether it answers, in which format, for how many tokens."""
        prompt = Prompt(
            system="You check a connection. Answer in JSON.",
            user='Answer with the JSON object {"ok": true} and nothing else.',
            schema={
                "type": "object",
                "properties": {"ok": {"type": "boolean"}},
                "required": ["ok"],
                "additionalProperties": False,
            },
            name="check",
            version="",
            max_tokens=min(self._section.max_tokens, 500),
        )
        where = f"{self._section.model} at {self._host}"
        try:
            answer = self.write(prompt, self._section.timeout_seconds)
        except ProviderError as error:
            return [Health(NAME, ok=False, summary=f"{where}: {error.reason}", advice=_advice(error))]
        used = f"{answer.prompt_tokens} + {answer.completion_tokens} tokens"
        summary = (
            f"{answer.model} at {self._host} answers in {answer.seconds:.1f} s ({used}, format {self._dialect.format})"
        )
        return [Health(NAME, ok=True, summary=summary)]

    # --- in the thread ---------------------------------------------------------------------------------------------

    def _converse(self, prompt: Prompt, started: float, deadline: float) -> Answer:
        """Ask until there is an answer, an error that will not pass, or no time for another call."""
        tries = 0
        while True:
            if deadline - time.monotonic() < _LEAST_SECONDS:
                raise self._late(deadline - started)
            dialect = self._dialect
            try:
                return self._ask(prompt, dialect, started, deadline)
            except _Refused as refused:
                if refused.instead:
                    self._dialect = refused.instead
                    continue
                failure = refused.failure
            tries += 1
            pause = failure.retry_after if failure.retry_after is not None else _FIRST_PAUSE * 2 ** (tries - 1)
            no_time = time.monotonic() + pause + _LEAST_SECONDS >= deadline
            if failure.permanent or tries >= _MAX_TRIES or no_time:
                raise failure
            time.sleep(pause)

    def _ask(self, prompt: Prompt, dialect: _Dialect, started: float, deadline: float) -> Answer:
        import openai

        try:
            body, sent = self._call(prompt, dialect, deadline)
        except openai.APIStatusError as error:
            raise _Refused(self._refusal(error), dialect.after(error.status_code, _said(error))) from None
        except (openai.APITimeoutError, httpx.TimeoutException, _TimeUpError):
            raise self._late(deadline - started) from None
        except (openai.APIConnectionError, httpx.HTTPError):
            raise _Refused(ProviderError(NAME, f"no connection to {self._host}")) from None
        except openai.OpenAIError as error:
            raise ProviderError(NAME, f"the client refused the call ({type(error).__name__})", permanent=True) from None
        seconds = time.monotonic() - started
        return self._answer(body, hashlib.sha256(sent).hexdigest(), seconds)

    def _call(self, prompt: Prompt, dialect: _Dialect, deadline: float) -> tuple[bytes, bytes]:
        """The raw answer and the raw request; read piece by piece, so that the deadline holds between pieces too."""
        import openai

        remaining = max(_LEAST_SECONDS, deadline - time.monotonic())
        timeout = openai.Timeout(remaining, connect=min(_CONNECT_SECONDS, remaining))
        completions = self._client().chat.completions.with_streaming_response
        with completions.create(**self._request(prompt, dialect), timeout=timeout) as response:
            pieces = bytearray()
            for piece in response.iter_bytes():
                pieces += piece
                if len(pieces) > _MAX_BYTES:
                    raise UnusableAnswerError(NAME, "the answer is too long to be one", permanent=True)
                if time.monotonic() > deadline:
                    raise _TimeUpError
            return bytes(pieces), response.http_request.content

    def _client(self) -> "openai.OpenAI":
        import openai

        with self._opening:
            if self._openai is None:
                client = openai.OpenAI(
                    base_url=self._section.base_url,
                    api_key=self._key or "none",  # a local server asks for none; the library insists
                    max_retries=0,
                    http_client=cast("Any", self._http),
                )
                # The library would send what the environment says of another account to whatever server this is.
                client.organization = client.project = None
                self._openai = client
            return self._openai

    def _request(self, prompt: Prompt, dialect: _Dialect) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self._section.model,
            "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
            dialect.tokens: prompt.max_tokens,
            "extra_body": dict(self._section.extra) or None,
        }
        if dialect.temperature and self._section.temperature is not None:
            request["temperature"] = self._section.temperature
        if dialect.format == "json_schema":
            name = re.sub(r"\W", "_", prompt.name)[:60] or "answer"
            json_schema = {"name": name, "schema": dict(prompt.schema), "strict": True}
            request["response_format"] = {"type": "json_schema", "json_schema": json_schema}
        elif dialect.format == "json_object":
            request["response_format"] = {"type": "json_object"}
        return request

    def _answer(self, body: bytes, request_hash: str, seconds: float) -> Answer:
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            raise UnusableAnswerError(
                NAME, f"{self._host} answered with something that is no JSON: is base_url right?"
            ) from None
        data = data if isinstance(data, dict) else {}
        usage = data.get("usage")
        used = (_count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))
        text, problem = _text(data)
        if problem:
            raise UnusableAnswerError(NAME, problem, prompt_tokens=used[0], completion_tokens=used[1])
        served = data.get("model")
        model = served if isinstance(served, str) and _MODEL.match(served) else self._section.model
        return Answer(text, model, self._host, *used, seconds=seconds, request_hash=request_hash)

    def _late(self, seconds: float) -> ProviderError:
        return ProviderError(NAME, f"no complete answer from {self._host} within {seconds:.3g} s")

    def _refusal(self, error: "openai.APIStatusError") -> ProviderError:
        """The status and the server's short code; its message may repeat the key or the prompt."""
        codes = [code for code in (error.code, error.type) if isinstance(code, str) and _CODE.match(code)]
        told = f"{self._host} answered {error.status_code}" + (f" ({codes[0]})" if codes else "")
        passes = error.status_code in {408, 429} or error.status_code >= 500
        permanent = not passes or "insufficient_quota" in codes
        return ProviderError(NAME, told, permanent=permanent, retry_after=_retry_after(error.response.headers))


class _Refused(Exception):  # noqa: N818 - not shown to anybody
    """One call failed: with what, and which dialect to try instead."""

    def __init__(self, failure: ProviderError, instead: _Dialect | None = None) -> None:
        super().__init__()
        self.failure = failure
        self.instead = instead


def _host(base_url: str) -> str:
    """Host and port, without a user's name or a path."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(base_url)
        if parts.scheme in {"http", "https"} and parts.hostname:
            return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    raise UserError("llm.base_url: is no http or https address; write for example https://api.openai.com/v1")


def _said(error: "openai.APIStatusError") -> str:
    """The server's words, to look for a reason in; never shown. Some say them outside of the protocol's fields."""
    return f"{error.message} {error.body}"[:4000]


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds the server asks to wait; a date is not understood, and then our own pause holds."""
    with contextlib.suppress(ValueError):
        seconds = float(headers.get("retry-after", ""))
        if 0 <= seconds < float("inf"):
            return seconds
    return None


def _text(data: Mapping[str, Any]) -> tuple[str, str]:
    """What was said, or what is wrong with it."""
    choices = data.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict):
        return "", "the answer holds no choice"
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    if message.get("refusal"):
        return "", "the model refused"
    if choice.get("finish_reason") == "length":
        return "", "the answer was cut off: raise max_tokens in [llm]"
    if choice.get("finish_reason") == "content_filter":
        return "", "the server's content filter held the answer back"
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        return "", "the answer is empty"
    return content, ""


def _count(usage: object, key: str) -> int:
    number = usage.get(key) if isinstance(usage, dict) else None
    return number if isinstance(number, int) and number >= 0 else 0


def _advice(error: ProviderError) -> str:
    found = re.search(r"answered (\d{3})", error.reason)
    if isinstance(error, UnusableAnswerError):
        return "the server answers, but not as a chat model does: check base_url and model in [llm]"
    if found:
        return _ADVICE.get(int(found[1]), _ADVICE_SERVER if found[1] >= "500" else _ADVICE[400])
    return _ADVICE_CONNECTION
