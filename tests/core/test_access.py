"""Who may do what: one's own, another's while standing in for them and under one's own rights, and nothing else."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.access import (
    Decision,
    Person,
    Reason,
    StandIn,
    StandInProblem,
    acts_for,
    covers,
    may_administer,
    may_change,
    may_give,
    may_read,
    person,
    stand_in_problems,
)
from kambrief.core.model import AccountManager

ANNA, OTTO, BEA, IDA = "anna@x.example", "otto@x.example", "bea@x.example", "it@x.example"
DAY = dt.date(2026, 12, 28)
NOW = dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)
MANAGERS = {
    ANNA: AccountManager(ANNA, "Anna Aalto", aliases=("anna.aalto@x-group.example",)),
    OTTO: AccountManager(OTTO, "Otto Öhman"),
}
ANNA_SELF, OTTO_SELF, ADMIN = (
    Person(ANNA, "Anna Aalto", is_manager=True), Person(OTTO, is_manager=True), Person(IDA, is_admin=True),
)  # fmt: skip


def given_to(deputy: str = OTTO, manager: str = ANNA, **changes: Any) -> StandIn:
    plain = StandIn(manager, deputy, DAY - dt.timedelta(days=7), DAY + dt.timedelta(days=7), ANNA, NOW)
    return replace(plain, **changes)


def yes() -> bool:
    return True


def no() -> bool:
    return False


def read(who: Person, manager: str, *given: StandIn, on: dt.date = DAY, **more: Any) -> tuple[bool, Reason]:
    decision = may_read(who, manager, given, on, more.pop("in_scope", yes), **more)
    return decision.allowed, decision.reason


# --- who somebody is ---------------------------------------------------------------------------------------------------


def test_a_person_is_known_by_any_of_their_addresses_and_called_by_the_first() -> None:
    assert person(" Anna.Aalto@X-Group.example ", MANAGERS, ()) == ANNA_SELF
    assert person(OTTO.upper(), MANAGERS, [IDA]) == Person(OTTO, "Otto Öhman", is_manager=True)


def test_roles_add_up_and_an_administrator_may_be_named_by_any_address() -> None:
    assert person(ANNA, MANAGERS, ["Anna.Aalto@X-group.example"]) == replace(ANNA_SELF, is_admin=True)
    assert person("IT@x.example", MANAGERS, [IDA]) == ADMIN


@pytest.mark.parametrize("stranger", ["", "  ", "anna@x.example.evil", "anna", "@", "mallory@x.example"])
def test_others_are_strangers(stranger: str) -> None:
    assert person(stranger, MANAGERS, ["", IDA]) is None


# --- reading -----------------------------------------------------------------------------------------------------------


def test_ones_own_is_read_without_asking_for_rights_private_or_not() -> None:
    assert read(ANNA_SELF, "Anna@X.example", in_scope=no, private=True) == (True, Reason.OWN)


def test_anothers_is_not_read_without_standing_in() -> None:
    assert read(OTTO_SELF, ANNA) == (False, Reason.NOT_YOURS)
    assert read(OTTO_SELF, ANNA, given_to(BEA), given_to(OTTO, BEA), given_to(ANNA, OTTO)) == (False, Reason.NOT_YOURS)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 12, 20), (False, Reason.NOT_YET)),
        (dt.date(2026, 12, 21), (True, Reason.STAND_IN)),
        (dt.date(2027, 1, 4), (True, Reason.STAND_IN)),
        (dt.date(2027, 1, 5), (False, Reason.OVER)),
    ],
)
def test_a_stand_in_reads_from_the_first_day_to_the_last(day: dt.date, expected: tuple[bool, Reason]) -> None:
    assert read(OTTO_SELF, ANNA, given_to(), on=day) == expected


def test_what_was_ended_gives_nothing_from_then_on_even_before_its_first_day() -> None:
    assert read(OTTO_SELF, ANNA, given_to(ended_at=NOW)) == (False, Reason.OVER)
    assert read(OTTO_SELF, ANNA, given_to(ended_at=NOW), on=DAY - dt.timedelta(days=20)) == (False, Reason.OVER)
    assert read(OTTO_SELF, ANNA, given_to(ended_at=NOW), given_to()) == (True, Reason.STAND_IN)


def test_a_stand_in_reads_under_their_own_rights_and_no_private_meeting() -> None:
    assert read(OTTO_SELF, ANNA, given_to(), in_scope=no) == (False, Reason.OUT_OF_SCOPE)
    assert read(OTTO_SELF, ANNA, given_to(), private=True) == (False, Reason.PRIVATE)


def test_administering_shows_no_customers_text_unless_configured_so() -> None:
    assert read(ADMIN, ANNA) == (False, Reason.NO_CUSTOMERS_TEXT)
    assert read(ADMIN, ANNA, admins_read=True) == (True, Reason.ADMINISTRATOR)
    assert read(ADMIN, ANNA, admins_read=True, private=True) == (False, Reason.NO_CUSTOMERS_TEXT)
    both = replace(OTTO_SELF, is_admin=True)
    assert read(both, OTTO) == (True, Reason.OWN)
    assert read(both, ANNA) == (False, Reason.NO_CUSTOMERS_TEXT)
    assert read(both, ANNA, given_to()) == (True, Reason.STAND_IN)
    assert read(both, ANNA, given_to(last_day=DAY - dt.timedelta(days=1))) == (False, Reason.OVER)


def test_administering_never_suffices_to_change_what_is_anothers() -> None:
    assert may_change(ADMIN, ANNA, [given_to(IDA)], DAY, yes) == Decision(allowed=False, reason=Reason.NOT_YOURS)
    assert may_change(replace(OTTO_SELF, is_admin=True), ANNA, [], DAY, yes).reason is Reason.NOT_YOURS


def test_who_stands_in_is_shown_the_others_meetings_after_their_own() -> None:
    given = [given_to(OTTO, BEA), given_to(), given_to(), given_to(OTTO, IDA, ended_at=NOW), given_to(ANNA, OTTO)]
    assert acts_for(OTTO_SELF, given, DAY) == (OTTO, ANNA, BEA)
    assert acts_for(OTTO_SELF, given, DAY + dt.timedelta(days=30)) == (OTTO,)
    assert acts_for(ADMIN, [given_to(IDA)], DAY) == ()


# --- administering, and naming a stand-in ------------------------------------------------------------------------------


def test_only_administrators_administer() -> None:
    assert may_administer(ADMIN) == Decision(allowed=True, reason=Reason.ADMINISTRATOR)
    assert may_administer(ANNA_SELF) == Decision(allowed=False, reason=Reason.NOT_ADMINISTRATOR)
    assert may_administer(Person("x@y.z")) == Decision(allowed=False, reason=Reason.STRANGER)


def test_a_stand_in_is_named_by_the_account_manager_or_an_administrator_and_hands_nothing_on() -> None:
    assert may_give(ANNA_SELF, ANNA).allowed
    assert may_give(ADMIN, ANNA).allowed
    assert may_give(OTTO_SELF, ANNA) == Decision(allowed=False, reason=Reason.NOT_YOURS)
    assert may_give(Person("x@y.z"), ANNA) == Decision(allowed=False, reason=Reason.STRANGER)


@pytest.mark.parametrize(
    ("wanted", "problems"),
    [
        (given_to(), ()),
        (given_to(OTTO.upper(), ANNA.upper(), first_day=DAY, last_day=DAY), ()),
        (given_to(IDA), (StandInProblem.NO_DEPUTY,)),
        (given_to(OTTO, IDA), (StandInProblem.NO_MANAGER,)),
        (given_to(ANNA), (StandInProblem.ONESELF,)),
        (given_to(first_day=DAY, last_day=DAY - dt.timedelta(days=1)), (StandInProblem.DAYS_REVERSED,)),
        (given_to(last_day=DAY - dt.timedelta(days=1)), (StandInProblem.OVER,)),
        (given_to(first_day=DAY, last_day=DAY + dt.timedelta(days=367)), (StandInProblem.TOO_LONG,)),
        (given_to(BEA, BEA, last_day=dt.date.min), (
            StandInProblem.NO_MANAGER, StandInProblem.NO_DEPUTY, StandInProblem.ONESELF, StandInProblem.DAYS_REVERSED,
        )),
    ],
)  # fmt: skip
def test_what_speaks_against_a_stand_in_is_told_together(wanted: StandIn, problems: tuple[StandInProblem, ...]) -> None:
    assert stand_in_problems(wanted, MANAGERS, DAY) == problems


def test_rights_cover_anothers_where_nothing_more_is_hidden() -> None:
    mine = {"accounts": frozenset({"a1"}), "deals": frozenset({"d1"})}
    assert covers({}, {})
    assert covers({}, mine)
    assert covers(mine, mine)
    assert covers({"accounts": frozenset()}, {})
    assert not covers(mine, {"accounts": frozenset({"a1"})})
    assert not covers({"deals": frozenset({"d2"})}, mine)


# --- whatever the case -------------------------------------------------------------------------------------------------

EMAILS = st.sampled_from([ANNA, OTTO, BEA, IDA, "Anna@X.example", "OTTO@x.example"])
DAYS = st.dates(DAY - dt.timedelta(days=5), DAY + dt.timedelta(days=5))
PEOPLE = st.builds(Person, EMAILS, is_manager=st.booleans(), is_admin=st.booleans())
STAND_INS = st.lists(
    st.builds(
        StandIn, EMAILS, EMAILS, DAYS, DAYS, st.just(ANNA), st.just(NOW), st.one_of(st.none(), st.just(NOW)),
    ), max_size=6,
)  # fmt: skip


@given(PEOPLE, EMAILS, STAND_INS, st.booleans(), st.booleans(), st.booleans())
def test_nobody_ever_reads_what_no_role_gives(
    who: Person,
    manager: str,
    stand_ins: list[StandIn],
    scope: bool,  # noqa: FBT001
    private: bool,  # noqa: FBT001
    admins_read: bool,  # noqa: FBT001
) -> None:
    decision = may_read(who, manager, stand_ins, DAY, lambda: scope, private=private, admins_read=admins_read)
    own = who.is_manager and who.email.lower() == manager.lower()
    stands_in = who.is_manager and scope and not private and any(
        one.deputy.lower() == who.email.lower() and one.manager.lower() == manager.lower()
        and one.ended_at is None and one.first_day <= DAY <= one.last_day
        for one in stand_ins
    )  # fmt: skip
    assert decision.allowed == (own or stands_in or (who.is_admin and admins_read and not private))
    assert decision.allowed == (decision.reason in {Reason.OWN, Reason.STAND_IN, Reason.ADMINISTRATOR})


@given(PEOPLE, EMAILS, STAND_INS, st.booleans(), st.booleans())
def test_who_may_change_may_read_and_is_shown_it_among_theirs(
    who: Person,
    manager: str,
    stand_ins: list[StandIn],
    scope: bool,  # noqa: FBT001
    private: bool,  # noqa: FBT001
) -> None:
    if may_change(who, manager, stand_ins, DAY, lambda: scope, private=private).allowed:
        assert may_read(who, manager, stand_ins, DAY, lambda: scope, private=private).allowed
        assert manager.lower() in acts_for(who, stand_ins, DAY)


@given(PEOPLE, STAND_INS)
def test_nobody_is_shown_meetings_of_whom_they_may_not_read(who: Person, stand_ins: list[StandIn]) -> None:
    assert all(may_read(who, one, stand_ins, DAY, yes).allowed for one in acts_for(who, stand_ins, DAY))
