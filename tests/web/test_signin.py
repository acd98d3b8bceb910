"""Signing in by a link: once, not for long, for those we know, and by a press alone."""

import datetime as dt
import email
import re
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pytest

from tests.web.house import Pages, pages

HTML = "text/html; charset=utf-8"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Pages]:
    with pages(tmp_path) as found:
        yield found


def link_in(folder: Path) -> str:
    """The path of the newest sign-in link that was mailed."""
    found = []
    for file in folder.glob("*.eml"):
        message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        found += re.findall(r"http://kambrief\.example(/sign-in/\S+)", body.get_content())
    return found[-1] if found else ""


def test_a_link_signs_in_once(site: Pages, tmp_path: Path) -> None:
    browser = site.client()
    asked = browser.post("/sign-in", data={"email": site.manager.upper(), "next": "/settings"})
    assert asked.status_code == 200
    link = link_in(tmp_path)
    assert site.manager in browser.get(link).text
    used = browser.post(link)
    assert (used.status_code, used.headers["location"]) == (303, "/settings")
    assert "httponly" in used.headers["set-cookie"].casefold()
    assert browser.get("/").status_code == 200
    again = site.client().post(link)
    assert (again.status_code, "set-cookie" in again.headers) == (410, False)


def test_opening_a_link_signs_nobody_in_and_does_not_use_it_up(site: Pages, tmp_path: Path) -> None:
    site.client().post("/sign-in", data={"email": site.manager})
    link, scanner = link_in(tmp_path), site.client()
    for _ in range(3):
        assert scanner.get(link).status_code == 200
        scanner.head(link)
    assert scanner.get("/").status_code == 303
    assert site.client().post(link).status_code == 303


def test_a_link_that_is_too_old_is_refused_and_says_what_to_do(site: Pages, tmp_path: Path) -> None:
    site.client().post("/sign-in", data={"email": site.manager})
    site.house.clock.now += dt.timedelta(minutes=16)
    page = site.client(**{"accept-language": "fi"}).get(link_in(tmp_path))
    assert page.status_code == 410
    assert "Pyydä uusi" in page.text


def test_a_stranger_is_answered_like_everybody_and_gets_no_mail(site: Pages, tmp_path: Path) -> None:
    known = site.client().post("/sign-in", data={"email": site.manager})
    sent = len(list(tmp_path.glob("*.eml")))
    stranger = site.client().post("/sign-in", data={"email": "eve@elsewhere.example"})
    assert len(list(tmp_path.glob("*.eml"))) == sent
    assert known.text.replace(site.manager, "X") == stranger.text.replace("eve@elsewhere.example", "X")


def test_nobodys_mailbox_is_filled_with_links(site: Pages, tmp_path: Path) -> None:
    before = len(list(tmp_path.glob("*.eml")))
    for _ in range(9):
        assert site.client().post("/sign-in", data={"email": site.manager}).status_code == 200
    assert len(list(tmp_path.glob("*.eml"))) - before == 5


def test_who_tries_too_often_is_told_to_wait(site: Pages) -> None:
    answers = [
        site.client().post("/sign-in", data={"email": f"a{number}@b.example"}).status_code for number in range(32)
    ]
    assert answers.count(429) == 2


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\nb"]
)
def test_a_link_leads_nowhere_but_to_our_own_pages(site: Pages, tmp_path: Path, onward: str) -> None:
    site.client().post("/sign-in", data={"email": site.manager, "next": onward})
    assert site.client().post(link_in(tmp_path)).headers["location"] == "/"


def test_signing_out_ends_the_session_itself(site: Pages) -> None:
    browser = site.client(site.manager)
    cookie = browser.cookies[site.site.cookie]
    assert browser.post("/sign-out", data=site.csrf(browser)).status_code == 303
    thief = site.client()
    thief.cookies.set(site.site.cookie, cookie)
    assert thief.get("/").headers["location"].startswith("/sign-in")


def test_a_page_that_needs_somebody_comes_back_after_signing_in(site: Pages) -> None:
    answer = site.client().get("/settings?x=1")
    if answer.status_code == 404:
        pytest.skip("no such page yet")
    assert answer.headers["location"] == "/sign-in?next=%2Fsettings%3Fx%3D1"


def test_a_link_never_leads_where_a_stranger_says_we_are(tmp_path: Path) -> None:
    with pages(tmp_path) as house:
        before = len(list(tmp_path.glob("*.eml")))
        house.site.public_url = ""
        forged = house.client(host="evil.example").post("/sign-in", data={"email": house.manager})
        assert (forged.status_code, len(list(tmp_path.glob("*.eml")))) == (200, before)
        house.client(host="127.0.0.1:8080").post("/sign-in", data={"email": house.manager})
        assert len(list(tmp_path.glob("*.eml"))) == before + 1
        assert not any(b"evil.example" in file.read_bytes() for file in tmp_path.glob("*.eml"))
