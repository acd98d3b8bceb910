"""A call with Petri, what was promised in it, and the flow after it on fakes."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.drafting import FollowupRecord
from kambrief.core.heard import Heard
from kambrief.core.model import AccountManager, Occurrence
from kambrief.core.transcript import Transcript, Turn
from tests.builders import ELINA, World, at, havulinna, occurrence
from tests.fakes import FakeDrafts
from tests.pipeline.written_to import WrittenTo

REPORT = Promised(
    "p1", Side.US, "elina@kuura.example", "juurisyyraportti", dt.date(2026, 10, 9), due_words="perjantaina", cues=(2,),
    quote="mä laitan juurisyyraportin perjantaina", quoted_from=2,
)  # fmt: skip
LIST = Promised(
    "p2", Side.THEM, "petri@havulinna.example", "laitelista", dt.date(2026, 10, 12), due_words="maanantaina", cues=(3,),
    quote="mä lähetän laitelistan maanantaina", quoted_from=3,
)  # fmt: skip
WORDS = (
    ("Petri Vuolle", "Huomenta."),
    ("Elina Saarikko", "Huomenta. Mä laitan juurisyyraportin perjantaina."),
    ("Petri Vuolle", "Hyvä. Mä lähetän laitelistan maanantaina."),
)


def said(*lines: tuple[str, str]) -> Transcript:
    """A transcript, ten seconds a cue."""
    turns = tuple(
        Turn(who, words, 10.0 * place, 10.0 * place + 5, f"#{place}") for place, (who, words) in enumerate(lines, 1)
    )
    return Transcript(turns, "teams", "fi", 10.0 * len(lines))


class Called(World):
    """The flow on the day of a call from nine to a quarter to ten; ``m`` is its meeting."""

    def __init__(
        self, *occurrences: Occurrence, drafts: FakeDrafts | None = None, promised: Sequence[Promised] | None = (REPORT, LIST),
        laid: bool = True, **more: Any,
    ) -> None:  # fmt: skip
        self.mailbox = drafts or FakeDrafts()
        more.setdefault("crm", WrittenTo(havulinna()))
        super().__init__(
            *(occurrences or (occurrence(),)), drafts=self.mailbox if laid else None, promised=promised,
            follow_up=True, **more,
        )  # fmt: skip
        self.run("6.10. 8.00")
        self.m = next(one.id for one in self.store.meetings(at("6.10. 0.00"), at("6.10. 23.00")))
        self.briefs = len(self.inbox)

    def hear(self, *lines: tuple[str, str], **parts: Any) -> None:
        """What the platform tells of it."""
        whole = Heard(self.m, "teams", "s1", transcript=said(*(lines or WORDS)))
        self.store.save_heard(dataclasses.replace(whole, **parts), self.now)

    def record(self, manager: AccountManager = ELINA) -> FollowupRecord:
        """The follow-up."""
        found = self.store.followup(self.m, manager.email)
        assert found is not None
        return found

    def told(self) -> list[str]:
        """Subjects of the mails about the call, its brief left out."""
        return self.subjects()[self.briefs :]
