"""Counts of what is kept and what is under way, for whoever runs Kambrief: no text, no names of customers.

Times are UTC.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

LATE = dt.timedelta(minutes=2)
"""Work that was due so long ago and has not begun is late: a tick comes every quarter of a minute."""
SOON = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class WorkCount:
    """Steps of one kind. ``claimed`` are under way; ``stuck`` is the part of them whose worker did not come back."""

    kind: str
    planned: int = 0
    due: int = 0
    """Planned for now or earlier."""
    late: int = 0
    """Due for longer than `LATE`."""
    soon: int = 0
    """Planned and due within `SOON`, what is due already included."""
    retried: int = 0
    """Tried and to be tried again."""
    claimed: int = 0
    stuck: int = 0
    done: int = 0
    dropped: int = 0
    oldest: dt.datetime | None = None
    """When the oldest that is due was due."""

    def overdue(self, now: dt.datetime) -> float:
        """For how many seconds the oldest has been due; 0 when nothing is."""
        return max(0.0, (now - self.oldest).total_seconds()) if self.oldest else 0.0


@dataclass(frozen=True, slots=True)
class MailCount:
    """Mails of one kind in one state of the ledger. ``late``: due for longer than `LATE`, and planned."""

    kind: str
    state: str
    count: int
    late: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that did not go. ``what``: ``step``, ``mail`` or ``crm``. ``note`` is technical and may hold words from
    outside: who administers sees it only where they may read everything.
    """

    what: str
    kind: str
    state: str
    at: dt.datetime
    meeting_id: str
    manager: str
    note: str
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """What is kept of one kind: how many rows, the oldest (None: it carries no time)."""

    name: str
    count: int
    oldest: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One person's sessions that hold, and when they last signed in (None: not in the trail that is kept)."""

    email: str
    sessions: int = 0
    last_seen: dt.datetime | None = None
    last_sign_in: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """The receipt of one call of a model (`pipeline.spending.receipts`), and when what it was for was kept."""

    at: dt.datetime
    receipt: Mapping[str, object]
