"""What is ticked off and noted during a call: several windows write to one panel, and nothing of it is lost.

Ticks are changed one by one, so those of two windows are together. Notes are one text: who writes on another text than
the one that is kept is told, and keeps both (`Conflict`).
"""

import hashlib
import re
from dataclasses import dataclass, replace

from kambrief.core.site import Panel

MAX_NOTES = 20_000
"""Characters: an hour of typing has half of it."""
MAX_TICKS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """What one window has changed since it was shown."""

    ticked: frozenset[str] = frozenset()
    unticked: frozenset[str] = frozenset()
    notes: str | None = None
    """None: not touched."""
    base: str = ""
    """`mark` of the notes that the window began with."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody has written other notes meanwhile: ``kept`` are theirs, ``typed`` this window's. Ticks are in ``panel``,
    which may be stored all the same.
    """

    panel: Panel
    typed: str

    @property
    def kept(self) -> str:
        """The notes that stay for now."""
        return self.panel.notes


def mark(notes: str) -> str:
    """What a window remembers of the notes it was shown: the same for the same text."""
    return hashlib.sha256(notes.encode("utf-8", "replace")).hexdigest()[:16]


def tidy(notes: str) -> str:
    """As it is kept: lines end in one way, whatever the browser sends (HTML forms send CR LF), and without what no
    keyboard writes.
    """
    lines = notes.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or one.isprintable()).rstrip()


def changed(panel: Panel, change: Change) -> Panel | Conflict:
    """The panel with one window's change. Raises ValueError for notes longer than `MAX_NOTES`."""
    ticks = (panel.ticks | change.ticked) - change.unticked
    panel = replace(panel, ticks=frozenset(sorted(ticks)[:MAX_TICKS]))
    if change.notes is None:
        return panel
    typed = tidy(change.notes)
    if len(typed) > MAX_NOTES:
        raise ValueError(f"more than {MAX_NOTES} characters")
    if typed == panel.notes or mark(typed) == change.base:
        return panel
    if change.base == mark(panel.notes):
        return replace(panel, notes=typed)
    if panel.notes in typed:  # it holds the other text already: somebody has put both together
        return replace(panel, notes=typed)
    return Conflict(panel, typed)


def together(kept: str, typed: str) -> str:
    """Two texts as one: the lines of both, those that both begin or end with once."""
    mine, other = tidy(typed).split("\n"), tidy(kept).split("\n")
    first = 0
    while first < min(len(mine), len(other)) and mine[first] == other[first]:
        first += 1
    last = 0
    while last < min(len(mine), len(other)) - first and mine[-1 - last] == other[-1 - last]:
        last += 1
    ends = len(other) - last
    return "\n".join([*other[:ends], *mine[first : len(mine) - last], *other[ends:]]).strip("\n")


_INFORMAL = re.compile(r"(?:du|dutzen|sinuttelu|sinutella|sinä|tu|first[ _-]?name|informal)\b", re.IGNORECASE)
_FORMAL = re.compile(r"(?:sie|siezen|teitittely|teititellä|te|ni|last[ _-]?name|formal|herr|frau)\b", re.IGNORECASE)


def addressed(form: str) -> str:
    """``informal`` or ``formal``, of what a CRM says of how somebody is addressed; empty where it says neither."""
    said = form.strip()
    if _INFORMAL.match(said):
        return "informal"
    return "formal" if _FORMAL.match(said) else ""
