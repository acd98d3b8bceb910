"""Calendars as iCalendar: published feeds (Outlook, Google, Zoom), exported files, folders of invitations.

A feed lags behind (Google by hours, Outlook by up to a day), so it is unfit for what changes ten minutes before a call.
Its address is a secret and appears in no message. How the text is read: `kambrief.providers.ics`; how it is fetched:
`kambrief.providers.guarded_http`.
"""

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import httpx
from pydantic import Field, SecretStr, model_validator

from kambrief.core.joinlink import ExtraHost
from kambrief.core.model import AccountManager, Platform
from kambrief.errors import UserError
from kambrief.ports import CalendarRead, Health
from kambrief.providers.guarded_http import Answer, Limits, RefusedError, client, fetch
from kambrief.providers.ics import Gathered
from kambrief.providers.ics_event import Reading, shows_busy_only
from kambrief.settings import Section, Zone

NAME = "meetings.icalendar"
SPARE = dt.timedelta(days=1)
"""Read this far beyond the window, so that "unchanged" can be believed while the window moves on."""
_VERSION = "1"
"""Of this reading of the text: raise it when the same text shall give other occurrences, and feeds are read anew."""
_WORKERS = 8
_ACCEPTED = 200
_NOT_MODIFIED = 304
_ADVICE = {
    401: "the server asks for a user name and password: set username and password_env",
    403: "the server refuses: publish the calendar again and renew the address",
    404: "the calendar is gone: publish it again and renew the address",
    410: "the calendar is gone: publish it again and renew the address",
}


class JoinHost(Section):
    """A host of your own whose links are join links; ``*.video.example`` for all below it."""

    host: str = Field(pattern=r"^(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
    platform: Platform = Platform.UNKNOWN


class CalendarSection(Section):
    """One ``[[meetings.icalendar.calendars]]``."""

    path: Path | None = None
    url: SecretStr | None = None
    url_env: str | None = None
    url_file: Path | None = None
    owner: str = ""
    name: str = ""
    username: str = ""
    password_env: str | None = None
    password_file: Path | None = None
    allow_private: bool = False
    timezone: Zone | None = None
    """Of times without a zone, unless the calendar names one (X-WR-TIMEZONE)."""
    max_bytes: int = Field(default=20_000_000, ge=1_000, le=500_000_000)
    timeout_seconds: float = Field(default=30, gt=0, le=600)

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = [key for key in ("path", "url", "url_env", "url_file") if getattr(self, key) is not None]
        if len(given) != 1:
            found = f"has {' and '.join(given)}" if given else "has none"
            raise ValueError(f"needs exactly one of path, url, url_env, url_file; it {found}")
        return self


class Config(Section):
    """``[meetings.icalendar]``."""

    calendars: tuple[CalendarSection, ...] = Field(min_length=1)
    join_hosts: tuple[JoinHost, ...] = ()


@dataclass(frozen=True, slots=True)
class _Calendar:
    """A configured calendar, ready to be read."""

    section: CalendarSection
    name: str
    owner: str
    zone: zoneinfo.ZoneInfo
    hosts: tuple[ExtraHost, ...]
    base_dir: Path

    @property
    def limits(self) -> Limits:
        return Limits(self.section.max_bytes, self.section.timeout_seconds, self.section.allow_private)

    def reading(self) -> Reading:
        return Reading(NAME, self.name, self.owner, self.zone, self.hosts)

    def address(self) -> str:
        """The feed's address. Raises `UserError` when it cannot be had."""
        url = self.section.url.get_secret_value() if self.section.url else self._secret("url")
        scheme, colon, rest = url.strip().partition(":")
        return f"https:{rest}" if colon and scheme.lower() in ("webcal", "webcals") else url.strip()

    def auth(self) -> tuple[str, str] | None:
        """User name and password, if any."""
        return (self.section.username, self._secret("password")) if self.section.username else None

    def _secret(self, key: str) -> str:
        name = f"{key}_file"
        path = getattr(self.section, name)
        section = self.section.model_copy(update={name: self.base_dir / path}) if path else self.section
        return section.secret(key)

    def fingerprint(self) -> str:
        """Of all that decides what the same text means."""
        what = (_VERSION, self.owner, self.zone.key, *(f"{host.host}={host.platform}" for host in self.hosts))
        return hashlib.sha256("|".join(what).encode()).hexdigest()[:16]


class Provider:
    """Reads every configured calendar. Raises `UserError` with all problems of the configuration."""

    name = NAME

    def __init__(
        self, config: Config, managers: Sequence[AccountManager], base_dir: Path, client: httpx.Client | None = None
    ) -> None:
        self._client = client
        hosts = tuple(ExtraHost(host.host.lower(), host.platform) for host in config.join_hosts)
        self._calendars = tuple(_ready(config, managers, base_dir, hosts))

    def read(
        self, start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]], now: dt.datetime
    ) -> Sequence[CalendarRead]:
        """Every calendar, side by side."""
        # A feed that answers "unchanged" is still read in full once a day: its series reach new days all the time.
        today = now.date().isoformat()
        good = {name: cursor for name, cursor in cursors.items() if cursor.get("day") == today}
        with ThreadPoolExecutor(max_workers=min(_WORKERS, len(self._calendars))) as pool:
            reads = tuple(pool.map(lambda one: self._read_safely(one, start, end, good), self._calendars))
        return tuple(replace(read, cursor={**read.cursor, "day": today}) if read.cursor else read for read in reads)

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """One line a calendar: what it shows of the coming two weeks, or what is wrong with it."""
        reads = self.read(now, now + dt.timedelta(days=14), {}, now)
        return tuple(_health(read, now) for read in reads)

    def _read_safely(
        self, calendar: _Calendar, start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]]
    ) -> CalendarRead:
        try:
            return self._read(calendar, start, end, cursors.get(calendar.name, {}))
        except Exception as error:  # noqa: BLE001 one calendar never hides the rest, whatever is wrong with it
            problem = f"not read: unexpected {type(error).__name__}"
            return CalendarRead(NAME, calendar.name, calendar.owner, complete=False, problems=(problem,))

    def _read(
        self, calendar: _Calendar, start: dt.datetime, end: dt.datetime, cursor: Mapping[str, str]
    ) -> CalendarRead:
        found = Gathered(calendar.reading())
        new_cursor: dict[str, str] = {}
        if calendar.section.path is not None:
            _read_path(calendar, calendar.base_dir / calendar.section.path, found)
            until = end
        else:
            until = end + SPARE
            still_good = _covers(cursor, calendar, start, end)
            answer = self._answer(calendar, cursor if still_good else {}, found)
            if answer is not None and answer.status == _NOT_MODIFIED:
                return CalendarRead(NAME, calendar.name, calendar.owner, unchanged=True, cursor=dict(cursor))
            if answer is not None:
                found.add(answer.body)
                new_cursor = _cursor(answer, calendar, start, until)
        occurrences = found.occurrences(start, until)
        if shows_busy_only(occurrences):
            found.problems.append("shows only free and busy times: publish it with all details")
        return CalendarRead(
            provider=NAME,
            calendar=calendar.name,
            owner=calendar.owner,
            occurrences=occurrences,
            complete=found.complete,
            problems=found.told(),
            unread=frozenset(found.unread),
            cursor=new_cursor if found.complete else {},
        )

    def _answer(self, calendar: _Calendar, cursor: Mapping[str, str], found: Gathered) -> Answer | None:
        """The server's answer if it can be used; else ``found`` says why not."""
        headers = {"Accept": "text/calendar, */*;q=0.1", "User-Agent": "kambrief"}
        for key, header in (("etag", "If-None-Match"), ("last_modified", "If-Modified-Since")):
            if cursor.get(key):
                headers[header] = cursor[key]
        try:
            answer = self._fetch(calendar, headers)
        except RefusedError as error:
            found.fail("not read: " + "; ".join(part for part in (error.reason, error.advice) if part))
            return None
        except UserError as error:
            found.fail("not read: " + " ".join(error.problems))
            return None
        if answer.status == _ACCEPTED or (answer.status == _NOT_MODIFIED and cursor):
            return answer
        advice = _ADVICE.get(answer.status, "")
        found.fail(f"not read: the server answered {answer.status}" + (f"; {advice}" if advice else ""))
        return None

    def _fetch(self, calendar: _Calendar, headers: Mapping[str, str]) -> Answer:
        address, auth = calendar.address(), calendar.auth()
        if self._client is not None:
            return fetch(self._client, address, headers, calendar.limits, auth)
        with client(calendar.limits) as http:
            return fetch(http, address, headers, calendar.limits, auth)


# --- configuration -------------------------------------------------------------------------------------------------


def _ready(
    config: Config, managers: Sequence[AccountManager], base_dir: Path, hosts: tuple[ExtraHost, ...]
) -> Iterator[_Calendar]:
    by_address = {address.casefold(): manager for manager in managers for address in (manager.email, *manager.aliases)}
    problems: list[str] = []
    names: set[str] = set()
    ready = []
    for number, section in enumerate(config.calendars, start=1):
        manager = by_address.get(section.owner.casefold()) if section.owner else _only(managers)
        if manager is None:
            problems.append(_no_owner(number, section))
            continue
        name = section.name or _free_name(manager.email.casefold(), names)
        if name in names:
            problems.append(f"[[{NAME}.calendars]] number {number}: the name '{name}' is taken; give it another one")
        names.add(name)
        zone = zoneinfo.ZoneInfo(section.timezone or manager.timezone)
        ready.append(_Calendar(section, name, manager.email.casefold(), zone, hosts, base_dir))
    if problems:
        raise UserError(*problems)
    yield from ready


def _only(managers: Sequence[AccountManager]) -> AccountManager | None:
    return managers[0] if len(managers) == 1 else None


def _no_owner(number: int, section: CalendarSection) -> str:
    if section.owner:
        return f"[[{NAME}.calendars]] number {number}: owner '{section.owner}' is not among the account_managers"
    return f"[[{NAME}.calendars]] number {number}: say whose it is: owner = an address of the account_managers"


def _free_name(owner: str, taken: set[str]) -> str:
    """The owner's address; their second calendar without a name is ``…#2``. It survives a new secret address."""
    names = (owner if number == 1 else f"{owner}#{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


# --- reading -------------------------------------------------------------------------------------------------------


def _covers(cursor: Mapping[str, str], calendar: _Calendar, start: dt.datetime, end: dt.datetime) -> bool:
    """Whether the last full read was of this window, in this way: only then "unchanged" means the same occurrences."""
    try:
        first, last = dt.datetime.fromisoformat(cursor["from"]), dt.datetime.fromisoformat(cursor["until"])
        return cursor["reading"] == calendar.fingerprint() and first <= start and end <= last
    except (KeyError, ValueError, TypeError):
        return False


def _cursor(answer: Answer, calendar: _Calendar, start: dt.datetime, until: dt.datetime) -> dict[str, str]:
    marks = {"etag": answer.headers.get("etag", ""), "last_modified": answer.headers.get("last-modified", "")}
    if not any(marks.values()):
        return {}
    marks = {key: value for key, value in marks.items() if value}
    return {
        **marks,
        "from": start.astimezone(dt.UTC).isoformat(),
        "until": until.astimezone(dt.UTC).isoformat(),
        "reading": calendar.fingerprint(),
    }


def _read_path(calendar: _Calendar, path: Path, found: Gathered) -> None:
    """One file, or every .ics file of a folder, each by itself."""
    try:
        folder = path.is_dir()
        files = sorted(file for file in path.iterdir() if _is_calendar_file(file)) if folder else [path]
    except OSError as error:
        found.fail(f"not read: {calendar.section.path} ({error.strerror}): check the path and its rights")
        return
    for file in files:
        label = f"{file.name}: " if folder else ""
        try:
            with file.open("rb") as stream:
                data = stream.read(calendar.section.max_bytes + 1)
        except OSError as error:
            found.fail(f"{label}not read ({error.strerror}): check the path and its rights")
            continue
        if len(data) > calendar.section.max_bytes:
            found.fail(f"{label}not read: larger than {calendar.section.max_bytes} bytes: raise max_bytes")
            continue
        found.add(data, label)


def _is_calendar_file(file: Path) -> bool:
    return file.suffix.lower() == ".ics" and not file.name.startswith(".") and file.is_file()


def _health(read: CalendarRead, now: dt.datetime) -> Health:
    name = f"{NAME}/{read.calendar}"
    if not read.complete or read.problems:
        return Health(name, ok=False, summary="; ".join(read.problems[:3]), advice=_advice(read))
    coming = sum(occurrence.start >= now for occurrence in read.occurrences)
    return Health(name, ok=True, summary=f"{coming} meetings in the coming two weeks, owner {read.owner}")


def _advice(read: CalendarRead) -> str:
    if not read.complete:
        return "mend the path or the address; until then the last known meetings count"
    return "all other events were read; look at the ones named in the calendar itself"
