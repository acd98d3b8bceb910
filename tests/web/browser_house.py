"""The pages of a sample house on a port of their own, and browser windows in which somebody is signed in."""

import datetime as dt
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

from kambrief.core.access import StandIn
from kambrief.core.drafting import FollowupRecord
from kambrief.evaluation.play import SCENARIOS
from kambrief.evaluation.scenario import load
from kambrief.web.server import WebServer
from kambrief.web.shown import Words
from tests.parts.browser import Browser
from tests.web.house import FI, Pages, pages

T = TypeVar("T")
LOUD = {"error", "warning"}
PATIENCE = 15_000
"""Milliseconds that a window waits for something to be seen, on a machine that does other things too."""
expect.set_options(timeout=PATIENCE)


@dataclass
class Window:
    """One browser window, and all that went wrong in it."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    """Errors and warnings of the console; the browser tells of a broken content policy there, too."""
    elsewhere: list[str] = field(default_factory=list)
    """What was asked of anybody but us."""

    def __post_init__(self) -> None:
        self.page.on("console", lambda one: self.complaints.append(one.text) if one.type in LOUD else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.elsewhere.append(request.url)

    def open(self, path: str) -> Page:
        """Open one of our pages."""
        self.page.goto(self.address + path)
        return self.page


@dataclass
class Served:
    """The house on a port. ``folder`` holds the mails that it wrote."""

    site: Pages
    address: str
    folder: Path

    @property
    def manager(self) -> str:
        return self.site.manager

    @property
    def meeting(self) -> str:
        return self.site.house.meeting.id

    @property
    def record(self) -> FollowupRecord:
        """The sample's follow-up as it is stored."""
        found = self.site.house.app.store.followup(self.meeting, self.manager)
        assert found is not None
        return found

    def say(self, page: str, name: str, /, **slots: Any) -> str:
        """What a page says to the manager."""
        now, me = self.site.house.clock(), self.site.house.manager
        return Words.of(page, me.language, now.date(), me.timezone).text(name, **slots)

    def sign_in(self, context: BrowserContext, email: str) -> None:
        """From now on somebody is signed in there."""
        context.add_cookies([{"name": self.site.site.cookie, "value": self.site.session(email), "url": self.address}])

    def another(self, page: Page, email: str = "", **context: Any) -> Window:
        """A window on another machine: it shares nothing with the first, and is closed by `run`."""
        own = page.context.browser
        assert own is not None
        language = self.site.house.manager.language
        made = own.new_context(**{"viewport": page.viewport_size, "locale": language, **context})
        made.set_default_timeout(PATIENCE)
        if email:
            self.sign_in(made, email)
        return Window(made.new_page(), self.address)

    def goes_on(self, by: dt.timedelta) -> None:
        """Time passes, and the service does what is due."""
        self.site.house.clock.now += by
        self.site.house.app.run_once(self.site.house.clock())

    def links(self, starting: str) -> list[str]:
        """The links into our pages of all mails that were written, the newest last."""
        mails = [
            message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(self.folder.glob("*.eml"))
        ]
        texts = [part.get_content() for mail in mails if (part := mail.get_body(("plain",))) is not None]
        words = [word.strip("<>") for text in texts for word in text.split()]
        return [word.removeprefix(self.address) for word in words if word.startswith(self.address + starting)]

    def run(
        self, browser: Browser, act: Callable[[Window], T], *, email: str = "", width: int = 1280, dark: bool = False,
        **context: Any,
    ) -> T:  # fmt: skip
        """What ``act`` gives of a window of a browser that speaks the manager's language. ``context``: as Playwright's
        ``new_context`` takes it.
        """

        def work(page: Page) -> T:
            try:
                return act(self.another(page, email, color_scheme="dark" if dark else "light", **context))
            finally:
                own = page.context.browser
                for other in own.contexts if own else ():
                    if other is not page.context:
                        other.close()

        return browser.visit("about:blank", work, width=width, height=900)


DEPUTY = "otto.deputy@kuura.example"


@contextmanager
def serving(
    folder: Path, scenario: str = FI, *, language: str = "", deputy: bool = False, **more: Any
) -> Iterator[Served]:
    """The house of a sample scenario, played to twenty minutes after its call, behind a real server. The manager
    administers, too. With ``deputy`` a colleague stands in today.
    """
    port = _free()
    address = f"http://127.0.0.1:{port}"
    first = asdict(load(SCENARIOS / scenario).managers[0]) | ({"language": language} if language else {})
    people = [first]
    if deputy:
        people.append({**first, "email": DEPUTY, "name": "Otto Sijainen", "aliases": []})
    wanted = {"account_managers": people} if deputy or language else {}
    with pages(
        folder, scenario, web={"host": "127.0.0.1", "port": port, "public_url": address}, more={**wanted, **more}
    ) as site:
        site.site.public_url = address
        if deputy:
            now = site.house.clock()
            site.site.store.add_stand_in(
                StandIn(site.manager, DEPUTY, now.date(), now.date() + dt.timedelta(days=1), site.manager, now)
            )
        with WebServer(site.served, "127.0.0.1", port) as server:
            yield Served(site, server.address, folder)


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def tab_to(page: Page, wanted: Locator, most: int = 120) -> None:
    """Press Tab until it has the focus; on the way the focus is always somewhere, and always seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            assert focus_is_seen(page), describe_focus(page)
            return
    raise AssertionError(f"{wanted} is not reached by {most} presses of Tab; the focus is on {describe_focus(page)}")


def focus_is_seen(page: Page) -> bool:
    """Whether what has the focus shows it: an outline, on the screen."""
    return bool(
        page.evaluate(
            """() => {
              const one = document.activeElement;
              if (!one || one === document.body) return false;
              const style = getComputedStyle(one), box = one.getBoundingClientRect();
              return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                && box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0
                && box.top < innerHeight && box.left < innerWidth;
            }"""
        )
    )


def describe_focus(page: Page) -> str:
    """What has the focus, for a failed test."""
    return str(page.evaluate("document.activeElement ? document.activeElement.outerHTML.slice(0, 200) : 'nothing'"))
