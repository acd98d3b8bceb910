"""A database as the CRM: a BI warehouse or a CRM's own tables, by queries whose columns are called as ours are.

Each configured query stands in the FROM of ours: the database picks the accounts that are asked for, and adds up the
orders itself. Accounts are read whole, because groups and domains are told by all of them; when a column tells changes,
they are read again only after one.
"""

import datetime as dt
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, SecretStr, field_validator, model_validator
from sqlalchemy import ColumnElement, String, cast, func, literal_column, or_, select, true

from kambrief.core.address import address_key, domain_of
from kambrief.core.customer import TABLES, Account, CrmData
from kambrief.core.groups import find_in
from kambrief.core.insight.windows import Windows
from kambrief.errors import ProviderError, UserError
from kambrief.ports import CrmField, Figures, Health
from kambrief.providers import cells
from kambrief.providers.cells import Conventions
from kambrief.providers.customers import known_slots, known_tables, missing_line, problem_line, stand_ins
from kambrief.providers.records import Read
from kambrief.providers.sql_errors import QueryError
from kambrief.providers.sql_figures import Asked, FiguresReader
from kambrief.providers.sql_reader import Questions, Reader, Source, address, chunks
from kambrief.providers.sql_tables import Configured, Tables, left_out_rows
from kambrief.providers.sql_text import select_only
from kambrief.providers.sql_values import cell
from kambrief.providers.table_fields import fields_of
from kambrief.providers.tables import header_key
from kambrief.settings import Section, Zone

NAME = "crm.sql"
_CHECKED_ROWS = 200
_TELLING = ("accounts", "orders")
"""Tables whose changes are asked for."""

Query = Annotated[str, AfterValidator(select_only)]


class Config(Section):
    """``[crm.sql]``."""

    url: SecretStr | None = None
    url_env: str | None = None
    url_file: Path | None = None
    queries: dict[str, Query]
    """Table → SELECT, its columns called as in the files of `crm.files`; orders may have ``day`` for ``month``."""
    changed: dict[str, str] = Field(default_factory=dict)
    """Table → the column of its query that tells when a row last changed."""
    as_of: Query | None = None
    """A SELECT of one value: when the data were loaded. Left out: now, or a SQLite file's last change."""
    timezone: Zone = "Europe/Helsinki"
    """Of times written without an offset, and where days begin."""
    link_template: str = Field(default="", pattern=r"^(https?://\S+)?$")
    timeout_seconds: float = Field(default=30, gt=0, le=600)
    """For each statement."""
    max_rows: int = Field(default=500_000, ge=1)
    """Of one query."""

    @field_validator("queries", "changed")
    @classmethod
    def _known(cls, tables: dict[str, str]) -> dict[str, str]:
        known_tables(tables)
        return tables

    @field_validator("link_template")
    @classmethod
    def _slots(cls, template: str) -> str:
        return known_slots(template)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        problems = []
        if sum(map(bool, (self.url, self.url_env, self.url_file))) != 1:
            problems.append("exactly one of url, url_env and url_file says where the database is")
        if not self.queries:
            problems.append("queries: none is configured; [crm.sql.queries] contacts is the first to write")
        if strange := sorted(self.changed.keys() - set(_TELLING)):
            problems.append(f"changed: is asked for {' and '.join(_TELLING)} only, not for {', '.join(strange)}")
        if lost := sorted(self.changed.keys() & set(_TELLING) - self.queries.keys()):
            problems.append(f"changed: there is no query of {', '.join(lost)}")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def address(self) -> str:
        """The database's address. Never log it. Raises `UserError` when it cannot be had."""
        try:
            return self.url.get_secret_value() if self.url else self.secret("url")
        except UserError as error:
            raise UserError(*(f"{NAME}: {problem}" for problem in error.problems)) from None


@dataclass(frozen=True, slots=True)
class _Accounts:
    """All accounts as of one state of their table."""

    state: tuple[Any, ...]
    read: Read


class Provider:
    """`kambrief.ports.Crm` and `kambrief.ports.Portfolios` over any database that SQLAlchemy speaks to."""

    name = NAME

    def __init__(self, config: Config, base_dir: Path) -> None:
        """Relative SQLite paths start at ``base_dir``. Nothing is asked yet. Raises `UserError`."""
        self._config = config
        self.tables = frozenset(config.queries)
        """What it tells; another source may tell the rest."""
        url = address(NAME, config.address(), base_dir)
        self._reader = Reader(NAME, url, config.timeout_seconds, config.max_rows, config.timezone)
        self._configured = Configured(NAME, config.queries, Conventions(timezone=config.timezone))
        self._lock = threading.Lock()
        self._seen: set[str] = set()
        self._accounts: _Accounts | None = None

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        """See `kambrief.ports.Crm.find`."""

        def job(questions: Questions) -> CrmData:
            tables = self._tables(questions)
            accounts = self._all_accounts(tables)
            hits = tables.read("contacts", lambda source: _who(tables, source, emails, ids))
            known = CrmData(accounts=(*accounts, *stand_ins(accounts, hits)[0]), contacts=hits)
            found = find_in(known, emails, domains, ids).accounts
            contacts = tables.of_accounts("contacts", {account.id for account in found})
            tables.problems += stand_ins(accounts, contacts)[1]
            return self._data(tables, accounts=found, contacts=contacts)

        return self._reader.run(job)

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        """See `kambrief.ports.Crm.histories`."""

        def job(questions: Questions) -> CrmData:
            tables = self._tables(questions)
            rows = {table: tables.of_accounts(table, account_ids) for table in TABLES if table != "products"}
            products = tables.whole("products")
            extra, problems = stand_ins(rows["accounts"], rows["contacts"])
            tables.problems += problems
            rows["accounts"] = (*rows["accounts"], *extra)
            return self._data(tables, **rows, products=products).only(account_ids)

        return self._reader.run(job)

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:
        """See `kambrief.ports.Portfolios.figures`."""

        def job(questions: Questions) -> Figures:
            asked = Asked(months, cursor, now)
            return FiguresReader(self._tables(questions), self._config.changed, asked).figures()

        return self._reader.run(job)

    def fields(self) -> Sequence[CrmField]:
        """See `kambrief.ports.Fields.fields`: the columns of each query; of one that fails none."""

        def job(questions: Questions) -> list[CrmField]:
            tables = self._tables(questions)
            found = {
                table: tables.attempt(table, lambda source: [*source.names.values()]) or []
                for table in self._config.queries
            }
            tables.expect_one()
            return [field for table, names in found.items() for field in _fields(table, names)]

        return self._reader.run(job)

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """The database with the rows of each query, what could not be read, and each table there is no query of."""
        try:
            return self._reader.run(lambda questions: self._checked(questions, now))
        except ProviderError as error:
            return [
                Health(NAME, ok=False, summary=error.reason, advice="Check [crm.sql] and that the database answers.")
            ]

    # Accounts

    def _all_accounts(self, tables: Tables) -> tuple[Account, ...]:
        """Read whole; from memory when a column tells that none has changed and their number is the same."""
        read = tables.attempt("accounts", lambda source: self._accounts_read(tables, source))
        return () if read is None else tables.noted("accounts", read)

    def _accounts_read(self, tables: Tables, source: Source) -> Read:
        state = self._state(tables.questions, source)
        with self._lock:
            kept = self._accounts
        if kept and state and kept.state == state:
            return kept.read
        read = tables.records(source, [true()])
        if state and read.records:
            with self._lock:
                self._accounts = _Accounts(state, read)
        return read

    def _state(self, questions: Questions, source: Source) -> tuple[Any, ...]:
        changed = source.first(header_key(self._config.changed.get("accounts", "")))
        return () if changed is None else questions.one("accounts", func.max(changed), func.count(), source=source)

    # What is said of the data

    def _tables(self, questions: Questions) -> Tables:
        return Tables(self._configured, questions, self._seen)

    def _data(self, tables: Tables, **rows: Any) -> CrmData:
        tables.expect_one()
        as_of = self._as_of(tables)
        return CrmData(
            **rows,
            missing=tables.missing,
            problems=tuple(dict.fromkeys(tables.problems)),
            provider=NAME,
            as_of=as_of,
            link_template=self._config.link_template,
        )

    def _as_of(self, tables: Tables) -> dt.datetime | None:
        """When the data were true: as configured, a file's last change, or the database's own time."""
        questions, how = tables.questions, self._configured.how
        try:
            if self._config.as_of:
                source = questions.source("as_of", self._config.as_of)
                value = questions.scalar("as_of", select(*source.rows.c))
            elif self._reader.file:
                return _last_change(self._reader.file)
            else:
                value = questions.scalar("as_of", select(func.current_timestamp()))
            return cells.moment(cell(value), how)
        except QueryError as error:
            tables.problems.append(error.reason)
        except ValueError:
            tables.problems.append("the query of as_of gives no time")
        return None

    # Check

    def _checked(self, questions: Questions, now: dt.datetime) -> list[Health]:
        tables = self._tables(questions)
        counts = [
            f"{number} {table}"
            for table in TABLES
            if (number := tables.attempt(table, lambda source: self._looked_at(tables, source))) is not None
        ]
        tables.expect_one()
        as_of = self._as_of(tables)
        age = f"; as of {int((now - as_of).total_seconds() // 3600)} h ago" if as_of else ""
        whole = Health(NAME, ok=True, summary=f"{self._reader.place}: {', '.join(counts)}{age}")
        bad = [problem_line(NAME, tables.problems, "the database")] if tables.problems else []
        return [whole, *bad, *(missing_line(NAME, table, _advice(table)) for table in tables.missing)]

    def _looked_at(self, tables: Tables, source: Source) -> int:
        """How many rows a query gives; what is wrong with the first ones, and with any order, is noted."""
        table, questions = source.table, tables.questions
        number = questions.one(table, func.count(), source=source)[0]
        problems = [*tables.sample(source, _CHECKED_ROWS).problems, *_blanks(questions, source)]
        orders = tables.orders(source) if table == "orders" else None
        if orders:
            statement = select(func.count()).select_from(source.rows).where(orders.bad)
            problems += left_out_rows(questions.scalar(table, statement))
        if (column := self._config.changed.get(table)) and header_key(column) not in source:
            problems.append(f"gives no column '{column}', said to tell changes in [crm.sql.changed]")
        tables.note(table, problems)
        return int(number)


def _fields(table: str, names: Sequence[str]) -> Sequence[CrmField]:
    """Orders may have a day where others have a month."""
    day = {"month": "day"} if table == "orders" and "day" in map(header_key, names) else {}
    return fields_of(table, f"queries.{table}", names, day)


def _advice(table: str) -> str:
    return f"Write its query in [crm.sql.queries] {table}, or mend it."


def _blanks(questions: Questions, source: Source) -> Iterator[str]:
    """Ids with blanks around them: read they are the same, asked for they are not."""
    for name in ("id", "account_id"):
        if name in source and isinstance(questions.sample(source, name), str):
            trimmed = func.ltrim(func.rtrim(source[name]))
            padded = select(func.count()).select_from(source.rows).where(source[name] != trimmed)
            if number := questions.scalar(source.table, padded):
                yield f"{name} has blanks around it in {number} rows: TRIM it in the query"


def _last_change(path: Path) -> dt.datetime:
    """Of a SQLite file: what was written last may still be in the file beside it."""
    files = [path, path.with_name(f"{path.name}-wal")]
    return dt.datetime.fromtimestamp(max(file.stat().st_mtime for file in files if file.exists()), dt.UTC)


def _who(tables: Tables, source: Source, emails: frozenset[str], ids: frozenset[str]) -> list[ColumnElement[bool]]:
    """Contacts with one of the addresses, aliases included, or one of the ids, their own or their account's."""
    parts: list[list[ColumnElement[bool]]] = []
    keys = sorted({spelling for email in emails for spelling in _spellings(address_key(email))})
    if "email" in source:
        parts.append([func.lower(func.ltrim(func.rtrim(source["email"]))).in_(part) for part in chunks(keys)])
    if "aliases" in source:
        parts.append([_holds(source["aliases"], part) for part in chunks(keys)])
    parts += [tables.questions.among(source, key, ids) for key in ("id", "account_id")]
    together = zip_longest(*parts)
    return [or_(*(one for one in conditions if one is not None)) for conditions in together]


def _holds(column: ColumnElement[Any], keys: Sequence[str]) -> ColumnElement[bool]:
    """A list, however it is written, that holds one of these; who reads it looks closely."""
    written = func.lower(cast(column, String))
    return column.is_not(None) & or_(literal_column("1 = 0"), *(written.contains(key, autoescape=True) for key in keys))


def _spellings(key: str) -> set[str]:
    """How an address may stand in a database once it is lower-cased there. Not every ``lower`` knows other letters than
    ours, and a domain with such letters is often kept as it travels (``xn--…``).
    """
    if not key or key.isascii():
        return {key} - {""}
    domain = domain_of(key)
    local = key.removesuffix(domain)
    try:
        domains = {domain, domain.encode("idna").decode("ascii")}
    except UnicodeError:
        domains = {domain}
    plain = {f"{local}{one}" for one in domains}
    return plain | {"".join(one if one.isascii() else one.upper() for one in spelling) for spelling in plain}
