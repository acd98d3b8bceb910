"""The follow-up to the customer (domain facts, §3): its parts, each line with what it rests on.

A follow-up is composed by code from verified promises and values (`core.following`); a model may word what is not a
value; the account manager's habits are applied (`core.voice`); a person approves it (`core.drafting`).
"""

import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass

CONFIRM = "confirm"
"""``[confirm: …]`` marks, in every language, what a person has to settle before the mail can be approved."""


class PartKind(enum.StrEnum):
    """The parts, in their order."""

    GREETING = "greeting"
    THANKS = "thanks"
    """Thanks for something real, and the outcome in the customer's words."""
    FACTS = "facts"
    OURS = "ours"
    THEIRS = "theirs"
    CONCERN = "concern"
    NEXT = "next"
    """The next meeting."""
    CORRECT = "correct"
    """Please correct me."""
    CLOSING = "closing"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line (a list item, or a sentence). ``evidence``: ``cue:12``, ``promise:ID``, ``fact:ID``, ``meeting``."""

    text: str
    evidence: tuple[str, ...] = ()
    by: str = "code"
    """``code``, ``model`` or ``manager``."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part. ``title`` is empty where it has none; ``listed``: its lines are a list."""

    kind: PartKind
    lines: tuple[DraftLine, ...]
    title: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom it goes to, and why; ``ticked`` False: offered, but only if the account manager says so."""

    email: str
    name: str
    why: str
    """``present``, ``holds an item``, ``own``, ``absent``, ``do not contact``."""
    ticked: bool = True


class ToldKind(enum.StrEnum):
    """What a line of the recap is about, in the order in which it is read."""

    CONFIRM = "confirm"
    """A person has to settle it before the mail can be approved."""
    KEPT = "kept"
    """Kept back: time and rule, never the words."""
    CHECK = "check"
    """Worth a look: a guessed identity, a missing address or date, what had to be left out."""
    OFFERED = "offered"
    """Recipients that are offered and not ticked."""
    CHANGED = "changed"
    """What was promised for another day before."""
    PROMISES = "promises"
    """Every promise that was heard."""


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the recap, in the account manager's language."""

    kind: ToldKind
    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Followup:
    """A follow-up as composed."""

    meeting_id: str
    account_id: str
    language: str
    subject: str
    parts: tuple[Part, ...]
    to: tuple[Addressee, ...]
    cc: tuple[Addressee, ...] = ()
    note: str = ""
    """The internal note for the CRM (§3.3)."""
    recap: tuple[str, ...] = ()
    """For the account manager alone: what was kept back (time and rule), what to check, what code could not do. The
    texts of ``told``."""
    written_by: str = "floor"
    """``floor``, or the model."""
    told: tuple[Told, ...] = ()
    """The recap with what each line is about."""
    day: dt.date | None = None
    """The meeting's day: by it a date without a year is read in an edited text."""
    address: str = ""
    """``one``, ``many`` or ``formal``: how the recipients are spoken to."""

    def lines(self) -> Iterator[tuple[PartKind, DraftLine]]:
        """Every line with its part."""
        return ((part.kind, line) for part in self.parts for line in part.lines)

    def part(self, kind: PartKind) -> Part | None:
        """A part, where there is one."""
        return next((one for one in self.parts if one.kind is kind), None)

    @property
    def body(self) -> str:
        """The mail's plain text."""
        return text(self.parts)


def text(parts: tuple[Part, ...]) -> str:
    """Parts as plain text: a blank line between them, ``- `` before list items, the signature below the closing."""
    blocks: list[str] = []
    for part in parts:
        rows = [part.title] if part.title else []
        if part.listed:
            rows += [f"- {line.text}" for line in part.lines]
        elif part.kind is PartKind.SIGNATURE:
            rows += [line.text for line in part.lines]
        else:
            rows.append(" ".join(line.text for line in part.lines))
        block = "\n".join(row for row in rows if row)
        if not block:
            continue
        if part.kind is PartKind.SIGNATURE and blocks:
            blocks[-1] += "\n" + block
        else:
            blocks.append(block)
    return "\n\n".join(blocks)
