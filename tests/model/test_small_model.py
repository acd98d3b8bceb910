"""A real, small model writes: badly, and the brief is complete and right all the same."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kambrief.core.answer import apply, best
from kambrief.core.brief import Section
from kambrief.core.request import SYSTEM_PROMPT, USER_PROMPT, repair_prompt, schema, system_data, user_data
from kambrief.errors import UnusableAnswerError
from kambrief.ports import Answer, Prompt
from kambrief.providers.llm.openai import Config, Provider
from kambrief.render import prompt_version, render_prompt
from tests.core.test_answer import check_promises
from tests.core.writing_parts import BRIEF, task
from tests.parts.llm import RealLlm

pytestmark = pytest.mark.model

TASK = task(max_tokens=300)
MAX_PROMPT_TOKENS = 2600
"""Of the repair; the first is under 2000: about a quarter of a minute of this model's reading on two quiet cores."""


@pytest.fixture
def provider(real_llm: RealLlm) -> Iterator[Provider]:
    config = Config(base_url=real_llm.base_url, model=real_llm.model, extra={"seed": 7, "cache_prompt": False})
    with contextlib.closing(Provider(config)) as provider:
        yield provider


def prompt(problems: tuple[str, ...] = ()) -> Prompt:
    data = repair_prompt(TASK, problems) if problems else user_data(TASK)
    return Prompt(
        system=render_prompt(SYSTEM_PROMPT, **system_data("en")),
        user=render_prompt(USER_PROMPT, **data),
        schema=schema(),
        name="brief",
        version=prompt_version(SYSTEM_PROMPT),
        max_tokens=300,
    )


def text_of(provider: Provider, wanted: Prompt) -> str:
    """What the model said; an answer cut off for running on and on counts as nothing said."""
    try:
        answer: Answer = provider.write(wanted, timeout=240)
    except UnusableAnswerError as error:
        cost, said = error.prompt_tokens, ""
    else:
        cost, said = answer.prompt_tokens, answer.text
        assert answer.completion_tokens > 0
    assert 0 < cost < MAX_PROMPT_TOKENS
    return said


def test_whatever_it_says_the_brief_is_complete_after_one_repair(provider: Provider) -> None:
    wanted = prompt()
    first = apply(TASK, BRIEF, text_of(provider, wanted), model="small", told=wanted.system)
    final = first
    if first.repairable:
        second = apply(TASK, BRIEF, text_of(provider, prompt(first.problems)), model="small", told=wanted.system)
        final = best(first, second)
    check_promises(final.brief)
    one_thing = final.brief.block(Section.ONE_THING)
    assert one_thing
    assert one_thing.lines[0].pinned


def test_a_check_finds_the_strict_format_and_counts_tokens(provider: Provider, real_llm: RealLlm) -> None:
    [health] = provider.check(datetime(2026, 11, 23, tzinfo=UTC))
    assert health.ok, health
    assert "json_schema" in health.summary
    assert real_llm.base_url.removeprefix("http://").removesuffix("/v1") in health.summary
