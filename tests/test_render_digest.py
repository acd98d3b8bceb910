"""A day's mail in words: overview and whole briefs, the same in both parts, and nothing from outside does anything."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kambrief import render
from kambrief.core.digest import Digest
from kambrief.core.wording import JOINER
from kambrief.render import Rendered, safe_link
from tests.mail.pictured import pictured
from tests.mail.sample import JOIN, LINK, MANAGER, TODAY, brief, digest, entry, note, phrases
from tests.test_render import Reader, assert_harmless, rendered, with_words, words_of_page, words_of_text

RULE = "=========="


def page_of(made: Digest, language: str = "en") -> Rendered:
    return render.render_digest(made, MANAGER, TODAY, phrases(language))


def test_the_overview_reads_meeting_by_meeting() -> None:
    late = dataclasses.replace(brief(), meeting_id="m-2", subject=note("13:00 Metsola – saw line"))
    text = page_of(digest(brief(), late, whole=False)).text
    assert text.startswith("Tuesday\n\n[Brief] 09:00 Havuharju – kuorimon tilanne\nWe: root cause report, ")
    assert (
        f"Deciding: Markku Salomaa.\n- INTERNAL: Ours: critical spares, 3 days late.\nJoin the call: {JOIN}\n" in text
    )
    assert text.index("Havuharju") < text.index("13:00 Metsola – saw line")
    assert text.endswith("\n-- \nPut together automatically.\nCRM not reached; what is known is 3 h old.\n")
    assert RULE not in text


def test_below_the_overview_each_brief_is_whole_with_its_own_footer() -> None:
    overview, *parts = page_of(digest()).text.split(RULE)
    alone = rendered(brief()).text
    assert len(parts) == 2
    assert "Put together" not in overview + "".join(parts), "the briefs say where they come from"
    for part in parts:
        body, footer = alone.partition("\n-- \n")[::2]
        assert body.partition("\n\n")[2].partition(f"Join the call: {JOIN}")[0].strip() in part
        assert part.count(f"Join the call: {JOIN}") == 1
        assert part.strip().endswith(footer.strip())


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("whole", [True, False])
def test_both_parts_say_the_same(language: str, whole: bool) -> None:  # noqa: FBT001 - a table
    mail = page_of(digest(brief(language), whole=whole), language)
    assert words_of_text(mail) == words_of_page(mail)


def test_the_call_is_offered_beside_each_meeting_and_lines_lead_to_their_records() -> None:
    links = Reader(page_of(digest()).html).links
    assert links.count(JOIN) == 4
    assert links.count(LINK) == 2 + 2 * 3
    assert Reader(page_of(digest(brief(join_url="http://teams.example/x", facts={}))).html).links == []


def test_pictures_stay_in_single_briefs() -> None:
    made = pictured("en")
    shown = (entry(made, deciders=None, promises=()),)
    day = digest(made, entries=shown, subject=made.subject, headline=made.subject)
    mail = render.render_digest(day, MANAGER, TODAY)
    assert made.pictures
    assert 'class="drawing"' in render.render_brief(made, MANAGER, TODAY).html
    assert 'class="drawing"' not in mail.html


def test_a_long_day_is_short_enough_not_to_be_clipped() -> None:
    """Gmail shows the first 102 kB of a message."""
    day = [dataclasses.replace(brief(), meeting_id=f"m-{number}") for number in range(6)]
    assert len(page_of(digest(*day)).html.encode()) < 102_000


def test_a_meeting_of_which_almost_nothing_is_known_has_its_place() -> None:
    bare = brief(header=(), blocks=(), footer=(), gaps=(), facts={}, join_url="")
    quiet = digest(bare, entries=(entry(bare, one_thing=(), deciders=None, promises=()),))
    mail = page_of(quiet)
    assert mail.text.startswith("Tuesday\n\n[Brief] 09:00 Havuharju – kuorimon tilanne\n")
    assert Reader(mail.html).links == []


@given(
    st.text()
    | st.lists(st.sampled_from(["<b>", "</td>", "{{", "-->", "&lt;", "http://", "a.fi", "\n", " ", "x"])).map("".join)
)
def test_whatever_stands_in_the_crm_both_parts_say_the_same_and_do_nothing(outside: str) -> None:
    if safe_link(outside):
        return
    made = with_words(outside)
    shown = entry(made, deciders=note(outside), promises=made.blocks[0].lines)
    assert_harmless(page_of(digest(made, entries=(shown,), subject=note(outside), headline=note(outside))))


def test_a_subject_has_no_unseen_letters() -> None:
    assert JOINER not in page_of(digest(subject=note("evil.example asks"))).subject
