"""Whether a German word with a capital is a common noun: there every noun has one, so a capital alone names nobody.

By a list of the nouns of business, by endings that make nouns and by compounds of these. Words that are not found are
taken for names: in doubt a good word is refused, for a name that nobody has told would be worse. Dictionaries of lemmas
know more nouns, but hold names among them, and few compounds.
"""

import functools
import re

from kambrief.core import noun_words

_CASES = {
    "": ("", "s", "es", "n", "en", "e", "ns"),
    "e": ("", "n", "s", "ns"),
    "rin": ("", "nen"),
    "tin": ("", "nen"),
    "nis": ("", "se", "ses", "sen"),
    "er": ("", "n", "s", "in", "innen"),
    "um": ("", "s"),
    "us": ("",),
    **dict.fromkeys(("ent", "ant", "ist", "ekt", "or", "eur", "chef"), ("", "s", "es", "e", "en", "in", "innen")),
}
"""Ending of a noun → endings of its cases; a plural that changes the vowel is a noun of its own in the list."""

_MADE = re.compile(
    r"(?:\w{3,}(?:heit|keit|schaft|nisse|nissen|(?<!st)tät|ierung|igung|elung|erung|ismus|logie|grafie|metrie|barkeit)"
    r"|\w{3,}(?:erei|ator|eur)|(?!hart|horn|sams)\w{3,}ung"
    r"|\w{3,}(?:ationen|ation|ition|ution|ktion|ption|nsion|ission|sität)"
    r")(?:en|s|e|in|innen)?\Z"
)
"""Nouns known by how they are made. With -nis, -ik or -ie they would be names too often (Dennis, Erik, Marie)."""

_LINKS = ("", "s", "es", "n", "en", "er", "e")
_MIN_PIECE = 2
_MAX_PIECES = 5
_MIN_KNOWN = 5
_MIN_COMPOUND = 7
_ADJECTIVE = ("e", "en", "es", "em", "ere", "eren", "eres", "erem", "ste", "sten", "stes")
_PREFIXES = (
    "ab|an|auf|aus|bei|durch|ein|empor|entgegen|fest|fort|frei|gegenüber|her|heran|heraus|herum|hin|hinaus|hinein|hinzu|"
    "los|mit|nach|nieder|über|um|unter|voran|vor|vorbei|weg|weiter|wieder|wider|zu|zurück|zusammen|be|er|ver|ent|zer|miss"
)
_DOER = re.compile(r"(\w{3,})er(?:n|s|in|innen)?\Z")
_NAMING_ENDS = re.compile(
    r"\w+(?:mann|berg|burg|dorf|feld|stein|bach|hof|heim|hausen|wald|stadt|land|meier|meyer|bauer|macher|werder|witz)s?\Z"
)
"""What people and places are named with: a compound that ends so is a noun only when it is in the list."""

OF_A_THING = re.compile(r"\b(?:(?:k?eine?|jede|welche|solche)[nmrs]?|im|ins)\s+\Z", re.IGNORECASE)
"""Nobody's name stands behind these: "keine Kraft" is no woman of that name. Behind "der" somebody may stand."""


def is_noun(word: str) -> bool:
    """Whether a capitalised word is a common noun in any of its cases, or a compound of such, hyphens allowed."""
    return _is_noun(word)


def is_made_of(known: str, word: str) -> bool:
    """Whether a word is a noun that a text has, in another case or in a compound: Abrufkontingente, Pressenwartung."""
    base, low = known.lower(), word.lower()
    if len(base) < _MIN_KNOWN or not known[:1].isupper() or not known.isalpha() or not word[1:].islower():
        return False
    if low.startswith(base):
        rest = low[len(base) :]
        return rest in _LINKS or any(
            rest.startswith(link) and len(rest) - len(link) > 2 and _is_noun(rest[len(link) :].capitalize())
            for link in _LINKS
        )
    return low.endswith(base) and _is_modifier(low[: -len(base)])


@functools.lru_cache(maxsize=4096)
def _is_noun(word: str) -> bool:
    if word in _as_written() or (word.endswith("s") and word[:-1] in _as_written()):
        return True
    if "-" in word:
        return _is_hyphenated(word.split("-"))
    if not word[:1].isupper() or not word[1:].islower():
        return False
    low = word.lower()
    return low in _inflected() or _is_made(low) or _is_of_verb(low) or _is_of_adjective(low) or _is_compound(low)


def _is_hyphenated(pieces: list[str]) -> bool:
    """CRM-Projekt, Start-up-Phase, Vor-Ort-Termin: the last piece is a noun, and no piece a name."""
    *before, last = pieces
    return _is_noun(last) and all(_is_noun(piece) or piece.lower() in _modifiers() for piece in before)


def _is_made(low: str) -> bool:
    return bool(_MADE.match(low))


def _is_of_verb(low: str) -> bool:
    """A verb as a noun, with a prefix or without: das Zögern, beim Nachfassen."""
    stem = low.removesuffix("s")
    return stem in _verbs() or any(
        stem[len(prefix) :] in _verbs() for prefix in _PREFIXES.split("|") if stem.startswith(prefix)
    )


def _is_of_adjective(low: str) -> bool:
    """An adjective as a noun: das Wichtigste. Not with -er: Neuer and Kleiner are surnames."""
    return any(low.endswith(end) and low[: len(low) - len(end)] in _adjectives() for end in _ADJECTIVE)


def _is_compound(low: str) -> bool:
    """Pieces with their links before a noun: Vertrag-s-verlängerung, Preis-anpassung, Liefer-zusage."""
    return len(low) >= _MIN_COMPOUND and not _NAMING_ENDS.match(low) and _splits(low, 1)


def _splits(low: str, pieces: int) -> bool:
    for end in range(_MIN_PIECE, len(low) - 2):
        if _is_modifier(low[:end]):
            head = low[end:]
            if head in _inflected() or _is_made(head) or _is_head(head):
                return True
            if pieces < _MAX_PIECES and _splits(head, pieces + 1):
                return True
    return False


def _is_head(head: str) -> bool:
    """What is a noun behind another word only: Qualitätsverantwortliche, Energiesparen, Instandhalter."""
    return (_is_of_adjective(head) and len(head) > 7) or _is_of_verb(head) or _is_doer(head)


def _is_doer(head: str) -> bool:
    """Bare, it may be a surname."""
    found = _DOER.match(head)
    return found is not None and found[1] in _stems()


def _is_modifier(piece: str) -> bool:
    """A noun or another first half of a compound, with the sound that links it."""
    return (
        piece in _modifiers()
        or any(link and piece.endswith(link) and piece[: -len(link)] in _nouns() for link in _LINKS)
        or (len(piece) > 3 and f"{piece}e" in _nouns())  # Sache → Sachverhalt
        or (piece.endswith("s") and _is_made(piece[:-1]))
        or (len(piece) > 5 and piece.endswith(("ungs", "ier")))  # Dosier-kopf, Sortier-anlage
    )


@functools.cache
def _nouns() -> frozenset[str]:
    return frozenset(word.lower() for word in f"{noun_words.NOUNS} {noun_words.HEADS}".split())


@functools.cache
def _inflected() -> frozenset[str]:
    """Each noun of the list in its cases; the endings are those its own ending allows."""
    return frozenset(noun + case for noun in _nouns() for case in _cases(noun))


def _cases(noun: str) -> tuple[str, ...]:
    return next((cases for end, cases in _CASES.items() if end and noun.endswith(end)), _CASES[""])


@functools.cache
def _modifiers() -> frozenset[str]:
    return _nouns() | _stems() | frozenset(noun_words.PIECES.split())


@functools.cache
def _stems() -> frozenset[str]:
    """Bestell-, Liefer-, of the verbs."""
    return frozenset(verb.removesuffix("n").removesuffix("e") for verb in _verbs())


@functools.cache
def _verbs() -> frozenset[str]:
    return frozenset(noun_words.VERBS.split())


@functools.cache
def _adjectives() -> frozenset[str]:
    return frozenset(noun_words.ADJECTIVES.split())


@functools.cache
def _as_written() -> frozenset[str]:
    """English words and abbreviations, with the capitals they have."""
    return frozenset(f"{noun_words.ENGLISH} {noun_words.ABBREVIATIONS}".split())
