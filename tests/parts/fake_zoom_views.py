"""What a fake Zoom account answers: one method per operation, and the paging they share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from tests.parts.fake_zoom_model import (
    ACCOUNT,
    Instance,
    Json,
    Meeting,
    User,
    join_url,
    occurrence_json,
    secret,
    settings_json,
    stamp,
    summary_head,
    summary_json,
    transcript_file,
)
from tests.parts.fake_zoom_state import ZoomState

_LISTED = {2, 3, 8}  # an instant meeting never is; the contract knows no other type in a list
_HALF_YEAR = timedelta(days=183)
_MONTH = timedelta(days=31)
_TOKEN_LIVES = timedelta(minutes=15)
_EXPIRES = timedelta(days=30)  # a meeting that is over stays in the list that long
_AGENDA = 250  # a list's agenda is cut there


class Refused(Exception):  # noqa: N818 - an answer of the fake, not a failure of it
    """An answer that is an error."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"code": code, "message": message}


@dataclass(frozen=True)
class Ask:
    """A request: what stood in the path in place of the parameter, decoded once, and the query."""

    op: str
    key: str
    query: Mapping[str, str]


class ZoomViews:
    """Answers from the state. `largest_page` may be lowered, so that a few rows are many pages."""

    def __init__(self, state: ZoomState) -> None:
        self._state = state
        self._pages: dict[str, tuple[object, int, datetime]] = {}
        self.largest_page = 300
        self.routes: Mapping[str, Callable[[Ask], Json]] = {
            "GET /users": self._users,
            "GET /users/{userId}": lambda ask: _user(self._user(ask)),
            "GET /users/{userId}/meetings": self._meetings,
            "GET /users/{userId}/upcoming_meetings": self._upcoming,
            "GET /users/{userId}/recordings": self._user_recordings,
            "GET /meetings/{meetingId}": self._meeting,
            "GET /meetings/{meetingId}/invitation": self._invitation,
            "GET /meetings/{meetingId}/registrants": self._registrants,
            "GET /meetings/{meetingId}/recordings": self._recordings,
            "GET /meetings/{meetingId}/transcript": self._transcript,
            "GET /meetings/{meetingId}/meeting_summary": self._summary,
            "GET /meetings/meeting_summaries": self._summaries,
            "GET /past_meetings/{meetingId}": self._past,
            "GET /past_meetings/{meetingId}/instances": self._instances,
            "GET /past_meetings/{meetingId}/participants": self._participants,
            "GET /report/users/{userId}/meetings": self._report_meetings,
            "GET /report/meetings/{meetingId}": lambda ask: _report(self._instance(ask)),
            "GET /report/meetings/{meetingId}/participants": self._report_participants,
        }

    # Finding.

    def _user(self, ask: Ask) -> User:
        user = self._state.find_user(ask.key)
        if not user:
            raise Refused(404, 1001, f"User does not exist: {ask.key}.")
        return user

    def _by_id(self, ask: Ask) -> Meeting:
        meeting = self._state.meetings.get(int(ask.key))
        if not meeting:
            raise Refused(404, 3001, f"Meeting does not exist: {ask.key}.")
        return meeting

    def _instance(self, ask: Ask) -> Instance:
        """By uuid, or the latest one of a meeting's id."""
        missing = Refused(404, 3001, f"Meeting does not exist: {ask.key}.")
        if ask.key.isdecimal():
            of_meeting = [one for one in self._state.instances.values() if one.meeting.id == int(ask.key)]
            if not of_meeting:
                raise missing
            return max(of_meeting, key=lambda one: one.started)
        uuid = unquote(ask.key)
        if twice(uuid) != ("%" in ask.key):
            times = "twice" if twice(uuid) else "once"
            self._state.violations.append(f"{ask.op}: the uuid {uuid} must be encoded {times}.")
            raise missing
        if uuid not in self._state.instances:
            raise missing
        return self._state.instances[uuid]

    def download(self, key: str) -> bytes | None:
        """The transcript behind a download address."""
        for one in self._state.instances.values():
            if one.key == key and not one.restriction:
                return one.transcript
        return None

    # Paging.

    def _page(self, ask: Ask, name: str, rows: Sequence[Json], *, numbered: bool = False) -> Json:
        query = dict(ask.query)
        token = query.pop("next_page_token", "")
        same: object = (ask.op, ask.key, tuple(sorted(query.items())))
        size = min(int(query.get("page_size", 30)), self.largest_page)
        start, now = 0, self._state.clock()
        if token:
            of, start, born = self._pages.get(token, ("", 0, now))
            if of != same or now - born > _TOKEN_LIVES:
                raise Refused(400, 300, "The next page token is invalid or expired.")
        elif numbered:
            start = (int(query.get("page_number", 1)) - 1) * size
        following = ""
        if start + size < len(rows):
            following = secret("page", len(self._pages), same)
            self._pages[following] = (same, start + size, now)
        page = {
            "next_page_token": following, "page_size": size, "page_count": max(1, -(-len(rows) // size)),
            "total_records": len(rows), name: rows[start : start + size],
        }  # fmt: skip
        return page | ({"page_number": start // size + 1} if numbered else {})

    # Users and what they plan.

    def _users(self, ask: Ask) -> Json:
        status = ask.query.get("status", "active")
        rows = [_user(one) for one in self._state.users.values() if one.status == status]
        return self._page(ask, "users", sorted(rows, key=lambda one: str(one["email"])), numbered=True)

    def _hosted(self, user: User) -> list[Meeting]:
        return [one for one in self._state.meetings.values() if one.host.id == user.id and one.type in _LISTED]

    def _meetings(self, ask: Ask) -> Json:
        wanted, now = ask.query.get("type", "scheduled"), self._state.clock()
        rows = []
        for meeting in self._hosted(self._user(ask)):
            for start in _starts(meeting):
                if _fits(wanted, meeting, start, now) and _between(ask.query, start):
                    rows.append((start or now, _row(meeting, start)))
        ordered = [row for _, row in sorted(rows, key=lambda one: (one[0], one[1]["id"]))]
        return self._page(ask, "meetings", ordered, numbered=True)

    def _upcoming(self, ask: Ask) -> Json:
        user, now = self._user(ask), self._state.clock()
        rows = []
        for meeting in self._state.meetings.values():
            mine = meeting.host.id == user.id
            invited = user.email in {*meeting.invitees, *meeting.alternative_hosts}
            if meeting.type not in _LISTED or not (mine or invited):
                continue
            for start in _starts(meeting):
                if start and now <= start <= now + timedelta(hours=24):
                    row = {name: value for name, value in _row(meeting, start).items() if name in _UPCOMING}
                    more = {"is_host": mine, "use_pmi": meeting.pmi, "is_all_day": False}
                    rows.append(row | more | {"passcode": secret("pwd", meeting.id)[:6]})
        return {"total_records": len(rows), "meetings": sorted(rows, key=lambda one: str(one["start_time"]))}

    def _meeting(self, ask: Ask) -> Json:
        meeting, now = self._by_id(ask), self._state.clock()
        wanted = ask.query.get("occurrence_id")
        past = ask.query.get("show_previous_occurrences") == "true"
        occurrences = [one for one in meeting.occurrences if past or one.start >= now]
        start = meeting.start if not meeting.occurrences else None
        if wanted:
            occurrences = [one for one in meeting.occurrences if one.id == wanted]
            if not occurrences:
                raise Refused(404, 3001, f"Meeting does not exist: {ask.key}.")
            start = occurrences[0].start
        detail = _row(meeting, start) | {
            "agenda": meeting.agenda[:2000],
            "host_email": meeting.host.email,
            "status": "started" if meeting.started else "waiting",
            "start_url": f"https://us02web.zoom.us/s/{meeting.id}?zak={secret('zak', meeting.id)}",
            "password": secret("pwd", meeting.id)[:6],
            "settings": self._settings(meeting),
        }
        if meeting.occurrences:
            days = sorted({one.start.isoweekday() % 7 + 1 for one in meeting.occurrences})
            detail["occurrences"] = [occurrence_json(one) for one in occurrences[:50]]
            detail["recurrence"] = {"type": 2, "repeat_interval": 1, "weekly_days": ",".join(map(str, days))}
        return detail

    def _settings(self, meeting: Meeting) -> Json:
        invitees = [{"email": one, "internal_user": bool(self._state.find_user(one))} for one in meeting.invitees]
        return settings_json(meeting) | {
            "meeting_invitees": invitees, "private_meeting": meeting.private, "auto_recording": "none",
            "waiting_room": True, "approval_type": 2, "audio": "both",
        }  # fmt: skip

    def _invitation(self, ask: Ask) -> Json:
        meeting = self._by_id(ask)
        return {"invitation": f"{meeting.host.name} is inviting you to {meeting.topic}.\r\n\r\n{join_url(meeting)}"}

    def _registrants(self, ask: Ask) -> Json:
        self._by_id(ask)
        return self._page(ask, "registrants", [], numbered=True)

    # Calls that are over.

    def _past(self, ask: Ask) -> Json:
        done = self._instance(ask)
        if self._state.clock() - done.ended > timedelta(days=365):
            raise Refused(400, 12702, "Can not access a meeting a year ago.")
        report = {name: value for name, value in _report(done).items() if name != "tracking_fields"}
        more = {"host_id": done.meeting.host.id, "source": "Zoom", "has_meeting_summary": bool(done.summary)}
        return report | more

    def _instances(self, ask: Ask) -> Json:
        earliest = self._state.clock() - timedelta(days=456)
        done = [one for one in self._state.instances.values() if one.meeting.id == int(ask.key)]
        if not done:
            self._by_id(ask)
        rows = [{"uuid": one.uuid, "start_time": stamp(one.started)} for one in done if one.started > earliest]
        return {"meetings": rows}

    def _participants(self, ask: Ask) -> Json:
        rows = self._people(self._instance(ask))
        return self._page(ask, "participants", rows)

    def _report_participants(self, ask: Ask) -> Json:
        names = {"internal_user", "registrant_id"} - {ask.query.get("include_fields", "")}
        rows = self._people(self._instance(ask))
        kept = [{name: value for name, value in row.items() if name not in names} for row in rows]
        return self._page(ask, "participants", kept)

    def _people(self, done: Instance) -> list[Json]:
        """Nobody when there was only one; no address of anybody outside the account."""
        if done.unique < 2:
            return []
        rows = []
        for number, one in enumerate(done.participants):
            known = self._state.find_user(str(one.get("user_email") or " "))
            seconds = int(one.get("duration", (done.ended - done.started).total_seconds()))
            rows.append({
                "id": known.id if known else "", "user_id": str(16_778_240 + number), "name": one.get("name", ""),
                "user_email": known.email if known else "", "registrant_id": "",
                "join_time": stamp(done.started), "leave_time": stamp(done.started + timedelta(seconds=seconds)),
                # Attendance takes a while to be counted, and is zero until then.
                "duration": 0 if done.restriction == "NOT_READY" else seconds,
                "failover": False, "status": "in_meeting", "internal_user": bool(known),
            })  # fmt: skip
        return rows

    def _report_meetings(self, ask: Ask) -> Json:
        user, (first, last) = self._user(ask), _days(ask.query, self._state.clock())
        if last - first > _MONTH or first < (self._state.clock() - _HALF_YEAR).date():
            raise Refused(400, 300, "The date range must be one month at most, within the last six months.")
        rows = []
        for done in self._state.instances.values():
            if done.meeting.host.id == user.id and done.unique > 1 and first <= _day(done.started) <= last:
                row = {name: value for name, value in _report(done).items() if name not in {"dept", "tracking_fields"}}
                rows.append(row | {"source": "Zoom", "has_recording": done.transcript is not None})
        page = self._page(ask, "meetings", rows, numbered=True)
        return page | {"from": first.isoformat(), "to": last.isoformat()}

    def _recording(self, done: Instance) -> Json:
        file = transcript_file(done, self._state.base)
        # The transcript is one file of several, and not the first.
        video = file | {
            "id": secret("video", done.uuid), "file_type": "MP4", "file_extension": "MP4",
            "recording_type": "shared_screen_with_speaker_view", "file_size": 7_000_000,
            "download_url": f"{self._state.base}/rec/download/{secret('video', done.uuid)}",
        }  # fmt: skip
        return {
            "uuid": done.uuid, "id": done.meeting.id, "account_id": ACCOUNT, "host_id": done.meeting.host.id,
            "topic": done.meeting.topic, "type": str(done.meeting.type), "start_time": stamp(done.started),
            "duration": done.minutes, "recording_count": 2, "total_size": 7_000_000 + file["file_size"],
            "recording_files": [video, file],
        }  # fmt: skip

    def _recordings(self, ask: Ask) -> Json:
        done = self._instance(ask)
        if done.restriction:
            raise Refused(404, 3301, "There is no recording for this meeting.")
        body = self._recording(done)
        if ask.query.get("include_fields") == "download_access_token":
            token = secret("download", done.uuid, len(self._state.downloads))
            lives = timedelta(seconds=int(ask.query.get("ttl", 86_400)))
            self._state.downloads[token] = self._state.clock() + lives
            body["download_access_token"] = token
        return body

    def _user_recordings(self, ask: Ask) -> Json:
        user, (first, last) = self._user(ask), _days(ask.query, self._state.clock())
        if last - first > _MONTH:
            raise Refused(400, 300, "The date range must be one month at most.")
        done = [one for one in self._state.instances.values() if one.meeting.host.id == user.id and not one.restriction]
        rows = [self._recording(one) for one in done if first <= _day(one.started) <= last]
        return self._page(ask, "meetings", rows) | {"from": first.isoformat(), "to": last.isoformat()}

    def _transcript(self, ask: Ask) -> Json:
        done = self._instance(ask)
        body: Json = {
            "meeting_id": done.uuid, "account_id": ACCOUNT, "meeting_topic": done.meeting.topic,
            "host_id": done.meeting.host.id, "can_download": not done.restriction, "auto_delete": False,
        }  # fmt: skip
        if done.restriction:
            return body | {"download_restriction_reason": done.restriction}
        address = transcript_file(done, self._state.base)["download_url"]
        return body | {"transcript_created_time": stamp(done.ready or done.ended), "download_url": address}

    def _summary(self, ask: Ask) -> Json:
        missing = Refused(404, 3001, f"Meeting does not exist: {ask.key}.")
        if ask.key.isdecimal():  # by uuid only
            raise missing
        done = self._instance(ask)
        if not done.summary:
            raise missing
        return summary_json(done)

    def _summaries(self, ask: Ask) -> Json:
        first, last = ask.query.get("from", ""), ask.query.get("to", "9999")
        rows = []
        for done in self._state.instances.values():
            if done.summary and done.ready and first <= stamp(done.ready) <= last:
                rows.append(summary_head(done))
        page = self._page(ask, "summaries", rows)
        return {name: page[name] for name in ("next_page_token", "page_size", "summaries")}


_UPCOMING = {"id", "topic", "type", "start_time", "duration", "timezone", "created_at", "join_url"}


def twice(uuid: str) -> bool:
    """Whether this uuid must be percent-encoded twice in a path."""
    return uuid.startswith("/") or "//" in uuid


def _user(user: User) -> Json:
    first, _, last = user.name.partition(" ")
    return {
        "id": user.id, "email": user.email, "first_name": first, "last_name": last, "display_name": user.name,
        "type": user.type, "status": user.status, "pmi": user.pmi, "timezone": "Europe/Helsinki", "verified": 1,
        "created_at": stamp(user.created),
    }  # fmt: skip


def _starts(meeting: Meeting) -> Iterator[datetime | None]:
    """One per row of a list."""
    if meeting.occurrences:
        yield from (one.start for one in meeting.occurrences if not one.deleted)
    else:
        yield meeting.start


def _row(meeting: Meeting, start: datetime | None) -> dict[str, Any]:
    row = {
        "uuid": meeting.uuid, "id": meeting.id, "host_id": meeting.host.id, "topic": meeting.topic,
        "type": meeting.type, "duration": meeting.minutes, "timezone": meeting.timezone,
        "agenda": meeting.agenda[:_AGENDA], "created_at": stamp(meeting.created), "join_url": join_url(meeting),
    }  # fmt: skip
    if start:
        row["start_time"] = stamp(start)
    if meeting.pmi:
        row["pmi"] = str(meeting.host.pmi)
    return row


def _fits(wanted: str, meeting: Meeting, start: datetime | None, now: datetime) -> bool:
    """Whether the row belongs to that `type` of list."""
    if start is None:
        return wanted != "previous_meetings" and (wanted != "live" or bool(meeting.started))
    over = start + timedelta(minutes=meeting.minutes)
    live = bool(meeting.started) and (not meeting.occurrences or start <= now < over)
    if wanted == "live":
        return live
    if wanted == "previous_meetings":
        return not live and now - _HALF_YEAR < start and over < now
    if wanted in {"upcoming", "upcoming_meetings"}:
        return live or now <= start <= now + _HALF_YEAR
    return live or start >= now or (not meeting.occurrences and over > now - _EXPIRES)


def _between(query: Mapping[str, str], start: datetime | None) -> bool:
    """Whether the row's day, in the zone of the query, is between `from` and `to`."""
    if start is None:
        return True
    day = start.astimezone(ZoneInfo(query.get("timezone", "UTC"))).date().isoformat()
    return query.get("from", "") <= day <= query.get("to", "9999")


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _days(query: Mapping[str, str], now: datetime) -> tuple[date, date]:
    first = date.fromisoformat(query["from"]) if "from" in query else _day(now)
    return first, date.fromisoformat(query["to"]) if "to" in query else first + timedelta(days=1)


def _report(done: Instance) -> Json:
    host = done.meeting.host
    return {
        "uuid": done.uuid, "id": done.meeting.id, "type": done.meeting.type, "topic": done.meeting.topic,
        "user_name": host.name, "user_email": host.email, "start_time": stamp(done.started),
        "end_time": stamp(done.ended), "duration": done.minutes, "participants_count": len(done.participants),
        "total_minutes": done.minutes * len(done.participants), "dept": "", "tracking_fields": [],
    }  # fmt: skip
