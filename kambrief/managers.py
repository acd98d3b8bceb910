"""The account managers as they want it: as configured, with what each has chosen on the pages."""

import threading
from collections.abc import Iterator, Mapping, Sequence

from kambrief.core.model import AccountManager
from kambrief.core.preferences import with_preferences
from kambrief.ports import SiteStore


class Managers(Mapping[str, AccountManager]):
    """By address. All parts hold this one object, so that a choice counts everywhere from the next `refresh`.

    May be read by any thread at any time: each look finds all of the older choices, or all of the newer ones.
    """

    def __init__(self, configured: Sequence[AccountManager], site: SiteStore) -> None:
        """Raises `ProviderError` when the store cannot be reached."""
        self._configured = tuple(configured)
        self._site = site
        self._lock = threading.Lock()
        self._stamp: str | None = None
        self._now: Mapping[str, AccountManager] = {}
        self.refresh()

    def refresh(self) -> bool:
        """Whether anything has changed: one short question where nothing has. Raises `ProviderError`."""
        with self._lock:
            stamp = self._site.preferences_stamp()  # before the choices: one made in between is read again
            if stamp == self._stamp:
                return False
            chosen = self._site.all_preferences()
            before = self._now
            self._now = {one.email: with_preferences(one, chosen.get(one.email)) for one in self._configured}
            self._stamp = stamp
            return self._now != before

    def __getitem__(self, email: str) -> AccountManager:
        return self._now[email]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)
