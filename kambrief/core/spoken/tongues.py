"""The language by its code. Text in another language is read as English: the spoken figures of calls often are."""

from kambrief.core.spoken import words_de, words_en, words_fi, words_sv
from kambrief.core.spoken.tongue import Tongue

_KNOWN = {one.code: one for one in (words_fi.TONGUE, words_en.TONGUE, words_sv.TONGUE, words_de.TONGUE)}


def tongue_of(language: str) -> Tongue:
    """``language``: a tag such as ``fi`` or ``sv-FI``."""
    return _KNOWN.get(language.casefold().replace("_", "-").split("-")[0], words_en.TONGUE)
