"""I9, open commitments: what we promised, what they promised, what is late."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kambrief.core.customer import Commitment, Side


@dataclass(frozen=True, slots=True)
class OpenCommitment:
    """An open promise. ``days_late`` counts from the day after its due day; 0 when not late or without a date."""

    commitment: Commitment
    days_late: int

    @property
    def overdue(self) -> bool:
        """Due today is not overdue."""
        return self.days_late > 0


@dataclass(frozen=True, slots=True)
class Commitments:
    """Both sides' open promises, most pressing first, and those kept since a date."""

    ours: tuple[OpenCommitment, ...]
    theirs: tuple[OpenCommitment, ...]
    done: tuple[Commitment, ...]

    @property
    def ours_overdue(self) -> tuple[OpenCommitment, ...]:
        """Ours that are late, the latest first."""
        return tuple(item for item in self.ours if item.overdue)


def commitments(rows: Iterable[Commitment], today: dt.date, done_since: dt.date | None = None) -> Commitments:
    """Sort the promises. Overdue means open and due before ``today`` (domain facts, I9)."""
    rows = list(rows)

    def side(which: Side) -> tuple[OpenCommitment, ...]:
        items = [
            OpenCommitment(row, max(0, (today - row.due).days) if row.due else 0)
            for row in rows
            if row.side is which and row.status == "open"
        ]
        return tuple(sorted(items, key=lambda i: (-i.days_late, i.commitment.due or dt.date.max, i.commitment.id)))

    done = tuple(
        row
        for row in rows
        if row.status == "done" and done_since is not None and row.done_on is not None and row.done_on >= done_since
    )
    return Commitments(side(Side.US), side(Side.THEM), done)
