"""The file and the environment as one object."""

import tomllib
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from kambrief.core.insight.money import Rates
from kambrief.core.model import AccountManager
from kambrief.errors import UserError
from kambrief.settings.base import anchored, problems_of
from kambrief.settings.llm import LlmSection
from kambrief.settings.sections import (
    BriefsSection,
    CombineSection,
    CompanySection,
    DatabaseSection,
    FollowupsSection,
    InsightsSection,
    ManagerSection,
    WebSection,
)

Table = dict[str, dict[str, Any]]


class Settings(BaseSettings):
    """Everything that can be configured. Build it with `load`."""

    model_config = SettingsConfigDict(env_prefix="KAMBRIEF_", env_nested_delimiter="__", extra="forbid", frozen=True)

    company: CompanySection = CompanySection()
    database: DatabaseSection = DatabaseSection()
    web: WebSection | None = None
    briefs: BriefsSection = BriefsSection()
    followups: FollowupsSection = FollowupsSection()
    insights: InsightsSection = InsightsSection()
    llm: LlmSection | None = None
    account_managers: tuple[ManagerSection, ...] = ()
    meetings: Table = Field(default_factory=dict)
    crm: Table = Field(default_factory=dict)
    combine: CombineSection | None = None
    mail: Table = Field(default_factory=dict)
    drafts: Table = Field(default_factory=dict)
    inbox: Table = Field(default_factory=dict)
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

    def pages(self) -> str:
        """How people reach our pages, for links in mails; empty where nobody has said so."""
        return self.web.public_url if self.web else ""

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
                signature=manager.signature.strip(),
                title=manager.title.strip(),
                followups=self.followups.on if manager.followups is None else manager.followups,
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
        paths = {name: anchored(data.get(name), base_dir) for name in ("llm", "web")}
        return Settings(**{**data, **paths, "base_dir": base_dir})
    except ValidationError as error:
        raise UserError(*(f"{path}: {line}" for line in problems_of(error))) from error
    except SettingsError as error:
        # Its message names the field; the value, which the cause would show, may be a secret.
        raise UserError(f"An environment variable KAMBRIEF_… cannot be read as JSON: {error}") from None
