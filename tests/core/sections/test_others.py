"""Several customers in one call: a warning, what decides with each from its own data, and nothing of one near another."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kambrief.core import floor
from kambrief.core.brief import Brief, Line, Section
from kambrief.core.customer import Account, Contact, CrmData, Role
from kambrief.core.evidence import Text
from kambrief.core.match import match
from kambrief.core.model import Attendee
from kambrief.core.sections.others import MAX_LINES, is_own, others
from kambrief.core.situation import Situation, gather
from tests.builders import (
    ELINA,
    OWN,
    at,
    attendee,
    call,
    contract,
    havulinna,
    mail_in,
    markku,
    meeting,
    petri,
    phrases_of,
    promise,
    ticket,
)
from tests.core.full_data import customers, together
from tests.core.sections.parts import LANGUAGES, as_read, faults
from tests.draws import draws

BEA = petri(
    id="B1", account_id="B01", first_name="Bea", last_name="Berg", email="bea@rivakka.example", role=Role.USER, title=""
)
CIA = petri(
    id="Z1", account_id="Z01", first_name="Cia", last_name="Zeta", email="cia@zeta.example", role=Role.USER, title=""
)
THEIRS: dict[str, Any] = {"account_id": "B01", "id": "B"}


def crm(name: str = "Rivakka Oy", *contacts: Contact, **tables: Any) -> CrmData:
    """Three customers: Havulinna, one of this name, and Zeta."""
    accounts = (
        Account("A01", "Havulinna Oy", domains=("havulinna.example",)), Account("B01", name, domains=("rivakka.example",)),
        Account("Z01", "Zeta Oy", domains=("zeta.example",)),
    )  # fmt: skip
    return havulinna(accounts=accounts, contacts=(petri(), markku(), BEA, CIA, *contacts), **tables)


def together_in(data: CrmData, *guests: Contact | str | Attendee) -> Situation:
    """One call with Petri, Markku and these, the customers beside the first each with its own situation."""
    invited = tuple(one if isinstance(one, Attendee) else attendee(one) for one in (petri(), markku(), *guests))
    call_ = meeting(attendees=invited)
    matched = match(call_.attendees, data, (), OWN)
    main, *rest = (gather(call_, ELINA, at("5.10. 15.00"), matched, data, root) for root in matched.roots)
    return dataclasses.replace(main, others=tuple(rest[:2]))


LATE = promise("Laskelma", dt.date(2026, 9, 20), **THEIRS)


# --- the section ---------------------------------------------------------------------------------------------------


def test_with_one_customer_there_is_no_such_section() -> None:
    assert others(together_in(crm())) == ()


def test_the_warning_stands_first_and_is_never_dropped() -> None:
    first, *_ = others(together_in(crm(), BEA))
    assert phrases_of([first]) == [["others_warning"]]
    assert first.pinned


def test_what_decides_with_the_other_customer_is_told_behind_its_name() -> None:
    lines = others(together_in(crm(commitments=(LATE,)), BEA))[1:]
    assert [line.id for line in lines] == ["others/B01/one_thing"]
    assert phrases_of(lines)[0][:2] == ["other_customer", "one_overdue"]
    assert lines[0].sentences[0].slots == {"name": Text("Rivakka")}
    assert lines[0].facts == ("accounts/B01", "commitments/B")


def test_two_lines_a_customer_at_most_and_nothing_twice() -> None:
    rows = (LATE, *(promise(f"Muu {n}", dt.date(2026, 9, 21 + n), account_id="B01", id=f"B{n}") for n in range(3)))
    lines = others(together_in(crm(commitments=rows, tickets=(ticket(**THEIRS),)), BEA))[1:]
    assert len(lines) == MAX_LINES
    assert [line.facts[1] for line in lines] == ["commitments/B", "commitments/B0"]
    assert not any(line.pinned for line in lines)


def test_a_customer_of_whom_nothing_presses_is_named() -> None:
    _, line = others(together_in(crm(), BEA))
    assert phrases_of([line]) == [["other_named"]]
    assert line.sentences[0].slots == {"name": Text("Rivakka")}


@pytest.mark.parametrize("name", ["Rivakka A/S", "Rivakka/Pohjoinen", "Zeta Oy", ""])
def test_each_customer_is_told_once_whatever_it_is_called(name: str) -> None:
    lines = others(together_in(crm(name, commitments=(LATE,)), BEA, CIA))[1:]
    assert [phrases[0] for phrases in phrases_of(lines)] == ["other_customer", "other_named"]
    assert len({line.id for line in lines}) == 2


def test_of_more_customers_than_are_looked_up_the_rest_are_named() -> None:
    dan = petri(id="D1", account_id="D01", email="dan@delta.example", first_name="Dan", role=None)
    data = crm("Rivakka Oy", dan, commitments=(LATE,))
    data = dataclasses.replace(data, accounts=(*data.accounts, Account("D01", "Delta Oy", domains=("delta.example",))))
    lines = others(together_in(data, BEA, CIA, dan))[1:]
    assert [line.sentences[0].slots["name"] for line in lines] == [Text("Rivakka"), Text("Delta"), Text("Zeta")]


def test_internal_stays_internal() -> None:
    found = together_in(crm(commitments=(LATE,)), BEA)
    assert [line.internal for line in others(found)] == [False, False]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["Rivakka Oy", "Rivakka Oy.", "Rivakka A/S", "R"])
def test_it_reads_well_in_every_language(name: str, language: str) -> None:
    data = crm(
        name, commitments=(LATE, promise("Muu.", dt.date(2026, 10, 4), account_id="B01", id="B2")),
        contracts=(contract(dt.date(2026, 12, 31), **THEIRS),), activities=(call(BEA, "1.10. 9.00", "Haluaa raportin."),),
    )  # fmt: skip
    shown = as_read(Section.OTHERS, others(together_in(data, BEA, CIA)), language)
    assert len(shown) == 4
    assert [fault for row in shown for fault in faults(row)] == []


# --- what a model may see ------------------------------------------------------------------------------------------

CREW = [
    petri(
        id=f"B{n}",
        account_id="B01",
        first_name=f"Crew{n}",
        last_name="R",
        email=f"c{n}@rivakka.example",
        role=Role.USER,
    )
    for n in range(2, 9)
]


def shown_to_a_model(found: Situation) -> list[Line]:
    return [line for section, line in floor.compose(found).lines() if is_own(found, section, line)]


def test_a_line_on_another_customer_or_that_names_its_people_is_not_for_a_model() -> None:
    ours = [attendee(f"vieras{n}@havulinna.example") for n in range(5)]  # so that the call is mostly about Havulinna
    data = crm("Rivakka Oy", *CREW, commitments=(LATE, promise("Oma", dt.date(2026, 9, 1), id="A")))
    found = together_in(data, BEA, *CREW[:4], Attendee("outo@rivakka.example", "Outo Rivakkalainen"), *ours)
    shown = [line.id for line in shown_to_a_model(found)]
    assert {"one_thing", "people/C02"} <= set(shown)
    assert not [name for name in shown if name.startswith(("others/", "people/B", "people/rest", "people/outo"))]


def test_the_rest_of_the_guests_are_for_a_model_when_all_are_this_customers() -> None:
    crew = [petri(id=f"P{n}", email=f"p{n}@havulinna.example", first_name=f"Nimi{n}", role=Role.USER) for n in range(5)]
    found = together_in(crm("Rivakka Oy", *crew), *crew)
    assert "people/rest" in [line.id for line in shown_to_a_model(found)]


def test_a_guest_of_nobodys_stays_what_they_were() -> None:
    found = together_in(crm(), BEA, Attendee("outo@muualla.example", "Outo Lintu"))
    assert "people/outo@muualla.example" in [line.id for line in shown_to_a_model(found)]


# --- whatever the data ---------------------------------------------------------------------------------------------


def composed(one: CrmData, other: CrmData) -> tuple[Situation, Brief]:
    data = together(one, other)
    call_ = meeting(attendees=tuple(attendee(who) for who in (*one.contacts, *other.contacts)))
    matched = match(call_.attendees, data, (), OWN)
    sides = {root: gather(call_, ELINA, at("5.10. 15.00"), matched, data, root) for root in matched.roots}
    found = dataclasses.replace(sides.pop("A01"), others=tuple(sides.values()))
    return found, floor.compose(found)


@settings(
    max_examples=draws(40), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(customers(mark="AA"), customers("B01", "rivakka.example", "QQ"), st.sampled_from(LANGUAGES))
def test_nothing_of_one_customer_stands_in_a_line_on_another(one: CrmData, other: CrmData, language: str) -> None:
    found, brief = composed(one, other)
    theirs = {f"people/{who.id}" for who in other.contacts}
    facts = {**brief.other_facts, **brief.facts}
    for section, line in brief.lines():
        assert set(line.facts) <= facts.keys()
        shown = " ".join(as_read(section, [line], language))
        if line.id in theirs or (section is Section.OTHERS and line.id != "others/warning"):
            assert "AA" not in shown
            assert not [fact for fact in line.facts if facts[fact].account_id == "A01"]
        elif line.id != "people/rest":
            assert "QQ" not in shown
            assert not [fact for fact in line.facts if facts[fact].account_id == "B01"]
        if is_own(found, section, line):
            assert "QQ" not in shown
    assert not any("QQ" in fact.text for fact in brief.facts.values())


def test_each_guests_line_is_from_their_own_customers_history() -> None:
    rows = (
        mail_in(BEA, "1.10. 9.00", "Tarvitsemme halvemman hinnan."),
        call(petri(), "2.10. 9.00", "Petri haluaa raportin."),
    )
    brief = floor.compose(together_in(crm(activities=rows), BEA))
    block = brief.block(Section.PEOPLE)
    assert block
    said = {line.id: " ".join(as_read(Section.PEOPLE, [line])) for line in block.lines}
    assert "halvemman hinnan" in said["people/B1"]
    assert "raportin" in said["people/C01"]
    assert "1 Oct" in said["people/B1"]
