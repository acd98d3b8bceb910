"""What was known at a moment: so that a brief of last week (or of a replayed day) holds nothing that came later."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from kambrief.core.customer import Commitment, CrmData, Ticket

RowT = TypeVar("RowT")


def known_at(data: CrmData, now: dt.datetime, today: dt.date) -> CrmData:
    """``data`` as it stood at ``now`` (``today`` is its date where the reader is), as far as the rows tell.

    Activities, answers, tickets and promises that are younger are left out; a ticket closed later is open, a promise
    kept later is not kept. Deals and contacts carry no history: they stay as they are.
    """
    return dataclasses.replace(
        data,
        activities=tuple(row for row in data.activities if row.at <= now),
        surveys=_until(data.surveys, today, "at"),
        tickets=tuple(_ticket(row, today) for row in _until(data.tickets, today, "opened")),
        commitments=tuple(_commitment(row, today) for row in _until(data.commitments, today, "made_on")),
    )


def _until(rows: Iterable[RowT], today: dt.date, field: str) -> tuple[RowT, ...]:
    """The rows dated today or before, and those without a date."""
    return tuple(row for row in rows if getattr(row, field) is None or getattr(row, field) <= today)


def _ticket(row: Ticket, today: dt.date) -> Ticket:
    later = row.closed is not None and row.closed > today
    return dataclasses.replace(row, closed=None, status="open") if later else row


def _commitment(row: Commitment, today: dt.date) -> Commitment:
    later = row.status == "done" and row.done_on is not None and row.done_on > today
    return dataclasses.replace(row, done_on=None, status="open") if later else row
