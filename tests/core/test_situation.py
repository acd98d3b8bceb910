"""Everything gathered once: cut to the customer, in the account manager's zone."""

import dataclasses
import datetime as dt

from kambrief.core.customer import Account, Gap
from kambrief.core.match import match
from kambrief.core.situation import gather, own_name_parts
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
