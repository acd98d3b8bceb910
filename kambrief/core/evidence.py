"""Facts: statements with a source, an audience and a rank; and the typed values they carry.

Everything a brief says as fact is put together by code from these values. A value has a *role* within its fact
(``due`` is not ``made_on``; the last notice day is not the contract's end), so that nothing can be swapped unseen.
"""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


class Audience(enum.StrEnum):
    """Who may see a fact. By source unless said otherwise."""

    CUSTOMER = "customer"
    """Exchanged with this customer: mails, held meetings, contracts, promises."""
    INTERNAL = "internal"
    """Notes, deals, scores, tickets, surveys; what was said with no external person present."""
    MANAGER_ONLY = "manager-only"
    """Off the record: for the account manager's eyes."""


class Rank(enum.IntEnum):
    """How much a source weighs when two disagree; higher wins, then newer."""

    DRAFT = 1
    NOTE = 2
    DECISION = 3
    CUSTOMER_WORD = 4
    CONTRACT = 5


# --- typed values --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its ISO 4217 code."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day."""

    date: dt.date


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, shown in ``zone`` (IANA)."""

    at: dt.datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number of something (days, mails, people)."""

    number: int


@dataclass(frozen=True, slots=True)
class Number:
    """A figure without a unit: a mean, an NPS."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class Percent:
    """A share in percent: 3.5 is 3.5 %."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by reference: shown by name, inflected by the language's rules."""

    name: str
    contact_id: str = ""
    """Empty for our own people and for unknown attendees."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words from outside (a title, a subject, a promise's wording): data, shown as they are, in their own language."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A term of ours with a phrase of its own in each language (a role, a response): ``role.sponsor``.

    ``slots`` fill the phrase where it has any (``reason_revenue`` with its share).
    """

    key: str
    slots: Mapping[str, "Value"] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values, joined as the language joins a list."""

    items: tuple["Value", ...]


Value = Money | Day | Moment | Count | Number | Percent | Person | Text | Word | Listing


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: a record of a table (``activities``, ``act-036``), as a link where one is known."""

    table: str
    record_id: str
    label: str = ""
    link: str = ""
    cue: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement with its evidence."""

    id: str
    """Stable: derived from the record (``commitments/CM1``), so that the same data gives the same ids."""
    account_id: str
    text: str
    """What the source says, in its own words and language."""
    source: Source
    audience: Audience
    rank: Rank
    values: Mapping[str, Value] = field(default_factory=dict)
    at: dt.datetime | None = None
    people: tuple[str, ...] = ()
    """Contact ids it is about or from."""
    by: str = ""
    """Whose words they are, where a record tells: ``us`` or ``them``."""
    guarded: bool = False
    """Its record says that the customer must not hear it: shown only where it is marked so."""
    superseded_by: str | None = None
    """The fact that took its place: never shown as current."""
    withheld: str | None = None
    """The rule that keeps it out of every brief (``sensitive:health``); shown in ``why`` by rule, not by text."""

    @property
    def usable(self) -> bool:
        """Current, and not held back by a rule."""
        return self.superseded_by is None and self.withheld is None
