"""Beside the window of a call: the one thing, who is there, what to tick off, and a field for notes.

A page that changes as little as it can while somebody speaks. Ticks and notes are saved at once by ``panel.js``, with a
button by those who have no script; both go the same way.
"""

import datetime as dt
import re
from urllib.parse import urlencode

from starlette.responses import Response

from kambrief.core import panel as rules
from kambrief.core.brief import Line, Sentence
from kambrief.core.panel import MAX_NOTES, Change, Conflict
from kambrief.core.site import SEEN_AGAIN, Act, AuditFilter, Panel
from kambrief.desk import panel as desk
from kambrief.desk.panel import During
from kambrief.errors import RefusedError
from kambrief.phrases import Phrases, Spoken
from kambrief.web.routes import Route, Who, Whose
from kambrief.web.visit import Visit

_KEY = re.compile(r"[a-z_]{1,20}/[\w.:@+/#-]{1,120}", re.ASCII)


def panel(visit: Visit) -> Response:
    """The panel as it stands."""
    found = desk.during(visit.app, visit.meeting, visit.manager)
    visit.note(Act.SAW_PANEL)
    return _page(visit, found)


def state(visit: Visit) -> Response:
    """What another window may have changed meanwhile, for ours."""
    now = visit.site.panel(visit.meeting.id, visit.manager.email) or Panel(visit.meeting.id, visit.manager.email)
    return visit.data({"ticks": sorted(now.ticks), "notes": now.notes, "base": rules.mark(now.notes)})


def save(visit: Visit) -> Response:
    """Ticks and notes of one window; on from there where a button says so."""
    change = _change(visit)
    try:
        if visit.form.get("do") == "both" and change.notes is not None:
            desk.save(visit.app, visit.meeting, visit.manager, Change(change.ticked, change.unticked))
            found = desk.kept_both(visit.app, visit.meeting, visit.manager, change.notes)
        else:
            found = desk.save(visit.app, visit.meeting, visit.manager, change)
    except ValueError:
        return _refused(visit, change, "too_long", 413)
    except RefusedError as error:
        return _refused(visit, change, error.key, 409)
    _noted(visit)
    if isinstance(found, Conflict):
        return _crossed(visit, found)
    if _asks_for_data(visit):
        return visit.data({"base": rules.mark(found.notes), "ticks": sorted(found.ticks), "said": _saved(visit)})
    if visit.form.get("do") == "draft":
        return _draft(visit, change)
    return visit.go(_here(visit), said="saved")


def _draft(visit: Visit, change: Change) -> Response:
    try:
        desk.draft_from_notes(visit.app, visit.meeting, visit.manager, visit.now)
    except RefusedError as error:
        return _refused(visit, change, error.key, 409)
    visit.request.app.state.site.wake()
    return visit.go(_here(visit, "followup"))


# --- what a window sends ---------------------------------------------------------------------------------------------


def _change(visit: Visit) -> Change:
    """What is ticked now and was not (``was``) when the window was shown, and the other way round."""
    now = frozenset(one for one in visit.many.get("tick", ()) if _KEY.fullmatch(one))
    was = frozenset(one for one in visit.many.get("was", ()) if _KEY.fullmatch(one))
    return Change(now - was, was - now, visit.form.get("notes"), visit.form.get("base", ""))


def _noted(visit: Visit) -> None:
    """Once in a while, not at every stroke."""
    wanted = AuditFilter(visit.who.email, frozenset({Act.NOTED}), visit.meeting.id, manager=visit.manager.email)
    last = visit.site.audit(wanted, 1)
    if not last or last[0].at <= visit.now - SEEN_AGAIN:
        visit.note(Act.NOTED)


# --- what it is answered ---------------------------------------------------------------------------------------------


def _asks_for_data(visit: Visit) -> bool:
    return "application/json" in visit.request.headers.get("accept", "")


def _saved(visit: Visit) -> str:
    return visit.words.text("saved_at", at=visit.now)


def _crossed(visit: Visit, found: Conflict) -> Response:
    if _asks_for_data(visit):
        return visit.data(
            {"kept": found.kept, "base": rules.mark(found.kept), "said": visit.words.text("crossed")}, 409
        )
    return _page(visit, _reread(visit), typed=found.typed, crossed=True, status=409)


def _refused(visit: Visit, change: Change, key: str, status: int) -> Response:
    """Nothing was stored of what was typed: it stands in the field again."""
    problem = visit.words.text(f"cannot_{key}", **({"most": MAX_NOTES} if key == "too_long" else {}))
    if _asks_for_data(visit):
        return visit.data({"said": problem}, status)
    return _page(visit, _reread(visit), typed=change.notes, problem=problem, base=change.base, status=status)


def _reread(visit: Visit) -> During:
    return desk.during(visit.app, visit.meeting, visit.manager)


def _page(
    visit: Visit, found: During, *, typed: str | None = None, base: str | None = None, crossed: bool = False,
    problem: str = "", status: int = 200,
) -> Response:  # fmt: skip
    """``typed`` stands in the field in place of what is kept; ``base`` is the `mark` of what it was begun with."""
    phrases = Phrases(visit.language)

    def said(sentences: tuple[Sentence, ...]) -> tuple[Spoken, ...]:
        return tuple(phrases.say(one, visit.today, visit.zone) for one in sentences)

    def line(one: Line) -> tuple[Spoken, ...]:
        return said(one.sentences)

    return visit.page(
        "panel",
        status=status,
        during=found,
        said_line=line,
        said_all=said,
        role=lambda name: phrases.label(f"picture_role_{name}").text,
        notes=found.panel.notes if typed is None else typed,
        base=rules.mark(found.panel.notes) if base is None else base,
        crossed=crossed,
        problem=problem,
        most=MAX_NOTES,
        minutes=_minutes,
        here_for=lambda page: _here(visit, page),
        followup_from=found.followup.source.partition(":")[0] if found.followup else "",
    )


def _minutes(moment: dt.datetime, now: dt.datetime) -> int:
    """From ``now`` to a moment in whole minutes, begun ones counted; negative where it is over."""
    return -int((now - moment).total_seconds() // 60)


def _here(visit: Visit, page: str = "panel") -> str:
    """An address of the same meeting, in the name of whoever it was asked for."""
    wished = visit.asked("for") or visit.form.get("for", "")
    return f"/{page}/{visit.meeting.id}" + ("?" + urlencode({"for": visit.manager.email}) if wished else "")


ROUTES = (
    Route("GET", "/panel/{meeting_id}", panel, "panel", Who.MANAGER, Whose.MEETING),
    Route("GET", "/panel/{meeting_id}/state", state, "panel", Who.MANAGER, Whose.MEETING),
    Route("POST", "/panel/{meeting_id}", save, "panel", Who.MANAGER, Whose.MEETING),
)
