"""``kambrief demo --serve`` as somebody starts it: a process that prints links, which open the pages."""

import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.server]
PATIENCE = 90.0


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("demo")
    command = [
        sys.executable,
        "-m",
        "kambrief",
        "demo",
        "--serve",
        "--port",
        "0",
        "--llm",
        "none",
        "--json",
        "--out",
        "out",
    ]
    out = folder / "told.json"
    with out.open("wb") as written, (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(command, cwd=folder, stdout=written, stderr=errors)
    try:
        yield told(out, process, folder / "errors")
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


def told(out: Path, process: "subprocess.Popen[bytes]", errors: Path) -> list[dict[str, Any]]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        text = out.read_text()
        if text.rstrip().endswith("]"):
            found: list[dict[str, Any]] = json.loads(text)
            return found
        time.sleep(0.1)
    raise AssertionError(errors.read_text())


def opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def test_each_sample_has_pages_of_its_own(served: list[dict[str, Any]]) -> None:
    assert len(served) == 2
    assert len({one["address"] for one in served}) == 2


def test_a_link_opens_today_and_works_once(served: list[dict[str, Any]]) -> None:
    browser = opener()
    for one in served:
        assert one["sign_in"].encode() not in browser.open(one["address"] + "/sign-in").read()
        today = browser.open(urllib.request.Request(one["sign_in"], method="POST"))  # noqa: S310 - http of ours
        assert today.url == one["address"] + "/"
        assert today.status == 200
        with pytest.raises(urllib.error.HTTPError, match="410"):
            opener().open(urllib.request.Request(one["sign_in"], method="POST"))  # noqa: S310
    for one in served:  # signed in to both at once
        assert browser.open(one["admin"]).status == 200


def test_it_works_while_it_is_served(served: list[dict[str, Any]]) -> None:
    for one in served:
        assert json.load(opener().open(one["address"] + "/health/ready"))["parts"]["engine"] == "ok"


def test_the_mails_lead_to_the_pages(served: list[dict[str, Any]]) -> None:
    for one in served:
        texts = [file.read_text(encoding="utf-8") for file in Path(one["mails"]).glob("*.txt")]
        assert [one[page] for page in ("brief", "followup") if not any(one[page] in text for text in texts)] == []


def test_a_port_that_is_too_high_is_said_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kambrief", "demo", "--serve", "--port", "65535", "--llm", "none"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 2
