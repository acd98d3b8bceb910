"""Whatever a customer's records hold, every line can be said in every language and has no doubled punctuation."""

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kambrief.core import floor
from kambrief.core.brief import Brief
from kambrief.core.customer import Account, Contact, CrmData, Deal, PlanStep, Role, Side, Ticket
from kambrief.core.match import match
from kambrief.core.situation import Earlier, Knowledge, gather
from kambrief.core.wording import plain
from tests.builders import (
    ELINA,
    OWN,
    at,
    attendee,
    call,
    contract,
    havulinna,
    held,
    mail_in,
    meeting,
    note,
    nps,
    promise,
)
from tests.core.full_data import customers
from tests.core.sections.parts import LANGUAGES, TODAY, as_read, faults, say
from tests.draws import draws

NOW = at("5.10. 15.00")


def composed(data: CrmData, title: str = "Kuorimon tilanne", minutes: int = 45) -> Brief:
    call_ = meeting(attendees=tuple(attendee(who) for who in data.contacts), title=title, minutes=minutes)
    matched = match(call_.attendees, data, (), OWN)
    stages = {row.id: f"{row.stage or 'kartoitus'} ennen" for row in data.deals}
    return floor.compose(
        gather(call_, ELINA, NOW, matched, data, data.accounts[0].id, known=Knowledge(earlier=Earlier(NOW, stages, 1)))
    )


def everything(brief: Brief, language: str) -> list[str]:
    """Subject, header, every line and the footer as they are read."""
    lines = [row for section, line in brief.lines() for row in as_read(section, [line], language)]
    return [*say([brief.subject, *brief.header], language), *lines, *say(brief.footer, language)]


@settings(
    max_examples=draws(60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(customers() | customers(mark=" A/S"), st.sampled_from(LANGUAGES))
def test_a_customer_with_a_bit_of_everything_reads_well(data: CrmData, language: str) -> None:
    assert [fault for row in everything(composed(data), language) for fault in faults(row)] == []


ODD = [
    "",
    "Sopimus",
    "sopimus.",
    "Oy.",
    "31.10.",
    "Linja 7.",
    "Miksi?",
    "Heti!",
    "ym.",
    "kesken …",
    "a, b",
    "(kesken)",
    "1",
    "x" * 500,
]
"""What people write into fields that are meant for a name."""


@settings(
    max_examples=draws(80), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.lists(st.sampled_from(ODD), min_size=12, max_size=12), st.integers(0, 2), st.sampled_from(LANGUAGES))
def test_odd_names_in_every_field_read_well(odd: list[str], days: int, language: str) -> None:
    company, first, last, title, subject, promised, deal, stage, step, goal, code, heading = odd
    anna = Contact("C1", "A01", first, last, "anna@havulinna.example", title=title, role=Role.SPONSOR)
    bo = Contact("C2", "A01", last, first, "bo@havulinna.example", title="", role=Role.USER)
    on = TODAY.replace(day=5 - days)
    data = havulinna(
        accounts=(Account("A01", f"Havulinna {company}".strip(), domains=("havulinna.example",), customer_since=on.replace(year=2025)),),
        contacts=(anna, bo), deals=(Deal("D1", "A01", deal or "Kauppa", stage=stage, amount=Decimal(days), currency=code, next_step=step),
                                    Deal("D2", "A01", deal or "Kauppa", status="lost", close_date=on)),
        contracts=(contract(TODAY.replace(month=12, day=5 + days), annual_value=Decimal(5), currency=code, auto_renew_months=days),),
        commitments=(promise(promised or "Lupaus", on, owner=first), promise(promised or "Lupaus", on, side=Side.THEM, owner=last, id="T")),
        tickets=(Ticket("KT-1", "A01", subject, on, severity="high"), Ticket("KT-2", "A01", subject, on, severity="high", reopened=True)),
        plans=(PlanStep("N1", "A01", step or "Vaihe", goal, goal, on),), surveys=(nps(anna, 3, on, subject), nps(bo, 9, on)),
        activities=(held([anna, bo], "1.5. 9.00"), call(bo, "1.9. 9.00", f"Haluaa raportin {promised}"), mail_in(anna, "1.6. 9.00", f"Tarvitsemme {goal}"),
                    note("2.9. 9.00", f"Hinta vahvistettiin: 3 % {goal}")),
    )  # fmt: skip
    rows = everything(composed(data, heading, days * 30), language)
    assert [fault for row in rows for fault in faults(row)] == []
    assert all(row == row.strip() for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("heading", ["", "  ", "\t", "Kuorimon tilanne", "–"])
def test_a_meeting_without_a_title_has_no_dash_that_leads_nowhere(heading: str, language: str) -> None:
    brief = composed(havulinna(), heading)
    (subject,) = say([brief.subject], language)
    assert subject.endswith("Havulinna Levyteollisuus" if not plain(heading) else plain(heading))
    assert dataclasses.replace(brief).subject.phrase == "subject"
