"""The rehearsal: an administrator has last week's briefs written; each account manager reads their own."""

import re
from typing import Any

from starlette.responses import Response

from kambrief.core.site import Act
from kambrief.desk.rehearsal import DAYS, MOST_DAYS
from kambrief.web.pages.admin import operation
from kambrief.web.routes import Route, Who, Whose
from kambrief.web.visit import TurnedAwayError, Visit

REHEARSAL = "rehearsal"


def board(visit: Visit) -> Response:
    """Begin one, see how far it is, and what came out: no titles, no texts. ``part=progress`` is for htmx."""
    found = operation(visit)
    data: dict[str, Any] = {
        "told": found.rehearsal, "under_way": found.background.is_running(REHEARSAL), "most": MOST_DAYS,
        "has_model": visit.app.settings.llm is not None,
    }  # fmt: skip
    part = visit.is_fragment and visit.asked("part") == "progress"
    return visit.page("admin_rehearsal_state" if part else "admin_rehearsal", **data)


def begin(visit: Visit) -> Response:
    """In the background; a second press while it runs begins nothing."""
    asked = visit.form.get("days", "")
    days = min(max(int(asked), 1), MOST_DAYS) if re.fullmatch(r"[0-9]{1,3}", asked, re.ASCII) else DAYS
    models = visit.form.get("models", "") == "yes"
    found, app, now, clock = operation(visit), visit.app, visit.now, visit.app.clock
    begun = found.background.start(
        REHEARSAL, lambda: found.rehearsal.run(app, now, days, clock, models=models)
    )  # fmt: skip
    if begun:
        visit.note(Act.REHEARSED, detail=f"days={days} models={'yes' if models else 'no'}")
    return visit.go("/admin/rehearsal", said="rehearsal_begun" if begun else "rehearsal_under_way")


def mine(visit: Visit) -> Response:
    """An account manager's own rehearsed briefs."""
    lines = operation(visit).rehearsal.of_manager(_own(visit))
    return visit.page("rehearsal", lines=lines, under_way=operation(visit).background.is_running(REHEARSAL))


def one(visit: Visit) -> Response:
    """One of them to read."""
    number = visit.path["number"]
    line = next((row for row in operation(visit).rehearsal.of_manager(_own(visit)) if str(row.number) == number), None)
    if line is None or not line.is_brief:
        raise TurnedAwayError(404, "refused_unknown")
    return visit.page("rehearsal_one", line=line, reading=visit.manager.language)


def _own(visit: Visit) -> str:
    """Nobody reads another's, a stand-in neither: what was rehearsed is under the account manager's own rights."""
    if not visit.who.is_manager or visit.manager.email.casefold() != visit.who.email:
        raise TurnedAwayError(404, "refused_unknown")
    return visit.who.email


ROUTES = (
    Route("GET", "/admin/rehearsal", board, "admin", Who.ADMIN),
    Route("POST", "/admin/rehearsal", begin, "admin", Who.ADMIN),
    Route("GET", "/rehearsal", mine, "admin", Who.MANAGER, Whose.MANAGER),
    Route("GET", "/rehearsal/{number}", one, "admin", Who.MANAGER, Whose.MANAGER),
)
