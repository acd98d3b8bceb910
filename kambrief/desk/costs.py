"""What models were asked and what it cost, a day and model at a time."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kambrief.app import App
from kambrief.core.numbers import Call

DAYS = 30


@dataclass(frozen=True, slots=True)
class Used:
    """Calls, tokens and cost. ``failed``: calls that brought no answer; ``unpriced``: those without a price."""

    calls: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0
    unpriced: int = 0

    def with_call(self, call: Call, cost: float | None) -> "Used":
        """One more."""
        return replace(
            self, calls=self.calls + 1, failed=self.failed + ("error" in call.receipt),
            prompt_tokens=self.prompt_tokens + _number(call, "prompt_tokens"),
            completion_tokens=self.completion_tokens + _number(call, "completion_tokens"),
            cost=self.cost + (cost or 0.0), unpriced=self.unpriced + (cost is None),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Usage:
    """``days`` are whole, the last is today; days without a call are there, too. ``ceiling`` None: there is none."""

    days: Sequence[tuple[dt.date, Used]]
    models: Sequence[tuple[str, Used]]
    """The dearest first."""
    rows: Sequence[tuple[dt.date, str, Used]]
    """A day and model, the newest first."""
    total: Used
    today: float
    ceiling: float | None
    is_configured: bool


def usage(app: App, now: dt.datetime, days: int = DAYS) -> Usage:
    """The last ``days`` in the zone of ``[briefs]``, as the ceiling counts them."""
    zone = zoneinfo.ZoneInfo(app.settings.briefs.timezone)
    today = now.astimezone(zone).date()
    first = today - dt.timedelta(days=days - 1)
    begin = dt.datetime.combine(first, dt.time(), zone).astimezone(dt.UTC)
    asking = app.before.writing.asking
    spending = asking.spending if asking else None
    cells: dict[tuple[dt.date, str], Used] = defaultdict(Used)
    by_day: dict[dt.date, Used] = {first + dt.timedelta(days=number): Used() for number in range(days)}
    by_model: dict[str, Used] = defaultdict(Used)
    total = Used()
    for call in app.store.numbers.calls(begin):
        model = str(call.receipt.get("model") or call.receipt.get("provider") or "?")
        kept = call.receipt.get("cost")
        cost = float(kept) if isinstance(kept, int | float) else spending.cost_of(call.receipt) if spending else None
        day = call.at.astimezone(zone).date()
        cells[day, model] = cells[day, model].with_call(call, cost)
        by_model[model] = by_model[model].with_call(call, cost)
        by_day[day] = by_day.get(day, Used()).with_call(call, cost)
        total = total.with_call(call, cost)
    newest = sorted(cells, key=lambda one: (-one[0].toordinal(), one[1]))
    return Usage(
        sorted(by_day.items()),
        sorted(by_model.items(), key=lambda one: (-one[1].cost, one[0])),
        [(day, model, cells[day, model]) for day, model in newest],
        total,
        spending.spent(now) if spending else 0.0,
        app.settings.llm.max_cost_per_day if app.settings.llm else None,
        app.settings.llm is not None,
    )  # fmt: skip


def _number(call: Call, name: str) -> int:
    found = call.receipt.get(name)
    return found if isinstance(found, int) else 0
