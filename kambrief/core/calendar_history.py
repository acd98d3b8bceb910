"""Past calendar occurrences as history, so that a poor CRM still gives a brief (design §5)."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from kambrief.core.address import address_key, without_tag
from kambrief.core.customer import Activity, ActivityKind, CrmData
from kambrief.core.model import Meeting, Response

SAME_MEETING = dt.timedelta(minutes=45)
"""A meeting that the CRM has within this of the calendar's time is the same one: the CRM knows more of it."""


def _was_there(meeting: Meeting, email: str) -> bool:
    return any(
        a.email == email and a.response is not Response.DECLINED and not a.is_resource for a in meeting.attendees
    )


def held(meetings: Sequence[Meeting], owner: str, now: dt.datetime) -> list[Meeting]:
    """What this account manager has sat in: over, not cancelled, not all-day, not declined by them, oldest first."""
    return sorted(
        (
            meeting
            for meeting in meetings
            if meeting.end <= now and not meeting.cancelled and not meeting.all_day and owner in meeting.owners
            and not any(a.email == owner and a.response is Response.DECLINED for a in meeting.attendees)
        ),
        key=lambda meeting: (meeting.start, meeting.id),
    )  # fmt: skip


def with_calendar(data: CrmData, past: Sequence[Meeting]) -> CrmData:
    """``data`` with the held meetings that the CRM has not logged, as activities of those whose people were invited.

    The calendar knows who was invited, not who came: whoever did not decline counts as attended. So do they in a
    meeting that the CRM has logged without naming anybody, as a note that is all it has a place for.
    """
    contacts = {address_key(email): c for c in data.contacts for email in (*c.aliases, c.email) if email}
    added, named = list[Activity](), dict[str, Activity]()
    for meeting in past:
        there: dict[str, list[str]] = {}
        for attendee in meeting.attendees:
            key = address_key(attendee.email)
            contact = contacts.get(key) or contacts.get(without_tag(key))
            if contact and attendee.response is not Response.DECLINED and not attendee.is_resource:
                there.setdefault(contact.account_id, []).append(contact.id)
        for account_id, people in there.items():
            if logged := _logged(data, account_id, meeting.start):
                if not any(row.contacts or row.attended for row in logged) and logged[0].status in {"held", None}:
                    named[logged[0].id] = dataclasses.replace(logged[0], contacts=tuple(people), attended=tuple(people))
                continue
            added.append(
                Activity(
                    id=f"meeting-{meeting.id}", account_id=account_id, kind=ActivityKind.MEETING, at=meeting.start,
                    subject="" if meeting.private else meeting.title, contacts=tuple(people), attended=tuple(people),
                    status="held",
                    minutes=meeting.minutes, source="calendar",
                )
            )  # fmt: skip
    if not added and not named:
        return data
    return dataclasses.replace(data, activities=(*(named.get(row.id, row) for row in data.activities), *added))


def _logged(data: CrmData, account_id: str, start: dt.datetime) -> list[Activity]:
    return [
        row
        for row in data.activities
        if row.kind is ActivityKind.MEETING and row.account_id == account_id and abs(row.at - start) <= SAME_MEETING
    ]


def seen(past: Sequence[Meeting], email: str) -> list[Meeting]:
    """The past meetings this address was in, newest first: all there is to know of somebody the CRM does not have."""
    return [meeting for meeting in reversed(past) if _was_there(meeting, email)]
