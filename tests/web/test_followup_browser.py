"""The page of a follow-up in a browser: what is typed is kept, text and call show each other, and keys alone suffice."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from playwright.sync_api import Page

from kambrief.web.server import WebServer
from tests.parts.browser import Browser
from tests.web.followups import DEPUTY, record_of, two
from tests.web.house import Pages

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
T = TypeVar("T")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as found:
        yield found


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pages, str]]:
    with two(tmp_path_factory.mktemp("house")) as found, WebServer(found.served, "127.0.0.1", 0) as server:
        yield found, server.address


def on_page(
    browser: Browser, site: tuple[Pages, str], act: Callable[[Page], T], *, width: int = 1280, dark: bool = False,
    email: str = "",
) -> tuple[T, list[str]]:  # fmt: skip
    """What happens on the page, and what it complained of."""
    pages, address = site
    said: list[str] = []

    def look(page: Page) -> T:
        page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
        page.context.add_cookies(
            [{"name": pages.site.cookie, "value": pages.session(email or pages.manager), "url": address}]
        )
        whose = f"?for={pages.manager}" if email else ""
        page.goto(f"{address}/followup/{pages.house.meeting.id}{whose}")
        page.wait_for_selector("html.js #editor")
        return act(page)

    return browser.visit(f"{address}/sign-in", look, width=width, dark=dark), said


def test_nothing_is_wider_than_the_screen_by_day_and_by_night(browser: Browser, site: tuple[Pages, str]) -> None:
    def wide(page: Page) -> int:
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        return int(page.evaluate("document.documentElement.scrollWidth"))

    for width in (320, 768, 1280):
        for dark in (False, True):
            found, said = on_page(browser, site, wide, width=width, dark=dark)
            assert found <= width
            assert said == []


def test_what_is_typed_is_kept_without_a_press_and_seen_on_another_device(
    browser: Browser, site: tuple[Pages, str]
) -> None:
    def write(page: Page) -> None:
        page.locator("#body").press("Control+End")
        page.keyboard.type("\nPS. Nähdään pian.")
        with page.expect_response(lambda one: one.url.endswith("/autosave")):
            pass
        page.wait_for_selector("#kept:not(.lost):has-text('Tallessa')")

    _, said = on_page(browser, site, write)
    assert said == []
    assert len(record_of(site[0]).versions) == 1
    text, _ = on_page(browser, site, lambda page: page.locator("#body").input_value(), width=320)
    assert "PS. Nähdään pian." in text


def test_without_a_connection_the_text_stays_on_the_device_and_is_kept_when_it_comes_back(
    browser: Browser, site: tuple[Pages, str]
) -> None:
    def write(page: Page) -> tuple[str, str]:
        page.context.set_offline(True)
        page.locator("#body").press("Control+End")
        page.keyboard.type("\nJunassa kirjoitettu.")
        page.wait_for_selector("#kept.lost")
        stored = str(page.evaluate("JSON.stringify(Object.values(localStorage))"))
        page.context.set_offline(False)
        page.wait_for_selector("#kept:not(.lost):has-text('Tallessa')")
        return stored, str(page.evaluate("JSON.stringify(Object.values(localStorage))"))

    (before, after), _ = on_page(browser, site, write)
    assert "Junassa kirjoitettu." in before
    assert after == "[]"
    kept = site[0].site.store.autosave(site[0].house.meeting.id, site[0].manager, site[0].manager)
    assert kept is not None
    assert "Junassa kirjoitettu." in kept.body


def test_a_text_that_never_arrived_is_offered_again(browser: Browser, site: tuple[Pages, str]) -> None:
    def write(page: Page) -> str:
        page.route("**/autosave", lambda route: route.abort())
        page.locator("#body").press("Control+End")
        page.keyboard.type("\nTämä ei päässyt perille.")
        page.wait_for_selector("#kept.lost")
        page.reload()
        page.locator("#device-take").click()
        return page.locator("#body").input_value()

    text, _ = on_page(browser, site, write)
    assert "Tämä ei päässyt perille." in text


def test_the_line_with_the_caret_shows_what_it_rests_on_and_an_utterance_its_lines(
    browser: Browser, site: tuple[Pages, str]
) -> None:
    def look(page: Page) -> tuple[list[str], list[str]]:
        page.evaluate("""() => {
            const body = document.getElementById('body');
            const at = body.value.indexOf('juurisyyraportti');
            body.focus();
            body.setSelectionRange(at, at);
        }""")
        page.wait_for_selector(".spoken .lit")
        cues = page.eval_on_selector_all(".spoken .lit", "found => found.map(one => one.id)")
        page.locator(f"#{cues[0]}").click(position={"x": 4, "y": 4})
        return cues, page.eval_on_selector_all(".rests .lit", "found => found.map(one => one.textContent)")

    (cues, rows), said = on_page(browser, site, look)
    assert cues
    assert any("juurisyyraportti" in row for row in rows)
    assert said == []


def test_with_the_keyboard_alone_it_is_sent_and_taken_back(browser: Browser, site: tuple[Pages, str]) -> None:
    def send(page: Page) -> str:
        def focus(selector: str) -> None:
            for _ in range(200):
                page.keyboard.press("Tab")
                if page.evaluate("which => document.activeElement.matches(which)", selector):
                    return
            raise AssertionError(f"{selector} is not reached by the Tab key")

        focus("button[value=send]:not(.first)")
        page.keyboard.press("Enter")
        page.wait_for_selector("form[action*='/undo'] button")
        focus("form[action*='/undo'] button")
        page.keyboard.press("Enter")
        page.wait_for_selector("#editor")
        return page.url

    url, said = on_page(browser, site, send, email=DEPUTY)
    assert "said_undone" in url
    assert said == []
    record = record_of(site[0])
    assert (record.state, record.send_at) == ("edited", None)


def test_without_scripts_everything_is_a_form_or_a_link(browser: Browser, site: tuple[Pages, str]) -> None:
    def look(page: Page) -> list[str]:
        return list(
            page.eval_on_selector_all("main button", "found => found.filter(one => !one.form).map(one => one.id)")
        )

    loose, _ = on_page(browser, site, look)
    assert set(loose) == {"device-take", "device-leave"}  # of what only the script knows
