"""I13: each rule by itself at its limits, their priority, and the thirty days."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief.core.insight.tip import TIPS, TipInputs, fitting, tip

TODAY = dt.date(2026, 10, 5)
EVERYTHING = TipInputs(
    ours_overdue=True,
    days_to_notice=26,
    risk_score=83,
    detractor_attends=True,
    new_sponsor=True,
    sponsor_silent=True,
    threading="thin",
    price_talk=True,
    hypothesis_shown=True,
    external=6,
    executive_attends=True,
    own_share_of_words=0.7,
    outside_office_hours=True,
)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("T01", {"ours_overdue": True}),
        ("T02", {"days_to_notice": 45, "risk_score": 50}),
        ("T02", {"days_to_notice": 0, "risk_score": 100}),
        ("T03", {"detractor_attends": True}),
        ("T04", {"new_sponsor": True}),
        ("T05", {"sponsor_silent": True}),
        ("T06", {"threading": "single"}),
        ("T06", {"threading": "thin"}),
        ("T07", {"price_talk": True}),
        ("T08", {"hypothesis_shown": True}),
        ("T09", {"external": 6}),
        ("T10", {"executive_attends": True}),
        ("T11", {"own_share_of_words": 0.61}),
        ("T12", {"outside_office_hours": True}),
    ],
)
def test_each_tip_fits_by_its_own_rule(name: str, inputs: dict[str, Any]) -> None:
    assert fitting(TipInputs(**inputs)) == (name, "T13")


@pytest.mark.parametrize(
    "inputs",
    [
        {},
        {"days_to_notice": 46, "risk_score": 50},
        {"days_to_notice": 45, "risk_score": 49},
        {"days_to_notice": -1, "risk_score": 90},
        {"days_to_notice": 10},
        {"risk_score": 90},
        {"threading": "multi"},
        {"threading": "silent"},
        {"external": 5},
        {"own_share_of_words": 0.6},
    ],
)
def test_where_no_rule_holds_the_last_tip_is_left(inputs: dict[str, Any]) -> None:
    assert fitting(TipInputs(**inputs)) == ("T13",)


def test_all_that_fit_stand_by_priority() -> None:
    assert fitting(EVERYTHING) == TIPS
    assert tip(EVERYTHING, {}, TODAY) == "T01"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ({"T01": ago(0)}, "T02"),
        ({"T01": ago(29)}, "T02"),
        ({"T01": ago(30)}, "T01"),
        ({"T01": ago(13), "T02": ago(1)}, "T03"),
        ({"T07": ago(15)}, "T01"),
        ({"T99": ago(1)}, "T01"),
        ({"T01": ago(-1)}, "T01"),
    ],
)
def test_a_tip_rests_for_thirty_days_and_the_next_one_is_told(shown: dict[str, dt.date], expected: str) -> None:
    assert tip(EVERYTHING, shown, TODAY) == expected


def test_how_long_a_tip_rests_can_be_set() -> None:
    assert tip(EVERYTHING, {"T01": ago(7)}, TODAY, days=7) == "T01"
    assert tip(EVERYTHING, {"T01": ago(7)}, TODAY, days=8) == "T02"


def test_when_all_that_fit_were_shown_there_is_none() -> None:
    assert tip(TipInputs(), {"T13": ago(5)}, TODAY) is None
    assert tip(EVERYTHING, dict.fromkeys(TIPS, ago(5)), TODAY) is None


@given(
    st.builds(TipInputs),
    st.dictionaries(st.sampled_from(TIPS), st.integers(-5, 90).map(ago)),
)
def test_a_tip_always_fits_and_was_not_shown_lately(inputs: TipInputs, shown: dict[str, dt.date]) -> None:
    found = tip(inputs, shown, TODAY)
    if found is None:
        assert set(fitting(inputs)) <= shown.keys()
    else:
        assert found in fitting(inputs)
        assert not 0 <= (TODAY - shown.get(found, ago(90))).days < 30


@given(st.builds(TipInputs))
def test_our_own_late_promise_always_comes_first(inputs: TipInputs) -> None:
    assert tip(dataclasses.replace(inputs, ours_overdue=True), {}, TODAY) == "T01"
