"""The browser takes pictures, in light and dark, and reaches nothing beyond this machine."""

import asyncio
from pathlib import Path

import pytest

from tests.parts.browser import Browser

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="fi"><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>x</title><style>body{background:#fff} @media (prefers-color-scheme: dark){body{background:#111}}</style>
<h1>Näin valmistaudut</h1><img src="https://tracker.example/p.png" alt=""><div style="height:900px"></div></html>"""
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def test_a_picture_shows_the_whole_page_at_the_width_asked_for(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "mail.html"
    page.write_text(PAGE, encoding="utf-8")
    shot = browser.screenshot(page, width=400, out=tmp_path / "mail.png")
    data = shot.path.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20]) == 400
    assert int.from_bytes(data[20:24]) == shot.height > 900


def test_light_and_dark_differ(browser: Browser) -> None:
    light = browser.visit(PAGE, lambda page: page.evaluate(BACKGROUND))
    dark = browser.visit(PAGE, lambda page: page.evaluate(BACKGROUND), dark=True)
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(17, 17, 17)")


def test_what_lies_beyond_this_machine_is_blocked_and_told(browser: Browser, tmp_path: Path) -> None:
    shot = browser.screenshot(PAGE, out=tmp_path / "mail.png")
    assert shot.blocked == ("https://tracker.example/p.png",)


def test_a_test_may_have_an_event_loop_of_its_own(browser: Browser) -> None:
    async def title() -> str:
        return await asyncio.to_thread(lambda: str(browser.visit(PAGE, lambda page: page.title())))

    assert asyncio.run(title()) == "x"


def test_a_page_that_knows_no_dark_looks_the_same_in_the_dark(browser: Browser, tmp_path: Path) -> None:
    page = "<!doctype html><title>x</title><p>Hyväksy</p>"
    light = browser.screenshot(page, out=tmp_path / "light.png")
    dark = browser.screenshot(page, dark=True, out=tmp_path / "dark.png")
    assert light.path.read_bytes() == dark.path.read_bytes()
