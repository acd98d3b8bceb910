"""Salesforce keeps the contracts that every CRM keeps."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kambrief.core.customer import CrmData
from tests.contracts.crm import SAMPLE, CrmContract
from tests.contracts.portfolios import PortfoliosContract
from tests.contracts.renamed import Renamed, RenamedWithFigures
from tests.providers.salesforce_sample import NOW, Sample


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESFORCE_SECRET", "salesforce-secret")


def stamped(data: CrmData) -> CrmData:
    """Salesforce tells of every deal when it was changed last, and of orders as one sum a month."""
    deals = tuple(
        dataclasses.replace(one, updated_at=one.updated_at or NOW.date(), currency=one.currency if one.amount else None)
        for one in data.deals
    )
    return dataclasses.replace(data, deals=deals)


class TestSalesforceKeepsTheContract(CrmContract):
    @pytest.fixture(autouse=True)
    def described(self, corpora: Path) -> Iterator[None]:
        self.samples: list[Sample] = []
        self.folder = corpora / "contracts" / "salesforce"
        yield
        assert [told for one in self.samples for told in one.fake.violations] == []

    def sample(self, data: CrmData) -> Sample:
        one = Sample(self.folder).load(data)
        self.samples.append(one)
        return one

    def make(self, data: CrmData) -> Renamed:
        one = self.sample(data)
        one.org.external_id()
        return Renamed(one.mapped(), one.loader.names)

    def broken(self) -> Renamed:
        one = self.sample(SAMPLE)
        one.fake.faults.add("503", times=500)
        return Renamed(one.mapped(), one.loader.names)

    def seen(self, data: CrmData) -> CrmData:
        return stamped(data)


class TestSalesforceTellsPortfolios(PortfoliosContract):
    one: Sample

    def make(self, data: CrmData) -> RenamedWithFigures:
        self.one = Sample().load(data)
        return RenamedWithFigures(self.one.mapped(), self.one.loader.names)

    def replace(self, data: CrmData) -> None:
        self.one.load(data)

    def broken(self) -> RenamedWithFigures:
        one = Sample().load(SAMPLE)
        one.fake.faults.add("503", times=500)
        return RenamedWithFigures(one.mapped(), one.loader.names)


def test_the_sample_is_of_our_time() -> None:
    assert NOW.tzinfo is dt.UTC
