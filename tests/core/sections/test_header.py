"""Subject, header and the line of notices: when, with whom, where, and whose clock shows an odd hour."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from kambrief.core.customer import Account, Contact
from kambrief.core.evidence import Count, Day, Text
from kambrief.core.model import JoinLink, Platform
from kambrief.core.sections.header import header, notice_line, subject, zone_of
from kambrief.core.situation import Situation
from tests.builders import ELINA, attendee, havulinna, markku, meeting, petri, situation, words_in
from tests.core.sections.parts import LANGUAGES, faults, say


def named(name: str, **more: Any) -> Situation:
    """A call with one customer of this name."""
    data = havulinna(accounts=(Account("A01", name, domains=("havulinna.example",)),))
    return situation(data, call_=meeting(**more))


def test_the_subject_has_the_hour_the_customer_and_the_title() -> None:
    assert say([subject(named("Havulinna Oy"))]) == ["[Brief] 09:00 Havulinna – Kuorimon tilanne"]


def test_where_nobody_is_known_the_guests_domain_stands_for_the_customer() -> None:
    stranger = situation(call_=meeting(attendees=(attendee("a@muualla.example"),)))
    assert words_in([subject(stranger)])[0] == "muualla.example"
    assert words_in([header(stranger)[0]]) == ["muualla.example"]
    private = situation(call_=meeting(attendees=(attendee("joku@gmail.com"),)))
    assert (subject(private).phrase, header(private)[0].phrase) == ("subject_plain", "headline_plain")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("title", ["", "Kuorimon tilanne", "Kuorimon tilanne.", "–", "x" * 300])
@pytest.mark.parametrize("name", ["Havulinna Oy", "Havulinna Oy.", "Acme, Inc.", "A"])
def test_subject_header_and_notice_read_well_whatever_the_title(name: str, title: str, language: str) -> None:
    found = named(name, title=title)
    shown = say(
        [
            subject(found),
            *header(found),
            notice_line(found.meeting, ELINA, name),
            notice_line(found.meeting, ELINA, ""),
        ],
        language,
    )
    assert [fault for row in shown if title != "–" for fault in faults(row)] == []
    assert "  " not in " ".join(shown)


def test_the_header_tells_day_length_and_platform() -> None:
    found = header(named("Havulinna Oy"))
    assert [sentence.phrase for sentence in found] == ["headline", "when", "platform"]
    assert found[1].slots == {"day": Day(dt.date(2026, 10, 6)), "minutes": Count(45)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("platform", list(Platform))
def test_every_platform_has_a_name_in_every_language(platform: Platform, language: str) -> None:
    found = named("Havulinna Oy", join=JoinLink("https://call.example/1", platform))
    assert faults(say(header(found), language)[2]) == []


def test_without_a_link_there_is_no_platform_and_without_a_length_no_minutes() -> None:
    assert [sentence.phrase for sentence in header(named("Havulinna Oy", join=None))] == ["headline", "when"]
    assert [say(header(named("Havulinna Oy", minutes=0)), language)[1].count("min") for language in LANGUAGES] == [
        0
    ] * 4


def clocks(*guests: Contact, start: str = "17.9. 15.00", manager: Any = ELINA) -> list[tuple[str, str]]:
    data = havulinna(contacts=guests)
    found = situation(data, call_=meeting(start, attendees=tuple(map(attendee, guests))), manager=manager)
    return [
        (s.phrase.removeprefix("local_time_"), words_in([s])[0])
        for s in header(found)
        if s.phrase.startswith("local_time")
    ]


@pytest.mark.parametrize(
    ("start", "hour"),
    [("17.9. 14.00", "usual"), ("17.9. 13.59", "early"), ("17.9. 23.59", "usual"), ("18.9. 0.00", "late"), ("17.9. 6.00", "early")],
)  # fmt: skip
def test_usual_is_from_eight_to_six_where_the_guest_is(start: str, hour: str) -> None:
    assert clocks(petri(timezone="America/Sao_Paulo"), start=start) == [(hour, "Sao Paulo")]  # six hours behind


def test_a_time_that_stands_there_already_is_not_said_again() -> None:
    guests = [petri(id=f"P{n}", email=f"p{n}@havulinna.example", timezone=zone)
              for n, zone in enumerate(["Europe/Helsinki", "Europe/Riga", "Asia/Tokyo", "Asia/Seoul", "", "nonsense", None])]  # fmt: skip
    assert clocks(*guests) == [("late", "Tokyo")]


def test_the_readers_own_zone_is_the_one_in_the_subject() -> None:
    away = dataclasses.replace(ELINA, timezone="Asia/Tokyo")
    assert clocks(petri(timezone="Asia/Tokyo"), markku(timezone="Europe/Helsinki"), manager=away) == [
        ("usual", "Helsinki")
    ]


def test_a_local_time_rests_on_the_contact_whose_it_is() -> None:
    data = havulinna(contacts=(petri(timezone="Asia/Tokyo"), markku()))
    assert header(situation(data))[-1].facts == ("meeting/m1", "contacts/C01")


@pytest.mark.parametrize("name", ["", "nonsense", "../etc/passwd", "Europe", "\0"])
def test_what_is_no_zone_is_utc(name: str) -> None:
    assert zone_of(name).key == "UTC"


def test_a_notice_names_the_meeting_without_the_word_that_calls_it_off() -> None:
    line = notice_line(meeting(title="Peruttu: Kuorimon tilanne"), ELINA, "Havulinna Oy")
    assert line.slots["title"] == Text("Kuorimon tilanne")
    assert line.slots["account"] == Text("Havulinna")
    assert line.slots["day"] == Day(dt.date(2026, 10, 6))
    assert "account" not in notice_line(meeting(), ELINA, "").slots
