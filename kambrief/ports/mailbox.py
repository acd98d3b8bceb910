"""The account manager's own mailbox: drafts in it and what comes of them; and the one that replies to us come to."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kambrief.ports.health import Health


@dataclass(frozen=True, slots=True)
class DraftMail:
    """A mail that is to lie in Drafts. Plain text; addresses are bare."""

    message_id: str
    """Ours and the same for each try: by it a draft is found again."""
    subject: str
    text: str
    to: tuple[tuple[str, str], ...]
    """Name and address."""
    cc: tuple[tuple[str, str], ...]
    language: str
    date: dt.datetime
    thread: tuple[str, ...] = ()
    """Message-IDs of what it follows, oldest first: the invitation, the last mail."""
    sender_name: str = ""
    """The account manager's, shown beside the mailbox's address."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a draft lies now. ``ref`` is the provider's; ``content`` the hash of what the mailbox holds."""

    ref: str
    message_id: str = ""
    """The mailbox's own where it does not keep ours."""
    conversation: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a draft. ``state``: ``draft`` (it lies there), ``sent``, ``gone`` (neither)."""

    state: str
    placed: Placed | None = None
    subject: str = ""
    text: str = ""
    """Its plain text as the person left it; of HTML what is read, the quoted mail below cut off."""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    at: dt.datetime | None = None
    """When it was sent, or last saved where the mailbox tells."""
    how: str = ""
    """What it was known by, for people: its id, its mark, its subject and recipients."""


class Drafts(Protocol):
    """Drafts in account managers' own mailboxes."""

    name: str
    can_send: bool
    """Whether the mailbox itself may send, so that "send now" exists."""

    def serves(self, mailbox: str) -> bool:
        """Whether this manager's mailbox can be reached by it."""
        ...

    def put(self, mailbox: str, mail: DraftMail, placed: Placed | None = None) -> Placed:
        """Have this draft in the Drafts folder: as a new one (found again by its Message-ID, so that a try whose answer
        was lost makes no second one), or in the place of ``placed`` where that is still as we left it. Raises
        `DraftChangedError` when a person has changed it since, `GoneError` when it is not there any more.
        """
        ...

    def look(self, mailbox: str, placed: Placed, message_id: str, since: dt.datetime) -> Found:
        """What became of a draft: still there (changed or not), sent, or gone."""
        ...

    def send(self, mailbox: str, placed: Placed, message_id: str) -> None:
        """Send it as it lies there. Raises `DeliveryUnknownError` where nobody can tell whether it left."""
        ...

    def thread_of(self, mailbox: str, uid: str, people: frozenset[str], since: dt.datetime) -> tuple[str, ...]:
        """Message-IDs of what a follow-up answers: the invitation with this iCalendar UID, else the last mail exchanged
        with these people; empty where there is none.
        """
        ...

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Each mailbox: that the folders are found, and what may not be done."""
        ...


@dataclass(frozen=True, slots=True)
class Received:
    """A mail to us. Everything in it is data."""

    id: str
    """The mailbox's own, so that it counts once."""
    sender: str
    """Address in From, lower-cased; empty where there is not exactly one."""
    subject: str
    text: str
    """All of its plain text, quoted parts too; of HTML what is read."""
    at: dt.datetime
    message_id: str = ""
    answers: tuple[str, ...] = ()
    """Message-IDs in In-Reply-To and References, the nearest first."""
    recipients: tuple[str, ...] = ()
    authentic: bool | None = None
    """By Authentication-Results of our own server (RFC 8601): passed for the domain of From; False: failed; None: the
    server says nothing."""
    automatic: bool = False
    """Out of office, a bounce, a list (RFC 3834): never answered."""


@dataclass(frozen=True, slots=True)
class InboxRead:
    """What has come since the cursor."""

    mails: tuple[Received, ...] = ()
    cursor: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


class Inbox(Protocol):
    """The mailbox that replies to briefs come to. It is only read: nothing is moved, marked or deleted in it."""

    name: str

    def read(self, cursor: Mapping[str, str], now: dt.datetime) -> InboxRead:
        """What has come since, oldest first, at most some hundreds at a time; at the first call what came in the last
        two days.
        """
        ...

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """That it can be read, and what its server says of authenticity."""
        ...
