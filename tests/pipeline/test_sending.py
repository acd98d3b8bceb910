"""A follow-up that is to be sent at a time: once, or not at all and the manager hears why."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from kambrief import aftermail
from kambrief.core import drafting
from kambrief.core.drafting import FollowupState, Place, Unsent
from kambrief.core.work import StepKind, StepState
from kambrief.errors import DeliveryUnknownError, ProviderError
from kambrief.pipeline.changing import change
from kambrief.pipeline.sending import plan
from kambrief.ports.mailbox import Found
from kambrief.settings import LANGUAGES
from tests.builders import ELINA, at
from tests.fakes import FakeDrafts
from tests.pipeline.after_parts import Called

AT = "6.10. 10.00"
DOWN = ProviderError("drafts.fake", "connection refused")
REFUSED = ProviderError("drafts.fake", "no right to send", permanent=True)
UNKNOWN = DeliveryUnknownError("drafts.fake", "connection lost")


@pytest.fixture
def world() -> Called:
    """Drafted, approved at ten to ten, to be sent at ten."""
    world = Called(drafts=FakeDrafts(can_send=True))
    world.hear()
    world.run("6.10. 9.50")
    say_when(world, AT)
    return world


def say_when(world: Called, when: str) -> None:
    current = world.record().current
    assert current is not None
    number = current.number
    change(
        world.store, world.m, ELINA.email,
        lambda one: drafting.scheduled(drafting.approve(one, ELINA.email, world.now, number=number), at(when), ELINA.email),
    )  # fmt: skip
    plan(world.store, world.record(), at(when))


def take_back(world: Called) -> None:
    change(world.store, world.m, ELINA.email, drafting.unapproved)


def sends(world: Called) -> int:
    return world.mailbox.calls.count("send")


def step(world: Called) -> tuple[StepState, dt.datetime, str]:
    (found,) = [one for one in world.store.steps(world.m) if one.kind is StepKind.SEND]
    return found.state, found.due_at, found.note


def unsent_mails(world: Called) -> list[str]:
    return [one for one in world.told() if one.startswith("Lähettämättä")]


def test_it_leaves_at_its_time_once_and_what_was_agreed_goes_on(world: Called) -> None:
    world.run("6.10. 9.59")
    assert (world.record().state, world.mailbox.sent) == (FollowupState.APPROVED, [])
    counts = world.run(AT)
    record = world.record()
    assert (record.state, len(world.mailbox.sent), sends(world)) == (FollowupState.LOGGED, 1, 1)
    assert (record.approved_by, record.send_at, record.sending_at, record.unsent) == (ELINA.email, None, None, None)
    assert [row.confirmed for row in world.store.promises()] == [True, True]
    assert counts["sent_for_manager"] == 1
    for later in ("6.10. 10.01", "6.10. 10.30"):
        world.run(later)
    assert (sends(world), unsent_mails(world)) == (1, [])


def test_what_was_written_here_and_does_not_lie_there_yet_is_laid_and_sent() -> None:
    world = Called(drafts=FakeDrafts(can_send=True))
    world.hear()
    world.run("6.10. 9.50")
    current = world.record().current
    assert current is not None
    new = replace(current, place=Place.BROWSER, body="Moi Petri,\n\nkiitti.", base=1)
    change(world.store, world.m, ELINA.email, lambda one: drafting.edited(one, new))
    say_when(world, "6.10. 9.51")
    world.run("6.10. 9.51")
    assert [one.text for one in world.mailbox.sent] == ["Moi Petri,\n\nkiitti."]


def test_taken_back_in_time_nothing_is_sent_and_the_text_is_kept(world: Called) -> None:
    take_back(world)
    for later in (AT, "6.10. 10.15"):
        world.run(later)
    assert (world.record().state, sends(world), len(world.mailbox.drafts)) == (FollowupState.EDITED, 0, 1)
    assert (unsent_mails(world), step(world)[0]) == ([], StepState.DONE)


def test_taken_back_and_approved_for_another_time_it_leaves_then(world: Called) -> None:
    take_back(world)
    say_when(world, "6.10. 11.00")
    world.run(AT)
    assert sends(world) == 0
    world.run("6.10. 11.00")
    assert (world.record().state, sends(world)) == (FollowupState.LOGGED, 1)


def test_what_was_changed_in_the_mailbox_is_not_sent_and_the_manager_hears_of_it_once(world: Called) -> None:
    world.mailbox.edit("Moi Petri, mun omat sanat.")
    for later in (AT, "6.10. 10.01", "6.10. 10.30"):
        world.run(later)
    record = world.record()
    assert (record.state, record.unsent, sends(world)) == (FollowupState.EDITED, Unsent.CHANGED, 0)
    assert [one.text for one in world.mailbox.drafts] == ["Moi Petri, mun omat sanat."]
    assert len(unsent_mails(world)) == 1


def test_an_edit_that_was_seen_before_its_time_is_told_at_its_time(world: Called) -> None:
    world.mailbox.edit("Moi Petri, mun omat sanat.")
    world.run("6.10. 9.56")
    assert unsent_mails(world) == []
    world.run(AT)
    assert len(unsent_mails(world)) == 1


def test_a_draft_that_was_thrown_away_is_not_sent_and_that_is_told(world: Called) -> None:
    world.mailbox.delete()
    for later in (AT, "6.10. 10.01", "6.10. 10.03", "6.10. 10.10"):
        world.run(later)
    record = world.record()
    assert (record.state, record.unsent, sends(world)) == (FollowupState.DROPPED, Unsent.MISSING, 0)
    assert len(unsent_mails(world)) == 1


def test_what_the_manager_has_sent_by_hand_before_its_time_is_not_sent_again(world: Called) -> None:
    world.mailbox.send_by_hand(at("6.10. 9.57"))
    for later in (AT, "6.10. 10.05"):
        world.run(later)
    assert (world.record().state, sends(world), len(world.mailbox.sent)) == (FollowupState.LOGGED, 0, 1)
    assert unsent_mails(world) == []


# --- a mailbox that fails ----------------------------------------------------------------------------------------------


def test_a_mailbox_that_is_down_is_tried_again_and_it_leaves_late(world: Called) -> None:
    world.mailbox.failures = [DOWN, DOWN]
    for later in (AT, "6.10. 10.02", "6.10. 10.04", "6.10. 10.06"):
        world.run(later)
    assert (world.record().state, len(world.mailbox.sent), unsent_mails(world)) == (FollowupState.LOGGED, 1, [])


def test_a_server_that_refuses_once_is_tried_again(world: Called) -> None:
    world.mailbox.refusal = DOWN
    world.run(AT)
    assert world.record().send_at == at(AT)
    world.mailbox.refusal = None
    world.run("6.10. 10.02")
    assert (world.record().state, sends(world), len(world.mailbox.sent)) == (FollowupState.LOGGED, 2, 1)


def test_a_server_that_refuses_for_good_is_not_tried_again_and_that_is_told(world: Called) -> None:
    world.mailbox.refusal = REFUSED
    for later in (AT, "6.10. 10.10"):
        world.run(later)
    record = world.record()
    assert (record.state, record.unsent, sends(world)) == (FollowupState.APPROVED, Unsent.UNREACHED, 1)
    assert len(unsent_mails(world)) == 1


def test_after_an_hour_in_vain_it_is_told_and_not_tried_again(world: Called) -> None:
    world.mailbox.refusal = DOWN
    for later in (AT, "6.10. 10.30", "6.10. 11.00", "6.10. 11.30"):
        world.run(later)
    assert (world.record().unsent, sends(world), len(unsent_mails(world))) == (Unsent.UNREACHED, 3, 1)


def test_without_a_mailbox_that_sends_it_is_told_at_once(world: Called) -> None:
    world.mailbox.can_send = False
    world.run(AT)
    assert (world.record().unsent, sends(world), len(unsent_mails(world))) == (Unsent.UNREACHED, 0, 1)


def test_a_service_that_was_down_sends_it_hours_late_and_half_a_day_late_it_asks(world: Called) -> None:
    world.run("6.10. 21.00")
    assert len(world.mailbox.sent) == 1
    other = Called(drafts=FakeDrafts(can_send=True))
    other.hear()
    other.run("6.10. 9.50")
    say_when(other, AT)
    other.run("7.10. 8.00")
    assert (other.record().unsent, sends(other), len(unsent_mails(other))) == (Unsent.LATE, 0, 1)


# --- nobody can tell -------------------------------------------------------------------------------------------------


class Lossy(FakeDrafts):
    """A server whose answer to a sending is lost: ``left`` says whether the mail did leave."""

    left = False

    def send(self, mailbox: str, placed: object, message_id: str) -> None:
        """See `ports.Drafts`."""
        if self.left:
            super().send(mailbox, placed, message_id)  # type: ignore[arg-type]
        else:
            self._called("send")
        raise UNKNOWN


@pytest.mark.parametrize("left", [True, False])
def test_a_lost_answer_never_makes_a_second_mail(left: bool) -> None:  # noqa: FBT001
    mailbox = Lossy(can_send=True)
    mailbox.left = left
    world = Called(drafts=mailbox)
    world.hear()
    world.run("6.10. 9.50")
    say_when(world, AT)
    for later in (AT, "6.10. 10.02", "6.10. 10.20", "6.10. 11.00", "6.10. 23.00"):
        world.run(later)
    record = world.record()
    assert sends(world) == 1
    if left:
        assert (record.state, unsent_mails(world)) == (FollowupState.LOGGED, [])
    else:
        assert (record.state, record.unsent, len(unsent_mails(world))) == (FollowupState.APPROVED, Unsent.UNCLEAR, 1)


def test_while_somebody_hands_it_over_a_look_into_drafts_says_nothing(world: Called) -> None:
    change(world.store, world.m, ELINA.email, lambda one: drafting.sending(one, at(AT)))
    world.run("6.10. 10.05")
    assert (world.record().state, sends(world)) == (FollowupState.SENDING, 0)
    world.run("6.10. 10.11")
    assert (world.record().state, world.record().unsent) == (FollowupState.APPROVED, Unsent.UNCLEAR)
    assert (sends(world), len(unsent_mails(world))) == (0, 1)


class TakenBack(FakeDrafts):
    """While the mailbox is looked into, the manager takes the follow-up back."""

    world: Called | None = None

    def look(self, *args: Any) -> Found:
        """See `ports.Drafts`."""
        found = super().look(*args)
        if self.world is not None:
            take_back(self.world)
        return found


def test_taken_back_at_the_last_moment_it_does_not_leave() -> None:
    mailbox = TakenBack(can_send=True)
    world = Called(drafts=mailbox)
    world.hear()
    world.run("6.10. 9.50")
    say_when(world, AT)
    mailbox.world = world
    for later in (AT, "6.10. 10.05"):
        world.run(later)
    assert (world.record().state, sends(world), unsent_mails(world)) == (FollowupState.EDITED, 0, [])


# --- beside ----------------------------------------------------------------------------------------------------------


def reminders(world: Called) -> int:
    return sum(one.startswith("Vielä luonnoksena") for one in world.told())


def test_nobody_is_reminded_of_what_is_to_be_sent_by_itself_and_again_of_what_was_not(world: Called) -> None:
    say_when(world, "6.10. 18.00")
    world.run("6.10. 16.31")
    assert reminders(world) == 0
    world.mailbox.refusal = REFUSED
    world.run("6.10. 18.00")
    assert (len(unsent_mails(world)), reminders(world)) == (1, 0)
    world.run("6.10. 19.01")
    assert reminders(world) == 1


def test_what_left_by_itself_is_not_reminded_of(world: Called) -> None:
    for later in (AT, "6.10. 16.31", "6.10. 19.01", "7.10. 7.50"):
        world.run(later)
    assert reminders(world) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", list(Unsent))
def test_why_it_was_not_sent_is_told_in_the_managers_language(language: str, why: Unsent) -> None:
    phrases = aftermail.words(language)
    assert str(phrases.label(f"unsent_{why}").text).endswith(".")


def test_a_time_that_was_said_while_the_step_was_at_work_is_not_lost(world: Called) -> None:
    """The worker has found it taken back; before it stores that, another time is said."""
    take_back(world)
    finish = world.store.finish

    class Between:
        def __getattr__(self, name: str) -> object:
            return getattr(world.store, name)

        def finish(self, *args: object, **more: object) -> None:
            if world.record().send_at is None and args[0].kind is StepKind.SEND:  # type: ignore[attr-defined]
                say_when(world, "6.10. 11.00")
            finish(*args, **more)  # type: ignore[arg-type]

    flow = replace(world.after, store=Between())  # type: ignore[arg-type]
    flow.work(at(AT), world.before.counts)
    assert step(world)[:2] == (StepState.PLANNED, at("6.10. 11.00"))
