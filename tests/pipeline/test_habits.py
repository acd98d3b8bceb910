"""From what a manager sends to how the next draft is written."""

import dataclasses

from kambrief.core.voice import Edited, Voice
from kambrief.pipeline.habits import Habits
from tests.builders import ELINA, at
from tests.core import voice_personas as made
from tests.pipeline.after_parts import Called


def kept(world: Called, *edits: Edited) -> None:
    for number, one in enumerate(edits):
        world.store.save_edit(ELINA.email, f"earlier-{number}", one)


def test_each_language_and_form_of_address_is_learned_for_itself() -> None:
    world = Called()
    kept(world, *made.edits("fi", "curt"), *made.edits("de", "strict"), *made.edits("sv", "curt")[:1])
    Habits(world.store).learn(ELINA, at("6.10. 12.00"))
    assert [(one.language, one.address_form, one.greeting, one.edits) for one in world.store.voices(ELINA.email)] == [
        ("de", "formal", "Guten Tag {names},", 4),
        ("fi", "", "Moi {names}", 4),
        ("sv", "", "", 1),
    ]


def test_what_was_set_by_hand_and_off_outlive_learning() -> None:
    world = Called()
    kept(world, *made.edits("fi", "curt"))
    world.store.save_voice(Voice(ELINA.email, "fi", closing="Terkuin", by_hand=("closing",), on=False))
    Habits(world.store).learn(ELINA, at("6.10. 12.00"))
    [voice] = world.store.voices(ELINA.email)
    assert (voice.closing, voice.on, voice.greeting) == ("Terkuin", False, "Moi {names}")


def test_a_draft_is_written_in_the_managers_voice() -> None:
    world = Called()
    kept(world, *made.edits("fi", "curt"))
    Habits(world.store).learn(ELINA, at("6.10. 9.00"))
    world.hear()
    world.run("6.10. 9.50")
    body = world.mailbox.drafts[0].text
    assert body.startswith("Moi Petri\n\n- Elina: juurisyyraportti")
    assert "\nT.\nElina" in body


def test_a_voice_that_is_off_or_of_another_language_leaves_the_draft_plain() -> None:
    plain = Called()
    plain.hear()
    plain.run("6.10. 9.50")
    world = Called()
    voice = dataclasses.replace(made.voice(made.edits("fi", "curt")), manager=ELINA.email, on=False)
    world.store.save_voice(voice)
    world.store.save_voice(dataclasses.replace(voice, language="sv", on=True))
    world.store.save_voice(dataclasses.replace(voice, address_form="formal", on=True))
    world.hear()
    world.run("6.10. 9.50")
    assert world.mailbox.drafts[0].text == plain.mailbox.drafts[0].text


def test_an_edit_remembers_whose_names_it_holds() -> None:
    world = Called()
    world.hear()
    world.run("6.10. 9.50")
    world.mailbox.edit(world.mailbox.drafts[0].text.replace("Hei Petri", "Moi Petri"))
    world.mailbox.send_by_hand(at("6.10. 9.58"))
    world.run("6.10. 10.00")
    [edit] = world.store.edits(ELINA.email)
    assert {"Petri Vuolle", "Havulinna Levyteollisuus Oy", ELINA.name} <= set(edit.names)
