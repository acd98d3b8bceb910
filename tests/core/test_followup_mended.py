"""A second answer about a follow-up's faults, the room for a model's words, and stops behind days."""

import dataclasses
import json
from typing import Any

import pytest

from kambrief.core.agreed_merging import ground_of
from kambrief.core.agreed_types import Agreed
from kambrief.core.followup import DraftLine, Followup, Part, PartKind
from kambrief.core.followup_reading import Worded, apply
from kambrief.core.followup_request import data_rows, user_data, wording_task
from kambrief.render import render_prompt
from tests.core.test_followup_reading import (
    AGREED,
    CALL,
    CONCERN_LINES,
    DRAFT,
    FINNISH,
    GREETING,
    MODELS,
    OURS,
    line,
    texts,
    worded,
)

GOOD = line("The mixer has stopped 14 times since May.", 1, 3, names=("F1",))
STALE = line("The mixer has stopped 11 times since May.", 1, 3)
SEASON = line("The monthly cost has to be known before the season begins.", 7)
PRICE = line("A higher price is hard to explain when the mixer stands still.", 5, names=("C1",))
STEP = line("The two price models on {A1.due} answer that.", 6, names=("A1", "C2"))
THANKS = line("Thank you for the plain answer on the mixer.", 8)


def again(first: dict[str, Any], second: str | dict[str, Any], draft: Followup = DRAFT, limit: int = 230) -> Worded:
    """What two answers give."""
    empty: dict[str, Any] = {"topic": "", "thanks": [], "facts": [], "leave": [], "concern": []}
    task = wording_task(draft, CALL, [MODELS], AGREED, (), max_tokens=10_000, limit=limit)
    ground = ground_of(CALL, AGREED, [MODELS], draft.language)
    before = apply(task, json.dumps(empty | first), ground, AGREED, limit)
    answer = second if isinstance(second, str) else json.dumps(empty | second)
    return apply(task, answer, ground, AGREED, limit, before=before)


@pytest.mark.parametrize("second", [{"facts": [GOOD]}, {"facts": [GOOD, SEASON]}], ids=["alone", "whole"])
def test_a_mended_line_takes_its_place_among_those_that_were_good(second: dict[str, Any]) -> None:
    found = again({"facts": [STALE, SEASON], "topic": "Mixer and models"}, second)
    assert texts(found, PartKind.FACTS) == [GOOD["text"], SEASON["text"]]
    assert found.followup.subject.startswith("Mixer and models")
    assert not found.problems


def test_half_a_concern_is_made_whole_by_the_other_half() -> None:
    wrong = PRICE | {"text": "Nordvik's lower price is hard to answer when the mixer stands still."}
    for second in ({"concern": [PRICE]}, {"concern": [PRICE, STEP]}):
        found = again({"concern": [wrong, STEP], "thanks": [THANKS]}, second)
        assert texts(found, PartKind.CONCERN) == [PRICE["text"], "The two price models on Thu 11 March answer that."]
        assert THANKS["text"] in texts(found, PartKind.THANKS)
    alone = again({"concern": [wrong, STEP]}, {})
    assert texts(alone, PartKind.CONCERN) == [one.text for one in CONCERN_LINES]


@pytest.mark.parametrize("second", ["", "no", "{}", {"facts": [STALE]}], ids=["nothing", "noise", "empty", "stale"])
def test_a_second_answer_loses_nothing_of_the_first(second: str | dict[str, Any]) -> None:
    first = {"facts": [STALE, SEASON], "thanks": [THANKS]}
    assert again(first, second).followup == again(first, {}).followup
    assert SEASON["text"] in texts(again(first, second), PartKind.FACTS)


def test_a_first_answer_that_was_none_is_asked_for_whole_and_the_second_taken() -> None:
    task = wording_task(DRAFT, CALL, [MODELS], AGREED, (), max_tokens=10_000)
    ground = ground_of(CALL, AGREED, [MODELS], "en")
    none = apply(task, "no", ground, AGREED, 230)
    assert none.unread
    assert "Answer again, whole" in render_prompt("followup.user", **user_data(task, none.problems, whole=none.unread))
    assert "the faulted texts alone" in render_prompt("followup.user", **user_data(task, ["facts[1] is wrong"]))
    assert texts(apply(task, json.dumps({"facts": [GOOD]}), ground, AGREED, 230, before=none), PartKind.FACTS) == [
        GOOD["text"]
    ]


def test_where_the_room_is_too_small_the_last_facts_go_and_nothing_is_asked_again() -> None:
    facts = [GOOD, SEASON, line("It is hard to explain a higher price when the mixer stands still.", 5)]
    found = worded(facts=facts, limit=84)
    assert texts(found, PartKind.FACTS) == [GOOD["text"], SEASON["text"]]
    assert "has no room" in found.problems[0]
    assert not found.mendable


def test_a_fact_of_the_draft_that_the_thanks_tell_is_not_said_again() -> None:
    season = DraftLine("Satu wants to know the monthly cost before the season begins.", ("cue:7",))
    draft = dataclasses.replace(DRAFT, parts=tuple(dataclasses.replace(part, lines=(*part.lines, season)) if part.kind is PartKind.FACTS else part for part in DRAFT.parts))  # fmt: skip
    told = line("What matters to you is to know the monthly cost before the season begins.", 7, names=("F2",))
    found = worded(draft, thanks=[THANKS, told], facts=[GOOD])
    assert texts(found, PartKind.FACTS) == [GOOD["text"]]
    other = worded(draft, thanks=[THANKS, told | {"names": []}], facts=[GOOD])
    assert season.text in texts(other, PartKind.FACTS)


def test_the_room_is_told_and_a_text_of_that_length_fits() -> None:
    task = wording_task(DRAFT, CALL, [MODELS], AGREED, (), max_tokens=10_000, limit=90)
    (room,) = [row for row in data_rows(task) if row.startswith("ROOM ")]
    fixed = dataclasses.replace(
        DRAFT, parts=tuple(dataclasses.replace(part, lines=(DraftLine("word " * task.room),)) if part.kind is PartKind.FACTS else part for part in DRAFT.parts if part.kind not in {PartKind.THANKS, PartKind.CONCERN}),
    )  # fmt: skip
    other = wording_task(fixed, CALL, [MODELS], AGREED, (), max_tokens=10_000, limit=10)
    assert room == f"ROOM {task.room} words for thanks, facts and concern together"
    assert other.room == task.room


def test_a_delay_that_the_list_admits_is_told_with_its_promise() -> None:
    told = DraftLine("Mira: two price models – Thu 11 March. This is late, and I am sorry.", ("promise:r1", "cue:6", "commitments/1"))  # fmt: skip
    late = dataclasses.replace(DRAFT, parts=(GREETING, dataclasses.replace(OURS, lines=(told,))))
    for draft, admitted in ((late, True), (DRAFT, False)):
        task = wording_task(draft, CALL, [MODELS], AGREED, (), max_tokens=10_000)
        (row,) = [one for one in data_rows(task) if one.startswith("A1 ")]
        assert ("late: the list says so" in row) is admitted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kuukausikulu on tiedossa {A1.due}.", "Kuukausikulu on tiedossa to 11.3."),
        ("Kuukausikulu on tiedossa {A1.due}", "Kuukausikulu on tiedossa to 11.3."),
        ("Ennen {A1.due}, ennen kautta, tiedätte kuukausikulun.", "Ennen to 11.3., ennen kautta, tiedätte kuukausikulun."),
        ("Kuukausikulu {A1.due} ennen kauden alkua.", "Kuukausikulu to 11.3. ennen kauden alkua."),
    ],
)  # fmt: skip
def test_a_days_own_stop_ends_the_sentence(text: str, shown: str) -> None:
    models = dataclasses.replace(MODELS, what="kuukausikulu", cues=(2,))
    facts = Part(PartKind.FACTS, (DraftLine("Kausi alkaa.", ("cue:2",)),))
    draft = Followup("m1", "a1", "fi", "Sekoitin ja hinnat – sovitut asiat 8.3.", (GREETING, facts), ())
    task = wording_task(draft, FINNISH, [models], Agreed(), (), max_tokens=10_000)
    rows = {"facts": [line(text, 2, names=("A1", "F1"))]}
    found = apply(task, json.dumps(rows), ground_of(FINNISH, Agreed(), [models], "fi"), Agreed(), 230)
    assert texts(found, PartKind.FACTS) == [shown], found.problems
