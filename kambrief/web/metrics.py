"""``/metrics``: how the work goes, as Prometheus reads it. No label holds anything of a customer.

Everything but the counts of this process (requests, refused hooks) is read from the store at each scrape, with a
constant number of queries; so it is the same whichever process is asked.
"""

import datetime as dt
import hmac
import ipaddress
import zoneinfo
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from starlette.requests import Request

from kambrief.app import App
from kambrief.core.numbers import WorkCount
from kambrief.desk.running import PASS
from kambrief.settings.sections import WebSection
from kambrief.web.operating import Operation

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_LONGEST = 80
"""Characters of a label: a model's name is whatever a server calls it."""


def may_read(request: Request, web: WebSection | None) -> bool:
    """Whether the caller showed the token; without one it must be a program on this machine.

    Where people reach us by another address (``public_url``), a proxy may stand on this machine, and everybody behind
    it would come from here: then the token alone counts. Raises `UserError` when the token cannot be read.
    """
    token = web.secret("metrics_token").strip() if web else ""
    if token:
        given = request.headers.get("authorization", "")
        if hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {token}".encode()):
            return True
    outside = urlsplit(web.public_url).hostname if web and web.public_url else None
    if outside is not None and not _is_loopback(outside):
        return False
    if any(name in request.headers for name in _FORWARDED):
        return False
    return request.client is not None and _is_loopback(request.client.host)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def exposition(app: App, operation: Operation, now: dt.datetime) -> bytes:
    """The whole answer."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Told([*_of_store(app, now), *_of_process(operation)]))
    return generate_latest(registry)


class _Told(Collector):
    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


# --- from the store ------------------------------------------------------------------------------------------------


def _of_store(app: App, now: dt.datetime) -> Iterator[Metric]:
    numbers = app.store.numbers
    yield from _work(numbers.work(now), now)
    mails = GaugeMetricFamily("kambrief_deliveries", "Mails in the ledger.", labels=["kind", "state"])
    late = GaugeMetricFamily("kambrief_deliveries_late", "Mails that should have left.", labels=["kind"])
    waiting: Counter[str] = Counter()
    for row in numbers.mails(now):
        mails.add_metric([row.kind, row.state], row.count)
        waiting[row.kind] += row.late
    for kind, count in sorted(waiting.items()):
        late.add_metric([kind], count)
    yield from (mails, late)
    written = GaugeMetricFamily("kambrief_briefs", "Briefs and updates kept.", labels=["written_by"])
    for who, count in numbers.written().items():
        written.add_metric([who[:_LONGEST]], count)
    yield written
    yield from _models(app, now)
    yield _gauge("kambrief_sessions", "Sessions that hold.", numbers.sessions(now))
    state = app.store.source_states(frozenset({PASS})).get(PASS)
    if state is not None and state.last_ok is not None:
        at = state.last_ok.timestamp()
        yield _gauge("kambrief_last_pass_timestamp_seconds", "When the last pass was seen, to half a minute.", at)


def _work(rows: Iterable[WorkCount], now: dt.datetime) -> Iterator[Metric]:
    steps = GaugeMetricFamily("kambrief_steps", "Steps of work.", labels=["kind", "state"])
    oldest = GaugeMetricFamily(
        "kambrief_steps_oldest_overdue_seconds", "For how long the oldest step has been due.", labels=["kind"]
    )
    for row in rows:
        for state in ("planned", "due", "late", "claimed", "stuck", "retried", "done", "dropped"):
            steps.add_metric([row.kind, state], getattr(row, state))
        oldest.add_metric([row.kind], row.overdue(now))
    yield from (steps, oldest)


def _models(app: App, now: dt.datetime) -> Iterator[Metric]:
    """Of today: what is under the day's ceiling."""
    zone = zoneinfo.ZoneInfo(app.settings.briefs.timezone)
    begin = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(dt.UTC)
    asking = app.before.writing.asking
    spending = asking.spending if asking else None
    calls: Counter[tuple[str, str]] = Counter()
    tokens: Counter[tuple[str, str]] = Counter()
    costs: dict[str, float] = {}
    for call in app.store.numbers.calls(begin):
        model = str(call.receipt.get("model") or call.receipt.get("provider") or "")[:_LONGEST]
        calls[model, "failed" if "error" in call.receipt else "answered"] += 1
        for kind in ("prompt", "completion"):
            used = call.receipt.get(f"{kind}_tokens")
            tokens[model, kind] += used if isinstance(used, int) else 0
        kept = call.receipt.get("cost")
        cost = float(kept) if isinstance(kept, int | float) else spending.cost_of(call.receipt) if spending else 0.0
        costs[model] = costs.get(model, 0.0) + cost
    made = GaugeMetricFamily("kambrief_model_calls_today", "Calls of models.", labels=["model", "outcome"])
    used_up = GaugeMetricFamily("kambrief_model_tokens_today", "Tokens.", labels=["model", "kind"])
    spent = GaugeMetricFamily("kambrief_model_cost_today", "Cost, in the currency of the prices.", labels=["model"])
    for family, counts in ((made, calls), (used_up, tokens)):
        for labels, count in sorted(counts.items()):
            family.add_metric([*labels], count)
    for model, cost in sorted(costs.items()):
        spent.add_metric([model], cost)
    yield from (made, used_up, spent)
    if app.settings.llm is not None and app.settings.llm.max_cost_per_day is not None:
        yield _gauge("kambrief_model_cost_ceiling", "max_cost_per_day.", app.settings.llm.max_cost_per_day)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)


# --- of this process -----------------------------------------------------------------------------------------------


def _of_process(operation: Operation) -> Iterator[Metric]:
    requests = CounterMetricFamily(
        "kambrief_http_requests", "Requests answered by this process.", labels=["method", "route", "status"]
    )
    for (method, route, status), count in sorted(operation.requests.copy().items()):
        requests.add_metric([method, route, str(status)], count)
    refused = CounterMetricFamily(
        "kambrief_hooks_refused", "Words of vendors that were not believed by this process.", labels=["hook", "why"]
    )
    for (hook, why), count in sorted(dict(operation.refused).items()):
        refused.add_metric([hook, why], count)
    yield from (requests, refused)
    if operation.pulse is not None:
        yield _gauge("kambrief_engine_up", "Whether this process makes passes.", float(operation.pulse.beats))
