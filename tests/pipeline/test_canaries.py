"""What is not for the model is in no request: a word is planted in one record, and looked for in all that was sent.

Each case has its control: the same record without what forbids it, whose word is in the request. So a case cannot pass
because nothing of the record would have been told anyway.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from kambrief.core.customer import (
    Account,
    Activity,
    ActivityKind,
    Commitment,
    Contact,
    Contract,
    CrmData,
    Deal,
    Order,
    PlanStep,
    Product,
    Role,
    Side,
    SurveyAnswer,
    Ticket,
)
from kambrief.core.match import match
from kambrief.core.model import Meeting
from kambrief.pipeline.asking import Asking
from kambrief.pipeline.customers import Known
from kambrief.pipeline.writing import Writing
from tests.builders import ELINA, OTTO, OWN, at, attendee, call, havulinna, markku, meeting, petri, promise
from tests.fakes import FakeWriter

CANARY = "Quendolbrix"
OURS, THEIRS = ("A01", "C01"), ("A02", "C51")
ANNA = Contact("C51", "A02", "Anna", "Metso", "anna@metsola.example", title="managing director", role=Role.SPONSOR)
PLAIN = call(petri(), "1.10. 15.00", "Petri wants to see the figures of the debarker before anything else.")
BROKEN = json.dumps({"one_thing": {"text": "they pay 100 euros for it", "facts": ["F1"]}})
"""Breaks a rule, so that the model is asked once more."""


# --- a record of each kind with these words in it ---


def _activity(kind: ActivityKind, **more: Any) -> Callable[[str, str, str], dict[str, Any]]:
    def made(account: str, contact: str, text: str) -> dict[str, Any]:
        told = dict(more)
        if told.pop("from_them", False):
            told["sender"] = contact
        one = Activity("X1", account, kind, at("2.10. 9.00"), body=text, contacts=(contact,), **told)
        return {"activities": (PLAIN, one)}

    return made


def _contact(account: str, contact: str, text: str) -> dict[str, Any]:
    theirs = petri(notes=text) if account == "A01" else Contact(**{**_fields(ANNA), "notes": text})
    return {"contacts": (theirs, markku()), "activities": (PLAIN,)} if account == "A01" else {"contacts": (petri(), markku(), theirs)}


def _fields(contact: Contact) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in Contact.__dataclass_fields__}


RECORDS: Mapping[str, Callable[[str, str, str], dict[str, Any]]] = {
    "note": _activity(ActivityKind.NOTE),
    "mail from them": _activity(ActivityKind.EMAIL, inbound=True, from_them=True),
    "mail to them": _activity(ActivityKind.EMAIL, inbound=False, sender="elina@kuura.example"),
    "call": _activity(ActivityKind.CALL, status="connected"),
    "meeting": _activity(ActivityKind.MEETING, status="held"),
    "news": _activity(ActivityKind.NEWS),
    "contact's card": _contact,
    "deal's name": lambda a, c, t: {"deals": (Deal("D1", a, t, stage="proposal"),)},
    "ticket": lambda a, c, t: {"tickets": (Ticket("T1", a, t, dt.date(2026, 9, 1), severity="high", contact_id=c),)},
    "survey answer": lambda a, c, t: {"surveys": (SurveyAnswer("S1", a, "nps", Decimal(4), dt.date(2026, 9, 1), c, t),)},
    "contract": lambda a, c, t: {"contracts": (Contract("K1", a, t, dt.date(2025, 1, 1), dt.date(2026, 12, 31)),)},
    "our promise": lambda a, c, t: {"commitments": (Commitment("P1", a, Side.US, "Ville Nurmela", t, due=dt.date(2026, 9, 25)),)},
    "their promise": lambda a, c, t: {"commitments": (Commitment("P1", a, Side.THEM, "Petri Vuolle", t, due=dt.date(2026, 9, 25)),)},
    "plan": lambda a, c, t: {"plans": (PlanStep("G1", a, t, "our goal", "their goal", due=dt.date(2026, 9, 30)),)},
}  # fmt: skip
UNTOLD: Mapping[str, Callable[[str, str, str], dict[str, Any]]] = {
    "subject of a mail": lambda a, c, t: {"activities": (PLAIN, Activity("X1", a, ActivityKind.EMAIL, at("2.10. 9.00"), t, contacts=(c,)))},
    "lost deal's reason": lambda a, c, t: {"deals": (Deal("D1", a, "Support", status="lost", lost_reason=t),)},
    "deal's next step": lambda a, c, t: {"deals": (Deal("D1", a, "Support", stage="proposal", next_step=t),)},
    "orders": lambda a, c, t: {"orders": tuple(Order(a, dt.date(2026, month, 1), t.split()[-1], Decimal(9000 + month), "EUR", 2) for month in range(1, 10))},
    "products": lambda a, c, t: {"products": (Product("P1", "service", t),)},
    "account": lambda a, c, t: {"accounts": (Account("A01", "Havulinna Oy", domains=("havulinna.example",)), Account("A02", t, domains=("metsola.example",)))},
}  # fmt: skip
"""Of these even our customer's words need not be told."""


def asked_about(data: CrmData, call_: Meeting | None = None, now: str = "5.10. 15.00", **asking: Any) -> list[str]:
    """Everything that was sent for a brief on Havulinna: both requests, system, user and schema."""
    call_ = call_ or meeting()
    writer = FakeWriter([BROKEN, BROKEN])
    writing = Writing(Asking(writer, max_prompt_tokens=20_000, **asking), OWN)
    matched = match(call_.attendees, data, (), OWN)
    found = writing.situation(call_, OTTO, matched, Known(data), (), at(now))
    writing.write(found, matched, dt.timedelta(hours=1))
    assert len(writer.prompts) == 2, "a first request and one for a repair"
    return [f"{prompt.system}\n{prompt.user}\n{json.dumps(prompt.schema)}" for prompt in writer.prompts]


def world(**tables: Any) -> CrmData:
    """Havulinna and another customer, Metsola."""
    accounts = (Account("A01", "Havulinna Oy", domains=("havulinna.example",)), Account("A02", "Metsola Oy", domains=("metsola.example",)))
    whole = {"accounts": accounts, "contacts": (petri(), markku(), ANNA), "activities": (PLAIN,), **tables}
    return havulinna(**whole)


def told(sent: list[str], word: str = CANARY) -> bool:
    """Whether it stands in any request, however it is written."""
    return any(word.casefold() in one.casefold() for one in sent)


# --- other customers ---


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_of_another_customer_is_in_no_request(record: str) -> None:
    text = f"They told us at length about {CANARY} and what it means for them"
    assert told(asked_about(world(**RECORDS[record](*OURS, text)))), "of our customer's it is told"
    assert not told(asked_about(world(**RECORDS[record](*THEIRS, text))))


@pytest.mark.parametrize("record", UNTOLD)
def test_nor_is_what_is_told_of_no_customer(record: str) -> None:
    assert not told(asked_about(world(**UNTOLD[record](*THEIRS, f"They all asked for {CANARY}"))))


@pytest.mark.parametrize("record", [name for name in RECORDS if name != "contact's card"])
def test_a_record_of_another_customer_that_names_our_people_is_in_no_request(record: str) -> None:
    """Filed there by mistake or not: it is theirs."""
    tables = RECORDS[record]("A02", "C01", f"Petri Vuolle told us at length about {CANARY} at Havulinna")
    assert not told(asked_about(world(**tables)))


def test_names_of_another_customer_and_of_its_people_are_in_no_request() -> None:
    accounts = (Account("A01", "Havulinna Oy", domains=("havulinna.example",)), Account("A02", CANARY, domains=("other.example",)))
    anna = Contact("C51", "A02", "Petri", CANARY, "petri@other.example", title=CANARY, role=Role.CHAMPION)
    assert not told(asked_about(world(accounts=accounts, contacts=(petri(), markku(), anna))))


# --- what is not for the reader, or not for a model ---

FORBIDDEN = {
    "health": ("Petri is on sick leave because of {word} at the plant.", "Petri is at the plant because of {word} these days."),
    "family": ("Petri's wife is expecting a baby, says {word} at the plant.", "Petri's team is expecting a visit, says {word} at the plant."),
    "off the record": ("Off the record: {word} is what they plan for the plant.", "For the record: {word} is what they plan for the plant."),
}  # fmt: skip
FREE_TEXT = ["note", "mail from them", "mail to them", "call", "meeting", "contact's card", "survey answer", "ticket",
             "our promise", "their promise", "deal's name", "plan"]  # fmt: skip


@pytest.mark.parametrize("rule", FORBIDDEN)
@pytest.mark.parametrize("record", FREE_TEXT)
def test_what_is_withheld_is_in_no_request_in_whatever_record_it_stands(record: str, rule: str) -> None:
    withheld, open_ = (text.format(word=CANARY) for text in FORBIDDEN[rule])
    assert told(asked_about(world(**RECORDS[record](*OURS, open_)))), "without what forbids it it is told"
    assert not told(asked_about(world(**RECORDS[record](*OURS, withheld))))


@pytest.mark.parametrize("record", ["note", "mail from them", "mail to them", "call", "meeting"])
def test_a_record_tagged_as_sensitive_is_in_no_request(record: str) -> None:
    tables = RECORDS[record](*OURS, f"They told us at length about {CANARY} at the plant")
    plain, one = tables["activities"]
    tagged = Activity(**{**{name: getattr(one, name) for name in Activity.__dataclass_fields__}, "tags": ("sensitive",)})
    assert told(asked_about(world(activities=(plain, one))))
    assert not told(asked_about(world(activities=(plain, tagged))))


def test_another_account_managers_off_the_record_note_is_in_no_request() -> None:
    def said(text: str) -> list[str]:
        note = Activity("X1", "A01", ActivityKind.NOTE, at("2.10. 9.00"), body=text, author=ELINA.email, contacts=("C01",))
        return asked_about(world(activities=(PLAIN, note)))

    assert told(said(f"Petri plans {CANARY} for the plant."))
    assert not told(said(f"Between us: Petri plans {CANARY} for the plant."))


def test_a_value_that_was_replaced_is_in_no_request() -> None:
    def said(*bodies: str) -> list[str]:
        notes = [Activity(f"X{number}", "A01", ActivityKind.NOTE, at(f"{number}.9. 9.00"), body=body)
                 for number, body in enumerate(bodies, 1)]  # fmt: skip
        return asked_about(world(activities=(PLAIN, *notes)))

    old = f"Hinnankorotus vuodelle 2027 on 6 %, sanoi {CANARY}."
    assert told(said(old))
    assert not told(said(old, "Hinnoitteluryhmä vahvisti: hinnankorotus vuodelle 2027 on 3,5 % (korvaa aiemman 6 %:n linjauksen)."))


def test_somebody_who_left_is_in_no_request() -> None:
    def said(**more: Any) -> list[str]:
        one = Contact("C09", "A01", "Reijo", "Lampi", "reijo@havulinna.example", "mill manager", role=Role.CHAMPION,
                      notes=f"Wants to hear about {CANARY} before anything else.", **more)  # fmt: skip
        invited = meeting(attendees=(attendee(petri()), *(() if more else (attendee(one),))))
        return asked_about(world(contacts=(petri(), markku(), one)), invited)

    assert told(said())
    assert not told(said(left=True, left_on=dt.date(2025, 2, 28)))


# --- doors ---

DOORS = [
    f"https://zoom.example/j/123?pwd={CANARY}", f"zoommtg://zoom.example/join?pwd={CANARY}", f"www.zoom.example/{CANARY}",
    f"{CANARY}@havulinna.example", f"<mailto:{CANARY}@x.example>", f"tel:+358401234,,{CANARY}#",
    f"zoom.example/j/123?pwd={CANARY}", f"Passcode: {CANARY}", f"Kenncode: {CANARY}", f"Salasana: {CANARY}",
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_what_opens_a_call_is_in_no_request_from_the_agenda(door: str) -> None:
    assert told(asked_about(world(), meeting(agenda=f"Talk about {CANARY} first")))
    assert not told(asked_about(world(), meeting(agenda=f"Agenda: prices\n{door}\nThen the rest")))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("record", ["note", "mail from them"])
def test_what_opens_a_call_is_in_no_request_from_a_record(record: str, door: str) -> None:
    assert not told(asked_about(world(**RECORDS[record](*OURS, f"They want to talk about prices here: {door} tomorrow"))))


@pytest.mark.parametrize("door", DOORS)
def test_what_opens_a_call_is_in_no_request_from_the_title(door: str) -> None:
    assert told(asked_about(world(), meeting(title=f"Talk about {CANARY}")))
    assert not told(asked_about(world(), meeting(title=f"Prices {door}")))
