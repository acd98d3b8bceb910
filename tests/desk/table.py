"""A follow-up on the table of the desk, over the flow on fakes."""

from dataclasses import replace
from typing import Any

from kambrief.app import App
from kambrief.core.drafting import FollowupRecord, Place, Version
from kambrief.desk.place import Desk
from kambrief.settings import given
from tests.builders import ELINA
from tests.fakes import FakeDrafts
from tests.pipeline.after_parts import Called


class Office(Called):
    """A call that has been heard and drafted; its mailbox may send."""

    def __init__(self, **more: Any) -> None:
        super().__init__(drafts=FakeDrafts(can_send=True), **more)
        self.hear()
        self.run("6.10. 9.50")

    def place(self) -> Desk:
        """Somebody sits down to it now."""
        app = App(
            given({"meetings": {}}), self.store, self.before, self.managers, [self.calendar], self.crm, self.mail, None,
            (self.mailbox,), clock=lambda: self.now,
        )  # fmt: skip
        meeting = self.store.meeting(self.m)
        assert meeting is not None
        return Desk(app, meeting, ELINA, self.now)

    def sends(self) -> int:
        """How often the mailbox was asked to send."""
        return self.mailbox.calls.count("send")


def typed(record: FollowupRecord, body: str, base: int = 0) -> Version:
    """The newest text (or version ``base``) as somebody has changed it in the browser."""
    seen = record.version(base) if base else record.current
    assert seen is not None
    return replace(seen, number=0, place=Place.BROWSER, body=body, base=seen.number)
