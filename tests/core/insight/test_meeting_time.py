"""I14: the time of those who decide. Worked examples: domain facts §4."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Contact, Role
from kambrief.core.insight.meeting_time import MeetingTime, meeting_time
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.match import Join
from kambrief.core.model import Response
from tests.builders import attendee, markku, meeting, petri

LIMITS = Thresholds()
TIINA = Contact("C04", "A01", "Tiina", "Ojaranta", "tiina@havulinna.example", role=Role.ECONOMIC_BUYER)


def join(who: Contact, response: Response = Response.ACCEPTED) -> Join:
    return Join(attendee(who, response), who, who.account_id)


def the_hour(*joins: Join, start: str = "6.10. 9.00", **more: Any) -> MeetingTime:
    return meeting_time(meeting(start, **more), joins, LIMITS)


def clock(zone: str, start: str) -> str:
    (found,) = the_hour(join(petri(timezone=zone)), start=start).local
    return found.at.strftime("%H:%M")


def outside(zone: str, start: str) -> bool:
    return bool(the_hour(join(petri(timezone=zone)), start=start).outside)


# The worked example.


def test_three_in_helsinki_elsewhere_and_in_december_an_hour_later_in_singapore() -> None:
    assert clock("Europe/Berlin", "17.9. 15.00") == "14:00"
    assert clock("America/Chicago", "17.9. 15.00") == "07:00"
    assert clock("Asia/Singapore", "17.9. 15.00") == "20:00"
    assert clock("Asia/Singapore", "10.12. 15.00") == "21:00"
    assert clock("Europe/Helsinki", "10.12. 15.00") == "15:00"


def test_between_the_clock_changes_of_two_continents_the_distance_is_another() -> None:
    assert clock("America/Chicago", "24.10. 15.00") == "07:00"
    assert clock("America/Chicago", "26.10. 15.00") == "08:00"  # Europe has changed, America not yet
    assert clock("America/Chicago", "2.11. 15.00") == "07:00"


# Those who decide.


def test_the_hour_of_two_who_decide_is_two_hours() -> None:
    found = the_hour(join(markku()), join(TIINA), join(petri()), minutes=45)
    assert (found.executives, found.executive_minutes, found.long_for_executives) == (2, 90, True)


@pytest.mark.parametrize(
    ("minutes", "long", "too_long"), [(30, False, False), (31, True, False), (60, True, False), (61, True, True)]
)
def test_over_half_an_hour_is_long_for_two_and_over_an_hour_for_anybody(
    minutes: int,
    long: bool,  # noqa: FBT001
    too_long: bool,  # noqa: FBT001
) -> None:
    found = the_hour(join(markku()), join(TIINA), minutes=minutes)
    assert (found.long_for_executives, found.too_long) == (long, too_long)
    alone = the_hour(join(markku()), minutes=minutes)
    assert (alone.long_for_executives, alone.too_long) == (False, too_long)


@pytest.mark.parametrize(
    ("response", "counted"),
    [
        (Response.ACCEPTED, 1), (Response.TENTATIVE, 1), (Response.NONE, 1), (Response.UNKNOWN, 1), (Response.DECLINED, 0),
    ],
)  # fmt: skip
def test_who_has_declined_spends_no_time(response: Response, counted: int) -> None:
    found = the_hour(join(markku(timezone="Asia/Singapore"), response))
    assert (found.executives, len(found.local)) == (counted, counted)


def test_one_person_invited_at_two_addresses_is_one() -> None:
    private = Join(attendee("markku@gmail.com"), markku(timezone="Europe/Berlin"), "A01")
    found = the_hour(join(markku(timezone="Europe/Berlin")), private)
    assert (found.executives, len(found.local)) == (1, 1)
    declined_once = the_hour(join(markku(), Response.DECLINED), private)
    assert declined_once.executives == 1


def test_somebody_unknown_or_gone_decides_nothing() -> None:
    found = the_hour(Join(attendee("new@havulinna.example")), join(markku(left=True)), join(petri()))
    assert (found.executives, found.executive_minutes) == (0, 0)


# Local times.


@pytest.mark.parametrize(
    ("start", "odd"), [("6.10. 7.59", True), ("6.10. 8.00", False), ("6.10. 17.59", False), ("6.10. 18.00", True)]
)
def test_office_hours_are_eight_to_eighteen_by_the_clock_of_whoever_comes(start: str, odd: bool) -> None:  # noqa: FBT001
    assert outside("Europe/Helsinki", start) is odd


@pytest.mark.parametrize(
    "zone", [None, "", "Mars/Olympus", "Europe", "../etc/passwd", "/etc/localtime", "Helsinki\0", "x" * 400]
)
def test_what_is_no_time_zone_is_left_out(zone: str | None) -> None:
    assert the_hour(join(petri(timezone=zone)), join(markku(timezone="Asia/Singapore"))).local[0].contact_id == "C02"
    assert the_hour(join(petri(timezone=zone))).local == ()


def test_an_entry_for_the_whole_day_has_neither_length_nor_clock() -> None:
    found = the_hour(join(markku(timezone="Asia/Singapore")), join(TIINA), minutes=24 * 60, all_day=True)
    assert (found.executives, found.executive_minutes, found.local) == (2, 0, ())
    assert not found.too_long
    assert not found.long_for_executives


# The agenda.


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", True),
        (
            "Hei kaikki,\n\nMicrosoft Teams -kokous\nLiity kokoukseen nyt<https://teams.microsoft.com/l/meetup-join/x>",
            True,
        ),
        ("Kuorimon tilanne", True),  # the title again
        ("Asialista:\n1. Kuorimon katkot", False),
        ("Hei, käydään läpi hinnat.", False),
    ],
)
def test_an_invitation_without_an_agenda_is_noticed(text: str, missing: bool) -> None:  # noqa: FBT001
    assert the_hour(join(petri()), agenda=text).no_agenda is missing


def test_of_a_private_invitation_whose_text_is_hidden_nothing_is_claimed() -> None:
    assert not the_hour(join(petri()), private=True).no_agenda


def test_the_limits_are_those_of_the_configuration() -> None:
    strict = dataclasses.replace(LIMITS, long_meeting_minutes=15, executive_meeting_minutes=10, office_from=10)
    found = meeting_time(meeting(minutes=20), [join(markku(timezone="Europe/Helsinki")), join(TIINA)], strict)
    assert (found.too_long, found.long_for_executives, len(found.outside)) == (True, True, 1)


@given(
    st.integers(0, 2_500_000_000).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC)),
    st.sampled_from(["Asia/Kathmandu", "Pacific/Apia", "America/St_Johns", "Europe/Helsinki"]),
)
def test_a_local_time_is_the_same_moment(start: dt.datetime, zone: str) -> None:
    the_meeting = dataclasses.replace(meeting(), start=start, end=start)
    (found,) = meeting_time(the_meeting, [join(petri(timezone=zone))], LIMITS).local
    assert found.at == start
    assert found.zone == zone
    assert found.outside == (found.at.hour < 8 or found.at.hour >= 18)
