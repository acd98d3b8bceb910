"""Each sample scenario out of each CRM: the same facts and the same brief as out of files, but for stated gaps."""

import dataclasses
from pathlib import Path

import pytest

from kambrief.core.customer import TABLES, Activity, ActivityKind, CrmData
from kambrief.pipeline.writing import Written
from tests.contracts.renamed import RenamedWithFigures
from tests.parts import hubspot_portals, tryton_load
from tests.providers import test_hubspot_contract as hubspot
from tests.providers import test_salesforce as salesforce
from tests.providers import tryton_sample
from tests.providers.salesforce_sample import Sample
from tests.providers.tryton_sample import Servers
from tests.service.same_brief import SCENARIOS, Held, brief_out_of, everything, scenario

pytestmark = pytest.mark.corpus


def assert_same(found: Written, expected: Written) -> None:
    """Text, page and sentences; the facts under them, and what is computed."""
    assert found.rendered.text == expected.rendered.text
    assert found.rendered.html == expected.rendered.html
    assert found.brief == expected.brief
    assert found.situation.insights == expected.situation.insights
    for table in TABLES:
        assert set(getattr(found.situation.data, table)) == set(getattr(expected.situation.data, table)), table


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_hubspot_gives_the_brief_that_files_give(corpora: Path, tmp_path: Path, name: str) -> None:
    one = scenario(corpora / "data" / "scenarios", name)
    data = everything(one)
    fake, names = hubspot_portals.portal(corpora, data)
    crm = RenamedWithFigures(hubspot_portals.provider(fake, tmp_path), names)
    assert_same(brief_out_of(one, crm), brief_out_of(one, Held(hubspot.seen(data), crm.name)))
    assert fake.violations == []


def kept_by_salesforce(data: CrmData) -> CrmData:
    """Its notes hang on the company alone and have no tags, and news are notes; of mails it knows addresses."""
    mails = {contact.id: contact.email for contact in data.contacts if contact.email}

    def kept(row: Activity) -> Activity:
        if row.kind in {ActivityKind.NOTE, ActivityKind.NEWS}:
            return dataclasses.replace(row, kind=ActivityKind.NOTE, contacts=(), tags=(), source=None)
        return dataclasses.replace(row, recipients=tuple(mails.get(one, one) for one in row.recipients))

    return dataclasses.replace(salesforce.stamped(data), activities=tuple(map(kept, data.activities)))


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_salesforce_gives_the_brief_that_files_give(corpora: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESFORCE_SECRET", "salesforce-secret")
    one = scenario(corpora / "data" / "scenarios", name)
    data = everything(one)
    org = Sample(corpora / "contracts" / "salesforce").load(data)
    crm = RenamedWithFigures(org.mapped(), org.loader.names)
    assert_same(brief_out_of(one, crm), brief_out_of(one, Held(kept_by_salesforce(data), crm.name)))
    assert org.fake.violations == []


@pytest.mark.server
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_real_tryton_server_gives_the_brief_that_files_give_of_what_it_has_a_place_for(
    corpora: Path, tmp_path: Path, name: str, tryton_servers: Servers
) -> None:
    one = scenario(corpora / "data" / "scenarios", name)
    data = everything(one)
    loaded = tryton_servers.over(data)
    provider = tryton_sample.provider(loaded.server, data, tmp_path)
    crm = RenamedWithFigures(provider, loaded.names)
    assert_same(brief_out_of(one, crm), brief_out_of(one, Held(tryton_load.seen(data), crm.name)))
    provider.close()
