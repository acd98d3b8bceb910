"""The account plan: what we want with this customer, what they gain, and the step that this meeting serves."""

import datetime as dt
from collections.abc import Iterable

from kambrief.core import lexicon
from kambrief.core.customer import PlanStep

DUE_AHEAD_DAYS = 90
"""A step due later than this after the meeting is not what it is about, unless their words meet."""
ENOUGH_IN_COMMON = 2


def step_for(steps: Iterable[PlanStep], about: str, day: dt.date) -> PlanStep | None:
    """The open step that shares most words with ``about`` (title and agenda; two at least), else the next one due
    within 90 days of ``day``; None when neither is there.
    """
    rows = [row for row in steps if row.status == "open"]
    stems = lexicon.content_stems(about)
    shared = {row.id: len(stems & lexicon.content_stems(row.step)) for row in rows}
    best = min(rows, key=lambda row: (-shared[row.id], row.due or dt.date.max, row.id), default=None)
    if best and shared[best.id] >= ENOUGH_IN_COMMON:
        return best
    soon = [row for row in rows if row.due is not None and (row.due - day).days <= DUE_AHEAD_DAYS]
    return min(soon, key=lambda row: (row.due or dt.date.max, row.id), default=None)
