"""The table of refusals: every route, and everybody who must not get through it.

What is expected stands in `TABLE`, written by hand and not taken from the routes' own words, so that a route which says
less than it should is found. A new route fails here until somebody has said who may ask for it.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from kambrief.core.access import StandIn
from kambrief.core.site import Session
from kambrief.evaluation.play import SCENARIOS
from kambrief.evaluation.scenario import load
from kambrief.web import guards
from kambrief.web.pages import routes
from tests.web.house import FI, Pages, pages
from tests.web.pages_seen import Parsed, missing_headers, wrong_with
from tests.web.rows import rows

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("refusals"), pytest.mark.timeout(300)]

OTHER, ENDED, SOON, DEPUTY, ADMIN, FORMER = (
    f"{name}@kuura.example" for name in ("other", "ended", "soon", "deputy", "admin", "former")
)  # fmt: skip

# --- the table -------------------------------------------------------------------------------------------------------

OPEN = "open to anybody"
SIGNED_IN = "one's own, for everybody who is signed in"
MANAGER = "an account manager's own matters"
ACCOUNT = "a customer, under the rights of whoever asks"
MEETING = "a meeting, its account manager's and their stand-in's"
ADMINISTRATOR = "for administrators"

TABLE: Mapping[str, str] = {
    "GET /sign-in": OPEN,
    "POST /sign-in": OPEN,
    "GET /sign-in/{token}": OPEN,
    "POST /sign-in/{token}": OPEN,
    "POST /sign-out": SIGNED_IN,
    "GET /oidc/off": OPEN,
    "GET /oidc/back": OPEN,
    "GET /": MANAGER,
    "POST /promise": MANAGER,
    "GET /brief/{meeting_id}": MEETING,
    "POST /brief/{meeting_id}/write": MEETING,
    "POST /brief/{meeting_id}/feedback": MEETING,
    "GET /brief/{meeting_id}/match": MEETING,
    "POST /brief/{meeting_id}/match": MEETING,
    "GET /brief/{meeting_id}/why": MEETING,
    "GET /accounts": MANAGER,
    "GET /account/{account_id}": ACCOUNT,
    "GET /followup/{meeting_id}": MEETING,
    "POST /followup/{meeting_id}": MEETING,
    "POST /followup/{meeting_id}/autosave": MEETING,
    "POST /followup/{meeting_id}/discard": MEETING,
    "GET /followup/{meeting_id}/checks": MEETING,
    "GET /followup/{meeting_id}/state": MEETING,
    "POST /followup/{meeting_id}/approve": MEETING,
    "POST /followup/{meeting_id}/undo": MEETING,
    "GET /followup/{meeting_id}/close": MEETING,
    "POST /followup/{meeting_id}/drop": MEETING,
    "POST /followup/{meeting_id}/left": MEETING,
    "POST /followup/{meeting_id}/notes": MEETING,
    "POST /followup/{meeting_id}/anew": MEETING,
    "POST /followup/{meeting_id}/restore": MEETING,
    "GET /followup/{meeting_id}/versions": MEETING,
    "POST /followup/{meeting_id}/choose": MEETING,
    "POST /followup/{meeting_id}/take": MEETING,
    "GET /followup/{meeting_id}/transcript": MEETING,
    "GET /panel/{meeting_id}": MEETING,
    "GET /panel/{meeting_id}/state": MEETING,
    "POST /panel/{meeting_id}": MEETING,
    "GET /settings": SIGNED_IN,
    "POST /settings": SIGNED_IN,
    "POST /settings/voice": SIGNED_IN,
    "GET /settings/voice/forget": SIGNED_IN,
    "POST /settings/voice/forget": SIGNED_IN,
    "POST /settings/stand-ins": SIGNED_IN,
    "POST /settings/stand-ins/{stand_in_id}/end": SIGNED_IN,
    "POST /settings/sessions": SIGNED_IN,
    "GET /settings/kept": SIGNED_IN,
    "GET /admin": ADMINISTRATOR,
    "POST /admin/check": ADMINISTRATOR,
    "GET /admin/why": ADMINISTRATOR,
    "GET /admin/why/{meeting_id}": ADMINISTRATOR,
    "GET /admin/usage": ADMINISTRATOR,
    "GET /admin/people": ADMINISTRATOR,
    "POST /admin/people/sign-out": ADMINISTRATOR,
    "POST /admin/people/stand-in": ADMINISTRATOR,
    "POST /admin/people/stand-in/end": ADMINISTRATOR,
    "GET /admin/trail": ADMINISTRATOR,
    "GET /admin/trail.csv": ADMINISTRATOR,
    "GET /admin/retention": ADMINISTRATOR,
    "GET /admin/rehearsal": ADMINISTRATOR,
    "POST /admin/rehearsal": ADMINISTRATOR,
    "GET /rehearsal": MANAGER,
    "GET /rehearsal/{number}": MANAGER,
    "GET /health/ready": OPEN,
    "GET /metrics": OPEN,
}

REFUSED: Mapping[str, Mapping[str, int]] = {
    OPEN: {},
    SIGNED_IN: {},
    MANAGER: {ADMIN: 403},
    ACCOUNT: {OTHER: 404, ENDED: 404, SOON: 404, ADMIN: 403},
    MEETING: {OTHER: 404, ENDED: 403, SOON: 403, ADMIN: 403},
    ADMINISTRATOR: {OTHER: 403, ENDED: 403, DEPUTY: 403},
}
"""How those who are signed in are answered who may not, by what the route is about. Nobody at all gets in anywhere but
where it is `OPEN`.
"""

ASKS: Mapping[str, str] = {"GET /brief/{meeting_id}/match": "?who={attendee}"}
"""What must stand behind the question mark where a page is about one of several."""
PARTS: frozenset[str] = frozenset({"GET /followup/{meeting_id}/checks", "GET /followup/{meeting_id}/state"})
"""Parts of pages, which htmx asks for."""
NOT_THERE: Mapping[str, int] = {
    "GET /sign-in/{token}": 410, "GET /oidc/off": 404, "GET /oidc/back": 404, "GET /rehearsal/{number}": 404,
    "GET /metrics": 404, "GET /sign-in": 303, "GET /settings/voice/forget": 303,
}  # fmt: skip
"""What the rightful person gets instead of a page in this house: no such link, no provider, nothing to forget …"""
ALL = [f"{route.method} {route.path}" for route in routes()]


def test_every_route_is_in_the_table_and_the_table_holds_nothing_else() -> None:
    assert len(ALL) == len(set(ALL))
    assert set(ALL) == TABLE.keys()


# --- the house -------------------------------------------------------------------------------------------------------


@dataclass
class House:
    """A house with two follow-ups' worth of people around one meeting."""

    site: Pages
    values: Mapping[str, str]
    """What stands in addresses."""
    folder: Path
    """Where its mails are written."""
    secrets: tuple[str, ...]
    """What only the account manager and their stand-in may read."""
    cookies: dict[str, str] = field(default_factory=dict)

    def path(self, name: str) -> str:
        return name.split(" ", 1)[1].format(**self.values)

    def browser(self, email: str) -> TestClient:
        """Somebody's browser: each has one, with one session."""
        if email not in self.cookies:
            self.cookies[email] = self.site.session(email)
        browser = self.site.client()
        browser.cookies.set(self.site.site.cookie, self.cookies[email])
        return browser

    def ask(self, browser: TestClient, name: str, form: Mapping[str, str] | None = None, **headers: str) -> Any:
        method, path = name.split(" ", 1)[0], self.path(name)
        if method == "GET":
            return browser.get(path, headers=headers)
        return browser.post(path, data=dict(form or {}), headers=headers)

    def everything(self) -> Mapping[str, frozenset[Any]]:
        """All that is stored but the trail, what is counted, and what is kept of the CRM's answers; and every mail."""
        kept: dict[str, frozenset[Any]] = dict(
            rows(self.site.house.app, "audit", "attempt", "snapshot", "source_state")
        )
        kept["mails"] = frozenset(path for path in self.folder.rglob("*") if path.is_file() and path.suffix == ".eml")
        return kept


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    scenario = load(SCENARIOS / FI)
    own = asdict(scenario.managers[0])
    # Their own rights show them nobody, so that whatever they see of a customer is a leak.
    others = [
        {
            **own,
            "email": email,
            "name": f"Joku {email[:3]}",
            "signature": "",
            "crm_scope": "all" if email == DEPUTY else "own",
        }
        for email in (OTHER, ENDED, SOON, DEPUTY)
    ]
    folder = tmp_path_factory.mktemp("refusals")
    with pages(folder, web={"admins": [ADMIN]}, more={"account_managers": [own, *others]}) as site:
        store, now, day = site.site.store, site.house.clock(), dt.timedelta(days=1)
        today = now.date()

        def given(deputy: str, first: dt.date, last: dt.date) -> StandIn:
            return store.add_stand_in(StandIn(site.manager, deputy, first, last, site.manager, now))

        ended = given(ENDED, today - day, today + day)
        store.end_stand_in(ended.id, now)
        given(SOON, today + 2 * day, today + 3 * day)
        running = given(DEPUTY, today, today + day)
        raw = scenario.raw
        record = site.house.app.store.followup(site.house.meeting.id, site.manager)
        assert record is not None
        words = [one["name"] for one in raw.tables["accounts"]]
        words += [f"{one['first_name']} {one['last_name']}" for one in raw.tables["contacts"]]
        words += [site.house.meeting.title, *(line for line in record.versions[-1].body.splitlines() if len(line) > 40)]
        attendee = next(one for one in site.house.meeting.attendees if not one.email.endswith("@kuura.example"))
        values = {
            "attendee": attendee.email, "meeting_id": site.house.meeting.id, "account_id": raw.meta["account_id"], "token": "x" * 43, "number": "1",
            "stand_in_id": str(running.id),
        }  # fmt: skip
        yield House(site, values, folder, tuple(word for word in words if len(word) > 5))


def is_html(answer: Any) -> bool:
    return "html" in answer.headers.get("content-type", "")


def refuses(house: House, answer: Any, status: int, *, to: str = "") -> None:
    """The answer refuses as it should, tells nothing, and reads as a page."""
    assert answer.status_code == status, answer.text[:600]
    if to:
        assert answer.headers["location"].startswith(to)
    assert missing_headers(answer.headers) == []
    assert [word for word in house.secrets if word in answer.text] == []
    assert "set-cookie" not in answer.headers
    if is_html(answer) and answer.text:
        assert wrong_with(answer.text) == []


# --- nobody, strangers, others ---------------------------------------------------------------------------------------

CLOSED = [name for name in ALL if TABLE.get(name) != OPEN]
POSTS = [name for name in ALL if name.startswith("POST")]
GETS = [name for name in ALL if name.startswith("GET")]


def sessions_of_nobody(house: House) -> Iterator[TestClient]:
    """No cookie; one that we never gave; one that has expired; one of somebody who has left; one that was ended."""
    site = house.site
    yield site.client()
    now = site.house.clock()
    for email, ends in (
        ("", None),
        (site.manager, now - dt.timedelta(minutes=1)),
        (FORMER, now + dt.timedelta(days=1)),
    ):
        browser, token = site.client(), guards.new_token()
        browser.cookies.set(site.site.cookie, token)
        if ends:
            site.site.store.add_session(Session(guards.digest(token), email, now, now, ends))
        yield browser
    ended = site.client(site.manager)
    site.site.store.revoke_session(guards.digest(ended.cookies[site.site.cookie]))
    yield ended


@pytest.mark.parametrize("name", CLOSED)
def test_who_is_not_signed_in_gets_nothing_and_changes_nothing(house: House, name: str) -> None:
    for browser in sessions_of_nobody(house):
        before = house.everything()
        token = browser.cookies.get(house.site.site.cookie)
        form = {"csrf": guards.form_token(token)} if token else {}
        if name.startswith("GET"):
            refuses(house, house.ask(browser, name), 303, to="/sign-in?next=")
            refuses(house, browser.get(house.path(name), headers={"hx-request": "true"}), 401)
        else:
            refuses(house, house.ask(browser, name, form), 401)
        after = house.everything()
        assert changed(before, after) - {"web_session"} == set()
        assert after["web_session"] <= before["web_session"]  # who has left loses their session, nobody gets one


def changed(before: Mapping[str, frozenset[Any]], after: Mapping[str, frozenset[Any]]) -> set[str]:
    """The tables that differ."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [(name, who, status) for name in ALL for who, status in REFUSED[TABLE.get(name, OPEN)].items()],
    ids=str,
)  # fmt: skip
def test_who_may_not_is_refused_and_learns_nothing(house: House, name: str, who: str, status: int) -> None:
    browser = house.browser(who)
    before = house.everything()
    answer = house.ask(browser, name, house.site.csrf(browser))
    refuses(house, answer, status)
    assert changed(before, house.everything()) == set()


@pytest.mark.parametrize("name", [name for name in ALL if TABLE.get(name) in {MANAGER, ACCOUNT, MEETING}])
@pytest.mark.parametrize("who", [OTHER, ENDED, SOON])
def test_naming_another_account_manager_in_the_address_or_the_form_gives_nothing(
    house: House, name: str, who: str
) -> None:
    browser = house.browser(who)
    before = house.everything()
    owner, path = house.site.manager, house.path(name)
    status = 403 if TABLE[name] == MEETING and who != OTHER else 404
    for named in (owner, owner.upper()):
        if name.startswith("GET"):
            refuses(house, browser.get(f"{path}?for={named}"), status)
        else:
            form = house.site.csrf(browser)
            refuses(house, browser.post(f"{path}?for={named}", data=form), status)
            refuses(house, browser.post(path, data=form | {"for": named}), status)
    assert changed(before, house.everything()) == set()


@pytest.mark.parametrize("name", [name for name in ALL if "{meeting_id}" in name or "{account_id}" in name])
@pytest.mark.parametrize("value", ["nothing-like-that", "..%2f..%2fetc", "%00", "1' OR '1'='1", "x" * 400])
def test_what_is_not_there_is_answered_like_what_is_anothers(house: House, name: str, value: str) -> None:
    browser = house.browser(rightful(house, name))
    house = dataclasses.replace(house, values=dict.fromkeys(house.values, value))
    before = house.everything()
    answer = house.ask(browser, name, house.site.csrf(browser))
    assert answer.status_code == 404, answer.text[:500]
    assert changed(before, house.everything()) == set()


# --- forms -----------------------------------------------------------------------------------------------------------


def rightful(house: House, name: str) -> str:
    """Somebody who may."""
    return ADMIN if TABLE[name] == ADMINISTRATOR else house.site.manager


@pytest.mark.parametrize("name", POSTS)
def test_a_form_that_is_not_of_our_page_does_nothing_even_for_who_may(house: House, name: str) -> None:
    browser, another = house.browser(rightful(house, name)), house.browser(OTHER)
    good, theirs = house.site.csrf(browser), house.site.csrf(another)
    before = house.everything()
    forged: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}), ({"csrf": ""}, {}), (theirs, {}), ({"csrf": "é" * 64}, {}),
        (good, {"origin": "https://evil.example"}), (good, {"origin": "null"}), (good, {"origin": "https://"}),
        (good, {"origin": "http://kambrief.example.evil.example"}), (good, {"origin": "http://[x"}),
        (good, {"sec-fetch-site": "cross-site"}), (good, {"sec-fetch-site": "same-site"}),
    ]  # fmt: skip
    for form, headers in forged:
        refuses(house, house.ask(browser, name, form, **headers), 403)
    assert changed(before, house.everything()) == set()


@pytest.mark.parametrize("name", POSTS)
def test_a_form_that_is_none_is_refused_and_harms_nothing(house: House, name: str) -> None:
    browser = house.browser(rightful(house, name))
    before = house.everything()
    path, word = house.path(name), house.site.csrf(browser)["csrf"]
    for body in (b"\xff\xfe=1", b"csrf=" + word.encode() + b"&x=" + b"a" * 300_000, b"&".join([b"a=1"] * 600)):
        refuses(
            house, browser.post(path, content=body, headers={"content-type": "application/x-www-form-urlencoded"}), 413
        )
    boxed = browser.post(
        path, content=b'{"csrf": "' + word.encode() + b'"}', headers={"content-type": "application/json"}
    )
    refuses(house, boxed, 403)
    assert changed(before, house.everything()) == set()


@pytest.mark.parametrize("name", ["POST /sign-in", "POST /sign-in/{token}"])
def test_a_sign_in_that_another_page_sends_does_nothing(house: House, name: str) -> None:
    before = house.everything()
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        refuses(house, house.ask(house.site.client(), name, {"email": house.site.manager}, **headers), 403)
    assert changed(before, house.everything()) == set()


@pytest.mark.parametrize("path", sorted({name.split(" ")[1] for name in ALL}))
def test_every_other_method_is_refused(house: House, path: str) -> None:
    known = {name.split(" ")[0] for name in ALL if name.endswith(f" {path}")}
    known |= {"HEAD"} if "GET" in known else set()
    browser = house.browser(house.site.manager)
    before = house.everything()
    address = path.format(**house.values)
    for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - known:
        answer = browser.request(method, address, data=house.site.csrf(browser) if method == "POST" else None)
        assert answer.status_code == 405, method
    assert changed(before, house.everything()) == set()


# --- what is handed about in forms -----------------------------------------------------------------------------------


def test_nobody_ends_anothers_stand_in_or_session_or_closes_their_promise(house: House) -> None:
    site = house.site
    laura = site.client(site.manager)
    theirs = guards.digest(laura.cookies[site.site.cookie])
    promises = site.house.app.store.promises()
    assert promises
    for who in (OTHER, ENDED, SOON, DEPUTY, ADMIN):
        browser = house.browser(who)
        word = site.csrf(browser)
        before = house.everything()
        for size in (6, 8, 10, 12, 16, 32, 64):
            browser.post("/settings/sessions", data=word | {"session": theirs[:size]})
        if who not in {DEPUTY, ADMIN}:  # the stand-in may give it back, an administrator may end it
            assert house.ask(browser, "POST /settings/stand-ins/{stand_in_id}/end", word).status_code in {403, 404}
        if who != DEPUTY:
            for row in promises:
                told = word | {"meeting": row.meeting_id, "id": row.id, "do": "drop"}
                assert browser.post("/promise", data=told).status_code in {403, 404}
                assert browser.post("/promise", data=told | {"for": site.manager}).status_code in {403, 404}
        assert changed(before, house.everything()) == set(), who
    assert laura.get("/").status_code == 200


def test_a_stand_in_hands_on_nothing_that_was_given_to_them(house: House) -> None:
    browser = house.browser(DEPUTY)
    day = house.site.house.clock().date().isoformat()
    before = house.everything()
    form = house.site.csrf(browser) | {
        "manager": house.site.manager, "for": house.site.manager, "deputy": OTHER, "first_day": day, "last_day": day,
        "from": day, "until": day, "first": day, "last": day,
    }  # fmt: skip
    browser.post("/settings/stand-ins", data=form)
    browser.post(f"/settings/stand-ins?for={house.site.manager}", data=form)
    assert browser.post("/admin/people/stand-in", data=form).status_code == 403
    given = house.site.site.store.stand_ins(manager=house.site.manager, deputy=OTHER)
    assert not given
    assert changed(before, house.everything()) <= {"stand_in"}  # their own they may give


# --- what is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GETS)
@pytest.mark.parametrize("who", ["manager", DEPUTY, ADMIN])
def test_no_page_changes_anything_by_being_opened(house: House, name: str, who: str) -> None:
    email = house.site.manager if who == "manager" else who
    browser = house.browser(email)
    before = house.everything()
    answer = house.ask(browser, name)
    assert browser.head(house.path(name)).status_code == answer.status_code
    assert answer.status_code < 500 or name == "GET /health/ready"
    assert changed(before, house.everything()) == set()
    assert missing_headers(answer.headers) == []


@pytest.mark.parametrize("name", GETS)
def test_a_page_is_made_of_nothing_that_its_policy_forbids(house: House, name: str) -> None:
    browser = house.browser(rightful(house, name))
    address = house.path(name) + ASKS.get(name, "").format(**house.values)
    answer = browser.get(address, headers={"hx-request": "true"} if name in PARTS else {})
    expected = NOT_THERE.get(name, 200)
    assert answer.status_code == expected, answer.text[:500]
    assert len(answer.content) < 100_000
    if expected != 200 or not is_html(answer):
        return
    assert wrong_with(answer.text, csrf=house.site.csrf(browser)["csrf"], elsewhere=("https://",)) == []
    assert name in PARTS or Parsed(answer.text).count("h1") == 1


@pytest.mark.parametrize(
    "name", [name for name in GETS if TABLE.get(name) in {SIGNED_IN, MANAGER, ADMINISTRATOR, OPEN}]
)
@pytest.mark.parametrize("who", [OTHER, ENDED, SOON, ADMIN])
def test_whoever_opens_their_own_pages_reads_nothing_of_anothers_customers(house: House, name: str, who: str) -> None:
    answer = house.ask(house.browser(who), name)
    assert answer.status_code < 500
    assert [word for word in house.secrets if word in answer.text] == []


def test_the_manager_and_their_stand_in_do_read_it(house: House) -> None:
    """Else the test above could not fail."""
    for who in (house.site.manager, DEPUTY):
        for name in ("GET /followup/{meeting_id}", "GET /brief/{meeting_id}"):
            page = house.ask(house.browser(who), name).text
            assert any(word in page for word in house.secrets), (who, name)
