"""Later mentions of what was said off the record: open utterances that hold its rare words.

A word counts only where it was used nowhere openly before, and later hardly ever: what a call speaks of is no secret.
"""

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from kambrief.core import lexicon, nouns, reading_names, sentences
from kambrief.core import offrecord_cues as cues
from kambrief.core import offrecord_words as said
from kambrief.core.named import Roster
from kambrief.core.talk import Participant, Utterance

_Key = TypeVar("_Key")
_WORD = re.compile(r"[^\W_][\w'’-]*")
_STEM = 6
_LONG = 8
_SUBSTANTIVE = 5
_NAME = 4
"""Names are compared by so many letters, so that inflected forms meet; shorter ones are none."""
_CAPITAL = re.compile(rf"(?<=[\w,;:] )[A-ZÅÄÖÜ][^\W\d_]{{{_NAME - 1},}}")
_POLITE = re.compile(r"(?:Ihn|Ihr|Ihre|Euch|Euer|Dein)\w{0,3}\Z")
_RARE = 2
"""A word that more later utterances hold is no sign of the secret."""
_TIME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:janu|febru)ary|march|april|june|july|august|(?:sept|nov|"
    r"dec)ember|october|"
    r"\w*kuu(?:ta|n|ssa|hun|lta)?|(?:maanan|tiis|keskiviik|tors|perjan|lauan|sunnun)\w*|(?:mån|tis|ons|tors|"
    r"fre|lör|sön)dag\w*|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag\w*|mittwoch|(?!head)\w*quarter\w*|\w*kvart\w*|\w*quartal\w*|\w*neljänne\w*",
    re.IGNORECASE,
)
_NO_THING_ENDS = re.compile(
    r"\w+(?:ly|ing|able|ible|ful|sti|mme|isi|taan|tään|vat|vät|neet|malla|mällä|massa|mässä|maan|mään|"
    r"ligt|ligen|ande|ade|erar|erat|vis|bar|lich|weise|heitlich)\Z"
)
"""How words end that name no thing: adverbs, and forms of verbs."""


def words(text: str) -> list[str]:
    """Its words, case-folded."""
    return [word.casefold() for word in _WORD.findall(text)]


def stems(text: str) -> frozenset[str]:
    """What a text is about, by the beginnings of its telling words."""
    return frozenset(
        word[:_STEM]
        for word in words(text)
        if len(word) >= _STEM and word not in said.COMMON and not _TIME.fullmatch(word)
    )


def mentioned(
    utterances: Sequence[Utterance], rules: Mapping[int, str], roster: Roster, people: Sequence[Participant]
) -> Iterator[int]:
    """Open utterances behind an exchange (the keys of ``rules``) that hold its telling words: a rare long word or name,
    two rare shorter ones, or two words that stood side by side (``line three``).
    """
    for group in _groups(sorted(rules)):
        before = [utterances[index].text for index in range(group[0]) if index not in rules]
        secret = [_telling(utterances[index].text, roster) for index in group]
        later = {
            index: _without_names(utterances[index].text, roster)
            for index in range(group[-1] + 1, len(utterances))
            if index not in rules
        }
        yield from _holding(secret, before, later, _own(people))


def _groups(indexes: Sequence[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    for index in indexes:
        if groups and index == groups[-1][-1] + 1:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _holding(
    secret: Sequence[str], before: Sequence[str], later: Mapping[int, str], own: Collection[str]
) -> Iterator[int]:
    """Of the later texts those that hold rare words of the secret."""
    pairs = frozenset().union(*map(_pairs, secret)) - frozenset().union(*map(_pairs, before))
    pairs &= _rare({pair: [at for at, text in later.items() if pair in _pairs(text)] for pair in pairs}).keys()
    known = frozenset().union(*map(stems, before))
    stemmed = frozenset().union(*map(_rarer, secret)) - known
    rare = _rare({stem: [at for at, text in later.items() if stem in _rarer(text)] for stem in stemmed})
    long = {word[:_LONG] for text in secret for word in _things(text) if word[:_STEM] in rare}
    used = {word[:_NAME] for text in before for word in words(text)} | set(own)
    names = {name for name in _proper(secret) if name[:_NAME] not in used}
    names = set(_rare({name: [at for at, text in later.items() if _names(text, name)] for name in names}))
    for at, text in later.items():
        if (
            _pairs(text) & pairs
            or len(_rarer(text) & rare.keys()) >= 2
            or any(word[:_LONG] in long for word in _things(text))
            or any(_names(text, name) for name in names)
        ):
            yield at


def _names(text: str, name: str) -> bool:
    """Whether a text names it: with a capital inside a sentence, or as the first word of one."""
    if any(one[:_NAME] == name[:_NAME] for one in _proper([text])):
        return True
    stem = name[: max(_NAME + 1, len(name) - 1)]
    first = [words(sentence)[:1] for sentence in sentences.split(text)]
    return len(name) > _NAME and any(one[0].startswith(stem) for one in first if one)


def _rarer(text: str) -> frozenset[str]:
    """The stems of words that are not of every business talk, and may name a thing."""
    telling = [
        word
        for word in words(text)
        if not said.EVERYDAY.match(word) and not _NO_THING_ENDS.match(word) and word not in lexicon.STOPWORDS
    ]
    return stems(" ".join(telling))


def _rare(where: Mapping[_Key, list[int]]) -> dict[_Key, list[int]]:
    return {word: places for word, places in where.items() if 0 < len(places) <= _RARE}


def _telling(text: str, roster: Roster) -> str:
    """Without the names of those in the call, and without the sentences that only ask for secrecy or agree to it."""
    parts = [
        one
        for one in sentences.split(text) or [text]
        if not (said.AGREES.search(one) or cues.is_strong(one) or cues.is_weak(one)) or len(words(one)) >= _SUBSTANTIVE
    ]
    return _without_names(" ".join(parts), roster)


def _things(text: str) -> list[str]:
    """Long words that may name a thing; in German those with a capital."""
    found = _WORD.findall(text)
    if "de" in reading_names.said_in([word.casefold() for word in found]):
        found = [word for word in found if word[0].isupper()]
    return [
        word
        for word in map(str.casefold, found)
        if len(word) >= _LONG
        and not said.EVERYDAY.match(word)
        and not _is_common(word)
        and not _TIME.fullmatch(word)
        and not _NO_THING_ENDS.match(word)
    ]


def _proper(texts: Sequence[str]) -> set[str]:
    """The names in them: words with a capital inside a sentence; in German those that are no noun of business."""
    german = "de" in reading_names.said_in([word for text in texts for word in words(text)])
    found = {name[0] for text in texts for sentence in sentences.split(text) for name in _CAPITAL.finditer(sentence)}
    if german:
        found = {name for name in found if not nouns.is_noun(name) and not _POLITE.match(name)}
    return {name.casefold() for name in found if not _TIME.fullmatch(name) and not _is_common(name)}


def _is_common(word: str) -> bool:
    return word.casefold() in said.COMMON or word.casefold() in lexicon.STOPWORDS


def _own(people: Sequence[Participant]) -> set[str]:
    """Of the companies of those in the call: no secret."""
    domains = {label for one in people for label in one.email.rpartition("@")[2].split(".")}
    return {label[:_NAME].casefold() for label in domains}


def _without_names(text: str, roster: Roster) -> str:
    for one in reversed(roster.find(text)):
        text = text[: one.start] + " . " + text[one.end :]
    return text


def _pairs(text: str) -> set[tuple[str, str]]:
    """Two words side by side of which one counts or numbers the other: ``line three``, ``linja kolme``, ``plan B``."""
    found = set()
    for sentence in sentences.split(text):
        for one, other in itertools.pairwise(words(sentence)):
            if (
                other in _NUMBERS
                and len(one) > 3
                and one.isalpha()
                and one not in _NO_THING
                and not _TIME.fullmatch(one)
            ):
                found.add((one[:_STEM], _NUMBERS[other]))
    return found


_NO_THING = (
    said.COMMON
    | lexicon.STOPWORDS
    | {"which", "each", "next", "only", "just", "about", "than", "over", "under"}
    | {"noin", "vain", "enää", "kuin", "ovat", "bara", "cirka", "etwa"}
    # A time or a week is no secret.
    | {"kello", "klockan", "punkt", "gegen", "half", "past", "halb", "halv", "puoli", "viikko", "viikolla", "viikon"}
    | {"week", "weeks", "vecka", "veckan", "woche", "wochen"}
)

_NUMBERS = {
    word: str(number)
    for number, names in enumerate(
        (
            "one yksi ykkönen ett eins 1",
            "two kaksi kakkonen två zwei 2",
            "three kolme kolmonen tre drei 3",
            "four neljä nelonen fyra vier 4",
            "five viisi vitonen fem fünf 5",
            "six kuusi kutonen sex sechs 6",
            "seven seitsemän sju sieben 7",
            "eight kahdeksan åtta acht 8",
            "nine yhdeksän nio neun 9",
            "ten kymmenen tio zehn 10",
        ),
        1,
    )
    for word in names.split()
}
