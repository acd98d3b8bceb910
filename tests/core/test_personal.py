"""What somebody wants or last said: their own words before our notes, never out of date, never another's."""

import datetime as dt
from typing import Any

import pytest

from kambrief.core.customer import Activity, Contact, Product
from kambrief.core.evidence import Day
from kambrief.core.personal import NOTE_WORDS, OwnWords, own_words, unanswered
from tests.builders import call, havulinna, held, mail_in, markku, note, petri, situation, words_in

ASKED = mail_in(petri(), "1.10. 9.00", "Tarvitsemme raportin perjantaiksi.", id="asked", thread_id="t")
LONG_NOTE = "Aloitti vuonna kaksituhatta tehtaan kunnossapidossa ja tuntee jokaisen laitteen ja sen huoltajan nimeltä."


def words(who: Contact, *activities: Activity, room: int = 18, **tables: Any) -> OwnWords:
    data = havulinna(contacts=(who, markku()), activities=activities, **tables)
    return own_words(situation(data), who, room)


def said(*given: Any, **more: Any) -> list[tuple[str, str]]:
    """Phrase and words of each sentence; for one without words its phrase alone."""
    return [(sentence.phrase, " ".join(words_in([sentence]))) for sentence in words(*given, **more).said]


# --- their words ---------------------------------------------------------------------------------------------------


def test_of_the_newest_touch_the_telling_sentence_is_quoted_with_its_record() -> None:
    found = words(petri(), call(petri(), "1.9. 9.00", "Petri haluaa kokouksen."), ASKED)
    assert [words_in([sentence]) for sentence in found.said] == [["Tarvitsemme raportin perjantaiksi"]]
    assert found.records == {"asked"}
    assert found.said[0].facts == ("activities/asked#1",)


def test_a_touch_without_a_telling_sentence_gives_way_to_the_one_before() -> None:
    assert said(petri(), ASKED, call(petri(), "2.10. 9.00", "Ok.")) == [("quote", "Tarvitsemme raportin perjantaiksi")]


def test_whoever_has_said_nothing_has_no_words() -> None:
    assert words(petri()) == OwnWords((), frozenset())


def test_what_they_wrote_is_quoted_and_what_we_noted_is_not() -> None:
    assert said(petri(), ASKED)[0][0] == "quote"
    assert said(petri(), call(petri(), "1.10. 9.00", "Haluaa raportin perjantaiksi."))[0] == (
        "noted",
        "haluaa raportin perjantaiksi",
    )
    assert said(petri(notes="Haluaa luvut paperilla."))[0] == ("noted", "haluaa luvut paperilla")
    spoken = call(petri(), "1.10. 9.00", '"Tarvitsemme raportin perjantaiksi."')
    assert said(petri(), spoken)[0][0] == "quote"  # direct speech within a note is theirs


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Toivoo raporttia ajoissa.", "toivoo raporttia ajoissa"),
        ("Varaosapalvelu kiinnostaa, haluaa tarjouksen.", "Varaosapalvelu kiinnostaa, haluaa tarjouksen"),  # a product
        ("Markku haluaa raportin.", None),  # about somebody else
        ("KPI-luvut ensin paperilla.", "KPI-luvut ensin paperilla"),
        ("Der Bericht ist zuerst nötig.", "Der Bericht ist zuerst nötig"),
    ],
)
def test_a_note_goes_on_in_small_letters_unless_it_begins_with_a_name(text: str, shown: str | None) -> None:
    found = said(petri(), call(petri(), "1.10. 9.00", text), products=(Product("P1", "spare_parts", "Varaosapalvelu"),))
    assert found == ([("noted", shown)] if shown else [])


def test_their_own_name_before_their_words_is_left_out() -> None:
    assert said(petri(), note("1.10. 9.00", "Petri: haluaa raportin.", contacts=("C01",))) == []  # a note is no touch
    row = held([petri(), markku()], "1.10. 9.00", "Petri: haluaa raportin perjantaiksi. Markku: kolme lukua ensin.")
    assert said(petri(), row) == [("noted", "haluaa raportin perjantaiksi")]


@pytest.mark.parametrize(
    "body",
    ["Ei muistioon: haluaa 9 %.", "Haluaa 9 %, ei asiakkaalle.", "Haluaa lomaa, koska on sairauslomalla."],
)
def test_what_may_not_be_said_is_nobodys_words(body: str) -> None:
    assert said(petri(), call(petri(), "1.10. 9.00", body)) == []


@pytest.mark.parametrize("text", ["Ei asiakkaalle: hankala.", "On masentunut."])
def test_a_note_that_is_not_for_them_is_not_shown(text: str) -> None:
    assert said(petri(notes=text)) == []


@pytest.mark.parametrize(
    ("end", "kept"), [("31.10.", "31.10."), ("pian.", "pian"), ("12.", "12"), ("klo 12.30.", "12.30.")]
)
def test_a_full_stop_at_the_end_goes_unless_it_is_a_dates(end: str, kept: str) -> None:
    ((_, shown),) = said(petri(), call(petri(), "1.10. 9.00", f"Haluaa raportin {end}"))
    assert shown.endswith(kept)
    assert shown.endswith(".") is kept.endswith(".")


# --- our note beside them ------------------------------------------------------------------------------------------


def test_a_short_note_stands_before_their_words_and_goes_first_when_room_is_short() -> None:
    found = words(petri(notes="Puhuu suoraan."), ASKED)
    assert [sentence.spare for sentence in found.said] == [2, 0]


def test_a_note_with_a_figure_stays_and_one_with_a_mere_date_may_go() -> None:
    figure = words(petri(notes="Hyväksyy yli 300 000 euron ostot."), ASKED, room=3)
    assert [sentence.spare for sentence in figure.said] == [0, 0]
    assert len(words(petri(notes="Tavattu 1.9.2024 messuilla."), ASKED, room=3).said) == 1


@pytest.mark.parametrize(("room", "sentences"), [(18, 2), (6, 2), (5, 2), (4, 1), (0, 1), (-9, 1)])
def test_a_note_is_shown_as_far_as_there_is_room(room: int, sentences: int) -> None:
    assert len(words(petri(notes="Puhuu suoraan."), ASKED, room=room).said) == sentences


def test_of_a_long_note_the_last_sentence_that_fits_is_shown_and_else_none() -> None:
    assert said(petri(notes=f"{LONG_NOTE} Puhuu suoraan.")) == [("noted", "puhuu suoraan")]
    assert said(petri(notes=f"Puhuu suoraan. {LONG_NOTE}")) == [("noted", "puhuu suoraan")]
    assert said(petri(notes=LONG_NOTE)) == []
    assert NOTE_WORDS == 10


def test_how_to_address_somebody_is_kept_out_of_a_note_that_is_too_long() -> None:
    notes = "Appointed from outside after a long search that took the whole of last year; addressed as Wei Ling; likes figures"
    assert said(petri(notes=notes)) == [("noted", "addressed as Wei Ling")]


def test_words_older_than_ninety_days_give_way_to_a_note_and_are_better_than_nothing() -> None:
    old = call(petri(), "1.5. 9.00", "Haluaa raportin ajoissa.")
    assert said(petri(notes="Puhuu suoraan."), old) == [("noted", "puhuu suoraan")]
    assert said(petri(), old) == [("noted", "haluaa raportin ajoissa")]


# --- what we have answered -----------------------------------------------------------------------------------------


def reply(when: str, body: str, **more: Any) -> Activity:
    return mail_in(petri(), when, body, **{"id": f"re-{when}", "inbound": False, "thread_id": "t", **more})


def test_what_we_answered_since_stands_behind_their_words() -> None:
    assert said(petri(), ASKED, reply("2.10. 9.00", "Raportti tulee 9.10.")) == [
        ("quote", "Tarvitsemme raportin perjantaiksi"), ("we_replied", "Raportti tulee 9.10."),
    ]  # fmt: skip


def test_an_answer_without_a_figure_or_too_long_is_told_by_its_day() -> None:
    for body in (
        "Palaamme asiaan.",
        "Raportti tulee perjantaina 9.10. kunhan kaikki luvut on ensin tarkistettu moneen kertaan.",
    ):
        found = words(petri(), ASKED, reply("2.10. 9.00", body)).said
        assert [sentence.phrase for sentence in found] == ["quote", "we_answered"]
        assert found[1].slots == {"on": Day(dt.date(2026, 10, 2))}


@pytest.mark.parametrize(
    "row",
    [
        reply("30.9. 9.00", "Raportti tulee 9.10."),  # before they wrote
        reply("6.10. 9.00", "Raportti tulee 9.10."),  # not sent yet
        reply("2.10. 9.00", "Raportti tulee 9.10.", thread_id="other"),
        reply("2.10. 9.00", "Raportti tulee 9.10.", thread_id=None),
    ],
)
def test_what_is_no_answer_to_it_is_not_told(row: Activity) -> None:
    assert [phrase for phrase, _ in said(petri(), ASKED, row)] == ["quote"]


def test_an_answer_that_is_not_for_the_customer_is_told_by_its_day_alone() -> None:
    found = said(petri(), ASKED, reply("2.10. 9.00", "Sisäinen: raja on 9 %."))
    assert [phrase for phrase, _ in found] == ["quote", "we_answered"]


def test_a_call_has_no_answer() -> None:
    row = call(petri(), "1.10. 9.00", "Haluaa raportin ajoissa.", thread_id="t")
    assert [phrase for phrase, _ in said(petri(), row, reply("2.10. 9.00", "Raportti tulee 9.10."))] == ["noted"]


# --- what they have not answered -----------------------------------------------------------------------------------


def test_our_mails_that_wait_for_an_answer_are_this_persons_alone() -> None:
    rows = (
        reply("1.9. 9.00", "Sopiiko 9.9.?", expects_reply=True, thread_id="a"),
        reply("2.9. 9.00", "Entä 10.9.?", expects_reply=True, thread_id="b", contacts=("C02",)),
        reply("3.9. 9.00", "Tiedoksi.", thread_id="c"),
    )
    found = situation(havulinna(activities=rows))
    assert [unanswered(found, who) for who in (petri(), markku())] == [["re-1.9. 9.00"], ["re-2.9. 9.00"]]
