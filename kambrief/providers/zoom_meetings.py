"""Zoom's JSON of meetings to come → occurrences. What is remembered of it: `kambrief.providers.zoom_reading`."""

import datetime as dt
import hashlib
import re
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from kambrief.core.joinlink import read_link
from kambrief.core.model import Attendee, Authority, JoinLink, Occurrence, Platform, SourceKey

NAME = "meetings.zoom"
_VERSION = "1"
"""Of this reading: raise it when the same JSON shall give other occurrences, and everything is read anew."""
SERIES = 8
_PERSONAL = 4
_LONGEST = 7 * 24 * 60
_USUAL_MINUTES = 60
_MAX_TEXT = 20_000

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Calendar:
    """One account manager's meetings at Zoom."""

    name: str
    """The manager's own address, lower-cased."""
    user: str
    """The address of the Zoom user."""
    people: Mapping[str, Attendee] = field(default_factory=dict)
    """Zoom address, lower-cased → the account manager it is; calendars know the manager by the other address."""

    def fingerprint(self) -> str:
        """Of all that decides which meetings these are. Of the people only the manager's own addresses count: for a
        colleague who is new, or named otherwise, not every meeting is to be read anew.
        """
        own = sorted(address for address, one in self.people.items() if one.email == self.name)
        return hashed((_VERSION, self.name, self.user, *own))


# --- one meeting ---------------------------------------------------------------------------------------------------


def occurrences_of(detail: Json, calendar: Calendar) -> tuple[Occurrence, ...]:
    """Every occurrence that stands and has a time; none of a meeting without a fixed time. Raises ValueError when one
    has a time that cannot be read: silence would mean that it is gone.
    """
    parts = detail.get("occurrences")
    if detail.get("type") == SERIES:  # its own start is that of the first occurrence, or not there
        rows = parts if isinstance(parts, list) else []
        live = [part for part in rows if isinstance(part, dict) and part.get("status") != "deleted"]
        return tuple(_occurrence(detail, calendar, part) for part in live)
    if not detail.get("start_time"):
        return ()
    return (_occurrence(detail, calendar, {}),)


def _occurrence(detail: Json, calendar: Calendar, part: Json) -> Occurrence:
    number = str(detail["id"])
    settings = _mapping(detail.get("settings"))
    zone = _zone(detail.get("timezone"))
    start = moment(part.get("start_time") or detail.get("start_time"), zone)
    if start is None:
        raise ValueError("its time cannot be read")
    occurrence_id = str(part.get("occurrence_id") or int(start.timestamp() * 1000)) if part else ""
    people = {one.email: one for one in _people(detail, settings, calendar)}
    return Occurrence(
        source=SourceKey(NAME, calendar.name, number, _recurrence_id(part, start), f"{number}/{occurrence_id}"),
        owner=calendar.name,
        title=text_of(detail.get("topic")),
        start=start,
        end=start + dt.timedelta(minutes=_minutes(part.get("duration"), detail.get("duration"))),
        timezone=zone,
        organizer=_person(text_of(detail.get("host_email")), calendar),
        attendees=tuple(people.values()),
        join=_join(detail, settings, number),
        agenda=text_of(detail.get("agenda")),
        private=settings.get("private_meeting") is True,
        authority=Authority.PLATFORM,
        recurring=detail.get("type") == SERIES,
    )


def _recurrence_id(part: Json, start: dt.datetime) -> str:
    """The id of an occurrence is its first start in milliseconds, and stays when it moves."""
    if not part:
        return ""
    with suppress(ValueError, OverflowError, OSError, TypeError, KeyError):
        start = dt.datetime.fromtimestamp(int(part["occurrence_id"]) // 1000, dt.UTC)
    return start.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _people(detail: Json, settings: Json, calendar: Calendar) -> Iterator[Attendee]:
    """The host first. Alternative hosts may be told by their ids, which name nobody."""
    invitees = settings.get("meeting_invitees")
    rows = invitees if isinstance(invitees, list) else []
    addresses = [
        text_of(detail.get("host_email")),
        *re.split(r"[;,]", text_of(settings.get("alternative_hosts"))),
        *(text_of(_mapping(row).get("email")) for row in rows),
    ]
    yield from (one for address in addresses if (one := _person(address, calendar)))


def _person(address: str, calendar: Calendar) -> Attendee | None:
    email = address.strip().lower()
    return (calendar.people.get(email) or Attendee(email)) if "@" in email else None


def _join(detail: Json, settings: Json, number: str) -> JoinLink | None:
    """The link is the vendor's own word, so the id in it is sure; a personal room has an id of its own."""
    link = read_link(text_of(detail.get("join_url"))) or JoinLink(f"https://zoom.us/j/{number}", Platform.ZOOM, number)
    personal = (
        detail.get("type") == _PERSONAL
        or settings.get("use_pmi") is True
        or link.personal_room
        or str(detail.get("pmi") or "none") in {number, link.external_id}
    )
    return replace(
        link, external_id=link.external_id if personal and link.external_id else number, personal_room=personal
    )


def moment(value: object, zone: str = "") -> dt.datetime | None:
    """A moment of Zoom's: UTC with a Z, or the local time of ``zone`` without; None when it cannot be read."""
    if not isinstance(value, str):
        return None
    try:
        found = dt.datetime.fromisoformat(value)
        if found.tzinfo is None:
            found = found.replace(tzinfo=zoneinfo.ZoneInfo(zone) if zone else dt.UTC)
        found = found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return found if 1990 < found.year < 2200 else None


def _zone(value: object) -> str:
    with suppress(ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return zoneinfo.ZoneInfo(text_of(value)).key if value else ""
    return ""


def _minutes(*values: object) -> int:
    return next((min(one, _LONGEST) for one in values if isinstance(one, int) and one > 0), _USUAL_MINUTES)


def text_of(value: object) -> str:
    """As it may be kept: JSON may hold half a character, which no UTF-8 can."""
    if not isinstance(value, str):
        return ""
    whole = value[:_MAX_TEXT].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return whole.replace("\0", "").replace("\r\n", "\n").strip()


def _mapping(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def hashed(parts: Sequence[str]) -> str:
    """A short mark of them."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
