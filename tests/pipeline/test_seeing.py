"""What an account manager may not see in the CRM is not in the brief, and the brief says that something is left out."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from kambrief.core.customer import Account, CrmData, Order
from kambrief.core.insight.money import Rates, sums_of
from kambrief.core.insight.portfolio import portfolio
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.tier import tiers
from kambrief.core.insight.windows import windows
from kambrief.core.model import AccountManager, Scope
from kambrief.core.work import Correction
from kambrief.errors import ProviderError
from kambrief.pipeline.comparing import Compared
from kambrief.pipeline.customers import Customers, Known
from kambrief.pipeline.seeing import Seeing, Seen
from kambrief.ports import Crm
from kambrief.store.sql import SqlStore
from tests.builders import (
    ELINA,
    OTTO,
    OWN,
    World,
    deal,
    havulinna,
    meeting,
    note,
    occurrence,
    promise,
    ticket,
)
from tests.fakes import FakeCrm

NOW = dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)
EN = dataclasses.replace(ELINA, language="en")
LEFT_OUT = "CRM records you’re not allowed to see are left out."
NOT_TOLD = "The CRM couldn’t say what you’re allowed to see, so some records are left out."


@dataclass
class Telling(FakeCrm):
    """A CRM that tells rights: ``not_shown`` by account manager, None for somebody it does not know."""

    not_shown: dict[str, Mapping[str, frozenset[str]] | None] = field(default_factory=dict)
    silent: bool = False
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def hidden(self, manager: AccountManager, data: CrmData) -> Mapping[str, frozenset[str]] | None:
        self.asked.append((manager.email, tuple(account.id for account in data.accounts)))
        if self.silent:
            raise ProviderError(self.name, "no answer")
        return self.not_shown.get(manager.email, {})


@dataclass
class Teaming(FakeCrm):
    """A CRM that knows teams."""

    teams: Mapping[str, frozenset[str]] = field(default_factory=dict)
    silent: bool = False

    def team(self, manager: AccountManager) -> frozenset[str]:
        if self.silent:
            raise ProviderError(self.name, "no answer")
        return self.teams.get(manager.email, frozenset())


def owned(owner: str | None, **tables: Any) -> CrmData:
    return havulinna(
        accounts=(Account("A01", "Havulinna Levyteollisuus Oy", domains=("havulinna.example",), owner=owner),), **tables
    )


def seeing(crm: Crm) -> tuple[Seeing, list[str]]:
    said: list[str] = []
    log = lambda event, **more: said.append(f"{event}: {more.get('error')}")  # noqa: E731
    return Seeing(Customers(crm, SqlStore.open("sqlite://"), OWN, (), log), log), said


def seen(crm: FakeCrm, manager: AccountManager = EN, known: Known | None = None) -> Known:
    return seeing(crm)[0].seen_by(known or Known(crm.data), meeting(), manager)


def gaps(known: Known) -> list[tuple[str, str]]:
    return [(gap.key, gap.detail) for gap in known.gaps]


def scoped(scope: Scope) -> AccountManager:
    return dataclasses.replace(EN, crm_scope=scope)


# --- by the scope --------------------------------------------------------------------------------------------------


def test_without_rights_and_scope_nothing_is_cut_or_looked_at() -> None:
    known = Known(owned("otto@kuura.example"))
    assert seen(FakeCrm(known.data), known=known) is known


def test_ones_own_customers_are_seen_whole() -> None:
    data = owned("elina@kuura.example", deals=(deal(),))
    found = seen(FakeCrm(data), scoped(Scope.OWN))
    assert (found.data, gaps(found)) == (data, [])


def test_a_customer_of_somebody_else_is_left_out_and_it_is_said_why() -> None:
    found = seen(FakeCrm(owned("otto@kuura.example", deals=(deal(),))), scoped(Scope.OWN))
    assert (found.data.accounts, found.data.contacts, found.data.deals) == ((), (), ())
    assert gaps(found) == [("gap_hidden", "1 accounts, 2 contacts, 1 deals: crm_scope = own")]
    assert found.current


@pytest.mark.parametrize(
    ("crm", "seen_too"),
    [
        (Teaming(teams={"elina@kuura.example": frozenset({"Otto@kuura.example"})}), True),
        (Teaming(), False),
        (Teaming(silent=True), False),
        (FakeCrm(), False),
    ],
    ids=["a team", "no team", "it cannot be told", "the CRM knows no teams"],
)
def test_customers_of_the_team_are_seen_where_the_crm_tells_the_team(crm: FakeCrm, seen_too: bool) -> None:  # noqa: FBT001
    crm.data = owned("otto@kuura.example")
    assert bool(seen(crm, scoped(Scope.TEAM)).data.accounts) == seen_too


def test_only_the_meetings_own_customers_are_left() -> None:
    other = Account("A09", "Somebody else", owner="elina@kuura.example")
    data = owned("elina@kuura.example")
    known = Known(dataclasses.replace(data, accounts=(*data.accounts, other)))
    assert [one.id for one in seen(FakeCrm(data), scoped(Scope.OWN), known).data.accounts] == ["A01"]


# --- by the CRM's rights -------------------------------------------------------------------------------------------

HIDES = {"elina@kuura.example": {"deals": frozenset({"D1"})}}


def test_what_the_crm_does_not_show_them_is_left_out() -> None:
    crm = Telling(havulinna(deals=(deal(id="D1"), deal(id="D2")), tickets=(ticket(),)), not_shown=dict(HIDES))
    found = seen(crm)
    assert [row.id for row in found.data.deals] == ["D2"]
    assert found.data.tickets
    assert gaps(found) == [("gap_hidden", "1 deals: the CRM does not show them to elina@kuura.example")]
    assert crm.asked == [("elina@kuura.example", ("A01",))]


def test_each_account_manager_is_asked_about_by_themselves() -> None:
    crm = Telling(havulinna(deals=(deal(),)), not_shown=dict(HIDES))
    part, known = seeing(crm)[0], Known(crm.data)
    assert [len(part.seen_by(known, meeting(), one).data.deals) for one in (EN, OTTO)] == [0, 1]


@pytest.mark.parametrize(("scope", "left"), [(Scope.ALL, 1), (Scope.OWN, 0)])
def test_where_the_crm_knows_no_such_user_the_scope_alone_holds(scope: Scope, left: int) -> None:
    crm = Telling(owned("otto@kuura.example"), not_shown={"elina@kuura.example": None})
    assert len(seen(crm, scoped(scope)).data.accounts) == left


def test_a_scope_narrows_what_the_crm_shows() -> None:
    crm = Telling(owned("elina@kuura.example", deals=(deal(owner="otto@kuura.example"),)))
    assert gaps(seen(crm, scoped(Scope.OWN))) == [("gap_hidden", "1 deals: crm_scope = own")]


def test_the_crm_is_asked_once_for_a_meeting_in_a_batch_and_again_in_the_next() -> None:
    crm = Telling(havulinna())
    part, known = seeing(crm)[0], Known(crm.data)
    for _ in range(3):
        part.seen_by(known, meeting(), EN)
    assert len(crm.asked) == 1
    again = Known(dataclasses.replace(crm.data, fetched_at=NOW))
    part.seen_by(again, meeting(), EN)
    assert len(crm.asked) == 2


def test_what_was_cut_is_not_cut_again() -> None:
    crm = Telling(havulinna(deals=(deal(),)), not_shown=dict(HIDES))
    part = seeing(crm)[0]
    found = part.seen_by(Known(crm.data), meeting(), EN)
    assert isinstance(found, Seen)
    assert part.seen_by(found, meeting(), EN) is found


def test_rights_that_cannot_be_told_hide_everything_and_it_is_said() -> None:
    crm = Telling(havulinna(deals=(deal(),)), silent=True)
    part, said = seeing(crm)
    found = part.seen_by(Known(crm.data), meeting(), EN)
    assert (found.data.accounts, found.data.deals, found.current) == ((), (), False)
    assert [key for key, _ in gaps(found)] == ["gap_rights_unknown"]
    assert said == ["rights not told: no answer"]


def test_what_was_told_last_holds_while_the_crm_is_silent_and_newer_records_wait() -> None:
    crm = Telling(havulinna(deals=(deal(id="D1"), deal(id="D2"))), not_shown=dict(HIDES))
    part = seeing(crm)[0]
    part.seen_by(Known(crm.data), meeting(), EN)
    crm.silent = True
    later = dataclasses.replace(crm.data, deals=(*crm.data.deals, deal(id="D3")), fetched_at=NOW)
    found = part.seen_by(Known(later), meeting(), EN)
    assert [row.id for row in found.data.deals] == ["D2"]
    assert ([one.id for one in found.data.contacts], found.current) == (["C01", "C02"], False)
    assert [key for key, _ in gaps(found)] == ["gap_rights_unknown"]


def test_a_correction_that_leads_to_somebody_hidden_leads_nowhere() -> None:
    crm = Telling(havulinna(), not_shown={"elina@kuura.example": {"contacts": frozenset({"C01"})}})
    rows = tuple(Correction(f"{one}@x.fi", contact_id=one) for one in ("C01", "C02"))
    assert [one.contact_id for one in seen(crm, known=Known(crm.data, corrections=rows)).corrections] == ["C02"]


# --- in the brief --------------------------------------------------------------------------------------------------


def world(crm: FakeCrm, *managers: AccountManager) -> World:
    made = World(*(occurrence(owner=one) for one in managers), crm=crm, managers=managers)
    made.before = dataclasses.replace(made.before, seeing=Seeing(made.before.customers, made.before.log))
    return made


SECRET = "Neuvottelu etenee salaisesti"


def told(**more: Any) -> CrmData:
    return owned("otto@kuura.example", activities=(note("1.9. 9.00", SECRET),), deals=(deal(name=SECRET),), **more)


def test_each_reader_gets_what_they_may_see_and_is_told_what_is_left_out() -> None:
    otto = dataclasses.replace(OTTO, lead_minutes=60)
    made = world(FakeCrm(told()), scoped(Scope.OWN), otto)
    made.run("6.10. 8.00")
    texts = dict(zip([row.manager for row in made.store.deliveries()], made.texts(), strict=True))
    hers, his = texts["elina@kuura.example"], texts["otto@kuura.example"]
    assert LEFT_OUT in hers
    assert LEFT_OUT not in his
    assert SECRET in his
    assert SECRET not in str(made.store.briefs(made.store.deliveries()[0].meeting_id, "elina@kuura.example"))
    assert "Petri Vuolle" in hers  # the invitation says so
    assert "Havulinna Levyteollisuus" not in hers


def test_of_somebody_hidden_it_is_not_said_that_the_crm_has_them_not() -> None:
    made = world(FakeCrm(told()), scoped(Scope.OWN))
    made.run("6.10. 8.00")
    assert "not in the CRM" not in made.texts()[0]
    assert "None of the external attendees was found" not in made.texts()[0]


def test_why_tells_what_was_left_out_and_by_which_rule() -> None:
    made = world(FakeCrm(told()), scoped(Scope.OWN))
    made.run("6.10. 8.00")
    (record,) = made.store.briefs(made.store.deliveries()[0].meeting_id, "elina@kuura.example")
    kept: Any = record.why["gaps"]
    assert {"gap": "gap_hidden", "detail": "1 accounts, 2 contacts, 1 deals, 1 activities: crm_scope = own"} in kept


def test_the_brief_goes_out_when_rights_cannot_be_told() -> None:
    made = world(Telling(told(), silent=True), EN)
    made.run("6.10. 8.00")
    assert NOT_TOLD in made.texts()[0]
    assert SECRET not in made.texts()[0]


def test_a_change_of_what_they_may_not_see_is_no_news_to_them() -> None:
    crm = FakeCrm(told())
    made = world(crm, scoped(Scope.OWN))
    made.run("6.10. 8.00")
    crm.data = dataclasses.replace(crm.data, deals=(deal(name=SECRET, stage="closing"),))
    made.run("6.10. 8.20")
    assert len(made.inbox) == 1


def test_rights_that_fall_silent_after_the_brief_are_no_change_of_the_customer() -> None:
    crm = Telling(told())
    made = world(crm, EN)
    made.run("6.10. 8.00")
    crm.silent = True
    made.run("6.10. 8.20")
    assert len(made.inbox) == 1


LATE = promise("Raportti", dt.date(2026, 9, 25))


def test_what_they_come_to_see_is_not_told_as_new() -> None:
    crm = FakeCrm(told(tickets=(ticket(),), commitments=(LATE,)))
    made = world(crm, scoped(Scope.OWN))
    made.run("6.10. 8.00")
    accounts = (dataclasses.replace(crm.data.accounts[0], owner="elina@kuura.example"),)
    crm.data = dataclasses.replace(crm.data, accounts=accounts)
    made.run("6.10. 8.20")
    assert len(made.inbox) == 1
    crm.data = dataclasses.replace(crm.data, tickets=(ticket(), ticket(id="T2", subject="Saha seis")))
    made.run("6.10. 8.30")
    assert "Saha seis" in made.texts()[1]
    assert ticket().subject not in made.texts()[1]


def test_rights_that_come_back_after_the_brief_make_no_news_of_what_was_there() -> None:
    crm = Telling(told(tickets=(ticket(),), commitments=(LATE,)), silent=True)
    made = world(crm, EN)
    made.run("6.10. 8.00")
    crm.silent = False
    made.run("6.10. 8.20")
    assert len(made.inbox) == 1


def test_a_group_with_a_hidden_company_is_compared_with_nobody() -> None:
    months = windows(NOW.date())
    below = Account("A07", "Havulinna Sahat Oy", parent_id="A01", owner="otto@kuura.example")
    data = owned("elina@kuura.example")
    data = dataclasses.replace(data, accounts=(*data.accounts, below))
    sums = sums_of((Order("A07", dt.date(2026, 9, 1), "service", Decimal(777_000), "EUR"),), months)
    all_of_them = portfolio(data.accounts, sums, months, Rates())
    known = Known(data, compared=Compared(all_of_them, tiers(all_of_them, Thresholds())))
    whole, cut = seen(FakeCrm(data), known=known), seen(FakeCrm(data), scoped(Scope.OWN), known)
    assert (whole.compared, cut.compared) == (known.compared, None)
    mine = [one for one in data.accounts if one.id == "A01"]
    assert list(cut.data.accounts) == mine


def test_a_digest_is_cut_like_a_brief() -> None:
    from kambrief.core.model import BriefMode

    reader = dataclasses.replace(scoped(Scope.OWN), mode=BriefMode.DIGEST)
    made = world(FakeCrm(told()), reader)
    made.run("6.10. 7.00")
    (text,) = made.texts()
    assert LEFT_OUT in text
    assert SECRET not in text


# --- check ---------------------------------------------------------------------------------------------------------


def rules(crm: FakeCrm, *managers: AccountManager) -> Sequence[tuple[bool, str]]:
    return [(row.ok, row.summary) for row in seeing(crm)[0].check(managers)]


def test_a_check_says_which_rule_holds_for_whom() -> None:
    own = dataclasses.replace(OTTO, crm_scope=Scope.OWN)
    assert rules(FakeCrm(), EN, own) == [
        (True, "elina@kuura.example: all, as configured: crm.fake does not tell rights"),
        (True, "otto@kuura.example: own, as configured: crm.fake does not tell rights"),
    ]
    assert rules(Telling(not_shown={"otto@kuura.example": None}), EN, OTTO) == [
        (True, "elina@kuura.example: sees what crm.fake shows them"),
        (True, "otto@kuura.example: all, as configured: crm.fake knows no such user"),
    ]
    assert rules(Telling(), own) == [
        (True, "otto@kuura.example: sees what crm.fake shows them, of it own, as configured")
    ]


def test_a_check_says_them_together_where_they_are_the_same() -> None:
    assert rules(Telling(), EN, OTTO) == [
        (True, "elina@kuura.example, otto@kuura.example: sees what crm.fake shows them")
    ]


def test_a_team_that_nobody_tells_and_rights_that_cannot_be_told_are_faults() -> None:
    assert rules(FakeCrm(), scoped(Scope.TEAM)) == [
        (False, "elina@kuura.example: team, as configured: crm.fake does not tell rights")
    ]
    assert rules(Telling(silent=True), EN) == [(False, "elina@kuura.example: nothing new is seen: no answer")]
    assert rules(Teaming(), scoped(Scope.TEAM))[0][0]
