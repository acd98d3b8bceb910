"""The account plan: which step this meeting serves."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import PlanStep
from kambrief.core.plan import DUE_AHEAD_DAYS, step_for

DAY = dt.date(2026, 10, 6)


def step(name: str, text: str = "Muu asia", due: dt.date | None = None, **more: str) -> PlanStep:
    return PlanStep(name, "A01", text, due=due, **more)


def chosen(*steps: PlanStep, about: str = "Kuorimon tilanne") -> str:
    found = step_for(steps, about, DAY)
    return found.id if found else ""


def test_a_step_with_two_words_of_the_meeting_is_the_one() -> None:
    rows = (step("soon", due=DAY), step("match", "Kuorimon tilanteen katselmus", dt.date(2028, 1, 1)))
    assert chosen(*rows) == "match"


def test_words_meet_in_whatever_form_and_the_agenda_counts() -> None:
    row = step("x", "Sovitaan varaosien saatavuudesta")
    assert chosen(row, about="Palaveri Aihe: varaosat ja niiden saatavuus") == "x"
    assert chosen(row, about="Palaveri Aihe: varaosat") == ""  # one word in common is chance


def test_of_several_the_one_with_most_words_then_the_next_due_then_the_first_by_id() -> None:
    more, less = step("b", "Kuorimon tilanteen mittaus"), step("a", "Kuorimon tilanne", DAY)
    assert chosen(less, more, about="Kuorimon tilanne mittaus") == "b"
    assert chosen(step("z", "Kuorimon tilanne", DAY), step("y", "Kuorimon tilanne")) == "z"
    assert chosen(step("z", "Kuorimon tilanne"), step("y", "Kuorimon tilanne")) == "y"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (DAY + dt.timedelta(DUE_AHEAD_DAYS), "x"),
        (DAY + dt.timedelta(DUE_AHEAD_DAYS + 1), ""),
        (DAY, "x"),
        (DAY - dt.timedelta(30), "x"),  # late, and still the next one
        (None, ""),
    ],
)
def test_without_common_words_the_next_one_due_within_ninety_days_is_it(due: dt.date | None, said: str) -> None:
    assert chosen(step("x", due=due)) == said


def test_the_earliest_comes_next() -> None:
    assert chosen(step("b", due=dt.date(2026, 11, 1)), step("c", due=dt.date(2026, 10, 20)), step("a")) == "c"


@pytest.mark.parametrize("status", ["done", "cancelled", ""])
def test_a_step_that_is_not_open_is_none(status: str) -> None:
    assert chosen(step("x", "Kuorimon tilanne", DAY, status=status)) == ""


def test_without_steps_or_words_there_is_none() -> None:
    assert chosen() == ""
    assert chosen(step("x", ""), about="") == ""


@given(
    st.lists(
        st.builds(step, st.text("abc", min_size=1, max_size=2), st.sampled_from(["", "Kuorimon tilanne", "Varaosien hinta", "Muu asia"]),
                  st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)), status=st.sampled_from(["open", "done"])),
        max_size=6, unique_by=lambda row: row.id,
    ),
    st.sampled_from(["Kuorimon tilanne", "Varaosien hinta ja saatavuus", ""]),
)  # fmt: skip
def test_the_order_of_the_rows_changes_nothing_and_it_is_an_open_one(rows: list[PlanStep], about: str) -> None:
    found = step_for(rows, about, DAY)
    assert step_for(rows[::-1], about, DAY) == found
    assert found is None or (found in rows and found.status == "open")
