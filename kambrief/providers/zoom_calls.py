"""What Zoom knows of a call that has been.

An instance of a call is its uuid; the meeting's number alone would mean the latest one. After the end things come one
by one: attendance within minutes, transcript and summary within an hour or so, or never.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from kambrief.core.heard import Heard
from kambrief.core.model import Meeting
from kambrief.core.transcript import Attendance, Summary, Transcript
from kambrief.errors import CallError
from kambrief.providers.vtt import NotATranscriptError, read_vtt, read_zoom_summary
from kambrief.providers.zoom import (
    ATTENDANCE,
    INSTANCES,
    PAST,
    RECORDING,
    SUMMARY,
    TRANSCRIPT,
    Need,
    Zoom,
    explained,
    lacks,
    passing,
    uuid_part,
)
from kambrief.providers.zoom_meetings import NAME, moment

_EARLY = dt.timedelta(minutes=60)
"""How long before the planned start a call may have begun."""
_PATIENCE = dt.timedelta(hours=2)
"""So long after the end "there is none" may mean "not yet"."""
_REASON = re.compile(r"[A-Z_]{3,40}\Z")
_WORDS = {
    "DELETED_OR_TRASHED": "it was deleted",
    "UNSUPPORTED": "Zoom makes none of such a call",
    "NO_TRANSCRIPT_DATA": "nothing was recorded, or nothing was said",
}


def hear(zoom: Zoom, meeting: Meeting, number: str, session: str, now: dt.datetime) -> Heard | None:
    """What Zoom knows of a call that has been; see `ports.Platform`. ``number`` is Zoom's id of the meeting."""
    zoom.sign_in.token()  # without one nothing is said of the call, so nothing must be concluded
    try:
        uuid = session or _session(zoom, meeting, number)
    except _NoScopeError as error:
        return Heard(meeting.id, NAME, problems=(f"nothing can be heard: {error}",))
    return _Hearing(zoom, meeting, uuid, now).heard() if uuid else None


class _NoScopeError(Exception):
    """The instances of a meeting may not be looked up."""


def _session(zoom: Zoom, meeting: Meeting, number: str) -> str:
    """The uuid of the instance that began nearest to the planned start; empty when there is none."""
    try:
        answer = zoom.get(INSTANCES, f"past_meetings/{number}/instances")
        found = answer.get("meetings")
    except CallError as error:
        if passing(error):
            raise
        found = [_latest(zoom, number)] if lacks(error) else []
    return instance_of(found if isinstance(found, list) else [], meeting)


def _latest(zoom: Zoom, number: str) -> dict[str, Any]:
    try:
        return zoom.get(PAST, f"past_meetings/{number}")
    except CallError as error:
        if passing(error):
            raise
        if lacks(error):
            raise _NoScopeError(INSTANCES.lacking()) from None
        return {}


def instance_of(rows: Sequence[Any], meeting: Meeting) -> str:
    """Which of the instances under one number was this meeting; empty when none was."""
    fitting = [
        (abs(start - meeting.start), str(row.get("uuid") or ""))
        for row in rows
        if isinstance(row, dict)
        and (start := moment(row.get("start_time")))
        and meeting.start - _EARLY <= start <= meeting.end
    ]
    return min(fitting, default=(dt.timedelta(), ""))[1]


@dataclass(slots=True)
class _Hearing:
    """One call, asked for part by part: what one of them lacks costs none of the others."""

    zoom: Zoom
    meeting: Meeting
    uuid: str
    now: dt.datetime
    started: dt.datetime | None = None
    ended: dt.datetime | None = None
    pending: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def heard(self) -> Heard:
        self._times()
        people = self._attendance()
        transcript = self._transcript([one.name for one in people])
        summary = self._summary()
        return Heard(
            self.meeting.id,
            NAME,
            self.uuid,
            self.started,
            self.ended,
            transcript,
            (summary,) if summary else (),
            people,
            tuple(dict.fromkeys(self.pending)),
            tuple(dict.fromkeys(self.problems)),
        )

    @property
    def _fresh(self) -> bool:
        return self.now < (self.ended or self.meeting.end) + _PATIENCE

    def _times(self) -> None:
        try:
            call = self.zoom.get(PAST, f"past_meetings/{uuid_part(self.uuid)}")
        except CallError as error:
            if lacks(error):
                self.problems.append(f"no times of the call: {PAST.lacking()}")
            return  # else the planned times serve
        self.started, self.ended = moment(call.get("start_time")), moment(call.get("end_time"))

    def _attendance(self) -> tuple[Attendance, ...]:
        try:
            rows, _ = self.zoom.rows(
                ATTENDANCE, f"past_meetings/{uuid_part(self.uuid)}/participants", "participants"
            )  # fmt: skip
        except CallError as error:
            self._failed("attendance", ATTENDANCE, error, "Zoom has none of this call")
            return ()
        people = attendance_of(rows)
        if people and not any(one.seconds for one in people):  # not counted yet
            self.pending.append("attendance")
            return ()
        return people

    def _transcript(self, names: Sequence[str]) -> Transcript | None:
        try:
            url = self._recorded() or self._offered()
            data = self.zoom.download(url) if url else b""
        except CallError as error:
            self._failed("transcript", TRANSCRIPT, error, "the call was not recorded, or end-to-end encrypted")
            return None
        return self._read(data, names) if url else None

    def _recorded(self) -> str:
        """The address of the transcript among the recording's files; empty when it may be found the other way only."""
        try:
            recording = self.zoom.get(RECORDING, f"meetings/{uuid_part(self.uuid)}/recordings")
        except CallError as error:
            if passing(error):
                raise
            return ""
        rows = recording.get("recording_files")
        files = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        return next((url for row in files if (url := transcript_url(row))), "")

    def _offered(self) -> str:
        """Zoom's own word on whether there is a transcript."""
        answer = self.zoom.get(TRANSCRIPT, f"meetings/{uuid_part(self.uuid)}/transcript")
        url, reason = answer.get("download_url"), str(answer.get("download_restriction_reason") or "")
        if answer.get("can_download") is True and isinstance(url, str) and url:
            return url
        if reason == "NOT_READY":
            self.pending.append("transcript")
        else:
            told = _WORDS.get(reason) or (f"Zoom says {reason}" if _REASON.match(reason) else "Zoom offers none")
            self.problems.append(f"no transcript: {told}")
        return ""

    def _read(self, data: bytes, names: Sequence[str]) -> Transcript | None:
        invited = [one.name for one in self.meeting.attendees if one.name]
        try:
            found = read_vtt(data, "zoom", [*names, *invited])
        except NotATranscriptError as error:
            self.problems.append(f"no transcript: {error}")
            if self._fresh:  # a page of somebody in between may be gone the next time
                self.pending.append("transcript")
            return None
        if not found.turns:
            self.problems.append("no transcript: nothing was said in it")
            return None
        return found

    def _summary(self) -> Summary | None:
        try:
            found = read_zoom_summary(self.zoom.get(SUMMARY, f"meetings/{uuid_part(self.uuid)}/meeting_summary"))
        except CallError as error:
            self._failed("summary", SUMMARY, error, "Zoom made none of this call (is AI Companion's summary on?)")
            return None
        if found is None:
            self.problems.append("no summary: Zoom's is empty")
        return found

    def _failed(self, what: str, need: Need, error: CallError, none: str) -> None:
        """It comes later, or never."""
        missing = error.status == httpx.codes.NOT_FOUND and not lacks(error)
        if passing(error) or (missing and self._fresh):
            self.pending.append(what)
        else:
            self.problems.append(f"no {what}: {none if missing else explained(error, need)}")


def transcript_url(file: Mapping[str, Any]) -> str:
    """Where a recording's file lies, if it is the finished transcript."""
    if file.get("file_type") != "TRANSCRIPT" or file.get("status", "completed") != "completed":
        return ""
    return str(file.get("download_url") or "")


def attendance_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Attendance, ...]:
    """Who was there and how long. Whoever comes back has another row; whoever only waited was not there."""
    found: dict[str, Attendance] = {}
    for row in rows:
        name, email = str(row.get("name") or "").strip(), str(row.get("user_email") or "").strip().lower()
        key = email or name.casefold()
        if not key or row.get("status") == "in_waiting_room":
            continue
        seconds = row.get("duration")
        more = float(seconds) if isinstance(seconds, int | float) and seconds > 0 else 0.0
        before = found.get(key, Attendance(name, email, 0.0))
        found[key] = Attendance(before.name or name, email, before.seconds + more)
    return tuple(found.values())
