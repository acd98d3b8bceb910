"""What holds for every call, whatever was said in it."""

import dataclasses
import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kambrief.core.agreed import Agreed, agreed
from kambrief.core.agreeing.said import same_kind
from kambrief.core.spoken.numbers import numbers
from kambrief.core.talk import Talk
from tests.core.agreeing.calls import DAY, call
from tests.core.agreeing.test_corrections import CORRECTED
from tests.core.agreeing.test_next_meeting import MOVED
from tests.core.agreeing.test_points import CAUSES, CRITERIA, DECISIONS, FACTS, THREATS
from tests.draws import draws

LANGUAGES = ("fi", "en", "sv", "de")
some = settings(max_examples=draws(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])

LINES = {
    language: [
        *(line.strip() for text, _ in CORRECTED[language] for line in text.splitlines()),
        *(line.strip() for line in MOVED[language].strip().splitlines()),
        *(line for table in (CAUSES, CRITERIA, DECISIONS, FACTS) for line in table[language][0].splitlines()),
        f"Anna: {THREATS[language]}",
    ]
    for language in LANGUAGES
}


@st.composite
def talks(draw: st.DrawFn) -> Talk:
    """Lines of real dialogues in any order, with some kept back and some noise between them."""
    language = draw(st.sampled_from(LANGUAGES))
    noise = st.text(max_size=60).map(lambda text: f"Bo: {' '.join(text.split())}")
    lines = draw(st.lists(st.one_of(st.sampled_from(LINES[language]), noise), min_size=1, max_size=30))
    withheld = draw(st.frozensets(st.integers(1, len(lines)), max_size=3))
    day = draw(st.dates(dt.date(2024, 1, 1), dt.date(2031, 12, 31)))
    return call("\n".join(lines), language=language, withheld=withheld, day=day)


def cues(found: Agreed) -> set[int]:
    parts: list[tuple[int, ...]] = [point.cues for point in found.points]
    parts += [one.cues for one in found.corrections]
    parts += [one.cues for one in (found.concern, found.next_meeting, found.outcome) if one]
    return {cue for part in parts for cue in part}


@given(talks())
@some
def test_every_finding_rests_on_what_was_said_openly(talk: Talk) -> None:
    assert cues(agreed(talk)) <= {one.number for one in talk.spoken()}


@given(talks())
@some
def test_the_mail_never_holds_a_value_that_no_longer_holds(talk: Talk) -> None:
    found = agreed(talk)
    texts = [one.text for one in found.points if not one.internal]
    texts += [one.text for one in (found.outcome,) if one]
    texts += [one.neutral for one in (found.concern,) if one]
    for text in texts:
        for value in numbers(text, talk.language):
            for each in found.corrections:
                if each.wrong_number == value.number and each.unit:
                    twin = dataclasses.replace(value, unit=each.unit, noun="" if each.unit == "%" else each.unit)
                    assert not same_kind(value, twin), (text, each)


@given(talks())
@some
def test_quotes_are_verbatim_and_points_are_few(talk: Talk) -> None:
    found = agreed(talk)
    said = {one.number: " ".join(one.text.split()) for one in talk.spoken()}
    if found.concern:
        assert any(" ".join(found.concern.quote.split()) in text for text in said.values())
        assert len(found.concern.quote.split()) <= 25
    assert sum(not one.internal for one in found.points) <= 5
    assert len({one.id for one in found.points}) == len(found.points)


@given(talks())
@some
def test_the_next_meeting_lies_ahead_and_its_time_has_a_zone(talk: Talk) -> None:
    meeting = agreed(talk).next_meeting
    if meeting:
        assert meeting.day >= talk.day
        assert meeting.start is None or (meeting.start.tzinfo is not None and meeting.start.date() == meeting.day)


@given(st.sampled_from(LANGUAGES), st.integers(1, 30))
@some
def test_values_do_not_depend_on_the_day_of_the_call(language: str, weeks: int) -> None:
    for text, _ in CORRECTED[language]:
        one, other = call(text, language=language), call(text, language=language, day=DAY + dt.timedelta(weeks=weeks))
        assert agreed(one) == agreed(other)


def test_renamed_people_change_nothing_but_names() -> None:
    text = "Olli: I'd propose that Tuas comes last.\nAnna: That I can support.\nAnna: My operations board meets on the fourteenth of October."
    renamed = re.sub("Anna", "Zoë", re.sub("Olli", "Kim", text))
    one = agreed(call(text, language="en"))
    other = agreed(call(renamed, language="en", ours=("Kim", "Ville"), theirs=("Zoë", "Bo")))
    assert [point.text.replace("Anna", "Zoë") for point in one.points] == [point.text for point in other.points]


@pytest.mark.parametrize("language", [*LANGUAGES, "fr", ""])
@given(text=st.text(max_size=400))
@some
def test_any_text_is_read_without_failing(language: str, text: str) -> None:
    words = " ".join(text.split())
    assert isinstance(agreed(call(f"Anna: {words}\nOlli: {words}", language=language)), Agreed)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_long_hostile_speech_is_read(language: str) -> None:
    for piece in ("hard to justify ", "not 7 ", "7, ", "if ", "vaikea perustella ", "a, ", "(", "what ", "ei "):
        words = (piece * 1000)[:2000]
        assert len(agreed(call(f"Anna: {words}\nOlli: {words}", language=language)).points) <= 40


def test_an_empty_call_came_to_nothing() -> None:
    assert agreed(call("", language="fi")) == Agreed()
