"""Whether words were said, in whatever form, and whether they are in the language asked for: for `core.grounded`."""

import functools
import re
from collections import Counter
from collections.abc import Collection, Sequence

from kambrief.core import lexicon, matter
from kambrief.core.reading_names import in_language, said_in
from kambrief.core.reading_words import TONGUES

_LETTERS = re.compile(r"[^\W\d_]+")
_STEM = 4
_PHRASE = 12
"""So many words may hold no little word of their language: it is foreign only where another one shows."""
_FOREIGN = 2
"""Little words of another language, and more than of its own, that make a phrase foreign."""


def contents(text: str, without: Collection[str] = ()) -> list[str]:
    """Words that say something, in small letters."""
    words = [word for word in _LETTERS.findall(text) if word not in without]
    return [word.casefold() for word in words if lexicon.content_stems(word)]


@functools.lru_cache(maxsize=512)
def evened(said: str) -> frozenset[str]:
    words = {matter.evened(matter.folded(word)) for word in contents(said)}
    return frozenset(word for word in words if len(word) >= _STEM)


def is_said(word: str, theirs: frozenset[str]) -> bool:
    """Whether a word was said in another form, or in another word: ``hinnan, hinta``, ``line, pipeline``."""
    mine = matter.evened(matter.folded(word))
    return len(mine) >= _STEM and any(matter.same_word(mine, other) for other in theirs)


def is_foreign(pieces: Sequence[str], language: str) -> bool:
    """Whether words are in another language. A short phrase may hold no little word of its own."""
    tongue = TONGUES.get(language)
    if tongue is None:
        return False
    if len(pieces) > _PHRASE:
        return not in_language(pieces, tongue)
    marks = Counter(name for piece in pieces for name in said_in([piece]))
    most = max((count for name, count in marks.items() if name != language), default=0)
    return most >= _FOREIGN and most > marks[language]
