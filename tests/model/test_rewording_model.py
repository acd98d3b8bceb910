"""A real, small model says a mail otherwise: badly, and the mail is whole and right all the same."""

import contextlib
from collections.abc import Iterator

import pytest

from kambrief.core.rewording import Wish
from kambrief.errors import ProviderError
from kambrief.pipeline.following import Following
from kambrief.pipeline.rewording import Rewording
from kambrief.providers.llm.openai import Config, Provider
from tests.core.followup_calls import NOW
from tests.core.rewording_parts import BODY, matter, typed
from tests.core.test_rewording_reading import digits
from tests.parts.llm import RealLlm

pytestmark = pytest.mark.model


@pytest.fixture
def provider(real_llm: RealLlm) -> Iterator[Provider]:
    config = Config(base_url=real_llm.base_url, model=real_llm.model, extra={"seed": 7, "cache_prompt": False})
    with contextlib.closing(Provider(config)) as provider:
        yield provider


@pytest.mark.timeout(600)
def test_whatever_it_says_values_people_and_signature_stay(provider: Provider) -> None:
    words = Rewording(Following(provider, max_prompt_tokens=2600, max_tokens=200, timeout_seconds=240))
    try:
        found = words.say(typed(BODY), Wish.EN, matter(Wish.EN), NOW, 500)
    except ProviderError as error:
        assert "llm" in str(error)  # noqa: PT017 - an answer cut off for running on counts as none
        return
    body = found.body or BODY
    assert digits(body) <= digits(BODY) | {"13", "00"}
    assert all(name in body for name in ("Ville", "Anna", "Petri", "Elina"))
    assert body.count("[confirm: ") == 1
    assert body.endswith("Elina Niemi\nKuura Oy\n040 123 4567")
    assert found.receipts[0]["prompt_tokens"]
