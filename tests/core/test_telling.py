"""Which sentence says most, and whose it is."""

import datetime as dt

import pytest

from kambrief.core import history, telling
from kambrief.core.customer import Activity, ActivityKind, Contact
from kambrief.core.evidence import Fact
from kambrief.phrases import Phrases, folder_of
from tests.builders import at, call, havulinna, held, mail_in, markku, note, petri

PEOPLE = {"C01": petri(), "C02": markku()}


def sentences_of(activity: Activity) -> list[Fact]:
    found = history.activity_facts(havulinna(activities=(activity,)), frozenset(), at("5.10. 15.00"))
    return [fact for fact in found if fact.at]


def told(person: Contact, activity: Activity) -> str | None:
    pick = telling.of_person(person, sentences_of(activity), activity, PEOPLE)
    return pick.fact.text if pick else None


@pytest.mark.parametrize(
    ("person", "activity", "sentence"),
    [
        (
            petri(),
            mail_in(petri(), "1.9. 9.00", "Kiitos. Tarvitsemme 3 lukua ennen palaveria."),
            "Tarvitsemme 3 lukua ennen palaveria.",
        ),
        (petri(), call(petri(), "1.9. 9.00", "Puhuttiin säästä. Haluaa raportin ensin."), "Haluaa raportin ensin."),
        (
            petri(),
            held([petri(), markku()], "1.9. 9.00", "Markku toivoo lukuja. Petri haluaa raportin."),
            "Petri haluaa raportin.",
        ),
        # what another wrote or wants is never put into somebody's mouth
        (markku(), mail_in(petri(), "1.9. 9.00", "Markku haluaa 3 lukua."), None),
        (petri(), held([petri(), markku()], "1.9. 9.00", "Markku toivoo lukuja."), None),
        (petri(), held([petri(), markku()], "1.9. 9.00", "Sovittiin 3 luvusta."), None),
        # not worth a line
        (petri(), call(petri(), "1.9. 9.00", "Ok."), None),
        # not for a brief
        (petri(), call(petri(), "1.9. 9.00", "Ei muistioon: haluaa 5 %."), None),
        (petri(), call(petri(), "1.9. 9.00", "Petri on sairaana. Haluaa raportin."), None),
    ],
)
def test_the_most_telling_sentence_is_about_the_person(
    person: Contact, activity: Activity, sentence: str | None
) -> None:
    assert told(person, activity) == sentence


@pytest.mark.parametrize("language", ["en", "fi", "sv", "de"])
def test_nothing_in_a_note_that_we_wrote_of_a_call_is_told_as_somebodys_words(language: str) -> None:
    phrases = Phrases(language, folder_of("templates") / "followup")
    people = phrases.label("note_theirs", names="Petri Vuolle (C01)").text
    source = phrases.label("note_source", source="teams", meeting="1fdddbee5dc1def4").text
    assert told(petri(), held([petri()], "1.9. 9.00", f"{people}\n{source}")) is None
    by_hand = held([petri()], "1.9. 9.00", people)
    assert told(petri(), by_hand) == people


def test_a_colleague_with_a_similar_name_is_somebody_else() -> None:
    other = petri(id="C09", last_name="Vuorela", first_name="Petteri", email="petteri@havulinna.example")
    activity = held([petri(), other], "1.9. 9.00", "Petteri Vuorela haluaa raportin.")
    assert telling.of_person(petri(), sentences_of(activity), activity, {**PEOPLE, "C09": other}) is None


def score(activity: Activity) -> int:
    return max(telling.of_change(fact, activity) for fact in sentences_of(activity))


def test_a_confirmed_value_tells_more_than_talk() -> None:
    confirmed = note("1.9. 9.00", "Korotus vahvistettiin: 3,5 %.")
    denied = note("1.9. 9.00", "Korotusta ei ole vielä vahvistettu: 3,5 %.")
    talk = note("1.9. 9.00", "Korotuksesta puhuttiin.")
    assert score(confirmed) > score(denied) > score(talk)


def test_the_customers_own_words_and_news_tell_more_than_a_note() -> None:
    words = "Tarjouspyyntö lähtee kolmelle."
    ours = note("1.9. 9.00", words)
    theirs = mail_in(petri(), "1.9. 9.00", words)
    news = Activity("n", "A01", ActivityKind.NEWS, at("1.9. 9.00"), body=words)
    assert score(theirs) > score(ours)
    assert score(news) > score(ours)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Petri: raportti puuttuu", "raportti puuttuu"),
        ("Petri Vuolle: raportti puuttuu", "raportti puuttuu"),
        ("Markku: raportti puuttuu", "Markku: raportti puuttuu"),
        ("Petri haluaa raportin", "haluaa raportin"),
        ("Petri Vuolle haluaa raportin", "haluaa raportin"),
        ("Petri Vuolteen raportti", "Petri Vuolteen raportti"),
    ],
)
def test_in_somebodys_own_line_their_name_at_the_head_is_not_needed(text: str, shown: str) -> None:
    assert telling.without_speaker(text, petri()) == shown


def test_a_person_without_names_breaks_nothing() -> None:
    nobody = Contact("C0", "A01")
    activity = held([petri()], "1.9. 9.00", "Sovittiin 3 luvusta.")
    assert telling.of_person(nobody, sentences_of(activity), activity, {"C0": nobody}) is None
    assert telling.names_of(nobody) == ()
    assert dt.timedelta(0) < telling.FRESH
