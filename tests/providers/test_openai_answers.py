"""What a model's server may answer, one kind after the other: text to use, or one clear error with its cost."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from kambrief.errors import UnusableAnswerError
from kambrief.providers.chat_answer import read
from kambrief.providers.llm.openai import Provider
from tests.parts.fake_llm import FakeLlm, Mode
from tests.providers.openai_sample import PROMPT, completion, failure, provider_at, send, serving

SAID = {"said": "yes"}


@pytest.fixture
def provider(fake_llm: FakeLlm) -> Iterator[Provider]:
    with provider_at(fake_llm.base_url, price_per_million_in=1000, price_per_million_out=2000) as provider:
        yield provider


# --- to be used ---


@pytest.mark.parametrize("mode", [Mode.ANSWER, Mode.THINK, Mode.THINK_END, Mode.FENCED, Mode.PARTS])
def test_the_json_is_found_wherever_the_server_leaves_it(fake_llm: FakeLlm, provider: Provider, mode: Mode) -> None:
    fake_llm.mode = mode
    fake_llm.answers.append(SAID)
    assert json.loads(provider.write(PROMPT, 5).text) == SAID


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('{"said": "the tag </think> in a string"}', '{"said": "the tag </think> in a string"}'),
        ('<THINKING>a {"b": 1}</THINKING>{"c": 2}', '{"c": 2}'),
        ('[THINK]hm[/THINK]\n{"c": 2}', '{"c": 2}'),
        ('```\n{"c": 2}\n```', '{"c": 2}'),
        ('<think>x</think>\n```json\n{"c": 2}\n```\n', '{"c": 2}'),
        ('Here it is:\n```json\n{"c": 2}\n```', 'Here it is:\n```json\n{"c": 2}\n```'),
        ([{"type": "text", "text": "a"}, {"type": "output_text", "text": "b"}, {"text": "c"}], "abc"),
        ([{"type": "image_url", "image_url": "x"}, 7, {"type": "text", "text": 8}, {"type": "text", "text": "a"}], "a"),
    ],
)
def test_thinking_and_fences_around_an_answer_are_taken_off(content: object, text: str) -> None:
    reply = read(json.dumps(completion(content)).encode())
    assert reply
    assert (reply.text, reply.problem) == (text, "")


@pytest.mark.parametrize("mode", [Mode.GARBAGE, Mode.HALF_JSON])
def test_words_that_are_no_json_are_handed_on_for_the_repair(fake_llm: FakeLlm, provider: Provider, mode: Mode) -> None:
    fake_llm.mode = mode
    answer = provider.write(PROMPT, 5)
    assert answer.text
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        json.loads(answer.text)


# --- nothing to use ---


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        (Mode.REFUSAL, "refused"),
        (Mode.LENGTH, "raise max_tokens"),
        (Mode.CONTENT_FILTER, "content filter"),
        (Mode.EMPTY_CHOICES, "no choice"),
        (Mode.EMPTY_TEXT, "is empty"),
        (Mode.REASONING, "only thought"),
        (Mode.THINK_ONLY, "only thought"),
        (Mode.ERROR_IN_200, "told of an error"),
        (Mode.HTML, "no JSON"),
    ],
)
def test_an_answer_with_nothing_to_use_is_told_with_what_it_cost(
    fake_llm: FakeLlm, provider: Provider, mode: Mode, told: str
) -> None:
    fake_llm.mode = mode
    error = failure(provider)
    assert isinstance(error, UnusableAnswerError)
    assert told in error.reason
    [call] = error.failed
    assert (call.reason, call.model, len(call.request_hash)) == (error.reason, "tiny-1", 64)
    assert call.destination in fake_llm.base_url
    counted = mode not in {Mode.HTML, Mode.ERROR_IN_200}
    assert (call.prompt_tokens > 0, bool(call.cost)) == (counted, counted)
    assert (error.prompt_tokens, error.completion_tokens) == (call.prompt_tokens, call.completion_tokens)
    assert len(fake_llm.asked) == 1


@pytest.mark.parametrize("finish", ["length", "max_tokens", "model_length"])
def test_every_word_for_being_cut_off_is_known(finish: str) -> None:
    cut = {"choices": [{"message": {"content": '{"said": "ye'}, "finish_reason": finish}]}
    reply = read(json.dumps(cut).encode())
    assert reply
    assert "cut off" in reply.problem


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
def test_thinking_without_an_answer_is_known_by_either_name(field: str) -> None:
    reply = read(json.dumps(completion(None, **{field: '{"said": "a draft"}'})).encode())
    assert reply
    assert "only thought" in reply.problem


def test_a_list_that_only_thinks_or_refuses_is_no_answer() -> None:
    for part, told in (({"type": "thinking", "thinking": []}, "empty"), ({"type": "refusal", "refusal": "No."}, "refused"),
                       ({"type": "thinking", "thinking": [{"text": "x"}]}, "only thought")):  # fmt: skip
        reply = read(json.dumps(completion([part])).encode())
        assert reply
        assert told in reply.problem


# --- refused or not answered at all ---


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mode", "told", "asked"),
    [
        (Mode.BAD_REQUEST, "answered 400 (context_length_exceeded)", 1),
        (Mode.FILTERED, "answered 400 (content_filter)", 1),
        (Mode.UNAUTHORIZED, "answered 401 (invalid_api_key)", 1),
        (Mode.FORBIDDEN, "answered 403 (model_not_allowed)", 1),
        (Mode.NOT_FOUND, "answered 404 (model_not_found)", 1),
        (Mode.REDIRECT, "answered 307 (moved)", 1),
        (Mode.NO_QUOTA, "answered 429 (insufficient_quota)", 1),
        (Mode.TOO_MANY, "answered 429 (rate_limit_exceeded)", 4),
        (Mode.SERVER_ERROR, "answered 500 (internal_error)", 4),
        (Mode.OVERLOADED, "answered 503 (overloaded)", 4),
        (Mode.DROP, "no connection", 4),
        (Mode.HANG, "no complete answer", 1),
        (Mode.DRIP, "no complete answer", 1),
    ],
)
def test_each_refusal_is_one_clear_error_in_time(
    fake_llm: FakeLlm, provider: Provider, mode: Mode, told: str, asked: int
) -> None:
    fake_llm.mode, fake_llm.headers = mode, {"retry-after-ms": "1"}
    timeout = 0.6 if mode in {Mode.HANG, Mode.DRIP} else 12
    started = time.monotonic()
    error = failure(provider, timeout)
    assert time.monotonic() - started < timeout + 1
    assert told in error.reason
    assert error.permanent == (asked == 1 and "no complete" not in told)
    assert (error.failed[0].prompt_tokens, error.failed[0].cost) == (0, None)
    assert len(fake_llm.asked) == asked


# --- the receipt ---


def test_tokens_that_the_server_had_read_before_are_told(fake_llm: FakeLlm, provider: Provider) -> None:
    fake_llm.usage = {"prompt_tokens": 300, "completion_tokens": 40, "prompt_tokens_details": {"cached_tokens": 256}}
    answer = provider.write(PROMPT, 5)
    assert (answer.prompt_tokens, answer.completion_tokens, answer.cached_tokens) == (300, 40, 256)
    assert answer.cost == 0.38
    assert answer.failed == ()


@pytest.mark.parametrize(
    "details", [None, {}, [], {"cached_tokens": None}, {"cached_tokens": "many"}, {"cached_tokens": -1}]
)
def test_no_cached_tokens_or_odd_ones_are_none(fake_llm: FakeLlm, provider: Provider, details: Any) -> None:
    fake_llm.usage = {"prompt_tokens_details": details}
    assert provider.write(PROMPT, 5).cached_tokens == 0


def test_without_prices_or_usage_no_cost_is_invented(fake_llm: FakeLlm, provider: Provider) -> None:
    with provider_at(fake_llm.base_url) as cheap:
        assert cheap.write(PROMPT, 5).cost is None
    fake_llm.usage = None
    assert provider.write(PROMPT, 5).cost is None


def test_a_page_without_end_is_no_answer() -> None:
    with serving(lambda handler, _: send(handler, 200, b" " * 5_000_000)) as url, provider_at(url) as provider:
        assert isinstance(failure(provider, 20), UnusableAnswerError)
