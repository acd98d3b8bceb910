"""Signing in with the company's account: over real HTTP, at a provider that is told what to say."""

import base64
import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from starlette.testclient import TestClient

from kambrief.app import App
from kambrief.core.site import Act, AuditFilter
from kambrief.errors import UserError
from kambrief.settings import LANGUAGES, given
from kambrief.web.oidc import KEEP, PAUSE, Provider
from kambrief.web.oidc_begun import BEGUN_FOR, Begun, OidcError
from kambrief.web.site import Site, add_pages
from tests.builders import ELINA, OTTO
from tests.desk.shop import NOW, shop
from tests.parts.issuer import CLIENT, SECRET, Issuer
from tests.web.rows import rows

OURS = "http://localhost:8080"
"""As registered with the provider."""
BACK = "http://localhost:8080/oidc/back"


class Clock:
    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@dataclass
class Firm:
    """The pages, and the provider of the company."""

    issuer: Issuer
    served: FastAPI
    app: App
    site: Site
    clock: Clock

    def browser(self, language: str = "en") -> TestClient:
        return TestClient(
            self.served, base_url=OURS, follow_redirects=False, headers={"accept-language": language}
        )  # fmt: skip

    def sent_off(self, browser: TestClient, onward: str = "/accounts") -> str:
        """Press the button; the provider's address."""
        answer = browser.get("/oidc/off", params={"next": onward})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def returned(self, address: str) -> str:
        """The provider's page is passed; the path by which the browser comes back."""
        answer = httpx.get(address, follow_redirects=False, trust_env=False)
        assert answer.headers["location"].startswith(BACK + "?")
        return answer.headers["location"].removeprefix(OURS)

    def signs_in(self, browser: TestClient, onward: str = "/accounts") -> Any:
        """The whole way."""
        return browser.get(self.returned(self.sent_off(browser, onward)))

    def sessions(self) -> int:
        return sum(len(self.site.store.sessions(one, self.clock.now)) for one in (ELINA.email, OTTO.email))

    def turns_away(self, phrase: str, status: int, browser: TestClient | None = None) -> None:
        """The whole way, at whose end nobody is signed in and the page says why."""
        browser = browser or self.browser()
        refused(self, browser, self.signs_in(browser), phrase, status)


def refused(firm: Firm, browser: TestClient, answer: Any, phrase: str, status: int) -> None:
    assert (answer.status_code, said(phrase) in words(answer)) == (status, True), answer.text
    assert "kambrief" not in browser.cookies
    assert firm.sessions() == 0
    assert browser.get("/accounts").status_code == 303


def said(phrase: str, language: str = "en") -> str:
    from kambrief.web.shown import Words

    return Words.of("signin", language, NOW.date(), "UTC").text(phrase)


def words(answer: Any) -> str:
    import html

    return html.unescape(re.sub(r"<[^>]+>", "", answer.text))


def firm_of(issuer: Issuer, clock: Clock, *, web: dict[str, Any] | None = None, **oidc: Any) -> Firm:
    app, _ = shop(*_nothing(), managers=(ELINA, OTTO))
    section = {"issuer": issuer.url, "client_id": CLIENT, "client_secret_env": "OIDC_OF_A_TEST", **oidc}
    settings = given({"web": {"public_url": OURS, "oidc": section, **(web or {})}})
    app = dataclasses.replace(app, settings=settings)
    site = Site(lambda: app, app.store.site, clock, lambda: None)
    served = FastAPI()
    add_pages(served, site)
    return Firm(issuer, served, app, site, clock)


def _nothing() -> tuple[Any, ...]:
    from tests.builders import havulinna, occurrence

    return havulinna(), occurrence()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def issuer(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    monkeypatch.setenv("OIDC_OF_A_TEST", SECRET)
    with Issuer(lambda: clock().timestamp(), claims={"email": ELINA.email.upper()}) as found:
        yield found


@pytest.fixture
def firm(issuer: Issuer, clock: Clock) -> Firm:
    return firm_of(issuer, clock)


# --- the way in -----------------------------------------------------------------------------------------------------


def test_who_has_an_account_at_the_company_is_signed_in_and_gets_where_they_wanted(firm: Firm) -> None:
    browser = firm.browser()
    page = browser.get("/sign-in?next=/accounts%3Fq%3D1")
    assert 'href="/oidc/off?next=/accounts%3Fq%3D1"' in page.text
    answer = firm.signs_in(browser, "/accounts?q=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/accounts?q=1")
    assert browser.get("/accounts").status_code == 200
    trail = firm.site.store.audit(AuditFilter(acts=frozenset({Act.SIGNED_IN})), 10)
    assert [entry.who for entry in trail] == [ELINA.email]


def test_the_cookie_of_a_sign_in_is_for_this_browser_alone_and_is_taken_back(firm: Firm) -> None:
    browser = firm.browser()
    off = browser.get("/oidc/off")
    kept = off.headers["set-cookie"].casefold()
    assert "httponly" in kept
    assert "samesite=lax" in kept
    assert f"max-age={int(BEGUN_FOR.total_seconds())}" in kept
    assert "kambrief-begun" in browser.cookies
    browser.get(firm.returned(off.headers["location"]))
    assert "kambrief-begun" not in browser.cookies


def test_the_code_is_fetched_with_the_proof_and_the_secret_goes_in_a_header(firm: Firm) -> None:
    firm.signs_in(firm.browser())
    form = firm.issuer.forms[0]
    assert len(form["code_verifier"]) >= 43
    assert {"client_secret", "client_id"}.isdisjoint(form)


def test_a_provider_that_takes_the_secret_in_the_form_alone_gets_it_there(firm: Firm) -> None:
    firm.issuer.document["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert firm.signs_in(firm.browser()).status_code == 303


def test_a_client_without_a_secret_has_its_proof(issuer: Issuer, clock: Clock) -> None:
    issuer.public = True
    firm = firm_of(issuer, clock, client_secret_env=None)
    assert firm.signs_in(firm.browser()).status_code == 303


def test_the_providers_word_on_itself_is_asked_once(firm: Firm) -> None:
    for _ in range(3):
        assert firm.signs_in(firm.browser()).status_code == 303
    paths = [path for _, path in firm.issuer.asked]
    assert (paths.count("/.well-known/openid-configuration"), paths.count("/keys")) == (1, 1)
    firm.clock.now += KEEP
    assert firm.signs_in(firm.browser()).status_code == 303
    paths = [path for _, path in firm.issuer.asked]
    assert (paths.count("/.well-known/openid-configuration"), paths.count("/keys")) == (2, 2)


@pytest.mark.parametrize("algorithm", ["ES256", "PS256", "Ed25519", "RS512"])
def test_every_way_in_which_a_provider_signs_with_its_own_key_is_taken(firm: Firm, algorithm: str) -> None:
    keys: dict[str, RSAKey | ECKey | OKPKey] = {
        "ES256": ECKey.generate_key("P-256"), "Ed25519": OKPKey.generate_key("Ed25519"),
    }  # fmt: skip
    key = keys.get(algorithm) or RSAKey.generate_key(2048)
    firm.issuer.document["id_token_signing_alg_values_supported"] = ["HS256", "none", algorithm]
    firm.issuer.keys = [{"kty": "oct", "k": "c2VjcmV0"}, {"kty": "zz"}, {**key.as_dict(private=False), "kid": "its"}]
    firm.issuer.sign = lambda claims: jwt.encode({"alg": algorithm, "kid": "its"}, claims, key, algorithms=[algorithm])
    assert firm.signs_in(firm.browser()).status_code == 303


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:x"])
def test_the_way_leads_nowhere_but_to_our_own_pages(firm: Firm, onward: str) -> None:
    assert firm.signs_in(firm.browser(), onward).headers["location"] == "/"


def test_opening_the_way_off_changes_nothing_and_signs_nobody_in(firm: Firm) -> None:
    before = rows(firm.app)
    for _ in range(3):
        firm.browser().get("/oidc/off")
        firm.browser().head("/oidc/off")
    assert rows(firm.app) == before


# --- who comes back with something that is not theirs ---------------------------------------------------------------


def test_a_link_back_that_a_stranger_made_signs_nobody_in_to_the_strangers_account(firm: Firm) -> None:
    stranger, victim = firm.browser(), firm.browser()
    link = firm.returned(firm.sent_off(stranger))
    refused(firm, victim, victim.get(link), "oidc_expired", 400)
    firm.sent_off(victim)  # and one who has begun something of their own
    refused(firm, victim, victim.get(link), "oidc_expired", 400)
    assert firm.issuer.forms == []  # the code was not even shown


def test_what_was_used_is_used_even_if_the_cookie_was_kept(firm: Firm) -> None:
    browser = firm.browser()
    link = firm.returned(firm.sent_off(browser))
    cookie = browser.cookies["kambrief-begun"]
    assert browser.get(link).status_code == 303
    thief = firm.browser()
    thief.cookies.set("kambrief-begun", cookie)
    answer = thief.get(link)
    assert (answer.status_code, "kambrief" in thief.cookies) == (400, False)
    assert len(firm.issuer.forms) == 1


def test_a_code_that_went_already_is_refused_by_the_provider(firm: Firm) -> None:
    code = dict(parse_qsl(urlsplit(firm.returned(firm.sent_off(firm.browser()))).query))["code"]
    firm.issuer.grants[code].used = True
    browser = firm.browser()
    link = firm.returned(firm.sent_off(browser))
    swapped = dict(parse_qsl(urlsplit(link).query)) | {"code": code}
    refused(firm, browser, browser.get(f"/oidc/back?{urlencode(swapped)}"), "oidc_refused", 403)


def test_anothers_code_put_into_ones_own_link_is_refused_for_want_of_the_proof(firm: Firm) -> None:
    theirs = dict(parse_qsl(urlsplit(firm.returned(firm.sent_off(firm.browser()))).query))
    browser = firm.browser()
    mine = dict(parse_qsl(urlsplit(firm.returned(firm.sent_off(browser))).query))
    answer = browser.get(f"/oidc/back?{urlencode(mine | {'code': theirs['code']})}")
    refused(firm, browser, answer, "oidc_refused", 403)


def test_who_takes_too_long_begins_anew(firm: Firm) -> None:
    browser = firm.browser()
    link = firm.returned(firm.sent_off(browser))
    firm.clock.now += BEGUN_FOR + dt.timedelta(seconds=1)
    refused(firm, browser, browser.get(link), "oidc_expired", 400)


@pytest.mark.parametrize("change", ["later", "elsewhere", "short", "empty", "garbage"])
def test_a_cookie_that_was_changed_fits_no_link(firm: Firm, change: str) -> None:
    browser = firm.browser()
    link = firm.returned(firm.sent_off(browser))
    secret, at, onward = browser.cookies["kambrief-begun"].split(".")
    changed = {
        "later": f"{secret}.{int(at) + 60}.{onward}", "elsewhere": f"{secret}.{at}.{onward[:-2]}",
        "short": f"a.{at}.{onward}", "empty": "", "garbage": "..",
    }[change]  # fmt: skip
    browser.cookies.clear()
    browser.cookies.set("kambrief-begun", changed)
    answer = browser.get(link)
    assert (answer.status_code, firm.sessions(), firm.issuer.forms) == (400, 0, [])


def test_a_link_of_another_provider_is_refused_before_it_gets_the_code(firm: Firm) -> None:
    browser = firm.browser()
    link = firm.returned(firm.sent_off(browser)) + "&iss=https%3A%2F%2Fevil.example"
    refused(firm, browser, browser.get(link), "oidc_refused", 403)
    assert firm.issuer.forms == []


def test_a_provider_that_names_itself_must_do_so(firm: Firm) -> None:
    firm.issuer.document["authorization_response_iss_parameter_supported"] = True
    assert firm.signs_in(firm.browser()).status_code == 303
    browser = firm.browser()
    link = re.sub(r"&iss=[^&]+", "", firm.returned(firm.sent_off(browser)))
    assert browser.get(link).status_code == 403


def test_who_breaks_off_at_the_providers_page_is_told_so(firm: Firm) -> None:
    browser = firm.browser()
    state = dict(parse_qsl(urlsplit(firm.sent_off(browser)).query))["state"]
    answer = browser.get("/oidc/back", params={"error": "access_denied", "error_description": "<b>x", "state": state})
    refused(firm, browser, answer, "oidc_stopped", 403)
    assert "<b>x" not in answer.text


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


def test_a_key_that_is_there_for_encryption_or_is_weak_signs_nothing(firm: Firm) -> None:
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


# --- a provider that cannot be used ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.example"}, {"issuer": None}, {"token_endpoint": None},
        {"token_endpoint": "http://elsewhere.example/token"}, {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://a b.example/"}, {"authorization_endpoint": "https://evil.example\r\nx: y"},
        {"jwks_uri": "file:///etc/passwd"}, {"jwks_uri": "https://u:p@evil.example/"}, {"jwks_uri": "https://[x"},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]}, {"id_token_signing_alg_values_supported": []},
    ],
    ids=str,
)  # fmt: skip
def test_a_discovery_document_that_is_not_the_providers_is_not_used(firm: Firm, document: dict[str, Any]) -> None:
    firm.issuer.document |= document
    answer = firm.browser().get("/oidc/off")
    assert (answer.status_code, said("oidc_away") in words(answer)) == (503, True)
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("status", "body", "phrase", "told"),
    [
        (500, b"{}", "oidc_away", 503), (429, b"{}", "oidc_away", 503), (200, b"<html>", "oidc_away", 503),
        (200, b"[]", "oidc_away", 503), (200, b"[" * 100_000, "oidc_away", 503), (200, b"{}", "oidc_refused", 403),
        (200, b'{"id_token": 5}', "oidc_refused", 403), (400, b'{"error": "invalid_client"}', "oidc_refused", 403),
        (302, b'{"id_token": "x"}', "oidc_refused", 403), (200, b"\xff", "oidc_away", 503),
    ],
)  # fmt: skip
def test_an_answer_to_the_code_that_is_none_lets_nobody_in(
    firm: Firm, status: int, body: bytes, phrase: str, told: int
) -> None:
    firm.issuer.answer = status, body
    firm.turns_away(phrase, told)


def test_a_provider_that_is_down_is_not_asked_at_every_press(issuer: Issuer, clock: Clock) -> None:
    firm = firm_of(issuer, clock)
    issuer.document["issuer"] = None
    for _ in range(3):
        assert firm.browser().get("/oidc/off").status_code == 503
    assert len(issuer.asked) == 1
    clock.now += PAUSE
    issuer.document.clear()
    assert firm.browser().get("/oidc/off").status_code == 303


def test_a_provider_that_went_down_meanwhile_is_still_believed_for_a_day(issuer: Issuer, clock: Clock) -> None:
    firm = firm_of(issuer, clock)
    assert firm.browser().get("/oidc/off").status_code == 303
    firm.issuer.document["issuer"] = "https://somebody.else.example"
    clock.now += KEEP + PAUSE
    assert firm.browser().get("/oidc/off").status_code == 303
    clock.now += dt.timedelta(days=1)
    assert firm.browser().get("/oidc/off").status_code == 503


def test_a_provider_in_ones_own_network_needs_to_be_called_so() -> None:
    provider = Provider(given({"web": web(issuer="https://10.0.0.1")}).web.oidc)  # type: ignore[union-attr, arg-type]
    with pytest.raises(OidcError, match="private or reserved address; set allow_private") as told:
        provider.address(Begun.new("/", NOW), BACK, NOW)
    assert told.value.status == 503


# --- links off, words, configuration --------------------------------------------------------------------------------


def test_where_links_are_off_the_company_account_is_the_only_way(issuer: Issuer, clock: Clock) -> None:
    firm = firm_of(issuer, clock, web={"links": False})
    browser = firm.browser()
    page = browser.get("/sign-in").text
    assert "/oidc/off" in page
    assert "<form" not in page
    firm.site.store.add_sign_in("0" * 64, ELINA.email, "/", NOW + dt.timedelta(minutes=9), NOW)
    for answer in (
        browser.post("/sign-in", data={"email": ELINA.email}),
        browser.get("/sign-in/x"),
        browser.post("/sign-in/x"),
    ):
        assert answer.status_code == 404
    assert firm.signs_in(browser).status_code == 303


def test_without_a_provider_there_is_no_such_page(clock: Clock) -> None:
    app, _ = shop(*_nothing())
    served = FastAPI()
    add_pages(served, Site(lambda: app, app.store.site, clock, lambda: None))
    browser = TestClient(served, base_url=OURS, follow_redirects=False)
    assert [browser.get(path).status_code for path in ("/oidc/off", "/oidc/back?code=x&state=y")] == [404, 404]
    assert "/oidc/off" not in browser.get("/sign-in").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_nobody_was_signed_in_is_said_in_the_readers_words(firm: Firm, language: str) -> None:
    answer = firm.browser(language).get("/oidc/back")
    assert said("oidc_expired", language) in words(answer)
    assert f'<html lang="{language}">' in answer.text
    for phrase in ("oidc_refused", "oidc_stopped", "oidc_no_address", "oidc_away"):
        assert len(said(phrase, language)) > 40


def test_neither_the_secret_nor_a_token_is_in_any_log(firm: Firm, capfd: pytest.CaptureFixture[str]) -> None:
    tokens: list[str] = []

    def remembered(claims: dict[str, Any]) -> str:
        tokens.append(firm.issuer.signed(claims | {"aud": "another"}))
        return tokens[-1]

    firm.issuer.sign = remembered
    firm.turns_away("oidc_refused", 403)
    told = "".join(capfd.readouterr())
    assert SECRET not in told
    assert tokens
    assert all(token not in told for token in tokens)


def web(**oidc: Any) -> dict[str, Any]:
    return {"public_url": OURS, "oidc": {"issuer": "https://id.kuura.example", "client_id": "k", **oidc}}


@pytest.mark.parametrize(
    ("section", "told"),
    [
        (web(issuer="http://id.kuura.example"), "no https address"),
        (web(issuer="https://id.kuura.example?x"), "no https address"),
        (web(scopes=["email"]), 'needs "openid"'),
        (web(issuer="https://login.microsoftonline.com/common/v2.0", trust_unverified=True), "any tenant"),
        (web(issuer="https://login.microsoftonline.com/1-2-3/v2.0"), "trust_unverified"),
        (web(email_claim="upn"), "trust_unverified"),
        ({**web(), "public_url": ""}, "public_url"),
        ({"links": False}, "nobody could sign in"),
    ],
)
def test_a_configuration_that_lets_in_the_wrong_people_or_nobody_is_refused(section: dict[str, Any], told: str) -> None:
    with pytest.raises(UserError, match=re.escape(told)):
        given({"web": section})


def test_entra_id_tells_the_address_where_it_has_one() -> None:
    found = given({"web": web(issuer="https://login.microsoftonline.com/1-2-3/v2.0", trust_unverified=True)}).web
    assert found is not None
    assert found.oidc is not None
    assert found.oidc.claim == "preferred_username"
