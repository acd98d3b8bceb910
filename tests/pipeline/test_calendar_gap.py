"""A calendar that cannot be read is no reason to be without a brief, and the brief says so."""

import pytest

from kambrief.core.model import AccountManager
from tests.builders import ELINA, OTTO, World, occurrence


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Kalenteria ei ole saatu luettua 2 tuntiin: aika ja osallistujat ovat voineet muuttua."),
        ("en", "The calendar could not be read for 2 hours: time and guests may have changed."),
        ("sv", "Kalendern har inte gått att läsa på 2 timmar: tid och deltagare kan ha ändrats."),
        ("de", "Der Kalender ist seit 2 Stunden nicht lesbar: Zeit und Teilnehmer können sich geändert haben."),
    ],
)
def test_the_brief_says_for_how_long_its_calendar_could_not_be_read(language: str, words: str) -> None:
    reader = AccountManager(ELINA.email, ELINA.name, language=language)
    world = World(occurrence("6.10. 9.00"), managers=(reader,))
    world.run("6.10. 6.00")
    world.calendar.broken.add(ELINA.email)
    world.run("6.10. 8.05")
    (text,) = world.texts()
    assert words in " ".join(text.replace("\xa0", " ").split())


@pytest.mark.slow
def test_nothing_is_said_when_it_is_short_or_another_calendar_has_it_too() -> None:
    world = World(occurrence("6.10. 9.00"))
    world.run("6.10. 7.30")
    world.calendar.broken.add(ELINA.email)
    world.run("6.10. 8.05")
    assert "Kalenteria" not in world.texts()[0]
    both = World(occurrence("6.10. 9.00"), occurrence("6.10. 9.00", owner=OTTO), managers=(ELINA, OTTO))
    both.run("6.10. 6.00")
    both.calendar.broken.add(ELINA.email)
    both.run("6.10. 8.05")
    assert not any("Kalenteria" in text for text in both.texts())
