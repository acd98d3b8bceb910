"""What decides this call: the order of the rules, and what there is when none applies."""

import datetime as dt

import pytest

from kambrief.core.customer import CrmData, Side
from kambrief.core.evidence import Count, Day, Text
from kambrief.core.one_thing import open_high_tickets, the_one_thing
from tests.builders import (
    call,
    contract,
    havulinna,
    held,
    mail_in,
    markku,
    note,
    petri,
    phrases_of,
    promise,
    situation,
    ticket,
)

LATE = {"commitments": (promise("Raportti", dt.date(2026, 9, 25)),)}
NOTICE = {"contracts": (contract(dt.date(2026, 12, 31)),)}
TICKET = {"tickets": (ticket(),)}
NEW = {"activities": (held([petri()], "1.9. 9.00"),)}  # Markku decides, and nobody has met him
KNOWN = (held([petri(), markku()], "1.9. 9.00"),)
ASKED = {"activities": (*KNOWN, mail_in(petri(), "1.10. 9.00", "Tarvitsemme luvut palaveriin."))}
DUE = {"commitments": (promise("Lista", dt.date(2026, 10, 6)),)}


def phrases(data: CrmData) -> list[str]:
    return [phrase for line in phrases_of(the_one_thing(situation(data))) for phrase in line]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (LATE, ["one_overdue", "outcome_overdue"]),
        (NOTICE, ["one_notice_free_day", "outcome_notice"]),
        (TICKET, ["one_ticket", "outcome_ticket"]),
        (NEW, ["one_new_decider", "outcome_new_decider"]),
        (ASKED, ["one_request", "quote", "outcome_request"]),
        (DUE, ["one_due", "outcome_due"]),
        # the earlier rule leads; a notice day is told beside it
        ({**LATE, **NOTICE, **TICKET}, ["one_overdue", "one_notice_free_day", "outcome_overdue_notice"]),
        ({**TICKET, **NOTICE}, ["one_notice_free_day", "outcome_notice"]),
        ({**TICKET, **NEW}, ["one_ticket", "outcome_ticket"]),
        ({**NEW, **DUE}, ["one_new_decider", "outcome_new_decider"]),
        ({**ASKED, **DUE}, ["one_request", "quote", "outcome_request"]),
        ({}, []),
        ({"activities": KNOWN}, []),
    ],
)
def test_the_first_rule_that_applies_leads(tables: dict[str, object], said: list[str]) -> None:
    assert phrases(havulinna(**tables)) == said


@pytest.mark.parametrize(
    "tables",
    [
        {"commitments": (promise("heidän", dt.date(2026, 9, 1), side=Side.THEM),)},
        {"commitments": (promise("tänään", dt.date(2026, 10, 5), status="done"),)},
        {"commitments": (promise("kaukana", dt.date(2026, 12, 1)),)},
        {"contracts": (contract(dt.date(2027, 12, 31)),)},  # the notice day is far
        {"contracts": (contract(dt.date(2026, 11, 30)),)},  # the notice day is past
        {"tickets": (ticket(severity="low"), ticket(id="2", severity=None), ticket(id="3", status="closed"))},
        {
            "activities": (*KNOWN, mail_in(petri(), "1.9. 12.00", "Tarvitsemme luvut palaveriin."))
        },  # asked for a month ago
        {"activities": (*KNOWN, call(petri(), "1.10. 9.00", "Kaikki hyvin linjalla 2."))},  # no wish
        {"activities": (*KNOWN, mail_in(petri(), "1.10. 9.00", "Off the record, we need 5 %."))},
    ],
)
def test_what_is_not_pressing_is_not_the_one_thing(tables: dict[str, object]) -> None:
    assert phrases(havulinna(**tables)) == []


def test_it_is_never_dropped_and_rests_on_records() -> None:
    (line,) = the_one_thing(situation(havulinna(**LATE)))
    assert line.pinned
    assert line.facts == ("commitments/CM-Raportti",)
    assert line.sentences[0].slots["days"] == Count(10)
    assert line.sentences[0].slots["due"] == Day(dt.date(2026, 9, 25))


def test_the_latest_promise_leads() -> None:
    rows = (promise("b", dt.date(2026, 9, 25)), promise("a", dt.date(2026, 9, 1)))
    (line,) = the_one_thing(situation(havulinna(commitments=rows)))
    assert line.sentences[0].slots["what"] == Text("a")


def test_on_a_working_day_the_notice_day_needs_no_other() -> None:
    data = havulinna(contracts=(contract(dt.date(2026, 12, 30)),))  # notice on Friday 30 October
    assert phrases(data) == ["one_notice", "outcome_notice"]


def test_a_notice_day_is_told_from_45_days_before_until_the_day_itself() -> None:
    data = havulinna(**NOTICE)
    told = {
        now: bool(the_one_thing(situation(data, now)))
        for now in ("15.9. 9.00", "16.9. 9.00", "31.10. 9.00", "1.11. 9.00")
    }
    assert told == {"15.9. 9.00": False, "16.9. 9.00": True, "31.10. 9.00": True, "1.11. 9.00": False}


def test_reopened_tickets_come_first_then_the_oldest() -> None:
    rows = (
        ticket(id="new", opened=dt.date(2026, 9, 1)),
        ticket(id="old"),
        ticket(id="again", opened=dt.date(2026, 9, 9), reopened=True),
    )
    assert [row.id for row in open_high_tickets(situation(havulinna(tickets=rows)))] == ["again", "old", "new"]


@pytest.mark.parametrize("severity", ["high", "High", "CRITICAL", "urgent", "kriittinen", "korkea"])
def test_severe_is_what_vendors_call_it(severity: str) -> None:
    assert open_high_tickets(situation(havulinna(tickets=(ticket(severity=severity),))))


def test_a_request_is_quoted_in_the_askers_words() -> None:
    (line,) = the_one_thing(situation(havulinna(**ASKED)))
    assert line.sentences[1].slots["text"] == Text("Tarvitsemme luvut palaveriin.")
    rows = (*KNOWN, mail_in(petri(), "1.10. 9.00", "Petri: tarvitsemme luvut."), note("2.10. 9.00", "Muuta."))
    (line,) = the_one_thing(situation(havulinna(activities=rows)))
    assert line.sentences[1].slots["text"] == Text("tarvitsemme luvut.")
