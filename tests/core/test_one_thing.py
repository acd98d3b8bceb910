"""What decides this call: the order of the rules, and what there is when none applies."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kambrief.core.brief import Section
from kambrief.core.customer import CrmData, PlanStep, Role, Side
from kambrief.core.evidence import Count, Text
from kambrief.core.one_thing import open_high_tickets, the_one_thing
from tests.builders import (
    call,
    contract,
    deal,
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
from tests.core.sections.parts import LANGUAGES, as_read, faults

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


# --- a quiet sponsor, and the plan when nothing else leads ---------------------------------------------------------

PLAN = {"plans": (PlanStep("N1", "A01", "Kuorimon tilanteen katselmus", "Kasvu", "Vähemmän seisokkeja"),)}
QUIET = {"activities": (held([petri(), markku()], "1.5. 9.00"),)}


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (PLAN, ["one_plan", "outcome_plan"]),
        ({**PLAN, **QUIET}, ["one_silent", "outcome_silent"]),
        ({**PLAN, **DUE}, ["one_due", "outcome_due"]),
        ({**PLAN, **ASKED}, ["one_request", "quote", "outcome_request"]),
        ({**PLAN, **NEW}, ["one_new_decider", "outcome_new_decider"]),
        ({**PLAN, **TICKET}, ["one_ticket", "outcome_ticket"]),
        ({**PLAN, **NOTICE}, ["one_notice_free_day", "outcome_notice"]),
        ({**PLAN, **LATE}, ["one_overdue", "outcome_overdue"]),
        ({**QUIET, **DUE}, ["one_silent", "outcome_silent"]),
        ({**QUIET, **TICKET}, ["one_ticket", "outcome_ticket"]),
    ],
)
def test_the_plan_leads_when_nothing_else_does_and_a_quiet_sponsor_before_a_request(
    tables: dict[str, object], said: list[str]
) -> None:
    assert phrases(havulinna(**tables)) == said


def test_the_plans_step_rests_on_the_plan() -> None:
    (line,) = the_one_thing(situation(havulinna(**PLAN)))
    assert line.facts == ("plans/N1",)
    assert line.sentences[0].slots == {"step": Text("Kuorimon tilanteen katselmus")}


def test_a_sponsor_heard_of_within_ninety_days_does_not_lead_nor_does_another_who_is_quiet() -> None:
    lately = (held([markku()], "1.8. 9.00"), held([petri()], "1.3. 9.00"))
    assert phrases(havulinna(activities=lately)) == []
    buyer = markku(role=Role.ECONOMIC_BUYER)
    assert phrases(havulinna(contacts=(petri(), buyer), activities=(held([petri(), buyer], "1.3. 9.00"),))) == []


def test_what_the_largest_open_deal_waits_for_is_the_second_thing_to_leave_with() -> None:
    rows = (
        deal(id="1", next_step="Sovi mittaus", amount=Decimal(9), kind="expansion"), deal(id="2", next_step="Muu", kind="renewal", amount=Decimal(99)),
        deal(id="3", next_step=None, amount=Decimal(50)), deal(id="4", next_step="Hävitty", status="lost", amount=Decimal(99)),
    )  # fmt: skip
    (line,) = the_one_thing(situation(havulinna(**LATE, deals=rows)))
    assert line.sentences[-1].phrase == "outcome_next"
    assert line.sentences[-1].slots == {"step": Text("Sovi mittaus")}
    assert the_one_thing(situation(havulinna(deals=rows))) == ()  # alone it leads nothing


def test_a_next_step_that_is_a_promise_is_told_among_the_promises_alone() -> None:
    step = {"deals": (deal(next_step="2026-09-25: raportti"),)}
    assert phrases(havulinna(**LATE, **step)) == ["one_overdue", "outcome_overdue"]
    assert phrases(havulinna(**TICKET, **step)) == ["one_ticket", "outcome_ticket", "outcome_next"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["Raportti", "raportti.", "Linja 7.", "Miksi?", "Vaihe 2 …", "31.10."])
def test_it_reads_well_in_every_language_whatever_it_is_about(words: str, language: str) -> None:
    plan = {"plans": (PlanStep("N1", "A01", words, due=dt.date(2026, 10, 20)),)}
    step = {"deals": (deal(next_step=words),)}
    late = [
        {"commitments": (promise(words, dt.date(2026, 10, day), owner=owner),)}
        for day in (3, 4)
        for owner in ("", "Ville N.")
    ]
    tables: list[dict[str, Any]] = [
        *late, {"commitments": (promise(words, dt.date(2026, 10, 6)),)}, {"tickets": (ticket(subject=words),)},
        {"tickets": (ticket(subject=words, reopened=True),)}, {"tickets": (ticket(subject=""),)}, NEW, QUIET, plan, ASKED,
        {**late[0], **NOTICE}, *({"contracts": (contract(dt.date(2026, 12, day)),)} for day in (5, 6, 7, 30)),
    ]  # fmt: skip
    for one in tables:
        lines = the_one_thing(situation(havulinna(**one, **step)))
        shown = as_read(Section.ONE_THING, lines, language)
        assert len(shown) == 1
        assert faults(shown[0]) == []
