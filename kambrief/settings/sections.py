"""The sections of the configuration that are no provider's."""

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from babel.numbers import is_currency
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from kambrief.core import preferences
from kambrief.core.after import Rules
from kambrief.core.combine import PEOPLE, By
from kambrief.core.customer import TABLES
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.model import BriefMode, Scope
from kambrief.settings.base import Section
from kambrief.settings.oidc import OidcSection

LANGUAGES = preferences.LANGUAGES
"""Languages a brief can be written in: those with a file in ``templates/phrases``."""
_SHORTEST_LEAD, _LONGEST_LEAD = preferences.LEAD_MINUTES


def _known_zone(name: str) -> str:
    if not preferences.is_zone(name):
        raise ValueError(f"'{name}' is no IANA time zone; write for example 'Europe/Helsinki'")
    return name


def _known_currency(code: str) -> str:
    if not is_currency(code.upper()):
        raise ValueError(f"'{code}' is no ISO 4217 currency code; write for example 'EUR'")
    return code.upper()


def _known_language(name: str) -> str:
    if name not in LANGUAGES:
        raise ValueError(f"'{name}' is not available; choose one of {', '.join(LANGUAGES)}")
    return name


def _lower(address: str) -> str:
    return address.casefold()


Address = Annotated[str, Field(pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+$"), AfterValidator(_lower)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Language = Annotated[str, AfterValidator(_known_language)]


class DatabaseSection(Section):
    """``[database]``."""

    url: str = "sqlite:///kambrief.db"


def _public(url: str) -> str:
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        fine = bool(parts.hostname) and not (parts.query or parts.fragment or parts.username or parts.password)
        secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"})
    except ValueError:
        fine = secure = False
    if not fine or not secure:
        raise ValueError("is no https address; write for example 'https://kambrief.kuura.example'")
    return url.rstrip("/")


class WebSection(Section):
    """``[web]``: absent means that no port is opened, and changes are found by polling alone."""

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8080, ge=1, le=65535)
    public_url: Annotated[str, AfterValidator(_public)] = ""
    """How vendors, and whoever opens a link in our mails, reach us."""
    admins: tuple[Address, ...] = ()
    """Who administers Kambrief."""
    admins_read: bool = False
    """Whether they may read what account managers read."""
    session_days: int = Field(default=14, ge=1, le=90)
    """How long somebody stays signed in."""
    link_minutes: int = Field(default=15, ge=5, le=120)
    """How long a link for signing in can be used."""
    audit_days: int = Field(default=365, ge=30, le=3650)
    """How long it is kept who saw, edited, approved and sent what."""
    metrics_token_env: str | None = None
    metrics_token_file: Path | None = None
    """What whoever reads ``/metrics`` from another machine must show."""
    links: bool = True
    """Whether people can sign in by a link in a mail."""
    oidc: OidcSection | None = None

    @model_validator(mode="after")
    def _somebody_can_sign_in(self) -> Self:
        if self.oidc is not None and not self.public_url:
            raise ValueError("public_url: the provider of [web.oidc] sends people back there; write it")
        if self.oidc is None and not self.links:
            raise ValueError("links: without them and without [web.oidc] nobody could sign in")
        return self

    def hook(self, name: str) -> str:
        """The public address of a hook (``zoom``, ``graph``); empty when there is none."""
        return f"{self.public_url}/hooks/{name}" if self.public_url else ""


class BriefsSection(Section):
    """``[briefs]``: when briefs go out and how they look, unless an account manager has settings of their own."""

    lead_minutes: int = Field(default=60, ge=_SHORTEST_LEAD, le=_LONGEST_LEAD)
    language: Language = "en"
    timezone: Zone = "Europe/Helsinki"
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None
    mode: BriefMode = BriefMode.SINGLE
    digest_at: dt.time = dt.time(7)
    """Local time of each account manager."""
    write_ahead_minutes: int = Field(default=10, ge=0, le=240)
    horizon_days: int = Field(default=14, ge=1, le=60)
    poll_minutes: int = Field(default=5, ge=1, le=24 * 60)
    on_unknown: str = Field(default="resend", pattern="^(resend|hold)$")
    sender: str = ""
    """From address of briefs; empty: the account manager's own."""
    keep_customers_days: int = Field(default=30, ge=1, le=366)
    """How long a customer's data are kept after the last meeting that called for them."""
    crm_scope: Scope = Scope.ALL
    """Whose customers a brief may tell of (`core.rights`)."""


class FollowupsSection(Section):
    """``[followups]``: what comes after a call, unless an account manager has settings of their own."""

    on: bool = True
    wait_minutes: int = Field(default=240, ge=0, le=24 * 60)
    """How long after a call's end its transcript is waited for."""
    watch_minutes: int = Field(default=5, ge=1, le=24 * 60)
    """How often a draft in a mailbox is looked at."""
    remind_at: dt.time = dt.time(16, 30)
    """When a follow-up that has not left is brought to mind on the meeting's day; local time of each manager."""
    nudge_at: dt.time = dt.time(8)
    """When promises that are due are brought to mind."""
    log_to_crm: bool = True
    """Whether what was agreed is written to the CRM once the follow-up has been sent."""
    replies_minutes: int = Field(default=5, ge=1, le=24 * 60)
    """How often replies are read."""
    accept_unauthenticated_replies: bool = False
    """Whether replies count of which the mail server says neither that they are authentic nor that they are not."""

    def rules(self) -> Rules:
        """As the decisions take them."""
        return Rules(
            wait=dt.timedelta(minutes=self.wait_minutes), remind_at=self.remind_at,
            watch=dt.timedelta(minutes=self.watch_minutes), nudge_at=self.nudge_at,
        )  # fmt: skip


def _names(told: object) -> object:
    return (told,) if isinstance(told, str) else told


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"names {', '.join(twice)} twice: its records would count twice")
    return names


Names = Annotated[tuple[str, ...], BeforeValidator(_names), Field(min_length=1), AfterValidator(_each_once)]
"""One name, or several, each once."""


class CombineSection(Section):
    """``[combine]``: several sources in ``[crm.*]`` as one, each named by its section: ``sql`` for ``[crm.sql]``."""

    order: tuple[str, ...] = ()
    """The source that counts most first; empty: as in the file."""
    tables: dict[str, Names] = Field(default_factory=dict)
    """Table → the source it comes from, or several to be put together."""
    match: dict[str, By] = Field(default_factory=dict)
    """Source → how its accounts are found."""

    @field_validator("tables")
    @classmethod
    def _known_tables(cls, tables: dict[str, Names]) -> dict[str, Names]:
        if strange := sorted(tables.keys() - set(TABLES)):
            raise ValueError(f"no table is called {', '.join(strange)}; there are {', '.join(TABLES)}")
        if people := sorted(tables.keys() & PEOPLE):
            raise ValueError(f"{' and '.join(people)} come from the first source in order that tells contacts")
        return tables


@dataclass(frozen=True)
class InsightsSection(Thresholds):
    """``[insights]``: every number a rule turns on; unknown keys and negative numbers are mistakes."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def _not_negative(self) -> Self:
        if wrong := [one.name for one in fields(self) if getattr(self, one.name) < 0]:
            raise ValueError(f"{', '.join(wrong)} must not be negative")
        return self


class ManagerSection(Section):
    """``[[account_managers]]``."""

    email: str = Field(pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+$")
    name: str = ""
    timezone: Zone | None = None
    language: Language | None = None
    lead_minutes: int | None = Field(default=None, ge=_SHORTEST_LEAD, le=_LONGEST_LEAD)
    aliases: tuple[str, ...] = ()
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None
    mode: BriefMode | None = None
    digest_at: dt.time | None = None
    tips: bool = True
    """Whether a brief may end with a coaching tip."""
    crm_scope: Scope | None = None
    followups: bool | None = None
    """Whether follow-ups are drafted for this manager."""
    signature: str = ""
    """What stands below a follow-up, as many lines as there are; empty: the name."""
    title: str = ""
    """Stands below the name where there is no signature."""


class CompanySection(Section):
    """``[company]``: who we are, so that colleagues are told from customers; and in what money we count."""

    name: str = ""
    domains: tuple[str, ...] = ()
    currency: Annotated[str, AfterValidator(_known_currency)] = "EUR"
    rates: dict[Annotated[str, AfterValidator(_known_currency)], Annotated[Decimal, Field(gt=0)]] = Field(
        default_factory=dict
    )
    """Currency → what one unit of it is worth in ``currency``."""
    revenue_12_months: Decimal | None = Field(default=None, gt=0)
    """Our company's own; without it the sum of all customers serves."""

    @field_validator("domains")
    @classmethod
    def _lower(cls, domains: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(domain.strip().lstrip("@").casefold() for domain in domains)
