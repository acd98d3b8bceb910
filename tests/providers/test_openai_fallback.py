"""A second model for when the first one fails: in time, with what both cost, and no key for the wrong host."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kambrief.errors import ModelError, UnusableAnswerError, UserError
from kambrief.providers.llm.openai import FIRST_SHARE, REST_SECONDS, Provider
from kambrief.settings import given
from tests.parts.fake_llm import FakeLlm, Mode
from tests.providers.openai_sample import KEY, PROMPT, failure, provider_at

SECOND_KEY = "sk-second-secret"


@pytest.fixture
def second_llm() -> Iterator[FakeLlm]:
    with FakeLlm() as server:
        yield server


Pair = Callable[..., Any]


@pytest.fixture
def pair(fake_llm: FakeLlm, second_llm: FakeLlm, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Makes a provider with both; what is named is of the second one."""
    monkeypatch.setenv("TEST_LLM_KEY", KEY)
    monkeypatch.setenv("TEST_SECOND_KEY", SECOND_KEY)

    def build(more: dict[str, Any] | None = None, **fallback: Any) -> Any:
        second = {"base_url": second_llm.base_url, "model": "second-1", **fallback}
        return provider_at(fake_llm.base_url, api_key_env="TEST_LLM_KEY", fallback=second, **(more or {}))

    return build


@pytest.fixture
def both(pair: Pair) -> Iterator[Provider]:
    prices = {"price_per_million_in": 1000, "price_per_million_out": 1000}
    with pair(prices, price_per_million_in=10, price_per_million_out=10) as provider:
        yield provider


# --- who answers ---


def test_while_the_first_one_answers_the_second_is_not_asked(
    fake_llm: FakeLlm, second_llm: FakeLlm, both: Provider
) -> None:
    answer = both.write(PROMPT, 5)
    assert (answer.model, answer.failed) == ("tiny-1", ())
    assert answer.destination in fake_llm.base_url
    assert second_llm.asked == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mode", "told"),
    [
        (Mode.UNAUTHORIZED, "401"),
        (Mode.NO_QUOTA, "insufficient_quota"),
        (Mode.FILTERED, "content_filter"),
        (Mode.REFUSAL, "refused"),
        (Mode.LENGTH, "cut off"),
        (Mode.EMPTY_TEXT, "empty"),
        (Mode.CONTENT_FILTER, "filter"),
        (Mode.REASONING, "only thought"),
        (Mode.HTML, "no JSON"),
        (Mode.TOO_MANY, "429"),
        (Mode.SERVER_ERROR, "500"),
        (Mode.DROP, "no connection"),
    ],
)
def test_when_the_first_one_fails_the_second_answers_and_the_failure_is_told(
    fake_llm: FakeLlm, second_llm: FakeLlm, both: Provider, mode: Mode, told: str
) -> None:
    fake_llm.mode, fake_llm.headers = mode, {"retry-after-ms": "1"}
    answer = both.write(PROMPT, 15)
    assert answer.model == "second-1"
    assert answer.destination in second_llm.base_url
    [call] = answer.failed
    assert told in call.reason
    assert (call.model, call.destination in fake_llm.base_url) == ("tiny-1", True)
    assert len(second_llm.asked) == 1


def test_what_both_cost_is_told_each_at_its_price(fake_llm: FakeLlm, second_llm: FakeLlm, both: Provider) -> None:
    fake_llm.mode, fake_llm.usage = Mode.REFUSAL, {"prompt_tokens": 100, "completion_tokens": 10}
    second_llm.usage = {"prompt_tokens": 200, "completion_tokens": 20}
    answer = both.write(PROMPT, 5)
    assert (answer.prompt_tokens, answer.completion_tokens, answer.cost) == (200, 20, 0.0022)
    [call] = answer.failed
    assert (call.prompt_tokens, call.completion_tokens, call.cost) == (100, 10, 0.11)


def test_when_both_fail_the_error_holds_both_calls(fake_llm: FakeLlm, second_llm: FakeLlm, both: Provider) -> None:
    fake_llm.mode, fake_llm.usage = Mode.REFUSAL, {"prompt_tokens": 100, "completion_tokens": 10}
    second_llm.mode = Mode.UNAUTHORIZED
    error = failure(both)
    assert isinstance(error, UnusableAnswerError)
    assert [call.model for call in error.failed] == ["tiny-1", "second-1"]
    assert (error.prompt_tokens, error.completion_tokens) == (100, 10)
    assert "refused; then" in error.reason
    assert "401" in error.reason
    assert not error.permanent


def test_when_both_will_fail_again_that_is_said(fake_llm: FakeLlm, second_llm: FakeLlm, both: Provider) -> None:
    fake_llm.mode, second_llm.mode = Mode.UNAUTHORIZED, Mode.NOT_FOUND
    error = failure(both)
    assert error.permanent
    assert type(error) is ModelError


# --- time ---


@pytest.mark.slow
@pytest.mark.parametrize("mode", [Mode.HANG, Mode.DRIP])
def test_a_first_one_that_hangs_leaves_time_for_the_second(
    fake_llm: FakeLlm, second_llm: FakeLlm, both: Provider, mode: Mode
) -> None:
    fake_llm.mode = mode
    started = time.monotonic()
    answer = both.write(PROMPT, 5)
    assert FIRST_SHARE * 5 <= time.monotonic() - started < 5
    assert answer.model == "second-1"
    assert f"within {FIRST_SHARE * 5:.3g} s" in answer.failed[0].reason
    assert len(second_llm.asked) == 1


def test_a_wait_that_the_first_one_asks_for_is_not_waited_when_it_would_take_its_share(
    fake_llm: FakeLlm, both: Provider
) -> None:
    fake_llm.mode, fake_llm.retry_after = Mode.TOO_MANY, "4"
    started = time.monotonic()
    assert both.write(PROMPT, 5).model == "second-1"
    assert time.monotonic() - started < 3
    assert len(fake_llm.asked) == 1


@pytest.mark.slow
def test_both_hanging_end_at_the_time_limit(fake_llm: FakeLlm, second_llm: FakeLlm, both: Provider) -> None:
    fake_llm.mode = second_llm.mode = Mode.HANG
    started = time.monotonic()
    error = failure(both, timeout=1.5)
    assert time.monotonic() - started < 2.5
    assert len(error.failed) == 2


def test_no_time_is_no_call_to_either(fake_llm: FakeLlm, second_llm: FakeLlm, both: Provider) -> None:
    failure(both, timeout=0)
    assert (fake_llm.asked, second_llm.asked) == ([], [])


@pytest.mark.slow
def test_one_that_was_not_there_is_asked_last_for_a_while(
    fake_llm: FakeLlm, second_llm: FakeLlm, both: Provider
) -> None:
    fake_llm.then.append(Mode.HANG)
    assert both.write(PROMPT, 2).model == "second-1"
    answer = both.write(PROMPT, 5)
    assert (answer.model, answer.failed) == ("second-1", ())
    assert len(fake_llm.asked) == 1
    second_llm.mode = Mode.REFUSAL
    assert both.write(PROMPT, 5).model == "tiny-1", "better the first one than none"
    second_llm.mode = Mode.ANSWER
    assert both.write(PROMPT, 5).model == "tiny-1", "it is there again"


@pytest.mark.slow
def test_after_its_rest_it_is_asked_first_again(fake_llm: FakeLlm, second_llm: FakeLlm, both: Provider) -> None:
    fake_llm.then.append(Mode.HANG)
    both.write(PROMPT, 2)
    assert REST_SECONDS - 5 < both._rests_until - time.monotonic() <= REST_SECONDS
    both._rests_until = time.monotonic()
    assert both.write(PROMPT, 5).model == "tiny-1"
    assert len(second_llm.asked) == 1


@pytest.mark.parametrize("mode", [Mode.REFUSAL, Mode.UNAUTHORIZED])
def test_one_that_fails_at_once_needs_no_rest(
    fake_llm: FakeLlm, second_llm: FakeLlm, both: Provider, mode: Mode
) -> None:
    fake_llm.then.append(mode)
    assert both.write(PROMPT, 5).model == "second-1"
    assert both.write(PROMPT, 5).model == "tiny-1"
    assert len(second_llm.asked) == 1


# --- what is inherited ---


def test_a_key_is_never_sent_to_another_host(fake_llm: FakeLlm, second_llm: FakeLlm, pair: Pair) -> None:
    fake_llm.mode = Mode.UNAUTHORIZED
    server = {"headers": {"x-team": "header-secret"}, "query": {"api-version": "query-secret"}, "api_key_header": "api-key",
              "extra": {"seed": 7}}  # fmt: skip
    with pair(server) as provider:
        provider.write(PROMPT, 5)
    [asked] = second_llm.asked
    assert asked.key == "none"
    for hidden in (KEY, "header-secret", "query-secret"):
        assert hidden in f"{fake_llm.asked[0].headers}{fake_llm.asked[0].path}"
        assert hidden not in f"{asked.headers}{asked.path}{asked.body}"
    assert "seed" not in asked.body


def test_a_key_of_its_own_is_sent_to_the_second(fake_llm: FakeLlm, second_llm: FakeLlm, pair: Pair) -> None:
    fake_llm.mode = Mode.UNAUTHORIZED
    with pair(api_key_env="TEST_SECOND_KEY") as provider:
        provider.write(PROMPT, 5)
    assert (fake_llm.asked[0].key, second_llm.asked[0].key) == (KEY, SECOND_KEY)


def test_another_model_at_the_same_server_has_its_key_headers_and_connection(
    fake_llm: FakeLlm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_LLM_KEY", KEY)
    fake_llm.then.append(Mode.REFUSAL)
    settings: dict[str, Any] = {
        "api_key_env": "TEST_LLM_KEY", "headers": {"x-team": "a"}, "temperature": 0.7, "fallback": {"model": "big-1"},
    }  # fmt: skip
    with provider_at(fake_llm.base_url, **settings) as provider:
        assert provider.write(PROMPT, 5).model == "big-1"
    first, second = fake_llm.asked
    assert (second.key, second.headers["x-team"], second.body["temperature"]) == (KEY, "a", 0.7)
    assert (first.body["model"], second.body["model"]) == ("tiny-1", "big-1")
    assert fake_llm.connections == 1


def test_prices_are_not_inherited_by_another_model(fake_llm: FakeLlm, pair: Pair) -> None:
    fake_llm.mode = Mode.REFUSAL
    with pair({"price_per_million_in": 1000, "price_per_million_out": 1000}) as provider:
        answer = provider.write(PROMPT, 5)
    assert answer.cost is None
    assert answer.failed[0].cost


def test_a_key_of_the_second_that_is_not_there_is_told_with_its_place(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEST_SECOND_KEY")
    told = r"llm\.fallback\.api_key_env names TEST_SECOND_KEY"
    with pytest.raises(UserError, match=told), pair(api_key_env="TEST_SECOND_KEY"):
        pass


# --- the settings ---

LLM: dict[str, Any] = {"base_url": "http://127.0.0.1:1/v1", "model": "a"}
PRICES = {"price_per_million_in": 1, "price_per_million_out": 2}


@pytest.mark.parametrize(
    ("llm", "told"),
    [
        ({"fallback": {"model": "a"}}, "the same model at the same server"),
        ({"fallback": {}}, "the same model at the same server"),
        ({"fallback": {"base_url": "http://127.0.0.1:1/v1/"}}, "the same model at the same server"),
        ({"fallback": {"model": "b", "timeout_seconds": 3}}, "fallback.timeout_seconds: is no known key"),
        ({"price_per_million_in": 1}, "belong together"),
        ({"max_cost_per_day": 5}, r"max_cost_per_day needs prices in \[llm\]: set price_per_million_in"),
        ({"max_cost_per_day": 5, **PRICES, "fallback": {"model": "b"}}, r"needs prices in \[llm.fallback\]"),
        ({"max_cost_per_day": 0, **PRICES}, "max_cost_per_day"),
        ({"headers": {"x y": "a"}}, "headers"),
        ({"headers": {"x-team": "a\r\nHost: b"}}, "headers"),
        ({"api_key_header": "a:b"}, "api_key_header"),
        ({"max_concurrent": 0}, "max_concurrent"),
    ],
)
def test_what_cannot_be_meant_is_told(llm: dict[str, Any], told: str) -> None:
    with pytest.raises(UserError, match=told):
        given({"llm": {**LLM, **llm}})


def test_what_is_meant_is_taken() -> None:
    free = {"price_per_million_in": 0, "price_per_million_out": 0}
    llm = given({"llm": {**LLM, **PRICES, "max_cost_per_day": 5, "fallback": {"model": "b", **free}}}).llm
    assert llm
    assert (llm.cost(1_000_000, 500_000), llm.max_cost_per_day) == (2.0, 5)
    second = llm.second()
    assert second
    assert (second.base_url, second.model, second.cost(100, 100)) == (LLM["base_url"], "b", 0)
