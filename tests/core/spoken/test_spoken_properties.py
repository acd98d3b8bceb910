import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.spoken.days import days
from kambrief.core.spoken.numbers import as_digits, numbers
from kambrief.core.spoken.times import times
from kambrief.core.spoken.tongues import tongue_of
from kambrief.core.spoken.values import Doubt
from tests.core.spoken import spell

LANGUAGES = ("fi", "en", "sv", "de")
MEETINGS = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))
WORDS = st.lists(
    st.sampled_from([
        "Friday", "next", "week", "the", "third", "twenty", "-", ",", ".", "of", "October", "perjantaina", "ensi",
        "viikolla", "kahdeskymmenes", "viides", "mennessä", "lokakuuta", "den", "nionde", "fredag", "vecka", "42", "am",
        "neunten", "Oktober", "bis", "in", "two", "weeks", "hundred", "and", "a", "half", "kello", "puoli", "kymmenen",
        "halv", "tio", "Uhr", "morgen", "9.10.", "26–28", "12", "%", "€", "toista", "sataa", "point", "to", "p.m.", "eli",
    ]),
    max_size=30,
).map(" ".join)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(2, 999_999), noun=st.sampled_from(["", " x"]))
def test_a_number_that_is_spelled_reads_back(language: str, number: int, noun: str) -> None:
    said = spell.SPELL[language](number)

    found = numbers(f"{said}{noun}", language)

    assert [one.number for one in found] == [number], said


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(13, 999_999))
def test_a_spelled_number_is_written_in_figures_that_read_back(language: str, number: int) -> None:
    written = as_digits(spell.SPELL[language](number), language)

    assert not any(letter.isalpha() for letter in written)
    assert [one.number for one in numbers(written, language)] == [number]


@pytest.mark.parametrize("language", LANGUAGES)
@given(meeting=MEETINGS, ahead=st.integers(0, 330))
def test_a_date_with_its_month_reads_back_from_any_meeting(language: str, meeting: dt.date, ahead: int) -> None:
    date = meeting + dt.timedelta(ahead)

    for said in spell.spoken_dates(date, language) + spell.written_dates(date, language):
        for text in (said, said.lower(), f"ok {said}."):
            found = days(text, meeting, language)
            assert [(one.day, one.doubt, one.bare) for one in found] == [(date, None, False)], text


@pytest.mark.parametrize("language", LANGUAGES)
@given(meeting=MEETINGS, ahead=st.integers(0, 27))
def test_a_day_with_its_weekday_reads_back_without_a_month(language: str, meeting: dt.date, ahead: int) -> None:
    date = meeting + dt.timedelta(ahead)

    for said in spell.days_alone(date, language):
        found = days(said, meeting, language)
        assert [(one.day, one.weekday, one.doubt) for one in found] == [(date, date.weekday(), None)], said


@pytest.mark.parametrize("language", LANGUAGES)
@given(meeting=MEETINGS, ahead=st.integers(0, 330), off=st.integers(1, 6))
def test_a_wrong_weekday_is_asked_about(language: str, meeting: dt.date, ahead: int, off: int) -> None:
    date = meeting + dt.timedelta(ahead)
    right = spell.WEEKDAYS[language][date.weekday()]
    said = next(one for one in spell.spoken_dates(date, language) if right in one)
    wrong = said.replace(right, spell.WEEKDAYS[language][(date.weekday() + off) % 7])

    (found,) = days(wrong, meeting, language)

    assert found.doubt in {Doubt.WEEKDAY, Doubt.PAST}  # the past when it was that weekday a year ago
    assert found.doubt is Doubt.PAST or found.day == date


RELATIVE = {
    "fi": ["perjantaihin mennessä", "ensi viikolla", "ensi viikon tiistaina", "ylihuomenna", "kahden viikon päästä", "viime perjantaina", "tänään", "ensi perjantaina"],
    "en": ["by Friday", "next week", "Tuesday next week", "the day after tomorrow", "in two weeks", "last Friday", "today", "next Friday", "Friday week"],
    "sv": ["senast fredag", "nästa vecka", "tisdag nästa vecka", "i övermorgon", "om två veckor", "i fredags", "idag", "nästa fredag"],
    "de": ["bis Freitag", "nächste Woche", "Dienstag nächster Woche", "übermorgen", "in zwei Wochen", "letzten Freitag", "heute", "nächsten Freitag"],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@given(meeting=MEETINGS, weeks=st.integers(0, 200))
def test_a_meeting_whole_weeks_later_shifts_what_is_said_from_it(language: str, meeting: dt.date, weeks: int) -> None:
    later = dt.timedelta(7 * weeks)
    for said in RELATIVE[language]:
        (one,), (other,) = days(said, meeting, language), days(said, meeting + later, language)
        assert one.day is not None
        assert one.day + later == other.day, said
        assert one.doubt == other.doubt


@pytest.mark.parametrize("language", LANGUAGES)
@given(meeting=MEETINGS)
def test_next_week_ends_on_the_friday_of_the_next_iso_week(language: str, meeting: dt.date) -> None:
    (found,) = days(RELATIVE[language][1], meeting, language)

    assert found.day is not None
    assert found.day.isocalendar()[:2] == (meeting + dt.timedelta(7)).isocalendar()[:2]
    assert (found.day.weekday(), found.exact) == (4, False)


@pytest.mark.parametrize("language", [*LANGUAGES, "fr"])
@given(text=st.one_of(st.text(max_size=200), WORDS), meeting=st.dates())
def test_any_text_is_read_without_failing_and_nothing_overlaps(language: str, text: str, meeting: dt.date) -> None:
    for found in (days(text, meeting, language), times(text, language), numbers(text, language)):
        ends = [0]
        for one in found:
            assert ends[-1] <= one.start < one.end <= len(text)
            assert one.words == text[one.start : one.end]
            ends.append(one.end)
    as_digits(text, language)


@given(text=WORDS, meeting=MEETINGS)
def test_a_language_that_is_not_known_is_read_as_english(text: str, meeting: dt.date) -> None:
    assert days(text, meeting, "fr") == days(text, meeting, "en-GB")
    assert tongue_of("sv_FI").code == "sv"
