"""A touch is two-way: they came, they picked up, they wrote."""

import dataclasses
import datetime as dt

import pytest

from kambrief.core.customer import Activity, ActivityKind
from kambrief.core.insight.touches import last_held_meeting, touched, touches
from tests.builders import at, call, held, mail_in, markku, note, petri


@pytest.mark.parametrize(
    ("activity", "people"),
    [
        (held([petri(), markku()], "1.9. 9.00"), ("C01", "C02")),
        (held([petri(), markku()], "1.9. 9.00", attended=("C01",)), ("C01",)),
        (held([petri()], "1.9. 9.00", status="cancelled"), ()),
        (held([petri()], "1.9. 9.00", status=None), ("C01",)),
        (call(petri(), "1.9. 9.00"), ("C01",)),
        (call(petri(), "1.9. 9.00", status="voicemail"), ()),
        (mail_in(petri(), "1.9. 9.00", "Hei"), ("C01",)),
        (mail_in(petri(), "1.9. 9.00", "Hei", inbound=False), ()),
        (mail_in(petri(), "1.9. 9.00", "Hei", inbound=None), ()),
        (dataclasses.replace(mail_in(petri(), "1.9. 9.00", "Hei"), sender=None), ()),
        (note("1.9. 9.00", "Petri oli messuilla", contacts=("C01",)), ()),
        (Activity("n", "A01", ActivityKind.NEWS, at("1.9. 9.00"), contacts=("C01",)), ()),
    ],
)
def test_who_is_touched_by_what(activity: Activity, people: tuple[str, ...]) -> None:
    assert touched(activity) == people


def test_a_day_is_the_managers_day_and_the_newest_comes_first() -> None:
    late = call(petri(), "1.9. 0.30")  # 31 August, 21.30 in UTC
    rows = [late, mail_in(markku(), "3.9. 9.00", "Hei"), call(petri(), "9.9. 9.00")]
    found = touches(rows, at("5.9. 9.00"), "Europe/Helsinki")
    assert [(one.contact_id, one.day) for one in found] == [("C02", dt.date(2026, 9, 3)), ("C01", dt.date(2026, 9, 1))]
    assert touches([late], at("5.9. 9.00"), "UTC")[0].day == dt.date(2026, 8, 31)


def test_the_last_meeting_is_the_newest_one_that_was_held_before_now() -> None:
    rows = [
        held([petri()], "1.9. 9.00"),
        held([petri()], "2.9. 9.00", status="cancelled"),
        held([petri()], "9.9. 9.00"),
        call(petri(), "3.9. 9.00"),
    ]
    found = last_held_meeting(rows, at("5.9. 9.00"))
    assert found
    assert found.id == "held-1.9. 9.00"
    assert last_held_meeting(rows[3:], at("5.9. 9.00")) is None
