"""The next meeting is the day and time that stood in the end, in the zone that was meant."""

import datetime as dt

import pytest

from kambrief.core.agreed import agreed
from kambrief.core.agreed_types import NextMeeting
from kambrief.core.talk import Talk
from tests.core.agreeing.calls import call


def meeting(talk: Talk) -> NextMeeting:
    found = agreed(talk).next_meeting
    assert found is not None
    return found


MOVED = {
    "fi": (
        """
        Olli: Milloin jatketaan?
        Olli: Ehdottaisin torstaita viidestoista lokakuuta kello kymmenen.
        Anna: Mulla on silloin hallitus koko aamupäivän.
        Olli: Perjantai kuudestoista lokakuuta kello kolmetoista?
        Anna: Se käy.
        Bo: Käy mullekin.
        Olli: Eli perjantaina kuudestoista lokakuuta kello kolmetoista. Laitan kutsun tänään.
        """
    ),
    "en": (
        """
        Olli: Last item, the next review. I had pencilled in Thursday the fifteenth of October at ten o'clock.
        Anna: On the fifteenth I am in Leeds.
        Olli: Friday the sixteenth of October at one p.m. then?
        Anna: Works.
        Bo: Works for me.
        Olli: I'll send the invitation tomorrow.
        """
    ),
    "sv": (
        """
        Olli: När ses vi nästa gång? Jag föreslår torsdag den femtonde oktober klockan tio.
        Anna: Då är jag i Malmö.
        Olli: Fredag den sextonde oktober klockan tretton?
        Anna: Det passar.
        Olli: Bra, då skickar jag en inbjudan i dag.
        """
    ),
    "de": (
        """
        Olli: Wann sehen wir uns wieder? Mein Vorschlag wäre Donnerstag, der fünfzehnte Oktober um zehn Uhr.
        Anna: Da bin ich in Leipzig, das geht leider nicht.
        Olli: Freitag, der sechzehnte Oktober um dreizehn Uhr?
        Anna: Das passt.
        Olli: Ich schicke die Einladung heute.
        """
    ),
}


@pytest.mark.parametrize("language", MOVED)
def test_the_day_that_was_taken_after_a_refusal_is_the_next_meeting(language: str) -> None:
    talk = call(MOVED[language], language=language)
    found = meeting(talk)
    assert found.start == dt.datetime(2026, 10, 16, 13, tzinfo=talk.tzinfo)
    assert (found.day, found.confirm) == (dt.date(2026, 10, 16), False)
    corrections = {(one.wrong, one.right) for one in agreed(talk).corrections}
    assert corrections == {("2026-10-15", "2026-10-16")}


def test_same_time_and_one_week_later_are_told_from_the_proposal() -> None:
    talk = call(
        """
        Olli: The next review. I had pencilled in Thursday the third of December at two o'clock Hamburg.
        Anna: The third I am in Chicago for the budget. One week later.
        Olli: Same time, two o'clock Hamburg?
        Anna: Fine.
        """,
        language="en",
    )
    found = meeting(talk)
    assert found.start is not None
    assert found.start.isoformat() == "2026-12-10T14:00:00+01:00"


def test_a_place_is_in_its_participants_zone() -> None:
    talk = call(
        """
        Olli: The next call, Monday the twelfth of October at nine a.m. Chicago time?
        Anna: Confirmed.
        """,
        language="en",
        zones={"Anna": "America/Chicago"},
    )
    found = meeting(talk)
    assert found.start is not None
    assert found.start.isoformat() == "2026-10-12T09:00:00-05:00"


def test_a_place_that_nobody_knows_is_to_be_confirmed() -> None:
    talk = call("Olli: The next call, Monday the twelfth of October at nine a.m. Atlantis time?\nAnna: Confirmed.", language="en")  # fmt: skip
    assert meeting(talk).day == dt.date(2026, 10, 12)


def test_a_day_without_a_time_has_no_start_and_is_to_be_confirmed() -> None:
    talk = call("Olli: When do we meet again? Thursday the fifteenth of October?\nAnna: Good.", language="en")
    found = meeting(talk)
    assert (found.start, found.day, found.confirm) == (None, dt.date(2026, 10, 15), True)


def test_a_proposal_that_nobody_takes_is_to_be_confirmed() -> None:
    talk = call("Olli: The next review, Thursday the fifteenth of October at ten o'clock.\nAnna: Let me see.", language="en")  # fmt: skip
    assert meeting(talk).confirm


def test_a_deadline_named_afterwards_moves_nothing() -> None:
    talk = call(
        """
        Olli: Milloin jatketaan? Keskiviikkona kahdeskymmenesensimmäinen lokakuuta kello kolmetoista?
        Anna: Käy.
        Bo: Mutta se kolmaskymmenesensimmäinen on meille oikea takaraja.
        Olli: Minä lähetän raportin perjantaina yhdeksäs.
        """,
        language="fi",
    )
    assert meeting(talk).day == dt.date(2026, 10, 21)


def test_days_of_other_things_are_no_next_meeting() -> None:
    talk = call("Olli: You get the report on Friday the ninth of October.\nAnna: Good.", language="en")
    assert agreed(talk).next_meeting is None


def test_a_meeting_can_be_moved_once_it_was_settled() -> None:
    talk = call(
        """
        Olli: Next meeting, Thursday the fifteenth of October at ten o'clock?
        Anna: Works.
        Bo: Sorry, I can't on that day. Could we say Friday the sixteenth of October at eleven o'clock?
        Anna: Fine.
        """,
        language="en",
    )
    assert meeting(talk).day == dt.date(2026, 10, 16)


@pytest.mark.parametrize("weeks", range(0, 40, 3))
def test_the_meeting_is_told_from_the_day_of_the_call(weeks: int) -> None:
    day = dt.date(2026, 10, 6) + dt.timedelta(weeks=weeks)
    text = "Olli: Seuraava palaveri ensi viikon torstaina kello kymmenen?\nAnna: Sopii."
    found = meeting(call(text, language="fi", day=day))
    assert found.day == day + dt.timedelta(days=9)
