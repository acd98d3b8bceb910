"""Another customer who is spoken of in a call stands in nothing that is written about it, and in no request."""

from kambrief.core import promise_request
from kambrief.core.customer import Account, CrmData
from kambrief.pipeline.followup_text import followup_in
from tests.builders import ELINA
from tests.pipeline.after_parts import Called

SPOKEN = (
    ("Petri Vuolle", "Huomenta. Meille tärkeintä on, että linja ei pysähdy."),
    ("Elina Saarikko", "Kaukokiidolla katkot loppuivat, kun valvonta otettiin käyttöön."),
    ("Elina Saarikko", "Mä lähetän sulle Kaukokiidon tarjouksen perjantaina."),
    ("Petri Vuolle", "Kiitos. Mä lähetän laitelistan maanantaina."),
)


def knowing(*names: str) -> Called:
    """A call at which the customer is Havulinna, in a house that met these customers before."""
    world = Called(promised=None)
    for number, name in enumerate(names):
        other = CrmData(accounts=(Account(f"X{number}", name),), fetched_at=world.now)
        world.store.save_snapshot("crm.fake", f"X{number}", other)
    return world


def test_the_names_of_customers_that_were_met_before_are_known() -> None:
    world = knowing("Kaukokiito Oy", "Elina Group", "Ilo", "Havulinna Puu Oy")
    meeting = world.store.meeting(world.m)
    assert meeting is not None
    about = world.after.whom.about(meeting, ELINA, world.now)
    assert about.others == ("Kaukokiito",)


def test_another_customers_name_is_in_no_draft_no_note_and_no_request() -> None:
    world = knowing("Kaukokiito Oy")
    world.hear(*SPOKEN)
    world.run("6.10. 9.50")
    record, meeting = world.record(), world.store.meeting(world.m)
    assert meeting is not None
    (draft,) = world.mailbox.drafts
    assert "kaukokii" not in f"{draft.subject}{draft.text}".casefold()
    assert "[confirm: " in draft.text  # a person says what is promised on Friday
    about = world.after.whom.about(meeting, ELINA, world.now)
    talk = world.after.writing.talk_of(record, meeting, ELINA, about)
    assert talk is not None
    told = "\n".join(row.line for row in promise_request.listening_task(talk).rows)
    assert "laitelistan" in told
    assert "kaukokii" not in told.casefold()
    assert "laitelista" in followup_in(record).note
    assert "kaukokii" not in followup_in(record).note.casefold()
