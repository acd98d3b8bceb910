"""A folder of tables as the CRM: CSV or JSON, one file a table, as a CRM or BI exports them every night.

Any table may be missing (a stated gap), any row may be broken (named, skipped). What must not happen silently is that
all of it is gone: that is a fault of the export, and the last known data serves instead.
"""

import datetime as dt
import hashlib
import stat
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Literal

from pydantic import Field, field_validator

from kambrief.core.customer import TABLES, CrmData
from kambrief.core.groups import find_in
from kambrief.core.insight.money import sums_of
from kambrief.core.insight.windows import Windows
from kambrief.errors import ProviderError, SuddenlyEmptyError
from kambrief.ports import CrmField, Figures, Health
from kambrief.providers.cells import Conventions
from kambrief.providers.customers import PEOPLE, known_slots, known_tables, missing_line, problem_line, stand_ins
from kambrief.providers.records import SPECS, Read, read_records
from kambrief.providers.table_fields import fields_of
from kambrief.providers.tables import Table, header_key, read_csv, read_json
from kambrief.settings import Section, Zone

NAME = "crm.files"
SUFFIXES = (".csv", ".json")


class Config(Section):
    """``[crm.files]``."""

    folder: Path
    files: dict[str, str] = Field(default_factory=dict)
    """Table → file name, where it is not ``<table>.csv`` or ``<table>.json``."""
    headers: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Table → our column → the file's: ``[crm.files.headers.contacts] email = "Sähköposti"``."""
    encoding: str | None = None
    delimiter: Literal[",", ";", "\t", "|"] | None = None
    decimal: Literal[",", "."] | None = None
    date_format: str = ""
    """As for ``strptime`` (``%m/%d/%Y``); ISO dates and 5.10.2026 are understood without."""
    timezone: Zone = "Europe/Helsinki"
    """Of times written without an offset."""
    link_template: str = Field(default="", pattern=r"^(https?://\S+)?$")
    max_megabytes: int = Field(default=64, ge=1, le=4096)

    @field_validator("files")
    @classmethod
    def _inside(cls, files: dict[str, str]) -> dict[str, str]:
        known_tables(files)
        for name in files.values():
            parts = {*PurePosixPath(name).parts, *PureWindowsPath(name).parts}
            if not name or ".." in parts or PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor:
                raise ValueError(f"'{name}' must be a file within the folder")
        return files

    @field_validator("headers")
    @classmethod
    def _known_columns(cls, headers: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        known_tables(headers)
        for table, columns in headers.items():
            if strange := sorted(columns.keys() - SPECS[table].headers):
                raise ValueError(
                    f"{table} has no column {', '.join(strange)}; it has {', '.join(sorted(SPECS[table].headers))}"
                )
        return headers

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str | None) -> str | None:
        try:
            "".encode(encoding or "utf-8")
        except LookupError:
            raise ValueError(f"'{encoding}' is no known encoding; leave it out to have it detected") from None
        return encoding

    @field_validator("link_template")
    @classmethod
    def _known_slots(cls, template: str) -> str:
        return known_slots(template)


@dataclass(frozen=True, slots=True)
class _Found:
    """A table's file as it was when we looked; equal means unchanged."""

    table: str
    path: Path
    size: int
    changed: int
    """Nanoseconds since 1970."""
    note: str = ""


class Provider:
    """`kambrief.ports.Crm` and `Portfolios` over a folder. Files are read again only when one of them has changed."""

    name = NAME

    def __init__(self, config: Config, base_dir: Path) -> None:
        """Relative folders start at ``base_dir``. Nothing is read yet."""
        self._config = config
        self._folder = base_dir / config.folder
        self._lock = threading.Lock()
        self._seen: tuple[_Found, ...] = ()
        self._data: CrmData | None = None
        self._people: Mapping[str, int] = {}
        """Rows of the two tables that tell who somebody is."""

    def find(self, emails: frozenset[str], domains: frozenset[str], ids: frozenset[str] = frozenset()) -> CrmData:
        """See `kambrief.ports.Crm.find`."""
        return find_in(self._load(), emails, domains, ids)

    def histories(self, account_ids: frozenset[str]) -> CrmData:
        """See `kambrief.ports.Crm.histories`."""
        return self._load().only(account_ids)

    def figures(self, months: Windows, cursor: Mapping[str, str], now: dt.datetime) -> Figures:  # noqa: ARG002 the port's
        """See `kambrief.ports.Portfolios.figures`. The files' names, sizes and times tell whether anything changed."""
        mine = {"files": self._signature(), "month": f"{months.last:%Y-%m}"}
        if all(cursor.get(key) == value for key, value in mine.items()):
            nothing = {"queries": 0, "rows": 0, "left_out": 0}
            return Figures(complete=False, unchanged=True, cursor=dict(cursor), counted=nothing)
        data = self._load()
        known = {table: len(getattr(data, table)) for table in ("accounts", "orders")}
        if lost := [table for table, rows in known.items() if not rows and cursor.get(f"known_{table}", "0") != "0"]:
            raise SuddenlyEmptyError(self.name, f"{self._folder}: all {' and '.join(lost)} are suddenly gone")
        return Figures(
            data.accounts,
            sums_of(data.orders, months),
            cursor={**mine, **{f"known_{table}": str(rows) for table, rows in known.items()}},
            counted={"queries": len(self._seen), "rows": sum(known.values()), "left_out": 0},
        )

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """The folder, then what could not be read, then each table there is no file for."""
        try:
            data = self._load()
        except ProviderError as error:
            return [
                Health(self.name, ok=False, summary=error.reason, advice="Check the export and [crm.files] folder.")
            ]
        counts = ", ".join(f"{len(getattr(data, table))} {table}" for table in TABLES if table not in data.missing)
        hours = int((now - data.as_of).total_seconds() // 3600) if data.as_of else 0
        whole = Health(self.name, ok=True, summary=f"{self._folder}: {counts}; newest change {hours} h ago")
        bad = [problem_line(NAME, data.problems, "the files")] if data.problems else []
        return [whole, *bad, *(_missing_line(table) for table in data.missing)]

    def fields(self) -> Sequence[CrmField]:
        """See `kambrief.ports.Fields.fields`: the headers of each file; of one that cannot be read none."""
        headers = self._config.headers
        return [
            field
            for one in self._look()
            for field in fields_of(one.table, one.path.name, self._table(one).columns, headers.get(one.table, {}))
        ]

    def _load(self) -> CrmData:
        with self._lock:
            found = self._look()
            if self._data is None or found != self._seen:
                data, people = self._read(found)
                if lost := [table for table, rows in self._people.items() if rows and not people.get(table)]:
                    raise SuddenlyEmptyError(self.name, f"{self._folder}: all {' and '.join(lost)} are suddenly gone")
                self._data, self._people, self._seen = data, people, found
            return self._data

    def _signature(self) -> str:
        """Of the files and of how they are read."""
        said = (*self._look(), self._config.model_dump_json(exclude={"folder", "link_template"}))
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

    def _look(self) -> tuple[_Found, ...]:
        try:
            names = {header_key(entry.name): entry for entry in sorted(self._folder.iterdir())}
        except OSError as error:
            raise ProviderError(self.name, f"cannot open the folder {self._folder} ({error.strerror})") from error
        found = tuple(one for table in TABLES if (one := self._look_for(table, names)))
        if not found:
            gone = SuddenlyEmptyError if self._data else ProviderError
            others = sorted(path.name for path in names.values() if path.suffix.casefold() in SUFFIXES)[:12]
            hint = f"; found {', '.join(others)}: say in [crm.files] files which table each is" if others else ""
            raise gone(self.name, f"there is no table in {self._folder}, such as contacts.csv{hint}")
        return found

    def _look_for(self, table: str, names: Mapping[str, Path]) -> _Found | None:
        if table in self._config.files:
            paths = [self._folder / self._config.files[table]]
        else:
            paths = [names[table + suffix] for suffix in SUFFIXES if table + suffix in names]
        for path in paths:
            try:
                status = path.stat()
            except OSError:
                continue
            if stat.S_ISREG(status.st_mode):
                note = f"{paths[1].name} is not read, because there is {path.name} too" if len(paths) > 1 else ""
                return _Found(table, path, status.st_size, status.st_mtime_ns, note)
        return None

    def _read(self, found: Sequence[_Found]) -> tuple[CrmData, Mapping[str, int]]:
        tables: dict[str, Any] = {}
        there = {one.table for one in found}
        configured = self._config.files.items()
        problems = [f"{name} is not there (configured for {table})" for table, name in configured if table not in there]
        for one in found:
            read = self._read_table(one)
            problems += [one.note] if one.note else []
            problems += [f"{one.path.name} {problem}" for problem in read.problems]
            if not read.unreadable:
                tables[one.table] = read.records
        if not tables:
            raise ProviderError(self.name, f"no table in {self._folder} could be read: {'; '.join(problems[:3])}")
        people = {table: len(tables.get(table, ())) for table in PEOPLE}
        extra, problem = stand_ins(tables.get("accounts", ()), tables.get("contacts", ()))
        missing = tuple(table for table in TABLES if table not in tables)
        tables["accounts"] = (*tables.get("accounts", ()), *extra)
        data = CrmData(
            **tables,
            missing=missing,
            problems=(*problems, *problem),
            provider=self.name,
            as_of=max(_moment(one.changed) for one in found if one.table not in missing),
            link_template=self._config.link_template,
        )
        return data, people

    def _read_table(self, one: _Found) -> Read:
        config = self._config
        how = Conventions(config.decimal or "", config.date_format, config.timezone)
        return read_records(one.table, self._table(one), config.headers.get(one.table, {}), how)

    def _table(self, one: _Found) -> Table:
        config = self._config
        if one.size > config.max_megabytes * 1_000_000:
            return _unreadable(f"is larger than {config.max_megabytes} MB: raise max_megabytes if that is right")
        try:
            content = one.path.read_bytes()
        except OSError as error:
            return _unreadable(f"cannot be read ({error.strerror})")
        if one.path.suffix.casefold() == ".json":
            return read_json(content, config.encoding)
        known = {*SPECS[one.table].headers, *map(header_key, config.headers.get(one.table, {}).values())}
        return read_csv(content, known, config.encoding, config.delimiter)


def _unreadable(problem: str) -> Table:
    return Table(problems=(problem,), unreadable=True)


def _moment(nanoseconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(nanoseconds / 1_000_000_000, dt.UTC)


def _missing_line(table: str) -> Health:
    return missing_line(NAME, table, f"Export it as {table}.csv, or name its file in [crm.files.files].")
