"""For machines: whether this process is ready, and how the work goes."""

from starlette.responses import Response

from kambrief.desk.running import ready
from kambrief.web import metrics
from kambrief.web.operating import Operation
from kambrief.web.routes import Route, Who
from kambrief.web.visit import TurnedAwayError, Visit


def is_ready(visit: Visit) -> Response:
    """200 where this process can do its part, else 503; each part by name."""
    parts = ready(visit.app, _operation(visit).pulse)
    fine = all(state == "ok" for state in parts.values())
    return visit.data({"ready": fine, "parts": dict(parts)}, 200 if fine else 503)


def numbers(visit: Visit) -> Response:
    """For Prometheus: from this machine, or with the token."""
    if not metrics.may_read(visit.request, visit.app.settings.web):
        raise TurnedAwayError(404, "refused_unknown")
    told = metrics.exposition(visit.app, _operation(visit), visit.now)
    return Response(told, media_type=metrics.CONTENT_TYPE)


def _operation(visit: Visit) -> Operation:
    operation = visit.request.app.state.site.operation
    assert isinstance(operation, Operation)  # noqa: S101 - what `Site` has
    return operation


ROUTES = (
    Route("GET", "/health/ready", is_ready, "common", Who.ANYBODY),
    Route("GET", "/metrics", numbers, "common", Who.ANYBODY),
)
