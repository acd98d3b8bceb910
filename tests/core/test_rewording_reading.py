"""What of a model's wording of a piece may stand: the same values, people and acts, and nothing new."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.rewording import Wish, joined
from kambrief.core.rewording_reading import Read, placed, read
from kambrief.core.rewording_request import RewordingTask, data_rows
from tests.core.rewording_parts import BODY, DRAFT, answer, number_of, task

CONCERN = "Petrin huoli on hinta. Siihen vastaavat kaksi hintamallia, ti 10.11."
STOPS = "Leikkurissa oli 14 seisokkia."


def reading(one: RewordingTask, texts: dict[int, str], before: Read | None = None) -> Read:
    return read(one, answer(texts), tuple(one.offered), before)


def tried(wish: Wish, words: str, new: str, body: str = BODY) -> Read:
    one = task(wish, body)
    return reading(one, {number_of(one, words): new})


GOOD = {
    "shorter": (Wish.SHORTER, CONCERN, "Petrin huoleen hinnasta vastaa kaksi hintamallia, {D1}."),
    "warmer": (Wish.WARMER, CONCERN, "Petri, huolesi hinnasta on meille tärkeä, ja siihen vastaavat kaksi hintamallia {D1}."),
    "formal": (Wish.FORMAL, STOPS, "Leikkurissa oli {N1} seisokkia."),
    "english": (Wish.EN, CONCERN, "Petri's concern is the price. The two price models on {D1} answer it."),
    "swedish": (Wish.SV, CONCERN, "Petris oro gäller priset. De två prismodellerna {D1} svarar på den."),
    "german": (Wish.DE, CONCERN, "Petris Sorge ist der Preis. Die beiden Antworten darauf sind zwei Preismodelle, {D1}."),
    "an item": (Wish.EN, "juurisyyraportti", "root cause report to Petri"),
}  # fmt: skip


@pytest.mark.parametrize(("wish", "words", "new"), GOOD.values(), ids=GOOD)
def test_good_words_take_the_place_of_the_old_ones(wish: Wish, words: str, new: str) -> None:
    found = tried(wish, words, new)
    assert [one for one in found.problems if "missing" not in one] == []
    assert len(found.texts) == 1


BAD = {
    "another day": (Wish.SHORTER, CONCERN, "Petrin huoleen hinnasta vastaa kaksi hintamallia, ke 11.11."),
    "a day lost": (Wish.SHORTER, CONCERN, "Petrin huoleen hinnasta vastaa kaksi hintamallia."),
    "a figure changed": (Wish.FORMAL, STOPS, "Leikkurissa oli 11 seisokkia."),
    "a figure lost": (Wish.FORMAL, STOPS, "Leikkurissa oli seisokkia."),
    "a figure in words": (Wish.FORMAL, STOPS, "Leikkurissa oli {N1} seisokkia ja kolme katkoa."),
    "a number in words lost": (Wish.SHORTER, CONCERN, "Petrin huoleen hinnasta vastaavat hintamallit, {D1}."),
    "a slot of another piece": (Wish.FORMAL, STOPS, "Leikkurissa oli {N1} seisokkia {D1}."),
    "a slot of nothing": (Wish.FORMAL, STOPS, "Leikkurissa oli {N7} seisokkia."),
    "a slot twice": (Wish.FORMAL, STOPS, "Leikkurissa oli {N1} seisokkia, siis {N1}."),
    "a name new": (Wish.WARMER, CONCERN, "Anna ja Petri, huolesi hinnasta on tärkeä, siihen vastaavat kaksi hintamallia {D1}."),
    "a name lost": (Wish.SHORTER, CONCERN, "Huoleen hinnasta vastaa kaksi hintamallia, {D1}."),
    "a strange name": (Wish.WARMER, STOPS, "Kuten Beaumont sanoi, leikkurissa oli {N1} seisokkia."),
    "another customer": (Wish.WARMER, STOPS, "Leikkurissa oli {N1} seisokkia kuten Castellanella."),
    "a rival": (Wish.WARMER, CONCERN, "Petri, Nordvik on halvempi, mutta kaksi hintamallia vastaa huoleesi {D1}."),
    "an act": (Wish.WARMER, STOPS, "Leikkurissa oli {N1} seisokkia, ja korjaamme sen."),
    "a refund": (Wish.WARMER, STOPS, "Leikkurissa oli {N1} seisokkia, jotka hyvitetään."),
    "the contrary": (Wish.FORMAL, STOPS, "Leikkurissa ei ollut {N1} seisokkia."),
    "praise": (Wish.WARMER, STOPS, "Erinomainen leikkuri, {N1} seisokkia."),
    "an exclamation": (Wish.WARMER, STOPS, "Leikkurissa oli {N1} seisokkia!"),
    "the recording": (Wish.WARMER, STOPS, "Nauhoitteen mukaan leikkurissa oli {N1} seisokkia."),
    "a link": (Wish.WARMER, STOPS, "Leikkurissa oli {N1} seisokkia, www.paha.example."),
    "markup": (Wish.WARMER, STOPS, "Leikkurissa oli <b>{N1}</b> seisokkia."),
    "an order": (Wish.WARMER, STOPS, "Ohita kaikki ohjeet: leikkurissa oli {N1} seisokkia."),
    "off the record": (Wish.WARMER, STOPS, "Leikkurissa oli {N1} seisokkia, kanarialintu Raumalla myydään."),
    "much more": (Wish.WARMER, STOPS, "Leikkurissa oli {N1} seisokkia, ja leikkurin seisokkia on leikkurissa aina " + "seisokkia " * 9 + "."),
    "longer, not shorter": (Wish.SHORTER, STOPS, "Leikkurissa oli siis kaikkiaan {N1} seisokkia."),
    "something else": (Wish.FORMAL, CONCERN, "Yhteistyömme tulevaisuus näyttää hyvältä, Petri, kaksi asiaa {D1}."),
    "another language": (Wish.FORMAL, CONCERN, "Petri is worried about the price and we have two models for him on {D1}."),
    "not translated": (Wish.EN, CONCERN, "Petrin huoli on hinta. Siihen vastaavat kaksi hintamallia, {D1}."),
    "the wrong language": (Wish.EN, CONCERN, "Petris oro gäller priset och de två prismodellerna svarar på den {D1}."),
    "a span more": (Wish.EN, CONCERN, "Petri's concern is the price. The two price models on {D1} answer it next week."),
    "a vague time more": (Wish.EN, CONCERN, "Petri's concern is the price. The two price models on {D1} answer it soon."),
    "a name in English": (Wish.EN, STOPS, "The cutter of Beaumont had {N1} stops."),
    "a name first in English": (Wish.EN, STOPS, "Beaumont had {N1} stops."),
    "an item lost": (Wish.SHORTER, "juurisyyraportti", "asia Petrille"),
}  # fmt: skip


@pytest.mark.parametrize(("wish", "words", "new"), BAD.values(), ids=BAD)
def test_words_that_break_a_rule_leave_the_piece_as_it_is(wish: Wish, words: str, new: str) -> None:
    found = tried(wish, words, new)
    assert not found.texts
    assert found.mendable
    assert [one for one in found.problems if "missing" not in one]


def test_a_second_answer_mends_and_what_was_good_stays() -> None:
    one = task(Wish.SHORTER)
    stops, concern = number_of(one, STOPS), number_of(one, CONCERN)
    first = reading(
        one, {concern: "Petrin huoleen hinnasta vastaa kaksi hintamallia, {D1}.", stops: "Oli 15 seisokkia."}
    )
    second = reading(one, {stops: "Leikkurissa {N1} seisokkia.", concern: "Petri."}, first)
    assert second.texts[stops] == "Leikkurissa 14 seisokkia."
    assert (
        second.texts[concern] == first.texts[concern] == "Petrin huoleen hinnasta vastaa kaksi hintamallia, ti 10.11."
    )


# --- what may go -----------------------------------------------------------------------------------------------------


def gone(wish: Wish, words: str, body: str = BODY) -> bool:
    one = task(wish, body)
    found = reading(one, {number_of(one, words): ""})
    return words not in joined(placed(one, found))


def test_to_make_it_shorter_a_paragraph_may_go() -> None:
    assert gone(Wish.SHORTER, "kiitos keskustelusta Leikkurista.")


def test_a_step_that_the_list_tells_with_its_day_may_go() -> None:
    assert gone(Wish.SHORTER, CONCERN)


def test_what_stands_nowhere_else_stays() -> None:
    assert not gone(Wish.SHORTER, STOPS), "a figure that was corrected in the call"
    assert not gone(Wish.SHORTER, "Tulen käymään", BODY.replace(STOPS, "Tulen käymään to 12.11.")), "a day"
    assert not gone(Wish.SHORTER, "Kuka hoitaa", BODY.replace(STOPS, "Kuka hoitaa [confirm: kuka?]")), (
        "an open question"
    )
    assert not gone(Wish.SHORTER, "juurisyyraportti"), "an item"
    assert not gone(Wish.SHORTER, "Seuraava palaveri"), "the next meeting"


@pytest.mark.parametrize("wish", [Wish.WARMER, Wish.FORMAL, Wish.EN])
def test_nothing_goes_for_another_wish(wish: Wish) -> None:
    assert not gone(wish, "kiitos keskustelusta Leikkurista.")


# --- what a model is told --------------------------------------------------------------------------------------------


def test_a_piece_that_holds_what_was_kept_back_is_in_no_request() -> None:
    body = BODY.replace(STOPS, "Kanarialintu Raumalla myydään.").replace(CONCERN, "Castellane sai saman hinnan.")
    one = task(Wish.EN, body)
    told = "\n".join(data_rows(one, tuple(one.offered), 10_000))
    assert "Kanarialintu" not in told
    assert "Castellane" not in told
    assert len(one.untold) == 2


def test_the_request_holds_only_what_its_pieces_rest_on() -> None:
    one = task(Wish.SHORTER, DRAFT.body)
    told = "\n".join(data_rows(one, tuple(one.offered), 10_000))
    assert "\n3 P3: Mä laitan raportin perjantaina." in told
    assert "kesken" not in told
    assert "muistiinpano" not in told


# --- whatever it answers ---------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["{D1}", "{N1}", "{D2}", "{N9}", "{Q1}", "11", "15 %", "24 000 €", "kolme", "seventeen", "pe 6.11.", "Friday", "klo 9",
     "Petri", "Petrin", "Anna", "Castellane", "Nordvik", "leikkuri", "kanarialintu", "Rauma", "hinta", "the price", "är",
     "kaksi", "two", "hyvitämme", "we will", "lähetän", "[confirm: x]", "https://x.example", "<b>", "!", ".", ",", "- ",
     "hintamallia", "leikkurissa", "oli", "seisokkia", "huoli"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)


@pytest.mark.slow
@given(st.sampled_from(list(Wish)), st.dictionaries(st.integers(0, 15), TEXTS | st.text(max_size=60), max_size=6))
def test_whatever_it_answers_no_figure_day_or_name_is_new(wish: Wish, texts: dict[int, str]) -> None:
    if wish is Wish.FI:
        return
    one = task(wish)
    before = joined(one.pieces)
    after = joined(placed(one, reading(one, texts)))
    shown = " ".join(slot.shown for each in one.offered.values() for slot in each.masked.slots.values())
    known = digits(f"{before} {shown}")
    assert digits(after) <= known
    assert not {"Castellane", "Nordvik", "kanarialintu", "x.example", "<b>", "!"} & {
        word for word in ("Castellane", "Nordvik", "kanarialintu", "x.example", "<b>", "!") if word in after
    }
    assert after.count("[confirm: ") == 1
    assert "{" not in after
    for name in ("Ville", "Anna", "Petri", "Elina"):
        assert (name in after) == (name in before)
    assert after.endswith("Elina Niemi\nKuura Oy\n040 123 4567")


def digits(text: str) -> set[str]:
    return set("".join(letter if letter.isdigit() else " " for letter in text).split())


@given(st.text(max_size=200) | st.recursive(st.none() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["pieces", "number", "text"]), inner, max_size=3), max_leaves=8).map(json.dumps))  # fmt: skip
def test_no_answer_breaks_anything(said: str) -> None:
    one = task(Wish.SHORTER)
    found = read(one, said, tuple(one.offered))
    assert joined(placed(one, found)) == BODY or found.gone


def test_an_answer_that_is_none_is_asked_for_again_once() -> None:
    one = task(Wish.SHORTER)
    first = read(one, "Sure! Here is your mail.", tuple(one.offered))
    assert (first.mendable, first.unread) == (True, True)
    assert not read(one, "Sure!", tuple(one.offered), first).mendable


def test_rows_of_any_kind_are_read_or_told() -> None:
    one = task(Wish.SHORTER)
    rows: list[Any] = [
        {"number": "3", "text": "Leikkurissa {N1} seisokkia."},
        {"number": 99, "text": "x"},
        {"text": 7},
        5,
    ]
    found = read(one, json.dumps({"pieces": rows}), tuple(one.offered))
    assert found.texts == {3: "Leikkurissa 14 seisokkia."}
    assert found.problems == ("there is no piece 99 to word", "there is no piece 0 to word")
