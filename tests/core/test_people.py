"""Who is there: one line each, in their own words, those who decide first."""

import datetime as dt
from typing import Any

import pytest

from kambrief.core import people
from kambrief.core.brief import Line
from kambrief.core.customer import Contact, CrmData, Role
from kambrief.core.evidence import Count, Day
from kambrief.core.model import Attendee, Response
from tests.builders import (
    attendee,
    call,
    havulinna,
    held,
    mail_in,
    markku,
    meeting,
    note,
    nps,
    petri,
    phrases_of,
    situation,
    words_in,
)


def lines(data: CrmData | None = None, **more: Any) -> tuple[Line, ...]:
    return people.people_lines(situation(data, call_=meeting(**more)))


def one(who: Contact, *activities: object, response: Response = Response.ACCEPTED) -> list[tuple[str, list[str]]]:
    """The phrases of somebody's line with the words in their slots."""
    data = havulinna(contacts=(who,), activities=activities)
    (line,) = lines(data, attendees=(attendee(who, response),))
    return [(sentence.phrase, words_in([sentence])) for sentence in line.sentences]


def test_a_line_has_name_and_title_their_words_and_the_last_contact() -> None:
    assert one(petri(), mail_in(petri(), "1.10. 9.00", "Tarvitsemme raportin perjantaiksi.")) == [
        ("person", ["Petri Vuolle", "kunnossapitopäällikkö"]),
        ("first_meeting", []),
        ("quote", ["Tarvitsemme raportin perjantaiksi"]),
        ("last_contact", []),
    ]


def test_a_short_note_stands_beside_the_newest_words() -> None:
    found = one(petri(notes="Puhuu suoraan."), mail_in(petri(), "1.10. 9.00", "Tarvitsemme raportin perjantaiksi."))
    assert [words for phrase, words in found if phrase == "quote"] == [
        ["Puhuu suoraan"],
        ["Tarvitsemme raportin perjantaiksi"],
    ]


def test_of_a_long_note_the_last_sentence_that_fits_is_shown() -> None:
    long = "Aloitti vuonna 2011 tehtaan kunnossapidossa ja tuntee jokaisen laitteen nimeltä. Haluaa luvut paperilla."
    assert ("quote", ["Haluaa luvut paperilla"]) in one(petri(notes=long))


def test_a_date_at_the_end_keeps_its_full_stop() -> None:
    assert ("quote", ["Raportti viimeistään 31.10."]) in one(
        petri(), call(petri(), "1.10. 9.00", "Raportti viimeistään 31.10.")
    )


def test_old_words_give_way_to_a_note() -> None:
    found = one(petri(notes="Puhuu suoraan."), call(petri(), "1.5. 9.00", "Haluaa raportin."))
    assert [words for phrase, words in found if phrase == "quote"] == [["Puhuu suoraan"]]


@pytest.mark.parametrize(
    ("response", "mark"),
    [
        (Response.TENTATIVE, "response_tentative"),
        (Response.DECLINED, "response_declined"),
        (Response.NONE, "response_none"),
    ],
)
def test_an_unsure_answer_is_marked(response: Response, mark: str) -> None:
    assert mark in [phrase for phrase, _ in one(petri(), response=response)]


@pytest.mark.parametrize("response", [Response.ACCEPTED, Response.UNKNOWN])
def test_a_sure_or_unknown_answer_is_not(response: Response) -> None:
    assert [phrase for phrase, _ in one(petri(), response=response)] == ["person"]


def test_somebody_long_silent_and_somebody_never_heard_of() -> None:
    data = havulinna(activities=(call(petri(), "1.7. 9.00"),))
    first, second = lines(data)
    silent = next(
        sentence for line in (first, second) for sentence in line.sentences if sentence.phrase == "silent_since"
    )
    assert silent.slots == {"on": Day(dt.date(2026, 7, 1)), "days": Count(96)}
    assert "never_in_touch" in phrases_of([first, second])[0]


def test_a_meeting_counts_as_met_and_a_call_does_not() -> None:
    met = held([petri()], "1.9. 9.00")
    assert "first_meeting" not in [phrase for phrase, _ in one(petri(), met)]
    assert "first_meeting" in [phrase for phrase, _ in one(petri(), call(petri(), "1.9. 9.00"))]


def test_without_any_history_nobody_is_called_new() -> None:
    assert [phrase for phrase, _ in one(petri())] == ["person"]


def test_somebody_who_has_left_yet_comes_is_marked_and_not_quoted() -> None:
    found = one(petri(left=True), mail_in(petri(), "1.10. 9.00", "Tarvitsemme raportin perjantaiksi."))
    assert "has_left" in [phrase for phrase, _ in found]
    assert "quote" not in [phrase for phrase, _ in found]


@pytest.mark.parametrize(
    ("score", "on", "shown"),
    [
        (6, "2026-09-01", True),
        (7, "2026-09-01", False),
        (0, "2025-10-06", True),
        (0, "2025-10-04", False),
        (3, "2026-10-06", False),
    ],
)
def test_a_detractors_newest_score_is_told_for_a_year(score: int, on: str, shown: bool) -> None:  # noqa: FBT001
    data = havulinna(contacts=(petri(),), surveys=(nps(petri(), score, dt.date.fromisoformat(on)),))
    (line,) = lines(data, attendees=(attendee(petri()),))
    assert ("survey" in phrases_of([line])[0]) is shown


def test_a_better_newer_score_takes_back_the_older_one() -> None:
    data = havulinna(
        contacts=(petri(),), surveys=(nps(petri(), 3, dt.date(2026, 5, 1)), nps(petri(), 9, dt.date(2026, 9, 1)))
    )
    (line,) = lines(data, attendees=(attendee(petri()),))
    assert phrases_of([line]) == [["person"]]


def test_deciders_come_first_then_whom_we_spoke_to_last_then_strangers() -> None:
    staff = [petri(id=f"P{n}", email=f"p{n}@havulinna.example", role=Role.USER, first_name=f"P{n}") for n in (1, 2)]
    data = havulinna(contacts=(*staff, markku()), activities=(call(staff[1], "1.10. 9.00"),))
    invited = (
        attendee("uusi@havulinna.example"),
        *(attendee(one) for one in staff),
        attendee(markku(), Response.DECLINED),
    )
    found = lines(data, attendees=invited)
    assert [line.id for line in found] == ["people/C02", "people/P2", "people/P1", "people/uusi@havulinna.example"]


def test_of_forty_guests_five_have_a_line_and_the_rest_one_together() -> None:
    staff = tuple(petri(id=f"P{n:02}", email=f"p{n}@havulinna.example", first_name=f"Nimi{n}") for n in range(40))
    found = lines(havulinna(contacts=staff), attendees=tuple(attendee(one) for one in staff))
    assert len(found) == 6
    (rest,) = found[5].sentences
    assert rest.slots["more"] == Count(29)
    assert len(words_in([rest])) == 6


def test_among_the_rest_the_unsure_are_told_apart() -> None:
    staff = tuple(petri(id=f"P{n:02}", email=f"p{n}@havulinna.example", first_name=f"Nimi{n}") for n in range(8))
    answers = [Response.ACCEPTED] * 6 + [Response.NONE, Response.TENTATIVE]
    invited = tuple(attendee(one, answer) for one, answer in zip(staff, answers, strict=True))
    rest = lines(havulinna(contacts=staff), attendees=invited)[5]
    assert [(s.phrase, words_in([s])) for s in rest.sentences] == [
        ("also_there", ["Nimi5 Vuolle"]), ("also_unsure", ["Nimi6 Vuolle", "Nimi7 Vuolle"]),
    ]  # fmt: skip


def test_a_stranger_is_named_with_the_address_and_never_guessed_at() -> None:
    namesake = Attendee("petri.vuolle@gmail.com", "Petri Vuolle", Response.ACCEPTED)
    data = havulinna(activities=(call(petri(), "1.10. 9.00", "Haluaa raportin."),))
    (line,) = lines(data, attendees=(namesake,))
    assert [(s.phrase, words_in([s])) for s in line.sentences] == [
        ("person_unknown", ["Petri Vuolle"]), ("not_in_crm", ["petri.vuolle@gmail.com"]),
    ]  # fmt: skip
    assert not line.pinned


def test_a_stranger_seen_in_earlier_meetings_is_known_by_these() -> None:
    guest = attendee("uusi@muualla.example")
    past = [
        meeting("1.9. 9.00", id="p1", attendees=(guest,)),
        meeting("15.9. 9.00", id="p2", attendees=(guest,)),
        meeting("20.9. 9.00", id="p3", attendees=(attendee("uusi@muualla.example", Response.DECLINED),)),
    ]
    (line,) = people.people_lines(situation(call_=meeting(attendees=(guest,)), past=past))
    seen = line.sentences[-1]
    assert (seen.phrase, seen.slots) == ("seen_before", {"count": Count(2), "on": Day(dt.date(2026, 9, 15))})
    assert seen.facts == ("meeting/p2",)


def test_somebody_without_name_and_address_has_no_line() -> None:
    assert lines(attendees=(Attendee("", ""), attendee(petri()))) == lines(attendees=(attendee(petri()),))


def test_long_names_and_titles_are_cut() -> None:
    found = one(petri(last_name="x" * 5000, title="johtaja " * 500, notes="y" * 5000))
    assert all(len(word) < 300 for _, words in found for word in words)


def test_a_quote_of_another_is_in_nobody_elses_line() -> None:
    data = havulinna(activities=(note("1.10. 9.00", "Markku: kolme lukua ja yksi päätös.", contacts=("C01", "C02")),))
    assert "quote" not in [phrase for line in phrases_of(lines(data)) for phrase in line]
