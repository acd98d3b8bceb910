"""The ledger's rules: what becomes of a promise that is promised again, kept, moved or dropped."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.promises import (
    PromiseRecord,
    PromiseState,
    by_urgency,
    done,
    dropped,
    late,
    merged,
    moved,
    perhaps,
    rows_of,
    same_name,
)
from kambrief.core.talk import Participant, Talk, Utterance
from tests.core.promise_rows import FRIDAY, TUESDAY, promised, theirs

NOW = dt.datetime(2026, 10, 8, 9, 0, tzinfo=dt.UTC)
LATER = dt.date(2026, 10, 20)


def stored(rows: list[PromiseRecord], new: tuple[PromiseRecord, ...]) -> list[PromiseRecord]:
    """As the store keeps them."""
    return [*({row.key: row for row in rows} | {row.key: row for row in new}).values()]


def test_due_today_is_not_late() -> None:
    assert not late(promised(), FRIDAY)
    assert late(promised(), FRIDAY + dt.timedelta(days=1))
    assert not late(promised(due=None), LATER)
    assert not late(done(promised(), "reply", FRIDAY, NOW), LATER)


def test_a_promise_renewed_in_a_later_call_takes_the_place_of_the_first() -> None:
    first = promised(id="a", due=dt.date(2026, 9, 25), made_on=dt.date(2026, 9, 15), asked="Mistä tämä johtuu?")
    again = promised("juurisyyraportti", id="b", meeting_id="m2")
    rows = {row.id: row for row in merged([first], [again])}
    assert (rows["a"].state, rows["a"].replaced_by) == (PromiseState.MOVED, "b")
    assert (rows["b"].state, rows["b"].was_due, rows["b"].asked) == (
        PromiseState.OPEN,
        (dt.date(2026, 9, 25),),
        "Mistä tämä johtuu?",
    )


def test_a_call_heard_late_is_no_newer_for_that() -> None:
    first = promised(id="a", due=dt.date(2026, 9, 25), made_on=dt.date(2026, 9, 15))
    again = promised("juurisyyraportti", id="b", meeting_id="m2")
    rows = {row.id: row for row in merged([again], [first])}
    assert rows["a"].state is PromiseState.MOVED
    assert rows["b"].was_due == (dt.date(2026, 9, 25),)


def test_a_call_heard_after_its_promise_was_kept_opens_nothing() -> None:
    kept = done(promised("juurisyyraportti", id="b", meeting_id="m2"), "activities/1", FRIDAY, NOW)
    first = promised(id="a", made_on=dt.date(2026, 9, 15))
    assert [row.state for row in merged([kept], [first])] == [PromiseState.MOVED]


@pytest.mark.parametrize(
    "other",
    [
        promised(id="b", meeting_id="m2", owner="Elina Saarikko", owner_email="elina@kuura.example"),
        promised(id="b", meeting_id="m2", account_id="A02"),
        promised("päivitetty hinnasto", id="b", meeting_id="m2"),
        theirs("juurisyyraportti", id="b", meeting_id="m2"),
        promised(id="b", meeting_id="m2", manager="otto@kuura.example"),
    ],
)
def test_another_owner_customer_thing_side_or_manager_is_another_promise(other: PromiseRecord) -> None:
    assert merged([promised(id="a", made_on=dt.date(2026, 9, 15))], [other]) == (other,)


def test_of_two_offers_the_one_that_was_meant_is_renewed() -> None:
    old = promised("tarjous varaosavarastosta", id="a", made_on=dt.date(2026, 9, 15))
    one, other = (
        promised("tarjous huollosta", id="b", meeting_id="m2"),
        promised("varaosavaraston tarjous", id="c", meeting_id="m2"),
    )
    rows = {row.id: row for row in merged([old], [one, other])}
    assert rows["a"].replaced_by == "c"
    assert rows["b"].state is rows["c"].state is PromiseState.OPEN


def test_what_a_call_promises_twice_stays_two() -> None:
    one, other = promised("tarjous 1 v", id="b"), promised("tarjous 3 v", id="c")
    assert merged([], [one, other]) == (one, other)


def test_told_again_from_the_transcript_it_keeps_what_has_become_of_it() -> None:
    kept = replace(done(promised(), "reply", FRIDAY, NOW), confirmed=True)
    assert merged([kept], [promised()]) == (kept,)
    asked_for = replace(promised(), confirmed=True, nudged_on=FRIDAY)
    (row,) = merged([asked_for], [promised(due=dt.date(2026, 10, 13))])
    assert (row.due, row.was_due, row.confirmed, row.nudged_on) == (dt.date(2026, 10, 13), (FRIDAY,), True, None)


def test_with_another_day_it_will_be_told_again() -> None:
    row = moved(replace(promised(), nudged_on=FRIDAY), LATER, NOW)
    assert (row.due, row.was_due, row.nudged_on) == (LATER, (FRIDAY,), None)
    assert moved(row, FRIDAY, NOW).was_due == (LATER,)


def test_what_is_closed_stays_as_it_was_closed() -> None:
    kept = done(promised(), "reply", FRIDAY, NOW)
    assert done(kept, "command", LATER, NOW) == dropped(kept, "command", NOW) == moved(kept, LATER, NOW) == kept
    assert perhaps(kept, "activities/9", NOW) == kept


def test_what_looks_like_its_end_leaves_it_open() -> None:
    row = perhaps(promised(), "activities/9", NOW)
    assert row.is_open
    assert row.maybe == "activities/9"
    assert done(row, "reply", FRIDAY, NOW).maybe == ""


def test_ours_come_first_and_the_late_ones_lead() -> None:
    rows = [theirs(id="t"), promised(id="later", due=LATER), promised(id="undated", due=None), promised(id="soon"),
            done(promised(id="kept"), "reply", FRIDAY, NOW)]  # fmt: skip
    assert [row.id for row in by_urgency(rows)] == ["soon", "later", "undated", "kept", "t"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ville", "Ville Nurmela"), ("Nurmela, Ville", "ville nurmela"), ("Räsälä Johanna", "Johanna Rasala")],
)
def test_a_name_is_known_in_any_order(one: str, other: str) -> None:
    assert same_name(one, other)
    assert not same_name(one, "Petri Vuolle")
    assert not same_name(one, "")


def test_rows_are_made_of_a_call_without_what_is_minor() -> None:
    petri = Participant(
        "petri@havulinna.example", "Petri Vuolle", "Petri", Side.THEM, "petri@havulinna.example", "C01", present=True
    )
    ville = Participant("ville@kuura.example", "Ville Nurmela", "Ville", Side.US, "ville@kuura.example", present=True)
    guest = Participant("name:iphone", "Denise's iPhone", "Denise", Side.THEM, unsure="a device", present=True)
    start = dt.datetime(2026, 10, 6, 9, 0, tzinfo=dt.UTC)
    talk = Talk(
        "m1", "Kuorimo", TUESDAY, start, start, "Europe/Helsinki", "fi", (petri, ville, guest),
        (Utterance(50, ville.key, "Mä laitan sen perjantaina.", 751.0),),
    )  # fmt: skip
    one = Promised(
        "p1",
        Side.US,
        ville.key,
        "juurisyyraportti",
        FRIDAY,
        cues=(50,),
        quote="Mä laitan sen",
        quoted_from=50,
        supersedes=TUESDAY,
    )
    (row,) = rows_of(
        talk, [one, replace(one, id="p2", minor=True)], manager="elina@kuura.example", account_id="A01", now=NOW,
        asked={"p1": "Mistä tämä johtuu?"},
    )  # fmt: skip
    assert (row.id, row.owner, row.due, row.at, row.was_due) == ("p1", "Ville Nurmela", FRIDAY, 751.0, (TUESDAY,))
    assert (row.to, row.waiting, row.asked) == (("petri@havulinna.example",), ("Petri",), "Mistä tämä johtuu?")
    invites = replace(one, id="p3", what="kutsu")
    rows = rows_of(talk, [one, invites], manager="elina@kuura.example", account_id="A01", now=NOW, next_meeting=FRIDAY)
    assert [row.meets for row in rows] == [None, FRIDAY]


def test_nobody_waits_by_mail_who_has_asked_for_none() -> None:
    petri = Participant(
        "c1", "Petri Vuolle", "Petri", Side.THEM, "petri@havulinna.example", present=True, do_not_contact=True
    )
    ville = Participant("e1", "Ville Nurmela", "Ville", Side.US, "ville@kuura.example", present=True)
    start = dt.datetime(2026, 10, 6, 6, 0, tzinfo=dt.UTC)
    talk = Talk("m1", "Kuorimo", TUESDAY, start, start, "Europe/Helsinki", "fi", (petri, ville))
    one = Promised("p1", Side.US, ville.key, "juurisyyraportti", FRIDAY, to=(petri.key,))
    (row,) = rows_of(talk, [one], manager="elina@kuura.example", account_id="A01", now=NOW)
    assert row.to == ()


# --- whatever happens in whatever order ----------------------------------------------------------------------------

CALLS = {
    "m1": [promised("juurisyyraportti katkoista", id="r1", meeting_id="m1", made_on=dt.date(2026, 9, 1), due=dt.date(2026, 9, 8)),
           theirs("laitelista", id="l1", meeting_id="m1", made_on=dt.date(2026, 9, 1))],
    "m2": [promised("juurisyyraportti", id="r2", meeting_id="m2", made_on=dt.date(2026, 9, 15), due=dt.date(2026, 9, 25)),
           promised("hinnasto", id="h2", meeting_id="m2", made_on=dt.date(2026, 9, 15))],
    "m3": [promised("raportti juurisyystä ja katkoista", id="r3", meeting_id="m3"),
           theirs("lista laitteista", id="l3", meeting_id="m3")],
}  # fmt: skip
MATTERS = [{"r1", "r2", "r3"}, {"l1", "l3"}, {"h2"}]
EVENTS = st.one_of(
    st.sampled_from([("call", name) for name in CALLS]),
    st.tuples(
        st.sampled_from(["done", "drop", "move", "maybe"]), st.sampled_from(["r1", "r2", "r3", "l1", "l3", "h2"])
    ),
)


def happens(rows: list[PromiseRecord], event: tuple[str, str]) -> list[PromiseRecord]:
    what, name = event
    if what == "call":
        return stored(rows, merged(rows, CALLS[name]))
    return [_done_to(row, what) if row.id == name else row for row in rows]


def _done_to(row: PromiseRecord, what: str) -> PromiseRecord:
    if what == "done":
        return done(row, "reply", LATER, NOW)
    if what == "drop":
        return dropped(row, "command", NOW)
    return moved(row, LATER, NOW) if what == "move" else perhaps(row, "activities/9", NOW)


@given(st.lists(EVENTS, max_size=14))
def test_there_are_never_two_open_rows_of_one_promise_and_done_stays_done(events: list[tuple[str, str]]) -> None:
    rows: list[PromiseRecord] = []
    closed: dict[tuple[str, str, str], PromiseRecord] = {}
    for event in events:
        rows = happens(rows, event)
        for same in MATTERS:
            assert len([row for row in rows if row.id in same and row.is_open]) <= 1
        for key, row in closed.items():
            assert next(one for one in rows if one.key == key) == row
        closed = {row.key: row for row in rows if row.state in {PromiseState.DONE, PromiseState.DROPPED}}


@given(st.lists(EVENTS, max_size=10), st.sampled_from([*CALLS]))
def test_a_call_told_twice_changes_nothing(events: list[tuple[str, str]], name: str) -> None:
    rows: list[PromiseRecord] = []
    for event in events:
        rows = happens(rows, event)
    once = happens(rows, ("call", name))
    again = happens(once, ("call", name))
    # A person may have given it another day since: the call's own day is told again then, and once.
    assert happens(again, ("call", name)) == again
    assert {row.key: row.state for row in again} == {row.key: row.state for row in once}


def test_the_order_in_which_calls_are_heard_makes_no_difference() -> None:
    ends = []
    for order in itertools.permutations(CALLS):
        rows: list[PromiseRecord] = []
        for name in order:
            rows = happens(rows, ("call", name))
        ends.append({row.key: (row.state, row.due, sorted(row.was_due) if row.is_open else []) for row in rows})
    assert all(end == ends[0] for end in ends)
