"""How Kambrief is doing, out of counts: what may make a brief late within the hour, what kind a trouble is."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from kambrief.core.numbers import MailCount, Trouble, WorkCount
from kambrief.core.work import AFTER_CALLS, DeliveryState, StepKind, StepState

SILENT = dt.timedelta(minutes=2)
"""A service whose last pass ended so long ago, and that makes none now, does not work."""
WRITES = frozenset({StepKind.BRIEF, StepKind.DIGEST})


class Risk(enum.StrEnum):
    """What may make a brief late."""

    SILENT = "silent"
    """Nobody works, and something is due within the hour."""
    STEPS_LATE = "steps_late"
    """Briefs that should be being written are not."""
    RETRIED = "retried"
    """Writing one has failed; it is tried again."""
    STUCK = "stuck"
    """A worker did not come back with what it has claimed."""
    MAILS_LATE = "mails_late"
    """Mails that should have left have not."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is ahead. ``risks`` with how many it is about; none: no brief will be late as far as anybody can tell."""

    soon: int
    """Briefs and digests to be written within the hour."""
    risks: tuple[tuple[Risk, int], ...] = ()


def outlook(
    work: Sequence[WorkCount], mails: Sequence[MailCount], last_pass: dt.datetime | None, now: dt.datetime
) -> Outlook:
    """Whether a brief will be late in the next hour. ``last_pass``: when the last pass was seen; None: never."""
    writing = [one for one in work if one.kind in WRITES]
    late = sum(one.late for one in mails if one.state == DeliveryState.PLANNED and one.kind not in AFTER_CALLS)
    soon = sum(one.soon for one in writing)
    counts = (
        (Risk.SILENT, soon + late if is_silent(last_pass, now) else 0),
        (Risk.STEPS_LATE, sum(one.late for one in writing)),
        (Risk.RETRIED, sum(one.retried for one in writing)),
        (Risk.STUCK, sum(one.stuck for one in writing)),
        (Risk.MAILS_LATE, late),
    )
    return Outlook(soon, tuple((risk, count) for risk, count in counts if count))


def is_silent(last_pass: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether nobody seems to work."""
    return last_pass is None or now - last_pass > SILENT


class Kind(enum.StrEnum):
    """What went wrong, as far as a note tells: what to do about it is said by kind."""

    REFUSED = "refused"
    """The mail server will not have it."""
    MISSED = "missed"
    """The meeting began before any path opened."""
    UNKNOWN = "unknown"
    """Nobody can tell whether it left."""
    MAIL = "mail"
    """The mail server cannot be reached; it is tried again."""
    STUCK = "stuck"
    """A worker did not come back; another takes over."""
    MAILBOX = "mailbox"
    """The account manager's mailbox refuses."""
    CRM = "crm"
    """The CRM did not take a record."""
    OVER = "over"
    """Its time was over before it could be sent."""
    STEP = "step"
    """Something else; it is tried again, and the log tells it."""


def kind_of(trouble: Trouble) -> Kind:
    """By state and note. Notes are ours at their beginning; what follows may be a server's words."""
    if trouble.what == "crm":
        return Kind.CRM
    if trouble.what == "mail":
        return _kind_of_mail(trouble)
    if trouble.kind == StepKind.WATCH:
        return Kind.MAILBOX
    return Kind.STUCK if trouble.state == StepState.CLAIMED else Kind.STEP


def _kind_of_mail(trouble: Trouble) -> Kind:
    if trouble.state == DeliveryState.UNKNOWN or trouble.note.startswith("unknown"):
        return Kind.UNKNOWN
    if trouble.state == DeliveryState.PLANNED:
        return Kind.MAIL
    if trouble.note.startswith("missed: its time was over"):
        return Kind.OVER
    return Kind.REFUSED if trouble.note.startswith("refused") else Kind.MISSED
