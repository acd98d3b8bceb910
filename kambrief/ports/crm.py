"""Where customer data come from, and where what was agreed is written back to.

`Crm` is what every source must do. The others are what a vendor may be able to do besides; who asks looks whether it is
there (`isinstance`), and does without where it is not.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from kambrief.core.crm import Entry
from kambrief.core.customer import Account, CrmData
from kambrief.core.insight.money import Sums
from kambrief.core.insight.windows import Windows
from kambrief.core.model import AccountManager
from kambrief.ports.health import Health


class Crm(Protocol):
    """A source of customer data. Answers in batches: one call for all meetings of a pass."""

    name: str

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        """Accounts and contacts only: whoever has one of these addresses (case ignored, aliases too), every account
        that owns one of the domains, every contact or account with one of the ``ids`` (corrections point to them; an
        account also by its key, so that another source can be combined with this one), and the whole groups (root and
        descendants) these belong to, with all their contacts.
        """
        ...

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        """Everything about these accounts: complete tables cut to them, products whole."""
        ...

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """What is there, what is missing, which rows could not be read."""
        ...


@dataclass(frozen=True, slots=True)
class Figures:
    """What a CRM or BI knows of all customers' revenue: sums, never rows."""

    accounts: tuple[Account, ...] = ()
    """All accounts, or those that changed."""
    sums: tuple[Sums, ...] = ()
    """Of all accounts, or of those in ``changed``."""
    complete: bool = True
    """False: only what changed since the cursor."""
    unchanged: bool = False
    """Nothing changed since the cursor: accounts and sums are empty, what was read before still holds."""
    changed: frozenset[str] = frozenset()
    """Unless complete: the account ids whose sums are replaced by ``sums``; some may have none left."""
    cursor: Mapping[str, str] = field(default_factory=dict)
    """What to hand in next time."""
    counted: Mapping[str, int] = field(default_factory=dict)
    """What it took: ``queries`` asked (or files parsed), ``rows`` read, ``left_out`` that could not be understood."""


@runtime_checkable
class Portfolios(Protocol):
    """A CRM that can also tell all customers' revenue at once."""

    name: str

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        """All accounts with their sums over the compared months; given what the last call returned as ``cursor``, only
        what changed since, or that nothing did. Everything is read anew when the months change, and at the first call
        of a day where changes are told by a column (deleted rows change nothing). Raises `SuddenlyEmptyError` when all
        accounts or all orders known to the cursor are gone.
        """
        ...


@dataclass(frozen=True, slots=True)
class Changes:
    """What has become different in a CRM since it was last asked."""

    accounts: frozenset[str] = frozenset()
    """Accounts of which anything is new, changed, merged or gone: they themselves, a contact, a deal, an activity, with
    their parents, if they have some. Ids of accounts nobody is interested in may be among them."""
    emails: frozenset[str] = frozenset()
    """Every address, lower-cased, of contacts that are new or changed."""
    domains: frozenset[str] = frozenset()
    """Of accounts that are new or changed."""
    records: frozenset[str] = frozenset()
    """Ids, as our records have them, of contacts, deals, contracts, tickets and the like that are new or changed: by
    them the account is found that a record has left. Without them that account is read again only when ``complete`` is
    False."""
    complete: bool = True
    """False: it cannot be told (the first call, the last one was too long ago, too much has changed). Everything must
    be read anew; the sets are empty."""
    cursor: Mapping[str, str] = field(default_factory=dict)
    """What to hand in next time; to be kept only once what changed has been read."""


@runtime_checkable
class Changing(Protocol):
    """A CRM that can tell cheaply what has changed, so that what is known need not be read again."""

    name: str

    def changes(self, cursor: Mapping[str, str], now: dt.datetime) -> Changes:
        """Everything since what the last call returned as ``cursor``, looked for some minutes further back than that,
        because rows may appear late. The same change may be told twice, never not at all. Deletions that the vendor
        does not tell are covered by ``complete`` being False once a day.
        """
        ...


@runtime_checkable
class Rights(Protocol):
    """A CRM that tells what one of its own users may see."""

    name: str

    def hidden(self, manager: AccountManager, data: CrmData) -> Mapping[str, frozenset[str]] | None:
        """Table → ids of the records in ``data`` that this person may not see in the CRM; None where it cannot be told
        of them (no such user). Raises `ProviderError`.
        """
        ...


@runtime_checkable
class Teams(Protocol):
    """A CRM that knows which of our people work together."""

    name: str

    def team(self, manager: AccountManager) -> frozenset[str]:
        """Owners, as `Account.owner` and `Deal.owner` name them, who are in a team with this person; empty when there
        is none. Raises `ProviderError`.
        """
        ...


@dataclass(frozen=True, slots=True)
class CrmField:
    """A field that a CRM has."""

    table: str
    """Ours, that its object is read as."""
    object: str
    """What the vendor calls the object."""
    name: str
    """What the configuration names it by."""
    label: str = ""
    kind: str = ""
    """Its type, in the vendor's words."""
    custom: bool = False
    values: tuple[str, ...] = ()
    """What may stand in it, where that is a list."""
    column: str = ""
    """Our column that is read from it at present; empty for none."""


@runtime_checkable
class Fields(Protocol):
    """A CRM that can tell which fields it has, for the mapping in the configuration."""

    name: str

    def fields(self) -> Sequence[CrmField]:
        """All fields of the objects that are read. Raises `ProviderError`."""
        ...


@dataclass(frozen=True, slots=True)
class Logged:
    """A record that stands in the CRM."""

    remote_id: str
    created: bool = False
    """False: it was there already, and says now what it should."""


@runtime_checkable
class Log(Protocol):
    """A CRM that what was agreed in a meeting can be written to. Only what a person has approved comes here."""

    name: str

    def log(self, entry: Entry, remote_id: str = "") -> Logged:
        """Have one record with this content, found again by ``entry.key``: create it, or change the one that is there.

        ``remote_id``: what it was called when it was written before. Without one it may still be there (a try whose
        answer was lost), so it is looked for by the vendor's best means first. Raises `GoneError` when a record that
        was written before has been deleted since (a person's decision: it is not made again), other `ProviderError`
        with ``permanent`` set rightly; its reason is fit to be shown, the vendor's validation message included.
        """
        ...
