"""The operations of the fake Graph: their names as in the contract, what they need, and who answers them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from tests.parts.graph_calendar import Calendar
from tests.parts.graph_core import Answer, Call, RefusedError
from tests.parts.graph_mail import Mail
from tests.parts.graph_meetings import Meetings
from tests.parts.graph_people import People
from tests.parts.graph_subscriptions import Subscriptions

_FREE: tuple[str, ...] = ()
_CALENDAR = ("Calendars.Read", "Calendars.ReadWrite")
_READ_MAIL = ("Mail.Read", "Mail.ReadWrite")
_WRITE_MAIL = ("Mail.ReadWrite",)
_SEND = ("Mail.Send",)
_SETTINGS = ("MailboxSettings.Read", "MailboxSettings.ReadWrite")
_USERS = ("User.Read.All", "User.ReadBasic.All", "Directory.Read.All")
_GROUPS = ("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All")
_MEETINGS = ("OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All")
_TRANSCRIPTS = ("OnlineMeetingTranscript.Read.All",)
_ARTIFACTS = ("OnlineMeetingArtifact.Read.All",)
_INSIGHTS = ("OnlineMeetingAiInsight.Read.All",)

_EXCHANGE = {*_CALENDAR, *_READ_MAIL, *_SEND, *_SETTINGS}
_DIRECTORY = {*_USERS, *_GROUPS}
_ALL_TRANSCRIPTS = (
    "getAllTranscripts(meetingOrganizerUserId='{meetingOrganizerUserId}',"
    "startDateTime={startDateTime},endDateTime={endDateTime})"
)


@dataclass(frozen=True)
class Route:
    op: str
    """ "GET /users/{user-id}/calendarView" """
    segments: tuple[str, ...]
    needs: tuple[str, ...]
    """One of these roles; empty: any token will do."""
    handle: Callable[..., Answer]
    locked: bool = True
    """Whether the tenant stands still meanwhile. Who calls back to the client must not have that."""

    def match(self, method: str, segments: Sequence[str]) -> list[str] | None:
        """The parameters of the path."""
        if not self.op.startswith(f"{method} ") or len(segments) != len(self.segments):
            return None
        found = []
        for known, given in zip(self.segments, segments, strict=True):
            if known.startswith("getAllTranscripts("):
                if not given.startswith("getAllTranscripts("):
                    return None
                found.append(given)
            elif known.startswith("{"):
                found.append(given)
            elif known.lower() != given.lower():
                return None
        return found


class Routes:
    def __init__(
        self, people: People, calendar: Calendar, meetings: Meetings, mail: Mail, subscriptions: Subscriptions
    ) -> None:
        user, one = "/users/{user-id}", "{message-id}"
        meeting = f"{user}/onlineMeetings/{{onlineMeeting-id}}"
        transcript = f"{meeting}/transcripts/{{callTranscript-id}}"
        reports = f"{meeting}/attendanceReports"
        insights = f"/copilot{meeting}/aiInsights"
        messages, subscription = f"{user}/messages", "/subscriptions/{subscription-id}"
        table: list[tuple[str, str, tuple[str, ...], Callable[..., Answer]]] = [
            ("GET", "/users", _USERS, people.list_users),
            ("GET", user, _USERS, people.get_user),
            ("GET", f"{user}/mailboxSettings", _SETTINGS, people.get_settings),
            ("GET", "/groups/{group-id}/transitiveMembers/microsoft.graph.user", _GROUPS, people.list_members),
            ("GET", f"{user}/calendars", _CALENDAR, calendar.list_calendars),
            ("GET", f"{user}/calendarView", _CALENDAR, calendar.view),
            ("GET", f"{user}/calendarView/delta", _CALENDAR, calendar.delta),
            ("GET", f"{user}/events/{{event-id}}", _CALENDAR, calendar.get_event),
            ("GET", f"{user}/events/{{event-id}}/instances", _CALENDAR, calendar.instances),
            ("GET", f"{user}/onlineMeetings", _MEETINGS, meetings.list_meetings),
            ("GET", f"{user}/onlineMeetings/{_ALL_TRANSCRIPTS}", _TRANSCRIPTS, meetings.all_transcripts),
            ("GET", meeting, _MEETINGS, meetings.get_meeting),
            ("GET", f"{meeting}/transcripts", _TRANSCRIPTS, meetings.list_transcripts),
            ("GET", transcript, _TRANSCRIPTS, meetings.get_transcript),
            ("GET", f"{transcript}/content", _TRANSCRIPTS, meetings.content),
            ("GET", f"{transcript}/metadataContent", _TRANSCRIPTS, meetings.metadata),
            ("GET", reports, _ARTIFACTS, meetings.list_reports),
            ("GET", f"{reports}/{{meetingAttendanceReport-id}}", _ARTIFACTS, meetings.get_report),
            ("GET", f"{reports}/{{meetingAttendanceReport-id}}/attendanceRecords", _ARTIFACTS, meetings.list_records),
            ("GET", insights, _INSIGHTS, meetings.list_insights),
            ("GET", f"{insights}/{{callAiInsight-id}}", _INSIGHTS, meetings.get_insight),
            ("GET", messages, _READ_MAIL, mail.list_messages),
            ("GET", f"{user}/mailFolders/{{mailFolder-id}}/messages", _READ_MAIL, mail.list_folder),
            ("POST", messages, _WRITE_MAIL, mail.create),
            ("GET", f"{messages}/{one}", _READ_MAIL, mail.get),
            ("PATCH", f"{messages}/{one}", _WRITE_MAIL, mail.patch),
            ("DELETE", f"{messages}/{one}", _WRITE_MAIL, mail.delete),
            ("POST", f"{messages}/{one}/send", _SEND, mail.send),
            ("GET", f"{messages}/{one}/attachments", _READ_MAIL, mail.list_attachments),
            ("POST", f"{messages}/{one}/attachments", _WRITE_MAIL, mail.add_attachment),
            ("POST", f"{messages}/{one}/createReply", _WRITE_MAIL, mail.reply),
            ("POST", f"{messages}/{one}/createReplyAll", _WRITE_MAIL, mail.reply_all),
            ("POST", f"{messages}/{one}/createForward", _WRITE_MAIL, mail.forward),
            ("POST", f"{user}/sendMail", _SEND, mail.send_mail),
            ("GET", "/subscriptions", _FREE, subscriptions.list_all),
            ("POST", "/subscriptions", _FREE, subscriptions.create),
            ("GET", subscription, _FREE, subscriptions.get),
            ("PATCH", subscription, _FREE, subscriptions.patch),
            ("DELETE", subscription, _FREE, subscriptions.delete),
            ("POST", f"{subscription}/reauthorize", _FREE, subscriptions.reauthorize),
        ]
        self._people = people
        self._routes = [
            Route(f"{method} {path}", tuple(path.strip("/").split("/")), needs, handle, needs != _FREE)
            for method, path, needs, handle in table
        ]
        self.scope: set[str] | None = None
        """Addresses of the mailboxes the app reaches for calendar and mail; None: all."""

    def find(self, method: str, path: str) -> tuple[Route, list[str]] | None:
        """The route of a path as sent, and the parameters in it."""
        segments = [unquote(one) for one in path.strip("/").split("/")]
        for route in self._routes:
            found = route.match(method, segments)
            if found is not None:
                return route, found
        return None

    def mailbox(self, path: str) -> str:
        """The address of the user a path is about; "" when about none."""
        segments = [unquote(one) for one in path.strip("/").split("/")]
        if segments[0] == "copilot":
            del segments[0]
        if segments[0] != "users" or len(segments) < 2:
            return ""
        found = self._people.find(segments[1])
        return found.email.lower() if found else segments[1]

    def allow(self, route: Route, call: Call, mailbox: str) -> None:
        """Each service refuses in words of its own."""
        granted = not route.needs or bool(call.roles & set(route.needs))
        if route.needs and route.needs[0] in _EXCHANGE:
            if not granted or (self.scope is not None and mailbox not in {one.lower() for one in self.scope}):
                words = "Access is denied. Check credentials and try again."
                raise RefusedError(403, "ErrorAccessDenied", words)
        elif not granted and route.needs[0] in _DIRECTORY:
            words = "Insufficient privileges to complete the operation."
            raise RefusedError(403, "Authorization_RequestDenied", words)
        elif not granted:
            words = f"Missing role permissions on the request. API requires one of '{', '.join(route.needs)}'."
            raise RefusedError(403, "Forbidden", words)


def parts_of(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The requests of a batch, or what is wrong with it as a whole."""
    found = asked.get("requests")
    if not isinstance(found, list) or not found or len(found) > 20:
        raise RefusedError(400, "BadRequest", "Number of batch request steps must be between 1 and 20.")
    keys = [one.get("id") for one in found]
    if len(set(keys)) != len(keys):
        raise RefusedError(400, "BadRequest", "The ids of the requests in a batch must be unique.")
    return found
