"""Which topic a text is about, in four languages; and the second senses that must not be taken for it."""

import pytest

from kambrief.core.customer import Product
from kambrief.core.insight.need_signs import topics_of, topics_of_category
from kambrief.core.insight.need_words import ALL_WELL, GOAL, NO_NEED, REGULATION, TOPIC_WORDS, capacity_used
from kambrief.core.insight.needs import TOPICS


def test_every_topic_has_words_but_the_one_for_all_others() -> None:
    assert {*TOPIC_WORDS, "site", "other"} == set(TOPICS)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Sähkön ominaiskulutus −15 % vuoteen 2028 mennessä.", "energy"),
        ("Kysymys kompressorin tehopiikeistä", "energy"),
        ("We will cut electricity use by 15 % by 2028.", "energy"),
        ("Elförbrukningen ska minska.", "energy"),
        ("Der Stromverbrauch sinkt.", "energy"),
        ("Hiilidioksidipäästöt puolitetaan.", "emissions"),
        ("Dust readings in Kotka", "emissions"),
        ("Utsläppen halveras till 2030.", "emissions"),
        ("Wir messen Feinstaub.", "emissions"),
        ("Vedenkulutus laskee.", "water"),
        ("Wastewater is the next step.", "water"),
        ("Vattenförbrukningen ökar.", "water"),
        ("Das Abwasser wird teurer.", "water"),
        ("Jätteen määrä puolittuu.", "waste"),
        ("Jätettä syntyy paljon.", "waste"),
        ("Our scrap rate is too high.", "waste"),
        ("Mindre avfall är målet.", "waste"),
        ("Weniger Abfall bis 2030.", "waste"),
        ("Nolla tapaturmaa vuonna 2027.", "safety"),
        ("Safety first at all sites.", "safety"),
        ("Noll olycksfall.", "safety"),
        ("Mehr Arbeitssicherheit.", "safety"),
        ("Seisokki venyi.", "uptime"),
        ("Downtime costs us.", "uptime"),
        ("Driftstopp i Borås.", "uptime"),
        ("Ein Stillstand kostet viel.", "uptime"),
        ("Laatupoikkeamat kasvavat.", "quality"),
        ("The reject rate rose.", "quality"),
        ("Kvaliteten varierar.", "quality"),
        ("Qualität vor Menge.", "quality"),
        ("Varaosien toimitusaika venyy.", "stock"),
        ("Lead times hurt.", "stock"),
        ("Långa leveranstider.", "stock"),
        ("Die Lieferzeit ist zu lang.", "stock"),
        ("Kapasiteetti on täynnä.", "capacity"),
        ("The bottleneck is the dryer.", "capacity"),
        ("En flaskhals i torken.", "capacity"),
        ("Die Auslastung ist hoch.", "capacity"),
        ("Uusien käyttäjien perehdytys puuttuu.", "skills"),
        ("New operators need training.", "skills"),
        ("Utbildning av nya operatörer.", "skills"),
        ("Anwenderschulung fehlt.", "skills"),
        ("Uusi tehdas Kotkaan", "site"),
        ("Yhtiö rakentaa uuden vaneritehtaan.", "site"),
        ("New starch-derivatives plant in Penang, Malaysia.", "site"),
        ("The group opens its second mill in Poland.", "site"),
        ("Meridane expands into Poland.", "site"),
        ("En ny fabrik byggs i Skellefteå.", "site"),
        ("Das neue Zellstoffwerk in Leuna startet.", "site"),
    ],
)
def test_a_text_is_about_its_topic(text: str, topic: str) -> None:
    assert topic in topics_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lähetän sen sähköpostilla.",
        "Sähköinen allekirjoitus riittää.",
        "Petri jätti työnsä ja lähti.",
        "Jätetään tämä ensi viikkoon.",
        "Asia jätettävä pöydälle.",
        "A waterproof watermark.",
        "That was a waste of time.",
        "She moved to Stockholm, and their stock price fell.",
        "Das Lager ist verschlissen.",
        "Tietoturvallisuus on kunnossa.",
        "The new plant manager in Joliet is Denise.",
        "Uuden tehtaanjohtajan nimi on Satu.",
        "Ett nytt nätverk.",
        "Ein neues Netzwerk.",
        "A new credit facility was signed.",
        "Kuorimolla uusi syöttölinja käyttöön huhtikuussa.",
        "The start moved to Q3.",
        "Der Strom der Besucher.",
        "",
    ],
)
def test_a_second_sense_is_no_topic(text: str) -> None:
    assert topics_of(text) == frozenset()


def test_a_category_is_about_its_name_its_products_and_the_tickets_they_answer() -> None:
    assert topics_of_category((), "energy_monitoring") == {"energy"}
    assert topics_of_category((Product("P1", "p-17", "Energiaseuranta"),), "p-17") == {"energy"}
    assert topics_of_category((Product("P4", "testing", "Stack test", ("dust",)),), "testing") == {"emissions"}
    assert topics_of_category((Product("P9", "misc", "Kit"),), "misc") == frozenset()


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("The line runs at 97 % of capacity.", 97),
        ("Kapasiteetti 95 %.", 95),
        ("Käyttöaste on nyt 98,5 prosenttia.", 98),
        ("Beläggningen är 92 procent.", 92),
        ("Die Auslastung liegt bei 94 %.", 94),
        ("Utilisation: 91 per cent in July", 91),
        ("They use 105 % of the contracted volume.", 105),
        ("Utilisation went from 80 % to 96 % of capacity.", 96),
        ("More than 95 % of available capacity is in use.", 95),
        ("We are at 89 % of capacity.", 89),
    ],
)
def test_how_full_it_is_can_be_read(text: str, percent: int) -> None:
    assert capacity_used(text) == percent


@pytest.mark.parametrize(
    "text",
    [
        "Käytettävyys 97,9 %.",
        "Availability was 98 %.",
        "We raised capacity by 95 %.",
        "Kapasiteettia on vapaana 92 %.",
        "Spare capacity is 95 %.",
        "95 % of the invoices were late.",
        "Capacity grew 95 %.",
        "Capacity is a topic. 97 % of them agreed.",
        "Kapasiteetti +95 %.",
        "",
    ],
)
def test_what_is_free_or_has_grown_is_not_in_use(text: str) -> None:
    assert capacity_used(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Tavoite: −15 %",
        "We aim to halve it.",
        "Målet är noll.",
        "Bis 2030 klimaneutral.",
        "Päästöt puolitetaan 2030 mennessä",
    ],
)
def test_a_goal_is_seen_in_four_languages(text: str) -> None:
    assert GOAL.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "ei tarvetta nyt",
        "No budget this year",
        "We don't need that",
        "Inget behov",
        "Kein Bedarf",
        "Wir sind nicht interessiert",
    ],
)
def test_a_no_is_seen_in_four_languages(text: str) -> None:
    assert NO_NEED.search(text)


@pytest.mark.parametrize(
    "text",
    ["Kaikki on kunnossa.", "Readings are fine.", "The fault is fixed.", "Det fungerar bra.", "Alles in Ordnung."],
)
def test_it_is_seen_where_all_is_well(text: str) -> None:
    assert ALL_WELL.search(text)


@pytest.mark.parametrize(
    "text",
    ["EU-asetus 2027", "uusi direktiivi", "the new directive", "förordningen", "die Verordnung", "CSRD reporting"],
)
def test_a_regulation_is_seen_in_four_languages(text: str) -> None:
    assert REGULATION.search(text)
