"""Fixtures for the whole suite: the sample data, the real parts, and a plain word on what was missing.

The parts that live in this process (`smtp_server`, `fake_llm`, `fault_proxy`, `tls`) are always there. The others come
with `make parts`; where one is missing its tests skip, or fail with KAMBRIEF_REQUIRE_ALL=1.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.parts.browser import Browser
from tests.parts.common import PartMissingError
from tests.parts.dovecot import Dovecot
from tests.parts.fake_llm import FakeLlm
from tests.parts.faults import FaultProxy
from tests.parts.llm import RealLlm
from tests.parts.node import Caniemail
from tests.parts.postgres import Postgres
from tests.parts.prism import Prism
from tests.parts.radicale import Radicale
from tests.parts.smtp import SmtpServer
from tests.parts.tls import TlsFiles, make_tls
from tests.parts.tryton import home
from tests.providers.tryton_sample import Servers

ROOT = Path(__file__).resolve().parent.parent
_MISSING = "part missing: "
_PART_MARKS = ("server", "browser", "node", "model")

# Hypothesis has a profile of its own for CI; elsewhere too a loaded machine is no failure.
if not os.environ.get("CI"):
    settings.register_profile("kambrief", deadline=None)
    settings.load_profile("kambrief")
# For `make check`, to be done in two minutes: `make test` draws as often as each test asks.
settings.register_profile("fast", deadline=None, max_examples=12)


def need(part_available: object, reason: str) -> None:
    """Skips the test, or fails it with KAMBRIEF_REQUIRE_ALL=1, unless the part is there."""
    if part_available:
        return
    if os.environ.get("KAMBRIEF_REQUIRE_ALL") == "1":
        pytest.fail(_MISSING + reason, pytrace=False)
    pytest.skip(_MISSING + reason)


@contextlib.contextmanager
def _or_skip() -> Iterator[None]:
    try:
        yield
    except PartMissingError as error:
        need(part_available=False, reason=str(error))


# The sample data.


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the sample data (`data`, `contracts`): KAMBRIEF_CORPORA, else ../shared beside the checkout."""
    folder = Path(os.environ.get("KAMBRIEF_CORPORA") or ROOT.parent / "shared")
    need((folder / "data").is_dir(), f"no sample data at {folder}: set KAMBRIEF_CORPORA")
    return folder


# Parts in this process.


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> TlsFiles:
    """Certificates for localhost, made for this run."""
    return make_tls(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def smtp_server() -> Iterator[Callable[..., SmtpServer]]:
    """Starts SMTP servers: `smtp_server(security="starttls", tls=tls, users={...})`."""
    with contextlib.ExitStack() as stack:
        yield lambda **options: stack.enter_context(SmtpServer(**options))


@pytest.fixture
def fake_llm() -> Iterator[FakeLlm]:
    """A chat-completions server that answers, and misbehaves, as told."""
    with FakeLlm() as server:
        yield server


@pytest.fixture
def fault_proxy() -> Iterator[Callable[[int], FaultProxy]]:
    """Starts proxies that break the line: `fault_proxy(port)`, then connect to its `.port`."""
    with contextlib.ExitStack() as stack:
        yield lambda to_port: stack.enter_context(FaultProxy(to_port))


# Parts that are programs of their own.


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with _or_skip():
        server = Postgres()
    with server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """A database shared by the whole run; `postgres_database` is one for a single test."""
    return postgres.create_database()


@pytest.fixture
def postgres_database(postgres: Postgres) -> str:
    """A new empty database for this test."""
    return postgres.create_database()


@pytest.fixture(scope="session")
def radicale() -> Iterator[Radicale]:
    """A CalDAV server: `radicale.calendar("name")` makes a calendar."""
    with _or_skip():
        server = Radicale()
    with server:
        yield server


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """An IMAP server with Finnish folders: `dovecot.user()` makes a mailbox."""
    with _or_skip():
        server = Dovecot()
    with server:
        yield server


@pytest.fixture(scope="session")
def real_llm() -> Iterator[RealLlm]:
    """A small language model behind chat completions: `base_url`, `model`."""
    with _or_skip():
        server = RealLlm()
    with server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: `browser.screenshot(page, width=600, dark=False, out=path)`."""
    with _or_skip():
        chromium = Browser()
    with chromium:
        yield chromium


@pytest.fixture(scope="session")
def caniemail() -> Caniemail:
    """Which mail programs cannot show what: `caniemail(html, clients)`."""
    with _or_skip():
        return Caniemail()


@pytest.fixture(scope="session")
def prism() -> Iterator[Callable[[Path], Prism]]:
    """Serves vendors' contracts: `prism(contract).base_url`. Ask again in each test: there is one server a contract,
    and one that a test has brought down is started anew."""
    servers: dict[Path, Prism] = {}
    with contextlib.ExitStack() as stack:

        def serve(contract: Path) -> Prism:
            if contract not in servers or not servers[contract].answers():
                with _or_skip():
                    servers[contract] = stack.enter_context(Prism(contract))
            return servers[contract]

        yield serve


@pytest.fixture(scope="session")
def tryton_servers() -> Iterator[Servers]:
    """Tryton servers: `over(data)` gives one that holds this."""
    if not (home() / "ready").exists():
        need(part_available=False, reason="there is no Tryton server here: run `make parts`")
    with contextlib.ExitStack() as stack:
        yield Servers(stack)


# The run.


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker for each real part, so that it is started once; patience for the language model."""
    for item in items:
        for mark in _PART_MARKS:
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.xdist_group(mark))
        if item.get_closest_marker("model"):
            item.add_marker(pytest.mark.timeout(600))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says in the last lines which parts were missing, and how many tests that cost."""
    missing: dict[str, int] = {}
    for outcome in ("skipped", "failed", "error"):
        for report in terminalreporter.stats.get(outcome, []):
            _, found, reason = str(report.longreprtext).partition(_MISSING)
            if found:
                reason = reason.strip().removesuffix("')")
                missing[reason] = missing.get(reason, 0) + 1
    if missing:
        terminalreporter.section("PARTS MISSING", sep="!", red=True, bold=True)
        for reason, tests in sorted(missing.items()):
            terminalreporter.line(f"{tests} tests did not run: {reason}")
