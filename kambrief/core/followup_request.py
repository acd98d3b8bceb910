"""What a model is told to word a follow-up: the draft that code wrote, and of the call what the customer heard too.

Nothing else is in the request: no note, no score, no fact that this customer may not see, nothing withheld, nothing of
the CRM's note or the recap. What becomes of the answer: `core.followup_reading`.
"""

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from kambrief.core import following_dates, grounded_values, wording
from kambrief.core.agreed_types import Agreed
from kambrief.core.commitment import Promised
from kambrief.core.customer import Side
from kambrief.core.evidence import Audience, Fact
from kambrief.core.following import topic
from kambrief.core.followup import DraftLine, Followup, Part, PartKind
from kambrief.core.followup import text as plain
from kambrief.core.promise_request import ListeningTask, Row, listening_task
from kambrief.core.request import CHARS_A_TOKEN, clean
from kambrief.core.talk import Talk
from kambrief.core.voice import Voice

SYSTEM_PROMPT = "followup.system"
"""Prompt file, filled with `system_data`: the same for every follow-up in one language and form of address."""
USER_PROMPT = "followup.user"
"""Prompt file, filled with `user_data`: this call."""

WORDED = (PartKind.THANKS, PartKind.FACTS, PartKind.CONCERN)
"""The parts whose words a model may write; all others are code's."""
_LANGUAGE_NAMES = {"en": "English", "fi": "Finnish", "sv": "Swedish", "de": "German"}
_LETTER = {PartKind.THANKS: "T", PartKind.FACTS: "F", PartKind.CONCERN: "C"}
_LINE_CHARS, _FACT_CHARS, _VOICE_CHARS = 300, 240, 120
_MAX_FACTS, _MAX_VOICE = 8, 8
_AROUND = 1
"""Utterances beside a cited one that are told with it."""
_FACT_SHARE = 6
_SPARED = 5
"""One word in so many of the limit stays unused."""
_LEAST_ROOM = 100
_TELLING_WORDS = 5


@dataclass(frozen=True, slots=True)
class WordingTask:
    """One request: all that the model may know, by short name."""

    followup: Followup
    hearing: ListeningTask
    promises: Mapping[str, Promised]
    """By short name (``A1``): those that the mail lists."""
    lines: Mapping[str, tuple[PartKind, DraftLine]]
    """The draft's lines that may be worded anew, by short name (``F2``)."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """What the customer knows beside the call, by short name (``K1``)."""
    rows: tuple[Row, ...] = ()
    """Of the talk, in order: as many as fit, those first that the draft rests on."""
    voice: tuple[str, ...] = ()
    """How this account manager writes: form only."""
    topic: str = ""
    """Of the subject."""
    next_day: dt.date | None = None
    room: int = 0
    """Words that thanks, facts and concern should have together; 0: unknown."""
    corrected: frozenset[Decimal] = frozenset()
    """Final figures of what was corrected in the call."""

    @property
    def talk(self) -> Talk:
        """The call."""
        return self.hearing.talk

    def day(self, first: dt.date, last: dt.date | None = None) -> str:
        """A day as the mail writes it."""
        return following_dates.days(first, last, self.followup.language, self.talk.day)


def wording_task(  # noqa: PLR0913 - all that a request is made of
    followup: Followup,
    talk: Talk,
    promised: Sequence[Promised],
    agreed: Agreed,
    facts: Sequence[Fact],
    *,
    max_tokens: int,
    hide_names: bool = False,
    names: Collection[str] = (),
    voice_lines: Sequence[str] = (),
    limit: int = 0,
) -> WordingTask:
    """Choose what the model may see. Of ``facts`` only those that this customer may see and that hold.

    ``max_tokens`` is the limit of `user_data`; ``voice_lines`` tell of form only, with names and values masked;
    ``limit``: words of the whole mail.
    """
    hearing = listening_task(talk, hide_names=hide_names, names=names)
    listed = [one for one in promised if not one.minor]
    ours_first = sorted(listed, key=lambda one: (one.side is not Side.US, one.due or dt.date.max, one.id))
    lines: dict[str, tuple[PartKind, DraftLine]] = {}
    for kind in WORDED:
        part = followup.part(kind)
        for number, line in enumerate(part.lines if part else (), 1):
            lines[f"{_LETTER[kind]}{number}"] = kind, line
    meeting = agreed.next_meeting
    task = WordingTask(
        followup,
        hearing,
        {f"A{number}": one for number, one in enumerate(ours_first, 1)},
        lines,
        voice=tuple(clean(one, _VOICE_CHARS) for one in voice_lines[:_MAX_VOICE]),
        topic=topic(talk),
        next_day=meeting.day if meeting and not meeting.confirm else None,
        room=_room(followup.parts, limit) if limit else 0,
        corrected=grounded_values.corrected(agreed.corrections, talk.language),
    )
    room = int(max_tokens * CHARS_A_TOKEN) - len("\n".join(data_rows(task)))
    known = _facts(facts, room // _FACT_SHARE, task)
    task = dataclasses.replace(task, facts=known)
    room = int(max_tokens * CHARS_A_TOKEN) - len("\n".join(data_rows(task)))
    return dataclasses.replace(task, rows=_chosen(task, promised, agreed, room))


def words_of(parts: Sequence[Part]) -> int:
    """The length that is limited: without closing and signature."""
    counted = tuple(part for part in parts if part.kind not in {PartKind.CLOSING, PartKind.SIGNATURE})
    return wording.word_count(plain(counted))


def _room(parts: Sequence[Part], limit: int) -> int:
    """What a mail that is no longer than it need be leaves beside code's own parts: the limit is for the longest call,
    and a reader at the door thanks for every line that is not there. Where the lists fill the mail, as much as says
    anything at all; where the draft is longer than the limit, what it has.
    """
    fixed = [part if part.kind not in WORDED else replace(part, lines=()) for part in parts]
    left = max(limit, words_of(parts)) - words_of(fixed)
    return min(left, max(left - limit // _SPARED, _LEAST_ROOM))


def _facts(facts: Sequence[Fact], room: int, task: WordingTask) -> dict[str, Fact]:
    """The newest that the customer may see, as many as fit."""
    open_ones = [
        fact
        for fact in facts
        if fact.audience is Audience.CUSTOMER and fact.usable and not fact.guarded and fact.text.strip()
    ]
    found: dict[str, Fact] = {}
    for fact in sorted(open_ones, key=lambda one: one.at.timestamp() if one.at else 0.0, reverse=True):
        alias = f"K{len(found) + 1}"
        room -= len(_fact_line(alias, fact, task)) + 1
        if room < 0 or len(found) == _MAX_FACTS:
            break
        found[alias] = fact
    return found


def _chosen(task: WordingTask, promised: Sequence[Promised], agreed: Agreed, room: int) -> tuple[Row, ...]:
    """Utterances by use: what the draft rests on, what is beside it, what the customer said, the rest."""
    cited = {number for one in promised for number in one.cues}
    cited |= {number for one in agreed.points if not one.internal for number in one.cues}
    for one in (agreed.concern, agreed.outcome, agreed.next_meeting):
        cited |= set(one.cues) if one else set()
    beside = {number + step for number in cited for step in range(-_AROUND, _AROUND + 1)}
    said = {one.number: one for one in task.talk.spoken()}

    def use(row: Row) -> tuple[int, int]:
        one = said[row.number]
        theirs = task.talk.side_of(one.who) is Side.THEM and len(one.text.split()) >= _TELLING_WORDS
        place = 0 if row.number in cited else 1 if row.number in beside else 2 if theirs else 3
        return place, -row.number

    chosen: list[Row] = []
    for row in sorted(task.hearing.rows, key=use):
        room -= len(row.line) + 1
        if room < 0:
            break
        chosen.append(row)
    return tuple(sorted(chosen, key=lambda row: row.number))


# --- the data ------------------------------------------------------------------------------------------------------


def system_data(language: str, address: str) -> dict[str, Any]:
    """What `SYSTEM_PROMPT` is filled with. ``address``: ``one``, ``many`` or ``formal``, as `Followup.address`."""
    return {"language": _LANGUAGE_NAMES.get(language, "English"), "address": address or "many"}


def user_data(task: WordingTask, problems: Sequence[str] = (), *, whole: bool = False) -> dict[str, Any]:
    """What `USER_PROMPT` is filled with. ``problems`` of the last answer ask for the faulted texts alone, or, with
    ``whole``, for all of it.
    """
    told = [task.hearing.pseudonyms.hide(clean(problem, 320)).text for problem in problems]
    return {"data": "\n".join(data_rows(task)), "problems": told, "whole": whole}


def data_rows(task: WordingTask) -> Iterator[str]:
    """The whole data, line by line."""
    yield f"MEETING {task.talk.day:%A} {task.talk.day.isoformat()}"
    yield "PEOPLE"
    reached = {one.email for one in task.followup.to if one.ticked and one.email}
    hidden = bool(task.hearing.pseudonyms.tokens)
    for alias, one in task.hearing.people.items():
        name = alias if hidden else clean(one.name, 80)
        called = f" (called {clean(one.called, 40)})" if one.called and one.called != one.name and not hidden else ""
        side = "ours" if one.side is Side.US else "customer" if one.side is Side.THEM else "unknown"
        yield f"{alias} {name}{called}, {side}{', reads it' if one.email in reached else ''}"
    if task.room:
        yield f"ROOM {task.room} words for thanks, facts and concern together"
    facts = task.followup.part(PartKind.FACTS)
    yield f"DRAFT (facts stand as a {'list' if facts and facts.listed else 'paragraph'})"
    yield f"topic: {_told(task, task.topic)}"
    for alias, (_, line) in task.lines.items():
        yield f"{alias} {_told(task, line.text)}{_cues(line)}"
    late = set(_late(task))
    if task.promises:
        yield "PROMISES"
    for alias, promise in task.promises.items():
        whose = f"{'ours' if promise.side is Side.US else 'theirs'}, {task.hearing.aliases.get(promise.owner, '?')}"
        slot = f" {{due={promise.due.isoformat()}}}" if promise.due and not promise.confirm else ""
        cues = ",".join(map(str, promise.cues[:6]))
        admitted = ", late: the list says so" if promise.id in late else ""
        yield f"{alias} {whose}: {_told(task, promise.what)}{slot}{admitted} [{cues}]"
    if task.next_day:
        yield f"N next meeting {{day={task.next_day.isoformat()}}}"
    if task.voice:
        yield "VOICE"
        yield from (f"- {line}" for line in task.voice)
    if task.facts:
        yield "KNOWN"
        for alias, fact in task.facts.items():
            yield _fact_line(alias, fact, task)
    yield "TALK"
    yield from (row.line for row in task.rows)


def _late(task: WordingTask) -> Iterator[str]:
    """Ids of promises whose line admits a delay: it rests on the one made before, too."""
    ours = task.followup.part(PartKind.OURS)
    for line in ours.lines if ours else ():
        if any(not one.startswith(("promise:", "cue:")) for one in line.evidence):
            yield from (one.removeprefix("promise:") for one in line.evidence if one.startswith("promise:"))


def _told(task: WordingTask, text: str) -> str:
    if task.talk.names_others(text):
        return "…"
    return task.hearing.pseudonyms.hide(clean(text, _LINE_CHARS)).text


def _cues(line: DraftLine) -> str:
    numbers = [one.removeprefix("cue:") for one in line.evidence if one.startswith("cue:")]
    return f" [{','.join(numbers[:6])}]" if numbers else ""


def _fact_line(alias: str, fact: Fact, task: WordingTask) -> str:
    day = f" {fact.at.date().isoformat()}" if fact.at else ""
    return f"{alias}{day} {task.hearing.pseudonyms.hide(clean(fact.text, _FACT_CHARS)).text}"


def voice_lines(voice: Voice | None) -> tuple[str, ...]:
    """An account manager's habits that bear on wording: form only, as they were learned, masked."""
    if voice is None or not voice.on:
        return ()
    found = []
    if voice.target_words:
        found.append(f"writes about {voice.target_words} words")
    found += [f"never writes: {phrase}" for phrase in voice.struck]
    found += [f"often writes: {phrase}" for phrase in voice.added]
    return tuple(found)


def schema() -> dict[str, Any]:
    """JSON schema of the answer."""
    words, names = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    numbers = {"type": "array", "items": {"type": "integer"}}
    line = {"text": words, "cues": numbers, "names": names}
    several = {"type": "array", "items": _object(line)}
    return _object({"topic": words, "thanks": several, "facts": several, "leave": names, "concern": several})


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False,
    }  # fmt: skip
