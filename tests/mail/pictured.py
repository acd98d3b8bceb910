"""A brief with all three pictures, in the shipped phrases, about invented people."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kambrief.core.brief import Block, Brief, Picture, Section
from kambrief.core.customer import Activity, ActivityKind, Contact, Role
from kambrief.core.evidence import Count, Day, Moment, Person, Text, Value
from kambrief.core.insight.revenue import Month
from kambrief.core.insight.risk import Band, Contribution, Factor, Risk
from kambrief.core.insight.touches import Touch
from kambrief.core.insight.windows import plus_months
from kambrief.core.pictures import pictures
from tests.mail.sample import JOIN, MANAGER, START, TODAY, ZONE, line, quote, says

YEARS: tuple[int, ...] = (
    36, 31, 39, 34, 40, 37, 12, 41, 38, 37, 36, 35,  # October 2024 – September 2025
    38, 35, 37, 33, 36, 34, 14, 35, 33, 28, 26, 24,
)  # fmt: skip
"""Thousands a month."""


def revenue(amounts: Sequence[int | str | Decimal], today: dt.date = TODAY) -> tuple[Month, ...]:
    """As many months as amounts, the last full one being the last."""
    last = plus_months(today.replace(day=1), -1)
    return tuple(
        Month(plus_months(last, place - len(amounts) + 1), Decimal(amount)) for place, amount in enumerate(amounts)
    )


def contact(contact_id: str, name: str, role: Role | None = None, **more: Any) -> Contact:
    first, _, last = name.partition(" ")
    return Contact(contact_id, "acc-1", first, last, role=role, **more)


def touch(contact_id: str, day: dt.date) -> Touch:
    at = dt.datetime.combine(day, dt.time(9), dt.UTC)
    return Touch(contact_id, day, Activity(f"{contact_id}-{day}", "acc-1", ActivityKind.CALL, at))


def days_ago(contact_id: str, *days: int) -> tuple[Touch, ...]:
    return tuple(touch(contact_id, TODAY - dt.timedelta(days=number)) for number in days)


PEOPLE = (
    contact("C01", "Petra Vuorio", Role.CHAMPION),
    contact("C02", "Markku Salomaa", Role.SPONSOR),
    contact("C03", "Désirée Åström-Wolkenstein", Role.PROCUREMENT),
    contact("C04", "Ilkka Rinne", Role.ECONOMIC_BUYER),
    contact("C05", "Noora Lahti", Role.TECHNICAL),
    contact("C06", "Olli Saari"),
    contact("C07", "Vilma Aho"),
)
TOUCHES = (
    *days_ago("C01", 1, 3, 4, 8, 12, 20, 33, 36, 40, 41, 44, 70, 75, 110, 112, 150, 181, 190, 240, 250, 300, 330),
    *days_ago("C02", 118, 160, 200, 204, 260, 320),
    *days_ago("C03", 2, 9, 40, 300),
    *days_ago("C05", 14, 75, 77, 140, 260, 262, 265, 267, 301),
    *days_ago("C06", 90),
)
RISK = Risk(
    83,
    Band.CRITICAL,
    (
        Contribution(Factor.BASE, 5),
        Contribution(Factor.REVENUE, 10),
        Contribution(Factor.NPS, 12),
        Contribution(Factor.NPS_TREND, 5),
        Contribution(Factor.SPONSOR, 10),
        Contribution(Factor.THREADING, -4),
        Contribution(Factor.TICKETS, 10),
        Contribution(Factor.RENEWAL, 8),
        Contribution(Factor.FREQUENCY, 4),
    ),
    Decimal(1),
)


def drawn(**changes: Any) -> tuple[Picture, ...]:
    """The three pictures; ``changes`` replaces what they are drawn from."""
    given: dict[str, Any] = {"revenue_months": revenue([n * 1000 for n in YEARS]), "currency": "EUR", "people": PEOPLE, "touches": TOUCHES,
             "risk": RISK, "today": TODAY}  # fmt: skip
    return pictures(**(given | changes))


def pictured(language: str = "en", drawn_: tuple[Picture, ...] | None = None) -> Brief:
    """A small brief, and in it these pictures or the usual ones."""
    at = Moment(START.at, ZONE)
    ticket: dict[str, Value] = {
        "id": Text("KT-118"),
        "subject": Text("Line 2 stops at night"),
        "opened": Day(dt.date(2026, 8, 10)),
    }
    blocks = (
        Block(Section.ONE_THING, (line("one_thing/1", says("one_ticket", **ticket)),)),
        Block(Section.PEOPLE, (line("people/C01", says("person_plain", name=Person("Petra Vuorio", "C01"))),)),
        Block(
            Section.RELATIONSHIP,
            (line("relationship/1", says("ticket_open", **ticket), quote("It is the third time.")),),
        ),
        Block(
            Section.BUSINESS,
            (line("business/1", says("contract_until", contract=Text("HS-1"), end=Day(dt.date(2026, 12, 31)))),),
        ),
        Block(Section.TIP, (line("tip/1", quote("Begin with the ticket.")),)),
    )
    return Brief(
        meeting_id="m-1",
        manager=MANAGER.email,
        language=language,
        subject=says("subject", at=at, account=Text("Havuharju"), title=Text("kuorimon tilanne")),
        header=(says("headline", at=at, account=Text("Havuharju")), says("when", day=Day(TODAY), minutes=Count(45))),
        blocks=blocks,
        footer=(says("machine_written", id=Text("m-1")),),
        join_url=JOIN,
        pictures=drawn() if drawn_ is None else drawn_,
    )
