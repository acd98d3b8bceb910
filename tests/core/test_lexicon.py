"""Words the rules look for: found inflected, and not found inside other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core import lexicon


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Markku soitti.", "Markku"),
        ("Markun raportti puuttuu.", "Markku"),
        ("Lähetä se Petrille.", "Petri"),
        ("Räsälällä on kysymys.", "Räsälä"),
        ("Tiinakin tulee.", "Tiina"),
        ("Kysy Annalta.", "Anna"),
        ("Anna's report", "Anna"),
        ("Anna’s report", "Anna"),
        ("Vi väntar på Annas svar.", "Anna"),
        ("Webers Angebot", "Weber"),
        ("Anna-Liisan toive", "Anna-Liisa"),
        ("Vuolle-Mäen toive", "Mäki"),
        ("Ask Wei Ling about it.", "Wei Ling"),
        ("Désirée said so.", "Désirée"),
    ],
)
def test_a_name_is_found_inflected(text: str, name: str) -> None:
    assert lexicon.mentions(text, [name])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Marraskuussa markkinat muuttuvat.", "Mari"),
        ("Marraskuussa se alkaa. March is fine.", "Mari"),
        ("On Saturday we deliver.", "Satu"),
        ("Perjantaina sovittiin.", "Per"),
        ("Kaikki on valmista.", "Kai"),
        ("Tiimi päätti.", "Tiina"),
        ("Johan lupasi tulla.", "Johanna"),
        ("Petri Vuorela tuli.", "Vuolle"),
        ("Otetaan yhteyttä. Ottaako joku?", "Otto"),
        ("anna tarjous", "Anna"),
        ("Ling asked.", "Wei Ling"),
        ("Virtaa riittää.", "Virta-aho"),
        ("Mitä vain.", ""),
        ("A", "A"),
    ],
)
def test_a_name_is_not_found_in_other_words(text: str, name: str) -> None:
    assert not lexicon.mentions(text, [name])


@pytest.mark.parametrize(
    ("pattern", "texts", "others"),
    [
        (lexicon.OFF_RECORD,
         ["Ei muistioon: budjetti on tiukka.", "Meidän kesken, hinta on liikaa.", "Off the record, they will leave.",
          "Between us, the budget is gone.", "Please don't minute this.", "Utanför protokollet: han slutar.", "Mellan oss sagt …",
          "Unter uns: es wird teuer.", "Det stannar mellan dig och mig.", "Skriv inte upp det här.", "Ska inte protokollföras.",
          "Im Vertrauen: er geht.", "Bitte nicht mitschreiben."],
         ["Skriv inte under avtalet än.", "Der Vertrag unter uns endet im Mai.", "Im Vertrauen auf die Lieferung …", "The contract between us ends in May.", "Muistio lähetetään.", "Avtalet mellan oss löper ut.", "For the record."]),
        (lexicon.NOT_FOR_CUSTOMER,
         ["Neuvotteluvara 2 %, ei asiakkaalle.", "Sisäinen: katto 5 %.", "Price floor is 90.", "Not to be shared.", "Endast internt.",
          "Vertraulich, nicht an den Kunden.", "Dem Kunden nicht sagen.", "Bitte nicht weitergeben.", "Verhandlungsspielraum 2 %",
          "Får inte nämnas för kunden.", "Kunden ska inte veta det.", "Förhandlingsutrymme 2 %", "Prisgolvet är 90.", "Förtroligt."],
         ["Sekretessavtalet är klart.", "Vertraulichkeitsvereinbarung liegt vor.", "An den Kunden geschickt.", "Skickat till kunden.", "Asiakkaalle lähetetty.", "Shared with the customer.", "International team."]),
        (lexicon.DRAFT,
         ["Luonnos: 2,8 %", "Alustava arvio", "Preliminary figure", "Utkast", "Vorläufig", "Ei vielä vahvistettu", "not yet verified",
          "Ej fastställt", "Noch keine Zahl", "Entwürfe"],
         ["Luonnollisesti kyllä", "Uusi alusta valittiin", "final figure"]),
        (lexicon.WISH,
         ["Markku toivoo lukuja", "She expects a proposal", "Han vill ha pris", "Er möchte ein Angebot", "Hän edellyttää raporttia",
          "Hon efterlyser ett pris", "Väntar på svar", "Er bittet um Zahlen", "Wunsch: kürzere Laufzeit"],
         ["Ville soitti", "Done and dusted", "Han förstår priset", "Er versteht den Preis"]),
        (lexicon.PRICE,
         ["Hinta nousee", "hinnankorotus", "The price holds", "rabatten", "Nachlass", "Indeksiehto", "Listpriset höjs", "styckpris",
          "Der Listenpreis steigt", "2 % Skonto"], ["Hieno homma", "surprise", "enterprise", "företag"]),
        (lexicon.COMPETITION,
         ["Kilpailija tarjosi", "tarjouspyyntö", "a rival bid", "RFP", "konkurrenten", "Ausschreibung", "Mitbewerber", "offertförfrågan"], ["yhteistyö", "arrival"]),
        (lexicon.CORRECTION, ["[KORJAUS] oli väärä", "[Correction: see below]", "[Rättelse]", "[Berichtigt]"], ["korjaus tehtiin", "[1]"]),
    ],
)  # fmt: skip
def test_each_table_finds_what_it_is_for(pattern: object, texts: list[str], others: list[str]) -> None:
    search = getattr(pattern, "search")  # noqa: B009
    assert [text for text in texts if not search(text)] == []
    assert [text for text in others if search(text)] == []


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("Hinta vahvistettiin", True),
        ("Päätös: 3,5 %", True),
        ("approved on 3 May", True),
        ("beslutet är fattat", True),
        ("genehmigt", True),
        ("Sopimus päättyy", False),
        ("not yet approved", False),
        ("ei ole vielä vahvistettu", False),
        ("inte godkänd", False),
        ("noch nicht genehmigt", False),
        ("noch keine Entscheidung", False),
        ("inget beslut", False),
        ("ej fastställt", False),
        ("Wir haben 3 % vereinbart", True),
        ("priset är fastställt", True),
        ("not yet verified, but the date is confirmed", True),
    ],
)
def test_a_decision_is_told_from_its_contrary(text: str, decided: bool) -> None:  # noqa: FBT001
    assert lexicon.decided(text) is decided


def test_inflected_forms_are_about_the_same() -> None:
    assert lexicon.content_stems("Kuorimon hinnankorotus") & lexicon.content_stems("kuorimoon, hinnankorotuksesta")
    assert not lexicon.content_stems("joka tämä myös kanssa with from")


@given(st.text(), st.lists(st.text(max_size=20), max_size=4))
def test_no_text_and_no_name_breaks_the_search(text: str, names: list[str]) -> None:
    assert lexicon.mentions(text, names) in {True, False}
    assert isinstance(lexicon.content_stems(text), frozenset)


def test_little_words_of_no_language_make_two_statements_one_matter() -> None:
    for one, other in (
        ("Der Preis wird noch im Mai erhöht.", "Die Lieferung wird noch im Juni geprüft."),
        ("Det ska vara klart innan mötet.", "Priset ska vara kvar innan sommaren."),
    ):
        assert not lexicon.content_stems(one) & lexicon.content_stems(other)
