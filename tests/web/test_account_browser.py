"""The customers' pages in a browser: on a phone and a desk, by day and by night, with the keyboard alone."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page

from kambrief.core.site import Session
from kambrief.web import guards
from kambrief.web.server import WebServer
from kambrief.web.site import Site, add_pages
from tests.builders import ELINA, occurrence
from tests.desk.shop import NOW, shop
from tests.parts.browser import Browser
from tests.web.test_account_page import rich

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as found:
        yield found


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Pages of one customer, on a port of their own."""
    app, _ = shop(rich(), occurrence())
    app.store.site.add_session(Session(guards.digest("token"), ELINA.email, NOW, NOW, NOW.replace(year=2027)))
    served = FastAPI()
    add_pages(served, Site(lambda: app, app.store.site, lambda: NOW, lambda: None))
    with WebServer(served, "127.0.0.1", 0) as server:
        yield server.address


def signed_in(page: Page, address: str, path: str) -> list[str]:
    """Opens it; the complaints of the page from here on."""
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.context.add_cookies([{"name": "kambrief", "value": "token", "url": address}])
    page.goto(address + path)
    return said


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("path", ["/account/A01", "/accounts"])
def test_nothing_is_wider_than_the_screen_and_nothing_is_refused(
    browser: Browser, address: str, path: str, width: int, *, dark: bool
) -> None:
    def look(page: Page) -> tuple[int, list[str]]:
        said = signed_in(page, address, path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        return int(page.evaluate("document.documentElement.scrollWidth")), said

    wide, said = browser.visit(f"{address}/sign-in", look, width=width, dark=dark)
    assert wide <= width
    assert said == []


def test_letters_in_a_chart_lie_within_it_on_a_phone(browser: Browser, address: str) -> None:
    outside = """() => [...document.querySelectorAll('svg.chart')].filter(one => one.checkVisibility()).flatMap(chart => {
      const frame = chart.getBoundingClientRect();
      return [...chart.querySelectorAll('text')].map(one => one.getBoundingClientRect())
        .filter(box => box.left < frame.left - 4 || box.right > frame.right + 4).length;
    })"""

    def look(page: Page) -> list[int]:
        signed_in(page, address, "/account/A01")
        return list(page.evaluate(outside))

    found = browser.visit(f"{address}/sign-in", look, width=320)
    assert found == [0, 0, 0]  # risk, revenue, satisfaction; the map is for wide screens


def test_a_choice_filters_the_history_in_place_and_by_keyboard(browser: Browser, address: str) -> None:
    def act(page: Page) -> tuple[list[str], str, list[str]]:
        said = signed_in(page, address, "/account/A01")
        page.locator("#kind").focus()
        with page.expect_response(lambda answer: "part=history" in answer.url):
            page.locator("#kind").select_option("call")
        page.wait_for_function("document.querySelectorAll('#history-list .history > li').length === 1")
        kinds = page.locator("#history-list .when .badge:first-of-type").all_text_contents()
        return kinds, page.url, said

    kinds, url, said = browser.visit(f"{address}/sign-in", act, width=768)
    assert kinds == ["puhelu"]
    assert url.endswith("/account/A01")
    assert said == []


def test_the_keyboard_opens_what_a_reason_rests_on(browser: Browser, address: str) -> None:
    def act(page: Page) -> bool:
        signed_in(page, address, "/account/A01")
        page.locator("#risk summary").first.focus()
        page.keyboard.press("Enter")
        return bool(page.locator("#risk details").first.evaluate("one => one.open"))

    assert browser.visit(f"{address}/sign-in", act, width=320)
