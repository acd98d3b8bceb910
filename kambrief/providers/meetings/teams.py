"""Microsoft 365: account managers' Outlook calendars, with their Teams calls and whatever else is in them.

Each account manager's mailbox is a calendar, read by delta rounds (`kambrief.providers.graph_delta`). What was said in
a Teams call: `kambrief.providers.graph_calls`. Who may be read is fenced in the tenant: see docs/providers/teams.md.
"""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import httpx
from pydantic import Field

from kambrief.core.heard import Heard
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.model import Platform as Where
from kambrief.errors import CallError, UserError
from kambrief.ports import CalendarRead, Health, Member
from kambrief.providers.graph import POLICY, Graph, GraphSection, advice, certificate_ends
from kambrief.providers.graph_calls import Calls
from kambrief.providers.graph_delta import Mailbox
from kambrief.providers.graph_hooks import RENEW
from kambrief.providers.graph_people import Directory
from kambrief.providers.graph_subscriptions import Subscriptions, in_doubt
from kambrief.providers.http import LEFT_ALONE, Policy
from kambrief.providers.ics_event import Reading
from kambrief.providers.side_by_side import LATE, side_by_side
from kambrief.settings import Section

NAME = "meetings.teams"
_ASIDE = frozenset({"user", "sub", "sub_until", "sub_for", "sub_next"})
"""The cursor's keys that hold whatever becomes of what was read."""
_UNHEARD = dt.timedelta(minutes=10)
_LEFT_ALONE = "the vendor failed or refused too often and is left alone for a while"
_SOON = dt.timedelta(days=30)
_EMPTY_GROUP = "put people into the group, or compare its object id"


class SharedMailbox(Section):
    """A shared calendar that is read for one account manager beside their own."""

    mailbox: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    owner: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")


class Config(GraphSection):
    """``[meetings.teams]``."""

    group: str = Field(default="", pattern=r"^[A-Za-z0-9-]*$")
    """Object id of a group whose members are account managers, beside those of ``[[account_managers]]``."""
    users: dict[str, str] = Field(default_factory=dict)
    """Account manager's address → the address or object id of their mailbox, where they differ."""
    shared: tuple[SharedMailbox, ...] = ()
    timeout_seconds: float = Field(default=15, gt=0, le=300)
    transcripts: bool = False
    ai_insights: bool = False
    webhook_secret_env: str | None = None
    webhook_secret_file: Path | None = None
    webhook_url: str = Field(default="", pattern=r"^(https://\S+|http://127\.0\.0\.1:\S+)?$")
    """Public https address of ``/hooks/graph``; left out: that of ``[web] public_url`` if there is a webhook secret,
    else changes are found by polling alone."""


class Provider:
    """Raises `UserError` when the configuration does not fit together."""

    name = NAME
    proven = "against Microsoft's published specification and a stateful fake of our own, not against a live tenant"
    not_held = "no right to change calendars, to send mail or to join calls is asked for"

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
        del base_dir  # paths come absolute
        self._config = config
        timed = replace(policy or POLICY, timeout=config.timeout_seconds)
        self._graph = Graph(NAME, config, policy=timed, transport=transport, clock=clock)
        self._people = Directory(self._graph.api)
        self._calls = Calls(self._graph.api, self._people, ai_insights=config.ai_insights)
        self._mailboxes = _mailboxes(config, managers)
        self._subscriptions = self._subscribed(config)
        self._unheard_until = dt.datetime.min.replace(tzinfo=dt.UTC)

    def _subscribed(self, config: Config) -> Subscriptions | None:
        if not config.webhook_url:
            return None
        if not (config.webhook_secret_env or config.webhook_secret_file):
            raise UserError(f"{NAME}.webhook_url needs webhook_secret_env or webhook_secret_file: any long random text")
        return Subscriptions(self._graph.api, config.webhook_url, config.secret("webhook_secret"))

    def close(self) -> None:
        """Close the connections."""
        self._graph.close()

    # --- reading ---------------------------------------------------------------------------------------------------

    def read(
        self, start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]], now: dt.datetime
    ) -> Sequence[CalendarRead]:
        """Every mailbox, side by side: one call each when nothing changed."""
        return self._read(self._mailboxes, start, end, cursors, now)

    def read_only(
        self, keys: frozenset[str], start: dt.datetime, end: dt.datetime, cursors: Mapping[str, Mapping[str, str]],
        now: dt.datetime,
    ) -> Sequence[CalendarRead]:  # fmt: skip
        """See `ports.Platform`. Notifications name a mailbox by its object id; where Graph says that a subscription has
        ended or will, the key says so too.
        """
        doubted = {key.removeprefix(RENEW).casefold() for key in keys if key.startswith(RENEW)}
        wanted = {key.casefold() for key in keys} | doubted
        some = [
            one
            for one in self._mailboxes
            if wanted & {one.calendar.casefold(), one.user.casefold(), self._user_of(one, cursors).casefold()}
        ]
        told = {
            one.calendar: in_doubt(cursors[one.calendar])
            for one in some
            if one.calendar in cursors and self._user_of(one, cursors).casefold() in doubted
        }
        return self._read(some, start, end, {**cursors, **told}, now)

    def _user_of(self, box: "_Box", cursors: Mapping[str, Mapping[str, str]]) -> str:
        cursor = cursors.get(box.calendar, {})
        return (cursor.get("user") if _is_for(cursor, box) else "") or self._people.known_id(box.user)

    def _read(
        self, mailboxes: Sequence["_Box"], start: dt.datetime, end: dt.datetime,
        cursors: Mapping[str, Mapping[str, str]], now: dt.datetime,
    ) -> Sequence[CalendarRead]:  # fmt: skip
        return side_by_side(
            mailboxes,
            lambda box: self._watched(box, start, end, cursors.get(box.calendar, {}), now),
            lambda box: CalendarRead(NAME, box.calendar, box.owner, complete=False, problems=(LATE,)),
            first=int(now.timestamp() // 60),
        )

    def _watched(
        self, box: "_Box", start: dt.datetime, end: dt.datetime, cursor: Mapping[str, str], now: dt.datetime
    ) -> CalendarRead:
        # What was kept for another mailbox must not be gone on with: the configuration has been corrected.
        cursor = cursor if _is_for(cursor, box) else {}
        read = self._read_one(box, start, end, cursor, now)
        if not read.complete:
            return read
        kept = {key: value for key, value in read.cursor.items() if key in _ASIDE}
        return self._told_of_changes(box, replace(read, aside={**kept, "of": box.user}), now)

    def _read_one(
        self, box: "_Box", start: dt.datetime, end: dt.datetime, cursor: Mapping[str, str], now: dt.datetime
    ) -> CalendarRead:
        try:
            return self._mailbox(box, cursor, start, end, now)
        except CallError as error:
            why = _LEFT_ALONE if error.code == LEFT_ALONE else error.reason
            told = f"not read: {why}; {advice(error, 'Application Calendars.Read for this mailbox')}"
            return CalendarRead(NAME, box.calendar, box.owner, complete=False, problems=(told,))
        except Exception as error:  # noqa: BLE001 one mailbox never hides the rest, whatever is wrong with it
            told = f"not read: unexpected {type(error).__name__}"
            return CalendarRead(NAME, box.calendar, box.owner, complete=False, problems=(told,))

    def _mailbox(
        self, box: "_Box", cursor: Mapping[str, str], start: dt.datetime, end: dt.datetime, now: dt.datetime
    ) -> CalendarRead:
        reading = Reading(NAME, box.calendar, box.owner, box.zone)
        user = cursor.get("user") or box.user
        try:
            return Mailbox(self._graph.api, user, reading).read(start, end, cursor, now)
        except CallError as error:
            if error.status != 404 or "@" not in box.user:
                raise
        # Either the address is one they get mail at, but not the name they sign in with, which is what Graph takes; or
        # the user was made anew, and what was remembered is the old one.
        self._people.forget(box.user)
        found = self._people.id_of(box.user)
        if found == user:
            raise CallError(NAME, "read the calendar: this user has no mailbox", status=404, permanent=True)
        return Mailbox(self._graph.api, found, reading).read(start, end, {"user": found}, now)

    def _told_of_changes(self, box: "_Box", read: CalendarRead, now: dt.datetime) -> CalendarRead:
        """Makes sure that Graph tells of changes in this mailbox. That it does not is a problem, and no gap: the next
        poll finds them. When the hook does not answer, that costs seconds: one mailbox tries, the others wait a while.
        """
        if self._subscriptions is None or now < self._unheard_until or not self._subscriptions.due(read.aside, now):
            return read
        try:
            user = read.aside.get("user") or self._people.id_of(box.user)
        except CallError as error:
            return replace(read, problems=(*read.problems, f"no change notifications: {error.reason}"))
        aside, problem = self._subscriptions.ensure(user, {**read.aside, "user": user}, now)
        if problem:
            self._unheard_until = now + _UNHEARD
        return replace(read, aside=dict(aside), problems=(*read.problems, *([problem] if problem else [])))

    # --- after the call --------------------------------------------------------------------------------------------

    def hear(self, meeting: Meeting, beside: Sequence[Meeting], now: dt.datetime) -> Heard | None:
        """See `ports.Platform`; None unless transcripts are asked for and it was a Teams call."""
        if not self._config.transcripts or not _is_teams(meeting):
            return None
        return self._calls.hear(meeting, beside, now)

    def is_of(self, meeting: Meeting, key: str) -> bool:
        """See `ports.Platform`: notifications of transcripts name the organiser's object id."""
        organizer = meeting.organizer.email if meeting.organizer else ""
        return _is_teams(meeting) and bool(organizer) and self._people.known_id(organizer) == key

    # --- check -----------------------------------------------------------------------------------------------------

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """Proves each permission by use: sign-in, every calendar, and what is configured beyond them."""
        try:
            self._graph.sign_in.token()
        except CallError as error:
            return (Health(f"{NAME}/sign-in", ok=False, summary=error.reason, advice=advice(error, "")),)
        found = [Health(f"{NAME}/sign-in", ok=True, summary=self._proof(now)), *self._check_group()]
        reads = [self._read_one(box, now, now + dt.timedelta(days=14), {}, now) for box in self._mailboxes]
        found += [_health(read, now) for read in reads]
        if self._config.transcripts:
            found.append(self._calls.check(*_own_call(reads)))
        else:
            found.append(Health(f"{NAME}/transcripts", ok=True, summary="off: what is said in calls is not fetched"))
        return found

    def _check_group(self) -> Sequence[Health]:
        if not self._config.group:
            return ()
        name = f"{NAME}/group"
        try:
            found = self._people.members(self._config.group)
        except CallError as error:
            need = "the application permissions GroupMember.Read.All and User.Read.All"
            return (Health(name, ok=False, summary=error.reason, advice=advice(error, need)),)
        advised = "" if found else _EMPTY_GROUP
        return (Health(name, ok=bool(found), summary=f"{len(found)} account managers", advice=advised),)

    def _proof(self, now: dt.datetime) -> str:
        if self._config.certificate_file is None:
            return "by client secret; note when it expires, a certificate is better"
        ends = certificate_ends(self._config.certificate_file)
        if ends is None:
            return "by certificate"
        soon = "; renew it now" if ends - now < _SOON else ""
        return f"by certificate, good until {ends:%Y-%m-%d}{soon}"


def members(
    config: Config, *, transport: httpx.BaseTransport | None = None, policy: Policy | None = None
) -> Sequence[Member]:
    """The members of the configured group, with the zone and language of their mailboxes. Raises `CallError`."""
    graph = Graph(NAME, config, policy=policy or POLICY, transport=transport)
    try:
        return Directory(graph.api).members(config.group)
    finally:
        graph.close()


class _Box:
    """A mailbox to read, and for whom."""

    def __init__(self, user: str, calendar: str, owner: str, zone: zoneinfo.ZoneInfo) -> None:
        self.user, self.calendar, self.owner, self.zone = user, calendar, owner, zone


def _mailboxes(config: Config, managers: Sequence[AccountManager]) -> list[_Box]:
    by_address = {manager.email.casefold(): manager for manager in managers}
    own = {address.casefold(): user for address, user in config.users.items()}
    problems = [
        f"{NAME}.{key}: {address} is not among the account_managers"
        for key, addresses in (("users", own), ("shared", [one.owner.casefold() for one in config.shared]))
        for address in addresses
        if address not in by_address
    ]
    names = [*by_address, *(one.mailbox.casefold() for one in config.shared)]
    doubles = sorted({name for name in names if names.count(name) > 1})
    problems += [f"{NAME}.shared: {name} is read already; name each mailbox once" for name in doubles]
    if problems:
        raise UserError(*problems)
    boxes = [
        _Box(own.get(address, address), address, address, zoneinfo.ZoneInfo(manager.timezone))
        for address, manager in by_address.items()
    ]
    boxes += [
        _Box(one.mailbox, one.mailbox.casefold(), one.owner.casefold(), _zone(by_address, one.owner))
        for one in config.shared
    ]
    return boxes


def _zone(managers: Mapping[str, AccountManager], owner: str) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(managers[owner.casefold()].timezone)


def _is_for(cursor: Mapping[str, str], box: _Box) -> bool:
    return cursor.get("of", box.user) == box.user


def _is_teams(meeting: Meeting) -> bool:
    return meeting.join is not None and meeting.join.platform is Where.TEAMS


def _own_call(reads: Sequence[CalendarRead]) -> tuple[str, str]:
    """Organiser and link of a Teams call that one of the account managers has organised; empty when there is none."""
    for read in reads:
        for one in read.occurrences:
            if one.join and one.join.platform is Where.TEAMS and one.organizer and one.organizer.email == read.owner:
                return one.organizer.email, one.join.url
    return "", ""


def _health(read: CalendarRead, now: dt.datetime) -> Health:
    name = f"{NAME}/{read.calendar}"
    if not read.complete or read.problems:
        return Health(name, ok=False, summary="; ".join(read.problems[:3]), advice=_mend(read.problems))
    coming = sum(one.start >= now for one in read.occurrences)
    return Health(name, ok=True, summary=f"{coming} meetings in the coming two weeks, owner {read.owner}")


def _mend(problems: Iterable[str]) -> str:
    if any("not read" in problem for problem in problems):
        return "docs/providers/teams.md tells how to grant it; until then the last known meetings count"
    return "all other events were read; look at the ones named in the calendar itself"
