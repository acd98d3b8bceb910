"""Prose cut into clauses, with its values as marks in it: what the checks on claims look at.

A mark is one character that no keyboard has, so that patterns can say "right behind a person" without knowing the name.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kambrief.core.claim_words_frames import FRAMES, Frame
from kambrief.core.claims_marks import FIRST, LAST, MARK
from kambrief.core.evidence import Fact, Person, Value

_PRIVATE = re.compile(MARK)
_BREAK = re.compile(r"\s+[-–—]\s+|[.!?…;:,()–—]+")
_QUESTION_MARK = "?"


@dataclass(frozen=True, slots=True)
class Slot:
    """A value in prose: of a fact's slot with its role and fact; a person referred to; words quoted (`Text`)."""

    value: Value
    role: str = ""
    fact: Fact | None = None
    surface: str = ""
    """A person's name as inflected in the sentence, where it is: Finnish tells by it who does and who is done to."""


Part = str | Slot


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two marks of punctuation or before a word like "if", in lower case."""

    text: str
    slots: Mapping[str, Slot]
    """The values in it, by their marks."""
    sentence: int
    asked: bool
    """Part of a question: it claims nothing, but what it takes for granted."""
    comma: bool
    """Follows the one before it behind a comma (or without any mark): may share its "if"."""

    def persons(self) -> Iterator[tuple[int, Slot, Person]]:
        """Where people stand in it."""
        for mark, slot in self.slots.items():
            if isinstance(slot.value, Person):
                yield self.text.index(mark), slot, slot.value


def clauses(parts: Sequence[Part], language: str, *, question: bool = False) -> list[Clause]:
    """The clauses of a prose in one language; of one we have no words for, none."""
    frame = FRAMES.get(language)
    if frame is None:
        return []
    text, slots = _marked(parts)
    found: list[Clause] = []
    sentence = 0
    start = 0
    comma = False
    for end, closing in [*((cut.span(), cut[0].strip()) for cut in _BREAK.finditer(text)), ((len(text),) * 2, "")]:
        for number, piece in enumerate(_pieces(text[start : end[0]], frame)):
            here = {mark: slots[mark] for mark in _PRIVATE.findall(piece) if mark in slots}
            found.append(Clause(piece, here, sentence, asked=False, comma=comma or number > 0))
        comma = closing == ","
        if not comma:
            sentence += 1
            asked = _QUESTION_MARK in closing or (question and end[1] == len(text))
            found = [*_ask(found, frame, sentence - 1)] if asked else found
        start = end[1]
    return found


def plain(text: str) -> str:
    """As patterns expect it: lower case, one kind of apostrophe, single spaces, no marks of ours."""
    text = unicodedata.normalize("NFC", _PRIVATE.sub(" ", text)).replace("’", "'").lower()
    return " ".join(text.split())


def sentences(text: str) -> Iterator[str]:
    """A fact's text cut at its punctuation; what is asked in it is left out, because it says nothing."""
    start = 0
    text = plain(text)
    for cut in _BREAK.finditer(text):
        if _QUESTION_MARK not in cut[0]:
            yield text[start : cut.start()]
        start = cut.end()
    yield text[start:]


def _marked(parts: Sequence[Part]) -> tuple[str, dict[str, Slot]]:
    slots: dict[str, Slot] = {}
    pieces = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(_PRIVATE.sub(" ", part))
        elif FIRST + len(slots) <= LAST:
            mark = chr(FIRST + len(slots))
            slots[mark] = part
            pieces.append(f" {mark} ")
    text = unicodedata.normalize("NFC", "".join(pieces)).replace("’", "'").lower()
    return re.sub(r"\s+(?=[,.;:?!…])", "", " ".join(text.split())), slots


def _pieces(text: str, frame: Frame) -> Iterator[str]:
    """A clause cut before each word that begins a subordinate one."""
    start = 0
    for cut in frame.subordinate.finditer(text):
        if text[start : cut.start()].strip():
            yield text[start : cut.start()].strip()
            start = cut.start()
    if text[start:].strip():
        yield text[start:].strip()


def _ask(found: Sequence[Clause], frame: Frame, sentence: int) -> Iterator[Clause]:
    """Mark a sentence as asked, but not a statement that stands before its question ("you signed, so what…?")."""
    last = len(found) - 1
    for number, clause in enumerate(found):
        asks = clause.sentence == sentence and (number == last or bool(frame.asking.match(clause.text)))
        yield dataclasses.replace(clause, asked=clause.asked or asks)
