"""A sample installation with its pages, and people who are signed in: what the tests of pages work in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from kambrief.core.site import Session
from kambrief.evaluation import served
from kambrief.evaluation.play import SCENARIOS
from kambrief.evaluation.scenario import load
from kambrief.web import guards
from kambrief.web.hooks import Secrets, hooks_app
from kambrief.web.site import Site, add_pages

FI, EN = "fi_renewal_at_risk", "en_global_gam"


@dataclass
class Pages:
    """The pages of one house. `client` is a browser in which somebody is signed in."""

    house: served.House
    site: Site
    served: FastAPI
    woken: list[str] = field(default_factory=list)

    def client(self, email: str = "", **headers: str) -> TestClient:
        """A browser; with ``email`` somebody is signed in. It follows no redirect."""
        browser = TestClient(self.served, base_url="http://kambrief.example", follow_redirects=False, headers=headers)
        if email:
            browser.cookies.set(self.site.cookie, self.session(email))
        return browser

    def session(self, email: str) -> str:
        """The cookie of a new session."""
        token, now = guards.new_token(), self.house.clock()
        self.site.store.add_session(
            Session(guards.digest(token), email, now, now, now.replace(year=now.year + 1), "Firefox, Android")
        )
        return token

    def csrf(self, browser: TestClient) -> dict[str, str]:
        """What a form of this browser's session carries."""
        return {"csrf": guards.form_token(browser.cookies[self.site.cookie])}

    @property
    def manager(self) -> str:
        """The account manager's address."""
        return self.house.manager.email


@contextmanager
def pages(folder: Path, scenario: str = FI, **more: Any) -> Iterator[Pages]:
    """The house of a sample scenario with its pages. ``more``: as for `served.house`."""
    with served.house(load(SCENARIOS / scenario), folder, **more) as house:
        woken: list[str] = []
        site = Site(
            lambda: house.app, house.app.store.site, house.clock, lambda: woken.append("wake"), "http://kambrief.example"
        )  # fmt: skip
        app = hooks_app(house.app.store, Secrets(), site.wake, house.clock)
        add_pages(app, site)
        yield Pages(house, site, app, woken)
