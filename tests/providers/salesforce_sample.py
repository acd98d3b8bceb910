"""A Salesforce organisation for tests, and ways to read it."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kambrief.core.customer import CrmData
from kambrief.providers.crm.salesforce import Config, Provider
from kambrief.providers.http import Policy
from tests.parts.fake_salesforce import HOST, FakeSalesforce, ticking
from tests.parts.salesforce_data import FIELDS, OBJECTS, Loader, prepare
from tests.parts.salesforce_org import Org

NOW = dt.datetime(2026, 10, 5, 12, 0, tzinfo=dt.UTC)
QUICK = Policy(attempts=2, timeout=20.0, patience=20.0, first_pause=0.01, pause=0.01, failures=1000, concurrent=4)


class Sample:
    """An organisation, the server that tells it, and what was put into it."""

    def __init__(self, contract: Path | None = None, *, own_fields: bool = True) -> None:
        self.org = Org(ticking(NOW))
        if own_fields:
            prepare(self.org)
        self.fake = FakeSalesforce(self.org, contract)
        self.loader = Loader(self.org)

    def load(self, data: CrmData) -> "Sample":
        self.loader.load(data)
        return self

    def provider(self, config: Mapping[str, Any] | None = None, base_dir: Path = Path()) -> Provider:
        return Provider(Config.model_validate(settings(**(config or {}))), base_dir, transport=self.fake, policy=QUICK)

    def mapped(self, **config: Any) -> Provider:
        """With a place for everything."""
        return self.provider({"objects": OBJECTS, "fields": FIELDS, **config})


def settings(**more: Any) -> dict[str, Any]:
    """The least that a section needs. The secret stands in ``SALESFORCE_SECRET``."""
    return {
        "instance_url": HOST, "client_id": "salesforce-app", "client_secret_env": "SALESFORCE_SECRET",
        "timezone": "Europe/Helsinki", **more,
    }  # fmt: skip
