"""A chat-completions server on the loopback that answers as told, well or badly, and remembers what it was asked.

It knows the protocol, not our prompts: where no answer is queued it fills the JSON schema of the request.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.parts.common import LOOPBACK, wait_until

Answer = str | dict[str, Any] | list[Any] | Callable[["Asked"], Any]
"""Text, data sent as JSON text, or a function of the request giving either."""


class Mode(StrEnum):
    """How the next answers come."""

    ANSWER = "answer"  # the queue, then `default`, then whatever fits the schema
    INVENTED_NUMBERS = "invented numbers"  # the same, with every figure changed and one more invented per sentence
    WRONG_LANGUAGE = "wrong language"  # the same, its sentences replaced by Hungarian ones
    GARBAGE = "garbage"  # words where JSON was asked for
    HALF_JSON = "half json"  # the answer cut in the middle, yet "stop"
    LENGTH = "length"  # the same cut, honestly "length"
    REFUSAL = "refusal"
    CONTENT_FILTER = "content filter"
    EMPTY_CHOICES = "empty choices"
    EMPTY_TEXT = "empty text"
    BAD_REQUEST = "400"
    UNAUTHORIZED = "401"
    TOO_MANY = "429"
    NO_QUOTA = "429 insufficient_quota"
    SERVER_ERROR = "500"
    HTML = "html"  # 200 with a gateway's page
    HANG = "hang"  # no answer until stop()
    DROP = "drop"  # the connection closed without an answer
    DRIP = "drip"  # an answer that begins and goes on byte by byte, until stop()
    REDIRECT = "307"  # to this very address
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    OVERLOADED = "503"
    FILTERED = "400 content_filter"  # the prompt itself was held back, as Azure says it
    ERROR_IN_200 = "error in 200"
    THINK = "think"  # the answer after a <think> block with a draft of JSON in it
    THINK_END = "think end"  # the same, its opening tag swallowed by the server
    FENCED = "fenced"  # the answer in a Markdown fence
    PARTS = "parts"  # the answer as a list of parts, thinking first
    REASONING = "reasoning"  # thinking in a field of its own, and no content
    THINK_ONLY = "think only"  # a <think> block that never ends


_ERRORS: Mapping[Mode, tuple[int, str, str, str]] = {
    Mode.BAD_REQUEST: (400, "invalid_request_error", "context_length_exceeded", "The prompt is too long."),
    Mode.UNAUTHORIZED: (401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    Mode.TOO_MANY: (429, "requests", "rate_limit_exceeded", "Too many requests, slow down."),
    Mode.NO_QUOTA: (429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota."),
    Mode.FORBIDDEN: (403, "invalid_request_error", "model_not_allowed", "You may not use this model."),
    Mode.NOT_FOUND: (404, "invalid_request_error", "model_not_found", "The model does not exist."),
    Mode.OVERLOADED: (503, "server_error", "overloaded", "The server is overloaded."),
    Mode.FILTERED: (400, "invalid_request_error", "content_filter", "The prompt triggered a content policy."),
    Mode.REDIRECT: (307, "redirect", "moved", "Moved."),
    Mode.SERVER_ERROR: (500, "server_error", "internal_error", "The server had an error."),
}
_FOREIGN = "Az ügyfél elégedett volt a legutóbbi szállítással, és a következő negyedévben bővítené az együttműködést."
_THOUGHT = 'The user wants JSON. Perhaps {"said": "a draft"}? No, better not.'
_PAGE = "<!doctype html><html><head><title>Sign in</title></head><body><h1>Gateway</h1></body></html>"


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def text(self) -> str:
        """All messages, one after another."""
        return "\n\n".join(_text_of(message.get("content")) for message in self.body.get("messages", []))

    @property
    def schema(self) -> Mapping[str, Any] | None:
        """The JSON schema that was asked for, if any."""
        wanted = self.body.get("response_format") or {}
        found: Mapping[str, Any] | None = (wanted.get("json_schema") or {}).get("schema")
        return found

    @property
    def key(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")


class FakeLlm:
    """The server. Point the client's base URL at `base_url`; any key will do.

    `answers` is a queue, `then` a queue of modes for single requests, `mode` holds once that queue is empty.
    """

    def __init__(self, *answers: Answer, mode: Mode = Mode.ANSWER) -> None:
        self.answers: deque[Answer] = deque(answers)
        self.default: Answer | None = None
        self.mode = mode
        self.then: deque[Mode] = deque()
        self.retry_after: str | None = None
        self.headers: dict[str, str] = {}
        """Further headers of every answer."""
        self.refuses: set[str] = set()
        """Types of ``response_format`` that are answered with 400."""
        self.usage: dict[str, Any] | None = {}
        """Laid over the counted usage; None: no usage is told."""
        self.connections = 0
        self.asked: list[Asked] = []
        self.model = "fake"
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._server = _Http((LOOPBACK, 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="fake-llm", daemon=True
        )
        self._thread.start()

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self._server.server_port}/v1"

    def wait_for(self, count: int, seconds: float = 10.0) -> list[Asked]:
        """The requests, once there are that many."""
        wait_until(lambda: len(self.asked) >= count, f"{count} requests at the language model", seconds)
        return list(self.asked)

    def release(self) -> None:
        """Lets hanging requests go, without an answer."""
        self._released.set()

    def stop(self) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # What the handler asks.

    def _take(self, asked: Asked) -> tuple[Mode, Any]:
        """The mode for this request, and the answer where the mode needs one."""
        with self._lock:
            self.asked.append(asked)
            if (asked.body.get("response_format") or {}).get("type") in self.refuses:
                return Mode.BAD_REQUEST, None
            mode = self.then.popleft() if self.then else self.mode
            if mode not in _WITH_ANSWER:
                return mode, None
            answer = self.answers.popleft() if self.answers else self.default
        if callable(answer):
            answer = answer(asked)
        if answer is None:
            answer = fill(asked.schema) if asked.schema else "The customer was satisfied with the last delivery."
        return mode, answer


_WRAPPED = {Mode.THINK, Mode.THINK_END, Mode.FENCED, Mode.PARTS}
_WITH_ANSWER = {
    Mode.ANSWER, Mode.INVENTED_NUMBERS, Mode.WRONG_LANGUAGE, Mode.HALF_JSON, Mode.LENGTH, *_WRAPPED
}  # fmt: skip


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    owner: FakeLlm

    def process_request(self, request: Any, client_address: Any) -> None:
        self.owner.connections += 1
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone away is no error here."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        owner = self.server.owner
        if self.path == "/v1/models":
            self._send(200, {"object": "list", "data": [{"id": owner.model, "object": "model"}]})
        else:
            self._send(200 if self.path == "/health" else 404, {"status": "ok"})

    def do_POST(self) -> None:
        owner = self.server.owner
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        if self.path.partition("?")[0] != "/v1/chat/completions":
            self._send(404, _error("invalid_request_error", "not_found", f"No such path: {self.path}"))
            return
        mode, answer = owner._take(asked)
        if mode in _ERRORS:
            status, kind, code, words = _ERRORS[mode]
            if asked.body.get("response_format", {}).get("type") in owner.refuses:
                code, words = "unsupported", "This response_format is not supported."
            self._send(status, _error(kind, code, words))
        elif mode is Mode.ERROR_IN_200:
            self._send(200, _error("server_error", "internal_error", "The server had an error."))
        elif mode is Mode.DRIP:
            self._drip()
        elif mode is Mode.HTML:
            self._send(200, _PAGE)
        elif mode in {Mode.HANG, Mode.DROP}:
            if mode is Mode.HANG:
                owner._released.wait()
            self.close_connection = True
        else:
            self._send(200, _completion(asked, mode, answer, owner.usage))

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.close_connection = True
        while not self.server.owner._released.wait(0.05):
            self.wfile.write(b" ")

    def _send(self, status: int, content: dict[str, Any] | str) -> None:
        page = isinstance(content, str)
        payload = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8" if page else "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.send_header("x-request-id", f"req_{len(self.server.owner.asked)}")
        for name, value in self.server.owner.headers.items():
            self.send_header(name, value)
        if status == 307:
            self.send_header("Location", self.path)
        if status in {429, 503} and self.server.owner.retry_after:
            self.send_header("Retry-After", self.server.owner.retry_after)
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing: the requests are in `asked`."""


def _completion(asked: Asked, mode: Mode, answer: Any, usage: dict[str, Any] | None) -> dict[str, Any]:
    content: str | list[dict[str, Any]] | None
    refusal, finish = None, "stop"
    content = _content(mode, answer)
    if mode is Mode.REFUSAL:
        content, refusal = None, "I'm sorry, but I can't help with that."
    elif mode is Mode.LENGTH:
        finish = "length"
    elif mode is Mode.CONTENT_FILTER:
        content, finish = None, "content_filter"
    elif mode is Mode.REASONING:
        content = None
    message = {"role": "assistant", "content": content, "refusal": refusal}
    if mode is Mode.REASONING:
        message["reasoning_content"] = _THOUGHT
    choice = {
        "index": 0,
        "finish_reason": finish,
        "logprobs": None,
        "message": message,
    }
    asked_tokens, said_tokens = len(asked.text) // 3, len(str(content or "")) // 3
    counted = {
        "prompt_tokens": asked_tokens,
        "completion_tokens": said_tokens,
        "total_tokens": asked_tokens + said_tokens,
    }
    return {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": asked.body.get("model", "fake"),
        "choices": [] if mode is Mode.EMPTY_CHOICES else [choice],
        "usage": None if usage is None else {**counted, **usage},
    }


def _content(mode: Mode, answer: Any) -> str | list[dict[str, Any]]:
    if mode is Mode.INVENTED_NUMBERS:
        answer = _in_sentences(answer, _invent)
    elif mode is Mode.WRONG_LANGUAGE:
        answer = _in_sentences(answer, lambda _: _FOREIGN)
    if mode is Mode.GARBAGE:
        return 'Sure! Here is your brief:\n\n**Brief** {"headline": oops\n- as an AI model I would say'
    if mode is Mode.THINK_ONLY:
        return f"<think>\n{_THOUGHT}"
    if mode not in _WITH_ANSWER:
        return ""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    if mode in _WRAPPED:
        return _wrapped(mode, text)
    return text[: len(text) // 2] if mode in {Mode.HALF_JSON, Mode.LENGTH} else text


def _wrapped(mode: Mode, text: str) -> str | list[dict[str, Any]]:
    if mode is Mode.PARTS:
        thinking = {"type": "thinking", "thinking": [{"type": "text", "text": _THOUGHT}]}
        half = len(text) // 2
        return [thinking, {"type": "text", "text": text[:half]}, {"type": "text", "text": text[half:]}]
    if mode is Mode.FENCED:
        return f"```json\n{text}\n```"
    opening = "<think>\n" if mode is Mode.THINK else ""
    return f"{opening}{_THOUGHT}\n</think>\n\n{text}"


def _in_sentences(answer: Any, change: Callable[[str], str]) -> Any:
    """The answer with `change` made in every string that is prose: ids, enums and single words stay."""
    if isinstance(answer, str):
        return change(answer) if len(answer.split()) > 2 else answer
    if isinstance(answer, list):
        return [_in_sentences(item, change) for item in answer]
    if isinstance(answer, dict):
        return {name: _in_sentences(value, change) for name, value in answer.items()}
    return answer


def _invent(text: str) -> str:
    changed = re.sub(r"\d+", lambda found: str(int(found[0]) * 3 + 17), text)
    return f"{changed} Orders grew by 437 % to 98,765 euros since 12 March."


def fill(schema: Mapping[str, Any]) -> Any:
    """Data that obeys the schema: every property there, lists with one item, text in plain sentences."""
    return _fill(schema, schema.get("$defs", {}))


def _fill(schema: Mapping[str, Any], shared: Mapping[str, Any]) -> Any:
    choices = schema.get("anyOf") or schema.get("oneOf")
    if "$ref" in schema:
        return _fill(shared[schema["$ref"].rpartition("/")[2]], shared)
    if choices:
        return _fill(next((one for one in choices if one.get("type") != "null"), choices[0]), shared)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("type") == "object":
        return {name: _fill(value, shared) for name, value in schema.get("properties", {}).items()}
    if schema.get("type") == "array":
        return [_fill(schema.get("items", {}), shared)] * max(1, schema.get("minItems", 1))
    simple = {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 1.5), "boolean": False, "null": None}
    return simple.get(schema.get("type", "string"), "The customer was satisfied with the last delivery.")


def _text_of(content: Any) -> str:
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content)
    return str(content or "")


def _error(kind: str, code: str, words: str) -> dict[str, Any]:
    return {"error": {"message": words, "type": kind, "code": code, "param": None}}
