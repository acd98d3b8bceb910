"""A figure in what is promised stays whole: a mark between two digits ends no phrase."""

import pytest

from tests.core.promising.dialogues import found


@pytest.mark.parametrize(
    ("language", "words", "what"),
    [
        ("de", "Ich schicke Ihnen bis Freitag das Angebot über 450.000 Euro.", "Angebot über 450.000 Euro"),
        ("de", "Ich schicke Ihnen am Freitag das Angebot über 1.250,50 Euro.", "Angebot über 1.250,50 Euro"),
        ("en", "I'll send you the offer for 450,000 euros on Friday.", "offer for 450,000 euros"),
        ("en", "I'll send you version 2.5 of the report on Friday.", "version 2.5 of the report"),
        ("sv", "Jag skickar offerten på 450.000 kronor på fredag.", "offerten på 450.000 kronor"),
        ("fi", "Mä lähetän version 2.1 perjantaina.", "versio 2.1"),
    ],
)
def test_a_figure_is_never_cut_in_two(language: str, words: str, what: str) -> None:
    assert [one.what for one in found(language, f"J: Hm.\nA: {words}\nJ: Ok.")] == [what]
