"""What to ask: two or three open questions, each from one fact, and at most one guess that says it is one."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kambrief.core.brief import Line, Section
from kambrief.core.customer import Account, CrmData, Product, Role
from kambrief.core.evidence import Day, Number, Person, Text
from kambrief.core.insight.needs import TOPICS, Clue, Need, NeedEvidence
from kambrief.core.insight.revenue import Cause, Momentum, Part
from kambrief.core.model import Response
from kambrief.core.sections.questions import MAX_QUESTIONS, questions
from tests.builders import (
    attendee,
    call,
    contract,
    deal,
    havulinna,
    markku,
    meeting,
    note,
    nps,
    petri,
    phrases_of,
    situation,
    ticket,
)
from tests.core.sections.parts import LANGUAGES, as_read, company, faults, given, revenue, slots, words

SEPTEMBER = dt.date(2026, 9, 1)
BUYER = petri(id="C03", first_name="Anna", last_name="Aho", email="anna@havulinna.example", role=Role.ECONOMIC_BUYER)
EVERYBODY = (petri(), markku(), BUYER)


def asked(data: CrmData | None = None, *, call_: Any = None, **insights: Any) -> dict[str, Line]:
    """The questions by topic; no revenue and no guess unless given."""
    insights = {"revenue": None, "needs": (), **insights}
    return {line.id.partition("/")[2]: line for line in questions(given(situation(data, call_=call_), **insights))}


# --- single questions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "notice", "said"),
    [
        (dt.date(2026, 12, 31), 2, ("ask_before_notice", dt.date(2026, 10, 31))),
        (dt.date(2027, 2, 2), 0, ("ask_before_end", dt.date(2027, 2, 2))),  # 120 days
        (dt.date(2027, 2, 3), 0, None),
        (dt.date(2026, 11, 30), 2, ("ask_before_end", dt.date(2026, 11, 30))),  # the notice day is past
        (dt.date(2027, 8, 31), 2, None),  # and here far away
    ],
)
def test_a_renewal_is_asked_about_while_something_can_be_decided(
    end: dt.date, notice: int, said: tuple[str, dt.date] | None
) -> None:
    line = asked(havulinna(contracts=(contract(end, notice_period_months=notice),))).get("renewal")
    assert (line is not None) is (said is not None)
    if line and said:
        assert slots(line, said[0]) == {"day": Day(said[1])}
        assert line.facts == ("contracts/HS-1",)


def test_who_decides_is_asked_where_no_budget_owner_is_known_and_something_is_open() -> None:
    assert slots(asked(havulinna(deals=(deal(),)))["decider"], "ask_decider") == {"deal": Text("Jatkosopimus")}
    assert "decider" not in asked(havulinna(deals=(deal(),), contacts=EVERYBODY))
    gone = (petri(), markku(), petri(id="C03", role=Role.ECONOMIC_BUYER, left=True))
    assert "decider" in asked(havulinna(deals=(deal(),), contacts=gone))
    assert "decider" not in asked(havulinna(deals=(deal(status="won"),)))
    nobody = havulinna(deals=(deal(),), contacts=(petri(role=None), markku(role=None)))
    assert "decider" not in asked(nobody)  # a CRM without roles says nothing of who decides


def test_both_questions_on_a_deal_are_about_the_largest_in_whatever_order_the_crm_has_them() -> None:
    rows = (
        deal(id="1", name="Pieni", amount=Decimal(5)),
        deal(id="2", name="Suuri", amount=Decimal(50)),
        deal(id="3", name="Muu"),
    )
    for turned in (rows, rows[::-1]):
        found = asked(havulinna(deals=turned))
        assert slots(found["decider"], "ask_decider") == slots(found["deal"], "ask_deal") == {"deal": Text("Suuri")}


GROUP = (
    Account("A01", "Havulinna Oy", domains=("havulinna.example",)), Account("A02", "Havulinna Balti", parent_id="A01"),
    Account("A03", "Havulinna Norge", parent_id="A01"),
)  # fmt: skip


def drop(*parts: Part, **more: Any) -> Line | None:
    return asked(havulinna(accounts=GROUP), revenue=revenue(parts=parts, **more)).get("drop")


def test_a_drop_is_asked_about_where_it_happened() -> None:
    line = drop(company("A01", "0.1"), company("A02", "-0.05"), company("A03", "-0.31"))
    assert line
    assert slots(line, "ask_drop_part") == {"name": Text("Norge")}
    assert line.facts == ("insight/revenue",)


def test_a_company_that_is_not_in_the_crm_is_not_asked_about_by_an_empty_name() -> None:
    line = drop(company("gone", "-0.9"), company("A02", "-0.2"))
    assert line
    assert slots(line, "ask_drop_part") == {"name": Text("Balti")}
    alone = drop(company("gone", "-0.9"), company("A02", "0.2"))
    assert alone
    assert [sentence.phrase for sentence in alone.sentences] == ["ask_drop_category"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, True),
        ({"momentum": Momentum.STEADY}, False),
        ({"momentum": Momentum.RECENT_RISE}, False),
        ({"momentum": None}, False),
        ({"cause": None}, False),
        ({"cause": Cause("", Decimal(-5), Decimal(1))}, False),
        ({"cause": Cause("service", Decimal(5), Decimal(1))}, False),  # that one rose
    ],
)
def test_the_category_of_a_recent_drop_is_asked_about(more: dict[str, Any], told: bool) -> None:  # noqa: FBT001
    assert (drop(**more) is not None) is told


def unhappy(*answers: Any, response: Response = Response.ACCEPTED) -> Line | None:
    guests = (attendee(petri(), response), attendee(markku()))
    return asked(havulinna(surveys=answers), call_=meeting(attendees=guests)).get("unhappy")


def test_the_unhappiest_who_comes_is_asked_in_their_own_words() -> None:
    line = unhappy(nps(petri(), 3, SEPTEMBER, "Vastaus kestää liian kauan."), nps(markku(), 6, SEPTEMBER, "Ei hyvä."))
    assert line
    assert [sentence.phrase for sentence in line.sentences] == ["ask_unhappy_about", "quote", "ask_good_enough"]
    assert slots(line, "ask_unhappy_about") == {"name": Person("Petri", "C01"), "score": Number(Decimal(3))}
    assert slots(line, "quote") == {"text": Text("Vastaus kestää liian kauan.")}
    assert line.facts == ("surveys/S-C01-2026-09-01",)


def test_without_words_that_may_be_said_the_score_alone_is_asked_about() -> None:
    for comment in ("", "Markku oli sairauslomalla kaksi kuukautta."):
        line = unhappy(nps(markku(), 4, SEPTEMBER, comment))
        assert line
        assert [sentence.phrase for sentence in line.sentences] == ["ask_unhappy"]


def test_whoever_is_content_has_declined_or_answered_long_ago_is_not_asked() -> None:
    assert unhappy(nps(petri(), 7, SEPTEMBER)) is None
    assert unhappy(nps(petri(), 3, SEPTEMBER), response=Response.DECLINED) is None
    assert unhappy(nps(petri(), 3, dt.date(2025, 9, 1))) is None
    assert unhappy(nps(petri(), 3, dt.date(2026, 5, 1)), nps(petri(), 9, SEPTEMBER)) is None


def test_a_decider_who_has_gone_quiet_is_asked_what_has_changed() -> None:
    data = havulinna(activities=(call(markku(), "1.6. 9.00"), call(petri(), "1.6. 9.00")))
    line = asked(data)["quiet"]
    assert slots(line, "ask_quiet") == {"name": Person("Markku", "C02"), "since": Day(dt.date(2026, 6, 1))}
    alone = meeting(attendees=(attendee(petri()), attendee(markku(), Response.DECLINED)))
    assert "quiet" not in asked(data, call_=alone)


# --- the guess (I12) -----------------------------------------------------------------------------------------------

REMARK = NeedEvidence(Clue.REMARK, ("activities/a#1",), SEPTEMBER)
PEERS = NeedEvidence(Clue.PEERS, ("insight/white_space",), own=False, count=3, of=4)


def guess(*evidence: NeedEvidence, topic: str = "energy", data: CrmData | None = None) -> Line | None:
    rows = data or havulinna(activities=(note("1.9. 9.00", "Sähköstä puhuttiin.", id="a"),))
    return asked(rows, needs=(Need("energy_monitoring", topic, evidence),)).get("hypothesis")


def test_a_guess_is_a_question_with_what_makes_us_ask() -> None:
    line = guess(PEERS, REMARK)
    assert line
    found = slots(line, "hypothesis")
    assert words(found["question"]) == ["need_energy"]
    assert words(found["clues"]) == ["clue_peers", "clue_remark"]
    assert line.facts == ("activities/a#1",)


def test_a_suppressed_need_is_no_guess() -> None:
    need = Need("energy_monitoring", "energy", (PEERS, REMARK), suppressed="declined")
    assert asked(needs=(need,)) == {}


def test_a_single_ticket_is_quoted_by_its_subject_and_an_announcement_by_its_figure() -> None:
    data = havulinna(
        tickets=(ticket(subject="Sähkö katkeaa öisin."),),
        activities=(
            note("1.9. 9.00", "Sähkön kulutus laskee 15 % vuoteen 2028.", id="n"), note("2.9. 9.00", "Sähköä pitää säästää.", id="m"),
        ),
    )  # fmt: skip
    on_ticket = NeedEvidence(Clue.REMARK, ("tickets/KT-1",), SEPTEMBER)
    figure, plain = (NeedEvidence(Clue.STATEMENT, (f"activities/{name}#1",), SEPTEMBER) for name in "nm")
    line = guess(on_ticket, figure, plain, data=data)
    assert line
    assert words(slots(line, "hypothesis")["clues"]) == ["clue_remark_said", "clue_statement_said", "clue_statement"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_a_question_in_every_language(topic: str, language: str) -> None:
    line = guess(PEERS, REMARK, topic=topic)
    assert line
    (row,) = as_read(Section.QUESTIONS, [line], language)
    assert faults(row) == []
    assert row.count("?") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("clue", list(Clue))
@pytest.mark.parametrize("subject", ["Sähkö katkeaa", "Sähkö katkeaa.", "Linja 7.", ""])
def test_every_clue_can_be_said_in_every_language(clue: Clue, subject: str, language: str) -> None:
    evidence = NeedEvidence(clue, ("tickets/KT-1",), SEPTEMBER, count=2, of=4)
    line = guess(evidence, PEERS, data=havulinna(tickets=(ticket(subject=subject),)))
    assert line
    (row,) = as_read(Section.QUESTIONS, [line], language)
    assert faults(row) == []


# --- the whole -----------------------------------------------------------------------------------------------------

BUSY = havulinna(
    contracts=(contract(dt.date(2026, 12, 31)),), deals=(deal(),), surveys=(nps(petri(), 3, SEPTEMBER, "Ei hyvä."),),
    activities=(call(markku(), "1.6. 9.00"), note("1.9. 9.00", "Sähköstä puhuttiin.", id="a")),
    products=(Product("P1", "spare_parts", "Varaosat."),),
)  # fmt: skip


def test_three_are_asked_by_priority_and_a_guess_takes_the_place_of_the_third() -> None:
    assert list(asked(BUSY, revenue=revenue())) == ["renewal", "decider", "drop"]
    need = Need("energy_monitoring", "energy", (PEERS, REMARK))
    assert list(asked(BUSY, revenue=revenue(), needs=(need,))) == ["renewal", "decider", "hypothesis"]
    assert len(asked(BUSY, revenue=revenue())) == MAX_QUESTIONS


def test_of_a_customer_nobody_knows_nothing_is_asked() -> None:
    assert questions(situation(CrmData())) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["Jatkosopimus", "jatkosopimus.", "Linja 7.", "Miksi?", "x" * 400])
def test_the_questions_read_well_in_every_language(name: str, language: str) -> None:
    data = havulinna(
        deals=(deal(name=name),), contracts=(contract(dt.date(2026, 12, 31)),),
        surveys=(nps(petri(first_name=name), 3, SEPTEMBER, name),), contacts=(petri(first_name=name), markku()),
        activities=(call(markku(), "1.6. 9.00"),), products=(Product("P1", "spare_parts", name),),
    )  # fmt: skip
    shown = [
        *asked(data, revenue=revenue()).values(), *asked(havulinna(surveys=data.surveys, contacts=data.contacts)).values(),
        *asked(havulinna(deals=data.deals, contacts=EVERYBODY, activities=data.activities)).values(),
    ]  # fmt: skip
    assert phrases_of(shown) == [
        ["ask_before_notice"], ["ask_decider"], ["ask_drop_category"],
        ["ask_unhappy_about", "quote", "ask_good_enough"], ["ask_quiet"], ["ask_deal"],
    ]  # fmt: skip
    assert [fault for row in as_read(Section.QUESTIONS, shown, language) for fault in faults(row)] == []
