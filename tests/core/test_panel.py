"""What is ticked off and noted during a call: two windows lose nothing of each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.panel import MAX_NOTES, Change, Conflict, addressed, changed, mark, tidy, together
from kambrief.core.site import Panel

EMPTY = Panel("m1", "elina@kuura.example")


def noted(notes: str, *ticks: str) -> Panel:
    return Panel("m1", "elina@kuura.example", frozenset(ticks), notes, 3)


def test_ticks_of_two_windows_are_together() -> None:
    first = changed(EMPTY, Change(frozenset({"commitments/a"})))
    assert isinstance(first, Panel)
    second = changed(first, Change(frozenset({"questions/b"})))
    assert isinstance(second, Panel)
    assert second.ticks == {"commitments/a", "questions/b"}


def test_the_last_change_of_one_tick_holds() -> None:
    taken_back = changed(noted("", "a/1", "a/2"), Change(unticked=frozenset({"a/1"})))
    assert isinstance(taken_back, Panel)
    assert taken_back.ticks == {"a/2"}


def test_notes_are_kept_where_nobody_else_has_written() -> None:
    found = changed(noted("Hinta auki"), Change(notes="Hinta auki\r\nPalataan", base=mark("Hinta auki")))
    assert found == noted("Hinta auki\nPalataan")


def test_a_window_that_has_not_touched_the_notes_leaves_anothers_alone() -> None:
    shown = "Hinta auki"
    found = changed(noted("Hinta sovittu"), Change(frozenset({"a/1"}), notes=shown, base=mark(shown)))
    assert found == noted("Hinta sovittu", "a/1")


def test_other_notes_meanwhile_are_a_conflict_and_the_ticks_are_kept_all_the_same() -> None:
    found = changed(noted("Matin rivi"), Change(frozenset({"a/1"}), notes="Elinan rivi", base=mark("")))
    assert found == Conflict(noted("Matin rivi", "a/1"), "Elinan rivi")


def test_notes_that_hold_the_others_text_are_no_conflict() -> None:
    both = "Matin rivi\nElinan rivi"
    assert changed(noted("Matin rivi"), Change(notes=both, base=mark(""))) == noted(both)


def test_notes_without_end_are_refused() -> None:
    with pytest.raises(ValueError, match="characters"):
        changed(EMPTY, Change(notes="x" * (MAX_NOTES + 1), base=mark("")))


def test_what_both_begin_and_end_with_stands_there_once() -> None:
    theirs = "Avaus\nHinta 10 %\nLoppu"
    mine = "Avaus\nToimitus viikolla 42\nLoppu"
    assert together(theirs, mine) == "Avaus\nHinta 10 %\nToimitus viikolla 42\nLoppu"


_LINES = st.lists(st.sampled_from(["a", "b", "Hinta", "Toimitus", ""]), max_size=6).map("\n".join)


@given(_LINES, _LINES)
def test_together_there_is_every_line_of_both(kept: str, typed: str) -> None:
    found = together(kept, typed).split("\n")
    for text in (kept, typed):
        lines = [line for line in text.split("\n") if line]
        rest = iter(found)
        assert all(line in rest for line in lines), "each in its order"


@given(st.text(max_size=60))
def test_tidying_twice_is_as_once_and_leaves_no_control_character(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert all(one in "\n\t" or one.isprintable() for one in once)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_whatever_two_windows_type_nothing_is_lost(shown: str, first: str, second: str) -> None:
    kept = changed(noted(tidy(shown)), Change(notes=first, base=mark(tidy(shown))))
    assert isinstance(kept, Panel)
    then = changed(kept, Change(notes=second, base=mark(tidy(shown))))
    if isinstance(then, Conflict):
        assert (then.kept, then.typed) == (kept.notes, tidy(second))
    else:
        assert kept.notes == tidy(shown) or kept.notes in then.notes
        assert tidy(second) in {then.notes, tidy(shown)}


@pytest.mark.parametrize(
    ("form", "how"),
    [
        ("sinuttelu", "informal"), ("first_name", "informal"), ("Du", "informal"), ("teitittely", "formal"),
        ("Sie (Dr.)", "formal"), ("Herr", "formal"), ("", ""), ("ask her", ""), ("Testi", ""),
    ],
)  # fmt: skip
def test_how_somebody_is_addressed(form: str, how: str) -> None:
    assert addressed(form) == how
