"""Signing in with the company's account: over real HTTP, at a provider that is told what to say."""

import datetime as dt
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey
from starlette.testclient import TestClient

from kambrief.core.site import Act, AuditFilter
from kambrief.errors import UserError
from kambrief.settings import LANGUAGES, given
from kambrief.web.oidc import KEEP, PAUSE, Provider
from kambrief.web.oidc_begun import BEGUN_FOR, Begun, OidcError
from kambrief.web.site import Site, add_pages
from tests.builders import ELINA
from tests.desk.shop import NOW, shop
from tests.parts.issuer import SECRET, Issuer
from tests.web.firm import BACK, OURS, Clock, Firm, firm_of, nothing, refused, said, words
from tests.web.rows import rows

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


def test_opening_the_way_off_changesnothing_and_signs_nobody_in(firm: Firm) -> None:
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
    app, _ = shop(*nothing())
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
