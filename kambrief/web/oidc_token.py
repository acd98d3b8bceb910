"""Whether a token of the provider's lets somebody in: who signed it, for whom, when, and whose address it tells.

Sources: OpenID Connect Core 1.0 §3.1.3.7; RFC 8725 (what goes wrong with tokens).
"""

import datetime as dt
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key
from joserfc.jwt import JWTClaimsRegistry

from kambrief.settings.oidc import OidcSection
from kambrief.web.oidc_begun import Begun, OidcError, refused, unpacked

SKEW = dt.timedelta(minutes=2)
"""How much the provider's clock and ours may differ."""
ALGORITHMS = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    "Ed25519": "OKP",
}
"""How a token may be signed, and the kind of key: the provider signs, and we could not have. So never ``none``, and no
HS, whose key everybody would have who knows how to check.
"""
TENANT = "{tenantid}"
"""In the issuer of Entra ID for several tenants: what the token's ``tid`` stands for."""
_LEAST_RSA = 2048
_LONGEST_ADDRESS = 254

PublicKey = RSAKey | ECKey | OKPKey


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that tokens may be signed with; ``name`` is empty where it has none."""

    name: str
    key: PublicKey

    @classmethod
    def of(cls, row: object) -> "Signer | None":
        """A row of the provider's list (RFC 7517); None for a key that is not for this, weak, or damaged."""
        if not isinstance(row, dict) or row.get("use", "sig") != "sig" or row.get("kty") not in ALGORITHMS.values():
            return None
        try:
            if row["kty"] == "RSA" and int.from_bytes(unpacked(row["n"]), "big").bit_length() < _LEAST_RSA:
                return None
            key = import_key({name: row[name] for name in ("kty", "n", "e", "crv", "x", "y") if name in row})
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            return None
        name = row.get("kid")
        return cls(name if isinstance(name, str) else "", key) if isinstance(key, PublicKey) else None


@dataclass(frozen=True, slots=True)
class Token:
    """A signed token whose signature nobody has checked yet."""

    text: str
    algorithm: str
    key_name: str | None

    @classmethod
    def of(cls, text: str, algorithms: Iterable[str]) -> "Token":
        """Raises `OidcError` where it is none, or not signed in one of these ways."""
        parts = text.split(".")
        try:
            header = json.loads(unpacked(parts[0])) if len(parts) == 3 and text.isascii() else None
        except (ValueError, RecursionError):
            header = None
        if not isinstance(header, dict):
            raise refused("the token is no signed one")
        algorithm, name = header.get("alg"), header.get("kid")
        if not isinstance(algorithm, str) or algorithm not in algorithms or algorithm not in ALGORITHMS:
            raise refused("the token is not signed as the provider signs")
        return cls(text, algorithm, name if isinstance(name, str) else None)

    def claims(self, signers: Iterable[Signer]) -> Mapping[str, Any] | None:
        """What it says, if one of these signed it; None where none has its name. Raises `OidcError`."""
        wanted = ALGORITHMS[self.algorithm]
        fitting = [one.key for one in signers if one.key.key_type == wanted and self.key_name in {None, one.name}]
        for key in fitting:
            try:
                return jwt.decode(self.text, key, algorithms=[self.algorithm]).claims
            except (JoseError, ValueError, RecursionError):
                continue
        if fitting:
            raise refused("the token's signature is not the provider's")
        return None


def check(claims: Mapping[str, Any], section: OidcSection, issuer: str, begun: Begun, now: dt.datetime) -> None:
    """Raises `OidcError` unless the token was made for us, for this sign-in, just now."""
    skew = int(SKEW.total_seconds())
    registry = JWTClaimsRegistry(
        int(now.timestamp()), skew, exp={"essential": True}, iat={"essential": True}, sub={"essential": True},
        iss={"essential": True, "value": _issuer(claims, section, issuer)},
        aud={"essential": True, "value": section.client_id}, nonce={"essential": True},
    )  # fmt: skip
    try:
        registry.validate(dict(claims))
    except JoseError as error:
        raise refused(f"the token's claims: {error}") from None
    nonce, audience, party = claims["nonce"], claims["aud"], claims.get("azp")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode("utf-8", "replace"), begun.nonce.encode()):
        raise refused("the token is of another sign-in")
    several = isinstance(audience, list) and len(audience) > 1
    if (party is None and several) or party not in {None, section.client_id}:
        raise refused("the token was made for somebody else, too")
    if claims["iat"] < begun.at - skew:
        raise refused("the token is older than the sign-in")


def _issuer(claims: Mapping[str, Any], section: OidcSection, issuer: str) -> str:
    """What ``iss`` must say; with tenants, it is one of ours."""
    tenant = claims.get("tid")
    if section.tenants and (not isinstance(tenant, str) or tenant not in section.tenants):
        raise refused("the token is of another tenant")
    return issuer.replace(TENANT, tenant) if isinstance(tenant, str) else issuer


def address_in(claims: Mapping[str, Any], section: OidcSection) -> str:
    """Whose token it is: an address that may be believed, in lower case. Raises `OidcError`."""
    email = claims.get(section.claim)
    if not isinstance(email, str) or not _is_address(email):
        raise OidcError("oidc_no_address", f"the token has no address in '{section.claim}'")
    if not section.trust_unverified and not _is_verified(claims):
        raise OidcError("oidc_no_address", "the provider does not call the address verified")
    return email.casefold()


def _is_address(text: str) -> bool:
    """ASCII alone: a letter that looks like another, or turns into it in lower case, is somebody else's."""
    name, _, domain = text.partition("@")
    plain = text.isascii() and text.isprintable() and " " not in text and len(text) <= _LONGEST_ADDRESS
    return plain and bool(name and domain) and "@" not in domain


def _is_verified(claims: Mapping[str, Any]) -> bool:
    """``email_verified``, or Entra ID's word that the tenant owns the address's domain (``xms_edov``)."""
    said, owned = claims.get("email_verified"), claims.get("xms_edov")
    return said is True or said == "true" or owned is True or owned in {"1", "true"}
