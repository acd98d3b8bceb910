"""One change of a follow-up, on whatever revision is there: read, decide, store, and again if somebody was faster."""

from collections.abc import Callable

from kambrief.core.drafting import FollowupRecord
from kambrief.errors import LeaseLostError
from kambrief.ports import Store

TRIES = 20


def change(
    store: Store, meeting_id: str, manager: str, decide: Callable[[FollowupRecord], FollowupRecord]
) -> FollowupRecord | None:
    """The record as it is stored then; None where there is none. What ``decide`` raises goes through."""
    for _ in range(TRIES):
        record = store.followup(meeting_id, manager)
        if record is None:
            return None
        new = decide(record)
        if new == record or store.save_followup(new):
            return store.followup(meeting_id, manager) if new != record else record
    raise LeaseLostError(f"the follow-up of {meeting_id} is changed by somebody else all the time")
