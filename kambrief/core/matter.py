"""What a promise is about, and whether two texts are about the same thing: ``laitelista`` and ``Lista kriittisistä
laitteista``, ``Preisliste`` and ``die überarbeiteten Preislisten``.

By the words that name things, in any of the four languages and in any inflection: stems without marks, Finnish
gradation evened out, compounds looked into. Numbers tell things apart (``2027``, ``linja 4``), they never bring
two together.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kambrief.core import lexicon
from kambrief.core.matter_words import ACTS, GATHERINGS, INVITES, PAIRS, PLAIN, SENDABLE, SHORT

STEM = 5
"""So many letters tell a word from others; inflection changes what follows."""
LONG = 9
"""A word of so many letters names a thing by itself: ``juurisyyraportti``, ``Datenblatt``."""
COMPOUND_HEAD = 4
"""A word found at the end of a longer one must have so many letters, and so many before it."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,  ]*\d|(?<![\w.,])\d+")
_DATE = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4})?|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[.:]\d{2}\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GRADES = (
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nk", "ng"), ("mp", "mm"), ("nt", "nn"), ("lt", "ll"), ("rt", "rr"),
    ("ht", "hd"),
)  # fmt: skip


_PAIR = re.compile(
    rf"(?<!\w)({'|'.join(first for first, _ in PAIRS)})[ -]({'|'.join(last for _, last in PAIRS)})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Matter:
    """The words of a text that name things, folded; and its numbers."""

    words: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()


_NOTHING = Matter()


def folded(text: str) -> str:
    """Small letters without marks, ``ß`` as ``ss``: ``Präsentation`` and ``praesentation`` differ all the same."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))


@functools.lru_cache(maxsize=8192)
def evened(word: str) -> str:
    """A folded word with both grades of Finnish consonants written alike: ``laitteet`` as ``laite``."""
    for strong, weak in _GRADES:
        word = word.replace(strong, weak)
    return word


@functools.lru_cache(maxsize=4096)
def matter(text: str, without: frozenset[str] = frozenset()) -> Matter:
    """What a text is about. ``without``: folded words that do not count here, the names of people."""
    found: dict[str, None] = {}
    for match in _WORD.finditer(_paired(text)):
        for part in re.split(r"[-'’]", match[0]):
            word = folded(part)
            if _counts(part, word) and not any(word.startswith(name) for name in without if len(name) > 2):
                found[evened(word)] = None
    numbers = _NUMBER.findall(_DATE.sub(" ", text))
    return Matter(tuple(found), frozenset(re.sub(r"\D", "", one) for one in numbers))


def _paired(text: str) -> str:
    """English pairs that are one thing as one word, as the other languages write them."""
    return _PAIR.sub(lambda found: found[1] + found[2], text)


def _counts(as_written: str, word: str) -> bool:
    if len(word) <= 3:
        return (
            word not in SHORT and word not in _plain() and (len(word) == 3 or (as_written.isupper() and len(word) > 1))
        )
    if as_written.casefold() in lexicon.STOPWORDS or word in _plain():
        return False
    return not any(word.startswith(stem) for stem in _long_plain()) and not _is_act(word)


@functools.cache
def _plain() -> frozenset[str]:
    return frozenset((*PLAIN, *ACTS))


@functools.cache
def _long_plain() -> tuple[str, ...]:
    return tuple(stem for stem in PLAIN if len(stem) >= STEM)


@functools.cache
def _acts() -> tuple[str, ...]:
    return tuple(stem for stem in ACTS if len(stem) >= 4)


def _is_act(word: str) -> bool:
    """Whether a word is an act and nothing more: the compound ``lähetyslista`` names a thing."""
    return any(word.startswith(stem) and len(word) <= len(stem) + 5 for stem in _acts()) and not ends_in(word, SENDABLE)


def same_word(one: str, other: str) -> bool:
    """Whether two evened words are one word inflected, or one ends in the other as compounds do."""
    return _is_inflected(one, other) or bool(_modifier(one, other))


def _is_inflected(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) <= 3:
        return short == long or (len(long) <= len(short) + 2 and long.startswith(short))
    return long.startswith(_stem(short)) and _same_rest(short, long)


def _stem(word: str) -> str:
    return word[: max(4, min(len(word) - 1, STEM))]


def _modifier(one: str, other: str) -> str:
    """What a compound has before the shorter word: ``laite`` in ``laitelista``, with ``lista``; empty for none."""
    short, long = sorted((one, other), key=len)
    stem = _stem(short)
    at = long.rfind(stem, 1) if len(short) > 3 else -1
    return long[:at] if at >= COMPOUND_HEAD - 1 and len(long) - at <= len(short) + 4 else ""


def _same_rest(short: str, long: str) -> bool:
    """Words that begin alike part ways after the stem when both go on differently for long: ``kalenteri, kalenttuuri``,
    ``kontrakti, kontrolli``.
    """
    shared = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return shared >= STEM + 2 or len(short) - shared <= 3


def ends_in(word: str, things: Iterable[str]) -> bool:
    """Whether a folded word is one of these, or a compound of which one is the end."""
    return any(word.startswith(thing) or _is_head(word, thing) for thing in things)


def _is_head(word: str, thing: str) -> bool:
    at = word.find(thing, COMPOUND_HEAD - 1)
    return len(thing) >= COMPOUND_HEAD and at > 0 and len(word) - at <= len(thing) + 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two matters meet. ``share`` is of the shorter one's words (in `within` of the promise's); ``strong``:
    enough to act upon.
    """

    shared: int = 0
    share: float = 0.0
    longest: int = 0
    strong: bool = False


def is_bare(one: Matter) -> bool:
    """Whether a promise is of a kind of thing and no more is said of it: "the report", "tarjous"."""
    kinds = (evened(thing) for thing in SENDABLE)
    word = one.words[0] if len(one.words) == 1 else ""
    return bool(word) and any(word.startswith(kind) and len(word) <= len(kind) + 4 for kind in kinds)


def beyond(wanted: Matter, said: Matter, told: Matter) -> int:
    """How many things a text names that neither a promise nor what was ``told`` with it does."""
    known = (*wanted.words, *told.words)
    return sum(not any(same_word(word, its) for its in known) for word in said.words)


def likeness(one: Matter, other: Matter, told: Matter = _NOTHING) -> Likeness:
    """How far one promise is about the other's thing: more than half of the shorter one's words. Numbers of a kind that
    both have and that differ make it none. Of a kind of thing there may be several: then little more may be said than
    was ``told`` with it.
    """
    fewer, more = sorted((one, other), key=lambda each: len(each.words))
    met = _met(fewer, more)
    # Half may be those of a kind ("credit note for …", "hyvityslasku …"), of which there are several.
    strong = met.strong and met.share > 0.5 and not (is_bare(fewer) and beyond(fewer, more, told) > 1)
    return replace(met, strong=strong)


def within(wanted: Matter, said: Matter, told: Matter | None = None) -> Likeness:
    """How much of a promise's matter a text of any length speaks of. ``told``: what else was said with the promise;
    where it is given, a kind of thing alone is not known again among other things.
    """
    met = _met(wanted, said)
    if told is not None and is_bare(wanted) and beyond(wanted, said, told):
        return replace(met, strong=False)
    return met


def _met(wanted: Matter, said: Matter) -> Likeness:
    if not wanted.words or not said.words or _differ(wanted.numbers, said.numbers):
        return Likeness()
    # A compound whose head is wanted says its first part as well: ``laitelista`` speaks of ``laitteista``.
    firsts = {
        first for word in wanted.words for its in said.words if len(its) > len(word) and (first := _modifier(word, its))
    }
    spoken = (*said.words, *sorted(firsts))
    met = [word for word in wanted.words if any(same_word(word, its) for its in spoken)]
    if not met:
        return Likeness()
    sure = [word for word in met if any(_is_inflected(word, its) or _told(word, its, said) for its in said.words)]
    share, longest = len(met) / len(wanted.words), max(map(len, sure), default=0)
    strong = (len(met) >= 2 and share >= 0.5) or (longest >= LONG and share >= 1 / 3)
    return Likeness(len(met), share, longest, strong or (len(wanted.words) == 1 and bool(sure)))


def _told(word: str, its: str, said: Matter) -> bool:
    """Whether a compound and its head are one thing because the rest of the compound is said as well: ``laitelista``
    beside ``lista laitteista``. A ``kuukausiraportti`` is not any ``raportti``.
    """
    before = _modifier(word, its)
    return bool(before) and any(other != its and same_word(before, other) for other in said.words)


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Years are compared with years, other numbers with others."""
    for is_year in (True, False):
        mine, its = ({number for number in some if bool(_YEAR.fullmatch(number)) is is_year} for some in (one, other))
        if mine and its and not mine & its:
            return True
    return False


def is_invitation(text: str) -> bool:
    """A promise to invite."""
    return any(ends_in(word, INVITES) for word in folded(text).split())


def is_gathering(text: str) -> bool:
    """A promise to meet, visit, train: kept by holding it."""
    if re.search(r"on[- ]site|vor ort|pa plats|paikan paa", folded(text)):
        return True
    return not is_invitation(text) and any(ends_in(word, GATHERINGS) for word in re.findall(r"\w+", folded(text)))


def is_sendable(text: str) -> bool:
    """A promise of something that can be attached to a mail."""
    plain = folded(text)
    return any(ends_in(word, SENDABLE) for word in re.findall(r"\w+", _paired(plain)))
