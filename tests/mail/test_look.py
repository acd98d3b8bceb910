"""How the mails look: on a phone and a desk, by day and by night, and in the mail programs people have."""

from pathlib import Path
from typing import Any

import pytest

from kambrief import render
from kambrief.core.brief import Block, Section
from kambrief.core.customer import Role
from kambrief.core.evidence import Person, Text
from tests.mail.pictured import contact, days_ago, drawn, pictured
from tests.mail.sample import JOIN, MANAGER, START, TODAY, brief, digest, line, note, phrases, quote, says
from tests.parts.browser import Browser
from tests.parts.node import Caniemail

WIDTHS = (360, 800)
CONTRAST = 4.5  # WCAG 2.2, 1.4.3

TEXTS_AND_COLOURS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!/[\\p{L}\\p{N}↗•]/u.test(node.data) || !holder.checkVisibility()) continue;
    let behind = holder;
    while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
    found.push([node.data.trim(), getComputedStyle(holder).color, getComputedStyle(behind).backgroundColor]);
  }
  return found;
}"""

GRAPHIC_CONTRAST = 3  # WCAG 2.2, 1.4.11
DRAWN = ["now", "before", "days33", "days67", "days100", "raises", "lowers"]
COLOURS_OF_CLASSES = """names => Object.fromEntries(
  [...names, "days0", "card"].map(name => [name, getComputedStyle(document.querySelector("." + name)).backgroundColor])
)"""
HEIGHTS = """() => [...document.querySelectorAll("td.cell[height]")].map(
  cell => [Number(cell.getAttribute("height")), cell.getBoundingClientRect().height]
)"""

ALLOWED = {
    # What some of these programs leave out, and why the mail does well without.
    "<body> element": "Outlook on macOS makes a div of it; the page's colour is on a table, too",
    "<style> element": "only the dark colours are there; everything else stands in the tags",
    "@media": "the dark colours; where it is missing, the program turns mails dark by itself",
    "border-radius": "Outlook on Windows shows square corners",
    "display:none": "Gmail on the mobile web: the preheader is one unseen pixel high there",
    "overflow": "only for the preheader; Outlook on Windows knows mso-hide",
    "overflow-wrap": "Gmail knows word-break, which is there, too",
    "word-break": "Windows Mail; only very long words from outside would widen the page",
    "role attribute": "Windows Mail; tells screen readers that a table is only layout",
    "aria-hidden attribute": "Windows Mail; spares screen readers the preheader",
    "aria-label attribute": "Windows Mail; the link has a title, too",
}


def pages() -> dict[str, str]:
    moved = says("moved", old=START, new=START)
    english, finnish = phrases("en"), phrases("fi")
    return {
        "brief": render.render_brief(brief("en"), MANAGER, TODAY, english).html,
        "lyhyt": render.render_brief(brief("fi"), MANAGER, TODAY, finnish).html,
        "pictures": render.render_brief(pictured("en"), MANAGER, TODAY).html,
        "kuvat": render.render_brief(pictured("fi"), MANAGER, TODAY).html,
        "digest": render.render_digest(digest(), MANAGER, TODAY, english).html,
        "overview": render.render_digest(digest(whole=False), MANAGER, TODAY, english).html,
        "update": render.render_update(brief().subject, (moved,), MANAGER, TODAY, JOIN, english).html,
        "void": render.render_void(brief().subject, (), MANAGER, TODAY, english).html,
    }


PAGES = pages()


def luminance(colour: str) -> float:
    """WCAG's relative luminance of `rgb(r, g, b)`."""
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").rstrip(")").split(",")]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def overflow(browser: Browser, page: str, width: int) -> int:
    measured = browser.visit(
        page, lambda opened: opened.evaluate("[document.documentElement.scrollWidth, innerWidth]"), width=width
    )
    return int(measured[0]) - int(measured[1])


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_picture_of_each_fetches_nothing_and_warns_of_nothing(
    browser: Browser,
    tmp_path: Path,
    name: str,
    width: int,
    dark: bool,  # noqa: FBT001 - a parameter of the table
) -> None:
    shot = browser.screenshot(PAGES[name], width=width, dark=dark, out=tmp_path / f"{name}-{width}.png")
    assert shot.path.stat().st_size > 5000
    assert shot.blocked == ()
    assert shot.console == ()


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_a_phone_need_not_be_scrolled_sideways(browser: Browser, name: str) -> None:
    assert overflow(browser, PAGES[name], 360) <= 0


@pytest.mark.browser
def test_long_words_from_outside_do_not_widen_it(browser: Browser) -> None:
    long = "x" * 400
    head = says("head", person=Person(long), role=Text(long))
    lines = (line("people/1", head, quote(long)), line("people/2", note("https://" + long), internal=True))
    made = brief(
        header=(note(long), note(long)),
        blocks=tuple(Block(section, lines) for section in Section),
        footer=(note(long),),
    )
    page = render.render_brief(made, MANAGER, TODAY, phrases("en")).html
    assert overflow(browser, page, 360) <= 0


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_text_stands_out_from_its_ground(browser: Browser, name: str, dark: bool) -> None:  # noqa: FBT001 - as above
    texts = browser.visit(PAGES[name], lambda page: page.evaluate(TEXTS_AND_COLOURS), dark=dark)
    weak = [
        (text, round(contrast(colour, ground), 2))
        for text, colour, ground in texts
        if contrast(colour, ground) < CONTRAST
    ]
    assert weak == []
    assert len(texts) >= 2


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_bar_stands_out_from_its_ground(browser: Browser, dark: bool) -> None:  # noqa: FBT001 - as above
    colours = browser.visit(PAGES["pictures"], lambda page: page.evaluate(COLOURS_OF_CLASSES, DRAWN), dark=dark)
    weak = [name for name in DRAWN if contrast(colours[name], colours["card"]) < GRAPHIC_CONTRAST]
    assert weak == []
    assert contrast(colours["days33"], colours["days0"]) >= GRAPHIC_CONTRAST
    for one, other in (("days33", "days67"), ("days67", "days100"), ("before", "now")):
        assert contrast(colours[one], colours[other]) >= 1.5, (one, other)


@pytest.mark.browser
def test_bars_are_as_high_as_they_are_told(browser: Browser) -> None:
    heights = browser.visit(PAGES["pictures"], lambda page: page.evaluate(HEIGHTS), width=360)
    assert len(heights) == 24 + 6 * 12 + 7 + 1
    assert [(told, shown) for told, shown in heights if abs(told - shown) > 0.5] == []


@pytest.mark.browser
def test_long_names_do_not_widen_a_picture(browser: Browser) -> None:
    people = (contact("C1", "y" * 400, Role.SPONSOR), contact("C2", "z " * 400))
    page = render.render_brief(pictured("en", drawn(people=people, touches=days_ago("C1", 3))), MANAGER, TODAY).html
    assert overflow(browser, page, 360) <= 0
    assert overflow(browser, page, 320) <= 0


@pytest.mark.browser
@pytest.mark.parametrize(("dark", "low", "high"), [(False, 0.7, 1.0), (True, 0.0, 0.05)], ids=["light", "dark"])
def test_the_card_is_light_by_day_and_dark_by_night(browser: Browser, dark: bool, low: float, high: float) -> None:  # noqa: FBT001 - as above
    ask = "getComputedStyle(document.querySelector('.card')).backgroundColor"
    colour = browser.visit(PAGES["brief"], lambda page: page.evaluate(ask), dark=dark)
    assert low <= luminance(colour) <= high


@pytest.mark.browser
def test_the_button_is_big_enough_for_a_thumb_and_above_the_fold(browser: Browser) -> None:
    box = browser.visit(PAGES["brief"], lambda page: page.locator(".button a").bounding_box(), width=360)
    assert box is not None
    assert box["height"] >= 44
    assert box["y"] + box["height"] < 300


@pytest.mark.node
@pytest.mark.parametrize("name", PAGES)
def test_mail_programs_can_show_it_or_do_well_without(caniemail: Caniemail, name: str) -> None:
    verdict: dict[str, Any] = caniemail(PAGES[name], ["gmail.*", "outlook.*"])
    titles = {issue["title"] for issues in verdict["issues"]["errors"].values() for issue in issues}
    assert sorted(titles - ALLOWED.keys()) == []


@pytest.mark.node
def test_the_list_of_what_may_be_missing_has_no_needless_entry(caniemail: Caniemail) -> None:
    found = set()
    for page in PAGES.values():
        errors = caniemail(page, ["gmail.*", "outlook.*"])["issues"]["errors"]
        found |= {issue["title"] for issues in errors.values() for issue in issues}
    assert ALLOWED.keys() - found == set()
