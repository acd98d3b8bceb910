"""Servers and their ways: when to come again, how many calls at once, whose header holds the key, what a check tells."""

import datetime as dt
import email.utils
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kambrief.errors import ModelError, UserError
from kambrief.providers.llm.openai import Provider
from kambrief.providers.waiting import Places, retry_after
from tests.parts.fake_llm import Asked, FakeLlm, Mode
from tests.providers.openai_sample import KEY, NOW, PROMPT, SECRETS, failure, provider_at

LATER = email.utils.format_datetime(NOW + dt.timedelta(seconds=90), usegmt=True)
SOONER = email.utils.format_datetime(NOW - dt.timedelta(seconds=90), usegmt=True)
SERVERS_NOW = email.utils.format_datetime(NOW + dt.timedelta(seconds=60), usegmt=True)


@pytest.fixture
def provider(fake_llm: FakeLlm) -> Iterator[Provider]:
    with provider_at(fake_llm.base_url) as provider:
        yield provider


# --- when to come again ---


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "1500", "retry-after": "7"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "7"}, 7),
        ({"retry-after": LATER}, 90),
        ({"retry-after": SOONER}, 0),
        ({"retry-after": LATER, "date": SERVERS_NOW}, 30),
        ({"retry-after": LATER, "date": "today"}, 90),
        ({"retry-after": LATER.replace("GMT", "-0000")}, 90),
    ],
)
def test_every_way_to_say_when_is_understood(headers: dict[str, str], seconds: float) -> None:
    assert retry_after(headers, NOW) == seconds


@pytest.mark.parametrize(
    "value", ["", "soon", "-1", "inf", "nan", "1e999", "Mon, 99 Foo 2026", "Mon, 23 Nov 99999999999 08:00:00 GMT"]
)
def test_what_says_nothing_is_no_wish(value: str) -> None:
    assert retry_after({"retry-after": value}, NOW) is None


def test_a_date_without_a_clock_to_compare_it_with_is_no_wish() -> None:
    assert retry_after({"retry-after": LATER}) is None


def test_a_date_an_hour_ahead_is_not_waited_for(fake_llm: FakeLlm, provider: Provider) -> None:
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    fake_llm.mode, fake_llm.retry_after = Mode.TOO_MANY, email.utils.format_datetime(ahead, usegmt=True)
    started = time.monotonic()
    error = failure(provider, timeout=10)
    assert time.monotonic() - started < 5
    assert error.retry_after
    assert 3500 < error.retry_after <= 3600
    assert len(fake_llm.asked) == 1


def test_milliseconds_are_waited_and_then_it_is_asked_again(fake_llm: FakeLlm, provider: Provider) -> None:
    fake_llm.then.append(Mode.OVERLOADED)
    fake_llm.headers, fake_llm.retry_after = {"retry-after-ms": "300"}, "60"
    started = time.monotonic()
    assert provider.write(PROMPT, 10).text
    assert 0.3 <= time.monotonic() - started < 10
    assert len(fake_llm.asked) == 2


# --- connections and calls at once ---


def test_one_connection_serves_call_after_call(fake_llm: FakeLlm, provider: Provider) -> None:
    fake_llm.then.extend([Mode.ANSWER, Mode.SERVER_ERROR, Mode.ANSWER, Mode.REFUSAL])
    fake_llm.headers = {"retry-after-ms": "1"}
    for _ in range(2):
        provider.write(PROMPT, 10)
    failure(provider)
    provider.write(PROMPT, 10)
    assert len(fake_llm.asked) == 5
    assert fake_llm.connections == 1


@pytest.mark.slow
def test_a_connection_that_the_server_closed_meanwhile_costs_no_answer(fake_llm: FakeLlm, provider: Provider) -> None:
    fake_llm.then.append(Mode.ANSWER)
    provider.write(PROMPT, 10)
    fake_llm.then.append(Mode.DROP)
    assert provider.write(PROMPT, 10).text
    assert fake_llm.connections == 2


class Crowd:
    """Answers once it is let go; remembers how many were there at the same time."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.here, self.most = wanted, 0, 0
        self._lock = threading.Lock()
        self.full = threading.Event()
        self.go = threading.Event()

    def __call__(self, asked: Asked) -> str:
        del asked
        with self._lock:
            self.here += 1
            self.most = max(self.most, self.here)
            if self.here == self.wanted:
                self.full.set()
        self.go.wait(10)
        with self._lock:
            self.here -= 1
        return "{}"


def test_no_more_calls_than_allowed_are_on_their_way_at_once(fake_llm: FakeLlm) -> None:
    crowd = fake_llm.default = Crowd(2)
    with provider_at(fake_llm.base_url, max_concurrent=2) as provider, ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(provider.write, PROMPT, 20) for _ in range(6)]
        assert crowd.full.wait(10)
        assert len(fake_llm.asked) == 2
        crowd.go.set()
        assert [call.result().text for call in calls] == ["{}"] * 6
    assert crowd.most == 2
    assert fake_llm.connections == 2


@pytest.mark.slow
def test_waiting_for_a_place_counts_as_time(fake_llm: FakeLlm) -> None:
    crowd = fake_llm.default = Crowd(1)
    with provider_at(fake_llm.base_url, max_concurrent=1) as provider, ThreadPoolExecutor(1) as pool:
        first = pool.submit(provider.write, PROMPT, 20)
        assert crowd.full.wait(10)
        started = time.monotonic()
        error = failure(provider, timeout=0.7)
        assert time.monotonic() - started < 3
        assert "max_concurrent" in error.reason
        assert not error.permanent
        crowd.go.set()
        assert first.result().text
    assert len(fake_llm.asked) == 1


@pytest.mark.slow
def test_who_finds_no_place_asks_the_second_server(fake_llm: FakeLlm) -> None:
    crowd = fake_llm.default = Crowd(1)
    with FakeLlm() as second:
        fallback = {"base_url": second.base_url, "model": "second-1"}
        more: dict[str, Any] = {"max_concurrent": 1, "fallback": fallback}
        with provider_at(fake_llm.base_url, **more) as provider, ThreadPoolExecutor(1) as pool:
            first = pool.submit(provider.write, PROMPT, 20)
            assert crowd.full.wait(10)
            assert provider.write(PROMPT, 2).model == "second-1"
            crowd.go.set()
            first.result()


@pytest.mark.slow
def test_calls_that_were_given_up_hold_no_place(fake_llm: FakeLlm) -> None:
    fake_llm.then.extend([Mode.DRIP, Mode.HANG])
    with provider_at(fake_llm.base_url, max_concurrent=1) as provider:
        failure(provider, 0.5)
        failure(provider, 0.5)
        assert provider.write(PROMPT, 10).text


def test_a_place_is_had_again_when_its_time_is_up_or_it_was_left() -> None:
    places, far = Places(1), time.monotonic() + 60
    with places.one(time.monotonic() + 0.2) as first:
        with places.one(far) as second:  # waits until the first one's time is up
            assert first
            assert second
        with places.one(time.monotonic() - 1) as late:
            assert late, "a free place is given even then"
    with places.one(far), places.one(time.monotonic()) as none:
        assert not none


# --- headers, query, the key's header ---


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Settings of a server behind a gateway, each with something to keep."""
    monkeypatch.setenv("TEST_LLM_KEY", KEY)
    monkeypatch.setenv("TEST_SECOND_KEY", "sk-second-secret")
    monkeypatch.setenv("TEST_GATEWAY", "header-secret")
    return {
        "api_key_env": "TEST_LLM_KEY",
        "api_key_header": "api-key",
        "headers": {"x-team": "sales"},
        "headers_env": {"x-gateway": "TEST_GATEWAY"},
        "query": {"api-version": "query-secret"},
    }


def test_headers_query_and_the_keys_own_header_are_sent(fake_llm: FakeLlm, secrets: dict[str, Any]) -> None:
    with provider_at(fake_llm.base_url, **secrets) as provider:
        provider.write(PROMPT, 5)
    [asked] = fake_llm.asked
    assert (asked.headers["api-key"], asked.headers["x-team"], asked.headers["x-gateway"]) == (
        KEY,
        "sales",
        "header-secret",
    )
    assert asked.path == "/v1/chat/completions?api-version=query-secret"
    assert "authorization" not in asked.headers


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"api_key_env": None}, "llm.api_key_header is set, but no key"),
        ({"headers_env": {"x-gateway": "TEST_NOT_THERE"}}, "llm.headers_env names TEST_NOT_THERE"),
        ({"headers": {"Authorization": "Bearer x"}}, "llm.headers must not hold the key"),
        ({"headers": {"API-Key": "x"}}, "llm.headers must not hold the key"),
        ({"headers_env": {"x-gateway": "TEST_ODD"}}, "x-gateway has characters"),
        ({"api_key_env": "TEST_ODD"}, "the key has line ends"),
    ],
)
def test_settings_that_cannot_work_are_told_at_once(
    secrets: dict[str, Any], more: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_ODD", "secret\nHost: other")
    with pytest.raises(UserError, match=told) as caught, provider_at("http://127.0.0.1:1/v1", **{**secrets, **more}):
        pass
    assert "secret" not in str(caught.value)


def test_a_limit_named_in_extra_is_the_only_one_sent(fake_llm: FakeLlm) -> None:
    with provider_at(fake_llm.base_url, extra={"max_completion_tokens": 3000}) as provider:
        provider.write(PROMPT, 5)
    assert fake_llm.asked[0].body["max_completion_tokens"] == 3000
    assert "max_tokens" not in fake_llm.asked[0].body


# --- nothing secret is told ---


@pytest.mark.slow
@pytest.mark.parametrize("mode", [mode for mode in Mode if mode not in {Mode.HANG, Mode.DRIP}])
def test_no_secret_and_no_word_of_the_prompt_is_told_or_logged(
    fake_llm: FakeLlm, secrets: dict[str, Any], mode: Mode, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake_llm.mode, fake_llm.headers = mode, {"retry-after-ms": "1"}
    told = ""
    with FakeLlm(mode=mode) as second:
        second.headers = {"retry-after-ms": "1"}
        fallback = {"base_url": second.base_url, "model": "second-1", "api_key_env": "TEST_SECOND_KEY"}
        with provider_at(fake_llm.base_url, **secrets, fallback=fallback, timeout_seconds=20) as provider:
            try:
                told += str(provider.write(PROMPT, 20).failed)
            except ModelError as error:
                told += f"{error} {error!r} {error.failed} {error.__cause__}"
            told += str(provider.check(NOW))
        assert fake_llm.asked[0].headers["api-key"] == KEY
        assert second.asked[0].key == "sk-second-secret" if mode not in ANSWERED else len(second.asked) == 1
    logged = "\n".join(f"{record.name} {record.getMessage()} {record.args}" for record in caplog.records)
    for hidden in SECRETS:
        assert hidden not in told
        assert hidden not in logged


ANSWERED = {
    Mode.ANSWER, Mode.INVENTED_NUMBERS, Mode.WRONG_LANGUAGE, Mode.GARBAGE, Mode.HALF_JSON, Mode.THINK, Mode.THINK_END,
    Mode.FENCED, Mode.PARTS,
}  # fmt: skip


# --- check ---

Check = Callable[..., Any]


def summary(fake_llm: FakeLlm, **more: Any) -> str:
    with provider_at(fake_llm.base_url, **more) as provider:
        [health] = provider.check(NOW)
    assert health.ok, health
    return health.summary


def test_a_check_tells_what_the_server_can_do(fake_llm: FakeLlm) -> None:
    fake_llm.usage = {"prompt_tokens": 20, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 0}}
    said = summary(fake_llm, price_per_million_in=1, price_per_million_out=1)
    for part in ("tiny-1 at 127.0.0.1", "answers in 0", "format json_schema, kept", "limit sent as max_tokens",
                 "20 + 5 tokens reported, cached ones too"):  # fmt: skip
        assert part in said
    assert "prices" not in said
    assert len(fake_llm.asked) == 1


@pytest.mark.parametrize(
    ("refuses", "answer", "told"),
    [
        (set(), {"answer": "yes"}, "format json_schema, JSON came, the schema was not kept"),
        (set(), "Yes, I am.", "format json_schema, plain text came"),
        ({"json_schema"}, {"answer": "yes"}, "format json_object, JSON came"),
        ({"json_schema", "json_object"}, "Yes, I am.", "format text, plain text came"),
        ({"json_schema", "json_object"}, "```json\n{}\n```", "format text, JSON came"),
    ],
)
def test_a_check_tells_which_format_the_server_takes_and_whether_it_keeps_to_it(
    fake_llm: FakeLlm, refuses: set[str], answer: Any, told: str
) -> None:
    fake_llm.refuses, fake_llm.default = refuses, answer
    assert told in summary(fake_llm)


def test_a_check_tells_that_tokens_or_prices_are_lacking(fake_llm: FakeLlm) -> None:
    assert "cached ones not; no prices set: cost is not told" in summary(fake_llm)
    fake_llm.usage = None
    assert "tokens are not reported, so cost is not told" in summary(fake_llm)


def test_the_second_model_has_its_own_line_in_a_check(fake_llm: FakeLlm) -> None:
    with FakeLlm(mode=Mode.UNAUTHORIZED) as second:
        fallback = {"base_url": second.base_url, "model": "second-1"}
        with provider_at(fake_llm.base_url, fallback=fallback) as provider:
            one, two = provider.check(NOW)
    assert (one.name, one.ok, two.name, two.ok) == ("llm.openai", True, "llm.fallback", False)
    assert "second-1" in two.summary
    assert "api_key" in two.advice


@pytest.mark.parametrize(
    ("mode", "advice"),
    [
        (Mode.BAD_REQUEST, "extra"),
        (Mode.UNAUTHORIZED, "api_key_header"),
        (Mode.FORBIDDEN, "rights"),
        (Mode.NOT_FOUND, "/v1"),
        (Mode.NO_QUOTA, "plan"),
        (Mode.TOO_MANY, "plan"),
        (Mode.SERVER_ERROR, "later"),
        (Mode.REDIRECT, "base_url"),
        (Mode.DROP, "reached"),
        (Mode.DRIP, "reached"),
        (Mode.HTML, "base_url"),
        (Mode.EMPTY_CHOICES, "model"),
        (Mode.LENGTH, "raise max_tokens"),
        (Mode.REASONING, "raise max_tokens"),
    ],
)
def test_each_failed_check_says_what_to_do(fake_llm: FakeLlm, mode: Mode, advice: str) -> None:
    fake_llm.mode, fake_llm.headers = mode, {"retry-after-ms": "1"}
    with provider_at(fake_llm.base_url, timeout_seconds=0.6 if mode is Mode.DRIP else 20) as provider:
        [health] = provider.check(NOW)
    assert not health.ok
    assert advice in health.advice
