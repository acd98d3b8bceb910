"""Signing in by a link in a mail, and out again.

The link holds 256 random bits, of which we keep the digest: it needs no key of ours, works once and not for long.
Opening it signs nobody in, as scanners of mail open links, too: the page it shows has a button. Who asks for a link is
told the same whether we know them or not.
"""

import datetime as dt
import re

import structlog
from starlette.responses import Response

from kambrief.core import access
from kambrief.core.access import Person
from kambrief.core.site import Act, Session
from kambrief.errors import DeliveryUnknownError, KambriefError
from kambrief.mime import Letter, build, message_id
from kambrief.render import mail
from kambrief.web import guards
from kambrief.web.routes import Route, Who
from kambrief.web.shown import Words
from kambrief.web.visit import TurnedAwayError, Visit

LINKS_AN_HOUR = 5
"""For one address; a stranger must not fill somebody's mailbox."""
TRIES_AN_HOUR = 30
"""From one place."""
_HOUR = dt.timedelta(hours=1)
_AGENTS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac", "Mac"))

_log = structlog.get_logger("kambrief.web")


def ask(visit: Visit) -> Response:
    """Where one says who one is."""
    if visit.person is not None:
        return visit.go(guards.local_path(visit.asked("next", "/")))
    return _ask(visit, guards.local_path(visit.asked("next", "/")))


def _ask(visit: Visit, onward: str, email: str = "", *, sent: bool = False) -> Response:
    web = visit.app.settings.web
    company = web is not None and web.oidc is not None
    return visit.page("signin", next=onward, sent=sent, email=email, company=company, links=_has_links(visit))


def _has_links(visit: Visit) -> bool:
    """Whether the configuration lets people sign in by a link."""
    web = visit.app.settings.web
    return web is None or web.links


def _need_links(visit: Visit) -> None:
    """Raises `TurnedAwayError` where nobody signs in by a link."""
    if not _has_links(visit):
        raise TurnedAwayError(404, "refused_unknown")


def send(visit: Visit) -> Response:
    """Mail a link to whoever may have one. Strangers are answered alike, after the same work."""
    _need_links(visit)
    email = visit.form.get("email", "").strip().casefold()[:254]
    onward = guards.local_path(visit.form.get("next", "/"))
    hour = visit.now.replace(minute=0, second=0, microsecond=0)
    place = visit.request.app.state.site.caller(visit.request)
    if visit.site.count_attempt(f"sign-in from {place}", hour) > TRIES_AN_HOUR:
        raise TurnedAwayError(429, "refused_often")
    web = visit.app.settings.web
    person = access.person(email, visit.app.managers, web.admins if web else ())
    if person is not None and visit.site.count_attempt(f"sign-in of {person.email}", hour) <= LINKS_AN_HOUR:
        _mail_link(visit, person, onward)
    return _ask(visit, onward, email, sent=True)


def _mail_link(visit: Visit, person: Person, onward: str) -> None:
    """Never raises: what went wrong is for the log, and nobody outside learns that there is such a person."""
    web, token = visit.app.settings.web, guards.new_token()
    site = visit.request.app.state.site
    link = site.address(visit.request, f"/sign-in/{token}")
    if not link:
        _log.warning("sign-in link not sent", error="[web] public_url is not set: nobody can tell where a link leads")
        return
    minutes = web.link_minutes if web else 15
    expires = visit.now + dt.timedelta(minutes=minutes)
    visit.site.add_sign_in(guards.digest(token), person.email, onward, expires, visit.now)
    manager = visit.app.managers.get(person.email)
    language = manager.language if manager else visit.language
    words = Words.of("signin", language, visit.today, visit.zone)
    rendered = mail(
        "link", words.own, words.own.label("mail_subject"), preheader=words.text("mail_intro", minutes=minutes),
        intro=words.own.label("mail_intro", minutes=str(minutes)), action=words.own.label("mail_action"),
        link=link, ignore=words.own.label("mail_ignore"),
    )  # fmt: skip
    sender = visit.app.settings.briefs.sender or person.email
    letter = Letter(
        sender, person.email, rendered.subject, rendered.text, rendered.html, language, visit.now,
        message_id(sender.rpartition("@")[2], "sign-in", person.email, guards.digest(token)),
        sender_name="Kambrief", recipient_name=person.name,
    )  # fmt: skip
    try:
        visit.app.mail.send(build(letter), sender, person.email)
    except DeliveryUnknownError:
        _log.warning("sign-in link may not have left")
    except KambriefError as error:
        _log.warning("sign-in link not sent", error=str(error))


def opened(visit: Visit) -> Response:
    """A link was followed: the page asks for the one press that signs in."""
    _need_links(visit)
    token = visit.path["token"]
    found = visit.site.sign_in(guards.digest(token), visit.now)
    if found is None:
        return visit.page("signin_link", status=410, token="", email="")
    return visit.page("signin_link", token=token, email=found.email)


def used(visit: Visit) -> Response:
    """Sign in: the link is used up, whatever happens to the answer."""
    _need_links(visit)
    found = visit.site.use_sign_in(guards.digest(visit.path["token"]), visit.now)
    if found is None:
        return visit.page("signin_link", status=410, token="", email="")
    return admit(visit, found.email, found.next_path)


def admit(visit: Visit, email: str, onward: str) -> Response:
    """A new session for somebody who has proved who they are, and on to where they wanted."""
    site, web = visit.request.app.state.site, visit.app.settings.web
    person = access.person(email, visit.app.managers, web.admins if web else ())
    if person is None:
        raise TurnedAwayError(403, "refused_stranger")
    token, days = guards.new_token(), web.session_days if web else 14
    ends = visit.now + dt.timedelta(days=days)
    agent = agent_of(visit.request.headers.get("user-agent", ""))
    visit.site.add_session(Session(guards.digest(token), person.email, visit.now, visit.now, ends, agent))
    visit.person = person
    visit.note(Act.SIGNED_IN)
    response = visit.go(guards.local_path(onward))
    response.set_cookie(
        site.cookie, token, max_age=days * 86_400, path="/", secure=site.secure, httponly=True, samesite="lax"
    )
    return response


def agent_of(header: str) -> str:
    """``Firefox, Android``: how a person knows their device again. Nothing of the header is kept as it is."""
    browser = next((name for sign, name in _AGENTS if re.search(rf"\b{sign}", header)), "")
    system = next((name for sign, name in _SYSTEMS if sign in header), "")
    return ", ".join(filter(None, (browser, system)))


def leave(visit: Visit) -> Response:
    """End this session."""
    site = visit.request.app.state.site
    if visit.session is not None:
        visit.note(Act.SIGNED_OUT)
        visit.site.revoke_session(visit.session.id_hash)
    response = visit.go("/sign-in", said="signed_out")
    response.delete_cookie(site.cookie, path="/", secure=site.secure, httponly=True, samesite="lax")
    return response


ROUTES = (
    Route("GET", "/sign-in", ask, "signin", Who.ANYBODY),
    Route("POST", "/sign-in", send, "signin", Who.ANYBODY),
    Route("GET", "/sign-in/{token}", opened, "signin", Who.ANYBODY),
    Route("POST", "/sign-in/{token}", used, "signin", Who.ANYBODY),
    Route("POST", "/sign-out", leave, "signin", Who.SIGNED_IN),
)
