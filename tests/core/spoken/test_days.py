"""Days as people say them in four languages. The meeting is on Tuesday 6 October 2026, unless a test says otherwise."""

import datetime as dt

import pytest

from kambrief.core.spoken.days import days
from kambrief.core.spoken.values import Doubt

MEETING = dt.date(2026, 10, 6)


def said(text: str, language: str, day: dt.date = MEETING) -> list[str]:
    """What was found, shortly: the date, ``..`` its last day, and what is to be known of it."""
    found = []
    for one in days(text, day, language):
        marks = [one.doubt or "", "" if one.exact else "about", "bare" if one.bare else ""]
        shown = str(one.day) + (f"..{one.until}" if one.until else "")
        found.append(" ".join([shown, *(mark for mark in marks if mark)]))
    return found


FINNISH = [
    ("lähetän sen perjantaihin mennessä", ["2026-10-09"]),
    ("perjantaiks", ["2026-10-09"]),
    ("tän viikon perjantaina", ["2026-10-09"]),
    ("tiistaina", ["2026-10-06"]),
    ("ensi viikon perjantaina", ["2026-10-16"]),
    ("ens viikon perjantaihin mennessä", ["2026-10-16"]),
    ("torstaina ensi viikolla", ["2026-10-15"]),
    ("ensi viikolla", ["2026-10-16 about"]),
    ("ensi viikon alussa", ["2026-10-13 about"]),
    ("loppuviikosta", ["2026-10-09 about"]),
    ("ensi perjantaina", ["2026-10-09 ambiguous"]),
    ("viime perjantaina", ["2026-10-02 past"]),
    ("eilen", ["2026-10-05 past"]),
    ("viikolla neljäkymmentäkaksi", ["2026-10-16 about"]),
    ("viikolla 42 keskiviikkona", ["2026-10-14"]),
    ("viikolla neljäkymmentäkolme torstaina", ["2026-10-22"]),
    ("kuun loppuun mennessä", ["2026-10-31"]),
    ("ensi kuun loppuun mennessä", ["2026-11-30"]),
    ("tän kuun viimeinen päivä", ["2026-10-31"]),
    ("elokuun lopusta", ["2026-08-31 past"]),
    ("kahden viikon päästä", ["2026-10-20"]),
    ("viikon päästä perjantaina", ["2026-10-16"]),
    ("perjantaina kahden viikon päästä", ["2026-10-23"]),
    ("viiden arkipäivän kuluessa", ["2026-10-13"]),
    ("kaksi viikkoa sitten", ["2026-09-22 past"]),
    ("tänään", ["2026-10-06"]),
    ("heti huomenna", ["2026-10-07"]),
    ("huomiseen mennessä", ["2026-10-07"]),
    ("ylihuomenna", ["2026-10-08"]),
    ("torstaihin mennessä, ylihuomenna", ["2026-10-08"]),
    ("maanantaina yhdeksästoista", ["2026-10-19"]),
    ("maanantaihin kahdeskymmeneskuudes mennessä", ["2026-10-26"]),
    ("maanantaina kakskytkuus", ["2026-10-26"]),
    ("perjantaina, yhdeksäs päivä", ["2026-10-09"]),
    ("tän viikon perjantaina, eli yhdeksäs", ["2026-10-09"]),
    ("tiistaina 13. päivä", ["2026-10-13"]),
    ("torstaina viidestoista lokakuuta", ["2026-10-15"]),
    ("yheksäs lokakuuta", ["2026-10-09"]),
    ("kahdeskymmenes viides lokakuuta", ["2026-10-25"]),
    ("lokakuun yhdeksäs", ["2026-10-09"]),
    ("yhdeksäs kymmenettä", ["2026-10-09"]),
    ("yhdeksänteen päivään mennessä", ["2026-10-09"]),
    ("kolmanteentoista mennessä", ["2026-10-13"]),
    ("toimitus 9.10. mennessä", ["2026-10-09"]),
    ("pe 9.10.2026", ["2026-10-09"]),
    ("26.–28.10.", ["2026-10-26..2026-10-28"]),
    ("26.-28. lokakuuta", ["2026-10-26..2026-10-28"]),
    ("maanantaista keskiviikkoon", ["2026-10-12..2026-10-14"]),
    ("kahdeskymmeneskuudennesta kahdeskymmeneskahdeksanteen lokakuuta", ["2026-10-26..2026-10-28"]),
    ("siirretään torstaista perjantaihin", ["2026-10-08", "2026-10-09"]),
    ("kriteerit kuudestoista", ["2026-10-16 bare"]),
    ("se kolmaskymmenesensimmäinen on takaraja", ["2026-10-31 bare"]),
    ("keskiviikko iltapäivä kävis", ["2026-10-07"]),
    ("me luvattiin se kahdeskymmenesviides syyskuuta", ["2026-09-25 past"]),
    ("lokakuussa", ["None vague"]),
    ("perjantain jälkeen", ["None vague"]),
    ("ensi kuussa", ["None vague"]),
]
ENGLISH = [
    ("by Friday", ["2026-10-09"]),
    ("next Friday", ["2026-10-09 ambiguous"]),
    ("last Friday", ["2026-10-02 past"]),
    ("Friday next week", ["2026-10-16"]),
    ("next week on Wednesday", ["2026-10-14"]),
    ("by Friday next week, the sixteenth", ["2026-10-16"]),
    ("by Friday, next week I'm away", ["2026-10-09", "2026-10-16 about"]),
    ("Friday week", ["2026-10-16"]),
    ("a week on Friday", ["2026-10-16"]),
    ("next week", ["2026-10-16 about"]),
    ("early next week", ["2026-10-13 about"]),
    ("the week after next", ["2026-10-23 about"]),
    ("week 42", ["2026-10-16 about"]),
    ("the week of the twenty-sixth", ["2026-10-30 about"]),
    ("end of the month", ["2026-10-31"]),
    ("by the end of October", ["2026-10-31"]),
    ("by year-end", ["2026-12-31"]),
    ("end of Q3", ["2027-09-30"]),
    ("in two weeks", ["2026-10-20"]),
    ("in two weeks' time", ["2026-10-20"]),
    ("within five working days", ["2026-10-13"]),
    ("two weeks ago", ["2026-09-22 past"]),
    ("today", ["2026-10-06"]),
    ("tonight", ["2026-10-06"]),
    ("this afternoon", ["2026-10-06"]),
    ("tomorrow morning", ["2026-10-07"]),
    ("the day after tomorrow", ["2026-10-08"]),
    ("yesterday", ["2026-10-05 past"]),
    ("by close of business on Thursday", ["2026-10-08"]),
    ("Tuesday the twentieth of October", ["2026-10-20"]),
    ("tuesday the twenty third of october", ["2026-10-23 weekday"]),
    ("by October ninth", ["2026-10-09"]),
    ("October 9, 2026", ["2026-10-09"]),
    ("Oct 9", ["2026-10-09"]),
    ("the third of December", ["2026-12-03"]),
    ("on the ninth", ["2026-10-09"]),
    ("the twenty-fifth works", ["2026-10-25 bare"]),
    ("twenty-sixth to twenty-eighth", ["2026-10-26..2026-10-28"]),
    ("26–28 October", ["2026-10-26..2026-10-28"]),
    ("move it from Thursday to Friday", ["2026-10-08", "2026-10-09 bare"]),
    ("9/10", ["2026-10-09 ambiguous bare"]),
    ("2026-10-09", ["2026-10-09"]),
    ("may ninth", ["2027-05-09"]),
    ("not before Friday", ["None vague"]),
    ("after the fourteenth", ["None vague"]),
    ("as soon as possible", ["None vague"]),
]
SWEDISH = [
    ("senast på fredag", ["2026-10-09"]),
    ("på fredag nästa vecka", ["2026-10-16"]),
    ("fredag nästa vecka", ["2026-10-16"]),
    ("nästa fredag", ["2026-10-09 ambiguous"]),
    ("i fredags", ["2026-10-02 past"]),
    ("igår", ["2026-10-05 past"]),
    ("onsdag vecka 42", ["2026-10-14"]),
    ("vecka fyrtiotvå", ["2026-10-16 about"]),
    ("om två veckor", ["2026-10-20"]),
    ("inom tio arbetsdagar", ["2026-10-20"]),
    ("i slutet av månaden", ["2026-10-31"]),
    ("idag", ["2026-10-06"]),
    ("i morgon bitti", ["2026-10-07"]),
    ("i övermorgon", ["2026-10-08"]),
    ("måndag den nittonde", ["2026-10-19"]),
    ("den trettonde", ["2026-10-13 bare"]),
    ("senast den sextonde oktober", ["2026-10-16"]),
    ("den 9 oktober", ["2026-10-09"]),
    ("den nionde i tionde", ["2026-10-09"]),
    ("tjugosjätte till tjugoåttonde oktober", ["2026-10-26..2026-10-28"]),
    ("torsdag morgon", ["2026-10-08"]),
    ("efter fredag", ["None vague"]),
]
GERMAN = [
    ("bis Freitag", ["2026-10-09"]),
    ("Freitag nächster Woche", ["2026-10-16"]),
    ("nächste Woche Mittwoch", ["2026-10-14"]),
    ("nächsten Freitag", ["2026-10-09 ambiguous"]),
    ("letzten Freitag", ["2026-10-02 past"]),
    ("gestern", ["2026-10-05 past"]),
    ("Mittwoch in KW 42", ["2026-10-14"]),
    ("KW 42", ["2026-10-16 about"]),
    ("Ende des Monats", ["2026-10-31"]),
    ("bis Ende Oktober", ["2026-10-31"]),
    ("in zwei Wochen", ["2026-10-20"]),
    ("heute in einer Woche", ["2026-10-13"]),
    ("innerhalb von zehn Werktagen", ["2026-10-20"]),
    ("heute Nachmittag", ["2026-10-06"]),
    ("morgen schicke ich es", ["2026-10-07"]),
    ("übermorgen", ["2026-10-08"]),
    ("Montag, den neunzehnten", ["2026-10-19"]),
    ("am dreizehnten", ["2026-10-13"]),
    ("bis zum neunten Oktober", ["2026-10-09"]),
    ("der neunte zehnte", ["2026-10-09"]),
    ("vom 26. bis 28. Oktober", ["2026-10-26..2026-10-28"]),
    ("vom sechsundzwanzigsten bis zum achtundzwanzigsten Oktober", ["2026-10-26..2026-10-28"]),
    ("am Freitagnachmittag", ["2026-10-09"]),
    ("nach dem vierzehnten", ["None vague"]),
]


@pytest.mark.parametrize(("text", "expected"), FINNISH)
def test_finnish_days(text: str, expected: list[str]) -> None:
    assert said(text, "fi") == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_days(text: str, expected: list[str]) -> None:
    assert said(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), SWEDISH)
def test_swedish_days(text: str, expected: list[str]) -> None:
    assert said(text, "sv") == expected


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_german_days(text: str, expected: list[str]) -> None:
    assert said(text, "de") == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the third quarter"), ("en", "first of all"), ("en", "the first wave"), ("en", "line three"),
        ("en", "the third topic"), ("en", "the first of the two"), ("en", "we need two weeks of lead time"),
        ("en", "six months"), ("en", "it was twelve months"), ("en", "every Friday"), ("en", "Fridays"),
        ("en", "you may 9 times"), ("en", "that is too soon"), ("en", "2 and 1/2 lines"),
        ("fi", "kolmas asia on hinta"), ("fi", "meillä on toinen tarjous"), ("fi", "viisi päivää toimitusaikaa"),
        ("fi", "joka perjantai"), ("fi", "perjantaisin"), ("fi", "vuoden kahdeskymmenesseitsemän alusta"),
        ("sv", "den tredje punkten"), ("sv", "två veckor"), ("sv", "varje fredag"),
        ("de", "einen zweiten Punkt"), ("de", "am ersten Punkt"), ("de", "im dritten Quartal"), ("de", "jeden Freitag"),
        ("de", "Guten Morgen"), ("de", "Morgen!"), ("de", "einundzwanzig Tage"),
    ],
)  # fmt: skip
def test_what_counts_greets_or_lasts_is_no_day(language: str, text: str) -> None:
    assert said(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"), [("en", "by Friday"), ("fi", "perjantaihin mennessä"), ("de", "bis Freitag")]
)
def test_a_weekday_said_on_that_weekday_is_today(language: str, text: str) -> None:
    assert said(text, language, dt.date(2026, 10, 9)) == ["2026-10-09"]


def test_a_day_of_the_month_that_has_passed_is_next_months_and_the_year_turns() -> None:
    assert said("on the ninth", "en", dt.date(2026, 12, 10)) == ["2027-01-09"]
    assert said("the thirty-first", "en", dt.date(2026, 11, 2)) == ["2026-12-31 bare"]


def test_a_weekday_and_a_day_that_fit_only_before_the_meeting_are_past() -> None:
    assert said("Monday the fourteenth", "en", dt.date(2026, 9, 17)) == ["2026-09-14 past"]


def test_a_day_without_a_month_is_the_one_nearest_to_what_was_spoken_of() -> None:
    meeting, spoken_of = dt.date(2026, 9, 17), dt.date(2026, 10, 12)

    (alone,) = days("Twenty-sixth to twenty-eighth.", meeting, "en")
    (near,) = days("Twenty-sixth to twenty-eighth.", meeting, "en", near=spoken_of)

    assert (alone.day, alone.until) == (dt.date(2026, 9, 26), dt.date(2026, 9, 28))
    assert (near.day, near.until) == (dt.date(2026, 10, 26), dt.date(2026, 10, 28))


def test_a_weekday_that_is_not_the_dates_is_asked_about_and_the_date_stands() -> None:
    (found,) = days("perjantaina kolmastoista lokakuuta", MEETING, "fi")

    assert (found.day, found.weekday, found.doubt) == (dt.date(2026, 10, 13), 4, Doubt.WEEKDAY)


def test_a_date_that_no_calendar_has_is_no_day() -> None:
    assert said("the thirty-first of September", "en") == []
    assert said("31.9.", "fi") == []


def test_the_words_hold_the_preposition_and_no_more() -> None:
    text = "I will send them on Monday, the nineteenth, and call."

    (found,) = days(text, MEETING, "en")

    assert found.words == "on Monday, the nineteenth"
    assert text[found.start : found.end] == found.words


def test_two_days_in_a_sentence_are_two() -> None:
    assert said("Report on Thursday the eighth and the price list by the thirtieth.", "en") == [
        "2026-10-08",
        "2026-10-30",
    ]


@pytest.mark.parametrize("language", ["fi", "en", "sv", "de"])
@pytest.mark.parametrize(
    "hostile",
    [
        "the third of ",
        "twenty twenty ",
        "kymmenen ",
        "1/",
        "1-",
        "by the end of the ",
        "und",
        "hundred and ",
        "1.",
        "perjantaina ",
    ],
)
def test_a_long_hostile_text_is_read_through(language: str, hostile: str) -> None:
    text = hostile * 400 + "x"

    assert all(one.end <= len(text) for one in days(text, MEETING, language))
