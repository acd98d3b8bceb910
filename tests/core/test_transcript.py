"""Turns of a call, and which attendee a speaker is: joined only by the whole name, suggested by less, never invented."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.model import Attendee
from kambrief.core.transcript import (
    How,
    Mark,
    Speaker,
    Transcript,
    Turn,
    identify,
    joined,
    speakers,
    spoken_language,
)

JOHANNA = Attendee("johanna.rasala@acme.example", "Johanna Räsälä")
MARKKU = Attendee("markku.virtanen@acme.example", "Markku Virtanen")
VUOLLE = Attendee("petri.vuolle@acme.example", "Petri Vuolle")
VUORELA = Attendee("petri.vuorela@other.example", "Petri Vuorela")
ANNA = Attendee("anna@acme.example", "Henriksson, Anna-Maja")
WEI = Attendee("weiling@acme.example", "Tan Wei Ling")
ROOM = Attendee("room3@kam.example", "Conference room 3", is_resource=True)
ONLY_ADDRESS = Attendee("sinead.obrien@acme.example")
PEOPLE = (JOHANNA, MARKKU, VUOLLE, VUORELA, ANNA, WEI, ROOM, ONLY_ADDRESS)


def said(speaker: str, text: str, start: float, end: float, cue: str, language: str = "") -> Turn:
    return Turn(speaker, text, start, end, cue, language)


# --- Turns ---------------------------------------------------------------------------------------------------------


def test_cues_of_one_speaker_become_one_turn_that_still_knows_its_cues() -> None:
    (turn, other) = joined(
        [
            said("Anna", "We start", 1, 2, "1"),
            said("Anna", "on Monday.", 2, 3, "2"),
            said("Matti", "Fine.", 3, 4, "3"),
        ]
    )
    assert (turn.speaker, turn.text, turn.start, turn.end, turn.cue) == ("Anna", "We start on Monday.", 1, 3, "1")
    assert turn.marks == (Mark("1", 0, 1), Mark("2", 9, 2))
    assert [turn.at(offset).cue for offset in (0, 8, 9, 18)] == ["1", "1", "2", "2"]
    assert (other.text, other.at(3)) == ("Fine.", Mark("3", 0, 3))


def test_after_a_long_silence_the_same_speaker_begins_a_new_turn() -> None:
    cues = [said("Anna", "Hello?", 1, 2, "1"), said("Anna", "Now we are all here.", 301, 303, "2")]
    assert [turn.text for turn in joined(cues)] == ["Hello?", "Now we are all here."]
    assert [turn.text for turn in joined(cues, math.inf)] == ["Hello? Now we are all here."]


def test_cues_with_one_utterances_ids_stay_together_over_a_pause_and_without_a_name() -> None:
    cues = [
        said("", "I will", 1, 2, "0d4a/12-0"),
        said("", "send it.", 90, 91, "0d4a/12-1"),
        said("", "Ok", 91, 92, "0d4a/13-0"),
    ]
    assert [turn.text for turn in joined(cues)] == ["I will send it.", "Ok"]


def test_cues_without_a_name_stay_apart() -> None:
    assert len(joined([said("", "Hello", 1, 2, "1"), said("", "Hi", 2, 3, "2")])) == 2


def test_another_language_is_another_turn() -> None:
    cues = [said("Anna", "Moi", 1, 2, "1", "fi-fi"), said("Anna", "Hej", 2, 3, "2", "sv-se")]
    assert [turn.language for turn in joined(cues)] == ["fi-fi", "sv-se"]


def test_overlapping_cues_and_cues_without_times_are_joined_all_the_same() -> None:
    cues = [said("Anna", "a", 5, 9, "1"), said("Anna", "b", 4, 6, "2"), Turn("Anna", "c", None, None, "3")]
    (turn,) = joined(cues)
    assert (turn.text, turn.start, turn.end) == ("a b c", 4, 9)


CUES = st.lists(
    st.builds(
        Turn,
        st.sampled_from(["", "Anna", "Matti"]),
        st.text("abc ä", min_size=1, max_size=6),
        st.none() | st.floats(-5, 500),
        st.none() | st.floats(-5, 500),
        st.integers(0, 10**6).map(str),
        st.sampled_from(["", "fi", "sv"]),
    ),
    max_size=12,
)


@given(CUES)
def test_joining_loses_and_adds_no_word_and_every_cues_words_are_where_its_mark_says(cues: list[Turn]) -> None:
    turns = joined(cues)
    assert " ".join(turn.text for turn in turns) == " ".join(cue.text for cue in cues)
    marks = [(turn, mark) for turn in turns for mark in turn.marks or (Mark(turn.cue, 0, turn.start),)]
    assert [mark.cue for _, mark in marks] == [cue.cue for cue in cues]
    for cue, (turn, mark) in zip(cues, marks, strict=True):
        assert turn.speaker == cue.speaker
        assert turn.text.startswith(cue.text, mark.offset)


def test_speakers_are_counted_in_the_order_they_first_speak() -> None:
    turns = (
        said("Matti", "Good morning all", 1, 2, "1"),
        said("Anna", "Hi", 2, 3, "2"),
        said("Matti", "Shall we", 3, 4, "3"),
        said("Matti", "begin?", 4, 5, "4"),
    )
    assert speakers(Transcript(turns, "zoom")) == (Speaker("Matti", 2, 6), Speaker("Anna", 1, 1))


@pytest.mark.parametrize(
    ("cues", "declared", "spoken"),
    [
        (["fi-fi", "en-us", "fi-FI"], "en", "fi"),
        (["en-us", "en-gb", "sv-se"], "", "en"),
        ([""], "sv-SE", "sv"),
        ([""], "", ""),
    ],
)
def test_the_spoken_language_is_that_of_most_cues_else_the_declared_one(
    cues: list[str], declared: str, spoken: str
) -> None:
    turns = tuple(Turn("A", "x", None, None, str(n), tag) for n, tag in enumerate(cues))
    assert spoken_language(Transcript(turns, "teams", declared)) == spoken


# --- Speakers and people -------------------------------------------------------------------------------------------


def how(speaker: str, *people: Attendee) -> tuple[How, Attendee | None, tuple[Attendee, ...]]:
    (found,) = identify([speaker], people or PEOPLE)
    assert found.speaker == speaker
    return found.how, found.attendee, found.candidates


@pytest.mark.parametrize(
    ("speaker", "attendee"),
    [
        ("Johanna Räsälä", JOHANNA),
        ("Räsälä Johanna", JOHANNA),
        ("RÄSÄLÄ, Johanna", JOHANNA),
        ("johanna rasala", JOHANNA),
        ("Johanna Ra\u0308sa\u0308la\u0308", JOHANNA),
        ("Johanna Räsälä (Acme Oy)", JOHANNA),
        ("Räsälä Johanna (Ulkoinen)", JOHANNA),
        ("Johanna Räsälä | Acme", JOHANNA),
        ("Johanna Räsälä, Acme", JOHANNA),
        ("Räsälä, Johanna, Acme", JOHANNA),
        ("Johanna Räsälä - Acme Oy", JOHANNA),
        ("  Johanna\u00a0Räsälä ", JOHANNA),
        ("Anna Maja Henriksson", ANNA),
        ("Anna-Maja Henriksson", ANNA),
        ("Wei Ling Tan", WEI),
        ("Petri Vuolle", VUOLLE),
    ],
)
def test_the_same_words_in_any_order_are_the_same_person(speaker: str, attendee: Attendee) -> None:
    assert how(speaker) == (How.EXACT, attendee, (attendee,))


@pytest.mark.parametrize(
    ("speaker", "suggested"),
    [
        ("Markku's iPhone", MARKKU),
        ("Markku’s iPhone", MARKKU),
        ("iPhone (Markku)", MARKKU),
        ("Markun iPhone", MARKKU),
        ("Markkus iPhone", MARKKU),
        ("iPhone von Markku", MARKKU),
        ("Markku Virtasen iPad", MARKKU),
        ("Markku Virtanen's MacBook Pro", MARKKU),
        ("Johannan puhelin", JOHANNA),
        ("Räsälän iPhone 15", JOHANNA),
        ("iPhone15 Markku", MARKKU),
    ],
)
def test_a_device_suggests_its_owner_and_identifies_nobody(speaker: str, suggested: Attendee) -> None:
    assert how(speaker) == (How.DEVICE, None, (suggested,))


@pytest.mark.parametrize(
    ("speaker", "suggested"),
    [
        ("Markku", MARKKU),
        ("markku (Acme)", MARKKU),
        ("Markku V.", MARKKU),
        ("Johanna R", JOHANNA),
        ("Acme Johanna Räsälä", JOHANNA),
        ("Anna Henriksson", ANNA),
        ("Sinéad O'Brien", ONLY_ADDRESS),
    ],
)
def test_a_part_of_a_name_or_an_address_suggests_and_identifies_nobody(speaker: str, suggested: Attendee) -> None:
    assert how(speaker) == (How.PART, None, (suggested,))


@pytest.mark.parametrize(
    "speaker",
    [
        "", " ", "Unknown", "Speaker 1", "Puhuja 2", "Guest", "Call-in User_1", "+358*****12", "+358401234567", "Conference room 3",
        "Neuvotteluhuone Kuusi", "iPhone", "iPhone (2)", "Matti's iPhone", "Matti Meikäläinen", "Markku Laine", "Petri Vuo",
        "stokes", "@ritz / Hubert R (X-8219)", "()", "|", ",", "V.", "🙂", "陳大文",
    ],
)  # fmt: skip
def test_nobody_is_invented(speaker: str) -> None:
    assert how(speaker) == (How.UNKNOWN, None, ())


def test_a_room_is_no_person_even_when_the_calendar_does_not_say_so() -> None:
    room = Attendee("room3@kam.example", "Conference room 3")
    assert how("Conference room 3", room) == (How.UNKNOWN, None, ())


def test_a_first_name_that_two_have_is_ambiguous() -> None:
    assert how("Petri") == (How.AMBIGUOUS, None, (VUOLLE, VUORELA))
    assert how("Petri's iPhone") == (How.AMBIGUOUS, None, (VUOLLE, VUORELA))


def test_two_people_with_one_name_are_ambiguous() -> None:
    other = Attendee("j.rasala@other.example", "Räsälä Johanna")
    assert how("Johanna Räsälä", JOHANNA, other) == (How.AMBIGUOUS, None, (JOHANNA, other))


def test_one_person_invited_twice_is_one_person() -> None:
    assert how("Johanna Räsälä", JOHANNA, JOHANNA) == (How.EXACT, JOHANNA, (JOHANNA,))


def test_one_address_under_two_names_is_one_person() -> None:
    short = Attendee(JOHANNA.email, "Johanna")
    assert how("Johanna Räsälä", short, JOHANNA) == (How.EXACT, JOHANNA, (JOHANNA,))
    assert how("Johanna", short, JOHANNA, Attendee(JOHANNA.email)) == (How.PART, None, (short,))


def test_a_whole_name_that_holds_a_device_is_a_name() -> None:
    ville = Attendee("ville@acme.example", "Ville Nokia")
    assert how("Nokia Ville", ville) == (How.EXACT, ville, (ville,))


def test_one_word_is_no_whole_name_even_when_the_invitation_has_no_more() -> None:
    markku = Attendee("m@acme.example", "Markku")
    assert how("Markku", markku) == (How.PART, None, (markku,))


def test_speakers_come_back_in_their_order_and_nobody_at_all_is_nobody() -> None:
    found = identify(["Markku Virtanen", "", "Markku Virtanen"], PEOPLE)
    assert [one.attendee for one in found] == [MARKKU, None, MARKKU]
    assert identify(["Markku Virtanen"], []) == identify(["Markku Virtanen"], [ROOM])


PARTS = st.lists(
    st.sampled_from(
        [
            "Anna",
            "Matti",
            "Petri",
            "Räsälä",
            "Vuolle",
            "Vuorela",
            "Tan",
            "Wei",
            "iPhone",
            "room",
            "x",
            "(Acme)",
            "|",
            ",",
            "-",
            "'s",
            "3",
        ]
    ),
    max_size=6,
)


@given(PARTS.map(" ".join), st.lists(PARTS.map(" ".join), max_size=4))
def test_only_people_who_are_there_are_named_and_never_two_as_one(speaker: str, names: list[str]) -> None:
    people = [Attendee(f"p{n}@x.example", name) for n, name in enumerate(names)]
    (found,) = identify([speaker], people)
    assert set(found.candidates) <= set(people)
    assert (found.attendee is not None) == (found.how is How.EXACT)
    assert {How.UNKNOWN: 0, How.AMBIGUOUS: 2}.get(found.how, 1) == min(len(found.candidates), 2)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_display_name_can_break_it(speaker: str, name: str) -> None:
    (found,) = identify([speaker], [Attendee("a@x.example", name)])
    assert found.how in How
