"""What one decides about oneself: how one is briefed, how one writes, who stands in, where one is signed in.

Always one's own: nobody sees or changes another's settings here. What is left open stays as it is configured, and the
page says what that is.
"""

import datetime as dt
import zoneinfo
from collections.abc import Mapping

from starlette.responses import Response

from kambrief.core.model import AccountManager, BriefMode
from kambrief.core.preferences import LANGUAGES, LEAD_MINUTES
from kambrief.core.site import Act
from kambrief.core.voice import FORMAL, Voice
from kambrief.desk import own_settings as desk
from kambrief.desk import standing_in, voices
from kambrief.errors import NotFoundError
from kambrief.web.routes import Route, Who
from kambrief.web.shown import Words
from kambrief.web.visit import TurnedAwayError, Visit

ZONES = (
    "Europe/Helsinki", "Europe/Stockholm", "Europe/Oslo", "Europe/Copenhagen", "Europe/Tallinn", "Europe/Riga",
    "Europe/Vilnius", "Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/Amsterdam", "Europe/Brussels",
    "Europe/Paris", "Europe/Madrid", "Europe/Lisbon", "Europe/Rome", "Europe/Warsaw", "Europe/Prague",
    "Europe/London", "Europe/Dublin", "America/New_York", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "America/Sao_Paulo", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Shanghai",
    "Asia/Tokyo", "Australia/Sydney", "UTC",
)  # fmt: skip
"""Offered; any other may be typed."""


def settings(visit: Visit) -> Response:
    """All of it on one page."""
    return _page(visit)


def _page(
    visit: Visit, *, typed: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None,
    named: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    """``typed`` and ``named``: what stands in the forms of choices and of stand-ins in place of what is kept, with what
    is wrong with it.
    """
    me, app, email = visit.reader, visit.app, visit.who.email
    sessions = visit.site.sessions(email, visit.now)
    given = visit.site.stand_ins(manager=email) if me else ()
    taken = visit.site.stand_ins(deputy=email) if me else ()
    return visit.page(
        "settings",
        status=status,
        me=me,
        configured=desk.configured(app, me) if me else None,
        form=typed if typed is not None else desk.as_form(desk.chosen(app, me)) if me else {},
        problems=problems or {},
        limits=LEAD_MINUTES,
        languages={code: _language(visit, code) for code in LANGUAGES},
        modes=tuple(str(one) for one in BriefMode),
        zones=ZONES,
        voices=tuple((one, desk.habits(one), desk.removed(one)) for one in voices.look(app, me, "")) if me else (),
        formal=FORMAL,
        colleagues=_colleagues(visit, me) if me else (),
        named=named or {},
        wrong=wrong or {},
        given=standing_in.to_come(given, visit.today),
        taken=standing_in.to_come(taken, visit.today),
        called=lambda address: _called(visit, address),
        sessions=[(one.id_hash[: desk.SHORT], one) for one in sessions],
        mine=visit.session.id_hash if visit.session else "",
        clock=lambda time: _clock(visit, time),
    )


def _language(visit: Visit, code: str) -> str:
    """What a language is called in itself."""
    return Words.of("common", code, visit.today, visit.zone).text("language_name")


def _clock(visit: Visit, time: dt.time) -> str:
    """A time of day as the language writes it."""
    return visit.words.shown(dt.datetime.combine(visit.today, time, zoneinfo.ZoneInfo(visit.zone)), "bare")


def _called(visit: Visit, address: str) -> str:
    found = visit.app.managers.get(address)
    return found.name or found.email if found else address


def _colleagues(visit: Visit, me: AccountManager) -> tuple[AccountManager, ...]:
    others = [one for one in visit.app.managers.values() if one.email != me.email]
    return tuple(sorted(others, key=lambda one: (one.name or one.email).casefold()))


def _me(visit: Visit) -> AccountManager:
    """Raises `TurnedAwayError` for one who is no account manager."""
    if visit.reader is None:
        raise TurnedAwayError(403, "refused_no_manager")
    return visit.reader


# --- how one is briefed ----------------------------------------------------------------------------------------------


def choose(visit: Visit) -> Response:
    """Keep the choices; with problems they stand in the form again, all named."""
    found = desk.choose(visit.app, _me(visit), visit.form, visit.now)
    if found.problems:
        problems = {name: str(problem) for name, problem in found.problems.items()}
        return _page(visit, typed=visit.form, problems=problems, status=422)
    visit.note(Act.PREFERENCES)
    visit.request.app.state.site.wake()
    return visit.go("/settings", said="saved")


# --- how one writes --------------------------------------------------------------------------------------------------


def voice(visit: Visit) -> Response:
    """Take a habit out, have it learned again, or switch a voice on and off."""
    me, form = _me(visit), visit.form
    found = _voice(visit)
    name = form.get("habit", "")
    match form.get("do", ""):
        case "remove":
            desk.without(visit.app, found, name, form.get("item", ""))
        case "learn":
            desk.learn_again(visit.app, me, found, name, visit.now)
        case "on" | "off" as wish:
            desk.switch(visit.app, found, on=wish == "on")
        case _:
            raise TurnedAwayError(404, "refused_unknown")
    visit.note(Act.VOICE, detail=f"do={form['do']} language={found.language}")
    return visit.go("/settings", said="voice_changed")


def _voice(visit: Visit) -> Voice:
    formal = visit.form.get("address", "") == FORMAL
    return desk.voice_of(visit.app, _me(visit), visit.form.get("language", ""), formal=formal)


def forget_asked(visit: Visit) -> Response:
    """Whether it is really meant: what was learned does not come back."""
    me = _me(visit)
    found = voices.look(visit.app, me, "")
    if not found:
        return visit.go("/settings")
    return visit.page("settings_forget", edits=sum(one.edits for one in found))


def forget(visit: Visit) -> Response:
    """Forget all that was learned of how one writes."""
    voices.forget(visit.app, _me(visit), "")
    visit.note(Act.VOICE, detail="do=forget")
    return visit.go("/settings", said="voice_forgotten")


# --- who stands in ---------------------------------------------------------------------------------------------------


def stand_in(visit: Visit) -> Response:
    """Have somebody stand in for days."""
    found = standing_in.name_stand_in(visit.app, _me(visit), visit.form, visit.who.email, visit.today, visit.now)
    if found.stand_in is None:
        return _page(visit, named=visit.form, wrong=found.problems, status=422)
    if found.is_new:
        visit.note(Act.STAND_IN, detail=f"stand_in={found.stand_in.id} do=give")
    return visit.go("/settings", said="stand_in_named")


def stand_in_end(visit: Visit) -> Response:
    """End it now."""
    found = standing_in.end_stand_in(visit.app, visit.who, visit.path["stand_in_id"], visit.now)
    visit.note(Act.STAND_IN, detail=f"stand_in={found.id} do=end")
    return visit.go("/settings", said="stand_in_ended")


# --- where one is signed in ------------------------------------------------------------------------------------------


def sign_out(visit: Visit) -> Response:
    """End one session, or all but this one."""
    email, mine = visit.who.email, visit.session.id_hash if visit.session else ""
    if visit.form.get("do") == "others":
        ended = visit.site.revoke_sessions(email, but=mine)
    else:
        name = visit.form.get("session", "")
        if not mine or name == mine[: desk.SHORT]:
            raise NotFoundError("This very session ends by signing out")
        ended = int(desk.sign_out(visit.app, email, name, visit.now))
    visit.note(Act.REVOKED, detail=f"sessions={ended}")
    return visit.go("/settings", said="sessions_ended")


def kept(visit: Visit) -> Response:
    """What Kambrief keeps of whoever asks, why and for how long."""
    app, email, web = visit.app, visit.who.email, visit.app.settings.web
    me = visit.reader
    return visit.page(
        "settings_kept",
        me=me,
        chosen=bool(me and visit.site.preferences(email)),
        voices=len(app.store.voices(email)) if me else 0,
        edits=len(app.store.edits(email)) if me else 0,
        feedback=len(app.store.feedback(email)) if me else 0,
        sessions=len(visit.site.sessions(email, visit.now)),
        session_days=web.session_days if web else 0,
        audit_days=web.audit_days if web else 0,
    )


ROUTES = (
    Route("GET", "/settings", settings, "settings", Who.SIGNED_IN),
    Route("POST", "/settings", choose, "settings", Who.SIGNED_IN),
    Route("POST", "/settings/voice", voice, "settings", Who.SIGNED_IN),
    Route("GET", "/settings/voice/forget", forget_asked, "settings", Who.SIGNED_IN),
    Route("POST", "/settings/voice/forget", forget, "settings", Who.SIGNED_IN),
    Route("POST", "/settings/stand-ins", stand_in, "settings", Who.SIGNED_IN),
    Route("POST", "/settings/stand-ins/{stand_in_id}/end", stand_in_end, "settings", Who.SIGNED_IN),
    Route("POST", "/settings/sessions", sign_out, "settings", Who.SIGNED_IN),
    Route("GET", "/settings/kept", kept, "settings", Who.SIGNED_IN),
)
