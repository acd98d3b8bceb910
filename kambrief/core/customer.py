"""What the CRM and the BI know of customers: account, contact, deal, activity, order and their kin.

Dates without a time (``due``, ``end`` of a contract) are dates in the account manager's world; ``at`` is an aware
datetime. Money is `Decimal` with an ISO 4217 code. Everything is frozen: a change is a new object.
"""

import dataclasses
import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Account:
    """A customer company. ``parent_id`` leads to the root of its group."""

    id: str
    name: str
    parent_id: str | None = None
    industry: str | None = None
    country: str | None = None
    city: str | None = None
    employees: int | None = None
    customer_since: dt.date | None = None
    domains: tuple[str, ...] = ()
    crm_class: str | None = None
    strategic: bool = False
    currency: str | None = None
    language: str | None = None
    owner: str | None = None
    wallet: Decimal | None = None
    """What the whole group spends in a year on what we could sell it, in ``currency`` (the base currency when None)."""
    wallet_on: dt.date | None = None
    """The day of that figure: an old one is not used."""
    key: str | None = None
    """What our other systems call this account (a customer number)."""
    former_ids: tuple[str, ...] = ()
    """Ids of accounts that were merged into this one."""


class Role(enum.StrEnum):
    """A contact's part in the buying decision."""

    SPONSOR = "sponsor"
    ECONOMIC_BUYER = "economic_buyer"
    CHAMPION = "champion"
    PROCUREMENT = "procurement"
    TECHNICAL = "technical"
    USER = "user"


DECIDES = frozenset({Role.SPONSOR, Role.ECONOMIC_BUYER})
"""Who can say yes."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a customer. ``email`` and ``aliases`` are lower-cased."""

    id: str
    account_id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    aliases: tuple[str, ...] = ()
    title: str = ""
    role: Role | None = None
    language: str | None = None
    address_form: str | None = None
    timezone: str | None = None
    country: str | None = None
    left: bool = False
    since: dt.date | None = None
    left_on: dt.date | None = None
    notes: str = ""
    do_not_contact: bool = False
    """Has asked for no mail from us beyond what is agreed with them."""
    former_ids: tuple[str, ...] = ()
    """Ids of contacts that were merged into this one."""

    @property
    def name(self) -> str:
        """Given name first; the order in which a colleague would say it."""
        return f"{self.first_name} {self.last_name}".strip() or self.email


@dataclass(frozen=True, slots=True)
class Product:
    """Something we sell; ``solves`` are the ticket categories it is an answer to."""

    id: str
    category: str
    name: str
    solves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity. ``stage`` as the CRM calls it; ``status`` open, won or lost."""

    id: str
    account_id: str
    name: str
    kind: str | None = None
    category: str | None = None
    stage: str | None = None
    status: str = "open"
    amount: Decimal | None = None
    currency: str | None = None
    close_date: dt.date | None = None
    owner: str | None = None
    next_step: str | None = None
    updated_at: dt.date | None = None
    lost_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """An agreement in force. ``end`` is its last day; ``None`` months mean unknown, 0 means none."""

    id: str
    account_id: str
    name: str
    start: dt.date | None = None
    end: dt.date | None = None
    notice_period_months: int | None = None
    auto_renew_months: int | None = None
    annual_value: Decimal | None = None
    currency: str | None = None


class Side(enum.StrEnum):
    """Who promised."""

    US = "us"
    THEM = "them"


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise, ours or theirs. ``status`` is open, done, superseded or cancelled."""

    id: str
    account_id: str
    side: Side
    owner: str
    text: str
    made_on: dt.date | None = None
    due: dt.date | None = None
    due_text: str | None = None
    status: str = "open"
    done_on: dt.date | None = None
    source: str | None = None
    heard: str = ""
    """Where it was heard, and the words, for one of our own ledger of promises: it is no record of the CRM."""


class ActivityKind(enum.StrEnum):
    """What happened between us and the account."""

    MEETING = "meeting"
    CALL = "call"
    EMAIL = "email"
    NOTE = "note"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Activity:
    """A dated entry of an account's history. ``sender`` of inbound mail is a contact id, of outbound an e-mail."""

    id: str
    account_id: str
    kind: ActivityKind
    at: dt.datetime
    subject: str = ""
    body: str = ""
    contacts: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    our_people: tuple[str, ...] = ()
    status: str | None = None
    """Meetings: held, cancelled. Calls: connected, voicemail."""
    inbound: bool | None = None
    sender: str | None = None
    recipients: tuple[str, ...] = ()
    thread_id: str | None = None
    expects_reply: bool = False
    author: str | None = None
    source: str | None = None
    tags: tuple[str, ...] = ()
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """Net invoicing of one account, month and category."""

    account_id: str
    month: dt.date
    """First day of the month."""
    category: str
    amount: Decimal
    currency: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """An NPS (0–10) or CSAT (1–5) answer; ``contact_id`` is None when anonymous."""

    id: str
    account_id: str
    kind: str
    score: Decimal
    at: dt.date
    contact_id: str | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A support case."""

    id: str
    account_id: str
    subject: str
    opened: dt.date
    closed: dt.date | None = None
    severity: str | None = None
    category: str | None = None
    status: str = "open"
    reopened: bool = False
    sla_due: dt.date | None = None
    contact_id: str | None = None

    @property
    def is_open(self) -> bool:
        """A reopened ticket with a closing date is open again."""
        return self.status not in {"closed", "solved", "resolved"}


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step of the account plan: what we want with this customer, what they gain, and what comes next.

    The goals stand with each step, as exports have it; ``status`` open or done.
    """

    id: str
    account_id: str
    step: str
    our_goal: str = ""
    customer_goal: str = ""
    due: dt.date | None = None
    status: str = "open"
    owner: str = ""


class _OfAccount(Protocol):
    @property
    def account_id(self) -> str: ...


RowT = TypeVar("RowT", bound=_OfAccount)

TABLES = (
    "accounts", "contacts", "products", "deals", "contracts", "commitments",
    "activities", "orders", "surveys", "tickets", "plans",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gap:
    """Something we do not know, and why: named in the brief's footer and in ``why``.

    ``key`` is a phrase name in ``templates/phrases``; ``values`` fill it. ``detail`` is for the operator, never mailed.
    """

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CrmData:
    """What a CRM provider returned: complete records of some accounts, and what could not be had.

    ``missing`` names the tables the provider does not have at all (a stated gap, not an empty list).
    ``as_of`` is when the data was true at the source (for files: the newest change), ``fetched_at`` when we read it.
    """

    accounts: tuple[Account, ...] = ()
    contacts: tuple[Contact, ...] = ()
    products: tuple[Product, ...] = ()
    deals: tuple[Deal, ...] = ()
    contracts: tuple[Contract, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    activities: tuple[Activity, ...] = ()
    orders: tuple[Order, ...] = ()
    surveys: tuple[SurveyAnswer, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    plans: tuple[PlanStep, ...] = ()
    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    """Rows that could not be read: "contacts.csv line 14: …"."""
    provider: str = ""
    as_of: dt.datetime | None = None
    fetched_at: dt.datetime | None = None
    link_template: str = ""
    """How to open a record in the vendor's own pages: ``https://crm.example/{table}/{id}``; empty when unknown."""
    told_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Where several sources are combined: table → whose records they are. Those of all but the first have its name
    before their ids (`origin`)."""
    unreached: tuple[str, ...] = ()
    """Where several sources are combined: those that could not be asked, and why ("crm.sql: connection refused")."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Where several sources are combined: source → its `link_template`."""

    def origin(self, table: str, record_id: str) -> tuple[str, str]:
        """Which source a record is from, empty where there is one alone; and what it is called there."""
        names = self.told_by.get(table, ())
        for name in names:
            if record_id.startswith(f"{name}:"):
                return name, record_id.removeprefix(f"{name}:")
        return (names[0] if names else ""), record_id

    def only(self, account_ids: frozenset[str]) -> "CrmData":
        """The same data cut down to these accounts; products are everybody's and stay."""

        def keep(rows: Iterable[RowT]) -> tuple[RowT, ...]:
            return tuple(row for row in rows if row.account_id in account_ids)

        return dataclasses.replace(
            self,
            accounts=tuple(account for account in self.accounts if account.id in account_ids),
            contacts=keep(self.contacts),
            deals=keep(self.deals),
            contracts=keep(self.contracts),
            commitments=keep(self.commitments),
            activities=keep(self.activities),
            orders=keep(self.orders),
            surveys=keep(self.surveys),
            tickets=keep(self.tickets),
            plans=keep(self.plans),
        )
