"""A CRM that tells what changed: asked once a pass, read where something is new, never believed beyond what it says."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from kambrief.core.customer import Account, Activity, ActivityKind, Contact, CrmData, Deal
from kambrief.core.work import Correction
from kambrief.pipeline.combined import Combined
from kambrief.pipeline.combining import Source
from kambrief.pipeline.customers import KEEP, Customers, Known
from kambrief.pipeline.keeping import keeping
from kambrief.ports import Changes
from kambrief.store.sql import SqlStore
from tests.builders import OWN, World, at, attendee, call, havulinna, meeting, occurrence, petri
from tests.fakes import ChangingCrm
from tests.pipeline.test_combining import ORDERS

NOW = at("6.10. 8.00")
TICK = dt.timedelta(seconds=15)
METSOLA = Account("A02", "Metsola Oy", domains=("metsola.example",))
ANNA = Contact("C11", "A02", "Anna", "Metso", "anna@metsola.example")
DEAL = Deal("D1", "A01", "Jatko", stage="offer")
DATA = havulinna(
    accounts=(*havulinna().accounts, METSOLA), contacts=(*havulinna().contacts, ANNA), deals=(DEAL,),
    activities=(call(petri(), "1.10. 15.00", "Petri toivoo lukuja."),),
)  # fmt: skip


class Desk:
    """The CRM, a database and passes over it."""

    def __init__(self, data: CrmData = DATA, store: SqlStore | None = None, signature: str = "") -> None:
        self.crm = ChangingCrm(data)
        self.store = store or SqlStore.open("sqlite://")
        self.now = NOW
        self.log: list[str] = []
        self.customers = self.process(signature)

    def process(self, signature: str = "") -> Customers:
        kept = keeping(self.crm, self.store, signature, KEEP)
        return Customers(
            self.crm, self.store, OWN, (), lambda event, **_: self.log.append(event), keep=KEEP, keeping=kept
        )

    def met(self, *addresses: str, after: dt.timedelta = TICK, by: Customers | None = None) -> Known:
        """A pass that asks who these are."""
        self.now += after
        customers = by or self.customers
        customers.begin()
        self.crm.calls.clear()
        people = addresses or (petri().email, ANNA.email)
        return customers.fetch([meeting(attendees=tuple(map(attendee, people)))], self.now)

    def change(self, **rows: Any) -> None:
        """These records are new, or replace those with their ids."""
        told: dict[str, Any] = {}
        for table, new in rows.items():
            ids = {row.id for row in new}
            told[table] = (*(row for row in getattr(self.crm.data, table) if row.id not in ids), *new)
        self.crm.change(dataclasses.replace(self.crm.data, **told))


def ids(rows: Sequence[Any]) -> set[str]:
    return {row.id for row in rows}


def test_a_second_pass_asks_only_what_has_changed_and_knows_the_same_as_of_now() -> None:
    desk = Desk()
    first = desk.met()
    assert desk.crm.calls == ["changes", "find", "histories"]
    second = desk.met(after=dt.timedelta(hours=30))
    assert desk.crm.calls == ["changes"]
    assert second.current
    assert second.data.activities == first.data.activities
    assert second.data.fetched_at == desk.now


def test_the_batches_of_a_pass_share_one_question_for_changes() -> None:
    desk = Desk()
    desk.met()
    desk.met(petri().email)
    for batch in range(3):
        desk.customers.fetch([meeting(attendees=(attendee(ANNA),))], desk.now + dt.timedelta(seconds=batch))
    assert desk.crm.calls == ["changes"]


def test_a_long_pass_asks_again_after_a_minute() -> None:
    desk = Desk()
    desk.met()
    everybody = meeting(attendees=(attendee(petri()), attendee(ANNA)))
    desk.customers.fetch([everybody], desk.now + dt.timedelta(seconds=61))
    assert desk.crm.calls == ["changes", "find", "histories", "changes"]


def test_a_deal_that_moved_a_moment_ago_is_told_and_only_its_customer_read() -> None:
    desk = Desk()
    desk.met()
    desk.change(deals=(dataclasses.replace(DEAL, stage="won"),))
    known = desk.met()
    assert [deal.stage for deal in known.data.deals] == ["won"]
    assert desk.crm.calls == ["changes", "find", "histories"]
    desk.met()  # it is told twice
    desk.met()
    assert desk.crm.calls == ["changes"]


def test_a_new_guest_of_a_known_customer_costs_one_question_and_no_reading() -> None:
    desk = Desk()
    desk.met(petri().email)
    known = desk.met(petri().email, "new@havulinna.example")
    assert desk.crm.calls == ["changes", "find"]
    assert known.data.activities == DATA.activities


def test_a_guest_nobody_knows_is_asked_once_and_again_when_entered() -> None:
    desk = Desk()
    desk.met("veli@muu.example")
    desk.met("veli@muu.example")
    assert desk.crm.calls == ["changes"]
    desk.change(contacts=(Contact("C20", "A02", "Veli", "Muu", "veli@muu.example"),))
    assert ids(desk.met("veli@muu.example").data.accounts) == {"A02"}


def test_a_contact_who_moves_leaves_the_account_that_nobody_speaks_of() -> None:
    desk = Desk()
    desk.met()
    moved = dataclasses.replace(petri(), account_id="A02", email="petri@metsola.example")
    desk.change(contacts=(moved,))
    known = desk.met("markku@havulinna.example")
    assert ids(known.data.contacts) == {"C02"}


def test_a_deal_that_moves_to_another_account_is_gone_from_the_first() -> None:
    desk = Desk()
    desk.met()
    desk.change(deals=(dataclasses.replace(DEAL, account_id="A02"),))
    assert desk.met(petri().email).data.deals == ()
    assert ids(desk.met(ANNA.email).data.deals) == {"D1"}


def test_a_parent_that_appears_later_takes_its_subsidiary_in() -> None:
    below = dataclasses.replace(METSOLA, parent_id="A09")
    desk = Desk(dataclasses.replace(DATA, accounts=(*havulinna().accounts, below)))
    desk.met()
    desk.change(accounts=(Account("A09", "Metsola Group"),))
    assert ids(desk.met(ANNA.email).data.accounts) == {"A02", "A09"}


def test_groups_that_are_merged_and_split_are_read_as_they_are() -> None:
    desk = Desk()
    desk.met()
    desk.change(accounts=(dataclasses.replace(METSOLA, parent_id="A01"),))
    assert ids(desk.met(ANNA.email).data.accounts) == {"A01", "A02"}
    desk.change(accounts=(METSOLA,))
    assert ids(desk.met(ANNA.email).data.accounts) == {"A02"}


def test_a_new_alias_and_a_new_domain_are_found() -> None:
    desk = Desk()
    assert desk.met("am@muu.example", "x@toinen.example").data.accounts == ()
    desk.change(contacts=(dataclasses.replace(ANNA, aliases=("AM@muu.example",)),))
    assert ids(desk.met("am@muu.example").data.accounts) == {"A02"}
    desk.change(accounts=(dataclasses.replace(METSOLA, domains=("toinen.example",)),))
    assert ids(desk.met("x@toinen.example").data.accounts) == {"A02"}


def test_a_deleted_account_is_gone_and_no_fault_while_others_are_there() -> None:
    desk = Desk()
    desk.met()
    left = dataclasses.replace(DATA, accounts=havulinna().accounts, contacts=havulinna().contacts)
    desk.crm.change(left)
    known = desk.met(ANNA.email)
    assert known.current
    assert known.data.accounts == ()


def test_a_correction_asks_for_the_record_it_names() -> None:
    desk = Desk()
    desk.met("p@gmail.example")
    desk.store.save_correction(Correction("p@gmail.example", "C01", "A01", NOW))
    assert desk.met("p@gmail.example").data.activities == DATA.activities


def test_what_cannot_be_told_is_read_anew() -> None:
    desk = Desk()
    desk.met()
    desk.crm.forgets = True
    desk.crm.data = dataclasses.replace(DATA, deals=())
    assert desk.met().data.deals == ()
    assert desk.crm.calls == ["changes", "find", "histories"]


def test_another_configuration_reads_everything_anew() -> None:
    desk = Desk()
    desk.met()
    desk.met(by=desk.process("another mapping"))
    assert desk.crm.calls == ["changes", "find", "histories"]


def test_what_failed_after_the_changes_were_told_is_read_the_next_time() -> None:
    class Failing(ChangingCrm):
        fails = False

        def histories(self, account_ids: frozenset[str]) -> CrmData:
            if self.fails:
                self._ask("histories")
                raise RuntimeError
            return super().histories(account_ids)

    desk = Desk()
    crm = Failing(DATA)
    desk.crm, desk.customers = (
        crm,
        dataclasses.replace(desk.customers, crm=crm, keeping=keeping(crm, desk.store, "", KEEP)),
    )
    desk.met()
    desk.change(deals=(dataclasses.replace(DEAL, stage="won"),))
    crm.fails = True
    assert not desk.met().current
    crm.fails = False
    assert [deal.stage for deal in desk.met().data.deals] == ["won"]


def test_what_another_process_has_written_in_between_is_not_taken_for_ones_own() -> None:
    desk = Desk()
    desk.met()
    older = desk.store.snapshots_of("crm.fake")["A01"].data
    desk.change(deals=(dataclasses.replace(DEAL, stage="won"),))
    desk.met()
    desk.met()
    desk.store.save_snapshots("crm.fake", {"A01": older})  # it was slower
    assert [deal.stage for deal in desk.met().data.deals] == ["won"]


class Restless(ChangingCrm):
    """One in which something changes right after the question for changes, or right before the histories are read."""

    after_changes: CrmData | None = None
    before_histories: CrmData | None = None

    def changes(self, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        found = super().changes(cursor, now)
        if self.after_changes:
            self.change(self.after_changes)
            self.after_changes = None
        return found

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        if self.before_histories:
            self.change(self.before_histories)
            self.before_histories = None
        return super().histories(account_ids)


def restless(desk: Desk) -> Restless:
    """In place of the desk's CRM."""
    crm = Restless(DATA)
    desk.crm = crm
    desk.customers = dataclasses.replace(desk.customers, crm=crm, keeping=keeping(crm, desk.store, "", KEEP))
    return crm


def test_a_merger_just_after_the_question_for_changes_gives_no_account_twice() -> None:
    desk = Desk()
    crm = restless(desk)
    desk.met()
    merged = (*havulinna().accounts, dataclasses.replace(METSOLA, parent_id="A01"))
    crm.after_changes = dataclasses.replace(DATA, accounts=merged)
    known = desk.met(petri().email, ANNA.email, "markku@havulinna.example")
    assert sorted(account.id for account in known.data.accounts) == ["A01", "A02"]
    assert {account.parent_id for account in known.data.accounts} == {None, "A01"}


def test_an_account_that_is_deleted_while_it_is_read_is_gone() -> None:
    desk = Desk()
    restless(desk).before_histories = havulinna()
    known = desk.met()
    assert known.current
    assert ids(known.data.accounts) == {"A01"}


def test_another_customer_who_owns_the_domain_is_not_mixed_in() -> None:
    consultant = dataclasses.replace(petri(), email="petri@metsola.example")
    desk = Desk(dataclasses.replace(DATA, contacts=(consultant, ANNA)))
    assert ids(desk.met(consultant.email).data.accounts) == {"A01"}


def test_down_means_the_last_known_with_the_time_at_which_it_was_confirmed() -> None:
    desk = Desk()
    desk.met()
    confirmed = desk.met(after=dt.timedelta(hours=20)).data.fetched_at
    desk.crm.down = True
    known = desk.met(after=dt.timedelta(hours=2))
    assert not known.current
    assert known.data.activities == DATA.activities
    assert known.ages == {"A01": confirmed, "A02": confirmed}


def test_a_crm_that_knows_nobody_any_more_is_a_fault_and_what_was_known_stays() -> None:
    desk = Desk()
    desk.met()
    desk.crm.forgets, desk.crm.data = True, CrmData()
    for _ in range(2):
        known = desk.met()
        assert not known.current
        assert known.data.activities == DATA.activities


def test_a_merged_group_is_last_known_once() -> None:
    desk = Desk()
    desk.met()
    desk.change(accounts=(dataclasses.replace(METSOLA, parent_id="A01"),))
    desk.met(ANNA.email)
    desk.crm.down = True
    assert [account.id for account in sorted(desk.met().data.accounts, key=lambda one: one.id)] == ["A01", "A02"]


def test_what_no_meeting_calls_for_is_deleted_after_the_days_set() -> None:
    desk = Desk()
    desk.met()
    desk.met(petri().email, after=KEEP - dt.timedelta(days=1))
    assert desk.store.snapshots_of("crm.fake").keys() == {"A01", "A02"}
    desk.met(petri().email, after=dt.timedelta(days=3))
    assert desk.store.snapshots_of("crm.fake").keys() == {"A01"}
    assert set(desk.store.kept("crm.fake").groups) == {"A01"}


def test_no_address_is_kept_of_people_nobody_knows() -> None:
    desk = Desk()
    desk.met("veli@muu.example")
    assert "veli" not in repr(desk.store.kept("crm.fake"))


def test_rows_that_could_not_be_read_are_tried_again_after_an_hour() -> None:
    desk = Desk(dataclasses.replace(DATA, problems=("deal 9: no date",)))
    desk.met()
    assert [gap.key for gap in desk.met().gaps] == ["gap_rows"]
    assert desk.crm.calls == ["changes"]
    desk.met(after=dt.timedelta(hours=1))
    assert desk.crm.calls == ["changes", "find", "histories"]


def test_a_source_that_is_out_of_reach_costs_the_others_nothing_and_is_asked_again_the_next_time() -> None:
    desk = Desk(dataclasses.replace(DATA, missing=("plans",)))
    desk.met(petri().email)
    desk.crm.data = dataclasses.replace(DATA, missing=("plans", "orders"), problems=("bi: timeout",))
    desk.met()
    desk.crm.data = dataclasses.replace(DATA, missing=("plans",))
    known = desk.met()
    assert known.data.missing == ("plans",)
    assert known.data.problems == ()


@pytest.mark.slow
def test_a_thousand_meetings_cost_a_handful_of_questions_and_the_next_pass_one() -> None:
    firms = [Account(f"A{one}", f"Firm {one}", domains=(f"firm{one}.example",)) for one in range(400)]
    people = [
        Contact(f"C{one}", f"A{one % 400}", "Person", str(one), f"p{one}@firm{one % 400}.example")
        for one in range(3000)
    ]
    acts = [
        Activity(f"X{one}", f"A{one}", ActivityKind.NOTE, NOW - dt.timedelta(days=9), body="x") for one in range(400)
    ]
    desk = Desk(CrmData(accounts=tuple(firms), contacts=tuple(people), activities=tuple(acts)))
    meetings = [
        meeting(id=f"m{one}", attendees=tuple(attendee(who) for who in people[one * 3 : one * 3 + 3]))
        for one in range(1000)
    ]
    desk.customers.begin()
    desk.customers.ahead(meetings, NOW)
    assert desk.crm.calls.count("changes") == 1
    assert len(desk.crm.calls) <= 5
    for first in range(0, 1000, 20):
        desk.customers.fetch(meetings[first : first + 20], NOW)
    assert len(desk.crm.calls) <= 5

    later = NOW + dt.timedelta(minutes=5)
    desk.crm.calls.clear()
    desk.customers.begin()
    desk.customers.ahead(meetings, later)
    assert len(desk.customers.fetch(meetings[:20], later).data.accounts) == 60
    assert desk.crm.calls == ["changes"]

    desk.change(activities=(dataclasses.replace(acts[0], body="y"),))
    desk.crm.calls.clear()
    desk.customers.begin()
    desk.customers.ahead(meetings, later + TICK)
    assert desk.crm.calls.count("histories") == 1
    assert len(desk.crm.calls) <= 4  # its people are in both of the two big batches


def test_a_pass_reads_ahead_who_comes_in_the_days_to_come() -> None:
    world = World(
        occurrence(), occurrence("9.10. 9.00", uid="later", attendees=(attendee(ANNA),)),
        crm=ChangingCrm(DATA), now="6.10. 8.00",
    )  # fmt: skip
    assert isinstance(world.crm, ChangingCrm)
    assert world.run()["written"] == 1
    assert world.store.snapshots_of("crm.fake").keys() == {"A01", "A02"}
    world.crm.calls.clear()
    world.run("6.10. 8.05")
    assert world.crm.calls == ["changes"]


def test_a_crm_that_is_down_before_a_meeting_nobody_had_looked_at_yet_is_known_from_reading_ahead() -> None:
    world = World(occurrence(), crm=ChangingCrm(DATA), now="5.10. 8.00")
    assert isinstance(world.crm, ChangingCrm)
    world.run()
    world.crm.down = True
    assert world.run("6.10. 8.00")["written"] == 1
    assert "lukuja" in world.texts()[0]


def test_what_one_of_several_sources_could_not_tell_is_read_as_soon_as_it_can_even_by_another_process() -> None:
    store = SqlStore.open("sqlite://")
    crm = ChangingCrm(havulinna(missing=("orders",)), name="crm.files")
    bi = ChangingCrm(CrmData(orders=ORDERS, missing=("contacts",)), name="crm.sql")

    def told(minutes: int) -> tuple[int, list[str]]:
        sources = [Source("files", crm), Source("sql", bi, tables=frozenset({"orders"}))]
        both = Combined(sources, {"orders": ("sql",)})
        kept = keeping(both, store, "", KEEP)
        known = Customers(both, store, OWN, (), lambda *_, **__: None, keeping=kept)
        known.begin()
        found = known.fetch([meeting()], at("5.10. 8.00") + dt.timedelta(minutes=minutes))
        return len(found.data.orders), [gap.key for gap in found.gaps]

    bi.down = True
    assert told(0) == (0, ["gap_source_down"])
    bi.down = False
    assert told(5) == (len(ORDERS), [])
