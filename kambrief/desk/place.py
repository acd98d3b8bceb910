"""One follow-up on the table, with all that is needed to work on it."""

import datetime as dt
from dataclasses import dataclass, field

from kambrief.app import App
from kambrief.core.drafting import FollowupRecord
from kambrief.core.model import AccountManager, Meeting
from kambrief.desk.finding import held
from kambrief.errors import RefusedError, UserError
from kambrief.pipeline.about import About
from kambrief.pipeline.after import After


@dataclass
class Desk:
    """A meeting and whose follow-up of it; ``now`` is when somebody sat down to it."""

    app: App
    meeting: Meeting
    manager: AccountManager
    now: dt.datetime
    notes: list[str] = field(default_factory=list)
    """To be told beside what was done; in English, for operators."""
    _about: About | None = None

    @property
    def flow(self) -> After:
        """What comes after calls. Raises `RefusedError` where it is not put together."""
        if self.app.before.after is None:
            raise RefusedError("off", "Follow-ups are switched off")
        return self.app.before.after

    @property
    def about(self) -> About:
        """The customer, looked up once."""
        if self._about is None:
            self._about = self.flow.whom.about(self.meeting, self.manager, self.now)
        return self._about

    def record(self) -> FollowupRecord | None:
        """As it is stored now."""
        return self.app.store.followup(self.meeting.id, self.manager.email)

    def there(self) -> FollowupRecord:
        """The same, which must be there. Raises `RefusedError`."""
        record = self.record()
        if record is None:
            raise RefusedError("none", "There is no follow-up of this meeting yet")
        return record


def desk(app: App, name: str, manager: str, now: dt.datetime) -> Desk:
    """The meeting by id, title or ``last``, and whose follow-up it is. Raises `UserError`."""
    meeting = held(app, name, now)
    readers = [one for one in app.readers(meeting) if not manager or one.is_address(manager)]
    if len(readers) > 1 and not manager:
        drafted = [one for one in readers if app.store.followup(meeting.id, one.email)]
        readers = drafted if len(drafted) == 1 else readers
    if len(readers) != 1:
        who = ", ".join(one.email for one in app.readers(meeting)) or "nobody: no account manager's calendar has it"
        raise UserError(f"Whose follow-up is it? Say --for, one of {who}")
    return Desk(app, meeting, readers[0], now)
