"""All that is stored: what a request must not change."""

from collections.abc import Mapping

from kambrief.app import App
from kambrief.store.tables import AuditRow
from tests.web.queries import engine_of


def rows(app: App, *without: str) -> Mapping[str, frozenset[tuple[object, ...]]]:
    """Every row of every table but those of ``without``, by table, as the driver gives it."""
    engine, found = engine_of(app), {}
    with engine.connect() as connection:
        for name in AuditRow.metadata.tables:
            if name not in without:
                cursor = connection.exec_driver_sql(f'SELECT * FROM "{name}"')  # noqa: S608 - a name of ours
                found[name] = frozenset(tuple(row) for row in cursor)
    return found
