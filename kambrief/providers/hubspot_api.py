"""How HubSpot is signed in to, and how it words its refusals."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

import httpx
from pydantic import Field, model_validator

from kambrief.errors import CallError
from kambrief.providers.cells import clean
from kambrief.providers.crm_mapping import MappedSection
from kambrief.providers.endpoints import WebAddress
from kambrief.providers.http import Api, Reply

NAME = "crm.hubspot"
VERSION = "2026-09"
"""HubSpot names its interface by its month and keeps each for 18 months."""
DEFAULT_URL = "https://api.hubapi.com"
RATES: Mapping[str, Mapping[str, int]] = {
    "starter": {"call": 6, "search": 4},
    "professional": {"call": 15, "search": 4},
    "enterprise": {"call": 15, "search": 4},
}
"""Calls a second, of the 100 or 190 in ten seconds that a plan allows an app; searches are counted for all apps."""
_DAILY_PAUSE = 900.0
"""Seconds without a call once a day's calls are used up: when the day ends only HubSpot knows."""
_PASSING = frozenset({423, 477})
"""A record that is locked for some seconds, an account that is being moved: HubSpot asks to be tried again."""
_SCOPES = "\nscopes: "


class HubspotSection(MappedSection):
    """The part of the section that says how to sign in."""

    token_env: str | None = None
    token_file: Path | None = None
    """A service key, or the token of a project's app."""
    client_id: str = ""
    client_secret_env: str | None = None
    client_secret_file: Path | None = None
    refresh_token_env: str | None = None
    refresh_token_file: Path | None = None
    base_url: WebAddress = DEFAULT_URL
    plan: Literal["starter", "professional", "enterprise"] = "professional"
    timeout_seconds: float = Field(default=20, gt=0, le=120)

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        token = sum(one is not None for one in (self.token_env, self.token_file))
        secret = sum(one is not None for one in (self.client_secret_env, self.client_secret_file))
        refresh = sum(one is not None for one in (self.refresh_token_env, self.refresh_token_file))
        oauth = bool(self.client_id) or secret or refresh
        if token > 1 or (token and oauth) or not (token or oauth):
            raise ValueError("needs one way in: token_env or token_file, or client_id with secret and refresh token")
        if oauth and not (self.client_id and secret == refresh == 1):
            raise ValueError("OAuth takes client_id, client_secret_env (or _file) and refresh_token_env (or _file)")
        return self


class HubspotApi(Api):
    """Understands how HubSpot words its refusals: a category, a sentence, and the scopes that are lacking."""

    def _refusal(self, op: str, reply: Reply, key: str = "") -> CallError:
        error = super()._refusal(op, reply, key)
        data = reply.json()
        code = data.get("category") or data.get("errorType") or error.code
        code = code if isinstance(code, str) and code.replace("_", "").isalnum() and len(code) <= 60 else ""
        if reply.status == httpx.codes.TOO_MANY_REQUESTS and data.get("policyName") == "DAILY":
            self._leave_alone("", _DAILY_PAUSE)
            error.retry_after = _DAILY_PAUSE
        lacking = sorted(_scopes_in(data))
        beyond = reply.status >= 520  # the gateway before HubSpot got no answer that it could use
        return CallError(
            self.name,
            f"{op}: answered {reply.status}" + (f" ({code})" if code else ""),
            status=reply.status,
            code=code,
            detail=error.detail + (_SCOPES + " ".join(lacking) if lacking else ""),
            reached=error.reached or beyond,
            permanent=error.permanent and not beyond and reply.status not in _PASSING,
            retry_after=error.retry_after,
        )


def _scopes_in(data: Mapping[str, Any]) -> set[str]:
    errors = data.get("errors")
    contexts = [one.get("context") for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    contexts.append(data.get("context"))
    found: set[str] = set()
    for context in contexts:
        if isinstance(context, dict):
            for name in ("requiredGranularScopes", "requiredScopes"):
                scopes = context.get(name)
                found |= {one for one in scopes if isinstance(one, str)} if isinstance(scopes, list) else set()
    return {one for one in found if one.replace(".", "").replace("-", "").replace("_", "").isalnum()}


def scopes_of(error: CallError) -> str:
    """The scopes that an error says are lacking; empty where it names none."""
    return error.detail.partition(_SCOPES)[2].replace(" ", ", ")


def words_of(error: CallError) -> str:
    """HubSpot's own sentence, on one line and not too long, to be shown where it is about what somebody typed."""
    return " ".join(clean(error.detail.partition(_SCOPES)[0]).split())[:300]


def denied(error: CallError) -> bool:
    """Whether this kind of object is not to be had: a scope, a part of the subscription or the object is lacking."""
    if error.status == httpx.codes.FORBIDDEN:
        return True
    told = words_of(error).casefold()
    no_type = "object type" in told or "objecttype" in told
    return error.status in {400, 404} and (error.code == "INVALID_OBJECT_TYPE" or no_type)
