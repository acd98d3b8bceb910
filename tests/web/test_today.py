"""The first page: what waits, promises that are due, and where each brief stands; for stand-ins by their own rights."""

import dataclasses
import datetime as dt
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from kambrief.core.access import StandIn
from kambrief.core.customer import Side
from kambrief.core.eligibility import REASONS
from kambrief.core.model import Attendee, Meeting
from kambrief.core.promises import PromiseRecord, PromiseState
from kambrief.core.site import Act, AuditFilter
from kambrief.core.work import BriefRecord, Delivery, DeliveryState, MailKind, Step, StepKind, StepState
from kambrief.desk.meetings import Standing
from kambrief.evaluation.play import SCENARIOS
from kambrief.evaluation.scenario import load
from kambrief.phrases import phrase_signatures
from kambrief.web.pages.today import state_of
from kambrief.web.shown import web_folder
from tests.web.house import FI, Pages, pages
from tests.web.queries import made_by

pytestmark = pytest.mark.slow

DEPUTY, NARROW, ADMIN = "tuomas.deputy@kuura.example", "noora.narrow@kuura.example", "it@kuura.example"
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """With two who may stand in: one sees everything, one only what they own (nothing)."""
    manager = dataclasses.asdict(load(SCENARIOS / FI).managers[0])
    others = [
        {"email": DEPUTY, "name": "Tuomas Deputy", "language": "en", "timezone": "Europe/Helsinki"},
        {"email": NARROW, "name": "Noora Narrow", "language": "en", "timezone": "Europe/Helsinki", "crm_scope": "own"},
    ]
    web = {"admins": [ADMIN], "admins_read": True}
    with pages(tmp_path_factory.mktemp("today"), FI, more={"account_managers": [manager, *others]}, web=web) as found:
        yield found


def put(site: Pages, title: str, days: float = 1, *, owner: str = "", **more: Any) -> Meeting:
    """A meeting of the manager with the sample's customer, ``days`` after the sample's call."""
    start = site.house.meeting.start + dt.timedelta(days=days)
    made = dataclasses.replace(
        site.house.meeting, id=f"today{next(_numbers):04}", title=title, start=start,
        end=start + dt.timedelta(minutes=45), sources=(), copies=(), owners=(owner or site.manager,), **more,
    )  # fmt: skip
    site.house.app.store.save_meetings([made], site.house.clock())
    return made


def promise(site: Pages, what: str, days: int, side: Side = Side.US, **more: Any) -> PromiseRecord:
    """A row of the ledger, due ``days`` from the sample's day on."""
    meeting = site.house.meeting
    today = meeting.start.date()
    row = PromiseRecord(
        f"p{next(_numbers):04}", meeting.id, site.manager, "A01", side, "Elina Saarikko", what, today,
        due=today + dt.timedelta(days=days), **more,
    )  # fmt: skip
    site.house.app.store.save_promises([row])
    return row


def stored(site: Pages, row: PromiseRecord) -> PromiseRecord:
    return next(one for one in site.house.app.store.promises(row.manager) if one.key == row.key)


def stand_in(site: Pages, deputy: str, days: int = 0) -> TestClient:
    now = site.house.clock()
    day = now.date() + dt.timedelta(days=days)
    site.site.store.add_stand_in(StandIn(site.manager, deputy, day, day, site.manager, now))
    return site.client(deputy)


def send(site: Pages, browser: TestClient, row: PromiseRecord, **form: str) -> Any:
    return browser.post("/promise", data={**site.csrf(browser), "meeting": row.meeting_id, "id": row.id, **form})


# --- what it shows ---------------------------------------------------------------------------------------------------


def test_it_shows_what_waits_first_and_then_the_days(site: Pages) -> None:
    page = site.client(site.manager).get("/")
    assert page.status_code == 200
    meeting = site.house.meeting
    for shown in ("Odottavat seurantaviestit", "Havulinna Levyteollisuus Oy", meeting.title, "Koonti lähetetty",
                  "Luonnos odottaa lukemista", f"/followup/{meeting.id}", f"/brief/{meeting.id}"):  # fmt: skip
        assert shown in page.text
    assert page.text.index("Odottavat") < page.text.index("Koonti lähetetty")
    assert len(page.content) < 100_000


def test_a_follow_up_that_waits_for_more_than_a_day_is_flagged(site: Pages) -> None:
    browser = site.client(site.manager)
    assert "yli 24 h" not in browser.get("/").text
    site.house.clock.now += dt.timedelta(hours=24)
    try:
        assert "yli 24 h" in browser.get("/").text
    finally:
        site.house.clock.now -= dt.timedelta(hours=24)


def test_days_are_paged_and_a_senseless_day_is_today(site: Pages) -> None:
    far, near = put(site, "Kaukainen palaveri", 9), put(site, "Läheinen palaveri", 2)
    browser = site.client(site.manager)
    first = browser.get("/").text
    assert near.title in first
    assert far.title not in first
    later = re.findall(r'href="(/\?from=[\d-]+)"', first)[-1]
    assert far.title in browser.get(later).text
    for senseless in ("yesterday", "9999-99-99", "2026-02-30", "0001-01-01", "9999-12-31", "<script>"):
        answer = browser.get("/", params={"from": senseless})
        assert answer.status_code == 200
        assert "<script>" not in answer.text


def test_a_meeting_without_a_brief_says_why(site: Pages) -> None:
    own = tuple(one for one in site.house.meeting.attendees if one.email.endswith("kuura.example"))
    put(site, "Sisäinen palaveri", 1, attendees=own, organizer=None)
    put(site, "Peruttu palaveri", 1, cancelled=True)
    text = site.client(site.manager).get("/").text
    assert "vain omaa väkeä (kuura." in text
    assert "Ei koontia: peruttu" in text


def test_every_reason_for_no_brief_has_its_words() -> None:
    phrases = phrase_signatures("en", web_folder() / "words" / "today")
    for reason, sentence in REASONS.items():
        if reason != "external_call":
            slots = set(re.findall(r"\{(\w+)\}", sentence))
            assert set(phrases[f"none_{reason}"]) == slots, reason


def test_another_managers_meetings_are_not_shown(site: Pages) -> None:
    put(site, "Secret of the other", 1, owner=DEPUTY)
    assert "Secret of the other" not in site.client(site.manager).get("/").text
    assert "Secret of the other" in site.client(DEPUTY).get("/").text


def test_titles_and_promises_from_outside_are_text(site: Pages) -> None:
    attack = '<img src=x onerror="alert(1)">{{ 7*7 }}'
    put(site, attack, 1)
    promise(site, attack, 0)
    text = site.client(site.manager).get("/").text
    assert "<img" not in text
    assert "{{ 7*7 }}" in text
    assert "&lt;img src=x" in text


# --- where a brief stands --------------------------------------------------------------------------------------------


def standing(site: Pages, **more: Any) -> Standing:
    meeting = site.house.meeting
    return Standing(meeting, site.house.manager, site.house.app.before.verdict(meeting, site.house.manager), **more)


def mailed(site: Pages, state: DeliveryState, kind: MailKind = MailKind.BRIEF) -> Delivery:
    now = site.house.clock()
    return Delivery(1, "m", "a", "a", "r", kind, now, now, "<id>", state=state, sent_at=now)


def test_each_standing_has_its_words(site: Pages) -> None:
    now = site.house.clock()
    states = DeliveryState
    step = Step(1, StepKind.BRIEF, now)
    table = {
        "state_sent": standing(site, mail=mailed(site, states.SENT)),
        "state_update": standing(site, mail=mailed(site, states.SENT, MailKind.UPDATE)),
        "state_void": standing(site, mail=mailed(site, states.SENT, MailKind.VOID)),
        "state_digest": standing(site, mail=mailed(site, states.SENT, MailKind.DIGEST)),
        "state_planned": standing(site, mail=mailed(site, states.PLANNED)),
        "state_failed": standing(site, mail=mailed(site, states.FAILED)),
        "state_unsure": standing(site, mail=mailed(site, states.UNKNOWN)),
        "state_writing": standing(site, step=dataclasses.replace(step, state=StepState.CLAIMED)),
        "state_too_late": standing(
            site, step=dataclasses.replace(step, state=StepState.DROPPED, note="known_too_late")
        ),
        "state_none": standing(site, begun=True),
        "state_due": standing(site, due=now),
        "state_due_digest": standing(site, due=now, in_digest=True),
    }
    assert {phrase: state_of(one).phrase for phrase, one in table.items()} == {phrase: phrase for phrase in table}


# --- promises --------------------------------------------------------------------------------------------------------


def test_promises_that_are_late_or_due_come_ours_first(site: Pages) -> None:
    theirs = promise(site, "kriittisten laitteiden lista", -3, Side.THEM)
    late, due, soon = promise(site, "hinta-arvio", -2), promise(site, "testitulokset", 0), promise(site, "raportti", 4)
    text = site.client(site.manager).get("/").text
    places = [text.index(f'id="promise-{row.id}"') for row in (late, due, theirs, soon)]
    assert places == sorted(places)
    assert "2&nbsp;päivää myöhässä" in text
    assert "Asiakas lupasi: Elina Saarikko" in text


def test_a_promise_is_done_once_and_stays_done(site: Pages) -> None:
    browser, row = site.client(site.manager), promise(site, "sopimusluonnos", 0)
    first = send(site, browser, row, do="done")
    assert (first.status_code, first.headers["location"]) == (303, "/?said=promise_done")
    assert stored(site, row).state is PromiseState.DONE
    assert stored(site, row).closed_by == "browser"
    again = send(site, browser, row, do="drop")
    assert again.headers["location"] == "/?said=promise_as_it_was"
    assert stored(site, row).state is PromiseState.DONE
    trail = site.site.store.audit(AuditFilter(acts=frozenset({Act.PROMISE})), 50)
    assert [one.detail for one in trail if row.id in one.detail] == [
        f"promise={row.id} meeting={row.meeting_id} do=done"
    ]


def test_a_promise_gets_another_day_or_is_not_wanted_any_more(site: Pages) -> None:
    browser, moved, dropped = site.client(site.manager), promise(site, "esitys", -1), promise(site, "esite", -1)
    day = site.house.clock().date() + dt.timedelta(days=5)
    assert send(site, browser, moved, do="move", day=day.isoformat()).headers["location"] == "/?said=promise_moved"
    assert stored(site, moved).due == day
    send(site, browser, dropped, do="drop")
    assert stored(site, dropped).state is PromiseState.DROPPED


@pytest.mark.parametrize("day", ["", "soon", "2020-01-01", "2999-01-01", '"><b>'])
def test_a_day_that_is_none_changes_nothing_and_is_said_beside_its_field(site: Pages, day: str) -> None:
    browser, row = site.client(site.manager), promise(site, "tarjous", 0)
    answer = send(site, browser, row, do="move", day=day)
    assert answer.status_code == 422
    assert f'id="problem-{row.id}"' in answer.text
    assert "<b>" not in answer.text.partition(f'id="promise-{row.id}"')[2].partition("</li>")[0]
    assert stored(site, row).due == row.due


def test_nobody_changes_another_managers_promise(site: Pages) -> None:
    row = promise(site, "salainen", 0)
    browser = site.client(DEPUTY)
    for form in ({"do": "done"}, {"do": "done", "for": site.manager}):
        assert send(site, browser, row, **form).status_code == 404
    assert stored(site, row).is_open
    assert send(site, site.client(site.manager), row, do="eat").status_code == 413


# --- stand-ins and administrators ------------------------------------------------------------------------------------


def test_a_stand_in_sees_it_in_their_own_language_and_acts_for_the_manager(site: Pages) -> None:
    row = promise(site, "vastaus", 0)
    put(site, "Salattu palaveri", 1, private=True)
    assert site.client(DEPUTY).get("/", params={"for": site.manager}).status_code == 404
    browser = stand_in(site, DEPUTY)
    page = browser.get("/", params={"for": site.manager})
    assert page.status_code == 200
    assert "You are standing in for Elina Saarikko" in page.text
    assert "Salattu palaveri" not in page.text
    assert f"/brief/{site.house.meeting.id}?for=" in page.text
    answer = send(site, browser, row, do="done", **{"for": site.manager})
    assert answer.status_code == 303
    assert stored(site, row).state is PromiseState.DONE
    assert ">my own<" in browser.get("/").text


def test_a_stand_in_with_narrower_rights_sees_no_word_of_such_a_customer(site: Pages) -> None:
    row = promise(site, "salainen lupaus", 0)
    browser = stand_in(site, NARROW)
    page = browser.get("/", params={"for": site.manager})
    assert page.status_code == 200
    for hidden in ("Havulinna", site.house.meeting.title, "salainen lupaus"):
        assert hidden not in page.text
    assert "not shown" in page.text
    assert send(site, browser, row, do="done", **{"for": site.manager}).status_code == 404
    assert stored(site, row).is_open


def test_an_administrator_who_may_read_changes_nothing_and_sees_nothing_private(site: Pages) -> None:
    row = promise(site, "katsottava", 0)
    put(site, "Yksityinen", 1, private=True)
    browser = site.client(ADMIN)
    page = browser.get("/", params={"for": site.manager})
    assert page.status_code == 200
    assert site.house.meeting.title in page.text
    assert "Yksityinen" not in page.text
    assert 'action="/promise"' not in page.text
    assert send(site, browser, row, do="done", **{"for": site.manager}).status_code == 403


# --- how much it asks ------------------------------------------------------------------------------------------------


def test_five_thousand_meetings_and_a_thousand_customers_take_as_many_queries_as_a_few(tmp_path: Path) -> None:
    with pages(tmp_path) as site:
        browser = site.client(site.manager)
        few = made_by(site.house.app, lambda: browser.get("/"))
        _fill(site)
        answers = []
        many = made_by(site.house.app, lambda: answers.append(browser.get("/")))
        assert len(many) == len(few), str(many)
        assert answers[0].status_code == 200
        assert len(answers[0].content) < 100_000
        assert "Havulinna Levyteollisuus Oy" in answers[0].text


def _fill(site: Pages) -> None:
    """Half a year of meetings, twenty a day of the manager's and as many of others; a mail each, and a promise."""
    store, base, now = site.house.app.store, site.house.meeting, site.house.clock()
    made = []
    for number in range(5000):
        day, place = divmod(number, 30)
        start = base.start.replace(hour=6) + dt.timedelta(days=day - 80, minutes=15 * place)
        guest = Attendee(f"guest{number}@customer{number % 1000}.example", f"Guest {number}")
        owner = site.manager if number % 3 else "somebody.else@kuura.example"
        made.append(
            Meeting(f"many{number:05}", f"Call {number}", start, start + dt.timedelta(minutes=30), attendees=(guest,),
                    owners=(owner,))
        )  # fmt: skip
    store.save_meetings(made, now)
    for one in made[2400:2700]:
        account = {"id": f"K{one.id}", "name": f"Customer of {one.id}"}
        record = BriefRecord(
            one.id, site.manager, f"r{one.id}", MailKind.BRIEF, now, "s", "t", "h", "floor", "fi",
            why={"account": account},
        )  # fmt: skip
        row = Delivery(
            0, one.id, site.manager, site.manager, record.revision, MailKind.BRIEF, now, one.start, f"<{one.id}>"
        )  # fmt: skip
        store.save_brief(record, [row], replace_planned=True)
    store.save_promises(
        [
            PromiseRecord(f"q{number}", one.id, site.manager, f"K{number}", Side.US, "Elina", f"thing {number}", now.date(),
                          due=now.date())
            for number, one in enumerate(made[2400:2700])
        ]
    )  # fmt: skip
