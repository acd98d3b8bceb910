"""A mail to be said otherwise (shorter, warmer, more formally, in another language), cut into pieces.

Code knows what each piece is: a model may word some, others are phrases of code, and the signature and what was quoted
below are nobody's to touch. Put together again unchanged, the pieces give the very same text.
"""

import difflib
import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kambrief.core import lexicon, voice_words
from kambrief.core.followup import DraftLine, Followup, PartKind


class Wish(enum.StrEnum):
    """How a follow-up is to be said instead; the last four are languages (in the form of address of that language)."""

    SHORTER = "shorter"
    WARMER = "warmer"
    FORMAL = "formal"
    EN = "en"
    FI = "fi"
    SV = "sv"
    DE = "de"

    @property
    def language(self) -> str:
        """The language wished for; empty where the text stays in its own."""
        return self.value if self in {Wish.EN, Wish.FI, Wish.SV, Wish.DE} else ""


class Kind(enum.StrEnum):
    """What a piece of a mail is."""

    SUBJECT = "subject"
    GREETING = "greeting"
    TITLE = "title"
    ITEM = "item"
    PROSE = "prose"
    CLOSING = "closing"
    FIXED = "fixed"
    """Signature, what is quoted below: stays as it is, whatever is wished."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. ``lead`` + ``raw`` are what stands in the text."""

    number: int
    kind: Kind
    raw: str
    lead: str = ""
    """Line breaks before it."""
    before: str = ""
    """Of an item: its mark, and who does it."""
    text: str = ""
    """What may be worded, on one line."""
    after: str = ""
    """Of an item: when, what has to be settled, and that it is late."""
    part: PartKind | None = None
    """Of the composed follow-up, where it is known which."""
    evidence: tuple[str, ...] = ()
    own: bool = False
    """Word for word as the follow-up was composed."""


_MARK = re.compile(r"\[\s*(?:confirm|vahvista|bekräfta|bestätigen?)\b[^\]\n]*\]?", re.IGNORECASE)
_ITEM = re.compile(r"^\s*(?:[-–—•*·]|\d{1,2}[.)])[ \t]+(?=\S)")
_OWNER = re.compile(r"^([^\W\d_][^:\n\[\]]{0,60}?):\s+(?=\S)")
_DUE = re.compile(r"\s+[–—-]\s+(?=.*\d)(?:(?!\s[–—-]\s).)*$")
_QUOTED = re.compile(r"^\s*(?:>|-{2,}\s*\S.*-{2,}\s*$|_{5,}\s*$|-- ?$)")
_WRAPPED = 50
"""A line so long, and without an end, goes on in the next one."""
_TITLE_WORDS = 7
_GREETING_WORDS = 14
_ALIKE = 0.6


def marks(text: str) -> tuple[str, ...]:
    """Every ``[confirm: …]`` in a text, as written."""
    return tuple(found[0] for found in _MARK.finditer(text))


def cut(body: str, followup: Followup, late: str = "") -> tuple[Piece, ...]:
    """The pieces of a mail's text, in order. ``followup``: as it was composed, in this text's language; ``late``: what
    stands behind an item that comes late.
    """
    found: list[Piece] = []
    lead, owners = "", _owners(followup)
    for kind, rows in _blocks(body.replace("\r\n", "\n"), followup):
        if kind is None:
            lead += rows[0]
            continue
        raw = "\n".join(rows)
        found.append(_piece(len(found) + 1, kind, raw, lead, late, owners))
        lead = "\n"
    if lead.strip("\n"):  # white space that somebody has left behind the last line
        found.append(Piece(len(found) + 1, Kind.FIXED, "", lead))
    return tuple(_known(found, followup))


def item(line: str, late: str = "") -> Piece:
    """A line of a composed list, cut as an item of a text is."""
    owner = _OWNER.match(line)
    head = owner[0] if owner else ""
    text, after = _tail(line[len(head) :], late)
    return Piece(0, Kind.ITEM, line, "", head, text, after)


def joined(pieces: Iterable[Piece]) -> str:
    """The text of pieces."""
    return "".join(piece.lead + piece.raw for piece in pieces).strip("\n")


def reworded(piece: Piece, text: str, before: str | None = None, after: str | None = None) -> Piece:
    """With other words, on one line."""
    new = replace(
        piece, text=text, before=piece.before if before is None else before,
        after=piece.after if after is None else after,
    )  # fmt: skip
    return replace(new, raw=f"{new.before}{new.text}{new.after}")


def without(pieces: Sequence[Piece], numbers: Iterable[int]) -> tuple[Piece, ...]:
    """The pieces without some, and without the space before them."""
    gone = set(numbers)
    kept = [piece for piece in pieces if piece.number not in gone]
    if kept and kept[0].lead:
        kept[0] = replace(kept[0], lead="")
    return tuple(kept)


# --- where a piece begins and ends -----------------------------------------------------------------------------------


def _blocks(body: str, followup: Followup) -> Iterator[tuple[Kind | None, list[str]]]:
    """Kinds with their lines; ``None`` for a blank line, as what it adds to the space before the next piece."""
    lines = body.split("\n")
    end = _end(lines, followup)
    titles = {part.title.rstrip(":").casefold() for part in followup.parts if part.title}
    rows: list[str] = []
    kind, first = Kind.PROSE, True
    for at, line in enumerate(lines[:end]):
        if not line.strip():
            if rows:
                yield kind, rows
            rows = []
            yield None, [f"{line}\n"]
            continue
        begins = _kind_at(lines[:end], at, titles, first=first)
        first = False
        if rows and not _goes_on(kind, rows, line, begins):
            yield kind, rows
            rows = []
        if not rows:
            kind = begins
        rows.append(line)
    if rows:
        yield kind, rows
    if end < len(lines):
        closing = _is_closing(lines[end].strip(), followup)
        if closing:
            yield Kind.CLOSING, [lines[end]]
        rest = lines[end + closing :]
        if any(line.strip() for line in rest):
            yield Kind.FIXED, rest


def _end(lines: Sequence[str], followup: Followup) -> int:
    """The line of the farewell, or where the signature or a quotation begins."""
    signature = next((line.text.casefold() for kind, line in followup.lines() if kind is PartKind.SIGNATURE), "")
    for at, line in enumerate(lines):
        text = line.strip()
        if at and _is_closing(text, followup):
            return at
        if _QUOTED.match(line) or (at and signature and text.casefold() == signature):
            return at
    return len(lines)


def _is_closing(text: str, followup: Followup) -> bool:
    known = {line.text.casefold() for kind, line in followup.lines() if kind is PartKind.CLOSING}
    return bool(text) and (text.casefold() in known or bool(lexicon.CLOSING.fullmatch(text)))


def _kind_at(lines: Sequence[str], at: int, titles: set[str], *, first: bool) -> Kind:
    text = lines[at].strip()
    if _ITEM.match(lines[at]):
        return Kind.ITEM
    if text.rstrip(":").casefold() in titles:
        return Kind.TITLE
    if first and len(text.split()) <= _GREETING_WORDS and (text[-1:] in ",!" and voice_words.LEADS.match(text)):
        return Kind.GREETING
    below = lines[at + 1] if at + 1 < len(lines) else ""
    heads = _ITEM.match(below) and (
        text.endswith(":") or (len(text.split()) <= _TITLE_WORDS and text[-1:] not in ".!?")
    )
    return Kind.TITLE if heads else Kind.PROSE


def _goes_on(kind: Kind, rows: Sequence[str], line: str, begins: Kind) -> bool:
    """Whether a line belongs to what stands above it: a mail program breaks lines."""
    if begins is not Kind.PROSE or kind not in {Kind.PROSE, Kind.ITEM}:
        return False
    if kind is Kind.ITEM and line[:1].isspace():
        return True
    return len(rows[-1].rstrip()) >= _WRAPPED


def _owners(followup: Followup) -> frozenset[str]:
    """Who can stand before an item: recipients and who holds a promise. ``Cause: a short circuit`` is nobody."""
    names = [one.name for one in (*followup.to, *followup.cc)]
    lines = (line.text for _, line in followup.lines() if any(one.startswith("promise:") for one in line.evidence))
    held = [owner[1] for text in lines if (owner := _OWNER.match(text))]
    return frozenset(name.casefold() for whole in names for name in (whole, *whole.split()[:1])) | frozenset(
        name.casefold() for name in held
    )


def _piece(number: int, kind: Kind, raw: str, lead: str, late: str, owners: frozenset[str]) -> Piece:
    line = raw if kind is Kind.FIXED else " ".join(raw.split())
    if kind is not Kind.ITEM:
        return Piece(number, kind, raw, lead, text=line)
    bullet = _ITEM.match(raw)
    head = bullet[0] if bullet else ""
    words = line[len(" ".join(head.split())) :].strip()
    owner = _OWNER.match(words)
    if owner and owner[1].casefold() in owners:
        head, words = f"{head}{owner[0]}", words[owner.end() :]
    text, after = _tail(words, late)
    return Piece(number, kind, raw, lead, head, text, after)


def _tail(words: str, late: str) -> tuple[str, str]:
    """An item's words, and what stands behind them: when, what has to be settled, that it is late."""
    end = len(words)
    settled = re.search(rf"\s*(?:{_MARK.pattern}\s*)+$", words, re.IGNORECASE)
    if late and words.endswith(late):
        end = len(words.removesuffix(late).rstrip())
    elif settled and settled.start() > 0:
        end = settled.start()
    due = _DUE.search(words[:end].rstrip("."))
    if due and due.start() > 0:
        end = due.start()
    return words[:end], words[end:]


# --- what is known of it ---------------------------------------------------------------------------------------------


def _known(pieces: Sequence[Piece], followup: Followup) -> Iterator[Piece]:
    """The pieces with the part of the composed follow-up that they are, and what they rest on."""
    titled = {part.title.rstrip(":").casefold(): part.kind for part in followup.parts if part.title}
    under: PartKind | None = None
    for piece in pieces:
        if piece.kind is Kind.TITLE:
            under = titled.get(piece.text.rstrip(":").casefold())
            yield replace(piece, part=under, own=under is not None)
        elif piece.kind is Kind.ITEM:
            yield _of_line(piece, followup, under)
        elif piece.kind is Kind.PROSE:
            yield _of_part(piece, followup)
        elif piece.kind in {Kind.GREETING, Kind.CLOSING}:
            part = PartKind.GREETING if piece.kind is Kind.GREETING else PartKind.CLOSING
            there = followup.part(part)
            own = bool(there and piece.text == " ".join(line.text for line in there.lines))
            yield replace(piece, part=part, own=own)
        else:
            yield piece


def item_text(piece: Piece) -> str:
    """An item without its mark, as a line of a composed follow-up has it."""
    return _ITEM.sub("", f"{piece.before}{piece.text}{piece.after}")


def _of_line(piece: Piece, followup: Followup, under: PartKind | None) -> Piece:
    lines = [(kind, line) for kind, line in followup.lines() if under in {None, kind}]
    text = item_text(piece)
    same = next(((kind, line) for kind, line in lines if " ".join(line.text.split()) == text), None)
    if same:
        return replace(piece, part=same[0], evidence=same[1].evidence, own=True)
    kind, line = max(lines, key=lambda one: _alike(text, one[1].text), default=(under, DraftLine("")))
    if _alike(text, line.text) >= _ALIKE:
        return replace(piece, part=kind, evidence=line.evidence)
    return replace(piece, part=under)


def _of_part(piece: Piece, followup: Followup) -> Piece:
    """A paragraph: a part that is no list, whole or changed, or one line of it."""
    parts = [part for part in followup.parts if not part.listed]
    for part in parts:
        if piece.text == " ".join(" ".join(line.text for line in part.lines).split()):
            rests = dict.fromkeys(each for line in part.lines for each in line.evidence)
            return replace(piece, part=part.kind, evidence=tuple(rests), own=True)
    told = [
        (part.kind, line)
        for part in parts
        for line in part.lines
        if line.text in piece.text or _alike(piece.text, line.text) >= _ALIKE
    ]
    if not told:
        return piece
    rests = dict.fromkeys(each for _, line in told for each in line.evidence)
    return replace(piece, part=told[0][0], evidence=tuple(rests))


def _alike(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one.casefold(), other.casefold())
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
