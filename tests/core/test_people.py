"""Who is there: one line each, in their own words, those who decide first."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kambrief.core import people
from kambrief.core.brief import Line, Section
from kambrief.core.customer import DECIDES, Contact, CrmData, Gap, Role
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
from tests.core.sections.parts import LANGUAGES, as_read, faults
from tests.draws import draws


def lines(data: CrmData | None = None, **more: Any) -> tuple[Line, ...]:
    return people.people_lines(situation(data, call_=meeting(**more)))


def one(who: Contact, *activities: object, response: Response = Response.ACCEPTED) -> list[tuple[str, list[str]]]:
    """The phrases of somebody's line with the words in their slots."""
    data = havulinna(contacts=(who,), activities=activities)
    (line,) = lines(data, attendees=(attendee(who, response),))
    return [(sentence.phrase, words_in([sentence])) for sentence in line.sentences]


def test_a_line_has_name_and_title_and_their_words_with_the_day_of_the_last_contact() -> None:
    assert one(petri(), mail_in(petri(), "1.10. 9.00", "Tarvitsemme raportin perjantaiksi.")) == [
        ("person", ["Petri Vuolle", "kunnossapitopäällikkö"]),
        ("first_meeting", []),
        ("quote_on", ["Tarvitsemme raportin perjantaiksi"]),
    ]


def test_a_short_note_stands_beside_the_newest_words() -> None:
    found = one(petri(notes="Puhuu suoraan."), mail_in(petri(), "1.10. 9.00", "Tarvitsemme raportin perjantaiksi."))
    assert [said for said in found if said[0] in {"noted", "quote_on"}] == [
        ("noted", ["puhuu suoraan"]),
        ("quote_on", ["Tarvitsemme raportin perjantaiksi"]),
    ]


def test_of_a_long_note_the_last_sentence_that_fits_is_shown() -> None:
    long = "Aloitti vuonna 2011 tehtaan kunnossapidossa ja tuntee jokaisen laitteen nimeltä. Haluaa luvut paperilla."
    assert ("noted", ["haluaa luvut paperilla"]) in one(petri(notes=long))


def test_a_date_at_the_end_keeps_its_full_stop() -> None:
    assert ("noted_on", ["raportti viimeistään 31.10."]) in one(
        petri(), call(petri(), "1.10. 9.00", "Raportti viimeistään 31.10.")
    )


def test_old_words_give_way_to_a_note() -> None:
    found = one(petri(notes="Puhuu suoraan."), call(petri(), "1.5. 9.00", "Haluaa raportin."))
    assert [words for phrase, words in found if phrase.startswith(("noted", "quote"))] == [["puhuu suoraan"]]


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
    silent = next(sentence for line in (first, second) for sentence in line.sentences if sentence.phrase == "long_ago")
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


def test_somebody_who_has_asked_for_no_contact_is_marked() -> None:
    found = one(petri(do_not_contact=True), mail_in(petri(), "1.10. 9.00", "Tarvitsemme raportin perjantaiksi."))
    assert [phrase for phrase, _ in found] == ["person", "first_meeting", "do_not_contact", "quote_on"]
    assert "do_not_contact" not in [phrase for phrase, _ in one(petri())]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "wants no mail beyond what is agreed"),
        ("fi", "toivoo vain sovittuja viestejä"),
        ("sv", "vill inte få mejl utöver det avtalade"),
        ("de", "wünscht nur vereinbarte Mails"),
    ],
)
def test_the_mark_is_short_in_every_language(language: str, said: str) -> None:
    found = situation(havulinna(contacts=(petri(do_not_contact=True),)), call_=meeting(attendees=(attendee(petri()),)))
    (line,) = people.people_lines(found)
    assert said in as_read(Section.PEOPLE, [line], language)[0]


@pytest.mark.parametrize(("gaps", "claimed"), [((), True), ((Gap("gap_hidden"),), False)])
def test_of_somebody_nobody_knows_it_is_claimed_only_where_nothing_is_hidden(
    gaps: tuple[Gap, ...],
    claimed: bool,  # noqa: FBT001
) -> None:
    guest = attendee("vieras@toinen.example", name="Vieras Nimi")
    found = dataclasses.replace(situation(call_=meeting(attendees=(guest,))), gaps=gaps)
    (line,) = people.people_lines(found)
    assert ("not_in_crm" in [sentence.phrase for sentence in line.sentences]) == claimed


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


def test_who_has_no_name_is_not_called_by_their_address_twice() -> None:
    (line,) = lines(attendees=(attendee("uusi@havulinna.example"),))
    assert [(s.phrase, words_in([s])) for s in line.sentences] == [
        ("person_unknown", ["uusi@havulinna.example"]), ("not_in_crm", [""]),
    ]  # fmt: skip


def test_a_score_off_the_scale_makes_nobody_unhappy() -> None:
    data = havulinna(contacts=(petri(),), surveys=(nps(petri(), -3, dt.date(2026, 9, 1)),))
    (line,) = lines(data, attendees=(attendee(petri()),))
    assert phrases_of([line]) == [["person"]]


# --- forty guests --------------------------------------------------------------------------------------------------

UNHAPPY_TODAY = dt.date(2026, 10, 5)


def crew(number: int, role: Role | None, mark: str) -> tuple[Contact, ...]:
    return tuple(
        petri(
            id=f"{mark}{n:02}", email=f"{mark}{n}@havulinna.example", first_name=f"{mark}{n}", last_name="V", role=role
        )
        for n in range(number)
    )


def invited(contacts: tuple[Contact, ...], **tables: Any) -> tuple[Line, ...]:
    return lines(havulinna(contacts=contacts, **tables), attendees=tuple(attendee(who) for who in contacts))


@pytest.mark.parametrize(
    ("sponsors", "others", "alone", "named"),
    [(0, 40, 5, 0), (1, 39, 5, 0), (5, 35, 5, 0), (6, 34, 6, 0), (8, 32, 8, 0), (9, 31, 8, 1), (40, 0, 8, 32), (3, 0, 3, 0)],
)  # fmt: skip
def test_of_forty_guests_eight_deciders_have_a_line_and_further_ones_are_named(
    sponsors: int, others: int, alone: int, named: int
) -> None:
    *single, rest = (*invited((*crew(others, Role.USER, "a"), *crew(sponsors, Role.SPONSOR, "z"))), None)
    if len(single) > alone:
        rest = single.pop()
    assert len(single) == alone
    assert [line.id.startswith("people/z") for line in single[:sponsors]] == [True] * min(sponsors, alone)
    said = {s.phrase: s for s in rest.sentences} if rest else {}
    assert len(words_in([said["also_deciding"]] if named else [])) == named
    if named:
        assert said["also_deciding"].slots["more"] == Count(0)
    left = others - (alone - min(sponsors, alone))
    if left > 0:
        shown, more = words_in([said["also_there"]]), said["also_there"].slots["more"]
        assert (len(shown), more) == (min(left, people.MAX_NAMES), Count(max(0, left - people.MAX_NAMES)))
    else:
        assert "also_there" not in said


def test_nobody_who_decides_is_starved_by_those_who_are_unhappy_or_were_in_touch_today() -> None:
    loud = crew(20, Role.CHAMPION, "a")
    buyer = petri(id="z", email="z@havulinna.example", role=Role.ECONOMIC_BUYER)
    found = invited(
        (*loud, buyer),
        surveys=tuple(nps(who, 0, UNHAPPY_TODAY) for who in loud), activities=(held(loud, "5.10. 9.00"),),
    )  # fmt: skip
    assert found[0].id == "people/z"


def test_the_unhappy_come_right_behind_those_who_decide() -> None:
    staff = crew(4, Role.USER, "a")
    data = {"surveys": (nps(staff[3], 2, UNHAPPY_TODAY),), "activities": (call(staff[0], "5.10. 9.00"),)}
    found = invited((*staff, markku()), **data)
    assert [line.id for line in found] == ["people/C02", "people/a03", "people/a00", "people/a01", "people/a02"]


def test_a_decider_who_has_declined_or_is_optional_still_has_a_line() -> None:
    staff, boss = crew(9, Role.USER, "a"), markku()
    for guest in (attendee(boss, Response.DECLINED), attendee(boss, optional=True)):
        data = havulinna(contacts=(*staff, boss))
        assert lines(data, attendees=(*map(attendee, staff), guest))[0].id == "people/C02"


def test_somebody_invited_at_two_addresses_is_one_guest() -> None:
    who = petri(aliases=("petri.vuolle@havulinna.example",))
    data = havulinna(contacts=(who, markku()))
    guests = (attendee(who), attendee("petri.vuolle@havulinna.example", Response.NONE), attendee(markku()))
    assert [line.id for line in lines(data, attendees=guests)] == ["people/C02", "people/C01"]


ROLES = st.none() | st.sampled_from(list(Role))


@settings(max_examples=draws(40), deadline=None)
@given(
    st.lists(
        st.tuples(ROLES, st.sampled_from(list(Response)), st.booleans(), st.booleans(), st.integers(0, 10)), max_size=40
    ),
    st.integers(0, 5),
    st.sampled_from(LANGUAGES),
)
def test_everybody_has_a_line_a_name_or_is_counted_and_deciders_are_never_only_counted(
    guests: list[tuple[Role | None, Response, bool, bool, int]], strangers: int, language: str
) -> None:
    staff = [
        petri(id=f"P{n:02}", email=f"p{n}@havulinna.example", first_name=f"N{n:02}", last_name="", role=role)
        for n, (role, *_) in enumerate(guests)
    ]
    rows = [(who, *row[1:]) for who, row in zip(staff, guests, strict=True)]
    data = havulinna(
        contacts=(*staff, markku()),
        activities=tuple(call(who, "4.10. 9.00", id=f"c{who.id}") for who, _, _, touched, _ in rows if touched),
        surveys=tuple(nps(who, score, UNHAPPY_TODAY) for who, *_, score in rows),
    )
    asked = [attendee(who, response, optional=optional) for who, response, optional, *_ in rows]
    found = lines(data, attendees=(*asked, *(attendee(f"x{n}@havulinna.example") for n in range(strangers))))
    single = [line for line in found if line.id != "people/rest"]
    rest = [sentence for line in found if line.id == "people/rest" for sentence in line.sentences]
    more = sum(slot.number for s in rest if isinstance(slot := s.slots["more"], Count))
    names = words_in(rest)
    assert len(single) + len(names) + more == len(guests) + strangers
    assert len(single) <= people.MAX_DECIDING
    alone = {line.id.removeprefix("people/") for line in single}
    deciding = [who for who in staff if who.role in DECIDES]
    assert all(who.id in alone or who.name in names for who in deciding)
    assert sum(who.id in alone for who in deciding) == min(len(deciding), people.MAX_DECIDING)
    assert [fault for row in as_read(Section.PEOPLE, found, language) for fault in faults(row)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("last", ["Vuolle", "Vuolle Jr.", "O'Brien", "von der Heide", "Räsälä-Åström", ""])
def test_names_and_titles_read_well_in_every_language(last: str, language: str) -> None:
    rows: list[Any] = [
        mail_in(petri(), "1.10. 9.00", "Tarvitsemme raportin perjantaiksi.", thread_id="t"),
        mail_in(petri(), "2.10. 9.00", "Lähetämme sen 31.10.", id="r", inbound=False, thread_id="t"),
        call(markku(), "1.5. 9.00", "Haluaa raportin.", id="c"),
    ]  # fmt: skip
    staff = [petri(last_name=last, title="johtaja"), markku(last_name=last, title="", notes="Puhuu suoraan."),
             *(petri(id=f"P{n}", email=f"p{n}@havulinna.example", last_name=last) for n in range(20))]  # fmt: skip
    answers = [*Response, *Response, *Response, *Response]
    guests = [attendee(who, answers[n % len(answers)]) for n, who in enumerate(staff)]
    data = havulinna(contacts=staff, activities=rows, surveys=(nps(petri(), 3, dt.date(2026, 9, 1)),))
    found = lines(
        data, attendees=(*guests, attendee("uusi@havulinna.example"), attendee("x@y.example", name=f"Outo {last}"))
    )
    shown = as_read(Section.PEOPLE, found, language)
    assert len(shown) == 6
    assert [fault for row in shown for fault in faults(row)] == []
