"""What was heard in a call: everything one platform knows of one session of a meeting."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kambrief.core.transcript import Attendance, Summary, Transcript

WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (2, 5, 10, 15, 30, 60, 120, 240, 480))
"""Pauses between two questions for what is not ready: platforms take minutes, and at worst some hours."""
LIMIT = dt.timedelta(hours=24)
"""After that nothing more is expected."""


@dataclass(frozen=True, slots=True)
class Heard:
    """``meeting_id`` is ours, ``session`` the platform's name of one of several under the same id."""

    meeting_id: str
    provider: str
    session: str = ""
    started: dt.datetime | None = None
    ended: dt.datetime | None = None
    transcript: Transcript | None = None
    summaries: tuple[Summary, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    pending: tuple[str, ...] = ()
    """What may still come: ``transcript``, ``summary``, ``attendance``."""
    problems: tuple[str, ...] = ()
    """What will not come, and why; in words for the operator."""


def kept(before: Heard, now: Heard) -> Heard:
    """What is known of a session after another look: what is only ``pending`` now keeps what was had before; what is
    told to be gone is gone.
    """
    return replace(
        now,
        started=now.started or before.started,
        ended=now.ended or before.ended,
        transcript=now.transcript or (before.transcript if "transcript" in now.pending else None),
        summaries=now.summaries or (before.summaries if "summary" in now.pending else ()),
        attendance=now.attendance or (before.attendance if "attendance" in now.pending else ()),
    )


def next_look(heard: Sequence[Heard], attempt: int, ended: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """When to ask again; None when there is nothing to wait for. ``attempt`` counts from 1. Without an answer (the
    platform could not be reached) it is asked again too.
    """
    if heard and not any(one.pending for one in heard):
        return None
    at = now + WAITS[min(attempt, len(WAITS)) - 1]
    return at if at <= ended + LIMIT else None
