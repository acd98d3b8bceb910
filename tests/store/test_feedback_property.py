"""Feedback through the database: taken back it leaves no trace, and the order of its arrival leaves none either."""

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kambrief.core.brief import Section
from kambrief.core.feedback import Feedback, Opinion, Tuning, tuning
from kambrief.store.sql import SqlStore
from tests.contracts.store import ANNA, NOW
from tests.draws import draws

rows = st.builds(
    Feedback,
    st.just(ANNA),
    st.sampled_from([f"m{number}" for number in range(5)]),
    st.sampled_from(Section),
    st.sampled_from(Opinion),
    st.integers(0, 150).map(lambda days: NOW - dt.timedelta(days=days)),
)
histories = st.lists(rows, max_size=20, unique_by=lambda row: (row.meeting_id, row.section, row.at))
"""The same section of a meeting may be judged again, at another time."""


def after(history: Iterable[Feedback], *undone: Feedback) -> Tuning:
    """What a store makes of these, saved one after another, the last ones taken back."""
    store = SqlStore.open("sqlite://")
    for row in (*history, *undone):
        store.save_feedback(row)
    for row in undone:
        assert store.forget_feedback(row.manager, row.meeting_id, row.section)
    found = tuning(store.feedback(ANNA), NOW)
    store.close()
    return found


@pytest.mark.slow
@settings(max_examples=draws(40), deadline=None)
@given(histories, rows)
def test_what_is_said_and_taken_back_changes_nothing(history: list[Feedback], new: Feedback) -> None:
    fresh = [row for row in history if (row.meeting_id, row.section) != (new.meeting_id, new.section)]
    assert after(fresh, new) == after(fresh)


@pytest.mark.slow
@settings(max_examples=draws(40), deadline=None)
@given(histories.flatmap(lambda history: st.tuples(st.just(history), st.permutations(history))))
def test_the_order_of_saving_does_not_matter(both: tuple[list[Feedback], list[Feedback]]) -> None:
    history, mixed = both
    assert after(mixed) == after(history) == tuning(history, NOW)
