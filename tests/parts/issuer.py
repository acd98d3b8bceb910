"""An OpenID Connect provider on the loopback, which signs people in without asking, well or badly, as it is told.

It keeps the protocol's rules towards its client (the code goes once, to whoever began, with the right secret), so that a
client which breaks them gets nothing. `Issuer.claims` and `Issuer.sign` change what it says in its tokens.
"""

import base64
import functools
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.parts.common import LOOPBACK

CLIENT, SECRET = "kambrief", "a secret: 100 % its own"
PATHS = {
    "authorization_endpoint": "/authorize",
    "token_endpoint": "/token",
    "jwks_uri": "/keys",
}


@dataclass
class Grant:
    """A code that was given out."""

    nonce: str
    challenge: str
    back: str
    used: bool = False


@dataclass
class Issuer:
    """The provider. ``clock`` tells the time in seconds; what is told in ``document`` stands in its discovery."""

    clock: Callable[[], float]
    document: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    """In every token, over what belongs there; None leaves one out."""
    sign: Callable[[dict[str, Any]], str] | None = None
    """Makes the token in place of the provider's own way."""
    public: bool = False
    """Whether the client needs no secret."""
    answer: tuple[int, bytes] | None = None
    """What the token endpoint says to everything."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of every request."""
    forms: list[dict[str, str]] = field(default_factory=list)
    """What came to the token endpoint."""
    grants: dict[str, Grant] = field(default_factory=dict)
    key: RSAKey = field(init=False)
    keys: list[Mapping[str, Any]] = field(default_factory=list)
    """What it publishes, over its own key."""

    def __post_init__(self) -> None:
        self.rotate()
        self._server = _Http((LOOPBACK, 0), _Handler)
        self._server.issuer = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="issuer", daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._server.server_port}"

    def rotate(self) -> None:
        """A new key in place of the old one."""
        self._turn = getattr(self, "_turn", -1) + 1
        self.key = _rsa_key(self._turn)

    def token(self, nonce: str) -> dict[str, Any]:
        """The claims for one sign-in."""
        now = int(self.clock())
        made = {
            "iss": self.url, "sub": "248289761001", "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce,
            "email_verified": True, **self.claims,
        }  # fmt: skip
        return {name: value for name, value in made.items() if value is not None}

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        """As the provider does it."""
        head = {"alg": "RS256", "kid": self.key.kid, **header}
        return jwt.encode(
            {name: value for name, value in head.items() if value is not None},
            claims,
            self.key,
            algorithms=[head["alg"]],
        )

    # --- its pages ---------------------------------------------------------------------------------------------------

    def discovery(self) -> dict[str, Any]:
        found = {
            "issuer": self.url, **{name: self.url + path for name, path in PATHS.items()},
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"], **self.document,
        }  # fmt: skip
        return {name: value for name, value in found.items() if value is not None}

    def authorize(self, query: str) -> str:
        """Where the browser is sent: nobody is asked, they are signed in."""
        asked = {name: values[0] for name, values in parse_qs(query, strict_parsing=True).items()}
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(12)
        self.grants[code] = Grant(asked["nonce"], asked["code_challenge"], asked["redirect_uri"])
        told = {"code": code, "state": asked["state"]}
        if self.document.get("authorization_response_iss_parameter_supported"):
            told["iss"] = self.url
        return f"{asked['redirect_uri']}?{urlencode(told)}"

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """A code for a token."""
        self.forms.append(form)
        if not self._is_client(form, authorization):
            return 401, {"error": "invalid_client"}
        grant = self.grants.get(form.get("code", ""))
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            grant is None or grant.used or form.get("grant_type") != "authorization_code"
            or form.get("redirect_uri") != grant.back
            or base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != grant.challenge
        ):  # fmt: skip
            return 400, {"error": "invalid_grant", "error_description": "The code is not good."}
        grant.used = True
        claims = self.token(grant.nonce)
        token = self.sign(claims) if self.sign else self.signed(claims)
        return 200, {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": token}

    def _is_client(self, form: dict[str, str], authorization: str) -> bool:
        if self.public:
            return form.get("client_id") == CLIENT and not authorization
        if authorization.startswith("Basic "):
            given = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":")
            return [unquote(part) for part in given] == [CLIENT, SECRET] and "client_secret" not in form
        methods = self.document.get("token_endpoint_auth_methods_supported", [])
        posted = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        return posted and "client_secret_post" in methods


@functools.cache
def _rsa_key(number: int) -> RSAKey:
    """Every provider's first, second … key: to make one takes a while."""
    return RSAKey.generate_key(2048, {"kid": f"{number}-{secrets.token_hex(4)}", "use": "sig"})


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    issuer: Issuer


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        issuer, parts = self.server.issuer, urlsplit(self.path)
        issuer.asked.append(("GET", parts.path))
        if parts.path == "/.well-known/openid-configuration":
            self._json(200, issuer.discovery())
        elif parts.path == "/keys":
            self._json(200, {"keys": issuer.keys or [issuer.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            self._send(302, b"", {"location": issuer.authorize(parts.query)})
        else:
            self._json(404, {"error": "not_found"})

    def do_POST(self) -> None:
        issuer = self.server.issuer
        issuer.asked.append(("POST", self.path))
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        if issuer.answer:
            self._send(issuer.answer[0], issuer.answer[1], {"content-type": "application/json"})
            return
        self._json(*issuer.exchange(dict(parse_qsl(body)), self.headers.get("authorization", "")))

    def _json(self, status: int, content: dict[str, Any]) -> None:
        self._send(status, json.dumps(content).encode(), {"content-type": "application/json"})

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing: the requests are in `asked`."""
