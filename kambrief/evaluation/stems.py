"""Words cut to what inflection leaves alone: by them texts are said to speak of the same thing."""

import re
from typing import Final

STEM: Final = 5
"""Letters of a word that count."""
_STOP: Final = frozenset(
    [
        "with", "from", "that", "this", "they", "them", "have", "been", "will", "would", "about", "after", "before",
        "until", "which", "what", "when", "your", "their", "into", "over", "mukaan", "sekä", "kanssa", "että",
        "mutta", "joka", "jotka", "siitä", "vasta", "ennen", "jälkeen", "myös", "ovat", "oli", "tulee", "kun",
        "och", "att", "det", "den", "som", "med", "inte", "till", "från", "efter", "innan", "ska", "har", "und", "der",
        "die", "das", "mit", "von", "bis", "dem", "nicht", "eine", "einen", "einer", "nach", "wird", "werden", "sind",
    ]
)  # fmt: skip


def stems(text: str) -> frozenset[str]:
    """The words of a text, cut to what inflection leaves alone."""
    words = re.findall(r"[^\W\d_]{3,}", text.casefold())
    return frozenset(word[:STEM] for word in words if word not in _STOP and (len(word) > 3 or word.isascii()))
