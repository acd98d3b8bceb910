"""Teams meetings of the fake Graph: the meeting behind a join address, its transcripts, attendance and insights."""

import base64
import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from tests.parts.graph_core import Answer, Call, Json, RefusedError, World, compared, is_guid, link, moment, utc
from tests.parts.graph_events import Event, Events
from tests.parts.graph_people import People, User

Attendance = tuple[str, str, str, int]
"""Address (empty for a guest who did not sign in), name, role, seconds."""

_CUE = re.compile(r"(?m)^(\S+) --> (\S+).*\n<v ([^>]*)>(.*?)(?:</v>)?$")


@dataclass
class Meeting:
    id: str
    join_url: str
    organizer: User
    subject: str
    start: dt.datetime
    end: dt.datetime
    created: dt.datetime
    number: str
    thread: str
    kind: str = "scheduled"
    transcripts: dict[str, tuple[Json, str]] = field(default_factory=dict)
    """Rows, each with its text."""
    reports: dict[str, tuple[Json, list[Json]]] = field(default_factory=dict)
    insights: dict[str, Json] = field(default_factory=dict)


class Meetings:
    def __init__(self, world: World, people: People, events: Events) -> None:
        self._world, self._people, self._events = world, people, events
        self._meetings: dict[str, Meeting] = {}
        """By join address: one for a whole series, and for all mailboxes it is in."""
        self.policy: set[str] | None = None
        """The application access policy: object ids of users; None: granted to everybody."""
        self.copilot: set[str] | None = None
        """Object ids of users with a Copilot licence; None: all."""
        self.transcript_made: Callable[[User, str], None] = lambda _user, _item: None
        events.made = self._made

    def meeting_id(self, mailbox: str, event_id: str) -> str:
        with self._world.lock:
            return self._of(mailbox, event_id).id

    def transcript(self, mailbox: str, event_id: str, vtt: str, created: dt.datetime, *, minutes: int = 30) -> str:
        """Puts a transcript to the meeting of the event, which may be an occurrence; gives its id."""
        with self._world.lock:
            meeting = self._of(mailbox, event_id)
            key = base64.b64encode(f"MS##0##{self._world.guid('transcript')}".encode()).decode().rstrip("=")
            url = f"{self._path(meeting)}/transcripts('{key}')/content"
            row: Json = {
                "id": key,
                "meetingId": meeting.id,
                "callId": self._world.guid("call"),
                "createdDateTime": utc(created, 7),
                "endDateTime": utc(created + dt.timedelta(minutes=minutes), 7),
                "contentCorrelationId": self._world.guid("correlation"),
                "transcriptContentUrl": f"{self._world.base_url}{url}",
                "meetingOrganizer": self._identity(meeting.organizer),
            }
            meeting.transcripts[key] = (row, vtt)
            self.transcript_made(meeting.organizer, f"{meeting.id}/transcripts/{key}")
            return key

    def attendance(
        self, mailbox: str, event_id: str, people: Sequence[Attendance], start: dt.datetime, *, minutes: int = 60
    ) -> str:
        """Puts the report of one session; gives its id."""
        with self._world.lock:
            meeting, key = self._of(mailbox, event_id), self._world.guid("report")
            end = start + dt.timedelta(minutes=minutes)
            report: Json = {
                "id": key,
                "totalParticipantCount": len(people),
                "meetingStartDateTime": utc(start, 3),
                "meetingEndDateTime": utc(end, 3),
                "externalEventInformation": [],
            }
            meeting.reports[key] = (report, [self._record(one, start) for one in people])
            return key

    def insight(
        self,
        mailbox: str,
        event_id: str,
        created: dt.datetime,
        *,
        notes: Sequence[tuple[str, str]] = (),
        actions: Sequence[tuple[str, str, str]] = (),
        mentions: Sequence[tuple[str, str]] = (),
    ) -> str:
        """Notes are (title, text), actions (title, text, owner), mentions (speaker, utterance); gives the id."""
        with self._world.lock:
            meeting, key = self._of(mailbox, event_id), f"Z{self._world.guid('insight').replace('-', '')}Kk"
            meeting.insights[key] = {
                "id": key,
                "callId": self._world.guid("call"),
                "contentCorrelationId": self._world.guid("correlation"),
                "createdDateTime": utc(created, 7),
                "endDateTime": utc(created + dt.timedelta(minutes=30), 7),
                "meetingNotes": [{"title": title, "text": text, "subpoints": []} for title, text in notes],
                "actionItems": [{"title": one[0], "text": one[1], "ownerDisplayName": one[2]} for one in actions],
                "viewpoint": {
                    "mentionEvents": [
                        {
                            "eventDateTime": utc(created, 7),
                            "transcriptUtterance": text,
                            "speaker": {"user": {"id": None, "displayName": speaker}},
                        }
                        for speaker, text in mentions
                    ]
                },
            }
            return key

    # Routes.

    def list_meetings(self, call: Call, user: str) -> Answer:
        organizer = self._organizer(user)
        text = call.value("$filter")
        url = compared(text, "JoinWebUrl")
        number = compared(text, "joinMeetingIdSettings/joinMeetingId")
        if url is None and number is None:
            raise RefusedError(400, "BadRequest", "Filter expression is missing or not supported.")
        digits = (number or "").replace(" ", "")
        found = [one for one in self._meetings.values() if one.join_url == url or (digits and one.number == digits)]
        if not found or found[0].organizer.id != organizer.id:
            # An attendee hears the same as someone who asks for another tenant's meeting.
            raise RefusedError(403, "Forbidden", "An error has occurred.")
        return Answer(data={"@odata.context": self._context(organizer), "value": [self._row(found[0])]})

    def get_meeting(self, _call: Call, user: str, meeting: str) -> Answer:
        return Answer(
            data={"@odata.context": self._context(self._organizer(user)), **self._row(self._own(user, meeting))}
        )

    def list_transcripts(self, call: Call, user: str, meeting: str) -> Answer:
        rows = [row for row, _ in self._own(user, meeting).transcripts.values()]
        size, start = min(call.number("$top", 10), 100), call.number("$skiptoken", 0)
        page: Json = {"@odata.count": len(rows), "value": rows[start : start + size]}
        if start + size < len(rows):
            query = [("$skiptoken", str(start + size)), ("$top", str(size))]
            page["@odata.nextLink"] = link(self._world.base_url, call.path, query)
        return Answer(data=page)

    def get_transcript(self, _call: Call, user: str, meeting: str, transcript: str) -> Answer:
        return Answer(data=self._transcript(user, meeting, transcript)[0])

    def content(self, call: Call, user: str, meeting: str, transcript: str) -> Answer:
        text = self._transcript(user, meeting, transcript)[1]
        self._wants_vtt(call)
        return Answer(raw=text.encode(), kind="text/vtt")

    def metadata(self, call: Call, user: str, meeting: str, transcript: str) -> Answer:
        row, text = self._transcript(user, meeting, transcript)
        self._wants_vtt(call)
        cues = ["WEBVTT"]
        for begins, ends, speaker, words in _CUE.findall(text):
            said = {
                "startDateTime": row["createdDateTime"],
                "endDateTime": row["createdDateTime"],
                "speakerName": speaker,
                "spokenText": words,
                "spokenLanguage": "fi-fi",
            }
            cues.append(f"{begins} --> {ends}\n{json.dumps(said, ensure_ascii=False)}")
        return Answer(raw="\n\n".join(cues).encode(), kind="text/vtt")

    def all_transcripts(self, call: Call, user: str, query: str) -> Answer:
        organizer = self._organizer(user)
        found = re.fullmatch(
            r"getAllTranscripts\(meetingOrganizerUserId='([^']*)',startDateTime=([^,]*),endDateTime=([^)]*)\)", query
        )
        if not found or found[1].lower() != organizer.id:
            raise RefusedError(403, "Forbidden", "An error has occurred.")
        start, end = moment(found[2], "startDateTime"), moment(found[3], "endDateTime")
        rows = [
            row
            for meeting in self._meetings.values()
            if meeting.organizer.id == organizer.id
            for row, _ in meeting.transcripts.values()
            if start <= moment(row["createdDateTime"], "created") < end
        ]
        return Answer(data={"@odata.count": len(rows), "value": rows[: call.number("$top", 100)]})

    def list_reports(self, _call: Call, user: str, meeting: str) -> Answer:
        # The records come with a single report only, and only when asked for.
        return Answer(data={"value": [report for report, _ in self._own(user, meeting).reports.values()]})

    def get_report(self, call: Call, user: str, meeting: str, report: str) -> Answer:
        row, records = self._report(user, meeting, report)
        wanted = "attendanceRecords" in (call.value("$expand") or "")
        return Answer(data={**row, "attendanceRecords": records} if wanted else row)

    def list_records(self, _call: Call, user: str, meeting: str, report: str) -> Answer:
        return Answer(data={"value": self._report(user, meeting, report)[1]})

    def list_insights(self, _call: Call, user: str, meeting: str) -> Answer:
        self._licensed(user)
        brief = {"id", "callId", "contentCorrelationId", "createdDateTime", "endDateTime"}
        rows = [
            {name: value for name, value in row.items() if name in brief}
            for row in self._own(user, meeting).insights.values()
        ]
        return Answer(data={"value": rows})

    def get_insight(self, _call: Call, user: str, meeting: str, insight: str) -> Answer:
        self._licensed(user)
        row = self._own(user, meeting).insights.get(insight)
        if row is None:
            raise _missing()
        return Answer(data=row)

    # Inside.

    def _made(self, event: Event, series: bool) -> None:  # noqa: FBT001 - called from one place
        """Makes the meeting behind a new event, when its organizer is one of the tenant."""
        organizer = self._people.find(event.organizer[0])
        if not event.teams or not event.join_url or organizer is None or event.join_url in self._meetings:
            return
        thread = unquote(event.join_url).split("/0?")[0].rpartition("/")[2]
        key = f"1*{organizer.id}*0**{thread}"
        self._meetings[event.join_url] = Meeting(
            base64.b64encode(key.encode()).decode().rstrip("="),
            event.join_url,
            organizer,
            event.subject,
            event.start,
            event.end,
            event.created,
            f"{310_000_000_000 + self._world.count('meeting') * 7919}",
            thread,
            "recurring" if series else "scheduled",
        )

    def _of(self, mailbox: str, event_id: str) -> Meeting:
        box = self._events.mailbox(mailbox)
        event = box.whole(box.need(event_id))
        found = self._meetings.get(event.join_url or "")
        if found is None:
            raise ValueError("the event has no Teams meeting of this tenant")
        return found

    def _organizer(self, user: str) -> User:
        if not is_guid(user):
            raise RefusedError(400, "BadRequest", f"'{user}' is not a user's object id.")
        found = self._people.find(user)
        if found is None:
            raise RefusedError(404, "NotFound", "The user is not found.")
        if self.policy is not None and found.id not in {one.lower() for one in self.policy}:
            words = f"App {self._world.client_id} is not authorized to read meetings on behalf of user {found.id}"
            raise RefusedError(403, "Forbidden", words)
        return found

    def _licensed(self, user: str) -> None:
        if self.copilot is not None and self._organizer(user).id not in self.copilot:
            raise RefusedError(403, "Forbidden", "The user has no licence for Microsoft 365 Copilot.")

    def _own(self, user: str, meeting: str) -> Meeting:
        organizer = self._organizer(user)
        found = next((one for one in self._meetings.values() if one.id == meeting), None)
        if found is None:
            raise _missing()
        if found.organizer.id != organizer.id:
            raise RefusedError(403, "Forbidden", "An error has occurred.")
        return found

    def _transcript(self, user: str, meeting: str, transcript: str) -> tuple[Json, str]:
        found = self._own(user, meeting).transcripts.get(transcript)
        if found is None:
            raise _missing()
        return found

    def _report(self, user: str, meeting: str, report: str) -> tuple[Json, list[Json]]:
        found = self._own(user, meeting).reports.get(report)
        if found is None:
            raise _missing()
        return found

    @staticmethod
    def _wants_vtt(call: Call) -> None:
        if call.value("$format") != "text/vtt" and "text/vtt" not in call.headers.get("accept", ""):
            raise RefusedError(400, "BadRequest", "The requested format is not supported.")

    def _context(self, user: User) -> str:
        return f"{self._world.base_url}/$metadata#users('{user.id}')/onlineMeetings"

    @staticmethod
    def _path(meeting: Meeting) -> str:
        return f"/users('{meeting.organizer.id}')/onlineMeetings('{quote(meeting.id, safe='')}')"

    def _identity(self, user: User) -> Json:
        person = {
            "@odata.type": "#Microsoft.Teams.GraphSvc.teamworkUserIdentity",
            "id": user.id,
            "displayName": None,
            "userIdentityType": "aadUser",
            "tenantId": self._world.tenant,
        }
        return {"application": None, "device": None, "user": person}

    def _row(self, meeting: Meeting) -> Json:
        user = meeting.organizer
        return {
            "id": meeting.id,
            "creationDateTime": utc(meeting.created, 7),
            "startDateTime": utc(meeting.start, 6),
            "endDateTime": utc(meeting.end, 6),
            "joinWebUrl": meeting.join_url,
            "subject": meeting.subject,
            "isEntryExitAnnounced": False,
            "allowedPresenters": "everyone",
            "meetingType": meeting.kind,
            "joinMeetingIdSettings": {"joinMeetingId": meeting.number, "isPasscodeRequired": False, "passcode": None},
            "chatInfo": {"threadId": meeting.thread, "messageId": "0", "replyChainMessageId": None},
            "participants": {
                "organizer": {"upn": user.email, "role": "presenter", "identity": self._identity(user)},
                "attendees": [],
            },
            "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": False},
        }

    def _record(self, one: Attendance, start: dt.datetime) -> Json:
        email, name, role, seconds = one
        return {
            "id": self._world.guid("record"),
            "emailAddress": email,
            "identity": {"id": self._world.guid("identity"), "displayName": name},
            "role": role,
            "totalAttendanceInSeconds": seconds,
            "attendanceIntervals": [
                {
                    "joinDateTime": utc(start, 7),
                    "leaveDateTime": utc(start + dt.timedelta(seconds=seconds), 7),
                    "durationInSeconds": seconds,
                }
            ],
        }


def _missing() -> RefusedError:
    return RefusedError(404, "NotFound", "The requested resource is not found.")
