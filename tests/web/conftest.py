"""The web part as a fixture."""

from collections.abc import Iterator

import pytest

from tests.web.serving import Site, running


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        yield found
