"""How calls are signed: with tokens of our own app (asked for when one is needed, kept in memory only, renewed before
they end), or with a key that stays the same.

No vendor here gives a refresh token for this kind of sign-in: the same question is asked again. An answer 401 to a call
means that the token was taken back meanwhile; then one new token, and the call once more.
"""

import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from kambrief.errors import CallError, UserError
from kambrief.providers.http import CONFIGURATION, NOT_SIGNED_IN, Reply, said

_EARLY = 120.0
"""Seconds before its end that a token is renewed: calls under way must still find it good."""
_SHORTEST = 5.0
_PATIENCE = 10.0
_FAILED_FOR = 30.0
"""Seconds that a failed sign-in is believed, so that 200 mailboxes don't ask (or wait) 200 times."""
_QUICK = 2.0
"""Seconds within which a failure may be tried again at once."""
_TRIES = 3
_MAX_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Ask:
    """How a token is asked for: the form (it may hold the secret) and, where the vendor wants it, Basic sign-in."""

    form: Mapping[str, str] = field(repr=False)
    basic: tuple[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    """A token and what came with it."""

    value: str
    ends: float
    """On the clock of this process."""
    scopes: frozenset[str] = frozenset()
    api_url: str = ""

    def __repr__(self) -> str:
        """Never the token itself."""
        return f"Token(scopes={sorted(self.scopes)})"


class AppToken(httpx.Auth):
    """Signs calls with the app's own token.

    ``ask`` makes the question anew each time: secrets are read when they are needed and an assertion is short-lived.
    """

    requires_response_body = False

    def __init__(
        self,
        name: str,
        url: str,
        ask: Callable[[], Ask],
        client: httpx.Client,
        clock: Callable[[], float] = time.monotonic,
        pause: float = _FAILED_FOR,
    ) -> None:
        """``pause``: seconds that a failure which may pass is believed."""
        self._name, self._url, self._ask, self._client, self._clock = name, url, ask, client, clock
        self._pause = min(pause, _FAILED_FOR)
        self._token: Token | None = None
        self._failed: tuple[float, CallError] | None = None
        self._lock = threading.Lock()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The call with a token; after a 401 once more with a new one."""
        token = self.token()
        request.headers["Authorization"] = f"Bearer {token.value}"
        response = yield request
        if response.status_code == httpx.codes.UNAUTHORIZED:
            request.headers["Authorization"] = f"Bearer {self.token(stale=token).value}"
            yield request

    def token(self, stale: Token | None = None) -> Token:
        """A token that is good for a while; another one than ``stale``. Raises `CallError`."""
        with self._lock:
            now = self._clock()
            if self._token is not None and self._token is not stale and self._token.ends > now:
                return self._token
            if self._failed is not None and self._failed[0] > now:
                raise self._failed[1]
            try:
                self._token, self._failed = self._fetched(), None
            except CallError as error:
                self._token = None
                self._failed = (self._clock() + (_FAILED_FOR if error.permanent else self._pause), error)
                raise
            return self._token

    def forget(self) -> None:
        """Ask anew next time: rights were granted meanwhile."""
        with self._lock:
            self._token = self._failed = None

    def _fetched(self) -> Token:
        """A failure that came quickly and may pass is tried again here, because callers don't."""
        for tries in range(1, _TRIES + 1):
            begun = self._clock()
            try:
                return self._fetch()
            except CallError as error:
                if error.permanent or tries == _TRIES or self._clock() - begun > _QUICK:
                    raise
                time.sleep(min(0.3 * tries, self._pause))
        raise AssertionError("unreachable")  # pragma: no cover - the loop returns or raises

    def _fetch(self) -> Token:
        try:
            ask = self._ask()
        except UserError as error:
            raise CallError(self._name, f"sign in: {error}", code=CONFIGURATION, permanent=True) from None
        reply = self._post(ask)
        data: Mapping[str, Any] = reply.json()
        value = data.get("access_token")
        if not isinstance(value, str) or not value:
            code, detail = said(reply)
            told = f"sign in: answered {reply.status}" + (f" ({code})" if code else "")
            permanent = reply.status in range(400, 500) and reply.status not in {408, 429}
            raise CallError(
                self._name, told, status=reply.status, code=code or NOT_SIGNED_IN, detail=detail, permanent=permanent
            )  # fmt: skip
        seconds = 3600.0
        with suppress(TypeError, ValueError):
            seconds = float(data.get("expires_in", seconds))
        ends = self._clock() + max(_SHORTEST, seconds - min(_EARLY, seconds / 2))
        scopes = frozenset(str(data.get("scope") or "").replace(",", " ").split())
        return Token(value, ends, scopes, str(data.get("api_url") or data.get("instance_url") or ""))

    def _post(self, ask: Ask) -> Reply:
        auth = httpx.BasicAuth(*ask.basic) if ask.basic else httpx.USE_CLIENT_DEFAULT
        try:
            response = self._client.post(
                self._url, data=dict(ask.form), auth=auth, timeout=_PATIENCE, follow_redirects=False
            )
        except httpx.HTTPError as error:
            raise CallError(self._name, f"sign in: no answer ({type(error).__name__})", code=NOT_SIGNED_IN) from None
        headers = {name.lower(): text for name, text in response.headers.items()}
        return Reply(response.status_code, response.content[:_MAX_BYTES], headers)


class StoredKey(httpx.Auth):
    """Signs calls with a key that stays the same; read when it is needed, so that a new one counts at once."""

    def __init__(self, name: str, kind: str, read: Callable[[], str]) -> None:
        """``kind``: what it is called in the configuration (``token``, ``key``). ``read`` may raise `UserError`."""
        self._name, self._kind, self._read = name, kind, read

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The call with the key. Raises `CallError` where there is none, or what cannot be one."""
        try:
            key = self._read().strip()
        except UserError as error:
            raise CallError(self._name, f"sign in: {error}", code=CONFIGURATION, permanent=True) from None
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            kind = self._kind
            told = f"sign in: the {kind} is empty, or holds what no {kind} holds: store it anew, without quotes"
            raise CallError(self._name, told, code=CONFIGURATION, permanent=True)
        request.headers["Authorization"] = f"Bearer {key}"
        yield request
