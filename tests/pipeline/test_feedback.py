"""What a reader says of sections shows in the next brief, and only in theirs."""

import dataclasses
import datetime as dt
import json
import re

import pytest

from kambrief.core.brief import Section
from kambrief.core.feedback import RULE, Feedback, Opinion
from kambrief.core.model import BriefMode, Meeting
from kambrief.errors import UserError
from kambrief.pipeline.feedback import say, take_back
from kambrief.ports import Prompt
from tests.builders import ELINA, OTTO, World, at, call, havulinna, occurrence, petri
from tests.fakes import FakeCrm, FakeWriter
from tests.pipeline.asked import fact_with, person_called, told

KNOWN = havulinna(activities=(call(petri(), "1.10. 15.00", "Petri toivoo, että puhutaan ensin kuorimosta."),))
TIP, RELATIONSHIP = "Vinkki", "Tilanne"


def said_before(world: World, section: Section, *verdicts: Opinion) -> None:
    """In as many meetings of the last days."""
    for number, verdict in enumerate(verdicts):
        when = at("5.10. 8.00") - dt.timedelta(days=number + 1)
        world.store.save_feedback(Feedback(ELINA.email, f"old-{number}", section, verdict, when))


def briefed(world: World, *times: str) -> str:
    for when in ("5.10. 12.00", "6.10. 7.50", "6.10. 8.00", *times):
        world.run(when)
    return world.texts()[0]


def the_meeting(world: World) -> Meeting:
    return world.store.meetings(at("6.10. 0.00"), at("7.10. 0.00"))[0]


def test_a_section_that_was_not_useful_three_times_is_left_out_and_why_says_so() -> None:
    world = World(occurrence(), crm=FakeCrm(KNOWN))
    assert TIP in briefed(World(occurrence(), crm=FakeCrm(KNOWN)))
    said_before(world, Section.TIP, *[Opinion.NOT_USEFUL] * 3)
    assert TIP not in briefed(world)
    (record,) = world.store.briefs(the_meeting(world).id)
    left_out = record.why["left_out"]
    assert isinstance(left_out, list)
    assert [row["rule"] for row in left_out if row["what"].startswith("tip/")] == [RULE]


def test_what_was_useful_is_read_earlier() -> None:
    plain = briefed(World(occurrence(), crm=FakeCrm(KNOWN)))
    world = World(occurrence(), crm=FakeCrm(KNOWN))
    said_before(world, Section.TIP, Opinion.USEFUL)
    tuned = briefed(world)
    assert plain.index(RELATIONSHIP) < plain.index(TIP)
    assert tuned.index(TIP) < tuned.index(RELATIONSHIP)


def test_it_tunes_nobody_elses_brief() -> None:
    world = World(occurrence(owner=OTTO), crm=FakeCrm(KNOWN), managers=(ELINA, OTTO))
    said_before(world, Section.TIP, *[Opinion.NOT_USEFUL] * 3)
    assert "Tip" in briefed(world, "6.10. 8.30").splitlines()


def asks(prompt: Prompt) -> str:
    """A model with a question, resting on what Petri said."""
    said = {"text": "mitä hän haluaa nähdä ensin?", "facts": [fact_with(prompt, "kuorimosta")]}
    return json.dumps({"one_thing": None, "questions": [said]})


def test_questions_of_a_model_stay_away_where_nobody_wants_them() -> None:
    plain = briefed(World(occurrence(), crm=FakeCrm(KNOWN), writer=FakeWriter([asks])))
    assert "Mitä hän haluaa nähdä ensin?" in plain
    world = World(occurrence(), crm=FakeCrm(KNOWN), writer=FakeWriter([asks]))
    said_before(world, Section.QUESTIONS, *[Opinion.NOT_USEFUL] * 3)
    tuned = briefed(world)
    assert "Mitä hän haluaa nähdä ensin?" not in tuned
    assert not any(line.startswith("Kysy") for line in tuned.splitlines())


def remarks(prompt: Prompt) -> str:
    """A model with something to say of Petri."""
    said = {"text": "haluaa nähdä ensin, mitä hänelle jää", "facts": [fact_with(prompt, "kuorimosta")]}
    return json.dumps({"people": [{"person": person_called(prompt, "Petri Vuolle"), **said}]})


def test_a_section_that_nobody_wants_is_not_even_shown_to_a_model() -> None:
    shown = {}
    for wanted in (True, False):
        writer = FakeWriter([remarks])
        world = World(occurrence(), crm=FakeCrm(KNOWN), writer=writer)
        said_before(world, Section.RELATIONSHIP, *[] if wanted else [Opinion.NOT_USEFUL] * 3)
        assert "→ haluaa nähdä ensin, mitä hänelle jää" in briefed(world)
        shown[wanted] = {line.split()[1] for line in told(writer.prompts[0]) if re.match(r"L\d+", line)}
    assert shown[True] - shown[False] == {"relationship:"}


def test_a_verdict_needs_a_brief() -> None:
    world = World(occurrence())
    world.run("5.10. 8.00")
    with pytest.raises(UserError, match="there is nothing to judge yet"):
        say(world.store, the_meeting(world), ELINA, Section.TIP, Opinion.USEFUL, world.now)


def test_what_is_wrong_is_kept_with_what_it_rested_on() -> None:
    world = World(occurrence(), crm=FakeCrm(KNOWN))
    briefed(world)
    wrong = say(world.store, the_meeting(world), ELINA, Section.PEOPLE, Opinion.WRONG, world.now)
    assert "contacts/C01" in wrong.facts
    useful = say(world.store, the_meeting(world), ELINA, Section.TIP, Opinion.USEFUL, world.now)
    assert useful.facts == ()
    assert world.store.feedback(ELINA.email) == [wrong, useful]


def test_it_is_taken_back_as_easily() -> None:
    world = World(occurrence(), crm=FakeCrm(KNOWN))
    briefed(world)
    say(world.store, the_meeting(world), ELINA, Section.TIP, Opinion.NOT_USEFUL, world.now)
    assert take_back(world.store, the_meeting(world), ELINA, Section.TIP)
    assert world.store.feedback() == []
    assert not take_back(world.store, the_meeting(world), ELINA, Section.TIP)


def test_a_brief_in_a_digest_can_be_judged_too() -> None:
    daily = dataclasses.replace(ELINA, mode=BriefMode.DIGEST)
    world = World(occurrence(), crm=FakeCrm(KNOWN), managers=(daily,))
    for when in ("5.10. 12.00", "6.10. 6.50", "6.10. 7.00"):
        world.run(when)
    assert say(world.store, the_meeting(world), ELINA, Section.PEOPLE, Opinion.WRONG, world.now).facts
