"""The whole way of a follow-up through a real mailbox: laid, edited by another program, sent, handed on."""

import datetime as dt
from dataclasses import replace

import pytest

from kambrief.core.drafting import FollowupRecord, FollowupState, Place
from kambrief.core.heard import Heard
from tests.builders import ELINA, World, attendee, havulinna, occurrence, petri
from tests.parts.dovecot import Dovecot
from tests.pipeline.after_parts import LIST, REPORT, WORDS, said
from tests.pipeline.written_to import WrittenTo
from tests.providers.imap_desk import ImapDesk

pytestmark = pytest.mark.server
M = "m0000001"


class Flow:
    """A call of some years ago, so that whatever the server's clock says is after it."""

    def __init__(self, desk: ImapDesk) -> None:
        self.desk = desk
        self.elina = replace(ELINA, email=desk.mailbox)
        report = replace(REPORT, owner=desk.mailbox, due=dt.date(2020, 10, 9))
        self.world = World(
            occurrence("6.10.2020 9.00", owner=self.elina, attendees=(attendee(petri()),)),
            managers=(self.elina,), crm=WrittenTo(havulinna()), drafts=desk.provider, follow_up=True,
            promised=(report, replace(LIST, due=dt.date(2020, 10, 12))),
        )  # fmt: skip
        self.run("9.46")
        self.world.store.save_heard(Heard(M, "teams", "s1", transcript=said(*WORDS)), self.world.now)
        self.run("9.50")

    def run(self, clock: str) -> None:
        self.world.run(f"6.10.2020 {clock}")

    def record(self) -> FollowupRecord:
        found = self.world.store.followup(M, self.desk.mailbox)
        assert found is not None
        return found


@pytest.fixture
def flow(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Flow:
    monkeypatch.setenv("LAURA", "sana")
    return Flow(ImapDesk(dovecot))


@pytest.mark.parametrize("anew", [False, True])
def test_laid_edited_and_sent_by_the_managers_own_program(flow: Flow, anew: bool) -> None:  # noqa: FBT001
    (draft,) = flow.desk.messages()
    assert "petri@havulinna.example" in str(draft["To"])
    assert "juurisyyraportti" in flow.desk.texts("drafts")[0]
    flow.desk.edit("Hei Petri", "Moi Petri", anew=anew)
    flow.run("9.56")
    assert [one.place for one in flow.record().versions] == [Place.CODE, Place.MAILBOX]
    assert flow.record().versions[-1].body.startswith("Moi Petri")
    flow.run("10.02")
    assert len(flow.record().versions) == 2
    flow.desk.send(anew=anew)
    flow.run("10.08")
    record = flow.record()
    assert (record.state, record.versions[-1].place) == (FollowupState.LOGGED, Place.SENT)
    assert sorted(write.entry.kind for write in flow.world.store.writes()) == ["note", "task"]
    assert flow.desk.texts("drafts") == []


def test_an_untouched_draft_comes_back_as_the_very_text_that_was_laid(flow: Flow) -> None:
    for clock in ("9.56", "10.02", "10.08"):
        flow.run(clock)
    assert (len(flow.record().versions), flow.record().state) == (1, FollowupState.DRAFTED)
    assert len(flow.desk.texts("drafts")) == 1


def test_a_draft_that_was_thrown_away_is_not_laid_again(flow: Flow) -> None:
    flow.desk.discard()
    for clock in ("9.56", "10.02", "10.08", "10.14"):
        flow.run(clock)
    assert flow.record().state is FollowupState.DROPPED
    assert flow.desk.texts("drafts") == []
