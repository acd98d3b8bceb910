"""Promises: ours first, the late ones on top, nothing said twice, nobody's name guessed."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.brief import Line, Section
from kambrief.core.customer import Commitment, Side
from kambrief.core.evidence import Count, Day, Person, Text
from kambrief.core.sections.promises import MAX_PROMISES, promises
from tests.builders import attendee, havulinna, held, markku, meeting, petri, promise, situation
from tests.core.sections.parts import LANGUAGES, as_read, faults

LATE, TODAY, SOON = dt.date(2026, 9, 25), dt.date(2026, 10, 5), dt.date(2026, 10, 20)


def of(*rows: Commitment, told: frozenset[str] = frozenset()) -> tuple[Line, ...]:
    return promises(situation(havulinna(commitments=rows)), told)


def phrases(*rows: Commitment) -> list[str]:
    return [line.sentences[0].phrase for line in of(*rows)]


def test_ours_come_before_theirs_and_the_latest_before_what_is_due_and_what_has_no_date() -> None:
    rows = (
        promise("theirs late", LATE, side=Side.THEM, id="T1"),
        promise("undated", None, id="U3"),
        promise("soon", SOON, id="U2"),
        promise("late", LATE, id="U1"),
        promise("later", dt.date(2026, 9, 1), id="U0"),
    )
    assert [line.id for line in of(*rows)] == [
        "promises/U0", "promises/U1", "promises/U2", "promises/more-us", "promises/T1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("due", "phrase"),
    [
        (LATE, "promise_us_late"),
        (dt.date(2026, 10, 4), "promise_us_late"),
        (TODAY, "promise_us_open"),  # due today is not overdue
        (SOON, "promise_us_open"),
        (None, "promise_us_undated"),
    ],
)
def test_late_is_what_was_due_before_today(due: dt.date | None, phrase: str) -> None:
    assert phrases(promise("Raportti", due)) == [phrase]


def test_a_late_promise_says_when_it_was_due_and_how_many_days_ago() -> None:
    (line,) = of(promise("Raportti", LATE))
    slots = line.sentences[0].slots
    assert (slots["due"], slots["days"]) == (Day(LATE), Count(10))


def test_what_stands_above_is_pointed_to_not_said_again_and_takes_nobodys_place() -> None:
    rows = [promise(f"P{n}", dt.date(2026, 9, 1 + n), id=f"P{n}") for n in range(4)]
    assert [line.id for line in of(*rows, told=frozenset({"commitments/P0"}))] == [
        "promises/above", "promises/P1", "promises/P2", "promises/P3",
    ]  # fmt: skip


@pytest.mark.parametrize("number", [0, 1, MAX_PROMISES, MAX_PROMISES + 1, 40])
def test_of_many_the_rest_is_counted_with_what_it_counts(number: int) -> None:
    lines = of(*(promise(f"P{n}", SOON, id=f"P{n:02}") for n in range(number)))
    more = [line for line in lines if line.id == "promises/more-us"]
    assert len(lines) - len(more) == min(number, MAX_PROMISES)
    counted = [(line.sentences[0].slots["count"], len(line.facts)) for line in more]
    assert counted == ([(Count(number - MAX_PROMISES), number - MAX_PROMISES)] if number > MAX_PROMISES else [])


def test_of_what_was_kept_since_the_last_meeting_the_customers_newest_is_named() -> None:
    rows = (
        promise("kept", LATE, status="done", done_on=dt.date(2026, 9, 20), id="K1"),
        promise("theirs kept", LATE, status="done", done_on=dt.date(2026, 9, 21), side=Side.THEM, id="K2"),
        promise("kept long ago", LATE, status="done", done_on=dt.date(2026, 8, 1), id="K3"),
        promise("nobody knows when", LATE, status="done", id="K4"),
    )
    data = havulinna(commitments=rows, activities=(held([petri()], "1.9. 9.00"),))
    (line,) = promises(situation(data))
    assert line.sentences[0].phrase == "promises_kept_them"
    assert line.sentences[0].slots["what"] == Text("theirs kept")
    assert line.facts == ("commitments/K2",)
    assert promises(situation(havulinna(commitments=rows))) == ()  # without a meeting there is no "since"


@pytest.mark.parametrize("status", ["superseded", "cancelled", "done"])
def test_what_is_not_open_is_no_promise_any_more(status: str) -> None:
    assert of(promise("Raportti", LATE, status=status)) == ()


@pytest.mark.parametrize(
    ("owner", "named"),
    [
        ("Elina Saarikko", None),  # the reader
        ("ELINA@kuura.example", None),
        ("Ville Nurmela", "Ville Nurmela"),
        ("C01", "Petri Vuolle"),
        ("Petri@Havulinna.example", "Petri Vuolle"),
        ("ville@kuura.example", "Ville Nurmela"),  # known from the invitation
        ("nobody@kuura.example", "nobody@kuura.example"),
        ("", None),
    ],
)
def test_the_owner_goes_by_name_and_the_reader_unnamed(owner: str, named: str | None) -> None:
    guests = (attendee(petri()), attendee(markku()), attendee("ville@kuura.example", name="Ville Nurmela"))
    found = situation(havulinna(commitments=(promise("Raportti", SOON, owner=owner),)), call_=meeting(attendees=guests))
    (line,) = promises(found)
    assert line.sentences[0].slots.get("owner") == (Person(named) if named else None)


@pytest.mark.parametrize(
    ("row", "pinned"),
    [
        (promise("ours", None), True),
        (promise("theirs, late", LATE, side=Side.THEM), True),
        (promise("theirs, open", SOON, side=Side.THEM), False),
    ],
)
def test_ours_and_their_late_ones_are_never_dropped(row: Commitment, pinned: bool) -> None:  # noqa: FBT001
    assert [line.pinned for line in of(row)] == [pinned]


TEXTS = st.sampled_from(["Raportti", "raportti.", "Raportti 31.10.", "Miten?", "vahvistus …", "a. b. c.", "x" * 300])
DUES = st.none() | st.dates(dt.date(2026, 9, 1), dt.date(2026, 12, 1)) | st.just(dt.date(2026, 10, 4))


@given(
    st.lists(st.tuples(TEXTS, DUES, st.sampled_from(list(Side)), st.sampled_from(["", "Ville N.", "C01"])), max_size=9),
    st.sampled_from(LANGUAGES),
)
def test_they_read_well_in_every_language_whatever_is_written(
    rows: list[tuple[str, dt.date | None, Side, str]], language: str
) -> None:
    lines = of(
        *(promise(text, due, side=side, owner=owner, id=f"P{n}") for n, (text, due, side, owner) in enumerate(rows))
    )
    assert [fault for row in as_read(Section.PROMISES, lines, language) for fault in faults(row)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_day_is_singular(language: str) -> None:
    one, two = (
        re.findall(r"\b[12]\s(\w+)", row)[-1]
        for day in (4, 3)
        for row in as_read(Section.PROMISES, of(promise("Raportti", dt.date(2026, 10, day))), language)
    )
    assert one in {"day", "päivä", "päivän", "dag", "dags", "Tag"}
    assert two in {"days", "päivää", "dagar", "dagars", "Tage"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("owner", ["", "Ville N.", "C01"])
@pytest.mark.parametrize("side", list(Side))
def test_a_kept_promise_reads_well_in_every_language(side: Side, owner: str, language: str) -> None:
    row = promise("Raportti.", LATE, status="done", done_on=dt.date(2026, 9, 20), side=side, owner=owner)
    data = havulinna(commitments=(row,), activities=(held([petri()], "1.9. 9.00"),))
    (shown,) = as_read(Section.PROMISES, promises(situation(data)), language)
    assert faults(shown) == []
