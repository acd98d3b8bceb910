"""How claims are read: forms of dates, times, money and counts; and the calendar arithmetic behind them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.evaluation.derived import add_months
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
    ],
)
def test_an_amount_is_read_in_every_form(text: str, kind: str, value: float | str) -> None:
    tokens, _ = read(clean(text))
    assert [(token.kind, token.value) for token in tokens] == [(kind, Decimal(value))]


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
