"""Who was in the call, on which side, and while what only we were there."""

import datetime as dt
from collections.abc import Sequence

import pytest

from kambrief.core.customer import Contact, Side
from kambrief.core.match import Join
from kambrief.core.model import AccountManager, Attendee, Meeting, Response
from kambrief.core.taking_part import Known, Ours, display_name, spoken_in, talk, talk_of_notes
from kambrief.core.talk import Talk
from kambrief.core.transcript import Attendance, Transcript, Turn
from tests.builders import ELINA, HELSINKI

START = dt.datetime(2026, 10, 6, 9, tzinfo=HELSINKI)
VILLE = Attendee("ville@kuura.example", "Ville Nurmela")
US = Attendee("elina@kuura.example", "Elina Saarikko")
PETRI = Attendee("petri@havulinna.example", "Vuolle, Petri")
DENISE = Attendee("denise@havulinna.example", "Denise Okafor")
MARKKU = Attendee("markku@havulinna.example", "Markku Hietanoja", Response.DECLINED)
CONTACT = Contact("C01", "A01", "Petri", "Vuolle", "petri@havulinna.example", language="fi", address_form="sinuttelu", timezone="Europe/Helsinki")  # fmt: skip
WEI_LING = Contact("C04", "A01", "Wei Ling", "Tan", "wei.ling@havulinna.example")


def meeting(*attendees: Attendee, zone: str = "Europe/Helsinki") -> Meeting:
    return Meeting(
        "m1", "Kuorimo", START, START + dt.timedelta(hours=1), attendees=(US, VILLE, *attendees), timezone=zone
    )


def heard(lines: str, language: str = "") -> Transcript:
    said = [line.split(": ", 1) for line in lines.strip().splitlines()]
    turns = tuple(Turn(who.strip(), text, float(at), at + 1.0, f"c{at}") for at, (who, text) in enumerate(said))
    return Transcript(turns, "teams", language)


def of(
    lines: str,
    *attendees: Attendee,
    contacts: Sequence[Contact] = (),
    joins: Sequence[Join] = (),
    attendance: Sequence[Attendance] = (),
) -> Talk:
    ours = Ours(("kuura.example",), (), (ELINA,))
    return talk(heard(lines), meeting(*attendees), ours, Known(joins, contacts, attendance))


def test_display_names_in_any_order_are_the_invited_people_on_their_sides() -> None:
    made = of("Elina Saarikko: Hei.\nVuolle Petri: Hei.", PETRI, joins=[Join(PETRI, CONTACT, "A01")])

    petri = made.by_key["petri@havulinna.example"]
    assert (petri.name, petri.called, petri.side, petri.contact_id, petri.present) == (
        "Petri Vuolle",
        "Petri",
        Side.THEM,
        "C01",
        True,
    )
    assert (petri.language, petri.address_form, petri.timezone) == ("fi", "sinuttelu", "Europe/Helsinki")
    assert made.side_of("elina@kuura.example") is Side.US
    assert not made.by_key["ville@kuura.example"].present


def test_a_cue_is_an_utterance_numbered_from_one() -> None:
    made = of("Elina Saarikko: Hei.\nVuolle Petri: Hei.", PETRI)

    assert [(one.number, one.who, one.cue, one.start) for one in made.utterances] == [
        (1, "elina@kuura.example", "c0", 0.0),
        (2, "petri@havulinna.example", "c1", 1.0),
    ]


def test_a_telephone_is_only_a_suggestion() -> None:
    made = of("Denise's iPhone: I'll send the logs on Monday.\nElina Saarikko: Thanks.", DENISE)

    denise = made.by_key["denise@havulinna.example"]
    assert (denise.side, denise.unsure, denise.speakers) == (Side.THEM, "Denise's iPhone", ("Denise's iPhone",))


def test_whoever_answers_to_their_name_is_sure() -> None:
    made = of("Elina Saarikko: Denise, would you give us the headline?\nDenise's iPhone: Sure.", DENISE)

    assert made.by_key["denise@havulinna.example"].unsure == ""


def test_whoever_answers_to_another_name_is_not() -> None:
    made = of("Elina Saarikko: Petri, would you start?\nDenise's iPhone: Sure.", DENISE, PETRI)

    assert made.by_key["denise@havulinna.example"].unsure == "Denise's iPhone"


def test_a_stranger_stands_on_no_side_and_is_told() -> None:
    made = of("Elina Saarikko: Hei.\nSpeaker 3: Mä lähetän listan.", PETRI)

    assert made.side_of(made.utterances[1].who) is None
    assert any("Speaker 3" in note for note in made.notes)


def test_a_stranger_who_says_who_they_are_is_a_suggestion() -> None:
    made = of("Elina Saarikko: Hei.\nSpeaker 3: Hei, Petri täällä.\nElina Saarikko: Hyvä.", PETRI)

    petri = made.by_key["petri@havulinna.example"]
    assert (made.utterances[1].who, petri.unsure) == (petri.key, "Speaker 3")


def test_a_room_is_nobody_whatever_is_said_in_it() -> None:
    made = of("Elina Saarikko: Hei.\nNeuvotteluhuone 2: Petri täällä.", PETRI)

    assert made.side_of(made.utterances[1].who) is None


def test_a_contact_who_was_not_invited_is_known_by_the_whole_name() -> None:
    made = of("Elina Saarikko: Hi.\nTan Wei Ling: Hello.", PETRI, contacts=[WEI_LING])

    one = made.by_key["wei.ling@havulinna.example"]
    assert (one.name, one.called, one.side, one.invited, one.present) == (
        "Wei Ling Tan",
        "Wei Ling",
        Side.THEM,
        False,
        True,
    )


def test_a_colleague_who_was_not_invited_is_told_by_our_name_behind_theirs() -> None:
    made = of("Priya Ramanathan (Kuura): Hi.\nVuolle Petri: Hi.", PETRI)

    one = made.by_key[made.utterances[0].who]
    assert (one.name, one.side, one.unsure) == ("Priya Ramanathan", Side.US, "Priya Ramanathan (Kuura)")


def test_whoever_the_platform_saw_was_present() -> None:
    made = of("Elina Saarikko: Hei.", PETRI, MARKKU, attendance=[Attendance("Petri", "petri@havulinna.example", 600)])

    assert made.by_key["petri@havulinna.example"].present
    assert not made.by_key["markku@havulinna.example"].present
    assert made.by_key["markku@havulinna.example"].declined


@pytest.mark.parametrize(
    ("lines", "alone"),
    [
        ("Elina Saarikko: Kuuleeko kaikki?\nVuolle Petri: Joo.", []),
        ("Elina Saarikko: Ville, mikä on meidän alaraja?\nVille Nurmela: Viisi prosenttia.\nElina Saarikko: Selvä.\nVuolle Petri: Huomenta.", [1, 2, 3]),
        ("Elina Saarikko: Ennen kuin ne tulee: alaraja on viisi.\nElina Saarikko: Huomenta Petri.\nVuolle Petri: Huomenta.", [1]),
        ("Vuolle Petri: Kiitos, moi.\nElina Saarikko: Kiitos, moi moi.\nVille Nurmela: Meniköhän tuo läpi?\nElina Saarikko: Annetaan viisi.", [3, 4]),
        ("Vuolle Petri: Selvä.\nElina Saarikko: Kerrataan: tarjous perjantaina.\nElina Saarikko: Ja vaihto torstaina.", []),
        ("Vuolle Petri: Mä lähden nyt.\nElina Saarikko: Lähtikö kaikki?\nVille Nurmela: Joo. Alaraja on viisi.", [2, 3]),
        ("Vuolle Petri: Hei.\nElina Saarikko: Hei.\nVille Nurmela: Hei.\nElina Saarikko: No.\nVuolle Petri: Moi.", []),
        ("Elina Saarikko: Petri ei tullut.\nVille Nurmela: Alaraja on viisi.", [1, 2]),
    ],
)  # fmt: skip
def test_what_is_said_before_they_come_and_after_they_left_is_ours_alone(lines: str, alone: list[int]) -> None:
    assert [one.number for one in of(lines, PETRI).utterances if one.alone] == alone


def test_a_silent_customer_whom_the_platform_saw_was_there() -> None:
    made = of("Elina Saarikko: Esittelen.", PETRI, attendance=[Attendance("Petri", "petri@havulinna.example", 600)])

    assert not any(one.alone for one in made.utterances)


def test_the_day_is_the_meetings_in_its_own_zone() -> None:
    late = Meeting("m1", "", dt.datetime(2026, 10, 6, 22, tzinfo=dt.UTC), dt.datetime(2026, 10, 6, 23, tzinfo=dt.UTC), attendees=(US,), timezone="Asia/Singapore")  # fmt: skip

    made = talk(heard("Elina Saarikko: Hi."), late, Ours(("kuura.example",)))

    assert (made.day, made.zone) == (dt.date(2026, 10, 7), "Asia/Singapore")


def test_without_a_zone_it_is_the_account_managers() -> None:
    manager = AccountManager("elina@kuura.example", timezone="Europe/Stockholm")

    made = talk(heard("Elina Saarikko: Hi."), meeting(zone="Nowhere/Else"), Ours(("kuura.example",), (), (manager,)))

    assert made.zone == "Europe/Stockholm"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Mä laitan sen kun se on valmis.", "fi"),
        ("I will send it to you when it is done.", "en"),
        ("Jag skickar det till dig när det är klart.", "sv"),
        ("Ich schicke es Ihnen, wenn es fertig ist.", "de"),
        ("", "en"),
    ],
)
def test_the_language_is_told_by_little_words(words: str, language: str) -> None:
    assert spoken_in([words]) == language


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Räsälä, Johanna", "Johanna Räsälä"),
        ("Dr. Annegret Holthaus", "Annegret Holthaus"),
        ("Priya Ramanathan (Kelo)", "Priya Ramanathan"),
        ("Matt Kowalczyk | Kelo", "Matt Kowalczyk"),
        ("matt@kelo.example", ""),
    ],
)
def test_names_are_written_given_name_first(written: str, name: str) -> None:
    assert display_name(written) == name


def test_notes_are_the_writers_own_words_line_by_line() -> None:
    notes = "- Petri lähettää laitelistan torstaina.\n- Minä: tarjous perjantaina.\n\nHyvä palaveri."

    made = talk_of_notes(notes, meeting(PETRI), Ours(("kuura.example",), (), (ELINA,)))

    assert [one.text for one in made.utterances] == [
        "Petri lähettää laitelistan torstaina.",
        "Minä: tarjous perjantaina.",
        "Hyvä palaveri.",
    ]
    assert {one.who for one in made.utterances} == {"elina@kuura.example"}
    assert (made.source, made.language) == ("notes", "fi")
    assert {one.key for one in made.participants if one.present} == {"elina@kuura.example", "petri@havulinna.example"}


def test_an_empty_transcript_is_a_talk_in_which_nothing_was_said() -> None:
    made = talk(Transcript((), "zoom"), meeting(PETRI), Ours(("kuura.example",)))

    assert (made.utterances, made.withheld) == ((), ())


def test_what_was_restored_is_told_apart_from_what_is_kept_back() -> None:
    lines = "Vuolle Petri: Tää on meidän kesken. Tehdas suljetaan.\nElina Saarikko: Selvä."
    (span,) = of(lines, PETRI).withheld

    again = talk(heard(lines), meeting(PETRI), Ours(("kuura.example",)), restored=[span.id])

    assert (again.withheld, again.restored) == ((), (span,))
    assert not any(one.withheld for one in again.utterances)
