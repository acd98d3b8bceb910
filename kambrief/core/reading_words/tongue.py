"""What the checks need to know of a language."""

import re
from typing import NamedTuple


class Tongue(NamedTuple):
    """One language. Patterns match whole case-folded words, but `phrases` and `harmless`, searched in whole texts."""

    small: frozenset[str]
    """Function words: they make up much of any text in the language, and little of one in another."""
    number: re.Pattern[str]
    """Exact quantities: code puts them in. What leaves it open how many ("both", "a couple", "once") may be said."""
    calendar: re.Pattern[str]
    """Weekdays, months and days counted from today: dates are values, put in by code."""
    phrases: re.Pattern[str]
    """Numbers and dates that only show in several words."""
    harmless: re.Pattern[str]
    """What holds a number word and counts nothing ("no one"): taken out before numbers are looked for."""
    endings: re.Pattern[str]
    """Endings typical of the language, where it says little with little words."""
    opening: frozenset[str]
    """Words that begin a sentence, and name nobody when they have a capital there."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def whole(*alternatives: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(alternatives) + r")\Z")


def within(*alternatives: str) -> re.Pattern[str]:
    """Anywhere in a text as whole words, in any case; ``(?-i:…)`` where the case matters."""
    return re.compile(r"\b(?:" + "|".join(alternatives) + r")\b", re.IGNORECASE)


NOTHING = re.compile(r"(?!)")
