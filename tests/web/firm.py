"""A company with a provider of its own, and the pages that send people there."""

import dataclasses
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.testclient import TestClient

from kambrief.app import App
from kambrief.settings import given
from kambrief.web.site import Site, add_pages
from tests.builders import ELINA, OTTO
from tests.desk.shop import NOW, shop
from tests.parts.issuer import CLIENT, Issuer

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
    app, _ = shop(*nothing(), managers=(ELINA, OTTO))
    section = {"issuer": issuer.url, "client_id": CLIENT, "client_secret_env": "OIDC_OF_A_TEST", **oidc}
    settings = given({"web": {"public_url": OURS, "oidc": section, **(web or {})}})
    app = dataclasses.replace(app, settings=settings)
    site = Site(lambda: app, app.store.site, clock, lambda: None)
    served = FastAPI()
    add_pages(served, site)
    return Firm(issuer, served, app, site, clock)


def nothing() -> tuple[Any, ...]:
    from tests.builders import havulinna, occurrence

    return havulinna(), occurrence()
