"""A PostgreSQL database for the tests of `crm.sql`: emptied for each, because making one takes longer than most tests."""

import pytest

from tests.parts.postgres import Postgres
from tests.providers.sql_sample import execute


@pytest.fixture(scope="session")
def _bi_database(postgres: Postgres) -> str:
    return postgres.create_database()


@pytest.fixture
def bi(_bi_database: str) -> str:
    """The URL of an empty database."""
    execute(_bi_database, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return _bi_database
