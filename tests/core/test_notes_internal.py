"""What an account manager notes for us alone gets into no text for the customer, and into no request."""

import datetime as dt
from dataclasses import replace

import pytest

from kambrief.core.commitment import promises
from kambrief.core.model import Attendee, Meeting
from kambrief.core.taking_part import Ours, talk_of_notes
from tests.builders import ELINA, HELSINKI

START = dt.datetime(2026, 10, 6, 9, tzinfo=HELSINKI)
PETRI = Attendee("petri@havulinna.example", "Petri Vuolle")
CALL = Meeting("m1", "Kuorimo", START, START + dt.timedelta(hours=1), attendees=(PETRI,), timezone="Europe/Helsinki")


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ("Tarjous lähtee perjantaina.\n- Meidän alaraja on 380 000 €, ei kerrota vielä", ["Tarjous lähtee perjantaina."]),
        ("Sisäisesti: voidaan antaa 5 % jos pakko. Enempää ei.\nPetri on tyytyväinen.", ["Petri on tyytyväinen."]),
        ("Peter is happy.\nOur floor is 380,000, do not tell them.", ["Peter is happy."]),
        ("We could give a 5% discount if pushed.\nPeter is happy.", ["Peter is happy."]),
        ("Internal:\n- stop at 380,000\n- ask Victor\n\nPeter is happy.", ["Peter is happy."]),
        ("Per är nöjd.\nInternt: vår smärtgräns är 380 000 kr.", ["Per är nöjd."]),
        ("Wir könnten 5 % Rabatt geben.\nUnsere Untergrenze liegt bei 380.000 Euro.\nHerr Wolf ist zufrieden.", ["Herr Wolf ist zufrieden."]),
    ],
)  # fmt: skip
def test_what_is_noted_for_us_alone_is_not_told(notes: str, told: list[str]) -> None:
    made = talk_of_notes(notes, CALL, Ours(("kuura.example",), (), (ELINA,)))

    assert [one.text for one in made.spoken()] == told


def test_what_is_promised_in_open_notes_is_promised_as_before() -> None:
    made = talk_of_notes(
        "Mä lähetän tarjouksen perjantaina.\nSisäisesti: mä teen laskelman torstaina.",
        CALL,
        Ours(("kuura.example",), (), (ELINA,)),
    )

    assert [one.what for one in promises(made)] == ["tarjous"]


def test_whoever_is_named_only_in_what_is_kept_back_gets_no_mail_for_it() -> None:
    johanna = Attendee("johanna@havulinna.example", "Johanna Räsälä")
    call = replace(CALL, attendees=(PETRI, johanna))
    made = talk_of_notes(
        "Petri on tyytyväinen.\nJohanna on sairauslomalla marraskuun.", call, Ours(("kuura.example",), (), (ELINA,))
    )

    assert {one.email: one.present for one in made.participants if one.email != ELINA.email} == {
        PETRI.email: True,
        johanna.email: False,
    }
