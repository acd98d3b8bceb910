"""The calendars of the fake Graph: events as they lie in the mailboxes, what the tests do to them, and their rows."""

import base64
import dataclasses
import datetime as dt
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tests.parts.graph_core import World, guid, not_found
from tests.parts.graph_people import People, User

Person = tuple[str, str]
"""Address and name."""
Attendee = tuple[str, str, str, str]
"""Address, name, response, type."""

_GLOBAL_ID = "040000008200E00074C5B7101A82E008"
_PREFIXES = {"fi-FI": "Peruttu: ", "sv-SE": "Avbruten: ", "de-DE": "Abgesagt: "}


@dataclass
class Event:
    """An event of one mailbox. An occurrence keeps its times only and takes the rest from its master."""

    id: str
    mailbox: str
    """The user's object id."""
    ical_uid: str
    subject: str
    start: dt.datetime
    end: dt.datetime
    organizer: Person
    created: dt.datetime
    attendees: Sequence[Attendee] = ()
    body: str = ""
    location: str = ""
    teams: bool = True
    join_url: str | None = None
    sensitivity: str = "normal"
    show_as: str = "busy"
    all_day: bool = False
    cancelled: bool = False
    zone: str = "UTC"
    categories: Sequence[str] = ()
    hide_attendees: bool = False
    kind: str = "singleInstance"
    master: str | None = None
    original_start: dt.datetime | None = None
    modified: dt.datetime | None = None
    version: int = 0

    @property
    def etag(self) -> str:
        return f'W/"{self.change_key}"'

    @property
    def change_key(self) -> str:
        return base64.b64encode(f"{zlib.crc32(self.id.encode()):08x}{self.version:08d}".encode()).decode()

    def overlaps(self, start: dt.datetime, end: dt.datetime) -> bool:
        return self.start < end and (self.end > start or self.start == self.end == start)


@dataclass
class Mailbox:
    """The events, and in what order they changed: the number of its last change for each id that ever was."""

    user: User
    events: dict[str, Event] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    def need(self, key: str) -> Event:
        found = self.events.get(key)
        if found is None:
            raise not_found()
        return found

    def whole(self, event: Event) -> Event:
        """An occurrence with what it takes from its master."""
        master = self.events.get(event.master or "")
        if event.kind != "occurrence" or master is None:
            return event
        own = {"id", "start", "end", "kind", "master", "original_start", "version", "modified", "ical_uid"}
        return dataclasses.replace(master, **{name: getattr(event, name) for name in own})

    def instances(self, master: str) -> list[Event]:
        return [one for one in self.events.values() if one.master == master]


class Events:
    """What the tests do to the calendars. `told` hears of each change: mailbox, change type, event."""

    def __init__(self, world: World, people: People, told: Callable[[User, str, Event], None]) -> None:
        self._world, self._people, self._told = world, people, told
        self._mailboxes: dict[str, Mailbox] = {}
        self.sequence = 0
        self.made: Callable[[Event, bool], None] = lambda _event, _series: None
        """Hears of each new event, to make the online meeting behind it; and whether it is a series."""

    def mailbox(self, key: str) -> Mailbox:
        user = self._people.need(key)
        return self._mailboxes.setdefault(user.id, Mailbox(user))

    def put_event(  # noqa: PLR0913 - the fields of an event
        self,
        mailbox: str,
        *,
        subject: str,
        start: dt.datetime,
        minutes: int = 60,
        id: str | None = None,  # noqa: A002 - the vendor's name
        ical_uid: str | None = None,
        organizer: Person | None = None,
        attendees: Sequence[Attendee] = (),
        body: str = "",
        location: str = "",
        teams: bool = True,
        join_url: str | None = None,
        sensitivity: str = "normal",
        show_as: str = "busy",
        all_day: bool = False,
        cancelled: bool = False,
        categories: Sequence[str] = (),
        hide_attendees: bool = False,
        occurrences: Sequence[dt.datetime] = (),
    ) -> str:
        """Adds an event, or a series with one row for each of the `occurrences`; gives its id.

        With `teams` it gets a Teams meeting, whose address is the same wherever `ical_uid` is. Without, `join_url` is
        another vendor's link, which then stands in the text and the location only.
        """
        with self._world.lock:
            box = self.mailbox(mailbox)
            now = self._world.now()
            length = dt.timedelta(minutes=minutes)
            # A whole day goes from midnight to midnight on the wall, also where the clocks change.
            days = dt.timedelta(days=max(1, minutes // 1440))
            end = (start + days if all_day else start.astimezone(dt.UTC) + length).astimezone(dt.UTC)
            start = start.astimezone(dt.UTC)
            length = end - start
            key = id or self._world.item_id("event", box.user.id)
            uid = ical_uid or f"{_GLOBAL_ID}{'0' * 24}10000000{guid(key).replace('-', '').upper()}"
            person = organizer or (box.user.email, box.user.name)
            if teams and join_url is None:
                join_url = self._teams_url(uid, person)
            if not teams and join_url:
                location, body = location or join_url, f"{body}\n\n{join_url}".strip()
            event = Event(
                key, box.user.id, uid, subject, start, end, person, now, attendees, body, location,
                teams, join_url if teams else None, sensitivity, show_as, all_day, cancelled, box.user.timezone,
                categories, hide_attendees, "seriesMaster" if occurrences else "singleInstance",
            )  # fmt: skip
            box.events[key] = event
            self.made(event, bool(occurrences))
            for when in occurrences:
                self._occurrence(box, event, when, length)
            self._touch(box, event, "created")
            return key

    def move(self, mailbox: str, id: str, start: dt.datetime) -> None:  # noqa: A002 - the vendor's name
        with self._world.lock:
            box = self.mailbox(mailbox)
            event = box.need(id)
            if event.kind == "seriesMaster":
                raise ValueError("a series is moved with move_series")
            if event.kind == "occurrence":
                self.move_occurrence(mailbox, event.master or "", event.start, start)
                return
            event.start, event.end = start, start + (event.end - event.start)
            self._touch(box, event, "updated")

    def move_series(self, mailbox: str, master_id: str, shift: dt.timedelta) -> list[str]:
        """Shifts the whole series. Its exceptions are gone and all occurrences have other ids, which are given."""
        with self._world.lock:
            box = self.mailbox(mailbox)
            master = box.need(master_id)
            old = box.instances(master_id)
            for one in old:
                self._drop(box, one)
            length = master.end - master.start
            master.start, master.end = master.start + shift, master.end + shift
            for when in sorted((one.original_start or one.start) + shift for one in old):
                self._occurrence(box, master, when, length)
            self._touch(box, master, "updated")
            return self.occurrences(mailbox, master_id)

    def move_occurrence(self, mailbox: str, master_id: str, original_start: dt.datetime, new_start: dt.datetime) -> str:
        """Makes one occurrence an exception at another time; gives its id, which stays."""
        with self._world.lock:
            box = self.mailbox(mailbox)
            found = next((one for one in box.instances(master_id) if original_start == one.original_start), None)
            if found is None:
                raise ValueError(f"the series has no occurrence at {original_start}")
            event = self._own(box, found)
            event.start, event.end = new_start, new_start + (event.end - event.start)
            self._touch(box, event, "updated")
            return event.id

    def change(self, mailbox: str, id: str, **fields: Any) -> None:  # noqa: A002 - the vendor's name
        """Sets fields, named as in `put_event`. An occurrence becomes an exception by it."""
        with self._world.lock:
            box = self.mailbox(mailbox)
            event = self._own(box, box.need(id))
            if "minutes" in fields:
                event.end = event.start + dt.timedelta(minutes=fields.pop("minutes"))
            unknown = set(fields) - {one.name for one in dataclasses.fields(Event)}
            if unknown:
                raise TypeError(f"an event has no {', '.join(sorted(unknown))}")
            for name, value in fields.items():
                setattr(event, name, value)
            if event.kind == "seriesMaster":
                for one in box.instances(event.id):
                    self._touch(box, one, "")
            self._touch(box, event, "updated")

    def cancel(self, mailbox: str, id: str) -> None:  # noqa: A002 - the vendor's name
        """The organizer cancels: the event stays, flagged, its subject prefixed in the mailbox's language."""
        with self._world.lock:
            box = self.mailbox(mailbox)
            prefix = _PREFIXES.get(box.user.language, "Canceled: ")
            event = box.whole(box.need(id))
            self.change(mailbox, id, cancelled=True, subject=prefix + event.subject, show_as="free")

    def remove(self, mailbox: str, id: str) -> None:  # noqa: A002 - the vendor's name
        """Deletes an event; a series goes with all its occurrences."""
        with self._world.lock:
            box = self.mailbox(mailbox)
            event = box.need(id)
            for one in box.instances(id):
                self._drop(box, one)
            self._drop(box, event)
            self._told(box.user, "deleted", event)

    def copy_event(self, id: str, from_mailbox: str, to_mailbox: str) -> str:  # noqa: A002 - the vendor's name
        """The same meeting in another mailbox: same iCalUId, other id. What happens to one does not to the other."""
        with self._world.lock:
            source, target = self.mailbox(from_mailbox), self.mailbox(to_mailbox)
            event = source.whole(source.need(id))

            def copied(one: Event, master: str | None) -> Event:
                key = self._world.item_id("event", target.user.id)
                copy = dataclasses.replace(
                    one, id=key, mailbox=target.user.id, zone=target.user.timezone, master=master
                )
                target.events[key] = copy
                return copy

            copy = copied(event, None)
            for one in source.instances(id):
                self._touch(target, copied(one, copy.id), "")
            self._touch(target, copy, "created")
            return copy.id

    def occurrences(self, mailbox: str, master_id: str) -> list[str]:
        """The ids of a series' occurrences and exceptions, as they are now, in the order of their times."""
        with self._world.lock:
            found = self.mailbox(mailbox).instances(master_id)
            return [one.id for one in sorted(found, key=lambda one: one.start)]

    # Inside.

    def _teams_url(self, uid: str, organizer: Person) -> str:
        user = self._people.find(organizer[0])
        thread = base64.b64encode(uid[-24:].encode()).decode().rstrip("=")
        tenant = self._world.tenant if user else guid(f"tenant {organizer[0].rpartition('@')[2]}")
        person = user.id if user else guid(f"user {organizer[0].lower()}")
        # The service writes the escapes of the context in lower case.
        context = quote(f'{{"Tid":"{tenant}","Oid":"{person}"}}', safe="")
        context = re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), context)
        return f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{thread}%40thread.v2/0?context={context}"

    def _occurrence(self, box: Mailbox, master: Event, when: dt.datetime, length: dt.timedelta) -> None:
        key = self._world.item_id("occurrence", box.user.id)
        uid = _for_day(master.ical_uid, when.astimezone(dt.UTC))
        event = Event(
            key, box.user.id, uid, master.subject, when, when + length, master.organizer, master.created,
            zone=master.zone, all_day=master.all_day, kind="occurrence", master=master.id, original_start=when,
        )  # fmt: skip
        box.events[key] = event
        self._touch(box, event, "")

    @staticmethod
    def _own(box: Mailbox, event: Event) -> Event:
        """The event to be changed; an occurrence is first made an exception with fields of its own."""
        if event.kind == "occurrence":
            event = dataclasses.replace(box.whole(event), kind="exception")
            box.events[event.id] = event
        return event

    def _touch(self, box: Mailbox, event: Event, change: str) -> None:
        self.sequence += 1
        event.version, event.modified = self.sequence, self._world.now()
        box.changed[event.id] = self.sequence
        if change:
            self._told(box.user, change, event)

    def _drop(self, box: Mailbox, event: Event) -> None:
        self.sequence += 1
        box.events.pop(event.id, None)
        box.changed[event.id] = self.sequence


def _for_day(uid: str, when: dt.datetime) -> str:
    """An occurrence's iCalUId is its series' with the day written into it."""
    if uid.startswith(_GLOBAL_ID):
        return f"{uid[:32]}{when.year:04X}{when.month:02X}{when.day:02X}{uid[40:]}"
    return f"{uid}_{when:%Y%m%d}"
