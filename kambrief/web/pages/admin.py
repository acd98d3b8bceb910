"""The administration: how Kambrief works, why a meeting has no brief, what models cost. No customer's text."""

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup
from starlette.responses import Response

from kambrief.core.evidence import Number
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.running import is_silent
from kambrief.desk.costs import DAYS, Usage, usage
from kambrief.desk.running import check_now, running, without_customers
from kambrief.desk.why import explain
from kambrief.web import charts
from kambrief.web.charts import Pair
from kambrief.web.operating import Operation
from kambrief.web.routes import Route, Who
from kambrief.web.visit import TurnedAwayError, Visit

MOST = 100
CHECK = "check"
_AHEAD, _BEHIND = dt.timedelta(days=8), dt.timedelta(days=1)
_FAR_AHEAD, _FAR_BEHIND = dt.timedelta(days=90), dt.timedelta(days=180)
_BARS = 15
"""Days in the chart; the table below has all."""


def operation(visit: Visit) -> Operation:
    """What this process knows of its own work."""
    found = visit.request.app.state.site.operation
    assert isinstance(found, Operation)  # noqa: S101 - what `Site` has
    return found


def reads_customers(visit: Visit) -> bool:
    """Whether ``[web] admins_read`` lets administrators read customers' text."""
    web = visit.app.settings.web
    return bool(web and web.admins_read)


def overview(visit: Visit) -> Response:
    """Connections, what is due, what went wrong. With ``part=health`` htmx gets the connections alone."""
    at_work = operation(visit).background.is_running(CHECK)
    told = running(visit.app, visit.now)
    if visit.is_fragment and visit.asked("part") == "health":
        return visit.page("admin_health", told=told, checking=at_work)
    return visit.page(
        "admin", told=told, checking=at_work, silent=is_silent(told.last_pass, visit.now),
        reads=reads_customers(visit), moment=moment,
    )  # fmt: skip


def moment(iso: object) -> dt.datetime | None:
    """A time as JSON has it."""
    return dt.datetime.fromisoformat(iso) if isinstance(iso, str) and iso else None


def check(visit: Visit) -> Response:
    """Ask all connections, in the background."""
    app, now = visit.app, visit.now
    begun = operation(visit).background.start(CHECK, lambda: check_now(app, now))
    return visit.go("/admin", said="check_begun" if begun else "check_under_way")


# --- why no brief? -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """A meeting in the list, without its title (unless administrators may read)."""

    id: str
    start: dt.datetime
    title: str
    rows: tuple[tuple[str, bool, str], ...]
    """Account manager, whether they get a brief, the key of the reason."""


def why(visit: Visit) -> Response:
    """Find a meeting by id, day or account manager."""
    asked = visit.asked("q").strip()[:200]
    meetings, how = _search(visit, asked)
    reads = reads_customers(visit)
    found = [_found(visit, one, reads=reads) for one in meetings[:MOST]]
    return visit.page("admin_why", asked=asked, how=how, found=found, more=max(0, len(meetings) - MOST))


def _search(visit: Visit, asked: str) -> tuple[Sequence[Meeting], str]:
    """The meetings, and by what they were found."""
    store, now = visit.app.store, visit.now
    if not asked:
        return store.meetings(now - _BEHIND, now + _AHEAD), "soon"
    manager = next((one for one in visit.app.managers.values() if one.is_address(asked)), None)
    if manager is not None:
        return [
            one for one in store.meetings(now - _BEHIND * 7, now + _AHEAD) if manager.email in one.owners
        ], "manager"
    if (day := _day(asked)) is not None:
        begin = dt.datetime.combine(day, dt.time(), _zone(visit)).astimezone(dt.UTC)
        return store.meetings(begin, begin + dt.timedelta(days=1)), "day"
    if (exact := store.meeting(asked)) is not None:
        return [exact], "id"
    if not re.fullmatch(r"[\w-]{4,64}", asked, re.ASCII):
        return [], "id"
    return [one for one in store.meetings(now - _FAR_BEHIND, now + _FAR_AHEAD) if one.id.startswith(asked)], "id"


def _day(asked: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(asked)
    except ValueError:
        return None


def _zone(visit: Visit) -> dt.tzinfo:
    return zoneinfo.ZoneInfo(visit.zone)


def _found(visit: Visit, meeting: Meeting, *, reads: bool) -> Found:
    def row(reader: AccountManager) -> tuple[str, bool, str]:
        verdict = visit.app.before.verdict(meeting, reader)
        return reader.email, verdict.brief, verdict.reason

    readers = visit.app.readers(meeting)
    return Found(
        meeting.id, meeting.start, meeting.title if reads and not meeting.private else "", tuple(map(row, readers))
    )


def why_one(visit: Visit) -> Response:
    """One meeting: verdict by rule, steps, mails, times."""
    meeting = visit.app.store.meeting(visit.path["meeting_id"])
    if meeting is None:
        raise TurnedAwayError(404, "refused_unknown")
    told: Mapping[str, object] = without_customers(explain(visit.app, meeting, visit.now, live=False))
    title = meeting.title if reads_customers(visit) and not meeting.private else ""
    return visit.page("admin_why_one", told=told, title=title, start=meeting.start, moment=moment)


# --- usage ---------------------------------------------------------------------------------------------------------


def used(visit: Visit) -> Response:
    """Calls, tokens and cost of models."""
    told = usage(visit.app, visit.now)
    return visit.page("admin_usage", told=told, days=DAYS, chart=_chart(visit, told), amount=amount)


def amount(cost: float) -> Number:
    """A cost in the currency of the prices: four decimals below one, two above."""
    return Number(Decimal(str(cost)).quantize(Decimal("0.0001") if cost < 1 else Decimal("0.01")))


def _chart(visit: Visit, told: Usage) -> Markup:
    """A bar a day: cost, or calls where nothing has a price."""
    by_cost = told.total.cost > 0
    days = told.days[-_BARS:]

    def value(number: int) -> Decimal:
        one = days[number][1]
        return Decimal(str(round(one.cost, 4))) if by_cost else Decimal(one.calls)

    def figure(number: int) -> str:
        return f"{value(number).normalize():f}" if value(number) else ""

    # Every third day is named: more would not fit on a phone.
    pairs = [
        Pair("" if (len(days) - 1 - number) % 3 else f"{day.day}.", value(number), Decimal(0), figure(number))
        for number, (day, _) in enumerate(days)
    ]
    name = "chart_cost" if by_cost else "chart_calls"
    said = visit.words.text(f"{name}_says", first=days[0][0], last=days[-1][0])
    return charts.bars("usage", visit.words.text(name), said, pairs)


ROUTES = (
    Route("GET", "/admin", overview, "admin", Who.ADMIN),
    Route("POST", "/admin/check", check, "admin", Who.ADMIN),
    Route("GET", "/admin/why", why, "admin", Who.ADMIN),
    Route("GET", "/admin/why/{meeting_id}", why_one, "admin", Who.ADMIN),
    Route("GET", "/admin/usage", used, "admin", Who.ADMIN),
)
