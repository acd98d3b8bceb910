"""Who may be named: this account group's contacts, our own people, and whoever is invited; and how names are read.

Names are read as written and with the endings of running text ("Markun", "Annegret's"). A shared first name means
several people until the surname, or the line, says which.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from kambrief.evaluation.scenario import RawScenario

_ENDINGS: Final = re.compile(
    r"(?:(?:i|e|kse|se|tee|u|y|o|ö|a|ä)?(?:n|t|ta|tä|a|ä|na|nä|ksi|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|tta|ttä)"
    r"|(?:h)?(?:in|en|an|än|on|ön|un|yn)|seen|iin|eissa|eille)(?:kin|kaan|kään|ko|kö)?|kin|kaan|kään"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_KEPT: Final = 2
"""How many of a name's last letters Finnish inflection may change: Markku, Markun."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be named. ``key`` is the contact id, or the e-mail of our own people and unknown guests."""

    key: str
    first: str
    last: str
    ours: bool
    email: str = ""

    def names(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(f"{self.first} {self.last}"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text. Several ``keys``: the name fits several people."""

    start: int
    end: int
    text: str
    keys: frozenset[str]


@dataclass(frozen=True)
class Directory:
    """Everybody who may be named, and those who may not because they belong to other customers."""

    people: tuple[Person, ...]
    strangers: tuple[Person, ...]

    def mentions(self, text: str) -> list[Mention]:
        """The known names in a text: neighbours that fit one person are one mention."""
        found: list[Mention] = []
        for match in _WORD.finditer(text):
            keys = self.called(match.group())
            if not keys:
                continue
            last = found[-1] if found else None
            if last and text[last.end : match.start()] in {" ", ", "} and last.keys & keys:
                found[-1] = Mention(last.start, match.end(), text[last.start : match.end()], last.keys & keys)
            else:
                found.append(Mention(match.start(), match.end(), match.group(), keys))
        return found

    def called(self, word: str) -> frozenset[str]:
        """Everybody one of whose names this word may be."""
        if word not in self._called:
            names = ((person.key, name) for person in self.people for name in person.names())
            self._called[word] = frozenset(key for key, name in names if is_form_of(word, name))
        return self._called[word]

    @cached_property
    def _called(self) -> dict[str, frozenset[str]]:
        """Words that were asked for already: each mail asks for the same ones again and again."""
        return {}

    def mixed(self, text: str) -> Iterator[str]:
        """First names in front of somebody else's surname: a person who does not exist."""
        found = self.mentions(text)
        for one, other in pairwise(found):
            if text[one.end : other.start] == " " and not one.keys & other.keys and self._is_mix(one, other):
                yield f"{one.text} {other.text}"

    def _is_mix(self, one: Mention, other: Mention) -> bool:
        firsts = any(is_form_of(one.text, person.first) for person in self.people)
        return firsts and any(is_form_of(other.text, person.last) for person in self.people)

    def __getitem__(self, key: str) -> Person:
        return next(person for person in self.people if person.key == key)


def is_form_of(word: str, name: str) -> bool:
    """Whether a capitalised word is this name, as it is or inflected."""
    if not word[:1].isupper() or not name:
        return False
    bare, base = re.split(r"['’]", word)[0].casefold(), name.casefold()
    if bare in {base, base + "s"}:
        return True
    shared = _shared(bare, base)
    stem = base[shared:]
    return shared >= max(3, len(base) - _KEPT) and len(stem) <= _KEPT and bool(_ENDINGS.fullmatch(bare[shared:]))


def _shared(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def directory(raw: RawScenario) -> Directory:
    """Read everybody from the raw files."""
    contacts = raw.tables["contacts"]
    known = [_contact(row) for row in contacts if row["account_id"] in raw.group]
    strangers = [_contact(row) for row in contacts if row["account_id"] not in raw.group]
    own = [*raw.meta.get("own_people", ()), *raw.managers]
    ours = [_split(row["email"], row["name"], ours=True) for row in own]
    emails = {person.email for person in (*known, *ours)}
    guests = [
        _split(row["email"], row.get("name", ""), ours=False)
        for row in raw.meeting.get("attendees", ())
        if row["email"].casefold() not in emails
    ]
    return Directory(tuple(_once([*known, *ours, *guests])), tuple(strangers))


def _contact(row: Any) -> Person:
    return Person(row["id"], row["first_name"], row["last_name"], ours=False, email=row["email"].casefold())


def _split(email: str, name: str, *, ours: bool) -> Person:
    first, _, last = name.rpartition(" ")
    return Person(email.casefold(), first, last, ours, email.casefold())


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.key: person for person in people}.values())
