"""What a brief is made of. How it is composed: `core.floor`; how it is kept short: `core.budget`.

A brief is sections of lines, a line one or more sentences. A sentence is words that code owns (*value*: a phrase from
``templates/phrases`` with typed values in its slots), somebody's own words (*quote*), or the model's prose (*reading*,
shown as assessment or suggestion). Each names the facts it rests on.
"""

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kambrief.core.customer import Gap
from kambrief.core.evidence import Fact, Value


class Kind(enum.StrEnum):
    """Whose wording a sentence is."""

    VALUE = "value"
    QUOTE = "quote"
    READING = "reading"


class Section(enum.StrEnum):
    """The sections of a brief, in the order in which they are read."""

    ONE_THING = "one_thing"
    PEOPLE = "people"
    SINCE = "since"
    PROMISES = "promises"
    RELATIONSHIP = "relationship"
    BUSINESS = "business"
    QUESTIONS = "questions"
    MIND = "mind"
    TIP = "tip"
    OTHERS = "others"
    """Further customers in the same call: each line rests on the data of one."""


SECTION_ORDER: tuple[Section, ...] = tuple(Section)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement. ``phrase`` names a macro of ``templates/phrases/<language>.jinja``; ``slots`` fill it.

    For a quote: phrase ``quote`` with slot ``text``. For a reading: phrase ``reading`` and ``parts``, the model's prose
    cut at its references (plain strings and values).
    """

    kind: Kind
    phrase: str
    slots: Mapping[str, Value] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    parts: tuple[str | Value, ...] = ()
    surfaces: Mapping[int, str] = field(default_factory=dict)
    """Readings: the inflected surface accepted for the person at this index of ``parts``; for words at it, their form
    (``quoted``, ``noted``)."""
    spare: int = 0
    """Above 0: over budget it may go before any whole line does, the highest first."""
    weight: int = 0
    """Above 0: over budget it goes by itself when a line of this weight would."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is read in one go: a paragraph or a bullet.

    Reading order within a line: in `Section.PEOPLE` the first sentence is the head (name and title, shown strong) and
    the rest follow it after a colon, separated by semicolons; in the header they are separated by middle dots; in every
    other section sentences follow each other after a space (phrases and quotes bring their own punctuation).
    """

    id: str
    """Stable within a brief (``people/C01``): the model orders lines by these."""
    sentences: tuple[Sentence, ...]
    weight: int = 0
    """Rank within its section: over budget the lowest goes first."""
    pinned: bool = False
    """Never dropped: the one thing, people who decide, our promises."""
    internal: bool = False
    """Marked INTERNAL: must not be said to the customer."""

    @property
    def facts(self) -> tuple[str, ...]:
        """All evidence of the line, each id once."""
        return tuple(dict.fromkeys(fact for sentence in self.sentences for fact in sentence.facts))


@dataclass(frozen=True, slots=True)
class Block:
    """A section and its lines. A section without lines does not exist."""

    section: Section
    lines: tuple[Line, ...]


class PictureKind(enum.StrEnum):
    """What a picture shows; each is drawn in its own way."""

    MONTHS = "months"
    """Two rows of twelve bars: the year now, and the year before it."""
    CONTACTS = "contacts"
    """One row a person, one cell a month."""
    REASONS = "reasons"
    """One row a reason, one bar in it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar or cell. ``size`` is its part of the picture's largest one in percent; 0 is nothing, and only that."""

    size: int
    negative: bool = False
    """Below zero: drawn downwards, or in the colour of what lowers."""


@dataclass(frozen=True, slots=True)
class PictureRow:
    """Bars that belong together."""

    label: Sentence
    bars: tuple[Bar, ...]
    alt: Sentence | None = None
    """The same row for those who don't see it."""
    figure: Sentence | None = None
    """A number beside the bar."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing under a section's lines, in the mail's page only: it shows again what the text says.

    Never the only place of a statement: the plain text is the whole brief.
    """

    kind: PictureKind
    section: Section
    title: Sentence
    alt: Sentence
    """What the picture as a whole shows, in words; the rows' own ``alt`` follow it."""
    rows: tuple[PictureRow, ...]
    ends: tuple[Sentence, ...] = ()
    """The first and the last month of the axis, where there is one."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line or fact that was left out, and the rule that did it (for ``why``)."""

    what: str
    rule: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A complete brief, language-free but for quotes and readings; `render.py` makes words of it."""

    meeting_id: str
    manager: str
    language: str
    subject: Sentence
    header: tuple[Sentence, ...]
    blocks: tuple[Block, ...]
    footer: tuple[Sentence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    other_facts: Mapping[str, Fact] = field(default_factory=dict)
    """What the lines on further customers rest on: for ``why`` and links, never for a model."""
    dropped: tuple[Dropped, ...] = ()
    written_by: str = "floor"
    """``floor`` (code alone) or the model's name."""
    join_url: str = ""
    written_at: dt.datetime | None = None
    pictures: tuple[Picture, ...] = ()
    """Each is shown where its section has lines; they cost no words."""

    def block(self, section: Section) -> Block | None:
        """The section, if the brief has it."""
        return next((block for block in self.blocks if block.section is section), None)

    def lines(self) -> Iterator[tuple[Section, Line]]:
        """Every line with its section, in reading order."""
        for block in self.blocks:
            for line in block.lines:
                yield block.section, line
