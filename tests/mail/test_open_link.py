"""The line in our mails that leads to the same on our pages: where there are pages, and nothing else changes by it."""

import dataclasses
import datetime as dt

import pytest

from kambrief import render
from kambrief.aftermail import render_recap, render_reminder
from kambrief.core.followup import Followup
from kambrief.nudge_words import Due, render_nudge
from kambrief.render import Rendered
from tests.builders import World, occurrence
from tests.core.followup_calls import manager
from tests.core.promise_rows import FRIDAY
from tests.mail.sample import MANAGER, TODAY, brief, digest, note, phrases
from tests.test_nudge_words import ROWS

PAGE = "https://kambrief.kuura.example/brief/m-1"
WORDS = {"en": "Open in the browser", "fi": "Avaa selaimessa", "sv": "Öppna i webbläsaren", "de": "Im Browser öffnen"}
TOLD = Followup("m7", "A01", "en", "Thank you", (), (), day=dt.date(2026, 11, 3))


def has_link(mail: Rendered, url: str, language: str) -> bool:
    """In both parts, and in the text above the footer, which programs fold away."""
    above = mail.text.partition("\n-- \n")[0]
    return f"\n{WORDS[language]}: {url}\n" in above + "\n" and f'href="{url}"' in mail.html


@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_brief_leads_to_its_page_and_is_measured_without_that_line(language: str) -> None:
    made = render.render_brief(brief(language), MANAGER, TODAY, phrases(language), open_url=PAGE)
    bare = render.render_brief(brief(language), MANAGER, TODAY, phrases(language))
    assert has_link(made, PAGE, language)
    assert made.body == bare.body
    assert made.text.replace(f"{WORDS[language]}: {PAGE}\n\n", "") == bare.text


def test_an_update_leads_to_the_brief_and_a_notice_that_it_is_off_leads_nowhere() -> None:
    said = (note("The call starts at 10."),)
    update = render.render_update(brief().subject, said, MANAGER, TODAY, phrases=phrases("en"), open_url=PAGE)
    assert has_link(update, PAGE, "en")
    assert WORDS["en"] not in render.render_void(brief().subject, (), MANAGER, TODAY, phrases("en")).text


def test_a_digest_leads_to_each_meetings_brief() -> None:
    second = dataclasses.replace(brief(), meeting_id="m-2")
    urls = {one.meeting_id: f"https://k.example/brief/{one.meeting_id}" for one in (brief(), second)}
    made = render.render_digest(digest(brief(), second, whole=False), MANAGER, TODAY, phrases("en"), urls)
    for url in urls.values():
        assert made.text.count(f"{WORDS['en']}: {url}\n") == 1
        assert made.html.count(f'href="{url}"') == 1


@pytest.mark.parametrize("language", [*WORDS])
def test_a_nudge_leads_to_the_pages_in_each_language(language: str) -> None:
    reader = dataclasses.replace(MANAGER, language=language)
    due = [Due(ROWS[0], "Kuorimo")]
    assert has_link(render_nudge(due, FRIDAY, reader, "https://k.example/"), "https://k.example/", language)
    assert WORDS[language] not in render_nudge(due, FRIDAY, reader).text


@pytest.mark.parametrize("language", [*WORDS])
def test_recap_and_reminder_lead_to_the_follow_up(language: str) -> None:
    reader, url = manager("Aino Mattila", language), "https://k.example/followup/m7"
    assert has_link(render_recap(TOLD, reader, account_name="Suvanto", open_url=url), url, language)
    assert has_link(render_reminder(TOLD, reader, account_name="Suvanto", open_url=url), url, language)
    assert WORDS[language] not in render_recap(TOLD, reader, account_name="Suvanto").text


def mails(pages: str) -> list[tuple[str, str, bool]]:
    """Revision, Message-ID and whether there is a link, of a brief and of the update after its meeting moved."""
    world = World(occurrence())
    writing, outgoing = world.before.writing, world.before.outgoing
    world.before = dataclasses.replace(
        world.before,
        writing=dataclasses.replace(writing, pages=pages),
        outgoing=dataclasses.replace(outgoing, pages=pages),
    )
    world.run("5.10. 15.00")
    world.run("6.10. 8.00")
    world.show(occurrence(start="6.10. 10.00"))
    world.run("6.10. 8.10")
    records = world.store.briefs(world.store.deliveries()[0].meeting_id)
    return [
        (row.revision, row.message_id, "/brief/" in record.text)
        for row, record in zip(world.store.deliveries(), records, strict=True)
    ]


def test_the_link_makes_no_other_revision_and_no_other_mail() -> None:
    without, with_link = mails(""), mails("https://kambrief.kuura.example")
    assert len(without) == 2
    assert [row[:2] for row in without] == [row[:2] for row in with_link]
    assert [row[2] for row in without] == [False, False]
    assert [row[2] for row in with_link] == [True, True]
