"""Zoom: the meetings that account managers host, and what was said in them.

One list a user tells whether anything has changed (`kambrief.providers.zoom_reading`). Only meetings that the user
hosts are there; those of others come through a calendar. After a call: `kambrief.providers.zoom_calls`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import httpx
from pydantic import Field, model_validator

from kambrief.core.heard import Heard
from kambrief.core.model import AccountManager, Attendee, Meeting
from kambrief.errors import CallError, UserError
from kambrief.ports import CalendarRead, Health
from kambrief.providers.http import Policy
from kambrief.providers.side_by_side import LATE, side_by_side
from kambrief.providers.zoom import (
    ATTENDANCE,
    DETAILS,
    INSTANCES,
    LIST,
    PAST,
    RECORDING,
    SUMMARY,
    TO_HEAR,
    TO_READ,
    TRANSCRIPT,
    UNKNOWN_USER,
    USERS,
    Need,
    Zoom,
    ZoomSection,
    explained,
    lacks,
    sign_in_advice,
    user_part,
    uuid_part,
)
from kambrief.providers.zoom_calls import Calls, numbers_of
from kambrief.providers.zoom_hooks import UNKNOWN_HOST, named
from kambrief.providers.zoom_meetings import NAME, Calendar, moment
from kambrief.providers.zoom_reading import Memory, Reading, Window

_NO_MEETING = "3001"
_MAKES = (":write", ":update", ":delete", ":create")
_GRANT = "add it on the app's page in the Zoom App Marketplace under Scopes, then activate the app again"


class Config(ZoomSection):
    """``[meetings.zoom]``."""

    users: dict[str, str] = Field(default_factory=dict)
    """Account manager's address → the address of their Zoom user, where they differ."""
    transcripts: bool = False
    """Whether to fetch who was there and what was said."""
    webhook_secret_env: str | None = None
    webhook_secret_file: Path | None = None

    @model_validator(mode="after")
    def _one_webhook_secret(self) -> Self:
        if self.webhook_secret_env is not None and self.webhook_secret_file is not None:
            raise ValueError("needs one of webhook_secret_env, webhook_secret_file, not both")
        return self


class Provider:
    """Raises `UserError` with all problems of the configuration. ``transport``, ``clock`` and ``policy``: for tests."""

    name = NAME
    proven = "against Zoom's published specification and a stateful fake of our own, not against a live account"

    def __init__(
        self,
        config: Config,
        managers: Sequence[AccountManager],
        base_dir: Path,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], dt.datetime] | None = None,
        policy: Policy | None = None,
    ) -> None:
        if config.client_secret_file:
            config = config.model_copy(update={"client_secret_file": base_dir / config.client_secret_file})
        self._config = config
        self._calendars = _calendars(config, managers)
        self._zoom = Zoom(config, transport=transport, clock=clock, policy=policy)
        self._calls = Calls(self._zoom)

    def close(self) -> None:
        """Close the connections."""
        self._zoom.close()

    # --- reading ---------------------------------------------------------------------------------------------------

    def read(
        self, start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]], now: dt.datetime
    ) -> Sequence[CalendarRead]:
        """Every account manager's meetings, side by side: one call each when nothing has changed."""
        return self._read_all([(one, frozenset()) for one in self._calendars], Window(start, end, now), cursors)

    def read_only(
        self, keys: frozenset[str], start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]],
        now: dt.datetime,
    ) -> Sequence[CalendarRead]:  # fmt: skip
        """See `ports.Platform`. A key is a host's id or address, with the meeting's number or without, or a meeting
        whose host the event did not name. A host whose id no list has shown yet, because nothing was planned, is found
        by the next full reading.
        """
        told_of: defaultdict[str, set[str]] = defaultdict(set)
        for key in keys:
            calendar, number = named(key)
            told_of[calendar.casefold()].add(number)
        some: list[tuple[Calendar, frozenset[str]]] = []
        for one in self._calendars:
            if called := told_of.keys() & _keys(one, cursors.get(one.name, {})):
                some.append((one, frozenset[str]().union(*(told_of[key] for key in called))))
        return self._read_all(some, Window(start, end, now), cursors)

    def is_of(self, meeting: Meeting, key: str) -> bool:
        """See `ports.Platform`; ``key`` is Zoom's number of the meeting."""
        return bool(key) and key in numbers_of(meeting)

    def hear(self, meeting: Meeting, beside: Sequence[Meeting], now: dt.datetime) -> Heard | None:
        """See `ports.Platform`; None also where ``transcripts`` is off."""
        return self._calls.hear(meeting, beside, now) if self._config.transcripts else None

    def _read_all(
        self, calendars: Sequence[tuple[Calendar, frozenset[str]]], window: Window,
        cursors: Mapping[str, Mapping[str, str]],
    ) -> Sequence[CalendarRead]:  # fmt: skip
        """Each with the meetings in it whose details must be read."""
        return side_by_side(
            calendars,
            lambda one: self._read_safely(one[0], window, cursors.get(one[0].name, {}), one[1]),
            lambda one: CalendarRead(NAME, one[0].name, one[0].name, complete=False, problems=(LATE,)),
            first=int(window.now.timestamp() // 60),
        )

    def _read_safely(
        self, calendar: Calendar, window: Window, cursor: Mapping[str, str], told_of: frozenset[str]
    ) -> CalendarRead:
        try:
            return self._read(calendar, window, Memory.load(cursor, calendar), told_of)
        except CallError as error:
            problem = f"not read: {explained(error, LIST)}"
        except Exception as error:  # noqa: BLE001 one calendar never hides the rest, whatever is wrong with it
            problem = f"not read: unexpected {type(error).__name__}"
        return CalendarRead(NAME, calendar.name, calendar.name, complete=False, problems=(problem,))

    def _read(self, calendar: Calendar, window: Window, memory: Memory, told_of: frozenset[str]) -> CalendarRead:
        today = window.now.date().isoformat()
        if memory.absent == today:
            return CalendarRead(NAME, calendar.name, calendar.name, unchanged=True, cursor=memory.dump())
        try:
            rows = self._zoom.rows(LIST, f"users/{user_part(calendar.user)}/meetings", "meetings", _UPCOMING)
        except CallError as error:
            if error.code not in UNKNOWN_USER:
                raise
            # Nothing is said of their meetings, so none is taken away.
            cursor = replace(memory, absent=today).dump()
            told = (f"{calendar.user} has no Zoom user in this account",)
            return CalendarRead(NAME, calendar.name, calendar.name, problems=told, partial=True, cursor=cursor)
        reading = Reading(calendar, memory, rows, window, told_of)
        for number in reading.to_ask:
            self._ask(reading, number)
        return reading.result()

    def _ask(self, reading: Reading, number: str) -> None:
        try:
            reading.answered(number, self._zoom.get(DETAILS, f"meetings/{number}"))
        except CallError as error:
            if error.code == _NO_MEETING:
                reading.gone(number)
            else:
                reading.failed(number, explained(error, DETAILS))
        except ValueError as error:
            reading.failed(number, str(error))

    # --- what works ------------------------------------------------------------------------------------------------

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Each right by its use, as far as there is something to use it on; nothing is changed."""
        self._zoom.sign_in.forget()  # rights may have been granted a minute ago
        try:
            token = self._zoom.sign_in.token()
        except CallError as error:
            return (_line("sign-in", error.reason, sign_in_advice(error), ok=False),)
        known, users = self._check_users()
        user = next((one.user for one in self._calendars if known is None or one.user in known), "")
        return (
            _line("sign-in", f"signed in to account {self._config.account_id}"),
            *_scopes(token.scopes, (*TO_READ, *(TO_HEAR if self._config.transcripts else ()))),
            users,
            *(self._check_meetings(user, token.scopes, now) if user else ()),
        )

    def _check_users(self) -> tuple[frozenset[str] | None, Health]:
        """The addresses of all Zoom users, None when they may not be listed; and which account managers have none."""
        try:
            rows = self._zoom.rows(USERS, "users", "users")
        except CallError as error:
            if not lacks(error):
                return None, _failed("users", USERS, error)
            told = "not tried: the app may not list users, so whoever has no Zoom user shows when meetings are read"
            return None, _line("users", told, f"if you want to know now: grant {USERS.scope}; nothing else needs it")
        known = frozenset(str(row.get("email") or "").lower() for row in rows)
        absent = [one.user for one in self._calendars if one.user not in known]
        if absent:
            told = f"{', '.join(absent)}: no active Zoom user of that address"
            return known, _line("users", told, "if they do use Zoom, name their address there under users")
        return known, _line("users", f"all {len(self._calendars)} account managers have a Zoom user")

    def _check_meetings(self, user: str, scopes: frozenset[str], now: dt.datetime) -> Iterator[Health]:
        try:
            # With those that are over: one of them may show whether calls can be heard.
            rows = self._zoom.rows(LIST, f"users/{user_part(user)}/meetings", "meetings", {"type": "scheduled"})
        except CallError as error:
            yield _failed("meetings", LIST, error)
            return
        dated = sorted((at, str(row.get("id"))) for row in rows if (at := moment(row.get("start_time"))))
        coming = [number for at, number in dated if at > now]
        yield _line("meetings", f"the list of {user} can be read: {len(coming)} to come")
        if coming:
            yield self._tried("details", DETAILS, f"meetings/{coming[0]}")
        else:
            yield _line("details", f"not tried: {user} has no coming meeting")
        if self._config.transcripts:
            yield from self._check_calls(next((one for at, one in reversed(dated) if at < now), ""), scopes)

    def _check_calls(self, number: str, scopes: frozenset[str]) -> Iterator[Health]:
        uuid = ""
        if number:
            try:
                found = self._zoom.get(INSTANCES, f"past_meetings/{number}/instances").get("meetings")
            except CallError as error:
                yield _failed("past calls", INSTANCES, error)
            else:
                uuids = [row.get("uuid") for row in found or () if isinstance(row, dict)]
                uuid = next((one for one in reversed(uuids) if isinstance(one, str)), "")
        if not uuid:
            by_name = "" if not scopes else ", by their names the scopes suffice"
            if not scopes or all(need.held(scopes) for need in TO_HEAR):
                yield _line("calls", f"not tried: no past meeting{by_name}")
            return
        past, part = f"past_meetings/{uuid_part(uuid)}", f"meetings/{uuid_part(uuid)}"
        for name, need, path in (
            ("past calls", PAST, past), ("attendance", ATTENDANCE, f"{past}/participants"),
            ("recordings", RECORDING, f"{part}/recordings"), ("transcripts", TRANSCRIPT, f"{part}/transcript"),
            ("summaries", SUMMARY, f"{part}/meeting_summary"),
        ):  # fmt: skip
            yield self._tried(name, need, path)

    def _tried(self, name: str, need: Need, path: str) -> Health:
        try:
            self._zoom.get(need, path)
        except CallError as error:
            if error.status == httpx.codes.NOT_FOUND:  # a missing right is refused in other words
                return _line(name, "can be read; there is none of the call that was tried")
            return _failed(name, need, error)
        return _line(name, "can be read")


_UPCOMING = {"type": "upcoming"}


def _calendars(config: Config, managers: Sequence[AccountManager]) -> tuple[Calendar, ...]:
    by_address = {address.casefold(): one for one in managers for address in (one.email, *one.aliases)}
    strangers = [address for address in config.users if address.casefold() not in by_address]
    if strangers:
        raise UserError(*(f"{NAME}.users: '{one}' is not among the account_managers" for one in strangers))
    theirs = {by_address[address.casefold()].email: user.strip().lower() for address, user in config.users.items()}
    users = {one.email: theirs.get(one.email, one.email.lower()) for one in managers}
    people = {
        address.lower(): Attendee(one.email.lower(), one.name)
        for one in managers
        for address in (one.email, *one.aliases, users[one.email])
    }
    return tuple(Calendar(one.email.lower(), users[one.email], people) for one in managers)


def _keys(calendar: Calendar, cursor: Mapping[str, str]) -> set[str]:
    """By what an event may name a calendar."""
    memory = Memory.load(cursor, calendar)
    meetings = {f"{UNKNOWN_HOST}{number}" for number in memory.meetings or ()}
    return {calendar.name, calendar.user, *({memory.host_id.casefold()} - {""}), *meetings}


# --- lines of the check --------------------------------------------------------------------------------------------


def _line(what: str, summary: str, advice: str = "", *, ok: bool = True) -> Health:
    return Health(f"{NAME}/{what}", ok=ok, summary=summary, advice=advice)


def _failed(what: str, need: Need, error: CallError) -> Health:
    if lacks(error):
        return _line(what, need.lacking(), _GRANT, ok=False)
    if error.code in UNKNOWN_USER:
        return _line(what, error.reason, "name the Zoom address of this account manager under users", ok=False)
    return _line(what, explained(error, need), "try again; if it stays so, look at status.zoom.us", ok=False)


def _scopes(scopes: frozenset[str], needs: Sequence[Need]) -> Iterator[Health]:
    """By their names; some tokens tell none."""
    missing = [need for need in needs if not need.held(scopes)]
    too_many = sorted(scope for scope in scopes if any(part in scope for part in _MAKES))
    if scopes and missing:
        told = "the app lacks " + ", ".join(f"{need.scope} (to {need.op})" for need in missing)
        older = ", ".join(dict.fromkeys(need.classic for need in missing))
        yield _line("scopes", told, f"{_GRANT} (on an older app: {older})", ok=False)
    elif scopes:
        yield _line("scopes", f"all {len(needs)} that are needed are granted")
    if too_many:
        told = f"the app may change things, which Kambrief never does: {', '.join(too_many)}"
        yield _line("rights", told, "take these scopes from the app")
    elif scopes:
        yield _line("rights", "the app can change no meeting")
