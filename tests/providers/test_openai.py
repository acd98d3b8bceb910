"""The language model's provider against a server that misbehaves: one answer or one clear error, never too late."""

import contextlib
import hashlib
import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx
import pytest

from kambrief.errors import UnusableAnswerError, UserError
from kambrief.providers.llm.openai import Config, Provider
from tests.parts.fake_llm import FakeLlm, Mode
from tests.providers.openai_sample import KEY, NOW, PROMPT, completion, failure, section, send, serving


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TEST_LLM_KEY", KEY)
    return KEY


Make = Callable[..., Provider]


@pytest.fixture
def make(key: str) -> Iterator[Make]:  # noqa: ARG001 - must be in the environment
    """Makes providers: `make(base_url, temperature=0.1)`."""
    with contextlib.ExitStack() as stack:

        def build(base_url: str, client: httpx.Client | None = None, **settings: Any) -> Provider:
            provider = Provider(section(base_url, **settings), client)
            stack.callback(provider.close)
            return provider

        yield build


@pytest.fixture
def provider(fake_llm: FakeLlm, make: Make) -> Provider:
    return make(fake_llm.base_url)


# --- a good answer ---


def test_the_answer_comes_with_its_receipt(fake_llm: FakeLlm, provider: Provider) -> None:
    fake_llm.answers.append({"said": "yes"})
    answer = provider.write(PROMPT, 5)
    assert json.loads(answer.text) == {"said": "yes"}
    assert (answer.model, answer.destination) == (
        "tiny-1",
        fake_llm.base_url.removeprefix("http://").removesuffix("/v1"),
    )
    assert answer.prompt_tokens > 0
    assert answer.completion_tokens > 0
    assert answer.seconds > 0
    assert len(answer.request_hash) == 64


def test_the_request_is_what_the_configuration_says(fake_llm: FakeLlm, make: Make, key: str) -> None:
    provider = make(fake_llm.base_url, temperature=0.1, extra={"seed": 7})
    provider.write(PROMPT, 5)
    [asked] = fake_llm.asked
    assert asked.key == key
    assert asked.body == {
        "model": "tiny-1",
        "messages": [{"role": "system", "content": PROMPT.system}, {"role": "user", "content": PROMPT.user}],
        "max_tokens": 700,
        "temperature": 0.1,
        "seed": 7,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "brief_v1", "schema": PROMPT.schema, "strict": True},
        },
    }


def test_the_hash_is_that_of_the_bytes_that_were_sent(make: Make) -> None:
    sent: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return httpx.Response(200, json=completion("x"))

    provider = make("https://llm.example/v1", httpx.Client(transport=httpx.MockTransport(answer)))
    assert provider.write(PROMPT, 5).request_hash == hashlib.sha256(sent[0]).hexdigest()


def test_no_temperature_is_sent_where_none_is_set(fake_llm: FakeLlm, make: Make) -> None:
    make(fake_llm.base_url, temperature=None).write(PROMPT, 5)
    assert "temperature" not in fake_llm.asked[0].body


def test_nothing_of_another_account_in_the_environment_is_sent(
    fake_llm: FakeLlm, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_API_KEY", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "someone-else")
    provider.write(PROMPT, 5)
    assert "someone-else" not in str(fake_llm.asked[0].headers)


def test_a_server_without_a_key_gets_a_placeholder(fake_llm: FakeLlm) -> None:
    provider = Provider(Config(base_url=fake_llm.base_url, model="tiny-1"))
    provider.write(PROMPT, 5)
    provider.close()
    assert fake_llm.asked[0].key == "none"


def test_a_named_key_that_is_not_there_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_LLM_KEY", raising=False)
    with pytest.raises(UserError, match="TEST_LLM_KEY"):
        Provider(section("http://127.0.0.1:1/v1"))


@pytest.mark.parametrize("url", ["llm.example/v1", "ftp://llm.example", "http://[bad", "http://"])
def test_an_address_that_is_none_is_told_at_once(url: str, make: Make) -> None:
    with pytest.raises(UserError, match="base_url"):
        make(url)


# --- failures ---


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        (Mode.EMPTY_CHOICES, "holds no choice"),
        (Mode.EMPTY_TEXT, "is empty"),
        (Mode.REFUSAL, "refused"),
        (Mode.CONTENT_FILTER, "content filter"),
        (Mode.LENGTH, "max_tokens"),
        (Mode.HTML, "no JSON"),
    ],
)
def test_an_answer_with_nothing_to_use_is_an_error_that_keeps_its_cost(
    fake_llm: FakeLlm, provider: Provider, mode: Mode, told: str
) -> None:
    fake_llm.mode = mode
    error = failure(provider)
    assert isinstance(error, UnusableAnswerError)
    assert told in error.reason
    assert (error.prompt_tokens > 0) == (mode is not Mode.HTML)
    assert len(fake_llm.asked) == 1


@pytest.mark.parametrize("mode", [Mode.GARBAGE, Mode.HALF_JSON, Mode.INVENTED_NUMBERS, Mode.WRONG_LANGUAGE])
def test_what_was_said_badly_is_handed_on_as_it_is(fake_llm: FakeLlm, provider: Provider, mode: Mode) -> None:
    fake_llm.mode = mode
    assert provider.write(PROMPT, 5).text


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        (Mode.BAD_REQUEST, "400 (context_length_exceeded)"),
        (Mode.UNAUTHORIZED, "401 (invalid_api_key)"),
        (Mode.NO_QUOTA, "429 (insufficient_quota)"),
    ],
)
def test_what_will_not_pass_is_asked_once(fake_llm: FakeLlm, provider: Provider, mode: Mode, told: str) -> None:
    fake_llm.mode = mode
    error = failure(provider)
    assert error.permanent
    assert error.reason.endswith(told)
    assert len(fake_llm.asked) == 1


@pytest.mark.slow
@pytest.mark.parametrize("mode", [Mode.TOO_MANY, Mode.SERVER_ERROR, Mode.DROP])
def test_what_may_pass_is_asked_again(fake_llm: FakeLlm, provider: Provider, mode: Mode) -> None:
    fake_llm.then.append(mode)
    fake_llm.retry_after = "0"
    assert provider.write(PROMPT, 10).text
    assert len(fake_llm.asked) == 2


def test_a_wait_that_does_not_fit_is_not_begun(fake_llm: FakeLlm, provider: Provider) -> None:
    fake_llm.mode, fake_llm.retry_after = Mode.TOO_MANY, "3600"
    error = failure(provider, timeout=5)
    assert (error.permanent, error.retry_after) == (False, 3600)
    assert len(fake_llm.asked) == 1


def test_it_is_not_asked_for_ever(fake_llm: FakeLlm, provider: Provider) -> None:
    fake_llm.mode, fake_llm.retry_after = Mode.TOO_MANY, "0"
    failure(provider, timeout=30)
    assert len(fake_llm.asked) == 4


@pytest.mark.slow
def test_a_server_that_is_not_there_is_told(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error = failure(make(f"http://127.0.0.1:{port}/v1"), timeout=1)
    assert "no connection" in error.reason
    assert not error.permanent


@pytest.mark.slow
def test_a_hanging_server_is_left_when_time_is_up_and_not_asked_again(fake_llm: FakeLlm, provider: Provider) -> None:
    fake_llm.mode = Mode.HANG
    assert "within" in failure(provider, timeout=0.5).reason
    fake_llm.release()
    fake_llm.mode = Mode.ANSWER
    assert provider.write(PROMPT, 5).text
    assert len(fake_llm.asked) == 2


def test_no_time_is_no_call(fake_llm: FakeLlm, provider: Provider) -> None:
    failure(provider, timeout=0)
    failure(provider, timeout=-1)
    assert provider.write(PROMPT, 5).text
    assert len(fake_llm.asked) == 1


# --- servers of our own making ---


@pytest.mark.slow
@pytest.mark.parametrize("place", ["headers", "body"])
def test_an_answer_that_comes_byte_by_byte_ends_at_the_time_limit(place: str, make: Make) -> None:
    over = threading.Event()

    def drip(handler: BaseHTTPRequestHandler, _: object) -> None:
        start = b"HTTP/1.1 200 OK\r\n" + (b"Content-Length: 9999\r\n\r\n" if place == "body" else b"X-Slow: ")
        handler.wfile.write(start)
        while not over.wait(0.05):
            handler.wfile.write(b"x")

    with serving(drip) as url:
        error = failure(make(url), timeout=0.6)
        over.set()
    assert "within 0.6 s" in error.reason


@pytest.mark.parametrize(
    ("refused", "used"),
    [
        ((), "json_schema"),
        (("json_schema",), "json_object"),
        (("json_schema", "json_object"), None),
    ],
)
def test_a_format_the_server_does_not_know_is_replaced_and_remembered(
    refused: Sequence[str],
    used: str | None,
    make: Make,
) -> None:
    formats: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        wanted = body.get("response_format", {}).get("type")
        formats.append(wanted)
        if wanted in refused:
            send(handler, 400, {"error": f"'response_format.type' must not be {wanted}"})
        else:
            send(handler, 200, completion("{}"))

    with serving(answer) as url:
        provider = make(url)
        provider.write(PROMPT, 10)
        provider.write(PROMPT, 10)
    assert formats == [*refused, used, used]


def test_newer_names_of_parameters_are_learnt(make: Make) -> None:
    bodies: list[dict[str, Any]] = []

    def answer(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        bodies.append(body)
        if "max_tokens" in body:
            words = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
            send(handler, 400, {"error": {"message": words, "param": "max_tokens", "code": "unsupported_parameter"}})
        elif "temperature" in body:
            send(handler, 400, {"error": {"message": "Unsupported value", "param": "temperature"}})
        else:
            send(handler, 200, completion("{}"))

    with serving(answer) as url:
        make(url).write(PROMPT, 10)
    assert bodies[-1]["max_completion_tokens"] == 700
    assert "temperature" not in bodies[-1]
    assert bodies[-1]["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize(
    "content",
    [
        [],
        7,
        None,
        {},
        {"choices": None},
        {"choices": [None]},
        {"choices": [{}]},
        {"choices": [{"message": "text"}]},
        completion(None),
        completion(["x"]),
        completion({"a": 1}),
        {"error": {"message": "a fault told with status 200, and sk-very-secret"}},
        b"[" * 200_000,
        b"\xff\xfe",
        b"",
    ],
)
def test_any_odd_answer_is_one_clear_error(content: object, make: Make) -> None:
    with serving(lambda handler, _: send(handler, 200, content)) as url:
        assert isinstance(failure(make(url)), UnusableAnswerError)


def test_odd_usage_and_an_odd_model_name_are_not_passed_on(make: Make) -> None:
    odd = completion("{}") | {"usage": {"prompt_tokens": "many", "completion_tokens": -4}, "model": "<b>x</b>"}
    with serving(lambda handler, _: send(handler, 200, odd)) as url:
        answer = make(url).write(PROMPT, 5)
    assert (answer.prompt_tokens, answer.completion_tokens, answer.model) == (0, 0, "tiny-1")


def test_a_redirect_is_not_followed(fake_llm: FakeLlm, make: Make) -> None:
    target = f"{fake_llm.base_url}/chat/completions"
    with serving(lambda handler, _: send(handler, 307, {}, Location=target)) as url:
        assert "answered 307" in failure(make(url)).reason
    assert fake_llm.asked == []


def test_the_servers_own_words_are_never_repeated(make: Make) -> None:
    words = {"error": {"message": "key sk-very-secret; Leena", "code": "sk-very-secret", "type": "Leena said"}}
    with serving(lambda handler, _: send(handler, 401, words)) as url:
        assert failure(make(url)).reason.endswith("answered 401")


# --- check ---


def test_a_check_says_model_format_and_tokens(fake_llm: FakeLlm, provider: Provider) -> None:
    [health] = provider.check(NOW)
    assert health.ok
    assert "tiny-1" in health.summary
    assert "json_schema" in health.summary
    assert "tokens" in health.summary
    assert len(fake_llm.asked) == 1


@pytest.mark.parametrize(
    ("mode", "advice"),
    [
        (Mode.UNAUTHORIZED, "api_key"),
        (Mode.NO_QUOTA, "plan"),
        (Mode.HTML, "base_url"),
    ],
)
def test_a_failed_check_says_what_to_do(fake_llm: FakeLlm, provider: Provider, mode: Mode, advice: str) -> None:
    fake_llm.mode = mode
    [health] = provider.check(NOW)
    assert not health.ok
    assert advice in health.advice


def test_a_check_of_a_wrong_path_says_so(fake_llm: FakeLlm, make: Make) -> None:
    [health] = make(fake_llm.base_url + "/v2").check(NOW)
    assert "404" in health.summary
    assert "/v1" in health.advice


@pytest.mark.slow
def test_a_check_of_a_server_that_hangs_ends(fake_llm: FakeLlm, make: Make) -> None:
    fake_llm.mode = Mode.HANG
    [health] = make(fake_llm.base_url, timeout_seconds=0.4).check(NOW)
    assert not health.ok
    assert "reached" in health.advice
