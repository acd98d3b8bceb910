"""What the pages say: the same phrases and slots in all four languages, and every phrase that a page asks for."""

import re
from pathlib import Path

import pytest

from kambrief.phrases import phrase_signatures
from kambrief.settings import LANGUAGES
from kambrief.web.pages import routes
from kambrief.web.shown import COMMON, static_files, web_folder

WORDS = web_folder() / "words"
PAGES = sorted(path.name for path in WORDS.iterdir() if path.is_dir())
TEMPLATES = sorted(web_folder().glob("*.html.jinja"))
BORROWED = {"rehearsal": "admin"}
"""Pages without words of their own, and whose they say."""
ASKED = re.compile(r"\b(?:say|text)\(\s*\"(\w+)\"\s*[,)]")


@pytest.mark.parametrize("page", PAGES)
def test_every_language_has_the_same_phrases_with_the_same_slots(page: str) -> None:
    english = phrase_signatures("en", WORDS / page)
    for language in LANGUAGES:
        assert phrase_signatures(language, WORDS / page) == english, language


def test_every_route_has_words() -> None:
    assert {route.page for route in routes()} <= {*PAGES, COMMON}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_phrase_that_a_template_names_is_there(template: Path) -> None:
    asked = set(ASKED.findall(template.read_text(encoding="utf-8")))
    own = template.name.split(".")[0].split("_")[0]
    known = set(phrase_signatures("en", WORDS / COMMON))
    for page in (own, own.removesuffix("s"), BORROWED.get(own, own)):  # accounts.html.jinja has the words of account
        if page in PAGES:
            known |= set(phrase_signatures("en", WORDS / page))
    missing = asked - known
    assert not missing, f"{template.name} says {sorted(missing)}"


def test_no_template_and_no_script_of_ours_needs_more_than_the_policy_allows() -> None:
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<[^>]+\sstyle\s*=", text), f"{template.name}: an inline style"
        assert not re.search(r"<[^>]+\son\w+\s*=", text), f"{template.name}: an inline handler"
        assert "<style" not in text, f"{template.name}: an inline style sheet"
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), f"{template.name}: an inline script"
        assert not re.search(r"\|\s*safe\b", text), f"{template.name}: something that is not escaped"
        assert "hx-on" not in text, f"{template.name}: a handler that htmx would evaluate"
    for name, file in static_files().items():
        if name.endswith(".js") and name != "htmx.min.js":
            code = file.content.decode()
            assert "innerHTML" not in code, f"{name}: markup out of text"
            assert not re.search(r"\beval\(|new Function", code), f"{name}: code out of text"
