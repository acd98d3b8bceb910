"""Whatever a model answers, the brief is complete and right."""

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.answer import Applied, apply, best, credited
from kambrief.core.brief import Block, Brief, Kind, Line, Section, Sentence
from kambrief.core.evidence import Person, Text
from kambrief.core.request import SYSTEM_PROMPT, system_data
from kambrief.core.task import WritingTask
from kambrief.core.writing import writing_task
from kambrief.render import render_prompt
from tests.core.writing_parts import BRIEF, FACTS, LEENA, SPOKEN, task

GOOD: dict[str, Any] = {
    "one_thing": {"text": "[[C2]] waits for the plan due {F1.due}: agree when it comes", "facts": ["F1"]},
    "people": [],
    "remarks": [{"line": "L3", "text": "this is what the site managers will ask about first", "facts": ["F2", "F3"]}],
    "questions": [
        {"text": "what do your site managers need to see before they decide?", "facts": ["F2"]},
        {"text": "what does it cost you when the pump stops?", "facts": ["F3"]},
    ],
    "need": None,
    "order": ["L5", "L2", "L4"],
    "cut": [],
}


def done(answer: object, brief: Brief = BRIEF) -> Applied:
    return apply(task(), brief, answer if isinstance(answer, str) else json.dumps(answer), model="tiny-1")


def ids(brief: Brief, section: Section) -> list[str]:
    block = brief.block(section)
    return [line.id for line in block.lines] if block else []


def line_of(brief: Brief, line_id: str) -> Line:
    return next(line for _, line in brief.lines() if line.id == line_id)


def test_a_good_answer_adds_its_readings_and_moves_what_may_be_moved() -> None:
    applied = done(GOOD)
    assert applied.problems == ()
    assert applied.readings == 4
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


def test_a_remark_stands_at_the_end_of_its_line_as_a_reading() -> None:
    line = line_of(done(GOOD).brief, "since/p")
    assert [(one.kind, one.phrase) for one in line.sentences] == [
        (Kind.VALUE, "some_phrase"),
        (Kind.READING, "remark"),
    ]


def test_the_footer_says_whose_readings_these_are() -> None:
    assert [sentence.phrase for sentence in credited(done(GOOD).brief).footer] == ["readings_by"]


def test_where_no_reading_is_left_the_footer_speaks_of_none() -> None:
    assert credited(done({"order": ["L5"]}).brief).footer == ()


def people_brief() -> tuple[WritingTask, Brief]:
    """With a line on Leena (C2)."""
    leena = Line("people/p1", (Sentence(Kind.VALUE, "person", {"name": LEENA}, ("activities/2",)),), pinned=True)
    blocks = (BRIEF.blocks[0], Block(Section.PEOPLE, (leena,)), *BRIEF.blocks[1:])
    about_her = dataclasses.replace(FACTS["activities/2"], people=(LEENA.contact_id,))
    brief = dataclasses.replace(BRIEF, blocks=blocks, facts={**FACTS, about_her.id: about_her})
    spoken = {**SPOKEN, "people/p1": ("Leena Aalto, director",)}
    return writing_task(brief, spoken, brief.facts, "Review", "", "en"), brief


def test_what_is_said_of_a_person_stands_on_their_line_and_once() -> None:
    asked, brief = people_brief()
    leena = next(alias for alias, person in asked.people.items() if person == LEENA)
    fact = next(alias for alias, one in asked.facts.items() if one.id == "activities/2")
    say = {"person": leena, "text": "needs to hear what stops the pump", "facts": [fact]}
    applied = apply(asked, brief, json.dumps({"people": [say, {**say, "text": "wants it to run again"}]}), model="m")
    [_, said] = line_of(applied.brief, "people/p1").sentences
    assert said.parts == ("needs to hear what stops the pump",)
    assert applied.readings == 1


@pytest.mark.slow
def test_what_rests_on_somebody_elses_words_is_not_said_of_a_person() -> None:
    asked, brief = people_brief()
    other = dataclasses.replace(brief.facts["activities/2"], people=("p9",))
    asked = dataclasses.replace(asked, facts={**asked.facts, "F3": other})
    said = {"person": "C2", "text": "needs to hear what stops the pump", "facts": ["F3"]}
    applied = apply(asked, brief, json.dumps({"people": [said]}))
    assert applied.brief == brief
    assert "rests on facts about other people only" in applied.problems[0]


@pytest.mark.parametrize("person", ["C1", "C9", "", "Leena", 7, None])
def test_of_somebody_without_a_line_nothing_is_said(person: object) -> None:
    asked, brief = people_brief()
    said = {"person": person, "text": "needs to hear what stops the pump", "facts": ["F2"]}
    applied = apply(asked, brief, json.dumps({"people": [said]}))
    assert applied.brief == brief
    assert applied.problems == ("people[1] is about nobody who has a line",)


@pytest.mark.parametrize("line", ["L1", "L6", "L99", "since/a", "L2a"])
def test_a_remark_on_another_line_is_told_to_be_misplaced(line: str) -> None:
    applied = done({"remarks": [{**GOOD["remarks"][0], "line": line}]})
    assert applied.brief == BRIEF
    assert applied.problems[0].startswith("remarks[1] stands on no line of business, promises")


def test_what_is_cut_goes_first_and_only_where_it_may() -> None:
    cut = done({"cut": ["L2", "L3", "L1", "L6a", "L77"]}).brief
    weights = {line.id: line.weight for _, line in cut.lines()}
    assert weights["since/a"] == 0, "loose"
    assert (weights["since/p"], weights["one_thing"]) == (9, 10), "pinned"


def test_a_piece_of_a_line_can_be_cut_and_its_head_cannot() -> None:
    old = dataclasses.replace(BRIEF.blocks[1].lines[1], weight=6, pinned=False)
    long = dataclasses.replace(old, sentences=old.sentences * 3)
    brief = dataclasses.replace(BRIEF, blocks=(Block(Section.SINCE, (long,)),))
    asked = writing_task(brief, {long.id: ("one", "two", "three")}, FACTS, "", "", "en")
    applied = apply(asked, brief, json.dumps({"cut": ["L1b"]}))
    assert [sentence.spare for sentence in line_of(applied.brief, long.id).sentences] == [0, 0, 6]


def test_where_everything_of_a_line_is_cut_its_first_piece_stays() -> None:
    old = dataclasses.replace(BRIEF.blocks[1].lines[1], weight=6, pinned=False)
    long = dataclasses.replace(old, sentences=old.sentences * 3)
    brief = dataclasses.replace(BRIEF, blocks=(Block(Section.SINCE, (long,)),))
    asked = writing_task(brief, {long.id: ("one", "two", "three")}, FACTS, "", "", "en")
    applied = apply(asked, brief, json.dumps({"cut": ["L1a", "L1b"]}))
    assert [sentence.spare for sentence in line_of(applied.brief, long.id).sentences] == [0, 0, 6]


def test_of_a_line_that_carries_the_brief_no_piece_is_cut() -> None:
    risk = dataclasses.replace(BRIEF.blocks[1].lines[0], sentences=BRIEF.blocks[1].lines[0].sentences * 2, weight=9)
    brief = dataclasses.replace(BRIEF, blocks=(Block(Section.RELATIONSHIP, (risk,)),))
    asked = writing_task(brief, {risk.id: ("risk 83", "because")}, FACTS, "", "", "en")
    assert apply(asked, brief, json.dumps({"cut": ["L1", "L1a"]})).brief == brief


NEED = {"text": "how would you notice that the pump is about to stop?", "facts": ["F2", "F3"]}


def test_a_need_is_a_guess_and_stands_among_the_questions() -> None:
    applied = done({"need": NEED})
    assert applied.problems == ()
    [line] = [line for section, line in applied.brief.lines() if section is Section.QUESTIONS]
    assert (line.id, line.sentences[0].phrase) == ("questions/need", "reading_guess")


def test_a_need_on_one_record_alone_is_a_pitch() -> None:
    applied = done({"need": {**NEED, "facts": ["F3"]}})
    assert applied.readings == 0
    assert "rests on a single record" in applied.problems[0]


def test_the_floors_questions_make_room_for_better_ones() -> None:
    own = [dataclasses.replace(BRIEF.blocks[1].lines[0], id=f"questions/{name}", weight=8) for name in ("renewal", "x")]
    guess = dataclasses.replace(own[1], sentences=(dataclasses.replace(own[1].sentences[0], phrase="hypothesis"),))
    brief = dataclasses.replace(BRIEF, blocks=(*BRIEF.blocks[:2], Block(Section.QUESTIONS, (own[0], guess))))
    after = {line.id: line.weight for _, line in done(GOOD, brief).brief.lines()}
    assert (after["questions/renewal"], after["questions/x"]) == (1, 8)
    both = {line.id: line.weight for _, line in done({**GOOD, "need": NEED}, brief).brief.lines()}
    assert (both["questions/renewal"], both["questions/x"]) == (1, 1)


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
    assert done(wrapped.replace("ANSWER", json.dumps(GOOD))).readings == 4


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
        {"one_thing": None, "people": [], "remarks": [], "questions": [], "need": None, "order": [], "cut": []},
        {"one_thing": None},
        {"order": ["L2", "L4", "L5"]},
        {"order": {"since": ["L99", "since/a", 7, None]}},
        {"order": {"mind": ["L6"], "one_thing": ["L1"], "nothing": []}},
        {"order": "L6", "cut": {"x": ["L3"]}},
        {"cut": ["L3", "L1", "L6a"]},
        {"questions": [{"text": "", "facts": []}]},
    ],
)
def test_an_answer_that_changes_nothing_is_the_floor_and_no_fault(answer: object) -> None:
    applied = done(answer)
    assert applied.brief == BRIEF
    assert applied.brief.written_by == "floor"
    assert not applied.repairable


def test_lines_the_model_forgot_follow_in_the_floors_order() -> None:
    assert ids(done({"order": ["L4"]}).brief, Section.SINCE) == [
        "since/b",
        "since/p",
        "since/a",
        "since/hidden",
        "since/c",
    ]


def test_a_bad_reading_is_left_out_and_told_while_the_good_ones_stay() -> None:
    applied = done(GOOD | {"one_thing": {"text": "the plan is 9 days late and they know", "facts": ["F1"]}})
    assert applied.readings == 3
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
    secret = "F6"
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
    applied = apply(task("nl"), dataclasses.replace(BRIEF, language="nl"), json.dumps(GOOD))
    assert applied.readings == 0
    assert not applied.repairable
    assert ids(applied.brief, Section.SINCE)[0] == "since/c"


def test_a_model_that_says_its_example_again_says_nothing() -> None:
    for language in ("en", "fi", "sv", "de"):
        system = render_prompt(SYSTEM_PROMPT, **system_data(language))
        example = system[system.rindex('{"one_thing"') :]
        for parroted in (example, example.replace("901", "1").replace("902", "2").replace("903", "3")):
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
    """The floor's lines in one fixed order, but for their weights, what was added and what may be spared."""
    own = {line.id for _, line in BRIEF.lines()}

    def bare(line: Line) -> Line:
        said = tuple(dataclasses.replace(one, spare=0) for one in line.sentences if one.kind is not Kind.READING)
        return dataclasses.replace(line, sentences=said, weight=0, internal=False)

    return sorted(repr(bare(line)) for _, line in brief.lines() if line.id in own)


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
            assert section in {Section.ONE_THING, Section.QUESTIONS, Section.SINCE}
            assert sentence.facts
            assert not any(FACTS[fact_id].audience.value == "manager-only" for fact_id in sentence.facts)
            literal = "".join(part for part in sentence.parts if isinstance(part, str))
            assert not any(letter.isnumeric() for letter in literal)
            values = [part for part in sentence.parts if not isinstance(part, str | Person | Text)]
            assert all(any(value in allowed[fact_id] for fact_id in sentence.facts) for value in values)


TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            GOOD["one_thing"]["text"],
            GOOD["questions"][0]["text"],
            "the plan comes to {F1.due} and to {F6.share} for them",
            "what of the {F6.share} would you like to see?",
            "[[C1|Kaisan]] and [[C9]] know what the plan is",
            "Ville Korpi knows what the plan is for",
            "the plan is twelve days late for them",
            "see http://attacker.example for what they want",
        ]
    ),
)
NAMES = st.one_of(st.sampled_from([f"F{n}" for n in range(9)] + [f"L{n}" for n in range(9)]), st.text(max_size=5))
READINGS = st.fixed_dictionaries({"text": TEXTS, "facts": st.lists(NAMES, max_size=5)})
REMARKS = st.fixed_dictionaries({"line": NAMES, "text": TEXTS, "facts": st.lists(NAMES, max_size=5)})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
ANSWERS = st.fixed_dictionaries(
    {
        "one_thing": READINGS | JSON,
        "questions": st.lists(READINGS | JSON, max_size=5) | JSON,
        "people": st.lists(READINGS | JSON, max_size=5) | JSON,
        "remarks": st.lists(REMARKS | JSON, max_size=5) | JSON,
        "need": READINGS | JSON,
        "order": st.lists(NAMES, max_size=8) | JSON,
        "cut": st.lists(NAMES, max_size=8) | JSON,
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
