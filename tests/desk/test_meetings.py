"""Where briefs stand, for many meetings at once."""

import datetime as dt
from dataclasses import replace

import pytest

from kambrief.app import App
from kambrief.core.model import AccountManager, BriefMode
from kambrief.core.work import DeliveryState
from kambrief.desk import meetings
from kambrief.settings import given
from tests.builders import ELINA, World, occurrence
from tests.web.queries import made_by

DIGEST = replace(ELINA, mode=BriefMode.DIGEST)


def app_of(world: World) -> App:
    return App(
        given({"meetings": {}}), world.store, world.before, world.managers, [world.calendar], world.crm, world.mail, None
    )  # fmt: skip


def standings(world: World) -> list[meetings.Standing]:
    return meetings.upcoming(app_of(world), world.now, world.now + dt.timedelta(days=7), ELINA.email)


@pytest.mark.parametrize("manager", [ELINA, DIGEST])
def test_the_number_of_queries_does_not_grow_with_the_meetings(manager: AccountManager) -> None:
    def asked(many: int) -> int:
        shown = [
            occurrence(f"{7 + number % 5}.10. {8 + number // 5}.00", uid=f"uid-{number}", title=f"Asia {number}")
            for number in range(many)
        ]
        world = World(*shown, managers=(manager,))
        world.run("5.10. 8.00")
        assert len(standings(world)) == many
        return len(made_by(app_of(world), lambda: standings(world)))

    assert 0 < asked(2) == asked(30)


def test_before_its_time_a_brief_has_one_and_afterwards_its_mail_is_told() -> None:
    world = World(occurrence())
    world.run("5.10. 8.00")
    (one,) = standings(world)
    assert (one.mail, one.in_digest, one.is_told) == (None, False, False)
    assert one.due is not None
    assert one.due < one.meeting.start
    world.run("6.10. 8.00")
    (one,) = standings(world)
    assert (one.is_told, one.due) == (True, None)
    assert one.mail is not None
    assert one.mail.state is DeliveryState.SENT


def test_a_meeting_of_a_digest_is_told_to_come_in_it() -> None:
    world = World(occurrence(), managers=(DIGEST,))
    world.run("5.10. 8.00")
    (one,) = standings(world)
    assert one.in_digest
    assert one.due == world.before.digest_due(one.meeting, DIGEST, world.now)


def test_one_without_a_brief_says_why() -> None:
    world = World(occurrence(attendees=()))
    world.run("5.10. 8.00")
    told = meetings.upcoming(app_of(world), world.now, world.now + dt.timedelta(days=7))
    assert [(one.verdict.brief, one.verdict.reason, one.due, one.mail) for one in told] == [
        (False, "nobody", None, None)
    ]
