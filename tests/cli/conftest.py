"""The folder in which the commands are tried."""

from pathlib import Path

import pytest

from tests.cli.office import Office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch)
