"""No page breaks a rule of axe: on a phone and a desk, by day and by night, in two languages."""

import functools
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from kambrief.web.pages import routes
from tests.parts.browser import Browser
from tests.web.browser_house import Served, Window, serving
from tests.web.browser_table import NO_PAGES, SAMPLES, Sample, stages
from tests.web.house import EN, FI

WIDTHS = (320, 1280)
OF_COLOUR = ("color-contrast", "link-in-text-block")
"""The rules that the scheme of colours can break; all others are asked by day alone. No rule is off."""

House = tuple[Served, dict[str, str]]


def test_every_page_is_looked_at() -> None:
    served = {route.path for route in routes() if route.method == "GET"}
    assert {sample.path for sample in SAMPLES} | set(NO_PAGES) == served
    assert not {sample.path for sample in SAMPLES} & set(NO_PAGES)


@pytest.fixture(scope="module", params=[FI, EN])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with serving(tmp_path_factory.mktemp("axe"), request.param) as served:
        yield served, stages(served.site)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_axe_finds_nothing(browser: Browser, house: House, sample: Sample) -> None:
    served, names = house
    email = served.manager if sample.signed_in else ""
    found = served.run(browser, functools.partial(_look, sample.address.format_map(names), sample.status), email=email)
    assert found == []


def _look(path: str, status: int, window: Window) -> list[str]:
    """All that axe finds, by width and scheme."""
    answer = window.page.goto(window.address + path)
    assert answer is not None
    assert answer.status == status
    page = window.page
    found: list[str] = []
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE_SCRIPT)
    found += [f"folded: {one}" for one in _violations(page)]
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        found += [f"{width} light: {one}" for one in _violations(page)]
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += [f"{width} dark: {one}" for one in _violations(page, *OF_COLOUR)]
    return found


def _violations(page: Page, *only: str) -> list[str]:
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = {"type": "rule", "values": list(only)}
    rows = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    return [
        f"{row['id']} ({row['impact']}): {row['help']}: {node['target'][0]} {node['html'][:120]} {node['failureSummary'][:200]}"
        for row in rows
        for node in row["nodes"][:3]
    ]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.xdist_group("browser")
def test_axe_is_asked_in_earnest(browser: Browser, house: House) -> None:
    def look(window: Window) -> list[str]:
        page = window.open("/sign-in")
        page.evaluate("document.querySelector('label').remove(); document.querySelector('h1').style.color = '#ccc'")
        page.evaluate(AXE_SCRIPT)
        return [one.partition(" ")[0] for one in (*_violations(page), *_violations(page, *OF_COLOUR))]

    served, _ = house
    assert set(served.run(browser, look)) == {"color-contrast", "label"}
