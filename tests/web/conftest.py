"""The web part, and a company with a provider of its own, as fixtures."""

from collections.abc import Iterator

import pytest

from tests.builders import ELINA
from tests.parts.issuer import SECRET, Issuer
from tests.web.firm import Clock, Firm, firm_of
from tests.web.serving import Site, running


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        yield found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def issuer(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    monkeypatch.setenv("OIDC_OF_A_TEST", SECRET)
    with Issuer(lambda: clock().timestamp(), claims={"email": ELINA.email.upper()}) as found:
        yield found


@pytest.fixture
def firm(issuer: Issuer, clock: Clock) -> Firm:
    return firm_of(issuer, clock)
