"""The logbook on SQLite, in a file and in memory, and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kambrief.store.sql import SqlStore
from tests.contracts.logbook import LogbookContract, SharedLogbookContract


class TestOnAFile(SharedLogbookContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'kambrief.db'}"


class TestInMemory(LogbookContract):
    @pytest.fixture
    def store(self) -> Iterator[SqlStore]:
        opened = SqlStore.open("sqlite://")
        yield opened
        opened.close()


@pytest.mark.server
class TestOnPostgres(SharedLogbookContract):
    @pytest.fixture
    def url(self, postgres_database: str) -> str:
        return postgres_database
