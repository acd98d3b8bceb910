"""What a fake Zoom account holds: users, meetings, their past instances, and the events Zoom would have posted.

Every change goes through `ZoomState`, under one lock, and leaves its event behind.
"""

import base64
import copy
import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.parts.contract import Events
from tests.parts.fake_zoom_model import (
    ACCOUNT,
    Instance,
    Json,
    Meeting,
    Occurrence,
    Participant,
    User,
    changeable,
    changed,
    join_url,
    meeting_object,
    occurrence_json,
    operator,
    secret,
    settings_json,
    stamp,
    summary_json,
    transcript_file,
)


class ZoomState:
    """The account. `clock` tells the time; all moments must be aware."""

    def __init__(self, events: Events, clock: Callable[[], datetime]) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.users: dict[str, User] = {}
        """By id."""
        self.meetings: dict[int, Meeting] = {}
        self.instances: dict[str, Instance] = {}
        """By uuid, oldest first."""
        self.violations: list[str] = []
        self.posted: list[Json] = []
        self.downloads: dict[str, datetime] = {}
        """Tokens that only download, and until when."""
        self._contract = events
        self._numbers = 0
        self._uuids = 0
        self.base = "https://zoom.us"
        """Where recordings are downloaded from."""

    # Users.

    def user(self, email: str, id: str | None = None, type: int = 2, name: str = "") -> str:  # noqa: A002 - Zoom's names
        """Adds a user, or changes one; gives the id."""
        with self.lock:
            known = self.find_user(email)
            key = id or (known.id if known else secret("user", email))
            if known:
                del self.users[known.id]
            pmi = 4_000_000_000 + int(hashlib.sha256(email.encode()).hexdigest(), 16) % 1_000_000_000
            self.users[key] = User(key, email, name or email.partition("@")[0], type, "active", pmi, self.clock())
            return key

    def deactivate(self, email: str) -> None:
        """The user is listed as inactive from now on."""
        with self.lock:
            user = self._host(email)
            self.users[user.id] = replace(user, status="inactive")

    def find_user(self, key: str) -> User | None:
        """By id or by e-mail, as in Zoom's paths."""
        by_mail = (one for one in self.users.values() if one.email.lower() == key.lower())
        return self.users.get(key) or next(by_mail, None)

    def _host(self, email: str) -> User:
        found = self.find_user(email)
        if not found:
            raise LookupError(f"no user {email}: add it first")
        return found

    # Meetings.

    def schedule(  # noqa: PLR0913 - Zoom's fields
        self,
        host_email: str,
        topic: str,
        start: datetime | None,
        minutes: int = 60,
        *,
        id: int | None = None,  # noqa: A002 - Zoom's names
        type: int = 2,  # noqa: A002
        agenda: str = "",
        invitees: Sequence[str] = (),
        alternative_hosts: Sequence[str] = (),
        timezone: str = "Europe/Helsinki",
        pmi: bool = False,
        occurrences: Sequence[datetime] = (),
        private: bool = False,
    ) -> int:
        """A new meeting; gives its id. With occurrences it becomes a series, type 8. Type 3 needs no start."""
        with self.lock:
            host = self._host(host_email)
            kind = 8 if occurrences else type
            number = id or self._number()
            if number in self.meetings:
                raise ValueError(f"there is a meeting {number} already")
            meeting = Meeting(
                number, self._uuid(), host, topic, None if kind in {1, 3} else start, minutes, kind, agenda,
                tuple(invitees), tuple(alternative_hosts), timezone, pmi, private, self.clock(),
                [Occurrence(one, minutes) for one in sorted(occurrences)],
            )  # fmt: skip
            self.meetings[number] = meeting
            thing = meeting_object(meeting) | {"join_url": join_url(meeting), "settings": settings_json(meeting)}
            if meeting.occurrences:
                thing["occurrences"] = [occurrence_json(one) for one in meeting.occurrences]
            self._post("meeting.created", thing, **operator(host), operation="all")
            return number

    def update(self, id: int, **fields: Any) -> None:  # noqa: A002
        """Changes fields, named as in `schedule`. For new occurrences give `occurrences`."""
        with self.lock:
            meeting = self.meetings[id]
            before = changeable(meeting)
            if "host_email" in fields:
                fields["host"] = self._host(fields.pop("host_email"))
            for name, value in fields.items():
                if not hasattr(meeting, name):
                    raise AttributeError(f"a meeting has no {name}")
                setattr(meeting, name, tuple(value) if name in {"invitees", "alternative_hosts"} else value)
            if "occurrences" in fields:
                meeting.occurrences = [Occurrence(one, meeting.minutes) for one in sorted(fields["occurrences"])]
            elif "minutes" in fields:
                meeting.occurrences = [replace(one, minutes=meeting.minutes) for one in meeting.occurrences]
            self._updated(meeting, before, "all")

    def move(self, id: int, start: datetime, *, occurrence_start: datetime | None = None) -> None:  # noqa: A002
        """Another time: of the meeting, of a whole series (which starts there now), or of one occurrence."""
        with self.lock:
            meeting = self.meetings[id]
            before = changeable(meeting)
            if occurrence_start:
                at = meeting.occurrence(occurrence_start)
                meeting.occurrences[at] = replace(meeting.occurrences[at], start=start)
            else:
                if meeting.occurrences:
                    by = start - meeting.occurrences[0].start
                    meeting.occurrences = [replace(one, start=one.start + by) for one in meeting.occurrences]
                meeting.start = start
            meeting.occurrences.sort(key=lambda one: one.start)
            self._updated(meeting, before, "single" if occurrence_start else "all")

    def cancel(self, id: int, occurrence_start: datetime | None = None) -> None:  # noqa: A002
        """The meeting is gone, or one occurrence of it is marked as deleted."""
        with self.lock:
            meeting = self.meetings[id]
            thing = meeting_object(meeting)
            if occurrence_start:
                at = meeting.occurrence(occurrence_start)
                meeting.occurrences[at] = replace(meeting.occurrences[at], deleted=True)
                thing["occurrences"] = [occurrence_json(meeting.occurrences[at])]
            else:
                del self.meetings[id]
            operation = "single" if occurrence_start else "all"
            self._post("meeting.deleted", thing, **operator(meeting.host), operation=operation)

    # Calls.

    def begin(self, id: int, started: datetime) -> str:  # noqa: A002
        """The call runs; gives the uuid of this instance."""
        with self.lock:
            meeting = self.meetings[id]
            meeting.started = started
            thing = meeting_object(meeting) | {"id": str(id), "start_time": stamp(started)}
            self._post("meeting.started", thing, at=started)
            return meeting.uuid

    def end(
        self,
        id: int,  # noqa: A002
        started: datetime,
        ended: datetime,
        participants: Sequence[Participant] = (),
        transcript: bytes | None = None,
        summary: str = "",
        *,
        pending: bool = False,
    ) -> str:
        """The call is over; gives the uuid of this instance. With `pending` what comes of it comes with `finish`.

        Participants are {"name", "user_email", "duration"}, the duration in seconds; Zoom shows addresses of its own
        account only.
        """
        with self.lock:
            meeting = self.meetings[id]
            if meeting.started is None:
                self.begin(id, started)
            uuid, people = meeting.uuid, list[Participant](participants)
            done = Instance(copy.copy(meeting), uuid, started, ended, people, key=secret("file", uuid))
            self.instances[uuid] = done
            meeting.uuid, meeting.started = self._uuid(), None
            thing = meeting_object(meeting) | {
                "id": str(id), "uuid": uuid, "start_time": stamp(started), "end_time": stamp(ended),
                "duration": done.minutes,
            }  # fmt: skip
            self._post("meeting.ended", thing, at=ended)
            done.restriction = "NOT_READY"
            if not pending:
                self.finish(uuid, transcript, summary)
            return uuid

    def finish(self, uuid: str, transcript: bytes | None = None, summary: str = "") -> None:
        """Zoom has worked the recording up: transcript and summary are there, or never come."""
        with self.lock:
            done = self.instances[uuid]
            done.transcript, done.summary = transcript, summary
            done.restriction = "" if transcript is not None else "NO_TRANSCRIPT_DATA"
            done.ready = done.ended + timedelta(minutes=5)
            if transcript is not None:
                file = transcript_file(done, self.base)
                thing = meeting_object(done.meeting) | {
                    "uuid": uuid, "start_time": stamp(done.started), "duration": done.minutes,
                    "host_email": done.meeting.host.email, "recording_count": 1, "total_size": len(transcript),
                    "recording_files": [file],
                }  # fmt: skip
                token = secret("download", uuid)
                self.downloads[token] = done.ready + timedelta(days=1)
                top = {"download_token": token}
                self._post("recording.transcript_completed", thing, at=done.ready, top=top)
            if summary:
                self._post("meeting.summary_completed", summary_json(done), at=done.ready)

    def restrict(self, uuid: str, reason: str) -> None:
        """Takes the transcript away: "DELETED_OR_TRASHED", "UNSUPPORTED" and so on."""
        with self.lock:
            self.instances[uuid].restriction = reason

    # Events.

    def webhooks_since(self, n: int) -> list[Json]:
        """The events after the first `n`."""
        with self.lock:
            return copy.deepcopy(self.posted[n:])

    def _updated(self, meeting: Meeting, before: Json, scope: str) -> None:
        old, new = changed(before, changeable(meeting))
        if not new:
            return
        both = {"id": meeting.id}
        now = int(self.clock().timestamp() * 1000)
        more: Json = {"scope": scope} if meeting.occurrences else {}
        self._post(
            "meeting.updated", both | new, **operator(meeting.host), old_object=both | old, time_stamp=now, **more
        )

    def _post(
        self, name: str, thing: Json, *, at: datetime | None = None, top: Json | None = None, **more: Any
    ) -> None:
        """Writes an event down. `more` goes beside the object, `top` beside the payload."""
        payload = {"account_id": ACCOUNT, **more, "object": thing}
        moment = int((at or self.clock()).timestamp() * 1000)
        event = {"event": name, "event_ts": moment, "payload": payload, **(top or {})}
        self.violations.extend(self._contract.check(event))
        self.posted.append(event)

    # Numbers and names.

    def _number(self) -> int:
        """Ten or eleven digits, more than 32 bits hold."""
        self._numbers += 1
        spread = self._numbers * 7_919_777
        return (8_100_000_000 if self._numbers % 2 else 81_000_000_000) + spread % 900_000_000

    def _uuid(self) -> str:
        """Two of three need to be encoded twice in a path."""
        self._uuids += 1
        text = base64.b64encode(hashlib.sha256(f"uuid {self._uuids}".encode()).digest()[:16]).decode()
        kind = self._uuids % 3
        if kind == 0:
            return f"/{text[1:]}"
        return f"{text[:5]}//{text[7:]}" if kind == 1 else f"a+{text[2:4].replace('/', 'b')}/c{text[6:]}"
