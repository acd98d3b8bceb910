"""The flow before the call, told as days in an account manager's life: fakes around, a real database within."""

import dataclasses
import datetime as dt

import pytest

from kambrief.core.customer import Account, CrmData
from kambrief.core.model import Attendee, EventStatus, Occurrence, Response
from kambrief.core.work import DeliveryState, MailKind
from kambrief.errors import DeliveryUnknownError, ProviderError
from kambrief.phrases import Phrases
from kambrief.ports import Prompt
from tests.builders import (
    ELINA,
    OTTO,
    TEAMS,
    World,
    at,
    attendee,
    call,
    deal,
    havulinna,
    markku,
    occurrence,
    petri,
    promise,
    ticket,
)
from tests.fakes import FakeCrm, FakeMail, FakeWriter


def test_a_brief_arrives_at_its_lead_time_and_only_once() -> None:
    world = World(occurrence("6.10. 9.00"))
    world.run("5.10. 8.00")
    world.run("6.10. 7.49")
    assert world.inbox == []
    world.run("6.10. 7.50")  # writing begins ten minutes ahead
    assert world.inbox == []
    world.run("6.10. 8.00")
    assert world.subjects() == ["[Brief] 9.00 Havulinna Levyteollisuus – Kuorimon tilanne"]
    for when in ("6.10. 8.01", "6.10. 8.30", "6.10. 9.00", "6.10. 12.00"):
        world.run(when)
    assert len(world.inbox) == 1


def test_the_brief_goes_to_the_account_manager_and_nobody_else() -> None:
    world = World(occurrence())
    world.run("6.10. 7.50")
    world.run("6.10. 8.00")
    assert isinstance(world.mail, FakeMail)
    assert [to for to, _ in world.mail.inbox] == ["elina@kuura.example"]
    assert b"petri@havulinna.example" not in world.inbox[0].split(b"\r\n\r\n", 1)[0]


def test_a_moved_meeting_gives_one_update_that_says_only_the_difference_in_the_same_thread() -> None:
    world = World(occurrence("6.10. 9.00"))
    world.run("6.10. 8.00")
    world.show(occurrence("6.10. 13.00", sequence=1))
    for when in ("6.10. 8.05", "6.10. 8.10", "6.10. 12.00"):
        world.run(when)
    assert len(world.inbox) == 2
    assert world.subjects()[1].startswith("Muutos: ")
    assert "Uusi aika: ti 6.10. klo 13.00 (oli klo 9.00)." in world.texts()[1]
    assert "Petri" not in world.texts()[1]
    first = world.store.deliveries()[0].message_id
    assert f"In-Reply-To: {first}".encode() in world.inbox[1]


def test_a_meeting_that_moves_away_and_back_gives_two_updates() -> None:
    world = World(occurrence("6.10. 9.00"))
    world.run("6.10. 8.00")
    world.show(occurrence("6.10. 13.00", sequence=1))
    world.run("6.10. 8.05")
    world.show(occurrence("6.10. 9.00", sequence=2))
    world.run("6.10. 8.10")
    assert len(world.inbox) == 3
    assert len({row.message_id for row in world.store.deliveries()}) == 3


def test_a_meeting_that_moves_before_its_brief_left_gets_the_brief_at_the_new_time() -> None:
    world = World(occurrence("6.10. 9.00"))
    world.run("6.10. 7.55")  # written, not sent
    world.show(occurrence("6.10. 13.00", sequence=1))
    world.run("6.10. 8.05")
    assert world.inbox == []
    world.run("6.10. 12.00")
    assert world.subjects() == ["[Brief] 13.00 Havulinna Levyteollisuus – Kuorimon tilanne"]


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param(occurrence(status=EventStatus.CANCELLED, sequence=1), id="marked cancelled"),
        pytest.param(occurrence(title="Peruttu: Kuorimon tilanne", sequence=1), id="cancelled by its title"),
        pytest.param(None, id="gone from the calendar"),
    ],
)
def test_a_cancelled_meeting_gives_one_void_notice_after_its_brief(gone: Occurrence | None) -> None:
    world = World(occurrence())
    world.run("6.10. 8.00")
    world.show(*([gone] if gone else []))
    for when in ("6.10. 8.05", "6.10. 8.10", "6.10. 8.50"):
        world.run(when)
    assert len(world.inbox) == 2
    assert world.subjects()[1].startswith("Peruttu: ")


def test_a_meeting_cancelled_before_its_brief_left_gives_no_mail_at_all() -> None:
    world = World(occurrence())
    world.run("6.10. 7.55")
    world.show(occurrence(status=EventStatus.CANCELLED))
    world.run("6.10. 7.58")
    world.run("6.10. 8.00")
    assert world.inbox == []
    assert [row.state for row in world.store.deliveries()] == [DeliveryState.REPLACED]


def test_a_meeting_that_comes_back_after_its_void_notice_gets_a_new_brief() -> None:
    world = World(occurrence("7.10. 9.00"))
    world.run("7.10. 8.00")
    world.show(occurrence("7.10. 9.00", status=EventStatus.CANCELLED, sequence=1))
    world.run("7.10. 8.05")
    world.show(occurrence("7.10. 9.00", sequence=2))
    world.run("7.10. 8.10")
    world.run("7.10. 8.15")
    assert [row.kind for row in world.store.deliveries()] == [MailKind.BRIEF, MailKind.VOID, MailKind.BRIEF]
    assert len(world.inbox) == 3


def test_midnight_alone_changes_nothing() -> None:
    crm = FakeCrm(havulinna(commitments=(promise("Raportti", dt.date(2026, 10, 5)),)))
    early = dataclasses.replace(ELINA, lead_minutes=24 * 60)
    world = World(occurrence("6.10. 9.00"), crm=crm, managers=(early,))
    world.run("5.10. 9.00")
    assert len(world.inbox) == 1
    for when in ("5.10. 23.59", "6.10. 0.01", "6.10. 6.00"):
        world.run(when)
    assert len(world.inbox) == 1


def test_changes_on_the_list_are_told_and_others_are_not() -> None:
    crm = FakeCrm(havulinna(deals=(deal(),), contacts=(petri(), markku())))
    world = World(occurrence(attendees=(attendee(petri()),)), crm=crm)
    world.run("6.10. 8.00")
    crm.data = havulinna(
        deals=(deal(amount=None, next_step="Soita"),), activities=(call(petri(), "6.10. 8.02", "Uutta."),)
    )
    world.run("6.10. 8.05")
    assert len(world.inbox) == 1, "a new call or next step is no material change"
    crm.data = havulinna(deals=(deal(stage="proposal"),), tickets=(ticket(),))
    world.run("6.10. 8.10")
    world.show(occurrence(attendees=(attendee(petri()), attendee(markku()), attendee("uusi@havulinna.example"))))
    world.run("6.10. 8.15")
    assert len(world.inbox) == 3
    assert "Jatkosopimus: nyt proposal (oli discovery)" in world.texts()[1]
    assert "KT-1" in world.texts()[1]
    assert "Markku Hietanoja" in world.texts()[2]
    assert "uusi@havulinna.example" in world.texts()[2]


def test_a_ticket_that_is_closed_again_is_no_news() -> None:
    crm = FakeCrm(havulinna(tickets=(ticket(),)))
    world = World(occurrence(), crm=crm)
    world.run("6.10. 8.00")
    crm.data = havulinna(tickets=(ticket(status="closed"),))
    world.run("6.10. 8.05")
    assert len(world.inbox) == 1


def test_a_meeting_known_late_gets_its_brief_at_once_if_five_minutes_remain() -> None:
    world = World(occurrence("6.10. 9.00"), occurrence("6.10. 8.44", uid="uid-2", title="Liian myöhään"))
    world.run("6.10. 8.40")
    assert world.subjects() == ["[Brief] 9.00 Havulinna Levyteollisuus – Kuorimon tilanne"]


def test_a_brief_that_fell_due_while_the_service_was_down_goes_out_if_the_meeting_is_ahead_and_never_afterwards() -> (
    None
):
    ahead = occurrence("6.10. 9.00")
    over = occurrence("6.10. 8.00", uid="uid-2", title="Jo alkanut")
    world = World(ahead, over)
    world.run("5.10. 8.00")
    world.run("6.10. 8.30")  # nothing ran since yesterday
    world.run("6.10. 8.31")
    assert world.subjects() == ["[Brief] 9.00 Havulinna Levyteollisuus – Kuorimon tilanne"]


def test_coming_back_after_a_week_sends_no_flood() -> None:
    days = [occurrence(f"{day}.10. 9.00", uid=f"uid-{day}") for day in range(5, 13)]
    world = World(*days)
    world.run("4.10. 8.00")
    world.run("12.10. 8.30")
    world.run("12.10. 8.45")
    assert len(world.inbox) == 1


def test_quiet_hours_move_a_brief_before_them_not_behind_the_meeting() -> None:
    quiet = dataclasses.replace(ELINA, quiet_from=dt.time(20), quiet_until=dt.time(7))
    world = World(occurrence("6.10. 7.30"), managers=(quiet,))
    world.run("5.10. 19.49")
    assert world.inbox == []
    world.run("5.10. 20.00")
    assert len(world.inbox) == 1


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(occurrence(attendees=(attendee("ville@kuura.example"),)), id="our own people only"),
        pytest.param(occurrence(attendees=(attendee("ville@huolto.kuura.example"),)), id="our subdomain only"),
        pytest.param(occurrence(private=True), id="private"),
        pytest.param(occurrence(attendees=(attendee(petri(), Response.DECLINED),)), id="every customer declined"),
        pytest.param(occurrence(all_day=True, join=None), id="all day"),
    ],
)
def test_no_brief_where_none_is_due_and_the_reason_is_kept(event: Occurrence) -> None:
    world = World(event)
    world.run("6.10. 7.50")
    world.run("6.10. 8.00")
    assert world.inbox == []
    meeting = world.store.meetings(at("6.10. 0.00"), at("7.10. 0.00"))[0]
    verdict = world.before.verdict(meeting, ELINA)
    assert not verdict.brief
    assert verdict.sentence


def test_two_account_managers_in_one_call_each_get_their_own_in_their_language() -> None:
    ours = occurrence("6.10. 9.00")
    others = occurrence("6.10. 9.00", owner=OTTO, organizer=ours.organizer)
    world = World(ours, others, managers=(ELINA, OTTO))
    for when in ("6.10. 8.00", "6.10. 8.30"):
        world.run(when)
    assert isinstance(world.mail, FakeMail)
    assert [to for to, _ in world.mail.inbox] == ["elina@kuura.example", "otto@kuura.example"]
    assert len(world.store.meetings(at("6.10. 0.00"), at("7.10. 0.00"))) == 1
    assert "Paikalla" in world.texts()[0]
    assert Phrases("en").label("title_people").text in world.texts()[1].splitlines()


def test_with_the_crm_down_the_brief_tells_the_last_known_and_its_age() -> None:
    crm = FakeCrm(
        havulinna(activities=(call(petri(), "1.10. 15.00", "Petri toivoo, että puhutaan ensin kuorimosta."),))
    )
    yesterday, today = occurrence("5.10. 13.00", uid="uid-0"), occurrence("6.10. 13.00")
    world = World(yesterday, today, crm=crm)
    world.run("5.10. 12.00")
    crm.down = True
    world.run("6.10. 12.00")
    text = world.texts()[1]
    assert "toivoo, että puhutaan ensin kuorimosta" in text
    assert "CRM:ään ei saatu yhteyttä; asiakastiedot ovat 24\N{NO-BREAK SPACE}tunnin takaa." in text


def test_with_the_crm_down_from_the_start_the_brief_still_arrives_and_says_so() -> None:
    world = World(occurrence(), crm=FakeCrm(havulinna(), down=True))
    world.run("6.10. 8.00")
    assert "CRM:ään ei saatu yhteyttä, eikä aiempia tietoja ole." in world.texts()[0]


def test_a_crm_that_suddenly_knows_nobody_is_a_fault_and_not_a_fact() -> None:
    crm = FakeCrm(
        havulinna(activities=(call(petri(), "1.10. 15.00", "Petri toivoo, että puhutaan ensin kuorimosta."),))
    )
    world = World(occurrence("5.10. 13.00", uid="uid-0"), occurrence("6.10. 13.00"), crm=crm)
    world.run("5.10. 12.00")
    crm.data = CrmData()
    world.run("6.10. 12.00")
    assert "toivoo" in world.texts()[1]


def test_a_calendar_that_is_suddenly_empty_cancels_nothing() -> None:
    world = World(*(occurrence(f"6.10. {hour}.00", uid=f"uid-{hour}") for hour in (9, 11, 13)))
    world.run("6.10. 8.00")
    world.show()
    counts = world.run("6.10. 8.05")
    assert counts["faults"] == 1
    world.run("6.10. 10.00")
    assert [subject[:14] for subject in world.subjects()] == ["[Brief] 9.00 H", "[Brief] 11.00 "]


def test_a_broken_calendar_cancels_nothing_and_hides_nobody_elses() -> None:
    world = World(occurrence(), occurrence("6.10. 9.30", owner=OTTO, uid="uid-o"), managers=(ELINA, OTTO))
    world.run("5.10. 8.00")
    world.calendar.broken = {ELINA.email}
    for when in ("6.10. 8.00", "6.10. 9.00"):
        world.run(when)
    assert isinstance(world.mail, FakeMail)
    assert sorted(to for to, _ in world.mail.inbox) == ["elina@kuura.example", "otto@kuura.example"]


@pytest.mark.slow
def test_a_mail_server_that_fails_is_tried_again_until_the_meeting_and_then_the_miss_is_stated() -> None:
    mail = FakeMail(failures=[ProviderError("mail.fake", "451 try later")] * 100)
    world = World(occurrence(), mail=mail)
    world.run("6.10. 8.00")
    for minute in range(1, 61):
        world.run(f"6.10. {8 + minute // 60}.{minute % 60:02d}")
    assert world.inbox == []
    row = world.store.deliveries()[0]
    assert row.state is DeliveryState.FAILED
    assert row.note.startswith("missed")


def test_a_mail_server_that_recovers_gets_the_brief_exactly_once() -> None:
    mail = FakeMail(failures=[ProviderError("mail.fake", "451 try later")] * 3)
    world = World(occurrence(), mail=mail)
    for minute in range(31):
        world.run(f"6.10. 8.{minute:02d}")
    assert len(world.inbox) == 1


def test_a_refused_recipient_is_not_tried_again() -> None:
    mail = FakeMail(failures=[ProviderError("mail.fake", "550 no such user", permanent=True)])
    world = World(occurrence(), mail=mail)
    for when in ("6.10. 8.00", "6.10. 8.05", "6.10. 8.30"):
        world.run(when)
    assert world.inbox == []
    assert world.store.deliveries()[0].state is DeliveryState.FAILED


@pytest.mark.parametrize(("policy", "copies"), [("resend", 2), ("hold", 1)])
def test_a_mail_nobody_can_vouch_for_is_resent_once_identically_or_held(policy: str, copies: int) -> None:
    mail = FakeMail([DeliveryUnknownError("mail.fake", "connection lost")], accept_before_failing=True)
    world = World(occurrence(), mail=mail, on_unknown=policy)
    for minute in range(0, 30, 5):
        world.run(f"6.10. 8.{minute:02d}")
    assert len(world.inbox) == copies
    assert len(set(world.inbox)) == 1
    assert len({row.message_id for row in world.store.deliveries()}) == 1


def test_a_mail_that_can_be_looked_up_is_not_sent_twice() -> None:
    lost: list[ProviderError] = [DeliveryUnknownError("mail.fake", "connection lost")]
    world = World(occurrence(), mail=FakeMail(failures=lost, accept_before_failing=True, can_look_up=True))
    for when in ("6.10. 8.00", "6.10. 8.05", "6.10. 8.10"):
        world.run(when)
    assert len(world.inbox) == 1
    assert world.store.deliveries()[0].state is DeliveryState.SENT


def test_a_server_that_always_loses_the_connection_gets_two_copies_and_no_third() -> None:
    lost: list[ProviderError] = [DeliveryUnknownError("mail.fake", "connection lost") for _ in range(50)]
    world = World(occurrence(), mail=FakeMail(failures=lost, accept_before_failing=True))
    for minute in range(0, 55, 5):
        world.run(f"6.10. 8.{minute:02d}")
    assert len(world.inbox) == 2


def test_all_meetings_of_a_pass_are_looked_up_in_two_calls() -> None:
    crm = FakeCrm(havulinna())
    world = World(
        *(occurrence("6.10. 9.00", uid=f"uid-{n}", title=f"Palaveri {n}", organizer=None) for n in range(12)), crm=crm
    )
    world.run("6.10. 7.50")
    assert crm.calls == ["find", "histories"]


def test_a_bug_on_the_models_side_costs_no_brief_and_no_customer_data() -> None:
    def breaks(_: Prompt) -> str:
        raise RuntimeError("a bug of ours")

    data = havulinna(activities=(call(petri(), "1.10. 15.00", "Petri toivoo lukuja."),))
    writer = FakeWriter([breaks])
    world = World(occurrence("6.10. 9.00"), crm=FakeCrm(data), writer=writer)
    world.run("6.10. 8.00")
    assert len(writer.prompts) == 1
    assert "toivoo lukuja" in world.texts()[0]
    assert "ilman kielimallia" in world.texts()[0]


def test_a_crm_provider_with_a_bug_costs_no_brief() -> None:
    class OddCrm(FakeCrm):
        def histories(self, account_ids: frozenset[str]) -> CrmData:
            raise KeyError(account_ids)

    world = World(occurrence(), crm=OddCrm(havulinna()))
    world.run("6.10. 8.00")
    assert "CRM:ään ei saatu yhteyttä" in world.texts()[0]


def test_two_workers_on_one_database_send_one_brief() -> None:
    first = World(occurrence(), worker="w1")
    second = World(occurrence(), worker="w2", store=first.store, mail=first.mail)
    first.run("6.10. 7.55")
    second.run("6.10. 7.56")
    second.run("6.10. 8.00")
    first.run("6.10. 8.00")
    assert len(first.inbox) == 1


def test_changes_made_while_the_mail_server_is_down_become_one_update() -> None:
    mail = FakeMail()
    world = World(occurrence("6.10. 9.00"), mail=mail)
    world.run("6.10. 8.00")
    mail.failures = [ProviderError("mail.fake", "451 try later")] * 3
    world.show(occurrence("6.10. 13.00", sequence=1))
    world.run("6.10. 8.05")
    world.show(occurrence("6.10. 14.00", sequence=2))
    for minute in range(10, 40, 5):
        world.run(f"6.10. 8.{minute}")
    assert len(world.inbox) == 2
    assert "14.00" in world.texts()[1]
    assert "13.00" not in world.texts()[1]


def test_a_change_that_is_taken_back_before_its_update_left_is_never_told() -> None:
    mail = FakeMail()
    world = World(occurrence("6.10. 9.00"), mail=mail)
    world.run("6.10. 8.00")
    mail.failures = [ProviderError("mail.fake", "451 try later")] * 2
    world.show(occurrence("6.10. 13.00", sequence=1))
    world.run("6.10. 8.05")
    world.show(occurrence("6.10. 9.00", sequence=2))
    for minute in range(10, 50, 5):
        world.run(f"6.10. 8.{minute}")
    assert len(world.inbox) == 1


def test_a_change_at_night_waits_for_the_morning_and_one_shortly_before_the_meeting_does_not() -> None:
    quiet = dataclasses.replace(ELINA, quiet_from=dt.time(20), quiet_until=dt.time(7), lead_minutes=24 * 60)
    world = World(occurrence("6.10. 9.00"), managers=(quiet,))
    world.run("5.10. 9.00")
    world.show(occurrence("6.10. 10.00", sequence=1))
    world.run("6.10. 2.00")
    assert len(world.inbox) == 1
    world.run("6.10. 7.00")
    assert len(world.inbox) == 2
    late = World(occurrence("6.10. 7.20"), managers=(quiet,))
    late.run("5.10. 9.00")
    late.show(occurrence("6.10. 7.10", sequence=1))
    late.run("6.10. 6.30")
    assert len(late.inbox) == 2


def test_declining_after_the_brief_gives_no_void_notice() -> None:
    world = World(occurrence())
    world.run("6.10. 8.00")
    declined = (attendee("elina@kuura.example", Response.DECLINED), attendee(petri()))
    world.show(dataclasses.replace(occurrence(sequence=1), attendees=declined))
    world.run("6.10. 8.05")
    assert len(world.inbox) == 1


def test_an_account_manager_taken_off_the_meeting_is_told_and_the_other_keeps_it() -> None:
    ours = occurrence("6.10. 9.00")
    others = occurrence("6.10. 9.00", owner=OTTO, organizer=ours.organizer)
    far = [occurrence(f"9.10. {hour}.00", owner=OTTO, uid=f"uid-o{hour}") for hour in (9, 11)]
    world = World(ours, others, *far, managers=(ELINA, OTTO))
    world.run("6.10. 8.30")
    assert len(world.inbox) == 2
    world.show(ours, *far)
    world.run("6.10. 8.35")
    assert isinstance(world.mail, FakeMail)
    assert [to for to, _ in world.mail.inbox][2:] == ["otto@kuura.example"]
    assert world.subjects()[2].startswith("Cancelled: ")


# --- what goes wrong heals with the next pass ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "off",
    [
        pytest.param(occurrence(status=EventStatus.CANCELLED, sequence=1), id="cancelled once"),
        pytest.param(None, id="missing once"),
        pytest.param(
            occurrence(attendees=(attendee(petri(), Response.DECLINED), attendee(markku(), Response.DECLINED))),
            id="all declined once",
        ),
    ],
)
def test_a_meeting_that_was_off_for_one_reading_still_gets_its_brief(off: Occurrence | None) -> None:
    world = World(occurrence())
    world.run("5.10. 8.00")
    world.show(*([off] if off else []))
    world.run("5.10. 8.05")
    world.show(occurrence(sequence=2))
    for when in ("5.10. 8.10", "6.10. 7.50", "6.10. 8.00"):
        world.run(when)
    assert len(world.inbox) == 1


def test_a_missed_brief_goes_out_when_the_meeting_moves() -> None:
    mail = FakeMail(failures=[ProviderError("mail.fake", "451 try later")] * 100)
    world = World(occurrence("6.10. 9.00"), mail=mail)
    for minute in range(0, 61, 5):
        world.run(f"6.10. {8 + minute // 60}.{minute % 60:02d}")
    mail.failures.clear()
    world.show(occurrence("6.10. 14.00", sequence=1))
    for when in ("6.10. 9.05", "6.10. 13.00"):
        world.run(when)
    assert len(world.inbox) == 1
    assert world.subjects()[0].startswith("[Brief] 14.00 ")


def test_a_refused_brief_is_not_written_again_and_again() -> None:
    mail = FakeMail(failures=[ProviderError("mail.fake", "550 no", permanent=True) for _ in range(50)])
    world = World(occurrence(), mail=mail)
    for minute in range(0, 60, 5):
        world.run(f"6.10. 8.{minute:02d}")
    assert len(world.store.deliveries()) == 1


def test_a_refused_update_or_void_notice_is_not_tried_at_every_pass() -> None:
    mail = FakeMail()
    world = World(occurrence("6.10. 9.00"), mail=mail)
    world.run("6.10. 8.00")
    mail.failures = [ProviderError("mail.fake", "550 no", permanent=True) for _ in range(50)]
    world.show(occurrence("6.10. 13.00", sequence=1))
    for minute in range(5, 30, 5):
        world.run(f"6.10. 8.{minute:02d}")
    assert len(world.store.deliveries()) == 2
    world.show(occurrence("6.10. 13.00", sequence=2, status=EventStatus.CANCELLED))
    for minute in range(30, 59, 5):
        world.run(f"6.10. 8.{minute:02d}")
    assert len(world.store.deliveries()) == 3


def test_a_brief_planned_for_days_goes_out_even_when_the_service_comes_back_four_minutes_before() -> None:
    world = World(occurrence("6.10. 9.00"))
    world.run("5.10. 8.00")
    world.run("6.10. 8.56")
    assert len(world.inbox) == 1


def test_a_change_in_the_last_minutes_is_told_and_no_stale_mail_leaves() -> None:
    other = dataclasses.replace(TEAMS, url="https://teams.microsoft.com/l/meetup-join/19%3ameeting_NEW%40thread.v2/0")
    told = World(occurrence())
    told.run("6.10. 8.00")
    told.show(occurrence(join=other, sequence=1))
    told.run("6.10. 8.57")
    assert len(told.inbox) == 2

    mail = FakeMail(failures=[ProviderError("mail.fake", "451 later")] * 8)
    late = World(occurrence(), mail=mail)
    for minute in (0, 20, 40, 50, 53):
        late.run(f"6.10. 8.{minute:02d}")
    late.show(occurrence(join=other, sequence=1))
    mail.failures.clear()
    for minute in (56, 58, 59):
        late.run(f"6.10. 8.{minute}")
    assert len(late.inbox) == 1
    assert "meeting_NEW" in late.texts()[0]


def test_an_unsent_brief_of_a_meeting_that_moves_by_a_week_is_written_when_its_new_time_comes() -> None:
    crm = FakeCrm(havulinna())
    world = World(occurrence("6.10. 9.00"), crm=crm)
    world.run("6.10. 7.55")
    world.show(occurrence("13.10. 9.00", sequence=1))
    world.run("6.10. 7.58")
    crm.data = havulinna(activities=(call(petri(), "12.10. 15.00", "Petri toivoo uutta aikataulua."),))
    for when in ("13.10. 7.50", "13.10. 8.00"):
        world.run(when)
    assert len(world.inbox) == 1
    assert "toivoo uutta aikataulua" in world.texts()[0]


def test_a_command_that_only_looks_plans_and_drops_nothing() -> None:
    world = World(occurrence())
    world.run("5.10. 8.00")
    before = [(step.kind, step.state, step.due_at) for step in world.store.steps() if step.meeting_id]
    world.before.refresh(at("6.10. 9.10"))
    assert [(step.kind, step.state, step.due_at) for step in world.store.steps() if step.meeting_id] == before


def test_a_mail_that_may_have_arrived_is_voided_though_its_resend_failed() -> None:
    mail = FakeMail(failures=[DeliveryUnknownError("mail.fake", "connection lost")], accept_before_failing=True)
    world = World(occurrence(), mail=mail)
    world.run("6.10. 8.00")
    assert len(world.inbox) == 1
    mail.accept_before_failing = False
    mail.failures = [ProviderError("mail.fake", "451 later")]
    world.run("6.10. 8.05")
    world.show(occurrence(status=EventStatus.CANCELLED, sequence=1))
    for when in ("6.10. 8.10", "6.10. 8.15"):
        world.run(when)
    assert [row.kind for row in world.store.deliveries()][-1] is MailKind.VOID
    assert len(world.inbox) == 2


def test_a_row_that_breaks_the_floor_leaves_what_the_calendar_knows() -> None:
    naive = dataclasses.replace(call(petri(), "1.10. 15.00", "Hei."), at=dt.datetime(2026, 10, 1, 15))  # noqa: DTZ001
    world = World(occurrence(), crm=FakeCrm(havulinna(activities=(naive,))))
    world.run("6.10. 8.00")
    assert "Asiakastietoja ei voitu tällä kertaa käyttää." in world.texts()[0]


def test_a_customer_who_invites_but_is_not_listed_is_recognised() -> None:
    invited = dataclasses.replace(
        occurrence(attendees=()), organizer=Attendee("petri@havulinna.example", "Petri Vuolle")
    )
    world = World(invited)
    world.run("6.10. 8.00")
    assert "Petri Vuolle, kunnossapitopäällikkö" in world.texts()[0]


def test_what_the_customer_must_not_hear_stands_in_no_persons_line() -> None:
    limit = call(petri(), "1.10. 15.00", "Neuvotteluvara on 12 %, ei asiakkaalle. Petri haluaa tarjouksen.")
    people = (petri(), markku(notes="Voimme mennä 45 000 euroon, ei saa kertoa asiakkaalle."))
    world = World(occurrence(), crm=FakeCrm(havulinna(contacts=people, activities=(limit,))))
    world.run("6.10. 8.00")
    assert "12 %" not in world.texts()[0]
    assert "45 000" not in world.texts()[0]


def test_of_another_customers_people_in_the_call_nothing_is_claimed() -> None:
    anna = petri(id="C90", account_id="A90", first_name="Anna", last_name="Aho", email="anna@toinen.example")
    data = havulinna(
        contacts=(petri(), markku(), anna), activities=(call(petri(), "1.10. 15.00", "Petri haluaa lukuja."),)
    )
    data = dataclasses.replace(
        data, accounts=(*data.accounts, Account("A90", "Toinen Oy", domains=("toinen.example",)))
    )
    world = World(occurrence(attendees=(attendee(petri()), attendee(markku()), attendee(anna))), crm=FakeCrm(data))
    world.run("6.10. 8.00")
    line = next(line for line in world.texts()[0].splitlines() if "Anna Aho" in line)
    assert "ensi kertaa" not in line
    assert "yhteyksiä" not in line
    assert "Toinen" in world.texts()[0]


def test_when_the_crm_comes_back_old_tickets_and_promises_are_not_called_new() -> None:
    crm = FakeCrm(havulinna(tickets=(ticket(),), commitments=(promise("Raportti", dt.date(2026, 9, 25)),)), down=True)
    world = World(occurrence(), crm=crm)
    world.run("6.10. 8.00")
    crm.down = False
    for when in ("6.10. 8.05", "6.10. 8.10"):
        world.run(when)
    assert len(world.inbox) == 1
