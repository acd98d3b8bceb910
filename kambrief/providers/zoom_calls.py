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
from kambrief.core.model import Meeting, Platform
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
_NEAR = dt.timedelta(minutes=15)
"""So far from the planned start a call in a personal room may have begun: anybody may have had the room before."""
_PATIENCE = dt.timedelta(hours=2)
"""So long after the end "there is none" may mean "not yet"."""
_EXPECTED = dt.timedelta(hours=3)
"""So long after the planned end a call may still run, or not be listed yet."""
_MOST_REMEMBERED = 4000
_NO_CALL = "no call took place under this number at that time"
_IN_DOUBT = "which call in the personal room it was is in doubt, so none is taken"
_DELETED = "deleted at Zoom"
_REASON = re.compile(r"[A-Z_]{3,40}\Z")
_WORDS = {
    "DELETED_OR_TRASHED": _DELETED,
    "UNSUPPORTED": "Zoom makes none of such a call",
    "NO_TRANSCRIPT_DATA": "nothing was recorded, or nothing was said",
}


class Calls:
    """The calls of one account."""

    def __init__(self, zoom: Zoom) -> None:
        self._zoom = zoom
        self._had: dict[tuple[str, str], None] = {}
        """Instance and part, of what has been there: what is missing then will not come, it was deleted."""

    def hear(self, meeting: Meeting, beside: Sequence[Meeting], now: dt.datetime) -> Heard | None:
        """What Zoom knows of a call that has been; see `ports.Platform`."""
        numbers = numbers_of(meeting)
        if not numbers:
            return None
        self._zoom.sign_in.token()  # without one nothing is said of the call, so nothing must be concluded
        try:
            rows, why = self._instances(numbers[0])
        except _NoScopeError as error:
            return Heard(meeting.id, NAME, problems=(f"nothing can be heard: {error}",))
        others = [one for one in beside if one.id != meeting.id and not {*numbers}.isdisjoint(numbers_of(one))]
        if uuid := instance_of(rows or (), meeting, others):
            return self._heard(meeting, uuid, now)
        if rows is None and not _is_own(meeting):
            return None  # somebody else's account
        if now < meeting.end + _EXPECTED:
            return Heard(meeting.id, NAME, pending=("transcript",))
        return Heard(meeting.id, NAME, problems=(_IN_DOUBT if _was_used(rows or (), meeting) else why,))

    def _instances(self, number: str) -> tuple[Sequence[Any] | None, str]:
        """All of a number, None when Zoom tells none of it; and what to say if ours is not among them."""
        try:
            found = self._zoom.get(INSTANCES, f"past_meetings/{number}/instances").get("meetings")
        except CallError as error:
            return self._latest(number) if lacks(error) else _none(error, INSTANCES)
        if not isinstance(found, list):  # taken for "there are none" it would mean that nobody came
            raise CallError(NAME, f"{INSTANCES.op}: the answer holds no list")
        return found, _NO_CALL

    def _latest(self, number: str) -> tuple[Sequence[Any] | None, str]:
        try:
            return [self._zoom.get(PAST, f"past_meetings/{number}")], _NO_CALL
        except CallError as error:
            if lacks(error):
                raise _NoScopeError(INSTANCES.lacking()) from None
            return _none(error, PAST)

    def _heard(self, meeting: Meeting, uuid: str, now: dt.datetime) -> Heard:
        had = frozenset(part for part in ("transcript", "summary") if (uuid, part) in self._had)
        found = _Hearing(self._zoom, meeting, uuid, now, had).heard()
        there = {"transcript": found.transcript, "summary": found.summaries}
        self._had.update({(uuid, part): None for part, content in there.items() if content})
        while len(self._had) > _MOST_REMEMBERED:
            del self._had[next(iter(self._had))]
        return found


class _NoScopeError(Exception):
    """The instances of a meeting may not be looked up."""


def _none(error: CallError, need: Need) -> tuple[None, str]:
    """That Zoom tells of no call; raises the error when it may do so the next time."""
    if passing(error):
        raise error
    unknown = error.status == httpx.codes.NOT_FOUND
    return None, _NO_CALL if unknown else f"nothing can be heard: {explained(error, need)}"


def numbers_of(meeting: Meeting) -> tuple[str, ...]:
    """Zoom's numbers of a meeting: our own record's, else that of the link."""
    own = [key.uid for key in meeting.sources if key.provider == NAME]
    link = meeting.join
    linked = [link.external_id] if link and link.platform is Platform.ZOOM and link.external_id else []
    return tuple(dict.fromkeys([*own, *linked]))


def _is_own(meeting: Meeting) -> bool:
    """Whether one of the account managers hosts it."""
    return any(key.provider == NAME for key in meeting.sources)


def instance_of(rows: Sequence[Any], meeting: Meeting, others: Sequence[Meeting] = ()) -> str:
    """Which of the instances under one number was this meeting; empty when none was, or when it may have been one of
    ``others``, which have the same number: a customer must not be told what was said to another.
    """
    room = _is_room(meeting)
    first, last = (meeting.start - _NEAR, meeting.start + _NEAR) if room else (meeting.start - _EARLY, meeting.end)
    fitting = [(abs(at - meeting.start), uuid, at) for at, uuid in _begun(rows) if first <= at <= last]
    if room and len(fitting) > 1:
        return ""
    sure = [one for one in fitting if not any(_may_be(other, one[2], meeting) for other in others)]
    return min(sure)[1] if sure else ""


def _may_be(other: Meeting, at: dt.datetime, meeting: Meeting) -> bool:
    """Whether a call that began then was rather the other meeting. Midway between the two nobody knows."""
    if other.cancelled:
        return False
    theirs, ours = abs(at - other.start), abs(at - meeting.start)
    if _is_room(meeting) or _is_room(other):
        return theirs <= max(ours, _NEAR)
    return theirs < ours or (theirs == ours and other.start != meeting.start)


def _is_room(meeting: Meeting) -> bool:
    return meeting.join is not None and meeting.join.personal_room


def _begun(rows: Sequence[Any]) -> list[tuple[dt.datetime, str]]:
    found = ((moment(row.get("start_time")), str(row.get("uuid") or "")) for row in rows if isinstance(row, dict))
    return [(at, uuid) for at, uuid in found if at and uuid]


def _was_used(rows: Sequence[Any], meeting: Meeting) -> bool:
    """Whether the personal room of this meeting had a call at its time, whosever it was."""
    times = [at for at, _ in _begun(rows)]
    return _is_room(meeting) and any(meeting.start - _EARLY <= at <= meeting.end for at in times)


@dataclass(slots=True)
class _Hearing:
    """One call, asked for part by part: what one of them lacks costs none of the others."""

    zoom: Zoom
    meeting: Meeting
    uuid: str
    now: dt.datetime
    had: frozenset[str] = frozenset()
    """Parts that were there when it was last asked."""
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
            rows = self.zoom.rows(ATTENDANCE, f"past_meetings/{uuid_part(self.uuid)}/participants", "participants")
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
        """It comes later, or never, or has been taken back."""
        missing = error.status == httpx.codes.NOT_FOUND and not lacks(error)
        if missing and what in self.had:
            self.problems.append(f"no {what}: {_DELETED}")
        elif passing(error) or (missing and self._fresh):
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
