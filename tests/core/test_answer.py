"""Whatever a model answers, the brief is complete and right."""

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.answer import Applied, apply, best
from kambrief.core.brief import Brief, Kind, Section
from kambrief.core.evidence import Person
from kambrief.core.writing import SYSTEM_PROMPT, system_data
from kambrief.render import render_prompt
from tests.core.writing_parts import BRIEF, FACTS, task

GOOD: dict[str, Any] = {
    "one_thing": {"text": "[[C2]] waits for the plan due {F1.due}: agree when it comes", "facts": ["F1"]},
    "questions": [
        {"text": "what do your site managers need to see before they decide?", "facts": ["F2"]},
        {"text": "what does it cost you when the pump stops?", "facts": ["F3"]},
    ],
    "order": {"since": ["L5", "L2", "L4"]},
}


def done(answer: object) -> Applied:
    return apply(task(), BRIEF, answer if isinstance(answer, str) else json.dumps(answer), model="tiny-1")


def ids(brief: Brief, section: Section) -> list[str]:
    block = brief.block(section)
    return [line.id for line in block.lines] if block else []


def test_a_good_answer_adds_its_readings_and_moves_what_may_be_moved() -> None:
    applied = done(GOOD)
    assert applied.problems == ()
    assert applied.readings == 3
    assert applied.brief.written_by == "tiny-1"
    assert ids(applied.brief, Section.ONE_THING) == ["one_thing", "one_thing/reading"]
    assert ids(applied.brief, Section.QUESTIONS) == ["questions/1", "questions/2"]
    assert ids(applied.brief, Section.SINCE) == ["since/c", "since/p", "since/a", "since/hidden", "since/b"]
    assert [block.section for block in applied.brief.blocks] == [
        Section.ONE_THING,
        Section.SINCE,
        Section.QUESTIONS,
        Section.MIND,
    ]


def test_what_the_model_puts_first_is_the_last_to_be_dropped() -> None:
    weights = {line.id: line.weight for _, line in done(GOOD).brief.lines()}
    assert (weights["since/c"], weights["since/a"], weights["since/b"]) == (6, 4, 2)
    assert (weights["since/p"], weights["since/hidden"]) == (9, 3)


@pytest.mark.parametrize(
    "wrapped",
    [
        "```json\nANSWER\n```",
        "Sure, {here} it is: ANSWER I hope this helps.",
        "<think>maybe {'one'} or {\"two\": 2}</think>\nANSWER",
        "\ufeff ANSWER",
    ],
)
def test_talk_and_fences_around_the_answer_are_forgiven(wrapped: str) -> None:
    assert done(wrapped.replace("ANSWER", json.dumps(GOOD))).readings == 3


@pytest.mark.parametrize(
    "answer", ["", "no", "[]", "{}", '{"a": 1}', "{" * 100_000, '{"order": ' + "[" * 100_000, "null", "7"]
)
def test_no_answer_is_the_floor_and_worth_another_try(answer: str) -> None:
    applied = done(answer)
    assert applied.brief == BRIEF
    assert applied.repairable
    assert applied.problems


@pytest.mark.parametrize(
    "answer",
    [
        {"one_thing": None, "questions": [], "order": {}},
        {"one_thing": None},
        {"order": {"since": ["L2", "L4", "L5"]}},
        {"order": {"since": ["L99", "since/a", 7, None]}},
        {"order": {"mind": ["L6"], "one_thing": ["L1"], "nothing": []}},
        {"order": ["L5"]},
        {"questions": [{"text": "", "facts": []}]},
    ],
)
def test_an_answer_that_changes_nothing_is_the_floor_and_no_fault(answer: object) -> None:
    applied = done(answer)
    assert applied.brief == BRIEF
    assert applied.brief.written_by == "floor"
    assert not applied.repairable


def test_lines_the_model_forgot_follow_in_the_floors_order() -> None:
    assert ids(done({"order": {"since": ["L4"]}}).brief, Section.SINCE) == [
        "since/b",
        "since/p",
        "since/a",
        "since/hidden",
        "since/c",
    ]


def test_a_bad_reading_is_left_out_and_told_while_the_good_ones_stay() -> None:
    applied = done(GOOD | {"one_thing": {"text": "the plan is 9 days late and they know", "facts": ["F1"]}})
    assert applied.readings == 2
    assert ids(applied.brief, Section.ONE_THING) == ["one_thing"]
    assert applied.repairable
    [problem] = applied.problems
    assert problem.startswith('one_thing "the plan is 9 days late and they know" holds a digit')


def test_more_than_three_questions_and_the_same_one_twice_are_cut() -> None:
    one, two = GOOD["questions"]
    assert ids(done({"questions": [one, one, two, two, one]}).brief, Section.QUESTIONS) == [
        "questions/1",
        "questions/2",
    ]


def test_a_reading_on_a_secret_fact_is_marked_internal_and_never_a_question() -> None:
    secret = next(name for name, one in task().facts.items() if one.id == "activities/4")
    applied = done(
        {
            "one_thing": {"text": "keep the offer for the end of the call", "facts": [secret]},
            "questions": [{"text": "what would an offer have to hold for you?", "facts": [secret]}],
        }
    )
    assert next(line for _, line in applied.brief.lines() if line.id == "one_thing/reading").internal
    assert ids(applied.brief, Section.QUESTIONS) == []


def test_lines_that_have_the_names_of_readings_are_kept() -> None:
    floor_question = dataclasses.replace(BRIEF.blocks[1].lines[0], id="questions/1")
    block = dataclasses.replace(BRIEF.blocks[1], section=Section.QUESTIONS, lines=(floor_question,))
    brief = dataclasses.replace(BRIEF, blocks=(BRIEF.blocks[0], block))
    applied = apply(task(), brief, json.dumps(GOOD))
    assert ids(applied.brief, Section.QUESTIONS) == ["questions/1+", "questions/2", "questions/1"]


def test_readings_of_a_language_nobody_can_check_are_left_out_and_not_asked_for_again() -> None:
    applied = apply(task("de"), dataclasses.replace(BRIEF, language="de"), json.dumps(GOOD))
    assert applied.readings == 0
    assert not applied.repairable
    assert ids(applied.brief, Section.SINCE)[0] == "since/c"


def test_a_model_that_says_its_example_again_says_nothing() -> None:
    for language in ("en", "fi"):
        system = render_prompt(SYSTEM_PROMPT, **system_data(language))
        example = system[system.rindex('{"one_thing"') :]
        for parroted in (example, example.replace("901", "1").replace("902", "2")):
            assert apply(task(language), BRIEF, parroted, told=system).readings == 0


def test_the_example_rests_on_nothing_even_where_the_instructions_are_not_compared() -> None:
    system = render_prompt(SYSTEM_PROMPT, **system_data("en"))
    assert apply(task(), BRIEF, system[system.rindex('{"one_thing"') :]).readings == 0


def test_the_model_named_in_the_brief_is_a_plain_name() -> None:
    assert apply(task(), BRIEF, json.dumps(GOOD), model="<a href=x>").brief.written_by == "model"


def test_a_repair_counts_only_if_it_is_better() -> None:
    good, poor = done(GOOD), done(GOOD | {"questions": []})
    assert best(poor, good) is good
    assert best(good, poor) is good
    assert best(poor, poor) is poor


# --- anything at all ---


def floor_lines(brief: Brief) -> list[str]:
    """The floor's lines but for their weights, in one fixed order."""
    own = {line.id for _, line in BRIEF.lines()}
    return sorted(repr(dataclasses.replace(line, weight=0)) for _, line in brief.lines() if line.id in own)


def check_promises(brief: Brief) -> None:
    assert floor_lines(brief) == floor_lines(BRIEF)
    for section in (Section.ONE_THING, Section.SINCE, Section.MIND):
        old, new = ids(BRIEF, section), ids(brief, section)
        pinned = [line.id for _, line in BRIEF.lines() if line.pinned]
        assert all(new.index(line_id) == place for place, line_id in enumerate(old) if line_id in pinned)
    allowed = {fact_id: list(fact.values.values()) for fact_id, fact in FACTS.items()}
    for section, line in brief.lines():
        for sentence in line.sentences:
            if sentence.kind is not Kind.READING:
                continue
            assert section in {Section.ONE_THING, Section.QUESTIONS}
            assert sentence.facts
            assert not any(FACTS[fact_id].audience.value == "manager-only" for fact_id in sentence.facts)
            literal = "".join(part for part in sentence.parts if isinstance(part, str))
            assert not any(letter.isnumeric() for letter in literal)
            values = [part for part in sentence.parts if not isinstance(part, str | Person)]
            assert all(any(value in allowed[fact_id] for fact_id in sentence.facts) for value in values)


TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            GOOD["one_thing"]["text"],
            GOOD["questions"][0]["text"],
            "the plan comes to {F1.due} and to {F5.share} for them",
            "what of the {F5.share} would you like to see?",
            "[[C1|Kaisan]] and [[C9]] know what the plan is",
            "Ville Korpi knows what the plan is for",
            "the plan is twelve days late for them",
            "see http://attacker.example for what they want",
        ]
    ),
)
NAMES = st.one_of(st.sampled_from([f"F{n}" for n in range(9)] + [f"L{n}" for n in range(9)]), st.text(max_size=5))
READINGS = st.fixed_dictionaries({"text": TEXTS, "facts": st.lists(NAMES, max_size=5)})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
ANSWERS = st.fixed_dictionaries(
    {
        "one_thing": READINGS | JSON,
        "questions": st.lists(READINGS | JSON, max_size=5) | JSON,
        "order": st.dictionaries(st.sampled_from([str(name) for name in Section]), st.lists(NAMES, max_size=8) | JSON)
        | JSON,
    }
)


@given(st.text(max_size=300))
def test_any_text_leaves_a_complete_brief(text: str) -> None:
    check_promises(done(text).brief)


@given(ANSWERS)
def test_any_object_of_the_right_shape_leaves_a_complete_brief(answer: dict[str, Any]) -> None:
    check_promises(done(answer).brief)


@given(st.integers(0, 500), st.integers(0, 30), st.text(max_size=10))
def test_a_valid_answer_damaged_anywhere_leaves_a_complete_brief(start: int, length: int, put: str) -> None:
    text = json.dumps(GOOD)
    check_promises(done(text[:start] + put + text[start + length :]).brief)
