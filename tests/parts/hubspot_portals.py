"""Portals for tests: a fake one with our records in it, and a provider that speaks to it."""

import datetime as dt
from pathlib import Path
from typing import Any

from kambrief.core.customer import CrmData
from kambrief.providers.crm.hubspot import Config, Provider
from kambrief.providers.http import Policy
from kambrief.settings import section
from tests.parts.fake_hubspot import TOKEN, FakeHubspot
from tests.parts.hubspot_load import FIELDS, OBJECTS, VALUES, load

NOW = dt.datetime(2026, 10, 5, 12, 0, tzinfo=dt.UTC)
AT_ONCE = Policy(attempts=3, timeout=20.0, patience=20.0, first_pause=0.001, failures=1000, pause=0.01)
"""No waiting for the rate limits of a real portal."""


class Clock:
    """A time that tests set."""

    def __init__(self, now: dt.datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_(self, **length: float) -> dt.datetime:
        self.now += dt.timedelta(**length)
        return self.now


def contract_of(corpora: Path) -> Path:
    return corpora / "contracts" / "hubspot" / "openapi.json"


def portal(
    corpora: Path, data: CrmData | None = None, clock: Clock | None = None
) -> tuple[FakeHubspot, dict[str, dict[str, str]]]:
    """A portal with these records, and what it calls them."""
    made = FakeHubspot(contract_of(corpora), clock=clock or Clock())
    return made, load(made, data or CrmData())


def provider(fake: FakeHubspot, tmp_path: Path, token: str = TOKEN, **options: Any) -> Provider:
    """The provider, with the fields that `load` uses."""
    file = tmp_path / "token"
    file.write_text(token, encoding="utf-8")
    data = {"token_file": str(file), "objects": OBJECTS, "fields": FIELDS, "values": VALUES, **options}
    return Provider(section(Config, data, "crm.hubspot"), tmp_path, transport=fake.transport(), policy=AT_ONCE)
