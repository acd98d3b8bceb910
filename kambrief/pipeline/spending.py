"""What models cost: the receipts of calls, what they come to today, and whether another call fits under the ceiling.

The ceiling (``max_cost_per_day``) is for the whole installation. What was spent is read from the receipts that are kept
with each brief; what this process has spent and not kept yet is counted here, by the hash of the request. A day is one
in the zone of ``[briefs]``.

Two processes do not see what the other one has under way: together they may go beyond by as many calls as run at once.
"""

import datetime as dt
import json
import threading
import zoneinfo
from collections import defaultdict
from collections.abc import Mapping, Sequence

from kambrief.errors import FailedCall, ModelError, ProviderError, SpentError
from kambrief.ports import Answer, Health, Prompt, Store, Writer
from kambrief.settings import LlmSection, ModelSection

_CHARS_A_TOKEN = 2
"""Fewer than any language has in practice: a call must not turn out dearer than it was let through for."""


def receipts(outcome: Answer | ProviderError, sent: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """The receipts of one `Writer.write`: each model asked in vain, then the one that answered. ``sent``: what left the
    house with each of them (version of the prompt, ids of facts, people).
    """
    if isinstance(outcome, SpentError):
        return ({"provider": outcome.provider, "error": outcome.reason},)
    failed = outcome.failed if isinstance(outcome, Answer | ModelError) else ()
    rows = [_failure(call) | dict(sent) for call in failed]
    if isinstance(outcome, Answer):
        rows.append(_answer(outcome) | dict(sent))
    elif not rows:
        used = outcome if isinstance(outcome, ModelError) else None
        rows.append(
            {
                "provider": outcome.provider,
                "error": outcome.reason,
                "prompt_tokens": used.prompt_tokens if used else 0,
                "completion_tokens": used.completion_tokens if used else 0,
                **sent,
            }
        )
    return tuple(rows)


def _answer(answer: Answer) -> dict[str, object]:
    return {
        "destination": answer.destination,
        "model": answer.model,
        "request_hash": answer.request_hash,
        "prompt_tokens": answer.prompt_tokens,
        "completion_tokens": answer.completion_tokens,
        "cached_tokens": answer.cached_tokens,
        "seconds": round(answer.seconds, 2),
        "cost": answer.cost,
    }


def _failure(call: FailedCall) -> dict[str, object]:
    return {
        "destination": call.destination,
        "model": call.model,
        "error": call.reason,
        "request_hash": call.request_hash,
        "prompt_tokens": call.prompt_tokens,
        "completion_tokens": call.completion_tokens,
        "cached_tokens": call.cached_tokens,
        "seconds": round(call.seconds, 2),
        "cost": call.cost,
    }


class Spending:
    """What has been spent on a day. May be shared by threads."""

    def __init__(
        self,
        store: Store,
        models: Sequence[ModelSection],
        per_day: float | None = None,
        zone: dt.tzinfo = dt.UTC,
    ) -> None:
        """``models``: those that one call may ask, with their prices; ``per_day`` None: no ceiling."""
        self.per_day = per_day
        self._store, self._models, self._zone = store, tuple(models), zone
        self._lock = threading.Lock()
        self._day = dt.date.min
        self._own: dict[str, float] = defaultdict(float)
        """Hash of the request → what this process has spent on it today."""
        self._under_way = 0.0

    def spent(self, now: dt.datetime) -> float:
        """Today, what is under way left out."""
        stored = self._stored(now)
        with self._lock:
            return self._total(now, stored)

    def fits(self, prompt: Prompt, now: dt.datetime) -> bool:
        """Whether one more call stays under the ceiling, whatever its answer."""
        stored = self._stored(now)
        with self._lock:
            return self._room(now, stored) >= self.most(prompt)

    def most(self, prompt: Prompt) -> float:
        """What a call may cost at most: the longest answer from each model that may be asked."""
        chars = len(prompt.system) + len(prompt.user) + len(json.dumps(prompt.schema, ensure_ascii=False, default=str))
        tokens = chars // _CHARS_A_TOKEN + 1
        return sum(one.cost(tokens, prompt.max_tokens) or 0.0 for one in self._models)

    def guarding(self, writer: Writer, now: dt.datetime) -> Writer:
        """The same writer; it raises `SpentError` instead of going beyond the ceiling, and what it costs is counted."""
        return _Guarded(writer, self, now)

    def reserve(self, prompt: Prompt, now: dt.datetime) -> float:
        """Room for one call, to be given back with `settle`. Raises `SpentError` when there is none."""
        most = self.most(prompt)
        stored = self._stored(now) if self.per_day is not None else {}
        with self._lock:
            if self.per_day is not None and self._room(now, stored) < most:
                spent = self._total(now, stored) + self._under_way
                told = f"max_cost_per_day is reached: {spent:.4g} of {self.per_day:.4g} spent today"
                raise SpentError("llm", f"{told}, the next call may cost {most:.2g}", permanent=True)
            self._under_way += most
        return most

    def settle(self, reserved: float, costs: Sequence[tuple[str, float]], now: dt.datetime) -> None:
        """What the call came to: hash of the request, cost."""
        with self._lock:
            self._under_way = max(0.0, self._under_way - reserved)
            self._turn(now)
            for request_hash, cost in costs:
                self._own[request_hash] += cost

    # --- with the lock held ----------------------------------------------------------------------------------------

    def _room(self, now: dt.datetime, stored: Mapping[str, float]) -> float:
        if self.per_day is None:
            return float("inf")
        return self.per_day + 1e-9 - self._total(now, stored) - self._under_way

    def _total(self, now: dt.datetime, stored: Mapping[str, float]) -> float:
        self._turn(now)
        not_kept = sum(max(0.0, cost - stored.get(request_hash, 0.0)) for request_hash, cost in self._own.items())
        return sum(stored.values()) + not_kept

    def _turn(self, now: dt.datetime) -> None:
        day = now.astimezone(self._zone).date()
        if day != self._day:
            self._day = day
            self._own.clear()

    # --- what is kept ----------------------------------------------------------------------------------------------

    def _stored(self, now: dt.datetime) -> dict[str, float]:
        begin = now.astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        found: dict[str, float] = defaultdict(float)
        for receipt in self._store.receipts_since(begin.astimezone(dt.UTC)):
            found[str(receipt.get("request_hash") or "")] += self.cost_of(receipt)
        return found

    def cost_of(self, receipt: Mapping[str, object]) -> float:
        """As it was kept; where there were no prices yet, at those of the model of this name, or of the first one."""
        kept = receipt.get("cost")
        if isinstance(kept, int | float):
            return float(kept)
        used = [receipt.get(key) for key in ("prompt_tokens", "completion_tokens")]
        tokens = [number if isinstance(number, int) else 0 for number in used]
        named = [one for one in self._models if one.model == receipt.get("model")]
        model = (named or self._models or (None,))[0]
        return (model.cost(tokens[0], tokens[1]) or 0.0) if model else 0.0


class _Guarded:
    """A `Writer` that asks first."""

    def __init__(self, writer: Writer, spending: Spending, now: dt.datetime) -> None:
        self.name, self.writer, self.spending, self.now = writer.name, writer, spending, now

    def write(self, prompt: Prompt, timeout: float) -> Answer:
        """As the writer, or `SpentError`. An answer whose tokens nobody told counts as the dearest there could be."""
        reserved = self.spending.reserve(prompt, self.now)
        costs: list[tuple[str, float]] = []
        try:
            answer = self.writer.write(prompt, timeout)
            cost = reserved if answer.cost is None else answer.cost
            costs = [*_costs(answer.failed), (answer.request_hash, cost)]
        except ModelError as error:
            costs = _costs(error.failed)
            raise
        else:
            return answer
        finally:
            self.spending.settle(reserved, costs, self.now)

    def check(self, now: dt.datetime) -> Sequence[Health]:
        """The writer's."""
        return self.writer.check(now)


def _costs(failed: Sequence[FailedCall]) -> list[tuple[str, float]]:
    return [(call.request_hash, call.cost) for call in failed if call.cost]


def spending(llm: LlmSection, store: Store, timezone: str) -> Spending:
    """As ``[llm]`` and ``[briefs] timezone`` want it."""
    models = [one for one in (llm, llm.second()) if one is not None]
    return Spending(store, models, llm.max_cost_per_day, zoneinfo.ZoneInfo(timezone))
