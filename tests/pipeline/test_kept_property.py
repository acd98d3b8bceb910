"""Whatever changes in a CRM, whoever is invited, wherever a process dies: a brief rests on what the CRM says now."""

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kambrief.core.customer import TABLES, Account, Contact, CrmData, Deal
from kambrief.core.groups import find_in
from kambrief.core.kept import Kept
from kambrief.core.match import match, wanted
from kambrief.core.model import Meeting
from kambrief.core.work import Correction
from kambrief.pipeline.customers import KEEP, Customers
from kambrief.pipeline.keeping import keeping
from kambrief.store.sql import SqlStore
from tests.builders import OWN, at, attendee, meeting
from tests.draws import draws
from tests.fakes import ChangingCrm

ACCOUNTS = [f"A{number}" for number in range(3)]
PEOPLE = [f"C{number}" for number in range(3)]
ADDRESSES = ["p0@d0.example", "p1@d0.example", "p2@d1.example", "p0+news@d0.example"]
DOMAINS = ["d0.example", "d1.example"]

accounts = st.builds(
    Account,
    id=st.sampled_from(ACCOUNTS),
    name=st.just("x"),
    parent_id=st.none() | st.sampled_from(ACCOUNTS),
    domains=st.lists(st.sampled_from(DOMAINS), max_size=2, unique=True).map(tuple),
    former_ids=st.just(()),
)
contacts = st.builds(
    Contact,
    id=st.sampled_from(PEOPLE),
    account_id=st.sampled_from(ACCOUNTS),
    email=st.sampled_from(["", *ADDRESSES]),
    aliases=st.lists(st.sampled_from(ADDRESSES), max_size=1).map(tuple),
)
deals = st.builds(
    Deal,
    id=st.sampled_from(["D0", "D1"]),
    account_id=st.sampled_from(ACCOUNTS),
    name=st.just("x"),
    stage=st.sampled_from(["new", "offer"]),
)
rows = (
    st.tuples(st.just("accounts"), accounts)
    | st.tuples(st.just("contacts"), contacts)
    | st.tuples(st.just("deals"), deals)
)
ids = st.sampled_from([*ACCOUNTS, *PEOPLE, "D0", "D1"])
guests = st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=4, unique=True)
steps = st.one_of(
    st.tuples(st.just("put"), rows),
    st.tuples(st.just("put"), rows),
    st.tuples(st.just("drop"), ids),
    st.tuples(st.just("drop untold"), ids),
    st.tuples(st.just("meet"), guests),
    st.tuples(st.just("meet"), guests),
    st.tuples(st.just("ahead"), guests),
    st.tuples(st.just("crash"), st.tuples(guests, st.integers(1, 6))),
    st.tuples(st.just("other process"), guests),
    st.tuples(st.just("interleaved"), guests),
    st.tuples(st.just("correct"), st.tuples(st.sampled_from(ADDRESSES), st.sampled_from([*ACCOUNTS, *PEOPLE]))),
    st.tuples(st.just("days pass"), st.integers(1, 40)),
)  # fmt: skip


class DiedError(BaseException):
    """The process is gone: nothing below may catch it."""


class Mortal(SqlStore):
    """A store whose process dies at its n-th write about customers, before or after it."""

    left: int = 0

    def _die(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise DiedError

    def save_snapshots(self, provider: str, by_root: Mapping[str, CrmData]) -> Mapping[str, str]:
        self._die()
        found = super().save_snapshots(provider, by_root)
        self._die()
        return found

    def save_kept(self, provider: str, kept: Kept) -> None:
        self._die()
        super().save_kept(provider, kept)
        self._die()


class Play:
    """A CRM, a database, two processes on it, and one that keeps nothing."""

    def __init__(self) -> None:
        self.now = at("6.10. 8.00")
        self.crm = ChangingCrm(CrmData(provider="crm.fake", products=()))
        self.store = Mortal.open("sqlite://")
        self.mine, self.other = self._process(), self._process()
        self.corrections: dict[str, Correction] = {}

    def _process(self) -> Customers:
        kept = keeping(self.crm, self.store, "", KEEP)
        return Customers(self.crm, self.store, OWN, (), lambda *_, **__: None, keeping=kept)

    def fresh(self, addresses: Sequence[str]) -> CrmData:
        """What two questions to the CRM tell now."""
        people, corrections = call(addresses).attendees, tuple(self.corrections.values())
        wish = wanted(people, corrections, OWN)
        found = find_in(self.crm.data, wish.emails, wish.domains, wish.ids)
        concerned = match(people, found, corrections, OWN).concerned
        return self.crm.data.only(concerned) if concerned else found

    def put(self, table: str, row: Account | Contact | Deal) -> CrmData:
        others = tuple(one for one in getattr(self.crm.data, table) if one.id != row.id)
        new: dict[str, Any] = {table: (*others, row)}
        return dataclasses.replace(self.crm.data, **new)

    def dropped(self, record_id: str) -> CrmData:
        left: dict[str, Any] = {
            table: tuple(one for one in getattr(self.crm.data, table) if one.id != record_id)
            for table in ("accounts", "contacts", "deals")
        }
        return dataclasses.replace(self.crm.data, **left)

    def do(self, what: str, value: object) -> None:
        self.now += dt.timedelta(seconds=15)
        doing: dict[str, Callable[[Any], object]] = {
            "put": lambda told: self.crm.change(self.put(*told)),
            "drop": lambda told: self.crm.change(self.dropped(told)),
            "drop untold": lambda told: self.crm.change(self.dropped(told), tells_gone=False),
            "meet": lambda told: self.meet(self.mine, told),
            "ahead": self.ahead,
            "crash": lambda told: self.crash(*told),
            "other process": lambda told: self.meet(self.other, told),
            "interleaved": self.interleaved,
            "correct": lambda told: self.correct(*told),
            "days pass": self.pass_days,
        }
        doing[what](value)

    def meet(self, process: Customers, addresses: Sequence[str]) -> None:
        process.begin()
        self.compare(process, addresses)

    def compare(self, process: Customers, addresses: Sequence[str]) -> None:
        known, fresh = process.fetch([call(addresses)], self.now), self.fresh(addresses)
        if not known.current:  # a CRM that knew these people and knows nobody is not believed: no old data as new
            assert not fresh.accounts
            assert not fresh.contacts
            return
        assert told(known.data) == told(fresh)
        assert known.data.fetched_at is not None
        assert self.now - known.data.fetched_at < dt.timedelta(seconds=60)

    def ahead(self, addresses: Sequence[str]) -> None:
        self.mine.begin()
        self.mine.ahead([call(addresses)], self.now)
        self.compare(self.mine, addresses)

    def crash(self, addresses: Sequence[str], write: int) -> None:
        process = self._process()
        process.begin()
        self.store.left = write
        with contextlib.suppress(DiedError):
            process.ahead([call(addresses)], self.now)
        self.store.left = 0

    def interleaved(self, addresses: Sequence[str]) -> None:
        """The other process has asked for changes; before it writes what it reads, this one goes through a pass."""
        other, crm = self._process(), self.crm
        inner = self

        class Slow(ChangingCrm):
            def histories(self, account_ids: frozenset[str]) -> CrmData:
                data = crm.histories(account_ids)
                kind = inner.put("deals", Deal("D0", next(iter(account_ids)), "x", stage=f"s{len(crm.told)}"))
                crm.change(kind)
                inner.meet(inner.mine, addresses)
                return data

        slow = Slow(crm.data, told=crm.told)
        other = dataclasses.replace(other, crm=slow, keeping=keeping(slow, self.store, "", KEEP))
        other.begin()
        other.ahead([call(addresses)], self.now)

    def correct(self, address: str, record_id: str) -> None:
        contact, account = (record_id, "") if record_id in PEOPLE else ("", record_id)
        self.corrections[address] = Correction(address, contact, account, self.now)
        self.store.save_correction(self.corrections[address])

    def pass_days(self, days: int) -> None:
        self.now += dt.timedelta(days=days)


def call(addresses: Sequence[str]) -> Meeting:
    return meeting(attendees=tuple(attendee(one) for one in addresses))


def told(data: CrmData) -> dict[str, list[str]]:
    return {table: sorted(map(repr, getattr(data, table))) for table in TABLES}


@settings(max_examples=draws(200), deadline=None)
@given(st.lists(steps, min_size=3, max_size=25))
def test_what_a_brief_rests_on_is_what_the_crm_says_now(played: list[tuple[str, object]]) -> None:
    play = Play()
    for what, value in played:
        play.do(what, value)
    play.meet(play.mine, ADDRESSES)
    play.meet(play.other, ADDRESSES)
