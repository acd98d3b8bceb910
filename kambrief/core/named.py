"""Whom words spoken in a call name: names as the languages inflect them, and who is spoken to.

A first name that two people of the call share names nobody, unless the family name stands beside it.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kambrief.core import inflection
from kambrief.core.talk import Participant

_LANGUAGES = ("fi", "sv", "en", "de")
_MAX_WORDS = 5
_TOKEN = re.compile(r"[^\W_][\w’]*(?:-[\w’]+)*")
_CLITIC = re.compile(r"(?<=\w\w\w)(?:kin|kaan|kään|han|hän|ko|kö|pa|pä)$")
_NOT_NAMES = frozenset(
    {"dr", "mr", "mrs", "ms", "prof", "herr", "frau", "herra", "rouva", "fru", "von", "van", "af", "de"}
)
_BEFORE = re.compile(
    r"(?:^|[.!?;,]\s*)(?:\W*(?:hi|hello|hey|thanks|thank you|morning|good (?:morning|afternoon|evening)|"
    r"huomenta|hei|moi|terve|kiitos|kiitti|"
    r"joo|no|ja|entä|entäs|mutta|hej|tack|och|men|god (?:morgon|dag)|hallo|danke|guten (?:tag|morgen)|und|"
    r"aber|and|but|so|ok|okay|okei|okej|"
    r"herr|frau|dear|yes|no|please|bye)[\s,]+)*$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:[,:!?.…]|$)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named in a text, at these places. ``plain``: the name itself, in no other case."""

    start: int
    end: int
    key: str
    surface: str
    plain: bool


@dataclass(frozen=True, slots=True)
class _Form:
    key: str
    plain: bool


class Roster:
    """The people of one call by every form of their names."""

    def __init__(self, participants: Iterable[Participant]) -> None:
        self._forms: dict[tuple[str, ...], dict[str, bool]] = {}
        for one in participants:
            for name in _names(one):
                for form, plain in _surfaces(name):
                    keys = self._forms.setdefault(form, {})
                    keys[one.key] = keys.get(one.key, False) or plain

    def find(self, text: str) -> tuple[Mention, ...]:
        """Everybody named, in the text's order; longer names before shorter ones at the same place."""
        tokens = [(match.start(), match.end(), match[0].replace("'", "’")) for match in _TOKEN.finditer(_plain(text))]
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            size, form = self._longest(tokens, at)
            if form is not None:
                start, end = tokens[at][0], tokens[at + size - 1][1]
                found.append(Mention(start, end, form.key, text[start:end], form.plain))
            at += max(size, 1)
        return tuple(found)

    def _longest(self, tokens: list[tuple[int, int, str]], at: int) -> tuple[int, _Form | None]:
        if not tokens[at][2][:1].isupper():
            return 0, None
        for size in range(min(_MAX_WORDS, len(tokens) - at), 0, -1):
            words = tuple(token[2] for token in tokens[at : at + size])
            keys = self._forms.get(words) or self._forms.get((*words[:-1], _CLITIC.sub("", words[-1])))
            if keys is None:
                continue
            if len(keys) == 1:
                key, plain = next(iter(keys.items()))
                return size, _Form(key, plain)
            exact = [key for key, plain in keys.items() if plain]
            return size, _Form(exact[0], plain=True) if len(exact) == 1 and len(keys) > 1 and size > 1 else None
        return 0, None

    def keys(self, text: str) -> tuple[str, ...]:
        """Keys of those named, each once."""
        return tuple(dict.fromkeys(one.key for one in self.find(text)))

    def addressed(self, text: str) -> tuple[str, ...]:
        """Keys of those spoken to, as in ``Ville, kerro`` and ``Anything else, Luis?``."""
        return tuple(dict.fromkeys(one.key for one in self.vocatives(text)))

    def vocatives(self, text: str) -> Iterator[Mention]:
        """The mentions by which somebody is spoken to."""
        for one in self.find(text):
            before, after = text[: one.start], text[one.end :]
            if one.plain and _AFTER.match(after) and _BEFORE.search(before[-60:] if before else ""):
                yield one


def _names(one: Participant) -> Iterator[tuple[str, ...]]:
    words = tuple(word for word in _plain(one.name).split() if word.rstrip(".").casefold() not in _NOT_NAMES)
    called = tuple(_plain(one.called).split())
    seen: set[tuple[str, ...]] = set()
    options = [words, called]
    if len(words) > 1:
        options += [(words[0],), (words[-1],), (words[-1], *words[:-1])]
        if called and len(called) > 1:
            # Wei Ling Tan: neither Wei nor Ling alone is anybody's name.
            options = [words, called, (*words[-1:], *words[:-1]), (words[-1],) if words[-1] not in called else words]
    for option in options:
        if (
            option
            and option not in seen
            and "".join(option).replace("-", "").replace("’", "").isalpha()
            and len(option[-1]) > 1
        ):
            seen.add(option)
            yield option


@functools.lru_cache(maxsize=2048)
def _surfaces(name: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], bool], ...]:
    *head, last = name
    forms = {last}.union(*(inflection.forms(last, language) for language in _LANGUAGES))
    return tuple(((*head, form), form == last) for form in sorted(forms))


def _plain(text: str) -> str:
    """Composed, with one kind of apostrophe; composed texts keep their length."""
    same = unicodedata.normalize("NFC", text)
    return (same if len(same) == len(text) else text).replace("'", "’")
