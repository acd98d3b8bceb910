"""HubSpot keeps what every CRM keeps, over a portal that behaves as its published contract says."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kambrief.core.customer import ActivityKind, CrmData
from kambrief.core.groups import id_order
from tests.contracts.crm import CrmContract
from tests.contracts.portfolios import PortfoliosContract
from tests.contracts.renamed import Names, Renamed, RenamedWithFigures
from tests.parts.fake_hubspot import FakeHubspot
from tests.parts.hubspot_load import load
from tests.parts.hubspot_portals import NOW, portal, provider

pytestmark = pytest.mark.corpus
UNTITLED = frozenset({ActivityKind.NOTE, ActivityKind.NEWS})


def seen(data: CrmData) -> CrmData:
    """HubSpot knows of every deal when it was changed; its notes have no title, and there is no news but in notes; of
    mails it knows addresses, and who took part in no order.
    """
    deals = tuple(row if row.updated_at else dataclasses.replace(row, updated_at=NOW.date()) for row in data.deals)
    mails = {contact.id: contact.email for contact in data.contacts if contact.email}
    activities = tuple(
        dataclasses.replace(
            row,
            kind=ActivityKind.NOTE if row.kind in UNTITLED else row.kind,
            subject="" if row.kind in UNTITLED else row.subject,
            contacts=tuple(sorted(row.contacts, key=id_order)),
            recipients=tuple(mails.get(one, one) for one in row.recipients),
        )
        for row in data.activities
    )
    return dataclasses.replace(data, deals=deals, activities=activities)


class _OverFakes:
    @pytest.fixture(autouse=True)
    def _folders(self, corpora: Path, tmp_path: Path) -> Iterator[None]:
        self.corpora, self.tmp_path = corpora, tmp_path
        self.fakes: list[FakeHubspot] = []
        yield
        for fake in self.fakes:
            assert fake.violations == []

    def portal(self, data: CrmData) -> tuple[FakeHubspot, Names]:
        fake, names = portal(self.corpora, data)
        self.fakes.append(fake)
        return fake, names


class TestHubspotKeepsTheContract(_OverFakes, CrmContract):
    def make(self, data: CrmData) -> Renamed:
        fake, names = self.portal(data)
        return Renamed(provider(fake, self.tmp_path), names)

    def broken(self) -> Renamed:
        fake, names = self.portal(CrmData())
        fake.fault("503", 1000)
        return Renamed(provider(fake, self.tmp_path), names)

    def seen(self, data: CrmData) -> CrmData:
        return seen(data)


class TestHubspotTellsAllCustomersRevenue(_OverFakes, PortfoliosContract):
    def make(self, data: CrmData) -> RenamedWithFigures:
        self.made, names = self.portal(data)
        self.crm = RenamedWithFigures(provider(self.made, self.tmp_path), names)
        return self.crm

    def replace(self, data: CrmData) -> None:
        for records in self.made.records.values():
            records.clear()
        self.made.links.clear()
        self.made.pipelines.update(deals=[], tickets=[])
        self.made.clock.now = NOW + dt.timedelta(minutes=1)  # type: ignore[attr-defined]
        again = RenamedWithFigures(self.crm.crm, load(self.made, data))
        self.crm.names, self.crm.back = again.names, again.back

    def broken(self) -> RenamedWithFigures:
        fake, names = self.portal(CrmData())
        fake.fault("reset", 1000)
        return RenamedWithFigures(provider(fake, self.tmp_path), names)
