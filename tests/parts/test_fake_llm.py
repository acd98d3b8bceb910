"""The fake language model speaks the protocol, and misbehaves as told."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pydantic
import pytest

from tests.parts.fake_llm import Asked, FakeLlm, Mode


class Line(pydantic.BaseModel):
    text: str
    facts: list[str]


class Brief(pydantic.BaseModel):
    headline: str
    lines: list[Line]
    mood: str | None


GOOD: dict[str, Any] = {
    "headline": "Kone wants the renewal for 40 sites",
    "lines": [{"text": "Satisfaction fell from 9 to 6 in May", "facts": ["F01"]}],
    "mood": None,
}


@pytest.fixture
def client(fake_llm: FakeLlm) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=fake_llm.base_url, api_key="k", max_retries=0, timeout=2) as client:
        yield client


def ask(client: openai.OpenAI) -> Brief | None:
    done = client.chat.completions.parse(
        model="any", messages=[{"role": "user", "content": "Write a brief."}], response_format=Brief
    )
    return done.choices[0].message.parsed


def test_queued_answers_come_in_order_and_requests_are_remembered(fake_llm: FakeLlm, client: openai.OpenAI) -> None:
    fake_llm.answers.extend([GOOD, lambda asked: GOOD | {"headline": f"heard: {asked.text}"}])
    first, second = ask(client), ask(client)
    assert first
    assert first.headline == "Kone wants the renewal for 40 sites"
    assert second
    assert second.headline == "heard: Write a brief."
    assert [asked.key for asked in fake_llm.asked] == ["k", "k"]
    assert fake_llm.asked[0].schema


def test_without_a_queue_the_schema_is_filled(client: openai.OpenAI) -> None:
    brief = ask(client)
    assert brief
    assert brief.lines


def test_invented_numbers_keep_the_shape_and_the_ids(fake_llm: FakeLlm, client: openai.OpenAI) -> None:
    fake_llm.answers.append(GOOD)
    fake_llm.mode = Mode.INVENTED_NUMBERS
    brief = ask(client)
    assert brief
    assert brief.lines[0].facts == ["F01"]
    assert " 9 " not in brief.lines[0].text
    assert "437 %" in brief.lines[0].text


def test_the_wrong_language_keeps_the_shape(fake_llm: FakeLlm, client: openai.OpenAI) -> None:
    fake_llm.answers.append(GOOD)
    fake_llm.mode = Mode.WRONG_LANGUAGE
    brief = ask(client)
    assert brief
    assert brief.headline.startswith("Az ügyfél")


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        (Mode.GARBAGE, pydantic.ValidationError),
        (Mode.HALF_JSON, pydantic.ValidationError),
        (Mode.LENGTH, openai.LengthFinishReasonError),
        (Mode.CONTENT_FILTER, openai.ContentFilterFinishReasonError),
        (Mode.EMPTY_CHOICES, IndexError),
        (Mode.BAD_REQUEST, openai.BadRequestError),
        (Mode.UNAUTHORIZED, openai.AuthenticationError),
        (Mode.TOO_MANY, openai.RateLimitError),
        (Mode.NO_QUOTA, openai.RateLimitError),
        (Mode.SERVER_ERROR, openai.InternalServerError),
        (Mode.HTML, AttributeError),
        (Mode.DROP, openai.APIConnectionError),
    ],
)
def test_each_fault_reaches_the_client_as_it_would_from_a_vendor(
    fake_llm: FakeLlm, client: openai.OpenAI, mode: Mode, error: type[Exception]
) -> None:
    fake_llm.mode = mode
    with pytest.raises(error):
        ask(client)


@pytest.mark.parametrize("mode", [Mode.REFUSAL, Mode.EMPTY_TEXT])
def test_a_refusal_or_silence_is_no_error_but_no_brief(fake_llm: FakeLlm, client: openai.OpenAI, mode: Mode) -> None:
    fake_llm.mode = mode
    assert ask(client) is None


def test_quota_and_rate_are_told_apart_by_their_code(fake_llm: FakeLlm, client: openai.OpenAI) -> None:
    fake_llm.then.extend([Mode.NO_QUOTA, Mode.TOO_MANY])
    fake_llm.retry_after = "7"
    codes = []
    for _ in range(2):
        with pytest.raises(openai.RateLimitError) as caught:
            ask(client)
        codes.append(caught.value.code)
        assert caught.value.response.headers["retry-after"] == "7"
    assert codes == ["insufficient_quota", "rate_limit_exceeded"]


@pytest.mark.slow
def test_a_fault_for_one_request_passes(fake_llm: FakeLlm, client: openai.OpenAI) -> None:
    fake_llm.then.append(Mode.SERVER_ERROR)
    assert ask(client.with_options(max_retries=1))
    assert len(fake_llm.asked) == 2


@pytest.mark.slow
def test_a_hanging_model_is_left_at_the_time_limit(fake_llm: FakeLlm, client: openai.OpenAI) -> None:
    fake_llm.mode = Mode.HANG
    with pytest.raises(openai.APITimeoutError):
        ask(client.with_options(timeout=0.2))


@pytest.mark.slow
def test_many_requests_at_once_are_all_answered(fake_llm: FakeLlm) -> None:
    def echo(asked: Asked) -> str:
        return asked.text

    fake_llm.default = echo
    heard: list[str] = []

    def one(number: int) -> None:
        body = {"model": "m", "messages": [{"role": "user", "content": f"n{number}"}]}
        answer = httpx.post(f"{fake_llm.base_url}/chat/completions", json=body, timeout=5)
        heard.append(answer.json()["choices"][0]["message"]["content"])

    threads = [threading.Thread(target=one, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == sorted(f"n{number}" for number in range(16))


def raw(fake_llm: FakeLlm, **body: Any) -> httpx.Response:
    body = {"model": "m", "messages": [{"role": "user", "content": "Write."}], **body}
    return httpx.post(f"{fake_llm.base_url}/chat/completions", json=body, timeout=5)


@pytest.mark.parametrize(
    ("mode", "status", "words"),
    [
        (Mode.FORBIDDEN, 403, "model_not_allowed"),
        (Mode.NOT_FOUND, 404, "model_not_found"),
        (Mode.OVERLOADED, 503, "overloaded"),
        (Mode.FILTERED, 400, "content_filter"),
        (Mode.REDIRECT, 307, "moved"),
        (Mode.ERROR_IN_200, 200, "internal_error"),
        (Mode.THINK, 200, "<think>"),
        (Mode.THINK_END, 200, "</think>"),
        (Mode.FENCED, 200, "```json"),
        (Mode.PARTS, 200, '"type": "thinking"'),
        (Mode.REASONING, 200, "reasoning_content"),
        (Mode.THINK_ONLY, 200, "<think>"),
    ],
)
def test_each_way_of_a_server_is_on_the_wire(fake_llm: FakeLlm, mode: Mode, status: int, words: str) -> None:
    fake_llm.mode = mode
    answer = raw(fake_llm)
    assert answer.status_code == status
    assert words in answer.text


def test_a_dripping_answer_begins_and_does_not_end(fake_llm: FakeLlm) -> None:
    fake_llm.mode = Mode.DRIP
    with httpx.stream("POST", f"{fake_llm.base_url}/chat/completions", json={"messages": []}, timeout=5) as answer:
        assert answer.status_code == 200
        assert [piece for piece, _ in zip(answer.iter_raw(), range(3), strict=False)] == [b" "] * 3


def test_headers_usage_and_refused_formats_are_as_told(fake_llm: FakeLlm) -> None:
    fake_llm.headers, fake_llm.refuses = {"x-told": "yes"}, {"json_object"}
    fake_llm.usage = {"prompt_tokens": 7}
    answer = raw(fake_llm)
    assert answer.headers["x-told"] == "yes"
    assert answer.json()["usage"]["prompt_tokens"] == 7
    refused = raw(fake_llm, response_format={"type": "json_object"})
    assert (refused.status_code, "response_format" in refused.text) == (400, True)
    fake_llm.usage = None
    assert raw(fake_llm).json()["usage"] is None


def test_connections_are_counted(fake_llm: FakeLlm) -> None:
    raw(fake_llm)
    raw(fake_llm)
    assert fake_llm.connections == 2
