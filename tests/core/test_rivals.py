"""Whoever offers the same to a customer is named in no mail to them."""

from dataclasses import replace

import pytest

from kambrief.core.agreed import Agreed
from kambrief.core.following_guard import Gate
from kambrief.core.rivals import rivals
from tests.core.promising.dialogues import people, talk


@pytest.mark.parametrize(
    ("language", "words", "names"),
    [
        ("en", "Maddox offered us the same for 12 percent less.", ("Maddox",)),
        ("en", "We have an offer from Maddox on the table.", ("Maddox",)),
        ("fi", "Metsola tarjos samaa halvemmalla.", ("Metsola",)),
        ("fi", "Me saatiin Metsolalta halvempi tarjous.", ("Metsola",)),
        ("sv", "Metallsyd har erbjudit samma sak billigare.", ("Metallsyd",)),
        ("sv", "Vi har en offert från Metallsyd.", ("Metallsyd",)),
        ("de", "Metallbau hat uns das Gleiche günstiger angeboten.", ("Metallbau",)),
        ("de", "Wir haben ein Angebot von Metallbau.", ("Metallbau",)),
        ("de", "Das Angebot von Montag war gut, das Angebot von Ihnen auch.", ()),
        ("en", "We have the offer from Friday, and Alice offered to help.", ()),
        ("en", "They offered us a tour. You offered us a price.", ()),
        ("de", "Unser System hat gestern ein Problem an der Linie gehabt, das Werk hat uns Hilfe angeboten.", ()),
        ("en", "Our Team offered help, and the Board quoted a figure.", ()),
        ("fi", "Aino tarjosi kahvit.", ()),
        ("sv", "Vi har offerten från Anna.", ()),
    ],
)
def test_who_offers_the_same_is_known_by_the_words_around_the_name(
    language: str, words: str, names: tuple[str, ...]
) -> None:
    assert rivals(talk(language, f"A: Hm.\nJ: {words}")) == names


@pytest.mark.parametrize(
    ("language", "words", "what"),
    [
        ("en", "Maddox offered us the same.", "Maddox offer"),
        ("fi", "Metsola tarjos meille samaa.", "Metsolan tarjous"),
        ("sv", "Vi har en offert från Metallsyd.", "Metallsyds offert"),
        ("de", "Wir haben ein Angebot von Metallbau.", "Angebot von Metallbau"),
    ],
)
def test_their_name_passes_into_no_mail_but_into_our_own_note(language: str, words: str, what: str) -> None:
    gate = Gate.of(talk(language, f"A: Hm.\nJ: {words}"), (), Agreed())

    assert gate.refuses(what) == "rival"
    assert not gate.refuses(what, internal=True)


def test_our_own_company_is_no_rival() -> None:
    there = [
        replace(one, email=f"{one.key}@{'kuura' if one.key in 'AO' else 'theirs'}.example") for one in people("en")
    ]

    assert not rivals(talk("en", "A: Hm.\nJ: Kuura offered us the same last year.", participants=there))
