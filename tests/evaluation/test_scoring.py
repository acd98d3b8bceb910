"""Scores by hand: patterns, word counts, and insights compared."""

import datetime as dt
from decimal import Decimal
from typing import Any

from kambrief.evaluation.scoring import Share, insights, normalise, result, score

REFERENCE: dict[str, Any] = {
    "brief": {
        "must_mention": [
            {"id": "B1", "any_of": ["31\\.\\s?10\\.", "end of october"]},
            {"id": "B2", "any_of": ["report.{0,40}late"]},
            {"id": "B3", "any_of": ["wants less noise"], "needs_model": True},
        ],
        "must_not": [{"id": "X1", "patterns": ["(?m)^(?!.*3,5).*6 %"]}, {"id": "X2", "patterns": ["acme"]}],
    },
    "insights": {
        "contracts": [{"id": "K1", "end": "2026-12-31", "days_to_notice": 26}],
        "commitments": {"open": ["CM1"], "overdue_us": ["CM1"]},
        "revenue": {"t12m": 397000.0, "yoy": -0.0865},
    },
}


def test_a_pattern_is_met_across_line_ends_and_whatever_the_case() -> None:
    given = score("The REPORT is\nvery late. End of October.", REFERENCE)
    assert given.must_mention == Share(2, 2)


def test_what_needs_a_model_is_counted_apart() -> None:
    given = score("nothing", REFERENCE)
    assert given.must_mention.missed == ("B1", "B2")
    assert given.needs_model == Share(0, 1, ("B3",))


def test_a_forbidden_pattern_stays_within_its_line() -> None:
    assert score("was 6 %, now 3,5 %", REFERENCE).must_not == ()
    assert score("6 %\nnow 3,5 %", REFERENCE).must_not == ("X1",)
    assert score("ACME said so", REFERENCE).must_not == ("X2",)


def test_no_break_spaces_and_emphasis_do_not_hide_a_match() -> None:
    assert normalise("**31.\u202f10.** is _late_ in snake_case, 6\u00a0%") == "31. 10. is late in snake_case, 6 %"


def test_words_hold_a_letter_or_digit_and_are_counted_in_the_body_only() -> None:
    given = score("Subject here\n\n- 10 % – of it · fine\n-- footer", REFERENCE, body="- 10 % – of it · fine")
    assert given.words == 4
    assert given.chars == len("- 10 % – of it · fine")


def test_only_parts_that_were_computed_are_compared() -> None:
    found = {"contracts": [{"id": "K1", "end": dt.date(2026, 12, 31), "days_to_notice": 26}], "unknown": 1}
    assert insights(found, REFERENCE) == {"matched": 1, "of": 1, "differences": []}


def test_a_difference_says_where_what_was_expected_and_what_was_found() -> None:
    found = {"commitments": {"open": ["CM1"], "overdue_us": []}, "revenue": {"t12m": Decimal("397000.004")}}
    assert insights(found, REFERENCE) == {
        "matched": 0,
        "of": 2,
        "differences": ["commitments.overdue_us: expected ['CM1'], found []", "revenue.yoy: missing"],
    }


def test_money_is_equal_to_cents_and_ratios_to_four_decimals() -> None:
    same = {"revenue": {"t12m": Decimal("397000.00"), "yoy": -0.08654}}
    other = {"revenue": {"t12m": Decimal("397000.02"), "yoy": -0.0867}}
    assert insights(same, REFERENCE)["matched"] == 1
    assert len(insights(other, REFERENCE)["differences"]) == 2


def test_the_result_has_exactly_the_keys_scripts_rely_on() -> None:
    given = result("s", "floor", score("x", REFERENCE, unsupported=3), {"matched": 0, "of": 0, "differences": []})
    assert list(given) == ["scenario", "written_by", "brief", "insights", "commitments", "followup", "crm_note"]
    assert given["brief"] == {
        "must_mention": {"hit": 0, "of": 2, "missed": ["B1", "B2"]},
        "needs_model": {"hit": 0, "of": 1, "missed": ["B3"]},
        "must_not": {"hit": 0, "ids": []},
        "unsupported": 3,
        "words": 1,
        "chars": 1,
    }
    assert given["commitments"] is given["followup"] is given["crm_note"] is None
