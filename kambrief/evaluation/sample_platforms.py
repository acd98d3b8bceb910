"""The sample meetings as Zoom and Microsoft 365 would tell of them, for the demonstration: no network is used.

The answers go through the same providers, and are read by the same code, as a vendor's own. What the vendors' APIs look
like is held to by the tests' fakes; this says just enough of it for one meeting.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import httpx

Sample = Mapping[str, Any]
"""A scenario's ``meeting.json``."""

_RESPONSES = {"ACCEPTED": "accepted", "TENTATIVE": "tentativelyAccepted", "DECLINED": "declined"}


def sections(meeting: Sample, secret_file: str) -> dict[str, dict[str, Any]]:
    """The ``[meetings.…]`` sections for the platform of this meeting; none when it is on neither."""
    if meeting.get("provider") == "zoom":
        return {"zoom": {"account_id": "sample", "client_id": "sample", "client_secret_file": secret_file}}
    if meeting.get("provider") == "teams":
        return {"teams": {"tenant": "sample.example", "client_id": "sample", "client_secret_file": secret_file}}
    return {}


def transport(meeting: Sample) -> httpx.BaseTransport:
    """Both vendors, knowing this one meeting in its organiser's account."""
    return httpx.MockTransport(lambda request: _answer(request, meeting))


def _answer(request: httpx.Request, meeting: Sample) -> httpx.Response:
    path, host = request.url.path, _host(meeting)
    if "token" in path:
        return httpx.Response(200, json={"access_token": "sample", "expires_in": 3600, "scope": ""})
    if path == f"/v2/meetings/{_number(meeting)}":
        return httpx.Response(200, json=_zoom_details(meeting))
    if path.startswith("/v2/users/"):
        rows = [_zoom_row(meeting)] if f"/users/{host}/" in path else []
        return httpx.Response(200, json={"meetings": rows, "next_page_token": ""})
    if path.endswith("/calendarView/delta"):
        rows = [_event(meeting)] if f"/users/{host}/" in path else []
        link = f"https://graph.microsoft.com{path}?$deltatoken=sample"
        return httpx.Response(200, json={"value": rows, "@odata.deltaLink": link})
    return httpx.Response(404, json={"error": {"code": "NotFound", "message": "no such sample"}})


def _host(meeting: Sample) -> str:
    return str(meeting["organizer"]["email"])


def _number(meeting: Sample) -> str:
    return str(meeting["join_url"]).partition("/j/")[2].partition("?")[0]


def _utc(meeting: Sample, name: str) -> str:
    return f"{dt.datetime.fromisoformat(meeting[name]).astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}"


def _zoom_row(meeting: Sample) -> dict[str, Any]:
    length = dt.datetime.fromisoformat(meeting["end"]) - dt.datetime.fromisoformat(meeting["start"])
    return {
        "id": int(_number(meeting)), "uuid": "c2FtcGxl", "host_id": "sample", "topic": meeting["subject"], "type": 2,
        "start_time": f"{_utc(meeting, 'start')}Z", "duration": int(length.total_seconds() // 60), "timezone": "UTC",
        "join_url": meeting["join_url"], "agenda": "", "created_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip


def _zoom_details(meeting: Sample) -> dict[str, Any]:
    settings = {"meeting_invitees": [], "alternative_hosts": "", "use_pmi": False}
    return {**_zoom_row(meeting), "host_email": _host(meeting), "settings": settings}


def _event(meeting: Sample) -> dict[str, Any]:
    def person(row: Mapping[str, str]) -> dict[str, str]:
        return {"name": row["name"], "address": row["email"]}

    return {
        "id": "sample", "iCalUId": meeting["uid"], "type": "singleInstance", "subject": meeting["subject"],
        "body": {"contentType": "text", "content": meeting["description"]},
        "start": {"dateTime": f"{_utc(meeting, 'start')}.0000000", "timeZone": "UTC"},
        "end": {"dateTime": f"{_utc(meeting, 'end')}.0000000", "timeZone": "UTC"},
        "location": {"displayName": meeting["location"]},
        "onlineMeeting": {"joinUrl": meeting["join_url"]},
        "organizer": {"emailAddress": person(meeting["organizer"])},
        "attendees": [
            {
                "emailAddress": person(row), "type": "optional" if row["role"] == "OPT-PARTICIPANT" else "required",
                "status": {"response": _RESPONSES.get(row["partstat"], "notResponded")},
            }
            for row in meeting["attendees"]
        ],
    }  # fmt: skip
