"""Tokens of the company's provider: which let somebody in, and all the others."""

import base64
import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from kambrief.web.oidc import KEEP, PAUSE
from tests.builders import ELINA, OTTO
from tests.desk.shop import NOW
from tests.parts.issuer import CLIENT, SECRET, Issuer
from tests.web.firm import Clock, Firm, firm_of

# --- tokens that let nobody in --------------------------------------------------------------------------------------

OTHERS = RSAKey.generate_key(2048)


def unsigned(claims: dict[str, Any]) -> str:
    def part(content: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


def test_a_token_without_a_signature_lets_nobody_in(firm: Firm) -> None:
    firm.issuer.sign = unsigned
    firm.issuer.document["id_token_signing_alg_values_supported"] = ["RS256", "none"]
    firm.turns_away("oidc_refused", 403)


def test_a_token_signed_with_the_public_key_as_if_it_were_a_secret_lets_nobody_in(firm: Firm) -> None:
    import hashlib
    import hmac

    public = firm.issuer.key.as_pem(private=False)

    def forged(claims: dict[str, Any]) -> str:  # by hand: joserfc itself would not
        head, _, _ = unsigned(claims).split(".")
        head = (
            base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": firm.issuer.key.kid}).encode())
            .rstrip(b"=")
            .decode()
        )
        body = unsigned(claims).split(".")[1]
        mac = hmac.digest(public, f"{head}.{body}".encode(), hashlib.sha256)
        return f"{head}.{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    firm.issuer.sign = forged
    firm.issuer.document["id_token_signing_alg_values_supported"] = ["RS256", "HS256"]
    firm.turns_away("oidc_refused", 403)


def test_a_token_signed_with_our_own_secret_lets_nobody_in(firm: Firm) -> None:
    key = OctKey.import_key(SECRET)
    firm.issuer.sign = lambda claims: jwt.encode({"alg": "HS256"}, claims, key, algorithms=["HS256"])
    firm.turns_away("oidc_refused", 403)


def badly(how: str, issuer: Issuer, claims: dict[str, Any]) -> str:  # noqa: PLR0911 - one for each way
    good = issuer.signed(claims)
    match how:
        case "another's key under the provider's name":
            return jwt.encode({"alg": "RS256", "kid": issuer.key.kid}, claims, OTHERS)
        case "another's key under no name":
            return jwt.encode({"alg": "RS256"}, claims, OTHERS)
        case "another's key in the token itself":
            return jwt.encode({"alg": "RS256", "jwk": OTHERS.as_dict(private=False)}, claims, OTHERS)
        case "a way that the provider does not name":
            head = {"alg": "RS384", "kid": issuer.key.kid}
            return jwt.encode(head, claims, issuer.key, algorithms=["RS384"])
        case "claims changed afterwards":
            return ".".join((good.split(".")[0], unsigned(claims | {"x": 1}).split(".")[1], good.split(".")[2]))
        case "cut short":
            return good[:-6]
        case "four parts":
            return good + ".x"
        case _:
            return how if len(how) < 10 else "a" * 40_000


SIGNED_BADLY = (
    "another's key under the provider's name", "another's key under no name", "another's key in the token itself",
    "a way that the provider does not name", "claims changed afterwards", "cut short", "four parts", "none", "", "..",
    "forty thousand letters",
)  # fmt: skip


@pytest.mark.parametrize("how", SIGNED_BADLY)
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(firm: Firm, how: str) -> None:
    firm.issuer.sign = lambda claims: badly(how, firm.issuer, claims)
    firm.turns_away("oidc_refused", 403)


def test_a_token_with_the_providers_own_key_and_no_name_is_taken(firm: Firm) -> None:
    firm.issuer.sign = lambda claims: firm.issuer.signed(claims, kid=None)
    assert firm.signs_in(firm.browser()).status_code == 303


NOW_S = int(NOW.timestamp())


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another sign-in"}, {"nonce": None}, {"nonce": ["x"]}, {"nonce": 5},
        {"aud": "another client"}, {"aud": None}, {"aud": []}, {"aud": 7}, {"aud": ["another", "third"]},
        {"aud": [CLIENT, "another"]}, {"aud": [CLIENT, "another"], "azp": "another"}, {"azp": "another"},
        {"iss": "https://evil.example"}, {"iss": None}, {"iss": ["x"]},
        {"exp": NOW_S - 121}, {"exp": None}, {"exp": "tomorrow"}, {"exp": True}, {"exp": float("nan")},
        {"iat": NOW_S + 121}, {"iat": NOW_S - 3600}, {"iat": None}, {"iat": "now"},
        {"nbf": NOW_S + 121}, {"sub": None}, {"sub": ""}, {"sub": 5},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_is_not_for_us_for_this_sign_in_and_now_lets_nobody_in(firm: Firm, claims: dict[str, Any]) -> None:
    firm.issuer.claims |= claims
    firm.turns_away("oidc_refused", 403)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": [CLIENT]}, {"aud": [CLIENT, "another"], "azp": CLIENT}, {"exp": NOW_S - 100},
        {"iat": NOW_S + 100, "nbf": NOW_S + 100}, {"email_verified": "true"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_says_the_same_in_another_way_is_taken(firm: Firm, claims: dict[str, Any]) -> None:
    firm.issuer.claims |= claims
    assert firm.signs_in(firm.browser()).status_code == 303


def test_a_token_that_names_a_list_of_nonces_with_ours_in_it_lets_nobody_in(firm: Firm) -> None:
    firm.issuer.sign = lambda claims: firm.issuer.signed(claims | {"nonce": [claims["nonce"], "x"]})
    firm.turns_away("oidc_refused", 403)


# --- keys -----------------------------------------------------------------------------------------------------------


def test_a_new_key_of_the_providers_is_fetched_once(firm: Firm) -> None:
    assert firm.signs_in(firm.browser()).status_code == 303
    firm.issuer.rotate()
    firm.clock.now += PAUSE
    assert firm.signs_in(firm.browser()).status_code == 303
    assert [path for _, path in firm.issuer.asked].count("/keys") == 2


def test_a_name_that_no_key_has_does_not_make_us_ask_again_and_again(firm: Firm) -> None:
    firm.issuer.sign = lambda claims: firm.issuer.signed(claims, kid="unheard of")
    for _ in range(4):
        firm.turns_away("oidc_refused", 403)
    assert [path for _, path in firm.issuer.asked].count("/keys") == 1


@pytest.mark.parametrize(
    "row",
    [
        {"kty": "oct", "k": base64.urlsafe_b64encode(b"s" * 32).decode()}, {"kty": "RSA"}, {"kty": "RSA", "n": 5, "e": "AQAB"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}, {}, "key", None, {"kty": ["RSA"]},
    ],
    ids=str,
)  # fmt: skip
def test_a_key_that_is_none_harms_no_other(firm: Firm, row: Any) -> None:
    firm.issuer.keys = [row, firm.issuer.key.as_dict(private=False)]
    assert firm.signs_in(firm.browser()).status_code == 303


def test_a_key_that_is_there_for_encryption_or_is_weak_signsnothing(firm: Firm) -> None:
    import warnings

    firm.issuer.keys = [firm.issuer.key.as_dict(private=False) | {"use": "enc"}]
    firm.turns_away("oidc_refused", 403)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weak = RSAKey.generate_key(1024)
    firm.clock.now += KEEP
    firm.issuer.keys = [weak.as_dict(private=False) | {"kid": "weak"}]
    firm.issuer.sign = lambda claims: jwt.encode({"alg": "RS256", "kid": "weak"}, claims, weak)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        firm.turns_away("oidc_refused", 403)


# --- whose address --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False}, {"email_verified": None}, {"email_verified": "false"}, {"email_verified": 1},
        {"email": None}, {"email": ""}, {"email": [ELINA.email]}, {"email": "elina"},
        {"email": ELINA.email + "\n"}, {"email": f"{ELINA.email} {OTTO.email}"}, {"email": f"{ELINA.email}@evil.example"},
    ],
    ids=str,
)  # fmt: skip
def test_an_address_that_nobody_vouches_for_lets_nobody_in(firm: Firm, claims: dict[str, Any]) -> None:
    firm.issuer.claims |= claims
    firm.turns_away("oidc_no_address", 403)


def test_a_letter_that_becomes_another_in_lower_case_is_no_such_letter(firm: Firm) -> None:
    kelvin = ELINA.email.replace("k", "\N{KELVIN SIGN}")
    assert kelvin != ELINA.email
    assert kelvin.casefold() == ELINA.email
    firm.issuer.claims |= {"email": kelvin}
    firm.turns_away("oidc_no_address", 403)


def test_a_stranger_with_an_account_at_the_company_is_told_to_ask(firm: Firm) -> None:
    firm.issuer.claims |= {"email": "eve@elsewhere.example"}
    browser = firm.browser()
    answer = firm.signs_in(browser)
    assert (answer.status_code, "kambrief" in browser.cookies) == (403, False)
    assert "Kambrief does not know this address" in answer.text


def test_an_address_may_count_that_is_not_verified_where_the_configuration_says_so(
    issuer: Issuer, clock: Clock
) -> None:
    issuer.claims = {"email": None, "email_verified": None, "preferred_username": OTTO.email}
    firm = firm_of(issuer, clock, trust_unverified=True, email_claim="preferred_username")
    assert firm.signs_in(firm.browser()).status_code == 303
    assert len(firm.site.store.sessions(OTTO.email, clock.now)) == 1


def test_entra_ids_word_that_the_tenant_owns_the_domain_is_as_good(firm: Firm) -> None:
    firm.issuer.claims |= {"email_verified": None, "xms_edov": True}
    assert firm.signs_in(firm.browser()).status_code == 303


@pytest.mark.parametrize("tenant", [None, "another", ["ours"]], ids=str)
def test_people_of_another_tenant_stay_outside(issuer: Issuer, clock: Clock, tenant: object) -> None:
    issuer.claims |= {"tid": tenant}
    firm_of(issuer, clock, tenants=["ours", "our-sister's"]).turns_away("oidc_refused", 403)
    issuer.claims |= {"tid": "our-sister's"}
    firm = firm_of(issuer, clock, tenants=["ours", "our-sister's"])
    assert firm.signs_in(firm.browser()).status_code == 303
