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


NEGOTIATED = {
    "fi, the day and the time given up": (
        "fi",
        """
        Olli: Nähtäiskö vielä ennen kuun loppua?
        Anna: Joo. Kävisko ens viikon torstai?
        Olli: Torstaina mulla on koulutus. Perjantai aamusta?
        Anna: Käy. Yhdeksältä?
        Olli: Puol kymmenen ois parempi.
        Anna: Puol kymmenen sopii.
        """,
        "2026-10-16T09:30",
    ),
    "fi, a meeting that is moved": (
        "fi",
        """
        Olli: Meidän ens viikon katselmus on tiistaina, voitaisko siirtää katselmus torstaille?
        Anna: Torstai käy, kello yksi.
        Olli: Hyvä.
        """,
        "2026-10-15T13:00",
    ),
    "en, a week on": (
        "en",
        """
        Olli: Shall we get together again?
        Anna: A week on Tuesday, at eleven?
        Olli: Suits me.
        """,
        "2026-10-13T11:00",
    ),
    "en, one of two days, and half past": (
        "en",
        """
        Olli: Let's put something in the diary. Tuesday or Wednesday next week?
        Anna: Wednesday the fourteenth, half two.
        Olli: Done.
        """,
        "2026-10-14T14:30",
    ),
    "en, a month that goes on": (
        "en",
        """
        Olli: When shall we meet again? The twelfth of November?
        Anna: I'm in Leeds that day. Thursday the nineteenth, say ten o'clock?
        Olli: Fine.
        """,
        "2026-11-19T10:00",
    ),
    "en, another time": (
        "en",
        """
        Olli: Next review, Thursday the fifteenth at ten o'clock?
        Anna: Could we make it half past ten?
        Olli: Sure.
        """,
        "2026-10-15T10:30",
    ),
    "sv, in a meeting on that day": (
        "sv",
        """
        Olli: När ska vi ses igen?
        Anna: Onsdag nästa vecka, klockan nio?
        Olli: På onsdag sitter jag i möte hela dagen. Torsdag klockan nio?
        Anna: Den tar vi.
        """,
        "2026-10-15T09:00",
    ),
    "sv, the same time": (
        "sv",
        """
        Olli: Ska vi höras om två veckor, samma tid?
        Anna: Gärna.
        """,
        "2026-10-20T13:00",
    ),
    "de, a weekday in the week spoken of": (
        "de",
        """
        Olli: Wollen wir uns danach noch mal zusammensetzen?
        Anna: Gern. Mittwoch in einer Woche, um vierzehn Uhr?
        Olli: Mittwoch hab ich Schulung. Freitag um neun?
        Anna: Freitag passt.
        """,
        "2026-10-16T09:00",
    ),
    "de, moved once settled": (
        "de",
        """
        Olli: Der nächste Termin wäre Donnerstag, der fünfzehnte Oktober um neun Uhr.
        Anna: Ja, gut. Oder Moment, können wir den Termin auf Freitag verschieben?
        Olli: Ja, Freitag um neun Uhr.
        Anna: Prima.
        """,
        "2026-10-16T09:00",
    ),
}


@pytest.mark.parametrize("case", NEGOTIATED)
def test_a_day_and_a_time_are_agreed_step_by_step(case: str) -> None:
    language, text, start = NEGOTIATED[case]
    found = meeting(call(text, language=language))
    assert (found.start and found.start.isoformat()[:16], found.confirm) == (start, False)


READ_BACK = {
    "fi": (
        """
        Olli: Seuraava palaveri, keskiviikko neljästoista lokakuuta kello kymmenen?
        Anna: Sopii.
        Olli: Eli keskiviikkona viidestoista kello kymmenen.
        """,
        "Anna: Eiku neljästoista.\nOlli: Niin just, neljästoista.",
    ),
    "en": (
        """
        Olli: Next call, Wednesday the fourteenth of October at ten o'clock?
        Anna: Works.
        Olli: So Wednesday the fifteenth at ten o'clock.
        """,
        "Anna: No, the fourteenth.\nOlli: Right, the fourteenth.",
    ),
    "sv": (
        """
        Olli: Nästa möte, onsdag den fjortonde oktober klockan tio?
        Anna: Passar bra.
        Olli: Alltså onsdag den femtonde klockan tio.
        """,
        "Anna: Nej, den fjortonde.\nOlli: Just det, den fjortonde.",
    ),
    "de": (
        """
        Olli: Nächster Termin, Mittwoch, der vierzehnte Oktober um zehn Uhr?
        Anna: Passt.
        Olli: Also Mittwoch, der fünfzehnte, um zehn Uhr.
        """,
        "Anna: Nein, der vierzehnte.\nOlli: Genau, der vierzehnte.",
    ),
}


@pytest.mark.parametrize("language", READ_BACK)
def test_a_slip_when_it_is_read_back_is_to_be_confirmed_until_it_is_put_right(language: str) -> None:
    slip, right = READ_BACK[language]
    left = meeting(call(f"{slip}\nAnna: Danke, tack, kiitos.", language=language))
    assert (left.day, left.confirm) == (dt.date(2026, 10, 14), True)
    mended = meeting(call(f"{slip}\n{right}", language=language))
    assert (mended.day, mended.confirm) == (dt.date(2026, 10, 14), False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Olli: Jatketaan hinnasta. Toimitus tulee perjantaina kello kahdeksan.\nAnna: Hyvä."),
        ("fi", "Olli: Palataan siihen joskus.\nAnna: Nykyinen sopimus menee umpeen lokakuun lopussa.\nOlli: Joo."),
        ("en", "Olli: We will talk about prices.\nAnna: Our audit is on Monday the nineteenth of October at ten o'clock.\nOlli: Noted."),
        ("sv", "Olli: Vi ses på mässan i november.\nAnna: Leveransen kommer tisdag den tjugonde klockan åtta.\nOlli: Bra."),
        ("de", "Olli: Sprechen wir über den Vertrag.\nAnna: Die Wartung kommt am Montag um acht Uhr.\nOlli: Gut."),
    ],
)  # fmt: skip
def test_what_happens_on_a_day_is_no_meeting_of_ours(language: str, text: str) -> None:
    assert agreed(call(text, language=language)).next_meeting is None


def test_a_time_that_nobody_said_again_for_another_day_is_to_be_confirmed() -> None:
    talk = call(
        """
        Olli: Next review, Thursday the fifteenth of October at ten o'clock?
        Anna: On Thursday I'm at a fair. Friday the sixteenth?
        Olli: Fine.
        """,
        language="en",
    )
    found = meeting(talk)
    assert (found.start and found.start.isoformat()[:16], found.confirm) == ("2026-10-16T10:00", True)
