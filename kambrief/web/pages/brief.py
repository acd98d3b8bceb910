"""One meeting's brief: what it says, what each sentence rests on, who is taken for whom, and why it is as it is."""

from typing import Any

import structlog
from starlette.responses import Response

from kambrief.core.eligibility import people
from kambrief.core.evidence import Moment
from kambrief.core.feedback import Opinion
from kambrief.core.site import Act
from kambrief.desk import briefs, feedback, meetings
from kambrief.desk.briefs import Guest, Kept
from kambrief.errors import UserError
from kambrief.web import brief_why
from kambrief.web.brief_view import BriefView, view
from kambrief.web.pages.today import address, deputy_of, is_own, may_act, state_of
from kambrief.web.routes import Route, Who, Whose
from kambrief.web.visit import TurnedAwayError, Visit

_log = structlog.get_logger("kambrief.web")
_END = "\n-- \n"
"""What stands between a mail's text and its footer."""
_LONGEST = 20_000
"""Characters of a mail that are shown where the brief itself is not kept."""


def brief(visit: Visit) -> Response:
    """The brief; with ``part=state`` htmx asks whether it is there by now."""
    found = _kept(visit)
    if visit.is_fragment and visit.asked("part") == "state":
        if found.being_written:
            return visit.page("brief_state", found=found, to=_to(visit))
        return Response(status_code=204, headers={"hx-refresh": "true"})
    visit.note(Act.SAW_BRIEF)
    return _page(visit, found)


def _page(visit: Visit, found: Kept, **more: Any) -> Response:
    meeting = visit.meeting
    return visit.page(
        "brief",
        found=found,
        view=_view(visit, found),
        as_mailed=_text(found.record.text)[:_LONGEST] if found.record else "",
        updates=[(one, _text(one.text)[:_LONGEST]) for one in reversed(found.since)],
        meeting=meeting,
        state=state_of(found.standing),
        day=visit.worded("today"),
        others=[one for one in people(meeting) if one.email not in {guest.attendee.email for guest in found.guests}],
        is_over=meeting.end <= visit.now,
        is_own=is_own(visit),
        may_act=may_act(visit),
        at=lambda moment: Moment(moment, visit.zone),
        to=_to(visit),
        **more,
    )


def _kept(visit: Visit) -> Kept:
    return briefs.kept(visit.app, visit.meeting, visit.manager, visit.now, deputy_of(visit))


def _to(visit: Visit) -> Any:
    return lambda path, **query: address(visit, path, **query)


def _here(visit: Visit, part: str = "", **query: object) -> str:
    return address(visit, f"/brief/{visit.meeting.id}" + (f"/{part}" if part else ""), **query)


def _view(visit: Visit, found: Kept) -> BriefView | None:
    """None where it is too old to be said again: then it is shown as it was mailed."""
    if found.brief is None:
        return None
    try:
        return view(found.brief, visit.language, visit.zone, visit.today, found.said)
    except UserError as error:
        _log.warning("kept brief cannot be said", meeting=visit.meeting.id, error=str(error))
        return None


def _text(text: str) -> str:
    return text.partition(_END)[0].strip()


# --- what is done here -----------------------------------------------------------------------------------------------


def write(visit: Visit) -> Response:
    """Have the brief written now: the service does it, the page shows it as soon as it is there."""
    if not briefs.write_soon(visit.app, visit.meeting, visit.manager, visit.now):
        return visit.go(_here(visit), said="write_not")
    visit.request.app.state.site.wake()
    return visit.go(_here(visit))


def judged(visit: Visit) -> Response:
    """A word on one section, or its taking back. Only the account manager's own: it tunes their briefs."""
    if not is_own(visit):
        raise TurnedAwayError(403, "refused_no_manager")
    section, verdict = visit.form.get("section", ""), visit.form.get("verdict", "")
    if verdict not in {*Opinion, feedback.UNDO}:
        raise TurnedAwayError(413, "refused_form")
    feedback.judge(visit.app, visit.meeting, visit.manager, section, verdict, visit.now)
    visit.note(Act.FEEDBACK, detail=f"section={section} verdict={verdict}")
    said = "undone" if verdict == feedback.UNDO else "feedback_thanks"
    return visit.go(f"{_here(visit, said=said)}#{section}")


def match(visit: Visit) -> Response:
    """Who an attendee is: what the brief took them for, and whom they may be instead."""
    return _match_page(visit, _kept(visit), visit.asked("who"), visit.asked("q")[:100])


def _match_page(visit: Visit, found: Kept, email: str, query: str, status: int = 200, problem: str = "") -> Response:
    guest = _guest(found, email)
    deputy = deputy_of(visit)
    contacts, companies = briefs.choices(visit.app, found, guest, query, [visit.manager, *([deputy] if deputy else [])])
    return visit.page(
        "brief_match", status=status, found=found, guest=guest, meeting=visit.meeting, contacts=contacts,
        companies=companies, query=query, problem=problem, to=_to(visit), is_own=is_own(visit),
        nobody=meetings.NOBODY,
    )  # fmt: skip


def matched(visit: Visit) -> Response:
    """Remember who they are, and have the brief written anew where the call is still ahead."""
    found, to = _kept(visit), visit.form.get("to", "")
    guest, query = _guest(found, visit.form.get("who", "")), visit.form.get("q", "")[:100]
    deputy = deputy_of(visit)
    if to and to != meetings.NOBODY:
        contacts, companies = briefs.choices(
            visit.app, found, guest, query, [visit.manager, *([deputy] if deputy else [])]
        )
        if to not in {one.id for one in (*contacts, *companies)}:
            return _match_page(visit, found, guest.attendee.email, query, 422, "match_gone")
    try:
        meetings.correct(visit.app, guest.attendee.email, to, visit.now)
    except UserError:
        return _match_page(visit, found, guest.attendee.email, query, 422, "match_gone")
    visit.note(Act.MATCHED, detail=_detail(to))
    if briefs.write_soon(visit.app, visit.meeting, visit.manager, visit.now):
        visit.request.app.state.site.wake()
        return visit.go(_here(visit, said="match_anew"))
    return visit.go(_here(visit, said="match_kept"))


def _detail(to: str) -> str:
    """For the trail: an id of the CRM where it is one that can stand there."""
    plain = to.isascii() and all(one.isalnum() or one in "_-." for one in to) and len(to) <= 100
    return f"to={to}" if plain else "to=other"


def _guest(found: Kept, email: str) -> Guest:
    """Raises `TurnedAwayError` for somebody who is not in the meeting."""
    guest = next((one for one in found.guests if one.attendee.email and one.attendee.email == email.casefold()), None)
    if guest is None:
        raise TurnedAwayError(404, "refused_unknown")
    return guest


def why(visit: Visit) -> Response:
    """Why there is such a brief, or none: verdict, joins, facts in and left out, what a model was sent."""
    found = _kept(visit)
    visit.note(Act.SAW_BRIEF, detail="part=why")
    return visit.page(
        "brief_why",
        found=found,
        meeting=visit.meeting,
        state=state_of(found.standing),
        day=visit.worded("today"),
        why=brief_why.explained(found, visit.language, visit.zone),
        mails=visit.app.store.deliveries_of([visit.meeting.id], visit.manager.email)[visit.meeting.id],
        at=lambda moment: Moment(moment, visit.zone),
        to=_to(visit),
    )


ROUTES = (
    Route("GET", "/brief/{meeting_id}", brief, "brief", Who.MANAGER, Whose.MEETING),
    Route("POST", "/brief/{meeting_id}/write", write, "brief", Who.MANAGER, Whose.MEETING),
    Route("POST", "/brief/{meeting_id}/feedback", judged, "brief", Who.MANAGER, Whose.MEETING),
    Route("GET", "/brief/{meeting_id}/match", match, "brief", Who.MANAGER, Whose.MEETING),
    Route("POST", "/brief/{meeting_id}/match", matched, "brief", Who.MANAGER, Whose.MEETING),
    Route("GET", "/brief/{meeting_id}/why", why, "brief", Who.MANAGER, Whose.MEETING),
)
