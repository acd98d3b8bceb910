"""The note for the CRM where there is more than fits: people and promises in few words, what was learned first."""

import dataclasses

import pytest

from kambrief.core import following_dates
from kambrief.core.agreed import Agreed, Point
from kambrief.core.customer import Side
from kambrief.core.following_note import MAX_NOTE_WORDS
from kambrief.core.wording import word_count
from tests.core.followup_calls import DAY, concern, draft, manager, on, person, promised, talk

ELLA = person("Ella Strand", Side.US)
BOSS = manager("Ella Strand", "en")
PETRA, JAMES = person("Petra Lindqvist", contact_id="C1"), person("James Orchard", contact_id="C2")
CALL = talk("en", ELLA, PETRA, JAMES, said=(("Ella", "Shall we begin?"),), title="Ovens and prices")


def point(name: str, kind: str, text: str, *cues: int, internal: bool = False) -> Point:
    return Point(name, text, cues or (1,), PETRA.key, kind, internal)


POINTS = (
    point("f", "fact", "The oven in the second hall has been out of use for three weeks because of its burner."),
    point("c", "criterion", "Petra weighs the running costs of ten years, not the price of the first."),
    point("d", "decision", "The ovens in the second hall are changed before those in the first hall.", 9),
    point("r", "risk", "Another maker has offered them two ovens.", internal=True),
    point("m", "mood", "I expected worse.", internal=True),
)
WORRY = concern(PETRA, "I'll be frank. The ovens have been standing still for three weeks, and nobody called us.")


def note(count: int, *points: Point) -> str:
    """With so many promises of many words."""
    some = [promised(f"p{n}", ELLA if n % 2 else PETRA, f"list number {n} of all burners, with their age and maker", on(10 + n), cues=(n,)) for n in range(count)]  # fmt: skip
    return draft(CALL, BOSS, *some, agreed=Agreed(points or POINTS, concern=WORRY)).note


def test_a_short_note_says_all_of_it_in_full() -> None:
    told = note(2)
    for one in POINTS:
        assert one.text in told
    assert "with their age and maker, Wed 11 November" in told
    assert "Petra Lindqvist (C1)" in told
    assert "I'll be frank." in told


@pytest.mark.parametrize("count", [8, 10, 12])
def test_a_long_note_keeps_the_criterion_and_every_promise_and_shortens_their_words(count: int) -> None:
    told = note(count)
    assert word_count(told) <= MAX_NOTE_WORDS
    assert "Petra weighs the running costs" in told
    assert all(f"[p{n}]" in told for n in range(count))
    assert "with their age" not in told
    assert "Wed" not in told
    assert "11 November" in told
    assert "Petra (C1)" in told
    assert "I'll be frank." not in told
    assert "The ovens have been standing still" in told


def test_what_is_left_of_the_room_goes_to_what_still_fits() -> None:
    told = note(10)
    assert "out of use for three weeks" not in told
    assert POINTS[2].text not in told
    assert "Another maker has offered them two ovens." in told


def test_a_decision_that_stands_among_the_promises_goes_before_a_risk() -> None:
    promised_in = dataclasses.replace(POINTS[2], cues=(3,))
    long = tuple(point(f"c{n}", "criterion", f"Criterion {n} has quite many words to be told in a note like this one.") for n in range(3))  # fmt: skip
    told = note(7, *long, promised_in, POINTS[3])
    assert "Another maker" in told
    assert promised_in.text not in told


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [("fi", "9.11.", "9.–11.11."), ("en", "9 November", "9–11 November"), ("sv", "9 november", "9–11 november"), ("de", "09.11.", "09.–11.11.")],
)  # fmt: skip
def test_days_without_weekdays(language: str, one: str, several: str) -> None:
    assert following_dates.bare_days(on(9), None, language, DAY) == one
    assert following_dates.bare_days(on(9), on(11), language, DAY) == several
