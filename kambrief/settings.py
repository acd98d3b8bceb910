"""The configuration: one TOML file, overridden by environment variables, every problem reported at once.

``KAMBRIEF_LLM__BASE_URL`` overrides ``base_url`` in ``[llm]``. Secrets are never in the file: a key ending in ``_env``
names an environment variable, one ending in ``_file`` a file that holds the secret. The sections of single providers
(``[meetings.icalendar]``) are checked by the providers' own `Config` classes, see `Section`.
"""

import datetime as dt
import os
import tomllib
import zoneinfo
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar
from urllib.parse import urlsplit

from babel.numbers import is_currency
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from kambrief.core.combine import PEOPLE, By
from kambrief.core.customer import TABLES
from kambrief.core.insight.money import Rates
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.model import AccountManager, BriefMode, Scope
from kambrief.errors import UserError

LANGUAGES = ("en", "fi", "sv", "de")
"""Languages a brief can be written in: those with a file in ``templates/phrases``."""


def _known_zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"'{name}' is no IANA time zone; write for example 'Europe/Helsinki'") from None
    return name


def _known_currency(code: str) -> str:
    if not is_currency(code.upper()):
        raise ValueError(f"'{code}' is no ISO 4217 currency code; write for example 'EUR'")
    return code.upper()


def _known_language(name: str) -> str:
    if name not in LANGUAGES:
        raise ValueError(f"'{name}' is not available; choose one of {', '.join(LANGUAGES)}")
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]
Language = Annotated[str, AfterValidator(_known_language)]


class Section(BaseModel):
    """Base of every configuration section: unknown keys are mistakes, values don't change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def secret(self, key: str) -> str:
        """The secret that ``<key>_env`` or ``<key>_file`` points to; empty when neither is set.

        Raises `UserError` when the variable is unset or the file cannot be read. Never log what this returns.
        """
        variable = getattr(self, f"{key}_env", None)
        if variable:
            if variable not in os.environ:
                raise UserError(
                    f"{key}_env names {variable}, but that environment variable is not set: export it first"
                )
            return os.environ[variable]
        path = getattr(self, f"{key}_file", None)
        if path:
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise UserError(
                    f"{key}_file: cannot read {path} ({error.strerror}): check the path and its rights"
                ) from error
            except UnicodeDecodeError:
                raise UserError(f"{key}_file: {path} is no UTF-8 text: write the secret and nothing else") from None
        return ""


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
    """How vendors reach us from the internet."""

    def hook(self, name: str) -> str:
        """The public address of a hook (``zoom``, ``graph``); empty when there is none."""
        return f"{self.public_url}/hooks/{name}" if self.public_url else ""


class BriefsSection(Section):
    """``[briefs]``: when briefs go out and how they look, unless an account manager has settings of their own."""

    lead_minutes: int = Field(default=60, ge=5, le=7 * 24 * 60)
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


def _names(told: object) -> object:
    return (told,) if isinstance(told, str) else told


Names = Annotated[tuple[str, ...], BeforeValidator(_names), Field(min_length=1)]
"""One name, or several."""


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


HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")]


class ModelSection(Section):
    """What ``[llm]`` and ``[llm.fallback]`` have in common: one model at one server."""

    base_url: str = "https://api.openai.com/v1"
    model: str
    api_key_env: str | None = None
    api_key_file: Path | None = None
    api_key_header: HeaderName | None = None
    """The header that holds the key; without it ``Authorization: Bearer``."""
    headers: dict[HeaderName, Annotated[str, Field(pattern=r"^[ -~]*$")]] = Field(default_factory=dict)
    headers_env: dict[HeaderName, str] = Field(default_factory=dict)
    """Header → the environment variable that holds its value."""
    query: dict[str, str] = Field(default_factory=dict)
    extra: dict[str, Any] = Field(default_factory=dict)
    temperature: float | None = 0.2
    max_concurrent: int = Field(default=4, ge=1, le=100)
    price_per_million_in: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    price_per_million_out: float | None = Field(default=None, ge=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _prices_go_together(self) -> Self:
        if (self.price_per_million_in is None) != (self.price_per_million_out is None):
            raise ValueError("price_per_million_in and price_per_million_out belong together: set both or neither")
        return self

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float | None:
        """Of one call, in the unit of the prices; None without them."""
        if self.price_per_million_in is None or self.price_per_million_out is None:
            return None
        cost = prompt_tokens * self.price_per_million_in + completion_tokens * self.price_per_million_out
        return round(cost / 1_000_000, 6)


class FallbackSection(ModelSection):
    """``[llm.fallback]``: asked when the first model fails. What is not set is that of ``[llm]``, see `second`."""

    base_url: str = ""
    model: str = ""


class LlmSection(ModelSection):
    """``[llm]``: absent means that code alone writes."""

    provider: str = "openai"
    timeout_seconds: float = Field(default=60, gt=0, le=600)
    max_tokens: int = Field(default=1500, ge=100)
    max_prompt_tokens: int = Field(default=4000, ge=2600)
    """Instructions and schema alone take about 2200."""
    hide_names: bool = False
    """Persons' names are replaced before anything is sent, and put back in the answer."""
    max_cost_per_day: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    fallback: FallbackSection | None = None

    def second(self) -> ModelSection | None:
        """The fallback with what it inherits: key, headers, query and extra belong to the server and stay with it, so
        that no key is sent to another host; prices belong to the model.
        """
        if self.fallback is None:
            return None
        own = {name: getattr(self.fallback, name) for name in self.fallback.model_fields_set}
        own = {name: value for name, value in own.items() if value or name not in {"base_url", "model"}}
        inherited = {"base_url", "model", "temperature", "max_concurrent"}
        if own.get("base_url", self.base_url).rstrip("/") == self.base_url.rstrip("/"):
            inherited |= {"api_key_header", "headers", "headers_env", "query", "extra"}
            if not own.keys() & {"api_key_env", "api_key_file"}:
                inherited |= {"api_key_env", "api_key_file"}
        return ModelSection(**{name: getattr(self, name) for name in inherited} | own)

    @model_validator(mode="after")
    def _the_fallback_is_another(self) -> Self:
        second = self.second()
        if second and (second.base_url.rstrip("/"), second.model) == (self.base_url.rstrip("/"), self.model):
            raise ValueError("fallback is the same model at the same server: give it another model or base_url")
        return self

    @model_validator(mode="after")
    def _a_ceiling_needs_prices(self) -> Self:
        models = {"[llm]": self, "[llm.fallback]": self.second()}
        lacking = [name for name, one in models.items() if one and one.price_per_million_in is None]
        if self.max_cost_per_day is not None and lacking:
            raise ValueError(
                f"max_cost_per_day needs prices in {' and '.join(lacking)}: set price_per_million_in and"
                " price_per_million_out to what a million tokens cost there, 0 for a server of your own"
            )
        return self


class ManagerSection(Section):
    """``[[account_managers]]``."""

    email: str = Field(pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+$")
    name: str = ""
    timezone: Zone | None = None
    language: Language | None = None
    lead_minutes: int | None = Field(default=None, ge=5, le=7 * 24 * 60)
    aliases: tuple[str, ...] = ()
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None
    mode: BriefMode | None = None
    digest_at: dt.time | None = None
    tips: bool = True
    """Whether a brief may end with a coaching tip."""
    crm_scope: Scope | None = None


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


Table = dict[str, dict[str, Any]]


class Settings(BaseSettings):
    """Everything that can be configured. Build it with `load`."""

    model_config = SettingsConfigDict(env_prefix="KAMBRIEF_", env_nested_delimiter="__", extra="forbid", frozen=True)

    company: CompanySection = CompanySection()
    database: DatabaseSection = DatabaseSection()
    web: WebSection | None = None
    briefs: BriefsSection = BriefsSection()
    insights: InsightsSection = InsightsSection()
    llm: LlmSection | None = None
    account_managers: tuple[ManagerSection, ...] = ()
    meetings: Table = Field(default_factory=dict)
    crm: Table = Field(default_factory=dict)
    combine: CombineSection | None = None
    mail: Table = Field(default_factory=dict)
    base_dir: Path = Path()
    """Folder of the configuration file: relative paths start here. Set by `load`."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over file (the file's content comes as init arguments)."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings

    @model_validator(mode="after")
    def _one_person_once(self) -> Self:
        emails = [manager.email.casefold() for manager in self.account_managers]
        doubles = sorted({email for email in emails if emails.count(email) > 1})
        if doubles:
            raise ValueError(f"account_managers: {', '.join(doubles)} is listed more than once")
        return self

    @model_validator(mode="after")
    def _quiet_hours_have_two_ends(self) -> Self:
        half = sorted({one.email for one in self.managers() if (one.quiet_from is None) != (one.quiet_until is None)})
        if half or (self.briefs.quiet_from is None) != (self.briefs.quiet_until is None):
            raise ValueError(f"quiet hours need both quiet_from and quiet_until ({', '.join(half) or 'briefs'})")
        return self

    def managers(self) -> tuple[AccountManager, ...]:
        """The account managers with the defaults of ``[briefs]`` filled in."""
        return tuple(
            AccountManager(
                email=manager.email.casefold(),
                name=manager.name,
                timezone=manager.timezone or self.briefs.timezone,
                language=manager.language or self.briefs.language,
                lead_minutes=manager.lead_minutes or self.briefs.lead_minutes,
                aliases=tuple(alias.casefold() for alias in manager.aliases),
                quiet_from=manager.quiet_from or self.briefs.quiet_from,
                quiet_until=manager.quiet_until or self.briefs.quiet_until,
                mode=manager.mode or self.briefs.mode,
                digest_at=manager.digest_at or self.briefs.digest_at,
                tips=manager.tips,
                crm_scope=manager.crm_scope or self.briefs.crm_scope,
            )
            for manager in self.account_managers
        )

    def rates(self) -> Rates:
        """How amounts become comparable."""
        return Rates(self.company.currency, dict(self.company.rates))

    def own_domains(self) -> tuple[str, ...]:
        """Our mail domains: configured ones, and those of the account managers when none are."""
        if self.company.domains:
            return self.company.domains
        return tuple(dict.fromkeys(manager.email.rpartition("@")[2].casefold() for manager in self.account_managers))


def problems_of(error: ValidationError, where: str = "") -> list[str]:
    """A validation error as lines a person can act on: where, what is wrong, never the value (it may be a secret)."""
    lines = []
    for item in error.errors(include_url=False, include_input=False):
        place = ".".join(str(part) for part in item["loc"])
        name = ".".join(part for part in (where, place) if part) or "configuration"
        text = item["msg"].removeprefix("Value error, ")
        if item["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
            text = "is no known key here; check its spelling against config.example.toml"
        elif item["type"] == "missing":
            text = "is missing; config.example.toml says what belongs here"
        elif item["type"] == "string_pattern_mismatch":
            text = "is not written as it must be; config.example.toml shows how"
        lines.append(f"{name}: {text}")
    return lines


class _Given(Settings):
    """Settings that come from the program itself (the demonstration): the environment has no say."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


def given(data: dict[str, Any]) -> Settings:
    """Settings from plain data, untouched by the environment. Raises `UserError` like `load`."""
    try:
        return _Given(**data)
    except ValidationError as error:
        raise UserError(*problems_of(error)) from error


def load(path: Path) -> Settings:
    """Read and check ``path``. Raises `UserError` with every problem of the file."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise UserError(f"There is no {path}: run 'kambrief init' to write one, or name yours with --config") from None
    except OSError as error:
        raise UserError(f"Cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise UserError(
            f"{path} is not written in UTF-8: open it in your editor and save it with that encoding"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path} is not valid TOML: {error}") from error
    try:
        base_dir = path.resolve().parent
        return Settings(**{**data, "llm": anchored(data.get("llm"), base_dir), "base_dir": base_dir})
    except ValidationError as error:
        raise UserError(*(f"{path}: {line}" for line in problems_of(error))) from error
    except SettingsError as error:
        # Its message names the field; the value, which the cause would show, may be a secret.
        raise UserError(f"An environment variable KAMBRIEF_… cannot be read as JSON: {error}") from None


_PATHS = frozenset({"folder", "path"})


def anchored(data: Any, base_dir: Path) -> Any:
    """A section's data with relative paths (``folder``, ``path``, every key ending in ``_file``) made absolute."""
    if isinstance(data, list | tuple):
        return [anchored(item, base_dir) for item in data]
    if not isinstance(data, dict):
        return data
    return {
        key: str(base_dir / Path(value).expanduser())
        if isinstance(value, str | Path) and (key in _PATHS or key.endswith("_file"))
        else anchored(value, base_dir)
        for key, value in data.items()
    }


ConfigT = TypeVar("ConfigT", bound=Section)


def section(kind: type[ConfigT], data: dict[str, Any], name: str) -> ConfigT:
    """One provider's section, checked. Raises `UserError` with all its problems."""
    try:
        return kind(**data)
    except ValidationError as error:
        raise UserError(*problems_of(error, name)) from error
