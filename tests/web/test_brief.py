"""A brief's page: what it says and rests on, feedback, who is who, writing it now, and why it is as it is."""

import dataclasses
import datetime as dt
import html
import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from kambrief.core.access import StandIn
from kambrief.core.brief import Section
from kambrief.core.brief_data import as_data, of_data
from kambrief.core.feedback import Opinion
from kambrief.core.model import Attendee, JoinLink, Meeting, Platform
from kambrief.core.site import Act, AuditFilter
from kambrief.core.work import BriefRecord, MailKind, StepKind
from kambrief.evaluation.play import SCENARIOS
from kambrief.evaluation.scenario import load
from tests.web.house import EN, FI, Pages, pages
from tests.web.queries import made_by

pytestmark = pytest.mark.slow

OTHER = "olli.other@kuura.example"
DEPUTY, NARROW, ADMIN = "tuomas.deputy@kuura.example", "noora.narrow@kuura.example", "it@kuura.example"
_numbers = itertools.count(1)


def opened(folder: Any, scenario: str = FI, **more: Any) -> Any:
    manager = dataclasses.asdict(load(SCENARIOS / scenario).managers[0])
    others = [
        {"email": OTHER, "name": "Olli Other", "language": "sv", "timezone": "Europe/Helsinki"},
        {"email": DEPUTY, "name": "Tuomas Deputy", "language": "en", "timezone": "Europe/Stockholm"},
        {"email": NARROW, "name": "Noora Narrow", "language": "en", "timezone": "Europe/Helsinki", "crm_scope": "own"},
    ]
    return pages(folder, scenario, more={"account_managers": [manager, *others]}, web={"admins": [ADMIN], **more})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with opened(tmp_path_factory.mktemp("brief")) as found:
        yield found


def ahead(site: Pages, days: float = 1, **more: Any) -> Meeting:
    """A meeting of the same people that is still to come, without a brief."""
    start = site.house.meeting.start + dt.timedelta(days=days)
    made = dataclasses.replace(
        site.house.meeting, id=f"ahead{next(_numbers):04}", start=start, end=start + dt.timedelta(minutes=45),
        sources=(), copies=(), **more,
    )  # fmt: skip
    site.house.app.store.save_meetings([made], site.house.clock())
    return made


def post(site: Pages, browser: TestClient, meeting: Meeting, what: str, **form: str) -> Any:
    return browser.post(f"/brief/{meeting.id}/{what}", data={**site.csrf(browser), **form})


def work(site: Pages) -> None:
    """The service does what is due, as it would when it is woken."""
    site.house.app.run_once(site.house.clock(), collect_now=False)


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def stand_in(site: Pages, deputy: str) -> TestClient:
    now = site.house.clock()
    site.site.store.add_stand_in(StandIn(site.manager, deputy, now.date(), now.date(), site.manager, now))
    return site.client(deputy)


# --- what it says ----------------------------------------------------------------------------------------------------


def test_it_says_what_the_mail_said_and_each_sentence_opens_what_it_rests_on(site: Pages) -> None:
    meeting = site.house.meeting
    page = site.client(site.manager).get(f"/brief/{meeting.id}")
    assert page.status_code == 200
    assert len(page.content) < 100_000
    record = site.house.app.store.briefs(meeting.id, site.manager)[-1]
    brief = of_data(record.page)
    assert brief is not None
    assert page.text.count("<details") >= sum(len(line.sentences) > 0 for _, line in brief.lines())
    shown = " ".join(text_of(page.text).split())
    for said in ("Juurisyyraportti kuorimon anturikatkoista: 11 päivää myöhässä", "”Täällä kysellään jo ylempää.”",
                 "SISÄINEN", "Tapahtuma: Missä raportti?", "Lupaus: CM1", "Asiakas tietää", "Sopimus: HS-2024-017"):  # fmt: skip
        assert said in shown, said
    for fact in brief.facts.values():
        assert fact.withheld is None


def test_it_is_said_in_the_language_of_whoever_reads(site: Pages) -> None:
    """A stand-in reads it in English, and at their own clock."""
    browser = stand_in(site, DEPUTY)
    page = browser.get(f"/brief/{site.house.meeting.id}", params={"for": site.manager})
    assert page.status_code == 200
    shown = " ".join(text_of(page.text).split())
    assert "The one thing" in shown
    assert "11 days late" in shown
    assert "08:00 Havulinna" in shown
    assert 'lang="fi"' in page.text
    assert "/feedback" not in page.text, "what is useful is for the account manager to say"


def test_a_brief_of_an_older_version_is_shown_as_it_was_mailed(site: Pages) -> None:
    meeting = ahead(site)
    old = site.house.app.store.briefs(site.house.meeting.id, site.manager)[-1]
    record = dataclasses.replace(old, meeting_id=meeting.id, page={}, text="TÄRKEINTÄ\n<b>Näin</b>\n\n-- \nFooter")
    site.house.app.store.save_brief(record, [], replace_planned=False)
    text = site.client(site.manager).get(f"/brief/{meeting.id}").text
    assert "&lt;b&gt;Näin&lt;/b&gt;" in text
    assert "Footer" not in text


def test_a_brief_with_a_phrase_that_is_gone_is_shown_as_it_was_mailed(site: Pages) -> None:
    meeting = ahead(site)
    old = site.house.app.store.briefs(site.house.meeting.id, site.manager)[-1]
    page = {**old.page, "header": [{"kind": "value", "phrase": "no_such_phrase"}]}
    record = dataclasses.replace(old, meeting_id=meeting.id, page=page, text="Sähköpostin teksti")
    site.house.app.store.save_brief(record, [], replace_planned=False)
    answer = site.client(site.manager).get(f"/brief/{meeting.id}")
    assert (answer.status_code, "Sähköpostin teksti" in answer.text) == (200, True)


def test_what_has_changed_since_stands_above_it(site: Pages) -> None:
    meeting = ahead(site)
    store, now = site.house.app.store, site.house.clock()
    old = store.briefs(site.house.meeting.id, site.manager)[-1]
    store.save_brief(dataclasses.replace(old, meeting_id=meeting.id), [], replace_planned=False)
    update = BriefRecord(
        meeting.id, site.manager, "later", MailKind.UPDATE, now, "Muutos", "Alkaa klo 10.\n\n-- \nx", "", "floor", "fi"
    )
    store.save_brief(update, [], replace_planned=False)
    text = site.client(site.manager).get(f"/brief/{meeting.id}").text
    assert text.index("Alkaa klo 10.") < text.index("Tärkeintä")


def test_words_from_outside_are_text_and_links_are_ours_or_plain(site: Pages) -> None:
    attack = '"><script>alert(1)</script>'
    link = JoinLink("https://zoom.example/j/1", Platform.ZOOM)
    guest = Attendee("x@evil.example", attack)
    meeting = ahead(site, title=attack, attendees=(*site.house.meeting.attendees, guest), join=link)
    store = site.house.app.store
    old = store.briefs(site.house.meeting.id, site.manager)[-1]
    brief = of_data(old.page)
    assert brief is not None
    facts = {
        name: dataclasses.replace(
            fact, text=attack, source=dataclasses.replace(fact.source, label=attack, link="javascript:alert(1)")
        )
        for name, fact in brief.facts.items()
    }
    page = as_data(dataclasses.replace(brief, facts=facts))
    store.save_brief(dataclasses.replace(old, meeting_id=meeting.id, page=page), [], replace_planned=False)
    browser = site.client(site.manager)
    for path in ("", "/why", "/match?who=x@evil.example"):
        text = browser.get(f"/brief/{meeting.id}{path}").text
        assert "<script>alert" not in text
        assert 'href="javascript' not in text
    assert 'href="https://zoom.example/j/1"' in browser.get(f"/brief/{meeting.id}").text


# --- none yet --------------------------------------------------------------------------------------------------------


def test_a_brief_can_be_written_now_and_appears(site: Pages) -> None:
    meeting, browser = ahead(site, 2), site.client(site.manager)
    page = browser.get(f"/brief/{meeting.id}").text
    assert "Kirjoita nyt" in page
    site.woken.clear()
    for _ in range(2):  # pressed twice
        assert post(site, browser, meeting, "write").headers["location"] == f"/brief/{meeting.id}"
    assert site.woken
    waiting = browser.get(f"/brief/{meeting.id}").text
    assert "Koontia kirjoitetaan" in waiting
    assert "Kirjoita nyt" not in waiting
    state = browser.get(f"/brief/{meeting.id}?part=state", headers={"hx-request": "true"})
    assert (state.status_code, "Koontia kirjoitetaan" in state.text) == (200, True)
    work(site)
    there = browser.get(f"/brief/{meeting.id}?part=state", headers={"hx-request": "true"})
    assert (there.status_code, there.headers["hx-refresh"]) == (204, "true")
    assert "Tärkeintä" in browser.get(f"/brief/{meeting.id}").text
    store = site.house.app.store
    assert len([one for one in store.briefs(meeting.id, site.manager) if one.kind is MailKind.BRIEF]) == 1
    assert [row.due_at for row in store.deliveries(meeting.id)] == [meeting.start - dt.timedelta(hours=1)], (
        "mailed in time"
    )


def test_what_gets_no_brief_cannot_have_one_written(site: Pages) -> None:
    browser = site.client(site.manager)
    own = tuple(one for one in site.house.meeting.attendees if one.email.endswith("kuura.example"))
    for meeting in (ahead(site, attendees=own, organizer=None), ahead(site, -1)):
        assert "Kirjoita nyt" not in browser.get(f"/brief/{meeting.id}").text
        assert post(site, browser, meeting, "write").headers["location"].endswith("said=write_not")
        assert not [one for one in site.house.app.store.steps(meeting.id) if one.kind is StepKind.BRIEF]


# --- feedback --------------------------------------------------------------------------------------------------------


def test_a_word_on_a_section_is_kept_shown_and_taken_back(site: Pages) -> None:
    meeting, browser, store = site.house.meeting, site.client(site.manager), site.house.app.store
    said = post(site, browser, meeting, "feedback", section="business", verdict="useful")
    assert said.headers["location"] == f"/brief/{meeting.id}?said=feedback_thanks#business"
    kept = store.feedback(site.manager)
    assert [(one.section, one.verdict) for one in kept] == [(Section.BUSINESS, Opinion.USEFUL)]
    assert "Arviosi: hyödyllinen" in browser.get(f"/brief/{meeting.id}").text
    post(site, browser, meeting, "feedback", section="business", verdict="undo")
    assert not store.feedback(site.manager)
    assert post(site, browser, meeting, "feedback", section="business", verdict="splendid").status_code == 413
    assert post(site, browser, meeting, "feedback", section="weather", verdict="useful").status_code == 409
    trail = site.site.store.audit(AuditFilter(acts=frozenset({Act.FEEDBACK})), 9)
    assert [one.detail for one in trail][::-1] == ["section=business verdict=useful", "section=business verdict=undo"]


# --- who is who ------------------------------------------------------------------------------------------------------


def test_a_guest_is_matched_anew_and_the_brief_written_again(site: Pages) -> None:
    guest = Attendee("p.vuolle@gmail.example", "Petri V")
    meeting = ahead(site, 3, attendees=(guest, *(one for one in site.house.meeting.attendees if "kuura" in one.email)))
    browser, store = site.client(site.manager), site.house.app.store
    post(site, browser, meeting, "write")
    work(site)
    assert "CRM ei tunne häntä" in browser.get(f"/brief/{meeting.id}").text
    match = f"/brief/{meeting.id}/match"
    assert "Havulinna" not in text_of(browser.get(match, params={"who": guest.email}).text)
    found = browser.get(match, params={"who": guest.email, "q": "havulinna"}).text
    assert 'value="A01"' in found
    taken = post(site, browser, meeting, "match", who=guest.email, q="havulinna", to="A01")
    assert taken.headers["location"] == f"/brief/{meeting.id}?said=match_anew"
    assert [(one.email, one.account_id) for one in store.corrections()] == [(guest.email, "A01")]
    work(site)
    page = browser.get(f"/brief/{meeting.id}").text
    assert "Havulinna Levyteollisuus Oy" in page
    assert "Korjattu käsin." in page
    post(site, browser, meeting, "match", who=guest.email, to="-")
    assert [(one.email, one.account_id) for one in store.corrections()] == [(guest.email, "")]
    assert "Anna sääntöjen päättää taas" in browser.get(match, params={"who": guest.email}).text
    post(site, browser, meeting, "match", who=guest.email, to="")
    assert not store.corrections()
    trail = site.site.store.audit(AuditFilter(acts=frozenset({Act.MATCHED})), 9)
    assert [one.detail for one in trail][::-1] == ["to=A01", "to=-", "to="]


def test_nobody_is_matched_with_what_was_not_offered(site: Pages) -> None:
    meeting, browser, store = site.house.meeting, site.client(site.manager), site.house.app.store
    guest = next(one.email for one in meeting.attendees if one.email.startswith("petri"))
    for to in ("A99", "C99", "<script>", "A01'"):
        answer = post(site, browser, meeting, "match", who=guest, to=to)
        assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
    assert post(site, browser, meeting, "match", who="stranger@elsewhere.example", to="A01").status_code == 404
    assert browser.get(f"/brief/{meeting.id}/match").status_code == 404
    assert not store.corrections()


def test_a_stand_in_with_narrower_rights_gets_nothing(site: Pages) -> None:
    browser, meeting = stand_in(site, NARROW), site.house.meeting
    for path in ("", "/why", "/match?who=petri.vuolle@havulinna.example"):
        join = "&" if "?" in path else "?"
        answer = browser.get(f"/brief/{meeting.id}{path}{join}for={site.manager}")
        assert answer.status_code == 403
        assert "Havulinna" not in answer.text
    for what in ("write", "feedback", "match"):
        assert post(site, browser, meeting, what, **{"for": site.manager}).status_code == 403


def test_another_managers_meeting_and_one_that_is_not_are_told_alike(site: Pages) -> None:
    browser = site.client(OTHER)
    theirs, none = (browser.get(f"/brief/{name}") for name in (site.house.meeting.id, "nothing"))
    assert theirs.status_code == none.status_code == 404
    assert "Havulinna" not in theirs.text
    assert site.client(ADMIN).get(f"/brief/{site.house.meeting.id}").status_code == 403


def test_an_administrator_who_may_read_sees_no_button(tmp_path: Any) -> None:
    with opened(tmp_path, admins_read=True) as site:
        browser, meeting = site.client(ADMIN), site.house.meeting
        page = browser.get(f"/brief/{meeting.id}")
        assert page.status_code == 200
        assert "Havulinna" in page.text
        assert 'action="/brief/' not in page.text
        assert "/match?" not in page.text
        for what in ("write", "feedback", "match"):
            assert post(site, browser, meeting, what, section="business", verdict="useful").status_code in {403, 404}


# --- why, and how much it asks ---------------------------------------------------------------------------------------


def test_why_tells_facts_rules_and_what_a_model_was_sent(site: Pages) -> None:
    meeting = ahead(site)
    store = site.house.app.store
    old = store.briefs(site.house.meeting.id, site.manager)[-1]
    sent = {"model": "tiny-1", "destination": "http://127.0.0.1:1", "prompt_tokens": 1200, "completion_tokens": 80,
            "seconds": 2.5, "cost": "0.02", "fields": ["commitments/CM1", "deals/D1"]}  # fmt: skip
    why = {
        **old.why,
        "model": [sent, {"model": "tiny-1", "error": "timeout"}, "nonsense"],
        "model_problems": ["too long"],
    }
    record = dataclasses.replace(old, meeting_id=meeting.id, why=why, written_by="tiny-1")
    store.save_brief(record, [], replace_planned=False)
    shown = " ".join(text_of(site.client(site.manager).get(f"/brief/{meeting.id}/why").text).split())
    for said in ("Täsmälleen saman osoitteen perusteella", "Arkaluonteiset henkilöasiat: ei näytetä koskaan", "Jotta koonti pysyy lyhyenä",
                 "Asiakkaalta lähteneistä henkilöistä", "ja mallilla tiny-1", "1 200 tokenia lähetetty, 80 saatu",
                 "Hinta: 0,02", "Lähetettyjä tietoja: 2.", "Epäonnistui: timeout", "Hylättyjä vastauksia: 1"):  # fmt: skip
        assert said in shown, said
    trail = site.site.store.audit(AuditFilter(acts=frozenset({Act.SAW_BRIEF}), meeting_id=meeting.id), 9)
    assert trail[0].who == site.manager


def test_the_same_queries_whatever_else_there_is(site: Pages) -> None:
    browser = site.client(site.manager)
    paths = [
        f"/brief/{site.house.meeting.id}{part}" for part in ("", "/why", "/match?who=petri.vuolle@havulinna.example")
    ]
    for path in paths:  # looked at for the first time, a look is noted
        browser.get(path)
    before = [made_by(site.house.app, lambda path=path: browser.get(path)) for path in paths]  # type: ignore[misc]
    for _ in range(30):
        ahead(site, 1)
    after = [made_by(site.house.app, lambda path=path: browser.get(path)) for path in paths]  # type: ignore[misc]
    assert [len(one) for one in after] == [len(one) for one in before]
    assert max(len(one) for one in after) <= 20


def test_in_english_too(tmp_path: Any) -> None:
    with pages(tmp_path, EN) as site:
        browser = site.client(site.manager)
        page = browser.get(f"/brief/{site.house.meeting.id}")
        shown = " ".join(text_of(page.text).split())
        for said in (
            "The one thing",
            "48 days late",
            "27 Aug –",
            "Customer knows",
            "Who we think they are",
            "Follow-up",
        ):
            assert said in shown, said
        assert re.search(r"20 Aug – Denise: “Verified", shown), "a lead stands with what it leads to"
        assert browser.get("/").status_code == 200
