"""A mail cut into pieces and its values taken out: put together again it is the very same text."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.rewording import Kind, Wish, cut, item, item_text, joined, marks, without
from kambrief.core.rewording_slots import Loose, Tongue, masked
from tests.core.rewording_parts import BODY, DRAFT

DAY = dt.date(2026, 10, 6)  # a Tuesday


def kinds(body: str) -> list[str]:
    return [str(piece.kind) for piece in cut(body, DRAFT)]


def test_each_piece_is_what_it_is() -> None:
    assert kinds(BODY) == [
        "greeting", "prose", "prose", "title", "item", "item", "title", "item", "prose", "prose", "prose", "closing", "fixed",
    ]  # fmt: skip


def test_an_item_is_cut_into_who_what_and_when() -> None:
    pieces = [piece for piece in cut(BODY, DRAFT) if piece.kind is Kind.ITEM]
    assert [(one.before, one.text, one.after) for one in pieces] == [
        ("- Ville: ", "juurisyyraportti Petrille", " – pe 6.11."),
        ("- Elina: ", "kaksi hintamallia", " – ti 10.11."),
        ("- Anna: ", "päätös aikataulusta", " [confirm: mikä päivä?]"),
    ]
    assert [one.evidence[0] for one in pieces] == ["promise:p1", "promise:p2", "promise:p3"]


def test_what_stands_before_a_colon_is_not_always_a_person() -> None:
    body = "Todettua\n- Syy: häiriö uuden leikkurin moottorissa\n- Ville Aho: raportti\n- Petri Koski: lista"
    found = [piece for piece in cut(body, DRAFT) if piece.kind is Kind.ITEM]
    assert [one.text for one in found] == ["Syy: häiriö uuden leikkurin moottorissa", "raportti", "lista"]


def test_a_late_item_keeps_its_apology_behind() -> None:
    late = "Tämä on meiltä myöhässä, pahoittelen."
    found = item(f"Ville: raportti Petrille (kopio Annalle) – ma–ke 26.–28.10. {late}", late)
    assert (found.before, found.text) == ("Ville: ", "raportti Petrille (kopio Annalle)")
    assert found.after == f" – ma–ke 26.–28.10. {late}"


def test_lines_that_a_mail_program_broke_are_one_paragraph_and_one_item() -> None:
    body = (
        "Hei Anna,\n\nkiitos keskustelusta. Anna sanoi tärkeimmän selvästi: leikkurin\npitää pysyä käynnissä koko syksyn.\n\n"
        "Meiltä\n- Ville: juurisyyraportti, jossa on kaikkien neljäntoista seisokin\n  syy – pe 6.11.\n- Elina: mallit"
    )
    found = cut(body, DRAFT)
    assert [str(one.kind) for one in found] == ["greeting", "prose", "title", "item", "item"]
    assert found[1].text.endswith("selvästi: leikkurin pitää pysyä käynnissä koko syksyn.")
    assert (found[3].text, found[3].after) == (
        "juurisyyraportti, jossa on kaikkien neljäntoista seisokin syy", " – pe 6.11."
    )  # fmt: skip
    assert joined(found) == body


def test_what_is_quoted_below_is_nobodys_to_touch() -> None:
    found = cut("Hei Anna,\n\nkiitos.\n\n> vanha viesti\n> toinen rivi", DRAFT)
    assert [str(one.kind) for one in found] == ["greeting", "prose", "fixed"]


def test_a_paragraph_goes_with_the_space_before_it() -> None:
    found = cut("yksi asia.\n\ntoinen asia.\n\nkolmas asia.", DRAFT)
    assert joined(without(found, [2])) == "yksi asia.\n\nkolmas asia."
    assert joined(without(found, [1])) == "toinen asia.\n\nkolmas asia."


LINES = st.sampled_from(
    ["", "", "Hei Anna,", "kiitos.", "Meiltä", "- Ville: raportti – pe 6.11.", "1. malli", "  jatkoa", "Terveisin", "> vanha",
     "-- ", "Elina Niemi", "[confirm: mikä päivä?]", "x" * 60, "  - sisennetty", "•  piste", "040 123 4567", "\t"]
)  # fmt: skip


@given(st.lists(LINES, max_size=14))
def test_uncut_it_is_the_same_text(lines: list[str]) -> None:
    body = "\n".join(lines)
    assert joined(cut(body, DRAFT)) == body.strip("\n")


@given(st.text(max_size=200))
def test_whatever_somebody_writes_can_be_cut(body: str) -> None:
    assert joined(cut(body, DRAFT)) == body.replace("\r\n", "\n").strip("\n")


def test_items_are_the_lines_that_were_composed() -> None:
    texts = {item_text(piece) for piece in cut(DRAFT.body, DRAFT) if piece.kind is Kind.ITEM}
    assert texts == {line.text for part in DRAFT.parts if part.listed for line in part.lines}


# --- values ----------------------------------------------------------------------------------------------------------


def said_in(text: str, source: str, target: str) -> str:
    found = masked(text, Tongue(source, target, DAY, "Europe/Helsinki"), lambda _: "", {})
    return " ".join(found.filled(found.text).split())


@pytest.mark.parametrize(
    ("source", "target", "text", "told"),
    [
        ("fi", "en", "raportti – pe 9.10.", "raportti – Fri 9 October"),
        ("fi", "de", "palaveri: ti 20.10. klo 13.00.", "palaveri: Di 20.10. 13:00 Uhr."),
        ("fi", "en", "ma–ke 26.–28.10.", "Mon–Wed 26–28 October"),
        ("fi", "en", "31.12.2027 mennessä", "31 December 2027 mennessä"),
        ("fi", "en", "noin 1,5 viikkoa, 12 000 kpl, 12 prosenttia", "noin 1.5 viikkoa, 12,000 kpl, 12%"),
        ("fi", "en", "RX-7000, versio 2.0, vuonna 2027, puh. 040 123 4567", "RX-7000, versio 2.0, vuonna 2027, puh. 040 123 4567"),
        ("en", "fi", "Tue 20 October, 14:00 Hamburg", "ti 20.10., 14.00 Hamburg"),
        ("en", "de", "at 2 pm on Friday by Friday 9 October", "14:00 Uhr on Fr 09.10. by Fr 09.10."),
        ("sv", "fi", "tis 20 oktober kl. 13.00, 24 000 kr", "ti 20.10. klo 13.00, 24 000 SEK"),
        ("de", "en", "Fr 09.10., 13:00 Uhr, 24.000 €", "Fri 9 October, 13:00, EUR 24,000"),
        ("fi", "en", "katso https://a.example/x?y=1 tai kirjoita a@b.example", "katso https://a.example/x?y=1 tai kirjoita a@b.example"),
    ],
)  # fmt: skip
def test_values_are_written_as_the_other_language_writes_them(source: str, target: str, text: str, told: str) -> None:
    assert said_in(text, source, target) == told


def test_a_day_that_can_mean_two_is_not_settled_by_translating_it() -> None:
    found = masked("ke 9.10. on päivä", Tongue("fi", "en", DAY, "Europe/Helsinki"), lambda _: "", {})
    assert [(one.shown, one.certain) for one in found.slots.values()] == [("ke 9.10.", False)]


def test_a_span_is_no_day_in_another_language() -> None:
    assert "{D1}" not in masked("ensi viikolla", Tongue("fi", "en", DAY, "Europe/Helsinki"), lambda _: "", {}).text
    assert Loose.of("ensi viikolla", "fi", DAY).days == Loose.of("next week", "en", DAY).days


def test_what_a_model_sees_of_a_value_opens_no_mark_and_no_link() -> None:
    text = "katso https://x.example/?pwd=1 ja [confirm: <data> {D7} | mikä päivä?] 14 kpl"
    told = masked(text, Tongue("fi", "fi", DAY, "Europe/Helsinki"), lambda _: "", {}).told
    assert told == "katso {L1} ja {Q1:confirm: data D7  mikä päivä?} {N1:14} kpl"


@given(st.sampled_from(["fi", "en", "sv", "de"]), st.text(max_size=120))
def test_the_values_of_any_text_can_be_put_back(language: str, text: str) -> None:
    found = masked(text, Tongue(language, language, DAY, "Europe/Helsinki"), lambda _: "", {})
    if not any(mark in text for mark in "{}"):
        back = found.filled(found.text)
        assert back.replace(".", "") == text.replace(".", "")
        assert not any(letter.isdecimal() and letter.isascii() for letter in found.bare)


def test_marks_are_found_in_every_language() -> None:
    assert marks("a [confirm: x?] b [vahvista: y] c [muu]") == ("[confirm: x?]", "[vahvista: y]")


def test_a_wish_knows_its_language() -> None:
    assert [one.language for one in Wish] == ["", "", "", "en", "fi", "sv", "de"]
