"""What the customer objects to, in their words and in neutral ones, with the promise that answers it."""

import pytest

from kambrief.core.agreed import agreed
from tests.core.agreeing.calls import call, promise

PRICE = {
    "fi": ("Meillä on toinen tarjous, joka on kymmenen prosenttia halvempi. Vaikea perustella, miksi maksettaisiin enemmän, kun linja on seissyt.", "Hintaa on vaikea perustella, kun linja on seissyt."),
    "en": ("We have another offer that is ten percent cheaper. It is hard to justify paying more when the line has been down.", "The price is hard to justify when the line has been down."),
    "sv": ("Vi har en annan offert som är tio procent billigare. Det är svårt att motivera varför vi ska betala mer när linjen har stått.", "Priset är svårt att motivera när linjen har stått."),
    "de": ("Wir haben ein anderes Angebot, das zehn Prozent günstiger ist. Es ist schwer zu begründen, warum wir mehr zahlen, wenn die Anlage steht.", "Der Preis ist schwer zu begründen, wenn die Anlage steht."),
}  # fmt: skip


@pytest.mark.parametrize("language", PRICE)
def test_a_price_objection_is_told_without_rival_and_figures(language: str) -> None:
    text, neutral = PRICE[language]
    found = agreed(
        call(f"Anna: {text}\nOlli: Mm.\nOlli: Offer.", language=language), [promise("P1", "Olli", "offer", 3)]
    ).concern
    assert found is not None
    assert found.quote in text
    assert len(found.quote.split()) <= 25
    assert (found.who, found.neutral, found.answer) == ("anna@them.example", neutral, "P1")


DOUBTS = {
    "fi": "En ymmärrä, miksi antureita tarvitaan joka linjalle.",
    "en": "I don't see why every line needs sensors.",
    "sv": "Jag ser inte varför varje linje behöver givare. Det är mitt problem.",
    "de": "Mein Problem ist der Aufwand. Ich sehe nicht, warum jede Linie Sensoren braucht.",
}


@pytest.mark.parametrize("language", ["sv", "de"])
def test_a_doubt_is_quoted_as_said(language: str) -> None:
    found = agreed(call(f"Anna: {DOUBTS[language]}", language=language)).concern
    assert found is not None
    assert found.quote in DOUBTS[language]


def test_a_limit_is_its_own_neutral_form() -> None:
    found = agreed(call("Anna: And here's my problem. Anything over twenty months payback will not be funded.", language="en")).concern  # fmt: skip
    assert found is not None
    assert found.neutral == "Anything over 20 months payback will not be funded."


def test_our_own_words_are_no_concern_of_the_customer() -> None:
    assert agreed(call("Olli: It is hard to justify the price.", language="en")).concern is None


def test_the_promise_of_the_same_matter_answers_it_before_the_next_one() -> None:
    text = """
    Anna: Here's my problem. The payback is too long for Hamburg.
    Olli: Clear.
    Olli: You get the price list on Friday.
    Olli: And the sheet with the payback on Monday.
    """
    promises = [promise("P1", "Olli", "price list", 3), promise("P2", "Olli", "sheet with the payback", 4)]
    found = agreed(call(text, language="en"), promises).concern
    assert found is not None
    assert found.answer == "P2"
