"""The store on a SQLite file, and on SQLite in memory."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from kambrief.core.work import StepKind
from kambrief.errors import ProviderError, UserError
from kambrief.store import database
from kambrief.store.sql import SqlStore
from tests.contracts.store import ANNA, HOUR, NOW, SharedStoreContract, StoreContract, brief_plan, claimed_step, said


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'kambrief.db'}"


class TestOnAFile(SharedStoreContract):
    pass


class TestInMemory(StoreContract):
    @pytest.fixture
    def store(self) -> Iterator[SqlStore]:
        opened = SqlStore.open("sqlite://")
        yield opened
        opened.close()


def test_what_was_stored_is_there_after_a_restart(url: str) -> None:
    first = SqlStore.open(url)
    step = claimed_step(first)
    first.close()
    assert SqlStore.open(url).steps() == [step]


def test_the_file_writes_ahead_syncs_fully_and_checks_references(url: str) -> None:
    SqlStore.open(url).close()
    with database.Database(url).engine.connect() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert settings == ["wal", 2, 1, database.BUSY_MILLISECONDS]


def test_reading_goes_on_while_another_process_writes(url: str, tmp_path: Path) -> None:
    store = SqlStore.open(url)
    store.plan([brief_plan()])
    other = sqlite3.connect(tmp_path / "kambrief.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM step")
    assert len(store.steps()) == 1
    other.execute("ROLLBACK")
    other.close()


def test_a_database_locked_for_too_long_is_a_fault_without_anybodys_data(url: str, tmp_path: Path) -> None:
    store = SqlStore.open(url)
    with store._database.engine.connect() as connection:  # the only one in the pool: later uses get it again
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "kambrief.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ProviderError, match="database is locked") as caught:
        store.plan([brief_plan("secret-meeting")])
    assert "secret-meeting" not in str(caught.value)
    other.execute("ROLLBACK")
    assert store.plan([brief_plan()]) == 1
    other.close()


def test_a_new_file_is_its_owners_only_and_an_older_one_keeps_its_rights(url: str, tmp_path: Path) -> None:
    path = tmp_path / "kambrief.db"
    store = SqlStore.open(url)
    store.plan([brief_plan()])
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    store.close()
    path.chmod(0o640)
    SqlStore.open(url).close()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_claim_leaves_no_lock_behind(url: str, tmp_path: Path) -> None:
    store = SqlStore.open(url)
    claimed_step(store)
    store.claim("w2", NOW, StepKind.BRIEF, 5, HOUR)
    other = sqlite3.connect(tmp_path / "kambrief.db", isolation_level=None, timeout=0)
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("kambrief.db", "no database address"),
        ("", "no database address"),
        ("mysql://user:hunter2@host/db", "'mysql' is not supported"),
        ("sqlite://kambrief.db", "three slashes"),
        ("sqlite:///file:kambrief.db?uri=true", "not a file: address"),
        ("sqlite:////no/such/folder/kambrief.db", "check that its folder exists"),
    ],
)
def test_a_wrong_address_is_a_clear_error_without_the_password(wrong: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as caught:
        SqlStore.open(wrong)
    assert "hunter2" not in str(caught.value)


def test_feedback_in_words_of_a_newer_version_is_left_out(url: str, tmp_path: Path) -> None:
    store = SqlStore.open(url)
    store.save_feedback(said())
    insert = "INSERT INTO feedback (manager, meeting_id, section, verdict, at, facts) VALUES (?, ?, ?, ?, ?, '[]')"
    with sqlite3.connect(tmp_path / "kambrief.db") as newer:
        for section, verdict in (("horoscope", "useful"), ("mind", "splendid")):
            newer.execute(insert, (ANNA, "m1", section, verdict, f"{NOW:%Y-%m-%d %H:%M:%S.%f}"))
    newer.close()
    assert store.feedback(ANNA) == [said()]
    store.close()
