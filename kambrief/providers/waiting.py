"""Waiting for a server: how long it asks to wait, and for one of the places that may be taken at once."""

import contextlib
import datetime as dt
import email.utils
import threading
import time
from collections.abc import Iterator, Mapping


def retry_after(headers: Mapping[str, str], now: dt.datetime | None = None) -> float | None:
    """Seconds the server asks to wait; None when it asks nothing that can be understood.

    Seconds may have decimals (Microsoft Graph), a date may be one of HTTP or of ISO 8601 (Zoom's daily limits), and the
    milliseconds of Azure are finer than its seconds. A date is compared with the server's own, where it tells one: our
    clock may differ. ``now`` is for a server that tells none. Zoom's limits a second tell only when they begin anew
    (``X-RateLimit-Reset``, Unix time).
    """
    milliseconds = _seconds(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    wanted = headers.get("retry-after", "")
    seconds = _seconds(wanted)
    if seconds is not None:
        return seconds
    since = _date(headers.get("date", "")) or now
    until = _date(wanted) or _moment(headers.get("x-ratelimit-reset", ""))
    return max(0.0, (until - since).total_seconds()) if until and since else None


def _seconds(text: str) -> float | None:
    with contextlib.suppress(ValueError):
        seconds = float(text)
        if 0 <= seconds < float("inf"):
            return seconds
    return None


def _date(text: str) -> dt.datetime | None:
    for read in (email.utils.parsedate_to_datetime, dt.datetime.fromisoformat):
        with contextlib.suppress(ValueError, TypeError, OverflowError):
            found = read(text)
            return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
    return None


def _moment(text: str) -> dt.datetime | None:
    with contextlib.suppress(ValueError, OverflowError, OSError):
        return dt.datetime.fromtimestamp(float(text), dt.UTC) if text else None
    return None


class Places:
    """How many calls one server gets at once. A call whose time is up has left its place, whatever its thread does."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: dict[object, float] = {}
        self._changed = threading.Condition()

    @contextlib.contextmanager
    def one(self, deadline: float) -> Iterator[bool]:
        """A place until the block ends; False when none became free before ``deadline`` (of `time.monotonic`)."""
        mine = object()
        found = self._take(mine, deadline)
        try:
            yield found
        finally:
            with self._changed:
                self._taken.pop(mine, None)
                self._changed.notify_all()

    def _take(self, mine: object, deadline: float) -> bool:
        with self._changed:
            while True:
                now = time.monotonic()
                live = [until for until in self._taken.values() if until > now]
                if len(live) < self._most:
                    self._taken[mine] = deadline
                    return True
                if now >= deadline:
                    return False
                self._changed.wait(min(deadline, *live) - now)
