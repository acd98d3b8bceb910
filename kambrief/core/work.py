"""The schedule as data: steps of work, kept briefs, and the mail ledger.

A row is claimed by an UPDATE that changes exactly one row; whoever holds the claim may store the outcome, nobody else.
The rules of *when* and *what next* are in `core.delivery`; these are the rows they speak of.
"""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class StepKind(enum.StrEnum):
    """What a step does."""

    COLLECT = "collect"
    """Read every calendar, settle which meetings there are, plan the rest. One row, planned anew after each run."""
    BRIEF = "brief"
    """Write the brief of one meeting for one account manager."""
    REVIEW = "review"
    """A brief exists: has anything on the material-change list changed?"""
    DIGEST = "digest"
    """Write one account manager's digest of one day. Its ``meeting_id`` is the day's (`core.digest.digest_id`); a
    finished row means that the day's digest has had its turn, with meetings or without."""
    HEAR = "hear"
    """A call has been: fetch what was said in it. One row a meeting."""
    FOLLOWUP = "followup"
    """A call has been: draft one account manager's follow-up as soon as there is something to draft it from."""
    WATCH = "watch"
    """A draft lies in a mailbox: see what has become of it."""
    SEND = "send"
    """An approved follow-up has a time at which its mailbox is to send it."""
    REMIND = "remind"
    """A follow-up waits for its account manager."""
    NUDGE = "nudge"
    """Promises of ours are due today: one mail a manager and day; its ``meeting_id`` is the day's."""
    INBOX = "inbox"
    """Read the replies to our mails. One row, planned anew after each run."""


class StepState(enum.StrEnum):
    """Where a step stands. ``planned`` with an expired lease is due again."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    DONE = "done"
    DROPPED = "dropped"
    """No longer wanted (meeting cancelled, not external any more), or too late; ``note`` says which."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of work. ``(kind, meeting_id, manager)`` is unique; both are empty for COLLECT."""

    id: int
    kind: StepKind
    due_at: dt.datetime
    meeting_id: str = ""
    manager: str = ""
    state: StepState = StepState.PLANNED
    claimed_by: str = ""
    lease_until: dt.datetime | None = None
    attempt: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A wish for a step: insert it, or give it this time (and, with ``again``, make a finished one planned again)."""

    kind: StepKind
    due_at: dt.datetime
    meeting_id: str = ""
    manager: str = ""
    again: bool = False
    only_new: bool = False
    """Leave a step that is there as it is."""
    note: str = ""
    """Kept with it until it has been worked."""


ASKED = "asked for"
"""The note of a brief that a person wants now: no pass over the calendars puts it off again."""


class HintKind(enum.StrEnum):
    """What a vendor's word is about."""

    CALENDAR = "calendar"
    """Something in one calendar changed: read it."""
    CALL = "call"
    """A call ended, or its transcript or summary is ready: fetch what there is."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A vendor has said that something happened (a webhook, a change notification). Only a hint: it may come twice,
    late or never, and what is true is read from the vendor.
    """

    id: str
    """The same event has the same id, so that it counts once."""
    provider: str
    kind: HintKind
    key: str
    """In the vendor's words: whose calendar (an address, a user id), or which call."""
    received_at: dt.datetime
    session: str = ""
    """Which session of the call, where the vendor says."""


class MailKind(enum.StrEnum):
    """What a mail to an account manager is."""

    BRIEF = "brief"
    UPDATE = "update"
    """Says only the difference, in the same thread."""
    VOID = "void"
    """The meeting is off: forget the brief."""
    DIGEST = "digest"
    """The day's briefs in one mail, in place of single ones."""
    OVERVIEW = "overview"
    """The day's meetings in one mail, beside their briefs."""
    RECAP = "recap"
    """After a call: the draft is ready, what was kept back, what to check."""
    REMINDER = "reminder"
    """A follow-up waits."""
    NUDGE = "nudge"
    """A promise of ours is due today."""
    ANSWER = "answer"
    """What was understood of a reply."""


AFTER_CALLS = frozenset({MailKind.RECAP, MailKind.REMINDER, MailKind.NUDGE, MailKind.ANSWER})
"""Mails that are no word of a meeting that lies ahead."""
OF_A_DAY = frozenset({MailKind.DIGEST, MailKind.OVERVIEW})
"""Mails that carry several meetings: each has a kept record of the mail's kind with the mail's revision."""


class DeliveryState(enum.StrEnum):
    """The ledger's states. ``sending`` with an expired lease becomes ``unknown``."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    """Refused for good, or the meeting began before a path opened: a stated miss."""
    UNKNOWN = "unknown"
    """Nobody can tell whether it left."""
    REPLACED = "replaced"
    """Never left: a newer revision took its place, or the meeting was cancelled first."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the ledger. ``(meeting_id, revision, recipient)`` is unique and so is ``message_id``: never two
    Message-IDs for one revision. ``message`` holds the final bytes, stored before the state becomes ``sending``.
    """

    id: int
    meeting_id: str
    manager: str
    recipient: str
    revision: str
    kind: MailKind
    due_at: dt.datetime
    expires_at: dt.datetime
    """The meeting's start, in a digest the earliest: afterwards nothing is sent (a void notice has until the planned
    start, too)."""
    message_id: str
    message: bytes = b""
    state: DeliveryState = DeliveryState.PLANNED
    claimed_by: str = ""
    lease_until: dt.datetime | None = None
    attempt: int = 0
    copies: int = 0
    """How often the bytes were handed to a server that may have taken them: the ledger's count of possible copies."""
    note: str = ""
    sent_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class BriefRecord:
    """A brief that was written, with all that ``why`` and the next revision need.

    ``material`` is the set on the material-change list as it was then (`core.delivery.Material` as plain data);
    ``why`` is JSON-ready: match rules, facts in, facts left out and by which rule, egress receipt.
    """

    meeting_id: str
    manager: str
    revision: str
    kind: MailKind
    created_at: dt.datetime
    subject: str
    text: str
    html: str
    written_by: str
    language: str
    material: Mapping[str, object] = field(default_factory=dict)
    why: Mapping[str, object] = field(default_factory=dict)
    page: Mapping[str, object] = field(default_factory=dict)
    """The brief itself (`core.brief_data`), for pages; empty where it is no whole brief, or older than pages."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A join the account manager corrected: this address belongs to that contact (or that account's customer)."""

    email: str
    contact_id: str = ""
    account_id: str = ""
    made_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """What we remember of one calendar or CRM between reads."""

    name: str
    """``meetings.icalendar/anna`` or ``crm.files``."""
    cursor: Mapping[str, str] = field(default_factory=dict)
    last_ok: dt.datetime | None = None
    last_error: str = ""
    problems: tuple[str, ...] = ()
