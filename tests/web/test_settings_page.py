"""One's own settings: choices, voice, stand-ins, devices. Nobody sees or changes another's."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from kambrief.core.access import StandIn
from kambrief.core.model import BriefMode
from kambrief.core.preferences import Preferences
from kambrief.core.site import Act, AuditFilter
from kambrief.core.voice import Edited, Voice
from kambrief.evaluation.play import SCENARIOS
from kambrief.evaluation.scenario import load
from tests.web.house import FI, Pages, pages

pytestmark = pytest.mark.slow

OTTO = "otto.other@kuura.example"
ADMIN = "ada.admin@kuura.example"
VOICE = Voice(
    "", "fi", greeting="Moi {names},", closing="Terkuin", thanks=False, prose=True, headings=(("Sovittu", "Näin sovittiin"),),
    target_words=120, struck=("Kiitos ajastasi {date}.", "Ystävällisesti <b>"), added=("Palataan.",), edits=4,
)  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    manager = dataclasses.asdict(load(SCENARIOS / FI).managers[0])
    otto = {"email": OTTO, "name": "Otto O'Other", "language": "en", "lead_minutes": 30, "followups": False}
    more = {"account_managers": [manager, otto]}
    with pages(tmp_path_factory.mktemp("settings"), FI, more=more, web={"admins": [ADMIN]}) as site:
        yield site


@pytest.fixture
def site(house: Pages) -> Pages:
    """With nothing chosen."""
    store, now = house.house.app.store, house.house.clock()
    for email in (house.manager, OTTO):
        store.site.save_preferences(email, Preferences(), now)
        store.forget_voice(email)
    for one in store.site.stand_ins():
        store.site.end_stand_in(one.id, now)
    house.house.app.refresh()
    return house


def send(site: Pages, browser: TestClient, path: str, **form: Any) -> Any:
    return browser.post(path, data={**site.csrf(browser), **form})


# --- choices ---------------------------------------------------------------------------------------------------------


def test_what_is_chosen_holds_at_once_and_the_page_speaks_the_new_language(site: Pages) -> None:
    browser = site.client(site.manager)
    answer = send(site, browser, "/settings", language="sv", lead_minutes="45", mode="both", digest_at="06:30",
                  quiet="own", quiet_from="18:00", quiet_until="07:00", tips="no", followups="no")  # fmt: skip
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings?said=saved")
    manager = site.house.app.managers[site.manager]
    assert (manager.language, manager.lead_minutes, manager.mode) == ("sv", 45, BriefMode.BOTH)
    assert (manager.quiet_from, manager.quiet_until) == (dt.time(18), dt.time(7))
    assert not manager.tips
    assert not manager.followups
    page = browser.get("/settings?said=saved").text
    assert "Inställningar" in page
    assert 'value="45"' in page
    assert "Sparat." in page


def test_what_is_left_open_is_as_configured_and_the_page_says_what_that_is(site: Pages) -> None:
    page = site.client(OTTO).get("/settings").text
    assert "Default: English" in page
    assert "If you leave it empty, the default applies: 30." in page
    send(site, site.client(OTTO), "/settings", lead_minutes="90")
    assert site.house.app.managers[OTTO].lead_minutes == 90
    send(site, site.client(OTTO), "/settings", lead_minutes="")
    assert site.house.app.managers[OTTO].lead_minutes == 30


def test_follow_ups_that_are_off_for_all_cannot_be_switched_on(site: Pages) -> None:
    browser = site.client(OTTO)
    assert "has switched follow-ups off" in browser.get("/settings").text
    send(site, browser, "/settings", followups="yes")
    assert not site.house.app.managers[OTTO].followups


def test_all_problems_are_shown_at_once_and_what_was_typed_is_kept(site: Pages) -> None:
    browser = site.client(site.manager)
    answer = send(site, browser, "/settings", language="xx", lead_minutes="kolme", timezone="Europe/Nowhere",
                  digest_at="25:99", quiet="own", quiet_from="18:00", quiet_until="", tips="maybe")  # fmt: skip
    assert answer.status_code == 422
    for said in ("Tätä kieltä ei ole", "Kirjoita kokonaisluku", "Tätä aikavyöhykettä ei ole", "Kirjoita kellonaika",
                 "täytä molemmat", "Valitse päällä tai pois", 'value="kolme"', 'value="Europe/Nowhere"', 'value="25:99"',
                 'value="18:00"', 'value="own" checked'):  # fmt: skip
        assert said in answer.text
    assert site.house.app.store.site.preferences(site.manager) == Preferences()


@pytest.mark.parametrize(("quiet", "hours"), [("none", (dt.time(0), dt.time(0))), ("configured", (None, None))])
def test_quiet_hours_may_be_none_or_as_configured(site: Pages, quiet: str, hours: tuple[dt.time | None, ...]) -> None:
    browser = site.client(site.manager)
    send(site, browser, "/settings", quiet=quiet, quiet_from="18:00", quiet_until="07:00")
    chosen = site.house.app.store.site.preferences(site.manager)
    assert chosen is not None
    assert (chosen.quiet_from, chosen.quiet_until) == hours
    assert f'value="{quiet}" checked' in browser.get("/settings").text


def test_quiet_hours_of_ones_own_without_times_are_asked_for(site: Pages) -> None:
    answer = send(site, site.client(site.manager), "/settings", quiet="own", quiet_from="", quiet_until="")
    assert answer.text.count("Kirjoita kellonaika") == 2


def test_nobody_changes_another_managers_settings(site: Pages) -> None:
    before = site.house.app.managers[site.manager]
    send(site, site.client(OTTO), "/settings?for=" + site.manager, **{"for": site.manager, "lead_minutes": "7"})
    assert site.house.app.managers[site.manager] == before
    assert site.house.app.managers[OTTO].lead_minutes == 7


def test_an_administrator_who_is_no_account_manager_has_devices_and_no_briefs(site: Pages) -> None:
    browser = site.client(ADMIN, **{"accept-language": "de"})
    page = browser.get("/settings")
    assert page.status_code == 200
    assert "Geräte" in page.text
    assert 'name="lead_minutes"' not in page.text
    assert send(site, browser, "/settings", lead_minutes="7").status_code == 403
    assert send(site, browser, "/settings/stand-ins", deputy=OTTO).status_code == 403
    assert browser.get("/settings/kept").status_code == 200


# --- how one writes --------------------------------------------------------------------------------------------------


def learn(site: Pages) -> Voice:
    voice = dataclasses.replace(VOICE, manager=site.manager)
    site.house.app.store.save_voice(voice)
    return voice


def voice_of(site: Pages) -> Voice:
    (found,) = site.house.app.store.voices(site.manager)
    return found


def test_what_was_learned_is_told_in_words_with_gaps_for_what_was_masked(site: Pages) -> None:
    learn(site)
    page = site.client(site.manager).get("/settings").text
    for said in ("Tervehdyksesi: Moi …,", "Lopetuksesi: Terkuin", "Jätät kiitoksen pois", "Kirjoitat lupaukset lauseina", "noin 120 sanaa",
                 "Väliotsikon ”Sovittu” tilalla: ”Näin sovittiin”", "Jätät pois: ”Kiitos ajastasi ….”",
                 "Ystävällisesti &lt;b&gt;", "Lisäät loppuun: ”Palataan.”", "Opittu 4 lähetetystä viestistä"):  # fmt: skip
        assert said in page
    assert "{date}" not in page.replace('value="Kiitos ajastasi {date}."', "")


def test_a_habit_that_is_taken_out_stays_out_until_it_may_be_learned_again(site: Pages) -> None:
    learn(site)
    browser = site.client(site.manager)
    send(site, browser, "/settings/voice", language="fi", address="", habit="greeting", item="", do="remove")
    send(
        site,
        browser,
        "/settings/voice",
        language="fi",
        address="",
        habit="struck",
        item="Ystävällisesti <b>",
        do="remove",
    )
    voice = voice_of(site)
    assert (voice.greeting, voice.struck) == ("", ("Kiitos ajastasi {date}.",))
    assert set(voice.by_hand) == {"greeting", "struck"}
    assert "Poistettu: tervehdys" in browser.get("/settings").text
    send(site, browser, "/settings/voice", language="fi", address="", habit="greeting", do="learn")
    assert voice_of(site).by_hand == ("struck",)


def test_a_voice_is_switched_off_and_on(site: Pages) -> None:
    learn(site)
    browser = site.client(site.manager)
    send(site, browser, "/settings/voice", language="fi", address="", do="off")
    assert not voice_of(site).on
    send(site, browser, "/settings/voice", language="fi", address="", do="on")
    assert voice_of(site).on


@pytest.mark.parametrize(
    "form",
    [
        {"language": "sv", "do": "off"}, {"language": "fi", "do": "nonsense"}, {"language": "fi", "address": "formal", "do": "off"},
        {"language": "fi", "do": "remove", "habit": "manager"}, {"language": "fi", "do": "learn", "habit": "on"},
    ],
)  # fmt: skip
def test_what_is_no_voice_and_no_habit_is_unknown_and_nothing_is_changed(site: Pages, form: dict[str, str]) -> None:
    before = learn(site)
    assert send(site, site.client(site.manager), "/settings/voice", **form).status_code == 404
    assert voice_of(site) == before


def test_all_is_forgotten_after_a_second_question_and_never_by_opening_a_page(site: Pages) -> None:
    learn(site)
    store = site.house.app.store
    edit = Edited("A01", "fi", "", "Hei,", "Moi,", site.house.clock())
    store.save_edit(site.manager, "m", edit)
    browser = site.client(site.manager)
    asked = browser.get("/settings/voice/forget")
    assert "Unohdetaanko kaikki?" in asked.text
    assert store.voices(site.manager)
    answer = send(site, browser, "/settings/voice/forget")
    assert answer.headers["location"] == "/settings?said=voice_forgotten"
    assert not store.voices(site.manager)
    assert not store.edits(site.manager)


# --- stand-ins -------------------------------------------------------------------------------------------------------


def today(site: Pages) -> dt.date:
    return site.house.clock().date()


def test_somebody_stands_in_for_days_and_both_see_it(site: Pages) -> None:
    first, last = today(site), today(site) + dt.timedelta(days=4)
    browser = site.client(site.manager)
    form = {"deputy": OTTO, "first_day": first.isoformat(), "last_day": last.isoformat()}
    for _ in range(2):  # sent twice
        answer = send(site, browser, "/settings/stand-ins", **form)
        assert answer.headers["location"] == "/settings?said=stand_in_named"
    running = [one for one in site.house.app.store.site.stand_ins() if one.ended_at is None]
    assert [(one.manager, one.deputy, one.made_by) for one in running] == [(site.manager, OTTO, site.manager)]
    assert "Otto O&#39;Other" in browser.get("/settings").text
    page = site.client(OTTO).get("/settings").text
    assert "You stand in for" in page
    assert f"/?for={site.manager.replace('@', '%40')}" in page
    (entry, *_) = site.house.app.store.site.audit(AuditFilter(acts=frozenset({Act.STAND_IN})), 1)
    assert entry.detail == f"stand_in={running[0].id} do=give"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"deputy": ""}, "Valitse asiakkuuspäällikkö."), ({"deputy": "nobody@strange.example"}, "Valitse asiakkuuspäällikkö."),
        ({"first_day": "2026-10-09", "last_day": "2026-10-07"}, "Viimeinen päivä on ennen ensimmäistä."),
        ({"first_day": "2026-09-01", "last_day": "2026-09-02"}, "Tuo päivä on jo mennyt."),
        ({"last_day": "2028-10-07"}, "Liian pitkä: enintään vuosi."), ({"first_day": "2026-02-31"}, "Valitse päivä."),
    ],
)  # fmt: skip
def test_what_speaks_against_a_stand_in_is_told_beside_its_field(
    site: Pages, change: dict[str, str], said: str
) -> None:
    form = {"deputy": OTTO, "first_day": "2026-10-07", "last_day": "2026-10-08", **change}
    answer = send(site, site.client(site.manager), "/settings/stand-ins", **form)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{form["first_day"]}"' in answer.text
    assert not [one for one in site.house.app.store.site.stand_ins() if one.ended_at is None]


def test_only_whose_it_is_ends_it_and_not_the_stand_in(site: Pages) -> None:
    store, now = site.house.app.store.site, site.house.clock()
    given = store.add_stand_in(StandIn(site.manager, OTTO, today(site), today(site), site.manager, now))
    path = f"/settings/stand-ins/{given.id}/end"
    assert send(site, site.client(OTTO), path).status_code == 404
    browser = site.client(site.manager)
    for _ in range(2):
        assert send(site, browser, path).status_code == 303
    ended = store.stand_in(given.id)
    assert ended is not None
    assert ended.ended_at == now
    for strange in ("0", "99999999999999", "x", "-1"):
        assert send(site, browser, f"/settings/stand-ins/{strange}/end").status_code == 404


# --- devices ---------------------------------------------------------------------------------------------------------


def sessions(site: Pages, email: str) -> list[str]:
    return [one.id_hash for one in site.house.app.store.site.sessions(email, site.house.clock())]


def test_another_device_is_signed_out_and_this_one_stays(site: Pages) -> None:
    site.house.app.store.site.revoke_sessions(site.manager)
    here, there = site.client(site.manager), site.client(site.manager)
    page = here.get("/settings").text
    assert page.count("Firefox, Android") >= 2
    assert page.count('name="session"') == 1
    name = page.split('name="session" value="')[1].split('"')[0]
    assert send(site, here, "/settings/sessions", session=name).status_code == 303
    assert there.get("/settings").headers["location"].startswith("/sign-in")
    assert here.get("/settings").status_code == 200


def test_all_others_are_signed_out_at_once(site: Pages) -> None:
    here = site.client(site.manager)
    for _ in range(3):
        site.session(site.manager)
    stranger = site.client(OTTO)
    send(site, here, "/settings/sessions", do="others")
    assert len(sessions(site, site.manager)) == 1
    assert here.get("/settings").status_code == 200
    assert stranger.get("/settings").status_code == 200


def test_nobody_signs_out_another_or_ends_their_own_session_this_way(site: Pages) -> None:
    stranger, mine = site.client(OTTO), site.client(site.manager)
    theirs = sessions(site, OTTO)
    assert send(site, mine, "/settings/sessions", session=theirs[0][:16]).status_code == 303
    assert sessions(site, OTTO) == theirs
    site.house.app.store.site.revoke_sessions(site.manager)
    mine = site.client(site.manager)
    (own,) = sessions(site, site.manager)
    assert send(site, mine, "/settings/sessions", session=own[:16]).status_code == 404
    assert stranger.get("/settings").status_code == 200


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_it_is_told_what_is_kept_and_for_how_long(site: Pages) -> None:
    learn(site)
    text = site.client(site.manager).get("/settings/kept").text
    for said in ("1 kieli tai puhuttelutapa", "enintään 14 päivää", "365 päivää"):
        assert said in text


@pytest.mark.parametrize("path", ["/settings", "/settings/kept", "/settings/voice/forget"])
def test_a_stranger_is_sent_to_sign_in(site: Pages, path: str) -> None:
    assert site.client().get(path).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "path", ["/settings", "/settings/voice", "/settings/voice/forget", "/settings/stand-ins", "/settings/sessions"]
)
def test_a_forged_form_is_refused(site: Pages, path: str) -> None:
    learn(site)
    browser = site.client(site.manager)
    assert browser.post(path, data={"csrf": "wrong", "language": "sv", "do": "others"}).status_code == 403
    assert voice_of(site).on
    assert site.house.app.managers[site.manager].language == "fi"


def test_the_page_is_small_in_every_language(site: Pages) -> None:
    learn(site)
    browser = site.client(site.manager)
    for language in ("fi", "sv", "de", "en"):
        send(site, browser, "/settings", language=language)
        page = browser.get("/settings")
        assert f'<html lang="{language}">' in page.text
        assert len(page.content) < 100_000


def test_of_many_devices_the_last_used_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    with pages(tmp_path) as site:
        browser = site.client(site.manager)
        for _ in range(24):
            site.session(site.manager)
        page = browser.get("/settings").text
        assert page.count('action="/settings/sessions"') < 25
        assert "ja 5 muuta" in page
