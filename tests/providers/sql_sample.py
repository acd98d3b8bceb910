"""Databases for the tests of `crm.sql`: customer data as tables with proper types, and what was asked of them."""

import contextlib
import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from kambrief.core import customer
from kambrief.core.customer import TABLES, CrmData
from kambrief.providers.crm.sql import Config, Provider
from kambrief.settings import section

RECORDS = {
    "accounts": customer.Account, "contacts": customer.Contact, "products": customer.Product, "deals": customer.Deal,
    "contracts": customer.Contract, "commitments": customer.Commitment, "activities": customer.Activity,
    "orders": customer.Order, "surveys": customer.SurveyAnswer, "tickets": customer.Ticket, "plans": customer.PlanStep,
}  # fmt: skip
ALL = {table: f"SELECT * FROM {table}" for table in TABLES}  # noqa: S608 names of ours


def sqlite_url(folder: Path, name: str = "bi.db") -> str:
    return f"sqlite:///{folder / name}"


def provider(url: str, queries: dict[str, str], **config: Any) -> Provider:
    return Provider(section(Config, {"url": url, "queries": queries, **config}, "crm.sql"), Path())


def load(url: str, data: CrmData) -> dict[str, str]:
    """The data as one table a record type, typed as a database would; lists as text. The queries that read them."""
    tables = [table for table in TABLES if table not in data.missing]
    made = sa.MetaData()
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    for table in tables:
        hints = typing.get_type_hints(RECORDS[table])
        sa.Table(table, made, *(sa.Column(name, _type(hint, engine.dialect.name)) for name, hint in hints.items()))
    made.drop_all(engine)
    made.create_all(engine)
    with engine.begin() as connection:
        for table in tables:
            if rows := [_values(row, connection.dialect.name) for row in getattr(data, table)]:
                connection.execute(made.tables[table].insert(), rows)
    return {table: ALL[table] for table in tables}


def _type(hint: Any, dialect: str) -> sa.types.TypeEngine[Any]:
    kinds = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    moment = sa.Text() if dialect == "sqlite" else sa.DateTime(timezone=True)  # its own type would drop the offset
    by_kind: dict[Any, sa.types.TypeEngine[Any]] = {
        int: sa.Integer(), bool: sa.Boolean(), Decimal: sa.Numeric(14, 4), dt.date: sa.Date(), dt.datetime: moment,
    }  # fmt: skip
    return next((by_kind[kind] for kind in kinds if kind in by_kind), sa.Text())


def _values(row: Any, dialect: str) -> dict[str, Any]:
    def value(given: Any) -> Any:
        if isinstance(given, tuple):
            return ";".join(given)
        return given.isoformat() if isinstance(given, dt.datetime) and dialect == "sqlite" else given

    return {one.name: value(getattr(row, one.name)) for one in dataclasses.fields(row)}


def execute(url: str, *statements: str, rows: Sequence[Any] | None = None) -> None:
    """Statements as they are; with ``rows`` the last one for each of them."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for number, statement in enumerate(statements, 1):
            if rows is not None and number == len(statements):
                connection.execute(sa.text(statement), rows)
            else:
                connection.exec_driver_sql(statement)


@contextlib.contextmanager
def asked(crm: Provider) -> Iterator[list[str]]:
    """What a provider asks its database while this is open, but for what opens a transaction."""
    statements: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        del connection, cursor, rest
        if not statement.startswith(("BEGIN", "SET ", "PRAGMA")):
            statements.append(statement)

    engine = crm._reader.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
