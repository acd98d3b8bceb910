"""The migrations make exactly the tables the code uses, whoever comes first, and never touch newer ones."""

import importlib
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlmodel import SQLModel

from kambrief.core.preferences import Preferences
from kambrief.errors import UserError
from kambrief.store import schema
from kambrief.store.database import Database
from kambrief.store.sql import SqlStore
from tests.contracts.store import meeting, planned_mail

TABLES = {
    "alembic_version", "attempt", "audit", "autosave", "brief", "correction", "delivery", "edit", "feedback", "figures",
    "followup", "followup_version", "heard", "hint", "logbook", "meeting", "meeting_source", "panel", "preference",
    "promise", "sign_in", "snapshot", "source_state", "stand_in", "step", "voice", "web_session",
}  # fmt: skip


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.server)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kambrief.db'}"
    return str(request.getfixturevalue("postgres_database"))


def test_the_migrated_tables_are_those_of_the_code(url: str) -> None:
    SqlStore.open(url).close()
    database = Database(url)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
        assert set(inspect(connection).get_table_names()) == TABLES
    database.close()


def test_the_uniqueness_we_rely_on_is_in_the_database_itself(url: str) -> None:
    SqlStore.open(url).close()
    database = Database(url)
    with database.engine.connect() as connection:
        unique = {
            (table, tuple(constraint["column_names"]))
            for table in ("step", "brief", "delivery", "audit")
            for constraint in inspect(connection).get_unique_constraints(table)
        }
        keys = {table: inspect(connection).get_pk_constraint(table)["constrained_columns"] for table in sorted(TABLES)}
    database.close()
    assert unique == {
        ("step", ("kind", "meeting_id", "manager")),
        ("brief", ("meeting_id", "manager", "revision")),
        ("delivery", ("meeting_id", "revision", "recipient")),
        ("delivery", ("message_id",)),
        ("audit", ("bucket",)),
    }
    assert keys["meeting_source"] == ["provider", "calendar", "uid", "recurrence_id"]
    assert (keys["correction"], keys["source_state"]) == (["email"], ["name"])
    assert keys["logbook"] == ["provider", "key"]
    assert keys["feedback"] == ["manager", "meeting_id", "section"]
    assert keys["followup"] == ["meeting_id", "manager"]
    assert keys["followup_version"] == ["meeting_id", "manager", "number"]
    assert keys["promise"] == ["meeting_id", "manager", "id"]
    assert (keys["sign_in"], keys["web_session"]) == (["token_hash"], ["id_hash"])
    assert (keys["attempt"], keys["preference"]) == (["key_hash", "window_start"], ["manager"])
    assert (keys["panel"], keys["autosave"]) == (["meeting_id", "manager"], ["meeting_id", "manager", "who"])
    assert (keys["voice"], keys["edit"]) == (["manager", "language", "address_form"], ["manager", "meeting_id"])


def test_the_version_in_the_code_is_that_of_the_newest_file() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_upgrading_again_changes_nothing(url: str) -> None:
    store = SqlStore.open(url)
    store.save_meetings([meeting()], meeting().start)
    planned_mail(store)
    store.upgrade()
    store.close()
    again = SqlStore.open(url)
    assert again.meeting("m1") == meeting()
    assert len(again.deliveries()) == 1
    again.close()


def test_what_a_version_before_the_pages_has_stored_is_there_after_the_upgrade(url: str) -> None:
    old = Database(url)
    old.prepare()
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with old.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.exec_driver_sql(
            "INSERT INTO voice (manager, language, address_form, body)"
            """ VALUES ('anna@example.test', 'fi', '', '{"manager": "anna@example.test", "language": "fi"}')"""
        )
        connection.exec_driver_sql(
            "INSERT INTO correction (email, contact_id, account_id) VALUES ('x@example.test', '', 'a1')"
        )
        assert "web_session" not in inspect(connection).get_table_names()
    old.close()
    store = SqlStore.open(url)
    assert [voice.language for voice in store.voices("anna@example.test")] == ["fi"]
    assert [one.account_id for one in store.corrections()] == ["a1"]
    assert store.site.all_preferences() == {}
    store.site.save_preferences("anna@example.test", Preferences(language="sv"), meeting().start)
    assert store.site.preferences("anna@example.test") == Preferences(language="sv")
    store.close()


def test_several_starting_at_once_on_an_empty_database_all_succeed(url: str) -> None:
    together = threading.Barrier(4)

    def start(number: int) -> int:
        together.wait()
        store = SqlStore.open(url)
        planned_mail(store, f"m{number}")
        store.close()
        return number

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(start, range(4))) == [0, 1, 2, 3]


def test_tables_of_a_newer_version_are_refused_and_left_alone(url: str) -> None:
    SqlStore.open(url).close()
    database = Database(url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UserError, match=r"schema version 9999.*install the newer Kambrief"):
        SqlStore.open(url)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "9999"
    database.close()


def test_a_failed_migration_leaves_no_half_of_it(tmp_path: Path) -> None:
    path = tmp_path / "kambrief.db"
    with sqlite3.connect(path) as stranger:
        stranger.execute("CREATE TABLE step (mine)")
    stranger.close()
    with pytest.raises(UserError, match="step already exists"):
        SqlStore.open(f"sqlite:///{path}")
    with sqlite3.connect(path) as stranger:
        names = [row[0] for row in stranger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    stranger.close()
    assert names == ["step"]


def test_a_store_that_is_up_to_date_starts_without_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kambrief.db'}"
    SqlStore.open(url).close()
    loaded = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "alembic"}
    for name in loaded:
        del sys.modules[name]
    try:
        SqlStore.open(url).close()
        assert "alembic" not in sys.modules
    finally:
        sys.modules.update(loaded)
        importlib.invalidate_caches()
