"""The panel during a call: what it shows, ticks and notes of two windows, and how notes become a follow-up."""

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from kambrief.core.after import NOTES
from kambrief.core.model import Meeting
from kambrief.core.panel import MAX_NOTES, mark
from kambrief.core.site import Act, AuditFilter, Panel
from kambrief.evaluation.play import SCENARIOS
from kambrief.evaluation.scenario import load
from tests.web.house import FI, Pages, pages
from tests.web.queries import made_by

pytestmark = pytest.mark.slow

JSON = {"accept": "application/json"}
DEPUTY = "tuomas.deputy@kuura.example"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """For tests that change nothing but panels of meetings of their own."""
    manager = dataclasses.asdict(load(SCENARIOS / FI).managers[0])
    deputy = {"email": DEPUTY, "name": "Tuomas Deputy", "language": "en", "timezone": "Europe/Helsinki"}
    more = {"account_managers": [manager, deputy]}
    with pages(tmp_path_factory.mktemp("panel"), FI, more=more) as site:
        yield site


_count = iter(range(1, 1000))


def another(site: Pages, **changed: Any) -> Meeting:
    """A meeting of the same account manager, without a brief and a follow-up."""
    meeting = dataclasses.replace(site.house.meeting, id=f"other{next(_count):03}", sources=(), copies=(), **changed)
    site.house.app.store.save_meetings([meeting], site.house.clock())
    return meeting


def kept(site: Pages, meeting: Meeting) -> Panel:
    return site.house.app.store.site.panel(meeting.id, site.manager) or Panel(meeting.id, site.manager)


def save(
    site: Pages, browser: TestClient, meeting: Meeting, *, headers: dict[str, str] | None = None, **form: Any
) -> Any:
    return browser.post(f"/panel/{meeting.id}", data={**site.csrf(browser), **form}, headers=headers or {})


# --- what it shows ---------------------------------------------------------------------------------------------------


def test_it_shows_the_one_thing_people_promises_and_questions(shared: Pages) -> None:
    page = shared.client(shared.manager).get(f"/panel/{shared.house.meeting.id}")
    assert page.status_code == 200
    for shown in ("Tärkeintä", "Markku Hietanoja", "tuotantojohtaja", "sinuttelu", "ehkä tulossa", "Me lupasimme",
                  "Juurisyyraportti kuorimon anturikatkoista", "11 päivää myöhässä", "Asiakas lupasi", "Petri Vuolle",
                  "Miten seuraatte energiankulutusta"):  # fmt: skip
        assert shown in page.text
    assert "Lähtöriski" not in page.text, "beside a call there is no room, and no place, for scores"
    assert len(page.content) < 100_000


def test_it_says_it_in_the_language_of_whoever_looks(shared: Pages) -> None:
    """A stand-in reads in their own."""
    site, now = shared.house.app.store.site, shared.house.clock()
    browser = shared.client(shared.manager)
    today = now.date().isoformat()
    browser.post(
        "/settings/stand-ins", data={**shared.csrf(browser), "deputy": DEPUTY, "first_day": today, "last_day": today}
    )
    deputy = shared.client(DEPUTY)
    page = deputy.get(f"/panel/{shared.house.meeting.id}")
    assert page.status_code == 200
    assert "The one thing" in page.text
    meeting = another(shared)
    assert save(shared, deputy, meeting, tick="a/1", notes="From Tuomas", base=mark("")).status_code == 303
    assert kept(shared, meeting).notes == "From Tuomas", "it is the account manager's panel"
    (entry,) = site.audit(AuditFilter(acts=frozenset({Act.NOTED}), meeting_id=meeting.id), 5)
    assert (entry.who, entry.manager) == (DEPUTY, shared.manager)


def test_what_was_promised_anew_after_the_brief_is_told_once_with_its_newer_day(shared: Pages) -> None:
    """Another meeting with the same brief: the sample call's own promises are news to it."""
    meeting, store = another(shared), shared.house.app.store
    brief = store.briefs(shared.house.meeting.id, shared.manager)[-1]
    store.save_brief(dataclasses.replace(brief, meeting_id=meeting.id), [], replace_planned=False)
    text = shared.client(shared.manager).get(f"/panel/{meeting.id}").text
    assert text.count("Lista kriittisistä laitteista") == 1
    assert "luvattu 8.10." in text
    assert "Vertailukriteerit ja vasteaikataulukko" in text


def test_without_a_brief_it_says_so_and_notes_can_be_taken(shared: Pages) -> None:
    meeting = another(shared)
    page = shared.client(shared.manager).get(f"/panel/{meeting.id}")
    assert "ei ole vielä koontia" in page.text
    assert "Petri" in page.text or "Vuolle" in page.text
    assert 'name="notes"' in page.text


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-12, "alkaa 12 min päästä"), (33, "12 min jäljellä"), (44.5, "1 min jäljellä"), (50, "päättyi 5 min sitten")],
)
def test_it_tells_the_time_that_is_left(shared: Pages, minutes: float, said: str) -> None:
    now = shared.house.clock()
    start = now - dt.timedelta(minutes=minutes)
    meeting = another(shared, start=start, end=start + dt.timedelta(minutes=45))
    assert said in shared.client(shared.manager).get(f"/panel/{meeting.id}").text


def test_attacks_in_names_and_notes_are_shown_as_what_they_are(shared: Pages) -> None:
    attack = "</textarea><img src=x onerror=alert(1)>\"'"
    guest = dataclasses.replace(shared.house.meeting.attendees[2], email="evil@strange.example", name=attack)
    meeting = another(shared, title=attack, attendees=(guest,))
    browser = shared.client(shared.manager)
    save(shared, browser, meeting, notes=attack, base=mark(""))
    text = browser.get(f"/panel/{meeting.id}").text
    assert "<img" not in text
    assert "&lt;img src=x" in text
    assert "</textarea><" not in text.replace("</textarea>\n", "")


def test_the_number_of_queries_does_not_grow_with_what_is_stored(shared: Pages) -> None:
    browser, address = shared.client(shared.manager), f"/panel/{shared.house.meeting.id}"
    browser.get(address)
    few = made_by(shared.house.app, lambda: browser.get(address))
    for _ in range(20):
        another(shared)
    many = made_by(shared.house.app, lambda: browser.get(address))
    assert len(many) == len(few), f"{few}\n\n{many}"


# --- ticks and notes -------------------------------------------------------------------------------------------------


def test_without_a_script_the_form_saves_ticks_and_notes_and_shows_them_again(shared: Pages) -> None:
    meeting, browser = another(shared), shared.client(shared.manager)
    answer = save(
        shared, browser, meeting, tick=["commitments/CM1", "questions/x"], notes="Hinta auki\r\n", base=mark("")
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/panel/{meeting.id}?said=saved")
    assert kept(shared, meeting).ticks == {"commitments/CM1", "questions/x"}
    assert kept(shared, meeting).notes == "Hinta auki"
    save(
        shared,
        browser,
        meeting,
        was=["commitments/CM1", "questions/x"],
        tick="questions/x",
        notes="Hinta auki",
        base=mark("Hinta auki"),
    )
    assert kept(shared, meeting).ticks == {"questions/x"}


def test_two_windows_tick_and_both_ticks_are_kept(shared: Pages) -> None:
    meeting, browser = another(shared), shared.client(shared.manager)
    save(shared, browser, meeting, tick="a/1", headers=JSON)
    answer = save(shared, browser, meeting, tick="a/2", headers=JSON)
    assert json.loads(answer.text)["ticks"] == ["a/1", "a/2"]
    save(shared, browser, meeting, was="a/1", headers=JSON)
    assert browser.get(f"/panel/{meeting.id}/state").json()["ticks"] == ["a/2"]


def test_a_tick_that_could_be_no_key_of_ours_is_not_stored(shared: Pages) -> None:
    meeting, browser = another(shared), shared.client(shared.manager)
    save(shared, browser, meeting, tick=["<script>", "a/" + "x" * 500, "nothing"])
    assert not kept(shared, meeting).ticks


def test_notes_are_saved_as_they_are_typed(shared: Pages) -> None:
    meeting, browser = another(shared), shared.client(shared.manager)
    first = save(shared, browser, meeting, notes="Hinta", base=mark(""), headers=JSON).json()
    assert "Tallennettu" in first["said"]
    second = save(shared, browser, meeting, notes="Hinta auki", base=first["base"], headers=JSON)
    assert second.status_code == 200
    assert kept(shared, meeting).notes == "Hinta auki"


def test_other_notes_in_another_window_are_shown_and_nothing_is_overwritten(shared: Pages) -> None:
    meeting, browser = another(shared), shared.client(shared.manager)
    save(shared, browser, meeting, notes="Ensin tämä", base=mark(""))
    told = save(shared, browser, meeting, notes="Toinen teksti", base=mark(""), headers=JSON)
    assert (told.status_code, told.json()["kept"]) == (409, "Ensin tämä")
    answer = save(shared, browser, meeting, notes="Toinen teksti", base=mark(""))
    assert answer.status_code == 409
    assert "Ensin tämä" in answer.text
    assert kept(shared, meeting).notes == "Ensin tämä"
    assert "Toinen teksti</textarea>" in answer.text, "what was typed stands in the field"
    base = re.search(r'name="base" value="(\w+)"', answer.text)
    assert base
    both = save(shared, browser, meeting, notes="Toinen teksti", base=base[1], do="both")
    assert both.status_code == 303
    assert kept(shared, meeting).notes == "Ensin tämä\nToinen teksti"


def test_whoever_has_seen_the_other_text_may_keep_their_own(shared: Pages) -> None:
    meeting, browser = another(shared), shared.client(shared.manager)
    save(shared, browser, meeting, notes="Ensin tämä", base=mark(""))
    answer = save(shared, browser, meeting, notes="Toinen", base=mark(""), headers=JSON).json()
    save(shared, browser, meeting, notes="Toinen", base=answer["base"], do="mine")
    assert kept(shared, meeting).notes == "Toinen"


def test_the_same_form_twice_is_as_once(shared: Pages) -> None:
    meeting, browser = another(shared), shared.client(shared.manager)
    for _ in range(2):
        assert save(shared, browser, meeting, tick="a/1", notes="Hinta", base=mark("")).status_code == 303
    assert (kept(shared, meeting).notes, kept(shared, meeting).revision) == ("Hinta", 1)


def test_notes_that_are_too_long_are_refused_and_stand_in_the_field(shared: Pages) -> None:
    meeting, browser = another(shared), shared.client(shared.manager)
    answer = save(shared, browser, meeting, notes="x" * (MAX_NOTES + 1), base=mark(""))
    assert answer.status_code == 413
    assert "liian pitkät" in answer.text
    assert "x" * 500 in answer.text
    assert not kept(shared, meeting).notes


def test_that_notes_were_taken_is_in_the_trail_once_and_without_their_words(shared: Pages) -> None:
    meeting, browser = another(shared), shared.client(shared.manager)
    notes = ""
    for word in ("Hinta", "Hinta auki", "Hinta auki taas"):
        save(shared, browser, meeting, notes=word, base=mark(notes), headers=JSON)
        notes = word
    found = shared.house.app.store.site.audit(AuditFilter(meeting_id=meeting.id, acts=frozenset({Act.NOTED})), 10)
    assert [entry.detail for entry in found] == [""]


# --- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/panel/{}", "/panel/{}/state"])
def test_a_stranger_is_sent_to_sign_in(shared: Pages, path: str) -> None:
    answer = shared.client().get(path.format(shared.house.meeting.id))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


def test_anothers_meeting_is_unknown(shared: Pages) -> None:
    meeting = another(shared, owners=("somebody@else.example",))
    browser = shared.client(shared.manager)
    assert browser.get(f"/panel/{meeting.id}").status_code == 404
    assert save(shared, browser, meeting, notes="x", base=mark("")).status_code == 404


def test_a_forged_form_changes_nothing(shared: Pages) -> None:
    meeting, browser = another(shared), shared.client(shared.manager)
    answer = browser.post(f"/panel/{meeting.id}", data={"csrf": "wrong", "notes": "x", "base": mark("")})
    assert answer.status_code == 403
    assert not kept(shared, meeting).notes


# --- the follow-up ---------------------------------------------------------------------------------------------------


def test_beside_a_transcript_it_leads_to_the_follow_up(shared: Pages) -> None:
    text = shared.client(shared.manager).get(f"/panel/{shared.house.meeting.id}").text
    assert "tehty litteroinnista" in text
    assert f'href="/followup/{shared.house.meeting.id}"' in text


def test_notes_are_drafted_from_at_once_where_the_manager_says_so(tmp_path: Path) -> None:
    with pages(tmp_path) as site:
        meeting, browser = another(site), site.client(site.manager)
        noted = "Lähetän juurisyyraportin perjantaina 9.10.\nPetri lähettää laitelistan maanantaina."
        answer = save(site, browser, meeting, notes=noted, base=mark(""), do="draft")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/followup/{meeting.id}")
        assert site.woken
        app, now = site.house.app, site.house.clock()
        app.run_once(now, collect_now=False)
        record = app.store.followup(meeting.id, site.manager)
        assert record is not None
        assert record.source.startswith(f"{NOTES}:")
        page = browser.get(f"/panel/{meeting.id}").text
        assert "tehty muistiinpanoistasi" in page
        assert 'value="draft"' not in page
        save(site, browser, meeting, notes=noted + "\nSeuraava palaveri 20.10.", base=mark(noted))
        assert "Tee luonnos uudelleen näistä" in browser.get(f"/panel/{meeting.id}").text


def test_without_notes_there_is_nothing_to_draft_from(shared: Pages) -> None:
    meeting, browser = another(shared), shared.client(shared.manager)
    answer = save(shared, browser, meeting, notes="", base=mark(""), do="draft")
    assert answer.status_code == 409
    assert "kirjoita ensin" in answer.text


def test_before_the_call_notes_are_kept_and_nothing_is_drafted(shared: Pages) -> None:
    start = shared.house.clock() + dt.timedelta(hours=2)
    meeting, browser = another(shared, start=start, end=start + dt.timedelta(hours=1)), shared.client(shared.manager)
    answer = save(shared, browser, meeting, notes="Muista kysyä", base=mark(""), do="draft")
    assert answer.status_code == 409
    assert "Muista kysyä</textarea>" in answer.text
    assert kept(shared, meeting).notes == "Muista kysyä"
    assert not shared.house.app.store.heard(meeting.id)
