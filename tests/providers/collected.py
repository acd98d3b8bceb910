"""What the meetings providers' tests share: a store, passes over the calendars, and a clock that the tests set."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kambrief.core.model import AccountManager, Meeting
from kambrief.core.work import Hint, HintKind
from kambrief.pipeline.collecting import Collecting
from kambrief.ports import Meetings
from kambrief.providers.http import Policy
from kambrief.store.sql import SqlStore

NOW = dt.datetime(2026, 10, 5, 6, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ELINA = AccountManager("elina@kuura.example", "Elina Saarikko")
OTTO = AccountManager("otto@kuura.example", "Otto Salmi", language="en")
QUICK = Policy(concurrent=12, concurrent_per_key=3, timeout=2.0, patience=4.0, first_pause=0.02, failures=50, pause=0.2)
"""As patient as a test may be."""


@dataclass
class Clock:
    """A time that stands still until it is told."""

    now: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@dataclass
class Collected:
    """Passes over providers with a store of their own; what they counted and complained of."""

    providers: Sequence[Meetings]
    own_domains: tuple[str, ...] = ("kuura.example",)
    store: SqlStore = field(default_factory=lambda: SqlStore.open("sqlite://"))
    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    _last: int = 0

    def _collecting(self) -> Collecting:
        def new_id() -> str:
            self._last += 1
            return f"m{self._last}"

        def log(what: str, **more: Any) -> None:
            self.said.append((what, more))

        return Collecting(self.store, self.providers, self.own_domains, new_id, log)

    def look(self, now: dt.datetime = NOW) -> list[Meeting]:
        """One pass; what changed."""
        return list(self._collecting().settle(now, self.counts))

    def heed(self, provider: str, *keys: str, now: dt.datetime = NOW) -> list[Meeting]:
        """A pass over what hints are about."""
        hints = [Hint(f"{provider}:{key}", provider, HintKind.CALENDAR, key, now) for key in keys]
        return list(self._collecting().heed(hints, now, self.counts)[0])

    def coming(self, now: dt.datetime = NOW, days: int = 80) -> list[Meeting]:
        """All that lies ahead and is on, by start."""
        return [one for one in self.store.meetings(now, now + dt.timedelta(days=days)) if not one.cancelled]

    def titles(self, now: dt.datetime = NOW) -> list[tuple[str, str]]:
        """Start in UTC and title of all that lies ahead."""
        return [(f"{one.start.astimezone(dt.UTC):%d.%m. %H.%M}", one.title) for one in self.coming(now)]

    def problems(self) -> list[str]:
        """What calendars are complained of."""
        return [problem for state in self.store.source_states().values() for problem in state.problems]
