"""When an approved follow-up is sent, and what becomes of it when it cannot be: decisions only.

A person says when (`drafting.scheduled`) and may take it back until it is being sent (`drafting.unapproved`). It is
handed to the mailbox once. Where nobody can tell whether it left, it is never handed over again by itself.
"""

import datetime as dt
import enum

from kambrief.core.drafting import FollowupRecord, FollowupState

UNDO = dt.timedelta(seconds=30)
"""What "send now" waits where a person may take it back."""
LATEST = dt.timedelta(hours=12)
"""So long after its time it is still sent, should nobody have been there to do it."""
TRIES_FOR = dt.timedelta(hours=1)
"""So long after its time a mailbox that fails is tried again."""
HANDING = dt.timedelta(minutes=10)
"""Whoever hands it over is done after so long, or is not there any more."""
RETRY = dt.timedelta(minutes=1)
FURTHEST = dt.timedelta(days=7)
"""So far ahead a time may lie."""


class Turn(enum.StrEnum):
    """What whoever sends does now."""

    SEND = "send"
    WAIT = "wait"
    """Its time has not come, or somebody is at it."""
    LOOK = "look"
    """It was being handed over when something broke off: the mailbox may tell."""
    LATE = "late"
    OVER = "over"
    """It is not to be sent: sent already, taken back, changed, dropped."""


def turn(record: FollowupRecord, now: dt.datetime) -> Turn:
    """Decide."""
    if record.state is FollowupState.SENDING:
        return Turn.WAIT if is_being_handed(record, now) else Turn.LOOK
    if record.state is not FollowupState.APPROVED or record.send_at is None:
        return Turn.OVER
    if record.send_at > now:
        return Turn.WAIT
    return Turn.LATE if now > record.send_at + LATEST else Turn.SEND


def next_turn(record: FollowupRecord, now: dt.datetime) -> dt.datetime:
    """When it is worth looking again."""
    if record.state is FollowupState.SENDING and record.sending_at is not None:
        return max(now + RETRY, record.sending_at + HANDING)
    if record.send_at is not None and record.send_at > now:
        return record.send_at
    return now + RETRY


def is_being_handed(record: FollowupRecord, now: dt.datetime) -> bool:
    """Whether somebody may be at it at this moment: that it lies in Drafts says nothing then."""
    if record.state is not FollowupState.SENDING or record.sending_at is None:
        return False
    return now < record.sending_at + HANDING


def tries_again(send_at: dt.datetime, now: dt.datetime, *, permanent: bool) -> bool:
    """Whether a mailbox that did not take it is tried once more."""
    return not permanent and now < send_at + TRIES_FOR
