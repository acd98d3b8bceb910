"""One mailbox's calendar by delta rounds: all of a window first, then only what changed.

    first round: pages → rows (masters, sparse occurrences, whole events) → occurrences; the link for the next round
    next rounds: changed rows and @removed ids → the same; masters that are not in the answer are fetched in one batch
    410: the link is worn out → a first round

The window stands in the link, so a new first round is due each day, at another minute for each mailbox. It goes back
through history only the very first time: the past does not change.
Graph: "Get incremental changes to events in a calendar view"; what a row leaves out: its known issues.
"""

import datetime as dt
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from kambrief.core.model import Occurrence
from kambrief.errors import CallError
from kambrief.ports import CalendarRead
from kambrief.providers.graph_events import MASTER, OddEventError, kind_of, occurrence, uid_of
from kambrief.providers.http import Api
from kambrief.providers.ics_event import Reading

Row = Mapping[str, Any]

PREFER = 'IdType="ImmutableId", outlook.timezone="UTC", odata.maxpagesize=200'
"""Repeated on every page: otherwise ids, zone and page size are the vendor's again."""
SPARE = dt.timedelta(days=2)
"""The window reaches this much further than asked, so that it still covers everything when it is a day old."""
RECENT = dt.timedelta(days=2)
_OWN = frozenset({"delta", "day", "since", "until"})
"""The cursor's keys that are this module's; others are kept as they are."""
_MOST_PAGES = 500
_BATCH = 4
"""A mailbox serves four calls at once, and those of a batch count."""
_RESYNC = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired"})
_GONE = frozenset({404, 410})


@dataclass(slots=True)
class _Rows:
    """What the pages of one round held; of several rows with one id the last counts."""

    events: dict[str, Row] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    link: str = ""
    odd: int = 0

    def take(self, rows: object) -> None:
        for row in rows if isinstance(rows, list) else ():
            key = row.get("id") if isinstance(row, Mapping) else None
            if not isinstance(key, str):
                self.odd += 1
            elif "@removed" in row:
                self.removed.add(key)
                self.events.pop(key, None)
            else:
                self.removed.discard(key)
                self.events[key] = row


@dataclass(frozen=True, slots=True)
class _Told:
    """What the rows say."""

    found: tuple[Occurrence, ...]
    problems: tuple[str, ...]
    unread: frozenset[str]
    """UIDs of events that could not be read."""
    blind: bool
    """Some could not be read, and have no UID."""


class Mailbox:
    """One mailbox's calendar view. ``user`` is what Graph calls it: an address or, better, an object id."""

    def __init__(self, api: Api, user: str, reading: Reading) -> None:
        self._api, self._user, self._reading = api, user, reading
        self._path = f"users/{quote(user, safe='@')}"

    def read(self, start: dt.datetime, end: dt.datetime, cursor: Mapping[str, str], now: dt.datetime) -> CalendarRead:
        """What is new since ``cursor``, or everything. Raises `CallError` when the calendar could not be read."""
        link = cursor.get("delta", "")
        if link and cursor.get("day") == self._day(now):
            try:
                return self._next(link, cursor, now)
            except CallError as error:
                if error.status != 410 and error.code.lower() not in _RESYNC:
                    raise
        since = max(start, now - RECENT) if cursor.get("since") else start
        return self._first(since, end + SPARE, cursor, now)

    def _day(self, now: dt.datetime) -> str:
        """The day, which begins for each mailbox at a minute of its own: not all start anew at once."""
        shift = dt.timedelta(minutes=zlib.crc32(self._reading.calendar.encode()) % (24 * 60))
        return (now - shift).date().isoformat()

    # --- rounds ----------------------------------------------------------------------------------------------------

    def _first(self, start: dt.datetime, end: dt.datetime, cursor: Mapping[str, str], now: dt.datetime) -> CalendarRead:
        params = {"startDateTime": _stamp(start), "endDateTime": _stamp(end)}
        rows = self._pages(f"{self._path}/calendarView/delta", params)
        told = self._occurrences(rows, rows.events)
        kept = {key: value for key, value in cursor.items() if key not in _OWN}
        if rows.link:
            since = cursor.get("since") or _stamp(start)
            kept |= {"delta": rows.link, "day": self._day(now), "since": since, "until": _stamp(end)}
        read = self._answer(told.found, told.problems, unread=told.unread, cursor=kept)
        # Of what could not be read nobody knows which meetings it is: then nothing that is missing has gone.
        return replace(read, partial=True) if told.blind else read

    def _next(self, link: str, cursor: Mapping[str, str], now: dt.datetime) -> CalendarRead:
        rows = self._pages(link)
        if not rows.events and not rows.removed and not rows.odd:
            # The old link says the same again, so nothing needs to be kept: a quiet pass writes nothing.
            return replace(self._answer((), ()), unchanged=True, cursor=cursor)
        window = {"startDateTime": _stamp(now - RECENT), "endDateTime": cursor.get("until") or _stamp(now + SPARE)}
        events = {**rows.events, **self._instances(rows, window)}
        told = self._occurrences(rows, events)
        return replace(
            self._answer(told.found, told.problems, cursor={**cursor, "delta": rows.link or link}),
            partial=True,
            # A single event that became a series goes on as its master: as an event of its own it is gone.
            removed=frozenset(rows.removed | {key for key, row in rows.events.items() if kind_of(row) == MASTER}),
        )

    def _pages(self, url: str, params: Mapping[str, str] | None = None) -> _Rows:
        rows = _Rows()
        for _ in range(_MOST_PAGES):
            data = self._get("read the calendar", url, params)
            params, following, link = None, data.get("@odata.nextLink"), data.get("@odata.deltaLink")
            if not isinstance(data.get("value"), list) or not isinstance(following or link, str):
                raise CallError(self._api.name, "read the calendar: the answer is spoilt, it has no rows or no end")
            rows.take(data["value"])
            if not isinstance(following, str):
                rows.link = str(link)
                return rows
            url = following
        raise CallError(self._api.name, f"read the calendar: more than {_MOST_PAGES} pages", permanent=True)

    def _instances(self, rows: _Rows, window: Mapping[str, str]) -> dict[str, Row]:
        """A master that came without any of its occurrences may have changed for all of them."""
        told = {row.get("seriesMasterId") for row in rows.events.values()}
        found: dict[str, Row] = {}
        for key, row in rows.events.items():
            if kind_of(row) == MASTER and key not in told:
                found |= self._instances_of(key, window)
        return found

    def _instances_of(self, master: str, window: Mapping[str, str]) -> dict[str, Row]:
        url, params = f"{self._path}/events/{quote(master, safe='')}/instances", dict(window)
        found = _Rows()
        for _ in range(_MOST_PAGES):
            data = self._get("read a series", url, params)
            if not isinstance(data.get("value"), list):
                raise CallError(self._api.name, "read a series: the answer is spoilt, it has no rows")
            found.take(data["value"])
            following = data.get("@odata.nextLink")
            if not isinstance(following, str):
                break
            url, params = following, {}
        return {
            key: {**row, "seriesMasterId": row.get("seriesMasterId") or master} for key, row in found.events.items()
        }

    def _get(self, op: str, url: str, params: Mapping[str, str] | None) -> Mapping[str, Any]:
        return self._api.get(op, url, params=params, headers={"Prefer": PREFER}, key=self._user).json()

    # --- rows → occurrences ----------------------------------------------------------------------------------------

    def _occurrences(self, rows: _Rows, events: Mapping[str, Row]) -> "_Told":
        masters = {key: row for key, row in events.items() if kind_of(row) == MASTER}
        lacking = {
            str(row["seriesMasterId"])
            for row in events.values()
            if kind_of(row) != MASTER and row.get("seriesMasterId") and row["seriesMasterId"] not in masters
        }
        masters |= self._masters(sorted(lacking))
        found: list[Occurrence] = []
        problems = [f"{rows.odd} rows without an id were skipped"] if rows.odd else []
        unread: set[str] = set()
        blind = False
        for row in events.values():
            if kind_of(row) == MASTER:
                continue
            master = masters.get(str(row.get("seriesMasterId") or ""))
            try:
                found.append(occurrence(row, self._reading, master))
            except OddEventError as error:
                problems.append(f"an event was skipped: {error}")
                known = _uid(master or row)
                unread |= known
                blind = blind or not known
        return _Told(tuple(found), tuple(dict.fromkeys(problems)), frozenset(unread), blind)

    def _masters(self, ids: Sequence[str]) -> dict[str, Row]:
        """These series; one that has just gone is left out. Raises `CallError` when one cannot be had for now: what is
        missing must not be taken for gone.
        """
        found: dict[str, Row] = {}
        for at in range(0, len(ids), _BATCH):
            some = ids[at : at + _BATCH]
            for number, part in self._parts(some):
                if part.get("status") == 200 and isinstance(part.get("body"), Mapping):
                    found[some[number]] = part["body"]
                elif part.get("status") not in _GONE:
                    found |= self._master(some[number])
        return found

    def _parts(self, ids: Sequence[str]) -> Iterable[tuple[int, Mapping[str, Any]]]:
        """The parts of one batch, in whatever order they come; the batch's own 200 says nothing of them."""
        requests = [
            {
                "id": str(number), "method": "GET", "headers": {"Prefer": PREFER},
                "url": f"/{self._path}/events/{quote(one, safe='')}",
            }
            for number, one in enumerate(ids)
        ]  # fmt: skip
        reply = self._api.call(
            "read series", "POST", "$batch", body={"requests": requests}, key=self._user, repeatable=True
        )
        answered: dict[int, Mapping[str, Any]] = {number: {} for number in range(len(ids))}
        rows = reply.json().get("responses")
        for part in rows if isinstance(rows, list) else ():
            name = part.get("id") if isinstance(part, Mapping) else None
            if isinstance(name, str) and name.isdigit() and int(name) in answered:
                answered[int(name)] = part
        return answered.items()

    def _master(self, key: str) -> dict[str, Row]:
        """One series by itself, where its part of the batch was refused or left out: with all the client's patience.
        One that is refused for good is left out, and its occurrences are told as unread.
        """
        try:
            return {key: self._get("read a series", f"{self._path}/events/{quote(key, safe='')}", None)}
        except CallError as error:
            if error.permanent or error.status == 500:
                return {}
            raise

    def _answer(
        self, found: tuple[Occurrence, ...], problems: tuple[str, ...], *, unread: frozenset[str] = frozenset(),
        cursor: Mapping[str, str] | None = None,
    ) -> CalendarRead:  # fmt: skip
        reading = self._reading
        return CalendarRead(
            reading.provider, reading.calendar, reading.owner, found, problems=problems, unread=unread,
            cursor=dict(cursor or {}),
        )  # fmt: skip


def _uid(row: Row) -> set[str]:
    try:
        return {uid_of(row)}
    except OddEventError:
        return set()


def _stamp(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
