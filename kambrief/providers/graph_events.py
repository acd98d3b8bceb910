"""An event of Microsoft Graph → `Occurrence`. Plain JSON is looked at, never trusted; enums in any casing.

Field meanings: Graph v1.0 "event" resource. Times are asked for in UTC; other zones are understood all the same.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kambrief.core.address import address_key
from kambrief.core.joinlink import Place, find_links
from kambrief.core.model import Attendee, Authority, EventStatus, Occurrence, Response, SourceKey
from kambrief.providers.ics_event import Reading, text_of_html
from kambrief.providers.ics_text import one_line, plain_text
from kambrief.providers.ics_zones import Zones

Event = Mapping[str, Any]

MASTER = "seriesmaster"
_OF_SERIES = frozenset({"occurrence", "exception"})
_RESPONSES = {
    "organizer": Response.ACCEPTED,
    "accepted": Response.ACCEPTED,
    "tentativelyaccepted": Response.TENTATIVE,
    "declined": Response.DECLINED,
    "notresponded": Response.NONE,
    "none": Response.NONE,
}
_HELD_BACK = frozenset({"personal", "private", "confidential"})
_EXCHANGE_ID = re.compile(r"(040000008200E00074C5B7101A82E008)[0-9A-F]{8}([0-9A-F]{24,})", re.IGNORECASE)
_DAY = dt.timedelta(days=1)


class OddEventError(Exception):
    """An event that cannot be read; the message says what is wrong with it and holds nothing of its content."""


def occurrence(event: Event, reading: Reading, master: Event | None = None) -> Occurrence:
    """One event, or one occurrence with the rest of what it is taken from its ``master``. Raises `OddEventError`."""
    if is_sparse(event) and master is None:
        raise OddEventError("its series cannot be read")
    whole = {**(master or {}), **{key: value for key, value in event.items() if value is not None}}
    kind = _word(event, "type")
    start, end = _moment(event, "start", reading), _moment(event, "end", reading)
    all_day = whole.get("isAllDay") is True
    if all_day:
        start, end = (_midnight(moment, whole, reading) for moment in (start, end))
    links = find_links(list(_link_places(whole)), reading.hosts)
    organizer = _person(whole.get("organizer"))
    return Occurrence(
        source=SourceKey(
            reading.provider,
            reading.calendar,
            uid_of(master or event),
            _original(event, start) if kind in _OF_SERIES else "",
            str(event.get("id") or ""),
        ),
        owner=reading.owner,
        title=one_line(_text(whole, "subject")),
        start=start,
        end=max(start, end),
        timezone=_zone(whole, reading),
        all_day=all_day,
        status=_status(whole),
        organizer=organizer,
        attendees=_attendees(whole, organizer, reading.owner),
        join=links[0] if links else None,
        other_links=links[1:],
        agenda=_agenda(whole),
        location=one_line(_text(_object(whole, "location"), "displayName")),
        private=_word(whole, "sensitivity") in _HELD_BACK,
        free=_word(whole, "showAs") == "free",
        stamp=_stamp(whole),
        recurring=kind in _OF_SERIES,
        authority=Authority.CALENDAR,
    )


def uid_of(event: Event) -> str:
    """The identifier that all mailboxes share. Exchange writes the day of an occurrence into its own, which would make
    each another event; the bytes for it are zero in that of the series (MS-OXOCAL, PidLidGlobalObjectId).

    Raises `OddEventError` when there is none.
    """
    uid = _text(event, "iCalUId") or _text(event, "uid")
    if not uid:
        raise OddEventError("it has no iCalUId")
    match = _EXCHANGE_ID.fullmatch(uid)
    return f"{match[1]}00000000{match[2]}" if match else uid


def kind_of(event: Event) -> str:
    """``singleinstance``, ``occurrence``, ``exception`` or ``seriesmaster``."""
    return _word(event, "type") or "singleinstance"


def is_sparse(event: Event) -> bool:
    """An occurrence as delta rounds tell it: its times and its master's id, and nothing else."""
    return kind_of(event) in _OF_SERIES and "subject" not in event


# --- times ---------------------------------------------------------------------------------------------------------


def _moment(event: Event, name: str, reading: Reading) -> dt.datetime:
    """Graph writes seven decimals and no offset; the zone stands beside it, by its IANA or Windows name."""
    found = _object(event, name)
    try:
        local = dt.datetime.fromisoformat(_text(found, "dateTime"))
    except ValueError:
        raise OddEventError(f"its {name} is no time") from None
    if local.tzinfo is not None:
        return local.astimezone(dt.UTC)
    zone = Zones({}, reading.floating).find(_text(found, "timeZone") or "UTC")
    try:
        return local.replace(tzinfo=zone.tz).astimezone(dt.UTC)
    except OverflowError:
        raise OddEventError(f"its {name} lies outside of all time") from None


def _zone(event: Event, reading: Reading) -> str:
    """The organiser's zone by its IANA name; empty for UTC and for one that nobody knows (the times are right)."""
    zone = Zones({}, reading.floating).find(_text(event, "originalStartTimeZone") or "UTC")
    return "" if zone.note or zone.name == "UTC" else zone.name


def _midnight(moment: dt.datetime, event: Event, reading: Reading) -> dt.datetime:
    """A day is a date: it begins at the owner's midnight, whatever zone the answer was asked for in."""
    if moment.time() != dt.time():
        zone = Zones({}, reading.floating).find(_text(event, "originalStartTimeZone")).tz
        moment = moment.astimezone(zone)
    return dt.datetime.combine(moment.date(), dt.time(), reading.floating).astimezone(dt.UTC)


def _original(event: Event, start: dt.datetime) -> str:
    """When this occurrence was due before anybody moved it, in UTC."""
    original = start
    text = _text(event, "originalStart")
    if text:
        try:
            found = dt.datetime.fromisoformat(text)
            original = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
        except ValueError:
            raise OddEventError("its originalStart is no time") from None
    return f"{original.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _stamp(event: Event) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(_text(event, "lastModifiedDateTime"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


# --- people --------------------------------------------------------------------------------------------------------


def _person(found: object, **more: Any) -> Attendee | None:
    address = _object(found if isinstance(found, Mapping) else {}, "emailAddress")
    email = address_key(_text(address, "address"))
    name = one_line(_text(address, "name"), 200)
    name = "" if email and address_key(name) == email else name
    return Attendee(email, name, **more) if email or name else None


def _attendees(event: Event, organizer: Attendee | None, owner: str) -> tuple[Attendee, ...]:
    """Everybody invited; the mailbox's owner too, who may have been invited through a list, with their own answer."""
    people: dict[str, Attendee] = {}
    listed = event.get("attendees")
    for row in listed if isinstance(listed, list) else ():
        if not isinstance(row, Mapping):
            continue
        kind = _word(row, "type")
        response = _RESPONSES.get(_word(_object(row, "status"), "response"), Response.UNKNOWN)
        person = _person(row, response=response, optional=kind == "optional", is_resource=kind == "resource")
        if person:
            people.setdefault(person.email or f"?{person.name}", person)
    answer = _RESPONSES.get(_word(_object(event, "responseStatus"), "response"), Response.UNKNOWN)
    mine = address_key(owner)
    if mine and mine not in people and not (organizer and organizer.email == mine) and answer is not Response.UNKNOWN:
        people[mine] = Attendee(mine, response=answer)
    return tuple(people.values())


# --- texts and links -----------------------------------------------------------------------------------------------


def _status(event: Event) -> EventStatus:
    if event.get("isCancelled") is True:
        return EventStatus.CANCELLED
    return EventStatus.TENTATIVE if _word(event, "showAs") == "tentative" else EventStatus.CONFIRMED


def _link_places(event: Event) -> Iterator[tuple[Place, str]]:
    yield Place.CONFERENCE, _text(_object(event, "onlineMeeting"), "joinUrl")
    yield Place.VENDOR, _text(event, "onlineMeetingUrl")
    locations = event.get("locations")
    for place in (event.get("location"), *(locations if isinstance(locations, list) else ())):
        if isinstance(place, Mapping):
            yield Place.LOCATION, f"{_text(place, 'displayName')} {_text(place, 'locationUri')}"
    yield Place.DESCRIPTION, _text(_object(event, "body"), "content")


def _agenda(event: Event) -> str:
    body = _object(event, "body")
    text = _text(body, "content")[:200_000]
    return plain_text(text_of_html(text) if _word(body, "contentType") == "html" else text)


def _object(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = event.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(event: Mapping[str, Any], name: str) -> str:
    found = event.get(name)
    return found if isinstance(found, str) else ""


def _word(event: Mapping[str, Any], name: str) -> str:
    return _text(event, name).lower()
