# ruff: noqa: INP001, T201 - a script beside the pictures it makes, no package
"""Makes the pictures of the pages anew: `.venv/bin/python -m docs.pictures.pages [--all FOLDER]`.

Without an argument those that the documents show, into docs/images/pages. With ``--all`` every page of both sample
scenarios into FOLDER, at three widths, by day and by night: to look at, not to keep. Needs Chromium (`make parts`).
"""

import itertools
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from playwright.sync_api import Page

from docs.pictures.make import with_palette
from tests.parts.browser import Browser
from tests.web.browser_house import Served, Window, serving
from tests.web.browser_table import SAMPLES, Sample, at_rest, stages
from tests.web.house import EN, FI

HERE = Path(__file__).resolve().parents[1] / "images" / "pages"
WIDTHS = (320, 768, 1280)
SHOWN = {
    "today": (320, 1280), "brief": (320, 1280), "followup": (320, 1280), "followup-asks": (320,),
    "account": (320, 1280), "panel-during": (320,), "settings": (768,), "admin": (1280,), "admin-why-one": (768,),
    "sign-in": (320,),
}  # fmt: skip
"""What the documents show of the Finnish scenario by day; what is in `DARK` by night, too; and of the English one."""
DARK = ("today", "followup", "account", "panel-during")
ENGLISH = ("today", "followup", "account")
TALLEST = 1600
"""Pixels: no document shows a picture of ten screens."""


def main(arguments: Sequence[str]) -> None:
    with Browser() as browser:
        for scenario, language in ((FI, "fi"), (EN, "en")):
            with tempfile.TemporaryDirectory(prefix="kambrief-") as folder, serving(Path(folder), scenario) as served:
                if arguments[:1] == ["--all"]:
                    everything(browser, served, language, Path(arguments[1]), frozenset(arguments[2:]))
                else:
                    for_documents(browser, served, language)


@dataclass(frozen=True, slots=True)
class Shot:
    """One page at one width, by day or by night."""

    sample: Sample
    width: int
    dark: bool

    def name(self, language: str) -> str:
        return f"{self.sample.name}-{language}-{self.width}{'-dark' if self.dark else ''}.png"


def everything(browser: Browser, served: Served, language: str, folder: Path, wanted: frozenset[str]) -> None:
    """All pages whole, or those that are named; told with what they complained of."""
    folder.mkdir(parents=True, exist_ok=True)
    names = stages(served.site)
    for shot in itertools.starmap(Shot, itertools.product(SAMPLES, WIDTHS, (False, True))):
        if not wanted or shot.sample.name in wanted:
            out = folder / shot.name(language)
            print(out.name, *_picture(browser, served, shot, names, out, whole=True))


def for_documents(browser: Browser, served: Served, language: str) -> None:
    """The first screens of what the documents show. Of the sample as it is first, before anything is added to it."""
    HERE.mkdir(parents=True, exist_ok=True)
    plain, shots = at_rest(served.site), list(_shown(language))
    asked = {shot: {name for _, name, _, _ in Formatter().parse(shot.sample.address) if name} for shot in shots}
    rest = [shot for shot in shots if not asked[shot] <= set(plain)]
    for shot in shots:
        if shot not in rest:
            _kept(browser, served, shot, plain, language)
    if rest:
        names = stages(served.site)
        for shot in rest:
            _kept(browser, served, shot, names, language)


def _shown(language: str) -> Iterator[Shot]:
    for sample in SAMPLES:
        for width in SHOWN.get(sample.name, ()):
            if language == "fi":
                yield Shot(sample, width, dark=False)
                if sample.name in DARK:
                    yield Shot(sample, width, dark=True)
            elif sample.name in ENGLISH:
                yield Shot(sample, width, dark=False)


def _kept(browser: Browser, served: Served, shot: Shot, names: dict[str, str], language: str) -> None:
    out = HERE / shot.name(language)
    _picture(browser, served, shot, names, out, whole=False)
    with_palette(out)


def _picture(
    browser: Browser, served: Served, shot: Shot, names: dict[str, str], out: Path, *, whole: bool
) -> list[str]:
    """What the page complained of."""

    def take(window: Window) -> list[str]:
        page = window.open(shot.sample.address.format_map(names))
        page.wait_for_load_state("networkidle")
        if not whole:
            _first_screens(page, shot.width)
        page.screenshot(path=out, full_page=whole)
        return [*window.complaints, *window.elsewhere]

    email = served.manager if shot.sample.signed_in else ""
    return served.run(browser, take, email=email, width=shot.width, dark=shot.dark)


def _first_screens(page: Page, width: int) -> None:
    """Let the window be as tall as the page, within reason."""
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})


if __name__ == "__main__":
    main(sys.argv[1:])
