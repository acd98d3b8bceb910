"""What was said in a Teams call: transcript, attendance, and Copilot's notes where there is a licence.

Only the organiser's own tenant has them. One recurring series is one online meeting with many transcripts and reports:
those are taken that were made while this occurrence took place.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote

from kambrief.core.heard import Heard
from kambrief.core.model import JoinLink, Meeting
from kambrief.core.transcript import Attendance, Summary, Transcript, followed
from kambrief.errors import CallError
from kambrief.ports import Health
from kambrief.providers.graph import advice
from kambrief.providers.graph_people import Directory
from kambrief.providers.http import Api
from kambrief.providers.ics_text import one_line
from kambrief.providers.vtt import NotATranscriptError, read_copilot_insight, read_vtt

PROVIDER = "meetings.teams"
_EARLY = dt.timedelta(minutes=15)
_LATE = dt.timedelta(hours=1)
"""What begins later under the same link is another call, though nobody has told us of it."""
_WRITTEN_LATE = dt.timedelta(hours=12)
"""Copilot's notes are made after the call."""
_SOON = {"transcript": dt.timedelta(hours=2), "attendance": dt.timedelta(hours=2), "summary": dt.timedelta(hours=5)}
"""So long after the planned end something may still come; Copilot's notes take up to four hours."""
_POLICY = (
    "an application access policy of Teams for the organiser (New-CsApplicationAccessPolicy,"
    " Grant-CsApplicationAccessPolicy) and the application permission "
)
_NEEDS = {
    "user": "the application permission User.Read.All",
    "meeting": f"{_POLICY}OnlineMeetings.Read.All",
    "transcript": f"{_POLICY}OnlineMeetingTranscript.Read.All",
    "attendance": f"{_POLICY}OnlineMeetingArtifact.Read.All",
    "summary": "the application permission OnlineMeetingAiInsight.Read.All (and the organiser a Copilot licence)",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """What became of one kind of thing that was asked for."""

    content: Any = None
    pending: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Span:
    """When one call took place, and when others did that have the same link: an occurrence before it, or a meeting for
    which somebody has pasted the link once more. Another customer's words must not come into this one's.
    """

    meeting: Meeting
    others: tuple[dt.datetime, ...] = ()

    @classmethod
    def of(cls, meeting: Meeting, beside: Sequence[Meeting]) -> Self:
        """``beside`` are meetings of around that time, whatever their links."""
        link = meeting.join
        same = [one.start for one in beside if one.join and link and _same(one.join, link)]
        return cls(meeting, tuple(same))

    def holds(self, at: dt.datetime, late: dt.timedelta) -> bool:
        """Whether what was made at that time belongs to this call: the latest to have begun by then."""
        begun = [start for start in (self.meeting.start, *self.others) if start - _EARLY <= at]
        return bool(begun) and max(begun) == self.meeting.start and at <= self.meeting.end + late


def _same(one: JoinLink, other: JoinLink) -> bool:
    return one.url == other.url or bool(one.external_id and one.external_id == other.external_id)


class Calls:
    """Asks Graph of calls that have been."""

    def __init__(self, api: Api, people: Directory, *, ai_insights: bool) -> None:
        self._api, self._people, self._ai = api, people, ai_insights

    def hear(self, meeting: Meeting, beside: Sequence[Meeting], now: dt.datetime) -> Heard:
        """Everything there is of this occurrence; each part that cannot be had is named, and costs no other.

        Raises `CallError` when Graph does not answer.
        """
        name = Heard(meeting.id, PROVIDER)
        need = _NEEDS["user"]
        try:
            user = self._people.id_of(meeting.organizer.email) if meeting.organizer else ""
            need = _NEEDS["meeting"]
            path = self._found(user, meeting.join.url) if user and meeting.join else ""
        except CallError as error:
            if not error.permanent:
                raise
            return _without(name, _foreign(error, need))
        if not path:
            return _without(name, "the organiser's calendar has no online meeting with this link")
        parts: dict[str, Callable[[str, _Span], Any]] = {
            "transcript": self._transcript,
            "attendance": self._attendance,
        }
        if self._ai:
            parts["summary"] = self._summaries
        span = _Span.of(meeting, beside)
        found = {part: self._part(part, fetch, path, span, now) for part, fetch in parts.items()}
        content = {part: part_found.content for part, part_found in found.items()}
        return Heard(
            meeting.id, PROVIDER, path.rpartition("/")[2], transcript=content["transcript"],
            summaries=tuple(content.get("summary") or ()), attendance=tuple(content["attendance"] or ()),
            pending=tuple(part for part, part_found in found.items() if part_found.pending),
            problems=tuple(part_found.problem for part_found in found.values() if part_found.problem),
        )  # fmt: skip

    def _part(
        self, part: str, fetch: Callable[[str, _Span], Any], path: str, span: "_Span", now: dt.datetime
    ) -> "_Part":
        try:
            content = fetch(path, span)
        except CallError as error:
            if not error.permanent:
                raise
            return _Part(problem=f"no {part}: {error.reason}; {advice(error, _NEEDS[part])}")
        except NotATranscriptError as error:
            return _Part(problem=f"no transcript: {error}")
        if content:
            return _Part(content)
        soon = now < span.meeting.end + _SOON[part]
        return _Part(pending=soon, problem="" if soon else f"no {part} was made")

    def _found(self, user: str, url: str) -> str:
        """Where the online meeting lies; empty when there is none. Only the organiser's object id leads to it."""
        link = url.replace("'", "''")
        rows = self._rows(
            "find the online meeting", f"users/{user}/onlineMeetings", {"$filter": f"JoinWebUrl eq '{link}'"}
        )
        key = next((str(row["id"]) for row in rows if row.get("id")), "")
        return f"users/{user}/onlineMeetings/{quote(key, safe='')}" if key else ""

    # --- the parts -------------------------------------------------------------------------------------------------

    def _transcript(self, path: str, span: "_Span") -> Transcript | None:
        """All transcripts of this occurrence as one: somebody may have stopped the recording and begun again."""
        rows = _near(self._rows("list transcripts", f"{path}/transcripts"), "createdDateTime", span)
        whole: Transcript | None = None
        for number, (at, row) in enumerate(rows, start=1):
            part = self._content(f"{path}/transcripts/{quote(str(row['id']), safe='')}", span.meeting)
            whole = followed(whole, part, (at - rows[0][0]).total_seconds(), number) if whole else part
        return whole

    def _content(self, path: str, meeting: Meeting) -> Transcript:
        """With languages and names where Graph gives that form, else the plain one."""
        names = [person.name for person in (*meeting.attendees, *filter(None, [meeting.organizer])) if person.name]
        headers = {"Accept": "text/vtt"}
        try:
            reply = self._api.get("read a transcript", f"{path}/metadataContent", headers=headers)
            told = read_vtt(reply.body, "teams", names)
            if told.turns:
                return told
        except (CallError, NotATranscriptError) as error:
            if isinstance(error, CallError) and not error.permanent:
                raise
        reply = self._api.get("read a transcript", f"{path}/content", headers=headers, params={"$format": "text/vtt"})
        return read_vtt(reply.body, "teams", names)

    def _attendance(self, path: str, span: "_Span") -> list[Attendance]:
        rows = _near(self._rows("list attendance", f"{path}/attendanceReports"), "meetingStartDateTime", span)
        people: dict[tuple[str, str], float] = {}
        for _, row in rows:
            report = self._api.get(
                "read attendance", f"{path}/attendanceReports/{quote(str(row['id']), safe='')}",
                params={"$expand": "attendanceRecords"},
            ).json()  # fmt: skip
            for record in report.get("attendanceRecords") or ():
                if isinstance(record, Mapping):
                    key = (_name(record), str(record.get("emailAddress") or "").lower())
                    seconds = record.get("totalAttendanceInSeconds")
                    people[key] = people.get(key, 0.0) + (float(seconds) if isinstance(seconds, int | float) else 0.0)
        return [Attendance(name, email, seconds) for (name, email), seconds in people.items()]

    def _summaries(self, path: str, span: "_Span") -> list[Summary]:
        rows = _near(
            self._rows("list AI insights", f"copilot/{path}/aiInsights"), "createdDateTime", span, _WRITTEN_LATE
        )
        found = []
        for _, row in rows:
            insight = self._api.get(
                "read AI insights", f"copilot/{path}/aiInsights/{quote(str(row['id']), safe='')}"
            ).json()
            summary = read_copilot_insight(insight)
            if summary:
                found.append(summary)
        return found

    def _rows(self, op: str, url: str, params: Mapping[str, str] | None = None) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        for _ in range(20):
            data = self._api.get(op, url, params=params).json()
            if not isinstance(data.get("value"), list):
                raise CallError(self._api.name, f"{op}: the answer is spoilt, it has no rows")
            found += [row for row in data["value"] if isinstance(row, Mapping)]
            following = data.get("@odata.nextLink")
            if not isinstance(following, str):
                break
            url, params = following, None
        return found

    # --- check -----------------------------------------------------------------------------------------------------

    def check(self, organizer: str, link: str) -> Health:
        """Tries the two fences with a Teams call that one of our own has organised; an unknown one is refused anyway,
        so without such a call nothing can be said.
        """
        name = f"{PROVIDER}/transcripts"
        if not link:
            return Health(name, ok=True, summary="not tried: none of the account managers has a Teams call in sight")
        need = _NEEDS["user"]
        try:
            user = self._people.id_of(organizer)
            need = _NEEDS["meeting"]
            path = self._found(user, link)
            need = _NEEDS["transcript"]
            if path:
                self._rows("list transcripts", f"{path}/transcripts")
        except CallError as error:
            return Health(name, ok=False, summary=error.reason, advice=advice(error, need))
        return Health(name, ok=True, summary=_TRIED)


_TRIED = "online meetings and their transcripts may be looked up"


def _near(
    rows: Sequence[Mapping[str, Any]], key: str, span: _Span, late: dt.timedelta = _LATE
) -> list[tuple[dt.datetime, Mapping[str, Any]]]:
    """Those made while this occurrence took place, oldest first."""
    found = []
    for row in rows:
        try:
            at = dt.datetime.fromisoformat(str(row.get(key)))
        except ValueError:
            continue
        at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
        if row.get("id") and span.holds(at, late):
            found.append((at, row))
    return sorted(found, key=lambda pair: (pair[0], str(pair[1]["id"])))


def _name(record: Mapping[str, Any]) -> str:
    identity = record.get("identity")
    return one_line(str(identity.get("displayName") or ""), 200) if isinstance(identity, Mapping) else ""


def _foreign(error: CallError, need: str) -> str:
    if error.status == 404:
        return "organised by somebody outside of this tenant: Graph has no transcript and no attendance of it"
    return f"not looked up: {error.reason}; {advice(error, need)}"


def _without(heard: Heard, why: str) -> Heard:
    return Heard(heard.meeting_id, heard.provider, problems=(why,))
