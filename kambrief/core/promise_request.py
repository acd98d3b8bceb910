"""What a model is told of a call, so that it proposes promises: every utterance that may be used, in overlapping parts.

A long call is read whole, in several requests; nothing is cut in the middle. What is withheld, or was said before the
customer came, is in no request. What becomes of the answers: `core.promise_reading`.
"""

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kambrief.core import sentences
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.pseudonyms import Pseudonyms, Told, unmarked
from kambrief.core.request import CHARS_A_TOKEN, clean
from kambrief.core.talk import Participant, Talk, Utterance

SYSTEM_PROMPT = "promises.system"
"""Prompt file, filled with `system_data`: the same for every call in one language."""
USER_PROMPT = "promises.user"
"""Prompt file, filled with `user_data`: one part of a call."""

OVERLAP = 8
"""Utterances at the end of a part that begin the next one: a question and its answer are never torn apart."""
_LONGEST = 200_000
_TITLE_CHARS = 160
_WHAT_CHARS = 80
_LEAST_ROOM = 600
_FOUND_SHARE = 5
"""One part in so many of the room is for what was found before."""
_LANGUAGE_NAMES = {"en": "English", "fi": "Finnish", "sv": "Swedish", "de": "German"}
_SIDES = {Side.US: "ours", Side.THEM: "customer", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the talk as the model sees it. An utterance too long for one request has several."""

    number: int
    line: str


@dataclass(frozen=True, slots=True)
class ListeningTask:
    """All that requests about one call are made of."""

    talk: Talk
    people: Mapping[str, Participant]
    """By short name (``P1``)."""
    rows: tuple[Row, ...]
    pseudonyms: Pseudonyms = field(default_factory=lambda: Pseudonyms({}))

    @property
    def aliases(self) -> Mapping[str, str]:
        """A participant's key → short name."""
        return {one.key: alias for alias, one in self.people.items()}

    def told(self, utterance: Utterance) -> Told:
        """An utterance's words as the model sees them."""
        return self.pseudonyms.hide(clean(utterance.text, _LONGEST))

    def restored(self, text: str) -> str:
        """A model's own words with what people are called in the place of their short names."""
        if not self.pseudonyms.tokens:
            return text
        called = {alias: one.called or one.name for alias, one in self.people.items()}
        return re.sub(r"\[?\b(P\d{1,3})\b\]?", lambda found: called.get(found[1], found[0]), text)


@dataclass(frozen=True, slots=True)
class Part:
    """What one request tells: rows of the talk, and what was found so far (``R1``: by code, or in an earlier part)."""

    rows: tuple[Row, ...]
    found: Mapping[str, Promised] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Of the utterances in it."""
        return tuple(dict.fromkeys(row.number for row in self.rows))


def listening_task(talk: Talk, *, hide_names: bool = False, names: Collection[str] = ()) -> ListeningTask:
    """``names``: of further people who may be spoken of (the customer's contacts); hidden with the others'."""
    people = {f"P{number}": one for number, one in enumerate(talk.participants, 1)}
    tokens: dict[str, str] = {}
    if hide_names:
        tokens = {one.name: alias for alias, one in people.items()}
        for alias, one in people.items():
            if one.called:
                tokens.setdefault(one.called, alias)
        for number, name in enumerate(dict.fromkeys(names), 1):
            tokens.setdefault(name, f"C{number}")
    task = ListeningTask(talk, people, (), Pseudonyms(tokens))
    return dataclasses.replace(task, rows=tuple(_rows(task, _LONGEST)))


def _rows(task: ListeningTask, longest: int) -> Iterator[Row]:
    aliases = task.aliases
    for one in task.talk.spoken():
        if task.talk.names_others(one.text):
            continue  # nothing of another customer leaves the house with this one
        who = aliases.get(one.who, "?")
        for piece in _pieces(task.told(one).text, longest):
            yield Row(one.number, f"{one.number} {who}: {piece}")


def _pieces(text: str, longest: int) -> Iterator[str]:
    """An utterance that no request could hold, in pieces: at sentences, else between words."""
    if len(text) <= longest:
        yield text
        return
    piece = ""
    for sentence in sentences.split(text) or [text]:
        for word in sentence.split():
            if piece and len(piece) + len(word) + 1 > longest:
                yield piece
                piece = ""
            piece = f"{piece} {word[:longest]}" if piece else word[:longest]
    if piece:
        yield piece


def parts(task: ListeningTask, max_tokens: int) -> tuple[tuple[Row, ...], ...]:
    """The whole talk in overlapping parts, each of which fits in ``max_tokens`` with its head and what was found."""
    room = max(_LEAST_ROOM, int(max_tokens * CHARS_A_TOKEN))
    room -= len("\n".join(_head(task))) + room // _FOUND_SHARE
    room = max(_LEAST_ROOM // 2, room)
    rows = list(_rows(task, room // 2))
    found: list[tuple[Row, ...]] = []
    start = 0
    while start < len(rows):
        end, used = start, 0
        while end < len(rows) and (end == start or used + len(rows[end].line) + 1 <= room):
            used += len(rows[end].line) + 1
            end += 1
        found.append(tuple(rows[start:end]))
        if end == len(rows):
            break
        start = max(start + 1, end - _overlap(rows[start:end], room // 3))
    return tuple(found)


def _overlap(rows: Sequence[Row], room: int) -> int:
    """How many rows at the end are told again: at most `OVERLAP`, and no more than fit in a third of the room."""
    count = used = 0
    for row in reversed(rows):
        used += len(row.line) + 1
        if count == OVERLAP or used > room:
            break
        count += 1
    return count


def part(task: ListeningTask, rows: Sequence[Row], promises: Iterable[Promised], max_tokens: int) -> Part:
    """A part with the promises found so far: those it speaks of first, then the newest, as many as fit."""
    near = {row.number for row in rows}
    room = max(_LEAST_ROOM, int(max_tokens * CHARS_A_TOKEN)) // _FOUND_SHARE
    ordered = sorted(promises, key=lambda one: (near.isdisjoint(one.cues), -max(one.cues, default=0)))
    found: dict[str, Promised] = {}
    for one in ordered:
        alias = f"R{len(found) + 1}"
        room -= len(_found_line(task, alias, one)) + 1
        if room < 0:
            break
        found[alias] = one
    return Part(tuple(rows), found)


# --- the data ------------------------------------------------------------------------------------------------------


def system_data(language: str) -> dict[str, Any]:
    """What `SYSTEM_PROMPT` is filled with."""
    return {"language": _LANGUAGE_NAMES.get(language, "English")}


def user_data(task: ListeningTask, piece: Part, problems: Sequence[str] = (), *, whole: bool = False) -> dict[str, Any]:
    """What `USER_PROMPT` is filled with. ``problems`` of the last answer ask for the faulted items alone, or, with
    ``whole``, for all of it.
    """
    told = [task.pseudonyms.hide(clean(problem, 320)).text for problem in problems]
    return {"data": "\n".join(data_rows(task, piece)), "problems": told, "whole": whole}


def data_rows(task: ListeningTask, piece: Part) -> Iterator[str]:
    """The whole data, line by line."""
    yield from _head(task)
    if piece.found:
        yield "FOUND"
        for alias, one in piece.found.items():
            yield _found_line(task, alias, one)
    yield "TALK"
    for row in piece.rows:
        yield row.line


def _head(task: ListeningTask) -> Iterator[str]:
    talk = task.talk
    yield f"MEETING {talk.day:%A} {talk.day.isoformat()}: {task.pseudonyms.hide(clean(talk.title, _TITLE_CHARS)).text}"
    yield "PEOPLE"
    for alias, one in task.people.items():
        name = alias if task.pseudonyms.tokens else clean(unmarked(one.name), 80)
        yield f"{alias} {name}, {_SIDES[one.side]}"


def _found_line(task: ListeningTask, alias: str, one: Promised) -> str:
    what = "…" if task.talk.names_others(one.what) else task.pseudonyms.hide(clean(one.what, _WHAT_CHARS)).text
    due = one.due.isoformat() if one.due else "no date"
    cues = ",".join(map(str, one.cues[:6]))
    return f"{alias} {task.aliases.get(one.owner, '?')}, {due}, said in {cues}: {what}"


def schema() -> dict[str, Any]:
    """JSON schema of the answer, in the subset every server with strict schemas knows: nothing optional, no lengths."""
    words, number, yes = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}

    def several(properties: Mapping[str, Any]) -> dict[str, Any]:
        return {"type": "array", "items": _object(properties)}

    cued = {"cue": number, "quote": words}
    return _object(
        {
            "promises": several(
                {
                    **cued, "owner": words, "what": words, "to": {"type": "array", "items": words}, "due_cue": number,
                    "due": words, "moved_cue": number, "moved": words, "also": {"type": "array", "items": number},
                    "found": words, "minor": yes,
                }
            ),
            "not_promises": {"type": "array", "items": words},
            "corrections": several({"wrong_cue": number, "wrong": words, "right_cue": number, "right": words}),
            "points": several(
                {"cues": {"type": "array", "items": number}, "text": words, "kind": words, "weight": number}
            ),
            "outcome": several({**cued, "weight": number}),
            "concern": several({**cued, "neutral": words, "answer_cue": number, "weight": number}),
            "next_meeting": several(cued),
        }
    )  # fmt: skip


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False,
    }  # fmt: skip
