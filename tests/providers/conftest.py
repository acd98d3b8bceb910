"""A PostgreSQL database for the tests of `crm.sql`: emptied for each, because making one takes longer than most tests.
Servers for those of `crm.tryton`, for the same reason.
"""

import contextlib
from collections.abc import Iterator

import pytest

from tests.conftest import need
from tests.parts.postgres import Postgres
from tests.parts.tryton import home
from tests.providers.sql_sample import execute
from tests.providers.tryton_sample import Servers


@pytest.fixture(scope="session")
def _bi_database(postgres: Postgres) -> str:
    return postgres.create_database()


@pytest.fixture
def bi(_bi_database: str) -> str:
    """The URL of an empty database."""
    execute(_bi_database, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return _bi_database


@pytest.fixture(scope="session")
def tryton_servers() -> Iterator[Servers]:
    """Tryton servers: `over(data)` gives one that holds this."""
    if not (home() / "ready").exists():
        need(part_available=False, reason="there is no Tryton server here: run `make parts`")
    with contextlib.ExitStack() as stack:
        yield Servers(stack)
