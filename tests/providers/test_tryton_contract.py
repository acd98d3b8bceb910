"""Tryton keeps what every CRM keeps, over a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kambrief.core.customer import CrmData
from tests.contracts.crm import CrmContract
from tests.contracts.portfolios import PortfoliosContract
from tests.contracts.renamed import Renamed, RenamedWithFigures
from tests.parts.tryton import filled
from tests.parts.tryton_load import names, plan, seen
from tests.providers.tryton_sample import Servers, broken, provider

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]


class TestTrytonKeepsTheContract(CrmContract):
    @pytest.fixture(autouse=True)
    def _servers(self, tryton_servers: Servers, tmp_path: Path) -> None:
        self.servers, self.tmp_path = tryton_servers, tmp_path

    def make(self, data: CrmData) -> Renamed:
        loaded = self.servers.over(data)
        return Renamed(provider(loaded.server, data, self.tmp_path), loaded.names)

    def broken(self) -> Renamed:
        return Renamed(broken(self.tmp_path), {})

    def seen(self, data: CrmData) -> CrmData:
        return seen(data)


class TestTrytonTellsAllCustomersRevenue(PortfoliosContract):
    @pytest.fixture(autouse=True)
    def _servers(self, tryton_servers: Servers, tmp_path: Path) -> Iterator[None]:
        self.servers, self.tmp_path = tryton_servers, tmp_path
        yield
        self.servers.forget()  # what stands in them now is not what they were made of

    def make(self, data: CrmData) -> RenamedWithFigures:
        self.made = self.servers.over(data)
        crm = provider(self.made.server, data, self.tmp_path, fields={"accounts": {"key": ""}})
        return RenamedWithFigures(crm, self.made.names)

    def replace(self, data: CrmData) -> None:
        database, ids = filled(plan(data))
        assert names(data, ids)["accounts"] == self.made.names["accounts"]
        now = "strftime('%Y-%m-%d %H:%M:%S', 'now')"
        self.made.server.replace(database, f"UPDATE account_invoice SET write_date = {now}")  # noqa: S608 names of ours

    def broken(self) -> RenamedWithFigures:
        return RenamedWithFigures(broken(self.tmp_path), {})

    def seen(self, data: CrmData) -> CrmData:
        return seen(data)
