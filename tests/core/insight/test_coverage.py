"""I5: who is in touch with us, in which role, and which decider has gone quiet. Worked examples: domain facts §4."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Activity, Contact, Role
from kambrief.core.insight.coverage import Coverage, Quiet, Silence, Threading, coverage, silences
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.touches import touches
from tests.builders import call, held, mail_in, markku, petri
from tests.core.insight.histories import HISTORIES, NOW, mail_out

LIMITS = Thresholds()
TODAY = dt.date(2026, 10, 5)
ZONE = "Europe/Helsinki"
JOHANNA = Contact("C03", "A01", "Johanna", "Räsälä", role=Role.PROCUREMENT)
TIINA = Contact("C04", "A01", "Tiina", "Ojaranta", role=Role.ECONOMIC_BUYER)
SAMI = Contact("C05", "A01", "Sami", "Kettukallio", role=Role.TECHNICAL)
REIJO = Contact("C06", "A01", "Reijo", "Lamminpää", role=Role.SPONSOR, left=True, left_on=dt.date(2025, 2, 28))
PEOPLE = (petri(), markku(), JOHANNA, TIINA, SAMI, REIJO)


def calls(who: Contact, *days_ago: int) -> list[Activity]:
    return [
        dataclasses.replace(call(who, "5.10. 9.00"), id=f"{who.id}-{days}", at=NOW - dt.timedelta(days=days))
        for days in days_ago
    ]


def covered(history: Sequence[Activity], people: Sequence[Contact] = PEOPLE) -> Coverage:
    return coverage(people, touches(history, NOW, ZONE), TODAY, LIMITS)


def silent(
    history: Sequence[Activity], people: Sequence[Contact] = PEOPLE, limits: Thresholds = LIMITS
) -> tuple[Silence, ...]:
    return silences(people, touches(history, NOW, ZONE), TODAY, limits)


def of_markku(*days_ago: int) -> Silence:
    (found,) = silent(calls(markku(), *days_ago), [markku()])
    return found


# The worked examples.


def test_seven_touches_of_one_and_two_of_another_are_a_thin_relationship() -> None:
    found = covered([*calls(petri(), 4, 10, 20, 30, 40, 50, 60), *calls(JOHANNA, 13, 27)])
    assert (found.threads, found.touches, found.top_contact, found.label) == (2, 9, "C01", Threading.THIN)
    assert found.top_share
    assert round(found.top_share * 100, 1) == Decimal("77.8")


def test_a_sponsor_last_heard_of_117_days_ago_is_silent() -> None:
    found = of_markku((TODAY - dt.date(2026, 6, 10)).days)
    assert found == Silence("C02", Role.SPONSOR, Quiet.SILENT, 117, Decimal(90), dt.date(2026, 6, 10))


def test_whoever_is_heard_of_every_four_weeks_is_silent_after_76_days() -> None:
    found = of_markku(76, 76 + 28, 76 + 56, 76 + 86)
    assert (found.threshold, found.state, found.days) == (Decimal(56), Quiet.SILENT, 76)


# Coverage.


def test_a_role_is_covered_until_its_89th_day_without_a_touch() -> None:
    assert [role.covered for role in covered(calls(markku(), 89)).roles if role.role is Role.SPONSOR] == [True]
    late = covered(calls(markku(), 90))
    assert [(role.covered, role.last_touch) for role in late.roles if role.role is Role.SPONSOR] == [
        (False, dt.date(2026, 7, 7))
    ]
    assert (late.threads, late.touches, late.top_contact, late.top_share) == (0, 0, None, None)
    assert (late.label, late.top_touches) == (Threading.SILENT, 0)


def test_a_touch_of_today_counts() -> None:
    found = covered(calls(markku(), 0))
    assert (found.covered, found.threads, of_markku(0).days) == (1, 1, 0)


def test_every_required_role_is_named_with_those_who_hold_it_now() -> None:
    deputy = Contact("C12", "A01", "Outi", role=Role.SPONSOR)
    found = covered([*calls(petri(), 1), *calls(deputy, 3)], [*PEOPLE, deputy])
    assert [(cover.role, cover.contacts, cover.covered) for cover in found.roles] == [
        (Role.SPONSOR, ("C02", "C12"), True),
        (Role.ECONOMIC_BUYER, ("C04",), False),
        (Role.CHAMPION, ("C01",), True),
        (Role.PROCUREMENT, ("C03",), False),
        (Role.TECHNICAL, ("C05",), False),
    ]
    assert found.covered == 2
    assert found.missing == ()


def test_a_role_without_a_known_person_is_not_covered() -> None:
    found = covered(calls(petri(), 1), [petri()])
    assert [cover.contacts for cover in found.roles] == [(), (), ("C01",), (), ()]
    assert found.covered == 1


def test_people_who_left_and_people_nobody_knows_carry_no_relationship() -> None:
    found = covered([*calls(REIJO, 1), *calls(Contact("C99", "A01"), 1)])
    assert (found.covered, found.threads, found.touches, found.label) == (0, 0, 0, Threading.SILENT)


@pytest.mark.parametrize(
    ("counts", "label"),
    [
        ((), Threading.SILENT),
        ((9,), Threading.SINGLE),
        ((1, 1), Threading.THIN),
        ((1, 1, 1), Threading.MULTI),
        ((7, 2, 1), Threading.THIN),  # 70 % exactly
        ((69, 20, 11), Threading.MULTI),
        ((2, 1, 1), Threading.MULTI),
        ((4, 1, 1), Threading.MULTI),  # 66.7 %
        ((5, 1, 1), Threading.THIN),  # 71.4 %
    ],
)
def test_how_many_people_carry_the_relationship(counts: tuple[int, ...], label: Threading) -> None:
    rows = [
        dataclasses.replace(call(who, "1.10. 9.00"), id=f"{who.id}-{number}")
        for who, count in zip((petri(), markku(), JOHANNA), counts, strict=False)
        for number in range(count)
    ]
    assert covered(rows).label is label


def test_one_meeting_touches_everybody_who_came_and_each_of_them_once() -> None:
    meeting = held([petri(), markku()], "1.10. 9.00", attended=("C01", "C02", "C01"))
    found = covered([meeting, meeting])
    assert (found.threads, found.touches) == (2, 2)


def test_of_two_with_as_many_touches_the_lower_id_comes_first() -> None:
    late = Contact("C10", "A01", "Aino", role=Role.USER)
    assert covered([*calls(late, 1), *calls(markku(), 2)], [late, markku()]).top_contact == "C02"


def test_without_roles_or_history_that_is_said() -> None:
    assert covered([], [dataclasses.replace(petri(), role=None)]).missing == ("roles", "activities")
    assert covered([], [REIJO]).missing == ("activities",)
    assert covered(calls(petri(), 300), [petri()]).missing == ()


def test_with_nothing_but_our_own_mail_the_account_is_silent_and_the_history_not_missing() -> None:
    found = coverage(PEOPLE, touches([mail_out(NOW)], NOW, ZONE), TODAY, LIMITS, history=True)
    assert (found.label, found.missing) == (Threading.SILENT, ())


def test_touches_of_the_future_are_not_known_yet() -> None:
    late = touches(calls(markku(), 0), NOW, ZONE)
    assert coverage(PEOPLE, late, TODAY - dt.timedelta(days=1), LIMITS).touches == 0
    assert silences([markku()], late, TODAY - dt.timedelta(days=1), LIMITS)[0].state is Quiet.NO_CONTACT


# Silences.


@pytest.mark.parametrize(
    ("days", "threshold", "state"),
    [
        ((90,), 90, Quiet.OK),
        ((91,), 90, Quiet.SILENT),
        ((45, 55, 65, 75), 45, Quiet.OK),  # every ten days: never sooner than 45
        ((46, 56, 66, 76), 45, Quiet.SILENT),
        ((50, 72, 95, 117), 45, Quiet.SILENT),  # 2 × 22 is 44
        ((46, 69, 92, 115), 46, Quiet.OK),  # 2 × 23
        ((80, 124, 168, 212), 88, Quiet.OK),
        ((80, 125, 170, 215), 90, Quiet.OK),
        ((91, 151, 211, 271), 90, Quiet.SILENT),  # never later than 90
        ((60, 70, 80), 90, Quiet.OK),  # three touches are no rhythm
        ((60, 70, 80, 60 + 364), 45, Quiet.SILENT),  # the first and the last day of 365
        ((60, 70, 80, 60 + 365), 90, Quiet.OK),  # a day more is out
        ((60, 70, 85, 105, 130), 45, Quiet.SILENT),  # gaps 10, 15, 20, 25: 2 × 17.5 is 35
        ((60, 80, 105, 135, 170), 55, Quiet.SILENT),  # gaps 20, 25, 30, 35: 2 × 27.5
    ],
)
def test_silence_is_measured_by_the_usual_rhythm(days: tuple[int, ...], threshold: int, state: Quiet) -> None:
    found = of_markku(*days)
    assert (found.threshold, found.state, found.days) == (Decimal(threshold), state, days[0])


def test_several_touches_of_one_day_are_one() -> None:
    rows = [*calls(markku(), 60, 70, 80), mail_in(markku(), "6.8. 8.00", "Hei"), mail_in(markku(), "6.8. 9.00", "Hei")]
    (found,) = silent(rows, [markku()])
    assert (found.days, found.threshold) == (60, Decimal(90))


def test_a_decider_without_a_touch_has_no_contact() -> None:
    assert silent(calls(petri(), 1), [petri(), TIINA]) == (
        Silence("C04", Role.ECONOMIC_BUYER, Quiet.NO_CONTACT, None, Decimal(90)),
    )


def test_sponsors_stand_before_economic_buyers_and_lower_ids_first() -> None:
    second = dataclasses.replace(markku(), id="C10")
    found = silent([], [TIINA, second, markku()])
    assert [one.contact_id for one in found] == ["C02", "C10", "C04"]


def test_a_role_whose_holders_all_left_is_vacant_and_names_who_left_last() -> None:
    earlier = Contact("C07", "A01", role=Role.SPONSOR, left=True, left_on=dt.date(2020, 1, 1))
    undated = Contact("C08", "A01", role=Role.SPONSOR, left=True)
    (found,) = silent(calls(REIJO, 600), [undated, REIJO, earlier])
    assert (found.contact_id, found.state, found.days) == ("C06", Quiet.VACANT, 600)
    assert silent([], [REIJO, markku()])[0].contact_id == "C02"


def test_of_a_role_that_nobody_ever_had_nothing_is_claimed() -> None:
    assert silent(calls(petri(), 1), [petri(), JOHANNA]) == ()


def test_the_limits_are_those_of_the_configuration() -> None:
    strict = dataclasses.replace(LIMITS, silent_days=30, touch_days=10)
    assert silent(calls(markku(), 31), [markku()], strict)[0].state is Quiet.SILENT
    assert coverage([markku()], touches(calls(markku(), 10), NOW, ZONE), TODAY, strict).touches == 0


# Properties.


@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_a_history_does_not_matter(history: list[Activity], random: object) -> None:
    mixed = list(history)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert covered(mixed) == covered(history)
    assert silent(mixed) == silent(history)


@given(HISTORIES, st.integers(0, 400))
def test_our_own_mail_and_cancelled_meetings_change_nothing(history: list[Activity], days: int) -> None:
    when = NOW - dt.timedelta(days=days)
    sent = mail_out(when, contacts=("C01", "C02", "C03"), recipients=("markku@havulinna.example",))
    cancelled = dataclasses.replace(held(PEOPLE, "1.1. 9.00", status="cancelled"), at=when)
    assert covered([*history, sent, cancelled]) == covered(history)
    assert silent([*history, sent, cancelled]) == silent(history)


@given(HISTORIES)
def test_the_figures_agree_with_each_other(history: list[Activity]) -> None:
    found = covered(history)
    assert found.threads <= found.touches
    assert found.covered <= found.threads
    assert (found.label is Threading.SILENT) == (found.threads == 0)
    if found.top_share is not None:
        assert Decimal(1) / found.threads <= found.top_share + Decimal("1e-20")
    for one in silent(history):
        assert 45 <= one.threshold <= 90
        assert (one.days is None) == (one.last_touch is None)
