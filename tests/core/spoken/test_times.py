import pytest

from kambrief.core.spoken.times import times

CASES = [
    ("fi", "kello kolmetoista", "13:00", ""),
    ("fi", "kello puoli kymmenen", "09:30", ""),
    ("fi", "puoli yhdeksältä", "08:30", ""),
    ("fi", "klo 13.00", "13:00", ""),
    ("fi", "klo 9", "09:00", ""),
    ("fi", "varttia vaille kymmenen", "09:45", ""),
    ("fi", "vartin yli kaksi", "14:15", ""),
    ("fi", "perjantaina kahdelta", "14:00", ""),
    ("fi", "kello viisitoista nolla nolla", "15:00", ""),
    ("fi", "kello kahdeksantoista kolmekymmentä", "18:30", ""),
    ("fi", "kello kuusi aamulla", "06:00", ""),
    ("fi", "keskiviikkona yhdeksään mennessä", "09:00", ""),
    ("fi", "kello yhdeksän Suomen aikaa", "09:00", "Suomen"),
    ("en", "two o'clock", "14:00", ""),
    ("en", "two o'clock Hamburg", "14:00", "Hamburg"),
    ("en", "two p.m. Hamburg time", "14:00", "Hamburg"),
    ("en", "seven a.m.", "07:00", ""),
    ("en", "at half past nine", "09:30", ""),
    ("en", "a quarter to ten", "09:45", ""),
    ("en", "at ten to two", "13:50", ""),
    ("en", "two thirty pm", "14:30", ""),
    ("en", "at 14:00", "14:00", ""),
    ("en", "9am", "09:00", ""),
    ("en", "12 a.m.", "00:00", ""),
    ("en", "eight in the evening", "20:00", ""),
    ("en", "at noon", "12:00", ""),
    ("en", "we need it at nine", "09:00", ""),
    ("sv", "klockan halv tio", "09:30", ""),
    ("sv", "kl. 13.00", "13:00", ""),
    ("sv", "kvart i tio", "09:45", ""),
    ("sv", "klockan två", "14:00", ""),
    ("sv", "klockan fjorton och trettio", "14:30", ""),
    ("sv", "klockan fjorton svensk tid", "14:00", "svensk"),
    ("de", "um halb zehn", "09:30", ""),
    ("de", "um dreizehn Uhr", "13:00", ""),
    ("de", "zehn Uhr dreißig", "10:30", ""),
    ("de", "Viertel vor zehn", "09:45", ""),
    ("de", "um zwei", "14:00", ""),
    ("de", "um 14 Uhr", "14:00", ""),
]


@pytest.mark.parametrize(("language", "text", "time", "place"), CASES)
def test_a_time_that_is_said(language: str, text: str, time: str, place: str) -> None:
    (found,) = times(text, language)

    assert (found.time.isoformat("minutes"), found.place) == (time, place)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "mun on pakko lähteä varttia vaille"), ("fi", "kahdelta asiakkaalta"), ("fi", "yhdeksän katkoa"),
        ("fi", "kolmeen päivään mennessä"), ("en", "at nine sites"), ("en", "12.50 euros"), ("en", "the price is at 3.5%"),
        ("en", "year 10 to 11"), ("en", "half of it"), ("en", "two lines"), ("sv", "fem i sex fall"),
        ("sv", "halva priset"), ("de", "um zwei Punkte"), ("de", "um zehn Prozent"), ("de", "halbe Stunde"),
    ],
)  # fmt: skip
def test_what_counts_or_has_no_hour_is_no_time(language: str, text: str) -> None:
    assert times(text, language) == ()
