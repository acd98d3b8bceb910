"""The ledger of promises: what was promised in calls lives on until it is done, moved or dropped.

Rows are made from `core.commitment.Promised` when a follow-up is drafted, changed when it is approved, and closed by
what comes later: a mail or meeting that fulfils them, a CRM task that is done, a reply of the account manager.
"""

import datetime as dt
import enum
from dataclasses import dataclass

from kambrief.core.customer import Side


class PromiseState(enum.StrEnum):
    """Where a promise stands. Late is not a state: it is open and due before today."""

    OPEN = "open"
    DONE = "done"
    MOVED = "moved"
    """A later promise took its place (``replaced_by``)."""
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """A row of the ledger. ``(meeting_id, manager, id)`` is unique."""

    id: str
    meeting_id: str
    manager: str
    account_id: str
    side: Side
    owner: str
    """Name as people read it."""
    what: str
    made_on: dt.date
    owner_email: str = ""
    contact_id: str = ""
    due: dt.date | None = None
    state: PromiseState = PromiseState.OPEN
    quote: str = ""
    """The words it was taken on with, verbatim."""
    asked: str = ""
    """The customer's own words that it answers, verbatim, where they asked for it."""
    cue: int = 0
    at: float | None = None
    """Seconds into the recording."""
    was_due: tuple[dt.date, ...] = ()
    """Days it was promised for before."""
    done_on: dt.date | None = None
    closed_by: str = ""
    """What closed it: ``reply``, ``command``, ``activities/act-36``, ``crm task``; and for whom it was left open to
    confirm."""
    replaced_by: str = ""
    nudged_on: dt.date | None = None
    confirmed: bool = False
    """Stands in an approved follow-up, or a person has confirmed it."""
    changed_at: dt.datetime | None = None
