"""A prompt, a provider and servers of our own making, for the tests of the language model's provider."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from kambrief.errors import ModelError
from kambrief.ports import Prompt
from kambrief.providers.llm.openai import Config, Provider

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KEY = "sk-very-secret"
SECRETS = (KEY, "sk-second-secret", "header-secret", "query-secret", "Leena", "colleague")
"""What no error, no log line and no other server may show."""

PROMPT = Prompt(
    system="You are a colleague.",
    user="The private matter of Leena.",
    schema={
        "type": "object",
        "properties": {"said": {"type": "string"}},
        "required": ["said"],
        "additionalProperties": False,
    },
    name="brief v1",
    version="abc",
    max_tokens=700,
)


def section(base_url: str, **more: Any) -> Config:
    return Config(base_url=base_url, model="tiny-1", api_key_env="TEST_LLM_KEY", **more)


@contextlib.contextmanager
def provider_at(base_url: str, **more: Any) -> Iterator[Provider]:
    """Closed at the end. Without a key, so that no environment is needed."""
    with contextlib.closing(Provider(Config(**{"base_url": base_url, "model": "tiny-1", **more}))) as provider:
        yield provider


def failure(provider: Provider, timeout: float = 5.0) -> ModelError:
    with pytest.raises(ModelError) as caught:
        provider.write(PROMPT, timeout)
    for hidden in SECRETS:
        assert hidden not in str(caught.value)
        assert hidden not in str(caught.value.failed)
    return caught.value


def completion(text: object, **message: object) -> dict[str, object]:
    return {"choices": [{"message": {"content": text, **message}, "finish_reason": "stop"}]}


@contextlib.contextmanager
def serving(answer: Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]) -> Iterator[str]:
    """A server whose every POST is answered by the function; gives its base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with contextlib.suppress(OSError):
                answer(self, body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def send(handler: BaseHTTPRequestHandler, status: int, content: object, **headers: str) -> None:
    payload = content if isinstance(content, bytes) else json.dumps(content).encode()
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(payload)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(payload)
