"""The customers' pages: who gets them, what stands on them, how heavy they are."""

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from kambrief.app import App
from kambrief.core.access import StandIn
from kambrief.core.customer import Account, Activity, ActivityKind, Contact, CrmData, Order, PlanStep, Role
from kambrief.core.insight.windows import plus_months
from kambrief.core.model import AccountManager, Scope
from kambrief.core.site import Act, AuditFilter, Session
from kambrief.web import guards
from kambrief.web.site import Site, add_pages
from tests.builders import (
    ELINA,
    OTTO,
    call,
    contract,
    deal,
    havulinna,
    mail_in,
    markku,
    nps,
    occurrence,
    petri,
    promise,
    ticket,
)
from tests.desk.shop import NOW, VESALA, euros, shop
from tests.web.queries import made_by

LIGHT = 100_000
ATTACKS = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onfocus='alert(1)", "javascript:alert(1)")


def orders(account_id: str, amounts: Sequence[int]) -> tuple[Order, ...]:
    """Up to September 2026."""
    last = dt.date(2026, 9, 1)
    return tuple(
        Order(account_id, plus_months(last, place - len(amounts) + 1), "service", euros(amount), "EUR")
        for place, amount in enumerate(amounts)
    )


def rich(word: str = "Kuorimo", **more: Any) -> CrmData:
    """A customer with something in every section; ``word`` stands in every text."""
    people = (
        petri(first_name=word, title=word), markku(),
        Contact("C03", "A01", "Ilse", word, email="ilse@havulinna.example", role=Role.ECONOMIC_BUYER),
    )  # fmt: skip
    return havulinna(**{
        "accounts": (dataclasses.replace(havulinna().accounts[0], name=f"Havulinna {word}", owner=f"Owner {word}"),),
        "contacts": people,
        "activities": (
            call(people[0], "1.10. 9.00", f"{word} wants the figures first.", subject=word, our_people=(f"Colleague {word}",)),
            mail_in(people[0], "2.9. 9.00", f"When will {word} be mended?", subject=f"About {word}"),
        ),
        "commitments": (promise(f"Report on {word}", dt.date(2026, 9, 25), made_on=dt.date(2026, 9, 1), owner=word),),
        "contracts": (contract(dt.date(2026, 12, 31), name=word, annual_value=euros(90_000), currency="EUR"),),
        "tickets": (ticket(subject=f"{word} fails"),),
        "surveys": (nps(people[0], 9, dt.date(2025, 9, 1)), nps(people[0], 4, dt.date(2026, 9, 1), word), nps(people[2], 8, dt.date(2026, 9, 1))),
        "deals": (deal(name=word),),
        "orders": (*orders("A01", [30_000] * 18 + [-4_000] + [20_000] * 5),),
        "plans": (PlanStep("P1", "A01", f"Agree on {word}", f"We want {word}", f"They get {word}", dt.date(2026, 11, 1)),),
        "link_template": "https://crm.example/{table}/{id}",
        **more,
    })  # fmt: skip


def browser(app: App, email: str = ELINA.email, **headers: str) -> TestClient:
    served = FastAPI()
    add_pages(served, Site(lambda: app, app.store.site, lambda: NOW, lambda: None))
    client = TestClient(served, base_url="http://kambrief.example", follow_redirects=False, headers=headers)
    token = guards.new_token()
    hashed = guards.digest(token)
    app.store.site.add_session(Session(hashed, email, NOW, NOW, NOW + dt.timedelta(days=9)))
    client.cookies.set("kambrief", token)
    return client


def speaking(language: str) -> AccountManager:
    return dataclasses.replace(ELINA, language=language)


class Page(HTMLParser):
    """What a browser would find in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


# --- what stands on it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fi", "sv", "de"])
def test_every_section_is_there_in_every_language(language: str) -> None:
    app, _ = shop(rich(), occurrence(), managers=(speaking(language), OTTO))
    answer = browser(app).get("/account/A01")
    assert answer.status_code == 200, answer.text[-800:]
    page = Page(answer.text)
    ids = {attributes.get("id") for _, attributes in page.tags}
    assert {"risk", "promises", "revenue", "satisfaction", "people", "contracts", "plan", "history"} <= ids
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert [tag for tag, _ in page.tags].count("svg") > 4  # the nested ones of the dots, too
    assert "Havulinna Kuorimo" in page.text
    assert len(answer.content) < LIGHT
    assert ("html", {"lang": language}) in page.tags
    assert browser(app).get("/accounts").status_code == 200


def test_a_customer_of_whom_hardly_anything_is_known_has_a_page_too() -> None:
    app, _ = shop(havulinna(), occurrence())
    answer = browser(app).get("/account/A01")
    assert answer.status_code == 200, answer.text[-800:]
    assert "Ei avoimia." in answer.text


def test_ids_are_each_there_once_and_every_label_leads_somewhere() -> None:
    app, _ = shop(rich(), occurrence())
    page = Page(browser(app).get("/account/A01").text)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        for key in ("aria-labelledby", "aria-describedby", "for"):
            for one in (attributes.get(key) or "").split():
                assert one in ids
        link = attributes.get("href") or ""
        assert not link.startswith("#") or link[1:] in ids


def test_text_in_another_language_says_so() -> None:
    app, _ = shop(rich(), occurrence())
    page = Page(browser(app).get("/account/A01").text)
    assert any(attributes.get("lang") == "en" for tag, attributes in page.tags if tag == "p")


def test_links_lead_into_the_crm_and_nowhere_else() -> None:
    app, _ = shop(rich(), occurrence())
    page = Page(browser(app).get("/account/A01").text)
    outside = [str(one["href"]) for tag, one in page.tags if tag == "a" and "://" in str(one.get("href"))]
    assert outside
    assert all(link.startswith("https://crm.example/") for link in outside)
    odd, _ = shop(rich(link_template="javascript:alert('{id}')"), occurrence())
    assert "javascript:" not in browser(odd).get("/account/A01").text


def test_the_history_is_filtered_with_and_without_htmx() -> None:
    app, _ = shop(rich(), occurrence())
    whole = browser(app).get("/account/A01?kind=email").text
    assert "When will Kuorimo be mended?" in whole
    part = browser(app, **{"hx-request": "true"}).get("/account/A01?part=history&kind=call")
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "wants the figures first" in part.text
    assert "be mended" not in Page(part.text).text


@pytest.mark.parametrize("query", ["?page=99", "?page=-1", "?page=x", "?page=²", "?kind=%00", "?page=9999999999"])
def test_odd_addresses_get_a_page(query: str) -> None:
    app, _ = shop(rich(), occurrence())
    assert browser(app).get(f"/account/A01{query}").status_code == 200
    assert browser(app).get(f"/accounts{query}").status_code == 200


# --- attacks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attack", ATTACKS)
def test_names_and_texts_from_outside_stay_text(attack: str) -> None:
    app, _ = shop(rich(attack), occurrence(title=attack))
    client = browser(app)
    for path in ("/account/A01", "/accounts", f"/accounts?q={attack}", f"/account/A01?kind={attack}"):
        answer = client.get(path)
        assert answer.status_code == 200
        page = Page(answer.text)
        for tag, attributes in page.tags:
            assert tag not in {"img", "iframe", "object", "style"}
            assert tag != "script" or str(attributes.get("src")).startswith("/static/")
            assert not any(name.startswith("on") or name == "style" for name in attributes)
            assert not str(attributes.get("href")).startswith("javascript:")


# --- who gets it ---------------------------------------------------------------------------------------------------


def test_another_managers_customer_is_told_to_be_nothing_as_one_that_is_not_there() -> None:
    app, _ = shop(rich(), occurrence())
    client = browser(app, OTTO.email)
    theirs, none = client.get("/account/A01"), client.get("/account/X01")
    assert (theirs.status_code, none.status_code) == (404, 404)
    assert theirs.text.replace("A01", "") == none.text.replace("X01", "")


def test_a_stand_in_sees_it_only_while_they_stand_in_and_as_far_as_their_own_rights_go() -> None:
    day = NOW.date()
    given = StandIn(ELINA.email, OTTO.email, day, day, ELINA.email, NOW)
    app, _ = shop(rich(), occurrence())
    client = browser(app, OTTO.email)
    assert client.get(f"/account/A01?for={ELINA.email}").status_code == 404
    app.store.site.add_stand_in(given)
    answer = client.get(f"/account/A01?for={ELINA.email}")
    assert answer.status_code == 200
    assert f"for={ELINA.email.replace('@', '%40')}" in answer.text  # the links stay in their name
    assert client.get("/account/A01").status_code == 404
    narrow, _ = shop(rich(), occurrence(), managers=(ELINA, dataclasses.replace(OTTO, crm_scope=Scope.OWN)))
    narrow.store.site.add_stand_in(given)
    assert browser(narrow, OTTO.email).get(f"/account/A01?for={ELINA.email}").status_code == 404


def test_nobody_who_is_not_signed_in_sees_anything() -> None:
    app, _ = shop(rich(), occurrence())
    client = browser(app)
    client.cookies.clear()
    for path in ("/account/A01", "/accounts"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/sign-in")


def test_that_it_was_looked_at_is_in_the_trail_without_a_name() -> None:
    app, _ = shop(rich(), occurrence())
    browser(app).get("/account/A01")
    (row,) = app.store.site.audit(AuditFilter(acts=frozenset({Act.SAW_ACCOUNT})), 9)
    assert (row.who, row.account_id, row.detail) == (ELINA.email, "A01", "")


def test_while_the_crm_is_away_and_nothing_is_kept_the_page_says_try_again() -> None:
    app, crm = shop(rich(), occurrence())
    crm.down = True
    assert browser(app).get("/account/A01").status_code == 503


# --- how heavy it is -----------------------------------------------------------------------------------------------


def much() -> CrmData:
    """One customer with a long history and many people, among many customers."""
    people = tuple(
        Contact(f"C{number:03}", "A01", f"Name{number}", "Long-Surname " * 3, email=f"c{number}@havulinna.example")
        for number in range(150)
    )
    rows = tuple(
        Activity(
            f"a{number}", "A01", ActivityKind.CALL, NOW - dt.timedelta(days=number % 700, minutes=number),
            "A subject of some length for a call", "They said quite a lot of things in this call. " * 2,
            contacts=(people[number % 150].id,), our_people=(f"colleague.number{number % 30}@kuura.example",), status="connected",
        )
        for number in range(1_500)
    )  # fmt: skip
    surveys = tuple(nps(people[number % 150], number % 11, dt.date(2026, 1 + number % 9, 3)) for number in range(300))
    promises = tuple(promise(f"{number:04} something that was promised", dt.date(2026, 9, 1)) for number in range(80))
    others = tuple(
        Account(f"B{number:04}", f"Other {number} Oy", domains=(f"other{number}.example",), owner="Elina Saarikko")
        for number in range(400)
    )
    base = rich()
    return dataclasses.replace(
        base, accounts=(*base.accounts, *others), contacts=(*base.contacts, *people),
        activities=(*base.activities, *rows), surveys=surveys, commitments=promises,
    )  # fmt: skip


@pytest.mark.slow
def test_pages_stay_light_and_their_queries_few_whatever_there_is() -> None:
    few, _ = shop(rich(), occurrence())
    calls = [
        occurrence(f"{day}.10. {hour}.00", uid=f"u{day}-{hour}", attendees=(attendee,))
        for day in range(6, 19)
        for hour in range(8, 18)
        for attendee in occurrence().attendees[-1:]
    ]
    many, _ = shop(much(), *calls)
    for path in ("/account/A01", "/accounts", "/accounts?q=other"):
        clients = [browser(app) for app in (few, many)]
        for client in clients:
            assert client.get(path).status_code == 200  # the first fills what is kept
        light, heavy = (
            made_by(app, functools.partial(client.get, path)) for app, client in zip((few, many), clients, strict=True)
        )
        assert len(light) == len(heavy), f"{light}\n---\n{heavy}"
        assert len(clients[1].get(path).content) < LIGHT


def test_the_list_turns_its_pages() -> None:
    rows = tuple(Account(f"M{number:03}", f"Mänty {number}", owner="Otto Salmi") for number in range(60))
    app, _ = shop(CrmData(accounts=(VESALA, *rows), orders=orders("V1", [1, 2]), provider="crm.fake"))
    client = browser(app, OTTO.email)
    first, second = client.get("/accounts").text, client.get("/accounts?page=2").text
    assert len(re.findall(r'<li class="card">', first)) == 50
    assert len(re.findall(r'<li class="card">', second)) == 11
    assert "page=2" in first
    found = client.get("/accounts?q=Mänty+5").text
    assert len(re.findall(r'<li class="card">', found)) == 15  # 5, 15 … 45, 50 … 59
    assert 'value="Mänty 5"' in found
