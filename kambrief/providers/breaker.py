"""When a vendor fails again and again it is left alone for a while: asking on would only cost everybody time."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Counts failures in a row. Closed: calls go out. Open: none does until the pause is over, then one may try.

    Seconds are those of ``clock`` (monotonic).
    """

    def __init__(self, failures: int, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._pause, self._clock = failures, pause, clock
        self._failures = 0
        self._until = 0.0
        self._asked_until = 0.0
        self._lock = threading.Lock()

    def wait(self) -> float:
        """Seconds until a call may go out; 0: now. Past a pause the first to ask gets to try, the others wait on."""
        with self._lock:
            now = self._clock()
            until = max(self._until, self._asked_until)
            if now < until:
                return until - now
            if self._failures >= self._most:
                self._until = now + self._pause
            return 0.0

    def succeeded(self) -> None:
        """An answer came, whatever it said: the vendor is there. What it has asked for itself still holds."""
        with self._lock:
            self._failures, self._until = 0, 0.0

    def failed(self) -> bool:
        """No answer came, or one that says that the vendor is ill. Whether this opened the breaker."""
        with self._lock:
            self._failures += 1
            if self._failures < self._most:
                return False
            self._until = self._clock() + self._pause
            return True

    def close_until(self, seconds: float) -> None:
        """The vendor itself has asked to be left alone for so long (a daily limit)."""
        with self._lock:
            self._asked_until = max(self._asked_until, self._clock() + seconds)
