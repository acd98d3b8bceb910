"""What two texts differ in, word by word, for pages that show it."""

import difflib
import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\n|[^\S\n]+|\S+")
_MOST = 4000
"""Words of a changed stretch that are still compared one by one; a longer one counts as written anew."""


class Side(enum.StrEnum):
    """In which of the two texts something stands."""

    BOTH = "both"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text."""

    side: Side
    text: str


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """``new`` with what was taken out of ``old``, in reading order. Joined without `Side.REMOVED` it is ``new``."""
    pieces: list[Piece] = []
    for piece in _by_line(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        if pieces and pieces[-1].side is piece.side:
            pieces[-1] = Piece(piece.side, pieces[-1].text + piece.text)
        elif piece.text:
            pieces.append(piece)
    return tuple(pieces)


def differ(old: str, new: str) -> bool:
    """Whether there is a difference at all."""
    return any(piece.side is not Side.BOTH for piece in differences(old, new))


def _by_line(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(Side.BOTH, "".join(new[c:d]))
        else:
            yield from _by_word("".join(old[a:b]), "".join(new[c:d]))


def _by_word(old: str, new: str) -> Iterator[Piece]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) > _MOST or len(after) > _MOST:
        yield from (Piece(Side.REMOVED, old), Piece(Side.ADDED, new))
        return
    for what, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(Side.BOTH, "".join(after[c:d]))
        else:
            yield Piece(Side.REMOVED, "".join(before[a:b]))
            yield Piece(Side.ADDED, "".join(after[c:d]))
