"""The words of follow-ups and of the mails after a call: the same phrases in every language."""

import re

import pytest

from kambrief.phrases import Phrases, folder_of, phrase_signatures
from kambrief.settings import LANGUAGES

FOLDERS = ("followup", "after")


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_language_has_the_same_phrases_with_the_same_slots(folder: str) -> None:
    place = folder_of("templates") / folder
    first = phrase_signatures(LANGUAGES[0], place)
    assert len(first) > 30
    for language in LANGUAGES[1:]:
        assert dict(phrase_signatures(language, place)) == dict(first)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", FOLDERS)
def test_the_words_are_calm(folder: str, language: str) -> None:
    source = Phrases(language, folder_of("templates") / folder).file.read_text(encoding="utf-8")
    words = re.sub(r"\{[#%{].*?[#%}]\}", "", source, flags=re.DOTALL)
    assert "!" not in words
    assert not re.search(
        r"\b(?:amazing|thrilled|world-class|upea|mahtava|fantastisk|begeistert|großartig)", words, re.IGNORECASE
    )
    assert set(re.findall(r"<[^>]*>", words)) <= {"<b>", "</b>"}
