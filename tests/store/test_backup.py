"""Copies are whole, private, taken in the middle of work, and never put over anything by accident."""

import sqlite3
from pathlib import Path

import pytest

from kambrief.errors import UserError
from kambrief.store.backup import backup, restore
from kambrief.store.sql import SqlStore
from tests.contracts.store import NOW, brief_plan, meeting, planned_mail


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kambrief.db"


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def test_a_copy_taken_while_the_store_is_in_use_holds_all_that_was_committed(path: Path, tmp_path: Path) -> None:
    store = SqlStore.open(url_of(path))
    store.save_meetings([meeting()], NOW)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM meeting")
    backup(url_of(path), tmp_path / "copy.db")
    writer.execute("ROLLBACK")
    writer.close()
    assert SqlStore.open(url_of(tmp_path / "copy.db")).meeting("m1") == meeting()


def test_a_copy_is_readable_by_its_owner_only(path: Path, tmp_path: Path) -> None:
    SqlStore.open(url_of(path)).close()
    backup(url_of(path), tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


def test_a_newer_copy_takes_the_place_of_an_older_one_and_leaves_nothing_else(path: Path, tmp_path: Path) -> None:
    store = SqlStore.open(url_of(path))
    folder = tmp_path / "copies"
    folder.mkdir()
    backup(url_of(path), folder / "copy.db")
    store.plan([brief_plan()])
    backup(url_of(path), folder / "copy.db")
    assert [each.name for each in folder.iterdir()] == ["copy.db"]
    assert len(SqlStore.open(url_of(folder / "copy.db")).steps()) == 1


def test_a_restored_database_is_as_it_was(path: Path, tmp_path: Path) -> None:
    store = SqlStore.open(url_of(path))
    planned_mail(store)
    backup(url_of(path), tmp_path / "copy.db")
    restore(tmp_path / "copy.db", url_of(tmp_path / "new.db"))
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600
    assert SqlStore.open(url_of(tmp_path / "new.db")).deliveries() == store.deliveries()


def test_a_database_is_overwritten_only_by_force_and_then_wholly(path: Path, tmp_path: Path) -> None:
    store = SqlStore.open(url_of(path))
    store.plan([brief_plan("before")])
    backup(url_of(path), tmp_path / "copy.db")
    store.plan([brief_plan("after")])
    with pytest.raises(UserError, match="would be lost"):
        restore(tmp_path / "copy.db", url_of(path))
    assert {step.meeting_id for step in store.steps()} == {"before", "after"}
    restore(tmp_path / "copy.db", url_of(path), force=True)
    assert {step.meeting_id for step in store.steps()} == {"before"}
    store.close()
    assert {step.meeting_id for step in SqlStore.open(url_of(path)).steps()} == {"before"}


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to be read as one" * 100])
def test_what_is_no_copy_is_not_restored(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy.db").write_bytes(content)
    with pytest.raises(UserError, match="no copy of a Kambrief database"):
        restore(tmp_path / "copy.db", url_of(tmp_path / "new.db"))
    assert not (tmp_path / "new.db").exists()


def test_a_copy_of_a_newer_version_is_not_restored(path: Path, tmp_path: Path) -> None:
    SqlStore.open(url_of(path)).close()
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    with pytest.raises(UserError, match="schema version 9999"):
        restore(path, url_of(tmp_path / "new.db"))


def test_missing_files_and_folders_are_named(path: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no database"):
        backup(url_of(path), tmp_path / "copy.db")
    with pytest.raises(UserError, match="There is no file"):
        restore(tmp_path / "copy.db", url_of(path))
    SqlStore.open(url_of(path)).close()
    with pytest.raises(UserError, match="Cannot copy"):
        backup(url_of(path), tmp_path / "no-folder" / "copy.db")


def test_the_database_is_not_its_own_copy(path: Path) -> None:
    SqlStore.open(url_of(path)).close()
    with pytest.raises(UserError, match="is the database itself"):
        backup(url_of(path), path)
    with pytest.raises(UserError, match="is the database itself"):
        restore(path, url_of(path), force=True)


def test_for_postgresql_its_own_tools_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="pg_dump"):
        backup("postgresql://host/db", tmp_path / "copy.db")
    with pytest.raises(UserError, match="pg_restore"):
        restore(tmp_path / "copy.db", "postgresql://host/db")


def test_a_database_in_memory_has_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="in memory"):
        backup("sqlite://", tmp_path / "copy.db")
