"""The follow-up's way from draft to sent mail: one state machine, wherever it is edited.

    drafted → edited → approved → sent → logged        any of the first three → dropped

A version is a text somebody saw. Whoever changes it says which version was looked at: two changes of one version are
shown side by side and never silently overwritten.
"""

import datetime as dt
import enum
from dataclasses import dataclass


class FollowupState(enum.StrEnum):
    """Where a follow-up stands."""

    DRAFTED = "drafted"
    EDITED = "edited"
    APPROVED = "approved"
    """A person has said that it may go; it goes from the manager's own mailbox."""
    SENDING = "sending"
    """Handed to the mailbox that sends; not known yet whether it left."""
    SENT = "sent"
    LOGGED = "logged"
    """Sent, and what was agreed stands in the CRM (or there is no CRM that can be written to)."""
    DROPPED = "dropped"


class Place(enum.StrEnum):
    """Where a version came from."""

    CODE = "code"
    MAILBOX = "mailbox"
    EDITOR = "editor"
    BROWSER = "browser"
    SENT = "sent"
    """Found in the manager's sent mail: final."""


@dataclass(frozen=True, slots=True)
class Version:
    """A text, never changed once stored. ``number`` counts from 1 within one follow-up."""

    number: int
    place: Place
    at: dt.datetime
    subject: str
    body: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    base: int = 0
    """The version it was made from."""


@dataclass(frozen=True, slots=True)
class FollowupRecord:
    """One follow-up of one meeting for one account manager. ``(meeting_id, manager)`` is unique; ``revision`` grows
    with each change of the row, and a change is stored only on the revision it was made from.
    """

    meeting_id: str
    manager: str
    account_id: str
    state: FollowupState
    created_at: dt.datetime
    language: str
    versions: tuple[Version, ...] = ()
    conflict: tuple[int, ...] = ()
    """Numbers of versions changed in two places; a person chooses."""
    composed: str = ""
    """`core.followup.Followup` as JSON: lines with evidence, recap, note."""
    why: str = ""
    """JSON-ready text for ``kambrief why``: source, promises found by whom, what was kept back, receipts."""
    message_id: str = ""
    """Of the draft that lies in the mailbox, and so of the mail that is sent from it."""
    mailbox_ref: str = ""
    """Where the draft lies, in the provider's words."""
    mailbox_version: int = 0
    """Which version lies there."""
    conversation: str = ""
    approved_by: str = ""
    approved_at: dt.datetime | None = None
    sent_at: dt.datetime | None = None
    reminded: tuple[str, ...] = ()
    """Which reminders went out: ``evening``, ``last``."""
    note: str = ""
    """Why it stands where it stands, for people."""
    revision: int = 0

    @property
    def current(self) -> Version | None:
        """The newest version."""
        return self.versions[-1] if self.versions else None
