"""Days with one mail: what it holds, when it goes, and what still comes by itself."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from kambrief.core.customer import CrmData
from kambrief.core.match import Matched
from kambrief.core.model import AccountManager, BriefMode, EventStatus, Occurrence
from kambrief.core.situation import Situation
from kambrief.core.work import DeliveryState, MailKind, Step, StepKind, StepState
from kambrief.errors import DeliveryUnknownError, ProviderError, UserError
from kambrief.pipeline.outgoing import Outgoing
from kambrief.pipeline.writing import Writing, Written
from tests.builders import ELINA, OTTO, World, at, attendee, deal, havulinna, occurrence, promise, ticket
from tests.fakes import FakeCrm, FakeMail

DAILY = dataclasses.replace(ELINA, mode=BriefMode.DIGEST)
BESIDE = dataclasses.replace(ELINA, mode=BriefMode.BOTH)
DAY = "digest:2026-10-06"
LATE = havulinna(commitments=(promise("Juurisyyraportti", dt.date(2026, 9, 25)),))


def first(start: str = "6.10. 9.00", **more: Any) -> Occurrence:
    return occurrence(start, **{"uid": "uid-1", "title": "Kuorimon tilanne", **more})


def second(start: str = "6.10. 13.00", **more: Any) -> Occurrence:
    return occurrence(start, **{"uid": "uid-2", "title": "Sahalinjan sopimus", **more})


def office(*shown: Occurrence, manager: AccountManager = DAILY, **more: Any) -> World:
    """The day before, with these meetings known."""
    world = World(*(shown or (first(), second())), managers=(manager,), **{"crm": FakeCrm(LATE), **more})
    world.run("5.10. 12.00")
    return world


def through(world: World, *times: str) -> World:
    for when in times:
        world.run(when)
    return world


MORNING = ("6.10. 6.50", "6.10. 7.00")
REST = ("6.10. 7.05", "6.10. 7.50", "6.10. 8.00", "6.10. 11.50", "6.10. 12.00", "6.10. 12.55")


def kinds(world: World) -> list[MailKind]:
    """What went out, in order."""
    return [row.kind for row in world.store.deliveries() if row.state is DeliveryState.SENT]


# --- one mail a day ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_days_meetings_come_in_one_mail_and_none_by_itself() -> None:
    world = through(office(), "6.10. 6.50", "6.10. 6.59")
    assert world.inbox == []
    through(world, "6.10. 7.00", *REST)
    assert world.subjects() == ["[Brief] Ti 6.10. – 2 asiakaspalaveria, ensimmäinen klo 9.00"]


def test_the_overview_says_of_each_meeting_what_must_be_known_in_the_order_of_the_day() -> None:
    world = through(office(second(), first()), *MORNING)
    overview = world.texts()[0].split("==========")[0]
    nine, one = overview.index("9.00 Havulinna Levyteollisuus – Kuorimon tilanne"), overview.index("13.00 Havulinna")
    assert nine < one
    assert "Sahalinjan sopimus" in overview
    assert overview.count("Päättäjät: Markku Hietanoja.") == 2
    assert overview.count("Juurisyyraportti:") == 2
    assert overview.count("https://teams.microsoft.com/") == 2


@pytest.mark.slow
def test_below_the_overview_stands_each_whole_brief() -> None:
    parts = through(office(), *MORNING).texts()[0].split("==========")
    assert len(parts) == 3
    for part in parts[1:]:
        assert "Petri Vuolle, kunnossapitopäällikkö" in part
        assert "Paikalla" in part
        assert "Lähteet: kalenteri ja CRM" in part


@pytest.mark.slow
def test_the_page_holds_what_the_text_does() -> None:
    world = through(office(), *MORNING)
    page = world.store.briefs(DAY)[0].html
    for said in ("Kuorimon tilanne", "Sahalinjan sopimus", "Juurisyyraportti", "Markku Hietanoja", "Petri Vuolle"):
        assert page.count(said) >= 2
    assert page.count('href="https://teams.microsoft.com/') == 4


@pytest.mark.slow
def test_a_day_without_customers_has_no_mail() -> None:
    world = through(office(first(attendees=(attendee("ville@kuura.example"),))), *MORNING, *REST)
    assert world.inbox == []
    assert [(step.state, step.note) for step in world.store.steps(DAY)] == [
        (StepState.DROPPED, "no meeting to tell of")
    ]


@pytest.mark.slow
def test_each_day_has_its_own() -> None:
    world = office(first(), second("7.10. 13.00"))
    through(world, *MORNING, "6.10. 12.00", "7.10. 6.50", "7.10. 7.00", "7.10. 12.00")
    assert [subject[8:15] for subject in world.subjects()] == ["Ti 6.10", "Ke 7.10"]


def test_one_meeting_is_not_counted_in_the_plural() -> None:
    world = through(office(first()), *MORNING)
    assert world.subjects() == ["[Brief] Ti 6.10. – asiakaspalaveri klo 9.00"]


@pytest.mark.slow
def test_every_account_manager_has_a_day_a_language_and_a_time_of_their_own() -> None:
    otto = dataclasses.replace(
        OTTO, mode=BriefMode.DIGEST, timezone="Europe/London", digest_at=dt.time(6, 30), language="en"
    )
    shown = [first(), second(owner=otto)]
    world = World(*shown, managers=(DAILY, otto), crm=FakeCrm(LATE))
    through(world, "5.10. 12.00", *MORNING)
    assert isinstance(world.mail, FakeMail)
    assert [to for to, _ in world.mail.inbox] == [ELINA.email]
    through(world, "6.10. 8.20", "6.10. 8.30")
    assert world.subjects()[1] == "[Brief] Tue 6 Oct: customer meeting at 11:00"


@pytest.mark.slow
def test_two_account_managers_of_whom_one_wants_single_briefs() -> None:
    ours, others = first(), first(owner=OTTO)
    world = World(ours, dataclasses.replace(others, organizer=ours.organizer), managers=(DAILY, OTTO))
    through(world, "5.10. 12.00", *MORNING, "6.10. 8.00", "6.10. 8.30")
    assert isinstance(world.mail, FakeMail)
    assert [to for to, _ in world.mail.inbox] == [ELINA.email, OTTO.email]
    assert kinds(world) == [MailKind.DIGEST, MailKind.BRIEF]


def test_all_of_a_days_meetings_are_looked_up_in_two_calls() -> None:
    crm = FakeCrm(havulinna())
    world = office(first(), second(), crm=crm)
    world.run("6.10. 6.50")
    assert crm.calls == ["find", "histories"]


# --- when ----------------------------------------------------------------------------------------------------------


def test_quiet_hours_do_not_move_it() -> None:
    quiet = dataclasses.replace(DAILY, quiet_from=dt.time(20), quiet_until=dt.time(8))
    assert len(through(office(manager=quiet), *MORNING).inbox) == 1


@pytest.mark.slow
def test_a_digest_due_just_after_midnight_is_written_the_day_before() -> None:
    early = dataclasses.replace(DAILY, digest_at=dt.time(0, 5))
    world = through(office(manager=early), "5.10. 23.55")
    assert [row.meeting_id for row in world.store.deliveries()] == [DAY]
    assert len(through(world, "6.10. 0.05", *MORNING).inbox) == 1


@pytest.mark.slow
@pytest.mark.parametrize("day", ["25.10.", "29.3.2027"])
def test_on_the_days_when_the_clock_changes_it_comes_once_at_its_local_time(day: str) -> None:
    world = World(first(f"{day} 9.00"), managers=(DAILY,))
    through(world, f"{day} 0.30", f"{day} 2.59", f"{day} 4.30", f"{day} 6.50", f"{day} 6.59")
    assert world.inbox == []
    through(world, f"{day} 7.00", f"{day} 8.00", f"{day} 8.30")
    assert len(world.inbox) == 1


@pytest.mark.slow
def test_a_service_that_starts_after_its_time_sends_it_at_once() -> None:
    world = World(first("6.10. 10.30"), second(), managers=(DAILY,))
    world.run("6.10. 10.00")
    through(world, "6.10. 10.05", "6.10. 12.00")
    assert kinds(world) == [MailKind.DIGEST]
    assert "10.30" in world.texts()[0]


def test_a_late_digest_leaves_out_what_begins_within_five_minutes() -> None:
    world = office()
    through(world, "6.10. 8.56", "6.10. 8.57")
    assert kinds(world) == [MailKind.DIGEST, MailKind.BRIEF], "the meeting that was known gets its brief all the same"
    assert "9.00" not in world.texts()[0].split("==========")[0]
    assert world.subjects()[1].startswith("[Brief] 9.00 ")


def test_a_service_that_starts_when_nothing_is_ahead_sends_none() -> None:
    world = World(first(), managers=(DAILY,))
    through(world, "6.10. 8.57", "6.10. 9.30")
    assert world.inbox == []


def test_a_week_away_brings_no_digest_of_days_gone_by() -> None:
    days = [first(f"{day}.10. 9.00", uid=f"uid-{day}") for day in range(6, 13)]
    world = through(office(*days), "12.10. 8.30", "12.10. 8.45")
    assert [subject[8:16] for subject in world.subjects()] == ["Ma 12.10"]


def test_a_meeting_before_the_digests_time_gets_its_own_brief() -> None:
    world = through(office(first("6.10. 7.04"), second()), "6.10. 5.54", "6.10. 6.04", *MORNING, "6.10. 12.00")
    assert kinds(world) == [MailKind.BRIEF, MailKind.DIGEST]
    assert "7.04" not in world.texts()[1]


@pytest.mark.slow
def test_one_meeting_within_its_lead_time_of_the_digest_waits_for_it() -> None:
    world = through(
        office(first("6.10. 7.30"), second()), "6.10. 6.20", "6.10. 6.30", *MORNING, "6.10. 7.15", "6.10. 7.25"
    )
    assert kinds(world) == [MailKind.DIGEST]
    assert "7.30 Havulinna" in world.texts()[0]


# --- what no digest carried comes by itself ------------------------------------------------------------------------


@pytest.mark.slow
def test_a_meeting_that_becomes_known_after_it_gets_its_own_brief() -> None:
    world = through(office(first()), *MORNING)
    world.show(first(), second())
    through(world, *REST)
    assert kinds(world) == [MailKind.DIGEST, MailKind.BRIEF]
    assert world.subjects()[1].startswith("[Brief] 13.00 ")


def test_a_meeting_that_becomes_known_on_a_day_without_a_digest_gets_its_own_brief() -> None:
    world = through(office(second("9.10. 9.00")), *MORNING)
    world.show(second("9.10. 9.00"), first("6.10. 12.00"))
    through(world, "6.10. 9.00", "6.10. 10.50", "6.10. 11.00")
    assert kinds(world) == [MailKind.BRIEF]


@pytest.mark.slow
def test_a_refused_digest_leaves_its_meetings_to_their_own_briefs() -> None:
    mail = FakeMail(failures=[ProviderError("mail.fake", "552 too big", permanent=True)])
    world = through(office(mail=mail), *MORNING, *REST)
    assert [subject[:13] for subject in world.subjects()] == ["[Brief] 9.00 ", "[Brief] 13.00"]
    assert len(world.store.deliveries(DAY)) == 1, "it is not tried again and again"


@pytest.mark.slow
def test_a_meeting_whose_brief_cannot_be_written_costs_the_others_nothing() -> None:
    class Faulty(Writing):
        def write(self, situation: Situation, matched: Matched, deadline: dt.timedelta, *more: Any) -> Written:
            if "Sahalinjan" in situation.meeting.title and situation.now.hour < 9:
                raise UserError("a phrase that does not fit")
            return super().write(situation, matched, deadline, *more)

    world = office()
    world.before = dataclasses.replace(world.before, writing=Faulty(None))
    through(world, *MORNING, *REST)
    assert kinds(world) == [MailKind.DIGEST, MailKind.BRIEF]
    assert "Sahalinjan" not in world.texts()[0]
    assert world.subjects()[1].startswith("[Brief] 13.00 ")


@pytest.mark.slow
def test_while_digests_cannot_be_written_at_all_every_meeting_gets_its_brief_in_time() -> None:
    class NoDigests(Outgoing):
        def digest(self, *_: object) -> None:
            raise RuntimeError("a bug of ours")

    world = office(first("6.10. 7.30"), second())
    more = {
        name: getattr(world.before.outgoing, name)
        for name in ("store", "mail", "sender", "worker", "on_unknown", "log")
    }
    world.before = dataclasses.replace(world.before, outgoing=NoDigests(**more))
    through(world, *MORNING, "6.10. 7.05", "6.10. 7.10")
    assert world.inbox == []
    through(world, "6.10. 7.15", "6.10. 11.50", "6.10. 12.00")
    assert [subject[:13] for subject in world.subjects()] == ["[Brief] 7.30 ", "[Brief] 13.00"]


@pytest.mark.slow
def test_a_mail_server_that_is_down_gets_the_digest_while_its_first_meeting_is_ahead_then_one_without_it() -> None:
    mail = FakeMail(failures=[ProviderError("mail.fake", "451 try later")] * 1000)
    world = through(office(mail=mail), *MORNING)
    for minute in range(5, 130, 5):
        world.run(f"6.10. {7 + minute // 60}.{minute % 60:02d}")
    mail.failures.clear()
    through(world, "6.10. 9.10", "6.10. 11.50", "6.10. 12.00")
    assert len(world.inbox) == 1
    overview = world.texts()[0].split("==========")[0]
    assert "13.00 Havulinna" in overview
    assert "9.00 Havulinna" not in overview


@pytest.mark.slow
def test_a_mail_server_that_recovers_gets_it_exactly_once() -> None:
    mail = FakeMail(failures=[ProviderError("mail.fake", "451 try later")] * 3)
    world = through(office(mail=mail), "6.10. 6.50")
    for minute in range(0, 50, 5):
        world.run(f"6.10. 7.{minute:02d}")
    through(world, *REST)
    assert kinds(world) == [MailKind.DIGEST]


@pytest.mark.slow
@pytest.mark.parametrize(("policy", "copies"), [("resend", 2), ("hold", 1)])
def test_one_that_nobody_can_vouch_for_is_resent_identically_or_held_and_its_meetings_get_no_other(
    policy: str, copies: int
) -> None:
    mail = FakeMail([DeliveryUnknownError("mail.fake", "connection lost")], accept_before_failing=True)
    world = through(office(mail=mail, on_unknown=policy), *MORNING, *REST)
    assert len(world.inbox) == copies
    assert len(set(world.inbox)) == 1


def doubtful() -> World:
    """At seven the digest arrived, and nobody can tell."""
    mail = FakeMail([DeliveryUnknownError("mail.fake", "connection lost")], accept_before_failing=True)
    world = through(office(mail=mail), *MORNING)
    mail.accept_before_failing = False
    return world


@pytest.mark.slow
def test_a_doubtful_digest_is_not_sent_again_once_all_its_meetings_are_off() -> None:
    world = doubtful()
    world.show(first(status=EventStatus.CANCELLED, sequence=1), second(status=EventStatus.CANCELLED, sequence=1))
    through(world, "6.10. 7.05", "6.10. 7.10")
    assert [subject.split(":")[0] for subject in world.subjects()[1:]] == ["Peruttu", "Peruttu"]
    assert world.store.deliveries(DAY)[0].state is DeliveryState.FAILED


@pytest.mark.slow
def test_a_doubtful_digest_is_sent_again_for_those_of_its_meetings_that_are_on() -> None:
    world = doubtful()
    world.show(first(status=EventStatus.CANCELLED, sequence=1), second())
    through(world, "6.10. 7.05", "6.10. 7.10")
    assert world.inbox.count(world.inbox[0]) == 2
    assert len(world.inbox) == 3


@pytest.mark.slow
def test_a_digest_that_may_have_arrived_is_not_tried_again_after_a_change_was_told() -> None:
    world = doubtful()
    assert isinstance(world.mail, FakeMail)
    world.mail.failures = [ProviderError("mail.fake", "451 later")]
    through(world, "6.10. 7.05")
    assert world.store.deliveries(DAY)[0].state is DeliveryState.PLANNED
    world.show(first("6.10. 10.00", sequence=1), second())
    world.mail.failures = [ProviderError("mail.fake", "451 later")]
    through(world, "6.10. 7.06", "6.10. 7.30", "6.10. 8.00", "6.10. 9.00", "6.10. 12.00")
    assert [row.state for row in world.store.deliveries(DAY)] == [DeliveryState.REPLACED]
    assert kinds(world) == [MailKind.UPDATE]
    assert len(world.inbox) == 2


@pytest.mark.slow
def test_two_workers_on_one_database_send_one_digest() -> None:
    one = office(worker="w1")
    other = World(first(), second(), managers=(DAILY,), worker="w2", store=one.store, mail=one.mail, crm=FakeCrm(LATE))
    for when in (*MORNING, *REST):
        one.run(when)
        other.run(when)
    assert kinds(one) == [MailKind.DIGEST]


def held_by_another(world: World) -> Step:
    """Another worker has claimed the day's digest and is at work."""
    world.before.collect(at("6.10. 8.15"))
    claimed = world.store.claim("other", at("6.10. 8.15"), StepKind.DIGEST, 5, dt.timedelta(minutes=15))
    return next(step for step in claimed if step.meeting_id == DAY)


def test_while_another_worker_writes_the_digest_the_single_brief_waits() -> None:
    world = office(first("6.10. 8.30"))
    step = held_by_another(world)
    through(world, "6.10. 8.20")
    assert world.inbox == []
    world.store.finish(step, StepState.PLANNED, "it gave up", at("6.10. 8.20"))
    through(world, "6.10. 8.21")
    assert kinds(world) == [MailKind.DIGEST]


def test_five_minutes_before_the_meeting_it_waits_no_longer() -> None:
    world = office(first("6.10. 8.30"))
    held_by_another(world)
    through(world, "6.10. 8.20", "6.10. 8.25")
    assert kinds(world) == [MailKind.BRIEF]


# --- changes after it ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_meeting_that_moves_after_it_gives_one_update_in_its_thread() -> None:
    world = through(office(), *MORNING)
    world.show(first("6.10. 10.00", sequence=1), second())
    through(world, *REST)
    assert kinds(world) == [MailKind.DIGEST, MailKind.UPDATE]
    assert "Uusi aika: ti 6.10. klo 10.00 (oli klo 9.00)." in world.texts()[1]
    assert f"In-Reply-To: {world.store.deliveries(DAY)[0].message_id}".encode() in world.inbox[1]


def test_news_of_the_customer_after_it_are_told_for_each_meeting_they_concern() -> None:
    crm = FakeCrm(havulinna(deals=(deal(),)))
    world = through(office(first(), crm=crm), *MORNING)
    crm.data = havulinna(deals=(deal(stage="proposal"),), tickets=(ticket(),))
    through(world, *REST[:3])
    assert kinds(world) == [MailKind.DIGEST, MailKind.UPDATE]
    assert "Jatkosopimus: nyt proposal (oli discovery)" in world.texts()[1]


@pytest.mark.slow
def test_a_meeting_called_off_after_it_gives_a_notice_and_its_own_brief_when_it_is_on_again() -> None:
    world = through(office(), *MORNING)
    world.show(first(status=EventStatus.CANCELLED, sequence=1), second())
    through(world, "6.10. 7.05", "6.10. 7.10")
    assert kinds(world) == [MailKind.DIGEST, MailKind.VOID]
    assert world.subjects()[1].startswith("Peruttu: ")
    assert "Havulinna" in world.subjects()[1]
    world.show(first(sequence=2), second())
    through(world, "6.10. 7.15", "6.10. 7.50", "6.10. 8.00", "6.10. 8.30")
    assert kinds(world) == [MailKind.DIGEST, MailKind.VOID, MailKind.BRIEF]


@pytest.mark.slow
def test_a_meeting_that_moves_to_tomorrow_is_told_of_today_and_stands_in_tomorrows() -> None:
    world = through(office(), *MORNING)
    world.show(first(), second("7.10. 13.00", sequence=1))
    through(world, "6.10. 7.05", "6.10. 12.00", "7.10. 6.50", "7.10. 7.00", "7.10. 12.00")
    assert kinds(world) == [MailKind.DIGEST, MailKind.UPDATE, MailKind.DIGEST]
    assert "Sahalinjan sopimus" in world.texts()[2]
    assert "==========" not in world.texts()[2], "its brief came with today's"


@pytest.mark.slow
def test_midnight_and_a_quiet_day_bring_nothing_more() -> None:
    world = through(office(second("6.10. 20.00")), *MORNING, "6.10. 12.00", "6.10. 18.50", "6.10. 19.00", "7.10. 0.01")
    assert kinds(world) == [MailKind.DIGEST]


# --- changes while it waits ----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shown", "holds", "lacks"),
    [
        pytest.param((first("6.10. 10.00", sequence=1), second()), "10.00 Havulinna", "9.00 Havulinna", id="moved"),
        pytest.param((first(), second(status=EventStatus.CANCELLED, sequence=1)), "9.00 Havulinna", "13.00", id="called off"),
        pytest.param((first(), second("7.10. 13.00", sequence=1)), "9.00 Havulinna", "13.00", id="moved to another day"),
        pytest.param((first(), second(), first("6.10. 15.00", uid="uid-3")), "15.00 Havulinna", "16.00", id="one more"),
    ],
)  # fmt: skip
def test_what_changes_before_it_has_left_is_in_it(shown: Sequence[Occurrence], holds: str, lacks: str) -> None:
    world = through(office(), "6.10. 6.50")
    world.show(*shown)
    through(world, "6.10. 6.55", "6.10. 7.00", "6.10. 7.05", "6.10. 8.00")
    assert kinds(world) == [MailKind.DIGEST]
    assert holds in world.texts()[0]
    assert lacks not in world.texts()[0]


@pytest.mark.slow
def test_what_changes_in_the_very_minute_it_is_due_is_in_it() -> None:
    crm = FakeCrm(havulinna(deals=(deal(),)))
    world = through(office(first(), crm=crm), "6.10. 6.50")
    crm.data = havulinna(deals=(deal(),), tickets=(ticket(),))
    world.show(first("6.10. 10.00", sequence=1))
    through(world, "6.10. 7.00", "6.10. 7.05")
    assert kinds(world) == [MailKind.DIGEST]
    assert "10.00 Havulinna" in world.texts()[0]
    assert "KT-1" in world.texts()[0]


@pytest.mark.slow
def test_when_all_its_meetings_are_called_off_before_it_left_there_is_no_mail() -> None:
    world = through(office(first()), "6.10. 6.50")
    world.show(first(status=EventStatus.CANCELLED, sequence=1))
    through(world, "6.10. 6.55", *MORNING[1:], *REST)
    assert world.inbox == []
    assert {row.state for row in world.store.deliveries()} == {DeliveryState.REPLACED}


@pytest.mark.slow
def test_other_words_are_no_reason_to_write_it_anew() -> None:
    world = through(office(), "6.10. 6.50", "6.10. 6.55", "6.10. 6.58", "6.10. 7.00")
    assert len(world.store.deliveries(DAY)) == 1


@pytest.mark.slow
def test_a_crm_that_is_down_is_named_and_costs_no_digest() -> None:
    world = office(crm=FakeCrm(CrmData(), down=True))
    through(world, *MORNING)
    assert world.texts()[0].count("CRM:ään ei saatu yhteyttä") == 2


# --- beside single briefs ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_beside_it_each_meeting_has_its_brief() -> None:
    world = through(office(manager=BESIDE), *MORNING, *REST)
    assert kinds(world) == [MailKind.OVERVIEW, MailKind.BRIEF, MailKind.BRIEF]
    assert "==========" not in world.texts()[0]
    assert "Petri Vuolle" not in world.texts()[0]
    assert "Petri Vuolle" in world.texts()[1]


def test_what_is_not_known_is_said_once_in_an_overview() -> None:
    world = office(manager=BESIDE, crm=FakeCrm(CrmData(), down=True))
    through(world, *MORNING)
    assert world.texts()[0].count("CRM:ään ei saatu yhteyttä") == 1


@pytest.mark.slow
def test_a_change_between_overview_and_brief_is_told_and_the_brief_still_comes() -> None:
    world = through(office(manager=BESIDE), *MORNING)
    world.show(first("6.10. 11.00", sequence=1), second())
    through(world, "6.10. 7.05", "6.10. 8.00", "6.10. 9.50", "6.10. 10.00", "6.10. 11.50", "6.10. 12.00")
    assert kinds(world) == [MailKind.OVERVIEW, MailKind.UPDATE, MailKind.BRIEF, MailKind.BRIEF]
    assert world.subjects()[2].startswith("[Brief] 11.00 ")


@pytest.mark.slow
def test_a_change_just_before_the_brief_leaves_costs_neither_the_update_nor_the_brief() -> None:
    world = through(office(manager=BESIDE), *MORNING, "6.10. 7.50")
    world.show(first("6.10. 9.30", sequence=1), second())
    through(world, "6.10. 7.55", "6.10. 8.00", "6.10. 8.20", "6.10. 8.30", "6.10. 8.35")
    assert kinds(world) == [MailKind.OVERVIEW, MailKind.UPDATE, MailKind.BRIEF]
    assert world.subjects()[2].startswith("[Brief] 9.30 ")


@pytest.mark.slow
def test_a_meeting_called_off_between_overview_and_brief_is_told() -> None:
    world = through(office(manager=BESIDE), *MORNING)
    world.show(first(status=EventStatus.CANCELLED, sequence=1), second())
    through(world, *REST)
    assert kinds(world) == [MailKind.OVERVIEW, MailKind.VOID, MailKind.BRIEF]


@pytest.mark.slow
def test_a_brief_that_waits_is_not_taken_back_because_nothing_changed_since_the_overview() -> None:
    early = dataclasses.replace(BESIDE, lead_minutes=115)
    world = through(office(first(), manager=early), *MORNING, "6.10. 6.55", "6.10. 7.02", "6.10. 7.05", "6.10. 7.10")
    assert kinds(world) == [MailKind.OVERVIEW, MailKind.BRIEF]


@pytest.mark.slow
def test_going_over_to_single_briefs_after_an_overview_loses_none() -> None:
    world = through(office(first(), manager=BESIDE), *MORNING)
    single = World(first(), managers=(ELINA,), store=world.store, mail=world.mail)
    through(single, "6.10. 7.05", "6.10. 7.50", "6.10. 8.00")
    assert kinds(single) == [MailKind.OVERVIEW, MailKind.BRIEF]


@pytest.mark.slow
def test_going_over_to_single_briefs_after_a_digest_repeats_none() -> None:
    world = through(office(first()), *MORNING)
    single = World(first(), managers=(ELINA,), store=world.store, mail=world.mail)
    through(single, "6.10. 7.05", "6.10. 7.50", "6.10. 8.00")
    assert kinds(single) == [MailKind.DIGEST]
