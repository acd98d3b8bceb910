"""Somebody's own words, cut into sentences: verbatim, whole, and without greeting and signature."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        # dates
        ("31.10. Tiina hyväksyy.", ["31.10. Tiina hyväksyy."]),
        ("Ma 31.10. Tiina hyväksyy.", ["Ma 31.10. Tiina hyväksyy."]),
        ("Raportti tulee 31.10. Tiina hyväksyy sen.", ["Raportti tulee 31.10.", "Tiina hyväksyy sen."]),
        ("Nähdään 31.10. klo 9.00 Teamsissa. Ok?", ["Nähdään 31.10. klo 9.00 Teamsissa.", "Ok?"]),
        ("Nähdään 31.10. 9.00 alkaen.", ["Nähdään 31.10. 9.00 alkaen."]),
        ("Voimassa 1.1.2026 alkaen. Hinta nousee.", ["Voimassa 1.1.2026 alkaen.", "Hinta nousee."]),
        ("Der Vertrag endet am 31. Oktober. Danach neu.", ["Der Vertrag endet am 31. Oktober.", "Danach neu."]),
        ("Hinta nousi 3,5 %. Se hyväksyttiin.", ["Hinta nousi 3,5 %.", "Se hyväksyttiin."]),
        # abbreviations and initials
        ("Toimitus esim. Tampereelle. Kiire.", ["Toimitus esim. Tampereelle.", "Kiire."]),
        ("Dr. Meyer pyysi tarjouksen. Se lähti.", ["Dr. Meyer pyysi tarjouksen.", "Se lähti."]),
        ("Ask J. Smith at Acme Inc. Helsinki about it.", ["Ask J. Smith at Acme Inc. Helsinki about it."]),
        ("We met St. Mary's. They want more.", ["We met St. Mary's.", "They want more."]),
        ("Vi behöver t.ex. Annas siffror. Snart.", ["Vi behöver t.ex. Annas siffror.", "Snart."]),
        ("Pris inkl. Umeå ca. 95 000 kr. Klart.", ["Pris inkl. Umeå ca. 95 000 kr.", "Klart."]),
        ("Wir brauchen z. B. Ersatzteile. Bald.", ["Wir brauchen z. B. Ersatzteile.", "Bald."]),
        ("Hr. Weber zahlt 2 Mio. Euro inkl. Fracht. Gut.", ["Hr. Weber zahlt 2 Mio. Euro inkl. Fracht.", "Gut."]),
        ("Lieferung in KW 42. Danach Test.", ["Lieferung in KW 42.", "Danach Test."]),
        ("Leverans vecka 42. Därefter test.", ["Leverans vecka 42.", "Därefter test."]),
        ("Termin am 6. Oktober, 9:00 Uhr. Danach Test.", ["Termin am 6. Oktober, 9:00 Uhr.", "Danach Test."]),
        # quotes, brackets, capitals of other alphabets
        ('Hän sanoi: "Ei käy." Sitten lähti.', ['Hän sanoi: "Ei käy."', "Sitten lähti."]),
        ("Hinta on ok. (Toistaiseksi.) Jatketaan.", ["Hinta on ok.", "(Toistaiseksi.)", "Jatketaan."]),
        ("Valmis. Škoda tilasi.", ["Valmis.", "Škoda tilasi."]),
        ("Онлайн. Да.", ["Онлайн.", "Да."]),
        ("Mitä? Miksi! Näin…  Selvä.", ["Mitä?", "Miksi!", "Näin…", "Selvä."]),
        # lists
        ("1. Hinnat\n2. Toimitus", ["1. Hinnat", "2. Toimitus"]),
        ("Sovittiin: 1. Hinta 2. Toimitus 3. Huolto", ["Sovittiin:", "1. Hinta", "2. Toimitus", "3. Huolto"]),
        ("- hinnat\n- toimitus", ["- hinnat", "- toimitus"]),
        # lines
        ("Haluamme raportin ennen kuin\nsovimme hinnasta.", ["Haluamme raportin ennen kuin\nsovimme hinnasta."]),
        ("Ensin tämä\n\nsitten tuo", ["Ensin tämä", "sitten tuo"]),
        ("Kolme asiaa:\nhinta", ["Kolme asiaa:", "hinta"]),
        ("", []),
        ("... !!! \n\n —", []),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, parts: list[str]) -> None:
    assert sentences.split(text) == parts


@pytest.mark.parametrize(
    ("body", "speech"),
    [
        ("Hei Elina,\n\nkiitos tarjouksesta. Hinta on liian korkea.\n\nYstävällisin terveisin\nPetri Vuolle",
         "kiitos tarjouksesta. Hinta on liian korkea."),
        ("Moi! Tarvitsemme luvut perjantaiksi. T. Petri", "Tarvitsemme luvut perjantaiksi."),
        ("Elina, voimmeko siirtää? Petri", "voimmeko siirtää?"),
        ("Hello Elina,\n\nWe want the best price.\n\nBest regards,\nPetri", "We want the best price."),
        ("Hi all,\nthe unit failed again.\nThanks,\nPetri Vuolle", "the unit failed again."),
        ("Hej Elina!\nVi behöver en offert.\n\nMed vänlig hälsning\nPetri", "Vi behöver en offert."),
        ("Guten Tag Frau Saarikko,\nwir brauchen ein Angebot.\n\nMit freundlichen Grüßen\nPetri Vuolle",
         "wir brauchen ein Angebot."),
        ("Hejsan Elina!\nPriset är för högt.\n\nVänligen\nPetri", "Priset är för högt."),
        ("God morgon Elina,\nvi väntar på svar.\nBästa hälsningar\nPetri", "vi väntar på svar."),
        ("Moin Elina,\nder Preis ist zu hoch.\n\nBeste Grüße\nPetri", "der Preis ist zu hoch."),
        ("Sehr geehrte Frau Dr. Saarikko,\nwir warten.\nVielen Dank im Voraus\nPetri Vuolle", "wir warten."),
        # not a greeting, not a farewell
        ("Liebe Grüße an alle. Der Preis passt.", "Liebe Grüße an alle. Der Preis passt."),
        ("Besten Dank für das Angebot. Es passt.", "Besten Dank für das Angebot. Es passt."),
        ("Hyvä tarjous. Hyväksymme sen.", "Hyvä tarjous. Hyväksymme sen."),
        ("Hyvä idea, mutta hinta on liian korkea.", "Hyvä idea, mutta hinta on liian korkea."),
        ("Bästa priset vinner. Så är det.", "Bästa priset vinner. Så är det."),
        ("We want the best price.", "We want the best price."),
        ("Kuorma painaa 5 t.", "Kuorma painaa 5 t."),
        ("Hei tilaus 12 peruttu. Soita.", "Hei tilaus 12 peruttu. Soita."),
        ("Päätöksen tekee Petri", "Päätöksen tekee Petri"),
        ("Petri", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_what_somebody_wrote_stands_without_greeting_and_signature(body: str, speech: str) -> None:
    found = sentences.speech(body, frozenset({"elina", "saarikko"}), frozenset({"petri", "vuolle"}))
    assert found == speech


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Korotus on 3,5 % (korvaa aiemman 2,8 %).", "Korotus on 3,5 % …"),
        ("Start moved to Q3 2027 (was Q1 2027), says the report.", "Start moved to Q3 2027 … says the report."),
        ("Priset är 95 (tidigare 90) i år", "Priset är 95 … i år"),
        ("Der Preis ist 95 (vorher 90) in diesem Jahr", "Der Preis ist 95 … in diesem Jahr"),
        ("Hinta on ok (sisältää rahdin).", "Hinta on ok (sisältää rahdin)."),
        ("yksi " * 18, ("yksi " * 18).strip()),
        ("yksi " * 19, ("yksi " * 18).strip() + " …"),
        ("a b c d e f g h i j k l, m n o p q r s t", "a b c d e f g h i j k l …"),
    ],
)
def test_a_quote_leaves_out_replaced_values_and_ends_in_time(sentence: str, shown: str) -> None:
    assert sentences.quotable(sentence) == shown


def test_a_word_without_end_does_not_fill_the_brief() -> None:
    assert len(sentences.quotable("x" * 100_000)) < 250
    assert len(sentences.quotable(("x" * 99 + " ") * 18)) < 250


@pytest.mark.parametrize("text", ['"Kolme lukua"', "”Kolme lukua”", "“Kolme lukua”", "Kolme lukua"])
def test_direct_speech_loses_its_own_marks(text: str) -> None:
    assert sentences.unquoted(text) == "Kolme lukua"


def test_marks_within_a_sentence_stay() -> None:
    assert sentences.unquoted('"Ei" ja "kyllä"') == '"Ei" ja "kyllä"'


def flat(text: str) -> str:
    return " ".join(text.split())


TEXTS = st.text() | st.lists(
    st.sampled_from(
        ["Hei Elina,", "Petri", "31.10.", "1.", "2.", "Hinta", "nousee", "(oli 3 %)", "3,5 %", ".", "?", "\n", "\n\n", ", ", '"', "T.",
         "Best regards,", "esim.", "klo", "Oktober", "…", " "]
    ), max_size=60,
).map(" ".join)  # fmt: skip


@given(TEXTS)
def test_sentences_are_parts_of_the_text_in_order_and_nothing_with_a_word_is_lost(text: str) -> None:
    at = 0
    for part in sentences.split(text):
        at = text.index(part, at) + len(part)
    assert re.findall(r"\w+", " ".join(sentences.split(text))) == re.findall(r"\w+", text)


@given(TEXTS)
def test_speech_is_one_part_of_the_mail(text: str) -> None:
    assert sentences.speech(text, frozenset({"elina"}), frozenset({"petri"})) in text


@given(TEXTS)
def test_a_quote_is_verbatim_but_for_ellipses_and_short(text: str) -> None:
    shown = sentences.quotable(text)
    rest = flat(text)
    for piece in shown.split("…"):
        assert flat(piece) in rest
        rest = rest[rest.index(flat(piece)) + len(flat(piece)) :]
    assert sentences.words(shown) <= sentences.MAX_WORDS
    assert len(shown) <= sentences.MAX_CHARS + 2


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit",
    [" ", "\n", "a", "A", "a ", "a.", "a. ", ". ", "(oli ", "()", '"', "1. ", "thanks ", "Best ", "Hei ", "T. ", "\n ", "x\ny", "a, ",
     "…", ") ", "31.10. "],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["", "x", "!?", "Petri"])
def test_long_hostile_texts_end_in_time(unit: str, ending: str) -> None:
    text = "Hinta. " + unit * (60_000 // len(unit)) + ending
    for part in sentences.split(sentences.speech(text, frozenset({"elina"}), frozenset({"petri"})))[:50]:
        sentences.quotable(part)


@pytest.mark.corpus
def test_odd_strings_break_nothing(corpora: Path) -> None:
    for line in (corpora / "data/attacks/naughty_strings.jsonl").read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["payload"]
        for part in sentences.split(sentences.speech(text, frozenset(), frozenset())):
            assert part in text
            assert sentences.words(sentences.quotable(part)) <= sentences.MAX_WORDS
