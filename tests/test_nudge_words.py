"""The words about promises that are due, and of answers, in each language."""

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest

from kambrief.core.reply import Asked, Done, Moved, Stop, suggested, understand
from kambrief.core.work import MailKind
from kambrief.nudge_words import Due, ready_draft, render_answer, render_nudge, say
from kambrief.phrases import folder_of, phrase_signatures
from kambrief.settings.sections import LANGUAGES
from tests.builders import ELINA, at
from tests.core.promise_rows import FRIDAY, promised

FOLDER: Path = folder_of("templates") / "replies"
ROWS = (
    promised(id="1", asked="Mistä <b>tämä</b> johtuu?"),
    promised("hinnasto", id="2", was_due=(dt.date(2026, 10, 1),), closed_by="maybe activities/9"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_phrases_with_the_same_slots(language: str) -> None:
    assert phrase_signatures(language, FOLDER) == phrase_signatures("en", FOLDER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_mail_suggests_is_understood(language: str) -> None:
    manager = dataclasses.replace(ELINA, language=language)
    mails = [
        render_nudge([Due(row, "Kuorimo") for row in ROWS], FRIDAY, manager).text,
        render_answer("x", [say("answer_which")], ROWS, [say("answer_how")], manager, at("9.10. 8.00")).text,
    ]
    asked = Asked(MailKind.NUDGE, language, FRIDAY, ROWS)
    for text in mails:
        meant = [understand(one, asked) for one in suggested(text)]
        assert len(meant) >= 2
        for one in meant:
            # "done" alone is asked back where there are several.
            assert isinstance(one, Done | Moved | Stop) or one.why == "which"  # type: ignore[union-attr]
        assert any(isinstance(one, Done) for one in meant)
        assert any(isinstance(one, Moved) and one.to == dt.date(2026, 10, 16) for one in meant)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_and_page_say_the_same_and_words_from_a_call_stay_words(language: str) -> None:
    manager = dataclasses.replace(ELINA, language=language)
    draft = ready_draft(ROWS[0], manager, "<a@kuura.example>", at("9.10. 8.00"))
    mail = render_nudge([Due(ROWS[0], "Kuorimo", draft), Due(ROWS[1], "", None)], FRIDAY, manager)
    assert "Mistä <b>tämä</b> johtuu?" in mail.text
    assert "Mistä &lt;b&gt;tämä&lt;/b&gt; johtuu?" in mail.html
    page = re.sub(r"<[^>]+>", " ", mail.html.split("<body")[1])
    for line in (part for part in mail.text.splitlines() if part.strip()):
        words = re.findall(r"[^\W\d_]{4,}", line)
        assert all(word in page for word in words)


def test_no_mail_boasts_or_shouts() -> None:
    for language in LANGUAGES:
        text = (FOLDER / f"{language}.jinja").read_text(encoding="utf-8")
        said = re.sub(r"\{[%#].*?[%#]\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
        assert "!" not in said


def test_each_answer_that_a_meaning_calls_for_has_words() -> None:
    for why in ("which", "number", "not_done", "day", "words"):
        assert f"answer_{why}" in phrase_signatures("en", FOLDER)
