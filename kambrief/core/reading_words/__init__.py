"""Words that the checks on a model's prose look for, by language: numbers, days and months, the little words.

Data, not wording: nothing here is ever printed.
"""

from kambrief.core.reading_words.english import ENGLISH
from kambrief.core.reading_words.finnish import FINNISH
from kambrief.core.reading_words.german import GERMAN
from kambrief.core.reading_words.swedish import SWEDISH
from kambrief.core.reading_words.tongue import Tongue

TONGUES = {"en": ENGLISH, "fi": FINNISH, "sv": SWEDISH, "de": GERMAN}
"""The languages readings can be checked in. In another one none is accepted."""

ALWAYS_CAPITAL = {
    "en": frozenset({"I", "I'd", "I'll", "I'm", "I've", "I’d", "I’ll", "I’m", "I’ve"}),
    "de": frozenset({"Sie", "Ihnen", "Ihr", "Ihre", "Ihrem", "Ihren", "Ihrer", "Ihres", "Ihrerseits"}),
}
"""Words that have a capital and name nobody."""

__all__ = ["ALWAYS_CAPITAL", "TONGUES", "Tongue"]
