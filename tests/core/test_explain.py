"""P6: what went in, what was left out and by which rule, as plain data; and what the next brief reads of it."""

import datetime as dt
import json
from typing import Any

import pytest

from kambrief.core import delivery, explain, floor
from kambrief.core.customer import Gap
from kambrief.core.eligibility import judge
from kambrief.core.match import match
from kambrief.core.situation import gather
from kambrief.core.work import BriefRecord, MailKind
from tests.builders import ELINA, OWN, at, attendee, call, deal, havulinna, markku, meeting, note, petri, situation
from tests.core.sections.parts import given, risk


def why(*activities: object, gaps: tuple[Gap, ...] = ()) -> dict[str, object]:
    data = havulinna(activities=activities)
    the_call = meeting(attendees=(attendee(petri()), attendee(markku()), attendee("uusi@havulinna.example")))
    matched = match(the_call.attendees, data, (), OWN)
    known = gather(the_call, ELINA, at("5.10. 15.00"), matched, data, "A01", gaps=gaps)
    verdict = judge(the_call, ELINA, OWN)
    return explain.why(floor.compose(known), known, matched, verdict, [{"destination": "127.0.0.1"}], ["too slow"])


def test_it_says_who_was_joined_by_which_rule() -> None:
    found = why()
    assert found["verdict"] == "external_call"
    assert found["account"] == {"id": "A01", "name": "Havulinna Levyteollisuus Oy"}
    assert [(one["attendee"], one["rule"], one["contact"]) for one in found["matches"]] == [  # type: ignore[attr-defined]
        ("petri@havulinna.example", "email", "C01"),
        ("markku@havulinna.example", "email", "C02"),
        ("uusi@havulinna.example", "domain", None),
    ]


def test_it_says_which_facts_stand_where_with_source_audience_and_rank() -> None:
    found = why(call(petri(), "1.10. 9.00", "Petri haluaa raportin.", id="x", subject="Puhelu"))
    facts = {one["id"]: one for one in found["facts"]}  # type: ignore[attr-defined]
    assert facts["activities/x#1"] == {
        "id": "activities/x#1", "section": "people", "line": "people/C01", "source": "Puhelu", "audience": "customer", "rank": "note",
    }  # fmt: skip


def test_held_back_words_are_named_by_rule_and_not_repeated() -> None:
    found = why(note("1.10. 9.00", "Markku on sairauslomalla.", id="x"))
    assert {"what": "activities/x#1", "rule": "withheld:sensitive:health"} in found["left_out"]  # type: ignore[operator]
    assert "sairaus" not in json.dumps(found)


def test_gaps_the_model_and_its_problems_are_told_and_all_of_it_is_json() -> None:
    found = why(gaps=(Gap("gap_rows", {"count": "2"}, "contacts.csv line 14"), Gap("gap_no_crm")))
    assert found["gaps"] == [{"gap": "gap_rows", "count": "2", "detail": "contacts.csv line 14"}, {"gap": "gap_no_crm"}]
    assert found["model"] == [{"destination": "127.0.0.1"}]
    assert found["model_problems"] == ["too slow"]
    assert json.loads(json.dumps(found)) == found


# --- what a brief knows of the ones before it ----------------------------------------------------------------------


def record(meeting_id: str = "m0", when: str = "1.9. 9.00", **more: Any) -> BriefRecord:
    """A kept brief on Havulinna; ``why`` and ``material`` as given."""
    return BriefRecord(**{
        "meeting_id": meeting_id, "manager": ELINA.email, "revision": "r", "kind": MailKind.BRIEF, "created_at": at(when),
        "subject": "", "text": "", "html": "", "written_by": "floor", "language": "fi",
        "why": {"account": {"id": "A01"}}, **more,
    })  # fmt: skip


def about(account: str = "A01", **more: Any) -> dict[str, Any]:
    return {"account": {"id": account}, **more}


def test_a_tip_was_shown_on_the_readers_day_and_the_last_time_counts() -> None:
    records = [
        record(when="1.9. 9.00", why={"tip": "T06"}), record(when="3.9. 9.00", why={"tip": "T01"}),
        record(when="20.9. 0.30", why={"tip": "T06"}), record(why={"tip": ""}), record(why={}),
    ]  # fmt: skip
    assert explain.tips_shown(records, "Europe/Helsinki") == {"T06": dt.date(2026, 9, 20), "T01": dt.date(2026, 9, 3)}
    assert explain.tips_shown(records, "Europe/London")["T06"] == dt.date(2026, 9, 19)  # half past midnight in Helsinki
    assert explain.tips_shown([], "Europe/Helsinki") == {}


def test_the_tip_that_why_tells_is_the_one_that_is_in_the_brief() -> None:
    brief = why(call(petri(), "1.10. 9.00", "Haluaa raportin."))
    shown = explain.tips_shown([record(why=brief)], "Europe/Helsinki")
    assert list(shown) == [brief["tip"]]


def test_the_newest_brief_on_the_same_customer_of_another_meeting_is_the_earlier_one() -> None:
    records = [
        record("m1", "1.9. 9.00", why=about(insights={"risk": {"score": 10}})),
        record("m2", "8.9. 9.00", why=about(insights={"risk": {"score": 20}})),
        record("m3", "9.9. 9.00", why=about("B01", insights={"risk": {"score": 30}})),
        record("now", "10.9. 9.00", why=about(insights={"risk": {"score": 40}})),
        record("m4", "11.9. 9.00", why={"account": None}),
        record("m5", "12.9. 9.00", why={"changes": ["change_time"]}),  # an update tells no whole state
    ]
    found = explain.earlier_of(records, "A01", "now")
    assert found
    assert (found.at, found.risk_score) == (at("8.9. 9.00"), 20)
    other = explain.earlier_of(records, "B01", "now")
    assert other
    assert other.risk_score == 30
    assert explain.earlier_of(records, "C01", "now") is None
    assert explain.earlier_of([], "A01", "now") is None


def test_an_open_deal_had_its_stage_and_another_its_status() -> None:
    stages = {"D1": "discovery\nopen\nJatko", "D2": "proposal\nwon\nLaajennus", "D3": "\nopen\nNimetön", "D4": "vanha"}
    found = explain.earlier_of([record(material={"stages": stages})], "A01", "now")
    assert found
    assert found.stages == {"D1": "discovery", "D2": "won", "D3": "", "D4": ""}


def test_the_stages_are_read_as_they_are_kept() -> None:
    rows = (deal(stage="proposal"), deal(id="D2", status="lost", stage="x"), deal(id="D3", stage=None))
    kept = delivery.material(situation(havulinna(deals=rows))).as_data()
    found = explain.earlier_of([record(material=json.loads(json.dumps(kept)))], "A01", "now")
    assert found
    assert found.stages == {"D1": "proposal", "D2": "lost", "D3": ""}


@pytest.mark.parametrize(
    ("insights", "score"),
    [
        ({"risk": {"score": 83}}, 83),
        ({"risk": {"score": 83, "told": True}}, 83),
        ({"risk": {"score": 83, "told": False}}, None),  # it rested on too little
        ({"risk": {"score": "83"}}, None),
        ({"risk": None}, None),
        ({}, None),
        (None, None),
        ("?", None),
    ],
)
def test_a_score_that_was_not_told_or_cannot_be_read_is_none(insights: Any, score: int | None) -> None:
    found = explain.earlier_of([record(why=about(insights=insights), material={"stages": None})], "A01", "now")
    assert found
    assert (found.risk_score, found.stages) == (score, {})


def test_what_is_kept_of_a_score_is_what_the_next_brief_reads() -> None:
    for completeness, score in (("1", 60), ("0.4", None)):
        known = given(situation(), risk=risk(score=60, completeness=completeness))
        rows = json.loads(json.dumps(explain.insight_rows(known)))
        found = explain.earlier_of([record(why=about(insights=rows))], "A01", "now")
        assert found
        assert found.risk_score == score
