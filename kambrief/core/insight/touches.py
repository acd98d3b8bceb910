"""Who was in touch with us, and when: the basis of all relationship insights.

A touch is two-way (domain facts §4): a person attended a held meeting, took a connected call, or sent us mail. Our own
mail, cancelled meetings and voicemail are none. One activity can touch many people.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass

from kambrief.core.customer import Activity, ActivityKind


@dataclass(frozen=True, slots=True)
class Touch:
    """One person touched by one activity, on a day in the account manager's zone."""

    contact_id: str
    day: dt.date
    activity: Activity


def touched(activity: Activity) -> tuple[str, ...]:
    """The contacts an activity touches; empty when it is none."""
    if activity.kind is ActivityKind.MEETING and activity.status in {"held", None}:
        return activity.attended
    if activity.kind is ActivityKind.CALL and activity.status in {"connected", None}:
        return activity.attended or activity.contacts
    if activity.kind is ActivityKind.EMAIL and activity.inbound and activity.sender:
        return (activity.sender,)
    return ()


def touches(activities: Iterable[Activity], now: dt.datetime, zone: str) -> tuple[Touch, ...]:
    """All touches up to ``now``, newest first."""
    local = zoneinfo.ZoneInfo(zone)
    found = [
        Touch(contact, activity.at.astimezone(local).date(), activity)
        for activity in activities
        if activity.at <= now
        for contact in touched(activity)
    ]
    return tuple(sorted(found, key=lambda touch: (touch.activity.at, touch.activity.id), reverse=True))


def last_held_meeting(activities: Iterable[Activity], now: dt.datetime) -> Activity | None:
    """The newest held meeting before ``now``, with anybody of the account."""
    held = [
        activity
        for activity in activities
        if activity.kind is ActivityKind.MEETING and activity.status in {"held", None} and activity.at < now
    ]
    return max(held, key=lambda activity: (activity.at, activity.id), default=None)
