"""The ground the suite stands on: no network beyond this machine, honest waiting, missing parts called missing."""

import socket
import sys
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

from tests.conftest import need
from tests.parts import common
from tests.parts.common import PartMissingError, Server, run, wait_until


def test_the_network_ends_at_the_loopback() -> None:
    with socket.socket() as outward, pytest.raises(SocketConnectBlockedError):
        outward.connect(("192.0.2.1", 80))  # an address reserved for documents; nothing is sent


def test_waiting_in_vain_says_for_what() -> None:
    with pytest.raises(TimeoutError, match=r"waited 0\.05 s for the moon"):
        wait_until(lambda: False, "the moon", seconds=0.05)


def test_a_program_that_dies_tells_its_last_words() -> None:
    with pytest.raises(PartMissingError, match="port taken"):
        Server([sys.executable, "-c", "raise SystemExit('port taken')"], lambda: False)


def test_a_program_that_never_gets_ready_is_stopped() -> None:
    with pytest.raises(TimeoutError, match="to be ready"):
        Server([sys.executable, "-c", "import time; time.sleep(60)"], lambda: False, seconds=0.3)


def test_a_program_that_is_not_there_is_a_missing_part() -> None:
    with pytest.raises(PartMissingError, match="the tool"):
        run(["/nonexistent/tool"], "the tool")


def test_a_missing_part_skips_its_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAMBRIEF_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="part missing: no moon"):
        need(part_available=False, reason="no moon")


def test_a_missing_part_fails_its_test_where_all_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMBRIEF_REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match="part missing: no moon"):
        need(part_available=False, reason="no moon")


def test_parts_are_kept_where_one_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KAMBRIEF_CACHE", str(tmp_path / "parts"))
    assert common.cache_dir() == tmp_path / "parts"
    assert common.cache_dir().is_dir()


@pytest.mark.corpus
def test_the_sample_data_is_found(corpora: Path) -> None:
    assert (corpora / "data" / "scenarios").is_dir()
