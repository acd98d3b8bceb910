"""Past calendar meetings as history, where the CRM has none."""

import pytest

from kambrief.core.calendar_history import held, seen, with_calendar
from kambrief.core.customer import Account, ActivityKind, CrmData
from kambrief.core.insight.touches import touches
from kambrief.core.model import Meeting, Response
from tests.builders import ELINA, OTTO, at, attendee, call, havulinna, markku, meeting, petri
from tests.builders import held as logged

NOW = at("5.10. 15.00")


@pytest.mark.parametrize(
    ("past", "counts"),
    [
        (meeting("1.9. 9.00"), True),
        (meeting("5.10. 14.15"), True),  # just over
        (meeting("5.10. 14.30"), False),  # goes on
        (meeting("6.10. 9.00"), False),
        (meeting("1.9. 9.00", cancelled=True), False),
        (meeting("1.9. 9.00", all_day=True), False),
        (meeting("1.9. 9.00", owners=(OTTO.email,)), False),
        (meeting("1.9. 9.00", attendees=(attendee(ELINA.email, Response.DECLINED),)), True),  # her first answer stands
    ],
)
def test_what_an_account_manager_has_sat_in(past: Meeting, counts: bool) -> None:  # noqa: FBT001
    if past.attendees[-1].response is Response.DECLINED:
        past = meeting("1.9. 9.00", attendees=())
    assert bool(held([past], ELINA.email, NOW)) is counts


def test_a_meeting_one_declined_was_not_sat_in() -> None:
    mine = meeting("1.9. 9.00")
    declined = Meeting(
        **{name: getattr(mine, name) for name in ("title", "start", "end", "owners")},
        id="d", attendees=(attendee(ELINA.email, Response.DECLINED), attendee(petri())),
    )  # fmt: skip
    assert held([declined, mine], ELINA.email, NOW) == [mine]


def test_they_come_oldest_first() -> None:
    rows = [meeting("15.9. 9.00", id="b"), meeting("1.9. 9.00", id="c"), meeting("1.9. 9.00", id="a")]
    assert [one.id for one in held(rows, ELINA.email, NOW)] == ["a", "c", "b"]


def test_an_unlogged_meeting_becomes_history_and_touches_who_did_not_decline() -> None:
    past = meeting("1.9. 9.00", id="p1", attendees=(attendee(petri()), attendee(markku(), Response.DECLINED)))
    (row,) = with_calendar(havulinna(), [past]).activities
    assert (row.id, row.kind, row.attended, row.status, row.source) == (
        "meeting-p1", ActivityKind.MEETING, ("C01",), "held", "calendar",
    )  # fmt: skip
    assert [touch.contact_id for touch in touches([row], NOW, "UTC")] == ["C01"]


@pytest.mark.parametrize(
    ("logged_at", "added"), [("1.9. 9.40", 0), ("1.9. 8.20", 0), ("1.9. 9.46", 1), ("2.9. 9.00", 1)]
)
def test_a_meeting_the_crm_knows_is_not_told_twice(logged_at: str, added: int) -> None:
    data = havulinna(activities=(logged([petri()], logged_at),))
    assert len(with_calendar(data, [meeting("1.9. 9.00")]).activities) == 1 + added


def test_a_logged_meeting_that_names_nobody_gets_its_people_from_the_calendar() -> None:
    there = (attendee(petri()), attendee(markku(), Response.DECLINED))
    note = logged([petri()], "1.9. 9.00", contacts=(), attended=())
    (row,) = with_calendar(havulinna(activities=(note,)), [meeting("1.9. 9.00", attendees=there)]).activities
    assert (row.id, row.attended) == (note.id, ("C01",))
    cancelled = logged([petri()], "1.9. 9.00", contacts=(), attended=(), status="cancelled")
    (row,) = with_calendar(havulinna(activities=(cancelled,)), [meeting("1.9. 9.00", attendees=there)]).activities
    assert row.attended == ()


def test_a_call_at_that_time_is_another_matter() -> None:
    data = havulinna(activities=(call(petri(), "1.9. 9.00"),))
    assert len(with_calendar(data, [meeting("1.9. 9.00")]).activities) == 2


def test_each_customer_has_its_own_people_in_a_shared_meeting() -> None:
    bea = petri(id="B1", account_id="B01", email="bea@rivakka.example")
    data = havulinna(contacts=(petri(), bea), accounts=(Account("A01", "A"), Account("B01", "B")))
    past = meeting("1.9. 9.00", attendees=(attendee(petri()), attendee(bea)))
    assert [(row.account_id, row.attended) for row in with_calendar(data, [past]).activities] == [
        ("A01", ("C01",)),
        ("B01", ("B1",)),
    ]


@pytest.mark.parametrize(
    "who",
    [
        attendee("PETRI@havulinna.example"),
        attendee("petri+zoom@havulinna.example"),
        attendee("p.vuolle@havulinna.example"),
    ],
)
def test_people_are_known_by_address_alias_and_without_tag(who: object) -> None:
    data = havulinna(contacts=(petri(aliases=("p.vuolle@havulinna.example",)),))
    (row,) = with_calendar(data, [meeting("1.9. 9.00", attendees=(who,))]).activities
    assert row.attended == ("C01",)


def test_strangers_and_rooms_make_no_history() -> None:
    guests = (
        attendee("uusi@muualla.example"),
        attendee("", name="Petri Vuolle"),
        attendee("petri@havulinna.example", is_resource=True),
    )
    assert with_calendar(havulinna(), [meeting("1.9. 9.00", attendees=guests)]).activities == ()
    assert with_calendar(CrmData(), [meeting("1.9. 9.00")]) == CrmData()


def test_a_guest_was_seen_where_they_did_not_decline_newest_first() -> None:
    past = [
        meeting("1.9. 9.00", id="a", attendees=(attendee("x@y.example"),)),
        meeting("8.9. 9.00", id="b", attendees=(attendee("x@y.example", Response.NONE),)),
        meeting("9.9. 9.00", id="c", attendees=(attendee("x@y.example", Response.DECLINED),)),
        meeting("9.9. 9.00", id="d"),
    ]
    assert [one.id for one in seen(past, "x@y.example")] == ["b", "a"]
