"""Whether two texts are about the same thing, in the four languages."""

import pytest

from kambrief.core.matter import is_gathering, is_invitation, is_sendable, likeness, matter, within

SAME = [
    ("Lista kriittisistä laitteista", "laitelista"),
    ("kriittisten laitteiden lista", "Lista kriittisistä laitteista"),
    ("Juurisyyraportti kuorimon katkoista", "juurisyyraportin kuorimon anturikatkoista"),
    ("mä laitan teille sen hinnaston", "päivitetty hinnasto"),
    ("vertailukriteerit ja vasteaikataulukko", "vertailukriteerit"),
    ("the revised price list", "price list with the new volumes"),
    ("hurdle sheet template", "template for the hurdle sheet"),
    ("den reviderade prislistan", "prislistorna"),
    ("rapporten om avbrotten", "avbrottsrapporten om avbrotten i linjen"),
    ("das Datenblatt der Pumpe", "die Datenblätter der Pumpe"),
    ("Angebot für die Wartung", "das Wartungsangebot"),
]
OTHER = [
    ("Lista kriittisistä laitteista", "hinnasto"),
    ("price list", "list of critical devices"),
    ("audit report from the site", "report on the invoices of May"),
    ("credit note EUR 14,200 for six invoices", "credit note for the freight to Hamburg"),
    ("forecast 2027", "forecast 2026"),
    ("tarjous linjasta 4", "tarjous linjasta 5"),
    ("raportti", "kuukausiraportti"),
    ("kontrakti", "kontrolli"),
    ("offert på service", "faktura på service i maj och frakt"),
    ("Bericht", "Monatsbericht"),
    ("credit note", "credit note for the double freight to Hamburg"),
    ("tarjous", "tarjous linjasta ja varaosista"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_thing_is_known_in_other_words(one: str, other: str) -> None:
    assert likeness(matter(one), matter(other)).strong
    assert likeness(matter(other), matter(one)).strong


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_thing_is_not_taken_for_it(one: str, other: str) -> None:
    assert not likeness(matter(one), matter(other)).strong
    assert not likeness(matter(other), matter(one)).strong


def test_names_of_people_are_no_things() -> None:
    assert matter("raportti Petrille", frozenset({"petri"})) == matter("raportti")


def test_acts_and_politeness_are_no_things() -> None:
    for text in (
        "lähetän sen sinulle huomenna",
        "I'll send it over by Friday",
        "jag skickar det nästa vecka",
        "ich schicke es dir morgen",
    ):
        assert matter(text).words == ()


def test_a_long_text_may_speak_of_more() -> None:
    said = matter("Kiitos eilisestä. Liitteenä juurisyyraportti ja kuvat kuorimosta, soitan vielä hinnasta.")
    assert within(matter("juurisyyraportti kuorimon katkoista"), said).strong
    assert not within(matter("budjettikehyksen vahvistus"), said).shared


@pytest.mark.parametrize(
    "what",
    [
        "kutsu seuraavaan palaveriin",
        "invitation for the next review",
        "kallelse till nästa möte",
        "Einladung zum nächsten Termin",
    ],
)
def test_an_invitation_is_no_meeting_yet(what: str) -> None:
    assert is_invitation(what)
    assert not is_gathering(what)


@pytest.mark.parametrize("what", ["on-site audit in Tuas", "käyttökoulutus", "besök hos er i maj", "Besuch vor Ort"])
def test_what_is_held_is_not_sent(what: str) -> None:
    assert is_gathering(what)


@pytest.mark.parametrize(
    "what", ["vasteaikataulukko", "the credit note", "prislistan", "der Prüfbericht", "updated price list"]
)
def test_what_can_be_attached(what: str) -> None:
    assert is_sendable(what)


def test_an_act_cannot_be_attached() -> None:
    assert not is_sendable("yhdyskäytävän vaihto")
    assert not is_sendable("replace the gateway")
