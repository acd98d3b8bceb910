"""What two texts differ in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.web.followup_diff import Side, differ, differences

TEXTS = st.text(st.sampled_from("ab \nä<"), max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_their_differences(old: str, new: str) -> None:
    found = differences(old, new)
    assert "".join(one.text for one in found if one.side is not Side.REMOVED) == new
    assert "".join(one.text for one in found if one.side is not Side.ADDED) == old


@given(TEXTS, TEXTS)
def test_there_is_a_difference_where_the_texts_are_not_the_same(old: str, new: str) -> None:
    assert differ(old, new) == (old != new)


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("Report by Friday 9 October.", "Report by Monday 12 October.", ["Friday", "9"], ["Monday", "12"]),
        ("Hei Petri,\n\nkiitos.", "Hei Petri ja Anna,\n\nkiitos.", ["Petri,"], ["Petri", "ja", "Anna,"]),
        ("one\ntwo\nthree", "one\nthree", ["two"], []),
    ],
)
def test_words_are_compared_one_by_one(old: str, new: str, removed: list[str], added: list[str]) -> None:
    found = differences(old, new)
    assert [word for one in found if one.side is Side.REMOVED for word in one.text.split()] == removed
    assert [word for one in found if one.side is Side.ADDED for word in one.text.split()] == added


def test_a_very_long_changed_line_is_not_compared_word_by_word() -> None:
    old, new = "a " * 5000, "b " * 5000
    assert [one.side for one in differences(old, new)] == [Side.REMOVED, Side.ADDED]
