"""Whether a surface is a person's name as the language inflects it: ``Markun`` for Markku, ``Räsälälle`` for Räsälä.

A writer that is no person names people by reference and proposes the surface its sentence needs. It is shown only when
it can be derived from the name by the rules below; in doubt the name itself is shown, which is never wrong about who is
meant. Finnish after the grammar of nominal inflection (case endings, vowel harmony, consonant gradation, -i- after a
final consonant); Swedish, German and English have the genitive only.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator

_VOWELS = "aeiouyåäöáàâãéèêëíìîïóòôõúùûüøæ"
_BACK = "aouåáàâãóòôõúùû"
_FRONT = "äöüøæ"

_GRADES = {"kk": "k", "pp": "p", "tt": "t", "nk": "ng", "mp": "mm", "nt": "nn", "lt": "ll", "rt": "rr", "ht": "hd"}
"""Strong → weak. A single k, p or t is in `_NOUNS` only: first names keep it, and Rita must not become Rida."""

_DOUBLE = ("kk", "pp", "tt")

_NOUNS = dict(
    pair.split()
    for pair in (  # noqa: SIM905 - a table to read
        "mäki mäe, joki joe, lampi lamme, lahti lahde, lehti lehde, tähti tähde, kurki kurje, hanki hange, särki "
        "särje, koski koske, järvi järve, niemi nieme, saari saare, salmi salme, vuori vuore, suomi suome, kivi "
        "kive, hirvi hirve, talvi talve, nummi numme, kaski kaske, lumi lume, meri mere, sarvi sarve, tammi tamme, "
        "tuomi tuome, kuusi kuuse, nuoli nuole, tuuli tuule, ääri ääre, suuri suure, pieni piene, susi sude, vesi "
        "vede, uusi uude, rauta rauda, hauta hauda, pöytä pöydä, satu sadu, kota koda, sota soda, rata rada, pelto "
        "pello, rapu ravu, repo revo, halpa halva, luoto luodo, mato mado, pato pado, lupa luva, keto kedo, raita "
        "raida, honka honga, aita aida, lato lado, leto ledo, pouta pouda, taito taido, hieta hieda, vuota vuoda, "
        "ranta ranna, silta silla, kunta kunna, valta valla, parta parra, lehto lehdo, huhta huhda, aalto aallo, "
        "kumpu kummu"
    ).split(", ")
)
"""Common words that surnames end in → their weak stem: Mäki → Mäe-n, Hietajärvi → Hietajärve-n."""

_FIRST_NAMES_TOO = frozenset({"satu", "meri", "tuuli", "lumi", "talvi", "suomi", "tähti", "rauta"})
"""Nouns that are first names as well, and may keep their sound as such: Merin beside Meren."""

_LONG_STEMS = dict(
    pair.split()
    for pair in (  # noqa: SIM905 - a table to read
        "kangas kankaa, porras portaa, hammas hampaa, lammas lampaa, ratas rattaa, kuningas kuninkaa, varvas varpaa, "
        "rinne rintee, helle heltee, lumme lumpee, lähde lähtee, kaarre kaartee, kanne kantee, ranne rantee, aarre "
        "aartee, sade satee, mies miehe"
    ).split(", ")
)
"""Common words whose stem is the strong one: Kangas → Kankaa-n, Rinne → Rintee-n."""

_STRONG_E = {"lahde": "lahte", "lehde": "lehte", "tähde": "tähte", "sude": "sute", "vede": "vete", "uude": "uute"}
"""Weak e-stem → strong one, where it is not the noun itself with -e for -i."""

_RUNS = re.compile(r"\s+")

_A = "*"
"""Stands for a or ä in an ending until the harmony is known; no name holds it."""


def accepts(name: str, surface: str, language: str) -> bool:
    """Whether ``surface`` is ``name`` or an inflected form of it, in any case.

    It may be the whole name or its beginning or end in whole words ("Wei Ling", "von Essen"), and of two words the
    second first, as lists have them; only the last word is inflected. Upper and lower case count. Without rules for the
    language only the uninflected name passes.
    """
    said = _words(surface)
    if not said:
        return False
    if language == "de" and len(said) > 1:
        said = ["Herr" if word == "Herrn" else word for word in said]
    return any(
        part[:-1] == said[:-1] and said[-1] in forms(part[-1], language) for part in _parts(_words(name), len(said))
    )


def _words(text: str) -> list[str]:
    return (
        _RUNS.sub(" ", unicodedata.normalize("NFC", text).replace("'", "’")).strip().split(" ") if text.strip() else []
    )


def _parts(name: list[str], length: int) -> list[list[str]]:
    """The beginning and the end of a name in so many words; of two also in the other order: Räsälä Johanna."""
    turned = [name[::-1]] if length == len(name) == 2 else []
    return [name[:length], name[-length:], *turned] if length <= len(name) else []


@functools.lru_cache(maxsize=4096)
def forms(word: str, language: str) -> frozenset[str]:
    """Every accepted form of one word of a name, the word itself among them; apostrophes are ``’``."""
    head, hyphen, tail = word.rpartition("-")
    rule = _LANGUAGES.get(language)
    if not rule or len(tail) < 2 or not tail[-1].isalpha() or _A in word:  # an initial has no forms
        return frozenset({word})
    return frozenset({word, *(f"{head}{hyphen}{form}" for form in rule(tail))})


# --- Swedish, German, English --------------------------------------------------------------------------------------


def _swedish(word: str) -> Iterator[str]:
    if word[-1].casefold() not in "sxz":
        yield word + "s"


def _german(word: str) -> Iterator[str]:
    yield f"{word}’" if word[-1].lower() in "sßxz" or word.lower().endswith("ce") else f"{word}s"


def _english(word: str) -> Iterator[str]:
    yield f"{word}’s"
    if word[-1].casefold() == "s":
        yield f"{word}’"


# --- Finnish -------------------------------------------------------------------------------------------------------


def _finnish(word: str) -> Iterator[str]:
    for pattern in _finnish_patterns(word):
        for vowel in _harmony(word):
            yield pattern.replace(_A, vowel)


def _low(word: str) -> str:
    """Lower case, letter by letter: the length stays, so that places in it are places in the word."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in word)


def _harmony(word: str) -> str:
    """The vowels that the endings may have: the last a/o/u or ä/ö decides; a foreign y leaves it open."""
    low = _low(word)
    back = max(low.rfind(letter) for letter in _BACK)
    front = max(low.rfind(letter) for letter in _FRONT)
    if back < 0:
        return "ä"
    if low[-1] not in _VOWELS and low[-1] != "s" and max(low.rfind("e"), low.rfind("i")) > max(back, front):
        return "aä"  # Lundbergiä beside Lundbergia: the ear follows the last vowel
    if front < 0:
        return "aä" if low.rfind("y") > back else "a"
    return "a" if back > front else "ä"


def _finnish_patterns(word: str) -> Iterator[str]:
    """Forms with `_A` in their endings."""
    low = _low(word)
    if low.endswith("nen") and len(low) > len("nen"):
        yield from _cases(word[:-3] + "se", (word[:-3] + "se",), (f"{word[:-3]}st{_A}",), (word[:-3] + "seen",))
        yield from _family(word[:-3])
    elif low[-1] not in _VOWELS:
        yield from _of_consonant(word)
    elif len(low) > 1 and low[-2] in _VOWELS:
        last = word[-1]
        yield from _cases(word, (word,), (word + _A, f"{word}t{_A}"), (f"{word}{last}n", f"{word}h{last}n"))
    else:
        yield from _of_vowel(word)


def _family(stem: str) -> Iterator[str]:
    """Virtaset, the family."""
    yield from (f"{stem}set", f"{stem}sten", f"{stem}si{_A}", f"{stem}siin", f"{stem}sin{_A}")
    for ending in _CLOSING[1:]:
        yield f"{stem}si{ending}"


_CLOSING = ("n", f"ss{_A}", f"st{_A}", f"ll{_A}", f"lt{_A}", "lle", "ksi", f"tt{_A}")
"""Endings that close the syllable before them, so that it takes the weak grade."""


def _cases(
    open_stem: str, closed: tuple[str, ...], partitive: tuple[str, ...], illative: tuple[str, ...]
) -> Iterator[str]:
    yield from partitive
    yield from illative
    yield f"{open_stem}n{_A}"
    for stem in closed:
        for ending in _CLOSING:
            yield stem + ending


def _of_consonant(word: str) -> Iterator[str]:
    """Annegret → Annegreti-n; Jonas → Jonakse-n or Jonasi-n; Kallas → Kallaa-n; a silent end: Bordeaux’n."""
    yield from _cases(f"{word}i", (f"{word}i",), (f"{word}i{_A}",), (f"{word}iin",))
    yield from _cases(f"{word}’", (f"{word}’",), (f"{word}’t{_A}",), ())
    if long := _long_stem(word):
        yield from _cases(
            long, (long,), (f"{word}t{_A}",), (f"{long}seen",) if long[-1] == long[-2] else (f"{long}en",)
        )
    elif word[-1] == "s":
        stem = word[:-1] + "kse"
        yield from _cases(stem, (stem,), (f"{word}t{_A}",), (f"{stem}en",))
        if word[-2:-1] in ("a", "ä", "i"):
            stem = word[:-1] + word[-2]
            yield from _cases(stem, (stem,), (), (f"{stem}seen",))


def _long_stem(word: str) -> str:
    """The stem of a name that ends in one of `_LONG_STEMS`, or nothing."""
    noun = next((noun for noun in _LONG_STEMS if _low(word).endswith(noun)), "")
    head = word[: len(word) - len(noun)]
    return noun and (head + _LONG_STEMS[noun] if head else _LONG_STEMS[noun].capitalize())


def _of_vowel(word: str) -> Iterator[str]:
    noun = next((noun for noun in _NOUNS if _low(word).endswith(noun)), "")
    if noun:
        yield from _of_noun(word, noun)
    if not noun.endswith("i") or noun in _FIRST_NAMES_TOO:
        closed = () if noun and noun not in _FIRST_NAMES_TOO and _low(word) == noun else _closed(word)
        yield from _cases(word, closed, (f"{word}{_A}",), (f"{word}{word[-1]}n",))
    if word[-1] == "e":  # Laine → Laineen, beside Anne → Annen
        yield from _cases(f"{word}e", (f"{word}e",), (f"{word}tt{_A}",), (f"{word}eseen",))
        if long := _long_stem(word):
            yield from _cases(long, (long,), (), (f"{long}seen",))


def _closed(word: str) -> tuple[str, ...]:
    """The stem before endings that close the syllable: weak grade where the consonants have one.

    Double kk, pp, tt always change (Pekka → Peka-n) but before -e, where names are mostly foreign (Anette → Anetten);
    the other pairs may (Ranta → Ranna-n, but Alberto → Alberto-n).
    """
    cluster = _low(word)[-3:-1]
    weak = _GRADES.get(cluster)
    if weak is None:
        return (word,)
    changed = word[:-3] + weak + word[-1]
    return (changed,) if cluster in _DOUBLE and word[-1] != "e" else (changed, word)


def _of_noun(word: str, noun: str) -> Iterator[str]:
    weak = _NOUNS[noun]
    head = word[: len(word) - len(noun)]
    if not head:  # the whole name is the noun: it begins with a capital
        weak = weak[0].upper() + weak[1:]
    if not noun.endswith("i"):
        yield from _cases(word, (head + weak,), (), ())
        return
    strong = _STRONG_E.get(weak.casefold(), noun[:-1] + "e")
    strong = head + (strong if head else strong[0].upper() + strong[1:])
    partitive = [f"{strong}{_A}"]
    if noun[-2] in "lrn":
        partitive.append(f"{word[:-1]}t{_A}")  # Saari → Saarta
    elif noun[-2] == "s" and noun != "kuusi":
        partitive.append(f"{word[:-2]}tt{_A}")  # Susi → Sutta
    yield from _cases(strong, (head + weak,), tuple(partitive), (f"{strong}en",))


_LANGUAGES: dict[str, Callable[[str], Iterator[str]]] = {
    "fi": _finnish,
    "sv": _swedish,
    "de": _german,
    "en": _english,
}
