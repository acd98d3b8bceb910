"""Numbers as people write them, in digits and in words, in the four languages a brief is written in."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Final

NUMBER: Final = r"\d{1,3}(?:[ .,]\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
"""Digits with thousands in groups, or with decimals."""

_FROM_TWO: Final[Mapping[str, str]] = {
    "en": "two three four five six seven eight nine ten eleven twelve",
    "fi": "kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen yksitoista kaksitoista",
    "sv": "två tre fyra fem sex sju åtta nio tio elva tolv",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
}
_INFLECTED: Final[Mapping[str, int]] = {
    "kahden": 2, "kahta": 2, "kahdesta": 2, "kolmen": 3, "kolmea": 3, "kolmesta": 3, "neljän": 4, "neljää": 4,
    "neljästä": 4, "viiden": 5, "viittä": 5, "viidestä": 5, "kuuden": 6, "kuutta": 6, "kuudesta": 6,
    "seitsemästä": 7, "kahdeksasta": 8, "yhdeksästä": 9, "kymmenestä": 10,
}  # fmt: skip

_SCALES: Final[Mapping[int, str]] = {
    1_000: r"t|k|tsd\.?|tusen|tuhatta|thousand|tausend",
    1_000_000: r"m|milj\.?|miljoonaa?|mn|mio\.?|million|millionen|miljon|miljoner",
    1_000_000_000: r"bn|billion|mrd\.?|miljardia?|miljard|miljarder|milliarden?",
}
SCALE: Final = "(?i:" + "|".join(sorted("|".join(_SCALES.values()).split("|"), key=len, reverse=True)) + ")"
"""What may stand between a number and its unit: thousand, million, and their short forms."""


@cache
def words(language: str) -> Mapping[str, int]:
    """Number words from two on. English and Finnish ones are read everywhere, others in texts of their language."""
    return {
        **_INFLECTED,
        **{
            word: value
            for known in dict.fromkeys(("en", "fi", language))
            for value, word in enumerate(_FROM_TWO.get(known, "").split(), 2)
        },
    }


def in_words(word: str, language: str) -> int:
    """The number a number word stands for."""
    return words(language)[word.casefold()]


def number(text: str) -> tuple[Decimal, int]:
    """A number as people write it, and the decimals shown: groups of three are thousands."""
    bare = text.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?", bare) or " " in text:
        head, _, tail = re.sub(r"[.,](?=\d{3}(?!\d))", "", bare).replace(",", ".").partition(".")
    else:
        head, _, tail = bare.replace(",", ".").partition(".")
    return Decimal(f"{head}.{tail}" if tail else head), len(tail)


def scale(text: str) -> int:
    """What a number is multiplied with: ``Mio.`` is a million, nothing is one."""
    if not text:
        return 1
    return next(value for value, forms in _SCALES.items() if re.fullmatch(forms, text, re.IGNORECASE))
