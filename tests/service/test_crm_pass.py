"""What whole passes of the service ask of a CRM: a thousand meetings, counted at the vendor."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kambrief.core.customer import Account, Activity, ActivityKind, Contact, CrmData, Deal, Ticket
from kambrief.core.insight.money import Rates
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.model import AccountManager, Attendee, Occurrence, SourceKey
from kambrief.pipeline.comparing import Comparing, source_of
from kambrief.ports import Crm
from kambrief.store.sql import SqlStore
from tests.builders import TEAMS, World
from tests.parts.hubspot_portals import Clock, portal, provider
from tests.providers.salesforce_sample import Sample

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.timeout(900)]
MEETINGS, GUESTS, ACCOUNTS, MANAGERS = 1000, 3, 400, 20
NOW = dt.datetime(2026, 10, 6, 5, 0, tzinfo=dt.UTC)
"""Some time after the records were made: those of the last minutes are looked at twice."""


def _customers() -> CrmData:
    """400 accounts, each with 40 activities, 4 deals and 2 tickets; 3 000 people."""
    kinds = (ActivityKind.NOTE, ActivityKind.EMAIL, ActivityKind.CALL, ActivityKind.MEETING)
    names = [f"A{number:03}" for number in range(ACCOUNTS)]
    people = [f"C{number:04}" for number in range(MEETINGS * GUESTS)]
    whose = {person: names[number % ACCOUNTS] for number, person in enumerate(people)}
    first = {names[number % ACCOUNTS]: person for number, person in reversed(list(enumerate(people)))}
    return CrmData(
        accounts=tuple(Account(one, f"Customer {one}", domains=(f"{one.lower()}.example",)) for one in names),
        contacts=tuple(
            Contact(one, whose[one], "Pat", one, f"{one.lower()}@{whose[one].lower()}.example") for one in people
        ),
        activities=tuple(
            Activity(
                f"{one}-{turn}", one, kinds[turn % 4], NOW - dt.timedelta(days=turn + 1), f"Talk {turn}", "Words.",
                contacts=() if turn % 4 == 0 else (first[one],), our_people=("am0@kuura.example",),
                inbound=True if turn % 4 == 1 else None, sender=first[one] if turn % 4 == 1 else None,
            )
            for one in names
            for turn in range(40)
        ),
        deals=tuple(
            Deal(f"{one}-D{turn}", one, f"Deal {turn}", stage="proposal", amount=Decimal(1000), currency="EUR")
            for one in names
            for turn in range(4)
        ),
        tickets=tuple(
            Ticket(f"{one}-T{turn}", one, f"Ticket {turn}", dt.date(2026, 9, 1)) for one in names for turn in range(2)
        ),
    )  # fmt: skip


def _calendars() -> Iterator[Occurrence]:
    for number in range(MEETINGS):
        owner = f"am{number % MANAGERS}@kuura.example"
        guests = (number * GUESTS + one for one in range(GUESTS))
        start = NOW + dt.timedelta(minutes=90 + 18 * number)  # over the next twelve and a half days
        yield Occurrence(
            SourceKey("meetings.fake", owner, f"uid-{number}"), owner, f"Meeting {number}", start,
            start + dt.timedelta(minutes=30), join=TEAMS, organizer=Attendee(owner),
            attendees=(
                Attendee(owner),
                *(Attendee(f"c{one:04}@a{one % ACCOUNTS:03}.example") for one in guests),
            ),
        )  # fmt: skip


def _world(crm: Crm, folder: Path) -> World:
    managers = [AccountManager(email=f"am{number}@kuura.example") for number in range(MANAGERS)]
    store = SqlStore.open(f"sqlite:///{folder / 'kambrief.db'}")
    world = World(*_calendars(), crm=crm, managers=managers, store=store)
    known = world.before.customers
    comparing = Comparing(source_of(crm), store, Rates(), Thresholds(), None, known.log)
    world.before = dataclasses.replace(world.before, customers=dataclasses.replace(known, comparing=comparing))
    return world


def _passes(world: World, count: Callable[[], int], later: Callable[[dt.datetime], object]) -> list[int]:
    """Calls of a cold pass, of five minutes later, and of an hour and a half later, when briefs are due."""
    calls, before = [], count()
    for minutes in (0, 5, 90):
        now = NOW + dt.timedelta(minutes=minutes)
        later(now)
        counts = world.before.run(now, collect_now=True)
        assert counts["failed"] == 0
        calls.append(count() - before)
        before = count()
    return calls


def test_a_cold_pass_of_hubspot_takes_less_than_half_a_call_a_meeting_and_a_warm_one_near_none(
    corpora: Path, tmp_path: Path
) -> None:
    clock = Clock(NOW - dt.timedelta(days=1))
    fake, _ = portal(corpora, _customers(), clock)
    fake._contract.check_response = lambda *_: []  # type: ignore[method-assign] # 30 000 records, judged elsewhere
    world = _world(provider(fake, tmp_path), tmp_path)
    calls = _passes(world, fake.count, lambda now: setattr(clock, "now", now))
    print("HubSpot", calls, world.before.counts)  # noqa: T201
    assert calls[0] <= 430  # of 500
    assert calls[1] <= 13
    assert calls[2] <= 20
    world.store.close()  # type: ignore[attr-defined]


def test_a_cold_pass_of_salesforce_takes_a_few_dozen_calls_and_a_warm_one_three(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESFORCE_SECRET", "salesforce-secret")
    one = Sample().load(_customers())
    world = _world(one.mapped(), tmp_path)
    calls = _passes(world, lambda: one.fake.count, lambda now: setattr(one.org, "clock", lambda: now))
    print("Salesforce", calls, world.before.counts)  # noqa: T201
    assert calls[0] <= 60
    assert calls[1] <= 3
    assert calls[2] <= 6
    world.store.close()  # type: ignore[attr-defined]
