"""Scores of promises, follow-up and note, by hand."""

import datetime as dt
from typing import Any

from kambrief.evaluation.after import Claimed, commitments, crm_note, followup, missed

REFERENCE: dict[str, Any] = {
    "commitments": [
        {"id": "K1", "side": "us", "owner": "Ville Nurmela", "text": "Raportti", "due": "2026-10-09", "cues": [50]},
        {"id": "K2", "side": "them", "owner": "Räsälä Johanna", "text": "Kriteerit", "due": "2026-10-16", "cues": [109]},
    ],
    "optional_commitments": [{"id": "K9", "side": "us", "owner": "Elina Saarikko", "text": "Soitto", "due": None, "cues": [77]}],
    "off_record": {"patterns": ["line (three|3)\\b"]},
    "followup": {"must_patterns": ["9\\.10\\.", "raportti.{0,9}perjantaina"], "must_not_patterns": ["20\\.10\\."]},
}  # fmt: skip
REPORT = Claimed("us", "Ville Nurmela", dt.date(2026, 10, 9), (52,), "raportti")


def test_a_promise_counts_where_side_owner_and_day_are_equal_and_the_words_are_near() -> None:
    assert commitments([REPORT], REFERENCE) == {
        "precision": 1.0,
        "recall": 0.5,
        "wrong": ["missed K2 them Räsälä Johanna: Kriteerit – 2026-10-16"],
    }


def test_another_side_owner_or_day_and_words_farther_off_are_wrong() -> None:
    others = [
        Claimed("them", "Ville Nurmela", REPORT.due, (50,)),
        Claimed("us", "Elina Saarikko", REPORT.due, (50,)),
        Claimed("us", "Ville Nurmela", dt.date(2026, 10, 8), (50,)),
        Claimed("us", "Ville Nurmela", None, (50,)),
        Claimed("us", "Ville Nurmela", REPORT.due, (53,)),
    ]
    scored = commitments(others, REFERENCE)
    assert (scored["precision"], scored["recall"], len(scored["wrong"])) == (0.0, 0.0, 7)


def test_the_same_promise_twice_is_once_right_and_once_wrong() -> None:
    assert commitments([REPORT, REPORT], REFERENCE)["precision"] == 0.5


def test_an_optional_promise_counts_neither_way() -> None:
    call = Claimed("us", "Elina Saarikko", dt.date(2026, 10, 8), (76,))
    assert commitments([REPORT, call], REFERENCE)["precision"] == 1.0


def test_names_are_the_same_in_any_order() -> None:
    named = Claimed("them", "Johanna Räsälä", dt.date(2026, 10, 16), (108,))
    assert commitments([named], REFERENCE)["recall"] == 0.5


def test_nothing_found_is_no_precision() -> None:
    assert commitments([], REFERENCE)["precision"] == 0.0


def test_a_follow_up_is_screened_with_its_subject_and_counted_without_its_signature() -> None:
    scored = followup(
        "Raportti 9.10.", "Hei,\n\nraportti\nperjantaina.\n\nElina", "Hei,\n\nraportti\nperjantaina.", REFERENCE
    )
    assert scored == {"must": {"hit": 2, "of": 2}, "must_not": {"hit": 0}, "off_record": {"hit": 0}, "words": 3}


def test_what_lacks_and_what_must_not_stand_there_is_told() -> None:
    assert missed("", "Nähdään 20.\u00a010.", REFERENCE) == [
        "lacks 9\\.10\\.",
        "lacks raportti.{0,9}perjantaina",
    ]
    assert missed("", "Raportti perjantaina 9.10., nähdään 20.10.", REFERENCE) == ["must not: 20\\.10\\."]


def test_a_note_with_what_was_said_off_the_record_is_hit() -> None:
    assert crm_note("They close line 3.", REFERENCE) == {"must_not": {"hit": 1}}
    assert crm_note("They check line 13.", REFERENCE) == {"must_not": {"hit": 0}}
