# ruff: noqa: INP001, T201 - a script beside the pictures it makes, no package
"""Makes the pictures of the pages anew: `.venv/bin/python -m docs.pictures.pages [--all FOLDER]`.

Without an argument those that the documents show, into docs/images/pages. With ``--all`` every page of both sample
scenarios into FOLDER, at three widths, by day and by night: for looking at, not for keeping. Needs Chromium (`make parts`).
"""

import itertools
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from tests.parts.browser import Browser
from tests.web.browser_house import Served, Window, serving
from tests.web.browser_table import SAMPLES, Sample, stages
from tests.web.house import EN, FI

from docs.pictures.make import with_palette

HERE = Path(__file__).resolve().parents[1] / "images" / "pages"
WIDTHS = (320, 768, 1280)
SHOWN = {
    "today": (320, 1280), "brief": (320, 1280), "followup": (320, 1280), "followup-asks": (320,), "account": (320, 1280),
    "panel-during": (320,), "settings": (768,), "admin": (1280,), "admin-why-one": (768,), "sign-in": (320,),
}  # fmt: skip
"""What the documents show, of the Finnish scenario by day; by night too where `DARK` names it, and of the English one."""
DARK = ("today", "followup", "account", "panel-during")
ENGLISH = ("today", "followup", "account")
TALLEST = 1600
"""Pixels: no document shows a picture of ten screens."""


def main(arguments: Sequence[str]) -> None:
    everything = Path(arguments[1]) if arguments[:1] == ["--all"] else None
    wanted = set(arguments[2:])
    with Browser() as browser:
        for scenario, language in ((FI, "fi"), (EN, "en")):
            with _house(scenario) as (served, names):
                for sample, width, dark in _all() if everything else _shown(language):
                    if wanted and sample.name not in wanted:
                        continue
                    name = f"{sample.name}-{language}-{width}{'-dark' if dark else ''}.png"
                    out = (everything or HERE) / name
                    out.parent.mkdir(parents=True, exist_ok=True)
                    said = _picture(browser, served, sample, names, out, width, dark=dark, whole=everything is not None)
                    print(name, *said)
                    if everything is None:
                        with_palette(out)


@contextmanager
def _house(scenario: str) -> Iterator[tuple[Served, dict[str, str]]]:
    with tempfile.TemporaryDirectory(prefix="kambrief-") as folder, serving(Path(folder), scenario) as served:
        yield served, stages(served.site)


def _all() -> Iterator[tuple[Sample, int, bool]]:
    return itertools.product(SAMPLES, WIDTHS, (False, True))


def _shown(language: str) -> Iterator[tuple[Sample, int, bool]]:
    for sample in SAMPLES:
        for width in SHOWN.get(sample.name, ()):
            if language == "fi":
                yield sample, width, False
                if sample.name in DARK:
                    yield sample, width, True
            elif sample.name in ENGLISH:
                yield sample, width, False


def _picture(
    browser: Browser, served: Served, sample: Sample, names: dict[str, str], out: Path, width: int, *, dark: bool, whole: bool
) -> list[str]:
    """What the page complained of."""

    def take(window: Window) -> list[str]:
        page = window.open(sample.address.format_map(names))
        page.wait_for_load_state("networkidle")
        if whole:
            page.screenshot(path=out, full_page=True)
        else:
            _first_screens(page, width)
            page.screenshot(path=out)
        return [*window.complaints, *window.elsewhere]

    return served.run(browser, take, email=served.manager if sample.signed_in else "", width=width, dark=dark)


def _first_screens(page: Page, width: int) -> None:
    """Let the window be as tall as the page, within reason."""
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})


if __name__ == "__main__":
    main(sys.argv[1:])
