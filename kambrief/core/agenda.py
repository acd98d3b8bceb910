"""What one meeting needs now, for one account manager: the decision behind each pass over the calendars.

Everything is derived from the meeting, the verdict and the ledger, so that whatever happened before (a bad read, a
missed brief, a meeting called off and on again) is healed by the next pass.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kambrief.core import delivery
from kambrief.core.eligibility import Verdict
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.work import OF_A_DAY, Delivery, DeliveryState, MailKind


@dataclass(frozen=True, slots=True)
class Need:
    """What to do. Several may hold at once."""

    write_at: dt.datetime | None = None
    """A brief is wanted: write it then."""
    review: bool = False
    """Something was written: compare it with what is known now."""
    take_back: bool = False
    """What has not left is not to leave."""
    void: bool = False
    """Say that the meeting is off."""
    reason: str = ""
    """Why there is no brief."""


def needs(
    meeting: Meeting,
    manager: AccountManager,
    verdict: Verdict,
    mails: Sequence[Delivery],
    now: dt.datetime,
    write_ahead: dt.timedelta,
    *,
    known_before: bool,
    not_before: dt.datetime | None = None,
) -> Need:
    """Decide. ``mails`` are this manager's rows of the ledger, oldest first, digests that carry the meeting among them;
    ``known_before``: an earlier pass has planned a brief already, so the rule for meetings known too late does not
    apply; ``not_before``: until then the day's digest is expected to bring the brief.
    """
    mails = [row for row in mails if row.kind not in OF_A_DAY or delivery.is_live(row) or delivery.reached(row)]
    last = mails[-1] if mails else None
    if not verdict.brief:
        return _off(meeting, verdict, mails, last, now)
    if meeting.start <= now:
        return Need(reason="begun")
    if last is not None and last.kind is MailKind.VOID and last.state is DeliveryState.PLANNED:
        return Need(review=True, take_back=True)  # on again before anybody was told that it is off
    if not _wanted(meeting, _holding(mails)):
        return Need(review=True)
    if not known_before and meeting.start - now < delivery.LATEST:
        return Need(reason="known_too_late")
    write_at = delivery.write_at(meeting, manager, now, write_ahead)
    return Need(write_at=max(write_at, not_before) if not_before else write_at, review=bool(mails))


def _off(
    meeting: Meeting, verdict: Verdict, mails: Sequence[Delivery], last: Delivery | None, now: dt.datetime
) -> Need:
    told = last is not None and last.kind is MailKind.VOID and (delivery.is_live(last) or _refused(last, meeting))
    if told:
        return Need(reason=verdict.reason)
    void = verdict.reason in delivery.VOIDING and meeting.start > now and any(map(delivery.reached, mails))
    return Need(take_back=True, void=void, reason=verdict.reason)


def _holding(mails: Sequence[Delivery]) -> Sequence[Delivery]:
    """The mails that can hold a brief: nothing from before the meeting was called off, no overview, and no update that
    only an overview came before.
    """
    since = delivery.since_void(mails)
    if all(row.kind is not MailKind.OVERVIEW for row in since):
        return since
    briefs = [row for row in since if row.kind in {MailKind.BRIEF, MailKind.DIGEST}]
    held = next((row for row in briefs if delivery.is_live(row) or delivery.reached(row)), None)
    if held is None:
        return briefs
    return [row for row in since[since.index(held) :] if row.kind is not MailKind.OVERVIEW]


def is_briefed(mails: Sequence[Delivery]) -> bool:
    """Whether a brief of the meeting is with its reader, or may be. ``mails``: this manager's, oldest first."""
    return any(map(delivery.reached, _holding(mails)))


def _wanted(meeting: Meeting, mails: Sequence[Delivery]) -> bool:
    """Whether there is no brief in force: none was written, it was called off, or it never left."""
    if not mails:
        return True
    gone = any(delivery.is_live(row) or delivery.reached(row) for row in mails)
    # Refused for this very time: the server would refuse it again, and again at every pass.
    return not gone and not _refused(mails[-1], meeting)


def _refused(row: Delivery, meeting: Meeting) -> bool:
    return row.state is DeliveryState.FAILED and row.expires_at == meeting.start
