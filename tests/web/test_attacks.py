"""What others write stays words: on every page, in every place, whatever it looks like.

A page under attack is made of the same elements and attributes as one that nobody attacks, leads nowhere else, and a
browser that shows it runs nothing, asks nobody and complains of nothing.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

from kambrief.core.drafting import Place, Version
from kambrief.desk import followups
from kambrief.desk.place import Desk
from kambrief.errors import RefusedError
from kambrief.evaluation.play import SCENARIOS
from kambrief.web.pages import routes
from kambrief.web.server import WebServer
from kambrief.web.shown import web_folder
from tests.parts.browser import Browser
from tests.web.house import EN, FI, Pages, pages
from tests.web.pages_seen import Parsed, missing_headers, wrong_with
from tests.web.poisoned import MARK, OWN, poisoned

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

GETS = sorted(route.path for route in routes() if route.method == "GET")
ASKED = ("q", "next", "said", "from", "for", "kind", "page", "part", "do", "version", "a", "b", "base", "who", "act",
         "meeting", "before", "days", "email", "error", "error_description", "state", "code", "iss", "date", "show")  # fmt: skip
"""What pages ask for behind the question mark, and some that none asks for."""


def paths(site: Pages) -> list[str]:
    """Every page of the house, in every form that its meetings and customers give it."""
    meeting = site.house.meeting
    folder = site.house.app.settings.base_dir / "crm" / "accounts.json"
    accounts = [row["id"] for row in json.loads(folder.read_text(encoding="utf-8"))]
    made = []
    for path in GETS:
        values = {"meeting_id": meeting.id, "token": "x" * 43, "number": "1", "stand_in_id": "1"}
        if "{account_id}" in path:
            made += [path.format(account_id=one, **values) for one in accounts]
        else:
            made.append(path.format(**values))
    return [*made, f"/?from={meeting.start.date()}", *(f"/account/{one}?part=history" for one in accounts)]


def shapes(text: str) -> set[tuple[str, ...]]:
    """What a page is made of: elements, each with the names of its attributes."""
    return {(tag, name) for tag, attributes in Parsed(text).elements for name in ("", *attributes)}


def of_templates() -> set[tuple[str, ...]]:
    """What stands in the templates themselves, whether or not a sample comes by."""
    files = sorted(web_folder().rglob("*.jinja"))
    return set().union(
        *(shapes(re.sub(r"{[{%#].*?[}%#]}", " ", file.read_text(encoding="utf-8"), flags=re.DOTALL)) for file in files)
    )


def typed(site: Pages, attacks: tuple[str, ...]) -> None:
    """A person puts such things into a draft, too: they may have them from a mail of the customer's."""
    desk = Desk(site.house.app, site.house.meeting, site.house.manager, site.house.clock())
    record = desk.there()
    last = record.versions[-1]
    followups.edited(desk, Version(
        0, Place.BROWSER, site.house.clock(), f"{last.subject} {attacks[0]}", last.body + "\n" + "\n".join(attacks)[:20_000],
        last.to, last.cc, base=last.number,
    ))  # fmt: skip


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, ...]]:
    """What the templates make, and what code makes (the charts) of pages that nobody attacks."""
    known = of_templates()
    for scenario in (FI, EN):
        with pages(tmp_path_factory.mktemp("plain"), scenario) as site:
            browser = site.client(site.manager)
            for path in paths(site):
                known |= shapes(browser.get(path).text)
            typed(site, ("a line\n",))
            for path in paths(site):
                known |= shapes(browser.get(path).text)
    return known


@pytest.fixture(scope="module", params=[FI, EN])
def attacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with poisoned(tmp_path_factory.mktemp("attacked"), request.param) as site:
        yield site


def harmless(site: Pages, text: str, known: set[tuple[str, ...]], csrf: str = "") -> list[str]:
    """What is wrong with a page."""
    join = site.house.meeting.join.url if site.house.meeting.join else ""
    found = wrong_with(text, csrf=csrf, elsewhere=(join,) if join else ())
    return found + [f"a new {shape}" for shape in sorted(shapes(text) - known)]


def test_every_page_is_made_of_what_our_templates_make(attacked: Pages, plain: set[tuple[str, ...]]) -> None:
    browser = attacked.client(attacked.manager)
    csrf = attacked.csrf(browser)["csrf"]
    reached = []
    for round_ in ("as it comes", "edited"):
        for path in paths(attacked):
            answer = browser.get(path)
            assert answer.status_code < 500 or path == "/health/ready", (path, answer.text[:300])
            if "html" not in answer.headers.get("content-type", ""):
                continue
            assert harmless(attacked, answer.text, plain, csrf) == [], (path, round_)
            assert missing_headers(answer.headers) == [], path
            assert "evil.example" not in "".join(value for _, _, value in Parsed(answer.text).links), path
            reached += [path] if MARK in Parsed(answer.text).text else []
        typed(attacked, OWN)
    # Else nothing would have been tried.
    meeting = attacked.house.meeting.id
    assert {
        f"/followup/{meeting}",
        f"/brief/{meeting}",
        f"/panel/{meeting}",
        "/accounts",
        f"/followup/{meeting}/transcript",
    } <= set(reached)


@pytest.mark.parametrize("name", ["html_xss", "naughty_strings", "names"])
@pytest.mark.corpus
def test_the_attacks_that_are_known_stay_words(
    name: str, corpora: Path, tmp_path: Path, plain: set[tuple[str, ...]]
) -> None:
    rows = (corpora / "data" / "attacks" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    attacks = [json.loads(row)["payload"].replace("\n", " ").replace("\r", " ") for row in rows]
    attacks = [one for one in attacks if one.strip() and one.isprintable()]
    with poisoned(tmp_path, FI, attacks) as site:
        typed(site, tuple(attacks))
        browser = site.client(site.manager)
        for path in paths(site):
            answer = browser.get(path)
            assert answer.status_code < 500 or path == "/health/ready", (path, answer.text[:300])
            if "html" in answer.headers.get("content-type", ""):
                assert harmless(site, answer.text, plain) == [], path


@pytest.mark.parametrize("path", GETS)
def test_what_stands_in_an_address_stays_words(attacked: Pages, path: str, plain: set[tuple[str, ...]]) -> None:
    browser, nobody = attacked.client(attacked.manager), attacked.client()
    values = dict.fromkeys(("token", "number", "stand_in_id", "meeting_id", "account_id"), "x")
    values |= {"meeting_id": attacked.house.meeting.id, "account_id": "A01"}
    for attack in OWN[:8]:
        query = dict.fromkeys(ASKED, attack)
        for one in (browser, nobody):
            for less in (frozenset[str](), frozenset({"for"})):
                asked = {name: value for name, value in query.items() if name not in less}
                answer = one.get(path.format(**values), params=asked)
                assert answer.status_code < 500 or path == "/health/ready", (path, attack)
                assert "evil.example" not in answer.headers.get("location", "").split("?")[0]
                if "html" in answer.headers.get("content-type", ""):
                    assert harmless(attacked, answer.text, plain) == [], (path, attack)


def test_what_is_typed_and_refused_is_shown_as_words(attacked: Pages, plain: set[tuple[str, ...]]) -> None:
    browser = attacked.client(attacked.manager)
    posts = sorted(route.path for route in routes() if route.method == "POST" and "meeting_id" in route.path)
    for path in posts:
        for attack in OWN[:4]:
            long = attack + " and so on and so on"
            form = {"csrf": "forged", "body": long, "subject": long, "notes": long, "do": long, "text": long}
            answer = browser.post(path.format(meeting_id=attacked.house.meeting.id), data=form)
            assert answer.status_code == 403
            assert long in answer.text.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace(
                "&#34;", '"'
            )
            assert harmless(attacked, answer.text, plain) == [], path


def test_what_is_typed_into_sign_in_is_shown_as_words(attacked: Pages, plain: set[tuple[str, ...]]) -> None:
    for attack in OWN:
        answer = attacked.client().post("/sign-in", data={"email": attack, "next": attack})
        assert answer.status_code in {200, 429}
        assert harmless(attacked, answer.text, plain) == [], attack


def test_a_header_of_an_answer_holds_nothing_that_was_sent(attacked: Pages) -> None:
    browser = attacked.client(attacked.manager)
    bad = "/x\r\nset-cookie: a=b"
    for path in ("/sign-in", "/oidc/off", "/oidc/back", "/"):
        for answer in (
            browser.get(path, params={"next": bad, "said": bad}),
            attacked.client().get(path, params={"next": bad}),
        ):
            assert all("\n" not in value and "a=b" not in value.split("?")[0] for value in answer.headers.values())
    moved = browser.post("/promise", data=attacked.csrf(browser) | {"next": bad, "id": "x", "meeting": "x", "do": bad})
    assert "set-cookie" not in moved.headers


# --- in a browser ---------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("scenario", [FI, EN])
def test_a_browser_runs_nothing_asks_nobody_and_complains_of_nothing(tmp_path: Path, scenario: str) -> None:
    with poisoned(tmp_path, scenario) as site, WebServer(site.served, "127.0.0.1", 0) as server, Browser() as browser:
        typed(site, OWN)
        wanted = [path for path in paths(site) if path not in {"/admin/trail.csv", "/metrics", "/health/ready"}]
        cookie = {"name": site.site.cookie, "value": site.session(site.manager), "url": server.address}
        told: list[str] = []

        def noted(what: str, said: Any) -> None:
            told.append(f"{what}: {said}")

        def closed(one: Dialog) -> None:
            noted("dialog", one.message)
            one.dismiss()

        def heard(one: ConsoleMessage) -> None:
            if one.type in {"error", "warning"}:
                noted("console", one.text)

        def asked(one: Request) -> None:
            if not one.url.startswith((server.address, "data:")):
                noted("asked", one.url)

        def visit(page: Page) -> None:
            page.context.add_cookies([cookie])  # type: ignore[list-item] # as Playwright takes it
            page.on("dialog", closed)
            page.on("console", heard)
            page.on("pageerror", lambda error: noted("error", error))
            page.on("request", asked)
            page.on("popup", lambda one: noted("window", one.url))
            for path in wanted:
                answer = page.goto(server.address + path, wait_until="load")
                assert page.url.startswith(server.address), page.url
                gone = answer is not None and answer.status >= 400
                at = len(told)
                page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")
                page.evaluate(
                    "() => document.querySelectorAll('a, button, input, textarea, summary, [tabindex]').forEach(one => one.focus())"
                )
                assert told[at:] == [], path
                if gone:  # the browser tells of a 404 itself
                    told[:] = [one for one in told if "Failed to load resource" not in one]
                assert told == [], path

        browser.visit(f"{server.address}/static/icon.svg", visit)


def test_the_attack_would_be_seen(tmp_path: Path) -> None:
    """The tests above can fail: a page into which the same texts are put as they are has something wrong with it."""
    del tmp_path
    seen = [
        attack
        for attack in OWN
        if not wrong_with(f"<!DOCTYPE html><html lang='en'><body><p title=\"{attack}\">{attack}</p>")
    ]
    assert seen == []
    assert (SCENARIOS / FI).is_dir()


def test_a_draft_with_markup_in_its_recipients_is_refused_or_words(
    attacked: Pages, plain: set[tuple[str, ...]]
) -> None:
    desk = Desk(attacked.house.app, attacked.house.meeting, attacked.house.manager, attacked.house.clock())
    last = desk.there().versions[-1]
    bad = Version(
        0, Place.BROWSER, attacked.house.clock(), last.subject, last.body + "\n.", ('"<b>ZQX</b>"@x.example',),
        ("<script>alert(1)</script>@x.example",), base=last.number,
    )  # fmt: skip
    try:
        followups.edited(desk, bad)
    except (RefusedError, ValueError):
        return
    browser = attacked.client(attacked.manager)
    for path in (one for one in paths(attacked) if one.startswith("/followup/")):
        answer = browser.get(path)
        if "html" in answer.headers.get("content-type", ""):
            assert harmless(attacked, answer.text, plain) == [], path
