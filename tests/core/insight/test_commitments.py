"""I9: what was promised, by whom, and what is late."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Side
from kambrief.core.insight.commitments import commitments
from tests.builders import promise

TODAY = dt.date(2026, 10, 5)


def test_due_today_is_not_overdue_and_yesterday_is_one_day_late() -> None:
    found = commitments([promise("tänään", TODAY), promise("eilen", dt.date(2026, 10, 4))], TODAY)
    assert [(item.commitment.text, item.days_late, item.overdue) for item in found.ours] == [
        ("eilen", 1, True),
        ("tänään", 0, False),
    ]
    assert [item.commitment.text for item in found.ours_overdue] == ["eilen"]


def test_the_worked_example_a_promise_of_25_september_is_ten_days_late_on_5_october() -> None:
    (item,) = commitments([promise("Juurisyyraportti", dt.date(2026, 9, 25))], TODAY).ours
    assert item.days_late == 10


def test_a_promise_without_a_date_is_never_late_and_comes_last() -> None:
    found = commitments([promise("joskus", None), promise("ensi viikolla", dt.date(2026, 10, 12))], TODAY)
    assert [item.commitment.text for item in found.ours] == ["ensi viikolla", "joskus"]
    assert not found.ours_overdue


def test_sides_are_kept_apart_and_closed_ones_left_out() -> None:
    rows = [
        promise("meidän", TODAY),
        promise("heidän", TODAY, side=Side.THEM),
        promise("korvattu", dt.date(2026, 9, 1), status="superseded"),
        promise("peruttu", dt.date(2026, 9, 1), status="cancelled"),
        promise("tehty", dt.date(2026, 9, 1), status="done", done_on=dt.date(2026, 9, 2)),
    ]
    found = commitments(rows, TODAY)
    assert [item.commitment.text for item in found.ours] == ["meidän"]
    assert [item.commitment.text for item in found.theirs] == ["heidän"]
    assert found.done == ()


def test_kept_promises_count_from_the_last_meeting_on() -> None:
    rows = [
        promise("ennen", None, status="done", done_on=dt.date(2026, 9, 10)),
        promise("samana päivänä", None, status="done", done_on=dt.date(2026, 9, 11)),
        promise("ei tiedetä", None, status="done"),
    ]
    assert [row.text for row in commitments(rows, TODAY, dt.date(2026, 9, 11)).done] == ["samana päivänä"]


@given(st.lists(st.one_of(st.none(), st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))), max_size=12), st.randoms())
def test_the_order_of_rows_does_not_matter(dues: list[dt.date | None], random: object) -> None:
    rows = [promise(str(number), due, id=f"CM{number:02}") for number, due in enumerate(dues)]
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert commitments(rows, TODAY) == commitments(mixed, TODAY)
    late = [item.days_late for item in commitments(rows, TODAY).ours]
    assert late == sorted(late, reverse=True)
