"""The panel and the settings in a browser: what is typed is saved by itself, and a lost connection loses nothing."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Request, Route, expect

from kambrief.core.model import Meeting
from kambrief.core.panel import mark
from kambrief.core.site import Panel
from kambrief.web.server import WebServer
from tests.parts.browser import Browser
from tests.web.house import Pages, pages

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@dataclasses.dataclass
class Served:
    """The pages on a port of their own, and who is signed in."""

    site: Pages
    address: str
    token: str

    def signed_in(self, page: Page, path: str) -> list[str]:
        """Opens it; the complaints of the page from here on."""
        said: list[str] = []
        page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.context.add_cookies([{"name": self.site.site.cookie, "value": self.token, "url": self.address}])
        page.goto(self.address + path)
        return said

    def panel(self, meeting: Meeting) -> Panel:
        found = self.site.house.app.store.site.panel(meeting.id, self.site.manager)
        return found or Panel(meeting.id, self.site.manager)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with pages(tmp_path_factory.mktemp("panel")) as site:
        site.house.clock.now = site.house.meeting.start + dt.timedelta(minutes=20)
        with WebServer(site.served, "127.0.0.1", 0) as server:
            yield Served(site, server.address, site.session(site.manager))


_count = iter(range(1, 1000))


@pytest.fixture
def meeting(served: Served) -> Meeting:
    """With the sample's brief, and a panel that nobody has written to."""
    house = served.site.house
    new = dataclasses.replace(house.meeting, id=f"browser{next(_count):03}", sources=(), copies=())
    house.app.store.save_meetings([new], house.clock())
    brief = house.app.store.briefs(house.meeting.id, served.site.manager)[-1]
    # Written after the sample call, whose own promises would be news to it.
    copy = dataclasses.replace(brief, meeting_id=new.id, created_at=new.end + dt.timedelta(days=1))
    house.app.store.save_brief(copy, [], replace_planned=False)
    return new


def offline(page: Page) -> Callable[[], None]:
    """Nothing that is sent arrives, until it is called."""

    def refuse(route: Route, request: Request) -> None:
        route.abort() if request.method == "POST" else route.fallback()

    page.route("**/panel/**", refuse)
    return lambda: page.unroute("**/panel/**", refuse)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("path", ["/panel", "/settings", "/settings/kept"])
def test_nothing_is_wider_than_the_screen_and_nothing_is_refused(
    browser: Browser, served: Served, meeting: Meeting, path: str, width: int, *, dark: bool
) -> None:
    address = f"/panel/{meeting.id}" if path == "/panel" else path

    def look(page: Page) -> tuple[int, list[str]]:
        said = served.signed_in(page, address)
        return int(page.evaluate("document.documentElement.scrollWidth")), said

    wide, said = browser.visit(f"{served.address}/sign-in", look, width=width, dark=dark)
    assert (wide <= width, said) == (True, [])


def test_ticks_and_notes_are_saved_by_themselves_with_the_keyboard_alone(
    browser: Browser, served: Served, meeting: Meeting
) -> None:
    def act(page: Page) -> None:
        served.signed_in(page, f"/panel/{meeting.id}")
        box = page.get_by_label("Juurisyyraportti kuorimon anturikatkoista")
        for _ in range(20):
            page.keyboard.press("Tab")
            if box.evaluate("one => one === document.activeElement"):
                break
        page.keyboard.press("Space")
        expect(page.locator("#saved")).to_have_text("Tallennettu klo 9.20")
        page.get_by_role("textbox", name="Muistiinpanot").focus()
        page.keyboard.type("Hinta auki")
        page.wait_for_function("base => document.querySelector('[name=base]').value === base", arg=mark("Hinta auki"))
        page.reload()
        expect(box).to_be_checked()
        expect(page.locator("#notes")).to_have_value("Hinta auki")

    browser.visit(f"{served.address}/sign-in", act, width=320)
    assert served.panel(meeting).ticks == {"commitments/CM1"}


def test_a_lost_connection_loses_nothing_even_when_the_panel_is_opened_anew(
    browser: Browser, served: Served, meeting: Meeting
) -> None:
    def act(page: Page) -> None:
        served.signed_in(page, f"/panel/{meeting.id}")
        offline(page)
        page.locator("#notes").fill("Petri soittaa perjantaina")
        expect(page.locator("#saved")).to_contain_text("Ei tallennettu")
        again = page.context.new_page()
        back = offline(again)
        again.goto(f"{served.address}/panel/{meeting.id}")
        expect(again.locator("#notes")).to_have_value("Petri soittaa perjantaina")
        expect(again.locator("#saved")).to_contain_text("Ei tallennettu")
        back()
        again.evaluate("window.dispatchEvent(new Event('online'))")
        expect(again.locator("#saved")).to_contain_text("Tallennettu")

    browser.visit(f"{served.address}/sign-in", act, width=320)
    assert served.panel(meeting).notes == "Petri soittaa perjantaina"


def test_two_windows_write_and_both_texts_are_kept(browser: Browser, served: Served, meeting: Meeting) -> None:
    def act(page: Page) -> None:
        served.signed_in(page, f"/panel/{meeting.id}")
        other = page.context.new_page()
        other.goto(f"{served.address}/panel/{meeting.id}")
        other.locator("#notes").fill("Toisen ikkunan rivi")
        expect(other.locator("#saved")).to_contain_text("Tallennettu")
        page.locator("#notes").fill("Tämän ikkunan rivi")
        expect(page.locator("#crossed")).to_be_visible()
        expect(page.locator("#kept")).to_have_value("Toisen ikkunan rivi")
        page.get_by_role("button", name="Pidä molemmat").click()
        expect(page.locator("#notes")).to_have_value("Toisen ikkunan rivi\nTämän ikkunan rivi")
        expect(page.locator("#crossed")).to_be_hidden()

    browser.visit(f"{served.address}/sign-in", act, width=768)
    assert served.panel(meeting).notes == "Toisen ikkunan rivi\nTämän ikkunan rivi"


def test_whoever_comes_back_to_a_window_sees_what_the_other_has_ticked(
    browser: Browser, served: Served, meeting: Meeting
) -> None:
    def act(page: Page) -> None:
        served.signed_in(page, f"/panel/{meeting.id}")
        box = page.get_by_label("Juurisyyraportti kuorimon anturikatkoista")
        served.site.house.app.store.site.save_panel(
            Panel(meeting.id, served.site.manager, frozenset({"commitments/CM1"}), "Puhelimesta")
        )
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(box).to_be_checked()
        expect(page.locator("#notes")).to_have_value("Puhelimesta")

    browser.visit(f"{served.address}/sign-in", act, width=320)


def test_the_clock_is_the_servers_and_goes_on_by_itself(browser: Browser, served: Served, meeting: Meeting) -> None:
    def act(page: Page) -> None:
        page.clock.install()
        served.signed_in(page, f"/panel/{meeting.id}")
        expect(page.locator(".clock")).to_have_text("25 min jäljellä")
        page.clock.fast_forward("21:00")
        expect(page.locator(".clock")).to_have_text("4 min jäljellä")
        page.clock.fast_forward("10:00")
        expect(page.locator(".clock")).to_have_text("päättyi 6 min sitten")

    browser.visit(f"{served.address}/sign-in", act, width=320)
