"""The store on a real PostgreSQL."""

import pytest

from kambrief.core.work import StepState
from kambrief.errors import LeaseLostError, UserError
from kambrief.store.sql import SqlStore
from tests.contracts.store import HOUR, NOW, SharedStoreContract, brief, claimed_step, mail
from tests.parts.common import free_port

pytestmark = pytest.mark.server


class TestOnPostgres(SharedStoreContract):
    @pytest.fixture
    def url(self, postgres_database: str) -> str:
        return postgres_database


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_usual_ways_to_write_the_address_all_work(postgres_database: str, scheme: str) -> None:
    store = SqlStore.open(postgres_database.replace("postgresql+psycopg", scheme))
    assert store.steps() == []
    store.close()


def test_a_server_that_is_not_there_is_a_clear_error_without_the_password() -> None:
    with pytest.raises(UserError, match="Cannot open the database") as caught:
        SqlStore.open(f"postgresql://kambrief:hunter2@127.0.0.1:{free_port()}/kambrief")
    assert "hunter2" not in str(caught.value)


def test_no_transaction_stays_open_after_a_method_returned(postgres_database: str) -> None:
    store = SqlStore.open(postgres_database)
    watcher = SqlStore.open(postgres_database)
    step = claimed_step(store)
    store.save_brief(brief(), [mail()], replace_planned=True, step=step)
    with pytest.raises(LeaseLostError):
        store.finish(step, StepState.DONE)
    store.claim_delivery("w1", NOW, HOUR)
    store.expire_sending()
    with watcher._database.engine.connect() as connection:
        others = connection.exec_driver_sql(
            "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert set(others.scalars()) == {"idle"}
    store.close()
    watcher.close()


def test_connections_that_the_server_dropped_are_replaced(postgres_database: str) -> None:
    store = SqlStore.open(postgres_database)
    other = SqlStore.open(postgres_database)
    with other._database.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert store.steps() == []
    store.close()
    other.close()
