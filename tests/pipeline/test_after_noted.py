"""What the account manager noted beside the call: the follow-up's source where nothing better comes."""

from kambrief.core.after import NOTES
from kambrief.core.site import Panel
from tests.builders import ELINA
from tests.pipeline.after_parts import Called

NOTED = "Laitan juurisyyraportin perjantaina.\nPetri lähettää laitelistan maanantaina."


def note(world: Called, text: str = NOTED, revision: int = 0) -> None:
    assert world.store.site.save_panel(Panel(world.m, ELINA.email, notes=text, revision=revision))


def kept_notes(world: Called) -> list[str]:
    taken = [one.transcript for one in world.store.heard(world.m) if one.provider == NOTES]
    return [turn.text for one in taken if one for turn in one.turns]


def test_without_a_transcript_the_notes_are_drafted_from_when_the_wait_is_over() -> None:
    world = Called()
    note(world)
    world.run("6.10. 9.50")
    world.run("6.10. 13.40")
    assert world.store.followup(world.m, ELINA.email) is None
    world.run("6.10. 13.46")
    assert world.record().source.startswith("notes:")
    assert kept_notes(world) == NOTED.splitlines(), "what it rests on stays, whatever the panel says later"


def test_notes_that_are_changed_after_the_draft_change_nothing_by_themselves() -> None:
    world = Called()
    note(world)
    world.run("6.10. 13.46")
    before = world.record()
    note(world, "Kaikki uusiksi.", revision=1)
    world.run("6.10. 14.30")
    assert world.record() == before
    assert kept_notes(world) == NOTED.splitlines()


def test_a_transcript_is_drafted_from_and_the_notes_stay_in_the_panel() -> None:
    world = Called()
    note(world)
    world.hear()
    world.run("6.10. 9.50")
    assert world.record().source.startswith("transcript:")
    assert not kept_notes(world)
    panel = world.store.site.panel(world.m, ELINA.email)
    assert panel is not None
    assert panel.notes == NOTED


def test_a_transcript_that_comes_after_the_notes_were_used_takes_their_place_in_an_untouched_draft() -> None:
    world = Called()
    note(world)
    world.run("6.10. 13.46")
    world.hear()
    meeting = world.store.meeting(world.m)
    assert meeting is not None
    world.after.wake(meeting, world.now)
    world.run("6.10. 13.50")
    assert world.record().source.startswith("transcript:")


def test_without_notes_and_without_a_transcript_there_is_no_follow_up() -> None:
    world = Called()
    note(world, " \n ")
    world.run("6.10. 13.46")
    assert world.store.followup(world.m, ELINA.email) is None
