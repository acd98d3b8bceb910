"""Phrases say what the product says: in every language alike, and values are never more than words in them."""

import datetime as dt
import re
from pathlib import Path

import pytest

from kambrief.core.brief import Section, Sentence
from kambrief.core.customer import Gap
from kambrief.core.evidence import Count, Day, Person, Text, Word
from kambrief.errors import UserError
from kambrief.phrases import Phrases, folder_of, phrase_signatures
from kambrief.settings import LANGUAGES
from tests.mail.sample import START, TODAY, ZONE, note, phrases, quote, reading, says

MACROS_USED = {
    *(f"title_{section}" for section in Section),
    "internal", "reading_mark", "reading_marks", "join_call", "update_subject", "update_intro", "void_subject", "void_intro",
    "digest_written",
}  # fmt: skip
"""What the mail templates ask of the phrases by themselves."""


def said(sentence: Sentence, language: str = "en") -> str:
    return phrases(language).say(sentence, TODAY, ZONE).text


def test_a_sentence_is_a_phrase_with_its_values_shown() -> None:
    late = says("overdue", what=Text("report"), due=Day(dt.date(2026, 9, 25)), days=Count(1))
    assert said(late) == "We: report, promised for 25 September – 1 day late."
    assert said(late, "fi") == "Me: report, luvattu 25.9. – 1 päivä myöhässä."


def test_marks_are_in_the_page_and_not_in_the_text() -> None:
    spoken = phrases("en").say(says("overdue", what=Text("<b>R&D</b>"), due=Day(TODAY), days=Count(11)), TODAY, ZONE)
    assert spoken.text == "We: <b>R&D</b>, promised for 6 October – 11 days late."
    assert spoken.html == ("We: &lt;b&gt;R&amp;D&lt;/b&gt;, promised for 6 October – <strong>11 days late</strong>.")


def test_a_phrase_chooses_the_form_of_a_value() -> None:
    assert said(says("header_time", start=START)) == "Tue 6 Oct, 09:00"
    assert said(says("header_time", start=START), "fi") == "Ti 6.10. klo 9.00"


def test_a_word_of_ours_is_a_phrase_itself() -> None:
    head = says("head", person=Person("Markku Salomaa"), role=Word("role.sponsor"))
    assert [said(head), said(head, "fi")] == ["Markku Salomaa sponsor", "Markku Salomaa sponsori"]


def test_a_quote_has_the_marks_of_the_reader_and_the_words_of_the_speaker() -> None:
    assert [said(quote("Kolme lukua.")), said(quote("Kolme lukua."), "fi")] == ["“Kolme lukua.”", "”Kolme lukua.”"]


def test_a_reading_shows_the_accepted_surface_and_else_the_name() -> None:
    markku = Person("Markku Salomaa", "C02")
    assert said(reading("kysy ", markku, " mielipide.", surfaces={1: "Markun"}), "fi") == "Kysy Markun mielipide."
    assert said(reading("kysy ", markku, ": ", Count(1200), " h."), "fi") == (
        "Kysy Markku Salomaa: 1\N{NO-BREAK SPACE}200 h."
    )


def test_values_are_no_templates() -> None:
    assert said(note("{{ 7 * 7 }} {% raw %} {# x #} ${1}")) == "{{ 7 * 7 }} {% raw %} {# x #} ${1}"


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        (says("unheard_of"), "has no phrase 'unheard_of'"),
        (says("silent", since=Day(TODAY)), "phrase 'silent' cannot be said"),
        (says("note", text=Text("x"), more=Text("y")), "phrase 'note' cannot be said"),
        (says("silent", since=Day(TODAY), days=Text("many")), "phrase 'silent' cannot be said"),
        (says("note", text=Word("role.unheard_of")), "has no phrase 'role_unheard_of'"),
    ],
)
def test_a_phrase_that_does_not_fit_is_named(sentence: Sentence, problem: str) -> None:
    with pytest.raises(UserError, match=problem):
        said(sentence)


def test_a_broken_file_of_phrases_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.jinja").write_text("{% macro x( %}", encoding="utf-8")
    with pytest.raises(UserError, match=r"en\.jinja cannot be used"):
        Phrases("en", tmp_path)
    with pytest.raises(UserError, match=r"fi\.jinja cannot be used"):
        Phrases("fi", tmp_path)


def test_a_form_nobody_knows_is_an_error_of_the_phrase(tmp_path: Path) -> None:
    (tmp_path / "en.jinja").write_text('{% macro note(text) %}{{ text|form("loud") }}{% endmacro %}', encoding="utf-8")
    with pytest.raises(UserError, match="'loud' is no form"):
        Phrases("en", tmp_path).say(note("x"), TODAY, ZONE)


def test_phrases_cannot_reach_into_the_program(tmp_path: Path) -> None:
    evil = "{% macro note(text) %}{{ text.__class__.__mro__ }}{% endmacro %}"
    (tmp_path / "en.jinja").write_text(evil, encoding="utf-8")
    with pytest.raises(UserError, match="unsafe"):
        Phrases("en", tmp_path).say(note("x"), TODAY, ZONE)


def test_a_gap_is_said_with_its_values_whatever_they_are_called() -> None:
    assert phrases("en").gap(Gap("gap_crm", {"age": "3 h"})).text == "CRM not reached; what is known is 3 h old."
    with pytest.raises(UserError, match="cannot be said"):
        phrases("en").gap(Gap("gap_crm", {"name": "x"}))


# --- the shipped phrases -------------------------------------------------------------------------------------------


def test_every_language_has_the_same_phrases_with_the_same_slots() -> None:
    first = phrase_signatures(LANGUAGES[0])
    for language in LANGUAGES[1:]:
        assert dict(phrase_signatures(language)) == dict(first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phrases_hold_all_that_the_mails_ask_for_and_only_three_marks(language: str) -> None:
    shipped = Phrases(language)
    assert {name for name in MACROS_USED if name not in shipped} == set()
    source = re.sub(r"\{#.*?#\}", "", shipped.file.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert set(re.findall(r"<[^>]*>", source)) <= {
        f"<{end}{tag}>" for tag in ("b", "strong", "small") for end in ("", "/")
    }


def test_templates_and_prompts_are_found() -> None:
    assert (folder_of("templates") / "mail" / "brief.html.jinja").is_file()
    assert folder_of("prompts").is_dir()
