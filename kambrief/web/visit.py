"""One request as a page sees it: who asks, about what, in which language, and how to answer."""

import datetime as dt
import json
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kambrief.app import App
from kambrief.core.access import Person
from kambrief.core.model import AccountManager, Meeting
from kambrief.core.site import Act, Audit, Session
from kambrief.errors import KambriefError
from kambrief.ports.site import SiteStore
from kambrief.settings import LANGUAGES
from kambrief.web.guards import form_token
from kambrief.web.shown import Words, render


class TurnedAwayError(KambriefError):
    """Answered with a page that says why, in the reader's words: ``phrase`` is one of ``words/common``."""

    def __init__(self, status: int, phrase: str) -> None:
        self.status, self.phrase = status, phrase
        super().__init__(f"{status} {phrase}")


@dataclass
class Visit:
    """What a handler gets. `meeting` and `manager` are there where the route is about them, and may be seen."""

    app: App
    site: SiteStore
    request: Request
    now: dt.datetime
    form: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Every value of a field that was sent several times (ticks)."""
    token: str = ""
    """Of the session's cookie; empty where nobody is signed in."""
    session: Session | None = None
    person: Person | None = None
    acts_for: tuple[str, ...] = ()
    """E-mails of the account managers whose pages this person sees: their own first, then those they stand in for."""
    owner: AccountManager | None = None
    """Whose page it is."""
    found: Meeting | None = None
    words_of: str = "common"
    """The folder of words of this route's page."""
    wake: Callable[[], None] = lambda: None
    """Has the running service look for due work at once."""

    @property
    def who(self) -> Person:
        """The person who is signed in. Raises `TurnedAwayError` where nobody is."""
        if self.person is None:
            raise TurnedAwayError(401, "refused_signed_out")
        return self.person

    @property
    def manager(self) -> AccountManager:
        """Whose page it is. Raises `TurnedAwayError` for one who is no account manager and stands in for none."""
        if self.owner is None:
            raise TurnedAwayError(403, "refused_no_manager")
        return self.owner

    @property
    def meeting(self) -> Meeting:
        """The meeting of the address. Raises `TurnedAwayError`."""
        if self.found is None:
            raise TurnedAwayError(404, "refused_unknown")
        return self.found

    @property
    def path(self) -> Mapping[str, str]:
        """The address's parameters."""
        return self.request.path_params

    def asked(self, name: str, default: str = "") -> str:
        """A parameter behind the question mark."""
        return self.request.query_params.get(name, default)

    @property
    def is_fragment(self) -> bool:
        """Whether htmx asks for a part of the page."""
        return "hx-request" in self.request.headers

    # --- how it is said ------------------------------------------------------------------------------------------

    @cached_property
    def reader(self) -> AccountManager | None:
        """The signed-in person as an account manager: their own language and zone hold, whoever's page it is."""
        return self.app.managers.get(self.person.email) if self.person else None

    @cached_property
    def language(self) -> str:
        """The reader's own, else the first of the browser's that we speak."""
        if self.reader is not None:
            return self.reader.language
        wished = self.request.headers.get("accept-language", "")
        codes = [one.split(";")[0].strip()[:2].casefold() for one in wished.split(",")[:10]]
        return next((code for code in codes if code in LANGUAGES), self.app.settings.briefs.language)

    @cached_property
    def zone(self) -> str:
        """The reader's time zone."""
        return self.reader.timezone if self.reader else self.app.settings.briefs.timezone

    @cached_property
    def words(self) -> Words:
        """What this page says, in the reader's language."""
        return self.worded(self.words_of)

    def worded(self, page: str) -> Words:
        """The words of another page. Days are the reader's."""
        return Words.of(page, self.language, self.today, self.zone)

    @cached_property
    def today(self) -> dt.date:
        """The reader's own day."""
        return self.now.astimezone(zoneinfo.ZoneInfo(self.zone)).date()

    # --- answers -------------------------------------------------------------------------------------------------

    @property
    def csrf(self) -> str:
        """What every form carries in its field ``csrf``."""
        return form_token(self.token) if self.token else ""

    def page(self, template: str, /, *, status: int = 200, **data: Any) -> Response:
        """``templates/web/<template>.html.jinja`` in the reader's words."""
        return HTMLResponse(self.filled(template, **data), status)

    def filled(self, template: str, /, **data: Any) -> str:
        """The same as text, for parts that are put together."""
        shared = {
            "visit": self, "csrf": self.csrf, "person": self.person, "manager": self.owner,
            "here": self.request.url.path,
            "stands_in": tuple(one for one in self.acts_for if self.person and one != self.person.email),
        }  # fmt: skip
        return render(template, self.words, {**shared, **data})

    def go(self, path: str, *, said: str = "") -> Response:
        """On to another page of ours, by GET: reloading it repeats nothing. ``said``: a phrase that is shown there."""
        if said:
            path += ("&" if "?" in path else "?") + f"said={said}"
        if self.is_fragment:
            return Response(status_code=204, headers={"hx-redirect": path})
        return RedirectResponse(path, 303)

    @staticmethod
    def data(content: object, status: int = 200) -> Response:
        """JSON, for our own scripts."""
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return Response(body, status, media_type="application/json; charset=utf-8")

    # --- what is remembered --------------------------------------------------------------------------------------

    def note(self, act: Act, *, detail: str = "", account_id: str = "") -> None:
        """Into the audit trail: who did what, never what it said."""
        self.site.add_audit(
            Audit(
                at=self.now, who=self.who.email, act=act, meeting_id=self.found.id if self.found else "",
                account_id=account_id, manager=self.owner.email if self.owner else "", detail=detail,
            )
        )  # fmt: skip
