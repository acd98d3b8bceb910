"""I6: NPS of the active contacts, and where it goes. Worked examples: domain facts §4."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.customer import Contact, SurveyAnswer
from kambrief.core.insight.satisfaction import Direction, Satisfaction, satisfaction
from kambrief.core.insight.thresholds import Thresholds
from tests.builders import markku, nps, petri

LIMITS = Thresholds()
TODAY = dt.date(2026, 10, 5)
LONG_AGO = dt.date(2020, 6, 3)
LAST_YEAR = dt.date(2025, 6, 3)
JUNE = dt.date(2026, 6, 2)
JOHANNA = Contact("C03", "A01", "Johanna", "Räsälä")
CROWD = tuple(Contact(f"P{number}", "A01") for number in range(9))


def satisfied(*answers: SurveyAnswer, people: tuple[Contact, ...] = (petri(), markku(), JOHANNA)) -> Satisfaction:
    return satisfaction(answers, people, TODAY, LIMITS)


def scored(*scores: int) -> Satisfaction:
    return satisfied(*(nps(who, score, JUNE) for who, score in zip(CROWD, scores, strict=False)), people=CROWD)


def csat(who: Contact, score: str, on: dt.date) -> SurveyAnswer:
    return dataclasses.replace(nps(who, 0, on), id=f"csat-{who.id}-{on}", kind="csat", score=Decimal(score))


# The worked example.


def test_nine_to_six_and_nine_to_eight_is_falling_by_two_and_a_first_answer_no_part_of_it() -> None:
    found = satisfied(
        nps(markku(), 9, LAST_YEAR), nps(markku(), 6, JUNE), nps(petri(), 9, LAST_YEAR), nps(petri(), 8, JUNE),
        nps(JOHANNA, 5, dt.date(2026, 9, 10)),
    )  # fmt: skip
    assert (found.change, found.pairs, found.trend) == (Decimal(-2), 2, Direction.FALLING)
    assert found.detractors == ("C02", "C03")
    assert found.nps is None
    assert found.mean
    assert round(found.mean, 2) == Decimal("6.33")
    assert [(one, answer.score) for one, answer in found.latest.items()] == [
        ("C01", Decimal(8)),
        ("C02", Decimal(6)),
        ("C03", Decimal(5)),
    ]


@pytest.mark.parametrize(
    ("scores", "result"),
    [
        ((9, 9, 9, 9), None),  # four answers are listed
        ((9, 9, 8, 6, 5), 0),
        ((10, 10, 10, 10, 10), 100),
        ((0, 6, 6, 6, 6), -100),
        ((7, 8, 7, 8, 7), 0),
        ((9, 7, 7, 7, 7, 7), 17),  # 16.67
        ((9, 7, 7, 7, 7, 7, 7, 7), 13),  # 12.5
        ((6, 7, 7, 7, 7, 7, 7, 7), -13),
    ],
)
def test_nps_is_the_share_of_promoters_minus_that_of_detractors(scores: tuple[int, ...], result: int | None) -> None:
    assert scored(*scores).nps == result


@pytest.mark.parametrize(
    ("before", "now", "trend"),
    [
        ((9,), (2,), None),  # one pair is no trend
        ((9, 9), (8, 8), Direction.FALLING),
        ((9, 9, 9), (8, 8, 9), Direction.STABLE),  # −0.67
        ((8, 8), (9, 9), Direction.RISING),
        ((8, 8), (9, 8), Direction.STABLE),
        ((8, 6, 5), (7, 7, 5), Direction.STABLE),
    ],
)
def test_the_trend_is_the_mean_change_of_at_least_two(
    before: tuple[int, ...], now: tuple[int, ...], trend: Direction | None
) -> None:
    rows = [nps(CROWD[at], score, LONG_AGO) for at, score in enumerate(before)]
    rows += [nps(CROWD[at], score, JUNE) for at, score in enumerate(now)]
    assert satisfied(*rows, people=CROWD).trend is trend


def test_an_answer_counts_for_a_year_and_the_one_before_it_for_ever() -> None:
    assert satisfied(nps(petri(), 5, TODAY - dt.timedelta(days=364))).detractors == ("C01",)
    old = satisfied(nps(petri(), 5, TODAY - dt.timedelta(days=365)))
    assert (old.latest, old.mean, old.detractors, old.missing) == ({}, None, (), ("surveys",))
    assert satisfied(nps(petri(), 9, LONG_AGO), nps(petri(), 8, JUNE)).change == -1


def test_only_the_newest_answer_of_each_counts_and_none_of_tomorrow() -> None:
    found = satisfied(
        nps(petri(), 2, JUNE),
        nps(petri(), 9, TODAY),
        nps(petri(), 0, TODAY + dt.timedelta(days=1)),
        nps(markku(), 7, JUNE),
    )
    assert {one: answer.score for one, answer in found.latest.items()} == {"C01": 9, "C02": 7}
    assert list(found.latest) == ["C02", "C01"]
    assert found.change == 7


def test_of_two_answers_of_one_day_the_later_corrects_the_earlier_and_is_no_trend() -> None:
    first = dataclasses.replace(nps(petri(), 2, JUNE), id="S9")
    second = dataclasses.replace(nps(petri(), 9, JUNE), id="S10")
    found = satisfied(second, first)
    assert (found.latest["C01"].score, found.pairs) == (Decimal(9), 0)


def test_people_who_left_or_whom_nobody_knows_do_not_count() -> None:
    found = satisfied(nps(petri(left=True), 2, JUNE), nps(CROWD[0], 2, JUNE), people=(petri(left=True), markku()))
    assert (found.latest, found.detractors, found.anonymous) == ({}, (), 0)


def test_an_anonymous_answer_is_nobodys() -> None:
    nobody = dataclasses.replace(nps(petri(), 0, JUNE), contact_id=None)
    old = dataclasses.replace(nobody, at=LONG_AGO)
    found = satisfied(nobody, old, dataclasses.replace(nobody, contact_id=""), nps(petri(), 9, JUNE))
    assert (found.anonymous, found.mean, found.detractors) == (2, Decimal(9), ())


def test_csat_stands_apart() -> None:
    found = satisfied(
        csat(petri(), "2", JUNE), csat(petri(), "4", TODAY), csat(markku(), "5", JUNE), nps(JOHANNA, 9, JUNE)
    )
    assert (found.csat, found.csat_answers) == (Decimal("4.5"), 2)
    assert (found.mean, list(found.latest)) == (Decimal(9), ["C03"])
    assert satisfied(csat(petri(), "2", JUNE)).missing == ("surveys",)


@pytest.mark.parametrize("score", ["-1", "11", "NaN", "Infinity", "1000000"])
def test_a_score_off_the_scale_is_none(score: str) -> None:
    off = dataclasses.replace(nps(petri(), 9, JUNE), score=Decimal(score))
    assert satisfied(off).missing == ("surveys",)
    assert satisfied(nps(petri(), 8, LAST_YEAR), nps(petri(), 7, dt.date(2026, 1, 1)), off).latest["C01"].score == 7


@pytest.mark.parametrize(("score", "answers"), [("0", 0), ("1", 1), ("5", 1), ("6", 0)])
def test_csat_is_from_one_to_five(score: str, answers: int) -> None:
    assert satisfied(csat(petri(), score, JUNE)).csat_answers == answers


def test_an_unknown_kind_of_survey_is_left_out() -> None:
    assert satisfied(dataclasses.replace(nps(petri(), 2, JUNE), kind="ces")).latest == {}


def test_the_alert_is_at_the_configured_score_and_nps_is_not() -> None:
    rows = [nps(who, 6, JUNE) for who in CROWD[:5]]
    found = satisfaction(rows, CROWD, TODAY, dataclasses.replace(LIMITS, detractor_score=5))
    assert (found.detractors, found.nps) == ((), Decimal(-100))


ANSWERS = st.lists(
    st.builds(
        lambda who, score, days, kind: dataclasses.replace(nps(CROWD[who], score, TODAY - dt.timedelta(days=days)), kind=kind),
        st.integers(0, 7), st.integers(0, 10), st.integers(-3, 800), st.sampled_from(["nps", "csat"]),
    ),
    max_size=30,
).map(lambda rows: [dataclasses.replace(row, id=f"S{number}") for number, row in enumerate(rows)])  # fmt: skip


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(answers: list[SurveyAnswer], random: object) -> None:
    mixed = list(answers)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = satisfied(*answers, people=CROWD[:6])
    assert satisfied(*mixed, people=CROWD[:6]) == found
    assert list(satisfied(*mixed, people=CROWD[:6]).latest) == list(found.latest)


@given(ANSWERS)
def test_the_figures_stay_on_their_scales(answers: list[SurveyAnswer]) -> None:
    found = satisfied(*answers, people=CROWD[:6])
    assert found.nps is None or -100 <= found.nps <= 100
    assert found.mean is None or 0 <= found.mean <= 10
    assert found.csat is None or 1 <= found.csat <= 5
    assert found.pairs <= len(found.latest) <= 6
    assert set(found.detractors) <= set(found.latest)
    assert (found.trend is None) == (found.pairs < 2)
