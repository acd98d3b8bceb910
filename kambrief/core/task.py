"""One request to a model, as data: what it may know, by short name, and what was kept from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kambrief.core.brief import Dropped, Line, Section
from kambrief.core.evidence import Fact, Person
from kambrief.core.pseudonyms import Pseudonyms, Told
from kambrief.core.reading import Grounds

FIXED_SECTIONS = frozenset({Section.ONE_THING, Section.PROMISES})
"""Whose lines stay whole, each piece of them."""
_TELLING = ("role_", "first_meeting", "silent_since", "long_ago", "unanswered", "response_", "quote")
"""Who decides, is new, silent or has not answered stays told, and so do their own words."""
STAYS_FROM = 7
"""Weight from which on a line cannot be cut: risk, falling satisfaction, thin coverage, revenue that moves."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the floor as the model sees it: ``pieces`` are its sentences, ``L4a``, ``L4b`` and so on."""

    alias: str
    section: Section
    line: Line
    pieces: tuple[str, ...]

    @property
    def movable(self) -> bool:
        """Pinned lines keep their places: they are told, not ordered."""
        return not self.line.pinned and self.section is not Section.ONE_THING

    @property
    def stays(self) -> bool:
        """What carries the brief stays whole, whatever a model thinks of it."""
        return not self.movable or self.line.weight >= STAYS_FROM

    @property
    def loose(self) -> Mapping[str, int]:
        """The pieces that may make room, by short name → index of the sentence; never a line's head."""
        if self.section in FIXED_SECTIONS:
            return {}
        kept = self.stays and self.section is not Section.PEOPLE
        return {
            f"{self.alias}{letter(index)}": index
            for index, sentence in enumerate(self.line.sentences[: len(self.pieces)])
            if index and not kept and not sentence.phrase.startswith(_TELLING)
        }


@dataclass(frozen=True, slots=True)
class WritingTask:
    """One request: everything the model may know, by short name, and what was kept from it."""

    language: str
    title: str
    agenda: str
    facts: Mapping[str, Fact]
    people: Mapping[str, Person]
    lines: tuple[Shown, ...]
    called: Mapping[str, str] = field(default_factory=dict)
    """What colleagues call these people, by the same short names."""
    turned_down: tuple[str, ...] = ()
    """What this customer has not bought, in the words of the deals: no need to guess at, shown to the model or not."""
    told: Mapping[str, Told] = field(default_factory=dict)
    """Each fact's words as the model sees them."""
    names: frozenset[str] = frozenset()
    """Single words of the names of people, shown or not."""
    secret: frozenset[str] = frozenset()
    """Ids of the facts that must not come up in front of the customer."""
    pseudonyms: Pseudonyms = field(default_factory=lambda: Pseudonyms({}))
    room: int = 0
    """Words the brief may still grow by; below zero what is shown is too long."""
    left_out: tuple[Dropped, ...] = ()
    """Facts that are not in the request, by the rule that kept them out (for ``why``)."""

    @property
    def grounds(self) -> Grounds:
        """The same, as the checks on readings need it."""
        guarded = frozenset(alias for alias, fact in self.facts.items() if fact.id in self.secret)
        return Grounds(self.language, self.facts, self.people, self.names, guarded, self.called, words=self.told)

    def movable(self) -> Mapping[Section, tuple[Shown, ...]]:
        """The lines whose order is the model's, where there is one to choose."""
        found: dict[Section, list[Shown]] = {}
        for shown in self.lines:
            if shown.movable:
                found.setdefault(shown.section, []).append(shown)
        return {section: tuple(lines) for section, lines in found.items() if len(lines) > 1}


def letter(index: int) -> str:
    """``a`` for a line's second sentence, ``b`` for its third: the first is the head and has none."""
    return chr(ord("a") + index - 1) if 0 < index <= 26 else ""
