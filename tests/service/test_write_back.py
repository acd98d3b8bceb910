"""What was agreed stands in the CRM once: over HTTP, by processes that are killed, in each CRM that can be written to."""

import contextlib
import dataclasses
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from pydantic import TypeAdapter

from kambrief.core.crm import Outcome, Promise
from kambrief.core.customer import CrmData
from kambrief.ports import Crm
from kambrief.providers.crm.hubspot import Config as HubspotConfig
from kambrief.providers.crm.hubspot import Provider as Hubspot
from kambrief.providers.crm.salesforce import Config as SalesforceConfig
from kambrief.providers.crm.salesforce import Provider as Salesforce
from kambrief.providers.crm.tryton import Config as TrytonConfig
from kambrief.providers.crm.tryton import Provider as Tryton
from tests.contracts.crm import SAMPLE
from tests.parts import hubspot_load
from tests.parts.fake_hubspot import TOKEN
from tests.parts.fake_salesforce import Served
from tests.parts.hubspot_portals import Clock, portal
from tests.parts.salesforce_data import FIELDS, OBJECTS
from tests.parts.tryton import KEY
from tests.parts.tryton_load import section
from tests.providers.salesforce_sample import Sample, settings
from tests.providers.tryton_sample import Servers

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.timeout(300)]
DATA = dataclasses.replace(SAMPLE, activities=(), commitments=(), orders=(), plans=())
NOW = dt.datetime(2026, 10, 5, 8, 0, tzinfo=dt.UTC)
OUTCOME = Outcome(
    meeting_id="m1", account_id="", title="Ohjausryhmä", start=NOW, end=NOW + dt.timedelta(minutes=45),
    note="Sovittu: raportti perjantaina.", promises=(Promise("p1", "Lähetän raportin", dt.date(2026, 10, 9)),),
    manager="elina@kuura.example",
    approved_by="elina@kuura.example",
    approved_at=NOW + dt.timedelta(hours=1),
)  # fmt: skip


class Place(NamedTuple):
    """A CRM on the loopback."""

    section: Mapping[str, Any]
    """Its part of the configuration."""
    crm: Crm
    account: str
    later: Callable[[], object]
    """A quarter of an hour passes there."""


def _hubspot(folder: Path, corpora: Path, stack: contextlib.ExitStack, *, keyed: bool) -> Place:
    clock = Clock(dt.datetime.now(dt.UTC))
    fake, names = portal(corpora, DATA, clock)
    if keyed:
        for kind in ("meetings", "tasks", "notes"):
            fake.custom[kind]["kambrief_id"] = True
    stack.enter_context(fake)
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    said: dict[str, Any] = {
        "token_file": str(folder / "token"), "base_url": fake.base_url, "objects": hubspot_load.OBJECTS,
        "fields": hubspot_load.FIELDS, "values": hubspot_load.VALUES,
    }  # fmt: skip
    crm = Hubspot(HubspotConfig(**said), folder)
    stack.callback(crm.close)
    return Place({"hubspot": said}, crm, names["accounts"]["010"], lambda: clock.pass_(minutes=15))


def _salesforce(corpora: Path, stack: contextlib.ExitStack, *, keyed: bool) -> Place:
    one = Sample(corpora / "contracts" / "salesforce").load(DATA)
    if keyed:
        one.org.external_id()
    served = Served(one.fake)
    stack.callback(served.stop)
    said = settings(instance_url=served.base_url, objects=OBJECTS, fields=FIELDS)
    crm = Salesforce(SalesforceConfig.model_validate(said), Path())
    stack.callback(crm.close)
    return Place({"salesforce": said}, crm, one.loader.names["accounts"]["010"], lambda: None)


def _tryton(folder: Path, servers: Servers, stack: contextlib.ExitStack) -> Place:
    loaded = servers.own(DATA)
    (folder / "key").write_text(KEY, encoding="utf-8")
    said = section(loaded.server, DATA, key_env=None, key_file=str(folder / "key"))
    crm = Tryton(TrytonConfig(**said), folder)
    stack.callback(crm.close)
    return Place({"tryton": said}, crm, loaded.names["accounts"]["010"], lambda: None)


@pytest.fixture(
    params=[
        "hubspot with our property", "hubspot without", "salesforce with our field", "salesforce without",
        pytest.param("tryton", marks=pytest.mark.server),
    ]
)  # fmt: skip
def place(
    request: pytest.FixtureRequest, tmp_path: Path, corpora: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    monkeypatch.setenv("SALESFORCE_SECRET", "salesforce-secret")
    vendor, _, how = str(request.param).partition(" ")
    with contextlib.ExitStack() as stack:
        if vendor == "hubspot":
            yield _hubspot(tmp_path, corpora, stack, keyed=how != "without")
        elif vendor == "salesforce":
            yield _salesforce(corpora, stack, keyed=how != "without")
        else:
            yield _tryton(tmp_path, request.getfixturevalue("tryton_servers"), stack)


class Lives:
    """Processes on one database, one after another."""

    def __init__(self, folder: Path, place: Place) -> None:
        self._folder, self._place = folder, place
        self._url = f"sqlite:///{folder / 'kambrief.db'}"
        (folder / "calendar.ics").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
        said = {
            "account_managers": [{"email": "elina@kuura.example"}],
            "meetings": {"icalendar": {"calendars": [{"path": str(folder / "calendar.ics")}]}},
            "mail": {"outbox": {"folder": str(folder / "out")}},
            "database": {"url": self._url},
            "crm": place.section,
            "base_dir": str(folder),
        }
        (folder / "settings.json").write_text(json.dumps(said))

    def live(self, outcome: Outcome, dies_at: int = 0) -> Mapping[str, int]:
        """Approve this and work; what was counted, and nothing of one that was killed."""
        (self._folder / "outcome.json").write_bytes(TypeAdapter(Outcome).dump_json(outcome))
        program = [sys.executable, "-m", "tests.service.write_and_die", "settings.json", "outcome.json", str(dies_at)]
        program[3:5] = [str(self._folder / one) for one in program[3:5]]
        done = subprocess.run(program, capture_output=True, text=True, timeout=120, check=False)
        if dies_at:
            assert done.returncode == -9, done.stderr[-2000:]
            return {}
        assert done.returncode == 0, done.stderr[-2000:]
        counts: dict[str, int] = json.loads(done.stdout)
        return counts

    def later(self) -> None:
        """A quarter of an hour passes: whoever has died holds nothing any more."""
        self._place.later()
        engine = sa.create_engine(self._url)
        with engine.begin() as connection:
            connection.execute(
                sa.text("UPDATE logbook SET lease_until = '2026-01-01 00:00:00' WHERE state = 'writing'")
            )
        engine.dispose()


def _held(place: Place) -> CrmData:
    return place.crm.histories(frozenset({place.account}))


def _notes(place: Place) -> list[str]:
    return [row.body for row in _held(place).activities if row.subject == OUTCOME.title]


def _tasks(place: Place) -> list[tuple[str, dt.date | None]]:
    return [(row.text, row.due) for row in _held(place).commitments]


@pytest.mark.parametrize("dies_at", [0, 1, 2])
def test_two_approvals_a_crash_and_a_retry_leave_one_note_and_one_task(
    place: Place, tmp_path: Path, dies_at: int
) -> None:
    lives = Lives(tmp_path, place)
    outcome = dataclasses.replace(OUTCOME, account_id=place.account)
    lives.live(outcome, dies_at)
    lives.later()
    counts = lives.live(outcome)  # a second approval, after the crash where there was one
    assert counts == ({"logged": 3 - dies_at} if dies_at else {})
    assert lives.live(outcome) == {}
    assert [one.strip() for one in _notes(place)] == ["Sovittu: raportti perjantaina."]
    assert _tasks(place) == [("Lähetän raportin", dt.date(2026, 10, 9))]
    edited = dataclasses.replace(
        outcome, note="Sovittu: raportti torstaina.",
        promises=(Promise("p1", "Lähetän raportin", dt.date(2026, 10, 8)),),
    )  # fmt: skip
    assert lives.live(edited) == {"logged": 2}
    place.later()
    assert [one.strip() for one in _notes(place)] == ["Sovittu: raportti torstaina."]
    assert _tasks(place) == [("Lähetän raportin", dt.date(2026, 10, 8))]
