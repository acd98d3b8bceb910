"""How claims are read: forms of dates, times, money and counts; and the calendar arithmetic behind them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.evaluation.arithmetic import add_months
from kambrief.evaluation.known import same_number
from kambrief.evaluation.people import is_form_of
from kambrief.evaluation.tokens import PartDate, clean, quotes, read


@pytest.mark.parametrize(
    ("text", "language", "day", "month", "year", "weekday"),
    [
        ("6.10.", "fi", 6, 10, None, None),
        ("31.10.2026", "fi", 31, 10, 2026, None),
        ("pe 30.10.", "fi", 30, 10, None, 4),
        ("31. lokakuuta 2026", "fi", 31, 10, 2026, None),
        ("2 July", "en", 2, 7, None, None),
        ("2 Jul 2026", "en", 2, 7, 2026, None),
        ("Fri 30 Oct", "en", 30, 10, None, 4),
        ("October 31st, 2026", "en", 31, 10, 2026, None),
        ("2026-10-31", "en", 31, 10, 2026, None),
        ("lokakuussa", "fi", None, 10, None, None),
        ("6 oktober", "sv", 6, 10, None, None),
        ("6:e oktober", "sv", 6, 10, None, None),
        ("fre 30 okt", "sv", 30, 10, None, 4),
        ("fredagen den 30 oktober 2026", "sv", 30, 10, 2026, 4),
        ("mars", "sv", None, 3, None, None),
        ("6. Oktober", "de", 6, 10, None, None),
        ("Fr. 30.10.", "de", 30, 10, None, 4),
        ("Freitag, den 30. Oktober 2026", "de", 30, 10, 2026, 4),
        ("06.10.2026", "de", 6, 10, 2026, None),
        ("Mai", "de", None, 5, None, None),
    ],
)
def test_a_date_is_read_in_every_form(
    text: str, language: str, day: int | None, month: int, year: int | None, weekday: int | None
) -> None:
    tokens, _ = read(text, language)
    assert [token.value for token in tokens] == [PartDate(day, month, year, weekday)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("412 000 €", "money", 412_000),
        ("EUR 412,000", "money", 412_000),
        ("412.000 €", "money", 412_000),
        ("€2.48M", "money", 2_480_000),
        ("−8,7 %", "percent", "-8.7"),
        ("2.5%", "percent", "2.5"),
        ("10 päivää", "days", 10),
        ("18-month", "months", 18),
        ("kaksi", "number", 2),
        ("NPS: 5", "nps", 5),
        ("2,48 M€", "money", 2_480_000),
        ("2,48 Mio. €", "money", 2_480_000),
        ("2,5 mn euro", "money", 2_500_000),
        ("EUR 2.48 million", "money", 2_480_000),
        ("397 t€", "money", 397_000),
        ("397 Tsd. €", "money", 397_000),
        ("EUR 397k", "money", 397_000),
        ("3 mkr", "money", 3_000_000),
        ("412 000 kr", "money", 412_000),
        ("−30.000 €", "money", -30_000),
        ("27,8 procent", "percent", "27.8"),
        ("8,7 Prozent", "percent", "8.7"),
        ("117 dagar", "days", 117),
        ("117 Tagen", "days", 117),
        ("12 mån", "months", 12),
        ("12 Monate", "months", 12),
        ("10 år", "years", 10),
        ("10 Jahren", "years", 10),
        ("45 Min.", "minutes", 45),
        ("mean 6.33", "number", "6.33"),
    ],
)
def test_an_amount_is_read_in_every_form(text: str, kind: str, value: float | str) -> None:
    tokens, _ = read(clean(text))
    assert [(token.kind, token.value) for token in tokens] == [(kind, Decimal(value))]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2/5", "en"), ("2 of 5", "en"), ("two of five", "en"), ("kaksi viidestä", "fi"), ("2 viidestä", "fi"),
        ("2 av 5", "sv"), ("två av fem", "sv"), ("2 von 5", "de"), ("zwei von fünf", "de"),
    ],
)  # fmt: skip
def test_a_share_of_a_whole_is_one_claim_in_digits_and_in_words(text: str, language: str) -> None:
    assert [(token.kind, token.value) for token in read(text, language)[0]] == [("ratio", (2, 5))]


@pytest.mark.parametrize(
    ("text", "language"),
    [("13:00 Uhr", "de"), ("13 Uhr", "de"), ("kl. 13.00", "sv"), ("kl 13", "sv"), ("13.00", "fi"), ("13:00", "en")],
)
def test_a_time_is_read_in_every_form(text: str, language: str) -> None:
    assert [str(token.value) for token in read(text, language)[0]] == ["13:00:00"]


def test_number_words_of_one_language_are_words_in_another() -> None:
    assert read("Acht elf sex", "en")[0] == []
    assert [token.value for token in read("sex", "sv")[0]] == [6]


@given(st.decimals(1000, 99_999_999, places=0))
def test_an_amount_told_in_three_digits_is_the_same_and_another_is_not(exact: Decimal) -> None:
    step = Decimal(1).scaleb(exact.adjusted() - 2)
    told = (exact / step).quantize(Decimal(1)) * step
    for amount, same in ((told, True), (told + step, False), (told - step, False)):
        token = read(f"EUR {int(amount)}")[0][0]
        assert same_number(token, exact, rounded=True) is same or abs(amount - exact) <= step / 2


def test_a_time_is_told_from_a_date_and_from_a_decimal() -> None:
    tokens, _ = read("klo 9.00–9.45, 6.10., 9.5 %", "fi")
    assert [(token.kind, str(token.value)[:5]) for token in tokens][:2] == [("time", "09:00"), ("time", "09:45")]
    assert [token.kind for token in tokens][2:] == ["day", "percent"]


def test_both_days_of_a_range_are_claims() -> None:
    tokens, _ = read("26–28 October")
    assert [token.value for token in tokens] == [PartDate(26, 10), PartDate(28, 10)]


@pytest.mark.parametrize("text", ["”sana”", "“sana”", '"sana"', "„sana“", "«sana»"])
def test_quotation_marks_of_every_language_are_known(text: str) -> None:
    assert [words for _, _, words in quotes(text)] == ["sana"]


@given(st.text(max_size=200), st.sampled_from(["en", "fi", "sv", "de"]))
def test_any_text_can_be_read_and_keeps_its_length(text: str, language: str) -> None:
    tokens, masked = read(clean(text), language)
    assert len(masked) == len(clean(text))
    assert all(0 <= token.start < token.end <= len(masked) for token in tokens)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(-60, 60))
def test_months_are_added_with_the_day_clamped_to_the_months_end(date: dt.date, months: int) -> None:
    moved = add_months(date, months)
    assert (moved.year * 12 + moved.month) - (date.year * 12 + date.month) == months
    assert moved.day <= date.day


def test_a_name_is_known_inflected_and_not_mistaken_for_another() -> None:
    assert all(is_form_of(word, "Markku") for word in ("Markku", "Markun", "Markulle", "Markkua"))
    assert all(is_form_of(word, "Annegret") for word in ("Annegret", "Annegret's", "Annegretin"))
    assert not any(is_form_of(word, "Vuolle") for word in ("Vuorela", "vuolle", "Vuo"))
    assert not is_form_of("Johannes", "Johanna")
