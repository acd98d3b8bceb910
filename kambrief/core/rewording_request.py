"""What a model is told to say a mail otherwise: the pieces of it that words may change in, without their values.

Beside them are only the people of the call and the utterances that those pieces rest on: no fact of the CRM, no note,
nothing withheld. A piece that itself holds what the customer must not read is in no request. What becomes of the
answer: `core.rewording_reading`.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from kambrief.core import grounded_values, tone_words
from kambrief.core.agreed_types import Agreed
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.following_guard import Gate
from kambrief.core.followup import PartKind
from kambrief.core.promise_request import ListeningTask, Row, listening_task
from kambrief.core.pseudonyms import Told, unmarked
from kambrief.core.request import CHARS_A_TOKEN, clean
from kambrief.core.rewording import Kind, Piece, Wish
from kambrief.core.rewording_slots import SLOT, Masked, Tongue, masked
from kambrief.core.talk import Talk

SYSTEM_PROMPT = "rewording.system"
"""Prompt file, filled with `system_data`: the same for every mail with one wish, language and form of address."""
USER_PROMPT = "rewording.user"
"""Prompt file, filled with `user_data`: this mail."""
_LANGUAGE_NAMES = {"en": "English", "fi": "Finnish", "sv": "Swedish", "de": "German"}
_LONGEST = 2_000
"""Characters of one piece: a longer one stays as it is."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ODD = re.compile(r"[<>{}\[\]`|\\]")
_LONGER = 1.4
"""A piece in another language has up to so many times its letters."""
_AN_ANSWER = 24
"""Characters around a piece's words in an answer."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A piece that a model may word anew. ``hidden``: its words as the model sees them, names hidden where they are."""

    piece: Piece
    masked: Masked
    hidden: Told
    subject: bool = False


@dataclass(frozen=True, slots=True)
class RewordingTask:
    """One wish for one mail. ``pieces``: as code puts them for this wish, before a model has said anything."""

    wish: Wish
    tongue: Tongue
    address: str
    """``one``, ``many`` or ``formal``: how the text wished for speaks to its readers."""
    pieces: tuple[Piece, ...]
    offered: Mapping[int, Offered]
    hearing: ListeningTask
    gate: Gate
    promised: tuple[Promised, ...]
    corrected: frozenset[Decimal] = frozenset()
    """Final figures of what was corrected in the call: they stay, however short."""
    untold: tuple[int, ...] = ()
    """Numbers of pieces that hold what no model is told."""
    rows: Mapping[int, tuple[Row, ...]] = field(default_factory=dict)
    """Of the talk, by utterance."""

    @property
    def talk(self) -> Talk:
        """The call."""
        return self.hearing.talk


def rewording_task(  # noqa: PLR0913 - all that a request is made of
    wish: Wish,
    tongue: Tongue,
    address: str,
    pieces: Sequence[Piece],
    talk: Talk,
    promised: Sequence[Promised],
    agreed: Agreed,
    *,
    settled: Collection[int] = (),
    mark: Callable[[str], str] = lambda _: "",
    hide_names: bool = False,
    names: Collection[str] = (),
) -> RewordingTask:
    """``settled``: numbers of the pieces that code has said already. ``mark`` says what has to be settled in the other
    language. ``names``: of further people, hidden with the others' where names are.
    """
    hearing = listening_task(talk, hide_names=hide_names, names=names)
    gate = Gate.of(talk, promised, agreed)
    offered, untold, counts = dict[int, Offered](), list[int](), dict[str, int]()
    for piece in pieces:
        if piece.number in settled or not _may_change(piece, wish):
            continue
        words = _seen(piece.text)
        found = masked(words, tongue, mark, counts)
        if gate.refuses(words) or talk.names_others(words) or tone_words.MACHINE.search(words):
            untold.append(piece.number)
        elif len(words) > _LONGEST or _ODD.search(SLOT.sub("", found.text)) or not re.search(r"[^\W\d_]", found.bare):
            continue
        else:
            hidden = hearing.pseudonyms.hide(found.told)
            offered[piece.number] = Offered(piece, found, hidden, piece.kind is Kind.SUBJECT)
    rows: dict[int, list[Row]] = {}
    for row in hearing.rows:
        rows.setdefault(row.number, []).append(row)
    corrected = grounded_values.corrected(agreed.corrections, talk.language)
    return RewordingTask(
        wish, tongue, address, tuple(pieces), offered, hearing, replace(gate, language=tongue.target), tuple(promised),
        corrected, tuple(untold), {number: tuple(some) for number, some in rows.items()},
    )  # fmt: skip


def _may_change(piece: Piece, wish: Wish) -> bool:
    """Whether a model may word a piece for this wish. What code says by a phrase of its own is settled before."""
    if piece.kind is Kind.PROSE:
        return bool(wish.language) or not (piece.own and piece.part in {PartKind.NEXT, PartKind.CORRECT})
    if piece.kind is Kind.ITEM:
        return wish is not Wish.WARMER
    return bool(wish.language) and piece.kind in {Kind.SUBJECT, Kind.TITLE, Kind.GREETING}


def _seen(text: str) -> str:
    """Without characters that nobody sees: a mail program's, or an attack's."""
    kept = (letter for letter in text if letter.isspace() or unicodedata.category(letter) not in _UNSEEN)
    return " ".join("".join(kept).split())


# --- the data --------------------------------------------------------------------------------------------------------


def system_data(task: RewordingTask) -> dict[str, Any]:
    """What `SYSTEM_PROMPT` is filled with."""
    return {
        "wish": "language" if task.wish.language else str(task.wish), "address": task.address or "many",
        "language": _LANGUAGE_NAMES.get(task.tongue.target, "English"),
    }  # fmt: skip


def user_data(
    task: RewordingTask, numbers: Sequence[int], room: int, problems: Sequence[str] = (), *, whole: bool = False
) -> dict[str, Any]:
    """What `USER_PROMPT` is filled with, for some of the pieces. ``room``: characters for the utterances beside them;
    ``problems`` of the last answer ask for the faulted pieces alone, or, with ``whole``, for all of them.
    """
    told = [task.hearing.pseudonyms.hide(clean(problem, 320)).text for problem in problems]
    return {"data": "\n".join(data_rows(task, numbers, room)), "problems": told, "whole": whole}


def data_rows(task: RewordingTask, numbers: Sequence[int], room: int) -> Iterator[str]:
    """The whole data, line by line."""
    hidden = bool(task.hearing.pseudonyms.tokens)
    yield "PEOPLE"
    for alias, one in task.hearing.people.items():
        side = "ours" if one.side is Side.US else "customer" if one.side is Side.THEM else "unknown"
        yield f"{alias} {alias if hidden else clean(unmarked(one.name), 80)}, {side}"
    yield "PIECES"
    for number in numbers:
        offered = task.offered[number]
        owner = "" if hidden else clean(_owner(offered.piece), 60)
        yield f"{number} {offered.piece.kind}{' of ' if owner else ''}{owner}: {offered.hidden.text}"
    rows = list(cited(task, numbers, room))
    if rows:
        yield "SAID"
        yield from (row.line for row in rows)


def _owner(piece: Piece) -> str:
    found = re.search(r"([^\W\d_][^:]*): $", piece.before)
    return found[1] if found else ""


def cited(task: RewordingTask, numbers: Sequence[int], room: int) -> Iterator[Row]:
    """The utterances that pieces rest on, in order, as many as fit."""
    wanted = {
        int(each.removeprefix("cue:"))
        for number in numbers
        for each in task.offered[number].piece.evidence
        if each.startswith("cue:") and each.removeprefix("cue:").isdigit()
    }
    for number in sorted(wanted & task.rows.keys()):
        for row in task.rows[number]:
            room -= len(row.line) + 1
            if room < 0:
                return
            yield row


def batches(task: RewordingTask, max_tokens: int, max_prompt_chars: int) -> tuple[tuple[int, ...], ...]:
    """The offered pieces in order, in as few requests as their answers fit in."""
    most = max(200, int(max_tokens * CHARS_A_TOKEN * 0.8))
    found: list[list[int]] = []
    answer = prompt = 0
    for number, one in task.offered.items():
        size = len(one.hidden.text)
        will = int(size * _LONGER) + _AN_ANSWER
        if not found or answer + will > most or prompt + size > max_prompt_chars:
            found.append([])
            answer = prompt = 0
        found[-1].append(number)
        answer, prompt = answer + will, prompt + size
    return tuple(map(tuple, found))


def schema() -> dict[str, Any]:
    """JSON schema of the answer."""
    piece = {
        "type": "object", "properties": {"number": {"type": "integer"}, "text": {"type": "string"}},
        "required": ["number", "text"], "additionalProperties": False,
    }  # fmt: skip
    return {
        "type": "object", "properties": {"pieces": {"type": "array", "items": piece}}, "required": ["pieces"],
        "additionalProperties": False,
    }  # fmt: skip
