"""Everything gathered once: cut to the customer, in the account manager's zone."""

import dataclasses
import datetime as dt
from decimal import Decimal

from kambrief.core.customer import Account, Gap, PlanStep
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.match import match
from kambrief.core.situation import Earlier, Knowledge, Situation, gather, own_name_parts
from tests.builders import (
    ELINA,
    OWN,
    at,
    attendee,
    call,
    deal,
    havulinna,
    markku,
    meeting,
    petri,
    promise,
    situation,
    ticket,
)


def test_today_and_the_start_are_where_the_account_manager_is() -> None:
    elsewhere = dataclasses.replace(ELINA, timezone="America/New_York")
    here, there = situation(now="6.10. 1.00"), situation(now="6.10. 1.00", manager=elsewhere)
    assert (here.today, there.today) == (dt.date(2026, 10, 6), dt.date(2026, 10, 5))
    assert (here.local_start.hour, there.local_start.hour) == (9, 2)


def test_the_group_is_one_customer_and_others_are_named_and_not_here() -> None:
    bea = petri(id="B1", account_id="B01", email="bea@rivakka.example")
    data = havulinna(
        accounts=(
            Account("A00", "Havulinna Group"), Account("A01", "Havulinna Oy", parent_id="A00", domains=("havulinna.example",)),
            Account("A02", "Havulinna Balti", parent_id="A00"), Account("B01", "Rivakka Oy"),
        ),
        contacts=(petri(), markku(), bea),
        deals=(deal(), deal(id="D2", account_id="A02"), deal(id="D3", account_id="B01")),
    )  # fmt: skip
    the_call = meeting(attendees=(attendee(petri()), attendee(markku()), attendee(bea)))
    matched = match(the_call.attendees, data, (), OWN)
    found = gather(the_call, ELINA, at("5.10. 15.00"), matched, data, matched.roots[0], gaps=[Gap("gap_rows")])
    assert [row.id for row in found.data.deals] == ["D1", "D2"]
    assert set(found.people) == {"C01", "C02"}
    assert found.account
    assert found.account.name == "Havulinna Group"
    assert found.other_accounts == ("Rivakka Oy",)
    assert found.gaps == (Gap("gap_rows"),)
    assert len(found.joins) == 3


def test_nobody_joined_means_no_customers_data() -> None:
    data = havulinna(deals=(deal(),))
    found = situation(data, call_=meeting(attendees=(attendee("uusi@muualla.example"),)))
    assert found.account is None
    assert found.data.deals == ()
    assert found.facts.keys() == {"meeting/m1"}


def test_the_newest_touch_of_a_person_is_found() -> None:
    found = situation(havulinna(activities=(call(petri(), "1.9. 9.00"), call(petri(), "9.9. 9.00"))))
    touch = found.first_contact("C01")
    assert touch
    assert touch.activity.id == "call-9.9. 9.00"
    assert found.first_contact("C02") is None


def test_our_people_are_known_by_configuration_and_by_the_invitation() -> None:
    invited = (
        attendee("elina@kuura.example", name="Saarikko, Elina"),
        attendee(petri()),
        attendee("room@kuura.example", name="Neukkari", is_resource=True),
    )
    the_call = dataclasses.replace(meeting(), attendees=invited)
    matched = match(invited, havulinna(), (), OWN)
    assert own_name_parts(["Ville Nurmela"], the_call, matched.joins) == {"ville", "nurmela", "elina", "saarikko"}


def test_what_may_not_be_said_is_in_no_table_that_lines_are_made_from() -> None:
    words = "Kukkia Markun vaimon hautajaisiin"
    found = situation(
        havulinna(
            commitments=(promise(words, dt.date(2026, 9, 1), id="x"), promise("Raportti", dt.date(2026, 9, 1))),
            tickets=(ticket(id="x", subject=words), ticket()),
            deals=(deal(id="x", name=words), deal()),
        )
    )
    assert [len(rows) for rows in (found.data.commitments, found.data.tickets, found.data.deals)] == [1, 1, 1]
    assert [item.commitment.text for item in found.commitments.ours] == ["Raportti"]
    assert found.facts["commitments/x"].withheld == "sensitive:family"


def test_sentences_are_kept_by_their_record() -> None:
    found = situation(havulinna(activities=(call(petri(), "1.9. 9.00", "Yksi asia. Toinen asia.", id="x"),)))
    assert [fact.text for fact in found.said["x"]] == ["Yksi asia.", "Toinen asia."]


# --- several customers in one call ---------------------------------------------------------------------------------

BEA = petri(id="B1", account_id="B01", first_name="Bea", last_name="Berg", email="bea@rivakka.example", role=None)


def both() -> tuple[Situation, Situation]:
    """A call with Havulinna and Rivakka, seen from Havulinna; and Rivakka's own situation."""
    data = havulinna(
        accounts=(Account("A01", "Havulinna Oy", domains=("havulinna.example",)), Account("B01", "Rivakka Oy", domains=("rivakka.example",))),
        contacts=(petri(), markku(), BEA), activities=(call(petri(), "1.9. 9.00"), call(BEA, "2.9. 9.00")), deals=(deal(), deal(id="D2", account_id="B01")),
        plans=(PlanStep("N1", "A01", "Kuorimon tilanteen katselmus"), PlanStep("N2", "B01", "Kuorimon tilanteen mittaus")),
    )  # fmt: skip
    call_ = meeting(
        attendees=(
            *map(attendee, (petri(), markku(), BEA)),
            attendee("uusi@rivakka.example"),
            attendee("x@muualla.example"),
        )
    )
    matched = match(call_.attendees, data, (), OWN)
    main, other = (gather(call_, ELINA, at("5.10. 15.00"), matched, data, root) for root in ("A01", "B01"))
    return dataclasses.replace(main, others=(other,)), other


def test_each_attendee_is_known_by_their_own_customers_situation() -> None:
    main, other = both()
    known = {join.attendee.email: main.of(join) for join in main.joins}
    assert known["petri@havulinna.example"] is main
    assert known["bea@rivakka.example"] is other
    assert known["uusi@rivakka.example"] is main  # a person no CRM has is in nobody's data
    assert known["x@muualla.example"] is main


def test_without_the_others_situation_an_attendee_is_not_taken_for_somebody_elses() -> None:
    main, _ = both()
    alone = dataclasses.replace(main, others=())
    assert all(alone.of(join) is alone for join in alone.joins)


def test_each_side_knows_nothing_of_the_other_but_its_name() -> None:
    main, other = both()
    for one, own, foreign in ((main, "A01", "B01"), (other, "B01", "A01")):
        tables = (one.data.accounts, one.data.contacts, one.data.activities, one.data.deals, one.data.plans)
        assert all(getattr(row, "account_id", row.id) == own for rows in tables for row in rows)
        assert not [fact.id for fact in one.facts.values() if fact.account_id == foreign]
        assert {touch.contact_id for touch in one.touches} <= set(one.people)
    assert (main.other_accounts, other.other_accounts) == (("Rivakka Oy",), ("Havulinna Oy",))


def test_each_side_has_its_own_last_contact_and_step_of_the_plan() -> None:
    main, other = both()
    assert main.first_contact("B1") is None
    touch = other.first_contact("B1")
    assert touch
    assert touch.activity.id == "call-2.9. 9.00"
    assert (main.plan and main.plan.id, other.plan and other.plan.id) == ("N1", "N2")


# --- what stands beside the data -----------------------------------------------------------------------------------


def test_the_last_brief_and_the_limits_are_carried_along() -> None:
    data, call_ = havulinna(), meeting()
    matched = match(call_.attendees, data, (), OWN)
    earlier, limits = Earlier(at("1.9. 9.00"), {"D1": "x"}, 5), Thresholds(trend_share=Decimal("0.2"))
    found = gather(
        call_, ELINA, at("5.10. 15.00"), matched, data, "A01", known=Knowledge(limits=limits, earlier=earlier)
    )
    assert (found.earlier, found.limits) == (earlier, limits)
    assert situation().earlier is None


def test_the_plans_step_is_the_one_for_title_and_agenda_on_the_day_of_the_meeting() -> None:
    rows = (
        PlanStep("N1", "A01", "Sovi varaosien hinnat ja saatavuus"),
        PlanStep("N2", "A01", "Muu", due=dt.date(2027, 1, 4)),
    )
    data = havulinna(plans=rows)
    assert situation(data).plan == rows[1]  # 90 days ahead
    assert situation(data, call_=meeting("5.10. 9.00")).plan is None
    assert situation(data, call_=meeting(agenda="Varaosien saatavuus")).plan == rows[0]
    assert situation(data, call_=meeting(title="Varaosien hinnat")).plan == rows[0]


def test_a_plan_with_a_private_word_is_no_plan() -> None:
    rows = (PlanStep("N1", "A01", "Kuorimon tilanteen katselmus, kun Markku palaa sairauslomalta"),)
    found = situation(havulinna(plans=rows))
    assert found.plan is None
    assert found.facts["plans/N1"].withheld
