from decimal import Decimal

import pytest

from kambrief.core.spoken.numbers import as_digits, numbers

CASES = [
    ("fi", "kakssataa", "200", "", ""),
    ("fi", "kolkyt", "30", "", ""),
    ("fi", "viiskymmentä", "50", "", ""),
    ("fi", "kolme ja puoli prosenttia", "3.5", "%", "prosenttia"),
    ("fi", "kolme pilkku viisi prosenttia", "3.5", "%", "prosenttia"),
    ("fi", "puolitoista tuntia", "1.5", "h", "tuntia"),
    ("fi", "viiteen päivään", "5", "day", "päivään"),
    ("fi", "viidentoista prosentin tavoite", "15", "%", "prosentin"),
    ("fi", "yhdeksän katkoa", "9", "katkoa", "katkoa"),
    ("fi", "neljäsataakaksitoistatuhatta euroa", "412000", "EUR", "euroa"),
    ("fi", "neljä sataa kaksitoista tuhatta", "412000", "", ""),
    ("fi", "puoli miljoonaa euroa", "500000", "EUR", "euroa"),
    ("fi", "412 000 €", "412000", "EUR", "€"),
    ("fi", "1,3 milj. euroa", "1300000", "EUR", "euroa"),
    ("en", "twelve thousand four hundred euros", "12400", "EUR", "euros"),
    ("en", "two and a half percent", "2.5", "%", "percent"),
    ("en", "half a percent", "0.5", "%", "percent"),
    ("en", "a hundred and twenty lines", "120", "lines", "lines"),
    ("en", "three point five million dollars", "3500000", "USD", "dollars"),
    ("en", "eighteen months", "18", "month", "months"),
    ("en", "twenty twenty-seven", "2027", "", ""),
    ("en", "EUR 14,200", "14200", "EUR", ""),
    ("en", "€14,200", "14200", "EUR", ""),
    ("en", "$3.5 million", "3500000", "USD", ""),
    ("en", "412k euros", "412000", "EUR", "euros"),
    ("en", "growth was 3.5.", "3.5", "", ""),
    ("sv", "trehundrafemtio", "350", "", ""),
    ("sv", "två och en halv miljon kronor", "2500000", "SEK", "kronor"),
    ("sv", "tolv procent", "12", "%", "procent"),
    ("sv", "95 000 kr", "95000", "SEK", "kr"),
    ("de", "vierhundertzwölftausend Euro", "412000", "EUR", "Euro"),
    ("de", "zweieinhalb Prozent", "2.5", "%", "Prozent"),
    ("de", "dreiundzwanzig", "23", "", ""),
    ("de", "zwoelf Stunden", "12", "h", "Stunden"),
    ("de", "412.000 €", "412000", "EUR", "€"),
    ("de", "3,5 %", "3.5", "%", "%"),
]


@pytest.mark.parametrize(("language", "text", "number", "unit", "noun"), CASES)
def test_a_number_with_what_it_counts(language: str, text: str, number: str, unit: str, noun: str) -> None:
    (found,) = numbers(text, language)

    assert (found.number, found.unit, found.noun) == (Decimal(number), unit, noun)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "twelve of fourteen lines"), ("en", "12 out of 14 lines"), ("fi", "kaksitoista neljästätoista linjasta"),
        ("sv", "tolv av fjorton linjer"), ("de", "zwölf von vierzehn Linien"),
    ],
)  # fmt: skip
def test_a_part_of_a_whole_is_one_number(language: str, text: str) -> None:
    (found,) = numbers(text, language)

    assert (found.number, found.of) == (Decimal(12), Decimal(14))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Friday the ninth of October at two o'clock"), ("en", "the third quarter"), ("en", "KEL-882"),
        ("en", "that one"), ("en", "9.10.2026 and 14:00 and 2026-10-09"), ("fi", "viikolla neljäkymmentäkaksi"),
        ("fi", "toinen tarjous"), ("fi", "kello kolmetoista"), ("fi", "ulkona sataa"), ("fi", "6. asia"),
        ("sv", "en av linjerna"), ("sv", "ett förslag"), ("de", "ein Problem"), ("de", "der dritte Punkt"),
    ],
)  # fmt: skip
def test_days_times_codes_articles_and_ordinals_are_no_numbers(language: str, text: str) -> None:
    assert numbers(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("fi", "vuosiarvo on neljäsataakaksitoistatuhatta", "vuosiarvo on 412\u00a0000"),
        ("fi", "kolme ja puoli prosenttia", "3,5\u00a0%"),
        ("fi", "viidentoista prosentin tavoite", "15\u00a0%:n tavoite"),
        ("fi", "yhdeksän katkoa ja yksitoista tuntia", "yhdeksän katkoa ja 11\u00a0tuntia"),
        ("fi", "viisi päivää", "viisi päivää"),
        ("fi", "perjantaina kuudestoista kello kolmetoista", "perjantaina kuudestoista kello kolmetoista"),
        ("en", "fourteen thousand two hundred euros", "14,200\u00a0euros"),
        ("en", "nine or ten percent", "9 or 10%"),
        ("en", "twelve of fourteen lines", "12 of 14 lines"),
        ("en", "five topics, eighteen months, six invoices", "five topics, 18\u00a0months, six invoices"),
        ("en", "not before twenty twenty-seven", "not before 2027"),
        ("en", "let's say ten thirty", "let's say ten thirty"),
        ("en", "EUR 14,200", "EUR 14,200"),
        ("sv", "trehundrafemtiotusen kronor", "350\u00a0000\u00a0kronor"),
        ("sv", "två och en halv procent", "2,5\u00a0%"),
        ("de", "vierhundertzwölftausend Euro", "412.000\u00a0Euro"),
    ],
)  # fmt: skip
def test_spoken_numbers_are_written_as_the_language_writes_them(language: str, text: str, written: str) -> None:
    assert as_digits(text, language) == written


def test_a_currency_sign_belongs_to_one_number() -> None:
    assert [(one.words, one.unit) for one in numbers("3 €5", "en")] == [("3", ""), ("€5", "EUR")]
    assert [(one.words, one.unit) for one in numbers("3€5", "en")] == [("3€", "EUR"), ("5", "")]
