"""Signing in with the company's own accounts: OpenID Connect, authorization code flow with PKCE.

    begin → the provider's page → back with a code → the code for a token → the token checked → an address

Sources: OpenID Connect Core 1.0 §3.1, Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (providers that are mixed up), RFC 9700
(what is best today).
"""

import datetime as dt
import hashlib
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from kambrief.errors import UserError
from kambrief.providers import guarded_http
from kambrief.providers.guarded_http import Answer, Limits, RefusedError
from kambrief.settings.oidc import ANY_TENANT, LOOPBACK, OidcSection
from kambrief.web.oidc_begun import Begun, OidcError, away, packed, refused
from kambrief.web.oidc_token import ALGORITHMS, TENANT, Signer, Token, address_in, check

KEEP = dt.timedelta(hours=1)
"""How long the provider's addresses and keys are believed …"""
LONGEST = dt.timedelta(days=1)
"""… and how long while they cannot be had anew."""
PAUSE = dt.timedelta(seconds=30)
"""How soon the provider is asked for the same again: after a failure, or for a key that was not there."""
_SECONDS = 10.0
_MOST_BYTES = 500_000
_MOST_KEYS = 50
_LONGEST_TOKEN = 32_000
_LONGEST_CODE = 4_000
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,60}")

KeptT = TypeVar("KeptT")


class Kept(Generic[KeptT]):
    """Something of the provider's that is fetched now and then; what was there stays when it cannot be had anew."""

    def __init__(self, fetch: Callable[[dt.datetime], KeptT]) -> None:
        self._fetch = fetch
        self._lock = threading.Lock()
        self._value: KeptT | None = None
        self._at = self._tried = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._failed: OidcError | None = None

    def get(self, now: dt.datetime, *, anew: bool = False) -> KeptT:
        """The value; ``anew``: another one than is kept, unless it was asked for a moment ago. Raises `OidcError`."""
        with self._lock:
            fresh = self._value is not None and now - self._at < KEEP
            if (anew or not fresh) and abs(now - self._tried) >= PAUSE:
                self._tried = now
                try:
                    self._value, self._at, self._failed = self._fetch(now), now, None
                except OidcError as error:
                    self._failed = error
            if self._value is not None and now - self._at < LONGEST:
                return self._value
            raise self._failed or away("the provider was asked a moment ago")


@dataclass(frozen=True, slots=True)
class Discovered:
    """The provider's discovery document, as far as we need it."""

    issuer: str
    authorize: str
    token: str
    keys: str
    algorithms: frozenset[str]
    sends_issuer: bool
    """Whether it names itself when it sends people back (RFC 9207)."""
    wants_basic: bool
    """Whether the client's secret goes into a header, else into the form."""


class Provider:
    """The company's sign-in. Thread-safe. All methods raise `OidcError`; nothing secret is in any message."""

    def __init__(self, section: OidcSection) -> None:
        self.section = section
        self._is_here = urlsplit(section.issuer).hostname in LOOPBACK
        self._limits = Limits(_MOST_BYTES, _SECONDS, allow_private=section.allow_private or self._is_here)
        self._about = Kept(self._discover)
        self._signers = Kept(self._fetch_signers)

    def address(self, begun: Begun, back: str, now: dt.datetime) -> str:
        """The provider's page; from there people come back to ``back``."""
        about = self._about.get(now)
        asked = {
            "response_type": "code", "client_id": self.section.client_id, "redirect_uri": back,
            "scope": " ".join(self.section.scopes), "state": begun.state, "nonce": begun.nonce,
            "code_challenge": packed(hashlib.sha256(begun.verifier.encode()).digest()), "code_challenge_method": "S256",
        }  # fmt: skip
        return about.authorize + ("&" if "?" in about.authorize else "?") + urlencode(asked, quote_via=quote)

    def email(self, begun: Begun, code: str, issuer: str, back: str, now: dt.datetime) -> str:
        """Whose code this is: an address that may be believed. ``issuer``: who says to have sent them back."""
        about = self._about.get(now)
        if (issuer or about.sends_issuer) and issuer != about.issuer:
            raise refused("another provider answered")
        if not code or len(code) > _LONGEST_CODE:
            raise refused("no code")
        token = Token.of(self._token(about, code, begun.verifier, back), about.algorithms)
        claims = token.claims(self._signers.get(now))
        if claims is None:
            claims = token.claims(self._signers.get(now, anew=True))
        if claims is None:
            raise refused("the token is signed with a key that the provider does not have")
        check(claims, self.section, about.issuer, begun, now)
        return address_in(claims, self.section)

    # --- what the provider says of itself ----------------------------------------------------------------------------

    def _discover(self, now: dt.datetime) -> Discovered:
        del now
        told = self._json(f"{self.section.issuer.rstrip('/')}/.well-known/openid-configuration")
        issuer = told.get("issuer")
        if not isinstance(issuer, str) or issuer != self._issuer_expected():
            raise away("the discovery document is another issuer's")
        methods = told.get("token_endpoint_auth_methods_supported")
        signs = told.get("id_token_signing_alg_values_supported")
        named = signs if isinstance(signs, list) else ["RS256"]
        algorithms = frozenset(one for one in ALGORITHMS if one in named)
        if not algorithms:
            raise away("the provider signs in no way that is accepted here")
        return Discovered(
            issuer, self._its(told, "authorization_endpoint"), self._its(told, "token_endpoint"),
            self._its(told, "jwks_uri"), algorithms,
            told.get("authorization_response_iss_parameter_supported") is True,
            not isinstance(methods, list) or "client_secret_basic" in methods or "client_secret_post" not in methods,
        )  # fmt: skip

    def _issuer_expected(self) -> str:
        parts = self.section.issuer.split("/")
        if self.section.is_microsoft and len(parts) > 3 and parts[3].casefold() in ANY_TENANT:
            parts[3] = TENANT
        return "/".join(parts)

    def _its(self, told: Mapping[str, Any], name: str) -> str:
        """One of the provider's addresses; none in plain text, but on this machine."""
        found = told.get(name)
        if isinstance(found, str) and self._is_fine(found):
            return found
        raise away(f"the discovery document has no usable {name}")

    def _is_fine(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            return False
        plain = (
            url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc and not parts.fragment
        )
        here = parts.scheme == "http" and self._is_here and host in LOOPBACK
        return plain and bool(host) and (parts.scheme == "https" or here)

    def _fetch_signers(self, now: dt.datetime) -> tuple[Signer, ...]:
        rows = self._json(self._about.get(now).keys).get("keys")
        if not isinstance(rows, list):
            raise away("the provider's keys are no list")
        return tuple(found for row in rows[:_MOST_KEYS] if (found := Signer.of(row)) is not None)

    def _json(self, url: str) -> dict[str, Any]:
        try:
            with guarded_http.client(self._limits) as http:
                answer = guarded_http.fetch(http, url, {"accept": "application/json"}, self._limits)
        except RefusedError as error:
            raise _unreached(error) from None
        if answer.status != 200:
            raise away(f"the provider answered {answer.status}")
        return _object(answer)

    # --- a code for a token ------------------------------------------------------------------------------------------

    def _token(self, about: Discovered, code: str, verifier: str, back: str) -> str:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        try:
            secret = self.section.secret("client_secret")
        except UserError as error:
            raise away("; ".join(error.problems)) from None
        auth = None
        if secret and about.wants_basic:  # each half is encoded first (RFC 6749 §2.3.1)
            auth = quote(self.section.client_id, safe=""), quote(secret, safe="")
        else:
            form |= {"client_id": self.section.client_id, **({"client_secret": secret} if secret else {})}
        try:
            with guarded_http.client(self._limits) as http:
                answer = guarded_http.post(http, about.token, form, self._limits, auth)
        except RefusedError as error:
            raise _unreached(error) from None
        if answer.status >= 500 or answer.status == 429:
            raise away(f"the provider answered {answer.status} to the code")
        told = _object(answer)
        token, said = told.get("id_token"), told.get("error")
        if answer.status != 200 or not isinstance(token, str) or len(token) > _LONGEST_TOKEN:
            named = f" ({said})" if isinstance(said, str) and _CODE.fullmatch(said) else ""
            raise refused(f"the provider answered {answer.status} to the code{named}")
        return token


def _unreached(error: RefusedError) -> OidcError:
    advice = f"; {error.advice}" if error.advice else ""
    return away(f"the provider was not reached: {error.reason}{advice}")


def _object(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise away("the provider's answer is no JSON object")
    return found
