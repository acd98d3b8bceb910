"""Zoom's API: how an account is signed in to, what each question is called, and which right it takes.

The token is the account's (Server-to-Server OAuth), so paths name users by their address and never say ``me``.
"""

import datetime as dt
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import quote

import httpx
from pydantic import Field, model_validator

from kambrief.errors import CallError, UserError
from kambrief.providers.endpoints import WebAddress
from kambrief.providers.http import LEFT_ALONE, Api, Policy, Reply, client, origin
from kambrief.providers.oauth import AppToken, Ask
from kambrief.providers.zoom_meetings import NAME
from kambrief.settings import Section

DEFAULT_URL = "https://api.zoom.us/v2"
RATES: Mapping[str, Mapping[str, int]] = {
    "free": {"LIGHT": 4, "MEDIUM": 2, "HEAVY": 1},
    "pro": {"LIGHT": 30, "MEDIUM": 20, "HEAVY": 10},
    "business": {"LIGHT": 80, "MEDIUM": 60, "HEAVY": 40},
}
"""Calls a second that the account's plan allows; all apps of the account share them."""
HOSTS = ("zoom.us", "zoom.com", "zoomgov.com", "zoom-x.de")
"""Whose files our token may fetch."""
UNKNOWN_USER = frozenset({"1001", "1010"})
_NO_SCOPE = frozenset({"4700", "4711"})
_PAGE = 300
_MOST_PAGES = 20
_OFF = re.compile(r"deactivat|disabl|inactiv", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Need:
    """One kind of question: what it is called, its rate label, and the right it takes."""

    op: str
    label: str
    scope: str
    """As apps have them now; the older form is in ``classic``."""
    classic: str

    def held(self, scopes: Iterable[str]) -> bool:
        """Whether a token's scopes allow it."""
        return bool({self.scope, self.classic, f"{self.scope.removesuffix('admin')}master"} & {*scopes})

    def lacking(self) -> str:
        """For the operator."""
        return f"the app lacks the scope {self.scope} (on an older app {self.classic})"


_READ, _RECORDED = "meeting:read:admin", "recording:read:admin"
USERS = Need("list users", "MEDIUM", "user:read:list_users:admin", "user:read:admin")
LIST = Need("list meetings", "MEDIUM", "meeting:read:list_meetings:admin", _READ)
DETAILS = Need("read meeting", "LIGHT", "meeting:read:meeting:admin", _READ)
INSTANCES = Need("list past calls", "MEDIUM", "meeting:read:list_past_instances:admin", _READ)
PAST = Need("read past call", "LIGHT", "meeting:read:past_meeting:admin", _READ)
ATTENDANCE = Need("list participants", "MEDIUM", "meeting:read:list_past_participants:admin", _READ)
RECORDING = Need("list recording", "LIGHT", "cloud_recording:read:list_recording_files:admin", _RECORDED)
TRANSCRIPT = Need("find transcript", "MEDIUM", "cloud_recording:read:meeting_transcript:admin", _RECORDED)
SUMMARY = Need("read summary", "LIGHT", "meeting:read:summary:admin", "meeting_summary:read:admin")
TO_READ = (LIST, DETAILS)
TO_HEAR = (INSTANCES, PAST, ATTENDANCE, RECORDING, TRANSCRIPT, SUMMARY)


class ZoomSection(Section):
    """The part of a section that says how to sign in."""

    account_id: str = Field(min_length=3)
    client_id: str = Field(min_length=3)
    client_secret_env: str | None = None
    client_secret_file: Path | None = None
    base_url: WebAddress = DEFAULT_URL
    """As it stands here, a token's own ``api_url`` wins: the account may live in another region."""
    oauth_url: WebAddress = "https://zoom.us/oauth/token"
    plan: Literal["free", "pro", "business"] = "pro"
    timeout_seconds: float = Field(default=15, gt=0, le=120)

    @model_validator(mode="after")
    def _one_secret(self) -> Self:
        if (self.client_secret_env is None) == (self.client_secret_file is None):
            raise ValueError("needs exactly one of client_secret_env, client_secret_file")
        return self


class Zoom:
    """A way to one account. Raises `CallError` for everything that was not answered."""

    def __init__(
        self,
        section: ZoomSection,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], dt.datetime] | None = None,
        policy: Policy | None = None,
    ) -> None:
        self._section, self._clock = section, clock
        self._policy = policy or Policy(per_second=RATES[section.plan], timeout=section.timeout_seconds)
        self._http = client(transport)
        self.sign_in = AppToken(NAME, section.oauth_url, self._ask, self._http, pause=self._policy.pause)
        self._lock = threading.Lock()
        self._api: Api | None = None

    def close(self) -> None:
        """Close the connections."""
        (self._api or self._http).close()

    def get(self, need: Need, path: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """One answer, which holds something."""
        found = self._reply(need, path, params).json()
        if not found:
            raise CallError(NAME, f"{need.op}: the answer holds nothing")
        return found

    def rows(self, need: Need, path: str, name: str, params: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
        """All rows of all pages. Nothing else is done between pages: their tokens live for a quarter of an hour."""
        query = {"page_size": str(_PAGE), **(params or {})}
        rows: list[dict[str, Any]] = []
        for _ in range(_MOST_PAGES):
            answer = self._reply(need, path, query).json()
            found = answer.get(name)
            if not isinstance(found, list):  # taken for "there are none" it would cancel meetings
                raise CallError(NAME, f"{need.op}: the answer holds no list")
            rows += [row for row in found if isinstance(row, dict)]
            token = answer.get("next_page_token")
            if not token or not isinstance(token, str):
                return rows
            query["next_page_token"] = token
        raise CallError(NAME, f"{need.op}: more than {_MOST_PAGES} pages", permanent=True)

    def download(self, url: str) -> bytes:
        """A file of a recording; the address it is led on to gets no token."""
        return self._opened().download("download transcript", url, hosts=HOSTS)

    def _reply(self, need: Need, path: str, params: Mapping[str, str] | None) -> Reply:
        return self._opened().get(need.op, path, params=params, label=need.label)

    def _ask(self) -> Ask:
        secret = self._section.secret("client_secret")
        form = {"grant_type": "account_credentials", "account_id": self._section.account_id}
        return Ask(form, basic=(self._section.client_id, secret))

    def _opened(self) -> Api:
        with self._lock:
            if self._api is None:
                self._api = Api(NAME, self._base_url(), self.sign_in, self._policy, self._http, self._clock)
            return self._api

    def _base_url(self) -> str:
        configured = self._section.base_url.rstrip("/")
        if configured != DEFAULT_URL:
            return configured
        own = self.sign_in.token().api_url.rstrip("/")
        return f"{own.removesuffix('/v2')}/v2" if _is_zooms(own) else configured


def _is_zooms(url: str) -> bool:
    try:
        scheme, host, _ = origin(url)
    except UserError:
        return False
    return scheme == "https" and any(host == one or host.endswith(f".{one}") for one in HOSTS)


def uuid_part(uuid: str) -> str:
    """A uuid within a path: encoded twice where it begins with a slash or holds two of them, as Zoom wants it."""
    once = quote(uuid, safe="")
    return quote(once, safe="") if uuid.startswith("/") or "//" in uuid else once


def user_part(address: str) -> str:
    """A user within a path."""
    return quote(address, safe="@")


def lacks(error: CallError) -> bool:
    """Whether a scope is missing; Zoom says so with 400 or 401."""
    return error.code in _NO_SCOPE


def explained(error: CallError, need: Need) -> str:
    """What went wrong, for the operator."""
    if lacks(error):
        return need.lacking()
    # The seconds that are left change with each try, and a problem that changes is told anew.
    return (
        "Zoom is left alone for a while, it failed or refused too often" if error.code == LEFT_ALONE else error.reason
    )


def passing(error: CallError) -> bool:
    """Whether it may go well the next time."""
    return not lacks(error) and (not error.permanent or error.status == httpx.codes.UNAUTHORIZED)


def sign_in_advice(error: CallError) -> str:
    """What to do when no token is to be had."""
    if not error.status:
        return "set the secret" if error.permanent else "is oauth_url right, and the way to it open?"
    if _OFF.search(error.detail):
        return "the app is deactivated: activate it on its page in the Zoom App Marketplace"
    if error.code == "invalid_client":
        return "compare client_id and the client secret with the app's credentials in the Zoom App Marketplace"
    if error.permanent:
        return "compare account_id with the app's credentials; the app must be of the kind Server-to-Server OAuth"
    return "try again; if it stays so, look at status.zoom.us"
