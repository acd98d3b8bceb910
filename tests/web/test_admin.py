"""The administration: for administrators alone, and nothing of a customer in it."""

import csv
import dataclasses
import datetime as dt
import functools
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kambrief.core.access import StandIn
from kambrief.core.model import Attendee, JoinLink, Meeting, Platform, SourceKey
from kambrief.core.site import Act, Audit, AuditFilter
from kambrief.core.work import BriefRecord, Delivery, DeliveryState, MailKind, StepKind, StepPlan
from kambrief.desk.running import without_customers
from kambrief.desk.why import explain
from kambrief.phrases import Phrases
from kambrief.ports import Health
from kambrief.web.pages import admin, admin_people, rehearsal
from kambrief.web.routes import Who
from kambrief.web.shown import web_folder
from tests.web.house import Pages, pages
from tests.web.queries import made_by

pytestmark = pytest.mark.slow

ADMIN, SECOND = "it@kuura.example", "aino.mattila@kuura.example"
CANARY = "zxcanary"
PAGES = tuple(
    route.path for part in (admin, admin_people, rehearsal) for route in part.ROUTES
    if route.method == "GET" and route.who is Who.ADMIN and "{" not in route.path
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """``it@…`` administers and is no account manager."""
    with pages(tmp_path_factory.mktemp("admin"), web={"admins": [ADMIN]}) as found:
        yield found


def canary(site: Pages, meeting_id: str = "m-canary", **more: object) -> Meeting:
    """A meeting whose every word is a customer's, with a brief, mails, a failed mail, and work that failed."""
    store, now, me = site.house.app.store, site.house.clock(), site.manager
    start = now + dt.timedelta(hours=3)
    fields: dict[str, object] = {
        "id": meeting_id, "title": f"{CANARY} renewal", "start": start, "end": start + dt.timedelta(hours=1),
        "attendees": (Attendee(f"someone@{CANARY}.example", f"Someone {CANARY}"),),
        "organizer": Attendee(me, "Elina"), "owners": (me,), "agenda": f"{CANARY} agenda",
        "sources": (SourceKey("meetings.icalendar", me, f"{CANARY}-uid-{meeting_id}"),),
        "notes": (f"{CANARY} note",),
        "join": JoinLink(f"https://zoom.us/j/1?pwd={CANARY}", Platform.ZOOM, "1"),
    } | more  # fmt: skip
    known = {one.name for one in dataclasses.fields(Meeting)}
    meeting = Meeting(**{name: value for name, value in fields.items() if name in known})  # type: ignore[arg-type]
    store.save_meetings([meeting], now)
    record = BriefRecord(
        meeting_id, me, "r1", MailKind.BRIEF, now, f"{CANARY} subject", f"{CANARY} text", f"<p>{CANARY}</p>", "floor", "fi",
        why={"matches": [{"name": CANARY}], "account": {"name": CANARY}, "facts": [CANARY]},
    )  # fmt: skip
    row = Delivery(
        0, meeting_id, me, me, "r1", MailKind.BRIEF, now - dt.timedelta(hours=1), start, f"<{meeting_id}@kuura.example>",
        message=f"{CANARY}".encode(),
    )  # fmt: skip
    store.save_brief(record, [row], replace_planned=False)
    claimed = store.claim_delivery("w", now, dt.timedelta(minutes=1))
    assert claimed is not None
    store.settle(claimed, DeliveryState.FAILED, f"refused: 550 {CANARY} is not known here")
    store.plan([StepPlan(StepKind.REVIEW, now, meeting_id, me)])
    return meeting


# --- who may ask -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_an_account_manager_who_administers_nothing_is_turned_away(site: Pages, path: str) -> None:
    assert site.client(site.manager).get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_an_administrator_sees_it_within_100_kb(site: Pages, path: str) -> None:
    answer = site.client(ADMIN).get(path)
    assert answer.status_code == 200
    assert len(answer.content) < 100_000
    assert answer.text.count("<h1") == (0 if path.endswith(".csv") else 1)


def test_what_changes_something_needs_the_forms_word(site: Pages) -> None:
    browser = site.client(ADMIN)
    for part in (admin, admin_people, rehearsal):
        for route in part.ROUTES:
            if route.method == "POST":
                assert browser.post(route.path, data={}).status_code == 403, route.path


# --- nothing of a customer -------------------------------------------------------------------------------------------


def test_no_page_of_the_administration_holds_a_customers_words(site: Pages) -> None:
    meeting = canary(site)
    browser = site.client(ADMIN)
    for path in (*PAGES, f"/admin/why/{meeting.id}", f"/admin/why?q={site.manager}", "/admin/why?q=m-can"):
        assert CANARY not in browser.get(path).text.casefold(), path
    assert "Mail server refused" not in browser.get("/admin").text


def test_what_is_explained_to_an_administrator_is_an_allow_list(site: Pages) -> None:
    meeting = canary(site, "m-canary-2")
    app = site.house.app
    told = explain(app, meeting, site.house.clock(), live=False)
    assert CANARY in repr(told)
    kept = without_customers(told | {"a_new_field": CANARY})
    assert CANARY not in repr(kept)
    readers = kept["account_managers"]
    assert isinstance(readers, list)
    [reader] = readers
    assert reader["reason"] == "external_call"
    assert [row["state"] for row in reader["mails"]] == ["failed"]


@pytest.mark.parametrize(
    "odd", [{}, {"account_managers": None}, {"account_managers": ["x"], "sources": 3, "heard": {}}]
)
def test_what_is_of_another_form_is_left_out(odd: dict[str, object]) -> None:
    assert without_customers(odd)["account_managers"] == []


def test_where_the_configuration_says_so_administrators_read_titles_but_not_of_private_meetings(tmp_path: Path) -> None:
    with pages(tmp_path, web={"admins": [ADMIN], "admins_read": True}) as site:
        canary(site)
        canary(site, "m-private", title="secretword therapy", private=True)
        text = site.client(ADMIN).get("/admin/why").text
        assert f"{CANARY} renewal" in text
        assert "secretword" not in text
        assert "refused: 550" in site.client(ADMIN).get("/admin").text


# --- why no brief? ---------------------------------------------------------------------------------------------------


def ids(browser: TestClient, asked: str) -> list[str]:
    return re.findall(r'href="/admin/why/([^"]+)"', browser.get("/admin/why", params={"q": asked}).text)


def test_a_meeting_is_found_by_id_its_beginning_its_day_and_its_account_manager(site: Pages) -> None:
    canary(site, "m-find-me-77")
    browser = site.client(ADMIN)
    day = site.house.clock().date().isoformat()
    assert ids(browser, "m-find-me-77") == ["m-find-me-77"]
    assert ids(browser, "m-find") == ["m-find-me-77"]
    assert "m-find-me-77" in ids(browser, day)
    assert "m-find-me-77" in ids(browser, site.manager.upper())
    assert ids(browser, "renewal") == [], "titles are not searched"
    assert ids(browser, "<script>alert(1)</script>") == []


def test_the_page_says_by_which_rule_there_is_none(site: Pages) -> None:
    canary(site, "m-off", cancelled=True)
    text = site.client(ADMIN, **{"accept-language": "en"}).get("/admin/why/m-off").text
    assert "The calendar says that it is cancelled." in text


def test_an_unknown_meeting_is_unknown(site: Pages) -> None:
    assert site.client(ADMIN).get("/admin/why/nothing").status_code == 404


# --- connections -----------------------------------------------------------------------------------------------------


def test_a_check_runs_in_the_background_and_its_answer_stays(site: Pages) -> None:
    browser = site.client(ADMIN, **{"accept-language": "en"})
    answer = browser.post("/admin/check", data=site.csrf(browser))
    assert answer.headers["location"].startswith("/admin?said=")
    assert site.site.operation.background.wait("check", 30)
    text = browser.get("/admin").text
    assert "crm.files" in text
    assert "all in order" in text


def test_two_checks_at_once_are_one(site: Pages) -> None:
    import threading

    go, background = threading.Event(), site.site.operation.background
    assert background.start("check", lambda: go.wait(30))
    browser = site.client(ADMIN)
    answer = browser.post("/admin/check", data=site.csrf(browser))
    assert "check_under_way" in answer.headers["location"]
    assert 'hx-trigger="every' in browser.get("/admin").text
    go.set()
    assert background.wait("check", 30)


def test_what_connections_say_is_escaped(site: Pages) -> None:
    class Odd:
        name = "odd"

        def check(self, now: dt.datetime) -> list[Health]:
            del now
            return [Health("odd", ok=False, summary="<img src=x onerror=alert(1)>", advice="<b>do</b>")]

    from kambrief.desk.running import check_now

    app = site.house.app
    mail, app.mail = app.mail, Odd()  # type: ignore[assignment] # as much of one as is asked
    try:
        check_now(app, site.house.clock())
    finally:
        app.mail = mail
    text = site.client(ADMIN).get("/admin").text
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text
    check_now(app, site.house.clock())


# --- the trail -------------------------------------------------------------------------------------------------------


def test_the_trail_is_filtered_paged_and_looking_at_it_is_in_it(site: Pages) -> None:
    store, now = site.site.store, site.house.clock()
    for number in range(130):
        store.add_audit(Audit(now, "many@kuura.example", Act.EDITED, "m-trail", detail=f"version={number}"))
    browser = site.client(ADMIN)
    first = browser.get("/admin/trail", params={"who": "MANY@kuura.example"}).text
    assert first.count("version=") == 100
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older is not None
    second = browser.get(older[1].replace("&amp;", "&")).text
    assert second.count("version=") == 30
    assert [row.who for row in store.audit(AuditFilter(acts=frozenset({Act.SAW_TRAIL})), 1)] == [ADMIN]


def test_the_download_holds_what_is_filtered_and_no_formula(site: Pages) -> None:
    store, now = site.site.store, site.house.clock()
    store.add_audit(Audit(now, "=cmd|'/c calc'!a1", Act.SENT, "m-csv"))
    browser = site.client(ADMIN)
    answer = browser.get("/admin/trail.csv", params={"meeting": "m-csv"})
    assert "attachment" in answer.headers["content-disposition"]
    head, row = list(csv.reader(io.StringIO(answer.text)))
    assert head[:3] == ["at", "who", "act"]
    assert row[1].startswith("'=")
    assert row[2] == "sent"
    assert store.audit(AuditFilter(acts=frozenset({Act.EXPORTED})), 1)[0].detail == "rows=1"


@pytest.mark.parametrize("asked", ["before=99999999999", "before=-1", "act=nonsense", "who=%00", "meeting='; DROP"])
def test_odd_questions_to_the_trail_are_answered(site: Pages, asked: str) -> None:
    assert site.client(ADMIN).get(f"/admin/trail?{asked}").status_code == 200


# --- people ----------------------------------------------------------------------------------------------------------


def test_everybodys_sessions_can_be_ended_and_ones_own_stays(site: Pages) -> None:
    theirs, browser = site.client(site.manager), site.client(ADMIN)
    other = site.client(ADMIN)
    assert browser.post("/admin/people/sign-out", data={**site.csrf(browser), "email": site.manager}).status_code == 303
    assert theirs.get("/settings-or-any").status_code in {303, 404}
    assert theirs.get("/accounts").headers["location"].startswith("/sign-in")
    browser.post("/admin/people/sign-out", data={**site.csrf(browser), "email": ADMIN})
    assert browser.get("/admin").status_code == 200
    assert other.get("/admin").status_code == 303
    assert browser.post("/admin/people/sign-out", data={**site.csrf(browser), "email": "x@y.z"}).status_code == 404


def test_a_stand_in_is_named_once_and_ended(tmp_path: Path) -> None:
    managers = [{"email": "elina.saarikko@kuura.example", "name": "Elina Saarikko"}, {"email": SECOND, "name": "Aino"}]
    with pages(tmp_path, web={"admins": [ADMIN]}, more={"account_managers": managers}) as site:
        browser = site.client(ADMIN, **{"accept-language": "en"})
        today = site.house.clock().date()
        form = {
            **site.csrf(browser), "manager": site.manager, "deputy": SECOND, "first_day": today.isoformat(),
            "last_day": (today + dt.timedelta(days=7)).isoformat(),
        }  # fmt: skip
        for _ in range(2):  # sent twice
            assert browser.post("/admin/people/stand-in", data=form).status_code == 303
        [given] = site.site.store.stand_ins(site.manager)
        assert given.deputy == SECOND
        wrong = browser.post("/admin/people/stand-in", data={**form, "last_day": "2020-01-01"})
        assert wrong.status_code == 422
        assert "comes before the first" in wrong.text
        assert 'value="2020-01-01"' in wrong.text
        unreadable = browser.post("/admin/people/stand-in", data={**form, "last_day": "soon"})
        assert "Enter both days." in unreadable.text
        browser.post("/admin/people/stand-in/end", data={**site.csrf(browser), "id": str(given.id)})
        assert site.site.store.stand_ins(site.manager)[0].ended_at is not None
        for odd in ("", "x", "999999", "99999999999"):
            ended = browser.post("/admin/people/stand-in/end", data={**site.csrf(browser), "id": odd})
            assert ended.status_code == 404


def test_a_stand_in_reads_no_rehearsal_of_whom_they_stand_in_for(tmp_path: Path) -> None:
    managers = [{"email": "elina.saarikko@kuura.example", "name": "Elina Saarikko"}, {"email": SECOND, "name": "Aino"}]
    with pages(tmp_path, web={"admins": [ADMIN]}, more={"account_managers": managers}) as site:
        today, now = site.house.clock().date(), site.house.clock()
        site.site.store.add_stand_in(StandIn(site.manager, SECOND, today, today, ADMIN, now))
        assert site.client(SECOND).get(f"/rehearsal?for={site.manager}").status_code == 404


# --- models and cost -------------------------------------------------------------------------------------------------


def test_usage_is_told_by_day_and_model(site: Pages) -> None:
    now = site.house.clock()
    receipts = [{"model": "<b>small</b>", "prompt_tokens": 1000, "completion_tokens": 50, "cost": 1.5}]
    for days in (0, 1, 40):
        record = BriefRecord(
            f"m-use-{days}", site.manager, "r", MailKind.BRIEF, now - dt.timedelta(days=days), "", "", "", "x", "fi",
            why={"model": receipts},
        )  # fmt: skip
        site.house.app.store.save_brief(record, (), replace_planned=False)
    text = site.client(ADMIN, **{"accept-language": "en"}).get("/admin/usage").text
    assert text.count("&lt;b&gt;small&lt;/b&gt;") == 2, "forty days ago is not among the last thirty"
    assert "<svg" in text
    assert '<td class="number">2,000</td>' in text
    assert '<td class="number">3</td>' in text


# --- the rehearsal ---------------------------------------------------------------------------------------------------


def test_a_rehearsal_sends_nothing_and_shows_each_account_manager_their_own(site: Pages) -> None:
    app, browser = site.house.app, site.client(ADMIN, **{"accept-language": "en"})
    mails, steps = len(app.store.deliveries()), len(app.store.steps())
    answer = browser.post("/admin/rehearsal", data={**site.csrf(browser), "days": "14"})
    assert answer.status_code == 303
    assert site.site.operation.background.wait("rehearsal", 60)
    assert (len(app.store.deliveries()), len(app.store.steps())) == (mails, steps)
    board = browser.get("/admin/rehearsal").text
    title = site.house.meeting.title
    assert "words, written without a model" in board
    assert title not in board
    mine = site.client(site.manager).get("/rehearsal")
    [path] = re.findall(r'href="(/rehearsal/\d+)"', mine.text)
    assert site.house.meeting.title.partition(" ")[0] in site.client(site.manager).get(path).text
    assert browser.get(path).status_code == 403
    assert browser.get("/rehearsal").status_code == 403
    assert site.client(site.manager).get("/rehearsal/99").status_code == 404
    [begun] = site.site.store.audit(AuditFilter(acts=frozenset({Act.REHEARSED})), 5)
    assert begun.detail == "days=14 models=no"


# --- all pages -------------------------------------------------------------------------------------------------------


def test_the_number_of_queries_stays_the_same_with_many_meetings(site: Pages) -> None:
    app, browser = site.house.app, site.client(ADMIN)
    few = {path: len(made_by(app, functools.partial(browser.get, path))) for path in PAGES}
    for number in range(25):
        canary(site, f"m-many-{number:02}")
        site.site.store.add_audit(Audit(site.house.clock(), f"p{number}@kuura.example", Act.SIGNED_IN))
    for path, count in few.items():
        assert len(made_by(app, functools.partial(browser.get, path))) <= count, path


def test_every_kind_of_thing_has_its_words(site: Pages) -> None:
    from kambrief.core.access import StandInProblem
    from kambrief.core.drafting import FollowupState
    from kambrief.core.eligibility import REASONS
    from kambrief.core.running import Kind, Risk
    from kambrief.core.work import StepState

    words = Phrases("en", web_folder() / "words" / "admin")
    wanted = [f"act_{one}" for one in Act] + [f"kind_{one}" for one in StepKind] + [f"mail_{one}" for one in MailKind]
    wanted += [f"state_{one}" for one in DeliveryState] + [f"step_{one}" for one in StepState]
    wanted += [f"followup_{one}" for one in FollowupState] + [f"reason_{one}" for one in REASONS]
    wanted += [f"{what}_{one}" for one in Kind for what in ("trouble", "do")] + [f"risk_{one}" for one in Risk]
    wanted += [f"problem_{one}" for one in StandInProblem]
    wanted += [f"held_{one.name}" for one in site.house.app.store.numbers.kept()]
    assert [one for one in wanted if one not in words] == []


@pytest.mark.parametrize("language", ["fi", "sv", "de"])
def test_the_other_languages_say_all_that_english_says(language: str) -> None:
    folder = web_folder() / "words" / "admin"
    assert Phrases(language, folder).signatures() == Phrases("en", folder).signatures()
