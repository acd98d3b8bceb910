"""The whole flow with more than one customer in a call, and with more than one call with a customer."""

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest

from kambrief.core.brief import Section
from kambrief.core.customer import Account, Contact, CrmData, Deal, PlanStep, Role
from kambrief.core.model import AccountManager, Attendee
from kambrief.phrases import Phrases
from kambrief.ports import Prompt
from tests.builders import (
    ELINA,
    World,
    attendee,
    call,
    deal,
    havulinna,
    held,
    mail_in,
    markku,
    note,
    occurrence,
    petri,
    promise,
)
from tests.fakes import FakeCrm, FakeWriter

BEA = petri(
    id="B1",
    account_id="B01",
    first_name="Bea",
    last_name="Kvist",
    email="bea@rivakka.example",
    title="hankintapäällikkö",
    role=None,
)
CREW = [
    petri(
        id=f"B{n}",
        account_id="B01",
        first_name=f"Rivakka{n}",
        last_name="Väki",
        email=f"r{n}@rivakka.example",
        role=None,
    )
    for n in range(2, 6)
]
CIA = petri(id="Z1", account_id="Z01", first_name="Cia", last_name="Zorn", email="cia@zeta.example", role=None)
DAN = petri(id="X1", account_id="X01", first_name="Dan", last_name="Xylo", email="dan@xeno.example", role=None)
STAFF = [petri(id=f"A{n}", first_name=f"Havu{n}", email=f"a{n}@havulinna.example", role=Role.USER) for n in range(6)]


def crm(*contacts: Contact, name: str = "Rivakka Oy", **tables: Any) -> CrmData:
    """Four customers of ours; each word of Rivakka's is its own."""
    accounts = (
        Account("A01", "Havulinna Oy", domains=("havulinna.example",)), Account("B01", name, domains=("rivakka.example",)),
        Account("X01", "Xeno Oy", domains=("xeno.example",)), Account("Z01", "Zeta Oy", domains=("zeta.example",)),
    )  # fmt: skip
    rows: dict[str, Any] = {
        "commitments": (promise("Raportti", dt.date(2026, 9, 25)), promise("Salalaskelma", dt.date(2026, 9, 20), account_id="B01", id="B")),
        "activities": (call(petri(), "1.10. 9.00", "Petri haluaa nähdä mittaukset ennen päätöstä."), mail_in(BEA, "2.10. 9.00", "Tarvitsemme salahinnan heti 3 %.")),
        "deals": (deal(), deal(id="DB", account_id="B01", name="Salakauppa", stage="salavaihe")), **tables,
    }  # fmt: skip
    return havulinna(accounts=accounts, contacts=(petri(), markku(), BEA, CIA, DAN, *STAFF, *CREW, *contacts), **rows)


def world(*guests: Contact | Attendee, data: CrmData | None = None, **more: Any) -> World:
    invited = [one if isinstance(one, Attendee) else attendee(one) for one in (petri(), markku(), *guests)]
    return World(occurrence(attendees=tuple(invited)), crm=FakeCrm(data or crm()), **more)


def brief(*guests: Contact | Attendee, **more: Any) -> str:
    """The text of the one brief that arrives."""
    one = world(*guests, **more)
    one.run("6.10. 8.00")
    (text,) = one.texts()
    return text


def section(text: str, which: Section) -> list[str]:
    """The lines of a section of a Finnish brief, without their bullets."""
    rows, title = text.splitlines(), Phrases("fi").label(f"title_{which}").text
    if title not in rows:
        return []
    below = rows[rows.index(title) + 1 :]
    return [row.removeprefix("- ") for row in below[: below.index("")]]


# --- several customers in one call ---------------------------------------------------------------------------------


def test_each_guests_line_is_from_their_own_customers_data() -> None:
    rows = {row.split(",")[0]: row for row in section(brief(BEA), Section.PEOPLE)}
    assert "salahinnan" in rows["Bea Kvist"]
    assert "mittaukset" in rows["Petri Vuolle"]
    assert "sala" not in rows["Petri Vuolle"]
    assert "mittaukset" not in rows["Bea Kvist"]


def test_the_warning_stands_before_what_decides_with_the_other_customer() -> None:
    first, second = section(brief(BEA), Section.OTHERS)
    assert first.startswith("Mukana on useita asiakkaita")
    assert second.startswith("Rivakka: Salalaskelma")


def test_nothing_of_the_other_customer_is_outside_its_own_lines() -> None:
    rows = brief(BEA).splitlines()
    own = [row for row in rows if row.startswith(("- Bea Kvist", "- Rivakka:"))]
    assert len(own) == 2
    rest = "\n".join(row for row in rows if row not in own).casefold()
    assert "raportti" in rest
    assert not [word for word in ("sala", "rivakka", "kvist") if word in rest]


@pytest.mark.parametrize("name", ["Rivakka A/S", "Rivakka Oy."])
def test_each_customer_is_named_once_a_line_whatever_its_name(name: str) -> None:
    rows = section(brief(BEA, CIA, data=crm(name=name)), Section.OTHERS)
    assert [row.split(":")[0] for row in rows[1:]] == ["Rivakka", "Zeta"]


def test_customers_beyond_the_second_are_named_and_no_more() -> None:
    rows = section(brief(BEA, CIA, DAN), Section.OTHERS)
    assert [row.split(":")[0] for row in rows[1:]] == ["Rivakka", "Xeno", "Zeta"]
    alone = brief(BEA)
    assert len(section(alone, Section.OTHERS)) == 2


def test_with_one_customer_there_is_neither_section_nor_warning() -> None:
    text = brief()
    assert section(text, Section.OTHERS) == []
    assert "useita asiakkaita" not in text


def test_the_call_is_about_the_customer_with_most_guests() -> None:
    one = world(BEA, *CREW)
    one.run("6.10. 8.00")
    assert one.subjects() == ["[Brief] 9.00 Rivakka – Kuorimon tilanne"]
    assert section(one.texts()[0], Section.OTHERS)[1].startswith("Havulinna: Raportti")


def test_the_crm_is_asked_once_for_all_of_them() -> None:
    one = world(BEA, CIA)
    one.run("6.10. 8.00")
    assert isinstance(one.crm, FakeCrm)
    assert one.crm.calls == ["find", "histories"]


def test_why_names_the_others_and_each_line_has_its_source() -> None:
    one = world(BEA)
    one.run("6.10. 8.00")
    (kept,) = one.store.briefs_since(ELINA.email, one.now - dt.timedelta(days=1))
    assert kept.why["other_accounts"] == ["Rivakka Oy"]
    rows = kept.why["facts"]
    assert isinstance(rows, list)
    assert {row["id"] for row in rows if row["section"] == "others"} >= {"accounts/B01", "commitments/B"}
    assert all("source" in row for row in rows)


def nothing(prompt: Prompt) -> str:
    del prompt
    return json.dumps({"one_thing": None, "questions": [], "order": [], "cut": []})


@pytest.mark.parametrize(
    "guests",
    [
        (BEA,),
        (BEA, CIA, DAN),
        (BEA, *CREW[:1], *STAFF),  # so many that the last share a line
        (attendee("outo@rivakka.example", name="Outo Rivakkalainen"),),
        (attendee("outo@rivakka.example"), BEA),
    ],
)
def test_nothing_of_the_second_customer_is_in_what_a_model_is_told(guests: tuple[Contact | Attendee, ...]) -> None:
    writer = FakeWriter([nothing])
    text = brief(*guests, writer=writer)
    (prompt,) = writer.prompts
    assert "Raportti" in prompt.user  # what is this customer's own is there
    assert "Markku Hietanoja" in prompt.user
    told = f"{prompt.system}\n{prompt.user}".casefold()
    for word in ("rivakka", "bea", "kvist", "sala", "zeta", "zorn", "xeno", "xylo", "väki"):
        assert word not in told, word
    assert "useita asiakkaita" in text


def test_a_model_cannot_move_or_change_the_lines_on_the_other_customer() -> None:
    rows = {
        kept: section(brief(BEA, writer=writer), Section.OTHERS)
        for kept, writer in (("floor", None), ("model", FakeWriter([nothing])))
    }
    assert rows["floor"] == rows["model"]


@pytest.mark.parametrize(
    ("language", "warned"), [("en", "Several customers"), ("sv", "Flera kunder"), ("de", "Mehrere Kunden")]
)
def test_the_warning_is_in_the_readers_language(language: str, warned: str) -> None:
    reader: AccountManager = dataclasses.replace(ELINA, language=language)
    assert warned in brief(BEA, managers=(reader,))


# --- what has moved since the last brief ---------------------------------------------------------------------------

FIRST, SECOND = (
    occurrence("6.10. 9.00", uid="u", recurrence_id="1"),
    occurrence("13.10. 9.00", uid="u", recurrence_id="2"),
)


class Series:
    """Two meetings of one series, a week apart; the CRM's data change in between."""

    def __init__(self, data: CrmData) -> None:
        self.crm = FakeCrm(data)
        self.world = World(FIRST, SECOND, crm=self.crm)
        self.world.run("6.10. 8.00")

    def next_week(self, **tables: Any) -> str:
        """The second meeting's brief, with these tables changed."""
        self.crm.data = dataclasses.replace(self.crm.data, **tables)
        self.world.run("13.10. 8.00")
        return self.world.texts()[-1]


def series(*deals: Deal, **tables: Any) -> Series:
    rows = (held([petri(), markku()], "1.9. 9.00", id="met"), *tables.pop("activities", ()))
    return Series(havulinna(deals=deals, activities=rows, **tables))


@pytest.mark.slow
def test_a_deal_that_moved_between_two_meetings_is_told_in_the_second_ones_brief() -> None:
    two = series(deal(stage="discovery"), deal(id="D2", name="Laajennus", stage="proposal"))
    assert "discovery" not in section(two.world.texts()[0], Section.SINCE)
    text = two.next_week(
        deals=(deal(stage="proposal"), deal(id="D2", name="Laajennus", stage="proposal", status="won"))
    )
    said = section(text, Section.SINCE)
    assert len(said) == 2
    assert "Jatkosopimus" in said[0]
    assert "discovery" in said[0]
    assert "Laajennus" in said[1]
    assert "proposal" in said[1]


def test_what_has_not_moved_is_not_told() -> None:
    two = series(deal(stage="discovery"))
    assert section(two.next_week(), Section.SINCE) == []


def test_the_first_brief_tells_of_no_moves() -> None:
    assert section(series(deal(stage="discovery")).world.texts()[0], Section.SINCE) == []


def test_a_risk_that_rose_between_two_meetings_is_told_for_us_alone() -> None:
    from tests.builders import contract, ticket

    calm: dict[str, Any] = {
        "contracts": (contract(dt.date(2028, 12, 31)),),
        "commitments": (promise("Lista", dt.date(2026, 12, 1)),),
    }
    two = series(**calm, activities=(call(petri(), "5.10. 9.00", id="c"),))
    late = tuple(promise(f"Lupaus {n}", dt.date(2026, 10, 7), id=f"L{n}") for n in range(2))
    broken = tuple(ticket(id=f"KT-{n}") for n in range(2))
    (said,) = section(two.next_week(commitments=late, tickets=broken), Section.SINCE)
    assert said.startswith("SISÄINEN: ")
    first, second = two.world.store.briefs_since(ELINA.email, two.world.now - dt.timedelta(days=30))
    was, now = (record.why["insights"]["risk"]["score"] for record in (first, second))  # type: ignore[index]
    assert now - was >= 10
    assert str(now) in said
    assert str(was) in said


def test_another_customers_brief_in_between_changes_nothing() -> None:
    data = dataclasses.replace(crm(), deals=(deal(stage="discovery"),))
    between = occurrence("9.10. 9.00", uid="v", attendees=(attendee(BEA),))
    one = World(FIRST, between, SECOND, crm=FakeCrm(data))
    one.run("6.10. 8.00")
    one.run("9.10. 8.00")
    assert len(one.inbox) == 2
    assert isinstance(one.crm, FakeCrm)
    one.crm.data = dataclasses.replace(data, deals=(deal(stage="proposal"),))
    one.run("13.10. 8.00")
    assert "Jatkosopimus" in " ".join(section(one.texts()[-1], Section.SINCE))


def test_a_brief_that_is_written_anew_for_the_same_meeting_compares_with_the_meeting_before() -> None:
    two = series(deal(stage="discovery"))
    two.crm.data = dataclasses.replace(two.crm.data, deals=(deal(stage="proposal"),))
    two.world.run("13.10. 7.50")  # written, not sent yet
    assert len(two.world.inbox) == 1
    two.crm.data = dataclasses.replace(two.crm.data, deals=(deal(stage="negotiation"),))
    two.world.run("13.10. 7.55")
    two.world.run("13.10. 8.00")
    (said,) = section(two.world.texts()[-1], Section.SINCE)
    assert "negotiation" in said
    assert "discovery" in said


# --- the account plan ----------------------------------------------------------------------------------------------


def test_the_step_of_the_plan_leads_when_nothing_else_does_and_stands_with_the_business() -> None:
    rows = (
        PlanStep("N1", "A01", "Kuorimon tilanteen katselmus", "Kasvu 10 %", "Vähemmän seisokkeja"), PlanStep("N2", "A01", "Varaosien sopimus"),
        PlanStep("N3", "B01", "Kuorimon tilanteen salamittaus"),
    )  # fmt: skip
    met = held([petri(), markku()], "1.10. 9.00", "Sovittiin jatkosta.")
    text = brief(data=crm(plans=rows, commitments=(), activities=(met, note("2.10. 9.00", "Kaikki hyvin."))))
    assert "Kuorimon tilanteen katselmus" in section(text, Section.ONE_THING)[0]
    (line,) = [row for row in section(text, Section.BUSINESS) if "katselmus" in row]
    assert "Vähemmän seisokkeja" in line
    assert "Varaosien sopimus" not in text
    assert "salamittaus" not in text
