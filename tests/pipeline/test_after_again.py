"""A draft that is laid again: after a lost answer, and after it was thrown away."""

from dataclasses import replace

from kambrief.core import drafting
from kambrief.core.after import Draft
from kambrief.core.drafting import FollowupState, Place
from kambrief.pipeline.after import Held
from kambrief.pipeline.changing import change
from tests.builders import ELINA
from tests.pipeline.after_parts import Called


def edited_here(world: Called, text: str) -> None:
    record = world.record()
    assert record.current is not None
    new = replace(record.current, place=Place.EDITOR, body=text, base=record.current.number, at=world.now)
    change(world.store, world.m, ELINA.email, lambda one: drafting.edited(one, new))


def drafted_anew(world: Called) -> None:
    """What ``kambrief followup --transcript`` does after ``--drop``."""
    meeting = world.store.meeting(world.m)
    assert meeting is not None
    found = world.after.what_now(meeting, ELINA, world.now)
    assert isinstance(found, Draft)
    job = Held(meeting, ELINA, found, world.after.whom.about(meeting, ELINA, world.now))
    world.after.follow(world.after.draft(job, world.now), job, world.now, recap=False)


def test_what_the_manager_wrote_here_wins_over_a_first_draft_whose_placing_nobody_heard_of() -> None:
    world = Called()
    world.hear()
    world.mailbox.lost_answers = 1
    world.run("6.10. 9.50")
    assert not world.record().mailbox_ref
    edited_here(world, "Hei Petri,\n\nmun oma teksti.")
    for when in ("6.10. 9.56", "6.10. 10.05"):
        world.run(when)
    assert [one.text for one in world.mailbox.drafts] == ["Hei Petri,\n\nmun oma teksti."]
    assert [one.place for one in world.record().versions] == [Place.CODE, Place.EDITOR]


def test_two_texts_are_both_kept_where_the_placing_nobody_heard_of_was_edited_in_the_mailbox() -> None:
    world = Called()
    world.hear()
    world.mailbox.lost_answers = 1
    world.run("6.10. 9.50")
    edited_here(world, "Täällä kirjoitettu.")
    world.mailbox.edit("Postissa kirjoitettu.")
    for when in ("6.10. 9.56", "6.10. 10.05"):
        world.run(when)
    assert world.record().conflict == (2, 3)
    assert {one.body for one in world.record().versions[1:]} == {"Täällä kirjoitettu.", "Postissa kirjoitettu."}
    assert [one.text for one in world.mailbox.drafts] == ["Postissa kirjoitettu."]


def test_a_draft_that_was_thrown_away_is_laid_again_when_it_is_asked_for_again() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    world.mailbox.delete()
    for when in ("6.10. 9.56", "6.10. 10.05"):
        world.run(when)
    assert world.record().state is FollowupState.DROPPED
    drafted_anew(world)
    for when in ("6.10. 10.10", "6.10. 10.16", "6.10. 10.25"):
        world.run(when)
    assert world.record().state is FollowupState.DRAFTED
    assert len(world.mailbox.drafts) == 1
    ids = {one.mail.message_id for one in world.mailbox.lying}
    assert len(ids) == 2  # what was deleted is not taken for it


def test_a_draft_that_was_dropped_here_and_then_thrown_away_is_laid_again_too() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    change(world.store, world.m, ELINA.email, lambda one: drafting.dropped(one, "dropped by command"))
    world.mailbox.delete()
    world.run("6.10. 10.05")
    drafted_anew(world)
    world.run("6.10. 10.10")
    world.run("6.10. 10.20")
    assert (world.record().state, len(world.mailbox.drafts)) == (FollowupState.DRAFTED, 1)


def test_a_draft_that_was_dropped_and_still_lies_there_is_replaced_and_not_doubled() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    change(world.store, world.m, ELINA.email, lambda one: drafting.dropped(one, "dropped by command"))
    world.run("6.10. 10.05")
    drafted_anew(world)
    world.run("6.10. 10.10")
    assert (world.record().state, len(world.mailbox.lying)) == (FollowupState.DRAFTED, 1)
