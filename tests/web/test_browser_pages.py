"""All pages in a browser: with the keyboard alone, without scripts, on the narrowest phone, and with nothing from elsewhere."""

import datetime as dt
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kambrief.core.site import Panel
from tests.parts.browser import Browser
from tests.web.browser_house import Served, Window, describe_focus, focus_is_seen, serving, tab_to
from tests.web.browser_table import SAMPLES, Sample, stages
from tests.web.house import EN, FI

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]

House = tuple[Served, dict[str, str]]
TICK = "Juurisyyraportti kuorimon anturikatkoista"


@pytest.fixture(scope="module", params=[FI, EN])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Pages that are only looked at."""
    with serving(tmp_path_factory.mktemp("pages"), request.param) as served:
        yield served, stages(served.site)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A house in which something is changed."""
    with serving(tmp_path) as found:
        yield found


def begin_call(served: Served) -> None:
    """Twenty minutes into the sample's call."""
    served.site.house.clock.now = served.site.house.meeting.start + dt.timedelta(minutes=20)


# --- every page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_nothing_is_wider_than_the_screen_and_nothing_comes_from_elsewhere(
    browser: Browser, house: House, sample: Sample
) -> None:
    served, names = house
    email = served.manager if sample.signed_in else ""
    look = functools.partial(_look, sample.address.format_map(names), sample.status)
    assert served.run(browser, look, email=email, width=320) == []


def _look(path: str, status: int, window: Window) -> list[str]:
    """What is wrong with a page at 320 pixels, and with its text twice as large at 1280 (WCAG 2.2, 1.4.4 and 1.4.10)."""
    page = window.open(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = [f"wider than 320: {one}" for one in _too_wide(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    found += [f"wider than 1280: {one}" for one in _too_wide(page)]
    complaints = [one for one in window.complaints if status == 200 or "Failed to load resource" not in one]
    return [*found, *complaints, *window.elsewhere]


def _too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return list(
        page.evaluate(
            """() => {
              const wide = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= wide) return [];
              return [...document.querySelectorAll('main *, header *')]
                .filter(one => one.getBoundingClientRect().right > wide + 1)
                .slice(0, 3).map(one => one.outerHTML.slice(0, 150));
            }"""
        )
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_tab_goes_through_the_whole_page_and_the_focus_is_always_seen(
    browser: Browser, house: House, sample: Sample
) -> None:
    served, names = house
    email = served.manager if sample.signed_in else ""
    walk = functools.partial(_walk, sample.address.format_map(names))
    assert served.run(browser, walk, email=email, width=768) == []


_MOST = 400
_MARK = """(number) => {
  const before = document.activeElement.dataset.walked;
  document.activeElement.dataset.walked = number;
  return before === undefined ? -2 : Number(before);
}"""


def _walk(path: str, window: Window) -> list[str]:
    """Where the focus was not seen, was lost, or did not come on."""
    page = window.open(path)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Tab")
    if not page.evaluate("document.activeElement.classList.contains('skip')"):
        return [f"the first stop is {describe_focus(page)}"]
    found: list[str] = []
    for number in range(_MOST):
        if page.evaluate("document.activeElement === document.body"):
            return found  # through
        before = int(page.evaluate(_MARK, number))
        if before == number - 1 and not _has_parts(page):
            return [*found, f"a trap: {describe_focus(page)}"]
        if 0 <= before < number - 1:
            return found  # round
        if not focus_is_seen(page):
            found.append(f"not seen: {describe_focus(page)}")
        page.keyboard.press("Tab")
    return [*found, f"more than {_MOST} stops"]


def _has_parts(page: Page) -> bool:
    """Whether the field has several stops within: a date has a day, a month and a year."""
    return bool(page.evaluate("['date', 'datetime-local', 'time'].includes(document.activeElement.type)"))


# --- the keyboard alone -----------------------------------------------------------------------------------------------


def test_the_keyboard_alone_signs_in_edits_approves_and_sends(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open("/sign-in")
        tab_to(page, page.get_by_label(served.say("signin", "email")))
        page.keyboard.type(served.manager)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(served.say("signin", "sent_title"))
        window.open(served.links("/sign-in/")[-1])
        tab_to(page, page.get_by_role("button", name=served.say("signin", "link_do")))
        page.keyboard.press("Enter")
        tab_to(page, page.locator(f"a[href='/followup/{served.meeting}']").first)
        page.keyboard.press("Enter")
        body = page.locator("#body")
        tab_to(page, body)
        page.keyboard.press("Control+End")
        page.keyboard.type("\n\nPS. Nähdään pian.")
        expect(page.locator("#kept")).to_contain_text(served.say("followup", "kept_at", at=served.site.house.clock()))
        tab_to(page, page.get_by_role("button", name=served.say("followup", "do_send"), exact=True))
        page.keyboard.press("Enter")
        expect(page.locator("#state[data-state=goes]")).to_be_visible()
        tab_to(page, page.get_by_role("button", name=served.say("followup", "undo")))

    served.run(browser, act)
    served.goes_on(dt.timedelta(seconds=31))
    [mail] = served.site.house.mailbox.sent
    assert "PS. Nähdään pian." in mail.text


def test_the_keyboard_alone_ticks_and_notes_during_the_call(browser: Browser, served: Served) -> None:
    begin_call(served)

    def act(window: Window) -> None:
        page = window.open(f"/panel/{served.meeting}")
        tab_to(page, page.get_by_label(TICK))
        page.keyboard.press("Space")
        tab_to(page, page.locator("#notes"))
        page.keyboard.type("Hinta auki")
        tab_to(page, page.get_by_role("button", name=served.say("panel", "save"), exact=True), 400)
        page.keyboard.press("Enter")
        expect(page.locator("#notes")).to_have_value("Hinta auki")

    served.run(browser, act, email=served.manager, width=320)
    panel = served.site.site.store.panel(served.meeting, served.manager)
    assert panel is not None
    assert (panel.ticks, panel.notes) == (frozenset({"commitments/CM1"}), "Hinta auki")


def test_the_keyboard_alone_saves_the_settings(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open("/settings")
        tab_to(page, page.locator("#lead_minutes"))
        page.keyboard.press("Control+A")
        page.keyboard.type("45")
        page.keyboard.press("Enter")
        expect(page.locator(".said")).to_be_visible()

    served.run(browser, act, email=served.manager)
    kept = served.site.site.store.preferences(served.manager)
    assert kept is not None
    assert kept.lead_minutes == 45


def test_the_first_link_leads_past_the_menu(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open("/settings")
        page.keyboard.press("Tab")
        assert focus_is_seen(page), describe_focus(page)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")

    served.run(browser, act, email=served.manager)


def test_what_is_read_anew_by_itself_takes_no_focus_away(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open(f"/followup/{served.meeting}")
        page.get_by_role("button", name=served.say("followup", "do_send"), exact=True).click()
        undo = page.get_by_role("button", name=served.say("followup", "undo"))
        undo.focus()
        with page.expect_response(lambda answer: answer.url.endswith("/state")):
            pass
        expect(undo).to_be_focused()

    served.run(browser, act, email=served.manager)


# --- without scripts --------------------------------------------------------------------------------------------------


def test_without_scripts_a_follow_up_is_saved_approved_and_sent(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open(f"/followup/{served.meeting}")
        page.locator("#body").fill(page.locator("#body").input_value() + "\n\nPS. Ilman skriptejä.")
        page.get_by_role("button", name=served.say("followup", "do_save"), exact=True).last.click()
        expect(page.locator(".said")).to_have_text(served.say("followup", "said_saved"))
        page.get_by_role("button", name=served.say("followup", "do_send"), exact=True).click()
        page.get_by_role("button", name=served.say("followup", "undo")).click()
        page.get_by_role("button", name=served.say("followup", "do_send"), exact=True).click()
        expect(page.locator("#state[data-state=goes]")).to_be_visible()
        served.goes_on(dt.timedelta(seconds=31))
        page.reload()
        expect(page.locator("#state[data-state=sent]")).to_be_visible()

    served.run(browser, act, email=served.manager, java_script_enabled=False)
    [mail] = served.site.house.mailbox.sent
    assert "PS. Ilman skriptejä." in mail.text


def test_without_scripts_the_panel_keeps_ticks_and_notes(browser: Browser, served: Served) -> None:
    begin_call(served)

    def act(window: Window) -> None:
        page = window.open(f"/panel/{served.meeting}")
        page.get_by_label(TICK).check()
        page.locator("#notes").fill("Hinta auki")
        page.get_by_role("button", name=served.say("panel", "save"), exact=True).click()
        expect(page.get_by_label(TICK)).to_be_checked()

    served.run(browser, act, email=served.manager, width=320, java_script_enabled=False)
    assert served.site.site.store.panel(served.meeting, served.manager) == Panel(
        served.meeting, served.manager, frozenset({"commitments/CM1"}), "Hinta auki", 1
    )


def test_without_scripts_settings_are_saved(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open("/settings")
        page.locator("#lead_minutes").fill("45")
        page.locator("#lead_minutes").press("Enter")
        expect(page.locator(".said")).to_be_visible()

    served.run(browser, act, email=served.manager, java_script_enabled=False)
    kept = served.site.site.store.preferences(served.manager)
    assert kept is not None
    assert kept.lead_minutes == 45


def test_without_scripts_a_promise_is_done(browser: Browser, served: Served) -> None:
    def act(window: Window) -> None:
        page = window.open("/")
        rows = page.locator("li.promise")
        before = rows.count()
        rows.first.get_by_role("button", name=served.say("today", "promise_is_done")).first.click()
        expect(page.locator(".said")).to_be_visible()
        expect(rows).to_have_count(before - 1)

    served.run(browser, act, email=served.manager, java_script_enabled=False)
