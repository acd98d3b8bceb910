"""What was said in a Teams call, and what `check` tells of the rights to it."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from kambrief.core.model import Attendee, Meeting
from tests.parts.fake_graph import FakeGraph
from tests.providers.collected import ELINA, HOUR, NOW, OTTO, Collected
from tests.providers.test_teams import PETRI, TUESDAY, clock, closed, event, graph, office, provider, weekly

__all__ = ["clock", "closed", "graph", "office"]
pytestmark = pytest.mark.corpus

VTT = "WEBVTT\n\n0:0:1.500 --> 0:0:4.0\n<v Petri Vuolle>Sovitaan kuudestoista.</v>\n\n0:0:4.5 --> 0:0:6.0\n<v Elina Saarikko>Hyvä.</v>\n"


def heard_of(graph: FakeGraph, meeting: Meeting, minutes: int = 10, beside: Sequence[Meeting] = (), **more: Any) -> Any:
    made = provider(graph, transcripts=True, **more)
    return made.hear(meeting, beside, meeting.end + dt.timedelta(minutes=minutes))


def known(graph: FakeGraph) -> Meeting:
    office = Collected([provider(graph)])
    office.look()
    meeting: Meeting = office.coming()[0]
    return meeting


def test_transcript_attendance_and_insights_of_a_call_are_fetched(graph: FakeGraph) -> None:
    key = event(graph)
    graph.transcript(ELINA.email, key, VTT, TUESDAY + HOUR / 60)
    graph.attendance(
        ELINA.email,
        key,
        [(ELINA.email, ELINA.name, "Organizer", 1800), ("", "Petri Vuolle", "Attendee", 1700)],
        TUESDAY,
    )
    graph.insight(
        ELINA.email,
        key,
        TUESDAY + HOUR,
        notes=[("Sopimus", "Aika sovittiin.")],
        actions=[("Lähetä tarjous", "", "Elina Saarikko")],
        mentions=[],
    )
    graph.meetings.copilot = {graph.user_id(ELINA.email)}
    heard = heard_of(graph, known(graph), ai_insights=True)
    assert [(turn.speaker, turn.text, turn.start) for turn in heard.transcript.turns] == [
        ("Petri Vuolle", "Sovitaan kuudestoista.", 1.5), ("Elina Saarikko", "Hyvä.", 4.5),
    ]  # fmt: skip
    assert sorted((one.name, one.seconds) for one in heard.attendance) == [
        ("Elina Saarikko", 1800),
        ("Petri Vuolle", 1700),
    ]
    assert [step.owner for step in heard.summaries[0].next_steps] == ["Elina Saarikko"]
    assert (heard.pending, heard.problems) == ((), ())


def test_of_a_series_only_this_occurrences_transcripts_count_and_two_of_it_are_one(graph: FakeGraph) -> None:
    master = weekly(graph, 2)
    for week in (0, 7 * 24):
        for minute in (1, 31):
            text = VTT.replace("kuudestoista", f"{week}-{minute}")
            graph.transcript(ELINA.email, master, text, TUESDAY + HOUR * week + HOUR * minute / 60)
    heard = heard_of(graph, known(graph))
    assert [turn.text for turn in heard.transcript.turns if turn.speaker.startswith("Petri")] == [
        "Sovitaan 0-1.", "Sovitaan 0-31.",
    ]  # fmt: skip
    assert [turn.start for turn in heard.transcript.turns] == [1.5, 4.5, 1801.5, 1804.5]
    assert len({turn.cue for turn in heard.transcript.turns}) == 4


def test_the_next_customers_call_under_the_same_link_is_not_this_ones(graph: FakeGraph) -> None:
    key = event(graph)
    graph.transcript(ELINA.email, key, VTT, TUESDAY + HOUR / 60)
    graph.transcript(ELINA.email, key, VTT.replace("kuudestoista", "CUSTOMER-B"), TUESDAY + 1.5 * HOUR)
    first = known(graph)
    second = dataclasses.replace(first, id="b", start=TUESDAY + 1.5 * HOUR, end=TUESDAY + 2 * HOUR)
    assert "CUSTOMER-B" not in str(heard_of(graph, first, beside=[second]))
    assert "CUSTOMER-B" in str(heard_of(graph, second, beside=[first]))
    assert "kuudestoista" not in str(heard_of(graph, second, beside=[first]))
    graph.transcript(ELINA.email, key, VTT.replace("kuudestoista", "CUSTOMER-C"), TUESDAY + 4 * HOUR)
    assert "CUSTOMER-C" not in str(heard_of(graph, first, beside=[]))


def test_what_is_not_there_yet_is_waited_for_and_then_given_up(graph: FakeGraph) -> None:
    event(graph)
    meeting = known(graph)
    assert heard_of(graph, meeting).pending == ("transcript", "attendance")
    late = heard_of(graph, meeting, 3 * 60)
    assert (late.pending, late.problems) == ((), ("no transcript was made", "no attendance was made"))


def test_a_call_organised_elsewhere_has_none_and_says_why(graph: FakeGraph) -> None:
    event(graph, organizer=PETRI[:2])
    heard = heard_of(graph, known(graph))
    assert "organised by somebody outside of this tenant" in heard.problems[0]
    assert heard.pending == ()


def test_without_the_switch_or_in_another_platforms_call_nobody_is_asked(graph: FakeGraph) -> None:
    event(graph, teams=False, location="https://kuura.zoom.us/j/85012345678")
    meeting = known(graph)
    graph.forget_requests()
    assert heard_of(graph, meeting) is None
    assert provider(graph).hear(meeting, (), NOW) is None
    assert graph.requests == []


def test_without_the_policy_the_problem_names_it(graph: FakeGraph) -> None:
    event(graph)
    meeting = known(graph)
    graph.policy = set()
    (problem,) = heard_of(graph, meeting).problems
    assert "New-CsApplicationAccessPolicy" in problem
    assert "OnlineMeetings.Read.All" in problem


def test_a_missing_right_to_one_thing_does_not_cost_the_others(graph: FakeGraph) -> None:
    key = event(graph)
    graph.transcript(ELINA.email, key, VTT, TUESDAY + HOUR / 60)
    graph.roles.discard("OnlineMeetingArtifact.Read.All")
    heard = heard_of(graph, known(graph))
    assert len(heard.transcript.turns) == 2
    assert "OnlineMeetingArtifact.Read.All" in heard.problems[0]


def test_a_line_that_breaks_is_no_answer(graph: FakeGraph) -> None:
    from kambrief.errors import CallError

    event(graph)
    meeting = known(graph)
    graph.fault("503", times=30, op="onlineMeetings")
    with pytest.raises(CallError):
        heard_of(graph, meeting)


def test_check_proves_what_is_configured_and_names_what_is_missing(graph: FakeGraph) -> None:
    event(graph)
    graph.group("g1", [ELINA.email])
    fine = provider(graph, transcripts=True, group="g1").check(NOW)
    assert all(line.ok for line in fine), fine
    assert [line.name for line in fine] == [
        "meetings.teams/sign-in", "meetings.teams/group", f"meetings.teams/{ELINA.email}",
        f"meetings.teams/{OTTO.email}", "meetings.teams/transcripts",
    ]  # fmt: skip
    graph.policy = set()
    assert "application access policy" in provider(graph, transcripts=True).check(NOW)[-1].advice
    graph.roles.discard("Calendars.Read")
    lines = {line.name: line for line in provider(graph, transcripts=True).check(NOW)}
    assert "Application Calendars.Read" in lines[f"meetings.teams/{ELINA.email}"].summary
    assert "not tried" in lines["meetings.teams/transcripts"].summary
    assert "off" in provider(graph).check(NOW)[-1].summary


def test_a_transcript_notification_is_of_the_organisers_calls(graph: FakeGraph) -> None:
    event(graph)
    meeting = known(graph)
    made = provider(graph, transcripts=True)
    made.hear(meeting, (), meeting.end)
    assert made.is_of(meeting, graph.user_id(ELINA.email))
    assert not made.is_of(meeting, graph.user_id(OTTO.email))


def test_everybody_known_by_name_is_handed_to_the_reader_of_the_transcript(graph: FakeGraph) -> None:
    key = event(graph)
    graph.transcript(ELINA.email, key, VTT, TUESDAY + HOUR / 60)
    heard = heard_of(graph, known(graph))
    from kambrief.core.transcript import How, identify, speakers

    people = [*known(graph).attendees, Attendee(ELINA.email, ELINA.name)]
    found = identify([one.name for one in speakers(heard.transcript)], people)
    assert [(one.attendee.email if one.attendee else "", one.how) for one in found] == [
        ("petri@havulinna.example", How.EXACT), ("elina@kuura.example", How.EXACT),
    ]  # fmt: skip
