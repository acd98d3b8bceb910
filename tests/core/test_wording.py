"""Values are written as people in each language write them, and words from outside can only be read."""

import datetime as dt
import json
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core import wording
from kambrief.core.evidence import Count, Day, Listing, Moment, Money, Percent, Person, Text, Value, Word
from kambrief.core.wording import FORMS, JOINER, plain, quoted, show, word_count

TODAY = dt.date(2026, 10, 5)
LANGUAGES = ("fi", "en", "sv", "de")
NINE = Moment(dt.datetime(2026, 10, 6, 6, 0, tzinfo=dt.UTC), "Europe/Helsinki")


def shown(value: Value, language: str, form: str = "") -> str:
    """With no-break spaces as `_`, so that a test shows them."""
    text = show(value, language, today=TODAY, zone="Europe/Berlin", form=form, word=lambda term: f"<{term.key}>")
    return text.replace("\N{NO-BREAK SPACE}", "_")


@pytest.mark.parametrize(
    ("form", "fi", "en", "sv", "de"),
    [
        ("", "6.10.", "6 October", "6 oktober", "6. Oktober"),
        ("short", "6.10.", "6 Oct", "6 okt.", "06.10."),
        ("weekday", "ti 6.10.", "Tue 6 Oct", "tis 6 okt.", "Di 06.10."),
        ("year", "6.10.2026", "6 October 2026", "6 oktober 2026", "6. Oktober 2026"),
        ("month", "lokakuu", "October", "oktober", "Oktober"),
    ],
)
def test_a_day_is_written_as_each_language_does(form: str, fi: str, en: str, sv: str, de: str) -> None:
    assert [shown(Day(dt.date(2026, 10, 6)), language, form) for language in LANGUAGES] == [fi, en, sv, de]


@pytest.mark.parametrize(
    ("form", "fi", "en", "sv", "de"),
    [
        ("", "6.10.2025", "6 October 2025", "6 oktober 2025", "6. Oktober 2025"),
        ("short", "6.10.2025", "6 Oct 2025", "6 okt. 2025", "06.10.2025"),
        ("weekday", "ma 6.10.2025", "Mon 6 Oct 2025", "mån 6 okt. 2025", "Mo 06.10.2025"),
        ("month", "lokakuu 2025", "October 2025", "oktober 2025", "Oktober 2025"),
    ],
)
def test_a_day_of_another_year_has_its_year(form: str, fi: str, en: str, sv: str, de: str) -> None:
    assert [shown(Day(dt.date(2025, 10, 6)), language, form) for language in LANGUAGES] == [fi, en, sv, de]


@pytest.mark.parametrize(
    ("form", "fi", "en", "sv", "de"),
    [
        ("", "klo 9.00", "09:00", "kl. 09.00", "09:00 Uhr"),
        ("bare", "9.00", "09:00", "09.00", "09:00"),
        ("date", "6.10.", "6 October", "6 oktober", "6. Oktober"),
        ("weekday", "ti 6.10.", "Tue 6 Oct", "tis 6 okt.", "Di 06.10."),
        ("time", "6.10. klo 9.00", "6 October, 09:00", "6 oktober kl. 09.00", "6. Oktober, 09:00 Uhr"),
    ],
)
def test_a_moment_is_told_in_its_own_zone(form: str, fi: str, en: str, sv: str, de: str) -> None:
    assert [shown(NINE, language, form) for language in LANGUAGES] == [fi, en, sv, de]


@pytest.mark.parametrize("zone", ["", "Nowhere/None", "../etc/passwd", "/etc/passwd"])
def test_a_moment_without_a_usable_zone_is_told_in_the_readers(zone: str) -> None:
    assert shown(Moment(NINE.at, zone), "fi") == "klo 8.00"


def test_the_day_of_a_moment_is_that_of_its_zone() -> None:
    late = dt.datetime(2026, 10, 5, 22, 30, tzinfo=dt.UTC)
    assert shown(Moment(late, "Europe/Helsinki"), "fi", "time") == "6.10. klo 1.30"
    assert shown(Moment(late, "America/Chicago"), "fi", "time") == "5.10. klo 17.30"


@pytest.mark.parametrize(
    ("amount", "currency", "fi", "en", "sv", "de"),
    [
        ("412000.00", "EUR", "412_000_€", "EUR_412,000", "412_000_euro", "412.000_€"),
        ("95000", "SEK", "95_000_SEK", "SEK_95,000", "95_000_kr", "95.000_SEK"),
        ("12.5", "USD", "12,50_USD", "USD_12.50", "USD_12,50", "12,50_USD"),
        ("-1234567.05", "eur", "−1_234_567,05_€", "EUR_−1,234,567.05", "−1_234_567,05_euro", "−1.234.567,05_€"),
        ("0", "EUR", "0_€", "EUR_0", "0_euro", "0_€"),
        ("1.239", "EUR", "1,239_€", "EUR_1.239", "1,239_euro", "1,239_€"),
    ],
)
def test_money_has_no_needless_decimals(amount: str, currency: str, fi: str, en: str, sv: str, de: str) -> None:
    assert [shown(Money(Decimal(amount), currency), language) for language in LANGUAGES] == [fi, en, sv, de]


@pytest.mark.parametrize(
    ("number", "form", "fi", "en"),
    [
        ("3.5", "", "3,5_%", "3.5%"),
        ("-28.0", "", "−28_%", "−28%"),
        ("5", "signed", "+5_%", "+5%"),
        ("0", "signed", "0_%", "0%"),
    ],
)
def test_a_percentage_has_a_real_minus_and_a_sign_on_demand(number: str, form: str, fi: str, en: str) -> None:
    found = [shown(Percent(Decimal(number)), language, form) for language in LANGUAGES]
    assert found == [fi, en, fi, fi]  # Swedish and German write it as Finnish does


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("sv", "mån 5 okt. tis 6 okt. ons 7 okt. tors 8 okt. fre 9 okt. lör 10 okt. sön 11 okt."),
        ("de", "Mo 05.10. Di 06.10. Mi 07.10. Do 08.10. Fr 09.10. Sa 10.10. So 11.10."),
    ],
)
def test_each_day_of_the_week_has_its_short_name(language: str, days: str) -> None:
    week = [Day(dt.date(2026, 10, 5) + dt.timedelta(days=number)) for number in range(7)]
    assert " ".join(shown(day, language, "weekday") for day in week) == days


@pytest.mark.parametrize(
    ("language", "months"),
    [
        ("sv", "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec."),
        ("de", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    ],
)
def test_months_are_cut_as_the_language_cuts_them(language: str, months: str) -> None:
    form = "short" if language == "sv" else ""
    year = [Day(dt.date(2026, month, 1)) for month in range(1, 13)]
    assert " ".join(shown(day, language, form).split(" ")[1] for day in year) == months


def test_an_afternoon_is_told_in_twenty_four_hours() -> None:
    one = Moment(dt.datetime(2026, 10, 6, 10, 5, tzinfo=dt.UTC), "Europe/Helsinki")
    assert [shown(one, language) for language in LANGUAGES] == ["klo 13.05", "13:05", "kl. 13.05", "13:05 Uhr"]


@pytest.mark.parametrize(
    ("amount", "currency", "sv", "de"),
    [
        ("397000", "EUR", "397_000_euro", "397.000_€"),
        ("2480000", "EUR", "2,48_mn_euro", "2,48_Mio._€"),
        ("-12500000", "SEK", "−12,5_mkr", "−12,5_Mio._SEK"),
    ],
)
def test_millions_are_told_as_millions_where_room_is_short(amount: str, currency: str, sv: str, de: str) -> None:
    assert [shown(Money(Decimal(amount), currency), language, "about") for language in ("sv", "de")] == [sv, de]


def test_counts_are_grouped() -> None:
    assert [shown(Count(12345), language) for language in LANGUAGES] == ["12_345", "12,345", "12_345", "12.345"]


def test_a_list_is_joined_as_the_language_joins_it() -> None:
    three = Listing((Text("a"), Person("b"), Day(dt.date(2026, 10, 6))))
    assert [shown(three, language, "short") for language in LANGUAGES] == [
        "a, b ja 6.10.",
        "a, b and 6 Oct",
        "a, b och 6 okt.",
        "a, b und 06.10.",
    ]
    assert shown(Listing((Text("a"),)), "fi") == "a"
    assert shown(Listing(()), "fi") == ""
    assert shown(Listing((Text("a"), Text(""), Text("b"))), "fi") == "a ja b"


def test_a_word_of_ours_is_looked_up_also_within_a_list() -> None:
    assert shown(Listing((Word("role.sponsor"), Word("role.user"))), "en") == "<role.sponsor> and <role.user>"


def test_quotation_marks_are_the_languages() -> None:
    assert [quoted("Hei", language) for language in LANGUAGES] == ["”Hei”", "“Hei”", "”Hei”", "„Hei“"]
    assert shown(Text("Hei"), "de", "quoted") == "„Hei“"


def test_quotation_marks_within_a_quote_become_single_ones() -> None:
    assert [quoted('Sanoi "ei" KW 42', language) for language in LANGUAGES] == [
        "”Sanoi ’ei’ KW 42”",
        "“Sanoi ‘ei’ KW 42”",
        "”Sanoi ’ei’ KW 42”",
        "„Sanoi \N{SINGLE LOW-9 QUOTATION MARK}ei‘ KW 42“",
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("Kone – tilanne", 2), ("412\N{NO-BREAK SPACE}000 €", 2), ("- 1. KT-4471: e.g.", 3), ("… ! ”Hei”", 1)],
)
def test_a_word_is_a_token_with_a_letter_or_digit(text: str, count: int) -> None:
    assert word_count(text) == count


# --- words from outside --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outside", "safe"),
    [
        ("two\r\nlines\tand\x0bmore\u2028now", "two lines and more now"),
        ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("Anna\u2066 <b@x>\u2069", "Anna <b@x>"),
        ("turned \u202egnp exe", "turned gnp exe"),
        ("hidden\U000e0041\U000e0042 words", "hidden words"),
        ("half \ud800letter", "half letter"),
        ("Ma\u0308kela\u0308", "Mäkelä"),
        ("  ends  ", "ends"),
        ("three_no\N{NO-BREAK SPACE}break", "three_no\N{NO-BREAK SPACE}break"),
        ("👩\u200d💻 stays whole", "👩\u200d💻 stays whole"),
    ],
)
def test_outside_words_become_one_clean_line(outside: str, safe: str) -> None:
    assert plain(outside) == safe


@pytest.mark.parametrize(
    ("outside", "safe"),
    [
        ("see https://evil.example/login?a=1, now", "see [evil.|example], now"),
        ("see https://zoom.us@evil.example/x", "see [evil.|example]"),
        ("(www.evil.example)", "([www.|evil.|example])"),
        (r"file \\evil.example\share\x", "file [evil.|example]"),
        ("JAVASCRIPT://evil.example/%0aalert(1)", "[evil.|example])"),
        ("http://[::1", "[…]"),
        ("http:// www.", "[…] [www]."),
        ("Booking.com offers", "Booking.|com offers"),
        ("go to evil.example/login now", "go to evil.|example/login now"),
        ("write to a.b@customer.example please", "write to a.b@customer.example please"),
        ("9.00, 6.10., 3.5, v1.2", "9.00, 6.10., 3.5, v1.2"),
    ],
)
def test_no_mail_program_makes_a_link_of_outside_words(outside: str, safe: str) -> None:
    assert plain(outside).replace(JOINER, "|") == safe


def test_outside_words_cannot_make_it_slow() -> None:
    for evil in ("a" * 100_000, "a-" * 50_000, "a." * 50_000, "http://" * 15_000, "a@" * 50_000, "\\\\a" * 30_000):
        plain(evil)  # the suite's timeout would end a run that is not linear


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["names", "naughty_strings", "html_xss"])
def test_known_odd_strings_stay_on_one_line_and_are_plain_twice(corpora: Path, name: str) -> None:
    for row in (corpora / "data" / "attacks" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        safe = plain(json.loads(row)["payload"])
        assert len(safe.splitlines()) <= 1
        assert plain(safe) == safe
        safe.encode("utf-8")


# --- whatever comes ------------------------------------------------------------------------------------------------

finite = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=Decimal("-1e30"), max_value=Decimal("1e30"), places=4
)
moments = st.datetimes(timezones=st.timezones())
simple: st.SearchStrategy[Value] = st.one_of(
    st.builds(Money, st.decimals(), st.text(max_size=5)),
    st.builds(Day, st.dates()),
    st.builds(
        Moment, moments, st.sampled_from(["Europe/Helsinki", "Pacific/Kiritimati", "America/Adak", "", "no/zone"])
    ),
    st.builds(Count, st.integers()),
    st.builds(Percent, st.decimals()),
    st.builds(Person, st.text()),
    st.builds(Text, st.text()),
)
values = st.recursive(simple, lambda inner: st.builds(lambda items: Listing(tuple(items)), st.lists(inner, max_size=4)))


@given(value=values, language=st.sampled_from(LANGUAGES), form=st.sampled_from(FORMS), today=st.dates())
def test_every_value_can_be_shown_in_every_form(value: Value, language: str, form: str, today: dt.date) -> None:
    text = show(value, language, today=today, zone="Europe/Helsinki", form=form)
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text)


@given(amount=finite, language=st.sampled_from(LANGUAGES))
def test_no_digit_of_an_amount_is_lost_or_added(amount: Decimal, language: str) -> None:
    text = show(Money(amount, "EUR"), language, today=TODAY, zone="UTC")
    decimal = "." if language == "en" else ","
    back = "".join(letter for letter in text.replace("−", "-") if letter.isdigit() or letter in {decimal, "-"})
    assert Decimal(back.replace(decimal, ".")) == amount


@given(number=st.integers(min_value=-(10**30), max_value=10**30), language=st.sampled_from(LANGUAGES))
def test_no_digit_of_a_count_is_lost(number: int, language: str) -> None:
    text = show(Count(number), language, today=TODAY, zone="UTC")
    assert "".join(filter(str.isdigit, text)) == str(abs(number))


@given(date=st.dates(), language=st.sampled_from(LANGUAGES), form=st.sampled_from(["", "short", "weekday", "year"]))
def test_a_date_keeps_its_day_and_its_year_if_it_is_another(date: dt.date, language: str, form: str) -> None:
    text = show(Day(date), language, today=TODAY, zone="UTC", form=form)
    assert str(date.day) in text
    if date.year != TODAY.year or form == "year":
        assert str(date.year) in text


@given(st.text())
def test_plain_twice_is_plain_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("language", "written", "set_in_type"),
    [
        ("en", "18 % of 1,200", "18% of 1,200"),
        ("fi", "18% ja 412 000 €", "18\u00a0% ja 412\u00a0000\u00a0€"),
        ("sv", "3,5% rabatt", "3,5\u00a0% rabatt"),
        ("de", "18\u202f% von 412 000 €", "18\u00a0% von 412\u00a0000\u00a0€"),
        ("fi", "linja 4 ja 5", "linja 4 ja 5"),
        ("fi", "+358 40 123 4567", "+358 40 123 4567"),
    ],
)
def test_somebodys_figures_are_set_as_the_language_has_them(language: str, written: str, set_in_type: str) -> None:
    assert wording.spaced(written, language) == set_in_type
