"""A CRM that can be written to, which loses answers, lags behind, refuses and forgets as it is told."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from kambrief.core.crm import Entry
from kambrief.errors import CallError, GoneError, ProviderError
from kambrief.ports import Logged
from tests.fakes import FakeCrm

LAG = dt.timedelta(seconds=50)
"""A record is found by its key only so long after it was made."""


@dataclass
class Record:
    """What stands in the CRM."""

    key: str
    content: str
    findable_from: dt.datetime | None = None


def lost_answer() -> CallError:
    return CallError("crm.fake", "no answer in time", reached=True)


@dataclass
class WrittenTo(FakeCrm):
    """`records` by id. ``failures`` are raised first, one a call; with ``loses`` only after the work was done."""

    records: dict[str, Record] = field(default_factory=dict)
    failures: list[ProviderError | ValueError] = field(default_factory=list)
    loses: bool = False
    now: dt.datetime | None = None
    """With a clock, searches lag behind by `LAG`."""
    meanwhile: Callable[[], object] = lambda: None
    """What happens elsewhere while it writes."""

    def log(self, entry: Entry, remote_id: str = "") -> Logged:
        """See `kambrief.ports.Log`."""
        self.calls.append("log")
        if self.failures and not self.loses:
            raise self.failures.pop(0)
        if remote_id and remote_id not in self.records:
            raise GoneError(self.name, "the record has been deleted", status=404, permanent=True)
        found = remote_id or next((one for one, row in self.records.items() if self._is_found(row, entry)), "")
        place = found or f"R{len(self.calls)}"
        since = self.records[found].findable_from if found else self.now
        self.records[place] = Record(entry.key, entry.content, since)
        self.meanwhile()
        if self.failures:
            raise self.failures.pop(0)
        return Logged(place, created=not found)

    def _is_found(self, row: Record, entry: Entry) -> bool:
        visible = self.now is None or row.findable_from is None or self.now >= row.findable_from + LAG
        return row.key == entry.key and visible

    def contents(self) -> list[str]:
        """What its records say."""
        return sorted(row.content for row in self.records.values())
