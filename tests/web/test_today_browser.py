"""The first page and a brief's pages in a browser: nothing too wide, nothing refused, no barrier that axe finds, and the
keyboard alone.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from kambrief.core.preferences import Preferences
from kambrief.web.server import WebServer
from tests.parts.browser import Browser
from tests.web.house import EN, FI, Pages, pages

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

PARTS = ("/", "/brief/{}", "/brief/{}/why", "/brief/{}/match?who={}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as found:
        yield found


@pytest.fixture(scope="module", params=[FI, EN])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pages, str]]:
    """The pages of a sample, on a port of their own."""
    with (
        pages(tmp_path_factory.mktemp("browser"), request.param) as site,
        WebServer(site.served, "127.0.0.1", 0) as web,
    ):
        yield site, web.address


def open_page(page: Page, served: tuple[Pages, str], part: str) -> list[str]:
    """Opens it as the account manager; the page's complaints from here on."""
    site, address = served
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.context.add_cookies([{"name": site.site.cookie, "value": site.session(site.manager), "url": address}])
    meeting = site.house.meeting
    guest = next(one.email for one in meeting.attendees if not one.email.endswith(site.manager.partition("@")[2]))
    page.goto(address + part.format(meeting.id, guest))
    return said


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("part", PARTS)
def test_it_fits_the_screen_and_axe_finds_nothing(
    browser: Browser, served: tuple[Pages, str], part: str, width: int, *, dark: bool
) -> None:
    def look(page: Page) -> tuple[int, list[str], list[str]]:
        said = open_page(page, served, part)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wide = int(page.evaluate("document.documentElement.scrollWidth"))
        found = Axe().run(page).response["violations"]
        return wide, said, [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]

    wide, said, barriers = browser.visit(f"{served[1]}/sign-in", look, width=width, dark=dark)
    assert barriers == []
    assert said == []
    assert wide <= width


@pytest.mark.parametrize("language", ["sv", "de"])
@pytest.mark.parametrize("part", PARTS)
def test_longer_words_fit_a_phone_too(browser: Browser, served: tuple[Pages, str], part: str, language: str) -> None:
    site, address = served
    app, now = site.house.app, site.house.clock()
    app.store.site.save_preferences(site.manager, Preferences(language=language), now)
    app.refresh()

    def look(page: Page) -> tuple[int, str]:
        open_page(page, served, part)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        return int(page.evaluate("document.documentElement.scrollWidth")), page.locator("html").get_attribute(
            "lang"
        ) or ""

    try:
        assert browser.visit(f"{address}/sign-in", look, width=320) == (320, language)
    finally:
        app.store.site.save_preferences(site.manager, Preferences(), now)
        app.refresh()


def test_a_sentence_is_opened_and_a_word_said_with_the_keyboard_alone(
    browser: Browser, served: tuple[Pages, str]
) -> None:
    def look(page: Page) -> tuple[bool, str]:
        open_page(page, served, "/brief/{}")
        page.locator("details.sentence summary").first.focus()
        page.keyboard.press("Enter")
        shown = page.locator("details.sentence .evidence").first.is_visible()
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == "verdict":
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**said=feedback_thanks**")
        return shown, page.locator("p.said").inner_text()

    shown, said = browser.visit(f"{served[1]}/sign-in", look, width=320)
    assert shown
    assert said
