"""What the rules need of one language. Data, not wording, but for `Verb.noun` and `Verb.base`: what a promise is called
after its verb, where its object alone does not tell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb by which something can be promised.

    ``kind``: ``give`` (what is handed over or made: its object says it all), ``do``, ``reply``, ``visit``, ``invite``,
    ``watch`` (seeing to it that another's promise is kept), ``call``, ``weak`` (a promise only with a day).
    """

    kind: str
    noun: str = ""
    """What the act is called with its object before it: ``vahvistus``."""
    base: str = ""
    """The verb as it stands in a list of things to do."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language. Patterns for acts have a group ``verb``; its text, case folded, is looked up in ``verbs``."""

    language: str
    verbs: Mapping[str, Verb]
    commits: tuple[re.Pattern[str], ...]
    """Somebody takes an act on."""
    offers: tuple[re.Pattern[str], ...]
    """Somebody says that they can: a promise with a day, or once it is accepted."""
    receives: tuple[re.Pattern[str], ...]
    """Somebody will have it; the speaker gives."""
    comes: tuple[re.Pattern[str], ...]
    """It comes, is ready, is sent; the group ``what`` is what."""
    visits: re.Pattern[str]
    """A place or kind of work to which one comes."""
    ask_if: re.Pattern[str]
    """A question whether the speaker should: ``Shall I send it?``"""
    requests: tuple[re.Pattern[str], ...]
    """Somebody asks for something; what follows the match is the object."""
    demands: tuple[re.Pattern[str], ...]
    """The same, as a wish: binds nobody unless it is accepted."""
    when: re.Pattern[str]
    """A question when something will be there."""
    not_when: re.Pattern[str]
    """It is about a meeting, or about the past."""
    accepts: re.Pattern[str]
    """An answer that takes a request on, from its beginning."""
    refuses: re.Pattern[str]
    negated: re.Pattern[str]
    """A negation that belongs to the act when it stands in its clause."""
    conditional: re.Pattern[str]
    temporal: re.Pattern[str]
    vague: re.Pattern[str]
    reported: re.Pattern[str]
    """What stands before it is what somebody said or thought: the act behind it is not taken on here."""
    countered: re.Pattern[str]
    """A day does not suit."""
    corrects: re.Pattern[str]
    agrees: re.Pattern[str]
    """A day suits, or is fixed."""
    meeting: re.Pattern[str]
    """Speaks of when to meet."""
    copy: re.Pattern[str]
    boundary: re.Pattern[str]
    """Where the object ends."""
    lead: re.Pattern[str]
    """Words before the object that are no part of it: recipients, articles, little words."""
    tail: re.Pattern[str]
    """The same behind it."""
    day_before: re.Pattern[str]
    """Preposition directly before a day."""
    day_after: re.Pattern[str]
    pronoun: re.Pattern[str]
    """An object that stands for another."""
    thing: re.Pattern[str]
    """Nouns of what is handed over between companies."""
    topics: tuple[re.Pattern[str], ...]
    """Where a thing is named that a pronoun may mean; what follows the match is the thing."""
    determiners: re.Pattern[str]
    preposition: re.Pattern[str]
    """Ends the head of a noun phrase."""
    recap: re.Pattern[str]
    """Somebody begins to read back what was agreed."""
    myself: re.Pattern[str]
    """``Minä:`` - the speaker's own items."""
    owing: re.Pattern[str]
    """``I owe``: whom follows, then what."""
    of_them: re.Pattern[str]
    of_us: re.Pattern[str]
    joined: re.Pattern[str] = field(default_factory=lambda: re.compile(r"$^"))
    """``and``, before a second object with a day of its own."""
    answers: re.Pattern[str] = field(default_factory=lambda: re.compile(r"$^"))
    """Given or sent, these are a reply."""
    bookings: re.Pattern[str] = field(default_factory=lambda: re.compile(r"$^"))
    """What is booked for a day: a meeting, an invitation to one."""
    reply: str = ""
    """What a reply is called."""
    invitation: str = ""
    call: str = ""
    visit: str = ""
    ands: re.Pattern[str] = field(default_factory=lambda: re.compile(r"$^"))
    third: re.Pattern[str] = field(default_factory=lambda: re.compile(r"$^"))
    """Behind a colleague's name: takes an act on for them; group ``verb``."""


def any_of(*words: str) -> str:
    """Alternatives, the longest first, so that ``get back`` is found before ``get``."""
    return "|".join(sorted((word for each in words for word in each.split("|")), key=len, reverse=True))


def whole(*parts: str) -> re.Pattern[str]:
    """Whole words, case ignored."""
    return re.compile(rf"(?<![\w’'-])(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def starting(*parts: str) -> re.Pattern[str]:
    """The same at a text's beginning."""
    return re.compile(rf"\W*(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def pattern(text: str) -> re.Pattern[str]:
    """Case ignored."""
    return re.compile(text, re.IGNORECASE)


def verbs(table: str) -> dict[str, Verb]:
    """Lines of ``kind: form form=noun``; a form holds ``_`` for a space."""
    found: dict[str, Verb] = {}
    for line in table.strip().splitlines():
        kind, _, words = line.strip().partition(": ")
        for word in words.split():
            form, _, noun = word.partition("=")
            plain = form.replace("_", " ")
            found[plain] = Verb(kind, noun, plain)
    return found
