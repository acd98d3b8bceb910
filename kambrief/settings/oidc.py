"""``[web.oidc]``: signing in with the company's own accounts."""

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from kambrief.settings.base import Section

MICROSOFT = frozenset({"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"})
"""Hosts of Entra ID, in its national clouds too."""
ANY_TENANT = frozenset({"common", "organizations", "consumers"})
"""What stands for a tenant in an issuer of Entra ID that lets in people of any."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _issuer(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, fine = parts.hostname, not (parts.query or parts.fragment or parts.username or parts.password)
    except ValueError:
        host, fine = None, False
    secure = url.startswith("https://") or (url.startswith("http://") and host in LOOPBACK)
    if not host or not fine or not secure:
        raise ValueError("is no https address; write it as the provider's discovery document has it")
    return url


class OidcSection(Section):
    """``[web.oidc]``: absent means that people sign in by a link in a mail alone."""

    issuer: Annotated[str, AfterValidator(_issuer)]
    """As the discovery document has it, to the last slash."""
    client_id: str = Field(min_length=1)
    client_secret_env: str | None = None
    client_secret_file: Path | None = None
    """None of both: a public client, which has PKCE alone."""
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    email_claim: str = Field(default="", pattern=r"^[A-Za-z0-9_:./-]{0,80}$")
    """Which claim tells the address; empty: `claim` chooses."""
    trust_unverified: bool = False
    """Whether an address counts that the provider does not call verified: people there got theirs from us alone."""
    tenants: tuple[str, ...] = ()
    """Ids of the tenants of Entra ID whose people may sign in (``tid``); empty: the issuer names the one."""
    allow_private: bool = False
    """Whether the provider may stand in one's own network."""

    @property
    def is_microsoft(self) -> bool:
        """Whether this is Entra ID."""
        return urlsplit(self.issuer).hostname in MICROSOFT

    @property
    def claim(self) -> str:
        """Which claim tells the address: ``email``, which Entra ID need not have."""
        return self.email_claim or ("preferred_username" if self.is_microsoft else "email")

    @model_validator(mode="after")
    def _asks_for_an_identity(self) -> Self:
        if "openid" not in self.scopes:
            raise ValueError('scopes: needs "openid"')
        return self

    @model_validator(mode="after")
    def _knows_whose_people_come(self) -> Self:
        """Anybody can make a tenant of their own, and people in it of any address."""
        first = urlsplit(self.issuer).path.strip("/").split("/")[0].casefold()
        if self.is_microsoft and first in ANY_TENANT and not self.tenants:
            raise ValueError(f"issuer: '{first}' lets in people of any tenant; put your tenant's id in its place")
        return self

    @model_validator(mode="after")
    def _knows_that_addresses_are_theirs(self) -> Self:
        if self.claim != "email" and not self.trust_unverified:
            raise ValueError(
                f"trust_unverified: no provider calls '{self.claim}' verified; set it to true if only your own"
                " administrators give people their addresses there"
            )
        return self
