"""What is not for the model is in no request: a word is planted in one record, and looked for in all that was sent.

Each case has its control: the same record without what forbids it, whose word is in the request. So a case cannot pass
because nothing of the record would have been told anyway.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kambrief.core.brief import Section
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
from kambrief.phrases import Phrases
from kambrief.pipeline.asking import Asking
from kambrief.pipeline.customers import Known
from kambrief.pipeline.writing import Writing, Written
from kambrief.ports import Prompt
from tests.builders import ELINA, OTTO, OWN, at, call, havulinna, markku, meeting, petri, promise
from tests.cli.office import CRM, DUE, Office, event
from tests.fakes import FakeWriter
from tests.parts.fake_llm import FakeLlm

CANARY = "Quendolbrix"
OURS, THEIRS = ("A01", "C01"), ("A02", "C51")
ANNA = Contact("C51", "A02", "Anna", "Metso", "anna@metsola.example", title="managing director", role=Role.SPONSOR)
PLAIN = call(petri(), "1.10. 15.00", "Petri wants to see the figures of the debarker before anything else.")
BROKEN = json.dumps({"one_thing": {"text": "they pay 100 euros for it", "facts": ["F1"]}})
"""Breaks a rule, so that the model is asked once more."""


# --- a record of each kind with these words in it ---


@dataclass(frozen=True)
class Of:
    """Whose record it is, whom it is about, and its words."""

    account: str
    contact: str
    text: str


Made = Callable[[Of], dict[str, Any]]


def _activity(kind: ActivityKind, **more: Any) -> Made:
    def made(of: Of) -> dict[str, Any]:
        told = dict(more)
        if told.pop("from_them", False):
            told["sender"] = of.contact
        one = Activity("X1", of.account, kind, at("2.10. 9.00"), body=of.text, contacts=(of.contact,), **told)
        return {"activities": (PLAIN, one)}

    return made


def _card(of: Of) -> dict[str, Any]:
    one = petri(notes=of.text) if of.account == "A01" else Contact(**{**_fields(ANNA), "notes": of.text})
    return {"contacts": (one, markku()) if of.account == "A01" else (petri(), markku(), one)}


def _fields(contact: Contact) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in Contact.__dataclass_fields__}


RECORDS: Mapping[str, Made] = {
    "note": _activity(ActivityKind.NOTE),
    "mail from them": _activity(ActivityKind.EMAIL, inbound=True, from_them=True),
    "mail to them": _activity(ActivityKind.EMAIL, inbound=False, sender="elina@kuura.example"),
    "call": _activity(ActivityKind.CALL, status="connected"),
    "meeting": _activity(ActivityKind.MEETING, status="held"),
    "news": _activity(ActivityKind.NEWS),
    "contact's card": _card,
    "deal's name": lambda of: {"deals": (Deal("D1", of.account, of.text, stage="proposal"),)},
    "ticket": lambda of: {"tickets": (Ticket("T1", of.account, of.text, dt.date(2026, 9, 1), severity="high", contact_id=of.contact),)},
    "survey answer": lambda of: {"surveys": (SurveyAnswer("S1", of.account, "nps", Decimal(4), dt.date(2026, 9, 1), of.contact, of.text),)},
    "contract": lambda of: {"contracts": (Contract("K1", of.account, of.text, dt.date(2025, 1, 1), dt.date(2026, 12, 31)),)},
    "our promise": lambda of: {"commitments": (Commitment("P1", of.account, Side.US, "Ville Nurmela", of.text, due=dt.date(2026, 9, 25)),)},
    "their promise": lambda of: {"commitments": (Commitment("P1", of.account, Side.THEM, "Petri Vuolle", of.text, due=dt.date(2026, 9, 25)),)},
    "plan": lambda of: {"plans": (PlanStep("G1", of.account, of.text, "our goal", "their goal", due=dt.date(2026, 9, 30)),)},
}  # fmt: skip
UNTOLD: Mapping[str, Made] = {
    "subject of a mail": lambda of: {"activities": (PLAIN, Activity("X1", of.account, ActivityKind.EMAIL, at("2.10. 9.00"), of.text, contacts=(of.contact,)))},
    "lost deal's reason": lambda of: {"deals": (Deal("D1", of.account, "Support", status="lost", lost_reason=of.text),)},
    "deal's next step": lambda of: {"deals": (Deal("D1", of.account, "Support", stage="proposal", next_step=of.text),)},
    "orders": lambda of: {"orders": tuple(Order(of.account, dt.date(2026, month, 1), of.text.split()[-1], Decimal(9000 + month), "EUR", 2) for month in range(1, 10))},
    "products": lambda of: {"products": (Product("P1", "service", of.text),)},
    "account": lambda of: {"accounts": (Account("A01", "Havulinna Oy", domains=("havulinna.example",)), Account("A02", of.text, domains=("metsola.example",)))},
}  # fmt: skip
"""Of these even our customer's words need not be told."""


def briefed(
    data: CrmData, call_: Meeting | None = None, answer: Callable[[Prompt], str] = lambda _: BROKEN, **asking: Any
) -> tuple[Written, list[str]]:
    """A brief on Havulinna, and all that was sent for it: both requests, system, user and schema."""
    call_ = call_ or meeting()
    writer = FakeWriter([answer, answer])
    writing = Writing(Asking(writer, max_prompt_tokens=20_000, **asking), OWN)
    matched = match(call_.attendees, data, (), OWN)
    found = writing.situation(call_, OTTO, matched, Known(data), (), at("5.10. 15.00"))
    written = writing.write(found, matched, dt.timedelta(hours=1))
    return written, [f"{prompt.system}\n{prompt.user}\n{json.dumps(prompt.schema)}" for prompt in writer.prompts]


def asked_about(data: CrmData, call_: Meeting | None = None) -> list[str]:
    """All that was sent: a first request, and one for a repair."""
    _, sent = briefed(data, call_)
    assert len(sent) == 2
    return sent


def world(**tables: Any) -> CrmData:
    """Havulinna and another customer, Metsola."""
    accounts = (
        Account("A01", "Havulinna Oy", domains=("havulinna.example",)),
        Account("A02", "Metsola Oy", domains=("metsola.example",)),
    )
    whole = {"accounts": accounts, "contacts": (petri(), markku(), ANNA), "activities": (PLAIN,), **tables}
    return havulinna(**whole)


def told(sent: list[str], word: str = CANARY) -> bool:
    """Whether it stands in any request, however it is written."""
    return any(word.casefold() in one.casefold() for one in sent)


# --- other customers ---


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_of_another_customer_is_in_no_request(record: str) -> None:
    text = f"They told us at length about {CANARY} and what it means for them"
    assert told(asked_about(world(**RECORDS[record](Of(*OURS, text))))), "of our customer's it is told"
    assert not told(asked_about(world(**RECORDS[record](Of(*THEIRS, text)))))


@pytest.mark.parametrize("record", UNTOLD)
def test_nor_is_what_is_told_of_no_customer(record: str) -> None:
    assert not told(asked_about(world(**UNTOLD[record](Of(*THEIRS, f"They all asked for {CANARY}")))))


@pytest.mark.parametrize("record", [name for name in RECORDS if name != "contact's card"])
def test_a_record_of_another_customer_that_names_our_people_is_in_no_request(record: str) -> None:
    """Filed there by mistake or not: it is theirs."""
    tables = RECORDS[record](Of("A02", "C01", f"Petri Vuolle told us at length about {CANARY} at Havulinna"))
    assert not told(asked_about(world(**tables)))


def test_names_of_another_customer_and_of_its_people_are_in_no_request() -> None:
    accounts = (
        Account("A01", "Havulinna Oy", domains=("havulinna.example",)),
        Account("A02", CANARY, domains=("other.example",)),
    )
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
    assert told(asked_about(world(**RECORDS[record](Of(*OURS, open_))))), "without what forbids it it is told"
    assert not told(asked_about(world(**RECORDS[record](Of(*OURS, withheld)))))


@pytest.mark.parametrize("record", ["note", "mail from them", "mail to them", "call", "meeting"])
def test_a_record_tagged_as_sensitive_is_in_no_request(record: str) -> None:
    tables = RECORDS[record](Of(*OURS, f"They told us at length about {CANARY} at the plant"))
    plain, one = tables["activities"]
    tagged = Activity(
        **{**{name: getattr(one, name) for name in Activity.__dataclass_fields__}, "tags": ("sensitive",)}
    )
    assert told(asked_about(world(activities=(plain, one))))
    assert not told(asked_about(world(activities=(plain, tagged))))


def test_another_account_managers_off_the_record_note_is_in_no_request() -> None:
    def said(text: str) -> list[str]:
        note = Activity(
            "X1", "A01", ActivityKind.NOTE, at("2.10. 9.00"), body=text, author=ELINA.email, contacts=("C01",)
        )
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
    assert not told(
        said(old, "Hinnoitteluryhmä vahvisti: hinnankorotus vuodelle 2027 on 3,5 % (korvaa aiemman 6 %:n linjauksen).")
    )


def test_the_card_of_somebody_who_left_is_in_no_request() -> None:
    def said(**more: Any) -> list[str]:
        one = Contact("C09", "A01", "Reijo", "Lampi", "reijo@havulinna.example", title="mill manager", role=Role.CHAMPION,
                      notes=f"Wants to hear about {CANARY} before anything else.", **more)  # fmt: skip
        return asked_about(world(contacts=(petri(), markku(), one)))

    assert told(said())
    assert not told(said(left=True, left_on=dt.date(2025, 2, 28)))


def test_a_tip_to_the_reader_is_in_no_request() -> None:
    written, sent = briefed(world())
    block = written.brief.block(Section.TIP)
    assert block
    tip = Phrases("en").say(block.lines[0].sentences[-1], dt.date(2026, 10, 5), "Europe/Helsinki").text
    assert tip in written.rendered.text
    assert not told(sent, tip)
    assert not told(sent, "insight/tip")


# --- doors ---

DOORS = [
    f"https://zoom.example/j/123?pwd={CANARY}", f"zoommtg://zoom.example/join?pwd={CANARY}", f"www.zoom.example/{CANARY}",
    f"{CANARY}@havulinna.example", f"<mailto:{CANARY}@x.example>", f"zoom.example/j/123?pwd={CANARY}",
    f"tel:+358401234,,{CANARY}#", f"+358 40 1234567,,{CANARY}#", f"Passcode: {CANARY}", f"Password: {CANARY}",
    f"Kenncode: {CANARY}", f"Passwort: {CANARY}", f"Salasana: {CANARY}", f"Lösenord: {CANARY}",
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_what_opens_a_call_is_in_no_request_from_the_invitation(door: str) -> None:
    assert told(asked_about(world(), meeting(agenda=f"Talk about {CANARY} first")))
    assert told(asked_about(world(), meeting(title=f"Talk about {CANARY}")))
    assert not told(asked_about(world(), meeting(agenda=f"Agenda: prices\n{door}\nThen the rest")))
    assert not told(asked_about(world(), meeting(title=f"Prices {door}")))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("record", ["note", "mail from them"])
def test_what_opens_a_call_is_in_no_request_from_a_record(record: str, door: str) -> None:
    assert not told(
        asked_about(world(**RECORDS[record](Of(*OURS, f"They want to talk about prices here: {door} tomorrow"))))
    )


def test_a_mail_address_of_anybody_is_in_no_request() -> None:
    data = world(
        activities=(
            PLAIN,
            call(petri(), "2.10. 9.00", "Petri wants it sent to markku@havulinna.example and boss@other.example."),
        )
    )
    sent = asked_about(data, meeting(agenda="Write to otto@kuura.example before"))
    assert told(sent, "wants it sent to")
    assert not told(sent, "@")


# --- the whole product, over HTTP ---


def test_of_a_whole_crm_and_invitation_no_such_word_is_in_any_request_over_http(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_llm: FakeLlm
) -> None:
    """Everything of another customer, and ours that is withheld, at once: body and headers, first call and repair."""
    said = f"They told us at length about {CANARY}"
    lines = (
        f"DESCRIPTION:Prices first. Join https://zoom.example/j/1?pwd={CANARY} or write to {CANARY}@kuura.example",
    )
    office = Office(tmp_path, monkeypatch)
    office.show(event(lines=lines))
    shared = {"id": "X1", "account_id": "A02"}
    mine = {"account_id": "A01", "at": "2026-10-02T09:00:00+03:00", "contacts": "C01", "status": "connected"}
    theirs = {"account_id": "A02", "at": "2026-10-02T09:00:00+03:00", "contacts": "C11", "status": "connected"}
    office.know({
        **CRM,
        "accounts": [*CRM["accounts"][:1], {**CRM["accounts"][1], "name": f"{CANARY} Oy", "city": CANARY, "industry": CANARY}],
        "contacts": [*CRM["contacts"], {**shared, "id": "C12", "first_name": "Petri", "last_name": CANARY, "title": CANARY,
                                        "email": f"{CANARY}@metsola.example", "notes": said, "role": "champion"}],
        "activities": [
            *CRM["activities"],
            *({**theirs, "id": f"t{number}", "type": kind, "subject": said, "body": f"{said}.", "direction": direction}
              for number, (kind, direction) in enumerate([("note", ""), ("call", ""), ("meeting", ""), ("email", "in"), ("email", "out"), ("news", "")])),
            {**mine, "id": "m1", "type": "note", "body": f"Off the record: {said}."},
            {**mine, "id": "m2", "type": "email", "direction": "in", "from": "C01", "body": f"Petri is on sick leave, says {CANARY}."},
            {**mine, "id": "m3", "type": "note", "author": "elina@kuura.example", "body": f"Between us: {said}."},
        ],
        "deals": [{**shared, "name": said, "stage": "proposal", "next_step": said, "status": "open", "amount": "98765"}],
        "tickets": [{**shared, "subject": said, "opened": "2026-09-01", "severity": "high", "status": "open", "contact_id": "C11"}],
        "surveys": [{**shared, "kind": "nps", "score": "3", "comment": said, "at": "2026-09-01", "contact_id": "C11"}],
        "contracts": [{**shared, "name": said, "start": "2025-01-01", "end": "2026-12-31"}],
        "commitments": [*CRM["commitments"], {**shared, "side": "them", "owner": CANARY, "text": said, "due": "2026-09-25", "status": "open"}],
        "plans": [{**shared, "step": said, "our_goal": said, "customer_goal": said, "due": "2026-10-30", "status": "open"}],
        "products": [{"id": "P1", "category": "service", "name": said}],
        "orders": [{"account_id": "A02", "month": f"2026-{month:02}", "category": CANARY, "net_amount": "98765", "currency": "EUR",
                    "orders_count": "2"} for month in range(1, 10)],
    })  # fmt: skip
    office.config["llm"] = f'[llm]\nbase_url = "{fake_llm.base_url}"\nmodel = "fake"\nmax_prompt_tokens = 20000'
    fake_llm.default = BROKEN
    office.ok("once", "--at", DUE)
    assert len(office.mails()) == 1
    assert len(fake_llm.asked) == 2
    for asked in fake_llm.asked:
        sent = json.dumps([asked.path, dict(asked.headers), asked.body], ensure_ascii=False)
        assert "figures of the debarker" in sent, "an ordinary fact is told"
        assert "Prices first" in sent
        assert CANARY.casefold() not in sent.casefold()
        assert "98765" not in sent


# --- names ---


def test_with_hidden_names_no_name_leaves_from_a_mail_a_card_a_promise_or_an_invitation() -> None:
    data = world(**{
        **RECORDS["mail from them"](Of(*OURS, "Petri and Markku Hietanoja agree with Ville Nurmela: see what Petri's figures say.")),
        "commitments": (promise("Report for Markku Hietanoja", dt.date(2026, 9, 25)),),
        "contacts": (petri(notes="Markku's right hand, wants figures before anything else."), markku(), ANNA),
    })  # fmt: skip
    call_ = meeting(title="Debarker with Petri Vuolle", agenda="Markku opens, then Vuolle")
    written, sent = briefed(data, call_, hide_names=True)
    assert len(sent) == 2
    for word in ("Petri", "Vuolle", "Markku", "Hietanoja", "Ville", "Nurmela", "Otto", "Salmi", "Metso"):
        assert not told(sent, word), word
    assert "Petri Vuolle" in written.rendered.text
    assert "Markku Hietanoja" in written.rendered.text
    _, open_ = briefed(data, call_)
    assert all(told(open_, word) for word in ("Petri", "Markku", "Nurmela"))
