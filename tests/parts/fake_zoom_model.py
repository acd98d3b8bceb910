"""The records of a fake Zoom account, and the pieces of JSON that its events and its answers share."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]
Participant = Mapping[str, Any]
ACCOUNT = "EPeQtiABC000VYxHMA"


@dataclass(frozen=True)
class User:
    id: str
    email: str
    name: str
    type: int
    status: str
    pmi: int
    created: datetime


@dataclass(frozen=True)
class Occurrence:
    start: datetime
    minutes: int
    deleted: bool = False

    @property
    def id(self) -> str:
        return str(int(self.start.timestamp() * 1000))


@dataclass
class Meeting:
    id: int
    uuid: str
    """Of the coming instance, or of the one that runs."""
    host: User
    topic: str
    start: datetime | None
    minutes: int
    type: int
    agenda: str
    invitees: tuple[str, ...]
    alternative_hosts: tuple[str, ...]
    timezone: str
    pmi: bool
    private: bool
    created: datetime
    occurrences: list[Occurrence] = field(default_factory=list)
    started: datetime | None = None

    def occurrence(self, start: datetime) -> int:
        """Where in the list the occurrence with that start is."""
        starts = [one.start for one in self.occurrences]
        if start not in starts:
            raise LookupError(f"meeting {self.id} has no occurrence at {start}")
        return starts.index(start)


@dataclass
class Instance:
    """One call that has taken place."""

    meeting: Meeting
    """As it was at the end."""
    uuid: str
    started: datetime
    ended: datetime
    participants: list[Participant]
    transcript: bytes | None = None
    summary: str = ""
    restriction: str = ""
    """Why there is no transcript to download; "" when there is one."""
    ready: datetime | None = None
    """When transcript and summary came."""
    key: str = ""
    """The secret part of the download address."""

    @property
    def minutes(self) -> int:
        return -(-int((self.ended - self.started).total_seconds()) // 60)

    @property
    def unique(self) -> int:
        return len({(one.get("name", ""), one.get("user_email", "")) for one in self.participants})


def stamp(moment: datetime) -> str:
    """A moment as Zoom writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def secret(*parts: object) -> str:
    """A token that looks random and is the same in every run."""
    digest = hashlib.sha256("/".join(str(part) for part in parts).encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def join_url(meeting: Meeting) -> str:
    return f"https://us02web.zoom.us/j/{meeting.id}?pwd={secret('pwd', meeting.id)}"


def occurrence_json(one: Occurrence) -> Json:
    status = "deleted" if one.deleted else "available"
    return {"occurrence_id": one.id, "start_time": stamp(one.start), "duration": one.minutes, "status": status}


def meeting_object(meeting: Meeting) -> Json:
    """A meeting in an event."""
    thing: Json = {
        "uuid": meeting.uuid, "id": meeting.id, "host_id": meeting.host.id, "topic": meeting.topic,
        "type": meeting.type, "duration": meeting.minutes, "timezone": meeting.timezone,
    }  # fmt: skip
    if meeting.start and not meeting.occurrences:
        thing["start_time"] = stamp(meeting.start)
    return thing


def operator(host: User) -> Json:
    return {"operator": host.email, "operator_id": host.id}


def settings_json(meeting: Meeting) -> Json:
    return {
        "use_pmi": meeting.pmi,
        "alternative_hosts": ";".join(meeting.alternative_hosts),
        "meeting_invitees": [{"email": one} for one in meeting.invitees],
    }


def changeable(meeting: Meeting) -> Json:
    """What an update may change, as events tell it."""
    thing = {name: value for name, value in meeting_object(meeting).items() if name not in {"uuid", "id", "host_id"}}
    occurrences = [occurrence_json(one) for one in meeting.occurrences]
    more = {"occurrences": occurrences} if occurrences else {}
    return {**thing, "agenda": meeting.agenda, "settings": settings_json(meeting), **more}


def changed(before: Json, after: Json) -> tuple[Json, Json]:
    """The fields that differ, as they were and as they are; inside an object only its fields that differ."""
    old: Json = {}
    new: Json = {}
    for name in before.keys() | after.keys():
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        if isinstance(was, dict) and isinstance(now, dict):
            was, now = changed(was, now)
        old |= {name: was} if name in before else {}
        new |= {name: now} if name in after else {}
    return old, new


def transcript_file(done: Instance, base: str) -> Json:
    """The transcript as one of the files of a recording."""
    return {
        "id": secret("recording", done.uuid), "meeting_id": done.uuid, "file_type": "TRANSCRIPT",
        "file_extension": "VTT", "recording_type": "audio_transcript", "file_size": len(done.transcript or b""),
        "recording_start": stamp(done.started), "recording_end": stamp(done.ended), "status": "completed",
        "download_url": f"{base}/rec/download/{done.key}",
    }  # fmt: skip


def summary_head(done: Instance) -> Json:
    """A summary as the list of them tells it."""
    host, ready = done.meeting.host, stamp(done.ready or done.ended)
    return {
        "meeting_host_id": host.id, "meeting_host_email": host.email, "meeting_uuid": done.uuid,
        "meeting_id": done.meeting.id, "meeting_topic": done.meeting.topic,
        "meeting_start_time": stamp(done.started), "meeting_end_time": stamp(done.ended),
        "summary_start_time": stamp(done.started), "summary_end_time": stamp(done.ended),
        "summary_created_time": ready, "summary_last_modified_time": ready,
    }  # fmt: skip


def summary_json(done: Instance) -> Json:
    """The whole summary. The deprecated fields still come, with nothing in them worth reading."""
    return {
        **summary_head(done),
        "summary_title": f"Meeting summary for {done.meeting.topic}",
        "summary_overview": "Deprecated.",
        "summary_details": [{"label": "Deprecated", "summary": "Deprecated."}],
        "next_steps": ["Deprecated."],
        "summary_content": done.summary,
        "summary_doc_url": f"https://docs.zoom.us/doc/{secret('doc', done.uuid)}",
    }
