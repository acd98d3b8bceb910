"""The companion as an application: the table of routes, and what every request goes through before its page.

    form read → who is it? → may they? → is the form ours? → whose is it, and may they see it? → the page → headers

A page that refuses says why and what to do, in the reader's words, and tells a stranger nothing about what there is.
"""

import datetime as dt
import zoneinfo
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

import structlog
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kambrief.app import App
from kambrief.core import access
from kambrief.core.access import Decision, Reason
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.site import Act
from kambrief.desk.scope import covers_meeting
from kambrief.errors import KambriefError, NotFoundError, ProviderError, UserError
from kambrief.ports.site import SiteStore
from kambrief.web import guards
from kambrief.web.operating import Counting, Operation
from kambrief.web.pages import routes
from kambrief.web.routes import Route, Who, Whose
from kambrief.web.shown import static_files
from kambrief.web.visit import TurnedAwayError, Visit

_log = structlog.get_logger("kambrief.web")

_REFUSALS = {
    Reason.NOT_YET: (403, "refused_not_yet"),
    Reason.OVER: (403, "refused_over"),
    Reason.OUT_OF_SCOPE: (403, "refused_scope"),
    Reason.PRIVATE: (403, "refused_private"),
    Reason.NO_CUSTOMERS_TEXT: (403, "refused_admin"),
}
"""What is told; of everything else a stranger learns no more than that there is nothing for them."""


@dataclass
class Site:
    """What the pages work with. ``current`` is the app of the day (members of a group may have changed);
    ``public_url`` how people reach us, without it the address they asked.
    """

    current: Callable[[], App]
    store: SiteStore
    clock: Callable[[], dt.datetime]
    wake: Callable[[], None]
    public_url: str = ""
    operation: Operation = field(default_factory=Operation)

    @property
    def secure(self) -> bool:
        """Whether people reach us by https: then the cookie is never sent without it."""
        return self.public_url.startswith("https://")

    @property
    def cookie(self) -> str:
        """The session cookie's name; ``__Host-`` binds it to this host and to https (RFC 6265bis). All ports of a host
        share its cookies: without https the port is part of the name.
        """
        if self.secure:
            return "__Host-kambrief"
        port = urlsplit(self.public_url).port
        return f"kambrief-{port}" if port else "kambrief"

    def address(self, request: Request, path: str) -> str:
        """A whole address of ours, for mails. Without a ``public_url`` there is one only on this machine: what a
        request calls us is whatever its sender wrote, and a link of ours must lead to us. Empty where there is none.
        """
        host = request.headers.get("host", "")
        if not self.public_url and not guards.is_here(host):
            return ""
        return (self.public_url or f"{request.url.scheme}://{host}").rstrip("/") + path

    def caller(self, request: Request) -> str:
        """Where a request comes from, for counting. Our own proxy tells it, as the last it has added to
        ``X-Forwarded-For``: only one on this machine is believed, and only where people reach us through one.
        """
        peer = request.client.host if request.client else ""
        told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return told[:64] if told and self.public_url and guards.is_here(peer) else peer


def add_pages(app: FastAPI, site: Site) -> None:
    """All pages, and the files they ask for."""
    app.state.site = site
    app.add_middleware(Counting, served=app, operation=site.operation)
    app.add_route("/static/{name}", _static, methods=["GET"])
    for route in routes():
        methods = ["GET", "HEAD"] if route.method == "GET" else [route.method]
        app.add_route(route.path, _endpoint(site, route), methods=methods, name=f"{route.method} {route.path}")


async def _static(request: Request) -> Response:
    file = static_files().get(request.path_params["name"])
    if file is None:
        return Response(status_code=404)
    marked = request.query_params.get("v") == file.mark
    age = "public, max-age=31536000, immutable" if marked else "no-cache"
    return Response(
        file.content,
        media_type=file.media_type,
        headers={"cache-control": age, "x-content-type-options": "nosniff", "etag": f'"{file.mark}"'},
    )


def _endpoint(site: Site, route: Route) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        form: tuple[tuple[str, str], ...] | None = ()
        if route.method == "POST":
            form = await _form(request)
        response = await run_in_threadpool(_answer, site, route, request, form)
        for name, value in guards.HEADERS.items():
            response.headers.setdefault(name, value)
        if site.secure:
            response.headers.setdefault("strict-transport-security", guards.STRICT_TRANSPORT)
        return response

    return endpoint


async def _form(request: Request) -> tuple[tuple[str, str], ...] | None:
    """The fields of a form; None for what is none, or too large."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > guards.MAX_FORM:
                return None
        return tuple(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=500))
    except (ClientDisconnect, UnicodeDecodeError, ValueError):
        return None


# --- before the page --------------------------------------------------------------------------------------------------


def _answer(site: Site, route: Route, request: Request, form: tuple[tuple[str, str], ...] | None) -> Response:
    """The page, or one that says why there is none. Runs in a thread."""
    visit = _visit(site, route, request, form or ())
    if form is None:
        return _failed(visit, 413, "refused_form", ())
    try:
        return _page(site, route, visit)
    except KambriefError as error:
        return _told(route, visit, error)
    except Exception:  # noqa: BLE001 - whatever it was, somebody waits for a page
        _log.exception("page failed", path=route.path)
        return _failed(visit, 500, "failed_here", ())


def _visit(site: Site, route: Route, request: Request, form: tuple[tuple[str, str], ...]) -> Visit:
    many: dict[str, tuple[str, ...]] = {}
    for name, value in form:
        many[name] = (*many.get(name, ()), value)
    fields = {name: some[-1] for name, some in many.items()}
    return Visit(site.current(), site.store, request, site.clock(), fields, many, words_of=route.page, wake=site.wake)


def _page(site: Site, route: Route, visit: Visit) -> Response:
    visit.app.refresh()  # what account managers chose meanwhile, here or in another process
    _recognise(site, visit)
    if refused := _refused(site, route, visit):
        return refused
    _look_up(route, visit)
    return route.handler(visit)


def _recognise(site: Site, visit: Visit) -> None:
    """Who is signed in, and for whom they may act today."""
    token = visit.request.cookies.get(site.cookie, "")
    session = site.store.session(guards.digest(token), visit.now) if token else None
    if session is None:
        return
    admins = visit.app.settings.web.admins if visit.app.settings.web else ()
    person = access.person(session.email, visit.app.managers, admins)
    if person is None:  # no account manager any more
        site.store.revoke_session(session.id_hash)
        return
    visit.token, visit.session, visit.person = token, session, person
    if session.is_stale(visit.now):
        site.store.touch(session.id_hash, visit.now)
    if person.is_manager:
        given = site.store.stand_ins(deputy=person.email)
        visit.acts_for = tuple(
            one for one in access.acts_for(person, given, visit.today) if one in visit.app.managers
        )  # fmt: skip


def _refused(site: Site, route: Route, visit: Visit) -> Response | None:
    """The answer where this person may not ask for such a page at all, or the form is not ours."""
    if route.who is not Who.ANYBODY and visit.person is None:
        if route.method == "GET" and not visit.is_fragment:
            asked = visit.request.url.path + (f"?{visit.request.url.query}" if visit.request.url.query else "")
            return visit.go("/sign-in?" + urlencode({"next": guards.local_path(asked)}))
        raise TurnedAwayError(401, "refused_signed_out")
    if route.method != "GET":
        ours = guards.is_own_origin(visit.request.headers, site.public_url)
        if not ours or (visit.token and not guards.is_form_token(visit.token, visit.form.get("csrf", ""))):
            raise TurnedAwayError(403, "refused_forged")
    if route.who is Who.ADMIN and not access.may_administer(visit.who).allowed:
        raise TurnedAwayError(403, "refused_not_admin")
    if route.who is Who.MANAGER and not visit.acts_for and not _admin_reads(visit):
        raise TurnedAwayError(403, "refused_no_manager")
    return None


def _admin_reads(visit: Visit) -> bool:
    """Whether an administrator may read what account managers do: the configuration says so."""
    web = visit.app.settings.web
    return bool(web and web.admins_read and visit.person and visit.person.is_admin and visit.request.method == "GET")


def _look_up(route: Route, visit: Visit) -> None:
    """Whose page it is, and the meeting it is about."""
    if route.whose is Whose.NOTHING:
        return
    wished = (visit.asked("for") or visit.form.get("for", "")).casefold()
    if route.whose is not Whose.MEETING:
        visit.owner = _manager(visit, wished or next(iter(visit.acts_for), ""))
        return
    meeting = visit.app.store.meeting(visit.path["meeting_id"])
    if meeting is None:
        raise TurnedAwayError(404, "refused_unknown")
    mine = [one for one in visit.acts_for if one in meeting.owners]
    candidates = [wished] if wished else mine or list(meeting.owners)
    decisions = [(one, _may(visit, route, meeting, one)) for one in candidates if one in visit.app.managers]
    allowed = next((one for one, decision in decisions if decision.allowed), None)
    if allowed is None or allowed not in meeting.owners:
        visit.found = meeting
        visit.note(Act.REFUSED)
        visit.found = None
        told = [_REFUSALS[decision.reason] for _, decision in decisions if decision.reason in _REFUSALS]
        raise TurnedAwayError(*(told[0] if told else (404, "refused_unknown")))
    visit.found, visit.owner = meeting, visit.app.managers[allowed]


def _manager(visit: Visit, email: str) -> AccountManager | None:
    """An account manager that this person acts for. Raises `TurnedAwayError` for another."""
    if not email:
        return None
    if email.casefold() not in visit.acts_for and not (_admin_reads(visit) and email.casefold() in visit.app.managers):
        raise TurnedAwayError(404, "refused_unknown")
    return visit.app.managers[email.casefold()]


def _may(visit: Visit, route: Route, meeting: Meeting, manager: str) -> Decision:
    app, who = visit.app, visit.who
    given = visit.site.stand_ins(manager=manager, deputy=who.email)

    def in_scope() -> bool:
        deputy = app.managers.get(who.email)
        return deputy is not None and covers_meeting(app, meeting, deputy, app.managers[manager], visit.now)

    if route.method == "GET":
        return access.may_read(
            who, manager, given, visit.today, in_scope, private=meeting.private, admins_read=_admin_reads(visit)
        )
    return access.may_change(who, manager, given, visit.today, in_scope, private=meeting.private)


# --- where there is no page -------------------------------------------------------------------------------------------


def _told(route: Route, visit: Visit, error: KambriefError) -> Response:
    """The page that tells of an error of ours."""
    match error:
        case TurnedAwayError():
            return _failed(visit, error.status, error.phrase, ())
        case NotFoundError():
            return _failed(visit, 404, "refused_unknown", ())
        case UserError():
            return _failed(visit, 409, "failed_cannot", error.problems)
    _log.warning("page failed", path=route.path, error=error.reason if isinstance(error, ProviderError) else str(error))
    return _failed(visit, 503, "failed_elsewhere", ())


def _failed(visit: Visit, status: int, phrase: str, problems: tuple[str, ...]) -> Response:
    """A page that says what happened, with what was typed, so that nothing is lost."""
    visit.words_of = "common"
    vars(visit).pop("words", None)
    typed = _typed(visit.form)
    try:
        return visit.page("error", status=status, phrase=phrase, problems=problems, typed=typed)
    except KambriefError as error:  # a template that somebody has broken
        _log.error("error page failed", error=str(error))
        return Response("Something went wrong; the log tells what.", status, media_type="text/plain")


_SHORTEST_TYPED = 20


def _typed(form: Mapping[str, str]) -> tuple[str, ...]:
    """What somebody has written by hand."""
    return tuple(value for name, value in form.items() if name != "csrf" and len(value) >= _SHORTEST_TYPED)


def zone_of(manager: AccountManager) -> zoneinfo.ZoneInfo:
    """The account manager's own zone."""
    return zoneinfo.ZoneInfo(manager.timezone)
