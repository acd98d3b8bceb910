"""I14, the time of those who decide: what the hour costs them, and what is odd about it."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass

from kambrief.core.customer import Contact
from kambrief.core.insight.coverage import DECIDES
from kambrief.core.insight.invitation import own_words
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.match import Join
from kambrief.core.model import Meeting, Response

SEVERAL_EXECUTIVES = 2


@dataclass(frozen=True, slots=True)
class LocalTime:
    """An attendee's clock at the start."""

    contact_id: str
    zone: str
    at: dt.datetime
    outside: bool
    """Not within 08–18."""


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """Of one meeting."""

    executives: int
    """External sponsors and economic buyers who were invited and have not declined."""
    executive_minutes: int
    no_agenda: bool
    long_for_executives: bool
    """Over 30 minutes with two or more executives."""
    too_long: bool
    """Over 60 minutes."""
    local: tuple[LocalTime, ...]
    """Of everybody with a usable time zone."""

    @property
    def outside(self) -> tuple[LocalTime, ...]:
        """Those whose clock says before 8 or after 18."""
        return tuple(one for one in self.local if one.outside)


def meeting_time(meeting: Meeting, joins: Iterable[Join], limits: Thresholds) -> MeetingTime:
    """Local times by IANA zone at the event's date; a zone that is none is left out, not guessed. An agenda is text in
    the invitation other than links, dial-in boilerplate and a bare greeting.
    """
    coming = _coming(joins)
    executives = sum(contact.role in DECIDES and not contact.left for contact in coming)
    # A day in a calendar has neither a length nor a clock.
    minutes = 0 if meeting.all_day else meeting.minutes
    return MeetingTime(
        executives=executives,
        executive_minutes=minutes * executives,
        no_agenda=not meeting.private and not own_words(meeting.agenda, meeting.title),
        long_for_executives=minutes > limits.executive_meeting_minutes and executives >= SEVERAL_EXECUTIVES,
        too_long=minutes > limits.long_meeting_minutes,
        local=() if meeting.all_day else tuple(_local_times(meeting.start, coming, limits)),
    )


def _coming(joins: Iterable[Join]) -> list[Contact]:
    """Each contact once, however many of their addresses were invited; who has declined does not come."""
    expected = (join.contact for join in joins if join.contact and join.attendee.response is not Response.DECLINED)
    return list({contact.id: contact for contact in expected}.values())


def _local_times(start: dt.datetime, coming: Iterable[Contact], limits: Thresholds) -> Iterable[LocalTime]:
    for contact in coming:
        zone = _zone(contact.timezone)
        if zone is not None:
            at = start.astimezone(zone)
            yield LocalTime(contact.id, zone.key, at, not limits.office_from <= at.hour < limits.office_until)


def _zone(name: str | None) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
