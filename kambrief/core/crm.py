"""What is written back to the CRM after a meeting: a note, tasks for what we promised, the next step.

Only what a person has approved becomes an `Outcome`; `entries` says which records it takes. Each has a key of ours that
never changes, so that it is written once however often it is tried, and changed when the outcome is edited later.
"""

import datetime as dt
import enum
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

KEY_PREFIX = "kambrief-"


class EntryKind(enum.StrEnum):
    """What kind of record it becomes."""

    NOTE = "note"
    """The note of the meeting: the vendor's meeting record where it has one, else a note."""
    TASK = "task"
    NEXT_STEP = "next_step"
    """The next step of a deal (a field of the deal, no record of its own)."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Something we promised, as approved. ``id`` stays the same when text or date are edited."""

    id: str
    text: str
    due: dt.date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a meeting came to, as a person approved it."""

    meeting_id: str
    account_id: str
    title: str
    start: dt.datetime
    end: dt.datetime
    note: str = ""
    """The internal note; plain text in the account manager's language."""
    promises: tuple[Promise, ...] = ()
    """Ours alone: what the customer promised stands in the note."""
    next_step: str = ""
    deal_id: str = ""
    contact_ids: tuple[str, ...] = ()
    """Of those who took part."""
    manager: str = ""
    """Whose meeting it was: tasks are theirs."""
    approved_by: str = ""
    approved_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One record that the CRM is to hold. Everything a vendor may need, in nobody's format."""

    key: str
    """Ours, of letters, digits and hyphens: by it the record is found again."""
    kind: EntryKind
    account_id: str
    subject: str
    text: str = ""
    contact_ids: tuple[str, ...] = ()
    deal_id: str = ""
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    due: dt.date | None = None
    done: bool = False
    owner: str = ""
    """E-mail of the account manager."""

    @property
    def content(self) -> str:
        """Hash of everything that is written: equal means that nothing need be written again. The same for the same
        moment whatever its zone, and for an entry that was stored and read again.
        """
        parts = (
            str(self.kind), self.account_id, self.subject, self.text, *self.contact_ids, "", self.deal_id,
            _moment(self.start), _moment(self.end), self.due.isoformat() if self.due else "", str(self.done),
            self.owner,
        )  # fmt: skip
        told = "\x1f".join(parts)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _moment(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).isoformat() if at else ""


def key_of(*parts: str) -> str:
    """A key that is the same for the same parts, everywhere and always."""
    told = "\x1f".join(parts)
    return KEY_PREFIX + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def entries(outcome: Outcome) -> Sequence[Entry]:
    """The records that an outcome takes, the note first. A promise without words, and a next step without a deal, is
    none. Keys rest on meeting, account manager and promise alone: whatever is edited, it is the same record.
    """
    whose = (outcome.meeting_id, outcome.manager.casefold())
    base = Entry(
        key="",
        kind=EntryKind.NOTE,
        account_id=outcome.account_id,
        subject=outcome.title,
        contact_ids=outcome.contact_ids,
        deal_id=outcome.deal_id,
        start=outcome.start,
        owner=outcome.manager,
    )
    found = []
    if note := outcome.note.strip():
        found.append(replace(base, key=key_of(*whose, "note"), text=note, end=outcome.end))
    for promise in outcome.promises:
        if text := promise.text.strip():
            key = key_of(*whose, "task", promise.id)
            found.append(replace(base, key=key, kind=EntryKind.TASK, subject=text, due=promise.due, done=promise.done))
    if (step := outcome.next_step.strip()) and outcome.deal_id:
        key = key_of(*whose, "next step", outcome.deal_id)
        found.append(replace(base, key=key, kind=EntryKind.NEXT_STEP, subject=step, contact_ids=(), start=None))
    return tuple(found)
