"""Subscriptions to changes of mailboxes at Microsoft Graph: made, renewed, made anew.

    cursor → due? → ours still, and half alive: PATCH → gone: POST → cursor with the subscription in it

What is known of a mailbox's subscription lives in the mailbox's cursor, beside the delta link. While a subscription is
made Graph calls our hook, so the web part must be running, in another thread or process.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from contextlib import suppress

from kambrief.errors import CallError
from kambrief.providers.graph import advice
from kambrief.providers.graph_hooks import client_state
from kambrief.providers.http import Api, Reply

CHANGES = "created,updated,deleted"
LIFETIME = dt.timedelta(minutes=4200)
"""Just below the shortest limit that the vendor has published."""
MARGIN = dt.timedelta(hours=24)
PAUSE = dt.timedelta(hours=1)
"""After a refusal for good; others are tried again with the next read."""
_SUB, _UNTIL, _FOR, _NEXT = "sub", "sub_until", "sub_for", "sub_next"
_KEYS = frozenset({_SUB, _UNTIL, _FOR, _NEXT})
_GONE = frozenset({404, 410})


def in_doubt(cursor: Mapping[str, str]) -> dict[str, str]:
    """The cursor of a mailbox whose subscription a lifecycle notification has spoken of (`graph_hooks.RENEW`): it is
    due at once.
    """
    return {key: value for key, value in cursor.items() if key not in {_UNTIL, _NEXT}}


class Subscriptions:
    """``hook_url`` is the public address of ``/hooks/graph``; ``secret`` is the one that its notifications are held
    against. Thread-safe. A refusal is told, never raised: without notifications calendars are still polled.
    """

    def __init__(self, api: Api, hook_url: str, secret: str) -> None:
        self._api = api
        self._hook_url = hook_url.rstrip("/")
        self._secret = secret
        # PATCH changes neither address nor client state: with another one the subscription has to be made anew.
        self._for = hmac.new(secret.encode(), self._hook_url.encode(), hashlib.sha256).hexdigest()[:16]

    def due(self, cursor: Mapping[str, str], now: dt.datetime) -> bool:
        """Whether `ensure` has something to do."""
        pause = _time(cursor.get(_NEXT, ""))
        if pause is not None and pause > now:
            return False
        until = _time(cursor.get(_UNTIL, ""))
        return not self._is_ours(cursor) or until is None or until - now < MARGIN

    def ensure(self, user_id: str, cursor: Mapping[str, str], now: dt.datetime) -> tuple[Mapping[str, str], str]:
        """The cursor with a subscription to the calendar of this user (object id), and what is wrong, if anything:
        then what the cursor held stays.
        """
        until = now + LIFETIME
        try:
            reply = self._renewed(user_id, cursor, now, until) or self._made(user_id, until)
        except CallError as error:
            pause = {_NEXT: _text(now + PAUSE)} if error.permanent else {}
            return {**cursor, **pause}, f"no change notifications: {error.reason}; {self._advice(error)}"
        told = reply.json()
        key = told.get("id") or cursor.get(_SUB, "")
        if not isinstance(key, str) or not key:
            return cursor, "no change notifications: subscribe: the answer names no subscription"
        granted = _time(str(told.get("expirationDateTime") or "")) or until
        rest = {name: value for name, value in cursor.items() if name not in _KEYS}
        return {**rest, _SUB: key, _UNTIL: _text(granted), _FOR: self._for}, ""

    def end(self, cursor: Mapping[str, str]) -> Mapping[str, str]:
        """No notifications any more; the cursor without a subscription. One that cannot be ended ends by itself."""
        if key := cursor.get(_SUB):
            with suppress(CallError):
                self._api.call("unsubscribe", "DELETE", f"subscriptions/{key}")
        return {name: value for name, value in cursor.items() if name not in _KEYS}

    def _is_ours(self, cursor: Mapping[str, str]) -> bool:
        return bool(cursor.get(_SUB)) and cursor.get(_FOR) == self._for

    def _renewed(self, user_id: str, cursor: Mapping[str, str], now: dt.datetime, until: dt.datetime) -> Reply | None:
        """None when there is nothing to renew."""
        if not cursor.get(_SUB):
            return None
        if not self._is_ours(cursor):
            self.end(cursor)
            return None
        ended = _time(cursor.get(_UNTIL, ""))
        if ended is not None and ended <= now:
            return None
        body = {"expirationDateTime": _text(until)}
        try:
            return self._api.call(
                "renew subscription", "PATCH", f"subscriptions/{cursor[_SUB]}", body=body, key=user_id
            )
        except CallError as error:
            if error.status in _GONE:
                return None
            raise

    def _made(self, user_id: str, until: dt.datetime) -> Reply:
        body = {
            "changeType": CHANGES,
            "notificationUrl": self._hook_url,
            "lifecycleNotificationUrl": f"{self._hook_url}/lifecycle",
            "resource": f"users/{user_id}/events",
            "expirationDateTime": _text(until),
            "clientState": client_state(self._secret, user_id),
        }
        # No place of the mailbox is taken: Graph calls us back meanwhile, and that may take its ten seconds.
        return self._api.call("subscribe", "POST", "subscriptions", body=body)

    def _advice(self, error: CallError) -> str:
        if error.status == 400 and "validation" in f"{error.code} {error.detail}".casefold():
            return (
                f"Graph has asked {self._hook_url} and got no answer it could use: it must be reached from the"
                " internet over https while 'kambrief run' or 'kambrief serve' is running"
            )
        return advice(error, "Application Calendars.Read for this mailbox")


def _text(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _time(text: str) -> dt.datetime | None:
    with suppress(ValueError):
        at = dt.datetime.fromisoformat(text)
        return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    return None
