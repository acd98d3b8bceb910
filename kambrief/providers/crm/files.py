"""A folder of tables as the CRM: CSV or JSON, one file a table, as a CRM or BI exports them every night.

Any table may be missing (a stated gap), any row may be broken (named, skipped). What must not happen silently is that
all of it is gone: that is a fault of the export, and the last known data serves instead.
"""

import datetime as dt
import re
import stat
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Literal

from pydantic import Field, field_validator

from kambrief.core.customer import TABLES, Account, Contact, CrmData
from kambrief.core.groups import find_in
from kambrief.errors import ProviderError, SuddenlyEmptyError
from kambrief.ports import Health
from kambrief.providers.cells import Conventions
from kambrief.providers.records import SPECS, Read, read_records
from kambrief.providers.tables import header_key, read_csv, read_json
from kambrief.settings import Section, Zone

NAME = "crm.files"
SUFFIXES = (".csv", ".json")
_SHOWN_PROBLEMS = 25


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
        _known_tables(files)
        for name in files.values():
            parts = {*PurePosixPath(name).parts, *PureWindowsPath(name).parts}
            if not name or ".." in parts or PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor:
                raise ValueError(f"'{name}' must be a file within the folder")
        return files

    @field_validator("headers")
    @classmethod
    def _known_columns(cls, headers: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        _known_tables(headers)
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
        if re.search(r"[{}]", template.replace("{table}", "").replace("{id}", "")):
            raise ValueError("may hold {table} and {id}, and no other braces")
        return template


def _known_tables(tables: Mapping[str, object]) -> None:
    if strange := sorted(tables.keys() - set(TABLES)):
        raise ValueError(f"no table is called {', '.join(strange)}; there are {', '.join(TABLES)}")


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
    """`kambrief.ports.Crm` over a folder. Files are read again only when one of them has changed."""

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
        bad = [_problem_line(data.problems)] if data.problems else []
        return [whole, *bad, *(_missing_line(table) for table in data.missing)]

    def _load(self) -> CrmData:
        with self._lock:
            found = self._look()
            if self._data is None or found != self._seen:
                data, people = self._read(found)
                if lost := [table for table, rows in self._people.items() if rows and not people.get(table)]:
                    raise SuddenlyEmptyError(self.name, f"{self._folder}: all {' and '.join(lost)} are suddenly gone")
                self._data, self._people, self._seen = data, people, found
            return self._data

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
        people = {table: len(tables.get(table, ())) for table in ("accounts", "contacts")}
        stand_ins, problem = _stand_ins(tables.get("accounts", ()), tables.get("contacts", ()))
        missing = tuple(table for table in TABLES if table not in tables)
        tables["accounts"] = (*tables.get("accounts", ()), *stand_ins)
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
        if one.size > config.max_megabytes * 1_000_000:
            return _unreadable(f"is larger than {config.max_megabytes} MB: raise max_megabytes if that is right")
        try:
            content = one.path.read_bytes()
        except OSError as error:
            return _unreadable(f"cannot be read ({error.strerror})")
        headers = config.headers.get(one.table, {})
        if one.path.suffix.casefold() == ".json":
            table = read_json(content, config.encoding)
        else:
            known = {*SPECS[one.table].headers, *map(header_key, headers.values())}
            table = read_csv(content, known, config.encoding, config.delimiter)
        how = Conventions(config.decimal or "", config.date_format, config.timezone)
        return read_records(one.table, table, headers, how)


def _unreadable(problem: str) -> Read:
    return Read((), (problem,), unreadable=True)


def _moment(nanoseconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(nanoseconds / 1_000_000_000, dt.UTC)


def _stand_ins(accounts: Sequence[Account], contacts: Sequence[Contact]) -> tuple[tuple[Account, ...], tuple[str, ...]]:
    """Accounts that only contacts know of, so that every contact has one; their name is their id."""
    known = {account.id for account in accounts}
    unknown = tuple(dict.fromkeys(contact.account_id for contact in contacts if contact.account_id not in known))
    if not unknown:
        return (), ()
    named = ", ".join(unknown[:_SHOWN_PROBLEMS]) + (", …" if len(unknown) > _SHOWN_PROBLEMS else "")
    problem = f"accounts: {len(unknown)} known from contacts only ({named}); their ids serve as names"
    return tuple(Account(one, one) for one in unknown), (problem,)


def _problem_line(problems: Sequence[str]) -> Health:
    more = f"\nand {len(problems) - _SHOWN_PROBLEMS} more" if len(problems) > _SHOWN_PROBLEMS else ""
    summary = f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in the files"
    return Health(NAME, ok=False, summary=summary, advice="\n".join(problems[:_SHOWN_PROBLEMS]) + more)


def _missing_line(table: str) -> Health:
    """Without contacts nobody can be joined; every other table is a gap that the briefs name."""
    advice = f"Export it as {table}.csv, or name its file in [crm.files.files]."
    return Health(NAME, ok=table != "contacts", summary=f"no {table} to be read", advice=advice)
