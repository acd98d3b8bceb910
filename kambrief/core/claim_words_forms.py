"""How the words of claims are kept: whole words of four languages, by kind of claim."""

import re
from collections.abc import Mapping
from typing import NamedTuple


def words(*alternatives: str) -> re.Pattern[str]:
    """Whole words (or phrases) that begin and end where words do."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


class Family(NamedTuple):
    """One kind of claim."""

    label: str
    """As a problem tells it: "claims that something is …"."""
    done: Mapping[str, re.Pattern[str]]
    """By language, the forms that say it happened: past tenses, participles, states. Never infinitives or imperatives,
    for "agree a date" claims nothing."""
    cues: re.Pattern[str]
    """Further words by which a fact says the same, in any language: "approval of the board"."""


def family(label: str, en: str, fi: str, sv: str, de: str, cues: str) -> Family:
    """A kind of claim with its words, alternatives of a pattern each."""
    return Family(label, {"en": words(en), "fi": words(fi), "sv": words(sv), "de": words(de)}, words(cues))
