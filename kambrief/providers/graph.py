"""What everything that speaks with Microsoft Graph shares: sign-in, limits, and what its refusals mean.

The app signs in as itself (client credentials), by a secret or, better, by a certificate. What it may see is fenced
twice: Exchange data by "RBAC for Applications", calls' transcripts by an "application access policy" of Teams; see
docs/providers/teams.md.
"""

import base64
import datetime as dt
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Self

import httpx
from pydantic import Field, model_validator

from kambrief.errors import CallError, UserError
from kambrief.providers.http import CONFIGURATION, LEFT_ALONE, Api, Policy, client, origin
from kambrief.providers.oauth import AppToken, Ask
from kambrief.settings import Section

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_LIVES = dt.timedelta(minutes=5)
_ENTRA_CODE = re.compile(r"AADSTS\d+")
POLICY = Policy(concurrent=12, concurrent_per_key=3)
"""Outlook serves four calls at once for an app and mailbox; one place is left for the rest of the app."""

_SIGN_IN_ADVICE = {
    "AADSTS7000215": "the client secret is wrong: copy its value (not its id) from Certificates & secrets",
    "AADSTS7000222": "the client secret has expired: make a new one, or use a certificate",
    "AADSTS700016": "the app is not known in this tenant: compare client_id and tenant with the app's overview page",
    "AADSTS700027": "the certificate is not the app's: upload its public part under Certificates & secrets",
    "AADSTS90002": "the tenant is not known: tenant is the directory id of the app's overview page",
}


class GraphSection(Section):
    """The part of a section that says how to sign in. National clouds have other ``base_url`` and ``login_url``."""

    tenant: str = Field(pattern=r"^[A-Za-z0-9.-]{3,}$")
    client_id: str = Field(min_length=3)
    client_secret_env: str | None = None
    client_secret_file: Path | None = None
    certificate_file: Path | None = None
    """PEM with the certificate and its private key."""
    base_url: str = "https://graph.microsoft.com/v1.0"
    login_url: str = "https://login.microsoftonline.com"
    scope: str = ""
    """What the token is asked for; left out: ``/.default`` of the host of ``base_url``. Behind a gateway set it."""

    @model_validator(mode="after")
    def _one_proof(self) -> Self:
        keys = ("client_secret_env", "client_secret_file", "certificate_file")
        given = [key for key in keys if getattr(self, key) is not None]
        if len(given) != 1:
            found = f"has {' and '.join(given)}" if given else "has none"
            raise ValueError(f"needs exactly one of {', '.join(keys)}; it {found}")
        for address in (self.base_url, self.login_url):
            _address(address)
        if self.tenant in {"common", "organizations", "consumers"}:
            raise ValueError("tenant must be the directory id or a domain of it: an app signs in to one directory")
        return self


def _address(url: str) -> None:
    try:
        origin(url)
    except UserError as error:
        raise ValueError(str(error)) from None


class Graph:
    """A way to one tenant's Graph. ``transport`` and ``clock`` are for tests."""

    def __init__(
        self,
        name: str,
        section: GraphSection,
        *,
        policy: Policy = POLICY,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        http = client(transport)
        scope = section.scope or f"{section.base_url.split('/v1.0', maxsplit=1)[0].rstrip('/')}/.default"
        self.sign_in = app_token(name, section, scope, http, clock, policy.pause)
        self.api = Api(name, section.base_url, self.sign_in, policy, http, clock)

    def close(self) -> None:
        """Close the connections."""
        self.api.close()


def app_token(
    name: str,
    section: GraphSection,
    scope: str,
    http: httpx.Client,
    clock: Callable[[], dt.datetime] | None = None,
    pause: float = POLICY.pause,
) -> AppToken:
    """The app's own token for one resource (``https://graph.microsoft.com/.default``)."""
    url = f"{section.login_url.rstrip('/')}/{section.tenant}/oauth2/v2.0/token"

    def ask() -> Ask:
        form = {"grant_type": "client_credentials", "client_id": section.client_id, "scope": scope}
        if section.certificate_file is None:
            return Ask({**form, "client_secret": section.secret("client_secret")})
        proof = assertion(section.certificate_file, section.client_id, url, (clock or _now)())
        return Ask({**form, "client_assertion_type": ASSERTION, "client_assertion": proof})

    return AppToken(name, url, ask, http, pause=pause)


def assertion(certificate_file: Path, client_id: str, audience: str, now: dt.datetime) -> str:
    """A signed word that we are the app (Entra: "certificate credentials"). Raises `UserError`."""
    from cryptography import x509  # noqa: PLC0415 - only where a certificate is used
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from joserfc import jwt  # noqa: PLC0415
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import RSAKey  # noqa: PLC0415

    try:
        pem = certificate_file.read_bytes()
        certificate = x509.load_pem_x509_certificate(pem)
        key = RSAKey.import_key(pem[pem.index(b"-----BEGIN", _key_at(pem)) :])
    except OSError as error:
        raise UserError(f"certificate_file: cannot read it ({error.strerror}): check the path and its rights") from None
    except (ValueError, JoseError):
        raise UserError("certificate_file: needs one PEM file with an RSA certificate and its private key") from None
    thumbprint = base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
    header = {"alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint}
    claims = {
        "aud": audience, "iss": client_id, "sub": client_id, "jti": secrets.token_urlsafe(16),
        "nbf": int(now.timestamp()), "exp": int((now + _ASSERTION_LIVES).timestamp()),
    }  # fmt: skip
    return jwt.encode(header, claims, key, algorithms=["PS256"])


def _key_at(pem: bytes) -> int:
    """Where the private key's block begins. Raises ValueError when there is none."""
    found = re.search(rb"-----BEGIN (?:RSA |EC )?PRIVATE KEY-----", pem)
    if found is None:
        raise ValueError("no private key")
    return found.start()


def _now() -> dt.datetime:
    """The moment of signing: the login server compares it with its own clock, whatever time a run is played at."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251


def certificate_ends(certificate_file: Path) -> dt.datetime | None:
    """When the certificate ceases to be good; None when it cannot be read."""
    from cryptography import x509  # noqa: PLC0415

    try:
        return x509.load_pem_x509_certificate(certificate_file.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return None


def entra_code(error: CallError) -> str:
    """The number that Entra gives a refused sign-in; empty when there is none."""
    found = _ENTRA_CODE.search(error.detail)
    return found[0] if found else ""


_BY_CODE = {
    CONFIGURATION: "mend that in the configuration",  # a secret or certificate that is not there
    LEFT_ALONE: "nothing needs doing: it is tried again by itself",
}
_BY_STATUS = {
    401: "grant {need}; a change takes effect within two hours",
    403: "grant {need}; a change takes effect within two hours",
    404: "the user or mailbox is not known in this tenant: compare the address with the directory",
    402: "this needs a licence that the tenant does not have",
}


def advice(error: CallError, need: str) -> str:
    """What to do about a refusal; ``need`` is what the call wants ("the application permission Calendars.Read")."""
    code = entra_code(error)
    if code:
        return _SIGN_IN_ADVICE.get(code, f"look up {code} in the directory's sign-in log of service principals")
    passing = "try again; if it stays so, look at the service health page of Microsoft 365"
    return _BY_CODE.get(error.code) or _BY_STATUS.get(error.status, passing).format(need=need)
