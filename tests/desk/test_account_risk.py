"""What the risk is made of, with the records behind it."""

import datetime as dt

from kambrief.core.insight.risk import VALUES, Factor
from kambrief.desk.account_risk import MAX_EVIDENCE, evidence, explained
from kambrief.phrases import phrase_signatures
from kambrief.web.shown import web_folder
from tests.builders import call, contract, havulinna, markku, nps, petri, promise, situation, ticket

DATA = havulinna(
    activities=(call(petri(), "1.9. 9.00", "Hello there."),),
    surveys=(nps(markku(), 4, dt.date(2026, 9, 1), "Too slow."),),
    contracts=(contract(dt.date(2026, 12, 31)),),
    tickets=(ticket(opened=dt.date(2026, 8, 1)),),
    commitments=(promise("Root cause report", dt.date(2026, 9, 25)),),
)


def test_what_raises_comes_first_the_heaviest_first_and_all_add_up_to_the_score() -> None:
    found = explained(situation(DATA))
    points = [one.points for one in found.reasons]
    raising = [one for one in found.reasons if one.points > 0]
    assert sum(points) == found.risk.score
    assert raising == list(found.reasons[: len(raising)])
    assert raising[-1].factor is Factor.BASE
    assert [one.points for one in raising[:-1]] == sorted((one.points for one in raising[:-1]), reverse=True)


def test_each_reason_names_the_record_it_rests_on() -> None:
    by = {one.factor: one for one in explained(situation(DATA)).reasons}
    assert [(one.table, one.text) for one in by[Factor.NPS].evidence] == [("surveys", "Too slow.")]
    assert by[Factor.THREADING].evidence[0].section == "people"
    assert by[Factor.OUR_OVERDUE].evidence[0].text == "Root cause report"
    assert by[Factor.BASE].evidence == ()


def test_words_that_a_rule_keeps_back_are_not_shown() -> None:
    data = havulinna(tickets=(ticket(subject="Markku on sairauslomalla burnoutin takia", opened=dt.date(2026, 8, 1)),))
    there = situation(data)
    assert there.facts["tickets/KT-1"].withheld
    assert [one.text for one in evidence(there, ("tickets/KT-1",))] == [""]
    said = [str(value) for one in explained(there).reasons for value in one.values.values()]
    assert not any("sairausloma" in one for one in said)


def test_many_records_are_counted_beyond_some() -> None:
    rows = tuple(ticket(id=f"KT-{number}", opened=dt.date(2026, 8, 1)) for number in range(9))
    found = next(one for one in explained(situation(havulinna(tickets=rows))).reasons if one.factor is Factor.TICKETS)
    assert (len(found.evidence), found.more) == (MAX_EVIDENCE, 9 - MAX_EVIDENCE)


def test_every_reason_there_is_has_a_phrase_with_its_values() -> None:
    said = phrase_signatures("en", web_folder() / "words" / "account")
    for (factor, state), values in VALUES.items():
        name = f"because_{factor}_{state}" if state else f"because_{factor}"
        assert set(values) == set(said[name]), name
        assert f"factor_{factor}" in said
