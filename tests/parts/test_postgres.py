"""PostgreSQL starts, keeps databases apart, and survives being killed."""

import psycopg
import pytest
import sqlalchemy as sa

from tests.parts.postgres import Postgres

pytestmark = pytest.mark.server


def test_it_keeps_finnish_text_in_a_new_database(postgres_database: str) -> None:
    engine = sa.create_engine(postgres_database)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE meeting (title text)"))
        connection.execute(sa.text("INSERT INTO meeting VALUES ('Työmaakäynti – Äänekoski')"))
        assert connection.execute(sa.text("SELECT title FROM meeting")).scalar() == "Työmaakäynti – Äänekoski"
    engine.dispose()


def test_each_test_gets_an_empty_database(postgres_database: str) -> None:
    engine = sa.create_engine(postgres_database)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


def test_what_was_committed_is_there_after_a_sudden_death() -> None:
    with Postgres() as server:
        with psycopg.connect(server.url().replace("+psycopg", "")) as connection:
            connection.execute("CREATE TABLE sent (id int)")
            connection.execute("INSERT INTO sent VALUES (7)")
        server.kill()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.url().replace("+psycopg", ""))
        server.start()
        with psycopg.connect(server.url().replace("+psycopg", "")) as connection:
            assert connection.execute("SELECT id FROM sent").fetchall() == [(7,)]
