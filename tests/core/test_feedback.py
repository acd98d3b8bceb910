"""What is said of sections: counted for its reader, for a while, and undone as if it had never been said."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.brief import SECTION_ORDER, Block, Brief, Line, Section, Sentence
from kambrief.core.feedback import FIXED, RULE, Feedback, Opinion, Tuning, arranged, tuned, tuning
from kambrief.core.saying import value
from tests.builders import ELINA, at

NOW = at("5.10. 15.00")
USEFUL, NOT, WRONG = Opinion.USEFUL, Opinion.NOT_USEFUL, Opinion.WRONG
MOVABLE = tuple(section for section in SECTION_ORDER if section not in FIXED)


def said(section: Section, *verdicts: Opinion, days_ago: int = 10) -> list[Feedback]:
    """One verdict a meeting, a day apart, the last one ``days_ago``."""
    last = NOW - dt.timedelta(days=days_ago)
    return [
        Feedback(ELINA.email, f"m{place}", section, verdict, last - dt.timedelta(days=len(verdicts) - place))
        for place, verdict in enumerate(verdicts, 1)
    ]


def words(section: Section) -> Sentence:
    return value(f"title_{section}")


def line(section: Section, number: int = 1, weight: int = 5, *, pinned: bool = False) -> Line:
    return Line(f"{section}/{number}", (words(section),), weight=weight, pinned=pinned)


def brief(*blocks: Block) -> Brief:
    return Brief("m1", ELINA.email, "en", words(Section.TIP), (), blocks)


def whole() -> Brief:
    """Two lines in each section, the second the lighter one."""
    return brief(*(Block(one, (line(one, 1, 6), line(one, 2, 4))) for one in SECTION_ORDER))


def lines_of(made: Brief, section: Section) -> list[str]:
    block = made.block(section)
    return [one.id for one in block.lines] if block else []


# --- what it amounts to --------------------------------------------------------------------------------------------


def test_without_feedback_nothing_changes() -> None:
    assert tuning([], NOW) == Tuning()
    assert tuned(whole(), Tuning()) == whole()


def test_sections_are_read_by_their_usefulness_and_three_keep_their_places() -> None:
    found = tuning([*said(Section.MIND, USEFUL), *said(Section.SINCE, NOT)], NOW).order
    assert [one for one in found if one in FIXED] == [Section.ONE_THING, Section.PEOPLE, Section.PROMISES]
    assert [found.index(one) for one in FIXED] == [SECTION_ORDER.index(one) for one in FIXED]
    between = [one for one in MOVABLE if one not in {Section.MIND, Section.SINCE}]
    assert [one for one in found if one not in FIXED] == [Section.MIND, *between, Section.SINCE]


def test_what_is_said_of_the_one_thing_people_and_promises_moves_nothing() -> None:
    rows = [row for section in FIXED for row in said(section, NOT, NOT, NOT, NOT)]
    found = tuning(rows, NOW)
    assert found.order == SECTION_ORDER
    assert found.left_out == frozenset()
    fewer = tuned(whole(), found)
    assert all(len(lines_of(fewer, section)) == 2 for section in FIXED)


@pytest.mark.parametrize(
    ("verdicts", "step"),
    [
        pytest.param([USEFUL], 0, id="once is no habit"),
        pytest.param([USEFUL, USEFUL], 1, id="useful twice"),
        pytest.param([NOT, USEFUL, USEFUL], 1, id="useful twice at last"),
        pytest.param([USEFUL, USEFUL, NOT], 0, id="and then not"),
        pytest.param([NOT, NOT], -1, id="not useful twice"),
        pytest.param([NOT, USEFUL, NOT], 0, id="not in a row"),
        pytest.param([NOT, WRONG, NOT], -1, id="wrong says nothing of usefulness"),
        pytest.param([WRONG, WRONG, WRONG], 0, id="wrong thrice"),
    ],
)
def test_two_of_a_kind_in_a_row_change_how_much_is_said(verdicts: list[Opinion], step: int) -> None:
    assert tuning(said(Section.SINCE, *verdicts), NOW).depth.get(Section.SINCE, 0) == step


@pytest.mark.parametrize(
    ("verdicts", "out"),
    [([NOT, NOT], False), ([NOT, NOT, NOT], True), ([NOT, NOT, NOT, USEFUL], False), ([USEFUL, NOT, NOT, NOT, NOT], True)],
)  # fmt: skip
def test_three_more_not_than_useful_leave_a_section_out(verdicts: list[Opinion], out: bool) -> None:  # noqa: FBT001 - a table
    assert (Section.TIP in tuning(said(Section.TIP, *verdicts), NOW).left_out) is out


def test_wrong_alone_changes_nothing() -> None:
    assert tuning(said(Section.BUSINESS, WRONG, WRONG, WRONG, WRONG), NOW) == Tuning()


def test_after_ninety_days_it_is_as_if_it_had_never_been_said() -> None:
    rows = said(Section.TIP, NOT, NOT, NOT, days_ago=10)
    assert tuning(rows, NOW).left_out == {Section.TIP}
    assert tuning(rows, NOW + dt.timedelta(days=77)).left_out == {Section.TIP}
    assert tuning(rows, NOW + dt.timedelta(days=79)).left_out == frozenset()
    assert tuning(rows, NOW + dt.timedelta(days=90)) == Tuning()


def test_what_lies_ahead_of_the_time_asked_for_does_not_count() -> None:
    assert tuning(said(Section.TIP, NOT, NOT, NOT), NOW - dt.timedelta(days=30)) == Tuning()


def test_of_one_meeting_the_newest_word_counts() -> None:
    first, second, third = said(Section.TIP, NOT, NOT, NOT)
    changed = dataclasses.replace(third, verdict=USEFUL, at=third.at + dt.timedelta(hours=1))
    assert tuning([first, second, third, changed], NOW) == tuning([first, second, changed], NOW)


# --- applied to a brief --------------------------------------------------------------------------------------------


def test_more_depth_makes_lines_weigh_more_and_less_costs_the_lightest() -> None:
    made = tuned(whole(), Tuning(depth={Section.SINCE: 1, Section.MIND: -1}))
    since, mind = made.block(Section.SINCE), made.block(Section.MIND)
    assert since is not None
    assert mind is not None
    assert [one.weight for one in since.lines] == [7, 5]
    assert [(one.id, one.weight) for one in mind.lines] == [("mind/1", 5)]
    assert [(one.what, one.rule) for one in made.dropped] == [("mind/2", RULE)]


def test_a_last_line_and_pinned_lines_stay() -> None:
    alone = brief(Block(Section.TIP, (line(Section.TIP),)))
    assert lines_of(tuned(alone, Tuning(depth={Section.TIP: -1})), Section.TIP) == ["tip/1"]
    deadlines = brief(
        Block(Section.BUSINESS, (line(Section.BUSINESS, 1, 1, pinned=True), line(Section.BUSINESS, 2, 9)))
    )
    assert lines_of(tuned(deadlines, Tuning(depth={Section.BUSINESS: -1})), Section.BUSINESS) == ["business/1"]


def test_a_section_that_is_left_out_is_named_and_its_pinned_lines_stay() -> None:
    notice = line(Section.BUSINESS, 3, pinned=True)
    made = brief(Block(Section.BUSINESS, (line(Section.BUSINESS), notice)), Block(Section.TIP, (line(Section.TIP),)))
    found = tuned(made, Tuning(left_out=frozenset({Section.BUSINESS, Section.TIP})))
    assert [one.section for one in found.blocks] == [Section.BUSINESS]
    assert lines_of(found, Section.BUSINESS) == ["business/3"]
    assert [(one.what, one.rule) for one in found.dropped] == [("business/1", RULE), ("tip/1", RULE)]


def test_what_a_model_adds_to_a_section_left_out_goes_too() -> None:
    quiet = tuning(said(Section.QUESTIONS, NOT, NOT, NOT), NOW)
    asked = dataclasses.replace(
        tuned(brief(Block(Section.PEOPLE, (line(Section.PEOPLE),))), quiet),
        blocks=(Block(Section.PEOPLE, (line(Section.PEOPLE),)), Block(Section.QUESTIONS, (line(Section.QUESTIONS),))),
    )
    assert [one.section for one in arranged(asked, quiet).blocks] == [Section.PEOPLE]


# --- whatever is said ----------------------------------------------------------------------------------------------

rows = st.builds(
    Feedback,
    st.just(ELINA.email),
    st.sampled_from([f"m{number}" for number in range(6)]),
    st.sampled_from(Section),
    st.sampled_from(Opinion),
    st.integers(0, 200).map(lambda hours: NOW - dt.timedelta(hours=17 * hours)),
)
histories = st.lists(rows, max_size=25, unique_by=lambda row: (row.meeting_id, row.section, row.at))


@given(histories, st.randoms())
def test_the_order_in_which_it_arrives_does_not_matter(history: list[Feedback], chance: object) -> None:
    mixed = list(history)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert tuning(mixed, NOW) == tuning(history, NOW)


@given(histories)
def test_no_line_is_lost_unsaid_and_what_must_stay_stays(history: list[Feedback]) -> None:
    found = tuning(history, NOW)
    made = tuned(whole(), found)
    assert sorted(found.order) == sorted(SECTION_ORDER)
    assert [found.order.index(section) for section in FIXED] == [SECTION_ORDER.index(section) for section in FIXED]
    kept = {one.id for _, one in made.lines()}
    assert kept.isdisjoint(one.what for one in made.dropped)
    assert kept | {one.what for one in made.dropped} == {one.id for _, one in whole().lines()}
    assert all(len(lines_of(made, section)) == 2 for section in FIXED)
    assert all(lines_of(made, section) for section in MOVABLE if section not in found.left_out)
    assert arranged(made, found) == made
