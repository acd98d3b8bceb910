"""The page of a follow-up as it is read: what it shows, and what it must not."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kambrief.core import after
from kambrief.core.evidence import Text
from kambrief.core.transcript import Transcript, Turn
from kambrief.phrases import phrase_signatures
from kambrief.pipeline.changing import change
from kambrief.web.shown import Words, web_folder
from tests.web.followups import DEPUTY, Window, deputy, record_of, two
from tests.web.house import EN, Pages, pages
from tests.web.queries import counted

pytestmark = pytest.mark.slow

LONGEST_PAGE = 100_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """Nothing is changed in it."""
    with two(tmp_path_factory.mktemp("house")) as found:
        yield found


def shown(site: Pages, part: str = "", **headers: str) -> str:
    answer = site.client(site.manager, **headers).get(f"/followup/{site.house.meeting.id}{part}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_each_line_links_to_what_was_said_and_back(site: Pages) -> None:
    page = shown(site)
    cues = set(re.findall(r'href="#cue-(\d+)"', page))
    rows = set(re.findall(r'href="#row-(\d+)"', page))
    assert cues
    assert rows
    assert cues <= set(re.findall(r'id="cue-(\d+)"', page))
    assert rows <= set(re.findall(r'id="row-(\d+)"', page))


def test_what_is_kept_back_is_nowhere_on_any_of_the_pages(site: Pages) -> None:
    heard = site.house.app.store.heard(site.house.meeting.id)
    turns = next(one.transcript.turns for one in heard if one.transcript)
    hidden = [turn.text for turn in turns[5:11] if len(turn.text) > 15]
    assert hidden
    for part in ("", "/transcript", "/versions", "/checks", "?ask=send"):
        page = shown(site, part)
        assert not [text for text in hidden if text in page], part
    assert "off-the-record:6-11" in shown(site)  # the way to let it in


def test_it_is_small_and_nothing_in_it_runs_or_styles_inline(site: Pages) -> None:
    page = shown(site)
    assert len(page.encode()) < LONGEST_PAGE
    assert not re.findall(r"\son\w+=|\sstyle=|<style|<script(?! src)", page)


def test_a_call_of_a_thousand_remarks_still_makes_small_pages(tmp_path: Path) -> None:
    with pages(tmp_path) as site:
        house, now = site.house, site.house.clock()
        heard = house.app.store.heard(house.meeting.id)
        turns = next(one.transcript.turns for one in heard if one.transcript)
        more = [
            Turn("Vuolle Petri", f"Sitten siitä sivuasiasta, numero {number}, " + "jota on puhuttu paljon. " * 3,
                 3000.0 + number, None, f"x{number}")
            for number in range(1000)
        ]  # fmt: skip
        long = Transcript((*turns, *more), "teams")
        house.app.store.save_heard(after.file_of(house.meeting.id, house.manager, long, now), now)
        name = after.Draft("transcript", long).name
        change(house.app.store, house.meeting.id, site.manager, lambda one: replace(one, source=name))
        page = shown(site)
        assert len(page.encode()) < LONGEST_PAGE
        gaps = re.findall(r'href="(/followup/[^"]*transcript\?part=\d+)#cue-(\d+)"', page)
        assert gaps
        for address, cue in gaps[-2:]:
            part = site.client(site.manager).get(address).text
            assert f'id="cue-{cue}"' in part
            assert len(part.encode()) < LONGEST_PAGE


@pytest.mark.parametrize("language", ["fi", "en", "sv", "de"])
def test_it_speaks_the_readers_language_and_marks_the_language_of_the_mail(site: Pages, language: str) -> None:
    reader = Window(site, deputy(language), site.manager)
    page = reader.open()
    assert f'<html lang="{language}">' in page
    assert '<textarea id="body" name="body" rows="24" lang="fi"' in page
    for part in ("checks", "versions", "close", "transcript"):
        answer = reader.browser.get(f"{reader.path}/{part}?for={site.manager}")
        assert f'<html lang="{language}">' in answer.text


SLOTS: dict[str, object] = {"number": 2, "count": 1, "old": 1, "new": 2}
MOMENTS = {"at", "until"}


@pytest.mark.parametrize("language", ["fi", "en", "sv", "de"])
def test_every_phrase_can_be_said_with_what_the_page_puts_in(language: str) -> None:
    words = Words.of("followup", language, dt.date(2026, 10, 6), "Europe/Helsinki")
    now = dt.datetime(2026, 10, 6, 9, 5, tzinfo=dt.UTC)
    for name, slots in phrase_signatures(language, web_folder() / "words" / "followup").items():
        fill = {one: SLOTS.get(one, now if one in MOMENTS and name != "kept" else Text(f"<{one}>")) for one in slots}
        said = words.say(name, **fill)
        assert said
        assert "<at>" not in said
        assert "{" not in said


def test_names_and_texts_from_outside_are_shown_as_text(tmp_path: Path) -> None:
    attack = "<img src=x onerror=alert(1)>\"'</textarea><script>1</script>"
    with pages(tmp_path, EN) as site:
        window = Window(site, site.manager)
        window.open()
        window.press("save", subject=f"Hello {attack}", body=f"Dear all,\n\n{attack}\n[confirm: {attack}]")
        for part in ("", "?ask=send", "/versions", "/checks", "/close"):
            page = shown(site, part)
            assert "<script>1" not in page
            assert "<img" not in page
        assert window.open().count("</textarea>") == 1
        assert window.fields["body"] == f"Dear all,\n\n{attack}\n[confirm: {attack}]"


def test_the_number_of_queries_does_not_grow_with_versions_and_other_meetings(tmp_path: Path) -> None:
    with pages(tmp_path) as site:
        window = Window(site, site.manager)
        window.open()
        with counted(site.house.app) as few:
            shown(site)
        for number in range(8):
            window.press("save", body=f"Hei kaikki,\n\nversio {number}")
            window.open()
        site.house.clock.now += dt.timedelta(minutes=1)
        with counted(site.house.app) as many:
            shown(site)
        assert len(record_of(site).versions) == 9
        assert len(many) <= len(few), str(many)


def test_a_stand_in_sees_the_page_and_whose_it_is(site: Pages) -> None:
    page = Window(site, DEPUTY, site.manager).open()
    assert site.house.manager.name in page
    assert f'name="for" value="{site.manager}"' in page


@pytest.mark.parametrize("part", ["", "/checks", "/state", "/close", "/versions", "/transcript"])
def test_nobody_else_sees_anything_of_it(site: Pages, part: str) -> None:
    path = f"/followup/{site.house.meeting.id}{part}"
    assert site.client().get(path).status_code in {303, 401}
    stranger = site.client(DEPUTY).get(path + "?for=somebody@else.example")
    assert stranger.status_code == 404
    assert site.house.meeting.title not in stranger.text
