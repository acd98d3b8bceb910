"""Names and language in a reading: capitals are names, and little words tell in which language something is said."""

import re
from collections.abc import Collection, Iterator, Sequence

from kambrief.core.evidence import Fact, Value
from kambrief.core.inflection import accepts
from kambrief.core.nouns import OF_A_THING, is_made_of, is_noun
from kambrief.core.reading_words import ALWAYS_CAPITAL, TONGUES, Tongue

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHORT = 6
"""In so few words no little word need be there, as long as there is none of another language."""
_ADJECTIVE = re.compile(r"\w{2,}(?:e|er|es|en|em)\Z")
_VERB = re.compile(r"\w{2,}t\Z|Will\Z|Muss\Z|Kann\Z|Darf\Z|Soll\Z")
_NO_VERB_NEXT = re.compile(
    r"\s+(?:(?:d(?:er|ie|as|en|em|es)|(?:k|s|m|d)?ein\w{0,2}|ihr\w{0,2}|unser\w{0,2}|nicht|noch|sich|auf|an|in|im|mit|"
    r"von|vor|zu|nur|erst|keine?\w?|[a-zäöüß]+(?:e|er|es|en))\s|[A-ZÄÖÜ])"
)
_ANYTHING = re.compile(r"\b(?:nichts|etwas|alles|wenig|viel)\s+\Z", re.IGNORECASE)
_LETTERS = {
    language: frozenset("abcdefghijklmnopqrstuvwxyzé" + more)
    for language, more in {"en": "", "fi": "åäöšž", "sv": "åäöü", "de": "äöüß"}.items()
}
"""A few words in other letters are in another language."""
_UMLAUTS = str.maketrans("äöü", "aou")


def in_language(pieces: Sequence[str], tongue: Tongue) -> bool:
    """Little words and endings of the language are there, and no other language has more."""
    marks = {one: {piece for piece in pieces if _is_of(piece, one)} for one in TONGUES.values()}
    counts = {one: sum(piece in found for piece in pieces) for one, found in marks.items()}
    most = max(counts.values())
    foreign = set("".join(pieces)) - _LETTERS[language_of(tongue)]
    if foreign and counts[tongue] * 4 < len(pieces):
        return False
    if len(pieces) <= _SHORT and most == counts[tongue]:
        return not foreign
    alone = marks[tongue].difference(*(found for one, found in marks.items() if one is not tongue))
    return bool(alone) and counts[tongue] * 9 >= len(pieces) and counts[tongue] >= most


def said_in(pieces: Sequence[str]) -> tuple[str, ...]:
    """The language (or several, of a text that fits them equally) with most little words; none where there is none."""
    counts = {name: sum(_is_of(piece, one) for piece in pieces) for name, one in TONGUES.items()}
    most = max(counts.values())
    return tuple(name for name, count in counts.items() if count == most) if most else ()


def language_of(tongue: Tongue) -> str:
    """Its code."""
    return next(name for name, one in TONGUES.items() if one is tongue)


def _is_of(piece: str, tongue: Tongue) -> bool:
    return piece in tongue.small or bool(tongue.endings.match(piece))


def problems(
    parts: Sequence[str | Value],
    cited: Sequence[Fact],
    shown: Collection[str],
    names: frozenset[str],
    tongue: Tongue,
) -> Iterator[str]:
    """People's names never stand in prose; others only as a cited fact has them. ``shown``: case-folded words of the
    names of the people in the request; ``names``: those of everybody.
    """
    language = language_of(tongue)
    known = frozenset(_WORD.findall(" ".join(fact.text for fact in cited))) - names
    for position, part in enumerate(parts):
        if not isinstance(part, str):
            continue
        for word in _WORD.finditer(part):
            said, before, after = word[0], part[: word.start()], part[word.end() :]
            starts = _starts_sentence(before, first=position == 0)
            common = said.casefold() in tongue.small
            if said in ALWAYS_CAPITAL.get(language, ()) or (common and (said.islower() or starts)):
                continue
            named = said.casefold() in shown or (not said.islower() and _names_somebody(said, names, language))
            if named and not (language == "de" and is_noun(said) and OF_A_THING.search(before)):
                yield f"names a person ({said}): use the reference"
            elif (
                said.islower()
                or (starts and said.casefold() in tongue.opening)
                or (language == "de" and _is_no_name(said, before, after, starts=starts))
            ):
                continue
            elif not _is_known(said, known, language):
                advice = "take a more usual noun" if language == "de" else "ordinary words are in lower case"
                yield f"holds a name no cited fact has ({said}); {advice}"


def _starts_sentence(before: str, *, first: bool) -> bool:
    stripped = before.rstrip(" '’(")
    return stripped.endswith((".", "?", "…", ":")) or (first and not stripped)


def _is_no_name(said: str, before: str, after: str, *, starts: bool) -> bool:
    """German: an adjective before its noun or a verb before its object at the start of a sentence, where a name would
    need a verb behind it; an adjective made a noun ("nichts Neues").
    """
    if _ANYTHING.search(before):
        return bool(_ADJECTIVE.match(said))
    if not starts:
        return False
    next_noun = re.match(r"\s+([A-ZÄÖÜ]\w+)", after)
    if _ADJECTIVE.match(said) and next_noun and is_noun(next_noun[1]):
        return True
    return bool(_VERB.match(said) and _NO_VERB_NEXT.match(f"{after} "))


def _names_somebody(said: str, names: frozenset[str], language: str) -> bool:
    return any(accepts(name, piece, language) for piece in {said, *said.split("-")} for name in names)


def _is_known(said: str, known: frozenset[str], language: str) -> bool:
    """Inflection and compounds allowed, either way round: CRM-järjestelmän where the fact has CRM, Vantaa where it has
    Vantaan. In German a common noun is no name.
    """
    if language == "de" and (is_noun(said) or any(is_made_of(name, said) or _of_one(name, said) for name in known)):
        return True
    pieces = [piece for piece in said.split("-") if not piece.islower()]
    return any(_same(name, said, language) for name in known) or all(
        any(_same(name, piece, language) for name in known) or (language == "de" and is_noun(piece)) for piece in pieces
    )


def _same(name: str, said: str, language: str) -> bool:
    return accepts(name, said, language) or (name[:1].isupper() and accepts(said, name, language))


def _of_one(name: str, said: str) -> bool:
    """Bogen and Bögen: the beginning is the same but for an umlaut."""
    one, other = name.casefold().translate(_UMLAUTS), said.casefold().translate(_UMLAUTS)
    least = min(len(one), len(other))
    return least > 3 and abs(len(one) - len(other)) < 3 and one[: least - 1] == other[: least - 1]
