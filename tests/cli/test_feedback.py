"""Feedback on the command line: said, listed, explained, taken back."""

import pytest

from tests.cli.office import AFTER, DUE, EARLY, Office


def briefed(office: Office) -> Office:
    office.ok("once", "--at", EARLY)
    office.ok("once", "--at", DUE)
    return office


def test_a_verdict_is_noted_listed_and_taken_back(office: Office) -> None:
    briefed(office)
    assert (
        "'tip' of 'Debarker review' was not useful"
        in office.ok("feedback", "Debarker", "tip", "not", "--at", AFTER).out
    )
    [reader] = office.ok("feedback", "--at", AFTER, "--json").json
    assert reader["account_manager"] == "otto@kuura.example"
    [row] = reader["said"]
    assert (row["section"], row["verdict"], row["title"]) == ("tip", "not", "Debarker review")
    assert reader["changes"]["order"][-1] == "tip"
    listed = office.ok("feedback", "--at", AFTER).out
    assert "Debarker review: tip not" in listed
    assert "changes now: order one_thing, people, " in listed
    assert "never judged" in office.ok("feedback", "Debarker", "tip", "undo", "--at", AFTER).out
    assert "Nothing had been said" in office.ok("feedback", "Debarker", "tip", "undo", "--at", AFTER).out
    assert "nothing was said yet" in office.ok("feedback", "--at", AFTER).out
    assert "changes now: nothing" in office.ok("feedback", "--at", AFTER).out


def test_a_second_verdict_takes_the_place_of_the_first(office: Office) -> None:
    briefed(office)
    office.ok("feedback", "Debarker", "tip", "not", "--at", AFTER)
    [reader] = office.ok("feedback", "Debarker", "tip", "useful", "--at", AFTER, "--json").json
    assert [row["verdict"] for row in reader["said"]] == ["useful"]


def test_what_is_wrong_stands_in_why_with_what_it_rested_on(office: Office) -> None:
    briefed(office)
    assert "It rested on: " in office.ok("feedback", "Debarker", "one_thing", "wrong", "--at", AFTER).out
    told = office.ok("why", "Debarker", "--at", AFTER, "--json").json["account_managers"][0]
    [row] = told["feedback"]
    assert (row["section"], row["verdict"]) == ("one_thing", "wrong")
    assert "commitments/CM1" in row["facts"]
    assert "feedback: one_thing wrong, " in office.ok("why", "Debarker", "--at", AFTER).out
    assert "commitments/CM1" in office.ok("feedback", "--at", AFTER).out
    assert "changes now: nothing" in office.ok("feedback", "--at", AFTER).out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("Debarker", "horoscope", "useful"), "is no section of a brief; say one of one_thing, people"),
        (("Debarker", "tip", "splendid"), "is no verdict; say one of useful, not, wrong, undo"),
        (("Debarker", "tip"), "is no verdict"),
        (("Debarker",), "'(nothing)' is no section"),
        (("Nothing of the kind", "tip", "useful"), "No meeting answers to"),
        (("--for", "nobody@kuura.example"), "they are otto@kuura.example"),
        (("Debarker", "tip", "useful", "--for", "nobody@kuura.example"), "has no calendar with this meeting"),
    ],
)
def test_what_cannot_be_meant_is_answered_with_what_can(office: Office, words: tuple[str, ...], says: str) -> None:
    briefed(office)
    done = office.run("feedback", *words, "--at", AFTER)
    assert done.code == 1
    assert says in done.err


def test_before_its_brief_there_is_nothing_to_judge(office: Office) -> None:
    done = office.run("feedback", "Debarker", "tip", "useful", "--at", EARLY)
    assert done.code == 1
    assert "there is nothing to judge yet" in done.err
