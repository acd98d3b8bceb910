"""How customers compare: everybody's sums, read again only where something has changed.

    cursor → the source: what has changed? → keep the new sums → tiers, classes, peers of all

What a source cannot tell is a gap in the comparison, never a reason to be without a brief.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from kambrief.core.insight.figures import AccountFigures
from kambrief.core.insight.money import Rates, Sums
from kambrief.core.insight.portfolio import Portfolio, portfolio
from kambrief.core.insight.thresholds import Thresholds
from kambrief.core.insight.tier import Tiers, tiers
from kambrief.core.insight.windows import Windows, windows
from kambrief.core.work import SourceState
from kambrief.errors import ProviderError
from kambrief.ports import Figures, Portfolios, Store


@dataclass(frozen=True, slots=True)
class Compared:
    """All customers side by side, as of one pass."""

    portfolio: Portfolio
    tiers: Tiers
    counted: tuple[int, int] = (0, 0)
    """Queries asked and rows read of the source in this pass."""


@dataclass(slots=True)
class _Pass:
    """Whether a pass is under way, and has read the sums already."""

    begun: bool = False
    read: bool = False


@dataclass(frozen=True, slots=True)
class Comparing:
    """Keeps everybody's sums in the store. ``source`` None: no source tells them."""

    source: Portfolios | None
    store: Store
    rates: Rates
    limits: Thresholds
    company_t12m: Decimal | None
    log: Callable[..., object]
    this: _Pass = field(default_factory=_Pass, repr=False, compare=False)

    def begin(self) -> None:
        """A pass begins: in it the source is asked once, however many batches of briefs are written."""
        self.this.begun, self.this.read = True, False

    def compare(self, now: dt.datetime, today: dt.date) -> Compared | None:
        """Everybody as of ``today``; from what is kept when the source cannot be reached; None without any sums."""
        if self.source is None:
            return None
        months = windows(today)
        counted = (0, 0)
        if not (self.this.begun and self.this.read):
            self.this.read = True
            counted = self._refresh(self.source, months, now)
        return self._compared(self.source.name, months, counted)

    def kept(self, today: dt.date) -> Compared | None:
        """Everybody as of ``today`` by what is kept, for pages: no source is asked. None without any sums."""
        return self._compared(self.source.name, windows(today), (0, 0)) if self.source is not None else None

    def _compared(self, source: str, months: Windows, counted: tuple[int, int]) -> Compared | None:
        rows = self.store.figures(source)
        if not rows:
            return None
        sums = tuple(one for row in rows for one in row.sums)
        found = portfolio(tuple(row.account for row in rows), sums, months, self.rates, self.company_t12m)
        return Compared(found, tiers(found, self.limits), counted)

    def _refresh(self, source: Portfolios, months: Windows, now: dt.datetime) -> tuple[int, int]:
        name = f"{source.name}/figures"
        state = self.store.source_states().get(name, SourceState(name))
        try:
            read = source.figures(months, state.cursor, now)
        except ProviderError as error:
            self.log("figures not reached", provider=source.name, error=error.reason)
            self.store.save_source_state(dataclasses.replace(state, last_error=error.reason))
            return 0, 0
        except Exception as error:  # noqa: BLE001 a provider's bug is no reason to be without a brief
            self.log("figures failed", provider=source.name, error=type(error).__name__, exc_info=True)
            return 0, 0
        if not read.unchanged:
            self._keep(source.name, read)
        self.store.save_source_state(dataclasses.replace(state, cursor=read.cursor, last_ok=now, last_error=""))
        return read.counted.get("queries", 0), read.counted.get("rows", 0)

    def _keep(self, name: str, read: Figures) -> None:
        by_account: dict[str, list[Sums]] = {account.id: [] for account in read.accounts}
        for one in read.sums:
            if one.account_id in by_account:
                by_account[one.account_id].append(one)
        rows = [AccountFigures(account, tuple(by_account[account.id])) for account in read.accounts]
        self.store.save_figures(name, rows, None if read.complete else read.changed)


def source_of(crm: object) -> Portfolios | None:
    """The CRM as a source of sums, if it can tell them."""
    return crm if isinstance(crm, Portfolios) else None
