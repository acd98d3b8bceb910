"""A VEVENT's instance → `Occurrence`: who, where, what about, and the way in."""

import datetime as dt
import html
import re
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import nh3

from kambrief.core.address import address_key
from kambrief.core.joinlink import ExtraHost, Place, find_links
from kambrief.core.model import Attendee, EventStatus, Occurrence, Response, SourceKey
from kambrief.providers.ics_series import Instance
from kambrief.providers.ics_text import Component, Line, one_line, plain_text
from kambrief.providers.ics_zones import instant

_VENDOR_LINKS = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
)
_RESPONSES = {
    "": Response.NONE,  # RFC 5545 §3.2.12: absent is NEEDS-ACTION
    "NEEDS-ACTION": Response.NONE,
    "ACCEPTED": Response.ACCEPTED,
    "TENTATIVE": Response.TENTATIVE,
    "DECLINED": Response.DECLINED,
    "DELEGATED": Response.DECLINED,  # somebody else comes in their place
}
_HTML = re.compile(
    r"<(?:!doctype|html|body|p|br|div|span|a\s|table|t[rdh]|ul|ol|li|b|i|u|strong|em|h\d|font)\b[^<>]*>", re.IGNORECASE
)
_BLOCK = re.compile(r"</?(?:br|p|div|tr|table|li|ul|ol|h[1-6]|hr|blockquote)\b", re.IGNORECASE)
_MAX_TEXT = 200_000
_MANY_EVENTS = 5
_FEW_TITLES = 4
"""Busy, tentative, away, working elsewhere."""
_ALL_DAY_MIDNIGHT = dt.time()


@dataclass(frozen=True, slots=True)
class Reading:
    """Whose calendar it is and how to read it."""

    provider: str
    calendar: str
    owner: str
    floating: zoneinfo.ZoneInfo
    hosts: tuple[ExtraHost, ...] = ()


def occurrence(instance: Instance, reading: Reading, *, from_exchange: bool) -> Occurrence:
    """One instance as the product knows it. ``from_exchange``: Exchange marks rooms by their role alone."""
    event, component = instance.event, instance.event.component
    start, end = _moments(instance, reading.floating)
    links = find_links(list(_link_places(component)), reading.hosts)
    organizer = component.first("ORGANIZER")
    return Occurrence(
        source=SourceKey(reading.provider, reading.calendar, event.uid, instance.recurrence_id),
        owner=reading.owner,
        title=one_line(component.text("SUMMARY")),
        start=start,
        end=end,
        timezone=event.zone,
        all_day=_all_day(instance),
        status=EventStatus.CANCELLED if event.cancelled else _status(component),
        organizer=_organizer(organizer) if organizer else None,
        attendees=_attendees(component, from_exchange=from_exchange),
        join=links[0] if links else None,
        other_links=links[1:],
        agenda=_agenda(component),
        location=one_line(component.text("LOCATION")),
        private=_word(component, "CLASS") in ("PRIVATE", "CONFIDENTIAL"),
        free=_word(component, "TRANSP") == "TRANSPARENT" or _word(component, "X-MICROSOFT-CDO-BUSYSTATUS") == "FREE",
        sequence=event.sequence,
        stamp=event.stamp,
        recurring=instance.recurring,
        notes=event.notes,
    )


def _word(component: Component, name: str) -> str:
    return component.value(name).upper()


def another(first: Occurrence, instance: Instance, reading: Reading) -> Occurrence:
    """A further instance of the event that ``first`` is one of: all but its times is the same."""
    start, end = _moments(instance, reading.floating)
    source = replace(first.source, recurrence_id=instance.recurrence_id)
    return replace(first, source=source, start=start, end=end, recurring=instance.recurring)


def _status(component: Component) -> EventStatus:
    return EventStatus.TENTATIVE if _word(component, "STATUS") == "TENTATIVE" else EventStatus.CONFIRMED


def _moments(instance: Instance, floating: dt.tzinfo) -> tuple[dt.datetime, dt.datetime]:
    """Days begin at the midnight of the calendar's owner."""
    start, end = (
        at if isinstance(at, dt.datetime) else instant(dt.datetime.combine(at, dt.time(), floating))
        for at in (instance.start, instance.end)
    )
    return start, end


def _all_day(instance: Instance) -> bool:
    """A DATE, or what Outlook writes for one: midnight to midnight and a flag."""
    start = instance.event.start
    if not isinstance(start, dt.datetime):
        return True
    whole_days = start.time() == _ALL_DAY_MIDNIGHT and instance.event.length.nominal >= dt.timedelta(days=1)
    return whole_days and _word(instance.event.component, "X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE"


# --- people --------------------------------------------------------------------------------------------------------


def _address(line: Line) -> str:
    """The mail address: the value, else the EMAIL parameter (RFC 7986); empty for ``invalid:nomail`` and the like."""
    for text in (line.text, line.params.get("EMAIL", "")):
        value = text.strip().strip("<>")
        scheme, colon, rest = value.partition(":")
        address = rest if colon and scheme.strip().lower() == "mailto" else value
        if key := address_key(address.strip()):
            return key
    return ""


def _name(line: Line, email: str) -> str:
    name = one_line(line.params.get("CN", ""), 200)
    return "" if address_key(name) == email != "" else name


def _organizer(line: Line) -> Attendee | None:
    email = _address(line)
    name = _name(line, email)
    return Attendee(email, name) if email or name else None


def _attendees(component: Component, *, from_exchange: bool) -> tuple[Attendee, ...]:
    people: dict[str, Attendee] = {}
    for line in component.all("ATTENDEE"):
        email = _address(line)
        name = _name(line, email)
        if not email and not name:
            continue
        role, kind = line.params.get("ROLE", "").upper(), line.params.get("CUTYPE", "").upper()
        person = Attendee(
            email=email,
            name=name,
            response=_RESPONSES.get(line.params.get("PARTSTAT", "").upper(), Response.UNKNOWN),
            optional=role in ("OPT-PARTICIPANT", "NON-PARTICIPANT"),
            is_resource=kind in ("ROOM", "RESOURCE") or (from_exchange and role == "NON-PARTICIPANT" and not kind),
        )
        people.setdefault(email or f"?{name}", person)
    return tuple(people.values())


# --- texts and links -----------------------------------------------------------------------------------------------


def _link_places(component: Component) -> Iterator[tuple[Place, str]]:
    for line in component.lines:
        if line.name == "CONFERENCE":
            video = "VIDEO" in line.params.get("FEATURE", "").upper()
            yield (Place.CONFERENCE if video else Place.CONFERENCE_OTHER), line.value
        elif line.name in _VENDOR_LINKS:
            yield Place.VENDOR, line.text
        elif line.name == "URL":
            yield Place.URL, line.value
        elif line.name in ("LOCATION", "DESCRIPTION"):
            yield Place[line.name], line.text
        elif line.name == "X-ALT-DESC":
            yield Place.HTML, line.text


def _agenda(component: Component) -> str:
    text = component.text("DESCRIPTION")
    if not text.strip():
        text = component.text("X-ALT-DESC")
    text = text[:_MAX_TEXT]
    return plain_text(text_of_html(text) if _HTML.search(text) else text)


def text_of_html(markup: str) -> str:
    """The words of an HTML text, paragraphs as lines."""
    flowing = _BLOCK.sub(r"\n\g<0>", " ".join(markup.split()))
    words = html.unescape(nh3.clean(flowing, tags=set(), clean_content_tags={"script", "style", "title", "template"}))
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return "\n".join(line for line in lines if line)


def shows_busy_only(occurrences: Sequence[Occurrence]) -> bool:
    """A feed published as "availability only": nobody, nothing and nowhere, and the same few words everywhere."""
    if any(one.attendees or one.organizer or one.agenda or one.location or one.join for one in occurrences):
        return False
    titles, events = {one.title for one in occurrences}, {one.source.uid for one in occurrences}
    return len(events) >= _MANY_EVENTS and len(titles) <= _FEW_TITLES
