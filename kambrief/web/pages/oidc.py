"""Signing in with the company's account: off to its page, and back.

Both are links and therefore GET, as the protocol has it. Off: nothing changes here. Back: somebody is signed in, but
only in the browser that began it, which has the cookie, and once. A scanner that follows either gets nothing.
"""

import datetime as dt

import structlog
from starlette.responses import RedirectResponse, Response

from kambrief.web import guards
from kambrief.web.oidc import Provider
from kambrief.web.oidc_begun import BEGUN_FOR, Begun, OidcError
from kambrief.web.pages.signin import admit
from kambrief.web.routes import Route, Who
from kambrief.web.visit import TurnedAwayError, Visit

BACK = "/oidc/back"
"""What is registered with the provider, behind ``public_url``."""
RETURNS_AN_HOUR = 600
"""From one place: a whole company may stand behind one address."""
_LONGEST_SAID = 60

_log = structlog.get_logger("kambrief.web")


def off(visit: Visit) -> Response:
    """To the provider's page."""
    provider = _provider(visit)
    begun = Begun.new(visit.asked("next", "/"), visit.now)
    try:
        address = provider.address(begun, _back(visit), visit.now)
    except OidcError as error:
        return _failed(visit, error)
    response = RedirectResponse(address, 303)
    site = visit.request.app.state.site
    response.set_cookie(
        cookie_name(site.cookie), begun.cookie, max_age=int(BEGUN_FOR.total_seconds()), path="/", secure=site.secure,
        httponly=True, samesite="lax",
    )  # fmt: skip
    return response


def back(visit: Visit) -> Response:
    """From the provider's page: sign in, if all fits together."""
    provider = _provider(visit)
    site = visit.request.app.state.site
    name = cookie_name(site.cookie)
    try:
        begun = _begun(visit, name)
        email = provider.email(begun, visit.asked("code"), visit.asked("iss"), _back(visit), visit.now)
        response = admit(visit, email, begun.onward)
    except OidcError as error:
        response = _failed(visit, error)
    response.delete_cookie(name, path="/", secure=site.secure, httponly=True, samesite="lax")
    return response


def _begun(visit: Visit, name: str) -> Begun:
    """The sign-in that this is the end of; it is used up by this."""
    begun = Begun.of(visit.request.cookies.get(name, ""), visit.asked("state"), visit.now)
    if begun is None or visit.request.method != "GET":
        raise OidcError("oidc_expired", "it was not begun in this browser, or too long ago", 400)
    hour = visit.now.replace(minute=0, second=0, microsecond=0)
    place = visit.request.app.state.site.caller(visit.request)
    if visit.site.count_attempt(f"company sign-in from {place}", hour) > RETURNS_AN_HOUR:
        raise TurnedAwayError(429, "refused_often")
    began = dt.datetime.fromtimestamp(begun.at, dt.UTC)
    if visit.site.count_attempt(f"company sign-in {begun.state}", began) > 1:
        raise OidcError("oidc_expired", "it was used already", 400)
    if said := visit.asked("error"):
        plain = "".join(one for one in said[:_LONGEST_SAID] if one.isascii() and (one.isalnum() or one == "_"))
        raise OidcError("oidc_stopped", f"the provider said {plain}", 403)
    return begun


def cookie_name(session: str) -> str:
    """The cookie of a sign-in that is under way, beside that of the session."""
    return f"{session}-begun"


def _back(visit: Visit) -> str:
    web = visit.app.settings.web
    return (web.public_url if web else "") + BACK


def _provider(visit: Visit) -> Provider:
    """The configured one; it is kept with what it knows. Raises `TurnedAwayError` where there is none."""
    web, state = visit.app.settings.web, visit.request.app.state
    if web is None or web.oidc is None:
        raise TurnedAwayError(404, "refused_unknown")
    known = getattr(state, "provider", None)
    if not isinstance(known, Provider) or known.section != web.oidc:
        known = state.provider = Provider(web.oidc)
    return known


def _failed(visit: Visit, error: OidcError) -> Response:
    _log.warning("company sign-in refused", why=error.why)
    onward = guards.local_path(visit.asked("next", "/"))
    return visit.page("signin_company", status=error.status, phrase=error.phrase, next=onward)


ROUTES = (
    Route("GET", "/oidc/off", off, "signin", Who.ANYBODY),
    Route("GET", BACK, back, "signin", Who.ANYBODY),
)
