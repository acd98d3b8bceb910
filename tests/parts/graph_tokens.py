"""The token endpoint of Entra, for the client credentials of one app: a secret, or an assertion signed with its key."""

import base64
import datetime as dt
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.parts.graph_core import Answer, Call, Json, RefusedError, World, guid

ALL_ROLES = frozenset(
    {
        "Calendars.Read",
        "GroupMember.Read.All",
        "Mail.ReadWrite",
        "Mail.Send",
        "MailboxSettings.Read",
        "OnlineMeetingAiInsight.Read.All",
        "OnlineMeetingArtifact.Read.All",
        "OnlineMeetingTranscript.Read.All",
        "OnlineMeetings.Read.All",
        "User.Read.All",
    }
)
_LIFE = 3599
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class _Token:
    roles: frozenset[str]
    until: dt.datetime


class _TokenError(Exception):
    """An error as Entra gives it: the number counts, the words change."""

    def __init__(self, status: int, error: str, number: int, words: str) -> None:
        super().__init__(words)
        self.status, self.error, self.number, self.words = status, error, number, words


class Tokens:
    def __init__(self, world: World) -> None:
        self._world = world
        self.roles: set[str] = set(ALL_ROLES)
        self._certificates: dict[str, rsa.RSAPublicKey] = {}
        self._issued: dict[str, _Token] = {}
        self._secret_expired = False

    def register_certificate(self, pem: bytes) -> None:
        """Registers a public certificate of the app, as the portal does."""
        certificate = x509.load_pem_x509_certificate(pem)
        key = certificate.public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            raise TypeError("PS256 takes an RSA key")
        self._certificates[_encoded(certificate.fingerprint(hashes.SHA256()))] = key

    def expire_secret(self) -> None:
        """The secret has reached its date. `world.client_secret` may be set to a new one, which is valid again."""
        self._secret_expired = True

    def renew_secret(self, secret: str) -> None:
        self._world.client_secret, self._secret_expired = secret, False

    def expire_tokens(self) -> None:
        """All tokens given out so far are worth nothing any more."""
        with self._world.lock:
            self._issued.clear()

    def roles_of(self, call: Call) -> frozenset[str]:
        """What the caller may do; 401 without a valid token.

        A role granted later shows only in a new token, one taken away is gone at once.
        """
        kind, _, text = call.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not text:
            raise _unauthorized("Access token is empty.")
        with self._world.lock:
            token = self._issued.get(text)
            if token is None or token.until <= self._world.now():
                raise _unauthorized("Lifetime validation failed, the token is expired.")
            return token.roles & self.roles

    def answer(self, call: Call, tenant: str) -> Answer:
        try:
            with self._world.lock:
                return self._grant(dict(parse_qsl(call.body.decode(errors="replace"))), call, tenant)
        except _TokenError as error:
            return self._refusal(error)

    def _grant(self, form: Json, call: Call, tenant: str) -> Answer:
        world = self._world
        if tenant.lower() != world.tenant:
            words = f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID."
            raise _TokenError(400, "invalid_request", 90002, words)
        if not call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            raise _TokenError(400, "invalid_request", 900144, "The request body must contain: 'grant_type'.")
        if form.get("grant_type") != "client_credentials":
            raise _TokenError(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
        if str(form.get("client_id")).lower() != world.client_id:
            words = f"Application with identifier '{form.get('client_id')}' was not found in the directory."
            raise _TokenError(400, "unauthorized_client", 700016, words)
        if form.get("scope") != "https://graph.microsoft.com/.default":
            words = f"The provided value for scope {form.get('scope')} is not valid. It must end with /.default."
            raise _TokenError(400, "invalid_scope", 1002012, words)
        if "client_assertion" in form:
            self._verify(form)
        elif form.get("client_secret") != world.client_secret:
            words = f"Invalid client secret provided. Ensure the secret sent is the value, for app '{world.client_id}'."
            raise _TokenError(401, "invalid_client", 7000215, words)
        elif self._secret_expired:
            words = f"The provided client secret keys for app '{world.client_id}' are expired."
            raise _TokenError(401, "invalid_client", 7000222, words)
        text = f"eyJ0eXAiOiJKV1QifQ.{secrets.token_urlsafe(48)}.{secrets.token_urlsafe(32)}"
        self._issued[text] = _Token(frozenset(self.roles), world.now() + dt.timedelta(seconds=_LIFE))
        return Answer(
            data={"token_type": "Bearer", "expires_in": _LIFE, "ext_expires_in": _LIFE, "access_token": text},
            headers={"Cache-Control": "no-store, no-cache"},
        )

    def _verify(self, form: Json) -> None:
        """The assertion: signed by a registered key, about this app, for this endpoint, and for now."""
        if form.get("client_assertion_type") != _ASSERTION:
            raise _TokenError(400, "invalid_request", 900144, "'client_assertion_type' is missing or wrong.")
        try:
            head_text, claims_text, sign_text = str(form["client_assertion"]).split(".")
            head, claims = _json(head_text), _json(claims_text)
            signature = _decoded(sign_text)
        except ValueError:
            raise _TokenError(401, "invalid_client", 50027, "Invalid JWT token: it cannot be read.") from None
        if head.get("alg") != "PS256":
            raise _TokenError(401, "invalid_client", 5002738, "Invalid JWT token: the algorithm is not accepted.")
        key = self._certificates.get(str(head.get("x5t#S256")))
        if key is None:
            words = "Client assertion contains an invalid signature: the certificate is not registered on the app."
            raise _TokenError(401, "invalid_client", 700027, words)
        pss = padding.PSS(padding.MGF1(hashes.SHA256()), salt_length=hashes.SHA256.digest_size)
        try:
            key.verify(signature, f"{head_text}.{claims_text}".encode(), pss, hashes.SHA256())
        except InvalidSignature:
            words = "Client assertion contains an invalid signature: the key does not fit."
            raise _TokenError(401, "invalid_client", 700027, words) from None
        self._claims(claims)

    def _claims(self, claims: Json) -> None:
        world = self._world
        if claims.get("aud") != f"{world.login_url}/{world.tenant}/oauth2/v2.0/token":
            raise _TokenError(401, "invalid_client", 700023, "Client assertion audience claim does not match.")
        if claims.get("iss") != world.client_id or claims.get("sub") != world.client_id:
            raise _TokenError(401, "invalid_client", 700021, "Client assertion issuer or subject is not the app.")
        now = world.now().timestamp()
        begins, ends = claims.get("nbf", now), claims.get("exp")
        if not isinstance(ends, int | float) or not isinstance(begins, int | float) or not begins - 300 <= now < ends:
            raise _TokenError(401, "invalid_client", 700024, "Client assertion is not within its valid time range.")
        if not claims.get("jti"):
            raise _TokenError(401, "invalid_client", 50027, "Invalid JWT token: no jti.")

    def _refusal(self, error: _TokenError) -> Answer:
        trace, other = guid(f"trace {self._world.count('trace')}"), guid("correlation")
        stamp = f"{self._world.now():%Y-%m-%d %H:%M:%SZ}"
        words = f"AADSTS{error.number}: {error.words} Trace ID: {trace} Correlation ID: {other} Timestamp: {stamp}"
        data: Json = {
            "error": error.error,
            "error_description": words,
            "error_codes": [error.number],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": other,
            "error_uri": f"{self._world.login_url}/error?code={error.number}",
        }
        return Answer(error.status, data)


def _unauthorized(words: str) -> RefusedError:
    return RefusedError(401, "InvalidAuthenticationToken", words, {"WWW-Authenticate": 'Bearer realm=""'})


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _json(text: str) -> dict[str, Any]:
    found = json.loads(_decoded(text))
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found
