"""What a change notification of Microsoft Graph says, and whether it belongs to a subscription of ours. Pure.

Notifications are not signed. What proves them is the ``clientState`` that was given with the subscription and comes
back with each: here the user's id and its HMAC. So nothing needs to be remembered, and lifecycle notifications, which
name no resource, tell whom they concern.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from kambrief.core.work import Hint, HintKind

PROVIDER = "meetings.teams"
RENEW = "renew:"
"""Before the user's id in the key of a hint that says: this user's subscription is in doubt."""
_LONGEST_TOKEN = 4096
_TRANSCRIPTS = re.compile(r"getAllTranscripts|/transcripts\b", re.IGNORECASE)
_EVENTS = re.compile(r"/events\b", re.IGNORECASE)
_MEETING = re.compile(r"onlineMeetings(?:\('([^']+)'\)|/([^/]+))/transcripts\b", re.IGNORECASE)
_LIFECYCLE = {"reauthorizationRequired": True, "subscriptionRemoved": True, "missed": False}
"""Lifecycle event → whether the subscription itself is in doubt."""


_MOST = 1000
"""Notifications looked at in one delivery: each costs an HMAC, and nobody has signed in. A poll finds the rest."""


def client_state(secret: str, user_id: str) -> str:
    """The ``clientState`` of subscriptions to this user's data, at most 128 characters for an object id. An empty
    ``user_id`` stands for the whole tenant.
    """
    proof = hmac.new(secret.encode(), user_id.encode(errors="replace"), hashlib.sha256).digest()
    return f"{user_id}.{base64.urlsafe_b64encode(proof).rstrip(b'=').decode()}"


def user_of(secret: str, state: object) -> str | None:
    """Whose subscription this ``clientState`` was given to; None when it is none of ours."""
    if not isinstance(state, str):
        return None
    user, _, _ = state.rpartition(".")
    expected = client_state(secret, user).encode(errors="replace")
    return user if hmac.compare_digest(expected, state.encode(errors="replace")) else None


def echo(token: str) -> str | None:
    """What to answer when Graph validates our address: the token itself; None when nobody should be told that back.

    Graph's tokens are a sentence with an id. Whatever could be more than text to a browser or a log is no such token.
    """
    fine = token.isascii() and token.isprintable() and not set(token) & set("<>") and len(token) <= _LONGEST_TOKEN
    return token if fine and token else None


def notifications(body: bytes) -> Sequence[Mapping[str, Any]] | None:
    """The single notifications of one delivery; None for what is none."""
    with suppress(ValueError, RecursionError):
        found = json.loads(body)
        rows = found.get("value") if isinstance(found, dict) else None
        if isinstance(rows, list):
            return [row for row in rows[:_MOST] if isinstance(row, dict)]
    return None


def hints(rows: Sequence[Mapping[str, Any]], secret: str, now: dt.datetime) -> tuple[list[Hint], int]:
    """What there is to look into, and how many notifications belong to no subscription of ours."""
    found: dict[str, Hint] = {}
    strange = 0
    for row in rows:
        user = user_of(secret, row.get("clientState"))
        if user is None:
            strange += 1
            continue
        found |= {hint.id: hint for hint in _of(row, user, now)}
    return list(found.values()), strange


def _of(row: Mapping[str, Any], user: str, now: dt.datetime) -> Iterator[Hint]:
    event = row.get("lifecycleEvent")
    if event is not None:
        yield from _of_lifecycle(str(event), user, now)
        return
    resource, data = str(row.get("resource", "")), row.get("resourceData")
    data = data if isinstance(data, dict) else {}
    # The etag is the version: the same one twice is the same change. Without it each delivery counts. A change told
    # while an earlier one is being looked into must not be taken for that one and be dropped with it.
    version = str(data.get("@odata.etag") or now.isoformat())
    change = (str(data.get("id") or resource), str(row.get("changeType", "")), version)
    if _TRANSCRIPTS.search(resource):
        key = user or _meeting_of(resource)
        if key:
            yield Hint(_id(HintKind.CALL, key, *change), PROVIDER, HintKind.CALL, key, now)
    elif user and _EVENTS.search(resource):
        yield Hint(_id(HintKind.CALENDAR, user, *change), PROVIDER, HintKind.CALENDAR, user, now)


def _of_lifecycle(event: str, user: str, now: dt.datetime) -> Iterator[Hint]:
    if not user or event not in _LIFECYCLE:
        return
    keys = (user, f"{RENEW}{user}") if _LIFECYCLE[event] else (user,)
    for key in keys:
        yield Hint(_id(event, key, now.isoformat()), PROVIDER, HintKind.CALENDAR, key, now)


def _meeting_of(resource: str) -> str:
    found = _MEETING.search(resource)
    return (found[1] or found[2]) if found else ""


def _id(*parts: str) -> str:
    return f"graph:{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]}"
