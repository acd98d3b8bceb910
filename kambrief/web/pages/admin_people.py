"""The administration: who there is and who stands in for whom, who did what, what is kept for how long."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from kambrief.core import access
from kambrief.core.numbers import SignedIn
from kambrief.core.site import Act, Audit, AuditFilter
from kambrief.desk import standing_in
from kambrief.web.routes import Route, Who
from kambrief.web.visit import TurnedAwayError, Visit

A_PAGE = 100
MOST_ROWS = 50_000
"""Of a download."""


# --- people --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Somebody:
    """An account manager, an administrator, or both."""

    email: str
    name: str
    is_manager: bool
    is_admin: bool
    signed_in: SignedIn


def people(visit: Visit, *, problems: Sequence[str] = (), status: int = 200) -> Response:
    """Everybody with their roles and sessions, and the stand-ins that hold or will hold."""
    given = standing_in.to_come(visit.site.stand_ins(), visit.today)
    typed = {name: visit.form.get(name, "") for name in ("manager", "deputy", "first_day", "last_day")}
    return visit.page(
        "admin_people", status=status, people=_people(visit), given=given, problems=problems, typed=typed,
        managers=sorted(visit.app.managers.values(), key=lambda one: one.email),
    )  # fmt: skip


def _people(visit: Visit) -> list[Somebody]:
    web = visit.app.settings.web
    admins, managers = (web.admins if web else ()), visit.app.managers
    seen = {one.email: one for one in visit.app.store.numbers.signed_in(visit.now)}
    addresses = dict.fromkeys([*sorted(managers), *admins])
    found: dict[str, Somebody] = {}
    for address in addresses:
        person = access.person(address, managers, admins)
        if person is not None:
            told = seen.get(person.email, SignedIn(person.email))
            found[person.email] = Somebody(person.email, person.name, person.is_manager, person.is_admin, told)
    return list(found.values())


def sign_out(visit: Visit) -> Response:
    """End somebody's sessions, and the links they have not used."""
    email = visit.form.get("email", "").strip().casefold()
    if email not in {one.email for one in _people(visit)}:
        raise TurnedAwayError(404, "refused_unknown")
    keep = visit.session.id_hash if visit.session and email == visit.who.email else ""
    count = visit.site.revoke_sessions(email, keep)
    visit.note(Act.REVOKED, detail=f"whose={_bare(email)} sessions={count}")
    return visit.go("/admin/people", said="sessions_ended")


def stand_in(visit: Visit) -> Response:
    """Name a stand-in for an account manager."""
    manager = visit.app.managers.get(visit.form.get("manager", "").strip().casefold())
    if manager is None:
        return people(visit, problems=("no_manager",), status=422)
    found = standing_in.name_stand_in(visit.app, manager, visit.form, visit.who.email, visit.today, visit.now)
    if found.stand_in is None:
        return people(visit, problems=tuple(dict.fromkeys(found.problems.values())), status=422)
    if found.is_new:
        named = f"manager={_bare(manager.email)} deputy={_bare(found.stand_in.deputy)}"
        visit.note(Act.STAND_IN, detail=f"stand_in={found.stand_in.id} do=give {named}")
    return visit.go("/admin/people", said="stand_in_given")


def end(visit: Visit) -> Response:
    """End a stand-in now."""
    found = standing_in.end_stand_in(visit.app, visit.who, visit.form.get("id", ""), visit.now)
    visit.note(Act.STAND_IN, detail=f"stand_in={found.id} do=end")
    return visit.go("/admin/people", said="stand_in_ended")


def _bare(email: str) -> str:
    """An address as it may stand in the trail."""
    return re.sub(r"[^\w.@+-]", "_", email, flags=re.ASCII)[:120]


# --- the trail -----------------------------------------------------------------------------------------------------


def trail(visit: Visit) -> Response:
    """Who did what, newest first."""
    wanted = _wanted(visit)
    before = _number(visit.asked("before"))
    rows = visit.site.audit(wanted, A_PAGE + 1, before)
    visit.note(Act.SAW_TRAIL)
    asked = {name: visit.asked(name)[:200] for name in ("who", "act", "meeting") if visit.asked(name)}
    older = urlencode({**asked, "before": rows[A_PAGE - 1].id}) if len(rows) > A_PAGE else ""
    return visit.page(
        "admin_trail", rows=rows[:A_PAGE], older=older, asked=asked, newest=urlencode(asked) if before else "",
        csv=urlencode(asked), acts=sorted(Act),
    )  # fmt: skip


def _wanted(visit: Visit) -> AuditFilter:
    act = visit.asked("act")
    acts = frozenset({Act(act)}) if act in set(Act) else frozenset()
    return AuditFilter(visit.asked("who").strip()[:254], acts, visit.asked("meeting").strip()[:64])


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) else 0


def download(visit: Visit) -> Response:
    """The same as a file for a spreadsheet."""
    rows = visit.site.audit(_wanted(visit), MOST_ROWS)
    visit.note(Act.EXPORTED, detail=f"rows={len(rows)}")
    headers = {"content-disposition": 'attachment; filename="kambrief-trail.csv"'}
    return Response(_as_csv(rows), media_type="text/csv; charset=utf-8", headers=headers)


def _as_csv(rows: Sequence[Audit]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["at", "who", "act", "for", "meeting", "account", "detail"])
    for row in rows:
        cells = (
            row.at.isoformat(timespec="seconds"), row.who, row.act, row.manager, row.meeting_id, row.account_id,
            row.detail,
        )  # fmt: skip
        writer.writerow([_cell(str(one)) for one in cells])
    return written.getvalue()


def _cell(text: str) -> str:
    """No spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


# --- what is kept --------------------------------------------------------------------------------------------------


def retention(visit: Visit) -> Response:
    """What is kept, how much, how old, and until when."""
    briefs, web = visit.app.settings.briefs, visit.app.settings.web
    limits = {
        "keep_customers": briefs.keep_customers_days, "audit": web.audit_days if web else 0,
        "session": web.session_days if web else 0, "link": web.link_minutes if web else 0,
    }  # fmt: skip
    held = visit.app.store.numbers.kept()
    return visit.page("admin_retention", held=held, limits=limits, rule_of=_RULES.get)


_RULES = {
    "snapshot": "keep_customers", "audit": "audit", "session": "session", "sign_in": "link", "autosave": "typed",
    "hint": "done", "figures": "source", "preference": "theirs", "voice": "theirs", "edit": "theirs",
    "correction": "theirs", "stand_in": "no_limit",
}  # fmt: skip
"""Kind of thing → the rule by which it goes; all others have none yet."""

ROUTES = (
    Route("GET", "/admin/people", people, "admin", Who.ADMIN),
    Route("POST", "/admin/people/sign-out", sign_out, "admin", Who.ADMIN),
    Route("POST", "/admin/people/stand-in", stand_in, "admin", Who.ADMIN),
    Route("POST", "/admin/people/stand-in/end", end, "admin", Who.ADMIN),
    Route("GET", "/admin/trail", trail, "admin", Who.ADMIN),
    Route("GET", "/admin/trail.csv", download, "admin", Who.ADMIN),
    Route("GET", "/admin/retention", retention, "admin", Who.ADMIN),
)
