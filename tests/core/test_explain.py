"""P6: what went in, what was left out and by which rule, as plain data."""

import json

from kambrief.core import explain, floor
from kambrief.core.customer import Gap
from kambrief.core.eligibility import judge
from kambrief.core.match import match
from kambrief.core.situation import gather
from tests.builders import ELINA, OWN, at, attendee, call, havulinna, markku, meeting, note, petri


def why(*activities: object, gaps: tuple[Gap, ...] = ()) -> dict[str, object]:
    data = havulinna(activities=activities)
    the_call = meeting(attendees=(attendee(petri()), attendee(markku()), attendee("uusi@havulinna.example")))
    matched = match(the_call.attendees, data, (), OWN)
    situation = gather(the_call, ELINA, at("5.10. 15.00"), matched, data, "A01", gaps=gaps)
    verdict = judge(the_call, ELINA, OWN)
    return explain.why(
        floor.compose(situation), situation, matched, verdict, [{"destination": "127.0.0.1"}], ["too slow"]
    )


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
