"""The first page: what waits for the reader, then the meetings of the coming days and where their briefs stand."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from kambrief.core.drafting import FollowupState
from kambrief.core.evidence import Moment
from kambrief.core.model import AccountManager
from kambrief.core.promises import PromiseRecord
from kambrief.core.site import Act
from kambrief.core.work import DeliveryState, MailKind, StepState
from kambrief.desk import promises
from kambrief.desk.day import agenda, promise_of
from kambrief.desk.meetings import Standing
from kambrief.desk.scope import covers_meeting
from kambrief.web.guards import local_path
from kambrief.web.routes import Route, Who, Whose
from kambrief.web.visit import TurnedAwayError, Visit

BY = "browser"
"""What closes a promise here, in its row."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a brief stands: a phrase with its slots, and a class of badge (none: plain)."""

    phrase: str
    slots: dict[str, object] = field(default_factory=dict)
    look: str = ""


def today(visit: Visit) -> Response:
    """The page; ``?from=2026-11-30`` shows the days from then on."""
    return _page(visit)


def _page(visit: Visit, status: int = 200, **problem: Any) -> Response:
    first = _day(visit.asked("from"))
    found = agenda(visit.app, visit.manager, visit.now, first, deputy_of(visit), private=is_own(visit))
    return visit.page(
        "today",
        status=status,
        agenda=found,
        others=[visit.app.managers[one] for one in visit.acts_for],
        states={row.meeting.id: state_of(row.standing) for day in found.days for row in (*day.rows, *day.others)},
        waits=lambda record: _waits(record.state, record.send_at, record.unsent is not None, bool(record.conflict)),
        at=lambda moment: Moment(moment, visit.zone),
        to=lambda path, **query: address(visit, path, **query),
        problem={"row": "", "phrase": "", "day": "", **problem},
        is_own=is_own(visit),
        may_act=may_act(visit),
    )


def deputy_of(visit: Visit) -> AccountManager | None:
    """Who looks in the manager's place: their own rights hold."""
    return visit.reader if visit.reader and visit.reader.email != visit.manager.email else None


def is_own(visit: Visit) -> bool:
    """Whether the page is the reader's own: nobody stands in, no administrator looks."""
    return visit.manager.email == visit.who.email


def may_act(visit: Visit) -> bool:
    """Whether the reader may change what is on the page: an administrator who may read may not."""
    return visit.manager.email in visit.acts_for


def address(visit: Visit, path: str, **query: object) -> str:
    """A page of ours, in the name of whoever this one is about."""
    wished = {key: str(value) for key, value in query.items() if value not in {"", None}}
    if not is_own(visit):
        wished["for"] = visit.manager.email
    return path + (f"?{urlencode(wished)}" if wished else "")


def _day(said: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(said[:10]) if said else None
    except ValueError:
        return None


# --- where a brief stands --------------------------------------------------------------------------------------------

_SENT = {MailKind.UPDATE: "state_update", MailKind.VOID: "state_void", MailKind.DIGEST: "state_digest"}


def state_of(one: Standing) -> State:
    """In words of the page."""
    if not one.verdict.brief:
        return State(f"none_{one.verdict.reason}", dict(one.verdict.values))
    if one.mail is not None and one.is_told:
        return _of_mail(one)
    if one.step is not None:
        return _of_step(one)
    if one.due is None:
        return State("state_none", look="warn")
    return State("state_due_digest" if one.in_digest else "state_due", {"at": one.due})


def _of_mail(one: Standing) -> State:
    mail = one.mail
    assert mail is not None  # noqa: S101 - for the checker
    match mail.state:
        case DeliveryState.SENT:
            return State(_SENT.get(mail.kind, "state_sent"), {"at": mail.sent_at or mail.due_at}, "good")
        case DeliveryState.PLANNED:
            return State("state_planned", {"at": mail.due_at})
        case DeliveryState.FAILED:
            return State("state_failed", look="alarm")
    return State("state_unsure", look="warn")


def _of_step(one: Standing) -> State:
    step = one.step
    assert step is not None  # noqa: S101 - for the checker
    if step.state is StepState.CLAIMED:
        return State("state_writing")
    if step.state is StepState.DROPPED:
        return State("state_too_late" if step.note == "known_too_late" else "state_none", look="warn")
    return State("state_kept", look="good")


def _waits(state: FollowupState, send_at: dt.datetime | None, unsent: bool, conflict: bool) -> State:  # noqa: FBT001
    if conflict:
        return State("waits_conflict", look="alarm")
    if send_at is not None:
        return State("waits_sending", {"at": send_at}, "good")
    if unsent:
        return State("waits_unsent", look="alarm")
    return State(f"waits_{state}")


# --- promises --------------------------------------------------------------------------------------------------------


def promise(visit: Visit) -> Response:
    """One promise is done, gets another day, or is not wanted any more."""
    row = promise_of(visit.app, visit.manager, visit.form.get("meeting", ""), visit.form.get("id", ""))
    if row is None or not _sees(visit, row):
        raise TurnedAwayError(404, "refused_unknown")
    act, app, now = visit.form.get("do", ""), visit.app, visit.now
    back = local_path(visit.form.get("next", "")) or "/"
    back = address(visit, "/") if back == "/" else back
    if act == "move":
        day = _day(visit.form.get("day", ""))
        if day is None or not dt.timedelta() <= day - visit.today <= dt.timedelta(days=366):
            return _page(visit, 422, row=row.id, phrase="promise_what_day", day=visit.form.get("day", "")[:20])
        changed, said = promises.move(app, row, day, now), "promise_moved"
    elif act == "drop":
        changed, said = promises.drop(app, row, BY, now), "promise_dropped"
    elif act == "done":
        changed, said = promises.close(app, row, BY, now), "promise_done"
    else:
        raise TurnedAwayError(413, "refused_form")
    if changed:
        visit.note(Act.PROMISE, account_id=row.account_id, detail=f"promise={row.id} meeting={row.meeting_id} do={act}")
    return visit.go(back, said=said if changed else "promise_as_it_was")


def _sees(visit: Visit, row: PromiseRecord) -> bool:
    """Whether this row stands on the page of whoever asks."""
    deputy = deputy_of(visit)
    if deputy is None:
        return True
    meeting = visit.app.store.meeting(row.meeting_id)
    return meeting is not None and covers_meeting(visit.app, meeting, deputy, visit.manager, visit.now)


ROUTES = (
    Route("GET", "/", today, "today", Who.MANAGER, Whose.MANAGER),
    Route("POST", "/promise", promise, "today", Who.MANAGER, Whose.MANAGER),
)
