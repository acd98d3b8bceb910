"""How the fake Graph shows an event: whole, sparse as in a delta round, and with the casing of the day."""

import datetime as dt
import html
import re
import zlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from tests.parts.graph_core import NEVER, Call, Json, in_zone, utc
from tests.parts.graph_events import Attendee, Event
from tests.parts.graph_people import User


def sparse_row(event: Event, call: Call) -> Json:
    """What a delta round tells of an occurrence."""
    zone = call.prefer.get("outlook.timezone", "UTC")
    return {
        "@odata.type": "#microsoft.graph.event",
        "id": event.id,
        "type": "occurrence",
        "seriesMasterId": event.master,
        "start": in_zone(event.start, zone),
        "end": in_zone(event.end, zone),
    }


def full_row(event: Event, user: User, call: Call) -> Json:
    zone = call.prefer.get("outlook.timezone", "UTC")
    name, own = event.organizer[1], event.organizer[0].lower() == user.email.lower()
    answer = "organizer" if own else next((a[2] for a in event.attendees if a[0].lower() == user.email.lower()), "none")
    text = plain(event.body)
    row: Json = {
        "@odata.etag": event.etag,
        "id": event.id,
        "createdDateTime": utc(event.created, 7),
        "lastModifiedDateTime": utc(event.modified or event.created, 7),
        "changeKey": event.change_key,
        "categories": list(event.categories),
        "transactionId": None,
        "originalStartTimeZone": event.zone,
        "originalEndTimeZone": event.zone,
        "iCalUId": event.ical_uid,
        "reminderMinutesBeforeStart": 15,
        "isReminderOn": not event.all_day,
        "hasAttachments": False,
        "subject": event.subject,
        "bodyPreview": text[:255],
        "importance": "normal",
        "sensitivity": event.sensitivity,
        "isAllDay": event.all_day,
        "isCancelled": event.cancelled,
        "isDraft": False,
        "isOrganizer": own,
        "responseRequested": True,
        "seriesMasterId": event.master,
        "showAs": event.show_as,
        "type": event.kind,
        "webLink": f"https://outlook.office365.com/owa/?itemid={quote(event.id, safe='')}&exvsurl=1&path=/calendar/item",
        "onlineMeetingUrl": None,
        "isOnlineMeeting": event.teams,
        "onlineMeetingProvider": "teamsForBusiness" if event.teams else "unknown",
        "allowNewTimeProposals": True,
        "hideAttendees": event.hide_attendees,
        "recurrence": _recurrence(event) if event.kind == "seriesMaster" else None,
        "responseStatus": {"response": answer, "time": NEVER},
        "body": body_row(event.body, call),
        "start": in_zone(event.start, zone),
        "end": in_zone(event.end, zone),
        "location": _location(event.location),
        "locations": [_location(event.location)] if event.location else [],
        "attendees": [] if event.hide_attendees and not own else [_attendee(one) for one in event.attendees],
        "organizer": {"emailAddress": {"name": name, "address": event.organizer[0]}},
        "onlineMeeting": {"joinUrl": event.join_url} if event.teams else None,
    }
    if event.kind in {"occurrence", "exception"} and event.original_start:
        row["originalStart"] = utc(event.original_start)
    return row


def varied(row: Json) -> Json:
    """The row with the casing some official examples have. Which rows differ hangs on the id."""
    if zlib.crc32(str(row.get("id")).encode()) % 3:
        return row
    changed = dict(row)
    for name in ("sensitivity", "showAs", "importance"):
        if isinstance(changed.get(name), str):
            changed[name] = changed[name][:1].upper() + changed[name][1:]
    if isinstance(changed.get("body"), dict):
        changed["body"] = {**changed["body"], "contentType": str(changed["body"]["contentType"]).upper()}
    return changed


def body_row(body: str, call: Call) -> Json:
    if call.prefer.get("outlook.body-content-type", "html").lower() == "text":
        return {"contentType": "text", "content": plain(body)}
    marked = body if "<" in body else html.escape(body, quote=False).replace("\n", "<br>\r\n")
    return {"contentType": "html", "content": f"<html><head></head><body>{marked}</body></html>" if body else ""}


def plain(body: str) -> str:
    """Roughly what Exchange makes of HTML: breaks for blocks, and no tags."""
    if "<" not in body:
        return body
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<(br|/p|/div)[^>]*>", "\n", body))).strip()


def _attendee(one: Attendee) -> Json:
    address, name, response, kind = one
    return {
        "type": kind,
        "status": {"response": response, "time": NEVER},
        "emailAddress": {"name": name, "address": address},
    }


def _location(name: str) -> Mapping[str, Any]:
    if not name:
        return {"displayName": "", "locationType": "default", "uniqueIdType": "unknown"}
    return {"displayName": name, "locationType": "default", "uniqueId": name, "uniqueIdType": "private"}


def _recurrence(event: Event) -> Json:
    day = f"{event.start.astimezone(dt.UTC):%A}".lower()
    return {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": [day], "firstDayOfWeek": "monday",
                    "month": 0, "dayOfMonth": 0, "index": "first"},
        "range": {"type": "noEnd", "startDate": f"{event.start:%Y-%m-%d}", "endDate": "0001-01-01",
                  "recurrenceTimeZone": event.zone, "numberOfOccurrences": 0},
    }  # fmt: skip
