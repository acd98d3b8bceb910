"""The system's own Chromium, driven by Playwright, for pictures of mails and pages.

Playwright's synchronous interface keeps an event loop in its thread, which would break tests with a loop of their own:
so all of it happens in one thread kept for it.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Playwright, Route, sync_playwright

from tests.parts.common import PartMissingError

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_LOCAL = ("file:", "data:", "about:", "blob:", "http://127.0.0.1:", "http://localhost:")

T = TypeVar("T")


@dataclass(frozen=True)
class Shot:
    """A picture of a whole page, and what happened while it was shown."""

    path: Path
    width: int
    height: int
    blocked: tuple[str, ...]
    """What the page wanted from elsewhere than this machine, and did not get."""
    console: tuple[str, ...]
    """Errors and warnings of the page."""


def program() -> Path:
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    raise PartMissingError("no Chromium here: install the package chromium, as `make parts` does when root")


class Browser:
    """The browser. `screenshot` takes a picture, `visit` runs a function on the page."""

    def __init__(self) -> None:
        executable = program()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="browser")

        def start() -> None:
            self._playwright: Playwright = sync_playwright().start()
            self._chromium = self._playwright.chromium.launch(executable_path=executable, args=list(_ARGS))

        try:
            self._thread.submit(start).result(60)
        except PlaywrightError as error:
            self._thread.shutdown()
            raise PartMissingError(f"Chromium does not start: {error.message}") from error

    def visit(
        self, page: Path | str, act: Callable[[Page], T], *, width: int = 800, dark: bool = False, height: int = 600
    ) -> T:
        """Opens a file, a URL or HTML text (it starts with "<") and gives what `act` returns.

        Nothing beyond this machine is reached.
        """
        return self._open(page, act, width, height, dark=dark)[0]

    def screenshot(self, page: Path | str, width: int = 800, *, dark: bool = False, out: Path | None = None) -> Shot:
        """Takes a picture of the whole page, `out` or a temporary file."""
        path = out or Path(tempfile.mkstemp(prefix="kambrief-", suffix=".png")[1])

        def take(opened: Page) -> int:
            opened.screenshot(path=path, full_page=True)
            return int(opened.evaluate("document.documentElement.scrollHeight"))

        height, blocked, console = self._open(page, take, width, 600, dark=dark)
        return Shot(path, width, height, tuple(blocked), tuple(console))

    def stop(self) -> None:
        def end() -> None:
            self._chromium.close()
            self._playwright.stop()

        self._thread.submit(end).result(60)
        self._thread.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _open(
        self, page: Path | str, act: Callable[[Page], T], width: int, height: int, *, dark: bool
    ) -> tuple[T, list[str], list[str]]:
        blocked: list[str] = []
        console: list[str] = []

        def guard(route: Route) -> None:
            if route.request.url.startswith(_LOCAL):
                route.continue_()
            else:
                blocked.append(route.request.url)
                route.abort()

        def work() -> T:
            context = self._chromium.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
            )
            context.set_default_timeout(10_000)
            try:
                context.route("**/*", guard)
                opened = context.new_page()
                opened.on("console", lambda said: console.append(said.text) if said.type in _LOUD else None)
                opened.on("pageerror", lambda error: console.append(str(error)))
                with _address(page) as address:
                    opened.goto(address)
                    return act(opened)
            finally:
                context.close()

        return self._thread.submit(work).result(120), blocked, console


_LOUD = {"error", "warning"}


@contextlib.contextmanager
def _address(page: Path | str) -> Iterator[str]:
    """The page's URL. Text gets a file, marked as UTF-8: a page set on about:blank is painted darker in the dark."""
    if isinstance(page, str) and not page.lstrip().startswith("<"):
        yield page
    elif isinstance(page, Path):
        yield page.resolve().as_uri()
    else:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8-sig", prefix="kambrief-", suffix=".html") as file:
            file.write(page)
            file.flush()
            yield Path(file.name).as_uri()
