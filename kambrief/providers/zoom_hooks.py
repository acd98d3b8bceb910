"""What a webhook of Zoom says, and whether Zoom has said it. Pure: bytes and `now` in, hints out.

Zoom signs the raw body with the app's secret token. The challenge by which it checks our address is signed too, and it
is answered only then: the answer is an HMAC under the same secret, so whoever could have any text answered could have
"v0:<time>:<body>" answered, which is a signature.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from kambrief.core.work import Hint, HintKind

PROVIDER = "meetings.zoom"
WINDOW = dt.timedelta(minutes=5)
"""So far may the time of a signature lie from ours."""
UNKNOWN_HOST = "meeting:"
"""Before the meeting's id in the key of a hint whose calendar Zoom has not named: updates carry what changed only."""
OF_HOST = "#"
"""Between the host and the meeting's id in the key of any other hint on a calendar."""
_MILLISECONDS = 100_000_000_000
"""From here on a time is in milliseconds: in seconds that would be the year 5138."""
_LONGEST_TIME = 16

_CALENDAR, _CALL = HintKind.CALENDAR, HintKind.CALL
_KINDS: Mapping[str, tuple[HintKind, ...]] = {
    "meeting.created": (_CALENDAR,),
    "meeting.updated": (_CALENDAR,),
    "meeting.deleted": (_CALENDAR,),
    "meeting.started": (_CALENDAR,),
    "meeting.ended": (_CALENDAR, _CALL),
    "recording.completed": (_CALL,),
    "recording.transcript_completed": (_CALL,),
    "recording.recovered": (_CALL,),
    "meeting.summary_completed": (_CALL,),
    "meeting.summary_updated": (_CALL,),
    # What its owner has taken back must not go on being quoted here.
    "recording.trashed": (_CALL,),
    "recording.deleted": (_CALL,),
    "recording.transcript_deleted": (_CALL,),
    "meeting.summary_trashed": (_CALL,),
    "meeting.summary_deleted": (_CALL,),
    "meeting.summary_recovered": (_CALL,),
}


def is_signed(secret: str, timestamp: str, signature: str, body: bytes, now: dt.datetime) -> bool:
    """Whether these headers belong to exactly this body, by this secret and at about this time."""
    at = _seconds(timestamp)
    if at is None or abs(now.timestamp() - at) > WINDOW.total_seconds():
        return False
    expected = f"v0={_hmac(secret, f'v0:{timestamp}:'.encode() + body)}"
    return hmac.compare_digest(expected.encode(), signature.encode(errors="replace"))


def event_of(body: bytes) -> Mapping[str, Any] | None:
    """The body as an event; None for what is none."""
    with suppress(ValueError, RecursionError):
        found = json.loads(body)
        if isinstance(found, dict) and isinstance(found.get("event"), str):
            return found
    return None


def challenge(event: Mapping[str, Any]) -> str:
    """The text whose HMAC proves that this address knows the secret; empty when none is asked for."""
    token = _mapping(event.get("payload")).get("plainToken") if event["event"] == "endpoint.url_validation" else ""
    return token if isinstance(token, str) else ""


def answer(secret: str, token: str) -> dict[str, str]:
    """What Zoom expects to a challenge."""
    return {"plainToken": token, "encryptedToken": _hmac(secret, token.encode(errors="replace"))}


def hints(event: Mapping[str, Any], timestamp: str, now: dt.datetime) -> tuple[Hint, ...]:
    """What there is to look into; nothing for events that don't concern us. ``timestamp``: of the request."""
    name, payload = str(event["event"]), _mapping(event.get("payload"))
    thing = _mapping(payload.get("object"))
    meeting, session = _word(thing, "id", "meeting_id"), _word(thing, "uuid", "meeting_uuid")
    if not meeting:
        return ()
    # Without the event's own time that of the request has to do: sent again it may count twice, but a later event of
    # the same content is never taken for this one.
    when = _word(event, "event_ts") or f"sent {timestamp}"
    same = (name, when, meeting, session, _word(payload, "time_stamp"))
    host = _word(thing, "host_id", "meeting_host_id", "host_email", "meeting_host_email")
    calendar = f"{host}{OF_HOST}{meeting}" if host else f"{UNKNOWN_HOST}{meeting}"
    keys = {_CALENDAR: calendar, _CALL: meeting}
    return tuple(
        Hint(_id(kind, *same), PROVIDER, kind, keys[kind], now, session if kind is _CALL else "")
        for kind in _KINDS.get(name, ())
    )


def named(key: str) -> tuple[str, str]:
    """Whose calendar a hint's key means, and which meeting in it; the latter may be empty."""
    host, mark, number = key.rpartition(OF_HOST)
    if mark and number.isdigit():
        return host, number
    return key, key.removeprefix(UNKNOWN_HOST) if key.startswith(UNKNOWN_HOST) else ""


def _id(*parts: str) -> str:
    return f"zoom:{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]}"


def _hmac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def _seconds(timestamp: str) -> float | None:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST_TIME):
        return None
    at = int(timestamp)
    return at / 1000 if at >= _MILLISECONDS else at


def _mapping(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, dict) else {}


def _word(data: Mapping[str, Any], *names: str) -> str:
    """The first of these that is there, as text: ids come as numbers in some events and as text in others."""
    values = (data.get(name) for name in names)
    return next((str(one) for one in values if isinstance(one, str | int) and not isinstance(one, bool) and one), "")
