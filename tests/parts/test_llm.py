"""The real model keeps to the protocol: schema, usage, and the limit of tokens."""

from collections.abc import Iterator

import openai
import pydantic
import pytest

from tests.parts.llm import RealLlm

pytestmark = pytest.mark.model


class Line(pydantic.BaseModel):
    headline: str
    risk: bool


@pytest.fixture
def client(real_llm: RealLlm) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=real_llm.base_url, api_key="none", max_retries=0, timeout=300) as client:
        yield client


def test_its_answer_obeys_the_schema_and_tells_its_usage(real_llm: RealLlm, client: openai.OpenAI) -> None:
    done = client.chat.completions.parse(
        model=real_llm.model,
        messages=[{"role": "user", "content": "The customer's satisfaction fell from 9 to 6. Write one headline."}],
        response_format=Line,
        max_completion_tokens=200,
        temperature=0,
    )
    assert isinstance(done.choices[0].message.parsed, Line)
    assert done.usage
    assert done.usage.prompt_tokens > 10


def test_an_answer_past_the_limit_is_called_too_long(real_llm: RealLlm, client: openai.OpenAI) -> None:
    with pytest.raises(openai.LengthFinishReasonError):
        client.chat.completions.parse(
            model=real_llm.model,
            messages=[{"role": "user", "content": "Tell the story of a long journey."}],
            response_format=Line,
            max_completion_tokens=4,
        )
